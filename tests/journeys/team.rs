//! Who works here: the owner adds, changes and retires people; each comes to work with a PIN or a passphrase, and what is done
//! from then on is done in his name and with his role. Through the door of the window throughout.

use relais_domain::context::Role;
use relais_domain::dossier::WorkList;
use relais_domain::ids::UserId;
use relais_usecases::contract::{
    AccessKind, AccessLogPage, AppState, DocumentReady, Problem, ProblemCode, SecondProof, Stage, TeamMember, TeamView,
    UserChoices, UserProof,
};
use relais_usecases::{demonstration, table};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call, glasses, pdf_text};

pub(crate) const HER_PASSPHRASE: &str = "sept chevaux boivent au puits du moulin rouge";
const HIS_NEXT: &str = "dix tortues lisent le journal devant une gare";
pub(crate) const HER_PIN: &str = "2580";

pub(crate) async fn ask<T: DeserializeOwned>(shop: &Shop, name: &str, request: Value) -> Result<T, Problem> {
    let answer = table::dispatch(&shop.app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

pub(crate) async fn refused(shop: &Shop, name: &str, request: Value) -> Problem {
    ask::<Value>(shop, name, request).await.unwrap_err()
}

async fn team(shop: &Shop) -> TeamView {
    ask(shop, "user.list", json!({})).await.unwrap()
}

fn named<'t>(team: &'t TeamView, name: &str) -> &'t TeamMember {
    team.members.iter().find(|member| member.name == name).unwrap()
}

/// Léa Martin comes to the counter, with a PIN.
pub(crate) async fn hires_lea(shop: &Shop) -> UserId {
    let request = json!({ "name": "Léa Martin", "role": "counter", "passphrase": HER_PASSPHRASE, "pin": HER_PIN });
    named(&ask(shop, "user.add", request).await.unwrap(), "Léa Martin").user
}

/// Léa looks at what one alone does not decide; hired for it where she is not here yet.
pub(crate) async fn second(shop: &Shop) -> Option<SecondProof> {
    let here = team(shop).await.members.iter().find(|member| member.name == "Léa Martin").map(|member| member.user);
    let user = match here {
        Some(user) => user,
        None => hires_lea(shop).await,
    };
    ask::<TeamView>(shop, "user.change_role", json!({ "user": user, "role": "billing" })).await.unwrap();
    Some(SecondProof { user, proof: UserProof::Passphrase { passphrase: HER_PASSPHRASE.to_owned() } })
}

pub(crate) async fn comes(shop: &Shop, user: UserId, proof: Value) -> Result<AppState, Problem> {
    ask(shop, "user.switch", json!({ "user": user, "proof": proof })).await
}

pub(crate) fn pin(pin: &str) -> Value {
    json!({ "with": "pin", "pin": pin })
}

pub(crate) fn passphrase(passphrase: &str) -> Value {
    json!({ "with": "passphrase", "passphrase": passphrase })
}

async fn opens(shop: &Shop, unlock: Value) -> Result<AppState, Problem> {
    let folder = std::fs::read_dir(shop.home.path().join("cabinets")).unwrap().next().unwrap().unwrap().path();
    ask(shop, "practice.open", json!({ "folder": folder, "unlock": unlock })).await
}

/// The lines about who came to work, oldest first: by whom, how and with what end.
async fn switches(shop: &Shop) -> Vec<(String, String, String)> {
    let request = json!({ "kind": "user_switched", "user": null, "from": null, "until": null, "text": "", "before": null, "limit": 100 });
    let page: AccessLogPage = ask(shop, "access_log.list", request).await.unwrap();
    assert!(page.rows.iter().all(|row| row.kind == AccessKind::UserSwitched));
    let told = page.rows.into_iter().rev();
    told.map(|row| (row.actor, row.detail.unwrap_or_default(), row.outcome)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_counter_user_works_in_her_own_name_and_with_her_own_role() -> Outcome {
    let shop = Shop::open().await;
    let owner = team(&shop).await.me;
    let lea = hires_lea(&shop).await;
    let member = named(&team(&shop).await, "Léa Martin").clone();
    assert_eq!((member.role, member.has_pin, member.has_passphrase), (Role::Counter, true, true));
    assert_eq!((member.last_seen, member.retired_at), (None, None));

    let state = comes(&shop, lea, pin(HER_PIN)).await?;
    assert_eq!(state.user.map(|user| (user.id, user.name, user.role)), Some((lea, "Léa Martin".into(), Role::Counter)));
    // What she does is hers, and what is the owner's is refused her.
    let dossier = shop.sells(glasses("Bernard", "viamedis", "4417002230")).await.dossier;
    let view = shop.dossier(dossier).await;
    assert!(view.timeline.iter().all(|entry| entry.actor == "Léa Martin"), "{:?}", view.timeline);
    for (name, request) in
        [("user.add", json!({})), ("user.retire", json!({ "user": owner })), ("access_log.list", json!({}))]
    {
        assert_eq!(refused(&shop, name, request).await.code, ProblemCode::RoleNotAllowed, "{name}");
    }
    let hers = json!({ "user": owner, "current": null, "passphrase": HER_PASSPHRASE });
    assert_eq!(refused(&shop, "user.set_passphrase", hers).await.code, ProblemCode::RoleNotAllowed);
    assert!(named(&team(&shop).await, "Léa Martin").last_seen.is_some());

    // Back to the owner, whose work is offered to both.
    comes(&shop, owner, passphrase(demonstration::PASSPHRASE)).await?;
    let list = json!({ "list": WorkList::ALL[0], "show": "due", "mine": false, "sort": "since", "descending": false, "offset": 0, "limit": 10 });
    let work: Value = ask(&shop, "work.list", list).await?;
    assert_eq!(work["people"].as_array().unwrap().len(), 2);
    let told = switches(&shop).await;
    let word = |actor: &str, way: &str| (actor.to_owned(), way.to_owned(), "done".to_owned());
    assert_eq!(told, [word("Léa Martin", "pin"), word(&named(&team(&shop).await, "Claire Aubry").name, "passphrase")]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_pins_lock_it_across_a_kill_until_the_passphrase() -> Outcome {
    let mut shop = Shop::open().await;
    let lea = hires_lea(&shop).await;
    let mut left = Vec::new();
    for _ in 0..5 {
        // Each waits for longer than the last; a minute is more than any.
        shop.minutes_later(1);
        let problem = comes(&shop, lea, pin("9999")).await.unwrap_err();
        left.push((problem.code, problem.params["left"].as_u64()));
    }
    let wrong = |left| (ProblemCode::WrongPin, Some(left));
    assert_eq!(left, [wrong(4), wrong(3), wrong(2), wrong(1), (ProblemCode::PinLocked, None)]);
    shop.minutes_later(1);
    // The right one comes too late, and again after the program was killed and started anew.
    assert_eq!(comes(&shop, lea, pin(HER_PIN)).await.unwrap_err().code, ProblemCode::PinLocked);
    shop.restarted();
    let state = opens(&shop, json!({ "with": "passphrase", "passphrase": demonstration::PASSPHRASE })).await?;
    assert_eq!(state.user.map(|user| user.name), Some("Claire Aubry".to_owned()));
    let choices: UserChoices = ask(&shop, "user.choices", json!({})).await?;
    let hers = choices.users.iter().find(|user| user.user == lea).unwrap();
    assert_eq!((hers.pin, hers.pin_locked), (false, true));
    assert_eq!(comes(&shop, lea, pin(HER_PIN)).await.unwrap_err().code, ProblemCode::PinLocked);
    // Her passphrase frees her PIN.
    comes(&shop, lea, passphrase(HER_PASSPHRASE)).await?;
    comes(&shop, lea, pin(HER_PIN)).await?;
    let owner = choices.users.iter().find(|user| user.role == Role::Owner).unwrap().user;
    comes(&shop, owner, passphrase(demonstration::PASSPHRASE)).await?;
    let outcomes: Vec<String> = switches(&shop).await.into_iter().map(|(_, _, outcome)| outcome).collect();
    let expected = [vec!["wrong_pin"; 4], vec!["pin_locked"; 3], vec!["done"; 3]].concat();
    assert_eq!(outcomes, expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_wait_longer_each_time_and_many_at_once_are_all_counted() -> Outcome {
    let shop = Shop::open().await;
    let lea = hires_lea(&shop).await;
    assert_eq!(comes(&shop, lea, pin("9999")).await.unwrap_err().code, ProblemCode::WrongPin);
    assert_eq!(comes(&shop, lea, pin("9998")).await.unwrap_err().code, ProblemCode::WrongPin);
    shop.minutes_later(1);
    let tries = (0..20).map(|n| {
        let app = shop.app.clone();
        tokio::spawn(async move {
            let request = json!({ "user": lea, "proof": pin(&format!("80{n:02}")) });
            table::dispatch(&app, "user.switch", call(), request).await.unwrap_err().code
        })
    });
    let mut looked_at = 0;
    for tried in tries.collect::<Vec<_>>() {
        looked_at += u32::from(matches!(tried.await.unwrap(), ProblemCode::WrongPin));
    }
    assert!(looked_at <= 2, "{looked_at} PINs were looked at in one go");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_owner_stays_and_who_left_opens_nothing() -> Outcome {
    let mut shop = Shop::open().await;
    let owner = team(&shop).await.me;
    let lea = hires_lea(&shop).await;
    let role = |user, role| json!({ "user": user, "role": role });
    assert_eq!(refused(&shop, "user.change_role", role(owner, "counter")).await.code, ProblemCode::LastOwner);
    assert_eq!(refused(&shop, "user.retire", json!({ "user": owner })).await.code, ProblemCode::LastOwner);
    // A second owner, who retires the first: the practice opens with hers, and no more with his.
    ask::<TeamView>(&shop, "user.change_role", role(lea, "owner")).await?;
    assert_eq!(refused(&shop, "user.retire", json!({ "user": owner })).await.code, ProblemCode::OneselfAtWork);
    comes(&shop, lea, pin(HER_PIN)).await?;
    let left = ask::<TeamView>(&shop, "user.retire", json!({ "user": owner })).await?;
    assert!(named(&left, "Claire Aubry").retired_at.is_some());
    assert_eq!(
        comes(&shop, owner, passphrase(demonstration::PASSPHRASE)).await.unwrap_err().code,
        ProblemCode::UserRetired
    );
    shop.restarted();
    let his = json!({ "with": "passphrase", "passphrase": demonstration::PASSPHRASE });
    assert_eq!(opens(&shop, his).await.unwrap_err().code, ProblemCode::WrongPassphrase);
    let hers = json!({ "with": "passphrase", "passphrase": HER_PASSPHRASE });
    assert_eq!(opens(&shop, hers).await?.user.map(|user| user.id), Some(lea));
    // Back, with a passphrase that is nobody else's.
    let back = |passphrase: &str| json!({ "user": owner, "passphrase": passphrase });
    let taken = refused(&shop, "user.readmit", back(HER_PASSPHRASE)).await;
    assert_eq!((taken.code, taken.params["reason"].as_str()), (ProblemCode::InvalidField, Some("taken")));
    ask::<TeamView>(&shop, "user.readmit", back(HIS_NEXT)).await?;
    ask::<AppState>(&shop, "practice.lock", json!({})).await?;
    let his = json!({ "with": "passphrase", "passphrase": HIS_NEXT });
    assert_eq!(opens(&shop, his).await?.user.map(|user| user.id), Some(owner));
    // The roles of today are those a rebuild finds.
    let dump = || shop.practice().database.read(|queries| queries.dump_views()).unwrap();
    let kept = dump();
    shop.practice().database.rebuild(|_| {}).unwrap();
    assert!(dump() == kept, "rebuilt, the team is another");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_wrong_is_said_at_its_field_and_leaves_nothing() -> Outcome {
    let shop = Shop::open().await;
    let owner = team(&shop).await.me;
    let request = |name: &str, passphrase: &str, pin: &str| json!({ "name": name, "role": "billing", "passphrase": passphrase, "pin": pin });
    for (asked, field, reason) in [
        (request("", HER_PASSPHRASE, ""), "name", "empty"),
        (request("claire aubry", HER_PASSPHRASE, ""), "name", "taken"),
        (request("Léa", HER_PASSPHRASE, "123"), "pin", "digits"),
        (request("Léa", HER_PASSPHRASE, "1234"), "pin", "trivial"),
        (request("Léa", HER_PASSPHRASE, "0000"), "pin", "trivial"),
    ] {
        let problem = refused(&shop, "user.add", asked).await;
        assert_eq!((problem.params["field"].as_str(), problem.params["reason"].as_str()), (Some(field), Some(reason)));
    }
    assert_eq!(refused(&shop, "user.add", request("Léa", "courte", "")).await.code, ProblemCode::PassphraseTooWeak);
    assert_eq!(team(&shop).await.members.len(), 1);
    // Her own secrets: the passphrase of before is asked, a PIN is set and taken away.
    let new = |typed: &str| json!({ "user": owner, "current": { "with": "passphrase", "passphrase": typed }, "passphrase": HER_PASSPHRASE });
    assert_eq!(refused(&shop, "user.set_passphrase", new("une autre")).await.code, ProblemCode::WrongPassphrase);
    ask::<TeamView>(&shop, "user.set_passphrase", new(demonstration::PASSPHRASE)).await?;
    ask::<TeamView>(&shop, "user.set_pin", json!({ "passphrase": HER_PASSPHRASE, "pin": HER_PIN })).await?;
    comes(&shop, owner, pin(HER_PIN)).await?;
    ask::<TeamView>(&shop, "user.set_pin", json!({ "passphrase": HER_PASSPHRASE, "pin": "" })).await?;
    assert_eq!(comes(&shop, owner, pin(HER_PIN)).await.unwrap_err().code, ProblemCode::PinNotSet);
    ask::<AppState>(&shop, "practice.lock", json!({})).await?;
    assert_eq!(opens(&shop, json!({ "with": "passphrase", "passphrase": HER_PASSPHRASE })).await?.stage, Stage::Open);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_key_stands_for_an_owners_lost_passphrase() -> Outcome {
    let shop = Shop::open().await;
    let (owner, key) = (team(&shop).await.me, shop.recovery_key.clone());
    let new = |user: UserId, key: &str| json!({ "user": user, "current": { "with": "recovery_key", "recovery_key": key }, "passphrase": HIS_NEXT });
    let lea = hires_lea(&shop).await;
    ask::<AppState>(&shop, "practice.lock", json!({})).await?;
    opens(&shop, json!({ "with": "recovery_key", "recovery_key": key })).await?;
    // Wrong passphrases, tried before he gave up, keep him out no longer.
    for _ in 0..2 {
        comes(&shop, owner, passphrase("oubliée")).await.unwrap_err();
    }
    let wrong = key.replace(|c: char| c.is_ascii_alphanumeric(), "0");
    for typed in [&wrong, "pas une clé"] {
        assert_eq!(refused(&shop, "user.set_passphrase", new(owner, typed)).await.code, ProblemCode::WrongRecoveryKey);
    }
    ask::<TeamView>(&shop, "user.set_passphrase", new(owner, &key)).await?;
    comes(&shop, lea, pin(HER_PIN)).await?;
    // The key is an owner's: with it she sets no passphrase, not even hers.
    for user in [owner, lea] {
        let refusal = refused(&shop, "user.set_passphrase", new(user, &key)).await;
        assert_eq!(refusal.code, ProblemCode::RoleNotAllowed);
    }
    assert_eq!(
        comes(&shop, owner, passphrase(demonstration::PASSPHRASE)).await.unwrap_err().code,
        ProblemCode::WrongPassphrase
    );
    ask::<AppState>(&shop, "practice.lock", json!({})).await?;
    let opened = opens(&shop, json!({ "with": "passphrase", "passphrase": HIS_NEXT })).await?;
    assert_eq!(opened.user.map(|user| user.id), Some(owner));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_changes_what_the_next_papers_say() -> Outcome {
    let shop = Shop::open().await;
    let before: Value = ask(&shop, "practice.profile", json!({})).await?;
    let entries = shop.entries();
    let same: AppState = ask(&shop, "practice.set_profile", before.clone()).await?;
    assert_eq!((shop.entries(), same.practice.unwrap().name.as_str()), (entries, before["name"].as_str().unwrap()));
    let mut moved = before.clone();
    for (field, text) in [
        ("name", "Optique du Port"),
        ("street", "3 quai des Brumes"),
        ("postcode", "29200"),
        ("town", "Brest"),
        ("siret", ""),
        ("mediator", "Médiation du Littoral, 29200 Brest"),
    ] {
        moved[field] = json!(text);
    }
    for (field, wrong) in [("name", ""), ("postcode", "2920"), ("phone", "12"), ("siret", "73282932000075")] {
        let mut typed = moved.clone();
        typed[field] = json!(wrong);
        let refusal = refused(&shop, "practice.set_profile", typed).await;
        assert_eq!(refusal.params["field"], field, "{refusal}");
    }
    assert_eq!(shop.entries(), entries);
    let state: AppState = ask(&shop, "practice.set_profile", moved.clone()).await?;
    let summary = state.practice.unwrap();
    assert_eq!(
        (summary.name.as_str(), summary.address.as_str()),
        ("Optique du Port", "3 quai des Brumes, 29200 Brest")
    );
    assert_eq!(state.practices.first().map(|plate| plate.name.as_str()), Some("Optique du Port"));
    assert_eq!(
        (ask::<Value>(&shop, "practice.profile", json!({})).await?, shop.entries()),
        (moved.clone(), entries + 1)
    );
    let notice: DocumentReady = ask(&shop, "lookup_guard.staff_notice", json!({})).await?;
    let text = pdf_text(&notice.path);
    assert!(text.contains("Optique du Port") && text.contains("29200 Brest"), "{text}");
    let lea = hires_lea(&shop).await;
    comes(&shop, lea, pin(HER_PIN)).await?;
    assert_eq!(refused(&shop, "practice.set_profile", moved).await.code, ProblemCode::RoleNotAllowed);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_twice_somebody_is_added_once() -> Outcome {
    let shop = Shop::open().await;
    let request =
        |passphrase: &str| json!({ "name": "Léa Martin", "role": "counter", "passphrase": passphrase, "pin": HER_PIN });
    let (twice, before) = (call(), shop.entries());
    for _ in 0..2 {
        let answer = table::dispatch(&shop.app, "user.add", twice, request(HER_PASSPHRASE)).await?;
        let added: TeamView = serde_json::from_value(answer).unwrap();
        assert_eq!((added.members.len(), shop.entries()), (2, before + 1));
    }
    // The same id with another passphrase is another request, and leaves hers as it is.
    let other = table::dispatch(&shop.app, "user.add", twice, request(HIS_NEXT)).await.unwrap_err();
    assert_eq!(other.code, ProblemCode::CommandReused);
    let lea = named(&team(&shop).await, "Léa Martin").user;
    comes(&shop, lea, passphrase(HER_PASSPHRASE)).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_the_journal() -> Outcome {
    let shop = Shop::open().await;
    let lea = hires_lea(&shop).await;
    comes(&shop, lea, pin(HER_PIN)).await?;
    let mut archive = Vec::new();
    shop.practice().database.export_archive(&mut archive, &[1; 32], shop.practice().now()).unwrap();
    let archive = String::from_utf8(archive).unwrap();
    assert!(archive.contains("\"kind\":\"user.created\""));
    for secret in ["argon2id", "Léa Martin", HER_PIN, HER_PASSPHRASE, "sealed"] {
        assert!(!archive.contains(&format!("\"{secret}\"")), "{secret}");
    }
    Ok(())
}
