//! The open database: one writer thread, a few readers, the lock that keeps other processes away.

use crate::{
    anchors::{self, ANCHOR_EVERY, AnchorFinding, AnchorPaths},
    backup::{Place, Unmigrated},
    command::{self, CommandEnvelope, CommandError, Ground},
    connection::{self, Use},
    error::StorageError,
    folder::{FolderLock, PracticeFolder},
    identity::Identity,
    journal_table::{self, ChainHead},
    key::DatabaseKey,
    open::{self, OpenError, OpenOptions},
    pieces,
    queries::Queries,
    schema,
    tx::Tx,
    views::{self, RebuildProgress},
    writer::{Writer, Writing},
};
use jiff::Timestamp;
use relais_journal::Head;
use rusqlite::Connection;
use serde::{Serialize, de::DeserializeOwned};
use std::{
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

/// Readers kept open: the window asks for a few lists at once.
const IDLE_READERS: usize = 4;

/// What opening found.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// What each anchor says.
    pub anchors: Vec<(PathBuf, AnchorFinding)>,
    /// The views that were of another version and were rebuilt.
    pub rebuilt: Vec<&'static str>,
}

/// An open practice. Cloning shares it; [`Database::close`] or the last one dropped closes it.
#[derive(Clone)]
pub struct Database {
    shared: Arc<Shared>,
}

struct Shared {
    writer: Writer,
    readers: Mutex<Vec<Connection>>,
    folder: PracticeFolder,
    key: DatabaseKey,
    identity: Identity,
    anchors: Mutex<Anchors>,
    closed: AtomicBool,
    // Given back last: nobody else may come in before the writer is gone.
    lock: Mutex<Option<FolderLock>>,
}

struct Anchors {
    paths: AnchorPaths,
    last: Option<(Timestamp, u64)>,
}

impl Anchors {
    /// Whether there are any, and the last ones are old enough.
    fn are_due(&self, now: Timestamp) -> bool {
        let too_soon = self.last.is_some_and(|(last, _)| now >= last && now.duration_since(last) < ANCHOR_EVERY);
        !self.paths.files.is_empty() && !too_soon
    }
}

impl Database {
    /// Creates a practice in `folder`: an encrypted file with this key, empty until its first command.
    pub fn create(
        folder: &PracticeFolder,
        key: &DatabaseKey,
        identity: Identity,
        options: OpenOptions,
    ) -> Result<Self, OpenError> {
        let lock = folder.lock()?.ok_or(OpenError::AlreadyOpen)?;
        let file = folder.database_file();
        if file.exists() {
            return Err(OpenError::AlreadyExists(folder.path().to_owned()));
        }
        // Made under another name and closed before it takes its own: half a creation is no practice.
        let made = file.with_extension("new");
        for left in [made.clone(), suffixed(&made, "-wal"), suffixed(&made, "-shm")] {
            match std::fs::remove_file(left) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        let mut connection = connection::open(&made, key, Use::Create)?;
        connection::prepare_writer(&connection)?;
        schema::migrate(&mut connection)?;
        journal_table::put_identity(&connection, &identity)?;
        views::rebuild(&mut connection, true, &mut |_| ControlFlow::Continue(()))?;
        // Closing would leave in the log, without a word, what a full disk has no room for; the log does not take the name.
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        connection.close().map_err(|(_, error)| error)?;
        std::fs::rename(&made, &file)?;
        folder.sync()?;
        Self::start(folder, key, lock, options).map(|(database, _)| database)
    }

    /// Opens the practice of `folder`.
    pub fn open(
        folder: &PracticeFolder,
        key: &DatabaseKey,
        options: OpenOptions,
    ) -> Result<(Self, Opening), OpenError> {
        let lock = folder.lock()?.ok_or(OpenError::AlreadyOpen)?;
        Self::start(folder, key, lock, options)
    }

    fn start(
        folder: &PracticeFolder,
        key: &DatabaseKey,
        lock: FolderLock,
        options: OpenOptions,
    ) -> Result<(Self, Opening), OpenError> {
        let connection = open::existing(folder, key)?;
        Self::prepare(connection, folder, key, lock, options).map_err(OpenError::past_the_key)
    }

    fn prepare(
        mut connection: Connection,
        folder: &PracticeFolder,
        key: &DatabaseKey,
        lock: FolderLock,
        options: OpenOptions,
    ) -> Result<(Self, Opening), OpenError> {
        let OpenOptions { anchors: paths, progress, watch, before_migration } = options;
        connection::prepare_writer(&connection)?;
        if let Some(copy) = before_migration
            && schema::version(&connection)? < schema::current_version()
        {
            let place = Unmigrated(Place { connection: &connection, folder, key });
            copy(&place).map_err(|error| OpenError::NotCopied(Box::new(error)))?;
        }
        schema::migrate(&mut connection)?;
        let mut progress = progress.unwrap_or_else(|| Box::new(|_| {}));
        let rebuilt = views::rebuild(&mut connection, false, &mut |at| {
            progress(at);
            ControlFlow::Continue(())
        })?;
        connection::guard_journal(&mut connection)?;
        let identity = journal_table::identity(&connection)?;
        let head = ChainHead::read(&connection, &identity)?.head;
        let opening = Opening { anchors: anchors::findings(&connection, &head, &paths)?, rebuilt };
        // An older copy of the database does not know the papers issued since: they stay for who brings the newer back.
        if !opening.anchors.iter().any(|(_, finding)| finding.is_alarming())
            && let Err(error) = pieces::sweep(&connection, folder)
        {
            // What stays behind is sealed and harms nobody; it must not keep the practice from opening.
            tracing::warn!(%error, "what a kill left among the kept papers could not be removed");
        }
        let shared = Shared {
            writer: Writer::start(connection, watch)?,
            readers: Mutex::new(Vec::new()),
            folder: folder.clone(),
            key: key.clone(),
            identity,
            anchors: Mutex::new(Anchors { paths, last: None }),
            closed: AtomicBool::new(false),
            lock: Mutex::new(Some(lock)),
        };
        Ok((Database { shared: Arc::new(shared) }, opening))
    }

    /// Whose database this is.
    pub fn identity(&self) -> Identity {
        self.shared.identity
    }

    /// Where it is.
    pub fn folder(&self) -> &PracticeFolder {
        &self.shared.folder
    }

    pub(crate) fn key(&self) -> &DatabaseKey {
        &self.shared.key
    }

    /// Runs one command in one transaction and waits for it. The same command again gives the recorded response; a
    /// refusal leaves nothing.
    pub fn command<R, E, F>(&self, envelope: CommandEnvelope, decide: F) -> Result<R, CommandError<E>>
    where
        R: Serialize + DeserializeOwned + Send + 'static,
        E: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    {
        let ground = self.ground();
        let done = self.shared.writer.run(move |writing| {
            command::run(writing, ground, envelope, decide, |_, _| Ok(())).map(|(response, ())| response)
        });
        done?
    }

    /// The same for who must not wait on his thread, with what `see` finds once the command stands: `answer` is given what
    /// became of both on the writer's, or dropped when the practice is closed before its turn.
    pub fn submit<R, V, E, F, S, A>(
        &self,
        envelope: CommandEnvelope,
        decide: F,
        see: S,
        answer: A,
    ) -> Result<(), StorageError>
    where
        R: Serialize + DeserializeOwned + Send + 'static,
        V: Send + 'static,
        E: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
        S: FnOnce(&Queries<'_>, &R) -> Result<V, E> + Send + 'static,
        A: FnOnce(Result<(R, V), CommandError<E>>) + Send + 'static,
    {
        let ground = self.ground();
        self.shared.writer.submit(
            move |writing| command::run(writing, ground, envelope, decide, see),
            move |done| answer(done.unwrap_or_else(|error| Err(error.into()))),
        )
    }

    /// Writes what is only counted and goes on no record: it outlives the program killed at any instant, and the machine
    /// from the next command on. Nobody repeats it; `answer` as for [`Database::submit`].
    pub fn count<R, E, F, A>(&self, envelope: CommandEnvelope, write: F, answer: A) -> Result<(), StorageError>
    where
        R: Send + 'static,
        E: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
        A: FnOnce(Result<R, CommandError<E>>) + Send + 'static,
    {
        let ground = self.ground();
        self.shared.writer.submit(
            move |writing| command::count(writing, ground, envelope, write),
            move |done| answer(done.unwrap_or_else(|error| Err(error.into()))),
        )
    }

    fn ground(&self) -> Ground {
        Ground { identity: self.shared.identity, folder: self.shared.folder.clone() }
    }

    /// Does a job on the writer's thread and waits for it.
    pub(crate) fn on_writer<T, J>(&self, job: J) -> Result<T, StorageError>
    where
        T: Send + 'static,
        J: FnOnce(&mut Writing) -> T + Send + 'static,
    {
        self.shared.writer.run(job)
    }

    /// One moment of the database: every question asked of it has the same answer, whatever is written meanwhile.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, StorageError> {
        if self.shared.closed.load(Ordering::SeqCst) {
            return Err(StorageError::Closed);
        }
        let idle = self.shared.readers.lock().map_err(|_| StorageError::Closed)?.pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.new_reader()?,
        };
        connection.execute_batch("BEGIN")?;
        Ok(Snapshot { connection: Some(connection), shared: &self.shared })
    }

    /// Asks one moment of the database some questions.
    pub fn read<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        E: From<StorageError>,
        F: FnOnce(&Queries<'_>) -> Result<T, E>,
    {
        let snapshot = self.snapshot()?;
        ask(&snapshot.queries()?)
    }

    fn new_reader(&self) -> Result<Connection, StorageError> {
        let mut connection = connection::open(&self.shared.folder.database_file(), &self.shared.key, Use::Read)?;
        connection::prepare_reader(&connection)?;
        connection::guard_journal(&mut connection)?;
        Ok(connection)
    }

    /// Writes every view anew from the journal, in one transaction.
    pub fn rebuild(
        &self,
        mut progress: impl FnMut(RebuildProgress) + Send + 'static,
    ) -> Result<Vec<&'static str>, StorageError> {
        self.shared.writer.run(move |writing| {
            views::rebuild(&mut writing.connection, true, &mut |at| {
                progress(at);
                ControlFlow::Continue(())
            })
        })?
    }

    /// Where the chain stands.
    pub fn head(&self) -> Result<Head, StorageError> {
        self.read(|queries| queries.journal_head())
    }

    /// Whether [`Database::write_anchors`] has something to look at after a commit: known at once, without waiting for
    /// who writes them now.
    pub fn anchors_due(&self, now: Timestamp) -> bool {
        self.shared.anchors.try_lock().is_ok_and(|anchors| anchors.are_due(now))
    }

    /// Writes the anchors: after a commit at most once a minute and only if something was recorded, always when
    /// `force` says so (lock, close, closing). Says whether it wrote.
    pub fn write_anchors(&self, now: Timestamp, force: bool) -> Result<bool, StorageError> {
        let mut anchors = self.shared.anchors.lock().map_err(|_| StorageError::Closed)?;
        if anchors.paths.files.is_empty() || !(force || anchors.are_due(now)) {
            return Ok(false);
        }
        let head = self.head()?;
        if !force && anchors.last.is_some_and(|(_, seq)| seq == head.seq) {
            return Ok(false);
        }
        anchors::write(&head, now, &anchors.paths)?;
        anchors.last = Some((now, head.seq));
        Ok(true)
    }
}

impl Database {
    /// Closes the practice whoever still holds it: what was asked of the writer is done, then its folder is free for
    /// another opening. What is asked afterwards is answered [`StorageError::Closed`].
    pub fn close(&self) {
        self.shared.close();
    }
}

impl Shared {
    fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        // The writer's connection is closed last: the one that may put the log back into the database.
        if let Ok(mut readers) = self.readers.lock() {
            readers.clear();
        }
        self.writer.stop();
        if let Ok(mut lock) = self.lock.lock() {
            lock.take();
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.close();
    }
}

/// A reader of one moment, given back when dropped.
pub struct Snapshot<'d> {
    connection: Option<Connection>,
    shared: &'d Shared,
}

impl Snapshot<'_> {
    pub(crate) fn connection(&self) -> Result<&Connection, StorageError> {
        self.connection.as_ref().ok_or(StorageError::Closed)
    }

    /// The questions.
    pub fn queries(&self) -> Result<Queries<'_>, StorageError> {
        self.connection().map(Queries::over)
    }
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let ended = connection.execute_batch("ROLLBACK").is_ok() && connection::still_deciphers(&connection);
        if let Ok(mut readers) = self.shared.readers.lock()
            && ended
            && readers.len() < IDLE_READERS
            && !self.shared.closed.load(Ordering::SeqCst)
        {
            readers.push(connection);
        }
    }
}

pub(crate) fn suffixed(file: &std::path::Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
