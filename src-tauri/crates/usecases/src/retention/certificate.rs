//! The certificate of a purge: printed once every byte is gone, in the transaction of the entry that says so.

use super::{
    backups,
    due::Today,
    in_use,
    view::{name_of, number, who},
    words,
};
use crate::{
    app::OpenPractice,
    contract::{Problem, ProblemCode},
    papers, view_practice,
};
use jiff::Timestamp;
use relais_documents as documents;
use relais_domain::{
    context::Context,
    document::Paper,
    ids::{DocumentId, PurgeId},
    purge::{self, Purge, PurgeAsked},
    refusal::Refusal,
    retention::{DataKind, Retention},
};
use relais_storage::{NumberSeries, Queries, Tx};
use std::{collections::BTreeSet, sync::Arc};

/// Certifies a purge that was gone through and whose bytes are gone.
pub(super) async fn issue(practice: &Arc<OpenPractice>, purge: PurgeId) -> Result<(), Problem> {
    let document = DocumentId(practice.fresh());
    let today = practice.retention_day();
    practice
        .command(practice.own_call(), &("purge.certify", purge), move |tx, context| {
            certify(tx, context, (purge, document), &today)
        })
        .await
}

fn certify(
    tx: &mut Tx<'_>,
    context: &Context,
    (purge, document): (PurgeId, DocumentId),
    today: &Today,
) -> Result<(), Problem> {
    let state = tx.load::<Purge>(purge.0)?;
    let year = context.today.year();
    let next = tx.next_number(NumberSeries::PurgeCertificate, year)?;
    let events = purge::certify(&state, (next, year), document)?;
    let number = number(year, next);
    let reference = documents::Reference { number: number.clone(), issued_on: context.today };
    let page = page(&tx.queries()?, purge, &state, reference, today)?;
    let bytes = documents::purge_certificate(&page)?;
    papers::issue_of_house(tx, context, (document, Paper::PurgeCertificate, number), &bytes)?;
    Ok(tx.append::<Purge>(purge.0, events)?)
}

fn page(
    queries: &Queries<'_>,
    purge: PurgeId,
    state: &Purge,
    reference: documents::Reference,
    today: &Today,
) -> Result<documents::PurgeCertificate, Problem> {
    let asked = state.asked.as_deref().ok_or(Refusal::UnknownPurge)?;
    let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let row = queries.purge(purge)?.ok_or(Refusal::UnknownPurge)?;
    let (asked_by, confirmed_by) = who(queries, purge)?;
    let agreed_by = state.seconded_by.unwrap_or(confirmed_by);
    let at = |instant: Timestamp| moment(instant, today);
    let clocks = in_use(queries)?.set;
    let copies = backups::standing(queries, &clocks, |row| today.day_of(row.written_at))?;
    let head = queries.journal_head()?;
    let lines = words::erased(&state.erased).into_iter();
    Ok(documents::PurgeCertificate {
        practice: view_practice::letterhead(&letterhead),
        reference,
        why: words::why(asked.why).to_owned(),
        asked: (name_of(queries, asked_by)?, at(row.asked_at)),
        agreed: (name_of(queries, agreed_by)?, at(row.agreed_at.unwrap_or(row.asked_at))),
        alone: state.seconded_by.is_none(),
        erased: lines.map(|(what, count)| documents::ErasedLine { what: what.to_owned(), count }).collect(),
        kept: state.kept,
        rules: rules(asked, &clocks),
        clocks: asked.clocks.clone(),
        copies: copies
            .into_iter()
            .map(|(row, destroy_on)| documents::OlderCopy {
                written_on: today.day_of(row.written_at),
                path: row.path,
                destroy_on,
            })
            .collect(),
        head: (head.seq, head.hash.to_string()),
    })
}

/// The clocks it went by, and that of the copies that still hold it.
fn rules(asked: &PurgeAsked, clocks: &Retention) -> Vec<documents::ErasureRule> {
    let mut kinds: BTreeSet<DataKind> = asked.subjects.iter().map(|subject| subject.kind).collect();
    kinds.insert(DataKind::Backup);
    let rule = |kind: DataKind| {
        let clock = clocks.of(kind)?;
        let (what, event) = words::kind(kind);
        let kept = format!("{} {event}", words::duration(clock.months?.months()));
        let source = [clock.source.as_str(), clock.reason.as_str()];
        let source = source.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ; ");
        Some(documents::ErasureRule { what: what.to_owned(), kept, source })
    };
    kinds.into_iter().filter_map(rule).collect()
}

/// « 01/03/2034 à 14:02 ».
fn moment(instant: Timestamp, today: &Today) -> String {
    instant.to_zoned(today.zone.clone()).strftime("%d/%m/%Y à %H:%M").to_string()
}
