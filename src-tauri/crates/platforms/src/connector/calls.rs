//! The calls of the FHIR connector, each from a plain request to a plain answer: rights, claims of every use, the search of
//! an answer, the taking back, and the questions about nobody.

use std::time::Duration;

use bytes::Bytes;
use relais_domain::platform::{FailureCode, Function};
use uuid::Uuid;

use super::FhirConnector;
use crate::answer::{
    CancellationAnswer, CancellationVerdict, EligibilityAnswer, PriorAuthorisationAnswer, RawAnswer, Unknown,
};
use crate::connector::budget::Budget;
use crate::connector::guarded::heard;
use crate::connector::session::{Message, Repeat, Target};
use crate::connector::settle::{Settled, Wanted, criterion, pages, settle};
use crate::dialect::{CancelBy, PatientBy};
use crate::failure::{AnswerFault, CallFailure, Phase, SendFailure};
use crate::fhir::claim::{self, Standing};
use crate::fhir::naming::Naming;
use crate::fhir::subject::Expected;
use crate::fhir::{cancellation, claim_answer, eligibility, eligibility_answer, envelope, outcome, patient, strict};
use crate::request::{
    CancellationRequest, CardCover, ClaimUse, EligibilityRequest, MAX_LINES, PriorAuthorisationRequest, Subject,
};
use crate::said::{claim_taken_in, rights_taken_in};

const PATIENT_SEARCH: &str = "Patient/_search";

impl FhirConnector {
    pub(super) async fn eligibility(
        &self,
        request: &EligibilityRequest,
        budget: Duration,
    ) -> Result<EligibilityAnswer, CallFailure> {
        let budget = Budget::starting_now(budget);
        self.guarded
            .under_circuit(Function::Rights, &budget, async {
                let known_as = self.known_as(&request.subject, &request.cover, &budget).await?;
                let naming = self.naming(&request.subject, &request.cover, known_as.as_deref())?;
                let body = Bytes::from(eligibility::encode(request, &naming));
                let reply = self
                    .guarded
                    .session
                    .call(&Message::post(&self.dialect.eligibility_path, body, Repeat::Always), &budget)
                    .await?;
                let wanted = Wanted {
                    answer: eligibility_answer::RESOURCE,
                    request: "CoverageEligibilityRequest",
                    id: request.id,
                    dialect: &self.dialect,
                    waits_while_queued: true,
                };
                let found = settle(&self.guarded.session, wanted, reply, &budget).await?;
                let Settled { reply, created_as, is_taken_in: taken_in, was_searched: searched } = found;
                let expected = self.expected(request.id, &naming, created_as.as_deref());
                understood(reply.status, reply.body, |body| {
                    if taken_in {
                        return Ok(rights_taken_in(body, &self.guarded.code, budget.elapsed_ms()));
                    }
                    let elapsed_ms = budget.elapsed_ms();
                    let answer = eligibility_answer::decode(
                        body,
                        request,
                        expected,
                        &self.dialect,
                        &self.guarded.code,
                        elapsed_ms,
                    )?;
                    confirmed(searched, answer.not_known.contains(&Unknown::Subject))?;
                    Ok(answer)
                })
            })
            .await
    }

    pub(super) async fn submit(
        &self,
        claim_use: ClaimUse,
        request: &PriorAuthorisationRequest,
        budget: Duration,
    ) -> Result<PriorAuthorisationAnswer, SendFailure> {
        let budget = Budget::starting_now(budget);
        check_lines(request)?;
        let answer = self.guarded.under_circuit(claim_use.function(), &budget, async {
            let known_as = self.known_as(&request.subject, &request.cover, &budget).await?;
            let naming = self.naming(&request.subject, &request.cover, known_as.as_deref())?;
            let body = encode_claim(claim_use, Standing::Active, request, &naming)?;
            let message = Message::post(&self.dialect.claim_path, body, Repeat::IfCertainlyNotAccepted);
            let reply = self.guarded.session.call(&message, &budget).await?;
            let found = settle(&self.guarded.session, self.claim_wanted(claim_use, request.id), reply, &budget).await?;
            let Settled { reply, created_as, is_taken_in: taken_in, was_searched: searched } = found;
            let expected = self.expected(request.id, &naming, created_as.as_deref());
            understood(reply.status, reply.body, |body| {
                if taken_in {
                    return Ok(claim_taken_in(body, claim_use, &self.guarded.code, budget.elapsed_ms()));
                }
                let answer = claim_answer::decode(body, claim_use, expected, &self.guarded.code, budget.elapsed_ms())?;
                confirmed(searched, answer.not_known.contains(&Unknown::Subject))?;
                Ok(answer)
            })
        });
        answer.await.map_err(SendFailure::from)
    }

    pub(super) async fn find(
        &self,
        claim_use: ClaimUse,
        identifier: Uuid,
        budget: Duration,
    ) -> Result<Option<PriorAuthorisationAnswer>, CallFailure> {
        let budget = Budget::starting_now(budget);
        self.guarded
            .under_circuit(claim_use.function(), &budget, async {
                let (status, pages) = pages(&self.guarded.session, &self.search_for(identifier), &budget).await?;
                let said = pages.first().and_then(|page| outcome::read(page)).flatten();
                let expected = Expected { request_id: identifier, ..self.expected_of_nobody() };
                claim_answer::decode_search(pages, claim_use, expected, &self.guarded.code, budget.elapsed_ms())
                    .map_err(|fault| CallFailure { platform_text: said, ..CallFailure::unreadable(fault, status) })
            })
            .await
    }

    pub(super) async fn take_back(
        &self,
        request: &CancellationRequest,
        budget: Duration,
    ) -> Result<CancellationAnswer, SendFailure> {
        let budget = Budget::starting_now(budget);
        let claim = &request.claim;
        let answer = self.guarded.under_circuit(request.claim_use.function(), &budget, async {
            let (path, body, wanted) = match self.dialect.cancel_by {
                CancelBy::Task => {
                    // A task is about a request: nobody is named, and nobody is looked up.
                    let (subject, cover) = (&claim.subject, &claim.cover);
                    let naming = Naming { dialect: &self.dialect, subject, cover, known_as: None };
                    let (practice, insurer) = (naming.provider(&claim.provider_finess), naming.insurer());
                    let at = request.created_at;
                    let task = cancellation::encode(request.id, claim.id, at, practice, insurer, &self.dialect);
                    let wanted = Wanted {
                        answer: cancellation::TASK,
                        request: "",
                        id: request.id,
                        dialect: &self.dialect,
                        waits_while_queued: false,
                    };
                    (cancellation::TASK, Bytes::from(task), wanted)
                }
                CancelBy::Status => {
                    let known_as = self.known_as(&claim.subject, &claim.cover, &budget).await?;
                    let naming = self.naming(&claim.subject, &claim.cover, known_as.as_deref())?;
                    let body = encode_claim(request.claim_use, Standing::Cancelled, claim, &naming)?;
                    (self.dialect.claim_path.as_str(), body, self.claim_wanted(request.claim_use, claim.id))
                }
            };
            let message = Message::post(path, body, Repeat::IfCertainlyNotAccepted);
            let reply = self.guarded.session.call(&message, &budget).await?;
            let found = settle(&self.guarded.session, wanted, reply, &budget).await?;
            let taken_in = found.is_taken_in;
            understood(found.reply.status, found.reply.body, |body| {
                let pending =
                    cancellation::Read { verdict: CancellationVerdict::Pending, reference: None, message: None };
                let read = if taken_in { pending } else { cancellation::decode(&body, (request.id, claim.id))? };
                Ok(CancellationAnswer {
                    source: self.guarded.code.clone(),
                    verdict: read.verdict,
                    reference: read.reference,
                    message: read.message,
                    elapsed_ms: budget.elapsed_ms(),
                    raw: RawAnswer::new(body),
                })
            })
        });
        answer.await.map_err(SendFailure::from)
    }

    /// Whether a claim stands as cancelled, as the search by its own identifier shows it.
    pub(super) async fn find_cancelled(
        &self,
        request: &CancellationRequest,
        budget: Duration,
    ) -> Result<Option<CancellationAnswer>, CallFailure> {
        let budget = Budget::starting_now(budget);
        let claim = request.claim.id;
        self.guarded
            .under_circuit(request.claim_use.function(), &budget, async {
                let (status, mut pages) = pages(&self.guarded.session, &self.search_for(claim), &budget).await?;
                let expected = Expected { request_id: claim, ..self.expected_of_nobody() };
                let found = claim_answer::find_cancelled(&pages, expected);
                let page = found.map_err(|fault| CallFailure::unreadable(fault, status))?;
                Ok(page.map(|page| CancellationAnswer {
                    source: self.guarded.code.clone(),
                    verdict: CancellationVerdict::Cancelled,
                    reference: None,
                    message: None,
                    elapsed_ms: budget.elapsed_ms(),
                    raw: RawAnswer::new(pages.swap_remove(page)),
                }))
            })
            .await
    }

    /// Asks each function something of its own that concerns nobody: rights, a draft question about the nil identifier;
    /// claims, a search for the nil identifier; the others, the capability statement. A refusal is as good an answer as
    /// any: the function is there.
    pub(super) async fn knock(
        &self,
        function: Function,
        domain_code: &str,
        budget: Duration,
    ) -> Result<(), CallFailure> {
        let budget = Budget::starting_now(budget);
        let answered = self.guarded.under_circuit(function, &budget, async {
            let (reply, kind) = match function {
                Function::Rights => {
                    let body = Bytes::from(eligibility::encode_probe(domain_code, &self.dialect));
                    let draft = Message::post(&self.dialect.eligibility_path, body, Repeat::Always);
                    let reply = self.guarded.session.call(&draft, &budget).await?;
                    // Taken in, created, queued: the function is there, and nothing is waited for.
                    if matches!(reply.status, 201 | 202) {
                        return Ok(());
                    }
                    (reply, eligibility_answer::RESOURCE)
                }
                Function::PriorAuthorisation => {
                    (self.guarded.session.call(&self.search_for(Uuid::nil()), &budget).await?, "Bundle")
                }
                _ => (self.guarded.session.call_openly("metadata", &budget).await?, "CapabilityStatement"),
            };
            let status = reply.status;
            understood(status, reply.body, |body| envelope::is_kind(strict::check(&body)?, kind))
        });
        heard(answered.await)
    }

    fn claim_wanted(&self, claim_use: ClaimUse, id: Uuid) -> Wanted<'_> {
        Wanted {
            answer: claim_answer::RESOURCE,
            request: "Claim",
            id,
            dialect: &self.dialect,
            // A promise may take days: it is asked for again from the queue. A quote is waited for at the counter.
            waits_while_queued: claim_use == ClaimUse::Predetermination,
        }
    }

    /// The standard search of an answer by the request's own identifier, which names nobody.
    fn search_for(&self, identifier: Uuid) -> Message {
        let target = Target::Below(claim_answer::RESOURCE.to_owned());
        Message::get(target, vec![criterion(&self.dialect, identifier)])
    }

    /// The server's own name of the person, where requests are to carry it.
    async fn known_as(
        &self,
        subject: &Subject,
        cover: &CardCover,
        budget: &Budget,
    ) -> Result<Option<String>, CallFailure> {
        if self.dialect.patient_by != PatientBy::Reference {
            return Ok(None);
        }
        let naming = Naming { dialect: &self.dialect, subject, cover, known_as: None };
        let number = naming.number().ok_or_else(not_nameable)?;
        let (system, value) = (number.system.unwrap_or_default(), number.value.unwrap_or_default());
        let criteria = super::token::form_encode(&format!("{system}|{value}"));
        let message = Message::search_in_body(PATIENT_SEARCH, format!("identifier={criteria}"));
        let in_lookup = |failure| CallFailure { may_have_acted: false, ..failure };
        let reply = self.guarded.session.call(&message, budget).await.map_err(in_lookup)?;
        let expected = Expected { person: Some((subject, cover)), ..self.expected_of_nobody() };
        let found = understood(reply.status, reply.body, |body| patient::decode(&body, expected)).map_err(in_lookup)?;
        let unknown = || {
            let detail = "the platform knows nobody by this number";
            CallFailure::not_sent(FailureCode::SubjectUnknown, Phase::Read, detail)
        };
        found.map(Some).ok_or_else(unknown)
    }

    fn naming<'a>(
        &'a self,
        subject: &'a Subject,
        cover: &'a CardCover,
        known_as: Option<&'a str>,
    ) -> Result<Naming<'a>, CallFailure> {
        let naming = Naming { dialect: &self.dialect, subject, cover, known_as };
        if naming.is_possible() { Ok(naming) } else { Err(not_nameable()) }
    }

    fn expected<'a>(&'a self, request_id: Uuid, naming: &Naming<'a>, created_as: Option<&'a str>) -> Expected<'a> {
        Expected {
            request_id,
            person: Some((naming.subject, naming.cover)),
            known_as: naming.known_as,
            created_as,
            member_system: &self.dialect.systems.member,
        }
    }

    fn expected_of_nobody(&self) -> Expected<'_> {
        Expected {
            request_id: Uuid::nil(),
            person: None,
            known_as: None,
            created_as: None,
            member_system: &self.dialect.systems.member,
        }
    }
}

/// An answer found by a search must say itself whose it is: the server may have ignored the criterion.
fn confirmed(searched: bool, names_nobody: bool) -> Result<(), AnswerFault> {
    if searched && names_nobody { Err(AnswerFault::SearchNotConfirmed) } else { Ok(()) }
}

/// Reads a 2xx answer; one that cannot be relied on keeps the platform's words, when it has some.
pub(super) fn understood<T>(
    status: u16,
    body: Vec<u8>,
    read: impl FnOnce(Vec<u8>) -> Result<T, AnswerFault>,
) -> Result<T, CallFailure> {
    let said = outcome::read(&body).flatten();
    read(body).map_err(|fault| CallFailure { platform_text: said, ..CallFailure::unreadable(fault, status) })
}

pub(super) fn refused(detail: &'static str) -> CallFailure {
    CallFailure::not_sent(FailureCode::RequestRefused, Phase::Admission, detail)
}

fn not_nameable() -> CallFailure {
    refused("the platform needs a member number, and there is none")
}

pub(super) fn check_lines(request: &PriorAuthorisationRequest) -> Result<(), SendFailure> {
    if request.lines.is_empty() || request.lines.len() > MAX_LINES {
        return Err(SendFailure::Refused(refused("a claim has 1 to 50 lines")));
    }
    Ok(())
}

fn encode_claim(
    claim_use: ClaimUse,
    standing: Standing,
    request: &PriorAuthorisationRequest,
    naming: &Naming<'_>,
) -> Result<Bytes, CallFailure> {
    let encoded = claim::encode(claim_use, standing, request, naming);
    encoded.map(Bytes::from).map_err(|_| refused("an amount is out of range"))
}
