//! The six work-lists: how much is in each, and the rows of one, sorted and cut.

use super::{MAX_ROWS, Queries, all, cheques::label, name};
use crate::{
    error::StorageError,
    rows::{LastReminder, Page, WorkCell, WorkFilter, WorkRow, WorkShow, WorkSort},
    sql::{Columns, word},
};
use relais_domain::{
    dossier::{WorkList, WorkWhy},
    ids::{DossierId, IncidentId},
};
use rusqlite::ToSql;
use std::collections::HashMap;

/// Where a share stands on the day ?1, and whether it is of the person ?2: 0 to be done, 1 in time, 2 put off. Put off ends by
/// itself on its day. What nobody waits for is to be done at once.
const STANDING: &str = "CASE WHEN w.snoozed_until > ?1 THEN 2 \
     WHEN w.why IN ('never_asked', 'agreed_not_invoiced') THEN w.since > ?3 \
     WHEN w.why IN ('unanswered', 'invoice_undecided') THEN w.since > ?4 \
     WHEN w.why = 'advised' THEN w.since > ?5 \
     WHEN w.why IN ('entrusted', 'accepted_not_advised') THEN w.since > coalesce( \
         (SELECT j.value FROM json_each(?8) j WHERE j.key = w.operator), \
         CASE w.activity WHEN 'pharmacy' THEN ?6 ELSE ?7 END) \
     ELSE 0 END";

impl Queries<'_> {
    /// How much stands where in each list; what is empty is not told.
    pub fn work_counts(&self, filter: &WorkFilter) -> Result<Vec<WorkCell>, StorageError> {
        let sql = format!(
            "SELECT list, standing, count(*), sum(cents) FROM (SELECT w.list, w.cents, {STANDING} AS standing \
             FROM work_view w WHERE ?2 IS NULL OR w.assignee = ?2) GROUP BY list, standing"
        );
        let parameters = Parameters::of(filter)?;
        all(self.connection, &sql, parameters.values().as_slice(), |columns| {
            Ok(WorkCell {
                list: columns.word()?,
                show: shown(columns.take()?),
                shares: columns.take()?,
                cents: columns.take()?,
            })
        })
    }

    /// Why each share of an incident's dossiers is in a list, by dossier and place; a share that is in none is not told.
    pub fn work_of_incident(&self, incident: IncidentId) -> Result<HashMap<(DossierId, u8), WorkWhy>, StorageError> {
        let sql = "SELECT w.dossier, w.place, w.why FROM work_view w JOIN dossier_view d ON d.id = w.dossier \
                   WHERE d.incident = ?1";
        let found = all(self.connection, sql, [incident.0.as_bytes()], |columns| {
            Ok(((columns.id()?, columns.take()?), columns.word()?))
        })?;
        Ok(found.into_iter().collect())
    }

    /// The rows of one list that stand somewhere, sorted and cut.
    pub fn work(
        &self,
        (list, show): (WorkList, WorkShow),
        filter: &WorkFilter,
        (sort, descending): (WorkSort, bool),
        page: Page,
    ) -> Result<Vec<WorkRow>, StorageError> {
        let way = if descending { "DESC" } else { "ASC" };
        // The page is chosen from the rows of the lists, and what is shown of it is looked up for that page alone.
        let (named, order) = match sort {
            WorkSort::Since => ("", format!("w.since {way}")),
            WorkSort::Amount => ("", format!("w.cents {way}")),
            WorkSort::Number => ("", format!("w.serial {way}")),
            WorkSort::Payer => ("", format!("w.operator {way}, w.payer {way}")),
            WorkSort::Customer => (
                "LEFT JOIN person o ON o.id = w.person ",
                format!("o.family_name COLLATE NOCASE {way}, o.given_name COLLATE NOCASE {way}"),
            ),
            WorkSort::Assignee => (
                "LEFT JOIN user_name o ON o.user = w.assignee ",
                format!("w.assignee IS NULL, o.name COLLATE NOCASE {way}"),
            ),
        };
        let sql = format!(
            "SELECT w.dossier, d.year, d.number, p.family_name, p.given_name, p.phone, w.place, w.why, w.activity, w.payer, \
             w.operator, w.since, w.cents, w.assignee, w.snoozed_until, w.reason, r.level, r.sent_on \
             FROM (SELECT w.*, row_number() OVER (ORDER BY {order}, w.serial {way}, w.place) AS nth FROM work_view w {named}\
             WHERE w.list = ?9 AND (?2 IS NULL OR w.assignee = ?2) AND {STANDING} = ?10 \
             ORDER BY nth LIMIT ?11 OFFSET ?12) w \
             JOIN dossier_view d ON d.id = w.dossier LEFT JOIN person p ON p.id = w.person \
             LEFT JOIN reminder_view r ON r.dossier = w.dossier AND r.position = (SELECT max(last.position) FROM \
             reminder_view last WHERE last.dossier = w.dossier AND last.place = w.place) ORDER BY w.nth"
        );
        let parameters = Parameters::of(filter)?;
        let (list, standing) = (word(&list)?, show as i64);
        let (limit, offset) = (page.limit.min(MAX_ROWS), page.offset);
        let mut values = parameters.values();
        values.extend([&list as &dyn ToSql, &standing, &limit, &offset]);
        all(self.connection, &sql, values.as_slice(), row)
    }
}

const fn shown(standing: i64) -> WorkShow {
    match standing {
        0 => WorkShow::Due,
        1 => WorkShow::Waiting,
        _ => WorkShow::Snoozed,
    }
}

/// What a filter compares with, in the order of [`STANDING`].
struct Parameters {
    today: String,
    assignee: Option<[u8; 16]>,
    days: [String; 5],
    operators: String,
}

impl Parameters {
    fn of(filter: &WorkFilter) -> Result<Self, StorageError> {
        let due = &filter.due;
        let days = [due.delivered_to, due.asked_to, due.advised_to, due.pharmacy_to, due.others_to];
        Ok(Parameters {
            today: filter.today.to_string(),
            assignee: filter.assignee.map(|user| user.0.into_bytes()),
            days: days.map(|day| day.to_string()),
            operators: serde_json::to_string(&due.operators)?,
        })
    }

    fn values(&self) -> Vec<&dyn ToSql> {
        let days = self.days.iter().map(|day| day as &dyn ToSql);
        [&self.today as &dyn ToSql, &self.assignee]
            .into_iter()
            .chain(days)
            .chain([&self.operators as &dyn ToSql])
            .collect()
    }
}

fn row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<WorkRow> {
    Ok(WorkRow {
        dossier: columns.id()?,
        label: label(columns)?,
        name: name(columns)?,
        place: columns.take()?,
        why: columns.word()?,
        activity: columns.word()?,
        payer: columns.take()?,
        operator: columns.take()?,
        since: columns.day()?,
        cents: columns.take()?,
        assignee: columns.id_opt()?,
        snoozed_until: columns.day_opt()?,
        reason: columns.id_opt()?,
        reminded: columns.word_opt()?.zip(columns.day_opt()?).map(|(level, on)| LastReminder { level, on }),
    })
}
