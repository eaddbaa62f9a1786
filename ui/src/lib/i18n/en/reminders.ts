// Reminders to payers: first reminder, second reminder, formal notice.
import type * as fr from '../fr/reminders';
import { counted } from '../plural';
import { translated } from '../typography';

export const reminders = translated<typeof fr.reminders>({
  levels: { first: 'Reminder 1', second: 'Reminder 2', formal_notice: 'Formal notice' },
  open: 'Remind…',
  title: 'Remind the payers',
  about: (figure) => `${figure}. One letter for each payer and level.`,
  everything: 'Everything owed',
  tabsLabel: 'Reminders',
  loading: 'Reading the late shares…',
  columns: { payer: 'Payer', operator: 'Operator', shares: 'Shares', amount: 'Amount', oldest: 'Oldest', last: 'Latest letter', level: 'Level' },
  none: 'never reminded',
  last: (level, day) => `${level}, ${day}`,
  empty: 'No late share to remind of',
  emptyText: (days) => `A share is late when the delay agreed with the operator is over; without a delay agreed, after ${days} working days.`,
  left: (parts) => `Left out: ${parts}.`,
  inTime: (count) => `${counted(count, 'share', 'shares')} within time`,
  lately: (count, days) => `${counted(count, 'reminded', 'reminded')} less than ${days} days ago`,
  notClaimed: (count) => `${counted(count, 'share', 'shares')} that nobody claims (not sent, refused, of customers)`,
  unknownPayer: (count) => `${counted(count, 'share', 'shares')} without a known payer`,
  keys: 'Space: leave out a letter or take it again. Alt 1, 2, 3: its level. A formal notice is sent by registered post with acknowledgement of receipt.',
  setLevel: (level) => `Level of the letter: ${level}`,
  penalties: (amount) => `of which the announcement of ${amount} of penalties, rate “to be checked”`,
  sentEmpty: 'No letter yet',
  sentEmptyText: 'Reminders and formal notices written stay here, with their number and day.',
  column: 'Reminded',
  reminded: (level, number, amount) => `${level} to the payer, letter no. ${number}, for ${amount}`,
});
