//! The owner passing over a rule of a cheque: what it takes beside his reason, asked alone a day before, withdrawn. The deed itself is
//! the deposit or the return (`settle_cheque`, `slips`); what it may be is `domain/src/cheque/overriding.rs`.

use crate::{
    app::App,
    call::Call,
    contract::{AskOverrideRequest, ChequeOverrideRequest, ChequeOverrideView, ChequeRef, ChequeView, Problem, Topic},
    second_look, step, view_cheques,
};
use relais_domain::{
    cheque::{Cheque, ChequeCommand, Override},
    ids::TextId,
    refusal::Refusal,
};

/// What an override of a cheque would take now.
pub async fn view(app: &App, _call: Call, request: ChequeOverrideRequest) -> Result<ChequeOverrideView, Problem> {
    let practice = app.practice()?;
    let (me, now) = (practice.user.id, practice.now());
    practice
        .read(move |queries| {
            let known = request
                .cheque
                .map(|cheque| queries.stream::<Cheque>(cheque.0)?.ok_or(Problem::from(Refusal::ChequeNotKept)));
            let asked = known.transpose()?.and_then(|state| state.override_asked);
            let confirm_from = asked.map(|asked| asked.confirm_from);
            let (needs, may_second) = second_look::needed(queries, me, now, confirm_from)?;
            let asked_reason = asked.map(|asked| queries.text(asked.reason)).transpose()?.flatten();
            Ok(ChequeOverrideView {
                needs,
                may_second,
                asked: asked.map(|asked| asked.act),
                asked_reason: asked_reason.unwrap_or_default(),
                confirm_from,
            })
        })
        .await
}

/// One person alone asks for what he does the next day.
pub async fn ask(app: &App, call: Call, request: AskOverrideRequest) -> Result<ChequeView, Problem> {
    let practice = app.practice()?;
    let (reason, limits) = (TextId(practice.fresh()), practice.limits());
    let AskOverrideRequest { cheque, act, reason: typed } = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let reason = step::reason(tx, reason, None, Some(&typed))?;
            let over = Override { reason, second: second_look::second(tx, context, None)? };
            step::cheque(tx, cheque, ChequeCommand::AskOverride { act, over, limits }, context).map(drop)
        })
        .await?;
    app.announce(Topic::Cheques, None);
    view_cheques::one(&practice, cheque).await
}

/// Asks it no more.
pub async fn withdraw(app: &App, call: Call, request: ChequeRef) -> Result<ChequeView, Problem> {
    let practice = app.practice()?;
    let cheque = request.cheque;
    practice
        .command(call, &("cheque.withdraw_override", cheque), move |tx, context| {
            step::cheque(tx, cheque, ChequeCommand::WithdrawOverride, context).map(drop)
        })
        .await?;
    app.announce(Topic::Cheques, None);
    view_cheques::one(&practice, cheque).await
}
