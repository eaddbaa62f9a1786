//! « Exercice panne »: ten minutes on invented data. Owns what is asked of the person, how it is read from what was really
//! recorded, and the clock; knows nothing of how the practice of the exercise is made or put away.
//!
//! Nothing is ticked by hand: a task is done when the entry that proves it is in the journal of the exercise.

use crate::{
    cheque::ChequeEvent,
    context::Activity,
    dossier::{DossierEvent, RightsOutcome, Way},
    event::Event,
    incident::IncidentEvent,
    platform::Function,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;
use uuid::Uuid;

/// How long an exercise lasts.
pub const LENGTH: SignedDuration = SignedDuration::from_mins(10);

/// What is asked, in the order of an outage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExerciseTask {
    /// Ask for the rights, and get the honest « non vérifié ».
    VerifyRights,
    /// Choose a way with the customer.
    ChooseWay,
    /// Deliver under tiers payant, whatever the way that covers it: a cheque is taken at the delivery, not before.
    Deliver,
    /// Keep a cheque.
    KeepCheque,
    /// Print its receipt.
    PrintReceipt,
    /// The platform answers again, the last function that fell included.
    PlatformBack,
    /// Start the recovery and, where a request leaves from here, check a dossier again.
    Recover,
}

impl ExerciseTask {
    /// Every task.
    pub const ALL: &'static [ExerciseTask] = &[
        ExerciseTask::VerifyRights,
        ExerciseTask::ChooseWay,
        ExerciseTask::Deliver,
        ExerciseTask::KeepCheque,
        ExerciseTask::PrintReceipt,
        ExerciseTask::PlatformBack,
        ExerciseTask::Recover,
    ];
}

/// An entry of the exercise's journal: when, of which stream, what.
pub type Entry<'a> = (Timestamp, Uuid, &'a Event);

/// The function that comes back last: a pharmacy asks for no prior authorisation, elsewhere rights back is not PEC back.
const fn back_last(trade: Activity) -> Function {
    match trade {
        Activity::Pharmacy => Function::Rights,
        Activity::Optics | Activity::Hearing => Function::PriorAuthorisation,
    }
}

/// When each task was done by a practice of that trade, from the entries in their order.
pub fn done<'a>(trade: Activity, entries: impl IntoIterator<Item = Entry<'a>>) -> BTreeMap<ExerciseTask, Timestamp> {
    let mut done = BTreeMap::new();
    let (mut carried, mut delivered) = (BTreeSet::new(), BTreeSet::new());
    for (at, stream, event) in entries {
        let task = match event {
            Event::Dossier(DossierEvent::RightsChecked(check))
                if matches!(check.outcome, RightsOutcome::NotVerified { .. }) =>
            {
                Some(ExerciseTask::VerifyRights)
            }
            Event::Dossier(DossierEvent::WayChosen { way, .. }) => {
                if is_third_party_payment(*way) {
                    carried.insert(stream);
                }
                done.entry(ExerciseTask::ChooseWay).or_insert(at);
                delivered.contains(&stream).then_some(ExerciseTask::Deliver).filter(|_| carried.contains(&stream))
            }
            Event::Dossier(DossierEvent::Delivered { .. }) => {
                delivered.insert(stream);
                carried.contains(&stream).then_some(ExerciseTask::Deliver)
            }
            Event::Cheque(ChequeEvent::Kept(_)) => Some(ExerciseTask::KeepCheque),
            Event::Cheque(ChequeEvent::ReceiptPrinted { .. }) => Some(ExerciseTask::PrintReceipt),
            Event::Incident(IncidentEvent::FunctionRestored { function }) if *function == back_last(trade) => {
                Some(ExerciseTask::PlatformBack)
            }
            Event::Dossier(DossierEvent::Rechecked { .. }) => Some(ExerciseTask::Recover),
            // What a concentrator carries comes back by itself: nothing of it is asked for again.
            Event::Incident(IncidentEvent::RecoveryStarted) if trade == Activity::Pharmacy => {
                Some(ExerciseTask::Recover)
            }
            _ => None,
        };
        if let Some(task) = task {
            done.entry(task).or_insert(at);
        }
    }
    done
}

/// The customer does not pay the insurer's share: under tiers payant, with or without a cheque as a guarantee.
const fn is_third_party_payment(way: Way) -> bool {
    matches!(way, Way::DeliveredThirdPartyPayment | Way::ChequeKept | Way::ChequeDepositedLater)
}

/// The clock of an exercise: the practice's, less the days the story jumped over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExerciseClock {
    started_at: Timestamp,
    /// From when to when the story went at once.
    jumps: Vec<(Timestamp, Timestamp)>,
    ended_at: Option<Timestamp>,
}

impl ExerciseClock {
    /// It starts.
    pub const fn starting_at(started_at: Timestamp) -> Self {
        ExerciseClock { started_at, jumps: Vec::new(), ended_at: None }
    }

    /// The story went forward at once: no time of the exercise.
    pub fn jumped(&mut self, from: Timestamp, to: Timestamp) {
        self.jumps.push((from, to));
    }

    /// It ends; the first end counts.
    pub fn end(&mut self, at: Timestamp) {
        self.ended_at.get_or_insert(at);
    }

    /// Whether somebody ended it.
    pub const fn has_ended(&self) -> bool {
        self.ended_at.is_some()
    }

    /// When it ended, or now.
    pub fn last(&self, now: Timestamp) -> Timestamp {
        self.ended_at.unwrap_or(now)
    }

    /// Time of the exercise at an instant of the practice; never negative.
    pub fn elapsed(&self, at: Timestamp) -> SignedDuration {
        let whole = at.duration_since(self.started_at);
        let passed = self.jumps.iter().filter(|(_, to)| *to <= at);
        let skipped = passed.fold(SignedDuration::ZERO, |sum, (from, to)| sum + to.duration_since(*from));
        (whole - skipped).max(SignedDuration::ZERO)
    }

    /// What remains of the ten minutes; nothing once they are over.
    pub fn remaining(&self, now: Timestamp) -> SignedDuration {
        (LENGTH - self.elapsed(self.last(now))).max(SignedDuration::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn way(way: Way) -> Event {
        Event::Dossier(DossierEvent::WayChosen { way, incident: None })
    }

    fn delivered() -> Event {
        Event::Dossier(DossierEvent::Delivered { on: jiff::civil::date(2024, 1, 31) })
    }

    fn restored(function: Function) -> Event {
        Event::Incident(IncidentEvent::FunctionRestored { function })
    }

    #[test]
    fn days_that_were_jumped_over_are_no_time_of_the_exercise() {
        let mut clock = ExerciseClock::starting_at(at("2024-01-31T14:32:00Z"));
        assert_eq!(clock.remaining(at("2024-01-31T14:33:00Z")), SignedDuration::from_mins(9));
        clock.jumped(at("2024-01-31T14:36:00Z"), at("2024-02-12T13:00:00Z"));
        clock.jumped(at("2024-02-12T13:01:00Z"), at("2024-02-19T08:30:00Z"));
        assert_eq!(clock.elapsed(at("2024-01-31T14:35:00Z")), SignedDuration::from_mins(3));
        assert_eq!(clock.elapsed(at("2024-02-12T13:00:30Z")), SignedDuration::from_secs(4 * 60 + 30));
        assert_eq!(clock.elapsed(at("2024-02-19T08:32:00Z")), SignedDuration::from_mins(7));
        assert_eq!(clock.remaining(at("2024-02-19T08:52:00Z")), SignedDuration::ZERO);
        clock.end(at("2024-02-19T08:32:00Z"));
        clock.end(at("2024-02-19T08:40:00Z"));
        assert!(clock.has_ended());
        assert_eq!(clock.remaining(at("2024-02-19T09:00:00Z")), SignedDuration::from_mins(3));
    }

    /// Before the exercise began there is no time of it.
    #[test]
    fn time_does_not_run_backwards() {
        let clock = ExerciseClock::starting_at(at("2024-01-31T14:32:00Z"));
        assert_eq!(clock.elapsed(at("2024-01-31T14:00:00Z")), SignedDuration::ZERO);
    }

    #[test]
    fn delivering_counts_when_the_customer_does_not_pay_the_insurers_share() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (early, late) = (at("2024-01-31T14:33:00Z"), at("2024-01-31T14:34:00Z"));
        for (events, expected) in [
            (vec![(early, one, way(Way::DeliveredThirdPartyPayment)), (late, one, delivered())], true),
            (vec![(early, one, delivered()), (late, one, way(Way::ChequeKept))], true),
            (vec![(early, one, way(Way::CustomerAdvances)), (late, one, delivered())], false),
            (vec![(early, one, way(Way::DeliveredThirdPartyPayment)), (late, two, delivered())], false),
        ] {
            let done = done(Activity::Optics, events.iter().map(|(at, stream, event)| (*at, *stream, event)));
            assert_eq!(done.get(&ExerciseTask::Deliver), expected.then_some(&late), "{events:?}");
            assert_eq!(done.contains_key(&ExerciseTask::ChooseWay), events.iter().any(|it| it.2 != delivered()));
        }
    }

    /// Rights back is not PEC back: the platform is back when both are.
    #[test]
    fn the_platform_is_back_when_its_authorisations_are() {
        let one = Uuid::from_u128(1);
        let (early, late) = (at("2024-02-12T13:00:00Z"), at("2024-02-19T08:30:00Z"));
        let rights = restored(Function::Rights);
        assert!(done(Activity::Optics, [(early, one, &rights)]).is_empty());
        assert!(done(Activity::Pharmacy, [(early, one, &rights)]).contains_key(&ExerciseTask::PlatformBack));
        let both = restored(Function::PriorAuthorisation);
        let done = done(
            Activity::Optics,
            [(early, one, &rights), (late, one, &both), (at("2024-02-20T08:30:00Z"), one, &both)],
        );
        assert_eq!(done.into_iter().collect::<Vec<_>>(), [(ExerciseTask::PlatformBack, late)]);
    }
}
