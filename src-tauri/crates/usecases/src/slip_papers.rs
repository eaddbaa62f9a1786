//! The papers of a slip and of a lost cheque: the detailed list, and the sheet that proves a cheque by the books.

use crate::{
    cheque_papers::{ChequeFacts, or},
    contract::{Problem, ProblemCode},
    evidence_words, fields, keep_cheque,
    papers::{self, Printed},
    people, step, view_cheques, view_dossier, view_practice,
};
use jiff::tz::TimeZone;
use relais_documents as documents;
use relais_domain::{
    cheque::{Cheque, ChequeAgreement, ChequeCommand, ChequeEvent, ChequeState, Cover},
    context::Context,
    document::Paper,
    event::Event,
    identifiers::{Cmc7Line, RlmcStatus},
    ids::{ChequeId, DocumentId, SlipId},
    refusal::Refusal,
    slip::Slip,
    stream::StreamKind,
};
use relais_storage::{Queries, Tx, rows::JournalRow};

/// The list of a slip: issued once, and from then on the very same paper.
pub(crate) fn issue_list(
    tx: &mut Tx<'_>,
    context: &Context,
    slip: SlipId,
    document: DocumentId,
    user: &str,
) -> Result<DocumentId, Problem> {
    if let Some(issued) = tx.queries()?.document_of_slip(slip)? {
        return Ok(issued.id);
    }
    let state = tx.load::<Slip>(slip.0)?;
    let model = list_model(&tx.queries()?, &state, user)?;
    let number = model.reference.number.clone();
    papers::issue_of_slip(tx, context, (document, slip), number, &documents::slip_list(&model)?)
}

fn list_model(queries: &Queries<'_>, slip: &Slip, user: &str) -> Result<documents::SlipList, Problem> {
    let made = slip.made.as_ref().ok_or(Refusal::UnknownSlip)?;
    let practice = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let lines = slip.cheques.iter().map(|of_slip| {
        let state = queries.stream::<Cheque>(of_slip.cheque.0)?.ok_or(Refusal::ChequeNotKept)?;
        let paper = queries.cheque_paper(of_slip.cheque)?.ok_or(Refusal::ChequeNotKept)?;
        let customer =
            queries.cheque(of_slip.cheque)?.map(|row| people::listed(&people::display(&row.name))).unwrap_or_default();
        let line = Cmc7Line::parse(&paper.cmc7).map(|line| line.cheque_number().to_owned());
        Ok(documents::SlipListLine {
            number: line.unwrap_or_default(),
            bank: paper.bank_name,
            drawer: or(&paper.drawer_name, &customer),
            amount_cents: of_slip.amount_cents.get(),
            again: state.state == ChequeState::Represented,
        })
    });
    Ok(documents::SlipList {
        practice: view_practice::letterhead(&practice),
        reference: documents::Reference { number: fields::slip_number(made.year, made.number), issued_on: made.on },
        bank_number: slip.bank_number.clone(),
        handed_in_on: made.on,
        lines: lines.collect::<Result<_, Problem>>()?,
        prepared_by: user.to_owned(),
    })
}

/// The evidence sheet of a lost cheque: issued once for a loss, and from then on the very same paper.
pub(crate) fn issue_evidence(
    tx: &mut Tx<'_>,
    context: &Context,
    (cheque, document): (ChequeId, DocumentId),
    user: &str,
) -> Result<DocumentId, Problem> {
    let state = tx.load::<Cheque>(cheque.0)?;
    if let Some(issued) = state.evidence {
        return Ok(issued);
    }
    let model = evidence_model(&tx.queries()?, cheque, context, user)?;
    step::cheque(tx, cheque, ChequeCommand::PrintEvidence { document }, context)?;
    let dossier = state.kept.and_then(|kept| kept.covers.first().map(|cover| cover.dossier));
    let printed = Printed {
        document,
        paper: Paper::EvidenceSheet,
        number: model.reference.number.clone(),
        dossier: dossier.ok_or(Refusal::ChequeNotKept)?,
        cheque: Some(cheque),
    };
    papers::issue(tx, context, printed, &documents::evidence_sheet(&model)?)
}

fn evidence_model(
    queries: &Queries<'_>,
    cheque: ChequeId,
    context: &Context,
    user: &str,
) -> Result<documents::EvidenceSheet, Problem> {
    let facts = ChequeFacts::read(queries, cheque)?;
    if facts.state.state != ChequeState::Lost {
        return Err(Refusal::ChequeElsewhere { state: facts.state.state }.into());
    }
    let zone = view_cheques::time_zone(queries)?;
    let users = view_dossier::names(queries)?;
    let rows = queries.stream_entries(StreamKind::Cheque, cheque.0)?;
    let lost = rows.iter().rev().find_map(|row| match &row.event {
        Event::Cheque(ChequeEvent::Lost { taken, .. }) => Some(*taken),
        _ => None,
    });
    let lost = lost.ok_or(Refusal::ChequeNotKept)?;
    let text =
        |id: Option<_>| -> Result<Option<String>, Problem> { Ok(id.map(|id| queries.text(id)).transpose()?.flatten()) };
    let by = |row: &JournalRow| users.get(&row.actor).cloned().unwrap_or_default();
    let head = queries.journal_head()?;
    let kept = facts.state.kept.as_ref().ok_or(Refusal::ChequeNotKept)?;
    Ok(documents::EvidenceSheet {
        practice: facts.letterhead.clone(),
        reference: documents::Reference {
            number: format!("P-{}", facts.mention.receipt_number),
            issued_on: context.today,
        },
        cheque: evidenced(queries, &facts, cheque)?,
        stolen: facts.state.stolen,
        missing_since: lost.on,
        circumstances: text(lost.reason)?.unwrap_or_default(),
        rests_on: text(lost.rests_on)?,
        shares: kept.covers.iter().map(|cover| share(queries, &facts, cover)).collect::<Result<_, _>>()?,
        entries: rows.iter().map(|row| entry(row, &zone, by(row))).collect(),
        head: (head.seq, head.hash.to_string()),
        printed_by: user.to_owned(),
    })
}

fn evidenced(
    queries: &Queries<'_>,
    facts: &ChequeFacts,
    cheque: ChequeId,
) -> Result<documents::EvidencedCheque, Problem> {
    let kept = facts.state.kept.as_ref().ok_or(Refusal::ChequeNotKept)?;
    let paper = queries.cheque_paper(cheque)?.ok_or(Refusal::ChequeNotKept)?;
    let limits = relais_domain::reference::Limits::default();
    let agreement = match facts.state.agreement {
        Some(ChequeAgreement::DepositedLater) => "remis en banque à la date convenue",
        _ => "conservé, rendu quand la complémentaire a payé",
    };
    let key = match kept.rlmc {
        RlmcStatus::Verified => "vérifiée",
        RlmcStatus::Absent | RlmcStatus::Illegible => "absente ou illisible",
    };
    Ok(documents::EvidencedCheque {
        number: facts.mention.number.clone(),
        line: keep_cheque::grouped(&paper.cmc7),
        key: key.to_owned(),
        bank: paper.bank_name,
        drawer: or(&paper.drawer_name, &facts.customer),
        payee: facts.letterhead.name.clone(),
        amount_cents: kept.amount_cents.get(),
        written_on: kept.written_on,
        written_at: paper.written_at,
        presentable_until: facts.state.clock(&limits).map_or(kept.written_on, |clock| clock.presentable_until),
        received_on: kept.received_on,
        receipt_number: facts.mention.receipt_number.clone(),
        customer: facts.customer.clone(),
        agreement: agreement.to_owned(),
    })
}

fn share(queries: &Queries<'_>, facts: &ChequeFacts, cover: &Cover) -> Result<documents::EvidencedShare, Problem> {
    let sale = facts.sale(queries, cover.dossier, cover.rank)?;
    Ok(documents::EvidencedShare {
        dossier: sale.sale_reference.map_or(sale.number.clone(), |reference| format!("{}, {reference}", sale.number)),
        insurer: sale.insurer,
        covered_cents: cover.amount_cents.get(),
    })
}

fn entry(row: &JournalRow, zone: &TimeZone, by: String) -> documents::EvidenceEntry {
    let at = row.recorded_at.to_zoned(zone.clone());
    documents::EvidenceEntry {
        number: row.post_seq,
        recorded_at: format!("{} {:02}:{:02}", documents::date_fr(at.date()), at.hour(), at.minute()),
        says: evidence_words::of(&row.event),
        by,
        hash: row.hash.clone(),
    }
}
