//! The access log, read: by kind, by who, by when, by what it was about, the latest first.

use super::{MAX_ROWS, Queries};
use crate::{
    access_log,
    error::StorageError,
    rows::{AccessFilter, AccessRow},
};
use relais_journal::{Entry, Hash, instant};
use rusqlite::{ToSql, params_from_iter};
use serde_json::json;

impl Queries<'_> {
    /// How many whole months of the access log are kept beside the current one.
    pub fn access_keep_months(&self) -> Result<u32, StorageError> {
        access_log::keep_months(self.connection)
    }

    /// The entries a filter lets through.
    pub fn accesses(&self, filter: &AccessFilter) -> Result<Vec<AccessRow>, StorageError> {
        let mut conditions = vec!["1"];
        let mut parameters: Vec<Box<dyn ToSql>> = Vec::new();
        let mut only = |condition: &'static str, values: Vec<Box<dyn ToSql>>| {
            conditions.push(condition);
            parameters.extend(values);
        };
        if let Some(before) = filter.before {
            only("seq < ?", vec![Box::new(before)]);
        }
        if !filter.kinds.is_empty() {
            only("kind IN (SELECT value FROM json_each(?))", vec![Box::new(json!(filter.kinds).to_string())]);
        }
        if let Some(actor) = filter.actor {
            only("actor = ?", vec![Box::new(actor.0.to_string())]);
        }
        if let Some(from) = filter.from {
            only("at >= ?", vec![Box::new(instant::format(from))]);
        }
        if let Some(until) = filter.until {
            only("at < ?", vec![Box::new(instant::format(until))]);
        }
        if let Some(found) = &filter.about_or_by {
            let actors: Vec<_> = found.actors.iter().map(|actor| actor.0.to_string()).collect();
            only(
                "(about IN (SELECT value FROM json_each(?)) OR actor IN (SELECT value FROM json_each(?)))",
                vec![Box::new(json!(found.abouts).to_string()), Box::new(json!(actors).to_string())],
            );
        }
        let wanted = conditions.join(" AND ");
        let sql = format!(
            "SELECT seq, hash, bytes FROM access_log WHERE {wanted} ORDER BY seq DESC LIMIT {}",
            filter.limit.min(MAX_ROWS)
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(parameters))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
            let entry =
                Entry::from_canonical_bytes(bytes).map_err(|error| access_log::unreadable(&error.to_string()))?;
            found.push(AccessRow { seq: row.get(0)?, entry, hash: Hash::from_bytes(row.get(1)?) });
        }
        Ok(found)
    }
}
