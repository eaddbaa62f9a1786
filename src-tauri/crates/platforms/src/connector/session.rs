//! One call to a platform: paced, with its credential, one repeat after a 401, redirects kept at home, and further
//! attempts only where they are safe. All of it within one budget.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use bytes::Bytes;
use relais_domain::platform::{FailureCode, PlatformCode};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Method, Url};

use crate::breakers::{Breakers, PlaceInPace};
use crate::connector::account::Secrets;
use crate::connector::auth::Proof;
use crate::connector::budget::Budget;
use crate::connector::classify;
use crate::connector::config::{ConfigError, Endpoints, MAX_REQUEST_BYTES, PlatformConfig};
use crate::connector::token::Credential;
use crate::connector::wire::{Outgoing, Reply, Wire};
use crate::failure::{CallFailure, Phase};
use crate::fhir::outcome;
use crate::http::{Condition, ErrorRule};

/// The media type of a search whose criteria are in its body, not in its address.
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
/// Redirects followed on the same host: a moved path is one, more is a loop.
const MAX_REDIRECTS: usize = 3;
/// Further attempts after the first: at the counter a second one may help, a third would only wait.
const MAX_REPEATS: usize = 1;
/// Wait before a further attempt.
const REPEAT_DELAY: Duration = Duration::from_millis(150);

/// Where a message goes.
#[derive(Debug, Clone)]
pub(super) enum Target {
    /// Below the base address.
    Below(String),
    /// At an address the platform gave, on its own host: checked by [`Session::at_home`].
    At(Url),
}

/// What the body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A message, in the media type of the platform.
    Message,
    /// Search criteria that have no place in an address.
    Criteria,
}

/// What to send.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) method: Method,
    pub(super) target: Target,
    /// Search criteria: business identifiers of ours, never a patient's.
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Option<Bytes>,
    pub(super) content: Content,
    pub(super) repeat: Repeat,
    /// A reply that would be a failure elsewhere, and here is the platform's word that it has nothing.
    pub(super) none: Option<Condition>,
}

impl Message {
    /// A resource that is handed over.
    pub(super) fn post(path: &str, body: Bytes, repeat: Repeat) -> Self {
        let target = Target::Below(path.to_owned());
        Self {
            method: Method::POST,
            target,
            query: Vec::new(),
            body: Some(body),
            content: Content::Message,
            repeat,
            none: None,
        }
    }

    /// Something that is read.
    pub(super) fn get(target: Target, query: Vec<(String, String)>) -> Self {
        let (body, content) = (None, Content::Message);
        Self { method: Method::GET, target, query, body, content, repeat: Repeat::Always, none: None }
    }

    /// A search whose criteria may name a person: they go in the body.
    pub(super) fn search_in_body(path: &str, criteria: String) -> Self {
        let content = Content::Criteria;
        Self { content, ..Self::post(path, Bytes::from(criteria), Repeat::Always) }
    }
}

/// When a further attempt is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Asking twice changes nothing.
    Always,
    /// Only when it is certain that nothing was accepted.
    IfCertainlyNotAccepted,
}

/// How the platform says that it does not answer.
#[derive(Debug, Clone)]
pub(super) enum Tongue {
    /// By its status, with an `OperationOutcome` or without.
    Fhir,
    /// As its description says, else by its status.
    Described(Arc<[ErrorRule]>),
}

impl Tongue {
    /// The failure a reply stands for; none when it may be an answer.
    pub(super) fn failure(&self, reply: &Reply) -> Option<CallFailure> {
        let is_success = (200..300).contains(&reply.status);
        match self {
            Tongue::Fhir => (!is_success).then(|| classify::status(reply, outcome::read(&reply.body))),
            Tongue::Described(rules) => {
                let rule = rules.iter().find(|rule| rule.when.holds(reply.status, &reply.body));
                rule.map(|rule| classify::described(reply, rule))
                    .or_else(|| (!is_success).then(|| classify::status(reply, None)))
            }
        }
    }
}

/// What the headers of every message say of it.
#[derive(Debug)]
pub(super) struct Media<'a> {
    pub(super) accept: &'a str,
    pub(super) content_type: &'a str,
    pub(super) prefer: Option<&'a str>,
    /// Headers that are the same for every message; none proves who asks.
    pub(super) constant: &'a [(HeaderName, HeaderValue)],
}

#[derive(Debug)]
pub(super) struct Session {
    wire: Wire,
    endpoints: Endpoints,
    proof: Proof,
    code: PlatformCode,
    breakers: Arc<Breakers>,
    headers: Headers,
    tongue: Tongue,
    max_answer_bytes: usize,
}

/// The headers of the server's habits, ready.
#[derive(Debug)]
struct Headers {
    accept: HeaderValue,
    content_type: HeaderValue,
    prefer: Option<HeaderValue>,
    constant: Vec<(HeaderName, HeaderValue)>,
}

impl Headers {
    fn of(media: &Media<'_>) -> Result<Self, ConfigError> {
        let value = |text: &str| HeaderValue::from_str(text).map_err(|_| ConfigError::NotAHeader);
        Ok(Self {
            accept: value(media.accept)?,
            content_type: value(media.content_type)?,
            prefer: media.prefer.map(value).transpose()?,
            constant: media.constant.to_vec(),
        })
    }
}

impl Session {
    pub(super) fn new(
        config: &PlatformConfig,
        media: &Media<'_>,
        tongue: Tongue,
        secrets: Secrets,
        breakers: Arc<Breakers>,
    ) -> Result<Self, ConfigError> {
        let endpoints = Endpoints::parse(config)?;
        breakers.set_pace(&config.code, config.pace.calls_per_second.get());
        Ok(Self {
            wire: Wire::new(config, secrets.client_key.as_ref())?,
            proof: Proof::new(config, &endpoints, secrets.account)?,
            code: config.code.clone(),
            breakers,
            headers: Headers::of(media)?,
            tongue,
            max_answer_bytes: config.max_answer_bytes,
            endpoints,
        })
    }

    /// Sends the message and returns a 2xx answer.
    pub(super) async fn call(&self, message: &Message, budget: &Budget) -> Result<Reply, CallFailure> {
        if message.body.as_ref().is_some_and(|body| body.len() > MAX_REQUEST_BYTES) {
            return Err(CallFailure::not_sent(FailureCode::TooLarge, Phase::Admission, "the request is too large"));
        }
        let mut delays = ExponentialBuilder::default()
            .with_min_delay(REPEAT_DELAY)
            .with_max_times(MAX_REPEATS)
            .with_jitter()
            .build();
        loop {
            let failure = match self.attempt(message, budget).await {
                Ok(reply) => return Ok(reply),
                Err(failure) => failure,
            };
            let Some(delay) = delays.next().filter(|_| may_repeat(message.repeat, &failure)) else {
                return Err(failure);
            };
            // A wait that would spend the budget is not begun: what is known now is better than « timed out » later.
            if budget.pause(delay).await.is_err() {
                return Err(failure);
            }
        }
    }

    /// Asks for something that needs no credential and concerns nobody.
    pub(super) async fn call_openly(&self, path: &str, budget: &Budget) -> Result<Reply, CallFailure> {
        let _place = self.wait_for_pace(budget).await?;
        let message = Message::get(Target::Below(path.to_owned()), Vec::new());
        let reply = self.follow(&message, None, budget).await?;
        self.judged(&message, reply)
    }

    /// Whether the platform takes who we are; nothing is asked of it where no call tells.
    pub(super) async fn prove(&self, budget: &Budget) -> Result<(), CallFailure> {
        self.proof.credential(&self.wire, budget).await.map(drop)
    }

    fn judged(&self, message: &Message, reply: Reply) -> Result<Reply, CallFailure> {
        if message.none.as_ref().is_some_and(|none| none.holds(reply.status, &reply.body)) {
            return Ok(reply);
        }
        match self.tongue.failure(&reply) {
            Some(failure) => Err(failure),
            None => Ok(reply),
        }
    }

    /// Whether the reply refuses the token: by its status, or in the platform's own way.
    fn refuses_token(&self, reply: &Reply) -> bool {
        let is_told = |failure: CallFailure| failure.code == FailureCode::Unauthorised;
        reply.status == 401 || self.tongue.failure(reply).is_some_and(is_told)
    }

    /// One attempt; a refused token gets one new token and one repeat.
    async fn attempt(&self, message: &Message, budget: &Budget) -> Result<Reply, CallFailure> {
        // Held until the call has ended: the platform has seen it by then.
        let _place = self.wait_for_pace(budget).await?;
        let credential = self.proof.credential(&self.wire, budget).await?;
        let mut reply = self.follow(message, credential.as_ref(), budget).await?;
        if self.refuses_token(&reply)
            && let Some(fresh) = self.proof.renewed(credential.as_ref(), &self.wire, budget).await?
        {
            reply = self.follow(message, Some(&fresh), budget).await?;
        }
        self.judged(message, reply)
    }

    /// Follows what may be followed: to the same host alone, with the same method and body, or a plain read.
    async fn follow(
        &self,
        message: &Message,
        credential: Option<&Credential>,
        budget: &Budget,
    ) -> Result<Reply, CallFailure> {
        let mut url = match &message.target {
            Target::Below(path) => self.endpoints.below(path),
            Target::At(url) => url.clone(),
        };
        if !message.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&message.query);
        }
        for _ in 0..=MAX_REDIRECTS {
            let reply = self.wire.exchange(self.outgoing(message, &url, credential), budget).await?;
            let may_follow = match reply.status {
                307 | 308 => true,
                301..=303 => message.method == Method::GET,
                _ => return Ok(reply),
            };
            match self.named_at(LOCATION, &url, &reply).filter(|_| may_follow) {
                Some(next) => url = next,
                None => return Err(classify::status(&reply, None)),
            }
        }
        let detail = "the platform redirects in circles";
        Err(CallFailure::not_sent(FailureCode::RedirectRefused, Phase::Exchange, detail))
    }

    fn outgoing(&self, message: &Message, url: &Url, credential: Option<&Credential>) -> Outgoing {
        let mut headers: HeaderMap = self.headers.constant.iter().cloned().collect();
        headers.insert(ACCEPT, self.headers.accept.clone());
        let prefer = HeaderName::from_static("prefer");
        if message.body.is_some() {
            let criteria = message.content == Content::Criteria;
            headers.insert(CONTENT_TYPE, if criteria { FORM } else { self.headers.content_type.clone() });
        }
        if !message.query.is_empty() || message.content == Content::Criteria {
            headers.insert(prefer, HeaderValue::from_static("handling=strict"));
        } else if let Some(preference) = self.headers.prefer.as_ref().filter(|_| message.body.is_some()) {
            headers.insert(prefer, preference.clone());
        }
        if let Some(credential) = credential {
            headers.insert(AUTHORIZATION, credential.header());
        }
        Outgoing {
            method: message.method.clone(),
            url: url.clone(),
            headers,
            body: message.body.clone(),
            max_answer_bytes: self.max_answer_bytes,
        }
    }

    /// The address below the base of something the platform keeps.
    pub(super) fn base(&self) -> &Url {
        &self.endpoints.base
    }

    /// The address that a header of the answer names, when it stands on the platform's own host.
    pub(super) fn named_at(&self, header: HeaderName, from: &Url, reply: &Reply) -> Option<Url> {
        self.at_home(from, reply.headers.get(header)?.to_str().ok()?)
    }

    /// An address as the platform writes it, when it stands on its own host: a credential goes nowhere else.
    pub(super) fn at_home(&self, from: &Url, written: &str) -> Option<Url> {
        let target = from.join(written).ok()?;
        let bare = target.username().is_empty() && target.password().is_none();
        (bare && target.origin() == self.endpoints.base.origin()).then_some(target)
    }

    async fn wait_for_pace(&self, budget: &Budget) -> Result<PlaceInPace, CallFailure> {
        loop {
            let wait = match self.breakers.take_place(&self.code) {
                Ok(place) => return Ok(place),
                Err(wait) => wait,
            };
            if budget.pause(wait).await.is_err() {
                let detail = "the platform's pace leaves no place in time";
                let mut failure = CallFailure::not_sent(FailureCode::Paced, Phase::Admission, detail);
                failure.retry_after_s = u32::try_from(wait.as_secs().saturating_add(1)).ok();
                return Err(failure);
            }
        }
    }
}

/// Whether a further attempt is safe and may help: the connection or a gateway stumbled. A platform that asks for a
/// delay gets it.
fn may_repeat(repeat: Repeat, failure: &CallFailure) -> bool {
    let safe = repeat == Repeat::Always || !failure.may_have_acted;
    let stumbled = match failure.code {
        FailureCode::ConnectionLost | FailureCode::ConnectionRefused | FailureCode::Truncated => true,
        FailureCode::ServerError => matches!(failure.http_status, Some(502..=504)),
        _ => false,
    };
    safe && stumbled && failure.retry_after_s.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::read_lost(Repeat::Always, FailureCode::ConnectionLost, None, true, None, true)]
    #[case::send_lost(Repeat::IfCertainlyNotAccepted, FailureCode::ConnectionLost, None, true, None, false)]
    #[case::send_never_left(Repeat::IfCertainlyNotAccepted, FailureCode::ConnectionLost, None, false, None, true)]
    #[case::send_refused_at_the_door(
        Repeat::IfCertainlyNotAccepted,
        FailureCode::ConnectionRefused,
        None,
        false,
        None,
        true
    )]
    #[case::send_gateway(Repeat::IfCertainlyNotAccepted, FailureCode::ServerError, Some(502), true, None, false)]
    #[case::read_gateway(Repeat::Always, FailureCode::ServerError, Some(503), true, None, true)]
    #[case::read_told_to_wait(Repeat::Always, FailureCode::ServerError, Some(503), true, Some(5), false)]
    #[case::read_broken(Repeat::Always, FailureCode::ServerError, Some(500), true, None, false)]
    #[case::read_refused(Repeat::Always, FailureCode::RequestRefused, Some(400), false, None, false)]
    #[case::read_late(Repeat::Always, FailureCode::TimedOut, None, true, None, false)]
    #[case::read_no_name(Repeat::Always, FailureCode::NameNotResolved, None, false, None, false)]
    #[case::read_throttled(Repeat::Always, FailureCode::TooManyCalls, Some(429), false, Some(1), false)]
    fn only_what_is_safe_is_repeated(
        #[case] repeat: Repeat,
        #[case] code: FailureCode,
        #[case] http_status: Option<u16>,
        #[case] may_have_acted: bool,
        #[case] retry_after_s: Option<u32>,
        #[case] expected: bool,
    ) {
        let failure = CallFailure {
            http_status,
            may_have_acted,
            retry_after_s,
            ..CallFailure::not_sent(code, Phase::Exchange, "x")
        };
        assert_eq!(may_repeat(repeat, &failure), expected);
    }
}
