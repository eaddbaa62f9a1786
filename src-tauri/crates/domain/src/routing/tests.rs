//! The table against a plain reading of its rule, and its invariants on any table.

use super::*;
use crate::{identifiers::CsrPattern, reference_file::Status};
use proptest::prelude::*;
use rstest::rstest;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn codes(text: &str) -> Vec<PlatformCode> {
    text.split_whitespace().map(|code| PlatformCode::parse(code).unwrap()).collect()
}

/// `insurer | amc | csr | domain | from..to | operators`, nothing where there is nothing.
pub(super) fn row(line: &str) -> RoutingRow {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let said = |at: usize| Some(cells[at]).filter(|cell| !cell.is_empty());
    let (from, to) = cells[4].split_once("..").unwrap();
    RoutingRow::new(RowParts {
        insurer: cells[0].to_owned(),
        amc: said(1).map(|amc| AmcNumber::parse(amc).unwrap()),
        csr: said(2).map(|csr| CsrPattern::parse(csr).unwrap()),
        domain: said(3).map(str::to_owned),
        from: day(from),
        to: Some(to).filter(|to| !to.is_empty()).map(day),
        operators: codes(cells[5]),
        network: None,
        status: Status::ToVerify,
        source: "Convention lue au comptoir".to_owned(),
        noted_on: day("2024-01-15"),
    })
    .unwrap()
}

fn table() -> RoutingTable {
    let rows = [
        "Mutuelle A   | 77565712  |           |      | 2023-01-01..           | viamedis almerys",
        "Mutuelle A   | 77565712  |           | OPTI | 2023-01-01..2023-12-31 | viamedis",
        "Mutuelle A   | 77565712  |           | OPTI | 2024-01-01..           | almerys",
        "Mutuelle A   | 77565712  | 94??????? |      | 2023-01-01..           | isante",
        "Mutuelle A   | 77565712  | 942??????  |      | 2023-01-01..           | sp-sante",
        "Mutuelle A   | 77565712  | 942000001 |      | 2023-01-01..           | actil",
        "Groupe B     |           | 03025540? |      | 2023-01-01..           | korelio",
        "Aésio        |           |           |      | 2024-01-01..           | viamedis almerys",
    ];
    RoutingTable::new(rows.map(row).to_vec()).unwrap()
}

fn asked(amc: &str, csr: &str, domain: &str, on: &str) -> RoutingQuestion {
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    RoutingQuestion {
        amc: said(amc).map(|amc| AmcNumber::parse(&amc).unwrap()),
        csr: said(csr).map(|csr| Csr::parse(&csr).unwrap()),
        domain: said(domain),
        on: day(on),
    }
}

#[rstest]
#[case::the_number_alone("77565712", "", "AUDI", "2024-02-01", "viamedis almerys")]
#[case::zeros_on_the_left_say_nothing("0077565712", "", "AUDI", "2024-02-01", "viamedis almerys")]
#[case::the_domain_is_more_precise("77565712", "", "OPTI", "2024-02-01", "almerys")]
#[case::a_domain_in_small_letters("77565712", "", "opti", "2024-02-01", "almerys")]
#[case::the_year_before("77565712", "", "OPTI", "2023-12-31", "viamedis")]
#[case::a_domain_that_is_not_known("77565712", "", "", "2024-02-01", "viamedis almerys")]
#[case::a_criterion("77565712", "949999999", "OPTI", "2024-02-01", "isante")]
#[case::a_criterion_that_names_more("77565712", "942999999", "OPTI", "2024-02-01", "sp-sante")]
#[case::a_criterion_that_names_all("77565712", "942000001", "OPTI", "2024-02-01", "actil")]
#[case::a_criterion_nothing_takes("77565712", "11", "AUDI", "2024-02-01", "viamedis almerys")]
#[case::a_criterion_without_a_number("", "030255401", "OPTI", "2024-02-01", "korelio")]
#[case::the_number_goes_before_a_criterion_alone("77565712", "030255401", "AUDI", "2024-02-01", "viamedis almerys")]
#[case::before_every_row("77565712", "", "OPTI", "2022-12-31", "")]
#[case::another_insurer("302976568", "", "OPTI", "2024-02-01", "")]
#[case::nothing_is_known("", "", "OPTI", "2024-02-01", "")]
fn the_most_precise_row_in_force_answers(
    #[case] amc: &str,
    #[case] csr: &str,
    #[case] domain: &str,
    #[case] on: &str,
    #[case] expected: &str,
) {
    assert_eq!(table().operators(&asked(amc, csr, domain, on)), codes(expected));
}

#[rstest]
#[case::as_people_write_it("AESIO", "2024-02-01", "viamedis almerys")]
#[case::another("Aésio Plus", "2024-02-01", "")]
#[case::too_early("Aésio", "2023-02-01", "")]
fn a_row_without_a_number_goes_by_the_name(#[case] insurer: &str, #[case] on: &str, #[case] expected: &str) {
    let table = table();
    let found = table.answering(&asked("", "", "OPTI", on), Some(insurer));
    assert_eq!(found.map(|row| row.parts().operators.clone()).unwrap_or_default(), codes(expected));
}

#[test]
fn a_number_that_answers_is_believed_before_the_name() {
    let table = table();
    let found = table.answering(&asked("77565712", "", "OPTI", "2024-02-01"), Some("Aésio")).unwrap();
    assert_eq!(found.parts().insurer, "Mutuelle A");
}

#[test]
fn two_rows_never_answer_to_the_same_on_the_same_day() {
    let rows = |first: &str, second: &str| RoutingTable::new(vec![row(first), row(second)]).map(drop);
    let overlap = Err(RowsOverlap { first: 0, second: 1 });
    let first = "A | 77565712 | | OPTI | 2023-01-01..2023-12-31 | viamedis";
    assert_eq!(rows(first, "A' | 077565712 | | opti | 2023-12-31.. | almerys"), overlap);
    assert_eq!(rows(first, "A' | 077565712 | | opti | 2024-01-01.. | almerys"), Ok(()));
    assert_eq!(rows("Aésio | | | | 2023-01-01.. | a", "AESIO | | | | 2024-01-01.. | b"), overlap);
}

#[rstest]
#[case::no_insurer(|parts: &mut RowParts| parts.insurer = "  ".to_owned(), RowFault::Insurer)]
#[case::a_sentence_for_a_domain(|parts: &mut RowParts| parts.domain = Some("optique !".to_owned()), RowFault::Domain)]
#[case::nobody_answers(|parts: &mut RowParts| parts.operators.clear(), RowFault::Operators)]
#[case::one_twice(|parts: &mut RowParts| parts.operators = codes("viamedis viamedis"), RowFault::Operators)]
#[case::too_many(|parts: &mut RowParts| parts.operators = codes("a b c d e f"), RowFault::Operators)]
#[case::reversed(|parts: &mut RowParts| parts.to = Some(day("2022-12-31")), RowFault::Reversed)]
#[case::an_empty_network(|parts: &mut RowParts| parts.network = Some(" ".to_owned()), RowFault::Network)]
#[case::no_source(|parts: &mut RowParts| parts.source = String::new(), RowFault::Source)]
fn a_row_that_does_not_hold_together_is_none(#[case] spoil: fn(&mut RowParts), #[case] fault: RowFault) {
    let mut parts = row("A | 77565712 | | OPTI | 2023-01-01.. | viamedis").parts().clone();
    assert_eq!(RoutingRow::new(parts.clone()).unwrap().parts(), &parts);
    spoil(&mut parts);
    assert_eq!(RoutingRow::new(parts), Err(fault));
}

prop_compose! {
    /// Few numbers, criteria and days, so that rows meet often.
    pub(super) fn any_row()(
        amc in proptest::option::of(prop::sample::select(vec!["77565712", "302976568"])),
        csr in proptest::option::of(prop::sample::select(vec!["94", "9?", "?4", "??", "95"])),
        domain in proptest::option::of(prop::sample::select(vec!["OPTI", "AUDI"])),
        insurer in prop::sample::select(vec!["Aésio", "Alan"]),
        from in 1..20_i8,
        length in proptest::option::of(0..8_i8),
        operators in prop::sample::subsequence(vec!["a", "b", "c"], 1..=3).prop_shuffle(),
    ) -> RoutingRow {
        let from = Date::new(2024, 1, from).unwrap();
        let to = length.map(|length| from.checked_add(jiff::Span::new().days(length)).unwrap());
        let to = to.map(|to| to.to_string()).unwrap_or_default();
        let cell = |text: Option<&str>| text.unwrap_or_default().to_owned();
        row(&format!(
            "{insurer}|{}|{}|{}|{from}..{to}|{}", cell(amc), cell(csr), cell(domain), operators.join(" ")
        ))
    }
}

/// A table of what does not overlap among these rows.
pub(super) fn settled(rows: Vec<RoutingRow>) -> RoutingTable {
    let mut kept: Vec<RoutingRow> = Vec::new();
    for row in rows {
        kept.push(row);
        if RoutingTable::new(kept.clone()).is_err() {
            kept.pop();
        }
    }
    RoutingTable::new(kept).unwrap()
}

prop_compose! {
    fn any_question()(
        amc in prop::sample::select(vec!["", "77565712", "0302976568"]),
        csr in prop::sample::select(vec!["", "94", "95", "84"]),
        domain in prop::sample::select(vec!["", "OPTI", "AUDI", "PHAR"]),
        on in 1..28_i8,
    ) -> RoutingQuestion {
        asked(amc, csr, domain, &Date::new(2024, 1, on).unwrap().to_string())
    }
}

proptest! {
    #[test]
    fn what_answers_is_in_force_and_speaks_of_it(
        rows in prop::collection::vec(any_row(), 0..24), question in any_question(),
    ) {
        let table = settled(rows);
        let Some(row) = table.answering(&question, Some("alan")) else { return Ok(()) };
        let parts = row.parts();
        prop_assert!(parts.from <= question.on && parts.to.is_none_or(|to| question.on <= to));
        prop_assert!(parts.amc.is_none() || parts.amc == question.amc);
        let domain = parts.domain.as_deref();
        prop_assert!(domain.is_none() || domain == question.domain.as_deref());
        if let Some(pattern) = &parts.csr {
            prop_assert!(pattern.matches(question.csr.as_ref().unwrap()));
        }
        prop_assert!(!row.goes_by_name() || folded(&parts.insurer) == "alan");
    }

    #[test]
    fn nothing_more_precise_was_passed_over(
        rows in prop::collection::vec(any_row(), 0..24), question in any_question(),
    ) {
        let table = settled(rows);
        let answer = table.answering(&question, None);
        let fits = |row: &&RoutingRow| {
            !row.goes_by_name()
                && row.holds_on(question.on)
                && (row.parts().amc.is_none() || row.parts().amc == question.amc)
                && row.takes_csr(question.csr.as_ref())
                && row.takes_domain(question.domain.as_deref())
        };
        let candidates: Vec<&RoutingRow> = table.rows().iter().filter(fits).collect();
        prop_assert_eq!(answer.is_some(), !candidates.is_empty());
        for other in candidates {
            let (own, other) = (answer.unwrap().parts(), other.parts());
            prop_assert!(own.amc.is_some() || other.amc.is_none());
            let exact = |parts: &RowParts| parts.csr.as_ref().is_some_and(|csr| !csr.as_str().contains('?'));
            // A wildcard never beats an exact criterion, nor no criterion a wildcard.
            prop_assert!(own.amc.is_some() != other.amc.is_some() || exact(own) || !exact(other));
            prop_assert!(own.amc.is_some() != other.amc.is_some() || own.csr.is_some() || other.csr.is_none());
        }
    }

    #[test]
    fn operators_come_as_the_row_orders_them(
        rows in prop::collection::vec(any_row(), 0..24), question in any_question(),
    ) {
        let table = settled(rows);
        let row = table.answering(&question, None).map(|row| row.parts().operators.clone()).unwrap_or_default();
        prop_assert_eq!(table.operators(&question), row);
    }

    #[test]
    fn the_order_of_the_rows_decides_nothing_but_ties(
        rows in prop::collection::vec(any_row(), 0..24), question in any_question(),
    ) {
        let table = settled(rows);
        let mut turned = table.rows().to_vec();
        turned.reverse();
        let turned = RoutingTable::new(turned).unwrap();
        let precision = |table: &RoutingTable| table.answering(&question, None).map(RoutingRow::precision);
        prop_assert_eq!(precision(&table), precision(&turned));
    }
}

mod file {
    //! The file: the one shipped is whole and unconfirmed; one that is not is told line by line and taken in no part.

    use super::super::*;
    use super::{any_row, codes, day, settled};
    use crate::reference_file::Fault;
    use proptest::prelude::*;
    use rstest::rstest;

    #[test]
    fn the_file_that_ships_is_whole_and_to_verify() {
        let set = RoutingSet::read(SHIPPED).unwrap();
        assert!(set.table.rows().iter().all(|row| row.parts().status == Status::ToVerify));
        assert_eq!((set.operators.len(), set.networks.len()), (8, 5));
        let asked = RoutingQuestion { amc: None, csr: None, domain: Some("OPTI".to_owned()), on: day("2024-02-06") };
        let of = |insurer: &str| set.table.answering(&asked, Some(insurer)).map(|row| row.parts().operators.clone());
        assert_eq!(of("VIASANTE"), Some(codes("viamedis almerys")));
        assert_eq!(of("CA Assurances"), Some(codes("viamedis")));
        assert_eq!(of("Mercer"), None);
    }

    /// The file with one text in place of another.
    fn changed(from: &str, to: &str) -> Vec<FileFault> {
        assert!(SHIPPED.contains(from), "{from}");
        RoutingSet::read(&SHIPPED.replacen(from, to, 1)).unwrap_err()
    }

    fn line_of(text: &str) -> u32 {
        u32::try_from(SHIPPED.lines().position(|line| line.contains(text)).unwrap() + 1).unwrap()
    }

    const ALAN: &str = "insurer = \"Alan\"";

    #[rstest]
    #[case::not_toml(ALAN, "insurer = Alan", ALAN, Fault::Syntax)]
    #[case::another_field(ALAN, "insurer = \"Alan\"\nnote = \"x\"", "insurer = \"Alan\"", Fault::UnknownField)]
    #[case::nobody(ALAN, "insurer = \" \"", ALAN, Fault::Insurer)]
    #[case::a_number_of_six_digits(ALAN, "insurer = \"Alan\"\namc = \"123456\"", ALAN, Fault::AmcNumber)]
    #[case::a_number_without_quotes(ALAN, "insurer = \"Alan\"\namc = 77565712", ALAN, Fault::AmcNumber)]
    #[case::a_criterion_of_ten(ALAN, "insurer = \"Alan\"\ncsr = \"9400000000\"", ALAN, Fault::Csr)]
    #[case::a_domain_that_is_a_sentence(ALAN, "insurer = \"Alan\"\ndomain = \"l'optique\"", ALAN, Fault::Domain)]
    #[case::an_operator_nobody_named(
        "operators = [\"almerys\"]",
        "operators = [\"almeris\"]",
        ALAN,
        Fault::UnknownOperator
    )]
    #[case::no_operator("operators = [\"almerys\"]", "operators = []", ALAN, Fault::Operators)]
    #[case::no_list("operators = [\"almerys\"]", "operators = \"almerys\"", ALAN, Fault::Operators)]
    #[case::a_network_nobody_named(ALAN, "insurer = \"Alan\"\nnetwork = \"ailleurs\"", ALAN, Fault::UnknownNetwork)]
    #[case::another_status(
        "status = \"to_verify\"\nsource = \"Presse professionnelle, février 2024 : chez Almerys seulement\"",
        "status = \"sûr\"\nsource = \"x\"",
        ALAN,
        Fault::Status
    )]
    #[case::reversed("to = 2023-12-31", "to = 2022-12-31", "insurer = \"Mercer\"", Fault::Reversed)]
    #[case::a_day_that_is_none("to = 2023-12-31", "to = \"2023\"", "insurer = \"Mercer\"", Fault::Day)]
    #[case::the_same_twice(ALAN, "insurer = \"Aesio\"", ALAN, Fault::Overlap)]
    #[case::no_version("version = \"2024-02\"", "", "version = ", Fault::Shape)]
    fn a_fault_is_told_with_its_line(#[case] from: &str, #[case] to: &str, #[case] on: &str, #[case] fault: Fault) {
        let faults = changed(from, to);
        // A row of several lines is told at its first.
        let near = |line: u32| match fault {
            Fault::Shape => line == 1,
            _ => line.abs_diff(line_of(on)) <= 1,
        };
        assert!(faults.iter().any(|told| told.fault == fault && near(told.line)), "{faults:?}, line {}", line_of(on));
    }

    #[test]
    fn every_fault_is_told_up_to_twenty() {
        let text = SHIPPED.replace("status = \"to_verify\"\nsource", "status = \"?\"\nsource");
        assert_eq!(RoutingSet::read(&text).unwrap_err().len(), 5);
        let many: String = (0..60).map(|_| "[[rows]]\ninsurer = \"A\"\n").collect();
        assert_eq!(RoutingSet::read(&format!("{SHIPPED}\n{many}")).unwrap_err().len(), 20);
    }

    #[test]
    fn what_is_no_table_is_not_taken_for_one() {
        for text in ["", "version = 1", "rows = 3\noperators = 1", "[[operators]]", "rows = [1, [2]]\n[operators]"] {
            assert!(!RoutingSet::read(text).unwrap_err().is_empty(), "{text}");
        }
        let large = RoutingSet::read(&"#".repeat(MAX_BYTES + 1)).unwrap_err();
        assert_eq!(large[0].fault, Fault::TooLarge);
    }

    fn set(rows: Vec<RoutingRow>, source: &str) -> RoutingSet {
        let shipped = RoutingSet::read(SHIPPED).unwrap();
        let party = shipped.operators.values().next().unwrap();
        let operators = codes("a b c").into_iter().map(|code| (code, party.clone())).collect();
        RoutingSet { source: source.to_owned(), operators, table: settled(rows), ..shipped }
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_was_read(
            rows in prop::collection::vec(any_row(), 0..24), source in "[ -~«»éÉ’]{1,40}[a-z]",
        ) {
            let set = set(rows, source.trim());
            let text = set.written();
            let read = RoutingSet::read(&text);
            prop_assert_eq!(read.as_ref(), Ok(&set));
            prop_assert_eq!(read.unwrap().written(), text);
        }

        #[test]
        fn any_text_is_read_or_told(text in "[\\[\\]{}=\", a-z0-9\n\\.-]{0,400}") {
            let _ = RoutingSet::read(&text);
            let _ = RoutingSet::read(&format!("{SHIPPED}\n{text}"));
        }

        #[test]
        fn a_change_and_its_contrary_leave_the_set_as_it_was(
            rows in prop::collection::vec(any_row(), 1..24), row in any_row(), at in any::<prop::sample::Index>(),
        ) {
            let before = set(rows, "essai");
            let was = at.get(before.table.rows()).clone();
            let change = RowChange { was: Some(was), becomes: Some(row), operators: BTreeMap::new() };
            let Ok(after) = before.changed(&change) else { return Ok(()) };
            let contrary = RowChange { was: change.becomes, becomes: change.was, operators: BTreeMap::new() };
            prop_assert_eq!(after.changed(&contrary), Ok(before));
        }
    }

    #[test]
    fn a_change_that_cannot_be_is_told() {
        let set = RoutingSet::read(SHIPPED).unwrap();
        let alan = set.table.rows()[3].clone();
        let change = |was: Option<&RoutingRow>, becomes: Option<&RoutingRow>| {
            let operators = BTreeMap::new();
            set.changed(&RowChange { was: was.cloned(), becomes: becomes.cloned(), operators })
        };
        assert_eq!(change(None, None), Err(ChangeFault::Nothing));
        assert_eq!(change(Some(&alan), Some(&alan)), Err(ChangeFault::Nothing));
        assert_eq!(change(None, Some(&alan)), Err(ChangeFault::Overlap(Box::new(alan.clone()))));
        let ended = RoutingRow::new(RowParts { to: Some(day("2024-06-30")), ..alan.parts().clone() }).unwrap();
        assert_eq!(change(Some(&ended), None), Err(ChangeFault::Gone));
        let without = change(Some(&alan), Some(&ended)).unwrap();
        assert_eq!(without.table.rows().len(), set.table.rows().len());
        assert_eq!(change(Some(&alan), None).unwrap().table.rows().len(), set.table.rows().len() - 1);
    }
}
