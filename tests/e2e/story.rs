//! The story of the outage as a test, and what must not happen to it: a process killed in its middle loses nothing that
//! was acknowledged, and no screen of it keeps anybody out.

use relais_tests::Outcome;
use relais_tests::story::{
    Hand, LUCIE, Story, play, play_closure, play_every_way, play_hearing, play_inventory, play_pharmacy, play_pilotage,
    play_slips,
};
use relais_tests::window::{Desktop, Keyring, Kind, Press, run};

#[tokio::test]
async fn the_story_of_the_outage() -> Outcome {
    run("story", Keyring::Unlocked, &[], async |desktop, window| play(desktop, window).await).await
}

/// The same outage for a hearing-aid dispenser: a trial, no cheque meanwhile, the agreement, the money.
#[tokio::test]
async fn the_outage_of_a_hearing_aid_dispenser() -> Outcome {
    run("hearing", Keyring::Unlocked, &[], async |desktop, window| play_hearing(desktop, window).await).await
}

/// The same outage for a pharmacy: the concentrator carries it, the statement pays it, the incident closes.
#[tokio::test]
async fn the_outage_of_a_pharmacy() -> Outcome {
    run("pharmacy", Keyring::Unlocked, &[], async |desktop, window| play_pharmacy(desktop, window).await).await
}

/// The other customers of that afternoon: each way by its key, what the law forbids, what waits, what may have arrived.
#[tokio::test]
async fn every_way_through_and_all_that_waits() -> Outcome {
    run("every-way", Keyring::Unlocked, &[], async |desktop, window| play_every_way(desktop, window).await).await
}

/// A closure heard of in the press, its log, its history, and what failed for good.
#[tokio::test]
async fn a_closure_its_history_and_what_failed_for_good() -> Outcome {
    run("closure", Keyring::Unlocked, &[], async |desktop, window| play_closure(desktop, window).await).await
}

/// A slip credited, a cheque of it that comes back and goes again, and one stolen.
#[tokio::test]
async fn cheques_after_they_left_the_drawer() -> Outcome {
    run("slips", Keyring::Unlocked, &[], async |desktop, window| play_slips(desktop, window).await).await
}

/// What the owner is owed, the dossiers behind each figure, and the page on paper.
#[tokio::test]
async fn what_the_owner_is_owed() -> Outcome {
    run("pilotage", Keyring::Unlocked, &[], async |desktop, window| play_pilotage(desktop, window).await).await
}

/// The drawer counted, left half-way, and a missing cheque noted lost from there.
#[tokio::test]
async fn the_drawer_is_counted() -> Outcome {
    run("inventory", Keyring::Unlocked, &[], async |desktop, window| play_inventory(desktop, window).await).await
}

/// Killed as by a power cut right after the cheque was acknowledged, then opened again with nothing to type.
#[tokio::test]
async fn nothing_acknowledged_is_lost_when_the_program_is_killed() -> Outcome {
    let desktop = Desktop::start("killed-in-the-story", Keyring::Unlocked).await?;
    let window = desktop.open(&[]).await?;
    let story = Story::new(&desktop, &window);
    story.first_run().await?;
    story.sale_against_a_cheque(&LUCIE).await?;
    let entries = journal_entries(&window.words().await?)?;
    window.kill().await?;

    let window = desktop.open(&[]).await?;
    window.until_focused("Rechercher un dossier").await?;
    assert!(journal_entries(&window.words().await?)? >= entries, "entries of the journal were lost");
    window.fill_in("Rechercher un dossier", LUCIE.reference).await?;
    window.read("1 dossier trouvé").await?;
    window.press(Press::Enter).await?;
    for kept in [LUCIE.name().as_str(), "En file, non envoyé", "Conservé", "379,91 €", "n° 6679545"] {
        window.read(kept).await?;
    }
    Story::new(&desktop, &window).journal_is_whole().await?;
    window.close().await
}

/// « Journal n° 24 », at the bottom of the window.
fn journal_entries(words: &str) -> Outcome<u32> {
    let (_, number) = words.rsplit_once("Journal n° ").ok_or("the window does not say its last entry")?;
    Ok(number.chars().take_while(char::is_ascii_digit).collect::<String>().parse()?)
}

/// Every screen and every dialog of the demonstration, in both themes.
#[tokio::test]
async fn every_screen_is_open_to_everybody() -> Outcome {
    run("every-screen", Keyring::Unlocked, &[], async |desktop, window| {
        window.read("Bienvenue dans Relais").await?;
        window.accessible("welcome").await?;
        let story = Story::new(desktop, window);
        story.first_run().await?;
        window.accessible("counter").await?;
        window.press(Press::F(2)).await?;
        window.until_focused("Nom").await?;
        window.accessible("sale").await?;
        window.press(Press::Escape).await?;

        let mut hand = Hand::new(window);
        story.sells(&mut hand, &LUCIE).await?;
        window.read("Droits non vérifiés").await?;
        window.accessible("dossier").await?;
        window.press(Press::AltDigit(3)).await?;
        window.until_focused("Ligne du chèque").await?;
        window.accessible("cheque dialog").await?;
        window.press(Press::Escape).await?;
        window.see_no("dialog[open]").await?;
        for (press, dialog) in [(Press::F(8), "payment dialog"), (Press::F(10), "documents dialog")] {
            window.press(press).await?;
            window.see("dialog[open]").await?;
            window.accessible(dialog).await?;
            window.press(Press::Escape).await?;
            window.see_no("dialog[open]").await?;
        }
        for (screen, words) in [
            ("File d’attente", "En file, non envoyé"),
            ("Chèques", "Coffre des chèques"),
            ("Reprise", "Panne Viamedis"),
            ("Plateformes", "chaque fonction tombe et revient seule"),
            ("Pilotage", "Encours total"),
            ("Comptes", "Débits et crédits sont égaux"),
            ("Journal", "Tête du journal"),
        ] {
            window.click_on(Kind::Button, screen).await?;
            window.read(words).await?;
            window.accessible(screen).await?;
            window.picture(&screen.replace([' ', '’'], "-")).await?;
        }
        window.click_on(Kind::Tab, "Accès").await?;
        window.read("Session ouverte").await?;
        window.accessible("accesses").await?;
        window.picture("accesses").await?;
        window.click_on(Kind::Button, "Réglages").await?;
        window.see("dialog[open]").await?;
        window.accessible("settings").await?;
        window.picture("settings").await?;
        window.press(Press::Escape).await?;
        window.see_no("dialog[open]").await?;
        for (press, dialog) in [(Press::Control('k'), "palette"), (Press::F(1), "cheat sheet")] {
            window.press(press).await?;
            window.see("dialog[open]").await?;
            window.accessible(dialog).await?;
            window.press(Press::Escape).await?;
            window.see_no("dialog[open]").await?;
        }
        Ok(())
    })
    .await
}
