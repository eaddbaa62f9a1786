//! « Coffre d'accès » in the real window, over the real keyring and clipboard.

use relais_tests::Outcome;
use relais_tests::story::Story;
use relais_tests::window::{Keyring, run};

#[tokio::test]
async fn an_account_is_kept_seen_copied_and_gone_with_the_lock() -> Outcome {
    run("credentials", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        story.vault_of_accounts().await
    })
    .await
}
