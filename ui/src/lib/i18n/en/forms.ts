// What English does to every sentence, date and amount. British: the day comes first, the euro sign before its amount.
import type * as fr from '../fr/forms';

export const WEEKDAYS: typeof fr.WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
export const WEEKDAYS_LONG: typeof fr.WEEKDAYS_LONG = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS: typeof fr.MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const FIXED = '\u00a0';

export const dayOfMonth: typeof fr.dayOfMonth = (day) => String(day);
export const yesterdayAt: typeof fr.yesterdayAt = (time) => `yesterday ${time}`;
export const since: typeof fr.since = (when) => `since ${when}`;

export const inDays: typeof fr.inDays = (days) => {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
};

export const THOUSANDS: typeof fr.THOUSANDS = ',';
export const DECIMAL: typeof fr.DECIMAL = '.';
/** `€1,234.56`, `−€3.00`. */
export const inEuros: typeof fr.inEuros = (amount) => amount.replace(/^\u2212?/, (minus) => `${minus}€`);
export const perCent: typeof fr.perCent = (rate) => `${rate}%`;

/** Zero is plural. */
export const isOne: typeof fr.isOne = (count) => Math.abs(count) === 1;

export const named: typeof fr.named = (name, what) => `${name}: ${what}`;
export const listed: typeof fr.listed = (words) => words.join(', ').replace(/, (?=[^,]*$)/, ' and ');
export const joined: typeof fr.joined = (first, second) => `${first}; ${second}`;
export const quoted: typeof fr.quoted = (text) => `“${text}”`;

export const ownerOf: typeof fr.ownerOf = () => 'owner';

export const KEY_NAMES: typeof fr.KEY_NAMES = { Escape: 'Esc', Delete: 'Del', PageUp: 'Page Up', PageDown: 'Page Down' };

/** A number stays with what it numbers; apostrophes are typographic. */
export const typeset: typeof fr.typeset = (text) => text.replace(/\b([Nn]o\.) (?=[\dA-Z])/g, `$1${FIXED}`).replace(/'/g, '’');
