//! HL7 FHIR R4, only as much of it as the exchanges need: values to bytes and bytes to values, without HTTP.
//!
//! `docs/fhir-profile.md` says what is spoken. Reading follows the standard, not a server: unknown fields and extensions
//! pass, what may turn the meaning around is refused, what is absent is said to be unknown.

pub(crate) mod cancellation;
pub(crate) mod capability;
pub(crate) mod claim;
pub(crate) mod claim_answer;
pub(crate) mod decimal;
pub(crate) mod eligibility;
pub(crate) mod eligibility_answer;
pub(crate) mod envelope;
pub(crate) mod naming;
pub(crate) mod outcome;
pub(crate) mod patient;
pub(crate) mod strict;
pub(crate) mod subject;
pub(crate) mod systems;
pub(crate) mod wire;

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use relais_domain::platform::PlatformCode;
    use uuid::Uuid;

    use super::subject::Expected;
    use super::{cancellation, capability, claim_answer, eligibility_answer, outcome, patient};
    use crate::dialect::Dialect;
    use crate::request::{CardCover, ClaimUse, EligibilityRequest, Subject};

    const RIGHTS: &str = r##"{"resourceType":"CoverageEligibilityResponse","status":"active","outcome":"complete",
        "contained":[{"resourceType":"Patient","id":"patient","birthDate":"1984-03-09","name":[{"family":"B"}]}],
        "patient":{"reference":"#patient"},"insurance":[{"inforce":true,"benefitPeriod":{"start":"2024","end":"2024-12"},
        "item":[{"category":{"coding":[{"code":"OPTI"}]},"benefit":[{"type":{"coding":[{"code":"benefit"}]},
        "allowedMoney":{"value":1.2e2,"currency":"EUR"}}]}]}],"preAuthRef":"A1"}"##;
    const AGREEMENT: &str = r#"{"resourceType":"Bundle","link":[{"relation":"self","url":"x"}],"entry":[{"resource":
        {"resourceType":"ClaimResponse","status":"active","use":"preauthorization","outcome":"complete",
        "preAuthPeriod":{"end":"2024-04-30"},"total":[{"category":{"coding":[{"code":"benefit"}]},
        "amount":{"value":389.03,"currency":"EUR"}}]}}]}"#;

    fn request() -> EligibilityRequest {
        EligibilityRequest {
            id: Uuid::nil(),
            created_at: jiff::Timestamp::UNIX_EPOCH,
            subject: Subject {
                family_name: "B".into(),
                given_name: None,
                birth_date: Some(date(1984, 3, 9)),
                nir: None,
            },
            cover: CardCover { amc_number: "1".into(), convention: None, csr: None, member_number: Some("2".into()) },
            provider_finess: "3".into(),
            service_date: date(2024, 2, 6),
            domain_code: "OPTI".into(),
            product_codes: Vec::new(),
            asked: None,
        }
    }

    fn expected(request: Option<&EligibilityRequest>) -> Expected<'_> {
        Expected {
            request_id: Uuid::nil(),
            person: request.map(|request| (&request.subject, &request.cover)),
            known_as: None,
            created_as: None,
            member_system: "urn:relais:member-number",
        }
    }

    /// Everything that reads a body, on one body.
    fn read_all(body: &[u8]) -> bool {
        let (source, request) = (PlatformCode::parse("viamedis").unwrap(), request());
        let expected = expected(Some(&request));
        outcome::read(body);
        let _ = (
            patient::decode(body, expected),
            cancellation::decode(body, (request.id, request.id)),
            capability::decode(body),
        );
        let rights = eligibility_answer::decode(body.to_vec(), &request, expected, &Dialect::default(), &source, 0);
        let authorisation = ClaimUse::PriorAuthorisation;
        let agreement = claim_answer::decode(body.to_vec(), authorisation, expected, &source, 0);
        let found = claim_answer::decode_search(vec![body.to_vec()], authorisation, expected, &source, 0);
        rights.is_ok() || agreement.is_ok() || found.is_ok()
    }

    #[test]
    fn the_seeds_of_the_properties_are_read() {
        assert!(read_all(RIGHTS.as_bytes()));
        assert!(
            claim_answer::decode(
                AGREEMENT.into(),
                ClaimUse::PriorAuthorisation,
                expected(None),
                &PlatformCode::parse("viamedis").unwrap(),
                0
            )
            .is_ok()
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// An answer with some of its bytes replaced is read or refused, never a panic.
        #[test]
        fn a_damaged_answer_never_panics(
            rights in any::<bool>(),
            wounds in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        ) {
            let mut body = if rights { RIGHTS } else { AGREEMENT }.as_bytes().to_vec();
            for (place, byte) in wounds {
                let place = place.index(body.len());
                body[place] = byte;
            }
            read_all(&body);
        }

        /// A cut answer is never read.
        #[test]
        fn a_cut_answer_is_never_read(rights in any::<bool>(), place in any::<prop::sample::Index>()) {
            let body = if rights { RIGHTS } else { AGREEMENT }.as_bytes();
            prop_assert!(!read_all(&body[..place.index(body.len())]));
        }
    }
}
