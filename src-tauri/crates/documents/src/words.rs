//! Amounts in French words, as a cheque is written and checked: words prevail over figures (CMF L131-10).
//!
//! The traditional spelling, the one people write by hand: hyphens below one hundred only and never beside « et »;
//! « vingt » and « cent » take an s when multiplied and last in their number, « million » and above being nouns.

/// The nouns above a thousand, largest first.
const NOUNS: [(u64, &str); 4] = [
    (1_000_000_000_000_000, "billiard"),
    (1_000_000_000_000, "billion"),
    (1_000_000_000, "milliard"),
    (1_000_000, "million"),
];

const UNDER_TWENTY: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
];

const TENS: [&str; 7] = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"];

/// The amount in words: « trois cent soixante-dix-neuf euros et quatre-vingt-onze centimes ».
pub fn amount_in_words_fr(amount_cents: i64) -> String {
    let magnitude = amount_cents.unsigned_abs();
    let (euros, cents) = (magnitude / 100, magnitude % 100);
    let mut words = String::new();
    if amount_cents < 0 {
        words.push_str("moins ");
    }
    if euros > 0 || cents == 0 {
        words.push_str(&number(euros));
        words.push_str(&unit(euros));
    }
    if cents > 0 {
        if euros > 0 {
            words.push_str(" et ");
        }
        words.push_str(&number(cents));
        words.push_str(if cents > 1 { " centimes" } else { " centime" });
    }
    words
}

/// « euro », « euros », or « d’euros » after a bare million.
fn unit(euros: u64) -> String {
    let singular_or_plural = if euros > 1 { "euros" } else { "euro" };
    if euros >= 1_000_000 && euros.is_multiple_of(1_000_000) {
        " d’euros".into()
    } else {
        format!(" {singular_or_plural}")
    }
}

/// A whole number in words.
fn number(value: u64) -> String {
    if value == 0 {
        return UNDER_TWENTY[0].to_owned();
    }
    let mut parts = Vec::new();
    let mut rest = value;
    for (scale, noun) in NOUNS {
        let count = rest / scale;
        rest %= scale;
        if count > 0 {
            parts.push(format!("{} {noun}{}", below_thousand(count, true), if count > 1 { "s" } else { "" }));
        }
    }
    let (thousands, units) = (rest / 1_000, rest % 1_000);
    match thousands {
        0 => {}
        1 => parts.push("mille".into()),
        // « mille » is an adjective: quatre-vingt mille, deux cent mille, without the s.
        count => parts.push(format!("{} mille", below_thousand(count, false))),
    }
    if units > 0 {
        parts.push(below_thousand(units, true));
    }
    parts.join(" ")
}

/// 1 to 999; `last` says whether « vingt » and « cent » may take their s here.
fn below_thousand(value: u64, last: bool) -> String {
    let (hundreds, rest) = (value / 100, value % 100);
    let cent = match hundreds {
        0 => return below_hundred(rest, last),
        1 => "cent".to_owned(),
        count if rest == 0 && last => format!("{} cents", small(count)),
        count => format!("{} cent", small(count)),
    };
    if rest == 0 { cent } else { format!("{cent} {}", below_hundred(rest, last)) }
}

/// 1 to 99.
fn below_hundred(value: u64, last: bool) -> String {
    match value {
        0..20 => small(value).to_owned(),
        20..60 => tens_and_units(TENS[index(value / 10)], value % 10),
        60..80 => tens_and_units("soixante", value - 60),
        80 if last => "quatre-vingts".to_owned(),
        80 => "quatre-vingt".to_owned(),
        _ => format!("quatre-vingt-{}", small(value - 80)),
    }
}

/// A ten and what follows it: « vingt et un », « soixante et onze », « trente-deux ».
fn tens_and_units(ten: &str, rest: u64) -> String {
    match rest {
        0 => ten.to_owned(),
        1 | 11 => format!("{ten} et {}", small(rest)),
        _ => format!("{ten}-{}", small(rest)),
    }
}

fn small(value: u64) -> &'static str {
    UNDER_TWENTY[index(value)]
}

/// A table index; every caller has reduced the value below twenty.
fn index(value: u64) -> usize {
    usize::try_from(value).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing(0, "zéro euro")]
    #[case::one_cent(1, "un centime")]
    #[case::cents_alone(50, "cinquante centimes")]
    #[case::one_and_one(101, "un euro et un centime")]
    #[case::two(200, "deux euros")]
    #[case::sixteen(1_600, "seize euros")]
    #[case::seventeen(1_700, "dix-sept euros")]
    #[case::twenty(2_000, "vingt euros")]
    #[case::twenty_one(2_100, "vingt et un euros")]
    #[case::twenty_two(2_200, "vingt-deux euros")]
    #[case::sixty_one(6_100, "soixante et un euros")]
    #[case::seventy(7_000, "soixante-dix euros")]
    #[case::seventy_one(7_100, "soixante et onze euros")]
    #[case::seventy_nine(7_900, "soixante-dix-neuf euros")]
    #[case::eighty(8_000, "quatre-vingts euros")]
    #[case::eighty_one(8_100, "quatre-vingt-un euros")]
    #[case::ninety_one(9_100, "quatre-vingt-onze euros")]
    #[case::ninety_nine(9_900, "quatre-vingt-dix-neuf euros")]
    #[case::hundred(10_000, "cent euros")]
    #[case::hundred_and_one(10_100, "cent un euros")]
    #[case::two_hundred(20_000, "deux cents euros")]
    #[case::two_hundred_and_one(20_100, "deux cent un euros")]
    #[case::two_hundred_eighty(28_000, "deux cent quatre-vingts euros")]
    #[case::the_share(37_991, "trois cent soixante-dix-neuf euros et quatre-vingt-onze centimes")]
    #[case::thousand(100_000, "mille euros")]
    #[case::thousand_and_one(100_100, "mille un euros")]
    #[case::two_thousand(200_000, "deux mille euros")]
    #[case::eighty_thousand(8_000_000, "quatre-vingt mille euros")]
    #[case::two_hundred_thousand(20_000_000, "deux cent mille euros")]
    #[case::mixed(1_234_567, "douze mille trois cent quarante-cinq euros et soixante-sept centimes")]
    #[case::million(100_000_000, "un million d’euros")]
    #[case::two_hundred_millions(20_000_000_000, "deux cents millions d’euros")]
    #[case::eighty_millions(8_000_000_000, "quatre-vingts millions d’euros")]
    #[case::million_and_more(200_010_000, "deux millions cent euros")]
    #[case::million_and_cents(100_000_005, "un million d’euros et cinq centimes")]
    #[case::the_most_a_journal_holds(1_000_000_000_000, "dix milliards d’euros")]
    #[case::below_zero(-37_991, "moins trois cent soixante-dix-neuf euros et quatre-vingt-onze centimes")]
    fn amounts_in_words(#[case] amount_cents: i64, #[case] expected: &str) {
        assert_eq!(amount_in_words_fr(amount_cents), expected);
    }

    #[test]
    fn the_extremes_have_words_too() {
        assert!(
            amount_in_words_fr(i64::MAX).starts_with("quatre-vingt-douze billiards deux cent trente-trois billions")
        );
        assert!(amount_in_words_fr(i64::MIN).starts_with("moins quatre-vingt-douze billiards"));
    }

    #[test]
    fn no_two_amounts_share_their_words() {
        let mut seen = std::collections::HashSet::new();
        for euros in 0..=20_000 {
            assert!(seen.insert(amount_in_words_fr(euros * 100)), "{euros} reads like another amount");
        }
    }
}
