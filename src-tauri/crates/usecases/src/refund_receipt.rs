//! « Reçu de remboursement »: printed with the refund it is for, recorded together or not at all.

use crate::{
    app::OpenPractice,
    cheque_papers::means_fr,
    contract::{Problem, ProblemCode, Refunded},
    papers::{self, Printed},
    people, view_dossier, view_practice,
};
use jiff::civil::Date;
use relais_documents as documents;
use relais_domain::{
    context::{Context, PaymentMeans},
    document::Paper,
    ids::{DocumentId, DossierId},
    money::Cents,
    refusal::Refusal,
};
use relais_storage::{NumberSeries, Tx};
use std::sync::Arc;

/// What was given back.
#[derive(Debug)]
pub(crate) struct GivenBack {
    pub(crate) amount_cents: Cents,
    pub(crate) means: PaymentMeans,
    pub(crate) on: Date,
    pub(crate) cause: documents::RefundCause,
}

/// Issues the receipt of a refund just recorded, numbered « RR-2024-0001 ».
pub(crate) fn issue(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    given: GivenBack,
    (document, user): (DocumentId, &str),
) -> Result<DocumentId, Problem> {
    let year = context.today.year();
    let number = format!("RR-{year}-{:04}", tx.next_number(NumberSeries::Refund, year)?);
    let queries = tx.queries()?;
    let row = queries.dossier(dossier)?.ok_or(Refusal::UnknownDossier)?;
    let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let model = documents::RefundReceipt {
        practice: view_practice::letterhead(&letterhead),
        reference: documents::Reference { number: number.clone(), issued_on: context.today },
        customer_name: people::printed(&queries, dossier, &row.name)?,
        dossier: documents::Dossier { number: row.label(), sale_reference: row.reference, insurer: String::new() },
        amount_cents: given.amount_cents.get(),
        means: means_fr(given.means).to_owned(),
        given_back_on: given.on,
        cause: given.cause,
        given_back_by: user.to_owned(),
    };
    let printed = Printed { document, paper: Paper::RefundReceipt, number, dossier, cheque: None };
    papers::issue(tx, context, printed, &documents::refund_receipt(&model)?)
}

/// The dossier after a refund, with the receipt to sign.
pub(crate) async fn refunded(
    practice: &Arc<OpenPractice>,
    dossier: DossierId,
    receipt: DocumentId,
) -> Result<Refunded, Problem> {
    Ok(Refunded {
        receipt: papers::open(practice, receipt).await?,
        dossier: view_dossier::one(practice, dossier).await?,
    })
}
