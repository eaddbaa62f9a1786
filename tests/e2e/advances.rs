//! What is paid in advance, in the real window: a customer who advances everything, and the papers of his own claim.

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
