//! A client certificate in the vault: a file is refused with why, another is taken with its key, and its end is spoken of where the
//! work of the day is read.

use super::{Hand, Story};
use crate::window::{Kind, Press};
use crate::{Outcome, checkout};
use rcgen::{CertificateParams, DnType, KeyPair};

/// A certificate with its key, made up, as PEM: it ends twenty days after the outage of the demonstration.
fn ending_soon() -> Outcome<String> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::OrganizationName, "Optique des Tilleuls");
    params.distinguished_name.push(DnType::CommonName, "cabinet-12");
    (params.not_before, params.not_after) = (rcgen::date_time_ymd(2023, 2, 20), rcgen::date_time_ymd(2024, 2, 20));
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    Ok(format!("{}{}", key.serialize_pem(), certificate.pem()))
}

impl Story<'_> {
    /// The account at the cursor has its certificate; leaves the vault on the same account.
    ///
    /// # Errors
    /// When a file is not refused with why, or not taken, or its end is not spoken of.
    pub(super) async fn certificate_is_taken(&self, hand: &mut Hand<'_>) -> Outcome {
        let file = std::env::temp_dir().join(format!("relais-certificat-{}.pem", std::process::id()));
        std::fs::write(&file, ending_soon()?)?;
        let laborious = checkout().join("src-tauri/crates/vault/tests/vault/certificates/laborious.p12");
        self.window.click_on(Kind::Button, "Importer un certificat…").await?;
        self.window.until_focused("Fichier").await?;
        self.window.fill_in("Fichier", &laborious.display().to_string()).await?;
        self.window.fill_in("Phrase de passe du fichier", "mimosa").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("un calcul démesuré").await?;
        self.pictures("vault-certificate-refused").await?;
        self.window.accessible("a certificate that is refused").await?;
        self.window.fill_in("Fichier", &file.display().to_string()).await?;
        self.window.fill_in("Phrase de passe du fichier", "").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("certificat scellé").await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("CN=cabinet-12").await?;
        self.pictures("vault-certificate").await?;
        self.window.accessible("an account with its certificate").await?;
        std::fs::remove_file(file)?;

        hand.press(Press::Alt('v')).await?;
        self.window.read("finit dans 30 jours au plus").await?;
        self.pictures("certificate-ends").await?;
        self.window.accessible("a certificate that ends").await?;
        self.window.click_on(Kind::Button, "Ouvrir le certificat").await?;
        self.window.read("CN=cabinet-12").await?;
        self.picture("certificate-opened").await?;
        self.window.read("Mots de passe précédents").await
    }
}
