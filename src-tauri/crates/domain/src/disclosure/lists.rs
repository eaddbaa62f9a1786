//! The field lists in force: what each platform's function requires, takes under a condition, or would take, and what the
//! practice switched off of the last.

use super::FieldName;
use crate::{
    platform::{Function, PlatformCode},
    reference_file::{FileFault, Status},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// The file that ships with this build.
pub const SHIPPED: &str = include_str!("../../reference/field_lists.toml");

/// How much a platform wants a field: OptoAMC's O, C and F.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "FieldNeed")]
pub enum Need {
    /// « Obligatoire ».
    Required,
    /// « Conditionnel »: wanted when its condition holds.
    Conditional,
    /// « Facultatif »: the practice may keep it.
    Optional,
}

/// One field of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListedField {
    /// Which.
    pub field: FieldName,
    /// How much it is wanted.
    pub need: Need,
    /// When, for a conditional one, in one sentence of the list's author.
    pub condition: Option<String>,
}

/// What one function of one platform takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldList {
    /// Whose; none for every platform that has no list of its own.
    pub platform: Option<PlatformCode>,
    /// For what.
    pub function: Function,
    /// First day in force.
    pub from: Date,
    /// Whether the source was read.
    pub status: Status,
    /// Where it comes from.
    pub source: String,
    /// The fields, in the order they are shown.
    pub fields: Vec<ListedField>,
}

/// A whole set of lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldLists {
    /// Its name: `2024-01`.
    pub version: String,
    /// The lists, those of one platform before those of all.
    pub lists: Vec<FieldList>,
}

/// The optional fields a practice keeps to itself.
pub type Withheld = BTreeSet<(PlatformCode, Function, FieldName)>;

impl FieldLists {
    /// Reads a file, whole or not at all: every fault found, in the order of the lines.
    pub fn read(text: &str) -> Result<FieldLists, Vec<FileFault>> {
        super::file::read(text)
    }

    /// The list of a platform's function: its own, else the one of all. Where a file has none for a quote or an invoice,
    /// what a prior authorisation takes.
    pub fn of(&self, platform: &PlatformCode, function: Function) -> Option<&FieldList> {
        let of_prior_authorisation = || match function {
            Function::Quote | Function::Claim => self.listed(platform, Function::PriorAuthorisation),
            _ => None,
        };
        self.listed(platform, function).or_else(of_prior_authorisation)
    }

    fn listed(&self, platform: &PlatformCode, function: Function) -> Option<&FieldList> {
        let mut fitting = self.lists.iter().filter(|list| list.function == function);
        let own = fitting.clone().find(|list| list.platform.as_ref() == Some(platform));
        own.or_else(|| fitting.find(|list| list.platform.is_none()))
    }

    /// The fields that may leave for a platform's function: those listed, less those switched off.
    pub fn allowed(&self, platform: &PlatformCode, function: Function, withheld: &Withheld) -> BTreeSet<FieldName> {
        let fields = self.of(platform, function).map(|list| list.fields.as_slice()).unwrap_or_default();
        // What a message cannot be made without leaves with it, also where the list is that of another function.
        let own = FieldName::ALL.into_iter().filter(|field| field.is_always_sent(function) && !fields.is_empty());
        let kept = |listed: &&ListedField| {
            listed.need != Need::Optional || !withheld.contains(&(platform.clone(), function, listed.field))
        };
        fields.iter().filter(kept).map(|listed| listed.field).chain(own).collect()
    }

    /// Whether a field is one the practice may switch off.
    pub fn is_optional(&self, platform: &PlatformCode, function: Function, field: FieldName) -> bool {
        let list = self.of(platform, function);
        list.is_some_and(|list| list.fields.iter().any(|it| it.field == field && it.need == Need::Optional))
    }
}
