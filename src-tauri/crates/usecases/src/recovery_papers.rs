//! The letter of an orange dossier: what the insurer covers, and what is left to pay.

use crate::{
    app::App,
    call::Call,
    cheque_papers::ChequeFacts,
    contract::{DocumentReady, DossierRef, Problem, ProblemCode},
    papers, people, step, view_practice,
};
use relais_documents as documents;
use relais_domain::{cheque::ChequeState, dossier::Dossier, refusal::Refusal};
use relais_storage::NumberSeries;

/// Prints it; refused when nothing is due.
pub async fn difference_letter(app: &App, call: Call, request: DossierRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (dossier, today) = (request.dossier, practice.today());
    let number: u32 = practice
        .command(call, &("difference_letter", &request), move |tx, context| {
            // No number is used up by a letter that is not written.
            if !step::existing_dossier(tx, dossier)?.difference_due().is_positive() {
                return Err(Refusal::AmountNotPositive.into());
            }
            Ok(tx.next_number(NumberSeries::Letter, context.today.year())?)
        })
        .await?;
    let model = practice
        .read(move |queries| {
            let row = queries.dossier(dossier)?.ok_or(Refusal::UnknownDossier)?;
            let state = queries.stream::<Dossier>(dossier.0)?.ok_or(Refusal::UnknownDossier)?;
            let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let identities = queries.card_identities(dossier)?;
            let insurers = state.amc.iter().filter(|track| track.shortfall().is_positive()).map(|track| {
                let insurer =
                    identities.iter().find(|card| card.rank == track.rank).map(|card| card.insurer_name.clone());
                documents::InsurerAnswer {
                    insurer: insurer
                        .filter(|name| !name.is_empty())
                        .unwrap_or_else(|| "Votre complémentaire".to_owned()),
                    estimated_cents: track.share_cents.get(),
                    covered_cents: track.share_cents.get() - track.shortfall().get(),
                }
            });
            let kept = queries.dossier_cheques(dossier)?.into_iter().find(|cheque| cheque.state == ChequeState::Kept);
            let cheque = kept.map(|cheque| ChequeFacts::read(queries, cheque.id)).transpose()?;
            Ok(documents::DifferenceDue {
                practice: view_practice::letterhead(&letterhead),
                reference: documents::Reference {
                    number: format!("L-{}-{number:04}", today.year()),
                    issued_on: today,
                    duplicate_on: None,
                },
                customer: documents::Addressee { name: people::display(&row.name), address_lines: Vec::new() },
                dossier_number: row.label(),
                sale_reference: row.reference,
                sold_on: row.opened_on,
                insurers: insurers.collect(),
                cheque: cheque.map(|facts| facts.mention),
                pay_by_on: None,
            })
        })
        .await?;
    let bytes = documents::difference_due(&model)?;
    papers::put(&practice, &format!("reste-a-regler-{}.pdf", model.reference.number), bytes).await
}
