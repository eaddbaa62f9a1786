//! A real practice left alone: who works in it is at work no more after the wait of his role, whether or not anybody looked; a PIN
//! comes back to the house for a while, and then the keys are gone.

use relais_domain::ids::UserId;
use relais_usecases::contract::{AccessLogPage, AppState, Closed, ClosedWhy, ProblemCode, Stage, UserChoices};
use relais_usecases::idle;
use serde_json::{Value, json};
use std::time::Duration;

use crate::exercise::{PASSPHRASE, own_practice};
use crate::ground::{Outcome, Shop};
use crate::team::{HER_PIN, ask, comes, hires_lea, passphrase, pin, refused};

const OWNER: &str = "Maëlle Brucker";

/// A real practice whose window tells of signs of life, its owner at work, and Léa at the counter with a PIN.
async fn watched() -> (Shop, UserId, UserId) {
    let shop = Shop::open().await;
    own_practice(&shop).await;
    let lea = hires_lea(&shop).await;
    shop.app.count_signs_of_life(Duration::from_secs(60));
    let owner = shop.practice().user.id;
    (shop, owner, lea)
}

async fn state(shop: &Shop) -> AppState {
    ask(shop, "app.state", json!({})).await.unwrap()
}

/// Minutes go by in a practice nobody may be at work in.
fn later(shop: &Shop, minutes: i64) {
    let at = shop.app.setup_clock().now() + jiff::SignedDuration::from_mins(minutes);
    assert!(shop.app.setup_clock().jump_to(at));
}

async fn alive(shop: &Shop) -> Result<Value, ProblemCode> {
    ask(shop, "user.alive", json!({})).await.map_err(|problem| problem.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counter_is_left_at_the_door_and_her_pin_comes_back() -> Outcome {
    let (shop, owner, lea) = watched().await;
    comes(&shop, lea, pin(HER_PIN)).await?;
    // A sign of life starts the wait again; one that comes after it does not.
    later(&shop, 4);
    alive(&shop).await.unwrap();
    later(&shop, 4);
    ask::<Value>(&shop, "queue.view", json!({})).await?;
    later(&shop, 1);
    // Nobody looked at the clock: the command itself is refused.
    assert_eq!(refused(&shop, "queue.view", json!({})).await.code, ProblemCode::NobodyAtWork);
    assert_eq!(alive(&shop).await, Ok(json!({})), "nobody is at work: there is nothing to keep open");
    let door = state(&shop).await;
    assert_eq!((door.stage, door.user, door.journal_entries), (Stage::Door, None, 0));
    assert_eq!(door.closed, Some(Closed { why: ClosedWhy::Idle, by: Some("Léa Martin".to_owned()), minutes: 5 }));
    idle::look(&shop.app).await?;
    let choices: UserChoices = ask(&shop, "user.choices", json!({})).await?;
    assert_eq!(choices.last, Some(lea));
    let back = comes(&shop, lea, pin(HER_PIN)).await?;
    assert_eq!((back.stage, back.closed), (Stage::Open, None));

    // The owner's wait is longer, and the line of the access log names who was at work.
    comes(&shop, owner, passphrase(PASSPHRASE)).await?;
    later(&shop, 14);
    ask::<Value>(&shop, "queue.view", json!({})).await?;
    let locked = json!({ "kind": "session_locked", "user": null, "from": null, "until": null, "text": "", "before": null, "limit": 10 });
    let page: AccessLogPage = ask(&shop, "access_log.list", locked).await?;
    let told: Vec<_> = page.rows.iter().map(|row| (row.actor.as_str(), row.detail.as_deref())).collect();
    assert_eq!(told, [("Léa Martin", Some("idle"))]);
    later(&shop, 1);
    assert_eq!(alive(&shop).await.unwrap_err(), ProblemCode::NobodyAtWork);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_long_pause_the_keys_are_gone() -> Outcome {
    let (shop, owner, lea) = watched().await;
    let folder = shop.practice().folder.clone();
    later(&shop, 15);
    idle::look(&shop.app).await?;
    assert_eq!(state(&shop).await.stage, Stage::Door);
    later(&shop, 179);
    idle::look(&shop.app).await?;
    assert_eq!(state(&shop).await.stage, Stage::Door);
    later(&shop, 1);
    idle::look(&shop.app).await?;
    let locked = state(&shop).await;
    assert_eq!(locked.stage, Stage::Locked);
    assert_eq!(locked.closed, Some(Closed { why: ClosedWhy::Idle, by: Some(OWNER.to_owned()), minutes: 15 }));
    assert_eq!(comes(&shop, lea, pin(HER_PIN)).await.unwrap_err().code, ProblemCode::Locked);
    let unlock = json!({ "with": "passphrase", "passphrase": PASSPHRASE });
    let open: AppState = ask(&shop, "practice.open", json!({ "folder": folder, "unlock": unlock })).await?;
    assert_eq!((open.user.map(|user| user.id), open.closed), (Some(owner), None));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_pin_the_keys_go_at_once() -> Outcome {
    let shop = Shop::open().await;
    own_practice(&shop).await;
    later(&shop, 60);
    // No window tells of signs of life: a command of the line may take an hour.
    idle::look(&shop.app).await?;
    ask::<Value>(&shop, "queue.view", json!({})).await?;
    shop.app.count_signs_of_life(Duration::from_secs(60));
    idle::look(&shop.app).await?;
    assert_eq!(state(&shop).await.stage, Stage::Locked);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_steps_away_says_so_and_who_locks_takes_the_keys() -> Outcome {
    let (shop, _, lea) = watched().await;
    let door: AppState = ask(&shop, "user.step_away", json!({})).await?;
    let asked = |by: &str, minutes| Some(Closed { why: ClosedWhy::Asked, by: Some(by.to_owned()), minutes });
    assert_eq!((door.stage, door.closed), (Stage::Door, asked(OWNER, 15)));
    comes(&shop, lea, pin(HER_PIN)).await?;
    let locked: AppState = ask(&shop, "practice.lock", json!({})).await?;
    assert_eq!((locked.stage, locked.closed), (Stage::Locked, asked("Léa Martin", 0)));
    assert!(locked.practices.iter().all(|practice| !practice.remembered));
    Ok(())
}
