//! An advice of payment: it moves a track to « avisé », never to « encaissé ».

use crate::{
    app::App,
    call::Call,
    contract::{DossierView, Problem, RecordAdviceRequest, Topic},
    step, view_dossier,
};
use relais_domain::{
    dossier::{DossierCommand, TrackMove, TrackState},
    refusal::Refusal,
};

/// Records it.
pub async fn record(app: &App, call: Call, request: RecordAdviceRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            if typed.on > context.today {
                return Err(Refusal::DateInFuture.into());
            }
            let moved = TrackMove {
                amount_cents: Some(typed.amount_cents),
                on: Some(typed.on),
                ..TrackMove::to(typed.rank, TrackState::Advised)
            };
            step::dossier(tx, typed.dossier, DossierCommand::MoveTrack(moved), context)
        })
        .await?;
    app.announce(Topic::Cheques, Some(request.dossier));
    view_dossier::one(&practice, request.dossier).await
}
