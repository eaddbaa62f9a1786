//! Undoing a statement or a list of advices: each dossier is put back where it stood and each credit taken back, as long as
//! nothing else has happened to them. A credit goes with all it pays, or stays with all of it.

use crate::{
    app::App,
    call::Call,
    circuit::undo::{REASON, kept_dossier, put_back, way_back},
    contract::{ImportRef, PaymentsUndone, Problem, Topic},
};
use relais_domain::{
    bank_credit::{self, BankCredit},
    context::Context,
    ids::{BankCreditId, DossierId, ImportId, TextId},
    import::{self, Import},
    refusal::Refusal,
    tabular::TableKind,
};
use relais_storage::Tx;
use std::collections::{BTreeMap, BTreeSet};

/// A credit of the statement, and the dossiers it pays.
type Credits = BTreeMap<BankCreditId, BTreeSet<DossierId>>;

/// Undoes it, as far as it can be; says what stays as it is.
pub async fn undo(app: &App, call: Call, request: ImportRef) -> Result<PaymentsUndone, Problem> {
    let practice = app.practice()?;
    let (import, reason) = (request.import, TextId(practice.fresh()));
    let taken = practice.read(move |queries| Ok(queries.import(import)?.map_or(0, |row| row.taken))).await?;
    let run = practice.imports.begin(usize::try_from(taken).unwrap_or(usize::MAX))?;
    let undone = practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Import>(import.0)?;
            let recorded = state.recorded.as_ref().ok_or(Refusal::UnknownImport)?;
            if state.undone.is_some() {
                return Err(Refusal::ImportUndone.into());
            }
            tx.put_text(reason, None, REASON)?;
            let undone = match recorded.table {
                TableKind::BankStatement => of_statement(tx, context, (import, reason), &|| run.step())?,
                TableKind::PaymentAdvices => of_advices(tx, context, (import, reason), &|| run.step())?,
                TableKind::TransmittedLots | TableKind::ConcentratorReturns => {
                    return Err(Problem::field("import", "not_a_choice"));
                }
            };
            // Of a statement, what stays is credits and slips; of advices, dossiers.
            let kept = match recorded.table {
                TableKind::BankStatement => undone.credits_kept + undone.slips_kept,
                _ => u32::try_from(undone.kept.len()).unwrap_or(u32::MAX),
            };
            let events = import::undo(&state, undone.undone, kept, context)?;
            tx.append::<Import>(import.0, events)?;
            Ok(undone)
        })
        .await?;
    for topic in [Topic::Dossiers, Topic::Cheques, Topic::Recovery, Topic::Platforms] {
        app.announce(topic, None);
    }
    Ok(undone)
}

type Step<'s> = &'s dyn Fn() -> Result<(), Problem>;

fn of_statement(
    tx: &mut Tx<'_>,
    context: &Context,
    (import, reason): (ImportId, TextId),
    step: Step<'_>,
) -> Result<PaymentsUndone, Problem> {
    let (mut credits, mut kept) = (Credits::new(), BTreeSet::new());
    let mut stays = BTreeSet::new();
    for row in tx.queries()?.credits_of_import(import)? {
        let credit = tx.load::<BankCredit>(row.id.0)?;
        let dossiers: BTreeSet<DossierId> = credit.allocations().map(|part| part.dossier).collect();
        if bank_credit::withdraw(&credit, import, reason, context).is_err() {
            stays.insert(row.id);
        }
        for dossier in &dossiers {
            if !kept.contains(dossier) && way_back(tx, context, *dossier, (import, reason))?.is_none() {
                kept.insert(*dossier);
            }
        }
        credits.insert(row.id, dossiers);
    }
    keep_whole(&credits, &mut stays, &mut kept);
    let (mut back, mut undone) = (BTreeSet::new(), 0);
    for (credit, dossiers) in &credits {
        step()?;
        if stays.contains(credit) {
            continue;
        }
        for dossier in dossiers {
            if back.insert(*dossier) && !put_back(tx, context, *dossier, (import, reason))? {
                return Err(Refusal::ChangedSince.into());
            }
        }
        let state = tx.load::<BankCredit>(credit.0)?;
        tx.append::<BankCredit>(credit.0, bank_credit::withdraw(&state, import, reason, context)?)?;
        undone += 1;
    }
    let of_kept: BTreeSet<DossierId> =
        credits.iter().filter(|(id, _)| stays.contains(id)).flat_map(|(_, of)| of.iter().copied()).collect();
    let taken = tx.load::<Import>(import.0)?.recorded.map_or(0, |recorded| recorded.taken);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(PaymentsUndone {
        undone,
        kept: of_kept.into_iter().map(|dossier| kept_dossier(tx, dossier)).collect::<Result<_, _>>()?,
        credits_kept: count(stays.len()),
        // What was taken and is no credit credited a slip: the bank's word about cheques stays.
        slips_kept: taken.saturating_sub(count(credits.len())),
    })
}

/// A credit that stays keeps every dossier it pays, and a dossier that stays keeps every credit that pays it.
fn keep_whole(credits: &Credits, stays: &mut BTreeSet<BankCreditId>, kept: &mut BTreeSet<DossierId>) {
    loop {
        let before = (stays.len(), kept.len());
        for (credit, dossiers) in credits {
            if stays.contains(credit) || dossiers.iter().any(|dossier| kept.contains(dossier)) {
                stays.insert(*credit);
                kept.extend(dossiers);
            }
        }
        if before == (stays.len(), kept.len()) {
            return;
        }
    }
}

fn of_advices(
    tx: &mut Tx<'_>,
    context: &Context,
    (import, reason): (ImportId, TextId),
    step: Step<'_>,
) -> Result<PaymentsUndone, Problem> {
    let (mut undone, mut kept) = (0, Vec::new());
    for dossier in tx.queries()?.dossiers_of_advices(import)? {
        step()?;
        if put_back(tx, context, dossier, (import, reason))? {
            undone += 1;
        } else {
            kept.push(kept_dossier(tx, dossier)?);
        }
    }
    // What was still work goes with the list.
    let aside = tx.load::<Import>(import.0)?.aside.len();
    undone += u32::try_from(aside).unwrap_or(u32::MAX);
    Ok(PaymentsUndone { undone, kept, credits_kept: 0, slips_kept: 0 })
}
