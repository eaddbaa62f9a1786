//! What WebKit's processes, the program and the clipboard still hold of the vault's secrets once the window is locked: counted,
//! written beside the pictures, and held to what `docs/threat-model.md` states.
//!
//! The secrets come by a file that Relais reads: no driver ever says them to the page, so that what is found there was left by
//! the program.

use super::{Hand, Story};
use crate::Outcome;
use crate::scan::Needle;
use crate::window::{Kind, Press};

/// Shown while a key is held.
const SHOWN: &str = "Trace montrée";
/// Copied.
const COPIED: &str = "Trace copiée";
/// Neither.
const KEPT: &str = "Trace gardée";

/// Of the one that was shown, WebKit's process keeps its text until that memory serves again: one to five times in eleven locks.
/// Four times that is more than one showing leaves.
const MOST_IN_THE_PAGE: usize = 20;
/// The answer that carried it to the page stays in the program as well, in two locks of four: one copy. Four times that is more than
/// one showing leaves. What came by a file, was copied or left alone leaves none.
const MOST_IN_THE_PROGRAM: usize = 4;

/// A secret that stands nowhere else: what is found of it is a copy of it.
fn drawn() -> Outcome<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

impl Story<'_> {
    /// Three accounts come by a file; one is shown, one copied, the window is locked. What is left is counted.
    ///
    /// # Errors
    /// When more is left than is stated.
    pub async fn traces_of_secrets(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        hand.press(Press::Alt('x')).await?;
        self.window.read("Coffre d’accès").await?;
        let needles = self.secrets_come_by_a_file(&mut hand).await?;
        self.secret_is_shown(&mut hand).await?;
        self.window.click_on(Kind::Row, COPIED).await?;
        hand.press(Press::F(7)).await?;
        self.window.read("Mot de passe copié").await?;
        hand.press(Press::Control('l')).await?;
        self.window.until_focused("Phrase de passe").await?;
        self.clipboard_is_empty().await?;
        self.are_counted(&needles)
    }

    async fn secrets_come_by_a_file(&self, hand: &mut Hand<'_>) -> Outcome<Vec<Needle>> {
        let secrets: Vec<String> = (0..3).map(|_| drawn()).collect::<Outcome<_>>()?;
        let file = std::env::temp_dir().join(format!("relais-traces-{}.csv", std::process::id()));
        let rows: String = [SHOWN, COPIED, KEPT]
            .iter()
            .zip(&secrets)
            .map(|(name, secret)| format!("{name},https://portail.exemple.fr/,{},{secret},\n", name.replace(' ', "-")))
            .collect();
        std::fs::write(&file, format!("name,url,username,password,note\n{rows}"))?;
        self.window.click_on(Kind::Button, "Importer…").await?;
        self.window.until_focused("Fichier").await?;
        self.window.fill_in("Fichier", &file.display().to_string()).await?;
        self.window.click_on(Kind::Button, "Lire").await?;
        self.window.read("3 cochées").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("3 comptes ajoutés au coffre").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        std::fs::remove_file(file)?;
        Ok(secrets.iter().map(|secret| Needle::hiding(secret.as_bytes())).collect())
    }

    /// Shown for as long as a key is held, and longer than a short press, which would leave it shown.
    async fn secret_is_shown(&self, _hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Row, SHOWN).await?;
        self.window.read(SHOWN).await?;
        let key = char::from_u32(0xE034).unwrap_or_default();
        self.window.driver().action_chain().key_down(key).perform().await?;
        self.window.see("[data-revealed]").await?;
        let long = "const since = performance.now(); while (performance.now() - since < 400);";
        self.window.driver().execute(long, Vec::new()).await?;
        self.window.driver().action_chain().key_up(key).perform().await?;
        self.window.see_no("[data-revealed]").await
    }

    fn are_counted(&self, needles: &[Needle]) -> Outcome {
        let left = self.window.held_in_memory(needles)?;
        let told: String = left
            .iter()
            .map(|(name, left)| format!("{name}: shown {}, copied {}, neither {}\n", left[0], left[1], left[2]))
            .collect();
        std::fs::write(self.desktop.pictures().join("left-after-the-lock.txt"), &told)?;
        let is_stated = left.iter().all(|(name, left)| match *name {
            "relais" => left[0] <= MOST_IN_THE_PROGRAM,
            _ => left[0] <= MOST_IN_THE_PAGE,
        });
        let is_stated = is_stated && left.iter().all(|(_, left)| left[1] == 0 && left[2] == 0);
        if is_stated { Ok(()) } else { Err(format!("more is held after the lock than is stated:\n{told}").into()) }
    }
}
