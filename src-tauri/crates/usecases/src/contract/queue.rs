//! What waits to be sent.

use jiff::Timestamp;
use relais_domain::{
    formality::Formality,
    ids::{DossierId, RequestId},
    money::Cents,
    platform::{FailureCode, Function, PlatformCode, RepeatMode},
    request::RequestState,
};

wire! {
    /// The queue, in words.
    pub struct QueueView {
        pub waiting: Vec<QueueRow>,
        /// « À confirmer », and what met a conflict.
        pub unknown: Vec<QueueRow>,
        /// « Échec définitif ».
        pub failed: Vec<QueueRow>,
        /// Answered or withdrawn, the latest first, as many as are shown.
        pub done: Vec<QueueRow>,
        pub done_total: u32,
        /// A replay is running.
        pub replaying: bool,
    }
    pub struct QueueRow {
        pub request: RequestId,
        pub dossier: DossierId,
        pub dossier_number: String,
        pub customer: String,
        pub platform: PlatformCode,
        pub platform_label: String,
        pub function: Function,
        pub formality: Formality,
        pub amount_cents: Cents,
        pub state: RequestState,
        pub queued_at: Timestamp,
        pub attempts: u32,
        pub last_failure: Option<FailureCode>,
        pub last_attempt_at: Option<Timestamp>,
        /// Not before, as the platform asked.
        pub retry_at: Option<Timestamp>,
        /// How it may be repeated while it is not known whether the platform has it.
        pub repeat: RepeatMode,
        /// Whether the platform's function is up, so that sending has a chance.
        pub function_out: bool,
        /// The platform is spoken to by its portal.
        pub by_portal: bool,
    }
    pub struct RequestRef { pub request: RequestId }
    pub struct WithdrawRequestRequest { pub request: RequestId, pub reason: String }
    /// Puts what failed for good back in the queue.
    pub struct RequeueRequest { pub request: RequestId, pub reason: String }
    /// What a person learnt of a request « à confirmer ».
    pub struct SettleUnknownRequest { pub request: RequestId, pub received: bool }
    /// What sending gave.
    pub struct SendOutcome {
        pub state: RequestState,
        pub failure: Option<FailureCode>,
        /// The platform says it has none, and the request is one that only a person settles.
        pub platform_has_none: bool,
        pub agreement_reference: Option<String>,
        pub covered_cents: Option<Cents>,
    }
}
