//! What proves the story: the journal verified whole, its archive, and books that tie.

use std::path::PathBuf;

use super::Story;
use crate::window::{Kind, Press, until};
use crate::{Outcome, program};

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
        self.window.click_on(Kind::Button, "Exporter l’archive").await?;
        self.desktop.accept_dialog().await?;
        let archive = until("the archive to be written", async || {
            let words = self.window.words().await?;
            let said = words.split_once("Archive écrite : ").and_then(|(_, rest)| rest.split_once(".relais"));
            Ok(said.map(|(path, _)| PathBuf::from(format!("{path}.relais"))))
        })
        .await?;
        self.picture("exported").await?;
        let verdict = self.desktop.command(program()?).arg("verify").arg(&archive).output()?;
        let said = String::from_utf8_lossy(&verdict.stdout).into_owned();
        if !verdict.status.success() {
            return Err(format!("the archive is not whole: {said}{}", String::from_utf8_lossy(&verdict.stderr)).into());
        }
        std::fs::copy(&archive, self.folder().join("journal.relais"))?;
        Ok(std::fs::write(self.folder().join("journal.verified.txt"), said)?)
    }

    /// One key leads to the books; they tie, and hledger reads strictly what they export.
    ///
    /// # Errors
    /// When they do not tie, or hledger finds something to say.
    pub async fn books_tie(&self) -> Outcome {
        self.window.press(Press::Alt('y')).await?;
        self.window.read("Débits et crédits sont égaux").await?;
        self.picture("books").await?;
        self.window.click_on(Kind::Button, "Exporter les écritures").await?;
        self.desktop.accept_dialog().await?;
        let journal = until("the entries to be written", async || {
            let words = self.window.words().await?;
            let said = words.split_once("écritures écrites dans ").and_then(|(_, rest)| rest.split_once(".journal"));
            Ok(said.map(|(path, _)| PathBuf::from(format!("{path}.journal"))))
        })
        .await?;
        let verdict =
            std::process::Command::new("hledger").arg("--strict").arg("--file").arg(&journal).arg("check").output()?;
        if !verdict.status.success() {
            return Err(format!("hledger: {}", String::from_utf8_lossy(&verdict.stderr)).into());
        }
        Ok(std::fs::copy(&journal, self.folder().join("ecritures.journal")).map(drop)?)
    }
}
