// What of an account of the vault was changed, for the timelines: apart from the vault's own words, which are read with its
// screen.
import type { CredentialField } from '../../contract/contract';
import { typesetAll } from '../typography';

const fields = typesetAll<Record<CredentialField, string>>({
  site: 'the site',
  holder: 'the holder',
  login: 'the login',
  mailbox: 'the mailbox',
  second_factor: 'the second factor',
  seed: 'the key of the codes',
  notes: 'the notes',
  client_key: 'the certificate',
});

/** “the site, the notes”. */
export function changedFields(changed: unknown): string {
  return Array.isArray(changed) ? changed.map((field) => fields[field as CredentialField] ?? String(field)).join(', ') : '';
}
