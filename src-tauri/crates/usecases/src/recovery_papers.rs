//! The letter of an orange dossier: what the insurer covers, and what is left to pay.

use crate::{
    app::App,
    call::Call,
    cheque_papers::{self, ChequeFacts},
    contract::{DocumentReady, DossierRef, Problem, ProblemCode, Topic},
    papers::{self, Printed},
    people, step, view_practice,
};
use jiff::civil::Date;
use relais_documents as documents;
use relais_domain::{
    cheque::ChequeState,
    context::Context,
    document::Paper,
    dossier::Dossier,
    ids::{DocumentId, DossierId},
    refusal::Refusal,
};
use relais_storage::{Queries, Tx};

/// Issues it; refused when nothing is due.
pub async fn difference_letter(app: &App, call: Call, request: DossierRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (dossier, document) = (request.dossier, DocumentId(practice.fresh()));
    let letter = practice
        .command(call, &("difference_letter", &request), move |tx, context| {
            issue_difference_letter(tx, context, dossier, document)
        })
        .await?;
    app.announce(Topic::Recovery, Some(dossier));
    papers::open(&practice, letter).await
}

/// Inside its own transaction, alone or one of a batch.
pub(crate) fn issue_difference_letter(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    document: DocumentId,
) -> Result<DocumentId, Problem> {
    if !step::existing_dossier(tx, dossier)?.difference_due().is_positive() {
        return Err(Refusal::AmountNotPositive.into());
    }
    let number = cheque_papers::letter_number(tx, context)?;
    let model = model(&tx.queries()?, dossier, number.clone(), context.today)?;
    let printed = Printed { document, paper: Paper::DifferenceDue, number, dossier, cheque: None };
    papers::issue(tx, context, printed, &documents::difference_due(&model)?)
}

fn model(
    queries: &Queries<'_>,
    dossier: DossierId,
    number: String,
    today: Date,
) -> Result<documents::DifferenceDue, Problem> {
    let row = queries.dossier(dossier)?.ok_or(Refusal::UnknownDossier)?;
    let state = queries.stream::<Dossier>(dossier.0)?.ok_or(Refusal::UnknownDossier)?;
    let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let identities = queries.card_identities(dossier)?;
    let insurers = state.amc.iter().filter(|track| track.shortfall().is_positive()).map(|track| {
        let insurer = identities.iter().find(|card| card.rank == track.rank).map(|card| card.insurer_name.clone());
        documents::InsurerAnswer {
            insurer: insurer.filter(|name| !name.is_empty()).unwrap_or_else(|| "Votre complémentaire".to_owned()),
            estimated_cents: track.share_cents.get(),
            covered_cents: track.share_cents.get() - track.shortfall().get(),
        }
    });
    let kept = queries.dossier_cheques(dossier)?.into_iter().find(|cheque| cheque.state == ChequeState::Kept);
    let cheque = kept.map(|cheque| ChequeFacts::read(queries, cheque.id)).transpose()?;
    Ok(documents::DifferenceDue {
        practice: view_practice::letterhead(&letterhead),
        reference: documents::Reference { number, issued_on: today },
        customer: documents::Addressee {
            name: people::printed(queries, dossier, &row.name)?,
            address_lines: Vec::new(),
        },
        dossier_number: row.label(),
        sale_reference: row.reference,
        sold_on: row.opened_on,
        insurers: insurers.collect(),
        cheque: cheque.map(|facts| facts.mention),
        pay_by_on: None,
    })
}
