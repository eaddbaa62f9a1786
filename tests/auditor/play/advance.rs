//! Deeds upon operators' advances: received, of a credit or by itself, given back, withheld out of a transfer, corrected.

use super::{
    Books, Command, Deed, Step, entry, near, one_in, outbox, picked,
    sale::{cents, pay_shares},
};
use jiff::ToSpan;
use relais_domain::{
    bank_credit::{self, Allocation, BankCredit, BankCreditEvent},
    context::{Context, PaymentMeans},
    ids::{BankCreditId, OperatorAdvanceId},
    operator_advance::{self, AdvanceReceived, Instalment, OperatorAdvance, OperatorAdvanceEvent, Repayment, monthly},
    platform::PlatformCode,
    refusal::Refusal,
    stream::{Stream, StreamKind},
};

impl Command {
    fn advance(
        &mut self,
        id: OperatorAdvanceId,
        decide: impl FnOnce(&OperatorAdvance, &Context) -> Result<Vec<OperatorAdvanceEvent>, Refusal>,
    ) -> Step {
        let state = entry(&mut self.books.advances, id);
        let events = decide(state, &self.context)?;
        events.iter().for_each(|event| state.apply(event));
        self.record(StreamKind::OperatorAdvance, id.0, &events);
        Ok(())
    }

    fn of_credit(
        &mut self,
        id: BankCreditId,
        decide: impl FnOnce(&BankCredit) -> Result<Vec<BankCreditEvent>, Refusal>,
    ) -> Step {
        let state = entry(&mut self.books.credits, id);
        let events = decide(state)?;
        events.iter().for_each(|event| state.apply(event));
        self.record(StreamKind::BankCredit, id.0, &events);
        Ok(())
    }
}

/// Months of equal parts, at times a cent beside what they should make.
fn schedule(whole: i64, command: &Command, deed: Deed) -> Vec<Instalment> {
    let first_on = near(command.context.today, deed.c).saturating_add(i64::from(deed.c % 3 * 10).days());
    let beside = i64::from(one_in(9, deed.d / 2));
    monthly(cents(whole + beside), first_on, u16::from(deed.d % 3) + 1)
}

pub(super) fn take(command: &mut Command, deed: Deed) -> Step {
    let advance = OperatorAdvanceId(command.fresh());
    let credit = command.pick_credit(deed.a).ok().filter(|(_, state)| deed.b % 4 < 3 && state.left().is_positive());
    let whole = match &credit {
        Some((_, state)) => state.left().get() + i64::from(one_in(8, deed.b / 4)),
        None => [10_000, 25_000, 0][usize::from(deed.b / 4) % 3],
    };
    let (number, year) = command.next_number(|books: &mut Books| &mut books.advance_numbers);
    let received = AdvanceReceived {
        advance,
        number,
        year,
        platform: PlatformCode::parse("almerys").map_err(|_| Refusal::UnknownPlatform)?,
        amount_cents: cents(whole),
        on: near(command.context.today, deed.c),
        bank_credit: credit.as_ref().map(|(id, _)| *id),
        terms: None,
        instalments: schedule(whole, command, deed),
    };
    command.advance(advance, |state, context| operator_advance::receive(state, received, context))?;
    match credit {
        Some((id, _)) => command.of_credit(id, |state| bank_credit::give_to_advance(state, advance, cents(whole))),
        None => Ok(()),
    }
}

pub(super) fn step(command: &mut Command, deed: Deed) -> Step {
    let (id, state) = picked(&command.books.advances, deed.a).cloned().ok_or(Refusal::UnknownOperatorAdvance)?;
    let balance = state.balance().get();
    let amount_cents = cents(match deed.c % 8 {
        0 => balance + 1,
        1 | 2 => balance / 2,
        3 | 4 => 3_000,
        _ => balance,
    });
    match deed.b % 10 {
        0..=2 => {
            let means = [PaymentMeans::Transfer, PaymentMeans::Cheque][usize::from(deed.d) % 2];
            let repayment = Repayment { amount_cents, means, on: near(command.context.today, deed.d / 2) };
            command.advance(id, |state, context| operator_advance::repay(state, repayment, context))
        }
        3 => {
            let made_up = Repayment { amount_cents, means: PaymentMeans::Card, on: command.context.today };
            let repayment = picked(&state.repaid, deed.d).copied().unwrap_or(made_up);
            command.advance(id, |state, _| operator_advance::reverse_repayment(state, repayment))
        }
        4 => {
            let instalments = schedule(balance, command, deed);
            command.advance(id, |state, _| operator_advance::reschedule(state, instalments))
        }
        5 => {
            let reason = command.text();
            command.advance(id, |state, _| operator_advance::cancel(state, reason))?;
            match state.received.and_then(|received| received.bank_credit) {
                Some(credit) => command.of_credit(credit, |state| bank_credit::take_from_advance(state, id)),
                None => Ok(()),
            }
        }
        _ => recoup(command, id, amount_cents.get(), deed),
    }
}

/// A transfer was smaller than its advice: the share is paid all the same, and the advance is less.
fn recoup(command: &mut Command, advance: OperatorAdvanceId, amount: i64, deed: Deed) -> Step {
    let (credit, state) = command.pick_credit(deed.d)?;
    let (dossier, sale) = command.pick_dossier(deed.d / 4)?;
    let on = state.recorded.as_ref().map(|recorded| recorded.on).ok_or(Refusal::UnknownBankCredit)?;
    let (rank, amount_cents) = (outbox::rank(&sale, deed.d / 16), cents(amount));
    let parts = vec![Allocation { dossier, rank, amount_cents }];
    let allocations = parts.clone();
    command.advance(advance, |held, context| operator_advance::recoup(held, (amount_cents, on, credit), context))?;
    command.of_credit(credit, |state| bank_credit::withhold(state, advance, allocations))?;
    pay_shares(command, credit, on, parts)
}
