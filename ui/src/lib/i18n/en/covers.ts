// What is known of a cover, in words: what is said, how sure it is, from whom, when, and what is not known. Only the
// standing “in force” reads as a right in force; every other one says what it is.
import type { Certainty, CoverageBenefit, CoverageUnknown, CoverageView, CoverageWay } from '../../contract/contract';
import type { CivilDate } from '../../format/civil';
import { dateOf, formatDate, formatDistance, formatTime } from '../../format/dates';
import { formatEuros } from '../../format/money';
import type * as fr from '../fr/covers';
import { translated } from '../typography';

const letters: Record<Certainty, string> = {
  A: 'live answer',
  B: 'kept or seen answer',
  C: 'from the card',
  D: 'assumption',
};

const unknown: Record<CoverageUnknown, string> = {
  in_force: 'whether the rights are open',
  period: 'the period',
  covered_amount: 'the amount covered',
  currency: 'an amount without a currency, discarded',
  authorisation_required: 'whether an authorisation is needed',
  reference: 'the reference',
  subject: 'whom the answer is about',
  cover: 'which cover it is',
  service_date: 'whether the date of care is within the period',
};

function source(view: CoverageView): string {
  const words: Record<CoverageWay, string> = {
    fhir: `answer from ${view.platform_label}`,
    http: `answer from ${view.platform_label}`,
    program: `answer from ${view.platform_label}`,
    portal: view.platform_label ? `read on the ${view.platform_label} portal` : 'read on the portal',
    member_space: 'seen in the member’s space',
    green_number: view.platform_label ? `said on the telephone by ${view.platform_label}` : 'said on the telephone',
    attestation: 'paper certificate',
    card: 'read on the card',
    assumption: 'nobody has said so',
  };
  return words[view.way];
}

/** When, and how long ago; the card and a supposition have no hour. */
function when(view: CoverageView, today: CivilDate): string {
  if (view.certainty === 'C' || view.certainty === 'D') return '';
  if (view.age_days === 0) return ` at ${formatTime(view.answered_at)}`;
  const on = dateOf(view.answered_at);
  return ` on ${formatDate(on)}, ${formatDistance(on, today)}`;
}

function standing(view: CoverageView): string {
  const on = formatDate(view.service_date);
  switch (view.standing) {
    case 'in_force': return 'Rights open';
    case 'seen_in_force': return `Rights said to be open on ${on}`;
    case 'not_in_force': return view.certainty === 'A' ? 'Rights closed' : `Rights said to be closed on ${on}`;
    case 'ended': return view.valid_from && view.valid_from > view.service_date ? `Rights not open yet, from ${formatDate(view.valid_from)}` : 'Rights over on the date of care';
    case 'unsaid': return view.outcome === 'queued' ? 'Request received, answer later' : 'Answer that says nothing of the rights';
    case 'indication': return `Only an indication: rights ${view.in_force === true ? 'said to be open' : view.in_force === false ? 'said to be closed' : 'not stated'} on ${on}`;
    case 'card_only': return 'Card up to date, rights not verified';
    case 'card_out_of_date': return 'Card outside its dates, rights not verified';
    case 'supposed': return 'Nothing is known of these rights';
  }
}

function period(view: CoverageView): string {
  if (view.valid_from && view.valid_until) return `from ${formatDate(view.valid_from)} to ${formatDate(view.valid_until)}`;
  if (view.valid_until) return `until ${formatDate(view.valid_until)}`;
  return view.valid_from ? `since ${formatDate(view.valid_from)}` : '';
}

const kinds: Record<string, string> = { benefit: 'cover', copay: 'left to pay', deductible: 'deductible', limit: 'ceiling' };

function benefit(it: CoverageBenefit): string {
  const kind = it.kind ? (kinds[it.kind.split(/[|/]/).at(-1) ?? ''] ?? it.kind) : 'cover';
  const used = it.used_cents ? `, of which ${formatEuros(it.used_cents)} already used` : '';
  return it.allowed_cents === null ? kind : `${kind} ${formatEuros(it.allowed_cents)}${used}`;
}

export const covers = translated<typeof fr.covers>({
  letters,
  letter: (certainty) => `${certainty} · ${letters[certainty]}`,
  said: (view) =>
    [
      standing(view),
      view.covered_cents === null ? '' : view.standing === 'supposed' ? `insurer’s share assumed to be ${formatEuros(view.covered_cents)}` : `covers ${formatEuros(view.covered_cents)}`,
      view.authorisation_required === null ? '' : view.authorisation_required ? 'authorisation needed' : 'no authorisation needed',
      period(view),
      view.reference ? `reference ${view.reference}` : '',
    ]
      .filter(Boolean)
      .join(', '),
  standing,
  from: (view, today) =>
    [
      `${source(view)}${when(view, today)}`,
      view.seen?.spoken_with ? `with ${view.seen.spoken_with}` : '',
      view.seen?.by ? `noted by ${view.seen.by}` : '',
      view.from_dossier ? `dossier ${view.from_dossier.number}` : '',
      view.of_the_past ? `for care on ${formatDate(view.service_date)}` : '',
    ]
      .filter(Boolean)
      .join(' · '),
  tooOld: (days) => `More than ${days} days old: to be asked again.`,
  short: (shortCents, shareCents) => `The insurer covers ${formatEuros(shortCents)} less than the share entered (${formatEuros(shareCents)}).`,
  shortCorrect: 'Correct the shares',
  notKnown: (list) => `Not known: ${list.map((what) => unknown[what]).join(', ')}.`,
  platformSays: (message) => `“${message}”`,
  codes: (codes) => `Codes: ${codes.join(', ')}`,
  domain: (it) =>
    `${[it.domain, it.product].filter(Boolean).join(' ') || 'domain asked for'}: ${[it.excluded ? 'excluded' : '', ...it.benefits.map(benefit), it.authorisation_required ? 'authorisation needed' : ''].filter(Boolean).join(', ') || 'nothing more'}`,
  failed: (platform, cause, insteadOf) => (insteadOf ? `${platform}, asked instead of ${insteadOf}: ${cause}` : `${platform}: ${cause}`),
  insteadOf: (platform) => `${platform} gave nothing, the next operator answered.`,
  failedLead: 'Otherwise:',
  badges: {
    in_force: 'Rights open',
    seen_in_force: 'Rights said to be open',
    not_in_force: 'Rights closed',
    ended: 'Rights over',
    unsaid: 'Answer that says nothing of the rights',
  },

  fieldsSentNext: (platforms) => `If it is down, the same to ${platforms.join(', then to ')}.`,
  otherWays: 'Seen or heard',
  kept: 'Kept answers',
  keptTitle: 'What is known of this cover',
  keptNote: 'Answers and sightings of the same person for the same insurer, the latest first.',
  keptEmpty: 'Nothing is kept of this cover',
  keptEmptyText: 'An answer of the platform, or what you see elsewhere, will come here with its date.',
  keptColumns: { sure: 'Certainty', what: 'What is said', from: 'From whom and when' },
  correct: 'Correct',
  openPaper: 'See the certificate',
  askAt: 'Date of care',
  askAtHint: 'past or to come; empty: that of the dossier',
  askAtRun: 'Check at this date',

  seenTitle: 'What was seen or heard',
  seenCorrects: 'This entry replaces the one before, which stays in the history.',
  seenNote: 'Kept as a sighting (B), with your name. It is not an answer of the platform.',
  seenHow: 'How',
  seenWays: { member_space: 'Customer’s member space', green_number: 'On the telephone (freephone)', attestation: 'Paper certificate', portal: 'Portal of the operator' },
  seenOn: { member_space: 'Seen on', green_number: 'Called on', attestation: 'Dated', portal: 'Read on' },
  inForce: 'Rights',
  yesNo: { '': 'not stated', yes: 'open', no: 'closed' },
  authorisation: 'Authorisation needed',
  yesNoPlain: { '': 'not stated', yes: 'yes', no: 'no' },
  validFrom: 'From',
  validUntil: 'Until',
  coveredAmount: 'Amount covered',
  reference: { member_space: 'Reference', green_number: 'Reference of the call', attestation: 'Certificate no.', portal: 'Reference' },
  spokenWith: 'Spoken with',
  note: 'What is said, in your words',
  attach: 'Attach a photo or a PDF',
  attached: (name) => `Attachment: ${name}`,
  detach: 'Remove',
  attachNote: 'Sealed with the dossier, erasable.',
  record: 'Keep this sighting',
  sheet: 'Call sheet',
  sheetFiness: 'Our FINESS',
  sheetNoFiness: 'to be completed',
  sheetPrint: 'Print the sheet',
  sheetCallee: 'You call',
  sheetAsk: 'Share expected',

  portal: 'Portal',
  portalTitle: (name) => `Portal: dossier of ${name}`,
  portalNote: 'Each field is copied with a key, you paste it, then you note the answer.',
  portalFunction: 'What for',
  portalRecord: 'Note the answer',
  portalDone: 'Answer of the portal noted.',
  quoteAmount: 'Amount the insurer would pay',
  quoted: (view) => `Quote: ${view.covered_cents === null ? 'no amount' : formatEuros(view.covered_cents)}, read on the portal on ${formatDate(dateOf(view.answered_at))}`,
  claimNumber: 'Invoice no. at the portal',
  claimAmount: 'Amount accepted',
});
