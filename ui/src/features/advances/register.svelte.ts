// « Avances d'opérateurs à rembourser »: the register on show, the row under the cursor, the dialog that is open. Each deed
// answers the whole register, so that what is shown is what is so.
import { session } from '../../app/session.svelte';
import { attemptOnce } from '$lib/backend/attempt';
import { call, chooseFile, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { AdvanceOperator, OperatorAdvancesView, OperatorAdvanceView } from '$lib/contract/contract';
import { t } from '$lib/i18n';

export type AdvanceDialog = 'receive' | 'repay' | 'reschedule' | 'recoup' | 'cancel' | 'request' | 'suspend';

class Register {
  view = $state.raw<OperatorAdvancesView>();
  cursor = $state<string>();
  dialog = $state<AdvanceDialog>();
  /** The operator a dialog is about. */
  operator = $state.raw<AdvanceOperator>();
  refused = $state.raw<Refused>();
  busy = $state(false);

  get shown(): OperatorAdvanceView | undefined {
    return this.view?.rows.find((row) => row.advance === this.cursor) ?? this.view?.rows[0];
  }

  async load(): Promise<void> {
    await attemptOnce(this, async () => {
      this.view = await call('operator_advance.list', {});
    });
  }

  open(dialog: AdvanceDialog, operator?: AdvanceOperator): void {
    this.refused = undefined;
    this.operator = operator;
    this.dialog = dialog;
  }

  /** A deed of a dialog: what is refused is said in it, what is done closes it. */
  async does(act: () => Promise<OperatorAdvancesView>, said: string): Promise<boolean> {
    return attemptOnce(this, async () => {
      this.view = await act();
      this.dialog = undefined;
      toasts.say(said);
      await session.saved();
    });
  }

  async print(act: () => Promise<{ path: string }>): Promise<boolean> {
    return attemptOnce(this, async () => {
      await openDocument((await act()).path);
      this.view = await call('operator_advance.list', {});
      await session.saved();
    });
  }

  async export(): Promise<void> {
    await attemptOnce(this, async () => {
      const path = await chooseFile(t.advances.fileName(session.today));
      if (!path) return;
      const written = await call('operator_advance.export', { path });
      toasts.say(t.advances.exported(written.rows, written.path));
    });
  }
}

export const register = new Register();
