// Pilotage on show: the sums, the tab, and the shares behind the figure that was opened. Nothing is added up here: every
// sum comes from the backend.
import { session } from '../../app/session.svelte';
import { attempt } from '$lib/backend/attempt';
import { call, chooseFile, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { Sort } from '$lib/components/table';
import type { Age, OwedLine, PilotageDossierRow, PilotageDossiers, PilotageFilter, PilotagePart, PilotageSort, PilotageView } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export type PilotageTab = 'owed' | 'exposure' | 'delays' | 'penalties' | 'cheques' | 'advances';
export type Grouping = 'operator' | 'payer' | 'state';

/** Rows asked at once: what the use case gives at most. */
const PAGE_ROWS = 500;
export const AGES: readonly Age[] = ['days0_to7', 'days8_to15', 'days16_to30', 'days31_to60', 'days61_to90', 'over90'];
const SORTS: Record<string, PilotageSort> = { number: 'number', since: 'since', amount: 'amount' };

/** Everything, of one sort. */
export const everything: PilotageFilter = { scope: 'owed', debtor: null, operator: null, payer: null, state: null, age: null };

class Pilotage {
  view = $state.raw<PilotageView>();
  tab = $state<PilotageTab>('owed');
  by = $state<Grouping>('operator');
  /** The row under the cursor of each list. */
  cursors = $state<Record<string, string | undefined>>({});
  refused = $state.raw<Refused>();
  busy = $state<'print' | 'export'>();

  /** The figure opened, and what it is called. */
  filter = $state.raw<PilotageFilter>();
  about = $state('');
  behind = $state.raw<PilotageDossiers>();
  sort = $state<Sort | undefined>({ column: 'since', direction: 'ascending' });

  #asked = 0;
  #growing = false;

  get lines(): readonly OwedLine[] {
    const view = this.view;
    if (!view) return [];
    return this.by === 'operator' ? view.by_operator : this.by === 'payer' ? view.by_payer : view.by_state;
  }

  async load(): Promise<void> {
    await attempt(this, async () => {
      this.view = await call('pilotage.view', {});
    });
    if (this.filter) await this.#read();
  }

  /** Opens the shares behind a figure. */
  async open(filter: PilotageFilter, about: string): Promise<void> {
    this.filter = filter;
    this.about = about;
    this.behind = undefined;
    this.cursors['behind'] = undefined;
    this.sort = { column: 'since', direction: 'ascending' };
    await this.#read();
  }

  openLine(line: OwedLine, age: Age | null = null): Promise<void> {
    const { debtor, operator, payer, state } = line;
    const name = age ? `${lineName(line)}, ${t.pilotage.ages[age]}` : lineName(line);
    return this.open({ ...everything, debtor, operator, payer, state, age }, t.pilotage.behindOf(t.pilotage.behind.owed, name));
  }

  close(): void {
    this.filter = undefined;
    this.behind = undefined;
  }

  resort(sort: Sort | undefined): void {
    this.sort = sort ?? { column: 'since', direction: 'ascending' };
    this.behind = undefined;
    void this.#read();
  }

  /** The rows after those that are here. */
  async more(): Promise<void> {
    const behind = this.behind;
    if (!behind || this.#growing || behind.rows.length >= behind.total) return;
    this.#growing = true;
    const mine = this.#asked;
    await attempt(this, async () => {
      const next = await this.#page(behind.rows.length);
      if (next && mine === this.#asked) this.behind = { ...behind, rows: [...behind.rows, ...next.rows] };
    });
    this.#growing = false;
  }

  async print(): Promise<void> {
    if (this.busy) return;
    this.busy = 'print';
    await attempt(this, async () => openDocument((await call('pilotage.print', {})).path));
    this.busy = undefined;
  }

  /** What is on show, as a list. */
  async exportShown(): Promise<void> {
    if (this.busy) return;
    this.busy = 'export';
    await attempt(this, async () => {
      const part = this.#part();
      const path = await chooseFile(t.pilotage.fileName(part, session.today));
      if (!path) return;
      const written = await call('pilotage.export', { path, part, filter: this.filter ?? null });
      toasts.say(t.pilotage.exported(written.rows, written.path));
    });
    this.busy = undefined;
  }

  async setTerm(operator: string, days: number | null): Promise<boolean> {
    return attempt(this, async () => {
      this.view = await call('pilotage.set_term', { operator, days });
      toasts.say(t.pilotage.termSaved);
    });
  }

  #part(): PilotagePart {
    if (this.filter) return 'dossiers';
    const owed = { operator: 'operators', payer: 'payers', state: 'states' } as const;
    return this.tab === 'owed' ? owed[this.by] : this.tab === 'exposure' ? 'exposures' : this.tab;
  }

  async #read(): Promise<void> {
    const mine = ++this.#asked;
    await attempt(this, async () => {
      const first = await this.#page(0);
      if (mine === this.#asked) this.behind = first;
    });
  }

  async #page(offset: number): Promise<PilotageDossiers | undefined> {
    const filter = this.filter;
    if (!filter) return undefined;
    return call('pilotage.dossiers', { filter, sort: SORTS[this.sort?.column ?? ''] ?? 'since', descending: this.sort?.direction === 'descending', offset, limit: PAGE_ROWS });
  }
}

export const pilotage = new Pilotage();

/** What a line is called. */
export function lineName(line: OwedLine): string {
  if (line.debtor !== 'insurer') return t.pilotage.debtors[line.debtor];
  if (line.label !== null) return line.label;
  if (line.state !== null) return t.terms.trackStates[line.state];
  return line.operator !== null ? t.pilotage.unknownOperator : t.pilotage.unknownPayer;
}

export const lineKey = (line: OwedLine): string => [line.debtor, line.operator, line.payer, line.state].join('/');
export const rowKey = (row: PilotageDossierRow): string => `${row.dossier}/${row.place}`;
