//! Where Relais lives on this machine, and what the application is set up with. Owns folders and the three variables
//! that tests may set; knows nothing of what is in the folders.
//!
//! Practices are in the local data folder, which no profile roams. Anchors are in two places outside them, one beside
//! and one among the preferences: putting back an old copy of one folder is then told by the other.

use relais_usecases::{
    app::Setup,
    contract::Problem,
    ports::{Announce, KdfCost, MachineClock, NoKeyring, OsKeyring, RandomIds, SecretStore},
    story::DemonstrationGround,
};
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// Name of our folder in the system's.
const FOLDER: &str = "Relais";

/// Another place for everything: tests, and a key carried from a shop to another.
const HOME: &str = "RELAIS_HOME";
/// `none`: this machine has no keyring, or it is not to be asked.
const KEYRING: &str = "RELAIS_KEYRING";
/// `low`: a derivation that costs nothing, for tests of checked builds.
const TEST_KDF: &str = "RELAIS_TEST_KDF";
/// `short`: minutes of the idle lock that a test of the window can wait for.
const TEST_IDLE: &str = "RELAIS_TEST_IDLE";
/// What such a minute lasts.
const SHORT_MINUTE: Duration = Duration::from_millis(1_500);

/// The folders.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    /// The practices' folders are in it.
    pub(crate) practices: PathBuf,
    /// The anchors, twice.
    pub(crate) anchors: Vec<PathBuf>,
    /// The backups made on this machine.
    pub(crate) backups: PathBuf,
    /// The logs.
    pub(crate) logs: PathBuf,
    /// The language the window speaks: a preference of this machine, needed before a practice is open.
    pub(crate) language: PathBuf,
    /// Not the usual place: what is one a machine does not hold here.
    pub(crate) is_elsewhere: bool,
}

/// Why Relais cannot be set up here.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HomeError {
    /// The system names no folder for data.
    #[error("ce système n’indique pas de dossier pour les données : donnez-en un dans {HOME}.")]
    NoDataFolder,
    /// A word that a variable does not know.
    #[error("{variable} vaut « {value} », qui n’est pas connu.")]
    UnknownWord {
        /// The variable.
        variable: &'static str,
        /// What it holds.
        value: String,
    },
    /// Something that weakens it was asked of a released program.
    #[error("{0} n’existe que pour les essais : ce programme le refuse.")]
    TestOnly(&'static str),
}

impl Home {
    /// The folders of this machine.
    pub(crate) fn of_this_machine() -> Result<Home, HomeError> {
        if let Some(root) = std::env::var_os(HOME).filter(|root| !root.is_empty()) {
            return Ok(Home::under(Path::new(&root)));
        }
        let data = dirs::data_local_dir().ok_or(HomeError::NoDataFolder)?.join(FOLDER);
        let preferences = dirs::preference_dir().ok_or(HomeError::NoDataFolder)?.join(FOLDER);
        Ok(Home::in_folders(&data, &preferences))
    }

    /// Everything under one folder.
    pub(crate) fn under(root: &Path) -> Home {
        Home { is_elsewhere: true, ..Home::in_folders(root, &root.join("preferences")) }
    }

    fn in_folders(data: &Path, preferences: &Path) -> Home {
        Home {
            practices: data.join("cabinets"),
            anchors: vec![data.join("ancres"), preferences.join("ancres")],
            backups: data.join("sauvegardes"),
            logs: data.join("journaux"),
            language: preferences.join("langue"),
            is_elsewhere: false,
        }
    }

    /// The application over these folders, on the machine's clock, with the machine's keyring.
    pub(crate) fn setup(
        &self,
        announce: Announce,
        ground: Option<Arc<dyn DemonstrationGround>>,
    ) -> Result<Setup, HomeError> {
        Ok(Setup {
            home: self.practices.clone(),
            anchor_folders: self.anchors.clone(),
            backups: self.backups.clone(),
            clock: Arc::new(MachineClock),
            ids: Arc::new(RandomIds),
            secrets: secrets(std::env::var_os(KEYRING))?,
            kdf_cost: kdf_cost(std::env::var_os(TEST_KDF))?,
            announce,
            ground,
        })
    }

    /// Makes the folder of practices.
    pub(crate) fn prepare(&self) -> Result<(), Problem> {
        std::fs::create_dir_all(&self.practices).map_err(|error| {
            let params =
                serde_json::json!({ "path": self.practices.display().to_string(), "reason": error.to_string() });
            Problem::with(relais_usecases::contract::ProblemCode::FileNotWritable, params)
        })
    }
}

fn secrets(word: Option<OsString>) -> Result<Arc<dyn SecretStore>, HomeError> {
    match word.as_deref().map(|word| word.to_string_lossy()).as_deref() {
        None | Some("") => Ok(Arc::new(OsKeyring::new(OsKeyring::USUAL_PATIENCE))),
        Some("none") => Ok(Arc::new(NoKeyring)),
        Some(other) => Err(HomeError::UnknownWord { variable: KEYRING, value: other.to_owned() }),
    }
}

fn kdf_cost(word: Option<OsString>) -> Result<Option<KdfCost>, HomeError> {
    match word.as_deref().map(|word| word.to_string_lossy()).as_deref() {
        None | Some("") => Ok(None),
        Some(_) if !cfg!(debug_assertions) => Err(HomeError::TestOnly(TEST_KDF)),
        Some("low") => Ok(Some(KdfCost::INSECURE_FOR_TESTS)),
        Some(other) => Err(HomeError::UnknownWord { variable: TEST_KDF, value: other.to_owned() }),
    }
}

/// How long a minute of the idle lock lasts.
pub(crate) fn idle_minute() -> Result<Duration, HomeError> {
    match std::env::var_os(TEST_IDLE).as_deref().map(|word| word.to_string_lossy()).as_deref() {
        None | Some("") => Ok(Duration::from_secs(60)),
        Some(_) if !cfg!(debug_assertions) => Err(HomeError::TestOnly(TEST_IDLE)),
        Some("short") => Ok(SHORT_MINUTE),
        Some(other) => Err(HomeError::UnknownWord { variable: TEST_IDLE, value: other.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_in_two_places_outside_the_practices() {
        let home = Home::under(Path::new("racine"));
        assert_eq!(home.anchors.len(), 2);
        assert_ne!(home.anchors[0], home.anchors[1]);
        assert!(home.anchors.iter().all(|anchors| !anchors.starts_with(&home.practices)));
    }

    #[test]
    fn a_word_that_is_not_known_is_refused() {
        assert!(secrets(Some("peut-être".into())).is_err());
        assert!(kdf_cost(Some("haut".into())).is_err());
    }

    /// The weak derivation exists in checked builds alone.
    #[test]
    fn a_released_program_refuses_the_weak_derivation() {
        assert_eq!(kdf_cost(Some("low".into())).is_ok(), cfg!(debug_assertions));
        assert_eq!(kdf_cost(None).ok().flatten(), None);
    }
}
