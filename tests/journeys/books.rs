//! The books: they balance whatever happened, a correction books what it takes back, and hledger, which knows nothing of
//! Relais, reads them strictly and finds the same balances.

use std::collections::BTreeMap;
use std::process::Command;

use relais_domain::books::{AccountKind, KeptChequeBooking};
use relais_domain::cheque::ReturnManner;
use relais_domain::context::PaymentMeans;
use relais_domain::dossier::{PaymentPurpose, Way};
use relais_usecases::contract::{
    AllocationView, BooksFormat, CustomerPaymentRequest, ExportBooksRequest, Moment, OpenPracticeRequest,
    RecordBankCreditRequest, ReturnChequeRequest, SetKeptChequeBookingRequest, TrialBalanceRequest, TrialBalanceView,
    Unlock,
};
use relais_usecases::{access, bank_credit, books, customer_payment, demonstration, settle_cheque};

use crate::ground::{Outcome, Shop, Start, call, cents, day, glasses};

async fn balance(shop: &Shop) -> TrialBalanceView {
    let view = books::trial_balance(&shop.app, call(), TrialBalanceRequest { as_of: None }).await.unwrap();
    assert_eq!(view.debit_cents, view.credit_cents, "the balance ties");
    let totals = view.rows.iter().map(|row| row.debit_cents).sum::<i64>();
    assert_eq!(totals, view.debit_cents);
    view
}

/// The balances by number, those of one number together.
fn by_number(view: &TrialBalanceView) -> BTreeMap<String, i64> {
    let mut balances = BTreeMap::new();
    for row in &view.rows {
        *balances.entry(row.number.clone()).or_default() += row.balance_cents;
    }
    balances.retain(|_, balance| *balance != 0);
    balances
}

fn expected(balances: &[(&str, i64)]) -> BTreeMap<String, i64> {
    balances.iter().map(|(number, cents)| ((*number).to_owned(), *cents)).collect()
}

async fn pays(shop: &Shop, dossier: relais_domain::ids::DossierId, means: PaymentMeans) -> CustomerPaymentRequest {
    let request = CustomerPaymentRequest {
        dossier,
        amount_cents: cents(100_00),
        means,
        purpose: PaymentPurpose::CustomerShare,
        on: shop.practice().today(),
    };
    customer_payment::record(&shop.app, call(), request.clone()).await.unwrap();
    request
}

/// What hledger says of a file, strictly read.
fn hledger(path: &str, command: &[&str]) -> String {
    let output = Command::new("hledger")
        .args(["--file", path, "--strict"])
        .args(command)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("hledger is installed: ./dev setup");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "hledger {command:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_movement_moves_the_accounts_it_should() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    assert!(balance(&shop).await.rows.is_empty(), "nothing is booked before something moves");
    // The customer pays at the order: an advance of his.
    let by_card = pays(&shop, dossier, PaymentMeans::Card).await;
    assert_eq!(by_number(&balance(&shop).await), expected(&[("4191", -100_00), ("512", 100_00)]));
    // A wrong key: taken back, and paid in cash.
    customer_payment::reverse(&shop.app, call(), by_card).await?;
    pays(&shop, dossier, PaymentMeans::Cash).await;
    let after = balance(&shop).await;
    assert_eq!(by_number(&after), expected(&[("4191", -100_00), ("53", 100_00)]));
    assert_eq!(after.debit_cents, 300_00, "what was taken back stays in sight");
    // A cheque kept outside the books moves none; the choice is for those to come.
    shop.goes(dossier, Way::ChequeKept).await;
    shop.marks(dossier, Moment::Delivery).await;
    let cheque = shop.keeps(dossier, 1).await.cheque;
    let delivered = balance(&shop).await;
    let view = shop.dossier(dossier).await;
    let amo = view.amo_share_cents.get();
    let sold = |view: &TrialBalanceView| {
        let sales = [AccountKind::Sales, AccountKind::SalesTaxIncluded, AccountKind::VatCollected];
        view.rows.iter().filter(|row| sales.contains(&row.account)).map(|row| row.balance_cents).sum::<i64>()
    };
    assert_eq!(sold(&delivered), -view.total_cents.get());
    let owed = by_number(&delivered);
    assert_eq!((owed.get("411AMC"), owed.get("411AMO").copied().unwrap_or_default()), (Some(&371_00), amo));
    assert_eq!((delivered.cheques_kept, delivered.kept_cents, delivered.off_books_cents), (1, 371_00, 371_00));
    // Money comes, waits, is allocated; the cheque goes back.
    let on = day("2024-01-31");
    let credit = RecordBankCreditRequest {
        amount_cents: cents(400_00),
        on,
        payer: None,
        label: "VIR".to_owned(),
        allocations: vec![AllocationView { dossier, rank: 1, amount_cents: cents(371_00) }],
    };
    bank_credit::record(&shop.app, call(), credit).await?;
    let credited = by_number(&balance(&shop).await);
    let asked = ["411AMC", "471", "512"].map(|number| credited.get(number).copied().unwrap_or_default());
    assert_eq!(asked, [0, -29_00, 400_00]);
    let back = ReturnChequeRequest { cheque, on, manner: ReturnManner::InPerson, override_reason: None, second: None };
    settle_cheque::give_back(&shop.app, call(), back).await?;
    let last = balance(&shop).await;
    assert_eq!((last.cheques_kept, last.off_books_cents), (0, 0));
    assert_eq!(by_number(&last), credited, "a cheque in custody leaves as it came");
    // An earlier day is as it was.
    let before = TrialBalanceRequest { as_of: Some(day("2024-01-30")) };
    assert!(books::trial_balance(&shop.app, call(), before).await?.rows.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_accountants_choice_is_for_the_cheques_to_come() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let kept = |name: &'static str, nth| {
        let shop = &shop;
        async move {
            let dossier = shop.sells(glasses(name, "viamedis", "4417002230")).await.dossier;
            shop.goes(dossier, Way::ChequeKept).await;
            shop.keeps(dossier, nth).await.cheque
        }
    };
    kept("Bernard", 1).await;
    let request = SetKeptChequeBookingRequest { booking: KeptChequeBooking::AgainstDebt };
    let chosen = books::set_kept_cheques(&shop.app, call(), request.clone()).await?;
    assert_eq!((chosen.booking, chosen.rows.len()), (KeptChequeBooking::AgainstDebt, 0));
    let entries = shop.entries();
    books::set_kept_cheques(&shop.app, call(), request).await?;
    assert_eq!(shop.entries(), entries, "what is so already records nothing");
    kept("Lefèvre", 2).await;
    let view = balance(&shop).await;
    assert_eq!(by_number(&view), expected(&[("467", -371_00), ("5112", 371_00)]));
    assert_eq!((view.cheques_kept, view.kept_cents, view.off_books_cents), (2, 742_00, 371_00));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn hledger_reads_the_books_strictly_and_finds_the_same_balances() -> Outcome {
    let shop = Shop::start(Start { scenario: true, furnished: true }).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ecritures.journal").display().to_string();
    let request = ExportBooksRequest { path: path.clone(), format: BooksFormat::Hledger };
    let exported = books::export(&shop.app, call(), request).await?;
    assert!(exported.entries > 100, "{} entries", exported.entries);
    hledger(&path, &["check", "accounts", "commodities", "ordereddates"]);
    let view = balance(&shop).await;
    let found = hledger(&path, &["balance", "--flat", "--no-total", "--output-format", "csv"]);
    let mut balances: BTreeMap<String, i64> = BTreeMap::new();
    for line in found.lines().skip(1) {
        let (account, amount) = line.trim_matches('"').split_once("\",\"").ok_or("a line of hledger").unwrap();
        let number = account.split(' ').next().unwrap_or_default().to_owned();
        let cents: i64 = amount.replace(" EUR", "").replace('.', "").parse().unwrap();
        *balances.entry(number).or_default() += cents;
    }
    // hledger is told names, not our subdivisions: those of one number together.
    let mut ours: BTreeMap<String, i64> = BTreeMap::new();
    for (number, cents) in by_number(&view) {
        let plain: String = number.chars().filter(char::is_ascii_digit).collect();
        *ours.entry(plain).or_default() += cents;
    }
    assert_eq!(balances, ours);
    // A cent changed by hand is seen by who only has the file.
    let text = std::fs::read_to_string(&path).unwrap();
    let at = text
        .find("Délivrance")
        .and_then(|at| text[at..].find(".00 EUR").map(|cents| at + cents))
        .ok_or("a line")
        .unwrap();
    std::fs::write(&path, format!("{}.01 EUR{}", &text[..at], &text[at + 7..])).unwrap();
    let output = Command::new("hledger").args(["--file", &path, "check"]).env("LC_ALL", "C.UTF-8").output().unwrap();
    assert!(!output.status.success());
    let patients = ["Bernard", "Lefèvre", "Vauquelin"];
    assert!(patients.iter().all(|name| !text.contains(name)), "no customer is named");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_balance_as_a_list_for_a_spreadsheet() -> Outcome {
    let shop = Shop::start(Start { scenario: true, furnished: true }).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("balance.csv").display().to_string();
    let request = ExportBooksRequest { path: path.clone(), format: BooksFormat::TrialBalanceCsv };
    let exported = books::export(&shop.app, call(), request).await?;
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), usize::try_from(exported.entries).unwrap() + 1);
    assert!(text.contains("411 Complémentaires:Viamedis;"), "{text}");
    let sum = |column: usize| -> i64 {
        let cents = |line: &str| line.split(';').nth(column)?.trim_matches('"').replace(',', "").parse::<i64>().ok();
        text.lines().skip(1).filter_map(cents).sum()
    };
    assert_eq!((sum(1), sum(3)), (sum(2), sum(4)));
    assert_eq!(sum(1), balance(&shop).await.debit_cents);
    let nowhere = ExportBooksRequest { path: "/nowhere/at/all.csv".to_owned(), format: BooksFormat::TrialBalanceCsv };
    assert!(books::export(&shop.app, call(), nowhere).await.is_err());
    Ok(())
}

/// Read on from where they were, entry by entry, the books are those that are read at once.
#[tokio::test(flavor = "multi_thread")]
async fn carried_on_they_are_the_whole() -> Outcome {
    let mut shop = Shop::start(Start { scenario: true, furnished: true }).await;
    balance(&shop).await;
    let dossier = shop.sells(glasses("Quimper", "almerys", "4417002231")).await.dossier;
    pays(&shop, dossier, PaymentMeans::Card).await;
    balance(&shop).await;
    shop.marks(dossier, Moment::Delivery).await;
    let carried = balance(&shop).await;
    let folder = shop.practice().folder.display().to_string();
    shop.restarted();
    let unlock = Unlock::Passphrase { passphrase: demonstration::PASSPHRASE.to_owned() };
    access::open_practice(&shop.app, call(), OpenPracticeRequest { folder, unlock }).await?;
    assert_eq!(balance(&shop).await.rows, carried.rows);
    Ok(())
}
