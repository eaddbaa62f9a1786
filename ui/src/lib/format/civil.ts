// Civil dates as `YYYY-MM-DD`, the shape they cross the seam in. Arithmetic goes through UTC midnights so
// that a change of hour can never move a date.
const DAY_MS = 86_400_000;

/** A calendar date, `2024-01-31`. */
export type CivilDate = string;

function toUtcMs(date: CivilDate): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
}

function fromUtcMs(ms: number): CivilDate {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The date of these numbers, or nothing when the calendar has no such day. */
export function civil(year: number, month: number, day: number): CivilDate | undefined {
  if (year < 1900 || year > 2199) return undefined;
  const date = fromUtcMs(Date.UTC(year, month - 1, day));
  const same = Number(date.slice(5, 7)) === month && Number(date.slice(8, 10)) === day;
  return same ? date : undefined;
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return fromUtcMs(toUtcMs(date) + days * DAY_MS);
}

/** Days from `from` to `to`: negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Math.round((toUtcMs(to) - toUtcMs(from)) / DAY_MS);
}

/** 0 is Sunday, as in the platform's own calendar. */
export function weekday(date: CivilDate): number {
  return new Date(toUtcMs(date)).getUTCDay();
}
