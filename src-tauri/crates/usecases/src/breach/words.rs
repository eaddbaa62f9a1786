//! The French words of a breach's papers: documents are in French whatever the language of the window.

use relais_domain::{
    breach_profile::{Contact, ContactRole},
    incident::{BreachTask, LeakField, LeakOrigin, NotifierDuty},
    source::SourceCode,
};

/// A field, in a sentence.
pub(super) const fn field_fr(field: LeakField) -> &'static str {
    match field {
        LeakField::BankAccount => "RIB de l’établissement",
        LeakField::Login => "identifiant au portail",
        LeakField::Password => "mot de passe",
        LeakField::Email => "adresse e-mail de l’établissement",
        LeakField::Phone => "téléphone de l’établissement",
        LeakField::Finess => "numéro FINESS",
        LeakField::Siret => "numéro SIRET",
        LeakField::Address => "adresse de l’établissement",
        LeakField::StaffNames => "noms de l’équipe",
        LeakField::CustomerIdentity => "nom, prénom, date et rang de naissance des clients",
        LeakField::CustomerNir => "numéro de sécurité sociale des clients",
        LeakField::CustomerContract => "assureur et numéro d’adhérent des clients",
        LeakField::CustomerContact => "téléphone, e-mail et adresse des clients",
        LeakField::CustomerBankAccount => "coordonnées bancaires des clients",
        LeakField::CustomerHealth => "soins, équipement et ordonnances des clients",
    }
}

/// Where the data got out: « Les données sont sorties … ».
pub(super) const fn origin_fr(origin: LeakOrigin) -> &'static str {
    match origin {
        LeakOrigin::Platform => "des systèmes de la plateforme",
        LeakOrigin::OurAccount => "par le compte de l’établissement à la plateforme",
        LeakOrigin::OurSystems => "des ordinateurs, de la messagerie ou des papiers de l’établissement",
        LeakOrigin::OurProcessor => "d’un prestataire qui travaille pour l’établissement",
    }
}

/// What the practice is to the data, and what follows.
pub(super) const fn duty_fr(duty: NotifierDuty) -> &'static str {
    match duty {
        NotifierDuty::OthersNotify => {
            "L’établissement n’est pas responsable de ces données\u{a0}: l’opérateur ou l’assureur notifie."
        }
        NotifierDuty::TellController => {
            "L’établissement est sous-traitant\u{a0}: il prévient le responsable du traitement."
        }
        NotifierDuty::RegisterOnly => {
            "L’établissement est responsable de ces données\u{a0}; le risque est jugé improbable."
        }
        NotifierDuty::NotifyAuthority => {
            "L’établissement est responsable de ces données\u{a0}; un risque existe pour les personnes."
        }
        NotifierDuty::NotifyAuthorityAndPeople => {
            "L’établissement est responsable de ces données\u{a0}; le risque est élevé pour les personnes, qui sont informées."
        }
    }
}

/// Something that was done.
pub(super) const fn task_fr(task: BreachTask) -> &'static str {
    match task {
        BreachTask::Rotation => "Mots de passe changés",
        BreachTask::BankLetter => "Banque prévenue",
        BreachTask::DebitWatch => "Prélèvements surveillés",
        BreachTask::PhishingWarning => "Équipe mise en garde",
        BreachTask::ImpersonationNotice => "Risque d’usurpation signalé",
        BreachTask::WhoNotifies => "Responsabilités déterminées",
        BreachTask::InitialNotification => "Notification initiale faite",
        BreachTask::ComplementaryNotification => "Notification complémentaire faite",
        BreachTask::ControllerTold => "Responsable du traitement prévenu",
        BreachTask::Complaint => "Plainte déposée",
        BreachTask::CustomerNotice => "Clients informés",
        BreachTask::ComplaintHandout => "Plainte des clients relayée",
    }
}

/// What somebody of a role is called for; none is not called.
pub(super) const fn call_fr(role: ContactRole) -> Option<&'static str> {
    match role {
        ContactRole::Bank => Some("Bloquer les prélèvements inconnus, prévenir du RIB volé"),
        ContactRole::Insurer => Some("Déclarer le sinistre"),
        ContactRole::Operator => Some("Bloquer le compte, demander un nouvel accès"),
        ContactRole::Authority => Some("Notifier, ou demander conseil"),
        ContactRole::Complaint => Some("Porter plainte"),
        ContactRole::Help => Some("Être aidé"),
        ContactRole::Creditor | ContactRole::PatientComplaint => None,
    }
}

/// Who said something; any other is as it is spelled.
pub(super) fn source_fr(source: &SourceCode) -> String {
    let word = match source.as_str() {
        "press" => "presse",
        "operator" => "opérateur",
        "union" => "syndicat",
        "colleague" => "confrère",
        "status_page" => "page d’état",
        "insurer" => "assureur",
        other => other,
    };
    word.to_owned()
}

/// From where somebody writes and calls.
pub(super) fn sender_fr(contact: &Contact) -> String {
    let parts = [contact.phone.as_str(), contact.email.as_str(), contact.web.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Somebody with all one needs to reach him.
pub(super) fn contact_fr(contact: &Contact) -> String {
    let address = contact.address.join(", ");
    let parts =
        [contact.name.as_str(), address.as_str(), contact.phone.as_str(), contact.email.as_str(), contact.web.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
