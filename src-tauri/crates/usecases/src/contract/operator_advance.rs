//! Advances of operators: asked for with their proof, received, given back; and the switch that is their alternative.

use jiff::civil::Date;
use relais_domain::{
    context::PaymentMeans,
    ids::{BankCreditId, DocumentId, DossierId, OperatorAdvanceId},
    money::Cents,
    platform::PlatformCode,
};

wire! {
    /// « Avances d'opérateurs à rembourser », and where each operator stands.
    pub struct OperatorAdvancesView {
        pub rows: Vec<OperatorAdvanceView>,
        /// What is left to give back, of all.
        pub balance_cents: Cents,
        pub operators: Vec<AdvanceOperator>,
    }
    /// One advance.
    pub struct OperatorAdvanceView {
        pub advance: OperatorAdvanceId,
        /// « AO-2024-0001 ».
        pub number: String,
        pub platform: PlatformCode,
        pub platform_label: String,
        pub amount_cents: Cents,
        pub balance_cents: Cents,
        pub recouped_cents: Cents,
        pub repaid_cents: Cents,
        pub received_on: Date,
        /// As they were written.
        pub terms: String,
        pub due_on: Option<Date>,
        pub due_cents: Option<Cents>,
        /// The day it was due has gone.
        pub late: bool,
        pub cancelled: bool,
        pub schedule: Vec<InstalmentView>,
        /// What went back, the earliest first.
        pub movements: Vec<AdvanceMovement>,
        pub statement: Option<DocumentId>,
    }
    pub struct InstalmentView { pub due_on: Date, pub amount_cents: Cents, pub left_cents: Cents }
    /// Withheld by the operator, or paid back by the practice.
    pub struct AdvanceMovement {
        pub on: Date,
        pub amount_cents: Cents,
        /// How it was paid back; none for what the operator withheld.
        pub means: Option<PaymentMeans>,
    }
    /// An operator of the practice.
    pub struct AdvanceOperator {
        pub platform: PlatformCode,
        pub label: String,
        /// Since when the tiers payant is suspended, if it is.
        pub suspended_on: Option<Date>,
    }
    /// When an advance goes back: in `count` equal months from a day.
    pub struct ScheduleRequest { pub first_on: Date, pub count: u16 }
    /// An advance was received.
    pub struct ReceiveOperatorAdvanceRequest {
        pub platform: PlatformCode,
        pub amount_cents: Cents,
        pub on: Date,
        pub terms: String,
        pub schedule: ScheduleRequest,
        /// The bank credit it came with, when that was recorded first.
        pub bank_credit: Option<BankCreditId>,
    }
    pub struct OperatorAdvanceRef { pub advance: OperatorAdvanceId }
    pub struct RescheduleAdvanceRequest { pub advance: OperatorAdvanceId, pub schedule: ScheduleRequest }
    /// The practice pays some back, or that was a mistake.
    pub struct RepayAdvanceRequest {
        pub advance: OperatorAdvanceId,
        pub amount_cents: Cents,
        pub means: PaymentMeans,
        pub on: Date,
    }
    pub struct CancelAdvanceRequest { pub advance: OperatorAdvanceId, pub reason: String }
    /// The transfers of its operator whose shares were paid for less than was announced.
    pub struct RecoupCandidates { pub rows: Vec<RecoupCandidate> }
    pub struct RecoupCandidate {
        pub bank_credit: BankCreditId,
        pub on: Date,
        pub amount_cents: Cents,
        pub label: String,
        /// What is missing in all.
        pub missing_cents: Cents,
        pub shares: Vec<ShortShare>,
    }
    /// A share paid for less than was announced.
    pub struct ShortShare {
        pub dossier: DossierId,
        pub number: String,
        pub customer: String,
        pub rank: u8,
        pub missing_cents: Cents,
    }
    /// What was missing of a transfer was withheld against an advance: its shares are paid by it.
    pub struct RecoupAdvanceRequest {
        pub advance: OperatorAdvanceId,
        pub bank_credit: BankCreditId,
        pub allocations: Vec<super::AllocationView>,
    }
    pub struct AdvanceRequestOf { pub platform: PlatformCode }
    /// What would be asked of an operator, and its proof.
    pub struct AdvanceRequestView {
        pub platform_label: String,
        /// Three whole months, the earliest first.
        pub months: Vec<PaidMonth>,
        pub total_cents: Cents,
        /// The total ÷ 3; nothing when it paid nothing.
        pub asked_cents: Cents,
    }
    pub struct PaidMonth { pub from: Date, pub to: Date, pub paid_cents: Cents, pub dossiers: u32 }
    /// Suspends the tiers payant of an operator from a day.
    pub struct SuspendRequest { pub platform: PlatformCode, pub on: Date, pub reason: String }
    /// The register was written.
    pub struct ExportAdvancesRequest { pub path: String }
}
