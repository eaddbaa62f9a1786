//! « Lots et retours » in the real window of a pharmacy: a list of lots with its mistakes, its columns, its lines, one left
//! out; the same list again; the returns; a rejection to work on; the list undone.

use relais_tests::Outcome;
use relais_tests::window::{Desktop, Keyring, Kind, Press, SMALL, Theme, Window};

pub(crate) const LOTS: &str = include_str!("../../docs/examples/lots-transmis.csv");
pub(crate) const RETURNS: &str = include_str!("../../docs/examples/retours-concentrateur.csv");
const PASSPHRASE: &str = "lagune tambour verger oblique marteau canard velours";

/// A pharmacy's own empty practice.
pub(crate) async fn pharmacy(window: &Window) -> Outcome {
    window.read("Bienvenue dans Relais").await?;
    window.click_on(Kind::Button, "Commencer").await?;
    for (field, text) in [
        ("Nom du cabinet", "Pharmacie du Vieux Moulin"),
        ("Adresse", "4 rue du Moulin"),
        ("Code postal", "35000"),
        ("Ville", "Rennes"),
    ] {
        window.fill_in(field, text).await?;
    }
    window.click_on(Kind::Field, "Officine").await?;
    window.click_on(Kind::Button, "Suivant").await?;
    window.click_on(Kind::Button, "Suivant").await?;
    window.fill_in("Nom du titulaire", "Jeanne Rolland").await?;
    window.fill_in("Phrase de passe", PASSPHRASE).await?;
    window.fill_in("Phrase de passe, encore une fois", PASSPHRASE).await?;
    window.click_on(Kind::Button, "Créer le cabinet").await?;
    window.read("Votre clé de récupération").await?;
    window.click_on(Kind::Field, "Je l’ai imprimée ou recopiée").await?;
    window.click_on(Kind::Button, "Entrer dans le cabinet").await?;
    window.until_focused("Rechercher un dossier").await
}

/// The page in both themes.
pub(crate) async fn pictures(window: &Window, name: &str) -> Outcome {
    window.picture(name).await?;
    window.theme(Theme::Dark).await?;
    window.picture(&format!("{name}-dark")).await?;
    window.theme(Theme::Light).await
}

/// As an older Windows writes it.
pub(crate) fn older_windows(text: &str) -> Vec<u8> {
    // Every letter of the examples has the same place there as in Unicode.
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
}

async fn lots(desktop: &Desktop, window: &Window) -> Outcome {
    window.press(Press::F(9)).await?;
    window.press(Press::F(8)).await?;
    window.read("Rien n’est confié à l’OCT").await?;
    pictures(window, "circuit-empty").await?;
    window.accessible("circuit empty").await?;
    let file = desktop.home().join("lots-30-01.csv");
    std::fs::write(&file, older_windows(&LOTS.replace("31/03/2024", "31/03/2099")))?;
    window.press(Press::F(7)).await?;
    window.read("Ou collez ici les lignes").await?;
    pictures(window, "circuit-source").await?;
    window.click_on(Kind::Button, "Choisir un fichier").await?;
    desktop.choose_in_dialog(&file).await?;
    window.read("Proposée d’après les noms des colonnes : vérifiez.").await?;
    window.read("44 lignes").await?;
    pictures(window, "circuit-columns").await?;
    window.accessible("circuit columns").await?;
    window.fill_in("Enregistrer la correspondance sous", "Logiciel de l’officine").await?;
    window.press(Press::ControlEnter).await?;
    window.read("36 lignes à enregistrer").await?;
    window.read("« 12,3O » ne se lit pas").await?;
    window.read("même lot et même facture que la ligne 5").await?;
    pictures(window, "circuit-lines").await?;
    window.accessible("circuit lines").await?;
    // The list has the focus: one down, and the line is left out.
    window.press(Press::Down).await?;
    window.press(Press::Space).await?;
    window.read("35 lignes à enregistrer").await?;
    window.press(Press::ControlEnter).await?;
    window.read("35 lignes enregistrées, 35 nouveaux dossiers.").await?;
    window.read("Confié à l’OCT").await?;
    pictures(window, "circuit-carried").await?;
    window.accessible("circuit carried").await?;
    // Again: found by its headers, and what is known adds nothing.
    window.press(Press::F(7)).await?;
    window.click_on(Kind::Button, "Choisir un fichier").await?;
    desktop.choose_in_dialog(&file).await?;
    window.read("Ce même fichier a déjà été importé").await?;
    window.read("35 déjà connues").await?;
    window.picture("circuit-again").await?;
    window.press(Press::Escape).await
}

async fn returns(window: &Window) -> Outcome {
    window.press(Press::F(8)).await?;
    window.read("Ou collez ici les lignes").await?;
    // Pasted: a hand that types has no line ends in one field.
    let paste = "const field = document.querySelector('dialog[open] textarea'); field.focus();
        field.value = arguments[0]; field.dispatchEvent(new Event('input', { bubbles: true }));";
    window.driver().execute(paste, vec![RETURNS.into()]).await?;
    window.press(Press::ControlEnter).await?;
    window.read("Ce que disent les statuts").await?;
    pictures(window, "circuit-words").await?;
    window.press(Press::ControlEnter).await?;
    window.read("2 rejets à reprendre").await?;
    window.read("cette facture a été transmise dans un autre lot").await?;
    pictures(window, "circuit-returns").await?;
    window.accessible("circuit returns").await?;
    window.press(Press::ControlEnter).await?;
    window.read("2 rejets à reprendre.").await?;
    window.read("Rejeté R45, Droits fermés à la date des soins").await?;
    pictures(window, "circuit-rejected").await?;
    window.click_on(Kind::Row, "F24018806").await?;
    window.press(Press::Enter).await?;
    window.read("Corrigez la facture dans votre logiciel").await?;
    window.read("Refusé").await?;
    pictures(window, "circuit-dossier").await?;
    window.accessible("circuit dossier").await
}

async fn undone(window: &Window) -> Outcome {
    window.press(Press::F(9)).await?;
    window.press(Press::F(8)).await?;
    window.click_on(Kind::Tab, "Listes importées").await?;
    pictures(window, "circuit-lists").await?;
    window.click_on(Kind::Row, "lots-30-01.csv").await?;
    window.press(Press::Delete).await?;
    window.read("Annuler cet import").await?;
    window.press(Press::ControlEnter).await?;
    // Those of which something came back stay.
    window.read("dossiers restent comme ils sont").await?;
    pictures(window, "circuit-undone").await?;
    window.press(Press::Escape).await?;
    window.read("Annulée, sauf").await
}

#[tokio::test]
async fn a_pharmacys_lots_and_returns_are_followed_and_never_sent() -> Outcome {
    let desktop = Desktop::start("circuit", Keyring::Unlocked).await?;
    let window = desktop.open(&[]).await?;
    window.resize(SMALL).await?;
    pharmacy(&window).await?;
    lots(&desktop, &window).await?;
    returns(&window).await?;
    undone(&window).await?;
    window.close().await
}
