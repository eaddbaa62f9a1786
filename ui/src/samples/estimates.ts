// A made-up estimate of 480 € of glasses, for the preview page and the tests of screens. Never part of the application.
import type { DatedNumber, EstimateView, LineView, ReferenceView, Said, Scenario } from '$lib/contract/contract';

const numbers: DatedNumber[] = [
  { key: 'optics.amo_rate', value: 6000, unit: 'rate_bp', from: '2020-01-01', to: null, status: 'confirmed', source: '100 % Santé' },
  { key: 'optics.renewal.from_16', value: 24, unit: 'months', from: '2020-01-01', to: null, status: 'confirmed', source: 'Renouvellement à partir de 16 ans' },
  { key: 'optics.contract.c.floor', value: 20000, unit: 'cents', from: '2020-01-01', to: null, status: 'to_verify', source: 'CSS R.871-2, c : deux complexes' },
  { key: 'optics.contract.frame_ceiling', value: 15000, unit: 'cents', from: '2015-04-01', to: '2019-12-31', status: 'confirmed', source: 'Contrat responsable 2015-2019' },
];

export const sampleLines: LineView[] = [
  { item: 'frame', quantity: 1, unit_price_cents: 15000, vat_rate_bp: 2000, class: 'B' },
  { item: 'lens_complex', quantity: 2, unit_price_cents: 16500, vat_rate_bp: 2000, class: 'B' },
];

const span = (low_cents: number, high_cents: number): { low_cents: number; high_cents: number } => ({ low_cents, high_cents });

function scenario(side: Scenario['side'], low: number, high: number): Scenario {
  return {
    side, amo: span(9, 9), amc: [span(47991 - high, 47991 - low)], customer: span(low, high),
    best: { amo_cents: 9, amc_cents: [47991 - low], customer_cents: low }, worst: { amo_cents: 9, amc_cents: [47991 - high], customer_cents: high },
    lines: [{ price_cents: 15000, amo: span(3, 3), amc: span(0, 9997), customer: span(5000, 14997) }, { price_cents: 33000, amo: span(6, 6), amc: span(19991, 32994), customer: span(0, 13003) }],
  };
}

export const sampleSaid: Said = { age: null, last_equipment: { known: 'on', date: '2021-12-04', evidence: 'our_history' }, other_ear: null, early_renewal: 'none', network: 'unknown', covers: [{ responsible: true, guarantee: { kind: 'unknown' }, out_of_network: { kind: 'unknown' }, read_on_card: false }] };

/** The estimate for what was said; a known network gives one side. */
export function sampleEstimate(said: Said | null, lines: readonly LineView[] = []): EstimateView {
  const taken = said ?? sampleSaid;
  const sides = [scenario('in', 5000, 28000), scenario('out', 5000, 47991)];
  return {
    said: taken, lines: lines.length > 0 ? [...lines] : sampleLines, insurers: ['Harmonie Mutuelle'], history: { dossier: 'd-40', number: '2021-0412', delivered_on: '2021-12-04' }, reference: sampleReference.reference,
    result: {
      result: 'estimated',
      estimate: {
        price_cents: 48000, on: '2024-01-31', confidence: 'D', scenarios: taken.network === 'unknown' ? sides : sides.slice(0, 1),
        line_reasons: [[{ reason: 'amo_rate', rate_bp: 6000, base_low_cents: 5, base_high_cents: 5 }, { reason: 'frame_ceiling', ceiling_cents: 10000 }], [{ reason: 'amo_rate', rate_bp: 6000, base_low_cents: 10, base_high_cents: 10 }]],
        reasons: [{ reason: 'equipment', category: 'c', floor_cents: 20000, ceiling_cents: 70000 }, { reason: 'age_not_known' }, { reason: 'renewal', last: '2021-12-04', next: '2023-12-04', due: true, evidence: 'our_history', months: 24 }, { reason: 'guarantee_not_known', rank: 1 }],
        numbers,
      },
    },
  };
}

export const sampleReference: ReferenceView = { reference: { version: '2024-01', checksum: '5d41402abc4b2a76b9719d911017c592', shipped: true }, shipped_version: '2024-01', numbers, operators: [] };
