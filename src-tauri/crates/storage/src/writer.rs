//! The one writer: a thread that owns the writing connection and takes jobs one after the other.
//!
//! Callers wait for their answer, or have it brought to them. A job that panics is rolled back and told so; the thread
//! goes on.

use crate::{error::StorageError, phase::Phase};
use rusqlite::Connection;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex,
        mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    },
    thread::JoinHandle,
};

/// Told of every phase reached, on the writer's thread.
pub(crate) type PhaseWatch = Box<dyn FnMut(Phase) + Send>;

type Job = Box<dyn FnOnce(&mut Writing) + Send>;

/// What a job works with.
pub(crate) struct Writing {
    pub(crate) connection: Connection,
    watch: Option<PhaseWatch>,
}

impl Writing {
    pub(crate) fn reached(&mut self, phase: Phase) {
        if let Some(watch) = &mut self.watch {
            watch(phase);
        }
    }

    /// The connection and the watch, borrowed apart.
    pub(crate) fn split(&mut self) -> (&mut Connection, impl FnMut(Phase)) {
        let watch = &mut self.watch;
        (&mut self.connection, move |phase| {
            if let Some(watch) = watch {
                watch(phase);
            }
        })
    }
}

/// The thread, and the way to it.
pub(crate) struct Writer {
    jobs: Mutex<Option<Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread on this connection.
    pub(crate) fn start(connection: Connection, watch: Option<PhaseWatch>) -> Result<Self, std::io::Error> {
        let (jobs, queue) = channel::<Job>();
        let writing = Writing { connection, watch };
        let thread =
            std::thread::Builder::new().name("relais-writer".to_owned()).spawn(move || work(writing, &queue))?;
        Ok(Writer { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(Some(thread)) })
    }

    /// Does `job` on the writer's thread and waits for its answer.
    pub(crate) fn run<T, J>(&self, job: J) -> Result<T, StorageError>
    where
        T: Send + 'static,
        J: FnOnce(&mut Writing) -> T + Send + 'static,
    {
        let (answer, answered): (SyncSender<Result<T, StorageError>>, _) = sync_channel(1);
        self.submit(job, move |done| {
            // A caller that stopped waiting changes nothing of what was done.
            let _ = answer.send(done);
        })?;
        answered.recv().map_err(|_| StorageError::Closed)?
    }

    /// Leaves `job` for the writer's thread, which gives its answer to `answer` there. Nobody waits; an answer that never
    /// comes is dropped with the thread.
    pub(crate) fn submit<T, J, A>(&self, job: J, answer: A) -> Result<(), StorageError>
    where
        J: FnOnce(&mut Writing) -> T + Send + 'static,
        A: FnOnce(Result<T, StorageError>) + Send + 'static,
    {
        let job: Job = Box::new(move |writing| {
            answer(catch_unwind(AssertUnwindSafe(|| job(writing))).map_err(|_| StorageError::StoppedHalfway));
        });
        let jobs = self.jobs.lock().map_err(|_| StorageError::Closed)?.clone().ok_or(StorageError::Closed)?;
        jobs.send(job).map_err(|_| StorageError::Closed)
    }

    /// Lets the queue run dry and the thread end; the connection is closed with it.
    pub(crate) fn stop(&self) {
        if let Ok(mut jobs) = self.jobs.lock() {
            jobs.take();
        }
        if let Some(thread) = self.thread.lock().ok().and_then(|mut thread| thread.take()) {
            // A job that held the last handle of the database is dropped on the thread itself, which ends on its own.
            if thread.thread().id() != std::thread::current().id() {
                // The thread catches what its jobs throw; if it died all the same there is nothing left to wait for.
                let _ = thread.join();
            }
        }
    }
}

fn work(mut writing: Writing, queue: &Receiver<Job>) {
    while let Ok(job) = queue.recv() {
        job(&mut writing);
    }
    if let Err((_, error)) = writing.connection.close() {
        tracing::warn!(%error, "the writing connection did not close");
    }
}
