// Letters to payers, for the preview and the tests: three to write, three written.
import type { PlannedReminder, ReminderPlan, ReminderSent } from '$lib/contract/contract';

const planned = (key: string, payer_label: string, of: Partial<PlannedReminder>): PlannedReminder => ({
  key, payer_label, operator_label: 'Viamedis', level: 'first', last_level: null, last_on: null, shares: 4, cents: 148_400, oldest: '2023-12-04', penalty_cents: 0, ...of,
});

export const sampleReminderPlan: ReminderPlan = {
  as_of: '2024-01-31',
  letters: [
    planned('a', 'Mutuelle des Trois Vallées', { shares: 12, cents: 445_200, level: 'second', last_level: 'first', last_on: '2024-01-15' }),
    planned('b', 'Mutuelle du Phare', { operator_label: 'Almerys' }),
    planned('c', 'Prévoyance des Ateliers', { operator_label: null, shares: 1, cents: 37_100, level: 'formal_notice', last_level: 'second', last_on: '2024-01-10', penalty_cents: 371 }),
  ],
  not_claimed: 6, in_time: 21, lately: 2, unknown_payer: 1, wait_days: 8, default_days: 21,
};

const sent = (nth: number, of: Partial<ReminderSent>): ReminderSent => ({ document: `018d0000-0000-7000-8000-00000000000${nth}`, number: `L-2024-000${nth}`, on: '2024-01-15', level: 'first', payer_label: 'Mutuelle des Trois Vallées', shares: 12, cents: 445_200, duplicates: 0, ...of });

export const sampleReminders: ReminderSent[] = [sent(3, { level: 'second', payer_label: 'Prévoyance des Ateliers', on: '2024-01-10', shares: 1, cents: 37_100 }), sent(2, {}), sent(1, { payer_label: 'Mutuelle du Phare', duplicates: 1 })];
