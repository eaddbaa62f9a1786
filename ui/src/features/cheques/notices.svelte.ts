// The customers to be told of a deposit: who, why, until when; told together, a letter each. Whom to tell is the rule's to say.
import { SvelteSet } from 'svelte/reactivity';
import { session } from '../../app/session.svelte';
import { asRefused, call, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { ToTellList, ToTellRow } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { vault } from './vault.svelte';

export class Notices {
  list = $state.raw<ToTellList>();
  open = $state(false);
  ticked = new SvelteSet<string>();
  busy = $state(false);
  refused = $state.raw<Refused>();

  get rows(): readonly ToTellRow[] {
    return this.list?.rows ?? [];
  }

  async load(): Promise<void> {
    try {
      this.list = await call('cheque.to_tell', {});
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }

  /** All of them are ticked: whom not to tell is the exception. */
  start(): void {
    this.refused = undefined;
    this.ticked.clear();
    for (const row of this.rows) this.ticked.add(row.cheque);
    this.open = true;
  }

  tick(cheque: string): void {
    if (!this.ticked.delete(cheque)) this.ticked.add(cheque);
  }

  async give(): Promise<void> {
    if (this.busy || this.ticked.size === 0) return;
    this.busy = true;
    this.refused = undefined;
    try {
      const cheques = this.rows.map((row) => row.cheque).filter((cheque) => this.ticked.has(cheque));
      const given = await call('cheque.give_notices', { cheques });
      this.open = false;
      toasts.say(t.notices.done(given.count));
      await openDocument(given.letters.path);
      await Promise.all([this.load(), vault.load()]);
      await session.saved();
    } catch (thrown) {
      this.refused = asRefused(thrown);
    } finally {
      this.busy = false;
    }
  }
}

export const notices = new Notices();
