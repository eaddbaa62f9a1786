// What goes back of a sale: money to the customer, with its receipt to sign; a delivery that was recorded by mistake. Read with the
// dialogs that ask for it.
import { session } from '../../app/session.svelte';
import { attempt } from '$lib/backend/attempt';
import { call, openDocument, type Request } from '$lib/backend/backend';
import { toasts } from '$lib/components/toasts.svelte';
import { t } from '$lib/i18n';
import { counter } from './counter.svelte';

/** Gives back what was paid beyond every share, and shows the receipt to sign. */
export async function refund(back: Omit<Request<'dossier.refund_customer'>, 'dossier'>): Promise<boolean> {
  const dossier = counter.dossier?.dossier;
  if (!dossier) return false;
  return attempt(counter, async () => {
    const refunded = await call('dossier.refund_customer', { dossier, ...back });
    counter.take(refunded.dossier);
    counter.dialog = undefined;
    await session.saved();
    toasts.say(t.advances.refundDone(back.amount_cents, t.terms.means[back.means]));
    await openDocument(refunded.receipt.path);
    await counter.next();
  });
}

/** Takes back a delivery recorded by mistake, for a reason. */
export async function undoDelivery(reason: string): Promise<boolean> {
  const dossier = counter.dossier?.dossier;
  if (!dossier) return false;
  return attempt(counter, async () => {
    counter.take(await call('dossier.undo_delivery', { dossier, reason: reason.trim() }));
    counter.dialog = undefined;
    await session.saved();
    toasts.say(t.formalities.deliveryUndone);
    await counter.next();
  });
}
