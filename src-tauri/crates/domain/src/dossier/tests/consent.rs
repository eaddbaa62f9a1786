//! A customer's word about an operator: given, outgrown by what would leave, refused, taken back.

use super::*;
use crate::{
    disclosure::FieldName,
    dossier::{ConsentDecision, ConsentHow, ConsentRecorded, ConsentState},
    platform::PlatformCode,
};
use rstest::rstest;
use std::collections::BTreeSet;

fn viamedis() -> PlatformCode {
    PlatformCode::parse("viamedis").unwrap()
}

fn said(decision: ConsentDecision) -> DossierCommand {
    DossierCommand::RecordConsent(ConsentRecorded {
        platform: viamedis(),
        decision,
        how: ConsentHow::Oral,
        list_version: "2024-01".to_owned(),
        fields: vec![FieldName::FamilyName, FieldName::MemberNumber],
        sheet: None,
    })
}

#[rstest]
#[case::never_asked(&[], ConsentState::NotAsked)]
#[case::given(&[ConsentDecision::Given], ConsentState::Given)]
#[case::refused(&[ConsentDecision::Refused], ConsentState::Refused)]
#[case::taken_back(&[ConsentDecision::Given, ConsentDecision::Withdrawn], ConsentState::Withdrawn)]
#[case::given_after_all(&[ConsentDecision::Refused, ConsentDecision::Given], ConsentState::Given)]
fn the_last_word_counts(#[case] words: &[ConsentDecision], #[case] state: ConsentState) {
    let dossier = after(plain(), words.iter().map(|decision| said(*decision)));
    let leaving = BTreeSet::from([FieldName::RequestId, FieldName::FamilyName]);
    assert_eq!(dossier.consent_state(&viamedis(), &leaving), state);
    let almerys = PlatformCode::parse("almerys").unwrap();
    assert_eq!(dossier.consent_state(&almerys, &leaving), ConsentState::NotAsked, "a word is about one operator");
}

#[test]
fn a_yes_covers_what_was_read_out_and_no_more() {
    let dossier = after(plain(), [said(ConsentDecision::Given)]);
    let more = BTreeSet::from([FieldName::FamilyName, FieldName::Nir]);
    assert_eq!(dossier.consent_state(&viamedis(), &more), ConsentState::Outgrown);
}

#[test]
fn the_same_word_again_records_nothing_and_nothing_given_cannot_be_taken_back() {
    let dossier = after(plain(), [said(ConsentDecision::Given)]);
    assert_eq!(decided(&dossier, said(ConsentDecision::Given)), Ok(Vec::new()));
    assert_eq!(decided(&plain(), said(ConsentDecision::Withdrawn)), Err(Refusal::ConsentNotGiven));
}

#[test]
fn without_a_yes_the_practices_rule_decides_and_a_no_always_does() {
    for (state, asked_first, free) in [
        (ConsentState::Given, true, true),
        (ConsentState::NotAsked, false, true),
        (ConsentState::Outgrown, false, true),
        (ConsentState::Refused, false, false),
        (ConsentState::Withdrawn, false, false),
    ] {
        assert_eq!((state.lets_leave(true), state.lets_leave(false)), (asked_first, free), "{state:?}");
    }
}
