//! What a function and a failure are called on the papers of an outage: French whatever the interface.

use relais_domain::platform::{FailureCode, Function};

/// A function, in the words of the strip.
pub(crate) const fn function_fr(function: Function) -> &'static str {
    match function {
        Function::Rights => "Droits",
        Function::Quote => "Devis",
        Function::PriorAuthorisation => "Prise en charge",
        Function::Claim => "Facturation",
        Function::PaymentAdvice => "Avis de paiement",
        Function::Payment => "Virement",
    }
}

/// What an attempt came to; none for what our own restraint held back, which was no attempt at the platform. What did not
/// leave because the outage was known is told as such.
pub(crate) const fn failure_fr(failure: FailureCode) -> Option<&'static str> {
    Some(match failure {
        FailureCode::Paced
        | FailureCode::NoConnector
        | FailureCode::CredentialOutOfReach
        | FailureCode::DeclaredByStaff => return None,
        FailureCode::CircuitOpen => "non partie, panne déjà constatée",
        FailureCode::NameNotResolved => "adresse introuvable",
        FailureCode::ConnectionRefused => "connexion refusée",
        FailureCode::ConnectionLost => "connexion coupée",
        FailureCode::Tls => "certificat refusé",
        FailureCode::TimedOut => "délai dépassé",
        FailureCode::Unauthorised | FailureCode::TokenRefused => "identifiants refusés",
        FailureCode::Forbidden => "accès interdit",
        FailureCode::NotFound => "service introuvable",
        FailureCode::TooManyCalls => "trop d’appels",
        FailureCode::ServerError => "erreur de la plateforme",
        FailureCode::RequestRefused => "demande refusée",
        FailureCode::Conflict => "conflit",
        FailureCode::NotJson
        | FailureCode::UnexpectedShape
        | FailureCode::DuplicateKey
        | FailureCode::ModifierExtension
        | FailureCode::ImplicitRules
        | FailureCode::NotActive
        | FailureCode::ForeignCurrency
        | FailureCode::SeveralAnswers
        | FailureCode::OperationOutcome
        | FailureCode::TooLarge
        | FailureCode::Truncated
        | FailureCode::WrongSubject
        | FailureCode::WrongRequest
        | FailureCode::RedirectRefused => "réponse inexploitable",
        FailureCode::SubjectUnknown => "personne inconnue de la plateforme",
    })
}
