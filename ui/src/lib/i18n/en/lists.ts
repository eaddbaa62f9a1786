// Words of every list that is imported: the file, its columns, its lines, and what became of it. What a list says of its own
// is with its screen.
import type * as c from '../../contract/contract';
import type * as fr from '../fr/lists';
import { counted } from '../plural';
import { translated } from '../typography';

/** What a line may be read of, as a person calls it. */
const tableFields: Record<string, string> = {
  invoice: 'Invoice no.',
  lot: 'Batch no.',
  on: 'Date sent',
  amc_share: 'AMC share (RC)',
  amo_share: 'AMO share (RO)',
  family_name: 'Surname',
  given_name: 'First name',
  amc_number: 'AMC no.',
  insurer_name: 'Insurer',
  member_number: 'Member no.',
  operator: 'Operator',
  delivered_on: 'Invoice date',
  outcome: 'Status of the return',
  code: 'Rejection code',
  wording: 'Rejection wording',
  reference: 'Reference of the payment or agreement',
  amount: 'Amount announced',
};

/** The same field in the returns is another day. */
const returnFields: Record<string, string> = { ...tableFields, on: 'Date of the return' };

const statementFields: Record<string, string> = {
  on: 'Date of the operation',
  label: 'Label',
  amount: 'Amount (one column)',
  credit: 'Credit',
  debit: 'Debit',
  value_on: 'Value date',
  reference: 'Reference',
};

const adviceFields: Record<string, string> = {
  ...tableFields,
  dossier: 'Dossier no.',
  reference: 'Reference of the advice',
  on: 'Date of the advice',
  pays_on: 'Payment date announced',
  amount: 'Amount advised',
  outcome: 'Status',
};

const FIELDS: Record<c.TableKind, Record<string, string>> = { transmitted_lots: tableFields, concentrator_returns: returnFields, bank_statement: statementFields, payment_advices: adviceFields };

const fieldOf = (table: c.TableKind, code: string): string => FIELDS[table][code] ?? code;

const faults: Record<c.LineFaultCode, (field: string, said: string) => string> = {
  cells: (_, said) => `it has ${said.split('/')[0]} cells for ${said.split('/')[1]} columns`,
  too_long: (field) => (field ? `${field}: too long` : 'a cell is too long, a quotation mark may not be closed'),
  missing: (field) => `${field}: nothing is written`,
  unreadable: (field, said) => `${field}: “${said}” cannot be read`,
  ambiguous: (field, said) => `${field}: “${said}” reads in two ways, write the cents`,
  out_of_range: (field, said) => `${field}: “${said}” is beyond what can be recorded`,
  not_positive: (field, said) => `${field}: “${said}” is not above zero`,
  in_future: (field, said) => `${field}: ${said} is after today`,
  invalid: (field, said) => `${field}: “${said}” will not do`,
  unknown_word: (_, said) => `“${said}” has no meaning here: give it one with the columns`,
  repeated: (_, said) => `same batch and same invoice as line ${said}`,
  several_dossiers: () => 'several dossiers bear this invoice number',
  several_shares: () => 'this dossier has several insurers, and nothing says which one',
  sending: () => 'Relais is sending it right now: read the list again in a minute',
  no_dossier: () => 'no dossier bears this invoice number',
  not_entrusted: () => 'this dossier was never entrusted to the OCT',
  other_lot: () => 'this invoice was transmitted in another batch',
};

export const lists = translated<typeof fr.lists>({
  importNote: 'Nothing is recorded before you agree',
  choose: 'Choose a file…',
  paste: 'Or paste the lines here',
  readPasted: 'Read these lines',
  sheetFaults: {
    too_large: 'This file is larger than 8 MB. Export a shorter period.',
    no_text: 'This is not text. In the spreadsheet, save the sheet in CSV format.',
    empty: 'This list has no line.',
    too_many_lines: 'This list has more than 20,000 lines. Export a shorter period.',
    too_many_columns: 'This list has more than 100 columns. Check the separator, or export fewer columns.',
  },
  steps: { source: 'List', columns: 'Columns', preview: 'Lines' },
  linesCount: (count) => counted(count, 'line', 'lines'),
  encoding: 'Letters',
  encodings: { utf8: 'UTF-8', windows1252: 'Windows (old)', utf16_le: 'UTF-16', utf16_be: 'UTF-16 (BE)' },
  separator: 'Separator',
  separators: { semicolon: 'semicolon ;', comma: 'comma ,', tab: 'tab', bar: 'bar |' },
  header: 'First line',
  headers: { yes: 'names of the columns', no: 'a line like the others' },
  mapping: 'Which column says what',
  mappingFound: (found, name) =>
    ({ saved: `Mapping “${name}” found again by the names of the columns.`, proposed: 'Suggested from the names of the columns: check it.', chosen: 'Chosen by you.' })[found],
  noColumn: 'no column',
  missing: (table, fields) => `Choose the column for: ${fields.map((code) => fieldOf(table, code)).join(', ')}.`,
  sample: 'First lines',
  line: 'Line',
  words: 'What the statuses say',
  wordLines: (text, count) => `“${text}”, ${counted(count, 'line', 'lines')}`,
  noMeaning: 'to be left out',
  toPreview: 'See the lines',
  toColumns: 'Columns',
  saveAs: 'Save the mapping as',
  saveAsHint: 'Found again by itself when the same columns come back. Empty: not saved.',
  forget: 'Forget',
  forgotten: (name) => `Mapping “${name}” forgotten.`,
  field: fieldOf,
  already: (when) => `This same file has already been imported (${when}): its lines already recorded will add nothing.`,
  filter: 'Show',
  all: 'Tick all',
  take: (count) => (count === 0 ? 'Record' : `Record ${counted(count, 'line', 'lines')}`),
  taking: 'Recording the lines',
  stopping: 'Stopping: nothing will be kept',
  noPreview: 'No line of this kind',
  pasted: 'pasted',
  importTitle: { transmitted_lots: 'Import the transmitted batches', concentrator_returns: 'Import the returns of the OCT', bank_statement: 'Import a bank statement', payment_advices: 'Import payment advices' },
  sourceText: {
    transmitted_lots: 'The list of batches that your software has transmitted: a CSV or text file, or lines copied from a spreadsheet.',
    concentrator_returns: 'The list of returns of your OCT (hub): a CSV or text file, or lines copied from a spreadsheet.',
    bank_statement: 'The account statement exported from your bank: a CSV file, or lines copied from a spreadsheet. Two exports that overlap add nothing twice.',
    payment_advices: 'The payment advices of an operator or insurer: a CSV or text file, or lines copied from a spreadsheet. An advice is not money.',
  },
  tables: { transmitted_lots: 'Transmitted batches', concentrator_returns: 'Returns of the OCT', bank_statement: 'Bank statement', payment_advices: 'Payment advices' },
  listColumns: { table: 'List', name: 'File', at: 'Imported', taken: 'Recorded', other: 'Other lines', total: 'Amount', state: 'State' },
  listOther: (row) => [row.known && counted(row.known, 'already known', 'already known'), row.left_out && counted(row.left_out, 'left out', 'left out'), row.faulty && counted(row.faulty, 'without effect', 'without effect')].filter(Boolean).join(', ') || 'none',
  listState: (row) => (row.undone_at === null ? 'Imported' : row.kept ? `Undone, except ${counted(row.kept, 'dossier', 'dossiers')}` : 'Undone'),
  undo: 'Undo the import',
  fault: (table, fault) => (fault ? faults[fault.code](fault.field ? fieldOf(table, fault.field) : '', fault.with) : ''),
  filters: { all: 'all the lines', take: 'to be recorded', look: 'to be looked at', other: 'without effect' },
});
