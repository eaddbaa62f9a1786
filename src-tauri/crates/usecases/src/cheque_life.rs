//! What a person records of a cheque after it left the drawer, or that keeps it from leaving: rejected, certified unpaid, handed
//! to the court, opposed, lost, found, stale, final. Each step with its day, why, and the paper it rests on.

use crate::{
    app::App,
    call::Call,
    contract::{
        ChequeDates, ChequeFees, ChequeFeesRequest, ChequeLife, ChequeRef, ChequeStepOffer, ChequeView, DocumentReady,
        Problem, SlipOfCheque, TakeChequeStepRequest, Topic,
    },
    fields, papers, slip_papers, slips, step, view_cheques,
};
use jiff::civil::Date;
use relais_domain::{
    cheque::{
        Cheque, ChequeCommand, ChequeState, ChequeStep, FeesAsked, FeesDeed, FeesMove, StepAsked, StepKind, Taken,
        may_follow,
    },
    context::Context,
    dossier::DossierCommand,
    ids::{ChequeId, DocumentId, PersonId, TextId},
    reference::Limits,
    refusal::Refusal,
    slip,
};
use relais_storage::{Queries, Tx};

/// Records a step.
pub async fn take(app: &App, call: Call, request: TakeChequeStepRequest) -> Result<ChequeView, Problem> {
    let practice = app.practice()?;
    let ids = (TextId(practice.fresh()), TextId(practice.fresh()));
    let limits = practice.limits();
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let about = person_of(tx, typed.cheque)?;
            let taken = Taken {
                on: typed.on,
                reason: step::reason(tx, ids.0, about, typed.reason.as_deref())?,
                rests_on: step::reason(tx, ids.1, about, typed.rests_on.as_deref())?,
            };
            record(tx, context, typed.cheque, StepAsked { kind: kind(&typed)?, taken, limits })?;
            if let Some(amount_cents) = typed.fees_cents {
                let fees = FeesAsked::Charge { on: typed.on, amount_cents };
                step::cheque(tx, typed.cheque, ChequeCommand::Fees(fees), context)?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Cheques, None);
    view_cheques::one(&practice, request.cheque).await
}

/// Records what the bank charged for a cheque it did not pay, or what became of that.
pub async fn fees(app: &App, call: Call, request: ChequeFeesRequest) -> Result<ChequeView, Problem> {
    let practice = app.practice()?;
    let reason = TextId(practice.fresh());
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let about = person_of(tx, typed.cheque)?;
            let reason = step::reason(tx, reason, about, typed.reason.as_deref())?;
            let on = || typed.on.ok_or_else(|| Problem::field("on", "empty"));
            let amount = || typed.amount_cents.ok_or_else(|| Problem::field("amount_cents", "empty"));
            let means = || typed.means.ok_or_else(|| Problem::field("means", "empty"));
            let asked = match typed.deed {
                FeesDeed::Charged => FeesAsked::Charge { on: on()?, amount_cents: amount()? },
                FeesDeed::Repaid => FeesAsked::Repay { on: on()?, amount_cents: amount()?, means: means()? },
                FeesDeed::Left => FeesAsked::Leave { reason },
                FeesDeed::Undone => FeesAsked::Undo { reason },
            };
            step::cheque(tx, typed.cheque, ChequeCommand::Fees(asked), context).map(drop)
        })
        .await?;
    app.announce(Topic::Cheques, None);
    view_cheques::one(&practice, request.cheque).await
}

/// Where the fees of a cheque stand.
pub(crate) fn fees_of(state: &Cheque) -> ChequeFees {
    ChequeFees {
        may_be_charged: state.bounced,
        charged_cents: state.fees_charged(),
        repaid_cents: state.fees_repaid(),
        left_cents: state.fees_left(),
        due_cents: state.fees_due(),
        last: state.fees.last().copied().map(FeesMove::deed),
    }
}

/// Whose cheque it is, so that what is typed of it is erased with him.
fn person_of(tx: &mut Tx<'_>, cheque: ChequeId) -> Result<Option<PersonId>, Problem> {
    let state = tx.load::<Cheque>(cheque.0)?;
    let first = state.kept.and_then(|kept| kept.covers.first().map(|cover| cover.dossier));
    first.map_or(Ok(None), |dossier| Ok(step::existing_dossier(tx, dossier)?.person()))
}

fn kind(typed: &TakeChequeStepRequest) -> Result<StepKind, Problem> {
    let ground = || typed.reject_ground.ok_or_else(|| Problem::field("reject_ground", "empty"));
    let opposed = || typed.opposition_ground.ok_or_else(|| Problem::field("opposition_ground", "empty"));
    Ok(match typed.step {
        ChequeStep::MadeFinal => StepKind::MadeFinal,
        ChequeStep::Rejected => StepKind::Rejected { ground: ground()? },
        ChequeStep::CertificateRequested => StepKind::CertificateRequested,
        ChequeStep::CertificateReceived => StepKind::CertificateReceived,
        ChequeStep::LitigationBegun => StepKind::LitigationBegun,
        ChequeStep::Opposed => StepKind::Opposed { ground: opposed()? },
        ChequeStep::Lost => StepKind::Lost { stolen: false },
        ChequeStep::Stolen => StepKind::Lost { stolen: true },
        ChequeStep::Found => StepKind::Found,
        ChequeStep::Expired => StepKind::Expired,
        // These are a slip's, or a return: they have ways of their own.
        ChequeStep::Deposited
        | ChequeStep::TakenBack
        | ChequeStep::Credited
        | ChequeStep::Represented
        | ChequeStep::Returned => return Err(Problem::field("step", "not_a_choice")),
    })
}

/// The step, and what it does to the slip and to the dossiers.
fn record(tx: &mut Tx<'_>, context: &Context, cheque: ChequeId, asked: StepAsked) -> Result<(), Problem> {
    let before = tx.load::<Cheque>(cheque.0)?;
    let after = step::cheque(tx, cheque, ChequeCommand::Take(asked), context)?;
    match after.state {
        ChequeState::Rejected | ChequeState::Opposed | ChequeState::Lost | ChequeState::Expired
            if asked.kind != StepKind::Found =>
        {
            pays_nothing(tx, context, &before, asked.taken.on)
        }
        ChequeState::Kept => slips::back_on_dossiers(tx, context, &after),
        _ => Ok(()),
    }
}

/// It comes out of its slip if it was on one, and what it stood for is due again.
fn pays_nothing(tx: &mut Tx<'_>, context: &Context, before: &Cheque, on: Date) -> Result<(), Problem> {
    let cheque = before.id().ok_or(Refusal::ChequeNotKept)?;
    match (before.state.is_at_the_bank(), before.slip) {
        // One handed in before there were slips is on none.
        (true, Some(slip)) => drop(slips::decided(tx, slip, |state| slip::reject(state, cheque, on, context))?),
        (true, None) => {}
        (false, _) if before.state != ChequeState::Kept => return Ok(()),
        _ => {}
    }
    for cover in before.kept.iter().flat_map(|kept| &kept.covers) {
        let unpaid = DossierCommand::LeaveChequeUnpaid { cheque, rank: cover.rank, on };
        step::dossier(tx, cover.dossier, unpaid, context)?;
    }
    Ok(())
}

/// The sheet that proves a lost cheque by the books.
pub async fn evidence(app: &App, call: Call, request: ChequeRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (cheque, document) = (request.cheque, DocumentId(practice.fresh()));
    let user = practice.user.name.clone();
    let issued = practice
        .command(call, &("evidence", cheque), move |tx, context| {
            slip_papers::issue_evidence(tx, context, (cheque, document), &user)
        })
        .await?;
    app.announce(Topic::Cheques, None);
    papers::open(&practice, issued).await
}

/// What is shown of a cheque's life, with the steps that may follow.
pub(crate) fn view(
    queries: &Queries<'_>,
    state: &Cheque,
    limits: &Limits,
    context: &Context,
) -> Result<ChequeLife, Problem> {
    let clock = state.clock(limits).ok_or(Refusal::ChequeNotKept)?;
    let bank = state.bank_dates(limits);
    let slip = match state.slip {
        Some(slip) => queries.slip(slip)?,
        None => None,
    };
    let offer = |step: ChequeStep| ChequeStepOffer {
        step,
        not_before: state.not_before(step, limits),
        needs_reason: step.needs_reason(),
        needs_paper: step.needs_paper(),
    };
    let may = |step: &ChequeStep| may_follow(state.state, *step);
    // A cheque that is still good is not offered to be called stale.
    let stale = clock.presentable_until < context.today;
    let steps = ChequeStep::OF_THE_CHEQUE.into_iter().filter(may).filter(|step| *step != ChequeStep::Expired || stale);
    Ok(ChequeLife {
        state: state.state,
        stolen: state.stolen,
        rejections: state.rejections,
        fees: fees_of(state),
        dates: ChequeDates {
            present_by: clock.present_by,
            recourse_until: clock.recourse_until,
            presentable_until: clock.presentable_until,
            represent_until: bank.represent_until,
            certificate_from: bank.certificate_from,
            certificate_by: bank.certificate_by,
            final_from: bank.final_from,
        },
        warning: state.expiry_warning(context.today, limits),
        slip: slip.map(|slip| SlipOfCheque { slip: slip.id, number: fields::slip_number(slip.year, slip.number) }),
        steps: steps.map(offer).collect(),
        can_be_handed_in: may(&ChequeStep::Deposited) || may(&ChequeStep::Represented),
    })
}
