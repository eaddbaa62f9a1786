//! What the erasable places hold, and the identities joined from them.

use super::{Queries, all, one};
use crate::error::StorageError;
use relais_domain::{
    ids::{ChequeId, DossierId, EvidenceId, PersonId, TextId},
    private::{CardIdentity, ChequePaper, Person},
};

impl Queries<'_> {
    /// A person; none once erased.
    pub fn person(&self, id: PersonId) -> Result<Option<Person>, StorageError> {
        let sql = "SELECT family_name, given_name, phone, birth_date FROM person WHERE id = ?1";
        one(self.connection, sql, [id.0.as_bytes()], |columns| {
            Ok(Person {
                id,
                family_name: columns.take()?,
                given_name: columns.take()?,
                phone: columns.take()?,
                birth_date: columns.day_opt()?,
            })
        })
    }

    /// The erasable parts of a dossier's cards, in rank order.
    pub fn card_identities(&self, dossier: DossierId) -> Result<Vec<CardIdentity>, StorageError> {
        let sql = "SELECT rank, member_number, insurer_name FROM card_identity WHERE dossier = ?1 ORDER BY rank";
        all(self.connection, sql, [dossier.0.as_bytes()], |columns| {
            Ok(CardIdentity {
                dossier,
                rank: columns.take()?,
                member_number: columns.take()?,
                insurer_name: columns.take()?,
            })
        })
    }

    /// The erasable part of a cheque.
    pub fn cheque_paper(&self, cheque: ChequeId) -> Result<Option<ChequePaper>, StorageError> {
        let sql = "SELECT cmc7, rlmc_key, bank_name, drawer_name, written_at FROM cheque_paper WHERE cheque = ?1";
        one(self.connection, sql, [cheque.0.as_bytes()], |columns| {
            Ok(ChequePaper {
                cheque,
                cmc7: columns.take()?,
                rlmc_key: columns.take()?,
                bank_name: columns.take()?,
                drawer_name: columns.take()?,
                written_at: columns.take()?,
            })
        })
    }

    /// A typed text.
    pub fn text(&self, id: TextId) -> Result<Option<String>, StorageError> {
        one(self.connection, "SELECT text FROM typed_text WHERE id = ?1", [id.0.as_bytes()], |columns| columns.take())
    }

    /// The bytes of an exchange.
    pub fn evidence(&self, id: EvidenceId) -> Result<Option<Vec<u8>>, StorageError> {
        one(self.connection, "SELECT bytes FROM evidence WHERE id = ?1", [id.0.as_bytes()], |columns| columns.take())
    }

    /// A preference of the practice.
    pub fn setting(&self, name: &str) -> Result<Option<serde_json::Value>, StorageError> {
        one(self.connection, "SELECT value FROM setting WHERE name = ?1", [name], |columns| columns.json())
    }
}
