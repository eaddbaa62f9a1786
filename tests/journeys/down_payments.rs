//! The acompte, from the order to the delivery or back: its receipt, what it pays, what it bears, and the books, which stay
//! even.

use relais_domain::context::PaymentMeans;
use relais_domain::document::Paper;
use relais_domain::dossier::PaymentPurpose;
use relais_domain::ids::DossierId;
use relais_usecases::contract::{
    BooksFormat, DocumentOfDossier, DocumentRef, ExportBooksRequest, ImputeDownPaymentRequest, Moment, ProblemCode,
    ReceiveDownPaymentRequest, RefundDownPaymentRequest, Refunded, ReverseDownPaymentRequest, SetDownPaymentVatRequest,
    TrialBalanceRequest,
};
use relais_usecases::{books, down_payments, papers};

use crate::ground::{Outcome, Shop, call, cents, glasses, pdf_text};

fn acompte(shop: &Shop, dossier: DossierId, amount: i64, invoice: &str) -> ReceiveDownPaymentRequest {
    ReceiveDownPaymentRequest {
        dossier,
        amount_cents: cents(amount),
        means: PaymentMeans::Card,
        on: shop.practice().today(),
        invoice: invoice.to_owned(),
        made_to_order: false,
        vat_rate_bp: None,
    }
}

async fn on_account(shop: &Shop, number: &str) -> i64 {
    let view = books::trial_balance(&shop.app, call(), TrialBalanceRequest { as_of: None }).await.unwrap();
    assert_eq!(view.debit_cents, view.credit_cents, "the balance ties");
    view.rows.iter().filter(|row| row.number == number).map(|row| row.balance_cents).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acompte_is_received_imputed_and_what_is_left_goes_back() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    let before = shop.entries();
    let refused = down_payments::receive(&shop.app, call(), acompte(&shop, dossier, 50_00, " ")).await.unwrap_err();
    assert_eq!((refused.code, &refused.params["field"]), (ProblemCode::InvalidField, &"invoice".into()));
    let refused = down_payments::receive(&shop.app, call(), acompte(&shop, dossier, 471_01, "FA-1")).await.unwrap_err();
    assert_eq!((refused.code, refused.params["due_cents"].as_i64()), (ProblemCode::MoreThanDue, Some(471_00)));
    assert_eq!(shop.entries(), before, "what is refused leaves nothing, and uses no number");

    let receipt = down_payments::receive(&shop.app, call(), acompte(&shop, dossier, 120_00, "fa-1")).await?;
    let text = pdf_text(&receipt.path);
    for said in ["Reçu d’acompte", "AC-2024-0001", "FA-1", "120,00", "un acompte", "mar. 30/04/2024", "L214-2"] {
        assert!(text.contains(said), "« {said} » is not in\n{text}");
    }
    assert!(!text.to_lowercase().contains("arrhes"), "{text}");
    let view = shop.dossier(dossier).await;
    assert_eq!((view.down_payments.held_cents, view.down_payments.room_cents), (cents(120_00), cents(351_00)));
    assert_eq!(view.timeline.iter().filter(|row| row.kind == "dossier.down_payment_received").count(), 1);
    assert_eq!((on_account(&shop, "4191").await, on_account(&shop, "512").await), (-120_00, 120_00));

    // Imputed by hand, taken back, then by the delivery; what is left goes back.
    let part = ImputeDownPaymentRequest {
        dossier,
        down_payment: 1,
        purpose: PaymentPurpose::CustomerShare,
        amount_cents: cents(100_00),
    };
    let view = down_payments::impute(&shop.app, call(), part.clone()).await?;
    assert_eq!((view.customer_share_due_cents, view.down_payments.held_cents), (cents(0), cents(20_00)));
    down_payments::release(&shop.app, call(), part).await?;
    shop.marks(dossier, Moment::Delivery).await;
    let view = shop.dossier(dossier).await;
    assert_eq!((view.customer_share_due_cents, view.down_payments.held_cents), (cents(0), cents(20_00)));
    assert_eq!(on_account(&shop, "4191").await, -20_00);
    let reversed = ReverseDownPaymentRequest { dossier, down_payment: 1 };
    let refused = down_payments::reverse(&shop.app, call(), reversed).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::ChangedSince);
    let back = RefundDownPaymentRequest {
        dossier,
        down_payment: 1,
        amount_cents: cents(20_00),
        means: PaymentMeans::Transfer,
        on: shop.practice().today(),
    };
    let Refunded { dossier: view, receipt } = down_payments::refund(&shop.app, call(), back).await?;
    let printed = pdf_text(&receipt.path);
    for said in ["Reçu de remboursement", "RR-2024-0001", "20,00", "AC-2024-0001"] {
        assert!(printed.contains(said), "{said}: {printed}");
    }
    assert_eq!((view.down_payments.held_cents, view.down_payments.rows[0].refunded_cents), (cents(0), cents(20_00)));
    assert_eq!((on_account(&shop, "4191").await, on_account(&shop, "512").await), (0, 100_00));
    Ok(())
}

/// The customer lost his copy: the receipt he signed for is printed again, marked and counted, and the first stays as it was.
#[tokio::test(flavor = "multi_thread")]
async fn a_refunds_receipt_printed_again_is_a_marked_duplicate() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    down_payments::receive(&shop.app, call(), acompte(&shop, dossier, 60_00, "FA-1")).await?;
    let back = RefundDownPaymentRequest {
        dossier,
        down_payment: 1,
        amount_cents: cents(60_00),
        means: PaymentMeans::Transfer,
        on: shop.practice().today(),
    };
    let receipt = down_payments::refund(&shop.app, call(), back).await?.receipt;
    let first = std::fs::read(&receipt.path).unwrap();
    let named = |document: &&DocumentOfDossier| document.paper == Paper::RefundReceipt;
    let row = shop.dossier(dossier).await.documents.iter().find(named).cloned().unwrap();
    assert_eq!((row.duplicates, row.can_be_reprinted), (0, true));
    let reference = DocumentRef { dossier, document: row.document };
    for count in 1..=2 {
        let again = papers::reprint(&shop.app, call(), reference.clone()).await?;
        assert!(again.file_name.ends_with(&format!("-duplicata-{count}.pdf")), "{}", again.file_name);
        let text = pdf_text(&again.path);
        for said in [&format!("DUPLICATA n° {count}"), "Reçu de remboursement", "RR-2024-0001", "60,00"] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }
    assert_eq!(std::fs::read(papers::open_document(&shop.app, call(), reference).await?.path).unwrap(), first);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn it_bears_interest_after_three_months_and_the_books_follow_the_accountants_choice() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    let on_receipt = SetDownPaymentVatRequest { vat: relais_domain::books::DownPaymentVat::OnReceipt };
    books::set_down_payment_vat(&shop.app, call(), on_receipt).await?;
    let refused = down_payments::receive(&shop.app, call(), acompte(&shop, dossier, 60_00, "FA-1")).await.unwrap_err();
    assert_eq!(&refused.params["field"], "vat_rate_bp");
    let with_rate = ReceiveDownPaymentRequest { vat_rate_bp: Some(2_000), ..acompte(&shop, dossier, 60_00, "FA-1") };
    down_payments::receive(&shop.app, call(), with_rate).await?;
    assert_eq!((on_account(&shop, "4458").await, on_account(&shop, "4457").await), (10_00, -10_00));
    shop.days_later(90 + 101);
    let view = shop.dossier(dossier).await;
    let accrued = view.down_payments.rows[0].accrued_cents;
    assert!(accrued > cents(1_00) && accrued < cents(1_60), "{accrued:?} for a hundred days or so at eight per cent");
    shop.marks(dossier, Moment::Delivery).await;
    let view = shop.dossier(dossier).await;
    assert_eq!(
        view.down_payments.rows[0].interest_cents, accrued,
        "the interest is the customer's, and pays with the rest"
    );
    assert_eq!(view.customer_share_due_cents, cents(40_00 - accrued.get()));
    assert_eq!((on_account(&shop, "661").await, on_account(&shop, "4458").await), (accrued.get(), 0));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("books.journal").display().to_string();
    let export = ExportBooksRequest { path: path.clone(), format: BooksFormat::Hledger };
    books::export(&shop.app, call(), export).await?;
    let strict = std::process::Command::new("hledger").args(["--file", &path, "--strict", "check"]).output().unwrap();
    assert!(strict.status.success(), "{}", String::from_utf8_lossy(&strict.stderr));
    Ok(())
}

/// What pays his share before the delivery bore interest all the same (C. conso L214-2: until the delivery).
#[tokio::test(flavor = "multi_thread")]
async fn an_acompte_that_pays_already_bears_interest_until_the_delivery() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    down_payments::receive(&shop.app, call(), acompte(&shop, dossier, 60_00, "FA-1")).await?;
    let imputed = ImputeDownPaymentRequest {
        dossier,
        down_payment: 1,
        purpose: PaymentPurpose::CustomerShare,
        amount_cents: cents(60_00),
    };
    down_payments::impute(&shop.app, call(), imputed).await?;
    shop.days_later(90 + 101);
    shop.marks(dossier, Moment::Delivery).await;
    let view = shop.dossier(dossier).await;
    let interest = view.down_payments.rows[0].interest_cents;
    assert!(interest > cents(1_00), "{interest:?} for a hundred days or so at eight per cent");
    assert_eq!(view.customer_share_due_cents, cents(40_00 - interest.get()));
    Ok(())
}
