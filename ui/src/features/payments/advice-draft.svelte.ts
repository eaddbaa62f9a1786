// A list of payment advices on its way in.
import { call } from '$lib/backend/backend';
import type { AdviceLineShown, AdviceRead, TableSource } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { ListDraft, type ListAnswer } from '../lists/draft.svelte';
import { payments } from './payments.svelte';
import { raised } from './raised.svelte';

export class AdviceDraft extends ListDraft {
  readonly table = 'payment_advices';
  override readonly meanings = (Object.keys(t.payments.outcomes) as (keyof typeof t.payments.outcomes)[]).map((value) => ({ value, label: t.payments.outcomes[value] }));
  #aside = 0;

  override get lines(): readonly AdviceLineShown[] {
    return (this.read as AdviceRead | undefined)?.preview?.lines ?? [];
  }

  override get shown(): readonly AdviceLineShown[] {
    return super.shown as readonly AdviceLineShown[];
  }

  override get taken(): readonly AdviceLineShown[] {
    return super.taken as readonly AdviceLineShown[];
  }

  override kindOf(line: AdviceLineShown): string {
    if (!line.takes) return 'other';
    return line.warning || line.status !== 'announced' ? 'look' : 'take';
  }

  protected override ask(source: TableSource): Promise<ListAnswer> {
    return call('payments.read_advices', { source });
  }

  protected override async record(source: TableSource, checksum: string): Promise<string> {
    const done = await call('payments.take_advices', { source, checksum, left_out: [...this.leftOut], save_as: this.saveAs.trim() });
    this.#aside = done.aside;
    return t.payments.advicesTaken(done);
  }

  protected override async recorded(): Promise<void> {
    await payments.load();
    await raised.load();
    payments.tab = this.#aside > 0 ? 'aside' : 'raised';
  }
}
