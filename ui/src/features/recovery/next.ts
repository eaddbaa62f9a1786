// What is left to do of a share of an outage, in words. Which act comes next is the rules' to say: the work-list a share is in,
// the cheque's position, the colour it was given.
import type { ChequeLeft, ChequeTold, RecoveryRow } from '$lib/contract/contract';
import { formatDayMonth } from '$lib/format/dates';
import { t } from '$lib/i18n';

/** Of its work-lists' acts, those that leave nothing to do here but to wait for the money. */
const AWAITS_MONEY: readonly RecoveryRow['to_do'][] = ['remind', 'reconcile'];

/** Nothing was decided yet: the platform is still to be asked. */
const ASKED_AGAIN: readonly RecoveryRow['track'][] = ['not_sent', 'queued', 'sent'];

/** The insurer has said nothing yet. */
const SILENT: readonly RecoveryRow['track'][] = ['not_sent', 'queued', 'entrusted', 'sent', 'outcome_unknown'];

/** What is to be done next of a share on a day. */
export function nextOf(row: RecoveryRow, today: string): string {
  if (row.written_off_cents !== null) return row.written_off_cents > 0 ? t.outage.writtenOff(row.written_off_cents) : t.outage.givenUp;
  if (row.write_off_from !== null) return t.second.toConfirm(row.write_off_from);
  if (row.settled) return t.recovery.next.settled;
  if (row.overpaid_cents > 0) return t.recovery.next.refund(row.overpaid_cents);
  if (row.consent_needed) return t.privacy.states.not_asked;
  if (row.last_failure && !row.colour) return t.terms.failures[row.last_failure];
  if (row.track === 'outcome_unknown') return t.recovery.next.confirm;
  const invoice = notInvoiced(row);
  if (invoice !== undefined) return row.customer_owes_cents > 0 ? t.recovery.next.invoiceOwed(invoice, row.customer_owes_cents) : invoice;
  if (row.colour === 'red' && row.cheque_told !== null) return told(row, row.cheque_told, today);
  if (row.letter_on && row.customer_owes_cents > 0) return t.outage.owesWritten(row.customer_owes_cents, formatDayMonth(row.letter_on));
  if (row.letter_on && row.colour === 'red') return t.outage.letterOn(formatDayMonth(row.letter_on));
  if (row.colour === 'orange' && row.customer_owes_cents > 0) return t.recovery.next.collect(row.customer_owes_cents);
  if (row.colour === 'red') return t.recovery.next.tell;
  if (row.track === 'claimed_by_customer') return row.cheque_cents > 0 ? t.recovery.next.depositLater : t.recovery.next.byCustomer;
  return afterTheAnswer(row);
}

/** What is to be done with the cheque of a row on a day; or what became of it, when it has left. */
export function nextOfCheque(row: RecoveryRow, today: string): string {
  if (row.cheque === null) return row.cheque_left === null ? t.outage.cheques.none : leftCheque(row, row.cheque_left);
  if (row.cheque_position === 'to_return') return t.recovery.next.giveBack;
  // It is given back against the insurer's money: until then the customer only owes the rest.
  if (row.cheque_position === 'to_complete') return row.track === 'paid' ? t.outage.chequeComplete(row.customer_owes_cents) : t.outage.chequeCompleteUnpaid(row.customer_owes_cents);
  if (row.track === 'claimed_by_customer') return t.recovery.next.depositLater;
  const awaitsDeposit = row.cheque_position === 'to_deposit' || SILENT.includes(row.track);
  if (row.cheque_told !== null && awaitsDeposit) return told(row, row.cheque_told, today);
  return row.cheque_to_tell ? t.recovery.next.tell : afterTheAnswer(row);
}

/** The customer was told of the deposit: from when it may be made, by whoever may make it. */
function told(row: RecoveryRow, { on, deposit_from }: ChequeTold, today: string): string {
  const day = formatDayMonth(on);
  if (row.cheque_position !== 'to_deposit') return t.outage.cheques.toldWaiting(day, formatDayMonth(deposit_from));
  return deposit_from <= today ? t.outage.cheques.toldDue(day) : t.outage.cheques.toldFrom(day, formatDayMonth(deposit_from));
}

/** The cheque of a share is not here any more: what became of it, why, and whether that settled the share. */
function leftCheque(row: RecoveryRow, left: ChequeLeft): string {
  const words = t.outage.cheques;
  const said = words.left[left.state](formatDayMonth(left.on), words.because[row.track] ?? '');
  if (row.customer_owes_cents > 0) return words.owed(said, row.customer_owes_cents);
  if (left.state !== 'returned') return said;
  // The insurer paid, the cheque is with him: only what was the customer's from the first can be left.
  if (row.track === 'paid') return row.settled || row.overpaid_cents > 0 ? words.paidByInsurer(said) : words.shareLeft(said);
  return row.settled && row.written_off_cents === null ? words.paidOtherwise(said) : said;
}

/** Delivered, not refused, and nobody asked the insurer for its share: what asks it. */
function notInvoiced(row: RecoveryRow): string | undefined {
  if (row.track === 'not_sent' || (row.to_do !== 'invoice' && row.to_do !== 'transmit' && row.to_do !== 'decide')) return undefined;
  return t.work.next[row.to_do];
}

/** Once the insurer has said yes: the sale goes on, the share is asked for, and only then its money is awaited. */
function afterTheAnswer(row: RecoveryRow): string {
  if (row.track === 'paid' && row.cheque_cents > 0) return t.recovery.next.giveBack;
  if (row.track === 'accepted' && row.delivered_on === null) {
    const left = (row.way === 'set_aside' || row.way === 'customer_returns') && row.ordered_on === null;
    return left ? t.recovery.next.callBack : t.recovery.next.handOver;
  }
  if (ASKED_AGAIN.includes(row.track)) return t.recovery.next.wait;
  if (row.to_do !== null && !AWAITS_MONEY.includes(row.to_do)) return t.work.next[row.to_do];
  return row.track === 'paid' ? t.recovery.next.customerShare : t.recovery.next.awaitTransfer;
}
