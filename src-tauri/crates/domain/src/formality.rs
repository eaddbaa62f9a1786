//! What is asked of an operator about a sale (« démarche »): a quote, a prior authorisation, an invoice, and the taking back of
//! either of the last two. Owns the names; whether one may be asked for is [`crate::dossier::may_ask`].

use crate::platform::Function;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A formality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Formality {
    /// Devis: what would be covered; it binds nobody.
    Quote,
    /// PEC: the insurer's promise to pay.
    PriorAuthorisation,
    /// Facture: the care is delivered.
    Claim,
    /// The PEC is given back.
    AuthorisationCancellation,
    /// The invoice is taken back.
    ClaimCancellation,
}

impl Formality {
    /// Every formality, in the order of a sale.
    pub const ALL: [Formality; 5] = [
        Formality::Quote,
        Formality::PriorAuthorisation,
        Formality::Claim,
        Formality::AuthorisationCancellation,
        Formality::ClaimCancellation,
    ];

    /// What a request of this function is; `cancels` when it takes one back.
    pub const fn of(function: Function, cancels: bool) -> Option<Formality> {
        match (function, cancels) {
            (Function::Quote, false) => Some(Formality::Quote),
            (Function::PriorAuthorisation, false) => Some(Formality::PriorAuthorisation),
            (Function::Claim, false) => Some(Formality::Claim),
            (Function::PriorAuthorisation, true) => Some(Formality::AuthorisationCancellation),
            (Function::Claim, true) => Some(Formality::ClaimCancellation),
            _ => None,
        }
    }

    /// The function of the platform that is asked: a cancellation is of what it takes back.
    pub const fn function(self) -> Function {
        match self {
            Formality::Quote => Function::Quote,
            Formality::PriorAuthorisation | Formality::AuthorisationCancellation => Function::PriorAuthorisation,
            Formality::Claim | Formality::ClaimCancellation => Function::Claim,
        }
    }

    /// Whether the insurer is asked for its share: a quote binds nobody, a cancellation gives back.
    pub const fn carries_the_share(self) -> bool {
        matches!(self, Formality::PriorAuthorisation | Formality::Claim)
    }

    /// What a cancellation takes back; nothing for the others.
    pub const fn cancels(self) -> Option<Formality> {
        match self {
            Formality::AuthorisationCancellation => Some(Formality::PriorAuthorisation),
            Formality::ClaimCancellation => Some(Formality::Claim),
            _ => None,
        }
    }
}
