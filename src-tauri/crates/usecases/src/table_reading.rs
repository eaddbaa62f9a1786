//! A list of another program on its way in: its bytes, its shape, its columns, and the mapping saved for its headers. Every
//! import of a table begins here; what a line then does is each one's own.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        MappingFound, Problem, RemoveMappingRequest, SavedMappings, TableFault, TableField, TableLine, TableShown,
        TableSource, TableWord,
    },
    fields, reference_files, whole_file,
};
use relais_domain::{
    context::Context,
    ids::TextId,
    practice::Practice,
    tabular::{self, MAX_MAPPING_NAME_CHARS, SavedMapping, TableKind, WordChoice},
};
use relais_exchange::tabular::{
    Columns, Corrected, Field, FieldKind, MAX_BYTES, Sheet, SheetFault, fold, guess, read, signature,
};
use relais_storage::Tx;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};
use zeroize::Zeroizing;

/// Lines shown beside the choice of columns.
const SAMPLE_LINES: usize = 5;
/// Most words of a column that are given a meaning one by one: past it, it is another column.
const MAX_WORDS: usize = 30;
/// Longest word that means something.
const MAX_WORD_CHARS: usize = 60;

/// A field a list may do without.
pub(crate) const fn field(code: &'static str, kind: FieldKind, names: &'static [&'static str]) -> Field {
    Field { code, required: false, kind, names }
}

/// A field no list is read without.
pub(crate) const fn required(code: &'static str, kind: FieldKind, names: &'static [&'static str]) -> Field {
    Field { code, required: true, kind, names }
}

/// A kind of list: its fields, and the field whose words mean something.
pub(crate) struct Spec {
    pub(crate) table: TableKind,
    pub(crate) fields: &'static [Field],
    /// The field, and what its usual words mean.
    pub(crate) words: Option<(&'static str, Meaning)>,
    /// Fields of which one at least must have its column.
    pub(crate) either: &'static [&'static str],
}

/// What a word, folded, usually means: the code of it, when anybody knows.
type Meaning = fn(&str) -> Option<&'static str>;

/// A list, read and mapped.
pub(crate) struct Reading {
    pub(crate) name: String,
    pub(crate) checksum: String,
    pub(crate) sheet: Sheet,
    pub(crate) columns: Columns,
    /// Every word of the list that has a meaning.
    pub(crate) words: Vec<WordChoice>,
    found: MappingFound,
    mapping_name: String,
    saved: Vec<String>,
}

/// Reads a list: the file or what was pasted, as corrected, with the columns chosen, saved for its headers, or proposed.
pub(crate) async fn open(
    practice: &Arc<OpenPractice>,
    spec: &'static Spec,
    source: &TableSource,
) -> Result<Result<Reading, TableFault>, Problem> {
    let mappings = practice.read(|queries| Ok(reference_files::practice_state(queries)?.mappings)).await?;
    let source = source.clone();
    blocking(move || of_source(spec, &source, &mappings)).await
}

pub(crate) fn of_source(
    spec: &Spec,
    source: &TableSource,
    mappings: &[SavedMapping],
) -> Result<Result<Reading, TableFault>, Problem> {
    let (bytes, name) = match source.path.trim() {
        "" => (Zeroizing::new(source.text.clone().into_bytes()), String::new()),
        path => (whole_file::read(&PathBuf::from(path), MAX_BYTES as u64)?, file_name(path)),
    };
    let mappings: Vec<&SavedMapping> = mappings.iter().filter(|mapping| mapping.table == spec.table).collect();
    let corrected = Corrected { encoding: source.encoding, separator: source.separator, header: source.header };
    let sheet = match read(&bytes, corrected, spec.fields) {
        Ok(sheet) => sheet,
        Err(fault) => return Ok(Err(fault.into())),
    };
    let as_saved = saved_for(&bytes, &sheet, (corrected, spec), &mappings);
    let (sheet, saved) = as_saved.map_or((sheet, None), |(sheet, mapping)| (sheet, Some(mapping)));
    let (columns, found) = match (&source.columns, saved) {
        (Some(chosen), _) => (Columns::of(chosen, &sheet), MappingFound::Chosen),
        (None, Some(mapping)) => (Columns::of(&mapping.columns, &sheet), MappingFound::Saved),
        (None, None) => (guess(&sheet, spec.fields).columns, MappingFound::Proposed),
    };
    let said: Vec<&WordChoice> =
        source.words.iter().chain(saved.into_iter().flat_map(|mapping| &mapping.words)).collect();
    let words = words_of(spec, &sheet, &columns, &said);
    let words = words.into_iter().filter(|word| !word.means.is_empty());
    Ok(Ok(Reading {
        checksum: reference_files::checksum(&bytes),
        name,
        words: words.map(|word| WordChoice { word: word.word, means: word.means }).collect(),
        columns,
        sheet,
        found,
        mapping_name: saved.map(|mapping| mapping.name.clone()).unwrap_or_default(),
        saved: mappings.iter().map(|mapping| mapping.name.clone()).collect(),
    }))
}

/// The list as a saved mapping reads it, when its headers are those of one: the one saved last first. What a person
/// corrects stays as he said.
fn saved_for<'m>(
    bytes: &[u8],
    detected: &Sheet,
    (corrected, spec): (Corrected, &Spec),
    mappings: &[&'m SavedMapping],
) -> Option<(Sheet, &'m SavedMapping)> {
    let mut tried: BTreeMap<(u8, bool), Option<Sheet>> = BTreeMap::new();
    mappings.iter().rev().find_map(|mapping| {
        let shape = mapping.shape;
        let as_said = corrected.separator.is_none_or(|said| said == shape.separator)
            && corrected.header.is_none_or(|said| said == shape.header);
        // Without a header, the number of columns alone would recognise a list of anything.
        if !as_said || (!shape.header && detected.shape.header) {
            return None;
        }
        // Its letters are those of this file, not of the one it was made on.
        let again = Corrected { encoding: corrected.encoding, ..Corrected::from(shape) };
        let sheet = tried
            .entry((shape.separator.byte(), shape.header))
            .or_insert_with(|| read(bytes, again, spec.fields).ok())
            .clone()?;
        (signature(&sheet) == mapping.signature).then_some((sheet, *mapping))
    })
}

fn file_name(path: &str) -> String {
    Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The words of the column whose words mean something, in the order they come, each with what it means.
fn words_of(spec: &Spec, sheet: &Sheet, columns: &Columns, said: &[&WordChoice]) -> Vec<TableWord> {
    let Some((field, usual)) = spec.words.filter(|(field, _)| columns.has(field)) else { return Vec::new() };
    let mut words: Vec<TableWord> = Vec::new();
    for line in sheet.lines.iter().filter(|line| line.fault.is_none()) {
        let text = columns.cell(line, field);
        let word = fold(text);
        if word.is_empty() || text.chars().count() > MAX_WORD_CHARS {
            continue;
        }
        match words.iter().position(|known| known.word == word) {
            Some(at) => words[at].lines += 1,
            None if words.len() < MAX_WORDS => {
                let chosen = said.iter().find(|choice| choice.word == word).map(|choice| choice.means.clone());
                let means = chosen.unwrap_or_else(|| usual(&word).unwrap_or_default().to_owned());
                words.push(TableWord { word, text: text.to_owned(), lines: 1, means });
            }
            None => {}
        }
    }
    words
}

impl Reading {
    /// What a word of the list means.
    pub(crate) fn meaning(&self, cell: &str) -> Option<&str> {
        let word = fold(cell);
        self.words.iter().find(|choice| choice.word == word).map(|choice| choice.means.as_str())
    }

    /// How it was read, for the window.
    pub(crate) fn shown(&self, spec: &Spec) -> TableShown {
        let said: Vec<&WordChoice> = self.words.iter().collect();
        TableShown {
            name: self.name.clone(),
            checksum: self.checksum.clone(),
            shape: self.sheet.shape,
            headers: self.sheet.headers.clone(),
            sample: self
                .sheet
                .lines
                .iter()
                .take(SAMPLE_LINES)
                .map(|line| TableLine { line: line.number, cells: line.cells.clone() })
                .collect(),
            lines: u32::try_from(self.sheet.lines.len()).unwrap_or(u32::MAX),
            fields: spec
                .fields
                .iter()
                .map(|field| TableField { code: field.code.to_owned(), required: field.required })
                .collect(),
            columns: self.columns.choices().to_vec(),
            missing: self.missing(spec),
            words: words_of(spec, &self.sheet, &self.columns, &said),
            found: self.found,
            mapping_name: self.mapping_name.clone(),
            saved: self.saved.clone(),
        }
    }

    /// The fields that must have a column and have none.
    pub(crate) fn missing(&self, spec: &Spec) -> Vec<String> {
        let required = spec.fields.iter().filter(|field| field.required && !self.columns.has(field.code));
        let none = !spec.either.iter().any(|field| self.columns.has(field));
        let one_of = spec.either.first().filter(|_| none);
        required.map(|field| field.code).chain(one_of.copied()).map(str::to_owned).collect()
    }

    /// The mapping of this list, under a name.
    pub(crate) fn mapping(&self, spec: &Spec, name: &str) -> Result<SavedMapping, Problem> {
        let name = fields::bounded("save_as", name, MAX_MAPPING_NAME_CHARS)?;
        Ok(SavedMapping {
            name,
            table: spec.table,
            signature: signature(&self.sheet),
            shape: self.sheet.shape,
            columns: self.columns.choices().to_vec(),
            words: self.words.clone(),
        })
    }
}

/// Saves a mapping in the transaction of the list it was made for.
pub(crate) fn save(tx: &mut Tx<'_>, context: &Context, mapping: SavedMapping) -> Result<(), Problem> {
    let stream = tx.identity().practice.0;
    let events = tabular::save_mapping(&tx.load::<Practice>(stream)?, mapping, context)?;
    if !events.is_empty() {
        tx.append::<Practice>(stream, events)?;
    }
    Ok(())
}

/// Keeps the name of the file and its checksum in their erasable places, bound to nobody: the list is of many people. Gives
/// the name's, when it has one.
pub(crate) fn keep_name(
    tx: &mut Tx<'_>,
    (name, checksum): (TextId, TextId),
    reading: &Reading,
) -> Result<Option<TextId>, Problem> {
    tx.put_text(checksum, None, &reading.checksum)?;
    if reading.name.is_empty() {
        return Ok(None);
    }
    tx.put_text(name, None, &reading.name)?;
    Ok(Some(name))
}

/// Forgets a saved mapping, and gives those that are left.
pub async fn remove_mapping(app: &App, call: Call, request: RemoveMappingRequest) -> Result<SavedMappings, Problem> {
    let practice = app.practice()?;
    let stream = practice.id.0;
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Practice>(stream)?;
            let events = tabular::remove_mapping(&state, typed.table, &typed.name, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            let left = tx.load::<Practice>(stream)?.mappings.into_iter().filter(|left| left.table == typed.table);
            Ok(SavedMappings { names: left.map(|left| left.name).collect() })
        })
        .await
}

impl From<SheetFault> for TableFault {
    fn from(fault: SheetFault) -> Self {
        match fault {
            SheetFault::TooLarge => TableFault::TooLarge,
            SheetFault::NoText => TableFault::NoText,
            SheetFault::Empty => TableFault::Empty,
            SheetFault::TooManyLines => TableFault::TooManyLines,
            SheetFault::TooManyColumns => TableFault::TooManyColumns,
        }
    }
}
