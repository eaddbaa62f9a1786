//! The magnetic line of a French cheque (CMC7), from whatever a reader or a person types.
//!
//! Owns the three zones and their order. Nothing is ever guessed: a character the reader could not make out is asked
//! for, zones in an order that only the key can settle are settled by the key or asked for. No bank account is derived
//! from the line: each bank codes its inner zone by rules of its own.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::rlmc::{PrintedRlmc, RlmcKey, RlmcMismatch, RlmcStatus};
use crate::money::Cents;

const CHEQUE_NUMBER: usize = 7;
const ZONE: usize = 12;
const LINE: usize = CHEQUE_NUMBER + 2 * ZONE;
/// Longest text looked at: a line with an amount, wide separators and a reader's status codes fits four times over.
const MAX_TYPED: usize = 256;

/// The unshifted digit row of an AZERTY keyboard, 1 to 9 then 0: what a reader that types as a QWERTY keyboard gives.
const AZERTY_ROW: [char; 10] = ['à', '&', 'é', '"', '\'', '(', '-', 'è', '_', 'ç'];

/// The 31 digits of a cheque's line, in printed order. It names an account: `Debug` shows the cheque's number alone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cmc7Line(String);

/// Whether the zones came in printed order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneOrder {
    /// Number, interbank zone, internal zone.
    Printed,
    /// Another order, settled by the key; to be shown, since it was not read as printed.
    SettledByKey,
}

/// What a reading gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cmc7Reading {
    /// The line.
    pub line: Cmc7Line,
    /// How far its key vouches for it.
    pub rlmc: RlmcStatus,
    /// The order its zones came in.
    pub order: ZoneOrder,
    /// The amount a bank encoded on the right, if any: to compare, never to take. A cheque still with its drawer has none.
    pub encoded_amount: Option<Cents>,
}

/// Why no line could be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Cmc7Error {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// More text than any reader sends.
    #[error("more than {MAX_TYPED} characters")]
    TooLong,
    /// The reader could not make out these digits: a person reads them on the paper.
    #[error("unreadable digits at {positions:?}")]
    Unreadable {
        /// Counted from 1 in the text as typed.
        positions: Vec<usize>,
    },
    /// The groups of digits are not 7, 12 and 12 (or one run of 31).
    #[error("groups of {lengths:?} digits")]
    Groups {
        /// Length of each group found, at most the first eight.
        lengths: Vec<usize>,
    },
    /// The zones came in another order and no key says which is which: the printed key is needed.
    #[error("the zones came in an order that only the key can settle")]
    OrderUnknown,
    /// The key does not match the line.
    #[error(transparent)]
    Rlmc(#[from] RlmcMismatch),
}

impl Cmc7Line {
    /// Parses a line in printed order, without looking at a key.
    pub fn parse(text: &str) -> Result<Self, Cmc7Error> {
        Cmc7Reading::read(text, PrintedRlmc::Absent).map(|reading| reading.line)
    }

    /// Z4, seven digits: the number of the cheque.
    pub fn cheque_number(&self) -> &str {
        &self.0[..CHEQUE_NUMBER]
    }

    /// Z3, twelve digits: the bank, between banks (ZIB).
    pub fn interbank_zone(&self) -> &str {
        &self.0[CHEQUE_NUMBER..CHEQUE_NUMBER + ZONE]
    }

    /// Z2, twelve digits: the account, in the bank's own coding (ZIN).
    pub fn internal_zone(&self) -> &str {
        &self.0[CHEQUE_NUMBER + ZONE..]
    }

    /// The 31 digits in a row.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The line as a person compares it with the paper: `6679545 042014506908 052108899000`.
    pub fn grouped(&self) -> String {
        format!("{} {} {}", self.cheque_number(), self.interbank_zone(), self.internal_zone())
    }

    /// The key that should be printed on this cheque.
    pub fn rlmc_key(&self) -> RlmcKey {
        RlmcKey::of(self)
    }

    pub(super) fn with_zones_exchanged(&self) -> Self {
        Self::of_zones(self.cheque_number(), self.internal_zone(), self.interbank_zone())
    }

    fn of_zones(cheque_number: &str, interbank_zone: &str, internal_zone: &str) -> Self {
        Self([cheque_number, interbank_zone, internal_zone].concat())
    }
}

impl fmt::Debug for Cmc7Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cmc7Line({} …)", self.cheque_number())
    }
}

impl TryFrom<String> for Cmc7Line {
    type Error = Cmc7Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Cmc7Line> for String {
    fn from(line: Cmc7Line) -> String {
        line.0
    }
}

impl Cmc7Reading {
    /// Reads what a reader or a person typed, and holds the key of the paper against it.
    ///
    /// Any run of other characters separates groups (SI to SV, often sent as A to E, included). The groups are 7, 12, 12
    /// digits, or one run of 31, and may be followed by the 12 digits of an encoded amount.
    pub fn read(text: &str, printed: PrintedRlmc) -> Result<Self, Cmc7Error> {
        let groups = groups(text)?;
        let lengths: Vec<usize> = groups.iter().map(String::len).collect();
        let zones: Vec<&str> = groups.iter().map(String::as_str).collect();
        let (line, order, amount) = match lengths.as_slice() {
            [LINE] => (Cmc7Line(groups[0].clone()), ZoneOrder::Printed, None),
            [LINE, ZONE] => (Cmc7Line(groups[0].clone()), ZoneOrder::Printed, Some(zones[1])),
            [CHEQUE_NUMBER, ZONE, ZONE] | [CHEQUE_NUMBER, ZONE, ZONE, ZONE] => {
                (Cmc7Line::of_zones(zones[0], zones[1], zones[2]), ZoneOrder::Printed, zones.get(3).copied())
            }
            [ZONE, CHEQUE_NUMBER, ZONE] | [ZONE, CHEQUE_NUMBER, ZONE, ZONE] => {
                (settle(zones[1], zones[0], zones[2], printed)?, ZoneOrder::SettledByKey, zones.get(3).copied())
            }
            [ZONE, ZONE, CHEQUE_NUMBER] | [ZONE, ZONE, CHEQUE_NUMBER, ZONE] => {
                (settle(zones[2], zones[0], zones[1], printed)?, ZoneOrder::SettledByKey, zones.get(3).copied())
            }
            _ => return Err(Cmc7Error::Groups { lengths: lengths.into_iter().take(8).collect() }),
        };
        let rlmc = printed.check(&line)?;
        Ok(Self { line, rlmc, order, encoded_amount: amount.and_then(cents) })
    }
}

/// The line whose key is the printed one, of the two that a number and two zones can make.
fn settle(number: &str, one: &str, other: &str, printed: PrintedRlmc) -> Result<Cmc7Line, Cmc7Error> {
    let first = Cmc7Line::of_zones(number, one, other);
    let second = Cmc7Line::of_zones(number, other, one);
    if first == second {
        return Ok(first);
    }
    let PrintedRlmc::Printed(key) = printed else { return Err(Cmc7Error::OrderUnknown) };
    match (first.rlmc_key() == key, second.rlmc_key() == key) {
        (true, true) => Err(Cmc7Error::OrderUnknown),
        (false, true) => Ok(second),
        // With neither matching, the check that follows refuses the first with both keys named.
        (true, false) | (false, false) => Ok(first),
    }
}

/// Twelve digits as cents.
fn cents(amount: &str) -> Option<Cents> {
    amount.parse::<i64>().ok().and_then(|value| Cents::new(value).ok())
}

/// The runs of digits of a text, once AZERTY bursts are mapped back; unreadable characters stop it.
fn groups(text: &str) -> Result<Vec<String>, Cmc7Error> {
    if text.trim().is_empty() {
        return Err(Cmc7Error::Empty);
    }
    if text.chars().nth(MAX_TYPED).is_some() {
        return Err(Cmc7Error::TooLong);
    }
    let unreadable: Vec<usize> =
        (1..).zip(text.chars()).filter(|(_, c)| matches!(c, '?' | '*' | '@' | '!')).map(|(at, _)| at).collect();
    if !unreadable.is_empty() {
        return Err(Cmc7Error::Unreadable { positions: unreadable });
    }
    // A digit anywhere means that the keyboards agree, and then `-` or `'` are separators like any other.
    let typed_as_qwerty = !text.contains(|c: char| c.is_ascii_digit());
    let characters = text.chars().map(|c| if typed_as_qwerty { azerty_digit(c).unwrap_or(c) } else { c });
    let mut groups = vec![String::new()];
    for c in characters {
        match groups.last_mut() {
            Some(group) if c.is_ascii_digit() => group.push(c),
            Some(group) if !group.is_empty() => groups.push(String::new()),
            _ => {}
        }
    }
    groups.retain(|group| !group.is_empty());
    Ok(groups)
}

/// The digit of the key that gives this character on an AZERTY keyboard, with or without Caps Lock.
fn azerty_digit(c: char) -> Option<char> {
    let lower = c.to_lowercase().next().unwrap_or(c);
    let rank = AZERTY_ROW.iter().position(|key| *key == lower)?;
    char::from_digit(u32::try_from(rank).ok()?, 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const PAPER: &str = "6679545 042014506908 052108899000";

    fn printed(key: &str) -> PrintedRlmc {
        PrintedRlmc::Printed(RlmcKey::parse(key).unwrap())
    }

    fn cents(amount: i64) -> Option<Cents> {
        Some(Cents::new(amount).unwrap())
    }

    #[rstest]
    #[case::typed_with_spaces("6679545 042014506908 052108899000", None)]
    #[case::one_run("6679545042014506908052108899000", None)]
    #[case::symbols_as_letters("C6679545D042014506908E052108899000B", None)]
    #[case::symbols_doubled_and_return("CC6679545DD042014506908EE052108899000BB\r\n", None)]
    #[case::slashes("/6679545/042014506908/052108899000/", None)]
    #[case::non_breaking_spaces("6679545\u{a0}042014506908\u{202f}052108899000", None)]
    #[case::hyphens_between_digits("6679545-042014506908-052108899000", None)]
    #[case::french_quotes("«6679545» 042014506908 (052108899000)", None)]
    #[case::azerty_burst("--èç('( à'éà&'(à-çà_ à(é&à__ççààà", None)]
    #[case::azerty_caps_lock("--ÈÇ('( À'ÉÀ&'(À-ÇÀ_ À(É&À__ÇÇÀÀÀ", None)]
    #[case::azerty_with_symbols("C--èç('(Dà'éà&'(à-çà_Eà(é&à__ççàààB", None)]
    #[case::with_amount("6679545 042014506908 052108899000 000000012000", cents(12_000))]
    #[case::one_run_with_amount("6679545042014506908052108899000 000000012000", cents(12_000))]
    fn read_as_printed(#[case] text: &str, #[case] amount: Option<Cents>) {
        let reading = Cmc7Reading::read(text, printed("90")).unwrap();
        assert_eq!(reading.line.grouped(), PAPER);
        assert_eq!(reading.rlmc, RlmcStatus::Verified);
        assert_eq!((reading.order, reading.encoded_amount), (ZoneOrder::Printed, amount));
    }

    #[rstest]
    #[case::number_last("042014506908 052108899000 6679545")]
    #[case::reversed("052108899000 042014506908 6679545")]
    #[case::number_between("042014506908 6679545 052108899000")]
    #[case::number_between_reversed("052108899000 6679545 042014506908")]
    #[case::number_last_then_amount("052108899000 042014506908 6679545 000000012000")]
    fn another_order_is_settled_by_the_key(#[case] text: &str) {
        let reading = Cmc7Reading::read(text, printed("90")).unwrap();
        assert_eq!((reading.line.grouped().as_str(), reading.order), (PAPER, ZoneOrder::SettledByKey));
        for unknown in [PrintedRlmc::Absent, PrintedRlmc::Illegible] {
            assert_eq!(Cmc7Reading::read(text, unknown), Err(Cmc7Error::OrderUnknown));
        }
    }

    #[test]
    fn equal_zones_need_no_settling() {
        let reading = Cmc7Reading::read("111111111111 111111111111 6679545", PrintedRlmc::Absent).unwrap();
        assert_eq!(reading.line.grouped(), "6679545 111111111111 111111111111");
    }

    #[test]
    fn a_key_that_fits_neither_order_is_a_mismatch() {
        let error = Cmc7Reading::read("042014506908 052108899000 6679545", printed("12")).unwrap_err();
        assert!(matches!(error, Cmc7Error::Rlmc(mismatch) if mismatch.found.get() == 12), "{error:?}");
    }

    #[test]
    fn zones_in_printed_order_are_never_exchanged_for_a_key() {
        let error = Cmc7Reading::read("6679545 052108899000 042014506908", printed("90")).unwrap_err();
        assert!(matches!(error, Cmc7Error::Rlmc(mismatch) if mismatch.zones_look_exchanged), "{error:?}");
    }

    #[rstest]
    #[case::nothing("", Cmc7Error::Empty)]
    #[case::blanks(" \r\n", Cmc7Error::Empty)]
    #[case::one_unreadable("66795?5 042014506908 052108899000", Cmc7Error::Unreadable { positions: vec![6] })]
    #[case::several("66795*5 0420145@6908 05210889900!", Cmc7Error::Unreadable { positions: vec![6, 16, 33] })]
    #[case::unreadable_in_azerty("--è?('( à'éà&'(à-çà_", Cmc7Error::Unreadable { positions: vec![4] })]
    #[case::no_digit("bonjour", Cmc7Error::Groups { lengths: vec![] })]
    #[case::thirty("667954504201450690805210889900", Cmc7Error::Groups { lengths: vec![30] })]
    #[case::thirty_two("66795450420145069080521088990001", Cmc7Error::Groups { lengths: vec![32] })]
    #[case::zone_cut("6679545 04201450690 052108899000", Cmc7Error::Groups { lengths: vec![7, 11, 12] })]
    #[case::letter_o("6679545 04201450O908 052108899000", Cmc7Error::Groups { lengths: vec![7, 8, 3, 12] })]
    #[case::a_bank_account("30006 00001 12345678901 89", Cmc7Error::Groups { lengths: vec![5, 5, 11, 2] })]
    fn refused(#[case] text: &str, #[case] error: Cmc7Error) {
        assert_eq!(Cmc7Reading::read(text, PrintedRlmc::Absent), Err(error));
    }

    #[test]
    fn a_flood_is_refused_whole() {
        assert_eq!(Cmc7Line::parse(&"6679545 ".repeat(40)), Err(Cmc7Error::TooLong));
    }

    #[test]
    fn the_zones_are_named() {
        let line = Cmc7Line::parse(PAPER).unwrap();
        assert_eq!(line.cheque_number(), "6679545");
        assert_eq!(line.interbank_zone(), "042014506908");
        assert_eq!(line.internal_zone(), "052108899000");
        assert_eq!(format!("{line:?}"), "Cmc7Line(6679545 …)");
    }

    #[test]
    fn serde_goes_through_the_parser() {
        let line = Cmc7Line::parse(PAPER).unwrap();
        let json = serde_json::to_string(&line).unwrap();
        assert_eq!(json, "\"6679545042014506908052108899000\"");
        assert_eq!(serde_json::from_str::<Cmc7Line>(&json).unwrap(), line);
        assert!(serde_json::from_str::<Cmc7Line>("\"667954\"").is_err());
    }

    /// The row as engraved on the keys, written apart from the code's own table.
    fn typed_on_azerty(digits: &str) -> String {
        digits
            .chars()
            .map(|c| {
                ["0à", "1&", "2é", "3\"", "4'", "5(", "6-", "7è", "8_", "9ç"]
                    .iter()
                    .find_map(|key| key.strip_prefix(c))
                    .unwrap_or(" ")
            })
            .collect()
    }

    proptest! {
        #[test]
        fn any_separators_give_the_same_line(
            zones in ("[0-9]{7}", "[0-9]{12}", "[0-9]{12}"),
            separators in proptest::collection::vec("[A-E/ <>:;.\\-]{1,4}", 4),
        ) {
            let (z4, z3, z2) = zones;
            let [before, first, second, after] = separators.try_into().unwrap();
            let text = format!("{before}{z4}{first}{z3}{second}{z2}{after}");
            prop_assert_eq!(Cmc7Line::parse(&text).unwrap().grouped(), format!("{z4} {z3} {z2}"));
        }

        #[test]
        fn an_azerty_burst_gives_the_same_line(zones in ("[0-9]{7}", "[0-9]{12}", "[0-9]{12}")) {
            let paper = format!("{} {} {}", zones.0, zones.1, zones.2);
            prop_assert_eq!(Cmc7Line::parse(&typed_on_azerty(&paper)).unwrap().grouped(), paper);
        }

        #[test]
        fn a_digit_changed_on_the_way_is_caught_at_reading(digits in "[0-9]{31}", at in 0usize..31, change in 1u8..10) {
            let key = PrintedRlmc::Printed(Cmc7Line::parse(&digits).unwrap().rlmc_key());
            let mut wrong = digits.into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + change) % 10;
            let read = Cmc7Reading::read(std::str::from_utf8(&wrong).unwrap(), key);
            prop_assert!(matches!(read, Err(Cmc7Error::Rlmc(_))));
        }
    }
}
