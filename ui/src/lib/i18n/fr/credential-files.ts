// What is said of accounts that come from another program's file, or leave in one.
import type { ImportedFrom, ImportedRow, ImportState, ImportWhy } from '../../contract/contract';
import { counted } from '../plural';

const states: Record<ImportState, string> = { new: 'Nouveau', known: 'Déjà au coffre', other_secret: 'Autre mot de passe', unreadable: 'Laissé' };

const why: Record<ImportWhy, string> = {
  no_secret: 'Il n’a pas de mot de passe.',
  not_a_login: 'Une note, une carte ou une identité : ce n’est pas un compte.',
  in_bin: 'Il est dans la corbeille de l’autre logiciel.',
  malformed: 'Cette ligne n’a pas la forme des autres.',
  too_long: 'Son mot de passe, son identifiant ou ses notes sont trop longs : ajoutez-le à la main.',
  character: 'Il contient un caractère qui ne se tape pas : ajoutez-le à la main.',
  twice: 'Le même compte figure plus haut, avec un autre mot de passe.',
  seed_not_read: 'Pris sans la clé de ses codes, qui n’est pas lisible.',
};

const programs: Record<ImportedFrom, string> = { kee_pass: 'KeePass', bitwarden: 'Bitwarden', browser: 'un navigateur', kee_pass_database: 'une base KeePass' };

export const importing = {
  open: 'Importer…',
  title: 'Importer des comptes',
  note: 'KeePass ou KeePassXC (export XML), Bitwarden (JSON non chiffré), Chrome, Edge, Firefox ou Safari (CSV), et les exports chiffrés de Relais (KDBX).',
  file: 'Fichier',
  fileHint: 'rien n’est pris avant que vous l’ayez vu, ligne par ligne',
  browse: 'Parcourir…',
  read: 'Lire',
  databasePassphrase: 'Phrase de passe de la base',
  holder: 'Détenteur des comptes',
  columns: { at: 'Ligne', state: 'État', label: 'Compte', login: 'Identifiant', why: 'Ce que cela change' },
  states,
  why,
  brings: ({ state, has_seed, has_notes }: ImportedRow) => {
    if (state === 'known') return 'Rien : même identifiant, même mot de passe.';
    if (state === 'other_secret') return 'Cochez pour remplacer le mot de passe du coffre ; l’ancien reste dans l’historique.';
    return ['son mot de passe', has_seed ? 'la clé de ses codes' : '', has_notes ? 'ses notes' : ''].filter(Boolean).join(', ');
  },
  summary: (from: ImportedFrom, rows: number, taken: number, known: number, left: number) =>
    `${counted(rows, 'ligne', 'lignes')} de ${programs[from]} : ${counted(taken, 'cochée', 'cochées')}, ${known} déjà au coffre, ${counted(left, 'laissée', 'laissées')}.`,
  nothing: 'Aucune ligne',
  take: (count: number) => `Importer ${counted(count, 'compte', 'comptes')}`,
  done: (added: number, changed: number) => `${counted(added, 'compte ajouté', 'comptes ajoutés')} au coffre, ${counted(changed, 'mot de passe remplacé', 'mots de passe remplacés')}.`,
  destroyTitle: 'Détruisez maintenant le fichier',
  destroy: (path: string) => `${path} contient tous ces mots de passe en clair. Supprimez-le, videz la corbeille, et vérifiez qu’aucune copie n’est restée dans les téléchargements, un courriel, une clé ou un dossier synchronisé.`,
  close: 'J’ai compris',
};

export const exporting = {
  open: 'Exporter…',
  title: 'Exporter les comptes, chiffrés',
  note: 'Une base KeePass (KDBX 4) : KeePassXC, KeePass et Relais l’ouvrent avec sa phrase de passe. Rien n’en sort en clair.',
  passphrase: 'Phrase de passe du fichier',
  passphraseHint: 'sans elle, personne ne rouvre ce fichier ; choisissez-en une qui ne sert qu’à lui',
  again: 'La même, une seconde fois',
  differs: 'Les deux ne sont pas les mêmes.',
  write: 'Choisir où l’écrire',
  fileName: 'comptes-relais.kdbx',
  done: (accounts: number, path: string) => `${counted(accounts, 'compte chiffré', 'comptes chiffrés')} dans ${path}.`,
};
