// The slips: those made, the one under the cursor, the cheques ticked for the next, and what may be done with one. Which cheque may
// go is the rule's to say: a refusal names the cheque it is about, and where the owner may override, asks him why.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { session } from '../../app/session.svelte';
import { asRefused, call, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { ChequeRow, SlipList, SlipLineView, SlipRow, SlipView, UserChoice } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { proofOf } from '../team/proof';

export type SlipDialogName = 'make' | 'credit' | 'number' | 'apart';
export type SlipOrder = keyof typeof t.slips.orders;

/** Rows asked at once. */
export const PAGE_SLIPS = 200;

const COLLATOR = new Intl.Collator('fr');

export class Slips {
  /** The tab of the slips is the one on show. */
  open = $state(false);
  list = $state.raw<SlipList>();
  cursor = $state<string>();
  shown = $state.raw<SlipView>();
  dialog = $state<SlipDialogName>();
  /** The cheque of a slip whose rejection is being noted. */
  rejecting = $state.raw<SlipLineView>();
  /** The cheques ticked, in the order they were. */
  ticked = new SvelteMap<string, ChequeRow>();
  tickedKeys = new SvelteSet<string>();
  /** The next slip, in its order. */
  lines = $state.raw<readonly ChequeRow[]>([]);
  reasons = new SvelteMap<string, string>();
  /** The cheques for which the owner must say why. */
  asked = new SvelteSet<string>();
  /** Who may look at what he overrides, once that is asked for; who does, and what he typed. */
  people = $state.raw<readonly UserChoice[]>([]);
  user = $state('');
  typed = $state('');
  busy = $state(false);
  refused = $state.raw<Refused>();

  tick(row: ChequeRow): void {
    if (this.ticked.delete(row.cheque)) this.tickedKeys.delete(row.cheque);
    else {
      this.ticked.set(row.cheque, row);
      this.tickedKeys.add(row.cheque);
    }
  }

  untick(): void {
    this.ticked.clear();
    this.tickedKeys.clear();
  }

  get tickedCents(): number {
    return [...this.ticked.values()].reduce((sum, row) => sum + row.amount_cents, 0);
  }

  get totalCents(): number {
    return this.lines.reduce((sum, row) => sum + row.amount_cents, 0);
  }

  /** Opens the next slip on what is ticked, or on the cheque one is looking at. */
  prepare(row?: ChequeRow): void {
    const ticked = [...this.ticked.values()];
    this.lines = ticked.length > 0 ? ticked : row ? [row] : [];
    this.reasons.clear();
    this.asked.clear();
    this.people = [];
    this.typed = '';
    this.refused = undefined;
    if (this.lines.length > 0) this.dialog = 'make';
  }

  sort(order: SlipOrder): void {
    const ticked = [...this.ticked.keys()];
    const by: Record<SlipOrder, (a: ChequeRow, b: ChequeRow) => number> = {
      ticked: (a, b) => ticked.indexOf(a.cheque) - ticked.indexOf(b.cheque),
      amount: (a, b) => b.amount_cents - a.amount_cents,
      bank: (a, b) => COLLATOR.compare(a.bank_name, b.bank_name),
      customer: (a, b) => COLLATOR.compare(a.customer, b.customer),
    };
    this.lines = [...this.lines].sort(by[order]);
  }

  move(row: ChequeRow, by: number): void {
    const at = this.lines.indexOf(row);
    const to = at + by;
    if (at < 0 || to < 0 || to >= this.lines.length) return;
    const lines = this.lines.filter((line) => line !== row);
    lines.splice(to, 0, row);
    this.lines = lines;
  }

  leaveOut(row: ChequeRow): void {
    this.lines = this.lines.filter((line) => line !== row);
    if (this.ticked.has(row.cheque)) this.tick(row);
    if (this.lines.length === 0) this.dialog = undefined;
  }

  /** A line is handed in against a rule, and somebody may look at that. */
  get looked(): boolean {
    return this.people.length > 0 && this.lines.some((row) => this.asked.has(row.cheque));
  }

  async make(on: string, bankNumber: string): Promise<boolean> {
    return this.#act(async () => {
      const cheques = this.lines.map((row) => ({ cheque: row.cheque, override_reason: this.reasons.get(row.cheque)?.trim() || null }));
      const second = this.looked ? { user: this.user, proof: proofOf(this.typed) } : null;
      this.typed = '';
      const made = await call('slip.make', { on, bank_number: bankNumber.trim(), cheques, second });
      this.untick();
      this.cursor = made.slip.row.slip;
      toasts.say(t.slips.made(made.slip.row.number));
      await openDocument(made.list.path);
    });
  }

  async load(): Promise<void> {
    try {
      const list = await call('slip.list', { offset: 0, limit: PAGE_SLIPS });
      this.list = list;
      // Counted from elsewhere, the tab is not gone into: the cursor waits where it is, or for the latest.
      if (!this.open) return;
      const row = list.rows.find((candidate) => candidate.slip === this.cursor) ?? list.rows[0];
      this.cursor = row?.slip;
      await this.show(row);
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }

  async more(): Promise<void> {
    const list = this.list;
    if (!list || this.busy || list.rows.length >= list.total) return;
    this.busy = true;
    try {
      const next = await call('slip.list', { offset: list.rows.length, limit: PAGE_SLIPS });
      this.list = { ...next, rows: [...list.rows, ...next.rows] };
    } catch (thrown) {
      this.refused = asRefused(thrown);
    } finally {
      this.busy = false;
    }
  }

  async show(row: SlipRow | undefined): Promise<void> {
    if (!row) {
      this.shown = undefined;
      return;
    }
    try {
      const view = await call('slip.view', { slip: row.slip });
      if (this.cursor === row.slip) this.shown = view;
    } catch (thrown) {
      this.shown = undefined;
      this.refused = asRefused(thrown);
    }
  }

  async credit(on: string, cents: number, reason: string): Promise<void> {
    await this.#with(async (slip) => {
      await call('slip.credit', { slip, on, amount_cents: cents, reason: reason.trim() || null });
      toasts.say(t.slips.creditDone);
    });
  }

  async setNumber(bankNumber: string): Promise<void> {
    await this.#with(async (slip) => {
      await call('slip.set_number', { slip, bank_number: bankNumber.trim() });
      toasts.say(t.slips.numberDone);
    });
  }

  async takeApart(reason: string): Promise<void> {
    await this.#with(async (slip) => {
      await call('slip.take_apart', { slip, reason: reason.trim() });
      toasts.say(t.slips.apartDone);
    });
  }

  /** Its list again, marked « DUPLICATA »: counted. */
  async reprint(): Promise<void> {
    await this.#with(async (slip) => openDocument((await call('slip.reprint', { slip })).path));
  }

  async print(): Promise<void> {
    await this.#with(async (slip) => openDocument((await call('slip.print', { slip })).path));
  }

  async #with(act: (slip: string) => Promise<void>): Promise<void> {
    const slip = this.cursor;
    if (slip) await this.#act(() => act(slip));
  }

  async #act(act: () => Promise<void>): Promise<boolean> {
    const from = this.dialog;
    this.refused = undefined;
    this.busy = true;
    try {
      await act();
      // A dialog opened while a paper was being printed is not this act's to close.
      if (this.dialog === from) this.dialog = undefined;
      await this.load();
      await session.saved();
      return true;
    } catch (thrown) {
      this.refused = asRefused(thrown);
      const cheque = this.refused.params['cheque'];
      const owners = ['owner_must_override', 'promised_not_before', 'notice_needed', 'second_needed'].includes(this.refused.code);
      if (typeof cheque === 'string' && session.owner && owners) {
        this.asked.add(cheque);
        await this.#askAround(cheque);
      }
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Who may look at an override. Nobody: what was refused says that it is asked a day before, from the cheque. */
  async #askAround(cheque: string): Promise<void> {
    this.people = (await call('cheque.override', { cheque }).catch(() => undefined))?.may_second ?? [];
    this.user ||= this.people[0]?.user ?? '';
  }
}

export const slips = new Slips();
