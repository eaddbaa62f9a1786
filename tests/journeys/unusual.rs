//! Unusual accesses raise a line that an owner acknowledges with a word: wrong PINs one after the other, the practice opened at
//! night, accounts seen, lists written. Neither the line nor the word is lost, though the program is killed at once.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use relais_domain::context::Activity;
use relais_domain::unusual::{Hand, Pattern};
use relais_usecases::contract::{
    AccessKind, AccessLogPage, AppState, CredentialView, Problem, ProblemCode, TeamView, UnusualLine, UnusualView,
};
use relais_usecases::{demonstration, disclosures, first_run, table};
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call, new_practice};
use crate::memory::application;
use crate::team::{ask, comes, hires_lea, passphrase, pin, refused};

const CHILD: &str = "unusual::unusual_child";
const WHERE: &str = "RELAIS_JOURNEY_UNUSUAL";
const PASSPHRASE: &str = "lagune tambour verger oblique marteau canard velours";
const SAID: &str = "Archive pour le comptable, deux fois recommencée";

async fn view(shop: &Shop) -> UnusualView {
    ask(shop, "unusual.view", json!({})).await.unwrap()
}

async fn only(shop: &Shop) -> UnusualLine {
    let mut waiting = view(shop).await.waiting;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    waiting.remove(0)
}

fn word(line: &UnusualLine, said: &str) -> Value {
    json!({ "line": line.id, "word": said })
}

async fn told(shop: &Shop, kind: AccessKind) -> Vec<(String, Option<String>)> {
    let request =
        json!({ "kind": kind, "user": null, "from": null, "until": null, "text": "", "before": null, "limit": 100 });
    let page: AccessLogPage = ask(shop, "access_log.list", request).await.unwrap();
    page.rows.into_iter().map(|row| (row.actor, row.detail)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_pins_raise_a_line_that_waits_for_the_owners_word() -> Outcome {
    let shop = Shop::open().await;
    let lea = hires_lea(&shop).await;
    let owner = ask::<TeamView>(&shop, "user.list", json!({})).await?.me;
    for nth in 1..=5 {
        assert_eq!(view(&shop).await.waiting, [], "after {} of them", nth - 1);
        shop.minutes_later(1);
        comes(&shop, lea, pin("9999")).await.unwrap_err();
    }
    let line = only(&shop).await;
    assert_eq!((line.pattern, line.name.as_str(), line.count, line.above), (Pattern::Failures, "Léa Martin", 5, 4));
    // One more belongs to the same line.
    shop.minutes_later(1);
    comes(&shop, lea, pin("9999")).await.unwrap_err();
    let grown = only(&shop).await;
    assert_eq!((grown.id, grown.count, grown.hand), (line.id, 6, Hand::Free));
    // Nobody but an owner, and not without a word.
    comes(&shop, lea, passphrase(crate::team::HER_PASSPHRASE)).await?;
    for (name, request) in [("unusual.view", json!({})), ("unusual.acknowledge", word(&line, "c’est moi"))] {
        assert_eq!(refused(&shop, name, request).await.code, ProblemCode::RoleNotAllowed, "{name}");
    }
    comes(&shop, owner, passphrase(demonstration::PASSPHRASE)).await?;
    assert_eq!(refused(&shop, "unusual.acknowledge", word(&line, "  ")).await.code, ProblemCode::ReasonNeeded);
    let after: UnusualView = ask(&shop, "unusual.acknowledge", word(&line, "Elle avait oublié son code")).await?;
    assert_eq!(after.waiting, []);
    let said = after.acknowledged[0].word.clone().unwrap();
    assert_eq!(
        (said.by.as_str(), said.word.as_str(), said.alone),
        ("Claire Aubry", "Elle avait oublié son code", false)
    );
    // Said once: another word changes nothing.
    let again: UnusualView = ask(&shop, "unusual.acknowledge", word(&line, "autre chose")).await?;
    assert_eq!(again.acknowledged, after.acknowledged);
    let failures = Some("failures".to_owned());
    assert_eq!(
        told(&shop, AccessKind::UnusualRaised).await.iter().map(|(_, detail)| detail).collect::<Vec<_>>(),
        [&failures]
    );
    assert_eq!(told(&shop, AccessKind::UnusualAcknowledged).await, [("Claire Aubry".to_owned(), failures)]);
    // What was acknowledged is not counted again.
    shop.minutes_later(1);
    comes(&shop, lea, pin("9999")).await.unwrap_err();
    assert_eq!(view(&shop).await.waiting, []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_about_an_owner_is_another_owners_where_there_is_one() -> Outcome {
    let shop = Shop::open().await;
    let lea = hires_lea(&shop).await;
    let owner = ask::<TeamView>(&shop, "user.list", json!({})).await?.me;
    // Half past midnight in Paris.
    shop.move_to("2024-01-31T23:30:00Z");
    comes(&shop, owner, passphrase(demonstration::PASSPHRASE)).await?;
    let line = only(&shop).await;
    assert_eq!((line.pattern, line.name.as_str(), line.hand), (Pattern::OutsideHours, "Claire Aubry", Hand::Alone));
    ask::<TeamView>(&shop, "user.change_role", json!({ "user": lea, "role": "owner" })).await?;
    assert_eq!(only(&shop).await.hand, Hand::AnotherOwners);
    let given = refused(&shop, "unusual.acknowledge", word(&line, "c’était moi")).await;
    assert_eq!(given.code, ProblemCode::OneselfAtWork);
    assert_eq!(only(&shop).await.word, None);
    comes(&shop, lea, pin(crate::team::HER_PIN)).await?;
    // She came at night too: that is another line, which is his to acknowledge.
    let waiting = view(&shop).await.waiting;
    let hands: Vec<_> = waiting.iter().map(|line| (line.name.as_str(), line.hand)).collect();
    assert_eq!(hands, [("Léa Martin", Hand::AnotherOwners), ("Claire Aubry", Hand::Free)]);
    let after: UnusualView = ask(&shop, "unusual.acknowledge", word(&line, "Vu ensemble")).await?;
    assert_eq!(after.acknowledged[0].word.as_ref().map(|said| said.by.as_str()), Some("Léa Martin"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn alone_in_the_shop_the_owner_says_it_himself_and_that_stays_written() -> Outcome {
    let shop = Shop::open().await;
    let owner = ask::<TeamView>(&shop, "user.list", json!({})).await?.me;
    // A Sunday.
    shop.move_to("2024-02-04T10:00:00Z");
    comes(&shop, owner, passphrase(demonstration::PASSPHRASE)).await?;
    let line = only(&shop).await;
    let after: UnusualView = ask(&shop, "unusual.acknowledge", word(&line, "Inventaire du dimanche")).await?;
    assert!(after.acknowledged[0].word.as_ref().is_some_and(|said| said.alone));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn many_accounts_seen_raise_a_line_above_the_limit_the_owner_chose() -> Outcome {
    let shop = Shop::open().await;
    let mut accounts = Vec::new();
    for nth in 0..3 {
        let facts = json!({
            "platform": null, "name": format!("Portail {nth}"), "address": "", "holder": null, "for_connector": false,
            "login": format!("compte-{nth}"), "mailbox": "", "second_factor": "none", "code_receiver": "", "stand_in": "",
        });
        let request = json!({ "facts": facts, "secret": format!("Tournesol-{nth}-bleu"), "seed": { "typed": "", "picture": null }, "notes": "" });
        accounts.push(ask::<CredentialView>(&shop, "credential.add", request).await?.item.credential);
    }
    let defaults = view(&shop).await;
    assert!(!defaults.chosen && defaults.limits == defaults.defaults.limits);
    let mut limits = serde_json::to_value(defaults.limits).unwrap();
    limits["accounts_seen"] = json!(100_000);
    let given = refused(&shop, "unusual.set_limits", json!({ "limits": limits })).await;
    assert_eq!((given.code, given.params["field"].as_str()), (ProblemCode::InvalidField, Some("accounts_seen")));
    limits["accounts_seen"] = json!(2);
    assert!(ask::<UnusualView>(&shop, "unusual.set_limits", json!({ "limits": limits })).await?.chosen);
    let copies = async |nth: usize| {
        let request = json!({ "credential": accounts[nth], "part": "secret" });
        drop(disclosures::disclose(&shop.app, "credential.copy", call(), request).await.unwrap());
    };
    for nth in [0, 0, 0, 1] {
        copies(nth).await;
    }
    assert_eq!(view(&shop).await.waiting, [], "two accounts, however often");
    copies(2).await;
    let line = only(&shop).await;
    assert_eq!((line.pattern, line.count, line.above), (Pattern::AccountsSeen, 3, 2));
    // An hour later, one account is one account.
    ask::<UnusualView>(&shop, "unusual.acknowledge", word(&line, "Rotation")).await?;
    copies(0).await;
    assert_eq!(view(&shop).await.waiting, []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_the_line_nor_the_word_is_lost_though_the_program_is_killed_at_once() {
    let home = tempfile::tempdir().unwrap();
    let app = application(home.path());
    first_run::create_practice(&app, call(), new_practice(Activity::Optics, PASSPHRASE, false)).await.unwrap();
    let folder = app.practice().unwrap().folder.clone();
    table::dispatch(&app, "practice.close", call(), json!({})).await.unwrap();
    let after = async |deed: &str| {
        let mut child = Command::new(env::current_exe().unwrap());
        child.args(["--exact", CHILD, "--ignored", "--nocapture"]).env(WHERE, format!("{deed} {}", folder.display()));
        let output = child.output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!output.status.success(), "it was to be killed: {said}");
        assert_eq!(std::fs::read_to_string(answered(&folder)).ok().as_deref(), Some(deed), "{said}");
        let app = application(home.path());
        opened(&app, &folder).await;
        let view = table::dispatch(&app, "unusual.view", call(), json!({})).await.unwrap();
        let whole = table::dispatch(&app, "access_log.verify", call(), json!({ "path": null })).await.unwrap();
        assert_eq!(whole["whole"], true, "{whole}");
        table::dispatch(&app, "practice.close", call(), json!({})).await.unwrap();
        serde_json::from_value::<UnusualView>(view).unwrap()
    };
    let exported = |line: &&UnusualLine| line.pattern == Pattern::Exports;
    let raised = after("exports").await;
    assert_eq!(raised.waiting.iter().find(exported).map(|line| line.count), Some(3), "{raised:?}");
    let said = after("acknowledges").await;
    assert_eq!(said.waiting.iter().find(exported), None);
    let word = said.acknowledged.iter().find(exported).and_then(|line| line.word.clone()).unwrap();
    assert_eq!((word.word.as_str(), word.alone), (SAID, true));
}

/// What the process leaves once its deed was answered, before it is killed.
fn answered(practice: &Path) -> PathBuf {
    practice.with_file_name("answered")
}

async fn opened(app: &relais_usecases::app::App, folder: &Path) -> AppState {
    let unlock = json!({ "with": "passphrase", "passphrase": PASSPHRASE });
    let answer = table::dispatch(app, "practice.open", call(), json!({ "folder": folder, "unlock": unlock })).await;
    serde_json::from_value(answer.unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the process of neither_the_line_nor_the_word_is_lost_though_the_program_is_killed_at_once"]
async fn unusual_child() -> Result<(), Problem> {
    let told = env::var(WHERE).unwrap();
    let (deed, folder) = told.split_once(' ').unwrap();
    let folder = PathBuf::from(folder);
    let app = application(folder.parent().and_then(Path::parent).unwrap());
    opened(&app, &folder).await;
    if deed == "exports" {
        for nth in 0..3 {
            let request = json!({ "path": folder.with_file_name(format!("acces-{nth}.relais")) });
            table::dispatch(&app, "access_log.export", call(), request).await?;
        }
    } else {
        let view = table::dispatch(&app, "unusual.view", call(), json!({})).await?;
        let view: UnusualView = serde_json::from_value(view).unwrap();
        let line = view.waiting.iter().find(|line| line.pattern == Pattern::Exports).unwrap();
        table::dispatch(&app, "unusual.acknowledge", call(), word(line, SAID)).await?;
    }
    std::fs::write(answered(&folder), deed).unwrap();
    std::process::abort();
}
