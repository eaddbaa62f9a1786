//! What an integrator types: a platform's description checked and tried, against the simulated platforms and against small
//! servers with other habits, over real sockets; and how the codes tell an answer, a refusal and silence apart.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "what the tests share is test code too")]

use relais_simulator::{DEMO_CLIENT_ID, DEMO_CLIENT_SECRET};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
};
use tempfile::TempDir;

fn relais(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relais"));
    command.env("RELAIS_HOME", home).env("RELAIS_KEYRING", "none").env("RELAIS_TEST_KDF", "low").current_dir(home);
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with a description, a secret and a question.
struct Desk(TempDir);

impl Desk {
    fn new(base: &str, authentication: &str) -> Self {
        let desk = Desk(tempfile::tempdir().unwrap());
        desk.put(
            "plateforme.toml",
            &format!(
                "relais = 1\ncode = \"exemple\"\nname = \"Exemple\"\nway = \"fhir\"\n\n[connection]\nbase_url = \"{base}\"\n\
                 budget_s = 5\n\n[authentication]\n{authentication}\n"
            ),
        );
        desk.put("secret", DEMO_CLIENT_SECRET);
        let question = json!({
            "family_name": "Vauquelin", "given_name": "Thaïs", "birth_date": "1979-11-23", "member_number": "00731900",
            "amc_number": "77565712", "domain": "OPTI", "service_date": "2024-01-15", "asked_cents": 43_217,
            "finess": "750712184", "id": "018d5f3a-6b00-7c11-8a22-3344556677aa"
        });
        desk.put("question.json", &question.to_string());
        desk
    }

    fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn run(&self, words: &[&str]) -> Output {
        relais(self.0.path()).args(words).output().unwrap()
    }

    fn lookup(&self) -> Output {
        self.run(&[
            "lookup",
            "--platform",
            "plateforme.toml",
            "--request",
            "question.json",
            "--secret-file",
            "secret",
            "--json",
        ])
    }
}

/// A process of a test; ended with it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The simulated platforms, and the address of Viamedis among them.
fn simulated() -> (Running, String) {
    let home = std::env::temp_dir();
    let mut command = relais(&home);
    command.args(["simulate", "--port", "0", "--json"]).stdout(Stdio::piped());
    let mut running = Running(command.spawn().unwrap());
    let line = BufReader::new(running.0.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    (running, told["platforms"]["viamedis"].as_str().unwrap().to_owned())
}

fn by_oauth(base: &str) -> String {
    format!("kind = \"oauth2\"\ntoken_url = \"{base}/oauth/token\"\nclient_id = \"{DEMO_CLIENT_ID}\"")
}

/// A server of another hand: every request gets the same reply, and nothing says what it can do.
fn another(reply: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            if read_request(&mut stream) {
                let _ = stream.write_all(reply.as_bytes());
            }
        }
    });
    format!("http://{address}/r4")
}

fn read_request(stream: &mut TcpStream) -> bool {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        match reader.read_line(&mut line) {
            Ok(0) | Err(_) => return false,
            Ok(_) if line == "\r\n" => break,
            Ok(_) => {}
        }
        if let Some(announced) = line.to_lowercase().strip_prefix("content-length:") {
            length = announced.trim().parse().unwrap();
        }
    }
    reader.read_exact(&mut vec![0; length]).is_ok()
}

#[test]
fn a_described_platform_is_checked_and_asked() {
    let (_running, base) = simulated();
    let desk = Desk::new(&format!("{base}/fhir"), &by_oauth(&base));
    let checked = desk.run(&["platform", "check", "plateforme.toml", "--secret-file", "secret", "--json"]);
    let told: Value = serde_json::from_str(&said(&checked)).unwrap();
    assert_eq!((&told["states_capabilities"], &told["fhir_version"]), (&json!(true), &json!("4.0.1")), "{told}");
    assert_eq!((&told["rights"]["answers"], &told["search"]["answers"]), (&json!(true), &json!(true)));
    assert_eq!(told["missing"], json!([]), "the simulator does all that may be asked of it");
    assert_eq!(checked.status.code(), Some(0), "{}", complained(&checked));
    let plainly = desk.run(&["platform", "check", "plateforme.toml", "--secret-file", "secret"]);
    assert!(said(&plainly).contains("FHIR 4.0.1") && said(&plainly).contains("Droits : répond"), "{}", said(&plainly));

    let asked = desk.lookup();
    assert_eq!(asked.status.code(), Some(0), "{}", complained(&asked));
    let told: Value = serde_json::from_str(&said(&asked)).unwrap();
    assert_eq!(told["id"], "018d5f3a-6b00-7c11-8a22-3344556677aa");
    let answer = &told["answer"];
    assert_eq!((&answer["in_force"], &answer["certainty"]), (&json!(true), &json!("A")), "{answer}");
    assert_eq!(answer["source"], json!({ "way": "fhir", "platform": "exemple" }));
    assert!(answer["reference"].as_str().unwrap().starts_with("ACC"), "{answer}");
    let plainly =
        desk.run(&["lookup", "--platform", "plateforme.toml", "--request", "question.json", "--secret-file", "secret"]);
    assert!(said(&plainly).contains("Droits ouverts au 2024-01-15."), "{}", said(&plainly));

    desk.put("secret", "un autre secret");
    let refused = desk.lookup();
    assert_eq!(refused.status.code(), Some(3));
    let told: Value = serde_json::from_str(&said(&refused)).unwrap();
    assert_eq!((&told["failure"]["code"], &told["failure"]["kind"]), (&json!("token_refused"), &json!("refused")));
    assert_eq!(complained(&refused).lines().count(), 1, "{}", complained(&refused));
    assert!(!complained(&refused).contains("Vauquelin") && !complained(&refused).contains("un autre secret"));
}

#[test]
fn a_server_without_a_statement_is_checked_by_what_it_answers() {
    let base = another("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let desk = Desk::new(&base, "kind = \"none\"");
    let checked = desk.run(&["platform", "check", "plateforme.toml"]);
    assert_eq!(checked.status.code(), Some(3));
    assert!(said(&checked).contains("Elle ne dit pas ce qu’elle sait faire"), "{}", said(&checked));
    assert!(complained(&checked).contains("vérifiez base_url"), "{}", complained(&checked));
}

#[test]
fn the_codes_tell_silence_a_refusal_and_a_strange_answer_apart() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}/r4", closed.local_addr().unwrap());
    drop(closed);
    let refusing = another(
        "HTTP/1.1 422 X\r\nconnection: close\r\ncontent-type: application/fhir+json\r\ncontent-length: 104\r\n\r\n\
         {\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"value\",\"diagnostics\":\"Refuse\"}]}",
    );
    let strange = another(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/fhir+json\r\ncontent-length: 66\r\n\r\n\
         {\"resourceType\":\"CoverageEligibilityResponse\",\"implicitRules\":\"x\"}",
    );
    for (base, code, kind, words) in [
        (silent, 4, "unreachable", "refuse la connexion"),
        (refusing, 3, "refused", "Refuse"),
        (strange, 5, "not_reliable", "règles implicites"),
    ] {
        let desk = Desk::new(&base, "kind = \"none\"");
        let output = desk.lookup();
        assert_eq!(output.status.code(), Some(code), "{}", complained(&output));
        let told: Value = serde_json::from_str(&said(&output)).unwrap();
        assert_eq!(told["failure"]["kind"], kind);
        assert!(complained(&output).contains(words), "{}", complained(&output));
    }
}

#[test]
fn what_is_wrong_with_the_files_is_said_at_its_place() {
    let desk = Desk::new("http://api.exemple.fr/r4", "kind = \"magie\"");
    let output = desk.lookup();
    assert_eq!(output.status.code(), Some(2));
    let lines = complained(&output);
    assert!(
        lines.contains("ligne 7, « connection.base_url » : l’adresse d’une plateforme commence par https://"),
        "{lines}"
    );
    assert!(lines.contains("ligne 11, « authentication.kind » : choisissez parmi : oauth2"), "{lines}");

    let desk = Desk::new("http://127.0.0.1:9/r4", "kind = \"bearer\"");
    desk.put("question.json", "{\"family_name\": \"Vauquelin\", \"adherent\": \"1\"}");
    let output = desk.lookup();
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("« adherent »") && !complained(&output).contains("Vauquelin"));
    let output = desk.run(&["platform", "check", "plateforme.toml"]);
    assert_eq!(output.status.code(), Some(2), "no secret, and no practice to have it from");
    assert!(complained(&output).contains("Il n’y a pas de cabinet"), "{}", complained(&output));
}

#[test]
fn an_interface_of_its_own_is_checked_asked_and_tried_without_sending() {
    let (_running, base) = simulated();
    let desk = Desk::new("http://127.0.0.1:9", "kind = \"none\"");
    let example = include_str!("../../docs/examples/session-pec.toml");
    desk.put("plateforme.toml", &example.replace("https://pro.littoral.example/v2", &base));
    let checked = desk.run(&["platform", "check", "plateforme.toml", "--secret-file", "secret"]);
    assert_eq!(checked.status.code(), Some(0), "{}", complained(&checked));
    for words in ["prise en charge : jamais répétée sans avoir demandé", "Identification : répond", "Droits : répond"]
    {
        assert!(said(&checked).contains(words), "{words}: {}", said(&checked));
    }
    let asked = desk.lookup();
    assert_eq!(asked.status.code(), Some(0), "{}", complained(&asked));
    let told: Value = serde_json::from_str(&said(&asked)).unwrap();
    assert_eq!(told["answer"]["source"], json!({ "way": "http", "platform": "littoral" }));
    assert_eq!((&told["answer"]["in_force"], &told["answer"]["certainty"]), (&json!(true), &json!("A")));

    // The dry run needs no secret and no platform.
    desk.put("plateforme.toml", example);
    desk.put("reponse.json", r#"{"contrat":{"etat":"RESILIE"}}"#);
    let tried = ["platform", "check", "plateforme.toml", "--dry-run", "--request", "question.json"];
    let plainly = desk.run(&[&tried[..], &["--answer", "reponse.json"]].concat());
    assert_eq!(plainly.status.code(), Some(0), "{}", complained(&plainly));
    for words in [
        "POST https://pro.littoral.example/v2/session/droits",
        "Bearer ••••••",
        "\"nom\": \"Vauquelin\"",
        "Droits fermés",
        "Rien n’a été envoyé.",
    ] {
        assert!(said(&plainly).contains(words), "{words}: {}", said(&plainly));
    }
    let strange = desk.run(&[&tried[..], &["--answer", "question.json", "--json"]].concat());
    assert_eq!(strange.status.code(), Some(5), "{}", complained(&strange));
    assert!(complained(&strange).contains("n’est pas celle que la description annonce"), "{}", complained(&strange));
    desk.put(
        "question.json",
        r#"{"family_name":"Vauquelin","amc_number":"77565712","domain":"OPTI","service_date":"2024-01-15"}"#,
    );
    let wanting = desk.run(&tried);
    assert_eq!(wanting.status.code(), Some(2));
    assert!(complained(&wanting).contains("« member_number »"), "{}", complained(&wanting));
    assert_eq!(desk.run(&["platform", "check", "plateforme.toml", "--dry-run"]).status.code(), Some(2));
}

#[test]
fn the_help_of_a_command_describes_its_files_and_codes() {
    let desk = Desk::new("http://127.0.0.1:9/r4", "kind = \"none\"");
    for words in [["help", "lookup"], ["lookup", "--help"]] {
        let output = desk.run(&words);
        assert_eq!(output.status.code(), Some(0));
        for word in ["Codes de sortie", "\"member_number\"", "--secret-file"] {
            assert!(said(&output).contains(word), "{word}: {}", said(&output));
        }
    }
    assert!(said(&desk.run(&["help"])).contains("platform"));
}
