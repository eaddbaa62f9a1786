// A list of the circuit on its way in: lots that were transmitted, or what the concentrator brought back.
import { call } from '$lib/backend/backend';
import type { CircuitRead, PreviewLine, ReturnOutcome, TableKind, TableSource } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { ListDraft, type ListAnswer } from '../lists/draft.svelte';
import { circuit } from './circuit.svelte';

export type Filter = 'all' | 'take' | 'look' | 'other';
export type CircuitTable = Extract<TableKind, 'transmitted_lots' | 'concentrator_returns'>;

export class Draft extends ListDraft {
  lot = $state('');
  readonly table: CircuitTable;
  override readonly meanings = (Object.keys(t.circuit.outcomes) as ReturnOutcome[]).map((value) => ({ value, label: t.circuit.outcomes[value] }));
  #rejected = 0;

  constructor(table: CircuitTable) {
    super();
    this.table = table;
  }

  override get lines(): readonly PreviewLine[] {
    return (this.read as CircuitRead | undefined)?.preview?.lines ?? [];
  }

  override get shown(): readonly PreviewLine[] {
    return super.shown as readonly PreviewLine[];
  }

  override get taken(): readonly PreviewLine[] {
    return super.taken as readonly PreviewLine[];
  }

  /** The fields' mistakes said at the lot's own field. */
  override get refusedAtField(): boolean {
    return this.refused?.code === 'invalid_field' && this.refused.params['field'] === 'lot';
  }

  override kindOf(line: PreviewLine): Filter {
    if (!line.takes) return 'other';
    return line.status === 'waiting' || line.status === 'twice' || line.status === 'late' || line.warning || line.outcome === 'rejected' ? 'look' : 'take';
  }

  protected override ask(source: TableSource): Promise<ListAnswer> {
    return call('circuit.read', { source, lot: this.lot });
  }

  protected override async record(source: TableSource, checksum: string): Promise<string> {
    const done = await call('circuit.take', { source, lot: this.lot, checksum, left_out: [...this.leftOut], save_as: this.saveAs.trim() });
    this.#rejected = done.rejected;
    return t.circuit.taken(done);
  }

  protected override async recorded(): Promise<void> {
    circuit.tab = this.#rejected > 0 ? 'rejected' : this.table === 'concentrator_returns' ? 'back' : 'carried';
    await circuit.load();
  }
}
