//! The papers of a customer who advances everything: what he paid, and what he asks of his insurer. The rule of when is the
//! domain's; each is issued once for what it says, and asked for again it is the very same paper.

use crate::{
    app::App,
    call::Call,
    cheque_papers::{self, means_fr},
    contract::{AdvanceView, DocumentReady, PrintAdvancePaperRequest, Problem, ProblemCode},
    fields,
    papers::{self, Printed},
    people, step, view_practice,
};
use relais_documents as documents;
use relais_domain::{
    cheque::{Cheque, ChequeState},
    circuit::InvoiceNumber,
    context::{Context, PaymentMeans},
    document::Paper,
    dossier::{AdvancePaper, Attestable, ChequeCover, Dossier, DossierCommand, PaymentPurpose},
    identifiers::Cmc7Line,
    ids::{ChequeId, DocumentId, DossierId},
    refusal::Refusal,
};
use relais_storage::{NumberSeries, Queries, Tx};
use std::collections::BTreeSet;

/// Prints it, or opens it where it says the same.
pub async fn print(app: &App, call: Call, request: PrintAdvancePaperRequest) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (document, user) = (DocumentId(practice.fresh()), practice.user.name.clone());
    let typed = request.clone();
    let issued =
        practice.command(call, &request, move |tx, context| issue(tx, context, &typed, (document, &user))).await?;
    papers::open(&practice, issued).await
}

/// The number of the invoice, which must be there.
fn invoice(typed: &str) -> Result<InvoiceNumber, Problem> {
    let reason = if typed.trim().is_empty() { "empty" } else { "character" };
    InvoiceNumber::parse(typed).ok_or_else(|| Problem::field("invoice_number", reason))
}

fn issue(
    tx: &mut Tx<'_>,
    context: &Context,
    typed: &PrintAdvancePaperRequest,
    (document, user): (DocumentId, &str),
) -> Result<DocumentId, Problem> {
    let (dossier, paper, rank) = (typed.dossier, typed.paper, typed.rank);
    let invoice = invoice(&typed.invoice_number)?;
    let before = step::existing_dossier(tx, dossier)?;
    let paid_cheques = paid_for_good(tx, &before)?;
    let wanted = Attestable { document, paper, rank, invoice, paid_cheques: paid_cheques.clone() };
    step::dossier(tx, dossier, DossierCommand::AttestAdvance(wanted), context)?;
    let state = step::existing_dossier(tx, dossier)?;
    let mut papers = state.attested.iter().rev();
    let rank = rank.filter(|_| paper == AdvancePaper::Request);
    let said = papers.find(|known| (known.paper, known.rank) == (paper, rank)).ok_or(Refusal::TiersPayantOpen)?;
    if said.document != document {
        return Ok(said.document);
    }
    let facts = Facts { dossier, state: &state, paid_cheques, user, invoice: said.invoice.as_str().to_owned() };
    let (kind, number, bytes) = match paper {
        AdvancePaper::Attestation => {
            let year = context.today.year();
            let number = format!("AR-{year}-{:04}", tx.next_number(NumberSeries::PaymentAttestation, year)?);
            let reference = documents::Reference { number: number.clone(), issued_on: context.today };
            let model = facts.attestation(&tx.queries()?, reference)?;
            (Paper::PaymentAttestation, number, documents::payment_attestation(&model)?)
        }
        AdvancePaper::Request => {
            let number = cheque_papers::letter_number(tx, context)?;
            let reference = documents::Reference { number: number.clone(), issued_on: context.today };
            let model = facts.request(&tx.queries()?, reference, (rank.unwrap_or(1), said.under_reserve))?;
            (Paper::ReimbursementRequest, number, documents::reimbursement_request(&model)?)
        }
    };
    papers::issue(tx, context, Printed { document, paper: kind, number, dossier, cheque: None }, &bytes)
}

/// Of the cheques that pay the advance, those the bank has paid for good.
fn paid_for_good(tx: &mut Tx<'_>, state: &Dossier) -> Result<BTreeSet<ChequeId>, Problem> {
    let mut paid = BTreeSet::new();
    for cover in state.advance_cheques() {
        if tx.load::<Cheque>(cover.cheque.0)?.state == ChequeState::Final {
            paid.insert(cover.cheque);
        }
    }
    Ok(paid)
}

/// What the window shows of it; nothing while the tiers payant is open.
pub(crate) fn view(state: &Dossier) -> Option<AdvanceView> {
    let claimed = state.amc.iter().filter(|track| track.claimed_by_customer);
    let ranks: Vec<u8> = claimed.map(|track| track.rank).collect();
    (state.third_party_payment_barred() && !ranks.is_empty()).then(|| AdvanceView {
        invoice_number: state.sale_invoice().map(|invoice| invoice.as_str().to_owned()).unwrap_or_default(),
        missing_cents: state.advance_missing(),
        ranks,
    })
}

/// What both papers are made from.
struct Facts<'s> {
    dossier: DossierId,
    state: &'s Dossier,
    paid_cheques: BTreeSet<ChequeId>,
    user: &'s str,
    invoice: String,
}

impl Facts<'_> {
    fn attestation(
        &self,
        queries: &Queries<'_>,
        reference: documents::Reference,
    ) -> Result<documents::PaymentAttestation, Problem> {
        let row = queries.dossier(self.dossier)?.ok_or(Refusal::UnknownDossier)?;
        let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
        let mut insurers: Vec<String> = Vec::new();
        for track in self.state.amc.iter().filter(|track| track.claimed_by_customer) {
            insurers.push(self.insurer(queries, track.rank)?);
        }
        let mut payments: Vec<documents::AttestedPayment> = self.state.customer_payments.iter().map(paid).collect();
        for cover in self.state.advance_cheques() {
            payments.push(self.cheque(queries, cover)?);
        }
        payments.sort_by_key(|payment| payment.on);
        if self.state.refunded_cents.is_positive() {
            payments.push(documents::AttestedPayment {
                on: reference.issued_on,
                means: "déjà rendu".to_owned(),
                what: "trop perçu".to_owned(),
                amount_cents: -self.state.refunded_cents.get(),
                under_reserve: false,
            });
        }
        Ok(documents::PaymentAttestation {
            practice: view_practice::letterhead(&letterhead),
            reference,
            customer_name: people::printed(queries, self.dossier, &row.name)?,
            dossier: documents::Dossier {
                number: row.label(),
                sale_reference: row.reference.clone(),
                insurer: insurers.join(", "),
            },
            sold_on: row.opened_on,
            invoice_number: self.invoice.clone(),
            total_cents: self.state.total_cents.get(),
            amo_share_cents: self.state.amo_share_cents.get(),
            payments,
            attested_by: self.user.to_owned(),
        })
    }

    fn request(
        &self,
        queries: &Queries<'_>,
        reference: documents::Reference,
        (rank, under_reserve): (u8, bool),
    ) -> Result<documents::ReimbursementRequest, Problem> {
        let row = queries.dossier(self.dossier)?.ok_or(Refusal::UnknownDossier)?;
        let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
        let identity = queries.card_identities(self.dossier)?.into_iter().find(|card| card.rank == rank);
        let attested = queries.documents_of_dossier(self.dossier)?;
        let attested = attested.into_iter().rev().find(|row| row.paper == Paper::PaymentAttestation);
        Ok(documents::ReimbursementRequest {
            practice: view_practice::letterhead(&letterhead),
            reference,
            customer_name: people::printed(queries, self.dossier, &row.name)?,
            member_number: identity.map(|card| card.member_number).unwrap_or_default(),
            dossier: documents::Dossier {
                number: row.label(),
                sale_reference: row.reference.clone(),
                insurer: self.insurer(queries, rank)?,
            },
            sold_on: row.opened_on,
            invoice_number: self.invoice.clone(),
            total_cents: self.state.total_cents.get(),
            amo_share_cents: self.state.amo_share_cents.get(),
            share_cents: self.state.track(rank).map(|track| track.share_cents.get()).unwrap_or_default(),
            attestation_number: attested.map(|row| row.number),
            under_reserve,
        })
    }

    fn insurer(&self, queries: &Queries<'_>, rank: u8) -> Result<String, Problem> {
        let named = queries.card_identities(self.dossier)?.into_iter().find(|card| card.rank == rank);
        let named = named.map(|card| card.insurer_name).filter(|name| !name.is_empty());
        Ok(named.unwrap_or_else(|| "sa complémentaire".to_owned()))
    }

    fn cheque(&self, queries: &Queries<'_>, cover: &ChequeCover) -> Result<documents::AttestedPayment, Problem> {
        let row = queries.cheque(cover.cheque)?.ok_or(Refusal::ChequeNotKept)?;
        let paper = queries.cheque_paper(cover.cheque)?.ok_or(Refusal::ChequeNotKept)?;
        let number = Cmc7Line::parse(&paper.cmc7).map(|line| line.cheque_number().to_owned()).unwrap_or_default();
        Ok(documents::AttestedPayment {
            on: row.received_on,
            means: format!("chèque n°\u{a0}{number}, {}", fields::receipt_number(row.receipt_year, row.receipt_number)),
            what: purpose_fr(PaymentPurpose::AmcShareAdvanced).to_owned(),
            amount_cents: cover.covered_cents.get(),
            under_reserve: !self.paid_cheques.contains(&cover.cheque),
        })
    }
}

fn paid(payment: &relais_domain::dossier::CustomerPayment) -> documents::AttestedPayment {
    documents::AttestedPayment {
        on: payment.on,
        means: means_fr(payment.means).to_owned(),
        what: purpose_fr(payment.purpose).to_owned(),
        amount_cents: payment.amount_cents.get(),
        under_reserve: payment.means == PaymentMeans::Cheque,
    }
}

/// What a payment is for, on a paper a customer reads.
pub(crate) const fn purpose_fr(purpose: PaymentPurpose) -> &'static str {
    match purpose {
        PaymentPurpose::CustomerShare => "part du client",
        PaymentPurpose::AmcShareAdvanced => "part de la complémentaire, avancée",
        PaymentPurpose::Difference => "différence non couverte",
    }
}
