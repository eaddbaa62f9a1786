// The queue on show: what was not sent, what may have arrived, what is done. Every line can be read, sent again, or
// removed with a reason; nothing leaves it by itself without saying so.
import { session } from '../../app/session.svelte';
import { asRefused, call, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { QueueRow, QueueView } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export type QueueTab = 'waiting' | 'unknown' | 'done';

export class Queue {
  tab = $state<QueueTab>('waiting');
  view = $state.raw<QueueView>();
  cursor = $state<string>();
  sending = $state<string>();
  dialog = $state<'withdraw' | 'unknown'>();
  refused = $state.raw<Refused>();

  get rows(): readonly QueueRow[] {
    return this.view?.[this.tab] ?? [];
  }

  get shown(): QueueRow | undefined {
    return this.rows.find((row) => row.request === this.cursor);
  }

  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.view = await call('queue.view', {});
    });
  }

  async send(row: QueueRow): Promise<void> {
    this.sending = row.request;
    await this.#attempt(async () => {
      const outcome = await call('queue.send', { request: row.request });
      if (outcome.state === 'answered') toasts.say(t.queue.sent);
      else toasts.say(t.queue.stillHere(outcome.failure ? t.terms.failures[outcome.failure] : t.queue.states[outcome.state]), { tone: 'warn' });
      this.view = await call('queue.view', {});
      await session.saved();
    });
    this.sending = undefined;
  }

  async withdraw(row: QueueRow, reason: string): Promise<void> {
    await this.#attempt(async () => {
      this.view = await call('queue.withdraw', { request: row.request, reason: reason.trim() });
      this.dialog = undefined;
      toasts.say(t.queue.withdrawn);
      await session.saved();
    });
  }

  /** What a person learnt from the platform about a request that may have arrived. */
  async settle(row: QueueRow, received: boolean): Promise<void> {
    await this.#attempt(async () => {
      this.view = await call('queue.settle_unknown', { request: row.request, received });
      this.dialog = undefined;
      await session.saved();
    });
  }

  async ask(row: QueueRow): Promise<void> {
    this.sending = row.request;
    await this.#attempt(async () => {
      await call('queue.check_unknown', { request: row.request });
      this.view = await call('queue.view', {});
      await session.saved();
    });
    this.sending = undefined;
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      this.refused = undefined;
      await act();
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }
}

export const queue = new Queue();
