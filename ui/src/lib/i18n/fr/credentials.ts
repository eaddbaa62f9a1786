// « Coffre d'accès »: the accounts of the practice, what may be done with each, and what is to be looked at.
import type { CredentialWarning, HealthFinding, HealthKind, SecondFactor } from '../../contract/contract';
import { counted } from '../plural';
import { typesetAll } from '../typography';

const secondFactors: Record<SecondFactor, string> = {
  unknown: 'Pas encore dit',
  none: 'Aucun',
  sms: 'Code par SMS',
  email: 'Code par e-mail',
  totp: 'Code calculé (TOTP)',
  app: 'Accord sur un téléphone',
  card: 'Carte et code (CPS, e-CPS)',
  security_key: 'Clé de sécurité',
};

const shortFactors: Record<SecondFactor, string> = {
  unknown: '?',
  none: 'aucun',
  sms: 'SMS',
  email: 'e-mail',
  totp: 'code',
  app: 'téléphone',
  card: 'carte',
  security_key: 'clé',
};

const warnings: Record<CredentialWarning, string> = {
  no_second_factor: 'Sans second facteur',
  nobody_stands_in: 'Personne ne supplée',
  holder_left: 'Détenteur parti',
  secret_old: 'Mot de passe ancien',
  unused: 'Inutilisé',
};

const warningWhy: Record<CredentialWarning, string> = {
  no_second_factor: 'Le mot de passe suffit pour entrer : demandez un second facteur au portail.',
  nobody_stands_in: 'Les codes arrivent à une seule personne : dites qui la remplace quand elle est absente.',
  holder_left: 'La personne qui tient ce compte ne travaille plus ici : changez le mot de passe et le détenteur.',
  secret_old: 'Ce mot de passe n’a pas changé depuis plus d’un an.',
  unused: 'Personne ne s’en est servi depuis plus de six mois : fermez-le s’il ne sert plus.',
};

const health: Record<HealthKind, string> = {
  leaked: 'Mot de passe très connu',
  reused: 'Mot de passe réutilisé',
  holder_left: 'Détenteur parti',
  weak: 'Trop facile à deviner',
  close: 'Presque le même qu’un autre',
  no_second_factor: 'Sans second facteur',
  nobody_stands_in: 'Personne ne supplée',
  one_person_alone: 'Une seule personne entre',
  secret_old: 'Mot de passe ancien',
  unused: 'Inutilisé',
};

function healthWhy({ kind, with: others, bits }: HealthFinding): string {
  switch (kind) {
    case 'leaked':
      return 'Il est en tête des listes de mots de passe volés : changez-le aujourd’hui.';
    case 'reused':
      return `Le même que ${others.join(', ')} : qui en a un a les deux. Changez-en un.`;
    case 'weak':
      return `Environ ${bits ?? 0} bits, il en faut 50 au moins : prenez-en un plus long.`;
    case 'close':
      return `Il ressemble à ${others.join(', ')} : qui a l’un trouve l’autre. Prenez-en un sans rapport.`;
    case 'one_person_alone':
      return 'Un seul compte pour ce site, tenu par une personne : en son absence, personne n’entre.';
    default:
      return warningWhy[kind];
  }
}

export const credentials = typesetAll({
  partsLabel: 'Comptes et santé du coffre',
  parts: { accounts: 'Comptes', health: 'Santé' },
  healthTitle: 'Santé du coffre',
  healthColumns: { worst: 'Le plus grave', what: 'Pourquoi, et que faire' },
  health,
  healthWhy,
  healthy: 'Rien à regarder',
  healthyText: (count: number) => `${counted(count, 'compte vérifié', 'comptes vérifiés')} : ni connu, ni réutilisé, ni faible. Rien de cette comparaison n’est gardé.`,
  title: 'Coffre d’accès',
  note: (count: number) => counted(count, 'compte', 'comptes'),
  noteOwn: (count: number) => `${counted(count, 'compte', 'comptes')} : les vôtres et les communs`,
  search: 'Rechercher un compte',
  searchPlaceholder: 'plateforme, identifiant, détenteur…',
  columns: { label: 'Compte', login: 'Identifiant', holder: 'Détenteur', age: 'Mot de passe', factor: 'Second facteur', shortFactor: '2ᵉ facteur', warnings: 'À regarder' },
  ofEveryone: 'Commun',
  age: (days: number) => (days === 0 ? 'aujourd’hui' : days < 60 ? `il y a ${counted(days, 'jour', 'jours')}` : `il y a ${Math.floor(days / 30.44)} mois`),
  more: (count: number) => `+ ${count}`,
  empty: 'Aucun compte dans le coffre',
  emptyText: 'Ajoutez d’abord le compte du portail que vous ouvrez le plus souvent, avec son identifiant et son mot de passe. Ils sont scellés sur ce poste et ne partent nulle part.',
  emptyAction: 'Ajouter un compte',
  nothingFound: 'Aucun compte ne correspond',
  nothingFoundText: 'Changez les mots cherchés.',
  accountant: 'Le coffre n’est pas ouvert au comptable',
  accountantText: 'Un titulaire ou une personne du comptoir ouvre les comptes du cabinet.',
  add: 'Ajouter un compte',
  edit: 'Modifier',
  change: 'Changer le mot de passe',
  remove: 'Retirer',
  show: 'Voir',
  showHint: 'Tenez la touche ou le bouton ; un appui bref montre dix secondes',
  showSecret: 'Voir le mot de passe',
  showPast: (from: string) => `Voir le mot de passe en service du ${from}`,
  showNotes: 'Voir les notes',
  hidden: '•••••••••••',
  secret: 'Mot de passe',
  noSecret: 'sans mot de passe',
  copy: 'Copier',
  copySecret: 'Copier le mot de passe',
  copyLogin: 'Copier l’identifiant',
  copyCode: 'Copier le code',
  copied: { secret: 'Mot de passe copié', login: 'Identifiant copié', code: 'Code copié' },
  clears: (what: string, seconds: number) => `${what} : le presse-papiers sera vidé dans ${seconds} s`,
  cleared: 'Le presse-papiers a été vidé, sauf si autre chose y a été copié depuis.',
  code: 'Code',
  showCode: 'Voir le code',
  codeLeft: (seconds: number) => `encore ${seconds} s`,
  openPage: 'Ouvrir la page',
  facts: { login: 'Identifiant', mailbox: 'Messagerie', receiver: 'Reçoit le code', standIn: 'Supplée', used: 'Dernier usage', since: 'En service depuis' },
  never: 'jamais',
  notes: 'Notes',
  history: 'Mots de passe précédents',
  noHistory: 'Aucun : le mot de passe n’a pas encore changé.',
  historyNote: 'Les cinq derniers sont gardés, scellés.',
  period: (from: string, until: string) => `du ${from} au ${until}`,
  restore: 'Remettre',
  restoreOf: (from: string) => `Remettre le mot de passe en service du ${from}`,
  restored: 'L’ancien mot de passe est de nouveau en service.',
  trail: 'Ce qui a changé',
  secondFactors,
  shortFactors,
  warnings,
  warningWhy,
  addTitle: 'Ajouter un compte',
  editTitle: (label: string) => `Modifier ${label}`,
  changeTitle: (label: string) => `Changer le mot de passe : ${label}`,
  changeNote: 'Changez-le d’abord sur le portail, puis ici. L’ancien reste dans l’historique.',
  platform: 'Plateforme',
  otherSite: 'Autre site',
  name: 'Nom du compte',
  nameHint: 'ce qui le distingue : « comptoir », « Claire »…',
  siteName: 'Nom du site',
  address: 'Adresse de la page de connexion',
  addressHint: 'https://…',
  holder: 'Détenteur',
  login: 'Identifiant',
  mailbox: 'Messagerie liée',
  mailboxHint: 'où arrivent ses messages et ses codes : à changer aussi après une fuite',
  factor: 'Second facteur',
  receiver: 'Qui reçoit le code',
  receiverHint: 'personne et téléphone',
  standIn: 'Qui supplée',
  seed: 'Clé des codes',
  seedHint: 'les lettres que montre le portail, ou son lien otpauth',
  seedKept: 'une clé est enregistrée : laissez vide pour la garder',
  seedPicture: 'Lire l’image d’un QR code…',
  seedFrom: (name: string) => `QR code lu dans ${name}`,
  seedForget: 'Oublier la clé enregistrée',
  secretHint: 'tel que le portail le demande',
  newSecret: 'Nouveau mot de passe',
  typedShown: 'Montrer ce qui est tapé',
  notesHint: 'questions secrètes, numéro de client… : scellées comme le mot de passe',
  notesKept: 'des notes sont enregistrées : laissez vide pour les garder',
  notesForget: 'Effacer les notes enregistrées',
  save: 'Enregistrer',
  added: (label: string) => `${label} est dans le coffre.`,
  edited: (label: string) => `${label} est modifié.`,
  changed: (label: string) => `Le mot de passe de ${label} est changé.`,
  removed: (label: string) => `${label} est retiré du coffre.`,
  undoRemove: 'Annuler',
  putBack: 'Remettre au coffre',
  putBackOf: (label: string) => `Remettre au coffre : ${label}`,
  backIn: (label: string) => `${label} est de nouveau dans le coffre.`,
  bin: 'Comptes retirés',
  binNote: (days: number) => `effacés pour de bon ${days} jours après leur retrait`,
  removedOn: (date: string) => `retiré le ${date}`,
  erase: 'Effacer',
  eraseOf: (label: string) => `Effacer pour de bon : ${label}`,
  eraseTitle: (label: string) => `Effacer ${label} ?`,
  eraseText: 'Son mot de passe, son historique, sa clé de codes et ses notes seront effacés pour de bon. Le journal garde seulement qu’un compte a existé.',
  erased: (label: string) => `${label} est effacé.`,
  unlockTitle: 'Ouvrir le coffre par votre phrase de passe',
  unlockText: 'Le trousseau du poste ne donne pas la clé du coffre. Votre phrase de passe l’ouvre jusqu’à la fermeture du cabinet.',
  passphrase: 'Votre phrase de passe',
  unlock: 'Ouvrir le coffre',
  unlocked: 'Le coffre est ouvert.',
});
