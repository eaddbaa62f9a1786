//! « Pièce d’identité vue » when a cheque is taken in: that one was looked at, and its kind. No number, no copy: neither has a
//! field.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the customer showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IdentitySeen {
    /// Carte d’identité.
    IdentityCard,
    /// Passeport.
    Passport,
    /// Permis de conduire.
    DrivingLicence,
    /// Titre de séjour.
    ResidencePermit,
    /// Anything else.
    Other,
}
