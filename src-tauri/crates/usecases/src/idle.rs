//! The window left alone: who works in it says that he is there, and when he has not for as long as his role may, nobody is at
//! work any more. The wait is counted here and held here: a command that comes after it is refused, whatever the page shows.
//!
//! What a window left alone becomes (`docs/decisions/0026-who-is-at-work.md`): the house stays open at its door where somebody
//! has a PIN, for a pause at most; otherwise, and after the pause, its keys leave memory as when a person locks it. Only a
//! window counts signs of life: the command line works unattended.

use crate::{
    access,
    access_log::Access,
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{AccessKind, AppState, Closed, ClosedWhy, Done, Nothing, Problem, ProblemCode, Topic},
    team,
};
use jiff::SignedDuration;
use relais_domain::practice::PracticeKind;
use std::{sync::Arc, time::Duration};

/// Between two looks at the clock, at most. A machine that slept past the hour is found out on its first look, or its first
/// command.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long a house stays open at its door: a lunch ends with a PIN, a night with a passphrase.
const LONGEST_PAUSE_MINUTES: i32 = 180;
/// What the access log says of how it was closed.
const BY_THE_CLOCK: &str = "idle";
const AWAY: &str = "away";

/// A door that the clock or its person closed, not the opening of the program.
pub(crate) struct Pause {
    /// The house, in nobody's hands.
    pub(crate) practice: Arc<OpenPractice>,
    /// In whose hands it was; told once.
    pub(crate) left: Option<Arc<OpenPractice>>,
    /// For how long nobody has come.
    pub(crate) lasted: SignedDuration,
}

/// Somebody is at the window. Asked as often as a key or the mouse moves, and leaves nothing anywhere.
pub async fn alive(app: &App, _call: Call, _request: Nothing) -> Result<Done, Problem> {
    if app.seen_alive()? {
        return Ok(Done {});
    }
    look(app).await?;
    Err(Problem::code(ProblemCode::NobodyAtWork))
}

/// « Je m'absente »: whoever is at work leaves the window to nobody, and comes back with his PIN.
pub async fn step_away(app: &App, call: Call, _request: Nothing) -> Result<AppState, Problem> {
    let practice = app.practice()?;
    if !a_pin_opens(&practice).await? {
        return access::lock(app, call, Nothing {}).await;
    }
    app.leave_to_nobody(&practice, ClosedWhy::Asked)?;
    look(app).await?;
    app.announce(Topic::Session, None);
    access::current(app).await
}

/// Counts from now on, and looks at the clock for as long as the program runs. A minute lasts a minute but in tests of the
/// window.
pub async fn watch(app: App, minute: Duration) {
    app.count_signs_of_life(minute);
    let pause = LOOK_EVERY.min(minute / 4);
    loop {
        tokio::time::sleep(pause).await;
        if let Err(problem) = look(&app).await {
            tracing::warn!(%problem, "a window left alone was not looked at");
        }
    }
}

/// Closes what was left alone too long.
pub async fn look(app: &App) -> Result<(), Problem> {
    if app.close_if_left_alone()? {
        app.announce(Topic::Session, None);
    }
    let Some(Pause { practice, left, lasted }) = app.pause()? else { return Ok(()) };
    let mut serves = lasted < app.minutes(LONGEST_PAUSE_MINUTES);
    if let Some(left) = left {
        let how = if app.closed_why() == Some(ClosedWhy::Idle) { BY_THE_CLOCK } else { AWAY };
        blocking(move || {
            left.note_access(left.own_call(), Access::done(AccessKind::SessionLocked).detail(how));
            Ok(())
        })
        .await?;
        serves &= a_pin_opens(&practice).await?;
    }
    if serves {
        return Ok(());
    }
    crate::papers::clear(&practice);
    let leaving = app.clone();
    blocking(move || leaving.leave_from_the_door()).await?;
    app.announce(Topic::Session, None);
    Ok(())
}

/// Whether anybody comes in by a PIN: without one, an open door would spare nobody a passphrase.
async fn a_pin_opens(practice: &Arc<OpenPractice>) -> Result<bool, Problem> {
    practice
        .read(|queries| {
            for user in queries.users()?.into_iter().filter(|user| user.retired_at.is_none()) {
                let secret = queries.user_secret(user.id)?;
                if secret.pin.is_some() && secret.pin_tries.pins_left() > 0 {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
}

impl App {
    /// A window is there: its signs of life are counted, and its minutes last so long.
    pub fn count_signs_of_life(&self, minute: Duration) {
        // Set once; a second window there is none.
        let _ = self.minute.set(SignedDuration::try_from(minute).unwrap_or(SignedDuration::from_mins(1)));
    }

    fn minutes(&self, minutes: i32) -> SignedDuration {
        self.minute.get().copied().unwrap_or(SignedDuration::from_mins(1)) * minutes
    }

    /// Notes a sign of life; false when it comes too late.
    fn seen_alive(&self) -> Result<bool, Problem> {
        if self.close_if_left_alone()? {
            self.announce(Topic::Session, None);
            return Ok(false);
        }
        let mut session = self.session.write().map_err(Problem::internal)?;
        session.alive = session.practice.as_ref().map(|practice| practice.now());
        Ok(true)
    }

    /// Whether whoever was at work was so no longer: then nobody is.
    pub(crate) fn close_if_left_alone(&self) -> Result<bool, Problem> {
        let left = {
            let session = self.session.read().map_err(Problem::internal)?;
            let counted = self.minute.get().is_some() && !session.at_the_door;
            // A demonstration is left running on a counter to be looked at; an exercise ends by itself.
            let real = session.practice.as_ref().filter(|it| counted && it.kind == PracticeKind::Real);
            let alone = real.zip(session.alive).filter(|(practice, alive)| {
                practice.now().duration_since(*alive) >= self.minutes(i32::from(practice.idle_minutes()))
            });
            alone.map(|(practice, _)| practice.clone())
        };
        match left {
            Some(left) => self.leave_to_nobody(&left, ClosedWhy::Idle),
            None => Ok(false),
        }
    }

    /// Nobody is at work any more in what is open; false when it is not the open one, or somebody else came.
    fn leave_to_nobody(&self, left: &Arc<OpenPractice>, why: ClosedWhy) -> Result<bool, Problem> {
        let mut session = self.session.write().map_err(Problem::internal)?;
        if session.at_the_door || !session.practice.as_ref().is_some_and(|open| Arc::ptr_eq(open, left)) {
            return Ok(false);
        }
        session.at_the_door = true;
        session.closed = Some(Closed { why, by: Some(left.user.name.clone()), minutes: left.idle_minutes() });
        session.paused = Some((left.now(), Some(left.clone())));
        session.practice = Some(Arc::new(left.by(team::nobody())));
        Ok(true)
    }

    /// The pause under way.
    fn pause(&self) -> Result<Option<Pause>, Problem> {
        let mut session = self.session.write().map_err(Problem::internal)?;
        let Some(practice) = session.practice.clone().filter(|_| session.at_the_door) else { return Ok(None) };
        let now = practice.now();
        Ok(session.paused.as_mut().map(|(since, left)| Pause {
            practice,
            left: left.take(),
            lasted: now.duration_since(*since),
        }))
    }

    fn closed_why(&self) -> Option<ClosedWhy> {
        self.session.read().ok()?.closed.as_ref().map(|closed| closed.why)
    }

    /// The keys leave memory, unless somebody came in meanwhile.
    fn leave_from_the_door(&self) -> Result<(), Problem> {
        if self.pause()?.is_some() { self.leave(true) } else { Ok(()) }
    }
}
