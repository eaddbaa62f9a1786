//! A platform plugged in by a file: shown, taken with its secret, used by F4 and by the queue, kept over a restart, replaced
//! and removed. A wrong file leaves nothing behind.

use std::path::PathBuf;

use relais_domain::disclosure::SHIPPED as SHIPPED_LISTS;
use relais_domain::dossier::Way;
use relais_domain::platform::{Channel, Function, RepeatMode};
use relais_domain::private::MemberRole;
use relais_domain::request::RequestState;
use relais_simulator::{Breakage, DEMO_CLIENT_SECRET, Fault, Function as Broken, Platform};
use relais_usecases::contract::{
    CardMemberView, CardView, CoverageView, DescriptionRead, DescriptionView, DossierView, DryRunQuestion,
    DryRunRequest, FieldListsTaken, MistakeCode, Nothing, OpenPracticeRequest, PlatformRef, ProblemCode,
    ReadDescriptionRequest, RecordCardRequest, RequestRef, RightsOutcomeView, TakeDescriptionRequest,
    TakeFieldListsRequest, Unlock, VerifyRightsRequest,
};
use relais_usecases::{
    access, demonstration, describe_platform, dry_run, field_lists, platforms, record_card, replay, verify_rights,
};

use crate::connectors::on_simulator;
use crate::ground::{Outcome, Shop, call, cents, code, glasses};

const SESSION: &str = include_str!("../../docs/examples/session-pec.toml");

/// The example of a session, on the simulated Viamedis of the shop.
fn littoral(shop: &Shop) -> String {
    on_simulator(SESSION, &shop.platform_base(Platform::VIAMEDIS))
}

fn put(shop: &Shop, name: &str, text: &str) -> PathBuf {
    let path = shop.home.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

async fn read(shop: &Shop, name: &str, text: &str) -> DescriptionRead {
    let path = put(shop, name, text).display().to_string();
    describe_platform::read(&shop.app, call(), ReadDescriptionRequest { path }).await.unwrap()
}

async fn shown(shop: &Shop, name: &str, text: &str) -> DescriptionView {
    match read(shop, name, text).await {
        DescriptionRead::Read { description } => description,
        DescriptionRead::Refused { mistakes } => panic!("{mistakes:?}"),
    }
}

fn taking(shop: &Shop, view: &DescriptionView, secret: Option<&str>) -> TakeDescriptionRequest {
    TakeDescriptionRequest {
        path: shop.home.path().join(&view.file_name).display().to_string(),
        checksum: view.checksum.clone(),
        secret: secret.map(str::to_owned),
        client_key: None,
    }
}

async fn with_littoral() -> Shop {
    let shop = Shop::open().await;
    let view = shown(&shop, "littoral.toml", &littoral(&shop)).await;
    describe_platform::take(&shop.app, call(), taking(&shop, &view, Some(DEMO_CLIENT_SECRET))).await.unwrap();
    shop
}

async fn answered(shop: &Shop, request: VerifyRightsRequest) -> CoverageView {
    let verified = verify_rights::verify(&shop.app, call(), request).await.unwrap();
    match verified.outcome {
        RightsOutcomeView::Answered { answer } => *answer,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_described_platform_answers_f4_and_the_queue() -> Outcome {
    let shop = with_littoral().await;
    let strip = platforms::strip(&shop.app, call(), Nothing {}).await?;
    let row = strip.platforms.iter().find(|row| row.platform == code("littoral")).unwrap();
    assert_eq!((row.label.as_str(), row.channel, row.has_secret), ("Littoral Santé", Channel::Http, true));
    assert!(row.description.as_ref().is_some_and(|file| file.is_usable && file.file_name == "littoral.toml"));

    let sold = shop.sells(glasses("Bernard", "littoral", "4417002230")).await;
    let rights = VerifyRightsRequest { dossier: sold.dossier, rank: 1, service_date: None };
    let fields = verify_rights::fields_sent(&shop.app, call(), rights.clone()).await?.fields;
    assert!(fields.contains(&"member_number".to_owned()) && !fields.contains(&"provider_finess".to_owned()));
    let answer = answered(&shop, rights).await;
    assert_eq!((answer.in_force, answer.covered_cents), (Some(true), Some(cents(371_00))), "{answer:?}");

    shop.goes(sold.dossier, Way::DeliveredThirdPartyPayment).await;
    let waiting = RequestRef { request: shop.queue().await.waiting[0].request };
    let lost = Breakage::new(Platform::VIAMEDIS, Broken::PriorAuthorisation, Fault::AnswerLost).times(1);
    shop.control.break_function(lost).await.unwrap();
    let outcome = replay::send_one(&shop.app, call(), waiting.clone()).await?;
    assert_eq!(outcome.state, RequestState::OutcomeUnknown);
    // What is kept of it is what its own message holds, not what another platform would be sent.
    let told = shop.dossier(sold.dossier).await.timeline.into_iter().find(|row| row.kind == "dossier.fields_sent");
    let told = told.unwrap().body;
    assert_eq!(told["function"], "prior_authorisation");
    let fields = told["fields"].to_string();
    assert!(fields.contains("\"member_number\"") && !fields.contains("\"provider_finess\""), "{fields}");
    let found = replay::check_unknown(&shop.app, call(), waiting).await?;
    assert_eq!((found.state, found.covered_cents), (RequestState::Answered, Some(cents(371_00))));
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS).len(), 1);
    Ok(())
}

/// Its file asks for the number, and the field list names it: only then does it leave, and both are looked at.
#[tokio::test(flavor = "multi_thread")]
async fn a_number_of_social_security_leaves_where_a_platform_asks_and_a_list_names_it() -> Outcome {
    let shop = Shop::open().await;
    let asking = "\"naissance\": \"{birth_date?}\"";
    let text = littoral(&shop).replacen(asking, &format!("{asking},\n    \"nir\": \"{{nir?}}\""), 1);
    let view = shown(&shop, "littoral.toml", &text).await;
    describe_platform::take(&shop.app, call(), taking(&shop, &view, Some(DEMO_CLIENT_SECRET))).await?;
    let holder = CardMemberView {
        place: None,
        role: MemberRole::Holder,
        family_name: "Bernard".to_owned(),
        given_name: "Solenn".to_owned(),
        birth_date: None,
        birth_rank: None,
        under_first: false,
        under_second: false,
        nir: Some("295109912611193".to_owned()),
        nir_masked: None,
        nir_provisional: false,
    };
    let card = |view: &DossierView| CardView { members: vec![holder.clone()], ..view.tracks[0].card.clone() };
    let sold = shop.sells(glasses("Bernard", "littoral", "4417002230")).await.dossier;
    let other = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    for dossier in [sold, other] {
        let card = card(&shop.dossier(dossier).await);
        let request = RecordCardRequest { dossier, rank: 1, card, share_cents: None };
        record_card::record(&shop.app, call(), request).await?;
    }
    let sent = async |dossier| {
        shop.verifies(dossier).await;
        let told = shop.dossier(dossier).await.timeline.into_iter().find(|row| row.kind == "dossier.fields_sent");
        told.unwrap().body["fields"].to_string().contains("\"nir\"")
    };
    assert!(sent(sold).await, "the file asks for it");
    assert!(!sent(other).await, "a platform that does not ask is told nothing");

    let named: Vec<&str> = SHIPPED_LISTS.lines().filter(|line| !line.starts_with("nir =")).collect();
    let path = put(&shop, "sans-nir.toml", &named.join("\n")).display().to_string();
    let taken = field_lists::take(&shop.app, call(), TakeFieldListsRequest { path }).await?;
    assert!(matches!(taken, FieldListsTaken::Taken { .. }), "{taken:?}");
    assert!(!sent(sold).await, "the list does not name it");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_line_is_made_again_from_what_was_kept() -> Outcome {
    let mut shop = with_littoral().await;
    let sold = shop.sells(glasses("Bernard", "littoral", "4417002230")).await;
    let folder = shop.practice().folder.display().to_string();
    shop.restarted();
    let passphrase = demonstration::PASSPHRASE.to_owned();
    let request = OpenPracticeRequest { folder, unlock: Unlock::Passphrase { passphrase } };
    access::open_practice(&shop.app, call(), request).await?;
    let rights = VerifyRightsRequest { dossier: sold.dossier, rank: 1, service_date: None };
    assert_eq!(answered(&shop, rights).await.in_force, Some(true));
    let kept = describe_platform::view(&shop.app, call(), PlatformRef { platform: code("littoral") }).await?;
    let DescriptionRead::Read { description } = kept else { panic!("{kept:?}") };
    assert_eq!((description.text, description.has_secret), (littoral(&shop), true));
    let repeats: Vec<_> = description.functions.iter().map(|it| (it.function, it.repeat)).collect();
    assert!(repeats.contains(&(Function::PriorAuthorisation, RepeatMode::QueryFirst)), "{repeats:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_file_says_every_line_and_nothing_is_taken() -> Outcome {
    let shop = Shop::open().await;
    let before = shop.entries();
    let bent = littoral(&shop).replacen("path = \"droits\"", "path = \"droits/{nir}\"", 1);
    let bent = bent.replacen("\"nom\": \"{family_name}\"", "\"nom\": \"Mme {family_name}\"", 1);
    let DescriptionRead::Refused { mistakes } = read(&shop, "faux.toml", &bent).await else { panic!() };
    let codes: Vec<_> = mistakes.iter().map(|it| (it.mistake, it.line.is_some())).collect();
    assert_eq!(codes, [(MistakeCode::NotInAnAddress, true), (MistakeCode::Pasted, true)], "{mistakes:?}");

    // A demonstration speaks to this computer alone.
    let DescriptionRead::Refused { mistakes } = read(&shop, "reel.toml", SESSION).await else { panic!() };
    assert_eq!((mistakes[0].mistake, mistakes[0].key.as_str()), (MistakeCode::NotAllowedHere, "connection.base_url"));
    assert_eq!(
        SESSION.lines().nth(mistakes[0].line.unwrap() as usize - 1).unwrap().split(' ').next(),
        Some("base_url")
    );

    let view = shown(&shop, "littoral.toml", &littoral(&shop)).await;
    let no_secret = describe_platform::take(&shop.app, call(), taking(&shop, &view, None)).await.unwrap_err();
    assert_eq!((no_secret.code, &no_secret.params["field"]), (ProblemCode::InvalidField, &"secret".into()));
    put(&shop, "littoral.toml", &littoral(&shop).replace("Littoral Santé", "Un autre"));
    let changed = taking(&shop, &view, Some(DEMO_CLIENT_SECRET));
    let changed = describe_platform::take(&shop.app, call(), changed).await.unwrap_err();
    assert_eq!(&changed.params["reason"], "changed");
    let gone = ReadDescriptionRequest { path: shop.home.path().join("absent.toml").display().to_string() };
    let gone = describe_platform::read(&shop.app, call(), gone).await.unwrap_err();
    assert_eq!(gone.code, ProblemCode::FileNotReadable);
    assert_eq!(shop.entries(), before, "nothing was written");
    assert!(shop.practice().lines.get(&code("littoral")).is_none());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_is_removed_once_nothing_waits_for_it() -> Outcome {
    let shop = with_littoral().await;
    let sold = shop.sells(glasses("Bernard", "littoral", "4417002230")).await;
    shop.goes(sold.dossier, Way::DeliveredThirdPartyPayment).await;
    let littoral = || PlatformRef { platform: code("littoral") };
    let refused = describe_platform::remove(&shop.app, call(), littoral()).await.unwrap_err();
    assert_eq!((refused.code, &refused.params["count"]), (ProblemCode::PlatformHasRequests, &1.into()));
    let waiting = RequestRef { request: shop.queue().await.waiting[0].request };
    assert_eq!(replay::send_one(&shop.app, call(), waiting).await?.state, RequestState::Answered);
    let strip = describe_platform::remove(&shop.app, call(), littoral()).await?;
    assert!(strip.platforms.iter().all(|row| row.platform != code("littoral")));
    assert!(shop.practice().lines.get(&code("littoral")).is_none());
    assert!(describe_platform::view(&shop.app, call(), littoral()).await.is_err());
    // The dossier stays, under the code it was sent to.
    assert_eq!(shop.dossier(sold.dossier).await.tracks.len(), 1);
    // The lists made again from the journal are the same.
    let practice = shop.practice();
    let dump = || -> String {
        Result::<_, relais_storage::StorageError>::unwrap(practice.database.read(|queries| queries.dump_views()))
    };
    let before = dump();
    practice.database.rebuild(|_| {}).unwrap();
    assert_eq!(dump(), before);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_sends_nothing() -> Outcome {
    let shop = with_littoral().await;
    let seen = shop.control.log().len();
    let question = DryRunQuestion {
        family_name: "Vauquelin".into(),
        given_name: Some("Thaïs".into()),
        birth_date: None,
        member_number: Some("00731900".into()),
        nir: None,
        amc_number: "77565712".into(),
        convention: None,
        csr: None,
        domain: "OPTI".into(),
        service_date: "2024-01-31".parse().unwrap(),
        asked_cents: Some(43_217),
    };
    let answer = r#"{"statut":"OK","contrat":{"etat":"RESILIE","validite":{"au":"2023-12-31"}}}"#;
    let request = DryRunRequest {
        platform: code("littoral"),
        question: question.clone(),
        answer: Some(answer.to_owned()),
        status: 200,
    };
    let drawn = dry_run::run(&shop.app, call(), request.clone()).await?;
    assert_eq!(drawn.steps.len(), 2, "the login, then the question");
    let shown = format!("{drawn:?}");
    assert!(shown.contains("••••••") && !shown.contains(DEMO_CLIENT_SECRET), "{shown}");
    let read = drawn.answer.unwrap();
    assert_eq!((read.in_force, read.is_right_in_force()), (Some(false), false));
    let nameless = DryRunQuestion { member_number: None, ..question };
    let drawn = dry_run::run(&shop.app, call(), DryRunRequest { question: nameless, answer: None, ..request }).await?;
    assert_eq!((drawn.needs.as_deref(), drawn.steps.len()), (Some("member_number"), 0));
    assert_eq!(shop.control.log().len(), seen);
    Ok(())
}
