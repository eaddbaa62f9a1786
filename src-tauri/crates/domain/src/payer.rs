//! Who pays, told from the label of a bank's line: words that the practice gave a meaning, remembered, and the names of its
//! operators. Words of a label are no person's: what is remembered is a payer's name as the bank writes it.

use crate::{
    context::{Context, Role},
    platform::PlatformCode,
    practice::{Practice, PracticeEvent},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Most words remembered: a practice has some tens of payers, each written in a few ways.
pub const MAX_PAYER_WORDS: usize = 300;
/// Fewest and most letters of words: fewer than three would be in every label.
pub const PAYER_WORD_CHARS: std::ops::RangeInclusive<usize> = 3..=60;

/// Who a line is from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(tag = "payer", rename_all = "snake_case")]
pub enum Payer {
    /// An operator of the practice.
    Operator {
        /// Which.
        platform: PlatformCode,
    },
    /// An insurer that pays by itself.
    Insurer {
        /// Its name, as people read it.
        name: String,
    },
    /// No payer of shares: card takings, cash, rent. Such lines are left where they are.
    Other,
}

/// Words of a label, and who they mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PayerWords {
    /// As they are compared: small letters without accents, one space between words.
    pub words: String,
    /// Who it is.
    #[serde(flatten)]
    pub payer: Payer,
}

/// Remembers words; those that were known take the new meaning. What is so already records nothing.
pub fn remember(state: &Practice, said: PayerWords, context: &Context) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role == Role::Accountant {
        return Err(Refusal::RoleNotAllowed);
    }
    let known = state.payer_words.iter().find(|known| known.words == said.words);
    if known == Some(&said) {
        return Ok(Vec::new());
    }
    if known.is_none() && state.payer_words.len() >= MAX_PAYER_WORDS {
        return Err(Refusal::TooManyMappings);
    }
    Ok(vec![PracticeEvent::PayerWordsSet(said)])
}

/// Forgets words; those nobody knows record nothing.
pub fn forget(state: &Practice, words: &str, context: &Context) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role == Role::Accountant {
        return Err(Refusal::RoleNotAllowed);
    }
    let known = state.payer_words.iter().any(|known| known.words == words);
    Ok(known.then(|| PracticeEvent::PayerWordsForgotten { words: words.to_owned() }).into_iter().collect())
}

/// Takes words into the list, in the place of the same.
pub(crate) fn take(all: &mut Vec<PayerWords>, said: &PayerWords) {
    all.retain(|known| known.words != said.words);
    all.push(said.clone());
}

/// Whom a label means: the longest words in it, whole words only; of equals, those said last.
pub fn recognised<'w>(label: &str, words: &'w [PayerWords]) -> Option<&'w PayerWords> {
    let said = words.iter().filter(|known| holds(label, &known.words));
    said.max_by_key(|known| known.words.len())
}

/// Whether a folded label holds these words, whole and together.
pub fn holds(label: &str, words: &str) -> bool {
    let ends = |text: &str| text.chars().next().is_none_or(|c| c == ' ');
    let begins = |text: &str| text.chars().next_back().is_none_or(|c| c == ' ');
    !words.is_empty()
        && label.match_indices(words).any(|(at, _)| begins(&label[..at]) && ends(&label[at + words.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::UserId, stream::Stream};
    use rstest::rstest;

    fn words(words: &str, payer: Payer) -> PayerWords {
        PayerWords { words: words.to_owned(), payer }
    }

    fn by(role: Role) -> Context {
        Context {
            now: "2024-02-05T08:05:00Z".parse().unwrap(),
            today: "2024-02-05".parse().unwrap(),
            actor: UserId(uuid::Uuid::nil()),
            role,
        }
    }

    fn insurer(name: &str) -> Payer {
        Payer::Insurer { name: name.to_owned() }
    }

    #[rstest]
    #[case::alone("vir sepa viamedis 1204", Some("viamedis"))]
    #[case::the_longest("vir sepa viamedis retenue 1204", Some("viamedis retenue"))]
    #[case::no_part_of_a_word("vir sepa viamedisson 1204", None)]
    #[case::at_an_end("viamedis", Some("viamedis"))]
    #[case::nobody("remise cb 120 45", None)]
    fn the_longest_whole_words_say_who(#[case] label: &str, #[case] expected: Option<&str>) {
        let known = [words("viamedis", insurer("V")), words("viamedis retenue", Payer::Other)];
        assert_eq!(recognised(label, &known).map(|found| found.words.as_str()), expected);
    }

    #[test]
    fn words_are_remembered_corrected_and_forgotten() {
        let mut practice = Practice::default();
        let mut said = |payer: Payer| {
            let events = remember(&practice, words("mut ocean", payer), &by(Role::Billing)).unwrap();
            events.iter().for_each(|event| practice.apply(event));
            (events.len(), practice.payer_words.len())
        };
        assert_eq!(said(insurer("Mutuelle de l’Océan")), (1, 1));
        assert_eq!(said(insurer("Mutuelle de l’Océan")), (0, 1), "what is so already records nothing");
        assert_eq!(said(Payer::Other), (1, 1), "corrected, it is known once");
        assert_eq!(forget(&practice, "nothing", &by(Role::Owner)), Ok(Vec::new()));
        assert_eq!(forget(&practice, "mut ocean", &by(Role::Accountant)), Err(Refusal::RoleNotAllowed));
        for event in forget(&practice, "mut ocean", &by(Role::Owner)).unwrap() {
            practice.apply(&event);
        }
        assert!(practice.payer_words.is_empty());
        let refused = remember(&practice, words("mut ocean", Payer::Other), &by(Role::Accountant));
        assert_eq!(refused, Err(Refusal::RoleNotAllowed));
    }

    #[test]
    fn there_is_an_end_to_them() {
        let payer_words = (0..MAX_PAYER_WORDS).map(|at| words(&format!("mut {at:04}"), Payer::Other)).collect();
        let practice = Practice { payer_words, ..Practice::default() };
        let more = remember(&practice, words("une autre", Payer::Other), &by(Role::Owner));
        assert_eq!(more, Err(Refusal::TooManyMappings));
        assert!(remember(&practice, words("mut 0007", insurer("M")), &by(Role::Owner)).is_ok());
    }
}
