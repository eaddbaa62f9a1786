//! The rotation after a leak: what is to be changed, in the order of danger, and what became of each.

use super::TypedSecret;
use jiff::Timestamp;
use relais_domain::{
    credential::SecondFactor,
    ids::{CredentialId, IncidentId},
    incident::{FactorChecked, RotationDanger, RotationTarget},
};

wire! {
    /// Where a rotation stands.
    pub struct RotationView {
        pub incident: IncidentId,
        pub platform_label: String,
        /// The incident is a leak: what is not has no rotation.
        pub breach: bool,
        /// How many accounts of the platform whoever asks may use.
        pub accounts: u32,
        /// How many there are to change, seen or not.
        pub total: u32,
        /// Of which changed, or left out.
        pub settled: u32,
        /// To be changed by somebody else: not named here.
        pub hidden: u32,
        /// The most dangerous first.
        pub rows: Vec<RotationRow>,
    }
    pub struct RotationRow {
        pub credential: CredentialId,
        pub target: RotationTarget,
        pub danger: RotationDanger,
        pub label: String,
        pub login: String,
        pub mailbox: String,
        pub holder_name: Option<String>,
        /// Relais speaks to the platform with it: its connector asks for the new secret at its next call.
        pub for_connector: bool,
        /// Its page is known, and can be opened.
        pub has_page: bool,
        pub second_factor: SecondFactor,
        pub code_receiver: String,
        pub has_seed: bool,
        pub done: RotationDone,
        pub factor: Option<FactorChecked>,
        /// Why it is left as it is; none once that is erased.
        pub reason: Option<String>,
        pub by: Option<String>,
        pub at: Option<Timestamp>,
    }
    /// It has another secret from now on. That of a mailbox beside the vault is not typed.
    pub struct RotateSecretRequest {
        pub incident: IncidentId,
        pub credential: CredentialId,
        pub target: RotationTarget,
        pub secret: TypedSecret,
        pub factor: FactorChecked,
    }
    /// It is left as it is.
    pub struct LeaveOutRequest {
        pub incident: IncidentId,
        pub credential: CredentialId,
        pub target: RotationTarget,
        pub reason: String,
    }
}

wire_codes! {
    /// What became of one.
    pub enum RotationDone { ToDo, Changed, LeftOut }
}
