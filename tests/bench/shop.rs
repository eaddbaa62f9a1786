//! An application on a folder of the bench, in this process: the use cases as the window calls them, on a clock that
//! stands still and ids that repeat, so that two runs do the same work.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use jiff::Timestamp;
use relais_domain::ids::CommandId;
use relais_tests::Outcome;
use relais_usecases::access;
use relais_usecases::app::{App, OpenPractice, Setup};
use relais_usecases::call::Call;
use relais_usecases::contract::{Nothing, OpenPracticeRequest, Problem, Unlock};
use relais_usecases::opening;
use relais_usecases::ports::{Clock, Ids, KdfCost, SecretStore};
use relais_usecases::table::dispatch;
use serde_json::Value;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::chance::Chance;

/// Opens every practice of the bench.
pub(crate) const PASSPHRASE: &str = "verre monture relais banc mesure carte chrono levier rouage";

/// A clock that stands where it was put.
#[derive(Debug)]
pub(crate) struct StandingClock(AtomicI64);

impl StandingClock {
    /// Reads this instant until told otherwise.
    pub(crate) fn at(instant: Timestamp) -> Arc<Self> {
        Arc::new(StandingClock(AtomicI64::new(instant.as_millisecond())))
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn jump_to(&self, instant: Timestamp) -> bool {
        self.0.store(instant.as_millisecond(), Ordering::SeqCst);
        true
    }
}

/// Ids in a row that begins with a seed.
#[derive(Debug)]
pub(crate) struct CountedIds {
    seed: u64,
    given: AtomicU64,
}

impl CountedIds {
    /// The row of this seed.
    pub(crate) fn seeded(seed: u64) -> Arc<Self> {
        Arc::new(CountedIds { seed, given: AtomicU64::new(0) })
    }
}

impl Ids for CountedIds {
    fn fresh(&self, now: Timestamp) -> Uuid {
        let mut chance = Chance::seeded(self.seed ^ self.given.fetch_add(1, Ordering::SeqCst));
        let mut random = [0u8; 10];
        random[..8].copy_from_slice(&chance.next().to_le_bytes());
        random[8..].copy_from_slice(&chance.next().to_le_bytes()[..2]);
        let ms = u64::try_from(now.as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()
    }
}

/// An application and what it runs on.
pub(crate) struct Shop {
    pub(crate) app: App,
    pub(crate) ids: Arc<CountedIds>,
    pub(crate) clock: Arc<StandingClock>,
    pub(crate) runtime: Runtime,
}

impl Shop {
    /// An application on `root`, laid out as `RELAIS_HOME` is, with nothing open.
    pub(crate) fn on(root: &Path, now: Timestamp, seed: u64, secrets: Arc<dyn SecretStore>) -> Outcome<Shop> {
        let (clock, ids) = (StandingClock::at(now), CountedIds::seeded(seed));
        let setup = Setup {
            home: root.join("cabinets"),
            anchor_folders: vec![root.join("ancres"), root.join("preferences/ancres")],
            backups: root.join("sauvegardes"),
            clock: clock.clone(),
            ids: ids.clone(),
            secrets,
            kdf_cost: Some(KdfCost::INSECURE_FOR_TESTS),
            announce: Box::new(|_| {}),
            ground: None,
        };
        std::fs::create_dir_all(&setup.home)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        Ok(Shop { app: App::new(setup), ids, clock, runtime })
    }

    /// The folder of the one practice there is.
    pub(crate) fn folder(&self) -> Outcome<PathBuf> {
        let found = opening::practices(self.app.home()).into_iter().next();
        found.map(|(folder, _)| folder).ok_or_else(|| "the practice of the bench is not there".into())
    }

    /// Opens it by its passphrase.
    pub(crate) fn open(&self) -> Outcome<Arc<OpenPractice>> {
        let unlock = Unlock::Passphrase { passphrase: PASSPHRASE.to_owned() };
        let request = OpenPracticeRequest { folder: self.folder()?.display().to_string(), unlock };
        self.runtime.block_on(access::open_practice(&self.app, self.call(), request)).map_err(refused)?;
        self.practice()
    }

    /// The open practice.
    pub(crate) fn practice(&self) -> Outcome<Arc<OpenPractice>> {
        self.app.practice().map_err(refused)
    }

    /// Leaves it as it should be left.
    pub(crate) fn close(&self) -> Outcome {
        self.runtime.block_on(access::close(&self.app, self.call(), Nothing {})).map_err(refused)?;
        Ok(())
    }

    /// A call with an id of its own.
    pub(crate) fn call(&self) -> Call {
        Call { command_id: CommandId(self.ids.fresh(self.clock.now())) }
    }

    /// Calls a command as the window does: JSON in, JSON out.
    pub(crate) fn ask(&self, command: &str, request: Value) -> Outcome<Value> {
        self.runtime.block_on(dispatch(&self.app, command, self.call(), request)).map_err(refused)
    }
}

/// A problem as an error that ends the bench.
pub(crate) fn refused(problem: Problem) -> Box<dyn std::error::Error + Send + Sync> {
    problem.to_string().into()
}
