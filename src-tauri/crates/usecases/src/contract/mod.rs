//! What the window and the command line say to the use cases, and what they hear back.
//!
//! Shapes only: no behaviour, no rule. Amounts are cents, dates ISO (`2024-01-31`), instants RFC 3339 in UTC, ids opaque.
//! The TypeScript twin, `ui/src/lib/contract/contract.ts`, is generated from here and checked for drift.

#![allow(missing_docs)] // Fields are named as they are shown; units are in the suffixes and in the line above.

macro_rules! wire {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        $(#[$meta])*
        pub $kind $name $body
    )*};
}

macro_rules! wire_codes {
    ($($(#[$meta:meta])* pub enum $name:ident $body:tt)*) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        $(#[$meta])*
        #[serde(rename_all = "snake_case")]
        pub enum $name $body
    )*};
}

mod access;
mod access_log;
mod advance;
mod availability;
mod backup;
mod books;
mod breach;
mod breach_profile;
mod card;
mod cheque;
mod circuit;
mod coverage;
mod credential;
mod description;
mod dossier;
mod estimate;
mod exercise;
mod formality;
mod incident;
mod inventory;
mod journal;
mod letters;
mod lookup;
mod notice;
mod operator_advance;
mod outage;
mod payments;
mod picture;
mod pilotage;
mod platform;
mod privacy;
mod problem;
mod queue;
mod recovery;
mod reminder;
mod retention;
mod rotation;
mod routing;
mod second_look;
mod slip;
mod story;
mod table_reading;
mod team;
mod unusual;
mod work;

pub use access::*;
pub use access_log::*;
pub use advance::*;
pub use availability::*;
pub use backup::*;
pub use books::*;
pub use breach::*;
pub use breach_profile::*;
pub use card::*;
pub use cheque::*;
pub use circuit::*;
pub use coverage::*;
pub use credential::*;
pub use description::*;
pub use dossier::*;
pub use estimate::*;
pub use exercise::*;
pub use formality::*;
pub use incident::*;
pub use inventory::*;
pub use journal::*;
pub use letters::*;
pub use lookup::*;
pub use notice::*;
pub use operator_advance::*;
pub use outage::*;
pub use payments::*;
pub use picture::*;
pub use pilotage::*;
pub use platform::*;
pub use privacy::*;
pub use problem::*;
pub use queue::*;
pub use recovery::*;
pub use reminder::*;
pub use retention::*;
pub use rotation::*;
pub use routing::*;
pub use second_look::*;
pub use slip::*;
pub use story::*;
pub use table_reading::*;
pub use team::*;
pub use unusual::*;
pub use work::*;

wire! {
    /// Nothing to say beyond « done ».
    pub struct Done {}
    /// A request without parameters.
    pub struct Nothing {}
    /// One of a dossier's papers.
    pub struct DocumentRef {
        pub dossier: relais_domain::ids::DossierId,
        pub document: relais_domain::ids::DocumentId,
    }
    /// What looking at every kept paper found.
    pub struct PapersChecked { pub issued: u64, pub unsound: Vec<UnsoundPaper> }
    /// A kept paper that is not as it was issued.
    pub struct UnsoundPaper {
        pub document: relais_domain::ids::DocumentId,
        pub number: String,
        pub fault: PaperFault,
    }
    /// A document ready to be shown, saved or printed.
    pub struct DocumentReady {
        /// Absolute path of the PDF, in the practice's folder of documents.
        pub path: String,
        /// A name for « Enregistrer sous ».
        pub file_name: String,
        pub pages: u32,
    }
}

wire_codes! {
    /// What became of a kept paper.
    pub enum PaperFault {
        /// Erased, as a person may ask.
        Erased,
        Missing,
        NotAPiece,
        Newer,
        OtherPractice,
        OtherPiece,
        Truncated,
        Altered,
        NotAsIssued,
        Unreadable,
    }
    /// What changed behind the window's back, so that screens ask again.
    pub enum Topic {
        /// The state of the platforms.
        Platforms,
        /// A dossier: rights answered late, track moved.
        Dossiers,
        /// A platform answered for a dossier after the counter had stopped waiting.
        LateAnswer,
        /// The queue.
        Queue,
        /// The cheques.
        Cheques,
        /// A recovery moved on.
        Recovery,
        /// The backups, or how far one can rely on them.
        Backups,
        /// The session was locked.
        Session,
        /// The watch over look-ups and accesses.
        Lookups,
        /// What is erased, and how far that is.
        Retention,
    }
}

wire! {
    /// An event pushed to the window.
    pub struct Changed {
        pub topic: Topic,
        /// The dossier concerned, when there is one.
        pub dossier: Option<relais_domain::ids::DossierId>,
    }
}
