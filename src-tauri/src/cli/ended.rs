//! How a command ends when it does not end well: one sentence on the standard error, and a code.

use super::words;
use relais_usecases::contract::{LookupFailureKind, Problem};
use std::{
    io::{self, Write},
    process::ExitCode,
};

/// What was found is not as it should be: an archive that was changed, an invariant that does not hold.
const FAULT: u8 = 1;
/// What was typed or given cannot be used; nothing was written.
const MISUSE: u8 = 2;
/// A platform answered, and said no.
const REFUSED: u8 = 3;
/// A platform said nothing.
const UNREACHABLE: u8 = 4;
/// What a platform said is not relied on.
const NOT_RELIABLE: u8 = 5;

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

    /// A platform did not give a usable answer.
    pub(crate) fn failed(kind: LookupFailureKind, sentence: impl Into<String>) -> Self {
        let code = match kind {
            LookupFailureKind::Refused => REFUSED,
            LookupFailureKind::Unreachable => UNREACHABLE,
            LookupFailureKind::NotReliable => NOT_RELIABLE,
        };
        Ended { sentence: sentence.into(), code }
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
