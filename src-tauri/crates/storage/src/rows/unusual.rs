//! What was unusual in the accesses, and who acknowledged it.

use jiff::Timestamp;
use relais_domain::{
    ids::{UnusualId, UserId},
    unusual::{Pattern, Unusual},
};

/// A line that an owner acknowledges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusualRow {
    /// The line.
    pub id: UnusualId,
    /// What is unusual.
    pub pattern: Pattern,
    /// In whose accesses; none when nobody known.
    pub about: Option<UserId>,
    /// How much, and from when to when.
    pub unusual: Unusual,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// Who acknowledged it; none while it waits.
    pub acknowledged: Option<Acknowledged>,
}

/// An owner's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledged {
    /// When.
    pub at: Timestamp,
    /// Which owner.
    pub by: UserId,
    /// What he said.
    pub word: String,
    /// It was about himself, and no other owner worked here.
    pub alone: bool,
}
