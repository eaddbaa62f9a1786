//! The state of one run behind one lock, always brought up to its own clock before anybody looks at it. No lock is held
//! across an `await`: whoever looks, looks at one instant.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use crate::board::{Board, Place};
use crate::book::Book;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::gauge::Gauge;
use crate::log::{Log, LogEntry};
use crate::oauth::TokenDesk;
use crate::payments::Payments;
use crate::places::{Activity, Function, Platform};
use crate::promises::Promises;
use crate::register::{Register, Taken};
use crate::scenario::Scenario;

/// The state of one run.
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) board: Board,
    pub(crate) book: Book,
    pub(crate) desk: TokenDesk,
    pub(crate) register: Register,
    pub(crate) payments: Payments,
    pub(crate) log: Log,
    /// Calls that followed a redirection to another host.
    pub(crate) trapped: u64,
    pub(crate) rights_answered: u64,
    pub(crate) promises: Promises,
    pub(crate) gauge: Gauge,
    scenario: Option<Scenario>,
    /// Steps of the scenario told to the board.
    told: usize,
}

impl State {
    fn new(clock: Clock) -> Self {
        State {
            clock,
            board: Board::default(),
            book: Book::new(),
            desk: TokenDesk::new(),
            register: Register::default(),
            payments: Payments::default(),
            log: Log::default(),
            trapped: 0,
            rights_answered: 0,
            promises: Promises::default(),
            gauge: Gauge::default(),
            scenario: None,
            told: 0,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn scenario(&self) -> Option<&Scenario> {
        self.scenario.as_ref()
    }

    /// Changes the scenario; what was set by hand is given back to it.
    pub(crate) fn play(&mut self, scenario: Option<Scenario>) {
        self.board.give_back();
        self.board.tell(Default::default());
        self.scenario = scenario;
        self.told = 0;
        self.catch_up();
    }

    /// Brings the board and the payments up to the clock, through every step the clock passed.
    pub(crate) fn catch_up(&mut self) {
        let now = self.clock.now();
        if let Some(scenario) = self.scenario.take() {
            let reached = scenario.steps().iter().take_while(|step| step.at <= now).count();
            if reached < self.told {
                self.board.tell(scenario.layer_at(now));
            }
            for step in &scenario.steps()[self.told.min(reached)..reached] {
                let before = step.at.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(step.at);
                self.payments.settle(&self.board, before);
                self.board.tell(scenario.layer_at(step.at));
                self.payments.settle(&self.board, step.at);
            }
            self.told = reached;
            self.scenario = Some(scenario);
        }
        self.payments.settle(&self.board, now);
    }

    /// Takes a claim of any use in; an accepted claim will be paid.
    pub(crate) fn submit(&mut self, platform: Platform, asked: crate::fhir::claim::ClaimAsked) -> Taken {
        let now = self.now();
        let is_claim = asked.function == Function::Claim;
        let taken = self.register.take(platform, asked, &self.book, now);
        if let Taken::New { answer, covered_cents } = &taken
            && is_claim
            && *covered_cents > 0
        {
            self.payments.owe(platform, answer, *covered_cents, now);
        }
        taken
    }

    /// The fault a new connection meets, counted and logged.
    pub(crate) fn meet_connection(&mut self, place: Place) -> Option<Fault> {
        let fault = self.board.take(place)?;
        self.note(place.platform, Some(Function::Connection), None, None, Some(fault), (None, None));
        Some(fault)
    }

    /// Writes a line of the log.
    pub(crate) fn note(
        &mut self,
        platform: Platform,
        function: Option<Function>,
        activity: Option<Activity>,
        status: Option<u16>,
        fault: Option<Fault>,
        (request_identifier, member): (Option<String>, Option<String>),
    ) {
        let at = self.now();
        let entry = LogEntry { number: 0, at, platform, function, activity, status, fault, request_identifier, member };
        self.log.write(entry);
    }
}

/// One run.
pub(crate) struct World {
    state: Mutex<State>,
    stopping: watch::Sender<bool>,
}

impl World {
    pub(crate) fn new(clock: Clock) -> Self {
        World { state: Mutex::new(State::new(clock)), stopping: watch::Sender::new(false) }
    }

    /// Looks at the state, brought up to its clock.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.catch_up();
        look(&mut state)
    }

    /// Tells everything that waits that the run is over.
    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits for the end of the run.
    pub(crate) async fn stopped(&self) {
        // The sender lives in the same place as the receiver's lender: an error cannot come before the end.
        let _ = self.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }
}
