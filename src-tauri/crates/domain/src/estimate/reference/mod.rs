//! The numbers of the texts as dated data: each with its days in force, its source and whether that was read.
//!
//! A set is one file: the one shipped with Relais, or one the practice took in its place. It is read whole or not at all
//! ([`file`]). No rule holds a number of its own, and an estimate names every number it rests on.

mod file;
mod key;

pub use crate::reference_file::{Fault, FileFault, Status};
pub use file::MAX_BYTES;
pub use key::{Key, Unit};

use super::{CannotEstimate, optics::Category};
use crate::{money::Cents, platform::PlatformCode};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{cell::RefCell, collections::BTreeSet};
use ts_rs::TS;

/// The file that ships with this build.
pub const SHIPPED: &str = include_str!("../../../reference/estimate.toml");

/// One number, in force for some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DatedNumber {
    /// Which.
    pub key: Key,
    /// Its value.
    pub value: u32,
    /// What it counts.
    pub unit: Unit,
    /// First day in force.
    pub from: Date,
    /// Last day in force; none while it holds.
    pub to: Option<Date>,
    /// Whether the source was read.
    pub status: Status,
    /// Where it comes from.
    pub source: String,
}

impl DatedNumber {
    fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// A whole set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceSet {
    /// Its name: `2024-01`.
    pub version: String,
    /// The numbers, by key and then by day.
    pub numbers: Vec<DatedNumber>,
    /// What single operators do otherwise, by operator and then by day.
    pub operators: Vec<OperatorNumber>,
}

/// A number of one operator, in place of everybody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OperatorNumber {
    /// Whose.
    pub operator: PlatformCode,
    /// The number.
    pub number: DatedNumber,
}

impl ReferenceSet {
    /// Reads a file, whole or not at all: every fault found, in the order of the lines.
    pub fn read(text: &str) -> Result<ReferenceSet, Vec<FileFault>> {
        file::read(text)
    }

    /// A number in force on a day.
    pub fn on(&self, key: Key, day: Date) -> Option<&DatedNumber> {
        self.numbers.iter().find(|number| number.key == key && number.holds_on(day))
    }

    /// How many days after its agreement an operator takes an invoice, on a day: its own number, or everybody's.
    pub fn invoice_after(&self, operator: &PlatformCode, day: Date) -> Option<&DatedNumber> {
        let own = self.operators.iter().find(|own| own.operator == *operator && own.number.holds_on(day));
        own.map(|own| &own.number).or_else(|| self.on(Key::OperatorInvoiceAfter, day))
    }
}

/// The numbers of one day; remembers which were asked for.
pub(super) struct InForce<'s> {
    set: &'s ReferenceSet,
    on: Date,
    used: RefCell<BTreeSet<(Key, Date)>>,
}

impl<'s> InForce<'s> {
    pub(super) fn of(set: &'s ReferenceSet, on: Date) -> Self {
        InForce { set, on, used: RefCell::default() }
    }

    fn get(&self, key: Key) -> Result<u32, CannotEstimate> {
        let number = self.set.on(key, self.on);
        let number = number.ok_or(CannotEstimate::NoNumber { key, on: self.on })?;
        self.used.borrow_mut().insert((key, number.from));
        Ok(number.value)
    }

    /// An amount.
    pub(super) fn cents(&self, key: Key) -> Result<Cents, CannotEstimate> {
        Ok(Cents::new(i64::from(self.get(key)?))?)
    }

    /// A rate in basis points.
    pub(super) fn rate_bp(&self, key: Key) -> Result<u32, CannotEstimate> {
        self.get(key)
    }

    /// A count of months or days.
    pub(super) fn count(&self, key: Key) -> Result<i64, CannotEstimate> {
        self.get(key).map(i64::from)
    }

    /// The floor and the ceiling of an equipment.
    pub(super) fn equipment(&self, category: Category) -> Result<(Cents, Cents), CannotEstimate> {
        let (floor, ceiling) = key::of_equipment(category);
        Ok((self.cents(floor)?, self.cents(ceiling)?))
    }

    /// The numbers that were asked for, in the order of the keys.
    pub(super) fn used(&self) -> Vec<DatedNumber> {
        let used = self.used.borrow();
        self.set.numbers.iter().filter(|number| used.contains(&(number.key, number.from))).cloned().collect()
    }
}

/// How long an answer that was kept counts as recent, in days; at least one.
pub fn recent_days(set: &ReferenceSet, on: Date) -> i64 {
    InForce::of(set, on).count(Key::AnswerRecent).unwrap_or(1)
}
