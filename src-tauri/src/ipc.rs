//! Every command × every role, at the door and locked, as the page asks: a message through the gate of the window itself, with
//! its capabilities, its handler and the state that the program mounts. No screen is in between, and no table but the one in
//! `matrix.txt`.

use crate::{
    language::Kept,
    watch::Watch,
    window::{context, mounted},
};
use relais_usecases::{
    app::{App, Setup},
    disclosures,
    ports::{KdfCost, MachineClock, NoKeyring, RandomIds},
    table,
};
use serde_json::{Value, json};
use std::{cell::RefCell, collections::BTreeMap, path::Path, sync::Arc};
use tauri::{
    WebviewWindow,
    ipc::{CallbackFn, InvokeBody, InvokeResponseBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};

const MATRIX: &str = include_str!("../crates/usecases/src/matrix.txt");
const PASSPHRASE: &str = "lagune tambour verger oblique marteau canard velours";
const PEOPLE: [(&str, &str); 4] = [
    ("counter", "sept chevaux boivent au puits du moulin rouge"),
    ("billing", "dix tortues lisent le journal devant une gare"),
    ("owner", PASSPHRASE),
    ("accountant", "trois corbeaux violets comptent les tuiles du vieux lavoir"),
];
/// What gives a secret out has a message of its own.
const DISCLOSURES: [(&str, &str); 4] = [
    ("credential.reveal", "reveal_secret"),
    ("credential.copy", "copy_secret"),
    ("credential.code", "show_code"),
    ("credential.propose", "propose_secret"),
];
/// The errands that show or copy something of the practice: nobody's while it is not open.
const ERRANDS: [(&str, &str); 5] = [
    ("open_document", "path"),
    ("reveal_document", "path"),
    ("save_copy", "path"),
    ("open_portal", "url"),
    ("open_credential_page", "credential"),
];
const SOME_ID: &str = "018d5c00-0000-7000-8000-000000000001";

/// A window without a screen, and what it says when its page asks.
struct Window {
    main: WebviewWindow<MockRuntime>,
    other: WebviewWindow<MockRuntime>,
    _app: tauri::App<MockRuntime>,
    asked: RefCell<u32>,
}

impl Window {
    fn open(home: &Path) -> Window {
        let app = App::new(Setup {
            home: home.join("cabinets"),
            backups: home.join("sauvegardes"),
            anchor_folders: Vec::new(),
            clock: Arc::new(MachineClock),
            ids: Arc::new(RandomIds),
            secrets: Arc::new(NoKeyring),
            kdf_cost: Some(KdfCost::INSECURE_FOR_TESTS),
            announce: Box::new(|_| {}),
            ground: None,
        });
        let runtime = tauri::async_runtime::handle();
        let watch = Watch::start(&app, runtime.inner());
        let built = mounted(mock_builder(), Kept(home.join("language")), app, watch);
        let app = built.build(context()).unwrap();
        let named = |label: &str| tauri::WebviewWindowBuilder::new(&app, label, tauri::WebviewUrl::default()).build();
        // The window of the program's own settings is there already.
        let main = tauri::Manager::get_webview_window(&app, "main").unwrap_or_else(|| named("main").unwrap());
        let other = named("other").unwrap();
        Window { main, other, _app: app, asked: RefCell::default() }
    }

    fn message(&self, cmd: &str, mut body: Value) -> InvokeRequest {
        *self.asked.borrow_mut() += 1;
        let command_id = format!("018d5c00-0000-7000-9000-{:012x}", *self.asked.borrow());
        body["commandId"] = json!(command_id);
        let url = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
        InvokeRequest {
            cmd: cmd.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: url.parse().unwrap(),
            body: InvokeBody::Json(body),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        }
    }

    fn ask(&self, cmd: &str, body: Value) -> Result<InvokeResponseBody, Value> {
        get_ipc_response(&self.main, self.message(cmd, body))
    }

    /// A command that is answered.
    fn does(&self, name: &str, request: Value) -> Value {
        let answer = self.ask("call", json!({ "name": name, "request": request }));
        answer.unwrap_or_else(|refused| panic!("{name}: {refused}")).deserialize().unwrap()
    }

    /// Whether a command is looked at: what no command can read is refused once whoever asks was let through.
    fn looks_at(&self, name: &str) -> String {
        let own = DISCLOSURES.iter().find(|(disclosure, _)| *disclosure == name);
        let answer = match own {
            Some((_, cmd)) => self.ask(cmd, json!({ "request": "garbage" })),
            None => self.ask("call", json!({ "name": name, "request": "garbage" })),
        };
        code(name, answer)
    }

    fn comes(&self, user: &str, passphrase: &str) {
        let proof = json!({ "with": "passphrase", "passphrase": passphrase });
        let state = self.does("user.switch", json!({ "user": user, "proof": proof }));
        assert_eq!(state["user"]["id"], user);
    }
}

fn code(name: &str, answer: Result<InvokeResponseBody, Value>) -> String {
    match answer {
        Ok(_) => "answered".to_owned(),
        Err(problem) => problem["code"].as_str().unwrap_or_else(|| panic!("{name}: {problem}")).to_owned(),
    }
}

/// Each command, and whether it is looked at for each role, at the door and locked.
fn matrix() -> BTreeMap<&'static str, Vec<bool>> {
    let told = MATRIX.lines().filter(|line| !line.starts_with('#')).skip(1);
    let read = told.map(|line| {
        let mut words = line.split_whitespace();
        (words.next().unwrap(), words.map(|word| word == "yes").collect::<Vec<bool>>())
    });
    read.collect()
}

fn names() -> Vec<&'static str> {
    table::NAMES.iter().chain(disclosures::NAMES).copied().collect()
}

#[test]
fn every_command_answers_the_page_as_the_matrix_says() {
    let home = tempfile::tempdir().unwrap();
    let (window, matrix) = (Window::open(home.path()), matrix());
    assert!(disclosures::NAMES.iter().all(|name| DISCLOSURES.iter().any(|(own, _)| own == name)));
    let profile = json!({
        "name": "Optique du Quai", "street": "3 quai des Bateliers", "postcode": "67000", "town": "Strasbourg",
        "phone": "03 65 71 00 12", "activities": ["optics"], "finess": "", "siret": "", "mediator": "",
    });
    let practice = json!({
        "profile": profile, "time_zone": "Europe/Paris", "owner_name": "Maëlle Brucker", "passphrase": PASSPHRASE,
        "remember": false,
    });
    window.does("practice.create", practice);
    window.does("practice.recovery_key_noted", json!({}));
    let mut team = json!(null);
    for (role, passphrase) in PEOPLE.into_iter().filter(|(role, _)| *role != "owner") {
        let pin = if role == "counter" { "2580" } else { "" };
        let person = json!({ "name": format!("Personne {role}"), "role": role, "passphrase": passphrase, "pin": pin });
        team = window.does("user.add", person);
    }
    let members = team["members"].as_array().unwrap().clone();
    let entries = |window: &Window| window.does("app.state", json!({}))["journal_entries"].clone();
    for (column, (role, passphrase)) in PEOPLE.into_iter().enumerate() {
        let person = members.iter().find(|member| member["role"] == role).unwrap();
        window.comes(person["user"].as_str().unwrap(), passphrase);
        let before = entries(&window);
        for name in names() {
            let expected = if matrix[name][column] { "invalid_request" } else { "role_not_allowed" };
            assert_eq!(window.looks_at(name), expected, "{name} by {role}");
        }
        assert_eq!(entries(&window), before, "what is refused records nothing");
    }
    for (column, state, closed) in [(4, "user.step_away", "nobody_at_work"), (5, "practice.lock", "locked")] {
        window.does(state, json!({}));
        for name in names() {
            let expected = if matrix[name][column] { "invalid_request" } else { closed };
            assert_eq!(window.looks_at(name), expected, "{name} after {state}");
        }
        for (errand, member) in ERRANDS {
            let body = json!({ member: SOME_ID, "suggestedName": "copie.pdf" });
            assert_eq!(code(errand, window.ask(errand, body)), closed, "{errand} after {state}");
        }
    }
}

#[test]
fn no_other_window_or_page_is_answered() {
    let home = tempfile::tempdir().unwrap();
    let window = Window::open(home.path());
    let state = json!({ "name": "app.state", "request": {} });
    assert_eq!(window.does("app.state", json!({}))["stage"], "welcome");
    let refused = get_ipc_response(&window.other, window.message("call", state.clone())).unwrap_err();
    assert!(refused.as_str().is_some_and(|said| said.contains("not allowed")), "{refused}");
    let mut elsewhere = window.message("call", state.clone());
    elsewhere.url = "https://portail.exemple.fr".parse().unwrap();
    let refused = get_ipc_response(&window.main, elsewhere).unwrap_err();
    assert!(refused.as_str().is_some_and(|said| said.contains("not allowed")), "{refused}");
    // A command of the program that no capability names does not exist for the page.
    let unknown = window.ask("plugin:dialog|open", json!({})).unwrap_err();
    assert!(
        unknown.as_str().is_some_and(|said| said.contains("not allowed") || said.contains("not found")),
        "{unknown}"
    );
}
