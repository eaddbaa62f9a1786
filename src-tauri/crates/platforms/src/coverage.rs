//! From a platform's answer to the one shape every way gives ([`CoverageAnswer`]): a translation, without any judgement of
//! its own.

use jiff::Timestamp;
use jiff::civil::Date;
use relais_domain::coverage::{
    Certainty, CoverageAnswer, CoverageBenefit, CoverageSource, CoverageWay, DomainCoverage,
};

use crate::answer::{Benefit, CoverLine, EligibilityAnswer};

impl EligibilityAnswer {
    /// The answer in the shape of all ways: live, so as sure as can be.
    pub fn coverage(&self, way: CoverageWay, service_date: Date, answered_at: Timestamp) -> CoverageAnswer {
        CoverageAnswer {
            source: CoverageSource { way, platform: Some(self.source.clone()) },
            certainty: Certainty::A,
            answered_at,
            service_date,
            outcome: self.outcome,
            in_force: self.in_force,
            period: self.period,
            covered_cents: self.covered_cents,
            authorisation_required: self.authorisation_required,
            domains: self.lines.iter().map(domain).collect(),
            reference: self.reference.clone(),
            error_codes: self.error_codes.clone(),
            message: self.disposition_text.as_ref().map(|text| text.as_str().to_owned()),
            not_known: self.not_known.clone(),
        }
    }
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
