// What was unusual in the accesses, as it is on show to an owner. Each answer is the whole of it.
import { session } from '../../app/session.svelte';
import { attempt, attemptOnce } from '$lib/backend/attempt';
import { call, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { UnusualLimits, UnusualLine, UnusualPattern, UnusualView } from '$lib/contract/contract';
import { formatInstantBriefly } from '$lib/format/dates';
import { t } from '$lib/i18n';

export const PATTERNS: readonly UnusualPattern[] = ['outside_hours', 'failures', 'refusals', 'lookups', 'accounts_seen', 'customers_seen', 'exports'];

export class Unusual {
  view = $state.raw<UnusualView>();
  refused = $state.raw<Refused>();
  busy = $state(false);

  /** Beside the work, not instead of it: what cannot be read now is read at the next news. */
  load(): Promise<boolean> {
    return attempt({ refused: undefined }, async () => (this.view = session.owner ? await call('unusual.view', {}) : undefined));
  }

  acknowledge(line: string, word: string): Promise<boolean> {
    return this.#ask(() => call('unusual.acknowledge', { line, word }), t.unusual.saved);
  }

  setLimits(limits: UnusualLimits): Promise<boolean> {
    return this.#ask(() => call('unusual.set_limits', { limits }), t.unusual.limitsSaved);
  }

  #ask(act: () => Promise<UnusualView>, said: string): Promise<boolean> {
    return attemptOnce(this, async () => {
      this.view = await act();
      toasts.say(said);
    });
  }
}

/** « Léa Martin : 5 codes ou phrases de passe erronés. » */
export function titleOf(line: UnusualLine): string {
  return t.unusual.title(line.name || t.unusual.nobody, t.unusual.patterns[line.pattern](line.count));
}

/** When it was, as whoever reads it today says it. */
export function whenOf(line: UnusualLine): string {
  const [first, last] = [line.first, line.last].map((at) => formatInstantBriefly(at, session.today)) as [string, string];
  return first === last ? t.unusual.at(first) : t.unusual.between(first, last);
}
