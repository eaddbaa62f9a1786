// What the whole window shares: where it stands (welcome, locked, at the door, open), who is at work, what day it is in the
// practice, the platforms on top and the numbers beside the navigation. Screens hold everything else.
import { asRefused, call, listen, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { AmoRow, AppState, Changed, DossierList, PlatformRow, Topic } from '$lib/contract/contract';
import { dateOf, setTimeZone } from '$lib/format/dates';
import { setOwnerWord } from '$lib/i18n/owner';

export type ScreenName = 'counter' | 'work' | 'queue' | 'circuit' | 'cheques' | 'payments' | 'recovery' | 'platforms' | 'routing' | 'pilotage' | 'advances' | 'credentials' | 'books' | 'journal';

export type OutagePart = 'mode' | 'reprise' | 'calls';

const MINUTE_MS = 60_000;

class Session {
  state = $state.raw<AppState>();
  platforms = $state.raw<readonly PlatformRow[]>([]);
  /** The mandatory insurance's channels, apart from the platforms. */
  amo = $state.raw<readonly AmoRow[]>([]);
  screen = $state<ScreenName>('counter');
  /** What of an outage is on show: how it is lived through, its recovery, or whom to call. */
  outagePart = $state<OutagePart>('reprise');
  refused = $state.raw<Refused>();
  /** Something saved: the hour shown at the bottom. */
  savedAt = $state<string>();
  /** A practice is being made and its recovery key is not noted yet: the first run stays, whatever is announced meanwhile. */
  keyToNote = $state(false);

  /** The instant on the practice's clock when it was last told, and the window's own then. */
  #told = { instantMs: 0, windowMs: 0 };
  #tick = $state(0);
  /** Who was at work last in this window. */
  #worked: string | undefined;
  #minutes: ReturnType<typeof setInterval> | undefined;
  /** Stops listening; there while the news is heard. */
  #deaf: (() => void) | undefined;
  #hearers = new Set<(changed: Changed) => void>();

  get today(): string {
    return this.state?.today ?? '1970-01-01';
  }

  /** Whether the practice has a circuit of its own: a pharmacy's software and its concentrator. */
  get pharmacy(): boolean {
    return this.state?.practice?.activities.includes('pharmacy') ?? false;
  }

  get owner(): boolean {
    return this.state?.user?.role === 'owner';
  }

  /** Whether the person at work sees what the practice is owed: everybody but the counter. */
  get oversees(): boolean {
    return this.state?.user?.role !== 'counter';
  }

  /** Whether the person at work records the day's work: everybody but the accountant. */
  get works(): boolean {
    return this.state?.user?.role !== 'accountant';
  }

  /** Whether the person at work writes to payers: the back office and the owner. */
  get bills(): boolean {
    const role = this.state?.user?.role;
    return role === 'billing' || role === 'owner';
  }

  /** The practice's hour, carried forward by the window's clock between two answers. */
  get now(): string {
    void this.#tick;
    return new Date(this.#told.instantMs + (performance.now() - this.#told.windowMs)).toISOString();
  }

  /** `ready` takes the first dossiers, and may wait: all that the first screen shows is there before anything is drawn, so
   * that the window is laid out and painted once. */
  async start(ready?: (latest: DossierList | null) => Promise<void>): Promise<void> {
    this.#minutes ??= setInterval(() => void this.#minute(), MINUTE_MS);
    this.#deaf?.();
    const listening = listen((changed) => void this.#hear(changed));
    try {
      const seen = await call('app.first_sight', {});
      await ready?.(seen.latest);
      this.#show(seen.state, seen);
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
    try {
      this.#deaf = await listening;
    } catch (thrown) {
      this.refused = asRefused(thrown);
      return;
    }
    // What changed between the answer and the first news would go unseen.
    if (this.state) await this.refresh();
  }

  async refresh(): Promise<void> {
    try {
      const state = await call('app.state', {});
      const strip = state.stage === 'open' ? await call('platform.strip', {}) : { platforms: this.platforms, amo: this.amo };
      this.#show(state, strip);
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }

  #show(state: AppState, strip: { platforms: readonly PlatformRow[]; amo: readonly AmoRow[] }): void {
    this.platforms = strip.platforms;
    this.amo = strip.amo;
    this.adopt(state);
    this.refused = undefined;
  }

  /** What the practice calls a platform; its code when it is no longer configured. */
  platformLabel(code: string): string {
    return this.platforms.find((row) => row.platform === code)?.label ?? code;
  }

  adopt(state: AppState): void {
    if (state.practice) {
      setTimeZone(state.practice.time_zone);
      setOwnerWord(state.practice.activities.includes('pharmacy'));
    }
    this.#worked = state.user?.id ?? this.#worked;
    this.state = state;
    this.#told = { instantMs: Date.parse(state.now), windowMs: performance.now() };
    this.#tick += 1;
  }

  /** The keys leave memory: a passphrase opens again. */
  lock(): Promise<void> {
    return this.#leave(() => call('practice.lock', {}));
  }

  /** Nobody is at work any more; a PIN comes back. */
  stepAway(): Promise<void> {
    return this.#leave(() => call('user.step_away', {}));
  }

  /** Somebody has come to work. What is begun on the counter stays there; who takes over goes on where it was,
   * who comes in from outside is shown the counter. */
  async came(state: AppState): Promise<void> {
    const another = this.#worked !== undefined && this.#worked !== state.user?.id;
    const takesOver = this.state?.stage === 'open';
    this.adopt(state);
    toasts.clear();
    if (another && (!takesOver || (this.screen === 'pilotage' && !this.oversees))) this.screen = 'counter';
    await this.refresh();
  }

  /** Somebody is at the window: said to who counts how long it is left alone. Too late, it is closed already. */
  async alive(): Promise<void> {
    try {
      await call('user.alive', {});
    } catch {
      await this.refresh();
    }
  }

  async #leave(ask: () => Promise<AppState>): Promise<void> {
    try {
      this.adopt(await ask());
      toasts.clear();
      await this.refresh();
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }

  /** A screen listens to what concerns it while it is shown. */
  on(topics: readonly Topic[], hear: (changed: Changed) => void): () => void {
    const hearer = (changed: Changed): void => {
      if (topics.includes(changed.topic)) hear(changed);
    };
    this.#hearers.add(hearer);
    return () => this.#hearers.delete(hearer);
  }

  /** After a command of ours: the numbers and the hour, without waiting for news. What was done stays done when they
   * cannot be read. */
  async saved(): Promise<void> {
    try {
      this.adopt(await call('app.state', {}));
      this.savedAt = this.state?.now;
      this.refused = undefined;
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }

  /** The day turns while the window stays open: what depends on today must not stay on yesterday. */
  async #minute(): Promise<void> {
    this.#tick += 1;
    if (this.state?.stage === 'open' && dateOf(this.now) !== this.today) await this.refresh();
  }

  async #hear(changed: Changed): Promise<void> {
    await this.refresh();
    for (const hearer of this.#hearers) hearer(changed);
  }
}

export const session = new Session();
