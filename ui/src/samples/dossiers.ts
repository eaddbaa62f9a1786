// Made-up dossiers for the preview page and the tests of screens: the story of an outage at an optician's counter,
// with long names and every state. Never part of the application.
import type { CardView, ChequeOfDossier, CoverageView, DossierRow, DossierView, Formality, FormalityView, RightsView, TrackState, Way } from '$lib/contract/contract';

const CUSTOMERS = [
  ['Bernard', 'Lucie'], ['Okonkwo', 'Paul'], ['Le Goff', 'Anne-Sophie'], ['Rahal', 'Mehdi'], ['Da Silva', 'Chloé'], ['Petit', 'Jean-Marc'], ['Haddad', 'Yasmine'],
  ['de La Rochefoucauld-Montmorency', 'Marie-Charlotte Éléonore'], ['Łukaszewicz', 'Zoé'], ['Nguyễn', 'Thị Minh'], ['Ó Súilleabháin', 'Aoife'], ['Garnier', 'Émile'],
] as const;
const STATES: TrackState[] = ['queued', 'queued', 'sent', 'accepted', 'outcome_unknown', 'advised', 'paid', 'refused', 'claimed_by_customer', 'not_sent', 'entrusted', 'withdrawn'];
const WAYS: (Way | null)[] = ['cheque_kept', 'delivered_third_party_payment', 'cheque_kept', 'set_aside', 'delivered_third_party_payment', 'cheque_kept', 'cheque_kept', 'cheque_deposited_later', 'customer_advances', null, 'delivered_third_party_payment', 'customer_returns'];
const OPERATORS = ['viamedis', 'viamedis', 'almerys', 'viamedis', 'sp-sante'];

export function sampleRow(index: number): DossierRow {
  const [family, given] = CUSTOMERS[index % CUSTOMERS.length] ?? ['Martin', 'Luc'];
  const total = 24000 + ((index * 7919) % 52000);
  return {
    dossier: `d-${index}`,
    number: `2024-${String(187 - (index % 187)).padStart(4, '0')}`,
    customer: `${family} ${given}`,
    activity: 'optics',
    opened_on: `2024-01-${String(31 - (index % 30)).padStart(2, '0')}`,
    total_cents: total,
    amc_share_cents: total - 10009,
    operator: OPERATORS[index % OPERATORS.length] ?? 'viamedis',
    track: STATES[index % STATES.length] ?? 'queued',
    way: WAYS[index % WAYS.length] ?? null,
    recheck: null,
    delivered_on: index % 3 === 0 ? '2024-02-07' : null,
    settled: index % 12 === 6,
    reference: `F-${24000 + index}`,
  };
}

export const card: CardView = {
  insurer_name: 'Harmonie Mutuelle',
  amc_number: '0077567199',
  convention: 'VM',
  csr: '',
  member_number: '04417832',
  operator: 'viamedis',
  network: 'Kalixia',
  valid_from: '2024-01-01',
  valid_to: '2024-12-31',
  responsible: true,
  solidarity: false,
  grid: [
    { domain: 'OPTI', cover: { kind: 'percent', rate_bp: 10000 } },
    { domain: 'AUDI', cover: { kind: 'authorisation' } },
  ],
  holder: null,
  members: [],
  read_how: null,
  raw_text: '',
};

export const cheque: ChequeOfDossier = {
  cheque: 'c-0',
  rank: 1,
  amount_cents: 37991,
  agreement: 'kept_and_returned',
  position: 'kept',
  receipt_number: 'R-2024-0014',
  cheque_number: '6679545',
  bank_name: 'Crédit Agricole',
  written_on: '2024-01-31',
  deposit_not_before: null,
  decide_by: '2024-03-23',
  notice_on: '2024-03-15',
  present_by: '2024-02-08',
  presentable_until: '2025-02-08',
  fees_charged_cents: 0,
  fees_due_cents: 0,
};

/** An answer kept from another dossier of the same person. */
export const keptAnswer: CoverageView = {
  standing: 'seen_in_force', certainty: 'B', way: 'fhir', platform_label: 'Viamedis', answered_at: '2024-01-28T10:12:00Z', age_days: 3, recent_days: 30, service_date: '2024-01-28', of_the_past: false, outcome: 'complete',
  in_force: true, covered_cents: null, authorisation_required: true, valid_from: '2024-01-01', valid_until: '2024-12-31',
  domains: [{ domain: 'OPTI', product: null, excluded: false, authorisation_required: true, benefits: [{ kind: 'benefit', allowed_cents: 37991, used_cents: null }] }],
  reference: null, error_codes: [], message: null, not_known: ['covered_amount', 'reference'], from_dossier: { dossier: 'd-3', number: '2024-0171' }, seen: null,
};

/** What a person heard on the telephone. */
export const heardAnswer: CoverageView = {
  ...keptAnswer, way: 'green_number', answered_at: '2024-01-31T13:20:00Z', age_days: 0, service_date: '2024-01-31', covered_cents: 30000, authorisation_required: null, domains: [], reference: 'AP-118', not_known: ['authorisation_required'],
  from_dossier: null, seen: { sighting: 's-0', function: 'rights', by: 'Inès Morel', spoken_with: 'Mme Roux, service adhérents', note: 'Contrat à jour, PEC conseillée', piece: null },
};

/** The platform's own answer, live. */
export const liveAnswer: CoverageView = { ...keptAnswer, standing: 'in_force', certainty: 'A', answered_at: '2024-01-31T14:41:02Z', age_days: 0, service_date: '2024-01-31', covered_cents: 37991, reference: 'ACCVM000002', message: 'Droits ouverts du 01/01/2024 au 31/12/2024', not_known: [], from_dossier: null };

/** The attempt of the outage. */
export const sampleRights: RightsView = {
  rank: 1, platform: 'viamedis', platform_label: 'Viamedis', asked_at: '2024-01-31T14:41:02Z', elapsed_ms: 2600, source: 'measured',
  outcome: { result: 'not_verified', failure: 'timed_out', since: '2024-01-31T08:10:00Z', fallback: keptAnswer },
  service_date: '2024-01-31', instead_of: null, still_waiting: false, evidence_kept: true,
};

const unasked = (formality: Formality, barred: FormalityView['barred'] = null): FormalityView => ({
  formality, standing: 'not_asked', platform: 'viamedis', platform_label: 'Viamedis', request: null, request_state: null, last_failure: null, at: null, asked_cents: 37991, covered_cents: null, shortfall_cents: null, customer_cents: null,
  reference: null, valid_until: null, invoice: null, lines: [], message: null, reason_code: null, by_staff: false, barred, by_portal: false,
});

/** A quote priced for less, a promise that waits, and what may not be done yet. */
export const sampleFormalities: FormalityView[] = [
  {
    ...unasked('quote'), standing: 'partial', request: 'r-q', request_state: 'answered', at: '2024-01-31T14:43:00Z', covered_cents: 32292, shortfall_cents: 5699, customer_cents: 15699, reference: 'reponse-00012', valid_until: '2024-04-30',
    lines: [{ item: 'frame', quantity: 1, amount_cents: 15000, covered_cents: 10091 }, { item: 'lens_simple', quantity: 2, amount_cents: 33000, covered_cents: 22201 }], message: 'Devis : prise en charge prévisible, 322,92 €',
  },
  { ...unasked('prior_authorisation', { code: 'formality_open', params: {} }), standing: 'waiting', request: 'r-0', request_state: 'queued', at: '2024-01-31T14:44:00Z', last_failure: 'timed_out' },
  unasked('claim', { code: 'not_delivered', params: {} }),
  unasked('authorisation_cancellation'),
  unasked('claim_cancellation', { code: 'nothing_to_cancel', params: {} }),
];

export function sampleDossier(index: number): DossierView {
  const [family, given] = CUSTOMERS[index % CUSTOMERS.length] ?? ['Martin', 'Luc'];
  const withCheque = WAYS[index % WAYS.length] === 'cheque_kept';
  return {
    dossier: `d-${index}`,
    number: '2024-0187',
    activity: 'optics',
    opened_on: '2024-01-31',
    reference: 'F-24018',
    family_name: family,
    given_name: given,
    phone: '0612345678',
    birth_date: null,
    total_cents: 48000,
    amo_share_cents: 9,
    customer_share_cents: 10000,
    customer_share_due_cents: withCheque ? 0 : 10000,
    difference_due_cents: 0,
    advance_due_cents: WAYS[index % WAYS.length] === 'customer_advances' ? 37991 : 0,
    overpaid_cents: 0,
    lines: [
      { item: 'frame', quantity: 1, unit_price_cents: 15000, vat_rate_bp: 2000, class: 'B' },
      { item: 'lens_simple', quantity: 2, unit_price_cents: 16500, vat_rate_bp: 2000, class: 'B' },
    ],
    tracks: [
      {
        rank: 1, share_cents: 37991, card, pictures: [], operator_label: 'Viamedis', proposal: null, rights: sampleRights, known: keptAnswer, quoted: null, state: STATES[index % STATES.length] ?? 'queued', agreement_reference: null, covered_cents: null, agreement_valid_until: null, circuit: null,
        advised_cents: null, paid_cents: 0, recheck: null, request: 'r-0', request_state: 'queued', cheque_cents: withCheque ? 37991 : 0,
        consent: { operators: ['Viamedis'], state: 'given', lets_leave: true, decided_at: '2024-01-31T14:40:40Z', decided_by: 'Inès Morel', how: 'oral', list_version: '2024-01' },
        formalities: sampleFormalities,
      },
    ],
    payments: withCheque ? [{ amount_cents: 10000, means: 'card', purpose: 'customer_share', on: '2024-01-31' }] : [],
    ordered_on: '2024-01-31',
    delivery_planned_on: '2024-02-07',
    delivered_on: null,
    delivery_rests_on: null,
    amo_paid_on: null,
    prescription_date: '2024-01-12',
    way: WAYS[index % WAYS.length] ?? null,
    default_way: 'cheque_kept',
    closed_ways: [],
    suspended: null,
    exposure: null,
    written_off_cents: null,
    incident: 'i-0',
    cheques: withCheque ? [cheque] : [],
    documents: withCheque ? [{ document: `doc-${index}`, paper: 'cheque_receipt', number: cheque.receipt_number, issued_on: '2024-01-31', cheque: cheque.cheque, duplicates: 1, can_be_reprinted: true }] : [],
    settled: false,
    third_party_payment_barred: false,
    down_payments: { room_cents: withCheque ? 0 : 47991, held_cents: 0, vat_on_receipt: false, rows: [] },
    advance: WAYS[index % WAYS.length] === 'customer_advances' ? { invoice_number: '', missing_cents: 37991, ranks: [1] } : null,
    warnings: [{ warning: { warning: 'network_no_advance', rank: 1, network: 'Kalixia' }, against: ['cheque_kept', 'cheque_deposited_later', 'customer_advances'], forbids: false, status: 'to_verify', source: 'Convention du réseau de soins, à lire' }],
    timeline: [
      { at: '2024-01-31T14:42:08Z', actor: 'Inès Morel', kind: 'cheque.receipt_printed', body: {} },
      { at: '2024-01-31T14:41:40Z', actor: 'Inès Morel', kind: 'dossier.cheque_attached', body: { covered_cents: 37991 } },
      { at: '2024-01-31T14:41:10Z', actor: 'Inès Morel', kind: 'dossier.way_chosen', body: { way: 'cheque_kept' } },
      { at: '2024-01-31T14:41:05Z', actor: 'Relais', kind: 'dossier.rights_checked', body: { outcome: { result: 'not_verified', failure: 'timed_out' } } },
      { at: '2024-01-31T14:40:31Z', actor: 'Inès Morel', kind: 'dossier.opened', body: {} },
    ],
  };
}
