//! A platform plugged in by a file, in the real window: a wrong file, the right one, the dry run, and F4 through it.

use relais_tests::Outcome;
use relais_tests::story::Story;
use relais_tests::window::{Keyring, run};

#[tokio::test]
async fn a_platform_is_plugged_in_by_a_file() -> Outcome {
    run("plugged", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        let controls = story.opens_controls().await?;
        story.platform_is_plugged(&controls).await
    })
    .await
}
