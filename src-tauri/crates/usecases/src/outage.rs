//! The mode of an incident: what the owner says of it, what the practice carries, and the ceilings that stop it.
//!
//! What is carried is counted in the transaction that would carry more, so that two counters cannot both pass under a ceiling.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    choose_way::{self, FreshIds},
    contract::{
        CarriedCustomer, CarryBeyondRequest, CeilingExceededRow, DossierExposure, DossierView, IncidentRef,
        OutageModeView, OutageView, Problem, SetOutageModeRequest, Topic,
    },
    people, recovery, step, view_dossier, view_practice,
};
use relais_domain::{
    context::Context,
    dossier::{Dossier, Way},
    event::Event,
    ids::{DossierId, IncidentId, PersonId, TextId},
    incident::{
        Ceiling, CeilingStanding, Exposure, Incident, IncidentCommand, IncidentEvent, OutageMode, WARNED_FROM_BP,
    },
    money::Cents,
    refusal::Refusal,
    stream::StreamKind,
};
use relais_storage::{
    Queries, Tx,
    rows::{CarriedRow, PersonName},
};
use std::{collections::BTreeMap, sync::Arc};

/// Customers shown by what is carried for them: those a ceiling is about.
const CUSTOMERS_SHOWN: usize = 20;

/// The mode of one incident, and what it holds back.
pub async fn view(app: &App, _call: Call, request: IncidentRef) -> Result<OutageView, Problem> {
    show(&app.practice()?, request.incident).await
}

async fn show(practice: &Arc<OpenPractice>, incident: IncidentId) -> Result<OutageView, Problem> {
    let activity = view_practice::first_activity(practice).await?;
    let known = practice.clone();
    practice
        .read(move |queries| {
            let row = recovery::one(&known, queries, incident)?;
            let state = queries.stream::<Incident>(incident.0)?.unwrap_or_default();
            let mode = state.mode.unwrap_or_default();
            let carried = queries.carried(incident, None)?;
            let carried_cents = Cents::sum(carried.iter().map(|row| row.carried_cents))?;
            let customers = by_customer(carried)?.into_iter().take(CUSTOMERS_SHOWN).map(|(name, carried_cents)| {
                let standing = mode.standing(Ceiling::PerCustomer, carried_cents);
                CarriedCustomer { customer: people::display(&name), carried_cents, standing }
            });
            Ok(OutageView {
                incident: row,
                is_set: state.mode.is_some(),
                mode: mode_view(&mode),
                proposed: mode_view(&OutageMode::proposed(activity)),
                warned_from_bp: WARNED_FROM_BP,
                carried_cents,
                standing: mode.standing(Ceiling::InAll, carried_cents),
                customers: customers.collect(),
                exceeded: exceeded(queries, incident)?,
            })
        })
        .await
}

const fn mode_view(mode: &OutageMode) -> OutageModeView {
    OutageModeView {
        default_way: mode.default_way,
        per_customer_cents: mode.per_customer_cents,
        in_all_cents: mode.in_all_cents,
    }
}

/// Where the owner went beyond a ceiling, the latest first.
fn exceeded(queries: &Queries<'_>, incident: IncidentId) -> Result<Vec<CeilingExceededRow>, Problem> {
    let users = view_dossier::names(queries)?;
    let mut rows = Vec::new();
    for entry in queries.stream_entries(StreamKind::Incident, incident.0)? {
        let Event::Incident(IncidentEvent::CeilingExceeded(gone)) = entry.event else { continue };
        rows.push(CeilingExceededRow {
            at: entry.recorded_at,
            author: users.get(&entry.actor).cloned().unwrap_or_default(),
            dossier: gone.dossier,
            number: queries.dossier(gone.dossier)?.map(|row| row.label()).unwrap_or_default(),
            ceiling: gone.ceiling,
            ceiling_cents: gone.ceiling_cents,
            carried_cents: gone.carried_cents,
            reason: queries.text(gone.reason)?,
        });
    }
    rows.reverse();
    Ok(rows)
}

/// Says how the incident is lived through.
pub async fn set_mode(app: &App, call: Call, request: SetOutageModeRequest) -> Result<OutageView, Problem> {
    let practice = app.practice()?;
    let (incident, typed) = (request.incident, request.mode.clone());
    let mode = OutageMode {
        default_way: typed.default_way,
        per_customer_cents: typed.per_customer_cents,
        in_all_cents: typed.in_all_cents,
    };
    practice
        .command(call, &request, move |tx, context| {
            step::incident(tx, incident, IncidentCommand::SetMode(mode), context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    app.announce(Topic::Dossiers, None);
    show(&practice, incident).await
}

/// Delivers under tiers payant although a ceiling is reached: the owner's deed, with a reason.
pub async fn carry_beyond(app: &App, call: Call, request: CarryBeyondRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let (fresh, reason) = (FreshIds::of(&practice), TextId(practice.fresh()));
    let (dossier, typed) = (request.dossier, request.reason.clone());
    practice
        .command(call, &request, move |tx, context| {
            let person = step::existing_dossier(tx, dossier)?.person();
            let reason = step::reason(tx, reason, person, Some(&typed))?.ok_or(Refusal::ReasonNeeded)?;
            choose_way::record_beyond(tx, context, dossier, Way::DeliveredThirdPartyPayment, &fresh, Some(reason))
        })
        .await?;
    app.announce(Topic::Queue, Some(dossier));
    view_dossier::one(&practice, dossier).await
}

/// Looks whether a sale that `state` describes may be carried in an incident; what is carried already is not asked again.
pub(crate) fn check_ceiling(
    tx: &mut Tx<'_>,
    context: &Context,
    (incident, dossier): (IncidentId, DossierId),
    state: &Dossier,
    reason: Option<TextId>,
) -> Result<(), Problem> {
    let here = state.way.is_some_and(|(_, known)| known == Some(incident));
    let carried = if here { state.carried() } else { Cents::ZERO };
    let to_carry = state.to_carry();
    if to_carry <= carried {
        return Ok(());
    }
    let person = state.person().ok_or(Refusal::UnknownDossier)?;
    let exposure = exposure(&tx.queries()?, incident, (person, dossier), to_carry)?;
    step::incident(tx, incident, IncidentCommand::Carry { dossier, exposure, reason }, context)
}

/// What would be carried with a sale.
fn exposure(
    queries: &Queries<'_>,
    incident: IncidentId,
    (person, dossier): (PersonId, DossierId),
    to_carry: Cents,
) -> Result<Exposure, Problem> {
    let carried = queries.carried(incident, Some(dossier))?;
    let name = queries.person(person)?.map(|known| PersonName {
        family_name: known.family_name,
        given_name: known.given_name,
        phone: known.phone,
    });
    let name = name.unwrap_or_default();
    let own = carried.iter().filter(|row| row.person == person || row.name.is_of_the_same_customer(&name));
    let customer = Cents::sum(own.map(|row| row.carried_cents))?;
    let in_all = Cents::sum(carried.iter().map(|row| row.carried_cents))?;
    Ok(Exposure { customer_cents: customer.plus(to_carry)?, in_all_cents: in_all.plus(to_carry)? })
}

/// What is carried for each customer, the most first.
fn by_customer(carried: Vec<CarriedRow>) -> Result<Vec<(PersonName, Cents)>, Problem> {
    let mut by_words: BTreeMap<String, Vec<(PersonName, Cents)>> = BTreeMap::new();
    for row in carried {
        let named = by_words.entry(row.name.words()).or_default();
        match named.iter_mut().find(|(name, _)| !name.words().is_empty() && name.may_be_reached_as(&row.name)) {
            Some((_, sum)) => *sum = sum.plus(row.carried_cents)?,
            None => named.push((row.name, row.carried_cents)),
        }
    }
    let mut customers: Vec<(PersonName, Cents)> = by_words.into_values().flatten().collect();
    customers.sort_by_key(|(_, carried)| std::cmp::Reverse(*carried));
    Ok(customers)
}

/// What the counter shows of a dossier's incident: the way proposed while it lasts, and the ceilings when one is near.
pub(crate) fn of_dossier(
    queries: &Queries<'_>,
    dossier: DossierId,
    state: &Dossier,
) -> Result<(Option<Way>, Option<DossierExposure>), Problem> {
    let Some(incident) = choose_way::incident_of(queries, dossier, state)? else { return Ok((None, None)) };
    let known = queries.stream::<Incident>(incident.0)?.unwrap_or_default();
    let shown = match (known.mode, state.person()) {
        (Some(mode), Some(person)) if !known.closed => {
            let exposure = exposure(queries, incident, (person, dossier), state.to_carry())?;
            worst(incident, &mode, exposure)
        }
        _ => None,
    };
    Ok((known.proposed_way(), shown))
}

/// The ceiling that stands the worst, when one is near or reached.
fn worst(incident: IncidentId, mode: &OutageMode, exposure: Exposure) -> Option<DossierExposure> {
    let ceilings = [
        (Ceiling::PerCustomer, mode.per_customer_cents, exposure.customer_cents),
        (Ceiling::InAll, mode.in_all_cents, exposure.in_all_cents),
    ];
    let shown = ceilings.into_iter().filter_map(|(ceiling, ceiling_cents, carried_cents)| {
        let standing = mode.standing(ceiling, carried_cents);
        let ceiling_cents = ceiling_cents.filter(|_| standing != CeilingStanding::Within)?;
        Some(DossierExposure { incident, standing, ceiling, ceiling_cents, carried_cents })
    });
    // Of two that stand alike the customer's is said, as the refusal says it.
    shown.rev().max_by_key(|shown| shown.standing)
}
