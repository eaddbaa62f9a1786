//! What a description may say, and every mistake at its line.

use super::*;
use crate::dialect::{CancelBy, PatientBy};
use proptest::prelude::*;
use relais_domain::platform::Function;
use rstest::rstest;

const SHORTEST: &str = r#"relais = 1
code = "mutuelle-exemple"
name = "Mutuelle d'exemple"
way = "fhir"

[connection]
base_url = "https://api.exemple.fr/fhir/R4"

[authentication]
kind = "oauth2"
token_url = "https://auth.exemple.fr/token"
client_id = "cabinet-12"
"#;

fn errors(text: &str) -> Vec<(Option<usize>, String, Mistake)> {
    let errors = PlatformDescription::parse(text).err().unwrap_or_default();
    errors.into_iter().map(|error| (error.line, error.key, error.mistake)).collect()
}

#[test]
fn the_shortest_description_has_the_usual_habits() {
    let read = PlatformDescription::parse(SHORTEST).unwrap();
    assert_eq!((read.name.as_str(), read.config.code.as_str()), ("Mutuelle d'exemple", "mutuelle-exemple"));
    assert_eq!(read.config.dialect, Dialect::default());
    assert_eq!(read.config.isolation, Isolation::RealOnly);
    assert_eq!(read.budget, Duration::from_secs(20));
}

#[test]
fn every_habit_can_be_described() {
    let text = SHORTEST.to_owned()
        + r#"
client_authentication = "form"
scopes = ["system/Claim.c", "system/ClaimResponse.r"]

[fhir]
media_type = "application/json"
accept = "application/fhir+json; fhirVersion=4.0, application/json"
prefer = "respond-async"
eligibility = "create"
claim_path = "Claim/$submit/"
cancellation = "status"
search = "identifier"
wait_s = 4

[fhir.patient]
by = "reference"
nir = true

[fhir.repeat]
claim = "never"
quote = "query_first"

[fhir.systems]
amc = "urn:oid:1.2.250.1.999.1"
member = "https://exemple.fr/adherents"

[fhir.domains]
OPTI = "vision"
"#;
    let read = PlatformDescription::parse(&text).unwrap().config;
    let repeats = Function::ALL.map(|function| read.repeat_of(function));
    use RepeatMode::{Never, QueryFirst, SameIdentifier};
    assert_eq!(repeats, [SameIdentifier, QueryFirst, QueryFirst, Never, Never, Never]);
    let Authentication::ClientCredentials { scopes, client_authentication, .. } = read.authentication else { panic!() };
    assert_eq!((scopes.len(), client_authentication), (2, ClientAuthentication::RequestBody));
    let dialect = read.dialect;
    assert_eq!(dialect.content_type, "application/json");
    assert_eq!(dialect.prefer.as_deref(), Some("respond-async"));
    assert_eq!(dialect.eligibility_path, "CoverageEligibilityRequest");
    assert_eq!(dialect.claim_path, "Claim/$submit/");
    assert_eq!(
        (dialect.cancel_by, dialect.patient_by, dialect.sends_nir),
        (CancelBy::Status, PatientBy::Reference, true)
    );
    assert_eq!((dialect.search_by.as_str(), dialect.patience), ("identifier", Duration::from_secs(4)));
    assert_eq!(dialect.systems.member, "https://exemple.fr/adherents");
    assert_eq!(dialect.domain_code("OPTI"), "vision");
}

#[rstest]
#[case::basic("kind = \"basic\"\nuser = \"cabinet\"", Authentication::Basic { user: "cabinet".into() })]
#[case::bearer("kind = \"bearer\"", Authentication::Bearer)]
#[case::open("kind = \"none\"", Authentication::Open)]
#[case::login(
    "kind = \"login\"\nlogin_url = \"https://api.exemple.fr/session\"\nuser = \"c\"\ntoken_at = \"/data/jeton\"\nbody = \"form\"",
    Authentication::Login(Login {
        url: "https://api.exemple.fr/session".into(),
        user: "c".into(),
        user_field: "username".into(),
        secret_field: "password".into(),
        as_form: true,
        token_at: "/data/jeton".into(),
        lifetime: None,
    })
)]
fn every_kind_of_authentication_can_be_described(#[case] lines: &str, #[case] expected: Authentication) {
    let (before, _) = SHORTEST.split_once("kind =").unwrap();
    let read = PlatformDescription::parse(&format!("{before}{lines}\n")).unwrap();
    assert_eq!(read.config.authentication, expected);
}

#[rstest]
#[case::another_format("relais = 1", "relais = 2", 1, "relais", Mistake::OutOfBounds(1, 1))]
#[case::a_code_in_capitals("\"mutuelle-exemple\"", "\"Mutuelle\"", 2, "code", Mistake::NotACode)]
#[case::an_unknown_way("\"fhir\"", "\"telepathie\"", 4, "way", Mistake::NotOneOf(vec!["fhir".into(), "http".into()]))]
#[case::plain_http("https://api", "http://api", 7, "connection.base_url", Mistake::NotHttps)]
#[case::not_an_address(
    "\"https://api.exemple.fr/fhir/R4\"",
    "\"api\"",
    7,
    "connection.base_url",
    Mistake::NotAnAddress
)]
#[case::token_on_this_computer(
    "https://auth.exemple.fr",
    "http://127.0.0.1:9",
    11,
    "authentication.token_url",
    Mistake::OtherSide
)]
#[case::a_secret_typed_here(
    "client_id =",
    "client_secret = \"x\"\nclient_id =",
    12,
    "authentication.client_secret",
    Mistake::SecretInFile
)]
#[case::a_number_for_a_text(
    "client_id = \"cabinet-12\"",
    "client_id = 12",
    12,
    "authentication.client_id",
    Mistake::Expected("texte")
)]
#[case::an_empty_name("\"Mutuelle d'exemple\"", "\" \"", 3, "name", Mistake::Length(40))]
#[case::certificates_that_are_none(
    "[authentication]",
    "authorities = \"PEM\"\n[authentication]",
    9,
    "connection.authorities",
    Mistake::NotCertificates
)]
fn a_mistake_is_said_at_its_line(
    #[case] from: &str,
    #[case] to: &str,
    #[case] line: usize,
    #[case] key: &str,
    #[case] mistake: Mistake,
) {
    let bent = SHORTEST.replacen(from, to, 1);
    assert_ne!(bent, SHORTEST);
    assert_eq!(errors(&bent), [(Some(line), key.to_owned(), mistake)]);
}

#[rstest]
#[case::up("claim_path", "\"../admin\"", Mistake::NotAPath)]
#[case::elsewhere("claim_path", "\"//autre.exemple/x\"", Mistake::NotAPath)]
#[case::with_a_query("eligibility_path", "\"Claim?x=1\"", Mistake::NotAPath)]
#[case::no_media("media_type", "\"json\"", Mistake::NotAMediaType)]
#[case::a_line_in_a_header("prefer", "\"a\\nb\"", Mistake::NotAHeader)]
#[case::too_patient("wait_s", "3600", Mistake::OutOfBounds(0, 60))]
fn a_habit_that_cannot_be_is_refused(#[case] key: &str, #[case] value: &str, #[case] mistake: Mistake) {
    let text = format!("{SHORTEST}\n[fhir]\n{key} = {value}\n");
    assert_eq!(errors(&text), [(Some(15), format!("fhir.{key}"), mistake)]);
}

#[test]
fn every_mistake_is_said_at_once_and_what_is_missing_too() {
    let found = errors("relais = 1\nfoo = 2\n[connection]\nbase_url = \"ftp://x\"\n");
    let keys: Vec<&str> = found.iter().map(|(_, key, _)| key.as_str()).collect();
    assert_eq!(keys, ["foo", "connection.base_url", "name", "code", "way", "authentication.kind"]);
    let Mistake::UnknownKey(known) = &found[0].2 else { panic!("{found:?}") };
    assert!(known.contains(&"connection".to_owned()));
}

#[test]
fn what_is_not_toml_is_said_at_its_line() {
    let found = errors("relais = 1\ncode = mutuelle\n");
    assert!(matches!(&found[0], (Some(2), _, Mistake::NotToml(_))), "{found:?}");
}

#[test]
fn a_certificate_may_be_the_vaults_alone() {
    let (before, _) = SHORTEST.split_once("kind =").unwrap();
    let read = PlatformDescription::parse(&format!("{before}kind = \"certificate\"\n")).unwrap();
    assert_eq!(read.config.authentication, Authentication::Certificate);
    assert!(read.config.client_certificate_pem.is_none());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[a-z\\[\\]=\"\n.0-9 ]{0,200}") {
        let _ = PlatformDescription::parse(&text);
    }
}
