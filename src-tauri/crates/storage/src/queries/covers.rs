//! What is known of the same person's same cover in other dossiers.
//!
//! A customer is a person of his own in each dossier: the same one is told by the member number on the card, or where one
//! of the two cards has none by the birth date, and in both cases by the name and the AMC number. Whoever shares a member
//! number under another given name is another person: an answer about him says nothing here.

use super::{Queries, all};
use crate::{
    error::StorageError,
    rows::{CoverRow, TrackRow},
    schema::Migration,
    search,
    sql::{Columns, day},
};
use jiff::civil::Date;
use relais_domain::{
    ids::DossierId,
    private::{CardIdentity, Person},
};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    number: 9,
    sql: "
    CREATE INDEX card_identity_member ON card_identity (member_number) WHERE member_number <> '';
    CREATE INDEX person_birth ON person (birth_date) WHERE birth_date IS NOT NULL;
    ",
}];

/// Dossiers looked at for one cover: a family's over some years, the latest first.
const MAX_LOOKED_AT: u32 = 40;

/// What a cover is told by.
#[derive(Debug, Clone, Copy)]
pub struct CoverOf<'a> {
    /// The dossier one looks from, left out.
    pub dossier: DossierId,
    /// The person.
    pub person: &'a Person,
    /// The card's erasable part, when there is one.
    pub card: Option<&'a CardIdentity>,
    /// The AMC number, padded.
    pub amc_number: &'a str,
}

/// A candidate: its row and what tells whether it is the same cover.
struct Candidate {
    row: CoverRow,
    family_name: String,
    given_name: String,
    birth_date: Option<Date>,
    member_number: String,
    tracks: Vec<TrackRow>,
}

macro_rules! candidates {
    ($from:literal) => {
        concat!(
            "SELECT d.id, coalesce(c.rank, 1), d.number, d.year, d.cover_known_at_ms, p.family_name, p.given_name, \
             p.birth_date, coalesce(c.member_number, ''), d.tracks ",
            $from,
            " AND d.id <> ?2 AND d.cover_known_at_ms IS NOT NULL ORDER BY d.cover_known_at_ms DESC LIMIT ?3"
        )
    };
}

impl Queries<'_> {
    /// Where something is known of a cover, the latest first.
    pub fn covers_known(&self, of: CoverOf<'_>) -> Result<Vec<CoverRow>, StorageError> {
        let member = of.card.map(|card| card.member_number.as_str()).filter(|number| !number.is_empty());
        let mut found = Vec::new();
        let dossier = of.dossier.0;
        if let Some(member) = member {
            let sql = candidates!(
                "FROM card_identity c JOIN dossier_view d ON d.id = c.dossier JOIN person p ON p.id = c.person \
                 WHERE c.member_number = ?1 AND c.member_number <> ''"
            );
            found.extend(all(self.connection, sql, (member, dossier.as_bytes(), MAX_LOOKED_AT), candidate)?);
        }
        if let Some(birth) = of.person.birth_date {
            let sql = candidates!(
                "FROM person p JOIN dossier_view d ON d.person = p.id \
                 LEFT JOIN card_identity c ON c.dossier = d.id WHERE p.birth_date = ?1"
            );
            let born = all(self.connection, sql, (day(Some(birth)), dossier.as_bytes(), MAX_LOOKED_AT), candidate)?;
            // With two member numbers, the first question has told.
            found.extend(born.into_iter().filter(|it| member.is_none() || it.member_number.is_empty()));
        }
        let mut rows: Vec<CoverRow> = found.into_iter().filter(|it| it.is_of(of)).map(|it| it.row).collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.known_at), row.dossier, row.rank));
        rows.dedup_by_key(|row| (row.dossier, row.rank));
        Ok(rows)
    }
}

impl Candidate {
    fn is_of(&self, of: CoverOf<'_>) -> bool {
        let same = |left: &str, right: &str| search::words_of(left) == search::words_of(right);
        let amc = self.tracks.iter().find(|track| track.rank == self.row.rank).and_then(|t| t.amc_number.as_deref());
        let other_birth = self.birth_date.zip(of.person.birth_date).is_some_and(|(born, own)| born != own);
        // Stored as typed, with or without its leading zeros.
        amc.is_some_and(|amc| amc.trim_start_matches('0') == of.amc_number.trim_start_matches('0'))
            && same(&self.family_name, &of.person.family_name)
            && same(&self.given_name, &of.person.given_name)
            && !other_birth
    }
}

fn candidate(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Candidate> {
    let (dossier, rank, number, year) = (columns.id()?, columns.take()?, columns.take()?, columns.take()?);
    Ok(Candidate {
        row: CoverRow { dossier, rank, number, year, known_at: columns.at()? },
        family_name: columns.take()?,
        given_name: columns.take()?,
        birth_date: columns.day_opt()?,
        member_number: columns.take()?,
        tracks: columns.json()?,
    })
}
