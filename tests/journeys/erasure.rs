//! Erasure and keeping, through the door of the window: a customer erased on his word by two people or by one and a night, what
//! money keeps from it, a clock that is changed and what it makes due, and a purge that goes on where it stopped.

use relais_domain::context::{PaymentMeans, Role};
use relais_domain::dossier::{ConsentDecision, PaymentPurpose, Way};
use relais_domain::ids::{DossierId, UserId};
use relais_domain::purge::{OpenMoney, PurgeState};
use relais_domain::retention::DataKind;
use relais_usecases::backups::unwatched;
use relais_usecases::contract::{
    CustomerPaymentRequest, DocumentReady, DossierList, DueList, ErasurePreview, Moment, Nothing, ProblemCode,
    PurgeView, RetentionView, TeamView, VerifyArchiveRequest,
};
use relais_usecases::{access, customer_payment, demonstration, journal, safekeeping};
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call, cents, glasses, pdf_text};
use crate::proof::{exported, second_opinion};
use crate::raw_pages::{clear_pages, held};
use crate::team::{HER_PIN, ask, hires_lea, pin, refused};

/// Who is erased: as he is typed, and as the index cuts his words.
const PLANTED: [&str; 4] = ["Kervoalenn", "ervoalenn", "4417002277", "demande du 3 mars"];

/// A sale that is over: he paid everything, and claims his insurer's share back himself.
pub(crate) async fn settled(shop: &Shop, name: &str, member: &str) -> DossierId {
    let dossier = shop.sells(glasses(name, "viamedis", member)).await.dossier;
    shop.goes(dossier, Way::CustomerAdvances).await;
    shop.marks(dossier, Moment::Delivery).await;
    for (amount, purpose) in [(100_00, PaymentPurpose::CustomerShare), (371_00, PaymentPurpose::AmcShareAdvanced)] {
        let (means, on) = (PaymentMeans::Card, shop.practice().today());
        let request = CustomerPaymentRequest { dossier, amount_cents: cents(amount), means, purpose, on };
        customer_payment::record(&shop.app, call(), request).await.unwrap();
    }
    dossier
}

pub(crate) async fn kept(shop: &Shop) -> RetentionView {
    ask(shop, "retention.view", json!({})).await.unwrap()
}

async fn preview(shop: &Shop, dossier: DossierId) -> ErasurePreview {
    ask(shop, "purge.preview", json!({ "dossier": dossier, "dossiers": [] })).await.unwrap()
}

pub(crate) async fn found(shop: &Shop, typed: &str) -> usize {
    let list: DossierList = ask(shop, "dossier.search", json!({ "text": typed, "limit": 20 })).await.unwrap();
    list.rows.len()
}

pub(crate) fn one(dossier: DossierId, second: Value) -> Value {
    json!({ "kinds": [], "dossiers": [dossier], "reason": "demande du 3 mars", "second": second })
}

fn due(kinds: &[DataKind], second: Value) -> Value {
    json!({ "kinds": kinds, "dossiers": [], "reason": "", "second": second })
}

pub(crate) async fn certified(shop: &Shop) -> PurgeView {
    shop.until("the certificate", || async move {
        let purge = kept(shop).await.purges.into_iter().next()?;
        (purge.state == PurgeState::Certified).then_some(purge)
    })
    .await
}

async fn certificate(shop: &Shop, purge: &PurgeView) -> String {
    let ready: DocumentReady = ask(shop, "purge.open_certificate", json!({ "purge": purge.purge })).await.unwrap();
    pdf_text(&ready.path)
}

pub(crate) async fn a_second_person(shop: &Shop) -> UserId {
    let lea = hires_lea(shop).await;
    let asked = json!({ "user": lea, "role": Role::Billing });
    ask::<TeamView>(shop, "user.change_role", asked).await.unwrap();
    lea
}

pub(crate) fn raw(shop: &Shop) -> Vec<&'static str> {
    let practice = shop.practice();
    let keys = practice.keys.whole().unwrap();
    held(&clear_pages(&practice.database.folder().database_file(), keys.database_key().expose()), &PLANTED)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_erase_a_customer_and_the_amounts_stay() -> Outcome {
    let shop = Shop::open().await;
    let lea = a_second_person(&shop).await;
    let dossier = settled(&shop, "Kervoalenn", "4417002277").await;
    let paid = json!({ "dossier": dossier, "amount_cents": 371_00, "means": "card", "purpose": "amc_share_advanced", "on": shop.practice().today() });
    ask::<Value>(&shop, "dossier.reverse_payment", paid.clone()).await?;
    ask::<Value>(&shop, "dossier.record_payment", paid).await?;
    let other = settled(&shop, "Tanguy", "4417002288").await;
    let again = settled(&shop, "Kervoalenn", "4417002277").await;
    let both = preview(&shop, dossier).await;
    assert_eq!(both.dossiers.iter().map(|row| row.dossier).collect::<Vec<_>>(), [dossier, again]);
    assert_eq!((both.goes.customers, both.goes.cards), (2, 2), "each sale has its own record of him");
    let backup = shop.home.path().join("avant.relais");
    safekeeping::back_up(&shop.practice(), &backup, unwatched()).await?;

    let named = json!({ "dossier": dossier, "dossiers": [dossier] });
    let shown: ErasurePreview = ask(&shop, "purge.preview", named).await?;
    assert_eq!((shown.customer.as_str(), shown.goes.customers, shown.goes.cards), ("Lucie Kervoalenn", 1, 1));
    assert_eq!(shown.dossiers.iter().map(|row| row.named).collect::<Vec<_>>(), [true, false]);
    assert!(shown.dossiers.iter().all(|dossier| dossier.open.is_none()) && shown.waiting.is_none());
    assert!(shown.obliged_until.is_some() && shown.obliges.unwrap().contains("L123-22"));
    let before = shop.entries();
    assert_eq!(refused(&shop, "purge.ask", one(dossier, Value::Null)).await.code, ProblemCode::SecondNeeded);
    let wrong = json!({ "user": lea, "proof": pin("9999") });
    assert_eq!(refused(&shop, "purge.ask", one(dossier, wrong)).await.code, ProblemCode::WrongPin);
    assert_eq!((shop.entries(), found(&shop, "kervoalenn").await), (before, 2), "nothing is half-done");
    assert!(raw(&shop).contains(&"Kervoalenn"), "the raw key finds him");

    let mut asked = one(dossier, json!({ "user": lea, "proof": pin(HER_PIN) }));
    asked["dossiers"] = json!([dossier, again]);
    let asked: RetentionView = ask(&shop, "purge.ask", asked).await?;
    assert_eq!(asked.purges[0].subjects, 2);
    let purge = certified(&shop).await;
    assert_eq!((purge.erased.customers, purge.done, purge.kept), (2, 2, 0));
    assert_eq!((purge.asked_by.as_str(), purge.seconded_by.as_deref()), ("Claire Aubry", Some("Léa Martin")));
    assert_eq!(raw(&shop), Vec::<&str>::new(), "no page, free page or frame of the log holds him any more");
    assert_eq!((found(&shop, "kervoalenn").await, found(&shop, "tanguy").await), (0, 1));
    let view = shop.dossier(dossier).await;
    assert_eq!((view.family_name.as_str(), view.total_cents), ("", cents(480_00)), "the amounts stay, of nobody");
    assert_eq!(shop.dossier(other).await.family_name, "Tanguy");
    // What is printed from now on says that he was, and when.
    let sheet = json!({ "dossier": dossier, "rank": 1 });
    let attestation = json!({ "dossier": dossier, "paper": "attestation", "rank": null, "invoice_number": "FA-118" });
    for (paper, request) in [("consent.sheet", sheet), ("advance.print", attestation)] {
        let ready: DocumentReady = ask(&shop, paper, request).await?;
        let (page, said) =
            (pdf_text(&ready.path), format!("Client effacé (le {})", shop.practice().today().strftime("%d/%m/%Y")));
        assert!(page.contains(&said) && !page.contains("ervoalenn"), "{paper} does not say « {said} »:\n{page}");
    }
    assert_eq!(
        refused(&shop, "purge.preview", json!({ "dossier": dossier, "dossiers": [] })).await.code,
        ProblemCode::NothingToErase
    );

    let page = certificate(&shop, &purge).await;
    for said in ["PV-2024-0001", "article 17", "Claire Aubry", "Léa Martin", "avant.relais", "L123-22", "relais verify"]
    {
        assert!(page.contains(said), "{said} is not in\n{page}");
    }
    assert!(!page.contains("ervoalenn") && !page.contains("expert-comptable"));
    let view = kept(&shop).await;
    assert!(view.backups[0].here && view.backups[0].path.ends_with("avant.relais"));
    let destroyed: RetentionView = ask(&shop, "retention.destroy_backup", json!({ "id": view.backups[0].id })).await?;
    assert!(destroyed.backups.is_empty() && !backup.exists());

    // Two verifiers, the program's and the one in plain Python, find the journal whole; so are the papers, and the views.
    let archive = exported(&shop).await;
    let (whole, verdict) = second_opinion(&archive, None);
    assert!(whole, "{verdict}");
    let path = Some(archive.display().to_string());
    assert!(journal::verify(&shop.app, call(), VerifyArchiveRequest { path, anchor: None }).await?.whole);
    assert!(!std::fs::read_to_string(&archive).unwrap().contains("ervoalenn"));
    let papers = journal::verify(&shop.app, call(), VerifyArchiveRequest { path: None, anchor: None }).await?;
    assert!(papers.whole && papers.papers.unwrap().unsound.is_empty());
    let rebuilt = safekeeping::rebuild(&shop.practice(), |_, _, _| {}).await?;
    assert!(rebuilt.as_before);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn alone_a_night_goes_by_and_the_accountant_has_a_copy() -> Outcome {
    let shop = Shop::open().await;
    let dossier = settled(&shop, "Kervoalenn", "4417002277").await;
    let asked: RetentionView = ask(&shop, "purge.ask", one(dossier, Value::Null)).await?;
    let purge = &asked.purges[0];
    assert_eq!((purge.state, purge.may_confirm, purge.running), (PurgeState::Waiting, false, false));
    assert_eq!(preview(&shop, dossier).await.waiting, Some(purge.purge));
    let agree = json!({ "purge": purge.purge, "second": null });
    assert_eq!(refused(&shop, "purge.agree", agree.clone()).await.code, ProblemCode::SecondWaits);
    let withdrawn: RetentionView = ask(&shop, "purge.withdraw", json!({ "purge": purge.purge })).await?;
    assert_eq!(withdrawn.purges[0].state, PurgeState::Withdrawn);
    assert_eq!(refused(&shop, "purge.agree", agree).await.code, ProblemCode::UnknownPurge);
    assert_eq!(found(&shop, "kervoalenn").await, 1);

    let asked: RetentionView = ask(&shop, "purge.ask", one(dossier, Value::Null)).await?;
    shop.days_later(1);
    let view = kept(&shop).await;
    assert!(view.purges[0].may_confirm && view.may_second.is_empty());
    let agree = json!({ "purge": asked.purges[0].purge, "second": null });
    ask::<RetentionView>(&shop, "purge.agree", agree).await?;
    let purge = certified(&shop).await;
    assert_eq!(found(&shop, "kervoalenn").await, 0);
    let page = certificate(&shop, &purge).await;
    assert!(page.contains("Copie pour l’expert-comptable") && page.contains("Confirmé seul par"));
    assert!(page.contains("Aucune sauvegarde connue"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_money_open_is_not_erased() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Kervoalenn", "viamedis", "4417002277")).await.dossier;
    shop.goes(dossier, Way::ChequeKept).await;
    shop.marks(dossier, Moment::Delivery).await;
    shop.keeps(dossier, 41).await;
    let before = shop.entries();
    let refusal = refused(&shop, "purge.ask", one(dossier, Value::Null)).await;
    assert_eq!(refusal.code, ProblemCode::MoneyStillOpen);
    assert_eq!((&refusal.params["open"], &refusal.params["dossier"]), (&json!("cheque_here"), &json!("2024-0001")));
    assert_eq!(preview(&shop, dossier).await.dossiers[0].open, Some(OpenMoney::ChequeHere));
    let carried = shop.sells(glasses("Goff", "almerys", "4417002299")).await.dossier;
    shop.goes(carried, Way::DeliveredThirdPartyPayment).await;
    shop.marks(carried, Moment::Delivery).await;
    let open = preview(&shop, carried).await.dossiers[0].open;
    assert!(matches!(open, Some(OpenMoney::RequestWaiting | OpenMoney::InsurerOwes)), "{open:?}");
    // What is due leaves both out, however long it waits.
    shop.days_later(11 * 366);
    assert_eq!(
        refused(&shop, "purge.ask", due(&[DataKind::Customer], Value::Null)).await.code,
        ProblemCode::NothingToErase
    );
    assert!(shop.entries() >= before && found(&shop, "kervoalenn").await == 1);
    Ok(())
}

fn clock(kind: DataKind, months: u32, reason: &str) -> Value {
    json!({ "kind": kind, "months": months, "source": "Conseil du cabinet", "status": "to_verify", "reason": reason })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_is_changed_with_a_reason_and_what_it_makes_due_is_purged() -> Outcome {
    let shop = Shop::open().await;
    settled(&shop, "Kervoalenn", "4417002277").await;
    let second = settled(&shop, "Tanguy", "4417002288").await;
    let due_of = |view: &RetentionView, kind| view.clocks.iter().find(|row| row.kind == kind).unwrap().due;
    let view = kept(&shop).await;
    assert!(view.set.shipped && view.clocks.len() == DataKind::ALL.len());
    assert_eq!((due_of(&view, DataKind::Customer), due_of(&view, DataKind::Entries)), (Some(0), None));
    for (request, field, reason) in [
        (clock(DataKind::Customer, 0, "plus court"), "months", "out_of_range"),
        (clock(DataKind::Customer, 6, "  "), "reason", "empty"),
        (clock(DataKind::AccessLog, 6, "plus court"), "kind", "unknown"),
    ] {
        let refusal = refused(&shop, "retention.set_clock", request).await;
        assert_eq!((&refusal.params["field"], &refusal.params["reason"]), (&json!(field), &json!(reason)));
    }
    let changed: RetentionView =
        ask(&shop, "retention.set_clock", clock(DataKind::Customer, 2, "Demande de l’avocat")).await?;
    let row = changed.clocks.iter().find(|row| row.kind == DataKind::Customer).unwrap();
    assert_eq!((row.months, row.too_short, row.reason.as_str()), (Some(2), true, "Demande de l’avocat"));
    assert!(row.obliges.as_ref().unwrap().contains("L123-22") && !changed.set.shipped);

    shop.days_later(70);
    assert_eq!(due_of(&kept(&shop).await, DataKind::Customer), Some(2));
    let list: DueList = ask(&shop, "retention.due", json!({ "kind": "customer" })).await?;
    assert_eq!((list.total, list.rows.len(), list.rows[0].label.as_str()), (2, 2, "Lucie Kervoalenn"));
    let asked: RetentionView = ask(&shop, "purge.ask", due(&[DataKind::Customer], Value::Null)).await?;
    assert_eq!(asked.purges[0].subjects, 2);
    // Something happens to one of them meanwhile: he stays.
    shop.days_later(1);
    shop.says(second, ConsentDecision::Withdrawn).await;
    ask::<RetentionView>(&shop, "purge.agree", json!({ "purge": asked.purges[0].purge, "second": null })).await?;
    let purge = certified(&shop).await;
    assert_eq!((purge.done, purge.erased.customers, purge.kept), (2, 1, 1), "whoever is due no more stays");
    assert_eq!(found(&shop, "kervoalenn").await, 0);
    let page = certificate(&shop, &purge).await;
    assert!(page.contains("Fin des durées de conservation") && page.contains("Demande de l’avocat"), "{page}");

    let file = shop.home.path().join("durees.toml");
    ask::<Value>(&shop, "retention.export_clocks", json!({ "path": file })).await?;
    let back: RetentionView = ask(&shop, "retention.restore_clocks", json!({})).await?;
    assert!(back.set.shipped);
    let taken: Value = ask(&shop, "retention.take_clocks", json!({ "path": file })).await?;
    assert_eq!(taken["result"], "taken");
    std::fs::write(&file, "version = \"1\"\n").unwrap();
    let faulty: Value = ask(&shop, "retention.take_clocks", json!({ "path": file })).await?;
    assert_eq!((&faulty["result"], &faulty["faults"][0]["fault"]), (&json!("refused"), &json!("missing")));
    Ok(())
}

/// The window closes as soon as it was agreed to: whatever was done of it by then, the next opening does the rest.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_agreed_to_goes_on_at_the_next_opening() -> Outcome {
    let mut shop = Shop::open().await;
    let lea = a_second_person(&shop).await;
    let dossier = settled(&shop, "Kervoalenn", "4417002277").await;
    let folder = shop.practice().folder.clone();
    ask::<RetentionView>(&shop, "purge.ask", one(dossier, json!({ "user": lea, "proof": pin(HER_PIN) }))).await?;
    access::close(&shop.app, call(), Nothing {}).await?;
    shop.restarted();
    let unlock = json!({ "with": "passphrase", "passphrase": demonstration::PASSPHRASE });
    ask::<Value>(&shop, "practice.open", json!({ "folder": folder, "unlock": unlock })).await?;
    let purge = certified(&shop).await;
    assert_eq!((purge.erased.customers, purge.number.as_deref()), (1, Some("PV-2024-0001")));
    assert_eq!((raw(&shop), found(&shop, "kervoalenn").await), (vec![], 0));
    Ok(())
}
