//! The bank's credit, by hand for now: the only thing that makes an AMC share paid and a cheque « à rendre ».

use crate::{
    app::App,
    call::Call,
    contract::{AwaitedList, AwaitedRequest, AwaitedRow, BankCreditRecorded, Problem, RecordBankCreditRequest, Topic},
    fields, people, step,
};
use relais_domain::{
    bank_credit::{self, Allocation, BankCredit, Recorded},
    cheque::{Cheque, ChequePosition},
    dossier::{DossierCommand, TrackMove, TrackState},
    ids::{BankCreditId, ChequeId, TextId},
};
use relais_storage::rows::{DossierRow, Page};
use std::collections::BTreeSet;

/// Most allocations typed by hand for one credit.
pub const MAX_ALLOCATIONS: usize = 200;
/// Rows offered to allocate to.
const AWAITED_ROWS: usize = 100;
/// Dossiers looked at to find them: recent ones, or those that match what is typed.
const DOSSIERS_LOOKED_AT: u32 = 1_000;
/// Longest label of a statement's line, as typed.
const MAX_LABEL_CHARS: usize = 140;

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
    tx: &mut relais_storage::Tx<'_>,
    context: &relais_domain::context::Context,
    (bank_credit, label): (BankCreditId, TextId),
    typed: &RecordBankCreditRequest,
) -> Result<BankCreditRecorded, Problem> {
    if typed.allocations.len() > MAX_ALLOCATIONS {
        return Err(Problem::field("allocations", "too_many"));
    }
    let text = fields::bounded("label", &typed.label, MAX_LABEL_CHARS)?;
    if !text.is_empty() {
        tx.put_text(label, None, &text)?;
    }
    let allocations = typed
        .allocations
        .iter()
        .map(|a| Allocation { dossier: a.dossier, rank: a.rank, amount_cents: a.amount_cents })
        .collect::<Vec<_>>();
    let recorded = Recorded {
        bank_credit,
        amount_cents: typed.amount_cents,
        on: typed.on,
        payer: typed.payer.clone(),
        label: (!text.is_empty()).then_some(label),
        allocations: allocations.clone(),
    };
    let state = tx.load::<BankCredit>(bank_credit.0)?;
    let events = bank_credit::record(&state, recorded, context)?;
    tx.append::<BankCredit>(bank_credit.0, events)?;
    let mut cheques = BTreeSet::new();
    for allocation in &allocations {
        let moved = TrackMove {
            bank_credit: Some(bank_credit),
            amount_cents: Some(allocation.amount_cents),
            on: Some(typed.on),
            ..TrackMove::to(allocation.rank, TrackState::Paid)
        };
        step::dossier(tx, allocation.dossier, DossierCommand::MoveTrack(moved), context)?;
        let dossier = step::existing_dossier(tx, allocation.dossier)?;
        cheques.extend(dossier.cheques_kept.iter().filter(|c| c.rank == allocation.rank).map(|c| c.cheque));
    }
    count_positions(tx, context, cheques)
}

/// Under which tab the cheques now stand.
fn count_positions(
    tx: &mut relais_storage::Tx<'_>,
    context: &relais_domain::context::Context,
    cheques: BTreeSet<ChequeId>,
) -> Result<BankCreditRecorded, Problem> {
    let mut counted = BankCreditRecorded { cheques_to_return: 0, cheques_to_complete: 0 };
    for cheque in cheques {
        let state = tx.load::<Cheque>(cheque.0)?;
        let covers = state.kept.as_ref().map(|kept| kept.covers.clone()).unwrap_or_default();
        let facts = tx.track_facts(&covers)?;
        match state.position(&facts, context.today) {
            ChequePosition::ToReturn => counted.cheques_to_return += 1,
            ChequePosition::ToComplete => counted.cheques_to_complete += 1,
            _ => {}
        }
    }
    Ok(counted)
}

/// The shares still awaited, by any word of the customer or the dossier; advised ones first.
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
            rows.sort_by_key(|row| row.advised_cents.is_none());
            rows.truncate(AWAITED_ROWS);
            Ok(AwaitedList { rows })
        })
        .await
}

fn awaited_tracks(dossier: &DossierRow) -> impl Iterator<Item = AwaitedRow> {
    let awaits = |state| {
        matches!(
            state,
            TrackState::Accepted
                | TrackState::Advised
                | TrackState::Sent
                | TrackState::Entrusted
                | TrackState::Queued
                | TrackState::OutcomeUnknown
                | TrackState::NotSent
        )
    };
    dossier.tracks.iter().filter(move |track| awaits(track.state)).map(|track| AwaitedRow {
        dossier: dossier.id,
        number: dossier.label(),
        customer: people::display(&dossier.name),
        rank: track.rank,
        state: track.state,
        platform: track.operator.clone(),
        // What was agreed if it is known, less what was paid.
        awaited_cents: track.agreement_cents.unwrap_or(track.share_cents).remaining_after(track.paid_cents),
        advised_cents: track.advised_cents,
        has_cheque: dossier.cheques_kept > 0,
    })
}
