// What of an account of the vault was changed, for the timelines: apart from the vault's own words, which are read with its
// screen.
import type { CredentialField } from '../../contract/contract';
import { typesetAll } from '../typography';

const fields: Record<CredentialField, string> = typesetAll({
  site: 'le site',
  holder: 'le détenteur',
  login: 'l’identifiant',
  mailbox: 'la messagerie',
  second_factor: 'le second facteur',
  seed: 'la clé des codes',
  notes: 'les notes',
  client_key: 'le certificat',
});

/** « le site, les notes ». */
export function changedFields(changed: unknown): string {
  return Array.isArray(changed) ? changed.map((field) => fields[field as CredentialField] ?? String(field)).join(', ') : '';
}
