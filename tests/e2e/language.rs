//! The window in English: chosen before anybody is at work and from the settings, kept when Relais is opened again, every
//! screen looked at, and back to French by Ctrl K.

use relais_tests::Outcome;
use relais_tests::story::{LUCIE, Story};
use relais_tests::window::{Desktop, Keyring, Kind, LARGE, Press, SMALL, Window};

/// Each screen of the navigation and words of it that no other has.
const SCREENS: [(&str, &str); 13] = [
    ("Counter", "Latest dossiers"),
    ("To do", "from the delivery to the money in the bank"),
    ("Queue", "requests not sent"),
    ("Cheques", "Cheque safe"),
    ("Transfers and advices", "an advice announces, only money in the bank pays"),
    ("Recovery", "Viamedis does not answer yet"),
    ("Overview", "On 31/01/2024: what the practice is owed"),
    ("Platforms", "each function goes down and comes back on its own"),
    ("Who answers", "insurer, operator and network are three things"),
    ("Advances", "An advance, or else the suspension of third-party payment."),
    ("Vault of accounts", "Health"),
    ("Books", "Debits and credits are equal."),
    ("Journal", "each fact once, in order, chained to the one before"),
];

#[tokio::test]
async fn the_window_speaks_english() -> Outcome {
    let desktop = Desktop::start("english", Keyring::Unlocked).await?;
    let window = desktop.open(&[]).await?;
    window.resize(SMALL).await?;
    window.read("Bienvenue dans Relais").await?;
    window.click_on(Kind::Button, "English").await?;
    window.read("Welcome to Relais").await?;
    is_in(&window, "en").await?;
    window.accessible("welcome").await?;
    window.picture("welcome").await?;
    window.click_on(Kind::Button, "Français").await?;
    window.read("Bienvenue dans Relais").await?;
    is_in(&window, "fr").await?;

    // What was recorded in French is there in English, and whoever was at work still is.
    Story::new(&desktop, &window).first_run().await?;
    window.click_on(Kind::Button, "Réglages").await?;
    window.click_on(Kind::Tab, "Langue (language)").await?;
    window.read("Les papiers remis aux clients").await?;
    window.picture("settings-french").await?;
    window.click_on(Kind::Button, "English").await?;
    window.until_focused("Search for a dossier").await?;
    window.read("Demonstration · Wed 31/01/2024").await?;
    for (screen, words) in SCREENS {
        window.click_on(Kind::Button, screen).await?;
        window.read(words).await?;
        window.accessible(screen).await?;
        window.picture(&screen.to_lowercase().replace(' ', "-")).await?;
        assert!(!window.words().await?.contains('«'), "{screen} quotes as French does");
        if screen == "Overview" {
            let words = window.words().await?;
            assert!(words.lines().any(is_an_english_amount), "no amount is written as in English:\n{words}");
        }
    }
    window.click_on(Kind::Tab, "Accesses").await?;
    window.read("Session opened").await?;

    // Kept for the next time, on this machine.
    window.close().await?;
    let window = desktop.open(&[]).await?;
    window.resize(SMALL).await?;
    window.until_focused("Search for a dossier").await?;
    is_in(&window, "en").await?;
    window.press(Press::F(2)).await?;
    window.until_focused("Surname").await?;
    window.picture("sale").await?;
    window.type_text(LUCIE.family_name).await?;

    // A sale half typed is not lost without a word.
    window.press(Press::Control('k')).await?;
    window.until_focused("Command palette").await?;
    window.type_text("Français").await?;
    window.press(Press::Enter).await?;
    window.read("A sale is half typed: it would be lost.").await?;
    window.accessible("settings, language").await?;
    window.picture("settings-sale-half-typed").await?;
    window.resize(LARGE).await?;
    window.click_on(Kind::Button, "Français").await?;
    window.until_focused("Rechercher un dossier").await?;
    is_in(&window, "fr").await?;
    window.close().await
}

/// The page says which language it is in: a screen reader reads it so.
async fn is_in(window: &Window, language: &str) -> Outcome {
    window.see(&format!("html[lang={language}]")).await.map(drop)
}

/// `€1,234.56`, or `€12.30`.
fn is_an_english_amount(line: &str) -> bool {
    let Some((_, amount)) = line.split_once('€') else { return false };
    let (euros, cents) = amount.split_once('.').unwrap_or_default();
    let grouped = euros.split(',').enumerate().all(|(at, group)| {
        let digits = group.chars().all(|digit| digit.is_ascii_digit());
        digits && if at == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 }
    });
    grouped && cents.get(..2).is_some_and(|cents| cents.chars().all(|digit| digit.is_ascii_digit()))
}
