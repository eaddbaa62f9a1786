//! « Lire la carte »: a text that a datamatrix reader typed, that was pasted or that a picture holds, proposed field by field. Nothing is kept
//! and nothing is taken: a person looks at each proposal first.

use crate::{
    app::{App, blocking},
    call::Call,
    contract::{CardPictureText, CardProposal, CardTextRead, Problem, ReadCardPictureRequest, ReadCardTextRequest},
    pictures, record_card,
};
use relais_domain::card;
use relais_pictures::{NoText, NotAPicture, read_datamatrix};
use std::path::PathBuf;

/// The text of the datamatrix in a picture; the picture is not kept.
pub async fn picture(app: &App, _call: Call, request: ReadCardPictureRequest) -> Result<CardPictureText, Problem> {
    app.practice()?;
    let path = PathBuf::from(request.path);
    let text = blocking(move || {
        let bytes = pictures::bytes(&path)?;
        read_datamatrix(&bytes).map_err(|why| match why {
            NoText::NotFound => Problem::field("raw_text", "no_datamatrix"),
            NoText::NotAPicture(NotAPicture::TooLarge) => Problem::field("raw_text", "picture_too_large"),
            NoText::NotAPicture(_) => Problem::field("raw_text", "not_a_picture"),
        })
    });
    Ok(CardPictureText { text: text.await?.chars().take(card::MAX_TEXT_CHARS).collect() })
}

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
