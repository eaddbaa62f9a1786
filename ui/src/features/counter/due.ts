// What the customer owes now, by purpose. Read from the dossier as the rules gave it; nothing is decided here.
import type { DossierView, PaymentPurpose } from '$lib/contract/contract';

export function duesOf(dossier: DossierView): Record<PaymentPurpose, number> {
  const shares = dossier.tracks.reduce((sum, track) => sum + track.share_cents, 0);
  const advanced = dossier.payments.filter((payment) => payment.purpose === 'amc_share_advanced').reduce((sum, payment) => sum + payment.amount_cents, 0);
  return {
    customer_share: dossier.customer_share_due_cents,
    // Only a dossier whose customer claims back himself pays the insurer's share at the till, and no cheque covers it.
    amc_share_advanced: dossier.way === 'customer_advances' && dossier.third_party_payment_barred ? Math.max(0, shares - advanced) : 0,
    difference: dossier.difference_due_cents,
  };
}

export function dueCents(dossier: DossierView): number {
  return Object.values(duesOf(dossier)).reduce((sum, cents) => sum + cents, 0);
}
