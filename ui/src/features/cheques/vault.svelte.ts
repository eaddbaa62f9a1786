// The cheques on show: a tab, its rows, the one under the cursor, and what may be done with it. What the rule says
// of a deposit or a return comes with the cheque; nothing is decided here.
import { session } from '../../app/session.svelte';
import { asRefused, call, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { ChequeList, ChequePosition, ChequeRow, ChequeSort, ChequeView, ReturnManner } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export type ChequeDialogName = 'return' | 'deposit' | 'notice' | 'convert' | 'credit' | 'advice';

/** Rows asked at once; past a thousand the list is paged by the database. */
const PAGE_ROWS = 1000;

export class ChequeVault {
  position = $state<ChequePosition>('kept');
  sort = $state<ChequeSort>('decide_by');
  descending = $state(false);
  list = $state.raw<ChequeList>();
  cursor = $state<string>();
  shown = $state.raw<ChequeView>();
  dialog = $state<ChequeDialogName>();
  refused = $state.raw<Refused>();

  #asked = 0;

  async load(): Promise<void> {
    const mine = ++this.#asked;
    try {
      const list = await call('cheque.list', { position: this.position, sort: this.sort, descending: this.descending, offset: 0, limit: PAGE_ROWS });
      if (mine !== this.#asked) return;
      this.list = list;
      const row = list.rows.find((candidate) => candidate.cheque === this.cursor) ?? list.rows[0];
      this.cursor = row?.cheque;
      await this.show(row);
    } catch (thrown) {
      if (mine === this.#asked) this.refused = asRefused(thrown);
    }
  }

  async show(row: ChequeRow | undefined): Promise<void> {
    if (!row) {
      this.shown = undefined;
      return;
    }
    const view = await call('cheque.view', { cheque: row.cheque }).catch(() => undefined);
    if (view && this.cursor === row.cheque) this.shown = view;
  }

  async giveBack(on: string, manner: ReturnManner, reason: string): Promise<void> {
    await this.#act(async (cheque) => {
      const returned = await call('cheque.return', { cheque, on, manner, override_reason: reason.trim() || null });
      toasts.say(t.cheques.given);
      await openDocument(returned.discharge.path);
    });
  }

  async deposit(on: string, reason: string): Promise<void> {
    await this.#act(async (cheque) => {
      await call('cheque.deposit', { cheque, on, override_reason: reason.trim() || null });
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

  async convert(depositOn: string, reason: string): Promise<void> {
    await this.#act(async (cheque) => {
      await call('cheque.convert', { cheque, deposit_on: depositOn, reason: reason.trim() });
      toasts.say(t.cheques.convertDone);
    });
  }

  async recordAdvice(amountCents: number, on: string): Promise<void> {
    await this.#act(async () => {
      const row = this.shown?.row;
      if (!row) return;
      await call('advice.record', { dossier: row.dossier, rank: 1, amount_cents: amountCents, on });
      toasts.say(t.cheques.adviceDone);
    });
  }

  async recordCredit(amountCents: number, on: string, label: string): Promise<void> {
    await this.#act(async () => {
      const row = this.shown?.row;
      if (!row) return;
      const recorded = await call('bank_credit.record', { amount_cents: amountCents, on, payer: null, label: label.trim(), allocations: [{ dossier: row.dossier, rank: 1, amount_cents: amountCents }] });
      toasts.say(recorded.cheques_to_return > 0 ? t.cheques.creditReturns : recorded.cheques_to_complete > 0 ? t.cheques.creditCompletes : t.cheques.creditDone);
    });
  }

  async printReceipt(): Promise<void> {
    await this.#act(async (cheque) => openDocument((await call('cheque.receipt', { cheque })).path));
  }

  async printDischarge(): Promise<void> {
    await this.#act(async (cheque) => openDocument((await call('cheque.discharge', { cheque })).path));
  }

  async #act(act: (cheque: string) => Promise<void>): Promise<void> {
    const cheque = this.cursor;
    if (!cheque) return;
    this.refused = undefined;
    try {
      await act(cheque);
      this.dialog = undefined;
      await this.load();
      await session.saved();
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }
}

export const vault = new ChequeVault();
