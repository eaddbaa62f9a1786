//! The history of a platform's functions: the states it went through and the calls counted hour by hour.

use super::{Queries, all};
use crate::{
    error::StorageError,
    rows::{HourRow, StateRow},
    sql::ms,
};
use jiff::Timestamp;
use relais_domain::platform::{Function, PlatformCode};
use rusqlite::params;

impl Queries<'_> {
    /// The states of one function that were in force at some time from `from` on, oldest first; the first may have begun
    /// before.
    pub fn function_states(
        &self,
        platform: &PlatformCode,
        function: Function,
        from: Timestamp,
    ) -> Result<Vec<StateRow>, StorageError> {
        let sql = "SELECT since_ms, state, cause, source, said_by, text FROM platform_state_view \
                   WHERE platform = ?1 AND function = ?2 AND since_ms >= coalesce((SELECT max(since_ms) \
                   FROM platform_state_view WHERE platform = ?1 AND function = ?2 AND since_ms <= ?3), ?3) \
                   ORDER BY since_ms, seq";
        let key = params![platform.as_str(), crate::sql::word(&function)?, ms(from)];
        all(self.connection, sql, key, |columns| {
            Ok(StateRow {
                since: columns.at()?,
                state: columns.word()?,
                cause: columns.word_opt()?,
                source: columns.word()?,
                said_by: columns.word_opt()?,
                text: columns.id_opt()?,
            })
        })
    }

    /// The calls of one function, hour by hour, within these instants.
    pub fn function_hours(
        &self,
        platform: &PlatformCode,
        function: Function,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<Vec<HourRow>, StorageError> {
        let sql = "SELECT hour_ms, calls, failures FROM availability_view \
                   WHERE platform = ?1 AND hour_ms >= ?2 AND hour_ms < ?3 AND function = ?4 ORDER BY hour_ms";
        let key = params![platform.as_str(), ms(from), ms(until), crate::sql::word(&function)?];
        all(self.connection, sql, key, |columns| {
            Ok(HourRow { hour: columns.at()?, calls: columns.take()?, failures: columns.take()? })
        })
    }
}
