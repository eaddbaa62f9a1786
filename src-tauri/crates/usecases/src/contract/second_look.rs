//! A second person for a loss above the practice's limit.

use super::{UserChoice, UserProof};
use jiff::Timestamp;
use relais_domain::{
    ids::{DossierId, IncidentId, UserId},
    money::Cents,
};

wire! {
    /// Another person, and what proves that it is he.
    pub struct SecondProof { pub user: UserId, pub proof: UserProof }
    /// What one person asked to give up is asked no more.
    pub struct WithdrawWriteOffRequest { pub incident: IncidentId, pub dossier: DossierId }
    /// What a write-off of a dossier would take.
    pub struct SecondLookView {
        /// What would be given up today.
        pub amount_cents: Cents,
        pub limit_cents: Cents,
        pub needs: SecondLookNeed,
        /// Who may look at it beside whoever is at work.
        pub may_second: Vec<UserChoice>,
        /// Asked alone: what would be given up, and from when on it can be confirmed.
        pub asked_cents: Option<Cents>,
        pub confirm_from: Option<Timestamp>,
    }
    /// Above which loss one person alone is not enough.
    pub struct SetSecondLookRequest { pub limit_cents: i64 }
}

wire_codes! {
    /// What stands before a write-off.
    pub enum SecondLookNeed {
        /// Nothing: it is not above the limit.
        Nobody,
        /// Another person looks at it.
        Person,
        /// Nobody else may: it is asked, and confirmed a day later.
        Asking,
        /// It is asked, and waits.
        Waiting,
        /// It is asked, and can be confirmed.
        Confirming,
    }
}
