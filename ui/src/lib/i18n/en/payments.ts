// Words of money in: the statement of the bank, who pays, what each credit may pay, and what is left.
import type * as c from '../../contract/contract';
import { formatCount, formatEuros } from '../../format/money';
import type * as fr from '../fr/payments';
import { counted } from '../plural';
import { translated } from '../typography';

const statuses: Record<c.StatementStatus, string> = {
  transfer: 'Transfer recognised',
  unrecognised: 'Payer to be stated',
  slip: 'Deposit slip',
  slip_unknown: 'Deposit slip to be checked',
  bounced: 'Rejected cheque?',
  other: 'Other income',
  debit: 'Debit',
  known: 'Already known',
  unreadable: 'Unreadable',
};

const grounds: Record<c.Ground, (count: number) => string> = {
  named: () => 'the label names it, the sum is exact',
  one_share: () => 'a share of exactly this amount',
  one_advice: (count) => `${counted(count, 'share', 'shares')} of one advice, exact sum`,
  all_announced: () => 'all that this payer has advised, exact sum',
  some_announced: (count) => `sum of ${counted(count, 'advice', 'advices')} among others`,
  short: () => 'the label names it, but less came than was advised',
  beyond: () => 'the label names it, and more came than was advised',
};

export const payments = translated<typeof fr.payments>({
  title: 'Transfers and advices',
  note: 'an advice announces, only money in the bank pays',
  tabs: { raised: 'To follow up', allocate: 'To allocate', aside: 'Advices without dossier', credits: 'Transfers', lists: 'Imported lists', payers: 'Known payers' },
  importStatement: 'Import a statement',
  importAdvices: 'Import advices',
  typed: 'Enter a transfer',
  allocate: 'Allocate',
  undo: 'Undo the import',
  columns: { on: 'Date', payer: 'Payer', label: 'Label', amount: 'Amount', left: 'Left', proposal: 'What it probably pays', pays: 'Pays' },
  payerColumns: { words: 'Words of the label', payer: 'Payer' },
  notAPayer: 'does not pay any share',
  noPayer: 'not recognised',
  imported: 'statement',
  byHand: 'entered',
  pays: (row) => (row.shares === 0 ? 'no share' : `${counted(row.shares, 'share', 'shares')}${row.left_cents > 0 ? `; ${formatEuros(row.left_cents)} left` : ''}`),
  toAllocateFoot: (count, cents) => `${counted(count, 'transfer', 'transfers')}, ${formatEuros(cents)} left (account 471)`,
  more: 'The oldest are not shown.',
  empty: { raised: 'Nothing to follow up', aside: 'No advice without a dossier', allocate: 'Nothing to allocate', credits: 'No transfer', lists: 'No imported list', payers: 'No known payer' },
  emptyText: {
    raised: 'A payment advised that does not come, a transfer that nothing announces, a transfer below its advice, an operator that no longer pays: all of it will show here.',
    aside: 'Lines of advices whose dossier Relais does not find wait here until somebody says which one it is.',
    allocate: 'Each transfer that has come pays its dossiers. Import the bank statement: what is not recognised will wait here.',
    credits: 'Import the account statement exported from your bank, or enter a transfer.',
    lists: 'Each imported list stays here, and can be undone while nothing else has happened.',
    payers: 'Say once who pays, while importing a statement: the words of the label are kept here.',
  },
  forgetPayer: 'Forget',
  payerForgotten: (words) => `“${words}” no longer means anything.`,

  proposal: (proposal) => (proposal ? `${counted(proposal.parts.length, 'dossier', 'dossiers')}: ${grounds[proposal.ground](proposal.parts.length)}` : ''),
  noProposal: 'no advice or dossier of this amount',
  sure: 'sure',
  unsure: 'to be checked',
  partWas: (part) => `${part.advised ? 'advised' : 'awaited'} ${formatEuros(part.awaited_cents)}`,
  proposalShort: (cents) => `${formatEuros(cents)} short of what was advised: fees, sum withheld or part payment. You will say so in the allocation.`,
  proposalLeft: (cents) => `${formatEuros(cents)} will be left to allocate.`,

  status: (line) => statuses[line.status],
  previewColumns: { line: 'Line', on: 'Date', label: 'Label', amount: 'Amount', status: 'What it is', detail: 'Details' },
  filters: { all: 'all the lines', take: 'to be recorded', look: 'to be looked at', other: 'without effect' },
  detail: (line) => {
    if (line.warning === 'twin') return 'a transfer of the same day and amount is already recorded, perhaps entered by hand: tick if this is another one';
    if (line.status === 'slip') return `credits deposit slip ${line.slip_number}`;
    if (line.status === 'slip_unknown') return line.slip_number ? `deposit slip ${line.slip_number} awaits another amount: note this credit in Cheques, with the reason` : 'no deposit slip of this amount is at the bank: see Cheques';
    if (line.status === 'bounced') return line.cheque ? `perhaps the cheque of ${line.customer || 'a customer who was erased'}: note the rejection in Cheques` : 'no cheque of this amount is at the bank';
    if (line.status === 'known') return line.slip_number ? `deposit slip ${line.slip_number} already credited` : 'this line is already recorded';
    if (line.status === 'debit') return 'money gone out of the account: nothing to record here';
    return '';
  },
  allocated: 'allocated when recorded',
  leftToAllocate: 'will be left to allocate',
  allocateLine: 'Allocate when recording',
  dontAllocateLine: 'Leave to allocate',
  whoPays: 'Who pays?',
  whoPaysTitle: 'Who is this payer?',
  whoPaysText: 'These words, found in a label, will from now on say who pays. Keep what does not change from one transfer to the next, without a number or a date.',
  words: 'Words of the label',
  payer: 'Payer',
  payerKinds: { insurer: 'an insurer that pays by itself', other: 'does not pay any share (card, cash, rent…)' },
  insurer: 'Name of the insurer',
  remember: 'Remember',
  remembered: (words) => `“${words}”: remembered.`,
  newPayers: (count) => `${counted(count, 'transfer', 'transfers')} from a payer that Relais does not know`,
  newPayersText: 'Say who pays once, the next transfers will be recognised. Without an answer, the money is recorded and left to allocate.',
  previewSummary: (count, cents, allocated, left, known) =>
    [`${counted(count, 'line to record', 'lines to record')}, ${formatEuros(cents)}`, allocated && `${counted(allocated, 'allocated', 'allocated')}`, known && counted(known, 'already known', 'already known'), left && counted(left, 'left out', 'left out')].filter(Boolean).join('; '),
  taken: (done) =>
    [
      counted(done.taken, 'line recorded', 'lines recorded'),
      done.shares && `${counted(done.shares, 'share paid', 'shares paid')}`,
      done.slips && `${counted(done.slips, 'deposit slip credited', 'deposit slips credited')}`,
      done.to_allocate_cents > 0 && `${formatEuros(done.to_allocate_cents)} to allocate`,
      done.cheques_to_return && counted(done.cheques_to_return, 'cheque to give back', 'cheques to give back'),
      done.cheques_to_complete && counted(done.cheques_to_complete, 'cheque to complete', 'cheques to complete'),
      done.short && counted(done.short, 'share paid less than its advice', 'shares paid less than their advice'),
    ]
      .filter(Boolean)
      .join(', ') + '.',
  listTaken: (row) => formatCount(row.taken),
  listState: (row) => (row.undone_at === null ? 'Imported' : row.kept ? `Partly undone, ${formatCount(row.kept)} kept` : 'Undone'),
  undoTitle: 'Undo this import',
  undoText: (row, name) => `${counted(row.taken, 'line', 'lines')} of “${name}”. Each transfer is taken back with the shares it paid, and each share goes back to where it was. A transfer of which a dossier has changed since, or that was allocated since, stays with all it pays; a deposit slip credited stays credited. The journal keeps the import and its undoing.`,
  undone: (count) => `Import undone: ${counted(count, 'line taken back', 'lines taken back')}.`,
  keptTitle: (done) =>
    [done.credits_kept && `${counted(done.credits_kept, 'transfer stays', 'transfers stay')}, something else has happened since`, done.slips_kept && `${counted(done.slips_kept, 'deposit slip stays credited', 'deposit slips stay credited')}`, !done.credits_kept && done.kept.length > 0 && `${counted(done.kept.length, 'dossier stays as it is', 'dossiers stay as they are')}`].filter(Boolean).join('; ') + '.',

  raisedKinds: { operator_silent: 'Operator silent', advised_unpaid: 'Advised, no transfer', below_advice: 'Transfer below its advice', credit_without_advice: 'Transfer without an advice' },
  raisedColumns: { kind: 'Alert', payer: 'Payer', about: 'What it is about', since: 'Since', amount: 'Amount', what: 'What to do' },
  raisedWhat: {
    operator_silent: 'call the operator',
    advised_unpaid: 'remind the payer, advice in hand',
    below_advice: 'say why: fees, sum withheld…',
    credit_without_advice: 'say which dossiers it pays',
  },
  raisedAbout: (item) => {
    if (item.kind === 'operator_silent') return `no transfer for ${counted(item.working_days, 'working day', 'working days')} (usually every ${formatCount(item.usual_days ?? 0)})${item.amount_cents > 0 ? ', although payments are advised' : ''}`;
    if (item.kind === 'credit_without_advice') return [item.label, item.reference].filter(Boolean).join(' · ') || 'transfer without a label';
    const paid = item.kind === 'below_advice' ? `: ${formatEuros(item.paid_cents ?? 0)} received of ${formatEuros(item.announced_cents ?? 0)} advised` : '';
    return `${item.customer || 'Customer erased'}, ${item.number}${item.reference ? `, advice ${item.reference}` : ''}${paid}`;
  },
  raisedFoot: (count) => counted(count, 'alert', 'alerts'),
  workingDays: (count) => counted(count, 'workday', 'workdays'),
  lateAfter: 'Advised without a transfer, alert after',
  lateAfterNote: 'Working days, less the holidays of mainland France; Alsace-Moselle and overseas have others.',
  explainTitle: 'Say why money is missing',
  explainText: (item) => `${formatEuros(item.amount_cents)} is missing. If the rest is to come, the alert stays; otherwise it goes, and the difference stays owed by whoever owes it.`,
  cause: 'Reason',
  causeText: 'Details',
  openDossier: 'Open the dossier',
  explained: (name) => `${name}: the difference is explained.`,

  adviceStatuses: { announced: 'Payment announced', rejected: 'Rejection', set_aside: 'Without a dossier', known: 'Already known', unreadable: 'Unreadable' },
  adviceColumns: { about: 'Dossier or invoice', reference: 'Reference' },
  adviceWarning: (line) =>
    line.warning === null
      ? ''
      : {
          amount_differs: `the dossier expects ${formatEuros(line.share_cents ?? 0)}`,
          paid: 'the transfer has already come',
          customer_claims: 'the customer claims the reimbursement himself: settle it with him before you are paid twice',
          found_by_name: 'neither dossier nor invoice: found by the name and the amount, check it',
        }[line.warning],
  adviceWhere: (customer, number) => `${customer}, ${number}`,
  asideLine: 'kept as work',
  asideTitle: (count) => `${counted(count, 'advice', 'advices')} without a dossier`,
  asideText: 'The lines ticked will be kept under “Advices without dossier”, where you will say which dossier each is about.',
  adviceSummary: (count, cents, left, known, faulty) =>
    [`${counted(count, 'line to record', 'lines to record')}, ${formatEuros(cents)}`, known && counted(known, 'already known', 'already known'), left && counted(left, 'left out', 'left out'), faulty && counted(faulty, 'unreadable', 'unreadable')].filter(Boolean).join('; '),
  advicesTaken: (done) =>
    [done.announced && counted(done.announced, 'payment announced', 'payments announced'), done.rejected && counted(done.rejected, 'rejection', 'rejections'), done.aside && counted(done.aside, 'advice without a dossier', 'advices without a dossier')].filter(Boolean).join(', ') + '.',
  asideColumns: { text: 'What the line says', on: 'Date', amount: 'Amount', list: 'List' },
  asideFoot: (count, awaited, cents) => `${counted(count, 'line', 'lines')}; ${counted(awaited, 'advised payment awaited', 'advised payments awaited')}, ${formatEuros(cents)}`,
  asideWhose: 'Say which dossier this advice is about',
  settleAside: 'Say the dossier',
  asideSettled: (name) => `Advice noted on the dossier of ${name}.`,
  dropAside: 'It is not ours',
  dropReason: 'Reason for leaving it out',
  dropHint: 'only if the line is about no dossier of ours',
  asideDropped: 'Line left out.',

  outcomes: { announced: 'payment announced', rejected: 'rejection' },
  causes: { fees: 'Fees kept by the payer', recoupment: 'Withheld for what it had advanced or paid by mistake', partial: 'Part payment, the rest will come', advice_wrong: 'The advice was wrong', other: 'Other reason' },
});
