//! The trial balance: what was debited and credited on each account, up to a day.

use super::{Account, BooksEntry};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Debits and credits of one account on one day, in cents, both positive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Day {
    /// In cents.
    pub debit_cents: i64,
    /// In cents.
    pub credit_cents: i64,
}

/// One account of the balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialLine {
    /// Which.
    pub account: Account,
    /// Everything debited, in cents.
    pub debit_cents: i64,
    /// Everything credited, in cents.
    pub credit_cents: i64,
}

impl TrialLine {
    /// Debits less credits, in cents.
    pub const fn balance_cents(&self) -> i64 {
        self.debit_cents - self.credit_cents
    }
}

/// The totals of every account and day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrialBalance {
    days: BTreeMap<(Date, Account), Day>,
}

impl TrialBalance {
    /// Adds what an event booked.
    pub fn take(&mut self, entry: &BooksEntry) {
        for (account, cents) in entry.amounts.iter() {
            let day = self.days.entry((entry.on, account.clone())).or_default();
            match cents {
                ..0 => day.credit_cents -= cents,
                _ => day.debit_cents += cents,
            }
        }
    }

    /// Every account that moved up to and on a day, in their order.
    pub fn up_to(&self, as_of: Date) -> Vec<TrialLine> {
        let mut accounts: BTreeMap<&Account, Day> = BTreeMap::new();
        for ((on, account), day) in &self.days {
            if *on > as_of {
                break;
            }
            let total = accounts.entry(account).or_default();
            total.debit_cents += day.debit_cents;
            total.credit_cents += day.credit_cents;
        }
        let line = |(account, day): (&Account, Day)| TrialLine {
            account: account.clone(),
            debit_cents: day.debit_cents,
            credit_cents: day.credit_cents,
        };
        accounts.into_iter().map(line).collect()
    }
}
