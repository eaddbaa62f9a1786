//! What a bank credit may pay: a proposal over the shares that are awaited, which a person confirms. Pure arithmetic on
//! cents: the very sum, or no word of being sure.

use crate::{ids::DossierId, money::Cents};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Most shares looked at for a sum of some of them: past it, coincidences are the rule.
const MAX_LOOKED_AT: usize = 40;
/// Most steps of that search: some milliseconds.
const MAX_STEPS: u32 = 20_000;
/// Among so few shares, the one combination that makes the sum is no coincidence.
const FEW: usize = 8;

/// A share that is awaited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// The dossier.
    pub dossier: DossierId,
    /// The complementary's rank.
    pub rank: u8,
    /// What is still to come, in cents.
    pub amount_cents: Cents,
    /// The day of its advice.
    pub advised_on: Option<Date>,
    /// The reference of its advice.
    pub reference: Option<String>,
    /// The label names it: its advice, its dossier or its invoice.
    pub named: bool,
}

/// What a proposal rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The label names what it pays, and the sum is the amount.
    Named,
    /// One share of this very amount.
    OneShare,
    /// All shares of one advice make the amount.
    OneAdvice,
    /// All shares announced make the amount.
    AllAnnounced,
    /// Some of those announced make the amount.
    SomeAnnounced,
    /// The label names what it pays, for more than came.
    Short,
    /// The label names what it pays, for less than came.
    Beyond,
}

/// A part of a proposal: the place of the share in what was looked at, and how much.
pub type Part = (usize, Cents);

/// What a credit would pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What it rests on.
    pub ground: Ground,
    /// Nothing else would do as well.
    pub sure: bool,
    /// Share by share, in the order they were given.
    pub parts: Vec<Part>,
}

/// What a credit of this amount may pay of what is awaited from its payer; none when nothing suggests itself.
pub fn propose(amount: Cents, awaited: &[Awaited]) -> Option<Proposal> {
    if !amount.is_positive() {
        return None;
    }
    let all: Vec<usize> = (0..awaited.len()).filter(|at| awaited[*at].amount_cents.is_positive()).collect();
    named(amount, awaited, &all)
        .or_else(|| one_share(amount, awaited, &all))
        .or_else(|| one_advice(amount, awaited, &all))
        .or_else(|| whole(amount, awaited, &all, Ground::AllAnnounced, true))
        .or_else(|| some(amount, awaited, &all))
}

fn total(awaited: &[Awaited], of: &[usize]) -> Option<Cents> {
    Cents::sum(of.iter().map(|at| awaited[*at].amount_cents)).ok()
}

/// All of these, when they make the amount.
fn whole(amount: Cents, awaited: &[Awaited], of: &[usize], ground: Ground, sure: bool) -> Option<Proposal> {
    let fits = !of.is_empty() && total(awaited, of) == Some(amount);
    fits.then(|| Proposal { ground, sure, parts: of.iter().map(|at| (*at, awaited[*at].amount_cents)).collect() })
}

/// What the label names, whatever the sum: the difference is then said.
fn named(amount: Cents, awaited: &[Awaited], all: &[usize]) -> Option<Proposal> {
    let of: Vec<usize> = all.iter().copied().filter(|at| awaited[*at].named).collect();
    if of.is_empty() {
        return None;
    }
    if let Some(proposal) = whole(amount, awaited, &of, Ground::Named, true) {
        return Some(proposal);
    }
    if let Some(part) = subset(amount, awaited, &of) {
        return Some(Proposal { ground: Ground::Named, sure: part.alone, parts: part.parts });
    }
    let sum = total(awaited, &of)?;
    let ground = if sum > amount { Ground::Short } else { Ground::Beyond };
    let mut left = amount;
    let mut parts = Vec::new();
    for at in of {
        let part = awaited[at].amount_cents.min(left);
        left = left.remaining_after(part);
        if part.is_positive() {
            parts.push((at, part));
        }
    }
    Some(Proposal { ground, sure: false, parts })
}

/// One share of the very amount: the one announced first, and sure when it is alone.
fn one_share(amount: Cents, awaited: &[Awaited], all: &[usize]) -> Option<Proposal> {
    let same: Vec<usize> = all.iter().copied().filter(|at| awaited[*at].amount_cents == amount).collect();
    let first = same.iter().copied().min_by_key(|at| (awaited[*at].advised_on.unwrap_or(Date::MAX), *at))?;
    whole(amount, awaited, &[first], Ground::OneShare, same.len() == 1)
}

/// The shares of one advice: of one reference, else of one day.
fn one_advice(amount: Cents, awaited: &[Awaited], all: &[usize]) -> Option<Proposal> {
    let by_reference = grouped(all, |at| awaited[at].reference.clone());
    let by_day = grouped(all, |at| awaited[at].advised_on.map(|day| day.to_string()));
    [by_reference, by_day].into_iter().find_map(|groups| {
        let fit: Vec<Proposal> =
            groups.values().filter_map(|of| whole(amount, awaited, of, Ground::OneAdvice, true)).collect();
        let alone = fit.len() == 1;
        fit.into_iter().next().map(|first| Proposal { sure: alone, ..first })
    })
}

fn grouped(all: &[usize], by: impl Fn(usize) -> Option<String>) -> BTreeMap<String, Vec<usize>> {
    let mut groups = BTreeMap::<String, Vec<usize>>::new();
    for at in all {
        if let Some(key) = by(*at) {
            groups.entry(key).or_default().push(*at);
        }
    }
    groups
}

/// Some of them, those announced first preferred.
fn some(amount: Cents, awaited: &[Awaited], all: &[usize]) -> Option<Proposal> {
    let mut of = all.to_vec();
    of.sort_by_key(|at| (awaited[*at].advised_on.unwrap_or(Date::MAX), *at));
    of.truncate(MAX_LOOKED_AT);
    let found = subset(amount, awaited, &of)?;
    let sure = found.alone && all.len() <= FEW;
    Some(Proposal { ground: Ground::SomeAnnounced, sure, parts: found.parts })
}

/// Some shares whose sum is the amount.
struct Subset {
    parts: Vec<Part>,
    /// The search went through, and no other combination does.
    alone: bool,
}

/// A search in depth, the largest first, cut where what is left cannot make the sum.
struct Search<'a> {
    awaited: &'a [Awaited],
    of: Vec<usize>,
    /// What those from each place on make together.
    rests: Vec<i64>,
    steps: u32,
    found: Vec<Vec<usize>>,
}

fn subset(amount: Cents, awaited: &[Awaited], of: &[usize]) -> Option<Subset> {
    let mut of: Vec<usize> = of.iter().copied().take(MAX_LOOKED_AT).collect();
    of.sort_by_key(|at| std::cmp::Reverse(awaited[*at].amount_cents));
    let mut rests = vec![0i64; of.len() + 1];
    for at in (0..of.len()).rev() {
        rests[at] = rests[at + 1].saturating_add(awaited[of[at]].amount_cents.get());
    }
    let mut search = Search { awaited, of, rests, steps: MAX_STEPS, found: Vec::new() };
    search.from(0, amount.get(), &mut Vec::new());
    let alone = search.found.len() == 1 && search.steps > 0;
    let mut first = search.found.into_iter().next()?;
    first.sort_unstable();
    Some(Subset { parts: first.into_iter().map(|at| (at, awaited[at].amount_cents)).collect(), alone })
}

impl Search<'_> {
    fn from(&mut self, at: usize, left: i64, taken: &mut Vec<usize>) {
        if left == 0 {
            self.found.push(taken.clone());
            return;
        }
        if self.found.len() > 1 || self.steps == 0 || at == self.of.len() || self.rests[at] < left {
            return;
        }
        self.steps -= 1;
        let amount = self.awaited[self.of[at]].amount_cents.get();
        if amount <= left {
            taken.push(self.of[at]);
            self.from(at + 1, left - amount, taken);
            taken.pop();
        }
        self.from(at + 1, left, taken);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;
    use uuid::Uuid;

    fn awaited(amount: i64, day: i8, reference: &str, named: bool) -> Awaited {
        Awaited {
            dossier: DossierId(Uuid::from_u128(1)),
            rank: 1,
            amount_cents: Cents::new(amount).unwrap(),
            advised_on: (day > 0).then(|| date(2024, 2, day)),
            reference: (!reference.is_empty()).then(|| reference.to_owned()),
            named,
        }
    }

    fn shares() -> Vec<Awaited> {
        vec![
            awaited(10_000, 1, "A1", false),
            awaited(25_000, 1, "A1", false),
            awaited(7_150, 2, "A2", false),
            awaited(7_150, 3, "", false),
            awaited(1_001, 0, "", false),
        ]
    }

    #[rstest]
    #[case::nothing(0, None)]
    #[case::one_share(10_000, Some((Ground::OneShare, true, vec![0])))]
    #[case::one_of_two_alike(7_150, Some((Ground::OneShare, false, vec![2])))]
    #[case::one_advice(35_000, Some((Ground::OneAdvice, true, vec![0, 1])))]
    #[case::all(50_301, Some((Ground::AllAnnounced, true, vec![0, 1, 2, 3, 4])))]
    #[case::some(26_001, Some((Ground::SomeAnnounced, true, vec![1, 4])))]
    #[case::some_in_two_ways(17_150, Some((Ground::SomeAnnounced, false, vec![0, 2])))]
    #[case::nobody(3, None)]
    fn what_an_amount_suggests(#[case] amount: i64, #[case] expected: Option<(Ground, bool, Vec<usize>)>) {
        let proposal = propose(Cents::new(amount).unwrap(), &shares());
        let told = proposal.map(|p| (p.ground, p.sure, p.parts.iter().map(|(at, _)| *at).collect::<Vec<_>>()));
        assert_eq!(told, expected);
    }

    #[rstest]
    #[case::exact(35_000, Ground::Named, true, &[10_000, 25_000])]
    #[case::one_of_them(25_000, Ground::Named, true, &[25_000])]
    #[case::short(34_000, Ground::Short, false, &[10_000, 24_000])]
    #[case::beyond(36_000, Ground::Beyond, false, &[10_000, 25_000])]
    fn what_the_label_names_comes_first(
        #[case] amount: i64,
        #[case] ground: Ground,
        #[case] sure: bool,
        #[case] parts: &[i64],
    ) {
        let mut all = shares();
        (all[0].named, all[1].named) = (true, true);
        let proposal = propose(Cents::new(amount).unwrap(), &all).unwrap();
        let cents: Vec<i64> = proposal.parts.iter().map(|(_, cents)| cents.get()).collect();
        assert_eq!((proposal.ground, proposal.sure, cents.as_slice()), (ground, sure, parts));
    }

    proptest! {
        /// Whatever is awaited: never more than came, never more of a share than it awaits, each share once; and what is
        /// called sure makes the very sum.
        #[test]
        fn a_proposal_is_within_what_came_and_what_is_awaited(
            amount in 1i64..200_000,
            amounts in prop::collection::vec((0i64..60_000, 0i8..5, any::<bool>()), 0..60),
        ) {
            let all: Vec<Awaited> =
                amounts.iter().map(|(cents, day, named)| awaited(*cents, *day, "", *named)).collect();
            if let Some(proposal) = propose(Cents::new(amount).unwrap(), &all) {
                let sum: i64 = proposal.parts.iter().map(|(_, cents)| cents.get()).sum();
                prop_assert!(sum <= amount && (!proposal.sure || sum == amount));
                let mut places: Vec<usize> = proposal.parts.iter().map(|(at, _)| *at).collect();
                places.dedup();
                prop_assert_eq!(places.len(), proposal.parts.len());
                for (at, cents) in &proposal.parts {
                    prop_assert!(cents.is_positive() && *cents <= all[*at].amount_cents);
                }
            }
        }
    }
}
