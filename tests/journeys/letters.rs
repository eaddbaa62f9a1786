//! Letters to the customers of an outage, in batch: to those whose insurer covered less or refused and who have none yet; killed
//! between two letters, the next batch writes the others, once each, and one file prints them all.

use relais_domain::cheque::ChequePosition;
use relais_domain::document::Paper;
use relais_domain::dossier::Way;
use relais_domain::ids::{DossierId, IncidentId};
use relais_usecases::contract::{
    ChequeRef, CustomerLetters, DossierRef, IncidentRef, LetterProgress, Moment, Nothing, PrintLettersRequest,
    ProblemCode, WriteLettersRequest,
};
use relais_usecases::{cheque_papers, recovery, recovery_letters, recovery_papers};

use crate::ground::{Outcome, Shop, call, cents, glasses, pdf_text};
use crate::recovery::{GREEN, ORANGE, RED, delivered_against_a_cheque, recovered};

async fn letters(shop: &Shop, incident: IncidentId) -> CustomerLetters {
    recovery_letters::view(&shop.app, call(), IncidentRef { incident }).await.unwrap()
}

async fn over(shop: &Shop) -> LetterProgress {
    shop.until("the letters are written", || async {
        let seen = recovery_letters::progress(&shop.app, call(), Nothing {}).await.unwrap();
        (!seen.running).then_some(seen)
    })
    .await
}

fn all_of(incident: IncidentId, letters: &CustomerLetters) -> WriteLettersRequest {
    WriteLettersRequest { incident, letters: letters.to_write.iter().map(|letter| letter.key.clone()).collect() }
}

/// Handed over under tiers payant: no cheque stands for it.
async fn delivered_without_a_cheque(shop: &Shop, name: &str) -> DossierId {
    let sold = shop.sells(glasses(name, "viamedis", RED)).await.dossier;
    shop.verifies(sold).await;
    shop.goes(sold, Way::DeliveredThirdPartyPayment).await;
    shop.marks(sold, Moment::Delivery).await;
    sold
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_are_written_to_once_each_though_a_batch_is_killed_between_two_letters() -> Outcome {
    let shop = Shop::in_the_outage().await;
    delivered_against_a_cheque(&shop, "Bernard", GREEN, 1).await;
    let (by_hand, _) = delivered_against_a_cheque(&shop, "Ancelin", ORANGE, 2).await;
    for (nth, name) in [(3, "Haddadi"), (4, "Marchand"), (5, "Kowalski")] {
        delivered_against_a_cheque(&shop, name, ORANGE, nth).await;
    }
    let (red, told) = delivered_against_a_cheque(&shop, "Queyrel", RED, 6).await;
    let bare = delivered_without_a_cheque(&shop, "Tessier").await;
    shop.until("the incident", || shop.incident()).await;
    shop.story_goes_to("rights_back").await;
    shop.story_goes_to("pec_back").await;
    let incident = recovered(&shop).await.incident.incident;

    // One was written to by hand: he is left out. So is who is covered.
    recovery_papers::difference_letter(&shop.app, call(), DossierRef { dossier: by_hand }).await?;
    let planned = letters(&shop, incident).await;
    assert_eq!((planned.to_write.len(), planned.written.len()), (5, 1), "{planned:?}");
    let of = |dossier| planned.to_write.iter().find(|letter| letter.dossier == dossier).unwrap();
    assert_eq!((of(red).paper, of(red).amount_cents), (Paper::DepositNotice, cents(371_00)));
    assert_eq!((of(bare).paper, of(bare).amount_cents), (Paper::DifferenceDue, cents(371_00)));
    let nobody = WriteLettersRequest { incident, letters: Vec::new() };
    let refused = recovery_letters::start(&shop.app, call(), nobody).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::InvalidField);

    // The batch lives on a thread of its own, which ends between two letters, as by a power cut.
    let (app, all) = (shop.app.clone(), all_of(incident, &planned));
    let killed = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let done = runtime.block_on(async {
            recovery_letters::start(&app, call(), all).await.unwrap();
            loop {
                let seen = recovery_letters::progress(&app, call(), Nothing {}).await.unwrap();
                if seen.done > 0 {
                    return seen.done;
                }
                tokio::task::yield_now().await;
            }
        });
        runtime.shutdown_background();
        done
    })
    .await
    .unwrap();
    assert!((1..5).contains(&killed), "the batch was over before it was killed: {killed}");
    assert!(!over(&shop).await.running);

    let rest = letters(&shop, incident).await;
    assert!(rest.to_write.len() <= 5 - killed as usize, "what is written is not written again: {rest:?}");
    recovery_letters::start(&shop.app, call(), all_of(incident, &rest)).await?;
    let done = over(&shop).await;
    assert_eq!((done.done as usize, done.failures, done.cancelled), (rest.to_write.len(), 0, false), "{done:?}");
    assert!(done.written <= 5 - killed, "{done:?}");

    let seen = letters(&shop, incident).await;
    assert!(seen.to_write.is_empty(), "{seen:?}");
    let mut numbers: Vec<_> = seen.written.iter().map(|letter| letter.number.clone()).collect();
    numbers.sort_unstable();
    let expected: Vec<_> = (1..=6).map(|nth| format!("L-2024-000{nth}")).collect();
    assert_eq!(numbers, expected, "one letter each, numbered without a gap");
    let again = recovery_letters::start(&shop.app, call(), all_of(incident, &planned)).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::InvalidField);

    // Each row tells it, and the cheque of the refused share runs towards its deposit.
    let view = recovery::view(&shop.app, call(), IncidentRef { incident }).await?;
    let today = shop.practice().today();
    for row in &view.rows {
        assert_eq!(row.letter_on, (row.customer_owes_cents > cents(0)).then_some(today), "{row:?}");
    }
    let cheque = shop.cheque(told).await;
    assert_eq!((cheque.row.to_tell, cheque.row.position), (None, ChequePosition::ToDeposit));
    assert!(cheque.depositable_from.is_some_and(|from| from > today));

    // One file prints them all; nothing else goes with them.
    let documents: Vec<_> = seen.written.iter().map(|letter| letter.document).collect();
    let file =
        recovery_letters::bundle(&shop.app, call(), PrintLettersRequest { documents: documents.clone() }).await?;
    let text = pdf_text(&file.path);
    for said in ["Haddadi", "Marchand", "Kowalski", "Queyrel", "Tessier", "Ancelin", "55,65", "a refusé de payer"] {
        assert!(text.contains(said), "the file does not say « {said} »:\n{text}");
    }
    for number in &expected {
        assert!(text.contains(number.as_str()), "letter {number} is not in the file");
    }
    cheque_papers::receipt(&shop.app, call(), ChequeRef { cheque: told }).await?;
    let receipt = shop.dossier(red).await.documents.into_iter().find(|paper| paper.paper == Paper::ChequeReceipt);
    let with_another = PrintLettersRequest { documents: vec![documents[0], receipt.unwrap().document] };
    let refused = recovery_letters::bundle(&shop.app, call(), with_another).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::UnknownDocument);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_stops_between_two_letters_when_asked() -> Outcome {
    let shop = Shop::in_the_outage().await;
    for nth in 1..=4 {
        delivered_against_a_cheque(&shop, "Bernard", ORANGE, nth).await;
    }
    shop.until("the incident", || shop.incident()).await;
    shop.story_goes_to("rights_back").await;
    shop.story_goes_to("pec_back").await;
    let incident = recovered(&shop).await.incident.incident;
    let planned = letters(&shop, incident).await;
    let progress = recovery_letters::start(&shop.app, call(), all_of(incident, &planned)).await?;
    assert_eq!((progress.total, progress.running), (4, true));
    recovery_letters::cancel(&shop.app, call(), Nothing {}).await?;
    let stopped = over(&shop).await;
    let seen = letters(&shop, incident).await;
    assert_eq!(seen.written.len(), stopped.written as usize);
    assert_eq!(seen.to_write.len() + seen.written.len(), 4);
    Ok(())
}
