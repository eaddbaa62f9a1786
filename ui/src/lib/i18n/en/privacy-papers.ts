// The papers of data protection: what each is, who answers, on which ground each processing rests.
import { formatDate } from '../../format/dates';
import type * as fr from '../fr/privacy-papers';
import { translated } from '../typography';

export const privacyPapers = translated<typeof fr.privacyPapers>({
  tab: 'Papers',
  note: 'The papers of data protection, written from what Relais does here today. What it does not know is a line to fill by hand. They are in French.',
  papers: {
    notice: ['Notice to customers', 'To put up at the counter or hand over (GDPR article 13): what, why, for whom, how long, which rights.'],
    register: ['Register of processing', 'A sheet for each thing Relais does (GDPR article 30), to add to the practice’s register.'],
    impact_assessment: ['Help for the impact assessment', 'Data, flows and measures already written (GDPR article 35); the questions and the risks are yours.'],
  },
  print: 'Print',
  printOf: (paper) => `Print: ${paper}`,
  printed: (paper) => `${paper}: printed.`,
  answerable: 'Who answers for the data',
  representative: 'Who signs for the practice',
  representativeHint: 'name and position',
  dpo: 'Data protection officer',
  dpoHint: 'name, and how to reach them',
  blank: 'empty: a line to fill by hand',
  save: 'Save',
  saved: 'Saved: the next papers say so.',
  grounds: 'What each processing rests on',
  columns: { processing: 'Processing', basis: 'Ground', source: 'Source' },
  processings: {
    third_party_payment: 'Third-party payment',
    cheques: 'Cheques kept and deposited',
    books: 'Sales, payments and books',
    look_ups: 'Access log, look-ups',
    accounts: 'Vault of accounts',
    breaches: 'Register of data breaches',
    backups: 'Backups',
  },
  knownSince: (source, from) => `${source}, as of ${formatDate(from)}`,
  version: (version, shipped) => (shipped ? `Grounds ${version}, delivered with Relais` : `Grounds ${version}, of the practice`),
  take: 'Take a file…',
  taken: (version) => `Grounds ${version} in use.`,
  refusedFile: 'This file is not taken: nothing has changed.',
  export: 'Export…',
  exported: (path) => `Grounds written to ${path}.`,
  restore: 'Back to the delivered grounds',
  fileName: 'grounds-of-processing.toml',
});
