//! Reminders to payers, from the shares behind a figure: the plan, the letters written in batch ([`crate::letters`]), and the
//! letters there are.
//!
//! Each letter is one transaction: its number, its bytes, and an entry in each dossier it asks for. A share that a letter asks
//! for is not asked for again before some days: a batch that is started again writes the others.

mod letter;
mod plan;

pub(super) use plan::DEFAULT_DAYS;

use super::Ground;
use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        BundleRemindersRequest, DocumentReady, LetterProgress, ListRemindersRequest, Nothing, PlanRemindersRequest,
        Problem, ProblemCode, ReminderList, ReminderPlan, ReminderRef, ReminderSent, StartRemindersRequest, Topic,
    },
    letters::{self, Letter},
    papers,
    permission::Needs,
};
use plan::{Planned, Plans};
use relais_domain::{context::Context, document::Paper, ids::DocumentId};
use relais_storage::{Tx, rows::Page};
use std::sync::Arc;

/// Most letters of one page of the list.
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
pub async fn start(app: &App, _call: Call, request: StartRemindersRequest) -> Result<LetterProgress, Problem> {
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
    letters::begin(app, &practice, &practice.reminders, (todo, Topic::Dossiers))
}

impl Letter for Planned {
    const DEED: &'static str = "payer_reminder";

    fn to(&self) -> &str {
        &self.payer_label
    }

    fn write(&self, tx: &mut Tx<'_>, context: &Context, document: DocumentId, by: &str) -> Result<bool, Problem> {
        letter::issue(tx, context, self, document, by)
    }
}

/// Where the batch stands.
pub async fn progress(app: &App, _call: Call, _request: Nothing) -> Result<LetterProgress, Problem> {
    Ok(app.practice()?.reminders.progress())
}

/// Stops it after the letter at hand.
pub async fn cancel(app: &App, _call: Call, _request: Nothing) -> Result<LetterProgress, Problem> {
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
    let name = format!("relances-{}.pdf", practice.today());
    letters::bundle(&practice, request.documents, &[Paper::PayerReminder], &name).await
}

async fn is_letter(practice: &Arc<OpenPractice>, document: DocumentId) -> Result<(), Problem> {
    let row = practice.read(move |queries| Ok(queries.document(document)?)).await?;
    match row {
        Some(row) if row.paper == Paper::PayerReminder => Ok(()),
        _ => Err(Problem::code(ProblemCode::UnknownDocument)),
    }
}
