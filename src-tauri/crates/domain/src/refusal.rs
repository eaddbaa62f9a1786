//! Why a rule says no: closed codes with parameters. The sentence, and what to do instead, belong to the catalogue.

use crate::{
    cheque::ChequeState,
    dossier::{RestsOnDelivery, TrackState},
    incident::Ceiling,
    money::MoneyError,
    purge::OpenMoney,
};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use thiserror::Error;

/// A rule's refusal.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", content = "params", rename_all = "snake_case")]
pub enum Refusal {
    /// The dossier does not exist yet, or the id is of another one.
    #[error("no such dossier")]
    UnknownDossier,
    /// It exists already.
    #[error("already exists")]
    AlreadyExists,
    /// No user has this id.
    #[error("no such user")]
    UnknownUser,
    /// The practice would have no owner left.
    #[error("the last owner")]
    LastOwner,
    /// What is another owner's to do: retiring oneself, acknowledging what is unusual in one's own accesses.
    #[error("oneself")]
    OneselfAtWork,
    /// The user works here no more.
    #[error("the user is retired")]
    UserRetired,
    /// No account of this id is kept, or it is not for whoever asks; a secret of before that is kept no more.
    #[error("no such credential")]
    UnknownCredential,
    /// The track named by its rank does not exist on this dossier.
    #[error("no such track")]
    UnknownTrack,
    /// What is to be corrected was not seen here, or is corrected already.
    #[error("no such sighting")]
    UnknownSighting,
    /// The shares do not add up to the total.
    #[error("the shares make {shares_cents}, the total is {total_cents}")]
    SharesDoNotAddUp {
        /// Sum of the shares in cents.
        shares_cents: i64,
        /// The total in cents.
        total_cents: i64,
    },
    /// An amount must be more than nothing.
    #[error("the amount must be positive")]
    AmountNotPositive,
    /// More than what is due.
    #[error("more than the {due_cents} due")]
    MoreThanDue {
        /// What is due in cents.
        due_cents: i64,
    },
    /// A sum leaves the range of amounts.
    #[error("amount out of range")]
    AmountOutOfRange,
    /// Cash from a consumer above the legal limit.
    #[error("cash above {limit_cents}")]
    CashAboveLimit {
        /// The limit in cents.
        limit_cents: i64,
    },
    /// A date after today.
    #[error("date after today")]
    DateInFuture,
    /// A date before what it must follow.
    #[error("date before {not_before}")]
    DateTooEarly {
        /// The earliest date accepted.
        not_before: Date,
    },
    /// Delivery was recorded already.
    #[error("already delivered")]
    AlreadyDelivered,
    /// Glasses set aside or postponed are not delivered without an order.
    #[error("not ordered")]
    NotOrdered,
    /// A card's validity ends before it begins.
    #[error("validity ends before it begins")]
    ValidityReversed,
    /// This part of the card is not kept.
    #[error("nothing of it is kept")]
    NothingToErase,
    /// A contract of solidarity (C2S): no cheque is taken and nothing is advanced (CSS L861-3).
    #[error("a solidarity contract: no cheque, no advance")]
    SolidarityContract,
    /// Hearing aids on trial: no cheque is kept before it is over.
    #[error("no cheque during the trial of {days} days")]
    TrialUnderWay {
        /// How many days it lasts.
        days: u32,
        /// The first day a cheque may be kept; none until the aids are delivered for the trial.
        not_before: Option<Date>,
    },
    /// The track is not in a state that allows this.
    #[error("not possible in state {state:?}")]
    TrackState {
        /// Where the track stands.
        state: TrackState,
    },
    /// The tiers payant is barred: the customer claims back himself.
    #[error("tiers payant barred")]
    TiersPayantBarred,
    /// The way through can no longer be changed, a cheque or request rests on it.
    #[error("the way chosen already has effects")]
    WayHasEffects,
    /// The cheque is not payable to the practice: blank or other payee (CMF L131-6).
    #[error("the payee is blank")]
    BlankPayee,
    /// The cheque is written with a date after today (CMF L131-69).
    #[error("the cheque's date is after today")]
    ChequeDateInFuture,
    /// The cheque is too old to be presented (1 year and 8 days, CMF L131-32, L131-59).
    #[error("the cheque expired on {expired_on}")]
    ChequeExpired {
        /// Last day it could be presented to the drawee.
        expired_on: Date,
    },
    /// The cheque's amount differs from the AMC share it covers.
    #[error("the cheque is not for the {expected_cents} it covers")]
    ChequeAmountDiffers {
        /// What it should be, in cents.
        expected_cents: i64,
    },
    /// This very cheque is kept already.
    #[error("cheque already recorded")]
    ChequeAlreadyRecorded,
    /// The cheque is not in the practice's hands any more.
    #[error("the cheque is no longer kept")]
    ChequeNotKept,
    /// This step does not follow where the cheque is.
    #[error("not possible for a cheque in state {state:?}")]
    ChequeElsewhere {
        /// Where it is.
        state: ChequeState,
    },
    /// The step rests on a paper, which must be named: an attestation, a certificate, a letter.
    #[error("the paper it rests on must be named")]
    PaperNeeded,
    /// No such deposit slip.
    #[error("unknown slip")]
    UnknownSlip,
    /// The slip is credited, or was taken apart.
    #[error("the slip is credited or taken apart")]
    SlipClosed,
    /// A slip holds at least one cheque, and no more than this.
    #[error("a slip holds 1 to {most} cheques")]
    SlipSize {
        /// How many at most.
        most: u32,
    },
    /// A cheque came or left since the count began.
    #[error("the drawer changed since the count began")]
    DrawerChanged,
    /// More papers the books do not know than one inventory takes.
    #[error("more than {most} unknown papers")]
    TooManyUnknownPapers {
        /// How many at most.
        most: u32,
    },
    /// No such inventory.
    #[error("unknown inventory")]
    UnknownInventory,
    /// The insurer's money is on the account: nobody may deposit the cheque.
    #[error("the AMC share is paid")]
    AmcSharePaid,
    /// Only the owner may deposit now, with a reason.
    #[error("only the owner may override in state {state:?}")]
    OwnerMustOverride {
        /// Where the AMC track stands.
        state: TrackState,
    },
    /// A reason must be typed.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// Deposit is promised not to happen before this date.
    #[error("not before {not_before}")]
    PromisedNotBefore {
        /// The date agreed on the receipt.
        not_before: Date,
    },
    /// The customer must be told before the deposit, as the receipt promises.
    #[error("the customer has not been told")]
    NoticeNeeded,
    /// The cheque is kept too long (C. conso L312-4 4°).
    #[error("kept beyond {limit}")]
    KeptTooLong {
        /// The limit date.
        limit: Date,
    },
    /// A cheque is returned only once the insurer's money is on the account, or the customer paid otherwise.
    #[error("the AMC share is not paid yet")]
    AmcShareNotPaid,
    /// The difference is still due before the cheque is given back.
    #[error("{due_cents} still due")]
    DifferenceDue {
        /// In cents.
        due_cents: i64,
    },
    /// More is allocated than what is left of the bank credit.
    #[error("only {left_cents} is left of the credit")]
    MoreThanCredited {
        /// What is left, in cents.
        left_cents: i64,
    },
    /// Some of the credit waits: it is allocated before anything is taken as withheld.
    #[error("{left_cents} of the credit are not allocated")]
    CreditNotAllocated {
        /// What is left, in cents.
        left_cents: i64,
    },
    /// No such bank credit is recorded.
    #[error("unknown bank credit")]
    UnknownBankCredit,
    /// An invoice waits, is known of or was accepted already.
    #[error("already invoiced")]
    AlreadyInvoiced,
    /// What is not delivered is not invoiced.
    #[error("not delivered")]
    NotDelivered,
    /// No delivery is recorded: there is none to take back.
    #[error("nothing delivered")]
    NothingDelivered,
    /// Something rests on the delivery.
    #[error("the delivery holds: {by:?}")]
    DeliveryHolds {
        /// What.
        by: RestsOnDelivery,
    },
    /// The operator takes the invoice from a later day on.
    #[error("no invoice before {not_before}")]
    InvoiceTooSoon {
        /// The first day.
        not_before: Date,
    },
    /// An invoice rests on the prior authorisation: it is taken back first.
    #[error("an invoice rests on it")]
    InvoiceStands,
    /// A cancellation is under way already.
    #[error("a cancellation is under way")]
    CancellationUnderWay,
    /// Nothing stands that could be taken back.
    #[error("nothing to cancel")]
    NothingToCancel,
    /// The request is not in a state that allows this.
    #[error("the request is elsewhere")]
    RequestState,
    /// The incident is closed.
    #[error("the incident is closed")]
    IncidentClosed,
    /// Dossiers of the incident are not settled.
    #[error("{open} dossiers open")]
    IncidentHasOpenDossiers {
        /// How many.
        open: u32,
    },
    /// Nothing was agreed to that could be taken back.
    #[error("no consent was given")]
    ConsentNotGiven,
    /// The platform has another incident that is not closed.
    #[error("another incident of the platform is open")]
    AnotherIncidentOpen,
    /// It would end before it begins.
    #[error("it ends before it begins")]
    EndsBeforeItBegins,
    /// Its log or its folder is full.
    #[error("the incident holds as much as it can")]
    IncidentFull,
    /// What the practice carries during an outage would go beyond its ceiling; the owner may, with a reason.
    #[error("{carried_cents} would be carried, the ceiling is {ceiling_cents}")]
    ExposureAboveCeiling {
        /// Which ceiling.
        ceiling: Ceiling,
        /// In cents.
        ceiling_cents: i64,
        /// With this sale, in cents.
        carried_cents: i64,
    },
    /// The line to correct is not in this log, or is corrected already.
    #[error("no such line")]
    UnknownLine,
    /// Only what leaked is rotated.
    #[error("not a leak")]
    NotABreach,
    /// Nothing that leaked calls for it, or what settles it is recorded elsewhere.
    #[error("the task is not called for")]
    TaskNotCalledFor,
    /// Whoever answers for the data says what their leak may do to the people.
    #[error("the risk is not weighed")]
    RiskNotWeighed,
    /// It is known before it began.
    #[error("known before it began")]
    KnownBeforeItBegan,
    /// After a leak, passwords are changed before anything is sent again.
    #[error("the accesses are not secured")]
    AccessNotSecured,
    /// The sale was written off: nothing more is asked of it.
    #[error("written off")]
    WrittenOff,
    /// Nothing is left that could be written off.
    #[error("nothing to write off")]
    NothingToWriteOff,
    /// Above the practice's limit, another person looks at a loss.
    #[error("a second person is needed above {limit_cents}")]
    SecondPersonNeeded {
        /// In cents.
        limit_cents: i64,
    },
    /// One alone does not decide it where another person may look at it; where nobody may, it is asked a day before.
    #[error("a second person is needed")]
    SecondNeeded,
    /// Asked alone, it is confirmed a day later.
    #[error("to be confirmed from {from} on")]
    SecondWaits {
        /// The instant.
        from: Timestamp,
    },
    /// No rule stands in the way of it, or nothing was asked.
    #[error("nothing to override")]
    NothingToOverride,
    /// There is no such purge, or it is over.
    #[error("no such purge")]
    UnknownPurge,
    /// Money of this customer is still open: nothing of him is erased.
    #[error("still open: {open:?}")]
    MoneyStillOpen {
        /// What.
        open: OpenMoney,
        /// The number of the dossier, as it is said.
        dossier: String,
    },
    /// Money of the customer is here that must go back first.
    #[error("{cents} to give back first")]
    MoneyToGiveBack {
        /// In cents.
        cents: i64,
    },
    /// A cheque is still kept for this sale.
    #[error("a cheque is still kept")]
    ChequeStillKept,
    /// The platform is configured already, or is unknown.
    #[error("platform unknown")]
    UnknownPlatform,
    /// As many mappings are kept as there may be.
    #[error("too many mappings")]
    TooManyMappings,
    /// No such list was imported.
    #[error("no such import")]
    UnknownImport,
    /// The list was undone already.
    #[error("the import is undone")]
    ImportUndone,
    /// No line of the list is left to record.
    #[error("nothing to import")]
    NothingToImport,
    /// Something else happened since: it stays as it is.
    #[error("something else happened since")]
    ChangedSince,
    /// The share was never transmitted by the pharmacy's own circuit.
    #[error("not entrusted to the concentrator")]
    NotEntrusted,
    /// No such paper was issued.
    #[error("no such paper")]
    UnknownPaper,
    /// The paper is somebody else's, kept as it was received.
    #[error("a paper that was received is not printed again")]
    PaperReceived,
    /// The customer does not advance the share: it is still the insurer's to pay.
    #[error("the tiers payant is open")]
    TiersPayantOpen,
    /// What the customer advances is not paid yet.
    #[error("{due_cents} of the advance is not paid")]
    AdvanceNotPaid {
        /// In cents.
        due_cents: i64,
    },
    /// No such acompte stands.
    #[error("no such down payment")]
    UnknownDownPayment,
    /// No such advance of an operator stands.
    #[error("no such operator advance")]
    UnknownOperatorAdvance,
    /// The days of a schedule are in no order, too many, or none.
    #[error("the schedule is not sound")]
    ScheduleNotSound,
    /// The days of a schedule do not make what is left.
    #[error("the schedule makes {schedule_cents}, {balance_cents} are left")]
    ScheduleDiffers {
        /// What they make, in cents.
        schedule_cents: i64,
        /// What is left, in cents.
        balance_cents: i64,
    },
    /// The share is in no list of work any more: somebody else did it, or it settled itself.
    #[error("nothing is left to do")]
    NothingLeftToDo,
    /// The role may not do this.
    #[error("not allowed for this role")]
    RoleNotAllowed,
}

impl From<MoneyError> for Refusal {
    fn from(_: MoneyError) -> Self {
        Refusal::AmountOutOfRange
    }
}
