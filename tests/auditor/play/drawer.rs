//! Deeds upon a cheque in the drawer: taken in, told of, converted, given back.

use super::{Books, Command, Deed, Step, one_in, outbox, sale};
use jiff::ToSpan;
use relais_domain::{
    books::KeptChequeBooking,
    cheque::{
        ChequeAgreement, ChequeCommand, ChequeState, Cover, IssuePlace, KeepCheque, OverriddenAct, Override,
        ReturnManner,
    },
    dossier::{ChequeCover, DossierCommand, TrackState},
    identifiers::RlmcStatus,
    ids::{ChequeId, DocumentId},
    reference::Limits,
    refusal::Refusal,
};
use std::collections::BTreeSet;

/// F7: the share of one dossier, a part of it, more than it, or two shares at once; the paper right or wrong.
pub(super) fn keep(command: &mut Command, deed: Deed) -> Step {
    let cheque = ChequeId(command.fresh());
    let (dossier, state) = command.pick_dossier(deed.a)?;
    let rank = outbox::rank(&state, deed.b);
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    let share = track.share_cents.get();
    let kept = state.cheques_kept.iter().filter(|kept| kept.rank == rank).map(|kept| kept.covered_cents.get());
    let rest = share - kept.sum::<i64>();
    let (amount, both) = match deed.c % 16 {
        0 => (share + 1, false),
        1 => (share - 1, false),
        2..=5 => (share / 2, false),
        6..=7 => (share, true),
        8..=11 => (share, false),
        // Two cheques make the share at times.
        _ => (rest, false),
    };
    let mut covers = vec![Cover { dossier, rank, amount_cents: sale::cents(amount) }];
    let mut starts = state.keeping_starts_on(command.context.today);
    if both {
        let (other, second) = command.pick_dossier(deed.a.wrapping_add(deed.d % 3))?;
        let rank = if other == dossier { rank % 2 + 1 } else { 1 };
        let share = second.track(rank).ok_or(Refusal::UnknownTrack)?.share_cents;
        starts = starts.min(second.keeping_starts_on(command.context.today));
        covers.push(Cover { dossier: other, rank, amount_cents: share });
    }
    let claimed = track.state == TrackState::ClaimedByCustomer;
    let fitting = if claimed { ChequeAgreement::DepositedLater } else { ChequeAgreement::KeptAndReturned };
    let other = if claimed { ChequeAgreement::KeptAndReturned } else { ChequeAgreement::DepositedLater };
    let agreement = if one_in(8, deed.d) { other } else { fitting };
    let today = command.context.today;
    let agreed = match (agreement, deed.b % 8) {
        (ChequeAgreement::KeptAndReturned, 0..=4) => None,
        (_, 5) => Some(today.saturating_add(70.days())),
        (_, 6) => Some(today.saturating_sub(1.day())),
        (_, days) => Some(today.saturating_add((i64::from(days) * 7).days())),
    };
    let written_on = match deed.d % 11 {
        0 => today.saturating_add(2.days()),
        1 => today.saturating_sub(400.days()),
        // Good for a few days still.
        2 => today.saturating_sub(370.days()),
        back => today.saturating_sub(i64::from(back % 3).days()),
    };
    let total = covers.iter().map(|cover| cover.amount_cents.get()).sum::<i64>() + i64::from(one_in(13, deed.d));
    let over = command.over(deed);
    let receipt = command.next_number(|books: &mut Books| &mut books.receipts);
    command.cheque(
        cheque,
        ChequeCommand::Keep(Box::new(KeepCheque {
            cheque,
            receipt,
            agreement,
            amount_cents: sale::cents(total),
            covers: covers.clone(),
            written_on,
            issued_in: IssuePlace::MetropolitanFrance,
            identity_seen: None,
            payee_is_practice: !one_in(17, deed.d),
            rlmc: RlmcStatus::Absent,
            line_proof: None,
            line_known: one_in(19, deed.d),
            agreed_date: agreed,
            delivery_on: starts,
            limits: Limits::default(),
            over,
        })),
    )?;
    for cover in covers {
        let (rank, covered_cents) = (cover.rank, cover.amount_cents);
        let booking = if one_in(2, deed.b) { KeptChequeBooking::AgainstDebt } else { KeptChequeBooking::OffBooks };
        let attach = DossierCommand::AttachCheque(ChequeCover { cheque, rank, covered_cents, booking });
        command.dossier(cover.dossier, attach)?;
    }
    Ok(())
}

pub(super) fn print(command: &mut Command, deed: Deed) -> Step {
    let (cheque, _) = command.pick_cheque(deed.a)?;
    let document = DocumentId(command.fresh());
    command.cheque(cheque, ChequeCommand::PrintReceipt { document })
}

/// A becomes B: out of the queue, claimed by the customer, deposited on a day agreed anew; with every cheque that rests on
/// the same shares, and at times without, which the rules must see.
pub(super) fn convert(command: &mut Command, deed: Deed) -> Step {
    let (cheque, _) = command.pick_cheque(deed.a)?;
    let together = if one_in(2, deed.d) { BTreeSet::from([cheque]) } else { bound_to(command, cheque) };
    let covers: Vec<_> = together.iter().flat_map(|cheque| covers_of(command, *cheque)).collect();
    // At times the tracks are left where they are, which the rules must see.
    for cover in covers.iter().filter(|_| !one_in(8, deed.b)) {
        if command.open_request(cover.dossier, cover.rank).is_some() {
            sale::leave_queue(command, cover.dossier, cover.rank)?;
        }
        let claim = DossierCommand::ClaimShare { rank: cover.rank, converting: together.clone() };
        command.dossier(cover.dossier, claim)?;
    }
    let days = i64::from(deed.c % 10) * 8 - 4;
    let deposit_not_before = command.context.today.saturating_add(days.days());
    let under_a = |cheque: &ChequeId| {
        command.known_cheque(*cheque).is_some_and(|c| c.agreement == Some(ChequeAgreement::KeptAndReturned))
    };
    let converted: Vec<_> = together.iter().copied().filter(|other| *other == cheque || under_a(other)).collect();
    for cheque in converted {
        let (reason, second) = (command.text(), command.over(deed).second);
        command.cheque(cheque, ChequeCommand::ConvertToDepositedLater { deposit_not_before, reason, second })?;
    }
    Ok(())
}

/// A cheque with those that rest on its shares, and those that rest on theirs.
fn bound_to(command: &Command, cheque: ChequeId) -> BTreeSet<ChequeId> {
    let mut bound = BTreeSet::new();
    let mut next = vec![cheque];
    while let Some(cheque) = next.pop() {
        if bound.insert(cheque) {
            for cover in covers_of(command, cheque) {
                let dossier = command.known_dossier(cover.dossier);
                let kept = dossier.iter().flat_map(|dossier| &dossier.cheques_kept);
                next.extend(kept.filter(|kept| kept.rank == cover.rank).map(|kept| kept.cheque));
            }
        }
    }
    bound
}

pub(super) fn give_notice(command: &mut Command, deed: Deed) -> Step {
    let (cheque, _) = command.pick_cheque(deed.a)?;
    let on = sale::near(command.context.today, deed.b);
    command.cheque(cheque, ChequeCommand::GiveNotice { on, limits: Limits::default() })
}

pub(super) fn give_back(command: &mut Command, deed: Deed) -> Step {
    let (cheque, state) = command.pick_cheque(deed.a)?;
    let on = sale::near(command.context.today, deed.b);
    // What left already is let go of already: only the first time is there something to let go of.
    let held = state.state == ChequeState::Kept || state.state.is_unpaid();
    // An override returns what nothing else would: rare, so that the plain way is seen too.
    let over = command.over(deed);
    if one_in(7, deed.d) {
        let act = if one_in(2, deed.b) { OverriddenAct::Return } else { OverriddenAct::Deposit };
        return command.cheque(cheque, ChequeCommand::AskOverride { act, over, limits: Limits::default() });
    }
    let over = Override { reason: over.reason.filter(|_| one_in(4, deed.c)), ..over };
    command.cheque(cheque, ChequeCommand::Return { on, manner: ReturnManner::InPerson, over })?;
    for cover in covers_of(command, cheque).into_iter().filter(|_| held) {
        command.dossier(cover.dossier, DossierCommand::ReleaseCheque { cheque, rank: cover.rank })?;
    }
    Ok(())
}

pub(super) fn covers_of(command: &Command, cheque: ChequeId) -> Vec<Cover> {
    let kept = command.known_cheque(cheque).and_then(|cheque| cheque.kept.as_ref());
    kept.map(|kept| kept.covers.clone()).unwrap_or_default()
}
