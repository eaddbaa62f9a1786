//! From a platform's answer to the one shape every way gives ([`CoverageAnswer`]): a translation, without any judgement of
//! its own.

use jiff::Timestamp;
use jiff::civil::Date;
use relais_domain::coverage::{
    Certainty, CoverageAnswer, CoverageBenefit, CoverageOutcome, CoveragePeriod, CoverageSource, CoverageUnknown,
    CoverageWay, DomainCoverage,
};

use crate::answer::{Benefit, CoverLine, EligibilityAnswer, Outcome, Period, Unknown};

impl EligibilityAnswer {
    /// The answer in the shape of all ways: live, so as sure as can be.
    pub fn coverage(&self, way: CoverageWay, service_date: Date, answered_at: Timestamp) -> CoverageAnswer {
        CoverageAnswer {
            source: CoverageSource { way, platform: Some(self.source.clone()) },
            certainty: Certainty::A,
            answered_at,
            service_date,
            outcome: outcome(self.outcome),
            in_force: self.in_force,
            period: self.period.map(period),
            covered_cents: self.covered_cents,
            authorisation_required: self.authorisation_required,
            domains: self.lines.iter().map(domain).collect(),
            reference: self.reference.clone(),
            error_codes: self.error_codes.clone(),
            message: self.disposition_text.as_ref().map(|text| text.as_str().to_owned()),
            not_known: self.not_known.iter().copied().map(unknown).collect(),
        }
    }
}

fn outcome(outcome: Outcome) -> CoverageOutcome {
    match outcome {
        Outcome::Complete => CoverageOutcome::Complete,
        Outcome::Partial => CoverageOutcome::Partial,
        Outcome::Queued => CoverageOutcome::Queued,
        Outcome::Error => CoverageOutcome::Error,
    }
}

fn period(period: Period) -> CoveragePeriod {
    CoveragePeriod { from: period.start, until: period.end }
}

fn domain(line: &CoverLine) -> DomainCoverage {
    let benefit = |benefit: &Benefit| CoverageBenefit {
        kind: benefit.type_code.clone(),
        allowed_cents: benefit.allowed_cents,
        used_cents: benefit.used_cents,
    };
    DomainCoverage {
        domain: line.category_code.clone(),
        product: line.product_code.clone(),
        excluded: line.excluded,
        authorisation_required: line.authorisation_required,
        benefits: line.benefits.iter().map(benefit).collect(),
    }
}

fn unknown(unknown: Unknown) -> CoverageUnknown {
    match unknown {
        Unknown::InForce => CoverageUnknown::InForce,
        Unknown::Period => CoverageUnknown::Period,
        Unknown::CoveredAmount => CoverageUnknown::CoveredAmount,
        Unknown::Currency => CoverageUnknown::Currency,
        Unknown::AuthorisationRequired => CoverageUnknown::AuthorisationRequired,
        Unknown::Reference => CoverageUnknown::Reference,
        Unknown::Subject => CoverageUnknown::Subject,
        Unknown::Cover => CoverageUnknown::Cover,
        Unknown::ServiceDate => CoverageUnknown::ServiceDate,
    }
}
