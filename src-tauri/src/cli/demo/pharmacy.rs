//! The pharmacy's story: Visiodroits stops answering, prescriptions are handed over under tiers payant all the same, and
//! the flow is the concentrator's: Relais follows it and sends nothing.

use super::{
    Told,
    counter::{self, Seen},
    customers,
    proof::the_journal_is_whole,
    recovery,
    stage::{Stage, cents, ensure},
};
use relais_domain::{
    dossier::{TrackState, Way},
    ids::DossierId,
    platform::Function,
};
use relais_usecases::contract::{
    AllocationView, BankCreditRecorded, DossierView, Nothing, QueueView, RecordAdviceRequest, RecordBankCreditRequest,
    RightsOutcomeView, RightsView, VerifyRightsRequest,
};
use serde_json::json;

/// The insurer's share of the prescription.
const SHARE_CENTS: i64 = 1_480;

/// The story.
pub(super) async fn story(stage: &mut Stage) -> Told {
    stage.opens().await?;
    let dossier = counter::sale(stage, customers::prescription("Diallo", "Awa", "FA-2024-3301")).await?;
    counter::rights_do_not_answer(stage, dossier).await?;
    counter::seen(stage, &[(Function::Rights, Seen::Out)]).await?;
    let words = "délivré en tiers payant, confié au concentrateur";
    counter::way(stage, dossier, Way::DeliveredThirdPartyPayment, TrackState::Entrusted, words).await?;
    nothing_leaves(stage).await?;
    rights_come_back(stage, dossier).await?;
    nothing_leaves(stage).await?;
    is_paid(stage, dossier).await?;
    the_journal_is_whole(stage).await
}

/// The queue is empty and the platforms took nothing in from us: the flow is the concentrator's.
async fn nothing_leaves(stage: &mut Stage) -> Told {
    let queue: QueueView = stage.ask("queue.view", Nothing {}).await?;
    ensure(queue.waiting.is_empty() && queue.unknown.is_empty(), "Une demande de la pharmacie attend en file.")?;
    let taken = super::invariants::taken_in(stage)?;
    ensure(taken.is_empty(), "Relais a envoyé ce que le concentrateur envoie déjà.")?;
    stage
        .step("nothing_sent", "Rien en file, rien d’envoyé par Relais : le concentrateur s’en charge.", json!({}))
        .await
}

async fn rights_come_back(stage: &mut Stage, dossier: DossierId) -> Told {
    stage.goes_to("rights_back").await?;
    counter::seen(stage, &[(Function::Rights, Seen::Answering)]).await?;
    let view: RightsView =
        stage.ask("rights.verify", VerifyRightsRequest { dossier, rank: 1, service_date: None }).await?;
    let answered = matches!(view.outcome, RightsOutcomeView::Answered { .. });
    ensure(answered, "Les droits ne répondent pas après leur retour.")?;
    recovery::incident(stage).await?;
    let sentence = format!("{} : les droits répondent de nouveau.", stage.date());
    stage.step("rights_back", &sentence, json!({ "verified": true })).await
}

async fn is_paid(stage: &mut Stage, dossier: DossierId) -> Told {
    stage.goes_to("payments_back").await?;
    let (amount_cents, on) = (cents(SHARE_CENTS), stage.today());
    let advice = RecordAdviceRequest { dossier, rank: 1, amount_cents, on };
    let advised: DossierView = stage.ask("advice.record", advice).await?;
    ensure(!advised.settled, "Un avis a réglé le dossier.")?;
    let allocations = vec![AllocationView { dossier, rank: 1, amount_cents }];
    let label = "VIR VIAMEDIS 2402".to_owned();
    let credit = RecordBankCreditRequest { amount_cents, on, payer: None, label, allocations };
    stage.ask::<BankCreditRecorded>("bank_credit.record", credit).await?;
    let paid = stage.dossier(dossier).await?;
    ensure(paid.tracks[0].state == TrackState::Paid && paid.settled, "Le virement n’a pas réglé le dossier.")?;
    let sentence =
        format!("{} : avis reçu, puis virement sur le compte ; dossier {} réglé.", stage.date(), paid.number);
    stage.step("bank_credit", &sentence, json!({ "dossier": paid.number, "paid_cents": SHARE_CENTS })).await
}
