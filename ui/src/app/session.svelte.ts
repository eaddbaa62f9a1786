// What the whole window shares: where it stands (welcome, locked, open), who is at work, what day it is in the
// practice, the platforms on top and the numbers beside the navigation. Screens hold everything else.
import { asRefused, call, listen, type Refused } from '$lib/backend/backend';
import type { AppState, Changed, PlatformRow, Topic } from '$lib/contract/contract';
import { setTimeZone } from '$lib/format/dates';

export type ScreenName = 'counter' | 'queue' | 'cheques' | 'recovery' | 'platforms' | 'journal';

class Session {
  state = $state.raw<AppState>();
  platforms = $state.raw<readonly PlatformRow[]>([]);
  screen = $state<ScreenName>('counter');
  refused = $state.raw<Refused>();
  /** Why the window is locked, when a person or the clock locked it. */
  lockedWhy = $state<'asked' | 'idle'>();
  /** Something saved: the hour shown at the bottom. */
  savedAt = $state<string>();

  #hearers = new Set<(changed: Changed) => void>();

  get today(): string {
    return this.state?.today ?? '1970-01-01';
  }

  get owner(): boolean {
    return this.state?.user?.role === 'owner';
  }

  async start(): Promise<void> {
    await listen((changed) => void this.#hear(changed));
    await this.refresh();
  }

  async refresh(): Promise<void> {
    try {
      this.adopt(await call('app.state', {}));
      if (this.state?.stage === 'open') this.platforms = (await call('platform.strip', {})).platforms;
      this.refused = undefined;
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }

  adopt(state: AppState): void {
    if (state.practice) setTimeZone(state.practice.time_zone);
    this.state = state;
  }

  async lock(): Promise<void> {
    this.lockedWhy = 'asked';
    await call('practice.lock', {});
    await this.refresh();
  }

  /** A screen listens to what concerns it while it is shown. */
  on(topics: readonly Topic[], hear: (changed: Changed) => void): () => void {
    const hearer = (changed: Changed): void => {
      if (topics.includes(changed.topic)) hear(changed);
    };
    this.#hearers.add(hearer);
    return () => this.#hearers.delete(hearer);
  }

  /** After a command of ours: the numbers and the hour, without waiting for news. */
  async saved(): Promise<void> {
    this.adopt(await call('app.state', {}));
    this.savedAt = this.state?.now;
  }

  async #hear(changed: Changed): Promise<void> {
    await this.refresh();
    for (const hearer of this.#hearers) hearer(changed);
  }
}

export const session = new Session();
