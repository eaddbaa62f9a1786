// Dates as they are typed at a counter: `0103`, `-3`, `31/01/2024`. Takes today as an argument, since a
// practice in exercise does not live on the machine's date.
import { addDays, civil, daysBetween, type CivilDate } from '../format/civil';

/** Which year a date typed without one belongs to. */
export type Leaning = 'nearest' | 'past' | 'future';

export type DateEntry = { kind: 'empty' } | { kind: 'date'; date: CivilDate } | { kind: 'refused'; why: 'format' | 'no-such-day' };

/** A shift beyond this is a number, not a date. */
const LONGEST_SHIFT_DAYS = 999;

export function readDate(typed: string, today: CivilDate, leaning: Leaning = 'nearest'): DateEntry {
  const text = typed.trim();
  if (text === '') return { kind: 'empty' };
  const shift = /^([+-])\s?(\d{1,3})$/.exec(text);
  if (shift) {
    const days = Math.min(Number(shift[2]), LONGEST_SHIFT_DAYS);
    return { kind: 'date', date: addDays(today, shift[1] === '-' ? -days : days) };
  }
  const numbers = split(text);
  if (!numbers) return { kind: 'refused', why: 'format' };
  const [day, month, year] = numbers;
  const date = year === undefined ? withoutYear(day, month, today, leaning) : civil(wholeYear(year, today, leaning), month, day);
  return date ? { kind: 'date', date } : { kind: 'refused', why: 'no-such-day' };
}

function split(text: string): [number, number, string | undefined] | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return [Number(iso[3]), Number(iso[2]), iso[1]];
  const found = /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(text) ?? /^(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?$/.exec(text);
  return found ? [Number(found[1]), Number(found[2]), found[3]] : undefined;
}

/** Two-digit years: a birth date leans to the past, anything else stays within fifty years. */
function wholeYear(year: string, today: CivilDate, leaning: Leaning): number {
  if (year.length === 4) return Number(year);
  const current = Number(today.slice(0, 4));
  const whole = Math.trunc(current / 100) * 100 + Number(year);
  if (leaning === 'past') return whole > current ? whole - 100 : whole;
  return whole > current + 50 ? whole - 100 : whole;
}

function withoutYear(day: number, month: number, today: CivilDate, leaning: Leaning): CivilDate | undefined {
  const current = Number(today.slice(0, 4));
  const candidates = [current - 1, current, current + 1]
    .map((year) => civil(year, month, day))
    .filter((date): date is CivilDate => date !== undefined)
    .map((date) => ({ date, away: daysBetween(today, date) }))
    .filter(({ away }) => (leaning === 'past' ? away <= 0 : leaning === 'future' ? away >= 0 : true));
  candidates.sort((left, right) => Math.abs(left.away) - Math.abs(right.away));
  return candidates[0]?.date;
}
