//! The day after a breach: what leaked of us is noted field by field, corrected by what is known later and never taken out; each
//! field calls for what is to be done, which is done, left out with a reason, or put back.

use relais_domain::incident::{BreachTask, IncidentNature, LeakField, LeakState};
use relais_usecases::contract::{BreachTaskState, BreachView, IncidentView, LeakRow, Problem, ProblemCode};
use relais_usecases::table;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call};

async fn ask<T: DeserializeOwned>(shop: &Shop, name: &str, request: Value) -> Result<T, Problem> {
    let answer = table::dispatch(&shop.app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

/// An incident of the platform, of this nature.
async fn incident(shop: &Shop, nature: IncidentNature) -> Value {
    let request = json!({
        "platform": "viamedis", "functions": ["rights"], "nature": nature, "since": null, "said_by": "press",
        "text": "Fuite annoncée par la presse",
    });
    let opened: IncidentView = ask(shop, "incident.open", request).await.unwrap();
    json!(opened.incident.incident)
}

struct Breached<'s> {
    shop: &'s Shop,
    incident: Value,
}

impl Breached<'_> {
    async fn notes(&self, fields: &[LeakField], state: LeakState, note: &str) -> Result<BreachView, Problem> {
        let request = json!({
            "incident": self.incident, "fields": fields, "state": state, "known_on": "2024-01-31",
            "told_by": "operator", "note": note,
        });
        ask(self.shop, "breach.note_leak", request).await
    }

    async fn settles(&self, task: BreachTask, state: BreachTaskState, reason: &str) -> Result<BreachView, Problem> {
        let request = json!({
            "incident": self.incident, "task": task, "state": state, "done_at": null, "reason": reason,
        });
        ask(self.shop, "breach.note_task", request).await
    }
}

fn row(view: &BreachView, field: LeakField) -> &LeakRow {
    view.fields.iter().find(|row| row.field == field).unwrap()
}

fn standing(view: &BreachView) -> Vec<(BreachTask, BreachTaskState)> {
    view.tasks.iter().map(|row| (row.task, row.state)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaked_is_noted_and_calls_for_what_is_to_be_done() -> Outcome {
    let shop = Shop::open().await;
    let incident = incident(&shop, IncidentNature::Breach).await;
    let breached = Breached { shop: &shop, incident: incident.clone() };
    use {BreachTask as T, BreachTaskState as S, LeakField as F};

    let view: BreachView = ask(&shop, "breach.view", json!({ "incident": incident })).await?;
    assert_eq!((view.fields.len(), view.breach), (LeakField::ALL.len(), true));
    assert_eq!(standing(&view), [(T::Rotation, S::ToDo)]);

    let view = breached.notes(&[F::BankAccount, F::Email, F::CustomerNir], LeakState::Probable, "").await?;
    let all = [T::Rotation, T::BankLetter, T::DebitWatch, T::PhishingWarning, T::CustomerNotice, T::ComplaintHandout];
    assert_eq!(standing(&view), all.map(|task| (task, S::ToDo)));

    // Corrected: what was noted before is still read, with its author and words.
    let view = breached.notes(&[F::BankAccount], LeakState::Known, "RIB de 2021").await?;
    let bank = row(&view, F::BankAccount);
    let states: Vec<LeakState> = bank.history.iter().map(|line| line.state).collect();
    assert_eq!((bank.state, states), (LeakState::Known, vec![LeakState::Known, LeakState::Probable]));
    assert_eq!(bank.history[0].note.as_deref(), Some("RIB de 2021"));
    assert!(bank.history.iter().all(|line| !line.by.is_empty()));
    let view = breached.notes(&[F::Email], LeakState::No, "").await?;
    assert!(view.tasks.iter().all(|row| row.task != T::PhishingWarning));

    let entries = shop.entries();
    breached.notes(&[F::Email], LeakState::No, "").await?;
    assert_eq!(shop.entries(), entries, "what is so already is no entry");

    let view = breached.settles(T::BankLetter, S::Done, "").await?;
    let done = view.tasks.iter().find(|row| row.task == T::BankLetter).unwrap();
    assert!(done.state == S::Done && done.done_at.is_some() && done.by.is_some() && done.at.is_some());
    assert_eq!(breached.settles(T::DebitWatch, S::LeftOut, "  ").await.unwrap_err().code, ProblemCode::ReasonNeeded);
    let view = breached.settles(T::DebitWatch, S::LeftOut, "Compte clos la veille").await?;
    let left = view.tasks.iter().find(|row| row.task == T::DebitWatch).unwrap();
    assert_eq!((left.state, left.reason.as_deref()), (S::LeftOut, Some("Compte clos la veille")));
    let view = breached.settles(T::BankLetter, S::ToDo, "").await?;
    assert!(standing(&view).contains(&(T::BankLetter, S::ToDo)), "noted by mistake, put back");
    for task in [T::Rotation, T::ImpersonationNotice] {
        assert_eq!(breached.settles(task, S::Done, "").await.unwrap_err().code, ProblemCode::TaskNotCalledFor);
    }

    // All of it is in the incident's log, and none of its words in the journal.
    let sheet: IncidentView = ask(&shop, "incident.view", json!({ "incident": incident })).await?;
    let (leaks, tasks) =
        (sheet.log.iter().filter(|row| row.leak.is_some()), sheet.log.iter().filter(|row| row.task.is_some()));
    assert_eq!((leaks.count(), tasks.count()), (5, 3));
    let dump = shop.practice().database.read(|queries| queries.dump_views())?;
    shop.practice().database.rebuild(|_| {})?;
    assert_eq!(shop.practice().database.read(|queries| queries.dump_views())?, dump);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_and_notes_nothing() -> Outcome {
    let shop = Shop::open().await;
    let calm = Breached { shop: &shop, incident: incident(&shop, IncidentNature::Failure).await };
    let entries = shop.entries();
    assert_eq!(calm.notes(&[LeakField::Siret], LeakState::Known, "").await.unwrap_err().code, ProblemCode::NotABreach);
    let nothing = calm.notes(&[], LeakState::Known, "").await.unwrap_err();
    assert_eq!((nothing.code, &nothing.params["field"]), (ProblemCode::InvalidField, &json!("fields")));
    let long = calm.notes(&[LeakField::Siret], LeakState::Known, &"é".repeat(501)).await.unwrap_err();
    assert_eq!((long.code, &long.params["field"]), (ProblemCode::InvalidField, &json!("note")));
    let tomorrow = json!({
        "incident": calm.incident, "fields": ["siret"], "state": "known", "known_on": "2999-01-01",
        "told_by": "operator", "note": "",
    });
    let tomorrow: Result<BreachView, Problem> = ask(&shop, "breach.note_leak", tomorrow).await;
    assert_eq!(tomorrow.unwrap_err().params["field"], "known_on");
    assert_eq!(shop.entries(), entries);
    let view: BreachView = ask(&shop, "breach.view", json!({ "incident": calm.incident })).await?;
    assert!(!view.breach && view.tasks.is_empty());
    Ok(())
}
