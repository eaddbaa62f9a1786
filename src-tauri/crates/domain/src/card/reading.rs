//! Proposes fields from the text of a card: what a datamatrix reader typed, or what was pasted.
//!
//! The grammar of the datamatrix is not public: nothing here claims to know it. A word is taken for what stands before it
//! (« N° AMC », « du », « adhérent ») or for its shape alone (a date, eight to ten digits, a NIR whose key holds), each
//! proposal says which, and what was not understood is handed back. A pure function of the text and the day, bounded
//! whatever it is given.

use super::{GridCover, WHOLE_BP};
use crate::{
    identifiers::{AmcNumber, ConventionType, Csr, DomainCode, MemberNumber, Nir},
    money::Cents,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// Most characters read: a datamatrix holds at most 2 335, a pasted card no more.
pub const MAX_TEXT_CHARS: usize = 4_096;
/// Most lines of a grid proposed.
const MAX_GRID: usize = 30;
/// Most words handed back, and the most of one.
const MAX_LEFTOVER: usize = 40;
const MAX_WORD_CHARS: usize = 60;
/// Years around today within which an undated day is a validity rather than a birth.
const VALIDITY_YEARS: i32 = 3;

/// A field a word was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "CardReadField")]
pub enum ReadField {
    /// N° AMC.
    AmcNumber,
    /// Type de convention.
    Convention,
    /// CSR.
    Csr,
    /// N° d'adhérent.
    MemberNumber,
    /// First day of validity.
    ValidFrom,
    /// Last day of validity.
    ValidTo,
    /// « R », contrat responsable.
    Responsible,
    /// Birth date of a beneficiary.
    BirthDate,
    /// A number of social security.
    Nir,
}

/// Why a word was taken for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "CardReadBecause")]
pub enum Because {
    /// A word before it says so.
    Label,
    /// Its shape alone: a guess.
    Shape,
}

/// One field proposed; a person confirms or corrects it.
#[derive(Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Which.
    pub field: ReadField,
    /// Its value: a day as `2024-12-31`, an identifier as it is kept.
    pub value: String,
    /// Why.
    pub because: Because,
}

impl fmt::Debug for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proposal({:?}, {:?})", self.field, self.because)
    }
}

/// What was made of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardReading {
    /// One proposal a field at most, in the order of the fields.
    pub proposals: Vec<Proposal>,
    /// Lines of the grid.
    pub grid: Vec<super::GridLine>,
    /// Words that were not understood, in order.
    pub leftover: Vec<String>,
    /// The text was longer than what is read.
    pub cut: bool,
}

/// Words that announce a field, without accents or marks; the longest are tried first.
const LABELS: &[(&[&str], Label)] = &[
    (&["periode", "de", "validite", "du"], Label::Field(ReadField::ValidFrom)),
    (&["periode", "de", "validite"], Label::Field(ReadField::ValidFrom)),
    (&["type", "de", "convention"], Label::Field(ReadField::Convention)),
    (&["date", "de", "naissance"], Label::Field(ReadField::BirthDate)),
    (&["securite", "sociale"], Label::Field(ReadField::Nir)),
    (&["type", "convention"], Label::Field(ReadField::Convention)),
    (&["valable", "du"], Label::Field(ReadField::ValidFrom)),
    (&["valide", "du"], Label::Field(ReadField::ValidFrom)),
    (&["valable", "jusqu", "au"], Label::Field(ReadField::ValidTo)),
    (&["jusqu", "au"], Label::Field(ReadField::ValidTo)),
    (&["contrat", "responsable"], Label::Responsible),
    (&["n", "amc"], Label::Field(ReadField::AmcNumber)),
    (&["no", "amc"], Label::Field(ReadField::AmcNumber)),
    (&["numero", "amc"], Label::Field(ReadField::AmcNumber)),
    (&["amc"], Label::Field(ReadField::AmcNumber)),
    (&["n", "adherent"], Label::Field(ReadField::MemberNumber)),
    (&["no", "adherent"], Label::Field(ReadField::MemberNumber)),
    (&["adherent"], Label::Field(ReadField::MemberNumber)),
    (&["convention"], Label::Field(ReadField::Convention)),
    (&["csr"], Label::Field(ReadField::Csr)),
    (&["validite", "du"], Label::Field(ReadField::ValidFrom)),
    (&["validite"], Label::Field(ReadField::ValidFrom)),
    (&["du"], Label::Field(ReadField::ValidFrom)),
    (&["au"], Label::Field(ReadField::ValidTo)),
    (&["ne", "le"], Label::Field(ReadField::BirthDate)),
    (&["nee", "le"], Label::Field(ReadField::BirthDate)),
    (&["naissance"], Label::Field(ReadField::BirthDate)),
    (&["nir"], Label::Field(ReadField::Nir)),
    (&["insee"], Label::Field(ReadField::Nir)),
];

#[derive(Debug, Clone, Copy)]
enum Label {
    Field(ReadField),
    Responsible,
}

/// Reads a text on a day.
pub fn read(text: &str, today: Date) -> CardReading {
    let cut = text.chars().nth(MAX_TEXT_CHARS).is_some();
    let kept: String = text.chars().take(MAX_TEXT_CHARS).collect();
    let words: Vec<&str> = kept.split(is_between).filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let mut found = Found { today, reading: CardReading { cut, ..CardReading::default() }, days: Vec::new() };
    let mut at = 0;
    while at < words.len() {
        at += found.word(&words[at..], &folded[at..]);
    }
    found.ended()
}

/// Between two words: spaces, the separators of barcodes, and the marks people put between fields. Not what a date, a
/// number or a name may hold.
fn is_between(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, ';' | '|' | ',' | '=' | ':' | '\'' | '’' | '°' | 'º' | '(' | ')')
}

/// Lower case without the accents of French.
fn fold(word: &str) -> String {
    word.chars()
        .take(MAX_WORD_CHARS)
        .filter_map(|c| match c {
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => Some('e'),
            'à' | 'â' | 'À' | 'Â' => Some('a'),
            c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
            _ => None,
        })
        .collect()
}

struct Found {
    today: Date,
    reading: CardReading,
    /// Days nobody announced, in order.
    days: Vec<Date>,
}

impl Found {
    /// Takes the first of these words, with those it needs; gives how many were taken, at least one.
    fn word(&mut self, words: &[&str], folded: &[String]) -> usize {
        if let Some((long, label)) = label(folded) {
            let taken = match (label, words.get(long)) {
                (Label::Responsible, _) => self.propose(ReadField::Responsible, "R".to_owned(), Because::Label),
                // Left blank on the card: what follows is another label.
                (Label::Field(_), Some(_)) if self::label(&folded[long..]).is_some() => 0,
                (Label::Field(field), Some(_)) => self.labelled(field, &words[long..]),
                (Label::Field(_), None) => 0,
            };
            return long + taken;
        }
        if let Some(taken) = self.grid(words) {
            return taken;
        }
        self.shaped(words[0]);
        1
    }

    /// The words after a label: how many of them were its value, none when they are no such thing.
    fn labelled(&mut self, field: ReadField, words: &[&str]) -> usize {
        let Some(word) = words.first() else { return 0 };
        let value = match field {
            ReadField::AmcNumber => AmcNumber::parse(word).ok().map(String::from),
            ReadField::Convention => ConventionType::parse(word).ok().map(String::from),
            ReadField::Csr => Csr::parse(word).ok().map(String::from),
            ReadField::MemberNumber => {
                MemberNumber::parse(word).ok().map(String::from).filter(|n| n.bytes().any(|b| b.is_ascii_digit()))
            }
            ReadField::ValidFrom | ReadField::ValidTo | ReadField::BirthDate => day(word).map(|day| day.to_string()),
            ReadField::Nir => return self.spaced_nir(words),
            ReadField::Responsible => None,
        };
        value.map_or(0, |value| self.propose(field, value, Because::Label))
    }

    /// A NIR as cards print it, in groups.
    fn spaced_nir(&mut self, words: &[&str]) -> usize {
        let mut text = String::new();
        for (taken, word) in (1..).zip(words.iter().take(Nir::LENGTH)) {
            text.push_str(word);
            if text.len() >= Nir::LENGTH {
                let nir = Nir::parse(&text).ok();
                return nir.map_or(0, |nir| {
                    self.propose(ReadField::Nir, nir.reveal().to_owned(), Because::Label);
                    taken
                });
            }
        }
        0
    }

    /// A domain that was seen on cards, and what stands after it.
    fn grid(&mut self, words: &[&str]) -> Option<usize> {
        let domain = DomainCode::parse(words.first()?).ok().filter(|code| DomainCode::SEEN.contains(&code.as_str()))?;
        let cover = words.get(1).and_then(|word| cover(word));
        let known = self.reading.grid.iter().any(|line| line.domain == domain);
        if !known && self.reading.grid.len() < MAX_GRID {
            self.reading.grid.push(super::GridLine { domain, cover: cover.unwrap_or(GridCover::Unsaid) });
        }
        Some(1 + usize::from(cover.is_some()))
    }

    fn shaped(&mut self, word: &str) {
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        let has_digit = word.bytes().any(|b| b.is_ascii_digit());
        let missing = |found: &Self, field| !found.holds(field);
        if let Ok(nir) = Nir::parse(word) {
            self.propose(ReadField::Nir, nir.reveal().to_owned(), Because::Shape);
        } else if let Some(day) = day(word) {
            self.days.push(day);
        } else if let (true, true, Ok(amc)) = (digits, missing(self, ReadField::AmcNumber), AmcNumber::parse(word)) {
            self.propose(ReadField::AmcNumber, amc.into(), Because::Shape);
        } else if word == "R" {
            self.propose(ReadField::Responsible, "R".to_owned(), Because::Shape);
        } else if let (true, true, Ok(code)) = (
            word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()),
            missing(self, ReadField::Convention) && self.holds(ReadField::AmcNumber),
            ConventionType::parse(word),
        ) {
            self.propose(ReadField::Convention, code.into(), Because::Shape);
        } else if let (true, true, Ok(number)) =
            (has_digit && word.len() >= 5, missing(self, ReadField::MemberNumber), MemberNumber::parse(word))
        {
            self.propose(ReadField::MemberNumber, number.into(), Because::Shape);
        } else if let (true, true, Ok(csr)) = (
            has_digit && word.len() < 5,
            missing(self, ReadField::Csr) && self.holds(ReadField::Convention),
            Csr::parse(word),
        ) {
            self.propose(ReadField::Csr, csr.into(), Because::Shape);
        } else {
            self.left(word);
        }
    }

    fn holds(&self, field: ReadField) -> bool {
        self.reading.proposals.iter().any(|proposal| proposal.field == field)
    }

    /// The first word for a field is the one; another is handed back. A label counts before a shape.
    fn propose(&mut self, field: ReadField, value: String, because: Because) -> usize {
        match self.reading.proposals.iter_mut().find(|proposal| proposal.field == field) {
            Some(guess) if guess.because == Because::Shape && because == Because::Label => {
                let former = std::mem::replace(guess, Proposal { field, value, because }).value;
                self.left(&former);
            }
            Some(same) if same.value == value => {}
            Some(_) => self.left(&value),
            None => self.reading.proposals.push(Proposal { field, value, because }),
        }
        1
    }

    fn left(&mut self, word: &str) {
        if self.reading.leftover.len() < MAX_LEFTOVER {
            self.reading.leftover.push(word.chars().take(MAX_WORD_CHARS).collect());
        }
    }

    /// Days without a label: those near today are the validity, an older one is a birth.
    fn ended(mut self) -> CardReading {
        let away = VALIDITY_YEARS.years();
        let (first, last) = (self.today.saturating_sub(away), self.today.saturating_add(away));
        let (mut near, far): (Vec<Date>, Vec<Date>) =
            std::mem::take(&mut self.days).into_iter().partition(|day| (first..=last).contains(day));
        near.sort_unstable();
        let guesses = match near.as_slice() {
            [] => vec![],
            [only] if *only < self.today && !self.holds(ReadField::ValidFrom) => vec![(ReadField::ValidFrom, *only)],
            [only] => vec![(ReadField::ValidTo, *only)],
            [from, .., to] => vec![(ReadField::ValidFrom, *from), (ReadField::ValidTo, *to)],
        };
        for (field, day) in guesses {
            self.propose(field, day.to_string(), Because::Shape);
        }
        for day in far {
            if day < self.today {
                self.propose(ReadField::BirthDate, day.to_string(), Because::Shape);
            } else {
                self.left(&day.to_string());
            }
        }
        self.reading.proposals.sort_by_key(|proposal| proposal.field);
        self.reading
    }
}

/// The longest label these words begin with, and how many of them it is.
fn label(folded: &[String]) -> Option<(usize, Label)> {
    let begins =
        |words: &[&str]| words.len() <= folded.len() && words.iter().zip(folded).all(|(word, have)| word == have);
    let known = LABELS.iter().filter(|(words, _)| begins(words));
    known.max_by_key(|(words, _)| words.len()).map(|(words, label)| (words.len(), *label))
}

/// A day as people and machines write it; none when the text could be no day.
fn day(word: &str) -> Option<Date> {
    let numbers: Vec<&str> = word.split(['/', '-', '.']).collect();
    let (year, month, day) = match numbers.as_slice() {
        [one] if one.len() == 8 && one.bytes().all(|b| b.is_ascii_digit()) => {
            // A year comes first or last: 2024-12-31 or 31-12-2024 without their marks.
            return date(&one[..4], &one[4..6], &one[6..]).or_else(|| date(&one[4..], &one[2..4], &one[..2]));
        }
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [day, month, year] if year.len() == 4 => (*year, *month, *day),
        _ => return None,
    };
    date(year, month, day)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = year.parse().ok().filter(|year| (1900..2100).contains(year))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// What may stand under a domain: `100%`, `PEC`, `150€`, `NC`.
fn cover(word: &str) -> Option<GridCover> {
    match word.to_ascii_uppercase().as_str() {
        "PEC" => return Some(GridCover::Authorisation),
        "NC" | "NON" => return Some(GridCover::NotCovered),
        _ => {}
    }
    if let Some(percent) = word.strip_suffix('%') {
        let rate_bp = percent.parse::<u32>().ok()?.checked_mul(100).filter(|rate| (1..=WHOLE_BP).contains(rate))?;
        return Some(GridCover::Percent { rate_bp });
    }
    let euros = word.strip_suffix('€')?.parse::<i64>().ok().filter(|euros| *euros > 0)?;
    Some(GridCover::Amount { cents: Cents::new(euros.checked_mul(100)?).ok()? })
}
