// The mode of the incident on show, what the practice carries, and whom to call. Asked again whenever the recovery's news come.
import { session } from '../../app/session.svelte';
import { attempt } from '$lib/backend/attempt';
import { call, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { CallBackList, CallBackRow, OutageModeView, OutageView, RecordCallRequest } from '$lib/contract/contract';
import { t } from '$lib/i18n';

class Outage {
  view = $state.raw<OutageView>();
  calls = $state.raw<CallBackList>();
  cursor = $state<string>();
  /** The call being noted. */
  calling = $state.raw<CallBackRow>();
  refused = $state.raw<Refused>();
  busy = $state(false);

  /** The incident asked about last: an answer about another one comes too late. */
  #asked: string | undefined;

  get shown(): CallBackRow | undefined {
    return this.calls?.rows.find((row) => row.dossier === this.cursor) ?? this.calls?.rows[0];
  }

  async load(incident: string): Promise<void> {
    this.#asked = incident;
    await attempt(this, async () => {
      const [view, calls] = await Promise.all([call('outage.view', { incident }), call('call_back.list', { incident })]);
      if (this.#asked === incident) [this.view, this.calls] = [view, calls];
    });
  }

  async setMode(incident: string, mode: OutageModeView): Promise<boolean> {
    return this.#busily(async () => {
      this.view = await call('outage.set_mode', { incident, mode });
      toasts.say(t.outage.saved);
      await session.saved();
    });
  }

  print(command: 'outage.door_notice' | 'outage.phone_message' | 'call_back.print', incident: string): Promise<boolean> {
    return this.#busily(async () => openDocument((await call(command, { incident })).path));
  }

  async record(request: RecordCallRequest): Promise<boolean> {
    return this.#busily(async () => {
      await call('call_back.record', request);
      toasts.say(t.outage.recorded(t.outage.outcomes[request.outcome]));
      this.calling = undefined;
      await session.saved();
      if (this.#asked) this.calls = await call('call_back.list', { incident: this.#asked });
    });
  }

  async #busily(act: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const done = await attempt(this, act);
    this.busy = false;
    return done;
  }
}

export const outage = new Outage();
