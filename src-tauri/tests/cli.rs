//! The command line as somebody types it: the built program, its words, its codes, and what it leaves behind.

#![allow(clippy::unwrap_used, reason = "what the tests share is test code too")]

use relais_domain::context::Activity;
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::OnceLock,
};
use tempfile::TempDir;

/// The program, in a home of its own, without a keyring, with a derivation that costs nothing.
fn relais(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relais"));
    command
        .env("RELAIS_HOME", home)
        .env("RELAIS_KEYRING", "none")
        .env("RELAIS_TEST_KDF", "low")
        .env_remove("RELAIS_LOG");
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json_lines(output: &Output) -> Vec<Value> {
    said(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The optician's story, played once for every test that looks at what it left.
struct Played {
    home: TempDir,
    out: PathBuf,
    lines: Vec<Value>,
}

fn played() -> &'static Played {
    static PLAYED: OnceLock<Played> = OnceLock::new();
    PLAYED.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("sortie");
        let output = relais(home.path()).args(["demo", "--json", "--out"]).arg(&out).output().unwrap();
        assert!(output.status.success(), "{}", complained(&output));
        Played { lines: json_lines(&output), out, home }
    })
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = entries.collect();
    names.sort();
    names
}

#[test]
fn the_story_is_played_to_its_end_and_leaves_its_papers() {
    let played = played();
    let steps: Vec<_> = played.lines.iter().map(|line| line["step"].as_str().unwrap()).collect();
    for step in [
        "rights",
        "cheque",
        "queue",
        "rights_back",
        "recovery",
        "portal",
        "advice",
        "bank_credit",
        "returned",
        "archive",
    ] {
        assert!(steps.contains(&step), "{step} is not told");
    }
    let end = played.lines.last().unwrap();
    assert_eq!((end["step"].as_str(), end["holds"].as_bool()), (Some("end"), Some(true)));
    assert!(end["checks"].as_u64().unwrap() > 100);
    let names = names_in(&played.out);
    assert!(names.contains(&"journal.relais".to_owned()) && names.contains(&"ancre.json".to_owned()), "{names:?}");
    let papers: Vec<_> = names.iter().filter(|name| name.ends_with(".pdf")).collect();
    assert!(papers.len() >= 4, "{papers:?}");
    for paper in papers {
        assert!(fs::read(played.out.join(paper)).unwrap().starts_with(b"%PDF-"), "{paper}");
    }
}

/// What each dossier became is what the member numbers of the simulator say.
#[test]
fn the_recovery_gives_each_dossier_its_colour() {
    let recovery = played().lines.iter().find(|line| line["step"] == "recovery").unwrap();
    assert_eq!(recovery["facts"]["orange"], 1);
    assert_eq!(recovery["facts"]["red"], 1);
    assert!(recovery["facts"]["green"].as_u64().unwrap() >= 1);
}

/// The temporary practice goes with the story; nothing is left in the home but what was asked for.
#[test]
fn the_story_leaves_no_practice_behind() {
    let played = played();
    assert_eq!(names_in(played.home.path()), ["sortie"]);
}

#[test]
fn the_pharmacy_s_story_sends_nothing() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("sortie");
    let output =
        relais(home.path()).args(["demo", "--activity", "officine", "--json", "--out"]).arg(&out).output().unwrap();
    assert!(output.status.success(), "{}", complained(&output));
    let lines = json_lines(&output);
    let way = lines.iter().find(|line| line["step"] == "way").unwrap();
    assert_eq!(way["facts"]["track"], "entrusted");
    assert_eq!(lines.iter().filter(|line| line["step"] == "nothing_sent").count(), 2);
}

fn verify(archive: &Path, more: &[&str]) -> Output {
    relais(played().home.path()).arg("verify").arg(archive).args(more).output().unwrap()
}

#[test]
fn the_archive_of_the_story_is_whole_alone_and_under_its_anchor() {
    let archive = played().out.join("journal.relais");
    let alone = verify(&archive, &[]);
    assert!(alone.status.success());
    assert!(said(&alone).contains("fin attestée par l'archive seule"), "{}", said(&alone));
    let anchor = played().out.join("ancre.json");
    let anchored = verify(&archive, &["--anchor", anchor.to_str().unwrap()]);
    assert!(said(&anchored).contains("fin attestée par l'ancre"), "{}", said(&anchored));
    let hash = json_lines(&verify(&archive, &["--json"]))[0]["report"]["posts"][0]["hash"].as_str().unwrap().to_owned();
    assert!(verify(&archive, &["--anchor", &hash]).status.success());
}

/// Each change of the archive is named.
#[test]
fn a_changed_archive_is_named() {
    let whole = fs::read(played().out.join("journal.relais")).unwrap();
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    let folder = tempfile::tempdir().unwrap();
    let told = |name: &str, bytes: Vec<u8>| {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        let output = verify(&file, &["--json"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert_eq!(complained(&output).lines().count(), 1, "{name}");
        json_lines(&output)[0]["code"].as_str().unwrap().to_owned()
    };
    let mut changed = whole.clone();
    let digit = lines[..10].concat().len() + lines[10].iter().rposition(u8::is_ascii_digit).unwrap();
    changed[digit] = if changed[digit] == b'7' { b'8' } else { b'7' };
    assert!(told("changed", changed).starts_with("CHANGED_ENTRY"));
    let without: Vec<u8> =
        lines.iter().enumerate().filter(|(at, _)| *at != 10).flat_map(|(_, line)| line.to_vec()).collect();
    assert!(told("missing", without).starts_with("MISSING_ENTR"));
    let mut swapped = lines.clone();
    swapped.swap(10, 11);
    assert!(told("swapped", swapped.concat()).starts_with("SWAPPED_ENTR"));
    assert!(told("cut", lines[..lines.len() - 5].concat()).starts_with("CUT_TAIL"));
}

/// What cannot be used is said in one sentence, with its code, and nothing is written.
#[test]
fn bad_input_gets_one_sentence_and_writes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let archive = played().out.join("journal.relais");
    let archive = archive.to_str().unwrap();
    let cases: &[(&[&str], &str)] = &[
        (&["danse"], "« danse » n’est pas une commande"),
        (&["export"], "Il manque --out <FICHIER>"),
        (&["verify", "absente.relais"], "« absente.relais » n’a pas pu être lu"),
        (&["verify", archive, "--anchor", "ni-fichier-ni-empreinte"], "n’a pas pu être lu"),
        (&["simulate", "--scenario", "demain"], "Il n’y a pas de scénario « demain »"),
        (&["export", "--out", "sortie.relais"], "Il n’y a pas de cabinet"),
        (&["rebuild", "--practice", "nulle-part"], "Il n’y a pas de cabinet dans « nulle-part »"),
        (&["backup", "--out", "sauvegarde"], "Il n’y a pas de cabinet"),
        (&["restore", "absente", "--into", "neuf"], "« absente » n’est pas là ou ne se lit pas"),
        (&["restore", archive, "--into", "neuf"], "n’est pas une sauvegarde de Relais"),
        (&["demo", "--activity", "dentiste"], "« dentiste » ne convient pas"),
    ];
    for (words, expected) in cases {
        let output = relais(&home.path().join("vide")).current_dir(home.path()).args(*words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let sentence = complained(&output);
        assert_eq!(sentence.lines().count(), 1, "{words:?}: {sentence}");
        assert!(sentence.starts_with("relais : ") && sentence.contains(expected), "{words:?}: {sentence}");
        assert_eq!(said(&output), "", "{words:?}");
    }
    assert!(names_in(home.path()).iter().all(|name| name == "vide"), "{:?}", names_in(home.path()));
}

#[test]
fn help_is_in_french_and_names_every_command() {
    let home = tempfile::tempdir().unwrap();
    let output = relais(home.path()).arg("--help").output().unwrap();
    assert!(output.status.success());
    for word in [
        "Usage :",
        "Commandes",
        "demo",
        "simulate",
        "verify",
        "rebuild",
        "export",
        "backup",
        "restore",
        "platform",
        "lookup",
    ] {
        assert!(said(&output).contains(word), "{word}: {}", said(&output));
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

#[cfg(unix)]
#[test]
fn the_simulator_answers_on_its_port_until_it_is_asked_to_stop() {
    let home = tempfile::tempdir().unwrap();
    let mut command = relais(home.path());
    command.args(["simulate", "--port", "0", "--json", "--scenario", "viamedis-2024"]).stdout(Stdio::piped());
    let mut running = Running(command.spawn().unwrap());
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let told: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    let address = told["base_url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
    assert!(told["platforms"]["viamedis"].as_str().unwrap().ends_with("/viamedis"));

    // A program that falls leaves no image of its memory, whatever the shell it was started from allows.
    if let Ok(limits) = std::fs::read_to_string(format!("/proc/{}/limits", running.0.id())) {
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"], "{core}");
    }
    let page = get(&address, "/");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Viamedis"), "{page}");
    let metadata = get(&address, "/viamedis/fhir/metadata");
    assert!(metadata.contains("CapabilityStatement"), "{metadata}");

    let asked = Command::new("kill").arg(running.0.id().to_string()).status().unwrap();
    assert!(asked.success());
    assert!(running.0.wait().unwrap().success());
    assert!(lines.next().unwrap().unwrap().contains("stopped"));
    assert!(TcpStream::connect(&address).is_err());
}

#[cfg(unix)]
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A practice made as the first run makes it, left closed.
fn a_practice(home: &Path) -> PathBuf {
    use relais_usecases::{
        access,
        app::{App, Setup},
        call::Call,
        contract::{CreatePracticeRequest, Nothing, PracticeProfile},
        first_run,
        ports::{Ids, KdfCost, MachineClock, NoKeyring, RandomIds},
    };
    use std::sync::Arc;
    let practices = home.join("cabinets");
    fs::create_dir_all(&practices).unwrap();
    let app = App::new(Setup {
        home: practices.clone(),
        anchor_folders: vec![home.join("ancres"), home.join("preferences/ancres")],
        backups: home.join("sauvegardes"),
        clock: Arc::new(MachineClock),
        ids: Arc::new(RandomIds),
        secrets: Arc::new(NoKeyring),
        kdf_cost: Some(KdfCost::INSECURE_FOR_TESTS),
        announce: Box::new(|_| {}),
        ground: None,
    });
    let call = || Call { command_id: relais_domain::ids::CommandId(RandomIds.fresh(jiff::Timestamp::UNIX_EPOCH)) };
    let request = CreatePracticeRequest {
        profile: PracticeProfile {
            name: "Optique du Moulin".to_owned(),
            street: "3 place du Moulin".to_owned(),
            postcode: "69003".to_owned(),
            town: "Lyon".to_owned(),
            phone: String::new(),
            activities: vec![Activity::Optics],
            finess: String::new(),
            siret: String::new(),
            mediator: String::new(),
        },
        time_zone: "Europe/Paris".to_owned(),
        owner_name: "Claire Aubry".to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        remember: false,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        first_run::create_practice(&app, call(), request).await.unwrap();
        access::close(&app, call(), Nothing {}).await.unwrap();
    });
    let made = names_in(&practices);
    assert_eq!(made.len(), 1);
    practices.join(&made[0])
}

const PASSPHRASE: &str = "lunettes carton fenêtre marée cheminée poivre wagon tilleul";

#[test]
fn a_practice_is_exported_backed_up_put_back_and_rebuilt_with_its_passphrase() {
    let home = tempfile::tempdir().unwrap();
    let practice = a_practice(home.path());
    let work = tempfile::tempdir().unwrap();
    fs::write(work.path().join("phrase"), format!("{PASSPHRASE}\n")).unwrap();
    fs::write(work.path().join("autre"), "une autre phrase que la bonne").unwrap();
    let run = |words: &[&str]| relais(home.path()).current_dir(work.path()).args(words).output().unwrap();
    let key = ["--passphrase-file", "phrase"];

    let refused = run(&["export", "--out", "a.relais", "--passphrase-file", "autre"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(complained(&refused).contains("Cette phrase de passe n’ouvre pas le cabinet"), "{}", complained(&refused));
    let refused = run(&["export", "--out", "a.relais"]);
    assert!(complained(&refused).contains("--passphrase-file"), "{}", complained(&refused));
    assert_eq!(names_in(work.path()), ["autre", "phrase"]);

    let exported = run(&["export", "--out", "a.relais", "--json", key[0], key[1]]);
    assert!(exported.status.success(), "{}", complained(&exported));
    let entries = json_lines(&exported)[0]["entries"].as_u64().unwrap();
    assert!(run(&["verify", "a.relais"]).status.success());
    let whole = run(&["verify", "--json", key[0], key[1]]);
    assert!(whole.status.success(), "{}", complained(&whole));
    let whole = &json_lines(&whole)[0];
    assert_eq!((whole["entries"].as_u64(), &whole["papers"]["issued"]), (Some(entries), &Value::from(0)));

    let backed = run(&["backup", "--out", "copie.sauvegarde", "--json", key[0], key[1]]);
    assert!(backed.status.success(), "{}", complained(&backed));
    assert_eq!(json_lines(&backed)[0]["entries"], entries);

    let into = home.path().join("cabinets/cabinet-remis");
    let words = ["restore", "copie.sauvegarde", "--into", into.to_str().unwrap(), "--json"];
    let refused = run(&[&words[..], &["--passphrase-file", "autre"]].concat());
    assert_eq!(refused.status.code(), Some(2), "{}", complained(&refused));
    assert!(!into.exists());
    let dry = run(&[&["restore", "copie.sauvegarde", "--dry-run", "--json"][..], &key].concat());
    assert!(dry.status.success(), "{}", complained(&dry));
    let would = &json_lines(&dry)[0];
    assert_eq!((&would["name"], would["entries"].as_u64()), (&Value::from("Optique du Moulin"), Some(entries)));
    assert!(!into.exists());
    let restored = run(&[&words[..], &key].concat());
    assert!(restored.status.success(), "{}", complained(&restored));
    assert_eq!(json_lines(&restored)[0]["name"], "Optique du Moulin");
    let again = run(&[&words[..], &key].concat());
    assert!(complained(&again).contains("Il y a déjà un cabinet"), "{}", complained(&again));

    // Two practices now: which one must be said; the one put back knows that it was, in one entry more.
    let which = run(&["rebuild", key[0], key[1]]);
    assert!(complained(&which).contains("choisissez avec --practice"), "{}", complained(&which));
    for (folder, expected) in [(&practice, entries), (&into, entries + 1)] {
        let rebuilt = run(&["rebuild", "--json", "--practice", folder.to_str().unwrap(), key[0], key[1]]);
        assert!(rebuilt.status.success(), "{}", complained(&rebuilt));
        let line = &json_lines(&rebuilt)[0];
        assert_eq!((line["entries"].as_u64(), line["as_before"].as_bool()), (Some(expected), Some(true)));
    }
}

/// The passphrase may come by the standard input; it is never on the line.
#[test]
fn the_passphrase_may_come_by_the_standard_input() {
    let home = tempfile::tempdir().unwrap();
    a_practice(home.path());
    let mut command = relais(home.path());
    command.args(["rebuild", "--passphrase-file", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = command.spawn().unwrap();
    running.stdin.take().unwrap().write_all(PASSPHRASE.as_bytes()).unwrap();
    let output = running.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", complained(&output));
    assert!(said(&output).contains("elles étaient à jour"), "{}", said(&output));
}
