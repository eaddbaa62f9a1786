//! What a decision may know of the world: when, whose hands, and with which standing.

use crate::ids::UserId;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The circumstances of one command.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// The instant, from the clock port.
    pub now: Timestamp,
    /// The business date in the practice's time zone.
    pub today: Date,
    /// Who acts.
    pub actor: UserId,
    /// With which role.
    pub role: Role,
}

/// The standing of a user (the matrix of permissions is in the use cases; the rules only know who may override).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Comptoir.
    Counter,
    /// Tiers payant, back-office billing.
    Billing,
    /// Titulaire of a pharmacy, gérant elsewhere.
    Owner,
    /// The accountant: reads only.
    Accountant,
}

impl Role {
    /// Each of them.
    pub const ALL: [Role; 4] = [Role::Counter, Role::Billing, Role::Owner, Role::Accountant];
}

/// The trade a dossier belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Optique.
    Optics,
    /// Audition.
    Hearing,
    /// Officine.
    Pharmacy,
}

/// How a sum was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMeans {
    /// Carte bancaire.
    Card,
    /// Espèces.
    Cash,
    /// Chèque encaissé tout de suite.
    Cheque,
    /// Virement.
    Transfer,
}
