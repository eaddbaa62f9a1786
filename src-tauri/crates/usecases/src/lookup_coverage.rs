//! `relais lookup`: one question about one person to a described platform, and the one answer of all ways, or the named
//! failure. Nothing is kept.

use crate::{
    contract::{LookupFailure, LookupFailureKind, LookupRequest, Problem},
    described_platform::{DescribedPlatform, GivenSecrets, Unusable},
    fields,
    ports::{Clock, Ids, MachineClock, RandomIds},
};
use relais_domain::{
    coverage::CoverageAnswer,
    identifiers::{AmcNumber, Finess, Nir},
    money::Cents,
    platform::FailureCode,
};
use relais_platforms::{
    failure::{AnswerFault, CallFailure, Phase},
    request::{CardCover, EligibilityRequest, Subject},
};
use uuid::Uuid;

/// Longest code of a domain or a product.
const MAX_CODE_CHARS: usize = 40;
/// Most products asked about at once.
const MAX_PRODUCTS: usize = 20;

/// A question that may be asked.
#[derive(Debug)]
pub struct Lookup {
    request: EligibilityRequest,
}

/// What became of it.
#[derive(Debug)]
pub enum LookedUp {
    /// The platform answered.
    Answered(Box<CoverageAnswer>),
    /// It did not, or not in a way that can be relied on.
    Failed(LookupFailure),
}

impl Lookup {
    /// Reads the request; each mistake names its field.
    pub fn read(typed: &LookupRequest) -> Result<Self, Problem> {
        let reason = |field: &'static str| move |_| Problem::field(field, "shape");
        let amc = AmcNumber::parse(&typed.amc_number).map_err(reason("amc_number"))?;
        let nir = typed.nir.as_deref().map(Nir::parse).transpose().map_err(reason("nir"))?;
        let finess = typed.finess.as_deref().map(Finess::parse).transpose().map_err(reason("finess"))?;
        let asked = typed.asked_cents.map(Cents::new).transpose();
        let asked = asked.map_err(|_| Problem::field("asked_cents", "shape"))?;
        if typed.codes.len() > MAX_PRODUCTS {
            return Err(Problem::field("codes", "too_many"));
        }
        let code = |field: &'static str, text: &str| match fields::bounded(field, text, MAX_CODE_CHARS)? {
            code if code.is_empty() || code.contains(' ') => Err(Problem::field(field, "shape")),
            code => Ok(code),
        };
        let given_name = fields::optional_name("given_name", typed.given_name.as_deref().unwrap_or_default())?;
        let optional = |field: &'static str, text: Option<&str>| {
            fields::bounded(field, text.unwrap_or_default(), MAX_CODE_CHARS)
                .map(|text| Some(text).filter(|text| !text.is_empty()))
        };
        Ok(Self {
            request: EligibilityRequest {
                id: typed.id.unwrap_or_else(|| RandomIds.fresh(MachineClock.now())),
                created_at: MachineClock.now(),
                subject: Subject {
                    family_name: fields::name("family_name", &typed.family_name)?,
                    given_name: Some(given_name).filter(|name| !name.is_empty()),
                    birth_date: typed.birth_date,
                    nir,
                },
                cover: CardCover {
                    amc_number: amc.padded(),
                    convention: optional("convention", typed.convention.as_deref())?,
                    csr: optional("csr", typed.csr.as_deref())?,
                    member_number: optional("member_number", typed.member_number.as_deref())?,
                },
                provider_finess: finess.map(|finess| finess.to_string()).unwrap_or_default(),
                service_date: typed.service_date,
                domain_code: code("domain", &typed.domain)?,
                product_codes: typed.codes.iter().map(|it| code("codes", it)).collect::<Result<_, _>>()?,
                asked,
            },
        })
    }

    /// The question as it is put.
    pub(crate) fn request(&self) -> &EligibilityRequest {
        &self.request
    }

    /// The identifier of the question: a repeat carries the same.
    pub fn id(&self) -> Uuid {
        self.request.id
    }
}

/// Asks.
pub async fn look_up(platform: &DescribedPlatform, given: GivenSecrets, lookup: &Lookup) -> Result<LookedUp, Unusable> {
    let connector = platform.connect(given)?;
    let answer = connector.platform().check_eligibility(&lookup.request, platform.description().budget).await;
    Ok(match answer {
        Ok(answer) => {
            let day = lookup.request.service_date;
            LookedUp::Answered(Box::new(answer.coverage(platform.way(), day, MachineClock.now())))
        }
        Err(failure) => LookedUp::Failed(failed(&failure)),
    })
}

/// A failure as it is told outside.
pub(crate) fn failed(failure: &CallFailure) -> LookupFailure {
    LookupFailure {
        kind: kind(failure),
        code: failure.code,
        fault: failure.fault.map(AnswerFault::name).or_else(|| incomplete(failure)).map(str::to_owned),
        http_status: failure.http_status,
        retry_after_s: failure.retry_after_s,
        platform_text: failure.platform_text.as_ref().map(|text| text.as_str().to_owned()),
        elapsed_ms: failure.elapsed_ms,
    }
}

/// A question that did not leave, since it lacks what the platform asks for.
fn incomplete(failure: &CallFailure) -> Option<&'static str> {
    (failure.code == FailureCode::RequestRefused && failure.phase == Phase::Admission).then_some("incomplete")
}

/// Which of three things a failure is: a refusal, silence, or an answer that is not relied on.
fn kind(failure: &CallFailure) -> LookupFailureKind {
    use FailureCode as F;
    match failure.code {
        F::RequestRefused
        | F::Conflict
        | F::OperationOutcome
        | F::Unauthorised
        | F::Forbidden
        | F::NotFound
        | F::TokenRefused
        | F::SubjectUnknown => LookupFailureKind::Refused,
        F::NotJson
        | F::UnexpectedShape
        | F::DuplicateKey
        | F::ModifierExtension
        | F::ImplicitRules
        | F::NotActive
        | F::ForeignCurrency
        | F::SeveralAnswers
        | F::TooLarge
        | F::Truncated
        | F::WrongSubject
        | F::WrongRequest
        | F::RedirectRefused => LookupFailureKind::NotReliable,
        F::NameNotResolved
        | F::ConnectionRefused
        | F::ConnectionLost
        | F::Tls
        | F::TimedOut
        | F::TooManyCalls
        | F::ServerError
        | F::CircuitOpen
        | F::Paced
        | F::NoConnector
        | F::CredentialOutOfReach
        | F::DeclaredByStaff => LookupFailureKind::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::ProblemCode;
    use rstest::rstest;
    use serde_json::{Value, json};

    fn typed() -> Value {
        json!({
            "family_name": "Vauquelin", "member_number": "00XA73190", "amc_number": "77565712",
            "domain": "OPTI", "service_date": "2024-02-06"
        })
    }

    fn read(field: &str, value: Value) -> Result<Lookup, Problem> {
        let mut typed = typed();
        typed[field] = value;
        Lookup::read(&serde_json::from_value(typed).unwrap())
    }

    #[test]
    fn a_small_request_is_enough_and_its_identifier_can_be_given_again() {
        let lookup = Lookup::read(&serde_json::from_value(typed()).unwrap()).unwrap();
        assert_eq!(lookup.request.subject.birth_date, None);
        let id = "018d5f3a-6b00-7c11-8a22-3344556677aa";
        assert_eq!(read("id", json!(id)).unwrap().id().to_string(), id);
        assert_ne!(Lookup::read(&serde_json::from_value(self::typed()).unwrap()).unwrap().id(), lookup.id());
    }

    #[rstest]
    #[case::amc("amc_number", json!("12"))]
    #[case::nir("nir", json!("185057512345600"))]
    #[case::finess("finess", json!("1"))]
    #[case::domain("domain", json!("OP TI"))]
    #[case::name("family_name", json!(" "))]
    #[case::codes("codes", json!([""]))]
    fn a_mistake_is_said_at_its_field(#[case] field: &str, #[case] value: Value) {
        let problem = read(field, value).unwrap_err();
        assert_eq!(problem.code, ProblemCode::InvalidField);
        assert_eq!(problem.params["field"], field);
    }

    #[test]
    fn a_field_nobody_knows_is_refused() {
        let mut typed = typed();
        typed["adherent"] = json!("1");
        assert!(serde_json::from_value::<LookupRequest>(typed).is_err());
    }
}
