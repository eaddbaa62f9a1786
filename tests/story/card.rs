//! The card at the counter: a plain one by the keyboard alone and counted, a child's two covers under its two parents, a
//! card of solidarity that forbids what the law forbids. Pictures of cards come through the system's own dialog.

use super::{Customer, Hand, LUCIE, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

/// Made up, its key holds.
const MOTHER_NIR: &str = "295109912611193";

/// A child under the covers of both parents.
const ENORA: Customer = Customer {
    family_name: "Quéméner",
    given_name: "Enora",
    phone: "0639980150",
    reference: "DV-2024-0140",
    member_number: "4417002236",
    ..LUCIE
};

/// Whose cover is of solidarity.
const SOLENN: Customer = Customer {
    family_name: "Le Goff",
    given_name: "Solenn",
    phone: "0639980151",
    reference: "DV-2024-0141",
    member_number: "4417002237",
    ..LUCIE
};

impl Story<'_> {
    /// Three cards, each unlike the others.
    ///
    /// # Errors
    /// At the first thing that is not as told.
    pub async fn cards_are_captured(&self) -> Outcome {
        self.plain_card().await?;
        self.card_is_read_from_a_text().await?;
        self.pictures_of_the_card().await?;
        self.child_under_two_parents().await?;
        self.card_of_solidarity().await
    }

    /// Every field of an ordinary card, by the keyboard alone: what the hand did is noted beside the pictures.
    async fn plain_card(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &LUCIE).await?;
        self.window.read("Droits non vérifiés").await?;
        let mut hand = Hand::new(self.window);
        hand.press(Press::Alt('k')).await?;
        self.window.until_focused("Mutuelle").await?;
        self.pictures("card-empty").await?;
        self.window.accessible("card dialog").await?;
        hand.press(Press::Enter).await?;
        self.window.until_focused("Opérateur").await?;
        hand.press(Press::Enter).await?;
        // What the sale already holds is passed.
        self.window.until_focused("N° AMC").await?;
        hand.press(Press::Enter).await?;
        self.window.until_focused("Adhérent").await?;
        hand.press(Press::Enter).await?;
        hand.enters("Convention", "vm").await?;
        hand.enters("CSR", "94a").await?;
        hand.enters("Réseau", "Kalixia").await?;
        hand.enters("Valide du", "010124").await?;
        self.window.until_focused("Valide au").await?;
        self.window.type_text("311223").await?;
        self.window.read("La fin précède le début : relisez les deux dates.").await?;
        self.picture("card-reversed").await?;
        hand.types_over("Valide au", "311224").await?;
        hand.press(Press::Enter).await?;
        hand.press(Press::Space).await?;
        hand.press(Press::Enter).await?;
        hand.press(Press::Enter).await?;
        self.window.until_focused("Code").await?;
        hand.press(Press::Enter).await?;
        hand.types("Prise en charge", "150").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Un pourcentage va de 1 à 100.").await?;
        self.picture("card-percent").await?;
        hand.types_over("Prise en charge", "100").await?;
        hand.press(Press::Alt('g')).await?;
        hand.enters("Code", "audi").await?;
        hand.types("Prise en charge", "pec").await?;
        self.window.read("accord préalable (PEC)").await?;
        self.pictures("card-plain").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        for kept in ["94A", "OPTI 100% · AUDI PEC", "votre convention de réseau peut interdire l’avance"] {
            self.window.read(kept).await?;
        }
        self.pictures("dossier-with-card").await?;
        std::fs::write(
            self.folder().join("card-path.txt"),
            hand.tally("a plain card, two mistakes corrected on the way"),
        )?;
        Ok(())
    }

    /// A reader types the datamatrix: what it says is proposed, and marked as such.
    async fn card_is_read_from_a_text(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        hand.press(Press::Alt('k')).await?;
        self.window.until_focused("Mutuelle").await?;
        hand.press(Press::Alt('l')).await?;
        self.window.until_focused("Texte de la carte").await?;
        self.window.type_text("N° AMC 775671993 adhérent 00XA73190 DENT 100% TUMBLEWEED").await?;
        self.window.read("Non compris : TUMBLEWEED").await?;
        self.pictures("card-read").await?;
        self.window.click_on(Kind::Button, "Prendre").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("775671993").await?;
        self.window.read("DENT 100%").await
    }

    /// A side is taken from a file, seen, and erased with its key.
    async fn pictures_of_the_card(&self) -> Outcome {
        let file = self.desktop.home().join("recto.png");
        std::fs::copy(crate::checkout().join("tests/story/pictures/card-front.png"), &file)?;
        self.window.press(Press::Alt('k')).await?;
        self.window.until_focused("Mutuelle").await?;
        self.window.click_on(Kind::Button, "Choisir…, Recto").await?;
        self.desktop.choose_in_dialog(&file).await?;
        self.window.read("Image gardée, chiffrée.").await?;
        self.window.see("dialog[open] img[alt='Recto de la carte']").await?;
        self.pictures("card-pictures").await?;
        self.window.accessible("card with a picture").await?;
        let letter = self.desktop.home().join("verso.png");
        std::fs::write(&letter, "Madame, Monsieur")?;
        self.window.click_on(Kind::Button, "Choisir…, Verso").await?;
        self.desktop.choose_in_dialog(&letter).await?;
        self.window.read("Ce fichier n’est ni un JPEG ni un PNG").await?;
        self.picture("card-not-a-picture").await?;
        self.window.click_on(Kind::Button, "Effacer, Recto").await?;
        self.window.click_on(Kind::Button, "Effacer l’image, Recto").await?;
        self.window.read("Recto effacé, sa clé est détruite.").await?;
        self.window.see_no("dialog[open] img[alt='Recto de la carte']").await?;
        // The datamatrix in the same picture is read; nothing of it takes the place of what was typed.
        self.window.click_on(Kind::Button, "Lire une image du datamatrix").await?;
        self.desktop.choose_in_dialog(&file).await?;
        self.window.read("champs proposés : relisez avant d’enregistrer.").await?;
        self.picture("card-datamatrix").await?;
        self.window.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        let mut hand = Hand::new(self.window);
        self.ends(&mut hand, &LUCIE).await
    }

    /// The first complementary rests on the mother, the second joins and rests on the father.
    async fn child_under_two_parents(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &ENORA).await?;
        hand.press(Press::Alt('k')).await?;
        self.window.until_focused("Mutuelle").await?;
        hand.press(Press::Alt('u')).await?;
        self.window.read("1er assuré").await?;
        self.window.until_focused("Nom").await?;
        self.window.type_text("Quéméner").await?;
        self.window.click_on(Kind::Button, "Ajouter le NIR, si la plateforme le demande").await?;
        self.window.until_focused("NIR").await?;
        self.window.type_text("295109912611199").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("La clé ne correspond pas : relisez.").await?;
        self.picture("card-nir-key").await?;
        // The cursor is where the mistake is.
        hand.types_over("NIR", MOTHER_NIR).await?;
        hand.press(Press::Alt('b')).await?;
        self.window.until_focused("Nom").await?;
        self.window.type_text("Quéméner").await?;
        self.pictures("card-child-first").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;

        self.window.click_on(Kind::Button, "Ajouter une deuxième complémentaire").await?;
        self.window.until_focused("Mutuelle").await?;
        self.window.type_text("Prévoyance des Abers").await?;
        self.window.fill_in("Part de cette complémentaire", "60").await?;
        hand.press(Press::Alt('u')).await?;
        self.window.until_focused("Nom").await?;
        self.window.type_text("Le Dantec").await?;
        self.pictures("card-child-second").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        for said in ["Deuxième complémentaire", "Le Dantec", "60,00 €"] {
            self.window.read(said).await?;
        }
        self.pictures("dossier-two-covers").await?;

        hand.press(Press::Alt('k')).await?;
        self.window.until_focused("Mutuelle").await?;
        self.window.read("2 95 •• •• ••• ••• ••").await?;
        self.window.click_on(Kind::Button, "Afficher").await?;
        self.window.read(MOTHER_NIR).await?;
        self.picture("card-nir-shown").await?;
        self.window.click_on(Kind::Button, "Masquer").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        // Nobody named on the card is found by it.
        hand.press(Press::F(3)).await?;
        self.window.fill_in("Rechercher un dossier", MOTHER_NIR).await?;
        self.window.read("Aucun dossier trouvé").await?;
        self.window.fill_in("Rechercher un dossier", "").await?;
        hand.press(Press::Escape).await
    }

    /// No cheque and no advance: the ways say so, and the rules hold it.
    async fn card_of_solidarity(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &SOLENN).await?;
        hand.press(Press::Alt('k')).await?;
        self.window.until_focused("Mutuelle").await?;
        self.window.click_on(Kind::Field, "C2S, complémentaire santé solidaire").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.see_no("dialog[open]").await?;
        self.window.read("Complémentaire santé solidaire : ni chèque, ni avance.").await?;
        self.pictures("card-solidarity").await?;
        hand.press(Press::AltDigit(3)).await?;
        self.window.read("La complémentaire santé solidaire ne permet ni chèque ni avance").await?;
        self.pictures("card-solidarity-refused").await?;
        hand.press(Press::AltDigit(1)).await?;
        self.window.read("Façon choisie : Délivré en tiers payant.").await
    }
}
