//! « À faire »: the six work-lists, who does what, and what is put off.

use jiff::civil::Date;
use relais_domain::{
    context::Role,
    dossier::{ReminderLevel, WorkList, WorkWhy},
    ids::{DossierId, UserId},
};

wire! {
    /// One page of one list.
    pub struct WorkRequest {
        pub list: WorkList,
        pub show: WorkStanding,
        /// Only what is given to the person at work.
        pub mine: bool,
        pub sort: WorkOrder,
        pub descending: bool,
        pub offset: u32,
        pub limit: u32,
    }
    /// The counts of every list, and the rows of one.
    pub struct WorkView {
        pub as_of: Date,
        /// Every list, in the order the work is taken up.
        pub lists: Vec<WorkCounts>,
        /// Who may be given something.
        pub people: Vec<WorkPerson>,
        pub total: u32,
        #[ts(type = "number")]
        pub cents: i64,
        pub rows: Vec<WorkItemRow>,
    }
    /// How much of a list stands where.
    pub struct WorkCounts {
        pub list: WorkList,
        pub due: u32,
        #[ts(type = "number")]
        pub due_cents: i64,
        pub waiting: u32,
        pub snoozed: u32,
    }
    pub struct WorkPerson { pub user: UserId, pub name: String, pub role: Role }
    /// One share, why it is here and what to do next.
    pub struct WorkItemRow {
        pub dossier: DossierId,
        /// Which share: its rank, or 0 for what is between the practice and the customer. Unique with the dossier.
        pub place: u8,
        pub number: String,
        pub customer: String,
        pub phone: String,
        /// As they are asked for again, empty where nobody said.
        pub operator: String,
        pub payer: String,
        pub operator_label: Option<String>,
        pub payer_label: Option<String>,
        pub why: WorkWhy,
        pub next: WorkNext,
        pub since: Date,
        #[ts(type = "number")]
        pub days: i64,
        #[ts(type = "number")]
        pub cents: i64,
        pub assignee: Option<WorkPerson>,
        /// The day it comes back, or came back.
        pub snoozed_until: Option<Date>,
        /// Why it was put off, unless that was erased.
        pub snooze_reason: Option<String>,
        pub reminded: Option<ReminderLevel>,
        pub reminded_on: Option<Date>,
    }
    /// Which share.
    pub struct WorkRef { pub dossier: DossierId, pub place: u8 }
    /// Gives shares to somebody, or to nobody: all of them or none.
    pub struct AssignWorkRequest { pub items: Vec<WorkRef>, pub to: Option<UserId> }
    /// Puts shares off until a day, for one reason.
    pub struct SnoozeWorkRequest { pub items: Vec<WorkRef>, pub until: Date, pub reason: String }
    /// Takes shares up again before their day.
    pub struct ResumeWorkRequest { pub items: Vec<WorkRef> }
    /// What is on show, on paper.
    pub struct PrintWorkRequest { pub list: WorkList, pub show: WorkStanding, pub mine: bool, pub sort: WorkOrder, pub descending: bool }
    /// The same as a list for a spreadsheet.
    pub struct ExportWorkRequest { pub path: String, pub asked: PrintWorkRequest }
}

wire_codes! {
    /// Where a share of a list stands today.
    pub enum WorkStanding {
        /// To be done.
        Due,
        /// In time: it only waits.
        Waiting,
        /// Put off until a later day.
        Snoozed,
    }
    pub enum WorkOrder { Since, Amount, Number, Customer, Payer, Assignee }
    /// What to do next.
    pub enum WorkNext {
        /// Invoice it from the dossier.
        Invoice,
        /// Transmit it by the pharmacy's own software.
        Transmit,
        /// Invoice it, or give it up.
        Decide,
        /// Send what waits.
        Send,
        /// Find out whether it arrived.
        Confirm,
        /// Ask the platform what becomes of it.
        Ask,
        /// Remind the payer.
        Remind,
        /// Find its money in the bank's statement.
        Reconcile,
        /// Correct it and ask again.
        Correct,
        /// Say why less came.
        Explain,
        /// Collect from the customer.
        Collect,
        /// Give back to the customer.
        GiveBack,
    }
}
