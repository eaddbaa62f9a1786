//! What was unusual in the accesses, and the word an owner says of each line.

use jiff::{Timestamp, civil::Date};
use relais_domain::{
    ids::UnusualId,
    reference_file::Status,
    unusual::{Hand, Limits, Pattern},
};

wire! {
    /// What waits for a word, and what was acknowledged.
    pub struct UnusualView {
        /// The latest first.
        pub waiting: Vec<UnusualLine>,
        /// The latest first.
        pub acknowledged: Vec<UnusualLine>,
        pub limits: Limits,
        /// Whether the owner chose them.
        pub chosen: bool,
        pub defaults: UnusualDefaults,
    }
    pub struct UnusualLine {
        pub id: UnusualId,
        pub pattern: Pattern,
        /// In whose accesses; empty when nobody known.
        pub name: String,
        pub count: u32,
        pub above: u32,
        pub first: Timestamp,
        pub last: Timestamp,
        pub raised_at: Timestamp,
        /// Whether whoever is at work may say a word of it.
        pub hand: Hand,
        pub word: Option<UnusualWord>,
    }
    /// Who said what, and when.
    pub struct UnusualWord {
        pub at: Timestamp,
        pub by: String,
        pub word: String,
        /// It was about himself, and no other owner worked here.
        pub alone: bool,
    }
    pub struct UnusualDefaults {
        pub limits: Limits,
        pub from: Date,
        pub status: Status,
        pub source: String,
    }
    pub struct AcknowledgeUnusualRequest { pub line: UnusualId, pub word: String }
    pub struct SetUnusualLimitsRequest { pub limits: Limits }
}
