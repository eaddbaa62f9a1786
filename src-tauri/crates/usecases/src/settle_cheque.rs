//! The end of a cheque: told, converted, deposited or given back, each as the deposit rule allows.

use crate::{
    app::App,
    call::Call,
    cheque_papers,
    contract::{
        ChequeReturned, ChequeView, ConvertChequeRequest, DepositChequeRequest, DocumentReady, GiveNoticeRequest,
        Problem, ReturnChequeRequest, Topic,
    },
    outbox, papers, second_look,
    slips::{self, HandedIn},
    step, trade_warnings, view_cheques,
};
use jiff::civil::Date;
use relais_domain::{
    cheque::{Cheque, ChequeAgreement, ChequeCommand, Cover, Override, ReturnManner},
    context::Context,
    dossier::{DossierCommand, TrackState, Way},
    ids::{ChequeId, DocumentId, SlipId, TextId},
    refusal::Refusal,
};
use relais_storage::Tx;
use std::collections::{BTreeMap, BTreeSet};

/// Tells the customer that his cheque will be deposited: the letter, and the day from which it may be.
pub async fn give_notice(app: &App, call: Call, request: GiveNoticeRequest) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (cheque, on, limits) = (request.cheque, request.on, practice.limits());
    let document = DocumentId(practice.fresh());
    let letter = practice
        .command(call, &request, move |tx, context| {
            step::cheque(tx, cheque, ChequeCommand::GiveNotice { on, limits }, context)?;
            cheque_papers::issue_notice(tx, context, cheque, document)
        })
        .await?;
    app.announce(Topic::Cheques, None);
    papers::open(&practice, letter).await
}

/// A becomes B: the request is withdrawn, the customer claims back himself, the deposit is agreed anew. Every cheque that
/// rests on the same share follows: a share is in tiers payant for all of them, or for none.
pub async fn convert(app: &App, call: Call, request: ConvertChequeRequest) -> Result<ChequeView, Problem> {
    let practice = app.practice()?;
    let reason = TextId(practice.fresh());
    let by = second_look::proved(&practice, call, request.second.clone()).await?;
    let typed = ConvertChequeRequest { second: None, ..request.clone() };
    practice
        .command(call, &(typed.clone(), by), move |tx, context| {
            let second = second_look::second(tx, context, by)?;
            let together = bound_together(tx, typed.cheque)?;
            let first = together.values().flat_map(covers_of).next().ok_or(Refusal::ChequeNotKept)?.dossier;
            let person = step::existing_dossier(tx, first)?.person();
            let reason = step::reason(tx, reason, person, Some(&typed.reason))?.ok_or(Refusal::ReasonNeeded)?;
            let converting: BTreeSet<ChequeId> = together.keys().copied().collect();
            for cover in together.values().flat_map(covers_of) {
                let state = step::existing_dossier(tx, cover.dossier)?;
                trade_warnings::check_way(tx, context, &state, Way::ChequeDepositedLater)?;
                leave_queue(tx, context, &cover, reason)?;
                let claim = DossierCommand::ClaimShare { rank: cover.rank, converting: converting.clone() };
                step::dossier(tx, cover.dossier, claim, context)?;
            }
            // One that is B already stays as it was agreed.
            let under_a = |state: &Cheque| state.agreement == Some(ChequeAgreement::KeptAndReturned);
            for (cheque, _) in together.iter().filter(|(id, state)| **id == typed.cheque || under_a(state)) {
                let convert =
                    ChequeCommand::ConvertToDepositedLater { deposit_not_before: typed.deposit_on, reason, second };
                step::cheque(tx, *cheque, convert, context)?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Cheques, None);
    view_cheques::one(&practice, request.cheque).await
}

/// A cheque with those that rest on its shares, and those that rest on theirs.
fn bound_together(tx: &mut Tx<'_>, cheque: ChequeId) -> Result<BTreeMap<ChequeId, Cheque>, Problem> {
    let mut bound = BTreeMap::new();
    let mut next = vec![cheque];
    while let Some(cheque) = next.pop() {
        if bound.contains_key(&cheque) {
            continue;
        }
        let state = tx.load::<Cheque>(cheque.0)?;
        for cover in covers_of(&state) {
            let dossier = step::existing_dossier(tx, cover.dossier)?;
            let resting = dossier.cheques_kept.iter().filter(|kept| kept.rank == cover.rank);
            next.extend(resting.map(|kept| kept.cheque));
        }
        bound.insert(cheque, state);
    }
    Ok(bound)
}

fn covers_of(state: &Cheque) -> Vec<Cover> {
    state.kept.as_ref().map(|kept| kept.covers.clone()).unwrap_or_default()
}

/// Takes what waits for a share out of the queue, so that the customer may claim it.
fn leave_queue(tx: &mut Tx<'_>, context: &Context, cover: &Cover, reason: TextId) -> Result<(), Problem> {
    let dossier = step::existing_dossier(tx, cover.dossier)?;
    if dossier.track(cover.rank).map(|track| track.state) != Some(TrackState::Queued) {
        return Ok(());
    }
    if let Some((request, _)) = outbox::open_request(&tx.queries()?, cover.dossier, cover.rank)? {
        outbox::withdraw(tx, context, request, reason)?;
    }
    Ok(())
}

/// Hands it to the bank: a slip of one, whose list is printed when it is asked for.
pub async fn deposit(app: &App, call: Call, request: DepositChequeRequest) -> Result<ChequeView, Problem> {
    let practice = app.practice()?;
    let (reason, slip) = (TextId(practice.fresh()), SlipId(practice.fresh()));
    let limits = practice.limits();
    let by = second_look::proved(&practice, call, request.second.clone()).await?;
    let typed = DepositChequeRequest { second: None, ..request.clone() };
    practice
        .command(call, &(typed.clone(), by), move |tx, context| {
            let reason = step::reason(tx, reason, None, typed.override_reason.as_deref())?;
            let over = Override { reason, second: second_look::second(tx, context, by)? };
            let cheque = HandedIn { cheque: typed.cheque, over };
            slips::hand_in(tx, context, slip, (typed.on, None), &limits, &[cheque])
        })
        .await?;
    app.announce(Topic::Cheques, None);
    view_cheques::one(&practice, request.cheque).await
}

/// Gives it back against the discharge to sign.
pub async fn give_back(app: &App, call: Call, request: ReturnChequeRequest) -> Result<ChequeReturned, Problem> {
    let practice = app.practice()?;
    let (reason, document) = (TextId(practice.fresh()), DocumentId(practice.fresh()));
    let by = second_look::proved(&practice, call, request.second.clone()).await?;
    let typed = ReturnChequeRequest { second: None, ..request.clone() };
    let (returned_at, discharge) = practice
        .command(call, &(typed.clone(), by), move |tx, context| {
            let reason = step::reason(tx, reason, None, typed.override_reason.as_deref())?;
            let over = Override { reason, second: second_look::second(tx, context, by)? };
            given_back(tx, context, typed.cheque, (typed.on, typed.manner), over)?;
            let discharge = cheque_papers::issue_discharge(tx, context, typed.cheque, document)?;
            Ok((context.now, discharge))
        })
        .await?;
    app.announce(Topic::Cheques, None);
    let discharge = papers::open(&practice, discharge).await?;
    Ok(ChequeReturned { returned_at, discharge })
}

/// The inside of a return: the shares it covered no longer rest on it. Also how the demonstration fills its practice.
pub(crate) fn given_back(
    tx: &mut Tx<'_>,
    context: &Context,
    cheque: ChequeId,
    (on, manner): (Date, ReturnManner),
    over: Override,
) -> Result<(), Problem> {
    let state = step::cheque(tx, cheque, ChequeCommand::Return { on, manner, over }, context)?;
    for cover in state.kept.iter().flat_map(|kept| &kept.covers) {
        step::dossier(tx, cover.dossier, DossierCommand::ReleaseCheque { cheque, rank: cover.rank }, context)?;
    }
    Ok(())
}
