// Words of what is asked of an operator about a sale: quote, prior authorisation, invoice, and their cancellations. A quote is
// never said to be a promise, an accepted invoice never paid, and what waits here never sent.
import type * as c from '../../contract/contract';
import { formatDate } from '../../format/dates';
import { formatEuros } from '../../format/money';
import type * as fr from '../fr/formalities';
import { translated } from '../typography';

const names: typeof fr.formalities.names = {
  quote: 'Quote',
  prior_authorisation: 'Prior authorisation',
  claim: 'Invoice',
  authorisation_cancellation: 'Cancellation of the authorisation',
  claim_cancellation: 'Cancellation of the invoice',
};

const standings: Record<c.FormalityStanding, string> = {
  not_asked: 'Not asked',
  waiting: 'Queued, not sent',
  sending: 'Being sent',
  to_confirm: 'To be confirmed',
  conflict: 'Conflict',
  failed: 'Failed for good',
  received: 'Received, decision awaited',
  agreed: 'Agreed',
  partial: 'Partly agreed',
  refused: 'Refused',
  withdrawn: 'Withdrawn, never sent',
  entrusted: 'Entrusted to the OCT',
  cancelled: 'Cancelled',
};

/** What is said otherwise of one of them. */
const own: Partial<Record<c.Formality, Partial<Record<c.FormalityStanding, string>>>> = {
  quote: { agreed: 'Quoted', partial: 'Partly quoted' },
  claim: { not_asked: 'Not invoiced', agreed: 'Accepted, not paid', partial: 'Partly accepted, not paid' },
  authorisation_cancellation: { cancelled: 'Done' },
  claim_cancellation: { cancelled: 'Done' },
};

const standing = (formality: c.Formality, where: c.FormalityStanding): string => own[formality]?.[where] ?? standings[where];

export const formalities = translated<typeof fr.formalities>({
  moments: { prescriptionDate: 'Prescription of', plannedFor: 'Delivery planned for', amoPaid: 'AMO share paid on', order: 'Order', delivery: 'Delivery' },
  cancelOrder: 'Cancel the order',
  rests: { invoice: 'An insurer’s share is invoiced', transmission: 'The concentrator has this dossier', payment: 'An insurer paid, or says it will', amo: 'The health insurance paid', cheque: 'A cheque went to the bank', attestation: 'An attestation of payment is printed' },
  deliveryStands: (what) => `${what}: the delivery stands.`,
  undoDelivery: 'Undo the delivery',
  undoDeliveryWhy: 'Why it did not take place',
  undoDeliveryHint: 'kept in the journal; what the down payment paid is held again',
  deliveryUndone: 'Delivery undone.',
  title: 'Requests to the operator',
  titleOf: (rank) => (rank === 1 ? 'Requests to the operator' : 'Requests, 2nd insurer'),
  note: (operator) => (operator ? `to ${operator}` : 'operator to be stated on the card'),
  open: 'Requests',
  names,
  short: { quote: 'Quote', prior_authorisation: 'PEC', claim: 'Invoice', authorisation_cancellation: 'Cancel PEC', claim_cancellation: 'Cancel invoice' },
  standing,
  acts: {
    quote: 'Ask for a quote',
    prior_authorisation: 'Ask for prior authorisation',
    claim: 'Invoice',
    authorisation_cancellation: 'Cancel the authorisation',
    claim_cancellation: 'Cancel the invoice',
  },
  actsShort: { quote: 'Ask', prior_authorisation: 'Ask', claim: 'Invoice', authorisation_cancellation: 'Cancel', claim_cancellation: 'Cancel' },
  explains: {
    quote: 'What the insurer would pay, line by line if it says so. It is an indication: it guarantees nothing.',
    prior_authorisation: 'The promise to pay. Its number is kept with the dossier: it guarantees the payment.',
    claim: 'After the delivery, with the number of your main software. Accepted is not paid: only the transfer counts.',
    authorisation_cancellation: 'Gives the agreement back to the insurer, so that the customer can use it elsewhere. A request still queued is simply withdrawn.',
    claim_cancellation: 'Takes back the invoice sent. The agreement it rests on stays valid.',
  },
  choose: 'Which request',
  invoice: 'Invoice no. of your software',
  reason: 'Reason',
  reasonHint: 'the customer gives up, dossier set aside…',
  asked: 'Share requested',
  restsOn: 'Rests on authorisation',
  covered: { quote: 'Would be covered', prior_authorisation: 'Agreed', claim: 'Accepted', authorisation_cancellation: 'Cancelled', claim_cancellation: 'Cancelled' },
  shortfall: 'Difference with the request',
  customer: 'The customer would pay',
  reference: { quote: 'Quote no.', prior_authorisation: 'Authorisation no. (PEC)', claim: 'Invoice reference', authorisation_cancellation: 'Cancellation no.', claim_cancellation: 'Cancellation no.' },
  valid: 'Valid until',
  ours: 'Your invoice',
  byStaff: 'noted from the portal',
  lines: 'Line by line',
  lineColumns: { what: 'Item', price: 'Price', covered: 'Covered' },
  leaves: 'What is sent',
  leavesNote: (platform) => `To ${platform}, exactly these fields, and no other:`,
  says: (message) => `“${message}”`,
  code: (code) => `Code: ${code}`,
  onPortal: 'Go to the portal',
  portalNote: (platform) => `${platform || 'This operator'} is reached through its portal: the customer’s fields are copied one by one, then you note the answer.`,
  followUp: 'Ask where it stands',
  send: 'Send now',
  facts: (view) => {
    const said = view.covered_cents === null ? '' : view.shortfall_cents ? `${formatEuros(view.covered_cents)} of ${formatEuros(view.asked_cents)}` : formatEuros(view.covered_cents);
    return [said, view.reference ? `no. ${view.reference}` : '', view.valid_until ? `until ${formatDate(view.valid_until)}` : '', view.invoice ? `invoice ${view.invoice}` : ''].filter(Boolean).join(' · ');
  },
  came: (view, failure) => {
    const who = view.platform_label || 'The platform';
    const what = names[view.formality];
    switch (view.standing) {
      case 'agreed':
      case 'partial': {
        const covered = view.covered_cents === null ? '' : ` ${formatEuros(view.covered_cents)}`;
        const less = view.shortfall_cents ? `, ${formatEuros(view.shortfall_cents)} less than requested` : '';
        if (view.formality === 'quote') return `${who} would cover${covered}${less}. It is an indication, not an agreement.`;
        if (view.formality === 'claim') return `${who} accepts the invoice${covered ? ` for${covered}` : ''}${less}. It is not paid.`;
        return `${who} agrees to pay${covered}${less}.`;
      }
      case 'refused':
        return view.formality.endsWith('cancellation') ? `${who} refuses the cancellation: nothing is cancelled.` : `${who} refuses.`;
      case 'received':
        return `${who} has received it and will decide later.`;
      case 'cancelled':
        return `${what}: done.`;
      case 'withdrawn':
        return 'It was still waiting here: it is withdrawn from the queue, nothing had been sent.';
      case 'to_confirm':
        return `Sent, may have arrived (${failure}). It is to be confirmed and is not sent again without knowing.`;
      case 'conflict':
        return `${who} already has something else under this identifier: to be settled in the queue (F9).`;
      case 'failed':
        return `Failed for good (${failure}): to be queued again or withdrawn (F9).`;
      case 'waiting':
        return `Nothing was sent${failure ? ` (${failure})` : ''}. The request is queued and will be sent at the recovery, or with Send again (F9).`;
      default:
        return standing(view.formality, view.standing);
    }
  },
  cancelHeld: 'Cancel the authorisation',
  portalCancelled: 'Refused by the platform',
  portalReference: 'Cancellation no.',
});
