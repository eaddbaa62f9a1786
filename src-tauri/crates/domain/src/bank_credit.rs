//! One credit on the bank's statement and how it is allocated: the only thing that makes an AMC share paid.

use crate::{
    context::Context,
    ids::{BankCreditId, DossierId, TextId},
    money::Cents,
    platform::PlatformCode,
    refusal::Refusal,
    stream::{Stream, StreamKind},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An event of a bank credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum BankCreditEvent {
    /// Recorded with its allocations.
    #[serde(rename = "bank_credit.recorded")]
    Recorded(Recorded),
}

/// `bank_credit.recorded`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The credit.
    pub bank_credit: BankCreditId,
    /// In cents.
    pub amount_cents: Cents,
    /// The booking date on the statement.
    pub on: Date,
    /// The operator that pays, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<PlatformCode>,
    /// The statement's label, in its erasable place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<TextId>,
    /// To which AMC shares; their amounts make the credit's.
    pub allocations: Vec<Allocation>,
}

/// Part of a credit, for one AMC share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// The dossier.
    pub dossier: DossierId,
    /// The complementary's rank.
    pub rank: u8,
    /// In cents.
    pub amount_cents: Cents,
}

/// A bank credit folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BankCredit {
    /// None before it is recorded.
    pub recorded: Option<Recorded>,
}

/// Records a credit: on or before today, positive, and allocated to the cent.
pub fn record(state: &BankCredit, recorded: Recorded, context: &Context) -> Result<Vec<BankCreditEvent>, Refusal> {
    if state.recorded.is_some() {
        return Err(Refusal::AlreadyExists);
    }
    if recorded.on > context.today {
        return Err(Refusal::DateInFuture);
    }
    let positive = recorded.allocations.iter().all(|allocation| allocation.amount_cents.is_positive());
    if !recorded.amount_cents.is_positive() || !positive || recorded.allocations.is_empty() {
        return Err(Refusal::AmountNotPositive);
    }
    let allocated = Cents::sum(recorded.allocations.iter().map(|allocation| allocation.amount_cents))?;
    if allocated != recorded.amount_cents {
        return Err(Refusal::AllocationsDiffer { allocated_cents: allocated.get() });
    }
    Ok(vec![BankCreditEvent::Recorded(recorded)])
}

impl Stream for BankCredit {
    type Event = BankCreditEvent;
    const KIND: StreamKind = StreamKind::BankCredit;

    fn apply(&mut self, event: &BankCreditEvent) {
        let BankCreditEvent::Recorded(recorded) = event;
        self.recorded = Some(recorded.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{context::Role, ids::UserId};
    use jiff::civil::date;
    use rstest::rstest;
    use uuid::Uuid;

    const TODAY: Date = date(2024, 2, 19);

    fn credit(amount: i64, allocated: &[i64], on: Date) -> Recorded {
        let cents = |amount| Cents::new(amount).unwrap();
        let dossier = DossierId(Uuid::from_u128(2));
        let allocation = |(rank, amount): (u8, &i64)| Allocation { dossier, rank, amount_cents: cents(*amount) };
        Recorded {
            bank_credit: BankCreditId(Uuid::from_u128(1)),
            amount_cents: cents(amount),
            on,
            payer: None,
            label: None,
            allocations: (1u8..).zip(allocated).map(allocation).collect(),
        }
    }

    #[rstest]
    #[case::one_share(credit(38_000, &[38_000], TODAY), None)]
    #[case::two_shares(credit(38_000, &[20_000, 18_000], TODAY), None)]
    #[case::booked_before(credit(38_000, &[38_000], date(2024, 2, 1)), None)]
    #[case::booked_tomorrow(credit(38_000, &[38_000], date(2024, 2, 20)), Some(Refusal::DateInFuture))]
    #[case::a_cent_short(credit(38_000, &[37_999], TODAY), Some(Refusal::AllocationsDiffer { allocated_cents: 37_999 }))]
    #[case::a_cent_over(credit(38_000, &[38_001], TODAY), Some(Refusal::AllocationsDiffer { allocated_cents: 38_001 }))]
    #[case::of_nothing(credit(0, &[], TODAY), Some(Refusal::AmountNotPositive))]
    #[case::for_nobody(credit(38_000, &[], TODAY), Some(Refusal::AmountNotPositive))]
    #[case::taken_back_from_another(credit(38_000, &[40_000, -2_000], TODAY), Some(Refusal::AmountNotPositive))]
    #[case::nothing_for_one(credit(38_000, &[38_000, 0], TODAY), Some(Refusal::AmountNotPositive))]
    fn a_credit_is_allocated_to_the_cent(#[case] recorded: Recorded, #[case] expected: Option<Refusal>) {
        let actor = UserId(Uuid::from_u128(3));
        let context = Context { now: jiff::Timestamp::UNIX_EPOCH, today: TODAY, actor, role: Role::Billing };
        let given = record(&BankCredit::default(), recorded.clone(), &context);
        assert_eq!(given.clone().err(), expected);
        if let Ok(events) = given {
            let known = BankCredit::fold(&events);
            assert_eq!(record(&known, recorded, &context), Err(Refusal::AlreadyExists), "it is recorded once");
        }
    }
}
