//! PDF documents from plain view models.
//!
//! This crate owns what a page looks like and what it says in French, and is the only one to know printpdf. It decides
//! nothing about a cheque or a dossier: numbers, dates, amounts and outcomes come in as they were decided, in structs
//! of texts, cents and dates that depend on no other crate of the house. Documents are in French whatever the language
//! of the interface, since the customer signs them.
//!
//! Each document is a struct and a function from it to the bytes of a PDF. A character that the shipped font does not
//! hold stops the print with [`PrintError::MissingGlyph`], which names it.

mod breach_kit;
mod breach_letters;
mod breach_watch;
mod bundle;
mod call_back_list;
mod call_sheet;
mod cheque_discharge;
mod cheque_receipt;
mod consent_sheet;
mod data_flows;
mod difference_due;
mod door_notice;
mod down_payment_receipt;
mod duplicate;
mod error;
mod estimate;
mod evidence_sheet;
mod exercise_report;
mod face;
mod french;
mod impact_assessment;
mod inventory_sheet;
mod length;
mod operator_advance;
mod outage_proof;
mod owed_page;
mod parts;
mod payer_reminder;
mod payment_attestation;
mod phone_message;
mod practice;
mod press;
mod privacy_notice;
mod processing;
mod processing_register;
mod purge_certificate;
mod recovery_key_sheet;
mod refund_receipt;
mod refusal_notice;
mod reimbursement_request;
mod rotation_proof;
mod set_aside_slip;
mod sfnt;
mod sheet;
mod slip_list;
mod staff_notice;
mod table;
mod text;
mod words;
mod work_page;

pub use breach_kit::{
    BreachAccount, BreachNotification, ComplaintHandout, ComplaintLetter, NotificationStep, breach_notification,
    complaint_handout, complaint_letter,
};
pub use breach_letters::{
    AllowedCreditor, BankLetter, CustomerBreachNotice, KnownSender, PhishingWarning, bank_letter,
    customer_breach_notice, phishing_warning,
};
pub use breach_watch::{
    BreachCallSheet, BreachCallee, DebitWatch, ImpersonationLetter, NotedCall, WatchedStatement, breach_call_sheet,
    debit_watch, impersonation_letter,
};
pub use bundle::bundle;
pub use call_back_list::{CallBackLine, CallBackList, call_back_list};
pub use call_sheet::{CallSheetPage, call_sheet};
pub use cheque_discharge::{ChequeDischarge, ReturnCause, cheque_discharge};
pub use cheque_receipt::{
    Agreement, ChequeReceipt, CoveredShare, Moment, Promise, ReceivedCheque, RlmcKey, cheque_receipt,
};
pub use consent_sheet::{ConsentSheet, FieldNeed, SentField, consent_sheet};
pub use data_flows::{DataFlow, DataFlows, data_flows};
pub use difference_due::{DifferenceDue, InsurerAnswer, difference_due};
pub use door_notice::{DoorNotice, OfferedWay, door_notice};
pub use down_payment_receipt::{DownPaymentReceipt, down_payment_receipt};
pub use duplicate::duplicate;
pub use error::PrintError;
pub use estimate::{
    EstimateConfidence, EstimateLine, EstimateNetwork, EstimateNumber, EstimatePage, EstimateRange, EstimateScenario,
    estimate,
};
pub use evidence_sheet::{EvidenceEntry, EvidenceSheet, EvidencedCheque, EvidencedShare, evidence_sheet};
pub use exercise_report::{ExerciseReport, ExercisedTask, exercise_report};
pub use french::{date as date_fr, euros as euros_fr};
pub use impact_assessment::{FearedEvent, ImpactAssessment, ImpactCriterion, impact_assessment};
pub use inventory_sheet::{
    DrawerCheque, InventoryList, InventorySheet, MissingFromDrawer, UnknownInDrawer, inventory_list, inventory_sheet,
};
pub use operator_advance::{
    AdvanceRequest, AdvanceStatement, DueDay, PaidMonth, StatementLine, SuspensionNotice, advance_request,
    advance_statement, suspension_notice,
};
pub use outage_proof::{FailedAttempt, OutageProof, outage_proof};
pub use owed_page::{OwedColumn, OwedPage, OwedSection, owed_page};
pub use payer_reminder::{LatePenalty, PayerReminder, ReminderLine, ReminderStep, payer_reminder};
pub use payment_attestation::{AttestedPayment, PaymentAttestation, payment_attestation};
pub use phone_message::{PhoneMessage, phone_message};
pub use practice::{Addressee, ChequeMention, Dossier, Practice, PracticeKind, Premises, Reference};
pub use privacy_notice::{PrivacyNotice, privacy_notice};
pub use processing::{Controller, Measure, ProcessingSheet, RetentionLine, Source};
pub use processing_register::{ProcessingRegister, processing_register};
pub use purge_certificate::{ErasedLine, ErasureRule, OlderCopy, PurgeCertificate, purge_certificate};
pub use recovery_key_sheet::{RecoveryKeySheet, recovery_key_sheet};
pub use refund_receipt::{RefundCause, RefundReceipt, refund_receipt};
pub use refusal_notice::{InsurerOutcome, RefusalNotice, refusal_notice};
pub use reimbursement_request::{ReimbursementRequest, reimbursement_request};
pub use rotation_proof::{RotatedSecret, RotationProof, rotation_proof};
pub use set_aside_slip::{SetAsideSlip, set_aside_slip};
pub use slip_list::{SlipList, SlipListLine, slip_list};
pub use staff_notice::{STAFF_NOTICE_VERSION, StaffNotice, WatchedThreshold, staff_notice};
pub use words::amount_in_words_fr;
pub use work_page::{WorkPage, work_page};

/// The most pages a document may have: a cheque that covers a whole year of one family's sales stays below, a text
/// pasted by mistake into a field does not.
pub const MAX_PAGES: usize = 20;

/// How many days before the deposit the customer is told, as the receipt promises.
pub const NOTICE_DAYS: i64 = 8;
