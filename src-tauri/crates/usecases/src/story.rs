//! The demonstration's ground: platforms that can fail, and a story on a shifted clock.
//!
//! The simulator is no part of the use cases; the shell and the tests lend it through this port. A real practice never
//! sees it.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{AdvanceStoryRequest, Nothing, Problem, ProblemCode, StoryMomentView, StoryView, Topic},
    platforms,
};
use jiff::Timestamp;
use relais_domain::{context::Activity, platform::PlatformConfigured};
use std::sync::Arc;

/// The ground a demonstration or an exercise stands on.
pub trait DemonstrationGround: Send + Sync {
    /// The simulated platforms, listening on loopback, with their client secrets; or why they could not be started.
    fn platforms(&self) -> Result<Vec<(PlatformConfigured, String)>, Problem>;
    /// The story's moments, in order.
    fn moments(&self) -> Vec<StoryMoment>;
    /// Those of the story of a trade, where each has its own.
    fn moments_of(&self, _trade: Activity) -> Vec<StoryMoment> {
        self.moments()
    }
    /// The practice's clock is now here: the platforms fail and answer as they did then.
    fn moved_to(&self, now: Timestamp);
    /// Where a person breaks and mends the simulated platforms, in a browser; nothing where there is no such page.
    fn control_page(&self) -> Option<String> {
        None
    }
    /// The trade the story is told in when none is chosen.
    fn trade(&self) -> Activity {
        Activity::Optics
    }
    /// Whether a new practice starts with its drawers full, to be looked at, rather than empty, to be worked in.
    fn furnished(&self) -> bool {
        true
    }
}

/// A moment of the story one can go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryMoment {
    /// Code of its title in the catalogue: `outage`, `rights_back`, `pec_back`, `payments_back`.
    pub code: String,
    /// When.
    pub at: Timestamp,
}

/// Where the story stands; a real practice has none.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<StoryView, Problem> {
    let practice = app.practice()?;
    Ok(show(&practice, ground(app)?.as_ref()))
}

/// The page where the simulated platforms are broken and mended by hand; a real practice has none.
pub fn control_page(app: &App) -> Result<String, Problem> {
    ground(app)?.control_page().ok_or_else(|| Problem::code(ProblemCode::SimulatorNotStarted))
}

fn ground(app: &App) -> Result<Arc<dyn DemonstrationGround>, Problem> {
    let demonstration = app.practice()?.kind != relais_domain::practice::PracticeKind::Real;
    let ground = app.setup.ground.clone().filter(|_| demonstration);
    ground.ok_or_else(|| Problem::code(ProblemCode::PlatformNotAllowedHere))
}

fn show(practice: &OpenPractice, ground: &dyn DemonstrationGround) -> StoryView {
    let now = practice.now();
    let moments = ground.moments_of(practice.trade).into_iter().map(|moment| StoryMomentView {
        reached: moment.at <= now,
        code: moment.code,
        at: moment.at,
    });
    StoryView { now, moments: moments.collect() }
}

/// Goes forward to a moment; a story does not go back.
pub async fn advance(app: &App, _call: Call, request: AdvanceStoryRequest) -> Result<StoryView, Problem> {
    let practice = app.practice()?;
    let ground = ground(app)?;
    let moment = ground.moments_of(practice.trade).into_iter().find(|moment| moment.code == request.code);
    let moment = moment.ok_or_else(|| Problem::field("code", "unknown"))?;
    if moment.at > practice.now() {
        let left_at = practice.now();
        practice.clock.jump_to(moment.at);
        app.exercise_mut(|exercise| {
            if let Some(exercise) = exercise {
                exercise.clock.jumped(left_at, moment.at);
            }
        });
        ground.moved_to(moment.at);
        practice.lines.end_pauses(None);
        platforms::watch(app).await?;
        for topic in [Topic::Platforms, Topic::Recovery, Topic::Cheques] {
            app.announce(topic, None);
        }
    }
    Ok(show(&practice, ground.as_ref()))
}
