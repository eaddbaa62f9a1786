//! The tab a cheque stands under: derived from where it is and from its tracks, never stored.

use super::{ChequeAgreement, ChequeState, Cover, DepositVerdict, TrackFacts, decide::holds_back, deposit_verdict};
use crate::{context::Role, dossier::TrackState, money::Cents};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The tab a cheque stands under: derived from its state and its tracks, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChequePosition {
    /// « Conservé ».
    Kept,
    /// « À rendre »: the insurer's money is on the account, nothing is due.
    ToReturn,
    /// « À compléter »: the insurer paid or agreed less, the customer owes the difference.
    ToComplete,
    /// « À déposer »: refused, cancelled or withdrawn under A, or the agreed date has come under B.
    ToDeposit,
    /// « Rendu ».
    Returned,
    /// « Remis en banque »: at the bank, or credited.
    Deposited,
    /// « Impayé »: rejected or opposed, with what followed.
    Unpaid,
    /// « Perdu, volé ou périmé ».
    Gone,
}

/// The tab of a cheque; `covers` are its shares, `tracks` how they stand, and the day is B's agreed one.
pub fn position(
    state: ChequeState,
    agreement: ChequeAgreement,
    deposit_not_before: Option<Date>,
    covers: &[Cover],
    tracks: &[TrackFacts],
    today: Date,
) -> ChequePosition {
    match state {
        ChequeState::Returned => return ChequePosition::Returned,
        state if state.is_at_the_bank() => return ChequePosition::Deposited,
        ChequeState::Lost | ChequeState::Expired => return ChequePosition::Gone,
        state if state.is_unpaid() => return ChequePosition::Unpaid,
        _ => {}
    }
    if tracks.is_empty() {
        return ChequePosition::Kept;
    }
    if tracks.iter().all(|track| holds_back(track, amount_on(covers, track)).is_none()) {
        return ChequePosition::ToReturn;
    }
    let may_deposit =
        |track: &TrackFacts| deposit_verdict(agreement, track.state, Role::Counter) == DepositVerdict::Allowed;
    let day_came = agreement == ChequeAgreement::KeptAndReturned || deposit_not_before.is_some_and(|day| day <= today);
    if day_came && tracks.iter().all(may_deposit) {
        return ChequePosition::ToDeposit;
    }
    // A share that is dead is deposited or paid, as one likes; one that is paid, or agreed for less, can only be paid.
    let to_complete = |track: &TrackFacts| track.difference_due_cents.is_positive() && !track.state.is_dead();
    let any_paid = tracks.iter().any(|track| track.state == TrackState::Paid);
    let any_due = tracks.iter().any(|track| track.difference_due_cents.is_positive());
    if tracks.iter().any(to_complete) || (any_paid && any_due) {
        return ChequePosition::ToComplete;
    }
    ChequePosition::Kept
}

/// What a cheque covers of a track, in cents.
pub(super) fn amount_on(covers: &[Cover], track: &TrackFacts) -> Option<Cents> {
    covers
        .iter()
        .find(|cover| (cover.dossier, cover.rank) == (track.dossier, track.rank))
        .map(|cover| cover.amount_cents)
}
