// A list on its way in, whichever it is: how it is read, which column says what, which lines are taken. Every correction
// reads it again; nothing is recorded before the one confirmation. What a line says and does is each list's own.
import { asRefused, call, chooseFileToOpen, Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { ColumnChoice, ImportProgress, Separator, TableFault, TableKind, TableShown, TableSource, TextEncoding } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { session } from '../../app/session.svelte';

export type Step = 'source' | 'columns' | 'preview';

export interface ListLine {
  line: number;
  takes: boolean;
}

export interface ListRead {
  table: TableShown;
  imported_at: string | null;
  preview: { lines: readonly ListLine[] } | null;
}

export type ListAnswer = { result: 'read'; read: ListRead } | { result: 'refused'; fault: TableFault };

/** How often the lines done are asked for while they are recorded, in milliseconds. */
const PROGRESS_EVERY_MS = 250;

export abstract class ListDraft {
  step = $state<Step>('source');
  path = $state('');
  text = $state('');
  saveAs = $state('');
  filter = $state('all');
  read = $state.raw<ListRead>();
  fault = $state.raw<TableFault>();
  leftOut = $state.raw<ReadonlySet<number>>(new Set());
  progress = $state.raw<ImportProgress>();
  refused = $state.raw<Refused>();
  busy = $state(false);
  abstract readonly table: TableKind;
  /** What the words of a column may mean, where they mean something. */
  readonly meanings: readonly { value: string; label: string }[] = [];
  #encoding: TextEncoding | null = null;
  #separator: Separator | null = null;
  #header: boolean | null = null;
  #columns: ColumnChoice[] | null = null;
  #words = new Map<string, string>();
  #asked = 0;

  /** Asks for the list as it is to be read. */
  protected abstract ask(source: TableSource): Promise<ListAnswer>;
  /** Records what is ticked, and gives the sentence of what was done. */
  protected abstract record(source: TableSource, checksum: string): Promise<string>;
  /** What is shown afterwards. */
  protected abstract recorded(): Promise<void>;
  /** What a line asks of the person who reads it. */
  abstract kindOf(line: ListLine): string;

  get lines(): readonly ListLine[] {
    return this.read?.preview?.lines ?? [];
  }

  get shown(): readonly ListLine[] {
    return this.filter === 'all' ? this.lines : this.lines.filter((line) => this.kindOf(line) === this.filter);
  }

  count(filter: string): number {
    return filter === 'all' ? this.lines.length : this.lines.filter((line) => this.kindOf(line) === filter).length;
  }

  get taken(): readonly ListLine[] {
    return this.lines.filter((line) => line.takes && !this.leftOut.has(line.line));
  }

  /** A mistake said at one of the list's own fields, not above all of them. */
  get refusedAtField(): boolean {
    return false;
  }

  async choose(): Promise<void> {
    const path = await this.attempt(async () => chooseFileToOpen());
    if (!path) return;
    [this.path, this.text] = [path, ''];
    await this.begin();
  }

  /** A list not seen yet: what was corrected of another is not of this one. */
  async begin(): Promise<void> {
    [this.#encoding, this.#separator, this.#header, this.#columns] = [null, null, null, null];
    this.#words.clear();
    this.leftOut = new Set();
    this.filter = 'all';
    await this.again();
    if (!this.read) return;
    this.saveAs = this.read.table.mapping_name;
    // What a person mapped before needs no second look.
    this.step = this.read.preview && this.read.table.found === 'saved' ? 'preview' : 'columns';
  }

  async shape(change: { encoding?: TextEncoding; separator?: Separator; header?: boolean }): Promise<void> {
    this.#encoding = change.encoding ?? this.#encoding;
    this.#separator = change.separator ?? this.#separator;
    this.#header = change.header ?? this.#header;
    // Other cells are other columns: they are proposed anew.
    if (change.separator !== undefined || change.header !== undefined) this.#columns = null;
    await this.again();
  }

  async map(field: string, column: number | undefined): Promise<void> {
    const others = (this.read?.table.columns ?? []).filter((choice) => choice.field !== field);
    this.#columns = column === undefined ? others : [...others, { field, column }];
    await this.again();
  }

  async mean(word: string, means: string): Promise<void> {
    this.#words.set(word, means);
    await this.again();
  }

  /** Reads it as it stands now; an answer that is overtaken by another question is not shown. */
  async again(): Promise<void> {
    const asked = ++this.#asked;
    const answer = await this.attempt(() => this.ask(this.source));
    if (asked !== this.#asked || !answer) return;
    this.fault = answer.result === 'refused' ? answer.fault : undefined;
    if (answer.result === 'refused') return;
    this.read = answer.read;
    this.readAgain();
  }

  /** The lines are those of another reading. */
  protected readAgain(): void {}

  tick(line: ListLine): void {
    if (!line.takes) return;
    const left = new Set(this.leftOut);
    if (!left.delete(line.line)) left.add(line.line);
    this.leftOut = left;
  }

  /** Ticks every line shown, or none of them when all are. */
  tickAll(): void {
    const shown = this.shown.filter((line) => line.takes).map((line) => line.line);
    const left = new Set(this.leftOut);
    const all = shown.every((line) => !left.has(line));
    for (const line of shown) if (all) left.add(line);
    else left.delete(line);
    this.leftOut = left;
  }

  /** Records what is ticked; true when it was done. */
  async take(): Promise<boolean> {
    const read = this.read;
    if (!read || this.taken.length === 0 || this.progress) return false;
    this.progress = { running: true, done: 0, total: this.lines.length, cancelled: false };
    const watch = setInterval(() => void call('import.progress', {}).then((now) => this.progress && (this.progress = now)).catch(() => undefined), PROGRESS_EVERY_MS);
    const done = await this.attempt(() => this.record(this.source, read.table.checksum));
    clearInterval(watch);
    this.progress = undefined;
    if (done === undefined) return false;
    toasts.say(done);
    await this.recorded();
    await session.saved();
    return true;
  }

  async stop(): Promise<void> {
    if (this.progress) this.progress = { ...this.progress, cancelled: true };
    await call('import.cancel', {}).catch(() => undefined);
  }

  async forget(): Promise<void> {
    const name = this.read?.table.mapping_name ?? '';
    const left = await this.attempt(() => call('mapping.remove', { table: this.table, name }));
    if (!left) return;
    toasts.say(t.lists.forgotten(name));
    this.saveAs = '';
    await this.again();
  }

  protected get source(): TableSource {
    return {
      table: this.table,
      path: this.path,
      text: this.text,
      encoding: this.#encoding,
      separator: this.#separator,
      header: this.#header,
      columns: this.#columns,
      words: [...this.#words].map(([word, means]) => ({ word, means })),
    };
  }

  protected async attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
    this.busy = true;
    this.refused = undefined;
    try {
      return await act();
    } catch (thrown) {
      this.refused = asRefused(thrown);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
