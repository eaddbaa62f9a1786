//! Reminders: from a figure to the letters behind it, one for each payer and step; numbered without a gap, told in each dossier,
//! and never asked twice for the same before an answer could come. A batch that is stopped leaves whole letters.

use relais_domain::context::Activity;
use relais_domain::document::Paper;
use relais_domain::dossier::{ReminderLevel, Way};
use relais_domain::ids::DossierId;
use relais_usecases::contract::{
    AllocationView, BundleRemindersRequest, DocumentRef, LetterProgress, ListRemindersRequest, Nothing,
    OpenDossierRequest, PilotageDossiersRequest, PilotageFilter, PilotageScope, PilotageSort, PlanRemindersRequest,
    ProblemCode, RecordBankCreditRequest, ReminderPlan, ReminderRef, ReminderSent, StartRemindersRequest,
    WantedReminder,
};
use relais_usecases::{bank_credit, papers, pilotage, reminders};

use crate::ground::{Outcome, Shop, call, cents, code, glasses, pdf_text};

const OWED: PilotageFilter =
    PilotageFilter { scope: PilotageScope::Owed, debtor: None, operator: None, payer: None, state: None, age: None };

/// Handed over under tiers payant for an insurer, the concentrator has it.
async fn dispensed(shop: &Shop, name: &str, amc_number: &str, insurer: &str) -> DossierId {
    let request = OpenDossierRequest {
        activity: Activity::Pharmacy,
        amc_number: amc_number.to_owned(),
        insurer_name: insurer.to_owned(),
        ..glasses(name, "viamedis", "4417002230")
    };
    let dossier = shop.sells(request).await.dossier;
    shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
    dossier
}

async fn plan(shop: &Shop, filter: PilotageFilter) -> ReminderPlan {
    reminders::plan(&shop.app, call(), PlanRemindersRequest { filter }).await.unwrap()
}

async fn letters(shop: &Shop) -> Vec<ReminderSent> {
    let asked = ListRemindersRequest { offset: 0, limit: 100 };
    let mut rows = reminders::list(&shop.app, call(), asked).await.unwrap().rows;
    rows.sort_by(|one, other| one.number.cmp(&other.number));
    rows
}

/// Everything planned, at the step proposed or another.
fn all_of(plan: &ReminderPlan, level: Option<ReminderLevel>) -> StartRemindersRequest {
    let letters = plan.letters.iter();
    let letters = letters.map(|one| WantedReminder { key: one.key.clone(), level: level.unwrap_or(one.level) });
    StartRemindersRequest { filter: OWED, letters: letters.collect() }
}

async fn over(shop: &Shop) -> LetterProgress {
    shop.until("the letters are written", || async {
        let seen = reminders::progress(&shop.app, call(), Nothing {}).await.unwrap();
        (!seen.running).then_some(seen)
    })
    .await
}

async fn text(shop: &Shop, letter: &ReminderSent) -> String {
    let opened = reminders::open(&shop.app, call(), ReminderRef { document: letter.document }).await.unwrap();
    pdf_text(&opened.path)
}

#[tokio::test(flavor = "multi_thread")]
async fn payers_are_reminded_step_after_step() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let bernard = dispensed(&shop, "Bernard", "986402170", "Mutuelle des Trois Vallées").await;
    let lefevre = dispensed(&shop, "Lefèvre", "986402170", "Mutuelle des Trois Vallées").await;
    dispensed(&shop, "Quimper", "986402188", "Mutuelle du Phare").await;
    // On the third working day nothing is late; on the fourth everything is.
    shop.move_to("2024-02-05T09:00:00Z");
    let early = plan(&shop, OWED).await;
    assert_eq!((early.letters.len(), early.in_time), (0, 3), "{early:?}");
    let nothing = reminders::start(&shop.app, call(), all_of(&early, None)).await.unwrap_err();
    assert_eq!(nothing.code, ProblemCode::NothingToRemind);
    shop.move_to("2024-02-06T09:00:00Z");
    let first = plan(&shop, OWED).await;
    let told: Vec<_> = first.letters.iter().map(|one| (one.payer_label.as_str(), one.shares, one.cents)).collect();
    assert_eq!(told, [("Mutuelle des Trois Vallées", 2, 742_00), ("Mutuelle du Phare", 1, 371_00)]);
    assert_eq!((first.letters[0].level, first.letters[0].penalty_cents), (ReminderLevel::First, 7_42));
    assert_eq!(first.not_claimed, 3, "what customers owe is asked of no insurer");
    // Of one figure only what is behind it.
    let owed = pilotage::view(&shop.app, call(), Nothing {}).await?.by_payer;
    let phare = owed.into_iter().find(|line| line.label.as_deref() == Some("Mutuelle du Phare")).unwrap();
    let phare = PilotageFilter { payer: phare.payer, ..OWED };
    assert_eq!(plan(&shop, phare).await.letters.len(), 1);
    let paid = PilotageFilter { scope: PilotageScope::Paid, ..OWED };
    assert!(plan(&shop, paid).await.letters.is_empty());
    reminders::start(&shop.app, call(), all_of(&first, None)).await?;
    let done = over(&shop).await;
    assert_eq!((done.done, done.written, done.failures, done.cancelled), (2, 2, 0, false), "{done:?}");
    let written = letters(&shop).await;
    let numbers: Vec<_> = written.iter().map(|letter| letter.number.as_str()).collect();
    assert_eq!(numbers, ["L-2024-0001", "L-2024-0002"]);
    let said = text(&shop, &written[0]).await;
    for words in ["Relance", "Mutuelle des Trois Vallées", "DV-2024-0118", "742,00", "Pénalité", "7,42", "à vérifier"]
    {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    assert!(!said.contains("Bernard"), "no customer is named: {said}");
    // Each dossier tells it, and opens the letter.
    let seen = shop.dossier(lefevre).await;
    let paper = seen.documents.iter().find(|paper| paper.paper == Paper::PayerReminder).unwrap();
    assert_eq!(paper.number, "L-2024-0001");
    let asked = DocumentRef { dossier: lefevre, document: paper.document };
    papers::open_document(&shop.app, call(), asked).await?;
    assert!(seen.timeline.iter().any(|entry| entry.kind == "dossier.payer_reminded"));
    // What was reminded of, and when, stands with the figure; nothing is asked again before an answer could come.
    let request = PilotageDossiersRequest {
        filter: PilotageFilter { debtor: Some(relais_domain::owed::Debtor::Insurer), ..OWED },
        sort: PilotageSort::Since,
        descending: false,
        offset: 0,
        limit: 10,
    };
    let behind = pilotage::dossiers(&shop.app, call(), request).await?;
    assert!(behind.rows.iter().all(|row| row.reminded == Some(ReminderLevel::First)), "{behind:?}");
    assert_eq!(behind.rows[0].reminded_on, Some(behind.as_of));
    let again = plan(&shop, OWED).await;
    assert_eq!((again.letters.len(), again.lately), (0, 3));
    // One is paid; eight days later the others are asked for more firmly than proposed.
    let request = RecordBankCreditRequest {
        amount_cents: cents(371_00),
        on: shop.practice().today(),
        payer: Some(code("viamedis")),
        label: "VIR VIAMEDIS".to_owned(),
        allocations: vec![AllocationView { dossier: bernard, rank: 1, amount_cents: cents(371_00) }],
    };
    bank_credit::record(&shop.app, call(), request).await?;
    shop.days_later(8);
    let second = plan(&shop, OWED).await;
    assert_eq!(second.letters.len(), 2);
    let proposed = second.letters.iter().map(|one| (one.level, one.last_level, one.shares));
    assert!(proposed.into_iter().all(|one| one == (ReminderLevel::Second, Some(ReminderLevel::First), 1)));
    reminders::start(&shop.app, call(), all_of(&second, Some(ReminderLevel::FormalNotice))).await?;
    assert_eq!(over(&shop).await.written, 2);
    let last = letters(&shop).await.pop().unwrap();
    assert_eq!((last.number.as_str(), last.level), ("L-2024-0004", ReminderLevel::FormalNotice));
    let said = text(&shop, &last).await;
    for words in ["Mise en demeure de payer", "Malgré nos relances", "L-2024-000"] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    // A reprint is counted; another paper is no letter.
    let marked = reminders::reprint(&shop.app, call(), ReminderRef { document: last.document }).await?;
    assert!(pdf_text(&marked.path).contains("DUPLICATA"));
    assert_eq!(letters(&shop).await.pop().unwrap().duplicates, 1);
    let none = ReminderRef { document: relais_domain::ids::DocumentId(shop.practice().fresh()) };
    assert_eq!(reminders::open(&shop.app, call(), none).await.unwrap_err().code, ProblemCode::UnknownDocument);
    // The kept lists are those of a reading from the beginning.
    let dump = |shop: &Shop| shop.practice().database.read(|queries| queries.dump_views()).unwrap();
    let kept = dump(&shop);
    shop.practice().database.rebuild(|_| {}).unwrap();
    assert!(dump(&shop) == kept, "rebuilt, the lists are others");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_stopped_leaves_whole_letters_and_goes_on_where_it_was() -> Outcome {
    let shop = Shop::in_the_outage().await;
    for nth in 0..6 {
        dispensed(&shop, "Bernard", &format!("98640217{nth}"), &format!("Mutuelle n° {nth}")).await;
    }
    shop.move_to("2024-02-13T09:00:00Z");
    let first = plan(&shop, OWED).await;
    assert_eq!(first.letters.len(), 6);
    reminders::start(&shop.app, call(), all_of(&first, None)).await?;
    let asked = reminders::cancel(&shop.app, call(), Nothing {}).await?;
    let stopped = over(&shop).await;
    assert_eq!(asked.cancelled, stopped.cancelled);
    let rest = plan(&shop, OWED).await;
    assert_eq!(rest.letters.len() + stopped.written as usize, 6);
    assert_eq!(letters(&shop).await.len(), stopped.written as usize);
    if !rest.letters.is_empty() {
        reminders::start(&shop.app, call(), all_of(&rest, None)).await?;
        over(&shop).await;
    }
    let all = letters(&shop).await;
    let numbers: Vec<_> = all.iter().map(|letter| letter.number.clone()).collect();
    assert_eq!(numbers, (1..=6).map(|nth| format!("L-2024-{nth:04}")).collect::<Vec<_>>(), "without a gap");
    let documents: Vec<_> = all.iter().map(|letter| letter.document).collect();
    let together = reminders::bundle(&shop.app, call(), BundleRemindersRequest { documents }).await?;
    assert_eq!(together.pages, 6);
    let said = pdf_text(&together.path);
    assert!(numbers.iter().all(|number| said.contains(number)));
    Ok(())
}
