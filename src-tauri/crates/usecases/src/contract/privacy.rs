//! What leaves the PC, the customer's word about it, and the practice's watch over its own look-ups.

use jiff::{Timestamp, civil::Date};
use relais_domain::{
    disclosure::{FieldName, ListedField, Need},
    dossier::{ConsentDecision, ConsentHow, ConsentState},
    ids::{DossierId, UserId},
    lookup_guard::{Finding, LookupLimits, OpeningHours},
    platform::{Channel, Function, PlatformCode},
    processing::Processing,
    reference_file::{FileFault, Status},
};

use super::ReferenceSummary;

wire! {
    /// The field lists in force, with what was switched off.
    pub struct FieldListsView {
        pub lists: ReferenceSummary,
        pub shipped_version: String,
        /// Each platform × function the program sends to.
        pub functions: Vec<FieldListView>,
        /// Whether a yes of the customer is asked for before anything leaves.
        pub asked_first: bool,
    }
    pub struct FieldListView {
        pub platform: PlatformCode,
        pub platform_label: String,
        pub function: Function,
        /// Whether the list is this platform's own.
        pub own: bool,
        pub from: Date,
        pub status: Status,
        pub source: String,
        pub fields: Vec<ListedFieldView>,
    }
    pub struct ListedFieldView {
        pub field: FieldName,
        pub need: Need,
        pub condition: Option<String>,
        /// Whether it leaves; only an optional one may be kept.
        pub sent: bool,
    }
    pub struct SwitchFieldRequest {
        pub platform: PlatformCode,
        pub function: Function,
        pub field: FieldName,
        pub sent: bool,
    }
    pub struct TakeFieldListsRequest { pub path: String }
    pub struct SetConsentRuleRequest { pub asked_first: bool }
}

wire! {
    /// Taken whole, or not at all.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum FieldListsTaken {
        Taken { view: FieldListsView },
        Refused { faults: Vec<FileFault> },
    }
}

wire! {
    /// What the customer said of one operator.
    pub struct RecordConsentRequest {
        pub dossier: DossierId,
        pub rank: u8,
        pub decision: ConsentDecision,
        pub how: ConsentHow,
    }
    /// Prints the sheet to sign for one complementary's operator.
    pub struct ConsentSheetRequest { pub dossier: DossierId, pub rank: u8 }
    /// Where the customer stands with the operator of one complementary.
    pub struct ConsentView {
        /// Whom he is asked about: who is asked first, then who would be asked in its place.
        pub operators: Vec<String>,
        pub state: ConsentState,
        /// Whether something may leave as things stand.
        pub lets_leave: bool,
        pub decided_at: Option<Timestamp>,
        pub decided_by: String,
        pub how: Option<ConsentHow>,
        pub list_version: Option<String>,
    }
}

wire! {
    /// Where whoever is at work stands, for the counter.
    pub struct LookupStanding {
        pub stopped: Option<LookupStopView>,
        /// What was noticed of the last look-up.
        pub findings: Vec<Finding>,
        /// Above how many of the gravest finding look-ups stop; none where they never do.
        pub stops_above: Option<u32>,
        pub staff_notice: Option<StaffNoticeView>,
    }
    /// The owner's view of the watch.
    pub struct LookupGuardView {
        pub limits: LookupLimits,
        pub hours: OpeningHours,
        /// Whether the owner chose them.
        pub chosen: bool,
        pub defaults: LookupDefaults,
        pub users: Vec<LookupUserView>,
        pub staff_notice: Option<StaffNoticeView>,
    }
    /// What is proposed to this practice's activities.
    pub struct LookupDefaults {
        pub limits: LookupLimits,
        pub hours: OpeningHours,
        pub from: Date,
        pub status: Status,
        pub source: String,
    }
    pub struct LookupUserView {
        pub user: UserId,
        pub name: String,
        /// Look-ups in the last hour.
        pub this_hour: u32,
        /// The last stop, lifted or not.
        pub stop: Option<LookupStopView>,
    }
    pub struct LookupStopView {
        pub user: UserId,
        pub at: Timestamp,
        pub finding: Finding,
        pub lifted_at: Option<Timestamp>,
        pub lifted_by: String,
        pub lifted_why: String,
    }
    pub struct StaffNoticeView {
        pub printed_on: Date,
        /// Whether it is the text of this build.
        pub current: bool,
    }
    pub struct SetLookupLimitsRequest { pub limits: LookupLimits, pub hours: OpeningHours }
    pub struct UnlockLookupsRequest { pub user: UserId, pub reason: String }
}

wire! {
    /// « Où vont mes données »: every way out of the PC, and nothing else.
    pub struct DataFlowsView {
        pub platforms: Vec<PlatformFlow>,
        pub others: Vec<OtherFlow>,
    }
    /// One function of one platform.
    pub struct PlatformFlow {
        pub platform: PlatformCode,
        pub platform_label: String,
        pub channel: Channel,
        /// The server's or the portal's host.
        pub host: String,
        pub function: Function,
        /// What may leave, less what was switched off.
        pub fields: Vec<ListedField>,
        /// When something last left.
        pub last_at: Option<Timestamp>,
        /// The fields that left then.
        pub last_fields: Vec<FieldName>,
    }
    /// A way out that is no platform's function.
    pub struct OtherFlow {
        pub exit: DataExit,
        /// Whose, when it is a platform's: its host.
        pub to: Option<String>,
        pub last_at: Option<Timestamp>,
    }
}

wire_codes! {
    /// The ways out of the PC beside what is sent to a platform's functions.
    pub enum DataExit {
        /// Asking a platform for a token: the practice's own identifier and secret.
        PlatformToken,
        /// Questions about nobody, to know whether a platform answers.
        PlatformProbe,
        /// A platform's portal, opened in the machine's browser.
        PortalInBrowser,
        /// A field taken to a portal by the clipboard.
        Clipboard,
        /// A paper shown in the machine's reader, which may print or keep it.
        PaperInReader,
        /// A copy of a paper, where a person chose.
        PaperCopy,
        /// The journal's archive, where a person chose.
        Archive,
        /// The access log, where a person chose.
        AccessLogFile,
        /// A list with customers' names, where a person chose.
        ListFile,
        /// A backup, sealed, where a person chose.
        Backup,
        /// The recovery key, on paper.
        RecoveryKey,
        /// The practice's key, in the machine's keyring.
        Keyring,
    }
}

wire_codes! {
    /// A paper of data protection.
    pub enum PrivacyPaper {
        /// What customers are told at the counter (GDPR article 13).
        Notice,
        /// The sheets of the register (article 30).
        Register,
        /// Help for the impact assessment (article 35).
        ImpactAssessment,
    }
}

wire! {
    /// What the papers of data protection say beside what the program reads off itself.
    pub struct PrivacyPapersView {
        pub set: ReferenceSummary,
        pub shipped_version: String,
        /// Who signs; empty: a line to fill by hand.
        pub representative: String,
        /// The data protection officer; empty: a line to fill by hand.
        pub dpo: String,
        /// One an activity.
        pub grounds: Vec<GroundView>,
        pub criteria: Vec<CriterionView>,
    }
    pub struct GroundView {
        pub processing: Processing,
        pub basis: String,
        /// Possibly empty.
        pub condition: String,
        pub from: Date,
        pub status: Status,
        pub source: String,
    }
    pub struct CriterionView { pub says: String, pub from: Date, pub status: Status, pub source: String }
    pub struct SetAnswerableRequest { pub representative: String, pub dpo: String }
    pub struct PrintPrivacyPaperRequest { pub paper: PrivacyPaper }
    pub struct TakeGroundsRequest { pub path: String }
    pub struct ExportGroundsRequest { pub path: String }
}

wire! {
    /// Taken whole, or not at all.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum GroundsTaken {
        Taken { view: PrivacyPapersView },
        Refused { faults: Vec<FileFault> },
    }
}
