//! The acompte: money of the customer received before the delivery, on an invoice of the main software (« facture d'acompte »),
//! held until it pays a share or goes back. The word is never « arrhes » (C. conso L214-1).
//!
//! For goods it bears interest at the legal rate once three months have gone, until the delivery or the refund (L214-2), unless
//! they are made to order on a quote (L214-3). Months and rates are dated reference data, « à vérifier »; the interest that
//! was granted is recorded with the rate it rests on.

use super::{Dossier, DossierEvent, PaymentPurpose, decide::not_after, due};
use crate::{
    circuit::InvoiceNumber,
    context::{Context, PaymentMeans},
    estimate::reference::{Key, ReferenceSet},
    money::Cents,
    reference::Limits,
    refusal::Refusal,
};
use jiff::{ToSpan, Unit, civil::Date};
use serde::{Deserialize, Serialize};

/// Days of the civil year interest is counted by.
const YEAR_DAYS: i64 = 365;
/// The whole, in basis points.
const WHOLE_BP: i64 = 10_000;

/// `dossier.down_payment_received`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownPaymentReceived {
    /// Its number in the year, gap-free for the post: 4 in « AC-2024-0004 ».
    pub number: u32,
    /// The year of the number.
    pub year: i16,
    /// In cents, positive.
    pub amount_cents: Cents,
    /// How.
    pub means: PaymentMeans,
    /// The business date.
    pub on: Date,
    /// The main software's « facture d'acompte ».
    pub invoice: InvoiceNumber,
    /// The goods are made to order on a quote: it bears no interest.
    pub made_to_order: bool,
    /// The VAT booked on its receipt, in basis points, where the practice chose to; none where the main software alone has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_rate_bp: Option<u32>,
}

/// An acompte as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownPayment {
    /// How it came.
    pub received: DownPaymentReceived,
    /// What it pays, in order.
    pub allocations: Vec<(PaymentPurpose, Cents)>,
    /// The interest it bore, in cents.
    pub interest_cents: Cents,
    /// What was given back of it, in cents.
    pub refunded_cents: Cents,
    /// Of which in cash.
    pub refunded_in_cash_cents: Cents,
    /// When it went back, and how much: what is no longer held bears nothing.
    refunds: Vec<(Date, Cents)>,
    /// It was recorded by mistake.
    pub reversed: bool,
}

impl DownPayment {
    /// What was received, in cents; nothing once corrected.
    pub fn amount(&self) -> Cents {
        if self.reversed { Cents::ZERO } else { self.received.amount_cents }
    }

    /// What of it pays shares, in cents.
    pub fn allocated(&self) -> Cents {
        sum(self.allocations.iter().map(|(_, amount)| *amount))
    }

    /// What of it pays shares for a purpose, in cents.
    pub fn allocated_to(&self, purpose: PaymentPurpose) -> Cents {
        sum(self.allocations.iter().filter(|(to, _)| *to == purpose).map(|(_, amount)| *amount))
    }

    /// What is still held, its interest included, in cents.
    pub fn rest(&self) -> Cents {
        sum([self.amount(), self.interest_cents]).remaining_after(sum([self.allocated(), self.refunded_cents]))
    }

    /// Since when it bears interest; none when it never does.
    pub fn bears_from(&self, terms: &InterestTerms) -> Option<Date> {
        let bears = !self.received.made_to_order && !self.reversed;
        bears.then(|| self.received.on.saturating_add(terms.after_months.months()))
    }

    /// What bore interest from one day to another, the last excluded: each amount in cents with its days.
    fn principals(&self, from: Date, until: Date) -> Vec<(i64, Date, Date)> {
        let mut refunds = self.refunds.clone();
        refunds.sort_by_key(|(on, _)| *on);
        let (mut held, mut since, mut parts) = (self.amount(), from, Vec::new());
        for (on, amount) in refunds {
            if since < on {
                parts.push((held.get(), since, on.min(until)));
                since = on;
            }
            held = held.remaining_after(amount);
        }
        parts.push((held.get(), since, until));
        parts.retain(|(principal, first, last)| *principal > 0 && first < last);
        parts
    }

    /// The interest it has borne until a day and was not granted yet, in cents, with the rate of that day.
    pub fn accrued(&self, until: Date, terms: &InterestTerms) -> Option<(Date, Cents, u32)> {
        let from = self.bears_from(terms)?;
        let borne = terms.borne(&self.principals(from, until))?;
        let due = Cents::new(borne).ok()?.remaining_after(self.interest_cents);
        due.is_positive().then(|| (from, due, terms.rate_on(until).unwrap_or_default()))
    }
}

/// A sum of parts of one acompte, bounded by it.
fn sum(amounts: impl IntoIterator<Item = Cents>) -> Cents {
    Cents::sum(amounts).unwrap_or_default()
}

/// The dated numbers interest is worked out by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterestTerms {
    /// After how many months it begins.
    pub after_months: i64,
    /// The rates in basis points, each with its first day and its last; in their order.
    pub rates: Vec<(Date, Option<Date>, u32)>,
}

impl InterestTerms {
    /// Those of a set, the months being those of a day; none when the set does not say them.
    pub fn of(set: &ReferenceSet, on: Date) -> Option<Self> {
        let after_months = i64::from(set.on(Key::DownPaymentInterestAfter, on)?.value);
        let rates = set.numbers.iter().filter(|number| number.key == Key::LegalInterestRate);
        Some(InterestTerms { after_months, rates: rates.map(|n| (n.from, n.to, n.value)).collect() })
    }

    /// The rate of a day, in basis points.
    pub fn rate_on(&self, day: Date) -> Option<u32> {
        let holds = |(from, to, _): &&(Date, Option<Date>, u32)| *from <= day && to.is_none_or(|to| day <= to);
        self.rates.iter().find(holds).map(|(_, _, rate)| *rate)
    }

    /// Simple interest of each principal over its days, in cents, rounded once, half away from zero.
    fn borne(&self, principals: &[(i64, Date, Date)]) -> Option<i64> {
        let mut weighed = 0i128;
        for (principal, from, until) in principals {
            for (begins, ends, rate) in &self.rates {
                let first = (*from).max(*begins);
                let last = ends.map_or(*until, |ends| (*until).min(ends.saturating_add(1.days())));
                if let Ok(span) = first.until((Unit::Day, last))
                    && span.get_days() > 0
                {
                    weighed += i128::from(*principal) * i128::from(*rate) * i128::from(span.get_days());
                }
            }
        }
        let divisor = i128::from(YEAR_DAYS * WHOLE_BP);
        i64::try_from((weighed + divisor / 2) / divisor).ok()
    }
}

impl Dossier {
    /// What is held of the acomptes and pays no share, in cents.
    pub fn down_payments_held(&self) -> Cents {
        sum(self.down_payments.iter().map(DownPayment::rest))
    }

    /// The most a further acompte could be, in cents: what the customer may come to owe beyond what is held.
    pub fn down_payment_room(&self) -> Cents {
        if self.delivered_on.is_some() {
            Cents::ZERO
        } else {
            self.open_to_customer().remaining_after(self.down_payments_held())
        }
    }

    /// What of the acomptes pays shares for a purpose.
    pub(super) fn allocated_down_payments(&self, purpose: PaymentPurpose) -> impl Iterator<Item = Cents> {
        self.down_payments.iter().map(move |held| held.allocated_to(purpose))
    }

    /// Until when an acompte bears interest: today, or the delivery when that came first.
    pub fn bears_until(&self, day: Date) -> Date {
        self.delivered_on.map_or(day, |delivered| delivered.min(day))
    }

    fn down_payment_mut(&mut self, nth: u32) -> Option<&mut DownPayment> {
        usize::try_from(nth).ok()?.checked_sub(1).and_then(|at| self.down_payments.get_mut(at))
    }

    pub(super) fn take_down_payment(&mut self, event: &DossierEvent) {
        match event {
            DossierEvent::DownPaymentReceived(received) => self.down_payments.push(DownPayment {
                received: received.clone(),
                allocations: Vec::new(),
                interest_cents: Cents::ZERO,
                refunded_cents: Cents::ZERO,
                refunded_in_cash_cents: Cents::ZERO,
                refunds: Vec::new(),
                reversed: false,
            }),
            DossierEvent::DownPaymentAllocated { down_payment, purpose, amount_cents, .. } => {
                if let Some(held) = self.down_payment_mut(*down_payment) {
                    held.allocations.push((*purpose, *amount_cents));
                }
            }
            DossierEvent::DownPaymentReleased { down_payment, purpose, amount_cents } => {
                if let Some(held) = self.down_payment_mut(*down_payment) {
                    let left = held.allocated_to(*purpose).remaining_after(*amount_cents);
                    held.allocations.retain(|(to, _)| to != purpose);
                    held.allocations.extend(left.is_positive().then_some((*purpose, left)));
                }
            }
            DossierEvent::DownPaymentInterest { down_payment, amount_cents, .. } => {
                if let Some(held) = self.down_payment_mut(*down_payment) {
                    held.interest_cents = sum([held.interest_cents, *amount_cents]);
                }
            }
            DossierEvent::DownPaymentRefunded { down_payment, amount_cents, means, on } => {
                if let Some(held) = self.down_payment_mut(*down_payment) {
                    held.refunds.push((*on, *amount_cents));
                    held.refunded_cents = sum([held.refunded_cents, *amount_cents]);
                    if *means == PaymentMeans::Cash {
                        held.refunded_in_cash_cents = sum([held.refunded_in_cash_cents, *amount_cents]);
                    }
                }
            }
            DossierEvent::DownPaymentReversed { down_payment } => {
                if let Some(held) = self.down_payment_mut(*down_payment) {
                    held.reversed = true;
                }
            }
            _ => {}
        }
    }
}

fn standing(state: &Dossier, nth: u32) -> Result<&DownPayment, Refusal> {
    let at = usize::try_from(nth).ok().and_then(|nth| nth.checked_sub(1));
    let held = at.and_then(|at| state.down_payments.get(at)).filter(|held| !held.reversed);
    held.ok_or(Refusal::UnknownDownPayment)
}

/// Receives an acompte: before the delivery, within the limit on cash, and never more than the customer may come to owe.
pub(super) fn receive(
    state: &Dossier,
    received: DownPaymentReceived,
    limits: &Limits,
    context: &Context,
) -> Result<Vec<DossierEvent>, Refusal> {
    if !received.amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    not_after(received.on, context.today)?;
    if state.delivered_on.is_some() {
        return Err(Refusal::AlreadyDelivered);
    }
    due::within_cash_limit(state, received.means, received.amount_cents, limits)?;
    let room = state.down_payment_room();
    if received.amount_cents > room {
        return Err(Refusal::MoreThanDue { due_cents: room.get() });
    }
    Ok(vec![DossierEvent::DownPaymentReceived(received)])
}

/// Lets some of it pay a share: never more than is held, nor than is due.
pub(super) fn allocate(
    state: &Dossier,
    down_payment: u32,
    (purpose, amount_cents): (PaymentPurpose, Cents),
    on: Date,
    context: &Context,
) -> Result<Vec<DossierEvent>, Refusal> {
    let held = standing(state, down_payment)?;
    if !amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    not_after(on, context.today)?;
    let most = due::due_for(state, purpose)?.min(held.rest());
    if amount_cents > most {
        return Err(Refusal::MoreThanDue { due_cents: most.get() });
    }
    Ok(vec![DossierEvent::DownPaymentAllocated { down_payment, purpose, amount_cents, on }])
}

/// Takes an allocation back; money that was given back since cannot be held again.
pub(super) fn release(
    state: &Dossier,
    down_payment: u32,
    purpose: PaymentPurpose,
    amount_cents: Cents,
) -> Result<Vec<DossierEvent>, Refusal> {
    if !amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    let mut most = standing(state, down_payment)?.allocated_to(purpose);
    if purpose != PaymentPurpose::CustomerShare {
        most = most.min(due::here_for_insurers(state)?);
    }
    if amount_cents > most {
        return Err(Refusal::MoreThanDue { due_cents: most.get() });
    }
    Ok(vec![DossierEvent::DownPaymentReleased { down_payment, purpose, amount_cents }])
}

/// What every acompte pays is held again.
pub(super) fn release_all(state: &Dossier) -> impl Iterator<Item = DossierEvent> + '_ {
    (1u32..).zip(&state.down_payments).flat_map(|(down_payment, held)| {
        let paid = held.allocations.iter().filter(|(_, amount)| amount.is_positive());
        paid.map(move |&(purpose, amount_cents)| DossierEvent::DownPaymentReleased {
            down_payment,
            purpose,
            amount_cents,
        })
    })
}

/// The interest one acompte bore until a day, when there is some.
fn interest(state: &Dossier, nth: u32, until: Date, terms: &InterestTerms) -> Option<DossierEvent> {
    let held = standing(state, nth).ok()?;
    let to = state.bears_until(until);
    let (from, amount_cents, rate_bp) = held.accrued(to, terms)?;
    Some(DossierEvent::DownPaymentInterest { down_payment: nth, amount_cents, from, to, rate_bp })
}

/// Records the interest every acompte bore until a day.
pub(super) fn grant_interest(
    state: &Dossier,
    until: Date,
    terms: &InterestTerms,
) -> Result<Vec<DossierEvent>, Refusal> {
    let each = (1u32..).zip(&state.down_payments);
    Ok(each.filter_map(|(nth, _)| interest(state, nth, until, terms)).collect())
}

/// Gives some of it back, the interest it bore included; the limit on cash holds for what a professional pays, too.
pub(super) fn refund(
    state: &Dossier,
    down_payment: u32,
    (amount_cents, means, on): (Cents, PaymentMeans, Date),
    (limits, terms): (&Limits, &InterestTerms),
    context: &Context,
) -> Result<Vec<DossierEvent>, Refusal> {
    let held = standing(state, down_payment)?;
    if !amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    not_after(on, context.today)?;
    if on < held.received.on {
        return Err(Refusal::DateTooEarly { not_before: held.received.on });
    }
    let interest = interest(state, down_payment, on, terms);
    let borne = match &interest {
        Some(DossierEvent::DownPaymentInterest { amount_cents, .. }) => *amount_cents,
        _ => Cents::ZERO,
    };
    let most = held.rest().plus(borne)?;
    if amount_cents > most {
        return Err(Refusal::MoreThanDue { due_cents: most.get() });
    }
    due::given_within_cash_limit(state, means, amount_cents, limits)?;
    let refunded = DossierEvent::DownPaymentRefunded { down_payment, amount_cents, means, on };
    Ok(interest.into_iter().chain([refunded]).collect())
}

/// Corrects one recorded by mistake: nothing may have come of it yet.
pub(super) fn reverse(state: &Dossier, down_payment: u32) -> Result<Vec<DossierEvent>, Refusal> {
    let held = standing(state, down_payment)?;
    if held.rest() != held.amount() || held.interest_cents.is_positive() {
        return Err(Refusal::ChangedSince);
    }
    Ok(vec![DossierEvent::DownPaymentReversed { down_payment }])
}

/// The delivery: what is held then pays what the customer owes, his own share first, then what he claims back himself. What
/// is left stays held, to be given back.
pub(super) fn deliver(state: &Dossier, on: Date) -> Vec<DossierEvent> {
    let mut events = vec![DossierEvent::Delivered { on }];
    let advance = if state.third_party_payment_barred() { state.advance_due() } else { Cents::ZERO };
    let mut owed =
        [(PaymentPurpose::CustomerShare, state.customer_share_due()), (PaymentPurpose::AmcShareAdvanced, advance)];
    for (down_payment, held) in (1u32..).zip(&state.down_payments) {
        let mut rest = held.rest();
        for (purpose, due) in &mut owed {
            let amount_cents = rest.min(*due);
            if amount_cents.is_positive() {
                (rest, *due) = (rest.remaining_after(amount_cents), due.remaining_after(amount_cents));
                let purpose = *purpose;
                events.push(DossierEvent::DownPaymentAllocated { down_payment, purpose, amount_cents, on });
            }
        }
    }
    events
}
