//! Where something can break: a platform, one of its functions, and for some functions one activity of the practice.
//!
//! The names are those of the trade and of the wire; they are written again here, and not borrowed from the connector,
//! so that the simulator stays a second opinion. Platforms are rows of a table: adding one is adding a row.

use serde::{Deserialize, Serialize, Serializer};

/// One row of the table of platforms.
struct Card {
    code: &'static str,
    name: &'static str,
    agreement_prefix: &'static str,
}

const CARDS: [Card; 3] = [
    Card { code: "viamedis", name: "Viamedis", agreement_prefix: "VM" },
    Card { code: "almerys", name: "Almerys", agreement_prefix: "AL" },
    Card { code: "sp-sante", name: "SP santé", agreement_prefix: "SP" },
];

/// A simulated platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Platform(usize);

impl Platform {
    /// Viamedis.
    pub const VIAMEDIS: Platform = Platform(0);
    /// Almerys.
    pub const ALMERYS: Platform = Platform(1);
    /// SP santé.
    pub const SP_SANTE: Platform = Platform(2);

    /// Every simulated platform, in the order of the control page.
    pub fn all() -> impl Iterator<Item = Platform> {
        (0..CARDS.len()).map(Platform)
    }

    /// The platform of that code (`viamedis`, `almerys`, `sp-sante`).
    pub fn parse(code: &str) -> Option<Platform> {
        CARDS.iter().position(|card| card.code == code).map(Platform)
    }

    /// The code used in paths and in JSON.
    pub fn code(self) -> &'static str {
        CARDS[self.0].code
    }

    /// The name shown to people.
    pub fn name(self) -> &'static str {
        CARDS[self.0].name
    }

    /// The letters its agreement numbers start with.
    pub(crate) fn agreement_prefix(self) -> &'static str {
        CARDS[self.0].agreement_prefix
    }
}

impl Serialize for Platform {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// What a platform does, and the doors one goes through to ask it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// TCP itself: the platform's own port.
    Connection,
    /// The OAuth2 token endpoint.
    Token,
    /// Droits: `CoverageEligibilityRequest`.
    Rights,
    /// Devis: a `Claim` for predetermination.
    Quote,
    /// Prise en charge: a `Claim` for preauthorization, and the search for its answer.
    PriorAuthorisation,
    /// Facturation: a `Claim` for payment.
    Claim,
    /// Avis de paiement: `PaymentReconciliation`.
    PaymentAdvice,
    /// Virements: the money itself, seen on the control side only.
    Payment,
    /// The portal people use by hand.
    Portal,
}

impl Function {
    /// Every function, in the order of the control page.
    pub const ALL: [Function; 9] = [
        Function::Connection,
        Function::Token,
        Function::Rights,
        Function::Quote,
        Function::PriorAuthorisation,
        Function::Claim,
        Function::PaymentAdvice,
        Function::Payment,
        Function::Portal,
    ];

    /// The name in paths and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Function::Connection => "connection",
            Function::Token => "token",
            Function::Rights => "rights",
            Function::Quote => "quote",
            Function::PriorAuthorisation => "prior_authorisation",
            Function::Claim => "claim",
            Function::PaymentAdvice => "payment_advice",
            Function::Payment => "payment",
            Function::Portal => "portal",
        }
    }

    /// The function of that code.
    pub fn parse(code: &str) -> Option<Function> {
        Function::ALL.into_iter().find(|function| function.code() == code)
    }

    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Function::Connection => "Connexion",
            Function::Token => "Jeton d’accès",
            Function::Rights => "Droits",
            Function::Quote => "Devis",
            Function::PriorAuthorisation => "Prise en charge (PEC)",
            Function::Claim => "Facturation",
            Function::PaymentAdvice => "Avis de paiement",
            Function::Payment => "Virements",
            Function::Portal => "Portail",
        }
    }

    /// Whether the function can break for one activity alone: only where the request says which one it is for.
    pub fn knows_activity(self) -> bool {
        matches!(self, Function::Rights | Function::Quote | Function::PriorAuthorisation | Function::Claim)
    }
}

/// The activity a request is for. In 2024 pharmacies lost the rights two days before opticians did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Optique. A request that does not say its activity counts as this one.
    Optics,
    /// Audition.
    Hearing,
    /// Officine.
    Pharmacy,
}

impl Activity {
    /// Every activity.
    pub const ALL: [Activity; 3] = [Activity::Optics, Activity::Hearing, Activity::Pharmacy];

    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Activity::Optics => "optics",
            Activity::Hearing => "hearing",
            Activity::Pharmacy => "pharmacy",
        }
    }

    /// The activity of that code.
    pub fn parse(code: &str) -> Option<Activity> {
        Activity::ALL.into_iter().find(|activity| activity.code() == code)
    }

    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Activity::Optics => "optique",
            Activity::Hearing => "audition",
            Activity::Pharmacy => "officine",
        }
    }
}
