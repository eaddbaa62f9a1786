// Words of what is asked of an operator about a sale: quote, prior authorisation, invoice, and their cancellations. A quote is
// never said to be a promise, an accepted invoice never paid, and what waits here never sent.
import type * as c from '../../contract/contract';
import { formatDate } from '../../format/dates';
import { formatEuros } from '../../format/money';
import { typesetAll } from '../typography';

const names = {
  quote: 'Devis',
  prior_authorisation: 'Prise en charge',
  claim: 'Facture',
  authorisation_cancellation: 'Annulation de la prise en charge',
  claim_cancellation: 'Annulation de la facture',
} satisfies Record<c.Formality, string>;

const standings = {
  not_asked: 'Pas demandé',
  waiting: 'En file, non envoyé',
  sending: 'Envoi en cours',
  to_confirm: 'À confirmer',
  conflict: 'Conflit',
  failed: 'Échec définitif',
  received: 'Reçu, décision attendue',
  agreed: 'Accordé',
  partial: 'Accordé en partie',
  refused: 'Refusé',
  withdrawn: 'Retiré, jamais envoyé',
  entrusted: 'Confié à l’OCT',
  cancelled: 'Annulé',
} satisfies Record<c.FormalityStanding, string>;

/** What is said otherwise of one of them. */
const own: Partial<Record<c.Formality, Partial<Record<c.FormalityStanding, string>>>> = {
  quote: { agreed: 'Chiffré', partial: 'Chiffré en partie' },
  claim: { not_asked: 'Pas facturé', agreed: 'Acceptée, pas encaissée', partial: 'Acceptée en partie, pas encaissée', refused: 'Refusée', cancelled: 'Annulée', withdrawn: 'Retirée, jamais envoyée', waiting: 'En file, non envoyée', received: 'Reçue, décision attendue' },
  authorisation_cancellation: { waiting: 'En file, non envoyée', received: 'Reçue, décision attendue', refused: 'Refusée', cancelled: 'Faite', withdrawn: 'Retirée, jamais envoyée' },
  claim_cancellation: { waiting: 'En file, non envoyée', received: 'Reçue, décision attendue', refused: 'Refusée', cancelled: 'Faite', withdrawn: 'Retirée, jamais envoyée' },
};

const standing = (formality: c.Formality, where: c.FormalityStanding): string => own[formality]?.[where] ?? standings[where];

export const formalities = typesetAll({
  moments: { prescriptionDate: 'Ordonnance du', plannedFor: 'Délivrance prévue le', amoPaid: 'Part de l’assurance maladie réglée le', order: 'Commande', delivery: 'Délivrance' },
  cancelOrder: 'Annuler la commande',
  rests: { invoice: 'Une part AMC est facturée', transmission: 'Le concentrateur a ce dossier', payment: 'Une mutuelle a payé, ou l’annonce', amo: 'L’assurance maladie a payé', cheque: 'Un chèque est parti en banque', attestation: 'Une attestation de règlement est imprimée' } satisfies Record<c.RestsOnDelivery, string>,
  deliveryStands: (what: string) => `${what} : la délivrance reste.`,
  undoDelivery: 'Annuler la délivrance',
  undoDeliveryWhy: 'Pourquoi elle n’a pas eu lieu',
  undoDeliveryHint: 'gardé au journal ; ce que l’acompte payait redevient disponible',
  deliveryUndone: 'Délivrance annulée.',
  title: 'Démarches auprès de l’opérateur',
  titleOf: (rank: number) => (rank === 1 ? 'Démarches auprès de l’opérateur' : 'Démarches, 2e complémentaire'),
  note: (operator: string) => (operator ? `auprès ${/^[aeiouyéè]/i.test(operator) ? 'd’' : 'de '}${operator}` : 'opérateur à indiquer sur la carte'),
  open: 'Démarches',
  names,
  /** In the narrow column of the queue. */
  short: { quote: 'Devis', prior_authorisation: 'PEC', claim: 'Facture', authorisation_cancellation: 'Annulation PEC', claim_cancellation: 'Annulation facture' } satisfies Record<c.Formality, string>,
  standing,
  acts: {
    quote: 'Demander un devis',
    prior_authorisation: 'Demander la prise en charge',
    claim: 'Facturer',
    authorisation_cancellation: 'Annuler la prise en charge',
    claim_cancellation: 'Annuler la facture',
  } satisfies Record<c.Formality, string>,
  /** On the button of a row. */
  actsShort: { quote: 'Demander', prior_authorisation: 'Demander', claim: 'Facturer', authorisation_cancellation: 'Annuler', claim_cancellation: 'Annuler' } satisfies Record<c.Formality, string>,
  explains: {
    quote: 'Ce que la mutuelle paierait, ligne par ligne si elle le dit. C’est une indication : elle ne garantit rien.',
    prior_authorisation: 'La promesse de payer. Son numéro est gardé avec le dossier : il garantit le paiement.',
    claim: 'Après la délivrance, avec le numéro de votre logiciel principal. Acceptée n’est pas encaissée : seul le virement compte.',
    authorisation_cancellation: 'Rend l’accord à la mutuelle, pour que le client puisse s’en servir ailleurs. Une demande encore en file est simplement retirée.',
    claim_cancellation: 'Reprend la facture envoyée. L’accord sur lequel elle repose reste valable.',
  } satisfies Record<c.Formality, string>,
  choose: 'Quelle démarche',
  invoice: 'N° de facture de votre logiciel',
  reason: 'Motif',
  reasonHint: 'le client renonce, dossier mis de côté…',
  asked: 'Part demandée',
  restsOn: 'Repose sur la PEC',
  covered: { quote: 'Serait pris en charge', prior_authorisation: 'Accordé', claim: 'Accepté', authorisation_cancellation: 'Annulé', claim_cancellation: 'Annulé' } satisfies Record<c.Formality, string>,
  shortfall: 'Écart avec la demande',
  customer: 'Le client paierait',
  reference: { quote: 'N° du devis', prior_authorisation: 'N° de PEC', claim: 'Référence de la facture', authorisation_cancellation: 'N° d’annulation', claim_cancellation: 'N° d’annulation' } satisfies Record<c.Formality, string>,
  valid: 'Valable jusqu’au',
  ours: 'Votre facture',
  byStaff: 'noté d’après le portail',
  lines: 'Ligne par ligne',
  lineColumns: { what: 'Article', price: 'Prix', covered: 'Pris en charge' },
  leaves: 'Ce qui part',
  leavesNote: (platform: string) => `À ${platform}, exactement ces champs, et aucun autre :`,
  says: (message: string) => `« ${message} »`,
  code: (code: string) => `Code : ${code}`,
  onPortal: 'Aller au portail',
  portalNote: (platform: string) => `${platform || 'Cet opérateur'} se joint par son portail : les champs du client se copient un par un, puis vous notez la réponse.`,
  followUp: 'Demander où elle en est',
  send: 'Envoyer maintenant',
  /** One line of the block. */
  facts: (view: c.FormalityView): string => {
    const said = view.covered_cents === null ? '' : view.shortfall_cents ? `${formatEuros(view.covered_cents)} sur ${formatEuros(view.asked_cents)}` : formatEuros(view.covered_cents);
    return [said, view.reference ? `n° ${view.reference}` : '', view.valid_until ? `jusqu’au ${formatDate(view.valid_until)}` : '', view.invoice ? `facture ${view.invoice}` : ''].filter(Boolean).join(' · ');
  },
  /** What asking came to, in one sentence. */
  came: (view: c.FormalityView, failure: string): string => {
    const who = view.platform_label || 'La plateforme';
    const what = names[view.formality];
    switch (view.standing) {
      case 'agreed':
      case 'partial': {
        const covered = view.covered_cents === null ? '' : ` ${formatEuros(view.covered_cents)}`;
        const less = view.shortfall_cents ? `, ${formatEuros(view.shortfall_cents)} de moins que demandé` : '';
        if (view.formality === 'quote') return `${who} prendrait en charge${covered}${less}. C’est une indication, pas un accord.`;
        if (view.formality === 'claim') return `${who} accepte la facture${covered ? ` pour${covered}` : ''}${less}. Elle n’est pas encaissée.`;
        return `${who} accorde${covered}${less}.`;
      }
      case 'refused':
        return view.formality.endsWith('cancellation') ? `${who} refuse l’annulation : rien n’est annulé.` : `${who} refuse.`;
      case 'received':
        return `${who} l’a reçue et décidera plus tard.`;
      case 'cancelled':
        return `${what} : fait.`;
      case 'withdrawn':
        return 'Elle attendait encore ici : elle est retirée de la file, rien n’était parti.';
      case 'to_confirm':
        return `Partie, peut-être arrivée (${failure}). Elle est à confirmer et ne repart pas sans savoir.`;
      case 'conflict':
        return `${who} a déjà autre chose sous cet identifiant : à régler dans la file d’attente (F9).`;
      case 'failed':
        return `Échec définitif (${failure}) : à remettre en file ou à retirer (F9).`;
      case 'waiting':
        return `Rien n’est parti${failure ? ` (${failure})` : ''}. La demande attend en file et partira à la reprise, ou avec Relancer (F9).`;
      default:
        return standing(view.formality, view.standing);
    }
  },
  cancelHeld: 'Annuler la PEC',
  portalCancelled: 'Refusée par la plateforme',
  portalReference: 'N° d’annulation',
});
