// “Backups”: where they go, what is there, one put back.
import type { SalvagePart } from '../../contract/contract';
import { formatDate, formatInstant } from '../../format/dates';
import { formatCount } from '../../format/money';
import type * as fr from '../fr/backups';
import { counted } from '../plural';
import { translated } from '../typography';

const UNITS = ['B', 'kB', 'MB', 'GB'];

function size(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  while (amount >= 1000 && unit < UNITS.length - 1) [amount, unit] = [amount / 1000, unit + 1];
  return `${unit > 1 && amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount)} ${UNITS[unit]}`;
}

const days = (count: number): string => counted(count, 'day', 'days');
const salvageParts: Record<SalvagePart, string> = {
  customers: 'customers and their cards',
  papers: 'papers',
  exchanges: 'exchanges with the platforms',
  accounts: 'the vault of accounts',
  accesses: 'the access log',
  house: 'the team and the settings',
};
const entries = (count: number): string => counted(count, 'entry', 'entries');

export const backups = translated<typeof fr.backups>({
  tab: 'Backups',
  note: 'An encrypted copy of the practice, every day, opened to be verified. It can be read only with the passphrase or the recovery key.',
  now: 'Back up now',
  done: 'Backup written and verified.',
  doneExcept: (places) => `Backup written and verified on this PC, but not in ${places === 1 ? '1 folder' : `${places} folders`}: see why below.`,
  verified: 'This backup opens: it is whole.',
  lastSound: (at) => `Last good backup: ${formatInstant(at)}`,
  noneYet: 'No backup so far',
  late: (count) => `No backup for ${days(count)}.`,
  lateAdvice: 'Back up now.',
  lateFolder: (folder, count) => (count === null ? `Nothing yet in “${folder}”.` : `Nothing in “${folder}” for ${days(count)}.`),
  plug: 'Plug in the stick: the copy will be written by itself.',
  open: 'Open',
  openOf: 'Open the backups',
  onlyHere: 'The backups are on this PC alone.',
  onlyHereAdvice: 'A theft or a broken disk would take them with the practice: choose a USB stick or another disk.',
  addFolder: 'Add a stick or a folder…',
  removeFolder: 'Stop writing there',
  removeFolderOf: (folder) => `Stop writing there: ${folder}`,
  thisPc: 'This PC',
  away: 'away: plug in the stick',
  here: 'there',
  nothingThere: 'No backup here.',
  columns: { written: 'Written', holds: 'Holds', size: 'Size', state: 'State', until: 'Destroyed', act: 'Verify' },
  size,
  entries: (count, now) => `${formatCount(count)} ${count === 1 ? 'entry' : 'entries'}${count < now ? `, ${formatCount(now - count)} fewer than the journal` : count > now ? `, ${formatCount(count - now)} more than this journal` : ', the whole journal'}`,
  unreadable: 'unreadable',
  states: { verified: 'Verified', not_verified: 'Never verified', damaged: 'Damaged' },
  verifiedAt: (at) => `Opened on ${formatInstant(at)}`,
  until: (date) => `by ${formatDate(date)}`,
  verify: 'Verify',
  verifyOf: (at) => `Verify the backup of ${formatInstant(at)}`,
  steps: { copying: 'Copying the database', writing: 'Writing the backup', reading: 'Reading it back, to verify', entries: 'Taking over the journal', beside: 'Taking over names, accounts and settings', folding: 'Bringing the lists up to date', papers: 'Taking over papers and pictures' },
  starting: 'Preparing',
  stopping: 'Stopping',
  settings: 'When, and how many are kept',
  hour: 'Hour',
  hourHint: '0:00: at the first opening of the day',
  hourWrong: 'An hour such as 13:00.',
  daily: 'Days',
  weekly: 'Weeks',
  monthly: 'Months',
  countWrong: 'A number from 0 to 60, one day at least.',
  rotationNote: 'The last one of each day, week and month is kept; the retention time comes first; the last one that opens is never erased.',
  save: 'Save',
  saved: 'Backup settings saved.',
  folderAdded: (folder) => `Backups will also go to “${folder}”.`,
  folderRemoved: (folder) => `Nothing more will be written in “${folder}”. What is there stays there.`,

  restore: 'Restore a backup',
  restoreTitle: 'Restore a backup',
  restoreNote: 'The practice is put back into a new folder: nothing on this PC is changed.',
  file: 'Backup',
  noFile: 'A file “sauvegarde-….relais”, on a stick or a disk',
  choose: 'Choose…',
  way: 'It opens with',
  ways: { recovery_key: 'the recovery key', passphrase: 'the passphrase' },
  keyHint: 'as printed, with or without the dashes',
  read: 'Read the backup',
  found: 'What the backup would give',
  practice: 'Practice',
  otherVersion: 'name read once it is put back',
  writtenAt: 'Written on',
  journal: 'Journal',
  journalHolds: entries,
  papers: 'Papers',
  papersHeld: (count, missing) => (missing === 0 ? counted(count, 'paper', 'papers') : `${counted(count, 'paper', 'papers')}, ${formatCount(missing)} were missing already`),
  sizeLabel: 'Size',
  into: 'Will be put into',
  newerHere: (count, at) => `It is older than what this PC has known: ${entries(count)} up to ${formatInstant(at)} ${count === 1 ? 'is' : 'are'} not in it.`,
  newerHereAdvice: 'If you have a later one, take that.',
  salvage: 'Add to it what can still be read of this practice on this PC',
  salvageFound: (found) => (found.entries > 0 && found.until ? `${entries(found.entries)} more, up to ${formatInstant(found.until)}.` : 'The journal gains no entry by it.'),
  salvagePages: (pages) => {
    const more = pages.length - 6;
    const named = pages.slice(0, 6).join(', ');
    return `${pages.length === 1 ? 'Damaged page' : 'Damaged pages'} of the database on this PC: ${named}${more > 0 ? ` and ${more} more` : ''}.`;
  },
  salvageLost: (count) => `${entries(count)} more existed and can no longer be read on this PC.`,
  salvageLostAdvice: 'An archive of the journal, exported from “Evidence”, may give them back.',
  archiveGivesNoMore: 'The chosen archive does not give them back: take an archive of the journal of this practice, later than the backup.',
  salvageArchive: 'Add to it what followed, from the archive',
  archiveOffered: 'An archive of the journal, later than the backup, can add what followed to it.',
  archiveGivesNothing: 'The chosen archive adds nothing to it: take an archive of the journal of this practice, later than the backup.',
  noArchive: 'No archive chosen',
  chooseArchive: 'Choose an archive…',
  salvagePartly: (parts) => `Can no longer be read whole: ${parts.map((part) => salvageParts[part]).join(', ')}.`,
  salvagePartlyAdvice: 'Where nothing can be read, the state of the backup stands: check what has changed since.',
  beside: 'This practice is on this PC already.',
  besideAdvice: 'The backup is put beside it under another name: nothing of the present practice is changed.',
  back: 'Choose another backup',
  putBack: 'Put back and open',
});
