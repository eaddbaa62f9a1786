//! What is left of secrets in WebKit's processes and in the clipboard once the real window is locked.

use relais_tests::Outcome;
use relais_tests::story::Story;
use relais_tests::window::{Keyring, run};

#[tokio::test]
async fn what_the_page_holds_after_the_lock_is_counted() -> Outcome {
    run("traces", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        story.traces_of_secrets().await
    })
    .await
}
