//! The reference file: the one shipped is whole, and one that is not is told line by line and taken in no part.

use super::*;
use reference::{Fault, FileFault, Key, Status};
use rstest::rstest;

#[test]
fn the_file_that_ships_is_whole() {
    let set = shipped();
    for key in Key::ALL {
        assert!(set.numbers.iter().any(|number| number.key == *key && number.to.is_none()), "{}", key.word());
    }
    let confirmed = |key: Key| set.numbers.iter().rfind(|number| number.key == key).map(|number| number.status);
    assert_eq!(confirmed(Key::CeilingA), Some(Status::Confirmed));
    assert_eq!(confirmed(Key::FloorA), Some(Status::ToVerify));
}

/// The file with one text in place of another.
fn changed(from: &str, to: &str) -> Vec<FileFault> {
    assert!(SHIPPED.contains(from), "{from}");
    ReferenceSet::read(&SHIPPED.replacen(from, to, 1)).unwrap_err()
}

fn line_of(text: &str) -> u32 {
    u32::try_from(SHIPPED.lines().position(|line| line.contains(text)).unwrap() + 1).unwrap()
}

#[rstest]
#[case::not_toml("\"optics.amo_rate\" = [", "\"optics.amo_rate\" = {[", "optics.amo_rate", Fault::Syntax)]
#[case::another_number("\"hearing.trial\"", "\"hearing.essai\"", "hearing.trial", Fault::UnknownNumber)]
#[case::another_field(
    "{ days = 30, from = 2021-01-01, status",
    "{ days = 30, from = 2021-01-01, note = 1, status",
    "hearing.trial",
    Fault::UnknownField
)]
#[case::another_unit("{ days = 30, from = 2021", "{ months = 1, from = 2021", "hearing.trial", Fault::WrongUnit)]
#[case::euros("cents = 170000", "cents = 1700.00", "hearing.contract.ceiling", Fault::WrongUnit)]
#[case::too_many_zeros("cents = 170000", "cents = 170000000", "hearing.contract.ceiling", Fault::OutOfRange)]
#[case::negative("cents = 170000", "cents = -170000", "hearing.contract.ceiling", Fault::OutOfRange)]
#[case::an_operator_twice_the_same_day(
    "\"almerys\" = [",
    "\"almerys\" = [{ days = 1, from = 2019-01-01, status = \"to_verify\", source = \"x\" }, ",
    "\"almerys\"",
    Fault::Overlap
)]
#[case::an_operator_in_capitals("\"almerys\" = [", "\"Almerys\" = [", "\"almerys\"", Fault::Shape)]
#[case::an_operator_in_euros("{ days = 2, from = 2020", "{ cents = 2, from = 2020", "\"almerys\"", Fault::WrongUnit)]
#[case::a_rule_that_half_holds(
    "\"solidarity.no_advance\" = [{ holds = 1",
    "\"solidarity.no_advance\" = [{ holds = 2",
    "solidarity.no_advance",
    Fault::OutOfRange
)]
#[case::no_day("{ days = 30, from = 2021-01-01, ", "{ days = 30, ", "hearing.trial", Fault::Day)]
#[case::no_status(
    "cents = 170000, from = 2021-01-01, status = \"to_verify\"",
    "cents = 170000, from = 2021-01-01, status = \"sûr\"",
    "hearing.contract.ceiling",
    Fault::Status
)]
#[case::no_source("source = \"Essai avant facturation\"", "source = \" \"", "hearing.trial", Fault::Source)]
#[case::reversed(
    "to = 2019-12-31, status = \"confirmed\", source = \"Contrat responsable 2015-2019, monture\"",
    "to = 2014-12-31, status = \"confirmed\", source = \"x\"",
    "2015-2019, monture",
    Fault::Reversed
)]
#[case::twice_the_same_day(
    "to = 2019-12-31, status = \"confirmed\", source = \"Contrat responsable 2015-2019, monture\"",
    "to = 2020-01-01, status = \"confirmed\", source = \"x\"",
    "décret 2019-21, monture",
    Fault::Overlap
)]
#[case::no_longer_in_force(
    "{ days = 30, from = 2021-01-01,",
    "{ days = 30, from = 2021-01-01, to = 2022-01-01,",
    "hearing.trial",
    Fault::Missing
)]
#[case::floor_above_ceiling(
    "{ cents = 5000, from = 2020-01-01",
    "{ cents = 50000, from = 2020-01-01",
    "5000, from = 2020-01-01, status = \"to_verify\", source = \"CSS R.871-2, a",
    Fault::Contradiction
)]
#[case::no_version("version = \"2024-01\"", "version = 3", "version = ", Fault::Shape)]
fn a_fault_is_told_with_its_line(#[case] from: &str, #[case] to: &str, #[case] on: &str, #[case] fault: Fault) {
    let faults = changed(from, to);
    let found = faults.iter().map(|fault| (fault.line, fault.fault)).collect::<Vec<_>>();
    assert!(found.contains(&(line_of(on), fault)), "{found:?}, line {}", line_of(on));
}

#[test]
fn every_fault_is_told_not_the_first_alone() {
    let text = SHIPPED.replace("days = 30", "days = 999999").replace("\"hearing.renewal\"", "\"hearing.autre\"");
    let faults = ReferenceSet::read(&text).unwrap_err();
    let kinds: Vec<Fault> = faults.iter().map(|fault| fault.fault).collect();
    assert_eq!(kinds, [Fault::UnknownNumber, Fault::OutOfRange, Fault::OutOfRange]);
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let faults = ReferenceSet::read(&"#".repeat(reference::MAX_BYTES + 1)).unwrap_err();
    assert_eq!(faults[0].fault, Fault::TooLarge);
}

#[test]
fn an_empty_file_names_what_is_missing() {
    let about: Vec<String> = ReferenceSet::read("").unwrap_err().into_iter().map(|fault| fault.about).collect();
    assert_eq!(about, ["version", "numbers"]);
}
