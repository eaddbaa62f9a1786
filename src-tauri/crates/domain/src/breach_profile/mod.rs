//! The incident profile: whom one writes to and calls after a breach, as the practice knows them. It is reference data: one dated file
//! with sources, every entry « à vérifier » until somebody of the practice read it at its source. Nothing of it is a truth of the
//! program's: addresses of one case are not those of the next (money-and-law §5).

mod file;

pub use file::{MAX_BYTES, MAX_CONTACTS};

use crate::{
    identifiers::CreditorId,
    platform::PlatformCode,
    reference_file::{FileFault, Status},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The file that ships with this build.
pub const SHIPPED: &str = include_str!("../../reference/breach_profile.toml");

/// What a contact is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContactRole {
    /// Who is notified of a breach of personal data.
    Authority,
    /// Who helps.
    Help,
    /// Where the practice complains.
    Complaint,
    /// Where a customer complains himself.
    PatientComplaint,
    /// The practice's bank.
    Bank,
    /// Its cyber-insurer.
    Insurer,
    /// A platform as it writes and calls: what does not come from there pretends.
    Operator,
    /// Who may debit the practice's account.
    Creditor,
}

impl ContactRole {
    /// Every role, in the order they are shown.
    pub const ALL: [ContactRole; 8] = [
        ContactRole::Bank,
        ContactRole::Insurer,
        ContactRole::Operator,
        ContactRole::Creditor,
        ContactRole::Authority,
        ContactRole::Complaint,
        ContactRole::PatientComplaint,
        ContactRole::Help,
    ];

    /// The word of the file.
    pub const fn word(self) -> &'static str {
        match self {
            ContactRole::Authority => "authority",
            ContactRole::Help => "help",
            ContactRole::Complaint => "complaint",
            ContactRole::PatientComplaint => "patient_complaint",
            ContactRole::Bank => "bank",
            ContactRole::Insurer => "insurer",
            ContactRole::Operator => "operator",
            ContactRole::Creditor => "creditor",
        }
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "BreachContact")]
pub struct Contact {
    /// What it is for.
    pub role: ContactRole,
    /// Of which platform, for an operator.
    pub platform: Option<PlatformCode>,
    /// What it is called.
    pub name: String,
    /// Its address, a line each; possibly none.
    pub address: Vec<String>,
    /// From where it writes, or where it is written to; possibly empty.
    pub email: String,
    /// From where it calls, or where it is called; possibly empty.
    pub phone: String,
    /// Its site; possibly empty.
    pub web: String,
    /// A contract's or a case's number, a creditor's identifier; possibly empty.
    pub reference: String,
    /// Since when it is known so.
    pub from: Date,
    /// Whether the source was read.
    pub status: Status,
    /// Where it comes from.
    pub source: String,
}

impl Contact {
    /// Whether it says the same as another, whenever and from wherever that is known.
    pub fn says_as(&self, other: &Contact) -> bool {
        let told = |it: &Contact| {
            let Contact { role, platform, name, address, email, phone, web, reference, status, .. } = it.clone();
            (role, platform, name, address, email, phone, web, reference, status)
        };
        told(self) == told(other)
    }

    /// A creditor's identifier, when it is one.
    pub fn creditor(&self) -> Option<CreditorId> {
        CreditorId::parse(&self.reference).ok()
    }
}

/// The whole profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreachProfile {
    /// Its name: `2024-02`.
    pub version: String,
    /// Its entries, as the file has them.
    pub contacts: Vec<Contact>,
}

impl BreachProfile {
    /// Reads a file, whole or not at all: every fault found, in the order of the lines.
    pub fn read(text: &str) -> Result<BreachProfile, Vec<FileFault>> {
        file::read(text)
    }

    /// The file that says this.
    pub fn written(&self) -> String {
        file::written(self)
    }

    /// The entries of a role; of an operator, those of one platform and those of none.
    pub fn of(&self, role: ContactRole, platform: Option<&PlatformCode>) -> Vec<&Contact> {
        let its = |contact: &&Contact| match &contact.platform {
            Some(of) => platform == Some(of),
            None => true,
        };
        self.contacts.iter().filter(|contact| contact.role == role).filter(its).collect()
    }
}

#[cfg(test)]
mod tests;
