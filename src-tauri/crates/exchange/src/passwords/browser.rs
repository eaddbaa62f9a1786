//! The CSV of browsers: a header in English whatever the browser's language, then a line an account.
//!
//! Chrome and Edge: `name,url,username,password,note`. Firefox: `url,username,password,httpRealm,…`. Safari:
//! `Title,URL,Username,Password,Notes,OTPAuth`.

use super::{Account, Entry, MAX_ENTRIES, NotAnAccount, NotRead, with_secret};
use csv::{ReaderBuilder, StringRecord};
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
    fn of(header: &StringRecord) -> Option<Self> {
        let find = |names: &[&str]| header.iter().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()));
        Some(Columns {
            count: header.len(),
            title: find(TITLE),
            address: find(ADDRESS)?,
            login: find(LOGIN)?,
            secret: find(SECRET)?,
            notes: find(NOTES),
            seed: find(SEED),
        })
    }
}

pub(super) fn read(text: &str) -> Result<Vec<Entry>, NotRead> {
    let mut lines = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).into_records();
    let header = lines.next().and_then(Result::ok).ok_or(NotRead::Unknown)?;
    let columns = Columns::of(&header).ok_or(NotRead::NoColumns)?;
    let mut entries = Vec::new();
    for line in lines {
        let line = line.map_err(|error| NotRead::Damaged { line: at(error.position().map(csv::Position::line)) })?;
        if line.iter().all(str::is_empty) {
            continue;
        }
        if entries.len() >= MAX_ENTRIES {
            return Err(NotRead::TooMany);
        }
        entries.push(entry(&columns, &line));
    }
    Ok(entries)
}

fn entry(columns: &Columns, line: &StringRecord) -> Entry {
    let cell = |column: Option<usize>| column.and_then(|column| line.get(column)).unwrap_or_default().to_owned();
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
    let has_shape = line.len() == columns.count;
    let account = if has_shape { with_secret(account) } else { Err(NotAnAccount::Malformed) };
    Entry { at: at(line.position().map(csv::Position::line)), title, account }
}

fn at(line: Option<u64>) -> u32 {
    line.and_then(|line| u32::try_from(line).ok()).unwrap_or_default()
}
