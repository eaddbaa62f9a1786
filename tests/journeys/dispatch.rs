//! The door of the window: every command by its name, its permission asked before its request is read, its repeat
//! answered as it was.

use relais_domain::ids::CommandId;
use relais_usecases::call::Call;
use relais_usecases::contract::ProblemCode;
use relais_usecases::permission::Needs;
use relais_usecases::ports::{Ids, RandomIds};
use relais_usecases::table::{NAMES, dispatch, needs};
use serde_json::{Value, json};

use crate::ground::{OUTAGE, Shop, call, glasses, instant};

fn garbage() -> Value {
    json!("n’importe quoi")
}

async fn code_of(shop: &Shop, name: &str, request: Value) -> ProblemCode {
    dispatch(&shop.app, name, call(), request).await.expect_err(name).code
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_refuses_garbage_and_writes_nothing() {
    let shop = Shop::open().await;
    let before = shop.entries();
    for name in NAMES {
        assert_eq!(code_of(&shop, name, garbage()).await, ProblemCode::InvalidRequest, "{name}");
    }
    assert_eq!(code_of(&shop, "dossier.burn", json!({})).await, ProblemCode::UnknownCommand);
    assert_eq!(shop.entries(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_a_practice_is_open_nothing_of_a_practice_is_answered() {
    let mut shop = Shop::open().await;
    let check_all = async |shop: &Shop, expected: ProblemCode| {
        for name in NAMES.iter().filter(|name| needs(name) != Some(Needs::Anyone)) {
            for request in [json!({}), garbage()] {
                assert_eq!(code_of(shop, name, request).await, expected, "{name}");
            }
        }
    };
    dispatch(&shop.app, "practice.lock", call(), json!({})).await.unwrap();
    check_all(&shop, ProblemCode::Locked).await;
    shop.restarted();
    check_all(&shop, ProblemCode::NoPracticeOpen).await;
    let state = dispatch(&shop.app, "app.state", call(), json!({})).await.unwrap();
    assert_eq!((state["stage"].as_str(), &state["practice"]), (Some("locked"), &Value::Null));
    // A locked practice shows its name and nothing else of itself.
    assert_eq!(state["practices"][0]["name"], "Optique des Tilleuls");
    assert_eq!(state["badges"]["cheques_to_act_on"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_command_again_answers_the_same_and_another_under_its_id_is_refused() {
    let shop = Shop::open().await;
    let id = Call { command_id: CommandId(RandomIds.fresh(instant(OUTAGE))) };
    let request = serde_json::to_value(glasses("Bernard", "viamedis", "4417002230")).unwrap();
    let first = dispatch(&shop.app, "dossier.open", id, request.clone()).await.unwrap();
    let entries = shop.entries();
    let again = dispatch(&shop.app, "dossier.open", id, request.clone()).await.unwrap();
    assert_eq!((again, shop.entries()), (first, entries));
    let mut other = request;
    other["family_name"] = json!("Durand");
    let refused = dispatch(&shop.app, "dossier.open", id, other).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::CommandReused);
    let elsewhere = json!({ "raw": "", "rlmc_key": "" });
    assert!(dispatch(&shop.app, "cheque.read_line", id, elsewhere).await.is_ok());
    assert_eq!(shop.entries(), entries);
}
