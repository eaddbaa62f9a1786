// The circuit on show: what the concentrator has, what it gave back, and the lists both were read from.
import { attemptOnce } from '$lib/backend/attempt';
import { call, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { CircuitRow, CircuitView, ImportRow, KeptDossier } from '$lib/contract/contract';
import { named } from '$lib/format/customer';
import { fold } from '$lib/format/collation';
import { t } from '$lib/i18n';
import { session } from '../../app/session.svelte';

export type CircuitTab = 'carried' | 'rejected' | 'back' | 'lists';

class Circuit {
  tab = $state<CircuitTab>('carried');
  view = $state.raw<CircuitView>();
  query = $state('');
  cursor = $state<string>();
  listCursor = $state<string>();
  /** The list about to be undone, then what stayed. */
  undoing = $state.raw<ImportRow>();
  kept = $state.raw<readonly KeptDossier[]>([]);
  refused = $state.raw<Refused>();
  busy = $state(false);

  of(tab: CircuitTab): readonly CircuitRow[] {
    return (this.view?.rows ?? []).filter((row) => tabOf(row) === tab);
  }

  get rows(): readonly CircuitRow[] {
    const words = fold(this.query).split(' ').filter(Boolean);
    return this.of(this.tab).filter((row) => words.every((word) => fold(`${named(row.customer)} ${row.number} ${row.invoice} ${row.lot}`).includes(word)));
  }

  get list(): ImportRow | undefined {
    return this.view?.imports.find((row) => row.import === this.listCursor);
  }

  async load(): Promise<void> {
    await attemptOnce(this, async () => void (this.view = await call('circuit.view', {})));
  }

  async undo(row: ImportRow): Promise<void> {
    await attemptOnce(this, async () => {
      const done = await call('circuit.undo', { import: row.import });
      this.kept = done.kept;
      if (done.kept.length === 0) this.undoing = undefined;
      toasts.say(t.circuit.undone(done.undone));
      this.view = await call('circuit.view', {});
      await session.saved();
    });
  }

  closeUndo(): void {
    this.undoing = undefined;
    this.kept = [];
    this.refused = undefined;
  }
}

/** Under which tab a share stands: what somebody must act upon comes first. */
export function tabOf(row: CircuitRow): CircuitTab {
  if (row.state === 'refused') return 'rejected';
  return row.state === 'entrusted' ? 'carried' : 'back';
}

export const keyOf = (row: CircuitRow): string => `${row.dossier}/${row.rank}`;

export const circuit = new Circuit();
