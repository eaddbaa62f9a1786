//! The customer advances everything: his papers do not print before the main software's invoice number and his money are
//! here, they say what is under reserve, and the tiers payant stays closed. And every paper printed again is counted.

use relais_domain::context::PaymentMeans;
use relais_domain::dossier::{AdvancePaper, PaymentPurpose, TrackState, Way};
use relais_domain::ids::DossierId;
use relais_usecases::contract::{
    CustomerPaymentRequest, DocumentReady, DocumentRef, Moment, PrintAdvancePaperRequest, ProblemCode,
};
use relais_usecases::{advance_papers, customer_payment, papers};

use crate::ground::{Outcome, Shop, call, cents, glasses, pdf_text};

fn paper(dossier: DossierId, paper: AdvancePaper, invoice_number: &str) -> PrintAdvancePaperRequest {
    let rank = (paper == AdvancePaper::Request).then_some(1);
    PrintAdvancePaperRequest { dossier, paper, rank, invoice_number: invoice_number.to_owned() }
}

fn bytes(paper: &DocumentReady) -> Vec<u8> {
    std::fs::read(&paper.path).unwrap()
}

async fn printed(shop: &Shop, request: PrintAdvancePaperRequest) -> Outcome<DocumentReady> {
    advance_papers::print(&shop.app, call(), request).await
}

async fn pays(shop: &Shop, dossier: DossierId, amount: i64, means: PaymentMeans, purpose: PaymentPurpose) {
    let request =
        CustomerPaymentRequest { dossier, amount_cents: cents(amount), means, purpose, on: shop.practice().today() };
    customer_payment::record(&shop.app, call(), request).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_customer_advances_is_attested_once_it_is_here() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    let attestation = |invoice: &str| paper(dossier, AdvancePaper::Attestation, invoice);
    assert_eq!(shop.dossier(dossier).await.advance, None);
    let entries = shop.entries();
    let refused = advance_papers::print(&shop.app, call(), attestation("FA-118")).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::TiersPayantOpen);
    assert_eq!(shop.entries(), entries, "what is refused leaves nothing");

    shop.goes(dossier, Way::CustomerAdvances).await;
    let advance = shop.dossier(dossier).await.advance.expect("the customer claims back himself");
    assert_eq!((advance.missing_cents, advance.ranks), (cents(371_00), vec![1]));
    let refused = advance_papers::print(&shop.app, call(), attestation("FA-118")).await.unwrap_err();
    assert_eq!((refused.code, refused.params["due_cents"].as_i64()), (ProblemCode::AdvanceNotPaid, Some(371_00)));
    pays(&shop, dossier, 371_00, PaymentMeans::Card, PaymentPurpose::AmcShareAdvanced).await;
    pays(&shop, dossier, 100_00, PaymentMeans::Card, PaymentPurpose::CustomerShare).await;

    // Without the number there is no paper, and it is asked for at its field.
    for (typed, reason) in [("", "empty"), ("   ", "empty"), ("« FA »", "character")] {
        let refused = advance_papers::print(&shop.app, call(), attestation(typed)).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::InvalidField);
        assert_eq!((&refused.params["field"], &refused.params["reason"]), (&"invoice_number".into(), &reason.into()));
    }
    let attested = printed(&shop, attestation("fa-118")).await?;
    let text = pdf_text(&attested.path);
    for said in ["Attestation de règlement", "AR-2024-0001", "FA-118", "471,00", "complémentaire santé (mutuelle)"] {
        assert!(text.contains(said), "« {said} » is not in\n{text}");
    }
    assert!(!text.contains("réserve") && !text.contains("AMC"), "{text}");
    let asked = printed(&shop, paper(dossier, AdvancePaper::Request, "FA-118")).await?;
    let text = pdf_text(&asked.path);
    assert!(text.contains("371,00") && text.contains("AR-2024-0001") && !text.contains("AMC"), "{text}");
    assert_eq!(shop.dossier(dossier).await.advance.unwrap().invoice_number, "FA-118");

    // The same again is the very paper; nothing more is recorded.
    let (before, entries) = (bytes(&attested), shop.entries());
    let again = printed(&shop, attestation("FA-118")).await?;
    assert_eq!((bytes(&again), shop.entries()), (before, entries));
    // Behind it, no tiers payant any more, even where the payment was a mistake.
    let mistake = CustomerPaymentRequest {
        dossier,
        amount_cents: cents(371_00),
        means: PaymentMeans::Card,
        purpose: PaymentPurpose::AmcShareAdvanced,
        on: shop.practice().today(),
    };
    customer_payment::reverse(&shop.app, call(), mistake).await?;
    let back = relais_usecases::contract::ChooseWayRequest { dossier, way: Way::DeliveredThirdPartyPayment };
    let refused = relais_usecases::choose_way::choose(&shop.app, call(), back).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::TiersPayantBarred);
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::ClaimedByCustomer);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_by_cheque_is_attested_under_reserve() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    shop.goes(dossier, Way::ChequeDepositedLater).await;
    shop.marks(dossier, Moment::Delivery).await;
    let agreed = relais_usecases::contract::KeepChequeRequest {
        agreement: relais_domain::cheque::ChequeAgreement::DepositedLater,
        agreed_date: Some(crate::ground::day("2024-02-08")),
        ..crate::ground::cheque_for(dossier, 1)
    };
    relais_usecases::keep_cheque::keep(&shop.app, call(), agreed).await?;
    let attested = printed(&shop, paper(dossier, AdvancePaper::Attestation, "FA-118")).await?;
    let text = pdf_text(&attested.path);
    assert!(text.contains("Sous réserve d’encaissement") && text.contains("371,00"), "{text}");
    let asked = printed(&shop, paper(dossier, AdvancePaper::Request, "FA-118")).await?;
    assert!(pdf_text(&asked.path).contains("sous réserve d’encaissement"));
    // Paid by a cheque of the till: the same reserve.
    let other = shop.sells(glasses("Haddadi", "viamedis", "4417002231")).await.dossier;
    shop.goes(other, Way::CustomerAdvances).await;
    pays(&shop, other, 371_00, PaymentMeans::Cheque, PaymentPurpose::AmcShareAdvanced).await;
    let attested = printed(&shop, paper(other, AdvancePaper::Attestation, "FA-119")).await?;
    assert!(pdf_text(&attested.path).contains("Sous réserve d’encaissement"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reprint_is_marked_counted_and_journaled_and_opening_is_none() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    shop.goes(dossier, Way::CustomerAdvances).await;
    pays(&shop, dossier, 371_00, PaymentMeans::Card, PaymentPurpose::AmcShareAdvanced).await;
    let issued = printed(&shop, paper(dossier, AdvancePaper::Attestation, "FA-118")).await?;
    let (first, row) = (bytes(&issued), shop.dossier(dossier).await.documents.remove(0));
    assert_eq!((row.duplicates, row.can_be_reprinted), (0, true));
    let reference = DocumentRef { dossier, document: row.document };
    let entries = shop.entries();
    let opened = papers::open_document(&shop.app, call(), reference.clone()).await?;
    assert_eq!((bytes(&opened), shop.entries()), (first.clone(), entries), "opening is no reprint");

    let once = call();
    for _ in 0..2 {
        // Asked twice under one id, it is one reprint.
        let again = papers::reprint(&shop.app, once, reference.clone()).await?;
        assert!(again.file_name.ends_with("-duplicata-1.pdf"), "{}", again.file_name);
        let text = pdf_text(&again.path);
        assert!(text.contains("DUPLICATA n° 1") && text.contains("AR-2024-0001"), "{text}");
        assert_eq!(shop.entries(), entries + 1);
    }
    let second = papers::reprint(&shop.app, call(), reference.clone()).await?;
    assert!(pdf_text(&second.path).contains("DUPLICATA n° 2"));
    let view = shop.dossier(dossier).await;
    assert_eq!(view.documents[0].duplicates, 2);
    assert_eq!(
        (view.timeline[0].kind.as_str(), view.timeline[0].body["duplicate"].as_i64()),
        ("document.reprinted", Some(2))
    );
    // The paper itself stayed as it was.
    let opened = papers::open_document(&shop.app, call(), reference).await?;
    assert_eq!(bytes(&opened), first);
    Ok(())
}
