//! « À faire », in the real window: the six work-lists by the keyboard.

use relais_tests::Outcome;
use relais_tests::story::Story;
use relais_tests::window::{Keyring, run};

#[tokio::test]
async fn what_is_left_to_do() -> Outcome {
    run("work", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        story.work_is_done().await?;
        story.journal_is_whole().await
    })
    .await
}
