// The limits as they are typed: numbers and hours in text, read back when they are saved.
import type { LookupLimits, LookupReason, OpeningHours } from '$lib/contract/contract';

export const REASONS: readonly LookupReason[] = ['per_hour', 'without_dossier', 'outside_hours', 'sequential_nirs', 'several_platforms'];

/** `8`, `8h`, `8h30`, `08:30`, `0830` in minutes since midnight; nothing when it is no hour. */
export function minuteOf(text: string): number | undefined {
  const read = /^(\d{1,2})\s*(?:h|:)?\s*(\d{2})?$/i.exec(text.trim());
  if (!read) return undefined;
  const [hour, minute] = [Number(read[1]), Number(read[2] ?? 0)];
  return hour > 24 || minute > 59 || hour * 60 + minute > 24 * 60 ? undefined : hour * 60 + minute;
}

export function hourText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** A limit as typed: empty is none; `null` is not a number. */
export function limitOf(text: string): number | null | 'wrong' {
  const typed = text.trim();
  if (typed === '') return null;
  return /^\d{1,5}$/.test(typed) ? Number(typed) : 'wrong';
}

interface Typed { warn: string; stop: string }
interface Day { open: boolean; from: string; to: string }

export class LimitsDraft {
  rows = $state<Record<LookupReason, Typed>>({ per_hour: blank(), without_dossier: blank(), outside_hours: blank(), sequential_nirs: blank(), several_platforms: blank() });
  days = $state<Day[]>([]);

  take(limits: LookupLimits, hours: OpeningHours): void {
    for (const reason of REASONS) this.rows[reason] = { warn: String(limits[reason].warn_above ?? ''), stop: String(limits[reason].stop_above ?? '') };
    this.days = hours.days.map((day) => ({ open: day !== null, from: hourText(day?.from_minute ?? 9 * 60), to: hourText(day?.to_minute ?? 19 * 60) }));
  }

  /** What was typed; nothing while a number or an hour is wrong. */
  read(): { limits: LookupLimits; hours: OpeningHours } | undefined {
    const read = {} as LookupLimits;
    for (const reason of REASONS) {
      const [warn, stop] = [limitOf(this.rows[reason].warn), limitOf(this.rows[reason].stop)];
      if (warn === 'wrong' || stop === 'wrong') return undefined;
      read[reason] = { warn_above: warn, stop_above: stop };
    }
    const days = this.days.map((day) => {
      if (!day.open) return null;
      const [from, to] = [minuteOf(day.from), minuteOf(day.to)];
      return from === undefined || to === undefined ? undefined : { from_minute: from, to_minute: to };
    });
    if (days.includes(undefined)) return undefined;
    return { limits: read, hours: { days: days as OpeningHours['days'] } };
  }
}

function blank(): Typed {
  return { warn: '', stop: '' };
}
