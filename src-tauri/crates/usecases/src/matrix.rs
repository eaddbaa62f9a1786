//! Every command × every role, at the door and locked, through the door of the window itself: each answers as the one table in
//! `matrix.txt` says. It stands beside the table of commands and is not made from it by the program, so that a need changed
//! there by mistake is seen here; a command without a line fails.

use crate::{
    app::{App, OpenPractice, Setup},
    call::Call,
    contract::{ProblemCode, UserSummary},
    demonstration, disclosures, first_run, ports, table,
};
use relais_domain::{
    context::{Activity, Role},
    ids::{CommandId, UserId},
    practice::PracticeKind,
};
use relais_storage::{StorageError, rows::AccessFilter};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

const MATRIX: &str = include_str!("matrix.txt");
const ROLES: [Role; 4] = [Role::Counter, Role::Billing, Role::Owner, Role::Accountant];

/// The lines: a command, and whether it is looked at for each role, at the door and locked.
fn lines() -> BTreeMap<&'static str, [bool; 6]> {
    let told = MATRIX.lines().filter(|line| !line.starts_with('#')).skip(1);
    let read = told.map(|line| {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap();
        let cells: Vec<bool> = words
            .map(|word| match word {
                "yes" => true,
                "no" => false,
                other => panic!("{name}: {other}"),
            })
            .collect();
        (name, cells.try_into().unwrap_or_else(|cells| panic!("{name}: {cells:?}")))
    });
    let lines: Vec<(&str, [bool; 6])> = read.collect();
    let by_name: BTreeMap<_, _> = lines.iter().copied().collect();
    assert_eq!(by_name.len(), lines.len(), "a command has two lines");
    by_name
}

/// Every command of the table, and what gives a secret out.
fn names() -> Vec<&'static str> {
    table::NAMES.iter().chain(disclosures::NAMES).copied().collect()
}

async fn answer(app: &App, name: &str) -> ProblemCode {
    let call = Call { command_id: CommandId(app.setup.ids.fresh(app.setup.clock.now())) };
    // What no command can read: it says that who asks was let through, and changes nothing.
    if disclosures::NAMES.contains(&name) {
        return disclosures::disclose(app, name, call, Value::from("garbage")).await.unwrap_err().code;
    }
    table::dispatch(app, name, call, Value::from("garbage")).await.unwrap_err().code
}

async fn shop(home: &std::path::Path) -> (App, Arc<OpenPractice>) {
    let app = App::new(Setup {
        home: home.to_owned(),
        anchor_folders: Vec::new(),
        backups: home.join("sauvegardes"),
        clock: Arc::new(ports::MachineClock),
        ids: Arc::new(ports::RandomIds),
        secrets: Arc::new(relais_vault::NoKeyring),
        kdf_cost: Some(relais_vault::KdfCost::INSECURE_FOR_TESTS),
        announce: Box::new(|_| {}),
        ground: None,
    });
    let kind = PracticeKind::Demonstration;
    let new = first_run::NewPractice { kind, ..demonstration::practice(Activity::Optics).unwrap() };
    let (practice, _) = first_run::create(&app, new).await.unwrap();
    (app, practice)
}

#[test]
fn every_command_has_its_line() {
    let lines = lines();
    let without: Vec<_> = names().into_iter().filter(|name| !lines.contains_key(name)).collect();
    assert!(without.is_empty(), "no line in matrix.txt for {without:?}");
    let gone: Vec<_> = lines.keys().filter(|name| !names().contains(name)).collect();
    assert!(gone.is_empty(), "no command for the lines {gone:?}");
}

#[tokio::test]
async fn every_command_answers_each_role_as_the_table_says() {
    let (home, lines) = (tempfile::tempdir().unwrap(), lines());
    let (app, practice) = shop(home.path()).await;
    let mut refused = Vec::new();
    for (column, role) in ROLES.into_iter().enumerate() {
        app.work_as(&practice, UserSummary { role, ..practice.user.clone() }).unwrap();
        for name in names() {
            let allowed = lines[name][column];
            let expected = if allowed { ProblemCode::InvalidRequest } else { ProblemCode::RoleNotAllowed };
            assert_eq!(answer(&app, name).await, expected, "{name} by {role:?}");
            refused.extend((!allowed).then(|| format!("command/{name}")));
        }
    }
    // Each refusal left its line, in order, and garbage left none.
    let filter = AccessFilter { limit: 5_000, ..AccessFilter::default() };
    let told: Result<_, StorageError> = practice.database.read(|queries| queries.accesses(&filter));
    let told = told.unwrap().into_iter().rev().map(|row| row.entry);
    let told = told.filter(|entry| entry.kind == "access.permission_refused");
    let told: Vec<_> = told.map(|entry| entry.body["about"].as_str().unwrap().to_owned()).collect();
    assert!(refused.len() > names().len() / 2);
    assert_eq!(told, refused);
}

#[tokio::test]
async fn nobody_is_answered_at_the_door_or_while_it_is_locked() {
    let (home, lines) = (tempfile::tempdir().unwrap(), lines());
    let (app, practice) = shop(home.path()).await;
    let nobody = UserSummary { id: UserId(Uuid::nil()), name: String::new(), role: Role::Owner };
    app.stay_at_the_door(&practice, nobody).unwrap();
    for (column, closed) in [(4, ProblemCode::NobodyAtWork), (5, ProblemCode::Locked)] {
        for name in names() {
            let expected = if lines[name][column] { ProblemCode::InvalidRequest } else { closed };
            assert_eq!(answer(&app, name).await, expected, "{name}");
        }
        if column == 4 {
            let leaving = app.clone();
            tokio::task::spawn_blocking(move || leaving.leave(true)).await.unwrap().unwrap();
        }
    }
}
