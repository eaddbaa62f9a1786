//! F2 and F3: a sale in a few fields, found again as one types.

use super::{Customer, Hand, LUCIE, MALO, Story};
use crate::Outcome;
use crate::window::{Kind, Press};

impl Story<'_> {
    /// From F2 to the signed receipt, by the keyboard alone; what the hand did is noted beside the pictures.
    ///
    /// # Errors
    /// At the first thing that is not as told.
    pub async fn counter_path(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.types_the_sale(&mut hand, &LUCIE).await?;
        let fields = hand.tally("the fields of the sale");
        self.saves_with_card(&mut hand, &LUCIE).await?;
        self.customer_agrees(&mut hand).await?;
        let sale = hand.tally("… and its card, saved");
        self.rights_are_asked_in_vain(&mut hand).await?;
        self.cheque_is_kept(&mut hand, &LUCIE).await?;
        let receipt = hand.tally("… and rights, cheque, receipt");
        self.customer_share_is_paid(&mut hand).await?;
        let whole = hand.tally("… and the customer's own share");
        std::fs::write(self.folder().join("counter-path.txt"), format!("{fields}\n{sale}\n{receipt}\n{whole}\n"))?;
        hand.press(Press::ControlEnter).await?;
        self.found_again(&LUCIE).await
    }

    /// A second sale, for an insurer whose platform has a portal only; the shop learns by telephone that it is closed.
    ///
    /// # Errors
    /// At the first thing that is not as told.
    pub async fn portal_sale(&self) -> Outcome {
        self.declares(MALO.operator, "PEC", "en panne").await?;
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, &MALO).await?;
        self.cheque_is_kept(&mut hand, &MALO).await?;
        hand.press(Press::ControlEnter).await
    }

    /// A sale delivered against a cheque, told in one go.
    ///
    /// # Errors
    /// At the first thing that is not as told.
    pub async fn sale_against_a_cheque(&self, customer: &Customer) -> Outcome {
        let mut hand = Hand::new(self.window);
        self.sells(&mut hand, customer).await?;
        self.cheque_is_kept(&mut hand, customer).await
    }

    /// F2, field after field.
    ///
    /// # Errors
    /// When the cursor is not where a person expects it, or the dossier is not opened.
    pub async fn sells(&self, hand: &mut Hand<'_>, customer: &Customer) -> Outcome {
        self.types_the_sale(hand, customer).await?;
        self.saves_with_card(hand, customer).await?;
        self.customer_agrees(hand).await
    }

    /// The same, and nobody has asked the customer yet.
    pub(super) async fn sells_unasked(&self, hand: &mut Hand<'_>, customer: &Customer) -> Outcome {
        self.types_the_sale(hand, customer).await?;
        self.saves_with_card(hand, customer).await
    }

    /// One key: the customer's yes, and what was asked for goes on.
    pub(super) async fn customer_agrees(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.read("Le client accepte-t-il").await?;
        hand.press(Press::F(4)).await?;
        self.window.read("Accord donné").await
    }

    async fn types_the_sale(&self, hand: &mut Hand<'_>, customer: &Customer) -> Outcome {
        hand.press(Press::F(2)).await?;
        hand.enters("Nom", customer.family_name).await?;
        hand.enters("Prénom", customer.given_name).await?;
        hand.enters("Téléphone", customer.phone).await?;
        hand.enters("Mutuelle", customer.insurer).await?;
        hand.enters("Opérateur", &customer.operator[..1]).await?;
        hand.enters("N° de devis ou de facture", customer.reference).await?;
        hand.enters("Total", "480").await?;
        hand.enters("Part client", "100").await?;
        hand.enters("Part AMO", "0,09").await?;
        // Enter takes what is missing for the insurer's share.
        hand.enters("Part AMC", "").await?;
        self.window.read("Les parts font bien 480,00 €.").await
    }

    /// The card, then the keys that save.
    pub(super) async fn saves_with_card(&self, hand: &mut Hand<'_>, customer: &Customer) -> Outcome {
        hand.tabs_to("Compléter", 3).await?;
        hand.press(Press::Enter).await?;
        hand.tabs_to("N° AMC", 2).await?;
        hand.enters("N° AMC", customer.amc_number).await?;
        hand.types("Adhérent", customer.member_number).await?;
        self.picture("sale").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.named(Kind::Button, "Chèque conservé").await?;
        self.window.read(&customer.name()).await
    }

    /// F3 finds the dossier by a few letters without their accents, by the amount, by the quote.
    async fn found_again(&self, customer: &Customer) -> Outcome {
        let mut hand = Hand::new(self.window);
        for typed in ["vauq luc", "379,91", customer.reference] {
            hand.press(Press::F(3)).await?;
            self.window.fill_in("Rechercher un dossier", typed).await?;
            self.window.read("dossier trouvé").await?;
            self.window.named(Kind::Row, &customer.name()).await?;
        }
        self.picture("found").await?;
        self.window.fill_in("Rechercher un dossier", "").await?;
        self.window.press(Press::Escape).await
    }

    /// F3 and the quote lead to the dossier.
    pub(super) async fn opens_by_search(&self, customer: &Customer) -> Outcome {
        self.window.press(Press::F(3)).await?;
        self.window.fill_in("Rechercher un dossier", customer.reference).await?;
        self.window.read("1 dossier trouvé").await?;
        self.window.named(Kind::Row, &customer.name()).await?;
        self.window.press(Press::Enter).await?;
        self.window.read("Comment continuer").await
    }

    /// A person says what he learnt of a platform.
    pub(super) async fn declares(&self, platform: &str, function: &str, state: &str) -> Outcome {
        self.window.press(Press::F(11)).await?;
        self.window.read("chaque fonction tombe et revient seule").await?;
        let card = format!(
            "return [...document.querySelectorAll('main section')].find(card => card.innerText.startsWith('{platform}'))
                ?.querySelectorAll('button');"
        );
        let buttons = self.window.driver().execute(card, Vec::new()).await?.elements()?;
        for button in buttons {
            if button.text().await?.contains("Déclarer un état") {
                self.window.click_once_free(&button).await?;
                break;
            }
        }
        self.window.choose("Fonction", function).await?;
        self.window.choose("État", state).await?;
        self.window.press(Press::ControlEnter).await?;
        self.window.read("État déclaré.").await?;
        self.window.press(Press::Escape).await?;
        self.window.until_focused("Rechercher un dossier").await
    }
}
