//! « Dossier suivant »: a platform without a connector is spoken to by hand. Relais gives the fields in the order of the
//! form, says which must stay out of the clipboard's history, and records what the portal said.

use super::{
    Broken, Told, counter,
    customers::{self, AMC_SHARE_CENTS},
    stage::{Stage, cents, ensure},
};
use relais_domain::{
    dossier::{RecheckColour, TrackState, Way},
    platform::{FailureCode, Function, FunctionState, PlatformCode},
};
use relais_usecases::contract::{
    DeclareFunctionRequest, IncidentList, IncidentRow, NextPortal, NextPortalRequest, Nothing, OpenDossierRequest,
    PlatformStrip, Rechecked, RecordPortalAnswerRequest, RightsOutcomeView, RightsView, VerifyRightsRequest,
};
use serde_json::json;

/// The platform of the portal.
const PLATFORM: &str = "sp-sante";
/// The number the portal gave.
const AGREEMENT: &str = "SP-24-004417";

/// One dossier, taken to the portal and back.
pub(super) async fn next_dossier(stage: &mut Stage) -> Told {
    let request = OpenDossierRequest {
        operator: PlatformCode::parse(PLATFORM).ok(),
        ..customers::glasses("Morel", "Jeanne", customers::AGREED, "DV-2024-0141")
    };
    let dossier = counter::sale(stage, request).await?;
    let view: RightsView =
        stage.ask("rights.verify", VerifyRightsRequest { dossier, rank: 1, service_date: None }).await?;
    let by_hand = matches!(view.outcome, RightsOutcomeView::NotVerified { failure: FailureCode::NoConnector, .. });
    ensure(by_hand, "Un portail a répondu comme un connecteur.")?;
    declare(stage, FunctionState::Closed).await?;
    let words = "délivré en tiers payant, le portail est fermé";
    counter::way(stage, dossier, Way::DeliveredThirdPartyPayment, TrackState::Queued, words).await?;
    declare(stage, FunctionState::Up).await?;

    let incident = incident(stage).await?;
    ensure(incident.recoverable && incident.by_portal, "La reprise par le portail n’est pas proposée.")?;
    let next = NextPortalRequest { incident: incident.incident, skip: Vec::new() };
    let given: NextPortal = stage.ask("portal.next", next.clone()).await?;
    let step = given.step.filter(|step| step.dossier == dossier);
    let step = step.ok_or_else(|| Broken::Step("« Dossier suivant » ne propose pas le dossier.".to_owned()))?;
    let hidden: Vec<_> = step.fields.iter().filter(|field| field.sensitive).map(|field| field.field.as_str()).collect();
    ensure(hidden.contains(&"member_number"), "Le numéro d’adhérent resterait dans le presse-papiers.")?;

    let answer = RecordPortalAnswerRequest {
        dossier,
        rank: step.rank,
        incident: Some(incident.incident),
        agreed: true,
        reference: AGREEMENT.to_owned(),
        covered_cents: Some(cents(AMC_SHARE_CENTS)),
        valid_until: None,
        knowingly: false,
    };
    let rechecked: Rechecked = stage.ask("portal.record_answer", answer).await?;
    ensure(rechecked.colour == RecheckColour::Green, "L’accord du portail n’a pas donné un dossier vert.")?;
    let after: NextPortal = stage.ask("portal.next", next).await?;
    ensure(after.step.is_none(), "« Dossier suivant » propose un dossier déjà fait.")?;
    let sentence = format!(
        "SP santé, par son portail : {} champs donnés l’un après l’autre, accord {AGREEMENT} recopié, dossier vert.",
        step.fields.len()
    );
    stage.step("portal", &sentence, json!({ "fields": step.fields.len(), "agreement": AGREEMENT })).await
}

/// What the person in front of the portal sees.
async fn declare(stage: &Stage, state: FunctionState) -> Told {
    let platform = PlatformCode::parse(PLATFORM).map_err(|error| Broken::Step(error.to_string()))?;
    let request =
        DeclareFunctionRequest { platform, function: Function::PriorAuthorisation, state, said_by: None, text: None };
    stage.ask::<PlatformStrip>("platform.declare", request).await.map(drop)
}

async fn incident(stage: &Stage) -> Told<IncidentRow> {
    let list: IncidentList = stage.ask("incident.list", Nothing {}).await?;
    let open = list.incidents.into_iter().find(|row| row.platform.as_str() == PLATFORM && !row.closed);
    open.ok_or_else(|| Broken::Step("L’incident de SP santé n’est pas ouvert.".to_owned()))
}
