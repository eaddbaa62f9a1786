//! The parts of a card that are kept and erased one by one: its two pictures, the text it was read from, its numbers of
//! social security. A picture is sealed under a key of its own; erased, its key is destroyed. The journal knows that it
//! happened, and nothing of what it was.

use crate::{
    app::{App, blocking},
    call::Call,
    contract::{
        CardPictureRef, CardPictureShown, DossierView, EraseCardPartRequest, KeepCardPictureRequest, NirShown, Problem,
        ShowNirRequest,
    },
    step, view_dossier, whole_file,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use relais_domain::{
    card::{CardPicture, PictureFormat},
    dossier::{Dossier, DossierCommand},
    ids::PictureId,
    refusal::Refusal,
};
use std::path::Path;

/// Most bytes of a picture: a telephone's photograph, and some margin.
pub const MAX_PICTURE_BYTES: u64 = 6 * 1024 * 1024;

/// Keeps a picture of one side; the one kept before of the same side is erased.
pub async fn keep_picture(app: &App, call: Call, request: KeepCardPictureRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let KeepCardPictureRequest { dossier, rank, side, path } = request.clone();
    let bytes = blocking(move || read(Path::new(&path))).await?;
    let format = PictureFormat::of(&bytes).ok_or_else(|| Problem::field("picture", "not_a_picture"))?;
    let picture = PictureId(practice.fresh());
    practice
        .command(call, &request, move |tx, context| {
            let state = step::existing_dossier(tx, dossier)?;
            if let Some(former) = state.card_picture(rank, side) {
                tx.erase_picture(former.picture)?;
            }
            let piece = tx.put_picture(picture, side, &bytes)?;
            let kept = CardPicture { rank, side, picture, format, piece };
            step::dossier(tx, dossier, DossierCommand::KeepCardPicture(kept), context)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}

/// The bytes of a file of bearable size.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let bytes = whole_file::read(path, MAX_PICTURE_BYTES)?;
    if bytes.len() as u64 > MAX_PICTURE_BYTES {
        return Err(Problem::field("picture", "picture_too_large"));
    }
    Ok(bytes)
}

/// The bytes of a kept picture.
pub async fn view_picture(app: &App, _call: Call, request: CardPictureRef) -> Result<CardPictureShown, Problem> {
    let practice = app.practice()?;
    let CardPictureRef { dossier, rank, side } = request;
    let state = practice.read(move |queries| Ok(queries.stream::<Dossier>(dossier.0)?)).await?;
    let kept = state.as_ref().and_then(|state| state.card_picture(rank, side)).cloned();
    let kept = kept.ok_or(Refusal::NothingToErase)?;
    let format = kept.format;
    let bytes = blocking(move || practice.database.open_picture(&kept).map_err(Problem::from)).await?;
    Ok(CardPictureShown { format, base64: STANDARD.encode(bytes.as_slice()) })
}

/// Erases one part.
pub async fn erase(app: &App, call: Call, request: EraseCardPartRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let EraseCardPartRequest { dossier, rank, part } = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let state = step::existing_dossier(tx, dossier)?;
            match part.side() {
                Some(side) => {
                    let kept = state.card_picture(rank, side).ok_or(Refusal::NothingToErase)?;
                    tx.erase_picture(kept.picture)?;
                }
                None if !tx.erase_card_part(dossier, rank, part)? => return Err(Refusal::NothingToErase.into()),
                None => {}
            }
            step::dossier(tx, dossier, DossierCommand::EraseCardPart { rank, part }, context)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}

/// Shows a number of social security, once: each time leaves a line in the access log.
pub async fn show_nir(app: &App, _call: Call, request: ShowNirRequest) -> Result<NirShown, Problem> {
    let ShowNirRequest { dossier, rank, place } = request;
    let members = app.practice()?.read(move |queries| Ok(queries.card_members(dossier)?)).await?;
    let kept = members.into_iter().find(|(of, member)| (*of, member.place) == (rank, place));
    let nir = kept.and_then(|(_, member)| member.nir).ok_or(Refusal::NothingToErase)?;
    Ok(NirShown { nir: nir.reveal().to_owned() })
}
