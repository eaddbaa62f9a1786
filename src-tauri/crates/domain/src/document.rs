//! A paper that was issued: which one, about what, under which number, and what its bytes must be.
//!
//! The bytes themselves are a sealed piece with a key of its own, in an erasable place. The journal holds what shows that
//! they were altered, and what dies with the key once it is erased: a proof under that key, never a plain hash.

use crate::{
    context::{Context, Role},
    ids::{ChequeId, DocumentId, DossierId, OperatorAdvanceId, Proof, SlipId},
    platform::PlatformCode,
    refusal::Refusal,
    stream::{Stream, StreamKind},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The papers that are signed or numbered, and so kept as they were printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// Reçu de chèque, two copies to sign.
    ChequeReceipt,
    /// Décharge: the cheque went back.
    ChequeDischarge,
    /// The letter that tells of a deposit to come.
    DepositNotice,
    /// The letter of what is left to pay.
    DifferenceDue,
    /// What the customer will probably pay.
    Estimate,
    /// An insurer's attestation of the rights, as it was received: a copy or a picture.
    CoverAttestation,
    /// The fields sent to an operator, to sign.
    ConsentSheet,
    /// Liste détaillée de la remise: what goes with the bank's own slip.
    SlipList,
    /// Fiche de preuve par les livres: a lost or stolen cheque.
    EvidenceSheet,
    /// Attestation de règlement: what a customer who advances everything paid.
    PaymentAttestation,
    /// Demande de remboursement à la complémentaire: what he sends to his insurer.
    ReimbursementRequest,
    /// Reçu d'acompte.
    DownPaymentReceipt,
    /// Reçu de remboursement: what the customer was given back.
    RefundReceipt,
    /// Demande d'acompte à un opérateur.
    AdvanceRequest,
    /// Relevé d'une avance d'opérateur.
    AdvanceStatement,
    /// Attestation de panne: a dossier's attempts in vain.
    OutageProof,
    /// What a customer takes home of a dossier that is set aside.
    SetAsideSlip,
    /// Relance ou mise en demeure: what a payer owes and is asked for.
    PayerReminder,
    /// Inventaire du coffre: what was counted, to sign.
    InventorySheet,
    /// Lettre à la banque: the account's number leaked.
    BankLetter,
    /// Information des clients after a leak.
    BreachNotice,
    /// Mise en garde: what pretends, for the staff.
    PhishingWarning,
    /// Plainte.
    Complaint,
    /// What a notification to the authority says, to copy from.
    BreachNotification,
    /// How a customer complains himself.
    ComplaintHandout,
    /// Risque d’usurpation: whoever knows the practice’s numbers may pretend to be it.
    ImpersonationLetter,
    /// Surveillance des prélèvements: the statements, read or to read.
    DebitWatch,
    /// Procès-verbal d’effacement: what was erased, by whom and under which rule; it names nobody erased.
    PurgeCertificate,
}

impl Paper {
    /// Every paper.
    pub const ALL: &[Paper] = &[
        Paper::ChequeReceipt,
        Paper::ChequeDischarge,
        Paper::DepositNotice,
        Paper::DifferenceDue,
        Paper::Estimate,
        Paper::CoverAttestation,
        Paper::ConsentSheet,
        Paper::SlipList,
        Paper::EvidenceSheet,
        Paper::PaymentAttestation,
        Paper::ReimbursementRequest,
        Paper::DownPaymentReceipt,
        Paper::RefundReceipt,
        Paper::AdvanceRequest,
        Paper::AdvanceStatement,
        Paper::OutageProof,
        Paper::SetAsideSlip,
        Paper::PayerReminder,
        Paper::InventorySheet,
        Paper::BankLetter,
        Paper::BreachNotice,
        Paper::PhishingWarning,
        Paper::Complaint,
        Paper::BreachNotification,
        Paper::ComplaintHandout,
        Paper::ImpersonationLetter,
        Paper::DebitWatch,
        Paper::PurgeCertificate,
    ];

    /// Whether it is somebody else's, kept as it was received: it is no print of ours, and has no reprint.
    pub const fn is_received(self) -> bool {
        matches!(self, Paper::CoverAttestation)
    }

    /// The word in the journal, and what the sealed bytes are bound to.
    pub const fn word(self) -> &'static str {
        match self {
            Paper::ChequeReceipt => "cheque_receipt",
            Paper::ChequeDischarge => "cheque_discharge",
            Paper::DepositNotice => "deposit_notice",
            Paper::DifferenceDue => "difference_due",
            Paper::Estimate => "estimate",
            Paper::CoverAttestation => "cover_attestation",
            Paper::ConsentSheet => "consent_sheet",
            Paper::SlipList => "slip_list",
            Paper::EvidenceSheet => "evidence_sheet",
            Paper::PaymentAttestation => "payment_attestation",
            Paper::ReimbursementRequest => "reimbursement_request",
            Paper::DownPaymentReceipt => "down_payment_receipt",
            Paper::RefundReceipt => "refund_receipt",
            Paper::AdvanceRequest => "advance_request",
            Paper::AdvanceStatement => "advance_statement",
            Paper::OutageProof => "outage_proof",
            Paper::SetAsideSlip => "set_aside_slip",
            Paper::PayerReminder => "payer_reminder",
            Paper::InventorySheet => "inventory_sheet",
            Paper::BankLetter => "bank_letter",
            Paper::BreachNotice => "breach_notice",
            Paper::PhishingWarning => "phishing_warning",
            Paper::Complaint => "complaint",
            Paper::BreachNotification => "breach_notification",
            Paper::ComplaintHandout => "complaint_handout",
            Paper::ImpersonationLetter => "impersonation_letter",
            Paper::DebitWatch => "debit_watch",
            Paper::PurgeCertificate => "purge_certificate",
        }
    }
}

/// An event of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum DocumentEvent {
    /// It was printed, and its bytes are kept.
    #[serde(rename = "document.issued")]
    Issued(Issued),
    /// It was printed again, marked « DUPLICATA ». Opening the very paper that was issued is none.
    #[serde(rename = "document.reprinted")]
    Reprinted {
        /// Which reprint, from 1: the number the mark shows.
        duplicate: u32,
        /// The business date it shows.
        on: Date,
    },
}

/// `document.issued`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// The document, and the piece that holds its bytes.
    pub document: DocumentId,
    /// Which paper.
    pub paper: Paper,
    /// The number printed on it: `R-2024-0001`.
    pub number: String,
    /// The business date.
    pub on: Date,
    /// The sale it is about; none for a paper about several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<DossierId>,
    /// The cheque it is about, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cheque: Option<ChequeId>,
    /// The deposit slip it is about, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<SlipId>,
    /// The operator's advance it is about, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advance: Option<OperatorAdvanceId>,
    /// The operator it is addressed to, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<PlatformCode>,
    /// What its bytes must be.
    pub piece: PieceSeal,
}

/// What the bytes of a piece must be, for whoever holds its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PieceSeal {
    /// How many, before they were sealed.
    pub length_bytes: u64,
    /// HMAC-SHA256 of them under the piece's own key, in hex.
    pub proof: Proof,
}

/// A document folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// What was issued.
    pub issued: Option<Issued>,
    /// How many times it was printed again.
    pub duplicates: u32,
}

impl Stream for Document {
    type Event = DocumentEvent;
    const KIND: StreamKind = StreamKind::Document;

    fn apply(&mut self, event: &DocumentEvent) {
        match event {
            DocumentEvent::Issued(issued) => self.issued = Some(issued.clone()),
            DocumentEvent::Reprinted { duplicate, .. } => self.duplicates = *duplicate,
        }
    }
}

/// Issues it, once: what was signed is never printed over.
pub fn issue(state: &Document, issued: Issued, context: &Context) -> Result<Vec<DocumentEvent>, Refusal> {
    match &state.issued {
        _ if context.role == Role::Accountant => Err(Refusal::RoleNotAllowed),
        Some(_) => Err(Refusal::AlreadyExists),
        None => Ok(vec![DocumentEvent::Issued(issued)]),
    }
}

/// Prints it again: counted, and marked with its count. What was received is nobody's to mark.
pub fn reprint(state: &Document, context: &Context) -> Result<Vec<DocumentEvent>, Refusal> {
    match &state.issued {
        _ if context.role == Role::Accountant => Err(Refusal::RoleNotAllowed),
        None => Err(Refusal::UnknownPaper),
        Some(issued) if issued.paper.is_received() => Err(Refusal::PaperReceived),
        Some(_) => {
            let duplicate = state.duplicates.saturating_add(1);
            Ok(vec![DocumentEvent::Reprinted { duplicate, on: context.today }])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;
    use rstest::rstest;
    use uuid::Uuid;

    fn issued() -> Issued {
        Issued {
            document: DocumentId(Uuid::from_u128(1)),
            paper: Paper::ChequeReceipt,
            number: "R-2024-0001".to_owned(),
            on: jiff::civil::date(2024, 1, 31),
            dossier: Some(DossierId(Uuid::from_u128(2))),
            cheque: None,
            slip: None,
            advance: None,
            platform: None,
            piece: PieceSeal { length_bytes: 12, proof: Proof("00".to_owned()) },
        }
    }

    fn by(role: Role) -> Context {
        let today = jiff::civil::date(2024, 1, 31);
        Context { now: jiff::Timestamp::UNIX_EPOCH, today, actor: UserId(Uuid::from_u128(3)), role }
    }

    #[rstest]
    #[case::at_the_counter(Role::Counter, Ok(1))]
    #[case::by_who_only_reads(Role::Accountant, Err(Refusal::RoleNotAllowed))]
    fn it_is_issued(#[case] role: Role, #[case] expected: Result<usize, Refusal>) {
        assert_eq!(issue(&Document::default(), issued(), &by(role)).map(|events| events.len()), expected);
    }

    #[test]
    fn it_is_issued_once() {
        let events = issue(&Document::default(), issued(), &by(Role::Owner)).unwrap();
        let state = Document::fold(&events);
        assert_eq!(state.issued, Some(issued()));
        assert_eq!(issue(&state, issued(), &by(Role::Owner)), Err(Refusal::AlreadyExists));
    }

    #[rstest]
    #[case::by_the_counter(Paper::ChequeReceipt, Role::Counter, None)]
    #[case::by_who_only_reads(Paper::ChequeReceipt, Role::Accountant, Some(Refusal::RoleNotAllowed))]
    #[case::received(Paper::CoverAttestation, Role::Owner, Some(Refusal::PaperReceived))]
    fn it_is_printed_again(#[case] paper: Paper, #[case] role: Role, #[case] refused: Option<Refusal>) {
        let mut state = Document::fold(&[DocumentEvent::Issued(Issued { paper, ..issued() })]);
        for count in 1..=3 {
            let events = reprint(&state, &by(role));
            assert_eq!(events.clone().err(), refused);
            let Ok(events) = events else { return };
            events.iter().for_each(|event| state.apply(event));
            assert_eq!(state.duplicates, count, "each reprint has the next number");
        }
        assert_eq!(reprint(&Document::default(), &by(role)), Err(Refusal::UnknownPaper));
    }

    #[test]
    fn its_word_is_the_one_in_the_journal() {
        for paper in Paper::ALL.iter().copied() {
            assert_eq!(serde_json::to_value(paper).unwrap(), paper.word());
        }
    }
}
