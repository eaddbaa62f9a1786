// What may be done with the acomptes of the dossier on show: imputed to what is due, given back, corrected. What is imputed can
// be taken back for as long as its message is on show.
import { session } from '../../app/session.svelte';
import { attempt } from '$lib/backend/attempt';
import { call, openDocument, type Refused } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import type { DossierView, DownPaymentView, PaymentPurpose } from '$lib/contract/contract';
import { t } from '$lib/i18n';
import { counter } from '../counter/counter.svelte';
import { duesOf } from '../counter/due';

class Held {
  refused = $state.raw<Refused>();
  /** The one being given back. */
  back = $state.raw<DownPaymentView>();

  /** What an acompte would pay first. */
  next(dossier: DossierView): PaymentPurpose | undefined {
    const dues = duesOf(dossier);
    return (Object.keys(dues) as PaymentPurpose[]).find((purpose) => dues[purpose] > 0);
  }

  async impute(dossier: DossierView, row: DownPaymentView): Promise<void> {
    const purpose = this.next(dossier);
    if (!purpose) return;
    const amount_cents = Math.min(row.rest_cents, duesOf(dossier)[purpose]);
    const request = { dossier: dossier.dossier, down_payment: row.down_payment, purpose, amount_cents };
    await this.#do(async () => {
      counter.take(await call('down_payment.impute', request));
      toasts.say(t.advances.imputedDone(amount_cents, t.counter.payPurpose[purpose]), {
        act: { label: t.ui.undo, run: () => void this.#do(async () => counter.take(await call('down_payment.release', request))) },
      });
    });
  }

  givesBack(row: DownPaymentView): void {
    this.back = row;
    this.refused = undefined;
    counter.dialog = 'down_payment_refund';
  }

  async refund(dossier: DossierView, request: { down_payment: number; amount_cents: number; means: DownPaymentView['means']; on: string }): Promise<boolean> {
    return this.#do(async () => {
      const refunded = await call('down_payment.refund', { dossier: dossier.dossier, ...request });
      counter.take(refunded.dossier);
      counter.dialog = undefined;
      toasts.say(t.advances.givenBackDone(request.amount_cents, t.terms.means[request.means]));
      await openDocument(refunded.receipt.path);
    });
  }

  async reverse(dossier: DossierView, row: DownPaymentView): Promise<void> {
    await this.#do(async () => {
      counter.take(await call('down_payment.reverse', { dossier: dossier.dossier, down_payment: row.down_payment }));
      toasts.say(t.advances.corrected(row.number));
    });
  }

  #do(act: () => Promise<void>): Promise<boolean> {
    return attempt(this, async () => {
      await act();
      await session.saved();
    });
  }
}

export const held = new Held();
