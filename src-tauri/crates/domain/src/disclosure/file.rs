//! The field lists as a file: TOML, one table a list. Read whole or not at all; every fault is told with its line.
//!
//! The bytes come in from outside and the sentence belongs to the catalogue: here are lines and codes.

use super::{FieldList, FieldLists, FieldName, LISTED_FUNCTIONS, ListedField, Need, SENT_FUNCTIONS};
use crate::{
    platform::{Function, PlatformCode},
    reference_file::{Fault, FileFault, Reader, day, is_said, said, status},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The largest file read. It is kept in the journal.
pub const MAX_BYTES: usize = 64 * 1024;
/// The most lists: every platform of the country, several times.
const MAX_LISTS: usize = 200;
/// What a list may say.
const MEMBERS: [&str; 8] = ["platform", "function", "from", "status", "source", "required", "conditional", "optional"];

type Table<'d> = DeTable<'d>;
type Value<'d> = Spanned<DeValue<'d>>;

pub(super) fn read(text: &str) -> Result<FieldLists, Vec<FileFault>> {
    let mut reader = Reader::of(text);
    let table = reader.table(MAX_BYTES);
    let lists = table.and_then(|table| reader.lists(table.get_ref()));
    reader.end(lists)
}

impl Reader<'_> {
    fn lists(&mut self, table: &Table<'_>) -> Option<FieldLists> {
        let (mut version, mut lists) = (None, None);
        for (name, value) in table {
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("version", value) if said(Some(value)).is_some() => version = said(Some(value)),
                ("list", DeValue::Array(tables)) if tables.len() <= MAX_LISTS => {
                    let read = tables.iter().filter_map(|value| Some((value.span().start, self.list(value)?)));
                    lists = Some(read.collect::<Vec<_>>());
                }
                (other, _) => self.fault(name.span().start, Fault::Shape, other),
            }
        }
        for (name, missing) in [("version", version.is_none()), ("list", lists.is_none())] {
            if missing && !self.told_of(name) {
                self.fault(0, Fault::Shape, name);
            }
        }
        let lists = lists?;
        self.weigh_lists(&lists);
        let mut lists: Vec<_> = lists.into_iter().map(|(_, list)| list).collect();
        lists.sort_by(|a, b| {
            (a.platform.is_none(), &a.platform, a.function).cmp(&(b.platform.is_none(), &b.platform, b.function))
        });
        Some(FieldLists { version: version?, lists })
    }

    fn list(&mut self, value: &Value<'_>) -> Option<FieldList> {
        let at = value.span().start;
        let DeValue::Table(members) = value.get_ref() else {
            self.fault(at, Fault::Shape, "list");
            return None;
        };
        for (name, _) in members.iter().filter(|(name, _)| !MEMBERS.contains(&name.get_ref().as_ref())) {
            self.fault(name.span().start, Fault::UnknownField, name.get_ref().as_ref());
        }
        let text = |name: &str| said(members.get(name).map(Spanned::get_ref));
        let platform =
            members.get("platform").map(|_| text("platform").and_then(|code| PlatformCode::parse(&code).ok()));
        let function = text("function").and_then(|word| sent_function(&word));
        let from = members.get("from").and_then(|value| day(value.get_ref()));
        let status = status(members.get("status").map(Spanned::get_ref));
        let source = text("source");
        for (missing, fault, about) in [
            (platform == Some(None), Fault::Shape, "platform"),
            (function.is_none(), Fault::Shape, "function"),
            (from.is_none(), Fault::Day, "from"),
            (status.is_none(), Fault::Status, "status"),
            (source.is_none(), Fault::Source, "source"),
        ] {
            if missing {
                self.fault(at, fault, about);
            }
        }
        let function = function?;
        let mut fields = Vec::new();
        for (name, need) in [("required", Need::Required), ("optional", Need::Optional)] {
            if let Some(value) = members.get(name) {
                self.field_names(value, need, &mut fields);
            }
        }
        if let Some(value) = members.get("conditional") {
            self.conditions(value, &mut fields);
        }
        self.weigh_fields(at, function, &fields);
        fields.sort_by_key(|listed| listed.field);
        Some(FieldList {
            platform: platform.flatten(),
            function,
            from: from?,
            status: status?,
            source: source?,
            fields,
        })
    }

    fn field_names(&mut self, value: &Value<'_>, need: Need, fields: &mut Vec<ListedField>) {
        let DeValue::Array(names) = value.get_ref() else {
            self.fault(value.span().start, Fault::Shape, "");
            return;
        };
        for name in names.iter() {
            let word = if let DeValue::String(word) = name.get_ref() { word.as_ref() } else { "" };
            self.take_field(name.span().start, word, need, None, fields);
        }
    }

    fn conditions(&mut self, value: &Value<'_>, fields: &mut Vec<ListedField>) {
        let DeValue::Table(conditions) = value.get_ref() else {
            self.fault(value.span().start, Fault::Shape, "conditional");
            return;
        };
        for (name, condition) in conditions {
            let word = name.get_ref().as_ref();
            match condition.get_ref() {
                DeValue::String(text) if is_said(text) => {
                    self.take_field(name.span().start, word, Need::Conditional, Some(text.trim().to_owned()), fields);
                }
                _ => self.fault(name.span().start, Fault::Source, word),
            }
        }
    }

    fn take_field(
        &mut self,
        at: usize,
        word: &str,
        need: Need,
        condition: Option<String>,
        fields: &mut Vec<ListedField>,
    ) {
        match FieldName::ALL.into_iter().find(|field| field.word() == word) {
            None => self.fault(at, Fault::UnknownField, word),
            Some(field) if fields.iter().any(|listed| listed.field == field) => self.fault(at, Fault::Overlap, word),
            Some(field) => fields.push(ListedField { field, need, condition }),
        }
    }

    /// What the message cannot be made without is required, and nothing else of it may be called optional.
    fn weigh_fields(&mut self, at: usize, function: Function, fields: &[ListedField]) {
        for field in FieldName::ALL.into_iter().filter(|field| field.is_always_sent(function)) {
            match fields.iter().find(|listed| listed.field == field) {
                None => self.fault(at, Fault::Missing, field.word()),
                Some(listed) if listed.need != Need::Required => self.fault(at, Fault::Contradiction, field.word()),
                Some(_) => {}
            }
        }
        for listed in fields {
            let field = listed.field;
            if !field.is_always_sent(function) && !field.can_be_left_out(function) {
                self.fault(at, Fault::Contradiction, field.word());
            }
        }
    }

    /// One list for each platform and function, and for every function one that holds for all platforms.
    fn weigh_lists(&mut self, lists: &[(usize, FieldList)]) {
        for (index, (at, list)) in lists.iter().enumerate() {
            let same =
                |(_, other): &(usize, FieldList)| (&other.platform, other.function) == (&list.platform, list.function);
            if lists.iter().take(index).any(same) {
                self.fault(*at, Fault::Overlap, "list");
            }
        }
        // A list that could not be read is not missing.
        if !self.is_sound() {
            return;
        }
        for function in LISTED_FUNCTIONS {
            if !lists.iter().any(|(_, list)| list.platform.is_none() && list.function == function) {
                self.fault(0, Fault::Missing, function_word(function));
            }
        }
    }
}

fn sent_function(word: &str) -> Option<Function> {
    SENT_FUNCTIONS.into_iter().find(|function| function_word(*function) == word)
}

const fn function_word(function: Function) -> &'static str {
    match function {
        Function::Rights => "rights",
        Function::Quote => "quote",
        Function::PriorAuthorisation => "prior_authorisation",
        Function::Claim => "claim",
        Function::PaymentAdvice => "payment_advice",
        Function::Payment => "payment",
    }
}
