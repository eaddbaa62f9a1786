//! The papers of a cheque: the receipt in two copies, the letter before a deposit, the discharge at the return.

use crate::{
    app::App,
    call::Call,
    contract::{ChequeRef, DocumentReady, Problem, ProblemCode},
    fields,
    papers::{self, Printed},
    people, step, view_cheques, view_practice,
};
use jiff::civil::Date;
use relais_documents as documents;
use relais_domain::{
    cheque::{Cheque, ChequeAgreement, ChequeCommand, ChequeEvent, IdentitySeen},
    context::Context,
    document::Paper,
    dossier::{AmcTrack, Dossier, DossierEvent, TrackState},
    event::Event,
    identifiers::{Cmc7Line, RlmcStatus},
    ids::{ChequeId, DocumentId, DossierId},
    refusal::Refusal,
    stream::StreamKind,
};
use relais_storage::{NumberSeries, Queries, Tx, rows::JournalRow};

/// The receipt: issued the first time, and from then on the very same paper.
pub async fn receipt(app: &App, call: Call, request: ChequeRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (cheque, document) = (request.cheque, DocumentId(practice.fresh()));
    let user = practice.user.name.clone();
    let issued = practice
        .command(call, &("receipt", cheque), move |tx, context| {
            if let Some(issued) = tx.queries()?.document_of_cheque(cheque, Paper::ChequeReceipt)? {
                return Ok(issued.id);
            }
            let model = receipt_model(&tx.queries()?, cheque, &user)?;
            step::cheque(tx, cheque, ChequeCommand::PrintReceipt { document }, context)?;
            let printed = printed(tx, cheque, (document, Paper::ChequeReceipt), &model.reference)?;
            papers::issue(tx, context, printed, &documents::cheque_receipt(&model)?)
        })
        .await?;
    papers::open(&practice, issued).await
}

/// A paper of a cheque, about the first sale it covers.
fn printed(
    tx: &mut Tx<'_>,
    cheque: ChequeId,
    (document, paper): (DocumentId, Paper),
    reference: &documents::Reference,
) -> Result<Printed, Problem> {
    let kept = tx.load::<Cheque>(cheque.0)?.kept.ok_or(Refusal::ChequeNotKept)?;
    let dossier = kept.covers.first().ok_or(Refusal::ChequeNotKept)?.dossier;
    Ok(Printed { document, paper, number: reference.number.clone(), dossier, cheque: Some(cheque) })
}

fn receipt_model(queries: &Queries<'_>, cheque: ChequeId, user: &str) -> Result<documents::ChequeReceipt, Problem> {
    let facts = ChequeFacts::read(queries, cheque)?;
    let kept = facts.state.kept.as_ref().ok_or(Refusal::ChequeNotKept)?;
    let shares = kept.covers.iter().map(|cover| {
        let dossier = facts.sale(queries, cover.dossier, cover.rank)?;
        Ok(documents::CoveredShare { dossier, covered_cents: cover.amount_cents.get() })
    });
    let delivered = facts.dossier.delivered_on.is_some_and(|on| on <= kept.received_on);
    Ok(documents::ChequeReceipt {
        practice: facts.letterhead.clone(),
        reference: documents::Reference {
            number: fields::receipt_number(kept.receipt_year, kept.receipt_number),
            issued_on: kept.received_on,
        },
        cheque: documents::ReceivedCheque {
            number: facts.cheque_number.clone(),
            bank: facts.paper.bank_name.clone(),
            amount_cents: kept.amount_cents.get(),
            written_on: kept.written_on,
            written_at: facts.paper.written_at.clone(),
            payee: facts.letterhead.name.clone(),
            drawer: or(&facts.paper.drawer_name, &facts.customer),
            rlmc_key: match kept.rlmc {
                RlmcStatus::Verified => documents::RlmcKey::Verified,
                RlmcStatus::Absent | RlmcStatus::Illegible => documents::RlmcKey::Absent,
            },
            identity_seen: kept.identity_seen.map(|seen| identity_fr(seen).to_owned()),
        },
        customer_name: facts.customer.clone(),
        shares: shares.collect::<Result<_, Problem>>()?,
        agreement: match kept.agreement {
            ChequeAgreement::KeptAndReturned => documents::Agreement::Kept,
            ChequeAgreement::DepositedLater => documents::Agreement::DepositedLater,
        },
        promise: documents::Promise::Date(kept.deposit_not_before.unwrap_or(kept.decide_by)),
        keeping_limit_on: kept.decide_by,
        taken_at: if delivered { documents::Moment::Delivery } else { documents::Moment::Order },
        received_by: user.to_owned(),
    })
}

/// What was looked at, as people call it.
const fn identity_fr(seen: IdentitySeen) -> &'static str {
    match seen {
        IdentitySeen::IdentityCard => "carte d’identité",
        IdentitySeen::Passport => "passeport",
        IdentitySeen::DrivingLicence => "permis de conduire",
        IdentitySeen::ResidencePermit => "titre de séjour",
        IdentitySeen::Other => "autre pièce",
    }
}

/// The discharge of a cheque that went back: issued with the return, and from then on the very same paper.
pub async fn discharge(app: &App, call: Call, request: ChequeRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (cheque, document) = (request.cheque, DocumentId(practice.fresh()));
    let issued = practice
        .command(call, &("discharge", cheque), move |tx, context| issue_discharge(tx, context, cheque, document))
        .await?;
    papers::open(&practice, issued).await
}

/// Inside the return's own transaction, or the first time it is asked for.
pub(crate) fn issue_discharge(
    tx: &mut Tx<'_>,
    context: &Context,
    cheque: ChequeId,
    document: DocumentId,
) -> Result<DocumentId, Problem> {
    if let Some(issued) = tx.queries()?.document_of_cheque(cheque, Paper::ChequeDischarge)? {
        return Ok(issued.id);
    }
    let model = discharge_model(&tx.queries()?, cheque)?;
    let printed = printed(tx, cheque, (document, Paper::ChequeDischarge), &model.reference)?;
    papers::issue(tx, context, printed, &documents::cheque_discharge(&model)?)
}

fn discharge_model(queries: &Queries<'_>, cheque: ChequeId) -> Result<documents::ChequeDischarge, Problem> {
    let facts = ChequeFacts::read(queries, cheque)?;
    let left_on = facts.state.left_on.ok_or(Refusal::ChequeNotKept)?;
    let returned = entries(queries, cheque)?
        .into_iter()
        .find(|row| matches!(row.event, Event::Cheque(ChequeEvent::Returned { .. })))
        .ok_or(Refusal::ChequeNotKept)?;
    let users = crate::view_dossier::names(queries)?;
    Ok(documents::ChequeDischarge {
        practice: facts.letterhead.clone(),
        reference: documents::Reference { number: format!("D-{}", facts.mention.receipt_number), issued_on: left_on },
        cheque: facts.mention.clone(),
        dossier: facts.first_sale(queries)?,
        customer_name: facts.customer.clone(),
        returned_on: left_on,
        returned_by: users.get(&returned.actor).cloned().unwrap_or_default(),
        returned_to: None,
        cause: facts.return_cause(queries)?,
        presented: facts.state.rejections > 0,
    })
}

/// The letter that tells the customer of the deposit, in the transaction that tells him.
pub(crate) fn issue_notice(
    tx: &mut Tx<'_>,
    context: &Context,
    cheque: ChequeId,
    document: DocumentId,
) -> Result<DocumentId, Problem> {
    let number = letter_number(tx, context)?;
    let model = notice_model(&tx.queries()?, cheque, number, context.today)?;
    let printed = printed(tx, cheque, (document, Paper::DepositNotice), &model.reference)?;
    papers::issue(tx, context, printed, &documents::refusal_notice(&model)?)
}

/// « L-2024-0001 »: letters have one numbering.
pub(crate) fn letter_number(tx: &mut Tx<'_>, context: &Context) -> Result<String, Problem> {
    let year = context.today.year();
    Ok(format!("L-{year}-{:04}", tx.next_number(NumberSeries::Letter, year)?))
}

fn notice_model(
    queries: &Queries<'_>,
    cheque: ChequeId,
    number: String,
    today: Date,
) -> Result<documents::RefusalNotice, Problem> {
    let facts = ChequeFacts::read(queries, cheque)?;
    let deposit_from_on = facts.state.notice_deposit_from.ok_or(Refusal::NoticeNeeded)?;
    let kept = facts.state.kept.as_ref().ok_or(Refusal::ChequeNotKept)?;
    let rank = kept.covers.first().map_or(1, |cover| cover.rank);
    let dead = facts.dossier.track(rank).is_some_and(|track| track.state.is_dead());
    let outcome = if dead {
        let answered_on = facts.moved_on(queries, rank, TrackState::Refused)?.unwrap_or(today);
        documents::InsurerOutcome::Refused { answered_on, reason: None }
    } else {
        documents::InsurerOutcome::NoAnswer { awaited_until: kept.deposit_not_before.unwrap_or(kept.decide_by) }
    };
    Ok(documents::RefusalNotice {
        practice: facts.letterhead.clone(),
        reference: documents::Reference { number, issued_on: today },
        customer: documents::Addressee { name: facts.customer.clone(), address_lines: Vec::new() },
        dossier: facts.first_sale(queries)?,
        sold_on: facts.dossier.opened.as_ref().map_or(today, |opened| opened.on),
        outcome,
        cheque: facts.mention.clone(),
        deposit_from_on,
    })
}

/// What every paper of a cheque says of it.
pub(crate) struct ChequeFacts {
    pub(crate) state: Cheque,
    pub(crate) dossier: Dossier,
    pub(crate) customer: String,
    pub(crate) letterhead: documents::Practice,
    pub(crate) mention: documents::ChequeMention,
    paper: relais_domain::private::ChequePaper,
    cheque_number: String,
}

impl ChequeFacts {
    /// Reads them; the cheque must have been kept.
    pub(crate) fn read(queries: &Queries<'_>, cheque: ChequeId) -> Result<Self, Problem> {
        let row = queries.cheque(cheque)?.ok_or(Refusal::ChequeNotKept)?;
        let state = queries.stream::<Cheque>(cheque.0)?.ok_or(Refusal::ChequeNotKept)?;
        let paper = queries.cheque_paper(cheque)?.ok_or(Refusal::ChequeNotKept)?;
        let first = row.covers.first().ok_or(Refusal::ChequeNotKept)?.dossier;
        let dossier = queries.stream::<Dossier>(first.0)?.ok_or(Refusal::UnknownDossier)?;
        let practice = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
        let cheque_number =
            Cmc7Line::parse(&paper.cmc7).map(|line| line.cheque_number().to_owned()).unwrap_or_default();
        Ok(ChequeFacts {
            customer: people::printed(queries, first, &row.name)?,
            letterhead: view_practice::letterhead(&practice),
            mention: documents::ChequeMention {
                number: cheque_number.clone(),
                bank: paper.bank_name.clone(),
                amount_cents: row.amount_cents.get(),
                received_on: row.received_on,
                receipt_number: fields::receipt_number(row.receipt_year, row.receipt_number),
            },
            state,
            dossier,
            paper,
            cheque_number,
        })
    }

    fn first_sale(&self, queries: &Queries<'_>) -> Result<documents::Dossier, Problem> {
        let cover = self.state.kept.as_ref().and_then(|kept| kept.covers.first()).ok_or(Refusal::ChequeNotKept)?;
        self.sale(queries, cover.dossier, cover.rank)
    }

    pub(crate) fn sale(&self, queries: &Queries<'_>, id: DossierId, rank: u8) -> Result<documents::Dossier, Problem> {
        let row = queries.dossier(id)?.ok_or(Refusal::UnknownDossier)?;
        let identity = queries.card_identities(id)?.into_iter().find(|card| card.rank == rank);
        let operator = row.tracks.iter().find(|track| track.rank == rank).and_then(|track| track.operator.clone());
        let insurer = identity.map(|card| card.insurer_name).filter(|name| !name.is_empty());
        let insurer = insurer.or_else(|| operator.map(|code| code.as_str().to_owned()));
        Ok(documents::Dossier {
            number: row.label(),
            sale_reference: row.reference,
            insurer: insurer.unwrap_or_else(|| "votre complémentaire".to_owned()),
        })
    }

    /// The business date a track went to a state.
    fn moved_on(&self, queries: &Queries<'_>, rank: u8, state: TrackState) -> Result<Option<Date>, Problem> {
        let Some(id) = self.dossier.id() else { return Ok(None) };
        let zone = view_cheques::time_zone(queries)?;
        let moved =
            queries.stream_entries(StreamKind::Dossier, id.0)?.into_iter().rev().find_map(|row| match row.event {
                Event::Dossier(DossierEvent::TrackMoved { rank: r, to, on, .. }) if (r, to) == (rank, state) => {
                    Some(on.unwrap_or_else(|| row.recorded_at.to_zoned(zone.clone()).date()))
                }
                _ => None,
            });
        Ok(moved)
    }

    fn return_cause(&self, queries: &Queries<'_>) -> Result<documents::ReturnCause, Problem> {
        let left_on = self.state.left_on.ok_or(Refusal::ChequeNotKept)?;
        let rank = self.state.kept.as_ref().and_then(|kept| kept.covers.first()).map_or(1, |cover| cover.rank);
        let paid = self.dossier.track(rank).filter(|track| track.state == TrackState::Paid);
        Ok(match paid {
            Some(AmcTrack { paid_cents, .. }) => documents::ReturnCause::InsurerPaid {
                credited_on: self.moved_on(queries, rank, TrackState::Paid)?.unwrap_or(left_on),
                amount_cents: paid_cents.get(),
            },
            None => match self.dossier.customer_payments.last() {
                Some(payment) => documents::ReturnCause::PaidOtherwise {
                    paid_on: payment.on,
                    means: means_fr(payment.means).to_owned(),
                },
                None => documents::ReturnCause::SaleCancelled { cancelled_on: left_on },
            },
        })
    }
}

/// As it follows « par » on a paper, which is in French whatever the interface.
pub(crate) const fn means_fr(means: relais_domain::context::PaymentMeans) -> &'static str {
    use relais_domain::context::PaymentMeans as Means;
    match means {
        Means::Card => "carte bancaire",
        Means::Cash => "espèces",
        Means::Cheque => "chèque",
        Means::Transfer => "virement",
    }
}

fn entries(queries: &Queries<'_>, cheque: ChequeId) -> Result<Vec<JournalRow>, Problem> {
    Ok(queries.stream_entries(StreamKind::Cheque, cheque.0)?)
}

/// The first, or the second where there is none.
pub(crate) fn or(first: &str, second: &str) -> String {
    if first.is_empty() { second.to_owned() } else { first.to_owned() }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
