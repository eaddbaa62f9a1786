//! The watch over direct debits once the account's number leaked: the statements to read, month by month until a day, and what each
//! was found to hold (practice-and-market §1.3 line 24). A debit that nobody allowed can be contested for months, so the watch outlives
//! the incident's other deeds.

use super::{Breach, LeakField, only_of_a_breach};
use crate::{
    context::Context,
    ids::TextId,
    incident::{Incident, IncidentEvent},
    refusal::Refusal,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// How long a debit without a mandate can be contested: thirteen months (CMF L133-24, « à vérifier » in the account's contract).
pub const DISPUTE_MONTHS: i32 = 13;
/// The longest watch: three years, a list one still reads.
pub const LONGEST_WATCH_MONTHS: i32 = 36;

/// What a month's statement was found to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum StatementFound {
    /// Read, and every debit is one the practice allowed.
    Nothing,
    /// A debit nobody knows.
    Unknown {
        /// Whose and how much, and what was done, in its erasable place.
        note: TextId,
    },
    /// To be read again, also when it was checked off by mistake.
    NotRead,
}

/// `incident.statement_checked`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementChecked {
    /// The first day of its month.
    pub month: Date,
    /// What it holds.
    #[serde(flatten)]
    pub found: StatementFound,
}

impl Breach {
    /// The first month to read: that in which the account's number is known to have leaked. None while it did not.
    pub fn watched_from(&self) -> Option<Date> {
        let noted = self.leaks.get(&LeakField::BankAccount).filter(|noted| noted.state.counts())?;
        Some(noted.known_on.first_of_month())
    }

    /// Until when: as it was said, else for as long as a debit can be contested.
    pub fn watched_until(&self) -> Option<Date> {
        let from = self.watched_from()?;
        Some(self.watch_until.unwrap_or_else(|| from.saturating_add(DISPUTE_MONTHS.months())))
    }

    /// The months to read, the first first; and those that were, though nothing calls for them any more.
    pub fn watched_months(&self) -> Vec<Date> {
        let mut months: Vec<Date> = self.statements.keys().copied().collect();
        if let (Some(from), Some(until)) = (self.watched_from(), self.watched_until()) {
            let ahead = (0..=LONGEST_WATCH_MONTHS).map(|count| from.saturating_add(count.months()));
            months.extend(ahead.take_while(|month| *month <= until));
        }
        months.sort();
        months.dedup();
        months
    }

    /// What was found of a month.
    pub fn found(&self, month: Date) -> StatementFound {
        self.statements.get(&month).copied().unwrap_or(StatementFound::NotRead)
    }

    /// How many months have ended whose statement was not read.
    pub fn statements_due(&self, today: Date) -> usize {
        let ended = |month: &Date| month.saturating_add(1.month()) <= today;
        let unread = |month: &Date| self.found(*month) == StatementFound::NotRead;
        self.watched_months().iter().filter(|month| ended(month) && unread(month)).count()
    }
}

/// Says until when the statements are read: not before the leak, and not for longer than one reads.
pub(in crate::incident) fn watch_until(state: &Incident, until: Date) -> Result<Vec<IncidentEvent>, Refusal> {
    only_of_a_breach(state)?;
    let from = state.breach.watched_from().ok_or(Refusal::TaskNotCalledFor)?;
    if until < from || until > from.saturating_add(LONGEST_WATCH_MONTHS.months()) {
        return Err(Refusal::TaskNotCalledFor);
    }
    let same = state.breach.watch_until == Some(until);
    Ok(if same { Vec::new() } else { vec![IncidentEvent::DebitWatchSet { until }] })
}

/// Checks a month's statement off. One that has not begun cannot have been read.
pub(in crate::incident) fn check(
    state: &Incident,
    checked: StatementChecked,
    context: &Context,
) -> Result<Vec<IncidentEvent>, Refusal> {
    only_of_a_breach(state)?;
    if !state.breach.watched_months().contains(&checked.month) {
        return Err(Refusal::TaskNotCalledFor);
    }
    if checked.month > context.today {
        return Err(Refusal::DateInFuture);
    }
    let same = state.breach.found(checked.month) == checked.found;
    Ok(if same { Vec::new() } else { vec![IncidentEvent::StatementChecked(checked)] })
}
