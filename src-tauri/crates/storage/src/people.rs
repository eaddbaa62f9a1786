//! The erasable places: what identifies a person, free text, sealed exchanges (design §1.7).
//!
//! The journal knows opaque ids and proofs only. Emptying a row here leaves the chain whole: a proof dies with its salt.

use crate::{
    error::StorageError,
    queries::Queries,
    rows::Letterhead,
    schema::Migration,
    sql::{Columns, day},
    tx::Tx,
};
use hmac::{Hmac, KeyInit, Mac};
use relais_domain::{
    ids::{EvidenceId, PersonId, Proof, TextId, UserId},
    private::{CardIdentity, ChequePaper, Person},
    stream::StreamKind,
};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::Sha256;
use uuid::Uuid;

pub(crate) const MIGRATIONS: &[Migration] = &[FIRST, CARDS];

/// Who is named on a card beside the customer, the text it was read from, and the numbers of social security: each in a
/// column of its own, so that one is erased without the others.
const CARDS: Migration = Migration {
    number: 8,
    sql: "
    ALTER TABLE card_identity ADD COLUMN raw_text TEXT NOT NULL DEFAULT '';

    CREATE TABLE card_member (
        dossier     BLOB NOT NULL CHECK (length(dossier) = 16),
        rank        INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 255),
        place       INTEGER NOT NULL CHECK (place BETWEEN 1 AND 255),
        person      BLOB NOT NULL REFERENCES person (id),
        role        TEXT NOT NULL,
        family_name TEXT NOT NULL,
        given_name  TEXT NOT NULL,
        birth_date  TEXT,
        birth_rank  INTEGER CHECK (birth_rank BETWEEN 1 AND 9),
        under_first  INTEGER NOT NULL CHECK (under_first IN (0, 1)),
        under_second INTEGER NOT NULL CHECK (under_second IN (0, 1)),
        nir         TEXT CHECK (nir IS NULL OR length(nir) = 15),
        PRIMARY KEY (dossier, rank, place)
    ) STRICT, WITHOUT ROWID;
    ",
};

const FIRST: Migration = Migration {
    number: 3,
    sql: "
    CREATE TABLE person (
        id          BLOB PRIMARY KEY CHECK (length(id) = 16),
        family_name TEXT NOT NULL,
        given_name  TEXT NOT NULL,
        phone       TEXT NOT NULL,
        birth_date  TEXT,
        salt        BLOB NOT NULL CHECK (length(salt) = 32)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE card_identity (
        dossier       BLOB NOT NULL CHECK (length(dossier) = 16),
        rank          INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 255),
        person        BLOB NOT NULL REFERENCES person (id),
        member_number TEXT NOT NULL,
        insurer_name  TEXT NOT NULL,
        PRIMARY KEY (dossier, rank)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE cheque_paper (
        cheque      BLOB PRIMARY KEY CHECK (length(cheque) = 16),
        cmc7        TEXT NOT NULL,
        rlmc_key    INTEGER CHECK (rlmc_key BETWEEN 0 AND 99),
        bank_name   TEXT NOT NULL,
        drawer_name TEXT NOT NULL,
        written_at  TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX cheque_paper_line ON cheque_paper (cmc7) WHERE cmc7 <> '';

    CREATE TABLE typed_text (
        id    BLOB PRIMARY KEY CHECK (length(id) = 16),
        about BLOB REFERENCES person (id),
        text  TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX typed_text_about ON typed_text (about) WHERE about IS NOT NULL;

    CREATE TABLE evidence (
        id    BLOB PRIMARY KEY CHECK (length(id) = 16),
        bytes BLOB NOT NULL
    ) STRICT;

    CREATE TABLE document_model (
        id    BLOB PRIMARY KEY CHECK (length(id) = 16),
        model TEXT NOT NULL CHECK (json_valid(model))
    ) STRICT;

    CREATE TABLE letterhead (
        one      INTEGER PRIMARY KEY CHECK (one = 1),
        name     TEXT NOT NULL,
        address  TEXT NOT NULL,
        phone    TEXT NOT NULL,
        mediator TEXT NOT NULL
    ) STRICT;

    CREATE TABLE user_name (
        user BLOB PRIMARY KEY CHECK (length(user) = 16),
        name TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE setting (
        name  TEXT PRIMARY KEY,
        value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE number_series (
        series TEXT NOT NULL,
        year   INTEGER NOT NULL,
        last   INTEGER NOT NULL CHECK (last > 0),
        PRIMARY KEY (series, year)
    ) STRICT, WITHOUT ROWID;
    ",
};

/// The gap-free numberings, one per post and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberSeries {
    /// Dossiers: « 2024-0187 ».
    Dossier,
    /// Cheque receipts.
    ChequeReceipt,
    /// Deposit slips.
    DepositSlip,
    /// Inventories of the drawer.
    Inventory,
    /// Letters.
    Letter,
    /// Printed estimates.
    Estimate,
    /// Attestations received.
    Attestation,
    /// Consent sheets.
    ConsentSheet,
    /// Attestations of payment.
    PaymentAttestation,
    /// Acomptes.
    DownPayment,
    /// What was given back to customers.
    Refund,
    /// Advances of operators.
    OperatorAdvance,
    /// Certificates of what was erased.
    PurgeCertificate,
}

impl NumberSeries {
    const fn word(self) -> &'static str {
        match self {
            NumberSeries::Dossier => "dossier",
            NumberSeries::ChequeReceipt => "cheque_receipt",
            NumberSeries::DepositSlip => "deposit_slip",
            NumberSeries::Inventory => "inventory",
            NumberSeries::Letter => "letter",
            NumberSeries::Estimate => "estimate",
            NumberSeries::Attestation => "attestation",
            NumberSeries::ConsentSheet => "consent_sheet",
            NumberSeries::PaymentAttestation => "payment_attestation",
            NumberSeries::DownPayment => "down_payment",
            NumberSeries::Refund => "refund",
            NumberSeries::OperatorAdvance => "operator_advance",
            NumberSeries::PurgeCertificate => "purge_certificate",
        }
    }
}

impl Tx<'_> {
    /// The next number of a series in a year, from 1; given back if the command is refused.
    pub fn next_number(&mut self, series: NumberSeries, year: i16) -> Result<u32, StorageError> {
        self.numbered = true;
        Ok(self.head.next_number(series.word(), year))
    }

    /// Keeps a new person, with a fresh salt.
    pub fn put_person(&mut self, person: &Person) -> Result<(), StorageError> {
        let mut salt = [0u8; 32];
        getrandom::fill(&mut salt).map_err(|_| StorageError::NoRandomness)?;
        self.connection
            .prepare_cached(
                "INSERT INTO person (id, family_name, given_name, phone, birth_date, salt) VALUES (?1,?2,?3,?4,?5,?6)",
            )?
            .execute(params![
                person.id.0.as_bytes(),
                person.family_name,
                person.given_name,
                person.phone,
                day(person.birth_date),
                salt
            ])?;
        self.to_index.insert(person.id.0);
        Ok(())
    }

    /// Replaces what is known of a person; the salt stays, so that what was proved can still be.
    pub fn update_person(&mut self, person: &Person) -> Result<(), StorageError> {
        let changed = self
            .connection
            .prepare_cached(
                "UPDATE person SET family_name = ?2, given_name = ?3, phone = ?4, birth_date = ?5 WHERE id = ?1",
            )?
            .execute(params![
                person.id.0.as_bytes(),
                person.family_name,
                person.given_name,
                person.phone,
                day(person.birth_date)
            ])?;
        if changed == 0 {
            return Err(StorageError::UnknownPerson);
        }
        self.to_index.insert(person.id.0);
        Ok(())
    }

    /// Keeps the erasable part of a card of `person` (kept already), replacing the one shown before for this rank.
    pub fn put_card_identity(&mut self, person: PersonId, card: &CardIdentity) -> Result<(), StorageError> {
        self.connection
            .prepare_cached(
                "INSERT INTO card_identity (dossier, rank, person, member_number, insurer_name, raw_text) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (dossier, rank) DO UPDATE SET person = excluded.person, \
                 member_number = excluded.member_number, insurer_name = excluded.insurer_name, \
                 raw_text = excluded.raw_text",
            )?
            .execute(params![
                card.dossier.0.as_bytes(),
                card.rank,
                person.0.as_bytes(),
                card.member_number,
                card.insurer_name,
                card.raw_text
            ])?;
        Ok(())
    }

    /// Keeps the erasable part of a cheque.
    pub fn put_cheque_paper(&mut self, paper: &ChequePaper) -> Result<(), StorageError> {
        self.connection
            .prepare_cached(
                "INSERT INTO cheque_paper (cheque, cmc7, rlmc_key, bank_name, drawer_name, written_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                paper.cheque.0.as_bytes(),
                paper.cmc7,
                paper.rlmc_key,
                paper.bank_name,
                paper.drawer_name,
                paper.written_at
            ])?;
        Ok(())
    }

    /// Whether a cheque with this line is here now, or was lost. A line that left may come back on paper: the shop is
    /// told by its history, not refused.
    pub fn line_known(&mut self, cmc7: &str) -> Result<bool, StorageError> {
        // The drawer follows from the cheques alone.
        self.write_rows_of(StreamKind::Cheque)?;
        Queries::over(self.connection).line_known(cmc7)
    }

    /// Keeps a typed text, about a person (kept already) when it is.
    pub fn put_text(&mut self, id: TextId, about: Option<PersonId>, text: &str) -> Result<(), StorageError> {
        self.connection
            .prepare_cached("INSERT INTO typed_text (id, about, text) VALUES (?1, ?2, ?3)")?
            .execute(params![id.0.as_bytes(), about.map(|person| person.0.into_bytes()), text])?;
        Ok(())
    }

    /// Keeps the bytes of an exchange with a platform.
    pub fn put_evidence(&mut self, id: EvidenceId, bytes: &[u8]) -> Result<(), StorageError> {
        self.connection
            .prepare_cached("INSERT INTO evidence (id, bytes) VALUES (?1, ?2)")?
            .execute(params![id.0.as_bytes(), bytes])?;
        Ok(())
    }

    /// Keeps the practice's name, address, telephone and mediator.
    pub fn put_letterhead(&mut self, letterhead: &Letterhead) -> Result<(), StorageError> {
        self.connection.execute(
            "INSERT INTO letterhead (one, name, address, phone, mediator) VALUES (1, ?1, ?2, ?3, ?4) \
             ON CONFLICT (one) DO UPDATE SET name = excluded.name, address = excluded.address, \
             phone = excluded.phone, mediator = excluded.mediator",
            params![letterhead.name, letterhead.address, letterhead.phone, letterhead.mediator],
        )?;
        Ok(())
    }

    /// Keeps the name of a user.
    pub fn put_user_name(&mut self, user: UserId, name: &str) -> Result<(), StorageError> {
        self.connection.execute(
            "INSERT INTO user_name (user, name) VALUES (?1, ?2) ON CONFLICT (user) DO UPDATE SET name = excluded.name",
            params![user.0.as_bytes(), name],
        )?;
        Ok(())
    }

    /// Keeps a preference of the practice. Nothing a decision takes from it is read back by a view: it goes in events.
    pub fn put_setting(&mut self, name: &str, value: &serde_json::Value) -> Result<(), StorageError> {
        self.connection.execute(
            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![name, value.to_string()],
        )?;
        Ok(())
    }

    /// HMAC-SHA256 of `value` under the person's salt, in hex.
    pub fn prove(&mut self, person: PersonId, value: &str) -> Result<Proof, StorageError> {
        let salt: Option<[u8; 32]> = self
            .connection
            .prepare_cached("SELECT salt FROM person WHERE id = ?1")?
            .query_row([person.0.as_bytes()], |row| row.get(0))
            .optional()?;
        let salt = salt.ok_or(StorageError::UnknownPerson)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&salt).map_err(|_| StorageError::UnknownPerson)?;
        mac.update(value.as_bytes());
        let digits = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Proof(digits))
    }
}

/// The dossiers of a person.
pub(crate) fn dossiers_of(connection: &Connection, person: PersonId) -> Result<Vec<Uuid>, StorageError> {
    let mut statement = connection.prepare_cached("SELECT id FROM dossier_view WHERE person = ?1")?;
    let rows = statement.query_map([person.0.as_bytes()], |row| Columns::of(row).id::<Uuid>())?;
    Ok(rows.collect::<Result<_, _>>()?)
}
