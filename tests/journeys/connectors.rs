//! Every fault of the simulated platforms, by every connector, over real sockets: each has its own name, and so its own
//! sentence, whichever the tongue. What is an answer is the same cover in all of them.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::date;
use relais_domain::identifiers::AmcNumber;
use relais_domain::money::Cents;
use relais_domain::platform::FailureCode;
use relais_platforms::answer::{CancellationVerdict, Verdict};
use relais_platforms::connector::{ClientSecret, Connector};
use relais_platforms::description::PlatformDescription;
use relais_platforms::failure::SendFailure;
use relais_platforms::platform::Platform as Port;
use relais_platforms::request::{
    CancellationRequest, CardCover, ClaimUse, EligibilityRequest, PriorAuthorisationRequest, RequestedLine, Subject,
};
use relais_simulator::{
    Breakage, Clock, Control, DEMO_CLIENT_SECRET, Fault, Function as Broken, Options, Platform, RunningSimulator,
    Simulator,
};
use rstest::rstest;
use uuid::Uuid;

use crate::ground::{OUTAGE, instant};

/// Enough for whatever answers; what hangs is given less.
const AMPLE: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(700);

/// The connectors, by the description each is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Fhir,
    Flat,
    Session,
    Deferred,
}

impl Way {
    /// The description, on the simulated platform at this address.
    fn description(self, base: &str) -> String {
        let example = match self {
            Way::Fhir => {
                return format!(
                    "relais = 1\ncode = \"exemple\"\nname = \"Exemple\"\nway = \"fhir\"\n[connection]\nbase_url = \"{base}/fhir\"\n\
                     [authentication]\nkind = \"oauth2\"\ntoken_url = \"{base}/oauth/token\"\nclient_id = \"cabinet-demonstration\"\n"
                );
            }
            Way::Flat => include_str!("../../docs/examples/droits-basic.toml"),
            Way::Session => include_str!("../../docs/examples/session-pec.toml"),
            Way::Deferred => include_str!("../../docs/examples/differe-oauth2.toml"),
        };
        on_simulator(example, base)
    }

    fn connector(self, base: &str) -> Connector {
        let text = self.description(base);
        let description = PlatformDescription::parse(&text).unwrap_or_else(|errors| panic!("{errors:?}"));
        Connector::to(&description, ClientSecret::new(DEMO_CLIENT_SECRET.into()), Arc::default()).unwrap()
    }
}

/// An example of the tree, with its hosts turned into the simulated platform's.
pub(crate) fn on_simulator(example: &str, base: &str) -> String {
    let hosts =
        ["https://droits.vallees.example/api", "https://pro.littoral.example/v2", "https://api.plateau.example"];
    hosts.into_iter().fold(example.to_owned(), |text, host| text.replace(host, base))
}

async fn simulated() -> (RunningSimulator, Control, String) {
    let simulator = Simulator::start(Options::new(Clock::fixed(instant(OUTAGE)))).await.unwrap();
    let (control, base) = (simulator.control(), simulator.platform_base_url(Platform::VIAMEDIS));
    (simulator, control, base)
}

fn subject() -> Subject {
    Subject {
        family_name: "Vauquelin".into(),
        given_name: Some("Thaïs".into()),
        birth_date: Some(date(1979, 11, 23)),
        nir: None,
    }
}

fn cover(member: &str) -> CardCover {
    CardCover {
        amc_number: AmcNumber::parse("77565712").unwrap().padded(),
        convention: None,
        csr: None,
        member_number: Some(member.into()),
    }
}

fn rights(member: &str) -> EligibilityRequest {
    EligibilityRequest {
        id: Uuid::from_u128(0x018d_5f3a_6b00_7c11_8a22_3344_5566_77aa),
        created_at: instant(OUTAGE),
        subject: subject(),
        cover: cover(member),
        provider_finess: "750712184".into(),
        service_date: date(2024, 1, 31),
        domain_code: "OPTI".into(),
        product_codes: Vec::new(),
        asked: Some(Cents::new(43_217).unwrap()),
    }
}

fn agreement(member: &str) -> PriorAuthorisationRequest {
    let asked = Cents::new(37_100).unwrap();
    PriorAuthorisationRequest {
        id: Uuid::from_u128(0x018d_5f3a_6b00_7c11_8a22_3344_5566_77bb),
        created_at: instant(OUTAGE),
        subject: subject(),
        cover: cover(member),
        provider_finess: "750712184".into(),
        service_date: date(2024, 1, 31),
        lines: vec![RequestedLine {
            domain_code: "OPTI".into(),
            product_code: "frame".into(),
            quantity: 1,
            unit_price: Cents::new(48_000).unwrap(),
        }],
        total: Cents::new(48_000).unwrap(),
        requested: asked,
        authorisation: None,
        invoice: None,
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn all_ways_give_the_same_cover(
    #[values(Way::Fhir, Way::Flat, Way::Session, Way::Deferred)] way: Way,
    #[values(("4417002230", Some(true), Some(43_217)), ("10000007", Some(true), Some(36_734)), ("10000069", Some(false), None))]
    expected: (&str, Option<bool>, Option<i64>),
) {
    let (_simulator, _control, base) = simulated().await;
    let (member, in_force, covered) = expected;
    let connector = way.connector(&base);
    let answer = connector.platform().check_eligibility(&rights(member), AMPLE).await.unwrap();
    assert_eq!((answer.in_force, answer.covered_cents.map(Cents::get)), (in_force, covered), "{way:?}");
    assert_eq!(answer.reference.is_some(), in_force == Some(true));
}

#[rstest]
#[case::flat(Way::Flat)]
#[case::session(Way::Session)]
#[case::deferred(Way::Deferred)]
#[tokio::test(flavor = "multi_thread")]
async fn nobody_of_that_number_is_said_in_the_platforms_words(#[case] way: Way) {
    let (_simulator, _control, base) = simulated().await;
    let failure = way.connector(&base).platform().check_eligibility(&rights("10000099"), AMPLE).await.unwrap_err();
    assert_eq!(failure.code, FailureCode::SubjectUnknown);
    assert_eq!(failure.platform_text.unwrap().as_str(), "Adhérent inconnu");
}

/// The name every connector gives a fault of the rights; the status completes its sentence.
fn named(fault: Fault, way: Way) -> (FailureCode, Option<u16>) {
    use FailureCode as F;
    match fault {
        Fault::BadRequest if way == Way::Fhir => (F::OperationOutcome, Some(400)),
        Fault::BadRequest => (F::RequestRefused, Some(400)),
        Fault::Unauthorised | Fault::ExpiredToken => (F::Unauthorised, Some(401)),
        Fault::Forbidden => (F::Forbidden, Some(403)),
        Fault::NotFound => (F::NotFound, Some(404)),
        Fault::TooManyCalls { .. } => (F::TooManyCalls, Some(429)),
        Fault::ServerError => (F::ServerError, Some(500)),
        Fault::BadGateway => (F::ServerError, Some(502)),
        Fault::Unavailable | Fault::Closed => (F::ServerError, Some(503)),
        Fault::Html => (F::NotJson, Some(200)),
        Fault::OtherShape => (F::UnexpectedShape, Some(200)),
        Fault::OperationOutcome if way == Way::Fhir => (F::OperationOutcome, Some(200)),
        Fault::OperationOutcome => (F::ServerError, Some(200)),
        Fault::Truncated => (F::Truncated, Some(200)),
        Fault::WrongPerson => (F::WrongSubject, Some(200)),
        Fault::WrongRequest => (F::WrongRequest, Some(200)),
        Fault::AnswerLost | Fault::Reset => (F::ConnectionLost, None),
        Fault::TooLarge => (F::TooLarge, Some(200)),
        Fault::Redirect => (F::RedirectRefused, Some(307)),
        Fault::HangHeaders => (F::TimedOut, None),
        Fault::HangMidBody | Fault::Slow => (F::TimedOut, Some(200)),
        other => panic!("{other} is no fault of the rights"),
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn every_fault_has_its_name(#[values(Way::Fhir, Way::Flat, Way::Session, Way::Deferred)] way: Way) {
    let (_simulator, control, base) = simulated().await;
    for fault in Fault::ALL.into_iter().filter(|fault| fault.applies_to(Broken::Rights)) {
        // A new connector for each: what the last calls taught its circuit is no part of this.
        let connector = way.connector(&base);
        let platform = connector.platform();
        platform.check_eligibility(&rights("4417002230"), AMPLE).await.unwrap();
        // A promise is taken in before anything of it can go wrong: what fails then is the fetching.
        let is_promised = way == Way::Deferred && fault.records_first();
        let hangs = matches!(fault, Fault::HangHeaders | Fault::HangMidBody | Fault::Slow);
        control.break_function(Breakage::new(Platform::VIAMEDIS, Broken::Rights, fault)).await.unwrap();
        let budget = if hangs { SHORT } else { AMPLE };
        let answer = platform.check_eligibility(&rights("4417002230"), budget).await;
        control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
        match answer {
            Err(failure) => {
                let (code, status) = named(fault, way);
                // The first reply of a promise is a 202, and a question that broke is asked twice.
                let status = if is_promised && status == Some(200) { failure.http_status } else { status };
                // An expired token is renewed once, and refused again.
                assert_eq!((failure.code, failure.http_status), (code, status), "{fault} by {way:?}: {failure}");
            }
            // What comes late is an answer all the same.
            Ok(answer) => assert!(fault == Fault::Late, "{fault} by {way:?} is no answer: {answer:?}"),
        }
    }
}

#[rstest]
#[case::session(Way::Session)]
#[case::deferred(Way::Deferred)]
#[tokio::test(flavor = "multi_thread")]
async fn a_prior_authorisation_whose_answer_is_lost_is_found_again_and_given_once(#[case] way: Way) {
    let (_simulator, control, base) = simulated().await;
    let connector = way.connector(&base);
    let platform = connector.platform();
    let request = agreement("4417002230");
    assert_eq!(platform.find_prior_authorisation(request.id, AMPLE).await.unwrap(), None);
    control
        .break_function(Breakage::new(Platform::VIAMEDIS, Broken::PriorAuthorisation, Fault::AnswerLost).times(1))
        .await
        .unwrap();
    platform.request_prior_authorisation(&request, AMPLE).await.unwrap_err();
    let found = platform.find_prior_authorisation(request.id, AMPLE).await.unwrap().unwrap();
    assert_eq!((found.verdict(), found.covered_cents.map(Cents::get)), (Verdict::Agreed, Some(37_100)));
    let again = platform.request_prior_authorisation(&request, AMPLE).await.unwrap();
    assert_eq!(again.reference, found.reference);
    assert_eq!(control.agreements(Platform::VIAMEDIS).len(), 1);
    let early = PriorAuthorisationRequest { id: Uuid::from_u128(9), ..agreement("10000009") };
    assert_eq!(platform.request_prior_authorisation(&early, AMPLE).await.unwrap().verdict(), Verdict::Refused);
}

/// A quote, an invoice and a cancellation, as they are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    Quote,
    Invoice,
    Cancellation,
}

impl Sent {
    const fn function(self) -> Broken {
        match self {
            Sent::Quote => Broken::Quote,
            Sent::Invoice => Broken::Claim,
            Sent::Cancellation => Broken::PriorAuthorisation,
        }
    }

    /// Sends it once, under an identifier of its own; what is taken back was agreed before.
    async fn by(self, platform: &dyn Port, nth: u128, budget: Duration) -> Result<bool, SendFailure> {
        let claim = PriorAuthorisationRequest { id: Uuid::from_u128(nth), ..agreement("4417002230") };
        match self {
            Sent::Quote => {
                let answer = platform.submit_claim(ClaimUse::Predetermination, &claim, budget).await?;
                Ok(answer.verdict() == Verdict::Agreed && answer.reference.is_some())
            }
            Sent::Invoice => {
                let claim = PriorAuthorisationRequest { invoice: Some(format!("F-{nth}")), ..claim };
                let answer = platform.submit_claim(ClaimUse::Claim, &claim, budget).await?;
                Ok(answer.verdict() == Verdict::Agreed && answer.reference.is_some())
            }
            Sent::Cancellation => {
                let (id, created_at) = (Uuid::from_u128(nth + 1_000), claim.created_at);
                let request = CancellationRequest { id, created_at, claim_use: ClaimUse::PriorAuthorisation, claim };
                let answer = platform.cancel(&request, budget).await?;
                Ok(answer.verdict == CancellationVerdict::Cancelled && answer.reference.is_some())
            }
        }
    }
}

/// The same faults have the same names for what is sent, whichever the connector: none is taken for an answer, and none that
/// may have arrived for one that did not.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_what_is_sent_has_its_name(
    #[values(Way::Fhir, Way::Session, Way::Deferred)] way: Way,
    #[values(Sent::Quote, Sent::Invoice, Sent::Cancellation)] sent: Sent,
) {
    let (_simulator, control, base) = simulated().await;
    let function = sent.function();
    for (nth, fault) in (1u128..).zip(Fault::ALL.into_iter().filter(|fault| fault.applies_to(function))) {
        // A cancellation names nobody whose name could be another's.
        if fault == Fault::WrongPerson && sent == Sent::Cancellation {
            continue;
        }
        let connector = way.connector(&base);
        let platform = connector.platform();
        if sent == Sent::Cancellation {
            let claim = PriorAuthorisationRequest { id: Uuid::from_u128(nth), ..agreement("4417002230") };
            assert_eq!(platform.request_prior_authorisation(&claim, AMPLE).await.unwrap().verdict(), Verdict::Agreed);
        }
        let hangs = matches!(fault, Fault::HangHeaders | Fault::HangMidBody | Fault::Slow);
        control.break_function(Breakage::new(Platform::VIAMEDIS, function, fault)).await.unwrap();
        let answer = sent.by(platform, nth, if hangs { SHORT } else { AMPLE }).await;
        control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
        match answer {
            Err(failure) => {
                let (code, status) = named(fault, way);
                let seen = (failure.failure().code, failure.failure().http_status);
                assert_eq!(seen, (code, status), "{fault} of {sent:?} by {way:?}: {failure:?}");
                let may_be_there = fault.records_first();
                let is_unknown = matches!(failure, SendFailure::OutcomeUnknown(_));
                assert!(is_unknown || !may_be_there, "{fault} of {sent:?} by {way:?} may have arrived: {failure:?}");
            }
            Ok(is_whole) => assert!(is_whole && fault == Fault::Late, "{fault} of {sent:?} by {way:?} is no answer"),
        }
    }
}

/// What is sent and answered well is the same in every tongue, line by line where it is said.
#[rstest]
#[case::fhir(Way::Fhir, 1)]
#[case::session(Way::Session, 1)]
#[case::deferred(Way::Deferred, 0)]
#[tokio::test(flavor = "multi_thread")]
async fn a_sale_is_quoted_promised_invoiced_and_taken_back_in_every_tongue(#[case] way: Way, #[case] lines: usize) {
    let (_simulator, control, base) = simulated().await;
    let connector = way.connector(&base);
    let platform = connector.platform();
    let claim = |nth: u128| PriorAuthorisationRequest { id: Uuid::from_u128(nth), ..agreement("10000007") };
    let quote = platform.submit_claim(ClaimUse::Predetermination, &claim(1), AMPLE).await.unwrap();
    assert_eq!((quote.covered_cents.map(Cents::get), quote.lines.len()), (Some(31_535), lines));
    let promise = platform.request_prior_authorisation(&claim(2), AMPLE).await.unwrap();
    let authorisation = promise.reference.clone();
    assert!(authorisation.is_some() && promise.valid.is_some());
    let invoice = PriorAuthorisationRequest { authorisation, invoice: Some("F-12".to_owned()), ..claim(3) };
    let invoiced = platform.submit_claim(ClaimUse::Claim, &invoice, AMPLE).await.unwrap();
    assert_eq!(invoiced.verdict(), Verdict::Agreed);
    let found = platform.find_claim(ClaimUse::Claim, invoice.id, AMPLE).await.unwrap().unwrap();
    assert_eq!(found.reference, invoiced.reference);
    let back = |nth: u128, claim_use, claim| CancellationRequest {
        id: Uuid::from_u128(nth),
        created_at: instant(OUTAGE),
        claim_use,
        claim,
    };
    // The promise stands while an invoice rests on it.
    let early = back(10, ClaimUse::PriorAuthorisation, claim(2));
    assert_eq!(platform.cancel(&early, AMPLE).await.unwrap().verdict, CancellationVerdict::Refused);
    assert_eq!(platform.find_cancellation(&early, AMPLE).await.unwrap(), None);
    let of_invoice = back(11, ClaimUse::Claim, invoice);
    assert_eq!(platform.cancel(&of_invoice, AMPLE).await.unwrap().verdict, CancellationVerdict::Cancelled);
    let again = platform.find_cancellation(&of_invoice, AMPLE).await.unwrap().unwrap();
    assert_eq!(again.verdict, CancellationVerdict::Cancelled);
    let of_promise = back(12, ClaimUse::PriorAuthorisation, claim(2));
    assert_eq!(platform.cancel(&of_promise, AMPLE).await.unwrap().verdict, CancellationVerdict::Cancelled);
    assert_eq!(control.records().iter().filter(|record| record.cancelled).count(), 2);
}
