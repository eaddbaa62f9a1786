// What is left to do, for the preview and the tests: a few rows of each list, one that came back, one put off.
import type { WorkItemRow, WorkList, WorkNext, WorkPerson, WorkRequest, WorkView, WorkWhy } from '$lib/contract/contract';
import { addDays } from '$lib/format/civil';
import { sampleRow } from './dossiers';

const TODAY = '2024-01-31';
const INES: WorkPerson = { user: 'u', name: 'Inès Morel', role: 'owner' };
const MAELLE: WorkPerson = { user: 'u-2', name: 'Maëlle Brucker', role: 'billing' };
const PEOPLE = [INES, MAELLE];

const OF: Record<WorkList, readonly [WorkWhy, WorkNext][]> = {
  not_invoiced: [['agreed_not_invoiced', 'invoice'], ['never_asked', 'invoice'], ['withdrawn', 'decide']],
  not_gone: [['request_waits', 'send'], ['invoice_waits', 'send']],
  no_return: [['outcome_unknown', 'confirm'], ['entrusted', 'remind'], ['unanswered', 'ask'], ['accepted_not_advised', 'remind']],
  advised_unpaid: [['advised', 'reconcile']],
  rejected: [['refused', 'correct'], ['agreement_cancelled', 'correct']],
  difference: [['paid_less', 'explain'], ['customer_owes', 'collect'], ['owed_to_customer', 'give_back']],
};
const LISTS = Object.keys(OF) as WorkList[];
export const WORK_COUNTS: Record<WorkList, number> = { not_invoiced: 14, not_gone: 6, no_return: 23, advised_unpaid: 4, rejected: 3, difference: 5 };

export function sampleWorkRow(list: WorkList, index: number, snoozed = false): WorkItemRow {
  const row = sampleRow(index);
  const [why, next] = OF[list][index % OF[list].length]!;
  const back = snoozed ? addDays(TODAY, 2 + index) : index === 1 ? TODAY : null;
  return {
    dossier: row.dossier, place: why === 'customer_owes' || why === 'owed_to_customer' ? 0 : 1, number: row.number, customer: row.customer, phone: '0612345678',
    operator: index % 3 === 1 ? 'almerys' : 'viamedis', operator_label: index % 3 === 1 ? 'Almerys' : 'Viamedis', payer: '0986402170', payer_label: ['Mutuelle des Trois Vallées', 'Mutuelle du Phare', 'Prévoyance des Ateliers'][index % 3]!,
    why, next, since: addDays(TODAY, -40 + index), days: 40 - index, cents: 37_100 + 1_350 * index, assignee: index % 4 === 0 ? MAELLE : index % 4 === 2 ? INES : null,
    snoozed_until: back, snooze_reason: back ? 'La mutuelle rappelle, dossier chez le gestionnaire' : null, reminded: list === 'no_return' && index === 1 ? 'first' : null, reminded_on: list === 'no_return' && index === 1 ? '2024-01-15' : null,
  };
}

export function sampleWork({ list, show, mine, offset, limit }: WorkRequest, count: Record<WorkList, number> = WORK_COUNTS): WorkView {
  const many = show === 'due' ? count[list] : Math.min(count[list], show === 'waiting' ? 9 : 2);
  const all = Array.from({ length: many }, (_, index) => sampleWorkRow(list, index, show === 'snoozed')).filter((row) => !mine || row.assignee?.user === INES.user);
  return {
    as_of: TODAY, people: PEOPLE, total: all.length, cents: all.reduce((sum, row) => sum + row.cents, 0), rows: all.slice(offset, offset + limit),
    lists: LISTS.map((each) => ({ list: each, due: count[each], due_cents: count[each] * 40_000, waiting: Math.min(count[each], 9), snoozed: Math.min(count[each], 2) })),
  };
}

export const NO_WORK: Record<WorkList, number> = { not_invoiced: 0, not_gone: 0, no_return: 0, advised_unpaid: 0, rejected: 0, difference: 0 };
