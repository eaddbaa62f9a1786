// What was unusual in the accesses, and the word an owner says of each line.
import type * as fr from '../fr/unusual';
import { owner } from '../owner';
import { counted } from '../plural';
import { typesetAll } from '../typography';

const patterns: typeof fr.unusual.patterns = {
  outside_hours: (count) => `${counted(count, 'access', 'accesses')} outside opening hours`,
  failures: (count) => counted(count, 'wrong PIN or passphrase', 'wrong PINs or passphrases'),
  refusals: (count) => counted(count, 'action their role refuses', 'actions their role refuses'),
  lookups: (count) => counted(count, 'unusual look-up', 'unusual look-ups'),
  accounts_seen: (count) => counted(count, 'account of the vault seen or copied', 'accounts of the vault seen or copied'),
  customers_seen: (count) => counted(count, 'customer whose NIR or a picture was seen', 'customers whose NIR or a picture was seen'),
  exports: (count) => counted(count, 'list or archive written', 'lists or archives written'),
};

const limits: typeof fr.unusual.limits = {
  outside_hours: 'Accesses outside opening hours, in a night',
  failures: 'Wrong PINs and passphrases, in an hour',
  refusals: 'Actions refused by the role, in an hour',
  lookups: 'Look-ups noticed, in an hour',
  accounts_seen: 'Accounts of the vault seen, in an hour',
  customers_seen: 'Customers whose NIR or a picture is seen, in an hour',
  exports: 'Lists and archives written, in a day',
};

export const unusual: typeof fr.unusual = typesetAll({
  tab: 'Unusual accesses',
  note: 'A line is raised when the accesses of one person are out of the ordinary. An owner acknowledges it with a word, which stays written.',
  ownerOnly: () => `Only an ${owner()} reads unusual accesses.`,
  patterns,
  nobody: 'Nobody identified',
  title: (name, said) => `${name}: ${said}.`,
  at: (at) => `${at}.`,
  between: (first, last) => `From ${first} to ${last}.`,
  more: (count) => `${counted(count, 'more line waits', 'more lines wait')} in “Where my data goes”, “Unusual accesses”.`,
  acknowledge: 'Acknowledge',
  acknowledgeOf: (name) => `Acknowledge: ${name}`,
  anothers: () => `The line is about you: another ${owner()} acknowledges it.`,
  alone: () => `The line is about you, and no other ${owner()} works here: you acknowledge it alone, which stays written.`,
  dialog: 'Acknowledge an unusual access',
  word: 'What you know of it',
  wordHint: 'for example: stock-taking on Sunday, asked her; or: nobody here, password changed',
  wordMissing: 'One word is enough, but there must be one.',
  save: 'Acknowledge',
  saved: 'Acknowledged, and your word is kept with the line.',
  none: 'Nothing unusual is waiting.',
  past: 'Acknowledged',
  pastColumns: { what: 'Accesses', at: 'Acknowledged', by: 'By', word: 'Word' },
  nonePast: 'No line was acknowledged yet.',
  byAlone: (name) => `${name}, alone`,
  limits,
  limitsCaption: 'Above',
  limitColumns: { rule: 'Accesses of one person', above: 'A line above' },
  hours: 'Opening hours are set under “Look-ups”.',
  limitsSaved: 'The limits are saved.',
});
