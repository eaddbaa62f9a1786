//! The letters that reminded payers, the latest first.

use super::{MAX_ROWS, Queries, all, one};
use crate::{
    error::StorageError,
    rows::{Page, ReminderRow},
    sql::Columns,
};
use relais_domain::ids::DocumentId;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT r.document, min(r.letter), min(r.sent_on), min(r.level), min(r.payer), min(r.operator), count(*), \
             sum(r.owed_cents) FROM reminder_view r ",
            $rest
        )
    };
}

impl Queries<'_> {
    /// The letters, with what each asked for.
    pub fn reminders(&self, page: Page) -> Result<Vec<ReminderRow>, StorageError> {
        let sql = select!("GROUP BY r.document ORDER BY min(r.sent_on) DESC, min(r.letter) DESC LIMIT ?1 OFFSET ?2");
        all(self.connection, sql, [page.limit.min(MAX_ROWS), page.offset], reminder_row)
    }

    /// One letter.
    pub fn reminder(&self, document: DocumentId) -> Result<Option<ReminderRow>, StorageError> {
        one(
            self.connection,
            select!("WHERE r.document = ?1 GROUP BY r.document"),
            [document.0.as_bytes()],
            reminder_row,
        )
    }
}

fn reminder_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<ReminderRow> {
    Ok(ReminderRow {
        document: columns.id()?,
        number: columns.take()?,
        on: columns.day()?,
        level: columns.word()?,
        payer: columns.take()?,
        operator: columns.take()?,
        shares: columns.take()?,
        cents: columns.take()?,
    })
}
