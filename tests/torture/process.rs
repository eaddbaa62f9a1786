//! The other process: this test's own program, started again to do one thing until it ends or is killed.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

/// Where it works.
pub(crate) const FOLDER: &str = "RELAIS_TORTURE_FOLDER";
/// What its chance begins with.
pub(crate) const SEED: &str = "RELAIS_TORTURE_SEED";

/// A process that speaks, one line at a time.
pub(crate) struct Other {
    child: Child,
    lines: Receiver<String>,
}

impl Other {
    /// Starts this program on one of its tests that are left out, which works in `folder`.
    pub(crate) fn start(test: &str, folder: &Path, seed: u64) -> Other {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(arguments(test));
        Other::run(command, folder, seed)
    }

    /// The same, told more in its environment.
    pub(crate) fn start_with(test: &str, folder: &Path, seed: u64, extra: &[(&str, &str)]) -> Other {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(arguments(test)).envs(extra.iter().copied());
        Other::run(command, folder, seed)
    }

    /// The same, inside another program that starts it with these arguments.
    pub(crate) fn run(mut command: Command, folder: &Path, seed: u64) -> Other {
        command.env(FOLDER, folder).env(SEED, seed.to_string());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (said, lines) = channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            // A line without its end was cut by the kill: it was not said.
            while output.read_line(&mut line).is_ok() && line.ends_with('\n') {
                let _ = said.send(line.trim_end().to_owned());
                line.clear();
            }
        });
        Other { child, lines }
    }

    /// What it says.
    pub(crate) const fn lines(&self) -> &Receiver<String> {
        &self.lines
    }

    /// Kills it as a power cut would, and gives back what it still had time to say.
    pub(crate) fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.lines.iter().collect()
    }

    /// Waits for its end; true when it ended well.
    pub(crate) fn ended_well(mut self) -> bool {
        self.lines.iter().for_each(drop);
        self.child.wait().unwrap().success()
    }
}

/// What makes this program run one test that is left out.
pub(crate) fn arguments(test: &str) -> [&str; 4] {
    ["--exact", test, "--ignored", "--nocapture"]
}

/// Where this process, started as the other, is to work; none when it was started by hand.
pub(crate) fn folder() -> Option<std::path::PathBuf> {
    std::env::var_os(FOLDER).map(Into::into)
}

/// What this process was told to begin its chance with.
pub(crate) fn seed() -> u64 {
    std::env::var(SEED).ok().and_then(|seed| seed.parse().ok()).unwrap_or_default()
}

/// Where a run's chance begins: the seed given in the environment, or one of its own. Printed, so that a failure can be lived again.
pub(crate) fn seed_of_the_run(what: &str) -> u64 {
    let given = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| u64::from(std::process::id()));
    eprintln!("torture: {what} from seed {seed}");
    seed
}

/// Says one line, at once.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}
