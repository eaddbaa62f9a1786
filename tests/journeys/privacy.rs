//! Minimum data, and nobody fishing: a field that is switched off is not among the bytes that leave; without the customer's
//! word, and after his no, nothing leaves; who looks too many people up is warned, stopped, and unlocked by the owner.

use relais_domain::disclosure::{FieldName, SENT_FUNCTIONS};
use relais_domain::dossier::{ConsentDecision, ConsentHow, ConsentState, TrackState, Way};
use relais_domain::ids::DossierId;
use relais_domain::lookup_guard::{Reason, Threshold};
use relais_domain::platform::Function;
use relais_usecases::contract::{
    AccessKind, AccessLogRequest, AccessLogRow, ConsentSheetRequest, DataExit, FieldListsTaken, IncidentRef,
    LookupRequest, LookupStanding, Nothing, ProblemCode, RecordConsentRequest, RequestRef, RightsOutcomeView,
    SetConsentRuleRequest, SetLookupLimitsRequest, SwitchFieldRequest, TakeFieldListsRequest, Unlock,
    UnlockLookupsRequest, VerifyRightsRequest,
};
use relais_usecases::lookup_coverage::Lookup;
use relais_usecases::{
    access, access_log, choose_way, consent, data_flows, demonstration, field_lists, lookup_guard, recovery, replay,
    verify_rights,
};
use serde_json::json;

use crate::ground::{Outcome, Shop, call, code, glasses, pdf_text};
use crate::wire::Wire;

/// An order between two people's question and its answer.
async fn asks(shop: &Shop, dossier: DossierId) -> Outcome<RightsOutcomeView> {
    Ok(verify_rights::verify(&shop.app, call(), VerifyRightsRequest { dossier, rank: 1, service_date: None })
        .await?
        .outcome)
}

async fn is_refused(shop: &Shop, dossier: DossierId) -> ProblemCode {
    asks(shop, dossier).await.unwrap_err().code
}

async fn switches(shop: &Shop, function: Function, field: FieldName, sent: bool) -> Outcome {
    let request = SwitchFieldRequest { platform: code("almerys"), function, field, sent };
    field_lists::switch(&shop.app, call(), request).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_is_switched_off_is_not_among_the_bytes_that_leave() -> Outcome {
    let shop = Shop::open().await;
    let wire = Wire::before(&shop, &code("almerys")).await;
    let sold = shop.sells(glasses("Kermarrec", "almerys", "4417002230")).await.dossier;
    asks(&shop, sold).await?;
    let said = wire.heard();
    assert!(said.contains("Kermarrec") && said.contains("Lucie") && said.contains("4417002230"), "{said}");

    switches(&shop, Function::Rights, FieldName::GivenName, false).await?;
    let sent = verify_rights::fields_sent(
        &shop.app,
        call(),
        VerifyRightsRequest { dossier: sold, rank: 1, service_date: None },
    )
    .await?;
    assert!(!sent.fields.contains(&"given_name".to_owned()));
    asks(&shop, sold).await?;
    let said = wire.heard();
    assert!(said.contains("Kermarrec") && !said.contains("Lucie"), "{said}");

    // The PEC has its own switch.
    shop.goes(sold, Way::DeliveredThirdPartyPayment).await;
    let request = shop.queue().await.waiting[0].request;
    replay::send_one(&shop.app, call(), RequestRef { request }).await?;
    assert!(wire.heard().contains("Lucie"));
    switches(&shop, Function::PriorAuthorisation, FieldName::GivenName, false).await?;
    let other = shop.sells(glasses("Tanguy", "almerys", "4417002231")).await.dossier;
    shop.goes(other, Way::DeliveredThirdPartyPayment).await;
    let request = shop.queue().await.waiting[0].request;
    replay::send_one(&shop.app, call(), RequestRef { request }).await?;
    let said = wire.heard();
    assert!(said.contains("Tanguy") && !said.contains("Lucie"), "{said}");

    // What a message cannot be made without cannot be kept.
    let refused = switches(&shop, Function::Rights, FieldName::FamilyName, false).await.unwrap_err();
    assert_eq!((refused.code, refused.params["reason"].as_str()), (ProblemCode::InvalidField, Some("not_optional")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leaves_before_a_yes_nor_after_a_no() -> Outcome {
    let shop = Shop::open().await;
    let wire = Wire::before(&shop, &code("almerys")).await;
    let sold = shop.sells_unasked(glasses("Kermarrec", "almerys", "4417002230")).await.dossier;
    let consent = |view: &relais_usecases::contract::DossierView| view.tracks[0].consent.clone().unwrap();
    assert_eq!(consent(&shop.dossier(sold).await).state, ConsentState::NotAsked);
    assert_eq!(is_refused(&shop, sold).await, ProblemCode::ConsentMissing);

    // No: what needs a request is closed, the other ways stay.
    let view = shop.says(sold, ConsentDecision::Refused).await;
    assert_eq!(view.closed_ways, [Way::DeliveredThirdPartyPayment, Way::ChequeKept]);
    assert_eq!(is_refused(&shop, sold).await, ProblemCode::ConsentRefused);
    for way in [Way::DeliveredThirdPartyPayment, Way::ChequeKept] {
        let request = relais_usecases::contract::ChooseWayRequest { dossier: sold, way };
        let refused = choose_way::choose(&shop.app, call(), request).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::WayNeedsConsent);
    }
    let view = shop.goes(sold, Way::CustomerAdvances).await;
    assert_eq!(view.tracks[0].state, TrackState::ClaimedByCustomer);

    // Whatever the practice's rule, a no is a no; without one, the rule decides.
    let unasked = shop.sells_unasked(glasses("Tanguy", "almerys", "4417002231")).await.dossier;
    shop.goes(unasked, Way::DeliveredThirdPartyPayment).await;
    let request = shop.queue().await.waiting[0].request;
    let refused = replay::send_one(&shop.app, call(), RequestRef { request }).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::ConsentMissing);
    assert_eq!(shop.queue().await.waiting[0].attempts, 0);
    assert_eq!(wire.heard(), "", "nothing has left so far");

    field_lists::set_consent_rule(&shop.app, call(), SetConsentRuleRequest { asked_first: false }).await?;
    assert_eq!(is_refused(&shop, sold).await, ProblemCode::ConsentRefused);
    assert_eq!(wire.heard(), "");
    asks(&shop, unasked).await?;
    assert!(wire.heard().contains("Tanguy"));
    field_lists::set_consent_rule(&shop.app, call(), SetConsentRuleRequest { asked_first: true }).await?;

    // Yes, then no more: what waits goes on waiting.
    let view = shop.says(unasked, ConsentDecision::Given).await;
    let said = consent(&view);
    assert_eq!(
        (said.state, said.how, said.decided_by.as_str()),
        (ConsentState::Given, Some(ConsentHow::Oral), "Claire Aubry")
    );
    assert!(said.lets_leave && said.decided_at.is_some() && said.list_version.is_some());
    shop.says(unasked, ConsentDecision::Withdrawn).await;
    let refused = replay::send_one(&shop.app, call(), RequestRef { request }).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::ConsentRefused);
    assert_eq!(wire.heard(), "");
    let told = shop.dossier(unasked).await.timeline;
    let words: Vec<_> =
        told.iter().filter(|row| row.kind == "dossier.consent_recorded").map(|row| &row.body["decision"]).collect();
    assert_eq!(words, [&json!("withdrawn"), &json!("given")]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_covers_the_fields_that_were_read_out_and_no_more() -> Outcome {
    let shop = Shop::open().await;
    for function in SENT_FUNCTIONS {
        switches(&shop, function, FieldName::GivenName, false).await?;
    }
    let sold = shop.sells(glasses("Kermarrec", "almerys", "4417002230")).await.dossier;
    asks(&shop, sold).await?;
    switches(&shop, Function::Rights, FieldName::GivenName, true).await?;
    assert_eq!(shop.dossier(sold).await.tracks[0].consent.as_ref().unwrap().state, ConsentState::Outgrown);
    assert_eq!(is_refused(&shop, sold).await, ProblemCode::ConsentMissing);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_said_no_is_not_taken_to_the_portal_nor_queued_by_a_recovery() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let sold = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    shop.verifies(sold).await;
    let incident = shop.until("the incident", || shop.incident()).await.incident;
    shop.goes(sold, Way::SetAside).await;
    shop.says(sold, ConsentDecision::Withdrawn).await;
    let next = relais_usecases::contract::NextPortalRequest { incident, skip: Vec::new() };
    let next = relais_usecases::assisted_portal::next(&shop.app, call(), next).await?;
    assert_eq!((next.step, next.without_consent), (None, 1));
    shop.story_goes_to("pec_back").await;
    recovery::start(&shop.app, call(), IncidentRef { incident }).await?;
    shop.until("the end of the run", || async {
        let view = recovery::view(&shop.app, call(), IncidentRef { incident }).await.unwrap();
        view.progress.is_some_and(|progress| !progress.running).then_some(())
    })
    .await;
    let view = recovery::view(&shop.app, call(), IncidentRef { incident }).await?;
    let row = view.rows.iter().find(|row| row.dossier == sold).unwrap();
    assert!(row.consent_needed, "the screen says what is missing");
    assert_eq!(shop.queue().await.waiting.len(), 0);
    assert_eq!(shop.dossier(sold).await.tracks[0].state, TrackState::NotSent);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_left_is_told_in_the_dossier_and_among_the_flows() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Kermarrec", "almerys", "4417002230")).await.dossier;
    asks(&shop, sold).await?;
    shop.goes(sold, Way::DeliveredThirdPartyPayment).await;
    let request = shop.queue().await.waiting[0].request;
    replay::send_one(&shop.app, call(), RequestRef { request }).await?;
    let told = shop.dossier(sold).await.timeline;
    let sent: Vec<_> = told.iter().rev().filter(|row| row.kind == "dossier.fields_sent").map(|row| &row.body).collect();
    let functions: Vec<_> = sent.iter().map(|body| &body["function"]).collect();
    assert_eq!(functions, [&json!("rights"), &json!("prior_authorisation")]);
    assert_eq!((&sent[0]["platform"], &sent[1]["request"]), (&json!("almerys"), &json!(request)));
    for body in sent {
        assert!(body["fields"].as_array().unwrap().contains(&json!("member_number")), "{body}");
    }

    let flows = data_flows::view(&shop.app, call(), Nothing {}).await?;
    let sent: Vec<_> = flows.platforms.iter().map(|flow| (flow.platform.as_str(), flow.function)).collect();
    // Through its portal, an operator's rights are not asked for by the program.
    let of = |platform, functions: &'static [Function]| functions.iter().map(move |function| (platform, *function));
    let direct = of("viamedis", &SENT_FUNCTIONS).chain(of("almerys", &SENT_FUNCTIONS));
    let expected: Vec<_> = direct.chain(of("sp-sante", &SENT_FUNCTIONS[1..])).collect();
    assert_eq!(sent, expected);
    let asked = [Function::Rights, Function::PriorAuthorisation];
    for flow in &flows.platforms {
        let left = flow.platform.as_str() == "almerys" && asked.contains(&flow.function);
        assert_eq!(flow.last_at.is_some(), left, "{flow:?}");
        assert!(flow.host.starts_with("127.0.0.1:") && !flow.fields.is_empty());
    }
    assert!(flows.others.iter().any(|other| other.exit == DataExit::PlatformProbe));
    let paper = data_flows::print(&shop.app, call(), Nothing {}).await?;
    let text = pdf_text(&paper.path);
    for words in ["et rien d’autre", "Almerys, droits", "d’adhérent", "Sauvegarde", "31/01/2024"] {
        assert!(text.contains(words), "« {words} »:\n{text}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_printed_signed_and_kept() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells_unasked(glasses("Kermarrec", "almerys", "4417002230")).await.dossier;
    let paper = consent::sheet(&shop.app, call(), ConsentSheetRequest { dossier: sold, rank: 1 }).await?;
    let text = pdf_text(&paper.path);
    for words in
        ["Accord de transmission", "T-2024-0001", "Lucie Kermarrec", "Almerys", "Numéro d’adhérent", "facultatif"]
    {
        assert!(text.contains(words), "« {words} »:\n{text}");
    }
    let (decision, how) = (ConsentDecision::Given, ConsentHow::SignedPaper);
    let view =
        consent::record(&shop.app, call(), RecordConsentRequest { dossier: sold, rank: 1, decision, how }).await?;
    let sheet = view.documents[0].document;
    let told = view.timeline.iter().find(|row| row.kind == "dossier.consent_recorded").unwrap();
    assert_eq!(told.body["sheet"], json!(sheet));
    Ok(())
}

fn limits(warn: u32, stop: u32) -> relais_domain::lookup_guard::LookupLimits {
    let usual = relais_domain::lookup_guard::defaults(&[]).limits;
    let per_hour = Threshold { warn_above: Some(warn), stop_above: Some(stop) };
    relais_domain::lookup_guard::LookupLimits { per_hour, ..usual }
}

async fn sets(shop: &Shop, warn: u32, stop: u32) -> Outcome {
    let hours = lookup_guard::view(&shop.app, call(), Nothing {}).await?.hours;
    let request = SetLookupLimitsRequest { limits: limits(warn, stop), hours };
    lookup_guard::set_limits(&shop.app, call(), request).await.map(drop)
}

async fn stands(shop: &Shop) -> LookupStanding {
    lookup_guard::standing_of_user(&shop.app, call(), Nothing {}).await.unwrap()
}

/// The lines of the watch in the access log, oldest first.
async fn lines(shop: &Shop) -> Vec<AccessLogRow> {
    let everything = AccessLogRequest {
        kind: None,
        user: None,
        from: None,
        until: None,
        text: String::new(),
        before: None,
        limit: 500,
    };
    let rows = access_log::list(&shop.app, call(), everything).await.unwrap().rows;
    let kinds = [AccessKind::LookupWarned, AccessKind::LookupStopped, AccessKind::LookupUnlocked];
    rows.into_iter().rev().filter(|row| kinds.contains(&row.kind)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_too_many_people_up_is_warned_stopped_and_unlocked() -> Outcome {
    let mut shop = Shop::open().await;
    let wire = Wire::before(&shop, &code("almerys")).await;
    sets(&shop, 1, 2).await?;
    let sold = shop.sells(glasses("Kermarrec", "almerys", "4417002230")).await.dossier;
    asks(&shop, sold).await?;
    assert_eq!((stands(&shop).await.findings.len(), lines(&shop).await.len()), (0, 0));
    asks(&shop, sold).await?;
    let warned = stands(&shop).await;
    assert_eq!((warned.findings[0].reason, warned.findings[0].count), (Reason::PerHour, 2));
    assert!(warned.stopped.is_none());
    assert_eq!(warned.stops_above, Some(2), "where it will stop is said while it only warns");
    wire.heard();
    for _ in 0..2 {
        let refused = asks(&shop, sold).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::LookupsStopped);
        assert_eq!((refused.params["reason"].as_str(), refused.params["count"].as_u64()), (Some("per_hour"), Some(3)));
    }
    assert_eq!(wire.heard(), "", "no call leaves after a stop");

    // Opened again, and with looser limits, he is still stopped.
    sets(&shop, 100, 200).await?;
    access::close(&shop.app, call(), Nothing {}).await?;
    shop.restarted();
    let folder = std::fs::read_dir(shop.home.path().join("cabinets")).unwrap().next().unwrap().unwrap().path();
    let unlock = Unlock::Passphrase { passphrase: demonstration::PASSPHRASE.to_owned() };
    let opening = relais_usecases::contract::OpenPracticeRequest { folder: folder.display().to_string(), unlock };
    access::open_practice(&shop.app, call(), opening).await?;
    assert_eq!(is_refused(&shop, sold).await, ProblemCode::LookupsStopped);

    let stopped = stands(&shop).await.stopped.unwrap();
    let silent = UnlockLookupsRequest { user: stopped.user, reason: "  ".to_owned() };
    assert_eq!(lookup_guard::unlock(&shop.app, call(), silent).await.unwrap_err().code, ProblemCode::ReasonNeeded);
    let request = json!({ "user": stopped.user, "reason": "Journée de dépistage au magasin." });
    relais_usecases::table::dispatch(&shop.app, "lookup_guard.unlock", call(), request).await?;
    sets(&shop, 1, 2).await?;
    asks(&shop, sold).await?;
    assert!(stands(&shop).await.stopped.is_none());
    let view = lookup_guard::view(&shop.app, call(), Nothing {}).await?;
    let stop = view.users[0].stop.clone().unwrap();
    assert_eq!(
        (stop.lifted_by.as_str(), stop.lifted_why.as_str()),
        ("Claire Aubry", "Journée de dépistage au magasin.")
    );
    let again = UnlockLookupsRequest { user: stopped.user, reason: "Encore.".to_owned() };
    assert_eq!(lookup_guard::unlock(&shop.app, call(), again).await.unwrap_err().code, ProblemCode::LookupsNotStopped);

    let told: Vec<_> =
        lines(&shop).await.into_iter().map(|row| (row.kind, row.detail, row.about.unwrap().label)).collect();
    let kinds: Vec<_> = told.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(kinds, [AccessKind::LookupWarned, AccessKind::LookupStopped, AccessKind::LookupUnlocked]);
    assert_eq!(told[0].1.as_deref(), Some("per_hour"));
    assert!(told[0].2.contains("Kermarrec") && told[1].2 == "Claire Aubry" && told[2].2 == "Claire Aubry", "{told:?}");
    Ok(())
}

/// Two windows' worth of keys at once: no more leave than may.
#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_counted_one_by_one() -> Outcome {
    let shop = Shop::open().await;
    sets(&shop, 1, 4).await?;
    let sold = shop.sells(glasses("Kermarrec", "almerys", "4417002230")).await.dossier;
    let asking = (0..12).map(|_| {
        let app = shop.app.clone();
        tokio::spawn(async move {
            verify_rights::verify(&app, call(), VerifyRightsRequest { dossier: sold, rank: 1, service_date: None })
                .await
                .map(drop)
        })
    });
    let mut passed = 0;
    for asked in asking.collect::<Vec<_>>() {
        passed += usize::from(asked.await.unwrap().is_ok());
    }
    assert_eq!(passed, 4);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_night_and_a_question_without_a_dossier_are_noticed() -> Outcome {
    let shop = Shop::open().await;
    shop.move_to("2024-01-31T22:30:00Z");
    let sold = shop.sells(glasses("Kermarrec", "almerys", "4417002230")).await.dossier;
    asks(&shop, sold).await?;
    assert_eq!(stands(&shop).await.findings[0].reason, Reason::OutsideHours);

    // The command line, with the practice's own secret; three order numbers of one month and town.
    shop.move_to("2024-02-01T09:00:00Z");
    for nir in ["295109912611193", "295109912611292", "295109912611391"] {
        let typed: LookupRequest = serde_json::from_value(json!({
            "family_name": nir, "amc_number": "77565712", "domain": "OPTI", "service_date": "2024-02-01", "nir": nir,
        }))
        .unwrap();
        lookup_guard::admit_alone(&shop.practice(), &code("almerys"), &Lookup::read(&typed)?).await?;
    }
    let findings = stands(&shop).await.findings;
    assert_eq!(findings.iter().map(|finding| finding.reason).collect::<Vec<_>>(), [Reason::SequentialNirs]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_that_would_not_warn_first_are_refused() -> Outcome {
    let shop = Shop::open().await;
    let refused = sets(&shop, 5, 5).await.unwrap_err();
    assert_eq!((refused.code, refused.params["field"].as_str()), (ProblemCode::InvalidField, Some("per_hour")));
    let view = lookup_guard::view(&shop.app, call(), Nothing {}).await?;
    assert!(!view.chosen && view.limits == view.defaults.limits);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_staff_notice_is_printed_before_anybody_is_watched() -> Outcome {
    let shop = Shop::open().await;
    assert!(stands(&shop).await.staff_notice.is_none());
    let paper = lookup_guard::print_staff_notice(&shop.app, call(), Nothing {}).await?;
    let text = pdf_text(&paper.path).split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["Information du personnel", "L1222-4", "signalé au-delà de 15, bloqué au-delà de 40", "12 mois"] {
        assert!(text.contains(words), "« {words} »:\n{text}");
    }
    let notice = stands(&shop).await.staff_notice.unwrap();
    assert!(notice.current && notice.printed_on == shop.practice().today());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_field_lists_is_taken_whole_or_not_at_all() -> Outcome {
    let shop = Shop::open().await;
    let path = shop.home.path().join("champs.toml");
    let takes = async |text: String| {
        std::fs::write(&path, text).unwrap();
        field_lists::take(&shop.app, call(), TakeFieldListsRequest { path: path.display().to_string() }).await
    };
    let shipped = relais_domain::disclosure::SHIPPED;
    let FieldListsTaken::Refused { faults } = takes(shipped.replacen("\"asked_amount\"", "\"lens_power\"", 1)).await?
    else {
        panic!("an unknown field was taken")
    };
    assert_eq!((faults[0].line, faults[0].about.as_str()), (17, "lens_power"));
    let own = shipped.replacen("2024-01\"", "2024-02\"", 1).replacen(", \"asked_amount\"", "", 1);
    let FieldListsTaken::Taken { view } = takes(own).await? else { panic!("a good file was refused") };
    assert_eq!((view.lists.version.as_str(), view.lists.shipped), ("2024-02", false));
    // What the list does not name does not leave.
    let wire = Wire::before(&shop, &code("almerys")).await;
    let sold = shop.sells(glasses("Kermarrec", "almerys", "4417002230")).await.dossier;
    asks(&shop, sold).await?;
    let said = wire.heard();
    assert!(said.contains("Kermarrec") && !said.contains("\"value\":371"), "{said}");
    let view = field_lists::restore(&shop.app, call(), Nothing {}).await?;
    assert!(view.lists.shipped);
    Ok(())
}
