//! Pilotage: what the practice is owed, by whom, since when; what would be missing; who pays late.

use super::ChequeLimit;
use jiff::civil::Date;
use relais_domain::{
    dossier::{ReminderLevel, TrackState},
    estimate::reference::DatedNumber,
    ids::{BankCreditId, DossierId, OperatorAdvanceId},
    money::Cents,
    owed::{Age, Debtor},
    platform::PlatformCode,
    reference_file::Status,
};

wire! {
    /// Everything on one page. Amounts are in cents and below zero where the practice owes.
    pub struct PilotageView {
        pub as_of: Date,
        pub figures: PilotageFigures,
        /// The same sum three times: by operator, by insurer, by state.
        pub by_operator: Vec<OwedLine>,
        pub by_payer: Vec<OwedLine>,
        pub by_state: Vec<OwedLine>,
        /// The kept cheques by the day they are decided by.
        pub cheque_limits: Vec<ChequeLimit>,
        pub exposures: Vec<OperatorExposure>,
        pub delays: Vec<PayerDelay>,
        pub penalties: PenaltiesView,
        pub advances: Vec<AdvanceToRepay>,
    }
    /// What an operator advanced and is still to be repaid.
    pub struct AdvanceToRepay {
        pub advance: OperatorAdvanceId,
        pub number: String,
        pub operator_label: String,
        pub received_on: Date,
        pub amount_cents: Cents,
        pub balance_cents: Cents,
        /// The next day of its schedule, and how much that day.
        pub due_on: Option<Date>,
        pub due_cents: Option<Cents>,
        pub overdue: bool,
    }
    /// What the cards say, in cents and counts of shares.
    pub struct PilotageFigures {
        #[ts(type = "number")]
        pub owed_cents: i64,
        pub owed_shares: u32,
        #[ts(type = "number")]
        pub advised_cents: i64,
        pub advised_shares: u32,
        /// Older than sixty days.
        #[ts(type = "number")]
        pub at_risk_cents: i64,
        pub at_risk_shares: u32,
        pub cheques_kept: u32,
        #[ts(type = "number")]
        pub cheques_kept_cents: i64,
        #[ts(type = "number")]
        pub penalties_due_cents: i64,
        #[ts(type = "number")]
        pub penalties_received_cents: i64,
        /// What the practice owes to operators.
        pub advances_to_repay: u32,
        #[ts(type = "number")]
        pub advances_to_repay_cents: i64,
    }
    /// One sum of what is owed.
    pub struct OwedLine {
        pub debtor: Debtor,
        /// What the line is about, empty where nobody said; none where it is not about that.
        pub operator: Option<String>,
        pub payer: Option<String>,
        pub state: Option<TrackState>,
        /// The operator's or the insurer's name, when there is one.
        pub label: Option<String>,
        pub shares: u32,
        #[ts(type = "number")]
        pub cents: i64,
        /// By age, the youngest first.
        #[ts(type = "number[]")]
        pub ages: [i64; 6],
    }
    /// What an operator that stops would leave unpaid, from the practice's own flow; charges are no part of it.
    pub struct OperatorExposure {
        pub operator: String,
        pub label: Option<String>,
        #[ts(type = "number")]
        pub owed_cents: i64,
        /// None when there is too little history: the counts then say what there is and what it takes.
        pub horizons: Option<Vec<ExposureHorizon>>,
        #[ts(type = "number")]
        pub known_days: i64,
        #[ts(type = "number")]
        pub needed_days: i64,
        pub known_shares: u32,
        pub needed_shares: u32,
    }
    pub struct ExposureHorizon {
        #[ts(type = "number")]
        pub days: i64,
        /// What would not come in.
        #[ts(type = "number")]
        pub missing_cents: i64,
        /// What the operator would then owe.
        #[ts(type = "number")]
        pub owed_cents: i64,
    }
    /// How long a payer takes, in working days, over the last twelve months.
    pub struct PayerDelay {
        pub operator: String,
        pub operator_label: Option<String>,
        pub payer: String,
        pub payer_label: Option<String>,
        pub shares: u32,
        pub p10_days: u32,
        pub median_days: u32,
        pub p90_days: u32,
        /// The contractual line, where it is known.
        pub contract: Option<PaymentTerm>,
    }
    /// A delay that was agreed, in working days.
    pub struct PaymentTerm {
        pub days: u32,
        /// The practice's own word, rather than reference data.
        pub by_hand: bool,
        pub source: String,
        pub status: Option<Status>,
    }
    /// Late payments of the last twelve months, for the trades that have such a rule.
    pub struct PenaltiesView {
        /// The practice has a trade with such a rule.
        pub applies: bool,
        pub from: Date,
        pub to: Date,
        pub lines: Vec<PenaltyLine>,
        /// The numbers they rest on.
        pub rules: Vec<DatedNumber>,
        #[ts(type = "number")]
        pub due_cents: i64,
        #[ts(type = "number")]
        pub received_cents: i64,
    }
    /// What one payer owes under one rule, and what it paid of penalties.
    pub struct PenaltyLine {
        pub rule: PenaltyRule,
        pub operator: String,
        pub label: Option<String>,
        /// Paid late: shares, and what they were.
        pub paid_shares: u32,
        #[ts(type = "number")]
        pub paid_cents: i64,
        /// Late and not paid yet.
        pub open_shares: u32,
        #[ts(type = "number")]
        pub open_cents: i64,
        #[ts(type = "number")]
        pub due_cents: i64,
        #[ts(type = "number")]
        pub received_cents: i64,
    }
    /// The shares behind a figure.
    pub struct PilotageDossiersRequest {
        pub filter: PilotageFilter,
        pub sort: PilotageSort,
        pub descending: bool,
        pub offset: u32,
        pub limit: u32,
    }
    /// Which figure: what is none leaves all through, an empty word is the one nobody said.
    pub struct PilotageFilter {
        pub scope: PilotageScope,
        pub debtor: Option<Debtor>,
        pub operator: Option<String>,
        pub payer: Option<String>,
        pub state: Option<TrackState>,
        pub age: Option<Age>,
    }
    pub struct PilotageDossiers {
        pub as_of: Date,
        pub total: u32,
        #[ts(type = "number")]
        pub cents: i64,
        pub rows: Vec<PilotageDossierRow>,
    }
    /// One share, with what is owed of it; of one that was paid, what was paid.
    pub struct PilotageDossierRow {
        pub dossier: DossierId,
        /// Its place in the dossier: unique with it.
        pub place: u8,
        pub number: String,
        pub customer: String,
        pub debtor: Debtor,
        pub operator_label: Option<String>,
        pub payer_label: Option<String>,
        pub state: Option<TrackState>,
        pub since: Date,
        #[ts(type = "number")]
        pub age_days: i64,
        pub paid_on: Option<Date>,
        /// Working days it took, or has taken until today.
        pub working_days: u32,
        #[ts(type = "number")]
        pub cents: i64,
        /// The last letter that reminded its payer of it.
        pub reminded: Option<ReminderLevel>,
        pub reminded_on: Option<Date>,
    }
    /// Writes one part of the page as a list for a spreadsheet.
    pub struct ExportPilotageRequest { pub path: String, pub part: PilotagePart, pub filter: Option<PilotageFilter> }
    /// The owner's word on what was agreed with an operator; none takes it back.
    pub struct SetPaymentTermRequest { pub operator: PlatformCode, pub days: Option<u32> }
    /// Some of what is left of a credit is a penalty.
    pub struct TakePenaltyRequest { pub bank_credit: BankCreditId, pub amount_cents: Cents }
}

wire_codes! {
    /// Which shares.
    pub enum PilotageScope {
        /// Owed.
        Owed,
        /// Owed for longer than sixty days.
        AtRisk,
        /// Paid in the last twelve months.
        Paid,
        /// Of those, late under the rule of the trade.
        PaidLate,
        /// Owed and late under it.
        Late,
        /// The mandatory insurance's that came late.
        AmoLate,
        /// Rejected although the rights had been answered for.
        Rejected,
    }
    pub enum PilotageSort { Since, Amount, Number }
    /// One part of the page.
    pub enum PilotagePart { Operators, Payers, States, Cheques, Exposures, Delays, Penalties, Advances, Dossiers }
    /// The rules on late payment.
    pub enum PenaltyRule {
        /// A pharmacy's insurers: a part of what came late.
        AmcLate,
        /// The mandatory insurance: an amount, then a part.
        AmoLate,
        /// An invoice rejected although the rights had been answered for.
        Rejected,
    }
}
