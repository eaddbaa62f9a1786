//! Money in: statements of the bank, what each credit may pay, who pays, and what is left to allocate. An advice announces;
//! only a credit pays (design §1.2).

mod advice_fields;
mod advice_plan;
mod advices;
mod awaited;
mod fields;
mod line;
mod payers;
mod plan;
mod raised;
mod statement;
mod undo;

pub use advices::{drop_aside, read as read_advices, settle as settle_aside, take as take_advices};
pub use payers::{forget as forget_payer, remember as remember_payer};
pub(crate) use raised::silences;
pub use raised::{explain as explain_shortfall, set_delay as set_advice_delay, view as raised};
pub use statement::{read as read_statement, take as take_statement};
pub use undo::undo;

use crate::{
    app::{App, OpenPractice},
    call::Call,
    circuit,
    contract::{AsideRow, CreditView, Nothing, PaymentsView, Problem, ProposalView},
    reference_files,
};
use awaited::AwaitedShares;
use relais_domain::{money::Cents, payer::Payer, tabular::TableKind};
use relais_storage::rows::{CreditRow, Page, SetAsideRow};
use std::sync::Arc;

/// Credits shown: a year of a practice. What is older is in its dossiers.
const CREDITS: u32 = 1_000;
/// Lists shown.
const IMPORTS: u32 = 200;
/// The lists of payments.
const LISTS: [TableKind; 2] = [TableKind::BankStatement, TableKind::PaymentAdvices];

/// Money in, as it stands.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<PaymentsView, Problem> {
    shown(&app.practice()?).await
}

async fn shown(practice: &Arc<OpenPractice>) -> Result<PaymentsView, Problem> {
    practice
        .read(|queries| {
            let mut awaited = AwaitedShares::of(queries)?;
            let mut to_allocate = Vec::new();
            for row in queries.credits_left()? {
                let shown = credit(row, None);
                let label = format!("{} {}", shown.label, shown.reference);
                let found = awaited.propose(shown.left_cents, shown.payer.as_ref(), &label)?;
                let proposal = found.map(|found| awaited.shown(shown.left_cents, &found));
                to_allocate.push(CreditView { proposal, ..shown });
            }
            let credits = queries.credits(Page::first(CREDITS + 1))?;
            let more = credits.len() > CREDITS as usize;
            let announced = queries.advices_awaited()?;
            Ok(PaymentsView {
                to_allocate_cents: Cents::sum(to_allocate.iter().map(|credit| credit.left_cents))?,
                to_allocate,
                credits: credits.into_iter().take(CREDITS as usize).map(|row| credit(row, None)).collect(),
                more,
                imports: queries.imports(LISTS, Page::first(IMPORTS))?.into_iter().map(circuit::import_row).collect(),
                payers: reference_files::practice_state(queries)?.payer_words,
                aside: queries.set_aside()?.into_iter().map(aside).collect(),
                awaited: u32::try_from(announced.len()).unwrap_or(u32::MAX),
                awaited_cents: Cents::sum(
                    announced.iter().map(|row| row.advised_cents.remaining_after(row.paid_cents)),
                )?,
            })
        })
        .await
}

fn credit(row: CreditRow, proposal: Option<ProposalView>) -> CreditView {
    let insurer = row.insurer.map(|name| Payer::Insurer { name });
    CreditView {
        bank_credit: row.id,
        on: row.on,
        value_on: row.value_on,
        payer: row.payer.map(|platform| Payer::Operator { platform }).or(insurer),
        label: row.label,
        reference: row.reference,
        amount_cents: row.amount_cents,
        left_cents: row.left_cents,
        shares: row.shares,
        imported: row.import.is_some(),
        proposal,
    }
}

fn aside(row: SetAsideRow) -> AsideRow {
    AsideRow {
        import: row.import,
        line: row.line,
        text: row.text,
        amount_cents: row.amount_cents,
        on: row.on,
        list: row.list,
        taken_at: row.taken_at,
    }
}
