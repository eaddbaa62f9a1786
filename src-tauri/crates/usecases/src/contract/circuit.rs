//! The pharmacy's own circuit: lots its software transmitted, what the concentrator brought back, and where each share is.

use super::{TableFault, TableShown, TableSource};
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    circuit::ReturnOutcome,
    dossier::TrackState,
    ids::{DossierId, ImportId},
    money::Cents,
    tabular::TableKind,
};

wire! {
    /// Reads a list and says what each of its lines would do; nothing is recorded.
    pub struct ReadCircuitRequest {
        pub source: TableSource,
        /// The lot of every line, where no column says it.
        pub lot: String,
    }
    /// A list read, with its preview once every required field has its column.
    pub struct CircuitRead {
        pub table: TableShown,
        /// When these very bytes were imported, if they were.
        pub imported_at: Option<Timestamp>,
        pub preview: Option<CircuitPreview>,
    }
    pub struct CircuitPreview { pub lines: Vec<PreviewLine> }
    /// What one line would do.
    pub struct PreviewLine {
        /// Its number in the file, from 1.
        pub line: u32,
        pub status: LineStatus,
        /// It would be recorded.
        pub takes: bool,
        pub fault: Option<LineFault>,
        pub warning: Option<LineWarning>,
        pub invoice: String,
        pub lot: String,
        pub customer: String,
        pub dossier: Option<DossierId>,
        pub number: String,
        pub rank: u8,
        /// What the line says, in cents.
        pub amount_cents: Option<Cents>,
        /// The dossier's own share, in cents.
        pub share_cents: Option<Cents>,
        pub on: Option<Date>,
        /// Where the share stands, and where it would.
        pub from: Option<TrackState>,
        pub to: Option<TrackState>,
        pub outcome: Option<ReturnOutcome>,
        pub code: String,
        pub wording: String,
        pub reference: String,
    }
    /// Why a line cannot be read, or is answered by nothing here.
    pub struct LineFault {
        pub code: LineFaultCode,
        /// The field it is about; empty when it is the line.
        pub field: String,
        /// What stood there, or the number of another line.
        pub with: String,
    }
    /// Records the list that was read.
    pub struct TakeCircuitRequest {
        pub source: TableSource,
        pub lot: String,
        /// The checksum that was read: the file must still be that one.
        pub checksum: String,
        /// The numbers of the lines that are left out.
        pub left_out: Vec<u32>,
        /// Saves the mapping under this name; empty: not saved.
        pub save_as: String,
    }
    pub struct ImportTaken {
        pub import: ImportId,
        pub taken: u32,
        pub opened: u32,
        pub known: u32,
        pub left_out: u32,
        pub faulty: u32,
        /// Requests that waited here and do no more.
        pub entrusted: u32,
        /// Shares that two may have sent.
        pub twice: u32,
        /// Shares given back rejected.
        pub rejected: u32,
    }
    pub struct ImportRef { pub import: ImportId }
    /// What undoing came to.
    pub struct ImportUndone { pub undone: u32, pub kept: Vec<KeptDossier> }
    /// A dossier left as it is: something else happened to it since.
    pub struct KeptDossier { pub dossier: DossierId, pub number: String, pub customer: String }
    /// An import under way.
    #[derive(Default)]
    pub struct ImportProgress { pub running: bool, pub done: u32, pub total: u32, pub cancelled: bool }
    /// The circuit: every share it carries or carried, and the lists.
    pub struct CircuitView {
        pub rows: Vec<CircuitRow>,
        pub imports: Vec<ImportRow>,
        /// More are known than are shown.
        pub more: bool,
    }
    /// One share in the circuit.
    pub struct CircuitRow {
        pub dossier: DossierId,
        pub number: String,
        pub customer: String,
        pub rank: u8,
        pub state: TrackState,
        pub lot: String,
        pub invoice: String,
        pub transmitted_on: Option<Date>,
        pub share_cents: Cents,
        pub transmitted_cents: Option<Cents>,
        /// Relais had sent it too.
        pub twice: bool,
        pub outcome: Option<ReturnOutcome>,
        pub code: String,
        pub wording: String,
        pub reference: String,
        pub returned_on: Option<Date>,
        pub returned_cents: Option<Cents>,
        pub known_at: Timestamp,
    }
    pub struct ImportRow {
        pub import: ImportId,
        pub table: TableKind,
        /// Empty when it was pasted.
        pub name: String,
        pub taken_at: Timestamp,
        pub taken: u32,
        pub opened: u32,
        pub known: u32,
        pub left_out: u32,
        pub faulty: u32,
        pub total_cents: Cents,
        pub undone_at: Option<Timestamp>,
        pub undone: u32,
        pub kept: u32,
    }
    /// « Confier à l'OCT », by hand: the pharmacy's software transmitted this share.
    pub struct EntrustRequest {
        pub dossier: DossierId,
        pub rank: u8,
        pub lot: String,
        /// Empty: the dossier's own number.
        pub invoice: String,
        pub on: Option<Date>,
    }
    /// It was not transmitted after all, or was taken back.
    pub struct TakeBackRequest { pub dossier: DossierId, pub rank: u8, pub reason: String }
}

wire! {
    /// A list read, or why it is none.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum CircuitReading {
        Read { read: Box<CircuitRead> },
        Refused { fault: TableFault },
    }
}

wire_codes! {
    /// What a line would do.
    pub enum LineStatus {
        /// Opens a dossier.
        New,
        /// Joins a dossier.
        Joins,
        /// Joins a dossier whose request waits here: it would not be sent any more.
        Waiting,
        /// Relais sent it too.
        Twice,
        /// Something came back that moves the share.
        Returned,
        /// Something came back that changes nothing any more.
        Late,
        /// Known already.
        Known,
        /// Nothing here answers to it.
        Unknown,
        /// It cannot be read.
        Unreadable,
    }
    pub enum LineFaultCode {
        /// Not as many cells as there are columns.
        Cells,
        TooLong,
        Missing,
        Unreadable,
        /// It reads two ways.
        Ambiguous,
        OutOfRange,
        NotPositive,
        InFuture,
        /// Not the identifier it should be.
        Invalid,
        /// A word nobody gave a meaning.
        UnknownWord,
        /// The same lot and invoice stand on another line.
        Repeated,
        SeveralDossiers,
        SeveralShares,
        /// Relais is sending it at this moment.
        Sending,
        /// No dossier has this invoice.
        NoDossier,
        /// Its dossier was never transmitted.
        NotEntrusted,
        /// It was transmitted in another lot.
        OtherLot,
    }
    /// What a person should look at before the line is recorded.
    pub enum LineWarning {
        AmountDiffers,
        /// The insurer's money was announced or is there.
        Settled,
        /// The customer claims the share back himself.
        CustomerClaims,
    }
}
