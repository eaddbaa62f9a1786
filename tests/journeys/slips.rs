//! The life of a cheque after it leaves the drawer: a slip credited by one line, a rejection that makes its share due again, a
//! certificate and a court, a theft proved by the books, a slip that never left.

use relais_domain::cheque::{
    ChequeAgreement, ChequePosition, ChequeState, ChequeStep, FeesDeed, IssuePlace, OppositionGround, RejectGround,
    ReturnManner,
};
use relais_domain::context::PaymentMeans;
use relais_domain::dossier::{PaymentPurpose, Way};
use relais_domain::ids::{ChequeId, DossierId};
use relais_domain::slip::SlipState;
use relais_usecases::contract::{
    BooksFormat, ChequeFeesRequest, ChequeRef, ChequeSort, ChequeToHandIn, CreditSlipRequest, CustomerPaymentRequest,
    ExportBooksRequest, KeepChequeRequest, ListChequesRequest, ListSlipsRequest, MakeSlipRequest, Moment, Problem,
    ProblemCode, ReturnChequeRequest, SetSlipNumberRequest, SlipMade, SlipRef, TakeChequeStepRequest,
    TakeSlipApartRequest, TrialBalanceRequest,
};
use relais_usecases::{books, cheque_life, customer_payment, keep_cheque, settle_cheque, slips, view_cheques};

use crate::ground::{Outcome, Shop, call, cents, cheque_for, day, glasses, pdf_text};

/// Glasses delivered; the customer claims back himself, his cheque of 371 € is deposited from the fifth of February.
async fn glasses_against(shop: &Shop, name: &str, nth: u32) -> (DossierId, ChequeId) {
    let sold = shop.sells(glasses(name, "viamedis", "4417002230")).await;
    shop.goes(sold.dossier, Way::ChequeDepositedLater).await;
    shop.marks(sold.dossier, Moment::Delivery).await;
    let agreement = ChequeAgreement::DepositedLater;
    let request =
        KeepChequeRequest { agreement, agreed_date: Some(day("2024-02-05")), ..cheque_for(sold.dossier, nth) };
    let kept = keep_cheque::keep(&shop.app, call(), request).await.unwrap();
    (sold.dossier, kept.cheque)
}

async fn hands_in(shop: &Shop, cheques: &[ChequeId], on: &str) -> Result<SlipMade, Problem> {
    let cheques = cheques.iter().map(|cheque| ChequeToHandIn { cheque: *cheque, override_reason: None }).collect();
    let request = MakeSlipRequest { on: day(on), bank_number: "4471220".to_owned(), cheques, second: None };
    slips::make(&shop.app, call(), request).await
}

fn step(cheque: ChequeId, step: ChequeStep, on: &str) -> TakeChequeStepRequest {
    TakeChequeStepRequest {
        cheque,
        step,
        on: day(on),
        reject_ground: None,
        opposition_ground: None,
        reason: None,
        rests_on: None,
        fees_cents: None,
    }
}

fn rejection(cheque: ChequeId, on: &str) -> TakeChequeStepRequest {
    TakeChequeStepRequest {
        reject_ground: Some(RejectGround::InsufficientFunds),
        rests_on: Some("attestation de rejet du 12 février".to_owned()),
        ..step(cheque, ChequeStep::Rejected, on)
    }
}

async fn takes(shop: &Shop, request: TakeChequeStepRequest) -> relais_usecases::contract::ChequeView {
    cheque_life::take(&shop.app, call(), request).await.unwrap()
}

/// What stands on an account, in cents; the balance ties whatever happened.
async fn on_account(shop: &Shop, number: &str) -> i64 {
    let view = books::trial_balance(&shop.app, call(), TrialBalanceRequest { as_of: None }).await.unwrap();
    assert_eq!(view.debit_cents, view.credit_cents);
    view.rows.iter().filter(|row| row.number == number).map(|row| row.balance_cents).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_line_credits_a_slip_of_three_and_one_of_them_comes_back() -> Outcome {
    let shop = Shop::open().await;
    let mut sold = Vec::new();
    for (name, nth) in [("Bernard", 11), ("Chevalier", 12), ("Dumas", 13)] {
        sold.push(glasses_against(&shop, name, nth).await);
    }
    let cheques: Vec<ChequeId> = sold.iter().map(|(_, cheque)| *cheque).collect();
    let early = hands_in(&shop, &cheques, "2024-01-31").await.unwrap_err();
    assert_eq!(early.code, ProblemCode::PromisedNotBefore);
    assert_eq!(early.params["cheque"], serde_json::json!(cheques[0]), "the cheque that is refused is named");
    assert_eq!(slips::list(&shop.app, call(), ListSlipsRequest { offset: 0, limit: 10 }).await?.total, 0);

    shop.days_later(6);
    // In the order they were ticked.
    let order = [cheques[2], cheques[0], cheques[1]];
    let SlipMade { slip, list } = hands_in(&shop, &order, "2024-02-06").await?;
    assert_eq!((slip.row.number.as_str(), slip.row.total_cents, slip.row.cheques), ("B-2024-0001", cents(1_113_00), 3));
    assert_eq!(slip.lines.iter().map(|line| line.cheque).collect::<Vec<_>>(), order);
    let text = pdf_text(&list.path);
    for said in ["Liste détaillée de la remise", "B-2024-0001", "4471220", "3 chèques", "1 113,00", "0000013"] {
        assert!(text.contains(said), "the list does not say « {said} »:\n{text}");
    }
    let again = slips::print(&shop.app, call(), SlipRef { slip: slip.row.slip }).await?;
    assert_eq!(
        std::fs::read(&again.path).unwrap(),
        std::fs::read(&list.path).unwrap(),
        "printed again, it is the same paper"
    );
    for (dossier, cheque) in &sold {
        assert_eq!(shop.cheque(*cheque).await.row.position, ChequePosition::Deposited);
        assert_eq!(shop.dossier(*dossier).await.advance_due_cents, cents(0), "the cheque pays its share");
    }
    assert_eq!((on_account(&shop, "5112").await, on_account(&shop, "512").await), (1_113_00, 0));
    let twice = hands_in(&shop, &cheques[..1], "2024-02-06").await.unwrap_err();
    assert_eq!(twice.code, ProblemCode::ChequeNotKept, "no cheque is on two slips");

    shop.days_later(2);
    let credit = |amount, reason: Option<&str>| CreditSlipRequest {
        slip: slip.row.slip,
        on: day("2024-02-08"),
        amount_cents: cents(amount),
        reason: reason.map(str::to_owned),
    };
    let odd = slips::credit(&shop.app, call(), credit(1_112_00, None)).await.unwrap_err();
    assert_eq!(odd.code, ProblemCode::ReasonNeeded);
    let credited = slips::credit(&shop.app, call(), credit(1_113_00, None)).await?;
    assert_eq!((credited.row.state, credited.row.credited_on), (SlipState::Credited, Some(day("2024-02-08"))));
    assert_eq!((on_account(&shop, "5112").await, on_account(&shop, "512").await), (0, 1_113_00));
    let apart = TakeSlipApartRequest { slip: slip.row.slip, reason: "Erreur".to_owned() };
    assert_eq!(slips::take_apart(&shop.app, call(), apart).await.unwrap_err().code, ProblemCode::SlipClosed);

    shop.days_later(4);
    let (dossier, cheque) = sold[0];
    let bare = step(cheque, ChequeStep::Rejected, "2024-02-12");
    assert_eq!(cheque_life::take(&shop.app, call(), bare).await.unwrap_err().code, ProblemCode::InvalidField);
    let rejected = takes(&shop, rejection(cheque, "2024-02-12")).await;
    assert_eq!((rejected.life.state, rejected.row.position), (ChequeState::Rejected, ChequePosition::Unpaid));
    let told = rejected.timeline.iter().find(|row| row.kind == "cheque.rejected").expect("it is told");
    assert_eq!(told.body["rests_on_text"], "attestation de rejet du 12 février");
    assert_eq!(shop.dossier(dossier).await.advance_due_cents, cents(371_00), "its share is due again");
    assert_eq!((on_account(&shop, "5112").await, on_account(&shop, "512").await), (0, 742_00));
    let view = slips::view(&shop.app, call(), SlipRef { slip: slip.row.slip }).await?;
    assert_eq!((view.row.rejected, view.lines[1].rejected_on), (1, Some(day("2024-02-12"))));
    assert_eq!((shop.cheque(cheques[1]).await.life.state, view.can_be_taken_apart), (ChequeState::Credited, false));

    shop.days_later(11);
    let steady = takes(&shop, step(cheques[1], ChequeStep::MadeFinal, "2024-02-23")).await;
    assert_eq!(steady.life.state, ChequeState::Final);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cheque_rejected_twice_goes_to_the_court() -> Outcome {
    let shop = Shop::open().await;
    let (dossier, cheque) = glasses_against(&shop, "Bernard", 21).await;
    shop.days_later(6);
    hands_in(&shop, &[cheque], "2024-02-06").await?;
    shop.days_later(3);
    let dates = takes(&shop, rejection(cheque, "2024-02-09")).await.life.dates;
    assert_eq!(dates.represent_until, Some(day("2024-03-07")));
    assert_eq!(dates.certificate_from, Some(day("2024-03-08")));
    // Handed in again: another slip, and the share is paid again.
    let again = hands_in(&shop, &[cheque], "2024-02-09").await?;
    assert_eq!((again.slip.row.number.as_str(), again.slip.lines[0].state), ("B-2024-0002", ChequeState::Represented));
    assert!(pdf_text(&again.list.path).contains("présenté à nouveau après un rejet"));
    assert_eq!(shop.dossier(dossier).await.advance_due_cents, cents(0));
    shop.days_later(4);
    takes(&shop, rejection(cheque, "2024-02-13")).await;
    assert_eq!(shop.dossier(dossier).await.advance_due_cents, cents(371_00));
    let ask = |on| step(cheque, ChequeStep::CertificateRequested, on);
    let early = cheque_life::take(&shop.app, call(), ask("2024-02-13")).await.unwrap_err();
    assert_eq!(
        (early.code, &early.params["not_before"]),
        (ProblemCode::DateTooEarly, &serde_json::json!("2024-03-08"))
    );
    shop.days_later(25);
    let asked = takes(&shop, ask("2024-03-09")).await;
    assert_eq!(asked.life.dates.certificate_by, Some(day("2024-03-24")), "the bank has fifteen days");
    shop.days_later(10);
    let certificate = TakeChequeStepRequest {
        rests_on: Some("certificat n° 118".to_owned()),
        ..step(cheque, ChequeStep::CertificateReceived, "2024-03-19")
    };
    takes(&shop, certificate).await;
    let court = TakeChequeStepRequest {
        reason: Some("Signifié par le commissaire de justice".to_owned()),
        ..step(cheque, ChequeStep::LitigationBegun, "2024-03-19")
    };
    let view = takes(&shop, court).await;
    assert_eq!((view.life.state, view.life.steps.len(), view.life.rejections), (ChequeState::Litigation, 0, 2));
    // Paid by card in the end: it is given back, and the discharge says that the bank had not paid it.
    let give = ReturnChequeRequest {
        cheque,
        on: day("2024-03-19"),
        manner: ReturnManner::InPerson,
        override_reason: None,
        second: None,
    };
    let held = settle_cheque::give_back(&shop.app, call(), give.clone()).await.unwrap_err();
    assert_eq!(held.code, ProblemCode::DifferenceDue);
    let paid = CustomerPaymentRequest {
        dossier,
        amount_cents: cents(371_00),
        means: PaymentMeans::Card,
        purpose: PaymentPurpose::AmcShareAdvanced,
        on: day("2024-03-19"),
    };
    customer_payment::record(&shop.app, call(), paid).await?;
    let returned = settle_cheque::give_back(&shop.app, call(), give).await?;
    let text = pdf_text(&returned.discharge.path);
    assert!(text.contains("qui ne l’a pas payé") && !text.contains("n’a pas été présenté"), "{text}");
    assert_eq!(shop.cheque(cheque).await.row.position, ChequePosition::Returned);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_cheque_is_proved_by_the_books() -> Outcome {
    let shop = Shop::open().await;
    let (dossier, cheque) = glasses_against(&shop, "Bernard", 31).await;
    let sheet = ChequeRef { cheque };
    let kept = cheque_life::evidence(&shop.app, call(), sheet.clone()).await.unwrap_err();
    assert_eq!(kept.code, ProblemCode::ChequeElsewhere);
    let stolen = TakeChequeStepRequest {
        reason: Some("Coffre forcé dans la nuit".to_owned()),
        rests_on: Some("plainte 2024/118".to_owned()),
        ..step(cheque, ChequeStep::Stolen, "2024-01-31")
    };
    let silent = TakeChequeStepRequest { reason: None, ..stolen.clone() };
    assert_eq!(cheque_life::take(&shop.app, call(), silent).await.unwrap_err().code, ProblemCode::ReasonNeeded);
    let view = takes(&shop, stolen).await;
    assert_eq!((view.life.state, view.life.stolen, view.row.position), (ChequeState::Lost, true, ChequePosition::Gone));
    let owing = shop.dossier(dossier).await;
    assert_eq!(owing.advance_due_cents, cents(371_00), "the share is due without the paper");
    let paper = cheque_life::evidence(&shop.app, call(), sheet.clone()).await?;
    let text = pdf_text(&paper.path);
    for said in [
        "Fiche de preuve par les livres",
        "P-R-2024-0001",
        "0000031 042014506908 052108899000",
        "volé, constaté le",
        "Coffre forcé dans la nuit",
        "plainte 2024/118",
        "371,00",
        "L131-40",
    ] {
        assert!(text.contains(said), "the sheet does not say « {said} »:\n{text}");
    }
    for never_said in ["caution", "garantie", "antidaté", "postdaté"] {
        assert!(!text.contains(never_said), "the sheet says « {never_said} »");
    }
    // The numbers and hashes printed are those of the journal.
    let entries = shop
        .practice()
        .database
        .read(|queries| queries.stream_entries(relais_domain::stream::StreamKind::Cheque, cheque.0))?;
    for entry in entries.iter().filter(|entry| entry.kind != "cheque.evidence_printed") {
        assert!(text.contains(&entry.post_seq.to_string()) && text.contains(&entry.hash[..16]), "{}", entry.kind);
    }
    let again = cheque_life::evidence(&shop.app, call(), sheet).await?;
    assert_eq!(std::fs::read(&again.path).unwrap(), std::fs::read(&paper.path).unwrap());
    let found = takes(&shop, step(cheque, ChequeStep::Found, "2024-01-31")).await;
    assert_eq!((found.life.state, found.row.position), (ChequeState::Kept, ChequePosition::Kept));
    assert_eq!(shop.dossier(dossier).await.cheques.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_that_never_left_is_taken_apart() -> Outcome {
    let shop = Shop::open().await;
    let (dossier, cheque) = glasses_against(&shop, "Bernard", 41).await;
    shop.days_later(6);
    let made = hands_in(&shop, &[cheque], "2024-02-06").await?.slip;
    let numbered = SetSlipNumberRequest { slip: made.row.slip, bank_number: "4471221".to_owned() };
    let numbered = slips::set_number(&shop.app, call(), numbered).await?;
    assert_eq!(numbered.row.bank_number.as_deref(), Some("4471221"));
    let apart = |reason: &str| TakeSlipApartRequest { slip: made.row.slip, reason: reason.to_owned() };
    assert_eq!(slips::take_apart(&shop.app, call(), apart(" ")).await.unwrap_err().code, ProblemCode::ReasonNeeded);
    let view = slips::take_apart(&shop.app, call(), apart("La banque était fermée")).await?;
    assert_eq!(view.row.state, SlipState::TakenApart);
    let back = shop.cheque(cheque).await;
    assert_eq!((back.row.position, back.row.left_on), (ChequePosition::ToDeposit, None));
    assert_eq!(shop.dossier(dossier).await.advance_due_cents, cents(371_00));
    let again = hands_in(&shop, &[cheque], "2024-02-06").await?.slip;
    assert_eq!(again.row.number, "B-2024-0002", "numbers have no gap, and none is used twice");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opposed_cheque_is_due_without_it_and_a_stale_one_warns() -> Outcome {
    let shop = Shop::open().await;
    let (dossier, cheque) = glasses_against(&shop, "Bernard", 51).await;
    let opposed = TakeChequeStepRequest {
        opposition_ground: Some(OppositionGround::Loss),
        rests_on: Some("courrier de la banque du 31 janvier".to_owned()),
        ..step(cheque, ChequeStep::Opposed, "2024-01-31")
    };
    let view = takes(&shop, opposed).await;
    assert_eq!((view.life.state, view.row.position), (ChequeState::Opposed, ChequePosition::Unpaid));
    assert_eq!(shop.dossier(dossier).await.advance_due_cents, cents(371_00));

    let sold = shop.sells(glasses("Chevalier", "viamedis", "4417002230")).await;
    shop.goes(sold.dossier, Way::ChequeKept).await;
    let old = KeepChequeRequest {
        written_on: day("2023-01-15"),
        issued_in: IssuePlace::EuropeMediterranean,
        ..cheque_for(sold.dossier, 52)
    };
    let kept = keep_cheque::keep(&shop.app, call(), old).await?;
    let view = shop.cheque(kept.cheque).await;
    assert_eq!(view.life.dates.presentable_until, day("2024-02-04"), "twenty days and a year");
    assert_eq!(view.life.warning.map(|warning| (warning.days_left, warning.threshold_days)), Some((4, 7)));
    let every =
        ListChequesRequest { position: None, sort: ChequeSort::DecideBy, descending: false, offset: 0, limit: 50 };
    let list = view_cheques::list(&shop.app, call(), every).await?;
    assert_eq!(list.expiring.iter().map(|near| (near.threshold_days, near.count)).collect::<Vec<_>>(), [(7, 1)]);
    let stale = |on| step(kept.cheque, ChequeStep::Expired, on);
    assert_eq!(
        cheque_life::take(&shop.app, call(), stale("2024-01-31")).await.unwrap_err().code,
        ProblemCode::DateTooEarly
    );
    shop.days_later(5);
    let gone = takes(&shop, stale("2024-02-05")).await;
    assert_eq!((gone.life.state, gone.row.position), (ChequeState::Expired, ChequePosition::Gone));
    Ok(())
}

fn fees(cheque: ChequeId, deed: FeesDeed, amount: Option<i64>, reason: Option<&str>) -> ChequeFeesRequest {
    let moves = amount.is_some();
    ChequeFeesRequest {
        cheque,
        deed,
        amount_cents: amount.map(cents),
        on: moves.then(|| day("2024-02-12")),
        means: (deed == FeesDeed::Repaid).then_some(PaymentMeans::Card),
        reason: reason.map(str::to_owned),
    }
}

/// The bank takes twenty euros with the rejection and five more on a later statement: a charge of the practice, which the
/// customer repays in part; the owner leaves the rest, thinks better of it, and the books say so at each step.
#[tokio::test(flavor = "multi_thread")]
async fn fees_of_a_rejection_are_a_charge_until_the_customer_repays_them() -> Outcome {
    let shop = Shop::open().await;
    let (dossier, cheque) = glasses_against(&shop, "Bernard", 11).await;
    let early = cheque_life::fees(&shop.app, call(), fees(cheque, FeesDeed::Charged, Some(20_00), None)).await;
    assert_eq!(early.unwrap_err().code, ProblemCode::ChequeElsewhere, "the bank never had it");
    shop.days_later(12);
    hands_in(&shop, &[cheque], "2024-02-06").await?;
    let due_before = shop.dossier(dossier).await.advance_due_cents;
    let entries = shop.entries();
    let nothing = TakeChequeStepRequest { fees_cents: Some(cents(0)), ..rejection(cheque, "2024-02-12") };
    let refused = cheque_life::take(&shop.app, call(), nothing).await.unwrap_err();
    assert_eq!((refused.code, shop.entries()), (ProblemCode::AmountNotPositive, entries), "nothing is half-written");

    let with_fees = TakeChequeStepRequest { fees_cents: Some(cents(20_00)), ..rejection(cheque, "2024-02-12") };
    let view = takes(&shop, with_fees).await;
    assert_eq!((view.life.fees.charged_cents, view.life.fees.due_cents), (cents(20_00), cents(20_00)));
    assert_eq!((on_account(&shop, "627").await, on_account(&shop, "512").await), (20_00, -20_00));
    assert_eq!(
        cents(due_before.get() + 371_00),
        shop.dossier(dossier).await.advance_due_cents,
        "the fees are no part of a share"
    );
    let more = cheque_life::fees(&shop.app, call(), fees(cheque, FeesDeed::Charged, Some(5_00), None)).await?;
    assert_eq!(more.life.fees.due_cents, cents(25_00));
    let of_dossier = shop.dossier(dossier).await.cheques.remove(0);
    assert_eq!((of_dossier.fees_charged_cents, of_dossier.fees_due_cents), (cents(25_00), cents(25_00)));

    let beyond = cheque_life::fees(&shop.app, call(), fees(cheque, FeesDeed::Repaid, Some(25_01), None)).await;
    let beyond = beyond.unwrap_err();
    assert_eq!((beyond.code, beyond.params["due_cents"].as_i64()), (ProblemCode::MoreThanDue, Some(25_00)));
    let once = call();
    for _ in 0..2 {
        // Asked twice under one id, repaid once.
        let repaid = cheque_life::fees(&shop.app, once, fees(cheque, FeesDeed::Repaid, Some(15_00), None)).await?;
        assert_eq!((repaid.life.fees.repaid_cents, repaid.life.fees.due_cents), (cents(15_00), cents(10_00)));
    }
    assert_eq!((on_account(&shop, "627").await, on_account(&shop, "512").await), (10_00, -10_00));
    let silent = cheque_life::fees(&shop.app, call(), fees(cheque, FeesDeed::Left, None, None)).await.unwrap_err();
    assert_eq!(silent.code, ProblemCode::ReasonNeeded);
    let left = fees(cheque, FeesDeed::Left, None, Some("Geste commercial"));
    let left = cheque_life::fees(&shop.app, call(), left).await?;
    assert_eq!((left.life.fees.left_cents, left.life.fees.due_cents), (cents(10_00), cents(0)));
    assert_eq!(on_account(&shop, "627").await, 10_00, "what is left to the practice was its charge already");
    let told = &left.timeline[0];
    assert_eq!((told.kind.as_str(), told.body["reason_text"].as_str()), ("cheque.fees_left", Some("Geste commercial")));
    // The gesture was a mistake, and so was the payment.
    for due in [10_00, 25_00] {
        let undone = fees(cheque, FeesDeed::Undone, None, Some("Erreur de saisie"));
        assert_eq!(cheque_life::fees(&shop.app, call(), undone).await?.life.fees.due_cents, cents(due));
    }
    assert_eq!((on_account(&shop, "627").await, on_account(&shop, "512").await), (25_00, -25_00));
    hledger_agrees(&shop, &[("512", -25_00), ("627", 25_00)]).await
}

/// The exported journal, read strictly by the real hledger, says the same of these accounts, and on which cheque.
async fn hledger_agrees(shop: &Shop, expected: &[(&str, i64)]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ecritures.journal");
    let request = ExportBooksRequest { path: path.display().to_string(), format: BooksFormat::Hledger };
    books::export(&shop.app, call(), request).await?;
    let text = std::fs::read_to_string(&path).unwrap();
    for said in ["627 Services bancaires, frais de rejet", "Frais de la banque pour un chèque rejeté", "R-2024-0001"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    let run = |args: &[&str]| {
        let mut hledger = std::process::Command::new("hledger");
        let output = hledger.arg("--file").arg(&path).args(args).env("LC_ALL", "C.UTF-8").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run(&["check", "--strict"]);
    for (number, cents) in expected {
        let found = run(&["balance", "--flat", "--no-total", "--output-format", "csv", &format!("^{number} ")]);
        let amount = found
            .lines()
            .nth(1)
            .and_then(|line| line.trim_matches('"').split_once("\",\""))
            .map(|(_, amount)| amount.replace(" EUR", ""));
        let said = amount.and_then(|amount| amount.replace('.', "").parse::<i64>().ok());
        assert_eq!(said, Some(*cents), "{number}: {found}");
    }
    Ok(())
}
