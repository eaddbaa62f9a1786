//! One line of what the concentrator brought back: the share it is about, what it says, and where that leads.

use super::{
    cells::{Cells, fault},
    fields::outcome_of,
    plan::{Deed, Ground, Planned, idle},
};
use crate::contract::{LineFault, LineFaultCode, LineStatus, LineWarning, PreviewLine, Problem};
use relais_domain::{
    circuit::{MAX_CODE_CHARS, ReturnOutcome, Returned},
    dossier::{AmcTrack, DossierCommand, TrackState},
    ids::DossierId,
    money::Cents,
    refusal::Refusal,
};

pub(super) fn plan(ground: &mut Ground<'_>, cells: &Cells<'_>, taken: bool) -> Result<Planned, Problem> {
    let mut shown = cells.shown();
    let mut said = match read(ground, cells) {
        Ok(said) => said,
        Err(fault) => return Ok(idle(shown, LineStatus::Unreadable, Some(fault))),
    };
    tell(&mut shown, &said, cells);
    let found = match find(ground, &said)? {
        Ok(found) => found,
        Err((code, dossier)) => {
            if let Some(dossier) = dossier {
                ground.introduce(&mut shown, dossier, 1)?;
            }
            let several = matches!(code, LineFaultCode::SeveralDossiers | LineFaultCode::SeveralShares);
            let status = if several { LineStatus::Unreadable } else { LineStatus::Unknown };
            return Ok(idle(shown, status, Some(fault(code, "", ""))));
        }
    };
    let (dossier, rank) = found;
    said.rank = rank;
    ground.introduce(&mut shown, dossier, rank)?;
    let before = ground.state(dossier)?.track(rank).cloned();
    match ground.would(dossier, DossierCommand::Receive(said.clone()), taken)? {
        None => return Ok(idle(shown, LineStatus::Known, None)),
        Some(Err(Refusal::AmountNotPositive)) => {
            let code = if said.amount_cents.is_none() { LineFaultCode::Missing } else { LineFaultCode::NotPositive };
            let missing = fault(code, "amount", cells.text("amount"));
            return Ok(idle(shown, LineStatus::Unreadable, Some(missing)));
        }
        Some(Err(_)) => {
            return Ok(idle(shown, LineStatus::Unknown, Some(fault(LineFaultCode::NotEntrusted, "", ""))));
        }
        Some(Ok(())) => {}
    }
    let after = ground.state(dossier)?.track(rank).map(|track| track.state);
    shown.to = after;
    shown.takes = true;
    let moves = after != before.as_ref().map(|track| track.state) || said.outcome == ReturnOutcome::Advised;
    shown.status = if moves { LineStatus::Returned } else { LineStatus::Late };
    shown.warning = before.and_then(|track| warning(&track, &said));
    Ok(Planned { shown, deed: Some(Deed::Receive { dossier, returned: Box::new(said) }) })
}

fn read(ground: &Ground<'_>, cells: &Cells<'_>) -> Result<Returned, LineFault> {
    cells.whole()?;
    let amount_cents = cells.amount("amount")?;
    let code = cells.code("code", MAX_CODE_CHARS)?;
    let reference = cells.code("reference", MAX_CODE_CHARS)?;
    let outcome = match cells.text("outcome") {
        // Without a word, what the line holds says it: a code of rejection, an announced payment, or nothing against it.
        "" if code.is_some() => ReturnOutcome::Rejected,
        "" if reference.is_some() && amount_cents.is_some_and(Cents::is_positive) => ReturnOutcome::Advised,
        "" => ReturnOutcome::Accepted,
        word => cells
            .reading
            .meaning(word)
            .and_then(outcome_of)
            .ok_or_else(|| fault(LineFaultCode::UnknownWord, "outcome", word))?,
    };
    Ok(Returned {
        rank: 1,
        from: None,
        import: ground.import,
        lot: cells.lot(ground.lot.as_ref())?,
        invoice: cells.invoice()?,
        outcome,
        code: code.filter(|_| outcome == ReturnOutcome::Rejected),
        wording: None,
        reference: reference.filter(|_| outcome != ReturnOutcome::Rejected),
        amount_cents: amount_cents.filter(|_| outcome != ReturnOutcome::Rejected),
        on: cells.day("on", ground.context.today)?,
    })
}

fn tell(shown: &mut PreviewLine, said: &Returned, cells: &Cells<'_>) {
    shown.invoice = said.invoice.as_str().to_owned();
    shown.lot = said.lot.as_ref().map(|lot| lot.as_str().to_owned()).unwrap_or_default();
    (shown.outcome, shown.amount_cents, shown.on) = (Some(said.outcome), said.amount_cents, said.on);
    shown.code = said.code.clone().unwrap_or_default();
    shown.reference = said.reference.clone().unwrap_or_default();
    shown.wording =
        if said.outcome == ReturnOutcome::Rejected { cells.text("wording").to_owned() } else { String::new() };
}

/// Why no share is found, and the dossier that was nearly it.
type NotFound = (LineFaultCode, Option<DossierId>);

/// The share a return is about: of the invoice, and of the lot where one is named.
fn find(ground: &mut Ground<'_>, said: &Returned) -> Result<Result<(DossierId, u8), NotFound>, Problem> {
    let dossiers = ground.queries.dossiers_of_invoice(said.invoice.as_str())?;
    let (mut carried, mut of_lot) = (Vec::new(), Vec::new());
    for dossier in &dossiers {
        for track in &ground.state(*dossier)?.amc {
            if !track.circuit.transmissions.is_empty() || track.state == TrackState::Entrusted {
                carried.push((*dossier, track.rank));
                if of_that_lot(track, said) {
                    of_lot.push((*dossier, track.rank));
                }
            }
        }
    }
    Ok(match (of_lot.as_slice(), carried.as_slice(), dossiers.as_slice()) {
        ([one], _, _) => Ok(*one),
        ([(first, _), rest @ ..], _, _) if rest.iter().all(|(other, _)| other == first) => {
            Err((LineFaultCode::SeveralShares, Some(*first)))
        }
        ([_, ..], _, _) => Err((LineFaultCode::SeveralDossiers, None)),
        ([], [(dossier, _), ..], _) => Err((LineFaultCode::OtherLot, Some(*dossier))),
        ([], [], [dossier, ..]) => Err((LineFaultCode::NotEntrusted, Some(*dossier))),
        ([], [], []) => Err((LineFaultCode::NoDossier, None)),
    })
}

/// Whether a share was transmitted in the lot a return names. What was entrusted by hand, without a lot, is of any.
fn of_that_lot(track: &AmcTrack, said: &Returned) -> bool {
    let lots = track.circuit.transmissions.iter().filter_map(|sent| sent.lot.as_ref());
    let known: Vec<_> = lots.collect();
    said.lot.as_ref().is_none_or(|lot| known.is_empty() || known.contains(&lot))
}

fn warning(track: &AmcTrack, said: &Returned) -> Option<LineWarning> {
    match track.state {
        _ if track.claimed_by_customer => Some(LineWarning::CustomerClaims),
        TrackState::Paid | TrackState::Advised if said.outcome != ReturnOutcome::Advised => Some(LineWarning::Settled),
        _ if said.amount_cents.is_some_and(|amount| amount != track.share_cents) => Some(LineWarning::AmountDiffers),
        _ => None,
    }
}
