//! Who answers for an insurer: who is touched when an operator stops, the table, its file, and the AMO apart.

use relais_domain::routing::SHIPPED;

use super::{Hand, LUCIE, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// From the page of platforms, one key: the insurers, the dossiers, what would pass through a second operator.
    ///
    /// # Errors
    /// When the page does not say it, or a dossier does not open from it.
    pub async fn who_is_touched(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        hand.press(Press::F(11)).await?;
        self.window.read("AMO, assurance maladie obligatoire").await?;
        hand.press(Press::F(8)).await?;
        self.window.read("Qui répond pour qui").await?;
        self.window.read("attendent Viamedis").await?;
        self.window.read("Mutuelles de Viamedis d’après la table").await?;
        self.window.read("CA Assurances").await?;
        self.window.read("aucun autre chemin").await?;
        self.window.read("Almerys : ").await?;
        self.pictures("touched").await?;
        self.window.accessible("touched").await?;
        self.window.choose("Si cet opérateur s’arrête", "Korelio").await?;
        self.window.read("Aucun dossier touché").await?;
        self.window.read("Aucune mutuelle de la table").await?;
        self.picture("touched-empty").await?;
        self.window.choose("Si cet opérateur s’arrête", "Viamedis").await?;
        self.window.read("attendent Viamedis").await?;
        self.window.click_on(Kind::Row, "2024-").await?;
        hand.press(Press::Enter).await?;
        self.window.read("Carte complémentaire").await?;
        self.window.read("SESAM-Vitale : ").await?;
        self.picture("touched-opened").await?;
        self.window.click_on(Kind::Button, "Qui répond").await?;
        self.window.read("attendent Viamedis").await
    }

    /// A row is added by the keyboard, corrected, and both are undone.
    ///
    /// # Errors
    /// When the table does not follow.
    pub async fn table_is_edited(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        hand.press(Press::ControlPageDown).await?;
        self.window.read("Table 2024-02, livrée avec Relais").await?;
        self.window.read("à vérifier").await?;
        self.pictures("table").await?;
        self.window.accessible("table").await?;
        hand.press(Press::F(7)).await?;
        hand.types("Mutuelle", LUCIE.insurer).await?;
        self.window.fill_in("N° AMC", "12").await?;
        self.window.choose("Opérateur", "Almerys").await?;
        self.window.fill_in("Source", "Carte lue au comptoir").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Le nombre de signes n’est pas le bon").await?;
        self.pictures("row-refused").await?;
        self.window.fill_in("N° AMC", LUCIE.amc_number).await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read(&format!("Ligne ajoutée : {}.", LUCIE.insurer)).await?;
        self.window.click_on(Kind::Row, "CA Assurances").await?;
        hand.press(Press::Delete).await?;
        self.window.until_focused("Dernier jour").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Ligne changée : CA Assurances.").await?;
        self.window.read("2 changements à la main").await?;
        self.picture("table-edited").await?;
        hand.press(Press::F(8)).await?;
        self.window.read("1 changement à la main").await?;
        hand.press(Press::F(8)).await?;
        self.window.read("aucune ligne changée à la main").await
    }

    /// A wrong file is refused with its lines; a right one is previewed, its checksum compared, and taken.
    ///
    /// # Errors
    /// When the wrong one is taken, or the right one is not.
    pub async fn table_is_taken_from_a_file(&self) -> Outcome {
        let (wrong, right) = (self.folder().join("fausse.toml"), self.folder().join("table.toml"));
        std::fs::write(&wrong, SHIPPED.replace("operators = [\"almerys\"]", "operators = [\"almeris\"]"))?;
        std::fs::write(&right, SHIPPED.replace("version = \"2024-02\"", "version = \"2024-03\""))?;
        self.window.click_on(Kind::Button, "Prendre un fichier").await?;
        self.desktop.choose_in_dialog(&wrong).await?;
        self.window.read("Ce fichier n’a pas été pris : rien n’a changé.").await?;
        self.window.read("cet opérateur n’est pas nommé dans [operators]").await?;
        self.pictures("file-refused").await?;
        self.window.accessible("file refused").await?;
        self.window.click_on(Kind::Button, "Choisir…").await?;
        self.desktop.choose_in_dialog(&right).await?;
        self.window.read("2024-03").await?;
        self.window.fill_in("Empreinte annoncée par l’éditeur", "00ff").await?;
        self.window.read("Ce n’est pas l’empreinte de ce fichier").await?;
        self.window.fill_in("Empreinte annoncée par l’éditeur", "").await?;
        self.pictures("file-previewed").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.read("Table 2024-03 prise.").await?;
        self.window.read("Table 2024-03, choisie ici").await?;
        self.picture("table-taken").await.map(drop)
    }

    /// The AMO is declared in its own place, and said on top.
    ///
    /// # Errors
    /// When the strip does not say it.
    pub async fn amo_is_apart(&self) -> Outcome {
        self.window.press(Press::F(11)).await?;
        self.window.read("AMO, assurance maladie obligatoire").await?;
        let script = "[...document.querySelectorAll('section.card')].at(-1).querySelector('button').click();";
        self.window.driver().execute(script, Vec::new()).await?;
        self.window.choose("Canal", "SESAM-Vitale").await?;
        self.window.choose("État", "fonctionne").await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.read("État déclaré.").await?;
        self.window.read("AMO aucune panne connue").await?;
        self.pictures("amo").await?;
        self.window.accessible("amo").await
    }

    /// A card without an operator: the table proposes one, and it is kept by one press.
    ///
    /// # Errors
    /// When nothing is proposed.
    pub async fn table_proposes(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        hand.press(Press::F(2)).await?;
        hand.enters("Nom", "Aubry").await?;
        self.window.fill_in("Mutuelle", "Aésio").await?;
        self.window.fill_in("Total", "480").await?;
        self.window.fill_in("Part client", "100").await?;
        self.window.fill_in("Part AMO", "0,09").await?;
        self.window.fill_in("Part AMC", "379,91").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Viamedis, d’après la table du 06/02/2024, à vérifier").await?;
        self.window.read("puis Almerys").await?;
        self.pictures("proposed").await?;
        self.window.accessible("proposed").await?;
        self.window.click_on(Kind::Button, "Retenir").await?;
        self.window.read("Viamedis est noté sur la carte.").await
    }
}
