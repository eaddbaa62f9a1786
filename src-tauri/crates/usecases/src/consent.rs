//! What the customer says of sending his data to an operator: yes, no, no more; at the counter or on the sheet he signs.

use crate::{
    app::App,
    call::Call,
    contract::{ConsentSheetRequest, DocumentReady, DossierView, Problem, ProblemCode, RecordConsentRequest, Topic},
    field_lists::{self, InUse},
    fields,
    papers::{self, Printed},
    people, routing, step, view_dossier, view_practice,
};
use relais_documents as documents;
use relais_domain::{
    context::Context,
    disclosure::{FieldName, Need},
    document::Paper,
    dossier::{ConsentDecision, ConsentHow, ConsentRecorded, DossierCommand},
    ids::{DocumentId, DossierId},
    platform::PlatformCode,
};
use relais_storage::{NumberSeries, Queries, Tx};
use std::collections::BTreeSet;

/// Records the customer's word about the operator of one complementary.
pub async fn record(app: &App, call: Call, request: RecordConsentRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let RecordConsentRequest { dossier, rank, decision, how } = request.clone();
    practice.command(call, &request, move |tx, context| said(tx, context, (dossier, rank), decision, how)).await?;
    app.announce(Topic::Dossiers, Some(dossier));
    view_dossier::one(&practice, dossier).await
}

/// The transaction's inside; also how the demonstration fills its practice.
pub(crate) fn said(
    tx: &mut Tx<'_>,
    context: &Context,
    (dossier, rank): (DossierId, u8),
    decision: ConsentDecision,
    how: ConsentHow,
) -> Result<(), Problem> {
    let state = step::existing_dossier(tx, dossier)?;
    let operators = routing::operators_of_track(&tx.queries()?, dossier, &state, rank)?;
    if operators.is_empty() {
        return Err(Problem::code(ProblemCode::NoPlatformForDossier));
    }
    let in_use = field_lists::in_use_in(tx)?;
    let sheet = (how == ConsentHow::SignedPaper).then(|| last_sheet(&tx.queries()?, dossier)).transpose()?.flatten();
    // He is asked once about all who may be asked for him; his word is kept of each.
    for platform in operators {
        let recorded = ConsentRecorded {
            fields: in_use.asked_about(&platform).into_iter().collect(),
            platform,
            decision,
            how,
            list_version: in_use.summary.version.clone(),
            sheet,
        };
        step::dossier(tx, dossier, DossierCommand::RecordConsent(recorded), context)?;
    }
    Ok(())
}

fn last_sheet(queries: &Queries<'_>, dossier: DossierId) -> Result<Option<DocumentId>, Problem> {
    let papers = queries.documents_of_dossier(dossier)?;
    Ok(papers.into_iter().rev().find(|row| row.paper == Paper::ConsentSheet).map(|row| row.id))
}

/// The sheet to sign: numbered, kept as it was printed.
pub async fn sheet(app: &App, call: Call, request: ConsentSheetRequest) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (asked, document) = (practice.clone(), DocumentId(practice.fresh()));
    let ConsentSheetRequest { dossier, rank } = request.clone();
    let issued = practice
        .command(call, &request, move |tx, context| {
            let state = step::existing_dossier(tx, dossier)?;
            let operators = routing::operators_of_track(&tx.queries()?, dossier, &state, rank)?;
            if operators.is_empty() {
                return Err(Problem::code(ProblemCode::NoPlatformForDossier));
            }
            let labels: Vec<String> = operators.iter().map(|code| asked.lines.label(code)).collect();
            let in_use = field_lists::in_use_in(tx)?;
            let year = context.today.year();
            let number = format!("T-{year}-{:04}", tx.next_number(NumberSeries::ConsentSheet, year)?);
            let queries = tx.queries()?;
            let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let opened = state.opened.as_ref().ok_or_else(|| Problem::code(ProblemCode::UnknownDossier))?;
            let row = queries.dossier(dossier)?.ok_or_else(|| Problem::code(ProblemCode::UnknownDossier))?;
            let page = documents::ConsentSheet {
                practice: view_practice::letterhead(&letterhead),
                reference: documents::Reference { number: number.clone(), issued_on: context.today },
                customer_name: people::printed(&queries, dossier, &row.name)?,
                dossier_number: fields::dossier_number(opened.year, opened.number),
                operator: labels.join(", à défaut "),
                fields: printed_fields(&in_use, &operators),
                list_version: in_use.summary.version.clone(),
            };
            let printed = Printed { document, paper: Paper::ConsentSheet, number, dossier, cheque: None };
            papers::issue(tx, context, printed, &documents::consent_sheet(&page)?)
        })
        .await?;
    papers::open(&practice, issued).await
}

/// The fields a customer reads, of all who may be asked, in plain words; what only identifies the request itself goes without
/// saying.
pub(crate) fn printed_fields(in_use: &InUse, operators: &[PlatformCode]) -> Vec<documents::SentField> {
    let told: BTreeSet<FieldName> = operators.iter().flat_map(|platform| in_use.asked_about(platform)).collect();
    let need = |field| operators.iter().filter_map(|platform| field_lists::need_of(in_use, platform, field)).min();
    let told = told.into_iter().filter(|field| field.is_about_customer());
    told.map(|field| documents::SentField {
        name: field_words(field).to_owned(),
        need: match need(field) {
            Some(Need::Optional) => documents::FieldNeed::Optional,
            Some(Need::Conditional) => documents::FieldNeed::Conditional,
            _ => documents::FieldNeed::Required,
        },
    })
    .collect()
}

/// A field in the words of a paper.
pub(crate) const fn field_words(field: FieldName) -> &'static str {
    match field {
        FieldName::RequestId => "Identifiant de la demande",
        FieldName::CreatedAt => "Heure de la demande",
        FieldName::FamilyName => "Nom",
        FieldName::GivenName => "Prénom",
        FieldName::BirthDate => "Date de naissance",
        FieldName::Nir => "Numéro de sécurité sociale",
        FieldName::AmcNumber => "Numéro de la mutuelle (AMC)",
        FieldName::Convention => "Type de convention",
        FieldName::Csr => "Code CSR de la carte",
        FieldName::MemberNumber => "Numéro d’adhérent",
        FieldName::ProviderFiness => "Numéro FINESS de l’établissement",
        FieldName::ServiceDate => "Date de délivrance",
        FieldName::DomainCode => "Domaine de soins (optique, audition, pharmacie)",
        FieldName::ProductCode => "Catégorie des articles, sans correction ni nom de médicament",
        FieldName::Quantity => "Quantités",
        FieldName::UnitPrice => "Prix des articles",
        FieldName::Total => "Total du devis",
        FieldName::AskedAmount => "Montant sur lequel porte la question",
        FieldName::RequestedAmount => "Part demandée à la mutuelle",
        FieldName::Authorisation => "Numéro d’accord déjà reçu",
        FieldName::InvoiceNumber => "Numéro de la facture",
    }
}
