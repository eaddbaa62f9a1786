// Made-up lots and returns of a pharmacy, for the pages and their tests.
import type { CircuitReading, CircuitRow, CircuitView, ImportRow, PreviewLine } from '$lib/contract/contract';
import { sampleRow } from './dossiers';

const line = (number: number, more: Partial<PreviewLine>): PreviewLine => ({
  line: number, status: 'new', takes: true, fault: null, warning: null, invoice: `F240188${number}`, lot: '0118', customer: 'Élise Estève', dossier: null, number: '', rank: 1, amount_cents: 1230 + number, share_cents: null,
  on: '2024-01-30', from: null, to: 'entrusted', outcome: null, code: '', wording: '', reference: '', ...more,
});

export const sampleLines: PreviewLine[] = [
  line(2, {}),
  line(3, { status: 'waiting', dossier: 'd-3', number: '2024-0187', share_cents: 1233, from: 'queued' }),
  line(4, { status: 'twice', dossier: 'd-4', number: '2024-0188', share_cents: 3800, from: 'sent', to: 'sent', warning: 'amount_differs' }),
  line(5, { status: 'unreadable', takes: false, fault: { code: 'unreadable', field: 'amc_share', with: '12,3O' }, amount_cents: null, to: null }),
  line(6, { status: 'known', takes: false, dossier: 'd-6', number: '2024-0190', from: 'entrusted', to: null }),
];

export const sampleImport: ImportRow = { import: 'l-1', table: 'transmitted_lots', name: 'lots-31-01.csv', taken_at: '2024-01-31T14:05:00Z', taken: 36, opened: 34, known: 2, left_out: 1, faulty: 8, total_cents: 128940, undone_at: null, undone: 0, kept: 0 };

function row(index: number, more: Partial<CircuitRow>): CircuitRow {
  const of = sampleRow(index);
  return {
    dossier: of.dossier, number: of.number, customer: of.customer, rank: 1, state: 'entrusted', lot: '0118', invoice: `F2401880${index}`, transmitted_on: '2024-01-30', share_cents: of.amc_share_cents, transmitted_cents: of.amc_share_cents, twice: false,
    outcome: null, code: '', wording: '', reference: '', returned_on: null, returned_cents: null, known_at: '2024-01-31T14:05:00Z', ...more,
  };
}

export const sampleCircuit: CircuitView = {
  rows: [...Array.from({ length: 7 }, (_, index) => row(index, index === 5 ? { twice: true, state: 'outcome_unknown' } : {})), row(7, { state: 'refused', outcome: 'rejected', code: 'R45', wording: 'Droits fermés à la date des soins', returned_on: '2024-01-31' }), row(8, { state: 'advised', outcome: 'advised', reference: 'VIR-77', returned_on: '2024-01-31' })],
  imports: [sampleImport, { ...sampleImport, import: 'l-0', name: '', undone_at: '2024-01-31T14:20:00Z', undone: 34, kept: 2 }],
  more: false,
};

export const sampleReading: CircuitReading = {
  result: 'read',
  read: {
    table: {
      name: 'lots-31-01.csv', checksum: '00', shape: { encoding: 'windows1252', separator: 'semicolon', header: true }, headers: ['N° lot', 'N° facture', 'Nom', 'Part RC'], sample: sampleLines.map((each) => ({ line: each.line, cells: [each.lot, each.invoice, each.customer, '12,30'] })), lines: 5,
      fields: [{ code: 'invoice', required: true }, { code: 'amc_share', required: true }, { code: 'lot', required: false }, { code: 'family_name', required: false }], columns: [{ field: 'lot', column: 0 }, { field: 'invoice', column: 1 }, { field: 'family_name', column: 2 }, { field: 'amc_share', column: 3 }],
      missing: [], words: [], found: 'proposed', mapping_name: '', saved: [],
    },
    imported_at: null,
    preview: { lines: sampleLines },
  },
};
