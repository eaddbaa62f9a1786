//! The JSON of a request, with placeholders: `"{member_number}"` takes a JSON value, `"{given_name?}"` is left out when it
//! is absent or switched off, `"{service_date:french}"` says its form, and `{"{each line}": …}` is a list.
//!
//! A template is parsed once as JSON. A text is one placeholder or a constant, never both: nothing a person typed can
//! change what surrounds it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::filling::{Filling, Given};
use super::slot::{Kind, LISTS, List, Purpose, SLOTS, Slot};
use super::values::{AMOUNT_FORMS, AmountForm, DATE_FORMS, DateForm};
use super::{Forms, Interface};
use crate::disclosure::FieldName;
use crate::fhir::strict;

/// Deepest nesting of a template.
const MAX_DEPTH: usize = 24;
/// Longest template.
pub(crate) const MAX_TEMPLATE_CHARS: usize = 32 * 1024;

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    /// Without its left zeros.
    Bare,
    /// `urn:uuid:…`.
    Urn,
    Day(DateForm),
    Amount(AmountForm),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// A constant, already written as JSON.
    Constant(String),
    Object(Vec<(String, Node)>),
    List(Vec<Node>),
    Each(List, Box<Node>),
    Value {
        slot: Slot,
        form: Form,
        optional: bool,
    },
}

/// Why a template cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TemplateFault {
    /// Not JSON, or a key twice; the line of the template.
    NotJson { line: usize },
    /// Not an object.
    NotAnObject,
    /// No value of that name here; those that exist.
    UnknownValue(String, Vec<&'static str>),
    /// A form this value does not have; those it has.
    UnknownForm(String, Vec<&'static str>),
    /// A placeholder inside a longer text, or as a key.
    Pasted(String),
    /// Nested too deep.
    TooDeep,
}

/// A parsed template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(Node);

impl Template {
    /// Parses; every fault at once.
    pub(crate) fn parse(text: &str, purpose: Purpose, forms: Forms) -> Result<Self, Vec<TemplateFault>> {
        let not_json = |line| vec![TemplateFault::NotJson { line }];
        let value: Value = serde_json::from_str(text).map_err(|error| not_json(error.line()))?;
        if strict::check(text.as_bytes()).is_err() {
            return Err(not_json(1));
        }
        if !value.is_object() {
            return Err(vec![TemplateFault::NotAnObject]);
        }
        let mut faults = Vec::new();
        let node = Reading { purpose, forms, faults: &mut faults }.node(value, None, 0);
        if faults.is_empty() { Ok(Self(node)) } else { Err(faults) }
    }

    /// The values it sends, and whether each may be left out.
    pub(crate) fn slots(&self) -> BTreeSet<(Slot, bool)> {
        let mut slots = BTreeSet::new();
        collect(&self.0, &mut slots);
        slots
    }

    pub(crate) fn sends(&self, slot: Slot) -> bool {
        self.slots().iter().any(|(sent, _)| *sent == slot)
    }

    /// The message, and the fields that leave with it; else the name of a value it needs and that is not known.
    pub(crate) fn fill(&self, given: Given<'_>, interface: &Interface) -> Result<Message, Slot> {
        let mut filling = Filling::new(given, interface);
        let mut body = String::new();
        filling.write(&self.0, &mut body)?;
        let fields = filling.fields.into_iter().collect();
        Ok(Message { body, fields })
    }
}

/// A message ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) body: String,
    pub(crate) fields: Vec<FieldName>,
}

fn collect(node: &Node, slots: &mut BTreeSet<(Slot, bool)>) {
    match node {
        Node::Constant(_) => {}
        Node::Object(entries) => entries.iter().for_each(|(_, node)| collect(node, slots)),
        Node::List(items) => items.iter().for_each(|node| collect(node, slots)),
        Node::Each(_, node) => collect(node, slots),
        Node::Value { slot, optional, .. } => {
            slots.insert((*slot, *optional));
        }
    }
}

struct Reading<'f> {
    purpose: Purpose,
    forms: Forms,
    faults: &'f mut Vec<TemplateFault>,
}

impl Reading<'_> {
    fn node(&mut self, value: Value, list: Option<List>, depth: usize) -> Node {
        if depth > MAX_DEPTH {
            self.faults.push(TemplateFault::TooDeep);
            return Node::Constant("null".into());
        }
        match value {
            Value::String(text) => self.text(text, list),
            Value::Array(items) => Node::List(items.into_iter().map(|item| self.node(item, list, depth + 1)).collect()),
            Value::Object(entries) => {
                let each = |key: &str| LISTS.iter().find(|(name, _)| *name == key).map(|(_, list)| *list);
                let only = if entries.len() == 1 { entries.keys().next().and_then(|key| each(key)) } else { None };
                if let (Some(repeated), None) = (only, list) {
                    let is_known = match repeated {
                        List::Lines => matches!(self.purpose, Purpose::Claim | Purpose::Cancellation),
                        List::Products => self.purpose == Purpose::Rights,
                    };
                    if is_known {
                        let item = entries.into_iter().next().map(|(_, item)| item).unwrap_or_default();
                        return Node::Each(repeated, Box::new(self.node(item, Some(repeated), depth + 1)));
                    }
                }
                let mut read = Vec::new();
                for (key, value) in entries {
                    if key.contains('{') || key.contains('}') {
                        self.faults.push(TemplateFault::Pasted(key.clone()));
                    }
                    read.push((key, self.node(value, list, depth + 1)));
                }
                Node::Object(read)
            }
            constant => Node::Constant(constant.to_string()),
        }
    }

    fn text(&mut self, text: String, list: Option<List>) -> Node {
        let constant = |text: &str| Node::Constant(Value::from(text).to_string());
        if !text.contains(['{', '}']) {
            return constant(&text);
        }
        let inside = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let Some(inside) = inside.filter(|inside| !inside.contains(['{', '}'])) else {
            self.faults.push(TemplateFault::Pasted(text.clone()));
            return constant("");
        };
        let (inside, optional) = inside.strip_suffix('?').map_or((inside, false), |inside| (inside, true));
        let (name, form) = inside.split_once(':').map_or((inside, None), |(name, form)| (name, Some(form)));
        let exists = |slot: Slot| slot.exists(self.purpose, list);
        let found = SLOTS.iter().find(|(known, slot, _)| *known == name && exists(*slot));
        let Some((_, slot, _)) = found else {
            let known = SLOTS.iter().filter(|(_, slot, _)| exists(*slot)).map(|(name, ..)| *name).collect();
            self.faults.push(TemplateFault::UnknownValue(name.to_owned(), known));
            return constant("");
        };
        match self.form(*slot, form) {
            Ok(form) => Node::Value { slot: *slot, form, optional },
            Err(forms) => {
                self.faults.push(TemplateFault::UnknownForm(form.unwrap_or_default().to_owned(), forms));
                constant("")
            }
        }
    }

    fn form(&self, slot: Slot, form: Option<&str>) -> Result<Form, Vec<&'static str>> {
        let day = |name: &str| DATE_FORMS.iter().find(|(known, _)| *known == name).map(|(_, form)| Form::Day(*form));
        let amount =
            |name: &str| AMOUNT_FORMS.iter().find(|(known, _)| *known == name).map(|(_, form)| Form::Amount(*form));
        let (found, known) = match (slot.kind(), form) {
            (Kind::Day, None) => (Some(Form::Day(self.forms.date)), vec![]),
            (Kind::Amount, None) => (Some(Form::Amount(self.forms.amount)), vec![]),
            (_, None) => (Some(Form::Plain), vec![]),
            (Kind::Day | Kind::Instant, Some(name)) => (day(name), DATE_FORMS.map(|(name, _)| name).to_vec()),
            (Kind::Amount, Some(name)) => (amount(name), AMOUNT_FORMS.map(|(name, _)| name).to_vec()),
            (Kind::Id, Some(name)) => ((name == "urn").then_some(Form::Urn), vec!["urn"]),
            (Kind::Text, Some(name)) => ((name == "bare").then_some(Form::Bare), vec!["bare"]),
            (Kind::Count, Some(_)) => (None, vec![]),
        };
        found.ok_or(known)
    }
}
