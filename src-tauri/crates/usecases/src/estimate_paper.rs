//! The printed estimate: « Estimation, non garantie », numbered, kept as it was handed over, with what it rested on in the
//! journal.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{DocumentReady, PrintEstimateRequest, Problem, ProblemCode},
    estimate::{self, Prepared},
    estimate_words as words, fields,
    papers::{self, Printed},
    people, step, view_practice,
};
use relais_documents as documents;
use relais_domain::{
    document::Paper,
    dossier::DossierCommand,
    estimate::{Confidence, Estimate, EstimatePrinted, NetworkSide, Span, reference::Status},
    ids::{DocumentId, DossierId},
};
use relais_storage::{NumberSeries, Queries};

/// Prints it: number, entry and page, or nothing.
pub async fn print(app: &App, call: Call, request: PrintEstimateRequest) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (asked, document) = (practice.clone(), DocumentId(practice.fresh()));
    let typed = request.clone();
    let issued = practice
        .command(call, &request, move |tx, context| {
            let PrintEstimateRequest { dossier, lines, said } = typed;
            let prepared = estimate::prepare(&tx.queries()?, &asked, dossier, &lines, Some(said))?;
            let nothing = |_| Problem::code(ProblemCode::NothingToEstimate);
            let estimate = prepared.estimate().map_err(nothing)?;
            let year = context.today.year();
            let number = format!("E-{year}-{:04}", tx.next_number(NumberSeries::Estimate, year)?);
            let reference = documents::Reference { number: number.clone(), issued_on: context.today };
            let page = page(&tx.queries()?, &asked, (dossier, &prepared), &estimate, reference)?;
            let summary = prepared.reference.summary;
            let kept = EstimatePrinted::of(
                &estimate,
                document,
                (summary.version, summary.checksum),
                (prepared.question.said, prepared.question.lines),
            );
            step::dossier(tx, dossier, DossierCommand::PrintEstimate(Box::new(kept)), context)?;
            let printed = Printed { document, paper: Paper::Estimate, number, dossier, cheque: None };
            papers::issue(tx, context, printed, &documents::estimate(&page)?)
        })
        .await?;
    papers::open(&practice, issued).await
}

fn page(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    (dossier, prepared): (DossierId, &Prepared),
    estimate: &Estimate,
    reference: documents::Reference,
) -> Result<documents::EstimatePage, Problem> {
    let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let opened = prepared.dossier.opened.as_ref().ok_or_else(|| Problem::code(ProblemCode::UnknownDossier))?;
    let row = queries.dossier(dossier)?.ok_or_else(|| Problem::code(ProblemCode::UnknownDossier))?;
    let insurer = |(at, name): (usize, &String)| {
        if name.is_empty() { format!("Complémentaire {}", at + 1) } else { name.clone() }
    };
    let insurers: Vec<String> = prepared.insurers.iter().enumerate().map(insurer).collect();
    let lines = &prepared.question.lines;
    let scenarios = estimate.scenarios.iter().map(|scenario| documents::EstimateScenario {
        network: scenario.side.map(|side| match side {
            NetworkSide::In => documents::EstimateNetwork::In,
            NetworkSide::Out => documents::EstimateNetwork::Out,
        }),
        amo: range(scenario.amo),
        amc: scenario.amc.iter().copied().map(range).collect(),
        customer: range(scenario.customer),
        lines: lines
            .iter()
            .zip(&scenario.lines)
            .map(|(line, shares)| documents::EstimateLine {
                what: words::line(line),
                price_cents: shares.price_cents.get(),
                amo: range(shares.amo),
                amc: range(shares.amc),
                customer: range(shares.customer),
            })
            .collect(),
    });
    let of_lines = lines.iter().zip(&estimate.line_reasons).map(|(line, reasons)| {
        let said: Vec<String> = reasons.iter().map(|reason| words::reason(reason, &insurers)).collect();
        format!("{}\u{a0}: {}", words::line(line), said.join(" "))
    });
    let general = estimate.reasons.iter().map(|reason| words::reason(reason, &insurers));
    let numbers = estimate.numbers.iter().map(|number| documents::EstimateNumber {
        what: words::number(number.key).to_owned(),
        value: words::value(number),
        since: number.from,
        confirmed: number.status == Status::Confirmed,
        source: number.source.clone(),
    });
    Ok(documents::EstimatePage {
        practice: view_practice::letterhead(&letterhead),
        reference,
        customer_name: people::printed(queries, dossier, &row.name)?,
        dossier_number: fields::dossier_number(opened.year, opened.number),
        sale_reference: opened.reference.clone(),
        price_cents: estimate.price_cents.get(),
        confidence: match estimate.confidence {
            Confidence::A => documents::EstimateConfidence::A,
            Confidence::B => documents::EstimateConfidence::B,
            Confidence::C => documents::EstimateConfidence::C,
            Confidence::D => documents::EstimateConfidence::D,
        },
        scenarios: scenarios.collect(),
        reasons: of_lines.chain(general).collect(),
        numbers: numbers.collect(),
        numbers_version: prepared.reference.summary.version.clone(),
        given_by: practice.user.name.clone(),
        insurers,
    })
}

fn range(span: Span) -> documents::EstimateRange {
    documents::EstimateRange { low_cents: span.low_cents.get(), high_cents: span.high_cents.get() }
}
