//! One line of the lots the pharmacy's software transmitted: the dossier it opens or joins, what waits or left here for the
//! same share, and why it cannot be read.

use super::{
    cells::{Cells, fault},
    plan::{Deed, Ground, Opening, Planned, idle},
};
use crate::{
    contract::{LineFault, LineFaultCode, LineStatus, LineWarning, OpenDossierRequest, PreviewLine, Problem},
    fields, outbox,
};
use jiff::civil::Date;
use relais_domain::{
    circuit::{InvoiceNumber, LotNumber, Transmitted},
    context::Activity,
    dossier::{AmcTrack, DossierCommand, TrackState},
    ids::DossierId,
    money::Cents,
    platform::Function,
    request::RequestState,
};
use relais_exchange::tabular::fold;
use relais_storage::rows::{AnswerKind, Page, RequestFilter};

/// What a line says.
struct Said {
    lot: Option<LotNumber>,
    invoice: InvoiceNumber,
    amount_cents: Cents,
    amo_cents: Cents,
    on: Option<Date>,
    delivered_on: Option<Date>,
}

/// What Relais itself has done for a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ours {
    Nothing,
    Waits,
    Leaves,
    Left,
}

pub(super) fn plan(ground: &mut Ground<'_>, cells: &Cells<'_>, taken: bool) -> Result<Planned, Problem> {
    let mut shown = cells.shown();
    let said = match read(ground, cells) {
        Ok(said) => said,
        Err(fault) => return Ok(idle(shown, LineStatus::Unreadable, Some(fault))),
    };
    shown.invoice = said.invoice.as_str().to_owned();
    shown.lot = said.lot.as_ref().map(|lot| lot.as_str().to_owned()).unwrap_or_default();
    (shown.amount_cents, shown.on) = (Some(said.amount_cents), said.on);
    let key = (said.lot.clone(), said.invoice.clone());
    if let Some(first) = ground.seen.get(&key) {
        let again = fault(LineFaultCode::Repeated, "", &first.to_string());
        return Ok(idle(shown, LineStatus::Unreadable, Some(again)));
    }
    if taken {
        ground.seen.insert(key, cells.line.number);
    }
    let dossiers = ground.queries.dossiers_of_invoice(said.invoice.as_str())?;
    match dossiers.as_slice() {
        [] => opens(ground, cells, shown, said, taken),
        [dossier] => joins(ground, cells, shown, said, *dossier, taken),
        _ => Ok(idle(shown, LineStatus::Unreadable, Some(fault(LineFaultCode::SeveralDossiers, "invoice", "")))),
    }
}

fn read(ground: &Ground<'_>, cells: &Cells<'_>) -> Result<Said, LineFault> {
    cells.whole()?;
    let today = ground.context.today;
    let amount = |field: &str| match cells.amount(field)? {
        Some(amount) if amount < Cents::ZERO => Err(fault(LineFaultCode::NotPositive, field, cells.text(field))),
        amount => Ok(amount),
    };
    Ok(Said {
        invoice: cells.invoice()?,
        lot: cells.lot(ground.lot.as_ref())?,
        amount_cents: match amount("amc_share")? {
            None => return Err(fault(LineFaultCode::Missing, "amc_share", "")),
            Some(amount) if !amount.is_positive() => {
                return Err(fault(LineFaultCode::NotPositive, "amc_share", cells.text("amc_share")));
            }
            Some(amount) => amount,
        },
        amo_cents: amount("amo_share")?.unwrap_or_default(),
        on: cells.day("on", today)?,
        delivered_on: cells.day("delivered_on", today)?,
    })
}

fn transmitted(ground: &Ground<'_>, said: &Said, rank: u8) -> Transmitted {
    Transmitted {
        rank,
        from: None,
        import: Some(ground.import),
        opened: false,
        twice: false,
        lot: said.lot.clone(),
        invoice: Some(said.invoice.clone()),
        amount_cents: Some(said.amount_cents),
        on: said.on,
    }
}

/// An invoice nobody here knows opens a dossier; in a further lot of the same list, it follows the one opened above.
fn opens(
    ground: &mut Ground<'_>,
    cells: &Cells<'_>,
    mut shown: PreviewLine,
    said: Said,
    taken: bool,
) -> Result<Planned, Problem> {
    shown.to = Some(TrackState::Entrusted);
    let transmitted = transmitted(ground, &said, 1);
    if let Some(line) = ground.opening.get(&said.invoice).copied() {
        (shown.status, shown.takes) = (LineStatus::Joins, true);
        return Ok(Planned { shown, deed: Some(Deed::Follow { line, transmitted }) });
    }
    let request = match opening(ground, cells, &said) {
        Ok(request) => request,
        Err(fault) => return Ok(idle(shown, LineStatus::Unreadable, Some(fault))),
    };
    if taken {
        ground.opening.insert(said.invoice.clone(), cells.line.number);
    }
    if shown.customer.is_empty() {
        shown.customer = request.family_name.clone();
    }
    (shown.status, shown.takes) = (LineStatus::New, true);
    let opening = Opening { request, delivered_on: said.delivered_on, transmitted };
    Ok(Planned { shown, deed: Some(Deed::Open(Box::new(opening))) })
}

/// The dossier of an invoice. The customer's own share stays in the pharmacy's software: what Relais follows is the
/// insurers'. Where the list names nobody, the invoice does.
fn opening(ground: &Ground<'_>, cells: &Cells<'_>, said: &Said) -> Result<OpenDossierRequest, LineFault> {
    let of = |field: &'static str, problem: Problem| {
        let code = if problem.params["reason"] == "too_long" { LineFaultCode::TooLong } else { LineFaultCode::Invalid };
        fault(code, field, cells.text(field))
    };
    for field in ["family_name", "given_name", "insurer_name"] {
        fields::optional_name(field, cells.text(field)).map_err(|problem| of(field, problem))?;
    }
    fields::amc_number(cells.text("amc_number")).map_err(|problem| of("amc_number", problem))?;
    fields::member_number(cells.text("member_number")).map_err(|problem| of("member_number", problem))?;
    fields::reference(said.invoice.as_str()).map_err(|problem| of("invoice", problem))?;
    let total_cents = said
        .amount_cents
        .plus(said.amo_cents)
        .map_err(|_| fault(LineFaultCode::OutOfRange, "amc_share", cells.text("amc_share")))?;
    let named = cells.text("family_name");
    let operator = fold(cells.text("operator"));
    Ok(OpenDossierRequest {
        activity: Activity::Pharmacy,
        family_name: if named.is_empty() { format!("Facture {}", said.invoice.as_str()) } else { named.to_owned() },
        given_name: cells.text("given_name").to_owned(),
        phone: String::new(),
        operator: ground.operators.iter().find(|(name, _)| *name == operator).map(|(_, code)| code.clone()),
        insurer_name: cells.text("insurer_name").to_owned(),
        amc_number: cells.text("amc_number").to_owned(),
        member_number: cells.text("member_number").to_owned(),
        total_cents,
        amo_share_cents: said.amo_cents,
        amc_share_cents: said.amount_cents,
        customer_share_cents: Cents::ZERO,
        reference: said.invoice.as_str().to_owned(),
    })
}

fn joins(
    ground: &mut Ground<'_>,
    cells: &Cells<'_>,
    mut shown: PreviewLine,
    said: Said,
    dossier: DossierId,
    taken: bool,
) -> Result<Planned, Problem> {
    let Some(track) = share_of(&ground.state(dossier)?.amc, cells, &said).cloned() else {
        ground.introduce(&mut shown, dossier, 1)?;
        return Ok(idle(shown, LineStatus::Unreadable, Some(fault(LineFaultCode::SeveralShares, "", ""))));
    };
    ground.introduce(&mut shown, dossier, track.rank)?;
    let ours = ours(ground, dossier, &track)?;
    if ours == Ours::Leaves {
        return Ok(idle(shown, LineStatus::Unreadable, Some(fault(LineFaultCode::Sending, "", ""))));
    }
    let transmitted = Transmitted { twice: ours == Ours::Left, ..transmitted(ground, &said, track.rank) };
    let command = DossierCommand::Transmit(transmitted.clone());
    if ground.would(dossier, command, taken)?.is_none() {
        return Ok(idle(shown, LineStatus::Known, None));
    }
    shown.to = ground.state(dossier)?.track(track.rank).map(|track| track.state);
    shown.warning = warning(&track, &said);
    shown.takes = true;
    shown.status = match ours {
        Ours::Waits => LineStatus::Waiting,
        Ours::Left => LineStatus::Twice,
        Ours::Nothing | Ours::Leaves => LineStatus::Joins,
    };
    Ok(Planned { shown, deed: Some(Deed::Join { dossier, transmitted }) })
}

/// The share a line is about: the only one, the insurer's of its number, or the one of its amount.
fn share_of<'t>(tracks: &'t [AmcTrack], cells: &Cells<'_>, said: &Said) -> Option<&'t AmcTrack> {
    if let [only] = tracks {
        return Some(only);
    }
    let number = fields::amc_number(cells.text("amc_number")).ok().flatten();
    let alone = |test: &dyn Fn(&AmcTrack) -> bool| {
        let mut found = tracks.iter().filter(|track| test(track));
        found.next().filter(|_| found.next().is_none())
    };
    let of_insurer =
        |track: &AmcTrack| number.is_some() && track.card.as_ref().and_then(|card| card.amc_number.clone()) == number;
    alone(&of_insurer).or_else(|| alone(&|track| track.share_cents == said.amount_cents))
}

fn ours(ground: &Ground<'_>, dossier: DossierId, track: &AmcTrack) -> Result<Ours, Problem> {
    let page = Page::first(outbox::MAX_REQUESTS_OF_TRACK);
    let rows = ground.queries.requests(&RequestFilter::OfTrack(dossier, track.rank), page)?;
    let any = |test: &dyn Fn(&relais_storage::rows::RequestRow) -> bool| rows.iter().any(test);
    if any(&|row| row.state == RequestState::Sending) {
        return Ok(Ours::Leaves);
    }
    let unknown = any(&|row| matches!(row.state, RequestState::OutcomeUnknown | RequestState::Conflict));
    let taken_in = any(&|row| row.state == RequestState::Answered && row.answer == Some(AnswerKind::Pending));
    // An agreement asked for is followed by the invoice; an invoice typed on a portal is the invoice itself.
    let invoiced = any(&|row| {
        row.function == Function::Claim
            && row.state == RequestState::Answered
            && row.answer != Some(AnswerKind::Refused)
    });
    let left = unknown || taken_in || invoiced || matches!(track.state, TrackState::Sent | TrackState::OutcomeUnknown);
    if left {
        return Ok(Ours::Left);
    }
    let waits = any(&|row| matches!(row.state, RequestState::Queued | RequestState::Failed));
    Ok(if waits { Ours::Waits } else { Ours::Nothing })
}

fn warning(track: &AmcTrack, said: &Said) -> Option<LineWarning> {
    match track.state {
        _ if track.claimed_by_customer => Some(LineWarning::CustomerClaims),
        TrackState::Advised | TrackState::Paid => Some(LineWarning::Settled),
        _ if track.share_cents != said.amount_cents => Some(LineWarning::AmountDiffers),
        _ => None,
    }
}
