//! F4 while the platform is cut: an answer within three seconds that says « non vérifié », why and since when.

use std::time::{Duration, Instant};

use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

/// What a counter is promised.
const ANSWERED_WITHIN: Duration = Duration::from_secs(3);

impl Story<'_> {
    /// Asks, and is told in time what could not be verified.
    ///
    /// # Errors
    /// When the answer comes late, or does not say why and since when.
    pub(super) async fn rights_are_asked_in_vain(&self, hand: &mut Hand<'_>) -> Outcome {
        // Saving has asked once already: the button is free again when that answer is there.
        self.window.read("Droits non vérifiés").await?;
        let asked = Instant::now();
        hand.press(Press::F(4)).await?;
        self.window.read("Droits non vérifiés").await?;
        self.window.read("Viamedis : rien envoyé : les derniers appels ont échoué, depuis").await?;
        let waited = asked.elapsed();
        if waited > ANSWERED_WITHIN {
            return Err(format!("the rights were answered after {waited:?}").into());
        }
        self.window.read("est gardée comme preuve.").await?;
        self.window.named(Kind::Button, "Vérifier").await?;
        self.picture("rights-not-verified").await.map(drop)
    }
}
