//! What an estimate gives: a range for each share, the two ends it was met at, line by line.
//!
//! The ends are whole outcomes, so that their shares make the price to the cent; the range of one share may be met in
//! other outcomes than the range of another.

use super::{Reason, piece::Outcome, reference::DatedNumber};
use crate::money::Cents;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// From a least to a most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Span {
    /// At least, in cents.
    pub low_cents: Cents,
    /// At most, in cents.
    pub high_cents: Cents,
}

impl Span {
    pub(crate) const fn of(amount: Cents) -> Span {
        Span { low_cents: amount, high_cents: amount }
    }

    pub(crate) fn widen(&mut self, amount: Cents) {
        self.low_cents = self.low_cents.min(amount);
        self.high_cents = self.high_cents.max(amount);
    }
}

/// Who pays what, in one outcome: these make the price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Shares {
    /// AMO, in cents.
    pub amo_cents: Cents,
    /// One per complementary, in rank order, in cents.
    pub amc_cents: Vec<Cents>,
    /// The customer, in cents.
    pub customer_cents: Cents,
}

/// Which side of the care network a scenario supposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NetworkSide {
    /// In the network.
    In,
    /// Out of it.
    Out,
}

/// How far the figures may be trusted. A letter is never shown without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub enum Confidence {
    /// A live answer gave the figures.
    A,
    /// A recent answer that was kept gave them.
    B,
    /// They come from the card.
    C,
    /// An assumption.
    D,
}

/// One line of the sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LineEstimate {
    /// In cents.
    pub price_cents: Cents,
    /// AMO.
    pub amo: Span,
    /// The complementaries together.
    pub amc: Span,
    /// The customer.
    pub customer: Span,
}

/// The range in one network or outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Scenario {
    /// Which side; none when the insurer's own figure counts whatever the network.
    pub side: Option<NetworkSide>,
    /// AMO.
    pub amo: Span,
    /// One per complementary, in rank order.
    pub amc: Vec<Span>,
    /// The customer.
    pub customer: Span,
    /// Where the customer pays least.
    pub best: Shares,
    /// Where the customer pays most.
    pub worst: Shares,
    /// Line by line.
    pub lines: Vec<LineEstimate>,
}

impl Scenario {
    pub(super) fn of(side: Option<NetworkSide>, outcome: Outcome) -> Scenario {
        let Outcome { shares, lines } = outcome;
        Scenario {
            side,
            amo: Span::of(shares.amo_cents),
            amc: shares.amc_cents.iter().copied().map(Span::of).collect(),
            customer: Span::of(shares.customer_cents),
            lines: lines
                .iter()
                .map(|line| LineEstimate {
                    price_cents: line.price,
                    amo: Span::of(line.amo),
                    amc: Span::of(line.amc),
                    customer: Span::of(line.customer),
                })
                .collect(),
            best: shares.clone(),
            worst: shares,
        }
    }

    pub(super) fn widen(&mut self, outcome: Outcome) {
        let Outcome { shares, lines } = outcome;
        self.amo.widen(shares.amo_cents);
        self.customer.widen(shares.customer_cents);
        for (span, amount) in self.amc.iter_mut().zip(&shares.amc_cents) {
            span.widen(*amount);
        }
        for (line, tried) in self.lines.iter_mut().zip(&lines) {
            line.amo.widen(tried.amo);
            line.amc.widen(tried.amc);
            line.customer.widen(tried.customer);
        }
        if shares.customer_cents < self.best.customer_cents {
            self.best = shares.clone();
        }
        if shares.customer_cents > self.worst.customer_cents {
            self.worst = shares;
        }
    }
}

/// The whole estimate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Estimate {
    /// The price of the sale, in cents.
    pub price_cents: Cents,
    /// The day whose numbers counted.
    pub on: Date,
    /// How far it may be trusted.
    pub confidence: Confidence,
    /// One, or two side by side when the network is not known.
    pub scenarios: Vec<Scenario>,
    /// The reasons of each line, in the lines' order.
    pub line_reasons: Vec<Vec<Reason>>,
    /// The reasons of the whole.
    pub reasons: Vec<Reason>,
    /// The numbers it rests on, with their sources.
    pub numbers: Vec<DatedNumber>,
}
