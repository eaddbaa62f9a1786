//! The CSV of browsers: a header in English whatever the browser's language, then a line an account.
//!
//! Chrome and Edge: `name,url,username,password,note`. Firefox: `url,username,password,httpRealm,…`. Safari:
//! `Title,URL,Username,Password,Notes,OTPAuth`.
//!
//! Read by the machine under the reader of tables, into buffers that are zeroised: those of the reader keep what passed.

use super::{Account, Entry, MAX_ENTRIES, NotAnAccount, NotRead, with_secret};
use csv_core::{ReadRecordResult, Reader};
use zeroize::Zeroizing;

/// The names of each column, in small letters.
const TITLE: &[&str] = &["name", "title"];
const ADDRESS: &[&str] = &["url", "login_uri"];
const LOGIN: &[&str] = &["username", "login_username"];
const SECRET: &[&str] = &["password", "login_password"];
const NOTES: &[&str] = &["note", "notes"];
const SEED: &[&str] = &["otpauth", "login_totp"];

struct Columns {
    count: usize,
    title: Option<usize>,
    address: usize,
    login: usize,
    secret: usize,
    notes: Option<usize>,
    seed: Option<usize>,
}

impl Columns {
    fn of(header: &Line<'_>) -> Option<Self> {
        let find =
            |names: &[&str]| header.cells().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()));
        Some(Columns {
            count: header.ends.len(),
            title: find(TITLE),
            address: find(ADDRESS)?,
            login: find(LOGIN)?,
            secret: find(SECRET)?,
            notes: find(NOTES),
            seed: find(SEED),
        })
    }
}

/// The lines of a table, one after the other in the same buffer.
struct Lines<'a> {
    rest: &'a [u8],
    machine: Reader,
    /// As long as the table: no line is longer.
    text: Zeroizing<Vec<u8>>,
    ends: Vec<usize>,
}

/// A line: its number, and its cells end to end.
struct Line<'a> {
    at: u32,
    text: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let buffer = Zeroizing::new(vec![0; text.len() + 1]);
        Lines { rest: text.as_bytes(), machine: Reader::new(), text: buffer, ends: vec![0; 16] }
    }

    fn next(&mut self) -> Option<Line<'_>> {
        let at = u32::try_from(self.machine.line()).unwrap_or(u32::MAX);
        let (mut written, mut ended) = (0, 0);
        loop {
            let (buffer, ends) = (&mut self.text[written..], &mut self.ends[ended..]);
            let (result, read, wrote, cells) = self.machine.read_record(self.rest, buffer, ends);
            self.rest = &self.rest[read..];
            (written, ended) = (written + wrote, ended + cells);
            match result {
                ReadRecordResult::Record => {
                    return Some(Line { at, text: &self.text[..written], ends: &self.ends[..ended] });
                }
                ReadRecordResult::End => return None,
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::OutputFull => unreachable!("what is written is never longer than what is read"),
            }
        }
    }
}

impl Line<'_> {
    fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|nth| self.cell(nth))
    }

    fn cell(&self, nth: usize) -> &str {
        // A line may have fewer cells than the header.
        let Some(end) = self.ends.get(nth) else { return "" };
        let from = nth.checked_sub(1).map_or(0, |before| self.ends[before]);
        // Cells of a text end between its characters.
        std::str::from_utf8(&self.text[from..*end]).unwrap_or_default()
    }
}

pub(super) fn read(text: &str) -> Result<Vec<Entry>, NotRead> {
    let mut lines = Lines::of(text);
    let header = lines.next().ok_or(NotRead::Unknown)?;
    let columns = Columns::of(&header).ok_or(NotRead::NoColumns)?;
    let mut entries = Vec::new();
    while let Some(line) = lines.next() {
        if line.text.is_empty() {
            continue;
        }
        if entries.len() >= MAX_ENTRIES {
            return Err(NotRead::TooMany);
        }
        entries.push(entry(&columns, &line));
    }
    Ok(entries)
}

fn entry(columns: &Columns, line: &Line<'_>) -> Entry {
    let cell = |column: Option<usize>| column.map_or("", |column| line.cell(column)).to_owned();
    let address = cell(Some(columns.address));
    let title = Some(cell(columns.title)).filter(|title| !title.is_empty()).unwrap_or_else(|| address.clone());
    let account = Account {
        address,
        login: cell(Some(columns.login)),
        secret: Zeroizing::new(cell(Some(columns.secret))),
        seed: Zeroizing::new(cell(columns.seed)),
        notes: Zeroizing::new(cell(columns.notes)),
    };
    // A cell more or less, and nobody knows which is which.
    let has_shape = line.ends.len() == columns.count;
    let account = if has_shape { with_secret(account) } else { Err(NotAnAccount::Malformed) };
    Entry { at: line.at, title, account }
}
