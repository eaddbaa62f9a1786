//! The parts of a card that are kept and erased one by one: its two pictures, the text it was read from, its numbers of
//! social security. The journal knows that it happened, and nothing of what it was.

use crate::{
    app::App,
    call::Call,
    contract::{
        CardPictureRef, DossierView, EraseCardPartRequest, KeepCardPictureRequest, NirShown, PictureShown, Problem,
        ShowNirRequest,
    },
    pictures, step, view_dossier,
};
use relais_domain::{
    card::CardPicture,
    dossier::{Dossier, DossierCommand},
    ids::PictureId,
    picture::Pictured,
    refusal::Refusal,
};

/// Keeps a picture of one side; the one kept before of the same side is erased.
pub async fn keep_picture(app: &App, call: Call, request: KeepCardPictureRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let KeepCardPictureRequest { dossier, rank, side, path } = request.clone();
    let read = pictures::read(path).await?;
    let picture = PictureId(practice.fresh());
    practice
        .command(call, &request, move |tx, context| {
            let state = step::existing_dossier(tx, dossier)?;
            let former = state.card_picture(rank, side);
            let kept = pictures::seal(tx, &read, picture, (Pictured::Card, side), former)?;
            let kept = CardPicture { rank, kept };
            step::dossier(tx, dossier, DossierCommand::KeepCardPicture(kept), context)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}

/// The bytes of a kept picture.
pub async fn view_picture(app: &App, _call: Call, request: CardPictureRef) -> Result<PictureShown, Problem> {
    let practice = app.practice()?;
    let CardPictureRef { dossier, rank, side } = request;
    let state = practice.read(move |queries| Ok(queries.stream::<Dossier>(dossier.0)?)).await?;
    pictures::show(&practice, Pictured::Card, state.and_then(|state| state.card_picture(rank, side).cloned())).await
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
