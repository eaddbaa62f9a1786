// What a practice is owed, for the preview and the tests: three operators, customers, and everything told three ways.
import type { OwedLine, PayerDelay, PilotageDossierRow, PilotageDossiers, PilotageFilter, PilotageView } from '$lib/contract/contract';
import { addDays } from '$lib/format/civil';
import { sampleReference } from './estimates';
import { sampleRow } from './dossiers';

const TODAY = '2024-01-31';
const AGES = [0.42, 0.24, 0.16, 0.1, 0.05, 0.03];

function line(of: Partial<OwedLine>, cents: number, shares: number): OwedLine {
  const ages = AGES.map((part) => Math.round(cents * part));
  ages[0] = cents - ages.slice(1).reduce((sum, age) => sum + age, 0);
  return { debtor: 'insurer', operator: null, payer: null, state: null, label: null, ...of, shares, cents, ages };
}

const customers = [line({ debtor: 'customer' }, 214_300, 9), line({ debtor: 'customer_credit' }, -3_800, 1), line({ debtor: 'doubtful' }, 25_400, 2)];

const delay = (payer_label: string, operator: string, operator_label: string, median_days: number, shares: number, days: number | null): PayerDelay => ({
  operator, operator_label, payer: '0986402170', payer_label, shares, p10_days: Math.max(1, median_days - 5), median_days, p90_days: median_days + 9,
  contract: days === null ? null : { days, by_hand: days !== 3, source: days === 3 ? 'Conventions FSPF' : '', status: days === 3 ? 'to_verify' : null },
});

export const samplePilotage: PilotageView = {
  as_of: TODAY,
  figures: { owed_cents: 2_071_900, owed_shares: 61, advised_cents: 402_150, advised_shares: 11, at_risk_cents: 165_752, at_risk_shares: 5, cheques_kept: 9, cheques_kept_cents: 338_200, penalties_due_cents: 4_120, penalties_received_cents: 1_250, advances_to_repay: 2, advances_to_repay_cents: 740_000 },
  by_operator: [line({ operator: 'viamedis', label: 'Viamedis' }, 1_244_700, 31), line({ operator: 'almerys', label: 'Almerys' }, 411_200, 12), line({ operator: 'sp-sante', label: 'SP santé' }, 180_100, 6), ...customers],
  by_payer: [line({ payer: '0986402170', label: 'Mutuelle des Trois Vallées' }, 1_002_000, 25), line({ payer: '0986402171', label: 'Mutuelle du Phare' }, 655_000, 18), line({ payer: '' }, 179_000, 6), ...customers],
  by_state: [line({ state: 'queued' }, 611_000, 16), line({ state: 'sent' }, 500_200, 13), line({ state: 'accepted' }, 322_650, 9), line({ state: 'advised' }, 402_150, 11), ...customers],
  advances: [
    { advance: 'a-1', number: 'AO-2024-0001', operator_label: 'Viamedis', received_on: '2023-12-11', amount_cents: 600_000, balance_cents: 400_000, due_on: '2024-01-29', due_cents: 200_000, overdue: true },
    { advance: 'a-2', number: 'AO-2024-0002', operator_label: 'Almerys', received_on: '2024-01-15', amount_cents: 340_000, balance_cents: 340_000, due_on: '2024-03-15', due_cents: 170_000, overdue: false },
  ],
  cheque_limits: [{ on: '2024-03-18', count: 4, amount_cents: 151_200 }, { on: '2024-03-22', count: 3, amount_cents: 112_000 }, { on: '2024-04-02', count: 2, amount_cents: 75_000 }],
  exposures: [
    { operator: 'viamedis', label: 'Viamedis', owed_cents: 1_244_700, horizons: [{ days: 7, missing_cents: 262_500, owed_cents: 1_507_200 }, { days: 15, missing_cents: 562_500, owed_cents: 1_807_200 }, { days: 30, missing_cents: 1_125_000, owed_cents: 2_369_700 }], known_days: 0, needed_days: 0, known_shares: 240, needed_shares: 0 },
    { operator: 'almerys', label: 'Almerys', owed_cents: 411_200, horizons: [{ days: 7, missing_cents: 91_000, owed_cents: 502_200 }, { days: 15, missing_cents: 195_000, owed_cents: 606_200 }, { days: 30, missing_cents: 390_000, owed_cents: 801_200 }], known_days: 0, needed_days: 0, known_shares: 90, needed_shares: 0 },
    { operator: 'sp-sante', label: 'SP santé', owed_cents: 180_100, horizons: null, known_days: 12, needed_days: 28, known_shares: 6, needed_shares: 10 },
  ],
  delays: [delay('Mutuelle des Trois Vallées', 'viamedis', 'Viamedis', 11, 140, 15), delay('Mutuelle du Phare', 'almerys', 'Almerys', 16, 61, null), delay('Prévoyance des Ateliers', 'sp-sante', 'SP santé', 4, 22, 3)],
  penalties: {
    applies: true, from: '2023-02-01', to: TODAY, due_cents: 4_120, received_cents: 1_250, rules: sampleReference.numbers.slice(0, 4),
    lines: [
      { rule: 'amc_late', operator: 'viamedis', label: 'Viamedis', paid_shares: 140, paid_cents: 221_000, open_shares: 12, open_cents: 91_000, due_cents: 3_120, received_cents: 1_250 },
      { rule: 'amo_late', operator: '', label: null, paid_shares: 9, paid_cents: 8_400, open_shares: 0, open_cents: 0, due_cents: 900, received_cents: 0 },
      { rule: 'rejected', operator: 'almerys', label: 'Almerys', paid_shares: 1, paid_cents: 0, open_shares: 0, open_cents: 0, due_cents: 100, received_cents: 0 },
    ],
  },
};

/** A practice to which nothing is owed. */
export const emptyPilotage: PilotageView = {
  ...samplePilotage,
  figures: { owed_cents: 0, owed_shares: 0, advised_cents: 0, advised_shares: 0, at_risk_cents: 0, at_risk_shares: 0, cheques_kept: 0, cheques_kept_cents: 0, penalties_due_cents: 0, penalties_received_cents: 0, advances_to_repay: 0, advances_to_repay_cents: 0 },
  by_operator: [], by_payer: [], by_state: [], cheque_limits: [], exposures: [], delays: [], advances: [],
  penalties: { applies: false, from: '2023-02-01', to: TODAY, lines: [], rules: [], due_cents: 0, received_cents: 0 },
};

function row(index: number, filter: PilotageFilter): PilotageDossierRow {
  const of = sampleRow(index);
  const paid = filter.scope !== 'owed' && filter.scope !== 'at_risk' && filter.scope !== 'late';
  return { dossier: of.dossier, place: 1, number: of.number, customer: of.customer, debtor: filter.debtor ?? 'insurer', operator_label: 'Viamedis', payer_label: 'Mutuelle des Trois Vallées', state: filter.state ?? (paid ? 'paid' : (['sent', 'accepted', 'advised'] as const)[index % 3] ?? 'sent'), since: addDays(TODAY, -index), age_days: index, paid_on: paid ? addDays(TODAY, -index) : null, working_days: Math.round(index * 0.7), cents: of.amc_share_cents, reminded: index % 3 === 1 && !paid ? 'first' : null, reminded_on: index % 3 === 1 && !paid ? addDays(TODAY, -9) : null };
}

/** The shares behind a figure: sixty-one. */
export function sampleBehind(filter: PilotageFilter, offset: number, limit: number, total = 61): PilotageDossiers {
  const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) => row(offset + index, filter));
  return { as_of: TODAY, total, cents: 2_071_900, rows };
}
