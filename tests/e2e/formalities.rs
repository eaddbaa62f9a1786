//! Quote, authorisation, invoice and their cancellations in the real window.

use relais_tests::Outcome;
use relais_tests::story::Story;
use relais_tests::window::{Keyring, run};

#[tokio::test]
async fn what_is_asked_of_an_operator() -> Outcome {
    run("formalities", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        let controls = story.opens_controls().await?;
        story.formalities(&controls).await?;
        story.journal_is_whole().await
    })
    .await
}
