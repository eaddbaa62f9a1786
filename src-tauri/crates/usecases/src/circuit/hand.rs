//! One share put in the concentrator's hands by a person, or taken back from them: he knows what the software did before any
//! list says it.

use super::{
    import::{invoice_typed, typed_lot},
    settle,
};
use crate::{
    app::App,
    call::Call,
    contract::{DossierView, EntrustRequest, Problem, TakeBackRequest, Topic},
    step, view_dossier,
};
use relais_domain::{
    circuit::{InvoiceNumber, Transmitted},
    dossier::{DossierCommand, TrackMove, TrackState},
    ids::TextId,
    refusal::Refusal,
};

/// « Confier à l'OCT »: what waits here for the share does no more.
pub async fn entrust(app: &App, call: Call, request: EntrustRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let (lot, invoice) = (typed_lot(&request.lot)?, invoice_typed(&request.invoice)?);
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let state = step::existing_dossier(tx, typed.dossier)?;
            let track = state.track(typed.rank).ok_or(Refusal::UnknownTrack)?;
            if typed.on.is_some_and(|on| on > context.today) {
                return Err(Refusal::DateInFuture.into());
            }
            if track.claimed_by_customer {
                return Err(Refusal::TiersPayantBarred.into());
            }
            // A person puts it there; that something left already is a list's news, which he is shown.
            let free = matches!(
                track.state,
                TrackState::NotSent
                    | TrackState::Queued
                    | TrackState::Withdrawn
                    | TrackState::Refused
                    | TrackState::Cancelled
            );
            if !free {
                return Err(Refusal::TrackState { state: track.state }.into());
            }
            let own = state.opened.as_ref().and_then(|opened| opened.reference.as_deref());
            let invoice = invoice.or_else(|| own.and_then(InvoiceNumber::parse));
            let transmitted = Transmitted { lot, invoice, on: typed.on, ..settle::by_hand(typed.rank) };
            settle::entrust(tx, context, typed.dossier, transmitted).map(drop)
        })
        .await?;
    app.announce(Topic::Queue, Some(request.dossier));
    view_dossier::one(&practice, request.dossier).await
}

/// It was not transmitted after all: the share is withdrawn, for a reason, and may be asked for in another way.
pub async fn take_back(app: &App, call: Call, request: TakeBackRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let reason = TextId(practice.fresh());
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let state = step::existing_dossier(tx, typed.dossier)?;
            let track = state.track(typed.rank).ok_or(Refusal::UnknownTrack)?;
            if track.state != TrackState::Entrusted {
                return Err(Refusal::TrackState { state: track.state }.into());
            }
            let reason = step::reason(tx, reason, state.person(), Some(&typed.reason))?.ok_or(Refusal::ReasonNeeded)?;
            let moved = TrackMove { reason: Some(reason), ..TrackMove::to(typed.rank, TrackState::Withdrawn) };
            step::dossier(tx, typed.dossier, DossierCommand::MoveTrack(moved), context)
        })
        .await?;
    app.announce(Topic::Queue, Some(request.dossier));
    view_dossier::one(&practice, request.dossier).await
}
