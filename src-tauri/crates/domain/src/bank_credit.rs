//! One credit on the bank's statement and how it is allocated: the only thing that makes an AMC share paid.
//!
//! Never more is allocated than was credited. What is left is nobody's yet: it stays in sight until it is allocated.

use crate::{
    context::{Context, Role},
    ids::{BankCreditId, DossierId, ImportId, OperatorAdvanceId, TextId},
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
    /// Recorded with what is allocated at once.
    #[serde(rename = "bank_credit.recorded")]
    Recorded(Recorded),
    /// Allocated further, from what was left of it.
    #[serde(rename = "bank_credit.allocated")]
    Allocated {
        /// To which AMC shares.
        allocations: Vec<Allocation>,
    },
    /// Some of what was left of it is a penalty the payer owed for paying late.
    #[serde(rename = "bank_credit.penalty_taken")]
    PenaltyTaken {
        /// In cents.
        amount_cents: Cents,
    },
    /// The statement it was read from was undone: it never was on the account.
    #[serde(rename = "bank_credit.withdrawn")]
    Withdrawn {
        /// Which import.
        import: ImportId,
        /// Why.
        reason: TextId,
    },
    /// Some of it is an advance of the operator, for no share.
    #[serde(rename = "bank_credit.given_to_advance")]
    GivenToAdvance {
        /// Which advance.
        advance: OperatorAdvanceId,
        /// In cents.
        amount_cents: Cents,
    },
    /// The advance was recorded by mistake: its money is to allocate again.
    #[serde(rename = "bank_credit.taken_from_advance")]
    TakenFromAdvance {
        /// Which advance.
        advance: OperatorAdvanceId,
    },
    /// The operator kept some of what it owed, against its advance: as much more is allocated than what was credited.
    #[serde(rename = "bank_credit.withheld")]
    Withheld {
        /// Against which advance.
        advance: OperatorAdvanceId,
        /// In cents.
        amount_cents: Cents,
    },
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
    /// To which AMC shares, possibly none yet.
    pub allocations: Vec<Allocation>,
    /// The line of an imported statement it was read from; none when it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<StatementLine>,
}

/// Where on a statement a credit was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// The import it came with.
    pub import: ImportId,
    /// The value date, when the statement says one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_on: Option<Date>,
    /// The bank's reference, in its erasable place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<TextId>,
    /// The insurer that pays by itself, when it is no operator of the practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurer: Option<String>,
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
    /// Everything allocated since, in order.
    pub allocated_since: Vec<Allocation>,
    /// What of it is penalties for late payment, in cents.
    pub penalty_cents: Cents,
    /// Its import was undone: it counts for nothing.
    pub withdrawn: bool,
    /// What of it is an operator's advance.
    pub given: Vec<(OperatorAdvanceId, Cents)>,
    /// What the operator withheld of it, against its advances.
    pub withheld: Vec<(OperatorAdvanceId, Cents)>,
}

impl BankCredit {
    /// Everything it is allocated to, in order.
    pub fn allocations(&self) -> impl Iterator<Item = &Allocation> {
        self.standing()
            .flat_map(|recorded| &recorded.allocations)
            .chain(self.allocated_since.iter().filter(|_| !self.withdrawn))
    }

    /// What was recorded, unless its import was undone.
    pub fn standing(&self) -> impl Iterator<Item = &Recorded> {
        self.recorded.iter().filter(|_| !self.withdrawn)
    }

    /// « Reste à affecter », in cents.
    pub fn left(&self) -> Cents {
        let credited = self.standing().map(|recorded| recorded.amount_cents);
        let here = Cents::sum(credited.chain(self.withheld.iter().map(|(_, amount)| *amount))).unwrap_or_default();
        let allocated = self.allocations().map(|allocation| allocation.amount_cents);
        let given = self.given.iter().map(|(_, amount)| *amount);
        let gone = Cents::sum(allocated.chain(given).chain([self.penalty_cents]));
        here.remaining_after(gone.unwrap_or(here))
    }
}

/// Records a credit: on or before today, positive, and allocated for no more than it is.
pub fn record(state: &BankCredit, recorded: Recorded, context: &Context) -> Result<Vec<BankCreditEvent>, Refusal> {
    if state.recorded.is_some() {
        return Err(Refusal::AlreadyExists);
    }
    if recorded.on > context.today {
        return Err(Refusal::DateInFuture);
    }
    if !recorded.amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    check_allocations(&recorded.allocations, recorded.amount_cents)?;
    Ok(vec![BankCreditEvent::Recorded(recorded)])
}

/// Allocates some of what is left of a credit.
pub fn allocate(state: &BankCredit, allocations: Vec<Allocation>) -> Result<Vec<BankCreditEvent>, Refusal> {
    if state.standing().next().is_none() {
        return Err(Refusal::UnknownBankCredit);
    }
    if allocations.is_empty() {
        return Err(Refusal::AmountNotPositive);
    }
    check_allocations(&allocations, state.left())?;
    Ok(vec![BankCreditEvent::Allocated { allocations }])
}

/// Takes some of what is left of a credit as a penalty for late payment.
pub fn take_penalty(state: &BankCredit, amount_cents: Cents) -> Result<Vec<BankCreditEvent>, Refusal> {
    if state.recorded.is_none() {
        return Err(Refusal::UnknownBankCredit);
    }
    if !amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    let left = state.left();
    if amount_cents > left {
        return Err(Refusal::MoreThanCredited { left_cents: left.get() });
    }
    Ok(vec![BankCreditEvent::PenaltyTaken { amount_cents }])
}

/// Takes a credit back with the statement it was read from, as long as nobody has allocated it further since.
pub fn withdraw(
    state: &BankCredit,
    import: ImportId,
    reason: TextId,
    context: &Context,
) -> Result<Vec<BankCreditEvent>, Refusal> {
    if context.role == Role::Accountant {
        return Err(Refusal::RoleNotAllowed);
    }
    let recorded = state.standing().next().ok_or(Refusal::UnknownBankCredit)?;
    let its_own = recorded.statement.as_ref().is_some_and(|line| line.import == import);
    let used = !state.allocated_since.is_empty() || !state.given.is_empty() || !state.withheld.is_empty();
    if !its_own || used || state.penalty_cents.is_positive() {
        return Err(Refusal::ChangedSince);
    }
    Ok(vec![BankCreditEvent::Withdrawn { import, reason }])
}

/// Some of what is left of a credit is an operator's advance.
pub fn give_to_advance(
    state: &BankCredit,
    advance: OperatorAdvanceId,
    amount_cents: Cents,
) -> Result<Vec<BankCreditEvent>, Refusal> {
    if state.standing().next().is_none() {
        return Err(Refusal::UnknownBankCredit);
    }
    if !amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    if amount_cents > state.left() {
        return Err(Refusal::MoreThanCredited { left_cents: state.left().get() });
    }
    Ok(vec![BankCreditEvent::GivenToAdvance { advance, amount_cents }])
}

/// The advance it was is no more: what was given to it is to allocate again.
pub fn take_from_advance(state: &BankCredit, advance: OperatorAdvanceId) -> Result<Vec<BankCreditEvent>, Refusal> {
    let given = state.given.iter().any(|(to, _)| *to == advance);
    if given { Ok(vec![BankCreditEvent::TakenFromAdvance { advance }]) } else { Err(Refusal::UnknownOperatorAdvance) }
}

/// The operator kept some of what it owed with this credit, against its advance: the shares are allocated in the same command,
/// to the cent.
pub fn withhold(
    state: &BankCredit,
    advance: OperatorAdvanceId,
    allocations: Vec<Allocation>,
) -> Result<Vec<BankCreditEvent>, Refusal> {
    if state.standing().next().is_none() {
        return Err(Refusal::UnknownBankCredit);
    }
    if allocations.is_empty() || allocations.iter().any(|allocation| !allocation.amount_cents.is_positive()) {
        return Err(Refusal::AmountNotPositive);
    }
    // What is left of the credit itself pays first: nothing was withheld while some of it waits.
    if state.left().is_positive() {
        return Err(Refusal::CreditNotAllocated { left_cents: state.left().get() });
    }
    let amount_cents = Cents::sum(allocations.iter().map(|allocation| allocation.amount_cents))?;
    let withheld = BankCreditEvent::Withheld { advance, amount_cents };
    Ok(vec![withheld, BankCreditEvent::Allocated { allocations }])
}

/// Each allocation is something, and together they are no more than there is.
fn check_allocations(allocations: &[Allocation], left: Cents) -> Result<(), Refusal> {
    if allocations.iter().any(|allocation| !allocation.amount_cents.is_positive()) {
        return Err(Refusal::AmountNotPositive);
    }
    let allocated = Cents::sum(allocations.iter().map(|allocation| allocation.amount_cents))?;
    if allocated > left {
        return Err(Refusal::MoreThanCredited { left_cents: left.get() });
    }
    Ok(())
}

impl Stream for BankCredit {
    type Event = BankCreditEvent;
    const KIND: StreamKind = StreamKind::BankCredit;

    fn apply(&mut self, event: &BankCreditEvent) {
        match event {
            BankCreditEvent::Recorded(recorded) => self.recorded = Some(recorded.clone()),
            BankCreditEvent::Allocated { allocations } => self.allocated_since.extend(allocations),
            BankCreditEvent::PenaltyTaken { amount_cents } => {
                self.penalty_cents = self.penalty_cents.plus(*amount_cents).unwrap_or(self.penalty_cents);
            }
            BankCreditEvent::Withdrawn { .. } => self.withdrawn = true,
            BankCreditEvent::GivenToAdvance { advance, amount_cents } => self.given.push((*advance, *amount_cents)),
            BankCreditEvent::TakenFromAdvance { advance } => self.given.retain(|(to, _)| to != advance),
            BankCreditEvent::Withheld { advance, amount_cents } => self.withheld.push((*advance, *amount_cents)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;
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
            statement: None,
        }
    }

    #[rstest]
    #[case::one_share(credit(38_000, &[38_000], TODAY), None)]
    #[case::two_shares(credit(38_000, &[20_000, 18_000], TODAY), None)]
    #[case::booked_before(credit(38_000, &[38_000], date(2024, 2, 1)), None)]
    #[case::booked_tomorrow(credit(38_000, &[38_000], date(2024, 2, 20)), Some(Refusal::DateInFuture))]
    #[case::a_cent_is_left(credit(38_000, &[37_999], TODAY), None)]
    #[case::a_cent_over(credit(38_000, &[38_001], TODAY), Some(Refusal::MoreThanCredited { left_cents: 38_000 }))]
    #[case::of_nothing(credit(0, &[], TODAY), Some(Refusal::AmountNotPositive))]
    #[case::for_nobody_yet(credit(38_000, &[], TODAY), None)]
    #[case::taken_back_from_another(credit(38_000, &[40_000, -2_000], TODAY), Some(Refusal::AmountNotPositive))]
    #[case::nothing_for_one(credit(38_000, &[38_000, 0], TODAY), Some(Refusal::AmountNotPositive))]
    fn a_credit_is_allocated_for_no_more_than_it_is(#[case] recorded: Recorded, #[case] expected: Option<Refusal>) {
        let actor = UserId(Uuid::from_u128(3));
        let context = Context { now: jiff::Timestamp::UNIX_EPOCH, today: TODAY, actor, role: Role::Billing };
        let given = record(&BankCredit::default(), recorded.clone(), &context);
        assert_eq!(given.clone().err(), expected);
        if let Ok(events) = given {
            let known = BankCredit::fold(&events);
            assert_eq!(record(&known, recorded, &context), Err(Refusal::AlreadyExists), "it is recorded once");
        }
    }

    #[rstest]
    #[case::all_of_it(8_000, Ok(0))]
    #[case::a_part(1_250, Ok(6_750))]
    #[case::a_cent_over(8_001, Err(Refusal::MoreThanCredited { left_cents: 8_000 }))]
    #[case::nothing(0, Err(Refusal::AmountNotPositive))]
    fn what_is_left_may_be_a_penalty(#[case] amount: i64, #[case] expected: Result<i64, Refusal>) {
        let mut state = BankCredit::fold(&[BankCreditEvent::Recorded(credit(38_000, &[30_000], TODAY))]);
        let given = take_penalty(&state, Cents::new(amount).unwrap());
        let left = given.map(|events| {
            events.iter().for_each(|event| state.apply(event));
            state.left().get()
        });
        assert_eq!(left, expected);
        assert_eq!(take_penalty(&BankCredit::default(), parts(&[1])[0].amount_cents), Err(Refusal::UnknownBankCredit));
    }

    fn parts(amounts: &[i64]) -> Vec<Allocation> {
        credit(1, amounts, TODAY).allocations
    }

    #[test]
    fn what_the_operator_withheld_is_allocated_to_the_cent() {
        let advance = OperatorAdvanceId(Uuid::from_u128(9));
        let mut state = BankCredit::fold(&[BankCreditEvent::Recorded(credit(30_000, &[30_000], TODAY))]);
        assert_eq!(withhold(&BankCredit::default(), advance, parts(&[1])), Err(Refusal::UnknownBankCredit));
        assert_eq!(withhold(&state, advance, parts(&[])), Err(Refusal::AmountNotPositive));
        let events = withhold(&state, advance, parts(&[5_000, 3_000])).unwrap();
        events.iter().for_each(|event| state.apply(event));
        assert_eq!((state.left().get(), state.withheld.clone()), (0, vec![(advance, Cents::new(8_000).unwrap())]));
        let waits = BankCredit::fold(&[BankCreditEvent::Recorded(credit(30_000, &[29_999], TODAY))]);
        assert_eq!(withhold(&waits, advance, parts(&[1])), Err(Refusal::CreditNotAllocated { left_cents: 1 }));
    }

    #[test]
    fn an_advance_is_part_of_a_credit_and_given_back_to_it() {
        let advance = OperatorAdvanceId(Uuid::from_u128(9));
        let cents = |amount| Cents::new(amount).unwrap();
        let mut state = BankCredit::fold(&[BankCreditEvent::Recorded(credit(30_000, &[10_000], TODAY))]);
        let refused = Refusal::MoreThanCredited { left_cents: 20_000 };
        assert_eq!(give_to_advance(&state, advance, cents(20_001)), Err(refused));
        give_to_advance(&state, advance, cents(20_000)).unwrap().iter().for_each(|event| state.apply(event));
        assert_eq!(state.left(), Cents::ZERO);
        take_from_advance(&state, advance).unwrap().iter().for_each(|event| state.apply(event));
        assert_eq!(state.left().get(), 20_000);
        assert_eq!(take_from_advance(&state, advance), Err(Refusal::UnknownOperatorAdvance));
    }

    #[rstest]
    #[case::all_of_it(&[8_000], Ok(0))]
    #[case::a_part(&[5_000], Ok(3_000))]
    #[case::two_shares(&[5_000, 3_000], Ok(0))]
    #[case::a_cent_over(&[8_001], Err(Refusal::MoreThanCredited { left_cents: 8_000 }))]
    #[case::a_cent_over_in_all(&[5_000, 3_001], Err(Refusal::MoreThanCredited { left_cents: 8_000 }))]
    #[case::to_nobody(&[], Err(Refusal::AmountNotPositive))]
    #[case::nothing(&[0], Err(Refusal::AmountNotPositive))]
    #[case::taken_back(&[9_000, -1_000], Err(Refusal::AmountNotPositive))]
    fn what_is_left_is_allocated_later(#[case] amounts: &[i64], #[case] expected: Result<i64, Refusal>) {
        let mut state = BankCredit::fold(&[BankCreditEvent::Recorded(credit(38_000, &[30_000], TODAY))]);
        assert_eq!(state.left().get(), 8_000);
        let given = allocate(&state, parts(amounts));
        let left = given.map(|events| {
            events.iter().for_each(|event| state.apply(event));
            state.left().get()
        });
        assert_eq!(left, expected);
        assert_eq!(allocate(&BankCredit::default(), parts(&[1])), Err(Refusal::UnknownBankCredit));
    }

    #[test]
    fn a_credit_read_from_a_statement_is_taken_back_with_it_unless_it_was_allocated_since() {
        let (import, other, reason) =
            (ImportId(Uuid::from_u128(8)), ImportId(Uuid::from_u128(9)), TextId(Uuid::from_u128(7)));
        let by =
            |role| Context { now: jiff::Timestamp::UNIX_EPOCH, today: TODAY, actor: UserId(Uuid::from_u128(3)), role };
        let line = StatementLine { import, value_on: None, reference: None, insurer: None };
        let recorded = Recorded { statement: Some(line), ..credit(38_000, &[30_000], TODAY) };
        let read = BankCredit::fold(&[BankCreditEvent::Recorded(recorded)]);
        assert_eq!(withdraw(&read, import, reason, &by(Role::Accountant)), Err(Refusal::RoleNotAllowed));
        assert_eq!(withdraw(&read, other, reason, &by(Role::Owner)), Err(Refusal::ChangedSince));
        let mut further = read.clone();
        further.apply(&BankCreditEvent::Allocated { allocations: parts(&[1]) });
        assert_eq!(withdraw(&further, import, reason, &by(Role::Owner)), Err(Refusal::ChangedSince));
        let mut gone = read;
        for event in withdraw(&gone, import, reason, &by(Role::Counter)).unwrap() {
            gone.apply(&event);
        }
        assert_eq!((gone.left().get(), gone.allocations().count()), (0, 0));
        assert_eq!(withdraw(&gone, import, reason, &by(Role::Owner)), Err(Refusal::UnknownBankCredit));
        assert_eq!(allocate(&gone, parts(&[1])), Err(Refusal::UnknownBankCredit));
        let typed = BankCredit::fold(&[BankCreditEvent::Recorded(credit(38_000, &[], TODAY))]);
        assert_eq!(withdraw(&typed, import, reason, &by(Role::Owner)), Err(Refusal::ChangedSince));
    }
}
