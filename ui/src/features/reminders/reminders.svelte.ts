// The letters to payers on show: the plan with what was left out of it, and the letters there are. Which share is late and
// which step comes next is the backend's to say.
import { call } from '$lib/backend/backend';
import type { DocumentReady, LetterProgress, PilotageFilter, PlannedReminder, ReminderLevel, ReminderPlan, ReminderSent } from '$lib/contract/contract';
import { LetterBatch } from '../letters/batch.svelte';

export const LEVELS: readonly ReminderLevel[] = ['first', 'second', 'formal_notice'];
/** Letters asked at once: what the use case gives at most. */
const PAGE_ROWS = 500;

export class Reminders extends LetterBatch<PlannedReminder, ReminderSent> {
  plan = $state.raw<ReminderPlan>();
  levels = $state.raw<Readonly<Record<string, ReminderLevel>>>({});
  readonly filter: PilotageFilter;

  constructor(filter: PilotageFilter) {
    super();
    this.filter = filter;
  }

  keyOf(letter: PlannedReminder): string {
    return letter.key;
  }

  levelOf(letter: PlannedReminder): ReminderLevel {
    return this.levels[letter.key] ?? letter.level;
  }

  setLevel(key: string | undefined, level: ReminderLevel): void {
    if (key !== undefined) this.levels = { ...this.levels, [key]: level };
  }

  protected async read(): Promise<void> {
    this.plan = await call('reminder.plan', { filter: this.filter });
    this.planned = this.plan.letters;
    this.sent = (await call('reminder.list', { offset: 0, limit: PAGE_ROWS })).rows;
  }

  protected look(): Promise<LetterProgress> {
    return call('reminder.progress', {});
  }

  protected write(letters: readonly PlannedReminder[]): Promise<LetterProgress> {
    return call('reminder.start', { filter: this.filter, letters: letters.map((letter) => ({ key: letter.key, level: this.levelOf(letter) })) });
  }

  protected halt(): Promise<LetterProgress> {
    return call('reminder.cancel', {});
  }

  protected opened({ document }: ReminderSent): Promise<DocumentReady> {
    return call('reminder.open', { document });
  }

  protected printedAgain({ document }: ReminderSent): Promise<DocumentReady> {
    return call('reminder.reprint', { document });
  }

  protected together(documents: string[]): Promise<DocumentReady> {
    return call('reminder.bundle', { documents });
  }

  protected override forget(): void {
    super.forget();
    this.levels = {};
  }
}
