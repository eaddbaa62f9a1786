//! Who may be reminded of what, and how long one waits.

use super::*;
use crate::{context::Role, ids::DocumentId};
use rstest::rstest;

fn reminded(rank: u8, level: ReminderLevel) -> DossierCommand {
    DossierCommand::RemindPayer(Reminder {
        rank,
        level,
        document: DocumentId(id(90)),
        number: "L-2024-0001".to_owned(),
    })
}

fn by(role: Role, today: Date) -> Context {
    Context { role, today, ..context() }
}

/// Delivered, and sent to the insurer.
fn claimed() -> Dossier {
    after(plain(), [DossierCommand::Deliver { on: TODAY }, moved(1, TrackState::Queued), moved(1, TrackState::Sent)])
}

fn asked(state: &Dossier, on: Date) -> Result<Vec<DossierEvent>, Refusal> {
    decide(state, reminded(1, ReminderLevel::First), &by(Role::Billing, on))
}

#[rstest]
#[case::claimed(claimed(), Ok(38_000))]
#[case::not_delivered(after(plain(), [moved(1, TrackState::Queued), moved(1, TrackState::Sent)]), Err(Refusal::AmountNotPositive))]
#[case::never_sent(after(plain(), [DossierCommand::Deliver { on: TODAY }]), Err(Refusal::TrackState { state: TrackState::NotSent }))]
#[case::paid_in_part(after(claimed(), [credited(1, 8_000)]), Err(Refusal::TrackState { state: TrackState::Paid }))]
#[case::refused(after(claimed(), [moved(1, TrackState::Refused)]), Err(Refusal::TrackState { state: TrackState::Refused }))]
fn what_is_claimed_and_owed(#[case] state: Dossier, #[case] expected: Result<i64, Refusal>) {
    let owed = asked(&state, TODAY).map(|events| match events.as_slice() {
        [DossierEvent::PayerReminded(said)] => said.owed_cents.get(),
        other => panic!("{other:?}"),
    });
    assert_eq!(owed, expected);
}

#[rstest]
#[case(Role::Counter, false)]
#[case(Role::Billing, true)]
#[case(Role::Owner, true)]
#[case(Role::Accountant, false)]
fn the_back_office_writes(#[case] role: Role, #[case] may: bool) {
    let decided = decide(&claimed(), reminded(1, ReminderLevel::First), &by(role, TODAY));
    assert_eq!(decided.is_ok(), may, "{decided:?}");
    assert_eq!(
        decide(&claimed(), reminded(3, ReminderLevel::First), &by(Role::Owner, TODAY)),
        Err(Refusal::UnknownTrack)
    );
}

#[rstest]
#[case(7, false)]
#[case(8, true)]
fn one_waits_for_the_answer(#[case] days: i64, #[case] may: bool) {
    let mut state = claimed();
    asked(&state, TODAY).unwrap().iter().for_each(|event| state.apply(event));
    let later = TODAY.checked_add(jiff::Span::new().days(days)).unwrap();
    let not_before = date(2024, 2, 13);
    assert_eq!(asked(&state, later).err(), (!may).then_some(Refusal::DateTooEarly { not_before }));
    assert_eq!(state.last_reminder(1).map(|last| last.level), Some(ReminderLevel::First));
    assert!(state.last_reminder(2).is_none());
}

#[test]
fn each_step_follows_the_last() {
    let mut last = None;
    for level in ReminderLevel::ALL {
        assert_eq!(ReminderLevel::after(last), level);
        last = Some(level);
    }
    assert_eq!(ReminderLevel::after(last), ReminderLevel::FormalNotice, "it may only be repeated");
}
