//! A loss above the practice's limit, a rule of a cheque passed over: another person proves who he is in the same deed, or, where
//! nobody else may, a day goes by. Through the door of the window throughout.

use relais_domain::cheque::{ChequeState, OverriddenAct};
use relais_domain::dossier::Way;
use relais_domain::ids::ChequeId;
use relais_usecases::contract::{
    AccessLogPage, AppState, ChequeList, ChequeOverrideView, ChequeOverrides, ChequeRow, ChequeView, Moment,
    PracticeSummary, ProblemCode, RecoveryView, SecondLookNeed, SecondLookView, TeamView,
};
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, glasses};
use crate::outage::{incident, sale};
use crate::team::{HER_PASSPHRASE, HER_PIN, ask, hires_lea, pin, refused};

const LIMIT_CENTS: i64 = 10_000;

/// A delivered sale nobody pays, in a practice that asks for a second person above 100 €: the request of its write-off.
async fn a_loss(shop: &Shop) -> Value {
    let dossier = sale(shop, "Bernard").await;
    let incident = incident(shop).await;
    shop.goes(dossier, Way::CustomerAdvances).await;
    shop.marks(dossier, Moment::Delivery).await;
    let limit = json!({ "limit_cents": LIMIT_CENTS });
    let set: PracticeSummary = ask(shop, "settings.set_second_look", limit).await.unwrap();
    assert_eq!(set.second_look_limit_cents.get(), LIMIT_CENTS);
    json!({ "incident": incident, "dossier": dossier, "reason": "Mutuelle résiliée", "second": null })
}

async fn look(shop: &Shop, loss: &Value) -> SecondLookView {
    ask(shop, "recovery.second_look", json!({ "dossier": loss["dossier"] })).await.unwrap()
}

fn seconded(loss: &Value, user: impl serde::Serialize, proof: Value) -> Value {
    let mut asked = loss.clone();
    asked["second"] = json!({ "user": user, "proof": proof });
    asked
}

#[tokio::test(flavor = "multi_thread")]
async fn another_person_proves_himself_in_the_same_deed() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let lea = hires_lea(&shop).await;
    let loss = a_loss(&shop).await;
    // The counter may not look at a loss: alone among those who may, the owner would wait.
    assert_eq!(look(&shop, &loss).await.needs, SecondLookNeed::Asking);
    let asked = seconded(&loss, lea, pin(HER_PIN));
    assert_eq!(refused(&shop, "recovery.write_off", asked).await.code, ProblemCode::RoleNotAllowed);
    ask::<TeamView>(&shop, "user.change_role", json!({ "user": lea, "role": "billing" })).await?;
    let view = look(&shop, &loss).await;
    assert_eq!((view.needs, view.may_second.len()), (SecondLookNeed::Person, 1));

    let before = shop.entries();
    let needed = refused(&shop, "recovery.write_off", loss.clone()).await;
    assert_eq!(
        (needed.code, needed.params["limit_cents"].as_i64()),
        (ProblemCode::SecondPersonNeeded, Some(LIMIT_CENTS))
    );
    let wrong = refused(&shop, "recovery.write_off", seconded(&loss, lea, pin("9999"))).await;
    assert_eq!(wrong.code, ProblemCode::WrongPin);
    let oneself = seconded(&loss, shop.practice().user.id, pin(HER_PIN));
    assert_eq!(refused(&shop, "recovery.write_off", oneself).await.code, ProblemCode::RoleNotAllowed);
    assert_eq!(shop.entries(), before, "nothing is half-written");

    let passphrase = json!({ "with": "passphrase", "passphrase": HER_PASSPHRASE });
    let done: RecoveryView = ask(&shop, "recovery.write_off", seconded(&loss, lea, passphrase)).await?;
    assert_eq!(done.rows[0].written_off_cents, Some(view.amount_cents));
    let timeline = shop.dossier(done.rows[0].dossier).await.timeline;
    let seconded = timeline.iter().find(|entry| entry.kind == "dossier.write_off_seconded").unwrap();
    assert_eq!((seconded.actor.as_str(), seconded.body["by_name"].as_str()), ("Claire Aubry", Some("Léa Martin")));
    let accesses = json!({ "kind": "seconded", "user": null, "from": null, "until": null, "text": "", "before": null, "limit": 10 });
    let page: AccessLogPage = ask(&shop, "access_log.list", accesses).await?;
    let outcomes: Vec<_> = page.rows.iter().map(|row| row.outcome.as_str()).collect();
    assert_eq!(outcomes, ["done", "wrong_pin"]);
    Ok(())
}

/// A cheque kept for a share that still waits.
async fn a_kept_cheque(shop: &Shop) -> ChequeId {
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    shop.verifies(dossier).await;
    shop.goes(dossier, Way::ChequeKept).await;
    shop.marks(dossier, Moment::Delivery).await;
    shop.keeps(dossier, 1).await.cheque
}

fn deposit(shop: &Shop, cheque: ChequeId, reason: Option<&str>, second: Value) -> Value {
    json!({ "cheque": cheque, "on": shop.practice().today(), "override_reason": reason, "second": second })
}

#[tokio::test(flavor = "multi_thread")]
async fn another_looks_at_the_override_of_a_cheque() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let cheque = a_kept_cheque(&shop).await;
    let lea = hires_lea(&shop).await;
    let about = json!({ "cheque": cheque });
    let hers = |proof: Value| json!({ "user": lea, "proof": proof });
    // The counter may not look: alone among those who may, the owner would wait.
    let view: ChequeOverrideView = ask(&shop, "cheque.override", about.clone()).await?;
    assert_eq!((view.needs, view.may_second.len()), (SecondLookNeed::Asking, 0));
    let why = Some("Le client préfère");
    let asked = deposit(&shop, cheque, why, hers(pin(HER_PIN)));
    assert_eq!(refused(&shop, "cheque.deposit", asked).await.code, ProblemCode::RoleNotAllowed);
    ask::<TeamView>(&shop, "user.change_role", json!({ "user": lea, "role": "billing" })).await?;
    let view: ChequeOverrideView = ask(&shop, "cheque.override", about.clone()).await?;
    assert_eq!((view.needs, view.may_second.len()), (SecondLookNeed::Person, 1));

    let before = shop.entries();
    let alone = refused(&shop, "cheque.deposit", deposit(&shop, cheque, why, Value::Null)).await;
    assert_eq!(alone.code, ProblemCode::SecondNeeded);
    let wrong = refused(&shop, "cheque.deposit", deposit(&shop, cheque, why, hers(pin("9999")))).await;
    assert_eq!(wrong.code, ProblemCode::WrongPin);
    let asking = json!({ "cheque": cheque, "act": "deposit", "reason": "x" });
    assert_eq!(refused(&shop, "cheque.ask_override", asking).await.code, ProblemCode::SecondNeeded);
    // Her word adds nothing where there is no reason.
    let reasonless = refused(&shop, "cheque.deposit", deposit(&shop, cheque, None, hers(pin(HER_PIN)))).await;
    assert_eq!(reasonless.code, ProblemCode::OwnerMustOverride);
    assert_eq!(shop.entries(), before, "nothing is half-written");

    let done: ChequeView = ask(&shop, "cheque.deposit", deposit(&shop, cheque, why, hers(pin(HER_PIN)))).await?;
    assert_eq!(done.row.state, ChequeState::Deposited);
    let seconded = done.timeline.iter().find(|entry| entry.kind == "cheque.override_seconded").unwrap();
    assert_eq!((seconded.actor.as_str(), seconded.body["by_name"].as_str()), ("Claire Aubry", Some("Léa Martin")));
    let page: AccessLogPage = ask(&shop, "access_log.list", seconds()).await?;
    let outcomes: Vec<_> = page.rows.iter().map(|row| row.outcome.as_str()).collect();
    assert_eq!(outcomes, ["done", "done", "wrong_pin"]);
    Ok(())
}

fn seconds() -> Value {
    json!({ "kind": "seconded", "user": null, "from": null, "until": null, "text": "", "before": null, "limit": 10 })
}

/// The cheques of which something was asked against a rule, and whether it may be done now.
async fn stands(shop: &Shop) -> Vec<(ChequeId, bool)> {
    let page = json!({ "position": "kept", "sort": "decide_by", "descending": false, "offset": 0, "limit": 10 });
    let list: ChequeList = ask(shop, "cheque.list", page).await.unwrap();
    let asked = |row: ChequeRow| row.override_asked.map(|asked| (row.cheque, asked.may_be_done));
    let listed: Vec<_> = list.overrides.into_iter().filter_map(asked).collect();
    // « À faire » says the same.
    let overrides: ChequeOverrides = ask(shop, "cheque.overrides", json!({})).await.unwrap();
    assert!(!overrides.somebody_may);
    assert_eq!(overrides.rows.into_iter().filter_map(asked).collect::<Vec<_>>(), listed);
    listed
}

#[tokio::test(flavor = "multi_thread")]
async fn alone_the_override_of_a_cheque_is_asked_one_day_and_done_the_next() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let cheque = a_kept_cheque(&shop).await;
    let about = json!({ "cheque": cheque });
    let back = |why: Option<&str>| {
        let on = shop.practice().today();
        json!({ "cheque": cheque, "on": on, "manner": "in_person", "override_reason": why, "second": null })
    };
    let why = "Le client quitte la région";
    assert_eq!(refused(&shop, "cheque.return", back(Some(why))).await.code, ProblemCode::SecondNeeded);
    let asking = json!({ "cheque": cheque, "act": "return", "reason": why });
    ask::<ChequeView>(&shop, "cheque.ask_override", asking.clone()).await?;
    let view: ChequeOverrideView = ask(&shop, "cheque.override", about.clone()).await?;
    assert_eq!(
        (view.needs, view.asked, view.asked_reason.as_str()),
        (SecondLookNeed::Waiting, Some(OverriddenAct::Return), why)
    );
    assert_eq!(refused(&shop, "cheque.return", back(None)).await.code, ProblemCode::SecondWaits);
    assert_eq!(stands(&shop).await, [(cheque, false)]);
    ask::<ChequeView>(&shop, "cheque.withdraw_override", about.clone()).await?;
    let again = refused(&shop, "cheque.withdraw_override", about.clone()).await;
    assert_eq!(again.code, ProblemCode::NothingToOverride);
    assert!(stands(&shop).await.is_empty());

    ask::<ChequeView>(&shop, "cheque.ask_override", asking).await?;
    shop.days_later(1);
    let view: ChequeOverrideView = ask(&shop, "cheque.override", about.clone()).await?;
    assert_eq!(view.needs, SecondLookNeed::Confirming);
    assert_eq!(stands(&shop).await, [(cheque, true)]);
    let state: AppState = ask(&shop, "app.state", json!({})).await?;
    assert_eq!(state.badges.cheques_to_act_on, 1, "it is among what is to be done");
    // The reason was typed when it was asked.
    ask::<Value>(&shop, "cheque.return", back(None)).await?;
    let view: ChequeView = ask(&shop, "cheque.view", about).await?;
    assert_eq!(view.row.state, ChequeState::Returned);
    let returned = view.timeline.iter().find(|entry| entry.kind == "cheque.returned").unwrap();
    assert_eq!(returned.body["reason_text"].as_str(), Some(why));
    // The accountant reads it with the books.
    let path = shop.home.path().join("livres.journal");
    ask::<Value>(&shop, "books.export", json!({ "path": path, "format": "hledger" })).await?;
    let books = std::fs::read_to_string(&path).unwrap();
    assert!(
        books.contains("Chèque rendu contre la règle, décidé par une seule personne un jour après l’avoir demandé"),
        "{books}"
    );
    let dump = || shop.practice().database.read(|queries| queries.dump_views()).unwrap();
    let kept = dump();
    shop.practice().database.rebuild(|_| {}).unwrap();
    assert!(dump() == kept, "rebuilt, the views are another");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn alone_a_day_goes_by() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let loss = a_loss(&shop).await;
    let about = json!({ "incident": loss["incident"], "dossier": loss["dossier"] });
    let asked: RecoveryView = ask(&shop, "recovery.write_off", loss.clone()).await?;
    assert_eq!((asked.rows[0].written_off_cents, asked.rows[0].write_off_from.is_some()), (None, true));
    assert_eq!(look(&shop, &loss).await.needs, SecondLookNeed::Waiting);
    assert_eq!(refused(&shop, "recovery.write_off", loss.clone()).await.code, ProblemCode::SecondWaits);
    let withdrawn: RecoveryView = ask(&shop, "recovery.withdraw_write_off", about).await?;
    assert_eq!(withdrawn.rows[0].write_off_from, None);

    ask::<RecoveryView>(&shop, "recovery.write_off", loss.clone()).await?;
    shop.days_later(1);
    assert_eq!(look(&shop, &loss).await.needs, SecondLookNeed::Confirming);
    let done: RecoveryView = ask(&shop, "recovery.write_off", loss.clone()).await?;
    assert!(done.rows[0].written_off_cents.is_some() && done.rows[0].write_off_from.is_none());
    // The accountant reads it beside the loss.
    let path = shop.home.path().join("livres.journal");
    ask::<Value>(&shop, "books.export", json!({ "path": path, "format": "hledger" })).await?;
    let books = std::fs::read_to_string(&path).unwrap();
    assert!(books.contains("Passage en perte, décidé par une seule personne un jour après l’avoir demandé"));
    // What the views keep is what a rebuild finds.
    let dump = || shop.practice().database.read(|queries| queries.dump_views()).unwrap();
    let kept = dump();
    shop.practice().database.rebuild(|_| {}).unwrap();
    assert!(dump() == kept, "rebuilt, the loss is another");
    Ok(())
}
