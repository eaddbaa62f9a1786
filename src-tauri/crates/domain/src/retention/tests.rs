//! The clocks' file: what ships is read, what is written is read again, each fault has its line; and when something is due.

use super::*;
use crate::reference_file::Fault;
use jiff::civil::date;
use rstest::rstest;

fn shipped() -> Retention {
    Retention::read(SHIPPED).unwrap()
}

#[test]
fn what_ships_has_a_clock_a_kind_and_none_below_the_law() {
    let retention = shipped();
    assert_eq!(retention.clocks.iter().map(|clock| clock.kind).collect::<Vec<_>>(), DataKind::ALL);
    assert!(retention.clocks.iter().all(|clock| !clock.is_too_short() && clock.reason.is_empty()));
    // The accounts' law holds whatever names a customer on an accounting paper, and the entries.
    for kind in [DataKind::Customer, DataKind::Entries] {
        assert!(retention.of(kind).unwrap().at_least.as_ref().unwrap().1.contains("L123-22"));
    }
}

#[test]
fn what_is_written_is_read_again() {
    let mut retention = shipped();
    retention.clocks[0].months = KeptMonths::parse(60).ok();
    retention.clocks[0].reason = "Notre avocat : \"5 ans\" suffisent".into();
    assert!(retention.clocks[0].is_too_short());
    assert_eq!(Retention::read(&retention.written()), Ok(retention));
}

#[rstest]
#[case::no_kind("months = 3", 3, Fault::Shape, "kind")]
#[case::unknown("kind = \"nir\"\nmonths = 3\nyears = 2", 6, Fault::UnknownField, "years")]
#[case::for_ever("kind = \"nir\"\nmonths = 601", 5, Fault::OutOfRange, "months")]
#[case::nothing("kind = \"nir\"\nmonths = 0", 5, Fault::OutOfRange, "months")]
#[case::a_word("kind = \"nir\"\nmonths = \"trois\"", 5, Fault::OutOfRange, "months")]
#[case::no_months("kind = \"nir\"", 3, Fault::Shape, "months")]
#[case::a_setting_of_its_own("kind = \"access_log\"\nmonths = 3", 3, Fault::Shape, "months")]
#[case::a_law_without_a_name("kind = \"nir\"\nmonths = 3\nat_least = 2", 3, Fault::Source, "obliges")]
fn a_fault_is_told_with_its_line(#[case] entry: &str, #[case] line: u32, #[case] fault: Fault, #[case] about: &str) {
    let text = format!(
        "version = \"1\"\n\n[[clock]]\n{entry}\nfrom = 2024-02-01\nstatus = \"to_verify\"\nsource = \"Courrier\"\n"
    );
    let told = Retention::read(&text).unwrap_err();
    assert!(told.contains(&FileFault { line, fault, about: about.into() }), "{told:?}");
}

#[test]
fn each_kind_is_there_once() {
    let text = shipped().written();
    let (first, second) = text.split_once("\n[[clock]]\nkind = \"nir\"").unwrap();
    let nir = second.split_once("\n[[clock]]").unwrap();
    let without = format!("{first}\n[[clock]]{}", nir.1);
    let missing = FileFault { line: 1, fault: Fault::Missing, about: "nir".into() };
    assert_eq!(Retention::read(&without), Err(vec![missing]));
    let twice = format!("{text}\n[[clock]]\nkind = \"nir\"{}", nir.0);
    assert_eq!(Retention::read(&twice).unwrap_err()[0].fault, Fault::Overlap);
}

/// What ended on a day is due from the day its months are over.
#[rstest]
#[case::plain(date(2024, 1, 31), 24, date(2026, 1, 31))]
#[case::short_month(date(2023, 8, 31), 6, date(2024, 2, 29))]
#[case::leap(date(2024, 2, 29), 12, date(2025, 2, 28))]
fn due(#[case] ended: Date, #[case] months: u32, #[case] on: Date) {
    let kept = KeptMonths::parse(months).unwrap();
    assert_eq!(kept.due_on(ended), on);
    // The list to look through has it from that day on.
    assert!(ended <= kept.ended_by(on));
    assert!(kept.due_on(kept.ended_by(on).saturating_add(1.day())) > on);
}
