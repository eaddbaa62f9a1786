//! The verifier in plain Python, written from the format's page, gives the same verdict as ours on everything.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use relais_journal::AnchorOrHash;

use crate::damage::{table, verdict};
use crate::sample::{archive, journal, mixed_journal};

fn verifier() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/journeys/archive_verifier.py")
}

#[test]
fn on_every_damage_of_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let (file, anchor_file) = (folder.path().join("archive.txt"), folder.path().join("anchor.json"));
    let mut disagreed = Vec::new();
    for case in table() {
        fs::write(&file, &case.archive).unwrap();
        let mut python = Command::new("python3");
        python.arg(verifier()).arg(&file);
        match &case.outside {
            None => {}
            Some(AnchorOrHash::Hash(hash)) => drop(python.arg("--anchor").arg(hash.to_string())),
            Some(AnchorOrHash::Anchor(anchor)) => {
                fs::write(&anchor_file, anchor.to_json().unwrap()).unwrap();
                python.arg("--anchor").arg(&anchor_file);
            }
        }
        let output = python.output().unwrap();
        let theirs = String::from_utf8(output.stdout).unwrap();
        let ours = verdict(&case.archive, case.outside.as_ref());
        let status = i32::from(!ours.starts_with("OK "));
        if theirs.trim_end() != ours || output.status.code() != Some(status) {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            disagreed.push(format!("{}: {} where we say {ours} {said}", case.name, theirs.trim_end()));
        }
    }
    assert!(disagreed.is_empty(), "{}", disagreed.join("\n"));
}

/// One process reads many files: a change of one byte at every third place, of a different kind each time.
#[test]
fn on_a_changed_byte_anywhere() {
    const CHANGES: [u8; 5] = [0x01, 0x02, 0x04, 0x20, 0x80];
    let folder = tempfile::tempdir().unwrap();
    let mut ours = Vec::new();
    for (name, whole) in [("plain", archive(&journal(4))), ("mixed", archive(&mixed_journal()))] {
        for (nth, at) in (0..whole.len()).step_by(3).enumerate() {
            let mut changed = whole.clone();
            changed[at] ^= CHANGES[nth % CHANGES.len()];
            let file = format!("{name}-{at:05}");
            fs::write(folder.path().join(&file), &changed).unwrap();
            ours.push(format!("{file} {}", verdict(&changed, None)));
        }
    }
    let script = "import os, sys\n\
        sys.path.insert(0, sys.argv[1])\n\
        sys.dont_write_bytecode = True\n\
        import archive_verifier\n\
        for name in sorted(os.listdir(sys.argv[2])):\n\
        \x20   print(name, archive_verifier.verdict_of(os.path.join(sys.argv[2], name)))\n";
    let output = Command::new("python3")
        .args(["-c", script])
        .arg(verifier().parent().unwrap())
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    ours.sort();
    let theirs = String::from_utf8(output.stdout).unwrap();
    let differ: Vec<_> = theirs.lines().zip(&ours).filter(|(theirs, ours)| theirs != ours).collect();
    assert!(differ.is_empty(), "{differ:#?}");
    assert_eq!(theirs.lines().count(), ours.len());
    assert!(ours.iter().all(|verdict| !verdict.contains(" OK ")));
}

#[test]
fn it_says_when_it_cannot_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("archive.txt");
    let not_an_anchor = folder.path().join("anchor.json");
    fs::write(&file, archive(&journal(2))).unwrap();
    fs::write(&not_an_anchor, "{}").unwrap();
    let run = |arguments: &[&Path]| Command::new("python3").arg(verifier()).args(arguments).output().unwrap();
    let cases: [&[&Path]; 4] = [
        &[],
        &[&folder.path().join("absent")],
        &[&file, Path::new("--anchor"), &not_an_anchor],
        &[&file, Path::new("--anchor"), Path::new("123")],
    ];
    for arguments in cases {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
}
