//! The formalities of a complementary: what may be asked of its operator and when, and what became of the quote, of the
//! invoice and of a cancellation. Where the insurer's share stands is the track's own business ([`super::TrackState`]).
//!
//! A quote is an estimate and moves nothing. An invoice rests on the promise before it: while a promise stands the share
//! stays agreed until the invoice is decided; without one the invoice carries the share, as a prior authorisation does.
//! An invoice that is accepted is not paid.

use super::{Agreement, AmcTrack, Dossier, DossierEvent, TrackMove, TrackState, movement};
use crate::{
    formality::Formality,
    ids::{RequestId, TextId},
    money::Cents,
    platform::{Function, PlatformCode},
    refusal::Refusal,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What would be covered of a quote: an estimate, never a promise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The number the platform gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What would be covered in all, in cents, when said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered_cents: Option<Cents>,
    /// Last day of validity, when said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// The same line by line, for the lines that say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<QuotedLine>,
}

/// What would be covered of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedLine {
    /// Its place among the lines of the sale, from 1.
    pub number: u32,
    /// In cents.
    pub covered_cents: Cents,
}

/// `dossier.quoted`: the answer to a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// Of which complementary.
    pub rank: u8,
    /// The request behind it.
    pub request: RequestId,
    /// Who answered.
    pub platform: PlatformCode,
    /// What was asked for, in cents.
    pub asked_cents: Cents,
    /// What would be covered; none when the quote was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
}

/// `dossier.invoiced`: an invoice waits to leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoiced {
    /// Of which complementary.
    pub rank: u8,
    /// The request that carries it.
    pub request: RequestId,
    /// The main software's number.
    pub invoice: String,
    /// What is asked of the insurer, in cents.
    pub amount_cents: Cents,
    /// The promise it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation: Option<Agreement>,
}

/// Where an invoice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceState {
    /// « En file, non envoyée ».
    Waiting,
    /// « À confirmer ».
    OutcomeUnknown,
    /// « Reçue, décision attendue ».
    Received,
    /// « Acceptée »: not paid.
    Accepted,
    /// « Refusée ».
    Refused,
    /// « Retirée, jamais envoyée ».
    Withdrawn,
    /// « Annulée ».
    Cancelled,
}

impl InvoiceState {
    /// Every state, for tables that must be complete.
    pub const ALL: [InvoiceState; 7] = [
        InvoiceState::Waiting,
        InvoiceState::OutcomeUnknown,
        InvoiceState::Received,
        InvoiceState::Accepted,
        InvoiceState::Refused,
        InvoiceState::Withdrawn,
        InvoiceState::Cancelled,
    ];

    /// Whether it waits, may have arrived, or is being decided.
    pub const fn is_under_way(self) -> bool {
        matches!(self, InvoiceState::Waiting | InvoiceState::OutcomeUnknown | InvoiceState::Received)
    }

    /// Whether the share may be invoiced again.
    pub const fn is_over(self) -> bool {
        matches!(self, InvoiceState::Refused | InvoiceState::Withdrawn | InvoiceState::Cancelled)
    }

    /// Whether an invoice may go from one state to another: only what is decided or taken out is over.
    const fn may_become(self, to: InvoiceState) -> bool {
        use InvoiceState as I;
        match to {
            I::Waiting => matches!(self, I::OutcomeUnknown),
            I::OutcomeUnknown => matches!(self, I::Waiting),
            I::Received => matches!(self, I::Waiting | I::OutcomeUnknown),
            I::Accepted | I::Refused => matches!(self, I::Waiting | I::OutcomeUnknown | I::Received),
            I::Withdrawn => matches!(self, I::Waiting),
            I::Cancelled => matches!(self, I::Accepted | I::Received),
        }
    }
}

/// The last invoice of a complementary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// As it was made.
    pub made: Invoiced,
    /// No promise stood when it was made: the share goes where it goes.
    pub carries: bool,
    /// Where it stands.
    pub state: InvoiceState,
    /// What was accepted.
    pub accepted: Option<Agreement>,
}

/// What came of a cancellation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum CancellationEnd {
    /// It is cancelled.
    Cancelled {
        /// The number the platform gave.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
    },
    /// The platform refused.
    Refused,
    /// The cancellation was taken out of the queue.
    Withdrawn,
}

/// A movement asked of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // See `DossierEvent::InvoiceMoved`.
pub struct InvoiceMove {
    pub rank: u8,
    pub request: RequestId,
    pub to: InvoiceState,
    pub accepted: Option<Agreement>,
    pub reason: Option<TextId>,
}

/// Whether a formality may be asked for today; the first reason why not. `not_before` is the first day the operator takes an
/// invoice, when it has a delay.
pub fn may_ask(
    state: &Dossier,
    rank: u8,
    formality: Formality,
    today: Date,
    not_before: Option<Date>,
) -> Result<(), Refusal> {
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    if formality.cancels().is_none() && !track.share_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    let invoiced = track.standing_invoice().is_some();
    match formality {
        Formality::Quote if track.claimed_by_customer || bars(state) => Err(Refusal::TiersPayantBarred),
        Formality::Quote if invoiced => Err(Refusal::AlreadyInvoiced),
        Formality::Quote => Ok(()),
        Formality::PriorAuthorisation => may_ask_authorisation(state, track),
        Formality::Claim => may_invoice(state, track, today, not_before),
        _ if track.cancelling.is_some() => Err(Refusal::CancellationUnderWay),
        Formality::AuthorisationCancellation if invoiced => Err(Refusal::InvoiceStands),
        Formality::AuthorisationCancellation => match track.state {
            TrackState::Accepted | TrackState::Sent | TrackState::OutcomeUnknown | TrackState::Queued => Ok(()),
            _ => Err(Refusal::NothingToCancel),
        },
        Formality::ClaimCancellation if !invoiced => Err(Refusal::NothingToCancel),
        Formality::ClaimCancellation => match track.state {
            state @ (TrackState::Advised | TrackState::Paid) => Err(Refusal::TrackState { state }),
            _ => Ok(()),
        },
    }
}

fn may_ask_authorisation(state: &Dossier, track: &AmcTrack) -> Result<(), Refusal> {
    if track.claimed_by_customer || bars(state) {
        return Err(Refusal::TiersPayantBarred);
    }
    if track.standing_invoice().is_some() {
        return Err(Refusal::AlreadyInvoiced);
    }
    not_the_concentrators(track)?;
    match track.state {
        TrackState::NotSent | TrackState::Withdrawn | TrackState::Refused | TrackState::Cancelled => Ok(()),
        state => Err(Refusal::TrackState { state }),
    }
}

fn may_invoice(state: &Dossier, track: &AmcTrack, today: Date, not_before: Option<Date>) -> Result<(), Refusal> {
    if track.claimed_by_customer || bars(state) {
        return Err(Refusal::TiersPayantBarred);
    }
    if track.standing_invoice().is_some() {
        return Err(Refusal::AlreadyInvoiced);
    }
    if track.cancelling.is_some() {
        return Err(Refusal::CancellationUnderWay);
    }
    not_the_concentrators(track)?;
    match track.state {
        TrackState::NotSent | TrackState::Withdrawn | TrackState::Accepted => {}
        // Refused or taken back as an invoice, it may be invoiced again; as a promise, nothing was promised.
        TrackState::Refused | TrackState::Cancelled if track.invoice.is_some() => {}
        state => return Err(Refusal::TrackState { state }),
    }
    if state.delivered_on.is_none() {
        return Err(Refusal::NotDelivered);
    }
    match not_before.filter(|day| *day > today) {
        Some(not_before) => Err(Refusal::InvoiceTooSoon { not_before }),
        None => Ok(()),
    }
}

/// What the concentrator has is not sent a second time.
fn not_the_concentrators(track: &AmcTrack) -> Result<(), Refusal> {
    if track.circuit.has_it() { Err(Refusal::TrackState { state: TrackState::Entrusted }) } else { Ok(()) }
}

fn bars(state: &Dossier) -> bool {
    state.way.is_some_and(|(way, _)| way.bars_third_party_payment())
}

impl AmcTrack {
    /// The invoice that waits, is known of or was accepted. One that waited here when the concentrator took the share over
    /// is over with what the concentrator had.
    pub fn standing_invoice(&self) -> Option<&Invoice> {
        let taken_over = |invoice: &Invoice| {
            self.circuit.ended
                && invoice.state == InvoiceState::Waiting
                && self.circuit.took_over == Some(invoice.made.request)
        };
        let is_over = |invoice: &Invoice| invoice.state.is_over() || taken_over(invoice);
        self.invoice.as_ref().filter(|invoice| !is_over(invoice))
    }

    /// The promise an invoice rests on: the one that stands, else the one the last invoice rested on.
    pub fn promise(&self) -> Option<&Agreement> {
        let standing = self.agreement.as_ref().filter(|_| self.state == TrackState::Accepted);
        standing.or_else(|| self.invoice.as_ref().and_then(|invoice| invoice.made.authorisation.as_ref()))
    }

    /// What an invoice asks of the insurer, in cents: the share, or less where less was promised.
    pub fn to_invoice_cents(&self) -> Cents {
        let promised = self.promise().and_then(|promise| promise.covered_cents);
        promised.map_or(self.share_cents, |promised| promised.min(self.share_cents))
    }

    pub(super) fn take_invoice(&mut self, made: &Invoiced) {
        let carries = self.state != TrackState::Accepted;
        self.invoice = Some(Invoice { made: made.clone(), carries, state: InvoiceState::Waiting, accepted: None });
    }

    pub(super) fn move_invoice(&mut self, request: RequestId, to: InvoiceState, accepted: Option<&Agreement>) {
        if let Some(invoice) = self.invoice.as_mut().filter(|invoice| invoice.made.request == request) {
            invoice.state = to;
            invoice.accepted = if to == InvoiceState::Accepted { accepted.cloned() } else { None };
        }
    }
}

/// An invoice waits: on the promise that stands, or carrying the share itself.
pub(super) fn invoice(
    state: &Dossier,
    made: Invoiced,
    today: Date,
    not_before: Option<Date>,
) -> Result<Vec<DossierEvent>, Refusal> {
    may_ask(state, made.rank, Formality::Claim, today, not_before)?;
    let track = state.track(made.rank).ok_or(Refusal::UnknownTrack)?;
    if !made.amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    let moved = if track.state == TrackState::Accepted {
        None
    } else {
        let wanted = TrackMove { request: Some(made.request), ..TrackMove::to(made.rank, TrackState::Queued) };
        Some(movement::move_track(state, wanted)?)
    };
    Ok(std::iter::once(DossierEvent::Invoiced(made)).chain(moved).collect())
}

/// An invoice goes where its request went, and the share with it as far as it carries it or is decided by it. An invoice
/// that is no longer the one that stands moves nothing.
pub(super) fn move_invoice(state: &Dossier, wanted: InvoiceMove) -> Result<Vec<DossierEvent>, Refusal> {
    let track = state.track(wanted.rank).ok_or(Refusal::UnknownTrack)?;
    let Some(invoice) = track.invoice.as_ref().filter(|invoice| invoice.made.request == wanted.request) else {
        return Ok(Vec::new());
    };
    if invoice.state == wanted.to {
        return Ok(Vec::new());
    }
    if !invoice.state.may_become(wanted.to) {
        return Err(Refusal::RequestState);
    }
    let share = share_move(track, invoice, &wanted)?;
    let share = share.map(|wanted| movement::move_track(state, wanted)).transpose()?;
    let InvoiceMove { rank, request, to, accepted, reason } = wanted;
    let moved = DossierEvent::InvoiceMoved { rank, request, to, accepted, reason };
    Ok(std::iter::once(moved).chain(share).collect())
}

/// The movement of the share that an invoice's movement brings with it, if any.
fn share_move(track: &AmcTrack, invoice: &Invoice, wanted: &InvoiceMove) -> Result<Option<TrackMove>, Refusal> {
    use InvoiceState as I;
    // Money or the customer's own claim overtook it.
    if matches!(track.state, TrackState::Advised | TrackState::Paid | TrackState::ClaimedByCustomer) {
        return Ok(None);
    }
    let to = |to| TrackMove { request: Some(wanted.request), ..TrackMove::to(wanted.rank, to) };
    let promise = invoice.made.authorisation.as_ref();
    Ok(match wanted.to {
        I::Waiting if invoice.carries => Some(to(TrackState::Queued)),
        I::OutcomeUnknown if invoice.carries => Some(to(TrackState::OutcomeUnknown)),
        I::Received if invoice.carries => Some(to(TrackState::Sent)),
        I::Withdrawn if invoice.carries => {
            let reason = Some(wanted.reason.ok_or(Refusal::ReasonNeeded)?);
            Some(TrackMove { reason, ..to(TrackState::Withdrawn) })
        }
        I::Waiting | I::OutcomeUnknown | I::Received | I::Withdrawn => None,
        I::Accepted => {
            // The promise keeps its number: it is what the payment is guaranteed by. What is covered is what was accepted.
            let agreement = wanted.accepted.clone().map(|accepted| Agreement {
                reference: promise.and_then(|promise| promise.reference.clone()).or(accepted.reference),
                covered_cents: accepted.covered_cents,
                valid_until: promise.and_then(|promise| promise.valid_until).or(accepted.valid_until),
            });
            Some(TrackMove { agreement, ..to(TrackState::Accepted) })
        }
        I::Refused => Some(to(TrackState::Refused)),
        // Taken back, the promise stands again as it was.
        I::Cancelled => Some(match promise {
            Some(promise) => TrackMove { agreement: Some(promise.clone()), ..to(TrackState::Accepted) },
            None => to(TrackState::Cancelled),
        }),
    })
}

/// The answer to a quote.
pub(super) fn quoted(state: &Dossier, answer: Quoted) -> Result<Vec<DossierEvent>, Refusal> {
    state.track(answer.rank).ok_or(Refusal::UnknownTrack)?;
    Ok(vec![DossierEvent::Quoted(answer)])
}

/// A cancellation is asked for.
pub(super) fn ask_cancellation(
    state: &Dossier,
    (rank, request): (u8, RequestId),
    formality: Formality,
    reason: TextId,
    today: Date,
) -> Result<Vec<DossierEvent>, Refusal> {
    if formality.cancels().is_none() {
        return Err(Refusal::NothingToCancel);
    }
    may_ask(state, rank, formality, today, None)?;
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    // What still waits is taken out of the queue instead, and what may have arrived is asked about first.
    let is_known_there = match formality {
        Formality::ClaimCancellation => {
            let state = track.standing_invoice().map(|invoice| invoice.state);
            matches!(state, Some(InvoiceState::Accepted | InvoiceState::Received))
        }
        _ => matches!(track.state, TrackState::Accepted | TrackState::Sent),
    };
    if !is_known_there {
        return Err(Refusal::RequestState);
    }
    Ok(vec![DossierEvent::CancellationAsked { rank, request, function: formality.function(), reason }])
}

/// What came of a cancellation: what it took back goes with it.
pub(super) fn end_cancellation(
    state: &Dossier,
    rank: u8,
    request: RequestId,
    end: CancellationEnd,
) -> Result<Vec<DossierEvent>, Refusal> {
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    let Some((_, function)) = track.cancelling.filter(|(asked, _)| *asked == request) else {
        return Err(Refusal::RequestState);
    };
    let is_done = matches!(end, CancellationEnd::Cancelled { .. });
    let ended = DossierEvent::CancellationEnded { rank, request, end };
    let followed = match function {
        _ if !is_done => Vec::new(),
        Function::Claim => match track.standing_invoice() {
            Some(invoice) => cancelled_invoice(state, invoice, (rank, request))?,
            None => Vec::new(),
        },
        // Money or a decision overtook it: the share stays where that brought it.
        _ if !movement::may_move(track.state, TrackState::Cancelled) => Vec::new(),
        _ => vec![movement::moved(
            track.state,
            TrackMove { request: Some(request), ..TrackMove::to(rank, TrackState::Cancelled) },
        )],
    };
    Ok(std::iter::once(ended).chain(followed).collect())
}

/// The invoice is taken back by its cancellation, which is the request behind the share's own movement.
fn cancelled_invoice(
    state: &Dossier,
    invoice: &Invoice,
    (rank, cancellation): (u8, RequestId),
) -> Result<Vec<DossierEvent>, Refusal> {
    let (to, accepted, reason) = (InvoiceState::Cancelled, None, None);
    let wanted = InvoiceMove { rank, request: invoice.made.request, to, accepted, reason };
    let mut events = move_invoice(state, wanted)?;
    for event in &mut events {
        if let DossierEvent::TrackMoved { request, .. } = event {
            *request = Some(cancellation);
        }
    }
    Ok(events)
}
