//! An answer read by its description: where each field stands, in which form, and what the interface's words mean.
//!
//! What is not there is unknown. A word that no map knows, another person, another request, another currency, a day that is
//! none: refused, each under its name. An answer in which nothing of the description is found is another thing altogether.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use relais_domain::money::Cents;
use relais_domain::platform::PlatformCode;
use uuid::Uuid;

use super::place::{MAX_VALUES, Place, Scalar};
use super::values::{AmountForm, DateForm};
use crate::answer::{
    AdvisedPayment, Benefit, CancellationAnswer, CancellationVerdict, CoverLine, CoveredLine, EligibilityAnswer,
    Outcome, Period, PlatformText, PriorAuthorisationAnswer, RawAnswer, Unknown,
};
use crate::failure::AnswerFault;
use crate::fhir::strict;
use crate::fhir::wire::Edge;
use crate::person::Named;
use crate::request::{CardCover, ClaimUse, EligibilityRequest, Subject};
use crate::said::{MAX_CODES, SaidOfClaim, SaidOfRights, agreed, short};

/// The only currency that is read.
const EURO: &str = "EUR";

/// Where one field stands, and how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) at: Place,
    /// The interface's words, and what each means here.
    pub(crate) map: BTreeMap<String, String>,
    pub(crate) date: DateForm,
    pub(crate) amount: AmountForm,
}

impl Spot {
    fn value(&self, json: &str) -> Result<Option<Scalar>, AnswerFault> {
        self.at.one(json)
    }

    fn text(&self, json: &str) -> Result<Option<String>, AnswerFault> {
        Ok(self.value(json)?.as_ref().and_then(|value| short(value.word())))
    }

    fn words(&self, json: &str) -> Result<Option<PlatformText>, AnswerFault> {
        Ok(self.value(json)?.as_ref().and_then(|value| PlatformText::new(value.word())))
    }

    fn flag(&self, json: &str) -> Result<Option<bool>, AnswerFault> {
        let Some(value) = self.value(json)? else { return Ok(None) };
        match (self.map.get(value.word()).map(String::as_str), &value) {
            (Some("true"), _) => Ok(Some(true)),
            (Some("false"), _) => Ok(Some(false)),
            (None, Scalar::Flag(flag)) => Ok(Some(*flag)),
            (None, _) if self.map.is_empty() => Err(AnswerFault::WrongKind),
            _ => Err(AnswerFault::UnknownCode),
        }
    }

    fn day(&self, json: &str, edge: Edge) -> Result<Option<Date>, AnswerFault> {
        self.value(json)?.map(|value| self.date.read(&value, edge)).transpose()
    }

    fn cents(&self, json: &str) -> Result<Option<Cents>, AnswerFault> {
        self.value(json)?.map(|value| self.amount.read(&value)).transpose()
    }

    fn outcome(&self, json: &str) -> Result<Option<Outcome>, AnswerFault> {
        let Some(value) = self.value(json)? else { return Ok(None) };
        let meant = self.map.get(value.word()).map_or(value.word(), String::as_str);
        let known = OUTCOMES.iter().find(|(word, _)| *word == meant).map(|(_, outcome)| *outcome);
        known.map(Some).ok_or(AnswerFault::UnknownCode)
    }
}

/// What the words of an outcome are mapped to.
pub(crate) const OUTCOMES: [(&str, Outcome); 5] = [
    ("complete", Outcome::Complete),
    ("partial", Outcome::Partial),
    ("queued", Outcome::Queued),
    ("refused", Outcome::Error),
    ("error", Outcome::Error),
];

/// Where the fields of an answer stand; what is not described is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct AnswerMap {
    pub(crate) outcome: Option<Spot>,
    pub(crate) in_force: Option<Spot>,
    pub(crate) period_start: Option<Spot>,
    pub(crate) period_end: Option<Spot>,
    pub(crate) covered: Option<Spot>,
    pub(crate) currency: Option<Spot>,
    pub(crate) authorisation_required: Option<Spot>,
    pub(crate) excluded: Option<Spot>,
    pub(crate) reference: Option<Spot>,
    pub(crate) request_id: Option<Spot>,
    pub(crate) platform_id: Option<Spot>,
    pub(crate) message: Option<Spot>,
    /// Codes of refusals and errors, one or a list.
    pub(crate) codes: Option<Place>,
    pub(crate) payment_amount: Option<Spot>,
    pub(crate) payment_date: Option<Spot>,
    pub(crate) payment_reference: Option<Spot>,
    pub(crate) person: PersonMap,
    pub(crate) lines: Option<LinesMap>,
}

/// Where the person stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PersonMap {
    pub(crate) family_name: Option<Spot>,
    pub(crate) given_name: Option<Spot>,
    pub(crate) birth_date: Option<Spot>,
    pub(crate) member_number: Option<Spot>,
}

/// Where the lines of a cover stand, and what of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinesMap {
    pub(crate) at: Place,
    pub(crate) domain: Option<Spot>,
    pub(crate) product: Option<Spot>,
    pub(crate) excluded: Option<Spot>,
    pub(crate) authorisation_required: Option<Spot>,
    pub(crate) kind: Option<Spot>,
    pub(crate) allowed: Option<Spot>,
    pub(crate) used: Option<Spot>,
    pub(crate) currency: Option<Spot>,
}

/// What is read of a spot that may not be described.
fn of<T>(
    spot: Option<&Spot>,
    read: impl FnOnce(&Spot) -> Result<Option<T>, AnswerFault>,
) -> Result<Option<T>, AnswerFault> {
    spot.map_or(Ok(None), read)
}

/// An answer to whom and to what it must be.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) request_id: Uuid,
    /// Absent when an answer is looked up by its request alone.
    pub(crate) person: Option<(&'a Subject, &'a CardCover)>,
    pub(crate) source: &'a PlatformCode,
    pub(crate) elapsed_ms: u64,
}

/// The body as one JSON value, without a key twice.
pub(crate) fn opened(body: &[u8]) -> Result<&str, AnswerFault> {
    std::str::from_utf8(strict::check(body)?).map_err(|_| AnswerFault::NotJson)
}

impl AnswerMap {
    /// How far the interface went; what it does not describe is taken as done.
    pub(crate) fn outcome(&self, json: &str) -> Result<Outcome, AnswerFault> {
        match &self.outcome {
            None => Ok(Outcome::Complete),
            Some(spot) => spot.outcome(json)?.ok_or(AnswerFault::NotDescribed),
        }
    }

    /// Whether anything of the description is in the answer, besides words for people.
    fn is_found(&self, json: &str) -> bool {
        let spots = [
            &self.in_force,
            &self.period_start,
            &self.period_end,
            &self.covered,
            &self.authorisation_required,
            &self.excluded,
            &self.reference,
            &self.request_id,
            &self.platform_id,
            &self.payment_amount,
            &self.payment_reference,
            &self.person.member_number,
            &self.person.birth_date,
            &self.outcome,
        ];
        // A value of the wrong kind is there too: it is refused by its own name.
        let is_there = |place: &Place| !matches!(place.one(json), Ok(None));
        spots.into_iter().flatten().any(|spot| is_there(&spot.at))
            || self.codes.as_ref().is_some_and(|codes| codes.all(json).is_ok_and(|codes| !codes.is_empty()))
            || self.lines.as_ref().is_some_and(|lines| lines.at.items(json).is_ok_and(|items| !items.is_empty()))
    }

    /// Whether the answer is tied to the question by what it says itself; a contradiction refuses it.
    fn is_tied(&self, json: &str, asked: Asked<'_>) -> Result<bool, AnswerFault> {
        let mut tied = false;
        if let Some(stated) = of(self.request_id.as_ref(), |spot| spot.text(json))? {
            let ours = asked.request_id.hyphenated().to_string();
            let bare = stated.trim_start_matches("urn:uuid:");
            if !bare.eq_ignore_ascii_case(&ours) && !bare.eq_ignore_ascii_case(&ours.replace('-', "")) {
                return Err(AnswerFault::OtherRequest);
            }
            tied = true;
        }
        let Some((subject, cover)) = asked.person else { return Ok(tied) };
        let text = |spot: &Option<Spot>| of(spot.as_ref(), |spot| spot.text(json));
        let family = text(&self.person.family_name)?;
        let given = text(&self.person.given_name)?;
        let member = text(&self.person.member_number)?;
        let named = Named {
            family: family.as_deref().into_iter().collect(),
            given: given.as_deref().into_iter().collect(),
            birth: of(self.person.birth_date.as_ref(), |spot| spot.day(json, Edge::First))?,
            members: member.as_deref().into_iter().collect(),
        };
        Ok(tied | named.compare(subject, cover)?)
    }

    fn period(&self, json: &str) -> Result<Option<Period>, AnswerFault> {
        let start = of(self.period_start.as_ref(), |spot| spot.day(json, Edge::First))?;
        let end = of(self.period_end.as_ref(), |spot| spot.day(json, Edge::Last))?;
        Ok((start.is_some() || end.is_some()).then_some(Period { start, end }))
    }

    /// Whether the amounts are known to be euros; another currency refuses the answer. An interface whose description
    /// names no place for it counts in euros, as its contract says.
    fn is_in_euros(&self, json: &str) -> Result<bool, AnswerFault> {
        is_in_euros(self.currency.as_ref(), json)
    }

    fn codes(&self, json: &str) -> Result<Vec<String>, AnswerFault> {
        let codes = self.codes.as_ref().map(|codes| codes.all(json)).transpose()?.unwrap_or_default();
        Ok(codes.iter().filter_map(|code| short(code)).take(MAX_CODES).collect())
    }

    /// Reads the rights.
    pub(crate) fn rights(
        &self,
        body: Vec<u8>,
        request: &EligibilityRequest,
        asked: Asked<'_>,
        domain_code: &str,
    ) -> Result<EligibilityAnswer, AnswerFault> {
        let json = opened(&body)?;
        if !self.is_found(json) {
            return Err(AnswerFault::NotDescribed);
        }
        let outcome = self.outcome(json)?;
        let mut not_known = BTreeSet::new();
        if !self.is_tied(json, asked)? {
            not_known.insert(Unknown::Subject);
        }
        let in_euros = self.is_in_euros(json)?;
        let lines = self.lines.as_ref().map(|lines| lines.read(json, in_euros, &mut not_known)).transpose()?;
        let lines = lines.unwrap_or_default();
        let is_asked = |line: &&CoverLine| match line.category_code.as_deref() {
            Some(code) => code == request.domain_code || code == domain_code,
            None => lines.len() == 1,
        };
        let ours: Vec<&CoverLine> = lines.iter().filter(is_asked).collect();
        let benefits: Vec<Benefit> = ours.iter().flat_map(|line| line.benefits.iter().cloned()).collect();
        let stated = euros(self.covered.as_ref(), json, in_euros, &mut not_known)?;
        let by_line = match benefits.as_slice() {
            [one] => one.allowed_cents.map(|allowed| allowed.remaining_after(one.used_cents.unwrap_or_default())),
            // Several are not added up: if they come together or one instead of the other is not said.
            _ => None,
        };
        let flag = |spot: &Option<Spot>| of(spot.as_ref(), |spot| spot.flag(json));
        let said = SaidOfRights {
            in_force: flag(&self.in_force)?,
            period: self.period(json)?,
            covered_cents: if self.covered.is_some() { stated } else { by_line },
            authorisation_required: flag(&self.authorisation_required)?
                .or_else(|| agreed(ours.iter().map(|line| line.authorisation_required))),
            excluded: flag(&self.excluded)?.or_else(|| agreed(ours.iter().map(|line| line.excluded))),
            reference: of(self.reference.as_ref(), |spot| spot.text(json))?,
            error_codes: self.codes(json)?,
            disposition_text: of(self.message.as_ref(), |spot| spot.words(json))?,
            benefits,
            lines: lines.clone(),
            not_known,
        };
        Ok(said.judged(outcome, request.service_date, asked.source, asked.elapsed_ms, body))
    }

    /// Reads what became of a claim of any use.
    pub(crate) fn claim(
        &self,
        body: Vec<u8>,
        claim_use: ClaimUse,
        asked: Asked<'_>,
    ) -> Result<PriorAuthorisationAnswer, AnswerFault> {
        let json = opened(&body)?;
        if !self.is_found(json) {
            return Err(AnswerFault::NotDescribed);
        }
        let outcome = self.outcome(json)?;
        let mut not_known = BTreeSet::new();
        if !self.is_tied(json, asked)? {
            not_known.insert(Unknown::Subject);
        }
        let in_euros = self.is_in_euros(json)?;
        let mut amount = |spot: &Option<Spot>| euros(spot.as_ref(), json, in_euros, &mut not_known);
        let covered_cents = amount(&self.covered)?;
        let payment = AdvisedPayment {
            amount_cents: amount(&self.payment_amount)?,
            on: of(self.payment_date.as_ref(), |spot| spot.day(json, Edge::First))?,
            reference: of(self.payment_reference.as_ref(), |spot| spot.text(json))?,
        };
        let is_announced = payment.amount_cents.is_some() || payment.on.is_some() || payment.reference.is_some();
        let lines = self.lines.as_ref().map(|lines| lines.read(json, in_euros, &mut not_known)).transpose()?;
        let covered_line = |(number, line): (u32, CoverLine)| {
            let covered_cents = line.benefits.first()?.allowed_cents?;
            Some(CoveredLine { number, covered_cents })
        };
        let said = SaidOfClaim {
            reference: of(self.reference.as_ref(), |spot| spot.text(json))?,
            valid: self.period(json)?,
            covered_cents,
            lines: (1..).zip(lines.unwrap_or_default()).filter_map(covered_line).collect(),
            payment: is_announced.then_some(payment),
            disposition_codes: self.codes(json)?,
            disposition_text: of(self.message.as_ref(), |spot| spot.words(json))?,
            platform_id: of(self.platform_id.as_ref(), |spot| spot.text(json))?,
            not_known,
        };
        Ok(said.judged(outcome, claim_use, asked.source, asked.elapsed_ms, body))
    }

    /// Reads what became of a request to take something back.
    pub(crate) fn cancellation(
        &self,
        body: Vec<u8>,
        request_id: Uuid,
        source: &PlatformCode,
        elapsed_ms: u64,
    ) -> Result<CancellationAnswer, AnswerFault> {
        let json = opened(&body)?;
        let outcome = self.outcome(json)?;
        self.is_tied(json, Asked { request_id, person: None, source, elapsed_ms })?;
        let verdict = match outcome {
            Outcome::Complete => CancellationVerdict::Cancelled,
            Outcome::Error => CancellationVerdict::Refused,
            Outcome::Partial | Outcome::Queued => CancellationVerdict::Pending,
        };
        let reference = of(self.reference.as_ref(), |spot| spot.text(json))?;
        let message = of(self.message.as_ref(), |spot| spot.words(json))?;
        let source = source.clone();
        Ok(CancellationAnswer { source, verdict, reference, message, elapsed_ms, raw: RawAnswer::new(body) })
    }
}

fn is_in_euros(spot: Option<&Spot>, json: &str) -> Result<bool, AnswerFault> {
    let Some(spot) = spot else { return Ok(true) };
    match spot.text(json)? {
        Some(currency) if currency == EURO => Ok(true),
        Some(_) => Err(AnswerFault::ForeignCurrency),
        None => Ok(false),
    }
}

/// An amount in euros; one without its currency is set aside and said to be.
fn euros(
    spot: Option<&Spot>,
    json: &str,
    in_euros: bool,
    not_known: &mut BTreeSet<Unknown>,
) -> Result<Option<Cents>, AnswerFault> {
    let stated = of(spot, |spot| spot.cents(json))?;
    if stated.is_some() && !in_euros {
        not_known.insert(Unknown::Currency);
    }
    Ok(stated.filter(|_| in_euros))
}

impl LinesMap {
    fn read(
        &self,
        json: &str,
        in_euros: bool,
        not_known: &mut BTreeSet<Unknown>,
    ) -> Result<Vec<CoverLine>, AnswerFault> {
        let items = self.at.items(json)?;
        items.into_iter().take(MAX_VALUES).map(|item| self.line(item, in_euros, not_known)).collect()
    }

    fn line(&self, item: &str, in_euros: bool, not_known: &mut BTreeSet<Unknown>) -> Result<CoverLine, AnswerFault> {
        let text = |spot: &Option<Spot>| of(spot.as_ref(), |spot| spot.text(item));
        let flag = |spot: &Option<Spot>| of(spot.as_ref(), |spot| spot.flag(item));
        let in_euros = is_in_euros(self.currency.as_ref(), item)? && in_euros;
        let mut amount = |spot: &Option<Spot>| euros(spot.as_ref(), item, in_euros, not_known);
        let category_code = text(&self.domain)?;
        let benefit = Benefit {
            category_code: category_code.clone(),
            type_code: text(&self.kind)?,
            allowed_cents: amount(&self.allowed)?,
            used_cents: amount(&self.used)?,
        };
        let is_stated = benefit.allowed_cents.is_some() || benefit.used_cents.is_some();
        Ok(CoverLine {
            category_code,
            product_code: text(&self.product)?,
            excluded: flag(&self.excluded)?,
            authorisation_required: flag(&self.authorisation_required)?,
            benefits: if is_stated { vec![benefit] } else { Vec::new() },
        })
    }
}
