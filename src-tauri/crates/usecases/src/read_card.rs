//! « Lire la carte »: a text that a datamatrix reader typed, or that was pasted, proposed field by field. Nothing is kept
//! and nothing is taken: a person looks at each proposal first.

use crate::{
    app::App,
    call::Call,
    contract::{CardProposal, CardTextRead, Problem, ReadCardTextRequest},
    record_card,
};
use relais_domain::card;

/// Reads a text; a long one is cut and says so.
pub async fn text(app: &App, _call: Call, request: ReadCardTextRequest) -> Result<CardTextRead, Problem> {
    let reading = card::read(&request.text, app.practice()?.today());
    let proposal = |it: card::Proposal| CardProposal { field: it.field, value: it.value, because: it.because };
    Ok(CardTextRead {
        proposals: reading.proposals.into_iter().map(proposal).collect(),
        grid: reading.grid.iter().map(record_card::grid_line_view).collect(),
        leftover: reading.leftover,
        cut: reading.cut,
    })
}
