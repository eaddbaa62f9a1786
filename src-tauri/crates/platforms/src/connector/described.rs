//! The connector of an interface that its description tells: templates filled, answers read where they stand, errors by the
//! interface's own words. Everything below the meaning of a message is shared with the FHIR connector.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use relais_domain::platform::{FailureCode, Function, PlatformCode, RepeatMode};
use reqwest::Method;
use uuid::Uuid;

use super::account::Secrets;
use super::budget::Budget;
use super::calls::{check_lines, refused};
use super::config::{ConfigError, PlatformConfig};
use super::guarded::{Guarded, heard};
use super::patience::{MAX_LOOKS, Patience};
use super::session::{Media, Message, Repeat, Session, Target, Tongue};
use super::wire::Reply;
use crate::answer::{
    CancellationAnswer, CancellationVerdict, EligibilityAnswer, Outcome, PriorAuthorisationAnswer, RawAnswer,
};
use crate::breakers::Breakers;
use crate::disclosure::FieldName;
use crate::failure::{AnswerFault, CallFailure, Phase, SendFailure};
use crate::http::answer::{Asked, opened};
use crate::http::filling::Given;
use crate::http::slot::Slot;
use crate::http::{Interface, Operation, Path, Piece};
use crate::platform::{Exchange, Platform, no_connector};
use crate::portal::Handover;
use crate::request::{CancellationRequest, ClaimUse, EligibilityRequest, PriorAuthorisationRequest};
use crate::said::{claim_taken_in, rights_taken_in};

/// Longest number of a request at the platform that is put in an address.
const MAX_TICKET_CHARS: usize = 100;

/// A platform that speaks as its description says.
#[derive(Debug)]
pub struct HttpConnector {
    guarded: Guarded,
    interface: Arc<Interface>,
}

/// What a check found, without asking anything about anybody. A question the description does not have is not asked.
#[derive(Debug)]
pub struct DescribedCheck {
    /// Whether the platform takes who we are, where a call tells.
    pub proof: Result<(), CallFailure>,
    /// Whether the rights answer.
    pub rights: Option<Result<(), CallFailure>>,
    /// Whether a search for nobody's answer is answered.
    pub search: Option<Result<(), CallFailure>>,
}

/// The headers of an interface.
pub(super) fn media(interface: &Interface) -> Media<'_> {
    Media { accept: &interface.accept, content_type: &interface.media_type, prefer: None, constant: &interface.headers }
}

/// A value that the request needs and that is not known: nothing leaves.
fn wanting(slot: Slot) -> CallFailure {
    let detail = format!("the platform needs {}, and there is none", slot.name());
    CallFailure::not_sent(FailureCode::RequestRefused, Phase::Admission, detail)
}

impl HttpConnector {
    /// A connector to the platform described; its account is in the vault, or handed over for a trial.
    pub fn new(
        config: &PlatformConfig,
        interface: Arc<Interface>,
        secrets: impl Into<Secrets>,
        breakers: Arc<Breakers>,
    ) -> Result<Self, ConfigError> {
        let tongue = Tongue::Described(interface.errors.clone());
        let session = Session::new(config, &media(&interface), tongue, secrets.into(), breakers.clone())?;
        Ok(Self { guarded: Guarded { code: config.code.clone(), session, breakers }, interface })
    }

    /// Connects, proves who we are, and asks what can be asked about nobody.
    pub async fn check(&self, budget: Duration) -> DescribedCheck {
        let share = budget / 3;
        let proof = self.guarded.session.prove(&Budget::starting_now(share)).await;
        let asked = |function| async move {
            match self.knock(function, share).await {
                Err(failure) if failure.code == FailureCode::NoConnector => None,
                answered => Some(answered),
            }
        };
        DescribedCheck {
            proof,
            rights: asked(Function::Rights).await,
            search: asked(Function::PriorAuthorisation).await,
        }
    }

    async fn eligibility(
        &self,
        request: &EligibilityRequest,
        budget: Duration,
    ) -> Result<EligibilityAnswer, CallFailure> {
        let operation = self.interface.operations.get(&Function::Rights).ok_or_else(no_connector)?;
        let budget = Budget::starting_now(budget);
        self.guarded
            .under_circuit(Function::Rights, &budget, async {
                let given = Given::Rights(request);
                let asks_again = operation.repeat == RepeatMode::SameIdentifier;
                let repeat = if asks_again { Repeat::Always } else { Repeat::IfCertainlyNotAccepted };
                let reply = self.asked(operation, given, request.id, repeat, &budget).await?;
                let (reply, is_taken_in) =
                    self.settled(operation, request.id, reply, &private(request), &budget).await?;
                let elapsed_ms = budget.elapsed_ms();
                if is_taken_in {
                    return Ok(rights_taken_in(reply.body, &self.guarded.code, elapsed_ms));
                }
                let person = Some((&request.subject, &request.cover));
                let asked = Asked { request_id: request.id, person, source: &self.guarded.code, elapsed_ms };
                let domain = self.interface.domain_code(&request.domain_code);
                read(operation, reply, |body| operation.answer.rights(body, request, asked, domain))
            })
            .await
    }

    /// The fields a message of the template would leave with.
    fn filled(&self, operation: Option<&Operation>, given: Given<'_>) -> Vec<FieldName> {
        let filled = operation.and_then(|operation| operation.request.fill(given, &self.interface).ok());
        filled.map(|message| message.fields).unwrap_or_default()
    }

    async fn submit(
        &self,
        claim_use: ClaimUse,
        request: &PriorAuthorisationRequest,
        budget: Duration,
    ) -> Result<PriorAuthorisationAnswer, SendFailure> {
        let operation = self.interface.operation(claim_use).ok_or_else(|| SendFailure::NotSent(no_connector()))?;
        check_lines(request)?;
        let budget = Budget::starting_now(budget);
        let answer = self.guarded.under_circuit(claim_use.function(), &budget, async {
            let given = Given::Claim(request);
            let reply = self.asked(operation, given, request.id, Repeat::IfCertainlyNotAccepted, &budget).await?;
            let hidden = hidden(request.cover.member_number.as_deref(), request.subject.nir.as_ref());
            let (reply, is_taken_in) = self.settled(operation, request.id, reply, &hidden, &budget).await?;
            let elapsed_ms = budget.elapsed_ms();
            if is_taken_in {
                return Ok(claim_taken_in(reply.body, claim_use, &self.guarded.code, elapsed_ms));
            }
            let person = Some((&request.subject, &request.cover));
            let asked = Asked { request_id: request.id, person, source: &self.guarded.code, elapsed_ms };
            read(operation, reply, |body| operation.answer.claim(body, claim_use, asked))
        });
        answer.await.map_err(SendFailure::from)
    }

    async fn find(
        &self,
        claim_use: ClaimUse,
        identifier: Uuid,
        budget: Duration,
    ) -> Result<Option<PriorAuthorisationAnswer>, CallFailure> {
        let operation = self.interface.operation(claim_use).ok_or_else(no_connector)?;
        let message = self.search(operation, identifier)?;
        let budget = Budget::starting_now(budget);
        self.guarded
            .under_circuit(claim_use.function(), &budget, async {
                let reply = self.guarded.session.call(&message, &budget).await?;
                if message.none.as_ref().is_some_and(|none| none.holds(reply.status, &reply.body)) {
                    return Ok(None);
                }
                let elapsed_ms = budget.elapsed_ms();
                let asked = Asked { request_id: identifier, person: None, source: &self.guarded.code, elapsed_ms };
                read(operation, reply, |body| operation.answer.claim(body, claim_use, asked)).map(Some)
            })
            .await
    }

    async fn take_back(
        &self,
        request: &CancellationRequest,
        budget: Duration,
    ) -> Result<CancellationAnswer, SendFailure> {
        let operation = self.interface.cancellation.as_ref().ok_or_else(|| SendFailure::NotSent(no_connector()))?;
        let budget = Budget::starting_now(budget);
        let answer = self.guarded.under_circuit(request.claim_use.function(), &budget, async {
            let given = Given::Cancellation(request);
            let reply = self.asked(operation, given, request.id, Repeat::IfCertainlyNotAccepted, &budget).await?;
            self.taken_back(operation, request.id, reply, &budget)
        });
        answer.await.map_err(SendFailure::from)
    }

    async fn find_cancelled(
        &self,
        request: &CancellationRequest,
        budget: Duration,
    ) -> Result<Option<CancellationAnswer>, CallFailure> {
        let operation = self.interface.cancellation.as_ref().ok_or_else(no_connector)?;
        let message = self.search(operation, request.id)?;
        let budget = Budget::starting_now(budget);
        self.guarded
            .under_circuit(request.claim_use.function(), &budget, async {
                let reply = self.guarded.session.call(&message, &budget).await?;
                if message.none.as_ref().is_some_and(|none| none.holds(reply.status, &reply.body)) {
                    return Ok(None);
                }
                self.taken_back(operation, request.id, reply, &budget).map(Some)
            })
            .await
    }

    /// Reads what became of a cancellation.
    fn taken_back(
        &self,
        operation: &Operation,
        id: Uuid,
        reply: Reply,
        budget: &Budget,
    ) -> Result<CancellationAnswer, CallFailure> {
        let (source, elapsed_ms) = (&self.guarded.code, budget.elapsed_ms());
        if reply.status == 202 && is_blank(&reply.body) {
            let (verdict, raw) = (CancellationVerdict::Pending, RawAnswer::new(reply.body));
            let (reference, message) = (None, None);
            return Ok(CancellationAnswer { source: source.clone(), verdict, reference, message, elapsed_ms, raw });
        }
        read(operation, reply, |body| operation.answer.cancellation(body, id, source, elapsed_ms))
    }

    /// Asks what concerns nobody: the probe described for the function, else a search for the nil identifier.
    async fn knock(&self, function: Function, budget: Duration) -> Result<(), CallFailure> {
        let message = match (self.interface.probes.get(&function), self.interface.operations.get(&function)) {
            (Some(path), _) => {
                let path = path.filled(Uuid::nil(), None).ok_or_else(no_connector)?;
                Message::get(Target::Below(path), Vec::new())
            }
            (None, Some(operation)) if operation.find.is_some() => self.search(operation, Uuid::nil())?,
            _ => return Err(no_connector()),
        };
        let budget = Budget::starting_now(budget);
        let answered = self
            .guarded
            .under_circuit(function, &budget, async { self.guarded.session.call(&message, &budget).await.map(drop) });
        heard(answered.await)
    }

    /// Sends the question and has the first reply.
    async fn asked(
        &self,
        operation: &Operation,
        given: Given<'_>,
        id: Uuid,
        repeat: Repeat,
        budget: &Budget,
    ) -> Result<Reply, CallFailure> {
        let filled = operation.request.fill(given, &self.interface).map_err(wanting)?;
        let path = path(&operation.path, id, None)?;
        let mut message = Message::post(&path, Bytes::from(filled.body), repeat);
        if operation.puts {
            message.method = Method::PUT;
        }
        self.guarded.session.call(&message, budget).await
    }

    fn search(&self, operation: &Operation, id: Uuid) -> Result<Message, CallFailure> {
        let find = operation.find.as_ref().ok_or_else(no_connector)?;
        let path = path(&find.path, id, None)?;
        let mut message = match &find.request {
            None => {
                let value = |(name, piece): &(String, Piece)| Some((name.clone(), piece.filled(id, None)?));
                Message::get(Target::Below(path), find.query.iter().filter_map(value).collect())
            }
            Some(template) => {
                let filled = template.fill(Given::Search(id), &self.interface).map_err(wanting)?;
                Message::post(&path, Bytes::from(filled.body), Repeat::Always)
            }
        };
        message.none = find.none.clone();
        Ok(message)
    }

    /// The answer, or the last word before it: a reply that only says « taken in » is looked at again where the
    /// description says, within its patience.
    async fn settled(
        &self,
        operation: &Operation,
        id: Uuid,
        first: Reply,
        hidden: &[String],
        budget: &Budget,
    ) -> Result<(Reply, bool), CallFailure> {
        if !is_promised(operation, &first) {
            return Ok((first, false));
        }
        let Some(later) = &operation.later else { return Ok(taken_in(first)) };
        let ticket = later.ticket.as_ref().and_then(|place| place.words(opened(&first.body).ok()?));
        let is_plain = |ticket: &String| {
            let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            ticket.len() <= MAX_TICKET_CHARS && ticket.chars().all(plain) && !ticket.starts_with('.')
        };
        // What names a person has no place in an address, even when the platform takes it for a number.
        let names_nobody = |ticket: &String| !hidden.iter().any(|private| ticket.contains(private.as_str()));
        let ticket = ticket.filter(|ticket| is_plain(ticket) && names_nobody(ticket));
        let Some(path) = later.path.filled(id, ticket.as_deref()) else { return Ok(taken_in(first)) };
        let message = Message::get(Target::Below(path), Vec::new());
        let mut patience = Patience::within(budget, later.patience);
        let mut reply = first;
        for _ in 0..MAX_LOOKS {
            if patience.wait(&reply.headers).await.is_err() {
                break;
            }
            reply = match self.guarded.session.call(&message, &patience.budget).await {
                Ok(found) => found,
                // The end of what was promised may be a refusal, or another place: said.
                Err(failure) if is_said(&failure) => return Err(failure),
                // It was taken in: that the answer cannot be had now takes nothing back.
                Err(_) => break,
            };
            if !is_promised(operation, &reply) {
                return Ok((reply, false));
            }
        }
        Ok(taken_in(reply))
    }
}

/// Whether the failure of a look says something of the request itself.
const fn is_said(failure: &CallFailure) -> bool {
    matches!(failure.code, FailureCode::RequestRefused | FailureCode::SubjectUnknown | FailureCode::RedirectRefused)
}

fn taken_in(reply: Reply) -> (Reply, bool) {
    (reply, true)
}

/// Whether the reply only promises an answer.
fn is_promised(operation: &Operation, reply: &Reply) -> bool {
    let is_queued = |json: &str| operation.answer.outcome(json) == Ok(Outcome::Queued);
    let body = if is_blank(&reply.body) { None } else { opened(&reply.body).ok() };
    match body {
        Some(json) if operation.answer.outcome.is_some() => is_queued(json),
        _ => reply.status == 202,
    }
}

fn is_blank(body: &[u8]) -> bool {
    body.iter().all(u8::is_ascii_whitespace)
}

/// What of a request must not stand in an address.
fn private(request: &EligibilityRequest) -> Vec<String> {
    hidden(request.cover.member_number.as_deref(), request.subject.nir.as_ref())
}

fn hidden(member: Option<&str>, nir: Option<&relais_domain::identifiers::Nir>) -> Vec<String> {
    let bare = nir.map(|nir| nir.reveal().chars().take(13).collect());
    member.map(str::to_owned).into_iter().chain(bare).filter(|text: &String| text.len() >= 4).collect()
}

fn path(path: &Path, id: Uuid, ticket: Option<&str>) -> Result<String, CallFailure> {
    path.filled(id, ticket).ok_or_else(|| refused("the address needs a number that is not known"))
}

/// Reads a 2xx answer; one that cannot be relied on keeps the platform's words, when it has some.
pub(super) fn read<T>(
    operation: &Operation,
    reply: Reply,
    read: impl FnOnce(Vec<u8>) -> Result<T, AnswerFault>,
) -> Result<T, CallFailure> {
    let said = operation.answer.message.as_ref().and_then(|spot| spot.at.words(opened(&reply.body).ok()?));
    let platform_text = said.as_deref().and_then(crate::failure::PlatformText::new);
    read(reply.body).map_err(|fault| CallFailure { platform_text, ..CallFailure::unreadable(fault, reply.status) })
}

impl Platform for HttpConnector {
    fn code(&self) -> &PlatformCode {
        &self.guarded.code
    }

    fn repeat_rule(&self, function: Function) -> RepeatMode {
        self.interface.operations.get(&function).map_or(RepeatMode::Never, |operation| operation.repeat)
    }

    fn handover(&self, _function: Function) -> Option<Handover> {
        None
    }

    fn rights_fields(&self, request: &EligibilityRequest) -> Vec<FieldName> {
        self.filled(self.interface.operations.get(&Function::Rights), Given::Rights(request))
    }

    fn claim_fields(&self, claim_use: ClaimUse, request: &PriorAuthorisationRequest) -> Vec<FieldName> {
        self.filled(self.interface.operation(claim_use), Given::Claim(request))
    }

    fn cancellation_fields(&self, request: &CancellationRequest) -> Vec<FieldName> {
        self.filled(self.interface.cancellation.as_ref(), Given::Cancellation(request))
    }

    fn cancellation_repeat_rule(&self) -> RepeatMode {
        self.interface.cancellation.as_ref().map_or(RepeatMode::Never, |operation| operation.repeat)
    }

    fn check_eligibility<'a>(
        &'a self,
        request: &'a EligibilityRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<EligibilityAnswer, CallFailure>> {
        Box::pin(self.eligibility(request, budget))
    }

    fn submit_claim<'a>(
        &'a self,
        claim_use: ClaimUse,
        request: &'a PriorAuthorisationRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<PriorAuthorisationAnswer, SendFailure>> {
        Box::pin(self.submit(claim_use, request, budget))
    }

    fn find_claim(
        &self,
        claim_use: ClaimUse,
        identifier: Uuid,
        budget: Duration,
    ) -> Exchange<'_, Result<Option<PriorAuthorisationAnswer>, CallFailure>> {
        Box::pin(self.find(claim_use, identifier, budget))
    }

    fn cancel<'a>(
        &'a self,
        request: &'a CancellationRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<CancellationAnswer, SendFailure>> {
        Box::pin(self.take_back(request, budget))
    }

    fn find_cancellation<'a>(
        &'a self,
        request: &'a CancellationRequest,
        budget: Duration,
    ) -> Exchange<'a, Result<Option<CancellationAnswer>, CallFailure>> {
        Box::pin(self.find_cancelled(request, budget))
    }

    fn probe<'a>(
        &'a self,
        function: Function,
        _domain_code: &'a str,
        budget: Duration,
    ) -> Exchange<'a, Result<(), CallFailure>> {
        Box::pin(self.knock(function, budget))
    }
}
