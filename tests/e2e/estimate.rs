//! F12 in the real window: a minimal dossier is estimated while the platform is down, by the keyboard, and printed.

use relais_tests::Outcome;
use relais_tests::story::{Hand, LUCIE, Story};
use relais_tests::window::{Keyring, LARGE, Press, SMALL, Theme, run};

#[tokio::test]
async fn a_customer_is_told_what_he_will_probably_pay() -> Outcome {
    run("estimate", Keyring::Unlocked, &[], async |desktop, window| {
        let story = Story::new(desktop, window);
        story.first_run().await?;
        let mut hand = Hand::new(window);
        story.sells(&mut hand, &LUCIE).await?;
        window.picture("dossier").await?;
        hand.press(Press::F(12)).await?;
        window.until_focused("Prix de la monture").await?;
        window.read("Dites l’équipement pour l’estimer.").await?;
        window.fill_in("Prix de la monture", "150").await?;
        window.fill_in("Prix des deux verres", "330").await?;
        window.choose("Verre droit", "Verre complexe").await?;
        window.choose("Verre gauche", "Verre complexe").await?;
        window.read("Estimation, non garantie").await?;
        window.read("Hors réseau").await?;
        for (name, size, theme) in [
            ("unknown", SMALL, Theme::Light),
            ("unknown-dark", SMALL, Theme::Dark),
            ("unknown-dark-1920", LARGE, Theme::Dark),
            ("unknown-1920", LARGE, Theme::Light),
        ] {
            window.theme(theme).await?;
            window.resize(size).await?;
            window.picture(name).await?;
        }
        window.resize(SMALL).await?;
        window.accessible("estimate").await?;
        window.choose("Âge", "20 ans et plus").await?;
        window.choose("Dernier équipement", "aucun connu").await?;
        window.choose("Réseau de soins", "dans le réseau").await?;
        window.choose("Contrat responsable", "oui").await?;
        window.choose("Garantie", "plafond, AMO comprise").await?;
        window.fill_in("Euros", "700").await?;
        // The frame beyond its ceiling, and nothing else.
        window.read("50,00 €").await?;
        window.read("D : supposition").await?;
        window.picture("known").await?;
        let seen = desktop.opened()?.len();
        window.press(Press::ControlEnter).await?;
        let paper = desktop.until_opened("estimation-", seen).await?;
        window.read("Estimation imprimée.").await?;
        let text = std::process::Command::new("pdftotext").arg("-layout").arg(&paper).arg("-").output()?;
        let text = String::from_utf8(text.stdout)?;
        for words in ["Estimation, non garantie", LUCIE.family_name, "à vérifier", "E-2024-0001"] {
            assert!(text.contains(words), "the page does not say « {words} »:\n{text}");
        }
        std::fs::copy(&paper, desktop.pictures().join("estimation.pdf"))?;
        window.press(Press::Escape).await?;
        window.see_no("dialog[open]").await
    })
    .await
}
