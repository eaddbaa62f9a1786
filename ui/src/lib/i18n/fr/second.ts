// A second person for a loss above the practice's limit, or a day's delay where nobody else may look.
import { formatInstant } from '../../format/dates';
import { formatEuros } from '../../format/money';
import { typesetAll } from '../typography';

export const second = typesetAll({
  person: (amount: number, limit: number) => `${formatEuros(amount)} : au-dessus de ${formatEuros(limit)}, une deuxième personne regarde et le confirme ici, maintenant.`,
  asking: (amount: number, limit: number) => `${formatEuros(amount)} : au-dessus de ${formatEuros(limit)}, une personne seule ne décide pas le jour même. Vous le demandez aujourd’hui, et le confirmez dans vingt-quatre heures. Votre comptable le lira à côté de la perte.`,
  waiting: (cents: number, from: string) => `${formatEuros(cents)} demandés. À confirmer à partir du ${formatInstant(from)}.`,
  confirming: (cents: number) => `${formatEuros(cents)} demandés il y a plus d’un jour : vous pouvez confirmer, ou retirer la demande.`,
  who: 'Qui confirme',
  proof: 'Son code ou sa phrase de passe',
  proofPassphrase: 'Sa phrase de passe',
  proofHint: 'à taper par la personne elle-même',
  ask: 'Demander',
  confirm: 'Confirmer la perte',
  withdraw: 'Retirer la demande',
  asked: (customer: string) => `Demandé pour ${customer} : à confirmer demain.`,
  withdrawn: (customer: string) => `La demande est retirée : ${customer}.`,
  toConfirm: (from: string) => `perte à confirmer dès ${formatInstant(from)}`,
  missing: 'Cette personne le tape elle-même.',
  limit: 'Deuxième personne au-dessus de',
  limitHint: 'd’une perte : un titulaire, un gérant ou le tiers payant la confirme. Seul, on attend un jour.',
  limitTitle: 'Pertes',
  limitSaved: (limit: number) => `Au-dessus de ${formatEuros(limit)}, une deuxième personne confirme.`,
});
