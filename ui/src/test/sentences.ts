// Every sentence of a catalogue, functions called with plausible parameters: what the tests of each language read.
import { sampleImport, sampleLines } from '../samples/circuit';
import { heardAnswer, keptAnswer, sampleFormalities } from '../samples/dossiers';
import { sampleAdviceLines, sampleCredit, sampleProposal, sampleRaised, sampleStatementLines } from '../samples/payments';

const PREVIEW = { rows: 2000, added: 3, removed: 1, operators: 8, networks: 5 };
/** What the functions that want more than numbers are called with. */
const GIVEN: Record<string, unknown[]> = {
  '.exercise.hint': ['deliver', true],
  '.accesses.sentence': ['secret_copied', 'per_hour', 'consent_missing', 2],
  '.credentials.importing.summary': ['kee_pass', 4, 2, 1, 1],
  '.credentials.importing.brings': [{ state: 'new', has_seed: true, has_notes: true }],
  '.certificates.fromTo': ['2023-02-01', '2025-02-01'],
  '.certificates.endsTitle': ['Almerys', 'within7'],
  '.certificates.endsText': ['2025-02-01'],
  '.privacyPapers.knownSince': ['GDPR 6', '2024-02-01'],
  '.breach.logged': ['RIB, IBAN', 'Connu'],
  '.rotation.by': ['Claire Aubry', '2024-02-13T09:00:00Z'],
  '.pictures.chequeErasedOn': ['2024-04-30'],
  '.pictures.daysChosen': ['2024-01-31'],
  '.team.closed': [{ why: 'idle', by: 'Léa Martin', minutes: 5 }],
  '.second.waiting': [38_000, '2024-02-13T09:00:00Z'],
  '.second.toConfirm': ['2024-02-13T09:00:00Z'],
  '.second.overrideStands': ['deposit', '2024-02-13T09:00:00Z', false],
  '.second.overrideWaiting': ['2024-02-13T09:00:00Z'],
  '.refusals.second_waits': [{ from: '2024-02-13T09:00:00Z' }],
  '.team.does': [{ role: 'counter', works: true, oversees: false, owns: false }],
  '.team.lockLabel': ['comptoir'],
  '.terms.role': ['owner'],
  '.routing.fault': [{ line: 12, fault: 'overlap', about: 'Alan' }],
  '.routing.since': ['2024-01-01', '2024-12-31'],
  '.routing.proposal': ['Almerys', '2024-02-06', 'to_verify'],
  '.routing.checksum': ['9f2c4b7e1a6d83055bd0'],
  '.routing.exported': [2, '9f2c4b7e1a6d83055bd0'],
  '.routing.exportTableName': ['2024-02'],
  '.routing.importRowsText': [PREVIEW],
  '.routing.importNamesText': [PREVIEW],
  '.privacy.fault': [{ line: 12, fault: 'overlap', about: 'list' }],
  '.privacy.finding': [{ reason: 'per_hour', count: 41, limit: 40 }],
  '.card.warning': [{ warning: 'authorisation_held', rank: 2, reference: 'PEC-1', valid_until: '2024-03-14' }],
  '.card.warningShort': [{ warning: 'hearing_trial', rank: 1, days: 30, not_before: '2024-03-02' }],
  '.description.mistake': [{ line: 12, key: 'http.rights.path', mistake: 'not_one_of', words: ['post', 'put'], least: null, most: null }],
  '.description.place': [{ line: 12, key: 'http.rights.path', mistake: 'not_one_of', words: ['post', 'put'], least: null, most: null }],
  '.description.unknown': [['in_force']],
  '.covers.letter': ['B'],
  '.covers.said': [heardAnswer],
  '.covers.standing': [heardAnswer],
  '.covers.from': [heardAnswer, '2024-01-31'],
  '.covers.notKnown': [['reference', 'period']],
  '.covers.codes': [['E12']],
  '.covers.domain': [keptAnswer.domains[0]],
  '.covers.quoted': [heardAnswer],
  '.covers.fieldsSentNext': [['Almerys']],
  '.queue.sent': ['Viamedis', 'claim', 200],
  '.queue.foundThere': ['Viamedis', 'quote', 200],
  '.formalities.note': ['Almerys'],
  '.formalities.standing': ['claim', 'agreed'],
  '.formalities.facts': [sampleFormalities[0]],
  '.formalities.came': [sampleFormalities[0], 'pas de réponse à temps'],
  '.circuit.shown': [{ shown: 2, total: 3 }],
  '.circuit.back': [{ outcome: 'rejected', code: 'R45', wording: 'Droits fermés', reference: '', returned_on: '2024-01-31' }],
  '.lists.listOther': [sampleImport],
  '.circuit.listTaken': [sampleImport],
  '.lists.listState': [sampleImport],
  '.circuit.undoText': [sampleImport],
  '.circuit.inDossier.carried': ['0118', 'F24018800', '2024-01-30'],
  '.lists.mappingFound': ['saved', 'LGO'],
  '.lists.missing': ['transmitted_lots', ['invoice', 'amc_share']],
  '.lists.field': ['concentrator_returns', 'on'],
  '.lists.fault': ['transmitted_lots', sampleLines[3]?.fault],
  '.payments.raisedAbout': [sampleRaised.items[2]],
  '.payments.explainText': [sampleRaised.items[2]],
  '.payments.adviceWarning': [sampleAdviceLines[1]],
  '.payments.advicesTaken': [{ import: 'p', taken: 4, announced: 2, rejected: 1, aside: 1, known: 1, left_out: 0, faulty: 1, total_cents: 40005 }],
  '.payments.pays': [sampleCredit(1, { left_cents: 100 })],
  '.payments.proposal': [sampleProposal(2)],
  '.payments.partWas': [sampleProposal(1).parts[0]],
  '.payments.status': [sampleStatementLines[0]],
  '.payments.detail': [sampleStatementLines[6]],
  '.payments.listTaken': [sampleImport],
  '.payments.listState': [sampleImport],
  '.payments.undoText': [sampleImport, 'releve.csv'],
  '.payments.keptTitle': [{ undone: 1, kept: [], credits_kept: 2, slips_kept: 1 }],
  '.payments.taken': [{ import: 'p', taken: 4, allocated: 1, shares: 2, slips: 1, known: 1, left_out: 4, faulty: 1, total_cents: 160014, to_allocate_cents: 80007, cheques_to_return: 1, cheques_to_complete: 1, short: 1 }],
  '.circuit.warning': [sampleLines[2]],
  '.refusals.backup_folder_away': [{ path: '/media/cle' }],
  '.refusals.money_still_open': [{ dossier: '2024-0118' }],
  '.backups.lastSound': ['2024-01-30T12:00:00Z'],
  '.backups.entries': [1180, 1204],
  '.backups.lateFolder': ['/media/cle', 4],
  '.backups.verifiedAt': ['2024-01-30T12:00:00Z'],
  '.backups.verifyOf': ['2024-01-30T12:00:00Z'],
  '.backups.until': ['2024-04-30'],
  '.backups.papersHeld': [214, 2],
  '.backups.newerHere': [24, '2024-01-30T17:58:00Z'],
  '.backups.salvageFound': [{ entries: 20, until: '2024-01-30T16:58:00Z', lost: 4, partly: [], pages: [] }],
  '.backups.salvagePages': [[12, 13, 14, 15, 16, 812, 813, 814]],
  '.backups.salvagePartly': [['customers', 'papers', 'exchanges', 'accounts', 'accesses', 'house']],
  '.retention.dossier': ['2024-0118', '2024-01-15', ''],
  '.retention.backupsStay': [2, '2024-04-29'],
  '.retention.obliged': ['2034-01-15', 'C. com. L123-22'],
  '.retention.dueRow': ['Lucie Bernard', '2014-01-15', '2024-01-15'],
  '.retention.askedBy': ['Claire Aubry', '2024-01-30T08:10:00Z'],
  '.retention.waitsUntil': ['2024-02-01T08:10:00Z'],
  '.retention.written': ['2024-01-29T18:00:00Z'],
  '.retention.destroyOn': ['2024-04-29', true],
  '.circuit.status': [sampleLines[0]],
  '.circuit.taken': [{ import: 'l', taken: 36, opened: 34, known: 2, left_out: 0, faulty: 8, entrusted: 1, twice: 1, rejected: 2 }],
};

/** Every sentence, functions called with plausible parameters. */
export function sentences(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const say = value as (...parameters: unknown[]) => unknown;
    const params = { since: '2024-02-01', schedule_cents: 7, balance_cents: 8, left_cents: 9, shares_cents: 1, total_cents: 2, due_cents: 3, limit_cents: 4, not_before: '2024-03-14', expired_on: '2024-03-14', limit: '2024-03-14', expected_cents: 5, allocated_cents: 6, open: 2, state: 'queued', fault: 'missing', field: 'phone', reason: 'length', insurer: 'Alan', from: '2024-01-01', to: null, max: 500, most: 200, days: 30, left: 2, seconds: 4 };
    if (path.startsWith('.timeline')) return [];
    const reason = [{ reason: 'guarantee_not_known', rank: 1 }, () => 'Harmonie Mutuelle'];
    const fault = [{ line: 12, fault: 'overlap', about: 'hearing.trial' }];
    const given = path.startsWith('.refusals') ? (GIVEN[path] ?? [params]) : path === '.estimate.reason' ? reason : path === '.estimate.fault' ? fault : (GIVEN[path] ?? [2, 2, 2, 2]);
    return sentences(say(...given), `${path}()`);
  }
  if (value !== null && typeof value === 'object') return Object.entries(value).flatMap(([key, item]) => sentences(item, `${path}.${key}`));
  return [];
}
