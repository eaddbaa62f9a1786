//! The application: at most one practice open, the ports, and how a use case reads and writes.
//!
//! A use case takes `&App`, asks for the open practice, and runs its one transaction through [`OpenPractice::command`].
//! Nothing here decides anything about dossiers or cheques.

use crate::{
    access_log::Access,
    books::HeldBooks,
    call::Call,
    circuit::ImportRuns,
    contract::{AccessKind, Changed, Problem, ProblemCode, Topic, UserSummary},
    exercise::Exercise,
    letters::LetterRuns,
    permission::{Needs, allows},
    platform_lines::PlatformLines,
    ports::{Announce, Clock, Ids},
    recovery_run::RecoveryRuns,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use relais_domain::{
    context::{Activity, Context},
    ids::{DossierId, PracticeId},
    practice::PracticeKind,
    reference::Limits,
};
use relais_storage::{CommandEnvelope, CommandError, Database, Queries, StorageError, Tx};
use relais_vault::{KdfCost, KeyBundle, SecretStore};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, RwLock},
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
    open: Arc<RwLock<Session>>,
    /// The recovery key of a practice just created, until a person has it.
    recovery_key: Arc<Mutex<Option<Zeroizing<String>>>>,
    /// One opening at a time. Holds why the one at the start failed, until the window asks.
    opening: Arc<tokio::sync::Mutex<Option<(PathBuf, Problem)>>>,
    /// The exercise under way.
    exercise: Arc<Mutex<Option<Exercise>>>,
}

/// What is open.
#[derive(Default)]
struct Session {
    practice: Option<Arc<OpenPractice>>,
    /// It is open, and nobody said yet who he is.
    at_the_door: bool,
    /// Locked by a person: the keyring alone does not open it again.
    locked: Option<PathBuf>,
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
    /// Its keys, zeroised when it closes.
    pub keys: KeyBundle,
    /// Its id.
    pub id: PracticeId,
    /// Real, demonstration or exercise.
    pub kind: PracticeKind,
    /// The zone of its business dates.
    pub time_zone: TimeZone,
    /// Its first activity.
    pub trade: Activity,
    /// The card's domain of that: what a platform is probed about.
    pub domain_code: &'static str,
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
    /// An anchor knew more than the database when it was opened.
    pub rollback_suspected: bool,
}

impl App {
    /// An application with nothing open.
    pub fn new(setup: Setup) -> Self {
        App {
            setup: Arc::new(setup),
            open: Arc::default(),
            recovery_key: Arc::default(),
            opening: Arc::default(),
            exercise: Arc::default(),
        }
    }

    /// The open practice.
    pub fn practice(&self) -> Result<Arc<OpenPractice>, Problem> {
        let session = self.open.read().map_err(Problem::internal)?;
        match (&session.practice, &session.locked) {
            (Some(_), _) if session.at_the_door => Err(Problem::code(ProblemCode::NobodyAtWork)),
            (Some(practice), _) => Ok(practice.clone()),
            (None, Some(_)) => Err(Problem::code(ProblemCode::Locked)),
            (None, None) => Err(Problem::code(ProblemCode::NoPracticeOpen)),
        }
    }

    /// The open practice, though nobody may be at work in it yet: for what lets somebody in, and for leaving.
    pub(crate) fn inside(&self) -> Result<Arc<OpenPractice>, Problem> {
        match self.practice() {
            Err(problem) if problem.code == ProblemCode::NobodyAtWork => {
                let session = self.open.read().map_err(Problem::internal)?;
                session.practice.clone().ok_or(problem)
            }
            answer => answer,
        }
    }

    /// Somebody is at work from now on, if the practice is still the open one.
    pub(crate) fn work_as(&self, practice: &OpenPractice, user: UserSummary) -> Result<Arc<OpenPractice>, Problem> {
        self.hand_over(practice, user, false)
    }

    fn hand_over(
        &self,
        practice: &OpenPractice,
        user: UserSummary,
        at_the_door: bool,
    ) -> Result<Arc<OpenPractice>, Problem> {
        let mut session = self.open.write().map_err(Problem::internal)?;
        match &session.practice {
            Some(open) if Arc::ptr_eq(&open.house, &practice.house) => {}
            _ => return Err(Problem::code(ProblemCode::NoPracticeOpen)),
        }
        let practice = Arc::new(practice.by(user));
        session.practice = Some(practice.clone());
        session.at_the_door = at_the_door;
        Ok(practice)
    }

    /// Nobody is at work in the practice that has just been opened.
    pub(crate) fn stay_at_the_door(
        &self,
        practice: &OpenPractice,
        nobody: UserSummary,
    ) -> Result<Arc<OpenPractice>, Problem> {
        self.hand_over(practice, nobody, true)
    }

    /// Whether the user at work may call a command with these needs.
    pub fn check(&self, needs: Needs) -> Result<(), Problem> {
        if needs == Needs::Anyone || allows(self.practice()?.user.role, needs) {
            Ok(())
        } else {
            Err(Problem::code(ProblemCode::RoleNotAllowed))
        }
    }

    /// Makes a practice the open one; nobody is at work in it yet.
    pub(crate) fn enter(&self, practice: OpenPractice) -> Result<Arc<OpenPractice>, Problem> {
        let practice = Arc::new(practice);
        let mut session = self.open.write().map_err(Problem::internal)?;
        *session = Session { practice: Some(practice.clone()), at_the_door: true, locked: None };
        Ok(practice)
    }

    /// Leaves the open practice; `lock` remembers that a person locked it. Its anchors are written first.
    pub(crate) fn leave(&self, lock: bool) -> Result<(), Problem> {
        if let Some(practice) = self.take(lock)? {
            practice.recoveries.cancel_all();
            practice.reminders.cancel();
            practice.customer_letters.cancel();
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
        self.open.write().map_err(Problem::internal)?.locked = None;
        match own.filter(|own| lock || own.locked) {
            Some(own) => self.stays_locked(own.folder),
            None => Ok(()),
        }
    }

    /// A person locked this practice: the keyring alone does not open it.
    pub(crate) fn stays_locked(&self, folder: PathBuf) -> Result<(), Problem> {
        self.open.write().map_err(Problem::internal)?.locked = Some(folder);
        Ok(())
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

    fn take(&self, lock: bool) -> Result<Option<Arc<OpenPractice>>, Problem> {
        let mut session = self.open.write().map_err(Problem::internal)?;
        let left = session.practice.take();
        session.at_the_door = false;
        session.locked = left.as_ref().filter(|_| lock).map(|practice| practice.folder.clone());
        Ok(left)
    }

    /// Waits for the opening under way, if there is one, and keeps others out meanwhile.
    pub(crate) async fn opening(&self) -> tokio::sync::MutexGuard<'_, Option<(PathBuf, Problem)>> {
        self.opening.lock().await
    }

    /// The folder a person locked, which the keyring alone does not open.
    pub(crate) fn locked_folder(&self) -> Option<PathBuf> {
        self.open.read().ok().and_then(|session| session.locked.clone())
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
        let context = self.context();
        let envelope = CommandEnvelope {
            command_id: call.command_id,
            request_digest: digest::<Request, Response>(request)?,
            actor: context.actor,
            recorded_at: context.now,
        };
        // Straight to the writer's thread and back: a thread in between would only be two more waits for its turn.
        let (answer, answered) = oneshot::channel();
        let answer = move |done| {
            // A caller that stopped waiting changes nothing of what was done.
            let _ = answer.send(done);
        };
        self.database.submit(envelope, move |tx| run(tx, &context), answer)?;
        let response = answered.await.map_err(|_| StorageError::Closed)?.map_err(problem_of)?;
        self.anchor().await;
        Ok(response)
    }

    /// Anchors trail behind on purpose: at most one a minute. One that cannot be written stops nothing.
    async fn anchor(self: &Arc<Self>) {
        if self.database.anchors_due(self.now()) {
            let practice = self.clone();
            let _ = blocking(move || Ok(practice.database.write_anchors(practice.now(), false)?)).await;
        }
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
