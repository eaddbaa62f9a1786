//! Who was stopped looking people up, and what last left for a platform.

use jiff::Timestamp;
use relais_domain::{
    disclosure::FieldName,
    ids::UserId,
    lookup_guard::Finding,
    platform::{Function, PlatformCode},
};

/// A user's last stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookupStopRow {
    /// Who.
    pub actor: UserId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub finding: Finding,
    /// When an owner unlocked; none while it holds.
    pub lifted_at: Option<Timestamp>,
    /// Which owner.
    pub lifted_by: Option<UserId>,
    /// Why, in his words.
    pub lifted_why: Option<String>,
}

/// What last left for one function of one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartureRow {
    /// To which platform.
    pub platform: PlatformCode,
    /// For which function.
    pub function: Function,
    /// When.
    pub at: Timestamp,
    /// The fields.
    pub fields: Vec<FieldName>,
}
