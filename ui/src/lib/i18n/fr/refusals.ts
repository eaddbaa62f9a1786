// Every refusal in a sentence that says why and what to do instead. The codes are those of the rules and of the
// use cases; a code without a sentence would not compile.
import type { Ceiling, ChequeState, LookupReason, PaperFault, ProblemCode } from '../../contract/contract';
import { addDays, type CivilDate } from '../../format/civil';
import { formatDate, formatDateWithDay, formatInstant } from '../../format/dates';
import { formatCount, formatEuros } from '../../format/money';
import { owner } from '../owner';
import { counted } from '../plural';
import { typesetAll } from '../typography';
import { fieldNames, fieldReasons } from './fields';
import { finding, reasons } from './lookups';
import { chequeStates, paperFaults, trackStates } from './terms';

export interface RefusalWords {
  /** Why. */
  why: string;
  /** What to do instead. */
  instead: string;
}

function words(why: string, instead: string): RefusalWords {
  return { why, instead };
}

const SEE_QUEUE = 'Regardez où elle en est dans la file d’attente (F9).';
const SEE_DOSSIER = 'Regardez le déroulé du dossier.';
const BY_PASSPHRASE = 'Utilisez la phrase de passe.';
const TYPES_HERE = 'Elle tape son code ici.';
const waits = (p: { from: string }): RefusalWords => words(`À confirmer dès ${formatInstant(p.from)}.`, 'Attendez, ou retirez-la.');

type Track = { state: keyof typeof trackStates };

export const refusals = typesetAll({
  unknown_dossier: () => words('Ce dossier n’existe pas sur ce poste.', 'Cherchez-le avec F3.'),
  already_exists: () => words('Il existe déjà.', 'Ouvrez celui qui existe.'),
  unknown_credential: () => words('Ce compte n’est pas dans le coffre, ou il n’est pas pour vous.', 'Rouvrez le coffre : la liste a changé.'),
  unknown_user: () => words('Cette personne n’est pas de l’équipe.', 'Rouvrez la liste : elle a changé.'),
  last_owner: () => words(`C’est le dernier ${owner()}.`, `Nommez d’abord un autre ${owner()}.`),
  oneself_at_work: () => words('On ne le fait pas pour soi-même.', `Un autre ${owner()} le fait, une fois au travail.`),
  user_retired: () => words('Cette personne ne travaille plus ici.', `Un ${owner()} peut la reprendre dans l’équipe.`),
  nobody_at_work: () => words('Personne n’est au travail.', 'Dites qui vous êtes.'),
  wrong_pin: (p: { left: number }) => words('Ce code n’est pas le bon.', `Il reste ${counted(p.left, 'essai', 'essais')} ; ensuite, seule la phrase de passe sert.`),
  pin_not_set: () => words('Cette personne n’a pas de code.', 'Tapez sa phrase de passe.'),
  pin_locked: () => words('Trop de codes erronés.', 'Tapez la phrase de passe : elle rend aussi le code.'),
  tried_too_soon: (p: { seconds: number }) => words('Plusieurs essais n’étaient pas les bons.', `Attendez ${counted(p.seconds, 'seconde', 'secondes')}, puis recommencez.`),
  unknown_track: () => words('Ce dossier n’a pas cette complémentaire.', 'Ajoutez-la à la carte, puis recommencez.'),
  unknown_sighting: () => words('Ce constat n’est pas dans ce dossier, ou il est déjà corrigé.', 'Rouvrez les réponses gardées et corrigez le dernier.'),
  shares_do_not_add_up: (p: { shares_cents: number; total_cents: number }) =>
    words(`Les parts font ${formatEuros(p.shares_cents)}, le total est de ${formatEuros(p.total_cents)}.`, 'Corrigez une part ou le total.'),
  amount_not_positive: () => words(fieldReasons.amount, 'Corrigez le montant.'),
  more_than_due: (p: { due_cents: number }) => words(`C’est plus que ce qui est dû : ${formatEuros(p.due_cents)}.`, `Saisissez au plus ${formatEuros(p.due_cents)}.`),
  amount_out_of_range: () => words('Ce montant dépasse ce qui peut être enregistré.', 'Vérifiez le nombre de chiffres.'),
  cash_above_limit: (p: { limit_cents: number }) => words(`La loi limite les espèces à ${formatEuros(p.limit_cents)}.`, 'Réglez le reste par carte, chèque ou virement.'),
  date_in_future: () => words('Cette date est après aujourd’hui.', 'Saisissez le jour où cela s’est passé.'),
  date_too_early: (p: { not_before: CivilDate }) => words(`Cette date précède le ${formatDateWithDay(p.not_before)}.`, `Saisissez le ${formatDateWithDay(p.not_before)} ou plus tard.`),
  already_delivered: () => words('La délivrance est déjà enregistrée.', 'Ouvrez le dossier pour la voir.'),
  not_ordered: () => words('Ce dossier n’a pas de commande.', 'Enregistrez d’abord la commande.'),
  validity_reversed: () => words('La validité de la carte finit avant de commencer.', 'Relisez les deux dates sur la carte.'),
  nothing_to_erase: () => words('Cette partie de la carte n’est plus gardée.', 'Rouvrez le dossier.'),
  solidarity_contract: () => words('La complémentaire santé solidaire ne permet ni chèque ni avance (CSS L861-3, à vérifier).', 'Délivrez en tiers payant, mettez de côté, ou corrigez la carte si ce n’est pas une C2S.'),
  trial_under_way: (p: { days: number; not_before: CivilDate | null }) =>
    words(
      p.not_before ? `Les aides auditives sont à l’essai jusqu’au ${formatDateWithDay(addDays(p.not_before, -1))} : aucun chèque ne se conserve pendant l’essai (${p.days} jours, à vérifier).` : `L’essai de ${p.days} jours n’est pas commencé : aucun chèque ne se conserve avant sa fin (à vérifier).`,
      p.not_before ? `Prenez le chèque à partir du ${formatDateWithDay(p.not_before)}, ou mettez le dossier de côté.` : 'Notez la délivrance le jour où l’essai commence ; d’ici là, mettez de côté.',
    ),
  track_state: (p: Track) => words(`La part AMC est dans l’état « ${trackStates[p.state]} » : ce n’est pas possible.`, SEE_DOSSIER),
  tiers_payant_barred: () => words('Le client demande lui-même le remboursement : le tiers payant est fermé.', 'Choisissez une autre façon de continuer si rien n’a été avancé.'),
  way_has_effects: () => words('Un chèque ou une demande repose sur la façon choisie.', 'Rendez le chèque ou retirez la demande de la file, puis changez.'),
  blank_payee: () => words('Le bénéficiaire du chèque est vide : il serait payable à n’importe qui.', 'Faites écrire votre nom commercial sur le chèque.'),
  cheque_date_in_future: () => words('Le chèque porte une date après aujourd’hui : la loi l’interdit.', 'Faites écrire la date du jour. La promesse de ne pas le déposer avant figure sur le reçu.'),
  cheque_expired: (p: { expired_on: CivilDate }) => words(`Ce chèque n’est plus payable depuis le ${formatDateWithDay(p.expired_on)}.`, 'Demandez un autre chèque.'),
  cheque_amount_differs: (p: { expected_cents: number }) =>
    words(`Le chèque ne correspond pas à la part à couvrir : ${formatEuros(p.expected_cents)}.`, 'Demandez un chèque de ce montant, ou corrigez la part AMC.'),
  cheque_already_recorded: () => words('Ce chèque est déjà enregistré.', 'Cherchez son numéro avec F3.'),
  cheque_not_kept: () => words('Ce chèque n’est plus ici.', 'Regardez son déroulé.'),
  cheque_elsewhere: (p: { state: ChequeState }) => words(`Le chèque est dans l’état « ${chequeStates[p.state] || p.state} » : cette étape ne peut pas suivre.`, 'Voyez les étapes proposées.'),
  paper_needed: () => words('La pièce sur laquelle repose cette étape manque.', 'Notez l’attestation, le certificat ou le courrier reçu.'),
  unknown_slip: () => words('Cette remise n’existe pas, ou le chèque n’y est plus.', 'Regardez la liste des remises.'),
  drawer_changed: () => words('Un chèque est entré dans le coffre ou en est sorti depuis le début du comptage.', 'La liste est à jour : regardez les chèques qui ne sont pas cochés, puis terminez.'),
  too_many_unknown_papers: (p: { most: number }) => words(`Un inventaire note au plus ${p.most} papiers inconnus des livres.`, 'Saisissez d’abord ces chèques dans leurs dossiers.'),
  unknown_inventory: () => words('Cet inventaire n’existe pas.', 'Regardez la liste des inventaires.'),
  slip_closed: () => words('Cette remise est créditée, défaite, ou un de ses chèques en est sorti.', 'Notez ce qui s’est passé sur chacun de ses chèques.'),
  slip_size: (p: { most: number }) => words(`Une remise compte de 1 à ${p.most} chèques.`, 'Cochez des chèques, ou faites deux remises.'),
  amc_share_paid: () => words('La mutuelle a payé : ce chèque ne peut plus être déposé.', 'Rendez-le au client.'),
  owner_must_override: (p: Track) =>
    words(`La part AMC est dans l’état « ${trackStates[p.state]} » : le chèque ne se dépose pas.`, 'Attendez la réponse. Seul le titulaire peut passer outre, avec un motif.'),
  unknown_paper: () => words('Ce papier n’a pas été imprimé ici.', 'Imprimez-le d’abord.'),
  paper_received: () => words('Ce papier a été reçu, pas imprimé ici : il n’a pas de duplicata.', 'Ouvrez-le, puis imprimez-le depuis la visionneuse.'),
  tiers_payant_open: () => words('Le client n’avance pas cette part : le tiers payant est encore ouvert.', 'Choisissez d’abord « Le client avance tout » (F6).'),
  unknown_operator_advance: () => words('Cette avance n’est pas enregistrée sur ce poste, ou elle a été annulée.', 'Regardez le registre des avances.'),
  schedule_not_sound: () => words('L’échéancier n’est pas en ordre.', 'Choisissez une première échéance et un nombre de mensualités.'),
  schedule_differs: (p: { schedule_cents: number; balance_cents: number }) => words(`L’échéancier fait ${formatEuros(p.schedule_cents)}, il reste ${formatEuros(p.balance_cents)} à rembourser.`, 'Refaites l’échéancier.'),
  credit_not_allocated: (p: { left_cents: number }) => words(`Il reste ${formatEuros(p.left_cents)} à affecter de ce virement.`, 'Affectez-les d’abord : rien n’est retenu tant qu’il en reste.'),
  third_party_payment_suspended: (p: { since: CivilDate }) => words(`Le tiers payant est suspendu avec cet opérateur depuis le ${formatDateWithDay(p.since)}.`, 'Choisissez une façon sans tiers payant, ou faites-le reprendre par le titulaire (écran Avances).'),
  unknown_down_payment: () => words('Cet acompte n’est pas dans ce dossier, ou il a été annulé.', 'Rouvrez le dossier.'),
  advance_not_paid: (p: { due_cents: number }) => words(`Il reste ${formatEuros(p.due_cents)} à encaisser de ce que le client avance.`, 'Encaissez-les (F8) ou prenez un chèque (F7), puis imprimez.'),
  reason_needed: () => words('Un motif est nécessaire.', 'Écrivez en une ligne pourquoi.'),
  promised_not_before: (p: { not_before: CivilDate }) => words(`Le reçu promet de ne pas déposer avant le ${formatDateWithDay(p.not_before)}.`, 'Attendez cette date.'),
  notice_needed: () => words('Le client n’a pas été prévenu, comme le reçu le promet.', 'Prévenez-le 8 jours avant, puis déposez.'),
  kept_too_long: (p: { limit: CivilDate }) => words(`La conservation dépasserait la limite du ${formatDateWithDay(p.limit)}.`, 'Choisissez une date plus proche.'),
  amc_share_not_paid: () => words('Le virement de la mutuelle n’est pas sur le compte.', 'Enregistrez le virement d’abord. Un avis ne suffit pas.'),
  difference_due: (p: { due_cents: number }) => words(`Il reste ${formatEuros(p.due_cents)} à payer par le client.`, 'Encaissez la différence, puis rendez le chèque.'),
  more_than_credited: (p: { left_cents: number }) => words(`Les parts dépassent ce qui reste du virement : ${formatEuros(p.left_cents)}.`, 'Corrigez une affectation.'),
  unknown_bank_credit: () => words('Ce virement n’est pas enregistré sur ce poste.', 'Enregistrez-le d’abord.'),
  already_invoiced: () => words('Cette part est déjà facturée.', 'Annulez d’abord cette facture si elle est fausse.'),
  not_delivered: () => words('Le dossier n’est pas délivré : il ne se facture pas encore.', 'Enregistrez la délivrance, puis facturez.'),
  nothing_delivered: () => words('Aucune délivrance n’est enregistrée.', SEE_DOSSIER),
  delivery_holds: () => words('Quelque chose repose sur cette délivrance.', 'Les dates du dossier disent quoi.'),
  invoice_too_soon: (p: { not_before: CivilDate }) => words(`L’opérateur prend la facture à partir du ${formatDateWithDay(p.not_before)} (à vérifier).`, 'Attendez ce jour : le dossier le rappellera.'),
  invoice_stands: () => words('Une facture repose sur cette prise en charge.', 'Annulez d’abord la facture, puis la prise en charge.'),
  cancellation_under_way: () => words('Une annulation est déjà en cours.', SEE_QUEUE),
  nothing_to_cancel: () => words('Il n’y a rien à annuler.', SEE_DOSSIER),
  request_state: () => words('Cette demande a changé d’état entre-temps.', 'Relisez la ligne : elle vient d’être mise à jour.'),
  incident_closed: () => words('Cet incident est clos.', 'Ouvrez-en un autre si la panne recommence.'),
  another_incident_open: () => words('Un autre incident de cette plateforme est ouvert.', 'Notez-y ce que vous savez, ou terminez-le d’abord.'),
  ends_before_it_begins: () => words('La fin est avant le début.', 'Relisez les deux dates.'),
  incident_full: () => words('Cet incident ne peut rien garder de plus.', 'Résumez dans une ligne, ou gardez la suite ailleurs.'),
  incident_has_open_dossiers: (p: { open: number }) => words(`${counted(p.open, 'dossier de la panne reste', 'dossiers de la panne restent')} à régler.`, 'Terminez la reprise avant de clore.'),
  consent_not_given: () => words('Ce client n’avait pas donné son accord : il n’y a rien à retirer.', 'Notez son refus.'),
  unknown_platform: () => words('Cette plateforme n’est pas suivie.', 'Ajoutez-la dans Plateformes (F11).'),
  routing_row_gone: () => words('Cette ligne a changé entre-temps.', 'Relisez la table, puis recommencez.'),
  routing_rows_overlap: (p: { insurer: string; from: CivilDate; to: CivilDate | null }) =>
    words(`Une autre ligne répond déjà au même ces jours-là : ${p.insurer}, ${p.to ? `du ${formatDate(p.from)} au ${formatDate(p.to)}` : `depuis le ${formatDate(p.from)}`}.`, 'Terminez-la d’abord.'),
  too_many_changes: (p: { max: number }) => words(`La table porte déjà ${formatCount(p.max)} changements à la main.`, 'Exportez-la, puis prenez le fichier exporté : le compte repart de zéro.'),
  too_many_mappings: () => words('Il y a déjà autant de correspondances enregistrées qu’il peut y en avoir.', 'Oubliez-en une, ou enregistrez sous un nom qui existe.'),
  unknown_import: () => words('Cette liste n’a pas été importée ici.', 'Relisez les listes importées.'),
  import_undone: () => words('L’import de cette liste est déjà annulé.', 'Importez-la de nouveau si elle était juste.'),
  nothing_to_import: () => words('Aucune ligne n’est à enregistrer.', 'Elles sont déjà connues, laissées de côté ou illisibles : relisez la liste.'),
  changed_since: () => words('Autre chose s’est passé depuis dans chacun de ces dossiers.', 'Corrigez-les un par un : rien n’a été annulé.'),
  exposure_above_ceiling: (p: { ceiling: Ceiling; ceiling_cents: number; carried_cents: number }) =>
    words(`Ce serait porter ${formatEuros(p.carried_cents)} ${p.ceiling === 'in_all' ? 'en tout' : 'pour ce client'}, au-delà du plafond de ${formatEuros(p.ceiling_cents)} fixé pour cette panne.`, 'Choisissez une autre façon. Seul le titulaire peut passer outre, avec un motif.'),
  unknown_line: () => words('Cette ligne n’est pas dans ce journal, ou elle est déjà corrigée.', 'Corrigez la dernière.'),
  access_not_secured: () => words('Des données ont fuité : rien ne repart avec les anciens mots de passe.', 'Changez-les d’abord, puis dites-le à l’étape « Accès ».'),
  risk_not_weighed: () => words('Le risque n’est pas dit.', 'Dites-le : qui notifie en dépend.'),
  known_before_it_began: () => words('On ne peut l’avoir su avant le début.', 'Corrigez l’un des deux.'),
  task_not_called_for: () => words('Rien de noté ne le demande.', 'Notez d’abord ce qui a fuité.'),
  not_a_breach: () => words('Rien n’a fuité dans cet incident.', 'Dites d’abord que c’est une fuite, dans sa fiche.'),
  second_person_needed: (p: { limit_cents: number }) => words(`Au-dessus de ${formatEuros(p.limit_cents)}, une deuxième personne confirme.`, TYPES_HERE),
  second_needed: () => words('Une deuxième personne l’accorde.', TYPES_HERE),
  second_waits: waits,
  nothing_to_override: () => words('Rien ne s’y oppose.', 'Faites-le.'),
  unknown_purge: () => words('Il est terminé.', 'Relisez la liste.'),
  money_still_open: (p: { dossier: string }) => words(`Dossier ${p.dossier} pas soldé.`, 'Soldez-le d’abord.'),
  written_off: () => words('Ce dossier est passé en perte.', 'Annulez d’abord le passage en perte.'),
  nothing_to_write_off: () => words('Rien n’est à passer en perte.', 'Ce dossier est réglé, ou ne l’a jamais été.'),
  money_to_give_back: (p: { cents: number }) => words(`Le client a encore ${formatEuros(p.cents)} ici.`, 'Rendez-les-lui d’abord.'),
  cheque_still_kept: () => words('Un chèque est encore conservé pour ce dossier.', 'Rendez-le ou déposez-le d’abord.'),
  nothing_left_to_do: () => words('Il ne reste rien à faire de cette part : elle est réglée.', 'La liste est relue : reprenez-y.'),
  no_attempt: () => words('Aucune tentative sans réponse n’est au journal de ce dossier.', 'Vérifiez les droits (F4) : l’échec sera noté avec son heure.'),
  not_set_aside: () => words('Ce dossier n’est pas mis de côté.', 'Choisissez d’abord cette façon (F6).'),
  not_entrusted: () => words('Cette part n’a pas été confiée à l’OCT.', 'Importez d’abord les lots transmis.'),
  file_changed: () => words('Le fichier a changé depuis qu’il a été lu.', 'Relisez-le : rien n’a été enregistré.'),
  import_running: () => words('Un import est déjà en cours.', 'Attendez qu’il finisse, ou arrêtez-le.'),
  letters_running: () => words('Des lettres s’écrivent déjà.', 'Attendez qu’elles finissent, ou arrêtez-les.'),
  backup_running: () => words('Une sauvegarde est en cours.', 'Attendez sa fin.'),
  backup_stopped: () => words('La sauvegarde a été arrêtée.', 'Rien n’en reste.'),
  not_a_backup: () => words('Ce fichier n’est pas une sauvegarde de Relais.', 'Prenez-en un autre.'),
  backup_damaged: () => words('Cette sauvegarde est abîmée ou incomplète.', 'Prenez-en une autre.'),
  backup_gone: () => words('Cette sauvegarde ne se lit plus.', 'Rebranchez la clé.'),
  backup_folder_away: (p: { path?: string | null }) => words(`Dossier absent : ${p.path}.`, 'Branchez la clé.'),
  nothing_to_remind: () => words('Aucune de ces parts n’est en retard et due.', 'Relisez la liste : de l’argent est peut-être arrivé.'),
  import_cancelled: () => words('L’import a été arrêté.', 'Rien n’en reste : recommencez quand vous voulez.'),
  role_not_allowed: () => words('Votre rôle ne permet pas cette action.', `Demandez au ${owner()}.`),

  invalid_field: (p: { field?: string | null; reason?: string | null }) =>
    words(p.field && p.field in fieldNames ? `Le champ « ${fieldNames[p.field as keyof typeof fieldNames]} » n’a pas pu être lu.` : 'Un champ n’a pas pu être lu.', p.reason && p.reason in fieldReasons ? fieldReasons[p.reason as keyof typeof fieldReasons] : 'Corrigez-le, puis recommencez.'),

  locked: () => words('Relais est verrouillé.', 'Ouvrez-le avec la phrase de passe.'),
  no_practice_open: () => words('Aucun cabinet n’est ouvert.', 'Ouvrez un cabinet d’abord.'),
  practice_not_found: () => words('Ce cabinet n’est plus à cet endroit.', 'Vérifiez que son dossier n’a pas été déplacé.'),
  practice_already_open: () => words('Relais est déjà ouvert sur ce cabinet.', 'Revenez à l’autre fenêtre, ou fermez-la.'),
  folder_refused: (p: { reason?: string | null }) => p.reason === 'inside' ? words('Ce dossier disparaîtrait avec le cabinet.', 'Choisissez une clé.') : words('Ce dossier est sur le réseau ou synchronisé : la base y serait en danger.', 'Choisissez un dossier de ce poste.'),
  wrong_passphrase: () => words('Cette phrase de passe n’ouvre pas le cabinet.', 'Vérifiez les majuscules, ou utilisez la clé de récupération.'),
  wrong_recovery_key: () => words('Cette clé de récupération n’ouvre pas le cabinet.', 'Recopiez-la groupe par groupe depuis le papier.'),
  passphrase_too_weak: () => words('Cette phrase de passe se devinerait trop vite.', 'Ajoutez un ou deux mots.'),
  keyring_unavailable: () => words('Ce poste n’a pas de trousseau de clés.', 'Ouvrez le cabinet avec la phrase de passe.'),
  keyring_locked: () => words('Le trousseau de clés du poste est verrouillé.', 'Déverrouillez-le, ou utilisez la phrase de passe.'),
  keyring_refused: () => words('Le trousseau de clés a refusé l’accès.', BY_PASSPHRASE),
  keyring_item_lost: () => words('La clé n’est plus dans le trousseau du poste.', 'Utilisez la phrase de passe : elle y sera remise.'),
  keyring_timed_out: () => words('Le trousseau de clés ne répond pas.', BY_PASSPHRASE),
  database_wrong_key: () => words('Cette clé n’ouvre pas la base de ce cabinet.', 'Vérifiez le dossier choisi, puis la phrase de passe.'),
  database_damaged: () => words('La base de ce cabinet est abîmée. Rien n’y a été changé.', 'Restaurez la dernière sauvegarde.'),
  database_newer: () => words('Ce cabinet a été ouvert par une version plus récente de Relais.', 'Mettez Relais à jour sur ce poste.'),
  not_a_database: () => words('Ce fichier n’est pas une base de Relais.', 'Choisissez le dossier d’un cabinet.'),

  no_platform_for_dossier: () => words('L’opérateur de cette carte n’est pas connu.', 'Indiquez-le sur la carte : il est au dos.'),
  member_number_missing: () => words('Le numéro d’adhérent manque : la plateforme en a besoin.', 'Recopiez-le depuis la carte.'),
  consent_missing: (p: { platform?: string | null }) => words(`Le client n’a pas encore accepté la transmission à ${p.platform ?? 'cet opérateur'} : rien n’est parti.`, 'Demandez-lui, puis notez sa réponse sur la ligne des droits.'),
  consent_refused: (p: { platform?: string | null }) => words(`Le client refuse la transmission à ${p.platform ?? 'cet opérateur'} : rien n’est parti.`, 'Choisissez une façon sans tiers payant, ou notez son accord s’il change d’avis.'),
  authorisation_open: () => words('Une demande de prise en charge attend encore pour cette part.', 'Réglez-la d’abord, par le portail ou dans la file d’attente, puis notez la facture.'),
  formality_open: () => words('La même démarche attend déjà pour cette part.', SEE_QUEUE),
  fate_unknown: () => words('On ne sait pas encore si la plateforme a reçu la demande : rien n’est annulé à l’aveugle.', 'Demandez-lui à nouveau, ou réglez la ligne « à confirmer » de la file (F9).'),
  way_needs_consent: () => words('Cette façon demande une transmission que le client refuse.', 'Choisissez-en une autre, ou notez son accord s’il change d’avis.'),
  lookups_stopped: (p: { reason?: string | null; count?: number | null; limit?: number | null }) =>
    words(`Consultations bloquées : ${finding({ reason: p.reason && p.reason in reasons ? (p.reason as LookupReason) : 'per_hour', count: p.count ?? 0, limit: p.limit ?? 0 })}`, 'Le titulaire peut débloquer, avec un motif. Les autres façons restent ouvertes.'),
  lookups_not_stopped: () => words('Cette personne n’est pas bloquée.', 'Il n’y a rien à débloquer.'),
  platform_not_allowed_here: () => words('Cette plateforme ne peut pas servir ici.', fieldReasons.not_allowed_here),
  platform_has_requests: () => words('Des demandes attendent encore pour cette plateforme.', 'Envoyez-les ou retirez-les de la file (F9), puis recommencez.'),
  exercise_under_way: () => words('Un exercice de panne est déjà en cours.', 'Terminez-le, puis recommencez.'),
  no_exercise: () => words('Aucun exercice de panne n’est en cours.', 'Commencez-en un : Ctrl K, « Exercice panne ».'),
  simulator_not_started: () => words('Les plateformes simulées ne démarrent pas : la démonstration reste fermée.', 'Fermez d’autres programmes, puis recommencez.'),

  glyph_missing: () => words('Un caractère de ce document n’existe pas dans la police d’impression.', 'Écrivez le nom en lettres latines, puis imprimez.'),
  unknown_document: () => words('Ce papier n’existe pas sur ce poste.', 'Rouvrez le dossier, puis ses documents.'),
  paper_unreadable: (p: { number?: string | null; fault: PaperFault }) =>
    words(`Le papier ${p.number ?? ''} ne peut plus être montré : ${paperFaults[p.fault]}.`, 'Remettez en place la dernière sauvegarde, ou prenez l’exemplaire signé.'),
  nothing_to_estimate: () => words('Il n’y a rien à estimer ici.', 'Complétez l’équipement, puis recommencez.'),
  reference_needed: () => words('Le numéro de devis ou de facture manque.', 'Indiquez celui de votre logiciel principal.'),

  file_not_writable: (p: { reason?: string | null }) =>
    p.reason === 'disk_full'
      ? words('Le disque de ce poste est plein : rien n’a été enregistré.', 'Libérez de la place, puis recommencez.')
      : p.reason === 'disk_failing'
      ? words('Le disque de ce poste n’a pas répondu ou refuse l’écriture : rien n’a été enregistré.', 'Recommencez ; si cela revient, fermez et rouvrez Relais, puis faites vérifier le disque.')
      : words('Le fichier n’a pas pu être écrit.', 'Choisissez un autre dossier, ou libérez de la place.'),
  file_not_readable: () => words('Le fichier n’a pas pu être lu.', 'Vérifiez qu’il existe et qu’il n’est pas ouvert ailleurs.'),
  nothing_opens: (p: { path?: string | null; page?: string | null }) =>
    p.page ? words('Aucun navigateur de ce poste ne s’est ouvert.', `Ouvrez vous-même « ${p.page} ».`) : words('Aucun programme de ce poste n’ouvre ce papier.', `Il est écrit ici : « ${p.path ?? ''} ».`),
  archive_fault: () => words('Cette archive n’est pas entière.', 'Gardez-la telle quelle et comparez avec une autre copie.'),

  command_reused: () => words('Cette action a déjà été faite avec d’autres valeurs.', 'Relisez l’écran, puis recommencez.'),
  unknown_command: () => words('Cette action n’existe pas dans cette version.', 'Fermez et rouvrez Relais.'),
  invalid_request: () => words('La demande n’a pas été comprise. Rien n’a été enregistré.', 'Relisez les champs, puis recommencez.'),
  internal: () => words('L’opération n’a pas abouti. Rien n’a été enregistré à moitié.', 'Réessayez ; si cela recommence, fermez et rouvrez Relais.'),
} satisfies Record<ProblemCode, (params: never) => RefusalWords>);
