//! While a leak lasts: the statements are read month by month, each checked off by somebody; who is called is on a sheet with what was
//! said; and partners are told that somebody may pretend to be us.

use relais_domain::incident::BreachTask;
use relais_usecases::contract::{
    BreachClocks, BreachTaskState, BreachView, DocumentReady, IncidentView, Problem, ProblemCode, StatementState,
};
use relais_usecases::table;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call, pdf_text};

async fn ask<T: DeserializeOwned>(shop: &Shop, name: &str, request: Value) -> Result<T, Problem> {
    let answer = table::dispatch(&shop.app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

/// A leak of these fields, known on 31 January 2024.
async fn leak(shop: &Shop, fields: Value) -> Result<Value, Problem> {
    let request = json!({
        "platform": "viamedis", "functions": ["rights"], "nature": "breach", "since": null, "said_by": "operator",
        "text": "Le compte est fermé depuis hier soir",
    });
    let opened: IncidentView = ask(shop, "incident.open", request).await?;
    let incident = json!(opened.incident.incident);
    let request = json!({
        "incident": incident, "fields": fields, "state": "known", "known_on": "2024-01-31", "told_by": "operator",
        "note": "",
    });
    ask::<BreachView>(shop, "breach.note_leak", request).await?;
    Ok(incident)
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_are_read_month_by_month() -> Outcome {
    let shop = Shop::open().await;
    let incident = leak(&shop, json!(["bank_account"])).await?;
    let view: BreachView = ask(&shop, "breach.view", json!({ "incident": incident })).await?;
    let watch = view.watch.unwrap();
    assert_eq!((watch.from.to_string(), watch.until.to_string()), ("2024-01-01".into(), "2025-02-01".into()));
    assert!(!watch.said && watch.months.len() == 14 && !watch.months[0].due);

    let until = async |until: &str| {
        ask::<BreachView>(&shop, "breach.set_watch", json!({ "incident": incident, "until": until })).await
    };
    assert_eq!(until("2023-12-31").await.unwrap_err().params["field"], "until");
    assert_eq!(until("2027-01-02").await.unwrap_err().params["field"], "until");
    let watch = until("2024-03-31").await?.watch.unwrap();
    assert!(watch.said && watch.months.len() == 3);

    // A month that ended waits where the work of the day is read.
    shop.move_to("2024-03-04T09:00:00Z");
    let running: BreachClocks = ask(&shop, "breach.running", json!({})).await?;
    assert_eq!(running.statements.iter().map(|it| it.months).collect::<Vec<_>>(), [2]);
    let check = async |month: &str, found: &str, note: &str| {
        let request = json!({ "incident": incident, "month": month, "found": found, "note": note });
        ask::<BreachView>(&shop, "breach.check_statement", request).await
    };
    assert_eq!(check("2024-01-01", "unknown", " ").await.unwrap_err().params["field"], "note");
    assert_eq!(check("2024-04-01", "nothing", "").await.unwrap_err().code, ProblemCode::TaskNotCalledFor);
    check("2024-01-01", "nothing", "").await?;
    let view = check("2024-02-01", "unknown", "Fitclub, 39,90 €, contesté ce jour").await?;
    let watch = view.watch.unwrap();
    let february = &watch.months[1];
    assert_eq!(
        (february.found, february.note.as_deref()),
        (StatementState::Unknown, Some("Fitclub, 39,90 €, contesté ce jour"))
    );
    assert!(february.by.as_deref() == Some("Claire Aubry") && february.at.is_some());
    let row = view.tasks.iter().find(|row| row.task == BreachTask::DebitWatch).unwrap();
    assert_eq!(row.progress.as_ref().map(|it| (it.settled, it.total)), Some((2, 3)));
    assert_eq!(row.state, BreachTaskState::ToDo, "March is still to be read");
    let running: BreachClocks = ask(&shop, "breach.running", json!({})).await?;
    assert!(running.statements.is_empty());
    let page: DocumentReady =
        ask(&shop, "breach.print", json!({ "incident": incident, "task": "debit_watch" })).await?;
    let text = pdf_text(&page.path);
    for said in ["Fitclub, 39,90", "Rien d’anormal", "Claire Aubry", "mars 2024"] {
        assert!(text.contains(said), "« {said} »:\n{text}");
    }

    // Checked off by mistake: to be read again, and both are in the journal, without a word of the debit.
    let watch = check("2024-01-01", "not_read", "").await?.watch.unwrap();
    assert!(watch.months[0].due);
    let dump = shop.practice().database.read(|queries| queries.dump_views())?;
    shop.practice().database.rebuild(|_| {})?;
    assert_eq!(shop.practice().database.read(|queries| queries.dump_views())?, dump);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_one_calls_and_whom_one_warns() -> Outcome {
    let shop = Shop::open().await;
    let incident = leak(&shop, json!(["finess", "siret"])).await?;
    let page: DocumentReady = ask(&shop, "breach.call_sheet", json!({ "incident": incident })).await?;
    let text = pdf_text(&page.path);
    for said in ["699 990 016", "0 805 62 00 10", "Bloquer le compte", "Le compte est fermé", "Journal des appels"] {
        assert!(text.contains(said), "« {said} »:\n{text}");
    }
    let page: DocumentReady =
        ask(&shop, "breach.print", json!({ "incident": incident, "task": "impersonation_notice" })).await?;
    let text = pdf_text(&page.path);
    for said in ["Risque d’usurpation", "numéro FINESS, numéro SIRET", "04", "0 805 62 00 10"] {
        assert!(text.contains(said), "« {said} »:\n{text}");
    }
    // Without a leak of the account's number there is no statement to read.
    let view: BreachView = ask(&shop, "breach.view", json!({ "incident": incident })).await?;
    assert!(view.watch.is_none());
    Ok(())
}
