//! A customer called back: who is to be told that the platform is back, that something is left to pay, or that he may come.

use crate::ids::TextId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a call came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// « Viendra ».
    Comes,
    /// « Réfléchit ».
    Considers,
    /// « Message laissé ».
    MessageLeft,
    /// « Ne répond pas ».
    NoAnswer,
    /// « Mauvais numéro ».
    WrongNumber,
    /// « Renonce ».
    GivesUp,
}

impl CallOutcome {
    /// Nobody needs to call again, unless a day is named.
    pub const fn is_final(self) -> bool {
        matches!(self, CallOutcome::Comes | CallOutcome::GivesUp)
    }
}

/// `dossier.customer_called`: the hour and the caller are the entry's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerCalled {
    /// What came of it.
    pub outcome: CallOutcome,
    /// The day he comes, or is to be called again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_on: Option<Date>,
    /// What was said, in its erasable place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<TextId>,
}
