// A second person for a loss above the practice's limit, or a day's delay where nobody else may look.
import type { OverriddenAct } from '../../contract/contract';
import { formatInstant } from '../../format/dates';
import { formatEuros } from '../../format/money';
import { counted } from '../plural';
import { of } from './elision';
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
  overridePerson: 'Passer outre se décide à deux : une deuxième personne regarde et l’accorde ici, maintenant.',
  overrideAsking: 'Passer outre ne se décide pas seul le jour même : vous le demandez aujourd’hui, et le faites dans vingt-quatre heures. Votre comptable le lira.',
  overrideWaiting: (from: string) => `Demandé. À faire à partir du ${formatInstant(from)}.`,
  overrideConfirming: (reason: string) => `Demandé il y a plus d’un jour${reason ? ` : « ${reason} »` : ''}. Vous pouvez le faire, ou retirer la demande.`,
  overrideEarly: 'Vous passez outre ce qui a été promis au client : le motif est gardé dans le journal.',
  overrideStands: (act: OverriddenAct, from: string, may: boolean) => `${{ deposit: 'Remise en banque', return: 'Retour au client' }[act]} contre la règle, ${may ? 'à faire depuis' : 'à faire dès'} ${formatInstant(from)}.`,
  overridesAsked: (count: number) => `${counted(count, 'demande', 'demandes')} de passer outre`,
  overrideOf: (customer: string, amount: string) => `Passer outre pour le chèque ${of(customer)}, ${amount}`,
  overrideByTwo: 'Une deuxième personne peut l’accorder dès maintenant.',
  overridesMore: (count: number) => `et ${counted(count, 'autre demande', 'autres demandes')} de passer outre, sous Chèques`,
  overrideSee: 'Voir le chèque',
  overrideAlone: 'Seul ici, vous le demandez la veille, depuis le chèque.',
  overrideAsked: 'Demandé : à faire demain.',
  overrideWithdrawn: 'La demande est retirée.',
  toConfirm: (from: string) => `perte à confirmer dès ${formatInstant(from)}`,
  missing: 'Cette personne le tape elle-même.',
  limit: 'Deuxième personne au-dessus de',
  limitHint: 'd’une perte : un titulaire, un gérant ou le tiers payant la confirme. Seul, on attend un jour.',
  limitTitle: 'Pertes',
  limitSaved: (limit: number) => `Au-dessus de ${formatEuros(limit)}, une deuxième personne confirme.`,
});
