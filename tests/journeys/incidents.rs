//! An incident by hand: a precautionary closure heard of in the press, its log, its letter, its dossiers; and the map of
//! what was observed.

use relais_domain::dossier::Way;
use relais_domain::incident::{IncidentNature, PieceMedia};
use relais_domain::platform::{Function, FunctionState, StateSource};
use relais_domain::source::SourceCode;
use relais_simulator::{Breakage, Fault, Function as Broken, Platform};
use relais_usecases::contract::{
    AddIncidentLineRequest, AttachPieceRequest, CorrectIncidentTimesRequest, DeclareFunctionRequest,
    ExportAvailabilityRequest, HeatMapRequest, IncidentPieceRef, IncidentRef, OpenIncidentRequest, ProblemCode,
    ReclassifyIncidentRequest, SetConductRequest, TypedMoment, VerifyArchiveRequest,
};
use relais_usecases::{availability, conduct, incidents, journal, platforms, recovery};

use crate::ground::{Outcome, Shop, Start, call, code, day, glasses};

fn source(text: &str) -> SourceCode {
    SourceCode::parse(text).unwrap()
}

fn closure(shop: &Shop) -> OpenIncidentRequest {
    OpenIncidentRequest {
        platform: code("almerys"),
        functions: vec![Function::Rights, Function::PriorAuthorisation],
        nature: IncidentNature::PrecautionaryClosure,
        since: Some(TypedMoment { on: shop.practice().today(), time: "8h30".to_owned() }),
        said_by: source("union"),
        text: "Portail fermé par précaution, dit le ROF : https://exemple.fr/communique".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_precautionary_closure_is_opened_by_hand_with_its_log_and_its_letter() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "almerys", "4417002230")).await;
    shop.goes(sold.dossier, Way::DeliveredThirdPartyPayment).await;
    let view = incidents::open_by_hand(&shop.app, call(), closure(&shop)).await?;
    let incident = view.incident.incident;
    assert_eq!(
        (view.incident.nature, view.incident.source),
        (IncidentNature::PrecautionaryClosure, StateSource::Declared)
    );
    assert_eq!(view.incident.functions_out, vec![Function::Rights, Function::PriorAuthorisation]);
    // What waits at this platform is touched, and said once in the log.
    assert_eq!(view.dossiers.iter().map(|row| row.dossier).collect::<Vec<_>>(), vec![sold.dossier]);
    let said: Vec<_> = view.log.iter().filter(|row| row.said_by.is_some()).collect();
    assert_eq!(said.len(), 1);
    assert!(said[0].text.as_deref().unwrap().contains("communique"));
    assert!(!said[0].author.is_empty());
    // The strip says who said it.
    let strip = platforms::strip(&shop.app, call(), relais_usecases::contract::Nothing {}).await?;
    let almerys = strip.platforms.into_iter().find(|row| row.platform == code("almerys")).unwrap();
    assert_eq!(
        (almerys.functions[0].state, almerys.functions[0].said_by.clone()),
        (FunctionState::Closed, Some(source("union")))
    );

    let letter = shop.home.path().join("engagement.pdf");
    std::fs::write(&letter, b"%PDF-1.4\nengagement de l'operateur").unwrap();
    let attach = AttachPieceRequest { incident, path: letter.display().to_string(), name: String::new() };
    let view = incidents::attach_piece(&shop.app, call(), attach).await?;
    let piece = &view.pieces[0];
    assert_eq!((piece.name.as_str(), piece.media, piece.attached_at.is_some()), ("engagement", PieceMedia::Pdf, true));
    let opened = incidents::open_piece(&shop.app, call(), IncidentPieceRef { incident, piece: piece.piece }).await?;
    assert_eq!(std::fs::read(opened.path).unwrap(), std::fs::read(&letter).unwrap());
    let verified = journal::verify(&shop.app, call(), VerifyArchiveRequest { path: None, anchor: None }).await?;
    assert_eq!(verified.papers.map(|papers| (papers.issued, papers.unsound.len())), Some((1, 0)));
    // Not in clear anywhere, and not the name either.
    let journal = shop.practice().database.read(|queries| queries.journal_page(relais_storage::rows::Page::first(500)));
    assert!(!format!("{:?}", journal.unwrap()).contains("engagement"));

    std::fs::write(&letter, b"MZ not a letter").unwrap();
    let attach = AttachPieceRequest { incident, path: letter.display().to_string(), name: String::new() };
    let refused = incidents::attach_piece(&shop.app, call(), attach).await.unwrap_err();
    assert_eq!((refused.code, refused.params["reason"].as_str()), (ProblemCode::InvalidField, Some("not_a_piece")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn its_nature_and_times_are_corrected_and_it_is_closed_and_opened_again() -> Outcome {
    let shop = Shop::open().await;
    let incident = incidents::open_by_hand(&shop.app, call(), closure(&shop)).await?.incident.incident;
    let breach = ReclassifyIncidentRequest { incident, nature: IncidentNature::Breach };
    assert_eq!(incidents::reclassify(&shop.app, call(), breach).await?.incident.nature, IncidentNature::Breach);
    let at = |on: &str, time: &str| TypedMoment { on: day(on), time: time.to_owned() };
    let corrected =
        CorrectIncidentTimesRequest { incident, since: at("2024-01-29", "15:00"), until: Some(at("2024-01-30", "9h")) };
    let view = incidents::correct_times(&shop.app, call(), corrected).await?;
    assert_eq!(view.incident.since.to_string(), "2024-01-29T14:00:00Z");
    assert_eq!(view.incident.ended_at.map(|at| at.to_string()), Some("2024-01-30T08:00:00Z".to_owned()));
    for (since, until, field, reason) in [
        (at("2024-01-29", "midi"), None, "since", "not_a_time"),
        (at("2024-01-30", "9h"), Some(at("2024-01-29", "9h")), "until", "ends_before_it_begins"),
        (at("2025-01-30", "9h"), None, "since", "in_future"),
    ] {
        let wrong = CorrectIncidentTimesRequest { incident, since, until };
        let refused = incidents::correct_times(&shop.app, call(), wrong).await.unwrap_err();
        assert_eq!((refused.params["field"].as_str(), refused.params["reason"].as_str()), (Some(field), Some(reason)));
    }
    recovery::close(&shop.app, call(), IncidentRef { incident }).await?;
    // What comes to be known later is kept with it.
    let line = AddIncidentLineRequest {
        incident,
        said_by: source("operator"),
        said_at: Some(at("2024-01-30", "18:00")),
        text: "Aucune donnée bancaire.".to_owned(),
        corrects: None,
    };
    let view = incidents::add_line(&shop.app, call(), line).await?;
    assert!(view.incident.closed && view.log[0].text.as_deref() == Some("Aucune donnée bancaire."));
    let view = incidents::reopen(&shop.app, call(), IncidentRef { incident }).await?;
    assert!(!view.incident.closed);
    // Two open incidents of one platform would be one too many.
    recovery::close(&shop.app, call(), IncidentRef { incident }).await?;
    let again = OpenIncidentRequest { functions: vec![Function::Claim], ..closure(&shop) };
    incidents::open_by_hand(&shop.app, call(), again).await?;
    let refused = incidents::reopen(&shop.app, call(), IncidentRef { incident }).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::AnotherIncidentOpen);
    Ok(())
}

/// The map tells what was measured and what was said, hour by hour, and nothing of the hours nobody looked at.
#[tokio::test(flavor = "multi_thread")]
async fn the_map_shows_what_was_observed_and_nothing_else() -> Outcome {
    let shop = Shop::open().await;
    let map = |shop: &Shop, platform: &str| {
        let request = HeatMapRequest { platform: code(platform), function: Function::Rights, days: 60 };
        let app = shop.app.clone();
        async move { availability::heat_map(&app, call(), request).await }
    };
    assert!(map(&shop, "viamedis").await?.cells.is_empty());
    platforms::watch(&shop.app).await?;
    let seen = map(&shop, "viamedis").await?;
    assert_eq!(seen.cells.len(), 1);
    let cell = &seen.cells[0];
    assert_eq!(
        (cell.on, cell.hour, cell.state, cell.calls, cell.failures),
        (day("2024-01-31"), 9, FunctionState::Up, 1, 0)
    );
    // Out from ten, noticed; still out at noon, though nobody asked.
    shop.move_to("2024-01-31T09:05:00Z");
    shop.control.break_function(Breakage::new(Platform::VIAMEDIS, Broken::Rights, Fault::Unavailable)).await.unwrap();
    shop.practice().lines.end_pauses(None);
    platforms::watch(&shop.app).await?;
    shop.move_to("2024-01-31T11:30:00Z");
    let seen = map(&shop, "viamedis").await?;
    let states: Vec<_> = seen.cells.iter().map(|cell| (cell.hour, cell.state)).collect();
    use FunctionState::{Down, Up};
    assert_eq!(states, vec![(9, Up), (10, Down), (11, Down), (12, Down)]);
    assert_eq!((seen.hours_observed, seen.hours_out, seen.answered_bp), (4, 3, Some(2_500)));
    // What a person declares is there with who said it.
    let said = DeclareFunctionRequest {
        platform: code("almerys"),
        function: Function::Rights,
        state: FunctionState::Closed,
        said_by: Some(source("press")),
        text: Some("Le Quotidien, 31 janvier".to_owned()),
    };
    platforms::declare(&shop.app, call(), said).await?;
    let seen = map(&shop, "almerys").await?;
    let last = seen.cells.last().unwrap();
    assert_eq!(
        (last.state, last.source, last.said_by.clone()),
        (FunctionState::Closed, StateSource::Declared, Some(source("press")))
    );
    // And a spreadsheet gets the same.
    let path = shop.home.path().join("disponibilité.csv");
    let export = ExportAvailabilityRequest {
        platform: code("viamedis"),
        function: Function::Rights,
        days: 60,
        path: path.display().to_string(),
    };
    let exported = availability::export(&shop.app, call(), export).await?;
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!((exported.rows, text.lines().count()), (4, 5));
    assert!(text.contains("Viamedis;rights;2024-01-31;10:00;down;"), "{text}");
    Ok(())
}

/// The demonstration has sixty days worth a look, from its first minute, the same every time.
#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_has_a_history() -> Outcome {
    let shop = Shop::start(Start { scenario: true, furnished: true }).await;
    let request = HeatMapRequest { platform: code("viamedis"), function: Function::Rights, days: 60 };
    let seen = availability::heat_map(&shop.app, call(), request).await?;
    let count = |state| seen.cells.iter().filter(|cell| cell.state == state).count();
    assert!(count(FunctionState::Up) > 300, "{}", count(FunctionState::Up));
    assert!(count(FunctionState::Degraded) >= 3 && count(FunctionState::Down) >= 1);
    let request = HeatMapRequest { platform: code("sp-sante"), function: Function::PriorAuthorisation, days: 60 };
    let portal = availability::heat_map(&shop.app, call(), request).await?;
    assert!(
        portal.cells.iter().any(|cell| cell.state == FunctionState::Closed && cell.source == StateSource::Declared)
    );
    Ok(())
}

/// What the owner says of probes and pace holds at once, is kept, and is refused where it is out of reason.
#[tokio::test(flavor = "multi_thread")]
async fn probes_are_switched_off_by_the_owner() -> Outcome {
    let shop = Shop::open().await;
    let probing = relais_domain::conduct::Probing { enabled: false, every_s: 600 };
    let set = |probing| SetConductRequest {
        platform: code("viamedis"),
        probing,
        calls_per_second: Some(3),
        repeat: Vec::new(),
    };
    let strip = conduct::set(&shop.app, call(), set(probing)).await?;
    let row = strip.platforms.into_iter().find(|row| row.platform == code("viamedis")).unwrap();
    assert_eq!((row.conduct.probing, row.conduct.calls_per_second), (probing, Some(3)));
    shop.practice().lines.end_pauses(None);
    platforms::watch(&shop.app).await?;
    assert!(shop.control.log().iter().all(|entry| entry.platform != Platform::VIAMEDIS), "nothing was asked");
    let hammering = relais_domain::conduct::Probing { enabled: true, every_s: 1 };
    let refused = conduct::set(&shop.app, call(), set(hammering)).await.unwrap_err();
    assert_eq!(refused.params["field"], "probe_every");
    Ok(())
}
