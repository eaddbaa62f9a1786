//! Amounts and days as French programs write them. What can be read two ways is not read at all.

use jiff::civil::Date;
use relais_domain::money::Cents;
use thiserror::Error;

/// Why a cell is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ValueFault {
    /// It holds nothing.
    #[error("empty")]
    Empty,
    /// It is none.
    #[error("not a value")]
    Unreadable,
    /// It reads two ways: `1.234` may be a thousand or a few cents too many.
    #[error("reads two ways")]
    Ambiguous,
    /// Far too large.
    #[error("out of range")]
    OutOfRange,
}

/// Longest amount and day looked at.
const MAX_CHARS: usize = 40;

/// An amount of euros: « 1 234,56 », `1234.56`, « 1.234,56 € », `-12`, `(12,00)`.
pub fn amount(cell: &str) -> Result<Cents, ValueFault> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Err(ValueFault::Empty);
    }
    if cell.chars().nth(MAX_CHARS).is_some() {
        return Err(ValueFault::Unreadable);
    }
    let (cell, between) = match cell.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inside) => (inside, true),
        None => (cell, false),
    };
    let plain: String = cell.chars().filter(|c| !c.is_whitespace() && !matches!(c, '€' | '\'' | '’')).collect();
    let plain = plain.strip_suffix("EUR").unwrap_or(&plain);
    let (digits, minus) = match plain.strip_prefix(['-', '−']).or_else(|| plain.strip_suffix('-')) {
        Some(rest) => (rest, true),
        None => (plain.strip_prefix('+').unwrap_or(plain), false),
    };
    if minus && between {
        return Err(ValueFault::Unreadable);
    }
    let (whole, part) = parted(digits)?;
    let figures = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !figures(&whole) || !figures(&part) || part.len() > 2 {
        return Err(ValueFault::Unreadable);
    }
    let whole: i64 = whole.parse().map_err(|_| ValueFault::OutOfRange)?;
    let part: i64 = format!("{part:0<2}").parse().map_err(|_| ValueFault::Unreadable)?;
    let cents = whole.checked_mul(100).and_then(|cents| cents.checked_add(part)).ok_or(ValueFault::OutOfRange)?;
    Cents::new(if minus || between { -cents } else { cents }).map_err(|_| ValueFault::OutOfRange)
}

/// The figures before and after the mark of the cents, thousands' marks left out.
fn parted(digits: &str) -> Result<(String, String), ValueFault> {
    let marks: Vec<(usize, char)> = digits.char_indices().filter(|(_, c)| matches!(c, ',' | '.')).collect();
    let Some(&(last_at, last)) = marks.last() else { return Ok((digits.to_owned(), String::new())) };
    let (before, after) = (&digits[..last_at], &digits[last_at + 1..]);
    let others: Vec<char> = marks[..marks.len() - 1].iter().map(|(_, mark)| *mark).collect();
    match others.first() {
        // A point and three figures may be a thousand; a comma and three figures is no amount of French cents.
        None if after.len() == 3 && last == '.' => Err(ValueFault::Ambiguous),
        None => Ok((before.to_owned(), after.to_owned())),
        // « 1.234,56 » or « 1,234.56 »: every mark before the last is of thousands, and of another kind.
        Some(mark) if *mark != last && others.iter().all(|other| other == mark) => {
            Ok((thousands(before, *mark)?, after.to_owned()))
        }
        // « 1.234.567 »: thousands throughout.
        Some(mark) if others.iter().all(|other| other == mark) && *mark == last => {
            Ok((thousands(digits, last)?, String::new()))
        }
        Some(_) => Err(ValueFault::Unreadable),
    }
}

/// Figures in groups of three, their marks left out.
fn thousands(digits: &str, mark: char) -> Result<String, ValueFault> {
    let mut groups = digits.split(mark);
    let first = groups.next().unwrap_or_default();
    let whole = (1..=3).contains(&first.len()) && groups.clone().all(|group| group.len() == 3);
    if whole { Ok(std::iter::once(first).chain(groups).collect()) } else { Err(ValueFault::Unreadable) }
}

/// A day: JJ/MM/AAAA with any mark, two figures of the year, AAAA-MM-JJ, or eight figures; an hour after it is left out.
pub fn date(cell: &str) -> Result<Date, ValueFault> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Err(ValueFault::Empty);
    }
    if cell.chars().nth(MAX_CHARS).is_some() {
        return Err(ValueFault::Unreadable);
    }
    let day = cell.split([' ', 'T', '\u{a0}']).next().unwrap_or_default();
    let groups: Vec<&str> = day.split(['/', '-', '.']).collect();
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i16>().ok()).flatten();
    let (year, month, day) = match groups.as_slice() {
        [year, month, day] if year.len() == 4 => (number(year), number(month), number(day)),
        [day, month, year] if year.len() == 4 => (number(year), number(month), number(day)),
        [day, month, year] if year.len() == 2 => (number(year).map(|year| 2000 + year), number(month), number(day)),
        [run] if run.len() == 8 && run.is_ascii() => return of_eight(run),
        _ => (None, None, None),
    };
    made(year, month, day).ok_or(ValueFault::Unreadable)
}

/// Eight figures: the year comes first or last. A year of our time at one end leaves no month at the other: it is read one
/// way only.
fn of_eight(run: &str) -> Result<Date, ValueFault> {
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i16>().ok()).flatten();
    let first = made(number(&run[..4]), number(&run[4..6]), number(&run[6..]));
    let last = || made(number(&run[4..]), number(&run[2..4]), number(&run[..2]));
    first.or_else(last).ok_or(ValueFault::Unreadable)
}

/// A day of a time that such lists are about.
fn made(year: Option<i16>, month: Option<i16>, day: Option<i16>) -> Option<Date> {
    let (year, month, day) = (year?, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?);
    Date::new(year, month, day).ok().filter(|date| (1990..=2100).contains(&date.year()))
}
