//! What is known of a cover: which attempt counts, what a person saw, and what another card leaves of it.

use super::*;
use crate::{
    coverage::{Certainty, CoverageAnswer, CoverageWay},
    identifiers::AmcNumber,
    ids::{SightingId, UserId},
    platform::{FailureCode, Function, PlatformCode, StateSource},
};
use jiff::ToSpan;
use rstest::rstest;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

/// An attempt asked at a second, which took so many.
fn check(platform: &str, asked: i64, took: i64, in_force: Option<bool>) -> RightsChecked {
    let outcome = match in_force {
        None => RightsOutcome::NotVerified { failure: FailureCode::TimedOut, since: None },
        Some(in_force) => {
            let mut answer = CoverageAnswer::unsaid(CoverageWay::Fhir, Certainty::A, at(asked + took), TODAY);
            answer.in_force = Some(in_force);
            RightsOutcome::Answered { answer: Box::new(answer), message: None }
        }
    };
    RightsChecked {
        rank: 1,
        platform: PlatformCode::parse(platform).unwrap(),
        asked_at: at(asked),
        elapsed_ms: u32::try_from(took * 1_000).unwrap(),
        service_date: TODAY,
        instead_of: None,
        source: StateSource::Measured,
        evidence: None,
        evidence_digest: None,
        outcome,
    }
}

fn seen(sighting: u128, corrects: Option<u128>) -> CoverageSeen {
    let mut answer = CoverageAnswer::unsaid(CoverageWay::GreenNumber, Certainty::B, at(0), TODAY);
    answer.in_force = Some(true);
    CoverageSeen {
        sighting: SightingId(id(sighting)),
        rank: 1,
        function: Function::Rights,
        by: UserId(id(1)),
        answer,
        spoken_with: None,
        note: None,
        piece: None,
        corrects: corrects.map(|corrects| SightingId(id(corrects))),
    }
}

/// The platform of the last word, and whether it is an answer.
#[rstest]
#[case::an_answer(vec![check("viamedis", 10, 1, Some(true))], ("viamedis", true))]
#[case::asked_in_vain_since(vec![check("viamedis", 10, 1, Some(true)), check("viamedis", 20, 1, None)], ("viamedis", false))]
#[case::the_second_answers(vec![check("viamedis", 10, 1, None), check("almerys", 10, 2, Some(true))], ("almerys", true))]
#[case::and_the_first_fails_late(
    vec![check("viamedis", 10, 1, None), check("almerys", 10, 2, Some(true)), check("viamedis", 10, 30, None)],
    ("almerys", true)
)]
#[case::a_late_answer(vec![check("viamedis", 10, 2, None), check("viamedis", 10, 9, Some(true))], ("viamedis", true))]
#[case::an_old_question_fails_late(
    vec![check("viamedis", 10, 2, None), check("viamedis", 20, 1, None), check("almerys", 10, 30, None)],
    ("viamedis", false)
)]
fn the_last_word_is_the_one_that_counts(#[case] checks: Vec<RightsChecked>, #[case] expected: (&str, bool)) {
    let state = after(plain(), checks.into_iter().map(DossierCommand::RecordRightsCheck));
    let rights = &state.track(1).unwrap().rights;
    let last = rights.last_check.as_ref().unwrap();
    assert_eq!((last.platform.as_str(), last.answer().is_some()), expected);
    assert_eq!(rights.best().is_some_and(|best| rights.is_last_word(best.answer())), expected.1);
}

#[test]
fn an_answer_outlives_the_failures_that_follow() {
    let checks = [check("viamedis", 10, 1, Some(true)), check("viamedis", 20, 1, None)];
    let state = after(plain(), checks.map(DossierCommand::RecordRightsCheck));
    let rights = &state.track(1).unwrap().rights;
    assert_eq!(rights.last_answer.as_ref().unwrap().asked_at, at(10));
    assert!(matches!(rights.best(), Some(BestKnown::Answered(..))));
}

#[test]
fn what_was_seen_is_corrected_by_another_entry() {
    let state = after(plain(), [seen(7, None), seen(8, Some(7))].map(DossierCommand::SeeCoverage));
    let left: Vec<_> = state.track(1).unwrap().rights.seen.iter().map(|seen| seen.sighting).collect();
    assert_eq!(left, [SightingId(id(8))]);
    // The one corrected is not corrected again, and an entry is not written twice.
    assert_eq!(decided(&state, DossierCommand::SeeCoverage(seen(9, Some(7)))), Err(Refusal::UnknownSighting));
    assert_eq!(decided(&state, DossierCommand::SeeCoverage(seen(8, None))), Err(Refusal::AlreadyExists));
}

#[test]
fn what_a_person_saw_is_never_a_live_answer_and_holds_no_words() {
    let mut bold = seen(7, None);
    bold.answer.certainty = Certainty::A;
    bold.answer.message = Some("Madame Bernard est couverte".to_owned());
    let events = decided(&plain(), DossierCommand::SeeCoverage(bold)).unwrap();
    assert_eq!(events, [DossierEvent::CoverageSeen(seen(7, None))]);
    let mut ahead = seen(7, None);
    ahead.answer.answered_at = context().now.checked_add(1.hour()).unwrap();
    assert_eq!(decided(&plain(), DossierCommand::SeeCoverage(ahead)), Err(Refusal::DateInFuture));
    let other = CoverageSeen { rank: 2, ..seen(7, None) };
    assert_eq!(decided(&plain(), DossierCommand::SeeCoverage(other)), Err(Refusal::UnknownTrack));
}

#[rstest]
#[case::the_same("0077567199", true)]
#[case::its_zeros_left_out("77567199", true)]
#[case::another_insurer("0012345678", false)]
fn another_card_leaves_nothing_of_what_was_known(#[case] amc_number: &str, #[case] kept: bool) {
    let card = |amc_number: &str| CardRecorded {
        rank: 1,
        amc_number: Some(AmcNumber::parse(amc_number).unwrap()),
        convention: None,
        csr: None,
        operator: None,
        network: None,
        valid_from: None,
        valid_to: None,
        responsible: None,
        solidarity: false,
        grid: Vec::new(),
        holder: None,
        beneficiaries: 0,
        read: None,
        member_number_proof: None,
    };
    let asked = DossierCommand::RecordRightsCheck(check("viamedis", 10, 1, Some(true)));
    let state = after(
        plain(),
        [DossierCommand::RecordCard(card("0077567199")), asked, DossierCommand::RecordCard(card(amc_number))],
    );
    assert_eq!(state.track(1).unwrap().rights.best().is_some(), kept);
}
