//! What a practice does with personal data, as the papers of data protection tell it (GDPR articles 13, 30 and 35). What is
//! processed, of whom, and which kinds of data it keeps is the program's to say. On which ground each rests, who signs and who
//! watches over it is reference data: one dated file with sources, « à vérifier » until somebody of the practice read it.
//!
//! Owns the activities, their grounds and the criteria of an impact assessment. Does not own how long a kind is kept
//! ([`crate::retention`]) nor where anything goes (the platforms and the access log know).

mod file;

pub use file::{MAX_BYTES, MAX_CRITERIA};

use crate::{
    reference_file::{FileFault, Status, is_said},
    retention::DataKind,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The file that ships with this build.
pub const SHIPPED: &str = include_str!("../../reference/processing.toml");

/// A processing activity. Its serialised name is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Processing {
    /// Rights, prior authorisations and invoices asked of an operator, and what becomes of them.
    ThirdPartyPayment,
    /// Cheques kept, deposited and given back.
    Cheques,
    /// What is sold, owed and paid.
    Books,
    /// Who looks at what: the access log and the watch over look-ups.
    LookUps,
    /// The accounts at the platforms and who holds them.
    Accounts,
    /// What leaked, and who was told.
    Breaches,
    /// Copies of the whole practice.
    Backups,
}

impl Processing {
    /// Every activity, in the order they are shown.
    pub const ALL: [Processing; 7] = [
        Processing::ThirdPartyPayment,
        Processing::Cheques,
        Processing::Books,
        Processing::LookUps,
        Processing::Accounts,
        Processing::Breaches,
        Processing::Backups,
    ];

    /// The word of the file.
    pub const fn word(self) -> &'static str {
        match self {
            Processing::ThirdPartyPayment => "third_party_payment",
            Processing::Cheques => "cheques",
            Processing::Books => "books",
            Processing::LookUps => "look_ups",
            Processing::Accounts => "accounts",
            Processing::Breaches => "breaches",
            Processing::Backups => "backups",
        }
    }

    /// The kinds of data it keeps, each with a clock.
    pub const fn keeps(self) -> &'static [DataKind] {
        match self {
            Processing::ThirdPartyPayment => {
                &[DataKind::Customer, DataKind::Nir, DataKind::CardText, DataKind::CardPicture, DataKind::Exchange]
            }
            Processing::Cheques => &[DataKind::Customer, DataKind::ChequeLine, DataKind::ChequePicture],
            Processing::Books => &[DataKind::Customer, DataKind::Entries],
            Processing::LookUps => &[DataKind::AccessLog],
            Processing::Accounts => &[DataKind::Account],
            Processing::Breaches => &[DataKind::Breach],
            Processing::Backups => &[DataKind::Backup],
        }
    }

    /// Whether a customer is told of it at the counter: it is about him.
    pub const fn is_of_customers(self) -> bool {
        matches!(self, Processing::ThirdPartyPayment | Processing::Cheques | Processing::Books)
    }
}

/// On which ground an activity rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Which activity.
    pub processing: Processing,
    /// The ground (GDPR article 6).
    pub basis: String,
    /// What lifts the ban on data of health and on the number of social security; possibly empty.
    pub condition: String,
    /// Since when it is known so.
    pub from: Date,
    /// Whether the source was read.
    pub status: Status,
    /// Where it comes from.
    pub source: String,
}

/// Something that calls for an impact assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// The criterion, in a sentence.
    pub says: String,
    /// Since when it is known so.
    pub from: Date,
    /// Whether the source was read.
    pub status: Status,
    /// Where it comes from.
    pub source: String,
}

/// The grounds and criteria a practice goes by, and who answers for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessingGrounds {
    /// Its name: `2024-02`.
    pub version: String,
    /// Who signs for the practice; possibly empty.
    pub representative: String,
    /// The data protection officer and how to reach him; possibly empty.
    pub dpo: String,
    /// One an activity, in the order of the activities.
    pub grounds: Vec<Ground>,
    /// As the file has them.
    pub criteria: Vec<Criterion>,
}

impl ProcessingGrounds {
    /// Reads a file, whole or not at all: every fault found, in the order of the lines.
    pub fn read(text: &str) -> Result<ProcessingGrounds, Vec<FileFault>> {
        file::read(text)
    }

    /// The file that says this.
    pub fn written(&self) -> String {
        file::written(self)
    }

    /// The ground of an activity; a file that was read has each.
    pub fn of(&self, processing: Processing) -> Option<&Ground> {
        self.grounds.iter().find(|ground| ground.processing == processing)
    }
}

/// Whether a name may stand where one may be left out.
pub fn is_name(text: &str) -> bool {
    text.is_empty() || is_said(text)
}

#[cfg(test)]
mod tests;
