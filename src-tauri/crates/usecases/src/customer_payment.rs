//! A payment of the customer, by any means, its correction, and what the practice gives back when a share was paid twice.

use crate::{
    app::App,
    call::Call,
    contract::{CustomerPaymentRequest, DossierView, Problem, RefundCustomerRequest, Refunded},
    refund_receipt::{self, GivenBack},
    step, trade_warnings, view_dossier,
};
use relais_documents as documents;
use relais_domain::{
    dossier::{CustomerPayment, DossierCommand, PaymentPurpose, Way},
    ids::DocumentId,
};

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

/// Gives back what was paid beyond every share, never more and within the limit on cash, and prints its receipt.
pub async fn refund(app: &App, call: Call, request: RefundCustomerRequest) -> Result<Refunded, Problem> {
    let practice = app.practice()?;
    let (document, user) = (DocumentId(practice.fresh()), practice.user.name.clone());
    let (dossier, limits) = (request.dossier, practice.limits());
    let given = GivenBack {
        amount_cents: request.amount_cents,
        means: request.means,
        on: request.on,
        cause: documents::RefundCause::Overpaid,
    };
    let refund = DossierCommand::RefundCustomer {
        amount_cents: request.amount_cents,
        means: request.means,
        on: request.on,
        limits,
    };
    let issued = practice
        .command(call, &request, move |tx, context| {
            step::dossier(tx, dossier, refund, context)?;
            refund_receipt::issue(tx, context, dossier, given, (document, &user))
        })
        .await?;
    refund_receipt::refunded(&practice, dossier, issued).await
}

fn payment(request: &CustomerPaymentRequest) -> CustomerPayment {
    CustomerPayment {
        amount_cents: request.amount_cents,
        means: request.means,
        on: request.on,
        purpose: request.purpose,
    }
}
