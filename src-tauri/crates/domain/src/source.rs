//! Who said something about a platform: an open list of short codes. A source is data, not a case: the catalogue has words
//! for the usual ones, any other is shown as it is spelled, and a further one needs no new version of anything.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The code of a source: `press`, `union`, `operator`, `colleague`, `status_page`…
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct SourceCode(String);

impl SourceCode {
    /// Longest code: it stands in a column.
    pub const MAX_LENGTH: usize = 32;

    /// A code of lower-case letters, digits, hyphens and underscores.
    pub fn parse(text: &str) -> Result<Self, InvalidSourceCode> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
        let fits = !text.is_empty() && text.len() <= Self::MAX_LENGTH && text.bytes().all(plain);
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidSourceCode) }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text is not the code of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a source's code holds lower-case letters, digits, hyphens and underscores")]
pub struct InvalidSourceCode;

impl TryFrom<String> for SourceCode {
    type Error = InvalidSourceCode;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<SourceCode> for String {
    fn from(code: SourceCode) -> String {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::usual("press", true)]
    #[case::one_nobody_thought_of("federation_2027", true)]
    #[case::empty("", false)]
    #[case::words("la presse", false)]
    #[case::capitals("Presse", false)]
    #[case::too_long("presse-presse-presse-presse-presse", false)]
    fn codes_are_short_and_plain(#[case] text: &str, #[case] fits: bool) {
        assert_eq!(SourceCode::parse(text).is_ok(), fits);
    }
}
