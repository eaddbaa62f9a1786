// Journal entries in sentences. A kind the catalogue does not know (from a newer build) is shown by its name, so
// that nothing in a timeline ever disappears.
import type { AdvancePaper, AmoChannel, CallOutcome, CardPart, ChequeAgreement, ConsentDecision, ConsentHow, DownPaymentVat, FailureCode, FeesDeed, Formality, Function as PlatformFunction, FunctionState, IncidentNature, KeptChequeBooking, OppositionGround, Paper, PaymentMeans, RecheckColour, RejectGround, ReminderLevel, ReturnOutcome, Role, SeenBy, TableKind, TrackState, Way, WorkList } from '../../contract/contract';
import { date, euros, text, word, type Body } from '../body';
import { formatEuros } from '../../format/money';
import { of } from './elision';
import { typesetAll } from '../typography';
import { advances } from './advances';
import { changedFields } from './credential-fields';
import { books } from './books';
import { cheques } from './cheques';
import { circuit } from './circuit';
import { covers } from './covers';
import { fieldNames } from './fields';
import { formalities } from './formalities';
import { natures, sourceOf } from './incidents';
import { lists } from './lists';
import { payments } from './payments';
import { privacy } from './privacy';
import { outage } from './outage';
import { reminders } from './reminders';
import { slips } from './slips';
import { work } from './work';
import { amoChannels, failures, functions, functionStates, means, papers, recheckColours, roles, trackStates, ways } from './terms';

const cardParts = { raw_text: 'texte lu effacé', nir: 'NIR effacés', front: 'image du recto effacée', back: 'image du verso effacée' } satisfies Record<CardPart, string>;
const erasedWhy = { asked: '', replaced: ', remplacée', due: ', le chèque étant réglé depuis assez longtemps' } as const;

function side(body: Body): string {
  return body['side'] === 'back' ? 'verso' : 'recto';
}

/** Why, and on what it rests, as they were typed. */
function why(body: Body): string {
  return [text(body, 'reason_text'), text(body, 'rests_on_text')].filter(Boolean).map((said) => ` ; ${said}`).join('');
}

/** What the practice calls the platform of that code. */
type Label = (code: string) => string;

function coverageSeen(body: Body): string {
  const answer = (body['answer'] ?? {}) as Body;
  const way = ((answer['source'] ?? {}) as Body)['way'];
  const said = answer['in_force'] === true ? ' : droits dits ouverts' : answer['in_force'] === false ? ' : droits dits fermés' : '';
  const what = body['function'] === 'quote' ? 'Devis lu sur le portail' : `Constat noté, ${word<SeenBy>(covers.seenWays, way).toLowerCase()}`;
  return `${what}${said}${body['corrects'] ? ', corrige le précédent' : ''}`;
}

/** All that was given up. */
function lost(body: Body): string {
  const shares = Array.isArray(body['shares']) ? (body['shares'] as Body[]) : [];
  return formatEuros([body['customer_cents'], ...shares.map((share) => share['amount_cents'])].reduce<number>((sum, cents) => sum + (typeof cents === 'number' ? cents : 0), 0));
}

function rightsChecked(body: Body, label: Label): string {
  const outcome = (body['outcome'] ?? {}) as Body;
  if (outcome['result'] === 'answered') {
    const answer = (outcome['answer'] ?? {}) as Body;
    const place = typeof body['instead_of'] === 'string' ? `, à la place ${of(label(body['instead_of']))}` : '';
    return `${answer['in_force'] === false ? 'Droits vérifiés : fermés' : 'Droits vérifiés'}${place}`;
  }
  return `Droits non vérifiés : ${word<FailureCode>(failures, outcome['failure'])}`;
}


/** The fields an attempt sent, as they were kept. */
function sent(body: Body, label: Label): string {
  const fields = Array.isArray(body['fields']) ? (body['fields'] as unknown[]) : [];
  return `Transmis à ${label(text(body, 'platform'))}, ${word<PlatformFunction>(functions, body['function'])} : ${fields.map((field) => word(fieldNames, field)).join(', ')}`;
}

function consent(body: Body, label: Label): string {
  const said = word<ConsentDecision>({ given: 'Accord du client pour transmettre', refused: 'Refus du client de transmettre', withdrawn: 'Accord du client retiré' }, body['decision']);
  return `${said} à ${label(text(body, 'platform'))}, ${word<ConsentHow>(privacy.hows, body['how'])}, liste ${text(body, 'list_version')}`;
}

const references = { estimate: 'Chiffres de l’estimation', routing: 'Table des opérateurs', field_lists: 'Listes de champs', breach_profile: 'Contacts d’incident', retention: 'Durées de conservation', processing: 'Bases des traitements' };

/** What the owner decided about the customers' data. */
function privacySet(body: Body, label: Label): string {
  switch (body['set']) {
    case 'field_switched':
      return `${body['sent'] === true ? 'Champ transmis' : 'Champ gardé'} : ${word(fieldNames, body['field'])}, ${label(text(body, 'platform'))}, ${word<PlatformFunction>(functions, body['function'])}`;
    case 'consent_rule':
      return body['asked_first'] === true ? 'Accord du client demandé avant de transmettre' : 'Accord du client non demandé d’abord';
    case 'lookup_limits':
      return 'Limites de consultation et heures d’ouverture réglées';
    case 'staff_notice':
      return 'Information du personnel imprimée';
    default:
      return 'Réglage des données';
  }
}

function allocated(body: Body): number {
  const parts = Array.isArray(body['allocations']) ? (body['allocations'] as Body[]) : [];
  return parts.reduce((sum, part) => sum + (typeof part['amount_cents'] === 'number' ? part['amount_cents'] : 0), 0);
}

/** What a request of the outbox is, by its entry. */
function asked(body: Body): string {
  const formality = body['cancels'] ? (body['function'] === 'claim' ? 'claim_cancellation' : 'authorisation_cancellation') : text(body, 'function');
  return formality in formalities.names ? formalities.names[formality as Formality] : 'Demande';
}

function quoted(body: Body, label: Label): string {
  const quote = body['quote'] as Body | undefined;
  const who = label(text(body, 'platform'));
  if (!quote) return `Devis refusé par ${who}`;
  return `Devis chiffré par ${who} : ${euros(quote, 'covered_cents') || 'sans montant'} sur ${euros(body, 'asked_cents')} demandés, indication seulement`;
}

const invoiceStates: Record<string, string> = {
  waiting: 'attend de nouveau en file',
  outcome_unknown: 'à confirmer',
  received: 'reçue, décision attendue',
  accepted: 'acceptée, pas encaissée',
  refused: 'refusée',
  withdrawn: 'retirée, jamais envoyée',
  cancelled: 'annulée',
};

function invoiceMoved(body: Body): string {
  const accepted = (body['accepted'] ?? {}) as Body;
  const said = [euros(accepted, 'covered_cents'), accepted['reference'] ? `référence ${text(accepted, 'reference')}` : ''].filter(Boolean).join(', ');
  return `Facture ${invoiceStates[text(body, 'to')] ?? text(body, 'to')}${said ? ` : ${said}` : ''}`;
}

function cancellationEnded(body: Body): string {
  if (body['result'] === 'cancelled') return `Annulation faite${body['reference'] ? `, n° ${text(body, 'reference')}` : ''}`;
  return body['result'] === 'refused' ? 'Annulation refusée par la plateforme' : 'Annulation retirée de la file, rien n’est annulé';
}

function answered(body: Body): string {
  const answer = (body['answer'] ?? {}) as Body;
  const by = body['by_staff'] === true ? 'Réponse notée' : 'La plateforme a répondu';
  const said: Record<string, string> = { agreed: 'accord', quoted: 'devis chiffré', pending: 'reçue, décision attendue', refused: 'refus', cancelled: 'annulation faite' };
  const what = said[text(answer, 'result')];
  return what ? `${by} : ${what}` : by;
}

const sentences: Record<string, (body: Body, label: Label) => string> = {
  'dossier.opened': () => 'Dossier ouvert',
  'dossier.priced': (body) => `Parts saisies, total ${euros(body, 'total_cents')}`,
  'dossier.card_recorded': () => 'Carte complémentaire saisie',
  'dossier.card_picture_kept': (body) => `Image de la carte gardée : ${side(body)}`,
  'dossier.card_part_erased': (body) => `Carte : ${word<CardPart>(cardParts, body['part'])}`,
  'dossier.prescription_dated': (body) => `Ordonnance du ${date(body, 'date')}`,
  'dossier.delivery_planned': (body) => `Délivrance prévue le ${date(body, 'on')}`,
  'dossier.ordered': (body) => `Commandé le ${date(body, 'on')}`,
  'dossier.delivery_undone': (body) => `Délivrance annulée${why(body)}`,
  'dossier.order_cancelled': () => 'Commande annulée',
  'dossier.amo_paid': (body) => `Part de l’assurance maladie réglée le ${date(body, 'on')}`,
  'dossier.delivered': (body) => `Délivré le ${date(body, 'on')}`,
  'dossier.rights_checked': rightsChecked,
  'dossier.coverage_seen': coverageSeen,
  'dossier.way_chosen': (body) => `Façon choisie : ${word<Way>(ways, body['way'])}`,
  'dossier.customer_paid': (body) => `Reçu du client : ${euros(body, 'amount_cents')}, ${word<PaymentMeans>(means, body['means'])}`,
  'dossier.customer_payment_reversed': (body) => `Règlement annulé : ${euros(body, 'amount_cents')}`,
  'dossier.customer_refunded': (body) => `Remboursé au client : ${euros(body, 'amount_cents')}, ${word<PaymentMeans>(means, body['means'])}`,
  'dossier.cheque_attached': (body) => `Chèque conservé pour ${euros(body, 'covered_cents')}`,
  'dossier.cheque_released': () => 'Chèque sorti du coffre',
  'dossier.cheque_unpaid': (body) => `Chèque impayé depuis le ${date(body, 'on')} : il ne paie plus rien`,
  'dossier.cheque_taken_back': (body) => (body['kept'] === true ? 'Chèque de retour au coffre' : 'Chèque repris, toujours impayé'),
  'dossier.track_moved': (body) => `Part AMC : ${word<TrackState>(trackStates, body['to'])}${body['amount_cents'] ? `, ${euros(body, 'amount_cents')}` : ''}`,
  'dossier.transmitted': (body) => `Transmis par le logiciel, gardé par l’OCT${body['lot'] ? `, lot ${text(body, 'lot')}` : ''}${body['twice'] ? ' ; Relais l’avait envoyé aussi' : ''}`,
  'dossier.returned': (body) => `Retour de l’OCT : ${word<ReturnOutcome>(circuit.outcomes, body['outcome'])}${body['code'] ? ` ${text(body, 'code')}` : ''}${body['reference'] ? `, ${text(body, 'reference')}` : ''}`,
  'dossier.advised': (body) => `Avis de paiement : ${word<keyof typeof payments.outcomes>(payments.outcomes, body['outcome'])}${body['amount_cents'] ? `, ${euros(body, 'amount_cents')}` : ''}${body['code'] ? ` ${text(body, 'code')}` : ''}${body['reference'] ? `, ${text(body, 'reference')}` : ''}`,
  'dossier.paid_by_list': () => 'Payé par un virement du relevé importé',
  'dossier.shortfall_explained': (body) => `Il manque ${euros(body, 'amount_cents')} sur l’avis : ${word<keyof typeof payments.causes>(payments.causes, body['cause']).toLowerCase()}`,
  'dossier.written_off': (body) => `Passé en perte par le titulaire : ${lost(body)}${why(body)}`,
  'dossier.write_off_asked': (body) => `Perte demandée par une seule personne : ${euros(body, 'amount_cents')}, à confirmer un jour plus tard${why(body)}`,
  'dossier.write_off_withdrawn': () => 'Demande de perte retirée',
  'dossier.write_off_seconded': (body) => `Perte confirmée par une deuxième personne : ${text(body, 'by_name')}`,
  'dossier.write_off_undone': (body) => `Passage en perte annulé${why(body)}`,
  'dossier.customer_called': (body) => `Client appelé : ${word<CallOutcome>(outage.outcomes, body['outcome']).toLowerCase()}${body['next_on'] ? `, le ${date(body, 'next_on')}` : ''}`,
  'dossier.import_undone': () => 'Import de la liste annulé : la part est où elle était',
  'dossier.consent_recorded': consent,
  'dossier.fields_sent': sent,
  'dossier.quoted': quoted,
  'dossier.invoiced': (body) => `Facture ${text(body, 'invoice')} à envoyer : ${euros(body, 'amount_cents')}${((body['authorisation'] ?? {}) as Body)['reference'] ? `, sur la PEC ${text((body['authorisation'] ?? {}) as Body, 'reference')}` : ''}`,
  'dossier.invoice_moved': invoiceMoved,
  'dossier.cancellation_asked': (body) => (body['function'] === 'claim' ? 'Annulation de la facture demandée' : 'Annulation de la prise en charge demandée'),
  'dossier.cancellation_ended': cancellationEnded,
  'dossier.estimate_printed': (body) => `Estimation imprimée, confiance ${text(body, 'confidence')}, prix ${euros(body, 'price_cents')}`,
  'dossier.rechecked': (body) => `Revérifié : ${word<RecheckColour>(recheckColours, body['colour'])}${body['covered_cents'] ? `, ${euros(body, 'covered_cents')}` : ''}`,
  'cheque.kept': (body) => `Chèque reçu : ${word<ChequeAgreement>(cheques.agreements, body['agreement'])}`,
  'cheque.receipt_printed': () => 'Reçu imprimé, deux exemplaires',
  'cheque.converted_to_deposited_later': (body) => `Passé en dépôt plus tard, pas avant le ${date(body, 'deposit_not_before')}`,
  'cheque.notice_given': (body) => `Client prévenu, dépôt possible le ${date(body, 'deposit_from')}`,
  'cheque.returned': (body) => `Rendu au client le ${date(body, 'on')}`,
  'cheque.deposited': (body) => `Remis en banque le ${date(body, 'on')}${why(body)}`,
  'cheque.taken_back': (body) => `Repris d’une remise défaite${why(body)}`,
  'cheque.credited': (body) => `Crédité le ${date(body, 'on')}, sauf bonne fin`,
  'cheque.made_final': (body) => `Crédit définitif le ${date(body, 'on')}${why(body)}`,
  'cheque.rejected': (body) => `Rejeté le ${date(body, 'on')} : ${word<RejectGround>(slips.grounds, body['ground']).toLowerCase()}${why(body)}`,
  'cheque.represented': (body) => `Représenté le ${date(body, 'on')}${why(body)}`,
  'cheque.certificate_requested': (body) => `Certificat de non-paiement demandé le ${date(body, 'on')}${why(body)}`,
  'cheque.certificate_received': (body) => `Certificat de non-paiement reçu le ${date(body, 'on')}${why(body)}`,
  'cheque.litigation_begun': (body) => `Contentieux ouvert le ${date(body, 'on')}${why(body)}`,
  'cheque.opposed': (body) => `Opposition du tireur le ${date(body, 'on')} : ${word<OppositionGround>(slips.oppositions, body['ground']).toLowerCase()}${why(body)}`,
  'cheque.lost': (body) => `${body['stolen'] === true ? 'Vol' : 'Perte'} du chèque, le ${date(body, 'on')}${why(body)}`,
  'cheque.found': (body) => `Chèque retrouvé le ${date(body, 'on')}${why(body)}`,
  'cheque.expired': (body) => `Chèque périmé, noté le ${date(body, 'on')}${why(body)}`,
  'cheque.evidence_printed': () => 'Fiche de preuve imprimée',
  'cheque.override_asked': (body) => `Passer outre demandé par une seule personne, à faire un jour plus tard${why(body)}`,
  'cheque.override_withdrawn': () => 'Demande de passer outre retirée',
  'cheque.override_seconded': (body) => `Passer outre accordé par une deuxième personne : ${text(body, 'by_name')}`,
  'cheque.picture_kept': (body) => `Image du chèque gardée : ${side(body)}`,
  'cheque.picture_erased': (body) => `Image du chèque effacée : ${side(body)}${erasedWhy[body['why'] as keyof typeof erasedWhy] ?? ''}`,
  'cheque.fees_charged': (body) => `Frais de rejet pris par la banque le ${date(body, 'on')} : ${euros(body, 'amount_cents')}`,
  'cheque.fees_repaid': (body) => `Frais de rejet réglés par le client le ${date(body, 'on')} : ${euros(body, 'amount_cents')}`,
  'cheque.fees_left': (body) => `Frais de rejet laissés à notre charge : ${euros(body, 'amount_cents')}${why(body)}`,
  'cheque.fees_undone': (body) => `Frais de rejet, écriture annulée : ${word<FeesDeed>(slips.fees.deeds, body['undone']).toLowerCase()}${why(body)}`,
  'slip.made': (body) => `Remise faite le ${date(body, 'on')}`,
  'slip.bank_number_set': (body) => `Bordereau de la banque n° ${text(body, 'bank_number')}`,
  'slip.credited': (body) => `${euros(body, 'amount_cents')} crédités le ${date(body, 'on')}${why(body)}`,
  'slip.cheque_rejected': (body) => `Un chèque de ${euros(body, 'amount_cents')} rejeté le ${date(body, 'on')}`,
  'inventory.counted': (body) => `Coffre compté le ${date(body, 'on')}`,
  'slip.taken_apart': (body) => `Remise défaite${why(body)}`,
  'document.issued': (body) => `Papier remis : ${word<Paper>(papers, body['paper'])}, n° ${text(body, 'number')}`,
  'document.reprinted': (body) => advances.duplicateOn(text(body, 'duplicate'), date(body, 'on')),
  'dossier.down_payment_received': (body) => `Acompte reçu : ${euros(body, 'amount_cents')}, ${word<PaymentMeans>(means, body['means'])}, facture ${text(body, 'invoice')}`,
  'dossier.down_payment_allocated': (body) => `Acompte imputé : ${euros(body, 'amount_cents')}`,
  'dossier.down_payment_released': (body) => `Imputation d’acompte annulée : ${euros(body, 'amount_cents')}`,
  'dossier.down_payment_interest': (body) => `Intérêts de l’acompte du ${date(body, 'from')} au ${date(body, 'to')} : ${euros(body, 'amount_cents')}`,
  'dossier.down_payment_refunded': (body) => `Acompte rendu : ${euros(body, 'amount_cents')}, ${word<PaymentMeans>(means, body['means'])}`,
  'dossier.down_payment_reversed': () => 'Acompte annulé, erreur de saisie',
  'practice.down_payment_vat_set': (b) => `TVA des acomptes à venir : ${word<DownPaymentVat>(books.downPaymentVats, b['vat'])}`,
  'dossier.advance_attested': (body) => `${word<AdvancePaper>(advances.paperKinds, body['paper'])}, facture n° ${text(body, 'invoice')} : ${advances.attested(Number(body['paid_cents'] ?? 0), body['under_reserve'] === true)}`,
  'dossier.work_assigned': (body) => work.timeline.assigned(text(body, 'to_name')),
  'dossier.work_snoozed': (body) => work.timeline.snoozed(word<WorkList>(work.lists, body['list']).toLowerCase(), date(body, 'until')),
  'dossier.work_resumed': () => work.timeline.resumed,
  'dossier.payer_reminded': (body) => reminders.reminded(word<ReminderLevel>(reminders.levels, body['level']), text(body, 'number'), euros(body, 'owed_cents')),
  'request.queued': (body) => `${asked(body)} : en file, non envoyé`,
  'request.send_started': (body) => `Essai d’envoi n° ${text(body, 'attempt')}`,
  'request.not_sent': (body) => `Non envoyé : ${word<FailureCode>(failures, body['failure'])}`,
  'request.outcome_unknown': (body) => `À confirmer : ${word<FailureCode>(failures, body['failure'])}`,
  'request.given_up': (body) => `Échec définitif : ${word<FailureCode>(failures, body['failure'])}`,
  'request.conflicted': () => 'Conflit : la plateforme a déjà autre chose sous cet identifiant',
  'request.requeued': () => 'Remise en file par une personne',
  'request.not_received': () => 'La plateforme ne l’a pas reçue',
  'request.answered': answered,
  'request.withdrawn': () => 'Retirée de la file',
  'request.entrusted': () => 'Confiée à l’OCT : ne part plus de Relais',
  'request.entrusting_undone': () => 'De nouveau dans la file : l’import a été annulé',
  'import.recorded': (body) => `${word<TableKind>(lists.tables, body['table'])} : ${text(body, 'taken')} lignes enregistrées, ${euros(body, 'total_cents')}`,
  'import.lines_set_aside': (body) => `${Array.isArray(body['lines']) ? body['lines'].length : 0} avis sans dossier gardés comme travail`,
  'import.line_settled': (body) => (body['dossier'] ? `Avis de la ligne ${text(body, 'line')} : son dossier est dit` : `Avis de la ligne ${text(body, 'line')} écarté`),
  'import.undone': (body) => `Import annulé : ${text(body, 'undone')} dossiers remis, ${text(body, 'kept')} gardés`,
  'platform.configured': (body) => `Plateforme réglée : ${text(body, 'label')}`,
  'platform.described': (body, label) => `${label(text(body, 'platform'))} : décrite par un fichier`,
  'platform.removed': (body, label) => `Plateforme retirée : ${label(text(body, 'platform'))}`,
  'platform.function_changed': (body, label) => `${label(text(body, 'platform'))}, ${word<PlatformFunction>(functions, body['function'])} : ${word<FunctionState>(functionStates, body['state'])}`,
  'platform.function_said': (body, label) => `${label(text(body, 'platform'))}, ${word<PlatformFunction>(functions, body['function'])} : d’après ${sourceOf(text((body['said'] ?? {}) as Body, 'by'))}`,
  'platform.conduct_set': (body, label) => `Interrogation et envois réglés : ${label(text(body, 'platform'))}`,
  'availability.tallied': (body, label) => `Appels comptés : ${label(text(body, 'platform'))}`,
  'incident.opened': (body, label) => `Panne ouverte : ${label(text(body, 'platform'))}, ${word<PlatformFunction>(functions, body['function'])}`,
  'incident.function_joined': (body) => `La panne touche aussi : ${word<PlatformFunction>(functions, body['function'])}`,
  'incident.function_restored': (body) => `Revenu : ${word<PlatformFunction>(functions, body['function'])}`,
  'incident.recovery_started': () => 'Reprise commencée',
  'incident.closed': () => 'Panne close',
  'incident.reopened': () => 'Panne rouverte',
  'incident.reclassified': (body) => `Nature de l’incident : ${word<IncidentNature>(natures, body['nature'])}`,
  'incident.times_corrected': () => 'Dates de l’incident corrigées',
  'incident.line_added': (body) => `Noté à l’incident, d’après ${sourceOf(text(body, 'said_by'))}`,
  'incident.line_corrected': (body) => `Ligne corrigée à l’incident, d’après ${sourceOf(text(body, 'said_by'))}`,
  'incident.piece_attached': () => 'Pièce jointe à l’incident',
  'incident.mode_set': () => 'Mode panne fixé par le titulaire',
  'incident.ceiling_exceeded': (body) => `Plafond d’encours dépassé par le titulaire : ${euros(body, 'carried_cents')} pour ${euros(body, 'ceiling_cents')}`,
  'incident.leak_noted': (body) => `Noté de ce qui a fuité, d’après ${sourceOf(text(body, 'told_by'))}`,
  'incident.breach_task_noted': () => 'Noté d’une suite de la fuite',
  'incident.breach_letter_printed': () => 'Lettre imprimée après la fuite',
  'incident.awareness_noted': () => 'Moment où la fuite est connue',
  'incident.notifier_determined': () => 'Qui notifie la fuite : répondu',
  'incident.breach_described': () => 'Exposé de la fuite écrit',
  'incident.debit_watch_set': () => 'Fin de la surveillance des prélèvements',
  'incident.statement_checked': () => 'Relevé de banque lu après la fuite',
  'incident.rotation_planned': () => 'Liste des mots de passe à changer après la fuite',
  'incident.secret_rotated': () => 'Mot de passe changé après la fuite',
  'incident.rotation_left_out': () => 'Mot de passe laissé tel quel après la fuite',
  'incident.access_secured': (body) => (body['changed'] === true ? 'Mots de passe changés avant la reprise' : 'Accès en ordre, rien à changer'),
  'incident.dossiers_touched': (body) => `Dossiers touchés notés : ${Array.isArray(body['dossiers']) ? body['dossiers'].length : 0}`,
  'bank_credit.recorded': (body) => `Virement enregistré : ${euros(body, 'amount_cents')}`,
  'bank_credit.penalty_taken': (body) => `Pénalité de retard reçue : ${euros(body, 'amount_cents')}`,
  'bank_credit.withdrawn': () => 'Virement repris : son relevé a été annulé',
  'bank_credit.given_to_advance': (body) => `Virement reçu en avance d’opérateur : ${euros(body, 'amount_cents')}`,
  'bank_credit.taken_from_advance': () => 'Virement : l’avance est annulée, il est de nouveau à affecter',
  'bank_credit.withheld': (body) => `Retenue de l’opérateur sur le virement : ${euros(body, 'amount_cents')}`,
  'operator_advance.received': (body, label) => `Avance reçue de ${label(text(body, 'platform'))} : ${euros(body, 'amount_cents')}`,
  'operator_advance.rescheduled': () => 'Avance d’opérateur : autre échéancier',
  'operator_advance.recouped': (body) => `Avance d’opérateur : ${euros(body, 'amount_cents')} retenus sur un virement`,
  'operator_advance.repaid': (body) => `Avance d’opérateur : ${euros(body, 'amount_cents')} remboursés, ${word<PaymentMeans>(means, body['means'])}`,
  'operator_advance.repayment_reversed': (body) => `Avance d’opérateur : remboursement de ${euros(body, 'amount_cents')} annulé`,
  'operator_advance.cancelled': () => 'Avance d’opérateur annulée, erreur de saisie',
  'platform.third_party_payment_suspended': (body, label) => `Tiers payant suspendu avec ${label(text(body, 'platform'))} à partir du ${date(body, 'on')}`,
  'platform.third_party_payment_resumed': (body, label) => `Tiers payant repris avec ${label(text(body, 'platform'))}`,
  'bank_credit.allocated': (body) => `Reste de virement affecté : ${formatEuros(allocated(body))}`,
  'practice.created': () => 'Création',
  'practice.profile_set': () => 'Nos coordonnées saisies',
  'practice.idle_lock_set': (b) => `Verrouillage après ${text(b, 'minutes')} minutes sans activité`,
  'practice.role_idle_lock_set': (b) => `Verrouillage après ${text(b, 'minutes')} minutes sans activité : ${word<Role>(roles, b['role'])}`,
  'practice.second_look_limit_set': (b) => `Deuxième personne pour une perte au-dessus de ${euros(b, 'limit_cents')}`,
  'practice.kept_cheque_booking_set': (b) => `Chèques conservés à venir : ${word<KeptChequeBooking>(books.bookings, b['booking'])}`,
  'practice.estimate_reference_set': (b) => `Chiffres de l’estimation : référentiel ${text(b, 'version')}`,
  'practice.reference_set': (b) => `${word<keyof typeof references>(references, b['reference'])} : référentiel ${text(b, 'version')}`,
  'practice.routing_row_changed': (b) => `Table des opérateurs, ${routingChange(b)}`,
  'practice.routing_change_undone': () => 'Table des opérateurs : dernier changement annulé',
  'practice.amo_channel_stated': (b) => `AMO, ${word<AmoChannel>(amoChannels, b['channel'])} : ${word<FunctionState>(functionStates, b['state'])}`,
  'practice.privacy_set': privacySet,
  'practice.mapping_saved': (b) => `Correspondance de colonnes enregistrée : ${text(b, 'name')}`,
  'practice.advice_delay_set': (b) => `Avisé sans virement : alerte après ${text(b, 'days')} jours ouvrés`,
  'practice.payer_words_set': (b) => `« ${text(b, 'words')} » sur un relevé veut dire : ${b['payer'] === 'insurer' ? text(b, 'name') : b['payer'] === 'operator' ? text(b, 'platform') : payments.notAPayer}`,
  'practice.payer_words_forgotten': (b) => `« ${text(b, 'words')} » sur un relevé ne veut plus rien dire`,
  'practice.mapping_removed': (b) => `Correspondance de colonnes oubliée : ${text(b, 'name')}`,
  'practice.restored': () => 'Sauvegarde restaurée',
  'user.created': (b) => `Personne ajoutée : ${word<Role>(roles, b['role'])}`,
  'user.role_changed': (b) => `Rôle changé : ${word<Role>(roles, b['role'])}`,
  'user.retired': () => 'Personne retirée de l’équipe',
  'user.readmitted': () => 'Personne reprise dans l’équipe',
  'credential.added': () => 'Compte ajouté au coffre',
  'credential.edited': (b) => `Compte modifié : ${changedFields(b['fields'])}`,
  'credential.secret_changed': (b) => (b['restored'] ? 'Mot de passe précédent remis en service' : 'Mot de passe changé'),
  'credential.removed': () => 'Compte retiré du coffre',
  'credential.put_back': () => 'Compte remis au coffre',
  'credential.erased': () => 'Compte effacé pour de bon',
  'purge.asked': (b) => (b['why'] === 'due' ? 'Effacement demandé : fin des durées de conservation' : 'Effacement demandé par une personne'),
  'purge.seconded': () => 'Effacement : accord d’une deuxième personne',
  'purge.confirmed': () => 'Effacement confirmé un jour après',
  'purge.withdrawn': () => 'Demande d’effacement retirée',
  'purge.carried': () => 'Données effacées',
  'purge.certified': () => 'Effacement terminé, procès-verbal imprimé',
};

/** « ligne ajoutée : Alan ». */
function routingChange(body: Body): string {
  const [was, becomes] = [body['was'], body['becomes']] as ({ insurer?: string } | undefined)[];
  return `ligne ${was ? (becomes ? 'changée' : 'retirée') : 'ajoutée'} : ${(becomes ?? was)?.insurer ?? ''}`;
}

export const timeline = typesetAll({
  sentence: (kind: string, body: Body, label: Label = (code) => code): string => sentences[kind]?.(body, label) ?? kind,
  known: Object.keys(sentences),
});
