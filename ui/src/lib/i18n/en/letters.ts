// Letters in batch: those to payers and those to the customers of an outage are chosen, written and printed alike.
import type * as fr from '../fr/letters';
import { counted } from '../plural';
import { translated } from '../typography';

export const letters = translated<typeof fr.letters>({
  tabs: { plan: 'To write', sent: 'Letters written' },
  write: (count) => `Write ${counted(count, 'letter', 'letters')}`,
  writing: (to) => `Letter to ${to}`,
  stopping: 'Stopping after the letter under way…',
  written: (count) => counted(count, 'letter written', 'letters written'),
  stopped: (done, total) => `Stopped: ${done} of ${total}. The letters written stay; start again to write the others.`,
  failed: (count) => `${counted(count, 'letter could not be written', 'letters could not be written')}. The others are.`,
  sentKeys: 'Enter: open the letter. Space: choose it. F10: the letters chosen, or all of them, in a single file to print.',
  printAll: (count) => `Print ${counted(count, 'letter', 'letters')}`,
  reprint: 'Duplicate',
  number: 'Letter',
  on: 'Of',
  duplicates: 'Duplicates',
  customers: {
    open: 'Write to customers…',
    title: 'Write to customers',
    about: (incident) => `${incident}. One letter for each customer who has none yet.`,
    tabsLabel: 'Letters to customers',
    loading: 'Reading the differences…',
    columns: { customer: 'Customer', dossier: 'Dossier', paper: 'About', amount: 'Amount', call: 'Latest call' },
    papers: { difference_due: 'Left to pay', deposit_notice: 'Deposit of the cheque' },
    neverCalled: 'never called',
    notToCall: 'not to be called',
    called: (outcome, when) => `${outcome}, ${when}`,
    empty: 'Nobody to write to',
    emptyText: 'Customers partly covered or refused come here, while they have no letter and nothing is settled.',
    keys: 'Call first. Space: leave out a letter or take it again. The letter “deposit of the cheque” tells the customer: the time before the deposit runs from that day.',
    sentEmpty: 'No letter yet',
    sentEmptyText: 'Letters written to the customers of this outage stay here, with their number and day.',
  },
});
