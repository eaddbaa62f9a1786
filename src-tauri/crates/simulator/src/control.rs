//! The hand on the simulator: breaking, mending, moving the clock, choosing answers, and reading what came of it. Tests
//! hold it directly; the control page and its JSON go through it too, so that both can do exactly the same.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, mpsc, oneshot};

use crate::board::{Origin, Place, Standing};
use crate::book::{AnswerRule, Book};
use crate::door::Order;
use crate::fault::Fault;
use crate::log::LogEntry;
use crate::payments::Credit;
use crate::places::{Activity, Function, Platform};
use crate::register::Record;
use crate::scenario::Scenario;
use crate::world::World;

/// Longest cause kept.
const CAUSE_LIMIT: usize = 200;

/// Something to break.
#[derive(Debug, Clone)]
pub struct Breakage {
    platform: Platform,
    function: Function,
    activity: Option<Activity>,
    fault: Fault,
    times: Option<u32>,
    cause: String,
}

impl Breakage {
    /// Breaks a function of a platform until it is mended.
    pub fn new(platform: Platform, function: Function, fault: Fault) -> Self {
        Breakage { platform, function, activity: None, fault, times: None, cause: String::new() }
    }

    /// For the next `times` calls only.
    pub fn times(self, times: u32) -> Self {
        Breakage { times: Some(times), ..self }
    }

    /// For one activity only.
    pub fn for_activity(self, activity: Activity) -> Self {
        Breakage { activity: Some(activity), ..self }
    }

    /// For that reason.
    pub fn because(self, cause: &str) -> Self {
        Breakage { cause: cause.chars().take(CAUSE_LIMIT).collect(), ..self }
    }
}

/// What the control refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// The fault means nothing there.
    #[error("« {fault} » n’a pas de sens pour « {function} »", fault = .fault.label(), function = .function.label())]
    MeaninglessFault {
        /// The fault.
        fault: Fault,
        /// The function.
        function: Function,
    },
    /// The fault cannot be counted.
    #[error("« {} » ne se compte pas en appels : la rétablir à la main", .0.label())]
    Uncountable(Fault),
    /// No call, or too many to be meant.
    #[error("le nombre d’appels va de 1 à {}", Control::TIMES_LIMIT)]
    Times,
    /// The function does not know activities.
    #[error("« {} » ne distingue pas les activités", .0.label())]
    NoActivity(Function),
    /// Not a member number.
    #[error("un numéro d’adhérent compte de 4 à 20 lettres et chiffres, dont un chiffre au moins")]
    MemberNumber,
    /// A port could not be opened again.
    #[error("le port de {platform} n’a pas pu être rouvert : {reason}")]
    Port {
        /// Whose port.
        platform: &'static str,
        /// Why.
        reason: String,
    },
}

/// One platform's own door, as the control sees it.
pub(crate) struct DoorHandle {
    pub(crate) platform: Platform,
    pub(crate) orders: mpsc::Sender<Order>,
    pub(crate) shut: bool,
}

/// The hand on the simulator. Clones hold the same one.
#[derive(Clone)]
pub struct Control {
    pub(crate) world: Arc<World>,
    pub(crate) doors: Arc<Mutex<Vec<DoorHandle>>>,
    pub(crate) runtime: Handle,
}

impl Control {
    /// Most calls a counted fault may last.
    pub const TIMES_LIMIT: u32 = 10_000;

    /// Breaks something.
    pub async fn break_function(&self, breakage: Breakage) -> Result<(), ControlError> {
        let Breakage { platform, function, activity, fault, times, cause } = breakage;
        if !fault.applies_to(function) {
            return Err(ControlError::MeaninglessFault { fault, function });
        }
        if activity.is_some() && !function.knows_activity() {
            return Err(ControlError::NoActivity(function));
        }
        match times {
            Some(_) if !fault.can_be_counted() => return Err(ControlError::Uncountable(fault)),
            Some(times) if times == 0 || times > Self::TIMES_LIMIT => return Err(ControlError::Times),
            _ => {}
        }
        self.world.with(|state| {
            let since = state.now();
            let standing = Standing { fault: Some(fault), remaining: times, cause, since, origin: Origin::Hand };
            state.board.break_place(Place { platform, function, activity }, standing);
            state.catch_up();
        });
        self.settle_doors().await
    }

    /// Mends a function, or all those of a platform, even against the scenario.
    pub async fn mend(
        &self,
        platform: Platform,
        function: Option<Function>,
        activity: Option<Activity>,
    ) -> Result<(), ControlError> {
        if let Some(function) = function.filter(|function| activity.is_some() && !function.knows_activity()) {
            return Err(ControlError::NoActivity(function));
        }
        self.world.with(|state| {
            let since = state.now();
            for function in Function::ALL.into_iter().filter(|known| function.is_none_or(|wanted| wanted == *known)) {
                let place = Place { platform, function, activity };
                state.board.mend(place, since, "Rétabli à la main".to_owned());
            }
            state.catch_up();
        });
        self.settle_doors().await?;
        if function.is_none_or(|function| function == Function::Connection) {
            self.order(platform, Order::Release).await?;
        }
        Ok(())
    }

    /// Plays a scenario, or none; everything set by hand is forgotten.
    pub async fn play(&self, scenario: Option<Scenario>) -> Result<(), ControlError> {
        self.world.with(|state| state.play(scenario));
        self.settle_doors().await
    }

    /// Moves the simulated clock.
    pub async fn set_clock(&self, to: Timestamp) -> Result<(), ControlError> {
        self.world.with(|state| {
            state.clock.jump(to);
            state.catch_up();
        });
        self.settle_doors().await
    }

    /// Moves the simulated clock from outside async code: everything but the ports has moved when this returns, and the
    /// ports follow at once, on the runtime the run was started on.
    pub fn move_clock(&self, to: Timestamp) {
        self.world.with(|state| {
            state.clock.jump(to);
            state.catch_up();
        });
        let control = self.clone();
        self.runtime.spawn(async move {
            if let Err(error) = control.settle_doors().await {
                tracing::warn!(%error, "a port could not be set as the scenario says");
            }
        });
    }

    /// The simulated instant.
    pub fn now(&self) -> Timestamp {
        self.world.with(|state| state.now())
    }

    /// How a place stands; `None` when nobody ever spoke of it.
    pub fn standing(&self, place: Place) -> Option<Standing> {
        self.world.with(|state| state.board.standing(place).cloned())
    }

    /// Chooses what a platform answers about a member.
    pub fn set_answer(&self, platform: Platform, member: &str, rule: AnswerRule) -> Result<(), ControlError> {
        if !Book::well_formed(member) {
            return Err(ControlError::MemberNumber);
        }
        self.world.with(|state| state.book.set(platform, member, rule));
        Ok(())
    }

    /// Makes an OAuth2 client the only one a platform knows.
    pub fn set_client(&self, platform: Platform, id: &str, secret: &str) {
        self.world.with(|state| state.desk.set_client(platform, id, secret));
    }

    /// Chooses whether a repeated identifier is recognised (it is, at the start).
    pub fn recognise_repeats(&self, yes: bool) {
        self.world.with(|state| state.register.recognise_repeats(yes));
    }

    /// Whether a repeated identifier is recognised.
    pub fn recognises_repeats(&self) -> bool {
        self.world.with(|state| state.register.recognises_repeats())
    }

    /// Limits a platform to so many calls a second, over which it answers 429 with a `Retry-After`; none: no limit.
    pub fn limit_calls(&self, platform: Platform, calls_per_second: Option<u32>) {
        self.world.with(|state| state.gauge.limit(platform, calls_per_second));
    }

    /// Calls that were refused for being too many.
    pub fn refused_for_pace(&self) -> u64 {
        self.world.with(|state| state.gauge.refused())
    }

    /// Everything the platforms took in, oldest first.
    pub fn records(&self) -> Vec<Record> {
        self.world.with(|state| state.register.records())
    }

    /// The prior authorisations a platform agreed to.
    pub fn agreements(&self, platform: Platform) -> Vec<Record> {
        let agreed = |record: &Record| record.platform == platform && record.agreement.is_some();
        self.records().into_iter().filter(agreed).collect()
    }

    /// The transfers that reached the bank, oldest first.
    pub fn credits(&self) -> Vec<Credit> {
        self.world.with(|state| state.payments.credits())
    }

    /// The recent requests, oldest first.
    pub fn log(&self) -> Vec<LogEntry> {
        self.world.with(|state| state.log.entries())
    }

    /// Calls that followed a redirection to another host.
    pub fn trapped(&self) -> u64 {
        self.world.with(|state| state.trapped)
    }

    /// Shuts and opens the platforms' own ports as the board says. When this returns, it is so.
    pub(crate) async fn settle_doors(&self) -> Result<(), ControlError> {
        let mut doors = self.doors.lock().await;
        for door in doors.iter_mut() {
            let place = Place { platform: door.platform, function: Function::Connection, activity: None };
            let shut = self.world.with(|state| state.board.fault(place)) == Some(Fault::Refuse);
            if shut != door.shut {
                Self::ask(door, if shut { Order::Shut } else { Order::Open }).await?;
                door.shut = shut;
            }
        }
        Ok(())
    }

    async fn order(&self, platform: Platform, order: fn(Answered) -> Order) -> Result<(), ControlError> {
        let doors = self.doors.lock().await;
        match doors.iter().find(|door| door.platform == platform) {
            Some(door) => Self::ask(door, order).await,
            None => Ok(()),
        }
    }

    async fn ask(door: &DoorHandle, order: fn(Answered) -> Order) -> Result<(), ControlError> {
        let (done, answered) = oneshot::channel();
        if door.orders.send(order(done)).await.is_err() {
            return Ok(()); // The run is over; nothing is open any more.
        }
        match answered.await {
            Ok(Err(error)) => Err(ControlError::Port { platform: door.platform.name(), reason: error.to_string() }),
            Ok(Ok(())) | Err(_) => Ok(()),
        }
    }
}

type Answered = oneshot::Sender<std::io::Result<()>>;
