//! Money in: credits with where they were read, and what was announced and has not come whole.

use super::PersonName;
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    dossier::TrackState,
    ids::{BankCreditId, ChequeId, DossierId, ImportId},
    money::Cents,
    platform::PlatformCode,
};

/// A bank credit in a list, its texts joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditRow {
    /// The credit.
    pub id: BankCreditId,
    /// In cents.
    pub amount_cents: Cents,
    /// « Reste à affecter », in cents.
    pub left_cents: Cents,
    /// The booking date.
    pub on: Date,
    /// The value date, when the statement said one.
    pub value_on: Option<Date>,
    /// The operator that pays.
    pub payer: Option<PlatformCode>,
    /// The insurer that pays by itself.
    pub insurer: Option<String>,
    /// The statement's label; empty once erased.
    pub label: String,
    /// The bank's reference; empty when there is none.
    pub reference: String,
    /// The statement it was read from; none when it was typed.
    pub import: Option<ImportId>,
    /// How many shares it pays.
    pub shares: u32,
}

/// A share of which a payment was announced, and has not come whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdviceRow {
    /// The dossier.
    pub dossier: DossierId,
    /// Its number, as people read it.
    pub label: String,
    /// The main software's number.
    pub invoice: Option<String>,
    /// The customer's name.
    pub name: PersonName,
    /// The complementary's rank.
    pub rank: u8,
    /// Who answers for it.
    pub operator: Option<PlatformCode>,
    /// Where it stands.
    pub state: TrackState,
    /// What was announced, in cents.
    pub advised_cents: Cents,
    /// What came, in cents.
    pub paid_cents: Cents,
    /// The day of the advice, when said.
    pub advised_on: Option<Date>,
    /// When it became known here.
    pub announced_at: Timestamp,
    /// The advice's own reference.
    pub reference: Option<String>,
    /// The day the payment was announced for.
    pub pays_on: Option<Date>,
}

/// A line of a list that no share answers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAsideRow {
    /// The list.
    pub import: ImportId,
    /// The line's number in it.
    pub line: u32,
    /// What it says; empty once erased.
    pub text: String,
    /// In cents, when it says an amount.
    pub amount_cents: Option<Cents>,
    /// The day of the advice, when said.
    pub on: Option<Date>,
    /// The list's file; empty when it was pasted.
    pub list: String,
    /// When the list was taken.
    pub taken_at: Timestamp,
}

/// A cheque the bank has, by its amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankedCheque {
    /// The cheque.
    pub id: ChequeId,
    /// In cents.
    pub amount_cents: Cents,
    /// The customer of its first share.
    pub name: PersonName,
}
