//! The shipped lists, the faults of a file with their lines, and what a switch keeps in.

use super::*;
use crate::{platform::PlatformCode, reference_file::Fault};
use rstest::rstest;
use std::collections::BTreeSet;

fn code(text: &str) -> PlatformCode {
    PlatformCode::parse(text).unwrap()
}

#[test]
fn the_shipped_lists_are_whole() {
    let lists = FieldLists::read(SHIPPED).unwrap();
    for function in SENT_FUNCTIONS {
        let list = lists.of(&code("viamedis"), function).unwrap();
        assert!(list.platform.is_none() && !list.source.is_empty());
        for listed in &list.fields {
            assert_eq!(listed.need == Need::Conditional, listed.condition.is_some(), "{:?}", listed.field);
        }
    }
}

#[test]
fn the_words_are_those_of_the_journal() {
    for field in FieldName::ALL {
        assert_eq!(serde_json::to_value(field).unwrap(), field.word());
    }
}

/// A field is always sent, may be left out, or has no place in the message.
#[test]
fn no_field_is_both_needed_and_left_out() {
    for function in SENT_FUNCTIONS {
        for field in FieldName::ALL {
            assert!(!(field.is_always_sent(function) && field.can_be_left_out(function)), "{field:?}");
        }
    }
}

#[rstest]
#[case::no_table("version = 1", Fault::Shape, 1)]
#[case::not_toml("version = ", Fault::Syntax, 1)]
#[case::unknown_field(r#"optional = ["given_name", "#, Fault::UnknownField, 17)]
#[case::cannot_be_left_out(r#"required = ["request_id", "#, Fault::Missing, 11)]
#[case::no_status(r#"status = "to_verify""#, Fault::Status, 11)]
#[case::no_day("from = 2024-01-01", Fault::Day, 11)]
fn a_faulty_file_is_refused_with_its_line(#[case] cut: &str, #[case] fault: Fault, #[case] line: u32) {
    let text = match fault {
        Fault::Shape | Fault::Syntax => cut.to_owned(),
        Fault::UnknownField => SHIPPED.replacen(cut, r#"optional = ["lens_power", "#, 1),
        Fault::Missing => SHIPPED.replacen(cut, "required = [", 1),
        _ => SHIPPED.replacen(cut, "", 1),
    };
    let faults = FieldLists::read(&text).unwrap_err();
    assert!(faults.iter().any(|found| found.fault == fault && found.line == line), "{faults:?}");
}

#[test]
fn a_list_cannot_call_optional_what_a_message_needs() {
    let text =
        SHIPPED.replacen(r#"["request_id", "created_at", "family_name", "#, r#"["request_id", "created_at", "#, 1);
    let text = text.replacen(r#"["given_name", "#, r#"["family_name", "given_name", "#, 1);
    let faults = FieldLists::read(&text).unwrap_err();
    assert!(faults.iter().any(|found| (found.fault, found.about.as_str()) == (Fault::Contradiction, "family_name")));
}

#[test]
fn a_switched_off_field_is_not_allowed_for_that_platform_and_function_alone() {
    let lists = FieldLists::read(SHIPPED).unwrap();
    let (viamedis, almerys) = (code("viamedis"), code("almerys"));
    let withheld: Withheld = BTreeSet::from([
        (viamedis.clone(), Function::Rights, FieldName::GivenName),
        // What is required leaves whatever was switched.
        (viamedis.clone(), Function::Rights, FieldName::FamilyName),
    ]);
    let rights = lists.allowed(&viamedis, Function::Rights, &withheld);
    assert!(!rights.contains(&FieldName::GivenName) && rights.contains(&FieldName::FamilyName));
    assert!(lists.allowed(&viamedis, Function::PriorAuthorisation, &withheld).contains(&FieldName::GivenName));
    assert!(lists.allowed(&almerys, Function::Rights, &withheld).contains(&FieldName::GivenName));
}

#[test]
fn a_platform_of_its_own_list_has_that_one() {
    let own = "\n[[list]]\nplatform = \"viamedis\"\nfunction = \"rights\"\nfrom = 2024-02-01\nstatus = \"confirmed\"\n\
               source = \"Contrat\"\nrequired = [\"request_id\", \"created_at\", \"family_name\", \"amc_number\", \
               \"service_date\", \"domain_code\"]\n";
    let lists = FieldLists::read(&format!("{SHIPPED}{own}")).unwrap();
    let allowed = |platform: &str| lists.allowed(&code(platform), Function::Rights, &Withheld::new());
    assert!(!allowed("viamedis").contains(&FieldName::MemberNumber));
    assert!(allowed("almerys").contains(&FieldName::MemberNumber));
    assert!(FieldLists::read(&format!("{SHIPPED}{own}{own}")).is_err(), "two lists for the same");
}
