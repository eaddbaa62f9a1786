//! Acomptes: received with the main software's invoice, imputed, given back, corrected. The rules are the domain's; the dated
//! numbers of the interest come from the reference data.

use crate::{
    app::App,
    call::Call,
    cheque_papers::means_fr,
    contract::{
        DocumentReady, DossierView, DownPaymentView, DownPaymentsView, ImputeDownPaymentRequest, Problem, ProblemCode,
        ReceiveDownPaymentRequest, RefundDownPaymentRequest, Refunded, ReverseDownPaymentRequest,
    },
    estimate_reference::{self, InUse},
    papers::{self, Printed},
    people, reference_files,
    refund_receipt::{self, GivenBack},
    step, trade_warnings, view_dossier, view_practice,
};
use jiff::civil::Date;
use relais_documents as documents;
use relais_domain::{
    books::DownPaymentVat,
    circuit::InvoiceNumber,
    context::{Context, PaymentMeans},
    document::Paper,
    dossier::{Dossier, DossierCommand, DownPaymentReceived, InterestTerms, Way},
    ids::{DocumentId, DossierId},
    money::Cents,
    practice::Practice,
    reference::Limits,
    refusal::Refusal,
};
use relais_storage::{NumberSeries, Queries, Tx};

/// « AC-2024-0001 ».
fn number(year: i16, number: u32) -> String {
    format!("AC-{year}-{number:04}")
}

/// Receives it, and prints its receipt: recorded together or not at all.
pub async fn receive(app: &App, call: Call, request: ReceiveDownPaymentRequest) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (document, user, limits) = (DocumentId(practice.fresh()), practice.user.name.clone(), practice.limits());
    let typed = request.clone();
    let issued = practice
        .command(call, &request, move |tx, context| inside(tx, context, &typed, (document, &user), limits))
        .await?;
    papers::open(&practice, issued).await
}

fn inside(
    tx: &mut Tx<'_>,
    context: &Context,
    typed: &ReceiveDownPaymentRequest,
    (document, user): (DocumentId, &str),
    limits: Limits,
) -> Result<DocumentId, Problem> {
    let dossier = typed.dossier;
    let reason = if typed.invoice.trim().is_empty() { "empty" } else { "character" };
    let invoice = InvoiceNumber::parse(&typed.invoice).ok_or_else(|| Problem::field("invoice", reason))?;
    let before = step::existing_dossier(tx, dossier)?;
    // Beyond his own share it is an advance of the insurer's, which a text may forbid.
    let own = before.customer_share_due().remaining_after(before.down_payments_held());
    if typed.amount_cents > own {
        trade_warnings::check_way(tx, context, &before, Way::CustomerAdvances)?;
    }
    let stream = tx.identity().practice.0;
    let vat_rate_bp = vat(&tx.load::<Practice>(stream)?, typed)?;
    let year = context.today.year();
    let received = DownPaymentReceived {
        number: tx.next_number(NumberSeries::DownPayment, year)?,
        year,
        amount_cents: typed.amount_cents,
        means: typed.means,
        on: typed.on,
        invoice,
        made_to_order: typed.made_to_order,
        vat_rate_bp,
    };
    let receive = DossierCommand::ReceiveDownPayment { received: received.clone(), limits };
    step::dossier(tx, dossier, receive, context)?;
    let printed_number = number(received.year, received.number);
    let model = receipt(&tx.queries()?, dossier, &received, user)?;
    let printed = Printed { document, paper: Paper::DownPaymentReceipt, number: printed_number, dossier, cheque: None };
    papers::issue(tx, context, printed, &documents::down_payment_receipt(&model)?)
}

/// The rate its VAT is booked at, where the practice books it on the receipt: then it must be said.
fn vat(state: &Practice, typed: &ReceiveDownPaymentRequest) -> Result<Option<u32>, Problem> {
    match (state.down_payment_vat, typed.vat_rate_bp) {
        (DownPaymentVat::InMainSoftware, _) => Ok(None),
        (DownPaymentVat::OnReceipt, None) => Err(Problem::field("vat_rate_bp", "empty")),
        (DownPaymentVat::OnReceipt, Some(rate)) if rate > 10_000 => Err(Problem::field("vat_rate_bp", "too_large")),
        (DownPaymentVat::OnReceipt, rate) => Ok(rate),
    }
}

fn receipt(
    queries: &Queries<'_>,
    dossier: DossierId,
    received: &DownPaymentReceived,
    user: &str,
) -> Result<documents::DownPaymentReceipt, Problem> {
    let row = queries.dossier(dossier)?.ok_or(Refusal::UnknownDossier)?;
    let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let state = queries.stream::<Dossier>(dossier.0)?.ok_or(Refusal::UnknownDossier)?;
    let terms = terms(queries, received.on)?;
    let held = state.down_payments.last().ok_or(Refusal::UnknownDownPayment)?;
    Ok(documents::DownPaymentReceipt {
        practice: view_practice::letterhead(&letterhead),
        reference: documents::Reference { number: number(received.year, received.number), issued_on: received.on },
        customer_name: people::printed(queries, dossier, &row.name)?,
        dossier: documents::Dossier { number: row.label(), sale_reference: row.reference, insurer: String::new() },
        total_cents: row.total_cents.get(),
        amount_cents: received.amount_cents.get(),
        means: means_fr(received.means).to_owned(),
        under_reserve: received.means == PaymentMeans::Cheque,
        received_on: received.on,
        invoice_number: received.invoice.as_str().to_owned(),
        bears_from: held.bears_from(&terms),
        received_by: user.to_owned(),
    })
}

/// The numbers of the interest that hold on a day.
fn terms(queries: &Queries<'_>, on: Date) -> Result<InterestTerms, Problem> {
    let InUse { set, .. } = estimate_reference::in_use(queries)?;
    InterestTerms::of(&set, on).ok_or_else(|| Problem::code(ProblemCode::NothingToEstimate))
}

fn terms_in(tx: &mut Tx<'_>, on: Date) -> Result<InterestTerms, Problem> {
    let stream = tx.identity().practice.0;
    let InUse { set, .. } = estimate_reference::of(&tx.load::<Practice>(stream)?)?;
    InterestTerms::of(&set, on).ok_or_else(|| Problem::code(ProblemCode::NothingToEstimate))
}

/// Lets some of it pay a share.
pub async fn impute(app: &App, call: Call, request: ImputeDownPaymentRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    practice
        .command(call, &("impute", &request), move |tx, context| {
            let command = DossierCommand::AllocateDownPayment {
                down_payment: typed.down_payment,
                purpose: typed.purpose,
                amount_cents: typed.amount_cents,
                on: context.today,
            };
            step::dossier(tx, typed.dossier, command, context)
        })
        .await?;
    view_dossier::one(&practice, request.dossier).await
}

/// Takes an imputation back: another entry, never an erasure.
pub async fn release(app: &App, call: Call, request: ImputeDownPaymentRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    practice
        .command(call, &("release", &request), move |tx, context| {
            let command = DossierCommand::ReleaseDownPayment {
                down_payment: typed.down_payment,
                purpose: typed.purpose,
                amount_cents: typed.amount_cents,
            };
            step::dossier(tx, typed.dossier, command, context)
        })
        .await?;
    view_dossier::one(&practice, request.dossier).await
}

/// Gives some of it back, the interest it bore included, and prints its receipt.
pub async fn refund(app: &App, call: Call, request: RefundDownPaymentRequest) -> Result<Refunded, Problem> {
    let practice = app.practice()?;
    let (document, user) = (DocumentId(practice.fresh()), practice.user.name.clone());
    let (typed, limits) = (request.clone(), practice.limits());
    let issued = practice
        .command(call, &request, move |tx, context| {
            let command = DossierCommand::RefundDownPayment {
                down_payment: typed.down_payment,
                amount_cents: typed.amount_cents,
                means: typed.means,
                on: typed.on,
                limits,
                terms: terms_in(tx, typed.on)?,
            };
            step::dossier(tx, typed.dossier, command, context)?;
            let state = step::existing_dossier(tx, typed.dossier)?;
            let at = usize::try_from(typed.down_payment).unwrap_or_default().saturating_sub(1);
            let held = state.down_payments.get(at).ok_or(Refusal::UnknownDownPayment)?;
            let given = GivenBack {
                amount_cents: typed.amount_cents,
                means: typed.means,
                on: typed.on,
                cause: documents::RefundCause::DownPayment(number(held.received.year, held.received.number)),
            };
            refund_receipt::issue(tx, context, typed.dossier, given, (document, &user))
        })
        .await?;
    refund_receipt::refunded(&practice, request.dossier, issued).await
}

/// Corrects one recorded by mistake.
pub async fn reverse(app: &App, call: Call, request: ReverseDownPaymentRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let (dossier, down_payment) = (request.dossier, request.down_payment);
    practice
        .command(call, &request, move |tx, context| {
            step::dossier(tx, dossier, DossierCommand::ReverseDownPayment { down_payment }, context)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}

/// Before a delivery: what the acomptes bore until then is the customer's, and pays with them; what of them pays a share
/// already bore as much.
pub(crate) fn grant_interest(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    until: Date,
) -> Result<(), Problem> {
    let some = !step::existing_dossier(tx, dossier)?.down_payments.is_empty();
    if some && until <= context.today {
        let terms = terms_in(tx, until)?;
        step::dossier(tx, dossier, DossierCommand::GrantInterest { until, terms }, context)?;
    }
    Ok(())
}

/// What the dossier shows of them.
pub(crate) fn view(
    queries: &Queries<'_>,
    state: &Dossier,
    dossier: DossierId,
    today: Date,
) -> Result<DownPaymentsView, Problem> {
    let practice = reference_files::practice_state(queries)?;
    let vat_on_receipt = practice.down_payment_vat == DownPaymentVat::OnReceipt;
    let room_cents = state.down_payment_room();
    if state.down_payments.is_empty() {
        return Ok(DownPaymentsView { room_cents, held_cents: Cents::ZERO, vat_on_receipt, rows: Vec::new() });
    }
    let papers = queries.documents_of_dossier(dossier)?;
    let terms = terms(queries, today)?;
    let until = state.bears_until(today);
    let rows = (1u32..).zip(&state.down_payments).filter(|(_, held)| !held.reversed).map(|(nth, held)| {
        let received = &held.received;
        let number = number(received.year, received.number);
        let document = papers.iter().find(|row| row.paper == Paper::DownPaymentReceipt && row.number == number);
        DownPaymentView {
            down_payment: nth,
            document: document.map(|row| row.id),
            number,
            amount_cents: received.amount_cents,
            means: received.means,
            on: received.on,
            invoice: received.invoice.as_str().to_owned(),
            made_to_order: received.made_to_order,
            allocated_cents: held.allocated(),
            refunded_cents: held.refunded_cents,
            interest_cents: held.interest_cents,
            accrued_cents: held.accrued(until, &terms).map(|(_, cents, _)| cents).unwrap_or_default(),
            bears_from: held.bears_from(&terms),
            rest_cents: held.rest(),
        }
    });
    Ok(DownPaymentsView { room_cents, held_cents: state.down_payments_held(), vat_on_receipt, rows: rows.collect() })
}
