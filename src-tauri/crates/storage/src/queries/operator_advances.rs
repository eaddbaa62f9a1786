//! The advances of operators, and the payments a request for one rests on.

use super::{Queries, all, one};
use crate::{
    error::StorageError,
    rows::{OperatorAdvanceRow, PaidMonthRow},
    sql::Columns,
};
use jiff::civil::Date;
use relais_domain::{ids::DocumentId, ids::OperatorAdvanceId, platform::PlatformCode};

const ADVANCES: &str = "SELECT id, number, year, platform, amount_cents, balance_cents, received_on, due_on, due_cents, \
                        cancelled FROM operator_advance_view";

impl Queries<'_> {
    /// Every advance, the latest first, those cancelled included.
    pub fn operator_advances(&self) -> Result<Vec<OperatorAdvanceRow>, StorageError> {
        let sql = format!("{ADVANCES} ORDER BY received_on DESC, year DESC, number DESC");
        all(self.connection, &sql, [], advance_row)
    }

    /// What is to be repaid, balance and next due date an advance, the earliest due first.
    pub fn operator_advances_to_repay(&self) -> Result<Vec<OperatorAdvanceRow>, StorageError> {
        let sql = format!("{ADVANCES} WHERE balance_cents > 0 ORDER BY due_on, year, number");
        all(self.connection, &sql, [], advance_row)
    }

    /// One advance.
    pub fn operator_advance(&self, id: OperatorAdvanceId) -> Result<Option<OperatorAdvanceRow>, StorageError> {
        one(self.connection, &format!("{ADVANCES} WHERE id = ?1"), [id.0.as_bytes()], advance_row)
    }

    /// The last statement printed of an advance.
    pub fn statement_of_advance(&self, id: OperatorAdvanceId) -> Result<Option<DocumentId>, StorageError> {
        let sql = "SELECT id FROM document_view WHERE advance = ?1 ORDER BY updated_seq DESC LIMIT 1";
        one(self.connection, sql, [id.0.as_bytes()], |columns| columns.id())
    }

    /// What an operator paid between two days, both included: the shares its transfers were allocated to. A transfer that names
    /// no payer counts for the operator of each share.
    pub fn paid_by_operator(
        &self,
        platform: &PlatformCode,
        from: Date,
        to: Date,
    ) -> Result<PaidMonthRow, StorageError> {
        let sql = "SELECT coalesce(sum(a.amount_cents), 0), count(DISTINCT a.dossier) FROM allocation_view a \
                   JOIN bank_credit_view c ON c.id = a.bank_credit \
                   WHERE c.booked_on BETWEEN ?2 AND ?3 AND (c.payer = ?1 OR (c.payer IS NULL AND EXISTS ( \
                       SELECT 1 FROM dossier_view d, json_each(d.tracks) t WHERE d.id = a.dossier \
                       AND json_extract(t.value, '$.rank') = a.rank AND json_extract(t.value, '$.operator') = ?1)))";
        let days = (platform.as_str(), from.to_string(), to.to_string());
        let row = one(self.connection, sql, days, |columns| {
            Ok(PaidMonthRow { from, paid_cents: columns.cents()?, dossiers: columns.take()? })
        })?;
        Ok(row.unwrap_or(PaidMonthRow { from, paid_cents: relais_domain::money::Cents::ZERO, dossiers: 0 }))
    }
}

fn advance_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<OperatorAdvanceRow> {
    Ok(OperatorAdvanceRow {
        id: columns.id()?,
        number: columns.take()?,
        year: columns.take()?,
        platform: columns.word()?,
        amount_cents: columns.cents()?,
        balance_cents: columns.cents()?,
        received_on: columns.day()?,
        due_on: columns.day_opt()?,
        due_cents: columns.take::<Option<i64>>()?.and_then(|cents| relais_domain::money::Cents::new(cents).ok()),
        cancelled: columns.flag()?,
    })
}
