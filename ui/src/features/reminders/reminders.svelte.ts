// The letters to payers on show: the plan with what was left out of it, the batch under way, the letters there are. Which share
// is late and which step comes next is the backend's to say.
import { asRefused, call, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { PilotageFilter, PlannedReminder, ReminderLevel, ReminderPlan, ReminderProgress, ReminderSent } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export type ReminderTab = 'plan' | 'sent';

export const LEVELS: readonly ReminderLevel[] = ['first', 'second', 'formal_notice'];
/** Between two looks at the batch. */
const LOOK_EVERY_MS = 200;
/** Letters asked at once: what the use case gives at most. */
const PAGE_ROWS = 500;

export class Reminders {
  tab = $state<ReminderTab>('plan');
  plan = $state.raw<ReminderPlan>();
  sent = $state.raw<readonly ReminderSent[]>();
  progress = $state.raw<ReminderProgress>();
  cursors = $state<Record<string, string | undefined>>({});
  /** Letters of the plan that are left out. */
  leftOut = $state.raw<ReadonlySet<string>>(new Set());
  levels = $state.raw<Readonly<Record<string, ReminderLevel>>>({});
  /** Letters chosen to be printed. */
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  refused = $state.raw<Refused>();
  busy = $state(false);
  readonly filter: PilotageFilter;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(filter: PilotageFilter) {
    this.filter = filter;
  }

  /** The letters that would be written. */
  get wanted(): readonly PlannedReminder[] {
    return this.plan?.letters.filter((letter) => !this.leftOut.has(letter.key)) ?? [];
  }

  get running(): boolean {
    return this.progress?.running === true;
  }

  levelOf(letter: PlannedReminder): ReminderLevel {
    return this.levels[letter.key] ?? letter.level;
  }

  /** Reads the plan and the letters; a batch that was left goes on being looked at. */
  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.plan = await call('reminder.plan', { filter: this.filter });
      this.sent = (await call('reminder.list', { offset: 0, limit: PAGE_ROWS })).rows;
      const now = await call('reminder.progress', {});
      if (now.running) {
        this.progress = now;
        this.#look();
      }
    });
  }

  toggle(letter: PlannedReminder): void {
    this.leftOut = toggled(this.leftOut, letter.key);
  }

  choose(letter: ReminderSent): void {
    this.chosen = toggled(this.chosen, letter.document);
  }

  setLevel(key: string | undefined, level: ReminderLevel): void {
    if (key !== undefined) this.levels = { ...this.levels, [key]: level };
  }

  async start(): Promise<void> {
    if (this.running || this.wanted.length === 0) return;
    const letters = this.wanted.map((letter) => ({ key: letter.key, level: this.levelOf(letter) }));
    await this.#attempt(async () => {
      this.progress = await call('reminder.start', { filter: this.filter, letters });
      this.#look();
    });
  }

  async stop(): Promise<void> {
    await this.#attempt(async () => {
      this.progress = await call('reminder.cancel', {});
    });
  }

  async open(letter: ReminderSent): Promise<void> {
    await this.#attempt(async () => openDocument((await call('reminder.open', { document: letter.document })).path));
  }

  async reprint(letter: ReminderSent | undefined): Promise<void> {
    if (!letter) return;
    await this.#attempt(async () => {
      openDocument((await call('reminder.reprint', { document: letter.document })).path);
      this.sent = (await call('reminder.list', { offset: 0, limit: PAGE_ROWS })).rows;
    });
  }

  /** The chosen letters, or all, as one file. */
  get toPrint(): readonly ReminderSent[] {
    const sent = this.sent ?? [];
    return this.chosen.size > 0 ? sent.filter((letter) => this.chosen.has(letter.document)) : sent;
  }

  async printAll(): Promise<void> {
    const documents = this.toPrint.map((letter) => letter.document);
    if (this.busy || documents.length === 0) return;
    this.busy = true;
    await this.#attempt(async () => openDocument((await call('reminder.bundle', { documents })).path));
    this.busy = false;
  }

  /** The dialog is closed; the batch goes on. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#watch);
  }

  #look(): void {
    if (this.#closed) return;
    this.#watch = setTimeout(() => void this.#attempt(() => this.#seen()), LOOK_EVERY_MS);
  }

  async #seen(): Promise<void> {
    const now = await call('reminder.progress', {});
    this.progress = now;
    if (now.running) {
      this.#look();
      return;
    }
    const before = new Set(this.sent?.map((letter) => letter.document));
    await this.load();
    // What was just written is chosen: one key prints it.
    this.chosen = new Set(this.sent?.map((letter) => letter.document).filter((document) => !before.has(document)));
    this.leftOut = new Set();
    this.levels = {};
    if (now.written > 0) this.tab = 'sent';
    toasts.say(now.cancelled ? t.reminders.stopped(now.done, now.total) : t.reminders.written(now.written));
  }

  async #attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      this.refused = undefined;
      await act();
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}
