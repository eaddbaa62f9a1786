// Words for the closed codes of the rules: one place, so that a state is never said in two ways. Nothing is ever
// worded as sent, paid or covered that is not.
import type * as c from '../../contract/contract';
import { formatEuros, formatRate } from '../../format/money';
import type * as fr from '../fr/terms';
import { owner } from '../owner';
import { translated } from '../typography';

export const papers: typeof fr.papers = {
  cheque_receipt: 'Cheque receipt, two copies',
  cheque_discharge: 'Receipt for a returned cheque',
  deposit_notice: 'Letter before depositing',
  difference_due: 'Letter about what is left to pay',
  estimate: 'Estimate, not guaranteed',
  cover_attestation: 'Certificate of cover received',
  consent_sheet: 'Consent to transmit',
  slip_list: 'List of the deposit slip',
  evidence_sheet: 'Evidence sheet from the books',
  payment_attestation: 'Certificate of payment',
  reimbursement_request: 'Claim for reimbursement to the insurer',
  down_payment_receipt: 'Receipt for a down payment',
  refund_receipt: 'Receipt for a refund',
  advance_request: 'Request for an operator advance',
  advance_statement: 'Statement of an advance',
  outage_proof: 'Proof of outage',
  set_aside_slip: '“Set aside” sheet',
  payer_reminder: 'Reminder to a payer',
  inventory_sheet: 'Inventory sheet of the safe',
  bank_letter: 'Letter to the bank',
  breach_notice: 'Notice to customers',
  phishing_warning: 'Warning',
  complaint: 'Complaint',
  breach_notification: 'Notification',
  complaint_handout: 'Customers’ complaint',
  impersonation_letter: 'Risk of impersonation',
  debit_watch: 'Watch over direct debits',
  purge_certificate: 'Certificate of erasure',
};

export const paperFaults: typeof fr.paperFaults = {
  erased: 'erased, as anybody may ask',
  missing: 'its file is missing',
  not_a_piece: 'another file is in its place',
  newer: 'written by a newer Relais',
  other_practice: 'replaced by a paper of another practice',
  other_piece: 'replaced by another paper',
  truncated: 'its file is cut short',
  altered: 'its file has been altered',
  not_as_issued: 'it is not what was handed over',
  unreadable: 'its file cannot be read',
};

export const functions: typeof fr.functions = {
  rights: 'rights',
  quote: 'quote',
  prior_authorisation: 'authorisation',
  claim: 'invoicing',
  payment_advice: 'advices',
  payment: 'transfers',
};

export const functionStates: typeof fr.functionStates = {
  up: 'works',
  degraded: 'degraded',
  down: 'down',
  closed: 'closed as a precaution',
  unknown: 'unknown',
};

export const stateSources: typeof fr.stateSources = {
  measured: 'measured here',
  declared: 'stated by the practice',
  inferred: 'no transfer comes',
};

export const failures: typeof fr.failures = {
  name_not_resolved: 'address not found',
  connection_refused: 'connection refused',
  connection_lost: 'connection lost',
  tls: 'unsafe connection, refused',
  timed_out: 'no answer in time',
  unauthorised: 'login refused',
  forbidden: 'access forbidden',
  not_found: 'service not found',
  too_many_calls: 'too many calls, the platform asks to wait',
  server_error: 'error of the platform',
  request_refused: 'request refused by the platform',
  conflict: 'the platform already has something else under this identifier',
  not_json: 'unreadable answer',
  unexpected_shape: 'unexpected answer',
  duplicate_key: 'answer with two meanings (a key twice), discarded',
  modifier_extension: 'answer with an extension that may reverse its meaning, discarded',
  implicit_rules: 'answer that follows rules unknown here, discarded',
  not_active: 'answer cancelled, in draft or entered in error, discarded',
  foreign_currency: 'amount in a currency other than the euro, discarded',
  several_answers: 'several answers without saying which one counts, discarded',
  operation_outcome: 'the platform answers with an error',
  too_large: 'answer too long, discarded',
  truncated: 'incomplete answer',
  wrong_subject: 'answer about another person, discarded',
  wrong_request: 'answer to another request, discarded',
  subject_unknown: 'person unknown to the platform under this number',
  redirect_refused: 'sent on to another address, refused',
  circuit_open: 'nothing sent, the last calls failed',
  paced: 'the practice’s limit of calls is reached',
  no_connector: 'no direct connection: use the portal',
  credential_out_of_reach: 'nothing sent, the vault of accounts does not give this platform’s secret: open it',
  token_refused: 'authorisation to connect refused',
  declared_by_staff: 'stated by the practice',
};

export const trackStates: typeof fr.trackStates = {
  not_sent: 'Not sent',
  queued: 'Queued, not sent',
  entrusted: 'Entrusted to the OCT',
  sent: 'Sent, no answer',
  outcome_unknown: 'To be confirmed',
  accepted: 'Agreement received',
  refused: 'Refused',
  cancelled: 'Cancelled',
  withdrawn: 'Withdrawn from the queue',
  advised: 'Advised, not paid',
  paid: 'Paid',
  claimed_by_customer: 'Customer claims',
};

export const ways: typeof fr.ways = {
  delivered_third_party_payment: 'Third-party payment',
  set_aside: 'Dossier set aside',
  cheque_kept: 'Cheque kept',
  cheque_deposited_later: 'Cheque deposited later',
  customer_advances: 'Customer pays everything',
  customer_returns: 'Customer will come back',
};

export const wayNotes: typeof fr.wayNotes = {
  delivered_third_party_payment: 'you carry the amount until the transfer',
  set_aside: 'frame chosen, nothing is ordered',
  cheque_kept: 'given back once the insurer’s transfer is here',
  cheque_deposited_later: 'the customer claims by himself, without third-party payment',
  customer_advances: 'receipted invoice for the insurer, without third-party payment',
  customer_returns: 'called back at the recovery',
};

export const wayNotesPharmacy = 'transmitted by your software, kept by the OCT';
export const wayNotesSetAside = 'nothing is delivered or ordered';

export const means: typeof fr.means = { card: 'card', cash: 'cash', cheque: 'cheque', transfer: 'transfer' };

export const activities: typeof fr.activities = { optics: 'Optics', hearing: 'Hearing', pharmacy: 'Pharmacy' };

export const roles: typeof fr.roles = { counter: 'counter', billing: 'back office', owner: 'owner', accountant: 'accountant' };

/** A role as the trade calls it. */
export const role = (code: c.Role): string => (code === 'owner' ? owner() : roles[code]);

export const amoChannels: typeof fr.amoChannels = { sesam_vitale: 'SESAM-Vitale', ameli_pro: 'AmeliPro' };

export const lineKinds: typeof fr.lineKinds = {
  frame: 'Frame',
  lens_simple: 'Simple lens',
  lens_complex: 'Complex lens',
  lens_very_complex: 'Very complex lens',
  contact_lenses: 'Contact lenses',
  supplement: 'Supplement',
  hearing_aid: 'Hearing aid',
  medicine: 'Medicine',
  device: 'Medical device',
  other: 'Other',
};

export const recheckColours: typeof fr.recheckColours = {
  green: 'Covered',
  orange: 'Partly covered',
  red: 'Refused',
};

export const shares: typeof fr.shares = { amo: 'AMO share', amc: 'AMC share', second_amc: 'AMC 2 share', customer: 'Customer’s share' };

/** Where a cheque is. */
export const chequeStates: typeof fr.chequeStates = {
  absent: 'Not received yet',
  kept: 'Kept',
  returned: 'Given back',
  deposited: 'Deposited, to be credited',
  credited: 'Credited, not final',
  final: 'Final',
  rejected: 'Rejected',
  represented: 'Presented again',
  certificate_requested: 'Certificate requested',
  certificate_received: 'Certificate received',
  litigation: 'Legal action',
  opposed: 'Stopped',
  lost: 'Lost or stolen',
  expired: 'Expired',
};

export const estimate: typeof fr.estimate = {
  note: 'Estimate, not guaranteed',
  range: (low, high) => `between ${formatEuros(low)} and ${formatEuros(high)}`,
};

export const rate = (basisPoints: number): string => formatRate(basisPoints);

/** `t.terms`: every word above. */
export const terms = translated<typeof fr.terms>({
  papers, paperFaults, functions, functionStates, stateSources, failures, trackStates, ways, wayNotes,
  wayNotesPharmacy, wayNotesSetAside, means, activities, roles, role, amoChannels, chequeStates, lineKinds, recheckColours, shares,
  estimate, rate,
});
