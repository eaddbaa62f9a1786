// Words of what leaves the PC: the customer's word, the field lists, where the data go, and the watch over look-ups.
import type { ConsentHow, ConsentState, DataExit, FieldNeed, FileFault, FileFaultKind, LookupFinding, LookupReason } from '../../contract/contract';
import { counted } from '../plural';
import { typesetAll } from '../typography';

const hows = { oral: 'à l’oral', signed_paper: 'sur papier signé' } satisfies Record<ConsentHow, string>;

const states = {
  not_asked: 'Accord à recueillir',
  given: 'Accord donné',
  outgrown: 'Accord à redemander : la liste des champs a grandi',
  refused: 'Transmission refusée par le client',
  withdrawn: 'Accord retiré par le client',
} satisfies Record<ConsentState, string>;

/** « 41 consultations en une heure, pour 40 au plus. » */
function finding({ reason, count, limit }: LookupFinding): string {
  const most = limit === 0 ? '' : `, pour ${limit} au plus`;
  switch (reason) {
    case 'per_hour':
      return `${counted(count, 'consultation', 'consultations')} en une heure${most}.`;
    case 'without_dossier':
      return `${counted(count, 'consultation', 'consultations')} sans dossier en une heure${most}.`;
    case 'outside_hours':
      return 'Consultation en dehors des heures d’ouverture.';
    case 'sequential_nirs':
      return `${counted(count, 'numéro de sécurité sociale', 'numéros de sécurité sociale')} qui se suivent${most}.`;
    case 'several_platforms':
      return `La même personne cherchée sur ${counted(count, 'plateforme', 'plateformes')} en cinq minutes${most}.`;
  }
}

const reasons = {
  per_hour: 'Consultations par personne et par heure',
  without_dossier: 'Sans dossier, par heure',
  outside_hours: 'Hors des heures d’ouverture, par heure',
  sequential_nirs: 'Numéros de sécurité sociale qui se suivent, par heure',
  several_platforms: 'Même personne sur plusieurs plateformes, en 5 minutes',
} satisfies Record<LookupReason, string>;

const faults: Partial<Record<FileFaultKind, string>> = {
  too_large: 'le fichier est trop grand',
  syntax: 'la ligne n’est pas du TOML',
  shape: 'ce qui doit être là manque, ou est autre chose',
  unknown_field: 'ce champ n’existe pas',
  day: 'ce n’est pas un jour',
  overlap: 'deux fois la même chose',
  status: 'le statut est « confirmed » ou « to_verify »',
  source: 'le texte manque ou est trop long',
  missing: 'il manque à la liste et la demande ne peut pas se faire sans lui',
  contradiction: 'la demande ne peut pas le laisser de côté, ou n’a pas de place pour lui',
};

export const privacy = typesetAll({
  /** Between the operator asked first and the one asked in its place. */
  orElse: ', à défaut ',
  // The customer's word, at the counter.
  states,
  hows,
  ask: (operator: string) => `Le client accepte-t-il que nous transmettions ces champs à ${operator} ?`,
  askNote: 'Rien ne part avant sa réponse. S’il refuse, les façons sans tiers payant restent ouvertes.',
  yes: 'Oui, il accepte',
  yesSigned: 'Oui, papier signé',
  no: 'Non, il refuse',
  sheet: 'Imprimer la feuille',
  later: 'Plus tard',
  decided: (how: string, at: string, by: string) => `${how}, ${at}, noté par ${by}`,
  givenNow: (operator: string) => `Accord noté pour ${operator}.`,
  refusedNow: (operator: string) => `Refus noté : rien ne part vers ${operator}. Choisissez une façon sans tiers payant.`,
  withdrawnNow: (operator: string) => `Accord retiré : plus rien ne part vers ${operator}.`,
  withdraw: 'Retirer l’accord',
  askAgain: 'Recueillir l’accord',
  wayClosed: 'fermée : le client refuse la transmission',
  portalLeftOut: (count: number) => `${counted(count, 'dossier laissé de côté', 'dossiers laissés de côté')} : l’accord du client manque. Ouvrez le dossier pour le recueillir.`,

  // The dialog.
  title: 'Où vont mes données',
  note: 'Les données de ce cabinet restent sur ce poste, chiffrées. Voici tout ce qui en sort, et rien d’autre.',
  tabsLabel: 'Données et consultations',
  tabs: { flows: 'Où vont mes données', fields: 'Champs transmis', guard: 'Consultations' },
  print: 'Imprimer',
  printed: 'Document imprimé.',
  flowColumns: { what: 'Quoi', to: 'Vers', contents: 'Ce qui peut sortir', last: 'Dernière fois' },
  never: 'jamais',
  neverNoted: 'non noté',
  byPortal: (host: string) => `portail ${host}, recopié à la main`,
  lastFields: (count: number) => `${counted(count, 'champ', 'champs')} la dernière fois`,
  exits: {
    platform_token: ['Identification auprès de la plateforme', 'identifiant et secret du cabinet ; rien d’un client'],
    platform_probe: ['Vérification qu’elle répond', 'une question qui ne concerne personne'],
    portal_in_browser: ['Portail ouvert dans le navigateur', 'l’adresse du portail ; Relais n’y saisit rien'],
    clipboard: ['Champ copié pour un portail', 'le champ copié, hors historique quand le système le permet'],
    paper_in_reader: ['Document montré dans le lecteur PDF', 'le document, avec le nom du client'],
    paper_copy: ['Copie d’un document', 'le document, avec le nom du client'],
    archive: ['Archive du journal', 'les faits, sans nom ni numéro de client'],
    list_file: ['Liste de dossiers exportée', 'noms, numéros de dossier et montants'],
    access_log_file: ['Journal des accès exporté', 'qui a consulté quoi, par identifiants'],
    backup: ['Sauvegarde', 'toute la base, chiffrée'],
    recovery_key: ['Clé de secours imprimée', 'la clé qui ouvre le cabinet ; rien d’un client'],
    keyring: ['Clé du cabinet dans le trousseau', 'la clé de la base, si vous l’avez permis'],
  } satisfies Record<DataExit, [string, string]>,
  exitTo: {
    platform_token: 'la plateforme',
    platform_probe: 'la plateforme',
    portal_in_browser: 'le navigateur de ce poste',
    clipboard: 'le presse-papiers de ce poste',
    paper_in_reader: 'le lecteur PDF de ce poste',
    paper_copy: 'l’endroit choisi',
    archive: 'l’endroit choisi',
    list_file: 'l’endroit choisi',
    access_log_file: 'l’endroit choisi',
    backup: 'l’endroit choisi',
    recovery_key: 'une feuille',
    keyring: 'le trousseau de ce poste',
  } satisfies Record<DataExit, string>,

  // The field lists.
  needs: { required: 'obligatoire', conditional: 'conditionnel', optional: 'facultatif' } satisfies Record<FieldNeed, string>,
  listOf: (platform: string, fn: string) => `${platform}, ${fn}`,
  listOwn: 'liste de cette plateforme',
  listCommon: 'liste commune',
  fieldColumns: { field: 'Champ', need: 'Pour l’opérateur', condition: 'Quand', sent: 'Transmis' },
  send: (field: string) => `Transmettre : ${field}`,
  alwaysSent: 'toujours',
  whenItHolds: 'selon le cas',
  fieldKept: (field: string) => `${field} : ne part plus.`,
  fieldSent: (field: string) => `${field} : part de nouveau.`,
  listVersion: (version: string, shipped: boolean) => `Listes ${version}${shipped ? ', livrées avec Relais' : ', prises dans un fichier'}`,
  listTake: 'Prendre un fichier…',
  listRestore: 'Revenir aux listes livrées',
  listTaken: (version: string) => `Listes de champs : version ${version}.`,
  listRefused: 'Ce fichier n’a pas été pris : rien n’a changé.',
  fault: ({ line, fault, about }: FileFault) => `Ligne ${line} : ${about ? `« ${about} », ` : ''}${faults[fault] ?? 'valeur refusée'}.`,
  askedFirst: 'Demander l’accord du client avant de transmettre',
  askedFirstNote: 'un refus est respecté dans tous les cas',
  askedFirstSet: (asked: boolean) => (asked ? 'L’accord du client sera demandé d’abord.' : 'L’accord ne sera plus demandé d’abord ; un refus reste respecté.'),

  // The watch.
  finding,
  reasons,
  guardNote: 'Relais compte ses propres consultations, pas celles faites dans le portail d’une plateforme.',
  warned: 'Consultations inhabituelles',
  warnedText: 'Si c’est normal, continuez : c’est noté au journal des accès.',
  stopped: 'Consultations bloquées',
  stoppedText: 'Le titulaire peut débloquer, avec un motif. Les autres façons de continuer restent ouvertes.',
  unlock: 'Débloquer…',
  unlockTitle: (name: string) => `Débloquer les consultations : ${name}`,
  unlockReason: 'Motif',
  unlockReasonHint: 'gardé avec le blocage ; le déblocage est noté au journal des accès',
  unlockNow: 'Débloquer',
  unlocked: 'Consultations débloquées.',
  limitColumns: { rule: 'Règle', warn: 'Avertir au-delà de', stop: 'Bloquer au-delà de' },
  warnOf: (rule: string) => `Avertir : ${rule}`,
  stopOf: (rule: string) => `Bloquer : ${rule}`,
  noLimit: 'jamais',
  hours: 'Heures d’ouverture',
  days: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
  opensOn: (day: string) => `Ouvert le ${day}`,
  opensAt: (day: string) => `Ouverture le ${day}`,
  closesAt: (day: string) => `Fermeture le ${day}`,
  closed: 'fermé',
  defaults: (source: string, since: string, status: string) => `Proposé : ${source} ; depuis le ${since}, ${status}.`,
  useDefaults: 'Reprendre les valeurs proposées',
  limitsSaved: 'Limites enregistrées.',
  people: 'Personnes',
  peopleColumns: { name: 'Personne', hour: 'Cette heure', state: 'État' },
  free: 'libre',
  heldSince: (at: string) => `bloquée depuis ${at}`,
  lifted: (at: string, by: string, why: string) => `débloquée ${at} par ${by} : ${why}`,
  notice: 'Information du personnel',
  noticeMissing: 'La loi demande d’informer le personnel avant de surveiller ses consultations : imprimez cette information, datée, et remettez-la.',
  noticePrinted: (on: string) => `Information du personnel imprimée le ${on}.`,
  noticeOutdated: (on: string) => `Information imprimée le ${on} : le texte a changé depuis, imprimez-la de nouveau.`,
  noticePrint: 'Imprimer l’information',
  ownerOnly: 'Seul le titulaire règle les consultations.',
});
