//! The day after a breach: what leaked of the practice, and what is to be done about it.

use super::TypedMoment;
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    ids::IncidentId,
    incident::{BreachTask, LeakField, LeakState},
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
    }
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
