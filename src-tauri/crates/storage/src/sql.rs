//! Values on their way into columns and back: words of enums, ids, dates, instants, cents.

use crate::error::StorageError;
use jiff::{Timestamp, civil::Date};
use relais_domain::money::Cents;
use rusqlite::{
    Row,
    types::{FromSql, Type},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// The word an enum without content is spelled with, as in the journal.
pub(crate) fn word<T: Serialize>(value: &T) -> Result<String, StorageError> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(word) => Ok(word),
        _ => Err(StorageError::Form(serde::de::Error::custom("a word was expected"))),
    }
}

/// The word of an optional enum.
pub(crate) fn word_of<T: Serialize>(value: Option<&T>) -> Result<Option<String>, StorageError> {
    value.map(word).transpose()
}

/// A date as text.
pub(crate) fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// An instant in milliseconds since 1970.
pub(crate) fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// Columns read by their order.
pub(crate) struct Columns<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
}

impl<'r, 's> Columns<'r, 's> {
    pub(crate) fn of(row: &'r Row<'s>) -> Self {
        Columns { row, next: 0 }
    }

    /// The next column as SQLite has it.
    pub(crate) fn take<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        let at = self.next;
        self.next += 1;
        self.row.get(at)
    }

    pub(crate) fn flag(&mut self) -> rusqlite::Result<bool> {
        self.take()
    }

    pub(crate) fn id<T: From16>(&mut self) -> rusqlite::Result<T> {
        Ok(T::from_16(Uuid::from_bytes(self.take::<[u8; 16]>()?)))
    }

    pub(crate) fn id_opt<T: From16>(&mut self) -> rusqlite::Result<Option<T>> {
        Ok(self.take::<Option<[u8; 16]>>()?.map(|bytes| T::from_16(Uuid::from_bytes(bytes))))
    }

    pub(crate) fn cents(&mut self) -> rusqlite::Result<Cents> {
        let value: i64 = self.take()?;
        Cents::new(value).map_err(|error| self.malformed(Type::Integer, error))
    }

    pub(crate) fn cents_opt(&mut self) -> rusqlite::Result<Option<Cents>> {
        let value: Option<i64> = self.take()?;
        value.map(|cents| Cents::new(cents).map_err(|error| self.malformed(Type::Integer, error))).transpose()
    }

    pub(crate) fn day(&mut self) -> rusqlite::Result<Date> {
        let text: String = self.take()?;
        text.parse().map_err(|error| self.malformed(Type::Text, error))
    }

    pub(crate) fn day_opt(&mut self) -> rusqlite::Result<Option<Date>> {
        let text: Option<String> = self.take()?;
        text.map(|text| text.parse().map_err(|error| self.malformed(Type::Text, error))).transpose()
    }

    pub(crate) fn at(&mut self) -> rusqlite::Result<Timestamp> {
        let value: i64 = self.take()?;
        Timestamp::from_millisecond(value).map_err(|error| self.malformed(Type::Integer, error))
    }

    pub(crate) fn at_opt(&mut self) -> rusqlite::Result<Option<Timestamp>> {
        let value: Option<i64> = self.take()?;
        value.map(|ms| Timestamp::from_millisecond(ms).map_err(|e| self.malformed(Type::Integer, e))).transpose()
    }

    pub(crate) fn word<T: DeserializeOwned>(&mut self) -> rusqlite::Result<T> {
        let text: String = self.take()?;
        self.parse_word(text)
    }

    pub(crate) fn word_opt<T: DeserializeOwned>(&mut self) -> rusqlite::Result<Option<T>> {
        let text: Option<String> = self.take()?;
        text.map(|text| self.parse_word(text)).transpose()
    }

    /// A word that is empty where there is none: a part of a key is never NULL.
    pub(crate) fn word_or_none<T: DeserializeOwned>(&mut self) -> rusqlite::Result<Option<T>> {
        let text: String = self.take()?;
        if text.is_empty() { Ok(None) } else { self.parse_word(text).map(Some) }
    }

    /// A column that holds JSON.
    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> rusqlite::Result<T> {
        let text: String = self.take()?;
        serde_json::from_str(&text).map_err(|error| self.malformed(Type::Text, error))
    }

    fn parse_word<T: DeserializeOwned>(&self, text: String) -> rusqlite::Result<T> {
        serde_json::from_value(serde_json::Value::String(text)).map_err(|error| self.malformed(Type::Text, error))
    }

    fn malformed(&self, kind: Type, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
        rusqlite::Error::FromSqlConversionFailure(self.next.saturating_sub(1), kind, Box::new(error))
    }
}

/// Ids made of 16 bytes.
pub(crate) trait From16 {
    fn from_16(id: Uuid) -> Self;
}

macro_rules! ids {
    ($($name:ident),*) => {$(
        impl From16 for relais_domain::ids::$name {
            fn from_16(id: Uuid) -> Self { relais_domain::ids::$name(id) }
        }
    )*};
}

ids!(
    PracticeId,
    UnusualId,
    OperatorAdvanceId,
    SlipId,
    PostId,
    UserId,
    PersonId,
    DossierId,
    ChequeId,
    CredentialId,
    BankCreditId,
    RequestId,
    IncidentId,
    InventoryId,
    ImportId,
    CommandId,
    TextId,
    DocumentId,
    EvidenceId,
    PurgeId
);

impl From16 for Uuid {
    fn from_16(id: Uuid) -> Self {
        id
    }
}
