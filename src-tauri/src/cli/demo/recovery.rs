//! The platform comes back, one function after the other: nothing is sent before it can be, then every dossier of the
//! outage ends green, orange or red, and nothing arrived twice.

use super::{
    Broken, Told,
    counter::{Seen, Sold, pays, seen},
    customers::AMC_SHARE_CENTS,
    stage::{Stage, ensure},
};
use crate::cli::voice::euros;
use relais_domain::{
    dossier::{PaymentPurpose, RecheckColour, TrackState},
    ids::DossierId,
    platform::Function,
};
use relais_usecases::contract::{
    DocumentReady, DossierRef, IncidentList, IncidentRef, IncidentRow, Nothing, QueueView, RecoveryView,
    RightsOutcomeView, RightsView, VerifyRightsRequest,
};
use serde_json::json;

/// The rights answer again; the PEC do not, and the recovery is not proposed.
pub(super) async fn rights_come_back(stage: &mut Stage, sold: &Sold) -> Told {
    stage.goes_to("rights_back").await?;
    seen(stage, &[(Function::Rights, Seen::Answering), (Function::PriorAuthorisation, Seen::Out)]).await?;
    let incident = incident(stage).await?;
    ensure(!incident.recoverable, "La reprise est proposée alors que les prises en charge ne répondent pas.")?;
    let request = VerifyRightsRequest { dossier: sold.with_cheque, rank: 1, service_date: None };
    let view: RightsView = stage.ask("rights.verify", request).await?;
    let RightsOutcomeView::Answered { answer } = view.outcome else {
        return ensure(false, "Les droits ne répondent pas après leur retour.");
    };
    ensure(answer.in_force == Some(true), "Les droits de la première cliente devaient être ouverts.")?;
    let sentence = format!("{} : les droits répondent de nouveau, les prises en charge pas encore.", stage.date());
    stage.step("rights_back", &sentence, json!({ "in_force": answer.in_force })).await
}

/// The PEC answer again: the queue is replayed, every dossier checked again.
pub(super) async fn authorisations_come_back(stage: &mut Stage, sold: &Sold) -> Told {
    stage.goes_to("pec_back").await?;
    seen(stage, &[(Function::Rights, Seen::Answering), (Function::PriorAuthorisation, Seen::Answering)]).await?;
    let proposed = incident(stage).await?;
    ensure(proposed.recoverable, "La reprise n’est pas proposée alors que tout répond.")?;
    let sentence =
        format!("{} : tout répond, Relais propose la reprise de {} dossiers.", stage.date(), proposed.funnel.dossiers);
    stage.step("pec_back", &sentence, json!({ "dossiers": proposed.funnel.dossiers })).await?;

    let request = IncidentRef { incident: proposed.incident };
    stage.ask::<RecoveryView>("recovery.start", request.clone()).await?;
    let ended = stage
        .until("La fin de la reprise", || async {
            let view: RecoveryView = stage.ask("recovery.view", request.clone()).await?;
            Ok(view.progress.as_ref().is_some_and(|progress| !progress.running).then_some(view))
        })
        .await?;
    let failures = ended.progress.as_ref().map_or(0, |progress| progress.failures);
    ensure(failures == 0, "Des dossiers n’ont pas pu être rejoués.")?;
    let queue: QueueView = stage.ask("queue.view", Nothing {}).await?;
    ensure(queue.waiting.is_empty() && queue.unknown.is_empty(), "La file n’est pas vide après la reprise.")?;

    coloured(stage, sold.with_cheque, RecheckColour::Green, TrackState::Accepted).await?;
    let owed = coloured(stage, sold.delivered, RecheckColour::Orange, TrackState::Accepted).await?;
    coloured(stage, sold.set_aside, RecheckColour::Red, TrackState::Refused).await?;
    untouched(stage, sold.advanced).await?;
    let funnel = &ended.incident.funnel;
    let sentence = format!(
        "Reprise : {}, {}, {} ; rien n’est parti deux fois.",
        counted(funnel.green, "vert"),
        counted(funnel.orange, "orange"),
        counted(funnel.red, "rouge")
    );
    stage
        .step("recovery", &sentence, json!({ "green": funnel.green, "orange": funnel.orange, "red": funnel.red }))
        .await?;
    the_difference_is_paid(stage, sold.delivered, owed).await
}

/// `2 verts`.
fn counted(number: u32, word: &str) -> String {
    format!("{number} {word}{}", if number > 1 { "s" } else { "" })
}

/// The incident of the story.
pub(super) async fn incident(stage: &Stage) -> Told<IncidentRow> {
    let list: IncidentList = stage.ask("incident.list", Nothing {}).await?;
    let open = list.incidents.into_iter().find(|row| row.platform.as_str() == "viamedis" && !row.closed);
    open.ok_or_else(|| Broken::Step("L’incident de Viamedis n’est pas ouvert.".to_owned()))
}

/// A dossier ended with its colour; gives back what its customer owes.
async fn coloured(stage: &Stage, dossier: DossierId, colour: RecheckColour, state: TrackState) -> Told<i64> {
    let view = stage.dossier(dossier).await?;
    let track = view.tracks.first().ok_or_else(|| Broken::Step("Un dossier a perdu sa part AMC.".to_owned()))?;
    let as_told = track.recheck == Some(colour) && track.state == state;
    ensure(
        as_told,
        &format!(
            "{} devait finir {colour:?} et {state:?}, il est {:?} et {:?}.",
            view.number, track.recheck, track.state
        ),
    )?;
    let covered = track.covered_cents.map_or(0, |covered| covered.get());
    let owed = view.difference_due_cents.get();
    match colour {
        RecheckColour::Green => {
            ensure(covered >= AMC_SHARE_CENTS && owed == 0, "Un dossier vert laisse quelque chose à payer.")?
        }
        RecheckColour::Orange => {
            ensure(
                covered > 0 && covered + owed == AMC_SHARE_CENTS,
                "La différence d’un dossier orange n’est pas ce qui manque.",
            )?;
        }
        RecheckColour::Red => ensure(covered == 0, "Un dossier refusé est montré couvert.")?,
    }
    Ok(owed)
}

/// Who claims back himself is left alone by the recovery.
async fn untouched(stage: &Stage, dossier: DossierId) -> Told {
    let view = stage.dossier(dossier).await?;
    let alone = view.tracks.iter().all(|track| track.state == TrackState::ClaimedByCustomer && track.request.is_none());
    ensure(alone, "Le dossier que le client se fait rembourser a été envoyé.")
}

/// Orange: the letter says what is due, and the customer pays it.
async fn the_difference_is_paid(stage: &mut Stage, dossier: DossierId, owed: i64) -> Told {
    let letter: DocumentReady = stage.ask("recovery.difference_letter", DossierRef { dossier }).await?;
    stage.keep(&letter)?;
    pays(stage, dossier, owed, PaymentPurpose::Difference).await?;
    let view = stage.dossier(dossier).await?;
    ensure(view.difference_due_cents.get() == 0, "La différence réglée reste due.")?;
    let sentence = format!("{} : courrier imprimé, différence de {} réglée.", view.number, euros(owed));
    stage.step("difference", &sentence, json!({ "dossier": view.number, "paid_cents": owed })).await
}
