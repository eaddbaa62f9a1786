//! A TOML table read key by key, every mistake kept with its line and its key: a description is corrected in one go, not
//! one message after the other.
//!
//! Knows TOML and lines, nothing of platforms.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One mistake of a description: where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {}, {key}: {mistake:?}", line.map_or_else(|| "?".to_owned(), |line| line.to_string()))]
pub struct DescriptionError {
    /// Line of the file, from 1; none when the key is not there at all.
    pub line: Option<usize>,
    /// The key, with its tables: `fhir.patient.as`.
    pub key: String,
    /// What is wrong.
    pub mistake: Mistake,
}

/// What is wrong with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// The file is not TOML; the words are the reader's.
    NotToml(String),
    /// Nobody knows this key; those known here.
    UnknownKey(Vec<String>),
    /// The key is needed.
    Missing,
    /// Another type: `texte`, `nombre entier`…
    Expected(&'static str),
    /// A word that is not one of these.
    NotOneOf(Vec<String>),
    /// Not an address of the web without user name, query or fragment.
    NotAnAddress,
    /// A platform's address starts with `https://`; plain http stays on this computer.
    NotHttps,
    /// The addresses do not stand on one side: this computer, or the network.
    OtherSide,
    /// Not a path below the base.
    NotAPath,
    /// Not a media type.
    NotAMediaType,
    /// Not a header's value.
    NotAHeader,
    /// Not a URI.
    NotASystem,
    /// Not PEM certificates.
    NotCertificates,
    /// Out of these bounds.
    OutOfBounds(i64, i64),
    /// Not a platform code.
    NotACode,
    /// A secret has no place in this file.
    SecretInFile,
    /// Empty, or longer than this.
    Length(usize),
    /// Not a JSON pointer.
    NotAPointer,
    /// The template is not JSON, or has a key twice.
    TemplateNotJson,
    /// The template is not a JSON object.
    TemplateNotAnObject,
    /// No value of this name may stand here; those that may.
    UnknownValue(String, Vec<String>),
    /// The value has no such form; those it has.
    UnknownForm(String, Vec<String>),
    /// A placeholder inside a longer text or in a key: nothing is pasted.
    Pasted(String),
    /// Nested too deep.
    TooDeep,
    /// Only what names a request may stand in an address.
    NotInAnAddress,
    /// `query_first` needs a way to ask.
    NeedsFind,
    /// A repeat is known by its identifier, which must be sent.
    NeedsRequestId,
    /// The header says who asks or belongs to the transport.
    ReservedHeader,
}

/// Most mistakes that are told of one file: past that it is another kind of file.
const MAX_MISTAKES: usize = 100;

/// A table being read: what is taken is known, what is left is a mistake.
pub(super) struct Table<'t, 'i> {
    text: &'t str,
    path: String,
    entries: Option<&'t DeTable<'i>>,
    known: Vec<&'static str>,
}

impl<'t, 'i> Table<'t, 'i> {
    pub(super) fn root(text: &'t str, entries: &'t DeTable<'i>) -> Self {
        Self { text, path: String::new(), entries: Some(entries), known: Vec::new() }
    }

    fn full(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn find(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.known.push(key);
        self.entries?.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    /// A mistake about a key of this table.
    pub(super) fn error(&self, key: &str, mistake: Mistake) -> DescriptionError {
        let found = self.entries.and_then(|table| table.iter().find(|(name, _)| name.get_ref().as_ref() == key));
        let line = found.map(|(name, _)| line_of(self.text, name.span().start));
        DescriptionError { line, key: self.full(key), mistake }
    }

    /// A mistake inside the text of a key, at its own line: that of `needle`, else the `nth` of the text, from 1.
    pub(super) fn error_within(&self, key: &str, needle: &str, nth: usize, mistake: Mistake) -> DescriptionError {
        let found = self.entries.and_then(|table| table.iter().find(|(name, _)| name.get_ref().as_ref() == key));
        let span = found.map(|(_, value)| value.span());
        let written = span.clone().and_then(|span| self.text.get(span)).unwrap_or_default();
        // A line end right after the quotes is not part of the text.
        let is_below = written.get(3..).is_some_and(|rest| rest.starts_with('\n') || rest.starts_with("\r\n"));
        let line = span.map(|span| match written.find(needle).filter(|_| !needle.is_empty()) {
            Some(at) => line_of(self.text, span.start + at),
            None => line_of(self.text, span.start) + nth.saturating_sub(1) + usize::from(is_below),
        });
        DescriptionError { line, ..self.error(key, mistake) }
    }

    /// The table of this name; an absent one reads as empty.
    pub(super) fn table(&mut self, key: &'static str, errors: &mut Vec<DescriptionError>) -> Table<'t, 'i> {
        let entries = match self.find(key).map(Spanned::get_ref) {
            Some(DeValue::Table(table)) => Some(table),
            Some(_) => {
                errors.push(self.error(key, Mistake::Expected("table")));
                None
            }
            None => None,
        };
        Table { text: self.text, path: self.full(key), entries, known: Vec::new() }
    }

    /// A text that may be absent.
    pub(super) fn text(&mut self, key: &'static str, errors: &mut Vec<DescriptionError>) -> Option<String> {
        match self.find(key)?.get_ref() {
            DeValue::String(text) => Some(text.as_ref().to_owned()),
            _ => {
                errors.push(self.error(key, Mistake::Expected("texte")));
                None
            }
        }
    }

    /// A text that must be there, not empty and not longer than this.
    pub(super) fn needed(
        &mut self,
        key: &'static str,
        longest: usize,
        errors: &mut Vec<DescriptionError>,
    ) -> Option<String> {
        let before = errors.len();
        match self.text(key, errors) {
            None if errors.len() == before => errors.push(self.error(key, Mistake::Missing)),
            None => {}
            Some(text) if text.trim().is_empty() || text.chars().count() > longest => {
                errors.push(self.error(key, Mistake::Length(longest)));
            }
            Some(text) => return Some(text),
        }
        None
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, key: &'static str, errors: &mut Vec<DescriptionError>) -> Option<bool> {
        match self.find(key)?.get_ref() {
            DeValue::Boolean(value) => Some(*value),
            _ => {
                errors.push(self.error(key, Mistake::Expected("true ou false")));
                None
            }
        }
    }

    /// A whole number between two bounds.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        (least, most): (i64, i64),
        errors: &mut Vec<DescriptionError>,
    ) -> Option<i64> {
        let DeValue::Integer(number) = self.find(key)?.get_ref() else {
            errors.push(self.error(key, Mistake::Expected("nombre entier")));
            return None;
        };
        let read = i64::from_str_radix(number.as_str(), number.radix()).ok();
        let kept = read.filter(|number| (least..=most).contains(number));
        if kept.is_none() {
            errors.push(self.error(key, Mistake::OutOfBounds(least, most)));
        }
        kept
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, key: &'static str, errors: &mut Vec<DescriptionError>) -> Vec<String> {
        let Some(found) = self.find(key) else { return Vec::new() };
        let items = match found.get_ref() {
            DeValue::Array(items) => items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        items.unwrap_or_else(|| {
            errors.push(self.error(key, Mistake::Expected("liste de textes")));
            Vec::new()
        })
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
        errors: &mut Vec<DescriptionError>,
    ) -> Option<T> {
        let word = self.text(key, errors)?;
        let found = words.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        if found.is_none() {
            let names = words.iter().map(|(name, _)| (*name).to_owned()).collect();
            errors.push(self.error(key, Mistake::NotOneOf(names)));
        }
        found
    }

    /// Whether the key holds a table.
    pub(super) fn is_table(&self, key: &str) -> bool {
        let found = self.entries.and_then(|table| table.iter().find(|(name, _)| name.get_ref().as_ref() == key));
        found.is_some_and(|(_, value)| matches!(value.get_ref(), DeValue::Table(_)))
    }

    /// The tables of a list; an absent one has none.
    pub(super) fn tables(&mut self, key: &'static str, errors: &mut Vec<DescriptionError>) -> Vec<Table<'t, 'i>> {
        let Some(found) = self.find(key) else { return Vec::new() };
        let mut tables = Vec::new();
        if let DeValue::Array(items) = found.get_ref() {
            for (index, item) in items.iter().enumerate() {
                let DeValue::Table(table) = item.get_ref() else { break };
                let path = format!("{}[{}]", self.full(key), index + 1);
                tables.push(Table { text: self.text, path, entries: Some(table), known: Vec::new() });
            }
            if tables.len() == items.len() {
                return tables;
            }
        }
        errors.push(self.error(key, Mistake::Expected("liste de tables")));
        Vec::new()
    }

    /// Every entry as a word and what it means, for a table whose keys are the writer's.
    pub(super) fn words(&self, errors: &mut Vec<DescriptionError>) -> Vec<(String, String)> {
        let mut words = Vec::new();
        for (name, value) in self.entries.into_iter().flatten() {
            let key: &str = name.get_ref().as_ref();
            match value.get_ref() {
                DeValue::Boolean(flag) => words.push((key.to_owned(), flag.to_string())),
                DeValue::String(text) => words.push((key.to_owned(), text.as_ref().to_owned())),
                _ => errors.push(self.error(key, Mistake::Expected("true, false ou texte"))),
            }
        }
        words
    }

    /// Every entry as a text by its key, for a table whose keys are the writer's.
    pub(super) fn pairs(&self, errors: &mut Vec<DescriptionError>) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (name, value) in self.entries.into_iter().flatten() {
            let key: &str = name.get_ref().as_ref();
            match value.get_ref().as_str() {
                Some(text) if !text.is_empty() => pairs.push((key.to_owned(), text.to_owned())),
                _ => errors.push(self.error(key, Mistake::Expected("texte"))),
            }
        }
        pairs
    }

    /// Whether the key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.is_some_and(|table| table.iter().any(|(name, _)| name.get_ref().as_ref() == key))
    }

    /// Says of every key that was not taken that nobody knows it; a secret is said to be one.
    pub(super) fn finish(self, errors: &mut Vec<DescriptionError>) {
        for (name, _) in self.entries.into_iter().flatten() {
            let key: &str = name.get_ref().as_ref();
            if self.known.contains(&key) {
                continue;
            }
            if errors.len() >= MAX_MISTAKES {
                return;
            }
            let mistake = if SECRETS.contains(&key) {
                Mistake::SecretInFile
            } else {
                Mistake::UnknownKey(self.known.iter().map(|known| (*known).to_owned()).collect())
            };
            errors.push(self.error(key, mistake));
        }
    }
}

/// Keys under which people would write a secret.
const SECRETS: [&str; 8] =
    ["secret", "client_secret", "password", "mot_de_passe", "token", "bearer", "client_key", "private_key"];

/// The line of a byte of the text, from 1.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}
