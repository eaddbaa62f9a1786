//! F6: one of the six ways through, and what it sets in motion.
//!
//! Delivered under tiers payant, an optician's request waits in the queue while a pharmacy's is at its concentrator; a
//! kept cheque rests on a queued request; a customer who claims back himself leaves the queue.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    circuit::settle,
    contract::{ChooseWayRequest, DossierView, Problem},
    departure, outage, outbox, routing, step, trade_warnings, view_dossier,
};
use relais_domain::{
    circuit::{InvoiceNumber, Transmitted},
    context::{Activity, Context},
    dossier::{Dossier, DossierCommand, TrackState, Way},
    formality::Formality,
    ids::{DossierId, IncidentId, RequestId, TextId},
    refusal::Refusal,
    request::RequestState,
};
use relais_storage::{Queries, Tx, rows::RequestRow};

/// Ids a choice may need, made before the transaction so that a repeat makes the same.
#[derive(Debug, Clone)]
pub(crate) struct FreshIds {
    /// One per complementary.
    pub requests: Vec<RequestId>,
    /// The reason why a queued request is withdrawn.
    pub reason: TextId,
}

impl FreshIds {
    /// Enough for any dossier.
    pub(crate) fn of(practice: &OpenPractice) -> Self {
        FreshIds {
            requests: (0..outbox::MAX_TRACKS).map(|_| RequestId(practice.fresh())).collect(),
            reason: TextId(practice.fresh()),
        }
    }
}

/// Chooses the way.
pub async fn choose(app: &App, call: Call, request: ChooseWayRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let fresh = FreshIds::of(&practice);
    let (dossier, way) = (request.dossier, request.way);
    practice.command(call, &request, move |tx, context| record(tx, context, dossier, way, &fresh)).await?;
    app.announce(crate::contract::Topic::Queue, Some(dossier));
    view_dossier::one(&practice, dossier).await
}

/// The transaction's inside; also how the demonstration fills its practice.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    way: Way,
    fresh: &FreshIds,
) -> Result<(), Problem> {
    record_beyond(tx, context, dossier, way, fresh, None)
}

/// The same, with the owner's reason to go beyond a ceiling of what is carried.
pub(crate) fn record_beyond(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    way: Way,
    fresh: &FreshIds,
    reason: Option<TextId>,
) -> Result<(), Problem> {
    let state = step::existing_dossier(tx, dossier)?;
    trade_warnings::check_way(tx, context, &state, way)?;
    departure::way_is_open(&tx.queries()?, dossier, &state, way)?;
    if way.bars_third_party_payment() || matches!(way, Way::SetAside | Way::CustomerReturns) {
        withdraw_queued(tx, context, dossier, way, fresh.reason)?;
    }
    if way.bars_third_party_payment() {
        nothing_under_way(tx, dossier, &state)?;
    }
    let incident = incident_of(&tx.queries()?, dossier, &state)?;
    if let (Way::DeliveredThirdPartyPayment, Some(incident)) = (way, incident) {
        outage::check_ceiling(tx, context, (incident, dossier), &state, reason)?;
    }
    step::dossier(tx, dossier, DossierCommand::ChooseWay { way, incident }, context)?;
    let activity = state.opened.as_ref().map(|opened| opened.activity);
    match way {
        Way::DeliveredThirdPartyPayment if activity == Some(Activity::Pharmacy) => entrust(tx, context, dossier),
        Way::DeliveredThirdPartyPayment | Way::ChequeKept => {
            for (rank, request) in (1u8..).zip(&fresh.requests).take(state.amc.len()) {
                outbox::queue(tx, context, dossier, rank, *request)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The incident under way of one of a dossier's operators, the first complementary's before the others'.
pub(crate) fn incident_of(
    queries: &Queries<'_>,
    dossier: DossierId,
    state: &Dossier,
) -> Result<Option<IncidentId>, Problem> {
    for track in &state.amc {
        let Some(operator) = routing::first_of_track(queries, dossier, state, track.rank)? else { continue };
        // What is sold once every function answers again is no longer the outage's, even while that is being recovered.
        if let Some(row) = queries.open_incident(&operator)?.filter(|row| !row.functions_out.is_empty()) {
            return Ok(Some(row.id));
        }
    }
    // A dossier of an outage stays its dossier when its way changes.
    Ok(state.way.and_then(|(_, incident)| incident))
}

/// The pharmacy's own circuit carries it: « confié au concentrateur », so that nothing is sent twice. What it delivers so is
/// handed over now.
fn entrust(tx: &mut Tx<'_>, context: &Context, dossier: DossierId) -> Result<(), Problem> {
    let state = step::existing_dossier(tx, dossier)?;
    let own = state.opened.as_ref().and_then(|opened| opened.reference.as_deref());
    let invoice = own.and_then(InvoiceNumber::parse);
    let waits = |state| matches!(state, TrackState::NotSent | TrackState::Queued | TrackState::Withdrawn);
    for track in state.amc.iter().filter(|track| waits(track.state)) {
        let transmitted = Transmitted { invoice: invoice.clone(), ..settle::by_hand(track.rank) };
        settle::entrust(tx, context, dossier, transmitted)?;
    }
    if state.delivered_on.is_none() {
        step::dossier(tx, dossier, DossierCommand::Deliver { on: context.today }, context)?;
    }
    Ok(())
}

/// Refuses while a request for a share has left or may have: the insurer may still pay what the customer would claim back.
fn nothing_under_way(tx: &mut Tx<'_>, dossier: DossierId, state: &Dossier) -> Result<(), Problem> {
    for track in &state.amc {
        if outbox::open_request(&tx.queries()?, dossier, track.rank)?.is_some() {
            return Err(Refusal::RequestState.into());
        }
    }
    Ok(())
}

/// Takes what waits in the queue out of it, for the reason the way itself gives. What takes something back still leaves, and
/// a quote does as long as the customer may be covered here.
fn withdraw_queued(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    way: Way,
    reason: TextId,
) -> Result<(), Problem> {
    let leaves = |row: &RequestRow| match row.formality() {
        Formality::PriorAuthorisation | Formality::Claim => true,
        Formality::Quote => way.bars_third_party_payment(),
        Formality::AuthorisationCancellation | Formality::ClaimCancellation => false,
    };
    let waits = |row: &RequestRow| matches!(row.state, RequestState::Queued | RequestState::Failed) && leaves(row);
    let state = step::existing_dossier(tx, dossier)?;
    let mut waiting = Vec::new();
    for track in &state.amc {
        let rows = outbox::requests_of(&tx.queries()?, dossier, track.rank)?;
        waiting.extend(rows.into_iter().filter(waits).map(|row| row.id));
    }
    if !waiting.is_empty() {
        tx.put_text(reason, state.person(), "Une autre voie a été choisie pour ce dossier.")?;
    }
    waiting.into_iter().try_for_each(|request| outbox::withdraw(tx, context, request, reason))
}
