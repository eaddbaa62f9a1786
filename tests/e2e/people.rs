//! Two people and one window, for real: she is added, is let in by five wrong PINs' passphrase and then by her PIN, is told what is the
//! owner's, hands back, and leaves the counter alone until it closes behind her.

use crate::own_practice::{PASSPHRASE, creates, enters};
use relais_tests::Outcome;
use relais_tests::story::{HER_PASSPHRASE, HER_PIN, Hand, LEA, Story};
use relais_tests::window::{Desktop, Keyring, Kind, Press, run};

const OWNER: &str = "Jeanne Rolland";
const HIS_PIN: &str = "7391";

#[tokio::test]
async fn a_second_person_confirms_a_loss() -> Outcome {
    run("second-person", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        let mut hand = Hand::new(window);
        story.first_run().await?;
        story.alone_a_day_goes_by().await?;
        story.lea_is_hired("tiers payant").await?;
        window.fill_in("Deuxième personne au-dessus de", "10").await?;
        hand.press(Press::Enter).await?;
        window.read("Au-dessus de 10,00 €, une deuxième personne confirme.").await?;
        window.picture("limit").await?;
        hand.press(Press::Escape).await?;
        window.see_no("dialog[open]").await?;
        window.click_on(Kind::Button, "Reprise").await?;
        window.click_on(Kind::Row, "Céline Noël").await?;
        hand.press(Press::Alt('b')).await?;
        hand.enters("Motif", "Mutuelle résiliée, client parti").await?;
        window.choose("Qui confirme", "Léa Martin · tiers payant").await?;
        hand.press(Press::Tab).await?;
        hand.types("Son code ou sa phrase de passe", "9999").await?;
        hand.press(Press::ControlEnter).await?;
        window.read("Il reste 4 essais").await?;
        window.accessible("second person").await?;
        story.pictures("second-person").await?;
        window.fill_in("Son code ou sa phrase de passe", HER_PIN).await?;
        hand.press(Press::ControlEnter).await?;
        // She is who she says, and the rules still have their word: her request waits for the platform.
        window.read("La part AMC est dans l’état « En file, non envoyé »").await?;
        hand.press(Press::Escape).await?;
        window.see_no("dialog[open]").await?;
        story.journal_is_whole().await
    })
    .await
}

#[tokio::test]
async fn two_people_share_a_window() -> Outcome {
    let mut desktop = Desktop::start("people", Keyring::Unlocked).await?;
    // A minute of the idle lock is a second and a half.
    desktop.set("RELAIS_TEST_IDLE", "short");
    let window = desktop.open(&[]).await?;
    let key = creates(&window).await?;
    enters(&desktop, &window, &key).await?;
    let story = Story::new(&desktop, &window);
    let mut hand = Hand::new(&window);
    story.lea_is_hired("comptoir").await?;
    window.accessible("team").await?;
    story.pictures("team").await?;
    hand.press(Press::ControlPageDown).await?;
    hand.types("Nouveau code", HIS_PIN).await?;
    hand.press(Press::Enter).await?;
    hand.types("Ma phrase de passe, pour preuve", PASSPHRASE).await?;
    hand.press(Press::Enter).await?;
    window.read("Votre code est choisi.").await?;
    window.accessible("own access").await?;
    window.picture("own-access").await?;
    // The shop has moved: the next papers say where.
    hand.press(Press::ControlPageDown).await?;
    window.fill_in("Adresse", "3 quai des Brumes").await?;
    hand.press(Press::ControlEnter).await?;
    window.read("Le cabinet est enregistré.").await?;
    window.accessible("practice settings").await?;
    story.pictures("practice").await?;
    hand.press(Press::Escape).await?;
    window.see_no("dialog[open]").await?;

    // Five wrong PINs: asked for again at once, each is tried when its wait is over; then her passphrase, which frees the PIN.
    hand.press(Press::Control('u')).await?;
    window.until_focused("Code ou phrase de passe").await?;
    window.accessible("change of hands").await?;
    story.pictures("switch").await?;
    for (wrong, said) in [
        ("9999", "Il reste 4 essais"),
        ("9998", "Il reste 3 essais"),
        ("9997", "Il reste 2 essais"),
        ("9996", "Il reste 1 essai ;"),
        ("9995", "Trop de codes erronés."),
    ] {
        window.type_text(wrong).await?;
        hand.press(Press::Enter).await?;
        window.read(said).await?;
    }
    window.picture("switch-locked").await?;
    window.until_focused("Phrase de passe").await?;
    window.type_text(HER_PASSPHRASE).await?;
    hand.press(Press::Enter).await?;
    story.is_at_work(LEA).await?;

    // What is the owner's is said to her, wherever she reaches for it.
    hand.press(Press::Alt('u')).await?;
    window.read("Votre rôle ne permet pas cette action. Demandez au gérant.").await?;
    story.settings_are_opened("Mon accès").await?;
    hand.press(Press::ControlPageUp).await?;
    window.read("Le gérant ajoute, change et retire les personnes.").await?;
    window.picture("team-hers").await?;
    hand.press(Press::Escape).await?;
    window.see_no("dialog[open]").await?;

    let his = story.takes_over(HIS_PIN, OWNER).await?;
    // The wrong PINs wait for his word, before his work.
    window.click_on(Kind::Button, "À faire").await?;
    window.read("Léa Martin : 5 codes ou phrases de passe erronés.").await?;
    window.accessible("unusual accesses").await?;
    window.picture("unusual").await?;
    window.click_on(Kind::Button, "Reconnaître : Léa Martin").await?;
    hand.types("Ce que vous en savez", "Elle avait oublié son code").await?;
    window.accessible("acknowledging").await?;
    window.picture("acknowledging").await?;
    hand.press(Press::ControlEnter).await?;
    window.read("C’est reconnu, et votre mot est gardé avec la ligne.").await?;
    window.see_no("main button[aria-label*=\"erronés\"]").await?;
    story.settings_are_opened("Verrouillage").await?;
    hand.press(Press::ControlPageUp).await?;
    hand.press(Press::ControlPageUp).await?;
    window.choose("Comptoir", "après 2 minutes sans activité").await?;
    hand.press(Press::ControlEnter).await?;
    window.read("Durées enregistrées.").await?;
    window.accessible("idle locks").await?;
    window.picture("idle-locks").await?;
    hand.press(Press::Escape).await?;
    window.see_no("dialog[open]").await?;
    let hers = story.takes_over(HER_PIN, LEA).await?;
    let folder = desktop.pictures().join("switch.txt");
    std::fs::write(folder, format!("from Enter to the name at the top: {his:?}, {hers:?}\n"))?;
    assert!(his.max(hers).as_secs() < 2, "a change of hands took {his:?} and {hers:?}");

    // Nobody touches it: it closes, says why, and shows nothing.
    window.read("Verrouillé après 2 minutes sans activité. Léa Martin était au travail.").await?;
    window.until_focused("Code ou phrase de passe").await?;
    window.see_no("nav").await?;
    window.accessible("door").await?;
    story.pictures("door").await?;
    window.type_text(HER_PIN).await?;
    hand.press(Press::Enter).await?;
    story.is_at_work(LEA).await?;
    window.close().await?;

    // Where two work, the keyring opens the door and no more.
    let window = desktop.open(&[]).await?;
    window.read("Qui est au travail ?").await?;
    window.until_focused("Personnes").await?;
    window.picture("door-at-start").await?;
    window.press(Press::Control('l')).await?;
    window.read("Verrouillé à la demande.").await?;
    window.named(Kind::Button, "Ouvrir").await?;
    window.close().await
}
