//! What happens to a cheque. Its line, drawer and bank are in an erasable place with their own clock (CMF L131-40).

use super::{ChequeAgreement, FeesDeed, IdentitySeen, OverrideAsked, WhyErased, clock::IssuePlace};
use crate::{
    context::PaymentMeans,
    dossier::TrackState,
    identifiers::RlmcStatus,
    ids::{ChequeId, DocumentId, DossierId, PictureId, Proof, SlipId, TextId, UserId},
    money::Cents,
    picture::{Picture, Side},
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
        /// On which slip; none before there were any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        slip: Option<SlipId>,
    },
    /// Out of a slip that was taken apart before its credit: it is where it was before.
    #[serde(rename = "cheque.taken_back")]
    TakenBack {
        /// The day.
        on: Date,
        /// Why.
        reason: TextId,
    },
    /// The bank credited its slip, « sauf bonne fin ».
    #[serde(rename = "cheque.credited")]
    Credited {
        /// The day on the statement.
        on: Date,
        /// Which slip.
        slip: SlipId,
    },
    /// The bank can take the credit back no more.
    #[serde(rename = "cheque.made_final")]
    MadeFinal(Taken),
    /// The bank rejected it: what it had paid is due again.
    #[serde(rename = "cheque.rejected")]
    Rejected {
        /// As the attestation says (CMF R131-46).
        ground: RejectGround,
        /// When, why, on what.
        #[serde(flatten)]
        taken: Taken,
    },
    /// Handed to the bank again.
    #[serde(rename = "cheque.represented")]
    Represented {
        /// The day.
        on: Date,
        /// The amount, in cents.
        amount_cents: Cents,
        /// Where the AMC track stood.
        track_state: TrackState,
        /// The owner's reason, when he overrode.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        override_reason: Option<TextId>,
        /// On which slip.
        slip: SlipId,
    },
    /// A certificate of non-payment was asked of the bank (CMF L131-73).
    #[serde(rename = "cheque.certificate_requested")]
    CertificateRequested(Taken),
    /// The certificate came.
    #[serde(rename = "cheque.certificate_received")]
    CertificateReceived(Taken),
    /// Handed to a commissaire de justice, or to a court.
    #[serde(rename = "cheque.litigation_begun")]
    LitigationBegun(Taken),
    /// The drawer opposed its payment (CMF L131-35).
    #[serde(rename = "cheque.opposed")]
    Opposed {
        /// As he says.
        ground: OppositionGround,
        /// When, why, on what.
        #[serde(flatten)]
        taken: Taken,
    },
    /// It is not where it was kept.
    #[serde(rename = "cheque.lost")]
    Lost {
        /// Taken by somebody, rather than mislaid; the law makes no difference (CMF L131-40).
        stolen: bool,
        /// When, why, on what.
        #[serde(flatten)]
        taken: Taken,
    },
    /// It was found again, and is where it was before.
    #[serde(rename = "cheque.found")]
    Found(Taken),
    /// Its bank need not pay it any more.
    #[serde(rename = "cheque.expired")]
    Expired(Taken),
    /// The sheet that proves it by the books was printed (CMF L131-40).
    #[serde(rename = "cheque.evidence_printed")]
    EvidencePrinted {
        /// The document issued, which says what was printed.
        document: DocumentId,
    },
    /// The owner alone asked to do something against a rule, a day before he does it.
    #[serde(rename = "cheque.override_asked")]
    OverrideAsked(OverrideAsked),
    /// It is asked no more.
    #[serde(rename = "cheque.override_withdrawn")]
    OverrideWithdrawn {},
    /// Another person looked at the override recorded with this, and proved who he is.
    #[serde(rename = "cheque.override_seconded")]
    OverrideSeconded {
        /// Who.
        by: UserId,
    },
    /// A picture of one side is kept, sealed under a key of its own.
    #[serde(rename = "cheque.picture_kept")]
    PictureKept(Picture),
    /// The key of a picture is gone, and the picture with it.
    #[serde(rename = "cheque.picture_erased")]
    PictureErased {
        /// Of which side.
        side: Side,
        /// The piece that held it.
        picture: PictureId,
        /// Why.
        why: WhyErased,
    },
    /// The bank charged the practice for not paying it.
    #[serde(rename = "cheque.fees_charged")]
    FeesCharged {
        /// The day on the statement.
        on: Date,
        /// In cents.
        amount_cents: Cents,
    },
    /// The customer repaid some of these fees, or all.
    #[serde(rename = "cheque.fees_repaid")]
    FeesRepaid {
        /// The day.
        on: Date,
        /// In cents.
        amount_cents: Cents,
        /// How.
        means: PaymentMeans,
    },
    /// The owner left the rest of them to the practice.
    #[serde(rename = "cheque.fees_left")]
    FeesLeft {
        /// In cents.
        amount_cents: Cents,
        /// Why.
        reason: TextId,
    },
    /// What was recorded last of the fees was a mistake.
    #[serde(rename = "cheque.fees_undone")]
    FeesUndone {
        /// Which of the three it was.
        undone: FeesDeed,
        /// Why.
        reason: TextId,
    },
}

/// When a step was taken, why, and what it rests on. Both texts are in their erasable places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The day.
    pub on: Date,
    /// Why, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<TextId>,
    /// The paper it rests on, as typed: an attestation, a certificate, a complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rests_on: Option<TextId>,
}

/// Why the bank rejected a cheque. An opposition is a step of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RejectGround {
    /// Défaut ou insuffisance de provision.
    InsufficientFunds,
    /// Compte clos.
    AccountClosed,
    /// Signature, amounts, mentions or endorsement.
    Irregular,
    /// Presented too late.
    Expired,
    /// Anything else.
    Other,
}

/// On what the drawer's opposition rests; the law knows no others (CMF L131-35).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OppositionGround {
    /// Perte.
    Loss,
    /// Vol.
    Theft,
    /// Utilisation frauduleuse.
    FraudulentUse,
    /// Procédure collective du porteur.
    Insolvency,
    /// The bank did not say.
    NotSaid,
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
    /// Where it was issued: its presentation delay follows.
    #[serde(default, skip_serializing_if = "IssuePlace::is_metropolitan")]
    pub issued_in: IssuePlace,
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
    /// The identity paper the customer showed, if it was asked for: its kind, and nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_seen: Option<IdentitySeen>,
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
