//! From what came back to the answer: inline, at a `Location`, behind a 202 that is polled, or to be searched for once
//! the request was created. Servers differ in this, all within the standard.
//!
//! Nothing here reads what an answer means; it only finds it, on the platform's own host, within the patience of the
//! dialect and the budget of the call. A request that was taken in and not answered in time is « queued », not a failure.

use relais_domain::platform::FailureCode;
use reqwest::Url;
use reqwest::header::{CONTENT_LOCATION, LOCATION};
use uuid::Uuid;

use crate::connector::budget::Budget;
use crate::connector::patience::{MAX_LOOKS, Patience};
use crate::connector::session::{Message, Session, Target};
use crate::connector::wire::Reply;
use crate::dialect::Dialect;
use crate::failure::{AnswerFault, CallFailure, Phase};
use crate::fhir::subject::local;
use crate::fhir::wire::uuid_value;
use crate::fhir::{envelope, strict};

/// Most pages of a search that are read.
const MAX_PAGES: usize = 20;

/// What is waited for.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The resource that answers.
    pub(super) answer: &'static str,
    /// The resource that asks.
    pub(super) request: &'static str,
    /// Our identifier of it.
    pub(super) id: Uuid,
    pub(super) dialect: &'a Dialect,
    /// Whether an answer that says « queued » is asked for again.
    pub(super) waits_while_queued: bool,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) reply: Reply,
    /// The server's own id of our request, when it said it.
    pub(super) created_as: Option<String>,
    /// Taken in, and no answer yet.
    pub(super) is_taken_in: bool,
    /// Found by a search, whose criterion the answer itself must confirm.
    pub(super) was_searched: bool,
}

/// Where the answer is looked for next.
#[derive(Debug, Clone)]
enum Next {
    /// It is here.
    Here,
    /// At this address, at once.
    At(Url),
    /// At this address, later.
    Later(Url),
    /// By a search, later when the last one found nothing.
    Search { later: bool },
    /// Nowhere: the platform only said that it took the request in.
    Nowhere,
}

struct Search<'a> {
    session: &'a Session,
    wanted: Wanted<'a>,
    created_as: Option<String>,
    searching: bool,
    polling: Option<Url>,
}

/// Finds the answer to a request that was accepted with this reply.
pub(super) async fn settle(
    session: &Session,
    wanted: Wanted<'_>,
    first: Reply,
    budget: &Budget,
) -> Result<Settled, CallFailure> {
    let mut patience = Patience::within(budget, wanted.dialect.patience);
    let mut search = Search { session, wanted, created_as: None, searching: false, polling: None };
    let mut reply = first;
    for _ in 0..MAX_LOOKS {
        let next = search.next(&reply)?;
        let later = matches!(next, Next::Later(_) | Next::Search { later: true });
        let message = match next {
            Next::Here => return Ok(search.end(reply, false)),
            Next::Nowhere => return Ok(search.end(reply, true)),
            Next::At(url) | Next::Later(url) => Message::get(Target::At(url), Vec::new()),
            Next::Search { .. } => search.search_message(),
        };
        if later && patience.wait(&reply.headers).await.is_err() {
            break;
        }
        reply = match session.call(&message, if later { &patience.budget } else { budget }).await {
            Ok(found) => found,
            Err(failure) if !later => return Err(CallFailure { may_have_acted: true, ..failure }),
            // The end of an asynchronous call may be a refusal, with its reason.
            Err(failure) if failure.code == FailureCode::OperationOutcome => return Err(failure),
            // Another person's place, another host: not an answer, and said.
            Err(failure) if failure.code == FailureCode::RedirectRefused => {
                return Err(CallFailure { may_have_acted: true, ..failure });
            }
            // It was taken in: that the answer cannot be had now takes nothing back.
            Err(_) => break,
        };
    }
    let is_answer = envelope::holds(&reply.body, wanted.answer);
    Ok(search.end(reply, !is_answer))
}

impl Search<'_> {
    fn end(self, reply: Reply, is_taken_in: bool) -> Settled {
        Settled { reply, created_as: self.created_as, is_taken_in, was_searched: self.searching }
    }

    /// What a reply says about where the answer is.
    fn next(&mut self, reply: &Reply) -> Result<Next, CallFailure> {
        let named = self.named_address(reply)?;
        if envelope::holds(&reply.body, self.wanted.answer) {
            return Ok(self.after_an_answer(reply));
        }
        if reply.status == 202 {
            self.polling = named.or(self.polling.take());
            return Ok(self.polling.clone().map_or(Next::Nowhere, Next::Later));
        }
        let told_elsewhere = reply.body.iter().all(u8::is_ascii_whitespace) || is_outcome(reply);
        let identity = envelope::identity(&reply.body);
        if let Some((kind, id)) = identity.filter(|(kind, _)| kind == self.wanted.request) {
            // The request as the server keeps it: its answer is another resource.
            let from_address = named.as_ref().and_then(|url| self.as_request(url));
            self.created_as = id.map(|id| format!("{kind}/{id}")).or(from_address);
            self.searching = true;
            return Ok(Next::Search { later: false });
        }
        if self.searching && is_bundle(reply) {
            return Ok(Next::Search { later: true });
        }
        match named {
            Some(url) if told_elsewhere && matches!(reply.status, 200 | 201) => {
                self.created_as = self.as_request(&url);
                if self.created_as.is_some() {
                    self.searching = true;
                    return Ok(Next::Search { later: false });
                }
                Ok(Next::At(url))
            }
            None if reply.body.iter().all(u8::is_ascii_whitespace) => {
                Err(CallFailure::unreadable(AnswerFault::Empty, reply.status))
            }
            // Whoever reads it says what it is not.
            _ => Ok(Next::Here),
        }
    }

    /// An answer that says « queued » is looked at again where it is kept.
    fn after_an_answer(&mut self, reply: &Reply) -> Next {
        if !self.wanted.waits_while_queued || !is_queued(&reply.body) {
            return Next::Here;
        }
        if self.searching {
            return Next::Search { later: true };
        }
        let kept = envelope::identity(&reply.body).and_then(|(kind, id)| Some(format!("{kind}/{}", id?)));
        let address = kept.and_then(|path| self.session.at_home(self.session.base(), &path));
        match address.or(self.polling.clone()) {
            Some(url) => Next::Later(url),
            None => {
                self.searching = true;
                Next::Search { later: true }
            }
        }
    }

    /// The address the reply names, which must be the platform's own.
    fn named_address(&self, reply: &Reply) -> Result<Option<Url>, CallFailure> {
        for header in [CONTENT_LOCATION, LOCATION] {
            // `Content-Location` beside an answer says where that very answer is kept: nothing to look for.
            if !reply.headers.contains_key(&header) || (header == CONTENT_LOCATION && reply.status != 202) {
                continue;
            }
            let found = self.session.named_at(header, self.session.base(), reply);
            if found.is_none() && !envelope::holds(&reply.body, self.wanted.answer) {
                let detail = "the answer is said to be on another host";
                let failure = CallFailure::not_sent(FailureCode::RedirectRefused, Phase::Exchange, detail);
                return Err(CallFailure { http_status: Some(reply.status), may_have_acted: true, ..failure });
            }
            return Ok(found);
        }
        Ok(None)
    }

    /// `Claim/12`, when the address is that of a resource of the kind that asks.
    fn as_request(&self, url: &Url) -> Option<String> {
        let name = local(url.path());
        let (kind, id) = name.split_once('/')?;
        (kind == self.wanted.request && !id.is_empty()).then(|| name.to_owned())
    }

    fn search_message(&self) -> Message {
        let criterion = match &self.created_as {
            Some(created_as) => ("request".to_owned(), created_as.clone()),
            None => criterion(self.wanted.dialect, self.wanted.id),
        };
        Message::get(Target::Below(self.wanted.answer.to_owned()), vec![criterion])
    }
}

/// The criterion that finds an answer by our identifier of its request, which names nobody.
pub(super) fn criterion(dialect: &Dialect, id: Uuid) -> (String, String) {
    let system = &dialect.systems.request;
    (dialect.search_by.clone(), format!("{system}|{}", uuid_value(system, id)))
}

/// Every page of a search, as long as the next one is on the platform's own host.
pub(super) async fn pages(
    session: &Session,
    first: &Message,
    budget: &Budget,
) -> Result<(u16, Vec<Vec<u8>>), CallFailure> {
    let mut reply = session.call(first, budget).await?;
    let mut pages = Vec::new();
    loop {
        let status = reply.status;
        let body = std::mem::take(&mut reply.body);
        let next = next_page(session, &body);
        pages.push(body);
        match next.filter(|_| pages.len() < MAX_PAGES) {
            Some(url) => reply = session.call(&Message::get(Target::At(url), Vec::new()), budget).await?,
            None => return Ok((status, pages)),
        }
    }
}

fn next_page(session: &Session, body: &[u8]) -> Option<Url> {
    let bundle = envelope::bundle(strict::check(body).ok()?).ok()?;
    session.at_home(session.base(), bundle.next_url()?)
}

fn is_outcome(reply: &Reply) -> bool {
    envelope::identity(&reply.body).is_some_and(|(kind, _)| kind == "OperationOutcome")
}

fn is_bundle(reply: &Reply) -> bool {
    envelope::identity(&reply.body).is_some_and(|(kind, _)| kind == "Bundle")
}

fn is_queued(body: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Life {
        outcome: Option<String>,
    }
    let life = strict::check(body).and_then(strict::read::<Life>);
    life.is_ok_and(|life| life.outcome.as_deref() == Some("queued"))
}
