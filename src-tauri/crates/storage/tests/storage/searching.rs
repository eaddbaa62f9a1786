//! F3: any word in any order, any accent, numbers and amounts, the latest first.

use crate::shop::Shop;
use rstest::{fixture, rstest};

struct Found {
    _place: tempfile::TempDir,
    shop: Shop,
}

#[fixture]
#[once]
fn practice() -> Found {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    for (family, given, phone, amc, customer) in [
        ("Quéméneur", "Anne-Laure", "0612345678", 33_791, 4_200),
        ("Lœuvre", "Jean-Pierre", "0298000102", 48_000, 0),
        ("d'Almeïda", "Zoé", "", 120_000, 5_000),
        ("Quemener", "Pierre", "", 9_950, 50),
    ] {
        let person = shop.person(family, given, phone);
        shop.open_dossier(person, amc, customer).unwrap();
    }
    Found { _place: place, shop }
}

#[rstest]
#[case::one_letter("q", &[4, 1])]
#[case::any_accent("quemen", &[4, 1])]
#[case::whole_word_first("quémeneur", &[1])]
#[case::two_words_any_order("laure quem", &[1])]
#[case::hyphen("anne-laure", &[1])]
#[case::hyphen_left_out("annelaure", &[1])]
#[case::ligature("loeuvre", &[2])]
#[case::ligature_typed("LŒUVRE", &[2])]
#[case::apostrophe("d'almeida", &[3])]
#[case::apostrophe_left_out("dalmeida", &[3])]
#[case::number("2024-0003", &[3])]
#[case::number_alone("0003", &[3])]
#[case::amount("379,91", &[1])]
#[case::amount_of_a_share("337,91", &[1])]
#[case::whole_euros("480", &[2])]
#[case::thousands("1 250,00", &[3])]
#[case::telephone("06 12 34", &[1])]
#[case::telephone_whole("0298000102", &[2])]
#[case::reference("DV4", &[4])]
#[case::two_people("pierre", &[4, 2])]
#[case::nobody("martin", &[])]
#[case::nothing_typed("", &[4, 3, 2, 1])]
#[case::no_syntax("\" OR * NEAR(", &[])]
fn found(practice: &Found, #[case] typed: &str, #[case] numbers: &[u32]) {
    assert_eq!(practice.shop.found_by(typed), numbers);
}

#[test]
fn the_limit_keeps_the_latest() {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    for n in 0..60 {
        let person = shop.person("Le Goff", &format!("Yann{n}"), "");
        shop.open_dossier(person, 10_000, 0).unwrap();
    }
    let numbers = shop.found_by("l g y");
    assert_eq!((numbers.len(), numbers[0], numbers[49]), (50, 60, 11));
}
