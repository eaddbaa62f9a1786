//! The grounds of processing as a file: TOML, one table an activity and one a criterion. Read whole or not at all; every fault is
//! told with its line.

use super::{Criterion, Ground, Processing, ProcessingGrounds, is_name};
use crate::reference_file::{Fault, FileFault, Reader, Status, day, quoted, said, status};
use jiff::civil::Date;
use std::fmt::Write as _;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The largest file read. It is kept in the journal.
pub const MAX_BYTES: usize = 64 * 1024;
/// The most criteria: a page of them.
pub const MAX_CRITERIA: usize = 20;
/// What a ground may say.
const OF_GROUND: [&str; 6] = ["processing", "basis", "condition", "from", "status", "source"];
/// What a criterion may say.
const OF_CRITERION: [&str; 4] = ["says", "from", "status", "source"];

type Table<'d> = DeTable<'d>;
type Value<'d> = Spanned<DeValue<'d>>;

pub(super) fn read(text: &str) -> Result<ProcessingGrounds, Vec<FileFault>> {
    let mut reader = Reader::of(text);
    let table = reader.table(MAX_BYTES);
    let grounds = table.and_then(|table| reader.grounds(table.get_ref()));
    reader.end(grounds)
}

/// What each entry has: since when, whether it was read, and where.
struct Known {
    from: Date,
    status: Status,
    source: String,
}

impl Reader<'_> {
    fn grounds(&mut self, table: &Table<'_>) -> Option<ProcessingGrounds> {
        let (mut version, mut grounds, mut criteria) = (None, Vec::new(), Vec::new());
        let (mut representative, mut dpo) = (String::new(), String::new());
        for (name, value) in table {
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("version", value) if said(Some(value)).is_some() => version = said(Some(value)),
                ("representative", DeValue::String(text)) if is_name(text.trim()) => {
                    representative = text.trim().to_owned();
                }
                ("dpo", DeValue::String(text)) if is_name(text.trim()) => dpo = text.trim().to_owned(),
                ("ground", DeValue::Array(tables)) => {
                    for value in tables.iter() {
                        let ground = self.ground(value);
                        let known =
                            |ground: &Ground| grounds.iter().any(|it: &Ground| it.processing == ground.processing);
                        if let Some(twice) = ground.as_ref().filter(|ground| known(ground)) {
                            self.fault(value.span().start, Fault::Overlap, twice.processing.word());
                        }
                        grounds.extend(ground);
                    }
                }
                ("criterion", DeValue::Array(tables)) if tables.len() <= MAX_CRITERIA => {
                    criteria = tables.iter().filter_map(|value| self.criterion(value)).collect();
                }
                (other, _) => self.fault(name.span().start, Fault::Shape, other),
            }
        }
        if version.is_none() && !self.told_of("version") {
            self.fault(0, Fault::Shape, "version");
        }
        if self.is_sound() {
            let missing = |processing: &&Processing| grounds.iter().all(|ground| ground.processing != **processing);
            for processing in Processing::ALL.iter().filter(missing) {
                self.fault(0, Fault::Missing, processing.word());
            }
        }
        grounds.sort_by_key(|ground| ground.processing);
        Some(ProcessingGrounds { version: version?, representative, dpo, grounds, criteria })
    }

    fn ground(&mut self, value: &Value<'_>) -> Option<Ground> {
        let members = self.members(value, "ground", &OF_GROUND)?;
        let text = |name: &str| said(members.get(name).map(Spanned::get_ref));
        let word = text("processing");
        let processing = word.and_then(|word| Processing::ALL.into_iter().find(|processing| processing.word() == word));
        let basis = text("basis");
        for (missing, about) in [(processing.is_none(), "processing"), (basis.is_none(), "basis")] {
            if missing {
                self.fault(value.span().start, Fault::Shape, about);
            }
        }
        let condition = match members.get("condition") {
            None => String::new(),
            Some(value) => said(Some(value.get_ref())).unwrap_or_else(|| {
                self.fault(value.span().start, Fault::Shape, "condition");
                String::new()
            }),
        };
        let known = self.known(value, members);
        let Known { from, status, source } = known?;
        Some(Ground { processing: processing?, basis: basis?, condition, from, status, source })
    }

    fn criterion(&mut self, value: &Value<'_>) -> Option<Criterion> {
        let members = self.members(value, "criterion", &OF_CRITERION)?;
        let says = said(members.get("says").map(Spanned::get_ref));
        if says.is_none() {
            self.fault(value.span().start, Fault::Shape, "says");
        }
        let Known { from, status, source } = self.known(value, members)?;
        Some(Criterion { says: says?, from, status, source })
    }

    /// The members of a table, of which none is unknown.
    fn members<'v, 'd>(&mut self, value: &'v Value<'d>, what: &str, known: &[&str]) -> Option<&'v Table<'d>> {
        let DeValue::Table(members) = value.get_ref() else {
            self.fault(value.span().start, Fault::Shape, what);
            return None;
        };
        for (name, _) in members.iter().filter(|(name, _)| !known.contains(&name.get_ref().as_ref())) {
            self.fault(name.span().start, Fault::UnknownField, name.get_ref().as_ref());
        }
        Some(members)
    }

    fn known(&mut self, value: &Value<'_>, members: &Table<'_>) -> Option<Known> {
        let from = members.get("from").and_then(|value| day(value.get_ref()));
        let status = status(members.get("status").map(Spanned::get_ref));
        let source = said(members.get("source").map(Spanned::get_ref));
        for (missing, fault, about) in [
            (from.is_none(), Fault::Day, "from"),
            (status.is_none(), Fault::Status, "status"),
            (source.is_none(), Fault::Source, "source"),
        ] {
            if missing {
                self.fault(value.span().start, fault, about);
            }
        }
        Some(Known { from: from?, status: status?, source: source? })
    }
}

pub(super) fn written(grounds: &ProcessingGrounds) -> String {
    let mut text = String::with_capacity(256 * (grounds.grounds.len() + grounds.criteria.len() + 1));
    // Writing into a text does not fail.
    let _ = write(grounds, &mut text);
    text
}

fn write(set: &ProcessingGrounds, out: &mut String) -> std::fmt::Result {
    writeln!(out, "version = {}", quoted(&set.version))?;
    writeln!(out, "representative = {}\ndpo = {}", quoted(&set.representative), quoted(&set.dpo))?;
    for ground in &set.grounds {
        writeln!(out, "\n[[ground]]\nprocessing = {}", quoted(ground.processing.word()))?;
        writeln!(out, "basis = {}", quoted(&ground.basis))?;
        if !ground.condition.is_empty() {
            writeln!(out, "condition = {}", quoted(&ground.condition))?;
        }
        known(out, ground.from, ground.status, &ground.source)?;
    }
    for criterion in &set.criteria {
        writeln!(out, "\n[[criterion]]\nsays = {}", quoted(&criterion.says))?;
        known(out, criterion.from, criterion.status, &criterion.source)?;
    }
    Ok(())
}

fn known(out: &mut String, from: Date, status: Status, source: &str) -> std::fmt::Result {
    writeln!(out, "from = {from}\nstatus = {}\nsource = {}", quoted(status.word()), quoted(source))
}
