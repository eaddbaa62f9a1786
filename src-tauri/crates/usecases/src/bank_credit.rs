//! The bank's credit, by hand for now: the only thing that makes an AMC share paid and a cheque « à rendre ». What is not
//! allocated stays in sight until it is.

use crate::{
    app::App,
    call::Call,
    contract::{
        AllocateBankCreditRequest, AllocationView, AwaitedList, AwaitedRequest, AwaitedRow, BankCreditRecorded,
        Nothing, PaidShort, Problem, RecordBankCreditRequest, Topic, UnallocatedCredit, UnallocatedList,
    },
    fields, people, step,
};
use relais_domain::{
    advice::PaidByList,
    bank_credit::{self, Allocation, BankCredit, Recorded},
    cheque::{Cheque, ChequePosition},
    context::Context,
    dossier::{DossierCommand, TrackMove, TrackState},
    ids::{BankCreditId, ChequeId, ImportId, TextId},
    money::Cents,
    refusal::Refusal,
};
use relais_storage::{
    Tx,
    rows::{DossierRow, Page, TrackRow},
};
use std::collections::BTreeSet;

/// Most allocations typed by hand for one credit.
pub const MAX_ALLOCATIONS: usize = 200;
/// Rows offered to allocate to.
const AWAITED_ROWS: usize = 100;
/// Dossiers looked at to find them: recent ones, or those that match what is typed.
const DOSSIERS_LOOKED_AT: u32 = 1_000;
/// Longest label of a statement's line, as typed.
pub(crate) const MAX_LABEL_CHARS: usize = 140;

/// Records it and its allocations: every track it pays moves in the same transaction.
pub async fn record(app: &App, call: Call, request: RecordBankCreditRequest) -> Result<BankCreditRecorded, Problem> {
    let practice = app.practice()?;
    let (bank_credit, label) = (BankCreditId(practice.fresh()), TextId(practice.fresh()));
    let typed = request.clone();
    let recorded =
        practice.command(call, &request, move |tx, context| inside(tx, context, (bank_credit, label), &typed)).await?;
    app.announce(Topic::Cheques, None);
    Ok(recorded)
}

/// The transaction's inside; also how the demonstration fills its practice.
pub(crate) fn inside(
    tx: &mut Tx<'_>,
    context: &Context,
    (bank_credit, label): (BankCreditId, TextId),
    typed: &RecordBankCreditRequest,
) -> Result<BankCreditRecorded, Problem> {
    let text = fields::bounded("label", &typed.label, MAX_LABEL_CHARS)?;
    if !text.is_empty() {
        tx.put_text(label, None, &text)?;
    }
    let recorded = Recorded {
        bank_credit,
        amount_cents: typed.amount_cents,
        on: typed.on,
        payer: typed.payer.clone(),
        label: (!text.is_empty()).then_some(label),
        allocations: parts(&typed.allocations)?,
        statement: None,
    };
    let state = tx.load::<BankCredit>(bank_credit.0)?;
    let events = bank_credit::record(&state, recorded, context)?;
    tx.append::<BankCredit>(bank_credit.0, events)?;
    pay(tx, context, bank_credit, &typed.allocations, None)
}

/// Allocates some of what is left of a credit, as if it had been at once.
pub async fn allocate(
    app: &App,
    call: Call,
    request: AllocateBankCreditRequest,
) -> Result<BankCreditRecorded, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    let recorded = practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<BankCredit>(typed.bank_credit.0)?;
            let events = bank_credit::allocate(&state, parts(&typed.allocations)?)?;
            tx.append::<BankCredit>(typed.bank_credit.0, events)?;
            pay(tx, context, typed.bank_credit, &typed.allocations, None)
        })
        .await?;
    app.announce(Topic::Cheques, None);
    Ok(recorded)
}

pub(crate) fn parts(typed: &[AllocationView]) -> Result<Vec<Allocation>, Problem> {
    if typed.len() > MAX_ALLOCATIONS {
        return Err(Problem::field("allocations", "too_many"));
    }
    let part = |a: &AllocationView| Allocation { dossier: a.dossier, rank: a.rank, amount_cents: a.amount_cents };
    Ok(typed.iter().map(part).collect())
}

/// Moves the tracks a credit pays, dated as on the statement, and says what became of their cheques. What a statement pays
/// is said with its import, so that it can be undone.
pub(crate) fn pay(
    tx: &mut Tx<'_>,
    context: &Context,
    bank_credit: BankCreditId,
    allocations: &[AllocationView],
    import: Option<ImportId>,
) -> Result<BankCreditRecorded, Problem> {
    let credit = tx.load::<BankCredit>(bank_credit.0)?;
    let on = credit.recorded.as_ref().map(|recorded| recorded.on);
    let mut cheques = BTreeSet::new();
    for allocation in allocations {
        let AllocationView { rank, amount_cents, .. } = *allocation;
        let command = match (import, on) {
            (Some(import), Some(on)) => {
                DossierCommand::PayByList { paid: PaidByList { rank, import, bank_credit }, amount_cents, on }
            }
            _ => DossierCommand::MoveTrack(TrackMove {
                bank_credit: Some(bank_credit),
                amount_cents: Some(amount_cents),
                on,
                ..TrackMove::to(rank, TrackState::Paid)
            }),
        };
        step::dossier(tx, allocation.dossier, command, context)?;
        let dossier = step::existing_dossier(tx, allocation.dossier)?;
        cheques.extend(dossier.cheques_kept.iter().filter(|c| c.rank == allocation.rank).map(|c| c.cheque));
    }
    let (cheques_to_return, cheques_to_complete) = count_positions(tx, context, cheques)?;
    Ok(BankCreditRecorded {
        cheques_to_return,
        cheques_to_complete,
        left_cents: credit.left(),
        short: paid_short(tx, allocations)?,
    })
}

/// How many of the cheques now stand under « à rendre », and under « à compléter ».
fn count_positions(tx: &mut Tx<'_>, context: &Context, cheques: BTreeSet<ChequeId>) -> Result<(u32, u32), Problem> {
    let (mut to_return, mut to_complete) = (0, 0);
    for cheque in cheques {
        let state = tx.load::<Cheque>(cheque.0)?;
        let covers = state.kept.as_ref().map(|kept| kept.covers.clone()).unwrap_or_default();
        let facts = tx.track_facts(&covers)?;
        match state.position(&facts, context.today) {
            ChequePosition::ToReturn => to_return += 1,
            ChequePosition::ToComplete => to_complete += 1,
            _ => {}
        }
    }
    Ok((to_return, to_complete))
}

/// The shares paid for less than was announced: said at once, since it may be money the payer held back.
fn paid_short(tx: &mut Tx<'_>, allocations: &[AllocationView]) -> Result<Vec<PaidShort>, Problem> {
    let shares: BTreeSet<_> = allocations.iter().map(|allocation| (allocation.dossier, allocation.rank)).collect();
    let mut short = Vec::new();
    for (dossier, rank) in shares {
        let row = tx.queries()?.dossier(dossier)?.ok_or(Refusal::UnknownDossier)?;
        let tracks = row.tracks.iter().filter(|track| track.rank == rank);
        let less = tracks.filter_map(|track| Some((track, announced(track)?))).filter(|(t, all)| t.paid_cents < *all);
        short.extend(less.map(|(track, expected_cents)| PaidShort {
            dossier,
            rank,
            expected_cents,
            paid_cents: track.paid_cents,
        }));
    }
    Ok(short)
}

/// What an insurer announced for a share: by its advice, else by its agreement.
pub(crate) fn announced(track: &TrackRow) -> Option<Cents> {
    track.advised_cents.or(track.agreement_cents)
}

/// The credits of which something is left to allocate.
pub async fn unallocated(app: &App, _call: Call, _request: Nothing) -> Result<UnallocatedList, Problem> {
    let practice = app.practice()?;
    practice
        .read(move |queries| {
            let rows = queries
                .bank_credits_left()?
                .into_iter()
                .map(|credit| {
                    let label = credit.label.map(|label| queries.text(label)).transpose()?.flatten();
                    Ok(UnallocatedCredit {
                        bank_credit: credit.id,
                        on: credit.on,
                        payer: credit.payer,
                        label: label.unwrap_or_default(),
                        amount_cents: credit.amount_cents,
                        left_cents: credit.left_cents,
                    })
                })
                .collect::<Result<Vec<_>, Problem>>()?;
            Ok(UnallocatedList { left_cents: Cents::sum(rows.iter().map(|row| row.left_cents))?, rows })
        })
        .await
}

/// The shares still awaited, by any word of the customer or the dossier: advised ones first, and last those paid for less
/// than was announced, whose rest may come.
pub async fn awaited(app: &App, _call: Call, request: AwaitedRequest) -> Result<AwaitedList, Problem> {
    let practice = app.practice()?;
    practice
        .read(move |queries| {
            let dossiers = if request.text.trim().is_empty() {
                queries.recent_dossiers(Page::first(DOSSIERS_LOOKED_AT))?
            } else {
                queries.search(&request.text, DOSSIERS_LOOKED_AT)?
            };
            let mut rows: Vec<AwaitedRow> = dossiers.iter().flat_map(awaited_tracks).collect();
            rows.retain(|row| request.platform.is_none() || row.platform == request.platform);
            rows.sort_by_key(|row| (row.state == TrackState::Paid, row.advised_cents.is_none()));
            rows.truncate(AWAITED_ROWS);
            Ok(AwaitedList { rows })
        })
        .await
}

pub(crate) fn awaited_tracks(dossier: &DossierRow) -> impl Iterator<Item = AwaitedRow> {
    dossier.tracks.iter().filter(|track| is_awaited(track)).map(|track| AwaitedRow {
        dossier: dossier.id,
        number: dossier.label(),
        customer: people::display(&dossier.name),
        rank: track.rank,
        state: track.state,
        platform: track.operator.clone(),
        awaited_cents: to_come(track),
        advised_cents: track.advised_cents.map(|advised| advised.remaining_after(track.paid_cents)),
        has_cheque: dossier.cheques_kept > 0,
    })
}

/// What is still to come of a share: what was agreed if it is known, else what was asked, less what was paid.
pub(crate) fn to_come(track: &TrackRow) -> Cents {
    track.agreement_cents.unwrap_or(track.share_cents).remaining_after(track.paid_cents)
}

fn is_awaited(track: &TrackRow) -> bool {
    match track.state {
        TrackState::Accepted
        | TrackState::Advised
        | TrackState::Sent
        | TrackState::Entrusted
        | TrackState::Queued
        | TrackState::OutcomeUnknown
        | TrackState::NotSent => true,
        TrackState::Paid => announced(track).is_some_and(|announced| track.paid_cents < announced),
        TrackState::Refused | TrackState::Cancelled | TrackState::Withdrawn | TrackState::ClaimedByCustomer => false,
    }
}
