//! The operators asked for one complementary, in order: the next one when the one before is down, within one budget, and only
//! where the customer said yes.

use std::time::Duration;

use relais_domain::coverage::Certainty;
use relais_domain::dossier::{ConsentDecision, Way};
use relais_domain::ids::DossierId;
use relais_domain::reference_file::Status;
use relais_simulator::{Fault, Function as Broken, Platform};
use relais_usecases::contract::{ChangeRoutingRequest, Nothing, OpenDossierRequest, RightsView, RoutingRowFields};
use relais_usecases::{lookup_guard, routing_table};
use rstest::rstest;

use crate::covers::{AMC, MEMBER, answered, asked, breaks, insured};
use crate::ground::{Outcome, Shop, call, code};

/// A sale whose insurer these answer for, in this order; the customer said yes to both.
async fn sold_for<const N: usize>(shop: &Shop, operators: [&str; N]) -> DossierId {
    let sold = shop.sells_unasked(insured("Bernard", operators[0], MEMBER)).await.dossier;
    answer(shop, operators).await;
    shop.says(sold, ConsentDecision::Given).await;
    sold
}

/// The table says that these answer for the insurer.
async fn answer<const N: usize>(shop: &Shop, operators: [&str; N]) {
    let row = RoutingRowFields {
        insurer_name: "Mutuelle des Vallées".to_owned(),
        amc_number: AMC.to_owned(),
        csr: String::new(),
        domain: String::new(),
        from: "2024-01-01".parse().unwrap(),
        to: None,
        operators: operators.map(code).to_vec(),
        network: String::new(),
        status: Status::ToVerify,
        source: "Carte".to_owned(),
        noted_on: "2024-01-15".parse().unwrap(),
    };
    let change = ChangeRoutingRequest { was: None, becomes: Some(row) };
    routing_table::change(&shop.app, call(), change).await.unwrap();
}

async fn in_time(shop: &Shop, dossier: DossierId) -> RightsView {
    tokio::time::timeout(Duration::from_secs(3), asked(shop, dossier)).await.expect("within one budget")
}

#[rstest]
#[case::refused(Broken::Connection, Fault::Refuse, false)]
#[case::broken(Broken::Rights, Fault::ServerError, false)]
#[case::silent(Broken::Rights, Fault::HangHeaders, true)]
#[tokio::test(flavor = "multi_thread")]
async fn a_second_operator_answers_when_the_first_is_down(
    #[case] function: Broken,
    #[case] fault: Fault,
    #[case] still_waiting: bool,
) -> Outcome {
    let shop = Shop::open().await;
    let sold = sold_for(&shop, ["viamedis", "almerys"]).await;
    breaks(&shop, Platform::VIAMEDIS, function, fault).await;
    let view = in_time(&shop, sold).await;
    assert_eq!((view.platform_label.as_str(), view.instead_of.as_deref()), ("Almerys", Some("Viamedis")));
    assert_eq!((answered(&view).certainty, answered(&view).platform_label.as_str()), (Certainty::A, "Almerys"));
    assert_eq!(view.still_waiting, still_waiting);
    // Both attempts are proof.
    let checks = shop.dossier(sold).await.timeline.into_iter().filter(|row| row.kind == "dossier.rights_checked");
    assert_eq!(checks.filter(|row| row.body["evidence_digest"].is_string()).count(), 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_operator_that_answers_is_the_only_one_told_who_the_customer_is() -> Outcome {
    let shop = Shop::open().await;
    let sold = sold_for(&shop, ["viamedis", "almerys", "sp-sante"]).await;
    breaks(&shop, Platform::VIAMEDIS, Broken::Rights, Fault::Late).await;
    let view = in_time(&shop, sold).await;
    assert_eq!((view.platform_label.as_str(), &view.instead_of), ("Viamedis", &None));
    assert_eq!(answered(&view).certainty, Certainty::A);
    Ok(())
}

/// The customer said yes to one operator alone: no other is told who he is, and what the first gave is the answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_operator_to_which_nobody_said_yes_is_not_asked() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(insured("Bernard", "viamedis", MEMBER)).await.dossier;
    let other = sold_for(&shop, ["viamedis", "almerys"]).await;
    breaks(&shop, Platform::VIAMEDIS, Broken::Rights, Fault::ServerError).await;
    assert_eq!(in_time(&shop, sold).await.platform_label, "Viamedis");
    assert_eq!(in_time(&shop, other).await.platform_label, "Almerys");
    Ok(())
}

/// A portal is not asked by the program: the next operator is, and that is a look-up counted like any other.
#[tokio::test(flavor = "multi_thread")]
async fn an_operator_behind_a_portal_gives_way_to_the_next() -> Outcome {
    let shop = Shop::open().await;
    let sold = sold_for(&shop, ["sp-sante", "almerys"]).await;
    let view = in_time(&shop, sold).await;
    assert_eq!((view.platform_label.as_str(), view.instead_of.as_deref()), ("Almerys", Some("SP santé")));
    let watched = lookup_guard::view(&shop.app, call(), Nothing {}).await?;
    assert_eq!(watched.users.iter().map(|user| user.this_hour).sum::<u32>(), 1);
    Ok(())
}

/// The card names nobody and the table does: the customer's no to that one closes the same ways.
#[tokio::test(flavor = "multi_thread")]
async fn a_no_to_whom_the_table_names_closes_the_ways_that_send() -> Outcome {
    let shop = Shop::open().await;
    answer(&shop, ["viamedis", "almerys"]).await;
    let request = OpenDossierRequest { operator: None, ..insured("Bernard", "viamedis", MEMBER) };
    let sold = shop.sells_unasked(request).await.dossier;
    assert_eq!(shop.dossier(sold).await.closed_ways, []);
    let shown = shop.says(sold, ConsentDecision::Refused).await;
    assert_eq!(shown.closed_ways, [Way::DeliveredThirdPartyPayment, Way::ChequeKept]);
    Ok(())
}
