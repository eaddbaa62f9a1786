// Who comes to work: the people to choose from, the one chosen, what he types, and what came of it. What is typed leaves this
// object once, and is forgotten with each try.
import { session } from '../../app/session.svelte';
import { asRefused, call, Refused } from '$lib/backend/backend';
import type { UserChoice } from '$lib/contract/contract';
import { fold } from '$lib/format/collation';
import { t } from '$lib/i18n';
import { proofError, proofOf } from './proof';

const FEWEST_DIGITS = 4;

export class Who {
  users = $state.raw<readonly UserChoice[]>();
  /** Whoever was at work last. */
  last = $state<string | null>(null);
  chosen = $state('');
  typed = $state('');
  busy = $state(false);
  error = $state<string>();
  refused = $state.raw<Refused>();
  /** Seconds until the next try. */
  wait = $state(0);
  /** Asked for meanwhile: it is tried as soon as it may be. */
  pending = $state(false);

  /** `except` is at work already. */
  constructor(readonly except?: string) {}

  get person(): UserChoice | undefined {
    return this.users?.find((user) => user.user === this.chosen);
  }

  /** Somebody is expected: he types at once. */
  get expected(): boolean {
    return this.users?.length === 1 || (this.except === undefined && this.last !== null && session.state?.closed != null);
  }

  async load(): Promise<void> {
    try {
      const { users, last } = await call('user.choices', {});
      this.users = users.filter((user) => user.user !== this.except);
      this.last = last;
      if (!this.person) this.chosen = this.users.find((user) => user.user === last)?.user ?? this.users[0]?.user ?? '';
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }

  choose(user: UserChoice | undefined): void {
    if (!user || this.busy) return;
    if (user.user !== this.chosen) Object.assign(this, { typed: '', error: undefined, wait: 0, pending: false });
    this.chosen = user.user;
  }

  step(by: number): void {
    const users = this.users ?? [];
    const at = users.findIndex((user) => user.user === this.chosen);
    this.choose(users[(at + by + users.length) % Math.max(1, users.length)]);
  }

  /** A digit or an initial; whether it leaves no doubt about who. */
  jump(key: string): boolean {
    const users = this.users ?? [];
    if (/^[1-9]$/.test(key)) {
      this.choose(users[Number(key) - 1]);
      return users[Number(key) - 1] !== undefined;
    }
    const begin = users.filter((user) => fold(user.name).startsWith(fold(key)));
    const at = begin.findIndex((user) => user.user === this.chosen);
    this.choose(begin[(at + 1) % Math.max(1, begin.length)]);
    return begin.length === 1;
  }

  async enter(): Promise<void> {
    const person = this.person;
    if (!person || this.busy || this.typed === '') return;
    this.pending = this.wait > 0;
    if (this.pending) return;
    const proof = proofOf(this.typed);
    if (proof.with === 'pin' && proof.pin.length < FEWEST_DIGITS) {
      this.error = t.team.pinShape;
      return;
    }
    this.busy = true;
    this.error = this.refused = undefined;
    try {
      await session.came(await call('user.switch', { user: person.user, proof }));
    } catch (thrown) {
      this.#failed(asRefused(thrown), person);
    }
    this.typed = '';
    this.busy = false;
  }

  /** A second has passed. */
  waited(): void {
    this.wait -= 1;
    if (this.wait <= 0 && this.pending) void this.enter();
  }

  #failed(refused: Refused, person: UserChoice): void {
    this.wait = Number(refused.params['seconds'] ?? 0);
    if (refused.code === 'pin_locked') void this.load();
    // The wait is counted down beside it.
    this.error = refused.code === 'tried_too_soon' ? refused.words.why : proofError(refused, person.name);
    if (this.error === undefined) this.refused = refused;
  }
}
