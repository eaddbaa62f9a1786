//! What every file of reference data has in common: it is TOML, read whole or not at all, and each fault is told with its
//! line. Each piece of data has a source, a day, and whether that source was read.
//!
//! Owns lines, faults and the small readings of values. Does not own what a file holds (each set does), the bytes (they come
//! in from outside) nor the sentence for a fault (the catalogue's).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use ts_rs::TS;

/// The most faults told: past some, one mends and tries again.
pub const MAX_FAULTS: usize = 20;
/// Longest version, source and label.
pub const MAX_TEXT_CHARS: usize = 200;

/// Whether the source of a piece of data was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "NumberStatus")]
pub enum Status {
    /// « Confirmé ».
    Confirmed,
    /// « À vérifier ».
    ToVerify,
}

impl Status {
    /// The word of the file.
    pub const fn word(self) -> &'static str {
        match self {
            Status::Confirmed => "confirmed",
            Status::ToVerify => "to_verify",
        }
    }
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "FileFaultKind")]
pub enum Fault {
    /// The file is too large.
    TooLarge,
    /// Its checksum is not the one announced.
    Checksum,
    /// The line is not TOML.
    Syntax,
    /// What must be there is missing, or is something else.
    Shape,
    /// There is no such number.
    UnknownNumber,
    /// There is no such field.
    UnknownField,
    /// The value is missing, or counts something else.
    WrongUnit,
    /// The value is negative, or far too large.
    OutOfRange,
    /// `from` is missing, or a day is not one.
    Day,
    /// It ends before it begins.
    Reversed,
    /// Two values, or two rows, for the same on the same day.
    Overlap,
    /// `status` is neither `confirmed` nor `to_verify`.
    Status,
    /// The source is missing or too long.
    Source,
    /// A number has no value in force.
    Missing,
    /// A floor is above its ceiling.
    Contradiction,
    /// The insurer has no name.
    Insurer,
    /// N° AMC: 8 to 10 digits.
    AmcNumber,
    /// CSR: 1 to 9 letters, digits or `?`.
    Csr,
    /// The domain is no code of letters and digits.
    Domain,
    /// No operator, too many, one twice, or one that is no code.
    Operators,
    /// An operator the file does not name.
    UnknownOperator,
    /// A network the file does not name.
    UnknownNetwork,
}

/// One fault, where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FileFault {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong.
    pub fault: Fault,
    /// Of what, as the file spells it.
    pub about: String,
}

/// A text being read, and the faults found so far.
pub(crate) struct Reader<'t> {
    text: &'t str,
    faults: Vec<(usize, Fault, String)>,
}

impl<'t> Reader<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Reader { text, faults: Vec::new() }
    }

    /// The file as a table; nothing when it is too large or no TOML.
    pub(crate) fn table(&mut self, max_bytes: usize) -> Option<Spanned<DeTable<'t>>> {
        if self.text.len() > max_bytes {
            self.fault(0, Fault::TooLarge, "");
            return None;
        }
        let parsed = DeTable::parse(self.text);
        parsed.map_err(|error| self.fault(error.span().map_or(0, |span| span.start), Fault::Syntax, "")).ok()
    }

    /// Notes a fault at a place of the text.
    pub(crate) fn fault(&mut self, at: usize, fault: Fault, about: &str) {
        self.faults.push((at, fault, about.chars().take(MAX_TEXT_CHARS).collect()));
    }

    pub(crate) fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    pub(crate) fn told_of(&self, about: &str) -> bool {
        self.faults.iter().any(|(_, _, told)| told == about)
    }

    /// What was read, or every fault in the order of the lines.
    pub(crate) fn end<T>(mut self, read: Option<T>) -> Result<T, Vec<FileFault>> {
        match read {
            Some(read) if self.faults.is_empty() => Ok(read),
            _ => {
                self.faults.sort_by_key(|(at, _, _)| *at);
                self.faults.truncate(MAX_FAULTS);
                let line = |at: usize| self.text.get(..at).unwrap_or_default().matches('\n').count() + 1;
                let told = self.faults.iter().map(|(at, fault, about)| FileFault {
                    line: u32::try_from(line(*at)).unwrap_or(u32::MAX),
                    fault: *fault,
                    about: about.clone(),
                });
                Err(told.collect())
            }
        }
    }
}

/// A text of one line as TOML writes it.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text that says something, in a line.
pub(crate) fn is_said(text: &str) -> bool {
    let chars = text.trim().chars().count();
    (1..=MAX_TEXT_CHARS).contains(&chars) && !text.chars().any(char::is_control)
}

/// The text of a value that says something.
pub(crate) fn said(value: Option<&DeValue<'_>>) -> Option<String> {
    match value {
        Some(DeValue::String(text)) if is_said(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

/// The status a value spells.
pub(crate) fn status(value: Option<&DeValue<'_>>) -> Option<Status> {
    let Some(DeValue::String(word)) = value else { return None };
    [Status::Confirmed, Status::ToVerify].into_iter().find(|status| status.word() == word.as_ref())
}

/// A day, without an hour.
pub(crate) fn day(value: &DeValue<'_>) -> Option<Date> {
    let DeValue::Datetime(moment) = value else { return None };
    let date = moment.date.filter(|_| moment.time.is_none() && moment.offset.is_none())?;
    let (year, month, day) =
        (i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    Date::new(year, month, day).ok()
}
