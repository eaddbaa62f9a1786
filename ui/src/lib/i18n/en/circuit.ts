// Words of the pharmacy's own circuit: what its software transmitted, what the hub (OCT) brought back, and the lists
// both are read from.
import type * as c from '../../contract/contract';
import { formatDate } from '../../format/dates';
import { formatCount, formatEuros } from '../../format/money';
import type * as fr from '../fr/circuit';
import { counted } from '../plural';
import { translated } from '../typography';
import { lists } from './lists';

const warnings: Record<c.LineWarning, (line: c.PreviewLine) => string> = {
  amount_differs: (line) => `the dossier expects ${formatEuros(line.share_cents ?? 0)}`,
  settled: () => 'the payment is already announced or received: nothing moves',
  customer_claims: () => 'the customer claims the reimbursement himself: settle it with him before you are paid twice',
};

const lotStatuses: Record<c.LineStatus, string> = {
  new: 'New dossier',
  joins: 'Joins a dossier',
  waiting: 'Waits in the queue',
  twice: 'Already sent by Relais',
  returned: 'To be recorded',
  late: 'Comes too late',
  known: 'Already known',
  unknown: 'Unknown here',
  unreadable: 'Unreadable',
};

const outcomes: typeof fr.circuit.outcomes = { accepted: 'Accepted', rejected: 'Rejected', advised: 'Payment announced' };

export const circuit = translated<typeof fr.circuit>({
  title: 'Batches and returns',
  note: 'your software transmits, the OCT (hub) keeps, Relais follows without sending anything',
  open: 'Batches and returns',
  tabs: { carried: 'With the OCT', rejected: 'To take up', back: 'Come back', lists: 'Imported lists' },
  columns: { customer: 'Customer', dossier: 'Dossier', invoice: 'Invoice', lot: 'Batch', on: 'Transmitted on', amount: 'AMC share', state: 'State', back: 'Latest return' },
  importLots: 'Import the transmitted batches',
  importReturns: 'Import the returns of the OCT',
  search: 'Search',
  searchPlaceholder: 'customer, dossier, invoice or batch',
  shown: ({ shown, total }) => (shown === total ? counted(total, 'share', 'shares') : `${formatCount(shown)} of ${formatCount(total)}`),
  total: (cents) => formatEuros(cents),
  more: 'The oldest are not shown: look for their dossier with F3.',
  twice: 'sent by Relais too',
  none: 'no return',
  outcomes,
  back: (row) =>
    [`${outcomes[row.outcome]}${row.code ? ` ${row.code}` : ''}`, row.wording, row.reference, row.returned_on ? `on ${formatDate(row.returned_on)}` : ''].filter(Boolean).join(', '),
  empty: { carried: 'Nothing is with the OCT', rejected: 'Nothing to take up', back: 'Nothing has come back yet', lists: 'No imported list' },
  emptyText: {
    carried: 'Import the list of batches transmitted by your software: each invoice is followed there until the transfer, and Relais does not send it a second time.',
    rejected: 'Invoices that the OCT rejects wait here to be corrected in your software and transmitted in a new batch.',
    back: 'Invoices accepted, or whose payment is announced, are found here. A payment announced is not paid.',
    lists: 'Each imported list stays here, and can be undone while nothing else has happened.',
  },
  noMatch: 'Nothing like it in this list',
  listTaken: (row) => (row.opened ? `${formatCount(row.taken)}, of which ${counted(row.opened, 'new dossier', 'new dossiers')}` : formatCount(row.taken)),

  inDossier: {
    title: 'Circuit of the pharmacy',
    carried: (lot, invoice, on) => `Entrusted to the OCT${lot ? `, batch ${lot}` : ''}${invoice ? `, invoice ${invoice}` : ''}${on ? `, on ${formatDate(on)}` : ''}.`,
    twice: 'Relais has sent it too: ask the operator and the OCT which of the two requests to keep, and have the other cancelled.',
    rejected: 'Correct the invoice in your software and transmit it in a new batch, or ask the customer for its share.',
    accepted: 'Accepted: the transfer is still to come.',
    advised: 'Payment announced: it is only paid at the transfer.',
    entrust: 'Entrust to the OCT',
    takeBack: 'Take back from the OCT',
  },
  entrustTitle: 'Entrust this share to the OCT',
  entrustText: 'Your software has transmitted the invoice, or is about to. Relais will send nothing for this share and will follow its payment; what waited in the queue waits no more.',
  entrustOwn: (number) => (number ? `empty: ${number}, the number of the dossier` : 'optional'),
  entrusted: 'Entrusted to the OCT. Relais will send nothing for this share.',
  takeBackTitle: 'Take this share back from the OCT',
  takeBackText: 'The invoice was not transmitted, or was taken out of the batch. The share is free again: choose another way.',
  takeBackReason: 'Reason',
  takenBack: 'Taken back from the OCT.',

  fileName: 'List',
  required: 'required',
  lotOfAll: 'Batch no. of the whole list',
  lotOfAllHint: 'optional, no column states it',
  warning: (line) => (line.warning ? warnings[line.warning](line) : ''),
  status: (line) => (line.outcome && (line.status === 'returned' || line.status === 'late') ? outcomes[line.outcome] : lotStatuses[line.status]),
  waitingTitle: (count) => `${counted(count, 'request waits', 'requests wait')} in the queue and ${count === 1 ? 'is' : 'are'} in these batches too`,
  waitingText: 'The lines ticked will be noted “entrusted to the OCT” and Relais will not send them any more. Untick those that must stay in the queue.',
  twiceTitle: (count) => `${counted(count, 'invoice', 'invoices')} already sent by Relais: risk of sending twice`,
  twiceText: 'They are kept where they stand, with a warning. Ask the operator and the OCT which of the two requests to keep.',
  rejectedTitle: (count) => `${counted(count, 'rejection', 'rejections')} to take up`,
  rejectedText: 'Correct these invoices in your software and transmit them in a new batch.',
  previewColumns: { line: 'Line', status: 'What it does', invoice: 'Invoice', customer: 'Customer', amount: 'Amount', detail: 'Details' },
  previewSummary: (count, cents, left, faulty, known) =>
    [`${counted(count, 'line to record', 'lines to record')}, ${formatEuros(cents)}`, known && counted(known, 'already known', 'already known'), left && counted(left, 'left out', 'left out'), faulty && counted(faulty, 'without effect', 'without effect')].filter(Boolean).join('; '),
  joins: (number) => `dossier ${number}`,
  followsLine: 'follows the dossier opened above',
  goesTo: (from, to) => (from === to ? to : `${from} → ${to}`),
  taken: (done) => [`${counted(done.taken, 'line recorded', 'lines recorded')}`, done.opened && counted(done.opened, 'new dossier', 'new dossiers'), done.entrusted && `${counted(done.entrusted, 'request', 'requests')} no longer sent by Relais`, done.rejected && counted(done.rejected, 'rejection to take up', 'rejections to take up')].filter(Boolean).join(', ') + '.',
  undoTitle: 'Undo this import',
  undoText: (row) => `${counted(row.taken, 'line', 'lines')} of “${row.name || lists.pasted}”. Each dossier goes back to where it was; one that the list opened keeps its number and its share is withdrawn. A dossier where something else has happened since stays as it is. The journal keeps the import and its undoing.`,
  undone: (count) => `Import undone: ${counted(count, 'dossier', 'dossiers')} put back where ${count === 1 ? 'it was' : 'they were'}.`,
  keptTitle: (count) => `${counted(count, 'dossier stays as it is', 'dossiers stay as they are')}: something else has happened there since.`,
});
