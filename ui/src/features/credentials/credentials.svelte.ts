// « Coffre d'accès »: the list on show, the account under the cursor, the dialog that is open. No secret ever passes through here:
// what is seen goes from the shell to its node (held.ts), what is copied never comes to the page.
import { session } from '../../app/session.svelte';
import { attemptOnce } from '$lib/backend/attempt';
import { asRefused, call, copySecret, openCredentialPage, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { CopiedPart, CredentialItem, CredentialList, CredentialView, HealthView } from '$lib/contract/contract';
import { matches } from '$lib/format/collation';
import { t } from '$lib/i18n';
import { tick } from 'svelte';
import { holderOf } from './holder';

export type CredentialPart = 'accounts' | 'health';

export type CredentialDialog = 'add' | 'edit' | 'change' | 'erase' | 'unlock' | 'import' | 'export' | 'rotation' | 'certificate';

/** The keyring does not give the key: a passphrase does. */
const NO_KEY: readonly string[] = ['keyring_unavailable', 'keyring_locked', 'keyring_refused', 'keyring_item_lost', 'keyring_timed_out'];
const SECOND_MS = 1_000;

class Credentials {
  part = $state<CredentialPart>('accounts');
  health = $state.raw<HealthView>();
  list = $state.raw<CredentialList>();
  query = $state('');
  cursor = $state<string>();
  view = $state.raw<CredentialView>();
  dialog = $state<CredentialDialog>();
  /** The certificate is to be brought into sight: it lies far down its account. */
  toCertificate = $state(false);
  /** The account to erase for good. */
  erasing = $state.raw<CredentialItem>();
  refused = $state.raw<Refused>();
  /** Why the key was not to be had, said in the dialog that asks for the passphrase. */
  keyless = $state.raw<Refused>();
  busy = $state(false);
  /** What is in the clipboard, and how many seconds it still is. */
  lent = $state.raw<{ what: string; seconds: number }>();
  #countdown: ReturnType<typeof setInterval> | undefined;
  /** What was asked for when the key was missing: done once it is there. */
  #again: (() => void) | undefined;

  get rows(): readonly CredentialItem[] {
    const rows = this.list?.rows ?? [];
    const query = this.query.trim();
    return query === '' ? rows : rows.filter((row) => matches(`${row.label} ${row.login} ${holderOf(row)} ${row.mailbox}`, query));
  }

  get shown(): CredentialItem | undefined {
    const rows = this.rows;
    return rows.find((row) => row.credential === this.cursor) ?? rows[0];
  }

  async load(): Promise<void> {
    if (!session.works) return;
    await this.#do(async () => {
      this.list = await call('credential.list', {});
    });
    await this.look();
  }

  /** The history of the account on show. */
  async look(): Promise<void> {
    const shown = this.shown?.credential;
    if (this.view?.item.credential !== shown) this.view = undefined;
    if (!shown) return;
    try {
      const view = await call('credential.view', { credential: shown });
      if (this.shown?.credential === view.item.credential) this.view = view;
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }

  open(dialog: CredentialDialog): void {
    this.refused = undefined;
    this.dialog = dialog;
  }

  close(): void {
    this.dialog = undefined;
    this.keyless = undefined;
    this.#again = undefined;
    this.refused = undefined;
  }

  /** A deed of a dialog on one account: refused, it is said in the dialog; done, it closes it. */
  async does(act: () => Promise<CredentialView>, said: (label: string) => string): Promise<boolean> {
    return this.#do(async () => {
      const view = await act();
      await this.took(view, said(view.item.label));
    });
  }

  /** An account is as this says now: the list is read anew, the dialog closed. */
  async took(view: CredentialView, said: string): Promise<void> {
    const list = await call('credential.list', {});
    Object.assign(this, { dialog: undefined, list, view });
    // Once the list has it and the dialog has given the focus back to the row it came from, which takes the cursor along.
    await tick();
    this.cursor = view.item.credential;
    toasts.say(said);
    await session.saved();
  }

  async remove(item: CredentialItem): Promise<void> {
    await this.#do(async () => {
      this.list = await call('credential.remove', { credential: item.credential });
      toasts.say(t.credentials.removed(item.label), { tone: 'info', act: { label: t.credentials.undoRemove, run: () => void this.putBack(item) } });
      await session.saved();
    });
    await this.look();
  }

  async putBack(item: CredentialItem): Promise<void> {
    await this.#do(async () => {
      this.list = await call('credential.put_back', { credential: item.credential });
      this.cursor = item.credential;
      toasts.say(t.credentials.backIn(item.label));
      await session.saved();
    });
    await this.look();
  }

  async erase(): Promise<void> {
    const item = this.erasing;
    if (!item) return;
    await this.#do(async () => {
      this.list = await call('credential.erase', { credential: item.credential });
      this.dialog = undefined;
      this.erasing = undefined;
      toasts.say(t.credentials.erased(item.label), { tone: 'info' });
      await session.saved();
    });
  }

  async copy(part: CopiedPart): Promise<void> {
    const shown = this.shown;
    if (!shown) return;
    await this.guarded(async () => {
      const lent = await copySecret({ credential: shown.credential, part });
      this.#counts(t.credentials.copied[part], Math.round(lent.clears_in_ms / SECOND_MS));
      await this.#used();
    }, () => void this.copy(part));
  }

  /** Looks at the health of every account, once more each time it is asked. */
  async check(): Promise<void> {
    await this.guarded(async () => {
      this.health = await call('credential.health', {});
    }, () => void this.check());
  }

  async page(): Promise<void> {
    const shown = this.shown;
    if (shown) await this.#do(() => openCredentialPage(shown.credential));
  }

  async unlock(passphrase: string): Promise<void> {
    const again = this.#again;
    const done = await this.#do(async () => {
      await call('credential.unlock', { passphrase });
      this.dialog = undefined;
      this.keyless = undefined;
      this.#again = undefined;
      toasts.say(t.credentials.unlocked);
    });
    if (done) again?.();
  }

  /** Runs what needs the key of the vault; without it, the passphrase is asked for, and it is done then. */
  async guarded(act: () => Promise<void>, again: () => void): Promise<void> {
    try {
      await act();
      this.refused = undefined;
    } catch (thrown) {
      this.said(asRefused(thrown), again);
    }
  }

  /** A refusal of something that needs the key. */
  said(refused: Refused, again: () => void): void {
    if (!NO_KEY.includes(refused.code)) {
      this.refused = refused;
      return;
    }
    this.keyless = refused;
    this.refused = undefined;
    this.#again = again;
    this.dialog = 'unlock';
  }

  /** Nothing of it stays on the screen, nor is counted, when the window is locked or left. */
  leave(): void {
    clearInterval(this.#countdown);
    this.lent = undefined;
    this.close();
    Object.assign(this, { list: undefined, view: undefined, cursor: undefined, query: '', erasing: undefined, health: undefined, part: 'accounts' });
  }

  async #used(): Promise<void> {
    this.list = await call('credential.list', {});
  }

  #counts(what: string, seconds: number): void {
    clearInterval(this.#countdown);
    this.lent = { what, seconds };
    this.#countdown = setInterval(() => {
      const left = (this.lent?.seconds ?? 0) - 1;
      this.lent = left > 0 ? { what, seconds: left } : undefined;
      if (left > 0) return;
      clearInterval(this.#countdown);
      toasts.say(t.credentials.cleared, { tone: 'info' });
    }, SECOND_MS);
  }

  #do(act: () => Promise<void>): Promise<boolean> {
    return attemptOnce(this, act, (refused) => {
      if (NO_KEY.includes(refused.code) && this.dialog !== 'unlock') this.said(refused, () => undefined);
      else this.refused = refused;
    });
  }
}

export const credentials = new Credentials();
