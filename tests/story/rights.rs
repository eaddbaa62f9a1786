//! F4 while the platform is cut: an answer within three seconds that says « non vérifié », why and since when.

use std::time::{Duration, Instant};

use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Press, until};

/// What a counter is promised.
const ANSWERED_WITHIN: Duration = Duration::from_secs(3);

/// How the history tells an attempt.
const ATTEMPT: &str = "Droits non vérifiés :";

impl Story<'_> {
    /// Asks, and is told in time what could not be verified.
    ///
    /// # Errors
    /// When the answer comes late, or does not say why and since when.
    pub(super) async fn rights_are_asked_in_vain(&self, hand: &mut Hand<'_>) -> Outcome {
        // Saving has asked once already; the attempt is in the dossier's history.
        self.attempts_are(1).await?;
        let asked = Instant::now();
        hand.press(Press::F(4)).await?;
        self.attempts_are(2).await?;
        let waited = asked.elapsed();
        if waited > ANSWERED_WITHIN {
            return Err(format!("the rights were answered after {waited:?}").into());
        }
        self.window.read("Droits non vérifiés").await?;
        self.window.read("Viamedis : rien envoyé, les derniers appels ont échoué, depuis").await?;
        self.window.read("est gardée comme preuve.").await?;
        self.picture("rights-not-verified").await.map(drop)
    }

    /// Waits until the history tells so many attempts, and none is under way.
    async fn attempts_are(&self, count: usize) -> Outcome {
        until("the attempt in the history of the dossier", async || {
            let words = self.window.words().await?;
            let told = words.matches(ATTEMPT).count();
            Ok((told == count && !words.contains("Demande en cours")).then_some(()))
        })
        .await
    }
}
