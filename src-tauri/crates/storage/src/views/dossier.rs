//! A dossier's row. Its tracks, what the customer paid and the cheques it was covered by are in it: they are read with it,
//! and what is written at every sale is one page rather than four.

use super::{Tables, View, advice, circuit, last_seq, outage, owed, reminder, upsert::upsert, work};
use crate::{
    error::StorageError,
    recorded::{Envelope, Folded},
    rows::{CustomerPaymentRow, TrackRow},
    sql::{day, ms, word, word_of},
};
use jiff::Timestamp;
use relais_domain::{
    dossier::{AmcTrack, CustomerPayment, Dossier, DossierEvent, Opened, RightsChecked, RightsOutcome, TrackState},
    money::Cents,
};
use rusqlite::{Connection, params};
use uuid::Uuid;

const TABLES: Tables = Tables {
    name: "dossier",
    version: 10,
    tables: &[
        ("dossier_view", "serial"),
        ("circuit_view", "dossier, rank"),
        ("circuit_line_view", "dossier, rank, position"),
        ("owed_view", "dossier, place"),
        ("owed_total_view", "debtor, activity, payer, operator, state"),
        ("owed_day_view", "claimed_on, since, debtor, activity, payer, operator, state"),
        ("paid_month_view", "month, debtor, activity, payer, operator, days"),
        ("rejected_month_view", "month, activity, operator"),
        ("flow_day_view", "operator, day"),
        ("advice_view", "dossier, rank"),
        ("advice_line_view", "dossier, rank, position"),
        ("dossier_outage_view", "dossier"),
        ("reminder_view", "dossier, position"),
        ("work_view", "dossier, place"),
    ],
    ddl: concat!(
        "
    -- Tables of former versions.
    DROP TABLE IF EXISTS track_view;
    DROP TABLE IF EXISTS customer_payment_view;

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
        cover_known_at_ms     INTEGER,
        tracks                TEXT NOT NULL CHECK (json_valid(tracks)),
        payments              TEXT NOT NULL CHECK (json_valid(payments)),
        cheques               TEXT NOT NULL CHECK (json_valid(cheques)),
        pictures              TEXT NOT NULL CHECK (json_valid(pictures)),
        updated_at_ms         INTEGER NOT NULL,
        updated_seq           INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX dossier_of_person ON dossier_view (person);
    CREATE INDEX dossier_of_incident ON dossier_view (incident) WHERE incident IS NOT NULL;
    -- As two programs compare the number of an invoice.
    CREATE INDEX dossier_of_invoice ON dossier_view (upper(replace(reference, ' ', ''))) WHERE reference IS NOT NULL;

    CREATE TABLE circuit_view (
        dossier         BLOB NOT NULL CHECK (length(dossier) = 16),
        rank            INTEGER NOT NULL CHECK (rank > 0),
        state           TEXT NOT NULL,
        lot             TEXT,
        invoice         TEXT,
        transmitted_on  TEXT,
        amount_cents    INTEGER,
        twice           INTEGER NOT NULL CHECK (twice IN (0, 1)),
        outcome         TEXT,
        code            TEXT,
        wording         BLOB CHECK (wording IS NULL OR length(wording) = 16),
        reference       TEXT,
        returned_on     TEXT,
        returned_cents  INTEGER,
        known_at_ms     INTEGER NOT NULL,
        updated_seq     INTEGER NOT NULL,
        PRIMARY KEY (dossier, rank)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX circuit_by_time ON circuit_view (updated_seq);

    CREATE TABLE circuit_line_view (
        dossier  BLOB NOT NULL CHECK (length(dossier) = 16),
        rank     INTEGER NOT NULL CHECK (rank > 0),
        position INTEGER NOT NULL CHECK (position > 0),
        what     TEXT NOT NULL CHECK (what IN ('transmitted', 'returned')),
        lot      TEXT,
        invoice  TEXT,
        import   BLOB CHECK (import IS NULL OR length(import) = 16),
        PRIMARY KEY (dossier, rank, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX circuit_line_of_invoice ON circuit_line_view (invoice) WHERE invoice IS NOT NULL;
    CREATE INDEX circuit_line_of_import ON circuit_line_view (import) WHERE import IS NOT NULL;

    CREATE TABLE advice_view (
        dossier          BLOB NOT NULL CHECK (length(dossier) = 16),
        rank             INTEGER NOT NULL CHECK (rank > 0),
        operator         TEXT,
        state            TEXT NOT NULL,
        advised_cents    INTEGER NOT NULL,
        paid_cents       INTEGER NOT NULL,
        advised_on       TEXT,
        announced_at_ms  INTEGER NOT NULL,
        reference        TEXT,
        pays_on          TEXT,
        updated_seq      INTEGER NOT NULL,
        PRIMARY KEY (dossier, rank)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX advice_of_operator ON advice_view (operator, advised_on);

    CREATE TABLE advice_line_view (
        dossier  BLOB NOT NULL CHECK (length(dossier) = 16),
        rank     INTEGER NOT NULL CHECK (rank > 0),
        position INTEGER NOT NULL CHECK (position > 0),
        import   BLOB NOT NULL CHECK (length(import) = 16),
        PRIMARY KEY (dossier, rank, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX advice_line_of_import ON advice_line_view (import);
    CREATE TABLE dossier_outage_view (
        dossier           BLOB PRIMARY KEY CHECK (length(dossier) = 16),
        person            BLOB NOT NULL CHECK (length(person) = 16),
        incident          BLOB CHECK (incident IS NULL OR length(incident) = 16),
        carried_cents     INTEGER NOT NULL CHECK (carried_cents >= 0),
        written_off_cents INTEGER,
        write_off_from_ms INTEGER,
        given_up          INTEGER NOT NULL CHECK (given_up IN (0, 1))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX outage_of_incident ON dossier_outage_view (incident) WHERE incident IS NOT NULL;
    ",
        owed::ddl!(),
        reminder::ddl!(),
        work::ddl!()
    ),
};

/// What its rows need beside its state.
#[derive(Debug, Clone, Default)]
pub struct DossierNotes {
    /// The cheques that ever covered it, in hex.
    cheques: Vec<String>,
    /// When the pharmacy's own circuit was last heard of, if it ever was.
    pub(super) circuit_at: Option<Timestamp>,
    /// When each share was paid.
    paid_on: owed::PaidOn,
    /// When a payment was last announced, if one ever was.
    pub(super) announced_at: Option<Timestamp>,
    /// When each share last moved.
    moved_on: work::MovedOn,
    /// An incident touched it, or it was written off, whatever became of that.
    pub(super) outage_touched: bool,
}

impl View for Dossier {
    type Notes = DossierNotes;
    const TABLES: Tables = TABLES;

    fn note(notes: &mut DossierNotes, event: &DossierEvent, envelope: Envelope) {
        notes.paid_on.note(event, envelope.recorded_at);
        notes.moved_on.note(event, envelope.recorded_at);
        match event {
            DossierEvent::ChequeAttached { cheque, .. } => {
                let cheque = cheque.0.simple().to_string();
                if !notes.cheques.contains(&cheque) {
                    notes.cheques.push(cheque);
                }
            }
            DossierEvent::Transmitted(_)
            | DossierEvent::Returned(_)
            | DossierEvent::TrackMoved { to: TrackState::Entrusted, .. } => {
                notes.circuit_at = Some(envelope.recorded_at);
            }
            // Of a rejection its line is kept, though nothing is announced.
            DossierEvent::TrackMoved { to: TrackState::Advised, .. } | DossierEvent::Advised(_) => {
                notes.announced_at = Some(envelope.recorded_at);
            }
            DossierEvent::WrittenOff(_)
            | DossierEvent::WriteOffAsked(_)
            | DossierEvent::WayChosen { incident: Some(_), .. } => notes.outage_touched = true,
            _ => {}
        }
    }

    /// Its number and reference, and its shares: the names are the person's.
    fn rewords(event: &DossierEvent) -> bool {
        matches!(event, DossierEvent::Opened(_) | DossierEvent::Priced(_))
    }

    fn project(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(opened) = &folded.state.opened else { return Ok(()) };
        project_row(folded, opened, id, connection)?;
        owed::project(folded, &folded.notes.paid_on, id, connection)?;
        outage::project(folded, opened, id, connection)?;
        circuit::project(folded, id, connection)?;
        advice::project(folded, id, connection)?;
        work::project(folded, &folded.notes.moved_on, id, connection)?;
        reminder::project(&folded.state, id, connection)
    }

    fn project_anew(folded: &Folded<Self>, id: Uuid, connection: &Connection) -> Result<(), StorageError> {
        let Some(opened) = &folded.state.opened else { return Ok(()) };
        project_row(folded, opened, id, connection)?;
        owed::project_anew(folded, &folded.notes.paid_on, id, connection)?;
        outage::project(folded, opened, id, connection)?;
        circuit::project(folded, id, connection)?;
        advice::project(folded, id, connection)?;
        work::project(folded, &folded.notes.moved_on, id, connection)?;
        reminder::project(&folded.state, id, connection)
    }

    fn refilled(connection: &Connection) -> Result<(), StorageError> {
        owed::sum_up(connection)
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
    let check = Rights::of(dossier.last_rights_check())?;
    let tracks: Vec<TrackRow> = dossier.amc.iter().map(|track| track_row(dossier, track)).collect();
    let payments: Vec<CustomerPaymentRow> = dossier.customer_payments.iter().map(payment_row).collect();
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
                cover_known_at_ms,
                tracks,
                payments,
                cheques,
                pictures,
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
            dossier.cover_known_at().map(ms),
            serde_json::to_string(&tracks)?,
            serde_json::to_string(&payments)?,
            serde_json::to_string(&folded.notes.cheques)?,
            serde_json::to_string(&dossier.card_pictures)?,
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
            RightsOutcome::Answered { .. } => asked,
            RightsOutcome::NotVerified { failure, since } => {
                Rights { failure: Some(word(failure)?), since_ms: since.map(ms), ..asked }
            }
        })
    }
}

fn track_row(dossier: &Dossier, track: &AmcTrack) -> TrackRow {
    let card = track.card.as_ref();
    let agreement = track.agreement.as_ref();
    // What the rules of a cheque know of the share: lists then say what decisions say.
    let facts = dossier.track_facts(track.rank);
    TrackRow {
        rank: track.rank,
        state: track.state,
        share_cents: track.share_cents,
        advised_cents: track.advised_cents,
        paid_cents: track.paid_cents,
        difference_due_cents: facts.as_ref().map_or(Cents::ZERO, |facts| facts.difference_due_cents),
        advanced_cents: facts.as_ref().map_or(Cents::ZERO, |facts| facts.advanced_cents),
        bare_due_cents: facts.as_ref().map_or(Cents::ZERO, |facts| facts.bare_due_cents),
        amc_number: card.and_then(|card| card.amc_number.as_ref()).map(|number| number.as_str().to_owned()),
        convention: card.and_then(|card| card.convention.as_ref()).map(|convention| convention.as_str().to_owned()),
        csr: card.and_then(|card| card.csr.as_ref()).map(|csr| csr.as_str().to_owned()),
        operator: card.and_then(|card| card.operator.clone()),
        network: card.and_then(|card| card.network.clone()),
        valid_from: card.and_then(|card| card.valid_from),
        valid_to: card.and_then(|card| card.valid_to),
        agreement_reference: agreement.and_then(|agreement| agreement.reference.clone()),
        agreement_cents: agreement.and_then(|agreement| agreement.covered_cents),
        agreement_valid_until: agreement.and_then(|agreement| agreement.valid_until),
        recheck: track.recheck,
    }
}

fn payment_row(payment: &CustomerPayment) -> CustomerPaymentRow {
    let CustomerPayment { amount_cents, means, on, purpose } = *payment;
    CustomerPaymentRow { amount_cents, means, on, purpose }
}
