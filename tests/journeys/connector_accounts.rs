//! A platform's connector proves itself with an account of the vault, and with nothing else: what is typed for a platform is there, a
//! change there is what leaves next, what was sealed before there was a vault is moved to it, and a use costs no commit of its own.

use relais_domain::context::Role;
use relais_domain::ids::CredentialId;
use relais_domain::platform::{FailureCode, PlatformCode};
use relais_simulator::DEMO_CLIENT_SECRET;
use relais_usecases::contract::{
    AccessKind, AccessLogPage, ConfigurePlatformRequest, CredentialItem, CredentialList, Nothing, PlatformRow, Problem,
    RightsOutcomeView, RightsView, TeamView, VerifyRightsRequest,
};
use relais_usecases::{demonstration, disclosures, platforms, table, verify_rights};
use relais_vault::{Secret, seal_item};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call, code, glasses};

const HER_PASSPHRASE: &str = "sept chevaux boivent au puits du moulin rouge";

async fn ask<T: DeserializeOwned>(shop: &Shop, name: &str, request: Value) -> Result<T, Problem> {
    let answer = table::dispatch(&shop.app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

/// Relais's accounts, by the name of their platform.
async fn accounts(shop: &Shop) -> Vec<CredentialItem> {
    let list: CredentialList = ask(shop, "credential.list", json!({})).await.unwrap();
    list.rows.into_iter().filter(|row| row.for_connector).collect()
}

async fn of_viamedis(shop: &Shop) -> CredentialItem {
    accounts(shop).await.into_iter().find(|row| row.label == "Viamedis").unwrap()
}

async fn shown(shop: &Shop, credential: CredentialId) -> Result<String, Problem> {
    let request = json!({ "credential": credential, "part": "secret", "number": null });
    let secret = disclosures::disclose(&shop.app, "credential.reveal", call(), request).await?;
    Ok(String::from_utf8(secret.expose().to_vec()).unwrap())
}

async fn row(shop: &Shop, platform: &PlatformCode) -> PlatformRow {
    let strip = platforms::strip(&shop.app, call(), Nothing {}).await.unwrap();
    strip.platforms.into_iter().find(|row| row.platform == *platform).unwrap()
}

/// Asks the rights of one sale: none when they were answered, else why not.
async fn asks(shop: &Shop) -> Option<FailureCode> {
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    let request = json!({ "dossier": dossier, "rank": 1, "service_date": null });
    match ask::<RightsView>(shop, "rights.verify", request).await.unwrap().outcome {
        RightsOutcomeView::Answered { .. } => None,
        RightsOutcomeView::NotVerified { failure, .. } => Some(failure),
    }
}

/// The questions that were still on their way with the wrong secret may hold the circuit open once more.
async fn answers_again(shop: &Shop) {
    for _ in 0..20 {
        shop.practice().lines.end_pauses(None);
        if asks(shop).await.is_none() {
            return;
        }
    }
    panic!("the platform does not answer with the secret that was put back");
}

async fn uses_told(shop: &Shop) -> Vec<String> {
    let request = json!({ "kind": AccessKind::CredentialUsed, "user": null, "from": null, "until": null, "text": "", "before": null, "limit": 100 });
    let page: AccessLogPage = ask(shop, "access_log.list", request).await.unwrap();
    page.rows.into_iter().map(|row| row.about.map(|about| about.label).unwrap_or_default()).collect()
}

async fn reopened(shop: &Shop) {
    let folder = shop.practice().folder.clone();
    ask::<Value>(shop, "practice.lock", json!({})).await.unwrap();
    let unlock = json!({ "with": "passphrase", "passphrase": demonstration::PASSPHRASE });
    ask::<Value>(shop, "practice.open", json!({ "folder": folder, "unlock": unlock })).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_up_uses_the_account_and_its_mark_rides_on_the_look_ups_own_line() -> Outcome {
    let shop = Shop::open().await;
    let labels: Vec<String> = accounts(&shop).await.into_iter().map(|row| row.label).collect();
    assert_eq!(labels, ["Almerys", "Viamedis"]);
    let account = of_viamedis(&shop).await;
    assert_eq!((account.used_at, shown(&shop, account.credential).await?.as_str()), (None, DEMO_CLIENT_SECRET));
    // It was shown: that is one use. The connector's is the next.
    shop.minutes_later(5);
    let before = shop.practice().now();
    assert_eq!(asks(&shop).await, None);
    assert!(of_viamedis(&shop).await.used_at.is_some_and(|at| at.as_millisecond() >= before.as_millisecond()));
    assert_eq!(uses_told(&shop).await, ["Viamedis"]);
    // Told once a day, however often it is used: a token ends, and another is asked for.
    shop.minutes_later(90);
    reopened(&shop).await;
    assert_eq!(asks(&shop).await, None);
    let again = uses_told(&shop).await.len();
    assert_eq!(asks(&shop).await, None);
    assert_eq!(uses_told(&shop).await.len(), again);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_in_the_vault_is_what_leaves_next() -> Outcome {
    let shop = Shop::open().await;
    let viamedis = code("viamedis");
    let account = of_viamedis(&shop).await;
    let credential = account.credential;
    assert_eq!(asks(&shop).await, None);
    let wrong = json!({ "credential": credential, "secret": "ce n’est pas celui-là" });
    ask::<Value>(&shop, "credential.change_secret", wrong).await?;
    assert_eq!(asks(&shop).await, Some(FailureCode::TokenRefused));
    // The one of before, put back, is used at once.
    ask::<Value>(&shop, "credential.restore_previous", json!({ "credential": credential, "number": 1 })).await?;
    answers_again(&shop).await;
    // Without its account it is not spoken to, and says so; taken back, it is.
    ask::<Value>(&shop, "credential.remove", json!({ "credential": credential })).await?;
    assert!(!row(&shop, &viamedis).await.has_secret);
    assert_eq!(asks(&shop).await, Some(FailureCode::NoConnector));
    ask::<Value>(&shop, "credential.put_back", json!({ "credential": credential })).await?;
    assert!(row(&shop, &viamedis).await.has_secret);
    assert_eq!(asks(&shop).await, None);
    // Typed again with its platform, the same secret is no change; another is one more, and the first is in the history.
    let configured = row(&shop, &viamedis).await;
    let configure = |secret: &str| ConfigurePlatformRequest {
        platform: viamedis.clone(),
        label: configured.label.clone(),
        channel: configured.channel,
        base_url: configured.base_url.clone(),
        token_url: configured.token_url.clone(),
        client_id: configured.client_id.clone(),
        client_secret: Some(secret.to_owned()),
        portal_url: configured.portal_url.clone(),
    };
    let entries = shop.entries();
    platforms::configure(&shop.app, call(), configure(DEMO_CLIENT_SECRET)).await?;
    assert_eq!(shop.entries(), entries);
    platforms::configure(&shop.app, call(), configure("un autre secret")).await?;
    assert_eq!(shop.entries(), entries + 1);
    assert_eq!(shown(&shop, credential).await?, "un autre secret");
    assert_eq!(asks(&shop).await, Some(FailureCode::TokenRefused));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_relais_is_nobodys_and_there_is_one_a_platform() -> Outcome {
    let shop = Shop::open().await;
    let account = of_viamedis(&shop).await;
    let facts = |platform: Value, for_connector: bool| {
        json!({
            "platform": platform, "name": "x", "address": "", "holder": null, "for_connector": for_connector, "login": "",
            "mailbox": "", "second_factor": "unknown", "code_receiver": "", "stand_in": "",
        })
    };
    let adding = |facts: Value| json!({ "facts": facts, "secret": "s3cret", "seed": { "typed": "", "picture": null }, "notes": "" });
    for (platform, reason) in [
        (json!("viamedis"), "connector_has_one"),
        // Spoken to by its portal alone.
        (json!("sp-sante"), "connector_needs_platform"),
        (Value::Null, "connector_needs_platform"),
    ] {
        let refused = ask::<Value>(&shop, "credential.add", adding(facts(platform, true))).await.unwrap_err();
        assert_eq!((&refused.params["field"], &refused.params["reason"]), (&json!("holder"), &json!(reason)));
    }
    let hired = json!({ "name": "Léa Martin", "role": Role::Counter, "passphrase": HER_PASSPHRASE, "pin": "" });
    let team: TeamView = ask(&shop, "user.add", hired).await?;
    let lea = team.members.iter().find(|member| member.name == "Léa Martin").unwrap().user;
    let proof = json!({ "with": "passphrase", "passphrase": HER_PASSPHRASE });
    ask::<Value>(&shop, "user.switch", json!({ "user": lea, "proof": proof })).await?;
    // She does not see it, and asks for rights with it all the same.
    assert!(accounts(&shop).await.is_empty());
    assert!(shown(&shop, account.credential).await.is_err());
    assert_eq!(asks(&shop).await, None);
    let hers = ask::<Value>(&shop, "credential.add", adding(facts(json!("almerys"), true))).await.unwrap_err();
    assert_eq!(hers.params["reason"], "owner_gives");
    Ok(())
}

/// As a practice sealed it before there was a vault of accounts.
async fn sealed_as_before(shop: &Shop, platform: &PlatformCode, secret: &str) {
    let practice = shop.practice();
    let key = practice.keys.whole().unwrap().vault_key().clone();
    let stream = practice.database.identity().platform_stream(platform);
    let sealed = seal_item(&key, stream, "platform client secret", &Secret::new(secret.as_bytes().to_vec())).unwrap();
    let hex: String = sealed.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    set(shop, platform, json!(hex)).await;
}

async fn set(shop: &Shop, platform: &PlatformCode, value: Value) {
    let name = format!("platform_secret/{}", platform.as_str());
    let practice = shop.practice();
    let done: Outcome = practice
        .command(practice.own_call(), &("set", value.to_string()), move |tx, _| Ok(tx.put_setting(&name, &value)?))
        .await;
    done.unwrap();
}

fn setting(shop: &Shop, platform: &PlatformCode) -> Option<Value> {
    let name = format!("platform_secret/{}", platform.as_str());
    shop.practice().database.read(|queries| queries.setting(&name)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sealed_before_the_vault_is_moved_to_it_once() -> Outcome {
    let shop = Shop::open().await;
    // A platform that is not one of the demonstration's own, which are set anew at each opening.
    let littoral = code("littoral");
    let viamedis = row(&shop, &code("viamedis")).await;
    let request = ConfigurePlatformRequest {
        platform: littoral.clone(),
        label: "Littoral".to_owned(),
        channel: viamedis.channel,
        base_url: viamedis.base_url,
        token_url: viamedis.token_url,
        client_id: viamedis.client_id,
        client_secret: None,
        portal_url: None,
    };
    platforms::configure(&shop.app, call(), request).await?;
    assert!(!row(&shop, &littoral).await.has_secret);

    // What does not open stays where it is, and keeps nobody out.
    set(&shop, &littoral, json!("00ff")).await;
    reopened(&shop).await;
    assert_eq!((setting(&shop, &littoral), row(&shop, &littoral).await.has_secret), (Some(json!("00ff")), false));

    sealed_as_before(&shop, &littoral, DEMO_CLIENT_SECRET).await;
    reopened(&shop).await;
    assert_eq!(setting(&shop, &littoral), Some(Value::Null));
    let moved = accounts(&shop).await.into_iter().find(|row| row.label == "Littoral").unwrap();
    assert_eq!(moved.login, relais_simulator::DEMO_CLIENT_ID);
    assert_eq!(shown(&shop, moved.credential).await?, DEMO_CLIENT_SECRET);
    let dossier = shop.sells(glasses("Bernard", "littoral", "4417002230")).await.dossier;
    let rights = VerifyRightsRequest { dossier, rank: 1, service_date: None };
    let outcome = verify_rights::verify(&shop.app, call(), rights).await?.outcome;
    assert!(matches!(outcome, RightsOutcomeView::Answered { .. }), "{outcome:?}");

    // Once: the next opening finds nothing to move, and the account as it is.
    ask::<Value>(&shop, "credential.change_secret", json!({ "credential": moved.credential, "secret": "un autre" }))
        .await?;
    reopened(&shop).await;
    assert_eq!(shown(&shop, moved.credential).await?, "un autre");
    Ok(())
}
