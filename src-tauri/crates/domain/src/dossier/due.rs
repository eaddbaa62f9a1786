//! The customer's money: what he owes of each share, what he paid of it, and the cheques that rest on it.
//!
//! A payment says what it is for, never on which complementary it falls: that is worked out here, in rank order, so that
//! no share is asked for twice, whether by card, by cheque or by the insurer.

use super::{
    AmcTrack, ChequeCover, CustomerPayment, Dossier, DossierEvent, PaymentPurpose, TrackState, decide::not_after,
};
use crate::{
    cheque::TrackFacts,
    context::{Context, PaymentMeans},
    ids::ChequeId,
    money::Cents,
    reference::Limits,
    refusal::Refusal,
};
use jiff::civil::Date;

/// One AMC share, as the customer's money sees it.
#[derive(Debug, Clone, Copy)]
struct Portion {
    rank: u8,
    /// He claims it back himself, rather than the insurer falling short.
    claimed: bool,
    /// What he owes of it, in cents.
    owed: Cents,
    /// The cheques kept for it, in cents.
    kept: Cents,
    /// What he could pay of it at most, in cents: the share, less what the insurer paid.
    open: Cents,
    /// What his money covers of it, in cents.
    covered: Cents,
}

impl Portion {
    fn due(&self) -> Cents {
        self.owed.remaining_after(self.covered)
    }
}

/// The customer's money once poured over the shares.
struct Poured {
    /// Every share with what it covers of it.
    portions: Vec<Portion>,
    /// What covers none, in cents.
    beyond: Cents,
    /// What was given back beyond the money that is here, in cents: a cheque had paid it, and paid nothing after all.
    to_recover: Cents,
}

/// Pours money over the portions meant, in rank order, each up to its cap.
fn pour(
    portions: &mut [Portion],
    money: &mut Cents,
    meant: impl Fn(&Portion) -> bool,
    cap: impl Fn(&Portion) -> Cents,
) {
    for portion in portions.iter_mut().filter(|portion| meant(portion)) {
        let taken = cap(portion).remaining_after(portion.covered).min(*money);
        portion.covered = total([portion.covered, taken]);
        *money = money.remaining_after(taken);
    }
}

impl Dossier {
    /// What the customer still owes on his own share, in cents.
    pub fn customer_share_due(&self) -> Cents {
        self.customer_share_cents.remaining_after(self.customer_paid(PaymentPurpose::CustomerShare))
    }

    /// What the insurers did not cover and nobody paid yet, in cents: refused, covered for less, paid for less, or
    /// withdrawn while a cheque was left for it. And what he was given back of a cheque that then paid nothing.
    pub fn difference_due(&self) -> Cents {
        let poured = self.portions();
        let due = poured.portions.iter().filter(|portion| !portion.claimed).map(Portion::due);
        total(due.chain([poured.to_recover]))
    }

    /// What the customer claims back himself and has not paid yet, in cents.
    pub fn advance_due(&self) -> Cents {
        total(self.portions().portions.iter().filter(|portion| portion.claimed).map(Portion::due))
    }

    /// What the practice holds beyond every share, in cents, and owes back: the insurer paid what the customer had paid.
    pub fn overpaid(&self) -> Cents {
        self.portions().beyond
    }

    /// Nothing more is due from anyone, and nothing is waiting; or what was due is written off.
    pub fn is_settled(&self) -> bool {
        let due = [self.customer_share_due(), self.difference_due(), self.advance_due()];
        let nothing_due = due.iter().all(|amount| *amount == Cents::ZERO) && self.amc.iter().all(AmcTrack::is_closed);
        self.opened.is_some()
            && (nothing_due || self.is_given_up())
            && self.overpaid() == Cents::ZERO
            && self.down_payments_held() == Cents::ZERO
            && self.cheques_kept.is_empty()
    }

    /// What the rules of a cheque must know of a track.
    pub fn track_facts(&self, rank: u8) -> Option<TrackFacts> {
        let (dossier, track) = (self.id()?, self.track(rank)?);
        let portion = self.portions().portions.into_iter().find(|portion| portion.rank == rank)?;
        // A cheque stands for what is still due; what the customer paid otherwise frees as much of the cheques.
        let over = track.state.is_dead() || portion.claimed;
        let freed = if over { portion.kept.remaining_after(portion.due()) } else { Cents::ZERO };
        Some(TrackFacts {
            dossier,
            rank,
            state: track.state,
            difference_due_cents: if portion.claimed { Cents::ZERO } else { portion.due() },
            advanced_cents: freed,
            bare_due_cents: portion.due().remaining_after(portion.kept),
        })
    }

    /// The customer's money poured over the shares.
    fn portions(&self) -> Poured {
        let mut portions: Vec<Portion> = self.amc.iter().map(|track| self.portion(track)).collect();
        let mut advanced = self.customer_paid(PaymentPurpose::AmcShareAdvanced);
        let mut difference = self.customer_paid(PaymentPurpose::Difference);
        // A cheque that was deposited pays the share it covered, and no other.
        let mut beyond = Cents::ZERO;
        for portion in &mut portions {
            let deposited = covered(&self.cheques_deposited, portion.rank);
            portion.covered = deposited.min(portion.open);
            beyond = total([beyond, deposited.remaining_after(portion.open)]);
        }
        // What was given back is no longer his money here.
        let mut refunded = self.refunded_cents;
        for money in [&mut beyond, &mut difference, &mut advanced] {
            let taken = refunded.min(*money);
            *money = money.remaining_after(taken);
            refunded = refunded.remaining_after(taken);
        }
        // The rest goes first where no cheque stands, so that a cheque is freed only by money that nothing else is owed;
        // and each time to what it was given for, before whatever else is owed.
        let own = |claimed| move |p: &Portion| p.claimed == claimed;
        for owed in [|p: &Portion| p.owed.remaining_after(p.kept), |p: &Portion| p.owed] {
            pour(&mut portions, &mut advanced, own(true), owed);
            pour(&mut portions, &mut difference, own(false), owed);
            pour(&mut portions, &mut advanced, |_| true, owed);
            pour(&mut portions, &mut difference, |_| true, owed);
        }
        pour(&mut portions, &mut advanced, |_| true, |portion| portion.open);
        pour(&mut portions, &mut difference, |_| true, |portion| portion.open);
        Poured { portions, beyond: total([beyond, advanced, difference]), to_recover: refunded }
    }

    fn portion(&self, track: &AmcTrack) -> Portion {
        let claimed = track.state == TrackState::ClaimedByCustomer;
        let kept = covered(&self.cheques_kept, track.rank);
        let owed = match track.state {
            TrackState::ClaimedByCustomer => track.share_cents,
            // The shop gave up asking: the customer owes what he left a cheque for, and nothing he never promised.
            TrackState::Withdrawn => {
                let left = [&self.cheques_kept, &self.cheques_deposited, &self.cheques_unpaid];
                total(left.map(|cheques| covered(cheques, track.rank))).min(track.share_cents)
            }
            _ => track.shortfall(),
        };
        let open = track.share_cents.remaining_after(track.paid_cents);
        Portion { rank: track.rank, claimed, owed, kept, open, covered: Cents::ZERO }
    }

    /// How much of an AMC share is the customer's, in cents: what he owes of it, whether he paid it or not, and what he paid of
    /// it before anybody knew that the insurer would.
    pub fn customers_part(&self, rank: u8) -> Cents {
        let found = self.portions().portions.into_iter().find(|portion| portion.rank == rank);
        found.map(|portion| portion.owed.max(portion.covered)).unwrap_or_default()
    }

    /// What the customer's money covers of a share, in cents.
    pub(super) fn covered_by_customer(&self, rank: u8) -> Cents {
        total(self.portions().portions.iter().filter(|portion| portion.rank == rank).map(|portion| portion.covered))
    }

    /// What the customer could still come to owe of every share, in cents: what neither he nor an insurer has paid, and no
    /// cheque stands for.
    pub(super) fn open_to_customer(&self) -> Cents {
        let open = |portion: &Portion| portion.open.remaining_after(total([portion.covered, portion.kept]));
        total(self.portions().portions.iter().map(open).chain([self.customer_share_due()]))
    }

    /// The cheques kept for a share, in cents.
    pub(super) fn kept_for(&self, rank: u8) -> Cents {
        covered(&self.cheques_kept, rank)
    }
}

/// The cheques that cover a share, in cents.
fn covered(cheques: &[ChequeCover], rank: u8) -> Cents {
    total(cheques.iter().filter(|cover| cover.rank == rank).map(|cover| cover.covered_cents))
}

/// A sum whose parts are shares of one dossier or payments bounded by them.
fn total(amounts: impl IntoIterator<Item = Cents>) -> Cents {
    Cents::sum(amounts).unwrap_or_default()
}

/// Records a payment of the customer, never more than what he owes for that purpose.
pub(super) fn pay(
    state: &Dossier,
    payment: CustomerPayment,
    limits: &Limits,
    context: &Context,
) -> Result<Vec<DossierEvent>, Refusal> {
    if !payment.amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    not_after(payment.on, context.today)?;
    within_cash_limit(state, payment.means, payment.amount_cents, limits)?;
    let due = due_for(state, payment.purpose)?;
    if payment.amount_cents > due {
        return Err(Refusal::MoreThanDue { due_cents: due.get() });
    }
    Ok(vec![DossierEvent::CustomerPaid { payment }])
}

/// What the customer owes for a purpose, in cents.
pub(super) fn due_for(state: &Dossier, purpose: PaymentPurpose) -> Result<Cents, Refusal> {
    match purpose {
        PaymentPurpose::CustomerShare => Ok(state.customer_share_due()),
        PaymentPurpose::Difference => Ok(state.difference_due()),
        PaymentPurpose::AmcShareAdvanced if state.third_party_payment_barred() => Ok(state.advance_due()),
        // Advancing a share the insurer is still asked for would have it paid twice.
        PaymentPurpose::AmcShareAdvanced => Err(Refusal::WayHasEffects),
    }
}

/// Cash from a consumer is limited for the whole sale, its acomptes included.
pub(super) fn within_cash_limit(
    state: &Dossier,
    means: PaymentMeans,
    amount: Cents,
    limits: &Limits,
) -> Result<(), Refusal> {
    let payments = state.customer_payments.iter().map(|payment| (payment.means, payment.amount_cents));
    let received = payments.chain(state.down_payments.iter().map(|held| (held.received.means, held.amount())));
    let cash = received.filter(|(means, _)| *means == PaymentMeans::Cash).map(|(_, amount)| amount);
    if means == PaymentMeans::Cash && Cents::sum(cash.chain([amount]))? > limits.cash_limit_cents {
        return Err(Refusal::CashAboveLimit { limit_cents: limits.cash_limit_cents.get() });
    }
    Ok(())
}

/// Cash given back is limited for the whole sale as well, that of its acomptes included.
pub(super) fn given_within_cash_limit(
    state: &Dossier,
    means: PaymentMeans,
    amount: Cents,
    limits: &Limits,
) -> Result<(), Refusal> {
    let given = state.down_payments.iter().map(|held| held.refunded_in_cash_cents);
    let in_cash = Cents::sum(given.chain([state.refunded_in_cash_cents, amount]))?;
    if means == PaymentMeans::Cash && in_cash > limits.cash_limit_cents {
        return Err(Refusal::CashAboveLimit { limit_cents: limits.cash_limit_cents.get() });
    }
    Ok(())
}

/// What was paid for the insurers' shares and is still here, in cents.
pub(super) fn here_for_insurers(state: &Dossier) -> Result<Cents, Refusal> {
    let for_insurers = [PaymentPurpose::AmcShareAdvanced, PaymentPurpose::Difference].map(|p| state.customer_paid(p));
    let deposited = state.cheques_deposited.iter().map(|cover| cover.covered_cents);
    Ok(Cents::sum(for_insurers.into_iter().chain(deposited))?.remaining_after(state.refunded_cents))
}

/// Corrects a payment recorded by mistake; money that was given back since cannot have been one.
pub(super) fn reverse(state: &Dossier, payment: CustomerPayment) -> Result<Vec<DossierEvent>, Refusal> {
    if !state.customer_payments.contains(&payment) {
        return Err(Refusal::MoreThanDue { due_cents: 0 });
    }
    let here = here_for_insurers(state)?;
    if payment.purpose != PaymentPurpose::CustomerShare && payment.amount_cents > here {
        return Err(Refusal::MoreThanDue { due_cents: here.get() });
    }
    Ok(vec![DossierEvent::CustomerPaymentReversed { payment }])
}

/// Rests a cheque on a share: with the other cheques and what is paid already, never more than the share.
pub(super) fn attach_cheque(
    state: &Dossier,
    ChequeCover { cheque, rank, covered_cents, booking }: ChequeCover,
) -> Result<Vec<DossierEvent>, Refusal> {
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    if track.state == TrackState::Paid {
        return Err(Refusal::AmcSharePaid);
    }
    if !covered_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    let paid = total([covered(&state.cheques_kept, rank), state.covered_by_customer(rank)]);
    let open = track.share_cents.remaining_after(paid);
    if covered_cents > open {
        return Err(Refusal::ChequeAmountDiffers { expected_cents: open.get() });
    }
    Ok(vec![DossierEvent::ChequeAttached { cheque, rank, covered_cents, booking }])
}

/// Gives back what the practice holds beyond every share; the limit on cash holds for what a professional pays, too.
pub(super) fn refund(
    state: &Dossier,
    (amount_cents, means, on): (Cents, PaymentMeans, Date),
    limits: &Limits,
    context: &Context,
) -> Result<Vec<DossierEvent>, Refusal> {
    if !amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    not_after(on, context.today)?;
    let due = state.overpaid();
    if amount_cents > due {
        return Err(Refusal::MoreThanDue { due_cents: due.get() });
    }
    given_within_cash_limit(state, means, amount_cents, limits)?;
    Ok(vec![DossierEvent::CustomerRefunded { amount_cents, means, on }])
}

/// Lets go of a cheque that went back to the customer, from the drawer or from among those that pay nothing.
pub(super) fn release_cheque(state: &Dossier, cheque: ChequeId, rank: u8) -> Result<Vec<DossierEvent>, Refusal> {
    in_hand(state, cheque, rank)?;
    Ok(vec![DossierEvent::ChequeReleased { cheque, rank, deposited: false }])
}

/// Lets go of a cheque that went to the bank: it pays the share it covered, unless that share is paid already.
pub(super) fn deposit_cheque(state: &Dossier, cheque: ChequeId, rank: u8) -> Result<Vec<DossierEvent>, Refusal> {
    let cover = in_hand(state, cheque, rank)?;
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    if track.state == TrackState::Paid {
        return Err(Refusal::AmcSharePaid);
    }
    let left = track.share_cents.remaining_after(state.covered_by_customer(rank));
    if cover.covered_cents > left {
        return Err(Refusal::MoreThanDue { due_cents: left.get() });
    }
    Ok(vec![DossierEvent::ChequeReleased { cheque, rank, deposited: true }])
}

fn in_hand(state: &Dossier, cheque: ChequeId, rank: u8) -> Result<ChequeCover, Refusal> {
    let mut here = state.cheques_kept.iter().chain(&state.cheques_unpaid);
    let found = here.find(|cover| (cover.cheque, cover.rank) == (cheque, rank));
    found.copied().ok_or(Refusal::ChequeNotKept)
}
