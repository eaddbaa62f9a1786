//! The day after a breach: what leaked of us is noted field by field, corrected by what is known later and never taken out; each
//! field calls for what is to be done, which is done, left out with a reason, or put back. And the whole of it played: discovered,
//! the secrets rotated, the register filled, the letters printed, the clocks running and stopped.

use jiff::SignedDuration;
use relais_domain::incident::{
    BreachTask, ClockKind, DataPart, FactorChecked, IncidentNature, LeakField, LeakRisk, LeakState, NotifierDuty,
};
use relais_usecases::contract::{
    BreachClock, BreachClocks, BreachProfileTaken, BreachProfileView, BreachTaskState, BreachView, DocumentReady,
    IncidentView, LeakRow, Nothing, Problem, ProblemCode, RotationView,
};
use relais_usecases::{access, table};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call, pdf_text};

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
    assert_eq!(standing(&view), [(T::Rotation, S::ToDo), (T::Complaint, S::ToDo)]);

    let view = breached.notes(&[F::BankAccount, F::Email, F::CustomerNir], LeakState::Probable, "").await?;
    let all = [
        T::Rotation,
        T::BankLetter,
        T::PhishingWarning,
        T::WhoNotifies,
        T::Complaint,
        T::CustomerNotice,
        T::ComplaintHandout,
        T::DebitWatch,
    ];
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

fn clock(view: &BreachView, kind: ClockKind) -> Option<&BreachClock> {
    view.clocks.iter().find(|clock| clock.kind == kind)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_breach_is_played() -> Outcome {
    let mut shop = Shop::open().await;
    let incident = incident(&shop, IncidentNature::Breach).await;
    use {BreachTask as T, BreachTaskState as S, LeakField as F};

    // Discovered: the clocks run, and customers' data may be ours to notify.
    let breached = Breached { shop: &shop, incident: incident.clone() };
    let view = breached.notes(&[F::BankAccount, F::Login, F::Password, F::Email], LeakState::Known, "").await?;
    assert!(clock(&view, ClockKind::Notification).is_none() && clock(&view, ClockKind::Complaint).is_some());
    let view = breached.notes(&[F::CustomerNir], LeakState::Probable, "").await?;
    let running = clock(&view, ClockKind::Notification).unwrap();
    assert_eq!(running.due.duration_since(running.from), SignedDuration::from_hours(72));
    assert!(!view.aware_said && !running.late);
    let at = |time: &str| json!({ "incident": incident, "at": { "on": "2024-01-31", "time": time } });
    let early: Result<BreachView, Problem> = ask(&shop, "breach.note_awareness", at("00:01")).await;
    assert_eq!(early.unwrap_err().code, ProblemCode::KnownBeforeItBegan);
    let future = json!({ "incident": incident, "at": { "on": "2999-01-31", "time": "10:00" } });
    let future: Result<BreachView, Problem> = ask(&shop, "breach.note_awareness", future).await;
    assert_eq!(future.unwrap_err().params["field"], "at");

    // Rotated: what the vault holds of the platform is changed, and the register says so.
    let plan: RotationView = ask(&shop, "rotation.plan", json!({ "incident": incident })).await?;
    assert!(!plan.rows.is_empty() && plan.rows.iter().all(|row| row.for_connector), "Relais's own accounts");
    for (nth, row) in plan.rows.iter().enumerate() {
        let secret = format!("nouveau secret {nth}");
        let changed = json!({
            "incident": incident, "credential": row.credential, "target": row.target, "secret": secret,
            "factor": FactorChecked::NotOffered,
        });
        ask::<RotationView>(&shop, "rotation.change", changed).await?;
    }
    let view: BreachView = ask(&shop, "breach.view", json!({ "incident": incident })).await?;
    assert_eq!(standing(&view)[0], (T::Rotation, S::Done));

    // Who notifies: three questions.
    let answer = |part: DataPart, risk: Option<LeakRisk>| json!({ "incident": incident, "origin": "our_account", "part": part, "risk": risk });
    let unweighed: Result<BreachView, Problem> =
        ask(&shop, "breach.determine", answer(DataPart::Controller, None)).await;
    assert_eq!(unweighed.unwrap_err().params["field"], "risk");
    let view: BreachView = ask(&shop, "breach.determine", answer(DataPart::Neither, None)).await?;
    assert_eq!(view.notifier.as_ref().unwrap().duty, NotifierDuty::OthersNotify);
    assert!(clock(&view, ClockKind::Notification).is_none(), "others notify");
    let high = answer(DataPart::Controller, Some(LeakRisk::High));
    let view: BreachView = ask(&shop, "breach.determine", high).await?;
    assert_eq!(view.notifier.as_ref().unwrap().duty, NotifierDuty::NotifyAuthorityAndPeople);
    assert!(standing(&view).contains(&(T::WhoNotifies, S::Done)));

    // What is told, once for all papers; a text that stays keeps its place.
    let told = json!({
        "people": 1200, "records": null, "circumstances": "Compte utilisé la nuit", "consequences": "",
        "measures": "Compte fermé", "case_number": "2024/030", "delay": "",
    });
    let told = json!({ "incident": incident, "account": told });
    ask::<BreachView>(&shop, "breach.describe", told.clone()).await?;
    let entries = shop.entries();
    let view: BreachView = ask(&shop, "breach.describe", told).await?;
    assert_eq!((shop.entries(), view.account.measures.as_str()), (entries, "Compte fermé"));

    // The profile: the bank and a creditor are the practice's own to say.
    let contact = |role: &str, name: &str, reference: &str| {
        json!({
            "at": null, "role": role, "platform": null, "name": name, "address": "1 quai Kléber\n67000 Strasbourg",
            "email": "", "phone": "", "web": "", "reference": reference, "status": "confirmed", "source": "Relevé",
        })
    };
    let wrong: Result<BreachProfileView, Problem> =
        ask(&shop, "breach.set_contact", contact("creditor", "Électricité du Ried", "FR73ZZZ123456")).await;
    assert_eq!(wrong.unwrap_err().params["field"], "reference");
    ask::<BreachProfileView>(&shop, "breach.set_contact", contact("bank", "Banque du Rhin", "")).await?;
    let set = contact("creditor", "Électricité du Ried", "fr72 zzz 123456");
    let profile: BreachProfileView = ask(&shop, "breach.set_contact", set).await?;
    assert!(!profile.profile.shipped && profile.contacts.iter().any(|it| it.reference == "FR72ZZZ123456"));

    // The letters: numbered, kept, opened again byte for byte.
    let printed = [
        (T::BankLetter, ["Banque du Rhin", "Électricité du Ried", "FR72ZZZ123456"]),
        (T::PhishingWarning, ["RIB de l’établissement", "0 805 62 00 10", "à vérifier"]),
        (T::InitialNotification, ["Notification initiale", "1 200", "Compte utilisé la nuit"]),
        (T::Complaint, ["porte plainte contre X", "par le compte de l’établissement", "2024/030"]),
        (T::CustomerNotice, ["numéro de sécurité sociale", "Compte fermé", "Ne donnez rien"]),
        (T::ComplaintHandout, ["cybermalveillance", "2024/030", "à l’écran"]),
        (T::DebitWatch, ["Électricité du Ried", "janvier 2024", "À lire"]),
        (T::ComplementaryNotification, ["Notification complémentaire", "2024/030", "Viamedis"]),
    ];
    for (task, said) in printed {
        let page: DocumentReady = ask(&shop, "breach.print", json!({ "incident": incident, "task": task })).await?;
        let text = pdf_text(&page.path);
        for said in said {
            assert!(text.contains(said), "{task:?} does not say « {said} »:\n{text}");
        }
        let first = std::fs::read(&page.path).unwrap();
        let view: BreachView = ask(&shop, "breach.view", json!({ "incident": incident })).await?;
        let paper = &view.tasks.iter().find(|row| row.task == task).unwrap().papers[0];
        let again = json!({ "incident": incident, "document": paper.document });
        let again: DocumentReady = ask(&shop, "breach.open_paper", again).await?;
        assert_eq!(std::fs::read(&again.path).unwrap(), first);
    }
    let stranger = json!({ "incident": incident, "document": shop.practice().fresh() });
    let stranger: Result<DocumentReady, Problem> = ask(&shop, "breach.open_paper", stranger).await;
    assert_eq!(stranger.unwrap_err().code, ProblemCode::UnknownDocument);
    let none: Result<DocumentReady, Problem> =
        ask(&shop, "breach.print", json!({ "incident": incident, "task": T::Rotation })).await;
    assert_eq!(none.unwrap_err().code, ProblemCode::TaskNotCalledFor);

    // The clocks are where the work is read, until both are stopped; then a restart changes nothing.
    let running: BreachClocks = ask(&shop, "breach.running", json!({})).await?;
    assert_eq!(running.clocks.len(), 2);
    let view = breached.settles(T::InitialNotification, S::Done, "").await?;
    assert!(clock(&view, ClockKind::Notification).unwrap().stopped.is_some());
    breached.settles(T::Complaint, S::Done, "").await?;
    let running: BreachClocks = ask(&shop, "breach.running", json!({})).await?;
    assert!(running.clocks.is_empty());
    let before: BreachView = ask(&shop, "breach.view", json!({ "incident": incident })).await?;
    access::lock(&shop.app, call(), Nothing {}).await?;
    shop.restarted();
    crate::accesses::opens(&shop, crate::accesses::passphrase()).await?;
    let after: BreachView = ask(&shop, "breach.view", json!({ "incident": incident })).await?;
    assert_eq!(after, before);
    // The lists written anew from the journal are the same.
    let bytes = shop.practice().database.read(|queries| queries.dump_views())?;
    shop.practice().database.rebuild(|_| {})?;
    assert_eq!(shop.practice().database.read(|queries| queries.dump_views())?, bytes);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_profile_is_taken_from_a_file_and_given_back() -> Outcome {
    let shop = Shop::open().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profil.toml");
    ask::<Value>(&shop, "breach.export_profile", json!({ "path": path })).await?;
    let shipped = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, shipped.replace("0 805 62 00 10", "0 800 00 00 00")).unwrap();
    let taken: BreachProfileTaken = ask(&shop, "breach.take_profile", json!({ "path": path })).await?;
    let BreachProfileTaken::Taken { view } = taken else { panic!("the file is refused") };
    assert!(!view.profile.shipped && view.contacts.iter().any(|it| it.phone == "0 800 00 00 00"));
    std::fs::write(&path, shipped.replace("role = \"help\"", "role = \"mayor\"")).unwrap();
    let entries = shop.entries();
    let refused: BreachProfileTaken = ask(&shop, "breach.take_profile", json!({ "path": path })).await?;
    let BreachProfileTaken::Refused { faults } = refused else { panic!("a wrong file is taken") };
    assert!(faults.iter().any(|fault| fault.about == "role") && shop.entries() == entries);
    let gone: BreachProfileView = ask(&shop, "breach.remove_contact", json!({ "at": 0 })).await?;
    assert_eq!(gone.contacts.len(), view.contacts.len() - 1);
    let nobody: Result<BreachProfileView, Problem> = ask(&shop, "breach.remove_contact", json!({ "at": 999 })).await;
    assert_eq!(nobody.unwrap_err().params["field"], "at");
    let back: BreachProfileView = ask(&shop, "breach.restore_profile", json!({})).await?;
    assert!(back.profile.shipped);
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
