//! Every message that leaves is valid FHIR R4 in the eyes of `fhir.resources`, an implementation that is not ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use relais_domain::platform::Function;
use relais_platforms::dialect::{CancelBy, PatientBy};
use relais_platforms::platform::Platform;
use relais_platforms::request::{ClaimUse, PriorAuthorisationRequest};
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

use crate::claims::cancellation;
use crate::rig::{
    AMPLE, CLAIM, RIGHTS, answer, asked, config, connector_of, eligibility, fhir, give_tokens, platform,
    prior_authorisation,
};

/// How many messages are looked at.
const MESSAGES: usize = 12;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..").canonicalize().unwrap()
}

fn python() -> PathBuf {
    let place = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let python = root().join("target/tools/venv").join(place);
    assert!(python.is_file(), "The FHIR validator is missing: run ./dev setup.");
    python
}

/// The bodies of everything the connector can send, with all that is optional and with none of it.
async fn messages() -> Vec<Vec<u8>> {
    let (server, connector) = platform().await;
    answer(&server, "POST", RIGHTS, ResponseTemplate::new(400)).await;
    answer(&server, "POST", CLAIM, ResponseTemplate::new(400)).await;
    let (mut bare_question, mut bare_claim) = (eligibility(), prior_authorisation());
    for (subject, cover) in
        [(&mut bare_question.subject, &mut bare_question.cover), (&mut bare_claim.subject, &mut bare_claim.cover)]
    {
        (subject.given_name, subject.birth_date) = (None, None);
        (cover.convention, cover.csr, cover.member_number) = (None, None, None);
    }
    bare_question.asked = None;
    bare_question.domain_code = "PHAR".into();
    bare_claim.lines.truncate(1);
    for question in [&eligibility(), &bare_question] {
        connector.check_eligibility(question, AMPLE).await.unwrap_err();
    }
    for claim in [&prior_authorisation(), &bare_claim] {
        connector.request_prior_authorisation(claim, AMPLE).await.unwrap_err();
    }
    connector.probe(Function::Rights, "AUDI", AMPLE).await.unwrap();
    for (claim_use, invoice) in [(ClaimUse::Predetermination, None), (ClaimUse::Claim, Some("FA-2024-3144".to_owned()))]
    {
        let authorisation = Some("PEC-1".into());
        let claim = PriorAuthorisationRequest { authorisation, invoice, ..prior_authorisation() };
        connector.submit_claim(claim_use, &claim, AMPLE).await.unwrap_err();
    }
    connector.cancel(&cancellation(), AMPLE).await.unwrap_err();
    let mut bodies: Vec<Vec<u8>> = asked(&server).await.into_iter().map(|request| request.body).collect();
    bodies.extend(messages_of_other_habits().await);
    bodies
}

/// The same to servers that want the patient by a number or as one of theirs, products asked about, and the status way.
async fn messages_of_other_habits() -> Vec<Vec<u8>> {
    let server = MockServer::start().await;
    give_tokens(&server, 3600).await;
    answer(&server, "POST", RIGHTS, ResponseTemplate::new(400)).await;
    let found = json!({ "resourceType": "Bundle", "type": "searchset", "entry": [
        { "resource": { "resourceType": "Patient", "id": "7" } }
    ] });
    answer(&server, "POST", "/fhir/Patient/_search", fhir(200, &found)).await;
    for patient_by in [PatientBy::Identifier, PatientBy::Reference] {
        let mut config = config(*server.address());
        (config.dialect.patient_by, config.dialect.cancel_by) = (patient_by, CancelBy::Status);
        let connector = connector_of(&config);
        let mut question = eligibility();
        question.product_codes = vec!["VERRE-B".into(), "MONTURE-B".into()];
        question.provider_finess.clear();
        connector.check_eligibility(&question, AMPLE).await.unwrap_err();
        connector.cancel(&cancellation(), AMPLE).await.unwrap_err();
    }
    let all = asked(&server).await.into_iter();
    all.filter(|request| !request.url.path().ends_with("/_search")).map(|request| request.body).collect()
}

fn validate(files: &[PathBuf]) -> std::process::Output {
    Command::new(python()).arg(root().join("tests/journeys/fhir_validate.py")).args(files).output().unwrap()
}

#[tokio::test]
async fn every_message_that_leaves_is_valid() {
    let folder = tempfile::tempdir().unwrap();
    let messages = messages().await;
    assert_eq!(messages.len(), MESSAGES);
    let numbered = messages.iter().filter(|message| String::from_utf8_lossy(message).contains("FA-2024-3144"));
    assert_eq!(numbered.count(), 1, "the invoice says its number");
    let mut files = Vec::new();
    for (number, message) in messages.iter().enumerate() {
        let file = folder.path().join(format!("{number}.json"));
        std::fs::write(&file, message).unwrap();
        files.push(file);
    }
    let verdict = validate(&files);
    assert!(verdict.status.success(), "{}", String::from_utf8_lossy(&verdict.stderr));
    assert_eq!(String::from_utf8_lossy(&verdict.stdout).matches(": valid").count(), MESSAGES);
}

#[tokio::test]
async fn the_validator_refuses_what_is_not_valid() {
    let folder = tempfile::tempdir().unwrap();
    let text = String::from_utf8(messages().await.swap_remove(0)).unwrap();
    for (number, (from, to)) in
        [("\"status\"", "\"statut\""), ("2024-02-06", "06/02/2024"), ("\"insurer\"", "\"assureur\"")].iter().enumerate()
    {
        let file = folder.path().join(format!("{number}.json"));
        let bent = text.replacen(from, to, 1);
        assert_ne!(bent, text);
        std::fs::write(&file, bent).unwrap();
        assert_eq!(validate(&[file]).status.code(), Some(1), "{from} -> {to}");
    }
}
