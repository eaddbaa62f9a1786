//! From what an answer states to what is known: the judgement that is the same whichever the way it came.
//!
//! « In force » is set aside when the answer was not processed or when its own period leaves the day of care out; an amount
//! counts only once processed; whatever is absent is listed. Knows no format and no wire.

use std::collections::BTreeSet;

use jiff::civil::Date;
use relais_domain::money::Cents;
use relais_domain::platform::PlatformCode;

use crate::answer::{
    AdvisedPayment, Benefit, CoverLine, CoveredLine, EligibilityAnswer, Outcome, Period, PlatformText,
    PriorAuthorisationAnswer, RawAnswer, Unknown,
};
use crate::request::ClaimUse;

/// Longest reference or code that is kept; a longer one is not a reference.
pub(crate) const MAX_CODE_CHARS: usize = 100;
/// Most codes kept of one answer.
pub(crate) const MAX_CODES: usize = 20;

/// What an answer about rights states.
#[derive(Default)]
pub(crate) struct SaidOfRights {
    pub(crate) in_force: Option<bool>,
    pub(crate) period: Option<Period>,
    pub(crate) covered_cents: Option<Cents>,
    pub(crate) authorisation_required: Option<bool>,
    pub(crate) excluded: Option<bool>,
    pub(crate) reference: Option<String>,
    pub(crate) benefits: Vec<Benefit>,
    pub(crate) lines: Vec<CoverLine>,
    pub(crate) error_codes: Vec<String>,
    pub(crate) disposition_text: Option<PlatformText>,
    /// What is known to be left open already: the person, the currency, which cover.
    pub(crate) not_known: BTreeSet<Unknown>,
}

impl SaidOfRights {
    /// What is known of the rights on that day.
    pub(crate) fn judged(
        mut self,
        outcome: Outcome,
        service_date: Date,
        source: &PlatformCode,
        elapsed_ms: u64,
        body: Vec<u8>,
    ) -> EligibilityAnswer {
        let processed = is_processed(outcome);
        let mut in_force = self.in_force.filter(|_| processed);
        if in_force == Some(true) && self.period.is_some_and(|period| !period.contains(service_date)) {
            in_force = None;
            self.not_known.insert(Unknown::ServiceDate);
        }
        let covered_cents = self.covered_cents.filter(|_| processed);
        for (unknown, absent) in [
            (Unknown::InForce, in_force.is_none()),
            (Unknown::Period, self.period.is_none()),
            (Unknown::CoveredAmount, covered_cents.is_none()),
            (Unknown::AuthorisationRequired, self.authorisation_required.is_none()),
            (Unknown::Reference, self.reference.is_none()),
        ] {
            if absent {
                self.not_known.insert(unknown);
            }
        }
        EligibilityAnswer {
            source: source.clone(),
            outcome,
            in_force,
            period: self.period,
            covered_cents,
            authorisation_required: self.authorisation_required,
            excluded: self.excluded,
            reference: self.reference,
            benefits: self.benefits,
            lines: self.lines,
            error_codes: self.error_codes,
            disposition_text: self.disposition_text,
            not_known: self.not_known,
            elapsed_ms,
            raw: RawAnswer::new(body),
        }
    }
}

/// What is known after a bare « taken in », or of an answer that did not come in time.
pub(crate) fn rights_taken_in(body: Vec<u8>, source: &PlatformCode, elapsed_ms: u64) -> EligibilityAnswer {
    let said = SaidOfRights { not_known: BTreeSet::from([Unknown::Subject]), ..SaidOfRights::default() };
    said.judged(Outcome::Queued, Date::default(), source, elapsed_ms, body)
}

/// What an answer about a claim of any use states.
#[derive(Default)]
pub(crate) struct SaidOfClaim {
    pub(crate) reference: Option<String>,
    pub(crate) valid: Option<Period>,
    pub(crate) covered_cents: Option<Cents>,
    pub(crate) lines: Vec<CoveredLine>,
    pub(crate) payment: Option<AdvisedPayment>,
    pub(crate) disposition_codes: Vec<String>,
    pub(crate) disposition_text: Option<PlatformText>,
    pub(crate) platform_id: Option<String>,
    /// What is known to be left open already: the person, the currency.
    pub(crate) not_known: BTreeSet<Unknown>,
}

impl SaidOfClaim {
    /// What is known of the claim.
    pub(crate) fn judged(
        mut self,
        outcome: Outcome,
        claim_use: ClaimUse,
        source: &PlatformCode,
        elapsed_ms: u64,
        body: Vec<u8>,
    ) -> PriorAuthorisationAnswer {
        let covered_cents = self.covered_cents.filter(|_| is_processed(outcome));
        for (unknown, absent) in [
            (Unknown::Reference, self.reference.is_none()),
            (Unknown::Period, self.valid.is_none()),
            (Unknown::CoveredAmount, covered_cents.is_none()),
        ] {
            if absent {
                self.not_known.insert(unknown);
            }
        }
        self.disposition_codes.truncate(MAX_CODES);
        PriorAuthorisationAnswer {
            claim_use,
            source: source.clone(),
            outcome,
            reference: self.reference,
            valid: self.valid,
            covered_cents,
            // Lines count with their sum, or not at all.
            lines: if is_processed(outcome) { self.lines } else { Vec::new() },
            payment: self.payment,
            disposition_codes: self.disposition_codes,
            disposition_text: self.disposition_text,
            platform_id: self.platform_id,
            not_known: self.not_known,
            elapsed_ms,
            raw: RawAnswer::new(body),
        }
    }
}

/// What is known after a bare « taken in »: the platform has the claim, nothing more.
pub(crate) fn claim_taken_in(
    body: Vec<u8>,
    claim_use: ClaimUse,
    source: &PlatformCode,
    elapsed_ms: u64,
) -> PriorAuthorisationAnswer {
    let said = SaidOfClaim { not_known: BTreeSet::from([Unknown::Subject]), ..SaidOfClaim::default() };
    said.judged(Outcome::Queued, claim_use, source, elapsed_ms, body)
}

/// `true` as soon as one says so, `false` when all say so, unknown otherwise.
pub(crate) fn agreed(stated: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let stated: Vec<Option<bool>> = stated.collect();
    if stated.contains(&Some(true)) {
        return Some(true);
    }
    (!stated.is_empty() && stated.iter().all(|one| *one == Some(false))).then_some(false)
}

/// A reference or a code worth keeping.
pub(crate) fn short(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.chars().count() <= MAX_CODE_CHARS).then(|| text.to_owned())
}

const fn is_processed(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Complete | Outcome::Partial)
}
