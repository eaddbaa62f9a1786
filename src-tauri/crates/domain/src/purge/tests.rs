//! Who agrees to a purge, how it goes on where it stopped, and what is still open of a dossier.

use super::*;
use crate::{
    dossier::{DossierEvent, Opened, Priced},
    ids::{DossierId, PersonId},
    money::Cents,
};
use jiff::{SignedDuration, civil::date};
use rstest::rstest;

const TODAY: Date = date(2034, 3, 1);

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn by(role: Role, hours: i64) -> Context {
    let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours);
    Context { now, today: TODAY, actor: UserId(id(1)), role }
}

fn asked(subjects: usize) -> PurgeAsked {
    let subjects = (0..subjects).map(|at| Subject { kind: DataKind::Customer, id: id(100 + at as u128) });
    PurgeAsked {
        purge: PurgeId(id(5)),
        why: PurgeWhy::Due,
        clocks: "2024-02".into(),
        subjects: subjects.collect(),
        reason: None,
        confirm_from: None,
    }
}

fn look(by: Option<u128>, somebody_may: bool) -> Second {
    Second { by: by.map(|by| UserId(id(by))), somebody_may }
}

fn after(state: &Purge, events: Vec<PurgeEvent>) -> Purge {
    events.iter().fold(state.clone(), |mut state, event| {
        state.apply(event);
        state
    })
}

#[rstest]
#[case::another_looked(Role::Owner, look(Some(2), true), Ok(PurgeState::Agreed))]
#[case::nobody_else_may(Role::Owner, look(None, false), Ok(PurgeState::Waiting))]
#[case::somebody_may_and_did_not(Role::Owner, look(None, true), Err(Refusal::SecondNeeded))]
#[case::oneself_is_nobody_else(Role::Owner, look(Some(1), true), Err(Refusal::SecondNeeded))]
#[case::the_back_office(Role::Billing, look(Some(2), true), Err(Refusal::RoleNotAllowed))]
#[case::the_counter(Role::Counter, look(Some(2), true), Err(Refusal::RoleNotAllowed))]
fn who_asks(#[case] role: Role, #[case] look: Second, #[case] expected: Result<PurgeState, Refusal>) {
    let events = ask(&Purge::default(), asked(1), look, &by(role, 0));
    assert_eq!(events.map(|events| after(&Purge::default(), events).state), expected);
}

#[test]
fn what_one_asked_alone_is_confirmed_a_day_later_or_withdrawn() {
    let waiting =
        after(&Purge::default(), ask(&Purge::default(), asked(1), look(None, false), &by(Role::Owner, 0)).unwrap());
    assert!(waiting.next_step().is_empty(), "nothing begins meanwhile");
    let from = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24);
    let alone = look(None, false);
    assert_eq!(agree(&waiting, alone, &by(Role::Owner, 23)), Err(Refusal::SecondWaits { from }));
    assert_eq!(agree(&waiting, alone, &by(Role::Billing, 24)), Err(Refusal::RoleNotAllowed));
    assert_eq!(agree(&waiting, look(None, true), &by(Role::Owner, 24)), Err(Refusal::SecondNeeded));
    let seconded = after(&waiting, agree(&waiting, look(Some(2), true), &by(Role::Owner, 1)).unwrap());
    assert_eq!((seconded.state, seconded.seconded_by), (PurgeState::Agreed, Some(UserId(id(2)))));
    let confirmed = after(&waiting, agree(&waiting, alone, &by(Role::Owner, 24)).unwrap());
    assert_eq!((confirmed.state, confirmed.next_step().len()), (PurgeState::Agreed, 1));
    let withdrawn = after(&waiting, withdraw(&waiting, &by(Role::Owner, 1)).unwrap());
    for over in [&withdrawn, &confirmed, &Purge::default()] {
        assert_eq!(withdraw(over, &by(Role::Owner, 30)), Err(Refusal::UnknownPurge));
        assert_eq!(agree(over, alone, &by(Role::Owner, 30)), Err(Refusal::UnknownPurge));
    }
}

#[rstest]
#[case::nothing(0, Some(Refusal::NothingToErase))]
#[case::the_most(MAX_SUBJECTS, None)]
#[case::more(MAX_SUBJECTS + 1, Some(Refusal::NothingToErase))]
fn how_much_at_once(#[case] subjects: usize, #[case] refused: Option<Refusal>) {
    let events = ask(&Purge::default(), asked(subjects), look(Some(2), true), &by(Role::Owner, 0));
    assert_eq!(events.err(), refused);
}

#[test]
fn it_goes_on_where_it_stopped_and_is_certified_once_over() {
    let total = SUBJECTS_A_STEP + 3;
    let mut state = after(
        &Purge::default(),
        ask(&Purge::default(), asked(total), look(Some(2), true), &by(Role::Owner, 0)).unwrap(),
    );
    let (number, certificate) = ((1, 2034), DocumentId(id(9)));
    for step in [SUBJECTS_A_STEP, 3] {
        assert_eq!(state.next_step().len(), step);
        assert_eq!(certify(&state, number, certificate), Err(Refusal::UnknownPurge));
        let erased = Erased { customers: step as u32 - 1, ..Erased::default() };
        state = after(&state, carry(&state, (1, erased)).unwrap());
    }
    assert_eq!(((state.done, state.kept), state.erased.customers), ((23, 2), 21));
    assert_eq!(carry(&state, (0, Erased::default())), Err(Refusal::UnknownPurge));
    state = after(&state, certify(&state, number, certificate).unwrap());
    assert_eq!((state.state, state.certificate), (PurgeState::Certified, Some((1, 2034, certificate))));
    assert_eq!(certify(&state, number, certificate), Err(Refusal::UnknownPurge));
}

/// The largest purge fits in one entry of the journal.
#[test]
fn the_most_subjects_fit_in_an_entry() {
    let event = crate::event::Event::from(PurgeEvent::Asked(Box::new(asked(MAX_SUBJECTS))));
    let (_, body) = event.to_parts().unwrap();
    assert!(body.to_string().len() < 512 * 1024);
}

fn sale(delivered: bool, insurer: i64) -> Dossier {
    let cents = |amount| Cents::new(amount).unwrap();
    let opened = Opened {
        dossier: DossierId(id(20)),
        number: 1,
        year: 2024,
        person: PersonId(id(21)),
        activity: crate::context::Activity::Optics,
        on: date(2024, 1, 31),
        reference: None,
    };
    let priced = Priced {
        total_cents: cents(insurer),
        amo_share_cents: Cents::ZERO,
        amc_share_cents: vec![cents(insurer)],
        customer_share_cents: Cents::ZERO,
        lines: vec![],
    };
    let mut events = vec![DossierEvent::Opened(opened), DossierEvent::Priced(priced)];
    if delivered {
        events.push(DossierEvent::Delivered { on: date(2024, 2, 6) });
    }
    Dossier::fold(&events)
}

#[rstest]
#[case::never_delivered(sale(false, 38_000), false, false, None)]
#[case::the_insurer_owes(sale(true, 38_000), false, false, Some(OpenMoney::InsurerOwes))]
#[case::nothing_is_due(sale(true, 0), false, false, None)]
#[case::a_request_waits(sale(true, 0), true, true, Some(OpenMoney::RequestWaiting))]
#[case::the_incident_lasts(sale(true, 0), false, true, Some(OpenMoney::IncidentOpen))]
fn what_is_open(
    #[case] dossier: Dossier,
    #[case] request_waits: bool,
    #[case] incident_open: bool,
    #[case] expected: Option<OpenMoney>,
) {
    let around = Surroundings { cheques: &[], request_waits, incident_open, today: TODAY };
    assert_eq!(open_money(&dossier, around, &Limits::default()), expected);
}
