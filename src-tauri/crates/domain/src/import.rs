//! A list that was imported: which one, what became of its lines, and whether it was undone.
//!
//! What each line says is in the dossiers' own streams, under the id of the import. The name of the file and its SHA-256
//! are in erasable places: a short list of people could be guessed from a plain hash.

use crate::{
    advice::Advice,
    context::{Context, Role},
    ids::{DossierId, ImportId, TextId},
    money::Cents,
    refusal::Refusal,
    stream::{Stream, StreamKind},
    tabular::TableKind,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lines set aside in one entry: it stays some tens of KiB.
const MAX_LINES_AN_ENTRY: usize = 200;

/// An event of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum ImportEvent {
    /// The list was taken.
    #[serde(rename = "import.recorded")]
    Recorded(ImportRecorded),
    /// Lines nothing here answers to are kept as work.
    #[serde(rename = "import.lines_set_aside")]
    LinesSetAside {
        /// Which, in the order of the list.
        lines: Vec<SetAside>,
    },
    /// A person said whose such a line is, or that it is nobody's here.
    #[serde(rename = "import.line_settled")]
    LineSettled {
        /// Its number.
        line: u32,
        /// The dossier it was recorded on; none when it was dropped.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dossier: Option<DossierId>,
        /// The complementary's rank there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rank: Option<u8>,
        /// Why it was dropped.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<TextId>,
    },
    /// It was undone, as far as nothing else had happened.
    #[serde(rename = "import.undone")]
    Undone {
        /// Dossiers put back.
        undone: u32,
        /// Dossiers left as they are, since something else happened to them.
        kept: u32,
    },
}

/// `import.recorded`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecorded {
    /// The import.
    pub import: ImportId,
    /// A list of what.
    pub table: TableKind,
    /// The name of the file, in its erasable place; none when it was pasted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<TextId>,
    /// The SHA-256 of its bytes, in its erasable place.
    pub checksum: TextId,
    /// Lines recorded.
    pub taken: u32,
    /// Of which opened a dossier.
    pub opened: u32,
    /// Lines known before.
    pub known: u32,
    /// Lines a person left out.
    pub left_out: u32,
    /// Lines that could not be read, or that nothing here answers to.
    pub faulty: u32,
    /// The amounts recorded, in cents.
    pub total_cents: Cents,
}

/// A line that is kept as work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Its number in the list.
    pub line: u32,
    /// What it says, in its erasable place.
    pub text: TextId,
    /// The same, for the dossier that will be said.
    pub advice: Advice,
}

/// An import folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// None before it is recorded.
    pub recorded: Option<ImportRecorded>,
    /// How many dossiers were put back, and how many were not, once undone.
    pub undone: Option<(u32, u32)>,
    /// The lines that are still work.
    pub aside: BTreeMap<u32, SetAside>,
    /// Those that were: the same line again is known.
    pub settled: BTreeMap<u32, SetAside>,
}

/// Records it. A list of which nothing is recorded leaves nothing.
pub fn record(state: &Import, recorded: ImportRecorded, context: &Context) -> Result<Vec<ImportEvent>, Refusal> {
    match state.recorded {
        _ if context.role == Role::Accountant => Err(Refusal::RoleNotAllowed),
        Some(_) => Err(Refusal::AlreadyExists),
        None if recorded.taken == 0 => Err(Refusal::NothingToImport),
        None => Ok(vec![ImportEvent::Recorded(recorded)]),
    }
}

/// Keeps lines as work.
pub fn set_aside(lines: Vec<SetAside>) -> Vec<ImportEvent> {
    lines.chunks(MAX_LINES_AN_ENTRY).map(|lines| ImportEvent::LinesSetAside { lines: lines.to_vec() }).collect()
}

/// Settles a line that was kept as work: on a dossier, or dropped for a reason.
pub fn settle(
    state: &Import,
    line: u32,
    on: Option<(DossierId, u8)>,
    reason: Option<TextId>,
    context: &Context,
) -> Result<Vec<ImportEvent>, Refusal> {
    if context.role == Role::Accountant {
        return Err(Refusal::RoleNotAllowed);
    }
    state.aside.get(&line).ok_or(Refusal::UnknownImport)?;
    if on.is_none() && reason.is_none() {
        return Err(Refusal::ReasonNeeded);
    }
    let (dossier, rank) = (on.map(|(dossier, _)| dossier), on.map(|(_, rank)| rank));
    Ok(vec![ImportEvent::LineSettled { line, dossier, rank, reason: reason.filter(|_| on.is_none()) }])
}

/// Undoes it, once, when something of it could be.
pub fn undo(state: &Import, undone: u32, kept: u32, context: &Context) -> Result<Vec<ImportEvent>, Refusal> {
    match (&state.recorded, state.undone) {
        _ if context.role == Role::Accountant => Err(Refusal::RoleNotAllowed),
        (None, _) => Err(Refusal::UnknownImport),
        (_, Some(_)) => Err(Refusal::ImportUndone),
        (Some(_), None) if undone == 0 => Err(Refusal::ChangedSince),
        (Some(_), None) => Ok(vec![ImportEvent::Undone { undone, kept }]),
    }
}

impl Stream for Import {
    type Event = ImportEvent;
    const KIND: StreamKind = StreamKind::Import;

    fn apply(&mut self, event: &ImportEvent) {
        match event {
            ImportEvent::Recorded(recorded) => self.recorded = Some(recorded.clone()),
            ImportEvent::LinesSetAside { lines } => {
                self.aside.extend(lines.iter().map(|aside| (aside.line, aside.clone())));
            }
            ImportEvent::LineSettled { line, .. } => {
                self.settled.extend(self.aside.remove(line).map(|aside| (*line, aside)));
            }
            ImportEvent::Undone { undone, kept } => {
                self.undone = Some((*undone, *kept));
                self.aside.clear();
                self.settled.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;
    use uuid::Uuid;

    fn by(role: Role) -> Context {
        Context {
            now: "2024-02-09T08:05:00Z".parse().unwrap(),
            today: "2024-02-09".parse().unwrap(),
            actor: UserId(Uuid::nil()),
            role,
        }
    }

    fn list(taken: u32) -> ImportRecorded {
        ImportRecorded {
            import: ImportId(Uuid::nil()),
            table: TableKind::TransmittedLots,
            name: None,
            checksum: TextId(Uuid::nil()),
            taken,
            opened: 0,
            known: 1,
            left_out: 0,
            faulty: 2,
            total_cents: Cents::ZERO,
        }
    }

    #[test]
    fn a_list_is_recorded_once_and_undone_once() {
        let context = by(Role::Billing);
        let mut import = Import::default();
        assert_eq!(record(&import, list(0), &context), Err(Refusal::NothingToImport));
        assert_eq!(undo(&import, 1, 0, &context), Err(Refusal::UnknownImport));
        assert_eq!(record(&import, list(3), &by(Role::Accountant)), Err(Refusal::RoleNotAllowed));
        record(&import, list(3), &context).unwrap().iter().for_each(|event| import.apply(event));
        assert_eq!(record(&import, list(3), &context), Err(Refusal::AlreadyExists));
        assert_eq!(undo(&import, 0, 3, &context), Err(Refusal::ChangedSince));
        undo(&import, 2, 1, &context).unwrap().iter().for_each(|event| import.apply(event));
        assert_eq!(import.undone, Some((2, 1)));
        assert_eq!(undo(&import, 1, 0, &context), Err(Refusal::ImportUndone));
    }

    #[test]
    fn a_line_kept_as_work_is_settled_once_or_goes_with_its_list() {
        use crate::advice::AdviceOutcome;
        let context = by(Role::Counter);
        let id = Uuid::from_u128(5);
        let advice = Advice {
            rank: 1,
            from: None,
            import: ImportId(Uuid::nil()),
            outcome: AdviceOutcome::Announced,
            reference: None,
            amount_cents: None,
            on: None,
            pays_on: None,
            code: None,
            wording: None,
        };
        let aside = |line| SetAside { line, text: TextId(id), advice: advice.clone() };
        let mut import = Import::default();
        record(&import, list(3), &context).unwrap().iter().for_each(|event| import.apply(event));
        let kept = set_aside((1..=450).map(aside).collect());
        assert_eq!(kept.len(), 3, "an entry stays small");
        kept.iter().for_each(|event| import.apply(event));
        let on = Some((DossierId(id), 1));
        assert_eq!(settle(&import, 7, on, None, &by(Role::Accountant)), Err(Refusal::RoleNotAllowed));
        assert_eq!(settle(&import, 7, None, None, &context), Err(Refusal::ReasonNeeded));
        settle(&import, 7, on, None, &context).unwrap().iter().for_each(|event| import.apply(event));
        assert_eq!(settle(&import, 7, on, None, &context), Err(Refusal::UnknownImport));
        settle(&import, 8, None, Some(TextId(id)), &context).unwrap().iter().for_each(|event| import.apply(event));
        assert_eq!(import.aside.len(), 448);
        undo(&import, 2, 0, &context).unwrap().iter().for_each(|event| import.apply(event));
        assert!(import.aside.is_empty());
    }
}
