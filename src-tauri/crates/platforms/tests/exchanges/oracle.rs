//! Every message that leaves is valid FHIR R4 in the eyes of `fhir.resources`, an implementation that is not ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use relais_domain::platform::Function;
use relais_platforms::platform::Platform;
use wiremock::ResponseTemplate;

use crate::rig::{AMPLE, CLAIM, RIGHTS, answer, asked, eligibility, platform, prior_authorisation};

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
    asked(&server).await.into_iter().map(|request| request.body).collect()
}

fn validate(files: &[PathBuf]) -> std::process::Output {
    Command::new(python()).arg(root().join("tests/journeys/fhir_validate.py")).args(files).output().unwrap()
}

#[tokio::test]
async fn every_message_that_leaves_is_valid() {
    let folder = tempfile::tempdir().unwrap();
    let messages = messages().await;
    assert_eq!(messages.len(), 5);
    let mut files = Vec::new();
    for (number, message) in messages.iter().enumerate() {
        let file = folder.path().join(format!("{number}.json"));
        std::fs::write(&file, message).unwrap();
        files.push(file);
    }
    let verdict = validate(&files);
    assert!(verdict.status.success(), "{}", String::from_utf8_lossy(&verdict.stderr));
    assert_eq!(String::from_utf8_lossy(&verdict.stdout).matches(": valid").count(), 5);
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
