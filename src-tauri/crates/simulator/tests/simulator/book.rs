//! The rule of member numbers, as the README tells it.

use relais_simulator::{Platform, members};
use rstest::rstest;

use crate::bench::{Bench, agreement_request};

#[rstest]
#[case("10000000", "covered 38000")]
#[case("10000001", "covered 38000")]
#[case("10000006", "covered 38000")]
#[case("10000007", "covered 32300")]
#[case("10000008", "covered 32300")]
#[case("10000009", "refused")]
#[case("10000049", "refused")]
#[case("10000059", "refused")]
#[case("10000089", "refused")]
#[case("10000099", "refused")]
#[case::letters_after_the_digits("1234567A", "covered 32300")]
#[case::no_digit("ABCDEF", "refused")]
#[case::too_short("12", "refused")]
#[tokio::test]
async fn the_last_digits_decide(#[case] member: &str, #[case] outcome: &str) {
    let bench = Bench::new().await;
    bench.submit(&agreement_request("demande-1", member)).await;
    let record = bench.control.records().remove(0);
    let told = if record.refused { "refused".to_owned() } else { format!("covered {}", record.covered_cents) };
    assert_eq!(told, outcome);
}

#[test]
fn the_book_is_well_formed() {
    let members = members();
    assert!(Platform::all().all(|platform| members.iter().any(|member| member.platform == platform.code())));
    for member in &members {
        assert!(Platform::parse(&member.platform).is_some(), "{}", member.name);
        assert!((8..=10).contains(&member.amc_number.len()), "{}", member.name);
        let same = members.iter().filter(|other| other.member_number == member.member_number);
        assert_eq!(same.count(), 1, "{}", member.member_number);
    }
}
