//! « Qui répond pour qui » in the real window: who is touched when Viamedis stops, a row edited and undone, a wrong file
//! refused line by line and a right one taken.

use relais_tests::Outcome;
use relais_tests::story::Story;
use relais_tests::window::{Keyring, run};

#[tokio::test]
async fn who_answers_for_whom_is_seen_edited_and_taken_from_a_file() -> Outcome {
    run("routing", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        story.who_is_touched().await?;
        story.table_is_edited().await?;
        story.table_is_taken_from_a_file().await?;
        story.amo_is_apart().await?;
        story.table_proposes().await
    })
    .await
}
