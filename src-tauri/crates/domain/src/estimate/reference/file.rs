//! A set as a file: TOML, one line a number. Read whole or not at all; every fault is told with its line.
//!
//! The bytes come in from outside and the sentence belongs to the catalogue: here are lines and codes.

use super::{DatedNumber, Key, OperatorNumber, ReferenceSet, Unit, key};
use crate::{
    platform::PlatformCode,
    reference_file::{Fault, FileFault, Reader, day, said, status},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The largest file read: some times the one shipped. It is kept in the journal.
pub const MAX_BYTES: usize = 64 * 1024;

pub(super) fn read(text: &str) -> Result<ReferenceSet, Vec<FileFault>> {
    let mut reader = Reader::of(text);
    let table = reader.table(MAX_BYTES);
    let set = table.and_then(|table| reader.set(table.get_ref()));
    reader.end(set)
}

impl Reader<'_> {
    fn set(&mut self, table: &DeTable<'_>) -> Option<ReferenceSet> {
        let mut version = None;
        let mut numbers = None;
        let mut operators = Vec::new();
        for (name, value) in table {
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("version", value) if said(Some(value)).is_some() => version = said(Some(value)),
                ("numbers", DeValue::Table(table)) => numbers = Some(self.numbers(table)),
                ("operators", DeValue::Table(table)) => operators = self.operators(table),
                (other, _) => self.fault(name.span().start, Fault::Shape, other),
            }
        }
        for (name, missing) in [("version", version.is_none()), ("numbers", numbers.is_none())] {
            if missing && !self.told_of(name) {
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
        if self.is_sound() {
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
        let (status, source) = (status(field("status")), said(field("source")));
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
