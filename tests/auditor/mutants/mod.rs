//! The rules broken on purpose, one at a time, in a copy of their real source: random work and the auditor must catch
//! each. It is what tells a silent auditor from a blind one.
//!
//! All the breaks are written into one copy, each behind a switch, so that the rules are built once and not once a break.
//! The copy, and what drives it, live under `target/mutants`, and are built without the network from what the workspace
//! has already fetched.

mod advances;
mod list;

use super::tell;
use list::Mutation;
use relais_tests::checkout;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// The switch, added to the copy.
const SWITCH: &str = "
/// Which rule of this copy is broken on purpose; none at first.
pub mod mutant {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static ACTIVE: AtomicUsize = AtomicUsize::new(0);
    /// Whether this break is switched on.
    pub fn is(mutation: usize) -> bool { ACTIVE.load(Ordering::Relaxed) == mutation }
    /// Switches one break on, and every other off.
    pub fn activate(mutation: usize) { ACTIVE.store(mutation, Ordering::Relaxed); }
}
";

/// Every break.
fn mutations() -> Vec<&'static Mutation> {
    list::MUTATIONS.iter().chain(advances::MUTATIONS).collect()
}

#[test]
fn every_broken_rule_is_caught() {
    let (begun, mutations) = (Instant::now(), mutations());
    let room = checkout().join("target/mutants");
    lay_out(&room);
    let hunter = build(&room);
    let built = begun.elapsed();
    let seen = hunt(&hunter);
    let (sound, breaks) = seen.split_first().expect("the hunter says what it saw");
    assert!(sound.ends_with("nothing"), "the unbroken copy is not sound: {sound}");

    tell(&format!("mutants: {} breaks of the rules, the copy built in {} s", mutations.len(), built.as_secs()));
    let mut missed = Vec::new();
    assert_eq!(breaks.len(), mutations.len(), "each break was hunted");
    for (mutation, line) in mutations.iter().zip(breaks) {
        tell(&format!("  {:<48} {line}", mutation.name));
        if line.ends_with("nothing") {
            missed.push(mutation.name);
        }
    }
    tell(&format!("mutants: {} of {} caught", mutations.len() - missed.len(), mutations.len()));
    assert!(missed.is_empty(), "no sentence was seen broken for: {}", missed.join("; "));
}

/// What each break led to, the unbroken copy first: two hunters share them, since a switch is one for a whole process.
fn hunt(hunter: &Path) -> Vec<String> {
    let all = mutations().len();
    let parts = ["0", "1"].map(|part| {
        let last = all.to_string();
        Command::new(hunter).args([part, &last]).stdout(Stdio::piped()).spawn().expect("the hunter starts")
    });
    let mut seen = Vec::new();
    for part in parts {
        let output = part.wait_with_output().expect("the hunter ends");
        assert!(output.status.success(), "the hunter fell");
        let told = String::from_utf8(output.stdout).expect("the hunter speaks UTF-8");
        seen.push(told.lines().map(str::to_owned).collect::<Vec<_>>());
    }
    let each = (0..=all).map(|number| seen[number % 2].get(number / 2).cloned());
    each.map(|line| line.expect("the hunter says what it saw")).collect()
}

/// The copy of the rules with every break in it, and the hunter that drives it with the same play and the same auditor.
fn lay_out(room: &Path) {
    let manifest = fs::read_to_string(checkout().join("Cargo.toml")).expect("the workspace has a manifest");
    let members = "members = [\"src-tauri\", \"src-tauri/crates/*\", \"tests\"]\ndefault-members = [\"src-tauri\"]\n";
    let manifest = replaced("Cargo.toml", &manifest, members, "members = [\"domain\", \"hunter\"]\n");
    let manifest = replaced("Cargo.toml", &manifest, "path = \"src-tauri/crates/domain\"", "path = \"domain\"");
    let manifest = manifest.split("[profile.").next().unwrap_or_default().to_owned();
    // The hunter plays many histories in little time, and is built in little time too.
    let light = "[profile.dev]\ndebug = false\n[profile.dev.package.relais-domain]\nopt-level = 1\n\
                 [profile.dev.package.relais-hunter]\nopt-level = 1\n[profile.dev.package.serde_json]\nopt-level = 2\n";
    write(&room.join("Cargo.toml"), &format!("{manifest}{light}"));
    let lock = fs::read_to_string(checkout().join("Cargo.lock")).expect("the workspace has a lock file");
    write(&room.join("Cargo.lock"), &lock);

    let rules = checkout().join("src-tauri/crates/domain");
    let mut copied = Vec::new();
    copy(&rules, &room.join("domain"), &mut copied);
    forget_others(&room.join("domain"), &copied);

    let auditor = checkout().join("tests/auditor");
    let include = |module: &str, file: &str| format!("#[path = {:?}]\nmod {module};\n", auditor.join(file));
    let source = [
        "//! Hunts the broken rules.\n".to_owned(),
        include("hunt", "hunt.rs"),
        include("model", "model/mod.rs"),
        include("play", "play/mod.rs"),
        HUNTER.to_owned(),
    ]
    .concat();
    write(&room.join("hunter/src/main.rs"), &source);
    write(&room.join("hunter/Cargo.toml"), HUNTER_MANIFEST);
}

const HUNTER_MANIFEST: &str = "[package]
name = \"relais-hunter\"
version.workspace = true
edition.workspace = true
publish.workspace = true

[dependencies]
relais-domain.workspace = true
jiff.workspace = true
serde_json.workspace = true
uuid.workspace = true
";

/// The unbroken copy, then every other break or the ones between: how many histories it took, and the rule seen broken or
/// « nothing ». What breaks in the unbroken copy too is no catch. Histories are counted, never timed: a slow machine sees
/// what a quick one sees.
const HUNTER: &str = "
fn main() {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let [first, last] = numbers[..] else { panic!(\"the first break and the last\") };
    for mutation in (first..=last).step_by(2) {
        relais_domain::mutant::activate(mutation);
        let found = hunt::hunt(if mutation == 0 { 3_000 } else { 60_000 });
        relais_domain::mutant::activate(0);
        let sound = mutation == 0 || hunt::look(found.histories - 1).is_none();
        let seen = found.violation.filter(|_| sound).map_or(\"nothing\", |violation| violation.rule);
        println!(\"{:>6} histories  {seen}\", found.histories);
    }
}
";

/// Copies a folder of sources with their breaks written in, leaving alone what is the same already.
fn copy(from: &Path, to: &Path, copied: &mut Vec<PathBuf>) {
    for item in fs::read_dir(from).expect("the rules are there") {
        let path = item.expect("a folder can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target, copied);
        } else if let Ok(text) = fs::read_to_string(&path) {
            write(&target, &broken(&path, &text));
            copied.push(target);
        }
    }
}

/// A source with its breaks.
fn broken(path: &Path, text: &str) -> String {
    let mut text = text.to_owned();
    if path.ends_with("domain/src/lib.rs") {
        text.push_str(SWITCH);
    }
    for (number, mutation) in (1..).zip(mutations()) {
        for edit in mutation.edits.iter().filter(|edit| path.ends_with(Path::new("domain/src").join(edit.file))) {
            let switched = edit.to.replace("MUTANT", &format!("crate::mutant::is({number})"));
            text = replaced(mutation.name, &text, edit.from, &switched);
            // A switch is read at run time, which a constant function may not do.
            text = text.replace("pub const fn ", "pub fn ");
        }
    }
    text
}

/// Replaces what must be there exactly once.
fn replaced(what: &str, text: &str, from: &str, to: &str) -> String {
    let found = text.matches(from).count();
    assert_eq!(found, 1, "the list of breaks is stale: « {what} » looks for « {from} », which is there {found} times");
    text.replacen(from, to, 1)
}

/// Takes out of the copy what is no longer in the rules.
fn forget_others(folder: &Path, copied: &[PathBuf]) {
    for item in fs::read_dir(folder).expect("the copy is there") {
        let path = item.expect("a folder can be read").path();
        if path.is_dir() {
            forget_others(&path, copied);
        } else if !copied.contains(&path) {
            fs::remove_file(&path).expect("a stale file can be taken out");
        }
    }
}

/// Writes a file whose text changed, so that nothing is built again for nothing.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|known| known == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made under target");
    fs::write(path, text).expect("a file can be written under target");
}

/// Builds the hunter, without the network.
fn build(room: &Path) -> PathBuf {
    let target = room.join("target");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline", "--package", "relais-hunter", "--manifest-path"])
        .arg(room.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "the broken copy does not build: {}", String::from_utf8_lossy(&output.stderr));
    target.join("debug").join(format!("relais-hunter{}", std::env::consts::EXE_SUFFIX))
}
