//! The verifier in plain Python, written from the format's page, gives the same verdict as ours on everything.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use relais_journal::{AnchorOrHash, Hash, chain};

use crate::damage::{table, verdict};
use crate::sample::{Recorded, anchor, archive, journal, line, lines, mixed_journal, with_lines};

fn verifier() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/journeys/archive_verifier.py")
}

/// Runs the verifier's command for each list of arguments, in one Python: starting it costs more than verifying.
/// Gives, for each, what it printed and its status.
fn verdicts(commands: &[Vec<String>]) -> Vec<String> {
    let script = "import sys\n\
        sys.dont_write_bytecode = True\n\
        sys.path.insert(0, sys.argv[1])\n\
        import archive_verifier\n\
        for line in sys.stdin.buffer.read().decode().splitlines():\n\
        \x20   print(archive_verifier.main(line.split('\\t')), flush=True)\n";
    let mut python = Command::new("python3")
        .args(["-X", "utf8", "-c", script])
        .arg(verifier().parent().unwrap())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines: Vec<String> = commands.iter().map(|arguments| arguments.join("\t")).collect();
    // It reads all before it answers, so neither side can wait for the other.
    python.stdin.take().unwrap().write_all(lines.join("\n").as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    lines.chunks(2).map(|answer| answer.join(" | ")).collect()
}

/// What the command must answer: the code, then the status.
fn answer(verdict: &str) -> String {
    format!("{verdict} | {}", i32::from(!verdict.starts_with("OK ")))
}

#[test]
fn on_every_damage_of_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let cases = table();
    let path = |name: String| folder.path().join(name).to_str().unwrap().to_owned();
    let mut commands = Vec::new();
    for (nth, case) in cases.iter().enumerate() {
        let file = path(format!("{nth}.txt"));
        fs::write(&file, &case.archive).unwrap();
        let mut arguments = vec![file];
        match &case.outside {
            None => {}
            Some(AnchorOrHash::Hash(hash)) => arguments.extend(["--anchor".to_owned(), hash.to_string()]),
            Some(AnchorOrHash::Anchor(anchor)) => {
                let file = path(format!("{nth}.json"));
                fs::write(&file, anchor.to_json().unwrap()).unwrap();
                arguments.extend(["--anchor".to_owned(), file]);
            }
        }
        commands.push(arguments);
    }
    let theirs = verdicts(&commands);
    assert_eq!(theirs.len(), cases.len());
    let disagreed: Vec<String> = cases
        .iter()
        .zip(theirs)
        .map(|(case, theirs)| (case, theirs, answer(&verdict(&case.archive, case.outside.as_ref()))))
        .filter(|(_, theirs, ours)| theirs != ours)
        .map(|(case, theirs, ours)| format!("{}: {theirs} where we say {ours}", case.name))
        .collect();
    assert!(disagreed.is_empty(), "{}", disagreed.join("\n"));
}

/// A change of one byte at every eleventh place, of a different kind each time.
#[test]
fn on_a_changed_byte_anywhere() {
    const CHANGES: [u8; 6] = [0x01, 0x02, 0x04, 0x08, 0x20, 0x80];
    let folder = tempfile::tempdir().unwrap();
    let (mut ours, mut commands) = (Vec::new(), Vec::new());
    for (name, whole) in [("plain", archive(&journal(4))), ("mixed", archive(&mixed_journal()))] {
        for (nth, at) in (0..whole.len()).step_by(11).enumerate() {
            let mut changed = whole.clone();
            changed[at] ^= CHANGES[nth % CHANGES.len()];
            let file = folder.path().join(format!("{name}-{at}"));
            fs::write(&file, &changed).unwrap();
            commands.push(vec![file.to_str().unwrap().to_owned()]);
            ours.push(answer(&verdict(&changed, None)));
        }
    }
    let theirs = verdicts(&commands);
    assert_eq!(theirs.len(), ours.len());
    for ((command, theirs), ours) in commands.iter().zip(&theirs).zip(&ours) {
        assert_eq!(theirs, ours, "{command:?}");
        assert!(!ours.starts_with("OK "), "{command:?}");
    }
}

/// Up to three blows, each to any line or byte.
fn any_blows() -> impl Strategy<Value = Vec<(u8, Index, Index, u8)>> {
    prop::collection::vec((0_u8..6, any::<Index>(), any::<Index>(), any::<u8>()), 1..4)
}

fn strike(archive: &[u8], (blow, a, b, byte): (u8, Index, Index, u8)) -> Vec<u8> {
    let count = lines(archive).len();
    if count < 2 {
        return archive.to_vec();
    }
    let (a, b) = (1 + a.index(count - 1), 1 + b.index(count - 1));
    with_lines(archive, |lines| match blow {
        0 => drop(lines.remove(a)),
        1 => lines.swap(a, b),
        2 => lines.insert(b, lines[a].clone()),
        3 => {
            let moved = lines.remove(a);
            lines.insert(b.min(lines.len()), moved);
        }
        4 => {
            let at = usize::from(byte) % lines[a].len();
            lines[a][at] ^= 1 << (b % 8);
        }
        // An entry chained by hand where another stands, which anybody can do.
        _ => {
            let (Some(before), Some(bytes)) = (lines[a - 1].get(..64), lines[a].get(65..lines[a].len() - 1)) else {
                return;
            };
            let Ok(before) = String::from_utf8_lossy(before).parse::<Hash>() else { return };
            let changed = [&bytes[..bytes.len() - 2], b"a\"}"].concat();
            lines[a] = line(&Recorded { hash: chain(&before, &changed), bytes: changed });
        }
    })
}

/// Several faults at once deserve several names: the two verifiers must still choose the same.
#[test]
fn on_any_mixture_of_damage() {
    let folder = tempfile::tempdir().unwrap();
    let mut runner = TestRunner::deterministic();
    let (mut ours, mut commands) = (Vec::new(), Vec::new());
    for nth in 0..300 {
        let journal = if nth % 2 == 0 { journal(7) } else { mixed_journal() };
        let blows = any_blows().new_tree(&mut runner).unwrap().current();
        let damaged = blows.iter().fold(archive(&journal), |archive, blow| strike(&archive, *blow));
        let file = folder.path().join(format!("{nth}"));
        fs::write(&file, &damaged).unwrap();
        commands.push(vec![file.to_str().unwrap().to_owned()]);
        ours.push((answer(&verdict(&damaged, None)), blows));
    }
    let theirs = verdicts(&commands);
    assert_eq!(theirs.len(), ours.len());
    for (nth, (theirs, (ours, blows))) in theirs.iter().zip(&ours).enumerate() {
        assert_eq!(theirs, ours, "archive {nth} after {blows:?}");
    }
    let codes: BTreeSet<&str> = ours.iter().filter_map(|(answer, _)| answer.split(' ').next()).collect();
    assert!(codes.len() >= 8, "the blows are too much alike: {codes:?}");
}

fn run(arguments: &[&Path]) -> Output {
    Command::new("python3").arg(verifier()).args(arguments).output().unwrap()
}

#[test]
fn as_a_command_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let nine = journal(9);
    fs::write(path("whole"), archive(&nine)).unwrap();
    fs::write(path("cut"), archive(&nine[..6])).unwrap();
    fs::write(path("anchor"), anchor(&nine, 9, 1).to_json().unwrap()).unwrap();
    fs::write(path("not-an-anchor"), "{}").unwrap();
    let (option, head) = (Path::new("--anchor"), nine[8].hash.to_string());
    let cases: [(&[&Path], &str, i32); 8] = [
        (&[&path("whole")], "OK ARCHIVE_ALONE\n", 0),
        (&[&path("whole"), option, &path("anchor")], "OK ANCHORED 9\n", 0),
        (&[&path("whole"), option, Path::new(&head)], "OK ANCHORED 9\n", 0),
        (&[&path("cut"), option, &path("anchor")], "OLD_COPY 6 9\n", 1),
        (&[], "", 2),
        (&[&path("absent")], "", 2),
        (&[&path("whole"), option, &path("not-an-anchor")], "", 2),
        (&[&path("whole"), option, Path::new("123")], "", 2),
    ];
    for (arguments, printed, status) in cases {
        let output = run(arguments);
        assert_eq!((&*output.stdout, output.status.code()), (printed.as_bytes(), Some(status)), "{arguments:?}");
        assert_eq!(output.stderr.is_empty(), status != 2, "{arguments:?}");
    }
}
