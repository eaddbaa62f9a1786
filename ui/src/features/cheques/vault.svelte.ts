// The cheques on show: a tab, its rows, the one under the cursor, and what may be done with it. What the rule says
// of a deposit or a return comes with the cheque; nothing is decided here.
import { session } from '../../app/session.svelte';
import { asRefused, call, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { ChequeList, ChequePosition, ChequeRow, ChequeSort, ChequeView, OverriddenAct, ReturnManner, SecondProof } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export type ChequeDialogName = 'return' | 'deposit' | 'notice' | 'convert' | 'advice';

/** Rows asked at once: what the use case gives at most. The rest follows as one goes down. */
export const PAGE_ROWS = 500;

export class ChequeVault {
  position = $state<ChequePosition>('kept');
  sort = $state<ChequeSort>('decide_by');
  descending = $state(false);
  list = $state.raw<ChequeList>();
  cursor = $state<string>();
  shown = $state.raw<ChequeView>();
  dialog = $state<ChequeDialogName>();
  /** A step of the cheque on show is being noted. */
  stepping = $state(false);
  /** The bank's fees of the cheque on show are recorded. */
  charging = $state(false);
  /** The pictures of the cheque on show are looked at. */
  picturing = $state(false);
  refused = $state.raw<Refused>();

  /** One cheque is looked at from another screen: what is done with it shows it again, and asks for no list. */
  #alone = false;
  #asked = 0;
  /** The cheque the next list puts the cursor on, instead of where it is. */
  #wanted: string | undefined;
  #growing = false;

  /** Goes to a cheque under its tab. */
  async go(row: ChequeRow): Promise<void> {
    this.#wanted = row.cheque;
    // Another tab reads itself.
    if (this.position === row.position) await this.load();
    else this.position = row.position;
  }

  /** Shows one cheque, wherever its list is. */
  async look(cheque: string): Promise<void> {
    this.#alone = true;
    if (this.cursor !== cheque) this.shown = undefined;
    this.cursor = cheque;
    await this.show({ cheque });
  }

  async load(): Promise<void> {
    const mine = ++this.#asked;
    if (this.#alone) return this.show(this.cursor === undefined ? undefined : { cheque: this.cursor });
    try {
      const list = await this.#page(0);
      // As many rows as were here: the cursor may be on one of the last.
      const wanted = this.list?.rows.length ?? 0;
      while (list.rows.length < Math.min(wanted, list.total)) {
        const next = await this.#page(list.rows.length);
        if (next.rows.length === 0) break;
        list.rows = [...list.rows, ...next.rows];
      }
      if (mine !== this.#asked) return;
      this.list = list;
      const marked = this.#wanted ?? this.cursor;
      this.#wanted = undefined;
      const row = list.rows.find((candidate) => candidate.cheque === marked) ?? list.rows[0];
      this.cursor = row?.cheque;
      await this.show(row);
    } catch (thrown) {
      if (mine === this.#asked) this.refused = asRefused(thrown);
    }
  }

  /** Another tab or order: from the first row again. */
  restart(): Promise<void> {
    this.list = undefined;
    this.#alone = false;
    return this.load();
  }

  /** The rows after those that are here. */
  async more(): Promise<void> {
    const list = this.list;
    if (!list || this.#growing || list.rows.length >= list.total) return;
    this.#growing = true;
    const mine = this.#asked;
    try {
      const next = await this.#page(list.rows.length);
      if (mine === this.#asked) this.list = { ...list, rows: [...list.rows, ...next.rows] };
    } catch (thrown) {
      this.refused = asRefused(thrown);
    } finally {
      this.#growing = false;
    }
  }

  #page(offset: number): Promise<ChequeList> {
    return call('cheque.list', { position: this.position, sort: this.sort, descending: this.descending, offset, limit: PAGE_ROWS });
  }

  async show(row: Pick<ChequeRow, 'cheque'> | undefined): Promise<void> {
    if (!row) {
      this.shown = undefined;
      return;
    }
    try {
      const view = await call('cheque.view', { cheque: row.cheque });
      if (this.cursor === row.cheque) this.shown = view;
    } catch (thrown) {
      if (this.cursor !== row.cheque) return;
      // Never another cheque than the one that is marked: it would be the one acted upon.
      this.shown = undefined;
      this.refused = asRefused(thrown);
    }
  }

  async giveBack(on: string, manner: ReturnManner, reason: string, second: SecondProof | null): Promise<void> {
    await this.#act(async (cheque) => {
      const returned = await call('cheque.return', { cheque, on, manner, override_reason: reason.trim() || null, second });
      toasts.say(t.cheques.given);
      await openDocument(returned.discharge.path);
    });
  }

  /** One person alone asks for what he does a day later. */
  async askOverride(act: OverriddenAct, reason: string): Promise<void> {
    await this.#act(async (cheque) => {
      await call('cheque.ask_override', { cheque, act, reason: reason.trim() });
      toasts.say(t.second.overrideAsked);
    });
  }

  async withdrawOverride(): Promise<void> {
    await this.#act(async (cheque) => {
      await call('cheque.withdraw_override', { cheque });
      toasts.say(t.second.overrideWithdrawn);
    });
  }

  async deposit(on: string, reason: string, second: SecondProof | null): Promise<void> {
    await this.#act(async (cheque) => {
      await call('cheque.deposit', { cheque, on, override_reason: reason.trim() || null, second });
      toasts.say(t.cheques.depositDone);
    });
  }

  async giveNotice(on: string): Promise<void> {
    await this.#act(async (cheque) => {
      const letter = await call('cheque.give_notice', { cheque, on });
      toasts.say(t.cheques.noticeDone);
      await openDocument(letter.path);
    });
  }

  async convert(depositOn: string, reason: string, second: SecondProof | null): Promise<void> {
    await this.#act(async (cheque) => {
      await call('cheque.convert', { cheque, deposit_on: depositOn, reason: reason.trim(), second });
      toasts.say(t.cheques.convertDone);
    });
  }

  async recordAdvice(amountCents: number, on: string): Promise<void> {
    await this.#act(async () => {
      const row = this.shown?.row;
      if (!row) return;
      await call('advice.record', { dossier: row.dossier, rank: row.rank, amount_cents: amountCents, on });
      toasts.say(t.cheques.adviceDone);
    });
  }

  async printReceipt(): Promise<void> {
    await this.#act(async (cheque) => openDocument((await call('cheque.receipt', { cheque })).path));
  }

  async printDischarge(): Promise<void> {
    await this.#act(async (cheque) => openDocument((await call('cheque.discharge', { cheque })).path));
  }

  async printEvidence(): Promise<void> {
    await this.#act(async (cheque) => openDocument((await call('cheque.evidence', { cheque })).path));
  }

  async #act(act: (cheque: string) => Promise<void>): Promise<void> {
    const cheque = this.cursor;
    if (!cheque) return;
    const from = this.dialog;
    this.refused = undefined;
    try {
      await act(cheque);
      // A dialog opened while a paper was being printed is not this act's to close.
      if (this.dialog === from) this.dialog = undefined;
      await this.load();
      await session.saved();
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }
}

export const vault = new ChequeVault();
