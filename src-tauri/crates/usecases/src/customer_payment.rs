//! A payment of the customer, by any means, and its correction.

use crate::{
    app::App,
    call::Call,
    contract::{CustomerPaymentRequest, DossierView, Problem},
    step, view_dossier,
};
use relais_domain::dossier::{CustomerPayment, DossierCommand};

/// Records it.
pub async fn record(app: &App, call: Call, request: CustomerPaymentRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let (dossier, payment, limits) = (request.dossier, payment(&request), practice.limits());
    practice
        .command(call, &request, move |tx, context| {
            step::dossier(tx, dossier, DossierCommand::RecordCustomerPayment { payment, limits }, context)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}

/// Corrects one recorded by mistake: another entry, never an erasure.
pub async fn reverse(app: &App, call: Call, request: CustomerPaymentRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let (dossier, payment) = (request.dossier, payment(&request));
    // Told apart from the recording of the same payment under the same id.
    practice
        .command(call, &("reverse", &request), move |tx, context| {
            step::dossier(tx, dossier, DossierCommand::ReverseCustomerPayment { payment }, context)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}

fn payment(request: &CustomerPaymentRequest) -> CustomerPayment {
    CustomerPayment {
        amount_cents: request.amount_cents,
        means: request.means,
        on: request.on,
        purpose: request.purpose,
    }
}
