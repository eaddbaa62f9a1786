//! The mode an outage is lived through in: the proposed way, what the practice carries against its ceilings, its papers, and
//! the customers to call back.

use super::IncidentRow;
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    dossier::{CallOutcome, Way},
    ids::{DossierId, IncidentId},
    incident::{Ceiling, CeilingStanding},
    money::Cents,
};

wire! {
    /// How an incident is lived through.
    pub struct OutageModeView {
        /// None: the way of the trade.
        pub default_way: Option<Way>,
        /// Most that is carried for one customer; none without a ceiling.
        pub per_customer_cents: Option<Cents>,
        /// Most that is carried in all; none without a ceiling.
        pub in_all_cents: Option<Cents>,
    }
    pub struct OutageView {
        pub incident: IncidentRow,
        pub mode: OutageModeView,
        /// The owner has said how.
        pub is_set: bool,
        /// What the trade of the practice would suggest, for the owner to change.
        pub proposed: OutageModeView,
        /// From how much of a ceiling one is warned, in basis points.
        pub warned_from_bp: u32,
        /// Delivered under tiers payant and paid by nobody.
        pub carried_cents: Cents,
        pub standing: CeilingStanding,
        /// The customers for whom most is carried, the most first.
        pub customers: Vec<CarriedCustomer>,
        /// Where the owner went beyond a ceiling, the latest first.
        pub exceeded: Vec<CeilingExceededRow>,
    }
    pub struct CarriedCustomer { pub customer: String, pub carried_cents: Cents, pub standing: CeilingStanding }
    pub struct CeilingExceededRow {
        pub at: Timestamp,
        pub author: String,
        pub dossier: DossierId,
        pub number: String,
        pub ceiling: Ceiling,
        pub ceiling_cents: Cents,
        pub carried_cents: Cents,
        /// None once erased.
        pub reason: Option<String>,
    }
    pub struct SetOutageModeRequest { pub incident: IncidentId, pub mode: OutageModeView }
    /// Carries a sale beyond a ceiling.
    pub struct CarryBeyondRequest { pub dossier: DossierId, pub reason: String }
    /// What carrying a dossier makes of the ceilings.
    pub struct DossierExposure {
        pub incident: IncidentId,
        pub standing: CeilingStanding,
        /// The ceiling that stands the worst.
        pub ceiling: Ceiling,
        pub ceiling_cents: Cents,
        /// What is carried, this dossier with it.
        pub carried_cents: Cents,
    }
    /// The customers of an incident to call.
    pub struct CallBackList { pub rows: Vec<CallBackRow>, pub to_call: u32 }
    pub struct CallBackRow {
        pub dossier: DossierId,
        pub number: String,
        pub customer: String,
        pub phone: String,
        pub opened_on: Date,
        pub why: CallBackWhy,
        /// What is left to pay, when that is why he is called; otherwise the price.
        pub amount_cents: Cents,
        pub last: Option<LastCall>,
        /// How often he was called.
        pub calls: u32,
        /// He is to be called today.
        pub due: bool,
    }
    pub struct LastCall {
        pub at: Timestamp,
        pub by: String,
        pub outcome: CallOutcome,
        pub next_on: Option<Date>,
        pub note: Option<String>,
    }
    pub struct RecordCallRequest {
        pub dossier: DossierId,
        pub outcome: CallOutcome,
        pub next_on: Option<Date>,
        pub note: String,
    }
}

wire_codes! {
    /// Why a customer is called.
    pub enum CallBackWhy {
        /// His dossier was set aside.
        SetAside,
        /// He said that he would come back.
        WillReturn,
        /// Something is left to pay.
        Difference,
        /// His insurer refused.
        Refused,
    }
}
