//! The pictures of a cheque, its front and its back: kept, shown, erased when somebody asks, and by themselves some days after the
//! cheque is settled for good. The journal knows that it happened, and nothing of what they showed.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        ChequePictureRef, ChequeView, KeepChequePictureRequest, PictureShown, PracticeSummary, Problem,
        SetPictureDaysRequest, Topic,
    },
    pictures, reference_files, step, view_cheques, view_practice,
};
use jiff::civil::Date;
use relais_domain::{
    cheque::{Cheque, ChequeCommand, PictureDays, WhyErased, set_picture_days},
    context::Context,
    ids::{ChequeId, PictureId},
    picture::{Pictured, Side},
    practice::Practice,
    reference::Limits,
    refusal::Refusal,
};
use relais_storage::{Queries, Tx};
use std::sync::Arc;

/// Keeps a picture of one side; the one kept before of the same side is erased.
pub async fn keep(app: &App, call: Call, request: KeepChequePictureRequest) -> Result<ChequeView, Problem> {
    let practice = app.practice()?;
    let KeepChequePictureRequest { cheque, side, path } = request.clone();
    let read = pictures::read(path).await?;
    let picture = PictureId(practice.fresh());
    practice
        .command(call, &request, move |tx, context| {
            let former = tx.load::<Cheque>(cheque.0)?.picture(side).cloned();
            let picture = pictures::seal(tx, &read, picture, (Pictured::Cheque, side), former.as_ref())?;
            step::cheque(tx, cheque, ChequeCommand::KeepPicture(picture), context).map(drop)
        })
        .await?;
    told(app, &practice, cheque).await
}

/// The bytes of a kept picture.
pub async fn view(app: &App, _call: Call, request: ChequePictureRef) -> Result<PictureShown, Problem> {
    let practice = app.practice()?;
    let ChequePictureRef { cheque, side } = request;
    let state = practice.read(move |queries| Ok(queries.stream::<Cheque>(cheque.0)?)).await?;
    pictures::show(&practice, Pictured::Cheque, state.and_then(|state| state.picture(side).cloned())).await
}

/// Erases the picture of one side.
pub async fn erase(app: &App, call: Call, request: ChequePictureRef) -> Result<ChequeView, Problem> {
    let practice = app.practice()?;
    let ChequePictureRef { cheque, side } = request.clone();
    practice.command(call, &request, move |tx, context| erase_one(tx, context, cheque, side, WhyErased::Asked)).await?;
    told(app, &practice, cheque).await
}

async fn told(app: &App, practice: &Arc<OpenPractice>, cheque: ChequeId) -> Result<ChequeView, Problem> {
    app.announce(Topic::Cheques, None);
    view_cheques::one(practice, cheque).await
}

pub(crate) fn erase_one(
    tx: &mut Tx<'_>,
    context: &Context,
    cheque: ChequeId,
    side: Side,
    why: WhyErased,
) -> Result<(), Problem> {
    let kept = tx.load::<Cheque>(cheque.0)?.picture(side).cloned().ok_or(Refusal::NothingToErase)?;
    tx.erase_picture(kept.picture)?;
    step::cheque(tx, cheque, ChequeCommand::ErasePicture { side, why }, context).map(drop)
}

/// Erases the pictures of every cheque that is settled since long enough.
pub(crate) async fn erase_due(practice: &Arc<OpenPractice>) -> Result<(), Problem> {
    let (today, limits) = (practice.today(), practice.limits());
    let due: Vec<(ChequeId, Side)> = practice
        .read(move |queries| {
            let mut due = Vec::new();
            for cheque in queries.cheques_pictured()? {
                let state = queries.stream::<Cheque>(cheque.0)?.unwrap_or_default();
                if erased_on(queries, &state, &limits)?.is_some_and(|day| day <= today) {
                    due.extend(state.pictures.iter().map(|kept| (cheque, kept.side)));
                }
            }
            Ok(due)
        })
        .await?;
    if due.is_empty() {
        return Ok(());
    }
    practice
        .command(practice.own_call(), &("cheque.erase_due", due.clone()), move |tx, context| {
            due.into_iter().try_for_each(|(cheque, side)| erase_one(tx, context, cheque, side, WhyErased::Due))
        })
        .await
}

/// The day the pictures of a cheque are erased by themselves, as the practice chose it.
pub(crate) fn erased_on(queries: &Queries<'_>, state: &Cheque, limits: &Limits) -> Result<Option<Date>, Problem> {
    let keeping = reference_files::practice_state(queries)?.cheque_pictures;
    Ok(state.pictures_erased_on(keeping, limits))
}

/// Chooses after how many days they go.
pub async fn set_days(app: &App, call: Call, request: SetPictureDaysRequest) -> Result<PracticeSummary, Problem> {
    let practice = app.practice()?;
    let days = PictureDays::parse(request.days).map_err(|_| Problem::field("days", "out_of_range"))?;
    let stream = practice.id.0;
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Practice>(stream)?;
            let events = set_picture_days(&state, days, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    erase_due(&practice).await?;
    app.announce(Topic::Session, None);
    app.announce(Topic::Cheques, None);
    view_practice::summary(&practice).await
}
