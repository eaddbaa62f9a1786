//! The card in the real window: three of them, captured, pictured, read from a text, and kept from what the law forbids.

use relais_tests::Outcome;
use relais_tests::story::Story;
use relais_tests::window::{Keyring, run};

#[tokio::test]
async fn three_cards_are_captured() -> Outcome {
    run("card", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        story.cards_are_captured().await?;
        story.journal_is_whole().await
    })
    .await
}
