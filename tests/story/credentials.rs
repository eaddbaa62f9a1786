//! « Coffre d'accès »: an account is put in it, seen while a key is held, copied and pasted once, changed, and gone from the screen
//! and from the clipboard when the window is locked.

use super::{Hand, Story};
use crate::Outcome;
use crate::window::{Kind, Press, until};

const LOGIN: &str = "opt-440712184";
const FIRST: &str = "Tournesol!2024";
const SECOND: &str = "Glycine?2024";
const SEED: &str = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";

/// As a browser writes it, made up.
const CSV: &str = "name,url,username,password,note\nPortail Oxantis,https://portail.exemple.fr/,opt-44,Lilas;2024,mimosa\n\
                   Banque,https://banque.exemple.fr/,0044718293,,\n";

impl Story<'_> {
    /// From a vault with Relais's own accounts alone to one with its history, by the keyboard.
    ///
    /// # Errors
    /// When a secret is not shown while its key is held, or anywhere when it is not.
    pub async fn vault_of_accounts(&self) -> Outcome {
        let mut hand = Hand::new(self.window);
        hand.press(Press::Alt('x')).await?;
        self.window.read("Relais s’en sert pour interroger la plateforme.").await?;
        self.pictures("vault-relais").await?;
        self.window.accessible("the accounts of Relais").await?;
        self.account_is_added(&mut hand).await?;
        self.secret_is_held(&mut hand, FIRST).await?;
        self.pictures("vault-one").await?;
        self.window.accessible("the vault").await?;

        hand.press(Press::F(12)).await?;
        self.window.read("encore").await?;
        self.picture("vault-code").await?;

        // Another secret; the first is in the history, and can be seen there.
        hand.press(Press::F(9)).await?;
        self.window.until_focused("Nouveau mot de passe").await?;
        self.window.click_on(Kind::Button, "En proposer un").await?;
        self.window.read("bits : un tirage parmi").await?;
        self.window.choose("Fait de", "Mots français").await?;
        self.pictures("vault-proposed").await?;
        self.window.accessible("a secret proposed").await?;
        self.window.fill_in("Nouveau mot de passe", SECOND).await?;
        self.window.read("Vous l’avez changé").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("est changé").await?;
        self.secret_is_held(&mut hand, SECOND).await?;
        self.window.read("Les cinq derniers sont gardés, scellés.").await?;

        hand.press(Press::F(7)).await?;
        self.window.read("Mot de passe copié : le presse-papiers sera vidé dans").await?;
        self.pictures_as_they_are("vault-copied").await?;
        self.finds_in_clipboard(SECOND).await?;
        self.window.fill_in("Rechercher un compte", "").await?;
        // What is to be looked at: the second secret is close to no other, and is short.
        hand.press(Press::F(5)).await?;
        self.window.read("Trop facile à deviner").await?;
        self.pictures("vault-health").await?;
        self.window.accessible("the health of the vault").await?;
        hand.press(Press::F(5)).await?;
        self.window.read("Mots de passe précédents").await?;
        self.accounts_are_shown_before_they_come().await?;
        self.certificate_is_taken(&mut hand).await?;
        self.secrets_are_rotated(&mut hand).await?;
        self.breach_is_followed(&mut hand).await
    }

    /// Put away, taken back, copied, and gone with the lock.
    ///
    /// # Errors
    /// When something of it is left on the screen or in the clipboard.
    pub async fn vault_is_locked(&self) -> Outcome {
        self.account_is_put_away(&mut Hand::new(self.window)).await
    }

    /// The platform leaked: its incident is called a leak from the vault, the list is drawn, one is changed and one left, and the
    /// proof is printed.
    async fn secrets_are_rotated(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::Alt('o')).await?;
        self.window.until_focused("Plateforme qui a fui").await?;
        self.window.choose("Plateforme qui a fui", "Viamedis, 2 comptes").await?;
        self.window.read("il devient une fuite").await?;
        self.picture("rotation-start").await?;
        self.window.accessible("where a rotation starts").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("La liste n’est pas encore dressée").await?;
        self.window.click_on(Kind::Button, "Dresser la liste").await?;
        self.window.read("Compte de la plateforme").await?;
        self.pictures("rotation").await?;
        self.window.accessible("the rotation").await?;
        self.window.fill_in("Nouveau mot de passe", "Pivoine!Sabot:2024").await?;
        self.window.choose("Second facteur", "Mis en place ou renouvelé").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read(" : changé.").await?;
        self.window.click_on(Kind::Button, "Laisser…").await?;
        self.window.until_focused("Pourquoi il reste tel quel").await?;
        self.window.type_text("Compte fermé ce matin").await?;
        self.pictures("rotation-left").await?;
        self.window.click_on(Kind::Button, "Laisser tel quel").await?;
        // The connector of another platform has the same secret in the demonstration.
        self.window.read("2 sur 3").await?;
        self.window.click_on(Kind::Button, "Laisser…").await?;
        self.window.until_focused("Pourquoi il reste tel quel").await?;
        self.window.type_text("Autre plateforme, changé ce soir").await?;
        self.window.click_on(Kind::Button, "Laisser tel quel").await?;
        self.window.read("les accès sont en ordre").await?;
        let seen = self.desktop.opened()?.len();
        self.window.click_on(Kind::Button, "Imprimer la preuve").await?;
        self.paper("rotation", seen).await?;
        self.picture("rotation-done").await?;
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await
    }

    /// Another program's file, shown line by line; nothing of it is taken here.
    async fn accounts_are_shown_before_they_come(&self) -> Outcome {
        let file = std::env::temp_dir().join(format!("relais-comptes-{}.csv", std::process::id()));
        std::fs::write(&file, CSV)?;
        self.window.click_on(Kind::Button, "Importer…").await?;
        self.window.until_focused("Fichier").await?;
        self.window.fill_in("Fichier", &file.display().to_string()).await?;
        self.window.click_on(Kind::Button, "Lire").await?;
        self.window.read("Il n’a pas de mot de passe.").await?;
        self.pictures("vault-import").await?;
        self.window.accessible("accounts to import").await?;
        self.page_holds("Lilas;2024", false).await?;
        self.window.click_on(Kind::Button, "Annuler").await?;
        self.window.see_no("dialog[open]").await?;
        Ok(std::fs::remove_file(file)?)
    }

    async fn account_is_added(&self, hand: &mut Hand<'_>) -> Outcome {
        hand.press(Press::F(8)).await?;
        self.window.until_focused("Identifiant").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("À remplir.").await?;
        self.window.choose("Plateforme", "Viamedis").await?;
        self.window.fill_in("Nom du compte", "comptoir").await?;
        self.window.fill_in("Identifiant", LOGIN).await?;
        self.window.fill_in("Mot de passe", FIRST).await?;
        self.window.choose("Second facteur", "Code calculé (TOTP)").await?;
        self.window.fill_in("Clé des codes", "123456").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("un code à six chiffres n’en est pas une").await?;
        self.window.fill_in("Clé des codes", SEED).await?;
        self.window.fill_in("Notes", "Réponse secrète : mimosa").await?;
        self.pictures("vault-add").await?;
        self.window.accessible("the account").await?;
        hand.press(Press::ControlEnter).await?;
        self.window.read("Viamedis · comptoir est dans le coffre.").await?;
        self.window.see_no("dialog[open]").await
    }

    /// The secret is in the page while F4 is held, and in nothing of it before and after.
    async fn secret_is_held(&self, _hand: &mut Hand<'_>, secret: &str) -> Outcome {
        self.page_holds(secret, false).await?;
        let key = char::from_u32(0xE034).unwrap_or_default();
        self.window.driver().action_chain().key_down(key).perform().await?;
        self.page_holds(secret, true).await?;
        if secret == FIRST {
            self.picture("vault-held").await?;
        } else {
            // Held for longer than a short press, which would leave it shown.
            let long = "const since = performance.now(); while (performance.now() - since < 400);";
            self.window.driver().execute(long, Vec::new()).await?;
        }
        self.window.driver().action_chain().key_up(key).perform().await?;
        self.page_holds(secret, false).await
    }

    async fn page_holds(&self, secret: &str, expected: bool) -> Outcome {
        let looks = "return document.documentElement.outerHTML.includes(arguments[0]) \
                     || [...document.querySelectorAll('input, textarea')].some(field => field.value.includes(arguments[0]));";
        until(&format!("the page to hold the secret: {expected}"), async || {
            let secret = vec![serde_json::json!(secret)];
            let holds: bool = self.window.driver().execute(looks, secret).await?.convert()?;
            Ok((holds == expected).then_some(()))
        })
        .await
    }

    /// What the clipboard holds, pasted where it can be read.
    async fn finds_in_clipboard(&self, expected: &str) -> Outcome {
        self.window.fill_in("Rechercher un compte", "").await?;
        self.window.press(Press::Control('v')).await?;
        self.window.until_holds(expected).await
    }

    /// Put away, taken back by the sentence that says it, and nothing of it after the lock.
    async fn account_is_put_away(&self, hand: &mut Hand<'_>) -> Outcome {
        self.window.click_on(Kind::Button, "Retirer").await?;
        self.window.read("est retiré du coffre.").await?;
        self.window.read("Comptes retirés").await?;
        self.picture("vault-removed").await?;
        self.window.click_on(Kind::Button, "Annuler").await?;
        self.window.read("est de nouveau dans le coffre.").await?;
        hand.press(Press::F(7)).await?;
        self.window.read("Mot de passe copié").await?;
        hand.press(Press::Control('l')).await?;
        self.window.until_focused("Phrase de passe").await?;
        self.page_holds(SECOND, false).await?;
        self.page_holds(LOGIN, false).await?;
        self.clipboard_is_empty().await
    }

    /// The clipboard was emptied: the field of the lock screen stays as it is.
    pub(super) async fn clipboard_is_empty(&self) -> Outcome {
        self.window.press(Press::Control('v')).await?;
        self.window.type_text("x").await?;
        let typed = "return document.activeElement.value;";
        let typed: String = self.window.driver().execute(typed, Vec::new()).await?.convert()?;
        if typed == "x" { Ok(()) } else { Err(format!("the clipboard still held {} letters", typed.len()).into()) }
    }
}
