//! F2: opens a dossier from the few fields a counter has time for.

use crate::{
    app::App,
    call::Call,
    contract::{DossierOpened, OpenDossierRequest, Problem},
    fields, step,
};
use relais_domain::{
    dossier::{CardRecorded, DossierCommand, Opened, Priced},
    ids::{DossierId, PersonId},
    private::{CardIdentity, Person},
};
use relais_storage::NumberSeries;

/// Opens it: person, shares, card and number in one transaction.
pub async fn open(app: &App, call: Call, request: OpenDossierRequest) -> Result<DossierOpened, Problem> {
    let practice = app.practice()?;
    let ids = (DossierId(practice.fresh()), PersonId(practice.fresh()));
    let typed = request.clone();
    practice.command(call, &request, move |tx, context| record(tx, context, ids, &typed)).await
}

/// The transaction's inside; also how the demonstration fills its practice.
pub(crate) fn record(
    tx: &mut relais_storage::Tx<'_>,
    context: &relais_domain::context::Context,
    (dossier, person): (DossierId, PersonId),
    typed: &OpenDossierRequest,
) -> Result<DossierOpened, Problem> {
    let family_name = fields::name("family_name", &typed.family_name)?;
    let member_number = fields::member_number(&typed.member_number)?;
    let amc_number = fields::amc_number(&typed.amc_number)?;
    let reference = fields::reference(&typed.reference)?;
    tx.put_person(&Person {
        id: person,
        family_name,
        given_name: fields::optional_name("given_name", &typed.given_name)?,
        phone: fields::phone(&typed.phone)?,
        birth_date: None,
    })?;
    let year = context.today.year();
    let number = tx.next_number(NumberSeries::Dossier, year)?;
    let opened = Opened { dossier, number, year, person, activity: typed.activity, on: context.today, reference };
    let priced = Priced {
        total_cents: typed.total_cents,
        amo_share_cents: typed.amo_share_cents,
        amc_share_cents: vec![typed.amc_share_cents],
        customer_share_cents: typed.customer_share_cents,
        lines: Vec::new(),
    };
    step::dossier(tx, dossier, DossierCommand::Open { opened, priced }, context)?;
    let insurer_name = fields::optional_name("insurer_name", &typed.insurer_name)?;
    if !member_number.is_empty() || !insurer_name.is_empty() {
        tx.put_card_identity(
            person,
            &CardIdentity {
                dossier,
                rank: 1,
                member_number: member_number.clone(),
                insurer_name,
                raw_text: String::new(),
            },
        )?;
    }
    let proof = if member_number.is_empty() { None } else { Some(tx.prove(person, &member_number)?) };
    if typed.operator.is_some() || amc_number.is_some() || proof.is_some() {
        let card = CardRecorded {
            rank: 1,
            amc_number,
            operator: typed.operator.clone(),
            member_number_proof: proof,
            ..CardRecorded::default()
        };
        step::dossier(tx, dossier, DossierCommand::RecordCard(card), context)?;
    }
    Ok(DossierOpened { dossier, number: fields::dossier_number(year, number) })
}
