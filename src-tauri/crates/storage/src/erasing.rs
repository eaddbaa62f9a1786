//! Emptying the erasable places: a customer whole, or one kind of data of a sale (design §1.7).
//!
//! What is to go is found by what the journal says: the entries of his sales, of their cheques and of their requests name every
//! text, exchange, picture and paper of theirs by its id, and no entry need say which of them identify him. A paper about several
//! customers is nobody's own and stays. That something went is the purge's to record.

use crate::{error::StorageError, people::dossiers_of, search, sql::Columns, tx::Tx};
use relais_domain::{
    ids::{ChequeId, DossierId, EvidenceId, IncidentId, PersonId},
    purge::Erased,
    stream::StreamKind,
};
use relais_journal::EntryView;
use rusqlite::{Connection, OptionalExtension, Params};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The pieces of this id unless they are a paper about several customers.
pub(crate) const ITS_OWN_PIECE: &str = "FROM piece WHERE id = ?1 \
    AND NOT EXISTS (SELECT 1 FROM document_view d WHERE d.id = piece.id AND d.dossier IS NULL AND d.cheque IS NULL)";
/// Whether a piece is a picture.
pub(crate) const IS_A_PICTURE: &str = "kind IN ('card_front', 'card_back', 'cheque_front', 'cheque_back')";

/// The streams that are about a customer.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    pub(crate) dossiers: BTreeSet<Uuid>,
    pub(crate) cheques: BTreeSet<Uuid>,
    /// Every id their entries name, and the papers about them.
    pub(crate) named: BTreeSet<Uuid>,
}

impl Trail {
    pub(crate) fn of(connection: &Connection, person: PersonId) -> Result<Trail, StorageError> {
        let dossiers: BTreeSet<Uuid> = dossiers_of(connection, person)?.into_iter().collect();
        let mut trail = Trail { dossiers, ..Trail::default() };
        for dossier in &trail.dossiers {
            let of = [dossier.as_bytes()];
            let covering = "SELECT unhex(value) FROM dossier_view, json_each(cheques) WHERE dossier_view.id = ?1";
            trail.cheques.extend(ids(connection, covering, of)?);
            trail.named.extend(ids(connection, "SELECT id FROM document_view WHERE dossier = ?1", of)?);
            trail.named.extend(named_in(connection, StreamKind::Dossier, *dossier)?);
            for request in ids(connection, "SELECT id FROM request_view WHERE dossier = ?1", of)? {
                trail.named.extend(named_in(connection, StreamKind::Request, request)?);
            }
        }
        for cheque in &trail.cheques {
            let papers = "SELECT id FROM document_view WHERE cheque = ?1";
            trail.named.extend(ids(connection, papers, [cheque.as_bytes()])?);
            trail.named.extend(named_in(connection, StreamKind::Cheque, *cheque)?);
        }
        Ok(trail)
    }
}

/// Every id the entries of a stream name.
fn named_in(connection: &Connection, kind: StreamKind, id: Uuid) -> Result<BTreeSet<Uuid>, StorageError> {
    let sql = "SELECT seq, bytes FROM journal WHERE stream_kind = ?1 AND stream_id = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((kind.word(), id.as_bytes()))?;
    let mut named = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let seq = row.get(0)?;
        let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        let entry =
            EntryView::read(bytes).map_err(|error| StorageError::Unreadable { seq, reason: error.to_string() })?;
        collect(&serde_json::from_str(entry.body)?, &mut named);
    }
    Ok(named)
}

fn collect(value: &Value, named: &mut BTreeSet<Uuid>) {
    match value {
        Value::String(text) => named.extend(Uuid::try_parse(text).ok()),
        Value::Array(values) => values.iter().for_each(|value| collect(value, named)),
        Value::Object(members) => members.values().for_each(|value| collect(value, named)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn ids(connection: &Connection, sql: &str, parameters: impl Params) -> Result<Vec<Uuid>, StorageError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, |row| Columns::of(row).id::<Uuid>())?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Tx<'_> {
    /// Erases who these customers are, with everything written, exchanged and printed of their sales. What is not there is not
    /// counted; whoever is erased already leaves nothing more to erase.
    pub fn erase_people(&mut self, people: &[PersonId]) -> Result<Erased, StorageError> {
        self.queries()?;
        let mut erased = Erased::default();
        for person in people {
            let trail = Trail::of(self.connection, *person)?;
            erased = erased.plus(self.erase_trail(&trail)?).plus(self.erase_identity(*person)?);
            for dossier in &trail.dossiers {
                search::index_dossier(self.connection, *dossier)?;
            }
        }
        Ok(erased)
    }

    /// Erases the notes about nobody (a bank's label, a line of a list) in which one of these customers, not erased yet, is named
    /// whole.
    pub fn erase_notes_naming(&mut self, people: &[PersonId]) -> Result<Erased, StorageError> {
        let names = people.iter().map(|person| whole_name(self.connection, *person)).collect::<Result<Vec<_>, _>>()?;
        let names: Vec<BTreeSet<String>> = names.into_iter().flatten().collect();
        let mut erased = Erased::default();
        if names.is_empty() {
            return Ok(erased);
        }
        for note in notes_naming(self.connection, &names)? {
            erased.notes += self.delete("DELETE FROM typed_text WHERE id = ?1", [note.as_bytes()])?;
        }
        Ok(erased)
    }

    fn erase_trail(&mut self, trail: &Trail) -> Result<Erased, StorageError> {
        let mut erased = Erased::default();
        for id in &trail.named {
            let id = [id.as_bytes()];
            erased.notes += self.delete("DELETE FROM typed_text WHERE id = ?1", id)?;
            erased.exchanges += self.delete("DELETE FROM evidence WHERE id = ?1", id)?;
            erased.pictures += self.delete(&format!("DELETE {ITS_OWN_PIECE} AND {IS_A_PICTURE}"), id)?;
            erased.papers += self.delete(&format!("DELETE {ITS_OWN_PIECE}"), id)?;
        }
        for cheque in &trail.cheques {
            erased.cheque_lines += self.erase_cheque_line(ChequeId(*cheque))?;
        }
        for dossier in &trail.dossiers {
            let dossier = DossierId(*dossier);
            erased = erased.plus(self.erase_nirs(dossier)?).plus(self.erase_card_texts(dossier)?);
            self.delete("DELETE FROM card_member WHERE dossier = ?1", [dossier.0.as_bytes()])?;
            erased.cards += self.delete("DELETE FROM card_identity WHERE dossier = ?1", [dossier.0.as_bytes()])?;
        }
        Ok(erased)
    }

    fn erase_identity(&mut self, person: PersonId) -> Result<Erased, StorageError> {
        let id = [person.0.as_bytes()];
        let notes = self.delete("DELETE FROM typed_text WHERE about = ?1", id)?;
        self.delete("DELETE FROM card_member WHERE person = ?1", id)?;
        let cards = self.delete("DELETE FROM card_identity WHERE person = ?1", id)?;
        let customers = self.delete("DELETE FROM person WHERE id = ?1", id)?;
        Ok(Erased { notes, cards, customers, ..Erased::default() })
    }

    /// Erases the numbers of social security of a sale's cards.
    pub fn erase_nirs(&mut self, dossier: DossierId) -> Result<Erased, StorageError> {
        let sql = "UPDATE card_member SET nir = NULL WHERE dossier = ?1 AND nir IS NOT NULL";
        Ok(Erased { nirs: self.delete(sql, [dossier.0.as_bytes()])?, ..Erased::default() })
    }

    /// Erases every picture of a card that the entries of a sale name, those it had before included.
    pub fn erase_card_pictures(&mut self, dossier: DossierId) -> Result<Erased, StorageError> {
        let mut erased = Erased::default();
        for id in named_in(self.connection, StreamKind::Dossier, dossier.0)? {
            let sql = "DELETE FROM piece WHERE id = ?1 AND kind IN ('card_front', 'card_back')";
            erased.pictures += self.delete(sql, [id.as_bytes()])?;
        }
        Ok(erased)
    }

    /// Erases the texts a sale's cards were read from.
    pub fn erase_card_texts(&mut self, dossier: DossierId) -> Result<Erased, StorageError> {
        let sql = "UPDATE card_identity SET raw_text = '' WHERE dossier = ?1 AND raw_text <> ''";
        Ok(Erased { card_texts: self.delete(sql, [dossier.0.as_bytes()])?, ..Erased::default() })
    }

    /// Erases the line, the bank and the drawer of a cheque; gives whether they were there.
    pub fn erase_cheque_line(&mut self, cheque: ChequeId) -> Result<u32, StorageError> {
        self.delete("DELETE FROM cheque_paper WHERE cheque = ?1", [cheque.0.as_bytes()])
    }

    /// Erases an exchange with a platform.
    pub fn erase_evidence(&mut self, evidence: EvidenceId) -> Result<Erased, StorageError> {
        let exchanges = self.delete("DELETE FROM evidence WHERE id = ?1", [evidence.0.as_bytes()])?;
        Ok(Erased { exchanges, ..Erased::default() })
    }

    /// Erases what was written of an incident and attached to it, its papers included.
    pub fn erase_incident_words(&mut self, incident: IncidentId) -> Result<Erased, StorageError> {
        let mut erased = Erased::default();
        for id in named_in(self.connection, StreamKind::Incident, incident.0)? {
            erased.notes += self.delete("DELETE FROM typed_text WHERE id = ?1", [id.as_bytes()])?;
            erased.papers += self.delete("DELETE FROM piece WHERE id = ?1", [id.as_bytes()])?;
        }
        Ok(erased)
    }

    fn delete(&mut self, sql: &str, parameters: impl Params) -> Result<u32, StorageError> {
        let rows = self.connection.prepare_cached(sql)?.execute(parameters)?;
        Ok(u32::try_from(rows).unwrap_or(u32::MAX))
    }
}

/// The words of a customer's name, when it has a family name and a given one: one alone is too common to go by.
pub(crate) fn whole_name(connection: &Connection, person: PersonId) -> Result<Option<BTreeSet<String>>, StorageError> {
    let sql = "SELECT family_name, given_name FROM person WHERE id = ?1";
    let name: Option<(String, String)> = connection
        .prepare_cached(sql)?
        .query_row([person.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let words = |text: &str| search::words_of(text).split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let whole = name.map(|(family, given)| (words(&family), words(&given)));
    let said = |words: &BTreeSet<String>| words.iter().any(|word| !word.is_empty());
    Ok(whole.filter(|(family, given)| said(family) && said(given)).map(|(mut family, given)| {
        family.extend(given);
        family.retain(|word| !word.is_empty());
        family
    }))
}

/// The notes about nobody in which one of these names is, whole.
pub(crate) fn notes_naming(connection: &Connection, names: &[BTreeSet<String>]) -> Result<Vec<Uuid>, StorageError> {
    let mut statement = connection.prepare_cached("SELECT id, text FROM typed_text WHERE about IS NULL")?;
    let mut rows = statement.query([])?;
    let mut naming = Vec::new();
    while let Some(row) = rows.next()? {
        let folded = search::words_of(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
        let words: BTreeSet<&str> = folded.split(' ').collect();
        if names.iter().any(|name| name.iter().all(|word| words.contains(word.as_str()))) {
            naming.push(Uuid::from_bytes(row.get(0)?));
        }
    }
    Ok(naming)
}

/// Whether anything an incident's entries name is still kept.
pub(crate) fn incident_has_words(connection: &Connection, incident: IncidentId) -> Result<bool, StorageError> {
    let mut kept = connection
        .prepare_cached("SELECT 1 FROM typed_text WHERE id = ?1 UNION ALL SELECT 1 FROM piece WHERE id = ?1")?;
    for id in named_in(connection, StreamKind::Incident, incident.0)? {
        if kept.exists([id.as_bytes()])? {
            return Ok(true);
        }
    }
    Ok(false)
}
