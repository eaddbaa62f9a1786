//! What is owed: the sums Pilotage opens on, read as they are kept, and the shares behind one of them.

use super::{MAX_ROWS, Queries, all, cheques::label, name, one};
use crate::{
    error::StorageError,
    rows::{FlowDay, LastReminder, OwedCell, OwedFilter, OwedRow, OwedScope, OwedSort, Page, PaidMonth, RejectedMonth},
    sql::{Columns, day, word, word_of},
};
use jiff::civil::Date;
use relais_domain::money::Cents;
use rusqlite::ToSql;

impl Queries<'_> {
    /// The sums of everything owed, of whatever day.
    pub fn owed_totals(&self) -> Result<Vec<OwedCell>, StorageError> {
        let sql = "SELECT debtor, activity, payer, operator, state, NULL, NULL, shares, cents FROM owed_total_view";
        all(self.connection, sql, [], owed_cell)
    }

    /// The sums, day by day, of what payers could know of since a day.
    pub fn owed_since(&self, from: Date) -> Result<Vec<OwedCell>, StorageError> {
        let sql = "SELECT debtor, activity, payer, operator, state, since, claimed_on, shares, cents FROM owed_day_view \
                   WHERE claimed_on >= ?1";
        all(self.connection, sql, [from.to_string()], owed_cell)
    }

    /// How long the shares took that were paid from a day's month on, and until another's.
    pub fn paid_months(&self, from: Date, to: Date) -> Result<Vec<PaidMonth>, StorageError> {
        let sql = "SELECT month, debtor, activity, payer, operator, days, shares, cents FROM paid_month_view \
                   WHERE month BETWEEN ?1 AND ?2";
        all(self.connection, sql, [month(from), month(to)], |columns| {
            Ok(PaidMonth {
                month: columns.take()?,
                debtor: columns.word()?,
                activity: columns.word()?,
                payer: columns.take()?,
                operator: columns.take()?,
                days: columns.take()?,
                shares: columns.take()?,
                cents: columns.take()?,
            })
        })
    }

    /// The invoices rejected although the rights had been answered for under a reference, by month and operator.
    pub fn rejected_months(&self, from: Date, to: Date) -> Result<Vec<RejectedMonth>, StorageError> {
        let sql = "SELECT month, activity, operator, shares FROM rejected_month_view WHERE month BETWEEN ?1 AND ?2";
        all(self.connection, sql, [month(from), month(to)], |columns| {
            Ok(RejectedMonth {
                month: columns.take()?,
                activity: columns.word()?,
                operator: columns.take()?,
                shares: columns.take()?,
            })
        })
    }

    /// What went through each operator from a day on and before another, and the first day anything did.
    pub fn flows(&self, from: Date, before: Date) -> Result<Vec<FlowDay>, StorageError> {
        // Each operator is one leap in the key: its days of years ago are never walked over.
        let operators = "WITH RECURSIVE named (operator) AS ( \
                         SELECT min(operator) FROM flow_day_view \
                         UNION ALL SELECT (SELECT min(f.operator) FROM flow_day_view f WHERE f.operator > named.operator) \
                         FROM named WHERE named.operator IS NOT NULL) \
                         SELECT operator FROM named WHERE operator IS NOT NULL";
        let named: Vec<String> = all(self.connection, operators, [], |columns| columns.take())?;
        let sums = "SELECT coalesce(sum(billed_shares), 0), coalesce(sum(billed_cents), 0), coalesce(sum(paid_cents), 0), \
                    (SELECT day FROM flow_day_view WHERE operator = ?1 ORDER BY day LIMIT 1) \
                    FROM flow_day_view WHERE operator = ?1 AND day >= ?2 AND day < ?3";
        let mut flows = Vec::with_capacity(named.len());
        for operator in named {
            let asked = [operator.clone(), from.to_string(), before.to_string()];
            flows.extend(one(self.connection, sums, asked, |columns| {
                Ok(FlowDay {
                    operator: operator.clone(),
                    shares: columns.take()?,
                    billed_cents: columns.take()?,
                    paid_cents: columns.take()?,
                    first_on: columns.day_opt()?,
                })
            })?);
        }
        Ok(flows)
    }

    /// The shares behind a figure, sorted and cut.
    pub fn owed(
        &self,
        filter: &OwedFilter,
        sort: OwedSort,
        descending: bool,
        page: Page,
    ) -> Result<Vec<OwedRow>, StorageError> {
        let column = match (sort, filter.scope) {
            (OwedSort::Since, OwedScope::Open) => "o.since",
            (OwedSort::Since, OwedScope::Paid) => "o.paid_on",
            (OwedSort::Since, OwedScope::Rejected) => "o.rejected_on",
            (OwedSort::Amount, scope) => amount_of(scope),
            (OwedSort::Number, _) => "d.serial",
        };
        let way = if descending { "DESC" } else { "ASC" };
        let amount = amount_of(filter.scope);
        let sql = format!(
            "SELECT o.dossier, d.year, d.number, p.family_name, p.given_name, p.phone, o.place, o.debtor, o.payer, \
             o.operator, o.state, {amount}, o.since, o.claimed_on, o.paid_on, o.paid_days, o.activity, r.level, r.sent_on \
             FROM owed_view o JOIN dossier_view d ON d.id = o.dossier LEFT JOIN person p ON p.id = d.person \
             LEFT JOIN reminder_view r ON r.dossier = o.dossier AND r.position = (SELECT max(last.position) FROM \
             reminder_view last WHERE last.dossier = o.dossier AND last.place = o.place) WHERE {} \
             ORDER BY {column} {way}, d.serial {way}, o.place LIMIT ?11 OFFSET ?12",
            condition(filter)?
        );
        let parameters = Parameters::of(filter)?;
        let (limit, offset) = (page.limit.min(MAX_ROWS), page.offset);
        let mut values = parameters.values();
        values.extend([&limit as &dyn ToSql, &offset]);
        all(self.connection, &sql, values.as_slice(), owed_row)
    }

    /// The insurer's name as the latest card with its number says it; none once every one is erased.
    pub fn payer_name(&self, payer: &str) -> Result<Option<String>, StorageError> {
        let sql = "SELECT c.insurer_name FROM owed_view o \
                   JOIN card_identity c ON c.dossier = o.dossier AND c.rank = o.place \
                   WHERE o.payer = ?1 AND o.payer <> '' AND c.insurer_name <> '' ORDER BY o.dossier DESC LIMIT 1";
        one(self.connection, sql, [payer], |columns| columns.take())
    }

    /// How many shares a filter leaves, and their sum in cents.
    pub fn owed_sum(&self, filter: &OwedFilter) -> Result<(u32, i64), StorageError> {
        let amount = amount_of(filter.scope);
        let sql = format!("SELECT count(*), coalesce(sum({amount}), 0) FROM owed_view o WHERE {}", condition(filter)?);
        let parameters = Parameters::of(filter)?;
        let sum = one(self.connection, &sql, parameters.values().as_slice(), |columns| {
            Ok((columns.take()?, columns.take()?))
        })?;
        Ok(sum.unwrap_or_default())
    }

    /// The penalties found in the credits of some days, by the payer the statement names, and their sum in cents.
    pub fn penalties_received(&self, from: Date, to: Date) -> Result<Vec<(String, i64)>, StorageError> {
        let sql = "SELECT coalesce(payer, ''), sum(penalty_cents) FROM bank_credit_view \
                   WHERE penalty_cents > 0 AND booked_on BETWEEN ?1 AND ?2 GROUP BY 1 ORDER BY 1";
        let days = [from.to_string(), to.to_string()];
        all(self.connection, sql, days, |columns| Ok((columns.take()?, columns.take()?)))
    }

    /// The kept cheques by the day they are decided by: how many, and their sum.
    pub fn cheque_limits(&self) -> Result<Vec<(Date, u32, Cents)>, StorageError> {
        let sql = "SELECT decide_by, count(*), sum(amount_cents) FROM cheque_view WHERE state = 'kept' \
                   GROUP BY decide_by ORDER BY decide_by";
        all(self.connection, sql, [], |columns| Ok((columns.day()?, columns.take()?, columns.cents()?)))
    }
}

fn month(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

const fn amount_of(scope: OwedScope) -> &'static str {
    match scope {
        OwedScope::Open => "o.cents",
        OwedScope::Paid => "o.paid_cents",
        OwedScope::Rejected => "o.billed_cents",
    }
}

/// The condition in SQL; what it compares with are [`Parameters`].
fn condition(filter: &OwedFilter) -> Result<String, StorageError> {
    // Said as the index says it.
    let scope = match filter.scope {
        OwedScope::Open => "o.cents <> 0",
        OwedScope::Paid => "o.paid_on IS NOT NULL",
        OwedScope::Rejected => "o.rejected_on IS NOT NULL",
    };
    let on = if filter.scope == OwedScope::Rejected { "o.rejected_on" } else { "o.paid_on" };
    let states = filter.states.iter().map(word).collect::<Result<Vec<_>, _>>()?;
    // Words of an enum of ours: nothing that was typed comes into the text.
    let states = if states.is_empty() { String::new() } else { format!(" AND o.state IN ('{}')", states.join("', '")) };
    Ok(format!(
        "{scope}{states} AND (?1 IS NULL OR o.debtor = ?1) AND (?2 IS NULL OR o.activity = ?2) \
         AND (?3 IS NULL OR o.payer = ?3) AND (?4 IS NULL OR o.operator = ?4) \
         AND (?5 IS NULL OR o.since >= ?5) AND (?6 IS NULL OR o.since <= ?6) \
         AND (?7 IS NULL OR o.claimed_on <= ?7) AND (?8 IS NULL OR {on} >= ?8) \
         AND (?9 IS NULL OR {on} <= ?9) AND (?10 IS NULL OR o.paid_days > ?10)"
    ))
}

/// What a filter compares with, in the order of [`condition`].
struct Parameters {
    words: [Option<String>; 9],
    days_over: Option<u32>,
}

impl Parameters {
    fn of(filter: &OwedFilter) -> Result<Self, StorageError> {
        Ok(Parameters {
            words: [
                word_of(filter.debtor.as_ref())?,
                word_of(filter.activity.as_ref())?,
                filter.payer.clone(),
                filter.operator.clone(),
                day(filter.since_from),
                day(filter.since_to),
                day(filter.claimed_to),
                day(filter.paid_from),
                day(filter.paid_to),
            ],
            days_over: filter.days_over,
        })
    }

    fn values(&self) -> Vec<&dyn ToSql> {
        let words = self.words.iter().map(|word| word as &dyn ToSql);
        words.chain([&self.days_over as &dyn ToSql]).collect()
    }
}

fn owed_cell(columns: &mut Columns<'_, '_>) -> rusqlite::Result<OwedCell> {
    Ok(OwedCell {
        debtor: columns.word()?,
        activity: columns.word()?,
        payer: columns.take()?,
        operator: columns.take()?,
        state: columns.word_or_none()?,
        since: columns.day_opt()?,
        claimed_on: columns.day_opt()?,
        shares: columns.take()?,
        cents: columns.take()?,
    })
}

fn owed_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<OwedRow> {
    Ok(OwedRow {
        dossier: columns.id()?,
        label: label(columns)?,
        name: name(columns)?,
        place: columns.take()?,
        debtor: columns.word()?,
        payer: columns.take()?,
        operator: columns.take()?,
        state: columns.word_or_none()?,
        cents: columns.take()?,
        since: columns.day()?,
        claimed_on: columns.day()?,
        paid_on: columns.day_opt()?,
        paid_days: columns.take()?,
        activity: columns.word()?,
        reminded: columns.word_opt()?.zip(columns.day_opt()?).map(|(level, on)| LastReminder { level, on }),
    })
}
