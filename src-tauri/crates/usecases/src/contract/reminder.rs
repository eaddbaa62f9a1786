//! Reminders to payers: what would be written, and the letters that were.

use super::PilotageFilter;
use jiff::civil::Date;
use relais_domain::{dossier::ReminderLevel, ids::DocumentId};

wire! {
    /// The shares behind a figure that may be reminded of.
    pub struct PlanRemindersRequest { pub filter: PilotageFilter }
    /// The letters there would be, a payer and a step each; and what is left out, in shares.
    pub struct ReminderPlan {
        pub as_of: Date,
        pub letters: Vec<PlannedReminder>,
        /// Nobody claims them now: not sent, turned down, abandoned, or a customer's.
        pub not_claimed: u32,
        /// Within the delay.
        pub in_time: u32,
        /// A letter is out for less than the days one waits.
        pub lately: u32,
        /// Neither the insurer nor the operator is known.
        pub unknown_payer: u32,
        /// Days one waits after a letter.
        #[ts(type = "number")]
        pub wait_days: i64,
        /// Working days after which a share is late where no delay was agreed.
        pub default_days: u32,
    }
    pub struct PlannedReminder {
        /// Names it among the others of the plan.
        pub key: String,
        pub payer_label: String,
        pub operator_label: Option<String>,
        /// The step after the last letter.
        pub level: ReminderLevel,
        /// The last letter about any of these shares.
        pub last_level: Option<ReminderLevel>,
        pub last_on: Option<Date>,
        pub shares: u32,
        #[ts(type = "number")]
        pub cents: i64,
        /// The oldest delivery.
        pub oldest: Date,
        /// Under the rule of the trade, « à vérifier »; 0 where it has none.
        #[ts(type = "number")]
        pub penalty_cents: i64,
    }
    /// Writes these letters of the plan, each at its step.
    pub struct StartRemindersRequest { pub filter: PilotageFilter, pub letters: Vec<WantedReminder> }
    pub struct WantedReminder { pub key: String, pub level: ReminderLevel }
    pub struct ListRemindersRequest { pub offset: u32, pub limit: u32 }
    /// The letters that were written, the latest first.
    pub struct ReminderList { pub rows: Vec<ReminderSent> }
    pub struct ReminderSent {
        pub document: DocumentId,
        pub number: String,
        pub on: Date,
        pub level: ReminderLevel,
        pub payer_label: String,
        pub shares: u32,
        #[ts(type = "number")]
        pub cents: i64,
        /// How many times it was printed again.
        pub duplicates: u32,
    }
    /// One letter.
    pub struct ReminderRef { pub document: DocumentId }
    /// Several letters in one file, to print.
    pub struct BundleRemindersRequest { pub documents: Vec<DocumentId> }
}
