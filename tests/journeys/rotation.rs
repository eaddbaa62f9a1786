//! The rotation after a leak: the platform's account, its mailbox, what has the same secret or one close to it, in that order; each
//! changed with a word on its second factor, or left with a reason; left and taken up again; the accesses are in order with the
//! last of them, and the page says by whom and when.

use relais_domain::incident::{FactorChecked, IncidentNature, RotationDanger, RotationTarget};
use relais_usecases::contract::{
    CredentialView, DocumentReady, IncidentView, Nothing, Problem, ProblemCode, RecoveryView, RotationDone,
    RotationView,
};
use relais_usecases::{access, table};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call, pdf_text};

const STOLEN: &str = "Tournesol!2024";

async fn ask<T: DeserializeOwned>(shop: &Shop, name: &str, request: Value) -> Result<T, Problem> {
    let answer = table::dispatch(&shop.app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

async fn adds(shop: &Shop, (platform, name, login): (Option<&str>, &str, &str), mailbox: &str, secret: &str) -> Value {
    let facts = json!({
        "platform": platform, "name": name, "address": "https://portail.exemple.fr/", "holder": null, "login": login,
        "mailbox": mailbox, "second_factor": "sms", "code_receiver": "Claire", "stand_in": "", "for_connector": false,
    });
    let request = json!({ "facts": facts, "secret": secret, "seed": { "typed": "", "picture": null }, "notes": "" });
    json!(ask::<CredentialView>(shop, "credential.add", request).await.unwrap().item.credential)
}

/// An incident of the platform, of this nature.
async fn incident(shop: &Shop, nature: IncidentNature) -> Value {
    let request = json!({
        "platform": "viamedis", "functions": ["rights"], "nature": nature, "since": null, "said_by": "press",
        "text": "Fuite annoncée par la presse",
    });
    let opened: IncidentView = ask(shop, "incident.open", request).await.unwrap();
    json!(opened.incident.incident)
}

async fn plans(shop: &Shop, incident: &Value) -> Result<RotationView, Problem> {
    ask(shop, "rotation.plan", json!({ "incident": incident })).await
}

async fn changes(
    shop: &Shop,
    incident: &Value,
    row: &(Value, RotationTarget),
    secret: &str,
) -> Result<RotationView, Problem> {
    let request = json!({
        "incident": incident, "credential": row.0, "target": row.1, "secret": secret, "factor": FactorChecked::SetUp,
    });
    ask(shop, "rotation.change", request).await
}

async fn secures(shop: &Shop, incident: &Value) -> Result<RecoveryView, Problem> {
    ask(shop, "recovery.secure_access", json!({ "incident": incident, "changed": true })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_secret_is_changed_in_the_order_of_danger_and_then_the_accesses_are_in_order() -> Outcome {
    let mut shop = Shop::open().await;
    let close = adds(&shop, (None, "Verrier", "cabinet"), "", "tournesol-2025").await;
    let other = adds(&shop, (None, "Banque", "pro"), "", "ruche tambour falaise cadran").await;
    let same = adds(&shop, (Some("almerys"), "", "optique"), "", STOLEN).await;
    let held = adds(&shop, (None, "Messagerie", "contact@optique.exemple.fr"), "", "velours girafe pivoine").await;
    let leaked = adds(&shop, (Some("viamedis"), "", "44071"), "Contact@optique.exemple.fr", STOLEN).await;
    let second =
        adds(&shop, (Some("viamedis"), "secours", "44072"), "secours@optique.exemple.fr", "bleuet rivage sabot").await;
    let incident = incident(&shop, IncidentNature::Breach).await;

    let view = plans(&shop, &incident).await?;
    // The accounts of the demonstration's connectors stand beside ours: that of the platform leaked as well.
    let ours = [&close, &same, &held, &leaked, &second];
    let beside: Vec<(Value, RotationTarget)> = view
        .rows
        .iter()
        .map(|row| (json!(row.credential), row.target))
        .filter(|(credential, _)| !ours.contains(&credential))
        .collect();
    let total = 6 + u32::try_from(beside.len()).unwrap();
    for row in &view.rows {
        let connector = !ours.contains(&&json!(row.credential));
        assert_eq!(row.for_connector, connector, "{}: whether it is Relais's own is said", row.label);
    }
    assert_eq!((view.accounts, view.total, view.settled, view.hidden, view.breach), (3, total, 0, 0, true));
    let order: Vec<(Value, RotationTarget, RotationDanger)> = view
        .rows
        .iter()
        .map(|row| (json!(row.credential), row.target, row.danger))
        .filter(|(it, ..)| ours.contains(&it))
        .collect();
    use {RotationDanger as D, RotationTarget as T};
    let mut accounts = [order[0].0.clone(), order[1].0.clone()];
    accounts.sort_by_key(ToString::to_string);
    let mut expected = [leaked.clone(), second.clone()];
    expected.sort_by_key(ToString::to_string);
    assert_eq!(accounts, expected);
    assert!(order[..2].iter().all(|(_, target, danger)| (*target, *danger) == (T::Account, D::LeakedAccount)));
    assert_eq!(
        order[2..],
        [
            (held.clone(), T::Account, D::ItsMailbox),
            (second.clone(), T::Mailbox, D::ItsMailbox),
            (same.clone(), T::Account, D::SameSecret),
            (close.clone(), T::Account, D::CloseSecret),
        ]
    );
    // The list is noted once, and the last step is not skipped.
    let entries = shop.entries();
    plans(&shop, &incident).await?;
    assert_eq!(
        (shop.entries(), secures(&shop, &incident).await.unwrap_err().code),
        (entries, ProblemCode::AccessNotSecured)
    );

    // Two are changed, and the program starts again.
    let empty = changes(&shop, &incident, &(leaked.clone(), T::Account), "").await.unwrap_err();
    assert_eq!((empty.code, &empty.params["field"]), (ProblemCode::InvalidField, &json!("secret")));
    let stranger = changes(&shop, &incident, &(other, T::Account), "x").await.unwrap_err();
    assert_eq!((stranger.code, shop.entries()), (ProblemCode::UnknownCredential, entries), "its secret is as it was");
    changes(&shop, &incident, &(leaked.clone(), T::Account), "premier nouveau secret").await?;
    changes(&shop, &incident, &(second.clone(), T::Mailbox), "").await?;
    access::lock(&shop.app, call(), Nothing {}).await?;
    shop.restarted();
    crate::accesses::opens(&shop, crate::accesses::passphrase()).await?;
    let view: RotationView = ask(&shop, "rotation.view", json!({ "incident": incident })).await?;
    assert_eq!((view.settled, view.total), (2, total));
    let done = view.rows.iter().find(|row| json!(row.credential) == leaked).unwrap();
    assert_eq!((done.done, done.factor), (RotationDone::Changed, Some(FactorChecked::SetUp)));
    assert!(done.at.is_some() && done.by.as_deref().is_some_and(|by| !by.is_empty()));
    let again = changes(&shop, &incident, &(leaked.clone(), T::Account), "encore un autre").await.unwrap_err();
    assert_eq!(again.code, ProblemCode::UnknownCredential);
    let shown: CredentialView = ask(&shop, "credential.view", json!({ "credential": leaked })).await?;
    assert_eq!(shown.past.len(), 1, "the stolen one is found again among the last five");

    for row in [(second, T::Account), (held, T::Account), (same, T::Account)].into_iter().chain(beside) {
        changes(&shop, &incident, &row, &format!("nouveau secret {}", row.0)).await?;
    }
    let left = json!({ "incident": incident, "credential": close, "target": "account", "reason": "  " });
    assert_eq!(
        ask::<RotationView>(&shop, "rotation.leave_out", left).await.unwrap_err().code,
        ProblemCode::ReasonNeeded
    );
    let left =
        json!({ "incident": incident, "credential": close, "target": "account", "reason": "Compte fermé le 12/02" });
    let view: RotationView = ask(&shop, "rotation.leave_out", left).await?;
    assert_eq!((view.settled, view.total), (total, total));
    let recovery: RecoveryView = ask(&shop, "recovery.view", json!({ "incident": incident })).await?;
    assert_eq!(recovery.access_secured, Some(true), "with the last of them");

    let page: DocumentReady = ask(&shop, "rotation.print", json!({ "incident": incident })).await?;
    let text = pdf_text(&page.path);
    for said in [
        "Rotation après fuite",
        "Viamedis",
        &format!("{total} sur {total}"),
        "44071",
        "Même secret",
        "Compte fermé",
        "renouvelé",
    ] {
        assert!(text.contains(said), "the page does not say « {said} »:\n{text}");
    }
    assert!(!text.contains(STOLEN) && !text.contains("nouveau secret"));
    let dump = shop.practice().database.read(|queries| queries.dump_views())?;
    shop.practice().database.rebuild(|_| {})?;
    assert_eq!(shop.practice().database.read(|queries| queries.dump_views())?, dump);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_leak_is_not_rotated() -> Outcome {
    let shop = Shop::open().await;
    adds(&shop, (Some("viamedis"), "", "44071"), "", STOLEN).await;
    let incident = incident(&shop, IncidentNature::Failure).await;
    assert_eq!(plans(&shop, &incident).await.unwrap_err().code, ProblemCode::NotABreach);
    let view: RotationView = ask(&shop, "rotation.view", json!({ "incident": incident })).await?;
    assert_eq!((view.total, view.breach, view.accounts), (0, false, 2));
    let nowhere: Result<RotationView, Problem> =
        ask(&shop, "rotation.view", json!({ "incident": shop.practice().fresh() })).await;
    assert_eq!(nowhere.unwrap_err().code, ProblemCode::IncidentClosed);
    Ok(())
}
