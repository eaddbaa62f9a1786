//! Money in: the bank's statement, who pays, what each credit may pay, and what is left.

use super::{ImportRow, KeptDossier, LineFault, TableFault, TableShown, TableSource};
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    advice::ShortCause,
    allocation::Ground,
    ids::{BankCreditId, ChequeId, DossierId, ImportId, SlipId},
    money::Cents,
    payer::{Payer, PayerWords},
};

wire! {
    /// Reads a statement and says what each of its lines would do; nothing is recorded.
    pub struct ReadStatementRequest { pub source: TableSource }
    pub struct StatementRead {
        pub table: TableShown,
        /// When these very bytes were imported, if they were.
        pub imported_at: Option<Timestamp>,
        pub preview: Option<StatementPreview>,
    }
    pub struct StatementPreview { pub lines: Vec<StatementLineShown> }
    /// What one line of a statement would do.
    pub struct StatementLineShown {
        /// Its number in the file, from 1.
        pub line: u32,
        pub status: StatementStatus,
        /// It would be recorded.
        pub takes: bool,
        /// It is ticked unless a person says otherwise.
        pub proposed: bool,
        pub fault: Option<LineFault>,
        pub warning: Option<StatementWarning>,
        pub on: Option<Date>,
        pub label: String,
        pub reference: String,
        /// In cents: debits negative.
        pub amount_cents: Option<Cents>,
        pub payer: Option<Payer>,
        /// The slip it credits, or nearly.
        pub slip: Option<SlipId>,
        pub slip_number: String,
        /// The cheque that seems rejected, and its customer.
        pub cheque: Option<ChequeId>,
        pub customer: String,
        pub proposal: Option<ProposalView>,
    }
    /// What a credit may pay.
    pub struct ProposalView {
        pub ground: Ground,
        /// Nothing else would do as well, and the sum is the amount.
        pub sure: bool,
        pub parts: Vec<ProposalPart>,
        /// What came and is not in the parts, in cents.
        pub left_cents: Cents,
        /// What the parts lack of what was announced, in cents.
        pub short_cents: Cents,
    }
    pub struct ProposalPart {
        pub dossier: DossierId,
        pub rank: u8,
        pub number: String,
        pub customer: String,
        /// What is awaited of the share, in cents.
        pub awaited_cents: Cents,
        pub amount_cents: Cents,
        /// It was announced by an advice.
        pub advised: bool,
    }
    /// Records the statement that was read.
    pub struct TakeStatementRequest {
        pub source: TableSource,
        /// The checksum that was read: the file must still be that one.
        pub checksum: String,
        /// The numbers of the lines that are left out.
        pub left_out: Vec<u32>,
        /// The numbers of the lines that are recorded without what is proposed for them.
        pub unallocated: Vec<u32>,
        /// Saves the mapping under this name; empty: not saved.
        pub save_as: String,
    }
    pub struct StatementTaken {
        pub import: ImportId,
        pub taken: u32,
        /// Credits that pay shares at once.
        pub allocated: u32,
        /// Shares they pay.
        pub shares: u32,
        pub slips: u32,
        pub known: u32,
        pub left_out: u32,
        pub faulty: u32,
        pub total_cents: Cents,
        /// What is left to allocate of what was taken, in cents.
        pub to_allocate_cents: Cents,
        pub cheques_to_return: u32,
        pub cheques_to_complete: u32,
        /// Shares paid for less than was announced.
        pub short: u32,
    }
    /// What undoing a list came to: credits or advices taken back, and what stays since something else happened.
    pub struct PaymentsUndone {
        pub undone: u32,
        pub kept: Vec<KeptDossier>,
        /// Credits that stay.
        pub credits_kept: u32,
        /// Slips it credited: they stay credited.
        pub slips_kept: u32,
    }
    /// Money in, as it stands.
    pub struct PaymentsView {
        /// Credits of which something is left, each with what it may pay.
        pub to_allocate: Vec<CreditView>,
        pub to_allocate_cents: Cents,
        /// The latest credits.
        pub credits: Vec<CreditView>,
        /// More are known than are shown.
        pub more: bool,
        pub imports: Vec<ImportRow>,
        pub payers: Vec<PayerWords>,
        /// Lines of advices that no share answers to.
        pub aside: Vec<AsideRow>,
        /// Payments announced and not come whole: how many, and for how much.
        pub awaited: u32,
        pub awaited_cents: Cents,
    }
    pub struct CreditView {
        pub bank_credit: BankCreditId,
        pub on: Date,
        pub value_on: Option<Date>,
        pub payer: Option<Payer>,
        pub label: String,
        pub reference: String,
        pub amount_cents: Cents,
        pub left_cents: Cents,
        pub shares: u32,
        /// It was read from a statement.
        pub imported: bool,
        pub proposal: Option<ProposalView>,
    }
    /// Words of a label mean this payer from now on.
    pub struct RememberPayerRequest { pub words: String, pub payer: Payer }
    pub struct ForgetPayerRequest { pub words: String }
    pub struct PayersView { pub payers: Vec<PayerWords> }
}

wire! {
    /// A statement read, or why it is none.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum StatementReading {
        Read { read: Box<StatementRead> },
        Refused { fault: TableFault },
    }
}

wire_codes! {
    /// What a line of a statement is.
    pub enum StatementStatus {
        /// A payer's transfer.
        Transfer,
        /// Money from nobody who is known.
        Unrecognised,
        /// It credits a slip of cheques.
        Slip,
        /// It looks like a slip, and no slip of this amount is at the bank.
        SlipUnknown,
        /// A cheque that seems rejected.
        Bounced,
        /// Card takings, cash: no payer of shares.
        Other,
        /// Money that left.
        Debit,
        /// Known already.
        Known,
        /// It cannot be read.
        Unreadable,
    }
    /// What a person should look at before the line is recorded.
    pub enum StatementWarning {
        /// A credit of that day and amount is known under another label.
        Twin,
    }
}

wire! {
    /// What must be looked at about money in, worked out for a day.
    pub struct RaisedView {
        pub as_of: Date,
        /// An announced payment is late after so many working days.
        pub after_days: u32,
        pub items: Vec<RaisedItem>,
    }
    pub struct RaisedItem {
        pub kind: RaisedKind,
        /// The day it counts from.
        pub since: Date,
        /// French working days gone by.
        pub working_days: u32,
        /// What is at stake, in cents: what is awaited, or left to allocate.
        pub amount_cents: Cents,
        pub announced_cents: Option<Cents>,
        pub paid_cents: Option<Cents>,
        pub payer: Option<Payer>,
        pub dossier: Option<DossierId>,
        pub rank: u8,
        pub number: String,
        pub customer: String,
        pub bank_credit: Option<BankCreditId>,
        pub label: String,
        pub reference: String,
        /// Working days between two payments, usually.
        pub usual_days: Option<u32>,
    }
    /// Chooses after how many working days an announced payment is late.
    pub struct SetAdviceDelayRequest { pub days: u32 }
    /// Why less came than was announced.
    pub struct ExplainShortfallRequest {
        pub dossier: DossierId,
        pub rank: u8,
        pub cause: ShortCause,
        pub text: String,
    }
}

wire_codes! {
    /// What must be looked at, the gravest first.
    pub enum RaisedKind {
        /// « Aucun virement de l'opérateur depuis n jours ».
        OperatorSilent,
        /// « Avisé sans virement ».
        AdvisedUnpaid,
        /// « Virement inférieur à l'avis ».
        BelowAdvice,
        /// « Virement sans avis ».
        CreditWithoutAdvice,
    }
}

wire! {
    /// Reads a list of advices and says what each of its lines would do; nothing is recorded.
    pub struct ReadAdvicesRequest { pub source: TableSource }
    pub struct AdviceRead {
        pub table: TableShown,
        /// When these very bytes were imported, if they were.
        pub imported_at: Option<Timestamp>,
        pub preview: Option<AdvicePreview>,
    }
    pub struct AdvicePreview { pub lines: Vec<AdviceLineShown> }
    /// What one line of a list of advices would do.
    pub struct AdviceLineShown {
        /// Its number in the file, from 1.
        pub line: u32,
        pub status: AdviceStatus,
        /// It would be recorded.
        pub takes: bool,
        pub fault: Option<LineFault>,
        pub warning: Option<AdviceWarning>,
        pub invoice: String,
        /// The name the line gives.
        pub said_name: String,
        pub member_number: String,
        pub operator: String,
        pub reference: String,
        /// What is announced, in cents.
        pub amount_cents: Option<Cents>,
        /// The dossier's own share, in cents.
        pub share_cents: Option<Cents>,
        pub on: Option<Date>,
        pub pays_on: Option<Date>,
        pub code: String,
        pub wording: String,
        pub dossier: Option<DossierId>,
        pub rank: u8,
        pub number: String,
        pub customer: String,
    }
    /// Records the list that was read.
    pub struct TakeAdvicesRequest {
        pub source: TableSource,
        /// The checksum that was read: the file must still be that one.
        pub checksum: String,
        /// The numbers of the lines that are left out.
        pub left_out: Vec<u32>,
        /// Saves the mapping under this name; empty: not saved.
        pub save_as: String,
    }
    pub struct AdvicesTaken {
        pub import: ImportId,
        pub taken: u32,
        pub announced: u32,
        pub rejected: u32,
        /// Lines kept as work: no share answers to them.
        pub aside: u32,
        pub known: u32,
        pub left_out: u32,
        pub faulty: u32,
        pub total_cents: Cents,
    }
    /// A line of a list of advices that no share answers to.
    pub struct AsideRow {
        pub import: ImportId,
        pub line: u32,
        /// What it says, in one sentence; empty once erased.
        pub text: String,
        pub amount_cents: Option<Cents>,
        pub on: Option<Date>,
        /// The list's file; empty when it was pasted.
        pub list: String,
        pub taken_at: Timestamp,
    }
    /// Whose share such a line is about.
    pub struct SettleAsideRequest { pub import: ImportId, pub line: u32, pub dossier: DossierId, pub rank: u8 }
    /// It is about nobody here.
    pub struct DropAsideRequest { pub import: ImportId, pub line: u32, pub reason: String }
}

wire! {
    /// A list of advices read, or why it is none.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum AdviceReading {
        Read { read: Box<AdviceRead> },
        Refused { fault: TableFault },
    }
}

wire_codes! {
    /// What a line of a list of advices would do.
    pub enum AdviceStatus {
        /// A payment is announced.
        Announced,
        /// Nothing will be paid.
        Rejected,
        /// No share answers to it: it stays as work.
        SetAside,
        /// Known already.
        Known,
        /// It cannot be read.
        Unreadable,
    }
    /// What a person should look at before the line is recorded.
    pub enum AdviceWarning {
        AmountDiffers,
        /// The money is there already.
        Paid,
        /// The customer claims the share back himself.
        CustomerClaims,
        /// It names neither dossier nor invoice: found by its name and its amount.
        FoundByName,
    }
}
