//! A list that was imported: which one, what became of its lines, and whether it was undone.
//!
//! What each line says is in the dossiers' own streams, under the id of the import. The name of the file and its SHA-256
//! are in erasable places: a short list of people could be guessed from a plain hash.

use crate::{
    context::{Context, Role},
    ids::{ImportId, TextId},
    money::Cents,
    refusal::Refusal,
    stream::{Stream, StreamKind},
    tabular::TableKind,
};
use serde::{Deserialize, Serialize};

/// An event of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum ImportEvent {
    /// The list was taken.
    #[serde(rename = "import.recorded")]
    Recorded(ImportRecorded),
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

/// An import folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// None before it is recorded.
    pub recorded: Option<ImportRecorded>,
    /// How many dossiers were put back, and how many were not, once undone.
    pub undone: Option<(u32, u32)>,
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
            ImportEvent::Undone { undone, kept } => self.undone = Some((*undone, *kept)),
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
}
