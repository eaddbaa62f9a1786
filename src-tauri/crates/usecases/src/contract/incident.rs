//! An incident by hand: opened, its nature and times said, its log, its pieces, its dossiers.

use super::{BreachTaskState, IncidentRow};
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    dossier::Way,
    ids::{DocumentId, DossierId, IncidentId, TextId},
    incident::{BreachTask, IncidentNature, LeakField, LeakState, PieceMedia},
    platform::{Function, PlatformCode},
    source::SourceCode,
};

wire! {
    /// A moment as it is typed: a date and an hour on the practice's clock, `14:30`.
    pub struct TypedMoment { pub on: Date, pub time: String }
    /// Opens an incident, or joins the open one of the platform.
    pub struct OpenIncidentRequest {
        pub platform: PlatformCode,
        pub functions: Vec<Function>,
        pub nature: IncidentNature,
        pub since: Option<TypedMoment>,
        pub said_by: SourceCode,
        /// What was said, or where it can be read.
        pub text: String,
    }
    pub struct ReclassifyIncidentRequest { pub incident: IncidentId, pub nature: IncidentNature }
    pub struct CorrectIncidentTimesRequest {
        pub incident: IncidentId,
        pub since: TypedMoment,
        pub until: Option<TypedMoment>,
    }
    /// A line of the log.
    pub struct AddIncidentLineRequest {
        pub incident: IncidentId,
        pub said_by: SourceCode,
        /// When it was said; none: now.
        pub said_at: Option<TypedMoment>,
        pub text: String,
        /// The line it corrects.
        pub corrects: Option<TextId>,
    }
    /// Keeps a file with the incident: PDF, PNG or JPEG.
    pub struct AttachPieceRequest { pub incident: IncidentId, pub path: String, pub name: String }
    pub struct IncidentPieceRef { pub incident: IncidentId, pub piece: DocumentId }
    /// One incident in full.
    pub struct IncidentView {
        pub incident: IncidentRow,
        /// The latest first.
        pub log: Vec<IncidentLogRow>,
        pub pieces: Vec<IncidentPiece>,
        pub dossiers: Vec<IncidentDossier>,
    }
    /// What happened to it or was said of it.
    pub struct IncidentLogRow {
        /// When it was noted.
        pub at: Timestamp,
        /// Who noted it; empty: Relais itself measured it.
        pub author: String,
        /// The kind of the entry: `incident.line_added`, `incident.opened`…
        pub kind: String,
        pub function: Option<Function>,
        pub nature: Option<IncidentNature>,
        pub said_by: Option<SourceCode>,
        pub said_at: Option<Timestamp>,
        pub until: Option<Timestamp>,
        /// The words; none once erased.
        pub text: Option<String>,
        /// The line of what was said.
        pub line: Option<TextId>,
        /// The line it corrects.
        pub corrects: Option<TextId>,
        /// Another line corrects it.
        pub corrected: bool,
        pub way: Option<Way>,
        /// Dossiers noted by this entry.
        pub dossiers: u32,
        /// What was noted of a field that may have leaked.
        pub leak: Option<LoggedLeak>,
        /// What became of something to do after a leak.
        pub task: Option<LoggedTask>,
    }
    pub struct LoggedLeak { pub field: LeakField, pub state: LeakState }
    pub struct LoggedTask { pub task: BreachTask, pub state: BreachTaskState }
    pub struct IncidentPiece {
        pub piece: DocumentId,
        pub name: String,
        pub media: PieceMedia,
        pub bytes: u64,
        pub attached_at: Option<Timestamp>,
    }
    pub struct IncidentDossier { pub dossier: DossierId, pub number: String, pub customer: String, pub settled: bool }
}
