//! The mode of an outage in the real window: what the owner says of it, its papers, its ceilings, its calls, its steps.

use relais_tests::Outcome;
use relais_tests::story::Story;
use relais_tests::window::{Keyring, run};

#[tokio::test]
async fn an_outage_is_lived_through() -> Outcome {
    run("outage", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        story.outage_is_lived_through().await?;
        story.ceiling_is_reached().await?;
        story.customers_are_called_back().await?;
        story.a_dossier_is_given_up().await
    })
    .await
}
