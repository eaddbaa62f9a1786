//! The physical inventory of the drawer: what the books say is here, counted paper by paper, the missing and the unknown
//! named, each with its reason. One inventory is one fact, recorded whole.
//!
//! It moves no cheque: one that is missing is noted « perdu ou volé » on the cheque itself, once somebody has looked for it.
//! Names, numbers and reasons are texts in erasable places.

#[cfg(test)]
mod tests;

use crate::{
    context::{Context, Role},
    ids::{ChequeId, DocumentId, InventoryId, TextId},
    money::Cents,
    refusal::Refusal,
    stream::{Stream, StreamKind},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most papers the books do not know: a drawer with more of them needs another remedy than an inventory.
pub const MAX_UNKNOWN: u32 = 50;

/// An event of an inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum InventoryEvent {
    /// The drawer was counted.
    #[serde(rename = "inventory.counted")]
    Counted(Counted),
}

/// `inventory.counted`. The first of the two who counted is the entry's actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The inventory.
    pub inventory: InventoryId,
    /// Its number in the year, gap-free for the post.
    pub number: u32,
    /// The year of the number.
    pub year: i16,
    /// The day.
    pub on: Date,
    /// The name of the second person; none in a shop of one, whose accountant is given a copy of the sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_with: Option<TextId>,
    /// The cheques the books said were here, and were.
    pub found: Vec<CountedCheque>,
    /// Those that were not there.
    pub missing: Vec<MissingCheque>,
    /// The papers that were there and the books do not know.
    pub unknown: Vec<UnknownPaper>,
    /// The sheet to sign.
    pub sheet: DocumentId,
}

/// A cheque that was found where the books said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedCheque {
    /// Which.
    pub cheque: ChequeId,
    /// In cents, as the books have it.
    pub amount_cents: Cents,
}

/// A cheque that was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingCheque {
    /// Which.
    pub cheque: ChequeId,
    /// In cents, as the books have it.
    pub amount_cents: Cents,
    /// What is thought to have become of it, as typed.
    pub reason: TextId,
}

/// A paper the books do not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownPaper {
    /// In cents, as written on it.
    pub amount_cents: Cents,
    /// The number printed on it, as typed.
    pub number: TextId,
    /// From whom, as typed.
    pub from: TextId,
    /// Why it is there, as typed.
    pub reason: TextId,
}

/// One cheque as the person who counts says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// It is there.
    Found,
    /// It is not; the reason, when one was typed.
    Missing(Option<TextId>),
}

/// An inventory about to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // Those of `Counted`.
pub struct Count {
    pub inventory: InventoryId,
    pub number: u32,
    pub year: i16,
    pub counted_with: Option<TextId>,
    pub said: Vec<(ChequeId, Said)>,
    pub unknown: Vec<UnknownPaper>,
    pub sheet: DocumentId,
}

/// An inventory folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// What was counted.
    pub counted: Option<Counted>,
}

impl Counted {
    /// What the books said was here, in cents.
    pub fn expected(&self) -> Cents {
        sum(self.found_amounts().chain(self.missing.iter().map(|missing| missing.amount_cents)))
    }

    /// What of it was found, in cents.
    pub fn found_cents(&self) -> Cents {
        sum(self.found_amounts())
    }

    /// What the papers the books do not know make, in cents.
    pub fn unknown_cents(&self) -> Cents {
        sum(self.unknown.iter().map(|paper| paper.amount_cents))
    }

    fn found_amounts(&self) -> impl Iterator<Item = Cents> {
        self.found.iter().map(|found| found.amount_cents)
    }
}

/// The sums were checked when the inventory was recorded.
fn sum(amounts: impl Iterator<Item = Cents>) -> Cents {
    Cents::sum(amounts).unwrap_or_default()
}

/// Records it: every cheque that `books` say is here is said to be found or missing, each once and no other, and each
/// discrepancy has its reason. Nothing is half counted.
pub fn count(
    state: &Inventory,
    books: &[CountedCheque],
    count: Count,
    context: &Context,
) -> Result<Vec<InventoryEvent>, Refusal> {
    if context.role == Role::Accountant {
        return Err(Refusal::RoleNotAllowed);
    }
    if state.counted.is_some() {
        return Err(Refusal::AlreadyExists);
    }
    if count.unknown.len() > MAX_UNKNOWN as usize {
        return Err(Refusal::TooManyUnknownPapers { most: MAX_UNKNOWN });
    }
    if count.unknown.iter().any(|paper| !paper.amount_cents.is_positive()) {
        return Err(Refusal::AmountNotPositive);
    }
    let said: BTreeMap<ChequeId, Said> = count.said.iter().copied().collect();
    let each_once = said.len() == count.said.len() && said.len() == books.len();
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for CountedCheque { cheque, amount_cents } in books.iter().copied() {
        match said.get(&cheque) {
            Some(Said::Found) => found.push(CountedCheque { cheque, amount_cents }),
            Some(Said::Missing(reason)) => {
                let reason = reason.ok_or(Refusal::ReasonNeeded)?;
                missing.push(MissingCheque { cheque, amount_cents, reason });
            }
            None => return Err(Refusal::DrawerChanged),
        }
    }
    if !each_once {
        return Err(Refusal::DrawerChanged);
    }
    Cents::sum(books.iter().map(|line| line.amount_cents))?;
    Cents::sum(count.unknown.iter().map(|paper| paper.amount_cents))?;
    let Count { inventory, number, year, counted_with, unknown, sheet, .. } = count;
    let on = context.today;
    let counted = Counted { inventory, number, year, on, counted_with, found, missing, unknown, sheet };
    Ok(vec![InventoryEvent::Counted(counted)])
}

impl Stream for Inventory {
    type Event = InventoryEvent;
    const KIND: StreamKind = StreamKind::Inventory;

    fn apply(&mut self, event: &InventoryEvent) {
        let InventoryEvent::Counted(counted) = event;
        self.counted = Some(counted.clone());
    }
}
