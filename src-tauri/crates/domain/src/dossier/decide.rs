//! What may be done to a dossier, and what it then records. The way chosen, the movements of a track and the money of
//! the customer each have their own file beside this one.

use super::{
    Agreement, Attestable, CancellationEnd, CardRecorded, ChequeCover, ConsentRecorded, CoverageSeen, CustomerCalled,
    CustomerPayment, Dossier, DossierEvent, DownPaymentReceived, InterestTerms, InvoiceMove, Invoiced, Opened,
    PaymentPurpose, Priced, Quoted, Reminder, RightsChecked, SecondLook, SentFields, TrackState, Way, advance, advice,
    circuit, consent, delivery, down_payment, due, formality, movement, reminder, rights, second_look, unpaid, way,
    work, write_off,
};
use crate::{
    advice::{Advice, PaidByList, ShortCause},
    card::{CardPart, CardPicture, GridCover, WHOLE_BP},
    circuit::{Returned, Transmitted},
    context::{Context, PaymentMeans, Role},
    estimate::EstimatePrinted,
    formality::Formality,
    ids::{BankCreditId, ChequeId, ImportId, IncidentId, RequestId, TextId, UserId},
    money::Cents,
    reference::Limits,
    refusal::Refusal,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Most complementaries on a dossier: a person rarely has two, a child of two families three.
pub const MAX_COMPLEMENTARIES: usize = 4;

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
    /// Keeps a picture of a card; the one kept of the same side goes.
    KeepCardPicture(CardPicture),
    /// Erases a part of a card.
    EraseCardPart { rank: u8, part: CardPart },
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
    /// Takes back a delivery recorded by mistake, for a reason in its erasable place.
    UndoDelivery { reason: TextId },
    /// Notes the day the mandatory insurance paid its share.
    NoteAmoPaid { on: Date },
    /// Keeps an attempt to verify rights, whatever it gave.
    RecordRightsCheck(RightsChecked),
    /// Keeps what a person saw of a cover.
    SeeCoverage(CoverageSeen),
    /// Chooses a way through.
    ChooseWay { way: Way, incident: Option<IncidentId> },
    /// Records a payment of the customer.
    RecordCustomerPayment { payment: CustomerPayment, limits: Limits },
    /// Corrects a payment recorded by mistake.
    ReverseCustomerPayment { payment: CustomerPayment },
    /// Gives back to the customer what the practice holds beyond every share.
    RefundCustomer { amount_cents: Cents, means: PaymentMeans, on: Date, limits: Limits },
    /// Rests a cheque on a track.
    AttachCheque(ChequeCover),
    /// The cheque went back to the customer.
    ReleaseCheque { cheque: ChequeId, rank: u8 },
    /// The cheque went to the bank: the customer has paid what it covered.
    DepositCheque { cheque: ChequeId, rank: u8 },
    /// The cheque pays nothing: rejected, opposed, lost or expired.
    LeaveChequeUnpaid { cheque: ChequeId, rank: u8, on: Date },
    /// The cheque is back in the drawer, or among those that pay nothing.
    TakeChequeBack { cheque: ChequeId, rank: u8, kept: bool },
    /// Moves a track.
    MoveTrack(TrackMove),
    /// The customer claims a share back himself. Every cheque that rests on it is then deposited later: none is left
    /// behind under an agreement whose tiers payant is barred.
    ClaimShare { rank: u8, converting: BTreeSet<ChequeId> },
    /// Keeps the answer to a quote.
    RecordQuote(Quoted),
    /// Makes an invoice; `not_before` is the first day the operator takes one.
    Invoice { made: Invoiced, not_before: Option<Date> },
    /// Moves an invoice.
    MoveInvoice(InvoiceMove),
    /// Asks for a prior authorisation or an invoice to be taken back.
    AskCancellation { rank: u8, request: RequestId, formality: Formality, reason: TextId },
    /// Records what came of it.
    EndCancellation { rank: u8, request: RequestId, end: CancellationEnd },
    /// The pharmacy's software transmitted a share.
    Transmit(Transmitted),
    /// What waits here is the concentrator's, if it has it.
    KeepEntrusted { rank: u8 },
    /// The concentrator brought something back.
    Receive(Returned),
    /// A list of advices said something of a share.
    Advise(Advice),
    /// A credit of an imported statement pays some of a share.
    PayByList { paid: PaidByList, amount_cents: Cents, on: Date },
    /// Says why less came than was announced.
    ExplainShortfall { rank: u8, cause: ShortCause, text: Option<TextId> },
    /// Undoes what a list did here.
    UndoImport { import: ImportId, reason: TextId },
    /// Records what the customer said of sending to an operator.
    RecordConsent(ConsentRecorded),
    /// Keeps which fields an attempt sends.
    RecordFieldsSent(SentFields),
    /// Keeps what an estimate said when it was printed.
    PrintEstimate(Box<EstimatePrinted>),
    /// Receives an acompte.
    ReceiveDownPayment { received: DownPaymentReceived, limits: Limits },
    /// Lets some of it pay a share.
    AllocateDownPayment { down_payment: u32, purpose: PaymentPurpose, amount_cents: Cents, on: Date },
    /// Takes that back.
    ReleaseDownPayment { down_payment: u32, purpose: PaymentPurpose, amount_cents: Cents },
    /// Gives some of it back, with the interest it bore.
    RefundDownPayment {
        down_payment: u32,
        amount_cents: Cents,
        means: PaymentMeans,
        on: Date,
        limits: Limits,
        terms: InterestTerms,
    },
    /// Records the interest every acompte bore until a day.
    GrantInterest { until: Date, terms: InterestTerms },
    /// Corrects an acompte recorded by mistake.
    ReverseDownPayment { down_payment: u32 },
    /// Prints a paper for the customer's own claim.
    AttestAdvance(Attestable),
    /// Gives up what is still due.
    WriteOff {
        /// Why, in its erasable place.
        reason: TextId,
        /// What the practice asks of it, and who else looked.
        look: SecondLook,
    },
    /// What one person asked to give up is asked no more.
    WithdrawWriteOff,
    /// Takes that back.
    UndoWriteOff { reason: TextId },
    /// Keeps what a call to the customer came to.
    RecordCall(CustomerCalled),
    /// A letter reminds the payer of a share.
    RemindPayer(Reminder),
    /// Gives what is left to do of a share to somebody, or to nobody.
    AssignWork { place: u8, to: Option<UserId> },
    /// Puts it off until a day, for a reason.
    SnoozeWork { place: u8, until: Date, reason: Option<TextId> },
    /// Takes it up again before its day.
    ResumeWork { place: u8 },
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
    write_off::still_open(state, &command)?;
    match command {
        DossierCommand::Open { .. } => Err(Refusal::AlreadyExists),
        DossierCommand::Price(priced) => price(state, priced),
        DossierCommand::RecordCard(card) => record_card(state, card),
        DossierCommand::KeepCardPicture(picture) => keep_picture(state, picture),
        DossierCommand::EraseCardPart { rank, part } => {
            state.track(rank).ok_or(Refusal::UnknownTrack)?;
            erase_part(state, rank, part).map(|event| vec![event])
        }
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
        DossierCommand::Deliver { on } => delivery::deliver(state, on, context),
        DossierCommand::UndoDelivery { reason } => delivery::undo(state, reason, context),
        DossierCommand::NoteAmoPaid { on } => amo_paid(state, on, context),
        DossierCommand::RecordRightsCheck(check) => {
            state.track(check.rank).ok_or(Refusal::UnknownTrack)?;
            Ok(vec![DossierEvent::RightsChecked(check)])
        }
        DossierCommand::SeeCoverage(seen) => rights::see(state, seen, context),
        DossierCommand::ChooseWay { way, incident } => way::choose(state, way, incident),
        DossierCommand::RecordCustomerPayment { payment, limits } => due::pay(state, payment, &limits, context),
        DossierCommand::ReverseCustomerPayment { payment } => due::reverse(state, payment),
        DossierCommand::RefundCustomer { amount_cents, means, on, limits } => {
            due::refund(state, (amount_cents, means, on), &limits, context)
        }
        DossierCommand::AttachCheque(cover) => due::attach_cheque(state, cover),
        DossierCommand::ReleaseCheque { cheque, rank } => due::release_cheque(state, cheque, rank),
        DossierCommand::DepositCheque { cheque, rank } => due::deposit_cheque(state, cheque, rank),
        DossierCommand::LeaveChequeUnpaid { cheque, rank, on } => unpaid::unpaid(state, cheque, rank, on),
        DossierCommand::TakeChequeBack { cheque, rank, kept } => unpaid::take_back(state, cheque, rank, kept),
        DossierCommand::MoveTrack(wanted) => movement::move_track(state, wanted).map(|event| vec![event]),
        DossierCommand::ClaimShare { rank, converting } => movement::claim(state, rank, &converting),
        DossierCommand::RecordQuote(answer) => formality::quoted(state, answer),
        DossierCommand::Invoice { made, not_before } => formality::invoice(state, made, context.today, not_before),
        DossierCommand::MoveInvoice(wanted) => formality::move_invoice(state, wanted),
        DossierCommand::AskCancellation { rank, request, formality, reason } => {
            formality::ask_cancellation(state, (rank, request), formality, reason, context.today)
        }
        DossierCommand::EndCancellation { rank, request, end } => {
            formality::end_cancellation(state, rank, request, end)
        }
        DossierCommand::Transmit(transmitted) => circuit::transmit(state, transmitted),
        DossierCommand::KeepEntrusted { rank } => circuit::keep(state, rank),
        DossierCommand::Receive(returned) => circuit::receive(state, returned),
        DossierCommand::Advise(advice) => advice::advise(state, advice),
        DossierCommand::PayByList { paid, amount_cents, on } => advice::pay(state, paid, amount_cents, on),
        DossierCommand::ExplainShortfall { rank, cause, text } => advice::explain(state, rank, cause, text, context),
        DossierCommand::UndoImport { import, reason } => circuit::undo(state, import, reason),
        DossierCommand::RecordFieldsSent(sent) => Ok(vec![DossierEvent::FieldsSent(sent)]),
        DossierCommand::RecordConsent(said) => consent::record(state, said),
        DossierCommand::PrintEstimate(estimate) => Ok(vec![DossierEvent::EstimatePrinted(estimate)]),
        DossierCommand::ReceiveDownPayment { received, limits } => {
            down_payment::receive(state, received, &limits, context)
        }
        DossierCommand::AllocateDownPayment { down_payment, purpose, amount_cents, on } => {
            down_payment::allocate(state, down_payment, (purpose, amount_cents), on, context)
        }
        DossierCommand::ReleaseDownPayment { down_payment, purpose, amount_cents } => {
            down_payment::release(state, down_payment, purpose, amount_cents)
        }
        DossierCommand::RefundDownPayment { down_payment, amount_cents, means, on, limits, terms } => {
            down_payment::refund(state, down_payment, (amount_cents, means, on), (&limits, &terms), context)
        }
        DossierCommand::GrantInterest { until, terms } => down_payment::grant_interest(state, until, &terms),
        DossierCommand::ReverseDownPayment { down_payment } => down_payment::reverse(state, down_payment),
        DossierCommand::AttestAdvance(wanted) => advance::attest(state, wanted),
        DossierCommand::WriteOff { reason, look } => write_off::write_off(state, reason, &look, context),
        DossierCommand::WithdrawWriteOff => second_look::withdraw(state, context),
        DossierCommand::UndoWriteOff { reason } => write_off::undo(state, reason, context),
        DossierCommand::RecordCall(call) => Ok(vec![DossierEvent::CustomerCalled(call)]),
        DossierCommand::RemindPayer(wanted) => reminder::remind(state, wanted, context),
        DossierCommand::AssignWork { place, to } => work::assign(state, place, to, context),
        DossierCommand::SnoozeWork { place, until, reason } => work::snooze(state, place, (until, reason), context),
        DossierCommand::ResumeWork { place } => work::resume(state, place, context),
        DossierCommand::Recheck { rank, incident, agreement, request } => {
            movement::recheck(state, rank, incident, agreement, request)
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

/// Prices it anew. What rests on a share keeps it as it is; what the customer paid is never more than what is priced;
/// and where the customer claims back himself, he also claims a complementary that joins.
fn price(state: &Dossier, priced: Priced) -> Result<Vec<DossierEvent>, Refusal> {
    check_shares(&priced)?;
    let cheques = state.cheques_kept.iter().chain(&state.cheques_deposited).chain(&state.cheques_unpaid);
    let kept_ranks = cheques.map(|cover| cover.rank);
    let moved_ranks = state.amc.iter().filter(|track| track.state != TrackState::NotSent).map(|track| track.rank);
    // What is invoiced was priced as it is.
    if state.amc.iter().any(|track| track.standing_invoice().is_some()) && priced.total_cents != state.total_cents {
        return Err(Refusal::WayHasEffects);
    }
    for rank in kept_ranks.chain(moved_ranks) {
        let before = state.track(rank).map(|track| track.share_cents);
        let after = priced.amc_share_cents.get(usize::from(rank).saturating_sub(1)).copied();
        if before != after {
            return Err(Refusal::WayHasEffects);
        }
    }
    let amc = Cents::sum(priced.amc_share_cents.iter().copied())?;
    let paid = [PaymentPurpose::AmcShareAdvanced, PaymentPurpose::Difference].map(|p| state.customer_paid(p));
    for (due, paid) in
        [(priced.customer_share_cents, state.customer_paid(PaymentPurpose::CustomerShare)), (amc, Cents::sum(paid)?)]
    {
        if paid > due {
            return Err(Refusal::MoreThanDue { due_cents: due.get() });
        }
    }
    let barred = state.way.is_some_and(|(way, _)| way.bars_third_party_payment());
    let joining = (1u8..=u8::MAX).zip(&priced.amc_share_cents).map(|(rank, _)| rank);
    let joining: Vec<u8> = joining.filter(|rank| barred && state.track(*rank).is_none()).collect();
    let claimed = joining
        .into_iter()
        .map(|rank| movement::moved(TrackState::NotSent, TrackMove::to(rank, TrackState::ClaimedByCustomer)));
    Ok(std::iter::once(DossierEvent::Priced(priced)).chain(claimed).collect())
}

/// total = AMO + AMC + customer, nothing negative, and at least one complementary.
fn check_shares(priced: &Priced) -> Result<(), Refusal> {
    if priced.amc_share_cents.len() > MAX_COMPLEMENTARIES {
        return Err(Refusal::UnknownTrack);
    }
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
    for line in &card.grid {
        match line.cover {
            GridCover::Percent { rate_bp } if rate_bp > WHOLE_BP => return Err(Refusal::AmountOutOfRange),
            GridCover::Amount { cents } if !cents.is_positive() => return Err(Refusal::AmountNotPositive),
            _ => {}
        }
    }
    Ok(vec![DossierEvent::CardRecorded(card)])
}

fn keep_picture(state: &Dossier, picture: CardPicture) -> Result<Vec<DossierEvent>, Refusal> {
    state.track(picture.rank).ok_or(Refusal::UnknownTrack)?;
    let former = state.card_picture(picture.rank, picture.kept.side).is_some();
    let erased = former.then(|| erase_part(state, picture.rank, CardPart::of(picture.kept.side))).transpose()?;
    Ok(erased.into_iter().chain([DossierEvent::CardPictureKept(picture)]).collect())
}

/// What the erasable places hold is theirs to say; a picture that is not kept is not erased.
fn erase_part(state: &Dossier, rank: u8, part: CardPart) -> Result<DossierEvent, Refusal> {
    let picture = match part.side() {
        Some(side) => Some(state.card_picture(rank, side).ok_or(Refusal::NothingToErase)?.picture),
        None => None,
    };
    Ok(DossierEvent::CardPartErased { rank, part, picture })
}

fn order(state: &Dossier, on: Date, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    if state.delivered_on.is_some() {
        return Err(Refusal::AlreadyDelivered);
    }
    not_after(on, context.today)?;
    Ok(vec![DossierEvent::Ordered { on }])
}

/// What the mandatory insurance paid is of a sale that was delivered, and has happened; a day noted wrong is noted again.
fn amo_paid(state: &Dossier, on: Date, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    not_after(on, context.today)?;
    match state.delivered_on {
        _ if !state.amo_share_cents.is_positive() => Err(Refusal::AmountNotPositive),
        None => Err(Refusal::NotDelivered),
        Some(delivered) if on < delivered => Err(Refusal::DateTooEarly { not_before: delivered }),
        Some(_) => Ok(vec![DossierEvent::AmoPaid { on }]),
    }
}

pub(super) fn not_after(date: Date, today: Date) -> Result<(), Refusal> {
    if date > today { Err(Refusal::DateInFuture) } else { Ok(()) }
}

/// The accountant reads.
pub(super) fn may_work(context: &Context) -> Result<(), Refusal> {
    if context.role == Role::Accountant { Err(Refusal::RoleNotAllowed) } else { Ok(()) }
}
