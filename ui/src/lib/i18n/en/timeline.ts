// Journal entries in sentences. A kind the catalogue does not know (from a newer build) is shown by its name, so
// that nothing in a timeline ever disappears.
import type { AdvancePaper, AmoChannel, CallOutcome, CardPart, ConsentDecision, ConsentHow, DownPaymentVat, FailureCode, FeesDeed, Formality, Function as PlatformFunction, FunctionState, IncidentNature, KeptChequeBooking, OppositionGround, Paper, PaymentMeans, RecheckColour, RejectGround, ReminderLevel, ReturnOutcome, Role, SeenBy, TableKind, TrackState, Way, WorkList } from '../../contract/contract';
import { date, euros, text, word, type Body } from '../body';
import { formatEuros } from '../../format/money';
import type * as fr from '../fr/timeline';
import { translated } from '../typography';
import { advances } from './advances';
import { changedFields } from './credential-fields';
import { books } from './books';
import { cheques } from './cheques';
import { circuit } from './circuit';
import { covers } from './covers';
import { fieldNames } from './fields';
import { formalities } from './formalities';
import { natures, sourceOf } from './incidents';
import { lists } from './lists';
import { payments } from './payments';
import { privacy } from './privacy';
import { outage } from './outage';
import { reminders } from './reminders';
import { slips } from './slips';
import { work } from './work';
import { amoChannels, failures, functions, functionStates, means, papers, recheckColours, roles, trackStates, ways } from './terms';

const cardParts = { raw_text: 'text read erased', nir: 'social security numbers erased', front: 'picture of the front erased', back: 'picture of the back erased' } satisfies Record<CardPart, string>;
const erasedWhy = { asked: '', replaced: ', replaced', due: ', the cheque having been settled for long enough' } as const;

function side(body: Body): string {
  return body['side'] === 'back' ? 'back' : 'front';
}

/** Why, and on what it rests, as they were typed. */
function why(body: Body): string {
  return [text(body, 'reason_text'), text(body, 'rests_on_text')].filter(Boolean).map((said) => `; ${said}`).join('');
}

/** What the practice calls the platform of that code. */
type Label = (code: string) => string;

function coverageSeen(body: Body): string {
  const answer = (body['answer'] ?? {}) as Body;
  const way = ((answer['source'] ?? {}) as Body)['way'];
  const said = answer['in_force'] === true ? ': rights said to be open' : answer['in_force'] === false ? ': rights said to be closed' : '';
  const what = body['function'] === 'quote' ? 'Quote read on the portal' : `Sighting noted, ${word<SeenBy>(covers.seenWays, way).toLowerCase()}`;
  return `${what}${said}${body['corrects'] ? ', corrects the one before' : ''}`;
}

/** All that was given up. */
function lost(body: Body): string {
  const shares = Array.isArray(body['shares']) ? (body['shares'] as Body[]) : [];
  return formatEuros([body['customer_cents'], ...shares.map((share) => share['amount_cents'])].reduce<number>((sum, cents) => sum + (typeof cents === 'number' ? cents : 0), 0));
}

function rightsChecked(body: Body, label: Label): string {
  const outcome = (body['outcome'] ?? {}) as Body;
  if (outcome['result'] === 'answered') {
    const answer = (outcome['answer'] ?? {}) as Body;
    const place = typeof body['instead_of'] === 'string' ? `, instead of ${label(body['instead_of'])}` : '';
    return `${answer['in_force'] === false ? 'Rights checked: closed' : 'Rights checked'}${place}`;
  }
  return `Rights not verified: ${word<FailureCode>(failures, outcome['failure'])}`;
}

/** The fields an attempt sent, as they were kept. */
function sent(body: Body, label: Label): string {
  const fields = Array.isArray(body['fields']) ? (body['fields'] as unknown[]) : [];
  return `Sent to ${label(text(body, 'platform'))}, ${word<PlatformFunction>(functions, body['function'])}: ${fields.map((field) => word(fieldNames, field)).join(', ')}`;
}

function consent(body: Body, label: Label): string {
  const platform = label(text(body, 'platform'));
  const said = word<ConsentDecision>({ given: `Customer’s consent to transmit to ${platform}`, refused: `Customer’s refusal to transmit to ${platform}`, withdrawn: `Customer’s consent withdrawn for ${platform}` }, body['decision']);
  return `${said}, ${word<ConsentHow>(privacy.hows, body['how'])}, list ${text(body, 'list_version')}`;
}

const references = { estimate: 'Figures of the estimate', routing: 'Table of operators', field_lists: 'Field lists', breach_profile: 'Incident contacts', retention: 'Retention times', processing: 'Grounds of processing' };

/** What the owner decided about the customers' data. */
function privacySet(body: Body, label: Label): string {
  switch (body['set']) {
    case 'field_switched':
      return `${body['sent'] === true ? 'Field sent' : 'Field kept'}: ${word(fieldNames, body['field'])}, ${label(text(body, 'platform'))}, ${word<PlatformFunction>(functions, body['function'])}`;
    case 'consent_rule':
      return body['asked_first'] === true ? 'Customer’s consent asked for before sending' : 'Customer’s consent not asked for first';
    case 'lookup_limits':
      return 'Look-up limits and opening hours set';
    case 'staff_notice':
      return 'Notice to the staff printed';
    default:
      return 'Data setting';
  }
}

function allocated(body: Body): number {
  const parts = Array.isArray(body['allocations']) ? (body['allocations'] as Body[]) : [];
  return parts.reduce((sum, part) => sum + (typeof part['amount_cents'] === 'number' ? part['amount_cents'] : 0), 0);
}

/** What a request of the outbox is, by its entry. */
function asked(body: Body): string {
  const formality = body['cancels'] ? (body['function'] === 'claim' ? 'claim_cancellation' : 'authorisation_cancellation') : text(body, 'function');
  return formality in formalities.names ? formalities.names[formality as Formality] : 'Request';
}

function quoted(body: Body, label: Label): string {
  const quote = body['quote'] as Body | undefined;
  const who = label(text(body, 'platform'));
  if (!quote) return `Quote refused by ${who}`;
  return `Quoted by ${who}: ${euros(quote, 'covered_cents') || 'no amount'} of ${euros(body, 'asked_cents')} requested, an indication only`;
}

const invoiceStates: Record<string, string> = {
  waiting: 'queued again',
  outcome_unknown: 'to be confirmed',
  received: 'received, decision awaited',
  accepted: 'accepted, not paid',
  refused: 'refused',
  withdrawn: 'withdrawn, never sent',
  cancelled: 'cancelled',
};

function invoiceMoved(body: Body): string {
  const accepted = (body['accepted'] ?? {}) as Body;
  const said = [euros(accepted, 'covered_cents'), accepted['reference'] ? `reference ${text(accepted, 'reference')}` : ''].filter(Boolean).join(', ');
  return `Invoice ${invoiceStates[text(body, 'to')] ?? text(body, 'to')}${said ? `: ${said}` : ''}`;
}

function cancellationEnded(body: Body): string {
  if (body['result'] === 'cancelled') return `Cancellation done${body['reference'] ? `, no. ${text(body, 'reference')}` : ''}`;
  return body['result'] === 'refused' ? 'Cancellation refused by the platform' : 'Cancellation withdrawn from the queue, nothing is cancelled';
}

function answered(body: Body): string {
  const answer = (body['answer'] ?? {}) as Body;
  const by = body['by_staff'] === true ? 'Answer noted' : 'The platform has answered';
  const said: Record<string, string> = { agreed: 'agreement', quoted: 'quoted', pending: 'received, decision awaited', refused: 'refusal', cancelled: 'cancellation done' };
  const what = said[text(answer, 'result')];
  return what ? `${by}: ${what}` : by;
}

const sentences: Record<string, (body: Body, label: Label) => string> = {
  'dossier.opened': () => 'Dossier opened',
  'dossier.priced': (body) => `Shares entered, total ${euros(body, 'total_cents')}`,
  'dossier.card_recorded': () => 'Complementary insurance card entered',
  'dossier.card_picture_kept': (body) => `Picture of the card kept: ${side(body)}`,
  'dossier.card_part_erased': (body) => `Card: ${word<CardPart>(cardParts, body['part'])}`,
  'dossier.prescription_dated': (body) => `Prescription of ${date(body, 'date')}`,
  'dossier.delivery_planned': (body) => `Delivery planned for ${date(body, 'on')}`,
  'dossier.ordered': (body) => `Ordered on ${date(body, 'on')}`,
  'dossier.delivery_undone': (body) => `Delivery undone${why(body)}`,
  'dossier.order_cancelled': () => 'Order cancelled',
  'dossier.amo_paid': (body) => `AMO share paid on ${date(body, 'on')}`,
  'dossier.delivered': (body) => `Delivered on ${date(body, 'on')}`,
  'dossier.rights_checked': rightsChecked,
  'dossier.coverage_seen': coverageSeen,
  'dossier.way_chosen': (body) => `Way chosen: ${word<Way>(ways, body['way'])}`,
  'dossier.customer_paid': (body) => `Received from the customer: ${euros(body, 'amount_cents')}, ${word<PaymentMeans>(means, body['means'])}`,
  'dossier.customer_payment_reversed': (body) => `Payment cancelled: ${euros(body, 'amount_cents')}`,
  'dossier.customer_refunded': (body) => `Given back to the customer: ${euros(body, 'amount_cents')}, ${word<PaymentMeans>(means, body['means'])}`,
  'dossier.cheque_attached': (body) => `Cheque kept for ${euros(body, 'covered_cents')}`,
  'dossier.cheque_released': () => 'Cheque taken out of the safe',
  'dossier.cheque_unpaid': (body) => `Cheque unpaid since ${date(body, 'on')}: it no longer pays anything`,
  'dossier.cheque_taken_back': (body) => (body['kept'] === true ? 'Cheque back in the safe' : 'Cheque taken back, still unpaid'),
  'dossier.track_moved': (body) => `AMC share: ${word<TrackState>(trackStates, body['to'])}${body['amount_cents'] ? `, ${euros(body, 'amount_cents')}` : ''}`,
  'dossier.transmitted': (body) => `Transmitted by the software, kept by the OCT${body['lot'] ? `, batch ${text(body, 'lot')}` : ''}${body['twice'] ? '; Relais had sent it too' : ''}`,
  'dossier.returned': (body) => `Return of the OCT: ${word<ReturnOutcome>(circuit.outcomes, body['outcome'])}${body['code'] ? ` ${text(body, 'code')}` : ''}${body['reference'] ? `, ${text(body, 'reference')}` : ''}`,
  'dossier.advised': (body) => `Payment advice: ${word<keyof typeof payments.outcomes>(payments.outcomes, body['outcome'])}${body['amount_cents'] ? `, ${euros(body, 'amount_cents')}` : ''}${body['code'] ? ` ${text(body, 'code')}` : ''}${body['reference'] ? `, ${text(body, 'reference')}` : ''}`,
  'dossier.paid_by_list': () => 'Paid by a transfer of the imported statement',
  'dossier.shortfall_explained': (body) => `${euros(body, 'amount_cents')} short of the advice: ${word<keyof typeof payments.causes>(payments.causes, body['cause']).toLowerCase()}`,
  'dossier.written_off': (body) => `Written off by the owner: ${lost(body)}${why(body)}`,
  'dossier.write_off_asked': (body) => `Loss asked for by one person alone: ${euros(body, 'amount_cents')}, to be confirmed a day later${why(body)}`,
  'dossier.write_off_withdrawn': () => 'Request for a loss withdrawn',
  'dossier.write_off_seconded': (body) => `Loss confirmed by a second person: ${text(body, 'by_name')}`,
  'dossier.write_off_undone': (body) => `Write-off undone${why(body)}`,
  'dossier.customer_called': (body) => `Customer called: ${word<CallOutcome>(outage.outcomes, body['outcome']).toLowerCase()}${body['next_on'] ? `, on ${date(body, 'next_on')}` : ''}`,
  'dossier.import_undone': () => 'Import of the list undone: the share is where it was',
  'dossier.consent_recorded': consent,
  'dossier.fields_sent': sent,
  'dossier.quoted': quoted,
  'dossier.invoiced': (body) => `Invoice ${text(body, 'invoice')} to be sent: ${euros(body, 'amount_cents')}${((body['authorisation'] ?? {}) as Body)['reference'] ? `, on authorisation ${text((body['authorisation'] ?? {}) as Body, 'reference')}` : ''}`,
  'dossier.invoice_moved': invoiceMoved,
  'dossier.cancellation_asked': (body) => (body['function'] === 'claim' ? 'Cancellation of the invoice asked for' : 'Cancellation of the authorisation asked for'),
  'dossier.cancellation_ended': cancellationEnded,
  'dossier.estimate_printed': (body) => `Estimate printed, confidence ${text(body, 'confidence')}, price ${euros(body, 'price_cents')}`,
  'dossier.rechecked': (body) => `Checked again: ${word<RecheckColour>(recheckColours, body['colour'])}${body['covered_cents'] ? `, ${euros(body, 'covered_cents')}` : ''}`,
  'cheque.kept': (body) => `Cheque received: ${word<keyof typeof cheques.agreements>(cheques.agreements, body['agreement'])}`,
  'cheque.receipt_printed': () => 'Receipt printed, two copies',
  'cheque.converted_to_deposited_later': (body) => `Changed to deposited later, not before ${date(body, 'deposit_not_before')}`,
  'cheque.notice_given': (body) => `Customer told, deposit possible on ${date(body, 'deposit_from')}`,
  'cheque.returned': (body) => `Given back to the customer on ${date(body, 'on')}`,
  'cheque.deposited': (body) => `Deposited at the bank on ${date(body, 'on')}${why(body)}`,
  'cheque.taken_back': (body) => `Taken back from an undone deposit slip${why(body)}`,
  'cheque.credited': (body) => `Credited on ${date(body, 'on')}, not final`,
  'cheque.made_final': (body) => `Credit final on ${date(body, 'on')}${why(body)}`,
  'cheque.rejected': (body) => `Rejected on ${date(body, 'on')}: ${word<RejectGround>(slips.grounds, body['ground']).toLowerCase()}${why(body)}`,
  'cheque.represented': (body) => `Presented again on ${date(body, 'on')}${why(body)}`,
  'cheque.certificate_requested': (body) => `Certificate of non-payment requested on ${date(body, 'on')}${why(body)}`,
  'cheque.certificate_received': (body) => `Certificate of non-payment received on ${date(body, 'on')}${why(body)}`,
  'cheque.litigation_begun': (body) => `Legal action begun on ${date(body, 'on')}${why(body)}`,
  'cheque.opposed': (body) => `Stopped by the drawer on ${date(body, 'on')}: ${word<OppositionGround>(slips.oppositions, body['ground']).toLowerCase()}${why(body)}`,
  'cheque.lost': (body) => `${body['stolen'] === true ? 'Theft' : 'Loss'} of the cheque, on ${date(body, 'on')}${why(body)}`,
  'cheque.found': (body) => `Cheque found again on ${date(body, 'on')}${why(body)}`,
  'cheque.expired': (body) => `Cheque expired, noted on ${date(body, 'on')}${why(body)}`,
  'cheque.evidence_printed': () => 'Evidence sheet printed',
  'cheque.override_asked': (body) => `Override asked for by one person alone, to be done a day later${why(body)}`,
  'cheque.override_withdrawn': () => 'Request to override withdrawn',
  'cheque.override_seconded': (body) => `Override agreed to by a second person: ${text(body, 'by_name')}`,
  'cheque.picture_kept': (body) => `Picture of the cheque kept: ${side(body)}`,
  'cheque.picture_erased': (body) => `Picture of the cheque erased: ${side(body)}${erasedWhy[body['why'] as keyof typeof erasedWhy] ?? ''}`,
  'cheque.fees_charged': (body) => `Rejection fees taken by the bank on ${date(body, 'on')}: ${euros(body, 'amount_cents')}`,
  'cheque.fees_repaid': (body) => `Rejection fees paid by the customer on ${date(body, 'on')}: ${euros(body, 'amount_cents')}`,
  'cheque.fees_left': (body) => `Rejection fees borne by us: ${euros(body, 'amount_cents')}${why(body)}`,
  'cheque.fees_undone': (body) => `Rejection fees, entry undone: ${word<FeesDeed>(slips.fees.deeds, body['undone']).toLowerCase()}${why(body)}`,
  'slip.made': (body) => `Deposit slip made on ${date(body, 'on')}`,
  'slip.bank_number_set': (body) => `Bank’s slip no. ${text(body, 'bank_number')}`,
  'slip.credited': (body) => `${euros(body, 'amount_cents')} credited on ${date(body, 'on')}${why(body)}`,
  'slip.cheque_rejected': (body) => `A cheque for ${euros(body, 'amount_cents')} rejected on ${date(body, 'on')}`,
  'inventory.counted': (body) => `Safe counted on ${date(body, 'on')}`,
  'slip.taken_apart': (body) => `Deposit slip undone${why(body)}`,
  'document.issued': (body) => `Paper issued: ${word<Paper>(papers, body['paper'])}, no. ${text(body, 'number')}`,
  'document.reprinted': (body) => advances.duplicateOn(text(body, 'duplicate'), date(body, 'on')),
  'dossier.down_payment_received': (body) => `Down payment received: ${euros(body, 'amount_cents')}, ${word<PaymentMeans>(means, body['means'])}, invoice ${text(body, 'invoice')}`,
  'dossier.down_payment_allocated': (body) => `Down payment allocated: ${euros(body, 'amount_cents')}`,
  'dossier.down_payment_released': (body) => `Allocation of a down payment cancelled: ${euros(body, 'amount_cents')}`,
  'dossier.down_payment_interest': (body) => `Interest on the down payment from ${date(body, 'from')} to ${date(body, 'to')}: ${euros(body, 'amount_cents')}`,
  'dossier.down_payment_refunded': (body) => `Down payment given back: ${euros(body, 'amount_cents')}, ${word<PaymentMeans>(means, body['means'])}`,
  'dossier.down_payment_reversed': () => 'Down payment cancelled, entered by mistake',
  'practice.down_payment_vat_set': (b) => `VAT on down payments to come: ${word<DownPaymentVat>(books.downPaymentVats, b['vat'])}`,
  'dossier.advance_attested': (body) => `${word<AdvancePaper>(advances.paperKinds, body['paper'])}, invoice no. ${text(body, 'invoice')}: ${advances.attested(Number(body['paid_cents'] ?? 0), body['under_reserve'] === true)}`,
  'dossier.work_assigned': (body) => work.timeline.assigned(text(body, 'to_name')),
  'dossier.work_snoozed': (body) => work.timeline.snoozed(word<WorkList>(work.lists, body['list']).toLowerCase(), date(body, 'until')),
  'dossier.work_resumed': () => work.timeline.resumed,
  'dossier.payer_reminded': (body) => reminders.reminded(word<ReminderLevel>(reminders.levels, body['level']), text(body, 'number'), euros(body, 'owed_cents')),
  'request.queued': (body) => `${asked(body)}: queued, not sent`,
  'request.send_started': (body) => `Try to send no. ${text(body, 'attempt')}`,
  'request.not_sent': (body) => `Not sent: ${word<FailureCode>(failures, body['failure'])}`,
  'request.outcome_unknown': (body) => `To be confirmed: ${word<FailureCode>(failures, body['failure'])}`,
  'request.given_up': (body) => `Failed for good: ${word<FailureCode>(failures, body['failure'])}`,
  'request.conflicted': () => 'Conflict: the platform already has something else under this identifier',
  'request.requeued': () => 'Queued again by a person',
  'request.not_received': () => 'The platform has not received it',
  'request.answered': answered,
  'request.withdrawn': () => 'Withdrawn from the queue',
  'request.entrusted': () => 'Entrusted to the OCT: no longer sent by Relais',
  'request.entrusting_undone': () => 'In the queue again: the import was undone',
  'import.recorded': (body) => `${word<TableKind>(lists.tables, body['table'])}: ${text(body, 'taken')} lines recorded, ${euros(body, 'total_cents')}`,
  'import.lines_set_aside': (body) => `${Array.isArray(body['lines']) ? body['lines'].length : 0} advices without a dossier kept as work`,
  'import.line_settled': (body) => (body['dossier'] ? `Advice of line ${text(body, 'line')}: its dossier is stated` : `Advice of line ${text(body, 'line')} left out`),
  'import.undone': (body) => `Import undone: ${text(body, 'undone')} dossiers put back, ${text(body, 'kept')} kept`,
  'platform.configured': (body) => `Platform set up: ${text(body, 'label')}`,
  'platform.described': (body, label) => `${label(text(body, 'platform'))}: described by a file`,
  'platform.removed': (body, label) => `Platform removed: ${label(text(body, 'platform'))}`,
  'platform.function_changed': (body, label) => `${label(text(body, 'platform'))}, ${word<PlatformFunction>(functions, body['function'])}: ${word<FunctionState>(functionStates, body['state'])}`,
  'platform.function_said': (body, label) => `${label(text(body, 'platform'))}, ${word<PlatformFunction>(functions, body['function'])}: according to ${sourceOf(text((body['said'] ?? {}) as Body, 'by'))}`,
  'platform.conduct_set': (body, label) => `Querying and sending set: ${label(text(body, 'platform'))}`,
  'availability.tallied': (body, label) => `Calls counted: ${label(text(body, 'platform'))}`,
  'incident.opened': (body, label) => `Outage opened: ${label(text(body, 'platform'))}, ${word<PlatformFunction>(functions, body['function'])}`,
  'incident.function_joined': (body) => `The outage affects this too: ${word<PlatformFunction>(functions, body['function'])}`,
  'incident.function_restored': (body) => `Back: ${word<PlatformFunction>(functions, body['function'])}`,
  'incident.recovery_started': () => 'Recovery started',
  'incident.closed': () => 'Outage closed',
  'incident.reopened': () => 'Outage reopened',
  'incident.reclassified': (body) => `Nature of the incident: ${word<IncidentNature>(natures, body['nature'])}`,
  'incident.times_corrected': () => 'Dates of the incident corrected',
  'incident.line_added': (body) => `Noted on the incident, according to ${sourceOf(text(body, 'said_by'))}`,
  'incident.line_corrected': (body) => `Line of the incident corrected, according to ${sourceOf(text(body, 'said_by'))}`,
  'incident.piece_attached': () => 'File attached to the incident',
  'incident.mode_set': () => 'Outage mode set by the owner',
  'incident.ceiling_exceeded': (body) => `Ceiling of what is carried exceeded by the owner: ${euros(body, 'carried_cents')} for ${euros(body, 'ceiling_cents')}`,
  'incident.leak_noted': (body) => `Noted of what leaked, according to ${sourceOf(text(body, 'told_by'))}`,
  'incident.breach_task_noted': () => 'Noted of what follows the leak',
  'incident.breach_letter_printed': () => 'Letter printed after the leak',
  'incident.awareness_noted': () => 'Moment when the leak became known',
  'incident.notifier_determined': () => 'Who notifies of the leak: answered',
  'incident.breach_described': () => 'Account of the leak written',
  'incident.debit_watch_set': () => 'End of the watch over direct debits',
  'incident.statement_checked': () => 'Bank statement read after the leak',
  'incident.rotation_planned': () => 'List of passwords to change after the leak',
  'incident.secret_rotated': () => 'Password changed after the leak',
  'incident.rotation_left_out': () => 'Password left as it is after the leak',
  'incident.access_secured': (body) => (body['changed'] === true ? 'Passwords changed before the recovery' : 'Access in order, nothing to change'),
  'incident.dossiers_touched': (body) => `Dossiers affected noted: ${Array.isArray(body['dossiers']) ? body['dossiers'].length : 0}`,
  'bank_credit.recorded': (body) => `Transfer recorded: ${euros(body, 'amount_cents')}`,
  'bank_credit.penalty_taken': (body) => `Late payment penalty received: ${euros(body, 'amount_cents')}`,
  'bank_credit.withdrawn': () => 'Transfer taken back: its statement was undone',
  'bank_credit.given_to_advance': (body) => `Transfer received as an operator advance: ${euros(body, 'amount_cents')}`,
  'bank_credit.taken_from_advance': () => 'Transfer: the advance is cancelled, it is to be allocated again',
  'bank_credit.withheld': (body) => `Withheld by the operator from the transfer: ${euros(body, 'amount_cents')}`,
  'operator_advance.received': (body, label) => `Advance received from ${label(text(body, 'platform'))}: ${euros(body, 'amount_cents')}`,
  'operator_advance.rescheduled': () => 'Operator advance: another schedule',
  'operator_advance.recouped': (body) => `Operator advance: ${euros(body, 'amount_cents')} withheld from a transfer`,
  'operator_advance.repaid': (body) => `Operator advance: ${euros(body, 'amount_cents')} repaid, ${word<PaymentMeans>(means, body['means'])}`,
  'operator_advance.repayment_reversed': (body) => `Operator advance: repayment of ${euros(body, 'amount_cents')} cancelled`,
  'operator_advance.cancelled': () => 'Operator advance cancelled, entered by mistake',
  'platform.third_party_payment_suspended': (body, label) => `Third-party payment suspended with ${label(text(body, 'platform'))} from ${date(body, 'on')}`,
  'platform.third_party_payment_resumed': (body, label) => `Third-party payment resumed with ${label(text(body, 'platform'))}`,
  'bank_credit.allocated': (body) => `Rest of a transfer allocated: ${formatEuros(allocated(body))}`,
  'practice.created': () => 'Practice created',
  'practice.profile_set': () => 'Details of the practice entered',
  'practice.idle_lock_set': (b) => `Locking after ${text(b, 'minutes')} minutes without activity`,
  'practice.role_idle_lock_set': (b) => `Locking after ${text(b, 'minutes')} minutes without activity: ${word<Role>(roles, b['role'])}`,
  'practice.second_look_limit_set': (b) => `Second person for a loss above ${euros(b, 'limit_cents')}`,
  'practice.kept_cheque_booking_set': (b) => `Kept cheques to come: ${word<KeptChequeBooking>(books.bookings, b['booking'])}`,
  'practice.estimate_reference_set': (b) => `Figures of the estimate: reference data ${text(b, 'version')}`,
  'practice.reference_set': (b) => `${word<keyof typeof references>(references, b['reference'])}: reference data ${text(b, 'version')}`,
  'practice.routing_row_changed': (b) => `Table of operators, ${routingChange(b)}`,
  'practice.routing_change_undone': () => 'Table of operators: latest change undone',
  'practice.amo_channel_stated': (b) => `AMO, ${word<AmoChannel>(amoChannels, b['channel'])}: ${word<FunctionState>(functionStates, b['state'])}`,
  'practice.privacy_set': privacySet,
  'practice.mapping_saved': (b) => `Column mapping saved: ${text(b, 'name')}`,
  'practice.advice_delay_set': (b) => `Advised without a transfer: alert after ${text(b, 'days')} working days`,
  'practice.payer_words_set': (b) => `“${text(b, 'words')}” on a statement means: ${b['payer'] === 'insurer' ? text(b, 'name') : b['payer'] === 'operator' ? text(b, 'platform') : payments.notAPayer}`,
  'practice.payer_words_forgotten': (b) => `“${text(b, 'words')}” on a statement no longer means anything`,
  'practice.mapping_removed': (b) => `Column mapping forgotten: ${text(b, 'name')}`,
  'practice.restored': () => 'Backup restored',
  'purge.asked': (b) => (b['why'] === 'due' ? 'Erasure asked for: retention times over' : 'Erasure asked for by a person'),
  'purge.seconded': () => 'Erasure: agreed to by a second person',
  'purge.confirmed': () => 'Erasure confirmed a day later',
  'purge.withdrawn': () => 'Request for erasure withdrawn',
  'purge.carried': () => 'Data erased',
  'purge.certified': () => 'Erasure finished, certificate printed',
  'user.created': (b) => `Person added: ${word<Role>(roles, b['role'])}`,
  'user.role_changed': (b) => `Role changed: ${word<Role>(roles, b['role'])}`,
  'user.retired': () => 'Person removed from the team',
  'user.readmitted': () => 'Person taken back into the team',
  'credential.added': () => 'Account added to the vault',
  'credential.edited': (b) => `Account edited: ${changedFields(b['fields'])}`,
  'credential.secret_changed': (b) => (b['restored'] ? 'Previous password put back in use' : 'Password changed'),
  'credential.removed': () => 'Account removed from the vault',
  'credential.put_back': () => 'Account put back in the vault',
  'credential.erased': () => 'Account erased for good',
};

/** “row added: Alan”. */
function routingChange(body: Body): string {
  const [was, becomes] = [body['was'], body['becomes']] as ({ insurer?: string } | undefined)[];
  return `row ${was ? (becomes ? 'changed' : 'removed') : 'added'}: ${(becomes ?? was)?.insurer ?? ''}`;
}

export const timeline = translated<typeof fr.timeline>({
  sentence: (kind, body, label = (code) => code) => sentences[kind]?.(body, label) ?? kind,
  known: Object.keys(sentences),
});
