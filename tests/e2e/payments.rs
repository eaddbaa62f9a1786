//! « Virements et avis » in the real window of a pharmacy: a statement with its columns, who pays said once, what it names paid
//! at once, the rest allocated by the keyboard; the same statement again; the statement undone.

use super::circuit::{LOTS, RETURNS, pharmacy, pictures};
use relais_tests::Outcome;
use relais_tests::window::{Desktop, Keyring, Kind, Press, SMALL, Window};

const STATEMENT: &str = "Date opération;Date valeur;Libellé;Débit;Crédit
05/02/2024;05/02/2024;VIR SEPA RECU VIR-2024-0131-77;;8,93
05/02/2024;05/02/2024;VIR SEPA RECU ALAN ASSURANCES;;1 204,50
06/02/2024;06/02/2024;REMISE CB CONTRAT 1234567;;245,80
07/02/2024;07/02/2024;PRLV SEPA ENERGIE DU MARCHE;84,20;
08/02/2024;08/02/2024;VIR SEPA RECU MUT DU LITTORAL;;50,00
08/02/2024;08/02/2024;REMISE CHEQUES 4471220;;120,00
09/02/2024;09/02/2024;VIR SEPA RECU ALAN ASSURANCES;;12,3O
";

const ADVICES: &str = "N° facture;Nom;Référence avis;Date avis;Montant avisé;Statut;Code rejet;Motif
F24018800;Abadie;AV-2024-12;06/02/2024;13,85;Payé;;
F24018801;Bessière;AV-2024-12;06/02/2024;50,00;Payé;;
F24018802;Carlier;AV-2024-12;06/02/2024;;Rejeté;R45;Droits fermés à la date des soins
F99999999;Inconnu;AV-2024-12;06/02/2024;19,78;Payé;;
";

/// A list pasted into the dialog that is open, and read.
async fn pastes(window: &Window, text: &str) -> Outcome {
    window.read("Ou collez ici les lignes").await?;
    let paste = "const field = document.querySelector('dialog[open] textarea'); field.focus();
        field.value = arguments[0]; field.dispatchEvent(new Event('input', { bubbles: true }));";
    window.driver().execute(paste, vec![text.into()]).await?;
    window.press(Press::ControlEnter).await
}

/// Invoices at the concentrator, one of them announced.
async fn lots_and_returns(window: &Window) -> Outcome {
    window.press(Press::F(9)).await?;
    window.press(Press::F(8)).await?;
    window.read("Rien n’est confié à l’OCT").await?;
    window.press(Press::F(7)).await?;
    pastes(window, LOTS).await?;
    window.read("44 lignes").await?;
    window.press(Press::ControlEnter).await?;
    window.read("lignes à enregistrer").await?;
    window.press(Press::ControlEnter).await?;
    window.read("nouveaux dossiers.").await?;
    window.see_no("dialog[open]").await?;
    window.press(Press::F(8)).await?;
    pastes(window, RETURNS).await?;
    window.read("Ce que disent les statuts").await?;
    window.press(Press::ControlEnter).await?;
    window.read("2 rejets à reprendre").await?;
    window.press(Press::ControlEnter).await?;
    window.read("2 rejets à reprendre.").await?;
    window.see_no("dialog[open]").await
}

async fn statement(window: &Window) -> Outcome {
    window.click_on(Kind::Button, "Virements et avis").await?;
    window.read("Avisé sans virement").await?;
    window.read("relancez le payeur, avis en main").await?;
    pictures(window, "payments-raised").await?;
    window.accessible("payments raised").await?;
    window.click_on(Kind::Tab, "À affecter").await?;
    window.read("Rien à affecter").await?;
    pictures(window, "payments-empty").await?;
    window.accessible("payments empty").await?;
    window.press(Press::F(7)).await?;
    pastes(window, STATEMENT).await?;
    window.read("Proposée d’après les noms des colonnes : vérifiez.").await?;
    pictures(window, "payments-columns").await?;
    window.accessible("payments columns").await?;
    window.fill_in("Enregistrer la correspondance sous", "Ma banque").await?;
    window.press(Press::ControlEnter).await?;
    window.read("2 virements d’un payeur que Relais ne connaît pas").await?;
    window.read("le libellé le nomme, la somme est exacte").await?;
    window.read("« 12,3O » ne se lit pas").await?;
    window.press(Press::Down).await?;
    window.press(Press::Down).await?;
    pictures(window, "payments-lines").await?;
    window.accessible("payments lines").await
}

/// Advices by list: one finds its share, one is less than agreed, one is nobody's yet and stays as work.
async fn advices(window: &Window) -> Outcome {
    window.press(Press::F(4)).await?;
    pastes(window, ADVICES).await?;
    window.read("Proposée d’après les noms des colonnes : vérifiez.").await?;
    window.picture("payments-advice-columns").await?;
    window.press(Press::ControlEnter).await?;
    window.read("1 avis sans dossier").await?;
    pictures(window, "payments-advice-lines").await?;
    window.accessible("payments advice lines").await?;
    window.press(Press::ControlEnter).await?;
    window.read("2 paiements annoncés, 1 rejet, 1 avis sans dossier.").await?;
    window.see_no("dialog[open]").await?;
    pictures(window, "payments-aside").await?;
    window.accessible("payments aside").await?;
    window.press(Press::F(5)).await?;
    window.until_focused("Chercher un dossier attendu").await?;
    window.type_text("Kerbrat").await?;
    window.read("Karine Kerbrat").await?;
    window.picture("payments-aside-whose").await?;
    window.press(Press::Enter).await?;
    window.read("Avis noté sur le dossier de Karine Kerbrat.").await?;
    window.see_no("dialog[open]").await
}

/// Who pays is said once, and the statement is read again.
async fn who_pays(window: &Window) -> Outcome {
    // The cursor is on the third line; the second is one up.
    window.press(Press::Up).await?;
    window.click_on(Kind::Button, "Qui paie ?").await?;
    window.until_focused("Mots du libellé").await?;
    window.until_holds("ALAN ASSURANCES").await?;
    window.choose("Payeur", "une mutuelle qui paie elle-même").await?;
    window.fill_in("Nom de la mutuelle", "Alan").await?;
    pictures(window, "payments-who-pays").await?;
    window.accessible("payments who pays").await?;
    window.press(Press::Enter).await?;
    window.read("« ALAN ASSURANCES » : retenu.").await?;
    window.read("1 virement d’un payeur que Relais ne connaît pas").await
}

async fn recorded(window: &Window) -> Outcome {
    window.press(Press::ControlEnter).await?;
    window.read("3 lignes enregistrées, 1 part payée, 1 254,50 € à affecter.").await?;
    window.see_no("dialog[open]").await?;
    window.read("une part de ce montant exact").await?;
    pictures(window, "payments-allocate").await?;
    window.accessible("payments allocate").await?;
    // What it may pay is there to be read; the keyboard confirms it.
    window.click_on(Kind::Row, "ALAN ASSURANCES").await?;
    window.press(Press::Enter).await?;
    window.read("Les parts font exactement le virement.").await?;
    window.picture("payments-credit").await?;
    window.press(Press::ControlEnter).await?;
    window.see_no("dialog[open]").await?;
    window.read("reste 50,00 € (compte 471)").await?;
    window.click_on(Kind::Tab, "Virements").await?;
    window.read("1 part").await?;
    pictures(window, "payments-credits").await?;
    // Again: the mapping is found, and what is known adds nothing.
    window.press(Press::F(7)).await?;
    pastes(window, STATEMENT).await?;
    window.read("Ce même fichier a déjà été importé").await?;
    window.read("3 déjà connues").await?;
    window.picture("payments-again").await?;
    window.press(Press::Escape).await?;
    window.see_no("dialog[open]").await
}

async fn undone(window: &Window) -> Outcome {
    window.click_on(Kind::Tab, "Payeurs reconnus").await?;
    window.read("alan assurances").await?;
    window.picture("payments-payers").await?;
    window.click_on(Kind::Tab, "Listes importées").await?;
    window.click_on(Kind::Row, "Relevé de compte").await?;
    window.press(Press::Delete).await?;
    window.read("Annuler cet import").await?;
    window.press(Press::ControlEnter).await?;
    // The credit that was allocated since stays.
    window.read("1 virement reste, autre chose s’est passé depuis").await?;
    pictures(window, "payments-undone").await?;
    window.press(Press::Escape).await?;
    window.read("Annulée en partie").await
}

#[tokio::test]
async fn a_statement_pays_what_it_names_and_the_rest_is_allocated_by_hand() -> Outcome {
    let desktop = Desktop::start("payments", Keyring::Unlocked).await?;
    let window = desktop.open(&[]).await?;
    window.resize(SMALL).await?;
    pharmacy(&window).await?;
    lots_and_returns(&window).await?;
    statement(&window).await?;
    who_pays(&window).await?;
    recorded(&window).await?;
    undone(&window).await?;
    advices(&window).await?;
    window.close().await
}
