//! The rest of a dossier, when wanted: the customer, the shares and lines, the card, the dated moments.

use crate::{
    app::App,
    call::Call,
    contract::{
        CardView, DossierView, EditCustomerRequest, LineView, Moment, PriceDossierRequest, Problem, RecordCardRequest,
        RecordMomentRequest,
    },
    fields, step, view_dossier,
};
use relais_domain::{
    context::Context,
    dossier::{CardRecorded, DossierCommand, DossierLine, Priced},
    ids::DossierId,
    money::Cents,
    private::{CardIdentity, Person},
    refusal::Refusal,
};
use relais_storage::Tx;

/// Most lines of one sale.
pub const MAX_LINES: usize = 50;
/// Most domain codes of one card.
pub const MAX_DOMAINS: usize = 30;

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
            step::dossier(tx, typed.dossier, DossierCommand::Price(priced), context)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
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

/// Records the card of one complementary.
pub async fn record_card(app: &App, call: Call, request: RecordCardRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    let dossier = request.dossier;
    practice
        .command(call, &request, move |tx, context| card(tx, context, typed.dossier, typed.rank, &typed.card))
        .await?;
    view_dossier::one(&practice, dossier).await
}

/// The transaction's inside; also how the demonstration fills its practice.
pub(crate) fn card(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    rank: u8,
    typed: &CardView,
) -> Result<(), Problem> {
    let state = step::existing_dossier(tx, dossier)?;
    let person = state.person().ok_or(Refusal::UnknownDossier)?;
    let member_number = fields::member_number(&typed.member_number)?;
    if typed.domains.len() > MAX_DOMAINS {
        return Err(Problem::field("domains", "too_many"));
    }
    let network = fields::bounded("network", &typed.network, fields::MAX_REFERENCE_CHARS)?;
    let recorded = CardRecorded {
        rank,
        amc_number: fields::amc_number(&typed.amc_number)?,
        convention: fields::convention(&typed.convention)?,
        csr: fields::csr(&typed.csr)?,
        operator: typed.operator.clone(),
        network: Some(network).filter(|network| !network.is_empty()),
        valid_from: typed.valid_from,
        valid_to: typed.valid_to,
        domains: typed.domains.iter().map(|d| fields::bounded("domains", d, 8)).collect::<Result<_, _>>()?,
        member_number_proof: if member_number.is_empty() { None } else { Some(tx.prove(person, &member_number)?) },
    };
    step::dossier(tx, dossier, DossierCommand::RecordCard(recorded), context)?;
    let insurer_name = fields::optional_name("insurer_name", &typed.insurer_name)?;
    tx.put_card_identity(person, &CardIdentity { dossier, rank, member_number, insurer_name })?;
    Ok(())
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
                Moment::Delivery => DossierCommand::Deliver { on: typed.on },
            };
            step::dossier(tx, typed.dossier, command, context)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}
