// Made-up statements and credits of a practice, for the pages and their tests.
import type { AdviceLineShown, AdviceReading, AsideRow, CreditView, PaymentsView, ProposalView, RaisedItem, RaisedView, StatementLineShown, StatementReading } from '$lib/contract/contract';
import { sampleRow } from './dossiers';
import { sampleImport } from './circuit';

export function sampleProposal(parts: number, more: Partial<ProposalView> = {}): ProposalView {
  const part = (index: number): ProposalView['parts'][number] => {
    const row = sampleRow(index);
    return { dossier: row.dossier, rank: 1, number: row.number, customer: row.customer, awaited_cents: 20000 + index, amount_cents: 20000 + index, advised: true };
  };
  return { ground: 'one_advice', sure: true, parts: Array.from({ length: parts }, (_, index) => part(index)), left_cents: 0, short_cents: 0, ...more };
}

const line = (number: number, more: Partial<StatementLineShown>): StatementLineShown => ({
  line: number, status: 'transfer', takes: true, proposed: true, fault: null, warning: null, on: '2024-01-30', label: `VIR SEPA VIAMEDIS ${number}`, reference: `AV24011${number}`, amount_cents: 40000 + number, payer: { payer: 'operator', platform: 'viamedis' }, slip: null, slip_number: '',
  cheque: null, customer: '', proposal: null, ...more,
});

export const sampleStatementLines: StatementLineShown[] = [
  line(2, { proposal: sampleProposal(2) }),
  line(3, { status: 'unrecognised', label: 'VIR SEPA MUT. DE L’OCEAN 77', payer: null }),
  line(4, { proposal: sampleProposal(1, { ground: 'short', sure: false, short_cents: 1500 }) }),
  line(5, { status: 'slip', label: 'REMISE CHEQUES 4471220', payer: null, slip: 's-0', slip_number: 'B-2024-0001' }),
  line(6, { status: 'other', label: 'REMISE CB', payer: null, proposed: false }),
  line(7, { status: 'debit', label: 'PRLV SEPA ENERGIE', payer: null, amount_cents: -18420, takes: false, proposed: false }),
  line(8, { status: 'bounced', label: 'CHEQUE IMPAYE', payer: null, amount_cents: -37100, takes: false, proposed: false, cheque: 'c-3', customer: 'Élise Estève' }),
  line(9, { status: 'known', takes: false, proposed: false }),
  line(10, { warning: 'twin', proposed: false }),
  line(11, { status: 'unreadable', takes: false, proposed: false, payer: null, amount_cents: null, fault: { code: 'unreadable', field: 'credit', with: '88,8O' } }),
];

export const sampleStatement: StatementReading = {
  result: 'read',
  read: {
    table: {
      name: 'releve.csv', checksum: '00', shape: { encoding: 'windows1252', separator: 'semicolon', header: true }, headers: ['Date', 'Libellé', 'Débit', 'Crédit'], sample: sampleStatementLines.slice(0, 5).map((each) => ({ line: each.line, cells: ['30/01/2024', each.label, '', '400,02'] })), lines: 10,
      fields: [{ code: 'on', required: true }, { code: 'label', required: true }, { code: 'amount', required: false }, { code: 'credit', required: false }, { code: 'debit', required: false }, { code: 'value_on', required: false }, { code: 'reference', required: false }],
      columns: [{ field: 'on', column: 0 }, { field: 'label', column: 1 }, { field: 'debit', column: 2 }, { field: 'credit', column: 3 }], missing: [], words: [], found: 'proposed', mapping_name: '', saved: [],
    },
    imported_at: null,
    preview: { lines: sampleStatementLines },
  },
};

export const sampleCredit = (index: number, more: Partial<CreditView> = {}): CreditView => ({
  bank_credit: `b-${index}`, on: '2024-01-30', value_on: null, payer: index % 4 === 3 ? null : { payer: 'operator', platform: index % 2 ? 'almerys' : 'viamedis' }, label: `VIR SEPA ${index}`, reference: '', amount_cents: 40000 + index, left_cents: 0, shares: 1 + (index % 3), imported: index % 5 !== 0, proposal: null, ...more,
});

const waiting = [sampleCredit(0, { left_cents: 40001, shares: 0, proposal: sampleProposal(2) }), sampleCredit(3, { left_cents: 1500, shares: 1 })];

export const samplePayments: PaymentsView = {
  to_allocate: waiting, to_allocate_cents: 41501, credits: Array.from({ length: 12 }, (_, index) => sampleCredit(index)), more: false,
  imports: [{ ...sampleImport, import: 'p-1', table: 'bank_statement', name: 'releve-janvier.csv', opened: 0 }, { ...sampleImport, import: 'p-0', table: 'bank_statement', name: '', opened: 0, undone_at: '2024-01-31T14:20:00Z', undone: 34, kept: 2 }],
  payers: [{ words: 'mut de l ocean', payer: 'insurer', name: 'Mutuelle de l’Océan' }, { words: 'remise tpe', payer: 'other' }],
  aside: [{ import: 'p-1', line: 5, text: 'F2401885, Estève, avis AV-12, 200,05 €', amount_cents: 20005, on: '2024-01-30', list: 'avis.csv', taken_at: '2024-01-31T14:05:00Z' }], awaited: 12, awaited_cents: 412000,
};

const item = (kind: RaisedItem['kind'], index: number, more: Partial<RaisedItem> = {}): RaisedItem => {
  const row = sampleRow(index);
  return { kind, since: '2024-01-22', working_days: 7 + index, amount_cents: 20000 + index, announced_cents: 20000 + index, paid_cents: 0, payer: { payer: 'operator', platform: 'viamedis' }, dossier: row.dossier, rank: 1, number: row.number, customer: row.customer, bank_credit: null, label: '', reference: 'AV-12', usual_days: null, ...more };
};

export const sampleRaised: RaisedView = {
  as_of: '2024-01-31', after_days: 4,
  items: [item('operator_silent', 0, { dossier: null, number: '', customer: '', reference: '', usual_days: 5, announced_cents: null, paid_cents: null }), item('advised_unpaid', 1), item('below_advice', 2, { amount_cents: 1500, announced_cents: 38000, paid_cents: 36500 }), item('credit_without_advice', 3, { dossier: null, number: '', customer: '', bank_credit: 'b-0', label: 'VIR SEPA 0' })],
};

const adviceLine = (number: number, more: Partial<AdviceLineShown>): AdviceLineShown => ({
  line: number, status: 'announced', takes: true, fault: null, warning: null, invoice: `F240188${number}`, said_name: 'Estève', member_number: '', operator: 'Viamedis', reference: 'AV-12', amount_cents: 20000 + number, share_cents: 20000 + number, on: '2024-01-30', pays_on: '2024-02-02', code: '', wording: '',
  dossier: 'd-1', rank: 1, number: '2024-0187', customer: 'Élise Estève', ...more,
});

export const sampleAdviceLines: AdviceLineShown[] = [
  adviceLine(2, {}),
  adviceLine(3, { warning: 'amount_differs', share_cents: 38000 }),
  adviceLine(4, { status: 'rejected', amount_cents: null, code: 'R45', wording: 'Droits fermés' }),
  adviceLine(5, { status: 'set_aside', dossier: null, number: '', customer: '', fault: { code: 'no_dossier', field: '', with: '' } }),
  adviceLine(6, { status: 'known', takes: false }),
  adviceLine(7, { status: 'unreadable', takes: false, dossier: null, fault: { code: 'unreadable', field: 'amount', with: '12,3O' }, amount_cents: null }),
];

export const sampleAdvices: AdviceReading = {
  result: 'read',
  read: { table: sampleStatement.result === 'read' ? { ...sampleStatement.read.table, name: 'avis.csv', fields: [{ code: 'amount', required: true }, { code: 'invoice', required: false }, { code: 'reference', required: false }], columns: [{ field: 'invoice', column: 1 }, { field: 'amount', column: 3 }] } : (undefined as never), imported_at: null, preview: { lines: sampleAdviceLines } },
};

export const sampleAside: AsideRow = { import: 'p-1', line: 5, text: 'F2401885, Estève, avis AV-12, 200,05 €', amount_cents: 20005, on: '2024-01-30', list: 'avis.csv', taken_at: '2024-01-31T14:05:00Z' };

export const noPayments: PaymentsView = { to_allocate: [], to_allocate_cents: 0, credits: [], more: false, imports: [], payers: [], aside: [], awaited: 0, awaited_cents: 0 };
