//! How hard a passphrase is to guess, as an honest lower estimate rather than a flattering one.
//!
//! No composition rule (ASVS 6.2.5): length and unpredictability alone count. The bar is the CNIL's for a password that
//! alone protects (délibération 2022-100): 80 bits, or seven words. Words count as words however they are written;
//! repeats, sequences and the words everybody uses count for almost nothing.

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Possibilities of one word: seven of them make 80 bits, which is what the CNIL counts.
const WORD: u64 = 2_800;
/// Letters in a row that still count as one word.
const WORD_LETTERS: usize = 9;
/// Fewest letters of a word inside a mixed text: shorter runs happen in random ones.
const SHORTEST_WORD: usize = 4;
/// Possibilities of a word that stands in every list.
const COMMON: u64 = 64;
/// Possibilities of a word about this practice.
const KNOWN: u64 = 8;
/// Possibilities of a special character: ASCII's and those of a French keyboard.
const SPECIAL: u64 = 40;

#[rustfmt::skip] // Ten to a line reads as a list.
/// Words that head the lists of leaked French and English passwords, in lower case without accents.
const COMMON_WORDS: &[&str] = &[
    "abcdef", "admin", "administrateur", "alexandre", "amour", "azerty", "azertyuiop", "bienvenue", "bonjour", "cabinet",
    "camille", "chocolat", "chouchou", "coucou", "dragon", "doudou", "football", "france", "iloveyou", "jetaime",
    "julien", "letmein", "login", "loulou", "marseille", "master", "monkey", "motdepasse", "naruto", "nicolas", "opticien",
    "optique", "paris", "pass", "passe", "password", "pharmacie", "princesse", "qsdfgh", "qwerty", "qwertyuiop", "relais",
    "sandrine", "secret", "soleil", "sunshine", "thomas", "trustno", "viamedis", "welcome", "wxcvbn",
];

/// What is said of a passphrase as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PassphraseStrength {
    /// Estimated entropy, in bits.
    pub bits: u32,
    /// Words counted, each once.
    pub words: u32,
    /// Whether it may protect a practice.
    pub verdict: PassphraseVerdict,
}

/// Whether a passphrase may protect a practice, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum PassphraseVerdict {
    /// It may.
    Accepted,
    /// Fewer characters than any passphrase here.
    TooShort {
        /// Fewest characters.
        min: usize,
    },
    /// Long enough, too easy to guess.
    TooGuessable {
        /// Bits wanted.
        needed_bits: u32,
    },
}

impl PassphraseVerdict {
    /// Fewest characters.
    pub const MIN_CHARACTERS: usize = 12;
    /// Bits wanted.
    pub const NEEDED_BITS: u32 = 80;
}

impl PassphraseStrength {
    /// Estimates a text; `known_words` are those that somebody who knows the practice would try.
    pub(crate) fn of(text: &str, known_words: &[&str]) -> Self {
        let mut characters = Zeroizing::new(Vec::with_capacity(text.len()));
        characters.extend(text.chars());
        let estimate = Estimate::of(&characters, known_words);
        let bits = estimate.guesses.bits;
        let verdict = if characters.len() < PassphraseVerdict::MIN_CHARACTERS {
            PassphraseVerdict::TooShort { min: PassphraseVerdict::MIN_CHARACTERS }
        } else if bits < PassphraseVerdict::NEEDED_BITS {
            PassphraseVerdict::TooGuessable { needed_bits: PassphraseVerdict::NEEDED_BITS }
        } else {
            PassphraseVerdict::Accepted
        };
        Self { bits, words: u32::try_from(estimate.words.len()).unwrap_or(u32::MAX), verdict }
    }
}

/// A running product of possibilities, as whole bits and a fraction: no float.
struct Guesses {
    bits: u32,
    /// From 1 to 2, in units of 2^-32.
    fraction: u64,
}

impl Guesses {
    fn times(&mut self, possibilities: u64) {
        let mut product = u128::from(self.fraction) * u128::from(possibilities);
        while product >= 2 << 32 {
            product >>= 1;
            self.bits += 1;
        }
        self.fraction = u64::try_from(product).unwrap_or(1 << 32);
    }
}

/// A stretch of a text: a word, or characters each counted alone.
enum Run<'a> {
    Word(&'a [char]),
    Characters(&'a [char]),
}

/// The runs of a text, between separators and at each change between letters and the rest.
fn runs(text: &[char]) -> impl Iterator<Item = Run<'_>> {
    text.split(|c| is_separator(*c)).flat_map(|token| {
        token.chunk_by(|one, next| one.is_alphabetic() == next.is_alphabetic()).map(move |run| {
            let whole = run.len() == token.len() && run.len() > 1;
            let is_word = run[0].is_alphabetic() && is_evenly_cased(run) && (whole || run.len() >= SHORTEST_WORD);
            if is_word { Run::Word(run) } else { Run::Characters(run) }
        })
    })
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || c == '-'
}

/// All small, all capitals, or one capital first: what words look like, and random letters do not.
fn is_evenly_cased(run: &[char]) -> bool {
    let rest = &run[1..];
    !rest.iter().any(|c| c.is_uppercase()) || run.iter().all(|c| c.is_uppercase())
}

struct Estimate<'a> {
    guesses: Guesses,
    /// The different words met.
    words: Vec<&'a [char]>,
}

impl<'a> Estimate<'a> {
    fn of(text: &'a [char], known_words: &[&str]) -> Self {
        let mut estimate = Self { guesses: Guesses { bits: 0, fraction: 1 << 32 }, words: Vec::new() };
        let alphabet = alphabet(text);
        let mut met = Zeroizing::new(Vec::with_capacity(text.len()));
        for run in runs(text) {
            match run {
                Run::Word(word) => estimate.word(word, known_words),
                Run::Characters(characters) => {
                    for c in characters {
                        if !continues(&met, *c) {
                            estimate.guesses.times(alphabet);
                        }
                        met.push(*c);
                    }
                }
            }
        }
        estimate
    }

    fn word(&mut self, word: &'a [char], known_words: &[&str]) {
        if self.words.iter().any(|met| same_word(met, word.iter().copied())) {
            return;
        }
        self.words.push(word);
        let mut known = known_words.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        if known.any(|known| same_word(word, known.chars())) {
            self.guesses.times(KNOWN);
        } else if COMMON_WORDS.iter().any(|common| same_word(word, common.chars())) {
            self.guesses.times(COMMON);
        } else {
            // A very long run is several words written together.
            let mut letters = fresh(word);
            while letters > 0 {
                let part = letters.min(WORD_LETTERS);
                self.guesses.times(26u64.saturating_pow(u32::try_from(part).unwrap_or(u32::MAX)).min(WORD));
                letters -= part;
            }
        }
    }
}

/// Possibilities of one character outside words: the sum of the classes that are used there.
fn alphabet(text: &[char]) -> u64 {
    let mut classes = [(26, false), (26, false), (10, false), (SPECIAL, false)];
    for run in runs(text) {
        let Run::Characters(characters) = run else { continue };
        for c in characters {
            let class = match c {
                'a'..='z' => 0,
                'A'..='Z' => 1,
                '0'..='9' => 2,
                _ => 3,
            };
            classes[class].1 = true;
        }
    }
    classes.iter().filter(|(_, used)| *used).map(|(size, _)| size).sum()
}

/// Whether a character only goes on with what came before: the third of a row (aaa, 123, cba), or of three that were
/// there already (abXabXabX).
fn continues(met: &[char], c: char) -> bool {
    let [.., before, last] = met else { return false };
    let [first, second, third] = [*before, *last, c].map(|c| i64::from(u32::from(c)));
    let in_a_row = third - second == second - first && (third - second).abs() <= 1;
    in_a_row || met.windows(3).any(|window| window == [*before, *last, c])
}

/// How many characters of a run do not merely continue it.
fn fresh(run: &[char]) -> usize {
    (0..run.len()).filter(|at| !continues(&run[..*at], run[*at])).count()
}

/// Whether two words are the same but for case and accents.
fn same_word(word: &[char], other: impl Iterator<Item = char>) -> bool {
    word.iter().copied().map(folded).eq(other.map(folded))
}

fn folded(c: char) -> char {
    let base = c.nfd().next().unwrap_or(c);
    base.to_lowercase().next().unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const KNOWN_WORDS: [&str; 2] = ["Optique du Vieux-Port", "Marguerite"];

    fn strength(text: &str) -> PassphraseStrength {
        PassphraseStrength::of(text, &KNOWN_WORDS)
    }

    #[rstest]
    #[case::seven_words("ruche tambour falaise girafe velours cadran pivoine")]
    #[case::seven_words_hyphens("ruche-tambour-falaise-girafe-velours-cadran-pivoine")]
    #[case::fourteen_random("aGhTkLmQ7pWxZr")]
    #[case::twelve_of_four_classes("k#8Jv!tQ2$zM")]
    #[case::six_words_and_figures("Ruche tambour falaise girafe velours cadran 4907")]
    fn accepted(#[case] text: &str) {
        assert_eq!(strength(text).verdict, PassphraseVerdict::Accepted, "{:?}", strength(text));
    }

    #[rstest]
    #[case::six_words("ruche tambour falaise girafe velours cadran", 68)]
    #[case::a_word_seven_times("ruche Ruche RUCHE ruche rûche ruche ruche", 11)]
    #[case::one_letter("aaaaaaaaaaaaaaaaaaaaaaaaa", 9)]
    #[case::figures_in_order("123456789012345678901234567890", 13)]
    #[case::word_repeated_without_spaces("chatchatchatchatchatchatchatchatchatchat", 11)]
    #[case::alphabet("abcdefghijklmnopqrstuvwxyz", 9)]
    #[case::block_repeated("k#8Jk#8Jk#8Jk#8Jk#8J", 40)]
    #[case::what_everybody_takes("motdepasse123456", 12)]
    #[case::what_everybody_takes_capitalised("Motdepasse2024!", 34)]
    #[case::keyboard_row("azertyuiop-azertyuiop", 6)]
    #[case::about_the_practice("Optique-Vieux-Port-Marguerite", 12)]
    #[case::fifteen_in_one_word("anticonstitutionnellement", 34)]
    fn guessable(#[case] text: &str, #[case] bits: u32) {
        let found = strength(text);
        assert_eq!(found.verdict, PassphraseVerdict::TooGuessable { needed_bits: 80 });
        assert_eq!(found.bits, bits);
    }

    #[rstest]
    #[case::eleven_of_four_classes("k#8Jv!tQ2$z")]
    #[case::nothing("")]
    fn short(#[case] text: &str) {
        assert_eq!(strength(text).verdict, PassphraseVerdict::TooShort { min: 12 });
    }

    #[test]
    fn words_are_counted_each_once() {
        assert_eq!(strength("ruche tambour ruche falaise").words, 3);
    }

    proptest! {
        #[test]
        fn writing_more_never_weakens(text in "[a-zA-Z0-9#!]{0,20}", more in "[0-9#!]{1,6}") {
            let longer = format!("{text} {more}");
            prop_assert!(strength(&longer).bits >= strength(&text).bits);
        }

        #[test]
        fn never_more_than_every_character_at_random(text in "\\PC{0,60}") {
            let most = text.chars().count() * 7;
            prop_assert!(strength(&text).bits as usize <= most);
        }
    }
}
