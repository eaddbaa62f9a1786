//! What a platform answered, and, just as plainly, what it did not say.
//!
//! FHIR makes most of what matters optional. A missing field becomes an entry of [`Unknown`], never a default: nothing
//! is shown as a right in force that is not (design §1.5). The raw body goes along as the proof, to be sealed.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;
use relais_domain::money::Cents;
use relais_domain::platform::PlatformCode;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use relais_domain::coverage::{CoverageOutcome as Outcome, CoveragePeriod as Period, CoverageUnknown as Unknown};

pub use crate::failure::PlatformText;
use crate::request::ClaimUse;

/// The body exactly as received: the proof. It names the patient, so it is sealed before it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct RawAnswer {
    bytes: Vec<u8>,
    sha256: [u8; 32],
}

impl RawAnswer {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let sha256 = Sha256::digest(&bytes).into();
        Self { bytes, sha256 }
    }

    /// The body.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its SHA-256, to compare two answers; the journal takes a salted digest instead (design §1.7).
    pub const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }
}

impl fmt::Debug for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawAnswer({} bytes)", self.bytes.len())
    }
}

/// One benefit as stated, for the reader who wants the detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benefit {
    /// Category code as the platform names it.
    pub category_code: Option<String>,
    /// Kind of benefit: `benefit`, `copay`, `deductible`…
    pub type_code: Option<String>,
    /// Amount allowed.
    pub allowed_cents: Option<Cents>,
    /// Amount already used.
    pub used_cents: Option<Cents>,
}

/// One line of a cover, as stated: a domain, or a product in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverLine {
    /// Category code as the platform names it; absent when it speaks of the only one asked about.
    pub category_code: Option<String>,
    /// Product or service code, when the line is about one.
    pub product_code: Option<String>,
    /// Whether it is excluded.
    pub excluded: Option<bool>,
    /// Whether a PEC is needed first.
    pub authorisation_required: Option<bool>,
    /// The benefits stated.
    pub benefits: Vec<Benefit>,
}

/// The answer to a rights question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EligibilityAnswer {
    /// Who says so.
    pub source: PlatformCode,
    /// How far the platform went.
    pub outcome: Outcome,
    /// Whether the cover is in force on the service date; `None` is « not said ».
    pub in_force: Option<bool>,
    /// Period of the benefits.
    pub period: Option<Period>,
    /// What the insurer still covers for the domain asked about, when exactly one amount says so.
    pub covered_cents: Option<Cents>,
    /// Whether a PEC is needed first.
    pub authorisation_required: Option<bool>,
    /// Whether the domain is excluded.
    pub excluded: Option<bool>,
    /// Accreditation reference: the payment guarantee, to be kept with the dossier.
    pub reference: Option<String>,
    /// Every benefit stated for the domain asked about.
    pub benefits: Vec<Benefit>,
    /// Every line of the cover, whatever its domain.
    pub lines: Vec<CoverLine>,
    /// Error codes, as the platform names them.
    pub error_codes: Vec<String>,
    /// What the platform says in words.
    pub disposition_text: Option<PlatformText>,
    /// What the answer leaves open.
    pub not_known: BTreeSet<Unknown>,
    /// How long the whole call took.
    pub elapsed_ms: u64,
    /// The body as received.
    pub raw: RawAnswer,
}

/// What a prior authorisation answer comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A PEC number and an amount: the insurer pays that much.
    Agreed,
    /// Nothing is covered, or the request could not be processed.
    Refused,
    /// Taken in, decided later.
    Pending,
    /// Processed, and what was decided is not said in full: a person looks.
    Unclear,
}

/// What is covered of one line of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoveredLine {
    /// Its place among the lines that were sent, from 1.
    pub number: u32,
    /// What is covered of it.
    pub covered_cents: Cents,
}

/// A payment a platform announces: advised is not paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdvisedPayment {
    /// How much.
    pub amount_cents: Option<Cents>,
    /// When it is to be made.
    pub on: Option<Date>,
    /// Its reference, to be found again on the bank credit.
    pub reference: Option<String>,
}

/// What became of a request to take something back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancellationVerdict {
    /// The platform says that it is cancelled.
    Cancelled,
    /// The platform says that it is not, and will not be.
    Refused,
    /// Taken in, done later.
    Pending,
}

/// The answer to a cancellation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancellationAnswer {
    /// Who says so.
    pub source: PlatformCode,
    /// What became of it.
    pub verdict: CancellationVerdict,
    /// The number the platform gave the cancellation.
    pub reference: Option<String>,
    /// What the platform says in words.
    pub message: Option<PlatformText>,
    /// How long the whole call took.
    pub elapsed_ms: u64,
    /// The body as received; empty for a bare 202.
    pub raw: RawAnswer,
}

/// The answer to a prior authorisation request, or to a claim of another use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorAuthorisationAnswer {
    /// What was asked for.
    pub claim_use: ClaimUse,
    /// Who says so.
    pub source: PlatformCode,
    /// How far the platform went. Only [`Outcome::Complete`] and [`Outcome::Partial`] may carry an agreement.
    pub outcome: Outcome,
    /// PEC number: the payment guarantee. Of a quote or an invoice, the number the platform gave its answer.
    pub reference: Option<String>,
    /// From when to when the agreement holds.
    pub valid: Option<Period>,
    /// What the insurer covers; of a quote, an estimate.
    pub covered_cents: Option<Cents>,
    /// The same line by line, for the lines that say so.
    pub lines: Vec<CoveredLine>,
    /// The payment announced, for a claim.
    pub payment: Option<AdvisedPayment>,
    /// Reasons and errors, as the platform names them.
    pub disposition_codes: Vec<String>,
    /// What the platform says in words.
    pub disposition_text: Option<PlatformText>,
    /// The platform's own id of its answer.
    pub platform_id: Option<String>,
    /// What the answer leaves open.
    pub not_known: BTreeSet<Unknown>,
    /// How long the whole call took.
    pub elapsed_ms: u64,
    /// The body as received; empty for a bare 202.
    pub raw: RawAnswer,
}

impl PriorAuthorisationAnswer {
    /// What the answer comes down to; an agreement has both a number and an amount. A quote and a claim have no number of
    /// their own: there, « agreed » is an estimate or an accepted invoice.
    pub fn verdict(&self) -> Verdict {
        match (self.outcome, &self.reference, self.covered_cents) {
            (Outcome::Queued, _, _) => Verdict::Pending,
            (Outcome::Error, _, _) => Verdict::Refused,
            (_, _, Some(covered)) if !covered.is_positive() => Verdict::Refused,
            (_, Some(_), Some(_)) => Verdict::Agreed,
            (_, None, Some(_)) if self.claim_use != ClaimUse::PriorAuthorisation => Verdict::Agreed,
            _ => Verdict::Unclear,
        }
    }
}
