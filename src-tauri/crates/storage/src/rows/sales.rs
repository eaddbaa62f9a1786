//! Dossiers, their tracks and payments, cheques.

use crate::search::words_of;
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    cheque::{ChequeAgreement, ChequePosition, ChequeState, Cover, IssuePlace, OverrideAsked, TrackFacts, position},
    context::{Activity, PaymentMeans},
    dossier::{PaymentPurpose, RecheckColour, TrackState, Way},
    identifiers::RlmcStatus,
    ids::{ChequeId, DossierId, IncidentId, PersonId, SlipId},
    money::Cents,
    platform::{FailureCode, PlatformCode, StateSource},
};
use serde::{Deserialize, Serialize};

/// The name people read, joined from the erasable places; empty once erased.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PersonName {
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Telephone.
    pub phone: String,
}

impl PersonName {
    /// Whether two dossiers are of the same customer, as far as names tell: the same words, and no two telephones.
    pub fn is_of_the_same_customer(&self, other: &PersonName) -> bool {
        let words = self.words();
        !words.is_empty() && self.may_be_reached_as(other) && words == other.words()
    }

    /// The words of the name, folded and in order: two names of the same words are the same name.
    pub fn words(&self) -> String {
        words_of(&format!("{} {}", self.family_name, self.given_name))
    }

    /// No two telephones tell them apart.
    pub fn may_be_reached_as(&self, other: &PersonName) -> bool {
        self.phone.is_empty() || other.phone.is_empty() || self.phone == other.phone
    }
}

impl std::fmt::Debug for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonName(…)")
    }
}

/// A dossier in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierRow {
    /// The dossier.
    pub id: DossierId,
    /// Its number in the year.
    pub number: u32,
    /// The year of the number.
    pub year: i16,
    /// The customer.
    pub person: PersonId,
    /// The customer's name.
    pub name: PersonName,
    /// The trade.
    pub activity: Activity,
    /// The main software's number.
    pub reference: Option<String>,
    /// The business date it was opened on.
    pub opened_on: Date,
    /// In cents.
    pub total_cents: Cents,
    /// In cents.
    pub amo_share_cents: Cents,
    /// All complementaries together, in cents.
    pub amc_share_cents: Cents,
    /// In cents.
    pub customer_share_cents: Cents,
    /// What the customer still owes of his share, in cents.
    pub customer_due_cents: Cents,
    /// What the insurers did not cover and nobody paid, in cents.
    pub difference_due_cents: Cents,
    /// What the practice holds beyond every share and owes back to the customer, in cents.
    pub overpaid_cents: Cents,
    /// « Commande ».
    pub ordered_on: Option<Date>,
    /// Planned delivery.
    pub delivery_planned_on: Option<Date>,
    /// « Délivrance ».
    pub delivered_on: Option<Date>,
    /// Date of the prescription.
    pub prescription_date: Option<Date>,
    /// The way through.
    pub way: Option<Way>,
    /// The incident it answers.
    pub incident: Option<IncidentId>,
    /// Covers of cheques still kept.
    pub cheques_kept: u32,
    /// Nothing is due or awaited.
    pub settled: bool,
    /// The last attempt to verify the rights.
    pub rights: Option<RightsRow>,
    /// When anything was last known of a cover: answered, or seen.
    pub cover_known_at: Option<Timestamp>,
    /// Its tracks, in rank order.
    pub tracks: Vec<TrackRow>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// The entry it last changed with.
    pub updated_seq: i64,
}

impl DossierRow {
    /// « 2024-0187 ».
    pub fn label(&self) -> String {
        dossier_label(self.year, self.number)
    }
}

/// « 2024-0187 »: a dossier's number as people read it.
pub fn dossier_label(year: i16, number: u32) -> String {
    format!("{year}-{number:04}")
}

/// The last attempt to verify rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightsRow {
    /// Who was asked.
    pub platform: PlatformCode,
    /// When.
    pub asked_at: Timestamp,
    /// From whom it is known.
    pub source: StateSource,
    /// Why it is « non vérifié »; none when an answer came.
    pub failure: Option<FailureCode>,
    /// Since when the function is out, when known.
    pub since: Option<Timestamp>,
}

/// One AMC track, as its dossier's row holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // As `AmcTrack`, `TrackFacts` and `CardRecorded` of the rules.
pub struct TrackRow {
    pub rank: u8,
    pub state: TrackState,
    pub share_cents: Cents,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advised_cents: Option<Cents>,
    pub paid_cents: Cents,
    pub difference_due_cents: Cents,
    pub advanced_cents: Cents,
    pub bare_due_cents: Cents,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amc_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub convention: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<PlatformCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_cents: Option<Cents>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_valid_until: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recheck: Option<RecheckColour>,
}

/// What the customer paid, as its dossier's row holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // As `CustomerPayment` of the rules.
pub struct CustomerPaymentRow {
    pub amount_cents: Cents,
    pub means: PaymentMeans,
    pub on: Date,
    pub purpose: PaymentPurpose,
}

/// A cheque in a list, with what its rules need of the tracks it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChequeRow {
    /// The cheque.
    pub id: ChequeId,
    /// The receipt's number in the year.
    pub receipt_number: u32,
    /// The year of the number.
    pub receipt_year: i16,
    /// Where it is.
    pub state: ChequeState,
    /// A or B.
    pub agreement: ChequeAgreement,
    /// In cents.
    pub amount_cents: Cents,
    /// The date written on it.
    pub written_on: Date,
    /// Where it was issued.
    pub issued_in: IssuePlace,
    /// The day it was received.
    pub received_on: Date,
    /// Whether its key was checked.
    pub rlmc: RlmcStatus,
    /// Not before this day, as promised.
    pub deposit_not_before: Option<Date>,
    /// A decision is taken before this day.
    pub decide_by: Date,
    /// From when the announced deposit may take place.
    pub notice_deposit_from: Option<Date>,
    /// How many times the receipt was printed.
    pub receipts_printed: u32,
    /// The day it left.
    pub left_on: Option<Date>,
    /// The slip it was handed in with last.
    pub slip: Option<SlipId>,
    /// What one person alone asked to do against a rule, as long as it is not done.
    pub override_asked: Option<OverrideAsked>,
    /// What the bank charged for not paying it.
    pub fees_charged_cents: Cents,
    /// What of that may still be asked of the customer.
    pub fees_due_cents: Cents,
    /// The shares it covers.
    pub covers: Vec<Cover>,
    /// The tracks of those shares as they stand.
    pub tracks: Vec<TrackFacts>,
    /// The customer of the first share.
    pub name: PersonName,
    /// The number of the first share's dossier, as people read it.
    pub dossier_label: String,
    /// The bank's name, from the erasable place; empty if none.
    pub bank_name: String,
    /// The entry it last changed with.
    pub updated_seq: i64,
}

impl ChequeRow {
    /// Under which tab it stands on a day.
    pub fn position(&self, today: Date) -> ChequePosition {
        position(self.state, self.agreement, self.deposit_not_before, &self.covers, &self.tracks, today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn name(family: &str, given: &str, phone: &str) -> PersonName {
        PersonName { family_name: family.to_owned(), given_name: given.to_owned(), phone: phone.to_owned() }
    }

    #[rstest]
    #[case::the_same(name("Bernard", "Lucie", "0612345678"), true)]
    #[case::as_people_type_it(name("BERNARD", "lucie", ""), true)]
    #[case::another_telephone(name("Bernard", "Lucie", "0798765432"), false)]
    #[case::another_first_name(name("Bernard", "Luc", "0612345678"), false)]
    #[case::erased(name("", "", ""), false)]
    fn a_customer_is_known_again(#[case] other: PersonName, #[case] expected: bool) {
        assert_eq!(name("Bernard", "Lucie", "0612345678").is_of_the_same_customer(&other), expected);
        assert_eq!(other.is_of_the_same_customer(&name("Bernard", "Lucie", "0612345678")), expected);
    }
}
