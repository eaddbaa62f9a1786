//! What is paid in advance, in the real window: a customer who advances everything, and the papers of his own claim; an acompte at
//! the order; an operator that pays ahead, or with which the tiers payant is suspended.

use relais_tests::Outcome;
use relais_tests::story::Story;
use relais_tests::window::{Keyring, run};

#[tokio::test]
async fn what_is_paid_in_advance() -> Outcome {
    run("advances", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        story.customer_claims_back().await?;
        story.journal_is_whole().await
    })
    .await
}

#[tokio::test]
async fn acomptes_and_operators_advances() -> Outcome {
    run("acomptes", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        story.acompte_at_the_order().await?;
        story.operator_pays_ahead().await?;
        story.third_party_payment_is_suspended().await?;
        story.journal_is_whole().await
    })
    .await
}
