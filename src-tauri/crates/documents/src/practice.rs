//! What every document shares: who prints it, under which number and date, to whom it is sent, which cheque it names.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The practice, as its letterhead shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// The name on the shop front.
    pub name: String,
    /// Street, postal code and town, a line each.
    pub address_lines: Vec<String>,
    /// The telephone number, as people read it.
    pub phone: Option<String>,
    /// The FINESS number, nine characters.
    pub finess: Option<String>,
    /// The SIRET, fourteen digits without spaces.
    pub siret: Option<String>,
    /// Name and address of the consumer mediator, when the practice has one.
    pub mediator: Option<String>,
    /// What its premises are called.
    pub premises: Premises,
    /// Whether the practice is a real one; the others mark every page.
    pub kind: PracticeKind,
}

/// What people call the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Premises {
    /// « Le magasin »: an optician's, a hearing-aid centre.
    Shop,
    /// « La pharmacie ».
    Pharmacy,
}

impl Premises {
    /// Alone: « magasin ».
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Premises::Shop => "magasin",
            Premises::Pharmacy => "pharmacie",
        }
    }

    /// As a subject or an object: « le magasin ».
    pub(crate) fn with_article(self) -> &'static str {
        match self {
            Premises::Shop => "le magasin",
            Premises::Pharmacy => "la pharmacie",
        }
    }

    /// Where one pays, to whom one gives: « au magasin ».
    pub(crate) fn to(self) -> &'static str {
        match self {
            Premises::Shop => "au magasin",
            Premises::Pharmacy => "à la pharmacie",
        }
    }
}

/// What kind of practice prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticeKind {
    /// A practice at work.
    Real,
    /// The demonstration practice: its papers are worth nothing and say so.
    Demonstration,
    /// An exercise of a real team: its papers are worth nothing and say so.
    Exercise,
}

impl PracticeKind {
    /// The words every page carries, for a practice that is not a real one.
    pub(crate) fn mark(self) -> Option<&'static str> {
        match self {
            PracticeKind::Real => None,
            PracticeKind::Demonstration => Some("Cabinet de démonstration\u{a0}: document sans valeur"),
            PracticeKind::Exercise => Some("Exercice\u{a0}: document sans valeur"),
        }
    }
}

/// The number and the day of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The gap-free number, given by the caller.
    pub number: String,
    /// The day the document was first issued.
    pub issued_on: Date,
}

/// The customer a letter goes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// First and last name.
    pub name: String,
    /// The address, a line each; empty when the letter is handed over.
    pub address_lines: Vec<String>,
}

/// A kept cheque, as another document refers to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChequeMention {
    /// The seven digits of the cheque.
    pub number: String,
    /// The bank it is drawn on.
    pub bank: String,
    /// Its amount.
    pub amount_cents: i64,
    /// The day it was received.
    pub received_on: Date,
    /// The number of the receipt signed that day.
    pub receipt_number: String,
}

/// The sale a document is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Our number.
    pub number: String,
    /// The quote or invoice number of the shop's main software.
    pub sale_reference: Option<String>,
    /// The complementary insurer that was to pay.
    pub insurer: String,
}
