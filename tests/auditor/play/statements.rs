//! Deeds of lists of payments: a statement whose credits pay shares, advices of a list, a statement undone.

use super::{Command, Deed, Step, circuit, near, one_in, outbox, sale};
use relais_domain::{
    advice::{Advice, AdviceOutcome, PaidByList},
    bank_credit::{self, Allocation, BankCreditEvent, Recorded, StatementLine},
    dossier::{self, DossierCommand, DossierEvent},
    event::Event,
    ids::{BankCreditId, DossierId, ImportId, TextId},
    refusal::Refusal,
    stream::{Stream, StreamKind},
};
use std::collections::BTreeSet;

/// A statement of one or two credits, each for a share or two.
pub(super) fn take(command: &mut Command, deed: Deed) -> Step {
    let import = ImportId(command.fresh());
    for line in 0..=u8::from(one_in(3, deed.d)) {
        credit(command, import, Deed { a: deed.a.wrapping_add(line), c: deed.c.wrapping_add(line), ..deed })?;
    }
    Ok(())
}

fn credit(command: &mut Command, import: ImportId, deed: Deed) -> Step {
    let bank_credit = BankCreditId(command.fresh());
    let amount = [38_000, 10_000, 20_000][usize::from(deed.c) % 3];
    let mut allocations = Vec::new();
    for part in 0..=u8::from(one_in(4, deed.b)) {
        let (dossier, state) = command.pick_dossier(deed.a.wrapping_add(part))?;
        let rank = outbox::rank(&state, deed.b);
        allocations.push(Allocation { dossier, rank, amount_cents: sale::cents(amount / 2) });
    }
    let on = near(command.context.today, deed.d);
    let recorded = Recorded {
        bank_credit,
        amount_cents: sale::cents(amount),
        on,
        payer: None,
        label: None,
        allocations: allocations.clone(),
        statement: Some(StatementLine { import, value_on: None, reference: None, insurer: None }),
    };
    command.credit(recorded)?;
    for Allocation { dossier, rank, amount_cents } in allocations {
        let paid = PaidByList { rank, import, bank_credit };
        command.dossier(dossier, DossierCommand::PayByList { paid, amount_cents, on })?;
    }
    Ok(())
}

/// One line of a list of advices.
pub(super) fn advise(command: &mut Command, deed: Deed) -> Step {
    let (dossier, state) = command.pick_dossier(deed.a)?;
    let rank = outbox::rank(&state, deed.b);
    let outcome = if one_in(3, deed.c) { AdviceOutcome::Rejected } else { AdviceOutcome::Announced };
    let amount = [38_000, 30_000, 0][usize::from(deed.d) % 3];
    let advice = Advice {
        rank,
        from: None,
        import: ImportId(command.fresh()),
        outcome,
        reference: None,
        amount_cents: (outcome == AdviceOutcome::Announced).then(|| sale::cents(amount)),
        on: Some(near(command.context.today, deed.c)),
        pays_on: None,
        code: None,
        wording: None,
    };
    command.dossier(dossier, DossierCommand::Advise(advice))
}

/// Undoes a statement as the one use case that does: a credit goes with all it pays, or stays with all of it.
pub(super) fn undo(command: &mut Command, deed: Deed) -> Step {
    let (_, picked) = command.pick_credit(deed.a)?;
    let import = picked.recorded.and_then(|recorded| recorded.statement).ok_or(Refusal::UnknownImport)?.import;
    let reason = command.text();
    let of_it: Vec<(BankCreditId, BTreeSet<DossierId>)> = command
        .books
        .credits
        .iter()
        .filter(|(_, credit)| credit.standing().any(|r| r.statement.as_ref().is_some_and(|line| line.import == import)))
        .map(|(id, credit)| (*id, credit.allocations().map(|part| part.dossier).collect()))
        .collect();
    let mut stays: BTreeSet<BankCreditId> = BTreeSet::new();
    let mut kept: BTreeSet<DossierId> = BTreeSet::new();
    for (id, dossiers) in &of_it {
        if withdrawal(command, *id, import, reason).is_err() {
            stays.insert(*id);
        }
        kept.extend(dossiers.iter().filter(|dossier| !goes_back(command, **dossier, import, reason)));
    }
    loop {
        let before = (stays.len(), kept.len());
        for (id, dossiers) in &of_it {
            if stays.contains(id) || dossiers.iter().any(|dossier| kept.contains(dossier)) {
                stays.insert(*id);
                kept.extend(dossiers);
            }
        }
        if before == (stays.len(), kept.len()) {
            break;
        }
    }
    let mut back = BTreeSet::new();
    for (id, dossiers) in of_it.iter().filter(|(id, _)| !stays.contains(id)) {
        for dossier in dossiers.iter().filter(|dossier| back.insert(**dossier)) {
            command.dossier(*dossier, DossierCommand::UndoImport { import, reason })?;
        }
        let events = withdrawal(command, *id, import, reason)?;
        if let Some((_, credit)) = command.books.credits.iter_mut().find(|(known, _)| known == id) {
            events.iter().for_each(|event| credit.apply(event));
        }
        command.record(StreamKind::BankCredit, id.0, &events);
    }
    if back.is_empty() { Err(Refusal::ChangedSince) } else { Ok(()) }
}

fn withdrawal(
    command: &Command,
    id: BankCreditId,
    import: ImportId,
    reason: TextId,
) -> Result<Vec<BankCreditEvent>, Refusal> {
    let credit = command.books.credits.iter().find(|(known, _)| *known == id).map(|(_, credit)| credit);
    bank_credit::withdraw(credit.ok_or(Refusal::UnknownBankCredit)?, import, reason, &command.context)
}

/// Whether a dossier can be put back where it stood: nothing else happened, and what it waited for still stands.
fn goes_back(command: &Command, id: DossierId, import: ImportId, reason: TextId) -> bool {
    let undo = DossierCommand::UndoImport { import, reason };
    let events = command.known_dossier(id).map(|state| dossier::decide(state, undo, &command.context));
    let Some(Ok(events)) = events else { return false };
    let moved = events.iter().filter_map(|event| match Event::from(event.clone()) {
        Event::Dossier(DossierEvent::TrackMoved { rank, to, .. }) => Some((rank, to)),
        _ => None,
    });
    moved.into_iter().all(|(rank, to)| circuit::still_stands(command, id, rank, to))
}

/// Whether a list is a statement: it is undone with its credits.
pub(super) fn is_statement(command: &Command, import: ImportId) -> bool {
    let from = |r: &Recorded| r.statement.as_ref().is_some_and(|line| line.import == import);
    command.books.credits.iter().any(|(_, credit)| credit.recorded.as_ref().is_some_and(from))
}
