//! The French words of the papers of data protection.

use relais_domain::{context::Role, disclosure::FieldName, processing::Processing, retention::DataKind};

/// What an activity is called, what it is for, of whom.
pub(super) struct Told {
    pub(super) name: &'static str,
    pub(super) purpose: &'static str,
    pub(super) people: &'static str,
}

pub(super) const fn processing(processing: Processing) -> Told {
    let (name, purpose, people) = match processing {
        Processing::ThirdPartyPayment => (
            "Tiers payant",
            "Vérifier les droits, demander l’accord de l’assureur, facturer sa part et suivre son paiement, aussi pendant une panne",
            "Clients, assurés et ayants droit",
        ),
        Processing::Cheques => (
            "Chèques conservés et remis",
            "Garder un chèque tant que l’assureur n’a pas payé, le rendre ou le remettre en banque, et le prouver",
            "Clients et tireurs des chèques",
        ),
        Processing::Books => (
            "Ventes, règlements et comptes",
            "Suivre ce qui est vendu, dû et payé, relancer, tenir les écritures",
            "Clients et payeurs",
        ),
        Processing::LookUps => (
            "Journal des accès et surveillance des consultations",
            "Savoir qui a consulté quoi et remarquer vite un compte détourné",
            "Personnes qui travaillent dans l’établissement",
        ),
        Processing::Accounts => (
            "Coffre des comptes de plateformes",
            "Garder sous clé les comptes, savoir qui les détient, les changer après une fuite",
            "Personnes qui détiennent ces comptes",
        ),
        Processing::Breaches => (
            "Registre des violations de données",
            "Noter ce qui a fuité, ce qui est fait, qui est prévenu",
            "Clients, équipe, établissement",
        ),
        Processing::Backups => (
            "Sauvegardes",
            "Rétablir l’ensemble après une perte ou une panne de l’ordinateur",
            "Toutes celles des autres traitements",
        ),
    };
    Told { name, purpose, people }
}

/// The category of a kind that is kept.
pub(super) const fn data_kind(kind: DataKind) -> &'static str {
    match kind {
        DataKind::Customer => "nom, prénom, téléphone et date de naissance, s’ils sont saisis",
        DataKind::Entries => "montants et dates, sans nom",
        DataKind::Nir => "n° de sécurité sociale, si un opérateur l’exige",
        DataKind::CardText => "texte lu de la carte de tiers payant",
        DataKind::CardPicture => "image de la carte, si elle est gardée",
        DataKind::ChequePicture => "image du chèque, si elle est gardée",
        DataKind::ChequeLine => "ligne, banque et tireur des chèques",
        DataKind::Exchange => "demandes et réponses des opérateurs",
        DataKind::Account => "identifiants, secrets, personnes qui reçoivent les codes",
        DataKind::AccessLog => "qui, quand, quelle action, quel dossier",
        DataKind::Breach => "ce qui a fuité, ce qu’on en sait, qui a été prévenu",
        DataKind::Backup => "toutes les données ci-dessus, chiffrées",
    }
}

/// The category of a field that leaves; none of what is not about a customer, or is kept with his name already.
pub(super) const fn field_category(field: FieldName) -> Option<&'static str> {
    match field {
        FieldName::FamilyName | FieldName::GivenName | FieldName::BirthDate => Some(data_kind(DataKind::Customer)),
        FieldName::Nir => Some(data_kind(DataKind::Nir)),
        FieldName::AmcNumber | FieldName::Convention | FieldName::Csr | FieldName::MemberNumber => {
            Some("mutuelle et n° d’adhérent")
        }
        FieldName::ServiceDate | FieldName::DomainCode => Some("date et domaine des soins"),
        FieldName::ProductCode | FieldName::Quantity => Some("catégorie des articles, sans correction ni médicament"),
        FieldName::UnitPrice | FieldName::Total | FieldName::AskedAmount | FieldName::RequestedAmount => {
            Some("prix et parts demandées")
        }
        FieldName::Authorisation | FieldName::InvoiceNumber => Some("n° d’accord et de facture"),
        FieldName::RequestId | FieldName::CreatedAt | FieldName::ProviderFiness => None,
    }
}

/// Who receives what of an activity from a person's hand: the program prints it and sends nothing.
pub(super) const fn by_hand(processing: Processing) -> &'static [&'static str] {
    match processing {
        Processing::Cheques => {
            &["Banque de l’établissement\u{a0}: les chèques remis, avec leur bordereau, portés par une personne"]
        }
        Processing::Breaches => &["Autorité, police, assureur\u{a0}: les courriers imprimés, envoyés par une personne"],
        Processing::Books => &["Expert-comptable\u{a0}: les écritures exportées, remises par une personne"],
        Processing::ThirdPartyPayment | Processing::LookUps | Processing::Accounts | Processing::Backups => &[],
    }
}

/// A role, as people at work call it.
pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::Counter => "comptoir",
        Role::Billing => "tiers payant",
        Role::Owner => "titulaire ou gérant",
        Role::Accountant => "lecture seule",
    }
}
