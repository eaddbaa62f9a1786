// Words of the access log: who looked what up, opened, copied, exported or was refused.
import type { AccessKind, AccessSubject } from '$lib/contract/contract';
import { formatMonth } from '../../format/dates';
import type * as fr from '../fr/accesses';
import { counted } from '../plural';
import { translated } from '../typography';

const WAYS: Record<string, string> = {
  per_hour: ': too many in one hour',
  without_dossier: ': without a dossier',
  outside_hours: ': outside opening hours',
  sequential_nirs: ': consecutive social security numbers',
  several_platforms: ': same person on several platforms',
  failures: ': wrong PINs and passphrases',
  refusals: ': refused actions',
  lookups: ': look-ups',
  accounts_seen: ': accounts of the vault',
  customers_seen: ': NIRs and pictures of customers',
  exports: ': lists and archives',
  keyring: 'with the keyring of this computer',
  passphrase: 'with the passphrase',
  pin: 'with the PIN',
  recovery_key: 'with the recovery key',
  created: 'when the practice was created',
  restored: 'after a restore',
  secret: ': password',
  past: ': previous password',
  notes: ': notes',
  login: ': login',
  code: ': code',
};

const OUTCOMES: Record<string, string> = {
  unknown_credential: 'not for this person, or no longer in the vault',
  keyring_locked: 'the keyring of this computer is locked',
  keyring_unavailable: 'no keyring on this computer',
  keyring_item_lost: 'the key is no longer in the keyring',
  keyring_timed_out: 'the keyring did not answer',
  wrong_pin: 'wrong PIN',
  pin_locked: 'too many wrong PINs',
  pin_not_set: 'no PIN',
  tried_too_soon: 'tried too soon',
  user_retired: 'no longer works here',
  passphrase_too_weak: 'passphrase too weak',
  invalid_field: 'entry refused',
  wrong_passphrase: 'wrong passphrase',
  wrong_recovery_key: 'wrong recovery key',
  keyring_refused: 'the keyring of this computer refused',
  database_wrong_key: 'the key does not open this database',
  record_unreadable: 'the record of the tries could not be read',
  role_not_allowed: 'the role does not allow it',
  file_not_writable: 'the file could not be written',
  consent_missing: 'without the customer’s consent, nothing was sent',
  consent_refused: 'the customer refuses, nothing was sent',
  reason_needed: 'reason missing',
  lookups_stopped: 'look-ups stopped, nothing was sent',
  no_platform_for_dossier: 'no platform for this dossier',
};

const kinds: typeof fr.accesses.kinds = {
  session_opened: 'Session opened',
  unlock_failed: 'Opening refused',
  user_switched: 'User switched',
  secret_changed: 'Passphrase or PIN changed',
  seconded: 'Second person for a loss',
  session_locked: 'Session locked',
  session_closed: 'Session closed',
  permission_refused: 'Action refused',
  rights_looked_up: 'Rights looked up',
  lookup_warned: 'Unusual look-up',
  lookup_stopped: 'Look-ups stopped',
  lookup_unlocked: 'Look-ups allowed again',
  secret_copied: 'Sensitive field copied',
  secret_shown: 'NIR shown',
  picture_shown: 'Picture shown',
  credential_shown: 'Secret shown',
  credential_copied: 'Copied from the vault',
  credential_code_shown: 'Code shown',
  credential_used: 'Account used by Relais',
  unusual_raised: 'Unusual accesses noticed',
  unusual_acknowledged: 'Unusual accesses acknowledged',
  recovery_key_printed: 'Recovery key printed',
  document_made: 'Document made',
  document_opened: 'Document opened',
  document_saved: 'Copy of a document saved',
  portal_opened: 'Portal opened',
  archive_exported: 'Archive of the journal exported',
  access_log_exported: 'Access log exported',
  list_exported: 'List of dossiers exported',
  backup_written: 'Backup written',
  segment_opened: 'Month begun',
  segment_sealed: 'Month sealed',
  segment_erased: 'Months erased',
};

function sentence(kind: AccessKind, detail: string | null, outcome: string, times: number): string {
  const said = kinds[kind] ?? kind;
  switch (kind) {
    case 'segment_opened':
      return `${said}: ${formatMonth(detail ?? '')}`;
    case 'segment_sealed':
      return `${said}: ${formatMonth(detail ?? '')}, ${counted(times, 'line', 'lines')}`;
    case 'segment_erased':
      return `${said} up to ${formatMonth(detail ?? '')}: ${counted(times, 'line', 'lines')}, retention time over`;
    default: {
      const way = detail === null ? '' : (WAYS[detail] ?? detail);
      const more = way.startsWith(':') ? way : kind === 'secret_copied' && way ? `: ${way}` : way ? ` ${way}` : '';
      const ended = outcome === 'done' ? '' : `, ${OUTCOMES[outcome] ?? 'without success'}`;
      return `${said}${more}${ended}${times > 1 ? ` (${times} times)` : ''}`;
    }
  }
}

const SUBJECTS: Record<AccessSubject, string> = { dossier: 'dossier', cheque: 'cheque of dossier', platform: '', incident: 'outage of', command: 'action', paper: 'document', user: '', credential: 'account' };

export const accesses = translated<typeof fr.accesses>({
  title: 'Access log',
  tabsLabel: 'The two logs',
  tabs: { facts: 'Facts', accesses: 'Accesses' },
  note: 'who looked up, opened, copied or exported, and what was refused',
  columns: { at: 'On', actor: 'By', access: 'Access', about: 'About', number: 'Month and no.' },
  kinds,
  sentence,
  about: (subject, label) => `${SUBJECTS[subject] ?? ''} ${label}`.trim(),
  nobody: 'nobody identified',
  kindLabel: 'Which access',
  everyKind: 'Every access',
  userLabel: 'By whom',
  everybody: 'Everybody',
  from: 'From',
  until: 'Until',
  search: 'Search',
  searchPlaceholder: 'customer, dossier, platform…',
  older: 'Older accesses',
  shown: (count) => counted(count, 'line shown', 'lines shown'),
  kept: (months) => `kept ${months} months, then erased by whole months`,
  empty: 'No access noted',
  emptyText: 'Accesses are noted from the next opening of the practice.',
  nothingFound: 'No access matches',
  nothingFoundText: 'Change the period, the person or the words searched for.',
  verify: 'Verify the accesses',
  verifyExport: 'Verify an export…',
  verifying: 'Verifying',
  intact: (entries, months) => `This access log is whole: ${counted(entries, 'line', 'lines')} over ${months} months, none altered, none missing.`,
  intactText: 'Each month is sealed and repeated by the next.',
  broken: 'The chain of accesses is broken.',
  export: 'Export the accesses',
  fileName: (date) => `accesses-${date}.relais`,
  exported: (path) => `Access log written: ${path}`,
});
