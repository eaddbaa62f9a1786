//! What is known of a cover, in one shape whichever the way it became known: a platform's answer, one kept from before,
//! the card in hand, or an assumption.
//!
//! What was not said is absent and listed in [`CoverageAnswer::not_known`], never a default: nothing is shown as a right
//! in force that is not (design §1.5). The shape owns no way, no sentence and no rule of reimbursement.

use crate::{money::Cents, platform::PlatformCode};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// How sure an answer is; the order is from the surest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub enum Certainty {
    /// Answered live by the platform.
    A,
    /// A recent answer, kept or seen by a person.
    B,
    /// What the card says.
    C,
    /// An assumption.
    D,
}

/// By which way an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CoverageWay {
    /// HL7 FHIR R4.
    Fhir,
    /// Another interface over HTTP, described in the platform's file.
    Http,
    /// A program of the practice's.
    Program,
    /// A portal, read by a person.
    Portal,
    /// The customer's own member space, looked at with him.
    MemberSpace,
    /// The insurer's or the operator's telephone.
    GreenNumber,
    /// A paper of the insurer's.
    Attestation,
    /// The card in hand.
    Card,
    /// Nobody said it: it is supposed.
    Assumption,
}

/// Who says so, and by which way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CoverageSource {
    /// The way.
    pub way: CoverageWay,
    /// The platform, when one was asked.
    pub platform: Option<PlatformCode>,
}

/// How far whoever was asked went with the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CoverageOutcome {
    /// Everything was processed.
    Complete,
    /// Some of it was processed.
    Partial,
    /// Taken in, answered later.
    Queued,
    /// Processing failed; the codes say why.
    Error,
}

/// What an answer leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CoverageUnknown {
    /// Whether the cover is in force.
    InForce,
    /// From when to when.
    Period,
    /// The covered amount.
    CoveredAmount,
    /// An amount came without its currency and was set aside.
    Currency,
    /// Whether a prior authorisation is needed.
    AuthorisationRequired,
    /// No reference: nothing to quote for the payment.
    Reference,
    /// Nothing in the answer names the person or the request: only the connection links them.
    Subject,
    /// Several covers came and none is clearly the one asked about.
    Cover,
    /// The stated period leaves the service date out, so « in force » was set aside.
    ServiceDate,
}

/// A period of which either end may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CoveragePeriod {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
}

/// One benefit as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CoverageBenefit {
    /// Kind of benefit as the source names it: `benefit`, `copay`, `deductible`…
    pub kind: Option<String>,
    /// Amount allowed.
    pub allowed_cents: Option<Cents>,
    /// Amount already used.
    pub used_cents: Option<Cents>,
}

/// What is covered in one domain of the card, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DomainCoverage {
    /// The domain as the source names it (`OPTI`, `AUDI`…); absent when it speaks of the only one asked about.
    pub domain: Option<String>,
    /// The product or service the line is about, when it names one.
    pub product: Option<String>,
    /// Whether the domain is excluded.
    pub excluded: Option<bool>,
    /// Whether a prior authorisation is needed first.
    pub authorisation_required: Option<bool>,
    /// The benefits stated.
    pub benefits: Vec<CoverageBenefit>,
}

/// What is known of a cover at a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CoverageAnswer {
    /// Who says so.
    pub source: CoverageSource,
    /// How sure it is.
    pub certainty: Certainty,
    /// When it was said.
    pub answered_at: Timestamp,
    /// The date of care it is about.
    pub service_date: Date,
    /// How far the question went.
    pub outcome: CoverageOutcome,
    /// Whether the cover is in force at that date; none when it was not said.
    pub in_force: Option<bool>,
    /// From when to when the benefits hold.
    pub period: Option<CoveragePeriod>,
    /// What is still covered for the domain asked about, when exactly one amount says so.
    pub covered_cents: Option<Cents>,
    /// Whether a prior authorisation is needed for the domain asked about.
    pub authorisation_required: Option<bool>,
    /// Per domain.
    pub domains: Vec<DomainCoverage>,
    /// The accreditation: the payment guarantee, kept with the dossier.
    pub reference: Option<String>,
    /// Error codes, as the source names them.
    pub error_codes: Vec<String>,
    /// What the source says in words.
    pub message: Option<String>,
    /// What is left open.
    pub not_known: BTreeSet<CoverageUnknown>,
}

impl CoverageWay {
    /// The ways by which a person learns it and writes it down.
    pub const SEEN: [CoverageWay; 4] =
        [CoverageWay::MemberSpace, CoverageWay::GreenNumber, CoverageWay::Attestation, CoverageWay::Portal];
}

impl CoverageAnswer {
    /// What nobody has said anything of yet.
    pub fn unsaid(way: CoverageWay, certainty: Certainty, answered_at: Timestamp, service_date: Date) -> Self {
        CoverageAnswer {
            source: CoverageSource { way, platform: None },
            certainty,
            answered_at,
            service_date,
            outcome: CoverageOutcome::Complete,
            in_force: None,
            period: None,
            covered_cents: None,
            authorisation_required: None,
            domains: Vec::new(),
            reference: None,
            error_codes: Vec::new(),
            message: None,
            not_known: BTreeSet::new(),
        }
        .with_not_known()
    }

    /// Lists what it leaves open of what a counter needs, beside what its source listed.
    #[must_use]
    pub fn with_not_known(mut self) -> Self {
        let open = [
            (self.in_force.is_none(), CoverageUnknown::InForce),
            (self.period.is_none(), CoverageUnknown::Period),
            (self.covered_cents.is_none(), CoverageUnknown::CoveredAmount),
            (self.authorisation_required.is_none(), CoverageUnknown::AuthorisationRequired),
            (self.reference.is_none(), CoverageUnknown::Reference),
        ];
        self.not_known.extend(open.into_iter().filter_map(|(open, what)| open.then_some(what)));
        self
    }

    /// Whether it may be shown as a right in force: said so, processed, and at its date.
    pub fn is_right_in_force(&self) -> bool {
        let processed = matches!(self.outcome, CoverageOutcome::Complete | CoverageOutcome::Partial);
        let inside = self.period.is_none_or(|period| period.contains(self.service_date));
        self.in_force == Some(true) && processed && inside
    }
}

impl CoveragePeriod {
    /// Whether the day lies inside; an open end excludes nothing.
    pub fn contains(&self, day: Date) -> bool {
        self.start.is_none_or(|start| start <= day) && self.end.is_none_or(|end| day <= end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    fn answer() -> CoverageAnswer {
        CoverageAnswer {
            source: CoverageSource { way: CoverageWay::Card, platform: None },
            certainty: Certainty::C,
            answered_at: Timestamp::UNIX_EPOCH,
            service_date: date(2024, 2, 6),
            outcome: CoverageOutcome::Complete,
            in_force: Some(true),
            period: Some(CoveragePeriod { start: Some(date(2024, 1, 1)), end: None }),
            covered_cents: None,
            authorisation_required: None,
            domains: Vec::new(),
            reference: None,
            error_codes: Vec::new(),
            message: None,
            not_known: BTreeSet::new(),
        }
    }

    #[rstest]
    #[case::said_and_inside(Some(true), CoverageOutcome::Complete, None, true)]
    #[case::not_said(None, CoverageOutcome::Complete, None, false)]
    #[case::said_not(Some(false), CoverageOutcome::Complete, None, false)]
    #[case::queued(Some(true), CoverageOutcome::Queued, None, false)]
    #[case::failed(Some(true), CoverageOutcome::Error, None, false)]
    #[case::ended_before(Some(true), CoverageOutcome::Complete, Some(date(2024, 2, 5)), false)]
    fn a_right_is_in_force_only_when_it_was_said(
        #[case] in_force: Option<bool>,
        #[case] outcome: CoverageOutcome,
        #[case] until: Option<Date>,
        #[case] expected: bool,
    ) {
        let period = Some(CoveragePeriod { start: None, end: until });
        assert_eq!(CoverageAnswer { in_force, outcome, period, ..answer() }.is_right_in_force(), expected);
    }

    #[test]
    fn the_surest_comes_first_and_the_shape_reads_back() {
        assert!(Certainty::A < Certainty::B && Certainty::C < Certainty::D);
        let json = serde_json::to_string(&answer()).unwrap();
        assert!(json.contains(r#""certainty":"C""#), "{json}");
        assert_eq!(serde_json::from_str::<CoverageAnswer>(&json).unwrap(), answer());
    }
}
