//! What the pharmacy's circuit does to a share: transmitted, it is « confié à l'OCT » and is sent by nobody here; what
//! comes back moves it on, or puts it back to work; a list taken by mistake is undone while nothing else has happened.

use super::{Agreement, AmcTrack, Dossier, DossierEvent, InvoiceState, TrackMove, TrackState, movement};
use crate::{
    circuit::{Before, ReturnOutcome, Returned, Transmitted},
    ids::{ImportId, TextId},
    money::Cents,
    refusal::Refusal,
};

/// Whether a share that is transmitted becomes « confié à l'OCT »: nothing has left for it, or what left came to nothing.
const fn is_free(state: TrackState) -> bool {
    matches!(
        state,
        TrackState::NotSent | TrackState::Withdrawn | TrackState::Queued | TrackState::Refused | TrackState::Cancelled
    )
}

/// Records that a share was transmitted. Known already, by its lot and invoice, it records nothing; sent by Relais, agreed
/// to, announced or paid, it stays where it is and the fact is kept.
pub(super) fn transmit(state: &Dossier, transmitted: Transmitted) -> Result<Vec<DossierEvent>, Refusal> {
    let track = state.track(transmitted.rank).ok_or(Refusal::UnknownTrack)?;
    let known = match (&transmitted.invoice, transmitted.import) {
        (Some(invoice), Some(_)) => track.circuit.knows(transmitted.lot.as_ref(), invoice),
        // A person says so again of what was rejected, or taken back: it is so again.
        _ => track.circuit.has_it() && !is_free(track.state),
    };
    if known {
        return Ok(Vec::new());
    }
    let moves = is_free(track.state) && !track.claimed_by_customer;
    let moved = moves.then(|| movement::moved(track.state, TrackMove::to(track.rank, TrackState::Entrusted)));
    let twice = transmitted.twice || matches!(track.state, TrackState::Sent | TrackState::OutcomeUnknown);
    let fact = Transmitted { from: moves.then_some(track.state), twice, ..transmitted };
    Ok(moved.into_iter().chain([DossierEvent::Transmitted(fact)]).collect())
}

/// Records what came back. Of what was never transmitted, nothing comes back; said already, it records nothing.
pub(super) fn receive(state: &Dossier, returned: Returned) -> Result<Vec<DossierEvent>, Refusal> {
    let track = state.track(returned.rank).ok_or(Refusal::UnknownTrack)?;
    if track.circuit.transmissions.is_empty() && track.state != TrackState::Entrusted {
        return Err(Refusal::NotEntrusted);
    }
    if track.circuit.returns.iter().any(|known| known.says_the_same(&returned)) {
        return Ok(Vec::new());
    }
    if returned.outcome == ReturnOutcome::Advised && !returned.amount_cents.is_some_and(Cents::is_positive) {
        return Err(Refusal::AmountNotPositive);
    }
    let moved = goes_to(track, &returned).map(|wanted| movement::moved(track.state, wanted));
    let fact = Returned { from: moved.is_some().then_some(track.state), ..returned };
    Ok(moved.into_iter().chain([DossierEvent::Returned(fact)]).collect())
}

/// Where a return moves a share; none when it comes too late to change anything.
fn goes_to(track: &AmcTrack, returned: &Returned) -> Option<TrackMove> {
    use TrackState as T;
    let on = returned.on;
    match returned.outcome {
        ReturnOutcome::Accepted => {
            let said = returned.reference.is_some() || returned.amount_cents.is_some();
            let agreement = said.then(|| Agreement {
                reference: returned.reference.clone(),
                covered_cents: returned.amount_cents,
                valid_until: None,
            });
            // What was taken back or rejected here, and is accepted there, is accepted.
            let over = matches!(track.state, T::Accepted | T::Advised | T::Paid | T::ClaimedByCustomer);
            (!over && !track.claimed_by_customer).then(|| TrackMove {
                agreement,
                on,
                ..TrackMove::to(track.rank, T::Accepted)
            })
        }
        ReturnOutcome::Rejected => {
            // What Relais sent too stands or falls by its own answer.
            let theirs = track.state == T::Accepted && !track.circuit.sent_twice();
            let moves = track.state == T::Entrusted || theirs;
            moves.then(|| TrackMove { on, ..TrackMove::to(track.rank, T::Refused) })
        }
        ReturnOutcome::Advised => {
            let again = track.state == T::Advised && track.advised_cents == returned.amount_cents;
            let moves = !again && !matches!(track.state, T::Paid | T::ClaimedByCustomer);
            moves.then(|| TrackMove {
                amount_cents: returned.amount_cents,
                on,
                ..TrackMove::to(track.rank, T::Advised)
            })
        }
    }
}

/// What was sent from here and never arrived waits for nobody when the concentrator has it too: it is the concentrator's.
pub(super) fn keep(state: &Dossier, rank: u8) -> Result<Vec<DossierEvent>, Refusal> {
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    let theirs = track.state == TrackState::Queued && track.circuit.has_it();
    Ok(if theirs { vec![movement::moved(track.state, TrackMove::to(rank, TrackState::Entrusted))] } else { Vec::new() })
}

/// Undoes what a list did here, as long as nothing else has happened since. A dossier the list opened stays, its number
/// given for good: its share is withdrawn.
pub(super) fn undo(state: &Dossier, import: ImportId, reason: TextId) -> Result<Vec<DossierEvent>, Refusal> {
    if state.last_import != Some(import) {
        return Err(Refusal::ChangedSince);
    }
    let mut events = Vec::new();
    for track in &state.amc {
        let Some(before) = track.before_import.as_deref().filter(|before| before.import == import) else { continue };
        let opened = (before.state, track.state) == (TrackState::NotSent, TrackState::Entrusted)
            && track.circuit.transmissions.iter().any(|sent| sent.opened && sent.import == Some(import));
        let to = if opened { TrackState::Withdrawn } else { before.state };
        if to != track.state {
            let amount_cents = before.advised_cents.filter(|_| to == TrackState::Advised);
            let wanted = TrackMove { reason: Some(reason), amount_cents, ..TrackMove::to(track.rank, to) };
            events.push(movement::moved(track.state, wanted));
        }
    }
    events.push(DossierEvent::ImportUndone { import });
    Ok(events)
}

impl Dossier {
    pub(super) fn take_transmitted(&mut self, transmitted: &Transmitted, last: Option<ImportId>) {
        self.last_import = transmitted.import.filter(|import| self.is_unbroken(*import, last));
        let Some(track) = self.track_mut(transmitted.rank) else { return };
        if let Some(import) = transmitted.import {
            track.remember_before(import, transmitted.from.is_some());
        }
        track.circuit.transmissions.push(transmitted.clone());
        track.passes_to_the_circuit();
    }

    pub(super) fn take_returned(&mut self, returned: &Returned, last: Option<ImportId>) {
        self.last_import = Some(returned.import).filter(|import| self.is_unbroken(*import, last));
        let Some(track) = self.track_mut(returned.rank) else { return };
        track.remember_before(returned.import, returned.from.is_some());
        track.circuit.returns.push(returned.clone());
        match returned.outcome {
            ReturnOutcome::Rejected => track.circuit.ended = true,
            _ => track.passes_to_the_circuit(),
        }
    }

    /// Whether all that a list said here was said without anything in between: only then does what stood before its first
    /// word stand for all of it.
    pub(super) fn is_unbroken(&self, import: ImportId, last: Option<ImportId>) -> bool {
        let first = !self.amc.iter().any(|track| track.before_import.as_ref().is_some_and(|b| b.import == import));
        first || last == Some(import)
    }

    pub(super) fn take_import_undone(&mut self, import: ImportId) {
        self.last_import = None;
        for track in &mut self.amc {
            if let Some(before) = track.before_import.take_if(|before| before.import == import) {
                (track.agreement, track.advised_cents) = (before.agreement, before.advised_cents);
                (track.paid_cents, track.advised_on) = (before.paid_cents, before.advised_on);
                (track.circuit, track.advices) = (before.circuit, before.advices);
                track.shortfall = before.shortfall;
            }
        }
    }
}

impl AmcTrack {
    /// Keeps what stood before the first thing a list said; what it says next does not change that.
    /// The concentrator has it; an invoice that still waits here never leaves.
    fn passes_to_the_circuit(&mut self) {
        self.circuit.ended = false;
        let waiting = self.invoice.as_ref().filter(|invoice| invoice.state == InvoiceState::Waiting);
        self.circuit.took_over = waiting.map(|invoice| invoice.made.request).or(self.circuit.took_over);
    }

    pub(super) fn remember_before(&mut self, import: ImportId, moved: bool) {
        let replaced = self.replaced.take();
        if self.before_import.as_ref().is_some_and(|before| before.import == import) {
            return;
        }
        let now = self.standing();
        let was = replaced.filter(|_| moved).map_or(now, |replaced| *replaced);
        self.before_import = Some(Box::new(Before {
            import,
            state: was.state,
            agreement: was.agreement,
            advised_cents: was.advised_cents,
            circuit: self.circuit.clone(),
            paid_cents: was.paid_cents,
            advised_on: was.advised_on,
            advices: self.advices.clone(),
            shortfall: was.shortfall,
        }));
    }
}
