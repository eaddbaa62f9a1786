//! The dry run: what would leave for a question, secrets masked, and what a recorded answer would say. Nothing is sent and
//! nothing is kept, for the command line and for the window alike.

use crate::{
    app::App,
    call::Call,
    contract::{DryRun, DryRunQuestion, DryRunRequest, DryRunStep, LookupRequest, Problem, ProblemCode},
    described_platform::DescribedPlatform,
    lookup_coverage::{Lookup, failed},
    ports::{Clock, MachineClock},
    verify_rights::field_code,
};
use relais_platforms::connector::{Draft, DraftStep, NoDraft, draft_rights, read_rights};

/// A recorded answer.
pub struct Recorded {
    /// Its HTTP status.
    pub status: u16,
    /// Its body.
    pub body: Vec<u8>,
}

/// Longest recorded answer that is read.
pub const MAX_RECORDED_BYTES: usize = 1024 * 1024;

/// Draws the question up, and reads the recorded answer when there is one.
pub fn rehearse(platform: &DescribedPlatform, lookup: &Lookup, recorded: Option<Recorded>) -> Result<DryRun, Problem> {
    let (draft, needs) = match draft_rights(platform.description(), lookup.request()) {
        Ok(draft) => (draft, None),
        Err(NoDraft::Needs(name)) => (Draft { steps: Vec::new(), fields: Vec::new() }, Some(name.to_owned())),
        Err(NoDraft::NoRights) => return Err(Problem::field("platform", "no_rights")),
        Err(NoDraft::Config(error)) => return Err(Problem::internal(error)),
    };
    let read =
        recorded.map(|recorded| read_rights(platform.description(), lookup.request(), recorded.status, recorded.body));
    let (answer, failure) = match read {
        None => (None, None),
        Some(Ok(answer)) => {
            let day = lookup.request().service_date;
            (Some(answer.coverage(platform.way(), day, MachineClock.now())), None)
        }
        Some(Err(failure)) => (None, Some(failed(&failure))),
    };
    let step = |step: DraftStep| DryRunStep {
        method: step.method.to_owned(),
        url: step.url,
        headers: step.headers.into_iter().map(|(name, value)| format!("{name}: {value}")).collect(),
        body: step.body,
    };
    Ok(DryRun {
        steps: draft.steps.into_iter().map(step).collect(),
        fields: draft.fields.into_iter().map(field_code).collect(),
        needs,
        answer,
        failure,
    })
}

/// The same for a platform the practice has a description of.
pub async fn run(app: &App, _call: Call, request: DryRunRequest) -> Result<DryRun, Problem> {
    let practice = app.practice()?;
    let line = practice.lines.get(&request.platform);
    let file = line.and_then(|line| line.description);
    let file = file.ok_or_else(|| Problem::code(ProblemCode::UnknownPlatform))?;
    let platform = DescribedPlatform::read(&file.text).map_err(|_| Problem::code(ProblemCode::UnknownPlatform))?;
    let lookup = Lookup::read(&typed(request.question))?;
    let answer = request.answer.filter(|answer| !answer.trim().is_empty());
    if answer.as_ref().is_some_and(|answer| answer.len() > MAX_RECORDED_BYTES) {
        return Err(Problem::field("answer", "too_long"));
    }
    if !(100..=599).contains(&request.status) {
        return Err(Problem::field("status", "shape"));
    }
    let recorded = answer.map(|answer| Recorded { status: request.status, body: answer.into_bytes() });
    rehearse(&platform, &lookup, recorded)
}

fn typed(question: DryRunQuestion) -> LookupRequest {
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    LookupRequest {
        family_name: question.family_name,
        given_name: said(question.given_name),
        birth_date: question.birth_date,
        member_number: said(question.member_number),
        nir: said(question.nir),
        amc_number: question.amc_number,
        convention: said(question.convention),
        csr: said(question.csr),
        domain: question.domain,
        codes: Vec::new(),
        service_date: question.service_date,
        asked_cents: question.asked_cents,
        finess: None,
        id: None,
    }
}
