// Words of the pharmacy's own circuit: what its software transmitted, what the concentrator brought back, and the lists
// both are read from.
import type * as c from '../../contract/contract';
import { formatDate } from '../../format/dates';
import { formatCount, formatEuros } from '../../format/money';
import { counted } from '../plural';
import { typesetAll } from '../typography';

type Shown = { shown: number; total: number };

/** What a line may be read of, as a person calls it. */
export const tableFields: Record<string, string> = {
  invoice: 'N° de facture',
  lot: 'N° de lot',
  on: 'Date d’envoi',
  amc_share: 'Part AMC (RC)',
  amo_share: 'Part AMO (RO)',
  family_name: 'Nom',
  given_name: 'Prénom',
  amc_number: 'N° AMC',
  insurer_name: 'Mutuelle',
  member_number: 'N° d’adhérent',
  operator: 'Opérateur',
  delivered_on: 'Date de facture',
  outcome: 'Statut du retour',
  code: 'Code de rejet',
  wording: 'Libellé du rejet',
  reference: 'Référence du paiement ou de l’accord',
  amount: 'Montant annoncé',
};

/** The same field in the returns is another day. */
const returnFields: Record<string, string> = { ...tableFields, on: 'Date du retour' };

const fieldOf = (table: c.TableKind, code: string): string => (table === 'concentrator_returns' ? returnFields : tableFields)[code] ?? code;

const faults: Record<c.LineFaultCode, (field: string, said: string) => string> = {
  cells: (_, said) => `elle a ${said.split('/')[0]} cellules pour ${said.split('/')[1]} colonnes`,
  too_long: (field) => (field ? `${field} : trop long` : 'une cellule est trop longue, un guillemet n’est peut-être pas fermé'),
  missing: (field) => `${field} : rien n’est écrit`,
  unreadable: (field, said) => `${field} : « ${said} » ne se lit pas`,
  ambiguous: (field, said) => `${field} : « ${said} » se lit de deux façons, écrivez les centimes`,
  out_of_range: (field, said) => `${field} : « ${said} » dépasse ce qui peut être enregistré`,
  not_positive: (field, said) => `${field} : « ${said} » n’est pas plus grand que zéro`,
  in_future: (field, said) => `${field} : le ${said} est après aujourd’hui`,
  invalid: (field, said) => `${field} : « ${said} » ne convient pas`,
  unknown_word: (_, said) => `« ${said} » n’a pas de sens ici : donnez-le avec les colonnes`,
  repeated: (_, said) => `même lot et même facture que la ligne ${said}`,
  several_dossiers: () => 'plusieurs dossiers portent ce numéro de facture',
  several_shares: () => 'ce dossier a plusieurs complémentaires, et rien ne dit laquelle',
  sending: () => 'Relais l’envoie en ce moment : relisez la liste dans une minute',
  no_dossier: () => 'aucun dossier ne porte ce numéro de facture',
  not_entrusted: () => 'ce dossier n’a jamais été confié à l’OCT',
  other_lot: () => 'cette facture a été transmise dans un autre lot',
};

const warnings: Record<c.LineWarning, (line: c.PreviewLine) => string> = {
  amount_differs: (line) => `le dossier attend ${formatEuros(line.share_cents ?? 0)}`,
  settled: () => 'le paiement est déjà annoncé ou reçu : rien ne bouge',
  customer_claims: () => 'le client demande lui-même le remboursement : voyez avec lui avant d’être payé deux fois',
};

const lotStatuses: Record<c.LineStatus, string> = {
  new: 'Nouveau dossier',
  joins: 'Rejoint un dossier',
  waiting: 'Attend dans la file',
  twice: 'Déjà envoyé par Relais',
  returned: 'À enregistrer',
  late: 'Arrive trop tard',
  known: 'Déjà connue',
  unknown: 'Inconnue ici',
  unreadable: 'Illisible',
};

export const circuit = typesetAll({
  title: 'Lots et retours',
  note: 'votre logiciel transmet, l’OCT garde, Relais suit sans rien envoyer',
  open: 'Lots et retours',
  tabs: { carried: 'Confiés à l’OCT', rejected: 'À reprendre', back: 'Revenus', lists: 'Listes importées' },
  columns: { customer: 'Client', dossier: 'Dossier', invoice: 'Facture', lot: 'Lot', on: 'Transmis le', amount: 'Part AMC', state: 'État', back: 'Dernier retour' },
  listColumns: { table: 'Liste', name: 'Fichier', at: 'Importée', taken: 'Enregistrées', other: 'Autres lignes', total: 'Montant', state: 'État' },
  importLots: 'Importer les lots transmis',
  importReturns: 'Importer les retours du concentrateur',
  undo: 'Annuler l’import',
  search: 'Chercher',
  searchPlaceholder: 'client, dossier, facture ou lot',
  shown: ({ shown, total }: Shown) => (shown === total ? counted(total, 'part', 'parts') : `${formatCount(shown)} sur ${formatCount(total)}`),
  total: (cents: number) => formatEuros(cents),
  more: 'Les plus anciennes ne sont pas montrées : cherchez leur dossier avec F3.',
  twice: 'envoyé aussi par Relais',
  none: 'aucun retour',
  outcomes: { accepted: 'Accepté', rejected: 'Rejeté', advised: 'Paiement annoncé' } satisfies Record<c.ReturnOutcome, string>,
  back: (row: { outcome: c.ReturnOutcome; code: string; wording: string; reference: string; returned_on: string | null }) =>
    [`${circuit.outcomes[row.outcome]}${row.code ? ` ${row.code}` : ''}`, row.wording, row.reference, row.returned_on ? `le ${formatDate(row.returned_on)}` : ''].filter(Boolean).join(', '),
  empty: { carried: 'Rien n’est confié à l’OCT', rejected: 'Rien à reprendre', back: 'Rien n’est encore revenu', lists: 'Aucune liste importée' },
  emptyText: {
    carried: 'Importez la liste des lots transmis par votre logiciel : chaque facture y est suivie jusqu’au virement, et Relais ne l’envoie pas une seconde fois.',
    rejected: 'Les factures que le concentrateur rejette attendent ici d’être corrigées dans votre logiciel et transmises dans un nouveau lot.',
    back: 'Les factures acceptées ou dont le paiement est annoncé se retrouvent ici. Un paiement annoncé n’est pas encaissé.',
    lists: 'Chaque liste importée reste ici, et s’annule tant que rien d’autre ne s’est passé.',
  },
  noMatch: 'Rien de tel dans cette liste',
  tables: { transmitted_lots: 'Lots transmis', concentrator_returns: 'Retours du concentrateur' } satisfies Record<c.TableKind, string>,
  pasted: 'collée',
  listOther: (row: c.ImportRow) => [row.known && counted(row.known, 'déjà connue', 'déjà connues'), row.left_out && counted(row.left_out, 'laissée', 'laissées'), row.faulty && counted(row.faulty, 'sans suite', 'sans suite')].filter(Boolean).join(', ') || 'aucune',
  listTaken: (row: c.ImportRow) => (row.opened ? `${formatCount(row.taken)}, dont ${counted(row.opened, 'nouveau dossier', 'nouveaux dossiers')}` : formatCount(row.taken)),
  listState: (row: c.ImportRow) => (row.undone_at === null ? 'Importée' : row.kept ? `Annulée, sauf ${counted(row.kept, 'dossier', 'dossiers')}` : 'Annulée'),

  // What is known of a share, in its dossier.
  inDossier: {
    title: 'Circuit de l’officine',
    carried: (lot: string, invoice: string, on: string | null) => `Confié à l’OCT${lot ? `, lot ${lot}` : ''}${invoice ? `, facture ${invoice}` : ''}${on ? `, le ${formatDate(on)}` : ''}.`,
    twice: 'Relais l’a envoyé aussi : demandez à l’opérateur et au concentrateur laquelle des deux demandes garder, et faites annuler l’autre.',
    rejected: 'Corrigez la facture dans votre logiciel et transmettez-la dans un nouveau lot, ou demandez sa part au client.',
    accepted: 'Accepté : il reste à recevoir le virement.',
    advised: 'Paiement annoncé : il n’est encaissé qu’au virement.',
    entrust: 'Confier à l’OCT',
    takeBack: 'Reprendre à l’OCT',
  },
  entrustTitle: 'Confier cette part à l’OCT',
  entrustText: 'Votre logiciel a transmis la facture, ou va le faire. Relais n’enverra rien pour cette part et suivra son paiement ; ce qui attendait dans la file n’attend plus.',
  entrustOwn: (number: string) => (number ? `vide : ${number}, le numéro du dossier` : 'facultatif'),
  entrusted: 'Confié à l’OCT. Relais n’enverra rien pour cette part.',
  takeBackTitle: 'Reprendre cette part à l’OCT',
  takeBackText: 'La facture n’a pas été transmise, ou a été retirée du lot. La part redevient libre : choisissez une autre façon.',
  takeBackReason: 'Motif',
  takenBack: 'Repris à l’OCT.',

  // The import.
  importTitle: { transmitted_lots: 'Importer les lots transmis', concentrator_returns: 'Importer les retours du concentrateur' } satisfies Record<c.TableKind, string>,
  importNote: 'Rien n’est enregistré avant votre accord',
  sourceText: {
    transmitted_lots: 'La liste des lots que votre logiciel a transmis : un fichier CSV ou texte, ou des lignes copiées d’un tableur.',
    concentrator_returns: 'La liste des retours de votre concentrateur : un fichier CSV ou texte, ou des lignes copiées d’un tableur.',
  } satisfies Record<c.TableKind, string>,
  choose: 'Choisir un fichier…',
  paste: 'Ou collez ici les lignes',
  readPasted: 'Lire ces lignes',
  sheetFaults: {
    too_large: 'Ce fichier dépasse 8 Mo. Exportez une période plus courte.',
    no_text: 'Ce n’est pas du texte. Dans le tableur, enregistrez la feuille au format CSV.',
    empty: 'Cette liste n’a aucune ligne.',
    too_many_lines: 'Cette liste a plus de 20 000 lignes. Exportez une période plus courte.',
    too_many_columns: 'Cette liste a plus de 100 colonnes. Vérifiez le séparateur, ou exportez moins de colonnes.',
  } satisfies Record<c.TableFault, string>,
  steps: { source: 'Liste', columns: 'Colonnes', preview: 'Lignes' },
  fileName: 'Liste',
  linesCount: (count: number) => counted(count, 'ligne', 'lignes'),
  encoding: 'Lettres',
  encodings: { utf8: 'UTF-8', windows1252: 'Windows (ancien)', utf16_le: 'UTF-16', utf16_be: 'UTF-16 (BE)' } satisfies Record<c.TextEncoding, string>,
  separator: 'Séparateur',
  separators: { semicolon: 'point-virgule ;', comma: 'virgule ,', tab: 'tabulation', bar: 'barre |' } satisfies Record<c.Separator, string>,
  header: 'Première ligne',
  headers: { yes: 'noms des colonnes', no: 'une ligne comme les autres' },
  mapping: 'Quelle colonne dit quoi',
  mappingFound: (found: c.MappingFound, name: string) =>
    ({ saved: `Correspondance « ${name} » retrouvée par les noms des colonnes.`, proposed: 'Proposée d’après les noms des colonnes : vérifiez.', chosen: 'Choisie par vous.' })[found],
  noColumn: 'aucune colonne',
  required: 'obligatoire',
  missing: (table: c.TableKind, fields: readonly string[]) => `Choisissez la colonne pour : ${fields.map((code) => fieldOf(table, code)).join(', ')}.`,
  sample: 'Premières lignes',
  line: 'Ligne',
  words: 'Ce que disent les statuts',
  wordLines: (text: string, count: number) => `« ${text} », ${counted(count, 'ligne', 'lignes')}`,
  noMeaning: 'à laisser de côté',
  lotOfAll: 'N° de lot de toute la liste',
  lotOfAllHint: 'facultatif, aucune colonne ne le dit',
  toPreview: 'Voir les lignes',
  toColumns: 'Colonnes',
  saveAs: 'Enregistrer la correspondance sous',
  saveAsHint: 'Retrouvée seule quand les mêmes colonnes reviennent. Vide : non enregistrée.',
  forget: 'Oublier',
  forgotten: (name: string) => `Correspondance « ${name} » oubliée.`,
  field: fieldOf,
  fault: (table: c.TableKind, line: c.PreviewLine) => (line.fault ? faults[line.fault.code](line.fault.field ? fieldOf(table, line.fault.field) : '', line.fault.with) : ''),
  warning: (line: c.PreviewLine) => (line.warning ? warnings[line.warning](line) : ''),
  status: (line: c.PreviewLine) => (line.outcome && (line.status === 'returned' || line.status === 'late') ? circuit.outcomes[line.outcome] : lotStatuses[line.status]),
  already: (when: string) => `Ce même fichier a déjà été importé (${when}) : ses lignes déjà enregistrées n’ajouteront rien.`,
  waitingTitle: (count: number) => `${counted(count, 'demande attend', 'demandes attendent')} dans la file et ${count === 1 ? 'est' : 'sont'} aussi dans ces lots`,
  waitingText: 'Les lignes cochées seront notées « confié à l’OCT » et Relais ne les enverra plus. Décochez celles qui doivent rester dans la file.',
  twiceTitle: (count: number) => `${counted(count, 'facture', 'factures')} déjà envoyée${count === 1 ? '' : 's'} par Relais : risque de double envoi`,
  twiceText: 'Elles sont gardées où elles en sont, avec un avertissement. Demandez à l’opérateur et au concentrateur laquelle des deux demandes garder.',
  rejectedTitle: (count: number) => `${counted(count, 'rejet', 'rejets')} à reprendre`,
  rejectedText: 'Corrigez ces factures dans votre logiciel et transmettez-les dans un nouveau lot.',
  filter: 'Montrer',
  filters: { all: 'toutes les lignes', take: 'à enregistrer', look: 'à regarder', other: 'sans suite' },
  previewColumns: { line: 'Ligne', status: 'Ce qu’elle fait', invoice: 'Facture', customer: 'Client', amount: 'Montant', detail: 'Détail' },
  previewSummary: (count: number, cents: number, left: number, faulty: number, known: number) =>
    [`${counted(count, 'ligne à enregistrer', 'lignes à enregistrer')}, ${formatEuros(cents)}`, known && counted(known, 'déjà connue', 'déjà connues'), left && counted(left, 'laissée', 'laissées'), faulty && counted(faulty, 'sans suite', 'sans suite')].filter(Boolean).join(' ; '),
  joins: (number: string) => `dossier ${number}`,
  followsLine: 'suit le dossier ouvert plus haut',
  goesTo: (from: string, to: string) => (from === to ? to : `${from} → ${to}`),
  noPreview: 'Aucune ligne de ce genre',
  all: 'Cocher tout',
  take: (count: number) => (count === 0 ? 'Enregistrer' : `Enregistrer ${counted(count, 'ligne', 'lignes')}`),
  taking: 'Enregistrement des lignes',
  stopping: 'Arrêt en cours : rien ne sera gardé',
  taken: (done: c.ImportTaken) => [`${counted(done.taken, 'ligne enregistrée', 'lignes enregistrées')}`, done.opened && counted(done.opened, 'nouveau dossier', 'nouveaux dossiers'), done.entrusted && `${counted(done.entrusted, 'demande ne partira', 'demandes ne partiront')} plus de Relais`, done.rejected && counted(done.rejected, 'rejet à reprendre', 'rejets à reprendre')].filter(Boolean).join(', ') + '.',
  undoTitle: 'Annuler cet import',
  undoText: (row: c.ImportRow) => `${counted(row.taken, 'ligne', 'lignes')} de « ${row.name || circuit.pasted} ». Chaque dossier revient où il était ; celui que la liste a ouvert garde son numéro et sa part est retirée. Un dossier où autre chose s’est passé depuis reste comme il est. Le journal garde l’import et son annulation.`,
  undone: (count: number) => `Import annulé : ${counted(count, 'dossier remis', 'dossiers remis')} où il${count === 1 ? '' : 's'} ${count === 1 ? 'était' : 'étaient'}.`,
  keptTitle: (count: number) => `${counted(count, 'dossier reste comme il est', 'dossiers restent comme ils sont')} : autre chose s’y est passé depuis.`,
});
