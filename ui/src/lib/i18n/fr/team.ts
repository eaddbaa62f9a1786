// The people of a practice: who works here, who is at work, what closes the window behind him.
import type { Closed, RoleRights } from '../../contract/contract';
import { counted } from '../plural';
import { typesetAll } from '../typography';

const minutes = (count: number): string => (count === 60 ? 'une heure' : `${count} minutes`);

export const team = typesetAll({
  // Réglages.
  settings: 'Réglages',
  lookedForBy: { language: 'langue anglais english language', settings: 'cabinet officine équipe rôle verrouillage mot de passe conservation', lock: 'verrouillage fermer session' },
  tabs: { people: 'Équipe', mine: 'Mon accès', practice: 'Cabinet', language: 'Langue (language)', lock: 'Verrouillage', keeping: 'Conservation' },
  note: {
    people: 'Chacun travaille sous son nom, avec sa phrase de passe, et avec ce que son rôle permet.',
    practice: 'Ce que disent vos papiers, à partir du prochain : ceux qui sont émis ne changent pas.',
    mine: 'Ce qui prouve que c’est vous. Personne d’autre ne le connaît, et Relais ne peut pas le relire.',
    lock: 'Ce qui se passe quand personne ne touche plus à Relais.',
    keeping: 'Ce que Relais efface de lui-même, et quand.',
    language: 'La langue de Relais sur ce poste, pour toutes les personnes qui s’en servent.',
  },

  // Équipe.
  caption: 'Les personnes de l’équipe',
  columns: { name: 'Nom', role: 'Rôle', entersBy: 'Entre par', seen: 'Dernière venue' },
  you: 'vous',
  away: (since: string) => `retiré de l’équipe le ${since}`,
  never: 'jamais encore',
  entersBy: (passphrase: boolean, pin: boolean, pinLocked: boolean) => (!passphrase ? 'rien' : pinLocked ? 'phrase de passe, code bloqué' : pin ? 'code ou phrase de passe' : 'phrase de passe'),
  entersByRoleChanged: 'Ce qui change vaut dès l’action suivante, et reste au journal.',
  add: 'Ajouter une personne',
  rename: 'Renommer',
  changeRole: 'Changer de rôle',
  reset: 'Nouvelle phrase de passe',
  retire: 'Retirer de l’équipe',
  readmit: 'Reprendre dans l’équipe',
  aloneTitle: 'Vous êtes seul ici pour l’instant.',
  aloneText: 'Une personne ajoutée travaille sous son propre nom. Un code à quatre chiffres lui suffit au comptoir.',
  name: 'Nom',
  nameHint: 'prénom et nom : il signe ce qui est fait',
  role: 'Rôle',
  ownPassphrase: 'Sa phrase de passe',
  ownPassphraseHint: 'à taper par la personne elle-même : vous n’avez pas à la connaître',
  newPassphrase: 'Nouvelle phrase de passe',
  again: 'La même, encore une fois',
  pin: 'Code',
  pinHint: 'quatre à huit chiffres, pour aller vite au comptoir',
  short: { rename: 'Renommer', role: 'Rôle', reset: 'Phrase de passe', retire: 'Retirer', readmit: 'Reprendre' },
  addDo: 'Ajouter',
  retireDo: 'Retirer',
  readmitDo: 'Reprendre',
  retireText: (name: string) => `${name} n’entrera plus : ni sa phrase de passe ni son code n’ouvriront rien. Ce qui a été fait garde son nom, et vous pourrez reprendre cette personne plus tard.`,
  resetText: (name: string) => `Pour ${name}, qui a oublié la sienne. Son code est retiré en même temps : il se choisit de nouveau dans « Mon accès ».`,
  readmitText: (name: string) => `${name} revient avec le même rôle et une nouvelle phrase de passe.`,
  added: (name: string) => `${name} fait partie de l’équipe.`,
  renamed: (name: string) => `Le nom est maintenant ${name}.`,
  roleChanged: (name: string, role: string) => `${name} est maintenant : ${role}.`,
  retired: (name: string) => `${name} ne fait plus partie de l’équipe.`,
  readmitted: (name: string) => `${name} est de retour dans l’équipe.`,
  wasReset: (name: string) => `${name} a une nouvelle phrase de passe.`,
  readOnly: (owner: string) => `Le ${owner} ajoute, change et retire les personnes.`,

  // Ce que chaque rôle permet.
  rolesTitle: 'Ce que chaque rôle permet',
  deeds: {
    reads: 'Lire les dossiers, les chèques, les comptes et le journal',
    works: 'Vendre, encaisser, garder et remettre des chèques, envoyer et reprendre les demandes',
    oversees: 'Voir ce que doivent tous les payeurs, et depuis quand',
    writes: 'Relancer les payeurs par lettre',
    owns: 'Décider : équipe, réglages, plateformes, plafonds, pertes, export du journal',
  },
  does: (rights: RoleRights) =>
    rights.owns
      ? 'Tout, et seul à décider.'
      : !rights.works
        ? 'Lit tout et n’enregistre rien.'
        : rights.oversees
          ? 'Le travail du comptoir, plus ce que doivent les payeurs et les relances.'
          : 'Le travail du comptoir, sans la vue d’ensemble de ce qui est dû.',
  yes: 'oui',
  no: 'non',

  // Mon accès.
  minePassphrase: 'Ma phrase de passe',
  minePassphraseText: 'Elle ouvre Relais, et vous fait venir au travail.',
  current: 'Phrase de passe actuelle',
  practiceSaved: 'Le cabinet est enregistré.',
  changeDo: 'Changer ma phrase de passe',
  lost: 'Je l’ai perdue',
  notLost: 'Je la connais',
  recoveryKey: 'Clé de récupération',
  recoveryHint: 'telle qu’imprimée, avec ou sans les tirets',
  typeRecoveryKey: 'Tapez la clé de récupération d’abord.',
  changed: 'Votre phrase de passe est changée.',
  minePin: 'Mon code',
  minePinText: {
    none: 'Quelques chiffres à la place de la phrase de passe, quand Relais est déjà ouvert. Cinq essais, puis seule la phrase de passe sert.',
    set: 'Vous avez un code. Cinq essais erronés, et seule la phrase de passe sert, qui le rend aussitôt.',
    locked: 'Cinq codes erronés ont été tapés : il est bloqué. Entrez une fois par la phrase de passe, ou choisissez-en un autre ici.',
  },
  newPin: 'Nouveau code',
  pinPassphrase: 'Ma phrase de passe, pour preuve',
  pinDo: 'Choisir ce code',
  pinDrop: 'Ne plus avoir de code',
  pinSet: 'Votre code est choisi.',
  pinDropped: 'Vous n’avez plus de code.',
  typePassphrase: 'Tapez votre phrase de passe d’abord.',

  // Verrouillage.
  lockLabel: (role: string) => role.charAt(0).toUpperCase() + role.slice(1),
  lockLegend: 'Quand cette personne est au travail',
  lockAfter: (count: number) => `après ${minutes(count)} sans activité`,
  lockText: 'Relais se ferme alors, et demande qui est au travail : plus rien ne se lit, un code ou une phrase de passe fait revenir. Au bout de trois heures, et toujours après « Verrouiller » (Ctrl L), il faut une phrase de passe.',
  lockNoPin: 'Tant que personne n’a de code, seule une phrase de passe fait revenir.',
  lockDemonstration: 'Une démonstration ne se verrouille pas d’elle-même.',
  lockReadOnly: (owner: string) => `Le ${owner} choisit ces durées.`,
  lockSaved: 'Durées enregistrées.',

  // Qui est au travail.
  whoTitle: 'Qui est au travail ?',
  switchTitle: 'Changer d’utilisateur',
  switchNote: (who: string) => `${who} est au travail. Ce qui est commencé au comptoir y reste.`,
  people: 'Personnes',
  peopleKeys: 'Flèche, initiale ou chiffre, puis Entrée.',
  pinOrPassphrase: 'Code ou phrase de passe',
  passphrase: 'Phrase de passe',
  blocked: 'Cinq codes erronés : tapez la phrase de passe, elle rend aussi le code.',
  enter: 'Entrer',
  checking: 'Vérification',
  pinShape: 'Un code a quatre à huit chiffres.',
  wrongPassphrase: (name: string) => `Ce n’est pas la phrase de passe de ${name}.`,
  waits: (seconds: number) => `Prochain essai dans ${counted(seconds, 'seconde', 'secondes')}.`,
  alone: 'Personne d’autre ne travaille ici.',
  aloneOwner: 'Ajoutez une personne dans Réglages, Équipe.',
  stepAway: 'Je m’absente',
  stepAwayNote: 'Personne n’est plus au travail : un code suffit pour revenir.',
  lock: 'Verrouiller',
  closed: ({ why, by, minutes: after }: Closed) =>
    why === 'idle' ? `Verrouillé après ${minutes(after)} sans activité.${by ? ` ${by} était au travail.` : ''}` : by ? `Verrouillé par ${by}.` : 'Verrouillé à la demande.',
  left: (by: string) => `${by} s’est éloigné du poste.`,
  kept: 'Ce qui était saisi est gardé.',
});
