//! Holds the house: who may depend on whom, and what a file may say. Each rule is one test whose message says how to
//! mend. Owns no rule of the trade and runs nothing of the product: it reads manifests and sources as git would commit
//! them.

mod notices;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use relais_tests::checkout;
use serde_json::Value;

// --- The floors ------------------------------------------------------------------------------------------------------

/// What each package of the house may know of the others. A new package must be given its floor here.
const FLOORS: [(&str, &[&str]); 12] = [
    // Rules know nothing outside; the journal does not even know the trade.
    ("relais-domain", &[]),
    ("relais-journal", &[]),
    // Engines know the rules, and not one another.
    ("relais-storage", RULES),
    ("relais-vault", RULES),
    ("relais-platforms", RULES),
    ("relais-documents", RULES),
    ("relais-exchange", RULES),
    ("relais-pictures", RULES),
    // Use cases compose engines.
    (
        "relais-usecases",
        &[
            "relais-domain",
            "relais-journal",
            "relais-storage",
            "relais-vault",
            "relais-platforms",
            "relais-documents",
            "relais-exchange",
            "relais-pictures",
        ],
    ),
    // Platforms that fail share no type with those who call them.
    ("relais-simulator", &[]),
    // The shell calls use cases, and serves the simulator.
    ("relais", &["relais-domain", "relais-journal", "relais-usecases", "relais-simulator"]),
    // These tests cross every floor.
    (
        "relais-tests",
        &[
            "relais-domain",
            "relais-journal",
            "relais-storage",
            "relais-vault",
            "relais-platforms",
            "relais-documents",
            "relais-exchange",
            "relais-usecases",
            "relais-simulator",
        ],
    ),
];

const RULES: &[&str] = &["relais-domain", "relais-journal"];

/// Outside packages, and their one room. A name that ends in `*` stands for a family.
const ROOMS: [(&str, &[&str]); 10] = [
    ("tauri*", &["relais"]),
    ("clap", &["relais"]),
    ("rusqlite", &["relais-storage", "relais-tests"]),
    ("keyring-core argon2 sha1 p12-keystore pem x509-parser", &["relais-vault"]),
    ("reqwest", &["relais-platforms", "relais-tests"]),
    ("printpdf", &["relais-documents"]),
    ("csv csv-core encoding_rs quick-xml", &["relais-exchange"]),
    ("rxing zune-jpeg", &["relais-pictures"]),
    ("axum", &["relais-simulator"]),
    ("thirtyfour", &["relais-tests"]),
];

/// What rules must not reach, even through another package: input and output, clocks of their own, async.
const NEVER_UNDER_RULES: [&str; 8] =
    ["tokio", "rusqlite", "libsqlite3-sys", "reqwest", "hyper", "keyring-core", "printpdf", "tauri"];

/// The same, as the sources would spell it.
const NEVER_IN_RULES: [&str; 6] = ["std::fs", "std::net", "std::process", "std::env", "std::thread", "async fn"];

#[test]
fn each_package_knows_only_the_floors_below_it() {
    let packages = packages();
    let mut broken = Vec::new();
    for (package, dependencies) in &packages {
        let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| name == package) else {
            broken.push(format!("{package} has no floor: give it one in FLOORS, tests/tidy.rs"));
            continue;
        };
        for dependency in dependencies.iter().filter(|dependency| packages.contains_key(&dependency.name)) {
            let itself = dependency.name == *package;
            if !itself && !allowed.contains(&dependency.name.as_str()) {
                broken.push(format!("{package} must not know {}", dependency.name));
            }
        }
    }
    must_be_empty("take the dependency out, and let the floor above compose the two", &broken);
}

#[test]
fn each_outside_package_has_one_room() {
    let mut broken = Vec::new();
    for (package, dependencies) in packages() {
        for dependency in dependencies {
            let room = ROOMS.iter().find(|(names, _)| names.split(' ').any(|it| is_of_family(&dependency.name, it)));
            if let Some((_, rooms)) = room
                && !rooms.contains(&package.as_str())
            {
                broken.push(format!("{package} must not use {}: only {} may", dependency.name, rooms.join(", ")));
            }
        }
    }
    must_be_empty("ask for what you need from the package whose room it is", &broken);
}

#[test]
fn rules_reach_neither_input_nor_output_nor_async() {
    let mut broken = Vec::new();
    for package in RULES {
        let tree = cargo(&["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--offline"]);
        for line in tree.lines() {
            let name = line.split(' ').next().unwrap_or_default();
            if NEVER_UNDER_RULES.contains(&name) {
                broken.push(format!("{package} reaches {name}: cargo tree -p {package} -i {name} says through what"));
            }
        }
    }
    for file in sources(&["rs"]).iter().filter(|file| is_under_rules(&file.path)) {
        for (number, line) in file.code_lines() {
            for word in NEVER_IN_RULES.iter().filter(|word| line.contains(**word)) {
                broken.push(format!("{}:{number} says {word}", file.path));
            }
        }
    }
    must_be_empty("rules are pure: take the value as an argument and do the work in an engine", &broken);
}

#[test]
fn every_package_follows_the_workspace_lints() {
    let broken: Vec<_> = sources(&["toml"])
        .into_iter()
        .filter(|file| file.path.ends_with("/Cargo.toml") && !file.text.contains("[lints]\nworkspace = true"))
        .map(|file| file.path)
        .collect();
    must_be_empty("write [lints] and workspace = true in the manifest", &broken);
}

#[test]
fn lock_files_are_committed_and_name_no_place() {
    let committed = git(&["ls-files", "Cargo.lock", "ui/package-lock.json"]);
    assert_eq!(committed.lines().count(), 2, "commit Cargo.lock and ui/package-lock.json; git has: {committed}");
    let lock = std::fs::read_to_string(checkout().join("ui/package-lock.json")).expect("it is committed");
    let places = lock.lines().filter(|line| line.contains("\"resolved\"")).count();
    assert_eq!(
        places, 0,
        "npm wrote download addresses: install with omit-lockfile-registry-resolved=true (ui/.npmrc)"
    );
}

// --- Files -----------------------------------------------------------------------------------------------------------

/// What a sitting can read.
const MAX_LINES: usize = 500;

/// Files that may be longer for now, with their ceiling. Only ever shorten this list or lower a ceiling.
const LONGER: [(&str, usize); 1] = [
    // One file on purpose: a verifier that somebody can carry away and read alone.
    ("tests/journeys/archive_verifier.py", 560),
];

#[test]
fn every_source_file_opens_with_what_it_owns() {
    let mut broken = Vec::new();
    for file in sources(&["rs", "ts", "svelte", "css", "py"]) {
        let first = file.text.lines().find(|line| !line.is_empty() && !line.starts_with("#!/")).unwrap_or_default();
        let opens = match extension(&file.path) {
            "rs" => first.starts_with("//! "),
            "ts" => first.starts_with("// ") || first.starts_with("/*"),
            "svelte" => first.starts_with("<!--"),
            "css" => first.starts_with("/*"),
            _ => first.starts_with("\"\"\"") || first.starts_with("# "),
        };
        if !opens {
            broken.push(format!("{} opens with « {first} »", file.path));
        }
    }
    must_be_empty("say in a few lines what the file owns, what it refuses to own, and why", &broken);
}

#[test]
fn no_file_is_longer_than_a_sitting() {
    let mut broken = Vec::new();
    for file in sources(&["rs", "ts", "svelte", "css", "py"]) {
        let lines = file.text.lines().count();
        let ceiling = LONGER.iter().find(|(path, _)| *path == file.path).map_or(MAX_LINES, |(_, ceiling)| *ceiling);
        if lines > ceiling {
            broken.push(format!("{} has {lines} lines, at most {ceiling} are allowed", file.path));
        }
    }
    for (path, _) in LONGER {
        match std::fs::read_to_string(checkout().join(path)) {
            Ok(text) if text.lines().count() > MAX_LINES => {}
            _ => broken.push(format!("{path} no longer needs its line in LONGER, tests/tidy.rs: take it out")),
        }
    }
    must_be_empty("cut the file where its subject changes", &broken);
}

/// Words that must not be committed anywhere, with why. Split in two so that this list does not find itself.
const FORBIDDEN: [(&str, &str, &str); 13] = [
    ("/ro", "ot/", "a place on one machine"),
    ("/wo", "rk/", "a place on one machine"),
    ("/tm", "p/", "a place on one machine: ask the system for a temporary folder"),
    ("registry.np", "mjs.org", "a registry's address: packages are asked for by name"),
    ("py", "pi.org", "a registry's address: packages are asked for by name"),
    ("index.cra", "tes.io", "a registry's address: packages are asked for by name"),
    ("TO", "DO", "unfinished work: finish it, or file it"),
    ("FIX", "ME", "unfinished work: finish it, or file it"),
    ("db", "g!(", "left over from looking into something"),
    ("console", ".log(", "left over from looking into something"),
    (".on", "ly(", "one test alone hides the others"),
    ("describe.", "skip(", "a test that does not run"),
    ("it.", "skip(", "a test that does not run"),
];

#[test]
fn no_file_says_what_must_not_be_committed() {
    let mut broken = Vec::new();
    for file in sources(&[]) {
        for (number, line) in file.lines() {
            for (head, tail, why) in FORBIDDEN {
                let word = format!("{head}{tail}");
                if line.contains(&word) {
                    broken.push(format!("{}:{number} says « {word} »: {why}", file.path));
                }
            }
        }
    }
    must_be_empty("take the words out", &broken);
}

#[test]
fn only_the_other_process_of_a_test_is_left_out() {
    let mut broken = Vec::new();
    for file in sources(&["rs"]) {
        let lines: Vec<_> = file.text.lines().collect();
        for (index, _) in lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("#[ignore")) {
            let function = lines[index..].iter().find(|line| line.contains("fn ")).copied().unwrap_or_default();
            if !function.contains("_child(") {
                broken.push(format!("{}:{} leaves out {}", file.path, index + 1, function.trim()));
            }
        }
    }
    must_be_empty("let the test run; one that a test starts as a process of its own is called …_child", &broken);
}

/// Endings that say nothing of what a type is.
const EMPTY_ENDINGS: [&str; 7] = ["Manager", "Helper", "Helpers", "Util", "Service", "Info", "Data"];

#[test]
fn no_type_is_named_for_nothing() {
    let mut broken = Vec::new();
    for file in sources(&["rs", "ts", "svelte"]) {
        for (number, line) in file.code_lines() {
            let words: Vec<_> = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
            for pair in words.windows(2) {
                // An indented `type` is another's trait being implemented: its name is not ours to choose.
                let ours = pair[0] != "type" || !line.starts_with(' ');
                let declares =
                    ["struct", "enum", "trait", "type", "class", "interface", "union"].contains(&pair[0]) && ours;
                if declares && EMPTY_ENDINGS.iter().any(|ending| pair[1].ends_with(ending)) {
                    broken.push(format!("{}:{number} declares {}", file.path, pair[1]));
                }
            }
        }
    }
    must_be_empty("name the thing with the trade's noun (docs/glossary.md)", &broken);
}

/// A lint, and the only files that may go without it. The real clock and the real ids stand behind their port.
const ALLOWED_ONCE: [(&str, &[&str]); 2] = [
    // Before any thread exists; the one call that takes a Windows console; and the disk that fails, behind SQLite's own door.
    (
        "unsafe_code",
        &[
            "src-tauri/crates/vault/src/locked.rs",
            "src-tauri/src/renderer.rs",
            "src-tauri/src/console.rs",
            "tests/torture/faulty/vfs.rs",
        ],
    ),
    ("clippy::disallowed_methods", &["src-tauri/crates/usecases/src/ports.rs"]),
];

#[test]
fn what_is_allowed_once_is_allowed_nowhere_else() {
    let mut broken = Vec::new();
    for file in sources(&["rs"]) {
        for (lint, places) in ALLOWED_ONCE {
            let lets_it = ["allow", "expect"].iter().any(|word| file.text.contains(&format!("{word}({lint}")));
            if lets_it && !places.contains(&file.path.as_str()) {
                broken.push(format!("{} lets {lint} pass: only {} may", file.path, places.join(", ")));
            }
        }
    }
    must_be_empty("take the time, the ids and the waiting from outside; write it without unsafe", &broken);
}

#[test]
fn no_test_sleeps() {
    let mut broken = Vec::new();
    let is_test = |path: &str| path.split('/').any(|part| part == "tests" || part.starts_with("tests."));
    for file in sources(&["rs"]).iter().filter(|file| is_test(&file.path) && file.path != "tests/tidy.rs") {
        for (number, line) in file.code_lines() {
            if line.contains("thread::sleep") || line.contains("time::sleep(") {
                broken.push(format!("{}:{number} {}", file.path, line.trim()));
            }
        }
    }
    must_be_empty("wait on a condition: a channel, a port, a file, an element", &broken);
}

// --- The interface ---------------------------------------------------------------------------------------------------

#[test]
fn only_the_backend_seam_knows_tauri() {
    let mut broken = Vec::new();
    for file in sources(&["ts", "svelte"]).iter().filter(|file| file.path.starts_with("ui/src/")) {
        if !file.path.starts_with("ui/src/lib/backend/") && file.text.contains("@tauri-apps") {
            broken.push(file.path.clone());
        }
    }
    must_be_empty("call backend from ui/src/lib/backend instead", &broken);
}

#[test]
fn screens_hold_no_raw_colour() {
    let mut broken = Vec::new();
    for file in sources(&["ts", "svelte", "css"]).iter().filter(|file| file.path.starts_with("ui/src/features/")) {
        for (number, line) in file.lines() {
            if has_hex_colour(line) || line.contains("rgb(") || line.contains("rgba(") || line.contains("hsl(") {
                broken.push(format!("{}:{number} {}", file.path, line.trim()));
            }
        }
    }
    must_be_empty("use a token of ui/src/lib/components/tokens.css", &broken);
}

/// What a cheque is never said to be: the law knows no such cheque, and a customer must not be told otherwise.
const NEVER_OF_A_CHEQUE: [&str; 5] = ["caution", "garanti", "antidat", "postdat", "post-dat"];

#[test]
fn no_sentence_calls_a_cheque_what_the_law_does_not_know() {
    let (mut read, mut broken) = (0, Vec::new());
    for file in sources(&["ts", "rs"]) {
        let catalogue = file.path.starts_with("ui/src/lib/i18n/") && !file.path.contains(".test.");
        let printed = file.path.starts_with("src-tauri/crates/documents/src/");
        if !catalogue && !printed {
            continue;
        }
        let all_of_cheques =
            Path::new(&file.path).file_stem().is_some_and(|stem| stem.to_string_lossy().contains("cheque"));
        for (number, line) in file.code_lines() {
            let said = line.to_lowercase();
            if !all_of_cheques && !said.contains("chèque") {
                continue;
            }
            read += 1;
            for word in NEVER_OF_A_CHEQUE.iter().filter(|word| said.contains(**word)) {
                broken.push(format!("{}:{number} says « {word} »: {}", file.path, line.trim()));
            }
        }
    }
    must_be_empty("a kept cheque is « conservé »: say what the shop promises, not what the cheque would be", &broken);
    assert!(read > 20, "only {read} sentences about cheques were found: this test no longer looks in the right place");
}

/// Whether a line holds `#` and 3, 4, 6 or 8 hexadecimal digits, and no more.
fn has_hex_colour(line: &str) -> bool {
    line.split('#').skip(1).any(|rest| {
        let digits = rest.chars().take_while(char::is_ascii_hexdigit).count();
        let ends = !rest[digits..].starts_with(|next: char| next.is_alphanumeric() || next == '-' || next == '_');
        matches!(digits, 3 | 4 | 6 | 8) && ends
    })
}

#[test]
fn a_hex_colour_is_told_from_what_looks_like_one() {
    for colour in ["color: #0b6b5d;", "fill='#FFF'", "#11223344"] {
        assert!(has_hex_colour(colour), "{colour}");
    }
    for other in ["{#each cheques as cheque}", "{#if open}", "href=\"#decades\"", "issue #12", "{#await it}"] {
        assert!(!has_hex_colour(other), "{other}");
    }
}

// --- Reading the house -----------------------------------------------------------------------------------------------

/// One dependency a manifest declares.
struct Dependency {
    name: String,
}

/// A file git has, or would add.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// The lines that are not comments.
    fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines()
            .filter(|(_, line)| !["//", "*", "/*", "<!--"].iter().any(|mark| line.trim_start().starts_with(mark)))
    }
}

/// Every package of the workspace with what it declares, of every kind and for every system.
fn packages() -> BTreeMap<String, Vec<Dependency>> {
    let text = cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let metadata: Value = serde_json::from_str(&text).expect("cargo metadata prints JSON");
    let name = |value: &Value| value["name"].as_str().expect("a package has a name").to_owned();
    let packages = metadata["packages"].as_array().expect("a workspace has packages");
    let declared = |package: &Value| {
        let dependencies = package["dependencies"].as_array().expect("a package lists its dependencies");
        dependencies.iter().map(|dependency| Dependency { name: name(dependency) }).collect()
    };
    packages.iter().map(|package| (name(package), declared(package))).collect()
}

/// The texts git has or would add, with one of these extensions, or all of them when none is named. What other programs
/// write (lock files, the generated contract, accepted snapshots) and the texts of others are left out.
fn sources(extensions: &[&str]) -> Vec<Source> {
    let listed = git(&["ls-files", "--cached", "--others", "--exclude-standard"]);
    let written_by_hand = |path: &&str| {
        let generated = path.contains("/contract/") || path.ends_with(".snap") || path.ends_with("-lock.json");
        !generated && !path.ends_with(".lock") && *path != "LICENSE"
    };
    let wanted = |path: &&str| extensions.is_empty() || extensions.contains(&extension(path));
    let found: Vec<_> = listed
        .lines()
        .filter(written_by_hand)
        .filter(wanted)
        // Pictures and fonts are no text; a file just taken out is listed until it is committed so.
        .filter_map(|path| Some((path, std::fs::read_to_string(checkout().join(path)).ok()?)))
        .map(|(path, text)| Source { path: path.to_owned(), text })
        .collect();
    assert!(!found.is_empty() || extensions.contains(&"css"), "no file was found: is git here?");
    found
}

fn is_under_rules(path: &str) -> bool {
    ["src-tauri/crates/domain/src/", "src-tauri/crates/journal/src/"].iter().any(|room| path.starts_with(room))
}

fn is_of_family(name: &str, family: &str) -> bool {
    match family.strip_suffix('*') {
        Some(head) => name.starts_with(head),
        None => name == family,
    }
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn cargo(arguments: &[&str]) -> String {
    output(&PathBuf::from(env!("CARGO")), arguments)
}

fn git(arguments: &[&str]) -> String {
    output(Path::new("git"), arguments)
}

fn output(program: &Path, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(checkout()).output();
    let output = output.unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {}: {complaint}", program.display(), arguments.join(" "));
    String::from_utf8(output.stdout).expect("its output is UTF-8")
}

/// Fails with every line, and with how to mend them.
fn must_be_empty(mend: &str, broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\nTo mend: {mend}.\n", broken.join("\n"));
}
