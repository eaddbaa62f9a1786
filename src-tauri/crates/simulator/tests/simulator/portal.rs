//! The portal by hand: the same book, the same register, its own closure.

use relais_simulator::{Breakage, Fault, Function, Platform};

use crate::bench::Bench;
use crate::client::{Reply, Request, call};

async fn post(bench: &Bench, form: &str, body: &str) -> Reply {
    call(&bench.base, Request::form(format!("/viamedis/portail/{form}"), body)).await
}

#[tokio::test]
async fn the_portal_is_marked_and_has_two_labelled_forms() {
    let bench = Bench::new().await;
    let page = call(&bench.base, Request::get("/viamedis/portail")).await.text();
    for words in
        ["<html lang=\"fr\">", "Simulateur : ", "Portail Viamedis", "for=\"pec-montant\"", "value=\"2024-01-22\""]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<script"));
}

#[tokio::test]
async fn rights_are_shown_with_their_dates() {
    let bench = Bench::new().await;
    let page = post(&bench, "droits", "adherent=31204450&activite=optics&date=2024-01-22").await.text();
    for words in ["Droits ouverts", "Odile Ferrandier", "du 01/01/2024 au 31/12/2024", "jusqu’à 420,00\u{a0}€"] {
        assert!(page.contains(words), "{words}");
    }
    let ended = post(&bench, "droits", "adherent=31204483&activite=optics&date=22/01/2024").await.text();
    assert!(ended.contains("Droits fermés depuis le 31/12/2023") && !ended.contains("Droits ouverts"));
}

#[tokio::test]
async fn an_agreement_is_recorded_once_by_its_reference() {
    let bench = Bench::new().await;
    let body = "adherent=31204461&activite=optics&montant=380%2C00&reference=D-17";
    let first = post(&bench, "pec", body).await;
    assert_eq!(first.status, 200);
    let page = first.text();
    for words in ["VM24012200001", "300,00\u{a0}€", "21/04/2024", "D-17"] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(post(&bench, "pec", body).await.text(), page);
    assert_eq!(bench.control.agreements(Platform::VIAMEDIS).len(), 1);
    let other = post(&bench, "pec", "adherent=31204461&activite=optics&montant=12&reference=D-17").await;
    assert_eq!(other.status, 422);
}

#[tokio::test]
async fn what_was_typed_badly_is_said_and_text_is_escaped() {
    let bench = Bench::new().await;
    for body in ["adherent=31204461&montant=beaucoup", "adherent=31204461&montant=0", "adherent=%3Cb%3E&montant=12"] {
        let reply = post(&bench, "pec", body).await;
        assert_eq!(reply.status, 422, "{body}");
    }
    assert!(bench.control.records().is_empty());
    let page = post(&bench, "pec", "adherent=31204461&montant=12&reference=%3Cscript%3E").await.text();
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
}

#[tokio::test]
async fn the_portal_can_be_open_while_agreements_cannot_be_recorded() {
    let bench = Bench::new().await;
    let breakage = Breakage::new(Platform::VIAMEDIS, Function::PriorAuthorisation, Fault::ServerError);
    bench.control.break_function(breakage).await.unwrap();
    assert_eq!(post(&bench, "droits", "adherent=31204450").await.status, 200);
    let refused = post(&bench, "pec", "adherent=31204450&montant=380").await;
    assert_eq!(refused.status, 503);
    assert!(refused.text().contains("n’a pas pu être enregistrée"));
    assert!(bench.control.records().is_empty());
}

#[tokio::test]
async fn a_closed_portal_says_so_while_the_rest_answers() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Portal, Fault::Closed).await;
    let closed = post(&bench, "droits", "adherent=31204450").await;
    assert_eq!(closed.status, 503);
    assert!(closed.text().contains("Accès fermé par précaution"));
    assert_eq!(bench.rights(&crate::bench::rights_request("31204450")).await.status, 200);
}
