//! One call to a platform: paced, with a token, one repeat after a 401, redirects kept at home, and further attempts
//! only where they are safe. All of it within one budget.

use std::num::NonZeroU32;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use bytes::Bytes;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use relais_domain::platform::FailureCode;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Method, Url};

use crate::connector::budget::Budget;
use crate::connector::classify;
use crate::connector::config::{ClientSecret, ConfigError, Endpoints, MAX_REQUEST_BYTES, Pace, PlatformConfig};
use crate::connector::token::{Bearer, Tokens};
use crate::connector::wire::{Outgoing, Reply, Wire};
use crate::failure::{AnswerFault, CallFailure, Phase};

/// The media type of every message.
const FHIR_JSON: &str = "application/fhir+json";
/// Redirects followed on the same host: a moved path is one, more is a loop.
const MAX_REDIRECTS: usize = 3;
/// Further attempts after the first: at the counter a second one may help, a third would only wait.
const MAX_REPEATS: usize = 1;
/// Wait before a further attempt.
const REPEAT_DELAY: Duration = Duration::from_millis(150);

/// What to send, below the base address.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) method: Method,
    pub(super) path: &'static str,
    /// Search criteria: business identifiers of ours, never a patient's.
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<Bytes>,
    pub(super) repeat: Repeat,
}

/// When a further attempt is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Asking twice changes nothing.
    Always,
    /// Only when it is certain that nothing was accepted.
    IfCertainlyNotAccepted,
}

#[derive(Debug)]
pub(super) struct Session {
    wire: Wire,
    endpoints: Endpoints,
    tokens: Tokens,
    pace: DefaultDirectRateLimiter,
    max_answer_bytes: usize,
}

impl Session {
    pub(super) fn new(config: &PlatformConfig, secret: ClientSecret) -> Result<Self, ConfigError> {
        let endpoints = Endpoints::parse(config)?;
        Ok(Self {
            wire: Wire::new(config)?,
            tokens: Tokens::new(endpoints.token.clone(), config, secret),
            pace: pace(config.pace),
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

    /// Asks for something that needs no token and concerns nobody.
    pub(super) async fn call_openly(&self, path: &'static str, budget: &Budget) -> Result<Reply, CallFailure> {
        self.wait_for_pace(budget).await?;
        let message = Message { method: Method::GET, path, query: Vec::new(), body: None, repeat: Repeat::Always };
        let reply = self.follow(&message, None, budget).await?;
        if (200..300).contains(&reply.status) { Ok(reply) } else { Err(classify::status(&reply)) }
    }

    /// One attempt; a refused token gets one new token and one repeat.
    async fn attempt(&self, message: &Message, budget: &Budget) -> Result<Reply, CallFailure> {
        self.wait_for_pace(budget).await?;
        let bearer = self.tokens.bearer(&self.wire, budget).await?;
        let mut reply = self.follow(message, Some(&bearer), budget).await?;
        if reply.status == 401 {
            // A wait past the deadline ends in the next line, with its name.
            let _ = budget.bound(self.tokens.discard(&bearer)).await;
            let fresh = self.tokens.bearer(&self.wire, budget).await?;
            reply = self.follow(message, Some(&fresh), budget).await?;
        }
        if (200..300).contains(&reply.status) { Ok(reply) } else { Err(classify::status(&reply)) }
    }

    /// Follows what may be followed: to the same host alone, with the same method and body, or a plain read.
    async fn follow(&self, message: &Message, bearer: Option<&Bearer>, budget: &Budget) -> Result<Reply, CallFailure> {
        let mut url = self.endpoints.below(message.path);
        if !message.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&message.query);
        }
        for _ in 0..=MAX_REDIRECTS {
            let reply = self.wire.exchange(self.outgoing(message, &url, bearer), budget).await?;
            let may_follow = match reply.status {
                307 | 308 => true,
                301..=303 => message.method == Method::GET,
                _ => return self.fetch_created(reply, message, bearer, budget).await,
            };
            match self.same_origin(&url, &reply).filter(|_| may_follow) {
                Some(next) => url = next,
                None => return Err(classify::status(&reply)),
            }
        }
        let detail = "the platform redirects in circles";
        Err(CallFailure::not_sent(FailureCode::RedirectRefused, Phase::Exchange, detail))
    }

    /// An empty 200 or 201 with a `Location` says where the answer is: it is read from there, once.
    async fn fetch_created(
        &self,
        reply: Reply,
        message: &Message,
        bearer: Option<&Bearer>,
        budget: &Budget,
    ) -> Result<Reply, CallFailure> {
        let elsewhere = matches!(reply.status, 200 | 201) && reply.body.is_empty() && message.method == Method::POST;
        if !elsewhere {
            return Ok(reply);
        }
        let Some(url) = self.same_origin(&self.endpoints.base, &reply) else {
            return Err(CallFailure::unreadable(AnswerFault::Empty, reply.status));
        };
        let read = Message { method: Method::GET, path: "", query: Vec::new(), body: None, repeat: message.repeat };
        let fetched = self.wire.exchange(self.outgoing(&read, &url, bearer), budget).await;
        // The request itself was accepted: whatever happens now, its outcome is at best unknown.
        let accepted = |failure| CallFailure { may_have_acted: true, ..failure };
        match fetched {
            Ok(found) if found.status == 200 => Ok(found),
            Ok(other) => Err(accepted(classify::status(&other))),
            Err(failure) => Err(accepted(failure)),
        }
    }

    fn outgoing(&self, message: &Message, url: &Url, bearer: Option<&Bearer>) -> Outgoing {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(FHIR_JSON));
        if message.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(FHIR_JSON));
        }
        if !message.query.is_empty() {
            headers.insert(HeaderName::from_static("prefer"), HeaderValue::from_static("handling=strict"));
        }
        if let Some(bearer) = bearer {
            headers.insert(AUTHORIZATION, bearer.header());
        }
        Outgoing {
            method: message.method.clone(),
            url: url.clone(),
            headers,
            body: message.body.clone(),
            max_answer_bytes: self.max_answer_bytes,
        }
    }

    fn same_origin(&self, from: &Url, reply: &Reply) -> Option<Url> {
        let location = reply.headers.get(LOCATION)?.to_str().ok()?;
        let target = from.join(location).ok()?;
        let bare = target.username().is_empty() && target.password().is_none();
        (bare && target.origin() == self.endpoints.base.origin()).then_some(target)
    }

    async fn wait_for_pace(&self, budget: &Budget) -> Result<(), CallFailure> {
        let clock = DefaultClock::default();
        while let Err(not_until) = self.pace.check() {
            let wait = not_until.wait_time_from(clock.now());
            if budget.pause(wait).await.is_err() {
                let detail = "the practice's own pace leaves no place in time";
                let mut failure = CallFailure::not_sent(FailureCode::Paced, Phase::Admission, detail);
                failure.retry_after_s = u32::try_from(wait.as_secs().saturating_add(1)).ok();
                return Err(failure);
            }
        }
        Ok(())
    }
}

fn pace(pace: Pace) -> DefaultDirectRateLimiter {
    let burst: NonZeroU32 = pace.burst;
    RateLimiter::direct(Quota::per_second(pace.calls_per_second).allow_burst(burst))
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
