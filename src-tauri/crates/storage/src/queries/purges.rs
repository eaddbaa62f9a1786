//! What is due, by kind, what there is of one customer, the purges, and the backups that were written.

use super::{MAX_ROWS, Queries, all, name, one};
use crate::{
    erasing::{IS_A_PICTURE, ITS_OWN_PIECE, Trail, notes_naming, whole_name},
    error::StorageError,
    rows::{BackupRow, Holdings, PersonName, PurgeRow, QuietCustomer},
    schema::Migration,
    sql::{Columns, ms},
    tx::Tx,
};
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    ids::{ChequeId, DocumentId, DossierId, EvidenceId, IncidentId, PersonId, PurgeId},
    purge::Erased,
    retention::DataKind,
};
use rusqlite::params;
use std::collections::BTreeSet;
use uuid::Uuid;

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 13,
        // Which copies of the practice there are: they hold what was there when they were written.
        sql: "
    CREATE TABLE backup_copy (
        id              INTEGER PRIMARY KEY,
        written_at_ms   INTEGER NOT NULL,
        path            TEXT NOT NULL,
        entries         INTEGER NOT NULL CHECK (entries >= 0),
        destroyed_at_ms INTEGER
    ) STRICT;
    ",
    },
    Migration {
        number: 15,
        // When a copy was last opened, and whether it was found sound.
        sql: "
    ALTER TABLE backup_copy ADD COLUMN verified_at_ms INTEGER;
    ALTER TABLE backup_copy ADD COLUMN sound INTEGER NOT NULL DEFAULT 1 CHECK (sound IN (0, 1));
    ",
    },
];

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, state, why, subjects, done, kept, erased, asked_at_ms, confirm_from_ms, agreed_at_ms, seconded_by, \
             certified_at_ms, number, year, certificate FROM purge_view ",
            $rest
        )
    };
}

impl Queries<'_> {
    /// One purge.
    pub fn purge(&self, id: PurgeId) -> Result<Option<PurgeRow>, StorageError> {
        one(self.connection, select!("WHERE id = ?1"), [id.0.as_bytes()], purge_row)
    }

    /// The purges, the latest first.
    pub fn purges(&self) -> Result<Vec<PurgeRow>, StorageError> {
        all(self.connection, select!("ORDER BY asked_at_ms DESC, id DESC LIMIT ?1"), [MAX_ROWS], purge_row)
    }

    /// Those that erased something, every one, the oldest first.
    pub fn purges_carried(&self) -> Result<Vec<PurgeRow>, StorageError> {
        all(self.connection, select!("WHERE done > 0 ORDER BY asked_at_ms, id"), [], purge_row)
    }

    /// Those that wait for a word or are under way, the oldest first.
    pub fn purges_open(&self) -> Result<Vec<PurgeRow>, StorageError> {
        all(self.connection, select!("WHERE state IN ('waiting', 'agreed') ORDER BY asked_at_ms, id"), [], purge_row)
    }

    /// The customers none of whose sales was opened after `day`, the longest quiet first.
    pub fn quiet_customers(&self, day: Date, most: u32) -> Result<Vec<QuietCustomer>, StorageError> {
        let sql = "SELECT d.person, max(d.opened_on) AS last FROM dossier_view d JOIN person p ON p.id = d.person \
                   GROUP BY d.person HAVING last <= ?1 ORDER BY last, d.person LIMIT ?2";
        all(self.connection, sql, params![day.to_string(), most], |columns| {
            Ok(QuietCustomer { person: columns.id::<PersonId>()?, last_opened_on: columns.day()? })
        })
    }

    /// The sales opened by `day` that still hold a kind of data of their cards, the oldest first; none for a kind that is not of
    /// a sale.
    pub fn dossiers_holding(&self, kind: DataKind, day: Date, most: u32) -> Result<Vec<DossierId>, StorageError> {
        let holding = match kind {
            DataKind::Nir => "EXISTS (SELECT 1 FROM card_member m WHERE m.dossier = d.id AND m.nir IS NOT NULL)",
            DataKind::CardText => "EXISTS (SELECT 1 FROM card_identity c WHERE c.dossier = d.id AND c.raw_text <> '')",
            DataKind::CardPicture => "d.pictures <> '[]'",
            _ => return Ok(Vec::new()),
        };
        let sql = format!(
            "SELECT d.id FROM dossier_view d WHERE d.opened_on <= ?1 AND {holding} ORDER BY d.opened_on, d.serial LIMIT ?2"
        );
        all(self.connection, &sql, params![day.to_string(), most], |columns| columns.id())
    }

    /// The cheques that left by `day` and whose line is still kept, the oldest first.
    pub fn cheques_lined(&self, day: Date, most: u32) -> Result<Vec<ChequeId>, StorageError> {
        let sql = "SELECT c.id FROM cheque_view c JOIN cheque_paper p ON p.cheque = c.id \
                   WHERE c.state <> 'kept' AND c.left_on <= ?1 ORDER BY c.left_on, c.id LIMIT ?2";
        all(self.connection, sql, params![day.to_string(), most], |columns| columns.id())
    }

    /// The exchanges kept since before an instant, the oldest first: their ids say when they were made.
    pub fn evidence_before(&self, at: Timestamp, most: u32) -> Result<Vec<EvidenceId>, StorageError> {
        let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
        let bound = Uuid::from_u128(u128::from(millis) << 80);
        let sql = "SELECT id FROM evidence WHERE id < ?1 ORDER BY id LIMIT ?2";
        all(self.connection, sql, params![bound.as_bytes(), most], |columns| columns.id())
    }

    /// The breaches closed before an instant.
    pub fn breaches_closed_before(&self, at: Timestamp) -> Result<Vec<IncidentId>, StorageError> {
        let sql = "SELECT id FROM incident_view WHERE nature = 'breach' AND closed = 1 AND closed_at_ms < ?1 \
                   ORDER BY closed_at_ms LIMIT ?2";
        all(self.connection, sql, params![ms(at), MAX_ROWS], |columns| columns.id())
    }

    /// What is kept of a customer.
    pub fn holdings(&self, person: PersonId) -> Result<Holdings, StorageError> {
        let trail = Trail::of(self.connection, person)?;
        let count = |sql: &str, id: &Uuid| -> Result<u32, StorageError> {
            Ok(self.connection.prepare_cached(sql)?.query_row([id.as_bytes()], |row| row.get(0))?)
        };
        let mut erased = Erased::default();
        let mut notes = BTreeSet::new();
        for id in &trail.named {
            if count("SELECT count(*) FROM typed_text WHERE id = ?1", id)? > 0 {
                notes.insert(*id);
            }
            erased.exchanges += count("SELECT count(*) FROM evidence WHERE id = ?1", id)?;
            let pictures = count(&format!("SELECT count(*) {ITS_OWN_PIECE} AND {IS_A_PICTURE}"), id)?;
            erased.pictures += pictures;
            erased.papers += count(&format!("SELECT count(*) {ITS_OWN_PIECE}"), id)? - pictures;
        }
        let about = "SELECT id FROM typed_text WHERE about = ?1";
        notes.extend(all(self.connection, about, [person.0.as_bytes()], |columns| columns.id::<Uuid>())?);
        if let Some(name) = whole_name(self.connection, person)? {
            notes.extend(notes_naming(self.connection, &[name])?);
        }
        erased.notes = u32::try_from(notes.len()).unwrap_or(u32::MAX);
        for cheque in &trail.cheques {
            erased.cheque_lines += count("SELECT count(*) FROM cheque_paper WHERE cheque = ?1", cheque)?;
        }
        for dossier in &trail.dossiers {
            erased.cards += count("SELECT count(*) FROM card_identity WHERE dossier = ?1", dossier)?;
            erased.nirs += count("SELECT count(*) FROM card_member WHERE dossier = ?1 AND nir IS NOT NULL", dossier)?;
            let texts = "SELECT count(*) FROM card_identity WHERE dossier = ?1 AND raw_text <> ''";
            erased.card_texts += count(texts, dossier)?;
        }
        erased.customers = count("SELECT count(*) FROM person WHERE id = ?1", &person.0)?;
        Ok(Holdings { erased, shared_papers: self.shared_papers(&trail)? })
    }

    /// The papers about several customers in which one of these cheques or sales is: lists of slips, letters to payers,
    /// inventories.
    fn shared_papers(&self, trail: &Trail) -> Result<u32, StorageError> {
        let mut papers = BTreeSet::new();
        for id in &trail.named {
            let sql = "SELECT d.id FROM document_view d JOIN piece p ON p.id = d.id \
                       WHERE d.id = ?1 AND d.dossier IS NULL AND d.cheque IS NULL";
            papers.extend(all(self.connection, sql, [id.as_bytes()], |columns| columns.id::<Uuid>())?);
        }
        for cheque in &trail.cheques {
            let sql = "SELECT d.id FROM document_view d JOIN piece p ON p.id = d.id \
                       WHERE d.slip = (SELECT slip FROM cheque_view WHERE id = ?1)";
            papers.extend(all(self.connection, sql, [cheque.as_bytes()], |columns| columns.id::<Uuid>())?);
            let sql = "SELECT i.sheet FROM inventory_view i JOIN piece p ON p.id = i.sheet \
                       WHERE i.found LIKE '%' || ?1 || '%' OR i.missing LIKE '%' || ?1 || '%'";
            papers.extend(all(self.connection, sql, [cheque.to_string()], |columns| columns.id::<Uuid>())?);
        }
        Ok(u32::try_from(papers.len()).unwrap_or(u32::MAX))
    }

    /// The records of the same customer as this one, as far as names tell, himself among them: each sale keeps its own.
    pub fn same_customer(&self, person: PersonId) -> Result<Vec<PersonId>, StorageError> {
        let sql = "SELECT id, family_name, given_name, phone FROM person ORDER BY id";
        let people: Vec<(PersonId, PersonName)> =
            all(self.connection, sql, [], |columns| Ok((columns.id()?, name(columns)?)))?;
        let Some(asked) = people.iter().find(|(id, _)| *id == person).map(|(_, name)| name.clone()) else {
            return Ok(Vec::new());
        };
        let same = people.into_iter().filter(|(id, name)| *id == person || asked.is_of_the_same_customer(name));
        Ok(same.map(|(id, _)| id).collect())
    }

    /// The cheques that ever covered a dossier.
    pub fn cheques_covering(&self, dossier: DossierId) -> Result<Vec<ChequeId>, StorageError> {
        let sql = "SELECT unhex(value) FROM dossier_view, json_each(cheques) WHERE dossier_view.id = ?1";
        all(self.connection, sql, [dossier.0.as_bytes()], |columns| columns.id())
    }

    /// Whether a request of a dossier waits, or its outcome is unknown.
    pub fn request_waits(&self, dossier: DossierId) -> Result<bool, StorageError> {
        let sql = "SELECT 1 FROM request_view WHERE dossier = ?1 \
                   AND state IN ('queued', 'sending', 'outcome_unknown', 'conflict', 'failed')";
        Ok(self.connection.prepare_cached(sql)?.exists([dossier.0.as_bytes()])?)
    }

    /// The dossiers of a customer, in the order they were opened.
    pub fn dossiers_of_person(&self, person: PersonId) -> Result<Vec<DossierId>, StorageError> {
        let sql = "SELECT id FROM dossier_view WHERE person = ?1 ORDER BY serial";
        all(self.connection, sql, [person.0.as_bytes()], |columns| columns.id())
    }

    /// Whether anything written of an incident or attached to it is still kept.
    pub fn incident_has_words(&self, incident: IncidentId) -> Result<bool, StorageError> {
        crate::erasing::incident_has_words(self.connection, incident)
    }

    /// The backups that were written, the latest first.
    pub fn backups(&self) -> Result<Vec<BackupRow>, StorageError> {
        let sql = "SELECT id, written_at_ms, path, entries, verified_at_ms, sound, destroyed_at_ms FROM backup_copy \
                   ORDER BY written_at_ms DESC, id DESC LIMIT ?1";
        all(self.connection, sql, [MAX_ROWS], |columns| {
            Ok(BackupRow {
                id: columns.take()?,
                written_at: columns.at()?,
                path: columns.take()?,
                entries: u64::try_from(columns.take::<i64>()?).unwrap_or(0),
                verified_at: columns.at_opt()?,
                sound: columns.take::<i64>()? == 1,
                destroyed_at: columns.at_opt()?,
            })
        })
    }
}

impl Tx<'_> {
    /// Notes that a backup was written, and opened to see that it is sound.
    pub fn put_backup(&mut self, written_at: Timestamp, path: &str, entries: u64) -> Result<(), StorageError> {
        // Written over, the one that lay there is no more.
        self.backup_gone(path)?;
        let sql = "INSERT INTO backup_copy (written_at_ms, path, entries, verified_at_ms) VALUES (?1, ?2, ?3, ?4)";
        let entries = i64::try_from(entries).unwrap_or(i64::MAX);
        self.connection.prepare_cached(sql)?.execute(params![ms(written_at), path, entries, ms(self.recorded_at())])?;
        Ok(())
    }

    /// Notes what opening a backup found.
    pub fn backup_verified(&mut self, path: &str, sound: bool) -> Result<(), StorageError> {
        let sql = "UPDATE backup_copy SET verified_at_ms = ?2, sound = ?3 WHERE path = ?1 AND destroyed_at_ms IS NULL";
        self.connection.prepare_cached(sql)?.execute(params![path, ms(self.recorded_at()), i64::from(sound)])?;
        Ok(())
    }

    /// Notes that the file of a backup is no more.
    pub fn backup_gone(&mut self, path: &str) -> Result<(), StorageError> {
        let sql = "UPDATE backup_copy SET destroyed_at_ms = ?2 WHERE path = ?1 AND destroyed_at_ms IS NULL";
        self.connection.prepare_cached(sql)?.execute(params![path, ms(self.recorded_at())])?;
        Ok(())
    }

    /// Notes that a backup was destroyed; says whether there was one that was not.
    pub fn backup_destroyed(&mut self, id: i64) -> Result<bool, StorageError> {
        let sql = "UPDATE backup_copy SET destroyed_at_ms = ?2 WHERE id = ?1 AND destroyed_at_ms IS NULL";
        Ok(self.connection.prepare_cached(sql)?.execute(params![id, ms(self.recorded_at())])? > 0)
    }
}

fn purge_row(columns: &mut Columns<'_, '_>) -> rusqlite::Result<PurgeRow> {
    Ok(PurgeRow {
        id: columns.id()?,
        state: columns.word()?,
        why: columns.word()?,
        subjects: columns.take()?,
        done: columns.take()?,
        kept: columns.take()?,
        erased: columns.json()?,
        asked_at: columns.at()?,
        confirm_from: columns.at_opt()?,
        agreed_at: columns.at_opt()?,
        seconded_by: columns.id_opt()?,
        certified_at: columns.at_opt()?,
        certificate: match (columns.take()?, columns.take()?, columns.id_opt::<DocumentId>()?) {
            (Some(number), Some(year), Some(paper)) => Some((number, year, paper)),
            _ => None,
        },
    })
}
