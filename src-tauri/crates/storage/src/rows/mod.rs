//! What queries give back: plain rows of the lists people look at, in the rules' own types.
//!
//! No age and no sentence: ages are computed for a date, sentences belong to the catalogues.

mod accesses;
mod circuit;
mod covers;
mod credentials;
mod history;
mod house;
mod inventories;
mod lookups;
mod operator_advances;
mod outage;
mod owed;
mod payments;
mod purges;
mod reminders;
mod sales;
mod slips;
mod unusual;
mod work;

pub use accesses::{AccessFilter, AccessRow, Found};
pub use circuit::*;
pub use covers::CoverRow;
pub use credentials::{CredentialRow, SealedRow};
pub use history::{HourRow, IncidentPieceRow, StateRow};
pub use house::{BankCreditRow, Counts, DocumentRow, JournalLink, JournalRow, Letterhead, PracticeRow, UserRow};
pub use inventories::InventoryRow;
pub use lookups::{DepartureRow, LookupStopRow};
pub use operator_advances::{OperatorAdvanceRow, PaidMonthRow};
pub use outage::{AnswerKind, CarriedRow, FunctionRow, IncidentRow, OutageRow, PlatformRow, RequestFilter, RequestRow};
pub use owed::{FlowDay, OwedCell, OwedFilter, OwedRow, OwedScope, OwedSort, PaidMonth, RejectedMonth};
pub use payments::{AdviceRow, BankedCheque, CreditRow, SetAsideRow};
pub use purges::{BackupRow, Holdings, PurgeRow, QuietCustomer};
pub use reminders::{LastReminder, ReminderRow};
pub use sales::{ChequeRow, CustomerPaymentRow, DossierRow, PersonName, RightsRow, TrackRow, dossier_label};
pub use slips::{SlipChequeRow, SlipRow};
pub use unusual::{Acknowledged, UnusualRow};
pub use work::{WorkCell, WorkDue, WorkFilter, WorkRow, WorkShow, WorkSort};

/// A slice of a long list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Rows skipped.
    pub offset: u32,
    /// Rows wanted.
    pub limit: u32,
}

impl Page {
    /// The first `limit` rows.
    pub const fn first(limit: u32) -> Self {
        Page { offset: 0, limit }
    }
}
