//! The day after a breach: what leaked of the practice, and what is to be done about it.

use super::TypedMoment;
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    ids::{DocumentId, IncidentId},
    incident::{BreachTask, ClockKind, DataPart, LeakField, LeakOrigin, LeakRisk, LeakState, NotifierDuty},
    source::SourceCode,
};

wire! {
    /// What is known of a breach, and what follows.
    pub struct BreachView {
        pub incident: IncidentId,
        pub platform_label: String,
        /// The incident is a leak: what is not has no register.
        pub breach: bool,
        /// Every field, those of the practice first.
        pub fields: Vec<LeakRow>,
        /// What the register calls for, the most urgent first.
        pub tasks: Vec<BreachTaskRow>,
        /// Since when it is known; the beginning of the incident as long as nobody said.
        pub aware_at: Timestamp,
        /// Somebody said so.
        pub aware_said: bool,
        /// The clocks that run, or ran.
        pub clocks: Vec<BreachClock>,
        pub notifier: Option<NotifierView>,
        pub account: BreachAccountView,
        /// The statements to read, once the account's number leaked.
        pub watch: Option<DebitWatchView>,
    }
    /// The bank's statements, read month by month for debits nobody allowed.
    pub struct DebitWatchView {
        pub from: Date,
        pub until: Date,
        /// Somebody said until when; else for as long as a debit can be contested.
        pub said: bool,
        pub months: Vec<WatchedMonth>,
        /// Who may debit the account, as the incident profile knows.
        pub creditors: Vec<String>,
    }
    pub struct WatchedMonth {
        /// Its first day.
        pub month: Date,
        pub found: StatementState,
        /// Of a debit nobody knows; none once erased.
        pub note: Option<String>,
        pub by: Option<String>,
        pub at: Option<Timestamp>,
        pub begun: bool,
        /// It has ended, and was not read.
        pub due: bool,
    }
    pub struct SetDebitWatchRequest { pub incident: IncidentId, pub until: Date }
    pub struct CheckStatementRequest {
        pub incident: IncidentId,
        /// Its first day.
        pub month: Date,
        pub found: StatementState,
        /// Whose debit and how much, when it is unknown.
        pub note: String,
    }
    /// Statements of a leak that ended and were not read.
    pub struct StatementsDue { pub incident: IncidentId, pub platform_label: String, pub months: u32 }
    /// 72 plain hours from when the leak is known.
    pub struct BreachClock {
        pub incident: IncidentId,
        pub platform_label: String,
        pub kind: ClockKind,
        pub from: Timestamp,
        pub due: Timestamp,
        /// When what it waits for was done.
        pub stopped: Option<Timestamp>,
        pub late: bool,
    }
    /// The clocks of every leak that nothing stopped yet, and the statements that wait to be read.
    pub struct BreachClocks { pub clocks: Vec<BreachClock>, pub statements: Vec<StatementsDue> }
    /// Who notifies, as last determined, by whom and when.
    pub struct NotifierView {
        pub origin: LeakOrigin,
        pub part: DataPart,
        pub risk: Option<LeakRisk>,
        pub duty: NotifierDuty,
        pub by: String,
        pub at: Timestamp,
    }
    /// What is told of the leak to whoever is told; texts are empty while nothing is, or once erased.
    pub struct BreachAccountView {
        pub people: Option<u32>,
        pub records: Option<u32>,
        pub circumstances: String,
        pub consequences: String,
        pub measures: String,
        pub case_number: String,
        pub delay: String,
    }
    pub struct NoteAwarenessRequest { pub incident: IncidentId, pub at: TypedMoment }
    pub struct DetermineNotifierRequest {
        pub incident: IncidentId,
        pub origin: LeakOrigin,
        pub part: DataPart,
        /// Of what the practice answers for; of nothing else.
        pub risk: Option<LeakRisk>,
    }
    pub struct DescribeBreachRequest { pub incident: IncidentId, pub account: BreachAccountView }
    /// Prints the paper of something to do.
    pub struct BreachPaperRequest { pub incident: IncidentId, pub task: BreachTask }
    pub struct BreachPaperRef { pub incident: IncidentId, pub document: DocumentId }
    pub struct BreachPaper { pub document: DocumentId, pub number: String, pub issued_on: Date }
    pub struct LeakRow {
        pub field: LeakField,
        pub of_customers: bool,
        /// As last noted; unknown until somebody says.
        pub state: LeakState,
        /// What was noted of it, the latest first.
        pub history: Vec<LeakNote>,
    }
    pub struct LeakNote {
        pub state: LeakState,
        pub known_on: Date,
        pub told_by: SourceCode,
        /// Words beside it; none, or erased.
        pub note: Option<String>,
        pub by: String,
        pub at: Timestamp,
    }
    pub struct BreachTaskRow {
        pub task: BreachTask,
        pub state: BreachTaskState,
        /// The fields that call for it today.
        pub because_of: Vec<LeakField>,
        /// When it was done, as it was said.
        pub done_at: Option<Timestamp>,
        /// Why it is left out; none once that is erased.
        pub reason: Option<String>,
        /// Who noted that, and when.
        pub by: Option<String>,
        pub at: Option<Timestamp>,
        /// Of several, how many are settled.
        pub progress: Option<TaskProgress>,
        /// What settles it is recorded elsewhere.
        pub elsewhere: bool,
        /// It has a paper.
        pub prints: bool,
        /// What was printed of it, the latest first.
        pub papers: Vec<BreachPaper>,
    }
    pub struct TaskProgress { pub settled: u32, pub total: u32 }
    /// Notes the same of several fields at once: one sentence of an operator names many.
    pub struct NoteLeakRequest {
        pub incident: IncidentId,
        pub fields: Vec<LeakField>,
        pub state: LeakState,
        pub known_on: Date,
        pub told_by: SourceCode,
        pub note: String,
    }
    pub struct NoteBreachTaskRequest {
        pub incident: IncidentId,
        pub task: BreachTask,
        pub state: BreachTaskState,
        /// When it was done; none: now.
        pub done_at: Option<TypedMoment>,
        /// Why it is left out.
        pub reason: String,
    }
}

wire_codes! {
    /// What became of something to do.
    pub enum BreachTaskState { ToDo, Done, LeftOut }
}

wire_codes! {
    /// What a month's statement was found to hold.
    pub enum StatementState {
        Nothing,
        /// A debit nobody knows.
        Unknown,
        NotRead,
    }
}
