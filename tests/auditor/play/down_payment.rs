//! Deeds upon acomptes: received, imputed, taken back, given back with their interest, corrected.

use super::{Books, Command, Deed, Step, near, one_in, sale::cents};
use jiff::civil::Date;
use relais_domain::{
    circuit::InvoiceNumber,
    context::PaymentMeans,
    dossier::{DossierCommand, DownPaymentReceived, InterestTerms, PaymentPurpose},
    ids::DossierId,
    reference::Limits,
    refusal::Refusal,
};

const MEANS: [PaymentMeans; 3] = [PaymentMeans::Cash, PaymentMeans::Card, PaymentMeans::Transfer];

/// One rate for all that is played: 8.01 %, that of the first half of 2024 for a consumer.
fn terms() -> InterestTerms {
    InterestTerms { after_months: 3, rates: vec![(jiff::civil::date(2015, 4, 1), None, 801)] }
}

pub(super) fn take(command: &mut Command, deed: Deed) -> Step {
    let (id, state) = command.pick_dossier(deed.a)?;
    let room = state.down_payment_room().get();
    let amount = match deed.b % 8 {
        0 => room + 1,
        1 => 0,
        2 => room,
        3 => room / 2,
        4 => room.min(90_000),
        _ => 10_000,
    };
    let (number, year) = command.next_number(|books: &mut Books| &mut books.down_payment_numbers);
    let received = DownPaymentReceived {
        number,
        year,
        amount_cents: cents(amount),
        means: MEANS[usize::from(deed.d) % MEANS.len()],
        on: near(command.context.today, deed.c),
        invoice: InvoiceNumber::parse("FA-1").ok_or(Refusal::UnknownDossier)?,
        made_to_order: one_in(3, deed.d / 4),
        vat_rate_bp: one_in(4, deed.d / 16).then_some(2_000),
    };
    command.dossier(id, DossierCommand::ReceiveDownPayment { received, limits: Limits::default() })
}

/// One of the things that may come of an acompte, for what is held of it, a part, or a cent more.
pub(super) fn step(command: &mut Command, deed: Deed) -> Step {
    // Where there is one, if anywhere: few sales have any.
    let (id, state) = (0..3)
        .filter_map(|further| command.pick_dossier(deed.a.wrapping_add(further)).ok())
        .find(|(_, state)| !state.down_payments.is_empty())
        .ok_or(Refusal::UnknownDownPayment)?;
    let at = usize::from(deed.a / 4) % state.down_payments.len();
    let (held, down_payment) = (&state.down_payments[at], u32::try_from(at + 1).unwrap_or(u32::MAX));
    let today = command.context.today;
    // What is due is paid; where nothing is, something is asked all the same.
    let dues = [
        (PaymentPurpose::AmcShareAdvanced, state.advance_due()),
        (PaymentPurpose::Difference, state.difference_due()),
        (PaymentPurpose::CustomerShare, state.customer_share_due()),
    ];
    let open: Vec<_> = dues.iter().filter(|(_, due)| due.is_positive()).collect();
    let (purpose, due) = *open.get(usize::from(deed.d) % open.len().max(1)).copied().unwrap_or(&dues[0]);
    let of = |whole: i64| {
        cents(match deed.c % 6 {
            0 => whole + 1,
            1 => whole / 2,
            _ => whole,
        })
    };
    let asked = match deed.b % 8 {
        0..=2 => {
            // At times what is due, at times what is held: the lesser is the most.
            let whole = if one_in(2, deed.c / 8) { due.max(held.rest()) } else { due.min(held.rest()) };
            let on = near(today, deed.d / 4);
            DossierCommand::AllocateDownPayment { down_payment, purpose, amount_cents: of(whole.get()), on }
        }
        3 | 4 => {
            let purpose = held.allocations.last().map_or(purpose, |(to, _)| *to);
            let amount_cents = of(held.allocated_to(purpose).get());
            DossierCommand::ReleaseDownPayment { down_payment, purpose, amount_cents }
        }
        5 | 6 => {
            let on = near(today, deed.d / 4);
            let borne = held.accrued(state.bears_until(on), &terms()).map_or(0, |(_, due, _)| due.get());
            DossierCommand::RefundDownPayment {
                down_payment,
                amount_cents: of(held.rest().get() + borne),
                means: MEANS[usize::from(deed.d) % MEANS.len()],
                on,
                limits: Limits::default(),
                terms: terms(),
            }
        }
        _ => DossierCommand::ReverseDownPayment { down_payment },
    };
    command.dossier(id, asked)
}

/// Before a delivery, as its use case does.
pub(super) fn grant_interest(command: &mut Command, id: DossierId, until: Date) -> Step {
    let some = command.known_dossier(id).is_some_and(|state| !state.down_payments.is_empty());
    if some && until <= command.context.today {
        command.dossier(id, DossierCommand::GrantInterest { until, terms: terms() })?;
    }
    Ok(())
}
