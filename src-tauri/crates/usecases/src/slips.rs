//! « Remises de chèques »: made in one transaction with the deposit of each of their cheques, credited by one line of the
//! statement, taken apart while the bank has done nothing with them.
//!
//! There is one way to the bank: a single deposit is a slip of one.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        ChequeToHandIn, CreditSlipRequest, DocumentReady, ListSlipsRequest, MakeSlipRequest, Problem,
        SetSlipNumberRequest, SlipLineView, SlipList, SlipMade, SlipRef, SlipRow, SlipView, TakeSlipApartRequest,
        Topic,
    },
    fields, papers, people, second_look, slip_papers, step, view_cheques, view_dossier,
};
use jiff::civil::Date;
use relais_domain::{
    cheque::{Cheque, ChequeCommand, ChequeState, Override},
    context::Context,
    dossier::DossierCommand,
    ids::{ChequeId, DocumentId, SlipId, TextId},
    reference::Limits,
    refusal::Refusal,
    slip::{self, Made, Slip, SlipCredit, SlipEvent, SlipLine, SlipState},
    stream::StreamKind,
};
use relais_storage::{
    NumberSeries, Queries, Tx,
    rows::{self, Page},
};
use serde_json::json;
use std::sync::Arc;

/// Most rows of one page.
pub const MAX_ROWS: u32 = 500;
/// Longest number of a bank's slip.
const MAX_BANK_NUMBER: usize = 30;

/// A cheque about to be handed in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HandedIn {
    pub(crate) cheque: ChequeId,
    /// The owner's reason, kept already, and who looked.
    pub(crate) over: Override,
}

/// Makes a slip and prints its list.
pub async fn make(app: &App, call: Call, request: MakeSlipRequest) -> Result<SlipMade, Problem> {
    let practice = app.practice()?;
    let (slip, document) = (SlipId(practice.fresh()), DocumentId(practice.fresh()));
    let reasons: Vec<TextId> = request.cheques.iter().map(|_| TextId(practice.fresh())).collect();
    let (limits, user) = (practice.limits(), practice.user.name.clone());
    let by = second_look::proved(&practice, call, request.second.clone()).await?;
    let typed = MakeSlipRequest { second: None, ..request.clone() };
    let (slip, list) = practice
        .command(call, &(typed.clone(), by), move |tx, context| {
            let second = second_look::second(tx, context, by)?;
            let bank_number = bank_number(&typed.bank_number)?;
            let mut cheques = Vec::with_capacity(typed.cheques.len());
            for (id, ChequeToHandIn { cheque, override_reason }) in reasons.iter().zip(&typed.cheques) {
                let reason = step::reason(tx, *id, None, override_reason.as_deref())?;
                cheques.push(HandedIn { cheque: *cheque, over: Override { reason, second } });
            }
            hand_in(tx, context, slip, (typed.on, bank_number), &limits, &cheques)?;
            Ok((slip, slip_papers::issue_list(tx, context, slip, document, &user)?))
        })
        .await?;
    app.announce(Topic::Cheques, None);
    Ok(SlipMade { slip: one(&practice, slip).await?, list: papers::open(&practice, list).await? })
}

/// The inside of it: the slip, the deposit of each cheque under the deposit rule, and what each pays. A cheque that is refused
/// is named, and nothing of the slip is left. Also how the demonstration fills its practice.
pub(crate) fn hand_in(
    tx: &mut Tx<'_>,
    context: &Context,
    slip: SlipId,
    (on, bank_number): (Date, Option<String>),
    limits: &Limits,
    cheques: &[HandedIn],
) -> Result<(), Problem> {
    let mut lines = Vec::with_capacity(cheques.len());
    for HandedIn { cheque, .. } in cheques {
        let state = tx.load::<Cheque>(cheque.0)?;
        if state.state == ChequeState::Absent {
            return Err(of_cheque(Refusal::ChequeNotKept.into(), *cheque));
        }
        lines.push(SlipLine { cheque: *cheque, amount_cents: state.amount() });
    }
    let year = on.year();
    let number = tx.next_number(NumberSeries::DepositSlip, year)?;
    let made = Made { slip, number, year, on, bank_number, cheques: lines };
    decided(tx, slip, |state| slip::make(state, made, context))?;
    for HandedIn { cheque, over } in cheques {
        let deposit = ChequeCommand::Deposit { on, slip, over: *over, limits: *limits };
        let state = step::cheque(tx, *cheque, deposit, context).map_err(|problem| of_cheque(problem, *cheque))?;
        for cover in state.kept.iter().flat_map(|kept| &kept.covers) {
            let pays = DossierCommand::DepositCheque { cheque: *cheque, rank: cover.rank };
            step::dossier(tx, cover.dossier, pays, context).map_err(|problem| of_cheque(problem, *cheque))?;
        }
    }
    Ok(())
}

/// Says which cheque of a slip was refused.
pub(crate) fn of_cheque(mut problem: Problem, cheque: ChequeId) -> Problem {
    if let Some(params) = problem.params.as_object_mut() {
        params.insert("cheque".to_owned(), json!(cheque));
    }
    problem
}

/// Decides upon a slip and records what follows.
pub(crate) fn decided(
    tx: &mut Tx<'_>,
    slip: SlipId,
    decide: impl FnOnce(&Slip) -> Result<Vec<SlipEvent>, Refusal>,
) -> Result<Slip, Problem> {
    let state = tx.load::<Slip>(slip.0)?;
    tx.append::<Slip>(slip.0, decide(&state)?)?;
    Ok(tx.load::<Slip>(slip.0)?)
}

/// One line of the statement credits the whole slip.
pub async fn credit(app: &App, call: Call, request: CreditSlipRequest) -> Result<SlipView, Problem> {
    let practice = app.practice()?;
    let reason = TextId(practice.fresh());
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let CreditSlipRequest { slip, on, amount_cents, .. } = typed;
            let reason = step::reason(tx, reason, None, typed.reason.as_deref())?;
            let credit = SlipCredit { on, amount_cents, reason };
            credited(tx, context, slip, credit)
        })
        .await?;
    app.announce(Topic::Cheques, None);
    one(&practice, request.slip).await
}

/// The inside of it: the slip, and each of its cheques. Also how the demonstration fills its practice.
pub(crate) fn credited(tx: &mut Tx<'_>, context: &Context, slip: SlipId, credit: SlipCredit) -> Result<(), Problem> {
    let state = decided(tx, slip, |state| slip::credit(state, credit, context))?;
    for standing in state.standing() {
        step::cheque(tx, standing.cheque, ChequeCommand::Credit { on: credit.on, slip }, context)?;
    }
    Ok(())
}

/// Keeps the number of the bank's own slip.
pub async fn set_number(app: &App, call: Call, request: SetSlipNumberRequest) -> Result<SlipView, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let number = bank_number(&typed.bank_number)?.ok_or_else(|| Problem::field("bank_number", "empty"))?;
            decided(tx, typed.slip, |state| slip::set_bank_number(state, number, context)).map(drop)
        })
        .await?;
    app.announce(Topic::Cheques, None);
    one(&practice, request.slip).await
}

/// It was not handed in after all: each cheque is where it was.
pub async fn take_apart(app: &App, call: Call, request: TakeSlipApartRequest) -> Result<SlipView, Problem> {
    let practice = app.practice()?;
    let reason = TextId(practice.fresh());
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let given = step::reason(tx, reason, None, Some(&typed.reason))?;
            let state = decided(tx, typed.slip, |state| slip::take_apart(state, given, context))?;
            for standing in state.standing() {
                let (cheque, on) = (standing.cheque, context.today);
                let back = ChequeCommand::TakeBack { on, reason };
                let known = step::cheque(tx, cheque, back, context).map_err(|problem| of_cheque(problem, cheque))?;
                back_on_dossiers(tx, context, &known).map_err(|problem| of_cheque(problem, cheque))?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Cheques, None);
    one(&practice, request.slip).await
}

/// Its dossiers hold a cheque as they did before it was handed in, or lost.
pub(crate) fn back_on_dossiers(tx: &mut Tx<'_>, context: &Context, state: &Cheque) -> Result<(), Problem> {
    let kept = state.state == ChequeState::Kept;
    let cheque = state.id().ok_or(Refusal::ChequeNotKept)?;
    for cover in state.kept.iter().flat_map(|kept| &kept.covers) {
        let back = DossierCommand::TakeChequeBack { cheque, rank: cover.rank, kept };
        step::dossier(tx, cover.dossier, back, context)?;
    }
    Ok(())
}

/// The slips, the latest first.
pub async fn list(app: &App, _call: Call, request: ListSlipsRequest) -> Result<SlipList, Problem> {
    app.practice()?
        .read(move |queries| {
            let (total, awaited) = queries.slips_count()?;
            let page = Page { offset: request.offset, limit: request.limit.clamp(1, MAX_ROWS) };
            Ok(SlipList { rows: queries.slips(page)?.iter().map(row).collect(), total, awaited })
        })
        .await
}

/// One slip.
pub async fn view(app: &App, _call: Call, request: SlipRef) -> Result<SlipView, Problem> {
    one(&app.practice()?, request.slip).await
}

/// Its list: the paper that was printed with it, or the first print of one made without.
pub async fn print(app: &App, call: Call, request: SlipRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (slip, document) = (request.slip, DocumentId(practice.fresh()));
    let user = practice.user.name.clone();
    let issued = practice
        .command(call, &("slip_list", slip), move |tx, context| {
            slip_papers::issue_list(tx, context, slip, document, &user)
        })
        .await?;
    papers::open(&practice, issued).await
}

/// Its list printed again, marked and counted.
pub async fn reprint(app: &App, call: Call, request: SlipRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let slip = request.slip;
    let issued =
        practice.read(move |queries| Ok(queries.document_of_slip(slip)?)).await?.ok_or(Refusal::UnknownPaper)?;
    papers::again(&practice, call, &("reprint_list", slip), issued.id).await
}

async fn one(practice: &Arc<OpenPractice>, slip: SlipId) -> Result<SlipView, Problem> {
    practice
        .read(move |queries| {
            let known = queries.slip(slip)?.ok_or(Refusal::UnknownSlip)?;
            let users = view_dossier::names(queries)?;
            let entries = queries.stream_entries(StreamKind::Slip, slip.0)?;
            let mut timeline = Vec::with_capacity(entries.len());
            for entry in entries.into_iter().rev() {
                timeline.push(view_cheques::with_texts(queries, view_dossier::timeline_row(&users, entry))?);
            }
            let lines = known.cheques.iter().map(|of_slip| line(queries, of_slip)).collect::<Result<_, _>>()?;
            Ok(SlipView {
                lines,
                credit_reason: known.credit_reason.map(|id| queries.text(id)).transpose()?.flatten(),
                can_be_taken_apart: known.state == SlipState::Made
                    && known.cheques.iter().all(|of_slip| of_slip.rejected_on.is_none()),
                timeline,
                row: row(&known),
            })
        })
        .await
}

fn row(known: &rows::SlipRow) -> SlipRow {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    SlipRow {
        slip: known.id,
        number: fields::slip_number(known.year, known.number),
        state: known.state,
        made_on: known.made_on,
        bank_number: known.bank_number.clone(),
        cheques: count(known.cheques.len()),
        rejected: count(known.cheques.iter().filter(|of_slip| of_slip.rejected_on.is_some()).count()),
        total_cents: known.total_cents,
        expected_cents: known.expected_cents,
        credited_on: known.credited_on,
        credited_cents: known.credited_cents,
    }
}

fn line(queries: &Queries<'_>, of_slip: &rows::SlipChequeRow) -> Result<SlipLineView, Problem> {
    let cheque = queries.cheque(of_slip.cheque)?.ok_or(Refusal::ChequeNotKept)?;
    let paper = queries.cheque_paper(of_slip.cheque)?;
    Ok(SlipLineView {
        cheque: of_slip.cheque,
        cheque_number: view_dossier::cheque_number(queries, &cheque)?,
        drawer_name: paper.map(|paper| paper.drawer_name).unwrap_or_default(),
        customer: people::display(&cheque.name),
        dossier: cheque.covers.first().map(|cover| cover.dossier).ok_or(Refusal::UnknownDossier)?,
        amount_cents: of_slip.amount_cents,
        state: cheque.state,
        rejected_on: of_slip.rejected_on,
        bank_name: cheque.bank_name,
        dossier_number: cheque.dossier_label,
    })
}

/// As printed on the bank's slip; none while it is not known.
fn bank_number(typed: &str) -> Result<Option<String>, Problem> {
    let number = fields::bounded("bank_number", typed, MAX_BANK_NUMBER)?;
    let fits = number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '/' | '.'));
    match (number.is_empty(), fits) {
        (true, _) => Ok(None),
        (false, true) => Ok(Some(number)),
        (false, false) => Err(Problem::field("bank_number", "malformed")),
    }
}
