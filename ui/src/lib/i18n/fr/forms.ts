// What French does to every sentence, date and amount: its names of days, its plural, its spaces and its separators. Each
// language has this same file (`Forms`); the build takes one of them.

export const WEEKDAYS: readonly string[] = ['dim.', 'lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.'];
export const WEEKDAYS_LONG: readonly string[] = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];
export const MONTHS: readonly string[] = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'];

const FIXED = '\u00a0';
const THIN = '\u202f';

/** `1er` of a month, then `2`, `3`… */
export const dayOfMonth = (day: number): string => (day === 1 ? '1er' : String(day));
export const yesterdayAt = (time: string): string => `hier ${time}`;
/** « depuis hier 09:10 ». */
export const since = (when: string): string => `depuis ${when}`;

/** « aujourd’hui », « demain », « dans 12 jours », « il y a 3 jours ». */
export function inDays(days: number): string {
  if (days === 0) return 'aujourd’hui';
  if (days === 1) return 'demain';
  if (days === -1) return 'hier';
  return days > 0 ? `dans ${days} jours` : `il y a ${-days} jours`;
}

/** Between thousands, and before the cents. */
export const THOUSANDS: string = THIN;
export const DECIMAL: string = ',';
/** An amount with the sign of its currency, and a rate. */
export const inEuros = (amount: string): string => `${amount}${FIXED}€`;
export const perCent = (rate: string): string => `${rate}${FIXED}%`;

/** Zero and one are singular. */
export const isOne = (count: number): boolean => Math.abs(count) < 2;

/** « Responsable : Claire ». */
export const named = (name: string, what: string): string => `${name}${FIXED}: ${what}`;
/** « droits, PEC et virements ». */
export const listed = (words: readonly string[]): string => words.join(', ').replace(/, (?=[^,]*$)/, ' et ');
/** Two sentences in one line. */
export const joined = (first: string, second: string): string => `${first}${THIN}; ${second}`;
export const quoted = (text: string): string => `«${FIXED}${text}${FIXED}»`;

/** What the owner of a practice is called in the trade. */
export const ownerOf = (pharmacy: boolean): string => (pharmacy ? 'titulaire' : 'gérant');

/** What is engraved on the keys that have a name. */
export const KEY_NAMES: Readonly<Record<string, string>> = { Shift: 'Maj', Space: 'Espace', Enter: 'Entrée', Escape: 'Échap', Delete: 'Suppr', PageUp: 'Page préc.', PageDown: 'Page suiv.' };

/** French spacing: a no-break space before « : » and inside quotation marks, a thin one before « ; ! ? », so that sentences can
 * be written plainly and never break in the wrong place. A sentence that holds another, already spaced, is spaced again and
 * stays as it is. */
export function typeset(text: string): string {
  return text
    .replace(/[ \u202f]?([;!?])(?=\s|$|»)/g, (_, mark: string) => `${THIN}${mark}`)
    .replace(/([;!?])(?=[^\s.,;!?)»])/g, '$1 ')
    .replace(/ :/g, `${FIXED}:`)
    .replace(/« /g, `«${FIXED}`)
    .replace(/ »/g, `${FIXED}»`)
    .replace(/(\d) (€|%|j\b|h\b)/g, `$1${FIXED}$2`)
    .replace(/n° /g, `n°${FIXED}`)
    .replace(/'/g, '’');
}
