// A list on its way in: how it is read, which column says what, which lines are taken. Every correction reads it again;
// nothing is recorded before the one confirmation.
import { asRefused, call, chooseFileToOpen, Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { CircuitRead, ColumnChoice, ImportProgress, PreviewLine, ReadCircuitRequest, Separator, TableFault, TableKind, TextEncoding } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { session } from '../../app/session.svelte';
import { circuit } from './circuit.svelte';

export type Step = 'source' | 'columns' | 'preview';
export type Filter = 'all' | 'take' | 'look' | 'other';

/** How often the lines done are asked for while they are recorded, in milliseconds. */
const PROGRESS_EVERY_MS = 250;

export class Draft {
  step = $state<Step>('source');
  path = $state('');
  text = $state('');
  lot = $state('');
  saveAs = $state('');
  filter = $state<Filter>('all');
  read = $state.raw<CircuitRead>();
  fault = $state.raw<TableFault>();
  leftOut = $state.raw<ReadonlySet<number>>(new Set());
  progress = $state.raw<ImportProgress>();
  refused = $state.raw<Refused>();
  busy = $state(false);
  readonly table: TableKind;
  #encoding: TextEncoding | null = null;
  #separator: Separator | null = null;
  #header: boolean | null = null;
  #columns: ColumnChoice[] | null = null;
  #words = new Map<string, string>();
  #asked = 0;

  constructor(table: TableKind) {
    this.table = table;
  }

  get lines(): readonly PreviewLine[] {
    return this.read?.preview?.lines ?? [];
  }

  get shown(): readonly PreviewLine[] {
    return this.filter === 'all' ? this.lines : this.lines.filter((line) => kindOf(line) === this.filter);
  }

  count(filter: Filter): number {
    return filter === 'all' ? this.lines.length : this.lines.filter((line) => kindOf(line) === filter).length;
  }

  get taken(): readonly PreviewLine[] {
    return this.lines.filter((line) => line.takes && !this.leftOut.has(line.line));
  }

  /** The fields' mistakes said at the lot's own field. */
  get lotWrong(): boolean {
    return this.refused?.code === 'invalid_field' && this.refused.params['field'] === 'lot';
  }

  async choose(): Promise<void> {
    const path = await this.#attempt(async () => chooseFileToOpen());
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
    const answer = await this.#attempt(() => call('circuit.read', this.#request()));
    if (asked !== this.#asked || !answer) return;
    this.fault = answer.result === 'refused' ? answer.fault : undefined;
    if (answer.result === 'refused') return;
    this.read = answer.read;
  }

  tick(line: PreviewLine): void {
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
    if (!this.read || this.taken.length === 0 || this.progress) return false;
    const request = { ...this.#request(), checksum: this.read.table.checksum, left_out: [...this.leftOut], save_as: this.saveAs.trim() };
    this.progress = { running: true, done: 0, total: this.lines.length, cancelled: false };
    const watch = setInterval(() => void call('import.progress', {}).then((now) => this.progress && (this.progress = now)).catch(() => undefined), PROGRESS_EVERY_MS);
    const done = await this.#attempt(() => call('circuit.take', request));
    clearInterval(watch);
    this.progress = undefined;
    if (!done) return false;
    toasts.say(t.circuit.taken(done));
    circuit.tab = done.rejected > 0 ? 'rejected' : this.table === 'concentrator_returns' ? 'back' : 'carried';
    await circuit.load();
    await session.saved();
    return true;
  }

  async stop(): Promise<void> {
    if (this.progress) this.progress = { ...this.progress, cancelled: true };
    await call('import.cancel', {}).catch(() => undefined);
  }

  async forget(): Promise<void> {
    const name = this.read?.table.mapping_name ?? '';
    const left = await this.#attempt(() => call('mapping.remove', { table: this.table, name }));
    if (!left) return;
    toasts.say(t.circuit.forgotten(name));
    this.saveAs = '';
    await this.again();
  }

  #request(): ReadCircuitRequest {
    return {
      source: {
        table: this.table,
        path: this.path,
        text: this.text,
        encoding: this.#encoding,
        separator: this.#separator,
        header: this.#header,
        columns: this.#columns,
        words: [...this.#words].map(([word, means]) => ({ word, means })),
      },
      lot: this.lot,
    };
  }

  async #attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
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

/** What a line asks of the person who reads it. */
export function kindOf(line: PreviewLine): Filter {
  if (!line.takes) return 'other';
  return line.status === 'waiting' || line.status === 'twice' || line.status === 'late' || line.warning || line.outcome === 'rejected' ? 'look' : 'take';
}
