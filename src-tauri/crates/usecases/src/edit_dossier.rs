//! The rest of a dossier, when wanted: the customer, the shares and lines, the dated moments.

use crate::{
    app::App,
    call::Call,
    contract::{
        DossierView, EditCustomerRequest, LineView, Moment, PriceDossierRequest, Problem, RecordMomentRequest,
        UndoDeliveryRequest,
    },
    down_payments, fields, outage, step, view_dossier,
};
use relais_domain::{
    context::Context,
    dossier::{DossierCommand, DossierLine, Priced},
    ids::{DossierId, TextId},
    money::Cents,
    private::Person,
    refusal::Refusal,
};
use relais_storage::Tx;

/// Most lines of one sale.
pub const MAX_LINES: usize = 50;

/// Edits who the customer is; names are beside the journal.
pub async fn edit_customer(app: &App, call: Call, request: EditCustomerRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    let dossier = request.dossier;
    practice
        .command(call, &request, move |tx, _| {
            let state = step::existing_dossier(tx, typed.dossier)?;
            let person = state.person().ok_or(Refusal::UnknownDossier)?;
            tx.update_person(&Person {
                id: person,
                family_name: fields::name("family_name", &typed.family_name)?,
                given_name: fields::optional_name("given_name", &typed.given_name)?,
                phone: fields::phone(&typed.phone)?,
                birth_date: typed.birth_date,
            })?;
            Ok(())
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}

/// Prices the dossier anew; lines, when there are some, make the total.
pub async fn price(app: &App, call: Call, request: PriceDossierRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    let dossier = request.dossier;
    practice
        .command(call, &request, move |tx, context| {
            let priced = priced(&typed)?;
            let carried = step::existing_dossier(tx, typed.dossier)?.carried();
            step::dossier(tx, typed.dossier, DossierCommand::Price(priced), context)?;
            grows_within_its_ceiling(tx, context, typed.dossier, carried)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}

/// What is carried already and is priced higher is carried no further than the ceilings of its incident.
fn grows_within_its_ceiling(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    carried_before: Cents,
) -> Result<(), Problem> {
    let mut state = step::existing_dossier(tx, dossier)?;
    let grown = state.carried() > carried_before;
    let Some((_, Some(incident))) = state.way.take().filter(|_| grown) else { return Ok(()) };
    outage::check_ceiling(tx, context, (incident, dossier), &state, None)
}

pub(crate) fn priced(typed: &PriceDossierRequest) -> Result<Priced, Problem> {
    let lines = lines(&typed.lines)?;
    let total_cents = if lines.is_empty() {
        typed.total_cents
    } else {
        let amounts = lines.iter().map(|line| line.unit_price_cents.times(line.quantity));
        Cents::sum(amounts.collect::<Result<Vec<_>, _>>()?)?
    };
    Ok(Priced {
        total_cents,
        amo_share_cents: typed.amo_share_cents,
        amc_share_cents: typed.amc_share_cents.clone(),
        customer_share_cents: typed.customer_share_cents,
        lines,
    })
}

/// The lines as typed.
pub(crate) fn lines(typed: &[LineView]) -> Result<Vec<DossierLine>, Problem> {
    if typed.len() > MAX_LINES {
        return Err(Problem::field("lines", "too_many"));
    }
    typed.iter().map(line).collect()
}

fn line(typed: &LineView) -> Result<DossierLine, Problem> {
    let class = match typed.class.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(class @ ("A" | "B" | "I" | "II")) => Some(class.to_owned()),
        Some(_) => return Err(Problem::field("class", "unknown")),
    };
    if typed.quantity == 0 {
        return Err(Problem::field("quantity", "empty"));
    }
    if typed.vat_rate_bp > 10_000 {
        return Err(Problem::field("vat_rate_bp", "too_large"));
    }
    Ok(DossierLine {
        item: typed.item,
        quantity: typed.quantity,
        unit_price_cents: typed.unit_price_cents,
        vat_rate_bp: typed.vat_rate_bp,
        class,
    })
}

/// Records a dated moment: prescription, planned delivery, « Commande », « Délivrance ».
pub async fn record_moment(app: &App, call: Call, request: RecordMomentRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    let dossier = request.dossier;
    practice
        .command(call, &request, move |tx, context| {
            let command = match typed.moment {
                Moment::Prescription => DossierCommand::DatePrescription { date: typed.on },
                Moment::DeliveryPlanned => DossierCommand::PlanDelivery { on: typed.on },
                Moment::Order => DossierCommand::Order { on: typed.on },
                Moment::CancelOrder => DossierCommand::CancelOrder,
                Moment::AmoPaid => DossierCommand::NoteAmoPaid { on: typed.on },
                Moment::Delivery => {
                    down_payments::grant_interest(tx, context, typed.dossier, typed.on)?;
                    DossierCommand::Deliver { on: typed.on }
                }
            };
            step::dossier(tx, typed.dossier, command, context)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}

/// Takes back a delivery recorded by mistake: another entry, with its reason, never an erasure.
pub async fn undo_delivery(app: &App, call: Call, request: UndoDeliveryRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let (dossier, id, typed) = (request.dossier, TextId(practice.fresh()), request.reason.clone());
    practice
        .command(call, &request, move |tx, context| {
            let person = step::existing_dossier(tx, dossier)?.person();
            let reason = step::reason(tx, id, person, Some(&typed))?.ok_or(Refusal::ReasonNeeded)?;
            step::dossier(tx, dossier, DossierCommand::UndoDelivery { reason }, context)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}
