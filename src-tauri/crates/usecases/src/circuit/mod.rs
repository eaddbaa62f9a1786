//! The pharmacy's own circuit: its software transmits invoices by lots to a concentrator (OCT), which keeps them while a
//! platform is down. Relais follows them, from the lists both write; it never sends one.

mod cells;
mod fields;
mod hand;
mod import;
mod lots;
mod plan;
mod returns;
mod run;
pub(crate) mod settle;
pub(crate) mod undo;

pub(crate) use fields::INVOICE;
pub use hand::{entrust, take_back};
pub(crate) use import::operators;
pub use import::{cancel, progress, read, take};
pub(crate) use run::{ImportRun, ImportRuns};
pub use undo::undo;

use crate::{
    app::App,
    call::Call,
    contract::{CircuitRow, CircuitView, ImportRow, Nothing, Problem},
    people,
};
use relais_domain::tabular::TableKind;
use relais_storage::rows::{self, Page};

/// Shares shown: months of a pharmacy. What is older is in its dossier.
const ROWS: u32 = 3_000;
/// Lists shown.
const IMPORTS: u32 = 200;
/// The circuit's own lists.
const LISTS: [TableKind; 2] = [TableKind::TransmittedLots, TableKind::ConcentratorReturns];

/// Every share the circuit carries or carried, and the lists, the latest first.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<CircuitView, Problem> {
    let practice = app.practice()?;
    practice
        .read(|queries| {
            let rows = queries.circuit(Page::first(ROWS + 1))?;
            let more = rows.len() > ROWS as usize;
            Ok(CircuitView {
                rows: rows.into_iter().take(ROWS as usize).map(row).collect(),
                imports: queries.imports(LISTS, Page::first(IMPORTS))?.into_iter().map(import_row).collect(),
                more,
            })
        })
        .await
}

/// One share, for the window.
pub(crate) fn row(row: rows::CircuitRow) -> CircuitRow {
    CircuitRow {
        share_cents: row.share_cents(),
        dossier: row.dossier,
        number: row.label,
        customer: people::display(&row.name),
        rank: row.rank,
        state: row.state,
        lot: row.lot.unwrap_or_default(),
        invoice: row.invoice.unwrap_or_default(),
        transmitted_on: row.transmitted_on,
        transmitted_cents: row.amount_cents,
        twice: row.twice,
        outcome: row.outcome,
        code: row.code.unwrap_or_default(),
        wording: row.wording.unwrap_or_default(),
        reference: row.reference.unwrap_or_default(),
        returned_on: row.returned_on,
        returned_cents: row.returned_cents,
        known_at: row.known_at,
    }
}

pub(crate) fn import_row(row: rows::ImportRow) -> ImportRow {
    ImportRow {
        import: row.id,
        table: row.table,
        name: row.name.unwrap_or_default(),
        taken_at: row.taken_at,
        taken: row.taken,
        opened: row.opened,
        known: row.known,
        left_out: row.left_out,
        faulty: row.faulty,
        total_cents: row.total_cents,
        undone_at: row.undone_at,
        undone: row.undone.unwrap_or_default(),
        kept: row.kept.unwrap_or_default(),
    }
}
