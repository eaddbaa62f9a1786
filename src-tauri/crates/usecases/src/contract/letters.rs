//! Letters in batch: the one under way, and those to the customers of an incident.

use super::Problem;
use jiff::civil::Date;
use relais_domain::{
    document::Paper,
    ids::{DocumentId, DossierId, IncidentId},
    money::Cents,
};

wire! {
    /// A batch under way, or the last one.
    #[derive(Default)]
    pub struct LetterProgress {
        pub running: bool,
        pub done: u32,
        pub total: u32,
        pub cancelled: bool,
        /// Whose letter is at hand.
        pub current: Option<String>,
        /// Letters written.
        pub written: u32,
        /// Why the first that failed did.
        pub failure: Option<Problem>,
        pub failures: u32,
    }
    /// The letters to the customers of an incident whose insurer covered less, or refused.
    pub struct CustomerLetters {
        pub to_write: Vec<LetterToWrite>,
        /// The latest first.
        pub written: Vec<LetterWritten>,
    }
    pub struct LetterToWrite {
        /// Names it among the others of the incident.
        pub key: String,
        /// What is left to pay, or the notice before a cheque is deposited.
        pub paper: Paper,
        pub dossier: DossierId,
        pub number: String,
        pub customer: String,
        pub phone: String,
        /// What the customer is asked for, or the amount of his cheque.
        pub amount_cents: Cents,
    }
    pub struct LetterWritten {
        pub document: DocumentId,
        /// The letter's own number.
        pub number: String,
        pub on: Date,
        pub paper: Paper,
        pub dossier: DossierId,
        pub dossier_number: String,
        pub customer: String,
        /// How many times it was printed again.
        pub duplicates: u32,
    }
    /// Writes these letters of an incident.
    pub struct WriteLettersRequest { pub incident: IncidentId, pub letters: Vec<String> }
    /// Several letters in one file, to print.
    pub struct PrintLettersRequest { pub documents: Vec<DocumentId> }
}
