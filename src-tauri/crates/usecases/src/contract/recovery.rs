//! The recovery: replay the queue, check every dossier of the outage again, by connector or by portal.

use super::{SecondProof, WorkNext};
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    cheque::{ChequePosition, ChequeState},
    dossier::{RecheckColour, TrackState, Way},
    ids::{BankCreditId, ChequeId, DossierId, IncidentId},
    incident::IncidentNature,
    money::Cents,
    platform::{FailureCode, Function, PlatformCode, StateSource},
};

wire! {
    pub struct IncidentList { pub incidents: Vec<IncidentRow> }
    /// One incident with its funnel.
    pub struct IncidentRow {
        pub incident: IncidentId,
        pub platform: PlatformCode,
        pub platform_label: String,
        pub since: Timestamp,
        pub cause: Option<FailureCode>,
        pub source: StateSource,
        pub nature: IncidentNature,
        /// When the last function was restored, or as a person corrected it.
        pub ended_at: Option<Timestamp>,
        pub functions_out: Vec<Function>,
        pub functions_touched: Vec<Function>,
        pub recovering: bool,
        pub closed: bool,
        /// The platform answers again: the recovery is proposed.
        pub recoverable: bool,
        pub by_portal: bool,
        /// Its dossiers that are not settled: those of the open incidents are what the navigation counts.
        pub dossiers_open: u32,
        pub funnel: Funnel,
    }
    /// How many dossiers are where.
    pub struct Funnel {
        pub dossiers: u32,
        /// The platform has decided of them again.
        pub rechecked: u32,
        /// What may still be asked of it.
        pub to_recheck: u32,
        pub green: u32,
        pub orange: u32,
        pub red: u32,
        pub paid: u32,
        /// Whose cheque is still here.
        pub cheques: u32,
        pub settled: u32,
        /// Of which given up.
        pub written_off: u32,
        pub amc_share_cents: Cents,
        /// What the customers owe of those covered in part.
        pub orange_owed_cents: Cents,
        /// What they owe of those refused.
        pub red_owed_cents: Cents,
    }
    pub struct IncidentRef { pub incident: IncidentId }
    /// The recovery of one incident.
    pub struct RecoveryView {
        pub incident: IncidentRow,
        pub rows: Vec<RecoveryRow>,
        pub progress: Option<RecoveryProgress>,
        /// Whether passwords were changed, once somebody said that the accesses are in order.
        pub access_secured: Option<bool>,
    }
    /// Says that the accesses to the platform are in order.
    pub struct SecureAccessRequest {
        pub incident: IncidentId,
        /// The passwords were changed.
        pub changed: bool,
    }
    /// Gives up what a dossier of the outage still owes, or takes that back.
    pub struct WriteOffRequest {
        pub incident: IncidentId,
        pub dossier: DossierId,
        pub reason: String,
        /// Who else looks at it, where the practice asks for somebody.
        pub second: Option<SecondProof>,
    }
    /// One dossier of the outage.
    pub struct RecoveryRow {
        pub dossier: DossierId,
        pub number: String,
        pub customer: String,
        pub phone: String,
        pub way: Way,
        pub ordered_on: Option<Date>,
        pub delivered_on: Option<Date>,
        pub opened_on: Date,
        pub rank: u8,
        pub estimate_cents: Cents,
        pub covered_cents: Option<Cents>,
        pub customer_owes_cents: Cents,
        /// « Trop perçu »: of the whole dossier, to give back.
        pub overpaid_cents: Cents,
        pub track: TrackState,
        pub colour: Option<RecheckColour>,
        pub reference: Option<String>,
        pub settled: bool,
        pub last_failure: Option<FailureCode>,
        /// The customer has not agreed, or said no: nothing is sent for him.
        pub consent_needed: bool,
        pub cheque_cents: Cents,
        /// The cheque that is still here, and what is to be done with it.
        pub cheque: Option<ChequeId>,
        pub cheque_position: Option<ChequePosition>,
        /// Its customer is to be told of the deposit before it is made.
        pub cheque_to_tell: bool,
        /// Its customer was told.
        pub cheque_told: Option<ChequeTold>,
        /// None is here any more: what became of the last.
        pub cheque_left: Option<ChequeLeft>,
        /// When the customer was last written to of what is left to pay.
        pub letter_on: Option<Date>,
        /// What its work-list asks for next; none, where nothing of the share is left to do or it is not handed over yet.
        pub to_do: Option<WorkNext>,
        /// What was written off of the dossier.
        pub written_off_cents: Option<Cents>,
        /// Asked to be, by one person alone: from when on he can confirm it.
        pub write_off_from: Option<Timestamp>,
    }
    /// That a customer was told of a deposit: when, and from which day it may be made.
    pub struct ChequeTold { pub on: Date, pub deposit_from: Date }
    /// What became of a cheque: where it is, and since when it is not here.
    pub struct ChequeLeft { pub state: ChequeState, pub on: Date }
    /// A running recovery, which can be left and resumed.
    pub struct RecoveryProgress {
        pub done: u32,
        pub total: u32,
        pub running: bool,
        pub cancelled: bool,
        pub failures: u32,
        /// The dossier at hand.
        pub current: Option<String>,
    }
    /// « Dossier suivant »: what to type in the portal, field by field.
    pub struct PortalStep {
        pub dossier: DossierId,
        pub rank: u8,
        pub number: String,
        pub customer: String,
        pub portal_url: String,
        pub fields: Vec<PortalField>,
        pub estimate_cents: Cents,
        pub remaining: u32,
    }
    /// One field to copy.
    pub struct PortalField {
        /// Code of the field: `amc_number`, `member_number`, `family_name`, `total`…
        pub field: String,
        pub value: String,
        /// Kept out of the clipboard's history.
        pub sensitive: bool,
    }
    /// Asks for the next dossier to take to the portal; none when all are done.
    pub struct NextPortalRequest { pub incident: IncidentId, pub skip: Vec<DossierId> }
    pub struct NextPortal {
        pub step: Option<PortalStep>,
        /// Dossiers left out: their customers have not agreed, or said no.
        pub without_consent: u32,
    }
    /// What the portal said.
    pub struct RecordPortalAnswerRequest {
        pub dossier: DossierId,
        pub rank: u8,
        pub incident: Option<IncidentId>,
        pub agreed: bool,
        pub reference: String,
        pub covered_cents: Option<Cents>,
        pub valid_until: Option<Date>,
        /// What is hard to believe of it was read again.
        pub knowingly: bool,
    }
    pub struct Rechecked {
        pub colour: RecheckColour,
        pub customer_owes_cents: Cents,
    }
    /// An advice of payment: advised is not paid.
    pub struct RecordAdviceRequest {
        pub dossier: DossierId,
        pub rank: u8,
        pub amount_cents: Cents,
        pub on: Date,
    }
    /// The bank's credit, by hand for now.
    pub struct RecordBankCreditRequest {
        pub amount_cents: Cents,
        pub on: Date,
        pub payer: Option<PlatformCode>,
        pub label: String,
        pub allocations: Vec<AllocationView>,
    }
    pub struct AllocationView { pub dossier: DossierId, pub rank: u8, pub amount_cents: Cents }
    /// What the credit did.
    pub struct BankCreditRecorded {
        /// Cheques that now stand under « à rendre ».
        pub cheques_to_return: u32,
        /// Cheques that now stand under « à compléter ».
        pub cheques_to_complete: u32,
        /// « Reste à affecter ».
        pub left_cents: Cents,
        /// The shares paid for less than was announced, so far.
        pub short: Vec<PaidShort>,
    }
    /// A share paid for less than its advice, or its agreement, announced: a partial payment, or money held back.
    pub struct PaidShort { pub dossier: DossierId, pub rank: u8, pub expected_cents: Cents, pub paid_cents: Cents }
    /// Allocates what is left of a credit, or some of it.
    pub struct AllocateBankCreditRequest { pub bank_credit: BankCreditId, pub allocations: Vec<AllocationView> }
    /// The credits of which something is left, the latest first.
    pub struct UnallocatedList { pub rows: Vec<UnallocatedCredit>, pub left_cents: Cents }
    pub struct UnallocatedCredit {
        pub bank_credit: BankCreditId,
        pub on: Date,
        pub payer: Option<PlatformCode>,
        pub label: String,
        pub amount_cents: Cents,
        pub left_cents: Cents,
    }
    /// Shares still awaited, to allocate a credit to.
    pub struct AwaitedRequest { pub text: String, pub platform: Option<PlatformCode> }
    pub struct AwaitedList { pub rows: Vec<AwaitedRow> }
    pub struct AwaitedRow {
        pub dossier: DossierId,
        pub number: String,
        pub customer: String,
        pub rank: u8,
        pub state: TrackState,
        pub platform: Option<PlatformCode>,
        pub awaited_cents: Cents,
        pub advised_cents: Option<Cents>,
        pub has_cheque: bool,
    }
}
