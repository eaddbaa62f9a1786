//! Reminders to payers, from the shares behind a figure: the plan, the letters written one by one while a person may stop it,
//! and the letters there are.
//!
//! Each letter is one transaction: its number, its bytes, and an entry in each dossier it asks for. A batch that is stopped or
//! killed leaves whole letters, and started again it writes the others: a share that a letter asks for is not asked for again
//! before some days.

mod letter;
mod plan;
mod run;

pub(super) use plan::DEFAULT_DAYS;
pub(crate) use run::ReminderRuns;

use super::Ground;
use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        BundleRemindersRequest, DocumentReady, ListRemindersRequest, Nothing, PlanRemindersRequest, Problem,
        ProblemCode, ReminderList, ReminderPlan, ReminderProgress, ReminderRef, ReminderSent, StartRemindersRequest,
        Topic,
    },
    papers,
    permission::Needs,
};
use plan::{Planned, Plans};
use relais_domain::{document::Paper, ids::DocumentId};
use relais_storage::rows::Page;
use std::sync::Arc;

/// Most letters of one page of the list, and of one file.
const MAX_LETTERS: u32 = 500;

/// What would be written.
pub async fn plan(app: &App, _call: Call, request: PlanRemindersRequest) -> Result<ReminderPlan, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    practice
        .read(move |queries| Ok(Plans::read(&Ground::of(&asked, queries)?, queries, &request.filter)?.shown()))
        .await
}

/// Begins to write; the batch goes on behind the window.
pub async fn start(app: &App, _call: Call, request: StartRemindersRequest) -> Result<ReminderProgress, Problem> {
    // Who writes to payers sees what is owed.
    app.check(Needs::Oversee)?;
    let practice = app.practice()?;
    let asked = practice.clone();
    let todo: Vec<Planned> = practice
        .read(move |queries| {
            let plans = Plans::read(&Ground::of(&asked, queries)?, queries, &request.filter)?;
            Ok(plans.wanted(&request.letters))
        })
        .await?;
    if todo.is_empty() {
        return Err(Problem::code(ProblemCode::NothingToRemind));
    }
    let run = practice.reminders.begin(todo.len())?;
    let (app, working) = (app.clone(), practice.clone());
    tokio::spawn(async move {
        for planned in todo {
            if !run.take(&planned.payer_label) {
                break;
            }
            run.done(write(&working, planned).await);
        }
        drop(run);
        app.announce(Topic::Dossiers, None);
    });
    Ok(practice.reminders.progress())
}

/// One letter; false when nothing of it was owed any more.
async fn write(practice: &Arc<OpenPractice>, planned: Planned) -> Result<bool, Problem> {
    let (document, user) = (DocumentId(practice.fresh()), practice.user.name.clone());
    let call = practice.own_call();
    practice
        .command(call, &("payer_reminder", document), move |tx, context| {
            letter::issue(tx, context, &planned, document, &user)
        })
        .await
}

/// Where the batch stands.
pub async fn progress(app: &App, _call: Call, _request: Nothing) -> Result<ReminderProgress, Problem> {
    Ok(app.practice()?.reminders.progress())
}

/// Stops it after the letter at hand.
pub async fn cancel(app: &App, _call: Call, _request: Nothing) -> Result<ReminderProgress, Problem> {
    let practice = app.practice()?;
    practice.reminders.cancel();
    Ok(practice.reminders.progress())
}

/// The letters there are.
pub async fn list(app: &App, _call: Call, request: ListRemindersRequest) -> Result<ReminderList, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    practice
        .read(move |queries| {
            let ground = Ground::of(&asked, queries)?;
            let page = Page { offset: request.offset, limit: request.limit.clamp(1, MAX_LETTERS) };
            let rows = queries.reminders(page)?.into_iter().map(|row| {
                let label = ground.payer_label(&row.payer)?.or_else(|| ground.operator_label(&row.operator));
                let duplicates = queries.document(row.document)?.map_or(0, |known| known.duplicates);
                Ok(ReminderSent {
                    document: row.document,
                    number: row.number,
                    on: row.on,
                    level: row.level,
                    payer_label: label.unwrap_or_default(),
                    shares: row.shares,
                    cents: row.cents,
                    duplicates,
                })
            });
            Ok(ReminderList { rows: rows.collect::<Result<_, Problem>>()? })
        })
        .await
}

/// Opens a letter again, the very same.
pub async fn open(app: &App, _call: Call, request: ReminderRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    is_letter(&practice, request.document).await?;
    papers::open(&practice, request.document).await
}

/// Prints a letter again: counted, and marked « DUPLICATA ».
pub async fn reprint(app: &App, call: Call, request: ReminderRef) -> Result<DocumentReady, Problem> {
    app.check(Needs::Oversee)?;
    let practice = app.practice()?;
    is_letter(&practice, request.document).await?;
    papers::again(&practice, call, &("reprint", &request), request.document).await
}

/// Several letters as one file: one print for a batch.
pub async fn bundle(app: &App, _call: Call, request: BundleRemindersRequest) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    if request.documents.is_empty() || request.documents.len() > MAX_LETTERS as usize {
        return Err(Problem::code(ProblemCode::NothingToRemind));
    }
    for document in &request.documents {
        is_letter(&practice, *document).await?;
    }
    papers::open_bundle(&practice, request.documents, &format!("relances-{}.pdf", practice.today())).await
}

async fn is_letter(practice: &Arc<OpenPractice>, document: DocumentId) -> Result<(), Problem> {
    let row = practice.read(move |queries| Ok(queries.document(document)?)).await?;
    match row {
        Some(row) if row.paper == Paper::PayerReminder => Ok(()),
        _ => Err(Problem::code(ProblemCode::UnknownDocument)),
    }
}
