//! What leaves and who looks, in the real window: consent refused and given, « Où vont mes données », the watch over look-ups
//! tripped and unlocked, how long each kind of data is kept, and a customer who asks to be erased.

use relais_tests::Outcome;
use relais_tests::story::Story;
use relais_tests::window::{Keyring, run};

#[tokio::test]
async fn a_customer_is_asked_the_data_are_followed_and_nobody_fishes() -> Outcome {
    run("privacy", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        story.customer_is_asked().await?;
        story.data_are_followed().await?;
        story.look_ups_are_stopped_and_unlocked().await?;
        story.what_is_kept_and_erased().await?;
        story.papers_of_data_protection().await
    })
    .await
}
