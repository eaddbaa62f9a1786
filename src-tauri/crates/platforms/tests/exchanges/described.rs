//! The connector that a description makes, against servers of its own tongue: what leaves, what is read, what is refused,
//! and the same care as with FHIR about tokens, hosts and repeats. The descriptions are the examples of the tree.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use relais_domain::platform::RepeatMode;
use relais_domain::platform::{FailureCode, Function};
use relais_platforms::answer::{CancellationVerdict, Outcome, Unknown, Verdict};
use relais_platforms::breakers::Breakers;
use relais_platforms::connector::{ClientSecret, HttpConnector, NoDraft, draft_rights, read_rights};
use relais_platforms::description::{PlatformDescription, Way};
use relais_platforms::disclosure::FieldName;
use relais_platforms::failure::{AnswerFault, SendFailure};
use relais_platforms::platform::Platform;
use relais_platforms::request::{CancellationRequest, ClaimUse, EligibilityRequest};
use rstest::rstest;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::rig::{
    AMPLE, BarePlatform, SECRET, answer, asked, behave, cents, eligibility, prior_authorisation, request_id, with,
};

const FLAT: &str = include_str!("../../../../../docs/examples/droits-basic.toml");
const SESSION: &str = include_str!("../../../../../docs/examples/session-pec.toml");
const DEFERRED: &str = include_str!("../../../../../docs/examples/differe-oauth2.toml");

/// An example, on this server: each of its hosts becomes the server's.
fn described(example: &str, base: &str) -> PlatformDescription {
    let hosts = ["https://droits.vallees.example", "https://pro.littoral.example", "https://api.plateau.example"];
    let text = hosts.into_iter().fold(example.to_owned(), |text, host| text.replace(host, base));
    PlatformDescription::parse(&text).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn connector_at(example: &str, base: &str) -> HttpConnector {
    connector_to(&described(example, base))
}

fn connector_to(description: &PlatformDescription) -> HttpConnector {
    let Way::Http(interface) = &description.way else { panic!() };
    let secret = ClientSecret::new(SECRET.into());
    HttpConnector::new(&description.config, interface.clone(), secret, Arc::<Breakers>::default()).unwrap()
}

async fn flat() -> (MockServer, HttpConnector) {
    let server = MockServer::start().await;
    let connector = connector_at(FLAT, &server.uri());
    (server, connector)
}

async fn session() -> (MockServer, HttpConnector) {
    let server = MockServer::start().await;
    let token = json!({ "session": { "jeton": "jeton-1" } });
    answer(&server, "POST", "/v2/session/connexion", ok(&token)).await;
    let connector = connector_at(SESSION, &server.uri());
    (server, connector)
}

fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

const RIGHTS: &str = "/api/plate/droits";

fn flat_answer() -> Value {
    json!({
        "reference": request_id().to_string(), "adherent": "XA73190", "nom": "VAUQUELIN", "prenom": "Thaïs",
        "naissance": "23/11/1979", "ouvert": "O", "debut": "01/01/2024", "fin": "31/12/2024", "pec": "N",
        "montant": "350,05", "devise": "EUR", "accreditation": "ACC-1", "libelle": "Droits ouverts", "inconnu": [1]
    })
}

#[tokio::test]
async fn the_template_leaves_as_json_values_and_the_answer_is_read_where_it_stands() {
    let (server, connector) = flat().await;
    answer(&server, "POST", RIGHTS, ok(&flat_answer())).await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!((read.in_force, read.covered_cents), (Some(true), Some(cents(35_005))));
    assert_eq!((read.authorisation_required, read.reference.as_deref()), (Some(false), Some("ACC-1")));
    let period = read.period.unwrap();
    assert_eq!(
        (period.start, period.end),
        (Some(jiff::civil::date(2024, 1, 1)), Some(jiff::civil::date(2024, 12, 31)))
    );
    assert!(read.not_known.is_empty(), "{:?}", read.not_known);
    let sent = asked(&server).await;
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    let expected = json!({
        "reference": request_id().to_string(), "adherent": "00XA73190", "nom": "Vauquelin-Osmé", "prenom": "Thaïs",
        "naissance": "23/11/1979", "amc": "77565712", "domaine": "OPT", "date": "06/02/2024", "montant": "432,17"
    });
    assert_eq!(body, expected);
    assert_eq!(sent[0].headers.get("x-canal").unwrap(), "RELAIS");
    assert!(sent[0].headers.get("authorization").unwrap().to_str().unwrap().starts_with("Basic "));
}

#[tokio::test]
async fn a_name_cannot_change_what_surrounds_it() {
    let (server, connector) = flat().await;
    answer(&server, "POST", RIGHTS, ok(&with(flat_answer(), "/nom", Value::Null))).await;
    let mut request = eligibility();
    request.subject.family_name = "x\", \"montant\": \"9999999,00\", \"{nir}\": \"\u{1}é".into();
    connector.check_eligibility(&request, AMPLE).await.unwrap();
    let body: Value = serde_json::from_slice(&asked(&server).await[0].body).unwrap();
    assert_eq!(
        (body["nom"].as_str(), &body["montant"]),
        (Some(request.subject.family_name.as_str()), &json!("432,17"))
    );
}

#[tokio::test]
async fn an_optional_field_is_left_out_and_a_needed_one_that_is_absent_stops_the_question() {
    let server = MockServer::start().await;
    answer(&server, "POST", RIGHTS, ok(&flat_answer())).await;
    let switched = FLAT.replacen("[http]\n", "[http]\nleft_out = [\"given_name\"]\n", 1);
    let connector = connector_at(&switched, &server.uri());
    let mut request = eligibility();
    (request.subject.birth_date, request.asked) = (None, None);
    connector.check_eligibility(&request, AMPLE).await.unwrap();
    let body: Value = serde_json::from_slice(&asked(&server).await[0].body).unwrap();
    for absent in ["prenom", "naissance", "montant"] {
        assert_eq!(body.get(absent), None, "{body}");
    }
    assert!(!connector.rights_fields(&eligibility()).contains(&FieldName::GivenName));
    assert!(connector.rights_fields(&eligibility()).contains(&FieldName::BirthDate));

    request.cover.member_number = None;
    let failure = connector.check_eligibility(&request, AMPLE).await.unwrap_err();
    assert_eq!((failure.code, failure.may_have_acted), (FailureCode::RequestRefused, false));
    assert!(failure.detail.contains("member_number"), "{failure}");
    assert_eq!(asked(&server).await.len(), 1, "nothing left");
}

#[rstest]
#[case::all_said(flat_answer(), &[])]
#[case::no_right(with(flat_answer(), "/ouvert", Value::Null), &[Unknown::InForce])]
#[case::blank(with(flat_answer(), "/ouvert", json!(" ")), &[Unknown::InForce])]
#[case::no_amount(with(flat_answer(), "/montant", Value::Null), &[Unknown::CoveredAmount])]
#[case::no_currency(with(flat_answer(), "/devise", Value::Null), &[Unknown::CoveredAmount, Unknown::Currency])]
#[case::no_reference(with(flat_answer(), "/accreditation", json!(null)), &[Unknown::Reference])]
#[case::ended(with(flat_answer(), "/fin", json!("05/02/2024")), &[Unknown::InForce, Unknown::ServiceDate])]
#[tokio::test]
async fn what_is_not_said_is_unknown_and_never_a_right(#[case] body: Value, #[case] expected: &[Unknown]) {
    let (server, connector) = flat().await;
    answer(&server, "POST", RIGHTS, ok(&body)).await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!(read.not_known, expected.iter().copied().collect::<BTreeSet<_>>());
    let unsaid = expected.contains(&Unknown::InForce);
    assert_eq!(read.in_force, (!unsaid).then_some(true));
}

#[rstest]
#[case::another_member(with(flat_answer(), "/adherent", json!("99999")), AnswerFault::OtherPerson)]
#[case::another_birth(with(flat_answer(), "/naissance", json!("24/11/1979")), AnswerFault::OtherPerson)]
#[case::another_given_name(with(flat_answer(), "/prenom", json!("Inès")), AnswerFault::OtherPerson)]
#[case::another_request(with(flat_answer(), "/reference", json!("A-12")), AnswerFault::OtherRequest)]
#[case::francs(with(flat_answer(), "/devise", json!("CHF")), AnswerFault::ForeignCurrency)]
#[case::a_word_nobody_knows(with(flat_answer(), "/ouvert", json!("P")), AnswerFault::UnknownCode)]
#[case::a_list_for_a_word(with(flat_answer(), "/ouvert", json!(["O"])), AnswerFault::WrongKind)]
#[case::no_day(with(flat_answer(), "/fin", json!("2024-12-31")), AnswerFault::NotADate)]
#[case::no_cents(with(flat_answer(), "/montant", json!("350,055")), AnswerFault::NotCents)]
#[case::another_shape(json!({ "statut": "OK", "droits": [true] }), AnswerFault::NotDescribed)]
#[case::a_list(json!([1, 2]), AnswerFault::NotDescribed)]
#[tokio::test]
async fn what_contradicts_is_refused_by_name(#[case] body: Value, #[case] fault: AnswerFault) {
    let (server, connector) = flat().await;
    answer(&server, "POST", RIGHTS, ok(&body)).await;
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!((failure.fault, failure.code), (Some(fault), fault.code()));
}

#[rstest]
#[case::a_page("<html>Maintenance</html>", FailureCode::NotJson)]
#[case::nothing("", FailureCode::UnexpectedShape)]
#[case::cut("{\"ouvert\":\"O", FailureCode::Truncated)]
#[case::a_key_twice("{\"ouvert\":\"N\",\"ouvert\":\"O\"}", FailureCode::DuplicateKey)]
#[tokio::test]
async fn what_is_no_answer_has_its_name(#[case] body: &str, #[case] code: FailureCode) {
    let (server, connector) = flat().await;
    answer(&server, "POST", RIGHTS, ResponseTemplate::new(200).set_body_string(body)).await;
    assert_eq!(connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err().code, code);
}

#[rstest]
#[case::in_a_200(200, json!({ "code": "ADHERENT_INCONNU", "libelle": "Inconnu" }), FailureCode::SubjectUnknown, Some("Inconnu"))]
#[case::its_own_closing(200, json!({ "code": "INDISPONIBLE" }), FailureCode::ServerError, None)]
#[case::by_status(422, json!({ "libelle": "Date absente" }), FailureCode::RequestRefused, Some("Date absente"))]
#[case::nobody_described_it(418, json!({ "libelle": "?" }), FailureCode::RequestRefused, None)]
#[case::gone(404, json!({}), FailureCode::NotFound, None)]
#[case::broken(500, json!({}), FailureCode::ServerError, None)]
#[tokio::test]
async fn errors_are_told_in_the_interfaces_own_way(
    #[case] status: u16,
    #[case] body: Value,
    #[case] code: FailureCode,
    #[case] said: Option<&str>,
) {
    let (server, connector) = flat().await;
    answer(&server, "POST", RIGHTS, ResponseTemplate::new(status).set_body_json(body)).await;
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!((failure.code, failure.http_status), (code, Some(status)));
    assert_eq!(failure.platform_text.as_ref().map(|text| text.as_str()), said);
}

#[rstest]
#[case::by_status(401, json!({}))]
#[case::in_its_own_way(403, json!({ "erreur": { "code": "NON_AUTORISE" } }))]
#[tokio::test]
async fn a_session_that_ended_gets_one_new_token_and_one_repeat(#[case] status: u16, #[case] body: Value) {
    let server = MockServer::start().await;
    let logins = || Mock::given(method("POST")).and(path("/v2/session/connexion"));
    let expected = json!({ "identifiant": "cabinet-demonstration", "motDePasse": SECRET });
    let first = ok(&json!({ "session": { "jeton": "vieux" } }));
    logins().and(body_json(&expected)).respond_with(first).up_to_n_times(1).mount(&server).await;
    logins().respond_with(ok(&json!({ "session": { "jeton": "neuf" } }))).expect(1).mount(&server).await;
    let rights = |token: &str| {
        Mock::given(path("/v2/session/droits")).and(header("authorization", format!("Bearer {token}").as_str()))
    };
    rights("vieux").respond_with(ResponseTemplate::new(status).set_body_json(body)).expect(1).mount(&server).await;
    let answered = json!({ "contrat": { "etat": "ACTIF" } });
    rights("neuf").respond_with(ok(&answered)).expect(1).mount(&server).await;
    let read = connector_at(SESSION, &server.uri()).check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!(read.in_force, Some(true));
}

#[tokio::test]
async fn another_host_is_not_followed() {
    let (server, connector) = flat().await;
    let moved = ResponseTemplate::new(307).insert_header("location", "http://127.0.0.9/droits");
    answer(&server, "POST", RIGHTS, moved).await;
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!(failure.code, FailureCode::RedirectRefused);
}

fn agreed(state: &str) -> Value {
    json!({
        "etat": state, "reference": request_id().to_string(), "numero": "PEC-9", "montant": 38_903, "devise": "EUR",
        "valableJusquAu": "2024-04-30", "assure": { "adherent": "00XA73190" }
    })
}

#[rstest]
#[case::agreed(agreed("ACCORDEE"), Verdict::Agreed, Outcome::Complete)]
#[case::pending(
    with(with(agreed("EN_COURS"), "/numero", Value::Null), "/montant", Value::Null),
    Verdict::Pending,
    Outcome::Queued
)]
#[case::refused(agreed("REFUSEE"), Verdict::Refused, Outcome::Error)]
#[case::no_number(with(agreed("ACCORDEE"), "/numero", Value::Null), Verdict::Unclear, Outcome::Complete)]
#[tokio::test]
async fn a_prior_authorisation_is_agreed_only_with_a_number_and_an_amount(
    #[case] body: Value,
    #[case] verdict: Verdict,
    #[case] outcome: Outcome,
) {
    let (server, connector) = session().await;
    answer(&server, "POST", "/v2/session/prises-en-charge", ok(&body)).await;
    let read = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap();
    assert_eq!((read.verdict(), read.outcome), (verdict, outcome));
    let sent = asked(&server).await;
    let body: Value = serde_json::from_slice(&sent.last().unwrap().body).unwrap();
    assert_eq!(
        body["lignes"],
        json!([
            { "code": "VERRE-B", "quantite": 2, "montant": 31_210 },
            { "code": "MONTURE-B", "quantite": 1, "montant": 8_907 }
        ])
    );
    assert_eq!(body["montant"], 38_903);
}

#[tokio::test]
async fn an_answer_that_was_lost_is_looked_for_by_our_identifier() {
    let (server, connector) = session().await;
    let at = format!("/v2/session/prises-en-charge/{}", request_id());
    let none = ResponseTemplate::new(404).set_body_json(json!({ "erreur": { "code": "DEMANDE_INCONNUE" } }));
    Mock::given(path(&at)).respond_with(none).up_to_n_times(1).mount(&server).await;
    // A 404 of another making is no word of the platform's.
    Mock::given(path(&at)).respond_with(ResponseTemplate::new(404)).up_to_n_times(1).mount(&server).await;
    answer(&server, "GET", &at, ok(&agreed("ACCORDEE"))).await;
    assert_eq!(connector.find_prior_authorisation(request_id(), AMPLE).await, Ok(None));
    let failure = connector.find_prior_authorisation(request_id(), AMPLE).await.unwrap_err();
    assert_eq!(failure.code, FailureCode::NotFound);
    let found = connector.find_prior_authorisation(request_id(), AMPLE).await.unwrap().unwrap();
    assert_eq!(found.covered_cents, Some(cents(38_903)));
    let rules = [Function::Rights, Function::PriorAuthorisation, Function::Claim];
    let expected = [RepeatMode::SameIdentifier, RepeatMode::QueryFirst, RepeatMode::QueryFirst];
    assert_eq!(rules.map(|function| connector.repeat_rule(function)), expected);
}

#[tokio::test]
async fn what_may_have_arrived_is_never_sent_again() {
    let platform = BarePlatform::start(behave(|stream: TcpStream| async move { drop(stream) })).await;
    let text = DEFERRED.replace("https://api.plateau.example/oauth/token", "https://api.plateau.example/token");
    let connector = connector_at(&text, &format!("http://{}", platform.address));
    let failure = connector.request_prior_authorisation(&prior_authorisation(), AMPLE).await.unwrap_err();
    assert!(
        matches!(&failure, SendFailure::OutcomeUnknown(it) if it.code == FailureCode::ConnectionLost),
        "{failure:?}"
    );
    assert_eq!(platform.requests(), 1);
    connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    assert_eq!(platform.requests(), 3, "a question is asked once more");
}

async fn deferred(ticket: &str) -> (MockServer, HttpConnector) {
    let server = MockServer::start().await;
    let token = json!({ "access_token": "jeton-1", "token_type": "Bearer", "expires_in": 3600 });
    answer(&server, "POST", "/oauth/token", ok(&token)).await;
    let promised = json!({ "etat": "EN_COURS", "ticket": ticket });
    answer(&server, "POST", "/differe/droits", ResponseTemplate::new(202).set_body_json(promised)).await;
    let connector = connector_at(DEFERRED, &server.uri());
    (server, connector)
}

#[tokio::test]
async fn a_promised_answer_is_fetched_by_its_number() {
    let (server, connector) = deferred("T-1").await;
    let at = || Mock::given(method("GET")).and(path("/differe/droits/T-1"));
    let soon = ok(&json!({ "etat": "EN_COURS" })).insert_header("retry-after", "0");
    at().respond_with(soon).up_to_n_times(2).mount(&server).await;
    let done = json!({ "etat": "TERMINE", "droits": { "ouverts": true, "fin": "20241231" }, "priseEnCharge": 120.5,
                       "devise": "EUR" });
    at().respond_with(ok(&done)).mount(&server).await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!((read.outcome, read.covered_cents), (Outcome::Complete, Some(cents(12_050))));
}

#[rstest]
#[case::the_member_number("00XA73190")]
#[case::another_path("../admin")]
#[case::a_query("T?x=1")]
#[tokio::test]
async fn a_number_that_has_no_place_in_an_address_is_not_put_there(#[case] ticket: &str) {
    let (server, connector) = deferred(ticket).await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!((read.outcome, read.in_force), (Outcome::Queued, None));
    assert!(asked(&server).await.iter().all(|request| request.method == "POST"));
}

#[tokio::test]
async fn an_answer_promised_and_not_given_in_time_is_queued() {
    let (server, connector) = deferred("T-1").await;
    let soon = ok(&json!({ "etat": "EN_COURS" })).insert_header("retry-after", "60");
    answer(&server, "GET", "/differe/droits/T-1", soon).await;
    let read = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap();
    assert_eq!((read.outcome, read.in_force), (Outcome::Queued, None));
}

#[tokio::test]
async fn a_request_is_taken_back_where_the_description_says_how() {
    let (server, connector) = session().await;
    let (without, _) = SESSION.split_once("[http.cancellation]").unwrap();
    let bare = connector_at(without, &server.uri());
    let request = CancellationRequest {
        id: uuid::Uuid::from_u128(7),
        created_at: "2024-02-01T08:00:00Z".parse().unwrap(),
        claim_use: ClaimUse::PriorAuthorisation,
        claim: prior_authorisation(),
    };
    let failure = bare.cancel(&request, AMPLE).await.unwrap_err();
    assert_eq!(failure.failure().code, FailureCode::NoConnector);
    answer(&server, "POST", "/v2/session/annulations", ok(&json!({ "etat": "ANNULEE" }))).await;
    let taken = connector.cancel(&request, AMPLE).await.unwrap();
    assert_eq!(taken.verdict, CancellationVerdict::Cancelled);
    let body: Value = serde_json::from_slice(&asked(&server).await.last().unwrap().body).unwrap();
    let expected = json!({ "demande": request_id().to_string(), "reference": request.id.to_string() });
    assert_eq!(body, expected, "a number that nobody has is left out");
}

#[tokio::test]
async fn a_check_asks_what_concerns_nobody() {
    let (server, connector) = session().await;
    answer(&server, "GET", "/v2/session/sante", ResponseTemplate::new(200)).await;
    let nil = format!("/v2/session/prises-en-charge/{}", uuid::Uuid::nil());
    let none = ResponseTemplate::new(404).set_body_json(json!({ "erreur": { "code": "DEMANDE_INCONNUE" } }));
    answer(&server, "GET", &nil, none).await;
    let found = connector.check(AMPLE).await;
    assert!(found.proof.is_ok() && found.rights == Some(Ok(())) && found.search == Some(Ok(())), "{found:?}");
    let (_server, flat) = flat().await;
    let found = flat.check(AMPLE).await;
    assert_eq!(found.rights.unwrap().unwrap_err().code, FailureCode::NotFound);
    assert_eq!(found.search, None, "the description has no question for it");
}

#[test]
fn a_dry_run_shows_what_would_leave_and_masks_the_secrets() {
    let request: EligibilityRequest = eligibility();
    for (example, calls, proof) in
        [(FLAT, 1, "Basic ••••••"), (SESSION, 2, "Bearer ••••••"), (DEFERRED, 2, "Bearer ••••••")]
    {
        let description = PlatformDescription::parse(example).unwrap();
        let draft = draft_rights(&description, &request).unwrap();
        assert_eq!(draft.steps.len(), calls);
        let question = draft.steps.last().unwrap();
        assert!(question.headers.iter().any(|(_, value)| value.starts_with(proof)), "{question:?}");
        assert!(!question.url.contains("XA73190") && question.url.ends_with("/droits"), "{}", question.url);
        assert!(question.body.contains("Vauquelin-Osmé"));
        assert!(draft.fields.contains(&FieldName::MemberNumber) && !draft.fields.contains(&FieldName::Nir));
    }
    let description = PlatformDescription::parse(FLAT).unwrap();
    let mut nameless = request.clone();
    nameless.cover.member_number = None;
    assert!(matches!(draft_rights(&description, &nameless), Err(NoDraft::Needs("member_number"))));
    let read = read_rights(&description, &request, 200, flat_answer().to_string().into_bytes()).unwrap();
    assert_eq!(read.covered_cents, Some(cents(35_005)));
    let refused = json!({ "code": "ADHERENT_INCONNU" }).to_string().into_bytes();
    let failure = read_rights(&description, &request, 200, refused).unwrap_err();
    assert_eq!(failure.code, FailureCode::SubjectUnknown);
}

#[test]
fn no_currency_is_wanted_where_no_amount_came() {
    let description = PlatformDescription::parse(FLAT).unwrap();
    let bare = json!({ "ouvert": "O" }).to_string().into_bytes();
    let read = read_rights(&description, &eligibility(), 200, bare).unwrap();
    assert!(!read.not_known.contains(&Unknown::Currency), "{:?}", read.not_known);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    /// An answer with some of its bytes replaced is read or refused, never a panic; a cut one is never read.
    #[test]
    fn a_damaged_answer_is_read_or_refused(
        wounds in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let description = PlatformDescription::parse(FLAT).unwrap();
        let whole = flat_answer().to_string().into_bytes();
        let mut body = whole.clone();
        for (place, byte) in wounds {
            let place = place.index(body.len());
            body[place] = byte;
        }
        let _ = read_rights(&description, &eligibility(), 200, body);
        let cut = whole[..cut.index(whole.len())].to_vec();
        prop_assert!(read_rights(&description, &eligibility(), 200, cut).is_err());
    }
}

#[tokio::test]
async fn failures_carry_no_value_of_the_request() {
    let (server, connector) = flat().await;
    let refused = json!({ "code": "ADHERENT_INCONNU", "libelle": "Vauquelin inconnue" });
    answer(&server, "POST", RIGHTS, ok(&refused)).await;
    let failure = connector.check_eligibility(&eligibility(), AMPLE).await.unwrap_err();
    let shown = format!("{failure:?} {failure} {connector:?}");
    for private in ["Vauquelin", "XA73190", "1979", SECRET] {
        assert!(!shown.contains(private), "{private} is in {shown}");
    }
}
