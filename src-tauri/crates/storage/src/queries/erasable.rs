//! What the erasable places hold, and the identities joined from them.

use super::{Queries, all, one};
use crate::error::StorageError;
use relais_domain::{
    identifiers::Nir,
    ids::{ChequeId, DossierId, EvidenceId, PersonId, TextId},
    private::{CardIdentity, CardMember, ChequePaper, Person},
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
        let sql =
            "SELECT rank, member_number, insurer_name, raw_text FROM card_identity WHERE dossier = ?1 ORDER BY rank";
        all(self.connection, sql, [dossier.0.as_bytes()], |columns| {
            Ok(CardIdentity {
                dossier,
                rank: columns.take()?,
                member_number: columns.take()?,
                insurer_name: columns.take()?,
                raw_text: columns.take()?,
            })
        })
    }

    /// The people named on a dossier's cards, by rank and place.
    pub fn card_members(&self, dossier: DossierId) -> Result<Vec<(u8, CardMember)>, StorageError> {
        let sql = "SELECT rank, place, role, family_name, given_name, birth_date, birth_rank, under_first, \
                   under_second, nir FROM card_member WHERE dossier = ?1 ORDER BY rank, place";
        all(self.connection, sql, [dossier.0.as_bytes()], |columns| {
            Ok((
                columns.take()?,
                CardMember {
                    place: columns.take()?,
                    role: columns.word()?,
                    family_name: columns.take()?,
                    given_name: columns.take()?,
                    birth_date: columns.day_opt()?,
                    birth_rank: columns.take()?,
                    under_first: columns.take()?,
                    under_second: columns.take()?,
                    // Kept with its key verified: what is none any more is treated as erased.
                    nir: columns.take::<Option<String>>()?.and_then(|nir| Nir::parse(&nir).ok()),
                },
            ))
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
