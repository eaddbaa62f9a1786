// Words for the closed codes of the rules: one place, so that a state is never said in two ways. Nothing is ever
// worded as sent, paid or covered that is not.
import type * as c from '../../contract/contract';
import { formatEuros, formatRate } from '../../format/money';
import { owner } from '../owner';
import { typesetAll } from '../typography';

export const papers = {
  cheque_receipt: 'Reçu de chèque, deux exemplaires',
  cheque_discharge: 'Décharge de restitution',
  deposit_notice: 'Lettre avant remise en banque',
  difference_due: 'Lettre de reste à régler',
  estimate: 'Estimation, non garantie',
  cover_attestation: 'Attestation de droits reçue',
  consent_sheet: 'Accord de transmission',
  slip_list: 'Liste de la remise',
  evidence_sheet: 'Fiche de preuve par les livres',
  payment_attestation: 'Attestation de règlement',
  reimbursement_request: 'Demande de remboursement à la complémentaire',
  down_payment_receipt: 'Reçu d’acompte',
  refund_receipt: 'Reçu de remboursement',
  advance_request: 'Demande d’acompte à un opérateur',
  advance_statement: 'Relevé d’avance',
  outage_proof: 'Attestation de panne',
  set_aside_slip: 'Fiche « mis de côté »',
  payer_reminder: 'Relance au payeur',
  inventory_sheet: 'Feuille d’inventaire du coffre',
  bank_letter: 'Lettre à la banque',
  breach_notice: 'Information des clients',
  phishing_warning: 'Mise en garde',
  complaint: 'Plainte',
  breach_notification: 'Notification',
  complaint_handout: 'Plainte des clients',
  impersonation_letter: 'Risque d’usurpation',
  debit_watch: 'Surveillance des prélèvements',
  purge_certificate: 'PV d’effacement',
} satisfies Record<c.Paper, string>;

export const paperFaults = {
  erased: 'effacé, comme on peut le demander',
  missing: 'son fichier manque',
  not_a_piece: 'un autre fichier est à sa place',
  newer: 'écrit par un Relais plus récent',
  other_practice: 'remplacé par un papier d’ailleurs',
  other_piece: 'remplacé par un autre papier',
  truncated: 'son fichier est coupé',
  altered: 'son fichier a été modifié',
  not_as_issued: 'ce n’est pas ce qui a été remis',
  unreadable: 'son fichier ne se lit pas',
} satisfies Record<c.PaperFault, string>;

export const functions = {
  rights: 'droits',
  quote: 'devis',
  prior_authorisation: 'PEC',
  claim: 'facturation',
  payment_advice: 'avis',
  payment: 'virements',
} satisfies Record<c.Function, string>;

export const functionStates = {
  up: 'fonctionne',
  degraded: 'dégradé',
  down: 'en panne',
  closed: 'fermé par précaution',
  unknown: 'inconnu',
} satisfies Record<c.FunctionState, string>;

export const stateSources = {
  measured: 'mesuré ici',
  declared: 'déclaré ici',
  inferred: 'déduit de virements absents',
} satisfies Record<c.StateSource, string>;

export const failures = {
  name_not_resolved: 'adresse introuvable',
  connection_refused: 'connexion refusée',
  connection_lost: 'connexion coupée',
  tls: 'connexion non sûre, refusée',
  timed_out: 'pas de réponse à temps',
  unauthorised: 'identifiants refusés',
  forbidden: 'accès interdit',
  not_found: 'service introuvable',
  too_many_calls: 'trop d’appels, la plateforme demande d’attendre',
  server_error: 'erreur de la plateforme',
  request_refused: 'demande refusée par la plateforme',
  conflict: 'la plateforme a déjà autre chose sous cet identifiant',
  not_json: 'réponse illisible',
  unexpected_shape: 'réponse inattendue',
  duplicate_key: 'réponse à double sens (une clé deux fois), écartée',
  modifier_extension: 'réponse dont une extension peut retourner le sens, écartée',
  implicit_rules: 'réponse suivant des règles inconnues ici, écartée',
  not_active: 'réponse annulée, en projet ou entrée par erreur, écartée',
  foreign_currency: 'montant dans une autre monnaie que l’euro, écarté',
  several_answers: 'plusieurs réponses sans dire laquelle compte, écartées',
  operation_outcome: 'la plateforme répond par une erreur',
  too_large: 'réponse trop longue, écartée',
  truncated: 'réponse incomplète',
  wrong_subject: 'réponse pour une autre personne, écartée',
  wrong_request: 'réponse à une autre demande, écartée',
  subject_unknown: 'personne inconnue de la plateforme sous ce numéro',
  redirect_refused: 'renvoi vers une autre adresse, refusé',
  circuit_open: 'rien envoyé, les derniers appels ont échoué',
  paced: 'notre limite d’appels atteinte',
  no_connector: 'pas de connexion directe : passez par le portail',
  credential_out_of_reach: 'rien envoyé, le coffre d’accès ne donne pas le secret de cette plateforme : ouvrez-le',
  token_refused: 'autorisation refusée',
  declared_by_staff: 'déclaré ici',
} satisfies Record<c.FailureCode, string>;

export const trackStates = {
  not_sent: 'Non envoyé',
  queued: 'En file, non envoyé',
  entrusted: 'Confié à l’OCT',
  sent: 'Envoyé, sans réponse',
  outcome_unknown: 'À confirmer',
  accepted: 'Accord reçu',
  refused: 'Refusé',
  cancelled: 'Annulé',
  withdrawn: 'Retiré de la file',
  advised: 'Avisé, pas encaissé',
  paid: 'Encaissé',
  claimed_by_customer: 'Demandé par le client',
} satisfies Record<c.TrackState, string>;

export const ways = {
  delivered_third_party_payment: 'Délivré en tiers payant',
  set_aside: 'Dossier mis de côté',
  cheque_kept: 'Chèque conservé',
  cheque_deposited_later: 'Chèque encaissé plus tard',
  customer_advances: 'Le client avance tout',
  customer_returns: 'Le client reviendra',
} satisfies Record<c.Way, string>;

export const wayNotes = {
  delivered_third_party_payment: 'vous portez l’avance jusqu’au virement',
  set_aside: 'monture choisie, rien n’est commandé',
  cheque_kept: 'rendu dès le virement de la mutuelle',
  cheque_deposited_later: 'le client se fait rembourser lui-même, sans tiers payant',
  customer_advances: 'facture acquittée pour sa mutuelle, sans tiers payant',
  customer_returns: 'rappelé à la reprise',
} satisfies Record<c.Way, string>;

export const wayNotesPharmacy = 'transmis par votre logiciel, gardé par le concentrateur';
export const wayNotesSetAside = 'rien n’est délivré ni commandé';

export const means = { card: 'carte', cash: 'espèces', cheque: 'chèque', transfer: 'virement' } satisfies Record<c.PaymentMeans, string>;

export const activities = { optics: 'Optique', hearing: 'Audition', pharmacy: 'Officine' } satisfies Record<c.Activity, string>;

export const roles = { counter: 'comptoir', billing: 'tiers payant', owner: 'titulaire', accountant: 'comptable' } satisfies Record<c.Role, string>;

/** A role as the trade calls it. */
export const role = (code: c.Role): string => (code === 'owner' ? owner() : roles[code]);

export const amoChannels = { sesam_vitale: 'SESAM-Vitale', ameli_pro: 'AmeliPro' } satisfies Record<c.AmoChannel, string>;

export const lineKinds = {
  frame: 'Monture',
  lens_simple: 'Verre simple',
  lens_complex: 'Verre complexe',
  lens_very_complex: 'Verre très complexe',
  contact_lenses: 'Lentilles de contact',
  supplement: 'Supplément',
  hearing_aid: 'Aide auditive',
  medicine: 'Médicament',
  device: 'Dispositif médical',
  other: 'Autre',
} satisfies Record<c.LineKind, string>;

export const recheckColours = {
  green: 'Couvert',
  orange: 'Couvert en partie',
  red: 'Refusé',
} satisfies Record<c.RecheckColour, string>;

export const shares = { amo: 'Part AMO', amc: 'Part AMC', second_amc: 'Part AMC 2', customer: 'Part client' };

/** Where a cheque is. */
export const chequeStates = {
    absent: 'Pas encore reçu',
    kept: 'Conservé',
    returned: 'Rendu',
    deposited: 'Remis, à créditer',
    credited: 'Crédité, sauf bonne fin',
    final: 'Définitif',
    rejected: 'Rejeté',
    represented: 'Représenté',
    certificate_requested: 'Certificat demandé',
    certificate_received: 'Certificat reçu',
    litigation: 'Contentieux',
    opposed: 'Opposé',
    lost: 'Perdu ou volé',
    expired: 'Périmé',
  } satisfies Record<c.ChequeState, string>;

export const estimate = {
  note: 'Estimation, non garantie',
  range: (low: number, high: number) => `entre ${formatEuros(low)} et ${formatEuros(high)}`,
};

export const rate = (basisPoints: number): string => formatRate(basisPoints);

/** `t.terms`: every word above. */
export const terms = typesetAll({
  papers, paperFaults, functions, functionStates, stateSources, failures, trackStates, ways, wayNotes,
  wayNotesPharmacy, wayNotesSetAside, means, activities, roles, role, amoChannels, chequeStates, lineKinds, recheckColours, shares,
  estimate, rate,
});
