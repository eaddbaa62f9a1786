//! Which column says which field: proposed from the names of the columns and from what stands in them, corrected by a
//! person, found again by the signature of the headers.

use super::{Line, Sheet, amount, date};
use relais_domain::tabular::ColumnChoice;
use sha2::{Digest, Sha256};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What a field's cells hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A text.
    Text,
    /// A number or code that is copied, never counted with.
    Code,
    /// An amount of euros.
    Amount,
    /// A day.
    Date,
    /// One of a few words that each mean something.
    Word,
}

/// A field somebody imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its code.
    pub code: &'static str,
    /// A list without it cannot be imported.
    pub required: bool,
    /// What its cells hold.
    pub kind: FieldKind,
    /// How columns that say it are usually named, folded, the surest first.
    pub names: &'static [&'static str],
}

/// Which column each field is read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(Vec<ColumnChoice>);

/// A proposal, and how sure of itself it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// Field by field, those of which no column speaks left out.
    pub columns: Columns,
    /// Every required field has its column.
    pub complete: bool,
}

impl Columns {
    /// The choices, as far as they name a column of the sheet; a field has one column, the first said.
    pub fn of(choices: &[ColumnChoice], sheet: &Sheet) -> Self {
        let mut kept: Vec<ColumnChoice> = Vec::new();
        for choice in choices.iter().filter(|choice| usize::from(choice.column) < sheet.headers.len()) {
            if !kept.iter().any(|known| known.field == choice.field) {
                kept.push(choice.clone());
            }
        }
        Columns(kept)
    }

    /// The choices.
    pub fn choices(&self) -> &[ColumnChoice] {
        &self.0
    }

    /// Whether a field has a column.
    pub fn has(&self, field: &str) -> bool {
        self.at(field).is_some()
    }

    /// The column of a field.
    pub fn at(&self, field: &str) -> Option<usize> {
        self.0.iter().find(|choice| choice.field == field).map(|choice| usize::from(choice.column))
    }

    /// What a line says of a field; empty when it has no column or no such cell.
    pub fn cell<'l>(&self, line: &'l Line, field: &str) -> &'l str {
        self.at(field).and_then(|at| line.cells.get(at)).map_or("", String::as_str)
    }

    /// Whether every required field has its column.
    pub fn complete(&self, fields: &[Field]) -> bool {
        fields.iter().all(|field| !field.required || self.has(field.code))
    }
}

/// The name is one the field is usually given.
pub(super) const EXACT: u8 = 3;

/// How well a column's name suits a field: the very name, a name that begins with it, a name that holds it, or not.
pub(super) fn likeness(field: &Field, name: &str) -> u8 {
    let name = fold(name);
    let word_of = |usual: &str| {
        name.split(' ').collect::<Vec<_>>().windows(usual.split(' ').count()).any(|words| words.join(" ") == usual)
    };
    let of = |usual: &&str| match () {
        () if name == **usual => EXACT,
        () if name.starts_with(*usual) && name[usual.len()..].starts_with(' ') => 2,
        () if word_of(usual) => 1,
        () => 0,
    };
    field.names.iter().map(of).max().unwrap_or(0)
}

/// Lines looked at to see what stands in a column.
const LOOKED_AT: usize = 60;

/// Proposes a column for each field: the best name first, and never one whose cells cannot be what the field holds. A
/// column is proposed once.
pub fn guess(sheet: &Sheet, fields: &[Field]) -> Guess {
    let mut pairs: Vec<(u8, usize, usize)> = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        for (column, name) in sheet.headers.iter().enumerate() {
            let like = if sheet.shape.header { likeness(field, name) } else { 0 };
            if like > 0 && holds(sheet, column, field.kind) {
                pairs.push((like, at, column));
            }
        }
    }
    // The best name first; of equals, the field named first, then the column.
    pairs.sort_by_key(|(like, field, column)| (std::cmp::Reverse(*like), *field, *column));
    let mut chosen: Vec<ColumnChoice> = Vec::new();
    for (_, field, column) in pairs {
        let (code, column) = (fields[field].code, u16::try_from(column).unwrap_or(u16::MAX));
        if !chosen.iter().any(|known| known.field == code || known.column == column) {
            chosen.push(ColumnChoice { field: code.to_owned(), column });
        }
    }
    chosen.sort();
    let columns = Columns(chosen);
    Guess { complete: columns.complete(fields), columns }
}

/// Whether most of what stands in a column is what such a field holds. An empty column holds anything.
fn holds(sheet: &Sheet, column: usize, kind: FieldKind) -> bool {
    let cells = sheet.lines.iter().take(LOOKED_AT).filter_map(|line| line.cells.get(column));
    let cells: Vec<&String> = cells.filter(|cell| !cell.is_empty()).collect();
    let right = |cell: &&&String| match kind {
        FieldKind::Amount => amount(cell).is_ok(),
        FieldKind::Date => date(cell).is_ok(),
        FieldKind::Text | FieldKind::Code | FieldKind::Word => true,
    };
    cells.iter().filter(right).count() * 2 >= cells.len()
}

/// What is compared of a text: small letters without accents, words apart by one space.
pub fn fold(text: &str) -> String {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let spaced: String = plain.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The digest of the headers, in hex: the same when the same columns come back in the same order. Without a header, the
/// number of columns is all there is to know it by.
pub fn signature(sheet: &Sheet) -> String {
    let mut hasher = Sha256::new();
    if sheet.shape.header {
        for name in &sheet.headers {
            hasher.update(fold(name));
            hasher.update([0]);
        }
    } else {
        hasher.update(sheet.headers.len().to_le_bytes());
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
