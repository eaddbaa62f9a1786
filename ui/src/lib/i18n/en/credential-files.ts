// What is said of accounts that come from another program's file, or leave in one.
import type { ImportedFrom } from '../../contract/contract';
import type * as fr from '../fr/credential-files';
import { counted } from '../plural';

const states: typeof fr.importing.states = { new: 'New', known: 'In the vault already', other_secret: 'Another password', unreadable: 'Left out' };

const why: typeof fr.importing.why = {
  no_secret: 'It has no password.',
  not_a_login: 'A note, a card or an identity: it is not an account.',
  in_bin: 'It is in the other program’s recycle bin.',
  malformed: 'This line does not have the form of the others.',
  too_long: 'Its password, login or notes are too long: add it by hand.',
  character: 'It holds a character that cannot be typed: add it by hand.',
  twice: 'The same account is further up, with another password.',
  seed_not_read: 'Taken without the key of its codes, which cannot be read.',
};

const programs: Record<ImportedFrom, string> = { kee_pass: 'KeePass', bitwarden: 'Bitwarden', browser: 'a browser', kee_pass_database: 'a KeePass database' };

export const importing: typeof fr.importing = {
  open: 'Import…',
  title: 'Import accounts',
  note: 'KeePass or KeePassXC (XML export), Bitwarden (JSON, not encrypted), Chrome, Edge, Firefox or Safari (CSV), and the encrypted exports of Relais (KDBX).',
  file: 'File',
  fileHint: 'nothing is taken before you have seen it, line by line',
  browse: 'Browse…',
  read: 'Read',
  databasePassphrase: 'Passphrase of the database',
  holder: 'Holder of the accounts',
  columns: { at: 'Line', state: 'State', label: 'Account', login: 'Login', why: 'What it changes' },
  states,
  why,
  brings: ({ state, has_seed, has_notes }) => {
    if (state === 'known') return 'Nothing: same login, same password.';
    if (state === 'other_secret') return 'Tick to replace the password of the vault; the old one stays in the history.';
    return ['its password', has_seed ? 'the key of its codes' : '', has_notes ? 'its notes' : ''].filter(Boolean).join(', ');
  },
  summary: (from, rows, taken, known, left) =>
    `${counted(rows, 'line', 'lines')} of ${programs[from]}: ${counted(taken, 'ticked', 'ticked')}, ${known} in the vault already, ${counted(left, 'left out', 'left out')}.`,
  nothing: 'No line',
  take: (count) => `Import ${counted(count, 'account', 'accounts')}`,
  done: (added, changed) => `${counted(added, 'account added', 'accounts added')} to the vault, ${counted(changed, 'password replaced', 'passwords replaced')}.`,
  destroyTitle: 'Now destroy the file',
  destroy: (path) => `${path} holds all these passwords in clear. Delete it, empty the recycle bin, and check that no copy is left in the downloads, an email, a memory stick or a synchronised folder.`,
  close: 'I understand',
};

export const exporting: typeof fr.exporting = {
  open: 'Export…',
  title: 'Export the accounts, encrypted',
  note: 'A KeePass database (KDBX 4): KeePassXC, KeePass and Relais open it with its passphrase. Nothing leaves in clear.',
  passphrase: 'Passphrase of the file',
  passphraseHint: 'without it, nobody opens this file again; choose one that is used for nothing else',
  again: 'The same, a second time',
  differs: 'The two are not the same.',
  write: 'Choose where to write it',
  fileName: 'accounts-of-the-practice.kdbx',
  done: (accounts, path) => `${counted(accounts, 'account encrypted', 'accounts encrypted')} in ${path}.`,
};
