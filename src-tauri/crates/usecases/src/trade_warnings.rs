//! Gathers what the warnings of the trade look at, and holds what a text forbids: the rule itself is the domain's.

use crate::{
    app::OpenPractice,
    contract::Problem,
    estimate_reference::{self, InUse},
    routing,
};
use jiff::{ToSpan, civil::Date};
use relais_domain::{
    card::{Facts, Warned, forbidden, warnings},
    context::{Activity, Context},
    dossier::{Dossier, DossierEvent, TrackState, Way},
    event::Event,
    ids::DossierId,
    platform::PlatformCode,
    practice::Practice,
};
use relais_storage::{Queries, Tx, rows::JournalRow};

/// The warnings of a dossier, today.
pub(crate) fn of(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    (id, dossier): (DossierId, &Dossier),
    birth_date: Option<Date>,
    timeline: &[JournalRow],
) -> Result<Vec<Warned>, Problem> {
    let InUse { set, .. } = estimate_reference::in_use(queries)?;
    let (agreed_on, unrouted) = (agreed_on(practice, timeline), unrouted(queries, id, dossier)?);
    let facts = Facts { dossier, birth_date, on: practice.today(), agreed_on: &agreed_on, unrouted: &unrouted };
    Ok(warnings(&facts, &set))
}

/// The complementaries nobody is known to answer for.
fn unrouted(queries: &Queries<'_>, id: DossierId, dossier: &Dossier) -> Result<Vec<u8>, Problem> {
    let mut ranks = Vec::new();
    for track in &dossier.amc {
        if routing::first_of_track(queries, id, dossier, track.rank)?.is_none() {
            ranks.push(track.rank);
        }
    }
    Ok(ranks)
}

/// When each complementary agreed last. An invoice that is accepted, or taken back, is no agreement to invoice.
fn agreed_on(practice: &OpenPractice, timeline: &[JournalRow]) -> Vec<(u8, Date)> {
    let invoices = timeline.iter().filter_map(|row| match &row.event {
        Event::Dossier(DossierEvent::Invoiced(made)) => Some(made.request),
        Event::Dossier(DossierEvent::CancellationAsked { request, .. }) => Some(*request),
        _ => None,
    });
    let invoices: Vec<_> = invoices.collect();
    let agreed = timeline.iter().rev().filter_map(|row| match &row.event {
        Event::Dossier(DossierEvent::TrackMoved { rank, to: TrackState::Accepted, on, request, .. })
            if !request.is_some_and(|request| invoices.contains(&request)) =>
        {
            Some((*rank, on.unwrap_or_else(|| practice.date_of(row.recorded_at))))
        }
        _ => None,
    });
    agreed.collect()
}

/// The first day the operator of a complementary takes its invoice, when it has a delay after the agreement.
pub(crate) fn invoice_not_before(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    platform: &PlatformCode,
    rank: u8,
    timeline: &[JournalRow],
) -> Result<Option<Date>, Problem> {
    let InUse { set, .. } = estimate_reference::in_use(queries)?;
    let Some(number) = set.invoice_after(platform, practice.today()).filter(|number| number.value > 0) else {
        return Ok(None);
    };
    let agreed = agreed_on(practice, timeline).into_iter().find(|(agreed, _)| *agreed == rank);
    Ok(agreed.map(|(_, on)| on.saturating_add(i64::from(number.value).days())))
}

/// Refuses a way that a text forbids for the cards of a dossier.
pub(crate) fn check_way(tx: &mut Tx<'_>, context: &Context, dossier: &Dossier, way: Way) -> Result<(), Problem> {
    // Nothing is forbidden where no card is of solidarity and nothing is tried: the reference data need not be read at
    // each sale.
    let solidarity = dossier.amc.iter().any(|track| track.card.as_ref().is_some_and(|card| card.solidarity));
    let hearing = dossier.opened.as_ref().is_some_and(|opened| opened.activity == Activity::Hearing);
    if !solidarity && !hearing {
        return Ok(());
    }
    let stream = tx.identity().practice.0;
    let InUse { set, .. } = estimate_reference::of(&tx.load::<Practice>(stream)?)?;
    forbidden(dossier, way, &set, context.today).map_or(Ok(()), |refusal| Err(refusal.into()))
}
