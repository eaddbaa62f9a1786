//! The access log: who looked what up, opened, copied, exported or was refused.

use jiff::{Timestamp, civil::Date};
use relais_domain::ids::{DossierId, UserId};

wire_codes! {
    /// What a line of the access log tells of.
    pub enum AccessKind {
        SessionOpened,
        /// Somebody was not let in; told when the practice is next opened, since only then can it be written.
        UnlockFailed,
        /// Somebody came to work in the place of another, or was not let.
        UserSwitched,
        /// A passphrase or a PIN was set.
        SecretChanged,
        /// Another person looked at a loss, or did not prove who he is.
        Seconded,
        SessionLocked,
        SessionClosed,
        /// A command the role does not allow.
        PermissionRefused,
        RightsLookedUp,
        /// A look-up went, and was noticed.
        LookupWarned,
        /// A user may look nobody up until an owner unlocks.
        LookupStopped,
        LookupUnlocked,
        /// A field that identifies a person went to the clipboard.
        SecretCopied,
        /// A number of social security was shown.
        SecretShown,
        /// A kept picture of a card or of a cheque was shown.
        PictureShown,
        /// A secret of the vault of accounts was shown.
        CredentialShown,
        /// One of them, an identifier or a code went to the clipboard.
        CredentialCopied,
        /// A code of one of them was shown.
        CredentialCodeShown,
        /// A platform's connector proved itself with one of them: told once a day.
        CredentialUsed,
        /// Accesses were unusual: a line waits for an owner's word.
        UnusualRaised,
        /// An owner said a word of it.
        UnusualAcknowledged,
        RecoveryKeyPrinted,
        DocumentMade,
        DocumentOpened,
        DocumentSaved,
        PortalOpened,
        ArchiveExported,
        AccessLogExported,
        /// A list with customers' names was written to a file.
        ListExported,
        BackupWritten,
        /// A month of the log begins.
        SegmentOpened,
        /// A month of the log is sealed.
        SegmentSealed,
        /// Months past their time were erased.
        SegmentErased,
    }
    /// What a line is about.
    pub enum AccessSubject { Dossier, Cheque, Platform, Incident, Command, Paper, User, Credential }
}

wire! {
    /// Newest first; every filter is optional.
    pub struct AccessLogRequest {
        pub kind: Option<AccessKind>,
        pub user: Option<UserId>,
        /// Business dates, both included.
        pub from: Option<Date>,
        pub until: Option<Date>,
        /// Words of a customer's name, a dossier's number, a platform or a user; empty for everything.
        pub text: String,
        /// The last row of the page before.
        pub before: Option<u64>,
        pub limit: u32,
    }
    pub struct AccessLogPage {
        pub rows: Vec<AccessLogRow>,
        pub more: bool,
        /// Everybody a line can be by.
        pub users: Vec<AccessLogUser>,
        /// How many whole months are kept beside the current one.
        pub keep_months: u32,
    }
    pub struct AccessLogUser { pub id: UserId, pub name: String }
    pub struct AccessLogRow {
        pub seq: u64,
        /// `2024-01`.
        pub month: String,
        /// Its number in the month.
        pub number: u64,
        pub at: Timestamp,
        pub kind: AccessKind,
        /// Empty when nobody was let in.
        pub actor: String,
        pub about: Option<AccessAbout>,
        /// A code: the way a practice was opened, the field copied, the month sealed or erased.
        pub detail: Option<String>,
        /// `done`, or the code of the refusal.
        pub outcome: String,
        /// How many times, or how many lines for a month.
        pub times: u64,
    }
    pub struct AccessAbout {
        pub subject: AccessSubject,
        /// The name joined for whoever looks: a dossier's number and customer, a platform, a command.
        pub label: String,
        /// The dossier to open, when there is one.
        pub dossier: Option<DossierId>,
    }
    pub struct VerifyAccessLogRequest {
        /// An export; none for the practice's own log.
        pub path: Option<String>,
    }
    pub struct AccessLogVerification {
        pub whole: bool,
        pub entries: u64,
        pub months: u64,
        /// The first month kept.
        pub first_month: Option<String>,
        /// What is wrong, in one French sentence from the verifier.
        pub fault: Option<String>,
        pub fault_code: Option<String>,
    }
    pub struct ExportAccessLogRequest { pub path: String }
    pub struct AccessLogExported { pub path: String, pub entries: u64, pub bytes: u64 }
}
