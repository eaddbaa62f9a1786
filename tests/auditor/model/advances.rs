//! What the auditor checks of operators' advances: a debt that goes back, never below zero, and tied to the bank's credits it
//! came with and was withheld from.

use super::{Auditor, Entry, cents, day, list, text};
use jiff::civil::Date;
use serde_json::Value;
use std::collections::BTreeMap;

/// An operator's advance.
#[derive(Debug, Clone, Default)]
pub(super) struct Advance {
    /// What was received; nothing once cancelled.
    amount: i64,
    on: Option<Date>,
    /// The credit it came with; empty when it was recorded by itself.
    credit: String,
    /// What the practice paid back, as it was said.
    repaid: Vec<Value>,
    /// What the operator took back itself.
    recouped: i64,
    cancelled: bool,
}

impl Advance {
    fn balance(&self) -> i64 {
        let repaid: i64 = self.repaid.iter().map(|repayment| cents(repayment, "amount_cents")).sum();
        self.amount - repaid - self.recouped
    }
}

/// A movement between a credit and an advance: what it is, the credit, the advance, cents.
type Tie = (&'static str, String, String, i64);

/// Both sides of what moved between credits and advances.
#[derive(Debug, Default)]
pub(super) struct Ties {
    /// Said by the advances of the command being read.
    of_advances: Vec<Tie>,
    /// Said by its credits.
    of_credits: Vec<Tie>,
    /// The credits something was withheld from in it.
    withheld: Vec<String>,
    /// What of each credit is an advance, for good: by credit and advance.
    given: BTreeMap<(String, String), i64>,
}

impl Auditor {
    pub(super) fn read_advance(&mut self, id: &str, entry: &Entry) {
        let body = &entry.body;
        let mut advance = self.advances.get(id).cloned().unwrap_or_default();
        let (known, amount) = (advance.on.is_some() && !advance.cancelled, cents(body, "amount_cents"));
        let dated = day(body, "on") <= Some(entry.on) && day(body, "on") >= advance.on;
        let (balance, tie) = (advance.balance(), |what, credit: String, amount| (what, credit, id.to_owned(), amount));
        let holds = match entry.kind.as_str() {
            "operator_advance.received" => {
                self.check_number("operator advance", super::number(body, "year"), super::number(body, "number"));
                let again = advance.on.is_some();
                advance =
                    Advance { amount, on: day(body, "on"), credit: text(body, "bank_credit"), ..Advance::default() };
                if !advance.credit.is_empty() {
                    self.ties.of_advances.push(tie("given", advance.credit.clone(), amount));
                }
                !again && amount > 0 && dated && makes(body, amount, advance.on)
            }
            "operator_advance.rescheduled" => known && balance > 0 && makes(body, balance, advance.on),
            "operator_advance.recouped" => {
                advance.recouped += amount;
                self.ties.of_advances.push(tie("withheld", text(body, "bank_credit"), amount));
                known && amount > 0 && dated
            }
            "operator_advance.repaid" => {
                advance.repaid.push(body.clone());
                known && amount > 0 && dated
            }
            // Another entry, of a repayment that stands.
            "operator_advance.repayment_reversed" => {
                let at = advance.repaid.iter().position(|repayment| repayment == body);
                at.map(|at| advance.repaid.remove(at));
                known && at.is_some()
            }
            "operator_advance.cancelled" => {
                let untouched = balance == advance.amount;
                if !advance.credit.is_empty() {
                    self.ties.of_advances.push(tie("taken", advance.credit.clone(), advance.amount));
                }
                (advance.amount, advance.cancelled) = (0, true);
                known && untouched && super::given(body, "reason")
            }
            _ => true,
        };
        // « a register with … balance »: what goes back is never more than what came.
        let left = advance.balance();
        self.check(holds && left >= 0, "advance-balance", || {
            format!("advance {id}, {balance} before and {left} after: {} {body}", entry.kind)
        });
        self.advances.insert(id.to_owned(), advance);
    }

    /// What a credit says of an advance: it is less free by what it gives, and more is paid by what was withheld.
    pub(super) fn read_credit_of_advance(
        &mut self,
        id: &str,
        entry: &Entry,
        (amount, allocated): (&mut i64, &mut i64),
    ) {
        let (moved, advance) = (cents(&entry.body, "amount_cents"), text(&entry.body, "advance"));
        let share = (id.to_owned(), advance.clone());
        let tie = match entry.kind.as_str() {
            "bank_credit.given_to_advance" => {
                *allocated += moved;
                *self.ties.given.entry(share).or_default() += moved;
                ("given", moved)
            }
            "bank_credit.taken_from_advance" => {
                let given = self.ties.given.remove(&share).unwrap_or_default();
                *allocated -= given;
                ("taken", given)
            }
            "bank_credit.withheld" => {
                *amount += moved;
                self.ties.withheld.push(id.to_owned());
                ("withheld", moved)
            }
            _ => return,
        };
        self.check(tie.1 > 0, "advance-tied", || format!("credit {id}: {}", entry.body));
        self.ties.of_credits.push((tie.0, id.to_owned(), advance, tie.1));
    }

    /// What of a credit is an advance.
    pub(super) fn given_of(&self, credit: &str) -> i64 {
        self.ties.given.iter().filter(|((of, _), _)| of == credit).map(|(_, amount)| amount).sum()
    }

    /// « Recoupment, including one hidden in a transfer that is smaller than its advice »: the advance is less by what the shares
    /// are paid beyond the transfer, to the cent; an advance that came with a credit is that credit's.
    pub(super) fn check_advances_tie(&mut self) {
        let mut of_advances = std::mem::take(&mut self.ties.of_advances);
        let mut of_credits = std::mem::take(&mut self.ties.of_credits);
        of_advances.sort();
        of_credits.sort();
        let same = of_advances == of_credits;
        self.check(same, "advance-tied", || format!("advances say {of_advances:?}, credits {of_credits:?}"));
        for credit in std::mem::take(&mut self.ties.withheld) {
            let (credited, allocated) = self.credited.get(&credit).copied().unwrap_or_default();
            self.check(credited == allocated, "advance-tied", || {
                format!("credit {credit}, with what was withheld {credited}, pays {allocated}")
            });
        }
    }
}

/// Whether a schedule is sound: its days in order, none before the money came, its parts the whole.
fn makes(body: &Value, whole: i64, not_before: Option<Date>) -> bool {
    let parts: Vec<_> =
        list(body, "instalments").iter().map(|part| (day(part, "due_on"), cents(part, "amount_cents"))).collect();
    let in_order = parts.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let sound = parts.iter().all(|(due_on, amount)| *due_on >= not_before && *amount > 0);
    in_order && sound && parts.iter().map(|(_, amount)| amount).sum::<i64>() == whole
}
