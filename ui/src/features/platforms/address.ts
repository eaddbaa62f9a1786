// What a platform's address looks like, said while it is typed; the connector decides again. A real practice speaks
// https; a demonstration speaks to this computer and to nothing else.
import { fold } from '$lib/format/collation';
import { t } from '$lib/i18n';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
/** Longest code of a platform. */
const MAX_CODE = 32;

export function addressError(typed: string, real: boolean): string | undefined {
  const text = typed.trim();
  if (text === '') return t.fieldReasons.empty;
  if (!URL.canParse(text)) return t.fieldReasons.not_an_address;
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') return t.fieldReasons.not_an_address;
  const here = LOOPBACK.includes(url.hostname);
  if (!real) return here ? undefined : t.platforms.addressLoopback;
  return url.protocol === 'https:' ? undefined : t.fieldReasons.not_https;
}

/** « SP santé » gives `sp-sante`: the code a new platform is known by from then on. */
export function codeOf(label: string): string {
  return fold(label)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_CODE);
}
