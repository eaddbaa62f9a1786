//! Is the person an answer names the one who was asked about? Whatever the way the answer came.
//!
//! What is stated must agree; what is not stated proves nothing. A birth name beside a usage name is no contradiction,
//! another birth date or given name is.

use jiff::civil::Date;

use crate::failure::AnswerFault;
use crate::request::{CardCover, Subject};

/// The person as an answer names them.
#[derive(Default)]
pub(crate) struct Named<'a> {
    pub(crate) family: Vec<&'a str>,
    pub(crate) given: Vec<&'a str>,
    pub(crate) birth: Option<Date>,
    pub(crate) members: Vec<&'a str>,
}

impl Named<'_> {
    /// Whether something in it ties it to the person; the first contradiction refuses the answer.
    pub(crate) fn compare(&self, subject: &Subject, cover: &CardCover) -> Result<bool, AnswerFault> {
        let mut agrees = false;
        for member in &self.members {
            agrees |= compare_member(Some(member), cover)?;
        }
        let birth = match (self.birth, subject.birth_date) {
            (Some(stated), Some(expected)) if stated != expected => return Err(AnswerFault::OtherPerson),
            (Some(_), Some(_)) => true,
            _ => false,
        };
        let given = compare_words(self.given.iter().copied(), subject.given_name.as_deref());
        let family = compare_words(self.family.iter().copied(), Some(&subject.family_name));
        match (given, family) {
            (Some(false), _) => Err(AnswerFault::OtherPerson),
            // Another family name alone is a usage name, unless nothing else vouches for the person.
            (_, Some(false)) if !birth && !agrees => Err(AnswerFault::OtherPerson),
            _ => Ok(agrees || birth || (given == Some(true) && family == Some(true))),
        }
    }
}

/// The member number stated, against the one on the card.
pub(crate) fn compare_member(stated: Option<&str>, cover: &CardCover) -> Result<bool, AnswerFault> {
    let (Some(stated), Some(expected)) = (stated, cover.member_number.as_deref()) else { return Ok(false) };
    if same_number(stated, expected) { Ok(true) } else { Err(AnswerFault::OtherPerson) }
}

/// Equal up to spaces, case and left zeros: platforms pad the same number in different ways.
fn same_number(one: &str, other: &str) -> bool {
    let bare = |text: &str| -> String {
        let kept: String = text.chars().filter(|character| character.is_alphanumeric()).collect();
        kept.trim_start_matches('0').to_uppercase()
    };
    bare(one) == bare(other)
}

/// Whether one word of the names stated is one of the name expected, accents and case apart; `None` when either side
/// says nothing. An initial stands for its name.
pub(crate) fn compare_words<'a>(stated: impl Iterator<Item = &'a str>, expected: Option<&str>) -> Option<bool> {
    let stated: Vec<String> = stated.flat_map(words).collect();
    let expected: Vec<String> = expected.map(words).unwrap_or_default();
    if stated.is_empty() || expected.is_empty() {
        return None;
    }
    let alike = |one: &String, other: &String| match (one.chars().count(), other.chars().count()) {
        (1, _) => other.starts_with(one.as_str()),
        (_, 1) => one.starts_with(other.as_str()),
        _ => one == other,
    };
    Some(stated.iter().any(|one| expected.iter().any(|other| alike(one, other))))
}

fn words(name: &str) -> Vec<String> {
    let folded: String = name.to_lowercase().chars().map(unaccented).collect();
    folded.split(|character: char| !character.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// The bare letter of the accented ones found in names of France and its neighbours.
fn unaccented(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' | 'č' | 'ć' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'ě' | 'ę' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' | 'ń' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'š' | 'ś' => 's',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        'ž' | 'ź' | 'ż' => 'z',
        'ł' => 'l',
        other => other,
    }
}
