//! The command line's sentence for each problem. The match is closed: a new code does not compile without its sentence.
//! The window's sentences are its catalogue's; these say the same to somebody who typed a command.

use relais_usecases::contract::{Problem, ProblemCode};
use serde_json::Value;

/// One plain sentence.
pub(crate) fn sentence(problem: &Problem) -> String {
    let Problem { code, params } = problem;
    match named(*code, params) {
        Some(sentence) => sentence,
        None => format!("{}.", plain(*code)),
    }
}

/// Sentences that name what they are about.
fn named(code: ProblemCode, params: &Value) -> Option<String> {
    let text = |name: &str| params.get(name).and_then(Value::as_str);
    let euros = |name: &str| params.get(name).and_then(Value::as_i64).map(super::voice::euros);
    Some(match code {
        ProblemCode::InvalidField => format!("Le champ « {} » ne convient pas ({}).", text("field")?, text("reason")?),
        ProblemCode::BackupGone => {
            format!(
                "La sauvegarde « {} » n’est pas là ou ne se lit pas : rebranchez la clé, rien n’a été remis en place.",
                text("path")?
            )
        }
        ProblemCode::FileNotReadable => format!("« {} » n’a pas pu être lu ({}).", text("path")?, text("reason")?),
        ProblemCode::FileNotWritable if text("reason") == Some("disk_full") => {
            "Le disque est plein : rien n’a été enregistré. Libérez de la place, puis recommencez.".to_owned()
        }
        ProblemCode::FileNotWritable if text("reason") == Some("disk_failing") => {
            "Le disque n’a pas répondu ou refuse l’écriture : rien n’a été enregistré. Recommencez.".to_owned()
        }
        ProblemCode::FileNotWritable => format!("« {} » n’a pas pu être écrit ({}).", text("path")?, text("reason")?),
        ProblemCode::FolderRefused => match text("reason")? {
            "cloud" => format!("Le dossier est synchronisé par {} : la base y serait en danger.", text("place")?),
            "network" => format!("Le dossier est sur le réseau ({}) : la base y serait en danger.", text("place")?),
            reason => format!("Le dossier ne peut pas servir ({reason})."),
        },
        ProblemCode::SharesDoNotAddUp => {
            format!("Les parts font {}, le total est de {}.", euros("shares_cents")?, euros("total_cents")?)
        }
        ProblemCode::MoreThanDue => format!("C’est plus que les {} dus.", euros("due_cents")?),
        ProblemCode::CashAboveLimit => format!("La loi limite les espèces à {}.", euros("limit_cents")?),
        ProblemCode::DifferenceDue => format!("Il reste {} à payer par le client.", euros("due_cents")?),
        ProblemCode::PromisedNotBefore => format!("Le reçu promet de ne pas déposer avant le {}.", text("not_before")?),
        _ => return None,
    })
}

/// Sentences without parameters, without their full stop.
const fn plain(code: ProblemCode) -> &'static str {
    use ProblemCode as P;
    match code {
        P::UnknownDossier => "Ce dossier n’existe pas dans ce cabinet",
        P::AlreadyExists => "Il y a déjà un cabinet ou un fichier à cet endroit",
        P::UnknownUser => "Cette personne n’est pas de ce cabinet",
        P::LastOwner => "C’est le dernier titulaire : nommez-en d’abord un autre",
        P::OneselfAtWork => "On ne le fait pas pour soi-même : un autre titulaire le fait",
        P::UserRetired => "Cette personne ne travaille plus ici",
        P::NobodyAtWork => {
            "Plusieurs personnes travaillent ici : ouvrez avec --passphrase-file, la phrase dit qui vient"
        }
        P::WrongPin => "Ce code n’est pas le bon",
        P::PinNotSet => "Cette personne n’a pas de code",
        P::PinLocked => "Trop de codes erronés : seule la phrase de passe sert encore",
        P::TriedTooSoon => "Attendez quelques secondes avant d’essayer encore",
        P::UnknownCredential => "Cet accès n’est pas dans le coffre, ou il n’est pas pour cette personne",
        P::UnknownTrack => "Ce dossier n’a pas cette complémentaire",
        P::UnknownSighting => "Ce constat n’est pas dans ce dossier, ou il est déjà corrigé",
        P::SharesDoNotAddUp => "Les parts ne font pas le total",
        P::AmountNotPositive => "Le montant doit être plus grand que zéro",
        P::MoreThanDue => "C’est plus que ce qui est dû",
        P::AmountOutOfRange => "Ce montant dépasse ce qui peut être enregistré",
        P::CashAboveLimit => "Les espèces dépassent la limite légale",
        P::DateInFuture => "Cette date est après aujourd’hui",
        P::DateTooEarly => "Cette date est trop tôt",
        P::AlreadyDelivered => "La délivrance est déjà enregistrée",
        P::NotOrdered => "Ce dossier n’a pas de commande",
        P::ValidityReversed => "La validité de la carte finit avant de commencer",
        P::NothingToErase => "Cette partie de la carte n’est plus gardée",
        P::SolidarityContract => "La complémentaire santé solidaire ne permet ni chèque ni avance",
        P::TrialUnderWay => "Aucun chèque ne se conserve pendant l’essai d’une aide auditive",
        P::DrawerChanged => "Le coffre a changé depuis le début du comptage",
        P::TooManyUnknownPapers => "Trop de papiers inconnus des livres pour un inventaire",
        P::UnknownInventory => "Cet inventaire n’existe pas",
        P::TrackState => "L’état de la part AMC ne le permet pas",
        P::TiersPayantBarred => "Le client demande lui-même le remboursement : le tiers payant est fermé",
        P::WayHasEffects => "Un chèque ou une demande repose sur la voie choisie",
        P::BlankPayee => "Le bénéficiaire du chèque est vide",
        P::ChequeDateInFuture => "Le chèque porte une date après aujourd’hui",
        P::ChequeExpired => "Ce chèque n’est plus payable",
        P::ChequeAmountDiffers => "Le chèque ne correspond pas à la part à couvrir",
        P::ChequeAlreadyRecorded => "Ce chèque est déjà enregistré",
        P::ChequeNotKept => "Ce chèque n’est plus au cabinet",
        P::ChequeElsewhere => "Cette étape ne peut pas suivre l’état du chèque",
        P::PaperNeeded => "Nommez la pièce sur laquelle repose cette étape",
        P::ExposureAboveCeiling => "Ce serait porter plus que le plafond de cette panne",
        P::UnknownLine => "Cette ligne n’est pas dans ce journal, ou elle est déjà corrigée",
        P::AccessNotSecured => "Des données ont fuité : changez d’abord les mots de passe",
        P::WrittenOff => "Ce dossier est passé en perte",
        P::SecondPersonNeeded => "Au-dessus de la limite du cabinet, une deuxième personne confirme dans la fenêtre",
        P::SecondNeeded => "Une deuxième personne donne son accord dans la fenêtre ; seul, on le demande la veille",
        P::SecondWaits => "Demandé par une seule personne : se confirme vingt-quatre heures plus tard",
        P::NothingToOverride => "Aucune règle ne s’y oppose, ou rien n’a été demandé",
        P::UnknownPurge => "Cet effacement n’existe pas, ou est terminé",
        P::MoneyStillOpen => "De l’argent de ce client est encore en cours : rien n’est effacé",
        P::NothingToWriteOff => "Rien n’est à passer en perte",
        P::MoneyToGiveBack => "Le client a encore de l’argent ici : rendez-le-lui d’abord",
        P::ChequeStillKept => "Un chèque est encore conservé pour ce dossier",
        P::NothingLeftToDo => "Il n’y a plus rien à faire de cette part : quelqu’un l’a réglée",
        P::NoAttempt => "Aucune tentative sans réponse n’est au journal de ce dossier",
        P::NotSetAside => "Ce dossier n’est pas mis de côté",
        P::UnknownSlip => "Cette remise n’existe pas, ou le chèque n’y est plus",
        P::SlipClosed => "Cette remise est créditée ou défaite",
        P::SlipSize => "Une remise compte au moins un chèque",
        P::AmcSharePaid => "La mutuelle a payé : ce chèque ne peut plus être déposé",
        P::OwnerMustOverride => "Seul le titulaire peut passer outre, avec un motif",
        P::ReasonNeeded => "Un motif est nécessaire",
        P::PromisedNotBefore => "Le reçu promet de ne pas déposer si tôt",
        P::NoticeNeeded => "Le client n’a pas été prévenu, comme le reçu le promet",
        P::KeptTooLong => "La conservation du chèque dépasserait sa limite",
        P::AmcShareNotPaid => "Le virement de la mutuelle n’est pas sur le compte",
        P::DifferenceDue => "Une différence reste à payer par le client",
        P::MoreThanCredited => "Les parts affectées dépassent ce qui reste du virement",
        P::UnknownBankCredit => "Ce virement n’est pas enregistré",
        P::AlreadyInvoiced => "Cette part est déjà facturée",
        P::NotDelivered => "Le dossier n’est pas délivré : il ne se facture pas encore",
        P::NothingDelivered => "Aucune délivrance n’est enregistrée",
        P::DeliveryHolds => "Quelque chose repose sur cette délivrance",
        P::InvoiceTooSoon => "L’opérateur ne prend pas encore la facture",
        P::InvoiceStands => "Une facture repose sur cette prise en charge",
        P::CancellationUnderWay => "Une annulation est déjà en cours",
        P::NothingToCancel => "Il n’y a rien à annuler",
        P::RequestState => "L’état de cette demande ne le permet pas",
        P::IncidentClosed => "Cet incident est clos",
        P::RiskNotWeighed => "Dites d’abord ce que la fuite peut causer aux personnes",
        P::KnownBeforeItBegan => "On ne peut pas l’avoir su avant que cela commence",
        P::TaskNotCalledFor => "Rien de ce qui a fuité ne le demande, ou c’est réglé ailleurs",
        P::NotABreach => "Rien n’a fuité dans cet incident : dites d’abord que c’est une fuite",
        P::IncidentHasOpenDossiers => "Des dossiers de la panne restent à régler",
        P::AnotherIncidentOpen => "Un autre incident de cette plateforme est ouvert",
        P::EndsBeforeItBegins => "La fin est avant le début",
        P::IncidentFull => "Cet incident ne peut rien garder de plus",
        P::UnknownPlatform => "Cette plateforme n’est pas suivie",
        P::RoutingRowGone => "Cette ligne de la table des opérateurs a changé entre-temps",
        P::RoutingRowsOverlap => "Une autre ligne de la table des opérateurs répond au même ces jours-là",
        P::TooManyChanges => "La table des opérateurs porte trop de changements à la main",
        P::TooManyMappings => "Il y a déjà autant de correspondances enregistrées qu’il peut y en avoir",
        P::UnknownImport => "Cette liste n’a pas été importée ici",
        P::ImportUndone => "L’import de cette liste est déjà annulé",
        P::NothingToImport => "Aucune ligne de cette liste n’est à enregistrer",
        P::ChangedSince => "Autre chose s’est passé depuis : rien n’a été annulé",
        P::NotEntrusted => "Cette part n’a pas été confiée au concentrateur",
        P::UnknownPaper => "Ce papier n’a pas été imprimé ici",
        P::PaperReceived => "Ce papier a été reçu, pas imprimé ici : il n’a pas de duplicata",
        P::TiersPayantOpen => "Le client n’avance pas cette part : le tiers payant est encore ouvert",
        P::AdvanceNotPaid => "Ce que le client avance n’est pas encore encaissé",
        P::UnknownDownPayment => "Cet acompte n’est pas dans ce dossier",
        P::UnknownOperatorAdvance => "Cette avance n’est pas enregistrée sur ce poste",
        P::ScheduleNotSound => "L’échéancier n’est pas en ordre",
        P::ScheduleDiffers => "L’échéancier ne fait pas ce qui reste à rembourser",
        P::CreditNotAllocated => "Ce virement n’est pas entièrement affecté",
        P::ThirdPartyPaymentSuspended => "Le tiers payant est suspendu avec cet opérateur",
        P::FileChanged => "Le fichier a changé depuis qu’il a été lu",
        P::ImportRunning => "Un import est déjà en cours",
        P::LettersRunning => "Des lettres s’écrivent déjà",
        P::BackupRunning => "Une sauvegarde est déjà en cours : attendez sa fin",
        P::BackupStopped => "La sauvegarde a été arrêtée : rien n’en reste",
        P::NotABackup => {
            "Ce fichier n’est pas une sauvegarde de Relais : choisissez un fichier « sauvegarde-….relais »"
        }
        P::BackupDamaged => "Cette sauvegarde est abîmée ou incomplète : prenez-en une autre",
        P::BackupGone => {
            "La sauvegarde n’est pas là ou ne se lit pas jusqu’au bout : rebranchez la clé, rien n’a été remis en place"
        }
        P::BackupFolderAway => "Le dossier des sauvegardes n’est pas là : branchez la clé",
        P::NothingToRemind => "Aucune de ces parts n’est en retard et due",
        P::ImportCancelled => "L’import a été arrêté : rien n’en reste",
        P::RoleNotAllowed => "Le rôle de cette personne ne le permet pas",
        P::InvalidField => "Un champ ne convient pas",
        P::Locked => "Le cabinet est verrouillé : donnez sa phrase de passe avec --passphrase-file",
        P::NoPracticeOpen => "Aucun cabinet n’est ouvert",
        P::PracticeNotFound => "Il n’y a pas de cabinet à cet endroit",
        P::PracticeAlreadyOpen => "Relais est déjà ouvert sur ce cabinet",
        P::FolderRefused => "Ce dossier ne peut pas recevoir un cabinet",
        P::WrongPassphrase => "Cette phrase de passe n’ouvre pas le cabinet",
        P::WrongRecoveryKey => "Cette clé de récupération n’ouvre pas le cabinet",
        P::PassphraseTooWeak => "Cette phrase de passe se devinerait trop vite",
        P::KeyringUnavailable => {
            "Ce poste n’a pas de trousseau de clés : donnez la phrase de passe avec --passphrase-file"
        }
        P::KeyringLocked => "Le trousseau de clés est verrouillé : donnez la phrase de passe avec --passphrase-file",
        P::KeyringRefused => "Le trousseau de clés a refusé l’accès : donnez la phrase de passe avec --passphrase-file",
        P::KeyringItemLost => "La clé n’est pas dans le trousseau : donnez la phrase de passe avec --passphrase-file",
        P::KeyringTimedOut => "Le trousseau de clés ne répond pas : donnez la phrase de passe avec --passphrase-file",
        P::DatabaseWrongKey => "Cette clé n’ouvre pas la base de ce cabinet",
        P::DatabaseDamaged => "La base de ce cabinet est abîmée ; rien n’y a été changé",
        P::DatabaseNewer => "Ce cabinet a été ouvert par une version plus récente de Relais",
        P::NotADatabase => "Ce dossier ne contient pas une base de Relais",
        P::NoPlatformForDossier => "L’opérateur de cette carte n’est pas connu",
        P::MemberNumberMissing => "Le numéro d’adhérent manque",
        P::ConsentNotGiven => "Ce client n’avait pas donné son accord",
        P::ConsentMissing => "Le client n’a pas encore accepté la transmission : rien n’est parti",
        P::ConsentRefused => "Le client refuse la transmission : rien n’est parti",
        P::AuthorisationOpen => "Une demande de prise en charge attend encore pour cette part",
        P::FormalityOpen => "La même démarche attend déjà pour cette part",
        P::FateUnknown => "On ne sait pas encore si la plateforme a reçu la demande",
        P::WayNeedsConsent => "Cette voie demande une transmission que le client refuse",
        P::LookupsStopped => {
            "Les consultations de cette personne sont bloquées : le titulaire peut débloquer dans la fenêtre"
        }
        P::LookupsNotStopped => "Cette personne n’est pas bloquée",
        P::ExerciseUnderWay => "Un exercice de panne est déjà en cours",
        P::NoExercise => "Aucun exercice de panne n’est en cours",
        P::SimulatorNotStarted => "Les plateformes simulées n’ont pas pu démarrer ; rien n’a été gardé",
        P::PlatformHasRequests => "Des demandes attendent encore pour cette plateforme",
        P::PlatformNotAllowedHere => "Cette plateforme ne peut pas servir dans ce cabinet",
        P::GlyphMissing => "Un caractère de ce document n’existe pas dans la police d’impression",
        P::UnknownDocument => "Ce papier n’est pas connu ici",
        P::PaperUnreadable => "Ce papier n’est plus comme il a été remis, ou son fichier manque",
        P::NothingToEstimate => "Il n’y a rien à estimer ici",
        P::ReferenceNeeded => "Le numéro de devis ou de facture manque",
        P::FileNotWritable => "Le fichier n’a pas pu être écrit",
        P::FileNotReadable => "Le fichier n’a pas pu être lu",
        P::NothingOpens => "Aucun programme de ce poste ne l’a ouvert",
        P::ArchiveFault => "Cette archive n’est pas entière",
        P::CommandReused => "Cette action a déjà été faite avec d’autres valeurs",
        P::UnknownCommand => "Cette action n’existe pas dans cette version",
        P::InvalidRequest => "La demande n’a pas été comprise",
        P::Internal => "L’opération n’a pas abouti ; « --verbose » en dit plus",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_sentence_names_what_it_is_about_when_it_knows() {
        let problem = Problem::with(ProblemCode::FolderRefused, json!({ "reason": "cloud", "place": "OneDrive" }));
        assert_eq!(sentence(&problem), "Le dossier est synchronisé par OneDrive : la base y serait en danger.");
        assert_eq!(
            sentence(&Problem::with(ProblemCode::MoreThanDue, json!({ "due_cents": 37_991 }))),
            "C’est plus que les 379,91 € dus."
        );
    }

    #[test]
    fn without_its_parameters_it_is_a_sentence_all_the_same() {
        assert_eq!(sentence(&Problem::code(ProblemCode::MoreThanDue)), "C’est plus que ce qui est dû.");
    }
}
