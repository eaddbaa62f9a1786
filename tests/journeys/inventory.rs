//! The drawer is counted: what the books say, what is found, what is missing and what nobody knew, recorded whole or not at all; a count
//! left half-way is there again; a missing cheque is noted lost from there.

use relais_domain::cheque::{ChequeState, ChequeStep, ReturnManner};
use relais_domain::dossier::Way;
use relais_domain::ids::ChequeId;
use relais_usecases::contract::{
    CountDrawerRequest, InventoryDraft, InventoryRef, KeepInventoryDraftRequest, ListInventoriesRequest, MissingTyped,
    Moment, Nothing, OpenPracticeRequest, ProblemCode, ReturnChequeRequest, TakeChequeStepRequest, UnknownTyped,
    Unlock,
};
use relais_usecases::{access, cheque_life, inventory, settle_cheque};

use crate::ground::{Outcome, Shop, call, cents, glasses, pdf_text};

/// Three customers, each with a cheque of 371 € kept for the insurer's share.
async fn three_kept(shop: &Shop) -> Vec<ChequeId> {
    let mut kept = Vec::new();
    for (name, nth) in [("Bernard", 11), ("Chevalier", 12), ("Dumas", 13)] {
        let sold = shop.sells(glasses(name, "viamedis", "4417002230")).await;
        shop.goes(sold.dossier, Way::ChequeKept).await;
        shop.marks(sold.dossier, Moment::Delivery).await;
        kept.push(shop.keeps(sold.dossier, nth).await.cheque);
    }
    kept
}

fn counted(found: &[ChequeId]) -> CountDrawerRequest {
    CountDrawerRequest {
        found: found.to_vec(),
        missing: Vec::new(),
        unknown: Vec::new(),
        counted_with: "Maëlle Brucker".to_owned(),
        alone: false,
    }
}

fn missing(cheque: ChequeId, reason: &str) -> Vec<MissingTyped> {
    vec![MissingTyped { cheque, reason: reason.to_owned() }]
}

async fn inventories(shop: &Shop) -> relais_usecases::contract::InventoryList {
    inventory::list(&shop.app, call(), ListInventoriesRequest { offset: 0, limit: 10 }).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_count_and_name_what_differs() -> Outcome {
    let shop = Shop::open().await;
    let kept = three_kept(&shop).await;
    assert_eq!((inventories(&shop).await.in_drawer, inventories(&shop).await.days_since), (3, None));
    let drawer = inventory::drawer(&shop.app, call(), Nothing {}).await?;
    assert_eq!((drawer.cheques.len(), drawer.total_cents), (3, cents(1_113_00)));
    let list = inventory::print_list(&shop.app, call(), Nothing {}).await?;
    let text = pdf_text(&list.path);
    for said in ["Liste de comptage du coffre", "3 chèques", "1 113,00", "0000012", "R-2024-0003"] {
        assert!(text.contains(said), "the list does not say « {said} »:\n{text}");
    }

    let before = shop.entries();
    let refused = |request: CountDrawerRequest| {
        let app = &shop.app;
        async move { inventory::count(app, call(), request).await.unwrap_err() }
    };
    assert_eq!(refused(counted(&kept[..2])).await.code, ProblemCode::DrawerChanged, "one was not counted");
    let silent = CountDrawerRequest { missing: missing(kept[2], "  "), ..counted(&kept[..2]) };
    assert_eq!(refused(silent).await.code, ProblemCode::ReasonNeeded);
    let nobody = CountDrawerRequest { counted_with: String::new(), ..counted(&kept) };
    assert_eq!(refused(nobody).await.params["field"], "counted_with");
    let oneself = shop.practice().user.name.to_uppercase();
    let twice = refused(CountDrawerRequest { counted_with: oneself, ..counted(&kept) }).await;
    assert_eq!(twice.params["reason"], "same_person");
    assert_eq!(shop.entries(), before, "nothing is half recorded");

    let paper = UnknownTyped {
        number: "7700123".to_owned(),
        from: "Paul Ritter".to_owned(),
        amount_cents: Some(cents(90_00)),
        reason: "Acompte à saisir".to_owned(),
    };
    let request = CountDrawerRequest {
        missing: missing(kept[1], "Pas dans son enveloppe"),
        unknown: vec![paper],
        ..counted(&[kept[0], kept[2]])
    };
    let done = inventory::count(&shop.app, call(), request).await?;
    let row = &done.inventory.row;
    assert_eq!((row.number.as_str(), row.found, row.missing, row.unknown), ("I-2024-0001", 2, 1, 1));
    assert_eq!(
        (row.expected_cents, row.found_cents, row.unknown_cents),
        (cents(1_113_00), cents(742_00), cents(90_00))
    );
    assert_eq!(shop.entries(), before + 2, "the inventory and its sheet");
    let text = pdf_text(&done.sheet.path);
    for said in ["Inventaire du coffre", "I-2024-0001", "Maëlle Brucker", "Pas dans son enveloppe", "Paul Ritter"] {
        assert!(text.contains(said), "the sheet does not say « {said} »:\n{text}");
    }
    let again = inventory::sheet(&shop.app, call(), InventoryRef { inventory: row.inventory }).await?;
    assert_eq!(std::fs::read(&again.path).unwrap(), std::fs::read(&done.sheet.path).unwrap(), "the very same paper");

    // From the inventory to the step.
    assert!(done.inventory.missing[0].can_be_lost);
    let lost = TakeChequeStepRequest {
        cheque: kept[1],
        step: ChequeStep::Lost,
        on: shop.practice().today(),
        reject_ground: None,
        opposition_ground: None,
        reason: Some("Manquant à l’inventaire I-2024-0001".to_owned()),
        rests_on: None,
        fees_cents: None,
    };
    cheque_life::take(&shop.app, call(), lost).await?;
    let view = inventory::view(&shop.app, call(), InventoryRef { inventory: row.inventory }).await?;
    assert!(!view.missing[0].can_be_lost);
    assert_eq!(view.missing[0].cheque.state, ChequeState::Lost);
    assert_eq!(inventory::drawer(&shop.app, call(), Nothing {}).await?.cheques.len(), 2);
    let none =
        inventory::view(&shop.app, call(), InventoryRef { inventory: relais_domain::ids::InventoryId(kept[0].0) });
    assert_eq!(none.await.unwrap_err().code, ProblemCode::UnknownInventory);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_left_half_way_is_there_after_a_restart() -> Outcome {
    let mut shop = Shop::open().await;
    let kept = three_kept(&shop).await;
    let before = shop.entries();
    let draft = InventoryDraft {
        found: kept[..2].to_vec(),
        missing: missing(kept[2], "À chercher"),
        unknown: vec![UnknownTyped {
            number: String::new(),
            from: "Paul Ritter".to_owned(),
            amount_cents: None,
            reason: String::new(),
        }],
        counted_with: "Maëlle".to_owned(),
    };
    let keep = KeepInventoryDraftRequest { draft: Some(draft.clone()) };
    inventory::keep_draft(&shop.app, call(), keep).await?;
    assert_eq!(shop.entries(), before, "a draft is no fact");
    let folder = shop.practice().folder.display().to_string();
    shop.restarted();
    let passphrase = relais_usecases::demonstration::PASSPHRASE.to_owned();
    let opening = OpenPracticeRequest { folder, unlock: Unlock::Passphrase { passphrase } };
    access::open_practice(&shop.app, call(), opening).await?;
    assert_eq!(inventory::drawer(&shop.app, call(), Nothing {}).await?.draft, Some(draft));

    // One leaves meanwhile: what was ticked no longer ties, and says so.
    let back = ReturnChequeRequest {
        cheque: kept[0],
        on: shop.practice().today(),
        manner: ReturnManner::InPerson,
        override_reason: Some("Vente annulée".to_owned()),
        second: crate::team::second(&shop).await,
    };
    settle_cheque::give_back(&shop.app, call(), back).await?;
    let stale = inventory::count(&shop.app, call(), counted(&kept)).await.unwrap_err();
    assert_eq!(stale.code, ProblemCode::DrawerChanged);
    let alone = CountDrawerRequest { counted_with: String::new(), alone: true, ..counted(&kept[1..]) };
    let done = inventory::count(&shop.app, call(), alone).await?;
    assert_eq!((done.inventory.row.counted_with, done.inventory.row.missing), (None, 0));
    let text = pdf_text(&done.sheet.path);
    assert!(text.contains("expert-comptable") && text.contains("concordent"), "{text}");
    assert_eq!(inventory::drawer(&shop.app, call(), Nothing {}).await?.draft, None, "the inventory ends its draft");
    shop.days_later(9);
    assert_eq!(inventories(&shop).await.days_since, Some(9));
    Ok(())
}
