//! The file that ships is read, written back the same, and refused whole with its lines when something of it is wrong.

use super::*;
use crate::reference_file::Fault;
use proptest::prelude::*;
use rstest::rstest;

fn shipped() -> ProcessingGrounds {
    ProcessingGrounds::read(SHIPPED).unwrap()
}

#[test]
fn the_file_that_ships_grounds_every_activity_and_claims_to_have_read_none_it_did_not() {
    let set = shipped();
    assert_eq!(set.grounds.iter().map(|ground| ground.processing).collect::<Vec<_>>(), Processing::ALL);
    assert!(set.grounds.iter().all(|ground| ground.status == Status::ToVerify));
    assert!(set.criteria.iter().all(|criterion| criterion.status == Status::ToVerify && !criterion.says.is_empty()));
    assert_eq!((set.representative.as_str(), set.dpo.as_str()), ("", ""), "nobody is made up");
    assert_eq!(ProcessingGrounds::read(&set.written()), Ok(set));
}

#[test]
fn every_kind_of_data_belongs_to_an_activity() {
    for kind in DataKind::ALL {
        assert!(Processing::ALL.iter().any(|processing| processing.keeps().contains(&kind)), "{kind:?}");
    }
}

#[test]
fn names_are_kept_as_written() {
    let text = SHIPPED.replacen("dpo = \"\"", "dpo = \"Cabinet « Lex », 02 98 00 00 00\"", 1);
    let set = ProcessingGrounds::read(&text).unwrap();
    assert_eq!(set.dpo, "Cabinet « Lex », 02 98 00 00 00");
    assert_eq!(ProcessingGrounds::read(&set.written()), Ok(set));
}

#[rstest]
#[case::an_unknown_member("dpo = \"\"", "dpo = \"\"\nboss = \"x\"", Fault::Shape, "boss")]
#[case::a_name_of_two_lines("dpo = \"\"", "dpo = \"a\\nb\"", Fault::Shape, "dpo")]
#[case::an_unknown_activity("\"cheques\"\nbasis", "\"loans\"\nbasis", Fault::Shape, "processing")]
#[case::an_activity_twice("\"cheques\"\nbasis", "\"books\"\nbasis", Fault::Overlap, "books")]
#[case::no_source("source = \"RGPD, articles 33 et 34\"", "source = \"\"", Fault::Source, "source")]
#[case::a_condition_that_says_nothing(
    "condition = \"Les mêmes que les traitements sauvegardés\"",
    "condition = \" \"",
    Fault::Shape,
    "condition"
)]
#[case::a_criterion_that_says_nothing(
    "says = \"Des données de santé",
    "note = \"Des données de santé",
    Fault::UnknownField,
    "note"
)]
#[case::no_toml("version = ", "version : ", Fault::Syntax, "")]
fn a_file_that_is_wrong_is_refused_whole(
    #[case] right: &str,
    #[case] wrong: &str,
    #[case] fault: Fault,
    #[case] about: &str,
) {
    let text = SHIPPED.replacen(right, wrong, 1);
    assert_ne!(text, SHIPPED);
    let faults = ProcessingGrounds::read(&text).unwrap_err();
    assert!(faults.iter().any(|it| (it.fault, it.about.as_str()) == (fault, about)), "{faults:?}");
}

#[test]
fn an_activity_without_ground_is_missed() {
    let (before, _) = SHIPPED.split_once("[[ground]]\nprocessing = \"backups\"").unwrap();
    let faults = ProcessingGrounds::read(before).unwrap_err();
    assert_eq!((faults[0].fault, faults[0].about.as_str()), (Fault::Missing, "backups"));
}

proptest! {
    /// Whatever a file holds, it is read or refused.
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,400}") {
        let _ = ProcessingGrounds::read(&text);
    }
}
