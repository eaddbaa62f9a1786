//! Money that came twice, of two insurers, or in pieces: what the customer is owed is given back, lists say what decisions
//! say, and a credit is never allocated beyond what reached the account.

use relais_domain::cheque::{ChequeAgreement, ChequePosition, ReturnManner};
use relais_domain::context::PaymentMeans;
use relais_domain::dossier::{PaymentPurpose, RestsOnDelivery, TrackState, Way};
use relais_domain::ids::{ChequeId, DossierId};
use relais_usecases::contract::{
    AllocateBankCreditRequest, AllocationView, AwaitedRequest, ChequeSort, ConvertChequeRequest,
    CustomerPaymentRequest, DepositChequeRequest, IncidentRef, KeepChequeRequest, ListChequesRequest, Moment, Nothing,
    PaidShort, PriceDossierRequest, ProblemCode, RecordAdviceRequest, RecordBankCreditRequest, RefundCustomerRequest,
    Refunded, ReturnChequeRequest, TrialBalanceRequest, UndoDeliveryRequest,
};
use relais_usecases::{
    advice, bank_credit, books, customer_payment, edit_dossier, keep_cheque, recovery, settle_cheque, view_cheques,
};

use crate::ground::{Outcome, Shop, call, cents, cheque_for, day, glasses, pdf_text};

fn credit(amount: i64, allocations: &[(DossierId, u8, i64)]) -> RecordBankCreditRequest {
    let part = |(dossier, rank, amount): &(DossierId, u8, i64)| AllocationView {
        dossier: *dossier,
        rank: *rank,
        amount_cents: cents(*amount),
    };
    RecordBankCreditRequest {
        amount_cents: cents(amount),
        on: day("2024-01-31"),
        payer: None,
        label: "VIR VIAMEDIS".to_owned(),
        allocations: allocations.iter().map(part).collect(),
    }
}

async fn pays_his_share(shop: &Shop, dossier: DossierId) {
    let pays = CustomerPaymentRequest {
        dossier,
        amount_cents: cents(100_00),
        means: PaymentMeans::Card,
        purpose: PaymentPurpose::CustomerShare,
        on: shop.practice().today(),
    };
    customer_payment::record(&shop.app, call(), pays).await.unwrap();
}

/// The tab of a cheque in the list of all of them.
async fn listed(shop: &Shop, cheque: ChequeId) -> ChequePosition {
    let all =
        ListChequesRequest { position: None, sort: ChequeSort::DecideBy, descending: false, offset: 0, limit: 100 };
    let rows = view_cheques::list(&shop.app, call(), all).await.unwrap().rows;
    rows.into_iter().find(|row| row.cheque == cheque).unwrap().position
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_twice_is_given_back_and_the_incident_closes() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    shop.verifies(dossier).await;
    shop.goes(dossier, Way::ChequeKept).await;
    shop.marks(dossier, Moment::Delivery).await;
    pays_his_share(&shop, dossier).await;
    let cheque = shop.keeps(dossier, 1).await.cheque;
    let incident = shop.until("the incident", || shop.incident()).await.incident;
    // The owner deposits it all the same, then the insurer pays.
    let override_reason = Some("Le client préfère que ce soit réglé.".to_owned());
    let second = crate::team::second(&shop).await;
    let deposit = DepositChequeRequest { cheque, on: day("2024-01-31"), override_reason, second };
    settle_cheque::deposit(&shop.app, call(), deposit).await?;
    bank_credit::record(&shop.app, call(), credit(371_00, &[(dossier, 1, 371_00)])).await?;
    let view = shop.dossier(dossier).await;
    assert_eq!((view.settled, view.overpaid_cents, view.difference_due_cents), (false, cents(371_00), cents(0)));
    let recovery_view = recovery::view(&shop.app, call(), IncidentRef { incident }).await?;
    assert_eq!(recovery_view.rows[0].overpaid_cents, cents(371_00));
    let refused = recovery::close(&shop.app, call(), IncidentRef { incident }).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::IncidentHasOpenDossiers);

    let refund =
        |amount, means| RefundCustomerRequest { dossier, amount_cents: cents(amount), means, on: day("2024-01-31") };
    let before = shop.entries();
    let refused =
        customer_payment::refund(&shop.app, call(), refund(371_01, PaymentMeans::Transfer)).await.unwrap_err();
    assert_eq!((refused.code, refused.params["due_cents"].as_i64()), (ProblemCode::MoreThanDue, Some(371_00)));
    assert_eq!(shop.entries(), before);
    let Refunded { dossier: view, receipt } =
        customer_payment::refund(&shop.app, call(), refund(300_00, PaymentMeans::Transfer)).await?;
    let printed = pdf_text(&receipt.path);
    for said in ["Reçu de remboursement", "RR-2024-0001", "300,00", "trois cents euros", "virement", "trop perçu"] {
        assert!(printed.contains(said), "{said}: {printed}");
    }
    assert_eq!((view.settled, view.overpaid_cents), (false, cents(71_00)));
    let once = call();
    for _ in 0..2 {
        // Asked twice under one id, given back once.
        let refunded = customer_payment::refund(&shop.app, once, refund(71_00, PaymentMeans::Cash)).await?;
        assert!(pdf_text(&refunded.receipt.path).contains("RR-2024-0002"));
        let view = refunded.dossier;
        assert_eq!((view.settled, view.overpaid_cents), (true, cents(0)));
        assert_eq!(view.timeline[0].kind, "dossier.customer_refunded");
    }
    let closed = recovery::close(&shop.app, call(), IncidentRef { incident }).await?;
    assert!(closed.incident.closed);
    Ok(())
}

/// Two complementaries, a cheque for each: what one owes is not asked for with the cheque of the other.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_complementaries_the_list_says_what_the_decision_says() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    let prices = PriceDossierRequest {
        dossier,
        total_cents: cents(480_00),
        amo_share_cents: cents(9_00),
        amc_share_cents: vec![cents(200_00), cents(171_00)],
        customer_share_cents: cents(100_00),
        lines: Vec::new(),
    };
    edit_dossier::price(&shop.app, call(), prices).await?;
    shop.goes(dossier, Way::ChequeKept).await;
    shop.marks(dossier, Moment::Delivery).await;
    pays_his_share(&shop, dossier).await;
    let share = |rank, amount, nth| KeepChequeRequest { rank, amount_cents: cents(amount), ..cheque_for(dossier, nth) };
    let first = keep_cheque::keep(&shop.app, call(), share(1, 200_00, 1)).await?.cheque;
    let second = keep_cheque::keep(&shop.app, call(), share(2, 171_00, 2)).await?.cheque;
    // The first insurer pays 50 € less, the second all of it, in one transfer.
    let recorded =
        bank_credit::record(&shop.app, call(), credit(321_00, &[(dossier, 1, 150_00), (dossier, 2, 171_00)])).await?;
    assert_eq!((recorded.cheques_to_complete, recorded.cheques_to_return), (1, 1));
    for (cheque, position, difference) in
        [(first, ChequePosition::ToComplete, 50_00), (second, ChequePosition::ToReturn, 0)]
    {
        let view = shop.cheque(cheque).await;
        assert_eq!((view.row.position, view.row.difference_due_cents), (position, cents(difference)));
        assert_eq!(listed(&shop, cheque).await, position);
        assert_eq!(view.return_refusal.is_none(), position == ChequePosition::ToReturn);
    }
    let back = |cheque| ReturnChequeRequest {
        cheque,
        on: day("2024-01-31"),
        manner: ReturnManner::InPerson,
        override_reason: None,
        second: None,
    };
    let refused = settle_cheque::give_back(&shop.app, call(), back(first)).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::DifferenceDue);
    settle_cheque::give_back(&shop.app, call(), back(second)).await?;
    Ok(())
}

/// What reached the account, what the shares were paid, what is left: the three always tie.
async fn balanced(shop: &Shop, dossiers: &[DossierId]) {
    let read = |queries: &relais_storage::Queries<'_>| queries.bank_credits(relais_storage::rows::Page::first(100));
    let credits: Vec<_> =
        Result::<_, relais_storage::StorageError>::unwrap(shop.practice().database.read(|queries| read(queries)));
    let credited: i64 = credits.iter().map(|credit| credit.amount_cents.get()).sum();
    let left = bank_credit::unallocated(&shop.app, call(), Nothing {}).await.unwrap().left_cents.get();
    let mut paid = 0;
    for dossier in dossiers {
        paid += shop.dossier(*dossier).await.tracks.iter().map(|track| track.paid_cents.get()).sum::<i64>();
    }
    let allocated: i64 =
        credits.iter().flat_map(|credit| &credit.allocations).map(|part| part.amount_cents.get()).sum();
    assert_eq!((credited, allocated), (paid + left, paid));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_a_credit_stays_in_sight_and_is_allocated_later() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let mut sold = Vec::new();
    for name in ["Bernard", "Haddadi"] {
        let dossier = shop.sells(glasses(name, "viamedis", "4417002230")).await.dossier;
        shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
        let advised = RecordAdviceRequest { dossier, rank: 1, amount_cents: cents(371_00), on: day("2024-01-31") };
        advice::record(&shop.app, call(), advised).await?;
        sold.push(dossier);
    }
    let (first, second) = (sold[0], sold[1]);
    let recorded = bank_credit::record(&shop.app, call(), credit(600_00, &[(first, 1, 371_00)])).await?;
    assert_eq!((recorded.left_cents, recorded.short), (cents(229_00), Vec::new()));
    balanced(&shop, &sold).await;
    let unallocated = bank_credit::unallocated(&shop.app, call(), Nothing {}).await?;
    let rest = &unallocated.rows[0];
    assert_eq!((unallocated.rows.len(), unallocated.left_cents), (1, cents(229_00)));
    assert_eq!(
        (rest.left_cents, rest.amount_cents, rest.label.as_str()),
        (cents(229_00), cents(600_00), "VIR VIAMEDIS")
    );

    // Never more than what is left; then what is left, which is less than the advice: it is said at once.
    let rest = |amount| AllocateBankCreditRequest {
        bank_credit: rest.bank_credit,
        allocations: vec![AllocationView { dossier: second, rank: 1, amount_cents: cents(amount) }],
    };
    let before = shop.entries();
    let refused = bank_credit::allocate(&shop.app, call(), rest(229_01)).await.unwrap_err();
    assert_eq!((refused.code, refused.params["left_cents"].as_i64()), (ProblemCode::MoreThanCredited, Some(229_00)));
    assert_eq!(shop.entries(), before);
    let recorded = bank_credit::allocate(&shop.app, call(), rest(229_00)).await?;
    let short = PaidShort { dossier: second, rank: 1, expected_cents: cents(371_00), paid_cents: cents(229_00) };
    assert_eq!((recorded.left_cents, recorded.short), (cents(0), vec![short]));
    balanced(&shop, &sold).await;
    assert!(bank_credit::unallocated(&shop.app, call(), Nothing {}).await?.rows.is_empty());
    let refused = bank_credit::allocate(&shop.app, call(), rest(1)).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::MoreThanCredited);

    // The rest of the share is still awaited, and a credit nobody knows the dossier of yet is kept whole.
    let awaited = AwaitedRequest { text: String::new(), platform: None };
    let rows = bank_credit::awaited(&shop.app, call(), awaited).await?.rows;
    let awaited: Vec<_> = rows.iter().map(|row| (row.dossier, row.state, row.advised_cents)).collect();
    assert_eq!(awaited, [(second, TrackState::Paid, Some(cents(142_00)))]);
    let recorded = bank_credit::record(&shop.app, call(), credit(142_00, &[])).await?;
    assert_eq!(recorded.left_cents, cents(142_00));
    balanced(&shop, &sold).await;
    let late = bank_credit::unallocated(&shop.app, call(), Nothing {}).await?.rows[0].bank_credit;
    let completes = AllocateBankCreditRequest { bank_credit: late, ..rest(142_00) };
    let recorded = bank_credit::allocate(&shop.app, call(), completes).await?;
    assert_eq!((recorded.left_cents, recorded.short), (cents(0), Vec::new()));
    balanced(&shop, &sold).await;
    let view = shop.dossier(second).await;
    assert_eq!((view.tracks[0].paid_cents, view.difference_due_cents), (cents(371_00), cents(0)));
    Ok(())
}

/// « B bars tiers payant for the share »: of two cheques for one share, both become B.
#[tokio::test(flavor = "multi_thread")]
async fn two_cheques_of_one_share_become_b_together() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    shop.goes(dossier, Way::ChequeKept).await;
    shop.marks(dossier, Moment::Delivery).await;
    let part = |amount, nth| KeepChequeRequest { amount_cents: cents(amount), ..cheque_for(dossier, nth) };
    let first = keep_cheque::keep(&shop.app, call(), part(200_00, 1)).await?.cheque;
    let second = keep_cheque::keep(&shop.app, call(), part(171_00, 2)).await?.cheque;
    let with = shop.cheque(first).await.converts_with;
    let with: Vec<_> =
        with.iter().map(|other| (other.cheque, other.cheque_number.as_str(), other.amount_cents)).collect();
    assert_eq!(with, [(second, "0000002", cents(171_00))]);

    let convert = |deposit_on| ConvertChequeRequest {
        cheque: first,
        deposit_on,
        reason: "Le client se fait rembourser lui-même.".to_owned(),
        second: None,
    };
    let view = settle_cheque::convert(&shop.app, call(), convert(day("2024-02-20"))).await?;
    assert_eq!((view.row.track, view.converts_with.len()), (TrackState::ClaimedByCustomer, 0));
    for cheque in [first, second] {
        let view = shop.cheque(cheque).await;
        assert_eq!(view.row.agreement, ChequeAgreement::DepositedLater);
        assert_eq!(
            (view.row.deposit_not_before, view.depositable_from),
            (Some(day("2024-02-20")), Some(day("2024-02-20")))
        );
        assert_eq!(view.timeline[0].kind, "cheque.converted_to_deposited_later");
    }
    let queue = shop.queue().await;
    assert_eq!((queue.waiting.len(), queue.done.len(), queue.done_total), (0, 1, 1));
    shop.days_later(20);
    for cheque in [first, second] {
        let deposit = DepositChequeRequest { cheque, on: day("2024-02-20"), override_reason: None, second: None };
        settle_cheque::deposit(&shop.app, call(), deposit).await?;
    }
    assert_eq!(shop.dossier(dossier).await.advance_due_cents, cents(0));
    Ok(())
}

/// Recorded by mistake, a delivery is taken back with its reason; the books take it back too, and it may be recorded again.
#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_recorded_by_mistake_is_undone_until_a_cheque_is_at_the_bank() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    shop.goes(dossier, Way::ChequeKept).await;
    shop.marks(dossier, Moment::Delivery).await;
    let undo = |reason: &str| UndoDeliveryRequest { dossier, reason: reason.to_owned() };
    let before = shop.entries();
    let refused = edit_dossier::undo_delivery(&shop.app, call(), undo(" ")).await.unwrap_err();
    assert_eq!((refused.code, shop.entries()), (ProblemCode::ReasonNeeded, before));
    let view = edit_dossier::undo_delivery(&shop.app, call(), undo("Autre client")).await?;
    assert_eq!((view.delivered_on, view.ordered_on), (None, None));
    let told = &view.timeline[0];
    assert_eq!(
        (told.kind.as_str(), told.body["reason_text"].as_str()),
        ("dossier.delivery_undone", Some("Autre client"))
    );
    let balance = books::trial_balance(&shop.app, call(), TrialBalanceRequest { as_of: None }).await?;
    assert!(balance.rows.iter().all(|row| row.debit_cents == row.credit_cents), "{balance:?}");
    let again = edit_dossier::undo_delivery(&shop.app, call(), undo("Autre client")).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::NothingDelivered);

    shop.marks(dossier, Moment::Delivery).await;
    let cheque = shop.keeps(dossier, 1).await.cheque;
    let second = crate::team::second(&shop).await;
    let deposit = DepositChequeRequest {
        cheque,
        on: shop.practice().today(),
        override_reason: Some("Le client préfère".to_owned()),
        second,
    };
    settle_cheque::deposit(&shop.app, call(), deposit).await?;
    let refused = edit_dossier::undo_delivery(&shop.app, call(), undo("Autre client")).await.unwrap_err();
    assert_eq!((refused.code, refused.params["by"].as_str()), (ProblemCode::DeliveryHolds, Some("cheque")));
    assert_eq!(shop.dossier(dossier).await.delivery_rests_on, Some(RestsOnDelivery::Cheque));
    Ok(())
}
