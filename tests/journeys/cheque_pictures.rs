//! The pictures of a cheque: its front and its back, kept, shown byte for byte and told in the access log, erased when somebody
//! asks and by themselves some days after the cheque is settled; the journal keeps its chain and a proof, and no database, file
//! or page holds what opened them.

use std::path::Path;

use relais_domain::cheque::ReturnManner;
use relais_domain::dossier::Way;
use relais_domain::ids::ChequeId;
use relais_domain::picture::Side;
use relais_usecases::contract::{
    AccessKind, AccessLogPage, ChequePictureRef, ChequeView, KeepChequePictureRequest, Moment, Nothing, PictureShown,
    PracticeSummary, Problem, ProblemCode, ReturnChequeRequest, VerifyArchiveRequest,
};
use relais_usecases::{access, cheque_pictures, erasure, journal, settle_cheque, table};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::card_pieces::{picture, sealed};
use crate::ground::{Outcome, Shop, call, day, glasses};

async fn ask<T: DeserializeOwned>(shop: &Shop, name: &str, request: Value) -> Result<T, Problem> {
    let answer = table::dispatch(&shop.app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

/// A cheque kept for glasses that were delivered.
pub(crate) async fn cheque(shop: &Shop) -> ChequeId {
    let sold = shop.sells(glasses("Vauquelin", "viamedis", "4417002230")).await;
    shop.goes(sold.dossier, Way::ChequeKept).await;
    shop.marks(sold.dossier, Moment::Delivery).await;
    shop.keeps(sold.dossier, 41).await.cheque
}

pub(crate) async fn keeps(shop: &Shop, cheque: ChequeId, side: Side, path: &Path) -> Result<ChequeView, Problem> {
    let path = path.display().to_string();
    cheque_pictures::keep(&shop.app, call(), KeepChequePictureRequest { cheque, side, path }).await
}

async fn shows(shop: &Shop, cheque: ChequeId, side: Side) -> Result<PictureShown, Problem> {
    ask(shop, "cheque.view_picture", json!({ "cheque": cheque, "side": side })).await
}

/// Destroyed on the customer's written request, whatever the insurer says: the owner has his reason.
pub(crate) async fn destroys(shop: &Shop, cheque: ChequeId, on: &str) {
    let request = ReturnChequeRequest {
        cheque,
        on: day(on),
        manner: ReturnManner::DestroyedOnRequest,
        override_reason: Some("Demande écrite du client".to_owned()),
        second: crate::team::second(shop).await,
    };
    settle_cheque::give_back(&shop.app, call(), request).await.unwrap();
}

/// The keys of the pieces, as the database holds them.
fn keys(shop: &Shop) -> Vec<Vec<u8>> {
    let connection = shop.opened_with_its_key();
    let mut statement = connection.prepare("SELECT key FROM piece").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

async fn kinds(shop: &Shop, kind: AccessKind) -> Vec<String> {
    let request =
        json!({ "kind": kind, "user": null, "from": null, "until": null, "text": "", "before": null, "limit": 100 });
    let page: AccessLogPage = ask(shop, "access_log.list", request).await.unwrap();
    page.rows.into_iter().map(|row| row.outcome).collect()
}

fn sides(view: &ChequeView) -> Vec<Side> {
    view.pictures.iter().map(|kept| kept.side).collect()
}

async fn verified(shop: &Shop) -> u64 {
    let verified = journal::verify(&shop.app, call(), VerifyArchiveRequest { path: None, anchor: None }).await.unwrap();
    let papers = verified.papers.unwrap();
    assert!(papers.unsound.is_empty());
    papers.issued
}

#[tokio::test(flavor = "multi_thread")]
async fn a_side_is_kept_seen_replaced_and_erased_when_asked() -> Outcome {
    let shop = Shop::open().await;
    let cheque = cheque(&shop).await;
    let before = verified(&shop).await;
    let front = picture(&shop, "recto.png", "TUMBLEWEED");
    let view = keeps(&shop, cheque, Side::Front, &front).await?;
    assert_eq!((sides(&view), view.may_be_pictured, view.pictures_erased_on), (vec![Side::Front], true, None));
    let view = keeps(&shop, cheque, Side::Back, &picture(&shop, "verso.png", "SAGEBRUSH")).await?;
    assert_eq!((sides(&view), verified(&shop).await), (vec![Side::Front, Side::Back], before + 2));
    let shown = shows(&shop, cheque, Side::Front).await?;
    assert_eq!(crate::card_pieces::decoded(&shown), std::fs::read(&front).unwrap());
    assert!(sealed(&shop).iter().all(|file| !file.windows(10).any(|window| window == b"TUMBLEWEED")));

    let view = keeps(&shop, cheque, Side::Front, &picture(&shop, "recto-2.png", "YUCCA")).await?;
    assert_eq!((sides(&view), verified(&shop).await), (vec![Side::Back, Side::Front], before + 2));
    let erase = ChequePictureRef { cheque, side: Side::Front };
    let view = cheque_pictures::erase(&shop.app, call(), erase.clone()).await?;
    assert_eq!((sides(&view), verified(&shop).await), (vec![Side::Back], before + 1));
    let again = cheque_pictures::erase(&shop.app, call(), erase).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::NothingToErase);
    assert_eq!(shows(&shop, cheque, Side::Front).await.unwrap_err().code, ProblemCode::NothingToErase);
    // Who looked is told, found or not; a letter is no picture and leaves nothing.
    assert_eq!(kinds(&shop, AccessKind::PictureShown).await, ["nothing_to_erase", "done"]);
    let entries = shop.entries();
    std::fs::write(shop.home.path().join("lettre.jpg"), "Madame, Monsieur").unwrap();
    let refused = keeps(&shop, cheque, Side::Front, &shop.home.path().join("lettre.jpg")).await.unwrap_err();
    assert_eq!((&refused.params["reason"], shop.entries()), (&json!("not_a_picture"), entries));
    let told: Vec<&Value> =
        view.timeline.iter().filter(|row| row.kind == "cheque.picture_erased").map(|row| &row.body["why"]).collect();
    assert_eq!(told, ["asked", "replaced"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pictures_of_a_settled_cheque_go_by_themselves_and_leave_no_key() -> Outcome {
    let mut shop = Shop::open().await;
    let cheque = cheque(&shop).await;
    let others = keys(&shop);
    keeps(&shop, cheque, Side::Front, &picture(&shop, "recto.png", "TUMBLEWEED")).await?;
    keeps(&shop, cheque, Side::Back, &picture(&shop, "verso.png", "SAGEBRUSH")).await?;
    let theirs: Vec<Vec<u8>> = keys(&shop).into_iter().filter(|key| !others.contains(key)).collect();
    assert_eq!(theirs.len(), 2);
    shop.days_later(60);
    erasure::daily(&shop.app).await?;
    assert_eq!(shop.cheque(cheque).await.pictures.len(), 2, "it is still here");

    destroys(&shop, cheque, "2024-03-31").await;
    let view = shop.cheque(cheque).await;
    assert_eq!((view.may_be_pictured, view.pictures_erased_on), (false, Some(day("2024-04-30"))));
    let late = keeps(&shop, cheque, Side::Front, &picture(&shop, "trop-tard.png", "YUCCA")).await.unwrap_err();
    assert_eq!(late.code, ProblemCode::ChequeElsewhere);
    shop.days_later(29);
    erasure::daily(&shop.app).await?;
    assert_eq!(shop.cheque(cheque).await.pictures.len(), 2, "its day has not come");
    shop.days_later(1);
    erasure::daily(&shop.app).await?;
    let view = shop.cheque(cheque).await;
    assert_eq!(view.pictures, []);
    let why =
        |row: &&relais_usecases::contract::TimelineRow| row.kind == "cheque.picture_erased" && row.body["why"] == "due";
    assert_eq!(view.timeline.iter().filter(why).count(), 2);
    let entries = shop.entries();
    erasure::daily(&shop.app).await?;
    assert_eq!(shop.entries(), entries, "once");

    // The chain verifies, the views are those a rebuild makes, and nothing opens what is left of the files.
    verified(&shop).await;
    assert!(keys(&shop).iter().all(|key| !theirs.contains(key)));
    let files = sealed(&shop).len();
    let dump = shop.practice().database.read(|queries| queries.dump_views())?;
    shop.practice().database.rebuild(|_| {})?;
    assert_eq!(shop.practice().database.read(|queries| queries.dump_views())?, dump);
    access::lock(&shop.app, call(), Nothing {}).await?;
    shop.restarted();
    crate::accesses::opens(&shop, crate::accesses::passphrase()).await?;
    assert_eq!(sealed(&shop).len(), files - 2, "their files are gone at the next opening");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_says_how_long() -> Outcome {
    let shop = Shop::open().await;
    let cheque = cheque(&shop).await;
    keeps(&shop, cheque, Side::Front, &picture(&shop, "recto.png", "TUMBLEWEED")).await?;
    destroys(&shop, cheque, "2024-01-31").await;
    for days in [0, 366] {
        let refused = ask::<Value>(&shop, "settings.set_picture_days", json!({ "days": days })).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["field"]), (ProblemCode::InvalidField, &json!("days")));
    }
    let set: PracticeSummary = ask(&shop, "settings.set_picture_days", json!({ "days": 90 })).await?;
    assert_eq!((set.cheque_picture_days, set.cheque_picture_days_chosen_on), (90, Some(day("2024-01-31"))));
    assert_eq!(shop.cheque(cheque).await.pictures_erased_on, Some(day("2024-04-30")));
    shop.days_later(2);
    // Shorter than what has already gone by: they go at once.
    ask::<PracticeSummary>(&shop, "settings.set_picture_days", json!({ "days": 1 })).await?;
    assert_eq!(shop.cheque(cheque).await.pictures, []);
    Ok(())
}
