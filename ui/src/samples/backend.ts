// A backend that answers from made-up values, so that every screen can be looked at in a browser and tested in every
// state. It speaks the same contract as the real one; it decides nothing.
import { sampleAdvances } from './advances';
import { sampleBooks } from './books';
import { credentialAnswers, credentialErrands } from './credentials';
import { sampleBehind, samplePilotage } from './pilotage';
import { teamAnswers } from './team';
import { sampleWork } from './work';
import { letterAnswers } from './letters';
import { descriptionMistakes, sampleDescription, sampleDryRun } from './descriptions';
import type { Backend, Language } from '$lib/backend/backend';
import type { AccessAbout, AccessKind, AccessLogPage, AccessLogRow, AppState, AwaitedRow, CallBackList, CallBackRow, Changed, ChequePosition, CommandName, Commands, ConductView, FunctionRow, HeatCell, HeatMap, IncidentRow, IncidentView, OutageView, PlatformRow, PortalStep, QueueRow, RecoveryRow } from '$lib/contract/contract';
import { addDays } from '$lib/format/civil';
import { fold } from '$lib/format/collation';
import { t } from '$lib/i18n';
import { FUNCTIONS } from '$lib/terms/terms';
import { chequePage, chequeRow, chequeView, inventoryRow, inventoryView, sampleDrawer, sampleToTell, slipRow, slipView } from './cheques';
import { sampleCircuit, sampleReading } from './circuit';
import { noPayments, sampleAdvices, samplePayments, sampleRaised, sampleStatement } from './payments';
import { heardAnswer, keptAnswer, sampleDossier, sampleRights, sampleRow } from './dossiers';
import { privacyAnswers } from './privacy';
import { backupAnswers } from './backups';
import { retentionAnswers } from './retention';
import { exerciseAnswers } from './exercise';
import { sampleEstimate, sampleReference } from './estimates';
import { sampleAffected, sampleAmo, sampleRouting } from './routing';

export type Answers = { [C in CommandName]?: (request: Commands[C]['request']) => Commands[C]['response'] };

export const openState: AppState = {
  stage: 'open',
  practice: { id: 'p', name: 'Optique des Halles', address: '12 rue du Marché, 44000 Nantes', kind: 'demonstration', time_zone: 'Europe/Paris', activities: ['optics', 'hearing'], finess: '440712184', siret: '73282932000074', phone: '0240123456', mediator: '', idle_locks: [{ role: 'counter', minutes: 5 }, { role: 'billing', minutes: 10 }, { role: 'owner', minutes: 15 }, { role: 'accountant', minutes: 10 }], idle_lock_choices_minutes: [2, 5, 10, 15, 30, 60], second_look_limit_cents: 50000, cheque_picture_days: 30, cheque_picture_days_chosen_on: null },
  user: { id: 'u', name: 'Inès Morel', role: 'owner' },
  closed: null,
  practices: [{ folder: '/cabinet', name: 'Optique des Halles', kind: 'demonstration', remembered: false }],
  keyring: 'no_service',
  version: '0.1.0',
  now: '2024-01-31T14:42:08Z',
  today: '2024-01-31',
  badges: { queue_waiting: 3, queue_unknown: 1, cheques_to_act_on: 0, recovery_open: 12 },
  journal_entries: 4611,
  rollback_suspected: false,
};

const up = (fn: FunctionRow['function']): FunctionRow => ({ function: fn, state: 'up', cause: null, source: 'measured', since: '2024-01-30T07:00:00Z', calls: 20, failures: 0, said_by: null, said: null });
const down = (fn: FunctionRow['function']): FunctionRow => ({ function: fn, state: 'down', cause: 'timed_out', source: 'measured', since: '2024-01-31T08:10:00Z', calls: 20, failures: 20, said_by: null, said: null });

const unknown = (fn: FunctionRow['function']): FunctionRow => ({ function: fn, state: 'unknown', cause: null, source: null, since: null, calls: 0, failures: 0, said_by: null, said: null });

const usualConduct: ConductView = {
  probing: { enabled: true, every_s: 300 }, calls_per_second: null, held_for_s: null,
  repeat: [{ function: 'quote', mode: 'same_identifier', chosen: false }, { function: 'prior_authorisation', mode: 'query_first', chosen: false }, { function: 'claim', mode: 'query_first', chosen: false }],
};

export const platforms: PlatformRow[] = [
  { platform: 'viamedis', label: 'Viamedis', channel: 'fhir', base_url: 'http://127.0.0.1:4000/fhir', token_url: 'http://127.0.0.1:4000/oauth/token', client_id: 'cabinet-12', portal_url: null, has_secret: true, description: null, conduct: usualConduct, functions: [down('rights'), up('quote'), down('prior_authorisation'), up('claim'), { ...up('payment_advice'), state: 'unknown', source: null, since: null, calls: 0 }, { ...up('payment'), state: 'degraded', source: 'inferred', calls: 0 }] },
  { platform: 'almerys', label: 'Almerys', channel: 'fhir', base_url: null, token_url: null, client_id: null, portal_url: null, has_secret: true, description: null, conduct: usualConduct, functions: [up('rights'), up('quote'), up('prior_authorisation'), up('claim'), up('payment_advice'), up('payment')] },
  { platform: 'sp-sante', label: 'SP santé', channel: 'assisted_portal', base_url: null, token_url: null, client_id: null, portal_url: null, has_secret: false, description: null, conduct: usualConduct, functions: [up('rights'), up('quote'), { ...up('prior_authorisation'), state: 'closed', cause: 'declared_by_staff', source: 'declared', said_by: 'union', said: 'Communiqué du 30 janvier' }, up('claim'), up('payment_advice'), up('payment')] },
];

/** One plugged in by a file. */
export const littoral: PlatformRow = { platform: 'littoral', label: 'Littoral Santé', channel: 'http', base_url: 'http://127.0.0.1:4000/session', token_url: null, client_id: null, portal_url: null, has_secret: true, description: { file_name: 'littoral.toml', checksum: sampleDescription.checksum, is_usable: true }, conduct: usualConduct, functions: platforms[1]?.functions ?? [] };

/** The tab last asked for: a cheque is then shown as it stands there. */
let asked: ChequePosition = 'kept';

export function queueRow(index: number): QueueRow {
  const row = sampleRow(index);
  return { request: `r-${index}`, dossier: row.dossier, dossier_number: row.number, customer: row.customer, platform: 'viamedis', platform_label: 'Viamedis', function: 'prior_authorisation', formality: 'prior_authorisation', amount_cents: row.amc_share_cents, state: 'queued', queued_at: '2024-01-31T14:41:00Z', attempts: index % 4, last_failure: index % 4 === 0 ? null : 'timed_out', last_attempt_at: index % 4 === 0 ? null : '2024-01-31T14:42:00Z', retry_at: null, repeat: 'query_first', function_out: true, by_portal: false };
}

export const sampleIncident: IncidentRow = {
  incident: 'i-0', platform: 'viamedis', platform_label: 'Viamedis', since: '2024-01-31T08:10:00Z', cause: 'timed_out', source: 'measured', nature: 'failure', ended_at: null, functions_out: [], functions_touched: ['rights', 'prior_authorisation'], recovering: true, closed: false, recoverable: true, by_portal: false, dossiers_open: 11,
  funnel: { dossiers: 12, rechecked: 7, to_recheck: 5, green: 4, orange: 2, red: 1, paid: 2, cheques: 3, settled: 1, written_off: 0, amc_share_cents: 412355, orange_owed_cents: 4751, red_owed_cents: 37100 },
};

/** One incident in full: said of in the press, with the operator's letter. */
export const sampleIncidentView: IncidentView = {
  incident: sampleIncident,
  log: [
    { at: '2024-01-31T13:20:00Z', author: 'Inès Morel', kind: 'incident.piece_attached', function: null, nature: null, said_by: null, said_at: null, until: null, text: 'Lettre d’engagement', line: null, corrects: null, corrected: false, way: null, dossiers: 0, leak: null, task: null },
    { at: '2024-01-31T09:05:00Z', author: 'Inès Morel', kind: 'incident.line_added', function: null, nature: null, said_by: 'union', said_at: '2024-01-31T09:00:00Z', until: null, text: 'Les demandes acceptées seront honorées, dit le ROF.', line: 'l-0', corrects: null, corrected: false, way: null, dossiers: 0, leak: null, task: null },
    { at: '2024-01-31T08:10:00Z', author: 'Inès Morel', kind: 'incident.opened', function: 'rights', nature: 'failure', said_by: null, said_at: '2024-01-31T08:10:00Z', until: null, text: null, line: null, corrects: null, corrected: false, way: null, dossiers: 0, leak: null, task: null },
  ],
  pieces: [{ piece: 'x-0', name: 'Lettre d’engagement', media: 'pdf', bytes: 84_512, attached_at: '2024-01-31T13:20:00Z' }],
  dossiers: Array.from({ length: 12 }, (_, index) => ({ dossier: sampleRow(index).dossier, number: sampleRow(index).number, customer: sampleRow(index).customer, settled: index === 0 })),
};

/** The mode of the outage: most of the ceiling is reached, one customer is beyond his. */
export const sampleOutage: OutageView = {
  incident: sampleIncident,
  mode: { default_way: 'set_aside', per_customer_cents: 80_000, in_all_cents: 600_000 },
  is_set: true,
  proposed: { default_way: 'set_aside', per_customer_cents: 80_000, in_all_cents: 600_000 },
  warned_from_bp: 8_000,
  carried_cents: 512_355,
  standing: 'near',
  customers: [{ customer: 'Lucie Bernard', carried_cents: 96_000, standing: 'beyond' }, { customer: 'Marie-Charlotte de La Rochefoucauld-Montmorency', carried_cents: 70_400, standing: 'near' }, { customer: 'Yann Le Goff', carried_cents: 37_991, standing: 'within' }],
  exceeded: [{ at: '2024-01-31T10:12:00Z', author: 'Inès Morel', dossier: 'd-0', number: '2024-0187', ceiling: 'per_customer', ceiling_cents: 80_000, carried_cents: 96_000, reason: 'Cliente connue, accord par téléphone.' }],
};

/** Whom to call: set aside, expected back, owing. */
export function sampleCalls(count: number): CallBackList {
  const why = ['difference', 'refused', 'set_aside', 'will_return'] as const;
  const rows = Array.from({ length: count }, (_, index): CallBackRow => {
    const row = sampleRow(index);
    const last = index % 3 === 0 ? null : { at: '2024-01-31T11:05:00Z', by: 'Inès Morel', outcome: index % 3 === 1 ? ('message_left' as const) : ('comes' as const), next_on: index % 3 === 2 ? '2024-02-14' : null, note: null };
    return { dossier: row.dossier, number: row.number, customer: row.customer, phone: index === 1 ? '' : '0612345678', opened_on: row.opened_on, why: why[index % 4] ?? 'set_aside', amount_cents: row.amc_share_cents, last, calls: last ? 1 : 0, due: index % 3 !== 2 };
  });
  return { rows, to_call: rows.filter((row) => row.due).length };
}

/** Sixty days of a function: quiet, some trouble, and out on the last one. */
export function sampleHeatMap(platform: string, fn: HeatMap['function']): HeatMap {
  const from = addDays(openState.today, -59);
  const cells: HeatCell[] = [];
  for (let index = 0; index < 60; index++) {
    const on = addDays(from, index);
    if (index % 7 === 2) continue;
    for (const hour of [9, 10, 11, 14, 15, 16, 17, 18]) {
      const [last, slow, closed] = [index === 59, index === 17 && hour < 12, index >= 40 && index < 43];
      if (last && hour > 15) continue;
      const state = last && hour >= 9 ? 'down' : closed ? 'closed' : slow ? 'degraded' : 'up';
      const out = state === 'down' || state === 'closed';
      cells.push({ on, hour, state, calls: closed ? 0 : 13, failures: state === 'down' ? 13 : slow ? 4 : 0, minutes_out: out ? 60 : 0, cause: state === 'down' ? 'timed_out' : closed ? 'declared_by_staff' : null, source: closed ? 'declared' : 'measured', said_by: closed ? 'press' : null });
    }
  }
  const out = cells.filter((cell) => cell.minutes_out > 0).length;
  return { platform, platform_label: platforms.find((row) => row.platform === platform)?.label ?? platform, function: fn, from, until: openState.today, cells, answered_bp: Math.round(((cells.length - out) / cells.length) * 10_000), hours_observed: cells.length, hours_out: out };
}

export function recoveryRow(index: number): RecoveryRow {
  const row = sampleRow(index);
  const colour = (['green', 'orange', 'red', 'green', null] as const)[index % 5] ?? null;
  return { dossier: row.dossier, number: row.number, customer: row.customer, phone: '0612345678', way: row.way ?? 'set_aside', ordered_on: null, delivered_on: null, opened_on: row.opened_on, rank: 1, estimate_cents: row.amc_share_cents, covered_cents: colour === 'red' || colour === null ? null : row.amc_share_cents - (colour === 'orange' ? 2375 : 0), customer_owes_cents: colour === 'orange' ? 2375 : 0, overpaid_cents: 0, track: colour === null ? 'queued' : 'accepted', colour, reference: null, settled: false, last_failure: null, consent_needed: false, cheque_cents: index % 4 === 0 ? row.amc_share_cents : 0, cheque: index % 4 === 0 ? `c-${index}` : null, cheque_position: index % 4 === 0 ? 'kept' : null, cheque_to_tell: false, cheque_told: null, cheque_left: null, letter_on: null, to_do: null, written_off_cents: null, write_off_from: null };
}

function awaitedRow(index: number): AwaitedRow {
  const row = sampleRow(index);
  return { dossier: row.dossier, number: row.number, customer: row.customer, rank: 1, state: index % 3 === 0 ? 'advised' : 'sent', platform: row.operator, awaited_cents: row.amc_share_cents, advised_cents: index % 3 === 0 ? row.amc_share_cents - 751 : null, has_cheque: index % 2 === 0 };
}

/** The dossiers to take to the portal: four, then none. */
function portalStep(done: number): PortalStep | null {
  if (done >= 4) return null;
  const row = sampleRow(done);
  const fields: [string, string, boolean][] = [['amc_number', '0077567199', false], ['convention', 'VM', false], ['member_number', '04417832', true], ['family_name', row.customer.split(' ')[0] ?? '', false], ['given_name', row.customer.split(' ').slice(1).join(' '), false], ['birth_date', '14/04/1971', true], ['provider_finess', '440712184', false], ['service_date', '31/01/2024', false], ['total', '480,00', false], ['requested_amount', '379,91', false]];
  return { dossier: row.dossier, rank: 1, number: row.number, customer: row.customer, portal_url: 'http://127.0.0.1:9/portail', fields: fields.map(([field, value, sensitive]) => ({ field, value, sensitive })), estimate_cents: 37991, remaining: 3 - done };
}

/** How many dossiers the sample practice has. */
export const SAMPLE_DOSSIERS = 60;

const defaults: Answers = {
  'app.state': () => openState,
  'platform.strip': () => ({ platforms, amo: sampleAmo }),
  'platform.probe': () => ({ platforms, amo: sampleAmo }),
  'platform.declare': () => ({ platforms, amo: sampleAmo }),
  'amo.declare': ({ channel, state }) => ({ platforms, amo: sampleAmo.map((row) => (row.channel === channel ? { ...row, state, source: 'declared', since: openState.now } : row)) }),
  'circuit.view': () => sampleCircuit,
  'circuit.read': () => sampleReading,
  'circuit.take': () => ({ import: 'l-2', taken: 3, opened: 1, known: 1, left_out: 0, faulty: 1, entrusted: 1, twice: 1, rejected: 0 }),
  'circuit.undo': () => ({ undone: 34, kept: [{ dossier: 'd-2', number: '2024-0188', customer: 'Élise Estève' }] }),
  'payments.view': () => samplePayments,
  'payments.read_statement': () => sampleStatement,
  'payments.take_statement': () => ({ import: 'p-2', taken: 4, allocated: 1, shares: 2, slips: 1, known: 1, left_out: 4, faulty: 1, total_cents: 160014, to_allocate_cents: 80007, cheques_to_return: 1, cheques_to_complete: 0, short: 0 }),
  'payments.undo': () => ({ undone: 34, kept: [{ dossier: 'd-2', number: '2024-0188', customer: 'Élise Estève' }], credits_kept: 1, slips_kept: 1 }),
  'payments.raised': () => sampleRaised,
  'payments.set_advice_delay': ({ days }) => ({ ...sampleRaised, after_days: days }),
  'payments.explain_shortfall': () => sampleDossier(2),
  'payments.read_advices': () => sampleAdvices,
  'payments.take_advices': () => ({ import: 'p-3', taken: 4, announced: 2, rejected: 1, aside: 1, known: 1, left_out: 0, faulty: 1, total_cents: 40005 }),
  'payments.settle_aside': () => ({ ...samplePayments, aside: [] }),
  'payments.drop_aside': () => ({ ...noPayments }),
  'payments.remember_payer': () => ({ payers: samplePayments.payers }), 'payments.forget_payer': () => ({ payers: [] }),
  'import.progress': () => ({ running: false, done: 0, total: 0, cancelled: false }),
  'routing.view': () => sampleRouting(),
  'routing.affected': ({ operator, function: fn }) => sampleAffected(operator, fn),
  'routing.change': ({ was, becomes }) => sampleRouting(was, becomes),
  'routing.undo': () => sampleRouting(),
  'routing.restore': () => sampleRouting(),
  'routing.preview': () => ({ result: 'previewed', preview: { version: '2024-03', source: 'Table de l’éditeur, mars 2024', checksum: '9f2c4b7e1a6d83055bd0e9a7c31f4d2288ab7190e5c6f3a4d7b8e9f001122334', checksum_beside: true, rows: 2000, operators: 8, networks: 5, added: 1996, removed: 1, changes_lost: 2 } }),
  'routing.take': () => ({ result: 'taken', routing: sampleRouting() }),
  'routing.export': ({ path }) => ({ path, checksum: '9f2c4b7e1a6d83055bd0e9a7c31f4d2288ab7190e5c6f3a4d7b8e9f001122334', checksum_path: `${path}.sha256`, rows: 5, bytes: 2048 }),
  'routing.export_affected': ({ path }) => ({ path, rows: 6, bytes: 900 }),
  ...exerciseAnswers,
  ...credentialAnswers,
  'story.view': () => ({ now: openState.now, moments: [{ code: 'outage', at: '2024-01-31T08:10:00Z', reached: true }, { code: 'rights_back', at: '2024-02-12T12:00:00Z', reached: false }, { code: 'pec_back', at: '2024-02-14T08:00:00Z', reached: false }, { code: 'payments_back', at: '2024-02-19T08:00:00Z', reached: false }] }),
  'dossier.search': ({ text, limit }) => {
    const all = Array.from({ length: SAMPLE_DOSSIERS }, (_, index) => sampleRow(index));
    const words = fold(text).split(' ').filter(Boolean);
    const found = all.filter((row) => words.every((word) => fold(`${row.customer} ${row.number} ${row.reference ?? ''}`).includes(word)));
    return { rows: found.slice(0, limit), more: found.length > limit };
  },
  'dossier.view': ({ dossier }) => sampleDossier(Number(dossier.slice(2))),
  'dossier.open': () => ({ dossier: 'd-9', number: '2024-0188' }),
  'dossier.choose_way': ({ dossier, way }) => ({ ...sampleDossier(Number(dossier.slice(2))), way }),
  'estimate.view': ({ said, lines }) => sampleEstimate(said, lines),
  'estimate.reference': () => sampleReference,
  'rights.verify': () => sampleRights,
  'rights.kept': () => ({ answers: [heardAnswer, keptAnswer] }),
  'rights.see': ({ dossier }) => sampleDossier(Number(dossier.slice(2))),
  'rights.call_sheet': () => ({ finess: '440712184', practice: 'Optique du Vieux Moulin', callee: 'Viamedis', insurer: 'Harmonie Mutuelle', amc_number: '0077567199', member_number: '04417832', customer: 'Lucie Bernard', birth_date: '1971-04-14', service_date: '2024-01-31', domain_code: 'OPTI', requested_cents: 37991 }),
  'portal.step': () => {
    const step = portalStep(0);
    if (!step) throw new Error('the sample has a step');
    return { ...step, remaining: 0 };
  },
  'portal.record_formality': ({ dossier }) => sampleDossier(Number(dossier.slice(2))),
  'formality.fields': () => ({ platform_label: 'Viamedis', next_labels: [], fields: ['request_id', 'created_at', 'family_name', 'given_name', 'amc_number', 'member_number', 'provider_finess', 'service_date', 'domain_code', 'product_code', 'quantity', 'unit_price', 'total', 'requested_amount'] }),
  'rights.fields_sent': () => ({ platform_label: 'Viamedis', next_labels: [], fields: ['request_id', 'created_at', 'family_name', 'given_name', 'amc_number', 'convention', 'member_number', 'provider_finess', 'service_date', 'domain_code', 'asked_amount'] }),
  'consent.record': ({ dossier, rank, decision, how }) => {
    const view = sampleDossier(Number(dossier.slice(2)));
    return { ...view, closed_ways: decision === 'given' ? [] : ['delivered_third_party_payment', 'cheque_kept'], tracks: view.tracks.map((track) => (track.rank === rank && track.consent ? { ...track, consent: { ...track.consent, state: decision, lets_leave: decision === 'given', how } } : track)) };
  },
  ...backupAnswers, ...retentionAnswers,
  ...privacyAnswers,
  'platform.read_description': () => ({ result: 'refused', mistakes: descriptionMistakes }),
  'platform.description': () => ({ result: 'read', description: sampleDescription }),
  'platform.take_description': () => ({ amo: sampleAmo, platforms: [...platforms, littoral] }),
  'platform.remove': ({ platform }) => ({ amo: sampleAmo, platforms: platforms.filter((row) => row.platform !== platform) }),
  'platform.dry_run': () => sampleDryRun,
  'platform.configure': ({ platform, label, channel, base_url, token_url, client_id, portal_url }) => ({ amo: sampleAmo, platforms: [...platforms.filter((row) => row.platform !== platform), { platform, label, channel, base_url, token_url, client_id, portal_url, has_secret: channel === 'fhir', description: null, conduct: usualConduct, functions: FUNCTIONS.map(unknown) }] }),
  'bank_credit.awaited': ({ text, platform }) => {
    const words = fold(text).split(' ').filter(Boolean);
    const rows = Array.from({ length: 24 }, (_, index) => awaitedRow(index));
    return { rows: rows.filter((row) => (platform === null || row.platform === platform) && words.every((word) => fold(`${row.customer} ${row.number}`).includes(word))) };
  },
  'bank_credit.record': ({ allocations }) => ({ cheques_to_return: allocations.length, cheques_to_complete: 0, left_cents: 0, short: [] }),
  'bank_credit.allocate': () => ({ cheques_to_return: 1, cheques_to_complete: 0, left_cents: 0, short: [] }),
  'bank_credit.unallocated': () => ({ rows: [], left_cents: 0 }),
  'portal.next': ({ skip }) => ({ step: portalStep(skip.length), without_consent: 0 }),
  'portal.record_answer': () => ({ colour: 'green', customer_owes_cents: 0 }),
  'cheque.list': ({ position, offset, limit }) => {
    const counts: [ChequePosition, number][] = [['kept', 9], ['to_return', 3], ['to_complete', 1], ['to_deposit', 1], ['returned', 4], ['deposited', 3], ['unpaid', 4], ['gone', 1]];
    asked = position ?? 'kept';
    return chequePage(counts, asked, offset, limit);
  },
  'cheque.overrides': () => ({ rows: [], somebody_may: false }),
  'cheque.override': () => ({ needs: 'person', may_second: [{ user: 'u-1', name: 'Léa Martin', role: 'billing', pin: true, pin_locked: false }], asked: null, asked_reason: '', confirm_from: null }),
  'cheque.view': ({ cheque }) => chequeView(chequeRow(Number(cheque.slice(2)), asked)),
  'slip.list': ({ offset, limit }) => ({ rows: Array.from({ length: 6 }, (_, index) => slipRow(index)).slice(offset, offset + limit), total: 6, awaited: 1 }),
  'slip.view': ({ slip }) => slipView(slipRow(Number(slip.slice(2)))),
  'slip.make': ({ cheques }) => ({ slip: slipView({ ...slipRow(0), cheques: cheques.length }), list: { path: 'papiers/remise.pdf', file_name: 'remise-B-2024-0012.pdf', pages: 1 } }),
  'slip.credit': ({ slip, amount_cents, on }) => slipView({ ...slipRow(Number(slip.slice(2))), state: 'credited', credited_cents: amount_cents, credited_on: on }),
  'slip.set_number': ({ slip, bank_number }) => slipView({ ...slipRow(Number(slip.slice(2))), bank_number }),
  'slip.take_apart': ({ slip }) => slipView({ ...slipRow(Number(slip.slice(2))), state: 'taken_apart' }),
  'operator_advance.list': () => sampleAdvances,
  'operator_advance.receive': () => sampleAdvances,
  'operator_advance.reschedule': () => sampleAdvances,
  'operator_advance.repay': () => sampleAdvances,
  'operator_advance.reverse_repayment': () => sampleAdvances,
  'operator_advance.cancel': () => sampleAdvances,
  'operator_advance.recoup': () => sampleAdvances,
  'operator_advance.candidates': () => ({ rows: [] }),
  'operator_advance.export': ({ path }) => ({ path, rows: 1, bytes: 210 }),
  'operator_advance.request': () => ({ platform_label: 'Viamedis', months: [], total_cents: 0, asked_cents: 0 }),
  'operator_advance.print_request': () => ({ path: 'papiers/demande.pdf', file_name: 'demande.pdf', pages: 1 }),
  'operator_advance.print_statement': () => ({ path: 'papiers/releve.pdf', file_name: 'releve.pdf', pages: 1 }),
  'suspension.set': () => sampleAdvances,
  'suspension.lift': () => sampleAdvances,
  'suspension.print_notice': () => ({ path: 'papiers/affichette.pdf', file_name: 'affichette.pdf', pages: 1 }),
  'down_payment.receive': () => ({ path: 'papiers/recu.pdf', file_name: 'recu-d-acompte-AC-2024-0001.pdf', pages: 1 }),
  'down_payment.impute': ({ dossier }) => sampleDossier(Number(dossier.slice(2))),
  'down_payment.release': ({ dossier }) => sampleDossier(Number(dossier.slice(2))),
  'dossier.undo_delivery': ({ dossier }) => ({ ...sampleDossier(Number(dossier.slice(2))), delivered_on: null }),
  'down_payment.refund': ({ dossier }) => ({ dossier: sampleDossier(Number(dossier.slice(2))), receipt: { path: 'papiers/remboursement.pdf', file_name: 'recu-de-remboursement-RR-2024-0001.pdf', pages: 1 } }),
  'down_payment.reverse': ({ dossier }) => sampleDossier(Number(dossier.slice(2))),
  'books.set_down_payment_vat': ({ vat }) => ({ ...sampleBooks, as_of: '2024-01-31', down_payment_vat: vat }),
  'advance.print': () => ({ path: 'papiers/attestation.pdf', file_name: 'attestation-de-reglement-AR-2024-0001.pdf', pages: 1 }),
  'document.reprint': () => ({ path: 'papiers/recu-duplicata-1.pdf', file_name: 'recu-duplicata-1.pdf', pages: 2 }),
  'slip.reprint': () => ({ path: 'papiers/remise-duplicata-1.pdf', file_name: 'remise-duplicata-1.pdf', pages: 1 }),
  'cheque.to_tell': () => sampleToTell(),
  'cheque.give_notices': ({ cheques }) => ({ count: cheques.length, letters: { path: 'papiers/prevenances.pdf', file_name: 'prevenances-2024-02-28.pdf', pages: cheques.length } }),
  'inventory.list': ({ offset, limit }) => ({ rows: Array.from({ length: 4 }, (_, index) => inventoryRow(index)).slice(offset, offset + limit), total: 4, in_drawer: 6, days_since: 9, every_days: 7 }),
  'inventory.view': ({ inventory }) => inventoryView(inventoryRow(Number(inventory.slice(2)))),
  'inventory.drawer': () => sampleDrawer(6),
  'inventory.keep_draft': () => ({}),
  'inventory.print_list': () => ({ path: 'papiers/comptage.pdf', file_name: 'comptage-2024-02-28.pdf', pages: 1 }),
  'inventory.reprint': () => ({ path: 'papiers/inventaire-duplicata-1.pdf', file_name: 'inventaire-duplicata-1.pdf', pages: 1 }),
  'inventory.sheet': () => ({ path: 'papiers/inventaire.pdf', file_name: 'inventaire-I-2024-0005.pdf', pages: 1 }),
  'inventory.count': ({ found, missing, unknown }) => ({ inventory: inventoryView({ ...inventoryRow(0), found: found.length, missing: missing.length, unknown: unknown.length }), sheet: { path: 'papiers/inventaire.pdf', file_name: 'inventaire-I-2024-0005.pdf', pages: 1 } }),
  'slip.print': () => ({ path: 'papiers/remise.pdf', file_name: 'remise-B-2024-0012.pdf', pages: 1 }),
  'cheque.fees': ({ cheque }) => chequeView({ ...chequeRow(Number(cheque.slice(2)), 'unpaid'), state: 'rejected' }),
  'cheque.take_step': ({ cheque, step }) => chequeView({ ...chequeRow(Number(cheque.slice(2)), 'unpaid'), state: step === 'rejected' ? 'rejected' : 'opposed' }),
  'cheque.evidence': () => ({ path: 'papiers/preuve.pdf', file_name: 'preuve-P-R-2024-0014.pdf', pages: 1 }),
  'queue.view': () => ({ waiting: [0, 1, 2].map(queueRow), unknown: [{ ...queueRow(4), state: 'outcome_unknown' }], failed: [{ ...queueRow(5), request: 'r-5', state: 'failed', attempts: 5, last_failure: 'connection_refused' }], done: [], done_total: 0, replaying: false }),
  'platform.set_conduct': () => ({ platforms, amo: sampleAmo }),
  'platform.heat_map': ({ platform, function: fn }) => sampleHeatMap(platform, fn),
  'platform.export_availability': ({ path }) => ({ path, rows: 412, bytes: 12_000 }),
  'incident.view': () => sampleIncidentView,
  'incident.open': ({ platform, nature, functions }) => ({ ...sampleIncidentView, incident: { ...sampleIncident, platform, platform_label: platforms.find((row) => row.platform === platform)?.label ?? platform, nature, functions_touched: functions, functions_out: functions, source: 'declared' } }),
  'incident.reclassify': ({ nature }) => ({ ...sampleIncidentView, incident: { ...sampleIncident, nature } }),
  'incident.correct_times': () => sampleIncidentView,
  'incident.add_line': ({ said_by, text, corrects }) => ({ ...sampleIncidentView, log: [{ at: openState.now, author: 'Inès Morel', kind: corrects === null ? 'incident.line_added' : 'incident.line_corrected', function: null, nature: null, said_by, said_at: openState.now, until: null, text, line: 'l-1', corrects, corrected: false, way: null, dossiers: 0, leak: null, task: null }, ...sampleIncidentView.log.map((row) => ({ ...row, corrected: row.line !== null && row.line === corrects }))] }),
  'incident.attach_piece': () => ({ ...sampleIncidentView, pieces: [...sampleIncidentView.pieces, { piece: 'x-1', name: 'Courriel', media: 'png', bytes: 12_000, attached_at: openState.now }] }),
  'incident.open_piece': () => ({ path: '/cabinet/papiers/piece.pdf', file_name: 'piece.pdf', pages: 1 }),
  'incident.reopen': () => sampleIncidentView,
  'outage.view': () => sampleOutage,
  'outage.set_mode': ({ mode }) => ({ ...sampleOutage, mode, is_set: true }),
  'outage.carry_beyond': () => sampleDossier(0),
  'outage.door_notice': () => ({ path: '/cabinet/papiers/affichette.pdf', file_name: 'affichette.pdf', pages: 1 }),
  'outage.phone_message': () => ({ path: '/cabinet/papiers/message.pdf', file_name: 'message.pdf', pages: 1 }),
  'outage.proof': () => ({ path: '/cabinet/papiers/attestation.pdf', file_name: 'attestation.pdf', pages: 2 }),
  'outage.set_aside_slip': () => ({ path: '/cabinet/papiers/mis-de-cote.pdf', file_name: 'mis-de-cote.pdf', pages: 1 }),
  'call_back.list': () => sampleCalls(6),
  'call_back.record': () => ({}),
  'call_back.print': () => ({ path: '/cabinet/papiers/rappels.pdf', file_name: 'rappels.pdf', pages: 1 }),
  'incident.list': () => ({ incidents: [sampleIncident] }),
  'recovery.view': () => ({ incident: sampleIncident, rows: Array.from({ length: 12 }, (_, index) => recoveryRow(index)), progress: { done: 7, total: 12, running: true, cancelled: false, failures: 0, current: '2024-0191' }, access_secured: null }),
  'recovery.secure_access': ({ changed }) => ({ incident: sampleIncident, rows: [], progress: null, access_secured: changed }),
  'recovery.write_off': ({ dossier }) => ({ incident: sampleIncident, rows: Array.from({ length: 12 }, (_, index) => recoveryRow(index)).map((row) => (row.dossier === dossier ? { ...row, settled: true, written_off_cents: row.estimate_cents } : row)), progress: null, access_secured: null }),
  'recovery.second_look': () => ({ amount_cents: 38000, limit_cents: 50000, needs: 'nobody', may_second: [], asked_cents: null, confirm_from: null }),
  'recovery.undo_write_off': () => ({ incident: sampleIncident, rows: Array.from({ length: 12 }, (_, index) => recoveryRow(index)), progress: null, access_secured: null }),
  'pilotage.view': () => samplePilotage,
  'pilotage.dossiers': ({ filter, offset, limit }) => sampleBehind(filter, offset, limit),
  'pilotage.export': ({ path }) => ({ path, rows: 12, bytes: 900 }),
  'pilotage.print': () => ({ path: '/pilotage.pdf', file_name: 'pilotage.pdf', pages: 2 }),
  'pilotage.set_term': () => samplePilotage,
  'work.list': (request) => sampleWork(request),
  'work.assign': () => ({}),
  'work.snooze': () => ({}),
  'work.resume': () => ({}),
  'work.print': () => ({ path: '/a-faire.pdf', file_name: 'a-faire.pdf', pages: 1 }),
  'work.export': ({ path }) => ({ path, rows: 14, bytes: 900 }),
  ...letterAnswers,
  ...teamAnswers,
  'bank_credit.take_penalty': () => ({ rows: [], left_cents: 0 }),
  'books.trial_balance': ({ as_of }) => ({ ...sampleBooks, as_of: as_of ?? openState.today }),
  'books.export': ({ path }) => ({ path, entries: 412, bytes: 61_204 }),
  'books.set_kept_cheques': ({ booking }) => ({ ...sampleBooks, as_of: openState.today, booking }),
  'journal.head': () => ({ entries: 4611, hash: '9f2c4b7e1a6d83055bd0e9a7c31f4d2288ab7190e5c6f3a4d7b8e9f001122334', last_at: openState.now, anchors: [] }),
  'journal.page': () => ({ rows: sampleDossier(0).timeline.map((row, index) => ({ seq: 4611 - index, at: row.at, actor: row.actor, kind: row.kind, stream: 'dossier/d-0', short_hash: '9f2c4b7e1a6d', body: row.body })), more: true }),
  'journal.export': ({ path }) => ({ path, entries: 4611, head_hash: '9f2c', bytes: 1200 }),
  'journal.verify': () => ({ whole: true, entries: 4611, head_hash: '9f2c', anchored: true, fault: null, fault_code: null, papers: { issued: 212, unsound: [] } }),
  'access_log.list': ({ text, kind }) => accessPage(12, text, kind),
  'access_log.verify': () => ({ whole: true, entries: 231, months: 3, first_month: '2023-11', fault: null, fault_code: null }),
  'access_log.export': ({ path }) => ({ path, entries: 231, bytes: 1200 }),
  'passphrase.strength': ({ passphrase }) => ({ entropy_bits: passphrase.length * 3, required_bits: 60, verdict: passphrase.length < 12 ? 'too_short' : passphrase.length < 20 ? 'too_weak' : 'good' }),
  'practice.create': () => ({ practice: 'p', recovery_key: ['K7QF', '2M9T', 'XW4H', 'P3RD', 'V8BN', '6YCJ', 'L5GS', 'A1ZE'], remembered: false, keyring: 'no_service' }),
  'practice.recovery_key_noted': () => ({}),
};

/** Some accesses, of every kind in turn. */
export function accessPage(count: number, text = '', kind: AccessKind | null = null): AccessLogPage {
  const kinds = Object.keys(t.accesses.kinds) as AccessKind[];
  const all = Array.from({ length: count }, (_, index): AccessLogRow => {
    const of = kinds[index % kinds.length] ?? 'session_opened';
    const about: AccessAbout | null = of === 'rights_looked_up' ? { subject: 'dossier', label: '2024-0187 · Lucie Bernard', dossier: 'd-0' } : null;
    const [detail, outcome, actor] = of === 'unlock_failed' ? ['passphrase', 'wrong_passphrase', ''] : [of.startsWith('segment') ? '2024-01' : null, 'done', 'Claire Aubry'];
    return { seq: count - index, month: '2024-01', number: count - index, at: openState.now, kind: of, actor: actor ?? '', about, detail: detail ?? null, outcome: outcome ?? '', times: 1 };
  });
  const rows = all.filter((row) => (kind === null || row.kind === kind) && fold(`${row.actor} ${row.about?.label ?? ''}`).includes(fold(text)));
  return { rows, more: count > 100, users: [{ id: 'u-0', name: 'Claire Aubry' }], keep_months: 12 };
}

export interface SampleBackend extends Backend {
  calls: { command: CommandName; request: unknown }[];
  copies: { text: string; sensitive: boolean }[];
  /** The languages chosen, in order. */
  languages: Language[];
  /** Something changed behind the window's back. */
  announce(changed: Changed): void;
}

/** The sample backend, some of its answers replaced; `calls` tells what was asked. */
export function sampleBackend(answers: Answers = {}): SampleBackend {
  const all: Answers = { ...defaults, ...answers };
  const copies: SampleBackend['copies'] = [];
  const languages: Language[] = [];
  const hearers = new Set<(changed: Changed) => void>();
  const calls: { command: CommandName; request: unknown }[] = [];
  // What the window shows first is made of the three answers it stands for.
  all['app.first_sight'] ??= (request) => {
    const state = answered('app.state', request);
    if (state.stage !== 'open') return { state, platforms: [], amo: [], latest: null };
    const { platforms: strip, amo } = answered('platform.strip', request);
    try {
      return { state, platforms: strip, amo, latest: answered('dossier.search', { text: '', limit: 50 }) };
    } catch {
      return { state, platforms: strip, amo, latest: null };
    }
  };
  function answered<C extends CommandName>(command: C, request: Commands[C]['request']): Commands[C]['response'] {
    const answer = all[command];
    if (!answer) throw new Error(`the sample answers ${command}`);
    return answer(request);
  }
  return {
    calls,
    call: async (command, _commandId, request) => {
      calls.push({ command, request });
      const answer = all[command] as ((request: unknown) => unknown) | undefined;
      if (!answer) throw { code: 'unknown_command', params: {} };
      return answer(request);
    },
    listen: async (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    announce: (changed) => hearers.forEach((hear) => hear(changed)),
    openDocument: async () => undefined,
    openPortal: async () => undefined,
    openControlPage: async () => undefined, chooseLanguage: async (language) => void languages.push(language), startOver: () => false,
    saveCopy: async () => '/copie.pdf',
    chooseFile: async () => '/journal.relais',
    chooseFolder: async () => '/media/cle', chooseFileToOpen: async () => '/journal.relais',
    copyText: async (text, sensitive) => void copies.push({ text, sensitive: sensitive !== undefined }),
    ...credentialErrands(copies),
    copies,
    languages,
  };
}
