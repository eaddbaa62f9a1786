//! How alike two secrets are, and whether one is among those everybody tries first: computed when it is asked, from the secrets
//! themselves, and kept nowhere. No digest of a secret is made for it, since a digest of a weak one gives it away.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// Changes of one sign that still make the same secret in the eyes of who tries variants.
const CLOSE_CHANGES: usize = 2;
/// Shorter than this, two changes make another secret.
const SHORTEST_COMPARED: usize = 6;
/// Shortest word that is one without its figures and marks.
const SHORTEST_STEM: usize = 5;

#[rustfmt::skip] // A dozen to a line reads as a list.
/// What heads the published lists of leaked passwords, French and English, in small letters and without accents.
const MOST_LEAKED: &[&str] = &[
    "0000", "000000", "00000000", "010203", "101010", "102030", "111111", "11111111", "112233", "121212", "123123", "123123123",
    "123321", "1234", "12341234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "123456a", "123456789a",
    "123654", "123qwe", "131313", "147258", "147258369", "159357", "159753", "1a2b3c", "1q2w3e", "1q2w3e4r", "1q2w3e4r5t",
    "1qaz2wsx", "222222", "232323", "333333", "444444", "456789", "555555", "654321", "666666", "696969", "777777", "7777777",
    "789456", "789456123", "88888888", "888888", "987654", "987654321", "999999", "a123456", "aaaaaa", "abc123", "abcd1234",
    "abcdef", "admin", "admin123", "administrateur", "alexandre", "amour", "andrea", "anthony", "aqwzsx", "aqwzsxedc", "ashley",
    "asdfgh", "azerty", "azerty1", "azerty12", "azerty123", "azerty123456", "azertyuiop", "azertyui", "baseball", "batman",
    "bienvenue", "biscuit", "bonjour", "bonjour1", "bonjour123", "camille", "caramel", "cabinet", "changeme", "charlie",
    "cheval", "chocolat", "chouchou", "cicciobello", "computer", "coucou", "daniel", "default", "dolphin", "doudou", "dragon",
    "flower", "football", "football1", "france", "freedom", "google", "guillaume", "hello", "hello123", "iloveyou", "isabelle",
    "jennifer", "jesus", "jetaime", "jordan", "julien", "killer", "laurent", "letmein", "login", "loulou", "lovely", "marine",
    "marseille", "marseille13", "master", "maxime", "michael", "michelle", "monkey", "motdepasse", "motdepasse1",
    "motdepasse123", "mustang", "naruto", "nicolas", "ninja", "olivier", "optique", "opticien", "pass", "passe", "passw0rd",
    "password", "password1", "password123", "pharmacie", "pierre", "poussin", "princess", "princesse", "qazwsx", "qwerty",
    "qwerty1", "qwerty123", "qwertyuiop", "qwe123", "romain", "root", "samsung", "sandrine", "secret", "shadow", "soleil",
    "starwars", "stephane", "sunshine", "superman", "test", "test123", "thomas", "tigger", "toto", "trustno1", "user", "valentin",
    "vacances", "viamedis", "welcome", "welcome1", "whatever", "wxcvbn", "zaq12wsx", "zxcvbn", "zxcvbnm",
];

/// How alike two secrets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same.
    Same,
    /// One is tried soon by who has the other: another case or accent, other figures or marks around the same word, or one or two
    /// signs changed.
    Close,
}

/// A secret made ready to be compared with many: zeroised when it goes.
pub struct Compared {
    exact: Secret,
    is_empty: bool,
    folded: Zeroizing<Vec<char>>,
    stem: Zeroizing<Vec<char>>,
}

impl Compared {
    /// Makes a secret ready. One that is no text is compared as it is.
    pub fn of(secret: &Secret) -> Self {
        let text = std::str::from_utf8(secret.expose()).unwrap_or_default();
        let folded: Zeroizing<Vec<char>> = Zeroizing::new(folded(text));
        let start = folded.iter().position(|c| c.is_alphabetic()).unwrap_or(folded.len());
        let end = folded.iter().rposition(|c| c.is_alphabetic()).map_or(start, |at| at + 1);
        let stem = Zeroizing::new(folded[start..end].to_vec());
        Self { exact: secret.clone(), is_empty: secret.expose().is_empty(), folded, stem }
    }

    /// How alike two are; none when they are not, or when one of them is empty.
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        if self.is_empty || other.is_empty {
            return None;
        }
        // What is the same is the same folded too: the secrets themselves, each in a page of its own, are seldom looked at.
        if self.folded == other.folded {
            return Some(if self.exact == other.exact { Likeness::Same } else { Likeness::Close });
        }
        let same_word = self.stem.len() >= SHORTEST_STEM && self.stem == other.stem;
        let short = self.folded.len().min(other.folded.len()) < SHORTEST_COMPARED;
        let close = same_word || (!short && differs_little(&self.folded, &other.folded));
        close.then_some(Likeness::Close)
    }

    /// Whether it is among what everybody tries first, whatever the case and the accents.
    pub fn is_among_most_leaked(&self) -> bool {
        MOST_LEAKED.iter().any(|leaked| leaked.chars().eq(self.folded.iter().copied()))
    }
}

fn folded(text: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(text.len());
    letters.extend(
        text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase),
    );
    letters
}

/// Whether at most [`CLOSE_CHANGES`] signs added, left out or replaced make one of the other. Looks at a band around the diagonal
/// alone, and gives up as soon as it is too far.
fn differs_little(one: &[char], other: &[char]) -> bool {
    if one.len().abs_diff(other.len()) > CLOSE_CHANGES {
        return false;
    }
    const WIDTH: usize = 2 * CLOSE_CHANGES + 1;
    const FAR: usize = CLOSE_CHANGES + 1;
    // `row[k]` is the distance of the first `i` signs of one and the first `i + k - CLOSE_CHANGES` of the other.
    let mut row: [usize; WIDTH] =
        std::array::from_fn(|k| k.checked_sub(CLOSE_CHANGES).map_or(FAR, |added| added.min(FAR)));
    for i in 1..=one.len() {
        let mut next = [FAR; WIDTH];
        for k in 0..WIDTH {
            let Some(j) = (i + k).checked_sub(CLOSE_CHANGES).filter(|j| *j <= other.len()) else { continue };
            let left_out = row.get(k + 1).map_or(FAR, |far| far + 1);
            let added = k.checked_sub(1).map_or(FAR, |before| next[before] + 1);
            let replaced = if j == 0 { FAR } else { row[k] + usize::from(one[i - 1] != other[j - 1]) };
            next[k] = left_out.min(added).min(replaced).min(FAR);
        }
        if next.iter().all(|far| *far >= FAR) {
            return false;
        }
        row = next;
    }
    (other.len() + CLOSE_CHANGES).checked_sub(one.len()).and_then(|k| row.get(k)).is_some_and(|far| *far < FAR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn compared(text: &str) -> Compared {
        Compared::of(&Secret::new(text.as_bytes().to_vec()))
    }

    #[rstest]
    #[case::itself("Tournesol!2024", "Tournesol!2024", Some(Likeness::Same))]
    #[case::another_year("Tournesol!2024", "Tournesol!2025", Some(Likeness::Close))]
    #[case::other_marks("Tournesol!2024", "1-tournesol", Some(Likeness::Close))]
    #[case::without_accents("Pivoine-été-9", "pivoine-ete-9", Some(Likeness::Close))]
    #[case::two_signs("k#8Jv!tQ2$zM", "k#8Jv!tQ3$zN", Some(Likeness::Close))]
    #[case::three_signs("k#8Jv!tQ2$zM", "k#8Xv!tQ3$zN", None)]
    #[case::one_added("ruche-tambour", "ruche-tambours", Some(Likeness::Close))]
    #[case::short_ones("chat", "chut", None)]
    #[case::others("ruche tambour falaise", "girafe velours cadran", None)]
    #[case::nothing("", "", None)]
    fn alike(#[case] one: &str, #[case] other: &str, #[case] expected: Option<Likeness>) {
        assert_eq!(compared(one).likeness(&compared(other)), expected);
        assert_eq!(compared(other).likeness(&compared(one)), expected);
    }

    #[rstest]
    #[case("Azerty123", true)]
    #[case("MotDePasse", true)]
    #[case("ruche tambour falaise", false)]
    #[case("", false)]
    fn what_everybody_tries(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(compared(text).is_among_most_leaked(), expected);
    }

    /// The whole table, to hold the band against.
    fn distance(one: &[char], other: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=other.len()).collect();
        for (i, a) in one.iter().enumerate() {
            let mut diagonal = std::mem::replace(&mut row[0], i + 1);
            for (j, b) in other.iter().enumerate() {
                let replaced = diagonal + usize::from(a != b);
                diagonal = row[j + 1];
                row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
            }
        }
        row[other.len()]
    }

    proptest! {
        #[test]
        fn the_band_says_what_the_whole_table_says(one in "[ab]{0,9}", other in "[ab]{0,9}") {
            let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
            prop_assert_eq!(differs_little(&one, &other), distance(&one, &other) <= CLOSE_CHANGES);
        }
    }
}
