//! What is open and who is at work: the one session of the application, and why nobody is. Who may come in belongs to `team`,
//! when nobody is any more to `idle`.

use crate::{
    app::{App, OpenPractice},
    contract::{Closed, ClosedWhy, Problem, ProblemCode, UserSummary},
};
use jiff::Timestamp;
use std::{path::PathBuf, sync::Arc};

/// The practice, its hands, and since when nobody was seen.
#[derive(Default)]
pub(crate) struct Session {
    pub(crate) practice: Option<Arc<OpenPractice>>,
    /// It is open, and nobody said yet who he is.
    pub(crate) at_the_door: bool,
    /// Locked by a person, or left alone: the keyring alone does not open it again.
    pub(crate) locked: Option<PathBuf>,
    /// Why nobody is at work, when somebody was since the program started.
    pub(crate) closed: Option<Closed>,
    /// The last sign of life of whoever is at work.
    pub(crate) alive: Option<Timestamp>,
    /// Since when the house is left open at its door, and by whom until that is noted.
    pub(crate) paused: Option<(Timestamp, Option<Arc<OpenPractice>>)>,
}

impl App {
    /// The open practice.
    pub fn practice(&self) -> Result<Arc<OpenPractice>, Problem> {
        let session = self.session.read().map_err(Problem::internal)?;
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
                let session = self.session.read().map_err(Problem::internal)?;
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
        let mut session = self.session.write().map_err(Problem::internal)?;
        match &session.practice {
            Some(open) if open.same_house(practice) => {}
            _ => return Err(Problem::code(ProblemCode::NoPracticeOpen)),
        }
        let practice = Arc::new(practice.by(user));
        *session = Session {
            practice: Some(practice.clone()),
            at_the_door,
            alive: Some(practice.now()),
            ..Session::default()
        };
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

    /// Makes a practice the open one; nobody is at work in it yet.
    pub(crate) fn enter(&self, practice: OpenPractice) -> Result<Arc<OpenPractice>, Problem> {
        let practice = Arc::new(practice);
        let mut session = self.session.write().map_err(Problem::internal)?;
        *session = Session { practice: Some(practice.clone()), at_the_door: true, ..Session::default() };
        Ok(practice)
    }

    /// Nothing is open any more. Locked, it is known by whom: whoever was at work, or what had left it at its door.
    pub(crate) fn take(&self, lock: bool) -> Result<Option<Arc<OpenPractice>>, Problem> {
        let mut session = self.session.write().map_err(Problem::internal)?;
        let before = std::mem::take(&mut *session);
        if let Some(practice) = before.practice.as_ref().filter(|_| lock) {
            session.locked = Some(practice.folder.clone());
            let by = Some(practice.user.name.clone()).filter(|_| !before.at_the_door);
            session.closed = before.closed.or(Some(Closed { why: ClosedWhy::Asked, by, minutes: 0 }));
        }
        Ok(before.practice)
    }

    /// A person locked this practice: the keyring alone does not open it.
    pub(crate) fn stays_locked(&self, folder: PathBuf) -> Result<(), Problem> {
        self.session.write().map_err(Problem::internal)?.locked = Some(folder);
        Ok(())
    }

    /// Nothing is locked by anybody.
    pub(crate) fn none_is_locked(&self) -> Result<(), Problem> {
        let mut session = self.session.write().map_err(Problem::internal)?;
        (session.locked, session.closed) = (None, None);
        Ok(())
    }

    /// The folder a person locked, which the keyring alone does not open.
    pub(crate) fn locked_folder(&self) -> Option<PathBuf> {
        self.session.read().ok().and_then(|session| session.locked.clone())
    }

    /// Why nobody is at work, when somebody was.
    pub(crate) fn closed(&self) -> Option<Closed> {
        self.session.read().ok().and_then(|session| session.closed.clone())
    }
}
