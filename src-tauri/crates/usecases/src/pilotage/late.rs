//! Who pays late: how long each payer takes, and what it owes for it under the rules of the trade.
//!
//! The rates are dated reference data, « à vérifier ». A penalty that is a part of what came late is worked out by operator and
//! month, and rounded there. What the mandatory insurance paid is what people noted of it: its money is followed in the main
//! software.

use super::{Ground, sums::Sums};
use crate::contract::{PayerDelay, PaymentTerm, PenaltiesView, PenaltyLine, PenaltyRule, Problem};
use jiff::civil::Date;
use relais_domain::{
    context::Activity,
    estimate::reference::{Key, ReferenceSet},
    money::sum_share_bp,
    owed::{Debtor, is_claimed, spread},
    platform::PlatformCode,
    working_days,
};
use relais_storage::{Queries, rows::PaidMonth};
use std::collections::BTreeMap;

/// The numbers in force on a day; what a file does not say is nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// Working days.
    pub(super) amc_within: u32,
    pub(super) amc_rate_bp: u32,
    rejected_cents: u32,
    /// Working days.
    pub(super) amo_within: u32,
    amo_flat_until: u32,
    amo_flat_cents: u32,
    amo_rate_bp: u32,
}

/// Every number the penalties rest on.
const NUMBERS: [Key; 8] = [
    Key::PharmacyAmcPaysWithin,
    Key::PharmacyAmcPenalty,
    Key::PharmacyRejectedPenalty,
    Key::PharmacyAmoPaysWithin,
    Key::AmoPaysWithin,
    Key::AmoFlatUntil,
    Key::AmoFlatPenalty,
    Key::AmoPenalty,
];

impl Rules {
    pub(super) fn of(numbers: &ReferenceSet, on: Date) -> Rules {
        let value = |key| numbers.on(key, on).map_or(0, |number| number.value);
        Rules {
            amc_within: value(Key::PharmacyAmcPaysWithin),
            amc_rate_bp: value(Key::PharmacyAmcPenalty),
            rejected_cents: value(Key::PharmacyRejectedPenalty),
            amo_within: value(Key::AmoPaysWithin),
            amo_flat_until: value(Key::AmoFlatUntil),
            amo_flat_cents: value(Key::AmoFlatPenalty),
            amo_rate_bp: value(Key::AmoPenalty),
        }
    }
}

/// How long each payer takes, the one that pays most often first.
pub(super) fn delays(ground: &Ground<'_>, queries: &Queries<'_>) -> Result<Vec<PayerDelay>, Problem> {
    let mut payers: BTreeMap<(String, String, bool), Vec<(u32, u32)>> = BTreeMap::new();
    for paid in queries.paid_months(ground.months_from(), ground.as_of)? {
        if paid.debtor == Debtor::Insurer {
            let pharmacy = paid.activity == Activity::Pharmacy;
            payers.entry((paid.operator, paid.payer, pharmacy)).or_default().push((paid.days, paid.shares));
        }
    }
    let mut told = Vec::with_capacity(payers.len());
    for ((operator, payer, pharmacy), histogram) in payers {
        let Some(found) = spread(&histogram) else { continue };
        told.push(PayerDelay {
            operator_label: ground.operator_label(&operator),
            payer_label: ground.payer_label(&payer)?,
            shares: found.count,
            p10_days: found.p10,
            median_days: found.median,
            p90_days: found.p90,
            contract: term(ground, &operator, pharmacy),
            operator,
            payer,
        });
    }
    told.sort_by_key(|delay| std::cmp::Reverse(delay.shares));
    Ok(told)
}

/// What was agreed: the owner's own word, else the convention of the trade.
pub(super) fn term(ground: &Ground<'_>, operator: &str, pharmacy: bool) -> Option<PaymentTerm> {
    let by_hand = PlatformCode::parse(operator).ok().and_then(|code| ground.terms.get(&code).copied());
    if let Some(days) = by_hand {
        return Some(PaymentTerm { days, by_hand: true, source: String::new(), status: None });
    }
    let number = ground.numbers.on(Key::PharmacyAmcPaysWithin, ground.as_of).filter(|_| pharmacy)?;
    let (source, status) = (number.source.clone(), Some(number.status));
    Some(PaymentTerm { days: number.value, by_hand: false, source, status })
}

/// One rule applied to one operator.
#[derive(Default)]
struct Due {
    paid: (u32, i64),
    open: (u32, i64),
    cents: i64,
}

/// Penalties due and received over the last twelve months.
pub(super) fn penalties(ground: &Ground<'_>, queries: &Queries<'_>, sums: &Sums) -> Result<PenaltiesView, Problem> {
    let (from, to) = (ground.months_from(), ground.as_of);
    let mut due: BTreeMap<(PenaltyRule, String), Due> = BTreeMap::new();
    paid_late(ground, &queries.paid_months(from, to)?, &mut due);
    open_late(ground, queries, sums, &mut due)?;
    for rejected in queries.rejected_months(from, to)? {
        if rejected.activity == Activity::Pharmacy {
            let rules = Rules::of(&ground.numbers, first_of(&rejected.month, to));
            let one = due.entry((PenaltyRule::Rejected, rejected.operator)).or_default();
            one.paid.0 += rejected.shares;
            one.cents += i64::from(rejected.shares) * i64::from(rules.rejected_cents);
        }
    }
    let mut received: BTreeMap<String, i64> = queries.penalties_received(from, to)?.into_iter().collect();
    let received_cents = received.values().sum();
    let mut lines: Vec<PenaltyLine> = due
        .into_iter()
        .map(|((rule, operator), due)| PenaltyLine {
            // A payer's penalties come together: they stand on its first line. The mandatory insurance is no operator: what
            // came from nobody named is taken for its own.
            received_cents: received.remove(&operator).unwrap_or(0),
            label: ground.operator_label(&operator),
            rule,
            operator,
            paid_shares: due.paid.0,
            paid_cents: due.paid.1,
            open_shares: due.open.0,
            open_cents: due.open.1,
            due_cents: due.cents,
        })
        .collect();
    lines.extend(received.into_iter().map(|(operator, received_cents)| PenaltyLine {
        rule: PenaltyRule::AmcLate,
        label: ground.operator_label(&operator),
        operator,
        paid_shares: 0,
        paid_cents: 0,
        open_shares: 0,
        open_cents: 0,
        due_cents: 0,
        received_cents,
    }));
    let row = queries.practice()?;
    Ok(PenaltiesView {
        applies: row.is_some_and(|row| row.activities.contains(&Activity::Pharmacy)),
        from,
        to,
        due_cents: lines.iter().map(|line| line.due_cents).sum(),
        received_cents,
        lines,
        rules: NUMBERS.into_iter().filter_map(|key| ground.numbers.on(key, to).cloned()).collect(),
    })
}

/// What was paid late: the rates are those of the month it was paid in, and the part is rounded by month.
fn paid_late(ground: &Ground<'_>, months: &[PaidMonth], due: &mut BTreeMap<(PenaltyRule, String), Due>) {
    let mut late: BTreeMap<(PenaltyRule, &str, &str), i64> = BTreeMap::new();
    for paid in months.iter().filter(|paid| paid.activity == Activity::Pharmacy) {
        let rules = Rules::of(&ground.numbers, first_of(&paid.month, ground.as_of));
        let (rule, within) = match paid.debtor {
            Debtor::MandatoryInsurance => (PenaltyRule::AmoLate, rules.amo_within),
            _ => (PenaltyRule::AmcLate, rules.amc_within),
        };
        if paid.days <= within {
            continue;
        }
        let one = due.entry((rule, paid.operator.clone())).or_default();
        one.paid.0 += paid.shares;
        one.paid.1 += paid.cents;
        if rule == PenaltyRule::AmoLate && paid.days <= rules.amo_flat_until {
            one.cents += i64::from(paid.shares) * i64::from(rules.amo_flat_cents);
        } else {
            *late.entry((rule, &paid.operator, &paid.month)).or_default() += paid.cents;
        }
    }
    for ((rule, operator, month), cents) in late {
        let rules = Rules::of(&ground.numbers, first_of(month, ground.as_of));
        let rate_bp = if rule == PenaltyRule::AmoLate { rules.amo_rate_bp } else { rules.amc_rate_bp };
        due.entry((rule, operator.to_owned())).or_default().cents += sum_share_bp(cents, rate_bp);
    }
}

/// What is late today and not paid: everything claimed, less what is not late yet.
fn open_late(
    ground: &Ground<'_>,
    queries: &Queries<'_>,
    sums: &Sums,
    due: &mut BTreeMap<(PenaltyRule, String), Due>,
) -> Result<(), Problem> {
    let rules = Rules::of(&ground.numbers, ground.as_of);
    let last_late = working_days::last_late(ground.as_of, rules.amc_within);
    let first_in_time = last_late.tomorrow().unwrap_or(last_late);
    let in_time = queries.owed_since(first_in_time)?;
    let mut late: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let signed = sums.cells().iter().map(|cell| (1, cell)).chain(in_time.iter().map(|cell| (-1, cell)));
    for (sign, cell) in signed {
        let claimed = cell.state.is_some_and(is_claimed) && cell.debtor == Debtor::Insurer;
        if claimed && cell.activity == Activity::Pharmacy {
            let one = late.entry(cell.operator.clone()).or_default();
            one.0 += sign * i64::from(cell.shares);
            one.1 += sign * cell.cents;
        }
    }
    for (operator, (shares, cents)) in late.into_iter().filter(|(_, (shares, _))| *shares > 0) {
        let one = due.entry((PenaltyRule::AmcLate, operator)).or_default();
        one.open = (u32::try_from(shares).unwrap_or_default(), cents);
        one.cents += sum_share_bp(cents, rules.amc_rate_bp);
    }
    Ok(())
}

/// The first day of `2024-02`.
fn first_of(month: &str, otherwise: Date) -> Date {
    format!("{month}-01").parse().unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_numbers_that_ship_say_the_rules() {
        let set = ReferenceSet::read(relais_domain::estimate::reference::SHIPPED).unwrap();
        let rules = Rules::of(&set, date(2024, 2, 1));
        assert_eq!((rules.amc_within, rules.amc_rate_bp, rules.rejected_cents), (3, 100, 100));
        assert_eq!(
            (rules.amo_within, rules.amo_flat_until, rules.amo_flat_cents, rules.amo_rate_bp),
            (7, 9, 100, 1_000)
        );
    }
}
