//! What happens to a cheque. Its line, drawer and bank are in an erasable place with their own clock (CMF L131-40).

use super::ChequeAgreement;
use crate::{
    dossier::TrackState,
    identifiers::RlmcStatus,
    ids::{ChequeId, DocumentId, DossierId, Proof, TextId},
    money::Cents,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An event of a cheque.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum ChequeEvent {
    /// Received and kept.
    #[serde(rename = "cheque.kept")]
    Kept(Kept),
    /// Its receipt was printed, in two copies to sign.
    #[serde(rename = "cheque.receipt_printed")]
    ReceiptPrinted {
        /// The document issued, which says what was printed.
        document: DocumentId,
    },
    /// A became B: the customer claims back himself.
    #[serde(rename = "cheque.converted_to_deposited_later")]
    ConvertedToDepositedLater {
        /// The day agreed anew.
        deposit_not_before: Date,
        /// Why.
        reason: TextId,
    },
    /// The customer was told that the cheque will be deposited.
    #[serde(rename = "cheque.notice_given")]
    NoticeGiven {
        /// The day he was told.
        on: Date,
        /// From when the deposit may take place.
        deposit_from: Date,
    },
    /// Given back against discharge.
    #[serde(rename = "cheque.returned")]
    Returned {
        /// The day.
        on: Date,
        /// How.
        manner: ReturnManner,
        /// The amount, in cents.
        amount_cents: Cents,
        /// The owner's reason, when he gave it back before the money came.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        override_reason: Option<TextId>,
    },
    /// Handed to the bank.
    #[serde(rename = "cheque.deposited")]
    Deposited {
        /// The day.
        on: Date,
        /// The amount, in cents.
        amount_cents: Cents,
        /// Where the AMC track stood.
        track_state: TrackState,
        /// The owner's reason, when he overrode.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        override_reason: Option<TextId>,
    },
}

/// `cheque.kept`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The cheque.
    pub cheque: ChequeId,
    /// The receipt's number in the year, gap-free for the post.
    pub receipt_number: u32,
    /// The year of the number.
    pub receipt_year: i16,
    /// A or B.
    pub agreement: ChequeAgreement,
    /// The amount in figures, in cents.
    pub amount_cents: Cents,
    /// The AMC shares it covers; their amounts make the cheque's.
    pub covers: Vec<Cover>,
    /// The date written on it.
    pub written_on: Date,
    /// The day it was received.
    pub received_on: Date,
    /// Whether its key was checked.
    pub rlmc: RlmcStatus,
    /// Proof of its line under the person's salt; also what tells a second recording of the same cheque.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_proof: Option<Proof>,
    /// Not before this day, as promised: B's agreed date, or the day by which A is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit_not_before: Option<Date>,
    /// A decision is taken before this day: delivery plus the keeping limit.
    pub decide_by: Date,
    /// The version of the limits used.
    pub limits_version: u32,
    /// The owner's reason, when the keeping limit was overridden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<TextId>,
}

/// One AMC share a cheque covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// The dossier.
    pub dossier: DossierId,
    /// The complementary's rank.
    pub rank: u8,
    /// How much of the share, in cents.
    pub amount_cents: Cents,
}

/// How a cheque went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReturnManner {
    /// Handed over against a signature.
    InPerson,
    /// Sent by tracked post.
    TrackedPost,
    /// Destroyed on the customer's written request.
    DestroyedOnRequest,
}
