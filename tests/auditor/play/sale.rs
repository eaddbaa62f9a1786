//! Deeds upon a dossier: its price, its moments, its way, the customer's money and the bank's.

use super::{Books, Command, Deed, Step, What, circuit, down_payment, formality, one_in, outage, outbox};
use jiff::{ToSpan, civil::Date};
use relais_domain::{
    bank_credit::{Allocation, Recorded},
    context::{Activity, PaymentMeans},
    dossier::{
        CustomerPayment, Dossier, DossierCommand, Opened, PaymentPurpose, Priced, Reminder, ReminderLevel, TrackMove,
        TrackState, Way,
    },
    formality::Formality,
    ids::{BankCreditId, DocumentId, DossierId, PersonId, RequestId, TextId},
    money::Cents,
    reference::Limits,
    refusal::Refusal,
    request::RequestState,
};
use uuid::Uuid;

pub(super) fn cents(amount: i64) -> Cents {
    Cents::new(amount).expect("amounts at play are small")
}

/// Today, a few days ago, or at times tomorrow.
pub(super) fn near(today: Date, pick: u8) -> Date {
    match pick % 16 {
        0 => today.saturating_add(1.day()),
        back @ 1..=4 => today.saturating_sub(i64::from(back * 3).days()),
        _ => today,
    }
}

/// Prices that meet the limits: one or two complementaries, one over the limit of cash, one that does not add up.
fn priced(pick: u8) -> Priced {
    let (amc, own): (&[i64], i64) = match pick % 12 {
        0..=5 => (&[38_000], 10_000),
        6..=8 => (&[20_000, 18_000], 10_000),
        9 => (&[150_000], 120_000),
        10 => (&[38_000], 0),
        _ => (&[30_000, -2_000], 10_000),
    };
    let amo = 609;
    let wrong = i64::from(pick / 12 == 1);
    Priced {
        total_cents: cents(amo + own + amc.iter().sum::<i64>() + wrong),
        amo_share_cents: cents(amo),
        amc_share_cents: amc.iter().map(|share| cents(*share)).collect(),
        customer_share_cents: cents(own),
        lines: Vec::new(),
    }
}

pub(super) fn open(command: &mut Command, deed: Deed) -> Step {
    let id = DossierId(command.fresh());
    let (number, year) = command.next_number(|books: &mut Books| &mut books.numbers);
    let opened = Opened {
        dossier: id,
        number,
        year,
        person: PersonId(Uuid::from_u128(0x500 + u128::from(deed.d % 2))),
        activity: if one_in(4, deed.b) { Activity::Pharmacy } else { Activity::Optics },
        on: near(command.context.today, deed.c),
        reference: None,
    };
    command.dossier(id, DossierCommand::Open { opened, priced: priced(deed.a) })
}

pub(super) fn price(command: &mut Command, deed: Deed) -> Step {
    let (id, before) = command.pick_dossier(deed.a)?;
    command.dossier(id, DossierCommand::Price(priced(deed.b)))?;
    outage::grows_within_its_ceiling(command, id, &before)
}

pub(super) fn moments(command: &mut Command, deed: Deed) -> Step {
    let (id, sale) = command.pick_dossier(deed.a)?;
    let on = near(command.context.today, deed.b);
    let moment = match deed.what {
        What::PlanDelivery => DossierCommand::PlanDelivery { on: on.saturating_add(i64::from(deed.c % 20).days()) },
        What::Order => DossierCommand::Order { on },
        What::CancelOrder => DossierCommand::CancelOrder,
        What::UndoDelivery => DossierCommand::UndoDelivery { reason: command.text() },
        // What was delivered may have been paid by the mandatory insurance.
        _ if sale.delivered_on.is_some() => DossierCommand::NoteAmoPaid { on },
        _ => DossierCommand::Deliver { on },
    };
    if let DossierCommand::Deliver { on } = moment {
        down_payment::grant_interest(command, id, on)?;
    }
    command.dossier(id, moment)
}

/// F6, as the use case composes it: what waits is withdrawn first, and what the way asks for is queued after.
pub(super) fn choose_way(command: &mut Command, deed: Deed) -> Step {
    let (id, state) = command.pick_dossier(deed.a)?;
    let way = Way::ALL[usize::from(deed.b) % Way::ALL.len()];
    if way.bars_third_party_payment() || matches!(way, Way::SetAside | Way::CustomerReturns) {
        withdraw_queued(command, id, &state)?;
    }
    if way.bars_third_party_payment() && state.amc.iter().any(|track| command.open_request(id, track.rank).is_some()) {
        return Err(Refusal::RequestState);
    }
    let incident = command.books.incidents.iter().rev().find(|(_, state)| !state.closed).map(|(id, _)| *id);
    let incident = incident.filter(|_| !one_in(4, deed.c));
    if let (Way::DeliveredThirdPartyPayment, Some(incident)) = (way, incident) {
        let reason = command.reason(deed);
        outage::check_ceiling(command, (incident, id), &state, reason)?;
    }
    command.dossier(id, DossierCommand::ChooseWay { way, incident })?;
    let pharmacy = state.opened.as_ref().is_some_and(|opened| opened.activity == Activity::Pharmacy);
    for track in &state.amc {
        match way {
            Way::DeliveredThirdPartyPayment if pharmacy => {
                if matches!(track.state, TrackState::NotSent | TrackState::Queued | TrackState::Withdrawn) {
                    circuit::entrust(command, id, circuit::by_hand(track.rank))?;
                }
            }
            Way::DeliveredThirdPartyPayment | Way::ChequeKept => drop(outbox::queue(command, id, track.rank, false)?),
            _ => {}
        }
    }
    Ok(())
}

/// What asks an insurer for something leaves the queue; what gives it back does not.
fn withdraw_queued(command: &mut Command, id: DossierId, state: &Dossier) -> Step {
    for rank in state.amc.iter().map(|track| track.rank) {
        for asked in [Formality::PriorAuthorisation, Formality::Claim, Formality::Quote] {
            if let Some((request, RequestState::Queued | RequestState::Failed)) = command.open_of(id, rank, asked) {
                formality::withdraw(command, id, request)?;
            }
        }
    }
    Ok(())
}

pub(super) fn pay(command: &mut Command, deed: Deed) -> Step {
    let (id, state) = command.pick_dossier(deed.a)?;
    let purpose = match deed.b % 6 {
        0 | 1 => PaymentPurpose::CustomerShare,
        2 | 3 => PaymentPurpose::AmcShareAdvanced,
        _ => PaymentPurpose::Difference,
    };
    let due = match purpose {
        PaymentPurpose::CustomerShare => state.customer_share_due(),
        PaymentPurpose::Difference => state.difference_due(),
        PaymentPurpose::AmcShareAdvanced => state.advance_due(),
    };
    let amount_cents = match deed.c % 8 {
        0 => cents(due.get() + 1),
        1 => cents(due.get() / 2),
        2 => cents(38_000),
        3 => Cents::ZERO,
        _ => due,
    };
    let means = [PaymentMeans::Cash, PaymentMeans::Card, PaymentMeans::Transfer, PaymentMeans::Cheque];
    let means = means[usize::from(deed.d) % means.len()];
    let payment = CustomerPayment { amount_cents, means, on: near(command.context.today, deed.d / 4), purpose };
    command.dossier(id, DossierCommand::RecordCustomerPayment { payment, limits: Limits::default() })
}

pub(super) fn reverse(command: &mut Command, deed: Deed) -> Step {
    let (id, state) = command.pick_dossier(deed.a)?;
    let known = super::picked(&state.customer_payments, deed.b).copied();
    let made_up = CustomerPayment {
        amount_cents: cents(1),
        means: PaymentMeans::Card,
        on: command.context.today,
        purpose: PaymentPurpose::Difference,
    };
    command.dossier(id, DossierCommand::ReverseCustomerPayment { payment: known.unwrap_or(made_up) })
}

pub(super) fn refund(command: &mut Command, deed: Deed) -> Step {
    let (id, state) = command.pick_dossier(deed.a)?;
    let amount_cents = match deed.b % 4 {
        0 => cents(state.overpaid().get() + 1),
        1 => cents(state.overpaid().get() / 2),
        _ => state.overpaid(),
    };
    let on = near(command.context.today, deed.c);
    let means = [PaymentMeans::Transfer, PaymentMeans::Cash][usize::from(deed.d) % 2];
    command.dossier(id, DossierCommand::RefundCustomer { amount_cents, means, on, limits: Limits::default() })
}

/// Movements no request is behind; where one waits, the use case answers or withdraws it, and this deed leaves it be.
pub(super) fn move_track(command: &mut Command, deed: Deed) -> Step {
    let (id, state) = command.pick_dossier(deed.a)?;
    let rank = outbox::rank(&state, deed.b);
    let to = match deed.c % 16 {
        0..=4 => TrackState::Advised,
        5..=7 => TrackState::Cancelled,
        8 => TrackState::Entrusted,
        9 => TrackState::Accepted,
        10 => TrackState::Refused,
        11 => TrackState::Withdrawn,
        12 => TrackState::Paid,
        13 => TrackState::NotSent,
        14 => TrackState::Queued,
        _ => TrackState::Sent,
    };
    let settles =
        matches!(to, TrackState::Accepted | TrackState::Refused | TrackState::Withdrawn | TrackState::Cancelled);
    if settles && command.open_request(id, rank).is_some() {
        return Err(Refusal::RequestState);
    }
    let share = state.track(rank).map(|track| track.share_cents);
    let reason = command.reason(deed);
    let moved = TrackMove { amount_cents: share.filter(|_| !one_in(8, deed.d)), reason, ..TrackMove::to(rank, to) };
    command.dossier(id, DossierCommand::MoveTrack(moved))
}

/// The bank's credit, whole or short, over one share or two, at times allocated in part and at times beyond.
pub(super) fn credit(command: &mut Command, deed: Deed) -> Step {
    let bank_credit = BankCreditId(command.fresh());
    let mut allocations = Vec::new();
    for pick in 0..=u8::from(one_in(4, deed.b)) {
        let (dossier, state) = command.pick_dossier(deed.a.wrapping_add(pick))?;
        let rank = outbox::rank(&state, deed.c.wrapping_add(pick));
        let share = state.track(rank).ok_or(Refusal::UnknownTrack)?.share_cents.get();
        let amount = match deed.c % 8 {
            0 => 1,
            1 | 2 => share - 3_000,
            _ => share,
        };
        allocations.push(Allocation { dossier, rank, amount_cents: cents(amount) });
    }
    let beside = match deed.d / 16 {
        0 => -1,
        1 => 1,
        2..=5 => 20_000,
        _ => 0,
    };
    let amount = allocations.iter().map(|allocation| allocation.amount_cents.get()).sum::<i64>() + beside;
    let on = near(command.context.today, deed.d);
    command.credit(Recorded {
        bank_credit,
        amount_cents: cents(amount),
        on,
        payer: None,
        label: None,
        allocations: allocations.clone(),
        statement: None,
    })?;
    pay_shares(command, bank_credit, on, allocations)
}

/// What is left of a credit, some of it, or a cent more.
pub(super) fn allocate_rest(command: &mut Command, deed: Deed) -> Step {
    let (bank_credit, state) = command.pick_credit(deed.a)?;
    let (dossier, sale) = command.pick_dossier(deed.b)?;
    let left = state.left().get();
    let amount = match deed.c % 8 {
        0 => left + 1,
        1 | 2 => left / 2,
        3 => 10_000,
        _ => left,
    };
    if deed.d.is_multiple_of(5) {
        return command.penalty(bank_credit, cents(amount));
    }
    let allocations = vec![Allocation { dossier, rank: outbox::rank(&sale, deed.d), amount_cents: cents(amount) }];
    command.allocate(bank_credit, allocations.clone())?;
    let on = state.recorded.map(|recorded| recorded.on).ok_or(Refusal::UnknownBankCredit)?;
    pay_shares(command, bank_credit, on, allocations)
}

pub(super) fn pay_shares(
    command: &mut Command,
    bank_credit: BankCreditId,
    on: Date,
    allocations: Vec<Allocation>,
) -> Step {
    for allocation in allocations {
        let moved = TrackMove {
            bank_credit: Some(bank_credit),
            amount_cents: Some(allocation.amount_cents),
            on: Some(on),
            ..TrackMove::to(allocation.rank, TrackState::Paid)
        };
        command.dossier(allocation.dossier, DossierCommand::MoveTrack(moved))?;
    }
    Ok(())
}

/// Takes what waits out of the queue before a customer claims it himself.
pub(super) fn leave_queue(command: &mut Command, id: DossierId, rank: u8) -> Step {
    match command.open_request(id, rank) {
        Some((request, _)) => formality::withdraw(command, id, request),
        None => {
            let reason = command.text();
            withdrawn(command, id, rank, (None, reason))
        }
    }
}

/// The share is withdrawn, with the request that asked for it when there is one.
pub(super) fn withdrawn(
    command: &mut Command,
    id: DossierId,
    rank: u8,
    (request, reason): (Option<RequestId>, TextId),
) -> Step {
    let moved = TrackMove { request, reason: Some(reason), ..TrackMove::to(rank, TrackState::Withdrawn) };
    command.dossier(id, DossierCommand::MoveTrack(moved))
}

/// A letter to the payer of a share, whichever it is.
pub(super) fn remind(command: &mut Command, deed: Deed) -> Step {
    let (id, state) = command.pick_dossier(deed.a)?;
    let track = state.amc.get(usize::from(deed.b) % state.amc.len().max(1)).ok_or(Refusal::UnknownTrack)?;
    let level = ReminderLevel::ALL[usize::from(deed.c) % ReminderLevel::ALL.len()];
    let (rank, document, number) = (track.rank, DocumentId(command.fresh()), "L-2024-0001".to_owned());
    command.dossier(id, DossierCommand::RemindPayer(Reminder { rank, level, document, number }))
}
