//! The clocks as a file: TOML, one table a kind. Read whole or not at all; every fault is told with its line.

use super::{Clock, DataKind, KeptMonths, Retention};
use crate::reference_file::{Fault, FileFault, Reader, day, quoted, said, status};
use std::fmt::Write as _;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The largest file read. It is kept in the journal.
pub const MAX_BYTES: usize = 64 * 1024;
/// What a clock may say.
const MEMBERS: [&str; 8] = ["kind", "months", "at_least", "obliges", "from", "status", "source", "reason"];

type Table<'d> = DeTable<'d>;
type Value<'d> = Spanned<DeValue<'d>>;

pub(super) fn read(text: &str) -> Result<Retention, Vec<FileFault>> {
    let mut reader = Reader::of(text);
    let table = reader.table(MAX_BYTES);
    let retention = table.and_then(|table| reader.retention(table.get_ref()));
    reader.end(retention)
}

impl Reader<'_> {
    fn retention(&mut self, table: &Table<'_>) -> Option<Retention> {
        let (mut version, mut clocks) = (None, Vec::new());
        for (name, value) in table {
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("version", value) if said(Some(value)).is_some() => version = said(Some(value)),
                ("clock", DeValue::Array(tables)) => {
                    for value in tables.iter() {
                        let clock = self.clock(value);
                        let twice =
                            clock.as_ref().filter(|clock| clocks.iter().any(|it: &Clock| it.kind == clock.kind));
                        if let Some(twice) = twice {
                            self.fault(value.span().start, Fault::Overlap, twice.kind.word());
                        }
                        clocks.extend(clock);
                    }
                }
                (other, _) => self.fault(name.span().start, Fault::Shape, other),
            }
        }
        if version.is_none() && !self.told_of("version") {
            self.fault(0, Fault::Shape, "version");
        }
        if self.is_sound() {
            for kind in DataKind::ALL.iter().filter(|kind| clocks.iter().all(|clock| clock.kind != **kind)) {
                self.fault(0, Fault::Missing, kind.word());
            }
        }
        clocks.sort_by_key(|clock| clock.kind);
        Some(Retention { version: version?, clocks })
    }

    fn clock(&mut self, value: &Value<'_>) -> Option<Clock> {
        let at = value.span().start;
        let DeValue::Table(members) = value.get_ref() else {
            self.fault(at, Fault::Shape, "clock");
            return None;
        };
        for (name, _) in members.iter().filter(|(name, _)| !MEMBERS.contains(&name.get_ref().as_ref())) {
            self.fault(name.span().start, Fault::UnknownField, name.get_ref().as_ref());
        }
        let text = |name: &str| said(members.get(name).map(Spanned::get_ref));
        let kind = text("kind").and_then(|word| DataKind::ALL.into_iter().find(|kind| kind.word() == word));
        let from = members.get("from").and_then(|value| day(value.get_ref()));
        let status = status(members.get("status").map(Spanned::get_ref));
        let source = text("source");
        for (missing, fault, about) in [
            (kind.is_none(), Fault::Shape, "kind"),
            (from.is_none(), Fault::Day, "from"),
            (status.is_none(), Fault::Status, "status"),
            (source.is_none(), Fault::Source, "source"),
        ] {
            if missing {
                self.fault(at, fault, about);
            }
        }
        let months = self.months(members.get("months"), "months");
        // A kind with a setting of its own has no months here, and every other has.
        if let Some(kind) = kind
            && kind.goes_by_itself() == members.contains_key("months")
        {
            self.fault(at, Fault::Shape, "months");
        }
        let least = self.months(members.get("at_least"), "at_least");
        let at_least = match (least, text("obliges")) {
            (Some(least), Some(law)) => Some((least, law)),
            (None, None) => None,
            _ => {
                self.fault(at, Fault::Source, "obliges");
                None
            }
        };
        let reason = match members.get("reason") {
            None => String::new(),
            Some(value) => said(Some(value.get_ref())).unwrap_or_else(|| {
                self.fault(value.span().start, Fault::Shape, "reason");
                String::new()
            }),
        };
        Some(Clock { kind: kind?, months, at_least, from: from?, status: status?, source: source?, reason })
    }

    fn months(&mut self, value: Option<&Value<'_>>, about: &str) -> Option<KeptMonths> {
        let value = value?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let months = number.and_then(|number| KeptMonths::parse(number).ok());
        if months.is_none() {
            self.fault(value.span().start, Fault::OutOfRange, about);
        }
        months
    }
}

pub(super) fn written(retention: &Retention) -> String {
    let mut text = String::with_capacity(256 * (retention.clocks.len() + 1));
    // Writing into a text does not fail.
    let _ = write(retention, &mut text);
    text
}

fn write(retention: &Retention, out: &mut String) -> std::fmt::Result {
    writeln!(out, "version = {}", quoted(&retention.version))?;
    for clock in &retention.clocks {
        writeln!(out, "\n[[clock]]\nkind = {}", quoted(clock.kind.word()))?;
        if let Some(months) = clock.months {
            writeln!(out, "months = {}", months.months())?;
        }
        if let Some((least, law)) = &clock.at_least {
            writeln!(out, "at_least = {}\nobliges = {}", least.months(), quoted(law))?;
        }
        let (from, status) = (clock.from, quoted(clock.status.word()));
        writeln!(out, "from = {from}\nstatus = {status}\nsource = {}", quoted(&clock.source))?;
        if !clock.reason.is_empty() {
            writeln!(out, "reason = {}", quoted(&clock.reason))?;
        }
    }
    Ok(())
}
