// Backups as they are on show, and what is under way of them: one at a time in the whole program, watched from wherever a person is.
import { attemptOnce } from '$lib/backend/attempt';
import { call, type Refused } from '$lib/backend/backend';
import type { BackupProgress, BackupsView } from '$lib/contract/contract';

const PROGRESS_EVERY_MS = 250;

export class Underway {
  progress = $state.raw<BackupProgress>();
  refused = $state.raw<Refused>();
  busy = $state(false);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Does what takes a while, and shows how far it is meanwhile. */
  async during(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.progress = { running: true, step: null, done: 0, total: 0, cancelled: false };
    this.#timer = setInterval(() => void this.#look(), PROGRESS_EVERY_MS);
    try {
      return await attemptOnce(this, act);
    } finally {
      this.leave();
    }
  }

  /** What somebody else began, the program itself for one, is shown until it is over; true when there was something. */
  async join(): Promise<boolean> {
    await this.#look();
    if (!this.progress?.running) return false;
    this.#timer ??= setInterval(() => void this.#look().then(() => this.progress?.running || this.leave()), PROGRESS_EVERY_MS);
    return true;
  }

  async stop(): Promise<void> {
    if (this.progress) this.progress = { ...this.progress, cancelled: true };
    await call('backup.cancel', {}).catch(() => undefined);
  }

  leave(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.progress = undefined;
  }

  async #look(): Promise<void> {
    // What cannot be read now is read in a moment; the work goes on all the same.
    const now = await call('backup.progress', {}).catch(() => undefined);
    if (now && (this.busy || now.running)) this.progress = { ...now, running: true, cancelled: now.cancelled || this.progress?.cancelled === true };
    else if (now && !this.busy) this.progress = undefined;
  }
}

export class Backups extends Underway {
  view = $state.raw<BackupsView>();

  async load(): Promise<void> {
    this.view = (await call('backup.view', {}).catch((thrown: Refused) => void (this.refused ??= thrown))) ?? this.view;
  }

  /** Does something whose answer is the whole again. */
  ask(act: () => Promise<BackupsView | undefined>): Promise<boolean> {
    return this.during(async () => (this.view = (await act()) ?? this.view));
  }
}
