// « Exercice panne »: starting it, its clock between two answers, its end, and the way back to one's own practice.
import { session } from '../../app/session.svelte';
import { story } from '../../app/story.svelte';
import { attempt } from '$lib/backend/attempt';
import { call, openDocument, startOver, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { AppState, ExerciseTaskView, ExerciseView } from '$lib/contract/contract';

const SECOND_MS = 1_000;
const ASKED_EVERY_S = 2;

class Exercise {
  view = $state.raw<ExerciseView>();
  /** The question before it starts, or the page at its end. */
  dialog = $state<'start' | 'end'>();
  busy = $state(false);
  refused = $state.raw<Refused>();

  #told = 0;
  #tick = $state(0);

  /** What remains, carried forward by the window's clock between two answers. */
  get remaining(): number {
    void this.#tick;
    if (!this.view) return 0;
    const since = this.view.ended ? 0 : Math.floor((performance.now() - this.#told) / SECOND_MS);
    return Math.max(0, this.view.remaining_seconds - since);
  }

  /** The first task that is not done. */
  get next(): ExerciseTaskView | undefined {
    return this.view?.tasks.find((task) => task.done_after_seconds === null);
  }

  ask(): void {
    this.refused = undefined;
    this.dialog = 'start';
  }

  /** The seconds pass while the banner is shown; what was recorded without any news, as a paper printed, is asked for. */
  watch(): () => void {
    const seconds = setInterval(() => {
      this.#tick += 1;
      if (this.#tick % ASKED_EVERY_S === 0 && !this.view?.ended) void this.load();
    }, SECOND_MS);
    return () => clearInterval(seconds);
  }

  load(): Promise<boolean> {
    return attempt(this, async () => this.#take(await call('exercise.view', {})));
  }

  start(): Promise<void> {
    return this.#busily(async () => {
      this.view = undefined;
      await this.#enter(await call('exercise.start', {}));
      session.screen = 'counter';
    });
  }

  end(): Promise<void> {
    return this.#busily(async () => {
      this.#take(await call('exercise.end', {}));
      this.dialog = 'end';
    });
  }

  print(): Promise<void> {
    return this.#busily(async () => openDocument((await call('exercise.report', {})).path));
  }

  leave(): Promise<void> {
    return this.#busily(async () => {
      await this.#enter(await call('exercise.leave', {}));
      this.view = undefined;
      session.screen = 'counter';
    });
  }

  /** Another practice is open: nothing the page knows of the one before stays. */
  async #enter(state: AppState): Promise<void> {
    if (startOver()) return new Promise(() => undefined);
    toasts.clear();
    story.view = undefined;
    session.adopt(state);
    await session.refresh();
    this.dialog = undefined;
  }

  #take(view: ExerciseView): void {
    this.view = view;
    this.#told = performance.now();
  }

  async #busily(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await attempt(this, act);
    this.busy = false;
  }
}

export const exercise = new Exercise();
