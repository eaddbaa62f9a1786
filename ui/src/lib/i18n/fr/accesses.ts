// Words of the access log: who looked what up, opened, copied, exported or was refused.
import type { AccessKind, AccessSubject } from '$lib/contract/contract';
import { formatMonth } from '../../format/dates';
import { counted } from '../plural';
import { typesetAll } from '../typography';

const WAYS: Record<string, string> = {
  per_hour: ': trop en une heure',
  without_dossier: ': sans dossier',
  outside_hours: ': hors des heures d’ouverture',
  sequential_nirs: ': numéros de sécurité sociale qui se suivent',
  several_platforms: ': même personne sur plusieurs plateformes',
  failures: ': codes et phrases de passe erronés',
  refusals: ': actions refusées',
  lookups: ': consultations',
  accounts_seen: ': comptes du coffre',
  customers_seen: ': NIR et images de clients',
  exports: ': listes et archives',
  keyring: 'par le trousseau du poste',
  passphrase: 'par la phrase de passe',
  pin: 'par le code',
  recovery_key: 'par la clé de secours',
  created: 'à la création',
  restored: 'après une restauration',
  secret: ': mot de passe',
  past: ': mot de passe précédent',
  notes: ': notes',
  login: ': identifiant',
  code: ': code',
};

const OUTCOMES: Record<string, string> = {
  unknown_credential: 'pas pour cette personne, ou plus dans le coffre',
  keyring_locked: 'le trousseau du poste est verrouillé',
  keyring_unavailable: 'pas de trousseau sur ce poste',
  keyring_item_lost: 'la clé n’est plus dans le trousseau',
  keyring_timed_out: 'le trousseau n’a pas répondu',
  wrong_pin: 'code erroné',
  pin_locked: 'trop de codes erronés',
  pin_not_set: 'pas de code',
  tried_too_soon: 'essai trop tôt',
  user_retired: 'ne travaille plus ici',
  passphrase_too_weak: 'phrase de passe trop faible',
  invalid_field: 'saisie refusée',
  wrong_passphrase: 'phrase de passe erronée',
  wrong_recovery_key: 'clé de secours erronée',
  keyring_refused: 'le trousseau du poste a refusé',
  database_wrong_key: 'la clé n’ouvre pas cette base',
  record_unreadable: 'le relevé des tentatives était illisible',
  role_not_allowed: 'le rôle ne le permet pas',
  file_not_writable: 'le fichier n’a pas pu être écrit',
  consent_missing: 'sans l’accord du client, rien n’est parti',
  consent_refused: 'le client refuse, rien n’est parti',
  reason_needed: 'motif manquant',
  lookups_stopped: 'consultations bloquées, rien n’est parti',
  no_platform_for_dossier: 'aucune plateforme pour ce dossier',
};

const kinds = {
  session_opened: 'Session ouverte',
  unlock_failed: 'Ouverture refusée',
  user_switched: 'Changement d’utilisateur',
  secret_changed: 'Phrase de passe ou code changé',
  seconded: 'Deuxième personne pour une perte',
  session_locked: 'Session verrouillée',
  session_closed: 'Session fermée',
  permission_refused: 'Action refusée',
  rights_looked_up: 'Droits consultés',
  lookup_warned: 'Consultation inhabituelle',
  lookup_stopped: 'Consultations bloquées',
  lookup_unlocked: 'Consultations débloquées',
  secret_copied: 'Champ sensible copié',
  secret_shown: 'NIR affiché',
  picture_shown: 'Image affichée',
  credential_shown: 'Secret montré',
  credential_copied: 'Copié du coffre',
  credential_code_shown: 'Code montré',
  credential_used: 'Compte utilisé par Relais',
  unusual_raised: 'Accès inhabituels signalés',
  unusual_acknowledged: 'Accès inhabituels reconnus',
  recovery_key_printed: 'Clé de secours imprimée',
  document_made: 'Document établi',
  document_opened: 'Document ouvert',
  document_saved: 'Copie de document enregistrée',
  portal_opened: 'Portail ouvert',
  archive_exported: 'Archive du journal exportée',
  access_log_exported: 'Journal des accès exporté',
  list_exported: 'Liste de dossiers exportée',
  backup_written: 'Sauvegarde écrite',
  segment_opened: 'Mois commencé',
  segment_sealed: 'Mois scellé',
  segment_erased: 'Mois effacés',
} satisfies Record<AccessKind, string>;

function sentence(kind: AccessKind, detail: string | null, outcome: string, times: number): string {
  const said = kinds[kind] ?? kind;
  switch (kind) {
    case 'segment_opened':
      return `${said} : ${formatMonth(detail ?? '')}`;
    case 'segment_sealed':
      return `${said} : ${formatMonth(detail ?? '')}, ${counted(times, 'ligne', 'lignes')}`;
    case 'segment_erased':
      return `${said} jusqu’à ${formatMonth(detail ?? '')} : ${counted(times, 'ligne', 'lignes')}, durée de conservation passée`;
    default: {
      const way = detail === null ? '' : (WAYS[detail] ?? detail);
      const more = kind === 'secret_copied' && way ? ` : ${way}` : way ? ` ${way}` : '';
      const ended = outcome === 'done' ? '' : `, ${OUTCOMES[outcome] ?? 'sans aboutir'}`;
      return `${said}${more}${ended}${times > 1 ? ` (${times} fois)` : ''}`;
    }
  }
}

const SUBJECTS: Record<AccessSubject, string> = { dossier: 'dossier', cheque: 'chèque du dossier', platform: '', incident: 'panne de', command: 'action', paper: 'document', user: '', credential: 'compte' };

export const accesses = typesetAll({
  title: 'Journal des accès',
  tabsLabel: 'Les deux journaux',
  tabs: { facts: 'Faits', accesses: 'Accès' },
  note: 'qui a consulté, ouvert, copié ou exporté, et ce qui a été refusé',
  columns: { at: 'Le', actor: 'Par', access: 'Accès', about: 'Concerne', number: 'Mois et n°' },
  kinds,
  sentence,
  about: (subject: AccessSubject, label: string) => `${SUBJECTS[subject] ?? ''} ${label}`.trim(),
  nobody: 'personne d’identifié',
  kindLabel: 'Quel accès',
  everyKind: 'Tous les accès',
  userLabel: 'Par qui',
  everybody: 'Tout le monde',
  from: 'Du',
  until: 'Au',
  search: 'Rechercher',
  searchPlaceholder: 'client, dossier, plateforme…',
  older: 'Accès plus anciens',
  shown: (count: number) => counted(count, 'ligne affichée', 'lignes affichées'),
  kept: (months: number) => `gardées ${months} mois, puis effacées par mois entiers`,
  empty: 'Aucun accès noté',
  emptyText: 'Les accès sont notés à partir de la prochaine ouverture.',
  nothingFound: 'Aucun accès ne correspond',
  nothingFoundText: 'Changez la période, la personne ou les mots cherchés.',
  verify: 'Vérifier les accès',
  verifyExport: 'Vérifier un export…',
  verifying: 'Vérification en cours',
  intact: (entries: number, months: number) => `Ce journal des accès est entier : ${counted(entries, 'ligne', 'lignes')} sur ${months} mois, aucune modifiée, aucune absente.`,
  intactText: 'Chaque mois est scellé et repris par le suivant.',
  broken: 'La chaîne des accès est rompue.',
  export: 'Exporter les accès',
  fileName: (date: string) => `acces-${date}.relais`,
  exported: (path: string) => `Journal des accès écrit : ${path}`,
});
