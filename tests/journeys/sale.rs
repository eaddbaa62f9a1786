//! F2, F3, F4: a sale opened in seconds, found again by anything one remembers of it, and its rights asked for while a
//! platform answers, refuses, or keeps silent.

use std::time::Duration;

use relais_domain::context::Activity;
use relais_domain::coverage::Certainty;
use relais_domain::known_cover::CoverStanding;
use relais_domain::platform::{FailureCode, Function, FunctionState};
use relais_simulator::{Breakage, Fault, Function as Broken, Platform};
use relais_usecases::contract::{
    Nothing, ParseLineRequest, ProblemCode, RightsOutcomeView, SearchRequest, Topic, VerifyRightsRequest,
};
use relais_usecases::{edit_dossier, paste_line, platforms, search, verify_rights};
use rstest::rstest;

use crate::ground::{Outcome, Shop, call, cents, code, glasses};

#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_opened_from_seven_fields_or_one_pasted_line() -> Outcome {
    let shop = Shop::open().await;
    let first = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    assert_eq!(first.number, "2024-0001");

    let text =
        "Lefèvre-Ngô Aïcha;06 39 98 04 17;Almerys;1 234,50 €;part client 234,50;AMC 1000,00;FA-2024-77".to_owned();
    let parsed = paste_line::parse(&shop.app, call(), ParseLineRequest { text }).await?;
    assert_eq!(parsed.leftover, Vec::<String>::new());
    let pasted = shop.sells(parsed.draft).await;
    assert_eq!(pasted.number, "2024-0002");

    let view = shop.dossier(pasted.dossier).await;
    assert_eq!(view.activity, Activity::Optics);
    assert_eq!((view.family_name.as_str(), view.given_name.as_str()), ("Aïcha", "Lefèvre-Ngô"));
    assert_eq!((view.total_cents, view.customer_share_cents), (cents(1_234_50), cents(234_50)));
    assert_eq!(view.tracks[0].share_cents, cents(1_000_00));
    assert_eq!(view.tracks[0].operator_label.as_deref(), Some("Almerys"));
    assert_eq!(view.reference.as_deref(), Some("FA-2024-77"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn shares_that_do_not_add_up_open_nothing() {
    let shop = Shop::open().await;
    let before = shop.entries();
    let mut request = glasses("Bernard", "viamedis", "4417002230");
    request.amc_share_cents = cents(370_99);
    let refused = relais_usecases::open_dossier::open(&shop.app, call(), request).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::SharesDoNotAddUp);
    assert_eq!(shop.entries(), before);
    // The number was not used up either.
    assert_eq!(shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.number, "2024-0001");
}

#[rstest]
#[case::family_name("bernard")]
#[case::words_in_any_order("lucie bern")]
#[case::accents_do_not_matter("BÉRNARD")]
#[case::number("2024-0001")]
#[case::amount("480")]
#[case::amc_share("371,00")]
#[case::reference("DV-2024-0118")]
#[case::phone("06 39 98 01")]
#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_is_found_by_anything_one_remembers(#[case] typed: &str) -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let mut other = glasses("Zieliński", "almerys", "4417002231");
    (other.given_name, other.reference, other.phone) = ("Ève".into(), "DV-2024-0999".into(), "0639980999".into());
    (other.total_cents, other.amc_share_cents, other.customer_share_cents) =
        (cents(511_00), cents(402_00), cents(100_00));
    shop.sells(other).await;
    let found = search::search(&shop.app, call(), SearchRequest { text: typed.to_owned(), limit: 50 }).await?;
    let numbers: Vec<_> = found.rows.iter().map(|row| row.number.as_str()).collect();
    assert_eq!(numbers, [sold.number.as_str()], "typed « {typed} »");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn almerys_answers_while_viamedis_is_cut() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let sold = shop.sells(glasses("Kermarrec", "almerys", "4417002230")).await;
    let seen = verify_rights::verify(
        &shop.app,
        call(),
        VerifyRightsRequest { dossier: sold.dossier, rank: 1, service_date: None },
    )
    .await?;
    let RightsOutcomeView::Answered { answer } = seen.outcome else { panic!("{seen:?}") };
    assert_eq!(answer.in_force, Some(true));
    assert_eq!(answer.platform_label, "Almerys");
    assert!(seen.evidence_kept && !seen.still_waiting && answer.reference.is_some());
    // What left the machine is what was said to leave.
    let sent = verify_rights::fields_sent(
        &shop.app,
        call(),
        VerifyRightsRequest { dossier: sold.dossier, rank: 1, service_date: None },
    );
    assert!(!sent.await?.fields.contains(&"birth_date".to_owned()));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_that_is_cut_is_said_so_kept_as_proof_and_opens_the_incident() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let seen = verify_rights::verify(
        &shop.app,
        call(),
        VerifyRightsRequest { dossier: sold.dossier, rank: 1, service_date: None },
    )
    .await?;
    let RightsOutcomeView::NotVerified { failure, fallback, .. } = seen.outcome else { panic!("{seen:?}") };
    assert_eq!(failure, FailureCode::ServerError);
    assert!(seen.evidence_kept);
    assert_eq!((fallback.standing, fallback.certainty), (CoverStanding::CardOnly, Certainty::C));
    let kinds: Vec<_> = shop.dossier(sold.dossier).await.timeline.into_iter().map(|row| row.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "dossier.rights_checked").count(), 1);

    // One failure is looked into at once: the strip and the incident follow without another key.
    let incident = shop.until("the incident", || shop.incident()).await;
    assert_eq!((incident.platform_label.as_str(), incident.recoverable), ("Viamedis", false));
    let out = shop
        .until("both functions down", || async {
            let incident = shop.incident().await?;
            (incident.functions_out.len() == 2).then_some(incident.functions_out)
        })
        .await;
    assert_eq!(out, [Function::Rights, Function::PriorAuthorisation]);
    let strip = platforms::strip(&shop.app, call(), Nothing {}).await?;
    let viamedis = strip.platforms.iter().find(|row| row.platform == code("viamedis")).unwrap();
    let rights = viamedis.functions.iter().find(|row| row.function == Function::Rights).unwrap();
    assert_eq!((rights.state, rights.cause), (FunctionState::Down, Some(FailureCode::ServerError)));

    // The next dossier is told at once, with since when.
    let next = shop.sells(glasses("Haddadi", "viamedis", "4417002231")).await;
    let seen = verify_rights::verify(
        &shop.app,
        call(),
        VerifyRightsRequest { dossier: next.dossier, rank: 1, service_date: None },
    )
    .await?;
    let RightsOutcomeView::NotVerified { failure, since, .. } = seen.outcome else { panic!("{seen:?}") };
    assert_eq!(failure, FailureCode::CircuitOpen);
    assert!(since.is_some());
    Ok(())
}

#[rstest]
#[case::refused(Broken::Connection, Fault::Refuse, FailureCode::ConnectionRefused, false)]
#[case::never_read(Broken::Connection, Fault::HangAccept, FailureCode::TimedOut, true)]
#[case::never_answered(Broken::Rights, Fault::HangHeaders, FailureCode::TimedOut, true)]
#[tokio::test(flavor = "multi_thread")]
async fn the_counter_is_answered_within_three_seconds_whatever_happens(
    #[case] broken: Broken,
    #[case] fault: Fault,
    #[case] expected: FailureCode,
    #[case] still_waiting: bool,
) -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    shop.control.break_function(Breakage::new(Platform::VIAMEDIS, broken, fault)).await.unwrap();
    let asked = verify_rights::verify(
        &shop.app,
        call(),
        VerifyRightsRequest { dossier: sold.dossier, rank: 1, service_date: None },
    );
    let seen = tokio::time::timeout(Duration::from_secs(3), asked).await.expect("an answer within three seconds")?;
    assert_eq!(seen.still_waiting, still_waiting);
    let RightsOutcomeView::NotVerified { failure, .. } = seen.outcome else { panic!("{seen:?}") };
    assert_eq!(failure, expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_fills_the_row_and_the_failed_attempt_stays() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let hang = Breakage::new(Platform::VIAMEDIS, Broken::Connection, Fault::HangAccept);
    shop.control.break_function(hang).await.unwrap();
    let seen = verify_rights::verify(
        &shop.app,
        call(),
        VerifyRightsRequest { dossier: sold.dossier, rank: 1, service_date: None },
    )
    .await?;
    assert!(seen.still_waiting);

    let mut heard = shop.hears();
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    let late = shop
        .until("the late answer", || async {
            let rights = shop.dossier(sold.dossier).await.tracks.remove(0).rights?;
            matches!(rights.outcome, RightsOutcomeView::Answered { .. }).then_some(rights)
        })
        .await;
    assert_eq!(late.asked_at, seen.asked_at);
    // Whoever is on another screen is told.
    let mut news = std::iter::from_fn(|| heard.try_recv().ok());
    shop.until_polled("the news", || {
        news.find(|it| (it.topic, it.dossier) == (Topic::LateAnswer, Some(sold.dossier))).map(drop)
    })
    .await;
    assert!(u128::from(late.elapsed_ms) >= verify_rights::COUNTER_BUDGET.as_millis());
    let told = shop.dossier(sold.dossier).await.timeline;
    let count = |kind: &str| told.iter().filter(|row| row.kind == kind).count();
    // Two rows for one question, whose fields left once.
    assert_eq!((count("dossier.rights_checked"), count("dossier.fields_sent")), (2, 1));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_check_repeated_answers_what_was_recorded() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let (once, request) = (call(), VerifyRightsRequest { dossier: sold.dossier, rank: 1, service_date: None });
    let first = verify_rights::verify(&shop.app, once, request.clone()).await?;
    shop.control.break_function(Breakage::new(Platform::VIAMEDIS, Broken::Rights, Fault::ServerError)).await.unwrap();
    let again = verify_rights::verify(&shop.app, once, request).await?;
    assert_eq!(again.outcome, first.outcome);
    let checks =
        shop.dossier(sold.dossier).await.timeline.into_iter().filter(|row| row.kind == "dossier.rights_checked");
    assert_eq!(checks.count(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_follow_lines_and_must_still_add_up() -> Outcome {
    use relais_domain::dossier::LineKind;
    use relais_usecases::contract::{LineView, PriceDossierRequest};
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await;
    let line = |item, quantity, price| LineView {
        item,
        quantity,
        unit_price_cents: cents(price),
        vat_rate_bp: 2_000,
        class: Some("B".to_owned()),
    };
    let mut request = PriceDossierRequest {
        dossier: sold.dossier,
        total_cents: cents(0),
        amo_share_cents: cents(9),
        amc_share_cents: vec![cents(420_00), cents(80_00)],
        customer_share_cents: cents(49_91),
        lines: vec![line(LineKind::Frame, 1, 150_00), line(LineKind::LensComplex, 2, 200_00)],
    };
    let view = edit_dossier::price(&shop.app, call(), request.clone()).await?;
    assert_eq!((view.total_cents, view.tracks.len(), view.lines.len()), (cents(550_00), 2, 2));
    request.lines[1].unit_price_cents = cents(200_01);
    let refused = edit_dossier::price(&shop.app, call(), request).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::SharesDoNotAddUp);
    Ok(())
}
