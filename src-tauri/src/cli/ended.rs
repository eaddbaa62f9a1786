//! How a command ends when it does not end well: one sentence on the standard error, and a code.

use super::words;
use relais_usecases::contract::Problem;
use std::{
    io::{self, Write},
    process::ExitCode,
};

/// What was found is not as it should be: an archive that was changed, an invariant that does not hold.
const FAULT: u8 = 1;
/// What was typed or given cannot be used; nothing was written.
const MISUSE: u8 = 2;

/// The end of a command.
#[derive(Debug)]
pub(crate) struct Ended {
    sentence: String,
    code: u8,
}

impl Ended {
    /// Something is wrong with what was looked at.
    pub(crate) fn fault(sentence: impl Into<String>) -> Self {
        Ended { sentence: sentence.into(), code: FAULT }
    }

    /// Something is wrong with what was given.
    pub(crate) fn misuse(sentence: impl Into<String>) -> Self {
        Ended { sentence: sentence.into(), code: MISUSE }
    }

    /// A good end, with something to read: the help.
    pub(crate) fn told(text: impl Into<String>) -> Self {
        Ended { sentence: text.into(), code: 0 }
    }

    /// The sentence.
    #[cfg(test)]
    pub(crate) fn sentence(&self) -> &str {
        &self.sentence
    }

    /// Says it, and gives the code back.
    pub(crate) fn say(&self) -> ExitCode {
        // Nobody may be reading any more; the code says the same.
        let _ = if self.code == 0 {
            write!(io::stdout(), "{}", self.sentence)
        } else {
            writeln!(io::stderr(), "relais : {}", self.sentence)
        };
        ExitCode::from(self.code)
    }
}

impl From<Problem> for Ended {
    fn from(problem: Problem) -> Self {
        Ended::misuse(words::sentence(&problem))
    }
}

impl From<crate::home::HomeError> for Ended {
    fn from(error: crate::home::HomeError) -> Self {
        Ended::misuse(error.to_string())
    }
}
