//! What the practice is owed: a row a share, and the sums that Pilotage opens on, kept as shares come and go.
//!
//! A dossier that changes takes its former shares out of the sums and puts its present ones in; what did not change writes
//! nothing (`docs/decisions/0022-…`). Sums that came down to no share at all have no row, so that the sums of a journal are
//! the same however it was read. Ages are not here: they are worked out for a day when asked.

use crate::{
    error::StorageError,
    recorded::Folded,
    sql::{word, word_of},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use relais_domain::{
    dossier::{Dossier, DossierEvent, TrackState},
    owed::{self, Debtor, Standing},
    working_days,
};
use rusqlite::{Connection, ToSql, params, params_from_iter};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What creates the tables, for the views of a dossier.
macro_rules! ddl {
    () => {
        "
    -- What names nobody is an empty word: a part of a key is never NULL.
    CREATE TABLE owed_view (
        dossier      BLOB NOT NULL CHECK (length(dossier) = 16),
        place        INTEGER NOT NULL CHECK (place >= 0),
        debtor       TEXT NOT NULL,
        activity     TEXT NOT NULL,
        payer        TEXT NOT NULL,
        operator     TEXT NOT NULL,
        state        TEXT NOT NULL,
        cents        INTEGER NOT NULL,
        since        TEXT NOT NULL,
        claimed_on   TEXT NOT NULL,
        billed_cents INTEGER NOT NULL,
        paid_cents   INTEGER NOT NULL,
        paid_on      TEXT,
        paid_days    INTEGER,
        rejected_on  TEXT,
        PRIMARY KEY (dossier, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX owed_open ON owed_view (since) WHERE cents <> 0;
    CREATE INDEX owed_paid ON owed_view (paid_on) WHERE paid_on IS NOT NULL;
    CREATE INDEX owed_payer ON owed_view (payer, dossier) WHERE payer <> '';
    CREATE INDEX owed_rejected ON owed_view (rejected_on) WHERE rejected_on IS NOT NULL;

    CREATE TABLE owed_total_view (
        debtor   TEXT NOT NULL,
        activity TEXT NOT NULL,
        payer    TEXT NOT NULL,
        operator TEXT NOT NULL,
        state    TEXT NOT NULL,
        shares   INTEGER NOT NULL CHECK (shares >= 0),
        cents    INTEGER NOT NULL,
        PRIMARY KEY (debtor, activity, payer, operator, state)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE owed_day_view (
        claimed_on TEXT NOT NULL,
        since      TEXT NOT NULL,
        debtor     TEXT NOT NULL,
        activity   TEXT NOT NULL,
        payer      TEXT NOT NULL,
        operator   TEXT NOT NULL,
        state      TEXT NOT NULL,
        shares     INTEGER NOT NULL CHECK (shares >= 0),
        cents      INTEGER NOT NULL,
        PRIMARY KEY (claimed_on, since, debtor, activity, payer, operator, state)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE paid_month_view (
        month    TEXT NOT NULL,
        debtor   TEXT NOT NULL,
        activity TEXT NOT NULL,
        payer    TEXT NOT NULL,
        operator TEXT NOT NULL,
        days     INTEGER NOT NULL,
        shares   INTEGER NOT NULL CHECK (shares >= 0),
        cents    INTEGER NOT NULL,
        PRIMARY KEY (month, debtor, activity, payer, operator, days)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE rejected_month_view (
        month    TEXT NOT NULL,
        activity TEXT NOT NULL,
        operator TEXT NOT NULL,
        shares   INTEGER NOT NULL CHECK (shares >= 0),
        PRIMARY KEY (month, activity, operator)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE flow_day_view (
        operator      TEXT NOT NULL,
        day           TEXT NOT NULL,
        billed_shares INTEGER NOT NULL CHECK (billed_shares >= 0),
        billed_cents  INTEGER NOT NULL,
        paid_shares   INTEGER NOT NULL CHECK (paid_shares >= 0),
        paid_cents    INTEGER NOT NULL,
        PRIMARY KEY (operator, day)
    ) STRICT, WITHOUT ROWID;
    "
    };
}
pub(super) use ddl;

/// The day each share was paid last, by rank.
#[derive(Debug, Clone, Default)]
pub(super) struct PaidOn(BTreeMap<u8, Date>);

impl PaidOn {
    /// Takes note of a movement of money: on its day on the statement, or when it was recorded.
    pub(super) fn note(&mut self, event: &DossierEvent, recorded_at: Timestamp) {
        if let DossierEvent::TrackMoved { rank, to: TrackState::Paid, on, .. } = event {
            let recorded_on = || recorded_at.to_zoned(TimeZone::UTC).date();
            self.0.insert(*rank, on.unwrap_or_else(recorded_on));
        }
    }
}

/// One row, as it is written and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    place: u8,
    debtor: String,
    activity: String,
    payer: String,
    operator: String,
    state: String,
    cents: i64,
    since: String,
    claimed_on: String,
    billed_cents: i64,
    paid_cents: i64,
    paid: Option<(String, u32)>,
    rejected_on: Option<String>,
}

impl Line {
    fn of(standing: &Standing, activity: &str, paid_on: &PaidOn) -> Result<Line, StorageError> {
        let paid = standing.state == Some(TrackState::Paid) && standing.billed_cents > 0;
        let paid_on = match standing.debtor {
            Debtor::Insurer if paid => paid_on.0.get(&standing.place).copied(),
            _ => standing.amo_paid_on,
        };
        Ok(Line {
            place: standing.place,
            debtor: word(&standing.debtor)?,
            activity: activity.to_owned(),
            payer: standing.payer.as_ref().map(|payer| payer.as_str().to_owned()).unwrap_or_default(),
            operator: standing.operator.as_ref().map(|operator| operator.as_str().to_owned()).unwrap_or_default(),
            state: word_of(standing.state.as_ref())?.unwrap_or_default(),
            cents: standing.cents,
            since: standing.since.to_string(),
            claimed_on: standing.claimed_on.to_string(),
            billed_cents: standing.billed_cents,
            paid_cents: standing.paid_cents,
            paid: paid_on.map(|on| (on.to_string(), working_days::between(standing.claimed_on, on))),
            rejected_on: standing.rejected_on.map(|on| on.to_string()),
        })
    }
}

/// Brings the shares of a dossier and the sums to where they stand.
pub(super) fn project(
    folded: &Folded<Dossier>,
    paid_on: &PaidOn,
    id: Uuid,
    connection: &Connection,
) -> Result<(), StorageError> {
    let now = lines(folded, paid_on)?;
    let before = read(id, connection)?;
    if before == now {
        return Ok(());
    }
    for gone in before.iter().filter(|line| !now.contains(line)) {
        count(gone, -1, connection)?;
        if !now.iter().any(|line| line.place == gone.place) {
            connection
                .prepare_cached("DELETE FROM owed_view WHERE dossier = ?1 AND place = ?2")?
                .execute(params![id.as_bytes(), gone.place])?;
        }
    }
    for come in now.iter().filter(|line| !before.contains(line)) {
        count(come, 1, connection)?;
        write(id, come, connection)?;
    }
    Ok(())
}

/// Writes the shares of a dossier that has none yet; they are summed up once all are there.
pub(super) fn project_anew(
    folded: &Folded<Dossier>,
    paid_on: &PaidOn,
    id: Uuid,
    connection: &Connection,
) -> Result<(), StorageError> {
    lines(folded, paid_on)?.iter().try_for_each(|line| write(id, line, connection))
}

/// Sums up every share: another way to the sums that are otherwise kept share by share.
pub(super) fn sum_up(connection: &Connection) -> Result<(), StorageError> {
    Ok(connection.execute_batch(SUM_UP)?)
}

/// The shares of a dossier, in the order of their places.
fn lines(folded: &Folded<Dossier>, paid_on: &PaidOn) -> Result<Vec<Line>, StorageError> {
    let activity = word_of(owed::activity(&folded.state).as_ref())?.unwrap_or_default();
    let standings = owed::standings(&folded.state);
    let mut lines = standings.iter().map(|one| Line::of(one, &activity, paid_on)).collect::<Result<Vec<_>, _>>()?;
    lines.sort_by_key(|line| line.place);
    Ok(lines)
}

fn read(id: Uuid, connection: &Connection) -> Result<Vec<Line>, StorageError> {
    let mut statement = connection.prepare_cached(
        "SELECT place, debtor, activity, payer, operator, state, cents, since, claimed_on, billed_cents, paid_cents, \
         paid_on, paid_days, rejected_on FROM owed_view WHERE dossier = ?1 ORDER BY place",
    )?;
    let rows = statement.query_map([id.as_bytes()], |row| {
        let (on, days): (Option<String>, Option<u32>) = (row.get(11)?, row.get(12)?);
        Ok(Line {
            place: row.get(0)?,
            debtor: row.get(1)?,
            activity: row.get(2)?,
            payer: row.get(3)?,
            operator: row.get(4)?,
            state: row.get(5)?,
            cents: row.get(6)?,
            since: row.get(7)?,
            claimed_on: row.get(8)?,
            billed_cents: row.get(9)?,
            paid_cents: row.get(10)?,
            paid: on.zip(days),
            rejected_on: row.get(13)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn write(id: Uuid, line: &Line, connection: &Connection) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO owed_view (dossier, place, debtor, activity, payer, operator, state, cents, since, \
             claimed_on, billed_cents, paid_cents, paid_on, paid_days, rejected_on) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(params![
            id.as_bytes(),
            line.place,
            line.debtor,
            line.activity,
            line.payer,
            line.operator,
            line.state,
            line.cents,
            line.since,
            line.claimed_on,
            line.billed_cents,
            line.paid_cents,
            line.paid.as_ref().map(|(on, _)| on),
            line.paid.as_ref().map(|(_, days)| days),
            line.rejected_on,
        ])?;
    Ok(())
}

/// Adds a share to every sum it is part of, or takes it out.
fn count(line: &Line, sign: i64, connection: &Connection) -> Result<(), StorageError> {
    let Line { debtor, activity, payer, operator, state, .. } = line;
    let cell = |sum: &Sum, keys: &[&str], values: [i64; 2]| sum.change(keys, &values, sign, connection);
    if line.cents != 0 {
        cell(&TOTAL, &[debtor, activity, payer, operator, state], [1, line.cents])?;
        cell(&DAY, &[&line.claimed_on, &line.since, debtor, activity, payer, operator, state], [1, line.cents])?;
    }
    if line.billed_cents != 0 {
        FLOW.change(&[operator, &line.since], &[1, line.billed_cents, 0, 0], sign, connection)?;
    }
    if let Some((on, days)) = &line.paid {
        let month = on.get(..7).unwrap_or(on);
        let keys = [month, debtor, activity, payer, operator, &days.to_string()];
        cell(&MONTH, &keys, [1, line.paid_cents])?;
        // What the mandatory insurance pays goes through no operator.
        if line.billed_cents != 0 {
            FLOW.change(&[operator, on], &[0, 0, 1, line.paid_cents], sign, connection)?;
        }
    }
    if let Some(on) = &line.rejected_on {
        REJECTED.change(&[on.get(..7).unwrap_or(on), activity, operator], &[1], sign, connection)?;
    }
    Ok(())
}

/// A table of sums: how a share is put into one, taken out, and the sum of none removed. Keys come before values.
struct Sum {
    put: &'static str,
    take: &'static str,
    remove: &'static str,
}

impl Sum {
    fn change(&self, keys: &[&str], values: &[i64], sign: i64, connection: &Connection) -> Result<(), StorageError> {
        let all = || keys.iter().map(|key| key as &dyn ToSql).chain(values.iter().map(|value| value as &dyn ToSql));
        let run = |sql| connection.prepare_cached(sql)?.execute(params_from_iter(all()));
        if sign > 0 {
            run(self.put)?;
        } else {
            run(self.take)?;
            connection.prepare_cached(self.remove)?.execute(params_from_iter(keys))?;
        }
        Ok(())
    }
}

/// `sum!("table", (key, …), (value, …), "none")`: its three statements; the last says when a row holds nothing.
macro_rules! sum {
    ($table:literal, ($first:ident $(, $key:ident)*), ($value:ident $(, $rest:ident)*), $none:literal) => {
        Sum {
            put: concat!(
                "INSERT INTO ", $table, " (", stringify!($first), $(", ", stringify!($key),)* ", ", stringify!($value),
                $(", ", stringify!($rest),)* ") VALUES (?", $(sum!(@mark $key),)* ", ?", $(sum!(@mark $rest),)*
                ") ON CONFLICT (", stringify!($first), $(", ", stringify!($key),)* ") DO UPDATE SET ",
                stringify!($value), " = ", stringify!($value), " + excluded.", stringify!($value),
                $(", ", stringify!($rest), " = ", stringify!($rest), " + excluded.", stringify!($rest),)*
            ),
            take: concat!(
                "WITH gone (", stringify!($first), $(", ", stringify!($key),)* ", ", stringify!($value),
                $(", ", stringify!($rest),)* ") AS (VALUES (?", $(sum!(@mark $key),)* ", ?", $(sum!(@mark $rest),)*
                ")) UPDATE ", $table, " SET ", stringify!($value), " = ", $table, ".", stringify!($value), " - gone.",
                stringify!($value),
                $(", ", stringify!($rest), " = ", $table, ".", stringify!($rest), " - gone.", stringify!($rest),)*
                " FROM gone WHERE ", $table, ".", stringify!($first), " = gone.", stringify!($first),
                $(" AND ", $table, ".", stringify!($key), " = gone.", stringify!($key),)*
            ),
            remove: concat!(
                "DELETE FROM ", $table, " WHERE ", stringify!($first), " = ?", $(" AND ", stringify!($key), " = ?",)*
                " AND ", $none
            ),
        }
    };
    (@mark $name:ident) => { ", ?" };
}

const TOTAL: Sum = sum!("owed_total_view", (debtor, activity, payer, operator, state), (shares, cents), "shares = 0");
const DAY: Sum =
    sum!("owed_day_view", (claimed_on, since, debtor, activity, payer, operator, state), (shares, cents), "shares = 0");
const MONTH: Sum =
    sum!("paid_month_view", (month, debtor, activity, payer, operator, days), (shares, cents), "shares = 0");
const REJECTED: Sum = sum!("rejected_month_view", (month, activity, operator), (shares), "shares = 0");
const FLOW: Sum = sum!(
    "flow_day_view",
    (operator, day),
    (billed_shares, billed_cents, paid_shares, paid_cents),
    "billed_shares = 0 AND paid_shares = 0"
);

const SUM_UP: &str = "
    INSERT INTO owed_total_view (debtor, activity, payer, operator, state, shares, cents)
        SELECT debtor, activity, payer, operator, state, count(*), sum(cents) FROM owed_view WHERE cents <> 0
        GROUP BY debtor, activity, payer, operator, state;
    INSERT INTO owed_day_view (claimed_on, since, debtor, activity, payer, operator, state, shares, cents)
        SELECT claimed_on, since, debtor, activity, payer, operator, state, count(*), sum(cents) FROM owed_view
        WHERE cents <> 0 GROUP BY claimed_on, since, debtor, activity, payer, operator, state;
    INSERT INTO paid_month_view (month, debtor, activity, payer, operator, days, shares, cents)
        SELECT substr(paid_on, 1, 7), debtor, activity, payer, operator, paid_days, count(*), sum(paid_cents)
        FROM owed_view WHERE paid_on IS NOT NULL GROUP BY 1, debtor, activity, payer, operator, paid_days;
    INSERT INTO rejected_month_view (month, activity, operator, shares)
        SELECT substr(rejected_on, 1, 7), activity, operator, count(*) FROM owed_view
        WHERE rejected_on IS NOT NULL GROUP BY 1, activity, operator;
    INSERT INTO flow_day_view (operator, day, billed_shares, billed_cents, paid_shares, paid_cents)
        SELECT operator, day, sum(billed), sum(billed_cents), sum(paid), sum(paid_cents) FROM (
            SELECT operator, since AS day, 1 AS billed, billed_cents, 0 AS paid, 0 AS paid_cents FROM owed_view
                WHERE billed_cents <> 0
            UNION ALL
            SELECT operator, paid_on, 0, 0, 1, paid_cents FROM owed_view
                WHERE billed_cents <> 0 AND paid_on IS NOT NULL
        ) GROUP BY operator, day;
";
