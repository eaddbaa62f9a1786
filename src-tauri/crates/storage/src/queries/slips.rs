//! Deposit slips, the latest first.

use super::{MAX_ROWS, Queries, all, one};
use crate::{
    error::StorageError,
    rows::{Page, SlipRow},
    sql::Columns,
};
use relais_domain::{ids::SlipId, money::Cents};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, year, state, made_on, bank_number, cheques, total_cents, expected_cents, credited_on, \
             credited_cents, credit_reason FROM slip_view ",
            $rest
        )
    };
}

impl Queries<'_> {
    /// One slip.
    pub fn slip(&self, id: SlipId) -> Result<Option<SlipRow>, StorageError> {
        one(self.connection, select!("WHERE id = ?1"), [id.0.as_bytes()], slip_row)
    }

    /// The slips, the latest first.
    pub fn slips(&self, page: Page) -> Result<Vec<SlipRow>, StorageError> {
        let sql = select!("ORDER BY year DESC, number DESC LIMIT ?1 OFFSET ?2");
        all(self.connection, sql, (page.limit.min(MAX_ROWS), page.offset), slip_row)
    }

    /// How many slips there are, and how many the bank has not credited yet.
    pub fn slips_count(&self) -> Result<(u32, u32), StorageError> {
        let sql = "SELECT count(*), count(*) FILTER (WHERE state = 'made') FROM slip_view";
        Ok(one(self.connection, sql, [], |columns| Ok((columns.take()?, columns.take()?)))?.unwrap_or_default())
    }
}

fn slip_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<SlipRow> {
    Ok(SlipRow {
        id: columns.id()?,
        number: columns.take()?,
        year: columns.take()?,
        state: columns.word()?,
        made_on: columns.day()?,
        bank_number: columns.take()?,
        cheques: columns.json()?,
        total_cents: columns.cents()?,
        expected_cents: columns.cents()?,
        credited_on: columns.day_opt()?,
        credited_cents: columns.take::<Option<i64>>()?.and_then(|cents| Cents::new(cents).ok()),
        credit_reason: columns.id_opt()?,
    })
}
