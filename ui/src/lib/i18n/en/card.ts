// Words of the card: its block, its grid, who is named on it, what is proposed of a text, and the warnings of the trade.
import type * as c from '../../contract/contract';
import { formatDate } from '../../format/dates';
import { formatEuros } from '../../format/money';
import type * as fr from '../fr/card';
import { counted } from '../plural';
import { translated } from '../typography';

type Sentences = { [W in c.Warning['warning']]: (warning: Extract<c.Warning, { warning: W }>) => string };

const card = (rank: number): string => (rank === 1 ? '' : ' (2nd insurer)');

const warnings: Sentences = {
  solidarity_no_advance: (w) => `State-funded complementary cover (C2S)${card(w.rank)}: neither a cheque nor payment by the customer.`,
  nothing_left_expected: (w) => (w.whole ? 'Class A or I: nothing left to pay is expected.' : 'A part is of class A or I: nothing left to pay is expected for it.'),
  hearing_trial: (w) => (w.not_before ? `Trial of ${counted(w.days, 'day', 'days')} under way: no cheque kept before ${formatDate(w.not_before)}.` : `Trial of ${counted(w.days, 'day', 'days')} to be made: no cheque kept before it ends. Note the delivery on the day the aids are handed over for the trial.`),
  network_no_advance: (w) => `${w.network} network${card(w.rank)}: your network agreement may forbid payment by the customer.`,
  authorisation_held: (w) => `Authorisation granted${w.reference ? `, no. ${w.reference}` : ''}${w.valid_until ? `, valid until ${formatDate(w.valid_until)}` : ''}${card(w.rank)}: cancel it if the sale is not made with third-party payment, otherwise it blocks the customer elsewhere.`,
  authorisation_lapsed: (w) => `Authorisation lapsed on ${formatDate(w.valid_until)}${card(w.rank)}: ask for an agreement again before invoicing.`,
  invoice_after_agreement: (w) => `This operator rejects an invoice sent less than ${counted(w.days, 'day', 'days')} after its agreement${card(w.rank)}${w.not_before ? `: not before ${formatDate(w.not_before)}` : ''}.`,
  prescription_too_old: (w) => (w.certain ? `Prescription of ${formatDate(w.date)}: it is more than ${w.months} months old.` : `Prescription of ${formatDate(w.date)}: more than ${w.months} months, too old depending on age. Enter the date of birth.`),
  card_expired: (w) => `Card expired on ${formatDate(w.on)}${card(w.rank)}: ask for the new one.`,
  card_not_yet_valid: (w) => `Card valid from ${formatDate(w.from)}${card(w.rank)}.`,
  trade_not_covered: (w) => `The grid of the card does not cover this domain${card(w.rank)}.`,
  authorisation_needed: (w) => `The grid asks for an authorisation before the delivery${card(w.rank)}.`,
  operator_unknown: (w) => `Operator unknown${card(w.rank)}: nothing can be asked or sent until the card says so. Complete the card.`,
};

export const cardWords = translated<typeof fr.cardWords>({
  responsible: 'R, “responsible” contract',
  solidarity: 'C2S, state-funded complementary cover',
  solidarityDetail: 'neither a cheque nor payment by the customer',
  reversed: 'The end comes before the start: read both dates again.',
  expired: 'Card expired: ask for the new one. It is saved all the same.',
  amcRefused: 'An AMC no. has 8 to 10 digits: read it again.',
  amcDoubt: 'This number is rare in this form: read it again.',
  conventionRefused: 'Two letters or digits: VM, SP, CB…',
  csrRefused: 'A CSR has 1 to 9 letters or digits.',
  share: 'Share of this insurer',
  shareHint: (customer) => `taken from the customer’s share, ${formatEuros(customer)}`,

  grid: 'Domains',
  gridHint: '100, PEC, €150, NC, or nothing',
  line: (index) => `Domain ${index}`,
  domain: 'Code',
  cover: 'Cover',
  coverPlaceholder: '100, PEC, 150€, NC',
  covers: { unsaid: 'named, without a value', authorisation: 'prior authorisation (PEC)', not_covered: 'not covered' },
  coverRefused: { percent: 'A percentage goes from 1 to 100.', format: 'Type 100, PEC, 150€ or NC.' },
  addDomain: 'Add a domain',
  removeLine: (domain) => `Remove domain ${domain}`,

  members: 'Policyholders and beneficiaries',
  restsOn: 'This cover rests on',
  holders: { customer: 'the customer', first: '1st policyholder', second: '2nd policyholder' },
  beneficiary: (index) => `Beneficiary ${index}`,
  birthRank: 'Birth rank',
  birthRankRefused: 'From 1 to 9.',
  under: 'Under',
  addHolder: 'Add a policyholder',
  addBeneficiary: 'Add a beneficiary',
  remove: 'Remove',
  nir: 'NIR',
  nirHint: '15 characters with its key; empty to erase it',
  nirAdd: 'Add the NIR (social security no.), if the platform asks for it',
  nirReplace: 'Replace or erase',
  nirProvisional: 'provisional number',

  readTitle: 'Read the card',
  readLabel: 'Text of the card',
  readHint: 'datamatrix reader, or Ctrl V',
  readPicture: 'Read a picture of the datamatrix',
  readFound: (count) => (count === 0 ? 'Nothing was suggested: enter the card.' : `${counted(count, 'field suggested', 'fields suggested')}: check before saving.`),
  readCut: 'The text is too long: only its beginning was read.',
  proposed: { label: 'Suggested from the text: check it.', shape: 'Suggested from its form: check it.' },
  proposedShort: 'Suggested: check it.',
  fields: { amc_number: 'AMC no.', convention: 'Convention', csr: 'CSR', member_number: 'Member no.', valid_from: 'Valid from', valid_to: 'Valid until', responsible: 'Responsible', birth_date: 'Born on', nir: 'NIR' },
  take: 'Take',
  leftover: (words) => `Not understood: ${words}`,
  eraseText: 'Erase the text kept',

  pictures: 'Pictures of the card',
  picturesLater: 'Save the card first, then add its pictures.',
  pictureOf: { front: 'Front of the card', back: 'Back of the card' },
  holderLabel: 'Policyholder',

  warningsTitle: 'To know before choosing',
  warningShort: (warning) => {
    if (warning.warning === 'operator_unknown') return 'Operator unknown: nothing will be sent.';
    if (warning.warning === 'authorisation_held') return 'Authorisation granted: to be cancelled first.';
    if (warning.warning !== 'hearing_trial') return (warnings[warning.warning] as (warning: c.Warning) => string)(warning);
    return warning.not_before ? `Not before ${formatDate(warning.not_before)}, end of the trial.` : 'Not before the end of the trial.';
  },
  warning: (warning) => (warnings[warning.warning] as (warning: c.Warning) => string)(warning),
  forbiddenBecause: 'forbidden',
});
