//! The profile's file: what ships is read, what is written is read again, and each fault has its line.

use super::*;
use crate::reference_file::Fault;
use rstest::rstest;

fn shipped() -> BreachProfile {
    BreachProfile::read(SHIPPED).unwrap()
}

#[test]
fn what_ships_is_to_be_verified_and_knows_no_bank_insurer_or_complaint() {
    let profile = shipped();
    assert!(profile.contacts.iter().all(|contact| contact.status == Status::ToVerify));
    for role in [ContactRole::Bank, ContactRole::Insurer, ContactRole::Complaint, ContactRole::Creditor] {
        assert!(profile.of(role, None).is_empty(), "{role:?} is the practice's own to say");
    }
}

#[test]
fn what_is_written_is_read_again() {
    let mut profile = shipped();
    let mut bank = profile.contacts[0].clone();
    bank = Contact {
        role: ContactRole::Bank,
        platform: None,
        name: "Banque \"du Rhin\" \\ Strasbourg".into(),
        address: vec!["1 quai Kléber".into(), "67000 Strasbourg".into()],
        reference: String::new(),
        ..bank
    };
    profile.contacts.push(bank);
    assert_eq!(BreachProfile::read(&profile.written()), Ok(profile));
    let empty = BreachProfile { version: "vide".into(), contacts: Vec::new() };
    assert_eq!(BreachProfile::read(&empty.written()), Ok(empty));
}

#[rstest]
#[case::no_name("role = \"bank\"", 3, Fault::Shape, "name")]
#[case::no_such_role("role = \"mayor\"\nname = \"X\"", 3, Fault::Shape, "role")]
#[case::unknown_member("role = \"bank\"\nname = \"X\"\nfax = \"1\"", 6, Fault::UnknownField, "fax")]
#[case::an_address_of_mail("role = \"bank\"\nname = \"X\"\nemail = \"contact\"", 6, Fault::Shape, "email")]
#[case::a_wrong_creditor(
    "role = \"creditor\"\nname = \"X\"\nreference = \"FR73ZZZ123456\"",
    6,
    Fault::Shape,
    "reference"
)]
#[case::a_platform_of_a_bank("role = \"bank\"\nname = \"X\"\nplatform = \"viamedis\"", 6, Fault::Shape, "platform")]
fn a_fault_is_told_with_its_line(#[case] entry: &str, #[case] line: u32, #[case] fault: Fault, #[case] about: &str) {
    let text = format!(
        "version = \"1\"\n\n[[contact]]\n{entry}\nfrom = 2024-02-01\nstatus = \"to_verify\"\nsource = \"Courrier\"\n"
    );
    let told = BreachProfile::read(&text).unwrap_err();
    assert!(told.contains(&FileFault { line, fault, about: about.into() }), "{told:?}");
}

#[test]
fn an_operator_is_found_for_its_platform() {
    let mut profile = shipped();
    let of = |profile: &BreachProfile, code: &str| {
        profile.of(ContactRole::Operator, Some(&PlatformCode::parse(code).unwrap())).len()
    };
    let before = of(&profile, "almerys");
    let mut common = profile.of(ContactRole::Help, None)[0].clone();
    common.role = ContactRole::Operator;
    profile.contacts.push(common);
    assert_eq!(of(&profile, "almerys"), before + 1, "one of no platform is of each");
}

#[test]
fn entries_are_the_same_whenever_they_are_known() {
    let contact = shipped().contacts[0].clone();
    let later = Contact { from: contact.from.tomorrow().unwrap(), source: "Courrier".into(), ..contact.clone() };
    assert!(contact.says_as(&later));
    assert!(!contact.says_as(&Contact { phone: "3939".into(), ..contact.clone() }));
}
