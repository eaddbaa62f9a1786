//! A loss above the practice's limit: another person proves who he is in the same deed, or, where nobody else may, a day goes by.
//! Through the door of the window throughout.

use relais_domain::dossier::Way;
use relais_usecases::contract::{
    AccessLogPage, Moment, PracticeSummary, ProblemCode, RecoveryView, SecondLookNeed, SecondLookView, TeamView,
};
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop};
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

#[tokio::test(flavor = "multi_thread")]
async fn alone_a_day_goes_by() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let loss = a_loss(&shop).await;
    let about = json!({ "incident": loss["incident"], "dossier": loss["dossier"] });
    let asked: RecoveryView = ask(&shop, "recovery.write_off", loss.clone()).await?;
    assert_eq!((asked.rows[0].written_off_cents, asked.rows[0].write_off_from.is_some()), (None, true));
    assert_eq!(look(&shop, &loss).await.needs, SecondLookNeed::Waiting);
    assert_eq!(refused(&shop, "recovery.write_off", loss.clone()).await.code, ProblemCode::WriteOffWaits);
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
