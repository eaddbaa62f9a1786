//! The access log as it is asked for and given back.

use jiff::Timestamp;
use relais_domain::ids::UserId;
use relais_journal::{Entry, Hash};

/// Which entries of the access log; the default lets none through, its limit being nothing.
#[derive(Debug, Clone, Default)]
pub struct AccessFilter {
    /// Of these kinds; all when empty.
    pub kinds: Vec<String>,
    /// By this user.
    pub actor: Option<UserId>,
    /// From this instant.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
    /// About or by what a search found.
    pub about_or_by: Option<Found>,
    /// Before this local number: the next page.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

/// What a search found: an entry that is about one of these or by one of these is let through.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// References such as `dossier/<id>`.
    pub abouts: Vec<String>,
    /// Users.
    pub actors: Vec<UserId>,
}

/// An entry of the access log.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessRow {
    /// The local number.
    pub seq: i64,
    /// The entry.
    pub entry: Entry,
    /// Its hash.
    pub hash: Hash,
}
