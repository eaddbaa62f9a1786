//! What a list of payment advices says of one share, and what a statement says pays it. An advice announces; it is not
//! money (design §1.2): a dossier keeps what was said beside where it stands.
//!
//! Owns the words of an advice and the causes of a shortfall. What a dossier does with them is `dossier::advice`.

use crate::{
    context::{Context, Role},
    dossier::TrackState,
    ids::{BankCreditId, ImportId, TextId},
    money::Cents,
    practice::{NotAChoice, Practice, PracticeEvent},
    refusal::Refusal,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an advice says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AdviceOutcome {
    /// A payment is announced.
    Announced,
    /// Nothing will be paid.
    Rejected,
}

impl AdviceOutcome {
    /// Every outcome.
    pub const ALL: [AdviceOutcome; 2] = [AdviceOutcome::Announced, AdviceOutcome::Rejected];

    /// The word on the wire and in a saved mapping.
    pub const fn word(self) -> &'static str {
        match self {
            AdviceOutcome::Announced => "announced",
            AdviceOutcome::Rejected => "rejected",
        }
    }
}

/// `dossier.advised`: one line of a list of advices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Of which complementary.
    pub rank: u8,
    /// Where the share stood when it moved because of it; none when it stayed where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TrackState>,
    /// The list it was read in.
    pub import: ImportId,
    /// What it says.
    pub outcome: AdviceOutcome,
    /// The advice's own reference, which a transfer usually repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What is announced, in cents; none for a rejection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_cents: Option<Cents>,
    /// The day of the advice, when said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The day the payment is announced for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pays_on: Option<Date>,
    /// The code of a rejection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its wording, in its erasable place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<TextId>,
}

impl Advice {
    /// Whether another line says the same: the same list twice adds nothing.
    pub fn says_the_same(&self, other: &Advice) -> bool {
        let said = |line: &Advice| {
            (
                (line.rank, line.outcome, line.reference.clone()),
                (line.amount_cents, line.on, line.pays_on, line.code.clone()),
            )
        };
        said(self) == said(other)
    }
}

/// `dossier.paid_by_list`: the movement just before was read from a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidByList {
    /// Which complementary.
    pub rank: u8,
    /// Which statement.
    pub import: ImportId,
    /// Which credit of it.
    pub bank_credit: BankCreditId,
}

/// Why less came than was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ShortCause {
    /// The payer keeps its fees back.
    Fees,
    /// The payer takes back what it had advanced, or paid by mistake.
    Recoupment,
    /// The rest is to come: it stays awaited.
    Partial,
    /// The advice was wrong.
    AdviceWrong,
    /// Anything else, in words.
    Other,
}

impl ShortCause {
    /// Whether the rest is still awaited.
    pub const fn rest_may_come(self) -> bool {
        matches!(self, ShortCause::Partial)
    }
}

/// After how many working days an announced payment that has not come is told. Four is what software of the trade tolerates
/// (« à vérifier »); each operator has its habits, and a practice its own patience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(try_from = "u32", into = "u32")]
#[ts(type = "number")]
pub struct AdviceDelay(u32);

impl AdviceDelay {
    /// What may be chosen: at once to a quarter.
    pub const DAYS: std::ops::RangeInclusive<u32> = 0..=60;

    /// So many working days.
    pub fn parse(days: u32) -> Result<Self, NotAChoice> {
        if Self::DAYS.contains(&days) { Ok(Self(days)) } else { Err(NotAChoice) }
    }

    /// The days.
    pub const fn days(self) -> u32 {
        self.0
    }
}

impl Default for AdviceDelay {
    fn default() -> Self {
        Self(4)
    }
}

impl TryFrom<u32> for AdviceDelay {
    type Error = NotAChoice;
    fn try_from(days: u32) -> Result<Self, Self::Error> {
        Self::parse(days)
    }
}

impl From<AdviceDelay> for u32 {
    fn from(delay: AdviceDelay) -> u32 {
        delay.0
    }
}

/// Chooses after how many working days an announced payment is late. What is so already records nothing.
pub fn set_delay(state: &Practice, days: AdviceDelay, context: &Context) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role == Role::Accountant {
        return Err(Refusal::RoleNotAllowed);
    }
    Ok(if state.advice_delay == days { Vec::new() } else { vec![PracticeEvent::AdviceDelaySet { days }] })
}
