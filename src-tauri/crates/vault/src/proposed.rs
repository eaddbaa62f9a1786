//! A secret proposed: characters, or words that can be read out. Every choice is drawn evenly from the operating system's random
//! source, and what its length is worth is counted, not guessed: the logarithm of how many secrets the recipe can give.

use crate::{Secret, VaultError, secret::fill_random};
use zeroize::Zeroizing;

/// Fewest and most characters.
pub const CHARACTERS: std::ops::RangeInclusive<u8> = 8..=64;
/// Fewest and most words.
pub const WORDS: std::ops::RangeInclusive<u8> = 3..=12;

/// Letters and digits that look like another (l, I, 1, O, 0) are left out: a secret is read out and copied by hand.
const LOWER: &[u8] = b"abcdefghijkmnpqrstuvwxyz";
const UPPER: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS: &[u8] = b"23456789";
/// Signs that keyboards of every country have and that portals take most often.
const SIGNS: &[u8] = b"!#%*+-=?@_";

/// What a secret is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ingredient {
    /// Characters, one of each class at least.
    Characters,
    /// Words of French.
    Words,
}

/// How a secret is made. Small letters are always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipe {
    /// Of what.
    pub of: Ingredient,
    /// How many characters ([`CHARACTERS`]) or words ([`WORDS`]); another number is brought back to these.
    pub length: u8,
    /// Whether the site takes capitals: of words, each begins with one.
    pub capitals: bool,
    /// Whether it takes digits: words end with one.
    pub digits: bool,
    /// Whether it takes signs: between words, a hyphen.
    pub signs: bool,
}

/// A secret, and what it is worth.
#[derive(Debug)]
pub struct Proposed {
    /// The secret.
    pub secret: Secret,
    /// Whole bits: the logarithm in base two of how many secrets its recipe gives, all as likely.
    pub bits: u32,
}

impl Recipe {
    /// Makes one.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn propose(self) -> Result<Proposed, VaultError> {
        let bits = self.bits();
        let text = match self.of {
            Ingredient::Characters => self.characters()?,
            Ingredient::Words => self.words()?,
        };
        Ok(Proposed { secret: Secret::new(text.as_bytes().to_vec()), bits })
    }

    /// How many characters or words.
    fn count(self) -> u8 {
        let bounds = match self.of {
            Ingredient::Characters => CHARACTERS,
            Ingredient::Words => WORDS,
        };
        self.length.clamp(*bounds.start(), *bounds.end())
    }

    fn classes(self) -> Vec<&'static [u8]> {
        let asked = [(LOWER, true), (UPPER, self.capitals), (DIGITS, self.digits), (SIGNS, self.signs)];
        asked.into_iter().filter_map(|(class, is_taken)| is_taken.then_some(class)).collect()
    }

    /// Drawn until each class is there: every text that has them all is as likely.
    fn characters(self) -> Result<Zeroizing<String>, VaultError> {
        let classes = self.classes();
        let alphabet = classes.concat();
        loop {
            let mut text = Zeroizing::new(String::with_capacity(usize::from(*CHARACTERS.end())));
            for _ in 0..self.count() {
                text.push(char::from(alphabet[below(alphabet.len())?]));
            }
            if classes.iter().all(|class| text.bytes().any(|byte| class.contains(&byte))) {
                return Ok(text);
            }
        }
    }

    fn words(self) -> Result<Zeroizing<String>, VaultError> {
        let list = words();
        // As long as it can become: a text that grows would leave its beginning behind in memory.
        let mut text = Zeroizing::new(String::with_capacity(usize::from(*WORDS.end()) * 12));
        for number in 0..self.count() {
            if number > 0 && self.signs {
                text.push('-');
            }
            let word = list[below(list.len())?];
            match word.split_at(1) {
                (first, rest) if self.capitals => {
                    text.push_str(&first.to_ascii_uppercase());
                    text.push_str(rest);
                }
                _ => text.push_str(word),
            }
        }
        if self.digits {
            text.push(char::from(DIGITS[below(DIGITS.len())?]));
        }
        Ok(text)
    }

    /// The logarithm in base two of how many secrets there are.
    fn bits(self) -> u32 {
        let how_many = match self.of {
            Ingredient::Characters => self.texts(),
            Ingredient::Words => {
                let words = (0..self.count()).fold(Count::ONE, |count, _| count.times(words().len()));
                if self.digits { words.times(DIGITS.len()) } else { words }
            }
        };
        how_many.bits()
    }

    /// How many texts of that length have every class: counted character by character, by the classes seen so far.
    fn texts(self) -> Count {
        let classes = self.classes();
        let mut by_seen = vec![Count::ZERO; 1 << classes.len()];
        by_seen[0] = Count::ONE;
        for _ in 0..self.count() {
            let mut next = vec![Count::ZERO; by_seen.len()];
            for (seen, count) in by_seen.into_iter().enumerate() {
                for (number, class) in classes.iter().enumerate() {
                    let with = &mut next[seen | 1 << number];
                    *with = with.plus(count.times(class.len()));
                }
            }
            by_seen = next;
        }
        by_seen.pop().unwrap_or(Count::ZERO)
    }
}

/// A whole number of up to 512 bits, the lowest first: the longest recipe has fewer than 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Count([u64; 8]);

impl Count {
    const ZERO: Self = Count([0; 8]);
    const ONE: Self = Count([1, 0, 0, 0, 0, 0, 0, 0]);

    fn times(self, factor: usize) -> Self {
        let mut carried = 0;
        Count(self.0.map(|limb| {
            let product = u128::from(limb) * factor as u128 + carried;
            carried = product >> 64;
            product as u64
        }))
    }

    fn plus(self, other: Self) -> Self {
        let mut carried = 0;
        let mut limbs = self.0;
        for (limb, added) in limbs.iter_mut().zip(other.0) {
            let sum = u128::from(*limb) + u128::from(added) + carried;
            (carried, *limb) = (sum >> 64, sum as u64);
        }
        Count(limbs)
    }

    /// Its logarithm in base two, cut to whole bits.
    fn bits(self) -> u32 {
        let highest = self.0.iter().rposition(|limb| *limb != 0).unwrap_or_default();
        highest as u32 * 64 + self.0[highest].checked_ilog2().unwrap_or_default()
    }
}

/// The words, in the order of the alphabet.
fn words() -> Vec<&'static str> {
    let lines = include_str!("words.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_ascii_whitespace).collect()
}

/// An index below `bound`, each as likely: what would make the first ones likelier is drawn again.
fn below(bound: usize) -> Result<usize, VaultError> {
    let bound = u32::try_from(bound).expect("no list here has more than a few thousand entries");
    let fair = u32::MAX - u32::MAX % bound;
    loop {
        let mut bytes = Zeroizing::new([0; 4]);
        fill_random(bytes.as_mut_slice())?;
        let drawn = u32::from_le_bytes(*bytes);
        if drawn < fair {
            return Ok((drawn % bound) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::collections::BTreeSet;

    fn recipe(of: Ingredient, length: u8, classes: [bool; 3]) -> Recipe {
        let [capitals, digits, signs] = classes;
        Recipe { of, length, capitals, digits, signs }
    }

    fn text(recipe: Recipe) -> String {
        String::from_utf8(recipe.propose().unwrap().secret.expose().to_vec()).unwrap()
    }

    #[test]
    fn the_words_are_short_apart_and_read_in_one_way() {
        let words = words();
        assert!(words.len() >= 1_296, "{} words", words.len());
        assert!(
            words.iter().all(|word| (4..=10).contains(&word.len()) && word.bytes().all(|it| it.is_ascii_lowercase()))
        );
        assert!(words.is_sorted());
        let begun: Vec<_> = words.windows(2).filter(|pair| pair[1].starts_with(pair[0])).collect();
        assert!(begun.is_empty(), "{begun:?}");
    }

    #[rstest]
    #[case::every_class(Ingredient::Characters, 20, [true, true, true], 120)]
    #[case::letters_alone(Ingredient::Characters, 20, [false, false, false], 91)]
    #[case::a_site_without_signs(Ingredient::Characters, 12, [true, true, false], 69)]
    #[case::six_words(Ingredient::Words, 6, [false, false, true], 63)]
    #[case::six_words_and_a_digit(Ingredient::Words, 6, [true, true, false], 66)]
    #[case::too_short(Ingredient::Characters, 1, [false, false, false], 36)]
    fn bits_are_counted(#[case] of: Ingredient, #[case] length: u8, #[case] classes: [bool; 3], #[case] bits: u32) {
        assert_eq!(recipe(of, length, classes).propose().unwrap().bits, bits);
    }

    #[test]
    fn the_count_leaves_out_what_lacks_a_class() {
        let recipe = recipe(Ingredient::Characters, 8, [false, true, false]);
        let (letters, digits) = (LOWER.len() as u128, DIGITS.len() as u128);
        let exact = (letters + digits).pow(8) - letters.pow(8) - digits.pow(8);
        assert_eq!(recipe.texts(), Count::ONE.times(usize::try_from(exact).unwrap()));
        // Larger than any machine's word.
        let longest = Recipe { length: 64, digits: false, ..recipe };
        assert_eq!(longest.texts(), (0..64).fold(Count::ONE, |count, _| count.times(LOWER.len())));
    }

    #[rstest]
    fn a_site_gets_what_it_takes(
        #[values(Ingredient::Characters, Ingredient::Words)] of: Ingredient,
        #[values(0, 1, 2, 3, 4, 5, 6, 7)] classes: u8,
    ) {
        let classes = [classes & 1 == 1, classes & 2 == 2, classes & 4 == 4];
        for _ in 0..50 {
            let made = text(recipe(of, 8, classes));
            let has = [
                made.bytes().any(|it| it.is_ascii_uppercase()),
                made.bytes().any(|it| it.is_ascii_digit()),
                made.bytes().any(|it| it.is_ascii_punctuation()),
            ];
            assert_eq!(has, classes, "{made}");
            assert!(made.bytes().any(|it| it.is_ascii_lowercase()), "{made}");
        }
    }

    #[test]
    fn every_character_and_word_comes_up_and_none_twice_in_a_row() {
        let drawn: BTreeSet<u8> =
            (0..400).flat_map(|_| text(recipe(Ingredient::Characters, 64, [true; 3])).into_bytes()).collect();
        assert_eq!(drawn.len(), LOWER.len() + UPPER.len() + DIGITS.len() + SIGNS.len());
        let made: BTreeSet<String> =
            (0..200).map(|_| text(recipe(Ingredient::Words, 6, [false, false, true]))).collect();
        assert_eq!(made.len(), 200);
        let used: BTreeSet<&str> = made.iter().flat_map(|made| made.split('-')).collect();
        assert!(used.len() > 600, "{} words in 1,200 drawn", used.len());
    }
}
