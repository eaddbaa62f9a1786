//! The papers about an operator: the request for an advance with its proof, the statement of one, and the notice that the tiers
//! payant is suspended. And the switch itself.

use crate::{
    app::App,
    call::Call,
    cheque_papers::{self, means_fr},
    contract::{
        AdvanceRequestOf, AdvanceRequestView, DocumentReady, OperatorAdvanceRef, OperatorAdvancesView, PaidMonth,
        PlatformRef, Problem, ProblemCode, SuspendRequest, Topic,
    },
    operator_advances, papers, step, view_practice,
};
use jiff::{ToSpan, civil::Date};
use relais_documents as documents;
use relais_domain::{
    document::Paper,
    ids::{DocumentId, TextId},
    money::Cents,
    operator_advance::{self, REQUEST_MONTHS},
    platform::{Platform, PlatformCode},
    refusal::Refusal,
    suspension,
};
use relais_storage::Queries;
use serde_json::json;

/// The three whole months before a day's own, and what the operator paid in each.
fn months(queries: &Queries<'_>, platform: &PlatformCode, today: Date) -> Result<Vec<PaidMonth>, Problem> {
    let this = today.first_of_month();
    let month = |back: i64| {
        let from = this.saturating_sub(back.months());
        let to = from.last_of_month();
        let paid = queries.paid_by_operator(platform, from, to)?;
        Ok(PaidMonth { from, to, paid_cents: paid.paid_cents, dossiers: paid.dossiers })
    };
    (1..=REQUEST_MONTHS).rev().map(month).collect()
}

/// What would be asked, and its proof.
pub async fn request(app: &App, _call: Call, request: AdvanceRequestOf) -> Result<AdvanceRequestView, Problem> {
    let practice = app.practice()?;
    let (label, today) = (practice.lines.label(&request.platform), practice.today());
    practice
        .read(move |queries| {
            let months = months(queries, &request.platform, today)?;
            let paid: Vec<Cents> = months.iter().map(|month| month.paid_cents).collect();
            Ok(AdvanceRequestView {
                platform_label: label,
                total_cents: Cents::sum(paid.iter().copied())?,
                asked_cents: operator_advance::asked(&paid).unwrap_or_default(),
                months,
            })
        })
        .await
}

/// The letter: a numbered paper, kept as it was printed.
pub async fn print_request(app: &App, call: Call, request: AdvanceRequestOf) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (document, operator) = (DocumentId(practice.fresh()), practice.lines.label(&request.platform));
    let platform = request.platform.clone();
    let issued = practice
        .command(call, &request, move |tx, context| {
            let months = months(&tx.queries()?, &platform, context.today)?;
            let paid: Vec<Cents> = months.iter().map(|month| month.paid_cents).collect();
            let asked_cents = operator_advance::asked(&paid)?.get();
            let number = cheque_papers::letter_number(tx, context)?;
            let letterhead = tx.queries()?.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let model = documents::AdvanceRequest {
                practice: view_practice::letterhead(&letterhead),
                reference: documents::Reference { number: number.clone(), issued_on: context.today },
                operator,
                months: months
                    .iter()
                    .map(|month| documents::PaidMonth {
                        from: month.from,
                        to: month.to,
                        paid_cents: month.paid_cents.get(),
                        dossiers: month.dossiers,
                    })
                    .collect(),
                asked_cents,
            };
            let bytes = documents::advance_request(&model)?;
            papers::issue_of_operator(tx, context, (document, Paper::AdvanceRequest, number), (platform, None), &bytes)
        })
        .await?;
    papers::open(&practice, issued).await
}

/// The statement of an advance, as it stands today.
pub async fn print_statement(app: &App, call: Call, request: OperatorAdvanceRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (document, asked) = (DocumentId(practice.fresh()), practice.clone());
    let advance = request.advance;
    let issued = practice
        .command(call, &request, move |tx, context| {
            let queries = tx.queries()?;
            let row = queries.operator_advance(advance)?.ok_or(Refusal::UnknownOperatorAdvance)?;
            let shown = operator_advances::one(&asked, &queries, &row)?;
            let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let number = cheque_papers::letter_number(tx, context)?;
            let mut balance = shown.amount_cents.get();
            let mut lines = vec![documents::StatementLine {
                on: shown.received_on,
                what: "avance reçue".to_owned(),
                amount_cents: balance,
                balance_cents: balance,
            }];
            for movement in &shown.movements {
                balance -= movement.amount_cents.get();
                let what = movement.means.map(|means| format!("remboursée par {}", means_fr(means)));
                lines.push(documents::StatementLine {
                    on: movement.on,
                    what: what.unwrap_or_else(|| "retenue sur un virement".to_owned()),
                    amount_cents: -movement.amount_cents.get(),
                    balance_cents: balance,
                });
            }
            let model = documents::AdvanceStatement {
                practice: view_practice::letterhead(&letterhead),
                reference: documents::Reference { number: number.clone(), issued_on: context.today },
                advance: shown.number.clone(),
                operator: shown.platform_label.clone(),
                amount_cents: shown.amount_cents.get(),
                received_on: shown.received_on,
                terms: shown.terms.clone(),
                balance_cents: shown.balance_cents.get(),
                lines,
                schedule: shown
                    .schedule
                    .iter()
                    .map(|day| documents::DueDay {
                        due_on: day.due_on,
                        amount_cents: day.amount_cents.get(),
                        left_cents: day.left_cents.get(),
                    })
                    .collect(),
            };
            let bytes = documents::advance_statement(&model)?;
            let about = (row.platform, Some(advance));
            papers::issue_of_operator(tx, context, (document, Paper::AdvanceStatement, number), about, &bytes)
        })
        .await?;
    papers::open(&practice, issued).await
}

/// Suspends the tiers payant of an operator.
pub async fn suspend(app: &App, call: Call, request: SuspendRequest) -> Result<OperatorAdvancesView, Problem> {
    let practice = app.practice()?;
    let stream = practice.database.identity().platform_stream(&request.platform);
    let text = TextId(practice.fresh());
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let reason = step::reason(tx, text, None, Some(&typed.reason))?;
            let events = suspension::suspend(&tx.load::<Platform>(stream)?, typed.on, reason, context)?;
            if !events.is_empty() {
                tx.append::<Platform>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Platforms, None);
    operator_advances::list(app, call, crate::contract::Nothing {}).await
}

/// Lifts the suspension.
pub async fn lift(app: &App, call: Call, request: PlatformRef) -> Result<OperatorAdvancesView, Problem> {
    let practice = app.practice()?;
    let stream = practice.database.identity().platform_stream(&request.platform);
    practice
        .command(call, &("lift", &request), move |tx, context| {
            let events = suspension::lift(&tx.load::<Platform>(stream)?, context)?;
            if !events.is_empty() {
                tx.append::<Platform>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Platforms, None);
    operator_advances::list(app, call, crate::contract::Nothing {}).await
}

/// The notice for the counter or the door; it is about nobody and is not kept.
pub async fn print_notice(app: &App, _call: Call, request: PlatformRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let (operator, issued_on) = (practice.lines.label(&request.platform), practice.today());
    let bytes = practice
        .read(move |queries| {
            let row = queries.platform_strip()?.into_iter().find(|row| row.platform == request.platform);
            let since = row.ok_or(Refusal::UnknownPlatform)?.suspended_on;
            let since = since.ok_or_else(|| Problem::with(ProblemCode::UnknownPaper, json!({})))?;
            let letterhead = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let practice = view_practice::letterhead(&letterhead);
            Ok(documents::suspension_notice(&documents::SuspensionNotice { practice, operator, since, issued_on })?)
        })
        .await?;
    papers::put(&practice, "tiers-payant-suspendu.pdf", bytes).await
}
