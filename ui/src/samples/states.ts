// The states every screen is looked at in: ordinary, empty, full (two thousand rows), and refused by the rules.
import { sampleBooks } from './books';
import { sampleCredentials } from './credentials';
import { emptyPilotage } from './pilotage';
import { noPayments, sampleCredit, samplePayments, sampleRaised } from './payments';
import { sampleAffected, sampleRouting } from './routing';
import { NO_WORK, sampleWork } from './work';
import type { CommandName } from '$lib/contract/contract';
import { accessPage, openState, queueRow, recoveryRow, sampleCalls, sampleIncident, type Answers } from './backend';
import { chequePage, inventoryRow, sampleDrawer, slipRow } from './cheques';
import { sampleDossier, sampleRow } from './dossiers';

export type ScreenState = 'ordinary' | 'empty' | 'full' | 'error';
export const SCREEN_STATES: readonly ScreenState[] = ['ordinary', 'empty', 'full', 'error'];

/** More rows than anyone looks at: lists are drawn and paged in parts. */
const FULL = 2000;

function many<T>(make: (index: number) => T, count = FULL): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const nothing: Answers = {
  'app.state': () => ({ ...openState, badges: { queue_waiting: 0, queue_unknown: 0, cheques_to_act_on: 0, recovery_open: 0 }, journal_entries: 0 }),
  'platform.strip': () => ({ platforms: [], amo: [] }),
  'credential.list': () => sampleCredentials(0),
  'routing.view': () => ({ ...sampleRouting(), operators: [], networks: [], rows: [] }),
  'routing.affected': ({ operator, function: fn }) => ({ ...sampleAffected(operator, fn, 0), insurers: [] }),
  'dossier.search': () => ({ rows: [], more: false }),
  'cheque.list': ({ offset, limit }) => chequePage([['kept', 0], ['to_return', 0], ['to_complete', 0], ['to_deposit', 0], ['returned', 0], ['deposited', 0], ['unpaid', 0], ['gone', 0]], 'kept', offset, limit),
  'slip.list': () => ({ rows: [], total: 0, awaited: 0 }),
  'cheque.to_tell': () => ({ rows: [], total_cents: 0, notice_days: 8 }),
  'inventory.list': () => ({ rows: [], total: 0, in_drawer: 0, days_since: null, every_days: 7 }),
  'inventory.drawer': () => sampleDrawer(0),
  'queue.view': () => ({ waiting: [], unknown: [], failed: [], done: [], done_total: 0, replaying: false }),
  'incident.list': () => ({ incidents: [] }),
  'bank_credit.awaited': () => ({ rows: [] }),
  'pilotage.view': () => emptyPilotage,
  'work.list': (request) => sampleWork(request, NO_WORK),
  'payments.view': () => noPayments,
  'payments.raised': () => ({ ...sampleRaised, items: [] }),
  'books.trial_balance': () => ({ ...sampleBooks, as_of: openState.today, rows: [], debit_cents: 0, credit_cents: 0, cheques_kept: 0, kept_cents: 0, off_books_cents: 0 }),
  'journal.head': () => ({ entries: 0, hash: '0'.repeat(64), last_at: null, anchors: [] }),
  'journal.page': () => ({ rows: [], more: false }),
  'access_log.list': () => accessPage(0),
};

const full: Answers = {
  'credential.list': () => sampleCredentials(FULL),
  'work.list': (request) => sampleWork(request, { not_invoiced: FULL, not_gone: FULL, no_return: FULL, advised_unpaid: FULL, rejected: FULL, difference: FULL }),
  'payments.raised': () => ({ ...sampleRaised, items: many((index) => ({ ...sampleRaised.items[index % 4]!, dossier: `d-${index}`, working_days: index })) }),
  'payments.view': () => ({ ...samplePayments, to_allocate: many((index) => sampleCredit(index, { left_cents: 1000 })), credits: many((index) => sampleCredit(index)) }),
  'app.state': () => ({ ...openState, badges: { queue_waiting: FULL, queue_unknown: 12, cheques_to_act_on: 340, recovery_open: FULL } }),
  'dossier.search': () => ({ rows: many(sampleRow), more: true }),
  'cheque.list': ({ position, offset, limit }) => chequePage([['kept', FULL], ['to_return', 220], ['to_complete', 80], ['to_deposit', 40], ['returned', 4120], ['deposited', 12], ['unpaid', 31], ['gone', 2]], position ?? 'kept', offset, limit),
  'inventory.list': ({ offset, limit }) => ({ rows: many(inventoryRow).slice(offset, offset + limit), total: FULL, in_drawer: FULL, days_since: 2, every_days: 7 }),
  'inventory.drawer': () => sampleDrawer(FULL),
  'slip.list': ({ offset, limit }) => ({ rows: many(slipRow).slice(offset, offset + limit), total: FULL, awaited: 12 }),
  'queue.view': () => ({ waiting: many(queueRow), unknown: many((index) => ({ ...queueRow(index), request: `u-${index}`, state: 'outcome_unknown' }), 12), failed: [], done: [], done_total: 0, replaying: true }),
  'recovery.view': () => ({ incident: { ...sampleIncident, funnel: { ...sampleIncident.funnel, dossiers: FULL, rechecked: 1240, to_recheck: FULL - 1240, green: 1013, orange: 204, red: 23 } }, rows: many(recoveryRow), progress: { done: 1240, total: FULL, running: true, cancelled: false, failures: 3, current: '2024-0191' }, access_secured: null }),
  'call_back.list': () => sampleCalls(FULL),
  'routing.affected': ({ operator, function: fn }) => sampleAffected(operator, fn, FULL),
  'routing.view': () => ({ ...sampleRouting(), rows: many((index) => ({ row: { ...sampleRouting().rows[0]!.row, insurer_name: `Mutuelle n° ${index}`, amc_number: String(300000000 + index) }, in_force: true, by_hand: false })) }),
  'journal.page': () => ({ rows: many((index) => ({ seq: 4611 - index, at: sampleDossier(0).timeline[index % 5]?.at ?? openState.now, actor: 'Marie-Charlotte de La Rochefoucauld-Montmorency', kind: sampleDossier(0).timeline[index % 5]?.kind ?? '', stream: 'dossier/d-0', short_hash: '9f2c4b7e1a6d', body: {} })), more: true }),
  'access_log.list': () => accessPage(FULL),
};

const refuse = (): never => {
  throw { code: 'internal', params: {} };
};
const REFUSED: CommandName[] = ['dossier.search', 'cheque.list', 'slip.list', 'queue.view', 'incident.list', 'pilotage.view', 'work.list', 'credential.list', 'books.trial_balance', 'journal.head', 'access_log.list', 'platform.probe', 'story.view', 'bank_credit.awaited', 'payments.view', 'routing.view'];
const error: Answers = Object.fromEntries(REFUSED.map((command) => [command, refuse]));

export const answersIn: Record<ScreenState, Answers> = { ordinary: {}, empty: nothing, full, error };
