// « Sauvegardes »: where they go, what is there, one put back.
import type { BackupState, BackupStep, Salvage, SalvagePart } from '../../contract/contract';
import { formatDate, formatInstant } from '../../format/dates';
import { formatCount } from '../../format/money';
import { counted } from '../plural';
import { typesetAll } from '../typography';

const UNITS = ['o', 'ko', 'Mo', 'Go'];

/** `1,2 Mo`: what a person compares with the room of a stick. */
function size(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  while (amount >= 1000 && unit < UNITS.length - 1) [amount, unit] = [amount / 1000, unit + 1];
  const tenths = unit > 1 && amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount);
  return `${String(tenths).replace('.', ',')} ${UNITS[unit]}`;
}

const days = (count: number): string => counted(count, 'jour', 'jours');
const salvageParts: Record<SalvagePart, string> = {
  customers: 'les clients et leurs cartes',
  papers: 'les papiers',
  exchanges: 'les échanges avec les plateformes',
  accounts: 'le coffre d’accès',
  accesses: 'le journal des accès',
  house: 'l’équipe et les réglages',
};
const entries = (count: number): string => counted(count, 'écriture', 'écritures');

export const backups = typesetAll({
  tab: 'Sauvegardes',
  note: 'Une copie chiffrée de vos données, chaque jour, ouverte pour être vérifiée. Elle ne se lit qu’avec la phrase de passe ou la clé de récupération.',
  now: 'Sauvegarder maintenant',
  done: 'Sauvegarde écrite et vérifiée.',
  doneExcept: (places: number): string => `Sauvegarde écrite et vérifiée sur ce poste, mais pas ${places === 1 ? 'dans 1 dossier' : `dans ${places} dossiers`} : voyez pourquoi ci-dessous.`,
  verified: 'Cette sauvegarde s’ouvre : elle est entière.',
  lastSound: (at: string): string => `Dernière bonne sauvegarde : ${formatInstant(at)}`,
  noneYet: 'Aucune sauvegarde pour le moment',
  late: (count: number): string => `Aucune sauvegarde depuis ${days(count)}.`,
  lateAdvice: 'Sauvegardez maintenant.',
  lateFolder: (folder: string, count: number | null): string => (count === null ? `Rien encore dans « ${folder} ».` : `Rien dans « ${folder} » depuis ${days(count)}.`),
  plug: 'Branchez la clé : la copie s’y écrira toute seule.',
  open: 'Ouvrir',
  openOf: 'Ouvrir les sauvegardes',
  onlyHere: 'Les sauvegardes ne sont que sur ce poste.',
  onlyHereAdvice: 'Un vol ou une panne du disque les emporterait avec le reste : choisissez une clé USB ou un autre disque.',
  addFolder: 'Ajouter une clé ou un dossier…',
  removeFolder: 'Ne plus y écrire',
  removeFolderOf: (folder: string): string => `Ne plus y écrire : ${folder}`,
  thisPc: 'Ce poste',
  away: 'absent : branchez la clé',
  here: 'présent',
  nothingThere: 'Aucune sauvegarde ici.',
  columns: { written: 'Écrite', holds: 'Contient', size: 'Taille', state: 'État', until: 'Détruite', act: 'Vérifier' },
  size,
  entries: (count: number, now: number): string => `${formatCount(count)} ${count === 1 ? 'écriture' : 'écritures'}${count < now ? `, ${formatCount(now - count)} de moins que le journal` : count > now ? `, ${formatCount(count - now)} de plus que ce journal` : ', tout le journal'}`,
  unreadable: 'illisible',
  states: { verified: 'Vérifiée', not_verified: 'Jamais vérifiée', damaged: 'Abîmée' } satisfies Record<BackupState, string>,
  verifiedAt: (at: string): string => `Ouverte le ${formatInstant(at)}`,
  until: (date: string): string => `au plus tard le ${formatDate(date)}`,
  verify: 'Vérifier',
  verifyOf: (at: string): string => `Vérifier la sauvegarde du ${formatInstant(at)}`,
  steps: { copying: 'Copie de la base', writing: 'Écriture de la sauvegarde', reading: 'Relecture, pour vérifier', entries: 'Reprise du journal', beside: 'Reprise des noms, comptes et réglages', folding: 'Mise à jour des listes', papers: 'Reprise des papiers et images' } satisfies Record<BackupStep, string>,
  starting: 'Préparation',
  stopping: 'Arrêt demandé',
  settings: 'Quand, et combien en garder',
  hour: 'Heure',
  hourHint: '0:00 : à la première ouverture du jour',
  hourWrong: 'Une heure comme 13:00.',
  daily: 'Jours',
  weekly: 'Semaines',
  monthly: 'Mois',
  countWrong: 'Un nombre de 0 à 60, un jour au moins.',
  rotationNote: 'La dernière de chaque jour, semaine et mois est gardée ; la durée de conservation l’emporte ; la dernière qui s’ouvre n’est jamais effacée.',
  save: 'Enregistrer',
  saved: 'Réglages des sauvegardes enregistrés.',
  folderAdded: (folder: string): string => `Les sauvegardes iront aussi dans « ${folder} ».`,
  folderRemoved: (folder: string): string => `Plus rien ne sera écrit dans « ${folder} ». Ce qui s’y trouve y reste.`,

  // One put back.
  restore: 'Restaurer une sauvegarde',
  restoreTitle: 'Restaurer une sauvegarde',
  restoreNote: 'Le cabinet est remis dans un dossier neuf : rien de ce qui est sur ce poste n’est changé.',
  file: 'Sauvegarde',
  noFile: 'Un fichier « sauvegarde-….relais », sur une clé ou un disque',
  choose: 'Choisir…',
  way: 'Elle s’ouvre avec',
  ways: { recovery_key: 'la clé de récupération', passphrase: 'la phrase de passe' },
  keyHint: 'telle qu’imprimée, avec ou sans les tirets',
  read: 'Lire la sauvegarde',
  found: 'Ce que la sauvegarde donnerait',
  practice: 'Cabinet',
  otherVersion: 'nom lu une fois remis en place',
  writtenAt: 'Écrite le',
  journal: 'Journal',
  journalHolds: entries,
  papers: 'Papiers',
  papersHeld: (count: number, missing: number): string => (missing === 0 ? counted(count, 'papier', 'papiers') : `${counted(count, 'papier', 'papiers')}, ${formatCount(missing)} manquaient déjà`),
  sizeLabel: 'Taille',
  into: 'Sera remis dans',
  newerHere: (count: number, at: string): string => `Elle est plus ancienne que ce que ce poste a connu : ${entries(count)} jusqu’au ${formatInstant(at)} n’y ${count === 1 ? 'est' : 'sont'} pas.`,
  newerHereAdvice: 'Si vous en avez une plus récente, prenez-la.',
  salvage: 'Y ajouter ce qui se lit encore de ce cabinet sur ce poste',
  salvageFound: (found: Salvage): string => (found.entries > 0 && found.until ? `${entries(found.entries)} de plus, jusqu’au ${formatInstant(found.until)}.` : 'Le journal n’y gagne aucune écriture.'),
  salvagePages: (pages: readonly number[]): string => {
    const more = pages.length - 6;
    const named = pages.slice(0, 6).join(', ');
    return `${pages.length === 1 ? 'Page abîmée' : 'Pages abîmées'} de la base de ce poste : ${named}${more > 0 ? ` et ${more} de plus` : ''}.`;
  },
  salvageLost: (count: number): string => `${entries(count)} de plus ${count === 1 ? 'a existé et ne se lit' : 'ont existé et ne se lisent'} plus sur ce poste.`,
  salvageLostAdvice: 'Une archive du journal, exportée depuis « Preuve », peut les rendre.',
  archiveGivesNoMore: 'L’archive choisie ne les rend pas : prenez une archive du journal de ce cabinet, plus récente que la sauvegarde.',
  salvageArchive: 'Y ajouter ce qui a suivi, d’après l’archive',
  archiveOffered: 'Une archive du journal, plus récente que la sauvegarde, peut y ajouter ce qui a suivi.',
  archiveGivesNothing: 'L’archive choisie n’y ajoute rien : prenez une archive du journal de ce cabinet, plus récente que la sauvegarde.',
  noArchive: 'Aucune archive choisie',
  chooseArchive: 'Choisir une archive…',
  salvagePartly: (parts: readonly SalvagePart[]): string => `Ne se lit plus en entier : ${parts.map((part) => salvageParts[part]).join(', ')}.`,
  salvagePartlyAdvice: 'Là où rien ne se lit, l’état de la sauvegarde est gardé : vérifiez ce qui a changé depuis.',
  beside: 'Ce cabinet est déjà sur ce poste.',
  besideAdvice: 'La sauvegarde est remise à côté, sous un autre nom : rien du cabinet actuel n’est changé.',
  back: 'Choisir une autre sauvegarde',
  putBack: 'Remettre en place et ouvrir',
});
