//! What a list of advices and a statement do to a share: announced, rejected, paid; each said with the list it came from, so
//! that the list can be undone while nothing else has happened.

use super::{Dossier, DossierEvent, TrackMove, TrackState, decide, movement};
use crate::{
    advice::{Advice, AdviceOutcome, PaidByList, ShortCause},
    context::Context,
    ids::{ImportId, TextId},
    money::Cents,
    refusal::Refusal,
};
use jiff::civil::Date;

/// Records what an advice says. Said already, it records nothing; where the money is there, or the customer claims back
/// himself, the share stays where it is and the fact is kept.
pub(super) fn advise(state: &Dossier, advice: Advice) -> Result<Vec<DossierEvent>, Refusal> {
    use TrackState as T;
    let track = state.track(advice.rank).ok_or(Refusal::UnknownTrack)?;
    if track.advices.iter().any(|known| known.says_the_same(&advice)) {
        return Ok(Vec::new());
    }
    let wanted = match advice.outcome {
        AdviceOutcome::Announced => {
            if !advice.amount_cents.is_some_and(Cents::is_positive) {
                return Err(Refusal::AmountNotPositive);
            }
            let again = track.state == T::Advised && track.advised_cents == advice.amount_cents;
            let settled = matches!(track.state, T::Paid | T::ClaimedByCustomer);
            (!again && !settled).then(|| TrackMove {
                amount_cents: advice.amount_cents,
                on: advice.on,
                ..TrackMove::to(advice.rank, T::Advised)
            })
        }
        // What was sent from here stands or falls by its own answer.
        AdviceOutcome::Rejected => matches!(track.state, T::Entrusted | T::Accepted | T::Advised)
            .then(|| TrackMove { on: advice.on, ..TrackMove::to(advice.rank, T::Refused) }),
    };
    let moved = wanted.map(|wanted| movement::move_track(state, wanted)).transpose()?;
    let fact = Advice { from: moved.is_some().then_some(track.state), ..advice };
    Ok(moved.into_iter().chain([DossierEvent::Advised(fact)]).collect())
}

/// Pays some of a share by a credit of a statement.
pub(super) fn pay(
    state: &Dossier,
    paid: PaidByList,
    amount_cents: Cents,
    on: Date,
) -> Result<Vec<DossierEvent>, Refusal> {
    let wanted = TrackMove {
        bank_credit: Some(paid.bank_credit),
        amount_cents: Some(amount_cents),
        on: Some(on),
        ..TrackMove::to(paid.rank, TrackState::Paid)
    };
    Ok(vec![movement::move_track(state, wanted)?, DossierEvent::PaidByList(paid)])
}

/// Says why less came than was announced; the same again records nothing.
pub(super) fn explain(
    state: &Dossier,
    rank: u8,
    cause: ShortCause,
    text: Option<TextId>,
    context: &Context,
) -> Result<Vec<DossierEvent>, Refusal> {
    decide::may_work(context)?;
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    let announced = track.announced().unwrap_or_default();
    let amount_cents = announced.remaining_after(track.paid_cents);
    if track.state != TrackState::Paid || !amount_cents.is_positive() {
        return Err(Refusal::TrackState { state: track.state });
    }
    if cause == ShortCause::Other && text.is_none() {
        return Err(Refusal::ReasonNeeded);
    }
    if track.shortfall == Some(cause) && text.is_none() {
        return Ok(Vec::new());
    }
    Ok(vec![DossierEvent::ShortfallExplained { rank, cause, amount_cents, text }])
}

impl Dossier {
    pub(super) fn take_advised(&mut self, advice: &Advice, last: Option<ImportId>) {
        self.take_list_word((advice.rank, advice.import), advice.from.is_some(), last);
        if let Some(track) = self.track_mut(advice.rank) {
            track.advices.push(advice.clone());
        }
    }

    pub(super) fn take_paid(&mut self, paid: &PaidByList, last: Option<ImportId>) {
        self.take_list_word((paid.rank, paid.import), true, last);
    }

    /// A list was the last thing to happen here; what stood before its first word is kept, to be given back.
    fn take_list_word(&mut self, (rank, import): (u8, ImportId), moved: bool, last: Option<ImportId>) {
        self.last_import = Some(import).filter(|import| self.is_unbroken(*import, last));
        if let Some(track) = self.track_mut(rank) {
            track.remember_before(import, moved);
        }
    }
}
