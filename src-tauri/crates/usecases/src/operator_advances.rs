//! « Avances d'opérateurs à rembourser »: received, given back, withheld out of a transfer; their register. The papers are
//! beside (`operator_advance_papers`), the rules are the domain's.

use crate::{
    app::{App, OpenPractice, blocking},
    bank_credit as credits,
    call::Call,
    contract::{
        AdvanceMovement, AdvanceOperator, CancelAdvanceRequest, ExportAdvancesRequest, InstalmentView, ListExported,
        Nothing, OperatorAdvanceRef, OperatorAdvanceView, OperatorAdvancesView, Problem, ReceiveOperatorAdvanceRequest,
        RecoupAdvanceRequest, RecoupCandidate, RecoupCandidates, RepayAdvanceRequest, RescheduleAdvanceRequest,
        ShortShare, Topic,
    },
    fields, people,
    spreadsheet::{self, Sheet},
    step, whole_file,
};
use relais_domain::{
    bank_credit::{self, BankCredit},
    context::Context,
    ids::{OperatorAdvanceId, TextId},
    money::Cents,
    operator_advance::{self, AdvanceReceived, OperatorAdvance, OperatorAdvanceEvent, Repayment, monthly},
    refusal::Refusal,
};
use relais_storage::{
    NumberSeries, Queries, Tx,
    rows::{OperatorAdvanceRow, Page},
};
use std::{path::PathBuf, sync::Arc};

/// Longest terms, as typed: two sentences of a letter.
const MAX_TERMS_CHARS: usize = 500;
/// Transfers looked through for what was withheld.
const CREDITS_LOOKED_AT: u32 = 500;

/// « AO-2024-0001 ».
pub(crate) fn number(year: i16, number: u32) -> String {
    format!("AO-{year}-{number:04}")
}

/// The register.
pub async fn list(app: &App, _call: Call, _request: Nothing) -> Result<OperatorAdvancesView, Problem> {
    view(&app.practice()?).await
}

async fn view(practice: &Arc<OpenPractice>) -> Result<OperatorAdvancesView, Problem> {
    let shown = practice.clone();
    practice
        .read(move |queries| {
            let rows = queries.operator_advances()?;
            let rows = rows.iter().map(|row| one(&shown, queries, row)).collect::<Result<Vec<_>, Problem>>()?;
            let operators = queries.platform_strip()?.into_iter().map(|row| AdvanceOperator {
                platform: row.platform,
                label: row.label,
                suspended_on: row.suspended_on,
            });
            let balance_cents = Cents::sum(rows.iter().map(|row| row.balance_cents))?;
            Ok(OperatorAdvancesView { rows, balance_cents, operators: operators.collect() })
        })
        .await
}

pub(crate) fn one(
    practice: &OpenPractice,
    queries: &Queries<'_>,
    row: &OperatorAdvanceRow,
) -> Result<OperatorAdvanceView, Problem> {
    let state = queries.stream::<OperatorAdvance>(row.id.0)?.ok_or(Refusal::UnknownOperatorAdvance)?;
    let terms = state.received.as_ref().and_then(|received| received.terms);
    let terms = terms.map(|text| queries.text(text)).transpose()?.flatten();
    let withheld =
        state.recouped.iter().map(|(amount, on, _)| AdvanceMovement { on: *on, amount_cents: *amount, means: None });
    let repaid = state.repaid.iter().map(|repaid| AdvanceMovement {
        on: repaid.on,
        amount_cents: repaid.amount_cents,
        means: Some(repaid.means),
    });
    let mut movements: Vec<AdvanceMovement> = withheld.chain(repaid).collect();
    movements.sort_by_key(|movement| movement.on);
    Ok(OperatorAdvanceView {
        advance: row.id,
        number: number(row.year, row.number),
        platform_label: practice.lines.label(&row.platform),
        platform: row.platform.clone(),
        amount_cents: state.received.as_ref().map(|received| received.amount_cents).unwrap_or_default(),
        balance_cents: row.balance_cents,
        recouped_cents: state.recouped_cents(),
        repaid_cents: state.repaid_cents(),
        received_on: row.received_on,
        terms: terms.unwrap_or_default(),
        due_on: row.due_on,
        due_cents: row.due_cents,
        late: row.due_on.is_some_and(|due| due < practice.today()),
        cancelled: row.cancelled,
        schedule: state
            .schedule()
            .into_iter()
            .map(|(day, left_cents)| InstalmentView { due_on: day.due_on, amount_cents: day.amount_cents, left_cents })
            .collect(),
        movements,
        statement: queries.statement_of_advance(row.id)?,
    })
}

/// Records one that was received, of a credit that was recorded first or by itself.
pub async fn receive(
    app: &App,
    call: Call,
    request: ReceiveOperatorAdvanceRequest,
) -> Result<OperatorAdvancesView, Problem> {
    let practice = app.practice()?;
    let (advance, text) = (OperatorAdvanceId(practice.fresh()), TextId(practice.fresh()));
    if practice.lines.get(&request.platform).is_none() {
        return Err(Refusal::UnknownPlatform.into());
    }
    let typed = request.clone();
    practice.command(call, &request, move |tx, context| take(tx, context, (advance, text), &typed)).await?;
    app.announce(Topic::Cheques, None);
    view(&practice).await
}

fn take(
    tx: &mut Tx<'_>,
    context: &Context,
    (advance, text): (OperatorAdvanceId, TextId),
    typed: &ReceiveOperatorAdvanceRequest,
) -> Result<(), Problem> {
    let terms = fields::bounded("terms", &typed.terms, MAX_TERMS_CHARS)?;
    if !terms.is_empty() {
        tx.put_text(text, None, &terms)?;
    }
    let year = context.today.year();
    let received = AdvanceReceived {
        advance,
        number: tx.next_number(NumberSeries::OperatorAdvance, year)?,
        year,
        platform: typed.platform.clone(),
        amount_cents: typed.amount_cents,
        on: typed.on,
        bank_credit: typed.bank_credit,
        terms: (!terms.is_empty()).then_some(text),
        instalments: monthly(typed.amount_cents, typed.schedule.first_on, typed.schedule.count),
    };
    let events = operator_advance::receive(&OperatorAdvance::default(), received, context)?;
    tx.append::<OperatorAdvance>(advance.0, events)?;
    if let Some(credit) = typed.bank_credit {
        let state = tx.load::<BankCredit>(credit.0)?;
        let given = bank_credit::give_to_advance(&state, advance, typed.amount_cents)?;
        tx.append::<BankCredit>(credit.0, given)?;
    }
    Ok(())
}

/// Decides one step on an advance, and gives the register as it then is.
async fn stepped(
    app: &App,
    call: Call,
    asked: &impl serde::Serialize,
    advance: OperatorAdvanceId,
    decide: impl FnOnce(&OperatorAdvance, &Context) -> Result<Vec<OperatorAdvanceEvent>, Refusal> + Send + 'static,
) -> Result<OperatorAdvancesView, Problem> {
    let practice = app.practice()?;
    practice
        .command(call, asked, move |tx, context| {
            let state = tx.load::<OperatorAdvance>(advance.0)?;
            Ok(tx.append::<OperatorAdvance>(advance.0, decide(&state, context)?)?)
        })
        .await?;
    view(&practice).await
}

/// Agrees on other days for what is left.
pub async fn reschedule(
    app: &App,
    call: Call,
    request: RescheduleAdvanceRequest,
) -> Result<OperatorAdvancesView, Problem> {
    let (first_on, count) = (request.schedule.first_on, request.schedule.count);
    stepped(app, call, &request, request.advance, move |state, _| {
        operator_advance::reschedule(state, monthly(state.balance(), first_on, count))
    })
    .await
}

fn repayment(request: &RepayAdvanceRequest) -> Repayment {
    Repayment { amount_cents: request.amount_cents, means: request.means, on: request.on }
}

/// The practice pays some back.
pub async fn repay(app: &App, call: Call, request: RepayAdvanceRequest) -> Result<OperatorAdvancesView, Problem> {
    let paid = repayment(&request);
    stepped(app, call, &request, request.advance, move |state, context| operator_advance::repay(state, paid, context))
        .await
}

/// Corrects a repayment recorded by mistake.
pub async fn reverse_repayment(
    app: &App,
    call: Call,
    request: RepayAdvanceRequest,
) -> Result<OperatorAdvancesView, Problem> {
    let paid = repayment(&request);
    let asked = ("reverse", &request);
    stepped(app, call, &asked, request.advance, move |state, _| operator_advance::reverse_repayment(state, paid)).await
}

/// Corrects an advance recorded by mistake; the credit it came with is to allocate again.
pub async fn cancel(app: &App, call: Call, request: CancelAdvanceRequest) -> Result<OperatorAdvancesView, Problem> {
    let practice = app.practice()?;
    let (advance, text, typed) = (request.advance, TextId(practice.fresh()), request.reason.clone());
    practice
        .command(call, &request, move |tx, _| {
            let reason = step::reason(tx, text, None, Some(&typed))?.ok_or(Refusal::ReasonNeeded)?;
            let state = tx.load::<OperatorAdvance>(advance.0)?;
            tx.append::<OperatorAdvance>(advance.0, operator_advance::cancel(&state, reason)?)?;
            if let Some(credit) = state.received.and_then(|received| received.bank_credit) {
                let taken = bank_credit::take_from_advance(&tx.load::<BankCredit>(credit.0)?, advance)?;
                tx.append::<BankCredit>(credit.0, taken)?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Cheques, None);
    view(&practice).await
}

/// The transfers of the advance's operator in which something may have been withheld.
pub async fn candidates(app: &App, _call: Call, request: OperatorAdvanceRef) -> Result<RecoupCandidates, Problem> {
    let practice = app.practice()?;
    practice
        .read(move |queries| {
            let advance = queries.operator_advance(request.advance)?.ok_or(Refusal::UnknownOperatorAdvance)?;
            let mut rows = Vec::new();
            for credit in queries.bank_credits(Page::first(CREDITS_LOOKED_AT))? {
                let its_own = credit.payer.as_ref().is_none_or(|payer| *payer == advance.platform);
                if !its_own || credit.left_cents.is_positive() || credit.on < advance.received_on {
                    continue;
                }
                let mut shares: Vec<ShortShare> = Vec::new();
                for part in &credit.allocations {
                    let known = shares.iter().any(|share| (share.dossier, share.rank) == (part.dossier, part.rank));
                    let Some(row) = queries.dossier(part.dossier)?.filter(|_| !known) else { continue };
                    let track = row.tracks.iter().find(|track| track.rank == part.rank);
                    let of_operator =
                        track.filter(|track| track.operator.as_ref().is_none_or(|code| *code == advance.platform));
                    let missing = of_operator.and_then(|track| {
                        credits::announced(track).map(|announced| announced.remaining_after(track.paid_cents))
                    });
                    shares.extend(missing.filter(|missing| missing.is_positive()).map(|missing_cents| ShortShare {
                        dossier: row.id,
                        number: row.label(),
                        customer: people::display(&row.name),
                        rank: part.rank,
                        missing_cents,
                    }));
                }
                if !shares.is_empty() {
                    let label = credit.label.map(|label| queries.text(label)).transpose()?.flatten();
                    rows.push(RecoupCandidate {
                        bank_credit: credit.id,
                        on: credit.on,
                        amount_cents: credit.amount_cents,
                        label: label.unwrap_or_default(),
                        missing_cents: Cents::sum(shares.iter().map(|share| share.missing_cents))?,
                        shares,
                    });
                }
            }
            Ok(RecoupCandidates { rows })
        })
        .await
}

/// What was missing of a transfer was withheld: the advance is less, and the shares are paid, in one transaction.
pub async fn recoup(app: &App, call: Call, request: RecoupAdvanceRequest) -> Result<OperatorAdvancesView, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let (advance, credit) = (typed.advance, typed.bank_credit);
            let parts = credits::parts(&typed.allocations)?;
            let amount_cents = Cents::sum(parts.iter().map(|part| part.amount_cents))?;
            let state = tx.load::<BankCredit>(credit.0)?;
            let on = state.recorded.as_ref().ok_or(Refusal::UnknownBankCredit)?.on;
            let held = tx.load::<OperatorAdvance>(advance.0)?;
            let taken = operator_advance::recoup(&held, (amount_cents, on, credit), context)?;
            tx.append::<OperatorAdvance>(advance.0, taken)?;
            tx.append::<BankCredit>(credit.0, bank_credit::withhold(&state, advance, parts)?)?;
            credits::pay(tx, context, credit, &typed.allocations, None).map(drop)
        })
        .await?;
    app.announce(Topic::Cheques, None);
    view(&practice).await
}

/// Writes the register for a spreadsheet.
pub async fn export(app: &App, _call: Call, request: ExportAdvancesRequest) -> Result<ListExported, Problem> {
    let practice = app.practice()?;
    let register = view(&practice).await?;
    let path = PathBuf::from(request.path);
    blocking(move || {
        let mut sheet = Sheet::new(&[
            "Avance",
            "Opérateur",
            "Reçue le",
            "Montant",
            "Retenu",
            "Remboursé",
            "Reste",
            "Prochaine échéance",
            "À cette date",
            "Conditions",
        ]);
        let standing = register.rows.iter().filter(|row| !row.cancelled);
        let mut rows = 0;
        for row in standing {
            rows += 1;
            sheet.row([
                row.number.clone(),
                row.platform_label.clone(),
                spreadsheet::day(row.received_on),
                spreadsheet::amount(row.amount_cents),
                spreadsheet::amount(row.recouped_cents),
                spreadsheet::amount(row.repaid_cents),
                spreadsheet::amount(row.balance_cents),
                row.due_on.map(spreadsheet::day).unwrap_or_default(),
                row.due_cents.map(spreadsheet::amount).unwrap_or_default(),
                row.terms.clone(),
            ]);
        }
        let bytes = whole_file::put(&path, &sheet.into_bytes())?;
        Ok(ListExported { path: path.display().to_string(), rows, bytes })
    })
    .await
}
