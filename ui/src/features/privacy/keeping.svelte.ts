// « Conservation », as it is on show: the clocks, the erasures, the backups. Each answer is the whole of it.
import { session } from '../../app/session.svelte';
import { attempt, attemptOnce } from '$lib/backend/attempt';
import { call, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { ErasedTally, RetentionView } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export class Keeping {
  view = $state.raw<RetentionView>();
  refused = $state.raw<Refused>();
  busy = $state(false);

  /** Reads it anew; a deed asked for meanwhile is done all the same, and what refused the last one stays said. */
  load(): Promise<boolean> {
    return attempt({ refused: undefined }, async () => (this.view = await call('retention.view', {})), (refused) => void (this.refused ??= refused));
  }

  /** Does something whose answer is the whole again. */
  ask(act: () => Promise<RetentionView | undefined>, said?: string): Promise<boolean> {
    return attemptOnce(this, async () => {
      const answer = await act();
      if (!answer) return;
      this.view = answer;
      if (said === undefined) return;
      toasts.say(said);
      await session.saved();
    });
  }
}

/** What a tally holds, each with its count; the kinds that are not there are left out. */
export const things = (erased: ErasedTally): string[] =>
  (Object.keys(t.retention.things) as (keyof ErasedTally)[]).flatMap((kind) => (erased[kind] > 0 ? [t.retention.things[kind](erased[kind])] : []));
