//! A dossier's row, its tracks and what the customer paid.

use super::{Tables, View, cut_list, last_seq, upsert::upsert};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    sql::{day, ms, word, word_of},
};
use relais_domain::{
    dossier::{Dossier, DossierEvent, Opened, RightsChecked, RightsOutcome},
    money::Cents,
};
use rusqlite::{Connection, params};
use uuid::Uuid;

const TABLES: Tables = Tables {
    name: "dossier",
    version: 2,
    tables: &[
        ("dossier_view", "serial"),
        ("track_view", "dossier, rank"),
        ("customer_payment_view", "dossier, position"),
    ],
    ddl: "
    CREATE TABLE dossier_view (
        serial                INTEGER PRIMARY KEY,
        id                    BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
        number                INTEGER NOT NULL CHECK (number > 0),
        year                  INTEGER NOT NULL,
        person                BLOB NOT NULL CHECK (length(person) = 16),
        activity              TEXT NOT NULL,
        reference             TEXT,
        opened_on             TEXT NOT NULL,
        total_cents           INTEGER NOT NULL,
        amo_share_cents       INTEGER NOT NULL,
        amc_share_cents       INTEGER NOT NULL,
        customer_share_cents  INTEGER NOT NULL,
        customer_due_cents    INTEGER NOT NULL,
        difference_due_cents  INTEGER NOT NULL,
        overpaid_cents        INTEGER NOT NULL,
        ordered_on            TEXT,
        delivery_planned_on   TEXT,
        delivered_on          TEXT,
        prescription_date     TEXT,
        way                   TEXT,
        incident              BLOB CHECK (incident IS NULL OR length(incident) = 16),
        cheques_kept          INTEGER NOT NULL CHECK (cheques_kept >= 0),
        settled               INTEGER NOT NULL CHECK (settled IN (0, 1)),
        rights_platform       TEXT,
        rights_asked_at_ms    INTEGER,
        rights_source         TEXT,
        rights_failure        TEXT,
        rights_since_ms       INTEGER,
        answer_platform       TEXT,
        answer_asked_at_ms    INTEGER,
        answer_source         TEXT,
        answer_in_force       INTEGER CHECK (answer_in_force IN (0, 1)),
        answer_covered_cents  INTEGER,
        updated_at_ms         INTEGER NOT NULL,
        updated_seq           INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX dossier_of_person ON dossier_view (person);
    CREATE INDEX dossier_of_incident ON dossier_view (incident) WHERE incident IS NOT NULL;

    CREATE TABLE track_view (
        dossier               BLOB NOT NULL CHECK (length(dossier) = 16),
        rank                  INTEGER NOT NULL CHECK (rank > 0),
        state                 TEXT NOT NULL,
        share_cents           INTEGER NOT NULL,
        advised_cents         INTEGER,
        paid_cents            INTEGER NOT NULL,
        difference_due_cents  INTEGER NOT NULL,
        freed_cents           INTEGER NOT NULL,
        amc_number            TEXT,
        convention            TEXT,
        csr                   TEXT,
        operator              TEXT,
        network               TEXT,
        valid_from            TEXT,
        valid_to              TEXT,
        agreement_reference   TEXT,
        agreement_cents       INTEGER,
        agreement_valid_until TEXT,
        recheck               TEXT,
        PRIMARY KEY (dossier, rank)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE customer_payment_view (
        dossier      BLOB NOT NULL CHECK (length(dossier) = 16),
        position     INTEGER NOT NULL CHECK (position > 0),
        amount_cents INTEGER NOT NULL,
        means        TEXT NOT NULL,
        paid_on      TEXT NOT NULL,
        purpose      TEXT NOT NULL,
        PRIMARY KEY (dossier, position)
    ) STRICT, WITHOUT ROWID;
    ",
};

impl View for Dossier {
    type Notes = ();
    const TABLES: Tables = TABLES;

    fn note(_: &mut (), _: &DossierEvent, _: Envelope) {}

    /// Its number and reference, and its shares: the names are the person's.
    fn rewords(event: &DossierEvent) -> bool {
        matches!(event, DossierEvent::Opened(_) | DossierEvent::Priced(_))
    }

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(opened) = &folded.state.opened else { return Ok(()) };
        project_row(folded, opened, id, connection)?;
        project_tracks(&folded.state, id, connection)?;
        project_payments(&folded.state, id, connection)
    }
}

fn project_row(
    folded: &Folded<Dossier>,
    opened: &Opened,
    id: Uuid,
    connection: &Connection,
) -> Result<(), StorageError> {
    let dossier = &folded.state;
    let amc_share = Cents::sum(dossier.amc.iter().map(|track| track.share_cents)).unwrap_or_default();
    let check = Rights::of(dossier.last_rights_check.as_ref())?;
    let answer = Rights::of(dossier.last_rights_answer.as_ref())?;
    connection
        .prepare_cached(upsert!(
            "dossier_view",
            (serial),
            once(id, number, year, person, activity, reference, opened_on),
            (
                total_cents,
                amo_share_cents,
                amc_share_cents,
                customer_share_cents,
                customer_due_cents,
                difference_due_cents,
                overpaid_cents,
                ordered_on,
                delivery_planned_on,
                delivered_on,
                prescription_date,
                way,
                incident,
                cheques_kept,
                settled,
                rights_platform,
                rights_asked_at_ms,
                rights_source,
                rights_failure,
                rights_since_ms,
                answer_platform,
                answer_asked_at_ms,
                answer_source,
                answer_in_force,
                answer_covered_cents,
                updated_at_ms,
                updated_seq
            )
        ))?
        .execute(params![
            folded.first.map(|envelope| envelope.seq),
            id.as_bytes(),
            opened.number,
            opened.year,
            opened.person.0.as_bytes(),
            word(&opened.activity)?,
            opened.reference,
            opened.on.to_string(),
            dossier.total_cents.get(),
            dossier.amo_share_cents.get(),
            amc_share.get(),
            dossier.customer_share_cents.get(),
            dossier.customer_share_due().get(),
            dossier.difference_due().get(),
            dossier.overpaid().get(),
            day(dossier.ordered_on),
            day(dossier.delivery_planned_on),
            day(dossier.delivered_on),
            day(dossier.prescription_date),
            word_of(dossier.way.as_ref().map(|(way, _)| way))?,
            dossier.way.and_then(|(_, incident)| incident).map(|incident| incident.0.into_bytes()),
            i64::try_from(dossier.cheques_kept.len()).unwrap_or(i64::MAX),
            dossier.is_settled(),
            check.platform,
            check.asked_at_ms,
            check.source,
            check.failure,
            check.since_ms,
            answer.platform,
            answer.asked_at_ms,
            answer.source,
            answer.in_force,
            answer.covered_cents,
            folded.last.map(|envelope| ms(envelope.recorded_at)),
            last_seq(folded),
        ])?;
    Ok(())
}

/// One check of rights, in columns.
#[derive(Default)]
struct Rights {
    platform: Option<String>,
    asked_at_ms: Option<i64>,
    source: Option<String>,
    failure: Option<String>,
    since_ms: Option<i64>,
    in_force: Option<bool>,
    covered_cents: Option<i64>,
}

impl Rights {
    fn of(check: Option<&RightsChecked>) -> Result<Self, StorageError> {
        let Some(check) = check else { return Ok(Rights::default()) };
        let asked = Rights {
            platform: Some(check.platform.as_str().to_owned()),
            asked_at_ms: Some(ms(check.asked_at)),
            source: Some(word(&check.source)?),
            ..Rights::default()
        };
        Ok(match &check.outcome {
            RightsOutcome::Answered { in_force, covered_cents, .. } => {
                Rights { in_force: *in_force, covered_cents: covered_cents.map(Cents::get), ..asked }
            }
            RightsOutcome::NotVerified { failure, since } => {
                Rights { failure: Some(word(failure)?), since_ms: since.map(ms), ..asked }
            }
        })
    }
}

fn project_tracks(dossier: &Dossier, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
    let mut statement = connection.prepare_cached(upsert!(
        "track_view",
        (dossier, rank),
        (
            state,
            share_cents,
            advised_cents,
            paid_cents,
            difference_due_cents,
            freed_cents,
            amc_number,
            convention,
            csr,
            operator,
            network,
            valid_from,
            valid_to,
            agreement_reference,
            agreement_cents,
            agreement_valid_until,
            recheck
        )
    ))?;
    for track in &dossier.amc {
        let card = track.card.as_ref();
        let agreement = track.agreement.as_ref();
        // What the rules of a cheque know of the share: lists then say what decisions say.
        let facts = dossier.track_facts(track.rank);
        statement.execute(params![
            id.as_bytes(),
            track.rank,
            word(&track.state)?,
            track.share_cents.get(),
            track.advised_cents.map(Cents::get),
            track.paid_cents.get(),
            facts.map_or(0, |facts| facts.difference_due_cents.get()),
            facts.map_or(0, |facts| facts.advanced_cents.get()),
            card.and_then(|card| card.amc_number.as_ref()).map(|number| number.as_str()),
            card.and_then(|card| card.convention.as_ref()).map(|convention| convention.as_str()),
            card.and_then(|card| card.csr.as_ref()).map(|csr| csr.as_str()),
            card.and_then(|card| card.operator.as_ref()).map(|operator| operator.as_str()),
            card.and_then(|card| card.network.as_deref()),
            day(card.and_then(|card| card.valid_from)),
            day(card.and_then(|card| card.valid_to)),
            agreement.and_then(|agreement| agreement.reference.as_deref()),
            agreement.and_then(|agreement| agreement.covered_cents).map(Cents::get),
            day(agreement.and_then(|agreement| agreement.valid_until)),
            word_of(track.recheck.as_ref())?,
        ])?;
    }
    cut_list(connection, ("track_view", "dossier", "rank"), id, dossier.amc.len())
}

fn project_payments(dossier: &Dossier, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
    let mut statement = connection.prepare_cached(upsert!(
        "customer_payment_view",
        (dossier, position),
        (amount_cents, means, paid_on, purpose)
    ))?;
    for (position, payment) in (1i64..).zip(&dossier.customer_payments) {
        statement.execute(params![
            id.as_bytes(),
            position,
            payment.amount_cents.get(),
            word(&payment.means)?,
            payment.on.to_string(),
            word(&payment.purpose)?,
        ])?;
    }
    cut_list(connection, ("customer_payment_view", "dossier", "position"), id, dossier.customer_payments.len())
}
