// The people of a practice: who works here, who is at work, what closes the window behind him.
import type * as fr from '../fr/team';
import { counted } from '../plural';
import { translated } from '../typography';

const minutes = (count: number): string => (count === 60 ? 'one hour' : `${count} minutes`);

export const team = translated<typeof fr.team>({
  settings: 'Settings',
  lookedForBy: { language: 'language french français langue', settings: 'practice pharmacy team role lock password keeping', lock: 'lock close session' },
  tabs: { people: 'Team', mine: 'My access', language: 'Language (langue)', lock: 'Locking', keeping: 'Keeping' },
  note: {
    people: 'Everybody works under his own name, with his own passphrase, and with what his role allows.',
    mine: 'What proves it is you. Nobody else knows it, and Relais cannot read it again.',
    lock: 'What happens when nobody touches Relais any more.',
    keeping: 'What Relais erases by itself, and when.',
    language: 'The language of Relais on this computer, for everybody who uses it.',
  },

  caption: 'The people of the practice',
  columns: { name: 'Name', role: 'Role', entersBy: 'Enters with', seen: 'Last seen' },
  you: 'you',
  away: (since) => `removed from the team on ${since}`,
  never: 'not yet',
  entersBy: (passphrase, pin, pinLocked) => (!passphrase ? 'nothing' : pinLocked ? 'passphrase, PIN locked' : pin ? 'PIN or passphrase' : 'passphrase'),
  entersByRoleChanged: 'What changes holds from the next action, and stays in the journal.',
  add: 'Add a person',
  rename: 'Rename',
  changeRole: 'Change the role',
  reset: 'New passphrase',
  retire: 'Remove from the team',
  readmit: 'Take back into the team',
  aloneTitle: 'You are alone here for now.',
  aloneText: 'A person added works under a name of his own. A PIN of four digits is enough at the counter.',
  name: 'Name',
  nameHint: 'first name and surname: it signs what is done',
  role: 'Role',
  ownPassphrase: 'Own passphrase',
  ownPassphraseHint: 'to be typed by that person: you need not know it',
  newPassphrase: 'New passphrase',
  again: 'The same, once more',
  pin: 'PIN',
  pinHint: 'four to eight digits, to be quick at the counter',
  short: { rename: 'Rename', role: 'Role', reset: 'Passphrase', retire: 'Remove', readmit: 'Take back' },
  addDo: 'Add',
  retireDo: 'Remove',
  readmitDo: 'Take back',
  retireText: (name) => `${name} will no longer get in: neither passphrase nor PIN will open anything. What was done keeps that name, and you can take this person back later.`,
  resetText: (name) => `For ${name}, whose passphrase is forgotten. The PIN is removed at the same time: it is chosen again in “My access”.`,
  readmitText: (name) => `${name} comes back with the same role and a new passphrase.`,
  added: (name) => `${name} is in the team.`,
  renamed: (name) => `The name is now ${name}.`,
  roleChanged: (name, role) => `${name} is now: ${role}.`,
  retired: (name) => `${name} is no longer in the team.`,
  readmitted: (name) => `${name} is back in the team.`,
  wasReset: (name) => `${name} has a new passphrase.`,
  readOnly: (owner) => `The ${owner} adds, changes and removes people.`,

  rolesTitle: 'What each role allows',
  deeds: {
    reads: 'Read the dossiers, the cheques, the books and the journal',
    works: 'Sell, take payments, keep and deposit cheques, send requests and recover',
    oversees: 'See what all payers owe, and since when',
    writes: 'Remind payers by letter',
    owns: 'Decide for the practice: team, settings, platforms, ceilings, losses, export of the journal',
  },
  does: (rights) =>
    rights.owns
      ? 'Everything, and alone to decide for the practice.'
      : !rights.works
        ? 'Reads everything and records nothing.'
        : rights.oversees
          ? 'The work of the counter, plus what payers owe and the reminders.'
          : 'The work of the counter, without the overview of what is owed.',
  yes: 'yes',
  no: 'no',

  minePassphrase: 'My passphrase',
  minePassphraseText: 'It opens the practice, and brings you to work.',
  current: 'Current passphrase',
  changeDo: 'Change my passphrase',
  changed: 'Your passphrase is changed.',
  minePin: 'My PIN',
  minePinText: {
    none: 'A few digits instead of the passphrase, when the practice is already open. Five tries, then only the passphrase works.',
    set: 'You have a PIN. Five wrong tries, and only the passphrase works, which makes it work again at once.',
    locked: 'Five wrong PINs were typed: it is locked. Enter once with the passphrase, or choose another one here.',
  },
  newPin: 'New PIN',
  pinPassphrase: 'My passphrase, as proof',
  pinDo: 'Choose this PIN',
  pinDrop: 'Have no PIN any more',
  pinSet: 'Your PIN is chosen.',
  pinDropped: 'You have no PIN any more.',
  typePassphrase: 'Type your passphrase first.',

  lockLabel: (role) => role.charAt(0).toUpperCase() + role.slice(1),
  lockLegend: 'When this person is at work',
  lockAfter: (count) => `after ${minutes(count)} without activity`,
  lockText: 'Relais then closes, and asks who is at work: nothing can be read any more, a PIN or a passphrase brings one back. After three hours, and always after “Lock” (Ctrl L), a passphrase is needed.',
  lockNoPin: 'While nobody has a PIN, only a passphrase brings one back.',
  lockDemonstration: 'A demonstration does not lock by itself.',
  lockReadOnly: (owner) => `The ${owner} chooses these times.`,
  lockSaved: 'Times saved.',

  whoTitle: 'Who is at work?',
  switchTitle: 'Switch user',
  switchNote: (who) => `${who} is at work. What is begun at the counter stays there.`,
  people: 'People',
  peopleKeys: 'Arrow, initial or digit, then Enter.',
  pinOrPassphrase: 'PIN or passphrase',
  passphrase: 'Passphrase',
  blocked: 'Five wrong PINs: type the passphrase, it makes the PIN work again too.',
  enter: 'Enter',
  checking: 'Checking',
  pinShape: 'A PIN has four to eight digits.',
  wrongPassphrase: (name) => `This is not the passphrase of ${name}.`,
  waits: (seconds) => `Next try in ${counted(seconds, 'second', 'seconds')}.`,
  alone: 'Nobody else works here.',
  aloneOwner: 'Add a person in Settings, Team.',
  stepAway: 'Step away',
  stepAwayNote: 'Nobody is at work any more: a PIN is enough to come back.',
  lock: 'Lock',
  closed: ({ why, by, minutes: after }) =>
    why === 'idle' ? `Locked after ${minutes(after)} without activity.${by ? ` ${by} was at work.` : ''}` : by ? `Locked by ${by}.` : 'Locked on request.',
  left: (by) => `${by} has stepped away from the computer.`,
  kept: 'What was typed is kept.',
});
