//! The application: at most one practice open, the ports, and how a use case reads and writes.
//!
//! A use case takes `&App`, asks for the open practice, and runs its one transaction through [`OpenPractice::command`].
//! Nothing here decides anything about dossiers or cheques.

use crate::{
    access_log::{Access, Unnoted},
    backups::{BackupRuns, LastTry},
    books::HeldBooks,
    call::Call,
    circuit::ImportRuns,
    connector_accounts::AccountUses,
    contract::{AccessKind, Changed, Problem, ProblemCode, Topic, UserSummary},
    exercise::Exercise,
    house_keys::HouseKeys,
    letters::LetterRuns,
    permission::{Needs, allows},
    platform_lines::PlatformLines,
    ports::{Announce, Clock, Ids},
    recovery_run::RecoveryRuns,
    session::Session,
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use relais_domain::{
    context::{Activity, Context},
    ids::{DossierId, PracticeId},
    practice::{IdleLocks, PracticeKind},
    reference::Limits,
};
use relais_storage::{CommandEnvelope, CommandError, Database, Queries, StorageError, Tx};
use relais_vault::{KdfCost, SecretStore};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, RwLock},
};
use tokio::sync::oneshot;
use uuid::Uuid;
use zeroize::Zeroizing;

/// How the application is set up; the shell, the command line and the tests each make one.
pub struct Setup {
    /// Folder that holds the practices' folders.
    pub home: PathBuf,
    /// Two folders outside the practices' for the anchors of their journals.
    pub anchor_folders: Vec<PathBuf>,
    /// Folder that holds the backups made on this machine, a folder a practice.
    pub backups: PathBuf,
    /// The machine's clock for real practices.
    pub clock: Arc<dyn Clock>,
    /// Fresh ids.
    pub ids: Arc<dyn Ids>,
    /// The OS keyring, or none.
    pub secrets: Arc<dyn SecretStore>,
    /// Cost of the key derivation; none calibrates it on this machine when a practice is created.
    pub kdf_cost: Option<KdfCost>,
    /// Where changes are announced.
    pub announce: Announce,
    /// The ground of a demonstration: its platforms and its story; none refuses demonstrations.
    pub ground: Option<Arc<dyn crate::story::DemonstrationGround>>,
}

/// The application. Cloning shares it.
#[derive(Clone)]
pub struct App {
    pub(crate) setup: Arc<Setup>,
    pub(crate) session: Arc<RwLock<Session>>,
    /// How long a minute of the idle lock lasts, once a window is there to tell of signs of life.
    pub(crate) minute: Arc<OnceLock<SignedDuration>>,
    /// The recovery key of a practice just created, until a person has it.
    recovery_key: Arc<Mutex<Option<Zeroizing<String>>>>,
    /// One opening at a time. Holds why the one at the start failed, until the window asks.
    opening: Arc<tokio::sync::Mutex<Option<(PathBuf, Problem)>>>,
    /// The exercise under way.
    exercise: Arc<Mutex<Option<Exercise>>>,
    /// The backup being written, opened or put back.
    pub(crate) backups: Arc<BackupRuns>,
}

/// A practice that is open, in the hands of whoever is at work. Another person's hands are another of these over the same
/// house: what one began ends in his name.
pub struct OpenPractice {
    /// Who is at work.
    pub user: UserSummary,
    house: Arc<House>,
}

impl Deref for OpenPractice {
    type Target = House;

    fn deref(&self) -> &House {
        &self.house
    }
}

/// What is open, whoever is at work.
pub struct House {
    /// Its folder.
    pub folder: PathBuf,
    /// Its encrypted database.
    pub database: Database,
    /// Its keys, zeroised when it closes; in the keyring meanwhile when that opened it.
    pub keys: Arc<HouseKeys>,
    /// Which accounts of the vault its lines used.
    pub uses: Arc<AccountUses>,
    /// What the calls under way leave in the access log.
    pub(crate) unnoted: Unnoted,
    /// Its id.
    pub id: PracticeId,
    /// Real, demonstration or exercise.
    pub kind: PracticeKind,
    /// The zone of its business dates.
    pub time_zone: TimeZone,
    /// Its first activity when it was opened.
    pub trade: Activity,
    /// The machine's clock, or the story's.
    pub clock: Arc<dyn Clock>,
    /// Fresh ids.
    pub ids: Arc<dyn Ids>,
    /// The lines to the platforms.
    pub lines: PlatformLines,
    /// Recoveries under way.
    pub(crate) recoveries: RecoveryRuns,
    /// The books as far as they were read.
    pub(crate) books: HeldBooks,
    /// The import under way.
    pub(crate) imports: Arc<ImportRuns>,
    /// The batch of letters to payers under way.
    pub(crate) reminders: Arc<LetterRuns>,
    /// The batch of letters to customers under way.
    pub(crate) customer_letters: Arc<LetterRuns>,
    /// After how long alone its window closes behind each role.
    pub(crate) idle_locks: RwLock<IdleLocks>,
    /// The business date on which what is due was last erased.
    pub(crate) erased_on: Mutex<Option<Date>>,
    /// What the last backup came to.
    pub(crate) last_backup: Mutex<LastTry>,
    /// Held while what was agreed to is being erased.
    pub(crate) purging: Arc<tokio::sync::Mutex<()>>,
    /// An anchor knew more than the database when it was opened.
    pub rollback_suspected: bool,
}

impl App {
    /// An application with nothing open.
    pub fn new(setup: Setup) -> Self {
        App {
            setup: Arc::new(setup),
            session: Arc::default(),
            minute: Arc::default(),
            recovery_key: Arc::default(),
            opening: Arc::default(),
            exercise: Arc::default(),
            backups: Arc::default(),
        }
    }

    /// Whether the user at work may call a command with these needs.
    pub fn check(&self, needs: Needs) -> Result<(), Problem> {
        if needs == Needs::Anyone {
            return Ok(());
        }
        // Whoever left the window alone too long is not at work any more, though nobody has looked yet.
        if self.close_if_left_alone()? {
            self.announce(Topic::Session, None);
        }
        if allows(self.practice()?.user.role, needs) { Ok(()) } else { Err(Problem::code(ProblemCode::RoleNotAllowed)) }
    }

    /// Leaves the open practice; `lock` remembers that a person locked it. Its anchors are written first.
    pub(crate) fn leave(&self, lock: bool) -> Result<(), Problem> {
        if let Some(practice) = self.take(lock)? {
            practice.recoveries.cancel_all();
            practice.reminders.cancel();
            practice.customer_letters.cancel();
            self.backups.cancel();
            if let Err(problem) = crate::availability::tally(&practice) {
                tracing::warn!(%problem, "the calls of this hour could not be counted");
            }
            let kind = if lock { AccessKind::SessionLocked } else { AccessKind::SessionClosed };
            practice.note_access(practice.own_call(), Access::done(kind));
            let _ = practice.database.write_anchors(practice.clock.now(), true);
            // A call to a platform may still hold the practice for seconds; its folder is free now.
            practice.database.close();
            if practice.kind == PracticeKind::Exercise {
                self.put_away(&practice.folder, lock)?;
            }
        }
        Ok(())
    }

    /// Nothing stays of an exercise. One's own practice, had it been open, is what a person locks by locking it.
    fn put_away(&self, folder: &Path, lock: bool) -> Result<(), Problem> {
        crate::opening::discard(self, folder);
        let own = self.exercise_mut(Option::take).and_then(|exercise| exercise.own);
        self.none_is_locked()?;
        match own.filter(|own| lock || own.locked) {
            Some(own) => self.stays_locked(own.folder),
            None => Ok(()),
        }
    }

    /// Looks at the exercise under way, or changes it.
    pub(crate) fn exercise_mut<T>(&self, act: impl FnOnce(&mut Option<Exercise>) -> T) -> T {
        act(&mut self.exercise.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Gives up a practice that could not be made ready: nobody came in, so nothing is written in it.
    pub(crate) fn give_up(&self) -> Result<(), Problem> {
        if let Some(practice) = self.take(false)? {
            practice.database.close();
        }
        Ok(())
    }

    /// Waits for the opening under way, if there is one, and keeps others out meanwhile.
    pub(crate) async fn opening(&self) -> tokio::sync::MutexGuard<'_, Option<(PathBuf, Problem)>> {
        self.opening.lock().await
    }

    /// Holds the recovery key while it is shown.
    pub(crate) fn hold_recovery_key(&self, key: Zeroizing<String>) {
        if let Ok(mut held) = self.recovery_key.lock() {
            *held = Some(key);
        }
    }

    /// The recovery key, while it is shown.
    pub(crate) fn held_recovery_key(&self) -> Option<Zeroizing<String>> {
        self.recovery_key.lock().ok().and_then(|held| held.clone())
    }

    /// It is shown no more.
    pub(crate) fn forget_recovery_key(&self) {
        if let Ok(mut held) = self.recovery_key.lock() {
            *held = None;
        }
    }

    /// Says that something changed behind the window's back.
    pub fn announce(&self, topic: Topic, dossier: Option<DossierId>) {
        (self.setup.announce)(Changed { topic, dossier });
    }

    /// The clock of real practices.
    pub fn setup_clock(&self) -> &Arc<dyn Clock> {
        &self.setup.clock
    }

    /// The practices' home.
    pub fn home(&self) -> &Path {
        &self.setup.home
    }
}

impl OpenPractice {
    /// A house in somebody's hands.
    pub(crate) fn new(user: UserSummary, house: House) -> Self {
        OpenPractice { user, house: Arc::new(house) }
    }

    /// The same in another's.
    pub(crate) fn by(&self, user: UserSummary) -> Self {
        OpenPractice { user, house: self.house.clone() }
    }

    /// Whether it is the same house, whoever works in it.
    pub(crate) fn same_house(&self, other: &OpenPractice) -> bool {
        Arc::ptr_eq(&self.house, &other.house)
    }

    /// Whether what is done here counts.
    pub(crate) fn is_real(&self) -> bool {
        self.kind == PracticeKind::Real
    }

    /// What the last backup came to.
    pub(crate) fn last_backup(&self) -> MutexGuard<'_, LastTry> {
        self.last_backup.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// After how many minutes alone the window closes behind whoever is at work.
    pub(crate) fn idle_minutes(&self) -> u8 {
        let locks = self.idle_locks.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        locks.of(self.user.role).minutes()
    }

    /// The instant on the practice's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The business date of an instant.
    pub fn date_of(&self, instant: Timestamp) -> Date {
        instant.to_zoned(self.time_zone.clone()).date()
    }

    /// The business date.
    pub fn today(&self) -> Date {
        self.date_of(self.now())
    }

    /// The middle of a day here: when a fact of which only the day is known took place.
    pub(crate) fn noon_of(&self, day: Date) -> Timestamp {
        let noon = day.at(12, 0, 0, 0).to_zoned(self.time_zone.clone());
        noon.map_or_else(|_| self.now(), |noon| noon.timestamp())
    }

    /// A fresh id.
    pub fn fresh(&self) -> Uuid {
        self.ids.fresh(self.now())
    }

    /// The limits in force.
    pub fn limits(&self) -> Limits {
        Limits::default()
    }

    /// The circumstances of a command now.
    pub fn context(&self) -> Context {
        let now = self.now();
        Context { now, today: self.date_of(now), actor: self.user.id, role: self.user.role }
    }

    /// A call of our own, for what no person asked: a late answer, a step of a running recovery.
    pub fn own_call(&self) -> Call {
        Call { command_id: relais_domain::ids::CommandId(self.fresh()) }
    }

    /// Runs one transaction: acknowledged, it is durable; refused, nothing happened; repeated, it answers the same.
    pub async fn command<Request, Response, Run>(
        self: &Arc<Self>,
        call: Call,
        request: &Request,
        run: Run,
    ) -> Result<Response, Problem>
    where
        Request: Serialize + ?Sized,
        Response: Serialize + DeserializeOwned + Send + 'static,
        Run: FnOnce(&mut Tx<'_>, &Context) -> Result<Response, Problem> + Send + 'static,
    {
        let (response, ()) = self.command_seen(call, request, run, |_, _| Ok(())).await?;
        Ok(response)
    }

    /// The same, with what `see` finds where it was written, before anybody else writes: a look of its own would wait for
    /// another connection, whose pages the commit made old.
    pub(crate) async fn command_seen<Request, Response, Seen, Run, See>(
        self: &Arc<Self>,
        call: Call,
        request: &Request,
        run: Run,
        see: See,
    ) -> Result<(Response, Seen), Problem>
    where
        Request: Serialize + ?Sized,
        Response: Serialize + DeserializeOwned + Send + 'static,
        Seen: Send + 'static,
        Run: FnOnce(&mut Tx<'_>, &Context) -> Result<Response, Problem> + Send + 'static,
        See: FnOnce(&Queries<'_>, &Response) -> Result<Seen, Problem> + Send + 'static,
    {
        let context = self.context();
        let envelope = self.envelope(call, &context, digest::<Request, Response>(request)?);
        // Straight to the writer's thread and back: a thread in between would only be two more waits for its turn.
        let (answer, answered) = oneshot::channel();
        let answer = move |done| {
            // A caller that stopped waiting changes nothing of what was done.
            let _ = answer.send(done);
        };
        let submitted = self.database.submit(envelope, move |tx| run(tx, &context), see, answer);
        let done = match submitted {
            Ok(()) => answered.await.unwrap_or_else(|_| Err(StorageError::Closed.into())),
            Err(error) => Err(error.into()),
        };
        if done.is_err() {
            self.not_aboard(call);
        }
        let done = done.map_err(problem_of)?;
        self.anchor().await;
        Ok(done)
    }

    /// Writes what is only counted and goes on no record: it outlives the program killed at any instant, and the machine
    /// from the next command on.
    pub(crate) async fn count<Counted, Write>(self: &Arc<Self>, write: Write) -> Result<Counted, Problem>
    where
        Counted: Send + 'static,
        Write: FnOnce(&mut Tx<'_>, &Context) -> Result<Counted, Problem> + Send + 'static,
    {
        let context = self.context();
        let envelope = self.envelope(self.own_call(), &context, [0; 32]);
        let (answer, answered) = oneshot::channel();
        let answer = move |done| {
            let _ = answer.send(done);
        };
        self.database.count(envelope, move |tx| write(tx, &context), answer)?;
        answered.await.map_err(|_| StorageError::Closed)?.map_err(problem_of)
    }

    fn envelope(&self, call: Call, context: &Context, request_digest: [u8; 32]) -> CommandEnvelope {
        CommandEnvelope { command_id: call.command_id, request_digest, actor: context.actor, recorded_at: context.now }
    }

    /// Anchors trail behind on purpose: at most one a minute. One that cannot be written stops nothing.
    async fn anchor(self: &Arc<Self>) {
        if self.database.anchors_due(self.now()) {
            let practice = self.clone();
            let _ = blocking(move || Ok(practice.database.write_anchors(practice.now(), false)?)).await;
        }
    }

    /// What a command already answered, if it was done before. For what must be looked at before its transaction.
    pub(crate) async fn answered<Request, Response>(
        self: &Arc<Self>,
        call: Call,
        request: &Request,
    ) -> Result<Option<Response>, Problem>
    where
        Request: Serialize + ?Sized,
        Response: DeserializeOwned + Send + 'static,
    {
        let digest = digest::<Request, Response>(request)?;
        self.read(move |queries| queries.answered(call.command_id, digest).map_err(problem_of)).await
    }

    /// Reads one moment of the database.
    pub async fn read<Response, Run>(self: &Arc<Self>, run: Run) -> Result<Response, Problem>
    where
        Response: Send + 'static,
        Run: FnOnce(&Queries<'_>) -> Result<Response, Problem> + Send + 'static,
    {
        let practice = self.clone();
        blocking(move || practice.database.read(run)).await
    }
}

/// Runs blocking work off the asynchronous threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?
}

/// The digest that tells a repeat from another command under the same id: the shapes' names and the request.
fn digest<Request: Serialize + ?Sized, Response>(request: &Request) -> Result<[u8; 32], Problem> {
    let mut hasher = Sha256::new();
    hasher.update(std::any::type_name::<Request>());
    hasher.update(std::any::type_name::<Response>());
    hasher.update(serde_json::to_vec(request).map_err(Problem::internal)?);
    Ok(hasher.finalize().into())
}

pub(crate) fn problem_of(error: CommandError<Problem>) -> Problem {
    match error {
        CommandError::Refused(problem) => problem,
        CommandError::Reused => Problem::code(ProblemCode::CommandReused),
        CommandError::Storage(error) => error.into(),
    }
}
