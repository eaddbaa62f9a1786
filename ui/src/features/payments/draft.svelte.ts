// A statement of the bank on its way in: which lines are taken, which credits pay at once what is proposed, and who pays.
import { call } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { Payer, StatementLineShown, StatementRead, TableSource } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { ListDraft, type ListAnswer, type ListLine } from '../lists/draft.svelte';
import { payments } from './payments.svelte';

export class StatementDraft extends ListDraft {
  readonly table = 'bank_statement';
  cursor = $state<string>();
  /** Lines recorded without what is proposed for them. */
  unallocated = $state.raw<ReadonlySet<number>>(new Set());
  /** The words and the payer being typed; none while nobody asks who pays. */
  asking = $state<{ words: string; kind: string; insurer: string }>();
  /** What a person ticked himself stays so when the statement is read again. */
  #ticked = new Map<number, boolean>();
  #chosen = new Map<number, boolean>();

  override get lines(): readonly StatementLineShown[] {
    return (this.read as StatementRead | undefined)?.preview?.lines ?? [];
  }

  override get shown(): readonly StatementLineShown[] {
    return super.shown as readonly StatementLineShown[];
  }

  override get taken(): readonly StatementLineShown[] {
    return super.taken as readonly StatementLineShown[];
  }

  get current(): StatementLineShown | undefined {
    return this.lines.find((line) => String(line.line) === this.cursor);
  }

  /** Whether a line pays what is proposed as it is recorded. */
  pays(line: StatementLineShown): boolean {
    return line.proposal !== null && line.takes && !this.leftOut.has(line.line) && !this.unallocated.has(line.line);
  }

  override kindOf(line: StatementLineShown): string {
    if (line.warning || (line.status === 'unrecognised' && !line.proposal?.sure) || line.status === 'bounced' || line.status === 'slip_unknown') return 'look';
    if (!line.takes || line.status === 'other') return 'other';
    return line.proposal && !line.proposal.sure ? 'look' : 'take';
  }

  override tick(line: ListLine): void {
    super.tick(line);
    this.#ticked.set(line.line, !this.leftOut.has(line.line));
  }

  /** Pays it at once, or leaves it to be allocated. */
  chooseAllocation(line: StatementLineShown | undefined): void {
    if (!line?.proposal || !line.takes) return;
    const left = new Set(this.unallocated);
    const pays = left.delete(line.line);
    if (!pays) left.add(line.line);
    this.unallocated = left;
    this.#chosen.set(line.line, pays);
  }

  override async begin(): Promise<void> {
    this.#ticked.clear();
    this.#chosen.clear();
    await super.begin();
  }

  /** What is proposed is ticked, what is sure pays at once; a person's own choices stay. */
  protected override readAgain(): void {
    const out = this.lines.filter((line) => line.takes && !(this.#ticked.get(line.line) ?? line.proposed));
    const waiting = this.lines.filter((line) => line.proposal && !(this.#chosen.get(line.line) ?? line.proposal.sure));
    this.leftOut = new Set(out.map((line) => line.line));
    this.unallocated = new Set(waiting.map((line) => line.line));
  }

  /** Asks who pays, with the words of the label that seem to last. */
  askPayer(line: StatementLineShown | undefined): void {
    if (!line || line.amount_cents === null || line.amount_cents <= 0) return;
    const words = line.label.split(/\s+/).filter((word) => !/\d/.test(word) && !/^(vir|virement|sepa|recu|reçu|inst|de|du|des|pour)$/i.test(word));
    const payer = line.payer;
    const kind = payer === null ? '' : payer.payer === 'operator' ? payer.platform : payer.payer;
    this.asking = { words: words.slice(0, 4).join(' ') || line.label, kind, insurer: payer?.payer === 'insurer' ? payer.name : '' };
  }

  async remember(): Promise<void> {
    const asking = this.asking;
    if (!asking || asking.kind === '') return;
    const payer: Payer = asking.kind === 'insurer' ? { payer: 'insurer', name: asking.insurer } : asking.kind === 'other' ? { payer: 'other' } : { payer: 'operator', platform: asking.kind };
    const done = await this.attempt(() => call('payments.remember_payer', { words: asking.words, payer }));
    if (!done) return;
    this.asking = undefined;
    toasts.say(t.payments.remembered(asking.words));
    await this.again();
  }

  /** Mistakes about a payer are said where he is asked for. */
  override get refusedAtField(): boolean {
    return this.asking !== undefined && this.refused?.code === 'invalid_field';
  }

  fieldMistake(...fields: string[]): string | undefined {
    return this.refusedAtField && fields.includes(String(this.refused?.params['field'])) ? this.refused?.words.instead : undefined;
  }

  protected override ask(source: TableSource): Promise<ListAnswer> {
    return call('payments.read_statement', { source });
  }

  protected override async record(source: TableSource, checksum: string): Promise<string> {
    const unallocated = this.lines.filter((line) => !this.pays(line)).map((line) => line.line);
    const left_out = this.lines.filter((line) => !line.takes || this.leftOut.has(line.line)).map((line) => line.line);
    return t.payments.taken(await call('payments.take_statement', { source, checksum, left_out, unallocated, save_as: this.saveAs.trim() }));
  }

  protected override async recorded(): Promise<void> {
    await payments.load();
    payments.tab = (payments.view?.to_allocate.length ?? 0) > 0 ? 'allocate' : 'credits';
  }
}
