//! The mode of an outage, lived through: the way the owner proposes, the ceilings of what the practice carries, its papers,
//! and the customers who are called back.

use relais_domain::context::Role;
use relais_domain::dossier::{CallOutcome, Way};
use relais_domain::incident::{Ceiling, CeilingStanding};
use relais_domain::source::SourceCode;
use relais_usecases::contract::{
    AddIncidentLineRequest, CallBackWhy, CarryBeyondRequest, ChooseWayRequest, CustomerPaymentRequest, DossierRef,
    IncidentRef, Moment, OutageModeView, PriceDossierRequest, ProblemCode, RecordCallRequest, SetOutageModeRequest,
    VerifyArchiveRequest,
};
use relais_usecases::{
    call_backs, choose_way, customer_payment, edit_dossier, incidents, journal, outage, outage_papers,
};

use crate::ground::{Outcome, Shop, call, cents, day, glasses, pdf_text};

const MEMBER: &str = "4417002230";

pub(crate) async fn incident(shop: &Shop) -> relais_domain::ids::IncidentId {
    shop.until("the incident", || shop.incident()).await.incident
}

fn mode(per_customer: Option<i64>, in_all: Option<i64>) -> OutageModeView {
    OutageModeView {
        default_way: Some(Way::ChequeKept),
        per_customer_cents: per_customer.map(cents),
        in_all_cents: in_all.map(cents),
    }
}

/// A sale looked up in vain, so that the outage is known.
pub(crate) async fn sale(shop: &Shop, name: &str) -> relais_domain::ids::DossierId {
    let sold = shop.sells(glasses(name, "viamedis", MEMBER)).await;
    shop.verifies(sold.dossier).await;
    sold.dossier
}

/// Two pairs of 371 € each pass under a ceiling of 800 €, the third does not; the owner goes further with a reason, and the
/// journal keeps it.
#[tokio::test(flavor = "multi_thread")]
async fn the_ceiling_warns_and_stops_and_the_owner_goes_beyond() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let first = sale(&shop, "Bernard").await;
    let incident = incident(&shop).await;
    let view = outage::view(&shop.app, call(), IncidentRef { incident }).await?;
    assert!(!view.is_set && view.mode.in_all_cents.is_none());
    assert_eq!(view.proposed.in_all_cents, Some(cents(6_000_00)));
    assert!(shop.dossier(first).await.exposure.is_none(), "without a ceiling nothing is warned of");

    let set = SetOutageModeRequest { incident, mode: mode(Some(500_00), Some(800_00)) };
    let view = outage::set_mode(&shop.app, call(), set).await?;
    assert_eq!((view.is_set, view.carried_cents), (true, cents(0)));
    // What the owner proposes is proposed at the counter.
    assert_eq!(shop.dossier(first).await.default_way, Way::ChequeKept);

    shop.goes(first, Way::DeliveredThirdPartyPayment).await;
    let second = sale(&shop, "Haddadi").await;
    let warned = shop.dossier(second).await.exposure.unwrap();
    assert_eq!((warned.standing, warned.ceiling), (CeilingStanding::Near, Ceiling::InAll));
    assert_eq!((warned.carried_cents, warned.ceiling_cents), (cents(742_00), cents(800_00)));
    shop.goes(second, Way::DeliveredThirdPartyPayment).await;

    let third = sale(&shop, "Queyrel").await;
    assert_eq!(shop.dossier(third).await.exposure.map(|it| it.standing), Some(CeilingStanding::Beyond));
    let before = shop.entries();
    let chosen = ChooseWayRequest { dossier: third, way: Way::DeliveredThirdPartyPayment };
    let refused = choose_way::choose(&shop.app, call(), chosen.clone()).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.params["carried_cents"].as_i64(), refused.params["ceiling"].as_str()),
        (ProblemCode::ExposureAboveCeiling, Some(1_113_00), Some("in_all"))
    );
    assert_eq!(shop.entries(), before, "a refusal writes nothing");
    // Another way is open, and frees nothing of the others.
    shop.goes(third, Way::SetAside).await;
    let empty = CarryBeyondRequest { dossier: third, reason: "  ".to_owned() };
    assert_eq!(outage::carry_beyond(&shop.app, call(), empty).await.unwrap_err().code, ProblemCode::ReasonNeeded);
    let reason = "Cliente connue, accord par téléphone.".to_owned();
    let view = outage::carry_beyond(&shop.app, call(), CarryBeyondRequest { dossier: third, reason }).await?;
    assert_eq!(view.way, Some(Way::DeliveredThirdPartyPayment));
    // Chosen again it carries no more, and is not asked about again.
    choose_way::choose(&shop.app, call(), chosen).await?;

    let view = outage::view(&shop.app, call(), IncidentRef { incident }).await?;
    assert_eq!(
        (view.carried_cents, view.standing, view.customers.len()),
        (cents(1_113_00), CeilingStanding::Beyond, 3)
    );
    let gone = &view.exceeded[..];
    assert_eq!((gone.len(), gone[0].dossier, gone[0].ceiling), (1, third, Ceiling::InAll));
    assert_eq!(gone[0].reason.as_deref(), Some("Cliente connue, accord par téléphone."));
    // What is paid is carried no longer.
    shop.goes(second, Way::SetAside).await;
    let view = outage::view(&shop.app, call(), IncidentRef { incident }).await?;
    assert_eq!(view.carried_cents, cents(742_00));
    Ok(())
}

/// Two dossiers of one customer count together, whichever way his name was typed.
#[tokio::test(flavor = "multi_thread")]
async fn a_customers_dossiers_count_together() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let first = sale(&shop, "Le Goff").await;
    let incident = incident(&shop).await;
    let set = SetOutageModeRequest { incident, mode: mode(Some(500_00), None) };
    outage::set_mode(&shop.app, call(), set).await?;
    shop.goes(first, Way::DeliveredThirdPartyPayment).await;
    let again = sale(&shop, "LE GOFF").await;
    let chosen = |dossier| ChooseWayRequest { dossier, way: Way::DeliveredThirdPartyPayment };
    let refused = choose_way::choose(&shop.app, call(), chosen(again)).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.params["ceiling"].as_str()),
        (ProblemCode::ExposureAboveCeiling, Some("per_customer"))
    );
    let other = sale(&shop, "Le Gall").await;
    choose_way::choose(&shop.app, call(), chosen(other)).await?;
    let view = outage::view(&shop.app, call(), IncidentRef { incident }).await?;
    assert_eq!(view.customers.len(), 2);
    // A price that grows would carry more; the ceiling holds there too.
    let price = |amc: i64| PriceDossierRequest {
        dossier: again,
        total_cents: cents(amc + 109_00),
        amo_share_cents: cents(9_00),
        amc_share_cents: vec![cents(amc)],
        customer_share_cents: cents(100_00),
        lines: Vec::new(),
    };
    edit_dossier::price(&shop.app, call(), price(100_00)).await?;
    choose_way::choose(&shop.app, call(), chosen(again)).await?;
    let refused = edit_dossier::price(&shop.app, call(), price(200_00)).await.unwrap_err();
    assert!(
        matches!(refused.code, ProblemCode::ExposureAboveCeiling | ProblemCode::WayHasEffects),
        "{refused}: what waits keeps its price, what does not keeps its ceiling"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mode_is_the_owners() -> Outcome {
    let shop = Shop::in_the_outage().await;
    sale(&shop, "Bernard").await;
    let incident = incident(&shop).await;
    for command in ["outage.set_mode", "outage.carry_beyond"] {
        let needs = relais_usecases::table::needs(command).unwrap();
        let may = [Role::Counter, Role::Billing, Role::Owner, Role::Accountant]
            .map(|role| relais_usecases::permission::allows(role, needs));
        assert_eq!(may, [false, false, true, false], "{command}");
    }
    let nothing = SetOutageModeRequest { incident, mode: mode(Some(0), None) };
    let refused = outage::set_mode(&shop.app, call(), nothing).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::AmountNotPositive);
    Ok(())
}

/// The notice, the message and the slip say what customers must know; the proof can be checked by anybody.
#[tokio::test(flavor = "multi_thread")]
async fn the_papers_of_an_outage() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let sold = sale(&shop, "Bernard").await;
    let incident = incident(&shop).await;
    let door = outage_papers::door_notice(&shop.app, call(), IncidentRef { incident }).await?;
    let said = pdf_text(&door.path);
    for sentence in ["complémentaires santé", "Viamedis", "mis de côté", "document sans valeur"] {
        assert!(said.contains(sentence), "the notice does not say « {sentence} »:\n{said}");
    }
    let message = outage_papers::phone_message(&shop.app, call(), IncidentRef { incident }).await?;
    assert!(pdf_text(&message.path).contains("Viamedis"));

    let early = outage_papers::set_aside_slip(&shop.app, call(), DossierRef { dossier: sold }).await.unwrap_err();
    assert_eq!(early.code, ProblemCode::NotSetAside);
    shop.goes(sold, Way::SetAside).await;
    let slip = outage_papers::set_aside_slip(&shop.app, call(), DossierRef { dossier: sold }).await?;
    let said = pdf_text(&slip.path);
    for sentence in ["L-2024-0001", "Lucie Bernard", "480,00", "06 39 98 01 02"] {
        assert!(said.contains(sentence), "the slip does not say « {sentence} »:\n{said}");
    }
    let bytes = std::fs::read(&slip.path).unwrap();
    let again = outage_papers::set_aside_slip(&shop.app, call(), DossierRef { dossier: sold }).await?;
    assert_eq!(std::fs::read(again.path).unwrap(), bytes, "the very same paper");

    let proof = outage_papers::proof(&shop.app, call(), DossierRef { dossier: sold }).await?;
    let said = pdf_text(&proof.path);
    for sentence in ["L-2024-0002", "Droits", "Viamedis", "SHA-256", "relais verify"] {
        assert!(said.contains(sentence), "the proof does not say « {sentence} »:\n{said}");
    }
    the_proof_can_be_computed_again(&said);
    let verified = journal::verify(&shop.app, call(), VerifyArchiveRequest { path: None, anchor: None }).await?;
    assert_eq!(verified.papers.map(|papers| (papers.issued, papers.unsound.len())), Some((2, 0)));
    // Once the outage is known, nothing leaves any more: the later dossiers say so, and prove it.
    let mut known = sold;
    for name in ["Haddadi", "Lacroix", "Moreau", "Petit", "Simon", "Roux"] {
        known = sale(&shop, name).await;
    }
    let proof = outage_papers::proof(&shop.app, call(), DossierRef { dossier: known }).await?;
    let said = pdf_text(&proof.path);
    assert!(said.contains("sans que rien puisse partir") && said.contains("non partie, panne déjà"), "{said}");
    // A dossier that was never asked about has nothing to prove.
    let silent = shop.sells(glasses("Muller", "almerys", MEMBER)).await.dossier;
    let refused = outage_papers::proof(&shop.app, call(), DossierRef { dossier: silent }).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::NoAttempt);
    Ok(())
}

/// From the page alone: the hash of an entry is SHA-256 of the previous hash and of its exact text.
fn the_proof_can_be_computed_again(said: &str) {
    use sha2::{Digest, Sha256};
    let annex: String = said.split("Annexe").nth(1).unwrap().chars().filter(|c| !c.is_whitespace()).collect();
    let after = |label: &str| annex.split(label).nth(1).unwrap().to_owned();
    let previous: String = after("Empreinteprécédente:").chars().take(64).collect();
    let hash: String = after("Empreinte:").chars().take(64).collect();
    let text = after("Texte:");
    // A page's foot may stand between two lines of the text; the shortest JSON that the hash confirms is the text.
    let ends = text.match_indices('}').map(|(at, _)| at + 1);
    let seed: Vec<u8> = (0..64).step_by(2).map(|at| u8::from_str_radix(&previous[at..at + 2], 16).unwrap()).collect();
    let found = ends.map(|end| &text[..end]).any(|text| {
        let mut digest = Sha256::new();
        digest.update(&seed);
        digest.update(text.as_bytes());
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>() == hash
    });
    assert!(found, "the hash on the page is not that of the text on the page:\n{annex}");
}

/// Set aside, called in vain, called again: who called and what came of it stays, and he leaves the list once he came.
#[tokio::test(flavor = "multi_thread")]
async fn customers_are_called_back() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let aside = sale(&shop, "Bernard").await;
    let incident = incident(&shop).await;
    let returns = sale(&shop, "Haddadi").await;
    shop.goes(aside, Way::SetAside).await;
    shop.goes(returns, Way::CustomerReturns).await;
    let list = call_backs::list(&shop.app, call(), IncidentRef { incident }).await?;
    let whys: Vec<_> = list.rows.iter().map(|row| (row.dossier, row.why, row.due)).collect();
    assert_eq!(whys, [(aside, CallBackWhy::SetAside, true), (returns, CallBackWhy::WillReturn, true)]);
    assert_eq!(list.rows[0].phone, "0639980102");

    let called = |dossier, outcome, next: Option<&str>| RecordCallRequest {
        dossier,
        outcome,
        next_on: next.map(day),
        note: "Sa sœur prend le message.".to_owned(),
    };
    let early = call_backs::record(&shop.app, call(), called(aside, CallOutcome::MessageLeft, Some("2024-01-30")));
    assert_eq!(early.await.unwrap_err().code, ProblemCode::DateTooEarly);
    call_backs::record(&shop.app, call(), called(aside, CallOutcome::MessageLeft, Some("2024-02-12"))).await?;
    let list = call_backs::list(&shop.app, call(), IncidentRef { incident }).await?;
    assert_eq!((list.to_call, list.rows[1].dossier, list.rows[1].calls), (1, aside, 1));
    let last = list.rows[1].last.as_ref().unwrap();
    assert!(!last.by.is_empty() && last.note.as_deref() == Some("Sa sœur prend le message."));
    let sheet = call_backs::print(&shop.app, call(), IncidentRef { incident }).await?;
    let said = pdf_text(&sheet.path);
    assert!(said.contains("Haddadi") && !said.contains("Bernard"), "only whom to call today:\n{said}");

    shop.move_to("2024-02-12T12:00:00Z");
    let list = call_backs::list(&shop.app, call(), IncidentRef { incident }).await?;
    assert_eq!(list.to_call, 2);
    call_backs::record(&shop.app, call(), called(aside, CallOutcome::Comes, None)).await?;
    let list = call_backs::list(&shop.app, call(), IncidentRef { incident }).await?;
    assert_eq!((list.to_call, list.rows.len()), (1, 2));
    shop.marks(aside, Moment::Order).await;
    let list = call_backs::list(&shop.app, call(), IncidentRef { incident }).await?;
    assert_eq!(list.rows.iter().map(|row| row.dossier).collect::<Vec<_>>(), [returns], "he came");
    Ok(())
}

/// What was said is never rewritten: another line corrects it, and both stay.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_the_log_is_corrected_by_another() -> Outcome {
    let shop = Shop::in_the_outage().await;
    sale(&shop, "Bernard").await;
    let incident = incident(&shop).await;
    let line = |text: &str, corrects| AddIncidentLineRequest {
        incident,
        said_by: SourceCode::parse("uspo").unwrap(),
        said_at: None,
        text: text.to_owned(),
        corrects,
    };
    let view = incidents::add_line(&shop.app, call(), line("Retour lundi.", None)).await?;
    let first = view.log[0].line;
    let view = incidents::add_line(&shop.app, call(), line("Retour mardi.", first)).await?;
    assert_eq!(view.log[0].corrects, first);
    assert_eq!((view.log[1].text.as_deref(), view.log[1].corrected), (Some("Retour lundi."), true));
    let twice = incidents::add_line(&shop.app, call(), line("Retour jeudi.", first)).await.unwrap_err();
    assert_eq!(twice.code, ProblemCode::UnknownLine);
    Ok(())
}

/// What the customer pays is carried no longer.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_and_paid_by_the_customer_is_not_carried() -> Outcome {
    use relais_domain::context::PaymentMeans;
    use relais_domain::dossier::PaymentPurpose;
    let shop = Shop::in_the_outage().await;
    let sold = sale(&shop, "Bernard").await;
    let incident = incident(&shop).await;
    shop.goes(sold, Way::CustomerAdvances).await;
    let pays = CustomerPaymentRequest {
        dossier: sold,
        amount_cents: cents(371_00),
        means: PaymentMeans::Card,
        purpose: PaymentPurpose::AmcShareAdvanced,
        on: shop.practice().today(),
    };
    customer_payment::record(&shop.app, call(), pays).await?;
    let view = outage::view(&shop.app, call(), IncidentRef { incident }).await?;
    assert_eq!((view.carried_cents, view.customers.len()), (cents(0), 0));
    Ok(())
}
