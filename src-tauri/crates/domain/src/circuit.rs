//! A pharmacy's own circuit: its software (LGO) transmits invoices by lots to a concentrator (OCT), which keeps them while
//! a platform is down and brings back what became of each. Relais follows them; it never sends one.
//!
//! Owns the words of that circuit and what of it is known of one share. What a dossier does with them is
//! `dossier::circuit`; the list a line came from is an [`crate::import`].

use crate::{
    advice::{Advice, ShortCause},
    dossier::{Agreement, TrackState},
    ids::{ImportId, RequestId, TextId},
    money::Cents,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Longest number of an invoice or a lot.
pub const MAX_NUMBER_CHARS: usize = 32;
/// Longest code and reference of a return.
pub const MAX_CODE_CHARS: usize = 40;

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(try_from = "String", into = "String")]
        #[ts(type = "string")]
        pub struct $name(String);

        impl $name {
            /// As two programs compare it: capitals, no spaces. None when it is empty, too long, or holds what no such
            /// number holds.
            pub fn parse(typed: &str) -> Option<Self> {
                compared(typed).map(Self)
            }

            /// The number.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotANumber;
            fn try_from(text: String) -> Result<Self, NotANumber> {
                Self::parse(&text).ok_or(NotANumber)
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> String {
                number.0
            }
        }
    )*};
}

numbers! {
    /// The number of an invoice, as the pharmacy's software gives it: the `reference` of a dossier.
    InvoiceNumber;
    /// The number of a lot.
    LotNumber;
}

/// No number of an invoice or a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no number of an invoice or a lot")]
pub struct NotANumber;

fn compared(typed: &str) -> Option<String> {
    let number: String = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '_' | '#');
    let some = number.chars().any(|c| c.is_ascii_alphanumeric());
    (some && number.len() <= MAX_NUMBER_CHARS && number.chars().all(fits)).then_some(number)
}

/// `dossier.transmitted`: the pharmacy's software transmitted this share, the concentrator has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transmitted {
    /// Of which complementary.
    pub rank: u8,
    /// Where the share stood when it moved because of it; none when it stayed where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TrackState>,
    /// The list it was read in; none when a person said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportId>,
    /// The dossier was opened by that list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opened: bool,
    /// A request of Relais had left for it too: two may have been sent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub twice: bool,
    /// In which lot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<LotNumber>,
    /// Under which number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<InvoiceNumber>,
    /// The share that was transmitted, in cents, when said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_cents: Option<Cents>,
    /// The day of the lot, when said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// What came back of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReturnOutcome {
    /// Taken in by whoever pays.
    Accepted,
    /// Rejected: nothing will be paid until it is transmitted again.
    Rejected,
    /// A payment is announced. It is not money yet.
    Advised,
}

impl ReturnOutcome {
    /// Every outcome.
    pub const ALL: [ReturnOutcome; 3] = [ReturnOutcome::Accepted, ReturnOutcome::Rejected, ReturnOutcome::Advised];

    /// The word on the wire and in a saved mapping.
    pub const fn word(self) -> &'static str {
        match self {
            ReturnOutcome::Accepted => "accepted",
            ReturnOutcome::Rejected => "rejected",
            ReturnOutcome::Advised => "advised",
        }
    }
}

/// `dossier.returned`: what the concentrator brought back of this share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Of which complementary.
    pub rank: u8,
    /// Where the share stood when it moved because of it; none when it stayed where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TrackState>,
    /// The list it was read in.
    pub import: ImportId,
    /// The lot it names, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<LotNumber>,
    /// The invoice it names.
    pub invoice: InvoiceNumber,
    /// What came back.
    pub outcome: ReturnOutcome,
    /// The code of a rejection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its wording, in its erasable place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<TextId>,
    /// The reference of an agreement or of an announced payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What was accepted, or is announced, in cents, when said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_cents: Option<Cents>,
    /// The day of the return, when said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl Returned {
    /// Whether another line says the same: the same list twice adds nothing.
    pub fn says_the_same(&self, other: &Returned) -> bool {
        let said = |line: &Returned| {
            (
                line.rank,
                line.lot.clone(),
                line.invoice.clone(),
                line.outcome,
                line.code.clone(),
                line.reference.clone(),
                line.amount_cents,
                line.on,
            )
        };
        said(self) == said(other)
    }
}

/// What is known of a share in the pharmacy's circuit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Circuit {
    /// The lots it was transmitted in, in the order they became known.
    pub transmissions: Vec<Transmitted>,
    /// What came back, in the order it became known.
    pub returns: Vec<Returned>,
    /// The concentrator has it no more: rejected, or taken back by a person. It may be transmitted again.
    pub ended: bool,
    /// The invoice that waited here when the concentrator took the share over: it is over with what the concentrator had.
    pub took_over: Option<RequestId>,
}

impl Circuit {
    /// Whether the concentrator has it: it was transmitted, or something came back of it, and it was neither rejected nor taken
    /// back since.
    pub fn has_it(&self) -> bool {
        (!self.transmissions.is_empty() || !self.returns.is_empty()) && !self.ended
    }

    /// Whether two may have been sent: one by the pharmacy's software, one by Relais.
    pub fn sent_twice(&self) -> bool {
        self.transmissions.iter().any(|sent| sent.twice)
    }

    /// Whether this lot and invoice are known. A line without a lot is known by its invoice.
    pub fn knows(&self, lot: Option<&LotNumber>, invoice: &InvoiceNumber) -> bool {
        let same = |known: &&Transmitted| known.invoice.as_ref() == Some(invoice) && known.lot.as_ref() == lot;
        self.transmissions.iter().any(|known| same(&known))
    }
}

/// Where a share stood before a list touched it: what undoing that list gives back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// Which list.
    pub import: ImportId,
    /// Where it stood.
    pub state: TrackState,
    /// What was agreed.
    pub agreement: Option<Agreement>,
    /// What was announced, in cents.
    pub advised_cents: Option<Cents>,
    /// What was known of the circuit.
    pub circuit: Circuit,
    /// What had reached the bank, in cents.
    pub paid_cents: Cents,
    /// The day of the advice.
    pub advised_on: Option<Date>,
    /// What advices had said.
    pub advices: Vec<Advice>,
    /// What had been said of money that is missing.
    pub shortfall: Option<ShortCause>,
}

/// What a movement replaced: kept until the next one, for a list that says what it moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub(crate) state: TrackState,
    pub(crate) agreement: Option<Agreement>,
    pub(crate) advised_cents: Option<Cents>,
    pub(crate) advised_on: Option<Date>,
    pub(crate) paid_cents: Cents,
    pub(crate) shortfall: Option<ShortCause>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("F240131", Some("F240131"))]
    #[case::small_and_spaced(" f 24 01 31 ", Some("F240131"))]
    #[case::zeros_are_kept("00012", Some("00012"))]
    #[case::marks("2024/01-3.A_#", Some("2024/01-3.A_#"))]
    #[case::nothing("  ", None)]
    #[case::marks_alone("--", None)]
    #[case::a_sentence("voir Mme Réau", None)]
    #[case::too_long("123456789012345678901234567890123", None)]
    fn a_number_is_compared_without_spaces_nor_case(#[case] typed: &str, #[case] expected: Option<&str>) {
        assert_eq!(InvoiceNumber::parse(typed).as_ref().map(InvoiceNumber::as_str), expected);
        assert_eq!(LotNumber::parse(typed).as_ref().map(LotNumber::as_str), expected);
    }
}
