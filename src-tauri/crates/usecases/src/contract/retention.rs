//! How long each kind of data is kept, what is due, and what is erased with whose word.

use super::{ReferenceSummary, SecondProof, UserChoice};
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    ids::{DocumentId, DossierId, PurgeId},
    money::Cents,
    purge::{Erased, OpenMoney, PurgeState, PurgeWhy},
    reference_file::{FileFault, Status},
    retention::DataKind,
};

wire! {
    /// « Conservation ».
    pub struct RetentionView {
        pub set: ReferenceSummary,
        pub shipped_version: String,
        /// One a kind.
        pub clocks: Vec<ClockRow>,
        /// The latest first.
        pub purges: Vec<PurgeView>,
        /// The latest first; destroyed ones are left out.
        pub backups: Vec<BackupCopy>,
        /// Who may look at an erasure beside whoever is at work; nobody: it waits a day.
        pub may_second: Vec<UserChoice>,
        /// The most that is erased together.
        pub most: u32,
    }
    /// How long a kind is kept, and what of it is due today.
    pub struct ClockRow {
        pub kind: DataKind,
        /// Either months or days.
        pub months: Option<u32>,
        pub days: Option<u32>,
        /// Months a law obliges to keep, and which law.
        pub at_least: Option<u32>,
        pub obliges: Option<String>,
        pub too_short: bool,
        pub from: Date,
        pub status: Status,
        pub source: String,
        /// Why the practice chose another; empty while it did not.
        pub reason: String,
        /// It goes by itself, and its duration is set elsewhere.
        pub goes_by_itself: bool,
        /// A purge takes it.
        pub purged: bool,
        /// How many are due, none where nothing is ever due; at most `most`.
        pub due: Option<u32>,
    }
    pub struct SetClockRequest {
        pub kind: DataKind,
        pub months: u32,
        pub source: String,
        pub status: Status,
        /// Why it is changed.
        pub reason: String,
    }
    pub struct TakeClocksRequest { pub path: String }
    pub struct ExportClocksRequest { pub path: String }
    pub struct DueRequest { pub kind: DataKind }
    /// What of a kind is due, the longest due first.
    pub struct DueList { pub kind: DataKind, pub rows: Vec<DueRow>, pub total: u32 }
    pub struct DueRow {
        pub dossier: Option<DossierId>,
        /// The customer, or what it is.
        pub label: String,
        /// From when its time runs.
        pub since: Date,
        pub due_on: Date,
    }
    /// Of the customer of a dossier: of some of his dossiers, or of every one when none is named.
    pub struct ErasurePreviewRequest { pub dossier: DossierId, pub dossiers: Vec<DossierId> }
    /// What goes if this customer is erased, what stays, and what stands in the way.
    pub struct ErasurePreview {
        pub customer: String,
        /// Those of the same customer as far as names tell: a person looks which are.
        pub dossiers: Vec<ErasureDossier>,
        /// What goes of those that were named.
        pub goes: Erased,
        /// Papers about several customers, which stay.
        pub shared_papers: u32,
        /// His last dossier's accounting papers are to be kept until then, and by which law; none once that day is past.
        pub obliged_until: Option<Date>,
        pub obliges: Option<String>,
        /// An erasure of him waits already.
        pub waiting: Option<PurgeId>,
    }
    pub struct ErasureDossier {
        pub dossier: DossierId,
        pub number: String,
        pub phone: String,
        pub opened_on: Date,
        pub total_cents: Cents,
        /// It is one of those named.
        pub named: bool,
        /// What is still open of it: nothing is erased then.
        pub open: Option<OpenMoney>,
    }
    pub struct AskPurgeRequest {
        /// What is due of these kinds; none for a customer.
        pub kinds: Vec<DataKind>,
        /// The customer's dossiers; none for what is due.
        pub dossiers: Vec<DossierId>,
        /// How he asked.
        pub reason: String,
        pub second: Option<SecondProof>,
    }
    pub struct AgreePurgeRequest { pub purge: PurgeId, pub second: Option<SecondProof> }
    pub struct PurgeRef { pub purge: PurgeId }
    pub struct PurgeView {
        pub purge: PurgeId,
        pub why: PurgeWhy,
        pub state: PurgeState,
        pub subjects: u32,
        pub done: u32,
        pub kept: u32,
        pub erased: Erased,
        pub asked_by: String,
        pub asked_at: Timestamp,
        pub confirm_from: Option<Timestamp>,
        /// That instant has come.
        pub may_confirm: bool,
        pub seconded_by: Option<String>,
        pub agreed_at: Option<Timestamp>,
        pub certified_at: Option<Timestamp>,
        pub number: Option<String>,
        pub certificate: Option<DocumentId>,
        /// It is being carried out now.
        pub running: bool,
    }
    /// A backup, and until when it holds what was there when it was written.
    pub struct BackupCopy {
        pub id: i64,
        pub written_at: Timestamp,
        pub path: String,
        pub destroy_on: Date,
        pub overdue: bool,
        /// Its file is where it was written.
        pub here: bool,
    }
    pub struct DestroyBackupRequest { pub id: i64 }
}

wire! {
    /// Taken whole, or not at all.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum ClocksTaken {
        Taken { view: RetentionView },
        Refused { faults: Vec<FileFault> },
    }
}
