//! Deeds upon slips and what becomes of their cheques: handed in, credited, rejected, taken apart; opposed, lost, found, stale.

use super::{Books, Command, Deed, Step, drawer::covers_of, one_in, picked, sale};
use jiff::civil::Date;
use relais_domain::{
    cheque::{
        ChequeCommand, ChequeState, FeesAsked, OppositionGround, Override, RejectGround, StepAsked, StepKind, Taken,
    },
    context::PaymentMeans,
    dossier::DossierCommand,
    ids::{ChequeId, SlipId},
    reference::Limits,
    refusal::Refusal,
    slip::{self, Made, Slip, SlipCredit, SlipLine},
};

/// One cheque mostly, at times two or three, at times one twice; out of the drawer or again.
pub(super) fn make(command: &mut Command, deed: Deed) -> Step {
    let slip = SlipId(command.fresh());
    let on = sale::near(command.context.today, deed.b);
    let over = command.over(deed);
    let over = Override { reason: over.reason.filter(|_| command.is_owner() == one_in(4, deed.c)), ..over };
    let mut cheques: Vec<ChequeId> = vec![command.pick_cheque(deed.a)?.0];
    for more in 1..=(deed.d % 8).saturating_sub(5) {
        cheques.push(command.pick_cheque(deed.a.wrapping_add(more))?.0);
    }
    let line = |cheque: &ChequeId| {
        let amount_cents = command.known_cheque(*cheque).map(|known| known.amount()).unwrap_or_default();
        SlipLine { cheque: *cheque, amount_cents }
    };
    let lines = cheques.iter().map(line).collect();
    let (number, year) = command.next_number(|books: &mut Books| &mut books.slip_numbers);
    let made = Made { slip, number, year, on, bank_number: None, cheques: lines };
    command.slip(slip, |state, context| slip::make(state, made, context))?;
    for cheque in cheques {
        let state = command.known_cheque(cheque).map(|known| known.state).unwrap_or_default();
        // What left already is let go of already: only then is there something to let go of.
        let held = state == ChequeState::Kept || state.is_unpaid();
        let limits = Limits::default();
        command.cheque(cheque, ChequeCommand::Deposit { on, slip, over, limits })?;
        for cover in covers_of(command, cheque).into_iter().filter(|_| held) {
            command.dossier(cover.dossier, DossierCommand::DepositCheque { cheque, rank: cover.rank })?;
        }
    }
    Ok(())
}

fn pick(command: &Command, pick: u8) -> Step<(SlipId, Slip)> {
    picked(&command.books.slips, pick).cloned().ok_or(Refusal::UnknownSlip)
}

/// One line of the statement, at times of another amount.
pub(super) fn credit(command: &mut Command, deed: Deed) -> Step {
    let (slip, state) = pick(command, deed.a)?;
    let on = sale::near(command.context.today, deed.b);
    let beside = if one_in(5, deed.c) { -100 } else { 0 };
    let amount_cents = sale::cents(state.expected().get() + beside);
    let reason = command.reason(deed);
    command.slip(slip, |state, context| slip::credit(state, SlipCredit { on, amount_cents, reason }, context))?;
    for standing in state.standing() {
        command.cheque(standing.cheque, ChequeCommand::Credit { on, slip })?;
    }
    Ok(())
}

pub(super) fn take_apart(command: &mut Command, deed: Deed) -> Step {
    let (slip, state) = pick(command, deed.a)?;
    let on = command.context.today;
    let given = command.reason(deed);
    command.slip(slip, |state, context| slip::take_apart(state, given, context))?;
    let reason = given.ok_or(Refusal::ReasonNeeded)?;
    for standing in state.standing() {
        let cheque = standing.cheque;
        command.cheque(cheque, ChequeCommand::TakeBack { on, reason })?;
        back(command, cheque)?;
    }
    Ok(())
}

/// Every step of a cheque itself, wherever it is: most are refused, and what is not must hold.
pub(super) fn step(command: &mut Command, deed: Deed) -> Step {
    let (cheque, state) = command.pick_cheque(deed.a)?;
    let on = sale::near(command.context.today, deed.b);
    let kind = match deed.c % 16 {
        0..=4 => StepKind::Rejected { ground: RejectGround::InsufficientFunds },
        5 | 6 => StepKind::MadeFinal,
        7 | 8 => StepKind::CertificateRequested,
        9 => StepKind::CertificateReceived,
        10 => StepKind::LitigationBegun,
        11 => StepKind::Opposed { ground: OppositionGround::Theft },
        12 => StepKind::Lost { stolen: false },
        13 | 14 => StepKind::Found,
        _ => StepKind::Expired,
    };
    let text = command.text();
    let taken = Taken { on, reason: Some(text), rests_on: Some(text) };
    command.cheque(cheque, ChequeCommand::Take(StepAsked { kind, taken, limits: Limits::default() }))?;
    match kind {
        StepKind::Found if state.before == ChequeState::Kept => back(command, cheque),
        StepKind::Rejected { .. } | StepKind::Opposed { .. } | StepKind::Lost { .. } | StepKind::Expired => {
            pays_nothing(command, cheque, state.state, state.slip, on)
        }
        _ => Ok(()),
    }
}

fn pays_nothing(command: &mut Command, cheque: ChequeId, was: ChequeState, slip: Option<SlipId>, on: Date) -> Step {
    if was.is_at_the_bank() {
        let slip = slip.ok_or(Refusal::UnknownSlip)?;
        command.slip(slip, |state, context| slip::reject(state, cheque, on, context))?;
    } else if was != ChequeState::Kept {
        return Ok(());
    }
    for cover in covers_of(command, cheque) {
        command.dossier(cover.dossier, DossierCommand::LeaveChequeUnpaid { cheque, rank: cover.rank, on })?;
    }
    Ok(())
}

/// What the bank charges for a cheque, and what becomes of that: mostly of one that it never refused.
pub(super) fn fees(command: &mut Command, deed: Deed) -> Step {
    let (cheque, state) = command.pick_cheque(deed.a)?;
    let on = sale::near(command.context.today, deed.b);
    let beside = if one_in(5, deed.d) { 1 } else { 0 };
    let asked = match deed.c % 8 {
        0..=3 => FeesAsked::Charge { on, amount_cents: sale::cents(i64::from(deed.d) * 10) },
        4 => FeesAsked::Repay {
            on,
            amount_cents: sale::cents(state.fees_due().get() + beside),
            means: PaymentMeans::Cash,
        },
        5 => FeesAsked::Repay { on, amount_cents: sale::cents(i64::from(deed.d)), means: PaymentMeans::Cheque },
        6 => FeesAsked::Leave { reason: command.reason(deed) },
        _ => FeesAsked::Undo { reason: command.reason(deed) },
    };
    command.cheque(cheque, ChequeCommand::Fees(asked))
}

/// Its dossiers hold it as they did before.
fn back(command: &mut Command, cheque: ChequeId) -> Step {
    let kept = command.known_cheque(cheque).is_some_and(|known| known.state == ChequeState::Kept);
    for cover in covers_of(command, cheque) {
        command.dossier(cover.dossier, DossierCommand::TakeChequeBack { cheque, rank: cover.rank, kept })?;
    }
    Ok(())
}
