// « À faire » on show: the list chosen, what of it is shown, the row under the cursor of each list, and what is done with the
// rows. Nothing is sorted or counted here: the backend says. It outlives the screen, so that who comes back from a dossier is
// where he left.
import { SvelteSet } from 'svelte/reactivity';
import { session } from '../../app/session.svelte';
import { attempt } from '$lib/backend/attempt';
import { call, chooseFile, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { Sort } from '$lib/components/table';
import type { PrintWorkRequest, WorkCounts, WorkItemRow, WorkList, WorkOrder, WorkRef, WorkStanding, WorkView } from '$lib/contract/contract';
import { formatDate } from '$lib/format/dates';
import { t } from '$lib/i18n';
import { counter } from '../counter/counter.svelte';
import { payments } from '../payments/payments.svelte';

export const LISTS: readonly WorkList[] = ['not_invoiced', 'not_gone', 'no_return', 'advised_unpaid', 'rejected', 'difference'];
export const SHOWS: readonly WorkStanding[] = ['due', 'waiting', 'snoozed'];
const PAGE_ROWS = 200;
const MOST_ROWS = 500;
const ORDERS: Record<string, WorkOrder> = { number: 'number', customer: 'customer', payer: 'payer', since: 'since', assignee: 'assignee', amount: 'amount' };
const OLDEST: Sort = { column: 'since', direction: 'ascending' };

export const rowKey = (row: WorkRef): string => `${row.dossier}/${row.place}`;

class Work {
  list = $state<WorkList>('not_invoiced');
  show = $state<WorkStanding>('due');
  mine = $state(false);
  sort = $state<Sort | undefined>(OLDEST);
  view = $state.raw<WorkView>();
  /** The row under the cursor of each list. */
  cursors = $state<Record<string, string | undefined>>({});
  ticked = new SvelteSet<string>();
  dialog = $state<'assign' | 'snooze' | 'remind'>();
  refused = $state.raw<Refused>();
  busy = $state<'act' | 'print' | 'export'>();

  /** Where the cursor was in each list, for when its row has gone meanwhile. */
  #places: Record<string, number> = {};
  #asked = 0;
  #growing = false;

  get rows(): readonly WorkItemRow[] {
    return this.view?.rows ?? [];
  }

  get counts(): WorkCounts | undefined {
    return this.view?.lists.find((counts) => counts.list === this.list);
  }

  /** The rows on show, as the cursor is kept for them. */
  get place(): string {
    return `${this.list}/${this.show}`;
  }

  /** The row under the cursor. */
  get shown(): WorkItemRow | undefined {
    return this.rows.find((row) => rowKey(row) === this.cursors[this.place]);
  }

  /** What an act is about: the ticked rows, else the one under the cursor. */
  get chosen(): readonly WorkItemRow[] {
    const ticked = this.rows.filter((row) => this.ticked.has(rowKey(row)));
    return ticked.length > 0 ? ticked : this.shown ? [this.shown] : [];
  }

  moved(row: WorkItemRow): void {
    this.#places[this.place] = this.rows.indexOf(row);
  }

  choose(list: WorkList): void {
    if (list === this.list && this.view) return;
    this.list = list;
    this.#anew();
  }

  reshow(show: WorkStanding): void {
    this.show = show;
    this.#anew();
  }

  onlyMine(mine: boolean): void {
    this.mine = mine;
    this.#anew();
  }

  resort(sort: Sort | undefined): void {
    this.sort = sort ?? OLDEST;
    void this.load();
  }

  tick(row: WorkItemRow): void {
    const key = rowKey(row);
    if (!this.ticked.delete(key)) this.ticked.add(key);
  }

  /** Reads what is on show again: as many rows as there were, so that the cursor's is among them. */
  async load(): Promise<void> {
    const mine = ++this.#asked;
    await attempt(this, async () => {
      const view = await this.#page(0, Math.min(MOST_ROWS, Math.max(PAGE_ROWS, this.rows.length)));
      if (mine === this.#asked) this.#take(view);
    });
  }

  async more(): Promise<void> {
    const view = this.view;
    if (!view || this.#growing || view.rows.length >= view.total) return;
    this.#growing = true;
    const mine = this.#asked;
    await attempt(this, async () => {
      const next = await this.#page(view.rows.length, PAGE_ROWS);
      if (mine === this.#asked) this.view = { ...next, rows: [...view.rows, ...next.rows] };
    });
    this.#growing = false;
  }

  open(row: WorkItemRow): Promise<void> {
    session.screen = 'counter';
    return counter.open(row.dossier);
  }

  /** The next action of a row, where it is done. */
  async act(row: WorkItemRow): Promise<void> {
    switch (row.next) {
      case 'send':
      case 'confirm':
      case 'ask':
        session.screen = 'queue';
        return;
      case 'transmit':
        session.screen = 'circuit';
        return;
      case 'reconcile':
      case 'explain':
        payments.tab = 'raised';
        session.screen = 'payments';
        return;
      case 'remind':
        if (session.bills) this.dialog = 'remind';
        else await this.open(row);
        return;
      default:
        await this.open(row);
    }
    if (session.screen !== 'counter' || counter.dossier?.dossier !== row.dossier) return;
    if (row.next === 'invoice' || row.next === 'decide') counter.asks(Math.max(1, row.place), 'claim');
    if (row.next === 'collect') counter.pay();
    if (row.next === 'give_back') counter.dialog = 'refund';
  }

  async assign(to: string | null): Promise<void> {
    const rows = this.chosen;
    const before = rows.map((row) => ({ row, to: row.assignee?.user ?? null }));
    const name = this.view?.people.find((person) => person.user === to)?.name ?? '';
    if (!(await this.#change(rows, (items) => call('work.assign', { items, to })))) return;
    toasts.say(to ? t.work.assigned(rows.length, name) : t.work.freed(rows.length), { act: { label: t.ui.undo, run: () => void this.#giveBack(before) } });
  }

  /** Takes what nobody has, gives back what is one's own. */
  async take(): Promise<void> {
    const me = session.state?.user?.id;
    if (!me || this.chosen.length === 0) return;
    await this.assign(this.chosen.every((row) => row.assignee?.user === me) ? null : me);
  }

  async snooze(until: string, reason: string): Promise<void> {
    const rows = this.chosen;
    if (!(await this.#change(rows, (items) => call('work.snooze', { items, until, reason })))) return;
    toasts.say(t.work.snoozed(rows.length, formatDate(until)), { act: { label: t.ui.undo, run: () => void this.#change(rows, (items) => call('work.resume', { items })) } });
  }

  async resume(): Promise<void> {
    const rows = this.chosen;
    if (await this.#change(rows, (items) => call('work.resume', { items }))) toasts.say(t.work.resumed(rows.length));
  }

  async print(): Promise<void> {
    if (this.busy) return;
    this.busy = 'print';
    await attempt(this, async () => openDocument((await call('work.print', this.#onShow())).path));
    this.busy = undefined;
  }

  async export(): Promise<void> {
    if (this.busy) return;
    this.busy = 'export';
    await attempt(this, async () => {
      const path = await chooseFile(t.work.fileName(this.list, session.today));
      if (!path) return;
      const written = await call('work.export', { path, asked: this.#onShow() });
      toasts.say(t.work.exported(written.rows, written.path));
    });
    this.busy = undefined;
  }

  async #giveBack(before: readonly { row: WorkItemRow; to: string | null }[]): Promise<void> {
    for (const to of new Set(before.map((one) => one.to))) {
      const rows = before.filter((one) => one.to === to).map((one) => one.row);
      await this.#change(rows, (items) => call('work.assign', { items, to }));
    }
  }

  async #change(rows: readonly WorkItemRow[], act: (items: WorkRef[]) => Promise<unknown>): Promise<boolean> {
    if (this.busy || rows.length === 0) return false;
    this.busy = 'act';
    const done = await attempt(this, async () => {
      await act(rows.map(({ dossier, place }) => ({ dossier, place })));
      this.dialog = undefined;
      this.ticked.clear();
      await session.saved();
    });
    this.busy = undefined;
    if (done) await this.load();
    return done;
  }

  #onShow(): PrintWorkRequest {
    return { list: this.list, show: this.show, mine: this.mine, sort: ORDERS[this.sort?.column ?? ''] ?? 'since', descending: this.sort?.direction === 'descending' };
  }

  #page(offset: number, limit: number): Promise<WorkView> {
    return call('work.list', { ...this.#onShow(), offset, limit });
  }

  /** The cursor stays on its row; when that has gone, on the one that took its place. */
  #take(view: WorkView): void {
    this.view = view;
    const cursor = this.cursors[this.place];
    if (!view.rows.some((row) => rowKey(row) === cursor)) {
      const place = cursor === undefined ? 0 : (this.#places[this.place] ?? 0);
      const heir = view.rows[Math.min(place, view.rows.length - 1)];
      this.cursors[this.place] = heir && rowKey(heir);
    }
  }

  /** Other rows are asked for: those on show are of another question. */
  #anew(): void {
    this.ticked.clear();
    if (this.view) this.view = { ...this.view, rows: [], total: 0, cents: 0 };
    void this.load();
  }
}

export const work = new Work();
