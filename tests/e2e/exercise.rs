//! « Exercice panne » beside a real practice with a real keyring: ten minutes on invented data, and one's own practice open
//! again with nothing to type and nothing written in it.

use crate::own_practice::{creates, enters};
use relais_tests::Outcome;
use relais_tests::story::{LUCIE, Story};
use relais_tests::window::{Desktop, Keyring, Kind, Press};

#[tokio::test]
async fn an_outage_is_exercised() -> Outcome {
    let desktop = Desktop::start("exercise", Keyring::Unlocked).await?;
    let window = desktop.open(&[]).await?;
    let key = creates(&window).await?;
    enters(&desktop, &window, &key).await?;
    let entries = journal(&window.words().await?)?;
    let story = Story::new(&desktop, &window);
    story.exercise_begins().await?;
    story.exercise_at_the_counter(&LUCIE).await?;
    story.exercise_ends().await?;
    story.exercise_is_left("Jeanne Rolland").await?;
    assert_eq!(journal(&window.words().await?)?, entries, "one's own journal was written in");
    window.picture("exercise-left").await?;

    // Found locked, the window offers an exercise too; leaving it, the practice is locked as it was.
    window.press(Press::Control('l')).await?;
    window.read("Verrouillé par Jeanne Rolland.").await?;
    window.click_on(Kind::Button, "Exercice panne").await?;
    window.read("Commencer l’exercice").await?;
    window.press(Press::ControlEnter).await?;
    window.read("EXERCICE").await?;
    window.click_on(Kind::Button, "Terminer l’exercice").await?;
    window.read("7 tâches oubliées").await?;
    window.picture("exercise-forgotten").await?;
    window.click_on(Kind::Button, "Quitter l’exercice").await?;
    window.named(Kind::Button, "Ouvrir").await?;
    window.picture("exercise-left-locked").await?;
    window.close().await
}

/// « Journal n° 24 », at the bottom of the window.
fn journal(words: &str) -> Outcome<String> {
    let (_, number) = words.rsplit_once("Journal n° ").ok_or("the window does not say its last entry")?;
    Ok(number.chars().take_while(char::is_ascii_digit).collect())
}
