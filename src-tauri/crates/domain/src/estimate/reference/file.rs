//! A set as a file: TOML, one line a number. Read whole or not at all; every fault is told with its line.
//!
//! The bytes come in from outside and the sentence belongs to the catalogue: here are lines and codes.

use super::{DatedNumber, Key, OperatorNumber, ReferenceSet, Status, Unit, key};
use crate::platform::PlatformCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use ts_rs::TS;

/// The largest file read: some times the one shipped. It is kept in the journal.
pub const MAX_BYTES: usize = 64 * 1024;
/// The most faults told: past some, one mends and tries again.
const MAX_FAULTS: usize = 20;
/// Longest version and source.
const MAX_TEXT_CHARS: usize = 200;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "FileFaultKind")]
pub enum Fault {
    /// The file is too large.
    TooLarge,
    /// The line is not TOML.
    Syntax,
    /// `version` or `numbers` is missing, or is something else.
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
    /// Two values on the same day.
    Overlap,
    /// `status` is neither `confirmed` nor `to_verify`.
    Status,
    /// The source is missing or too long.
    Source,
    /// A number has no value in force.
    Missing,
    /// A floor is above its ceiling.
    Contradiction,
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

/// The faults found so far.
struct Reader<'t> {
    text: &'t str,
    faults: Vec<FileFault>,
}

pub(super) fn read(text: &str) -> Result<ReferenceSet, Vec<FileFault>> {
    let mut reader = Reader { text, faults: Vec::new() };
    if text.len() > MAX_BYTES {
        reader.fault(0, Fault::TooLarge, "");
        return Err(reader.faults);
    }
    let table = DeTable::parse(text).map_err(|error| {
        reader.fault(error.span().map_or(0, |span| span.start), Fault::Syntax, "");
        std::mem::take(&mut reader.faults)
    })?;
    let set = reader.set(table.get_ref());
    reader.faults.sort_by_key(|fault| fault.line);
    reader.faults.truncate(MAX_FAULTS);
    match set {
        Some(set) if reader.faults.is_empty() => Ok(set),
        _ => Err(reader.faults),
    }
}

impl Reader<'_> {
    fn fault(&mut self, at: usize, fault: Fault, about: &str) {
        let before = self.text.get(..at).unwrap_or_default();
        let line = u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX);
        self.faults.push(FileFault { line, fault, about: about.chars().take(MAX_TEXT_CHARS).collect() });
    }

    fn set(&mut self, table: &DeTable<'_>) -> Option<ReferenceSet> {
        let mut version = None;
        let mut numbers = None;
        let mut operators = Vec::new();
        for (name, value) in table {
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("version", DeValue::String(text)) if is_said(text) => version = Some(text.trim().to_owned()),
                ("numbers", DeValue::Table(table)) => numbers = Some(self.numbers(table)),
                ("operators", DeValue::Table(table)) => operators = self.operators(table),
                (other, _) => self.fault(name.span().start, Fault::Shape, other),
            }
        }
        for (name, missing) in [("version", version.is_none()), ("numbers", numbers.is_none())] {
            if missing && !self.faults.iter().any(|fault| fault.about == name) {
                self.fault(0, Fault::Shape, name);
            }
        }
        Some(ReferenceSet { version: version?, numbers: numbers?, operators })
    }

    fn numbers(&mut self, table: &DeTable<'_>) -> Vec<DatedNumber> {
        let mut numbers: Vec<(usize, DatedNumber)> = Vec::new();
        for (name, values) in table {
            let word = name.get_ref().as_ref();
            let Some(key) = Key::ALL.iter().copied().find(|key| key.word() == word) else {
                self.fault(name.span().start, Fault::UnknownNumber, word);
                continue;
            };
            let DeValue::Array(values) = values.get_ref() else {
                self.fault(name.span().start, Fault::Shape, word);
                continue;
            };
            for value in values.iter() {
                numbers.extend(self.number(key, value).map(|number| (value.span().start, number)));
            }
        }
        numbers.sort_by_key(|(_, number)| (number.key, number.from));
        if self.faults.is_empty() {
            self.weigh(&numbers);
        }
        numbers.into_iter().map(|(_, number)| number).collect()
    }

    /// What single operators do otherwise: optional, since most do as everybody.
    fn operators(&mut self, table: &DeTable<'_>) -> Vec<OperatorNumber> {
        let mut operators: Vec<(usize, OperatorNumber)> = Vec::new();
        for (name, values) in table {
            let (word, at) = (name.get_ref().as_ref(), name.span().start);
            let (Ok(operator), DeValue::Array(values)) = (PlatformCode::parse(word), values.get_ref()) else {
                self.fault(at, Fault::Shape, word);
                continue;
            };
            for value in values.iter() {
                let number = self.number(Key::OperatorInvoiceAfter, value);
                operators.extend(
                    number.map(|number| (value.span().start, OperatorNumber { operator: operator.clone(), number })),
                );
            }
        }
        operators.sort_by(|(_, one), (_, other)| {
            (&one.operator, one.number.from).cmp(&(&other.operator, other.number.from))
        });
        for pair in operators.windows(2) {
            let [(_, before), (at, after)] = pair else { continue };
            let goes_on = before.number.to.is_none_or(|to| to >= after.number.from);
            if before.operator == after.operator && goes_on {
                self.fault(*at, Fault::Overlap, after.operator.as_str());
            }
        }
        operators.into_iter().map(|(_, operator)| operator).collect()
    }

    fn number(&mut self, key: Key, value: &Spanned<DeValue<'_>>) -> Option<DatedNumber> {
        let at = value.span().start;
        let DeValue::Table(fields) = value.get_ref() else {
            self.fault(at, Fault::Shape, key.word());
            return None;
        };
        let known = |name: &str| {
            ["from", "to", "status", "source"].contains(&name) || Unit::ALL.iter().any(|unit| unit.word() == name)
        };
        for (name, _) in fields.iter().filter(|(name, _)| !known(name.get_ref().as_ref())) {
            self.fault(name.span().start, Fault::UnknownField, name.get_ref().as_ref());
        }
        let field = |name: &str| fields.get(name).map(Spanned::get_ref);
        let counted: Vec<Unit> = Unit::ALL.into_iter().filter(|unit| field(unit.word()).is_some()).collect();
        let amount = match field(key.unit().word()) {
            Some(DeValue::Integer(number)) if counted == [key.unit()] => {
                i64::from_str_radix(number.as_str(), number.radix()).ok()
            }
            _ => {
                self.fault(at, Fault::WrongUnit, key.word());
                return None;
            }
        };
        let amount = amount.and_then(|amount| u32::try_from(amount).ok()).filter(|value| *value <= key.unit().most());
        let day = |name: &str| field(name).map(day);
        let (from, to) = (day("from").flatten(), day("to"));
        let status = match field("status") {
            Some(DeValue::String(word)) => match word.as_ref() {
                "confirmed" => Some(Status::Confirmed),
                "to_verify" => Some(Status::ToVerify),
                _ => None,
            },
            _ => None,
        };
        let source = match field("source") {
            Some(DeValue::String(text)) if is_said(text) => Some(text.trim().to_owned()),
            _ => None,
        };
        for (missing, fault) in [
            (amount.is_none(), Fault::OutOfRange),
            (from.is_none() || to == Some(None), Fault::Day),
            (status.is_none(), Fault::Status),
            (source.is_none(), Fault::Source),
        ] {
            if missing {
                self.fault(at, fault, key.word());
            }
        }
        let (from, to) = (from?, to.flatten());
        if to.is_some_and(|to| to < from) {
            self.fault(at, Fault::Reversed, key.word());
            return None;
        }
        Some(DatedNumber { key, value: amount?, unit: key.unit(), from, to, status: status?, source: source? })
    }

    /// What the numbers say together: one value a day, one that still holds, floors under their ceilings.
    fn weigh(&mut self, numbers: &[(usize, DatedNumber)]) {
        for pair in numbers.windows(2) {
            let [(_, before), (at, after)] = pair else { continue };
            if before.key == after.key && before.to.is_none_or(|to| to >= after.from) {
                self.fault(*at, Fault::Overlap, after.key.word());
            }
        }
        for key in Key::ALL {
            let mut own = numbers.iter().filter(|(_, number)| number.key == *key);
            if own.clone().next().is_none() {
                self.fault(0, Fault::Missing, key.word());
            } else if !own.any(|(_, number)| number.to.is_none()) {
                let last = numbers.iter().rfind(|(_, number)| number.key == *key).map_or(0, |(at, _)| *at);
                self.fault(last, Fault::Missing, key.word());
            }
        }
        for (low, high) in key::ordered() {
            let of = |key: Key| numbers.iter().filter(move |(_, number)| number.key == key);
            for (at, floor) in of(low) {
                let above = of(high).any(|(_, ceiling)| {
                    let meet = floor.holds_on(ceiling.from) || ceiling.holds_on(floor.from);
                    meet && floor.value > ceiling.value
                });
                if above {
                    self.fault(*at, Fault::Contradiction, low.word());
                }
            }
        }
    }
}

/// A text that says something, in a line.
fn is_said(text: &str) -> bool {
    let chars = text.trim().chars().count();
    (1..=MAX_TEXT_CHARS).contains(&chars) && !text.chars().any(char::is_control)
}

/// A day, without an hour.
fn day(value: &DeValue<'_>) -> Option<Date> {
    let DeValue::Datetime(moment) = value else { return None };
    let date = moment.date.filter(|_| moment.time.is_none() && moment.offset.is_none())?;
    let (year, month, day) =
        (i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    Date::new(year, month, day).ok()
}
