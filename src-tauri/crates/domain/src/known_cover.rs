//! How an answer about a cover stands today: whether it is still the live one, a recent one that was kept, an old one that
//! is no more than an indication, what the card says, or nothing at all.
//!
//! Pure: today and the number of days come in. Only [`CoverStanding::InForce`] may be shown as a right in force; every other
//! standing has its own words (design §1.5).

use crate::{
    card::{GridCover, GridLine},
    coverage::{
        Certainty, CoverageAnswer, CoverageBenefit, CoverageOutcome, CoveragePeriod, CoverageWay, DomainCoverage,
    },
    dossier::CardRecorded,
    money::Cents,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What may be said of a cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CoverStanding {
    /// A: said so, live, at its date.
    InForce,
    /// B: said or seen in force lately.
    SeenInForce,
    /// A or B: said not to be in force.
    NotInForce,
    /// The period that was stated leaves the date of care out.
    Ended,
    /// An answer came, or something was seen, and it does not say whether the cover is in force.
    Unsaid,
    /// Too old: no more than an indication.
    Indication,
    /// C: the card alone, within its dates.
    CardOnly,
    /// C: the card alone, and its dates leave the date of care out.
    CardOutOfDate,
    /// D: nobody said anything.
    Supposed,
}

/// The days that count for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The business date.
    pub today: Date,
    /// The date of care asked about now.
    pub service_date: Date,
    /// The business date the answer was given on.
    pub answered_on: Date,
    /// For how many days a kept answer counts as recent: dated reference data, editable.
    pub recent_days: i64,
}

/// How an answer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    /// How sure it is today; a live answer of another day is a kept one.
    pub certainty: Certainty,
    /// What may be said.
    pub standing: CoverStanding,
    /// Days since it was given.
    pub age_days: i64,
}

/// How an answer stands today. `last_word` tells that no platform was asked in vain since, and that it is of this very
/// dossier.
pub fn stands(answer: &CoverageAnswer, last_word: bool, days: Days) -> Stands {
    let age_days = i64::from((days.today - days.answered_on).get_days()).max(0);
    let certainty = match answer.certainty {
        Certainty::A if last_word && age_days == 0 => Certainty::A,
        Certainty::A | Certainty::B => Certainty::B,
        other => other,
    };
    let inside = answer.period.is_none_or(|period| period.contains(days.service_date));
    let processed = matches!(answer.outcome, CoverageOutcome::Complete | CoverageOutcome::Partial);
    let standing = match certainty {
        Certainty::D => CoverStanding::Supposed,
        Certainty::C if inside => CoverStanding::CardOnly,
        Certainty::C => CoverStanding::CardOutOfDate,
        Certainty::B if age_days > days.recent_days => CoverStanding::Indication,
        _ if !processed => CoverStanding::Unsaid,
        _ if answer.in_force == Some(false) => CoverStanding::NotInForce,
        _ if !inside => CoverStanding::Ended,
        Certainty::A if answer.is_right_in_force() && answer.service_date == days.service_date => {
            CoverStanding::InForce
        }
        _ if answer.in_force == Some(true) => CoverStanding::SeenInForce,
        _ => CoverStanding::Unsaid,
    };
    Stands { certainty, standing, age_days }
}

/// What the card says (C); none when it says nothing of a cover.
pub fn from_card(card: &CardRecorded, said_at: Timestamp, service_date: Date) -> Option<CoverageAnswer> {
    let period = CoveragePeriod { start: card.valid_from, end: card.valid_to };
    let dated = period.start.is_some() || period.end.is_some();
    if card.amc_number.is_none() && !dated && card.grid.is_empty() {
        return None;
    }
    let mut answer = CoverageAnswer::unsaid(CoverageWay::Card, Certainty::C, said_at, service_date);
    answer.period = dated.then_some(period);
    answer.domains = card.grid.iter().map(domain).collect();
    answer.not_known.clear();
    Some(answer.with_not_known())
}

/// One line of a card's grid. A percentage says that the domain is covered, and nothing in euros.
fn domain(line: &GridLine) -> DomainCoverage {
    let amount = match line.cover {
        GridCover::Amount { cents } => {
            Some(CoverageBenefit { kind: Some("benefit".to_owned()), allowed_cents: Some(cents), used_cents: None })
        }
        _ => None,
    };
    DomainCoverage {
        domain: Some(line.domain.as_str().to_owned()),
        product: None,
        excluded: (line.cover != GridCover::Unsaid).then_some(line.cover == GridCover::NotCovered),
        authorisation_required: (line.cover == GridCover::Authorisation).then_some(true),
        benefits: amount.into_iter().collect(),
    }
}

/// What is left when nobody said anything (D): the share that was typed, as a supposition.
pub fn supposed(share: Cents, said_at: Timestamp, service_date: Date) -> CoverageAnswer {
    let mut answer = CoverageAnswer::unsaid(CoverageWay::Assumption, Certainty::D, said_at, service_date);
    answer.covered_cents = share.is_positive().then_some(share);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifiers::{AmcNumber, DomainCode};
    use jiff::civil::date;
    use rstest::rstest;

    const TODAY: Date = date(2024, 2, 12);

    fn live(in_force: Option<bool>) -> CoverageAnswer {
        CoverageAnswer {
            in_force,
            ..CoverageAnswer::unsaid(CoverageWay::Fhir, Certainty::A, Timestamp::UNIX_EPOCH, TODAY)
        }
    }

    fn days(answered_on: Date) -> Days {
        Days { today: TODAY, service_date: TODAY, answered_on, recent_days: 30 }
    }

    #[rstest]
    #[case::now(Some(true), true, TODAY, Certainty::A, CoverStanding::InForce)]
    #[case::asked_in_vain_since(Some(true), false, TODAY, Certainty::B, CoverStanding::SeenInForce)]
    #[case::yesterday(Some(true), true, date(2024, 2, 11), Certainty::B, CoverStanding::SeenInForce)]
    #[case::closed(Some(false), true, TODAY, Certainty::A, CoverStanding::NotInForce)]
    #[case::closed_lately(Some(false), false, date(2024, 2, 9), Certainty::B, CoverStanding::NotInForce)]
    #[case::not_said(None, true, TODAY, Certainty::A, CoverStanding::Unsaid)]
    #[case::the_last_day(Some(true), true, date(2024, 1, 13), Certainty::B, CoverStanding::SeenInForce)]
    #[case::too_old(Some(true), true, date(2024, 1, 12), Certainty::B, CoverStanding::Indication)]
    #[case::too_old_to_say_no(Some(false), true, date(2023, 1, 12), Certainty::B, CoverStanding::Indication)]
    fn a_live_answer_ages(
        #[case] in_force: Option<bool>,
        #[case] last_word: bool,
        #[case] answered_on: Date,
        #[case] certainty: Certainty,
        #[case] standing: CoverStanding,
    ) {
        let stands = stands(&live(in_force), last_word, days(answered_on));
        assert_eq!((stands.certainty, stands.standing), (certainty, standing));
    }

    /// Every answer × every age: in force is said of a live one that says so, and of nothing else.
    #[test]
    fn nothing_else_is_a_right_in_force() {
        let ended = CoveragePeriod { start: None, end: Some(date(2024, 2, 11)) };
        for certainty in [Certainty::A, Certainty::B, Certainty::C, Certainty::D] {
            for in_force in [Some(true), Some(false), None] {
                for outcome in [CoverageOutcome::Complete, CoverageOutcome::Queued, CoverageOutcome::Error] {
                    for period in [None, Some(ended)] {
                        for service_date in [TODAY, date(2024, 1, 2)] {
                            for (last_word, answered_on) in [(true, TODAY), (false, TODAY), (true, date(2024, 2, 1))] {
                                let answer =
                                    CoverageAnswer { certainty, outcome, period, service_date, ..live(in_force) };
                                let stands = stands(&answer, last_word, days(answered_on));
                                let may = certainty == Certainty::A
                                    && in_force == Some(true)
                                    && outcome == CoverageOutcome::Complete
                                    && period.is_none()
                                    && service_date == TODAY
                                    && last_word
                                    && answered_on == TODAY;
                                assert_eq!(stands.standing == CoverStanding::InForce, may, "{answer:?}");
                            }
                        }
                    }
                }
            }
        }
    }

    #[rstest]
    #[case::within(Some(date(2024, 12, 31)), CoverStanding::CardOnly)]
    #[case::out_of_date(Some(date(2023, 12, 31)), CoverStanding::CardOutOfDate)]
    #[case::undated(None, CoverStanding::CardOnly)]
    fn a_card_proves_no_right(#[case] valid_to: Option<Date>, #[case] standing: CoverStanding) {
        let card = CardRecorded {
            rank: 1,
            amc_number: Some(AmcNumber::parse("77567199").unwrap()),
            convention: None,
            csr: None,
            operator: None,
            network: None,
            valid_from: None,
            valid_to,
            responsible: None,
            solidarity: false,
            holder: None,
            beneficiaries: 0,
            read: None,
            grid: vec![GridLine { domain: DomainCode::parse("OPTI").unwrap(), cover: GridCover::Authorisation }],
            member_number_proof: None,
        };
        let answer = from_card(&card, Timestamp::UNIX_EPOCH, TODAY).unwrap();
        assert_eq!(answer.in_force, None);
        assert_eq!(stands(&answer, true, days(TODAY)).standing, standing);
        let blank = CardRecorded { amc_number: None, valid_to: None, grid: Vec::new(), ..card };
        assert_eq!(from_card(&blank, Timestamp::UNIX_EPOCH, TODAY), None);
    }

    #[test]
    fn what_nobody_said_is_supposed() {
        let answer = supposed(Cents::new(37_991).unwrap(), Timestamp::UNIX_EPOCH, TODAY);
        assert_eq!(stands(&answer, true, days(TODAY)).standing, CoverStanding::Supposed);
        assert_eq!(answer.in_force, None);
    }
}
