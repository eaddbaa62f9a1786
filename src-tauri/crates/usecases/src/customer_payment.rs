//! A payment of the customer, by any means, its correction, and what the practice gives back when a share was paid twice.

use crate::{
    app::App,
    call::Call,
    contract::{CustomerPaymentRequest, DossierView, Problem, RefundCustomerRequest},
    step, trade_warnings, view_dossier,
};
use relais_domain::dossier::{CustomerPayment, DossierCommand, PaymentPurpose, Way};

/// Records it.
pub async fn record(app: &App, call: Call, request: CustomerPaymentRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let (dossier, payment, limits) = (request.dossier, payment(&request), practice.limits());
    practice
        .command(call, &request, move |tx, context| {
            if payment.purpose == PaymentPurpose::AmcShareAdvanced {
                let state = step::existing_dossier(tx, dossier)?;
                trade_warnings::check_way(tx, context, &state, Way::CustomerAdvances)?;
            }
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

/// Gives back what was paid beyond every share: never more, and within the limit on cash.
pub async fn refund(app: &App, call: Call, request: RefundCustomerRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let (dossier, limits) = (request.dossier, practice.limits());
    let refund = DossierCommand::RefundCustomer {
        amount_cents: request.amount_cents,
        means: request.means,
        on: request.on,
        limits,
    };
    practice.command(call, &request, move |tx, context| step::dossier(tx, dossier, refund, context)).await?;
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
