//! What a card of tiers payant says beyond its harmonised block: the grid of domains, on whom it rests, how it was read,
//! its pictures. Codes, counts and proofs only: names, numbers and pictures lie in the erasable places.
//!
//! [`reading`] proposes fields from a text that has no public grammar; [`warnings`] says what of the card and the sale
//! speaks against a way through. Neither decides anything by itself.

mod reading;
mod warnings;

#[cfg(test)]
mod tests;

pub use reading::{Because, CardReading, MAX_TEXT_CHARS, Proposal, ReadField, read};
pub use warnings::{Facts, Warned, Warning, forbidden, trade_missing, warnings};

use crate::{
    identifiers::DomainCode,
    ids::Proof,
    money::Cents,
    picture::{Picture, Side},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The whole of a base, in basis points: a grid promises at most this.
pub const WHOLE_BP: u32 = 10_000;

/// One line of the grid: a domain and what is printed under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridLine {
    /// The code as printed: `OPTI`. The list is each insurer's.
    pub domain: DomainCode,
    /// What is printed under it.
    pub cover: GridCover,
}

/// What a grid prints under a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GridCover {
    /// The domain is named, nothing more.
    Unsaid,
    /// So much of the base: `100%`.
    Percent {
        /// Basis points, at most [`WHOLE_BP`].
        rate_bp: u32,
    },
    /// `PEC`: an agreement is asked for first.
    Authorisation,
    /// An amount.
    Amount {
        /// In cents.
        cents: Cents,
    },
    /// Printed as not covered.
    NotCovered,
}

/// On whom a complementary rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "CardHolder")]
pub enum Holder {
    /// The customer's own contract.
    Customer,
    /// The first holder printed.
    First,
    /// The second: a child may stand on the cards of both parents.
    Second,
}

/// How the card's text came in, when it was not typed field by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "CardReadHow")]
pub enum ReadHow {
    /// A reader of datamatrix typed it, or it was pasted: the two are the same keys.
    Text,
    /// From a picture of the datamatrix.
    Picture,
}

/// The text a card was read from; it lies in the erasable place, only its proof is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardRead {
    /// How.
    pub how: ReadHow,
    /// Proof of the text under the person's salt.
    pub proof: Proof,
}

/// `dossier.card_picture_kept`: a picture of one side, sealed under a key of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPicture {
    /// Of which complementary.
    pub rank: u8,
    /// Which side, and where its bytes are.
    #[serde(flatten)]
    pub kept: Picture,
}

/// A part of a card that is erased by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CardPart {
    /// The text it was read from.
    RawText,
    /// The numbers of social security on it.
    Nir,
    /// The picture of its front.
    Front,
    /// The picture of its back.
    Back,
}

impl CardPart {
    /// The picture of a side.
    pub const fn of(side: Side) -> CardPart {
        match side {
            Side::Front => CardPart::Front,
            Side::Back => CardPart::Back,
        }
    }

    /// The side whose picture it is.
    pub const fn side(self) -> Option<Side> {
        match self {
            CardPart::Front => Some(Side::Front),
            CardPart::Back => Some(Side::Back),
            CardPart::RawText | CardPart::Nir => None,
        }
    }
}
