// What the customer owes now, by purpose. Read from the dossier as the rules gave it; nothing is decided here.
import type { DossierView, PaymentPurpose } from '$lib/contract/contract';

export function duesOf(dossier: DossierView): Record<PaymentPurpose, number> {
  return {
    customer_share: dossier.customer_share_due_cents,
    // Only a dossier whose customer claims back himself pays the insurer's share at the till, and no cheque covers it.
    amc_share_advanced: dossier.way === 'customer_advances' ? dossier.advance_due_cents : 0,
    difference: dossier.difference_due_cents,
  };
}

export function dueCents(dossier: DossierView): number {
  return Object.values(duesOf(dossier)).reduce((sum, cents) => sum + cents, 0);
}
