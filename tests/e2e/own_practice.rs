//! « Créer mon cabinet » for real: what is typed is checked as one types, the key goes to a real keyring or is asked for
//! where there is none, and one practice is opened once.

use std::path::{Path, PathBuf};

use relais_tests::window::{Desktop, Keyring, Kind, LARGE, Press, SMALL, Theme, Window, until};
use relais_tests::{Outcome, program};

/// Seven words that do not go together.
pub(crate) const PASSPHRASE: &str = "lagune tambour verger oblique marteau canard velours";

/// From the welcome to the recovery key: the groups of the key are given back.
pub(crate) async fn creates(window: &Window) -> Outcome<Vec<String>> {
    window.read("Bienvenue dans Relais").await?;
    window.click_on(Kind::Button, "Commencer").await?;
    for (field, text) in [
        ("Nom du cabinet", "Optique du Vieux Moulin"),
        ("Adresse", "4 rue du Moulin"),
        ("Code postal", "35000"),
        ("Ville", "Rennes"),
    ] {
        window.fill_in(field, text).await?;
    }
    window.picture("practice").await?;
    window.accessible("practice").await?;
    window.click_on(Kind::Button, "Suivant").await?;
    identifiers(window).await?;
    window.click_on(Kind::Button, "Suivant").await?;
    passphrase(window).await?;
    window.click_on(Kind::Button, "Créer le cabinet").await?;
    window.read("Votre clé de récupération").await?;
    let groups = "return [...document.querySelectorAll('.recovery ol li')].map(group => group.innerText.trim());";
    Ok(window.driver().execute(groups, Vec::new()).await?.convert()?)
}

/// A wrong number is said while it is typed, a right one too.
async fn identifiers(window: &Window) -> Outcome {
    window.fill_in("SIRET", "73282932000075").await?;
    window.read("Le chiffre de contrôle ne correspond pas : relisez le numéro.").await?;
    window.picture("identifiers-wrong").await?;
    window.fill_in("SIRET", "73282932000074").await?;
    window.read("Numéro vérifié.").await?;
    window.fill_in("FINESS", "69078").await?;
    window.press(Press::Tab).await?;
    window.read("Il manque 4 chiffres.").await?;
    window.fill_in("FINESS", "690781810").await?;
    until("both numbers to be found right", async || {
        Ok((window.words().await?.matches("Numéro vérifié.").count() == 2).then_some(()))
    })
    .await?;
    window.accessible("identifiers").await
}

/// The meter says what a passphrase is worth before anything is made.
async fn passphrase(window: &Window) -> Outcome {
    window.fill_in("Nom du titulaire", "Jeanne Rolland").await?;
    for (typed, verdict) in [("lunettes", "Trop courte"), (PASSPHRASE, "Solide.")] {
        window.fill_in("Phrase de passe", typed).await?;
        window.read(verdict).await?;
    }
    window.fill_in("Phrase de passe, encore une fois", PASSPHRASE).await?;
    window.picture("passphrase").await?;
    window.accessible("passphrase").await
}

/// The key is printed, ticked as kept, and left.
pub(crate) async fn enters(desktop: &Desktop, window: &Window, key: &[String]) -> Outcome {
    assert!(key.len() >= 4, "the recovery key is shown in groups: {key:?}");
    window.accessible("recovery key").await?;
    window.picture("recovery-key").await?;
    let seen = desktop.opened()?.len();
    window.click_on(Kind::Button, "Ouvrir en PDF pour l’imprimer").await?;
    let sheet = desktop.until_opened("cle-de-", seen).await?;
    window.read("est ouvert dans votre lecteur.").await?;
    let text = std::process::Command::new("pdftotext").arg("-layout").arg(&sheet).arg("-").output()?;
    let text = String::from_utf8(text.stdout)?;
    assert!(key.iter().all(|group| text.contains(group.as_str())), "the sheet does not bear the key");
    window.click_on(Kind::Field, "Je l’ai imprimée ou recopiée").await?;
    window.click_on(Kind::Button, "Entrer dans le cabinet").await?;
    window.until_focused("Rechercher un dossier").await?;
    // Shown this once: neither the page nor the disk keeps it.
    assert!(!window.words().await?.contains(&key[0]));
    assert!(!sheet.exists(), "the sheet of the recovery key stayed on the disk");
    Ok(())
}

#[tokio::test]
async fn ones_own_practice_opens_again_with_nothing_to_type() -> Outcome {
    let desktop = Desktop::start("own-practice", Keyring::Unlocked).await?;
    let window = desktop.open(&[]).await?;
    let key = creates(&window).await?;
    enters(&desktop, &window, &key).await?;
    window.picture("empty-counter").await?;
    window.accessible("empty counter").await?;
    window.close().await?;

    let window = desktop.open(&[]).await?;
    window.until_focused("Rechercher un dossier").await?;
    // Locked by a person, it asks: one click on a button would be no lock.
    window.press(Press::Control('l')).await?;
    window.read("Verrouillé par Jeanne Rolland.").await?;
    window.accessible("locked").await?;
    window.picture("locked").await?;
    window.fill_in("Phrase de passe", PASSPHRASE).await?;
    window.press(Press::Enter).await?;
    window.until_focused("Rechercher un dossier").await?;
    window.close().await
}

#[tokio::test]
async fn without_a_keyring_the_passphrase_is_asked_for() -> Outcome {
    let mut desktop = Desktop::start("no-keyring", Keyring::Absent).await?;
    let window = desktop.open(&[]).await?;
    let key = creates(&window).await?;
    window.read("Ce poste n’a pas de trousseau de clés : la phrase de passe sera demandée à chaque ouverture.").await?;
    enters(&desktop, &window, &key).await?;
    window.close().await?;

    let window = desktop.open(&[]).await?;
    window.read("Ce poste n’a pas de trousseau de clés : la phrase de passe ouvre le cabinet.").await?;
    window.fill_in("Phrase de passe", "lagune tambour verger oblique marteau canard satin").await?;
    window.press(Press::Enter).await?;
    window.read("Cette phrase de passe n’ouvre pas le cabinet.").await?;
    window.picture("wrong-passphrase").await?;
    window.accessible("wrong passphrase").await?;
    window.fill_in("Phrase de passe", PASSPHRASE).await?;
    window.press(Press::Enter).await?;
    window.until_focused("Rechercher un dossier").await?;
    let stick = saved_to_a_stick(&desktop, &window).await?;
    window.close().await?;
    desktop.set("RELAIS_HOME", desktop.home().join("poste-neuf"));
    restored_from(&desktop, &stick, &key).await
}

/// A folder stands for the stick: chosen in the system's dialog, it has a backup a moment later.
async fn saved_to_a_stick(desktop: &Desktop, window: &Window) -> Outcome<PathBuf> {
    let stick = desktop.home().join("cle");
    std::fs::create_dir(&stick)?;
    window.click_on(Kind::Button, "Où vont mes données").await?;
    window.click_on(Kind::Tab, "Sauvegardes").await?;
    // The program wrote one by itself as soon as it was opened, and opened it.
    window.read("Vérifiée").await?;
    window.read("Les sauvegardes ne sont que sur ce poste.").await?;
    window.click_on(Kind::Button, "Ajouter une clé ou un dossier").await?;
    desktop.choose_in_dialog(&stick).await?;
    window.read("Les sauvegardes iront aussi dans").await?;
    window.click_on(Kind::Button, "Sauvegarder maintenant").await?;
    window.read("Sauvegarde écrite et vérifiée.").await?;
    window.accessible("backups").await?;
    pictures(window, "backups").await?;
    window.press(Press::Escape).await?;
    let written = std::fs::read_dir(&stick)?.next().ok_or("the stick has no backup")??.path();
    Ok(written)
}

/// A new PC: nothing of the practice is there but what the stick and the paper hold.
async fn restored_from(desktop: &Desktop, backup: &Path, key: &[String]) -> Outcome {
    let window = desktop.open(&[]).await?;
    window.read("Bienvenue dans Relais").await?;
    window.click_on(Kind::Button, "Restaurer une sauvegarde").await?;
    window.click_on(Kind::Button, "Choisir…").await?;
    desktop.choose_in_dialog(backup).await?;
    window.read("sauvegarde-").await?;
    window.fill_in("Clé de récupération", "AAAA-BBBB").await?;
    window.press(Press::ControlEnter).await?;
    window.read("Cette clé de récupération n’ouvre pas le cabinet.").await?;
    pictures(&window, "restore-wrong-key").await?;
    window.fill_in("Clé de récupération", &key.join("-")).await?;
    window.press(Press::ControlEnter).await?;
    window.read("Ce que la sauvegarde donnerait").await?;
    window.read("Optique du Vieux Moulin").await?;
    window.accessible("restore").await?;
    pictures(&window, "restore").await?;
    window.press(Press::ControlEnter).await?;
    window.until_focused("Rechercher un dossier").await?;
    window.read("Jeanne Rolland").await?;
    window.close().await?;
    forgotten(desktop, backup, key).await
}

/// The passphrase stayed with whoever knew it: the recovery key opens, and another one is chosen in the same breath.
async fn forgotten(desktop: &Desktop, stick: &Path, key: &[String]) -> Outcome {
    const NEXT: &str = "dix tortues lisent le journal devant une gare";
    let window = desktop.open(&[]).await?;
    window.click_on(Kind::Button, "Utiliser la clé de récupération").await?;
    window.fill_in("Clé de récupération", &key.join("-")).await?;
    window.fill_in("Nouvelle phrase de passe", NEXT).await?;
    window.fill_in("La même, encore une fois", NEXT).await?;
    window.read("Solide.").await?;
    window.accessible("forgotten passphrase").await?;
    pictures(&window, "forgotten").await?;
    window.press(Press::Enter).await?;
    window.read("Votre phrase de passe est changée.").await?;
    window.close().await?;
    let window = desktop.open(&[]).await?;
    window.fill_in("Phrase de passe", NEXT).await?;
    window.press(Press::Enter).await?;
    window.until_focused("Rechercher un dossier").await?;
    window.close().await?;
    damaged(desktop, stick, key).await
}

/// A page of the database is lost: the backup is put back, with what can still be read on top of it.
async fn damaged(desktop: &Desktop, backup: &Path, key: &[String]) -> Outcome {
    let practice = std::fs::read_dir(desktop.home().join("poste-neuf/cabinets"))?.flatten().map(|found| found.path());
    let database = practice.map(|folder| folder.join("practice.db")).find(|file| file.is_file());
    let database = database.ok_or("no database on the new PC")?;
    let mut bytes = std::fs::read(&database)?;
    bytes[39 * 4096 + 100] ^= 1;
    std::fs::write(&database, bytes)?;
    let window = desktop.open(&[]).await?;
    window.click_on(Kind::Button, "Restaurer une sauvegarde").await?;
    window.click_on(Kind::Button, "Choisir…").await?;
    desktop.choose_in_dialog(backup).await?;
    window.read("sauvegarde-").await?;
    window.fill_in("Clé de récupération", &key.join("-")).await?;
    window.press(Press::ControlEnter).await?;
    window.read("Page abîmée de la base de ce poste : 40.").await?;
    window.accessible("salvage").await?;
    pictures(&window, "salvage").await?;
    window.press(Press::ControlEnter).await?;
    window.until_focused("Rechercher un dossier").await?;
    window.read("Jeanne Rolland").await?;
    window.close().await
}

/// In both lights, on a small screen and a large one.
async fn pictures(window: &Window, name: &str) -> Outcome {
    for theme in Theme::BOTH {
        window.theme(theme).await?;
        for size in [LARGE, SMALL] {
            window.resize(size).await?;
            window.picture(&format!("{name}-{}-{}", theme.name(), size.0)).await?;
        }
    }
    window.theme(Theme::Light).await
}

/// A second start hands over to the window that is there; from another home, and from the command line, the practice's
/// own lock answers.
#[tokio::test]
async fn a_practice_is_open_once() -> Outcome {
    let mut desktop = Desktop::start("open-once", Keyring::Absent).await?;
    let window = desktop.open(&[]).await?;
    let key = creates(&window).await?;
    enters(&desktop, &window, &key).await?;

    desktop.launch(&[])?.until_ended().await?;
    window.read("Comptoir").await?;

    // Named as its home, the same folder is looked at by a Relais that does not know of the other window.
    desktop.set("RELAIS_HOME", desktop.home().join(".local/share/Relais"));
    let second = desktop.open(&[]).await?;
    second.fill_in("Phrase de passe", PASSPHRASE).await?;
    second.press(Press::Enter).await?;
    second.read("Relais est déjà ouvert sur ce cabinet.").await?;
    second.until_focused("Réessayer").await?;
    for theme in Theme::BOTH {
        second.theme(theme).await?;
        for size in [LARGE, SMALL] {
            second.resize(size).await?;
            second.picture(&format!("already-open-{}-{}", theme.name(), size.0)).await?;
        }
    }
    second.accessible("already open").await?;
    second.close().await?;
    desktop.set("RELAIS_HOME", "");

    let passphrase = desktop.home().join("passphrase");
    std::fs::write(&passphrase, PASSPHRASE)?;
    let mut export = desktop.command(program()?);
    export
        .arg("export")
        .arg("--out")
        .arg(desktop.home().join("archive.relais"))
        .arg("--passphrase-file")
        .arg(&passphrase);
    let refused = export.output()?;
    let said = String::from_utf8(refused.stderr)?;
    assert!(!refused.status.success() && said.contains("Relais est déjà ouvert"), "the command said: {said}");
    window.close().await?;
    // The program is still writing its anchors when its window is gone.
    until("the practice to be free again", async || Ok(export.output()?.status.success().then_some(()))).await
}
