//! What a command says while it works: one plain line a step for a person, one JSON object a line for a machine, and
//! progress on a terminal.

use relais_usecases::backups::{OnStep, Step};
use serde::Serialize;
use std::{
    io::{self, IsTerminal, Write},
    ops::ControlFlow,
};

/// The voice of a command.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice {
    json: bool,
}

impl Voice {
    /// JSON lines, or sentences.
    pub(crate) fn new(json: bool) -> Self {
        Voice { json }
    }

    /// Says one thing, both ways.
    pub(crate) fn say(self, sentence: &str, facts: &impl Serialize) {
        let line = if self.json {
            serde_json::to_string(facts).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"))
        } else {
            sentence.to_owned()
        };
        // Nobody may be reading any more (`| head`); the work goes on and the code says how it ended.
        let _ = writeln!(io::stdout(), "{line}");
    }

    /// How far a long step is; on a terminal only, on one line that is written over.
    pub(crate) fn progress(self, what: &str, done: u64, total: u64) {
        let mut terminal = io::stderr();
        if self.json || total == 0 || !terminal.is_terminal() {
            return;
        }
        let end = if done >= total { "\n" } else { "" };
        let _ = write!(terminal, "\r{what} : {done} sur {total}{end}");
        let _ = terminal.flush();
    }

    /// How far a backup is, step after step.
    pub(crate) fn steps(self) -> OnStep {
        Box::new(move |step, done, total| {
            let what = match step {
                Step::Copying => "Pages copiées",
                Step::Writing => "Octets écrits",
                Step::Reading => "Octets relus",
                Step::Entries => "Entrées reprises",
                Step::Beside => "Tables reprises",
                Step::Folding => "Entrées relues pour les listes",
                Step::Papers => "Papiers repris",
            };
            self.progress(what, done, total);
            ControlFlow::Continue(())
        })
    }

    /// The same for a step whose length is not known.
    pub(crate) fn count(self, what: &str, done: u64) {
        let mut terminal = io::stderr();
        if !self.json && terminal.is_terminal() {
            let _ = write!(terminal, "\r{what} : {done}\r");
            let _ = terminal.flush();
        }
    }
}

/// `379,91 €`.
pub(crate) fn euros(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{},{:02} €", cents / 100, cents % 100)
}
