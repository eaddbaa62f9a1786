// Words of every list that is imported: the file, its columns, its lines, and what became of it. What a list says of its own
// is with its screen.
import type * as c from '../../contract/contract';
import { counted } from '../plural';
import { typesetAll } from '../typography';

/** What a line may be read of, as a person calls it. */
const tableFields: Record<string, string> = {
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

const statementFields: Record<string, string> = {
  on: 'Date de l’opération',
  label: 'Libellé',
  amount: 'Montant (une colonne)',
  credit: 'Crédit',
  debit: 'Débit',
  value_on: 'Date de valeur',
  reference: 'Référence',
};

const adviceFields: Record<string, string> = {
  ...tableFields,
  dossier: 'N° de dossier',
  reference: 'Référence de l’avis',
  on: 'Date de l’avis',
  pays_on: 'Date de paiement annoncée',
  amount: 'Montant avisé',
  outcome: 'Statut',
};

const FIELDS: Record<c.TableKind, Record<string, string>> = { transmitted_lots: tableFields, concentrator_returns: returnFields, bank_statement: statementFields, payment_advices: adviceFields };

const fieldOf = (table: c.TableKind, code: string): string => FIELDS[table][code] ?? code;

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

export const lists = typesetAll({
  importNote: 'Rien n’est enregistré avant votre accord',
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
  missing: (table: c.TableKind, fields: readonly string[]) => `Choisissez la colonne pour : ${fields.map((code) => fieldOf(table, code)).join(', ')}.`,
  sample: 'Premières lignes',
  line: 'Ligne',
  words: 'Ce que disent les statuts',
  wordLines: (text: string, count: number) => `« ${text} », ${counted(count, 'ligne', 'lignes')}`,
  noMeaning: 'à laisser de côté',
  toPreview: 'Voir les lignes',
  toColumns: 'Colonnes',
  saveAs: 'Enregistrer la correspondance sous',
  saveAsHint: 'Retrouvée seule quand les mêmes colonnes reviennent. Vide : non enregistrée.',
  forget: 'Oublier',
  forgotten: (name: string) => `Correspondance « ${name} » oubliée.`,
  field: fieldOf,
  already: (when: string) => `Ce même fichier a déjà été importé (${when}) : ses lignes déjà enregistrées n’ajouteront rien.`,
  filter: 'Montrer',
  all: 'Cocher tout',
  take: (count: number) => (count === 0 ? 'Enregistrer' : `Enregistrer ${counted(count, 'ligne', 'lignes')}`),
  taking: 'Enregistrement des lignes',
  stopping: 'Arrêt en cours : rien ne sera gardé',
  noPreview: 'Aucune ligne de ce genre',
  pasted: 'collée',
  importTitle: { transmitted_lots: 'Importer les lots transmis', concentrator_returns: 'Importer les retours du concentrateur', bank_statement: 'Importer un relevé de compte', payment_advices: 'Importer des avis de paiement' } satisfies Record<c.TableKind, string>,
  sourceText: {
    transmitted_lots: 'La liste des lots que votre logiciel a transmis : un fichier CSV ou texte, ou des lignes copiées d’un tableur.',
    concentrator_returns: 'La liste des retours de votre concentrateur : un fichier CSV ou texte, ou des lignes copiées d’un tableur.',
    bank_statement: 'Le relevé de compte exporté de votre banque : un fichier CSV, ou des lignes copiées d’un tableur. Deux exports qui se recouvrent n’ajoutent rien deux fois.',
    payment_advices: 'Les avis de paiement d’un opérateur ou d’une mutuelle : un fichier CSV ou texte, ou des lignes copiées d’un tableur. Un avis n’est pas de l’argent.',
  } satisfies Record<c.TableKind, string>,
  tables: { transmitted_lots: 'Lots transmis', concentrator_returns: 'Retours du concentrateur', bank_statement: 'Relevé de compte', payment_advices: 'Avis de paiement' } satisfies Record<c.TableKind, string>,
  listColumns: { table: 'Liste', name: 'Fichier', at: 'Importée', taken: 'Enregistrées', other: 'Autres lignes', total: 'Montant', state: 'État' },
  listOther: (row: c.ImportRow) => [row.known && counted(row.known, 'déjà connue', 'déjà connues'), row.left_out && counted(row.left_out, 'laissée', 'laissées'), row.faulty && counted(row.faulty, 'sans suite', 'sans suite')].filter(Boolean).join(', ') || 'aucune',
  listState: (row: c.ImportRow) => (row.undone_at === null ? 'Importée' : row.kept ? `Annulée, sauf ${counted(row.kept, 'dossier', 'dossiers')}` : 'Annulée'),
  undo: 'Annuler l’import',
  fault: (table: c.TableKind, fault: c.LineFault | null) => (fault ? faults[fault.code](fault.field ? fieldOf(table, fault.field) : '', fault.with) : ''),
  filters: { all: 'toutes les lignes', take: 'à enregistrer', look: 'à regarder', other: 'sans suite' },
});
