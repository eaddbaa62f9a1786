//! The formalities of a complementary as the dossier shows them: where each stands, what was answered, and why it may not be
//! asked for now. Reads only.

use crate::{
    app::OpenPractice,
    contract::{FormalityLine, FormalityStanding, FormalityView, Problem, ProblemCode},
    formalities::{self, Place},
    outbox, routing, trade_warnings,
};
use jiff::civil::Date;
use relais_domain::{
    dossier::{AmcTrack, Dossier, InvoiceState, QuotedLine, TrackState, may_ask},
    formality::Formality,
    ids::DossierId,
    money::Cents,
    platform::PlatformCode,
    request::{Request, RequestAnswer, RequestState},
};
use relais_storage::{
    Queries,
    rows::{JournalRow, RequestRow},
};

/// What one looks with.
pub(crate) struct Seen<'q> {
    pub(crate) queries: &'q Queries<'q>,
    pub(crate) practice: &'q OpenPractice,
    pub(crate) dossier: DossierId,
    pub(crate) state: &'q Dossier,
    pub(crate) timeline: &'q [JournalRow],
}

/// What an answer says, whatever was asked.
#[derive(Default)]
struct Said {
    covered_cents: Option<Cents>,
    reference: Option<String>,
    valid_until: Option<Date>,
    lines: Vec<QuotedLine>,
    reason_code: Option<String>,
}

impl Seen<'_> {
    /// Every formality of a track, in the order of a sale.
    pub(crate) fn of(&self, track: &AmcTrack) -> Result<Vec<FormalityView>, Problem> {
        let rows = outbox::requests_of(self.queries, self.dossier, track.rank)?;
        let first = routing::first_of_track(self.queries, self.dossier, self.state, track.rank)?;
        Formality::ALL.into_iter().map(|formality| self.one(track, formality, &rows, first.as_ref())).collect()
    }

    fn one(
        &self,
        track: &AmcTrack,
        formality: Formality,
        rows: &[RequestRow],
        first: Option<&PlatformCode>,
    ) -> Result<FormalityView, Problem> {
        let row = rows.iter().rev().find(|row| row.formality() == formality);
        let folded = row.map(|row| self.queries.stream::<Request>(row.id.0)).transpose()?.flatten().unwrap_or_default();
        let said = said(track, formality, folded.answer.as_ref());
        let would_ask = if formality == Formality::Claim { track.to_invoice_cents() } else { track.share_cents };
        let asked_cents = row.map_or(would_ask, |row| row.amount_cents);
        let standing = standing(track, formality, row, &said, asked_cents);
        let shortfall_cents = said.covered_cents.map(|covered| asked_cents.remaining_after(covered));
        let shortfall_cents = shortfall_cents.filter(|_| formality.cancels().is_none());
        let customer_cents = shortfall_cents.and_then(|short| self.state.customer_share_cents.plus(short).ok());
        // What follows a promise goes to whoever has it.
        let before = match formality {
            Formality::Claim => formalities::standing(rows, Formality::PriorAuthorisation),
            _ => formality.cancels().and_then(|cancelled| formalities::standing(rows, cancelled)),
        };
        let platform = before.map(|row| &row.platform).or(row.map(|row| &row.platform)).or(first);
        let place = Place { dossier: self.dossier, rank: track.rank, formality };
        let message = folded.message.map(|text| self.queries.text(text)).transpose()?.flatten();
        Ok(FormalityView {
            formality,
            standing,
            platform: platform.cloned(),
            platform_label: platform.map(|code| self.practice.lines.label(code)).unwrap_or_default(),
            request: row.map(|row| row.id),
            request_state: row.map(|row| row.state),
            last_failure: row.and_then(|row| row.last_failure),
            at: row.map(|row| row.answered_at.unwrap_or(row.queued_at)),
            asked_cents,
            covered_cents: said.covered_cents,
            shortfall_cents,
            customer_cents,
            reference: said.reference,
            valid_until: said.valid_until,
            invoice: folded.queued.as_ref().and_then(|queued| queued.invoice.clone()),
            lines: self.lines(&said.lines),
            message,
            reason_code: said.reason_code,
            by_staff: folded.by_staff,
            barred: self.barred(track, formality, rows, platform)?,
            by_portal: platform.is_some_and(|code| formalities::is_by_hand(self.practice, code, place, rows)),
        })
    }

    /// Each line of the sale, with what would be covered of it.
    fn lines(&self, quoted: &[QuotedLine]) -> Vec<FormalityLine> {
        if quoted.is_empty() || self.state.lines.is_empty() {
            return Vec::new();
        }
        let line = |(number, line): (u32, &relais_domain::dossier::DossierLine)| {
            let covered = quoted.iter().find(|quoted| quoted.number == number).map(|quoted| quoted.covered_cents);
            let amount_cents = line.unit_price_cents.times(line.quantity).ok()?;
            Some(FormalityLine { item: line.item, quantity: line.quantity, amount_cents, covered_cents: covered })
        };
        (1..).zip(&self.state.lines).filter_map(line).collect()
    }

    fn barred(
        &self,
        track: &AmcTrack,
        formality: Formality,
        rows: &[RequestRow],
        platform: Option<&PlatformCode>,
    ) -> Result<Option<Problem>, Problem> {
        let Some(platform) = platform else { return Ok(Some(Problem::code(ProblemCode::NoPlatformForDossier))) };
        let not_before = match formality {
            Formality::Claim => {
                let (queries, practice) = (self.queries, self.practice);
                trade_warnings::invoice_not_before(queries, practice, platform, track.rank, self.timeline)?
            }
            _ => None,
        };
        let today = self.practice.today();
        if let Err(refusal) = may_ask(self.state, track.rank, formality, today, not_before) {
            return Ok(Some(refusal.into()));
        }
        let open = rows.iter().any(|row| row.formality() == formality && outbox::is_open(row));
        Ok(open.then(|| Problem::code(ProblemCode::FormalityOpen)))
    }
}

fn said(track: &AmcTrack, formality: Formality, answer: Option<&RequestAnswer>) -> Said {
    match answer {
        Some(RequestAnswer::Quoted { quote }) => Said {
            covered_cents: quote.covered_cents,
            reference: quote.reference.clone(),
            valid_until: quote.valid_until,
            lines: quote.lines.clone(),
            ..Said::default()
        },
        Some(RequestAnswer::Agreed { agreement }) => Said {
            covered_cents: agreement.covered_cents,
            reference: agreement.reference.clone(),
            valid_until: agreement.valid_until,
            ..Said::default()
        },
        Some(RequestAnswer::Cancelled { reference }) => Said { reference: reference.clone(), ..Said::default() },
        Some(RequestAnswer::Refused { reason_code }) => Said { reason_code: reason_code.clone(), ..Said::default() },
        // Obtained on the portal without a request of ours.
        None if formality == Formality::PriorAuthorisation => match track.promise() {
            Some(promise) => Said {
                covered_cents: promise.covered_cents,
                reference: promise.reference.clone(),
                valid_until: promise.valid_until,
                ..Said::default()
            },
            None => Said::default(),
        },
        Some(RequestAnswer::Pending) | None => Said::default(),
    }
}

fn standing(
    track: &AmcTrack,
    formality: Formality,
    row: Option<&RequestRow>,
    said: &Said,
    asked_cents: Cents,
) -> FormalityStanding {
    let decided = || match said.covered_cents {
        Some(covered) if covered < asked_cents => FormalityStanding::Partial,
        _ => FormalityStanding::Agreed,
    };
    let invoice = track.invoice.as_ref().map(|invoice| (invoice.made.request, invoice.state));
    match (formality, row) {
        // What a cancellation took back is shown so where it stood.
        (Formality::PriorAuthorisation, Some(row))
            if row.state == RequestState::Answered && track.state == TrackState::Cancelled && invoice.is_none() =>
        {
            FormalityStanding::Cancelled
        }
        (Formality::Claim, Some(row)) if invoice == Some((row.id, InvoiceState::Cancelled)) => {
            FormalityStanding::Cancelled
        }
        (Formality::PriorAuthorisation, None) if track.promise().is_some() => decided(),
        (_, None) => FormalityStanding::NotAsked,
        (_, Some(row)) => match row.state {
            RequestState::Absent => FormalityStanding::NotAsked,
            RequestState::Queued => FormalityStanding::Waiting,
            RequestState::Sending => FormalityStanding::Sending,
            RequestState::OutcomeUnknown => FormalityStanding::ToConfirm,
            RequestState::Conflict => FormalityStanding::Conflict,
            RequestState::Failed => FormalityStanding::Failed,
            RequestState::Withdrawn => FormalityStanding::Withdrawn,
            RequestState::Entrusted => FormalityStanding::Entrusted,
            RequestState::Answered => match row.answer {
                Some(relais_storage::rows::AnswerKind::Refused) => FormalityStanding::Refused,
                Some(relais_storage::rows::AnswerKind::Cancelled) => FormalityStanding::Cancelled,
                Some(relais_storage::rows::AnswerKind::Agreed | relais_storage::rows::AnswerKind::Quoted) => decided(),
                Some(relais_storage::rows::AnswerKind::Pending) | None => FormalityStanding::Received,
            },
        },
    }
}
