// Made-up cheques, slips and counts of the drawer, for the pages and their tests.
import type { ChequeLife, ChequeList, ChequePosition, ChequeRow, ChequeState, ChequeView, DrawerChequeView, DrawerView, InventoryRow, InventoryView, SlipRow, SlipView, ToTellList } from '$lib/contract/contract';
import { addDays } from '$lib/format/civil';
import { sampleRow } from './dossiers';

function stateOf(position: ChequePosition, index: number): ChequeState {
  if (position === 'returned') return 'returned';
  if (position === 'deposited') return (['deposited', 'credited', 'final'] as const)[index % 3] ?? 'deposited';
  if (position === 'unpaid') return (['rejected', 'certificate_requested', 'opposed', 'litigation'] as const)[index % 4] ?? 'rejected';
  return position === 'gone' ? 'lost' : 'kept';
}

/** What the panel shows of a cheque's life. */
export function sampleLife(state: ChequeState): ChequeLife {
  const unpaid = state === 'rejected' || state === 'certificate_requested';
  const offer = (step: ChequeLife['steps'][number]['step']): ChequeLife['steps'][number] => ({ step, not_before: step === 'certificate_requested' ? '2024-03-22' : null, needs_reason: step === 'lost' || step === 'stolen', needs_paper: step === 'rejected' || step === 'opposed' });
  return {
    state, stolen: false, rejections: unpaid ? 1 : 0, warning: null,
    dates: { present_by: '2024-02-08', recourse_until: '2024-08-08', presentable_until: '2025-02-08', represent_until: unpaid ? '2024-03-21' : null, certificate_from: unpaid ? '2024-03-22' : null, certificate_by: state === 'certificate_requested' ? '2024-04-06' : null, final_from: state === 'credited' ? '2024-03-08' : null },
    slip: state === 'kept' ? null : { slip: 's-0', number: 'B-2024-0001' },
    steps: state === 'kept' ? [offer('opposed'), offer('lost'), offer('stolen')] : state === 'rejected' ? [offer('certificate_requested'), offer('certificate_received'), offer('opposed'), offer('lost'), offer('stolen')] : state === 'deposited' ? [offer('rejected'), offer('opposed')] : [],
    can_be_handed_in: state === 'kept' || state === 'rejected',
    fees: unpaid ? { may_be_charged: true, charged_cents: 2000, repaid_cents: 0, left_cents: 0, due_cents: 2000, last: 'charged' } : { may_be_charged: false, charged_cents: 0, repaid_cents: 0, left_cents: 0, due_cents: 0, last: null },
  };
}

export function slipRow(index: number): SlipRow {
  const state = index === 0 ? 'made' : index === 3 ? 'taken_apart' : 'credited';
  return { slip: `s-${index}`, number: `B-2024-${String(12 - (index % 12)).padStart(4, '0')}`, state, made_on: addDays('2024-02-20', -index), bank_number: index % 4 === 1 ? null : String(4471220 - index), cheques: 3, rejected: index === 1 ? 1 : 0, total_cents: 98_460 + 4_550 * index, expected_cents: 98_460 + 4_550 * index, credited_on: state === 'credited' ? addDays('2024-02-22', -index) : null, credited_cents: state === 'credited' ? 98_460 + 4_550 * index : null };
}

export function slipView(row: SlipRow): SlipView {
  const line = (index: number): SlipView['lines'][number] => {
    const cheque = chequeRow(index, 'deposited');
    return { cheque: cheque.cheque, cheque_number: cheque.cheque_number, bank_name: cheque.bank_name, drawer_name: cheque.customer, customer: cheque.customer, dossier: cheque.dossier, dossier_number: cheque.dossier_number, amount_cents: cheque.amount_cents, state: row.state === 'credited' ? 'credited' : 'deposited', rejected_on: row.rejected > 0 && index === 1 ? '2024-02-26' : null };
  };
  return { row, lines: [line(0), line(1), line(2)], credit_reason: null, can_be_taken_apart: row.state === 'made', timeline: [{ at: '2024-02-20T10:12:00Z', actor: 'Inès Morel', kind: 'slip.made', body: { on: row.made_on } }] };
}

/** One refused, one silent beyond the named day. */
export function sampleToTell(): ToTellList {
  const row = (index: number, why: ToTellList['rows'][number]['to_tell']['why']): ToTellList['rows'][number] => {
    const cheque = chequeRow(index, 'kept');
    return { cheque: cheque.cheque, cheque_number: cheque.cheque_number, customer: cheque.customer, phone: '0612345678', dossier: cheque.dossier, dossier_number: cheque.dossier_number, amount_cents: cheque.amount_cents, to_tell: { why, tell_by: addDays('2024-03-10', index) }, deposit_from: addDays('2024-03-13', index) };
  };
  const rows = [row(0, 'silence'), row(1, 'refused')];
  return { rows, total_cents: rows.reduce((sum, each) => sum + each.amount_cents, 0), notice_days: 8 };
}

/** A cheque as it is recognised in the drawer. */
function drawerCheque(index: number): DrawerChequeView {
  const row = chequeRow(index, 'kept');
  return { cheque: row.cheque, cheque_number: row.cheque_number, bank_name: row.bank_name, drawer_name: row.customer, customer: row.customer, dossier: row.dossier, dossier_number: row.dossier_number, receipt_number: row.receipt_number, amount_cents: row.amount_cents, state: row.state };
}

export function sampleDrawer(count: number): DrawerView {
  const cheques = Array.from({ length: count }, (_, index) => drawerCheque(index));
  return { cheques, total_cents: cheques.reduce((sum, cheque) => sum + cheque.amount_cents, 0), draft: null, counted_by: 'Inès Morel' };
}

export function inventoryRow(index: number): InventoryRow {
  return { inventory: `v-${index}`, number: `I-2024-${String(4 - (index % 4)).padStart(4, '0')}`, counted_on: addDays('2024-02-20', -7 * index), counted_with: index % 3 === 2 ? null : 'Maëlle Brucker', found: 6 - (index === 1 ? 1 : 0), missing: index === 1 ? 1 : 0, unknown: index === 1 ? 1 : 0, expected_cents: 227_946, found_cents: index === 1 ? 189_955 : 227_946, unknown_cents: index === 1 ? 9_000 : 0 };
}

export function inventoryView(row: InventoryRow): InventoryView {
  const missing = Array.from({ length: row.missing }, (_, index) => ({ cheque: drawerCheque(index), reason: 'Pas dans l’enveloppe de la semaine 7, recherche en cours', can_be_lost: true }));
  const unknown = Array.from({ length: row.unknown }, () => ({ number: '7700123', from: 'Paul Ritter', amount_cents: 9_000, reason: 'Acompte sur une monture, à saisir' }));
  return { row, counted_by: 'Inès Morel', missing, unknown };
}

export function chequeRow(index: number, position: ChequePosition): ChequeRow {
  const row = sampleRow(index);
  return {
    cheque: `c-${index}`, customer: row.customer, dossier: row.dossier, dossier_number: row.number, rank: 1 + (index % 5 === 4 ? 1 : 0), amount_cents: row.amc_share_cents, agreement: index % 7 === 3 ? 'deposited_later' : 'kept_and_returned',
    position, state: stateOf(position, index), warning: index === 2 && position === 'kept' ? { days_left: 25, threshold_days: 30 } : null, to_tell: null, written_on: '2024-01-31', track: position === 'to_return' ? 'paid' : (['queued', 'sent', 'advised'] as const)[index % 3] ?? 'queued', operator: 'viamedis', awaited_cents: row.amc_share_cents, advised_cents: index % 3 === 2 ? row.amc_share_cents - 751 : null,
    paid_cents: position === 'to_return' ? row.amc_share_cents : 0, difference_due_cents: 0, decide_by: addDays('2024-03-18', (index * 3) % 17), deposit_not_before: null, cheque_number: String(6679545 + index), bank_name: 'Crédit Agricole', receipt_number: `R-2024-${String(14 + index).padStart(4, '0')}`, override_asked: null, left_on: ['kept', 'to_return', 'to_complete', 'to_deposit'].includes(position) ? null : '2024-02-20',
  };
}

export function chequeView(row: ChequeRow): ChequeView {
  return {
    row, drawer_name: row.customer, written_at: 'Nantes', line: '6679545 042014506908 052108899000', rlmc: 'verified', identity_seen: 'identity_card', life: { ...sampleLife(row.state), warning: row.warning }, depositable_from: null, converts_with: [],
    deposit: row.track === 'paid' ? 'forbidden' : 'owner_override', deposit_refusal: { code: 'owner_must_override', params: { state: row.track } }, return_refusal: row.position === 'to_return' ? null : row.position === 'unpaid' ? { code: 'difference_due', params: { due_cents: row.amount_cents } } : { code: 'amc_share_not_paid', params: {} }, receipts_printed: 1, pictures: [], may_be_pictured: true, pictures_erased_on: null,
    timeline: [{ at: '2024-01-31T14:42:00Z', actor: 'Inès Morel', kind: 'cheque.receipt_printed', body: {} }, { at: '2024-01-31T14:41:00Z', actor: 'Inès Morel', kind: 'cheque.kept', body: { agreement: row.agreement } }],
  };
}

/** A page of the vault, with every tab's count and the limit dates of all its cheques. */
export function chequePage(counts: readonly [ChequePosition, number][], position: ChequePosition, offset: number, limit: number): ChequeList {
  const all = Array.from({ length: counts.find(([name]) => name === position)?.[1] ?? 0 }, (_, index) => chequeRow(index, position));
  const dates = [...new Set(all.map((row) => row.decide_by))].sort();
  return {
    rows: all.slice(offset, offset + Math.min(limit, 500)), total: all.length, total_cents: all.reduce((sum, row) => sum + row.amount_cents, 0), counts: counts.map(([name, count]) => ({ position: name, count, amount_cents: count * 35000 })),
    overrides: all.filter((row) => row.override_asked !== null),
    expiring: counts.some(([name, count]) => name === 'kept' && count > 2) ? [{ threshold_days: 30, count: 1, amount_cents: 37991 }] : [],
    limits: dates.map((on) => ({ on, count: all.filter((row) => row.decide_by === on).length, amount_cents: all.filter((row) => row.decide_by === on).reduce((sum, row) => sum + row.amount_cents, 0) })),
  };
}
