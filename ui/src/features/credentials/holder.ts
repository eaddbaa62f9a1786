// Whose an account is, in words: a person's, everybody's, or Relais's own.
import type { CredentialItem } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export function holderOf(item: CredentialItem): string {
  return item.for_connector ? t.credentials.ofRelais : (item.holder_name ?? t.credentials.ofEveryone);
}
