// What the watch over look-ups found, in a sentence: on its own page, and in the refusal of a look-up.
import type { LookupFinding, LookupReason } from '../../contract/contract';
import { counted } from '../plural';

/** « 41 consultations en une heure, pour 40 au plus. » */
export function finding({ reason, count, limit }: LookupFinding): string {
  const most = limit === 0 ? '' : `, pour ${limit} au plus`;
  switch (reason) {
    case 'per_hour':
      return `${counted(count, 'consultation', 'consultations')} en une heure${most}.`;
    case 'without_dossier':
      return `${counted(count, 'consultation', 'consultations')} sans dossier en une heure${most}.`;
    case 'outside_hours':
      return 'Consultation en dehors des heures d’ouverture.';
    case 'sequential_nirs':
      return `${counted(count, 'numéro de sécurité sociale', 'numéros de sécurité sociale')} qui se suivent${most}.`;
    case 'several_platforms':
      return `La même personne cherchée sur ${counted(count, 'plateforme', 'plateformes')} en cinq minutes${most}.`;
  }
}

export const reasons = {
  per_hour: 'Consultations par personne et par heure',
  without_dossier: 'Sans dossier, par heure',
  outside_hours: 'Hors des heures d’ouverture, par heure',
  sequential_nirs: 'Numéros de sécurité sociale qui se suivent, par heure',
  several_platforms: 'Même personne sur plusieurs plateformes, en 5 minutes',
} satisfies Record<LookupReason, string>;
