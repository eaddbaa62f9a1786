//! F12: the estimate while the platform is down, from the minimal dossier to the printed page; what it rested on is kept,
//! and its numbers are replaced by a file, whole or not at all.

use relais_domain::document::Paper;
use relais_domain::dossier::LineKind;
use relais_domain::estimate::reference::{Fault, SHIPPED};
use relais_domain::estimate::{
    AgeBand, Confidence, EarlyRenewal, Estimate, Evidence, Guarantee, LastEquipment, Network, NetworkSide, Said,
    SaidCover,
};
use relais_domain::ids::DossierId;
use relais_usecases::contract::{
    EstimateRequest, EstimateResult, EstimateView, LineView, Moment, Nothing, PrintEstimateRequest, Problem,
    ProblemCode, ReferenceTaken, TakeReferenceRequest, VerifyRightsRequest,
};
use relais_usecases::{estimate, estimate_paper, estimate_reference, verify_rights};

use crate::ground::{Outcome, Shop, call, cents, glasses, pdf_text};

/// A frame of 150 € and two progressive lenses of 165 €: the 480 € of the dossier.
fn lines() -> Vec<LineView> {
    let line = |item, quantity, price| LineView {
        item,
        quantity,
        unit_price_cents: cents(price),
        vat_rate_bp: 2_000,
        class: Some("B".to_owned()),
    };
    vec![line(LineKind::Frame, 1, 150_00), line(LineKind::LensComplex, 2, 165_00)]
}

fn said() -> Said {
    let ceiling = Guarantee::Ceiling { cents: cents(700_00) };
    Said {
        age: Some(AgeBand::From20),
        last_equipment: LastEquipment::None,
        other_ear: None,
        early_renewal: EarlyRenewal::None,
        network: Network::In,
        covers: vec![SaidCover {
            responsible: Some(true),
            guarantee: ceiling,
            read_on_card: true,
            ..SaidCover::default()
        }],
    }
}

async fn asked(shop: &Shop, dossier: DossierId, lines: Vec<LineView>, said: Option<Said>) -> Outcome<EstimateView> {
    estimate::view(&shop.app, call(), EstimateRequest { dossier, lines, said }).await
}

fn estimated(view: EstimateView) -> Estimate {
    match view.result {
        EstimateResult::Estimated { estimate } => estimate,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minimal_dossier_is_estimated_once_its_equipment_is_said() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let entries = shop.entries();
    let first = asked(&shop, sold.dossier, Vec::new(), None).await?;
    assert_eq!(first.result, EstimateResult::LinesNeeded {});
    assert_eq!((first.said.network, first.said.last_equipment), (Network::Unknown, LastEquipment::NotAsked));
    assert!(first.reference.shipped);

    let unknown = estimated(asked(&shop, sold.dossier, lines(), None).await?);
    assert_eq!(unknown.confidence, Confidence::D);
    let sides: Vec<_> = unknown.scenarios.iter().map(|scenario| scenario.side).collect();
    assert_eq!(sides, [Some(NetworkSide::In), Some(NetworkSide::Out)]);

    let known = estimated(asked(&shop, sold.dossier, lines(), Some(said())).await?);
    assert_eq!(known.confidence, Confidence::C);
    let customer = known.scenarios[0].customer;
    assert_eq!((customer.low_cents, customer.high_cents), (cents(50_00), cents(50_00)));
    // Nothing of all this is recorded.
    assert_eq!(shop.entries(), entries);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printed_estimate_is_numbered_kept_and_says_what_it_rested_on() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let request = PrintEstimateRequest { dossier: sold.dossier, lines: lines(), said: said() };
    let command = call();
    let paper = estimate_paper::print(&shop.app, command, request.clone()).await?;
    assert_eq!(paper.file_name, "estimation-E-2024-0001.pdf");
    let text = pdf_text(&paper.path);
    for words in ["Estimation, non garantie", "50,00 €", "à vérifier", "C : lu sur la carte", "Bernard"] {
        let plain = text.replace('\u{a0}', " ");
        assert!(plain.contains(words), "« {words} » is not in\n{plain}");
    }
    // Asked twice, it is the same paper; it is among those of the dossier.
    let entries = shop.entries();
    let again = estimate_paper::print(&shop.app, command, request).await?;
    assert_eq!((again, shop.entries()), (paper, entries));
    let view = shop.dossier(sold.dossier).await;
    assert_eq!(view.documents[0].paper, Paper::Estimate);
    let printed = view.timeline.iter().find(|row| row.kind == "dossier.estimate_printed").unwrap();
    assert_eq!(printed.body["reference_version"], "2024-01");
    assert_eq!(printed.body["ranges"][0]["customer"]["low_cents"], 50_00);
    // What was said then is said first the next time.
    assert_eq!(asked(&shop, sold.dossier, lines(), None).await?.said, said());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_estimated_is_not_printed() {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let entries = shop.entries();
    let request = PrintEstimateRequest { dossier: sold.dossier, lines: Vec::new(), said: said() };
    let refused = estimate_paper::print(&shop.app, call(), request).await.unwrap_err();
    assert_eq!((refused.code, shop.entries()), (ProblemCode::NothingToEstimate, entries));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_the_platform_counts_and_grows_old() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    verify_rights::verify(
        &shop.app,
        call(),
        VerifyRightsRequest { dossier: sold.dossier, rank: 1, service_date: None },
    )
    .await?;
    let confidence =
        async || Ok::<_, Problem>(estimated(asked(&shop, sold.dossier, lines(), Some(said())).await?).confidence);
    assert_eq!(confidence().await?, Confidence::A);
    shop.days_later(3);
    assert_eq!(confidence().await?, Confidence::B);
    shop.days_later(40);
    assert_eq!(confidence().await?, Confidence::C);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_history_knows_the_last_equipment() -> Outcome {
    let shop = Shop::open().await;
    let before = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    shop.marks(before.dossier, Moment::Order).await;
    shop.marks(before.dossier, Moment::Delivery).await;
    shop.days_later(100);
    let sold = shop.sells(glasses("bernard", "viamedis", "4417002230")).await;
    let view = asked(&shop, sold.dossier, lines(), None).await?;
    assert_eq!(view.history.unwrap().number, before.number);
    assert!(matches!(view.said.last_equipment, LastEquipment::On { evidence: Evidence::OurHistory, .. }));
    let other = shop.sells(glasses("Haddadi", "viamedis", "4417002231")).await;
    assert!(asked(&shop, other.dossier, lines(), None).await?.history.is_none());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_numbers_are_replaced_by_a_file_whole_or_not_at_all() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let path = shop.home.path().join("referentiel.toml");
    let take = async |text: &str| {
        std::fs::write(&path, text).unwrap();
        let request = TakeReferenceRequest { path: path.display().to_string() };
        estimate_reference::take(&shop.app, call(), request).await
    };
    let entries = shop.entries();
    let ReferenceTaken::Refused { faults } = take(&SHIPPED.replace("days = 30", "days = -1")).await? else {
        panic!("a file with a fault was taken")
    };
    assert_eq!(faults.iter().map(|fault| fault.fault).collect::<Vec<_>>(), [Fault::OutOfRange; 2]);
    assert_eq!(shop.entries(), entries);

    let raised = SHIPPED.replace("{ cents = 10000, from = 2020", "{ cents = 12000, from = 2020");
    let ReferenceTaken::Taken { reference } = take(&raised.replace("2024-01\"", "2024-02\"")).await? else {
        panic!("a whole file was refused")
    };
    assert_eq!((reference.reference.version.as_str(), reference.reference.shipped), ("2024-02", false));
    assert_eq!(shop.entries(), entries + 1);
    let customer = async || {
        Ok::<_, Problem>(
            estimated(asked(&shop, sold.dossier, lines(), Some(said())).await?).scenarios[0].customer.high_cents,
        )
    };
    assert_eq!(customer().await?, cents(30_00));
    let shipped = estimate_reference::restore(&shop.app, call(), Nothing {}).await?;
    assert!(shipped.reference.shipped);
    assert_eq!(customer().await?, cents(50_00));
    Ok(())
}
