//! « Coffre d'accès » in the real window, over the real keyring and clipboard; and the breach of a platform played whole: discovered,
//! rotated, its letters printed while the clocks run, its register filled, then all of it on a new PC that has nothing but a stick.

use std::path::{Path, PathBuf};

use relais_tests::Outcome;
use relais_tests::story::Story;
use relais_tests::window::{Desktop, Keyring, Kind, Press, Window};
use relais_usecases::demonstration::PASSPHRASE;

#[tokio::test]
async fn a_breach_is_lived_through_and_goes_on_on_another_pc() -> Outcome {
    let mut desktop = Desktop::start("credentials", Keyring::Unlocked).await?;
    let window = desktop.open(&[]).await?;
    let story = Story::new(&desktop, &window);
    story.first_run().await?;
    story.vault_of_accounts().await?;
    let stick = saved_to_a_stick(&desktop, &window).await?;
    story.vault_is_locked().await?;
    window.close().await?;

    desktop.set("RELAIS_HOME", desktop.home().join("poste-neuf"));
    let window = desktop.open(&[]).await?;
    put_back(&desktop, &window, &stick).await?;
    Story::new(&desktop, &window).breach_goes_on().await?;
    window.close().await
}

async fn saved_to_a_stick(desktop: &Desktop, window: &Window) -> Outcome<PathBuf> {
    let stick = desktop.home().join("cle");
    std::fs::create_dir(&stick)?;
    window.click_on(Kind::Button, "Où vont mes données").await?;
    window.click_on(Kind::Tab, "Sauvegardes").await?;
    window.click_on(Kind::Button, "Ajouter une clé ou un dossier").await?;
    desktop.choose_in_dialog(&stick).await?;
    window.read("Les sauvegardes iront aussi dans").await?;
    window.click_on(Kind::Button, "Sauvegarder maintenant").await?;
    window.read("Sauvegarde écrite et vérifiée.").await?;
    window.press(Press::Escape).await?;
    window.see_no("dialog[open]").await?;
    Ok(std::fs::read_dir(&stick)?.next().ok_or("the stick has no backup")??.path())
}

/// A file that is cut off, a wrong passphrase and a stick that is pulled out are a sentence each, and the dialog goes on.
async fn put_back(desktop: &Desktop, window: &Window, backup: &Path) -> Outcome {
    let whole = std::fs::read(backup)?;
    std::fs::write(backup, &whole[..whole.len() / 2])?;
    window.read("Bienvenue dans Relais").await?;
    window.click_on(Kind::Button, "Restaurer une sauvegarde").await?;
    window.click_on(Kind::Button, "Choisir…").await?;
    desktop.choose_in_dialog(backup).await?;
    window.read("sauvegarde-").await?;
    window.choose("Elle s’ouvre avec", "la phrase de passe").await?;
    window.fill_in("Phrase de passe", "lagune tambour verger oblique").await?;
    window.press(Press::ControlEnter).await?;
    window.read("Cette phrase de passe n’ouvre pas le cabinet.").await?;
    window.fill_in("Phrase de passe", PASSPHRASE).await?;
    window.press(Press::ControlEnter).await?;
    window.read("Cette sauvegarde est abîmée ou incomplète.").await?;
    window.picture("restore-cut-off").await?;
    std::fs::write(backup, &whole)?;
    window.press(Press::ControlEnter).await?;
    window.read("Ce que la sauvegarde donnerait").await?;
    window.read("Une archive du journal, plus récente que la sauvegarde, peut y ajouter ce qui a suivi.").await?;
    std::fs::remove_file(backup)?;
    window.press(Press::ControlEnter).await?;
    window.read("Cette sauvegarde ne se lit plus.").await?;
    window.picture("restore-stick-pulled").await?;
    window.accessible("a stick pulled out").await?;
    std::fs::write(backup, &whole)?;
    window.press(Press::ControlEnter).await?;
    window.until_focused("Rechercher un dossier").await
}
