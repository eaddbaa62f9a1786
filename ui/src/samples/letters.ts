// Letters in batch, for the preview and the tests: none under way; three to customers to write, two written.
import type { CustomerLetters, LetterProgress, LetterToWrite } from '$lib/contract/contract';
import type { Answers } from './backend';
import { sampleReminderPlan, sampleReminders } from './reminders';

export const idleLetters: LetterProgress = { running: false, done: 0, total: 0, cancelled: false, current: null, written: 0, failure: null, failures: 0 };

const toWrite = (nth: number, customer: string, of: Partial<LetterToWrite> = {}): LetterToWrite => ({ key: `l-${nth}`, paper: 'difference_due', dossier: `d-${nth}`, number: `2024-018${nth}`, customer, phone: '0612345678', amount_cents: 2375, ...of });

export const sampleCustomerLetters: CustomerLetters = {
  to_write: [toWrite(1, 'Bernard Lucie'), toWrite(2, 'Haddadi Samir', { paper: 'deposit_notice', amount_cents: 37991 }), toWrite(6, 'Le Goff Maëlle', { amount_cents: 4210 })],
  written: [
    { document: '018d0000-0000-7000-8000-0000000000b2', number: 'L-2024-0002', on: '2024-01-31', paper: 'deposit_notice', dossier: 'd-7', dossier_number: '2024-0187', customer: 'Queyrel Anne', duplicates: 0 },
    { document: '018d0000-0000-7000-8000-0000000000b1', number: 'L-2024-0001', on: '2024-01-30', paper: 'difference_due', dossier: 'd-8', dossier_number: '2024-0188', customer: 'Saint-Martin Éloïse', duplicates: 1 },
  ],
};

export const letterAnswers = {
  'recovery.letters': () => sampleCustomerLetters,
  'recovery.write_letters': () => idleLetters,
  'recovery.letters_progress': () => idleLetters,
  'recovery.cancel_letters': () => idleLetters,
  'recovery.print_letters': () => ({ path: '/courriers-clients.pdf', file_name: 'courriers-clients.pdf', pages: 3 }),
  'reminder.plan': () => sampleReminderPlan,
  'reminder.list': () => ({ rows: sampleReminders }),
  'reminder.progress': () => idleLetters,
  'reminder.start': () => idleLetters,
  'reminder.cancel': () => idleLetters,
  'reminder.open': () => ({ path: '/relance.pdf', file_name: 'relance.pdf', pages: 1 }),
  'reminder.reprint': () => ({ path: '/relance.pdf', file_name: 'relance.pdf', pages: 1 }),
  'reminder.bundle': () => ({ path: '/relances.pdf', file_name: 'relances.pdf', pages: 3 }),
} satisfies Answers;
