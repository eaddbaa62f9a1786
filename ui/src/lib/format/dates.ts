// Dates and instants in the practice's time zone, written as the language of the build writes them: the day first in each.
// The zone is told once by the opened practice (overseas practices are not in Paris); nothing here reads the clock.
import { dayOfMonth, inDays, MONTHS, since, WEEKDAYS, WEEKDAYS_LONG, yesterdayAt } from '$language/forms';
import type { CivilDate } from './civil';
import { daysBetween, weekday } from './civil';

let zone = 'Europe/Paris';
/** Made at the first use in the zone: making one costs more than all the dates of a page. */
let formatter: Intl.DateTimeFormat | undefined;

/** Told when a practice opens. */
export function setTimeZone(name: string): void {
  if (name !== zone) formatter = undefined;
  zone = name;
}

/** `29/01/2024` */
export function formatDate(date: CivilDate): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}

/** `29/01` */
export function formatDayMonth(date: CivilDate): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}`;
}

/** `lun.` */
export function formatWeekday(date: CivilDate): string {
  return WEEKDAYS[weekday(date)] ?? '';
}

/** `lun. 29/01/2024` */
export function formatDateWithDay(date: CivilDate): string {
  return `${WEEKDAYS[weekday(date)]} ${formatDate(date)}`;
}

/** `lundi 29 janvier 2024` */
export function formatDateInWords(date: CivilDate): string {
  const day = Number(date.slice(8, 10));
  return `${WEEKDAYS_LONG[weekday(date)]} ${dayOfMonth(day)} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}

/** `janvier 2024`, of a month spelled `2024-01`. */
export function formatMonth(month: string): string {
  return `${MONTHS[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`.trim();
}

function parts(instant: string): { date: CivilDate; time: string; seconds: string } {
  const found: Record<string, string> = {};
  formatter ??= new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  for (const part of formatter.formatToParts(new Date(instant))) found[part.type] = part.value;
  return {
    date: `${found['year']}-${found['month']}-${found['day']}`,
    time: `${found['hour']}:${found['minute']}`,
    seconds: found['second'] ?? '00',
  };
}

/** The business date an instant falls on. */
export function dateOf(instant: string): CivilDate {
  return parts(instant).date;
}

/** `14:02` */
export function formatTime(instant: string): string {
  return parts(instant).time;
}

/** `14:02:08` */
export function formatTimeToTheSecond(instant: string): string {
  const { time, seconds } = parts(instant);
  return `${time}:${seconds}`;
}

/** `lun. 29/01/2024 14:02` */
export function formatInstant(instant: string): string {
  const { date, time } = parts(instant);
  return `${formatDateWithDay(date)} ${time}`;
}

/** `14:02` on the same day, `hier 14:02`, `lun. 29/01 14:02` this year, the whole date otherwise. */
export function formatInstantBriefly(instant: string, today: CivilDate): string {
  const { date, time } = parts(instant);
  const age = daysBetween(date, today);
  if (age === 0) return time;
  if (age === 1) return yesterdayAt(time);
  if (date.slice(0, 4) === today.slice(0, 4)) return `${WEEKDAYS[weekday(date)]} ${formatDayMonth(date)} ${time}`;
  return `${formatDate(date)} ${time}`;
}

/** « depuis 09:10 », « depuis hier 09:10 », « depuis lun. 29/01 15:00 ». */
export function formatSince(instant: string, today: CivilDate): string {
  return since(formatInstantBriefly(instant, today));
}

/** Distance to a date in words: « aujourd’hui », « demain », « dans 12 jours », « il y a 3 jours ». */
export function formatDistance(date: CivilDate, today: CivilDate): string {
  return inDays(daysBetween(today, date));
}
