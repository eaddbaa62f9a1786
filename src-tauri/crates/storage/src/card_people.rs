//! Who is named on a card beside the customer, and the parts of a card that are erased one by one.
//!
//! Like every erasable place it knows ids of the journal and is unknown to it. A number of social security is in its own
//! column: it is read by the two questions that ask for it, and by no list, search or dump.

use crate::{
    error::StorageError,
    sql::{day, word},
    tx::Tx,
};
use relais_domain::{
    card::CardPart,
    identifiers::Nir,
    ids::{DossierId, PersonId},
    private::CardMember,
};
use rusqlite::params;

impl Tx<'_> {
    /// Replaces the people named on a card of `person` (kept already).
    pub fn put_card_members(
        &mut self,
        person: PersonId,
        (dossier, rank): (DossierId, u8),
        members: &[CardMember],
    ) -> Result<(), StorageError> {
        let key = (dossier.0.as_bytes(), rank);
        self.connection.prepare_cached("DELETE FROM card_member WHERE dossier = ?1 AND rank = ?2")?.execute(key)?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO card_member (dossier, rank, place, person, role, family_name, given_name, birth_date, \
             birth_rank, under_first, under_second, nir) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?;
        for member in members {
            insert.execute(params![
                dossier.0.as_bytes(),
                rank,
                member.place,
                person.0.as_bytes(),
                word(&member.role)?,
                member.family_name,
                member.given_name,
                day(member.birth_date),
                member.birth_rank,
                member.under_first,
                member.under_second,
                member.nir.as_ref().map(Nir::reveal),
            ])?;
        }
        Ok(())
    }

    /// Erases the text a card was read from, or its numbers of social security; a picture goes with its key, by
    /// [`Tx::erase_picture`]. Gives whether there was something.
    pub fn erase_card_part(&mut self, dossier: DossierId, rank: u8, part: CardPart) -> Result<bool, StorageError> {
        let sql = match part {
            CardPart::RawText => {
                "UPDATE card_identity SET raw_text = '' WHERE dossier = ?1 AND rank = ?2 AND raw_text <> ''"
            }
            CardPart::Nir => "UPDATE card_member SET nir = NULL WHERE dossier = ?1 AND rank = ?2 AND nir IS NOT NULL",
            CardPart::Front | CardPart::Back => return Ok(false),
        };
        Ok(self.connection.prepare_cached(sql)?.execute((dossier.0.as_bytes(), rank))? > 0)
    }
}
