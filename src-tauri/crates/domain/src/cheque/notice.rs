//! Whom to tell of a deposit to come: under A, who was promised it, once the insurer refused or has kept silent beyond the named
//! day. Derived for a day, never stored; that he was told is an event (`decide.rs`).

use super::{Cheque, ChequeAgreement, ChequePosition, ChequeState, TrackFacts, intake};
use crate::{dossier::TrackState, reference::Limits};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a customer is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WhyTell {
    /// The insurer refused, or the share was given up.
    Refused,
    /// No answer by the named day.
    Silence,
}

/// A customer to be told, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ToTell {
    /// Why.
    pub why: WhyTell,
    /// The last day on which the days of notice still run out before the cheque must be decided.
    pub tell_by: Date,
}

/// Whether an insurer in this state of a track has said nothing.
pub const fn is_silent(track: TrackState) -> bool {
    use TrackState as T;
    matches!(track, T::NotSent | T::Queued | T::Entrusted | T::Sent | T::OutcomeUnknown)
}

/// Whether the customer of a cheque is to be told now; `promised` is the day it is not deposited before and the day it is decided
/// by, `position` its tab.
pub fn to_tell(
    (agreement, told): (ChequeAgreement, bool),
    (deposit_not_before, decide_by): (Option<Date>, Date),
    position: ChequePosition,
    tracks: &[TrackFacts],
    today: Date,
    limits: &Limits,
) -> Option<ToTell> {
    let waits = matches!(position, ChequePosition::Kept | ChequePosition::ToDeposit);
    if told || !waits || agreement != ChequeAgreement::KeptAndReturned || tracks.is_empty() {
        return None;
    }
    let over = |track: &TrackFacts| track.state.is_dead();
    if !tracks.iter().all(|track| over(track) || is_silent(track.state)) {
        return None;
    }
    let refused = tracks.iter().any(over);
    let named_day = intake::answer_by(deposit_not_before, decide_by, limits);
    let why = if refused { WhyTell::Refused } else { WhyTell::Silence };
    let tell_by = decide_by.saturating_sub(i64::from(limits.notice_days).days());
    (refused || named_day <= today).then_some(ToTell { why, tell_by })
}

impl Cheque {
    /// The same of a cheque with its tracks.
    pub fn to_tell(&self, tracks: &[TrackFacts], today: Date, limits: &Limits) -> Option<ToTell> {
        let kept = self.kept.as_ref().filter(|_| self.state == ChequeState::Kept)?;
        let promised = (kept.deposit_not_before, kept.decide_by);
        let told = (self.agreement?, self.notice_deposit_from.is_some());
        to_tell(told, promised, self.position(tracks, today), tracks, today, limits)
    }
}
