//! A platform plugged in by a file: a wrong one is told every line, the right one is shown, taken, tried without sending,
//! and asked by F4 like any other.

use super::breakage::Controls;
use super::{Customer, Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

/// The example of the tree, whose platform keeps a session and knows prior authorisations.
const EXAMPLE: &str = include_str!("../../docs/examples/session-pec.toml");
/// What proves a client of the simulated platforms.
const SECRET: &str = "secret-de-demonstration";

/// Insured by a platform that a file describes.
pub(super) const SOLENE: Customer = Customer {
    family_name: "Brindejonc",
    given_name: "Solène",
    phone: "0639980188",
    insurer: "Mutuelle du Littoral",
    operator: "Littoral Santé",
    amc_number: "775611207",
    member_number: "5521000410",
    reference: "DV-2024-0141",
    cheque: "6679547042014506908052108899000",
};

impl Story<'_> {
    /// From the wrong file to the first rights verified.
    ///
    /// # Errors
    /// At the first thing that is not as told.
    pub async fn platform_is_plugged(&self, controls: &Controls) -> Outcome {
        let base = format!("http://{}/almerys", controls.address());
        let text = EXAMPLE.replace("https://pro.littoral.example/v2", &base);
        let file = self.folder().join("littoral.toml");
        let wrong = self.folder().join("faux.toml");
        let bent = text
            .replacen("path = \"droits\"", "path = \"droits/{nir}\"", 1)
            .replacen("\"nom\": \"{family_name}\"", "\"nom\": \"Mme {family_name}\"", 1)
            .replacen("[http]\n", "[http]\npassword = \"x\"\n", 1);
        std::fs::write(&file, &text)?;
        std::fs::write(&wrong, bent)?;

        self.window.press(Press::F(11)).await?;
        self.window.read("chaque fonction tombe et revient seule").await?;
        self.window.press(Press::F(6)).await?;
        self.window.until_focused("Fichier de description").await?;
        self.window.accessible("plugging").await?;
        self.reads(&wrong.display().to_string()).await?;
        self.window.read("3 erreurs : rien n’est changé.").await?;
        self.window.read("http.rights.path").await?;
        self.window.read("Une adresse ne porte que {request_id}").await?;
        self.window.read("« Mme {family_name} » mêle une valeur à un texte").await?;
        self.window.read("Un secret n’a pas sa place dans ce fichier").await?;
        self.window.accessible("mistakes").await?;
        self.pictures("description-wrong").await?;

        self.reads(&file.display().to_string()).await?;
        self.window.read("jamais répétée sans avoir demandé ce qu’il en est").await?;
        self.window.accessible("description read").await?;
        self.pictures("description-read").await?;
        self.window.fill_in("Secret", SECRET).await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.read("Littoral Santé est branchée.").await?;
        self.window.read("interface décrite, décrite par littoral.toml").await?;
        self.pictures("platforms-described").await?;
        self.is_tried().await?;
        self.window.press(Press::Escape).await?;
        self.window.until_focused("Rechercher un dossier").await?;
        self.answers_f4().await
    }

    async fn reads(&self, path: &str) -> Outcome {
        self.window.fill_in("Fichier de description", path).await?;
        self.window.click_on(Kind::Button, "Lire").await
    }

    /// The dry run, of what was taken.
    async fn is_tried(&self) -> Outcome {
        self.window.click_on(Kind::Button, "Description").await?;
        self.window.read("telle qu’elle a été prise").await?;
        self.window.click_on(Kind::Tab, "Essai à blanc").await?;
        let recorded = r#"{"contrat":{"etat":"ACTIF","validite":{"du":"2024-01-01","au":"2024-12-31"}},"message":"Droits ouverts"}"#;
        self.window.fill_in("Réponse enregistrée", recorded).await?;
        self.window.click_on(Kind::Button, "Essayer").await?;
        self.window.read("Ce qui partirait").await?;
        self.window.read("droits ouverts").await?;
        self.window.read("motDePasse").await?;
        self.window.accessible("dry run").await?;
        self.pictures("dry-run").await?;
        let words = self.window.words().await?;
        if words.contains(SECRET) {
            return Err("the secret is on the screen".into());
        }
        self.window.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await
    }

    /// F4, by the described line.
    async fn answers_f4(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &SOLENE).await?;
        hand.press(Press::F(4)).await?;
        self.window.read("réponse de Littoral Santé à").await?;
        self.window.read("Droits ouverts, couvre 379,91 €").await?;
        self.pictures("rights-described").await
    }
}
