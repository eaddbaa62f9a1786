//! What is asked of an operator about a sale: quote, prior authorisation, invoice, cancellation.

use jiff::{Timestamp, civil::Date};
use relais_domain::{
    dossier::LineKind,
    formality::Formality,
    ids::{DossierId, RequestId},
    money::Cents,
    platform::{FailureCode, PlatformCode},
    request::RequestState,
};

wire! {
    /// Where one formality of a complementary stands, and whether it may be asked for now.
    pub struct FormalityView {
        pub formality: Formality,
        pub standing: FormalityStanding,
        /// Who is asked, or was.
        pub platform: Option<PlatformCode>,
        pub platform_label: String,
        /// Its last request.
        pub request: Option<RequestId>,
        pub request_state: Option<RequestState>,
        pub last_failure: Option<FailureCode>,
        /// When it was answered, else queued.
        pub at: Option<Timestamp>,
        pub asked_cents: Cents,
        pub covered_cents: Option<Cents>,
        /// Asked for and not covered: the customer's, should it stay so.
        pub shortfall_cents: Option<Cents>,
        /// What the customer would pay in all: his own share and that.
        pub customer_cents: Option<Cents>,
        pub reference: Option<String>,
        pub valid_until: Option<Date>,
        /// Of an invoice, the main software's number.
        pub invoice: Option<String>,
        pub lines: Vec<FormalityLine>,
        /// The platform's own words.
        pub message: Option<String>,
        pub reason_code: Option<String>,
        /// Read by a person on the portal.
        pub by_staff: bool,
        /// Why it may not be asked for now; none when it may.
        pub barred: Option<super::Problem>,
        /// It is asked for on the portal, by hand.
        pub by_portal: bool,
    }
    /// One line of a quote, and what would be covered of it.
    pub struct FormalityLine {
        pub item: LineKind,
        pub quantity: u32,
        pub amount_cents: Cents,
        pub covered_cents: Option<Cents>,
    }
    /// Asks for it: through the queue, and at once when the platform can be reached.
    pub struct AskFormalityRequest {
        pub dossier: DossierId,
        pub rank: u8,
        pub formality: Formality,
        /// Of an invoice, the main software's number.
        pub invoice: String,
        /// Of a cancellation, why.
        pub reason: String,
    }
    /// What asking came to.
    pub struct FormalityAsked {
        pub dossier: super::DossierView,
        pub outcome: super::SendOutcome,
        /// It was still waiting here: it was taken out of the queue, and nothing was sent.
        pub taken_out: bool,
    }
    /// Which fields would leave.
    pub struct FormalityRef { pub dossier: DossierId, pub rank: u8, pub formality: Formality }
    /// What the portal said of a quote, an invoice or a cancellation made there.
    pub struct RecordPortalFormalityRequest {
        pub dossier: DossierId,
        pub rank: u8,
        pub formality: Formality,
        pub agreed: bool,
        pub reference: String,
        pub covered_cents: Option<Cents>,
        pub valid_until: Option<Date>,
        pub invoice: String,
        pub reason: String,
        /// What is hard to believe of it was read again.
        pub knowingly: bool,
    }
}

wire_codes! {
    /// Where a formality stands.
    pub enum FormalityStanding {
        NotAsked,
        /// « En file, non envoyé ».
        Waiting,
        Sending,
        ToConfirm,
        Conflict,
        Failed,
        /// Received, the decision comes later.
        Received,
        /// Priced, agreed or accepted, for all that was asked.
        Agreed,
        /// For less than was asked.
        Partial,
        Refused,
        Withdrawn,
        /// The pharmacy's concentrator has it.
        Entrusted,
        Cancelled,
    }
}
