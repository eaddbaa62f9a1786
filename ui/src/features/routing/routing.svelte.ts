// What the two tabs of « Qui répond pour qui » share: the table as it is, what is asked of it, and what is under way.
import { session } from '../../app/session.svelte';
import { attempt } from '$lib/backend/attempt';
import { call, chooseFile, chooseFileToOpen, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { AffectedDossier, AffectedView, FileFault, Function as PlatformFunction, RoutingPreview, RoutingRowFields, RoutingRowView, RoutingView } from '$lib/contract/contract';
import { named } from '$lib/format/customer';
import { fold } from '$lib/format/collation';
import { t } from '$lib/i18n';

export type RoutingTab = 'affected' | 'table';

/** A file chosen to be taken: what it would bring, or why it cannot be. */
export interface Chosen {
  path: string;
  preview: RoutingPreview | undefined;
  faults: readonly FileFault[];
}

class Routing {
  tab = $state<RoutingTab>('affected');
  view = $state.raw<RoutingView>();
  affected = $state.raw<AffectedView>();
  operator = $state('');
  fn = $state<PlatformFunction | ''>('');
  query = $state('');
  tableQuery = $state('');
  cursor = $state<string>();
  dossierCursor = $state<string>();
  /** The row in the dialog; a new one has none yet. */
  editing = $state.raw<{ row: RoutingRowView | undefined; ending: boolean }>();
  chosen = $state.raw<Chosen>();
  refused = $state.raw<Refused>();
  busy = $state(false);
  #asked = 0;

  /** Every operator one may ask about: the table's, and the practice's own platforms. */
  get operators(): { value: string; label: string }[] {
    const known = new Map((this.view?.operators ?? []).map((party) => [party.code, party.label]));
    for (const platform of session.platforms) known.set(platform.platform, platform.label);
    return [...known].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, 'fr'));
  }

  label(code: string): string {
    return this.operators.find((operator) => operator.value === code)?.label ?? code;
  }

  get dossiers(): readonly AffectedDossier[] {
    return found(this.affected?.dossiers ?? [], this.query, (row) => `${named(row.customer)} ${row.number} ${row.insurer}`);
  }

  get rows(): readonly RoutingRowView[] {
    return found(this.view?.rows ?? [], this.tableQuery, ({ row }) => `${row.insurer_name} ${row.amc_number} ${row.csr} ${row.domain} ${row.network} ${row.operators.map((code) => this.label(code)).join(' ')}`);
  }

  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.view = await call('routing.view', {});
      // The one that is out is the one people ask about.
      const out = session.platforms.find((platform) => platform.functions.some((row) => row.state === 'down' || row.state === 'closed'));
      if (!this.operators.some((operator) => operator.value === this.operator)) this.operator = out?.platform ?? session.platforms[0]?.platform ?? this.operators[0]?.value ?? '';
      await this.ask();
    });
  }

  /** Asks again; an answer that is overtaken by another question is not shown. */
  async ask(): Promise<void> {
    if (this.operator === '') return;
    const asked = ++this.#asked;
    await this.#attempt(async () => {
      const affected = await call('routing.affected', { operator: this.operator, function: this.fn || null });
      if (asked === this.#asked) this.affected = affected;
    });
  }

  async exportList(): Promise<void> {
    const path = await this.#where(t.routing.exportName(this.operator, session.today));
    if (path === undefined) return;
    await this.#attempt(async () => {
      const written = await call('routing.export_affected', { operator: this.operator, function: this.fn || null, path });
      toasts.say(t.routing.listExported(written.rows));
    });
  }

  async exportTable(): Promise<void> {
    const path = await this.#where(t.routing.exportTableName(this.view?.reference.version ?? ''));
    if (path === undefined) return;
    await this.#attempt(async () => {
      const written = await call('routing.export', { path });
      toasts.say(t.routing.exported(written.rows, written.checksum));
    });
  }

  async choose(): Promise<void> {
    await this.#attempt(async () => {
      const path = await chooseFileToOpen();
      if (!path) return;
      const answer = await call('routing.preview', { path });
      this.chosen = answer.result === 'previewed' ? { path, preview: answer.preview, faults: [] } : { path, preview: undefined, faults: answer.faults };
    });
  }

  async take(announced: string): Promise<void> {
    const chosen = this.chosen;
    if (!chosen?.preview) return;
    const { path, preview } = chosen;
    await this.#attempt(async () => {
      const answer = await call('routing.take', { path, checksum: preview.checksum, announced });
      if (answer.result === 'refused') {
        this.chosen = { ...chosen, faults: answer.faults };
        return;
      }
      this.view = answer.routing;
      this.chosen = undefined;
      toasts.say(t.routing.taken(answer.routing.reference.version));
      await this.#changed();
    });
  }

  /** Adds, corrects, ends or takes out a row; true when it was done. */
  async change(was: RoutingRowFields | null, becomes: RoutingRowFields | null): Promise<boolean> {
    return await this.#attempt(async () => {
      this.view = await call('routing.change', { was, becomes });
      this.editing = undefined;
      const said = becomes === null ? t.routing.removed : was === null ? t.routing.added : t.routing.changed;
      toasts.say(said((becomes ?? was)?.insurer_name ?? ''));
      await this.#changed();
    });
  }

  async undo(): Promise<void> {
    if (!this.view?.changes) return;
    await this.#attempt(async () => {
      this.view = await call('routing.undo', {});
      toasts.say(t.routing.undone);
      await this.#changed();
    });
  }

  async restore(): Promise<void> {
    await this.#attempt(async () => {
      this.view = await call('routing.restore', {});
      toasts.say(t.routing.restored(this.view.reference.version));
      await this.#changed();
    });
  }

  async #changed(): Promise<void> {
    await session.saved();
    await this.ask();
  }

  async #where(name: string): Promise<string | undefined> {
    let path: string | undefined;
    await this.#attempt(async () => void (path = await chooseFile(name)));
    return path;
  }

  async #attempt(act: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    try {
      return await attempt(this, act);
    } finally {
      this.busy = false;
    }
  }
}

/** The rows that hold every word typed, anywhere, without accents. */
function found<R>(rows: readonly R[], query: string, text: (row: R) => string): readonly R[] {
  const words = fold(query).split(' ').filter(Boolean);
  return words.length === 0 ? rows : rows.filter((row) => words.every((word) => fold(text(row)).includes(word)));
}

export const routing = new Routing();
