// A made-up routing table, and who is touched, for the screens that show them.
import type { AffectedView, AmoRow, Function as PlatformFunction, RoutingParty, RoutingRowFields, RoutingView } from '$lib/contract/contract';
import { sampleRow } from './dossiers';

export const sampleAmo: AmoRow[] = [
  { channel: 'sesam_vitale', state: 'up', source: 'declared', since: '2024-01-31T08:00:00Z' },
  { channel: 'ameli_pro', state: 'unknown', source: null, since: null },
];

const party = (code: string, label: string, configured: boolean): RoutingParty => ({ code, label, configured, status: 'to_verify', source: 'Presse professionnelle', noted_on: '2024-02-06' });
const row = (insurer_name: string, operators: string[], more: Partial<RoutingRowFields> = {}): RoutingRowFields => ({ insurer_name, amc_number: '', csr: '', domain: '', from: '2024-01-01', to: null, operators, network: '', status: 'to_verify', source: 'Presse professionnelle, février 2024', noted_on: '2024-02-06', ...more });

const rows: RoutingRowFields[] = [
  row('Aésio', ['viamedis', 'almerys']),
  row('CA Assurances', ['viamedis']),
  row('Alan', ['almerys']),
  row('Mercer', ['viamedis'], { domain: 'OPTI', from: '2023-01-01', to: '2023-12-31' }),
  row('Harmonie Mutuelle', ['viamedis', 'korelio'], { amc_number: '775671993', csr: '94???????', status: 'confirmed', source: 'Convention lue chez l’assureur' }),
];

/** The table, after a change if there was one. */
export function sampleRouting(was: RoutingRowFields | null = null, becomes: RoutingRowFields | null = null): RoutingView {
  const kept = rows.filter((known) => JSON.stringify(known) !== JSON.stringify(was));
  const changed = becomes ? [...kept, becomes] : kept;
  return {
    reference: { version: '2024-02', checksum: '5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592', shipped: true },
    source: 'Presse professionnelle et éditeurs, février 2024', shipped_version: '2024-02', changes: was || becomes ? 1 : 0, left_out: 0,
    operators: [party('almerys', 'Almerys', true), party('korelio', 'Korelio', false), party('viamedis', 'Viamedis', true)],
    networks: [party('kalixia', 'Kalixia', false)],
    rows: changed.map((fields) => ({ row: fields, in_force: fields.to === null, by_hand: fields === becomes })),
  };
}

export function sampleAffected(operator: string, fn: PlatformFunction | null, count = 6): AffectedView {
  const almerys = { operator: 'almerys', label: 'Almerys', configured: true, state: 'up' as const };
  const dossiers = Array.from({ length: count }, (_, index) => {
    const of = sampleRow(index);
    return { dossier: of.dossier, number: of.number, customer: of.customer, rank: 1, insurer: rows[index % 2]?.insurer_name ?? '', opened_on: of.opened_on, amount_cents: of.amc_share_cents, track: (['not_sent', 'queued', 'sent'] as const)[index % 3] ?? 'sent', by_card: index % 2 === 1, second: index % 3 === 2 || index % 2 === 1 ? null : almerys };
  }).sort((a, b) => b.amount_cents - a.amount_cents);
  const passing = dossiers.filter((one) => one.second);
  const sum = (some: typeof dossiers): number => some.reduce((total, one) => total + one.amount_cents, 0);
  return {
    operator, operator_label: operator === 'viamedis' ? 'Viamedis' : operator, function: fn, on: '2024-01-31', table_version: '2024-02', dossiers, total_cents: sum(dossiers), second_count: passing.length, second_cents: sum(passing), more: false,
    insurers: rows.filter((one) => one.operators.includes(operator) && one.to === null).map((one, index) => ({
      insurer: one.insurer_name, amc_number: one.amc_number, csr: one.csr, domain: one.domain, position: one.operators.indexOf(operator) + 1,
      others: one.operators.filter((code) => code !== operator).map((code) => (code === 'almerys' ? almerys : { operator: code, label: 'Korelio', configured: false, state: 'unknown' as const })),
      status: one.status, source: one.source, noted_on: one.noted_on, dossiers: index, amount_cents: index * 37100,
    })),
  };
}
