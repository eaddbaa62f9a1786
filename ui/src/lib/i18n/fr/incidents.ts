// Words of the platforms' history, of how the practice behaves towards them, and of the incidents kept by hand.
import type * as c from '../../contract/contract';
import { formatCount } from '../../format/money';
import { counted } from '../plural';
import { typesetAll } from '../typography';

/** Who may say something of a platform. The list is open: a source that is not here is shown by its own code. */
export const sources: Record<string, string> = {
  practice: 'nous',
  press: 'la presse',
  union: 'le syndicat',
  rof: 'le ROF',
  fnof: 'la FNOF',
  fspf: 'la FSPF',
  uspo: 'l’USPO',
  operator: 'l’opérateur',
  insurer: 'une mutuelle',
  colleague: 'un confrère',
  status_page: 'une page d’état',
};

export const sourceOf = (code: string): string => sources[code] ?? code;

export const natures = {
  failure: 'Panne',
  breach: 'Fuite de données',
  precautionary_closure: 'Coupure préventive',
} satisfies Record<c.IncidentNature, string>;

export const natureNotes = {
  failure: 'la plateforme ne répond pas',
  breach: 'des données sont sorties : changez d’abord les mots de passe',
  precautionary_closure: 'fermée par l’opérateur, sans fuite connue : rien à changer, la file attend',
} satisfies Record<c.IncidentNature, string>;

export const history = typesetAll({
  tabs: { now: 'État', history: 'Historique' },
  title: 'Disponibilité sur 60 jours',
  note: 'heure par heure, de ce qui a été mesuré ici ou dit',
  platform: 'Plateforme',
  function: 'Fonction',
  asTable: 'En tableau',
  export: 'Exporter (CSV)',
  fileName: (platform: string, fn: string, today: string) => `disponibilite-${platform}-${fn}-${today}.csv`,
  exported: (path: string, rows: number) => `${counted(rows, 'heure écrite', 'heures écrites')} : ${path}`,
  grid: (platform: string, fn: string) => `${platform}, ${fn} : une colonne par jour, une ligne par heure`,
  hour: (hour: number) => `${String(hour).padStart(2, '0')} h`,
  legend: 'Légende',
  states: { up: 'fonctionne', degraded: 'dégradé', down: 'en panne', closed: 'fermé par précaution', unknown: 'pas observé' } satisfies Record<c.FunctionState, string>,
  notObserved: (when: string) => `${when} : pas observé.`,
  cell: (when: string, said: string) => `${when} : ${said}.`,
  when: (day: string, hour: number) => `${day}, de ${hour} h à ${hour + 1} h`,
  calls: (calls: number, failures: number) =>
    calls === 0 ? 'sans appel' : failures === 0 ? counted(calls, 'appel réussi', 'appels réussis') : `${counted(failures, 'échec', 'échecs')} sur ${counted(calls, 'appel', 'appels')}`,
  minutesOut: (minutes: number) => (minutes >= 60 ? 'toute l’heure' : counted(minutes, 'minute', 'minutes')),
  said: (source: string) => `d’après ${source}`,
  tally: (answeredBp: number, observed: number, out: number) =>
    `${formatCount(Math.floor(answeredBp / 100))} % des ${counted(observed, 'heure observée', 'heures observées')} ; ${out === 0 ? 'aucune heure hors service' : `${counted(out, 'heure', 'heures')} hors service`}`,
  empty: 'Pas encore d’historique',
  emptyText: 'Chaque heure où cette fonction est appelée, interrogée ou déclarée s’ajoutera ici.',
  columns: { day: 'Jour', observed: 'Observées', up: 'Fonctionne', degraded: 'Dégradé', out: 'Hors service', calls: 'Appels', failures: 'Échecs', which: 'Heures hors service ou dégradées' },
  keys: 'Les flèches vont d’une heure à l’autre, Page préc. et Page suiv. d’une semaine, Début et Fin aux bords.',
});

export const conduct = typesetAll({
  open: 'Interrogation et envois',
  title: (platform: string) => `Interrogation et envois : ${platform}`,
  note: 'Comment Relais s’adresse à cette plateforme. Seul le titulaire en décide.',
  probing: 'L’interroger régulièrement tant que Relais est ouvert',
  probingDetail: 'Aucune donnée de client ne part : on demande seulement si elle répond.',
  every: 'Toutes les',
  everyChoices: { 60: '1 minute', 300: '5 minutes', 900: '15 minutes', 3600: '1 heure' } as Record<number, string>,
  everyOther: (seconds: number) => `${formatCount(seconds)} secondes`,
  pace: 'Appels par seconde au plus',
  paceHint: 'de 1 à 50, celui de la convention ; vide : 5, et moins si elle le demande',
  repeats: 'Si l’on ne sait pas si une demande est arrivée',
  modes: {
    same_identifier: 'renvoyer sous le même identifiant',
    query_first: 'demander d’abord à la plateforme',
    never: 'ne jamais renvoyer sans une personne',
  } satisfies Record<c.RepeatMode, string>,
  described: (mode: string) => `comme sa description : ${mode}`,
  save: 'Enregistrer',
  saved: (platform: string) => `C’est enregistré pour ${platform}.`,
  held: (seconds: number) => `demande d’attendre encore ${counted(seconds, 'seconde', 'secondes')}`,
  probesOff: 'plus interrogée, sur décision du titulaire',
});

export const declared = {
  by: 'D’après',
  nobody: 'nous-mêmes',
  text: 'Ce qui est dit, ou un lien',
  textHint: 'gardé au journal de l’incident',
};

export const incident = {
  sheet: 'Fiche de l’incident',
  title: (platform: string) => `Incident ${platform}`,
  open: 'Ouvrir un incident',
  openTitle: 'Ouvrir un incident',
  openNote: 'Ce que vous avez appris sans l’avoir mesuré : un message, la presse, un confrère. L’état des fonctions change aussitôt.',
  opened: (platform: string) => `Incident ouvert pour ${platform}.`,
  platform: 'Plateforme',
  nature: 'Nature',
  functions: 'Fonctions touchées',
  noFunction: 'Cochez au moins une fonction.',
  since: 'Début',
  until: 'Fin',
  time: 'Heure',
  timeHint: '14:30 ou 14h30',
  stillOut: 'encore en cours',
  saidBy: 'Qui le dit',
  text: 'Ce qui est dit, ou un lien',
  save: 'Enregistrer',
  times: 'Corriger les dates',
  timesSaved: 'Dates corrigées.',
  natureSaved: (nature: string) => `Nature de l’incident : ${nature}.`,
  log: 'Journal de l’incident',
  logEmpty: 'Rien n’est noté encore.',
  addLine: 'Ajouter une ligne',
  lineAdded: 'Ligne ajoutée.',
  saidOn: 'Dit le',
  saidHint: 'vide : maintenant',
  correct: 'Corriger',
  correcting: (text: string) => `Corrige : « ${text} »`,
  keepAsIs: 'Ne pas corriger',
  correctedMark: 'corrigée plus haut',
  correctsMark: 'corrige une ligne',
  saidAt: (when: string) => `dit le ${when}`,
  pieces: 'Pièces',
  noPiece: 'Aucune pièce : la lettre d’engagement de l’opérateur a sa place ici.',
  attach: 'Joindre une pièce…',
  attached: (name: string) => `« ${name} » est scellée avec l’incident.`,
  attachHint: 'PDF ou image, 16 Mo au plus',
  openPiece: (name: string) => `Ouvrir ${name}`,
  bytes: (bytes: number) => (bytes < 1_000_000 ? `${formatCount(Math.max(1, Math.round(bytes / 1000)))} ko` : `${formatCount(Math.round(bytes / 1_000_000))} Mo`),
  dossiers: (count: number) => (count === 0 ? 'Aucun dossier touché' : counted(count, 'dossier touché', 'dossiers touchés')),
  settled: 'réglé',
  reopen: 'Rouvrir',
  reopened: 'Incident rouvert.',
  closedMark: 'clos',
  list: (nature: string, platform: string, since: string, closed: boolean) => `${nature} ${platform} ${since}${closed ? ', close' : ''}`,
  listLeft: (incident: string, open: number) => `${incident}, reste ${formatCount(open)}`,
  leftElsewhere: (open: number) => `${counted(open, 'dossier', 'dossiers')} à régler dans une autre panne`,
  /** What happened, by the kind of its entry; `about` is the function, the nature, the dates, the piece or the count. */
  sentence: {
    'incident.opened': (about: string) => `Incident ouvert : ${about}`,
    'incident.function_joined': (about: string) => `Touchée aussi : ${about}`,
    'incident.function_restored': (about: string) => `Revenue : ${about}`,
    'incident.recovery_started': () => 'Reprise commencée',
    'incident.closed': () => 'Incident clos',
    'incident.reopened': () => 'Incident rouvert',
    'incident.reclassified': (about: string) => `Nature : ${about}`,
    'incident.times_corrected': (about: string) => `Dates corrigées : ${about}`,
    'incident.piece_attached': (about: string) => `Pièce jointe : ${about}`,
    'incident.dossiers_touched': (about: string) => `Noté : ${about}`,
    'incident.mode_set': () => 'Mode panne fixé par le titulaire',
    'incident.ceiling_exceeded': (about: string) => `Plafond dépassé par le titulaire : ${about}`,
    'incident.access_secured': () => 'Accès en ordre',
    'incident.leak_noted': (about: string) => `Ce qui a fuité : ${about}`,
    'incident.breach_task_noted': (about: string) => `Suites de la fuite : ${about}`,
    'incident.breach_letter_printed': (about: string) => `Imprimé pour : ${about}`,
    'incident.awareness_noted': (about: string) => `Fuite connue : ${about}`,
    'incident.notifier_determined': () => 'Qui notifie : répondu',
    'incident.breach_described': () => 'Exposé de la fuite écrit',
    'incident.debit_watch_set': () => 'Relevés à lire : fin notée',
    'incident.statement_checked': (about: string) => (about ? `Relevé lu : ${about}` : 'Relevé lu'),
    'incident.rotation_planned': () => 'Liste des mots de passe à changer',
    'incident.secret_rotated': () => 'Mot de passe changé',
    'incident.rotation_left_out': (about: string) => `Mot de passe laissé : ${about}`,
  } as Record<string, (about: string) => string>,
  fromTo: (since: string, until: string) => `${since}, jusqu’à ${until}`,
  said: (source: string, text: string) => `D’après ${source} : ${text}`,
  erased: 'texte effacé',
  byWhom: (author: string) => `noté par ${author}`,
};

export const incidents = typesetAll({ ...incident, natures, natureNotes, sources, sourceOf, declared });
