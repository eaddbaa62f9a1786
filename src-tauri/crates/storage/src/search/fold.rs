//! Words as people type them, folded to what is indexed: lower-case letters without accents, and digits.

use std::collections::BTreeSet;

/// Words looked at in one query: past these nobody types to narrow.
const MAX_WORDS: usize = 8;
/// Letters looked at in one word.
const MAX_WORD_LENGTH: usize = 32;

/// The distinct words of one dossier.
#[derive(Default)]
pub(crate) struct Words(BTreeSet<String>);

impl Words {
    /// Names and references: each part, and the parts of a hyphenated word as one (« jean », « pierre », « jeanpierre »).
    pub(crate) fn text(&mut self, text: &str) {
        for piece in text.split_whitespace() {
            let parts = fold(piece);
            if parts.len() > 1 {
                self.word(parts.concat());
            }
            parts.into_iter().for_each(|part| self.word(part));
        }
    }

    /// A dossier's number, padded and plain: « 2024-0187 » is found by 2024, 0187 and 187.
    pub(crate) fn number(&mut self, year: i16, number: u32) {
        self.word(year.to_string());
        self.word(format!("{number:04}"));
        self.word(number.to_string());
    }

    /// An amount by its digits: 379,91 is 37991, which « 379 », « 379,9 » and « 37991 » begin.
    pub(crate) fn amount(&mut self, cents: i64) {
        if cents > 0 {
            self.word(cents.to_string());
        }
    }

    /// A telephone as one word of digits.
    pub(crate) fn phone(&mut self, phone: &str) {
        self.word(phone.chars().filter(char::is_ascii_digit).collect());
    }

    fn word(&mut self, word: String) {
        if !word.is_empty() {
            self.0.insert(word);
        }
    }

    /// The words in order, with a space between.
    pub(crate) fn into_text(self) -> String {
        self.0.into_iter().collect::<Vec<_>>().join(" ")
    }
}

/// The FTS5 expression that finds every word of `typed`, each by its beginning; nothing when no word was typed.
pub(crate) fn match_expression(typed: &str) -> Option<String> {
    let terms: Vec<String> =
        typed_words(typed).into_iter().take(MAX_WORDS).map(|word| format!("\"{word}\"*")).collect();
    if terms.is_empty() { None } else { Some(terms.join(" ")) }
}

fn typed_words(typed: &str) -> Vec<String> {
    let joined = join_numbers(typed);
    let words = joined.split_whitespace().flat_map(fold);
    words.map(|word| word.chars().take(MAX_WORD_LENGTH).collect()).collect()
}

/// Joins what people separate inside one number: « 379,91 », « 1 250,00 », « 06 12 34 56 78 », « 06.12 ».
fn join_numbers(typed: &str) -> String {
    let mut joined = String::with_capacity(typed.len());
    for piece in typed.split_whitespace() {
        let digits: String = piece.chars().filter(|c| !matches!(c, ',' | '.')).collect();
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'+');
        let run = joined.rsplit(' ').next().unwrap_or_default();
        let continues = is_number && continues_number(run, piece);
        if !joined.is_empty() && !continues {
            joined.push(' ');
        }
        joined.push_str(if is_number { &digits } else { piece });
    }
    joined
}

/// Whether `piece` goes on the number `run`: pairs of a telephone, or thousands before decimals.
fn continues_number(run: &str, piece: &str) -> bool {
    let number = !run.is_empty() && run.bytes().all(|b| b.is_ascii_digit());
    let telephone = run.starts_with('0') && run.len().is_multiple_of(2) && run.len() < 10 && piece.len() <= 2;
    let whole = piece.split([',', '.']).next().unwrap_or_default();
    let thousands = run.len() <= 3 && whole.len() == 3 && whole.len() < piece.len();
    number && (telephone || thousands)
}

/// The parts of a word, folded: what is neither a letter nor a digit separates.
fn fold(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for letter in word.chars().flat_map(char::to_lowercase) {
        let Some(last) = parts.last_mut() else { break };
        match base(letter) {
            Some(base) => last.push_str(base),
            // Accents that stand on their own, as some keyboards and files write them.
            None if ('\u{300}'..='\u{36f}').contains(&letter) => {}
            None if letter.is_alphanumeric() => last.push(letter),
            None if last.is_empty() => {}
            None => parts.push(String::new()),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The letters an accented letter or a ligature is searched by: Latin-1, Latin Extended-A, and Romanian's commas.
fn base(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ª' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĳ' => "ij",
        'ĵ' => "j",
        'ķ' | 'ĸ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŋ' | 'ŉ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'º' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ſ' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::accents("Éloïse", "eloise")]
    #[case::ligature("Lœuvre", "loeuvre")]
    #[case::hyphen("Jean-Pierre", "jean jeanpierre pierre")]
    #[case::apostrophe("d'Almeïda", "almeida d dalmeida")]
    #[case::decomposed("Ame\u{301}lie", "amelie")]
    #[case::capitals("ÇELİK", "celik")]
    fn names_fold(#[case] name: &str, #[case] words: &str) {
        let mut folded = Words::default();
        folded.text(name);
        assert_eq!(folded.into_text(), words);
    }

    #[rstest]
    #[case::any_order("dupont MARIE", Some(r#""dupont"* "marie"*"#))]
    #[case::amount("379,91", Some(r#""37991"*"#))]
    #[case::amount_begun("379,9", Some(r#""3799"*"#))]
    #[case::amount_with_its_sign("480 €", Some(r#""480"*"#))]
    #[case::thousands("1 250,00", Some(r#""125000"*"#))]
    #[case::narrow_space("1\u{202f}250,00", Some(r#""125000"*"#))]
    #[case::telephone("06 12 34 56 78", Some(r#""0612345678"*"#))]
    #[case::telephone_begun("06 12 3", Some(r#""06123"*"#))]
    #[case::telephone_with_dots("06.12.34", Some(r#""061234"*"#))]
    #[case::number("2024-0187", Some(r#""2024"* "0187"*"#))]
    #[case::quotes_are_no_syntax(r#"a" OR "b"#, Some(r#""a"* "or"* "b"*"#))]
    #[case::nothing("  -, ", None)]
    fn what_is_typed_becomes(#[case] typed: &str, #[case] expression: Option<&str>) {
        assert_eq!(match_expression(typed).as_deref(), expression);
    }
}
