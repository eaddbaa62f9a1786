//! First run, opening, locking.

use super::{AmoRow, DossierList, PlatformRow};
use jiff::civil::Date;
use relais_domain::{
    context::{Activity, Role},
    ids::{PracticeId, UserId},
    money::Cents,
    practice::PracticeKind,
};

wire! {
    /// Everything the window needs to know where it stands.
    pub struct AppState {
        pub stage: Stage,
        pub practice: Option<PracticeSummary>,
        pub user: Option<UserSummary>,
        /// Why nobody is at work, when somebody was since the program started.
        pub closed: Option<Closed>,
        /// Practices found on this machine, to open or to go back to.
        pub practices: Vec<PracticeChoice>,
        pub keyring: KeyringState,
        pub version: String,
        /// The practice's clock: the real one, or the story's in a demonstration.
        pub now: jiff::Timestamp,
        pub today: Date,
        /// Numbers beside the navigation.
        pub badges: Badges,
        /// Entries in the journal.
        pub journal_entries: u64,
        /// An anchor knows more than the database: an old copy was put back.
        pub rollback_suspected: bool,
    }
    /// What the window shows first.
    pub struct FirstSight {
        pub state: AppState,
        /// The strip on top; empty while nothing is open.
        pub platforms: Vec<PlatformRow>,
        /// The mandatory insurance's channels; empty while nothing is open.
        pub amo: Vec<AmoRow>,
        /// The latest dossiers; none while nothing is open, or when they could not be read.
        pub latest: Option<DossierList>,
    }
    /// A practice to choose from.
    pub struct PracticeChoice {
        pub folder: String,
        pub name: String,
        pub kind: PracticeKind,
        /// Whether the OS keyring can open it without a passphrase.
        pub remembered: bool,
    }
    /// The practice that is open.
    pub struct PracticeSummary {
        pub id: PracticeId,
        pub name: String,
        /// One line: street, postcode, town.
        pub address: String,
        pub kind: PracticeKind,
        pub time_zone: String,
        pub activities: Vec<Activity>,
        pub finess: Option<String>,
        pub siret: Option<String>,
        pub phone: String,
        pub mediator: String,
        /// After how many minutes alone the window closes behind each role.
        pub idle_locks: Vec<RoleIdleLock>,
        /// What can be chosen instead.
        pub idle_lock_choices_minutes: Vec<u8>,
        /// Above which loss one person alone is not enough.
        pub second_look_limit_cents: Cents,
        /// After how many days the pictures of a settled cheque are erased.
        pub cheque_picture_days: u32,
        /// The day an owner chose them; none: as the program comes.
        pub cheque_picture_days_chosen_on: Option<Date>,
    }
    /// After how many minutes alone the window closes behind a role.
    pub struct RoleIdleLock { pub role: Role, pub minutes: u8 }
    /// When the window closes behind a role: one of a few numbers of minutes.
    pub struct SetIdleLockRequest { pub role: Role, pub minutes: u8 }
    /// Why nobody is at work any more.
    pub struct Closed {
        pub why: ClosedWhy,
        /// Who was; none where nobody had said.
        pub by: Option<String>,
        /// After how many minutes alone, when the clock did it.
        pub minutes: u8,
    }
    /// The user at work.
    pub struct UserSummary {
        pub id: UserId,
        pub name: String,
        pub role: Role,
    }
    /// Numbers beside the navigation.
    pub struct Badges {
        /// Requests waiting.
        pub queue_waiting: u32,
        /// Requests « à confirmer ».
        pub queue_unknown: u32,
        /// Cheques to return, complete or deposit, and those of which what was asked a day ago may be done.
        pub cheques_to_act_on: u32,
        /// Dossiers of open incidents not settled.
        pub recovery_open: u32,
    }
    /// « Cabinet de démonstration ».
    #[derive(Default)]
    pub struct CreateDemonstrationRequest {
        /// The trade it is told in; none for the one the program tells by itself.
        pub trade: Option<Activity>,
    }
    /// « Créer mon cabinet ».
    /// What a practice says of itself on its papers and to the platforms.
    pub struct PracticeProfile {
        pub name: String,
        pub street: String,
        pub postcode: String,
        pub town: String,
        pub phone: String,
        pub activities: Vec<Activity>,
        /// Empty when not known.
        pub finess: String,
        pub siret: String,
        /// The consumer mediator's name and address, if there is one.
        pub mediator: String,
    }
    pub struct CreatePracticeRequest {
        pub profile: PracticeProfile,
        pub time_zone: String,
        pub owner_name: String,
        pub passphrase: String,
        /// Whether the OS keyring may keep the key.
        pub remember: bool,
    }
    /// The practice exists and is open; the recovery key is shown this once.
    pub struct PracticeCreated {
        pub practice: PracticeId,
        /// Groups of characters, to be written down or printed.
        pub recovery_key: Vec<String>,
        /// Whether the OS keyring holds the key.
        pub remembered: bool,
        /// Why not, when it does not.
        pub keyring: KeyringState,
    }
    /// Opens one of the practices.
    pub struct OpenPracticeRequest {
        pub folder: String,
        pub unlock: Unlock,
    }
    /// A passphrase's strength as one types.
    pub struct PassphraseStrength {
        pub entropy_bits: u32,
        pub required_bits: u32,
        pub verdict: PassphraseVerdict,
    }
    /// A passphrase to judge.
    pub struct PassphraseRequest {
        pub passphrase: String,
        /// Of the practice and of whose it is to be: what is tried first adds nothing to it.
        pub names: Vec<String>,
    }
    /// Checks an identifier as one types.
    pub struct CheckIdentifierRequest {
        pub kind: IdentifierKind,
        pub text: String,
    }
    /// What is known of it.
    pub struct CheckedIdentifier {
        pub verdict: IdentifierVerdict,
        /// Its normal form, grouped for reading, when it is one.
        pub display: Option<String>,
        /// Why not: `empty`, `length`, `character`, `key`, `checksum`.
        pub reason: Option<String>,
        #[ts(type = "Record<string, string | number>")]
        pub params: serde_json::Value,
    }
}

wire_codes! {
    /// Where the window stands.
    pub enum Stage {
        /// No practice yet.
        Welcome,
        /// A practice is there, closed.
        Locked,
        /// A practice is open, and nobody said who he is.
        Door,
        /// At work.
        Open,
    }
    /// Who or what closed the window.
    pub enum ClosedWhy {
        /// A person.
        Asked,
        /// The clock: nobody was seen for as long as the role may leave it alone.
        Idle,
    }
    /// What the OS keyring says.
    pub enum KeyringState {
        Available,
        NoService,
        Locked,
        Refused,
        ItemLost,
        TimedOut,
    }
    /// How good a passphrase is.
    pub enum PassphraseVerdict { TooShort, TooWeak, Common, Good }
    /// Identifiers checked as one types.
    pub enum IdentifierKind { Finess, Siret, AmcNumber, Nir, Iban, Rpps }
    /// Whether it is one.
    pub enum IdentifierVerdict {
        Valid,
        /// Accepted, but unusual: to be read again.
        Doubtful,
        /// Not enough characters yet.
        Incomplete,
        Invalid,
    }
}

wire! {
    /// How a practice is opened.
    #[serde(tag = "with", rename_all = "snake_case")]
    pub enum Unlock {
        Keyring,
        Passphrase { passphrase: String },
        RecoveryKey { recovery_key: String },
    }
}
