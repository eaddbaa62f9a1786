//! The incident profile: whom one writes to and calls after a breach.

use super::ReferenceSummary;
use relais_domain::{
    breach_profile::{Contact, ContactRole},
    platform::PlatformCode,
    reference_file::{FileFault, Status},
};

wire! {
    /// The profile in use.
    pub struct BreachProfileView {
        pub profile: ReferenceSummary,
        pub shipped_version: String,
        pub contacts: Vec<Contact>,
        pub platforms: Vec<ContactPlatform>,
    }
    pub struct ContactPlatform { pub platform: PlatformCode, pub label: String }
    /// Adds an entry, or says another thing in the place of one.
    pub struct SetContactRequest {
        /// Which, in the order of the view; none adds one.
        pub at: Option<u32>,
        pub role: ContactRole,
        pub platform: Option<PlatformCode>,
        pub name: String,
        /// A line each.
        pub address: String,
        pub email: String,
        pub phone: String,
        pub web: String,
        pub reference: String,
        /// Whether somebody read it at its source.
        pub status: Status,
        /// Where it comes from.
        pub source: String,
    }
    pub struct RemoveContactRequest { pub at: u32 }
    pub struct TakeBreachProfileRequest { pub path: String }
    pub struct ExportBreachProfileRequest { pub path: String }
}

wire! {
    /// Taken whole, or not at all.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum BreachProfileTaken {
        Taken { view: BreachProfileView },
        Refused { faults: Vec<FileFault> },
    }
}
