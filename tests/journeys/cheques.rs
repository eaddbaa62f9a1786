//! F7: the cheque kept for the insurer's share. What the law and arithmetic refuse leaves nothing written; the paper the
//! customer signs says the promise; A becomes B; a refusal is told eight days before the deposit.

use relais_domain::cheque::{ChequeAgreement, ChequePosition, DepositVerdict};
use relais_domain::dossier::{TrackState, Way};
use relais_domain::ids::DossierId;
use relais_usecases::contract::{
    ChequeKept, ChequeLineVerdict, ChequeRef, ConvertChequeRequest, DepositChequeRequest, GiveNoticeRequest,
    KeepChequeRequest, ListChequesRequest, Moment, ProblemCode, ReadChequeLineRequest,
};
use relais_usecases::{cheque_papers, keep_cheque, settle_cheque, view_cheques};
use rstest::rstest;

use crate::ground::{Outcome, Shop, call, cents, cheque_for, day, glasses, pdf_text};

/// Glasses delivered against a cheque while Viamedis is cut.
async fn glasses_against_a_cheque(shop: &Shop, member_number: &str, nth: u32) -> ChequeKept {
    glasses_against(shop, member_number, |dossier| cheque_for(dossier, nth)).await
}

async fn glasses_against(
    shop: &Shop,
    member_number: &str,
    cheque: impl Fn(DossierId) -> KeepChequeRequest,
) -> ChequeKept {
    let sold = shop.sells(glasses("Bernard", "viamedis", member_number)).await;
    shop.goes(sold.dossier, Way::ChequeKept).await;
    shop.marks(sold.dossier, Moment::Delivery).await;
    keep_cheque::keep(&shop.app, call(), cheque(sold.dossier)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_says_the_promise() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let kept = glasses_against_a_cheque(&shop, "4417002230", 6679545).await;
    assert_eq!((kept.receipt_number.as_str(), kept.decide_by), ("R-2024-0001", day("2024-03-16")));
    let paper = cheque_papers::receipt(&shop.app, call(), ChequeRef { cheque: kept.cheque }).await?;
    let text = pdf_text(&paper.path);
    for said in ["R-2024-0001", "6679545", "371,00", "16/03/2024", "Optique des Tilleuls", "Mutuelle des Trois Vallées"]
    {
        assert!(text.contains(said), "the receipt does not say « {said} »:\n{text}");
    }
    for never_said in ["caution", "garantie", "antidaté", "postdaté", "DUPLICATA"] {
        assert!(!text.contains(never_said), "the receipt says « {never_said} »");
    }
    assert_eq!(paper.pages, 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_judged_while_it_is_typed() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let good = cheque_for(sold.dossier, 6679545);
    let judged = async |raw: &str, rlmc_key: &str| {
        let request = ReadChequeLineRequest { raw: raw.to_owned(), rlmc_key: rlmc_key.to_owned() };
        keep_cheque::read_line(&shop.app, call(), request).await.unwrap()
    };
    assert_eq!(judged(&good.line[..12], "").await.verdict, ChequeLineVerdict::Incomplete);
    assert_eq!(judged(&good.line, "").await.verdict, ChequeLineVerdict::KeyAbsent);
    let read = judged(&good.line, &good.rlmc_key).await;
    assert_eq!((read.verdict, read.cheque_number.as_deref()), (ChequeLineVerdict::Verified, Some("6679545")));
    assert!(!read.already_kept);
    shop.keeps(sold.dossier, 6679545).await;
    assert!(judged(&good.line, &good.rlmc_key).await.already_kept);
    Ok(())
}

fn another_key(request: &mut KeepChequeRequest) {
    let key: u8 = request.rlmc_key.parse().unwrap();
    request.rlmc_key = format!("{:02}", key % 97 + 1);
}

#[rstest]
#[case::key_does_not_match(another_key, ProblemCode::InvalidField)]
#[case::line_cut_short(|r: &mut KeepChequeRequest| r.line.truncate(30), ProblemCode::InvalidField)]
#[case::words_not_read(|r: &mut KeepChequeRequest| r.words_agree = false, ProblemCode::InvalidField)]
#[case::blank_payee(|r: &mut KeepChequeRequest| r.payee_is_practice = false, ProblemCode::BlankPayee)]
#[case::dated_tomorrow(|r: &mut KeepChequeRequest| r.written_on = day("2024-02-01"), ProblemCode::ChequeDateInFuture)]
#[case::too_old(|r: &mut KeepChequeRequest| r.written_on = day("2023-01-22"), ProblemCode::ChequeExpired)]
#[case::more_than_the_share(|r: &mut KeepChequeRequest| r.amount_cents = cents(371_01), ProblemCode::ChequeAmountDiffers)]
#[case::nothing(|r: &mut KeepChequeRequest| r.amount_cents = cents(0), ProblemCode::AmountNotPositive)]
#[case::same_cheque_again(|r: &mut KeepChequeRequest| *r = KeepChequeRequest { dossier: r.dossier, ..cheque_for(r.dossier, 1) }, ProblemCode::ChequeAlreadyRecorded)]
#[case::too_long(|r: &mut KeepChequeRequest| r.agreed_date = Some(day("2024-03-22")), ProblemCode::KeptTooLong)]
#[tokio::test(flavor = "multi_thread")]
async fn a_cheque_that_may_not_be_kept_leaves_nothing_written(
    #[case] spoil: fn(&mut KeepChequeRequest),
    #[case] expected: ProblemCode,
) {
    let shop = Shop::in_the_outage().await;
    glasses_against_a_cheque(&shop, "4417002230", 1).await;
    let sold = shop.sells(glasses("Haddadi", "viamedis", "4417002231")).await;
    let mut request = cheque_for(sold.dossier, 2);
    spoil(&mut request);
    let before = (shop.entries(), shop.queue().await);
    let refused = keep_cheque::keep(&shop.app, call(), request).await.unwrap_err();
    assert_eq!(refused.code, expected, "{refused}");
    assert_eq!((shop.entries(), shop.queue().await), before);
    // The receipts' numbers stay without a gap.
    assert_eq!(shop.keeps(sold.dossier, 2).await.receipt_number, "R-2024-0002");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_cheque_is_one_year_and_eight_days_old() {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let last_day = KeepChequeRequest { written_on: day("2023-01-23"), ..cheque_for(sold.dossier, 1) };
    assert!(keep_cheque::keep(&shop.app, call(), last_day).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_owner_deposits_while_the_answer_is_awaited() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let kept = glasses_against_a_cheque(&shop, "4417002230", 1).await;
    let view = shop.cheque(kept.cheque).await;
    assert_eq!((view.row.position, view.deposit), (ChequePosition::Kept, DepositVerdict::OwnerOverride));
    assert_eq!(view.deposit_refusal.unwrap().code, ProblemCode::OwnerMustOverride);
    assert_eq!(view.return_refusal.unwrap().code, ProblemCode::AmcShareNotPaid);
    let list = view_cheques::list(
        &shop.app,
        call(),
        ListChequesRequest {
            position: Some(ChequePosition::Kept),
            sort: relais_usecases::contract::ChequeSort::DecideBy,
            descending: false,
            offset: 0,
            limit: 50,
        },
    )
    .await?;
    assert_eq!((list.total, list.total_cents, list.limits[0].on), (1, cents(371_00), day("2024-03-16")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_becomes_b_when_the_customer_claims_back_himself() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let kept = glasses_against_a_cheque(&shop, "4417002230", 1).await;
    let convert = |reason: &str| ConvertChequeRequest {
        cheque: kept.cheque,
        deposit_on: day("2024-02-20"),
        reason: reason.to_owned(),
        second: None,
    };
    let refused = settle_cheque::convert(&shop.app, call(), convert("")).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::ReasonNeeded);
    let view = settle_cheque::convert(&shop.app, call(), convert("Le client se fait rembourser lui-même.")).await?;
    assert_eq!(view.row.agreement, ChequeAgreement::DepositedLater);
    assert_eq!(view.row.track, TrackState::ClaimedByCustomer);
    let queue = shop.queue().await;
    assert_eq!((queue.waiting.len(), queue.done.len()), (0, 1));
    // Not before the agreed day, by whoever keeps to the promise.
    let deposit =
        |on: &str| DepositChequeRequest { cheque: kept.cheque, on: day(on), override_reason: None, second: None };
    shop.days_later(10);
    let early = settle_cheque::deposit(&shop.app, call(), deposit("2024-02-10")).await.unwrap_err();
    assert_eq!(early.code, ProblemCode::PromisedNotBefore);
    shop.days_later(10);
    let view = settle_cheque::deposit(&shop.app, call(), deposit("2024-02-20")).await?;
    assert_eq!((view.row.position, view.row.left_on), (ChequePosition::Deposited, Some(day("2024-02-20"))));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_told_eight_days_before_the_deposit() -> Outcome {
    let shop = Shop::open().await;
    // The receipt names 8 February.
    let named = |dossier| KeepChequeRequest { agreed_date: Some(day("2024-02-08")), ..cheque_for(dossier, 1) };
    let kept = glasses_against(&shop, "4417002209", named).await;
    assert_eq!(kept.deposit_not_before, Some(day("2024-02-08")));
    let request = shop.queue().await.waiting[0].request;
    let reference = relais_usecases::contract::RequestRef { request };
    relais_usecases::replay::send_one(&shop.app, call(), reference).await?;
    let view = shop.cheque(kept.cheque).await;
    assert_eq!((view.row.track, view.row.position), (TrackState::Refused, ChequePosition::ToDeposit));
    let deposit = |on| DepositChequeRequest { cheque: kept.cheque, on, override_reason: None, second: None };
    let today = shop.practice().today();
    let untold = settle_cheque::deposit(&shop.app, call(), deposit(today)).await.unwrap_err();
    assert_eq!(untold.code, ProblemCode::NoticeNeeded);

    let letter =
        settle_cheque::give_notice(&shop.app, call(), GiveNoticeRequest { cheque: kept.cheque, on: today }).await?;
    let text = pdf_text(&letter.path);
    for said in ["08/02/2024", "371,00", "L-2024-0001"] {
        assert!(text.contains(said), "the letter does not say « {said} »:\n{text}");
    }
    shop.days_later(7);
    let early = settle_cheque::deposit(&shop.app, call(), deposit(day("2024-02-07"))).await.unwrap_err();
    assert_eq!(early.code, ProblemCode::PromisedNotBefore);
    shop.days_later(1);
    let view = settle_cheque::deposit(&shop.app, call(), deposit(day("2024-02-08"))).await?;
    assert_eq!(view.row.position, ChequePosition::Deposited);
    // The cheque paid the share the insurer refused: nothing more is due of it.
    let dossier = shop.dossier(view.row.dossier).await;
    assert_eq!((dossier.difference_due_cents, dossier.customer_share_due_cents), (cents(0), cents(100_00)));
    Ok(())
}

/// « Pièce vue » and its kind: on the receipt, on the cheque and in the journal, which have nothing more of it.
#[tokio::test(flavor = "multi_thread")]
async fn the_identity_paper_that_was_seen() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Marchand", "viamedis", "4417002230")).await;
    shop.marks(sold.dossier, Moment::Delivery).await;
    let share = shop.dossier(sold.dossier).await.tracks[0].share_cents;
    let seen = Some(relais_domain::cheque::IdentitySeen::Passport);
    let request = KeepChequeRequest { identity_seen: seen, amount_cents: share, ..cheque_for(sold.dossier, 1) };
    let kept = keep_cheque::keep(&shop.app, call(), request).await?;
    assert_eq!(shop.cheque(kept.cheque).await.identity_seen, seen);
    let receipt = cheque_papers::receipt(&shop.app, call(), ChequeRef { cheque: kept.cheque }).await?;
    let said = pdf_text(&receipt.path);
    assert!(said.contains("passeport"), "{said}");

    // Not asked for, not a word of it.
    let other = shop.sells(glasses("Garnier", "viamedis", "4417002230")).await;
    shop.marks(other.dossier, Moment::Delivery).await;
    let kept = shop.keeps(other.dossier, 2).await;
    assert_eq!(shop.cheque(kept.cheque).await.identity_seen, None);
    let receipt = cheque_papers::receipt(&shop.app, call(), ChequeRef { cheque: kept.cheque }).await?;
    assert!(!pdf_text(&receipt.path).contains("identité"));
    Ok(())
}
