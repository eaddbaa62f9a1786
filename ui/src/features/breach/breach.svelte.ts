// The day after a breach, as it is on show: what leaked, what is to be done. Each answer is the whole of it; what was refused is
// said in the dialog.
import { session } from '../../app/session.svelte';
import { attemptOnce } from '$lib/backend/attempt';
import { call, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { BreachTaskRow, BreachView, IncidentId, LeakRow } from '$lib/contract/contract';

export type BreachPart = 'register' | 'tasks' | 'notify' | 'profile';

export class Breach {
  view = $state.raw<BreachView>();
  part = $state<BreachPart>('register');
  refused = $state.raw<Refused>();
  busy = $state(false);
  readonly incident: IncidentId;

  constructor(incident: IncidentId) {
    this.incident = incident;
  }

  load(): Promise<boolean> {
    return this.ask(() => call('breach.view', { incident: this.incident }));
  }

  /** Does something whose answer is the whole again. */
  ask(act: () => Promise<BreachView>, said?: string): Promise<boolean> {
    return attemptOnce(this, async () => {
      this.view = await act();
      if (said === undefined) return;
      toasts.say(said);
      await session.saved();
    });
  }
}

/** Whether one acts as though a field leaked. */
export const counts = (row: LeakRow): boolean => row.state === 'known' || row.state === 'probable';

export const left = (tasks: readonly BreachTaskRow[]): number => tasks.filter((row) => row.state === 'to_do').length;

