// Money in, on show: what is left to allocate, the credits, the lists they were read from, and who pays.
import { attemptOnce } from '$lib/backend/attempt';
import { call, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { AsideRow, AwaitedRow, CreditView, ImportRow, Payer, PaymentsUndone, PaymentsView, ProposalView } from '$lib/contract/contract';
import { named } from '$lib/format/customer';
import { t } from '$lib/i18n';
import { session } from '../../app/session.svelte';
import { credit } from '../cheques/credit.svelte';

export type PaymentsTab = 'raised' | 'aside' | 'allocate' | 'credits' | 'lists' | 'payers';

class Payments {
  tab = $state<PaymentsTab>('raised');
  asideCursor = $state<string>();
  /** The line of advices whose dossier is being said. */
  settling = $state.raw<AsideRow>();
  view = $state.raw<PaymentsView>();
  cursor = $state<string>();
  creditCursor = $state<string>();
  listCursor = $state<string>();
  payerCursor = $state<string>();
  /** The list about to be undone, then what stayed of it. */
  undoing = $state.raw<ImportRow>();
  undone = $state.raw<PaymentsUndone>();
  refused = $state.raw<Refused>();
  busy = $state(false);

  get list(): ImportRow | undefined {
    return this.view?.imports.find((row) => row.import === this.listCursor);
  }

  get current(): CreditView | undefined {
    return this.view?.to_allocate.find((row) => row.bank_credit === this.cursor) ?? this.view?.to_allocate[0];
  }

  async load(): Promise<void> {
    await attemptOnce(this, async () => void (this.view = await call('payments.view', {})));
  }

  /** Opens what is left of a credit on what it may pay: a person reads it against the statement, and confirms. */
  allocate(row: CreditView | undefined): void {
    if (!row) return;
    credit.unallocated = (this.view?.to_allocate ?? []).map((left) => ({ bank_credit: left.bank_credit, on: left.on, payer: operatorOf(left.payer), label: left.label, amount_cents: left.amount_cents, left_cents: left.left_cents }));
    credit.startRest(credit.unallocated.find((left) => left.bank_credit === row.bank_credit));
    this.propose(row.proposal);
  }

  propose(proposal: ProposalView | null): void {
    for (const part of proposal?.parts ?? []) {
      credit.add({ dossier: part.dossier, rank: part.rank, number: part.number, customer: part.customer, awaited_cents: part.awaited_cents, advised_cents: part.advised ? part.awaited_cents : null });
      const added = credit.parts.at(-1);
      if (added) added.cents = part.amount_cents;
    }
  }

  async undo(row: ImportRow): Promise<void> {
    await attemptOnce(this, async () => {
      const done = await call('payments.undo', { import: row.import });
      const stays = done.kept.length + done.credits_kept + done.slips_kept > 0;
      this.undone = stays ? done : undefined;
      if (!stays) this.undoing = undefined;
      toasts.say(t.payments.undone(done.undone));
      this.view = await call('payments.view', {});
      await session.saved();
    });
  }

  closeUndo(): void {
    this.undoing = undefined;
    this.undone = undefined;
    this.refused = undefined;
  }

  async settleAside(row: AsideRow, share: AwaitedRow): Promise<void> {
    await attemptOnce(this, async () => {
      this.view = await call('payments.settle_aside', { import: row.import, line: row.line, dossier: share.dossier, rank: share.rank });
      this.settling = undefined;
      toasts.say(t.payments.asideSettled(named(share.customer)));
      await session.saved();
    });
  }

  async dropAside(row: AsideRow, reason: string): Promise<void> {
    await attemptOnce(this, async () => {
      this.view = await call('payments.drop_aside', { import: row.import, line: row.line, reason });
      this.settling = undefined;
      toasts.say(t.payments.asideDropped);
      await session.saved();
    });
  }

  async forgetPayer(words: string | undefined): Promise<void> {
    if (words === undefined) return;
    await attemptOnce(this, async () => {
      const { payers } = await call('payments.forget_payer', { words });
      if (this.view) this.view = { ...this.view, payers };
      toasts.say(t.payments.payerForgotten(words));
      await session.saved();
    });
  }
}

export function operatorOf(payer: Payer | null): string | null {
  return payer?.payer === 'operator' ? payer.platform : null;
}

/** A payer's name, as people read it. */
export function payerName(payer: Payer | null): string {
  if (payer === null) return t.payments.noPayer;
  if (payer.payer === 'other') return t.payments.notAPayer;
  if (payer.payer === 'insurer') return payer.name;
  return session.platforms.find((known) => known.platform === payer.platform)?.label ?? payer.platform;
}

export const payments = new Payments();
