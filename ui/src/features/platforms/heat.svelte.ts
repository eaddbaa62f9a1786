// The history of one function of one platform, as it is looked at: which one, its hours, the cell under the cursor, and
// the file taken away. The panel draws it.
import { session } from '../../app/session.svelte';
import { attempt } from '$lib/backend/attempt';
import { call, chooseFile, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { Function as PlatformFunction, HeatCell, HeatMap, PlatformCode } from '$lib/contract/contract';
import { addDays, type CivilDate } from '$lib/format/civil';
import { formatDateInWords } from '$lib/format/dates';
import { t } from '$lib/i18n';

/** Days shown: two months, so that an outage is seen among ordinary weeks. */
export const DAYS = 60;
/** Hours always drawn, those of a shop; others join when something was observed in them. */
const SHOP_HOURS = [8, 19] as const;

class Heat {
  platform = $state<PlatformCode>('');
  fn = $state<PlatformFunction>('rights');
  asTable = $state(false);
  map = $state.raw<HeatMap>();
  refused = $state.raw<Refused>();
  busy = $state(false);

  /** The latest question: an answer to an earlier one says nothing any more. */
  #asked = 0;

  async load(): Promise<void> {
    const platform = this.platform || session.platforms[0]?.platform;
    if (!platform) return;
    this.platform = platform;
    const asked = ++this.#asked;
    await attempt(this, async () => {
      const map = await call('platform.heat_map', { platform, function: this.fn, days: DAYS });
      if (asked === this.#asked) this.map = map;
    });
  }

  async export(): Promise<void> {
    const { platform, fn } = this;
    await attempt(this, async () => {
      const path = await chooseFile(t.history.fileName(platform, fn, session.today));
      if (!path) return;
      this.busy = true;
      const written = await call('platform.export_availability', { platform, function: fn, days: DAYS, path });
      toasts.say(t.history.exported(written.path, written.rows));
    });
    this.busy = false;
  }
}

/** The hours drawn, from the first to the last that holds something. */
export function hoursOf(map: HeatMap): number[] {
  const seen = map.cells.map((cell) => cell.hour);
  const from = Math.min(SHOP_HOURS[0], ...seen);
  const to = Math.max(SHOP_HOURS[1], ...seen);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** The days, oldest first. */
export function daysOf(map: HeatMap): CivilDate[] {
  const days: CivilDate[] = [];
  for (let day = map.from; day <= map.until; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The hours by `2024-01-31/14`. */
export function byHour(map: HeatMap): Map<string, HeatCell> {
  return new Map(map.cells.map((cell) => [`${cell.on}/${cell.hour}`, cell]));
}

/** What one hour was, in a sentence. */
export function sentence(day: CivilDate, hour: number, cell: HeatCell | undefined): string {
  const when = t.history.when(formatDateInWords(day), hour);
  if (!cell) return t.history.notObserved(when);
  const out = cell.state === 'down' || cell.state === 'closed';
  return t.history.cell(
    when,
    [
      t.history.states[cell.state],
      out && cell.minutes_out > 0 ? t.history.minutesOut(cell.minutes_out) : '',
      cell.cause && cell.cause !== 'declared_by_staff' ? t.terms.failures[cell.cause] : '',
      cell.said_by ? t.history.said(t.incidents.sourceOf(cell.said_by)) : cell.source === 'measured' ? '' : t.terms.stateSources[cell.source],
      t.history.calls(cell.calls, cell.failures),
    ]
      .filter(Boolean)
      .join(', '),
  );
}

/** One day in figures, for the table. */
export interface DayRow {
  day: CivilDate;
  observed: number;
  up: number;
  degraded: number;
  out: number;
  calls: number;
  failures: number;
  which: string;
}

export function dayRows(map: HeatMap): DayRow[] {
  return daysOf(map)
    .reverse()
    .map((day) => {
      const cells = map.cells.filter((cell) => cell.on === day);
      const count = (...states: HeatCell['state'][]): number => cells.filter((cell) => states.includes(cell.state)).length;
      const bad = cells.filter((cell) => cell.state !== 'up');
      return {
        day,
        observed: cells.length,
        up: count('up'),
        degraded: count('degraded'),
        out: count('down', 'closed'),
        calls: cells.reduce((sum, cell) => sum + cell.calls, 0),
        failures: cells.reduce((sum, cell) => sum + cell.failures, 0),
        which: bad.map((cell) => `${t.history.hour(cell.hour)} ${t.history.states[cell.state]}`).join(', '),
      };
    });
}

export const heat = new Heat();
