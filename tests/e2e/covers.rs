//! What is known of a cover in the real window: a live answer, one kept from an earlier sale, what was heard on the
//! telephone and corrected, and a portal read from the dossier.

use relais_tests::Outcome;
use relais_tests::story::play_covers;
use relais_tests::window::{Keyring, run};

#[tokio::test]
async fn a_cover_is_known_by_every_way() -> Outcome {
    run("covers", Keyring::Unlocked, &[], async |desktop, window| play_covers(desktop, window).await).await
}
