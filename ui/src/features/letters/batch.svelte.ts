// Letters written in batch: those to write, each left out or taken back; the batch under way, which goes on when the dialog is
// left; and those that were written, to open, print again, or print together. Which letters there are is their owner's to say.
import { asRefused, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { DocumentReady, LetterProgress } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export type LetterTab = 'plan' | 'sent';

export interface SentLetter {
  document: string;
}

/** Between two looks at the batch. */
const LOOK_EVERY_MS = 200;

export abstract class LetterBatch<Planned, Sent extends SentLetter> {
  tab = $state<LetterTab>('plan');
  /** The letters that would be written. */
  planned = $state.raw<readonly Planned[]>();
  sent = $state.raw<readonly Sent[]>();
  progress = $state.raw<LetterProgress>();
  cursors = $state<Record<string, string | undefined>>({});
  /** Letters of the plan that are left out. */
  leftOut = $state.raw<ReadonlySet<string>>(new Set());
  /** Letters chosen to be printed. */
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  refused = $state.raw<Refused>();
  busy = $state(false);
  #watch: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  abstract keyOf(letter: Planned): string;
  /** Reads what is to be written and what was. */
  protected abstract read(): Promise<void>;
  protected abstract look(): Promise<LetterProgress>;
  protected abstract write(letters: readonly Planned[]): Promise<LetterProgress>;
  protected abstract halt(): Promise<LetterProgress>;
  protected abstract opened(letter: Sent): Promise<DocumentReady>;
  protected abstract printedAgain(letter: Sent): Promise<DocumentReady>;
  protected abstract together(documents: string[]): Promise<DocumentReady>;
  /** What else is forgotten once a batch is over. */
  protected forget(): void {
    this.leftOut = new Set();
  }

  /** The letters that one key writes. */
  get wanted(): readonly Planned[] {
    return this.planned?.filter((letter) => !this.leftOut.has(this.keyOf(letter))) ?? [];
  }

  get running(): boolean {
    return this.progress?.running === true;
  }

  /** A batch that was left goes on being looked at. */
  async load(): Promise<void> {
    await this.attempt(async () => {
      await this.read();
      const now = await this.look();
      if (now.running) {
        this.progress = now;
        this.#lookAgain();
      }
    });
  }

  toggle(letter: Planned): void {
    this.leftOut = toggled(this.leftOut, this.keyOf(letter));
  }

  choose(letter: Sent): void {
    this.chosen = toggled(this.chosen, letter.document);
  }

  async start(): Promise<void> {
    if (this.running || this.wanted.length === 0) return;
    await this.attempt(async () => {
      this.progress = await this.write(this.wanted);
      this.#lookAgain();
    });
  }

  async stop(): Promise<void> {
    await this.attempt(async () => {
      this.progress = await this.halt();
    });
  }

  async open(letter: Sent): Promise<void> {
    await this.attempt(async () => openDocument((await this.opened(letter)).path));
  }

  async reprint(letter: Sent | undefined): Promise<void> {
    if (!letter) return;
    await this.attempt(async () => {
      openDocument((await this.printedAgain(letter)).path);
      await this.read();
    });
  }

  /** The chosen letters, or all, as one file. */
  get toPrint(): readonly Sent[] {
    const sent = this.sent ?? [];
    return this.chosen.size > 0 ? sent.filter((letter) => this.chosen.has(letter.document)) : sent;
  }

  async printAll(): Promise<void> {
    const documents = this.toPrint.map((letter) => letter.document);
    if (this.busy || documents.length === 0) return;
    this.busy = true;
    await this.attempt(async () => openDocument((await this.together(documents)).path));
    this.busy = false;
  }

  /** The dialog is closed; the batch goes on. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#watch);
  }

  #lookAgain(): void {
    if (this.#closed) return;
    this.#watch = setTimeout(() => void this.attempt(() => this.#seen()), LOOK_EVERY_MS);
  }

  async #seen(): Promise<void> {
    const now = await this.look();
    this.progress = now;
    if (now.running) {
      this.#lookAgain();
      return;
    }
    const before = new Set(this.sent?.map((letter) => letter.document));
    await this.load();
    // What was just written is chosen: one key prints it.
    this.chosen = new Set(this.sent?.map((letter) => letter.document).filter((document) => !before.has(document)));
    this.forget();
    if (now.written > 0) this.tab = 'sent';
    toasts.say(now.cancelled ? t.letters.stopped(now.done, now.total) : t.letters.written(now.written));
  }

  protected async attempt(act: () => Promise<unknown>): Promise<void> {
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
