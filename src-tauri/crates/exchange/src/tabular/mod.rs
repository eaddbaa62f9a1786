//! A list of lines of cells, of unknown shape: detected, shown, corrected; then its columns are given to the fields of
//! whoever imports it.
//!
//! [`read`] turns bytes into a [`Sheet`], whole or not at all, within the limits below: what it holds is never more than a
//! few times the bytes. A line that is not as the others keeps its place and says so; it never spoils its neighbours.

mod columns;
mod detect;
mod text;
mod values;

#[cfg(test)]
mod tests;

pub use columns::{Columns, Field, FieldKind, Guess, fold, guess, signature};
pub use values::{ValueFault, amount, date};

use csv::{ReaderBuilder, StringRecord};
use relais_domain::tabular::{Separator, SheetShape, TextEncoding};
use thiserror::Error;

/// Largest file: a year of a large pharmacy, many times over what a lot holds.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Most lines of one list.
pub const MAX_LINES: usize = 20_000;
/// Most columns: wider is no list of invoices or payments.
pub const MAX_COLUMNS: usize = 100;
/// Longest cell, in characters: past it, a quotation mark was probably never closed.
pub const MAX_CELL_CHARS: usize = 500;

/// A list, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// How it was read.
    pub shape: SheetShape,
    /// The names of its columns: its first line, or « Colonne 1 »… where that is a line like the others.
    pub headers: Vec<String>,
    /// Its lines, those that hold nothing left out.
    pub lines: Vec<Line>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1, as an editor counts: a cell may hold several.
    pub number: u32,
    /// Its cells, spaces at both ends left out.
    pub cells: Vec<String>,
    /// What is wrong with it as a line.
    pub fault: Option<LineFault>,
}

/// Why a line is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LineFault {
    /// More or fewer cells than there are columns.
    #[error("{cells} cells for {columns} columns")]
    Cells {
        /// How many it has.
        cells: usize,
        /// How many there are columns.
        columns: usize,
    },
    /// A cell is far too long.
    #[error("a cell is too long")]
    TooLong,
}

/// Why a file is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SheetFault {
    /// More than [`MAX_BYTES`].
    #[error("too large")]
    TooLarge,
    /// It holds bytes that no text holds: a spreadsheet's own format, a PDF, an archive.
    #[error("no text")]
    NoText,
    /// No line holds anything beside the headers.
    #[error("empty")]
    Empty,
    /// More than [`MAX_LINES`].
    #[error("too many lines")]
    TooManyLines,
    /// More than [`MAX_COLUMNS`].
    #[error("too many columns")]
    TooManyColumns,
}

/// What a person corrected of the shape; the rest is detected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Corrected {
    /// The letters.
    pub encoding: Option<TextEncoding>,
    /// Between two cells.
    pub separator: Option<Separator>,
    /// Whether the first line names the columns.
    pub header: Option<bool>,
}

impl From<SheetShape> for Corrected {
    fn from(shape: SheetShape) -> Self {
        Corrected { encoding: Some(shape.encoding), separator: Some(shape.separator), header: Some(shape.header) }
    }
}

/// Reads a list. `fields` are those of whoever imports it: their usual names tell a header from a line.
pub fn read(bytes: &[u8], corrected: Corrected, fields: &[Field]) -> Result<Sheet, SheetFault> {
    if bytes.len() > MAX_BYTES {
        return Err(SheetFault::TooLarge);
    }
    let encoding = corrected.encoding.unwrap_or_else(|| text::encoding_of(bytes));
    let text = text::decoded(bytes, encoding).ok_or(SheetFault::NoText)?;
    let separator = corrected.separator.unwrap_or_else(|| detect::separator_of(&text));
    let mut lines = lines_of(&text, separator)?;
    let header = corrected.header.unwrap_or_else(|| detect::has_header(&lines, fields));
    let columns = columns_of(&lines, header);
    if columns > MAX_COLUMNS {
        return Err(SheetFault::TooManyColumns);
    }
    let mut headers = match header {
        true if !lines.is_empty() => lines.remove(0).cells,
        _ => Vec::new(),
    };
    if lines.is_empty() {
        return Err(SheetFault::Empty);
    }
    for at in 0..columns {
        match headers.get_mut(at) {
            Some(name) if !name.is_empty() => {}
            Some(name) => *name = format!("Colonne {}", at + 1),
            None => headers.push(format!("Colonne {}", at + 1)),
        }
    }
    headers.truncate(columns);
    for line in &mut lines {
        // Cells left empty at the end of a line say nothing, too few or too many of them.
        while line.cells.len() > columns && line.cells.last().is_some_and(String::is_empty) {
            line.cells.pop();
        }
        let cells = line.cells.len();
        if line.fault.is_none() && cells != columns {
            line.fault = Some(LineFault::Cells { cells, columns });
        }
    }
    Ok(Sheet { shape: SheetShape { encoding, separator, header }, headers, lines })
}

/// How many columns there are: the header says, else most lines.
fn columns_of(lines: &[Line], header: bool) -> usize {
    let widths = lines.iter().map(|line| line.cells.len());
    if header {
        return widths.clone().next().unwrap_or_default();
    }
    let mut counted = std::collections::BTreeMap::<usize, usize>::new();
    widths.for_each(|width| *counted.entry(width).or_default() += 1);
    counted.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(0, |(width, _)| width)
}

/// The lines that hold something.
fn lines_of(text: &str, separator: Separator) -> Result<Vec<Line>, SheetFault> {
    let mut reader = reader(text, separator);
    let (mut record, mut lines) = (StringRecord::new(), Vec::new());
    // The text is whole and valid: reading it from memory has no error of its own to tell.
    while reader.read_record(&mut record).unwrap_or(false) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() > MAX_LINES {
            return Err(SheetFault::TooManyLines);
        }
        let number = record.position().map_or(0, csv::Position::line);
        let too_long = record.iter().any(|cell| cell.chars().nth(MAX_CELL_CHARS).is_some());
        // No more of a line than a list may have: one that is wider is a fault whatever it holds.
        let cells = record.iter().take(MAX_COLUMNS + 1).map(cell).collect();
        lines.push(Line {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            cells,
            fault: too_long.then_some(LineFault::TooLong),
        });
    }
    Ok(lines)
}

fn reader(text: &str, separator: Separator) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.byte())
        .buffer_capacity(16 * 1024)
        .from_reader(text.as_bytes())
}

/// A cell on one line, its ends without spaces, no longer than may be shown.
fn cell(text: &str) -> String {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_CELL_CHARS).collect()
}
