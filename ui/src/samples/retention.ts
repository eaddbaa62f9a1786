// How long each kind of data is kept, what was erased and which backups there are, in made-up values.
import type { Answers } from './backend';
import type { ClockRow, DueList, ErasurePreview, ErasedTally, PurgeView, RetentionView } from '$lib/contract/contract';

const clock = (kind: ClockRow['kind'], more: Partial<ClockRow> = {}): ClockRow => ({ kind, months: 24, days: null, at_least: null, obliges: null, too_short: false, from: '2024-02-01', status: 'to_verify', source: 'Recours, 2 ans (C. assur. L114-1)', reason: '', goes_by_itself: false, purged: true, due: 0, ...more });
const law = { months: 120, at_least: 120, obliges: 'C. com. L123-22 : pièces comptables, 10 ans', source: 'C. com. L123-22' };

export const sampleErased: ErasedTally = { customers: 2, cards: 2, nirs: 1, card_texts: 1, pictures: 0, cheque_lines: 1, notes: 3, exchanges: 4, papers: 5 };

export const samplePurge: PurgeView = { purge: 'pu-1', why: 'due', state: 'certified', subjects: 3, done: 3, kept: 1, erased: sampleErased, asked_by: 'Claire Aubry', asked_at: '2024-01-30T08:10:00Z', confirm_from: null, may_confirm: false, seconded_by: 'Léa Martin', agreed_at: '2024-01-30T08:10:00Z', certified_at: '2024-01-30T08:11:00Z', number: 'PV-2024-0001', certificate: 'do-1', running: false };

export const sampleRetention: RetentionView = {
  set: { version: '2024-02', checksum: '9f2c4b7e1a6d8305', shipped: true },
  shipped_version: '2024-02',
  clocks: [
    clock('customer', { ...law, due: 3 }),
    clock('entries', { ...law, purged: false, due: null }),
    clock('nir', { due: 12 }),
    clock('card_text'),
    clock('card_picture'),
    clock('cheque_picture', { months: null, days: 30, goes_by_itself: true, purged: false, due: null }),
    clock('cheque_line', { months: 60 }),
    clock('exchange', { months: 18, reason: 'Conseil de notre délégué' }),
    clock('account', { months: null, days: 30, goes_by_itself: true, purged: false, due: null }),
    clock('access_log', { months: 12, status: 'confirmed', goes_by_itself: true, purged: false, due: null }),
    clock('breach', { months: 60 }),
    clock('backup', { months: 3, purged: false, due: 1 }),
  ],
  purges: [samplePurge],
  backups: [
    { id: 2, written_at: '2024-01-29T18:00:00Z', path: '/media/cle/relais-2024-01-29.relais', destroy_on: '2024-04-29', overdue: false, here: false },
    { id: 1, written_at: '2023-10-02T17:30:00Z', path: '/home/optique/relais-2023-10-02.relais', destroy_on: '2024-01-02', overdue: true, here: true },
  ],
  may_second: [],
  most: 2000,
};

export const sampleDue = (kind: DueList['kind']): DueList => ({ kind, total: kind === 'customer' ? 3 : 12, rows: [{ dossier: 'd-0', label: 'Lucie Bernard', since: '2014-01-15', due_on: '2024-01-15' }] });

export const sampleErasure: ErasurePreview = {
  customer: 'Lucie Bernard',
  dossiers: [
    { dossier: 'd-0', number: '2024-0118', phone: '0639980102', opened_on: '2024-01-15', total_cents: 48000, named: true, open: null },
    { dossier: 'd-9', number: '2023-0041', phone: '', opened_on: '2023-02-03', total_cents: 21000, named: true, open: null },
  ],
  goes: sampleErased,
  shared_papers: 1,
  obliged_until: '2034-01-15',
  obliges: law.obliges,
  waiting: null,
};

/** What the window is answered. */
export const retentionAnswers = {
  'retention.view': () => sampleRetention,
  'retention.due': ({ kind }) => sampleDue(kind),
  'retention.set_clock': ({ kind, months, source, status, reason }) => ({ ...sampleRetention, clocks: sampleRetention.clocks.map((clock) => (clock.kind === kind ? { ...clock, months, source, status, reason, too_short: months < (clock.at_least ?? 0) } : clock)) }),
  'retention.restore_clocks': () => sampleRetention,
  'purge.preview': ({ dossiers }) => ({ ...sampleErasure, dossiers: sampleErasure.dossiers.map((row) => ({ ...row, named: dossiers.length === 0 || dossiers.includes(row.dossier) })) }),
  'purge.ask': () => sampleRetention,
  'purge.agree': () => sampleRetention,
  'purge.withdraw': () => sampleRetention,
} satisfies Answers;
