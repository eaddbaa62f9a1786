//! The practice itself: its money in, its users, its journal, its counts.

use jiff::{Timestamp, civil::Date};
use relais_domain::{
    bank_credit::Allocation,
    books::KeptChequeBooking,
    context::{Activity, Role},
    document::{Paper, PieceSeal},
    event::Event,
    ids::{BankCreditId, ChequeId, CommandId, DocumentId, DossierId, PracticeId, SlipId, TextId, UserId},
    money::Cents,
    platform::PlatformCode,
    practice::PracticeKind,
    stream::StreamKind,
};
use uuid::Uuid;

/// A bank credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankCreditRow {
    /// The credit.
    pub id: BankCreditId,
    /// In cents.
    pub amount_cents: Cents,
    /// « Reste à affecter », in cents.
    pub left_cents: Cents,
    /// The booking date.
    pub on: Date,
    /// The operator that pays.
    pub payer: Option<PlatformCode>,
    /// The statement's label.
    pub label: Option<TextId>,
    /// To which AMC shares.
    pub allocations: Vec<Allocation>,
}

/// A paper that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// The document.
    pub id: DocumentId,
    /// Which paper.
    pub paper: Paper,
    /// The number printed on it.
    pub number: String,
    /// The business date.
    pub on: Date,
    /// The sale it is about; none for a paper about several.
    pub dossier: Option<DossierId>,
    /// The cheque it is about, if any.
    pub cheque: Option<ChequeId>,
    /// The deposit slip it is about, if any.
    pub slip: Option<SlipId>,
    /// How many times it was printed again.
    pub duplicates: u32,
    /// What its bytes must be.
    pub piece: PieceSeal,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The user.
    pub id: UserId,
    /// The role.
    pub role: Role,
    /// The name, from the erasable place.
    pub name: String,
    /// When he was created.
    pub since: Timestamp,
    /// Since when he works here no more.
    pub retired_at: Option<Timestamp>,
}

/// The practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeRow {
    /// The practice.
    pub id: PracticeId,
    /// What it is for.
    pub kind: PracticeKind,
    /// IANA name of its time zone.
    pub time_zone: String,
    /// The activities ticked.
    pub activities: Vec<Activity>,
    /// FINESS.
    pub finess: Option<String>,
    /// SIRET.
    pub siret: Option<String>,
    /// How a cheque kept under agreement A is booked.
    pub kept_cheques: KeptChequeBooking,
    /// Name and address, from the erasable place.
    pub letterhead: Letterhead,
}

/// The practice's name and address; every field may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letterhead {
    /// The name on the shop front.
    pub name: String,
    /// Street, postal code and town, a line each.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Name and address of the consumer mediator.
    pub mediator: String,
}

/// What shows that an entry is in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLink {
    /// The hash of the entry before it on its post, in hex.
    pub previous_hash: String,
    /// Its canonical bytes.
    pub bytes: String,
}

/// An entry of the journal, read.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalRow {
    /// The local number.
    pub seq: i64,
    /// The number on its post.
    pub post_seq: u64,
    /// What it is about.
    pub stream: StreamKind,
    /// Which one.
    pub stream_id: Uuid,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The clock had been set back.
    pub clock_suspect: bool,
    /// Who acted.
    pub actor: UserId,
    /// The command it came from.
    pub command: CommandId,
    /// What kind.
    pub kind: String,
    /// Its hash, in hex.
    pub hash: String,
    /// What happened.
    pub event: Event,
}

/// The counts beside the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Requests waiting, leaving or to confirm.
    pub queue_waiting: u32,
    /// Of which may or may not have arrived.
    pub queue_to_confirm: u32,
    /// Incidents not closed.
    pub recoveries_open: u32,
}
