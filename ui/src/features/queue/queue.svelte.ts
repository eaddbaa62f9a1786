// The queue on show: what was not sent, what may have arrived, what is done. Every line can be read, sent again, or
// removed with a reason; nothing leaves it by itself without saying so.
import { session } from '../../app/session.svelte';
import { attempt } from '$lib/backend/attempt';
import { call, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { QueueRow, QueueView, SendOutcome } from '$lib/contract/contract';
import { named } from '$lib/format/customer';
import { t } from '$lib/i18n';

export type QueueTab = 'waiting' | 'unknown' | 'failed' | 'done';

export class Queue {
  tab = $state<QueueTab>('waiting');
  view = $state.raw<QueueView>();
  cursor = $state<string>();
  sending = $state<string>();
  dialog = $state<'withdraw' | 'unknown' | 'requeue'>();
  refused = $state.raw<Refused>();

  /** The last thing said of the queue: the next one takes its place. */
  #said: number | undefined;

  get rows(): readonly QueueRow[] {
    return this.view?.[this.tab] ?? [];
  }

  get shown(): QueueRow | undefined {
    return this.rows.find((row) => row.request === this.cursor);
  }

  async load(): Promise<void> {
    await attempt(this, async () => {
      this.view = await call('queue.view', {});
    });
  }

  close(): void {
    this.dialog = undefined;
    this.refused = undefined;
  }

  async send(row: QueueRow): Promise<void> {
    await this.#reach(row, async () => {
      const outcome = await call('queue.send', { request: row.request });
      if (outcome.state === 'answered') return () => this.#say(t.queue.sent(row.platform_label, row.formality, outcome.covered_cents));
      if (outcome.state === 'outcome_unknown') return () => this.#say(t.queue.mayHaveArrived(why(outcome)), { tone: 'warn', act: { label: t.queue.seeUnknown, run: () => (this.tab = 'unknown') } });
      if (outcome.state === 'conflict') return () => this.#say(t.queue.conflicted(row.platform_label), { tone: 'warn', act: { label: t.queue.seeUnknown, run: () => (this.tab = 'unknown') } });
      if (outcome.state === 'failed') return () => this.#say(t.queue.givenUp(why(outcome)), { tone: 'warn', act: { label: t.queue.seeFailed, run: () => (this.tab = 'failed') } });
      return () => this.#say(t.queue.stillHere(why(outcome)), { tone: 'warn' });
    });
  }

  /** What failed for good waits again, for a reason. */
  async requeue(row: QueueRow, reason: string): Promise<void> {
    await attempt(this, async () => {
      this.view = await call('queue.requeue', { request: row.request, reason: reason.trim() });
      this.close();
      this.#say(t.queue.requeued(named(row.customer)));
      await session.saved();
    });
  }

  /** What may have arrived, asked of the platform with the identifier it was sent under. */
  async ask(row: QueueRow): Promise<void> {
    await this.#reach(row, async () => {
      const outcome = await call('queue.check_unknown', { request: row.request });
      if (outcome.platform_has_none) return () => this.#say(t.queue.hasNone(row.platform_label), { tone: 'warn' });
      if (outcome.state === 'outcome_unknown' || outcome.state === 'conflict') return () => this.#say(t.queue.stillUnknown(why(outcome)), { tone: 'warn' });
      this.close();
      if (outcome.state === 'queued') return () => this.#say(t.queue.notThere(row.platform_label), { tone: 'info' });
      return () => this.#say(t.queue.foundThere(row.platform_label, row.formality, outcome.covered_cents));
    });
  }

  async withdraw(row: QueueRow, reason: string): Promise<void> {
    await attempt(this, async () => {
      this.view = await call('queue.withdraw', { request: row.request, reason: reason.trim() });
      this.close();
      this.#say(t.queue.withdrawn(named(row.customer)));
      await session.saved();
    });
  }

  /** What a person learnt from the platform about a request that may have arrived. */
  async settle(row: QueueRow, received: boolean): Promise<void> {
    await attempt(this, async () => {
      this.view = await call('queue.settle_unknown', { request: row.request, received });
      this.close();
      this.#say(received ? t.queue.notedArrived : t.queue.notedNotArrived);
      await session.saved();
    });
  }

  /** One request goes to its platform at a time: the key pressed again asks nothing more. What came of it is said once
   * the lines say it too. */
  async #reach(row: QueueRow, act: () => Promise<() => void>): Promise<void> {
    if (this.sending) return;
    this.sending = row.request;
    await attempt(this, async () => {
      const say = await act();
      this.view = await call('queue.view', {});
      say();
      await session.saved();
    });
    this.sending = undefined;
  }

  #say(text: string, options: Parameters<typeof toasts.say>[1] = {}): void {
    if (this.#said !== undefined) toasts.dismiss(this.#said);
    this.#said = toasts.say(text, options);
  }
}

/** Why it did not end with an answer. */
function why(outcome: SendOutcome): string {
  return outcome.failure ? t.terms.failures[outcome.failure] : t.queue.states[outcome.state];
}

export const queue = new Queue();
