//! The register: the fields that may have leaked, and what is known of each.

use crate::{ids::TextId, source::SourceCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What may have leaked. Its serialised name is stable: the journal keeps it, the catalogue owns the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeakField {
    /// RIB, IBAN.
    BankAccount,
    /// The login at the platform.
    Login,
    /// Its password.
    Password,
    /// An e-mail address of the practice.
    Email,
    /// A telephone number of the practice.
    Phone,
    /// FINESS.
    Finess,
    /// SIRET.
    Siret,
    /// The postal address.
    Address,
    /// Names of those who work here.
    StaffNames,
    /// Customers: name, birth date, rank.
    CustomerIdentity,
    /// Customers: number of social security.
    CustomerNir,
    /// Customers: insurer, contract, member number.
    CustomerContract,
    /// Customers: telephone, e-mail, address.
    CustomerContact,
    /// Customers: RIB, IBAN.
    CustomerBankAccount,
    /// Customers: care, equipment, prescriptions.
    CustomerHealth,
}

impl LeakField {
    /// Every field, the practice's own first.
    pub const ALL: [LeakField; 15] = [
        LeakField::BankAccount,
        LeakField::Login,
        LeakField::Password,
        LeakField::Email,
        LeakField::Phone,
        LeakField::Finess,
        LeakField::Siret,
        LeakField::Address,
        LeakField::StaffNames,
        LeakField::CustomerIdentity,
        LeakField::CustomerNir,
        LeakField::CustomerContract,
        LeakField::CustomerContact,
        LeakField::CustomerBankAccount,
        LeakField::CustomerHealth,
    ];
    /// Those of customers.
    pub const OF_CUSTOMERS: [LeakField; 6] = [
        LeakField::CustomerIdentity,
        LeakField::CustomerNir,
        LeakField::CustomerContract,
        LeakField::CustomerContact,
        LeakField::CustomerBankAccount,
        LeakField::CustomerHealth,
    ];
    /// Those of people, for whom somebody answers.
    pub const OF_PEOPLE: [LeakField; 7] = [
        LeakField::StaffNames,
        LeakField::CustomerIdentity,
        LeakField::CustomerNir,
        LeakField::CustomerContract,
        LeakField::CustomerContact,
        LeakField::CustomerBankAccount,
        LeakField::CustomerHealth,
    ];

    /// Whether it is of customers, and not of the practice.
    pub fn is_of_customers(self) -> bool {
        LeakField::OF_CUSTOMERS.contains(&self)
    }
}

/// What is known of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeakState {
    /// « Connu »: it leaked.
    Known,
    /// « Probable »: the platform held it, and nobody says that it did not.
    Probable,
    /// « Non »: it did not leak.
    No,
    /// « Inconnu »: nobody knows.
    Unknown,
}

impl LeakState {
    /// Whether one acts as though it leaked.
    pub const fn counts(self) -> bool {
        matches!(self, LeakState::Known | LeakState::Probable)
    }
}

/// `incident.leak_noted`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeakNoted {
    /// Which field.
    pub field: LeakField,
    /// What is known of it.
    pub state: LeakState,
    /// Since which day that is known.
    pub known_on: Date,
    /// From whom.
    pub told_by: SourceCode,
    /// What else is to be said of it, in its erasable place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<TextId>,
}

impl LeakNoted {
    /// Whether it adds nothing to another: words of its own always do.
    pub(super) fn says_as(&self, other: &LeakNoted) -> bool {
        other.note.is_none()
            && self.note.is_none()
            && (self.field, self.state, self.known_on, &self.told_by)
                == (other.field, other.state, other.known_on, &other.told_by)
    }
}
