//! The estimate, offline: what the customer will probably pay, from what the dossier holds and what is said at the counter.
//!
//! Nothing here is a promise: the result is a range with a confidence and the reason of each line. What is not known is
//! not guessed: every value it may have is tried ([`hypothesis`]) and the range holds them all. The numbers of the texts
//! are dated data ([`reference`]), never written in a rule. A pharmacy's shares are read on its main software's invoice
//! and are not estimated.

mod confidence;
mod contract;
mod hearing;
mod hypothesis;
mod optics;
mod piece;
mod printed;
mod reasons;
pub mod reference;
mod result;
mod said;

#[cfg(test)]
mod tests;

pub use printed::{EstimatePrinted, PrintedRange};
pub use result::{Confidence, Estimate, LineEstimate, NetworkSide, Scenario, Shares, Span};
pub(crate) use said::years_on;
pub use said::{
    AgeBand, Answer, AnswerKind, Complementary, EarlyRenewal, Evidence, Guarantee, LastEquipment, Network, Question,
    Said, SaidCover,
};
pub use {optics::Category, reasons::Reason};

use crate::{context::Activity, money::MoneyError};
use jiff::civil::Date;
use reference::{InForce, Key, ReferenceSet};
use serde::Serialize;
use thiserror::Error;

/// The most lines looked at: one equipment has a handful.
pub const MAX_LINES: usize = 12;

/// Why nothing can be estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CannotEstimate {
    /// A pharmacy's shares come from its main software's invoice.
    #[error("a pharmacy's shares come from its main software's invoice")]
    PharmacyInvoice,
    /// Without lines the equipment is not known.
    #[error("the lines are needed")]
    LinesNeeded,
    /// One equipment is estimated at a time: a frame and two lenses, or two ears.
    #[error("more than one equipment")]
    MoreThanOneEquipment,
    /// The reference set has no such number at that date.
    #[error("no number for {key:?} on {on}")]
    NoNumber {
        /// Which.
        key: Key,
        /// When.
        on: Date,
    },
    /// A sum leaves the range of amounts.
    #[error("amount out of range")]
    AmountOutOfRange,
}

impl From<MoneyError> for CannotEstimate {
    fn from(_: MoneyError) -> Self {
        CannotEstimate::AmountOutOfRange
    }
}

/// Estimates a sale on a day.
pub fn estimate(question: &Question, reference: &ReferenceSet) -> Result<Estimate, CannotEstimate> {
    if question.activity == Activity::Pharmacy {
        return Err(CannotEstimate::PharmacyInvoice);
    }
    if question.lines.is_empty() {
        return Err(CannotEstimate::LinesNeeded);
    }
    if question.lines.len() > MAX_LINES {
        return Err(CannotEstimate::MoreThanOneEquipment);
    }
    let numbers = InForce::of(reference, question.on);
    let mut scenarios = Vec::new();
    for side in hypothesis::sides(question) {
        let mut scenario: Option<Scenario> = None;
        for tried in hypothesis::all(question, side) {
            let outcome = hypothesis::outcome(question, &tried, &numbers)?;
            match &mut scenario {
                None => scenario = Some(Scenario::of(side, outcome)),
                Some(scenario) => scenario.widen(outcome),
            }
        }
        scenarios.extend(scenario);
    }
    let reasons = reasons::of(question, &numbers)?;
    Ok(Estimate {
        price_cents: question.price()?,
        on: question.on,
        confidence: confidence::of(question),
        scenarios,
        line_reasons: reasons.lines,
        reasons: reasons.general,
        numbers: numbers.used(),
    })
}
