// What remains of a clock of 72 hours, in words. Hours are plain hours.
import type { BreachClock } from '$lib/contract/contract';
import { formatInstantBriefly } from '$lib/format/dates';
import { t } from '$lib/i18n';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
/** From how much on little remains: a night. */
const SHORT_HOURS = 12;

export function remains(clock: BreachClock, now: string, today: string): string {
  if (clock.stopped) {
    const when = formatInstantBriefly(clock.stopped, today);
    return clock.late ? t.breach.clockDoneLate(when) : t.breach.clockDone(when);
  }
  const minutes = Math.floor((Date.parse(clock.due) - Date.parse(now)) / MINUTE_MS);
  if (minutes < 0) return t.breach.clockOver(Math.floor(-minutes / HOUR_MINUTES));
  return `${t.breach.clockLeft(Math.floor(minutes / HOUR_MINUTES), minutes % HOUR_MINUTES)}, ${t.breach.clockUntil(formatInstantBriefly(clock.due, today))}`;
}

export function clockTone(clock: BreachClock, now: string): 'ok' | 'wait' | 'warn' | 'bad' {
  if (clock.stopped) return clock.late ? 'warn' : 'ok';
  const hours = (Date.parse(clock.due) - Date.parse(now)) / (MINUTE_MS * HOUR_MINUTES);
  return hours < 0 ? 'bad' : hours < SHORT_HOURS ? 'warn' : 'wait';
}
