// Words of the platforms' history, of how the practice behaves towards them, and of the incidents kept by hand.
import { formatCount } from '../../format/money';
import type * as fr from '../fr/incidents';
import { counted } from '../plural';
import { translated } from '../typography';

/** Who may say something of a platform. The list is open: a source that is not here is shown by its own code. */
export const sources: typeof fr.sources = {
  practice: 'the practice',
  press: 'the press',
  union: 'the trade union',
  rof: 'the ROF',
  fnof: 'the FNOF',
  fspf: 'the FSPF',
  uspo: 'the USPO',
  operator: 'the operator',
  insurer: 'an insurer',
  colleague: 'a colleague',
  status_page: 'a status page',
};

export const sourceOf = (code: string): string => sources[code] ?? code;

export const natures: typeof fr.natures = {
  failure: 'Outage',
  breach: 'Data leak',
  precautionary_closure: 'Precautionary closure',
};

export const natureNotes: typeof fr.natureNotes = {
  failure: 'the platform does not answer',
  breach: 'data has come out: change the passwords first',
  precautionary_closure: 'closed by the operator, without a known leak: nothing to change, the queue waits',
};

export const history = translated<typeof fr.history>({
  tabs: { now: 'State', history: 'History' },
  title: 'Availability over 60 days',
  note: 'hour by hour, from what was measured here or told to the practice',
  platform: 'Platform',
  function: 'Function',
  asTable: 'As a table',
  export: 'Export (CSV)',
  fileName: (platform, fn, today) => `availability-${platform}-${fn}-${today}.csv`,
  exported: (path, rows) => `${counted(rows, 'hour written', 'hours written')}: ${path}`,
  grid: (platform, fn) => `${platform}, ${fn}: one column a day, one row an hour`,
  hour: (hour) => `${String(hour).padStart(2, '0')}:00`,
  legend: 'Legend',
  states: { up: 'works', degraded: 'degraded', down: 'down', closed: 'closed as a precaution', unknown: 'not observed' },
  notObserved: (when) => `${when}: not observed.`,
  cell: (when, said) => `${when}: ${said}.`,
  when: (day, hour) => `${day}, from ${hour}:00 to ${hour + 1}:00`,
  calls: (calls, failures) =>
    calls === 0 ? 'no call' : failures === 0 ? counted(calls, 'call succeeded', 'calls succeeded') : `${counted(failures, 'failure', 'failures')} out of ${counted(calls, 'call', 'calls')}`,
  minutesOut: (minutes) => (minutes >= 60 ? 'the whole hour' : counted(minutes, 'minute', 'minutes')),
  said: (source) => `according to ${source}`,
  tally: (answeredBp, observed, out) =>
    `${formatCount(Math.floor(answeredBp / 100))}% of ${counted(observed, 'hour observed', 'hours observed')}; ${out === 0 ? 'no hour out of service' : `${counted(out, 'hour', 'hours')} out of service`}`,
  empty: 'No history yet',
  emptyText: 'Each hour in which this function is called, queried or stated will be added here.',
  columns: { day: 'Day', observed: 'Observed', up: 'Works', degraded: 'Degraded', out: 'Out of service', calls: 'Calls', failures: 'Failures', which: 'Hours out of service or degraded' },
  keys: 'Arrows go from one hour to another, Page Up and Page Down by a week, Home and End to the edges.',
});

export const conduct = translated<typeof fr.conduct>({
  open: 'Querying and sending',
  title: (platform) => `Querying and sending: ${platform}`,
  note: 'How the practice speaks to this platform. Only the owner decides.',
  probing: 'Query it regularly while the practice is open',
  probingDetail: 'No customer data leaves: it is only asked whether it answers.',
  every: 'Every',
  everyChoices: { 60: '1 minute', 300: '5 minutes', 900: '15 minutes', 3600: '1 hour' },
  everyOther: (seconds) => `${formatCount(seconds)} seconds`,
  pace: 'Calls per second at most',
  paceHint: 'from 1 to 50, that of the agreement; empty: 5, and less if it asks for it',
  repeats: 'If it is not known whether a request arrived',
  modes: {
    same_identifier: 'send again under the same identifier',
    query_first: 'ask the platform first',
    never: 'never send again without a person',
  },
  described: (mode) => `as its description: ${mode}`,
  save: 'Save',
  saved: (platform) => `Saved for ${platform}.`,
  held: (seconds) => `asks to wait ${counted(seconds, 'more second', 'more seconds')}`,
  probesOff: 'no longer queried, by decision of the owner',
});

export const declared: typeof fr.declared = {
  by: 'According to',
  nobody: 'the practice itself',
  text: 'What is said, or a link',
  textHint: 'kept in the log of the incident',
};

export const incident: typeof fr.incident = {
  sheet: 'Incident sheet',
  title: (platform) => `${platform} incident`,
  open: 'Open an incident',
  openTitle: 'Open an incident',
  openNote: 'What you have learnt without measuring it: a message, the press, a colleague. The state of the functions changes at once.',
  opened: (platform) => `Incident opened for ${platform}.`,
  platform: 'Platform',
  nature: 'Nature',
  functions: 'Functions affected',
  noFunction: 'Tick at least one function.',
  since: 'Start',
  until: 'End',
  time: 'Time',
  timeHint: '14:30 or 14h30',
  stillOut: 'still going on',
  saidBy: 'Who says so',
  text: 'What is said, or a link',
  save: 'Save',
  times: 'Correct the dates',
  timesSaved: 'Dates corrected.',
  natureSaved: (nature) => `Nature of the incident: ${nature}.`,
  log: 'Incident log',
  logEmpty: 'Nothing is noted yet.',
  addLine: 'Add a line',
  lineAdded: 'Line added.',
  saidOn: 'Said on',
  saidHint: 'empty: now',
  correct: 'Correct',
  correcting: (text) => `Corrects: “${text}”`,
  keepAsIs: 'Do not correct',
  correctedMark: 'corrected above',
  correctsMark: 'corrects a line',
  saidAt: (when) => `said on ${when}`,
  pieces: 'Attachments',
  noPiece: 'No attachment: the operator’s letter of commitment belongs here.',
  attach: 'Attach a file…',
  attached: (name) => `“${name}” is sealed with the incident.`,
  attachHint: 'PDF or picture, 16 MB at most',
  openPiece: (name) => `Open ${name}`,
  bytes: (bytes) => (bytes < 1_000_000 ? `${formatCount(Math.max(1, Math.round(bytes / 1000)))} kB` : `${formatCount(Math.round(bytes / 1_000_000))} MB`),
  dossiers: (count) => (count === 0 ? 'No dossier affected' : counted(count, 'dossier affected', 'dossiers affected')),
  settled: 'settled',
  reopen: 'Reopen',
  reopened: 'Incident reopened.',
  closedMark: 'closed',
  list: (nature, platform, since, closed) => `${nature}, ${platform}, ${since}${closed ? ', closed' : ''}`,
  listLeft: (incident, open) => `${incident}, ${formatCount(open)} left`,
  leftElsewhere: (open) => `${counted(open, 'dossier', 'dossiers')} to settle in another outage`,
  sentence: {
    'incident.opened': (about) => `Incident opened: ${about}`,
    'incident.function_joined': (about) => `Affected too: ${about}`,
    'incident.function_restored': (about) => `Back: ${about}`,
    'incident.recovery_started': () => 'Recovery started',
    'incident.closed': () => 'Incident closed',
    'incident.reopened': () => 'Incident reopened',
    'incident.reclassified': (about) => `Nature: ${about}`,
    'incident.times_corrected': (about) => `Dates corrected: ${about}`,
    'incident.piece_attached': (about) => `Attachment: ${about}`,
    'incident.dossiers_touched': (about) => `Noted: ${about}`,
    'incident.mode_set': () => 'Outage mode set by the owner',
    'incident.ceiling_exceeded': (about) => `Ceiling exceeded by the owner: ${about}`,
    'incident.access_secured': () => 'Access in order',
    'incident.leak_noted': (about) => `What leaked: ${about}`,
    'incident.breach_task_noted': (about) => `After the leak: ${about}`,
    'incident.breach_letter_printed': (about) => `Printed for: ${about}`,
    'incident.awareness_noted': (about) => `Leak known: ${about}`,
    'incident.notifier_determined': () => 'Who notifies: answered',
    'incident.breach_described': () => 'Account of the leak written',
    'incident.debit_watch_set': () => 'Statements to read: end noted',
    'incident.statement_checked': (about) => (about ? `Statement read: ${about}` : 'Statement read'),
    'incident.rotation_planned': () => 'List of passwords to change',
    'incident.secret_rotated': () => 'Password changed',
    'incident.rotation_left_out': (about) => `Password left: ${about}`,
  },
  fromTo: (since, until) => `${since}, until ${until}`,
  said: (source, text) => `According to ${source}: ${text}`,
  erased: 'text erased',
  byWhom: (author) => `noted by ${author}`,
};

export const incidents = translated<typeof fr.incidents>({ ...incident, natures, natureNotes, sources, sourceOf, declared });
