//! Cheques of a dossier that pay nothing after all: rejected, opposed, lost or expired. What each stood for is due again, and a
//! cheque is not a payment until it is past that (CMF L131-67).

use super::{AmcTrack, ChequeCover, Dossier, DossierEvent};
use crate::{ids::ChequeId, money::Cents, refusal::Refusal};
use jiff::civil::Date;

impl Dossier {
    /// Takes a cheque out of wherever it stands here.
    pub(super) fn take_cheque(&mut self, cheque: ChequeId, rank: u8) -> Vec<ChequeCover> {
        let places = [&mut self.cheques_kept, &mut self.cheques_deposited, &mut self.cheques_unpaid];
        places.into_iter().flat_map(|place| place.extract_if(.., |cover| is_of(cover, cheque, rank))).collect()
    }
}

fn is_of(cover: &ChequeCover, cheque: ChequeId, rank: u8) -> bool {
    (cover.cheque, cover.rank) == (cheque, rank)
}

/// A cheque kept or deposited pays nothing any more; whatever the dossier says of it, it happened.
pub(super) fn unpaid(state: &Dossier, cheque: ChequeId, rank: u8, on: Date) -> Result<Vec<DossierEvent>, Refusal> {
    let mut standing = state.cheques_kept.iter().chain(&state.cheques_deposited);
    if !standing.any(|cover| is_of(cover, cheque, rank)) {
        return Err(Refusal::ChequeNotKept);
    }
    Ok(vec![DossierEvent::ChequeUnpaid { cheque, rank, on }])
}

/// A cheque is back in the drawer, or among those that pay nothing. In the drawer it stands again for its share, which must
/// still have room for it.
pub(super) fn take_back(state: &Dossier, cheque: ChequeId, rank: u8, kept: bool) -> Result<Vec<DossierEvent>, Refusal> {
    let mut elsewhere = state.cheques_deposited.iter().chain(&state.cheques_unpaid);
    let cover = elsewhere.find(|cover| is_of(cover, cheque, rank)).ok_or(Refusal::ChequeNotKept)?;
    let mut after = state.clone();
    after.take_cheque(cheque, rank);
    let share = after.track(rank).map(|track: &AmcTrack| track.share_cents).ok_or(Refusal::UnknownTrack)?;
    let taken = Cents::sum([after.kept_for(rank), after.covered_by_customer(rank)])?;
    let open = share.remaining_after(taken);
    if kept && cover.covered_cents > open {
        return Err(Refusal::ChequeAmountDiffers { expected_cents: open.get() });
    }
    Ok(vec![DossierEvent::ChequeTakenBack { cheque, rank, kept }])
}
