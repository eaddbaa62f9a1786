//! What may be done to a dossier, and what it then records.

use super::{
    Agreement, CardRecorded, CustomerPayment, Dossier, DossierEvent, Opened, PaymentPurpose, Priced, RecheckColour,
    RightsChecked, TrackState, Way,
};
use crate::{
    context::{Context, PaymentMeans},
    ids::{BankCreditId, ChequeId, IncidentId, RequestId, TextId},
    money::Cents,
    reference::Limits,
    refusal::Refusal,
};
use jiff::civil::Date;

/// Something asked of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // Fields are those of the events they lead to, documented there.
pub enum DossierCommand {
    /// Opens it; the shares must add up.
    Open { opened: Opened, priced: Priced },
    /// Prices it anew; not below what rests on it.
    Price(Priced),
    /// Records a card.
    RecordCard(CardRecorded),
    /// Dates the prescription.
    DatePrescription { date: Date },
    /// Plans the delivery.
    PlanDelivery { on: Date },
    /// « Commande ».
    Order { on: Date },
    /// Undoes the order.
    CancelOrder,
    /// « Délivrance ».
    Deliver { on: Date },
    /// Keeps an attempt to verify rights, whatever it gave.
    RecordRightsCheck(RightsChecked),
    /// Chooses a way through.
    ChooseWay { way: Way, incident: Option<IncidentId> },
    /// Records a payment of the customer.
    RecordCustomerPayment { payment: CustomerPayment, limits: Limits },
    /// Corrects a payment recorded by mistake.
    ReverseCustomerPayment { payment: CustomerPayment },
    /// Rests a cheque on a track.
    AttachCheque { cheque: ChequeId, rank: u8, covered_cents: Cents },
    /// The cheque left the drawer.
    ReleaseCheque { cheque: ChequeId, rank: u8 },
    /// Moves a track.
    MoveTrack(TrackMove),
    /// Records what a check after an outage gave: an agreement, or none for a refusal.
    Recheck { rank: u8, incident: IncidentId, agreement: Option<Agreement>, request: Option<RequestId> },
}

/// A movement asked of one track.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // See `DossierEvent::TrackMoved`.
pub struct TrackMove {
    pub rank: u8,
    pub to: TrackState,
    pub request: Option<RequestId>,
    pub bank_credit: Option<BankCreditId>,
    pub agreement: Option<Agreement>,
    pub amount_cents: Option<Cents>,
    pub reason: Option<TextId>,
    pub on: Option<Date>,
}

impl TrackMove {
    /// A plain movement of the track `rank` to a state.
    pub const fn to(rank: u8, to: TrackState) -> Self {
        TrackMove {
            rank,
            to,
            request: None,
            bank_credit: None,
            agreement: None,
            amount_cents: None,
            reason: None,
            on: None,
        }
    }
}

/// Decides a command on a dossier.
pub fn decide(state: &Dossier, command: DossierCommand, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    if let DossierCommand::Open { opened, priced } = command {
        return open(state, opened, priced, context);
    }
    if state.opened.is_none() {
        return Err(Refusal::UnknownDossier);
    }
    match command {
        DossierCommand::Open { .. } => Err(Refusal::AlreadyExists),
        DossierCommand::Price(priced) => price(state, priced),
        DossierCommand::RecordCard(card) => record_card(state, card),
        DossierCommand::DatePrescription { date } => {
            not_after(date, context.today)?;
            Ok(vec![DossierEvent::PrescriptionDated { date }])
        }
        DossierCommand::PlanDelivery { on } => match state.delivered_on {
            Some(_) => Err(Refusal::AlreadyDelivered),
            None => Ok(vec![DossierEvent::DeliveryPlanned { on }]),
        },
        DossierCommand::Order { on } => order(state, on, context),
        DossierCommand::CancelOrder => match (state.ordered_on, state.delivered_on) {
            (_, Some(_)) => Err(Refusal::AlreadyDelivered),
            (None, None) => Err(Refusal::NotOrdered),
            (Some(on), None) => Ok(vec![DossierEvent::OrderCancelled { on }]),
        },
        DossierCommand::Deliver { on } => deliver(state, on, context),
        DossierCommand::RecordRightsCheck(check) => {
            state.track(check.rank).ok_or(Refusal::UnknownTrack)?;
            Ok(vec![DossierEvent::RightsChecked(check)])
        }
        DossierCommand::ChooseWay { way, incident } => choose_way(state, way, incident),
        DossierCommand::RecordCustomerPayment { payment, limits } => customer_payment(state, payment, &limits, context),
        DossierCommand::ReverseCustomerPayment { payment } => {
            if state.customer_payments.contains(&payment) {
                Ok(vec![DossierEvent::CustomerPaymentReversed { payment }])
            } else {
                Err(Refusal::MoreThanDue { due_cents: 0 })
            }
        }
        DossierCommand::AttachCheque { cheque, rank, covered_cents } => {
            attach_cheque(state, cheque, rank, covered_cents)
        }
        DossierCommand::ReleaseCheque { cheque, rank } => {
            let kept = state.cheques_kept.iter().any(|kept| (kept.cheque, kept.rank) == (cheque, rank));
            if kept { Ok(vec![DossierEvent::ChequeReleased { cheque, rank }]) } else { Err(Refusal::ChequeNotKept) }
        }
        DossierCommand::MoveTrack(wanted) => move_track(state, wanted).map(|event| vec![event]),
        DossierCommand::Recheck { rank, incident, agreement, request } => {
            recheck(state, rank, incident, agreement, request)
        }
    }
}

fn open(state: &Dossier, opened: Opened, priced: Priced, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    if state.opened.is_some() {
        return Err(Refusal::AlreadyExists);
    }
    not_after(opened.on, context.today)?;
    check_shares(&priced)?;
    Ok(vec![DossierEvent::Opened(opened), DossierEvent::Priced(priced)])
}

fn price(state: &Dossier, priced: Priced) -> Result<Vec<DossierEvent>, Refusal> {
    check_shares(&priced)?;
    let kept_ranks = state.cheques_kept.iter().map(|kept| kept.rank);
    let moved_ranks = state.amc.iter().filter(|track| track.state != TrackState::NotSent).map(|track| track.rank);
    for rank in kept_ranks.chain(moved_ranks) {
        let before = state.track(rank).map(|track| track.share_cents);
        let after = priced.amc_share_cents.get(usize::from(rank).saturating_sub(1)).copied();
        if before != after {
            return Err(Refusal::WayHasEffects);
        }
    }
    Ok(vec![DossierEvent::Priced(priced)])
}

/// total = AMO + AMC + customer, nothing negative, and at least one complementary.
fn check_shares(priced: &Priced) -> Result<(), Refusal> {
    let amc = Cents::sum(priced.amc_share_cents.iter().copied())?;
    let shares = Cents::sum([priced.amo_share_cents, amc, priced.customer_share_cents])?;
    let negative = [priced.amo_share_cents, priced.customer_share_cents]
        .iter()
        .chain(&priced.amc_share_cents)
        .any(|share| *share < Cents::ZERO);
    if !priced.total_cents.is_positive() || negative || priced.amc_share_cents.is_empty() {
        return Err(Refusal::AmountNotPositive);
    }
    if shares != priced.total_cents {
        return Err(Refusal::SharesDoNotAddUp { shares_cents: shares.get(), total_cents: priced.total_cents.get() });
    }
    Ok(())
}

fn record_card(state: &Dossier, card: CardRecorded) -> Result<Vec<DossierEvent>, Refusal> {
    state.track(card.rank).ok_or(Refusal::UnknownTrack)?;
    if let (Some(from), Some(to)) = (card.valid_from, card.valid_to)
        && to < from
    {
        return Err(Refusal::ValidityReversed);
    }
    Ok(vec![DossierEvent::CardRecorded(card)])
}

fn order(state: &Dossier, on: Date, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    if state.delivered_on.is_some() {
        return Err(Refusal::AlreadyDelivered);
    }
    not_after(on, context.today)?;
    Ok(vec![DossierEvent::Ordered { on }])
}

/// Delivery follows the order; a sale handed over at once (pharmacy) is delivered without one.
fn deliver(state: &Dossier, on: Date, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    if state.delivered_on.is_some() {
        return Err(Refusal::AlreadyDelivered);
    }
    not_after(on, context.today)?;
    match (state.ordered_on, state.way) {
        (Some(ordered_on), _) if on < ordered_on => Err(Refusal::DateTooEarly { not_before: ordered_on }),
        (None, Some((Way::SetAside | Way::CustomerReturns, _))) => Err(Refusal::NotOrdered),
        _ => Ok(vec![DossierEvent::Delivered { on }]),
    }
}

/// A way can be changed until something rests on it: a cheque in the drawer, money advanced, a request gone.
fn choose_way(state: &Dossier, way: Way, incident: Option<IncidentId>) -> Result<Vec<DossierEvent>, Refusal> {
    let changes = state.way.is_some_and(|(before, _)| before != way);
    if changes && !state.cheques_kept.is_empty() {
        return Err(Refusal::WayHasEffects);
    }
    let advanced = state.customer_paid(PaymentPurpose::AmcShareAdvanced).is_positive();
    if changes && advanced && !way.bars_third_party_payment() {
        return Err(Refusal::TiersPayantBarred);
    }
    let mut events = vec![DossierEvent::WayChosen { way, incident }];
    for track in &state.amc {
        let to = match (way, track.state) {
            (_, TrackState::ClaimedByCustomer) if !way.bars_third_party_payment() => TrackState::NotSent,
            (_, from) if way.bars_third_party_payment() && from == TrackState::ClaimedByCustomer => continue,
            (_, TrackState::NotSent | TrackState::Refused | TrackState::Cancelled | TrackState::Withdrawn)
                if way.bars_third_party_payment() =>
            {
                TrackState::ClaimedByCustomer
            }
            (_, state) if way.bars_third_party_payment() => return Err(Refusal::TrackState { state }),
            _ => continue,
        };
        events.push(moved(track.state, TrackMove::to(track.rank, to)));
    }
    Ok(events)
}

fn customer_payment(
    state: &Dossier,
    payment: CustomerPayment,
    limits: &Limits,
    context: &Context,
) -> Result<Vec<DossierEvent>, Refusal> {
    if !payment.amount_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    not_after(payment.on, context.today)?;
    let cash = state.customer_payments.iter().filter(|p| p.means == PaymentMeans::Cash).map(|p| p.amount_cents);
    if payment.means == PaymentMeans::Cash && Cents::sum(cash.chain([payment.amount_cents]))? > limits.cash_limit_cents
    {
        return Err(Refusal::CashAboveLimit { limit_cents: limits.cash_limit_cents.get() });
    }
    let due = match payment.purpose {
        PaymentPurpose::CustomerShare => state.customer_share_due(),
        PaymentPurpose::Difference => state.difference_due(),
        PaymentPurpose::AmcShareAdvanced => {
            if !state.third_party_payment_barred() {
                return Err(Refusal::WayHasEffects);
            }
            let share = Cents::sum(state.amc.iter().map(|track| track.share_cents))?;
            share.remaining_after(state.customer_paid(PaymentPurpose::AmcShareAdvanced))
        }
    };
    if payment.amount_cents > due {
        return Err(Refusal::MoreThanDue { due_cents: due.get() });
    }
    Ok(vec![DossierEvent::CustomerPaid { payment }])
}

fn attach_cheque(
    state: &Dossier,
    cheque: ChequeId,
    rank: u8,
    covered_cents: Cents,
) -> Result<Vec<DossierEvent>, Refusal> {
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    if track.state == TrackState::Paid {
        return Err(Refusal::AmcSharePaid);
    }
    let covered = state.cheques_kept.iter().filter(|kept| kept.rank == rank).map(|kept| kept.covered_cents);
    let open = track.share_cents.remaining_after(Cents::sum(covered)?);
    if !covered_cents.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    if covered_cents > open {
        return Err(Refusal::ChequeAmountDiffers { expected_cents: open.get() });
    }
    Ok(vec![DossierEvent::ChequeAttached { cheque, rank, covered_cents }])
}

/// Whether a track may go from one state to another. Facts of money (advised, paid) are always recorded: they happened.
pub(super) fn may_move(from: TrackState, to: TrackState) -> bool {
    use TrackState as T;
    match to {
        T::Advised => !matches!(from, T::Paid),
        T::Paid => true,
        T::Queued => matches!(from, T::NotSent | T::OutcomeUnknown | T::Refused | T::Cancelled | T::Withdrawn),
        T::Entrusted => matches!(from, T::NotSent | T::Withdrawn),
        T::Sent => matches!(from, T::Queued | T::OutcomeUnknown),
        T::OutcomeUnknown => matches!(from, T::Queued | T::Sent),
        T::Accepted => !matches!(from, T::Advised | T::Paid | T::ClaimedByCustomer),
        T::Refused => !matches!(from, T::Paid | T::ClaimedByCustomer | T::Withdrawn),
        T::Cancelled => matches!(from, T::Accepted | T::Sent),
        T::Withdrawn => matches!(from, T::NotSent | T::Queued | T::Entrusted),
        T::ClaimedByCustomer => from.is_dead() || from == T::NotSent,
        T::NotSent => from == T::ClaimedByCustomer,
    }
}

fn move_track(state: &Dossier, wanted: TrackMove) -> Result<DossierEvent, Refusal> {
    let track = state.track(wanted.rank).ok_or(Refusal::UnknownTrack)?;
    if !may_move(track.state, wanted.to) {
        return Err(match track.state {
            TrackState::ClaimedByCustomer => Refusal::TiersPayantBarred,
            from => Refusal::TrackState { state: from },
        });
    }
    let needs_amount = matches!(wanted.to, TrackState::Advised | TrackState::Paid);
    if needs_amount && !wanted.amount_cents.is_some_and(Cents::is_positive) {
        return Err(Refusal::AmountNotPositive);
    }
    if wanted.to == TrackState::Withdrawn && wanted.reason.is_none() {
        return Err(Refusal::ReasonNeeded);
    }
    Ok(moved(track.state, wanted))
}

fn moved(from: TrackState, wanted: TrackMove) -> DossierEvent {
    DossierEvent::TrackMoved {
        rank: wanted.rank,
        from,
        to: wanted.to,
        request: wanted.request,
        bank_credit: wanted.bank_credit,
        agreement: wanted.agreement,
        amount_cents: wanted.amount_cents,
        reason: wanted.reason,
        on: wanted.on,
    }
}

/// A check after an outage: the answer moves the track, and its colour is recorded against the estimate.
fn recheck(
    state: &Dossier,
    rank: u8,
    incident: IncidentId,
    agreement: Option<Agreement>,
    request: Option<RequestId>,
) -> Result<Vec<DossierEvent>, Refusal> {
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    let colour = RecheckColour::of(track.share_cents, agreement.as_ref());
    let covered_cents = agreement.as_ref().and_then(|a| a.covered_cents);
    let to = if colour == RecheckColour::Red { TrackState::Refused } else { TrackState::Accepted };
    let moved = move_track(state, TrackMove { agreement, request, ..TrackMove::to(rank, to) })?;
    let rechecked =
        DossierEvent::Rechecked { rank, incident, colour, estimate_cents: track.share_cents, covered_cents };
    Ok(vec![moved, rechecked])
}

fn not_after(date: Date, today: Date) -> Result<(), Refusal> {
    if date > today { Err(Refusal::DateInFuture) } else { Ok(()) }
}
