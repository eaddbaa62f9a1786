// Words of the outage drill: what it is, its tasks, its clock and its end.
import type { ExerciseTask } from '../../contract/contract';
import type * as fr from '../fr/exercise';
import { counted } from '../plural';
import { translated } from '../typography';

/** `9 min 05 s`. */
function lasting(seconds: number): string {
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

const hints: Record<ExerciseTask, string> = {
  verify_rights: 'Open a Viamedis dossier and ask for the rights (F4): the answer must be “not verified”.',
  choose_way: 'Agree with the customer on a way to continue: Alt and its digit.',
  deliver: 'Hand over the glasses: note the delivery, button “Dates” of the dossier.',
  keep_cheque: 'Keep a cheque for the insurer’s share (F7).',
  print_receipt: 'Print the receipt of the cheque, in two copies to sign (F10).',
  platform_back: 'Bring the platform back with the button on the right: the rights first, then the prior authorisations.',
  recover: 'Recovery screen: start the recovery (F4), each dossier of the outage is checked again.',
};

/** What a pharmacy does otherwise. */
const inPharmacy: Partial<Record<ExerciseTask, string>> = {
  keep_cheque: 'For another customer, agree on a kept cheque, note the delivery and keep the cheque (F7).',
  deliver: 'Hand over what is ready and choose “Third-party payment”: the delivery is noted with the way.',
  platform_back: 'Bring the rights back with the button on the right.',
  recover: 'Recovery screen: start the recovery (F4). What the OCT carries is then settled by its returns and the transfers.',
};

export const exercise = translated<typeof fr.exercise>({
  title: 'Outage drill',
  note: 'Ten minutes of outage with invented customers, cheques and platform.',
  intro: (pharmacy) => [
    pharmacy
      ? 'The rights of Viamedis no longer answer in an invented pharmacy; four customers wait at the counter.'
      : 'The Viamedis platform has just gone down in an invented optician’s shop; four customers come to collect their glasses.',
    'Seven tasks tick themselves, when what they ask for is really recorded. At the end, a page says what was done, in how long, and what was forgotten.',
  ],
  own: 'Your dossiers are closed during the drill and nothing is written to them. They open again at the end; without a keyring, the passphrase is asked for.',
  kept: 'Nothing of the drill is kept: print the page of the end if you want it.',
  start: 'Start the drill',
  starting: 'Preparing the invented customers…',
  banner: 'Outage drill',
  mark: 'DRILL',
  left: (clock) => `${clock} left`,
  over: 'the ten minutes are over',
  stopped: 'drill ended',
  tasksLabel: 'Tasks of the drill',
  tasks: {
    verify_rights: 'Check the rights',
    choose_way: 'Choose a way',
    deliver: 'Deliver',
    keep_cheque: 'Keep a cheque',
    print_receipt: 'Print its receipt',
    platform_back: 'Platform back',
    recover: 'Recover',
  },
  hint: (task, pharmacy) => (pharmacy ? inPharmacy[task] : undefined) ?? hints[task],
  allDone: 'Everything is done: end the drill to see your times.',
  taskDone: (task, clock) => `${task}: done at ${clock}`,
  taskLeft: (task) => `${task}: to do`,
  end: 'End the drill',
  ended: 'The drill has ended',
  tally: (done, all, seconds) => `${counted(done, 'task done', 'tasks done')} of ${all}, in ${lasting(seconds)}`,
  columns: { task: 'Task', after: 'Done at', took: 'In' },
  after: lasting,
  forgotten: 'forgotten',
  forgottenTitle: (count) => `${counted(count, 'task forgotten', 'tasks forgotten')}`,
  nothingForgotten: 'Nothing was forgotten.',
  print: 'Print the page',
  backToOwn: 'Leave the drill',
  look: 'Look some more',
  backNote: 'Leaving erases these invented customers and brings you back to your dossiers.',
});
