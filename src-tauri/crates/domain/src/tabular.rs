//! What a table of text read from outside looks like, and which of its columns says what: shapes that are shown,
//! corrected, and saved under a name.
//!
//! Owns the shape, the saved mapping and the rules of its name. Does not own the reading (`relais-exchange` turns bytes
//! into cells) nor what a field means to the deed it is imported for.

use crate::{
    context::{Context, Role},
    practice::{Practice, PracticeEvent},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Most mappings kept: a practice has a handful of programs, each with a few lists.
pub const MAX_MAPPINGS: usize = 50;
/// Longest name of a mapping: it stands in a menu.
pub const MAX_MAPPING_NAME_CHARS: usize = 60;

/// How the bytes are letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TextEncoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// What older programs of Windows write.
    Windows1252,
    /// « Texte Unicode » of a spreadsheet, least significant byte first.
    Utf16Le,
    /// The same, most significant byte first.
    Utf16Be,
}

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    /// `;`, what French spreadsheets write.
    Semicolon,
    /// `,`
    Comma,
    /// A tabulation, what is pasted from a spreadsheet.
    Tab,
    /// `|`
    Bar,
}

impl Separator {
    /// Every separator, the likeliest first.
    pub const ALL: [Separator; 4] = [Separator::Semicolon, Separator::Tab, Separator::Comma, Separator::Bar];

    /// The byte itself.
    pub const fn byte(self) -> u8 {
        match self {
            Separator::Semicolon => b';',
            Separator::Comma => b',',
            Separator::Tab => b'\t',
            Separator::Bar => b'|',
        }
    }
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SheetShape {
    /// Its letters.
    pub encoding: TextEncoding,
    /// Between its cells.
    pub separator: Separator,
    /// Its first line names the columns.
    pub header: bool,
}

/// What a table is a list of. One deed each; each has fields of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// « Lots transmis », from the pharmacy's software.
    TransmittedLots,
    /// « Retours du concentrateur ».
    ConcentratorReturns,
    /// « Relevé de compte », from the bank.
    BankStatement,
    /// « Avis de paiement », from an operator or an insurer.
    PaymentAdvices,
}

/// Which column says a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct ColumnChoice {
    /// The field's code, as the deed spells it: `invoice`, `amc_share`.
    pub field: String,
    /// The column, from 0.
    pub column: u16,
}

/// What a word of a column means: « REJ » is a rejection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct WordChoice {
    /// The word, as it is compared: without case nor accents.
    pub word: String,
    /// The code of what it means.
    pub means: String,
}

/// Which column says what, under a name: found again by itself when the same headers come back. It holds positions and
/// the digest of the headers, never a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedMapping {
    /// What it is called.
    pub name: String,
    /// For which list.
    pub table: TableKind,
    /// Digest of the headers it was made on, in hex.
    pub signature: String,
    /// How the table is written. Its letters are looked at anew in each file.
    pub shape: SheetShape,
    /// Field by field.
    pub columns: Vec<ColumnChoice>,
    /// Word by word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<WordChoice>,
}

/// Saves a mapping under its name; the one of the same name and list gives way. What is so already records nothing.
pub fn save_mapping(state: &Practice, mapping: SavedMapping, context: &Context) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role == Role::Accountant {
        return Err(Refusal::RoleNotAllowed);
    }
    let known = state.mappings.iter().find(|known| names_same(known, mapping.table, &mapping.name));
    if known == Some(&mapping) {
        return Ok(Vec::new());
    }
    if known.is_none() && state.mappings.len() >= MAX_MAPPINGS {
        return Err(Refusal::TooManyMappings);
    }
    Ok(vec![PracticeEvent::MappingSaved(Box::new(mapping))])
}

/// Forgets a mapping; without one of that name, nothing is recorded.
pub fn remove_mapping(
    state: &Practice,
    table: TableKind,
    name: &str,
    context: &Context,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role == Role::Accountant {
        return Err(Refusal::RoleNotAllowed);
    }
    let known = state.mappings.iter().find(|known| names_same(known, table, name));
    Ok(known.map(|known| PracticeEvent::MappingRemoved { table, name: known.name.clone() }).into_iter().collect())
}

/// Takes a mapping into the list, in the place of the one of its name.
pub(crate) fn take_mapping(mappings: &mut Vec<SavedMapping>, mapping: &SavedMapping) {
    forget_mapping(mappings, mapping.table, &mapping.name);
    mappings.push(mapping.clone());
}

/// Takes one out of the list.
pub(crate) fn forget_mapping(mappings: &mut Vec<SavedMapping>, table: TableKind, name: &str) {
    mappings.retain(|known| !names_same(known, table, name));
}

fn names_same(mapping: &SavedMapping, table: TableKind, name: &str) -> bool {
    mapping.table == table && mapping.name.to_lowercase() == name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::UserId, stream::Stream};
    use rstest::rstest;

    fn by(role: Role) -> Context {
        Context {
            now: "2024-01-31T08:05:00Z".parse().unwrap(),
            today: "2024-01-31".parse().unwrap(),
            actor: UserId(uuid::Uuid::nil()),
            role,
        }
    }

    fn mapping(name: &str, column: u16) -> SavedMapping {
        SavedMapping {
            name: name.to_owned(),
            table: TableKind::TransmittedLots,
            signature: "00".to_owned(),
            shape: SheetShape { encoding: TextEncoding::Utf8, separator: Separator::Semicolon, header: true },
            columns: vec![ColumnChoice { field: "invoice".to_owned(), column }],
            words: Vec::new(),
        }
    }

    fn kept(practice: &mut Practice, name: &str, column: u16) -> usize {
        let events = save_mapping(practice, mapping(name, column), &by(Role::Billing)).unwrap();
        events.iter().for_each(|event| practice.apply(event));
        events.len()
    }

    #[test]
    fn a_mapping_is_kept_replaced_and_forgotten() {
        let mut practice = Practice::default();
        assert_eq!(kept(&mut practice, "LGO", 1), 1);
        assert_eq!(kept(&mut practice, "LGO", 1), 0, "what is so already records nothing");
        assert_eq!(kept(&mut practice, "lgo", 2), 1, "the same name, whatever its case");
        assert_eq!(practice.mappings, [mapping("lgo", 2)]);
        let other = remove_mapping(&practice, TableKind::ConcentratorReturns, "LGO", &by(Role::Billing));
        assert_eq!(other, Ok(Vec::new()), "another list has names of its own");
        for event in remove_mapping(&practice, TableKind::TransmittedLots, "LGO", &by(Role::Owner)).unwrap() {
            practice.apply(&event);
        }
        assert!(practice.mappings.is_empty());
    }

    #[rstest]
    #[case::counter(Role::Counter, true)]
    #[case::billing(Role::Billing, true)]
    #[case::owner(Role::Owner, true)]
    #[case::accountant(Role::Accountant, false)]
    fn who_works_saves_one(#[case] role: Role, #[case] may: bool) {
        let practice = Practice::default();
        assert_eq!(save_mapping(&practice, mapping("LGO", 1), &by(role)).is_ok(), may);
        assert_eq!(remove_mapping(&practice, TableKind::TransmittedLots, "LGO", &by(role)).is_ok(), may);
    }

    #[test]
    fn there_is_an_end_to_them() {
        let mut practice = Practice::default();
        for number in 0..MAX_MAPPINGS {
            assert_eq!(kept(&mut practice, &format!("liste {number}"), 0), 1);
        }
        let one_more = save_mapping(&practice, mapping("une de plus", 0), &by(Role::Owner));
        assert_eq!(one_more, Err(Refusal::TooManyMappings));
        assert_eq!(kept(&mut practice, "liste 7", 3), 1, "one that is there is replaced all the same");
    }
}
