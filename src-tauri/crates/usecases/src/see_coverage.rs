//! What people saw: the customer's own member space, the green number, a paper attestation, a portal. Written down with its
//! source, its day and who wrote it; certainty B, never more. Corrected by another entry, never altered.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        CallSheet, CallSheetRequest, DocumentReady, DossierView, Problem, ProblemCode, SeeCoverageRequest, SeenBy,
    },
    fields, known_cover,
    papers::{self, Printed},
    people, platform_request, step, view_dossier, view_practice,
};
use jiff::Timestamp;
use relais_documents as documents;
use relais_domain::{
    context::Context,
    coverage::{Certainty, CoverageAnswer, CoveragePeriod, CoverageUnknown, CoverageWay},
    document::Paper,
    dossier::{CoverageSeen, Dossier, DossierCommand},
    ids::{DocumentId, SightingId, TextId},
    platform::Function,
    refusal::Refusal,
};
use relais_storage::{MAX_PIECE_BYTES, NumberSeries, Queries, Tx};
use serde_json::json;
use std::{io::Read, path::Path, sync::Arc};

/// Longest note: what was said in a call, in a few sentences.
const MAX_NOTE_CHARS: usize = 500;

/// The ids an entry may take.
struct Fresh {
    sighting: SightingId,
    document: DocumentId,
    spoken_with: TextId,
    note: TextId,
}

/// Writes down what a person saw.
pub async fn see(app: &App, call: Call, request: SeeCoverageRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let dossier = request.dossier;
    let file = match request.file.clone() {
        Some(path) => Some(blocking(move || read_paper(Path::new(&path))).await?),
        None => None,
    };
    let at = known_cover::seen_at(&practice, request.on)?;
    let fresh = Fresh {
        sighting: SightingId(practice.fresh()),
        document: DocumentId(practice.fresh()),
        spoken_with: TextId(practice.fresh()),
        note: TextId(practice.fresh()),
    };
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| record(tx, context, &typed, fresh, at, file.as_deref()))
        .await?;
    view_dossier::one(&practice, dossier).await
}

fn record(
    tx: &mut Tx<'_>,
    context: &Context,
    typed: &SeeCoverageRequest,
    fresh: Fresh,
    at: Timestamp,
    file: Option<&[u8]>,
) -> Result<(), Problem> {
    let state = step::existing_dossier(tx, typed.dossier)?;
    let person = state.person();
    if typed.on > context.today {
        return Err(Problem::field("on", "in_future"));
    }
    let answer = answer(&state, typed, at, context)?;
    let mut text = |id: TextId, field: &str, text: &str, most: usize| -> Result<Option<TextId>, Problem> {
        let text = fields::bounded(field, text, most)?;
        if text.is_empty() {
            return Ok(None);
        }
        tx.put_text(id, person, &text)?;
        Ok(Some(id))
    };
    let spoken_with = text(fresh.spoken_with, "spoken_with", &typed.spoken_with, fields::MAX_NAME_CHARS)?;
    let note = text(fresh.note, "note", &typed.note, MAX_NOTE_CHARS)?;
    if typed.way == SeenBy::GreenNumber && spoken_with.is_none() && note.is_none() {
        return Err(Problem::field("spoken_with", "empty"));
    }
    let said = answer.in_force.is_some() || answer.period.is_some() || answer.covered_cents.is_some();
    if !said && answer.authorisation_required.is_none() && note.is_none() && file.is_none() {
        return Err(Problem::field("in_force", "empty"));
    }
    let seen = CoverageSeen {
        sighting: fresh.sighting,
        rank: typed.rank,
        function: if typed.function == Function::Quote { Function::Quote } else { Function::Rights },
        by: context.actor,
        answer,
        spoken_with,
        note,
        piece: file.map(|_| fresh.document),
        corrects: typed.corrects,
    };
    step::dossier(tx, typed.dossier, DossierCommand::SeeCoverage(seen), context)?;
    if let Some(bytes) = file {
        let year = context.today.year();
        let number = format!("A-{year}-{:04}", tx.next_number(NumberSeries::Attestation, year)?);
        let (document, dossier) = (fresh.document, typed.dossier);
        let kept = Printed { document, paper: Paper::CoverAttestation, number, dossier, cheque: None };
        papers::issue(tx, context, kept, bytes)?;
    }
    Ok(())
}

/// What was seen, in the one shape of all ways.
fn answer(
    state: &Dossier,
    typed: &SeeCoverageRequest,
    at: Timestamp,
    context: &Context,
) -> Result<CoverageAnswer, Problem> {
    let track = state.track(typed.rank).ok_or(Refusal::UnknownTrack)?;
    if typed.valid_from.zip(typed.valid_until).is_some_and(|(from, until)| from > until) {
        return Err(Problem::field("valid_until", "before_start"));
    }
    if typed.covered_cents.is_some_and(|covered| covered.get() < 0) {
        return Err(Problem::field("covered_cents", "character"));
    }
    let reference = fields::bounded("reference", &typed.reference, fields::MAX_REFERENCE_CHARS)?;
    if !reference.is_empty() && !known_cover::is_reference(&reference) {
        return Err(Problem::field("reference", "character"));
    }
    let (way, asked) = match typed.way {
        SeenBy::MemberSpace => (CoverageWay::MemberSpace, false),
        SeenBy::GreenNumber => (CoverageWay::GreenNumber, true),
        SeenBy::Attestation => (CoverageWay::Attestation, false),
        SeenBy::Portal => (CoverageWay::Portal, true),
    };
    let service_date = typed.service_date.unwrap_or_else(|| platform_request::service_date(state, context.today));
    let dated = typed.valid_from.is_some() || typed.valid_until.is_some();
    let mut answer = CoverageAnswer::unsaid(way, Certainty::B, at, service_date);
    answer.source.platform = track.card.as_ref().and_then(|card| card.operator.clone()).filter(|_| asked);
    answer.in_force = typed.in_force;
    answer.period = dated.then_some(CoveragePeriod { start: typed.valid_from, end: typed.valid_until });
    answer.covered_cents = typed.covered_cents;
    answer.authorisation_required = typed.authorisation_required;
    answer.reference = Some(reference).filter(|reference| !reference.is_empty());
    answer.not_known.clear();
    // Seen in force with a period that leaves the date of care out: said to be so, not taken for a right.
    if answer.period.is_some_and(|period| !period.contains(service_date)) {
        answer.not_known.insert(CoverageUnknown::ServiceDate);
    }
    Ok(answer.with_not_known())
}

/// The bytes of a paper: a PDF or a picture, not larger than a piece may be.
fn read_paper(path: &Path) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: std::io::Error| {
        let params = json!({ "path": path.display().to_string(), "reason": error.to_string() });
        Problem::with(ProblemCode::FileNotReadable, params)
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MAX_PIECE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    match papers::extension(&bytes) {
        None => Err(Problem::field("file", "not_a_paper")),
        Some(_) if bytes.len() > MAX_PIECE_BYTES => Err(Problem::field("file", "too_large")),
        Some(_) => Ok(bytes),
    }
}

/// What the person who telephones needs before his eyes.
pub async fn call_sheet(app: &App, _call: Call, request: CallSheetRequest) -> Result<CallSheet, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    practice.read(move |queries| sheet(queries, &asked, request)).await
}

/// The same on paper, with lines to write the answer on.
pub async fn print_call_sheet(app: &App, _call: Call, request: CallSheetRequest) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    let (number, page) = practice
        .read(move |queries| {
            let sheet = sheet(queries, &asked, request.clone())?;
            let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let row = queries.dossier(request.dossier)?.ok_or(Refusal::UnknownDossier)?;
            let page = documents::CallSheetPage {
                practice: view_practice::letterhead(&letterhead),
                reference: documents::Reference { number: row.label(), issued_on: asked.today() },
                finess: sheet.finess,
                callee: sheet.callee,
                insurer: sheet.insurer,
                amc_number: sheet.amc_number,
                member_number: sheet.member_number,
                customer: people::listed(&sheet.customer),
                birth_date: sheet.birth_date,
                service_date: sheet.service_date,
                domain_code: sheet.domain_code,
                requested_cents: sheet.requested_cents.get(),
            };
            Ok((row.label(), page))
        })
        .await?;
    let bytes = blocking(move || Ok(documents::call_sheet(&page)?)).await?;
    papers::put(&practice, &format!("fiche-appel-{number}.pdf"), bytes).await
}

fn sheet(queries: &Queries<'_>, practice: &Arc<OpenPractice>, request: CallSheetRequest) -> Result<CallSheet, Problem> {
    let CallSheetRequest { dossier, rank } = request;
    let state = queries.stream::<Dossier>(dossier.0)?.ok_or(Refusal::UnknownDossier)?;
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    let opened = state.opened.as_ref().ok_or(Refusal::UnknownDossier)?;
    let person = queries.person(opened.person)?;
    let identity = queries.card_identities(dossier)?.into_iter().find(|card| card.rank == rank);
    let row = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let card = track.card.as_ref();
    let insurer = identity.as_ref().map(|card| card.insurer_name.clone()).unwrap_or_default();
    let operator = card.and_then(|card| card.operator.as_ref()).map(|code| practice.lines.label(code));
    let name = |person: &relais_domain::private::Person| format!("{} {}", person.given_name, person.family_name);
    Ok(CallSheet {
        finess: row.finess.clone().unwrap_or_default(),
        practice: view_practice::letterhead(&row).name,
        callee: operator.unwrap_or_else(|| insurer.clone()),
        insurer,
        amc_number: card.and_then(|card| card.amc_number.as_ref()).map(|amc| amc.padded()).unwrap_or_default(),
        member_number: identity.map(|card| card.member_number).unwrap_or_default(),
        customer: person.as_ref().map(name).unwrap_or_default().trim().to_owned(),
        birth_date: person.and_then(|person| person.birth_date),
        service_date: platform_request::service_date(&state, practice.today()),
        domain_code: platform_request::domain_code(opened.activity).to_owned(),
        requested_cents: track.share_cents,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_a_pdf_or_a_picture() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("attestation");
        for (bytes, reason) in [
            (&b"%PDF-1.7 ..."[..], None),
            (&[0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'][..], None),
            (&[0xff, 0xd8, 0xff, 0xe0][..], None),
            (&b"MZ, a program"[..], Some("not_a_paper")),
            (&b""[..], Some("not_a_paper")),
        ] {
            std::fs::write(&path, bytes).unwrap();
            let read = read_paper(&path);
            assert_eq!(read.err().map(|problem| problem.params["reason"].clone()), reason.map(Into::into));
        }
        std::fs::write(&path, [&b"%PDF-"[..], &vec![b'x'; MAX_PIECE_BYTES]].concat()).unwrap();
        assert_eq!(read_paper(&path).unwrap_err().params["reason"], "too_large");
        assert_eq!(read_paper(&place.path().join("nothing")).unwrap_err().code, ProblemCode::FileNotReadable);
    }
}
