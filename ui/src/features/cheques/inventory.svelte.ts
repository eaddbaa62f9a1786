// The inventory of the drawer: those made, and the count under way. A count is nothing until it is recorded; what is ticked and
// typed is kept as one goes, so that it is there again after a customer, a lock or a power cut.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { session } from '../../app/session.svelte';
import { asRefused, call, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { DrawerChequeView, DrawerView, InventoryList, InventoryRow, InventoryView, MissingView, UnknownTyped } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export type InventoryDialogName = 'finish' | 'paper' | 'discard';

/** Rows asked at once. */
export const PAGE_INVENTORIES = 200;

export class DrawerInventory {
  /** The tab of the inventories is the one on show. */
  open = $state(false);
  list = $state.raw<InventoryList>();
  cursor = $state<string>();
  shown = $state.raw<InventoryView>();
  /** What is to be counted; there while the tab is on show. */
  drawer = $state.raw<DrawerView>();
  counting = $state(false);
  /** The cheque under the cursor of the count. */
  at = $state<string>();
  found = new SvelteSet<string>();
  reasons = new SvelteMap<string, string>();
  unknown = $state.raw<readonly UnknownTyped[]>([]);
  countedWith = $state('');
  alone = $state(false);
  dialog = $state<InventoryDialogName>();
  /** The paper being typed: its place in the list, or after it. */
  editing = $state(0);
  /** The cheque of an inventory that is about to be noted lost. */
  losing = $state.raw<MissingView>();
  busy = $state(false);
  refused = $state.raw<Refused>();

  #keeping: Promise<void> | undefined;
  #again = false;

  get cheques(): readonly DrawerChequeView[] {
    return this.drawer?.cheques ?? [];
  }

  get missing(): readonly DrawerChequeView[] {
    return this.cheques.filter((cheque) => !this.found.has(cheque.cheque));
  }

  get foundCents(): number {
    return this.cheques.reduce((sum, cheque) => sum + (this.found.has(cheque.cheque) ? cheque.amount_cents : 0), 0);
  }

  get missingCents(): number {
    return (this.drawer?.total_cents ?? 0) - this.foundCents;
  }

  /** Something was ticked or typed, and nothing of it recorded. */
  get begun(): boolean {
    return this.found.size > 0 || this.unknown.length > 0;
  }

  get due(): boolean {
    const list = this.list;
    return list !== undefined && list.in_drawer > 0 && (list.days_since === null || list.days_since > list.every_days);
  }

  async load(): Promise<void> {
    try {
      const list = await call('inventory.list', { offset: 0, limit: PAGE_INVENTORIES });
      this.list = list;
      // Counted from elsewhere, the tab is not gone into.
      if (!this.open) return;
      await this.#loadDrawer();
      const row = list.rows.find((candidate) => candidate.inventory === this.cursor) ?? list.rows[0];
      this.cursor = row?.inventory;
      await this.show(row);
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }

  /** What the books say is there, with what was ticked of it before. */
  async #loadDrawer(): Promise<void> {
    const known = this.drawer !== undefined;
    const drawer = await call('inventory.drawer', {});
    this.drawer = drawer;
    const draft = drawer.draft;
    if (!known && draft) {
      for (const cheque of draft.found) this.found.add(cheque);
      for (const { cheque, reason } of draft.missing) this.reasons.set(cheque, reason);
      this.unknown = draft.unknown;
      this.countedWith = draft.counted_with;
    }
    // A cheque that left meanwhile is no longer counted.
    const here = new Set(drawer.cheques.map((cheque) => cheque.cheque));
    for (const cheque of [...this.found]) if (!here.has(cheque)) this.found.delete(cheque);
  }

  async more(): Promise<void> {
    const list = this.list;
    if (!list || this.busy || list.rows.length >= list.total) return;
    this.busy = true;
    try {
      const next = await call('inventory.list', { offset: list.rows.length, limit: PAGE_INVENTORIES });
      this.list = { ...next, rows: [...list.rows, ...next.rows] };
    } catch (thrown) {
      this.refused = asRefused(thrown);
    } finally {
      this.busy = false;
    }
  }

  async show(row: InventoryRow | undefined): Promise<void> {
    if (!row) {
      this.shown = undefined;
      return;
    }
    try {
      const view = await call('inventory.view', { inventory: row.inventory });
      if (this.cursor === row.inventory) this.shown = view;
    } catch (thrown) {
      this.shown = undefined;
      this.refused = asRefused(thrown);
    }
  }

  /** Begins, or goes on where it was left: on the first cheque that is not ticked. */
  start(): void {
    this.refused = undefined;
    this.at = (this.missing[0] ?? this.cheques[0])?.cheque;
    this.counting = true;
  }

  leave(): void {
    this.counting = false;
  }

  tick(cheque: DrawerChequeView): void {
    if (!this.found.delete(cheque.cheque)) this.found.add(cheque.cheque);
    this.keep();
  }

  because(cheque: string, reason: string): void {
    this.reasons.set(cheque, reason);
    this.keep();
  }

  put(paper: UnknownTyped): void {
    this.unknown = this.unknown.toSpliced(this.editing, 1, paper);
    this.dialog = undefined;
    this.keep();
  }

  remove(index: number): void {
    this.unknown = this.unknown.toSpliced(index, 1);
    this.keep();
  }

  /** Keeps what was ticked and typed. One saving at a time; what came meanwhile goes with the next. */
  keep(): void {
    this.#again = true;
    this.#keeping ??= this.#keepAll().finally(() => (this.#keeping = undefined));
  }

  async #keepAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const missing = [...this.reasons].filter(([cheque, reason]) => reason.trim() !== '' && !this.found.has(cheque)).map(([cheque, reason]) => ({ cheque, reason }));
      const draft = { found: [...this.found], missing, unknown: [...this.unknown], counted_with: this.countedWith };
      try {
        await call('inventory.keep_draft', { draft: this.begun ? draft : null });
      } catch (thrown) {
        this.refused = asRefused(thrown);
      }
    }
  }

  async discard(): Promise<void> {
    this.#forget();
    this.keep();
    await this.#keeping;
    this.dialog = undefined;
    this.counting = false;
    toasts.say(t.inventory.discarded);
  }

  #forget(): void {
    this.found.clear();
    this.reasons.clear();
    this.unknown = [];
    this.countedWith = '';
    this.alone = false;
  }

  async record(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.refused = undefined;
    try {
      // The draft that is on its way must not come after the inventory that ends it.
      await this.#keeping;
      const missing = this.missing.map(({ cheque }) => ({ cheque, reason: this.reasons.get(cheque) ?? '' }));
      const counted = await call('inventory.count', { found: [...this.found], missing, unknown: [...this.unknown], counted_with: this.alone ? '' : this.countedWith, alone: this.alone });
      this.#forget();
      this.counting = false;
      this.dialog = undefined;
      this.cursor = counted.inventory.row.inventory;
      toasts.say(t.inventory.recorded(counted.inventory.row.number));
      await openDocument(counted.sheet.path);
      await this.load();
      await session.saved();
    } catch (thrown) {
      this.refused = asRefused(thrown);
      if (this.refused.code === 'drawer_changed') await this.#loadDrawer();
    } finally {
      this.busy = false;
    }
  }

  async printList(): Promise<void> {
    await this.#print(async () => (await call('inventory.print_list', {})).path);
  }

  async printSheet(): Promise<void> {
    const inventory = this.cursor;
    if (inventory) await this.#print(async () => (await call('inventory.sheet', { inventory })).path);
  }

  /** Again, marked and counted as a duplicate. */
  async reprintSheet(): Promise<void> {
    const inventory = this.cursor;
    if (inventory) await this.#print(async () => (await call('inventory.reprint', { inventory })).path);
  }

  async #print(make: () => Promise<string>): Promise<void> {
    this.refused = undefined;
    try {
      await openDocument(await make());
    } catch (thrown) {
      this.refused = asRefused(thrown);
    }
  }
}

export const inventory = new DrawerInventory();
