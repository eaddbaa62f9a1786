//! What is kept of an estimate that was printed: what was said, the numbers it rested on, and what it gave. Enough to say
//! later why it said so, whatever the settings have become; the page itself is a sealed paper.

use super::{Confidence, Estimate, NetworkSide, Said, Span, reference::DatedNumber};
use crate::{dossier::DossierLine, ids::DocumentId, money::Cents};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `dossier.estimate_printed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimatePrinted {
    /// The paper.
    pub document: DocumentId,
    /// The day whose numbers counted.
    pub on: Date,
    /// The name of the reference set.
    pub reference_version: String,
    /// SHA-256 of its file, in hex.
    pub reference_checksum: String,
    /// The numbers it rested on.
    pub numbers: Vec<DatedNumber>,
    /// What was said at the counter.
    pub said: Said,
    /// The lines estimated.
    pub lines: Vec<DossierLine>,
    /// Their price, in cents.
    pub price_cents: Cents,
    /// How far it may be trusted.
    pub confidence: Confidence,
    /// What it gave.
    pub ranges: Vec<PrintedRange>,
}

/// The range in one network or outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedRange {
    /// Which side; none when the insurer's own figure counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<NetworkSide>,
    /// AMO.
    pub amo: Span,
    /// One per complementary, in rank order.
    pub amc: Vec<Span>,
    /// The customer.
    pub customer: Span,
}

impl EstimatePrinted {
    /// What is kept of an estimate.
    pub fn of(
        estimate: &Estimate,
        document: DocumentId,
        (reference_version, reference_checksum): (String, String),
        (said, lines): (Said, Vec<DossierLine>),
    ) -> Self {
        let ranges = estimate.scenarios.iter().map(|scenario| PrintedRange {
            side: scenario.side,
            amo: scenario.amo,
            amc: scenario.amc.clone(),
            customer: scenario.customer,
        });
        EstimatePrinted {
            document,
            on: estimate.on,
            reference_version,
            reference_checksum,
            numbers: estimate.numbers.clone(),
            said,
            lines,
            price_cents: estimate.price_cents,
            confidence: estimate.confidence,
            ranges: ranges.collect(),
        }
    }
}
