// One bank credit and the shares it pays, by hand. What the statement shows is typed; the shares are found as one types
// and their amounts proposed. They never exceed the credit; what is left of it stays in sight and is allocated later.
import { session } from '../../app/session.svelte';
import { asRefused, call, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { AwaitedRow, BankCreditRecorded, ChequeView, UnallocatedCredit } from '$lib/contract/contract';
import { named } from '$lib/format/customer';
import { t } from '$lib/i18n';

export interface CreditPart {
  row: Pick<AwaitedRow, 'dossier' | 'rank' | 'number' | 'customer' | 'awaited_cents' | 'advised_cents'>;
  cents: number | undefined;
}

/** Most shares of one credit: what the use case takes. */
export const MAX_PARTS = 200;

export class Credit {
  open = $state(false);
  cents = $state<number>();
  on = $state<string>();
  payer = $state('');
  label = $state('');
  query = $state('');
  parts = $state<CreditPart[]>([]);
  found = $state.raw<readonly AwaitedRow[]>([]);
  searched = $state(false);
  busy = $state(false);
  refused = $state.raw<Refused>();
  /** The credits of which something is left, the latest first. */
  unallocated = $state.raw<readonly UnallocatedCredit[]>([]);
  /** The one being allocated; none while a new credit is typed. */
  rest = $state.raw<UnallocatedCredit>();

  #asked = 0;

  /** Opens on nothing, or on the cheque one is looking at. */
  start(cheque?: ChequeView): void {
    const row = cheque?.row;
    this.cents = undefined;
    this.on = session.today;
    this.payer = '';
    this.label = '';
    this.query = '';
    this.found = [];
    this.searched = false;
    this.refused = undefined;
    this.parts = [];
    this.rest = undefined;
    const awaits = row && row.track !== 'paid' && row.track !== 'claimed_by_customer' && row.left_on === null;
    if (awaits) this.add({ dossier: row.dossier, rank: row.rank, number: row.dossier_number, customer: row.customer, awaited_cents: row.awaited_cents, advised_cents: row.advised_cents });
    // Most credits pay one dossier: what is awaited of who owes it is proposed, to be read against the statement.
    if (row && this.parts.length > 0) [this.cents, this.payer] = [this.sumCents, row.operator ?? ''];
    this.open = true;
    void this.search();
  }

  /** Opens on what is left of a credit: its amount is known, only the shares are looked for. */
  startRest(rest: UnallocatedCredit | undefined): void {
    if (!rest) return;
    this.start();
    this.rest = rest;
    this.cents = rest.left_cents;
    this.on = rest.on;
  }

  async loadUnallocated(): Promise<void> {
    this.unallocated = (await call('bank_credit.unallocated', {}).catch(() => undefined))?.rows ?? this.unallocated;
  }

  get unallocatedCents(): number {
    return this.unallocated.reduce((sum, credit) => sum + credit.left_cents, 0);
  }

  /** Shares that answer what is typed and are not among the parts yet. */
  get offered(): readonly AwaitedRow[] {
    const taken = new Set(this.parts.map((part) => partKey(part.row)));
    return this.found.filter((row) => !taken.has(partKey(row)));
  }

  get sumCents(): number {
    return this.parts.reduce((sum, part) => sum + (part.cents ?? 0), 0);
  }

  /** What the credit has and the parts have not: negative when they exceed it. */
  get leftCents(): number | undefined {
    return this.cents === undefined ? undefined : this.cents - this.sumCents;
  }

  get ready(): boolean {
    const something = this.parts.length > 0 || (this.rest === undefined && (this.cents ?? 0) > 0);
    return this.on !== undefined && (this.leftCents ?? -1) >= 0 && something && this.parts.every((part) => (part.cents ?? 0) > 0);
  }

  /** The amount advised if there is one, else what is awaited. */
  add(row: CreditPart['row']): void {
    if (this.parts.length >= MAX_PARTS || this.parts.some((part) => partKey(part.row) === partKey(row))) return;
    this.parts.push({ row, cents: row.advised_cents ?? row.awaited_cents });
  }

  remove(row: CreditPart['row']): void {
    this.parts = this.parts.filter((part) => partKey(part.row) !== partKey(row));
  }

  async search(): Promise<void> {
    const mine = ++this.#asked;
    try {
      const rows = (await call('bank_credit.awaited', { text: this.query.trim(), platform: this.payer || null })).rows;
      // Answers can cross: only the last question counts.
      if (mine !== this.#asked) return;
      this.found = rows;
      this.searched = true;
    } catch (thrown) {
      if (mine === this.#asked) this.refused = asRefused(thrown);
    }
  }

  async record(): Promise<void> {
    if (!this.ready || this.busy || this.cents === undefined || !this.on) return;
    this.busy = true;
    this.refused = undefined;
    try {
      const allocations = this.parts.map((part) => ({ dossier: part.row.dossier, rank: part.row.rank, amount_cents: part.cents ?? 0 }));
      const recorded = this.rest
        ? await call('bank_credit.allocate', { bank_credit: this.rest.bank_credit, allocations })
        : await call('bank_credit.record', { amount_cents: this.cents, on: this.on, payer: this.payer || null, label: this.label.trim(), allocations });
      this.open = false;
      toasts.say(creditSaved(recorded));
      this.#tellShort(recorded);
      await this.loadUnallocated();
      await session.saved();
    } catch (thrown) {
      this.refused = asRefused(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** Paid for less than announced: said at once, by name, since someone must ask the payer why. */
  #tellShort({ short }: BankCreditRecorded): void {
    for (const paid of short) {
      const row = this.parts.find((part) => partKey(part.row) === partKey(paid))?.row;
      if (row) toasts.say(t.cheques.creditPaidShort(named(row.customer), paid.paid_cents, paid.expected_cents), { tone: 'warn' });
    }
  }
}

/** What a part is below what was announced for it: a partial payment, or money the payer held back. */
export function shortCents(part: CreditPart): number {
  return Math.max(0, (part.row.advised_cents ?? part.row.awaited_cents) - (part.cents ?? 0));
}

export function partKey(row: Pick<AwaitedRow, 'dossier' | 'rank'>): string {
  return `${row.dossier}/${row.rank}`;
}

/** What the money changed: the cheques it moved, in a sentence. */
function creditSaved({ cheques_to_return: back, cheques_to_complete: short, left_cents: left }: BankCreditRecorded): string {
  if (left === 0 && back === 1 && short === 0) return t.cheques.creditReturns;
  if (left === 0 && back === 0 && short === 1) return t.cheques.creditCompletes;
  return t.cheques.creditSaved(back, short, left);
}

export const credit = new Credit();
