// Every refusal in a sentence that says why and what to do instead. The codes are those of the rules and of the
// use cases; a code without a sentence would not compile.
import type { CivilDate } from '../../format/civil';
import { formatDateWithDay } from '../../format/dates';
import { formatEuros } from '../../format/money';
import { counted } from '../plural';
import { trackStates } from './terms';

export interface RefusalWords {
  /** Why. */
  why: string;
  /** What to do instead. */
  instead: string;
}

function words(why: string, instead: string): RefusalWords {
  return { why, instead };
}

type Track = { state: keyof typeof trackStates };

export const refusals = {
  unknown_dossier: () => words('Ce dossier n’existe pas sur ce poste.', 'Cherchez-le avec F3.'),
  already_exists: () => words('Il existe déjà.', 'Ouvrez celui qui existe.'),
  unknown_track: () => words('Ce dossier n’a pas cette complémentaire.', 'Ajoutez-la à la carte, puis recommencez.'),
  shares_do_not_add_up: (p: { shares_cents: number; total_cents: number }) =>
    words(`Les parts font ${formatEuros(p.shares_cents)}, le total est de ${formatEuros(p.total_cents)}.`, 'Corrigez une part ou le total.'),
  amount_not_positive: () => words('Le montant doit être plus grand que zéro.', 'Corrigez le montant.'),
  more_than_due: (p: { due_cents: number }) => words(`C’est plus que ce qui est dû : ${formatEuros(p.due_cents)}.`, `Saisissez au plus ${formatEuros(p.due_cents)}.`),
  amount_out_of_range: () => words('Ce montant dépasse ce qui peut être enregistré.', 'Vérifiez le nombre de chiffres.'),
  cash_above_limit: (p: { limit_cents: number }) => words(`La loi limite les espèces à ${formatEuros(p.limit_cents)}.`, 'Prenez le reste par carte, chèque ou virement.'),
  date_in_future: () => words('Cette date est après aujourd’hui.', 'Saisissez le jour où cela s’est passé.'),
  date_too_early: (p: { not_before: CivilDate }) => words(`Cette date précède le ${formatDateWithDay(p.not_before)}.`, `Saisissez le ${formatDateWithDay(p.not_before)} ou plus tard.`),
  already_delivered: () => words('La délivrance est déjà enregistrée.', 'Ouvrez le dossier pour la voir.'),
  not_ordered: () => words('Ce dossier n’a pas de commande.', 'Enregistrez d’abord la commande.'),
  validity_reversed: () => words('La validité de la carte finit avant de commencer.', 'Relisez les deux dates sur la carte.'),
  track_state: (p: Track) => words(`La part AMC est dans l’état « ${trackStates[p.state]} » : ce n’est pas possible.`, 'Regardez le déroulé du dossier.'),
  tiers_payant_barred: () => words('Le client demande lui-même le remboursement : le tiers payant est fermé.', 'Choisissez une autre façon de continuer si rien n’a été avancé.'),
  way_has_effects: () => words('Un chèque ou une demande repose sur la façon choisie.', 'Rendez le chèque ou retirez la demande de la file, puis changez.'),
  blank_payee: () => words('Le bénéficiaire du chèque est vide : il serait payable à n’importe qui.', 'Faites écrire le nom du cabinet sur le chèque.'),
  cheque_date_in_future: () => words('Le chèque porte une date après aujourd’hui : la loi l’interdit.', 'Faites écrire la date du jour. La promesse de ne pas le déposer avant figure sur le reçu.'),
  cheque_expired: (p: { expired_on: CivilDate }) => words(`Ce chèque n’est plus payable depuis le ${formatDateWithDay(p.expired_on)}.`, 'Demandez un autre chèque.'),
  cheque_amount_differs: (p: { expected_cents: number }) =>
    words(`Le chèque ne correspond pas à la part à couvrir : ${formatEuros(p.expected_cents)}.`, 'Demandez un chèque de ce montant, ou corrigez la part AMC.'),
  cheque_already_recorded: () => words('Ce chèque est déjà enregistré.', 'Cherchez son numéro avec F3.'),
  cheque_not_kept: () => words('Ce chèque n’est plus au cabinet.', 'Regardez son déroulé.'),
  amc_share_paid: () => words('La mutuelle a payé : ce chèque ne peut plus être déposé.', 'Rendez-le au client.'),
  owner_must_override: (p: Track) =>
    words(`La part AMC est dans l’état « ${trackStates[p.state]} » : le chèque ne se dépose pas.`, 'Attendez la réponse. Seul le titulaire peut passer outre, avec un motif.'),
  reason_needed: () => words('Un motif est nécessaire.', 'Écrivez en une ligne pourquoi.'),
  promised_not_before: (p: { not_before: CivilDate }) => words(`Le reçu promet de ne pas déposer avant le ${formatDateWithDay(p.not_before)}.`, 'Attendez cette date.'),
  notice_needed: () => words('Le client n’a pas été prévenu, comme le reçu le promet.', 'Prévenez-le 8 jours avant, puis déposez.'),
  kept_too_long: (p: { limit: CivilDate }) => words(`La conservation dépasserait la limite du ${formatDateWithDay(p.limit)}.`, 'Choisissez une date plus proche.'),
  amc_share_not_paid: () => words('Le virement de la mutuelle n’est pas sur le compte.', 'Enregistrez le virement d’abord. Un avis ne suffit pas.'),
  difference_due: (p: { due_cents: number }) => words(`Il reste ${formatEuros(p.due_cents)} à payer par le client.`, 'Encaissez la différence, puis rendez le chèque.'),
  allocations_differ: (p: { allocated_cents: number }) => words(`Les parts affectées font ${formatEuros(p.allocated_cents)}, pas le montant du virement.`, 'Corrigez une affectation.'),
  request_state: () => words('Cette demande a changé d’état entre-temps.', 'Relisez la ligne : elle vient d’être mise à jour.'),
  incident_closed: () => words('Cet incident est clos.', 'Ouvrez-en un autre si la panne recommence.'),
  incident_has_open_dossiers: (p: { open: number }) => words(`${counted(p.open, 'dossier de la panne reste', 'dossiers de la panne restent')} à régler.`, 'Terminez la reprise avant de clore.'),
  unknown_platform: () => words('Cette plateforme n’est pas suivie.', 'Ajoutez-la dans Plateformes (F11).'),
  role_not_allowed: () => words('Votre rôle ne permet pas cette action.', 'Demandez au titulaire.'),
};

/** What is said when something broke that no rule foresaw: nothing was lost, and how to say it. */
export const unexpected = {
  why: 'L’opération n’a pas abouti. Rien n’a été enregistré à moitié.',
  instead: 'Réessayez ; si cela recommence, fermez et rouvrez Relais.',
};
