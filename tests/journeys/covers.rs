//! What is known of a cover, by whichever way: live, kept from an earlier dossier, seen by a person, read on the card, or
//! supposed.

use std::time::Duration;

use relais_domain::coverage::{Certainty, CoverageUnknown, CoverageWay};
use relais_domain::dossier::{TrackState, Way};
use relais_domain::formality::Formality;
use relais_domain::ids::DossierId;
use relais_domain::known_cover::CoverStanding;
use relais_domain::platform::{FailureCode, Function};
use relais_domain::request::RequestState;
use relais_simulator::{Breakage, Fault, Function as Broken, Platform};
use relais_usecases::contract::{
    CallSheetRequest, CardView, CoverageView, DocumentRef, EditCustomerRequest, KeptAnswersRequest, Moment,
    OpenDossierRequest, PortalStepRequest, ProbePlatformRequest, ProblemCode, RecordCardRequest,
    RecordPortalFormalityRequest, RightsOutcomeView, RightsView, SeeCoverageRequest, SeenBy, Topic, TrackView,
    VerifyRightsRequest,
};
use relais_usecases::{
    assisted_portal, edit_dossier, known_cover, papers, platforms, portal_answer, record_card, see_coverage,
    verify_rights,
};
use rstest::rstest;

use crate::ground::{Outcome, Shop, call, cents, code, day, glasses};

pub(crate) const MEMBER: &str = "4417002230";
pub(crate) const AMC: &str = "0077567199";

/// A sale with an insurer on its card.
pub(crate) fn insured(name: &str, platform: &str, member: &str) -> OpenDossierRequest {
    OpenDossierRequest { amc_number: AMC.to_owned(), ..glasses(name, platform, member) }
}

pub(crate) async fn asked(shop: &Shop, dossier: DossierId) -> RightsView {
    let request = VerifyRightsRequest { dossier, rank: 1, service_date: None };
    verify_rights::verify(&shop.app, call(), request).await.unwrap()
}

async fn track(shop: &Shop, dossier: DossierId) -> TrackView {
    shop.dossier(dossier).await.tracks.remove(0)
}

pub(crate) async fn breaks(shop: &Shop, platform: Platform, function: Broken, fault: Fault) {
    shop.control.break_function(Breakage::new(platform, function, fault)).await.unwrap();
}

fn failed(view: &RightsView) -> (FailureCode, &CoverageView) {
    match &view.outcome {
        RightsOutcomeView::NotVerified { failure, fallback, .. } => (*failure, fallback),
        RightsOutcomeView::Answered { .. } => panic!("{view:?}"),
    }
}

pub(crate) fn answered(view: &RightsView) -> &CoverageView {
    match &view.outcome {
        RightsOutcomeView::Answered { answer } => answer,
        RightsOutcomeView::NotVerified { .. } => panic!("{view:?}"),
    }
}

fn seen(dossier: DossierId, way: SeenBy, on: &str) -> SeeCoverageRequest {
    SeeCoverageRequest {
        dossier,
        rank: 1,
        way,
        function: Function::Rights,
        on: day(on),
        service_date: None,
        in_force: Some(true),
        valid_from: None,
        valid_until: Some(day("2024-12-31")),
        covered_cents: None,
        authorisation_required: None,
        reference: String::new(),
        spoken_with: String::new(),
        note: String::new(),
        file: None,
        corrects: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_answer_is_the_only_right_in_force() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    let before = track(&shop, sold.dossier).await;
    assert_eq!((before.known.standing, before.known.certainty), (CoverStanding::CardOnly, Certainty::C));
    assert!(before.known.not_known.contains(&CoverageUnknown::InForce) && before.rights.is_none());
    let view = asked(&shop, sold.dossier).await;
    let answer = answered(&view);
    assert_eq!((answer.standing, answer.certainty), (CoverStanding::InForce, Certainty::A));
    assert_eq!((answer.way, answer.age_days, answer.of_the_past), (CoverageWay::Fhir, 0, false));
    assert_eq!(track(&shop, sold.dossier).await.known, *answer);
    // Asked again in vain, what was answered a moment ago is a kept answer.
    breaks(&shop, Platform::VIAMEDIS, Broken::Rights, Fault::ServerError).await;
    let view = asked(&shop, sold.dossier).await;
    let (_, fallback) = failed(&view);
    assert_eq!((fallback.standing, fallback.certainty), (CoverStanding::SeenInForce, Certainty::B));
    assert_eq!(fallback.from_dossier, None);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_card_nothing_is_more_than_supposed() -> Outcome {
    let shop = Shop::open().await;
    let bare = OpenDossierRequest { amc_number: String::new(), ..glasses("Bernard", "viamedis", MEMBER) };
    let sold = shop.sells(bare).await;
    let known = track(&shop, sold.dossier).await.known;
    assert_eq!((known.standing, known.certainty), (CoverStanding::Supposed, Certainty::D));
    assert_eq!((known.in_force, known.covered_cents), (None, Some(cents(371_00))));
    Ok(())
}

/// Kept, found again by the member number and the name, and told with its age.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_found_again_in_a_later_dossier() -> Outcome {
    let shop = Shop::open().await;
    let first = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    asked(&shop, first.dossier).await;
    shop.move_to("2024-02-03T09:00:00Z");
    breaks(&shop, Platform::VIAMEDIS, Broken::Rights, Fault::ServerError).await;
    let later = shop.sells(insured("BERNARD", "viamedis", MEMBER)).await;
    let kept = track(&shop, later.dossier).await.known;
    assert_eq!((kept.standing, kept.certainty, kept.age_days), (CoverStanding::SeenInForce, Certainty::B, 3));
    assert_eq!(kept.from_dossier.as_ref().map(|from| from.number.as_str()), Some("2024-0001"));
    let view = asked(&shop, later.dossier).await;
    let (failure, fallback) = failed(&view);
    assert_eq!((failure, fallback), (FailureCode::ServerError, &kept));
    let request = KeptAnswersRequest { dossier: later.dossier, rank: 1 };
    assert_eq!(known_cover::kept(&shop.app, call(), request.clone()).await?.answers, [kept]);

    // Answered live, B gives way to A; the kept one is still there.
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    // A probe of its own hour, sent while it was broken, may be heard after this one.
    let mut view = None;
    for _ in 0..2 {
        platforms::probe(&shop.app, call(), ProbePlatformRequest { platform: code("viamedis") }).await?;
        let heard = view.insert(asked(&shop, later.dossier).await);
        if matches!(heard.outcome, RightsOutcomeView::Answered { .. }) {
            break;
        }
    }
    assert_eq!(answered(&view.unwrap()).certainty, Certainty::A);
    let answers = known_cover::kept(&shop.app, call(), request).await?.answers;
    assert_eq!(answers.iter().map(|answer| answer.age_days).collect::<Vec<_>>(), [0, 3]);

    // Past its days it is no more than an indication.
    shop.move_to("2024-03-20T09:00:00Z");
    let old = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    let known = track(&shop, old.dossier).await.known;
    assert_eq!((known.standing, known.certainty, known.recent_days), (CoverStanding::Indication, Certainty::B, 30));
    Ok(())
}

#[rstest]
#[case::of_the_same_household("Zoé", "Bernard", MEMBER, AMC)]
#[case::another_member("Anne", "Bernard", "4417002231", AMC)]
#[case::another_insurer("Anne", "Bernard", MEMBER, "0012345678")]
#[case::another_name("Anne", "Lacombe", MEMBER, AMC)]
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_about_somebody_else_says_nothing(
    #[case] given: &str,
    #[case] family: &str,
    #[case] member: &str,
    #[case] amc: &str,
) -> Outcome {
    let shop = Shop::open().await;
    let first = OpenDossierRequest { given_name: "Anne".to_owned(), ..insured("Bernard", "viamedis", MEMBER) };
    let first = shop.sells(first).await;
    asked(&shop, first.dossier).await;
    let other = OpenDossierRequest {
        given_name: given.to_owned(),
        amc_number: amc.to_owned(),
        ..glasses(family, "viamedis", member)
    };
    let other = shop.sells(other).await;
    assert_eq!(track(&shop, other.dossier).await.known.certainty, Certainty::C);
    Ok(())
}

/// Without a member number on the new card, the birth date tells.
#[tokio::test(flavor = "multi_thread")]
async fn a_birth_date_tells_the_same_person() -> Outcome {
    let shop = Shop::open().await;
    let first = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    asked(&shop, first.dossier).await;
    let bare = OpenDossierRequest { member_number: String::new(), ..insured("Bernard", "viamedis", "") };
    let later = shop.sells(bare).await;
    assert_eq!(track(&shop, later.dossier).await.known.certainty, Certainty::C);
    for dossier in [first.dossier, later.dossier] {
        let view = shop.dossier(dossier).await;
        let customer = EditCustomerRequest {
            dossier,
            family_name: view.family_name,
            given_name: view.given_name,
            phone: view.phone,
            birth_date: Some(day("1971-04-14")),
        };
        edit_dossier::edit_customer(&shop.app, call(), customer).await?;
    }
    let known = track(&shop, later.dossier).await.known;
    assert_eq!((known.certainty, known.from_dossier.map(|from| from.number)), (Certainty::B, Some(first.number)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_of_care_in_the_past_is_asked_for_as_such() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    let request = VerifyRightsRequest { dossier: sold.dossier, rank: 1, service_date: Some(day("2024-01-09")) };
    let view = verify_rights::verify(&shop.app, call(), request.clone()).await?;
    let answer = answered(&view);
    assert_eq!(
        (view.service_date, answer.service_date, answer.of_the_past),
        (day("2024-01-09"), day("2024-01-09"), true)
    );
    // In force then is not said to be in force now.
    assert_ne!(answer.standing, CoverStanding::InForce);
    assert_eq!(answer.in_force, Some(true));
    let far = VerifyRightsRequest { service_date: Some(day("2034-01-09")), ..request };
    assert!(verify_rights::verify(&shop.app, call(), far).await.is_err());
    Ok(())
}

/// Each fault of the simulator has its own failure, in time, and falls back to the card.
#[rstest]
#[case::refused(Broken::Connection, Fault::Refuse, FailureCode::ConnectionRefused)]
#[case::never_read(Broken::Connection, Fault::HangAccept, FailureCode::TimedOut)]
#[case::no_headers(Broken::Rights, Fault::HangHeaders, FailureCode::TimedOut)]
#[case::no_end(Broken::Rights, Fault::HangMidBody, FailureCode::TimedOut)]
#[case::lost(Broken::Rights, Fault::AnswerLost, FailureCode::ConnectionLost)]
#[case::cut(Broken::Rights, Fault::Truncated, FailureCode::Truncated)]
#[case::broken(Broken::Rights, Fault::ServerError, FailureCode::ServerError)]
#[case::unavailable(Broken::Rights, Fault::Unavailable, FailureCode::ServerError)]
#[case::throttled(Broken::Rights, Fault::TooManyCalls { retry_after_s: 30 }, FailureCode::TooManyCalls)]
#[case::a_page(Broken::Rights, Fault::Html, FailureCode::NotJson)]
#[case::somebody_else(Broken::Rights, Fault::WrongPerson, FailureCode::WrongSubject)]
#[case::another_request(Broken::Rights, Fault::WrongRequest, FailureCode::WrongRequest)]
#[case::without_end(Broken::Rights, Fault::TooLarge, FailureCode::TooLarge)]
#[case::no_leave(Broken::Rights, Fault::Unauthorised, FailureCode::Unauthorised)]
#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_told_in_time_and_falls_back_to_the_card(
    #[case] function: Broken,
    #[case] fault: Fault,
    #[case] expected: FailureCode,
) -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    breaks(&shop, Platform::VIAMEDIS, function, fault).await;
    let view = tokio::time::timeout(Duration::from_secs(3), asked(&shop, sold.dossier)).await.expect("in time");
    let (failure, fallback) = failed(&view);
    assert_eq!(failure, expected);
    assert_eq!((fallback.standing, fallback.certainty), (CoverStanding::CardOnly, Certainty::C));
    assert!(view.evidence_kept);
    Ok(())
}

/// Both silent, then one answers late: the kept answer gives way to the live one.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_takes_the_place_of_a_kept_one() -> Outcome {
    let shop = Shop::open().await;
    let first = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    see_coverage::see(&shop.app, call(), seen(first.dossier, SeenBy::MemberSpace, "2024-01-30")).await?;
    let later = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    breaks(&shop, Platform::VIAMEDIS, Broken::Connection, Fault::HangAccept).await;
    let view = asked(&shop, later.dossier).await;
    let (_, fallback) = failed(&view);
    assert!(view.still_waiting && fallback.certainty == Certainty::B);
    let mut heard = shop.hears();
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    let mut news = std::iter::from_fn(|| heard.try_recv().ok());
    shop.until_polled("the late answer", || {
        news.find(|it| (it.topic, it.dossier) == (Topic::LateAnswer, Some(later.dossier))).map(drop)
    })
    .await;
    let known = track(&shop, later.dossier).await.known;
    assert_eq!((known.standing, known.certainty, known.from_dossier), (CoverStanding::InForce, Certainty::A, None));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_saw_is_kept_with_its_source_and_corrected_by_another_entry() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    let view = see_coverage::see(&shop.app, call(), seen(sold.dossier, SeenBy::MemberSpace, "2024-01-30")).await?;
    let known = &view.tracks[0].known;
    assert_eq!((known.standing, known.certainty, known.age_days), (CoverStanding::SeenInForce, Certainty::B, 1));
    assert_eq!((known.way, known.platform_label.as_str()), (CoverageWay::MemberSpace, ""));
    let first = known.seen.clone().unwrap();
    assert!(!first.by.is_empty());

    // Told otherwise on the telephone: another entry, and the first stays in the history.
    let called = SeeCoverageRequest {
        in_force: Some(false),
        spoken_with: "Mme Roux, service adhérents".to_owned(),
        note: "Contrat résilié au 31/12".to_owned(),
        valid_until: None,
        corrects: Some(first.sighting),
        ..seen(sold.dossier, SeenBy::GreenNumber, "2024-01-31")
    };
    let view = see_coverage::see(&shop.app, call(), called.clone()).await?;
    let known = &view.tracks[0].known;
    assert_eq!((known.standing, known.platform_label.as_str()), (CoverStanding::NotInForce, "Viamedis"));
    let heard = known.seen.clone().unwrap();
    assert_eq!(
        (heard.spoken_with.as_str(), heard.note.as_str()),
        ("Mme Roux, service adhérents", "Contrat résilié au 31/12")
    );
    let told: Vec<_> = view.timeline.iter().filter(|row| row.kind == "dossier.coverage_seen").collect();
    assert_eq!(told.len(), 2);
    // No word of it is in the journal.
    assert!(!told.iter().any(|row| row.body.to_string().contains("Roux") || row.body.to_string().contains("résilié")));
    let again = see_coverage::see(&shop.app, call(), called).await.unwrap_err();
    assert_eq!(again.code, relais_usecases::contract::ProblemCode::UnknownSighting);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_attestation_is_sealed_and_opens_again_as_it_was() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    let paper = shop.home.path().join("photo.jpg");
    let picture = [&[0xff, 0xd8, 0xff, 0xe0][..], &[7; 4_000]].concat();
    std::fs::write(&paper, &picture).unwrap();
    let request = SeeCoverageRequest {
        file: Some(paper.display().to_string()),
        reference: "ATT-2024-118".to_owned(),
        ..seen(sold.dossier, SeenBy::Attestation, "2024-01-15")
    };
    let view = see_coverage::see(&shop.app, call(), request).await?;
    let document = view.tracks[0].known.seen.as_ref().unwrap().piece.unwrap();
    assert_eq!(view.documents[0].number, "A-2024-0001");
    let opened = papers::open_document(&shop.app, call(), DocumentRef { dossier: sold.dossier, document }).await?;
    assert_eq!(opened.file_name, "attestation-A-2024-0001.jpg");
    assert_eq!(std::fs::read(opened.path).unwrap(), picture);
    Ok(())
}

#[rstest]
#[case::tomorrow(|r: &mut SeeCoverageRequest| r.on = day("2024-02-01"), "on", "in_future")]
#[case::nothing(|r: &mut SeeCoverageRequest| { r.in_force = None; r.valid_until = None; }, "in_force", "empty")]
#[case::nobody(|r: &mut SeeCoverageRequest| r.way = SeenBy::GreenNumber, "spoken_with", "empty")]
#[case::reversed(|r: &mut SeeCoverageRequest| r.valid_from = Some(day("2025-01-01")), "valid_until", "before_start")]
#[case::words(|r: &mut SeeCoverageRequest| r.reference = "voir « Anne »".to_owned(), "reference", "character")]
#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_said_at_its_field_and_nothing_is_written(
    #[case] mistake: fn(&mut SeeCoverageRequest),
    #[case] field: &str,
    #[case] reason: &str,
) -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    let mut request = seen(sold.dossier, SeenBy::MemberSpace, "2024-01-31");
    mistake(&mut request);
    let problem = see_coverage::see(&shop.app, call(), request).await.unwrap_err();
    assert_eq!(problem.params, serde_json::json!({ "field": field, "reason": reason }));
    assert!(shop.dossier(sold.dossier).await.tracks[0].known.seen.is_none());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_call_sheet_has_the_finess_and_goes_to_paper() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    let request = CallSheetRequest { dossier: sold.dossier, rank: 1 };
    let sheet = see_coverage::call_sheet(&shop.app, call(), request.clone()).await?;
    assert_eq!((sheet.callee.as_str(), sheet.amc_number.as_str()), ("Viamedis", AMC));
    let printed = see_coverage::print_call_sheet(&shop.app, call(), request).await?;
    let text = std::process::Command::new("pdftotext").arg("-layout").arg(&printed.path).arg("-").output().unwrap();
    let text = String::from_utf8(text.stdout).unwrap().replace('\u{a0}', " ");
    let threes = sheet.finess.as_bytes().chunks(3).map(|three| std::str::from_utf8(three).unwrap());
    let threes = threes.collect::<Vec<_>>().join(" ");
    assert!(!threes.is_empty() && text.contains(&threes), "{text}");
    assert!(text.contains("Bernard") && text.contains(MEMBER), "{text}");
    Ok(())
}

/// Rights, quote, prior authorisation and claim, each from the dossier.
#[tokio::test(flavor = "multi_thread")]
async fn every_function_of_a_portal_is_reached_from_the_dossier() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(insured("Lacombe", "sp-sante", "550011230")).await;
    let dossier = sold.dossier;
    for function in [Function::Rights, Function::Quote, Function::PriorAuthorisation, Function::Claim] {
        let request = PortalStepRequest { dossier, rank: 1, function, cancels: false };
        let step = assisted_portal::step(&shop.app, call(), request).await?;
        assert!(step.portal_url.ends_with("/sp-sante/portail"));
        assert!(step.fields.iter().any(|field| field.field == "member_number" && field.sensitive));
        assert_eq!((step.number.as_str(), step.remaining), ("2024-0001", 0));
    }
    let quoted = SeeCoverageRequest {
        function: Function::Quote,
        in_force: None,
        valid_until: None,
        covered_cents: Some(cents(300_00)),
        ..seen(dossier, SeenBy::Portal, "2024-01-31")
    };
    let view = see_coverage::see(&shop.app, call(), quoted).await?;
    // A quote is no right: what is known of those stays what the card says.
    assert_eq!(view.tracks[0].known.certainty, Certainty::C);
    let quote = view.tracks[0].quoted.clone().unwrap();
    assert_eq!((quote.covered_cents, quote.platform_label.as_str()), (Some(cents(300_00)), "SP santé"));
    let view = see_coverage::see(&shop.app, call(), seen(dossier, SeenBy::Portal, "2024-01-31")).await?;
    assert_eq!(view.tracks[0].known.way, CoverageWay::Portal);

    let claim = RecordPortalFormalityRequest {
        dossier,
        rank: 1,
        formality: Formality::Claim,
        agreed: true,
        reference: "SP-F-0042".to_owned(),
        covered_cents: Some(cents(371_00)),
        valid_until: None,
        invoice: "F-2024-0042".to_owned(),
        reason: String::new(),
        knowingly: false,
    };
    shop.marks(dossier, Moment::Delivery).await;
    let view = portal_answer::record(&shop.app, call(), claim).await?;
    let track = &view.tracks[0];
    assert_eq!((track.state, track.agreement_reference.as_deref()), (TrackState::Accepted, Some("SP-F-0042")));
    assert_eq!(track.request_state, Some(RequestState::Answered));
    assert!(shop.queue().await.waiting.is_empty());
    Ok(())
}

/// An invoice is no answer to the prior authorisation that still waits: that one would be sent all the same.
#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_at_the_portal_waits_for_the_authorisation_before_it() -> Outcome {
    let shop = Shop::open().await;
    let dossier = shop.sells(insured("Lacombe", "sp-sante", "550011230")).await.dossier;
    shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
    let (entries, waiting) = (shop.entries(), shop.queue().await.waiting);
    assert_eq!(waiting.len(), 1);
    let claim = RecordPortalFormalityRequest {
        dossier,
        rank: 1,
        formality: Formality::Claim,
        agreed: true,
        reference: "SP-F-0042".to_owned(),
        covered_cents: Some(cents(371_00)),
        valid_until: None,
        invoice: "F-2024-0042".to_owned(),
        reason: String::new(),
        knowingly: false,
    };
    let refused = portal_answer::record(&shop.app, call(), claim).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::AuthorisationOpen);
    assert_eq!(shop.entries(), entries);
    Ok(())
}

/// What was known of one insurer's cover is not known of another's.
#[tokio::test(flavor = "multi_thread")]
async fn another_card_starts_from_nothing() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(insured("Bernard", "viamedis", MEMBER)).await;
    asked(&shop, sold.dossier).await;
    let card = track(&shop, sold.dossier).await.card;
    let other = CardView { amc_number: "0012345678".to_owned(), member_number: "99001122".to_owned(), ..card };
    let request = RecordCardRequest { dossier: sold.dossier, rank: 1, card: other, share_cents: None };
    let view = record_card::record(&shop.app, call(), request).await?;
    assert_eq!((view.tracks[0].known.certainty, &view.tracks[0].rights), (Certainty::C, &None));
    Ok(())
}
