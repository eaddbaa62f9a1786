//! Backups: where they go, what is there, and one put back.

use super::{Problem, Unlock};
use jiff::{Timestamp, civil::Date};
use relais_domain::{backup::Rotation, practice::PracticeKind};

wire! {
    /// « Sauvegardes ».
    pub struct BackupsView {
        pub settings: BackupSettings,
        /// The folder of this PC first, then those that were chosen.
        pub places: Vec<BackupPlace>,
        /// Entries in the journal now.
        pub entries: u64,
        pub standing: BackupStanding,
    }
    pub struct BackupSettings {
        /// Minutes since midnight from which the day's backup is due; 0: at the first opening.
        pub at_minute: u16,
        pub rotation: Rotation,
        /// Folders and sticks beside the folder of this PC.
        pub folders: Vec<String>,
    }
    pub struct SetBackupsRequest {
        pub at_minute: u16,
        pub rotation: Rotation,
        pub folders: Vec<String>,
    }
    pub struct BackupPlace {
        pub folder: String,
        /// False: it is the folder of this PC.
        pub chosen: bool,
        /// It is there to be read: the stick is plugged in.
        pub here: bool,
        /// The latest first.
        pub backups: Vec<BackupFound>,
        /// Why the last backup did not get there.
        pub failure: Option<Problem>,
    }
    pub struct BackupFound {
        pub path: String,
        pub written_at: Timestamp,
        /// Entries of the journal in it; none where its beginning cannot be read.
        pub entries: Option<u64>,
        pub bytes: u64,
        pub state: BackupState,
        pub verified_at: Option<Timestamp>,
        /// The retention clock destroys it that day.
        pub destroy_on: Date,
    }
    /// How far one can rely on backups now.
    pub struct BackupStanding {
        /// When the last one that opens was written.
        pub last_sound_at: Option<Timestamp>,
        /// Days since, once they are too many.
        pub late_days: Option<u32>,
        /// Chosen folders that wait for theirs.
        pub late_folders: Vec<LateFolder>,
        /// Why the last one was not written at all.
        pub failure: Option<Problem>,
        /// No folder beside this PC's was chosen.
        pub only_here: bool,
    }
    pub struct LateFolder {
        pub folder: String,
        pub here: bool,
        /// Days since the last one there; none: there never was one.
        pub days: Option<u32>,
    }
    pub struct BackupRef { pub path: String }
    /// What is under way, of which there is one at a time.
    #[derive(Default)]
    pub struct BackupProgress {
        pub running: bool,
        pub step: Option<BackupStep>,
        /// In the unit of this step.
        pub done: u64,
        pub total: u64,
        pub cancelled: bool,
    }
    pub struct RestoreRequest {
        pub path: String,
        pub unlock: Unlock,
        /// Whether what can still be read of this practice on this PC is put on top of it.
        pub salvage: bool,
        /// An archive of its journal, for the entries that can be read nowhere else.
        pub archive: Option<String>,
    }
    /// What putting a backup back would give.
    pub struct RestorePreview {
        /// None in one of another version of Relais.
        pub name: Option<String>,
        pub kind: Option<PracticeKind>,
        pub written_at: Timestamp,
        pub entries: u64,
        /// Kept papers in it, and those it knows that were not there to be saved.
        pub papers: u32,
        pub papers_missing: u32,
        pub bytes: u64,
        /// An anchor on this PC knows more: work was done since.
        pub newer_here: Option<NewerHere>,
        /// What of the practice on this PC would be put on top of it; none when nothing there continues it.
        pub salvage: Option<Salvage>,
        /// The practice is on this PC already: it is put beside.
        pub beside: bool,
        /// Where it would be put.
        pub folder: String,
    }
    /// What can still be read of a practice beyond its backup.
    pub struct Salvage {
        /// Entries that the backup does not have.
        pub entries: u64,
        /// When the last one is of.
        pub until: Option<Timestamp>,
        /// Entries that are known to have followed, and can be read neither here nor in the archive.
        pub lost: u64,
        /// What could not be read whole: there the backup's state stands.
        pub partly: Vec<SalvagePart>,
        /// The damaged pages of the database on this PC, by number.
        pub pages: Vec<u32>,
    }
    /// A journal that went on after a backup.
    pub struct NewerHere {
        /// Entries the backup does not have.
        pub entries: u64,
        /// When they were known to be there.
        pub known_at: Timestamp,
    }
}

wire_codes! {
    pub enum BackupState {
        /// It was opened, and is whole.
        Verified,
        /// Nobody opened it since it is there.
        NotVerified,
        /// It is cut short, or did not open.
        Damaged,
    }
    /// What lies beside the journal.
    pub enum SalvagePart {
        Customers,
        Papers,
        Exchanges,
        Accounts,
        Accesses,
        House,
    }
    pub enum BackupStep {
        Copying,
        Writing,
        Reading,
        /// What is left of a damaged practice is put on top: its journal, what lies beside it, the lists, the papers.
        Entries,
        Beside,
        Folding,
        Papers,
    }
}
