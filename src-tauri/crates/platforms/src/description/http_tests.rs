//! What the `[http]` table may say, every mistake at its line, and the examples of the tree.

use super::*;
use proptest::prelude::*;
use relais_domain::platform::Function;
use rstest::rstest;

use relais_domain::platform::RepeatMode;

const EXAMPLES: [&str; 3] = [
    include_str!("../../../../../docs/examples/droits-basic.toml"),
    include_str!("../../../../../docs/examples/session-pec.toml"),
    include_str!("../../../../../docs/examples/differe-oauth2.toml"),
];

fn errors(text: &str) -> Vec<(Option<usize>, String, Mistake)> {
    let errors = PlatformDescription::parse(text).err().unwrap_or_default();
    errors.into_iter().map(|error| (error.line, error.key, error.mistake)).collect()
}

#[test]
fn the_examples_are_read() {
    for example in EXAMPLES {
        let read = PlatformDescription::parse(example).unwrap_or_else(|errors| panic!("{errors:?}"));
        let Way::Http(interface) = &read.way else { panic!("{}", read.name) };
        assert!(interface.functions().contains(&(Function::Rights, RepeatMode::SameIdentifier)), "{}", read.name);
        assert_eq!(read.config.isolation, Isolation::RealOnly);
    }
    let Ok(PlatformDescription { way: Way::Http(interface), .. }) = PlatformDescription::parse(EXAMPLES[1]) else {
        panic!()
    };
    assert!(interface.functions().contains(&(Function::PriorAuthorisation, RepeatMode::QueryFirst)));
}

/// A change to an example, and the one mistake that it makes: the line is that of the change.
#[rstest]
#[case::unknown_key("probe = \"sante\"\n", "prob = \"sante\"\n", "http.rights.prob", |m: &Mistake| matches!(m, Mistake::UnknownKey(known) if known.contains(&"probe".into())))]
#[case::path_up("path = \"droits\"", "path = \"../droits\"", "http.rights.path", |m: &Mistake| *m == Mistake::NotAPath)]
#[case::a_person_in_the_address("path = \"droits\"", "path = \"droits/{member_number}\"", "http.rights.path", |m: &Mistake| *m == Mistake::NotInAnAddress)]
#[case::the_nir_in_the_address("path = \"droits\"", "path = \"droits/{nir}\"", "http.rights.path", |m: &Mistake| *m == Mistake::NotInAnAddress)]
#[case::not_a_pointer("reference = \"/contrat/accreditation\"", "reference = \"accreditation\"", "http.rights.answer.reference", |m: &Mistake| *m == Mistake::NotAPointer)]
#[case::a_word_for_nothing("SUSPENDU = false", "SUSPENDU = \"non\"", "http.rights.answer.in_force.map.SUSPENDU", |m: &Mistake| matches!(m, Mistake::NotOneOf(_)))]
#[case::an_unknown_failure("failure = \"request_refused\"", "failure = \"zut\"", "http.errors[4].failure", |m: &Mistake| matches!(m, Mistake::NotOneOf(_)))]
#[case::a_repeat_nobody_knows("repeat = \"query_first\"", "repeat = \"toujours\"", "http.prior_authorisation.repeat", |m: &Mistake| matches!(m, Mistake::NotOneOf(_)))]
#[case::a_field_nobody_leaves_out("left_out = []", "left_out = [\"family_name\"]", "http.left_out", |m: &Mistake| matches!(m, Mistake::NotOneOf(known) if known == &["asked_amount", "authorisation", "birth_date", "given_name"]))]
#[case::a_secret("[http]\n", "[http]\ntoken = \"x\"\n", "http.token", |m: &Mistake| *m == Mistake::SecretInFile)]
#[case::no_condition("[[http.errors]]\nstatus = 422\n", "[[http.errors]]\n", "http.errors[4].status", |m: &Mistake| *m == Mistake::Missing)]
#[case::a_wait_too_long("path = \"prises-en-charge\"", "later = { path = \"x\", wait_s = 900 }\npath = \"prises-en-charge\"", "http.prior_authorisation.later.wait_s", |m: &Mistake| *m == Mistake::OutOfBounds(0, 60))]
#[case::a_form_of_nothing("covered = \"/montant\"", "covered = { at = \"/montant\", amount = \"francs\" }", "http.prior_authorisation.answer.covered.amount", |m: &Mistake| matches!(m, Mistake::NotOneOf(_)))]
fn a_mistake_is_said_of_its_key(
    #[case] from: &str,
    #[case] to: &str,
    #[case] key: &str,
    #[case] is: fn(&Mistake) -> bool,
) {
    let bent = EXAMPLES[1].replacen(from, to, 1);
    assert_ne!(bent, EXAMPLES[1]);
    let found = errors(&bent);
    let [(line, at, mistake)] = found.as_slice() else { panic!("{found:?}") };
    assert!(at == key && is(mistake), "{found:?}");
    if *mistake != Mistake::Missing {
        let text = bent.lines().nth(line.unwrap() - 1).unwrap();
        assert!(text.contains(key.rsplit('.').next().unwrap().split('[').next().unwrap()), "line {line:?}: {text}");
    }
}

#[rstest]
#[case::pasted("\"{family_name}\"", "\"Mme {family_name}\"", |m: &Mistake| *m == Mistake::Pasted("Mme {family_name}".into()))]
#[case::two_at_once("\"{family_name}\"", "\"{family_name}{given_name}\"", |m: &Mistake| matches!(m, Mistake::Pasted(_)))]
#[case::unknown("\"{family_name}\"", "\"{nom}\"", |m: &Mistake| matches!(m, Mistake::UnknownValue(name, known) if name == "nom" && known.contains(&"nir".into()) && !known.contains(&"total".into())))]
#[case::a_line_outside_of_lines("\"{family_name}\"", "\"{line.product}\"", |m: &Mistake| matches!(m, Mistake::UnknownValue(..)))]
#[case::a_form_of_another_kind("\"{family_name}\"", "\"{family_name:euros}\"", |m: &Mistake| matches!(m, Mistake::UnknownForm(form, known) if form == "euros" && known == &["bare"]))]
#[case::not_json("\"nom\":", "\"nom\"", |m: &Mistake| *m == Mistake::TemplateNotJson)]
#[case::a_key_twice("\"nom\":", "\"adherent\":", |m: &Mistake| *m == Mistake::TemplateNotJson)]
fn a_template_is_json_and_nothing_is_pasted(#[case] from: &str, #[case] to: &str, #[case] is: fn(&Mistake) -> bool) {
    let bent = EXAMPLES[1].replacen(from, to, 1);
    let found = errors(&bent);
    let [(line, key, mistake)] = found.as_slice() else { panic!("{found:?}") };
    assert!(key == "http.rights.request" && is(mistake), "{found:?}");
    // The line is that of the template where the change was made; for JSON itself, where its reader stumbled.
    let at = bent.lines().position(|text| text.contains(to)).unwrap() + 1;
    let is_there = if *mistake == Mistake::TemplateNotJson { line.unwrap() <= at } else { *line == Some(at) };
    assert!(is_there, "line {line:?}, not {at}");
}

#[test]
fn a_repeat_has_what_it_needs() {
    let (before, _) = EXAMPLES[1].split_once("[http.prior_authorisation.find]").unwrap();
    let found = errors(before);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].1.as_str(), &found[0].2), ("http.prior_authorisation.repeat", &Mistake::NeedsFind));
    // Of the third example the reference is what makes a repeat harmless.
    let (rights, authorisation) = EXAMPLES[2].split_once("[http.prior_authorisation]").unwrap();
    let unnamed = authorisation.replacen("\"reference\": \"{request_id}\",", "", 1);
    let found = errors(&format!("{rights}[http.prior_authorisation]{unnamed}"));
    assert_eq!((found[0].1.as_str(), &found[0].2), ("http.prior_authorisation.repeat", &Mistake::NeedsRequestId));
}

#[test]
fn every_mistake_of_an_interface_is_said_at_once() {
    let text = "relais = 1\ncode = \"x\"\nname = \"X\"\nway = \"http\"\n[connection]\nbase_url = \"https://x.example\"\n\
                [authentication]\nkind = \"none\"\n[fhir]\n[http.rights]\nmethod = \"get\"\n[http.rights.answer]\n";
    let keys: Vec<String> = errors(text).into_iter().map(|(_, key, _)| key).collect();
    assert_eq!(
        keys,
        ["fhir", "http.rights.method", "http.rights.path", "http.rights.request", "http.rights.answer.in_force"]
    );
}

#[test]
fn a_file_of_mistakes_is_told_a_hundred_of_them() {
    let noise: String = (0..20_000).map(|at| format!("k{at} = 1\n")).collect();
    let found = errors(&format!("{noise}relais = 1\n"));
    assert!((1..=110).contains(&found.len()), "{}", found.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// An example with some of its bytes replaced is read or refused, never a panic.
    #[test]
    fn a_damaged_description_is_read_or_refused(
        which in 0usize..3,
        wounds in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = EXAMPLES[which].as_bytes().to_vec();
        for (place, byte) in wounds {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = PlatformDescription::parse(&String::from_utf8_lossy(&bytes));
    }
}
