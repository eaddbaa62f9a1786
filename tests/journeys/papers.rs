//! Papers: issued once with their number, opened again as the very same bytes, for as long as the practice is kept; a paper
//! that was altered or lost says so, and a backup brings all of them back.

use std::path::PathBuf;

use relais_domain::document::Paper;
use relais_domain::dossier::Way;
use relais_domain::ids::{DocumentId, DossierId};
use relais_usecases::backups::unwatched;
use relais_usecases::call::Call;
use relais_usecases::contract::{
    ChequeKept, ChequeRef, DocumentReady, DocumentRef, DossierRef, GiveNoticeRequest, Moment, Nothing,
    OpenPracticeRequest, PaperFault, ProblemCode, ReturnChequeRequest, Unlock, VerifyArchiveRequest,
};
use relais_usecases::{
    access, bank_credit, cheque_papers, journal, papers, recovery_papers, replay, restoring, safekeeping, settle_cheque,
};
use rstest::rstest;

use crate::ground::{Outcome, Shop, call, cents, cheque_for, day, glasses, pdf_text};

async fn against_a_cheque(shop: &Shop, member_number: &str) -> ChequeKept {
    let sold = shop.sells(glasses("Bernard", "viamedis", member_number)).await;
    shop.goes(sold.dossier, Way::ChequeKept).await;
    shop.marks(sold.dossier, Moment::Delivery).await;
    let named = relais_usecases::contract::KeepChequeRequest {
        agreed_date: Some(day("2024-02-08")),
        ..cheque_for(sold.dossier, 1)
    };
    relais_usecases::keep_cheque::keep(&shop.app, call(), named).await.unwrap()
}

async fn receipt(shop: &Shop, call: Call, kept: &ChequeKept) -> Outcome<DocumentReady> {
    cheque_papers::receipt(&shop.app, call, ChequeRef { cheque: kept.cheque }).await
}

async fn reopened(shop: &Shop, dossier: DossierId, document: DocumentId) -> Outcome<DocumentReady> {
    papers::open_document(&shop.app, call(), DocumentRef { dossier, document }).await
}

fn bytes(paper: &DocumentReady) -> Vec<u8> {
    std::fs::read(&paper.path).unwrap()
}

/// The one sealed file of the practice.
fn sealed(shop: &Shop) -> PathBuf {
    let pieces = shop.practice().database.folder().pieces_folder();
    let mut files: Vec<_> = std::fs::read_dir(pieces).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    files.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_the_same_paper_whenever_it_is_opened() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let kept = against_a_cheque(&shop, "4417002230").await;
    let dossier = shop.cheque(kept.cheque).await.row.dossier;
    assert!(shop.dossier(dossier).await.documents.is_empty());
    let asked = call();
    let issued = receipt(&shop, asked, &kept).await?;
    let (first, entries) = (bytes(&issued), shop.entries());
    let row = shop.dossier(dossier).await.documents.remove(0);
    assert_eq!((row.paper, row.number.as_str()), (Paper::ChequeReceipt, "R-2024-0001"));
    assert_eq!((row.cheque, row.issued_on), (Some(kept.cheque), day("2024-01-31")));

    // What is written on the paper may change meanwhile; the paper that was signed does not.
    let edited = relais_usecases::contract::EditCustomerRequest {
        dossier,
        family_name: "Bernard-Weber".to_owned(),
        given_name: "Lucie".to_owned(),
        phone: String::new(),
        birth_date: None,
    };
    relais_usecases::edit_dossier::edit_customer(&shop.app, call(), edited).await?;
    let entries = entries.max(shop.entries());
    shop.days_later(5);
    // The same command again, another command, and F10: the same bytes, and nothing more is recorded.
    assert_eq!(bytes(&receipt(&shop, asked, &kept).await?), first);
    assert_eq!(bytes(&receipt(&shop, call(), &kept).await?), first);
    let again = reopened(&shop, dossier, row.document).await?;
    assert_eq!((bytes(&again), again.file_name, again.pages), (first, issued.file_name, issued.pages));
    assert_eq!(shop.entries(), entries);
    assert_eq!(shop.cheque(kept.cheque).await.receipts_printed, 1);
    // A paper is opened from its own dossier, so that the access log says whose it was.
    let other = shop.sells(glasses("Haddadi", "viamedis", "4417002231")).await;
    let refused = reopened(&shop, other.dossier, row.document).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::UnknownDocument);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_is_repeated_uses_no_other_number() -> Outcome {
    let shop = Shop::open().await;
    let kept = against_a_cheque(&shop, "4417002209").await;
    let request = shop.queue().await.waiting[0].request;
    replay::send_one(&shop.app, call(), relais_usecases::contract::RequestRef { request }).await?;
    let dossier = shop.cheque(kept.cheque).await.row.dossier;
    let tell = |on| GiveNoticeRequest { cheque: kept.cheque, on };
    let (today, asked) = (shop.practice().today(), call());
    let letter = settle_cheque::give_notice(&shop.app, asked, tell(today)).await?;
    let (first, entries) = (bytes(&letter), shop.entries());
    let again = settle_cheque::give_notice(&shop.app, asked, tell(today)).await?;
    assert_eq!((bytes(&again), shop.entries()), (first.clone(), entries));
    // The letter of what is left to pay takes the next number, once, whoever asks twice.
    let asked = call();
    let due = recovery_papers::difference_letter(&shop.app, asked, DossierRef { dossier }).await?;
    assert!(pdf_text(&due.path).contains("L-2024-0002"));
    let again = recovery_papers::difference_letter(&shop.app, asked, DossierRef { dossier }).await?;
    assert_eq!(bytes(&again), bytes(&due));
    let numbers: Vec<_> = shop.dossier(dossier).await.documents.into_iter().map(|row| row.number).collect();
    assert_eq!(numbers, ["L-2024-0002", "L-2024-0001"]);
    assert_eq!(bytes(&reopened(&shop, dossier, shop.dossier(dossier).await.documents[1].document).await?), first);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_discharge_is_issued_with_the_return() -> Outcome {
    let shop = Shop::open().await;
    let kept = against_a_cheque(&shop, "4417002230").await;
    let dossier = shop.cheque(kept.cheque).await.row.dossier;
    let request = shop.queue().await.waiting[0].request;
    replay::send_one(&shop.app, call(), relais_usecases::contract::RequestRef { request }).await?;
    let on = shop.practice().today();
    let credit = relais_usecases::contract::RecordBankCreditRequest {
        amount_cents: cents(371_00),
        on,
        payer: None,
        label: "VIR".to_owned(),
        allocations: vec![relais_usecases::contract::AllocationView { dossier, rank: 1, amount_cents: cents(371_00) }],
    };
    bank_credit::record(&shop.app, call(), credit).await?;
    let request = ReturnChequeRequest {
        cheque: kept.cheque,
        on,
        manner: relais_domain::cheque::ReturnManner::InPerson,
        override_reason: None,
        second: None,
    };
    let asked = call();
    let returned = settle_cheque::give_back(&shop.app, asked, request.clone()).await?;
    let (first, entries) = (bytes(&returned.discharge), shop.entries());
    assert!(pdf_text(&returned.discharge.path).contains("D-R-2024-0001"));
    shop.days_later(3);
    assert_eq!(settle_cheque::give_back(&shop.app, asked, request).await?, returned);
    let again = cheque_papers::discharge(&shop.app, call(), ChequeRef { cheque: kept.cheque }).await?;
    assert_eq!((bytes(&again), shop.entries()), (first, entries));
    Ok(())
}

#[rstest]
#[case::gone(|f: &std::path::Path| std::fs::remove_file(f).unwrap(), PaperFault::Missing)]
#[case::cut(|f: &std::path::Path| std::fs::File::options().write(true).open(f).unwrap().set_len(400).unwrap(), PaperFault::Truncated)]
#[case::replaced(|f: &std::path::Path| std::fs::write(f, "%PDF-1.7 un autre reçu").unwrap(), PaperFault::NotAPiece)]
#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_was_altered_or_lost_shows(#[case] spoil: fn(&std::path::Path), #[case] fault: PaperFault) {
    let shop = Shop::in_the_outage().await;
    let kept = against_a_cheque(&shop, "4417002230").await;
    receipt(&shop, call(), &kept).await.unwrap();
    let verify = || journal::verify(&shop.app, call(), VerifyArchiveRequest { path: None, anchor: None });
    let sound = verify().await.unwrap().papers.unwrap();
    assert_eq!((sound.issued, sound.unsound), (1, vec![]));
    spoil(&sealed(&shop));
    let found = verify().await.unwrap();
    let papers = found.papers.unwrap();
    assert!(found.whole, "the journal is not what was altered");
    assert_eq!(papers.unsound.len(), 1);
    assert_eq!((papers.unsound[0].number.as_str(), papers.unsound[0].fault), ("R-2024-0001", fault));
    let refused = receipt(&shop, call(), &kept).await.unwrap_err();
    assert_eq!((refused.code, &refused.params["number"]), (ProblemCode::PaperUnreadable, &"R-2024-0001".into()));
    assert_eq!(refused.params["fault"], serde_json::to_value(fault).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_brings_the_papers_back() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let kept = against_a_cheque(&shop, "4417002230").await;
    let first = bytes(&receipt(&shop, call(), &kept).await?);
    let dossier = shop.cheque(kept.cheque).await.row.dossier;
    let document = shop.dossier(dossier).await.documents[0].document;
    let (container, into) = (shop.home.path().join("sauvegarde.relais"), shop.home.path().join("ailleurs/cabinet"));
    let saved = safekeeping::back_up(&shop.practice(), &container, unwatched()).await?;
    assert_eq!((saved.papers, saved.papers_missing), (1, 0));
    let sealed = std::fs::read(&container).unwrap();
    assert!(!sealed.windows(8).any(|window| window == b"%PDF-1.7" || window == b"Bernard "));
    access::close(&shop.app, call(), Nothing {}).await?;
    let key = || Unlock::RecoveryKey { recovery_key: shop.recovery_key.clone() };
    let put_back =
        restoring::restore(&shop.app, &container, key(), (&into, restoring::Beside::default()), unwatched()).await?;
    assert_eq!((put_back.papers.issued, put_back.papers.unsound), (1, vec![]));
    let request = OpenPracticeRequest { folder: put_back.folder, unlock: key() };
    access::open_practice(&shop.app, call(), request).await?;
    assert_eq!(bytes(&reopened(&shop, dossier, document).await?), first);
    Ok(())
}
