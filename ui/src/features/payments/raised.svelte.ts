// What must be looked at about money in: worked out for today, each opening what it is about.
import { attemptOnce } from '$lib/backend/attempt';
import { call, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { RaisedItem, RaisedView, ShortCause } from '$lib/contract/contract';
import { named } from '$lib/format/customer';
import { t } from '$lib/i18n';
import { session } from '../../app/session.svelte';
import { counter } from '../counter/counter.svelte';
import { payments } from './payments.svelte';

class Raised {
  view = $state.raw<RaisedView>();
  cursor = $state<string>();
  /** The shortfall being explained. */
  explaining = $state.raw<RaisedItem>();
  refused = $state.raw<Refused>();
  busy = $state(false);

  get items(): readonly RaisedItem[] {
    return this.view?.items ?? [];
  }

  async load(): Promise<void> {
    await attemptOnce(this, async () => void (this.view = await call('payments.raised', {})));
  }

  /** Opens what it is about: the shortfall to explain, the credit to allocate, the dossier, the platform. */
  open(item: RaisedItem): void {
    if (item.kind === 'below_advice') this.explaining = item;
    else if (item.kind === 'credit_without_advice') payments.allocate(payments.view?.to_allocate.find((row) => row.bank_credit === item.bank_credit));
    else if (item.dossier) this.openDossier(item.dossier);
    else session.screen = 'platforms';
  }

  openDossier(dossier: string): void {
    this.explaining = undefined;
    session.screen = 'counter';
    void counter.open(dossier);
  }

  async setDelay(days: number): Promise<void> {
    await attemptOnce(this, async () => {
      this.view = await call('payments.set_advice_delay', { days });
      await session.saved();
    });
  }

  async explain(cause: ShortCause, text: string): Promise<void> {
    const item = this.explaining;
    if (!item?.dossier) return;
    await attemptOnce(this, async () => {
      await call('payments.explain_shortfall', { dossier: item.dossier ?? '', rank: item.rank, cause, text });
      this.explaining = undefined;
      toasts.say(t.payments.explained(named(item.customer)));
      this.view = await call('payments.raised', {});
      await session.saved();
    });
  }
}

export const keyOf = (item: RaisedItem): string => [item.kind, item.dossier ?? '', item.rank, item.bank_credit ?? '', item.payer?.payer === 'operator' ? item.payer.platform : ''].join('/');

export const raised = new Raised();
