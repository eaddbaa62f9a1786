//! What the state of a dossier, or of a bank credit, means on the accounts.

use super::{Account, KeptChequeBooking};
use crate::{
    bank_credit::BankCredit,
    cheque::{Cheque, FeesMove},
    context::PaymentMeans,
    dossier::{AmcTrack, Dossier, DossierLine, DownPayment, TrackState},
    money::Cents,
    operator_advance::OperatorAdvance,
    slip::Slip,
};
use std::collections::BTreeMap;

/// Amounts by account, in cents: debits positive, credits negative, and nothing kept for an account that is even.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position(BTreeMap<Account, i64>);

impl Position {
    /// Adds the amount to one side and to the other.
    fn moves(&mut self, debit: Account, credit: Account, amount: Cents) {
        self.add(debit, amount.get());
        self.add(credit, -amount.get());
    }

    fn add(&mut self, account: Account, cents: i64) {
        let balance = self.0.remove(&account).unwrap_or_default() + cents;
        if balance != 0 {
            self.0.insert(account, balance);
        }
    }

    /// What leads from `before` to this.
    #[must_use]
    pub fn minus(mut self, before: Position) -> Position {
        for (account, cents) in before.0 {
            self.add(account, -cents);
        }
        self
    }

    /// Whether every account is even.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The amounts, in the order of the accounts.
    pub fn iter(&self) -> impl Iterator<Item = (&Account, i64)> {
        self.0.iter().map(|(account, cents)| (account, *cents))
    }

    /// The amount on one account, in cents.
    pub fn on(&self, account: &Account) -> i64 {
        self.0.get(account).copied().unwrap_or_default()
    }
}

/// A dossier: the sale once delivered (pattern 1), the customer's money (2, 4, 5), his cheques (2, 3), the insurers' (6).
pub(super) fn of_dossier(dossier: &Dossier) -> Position {
    let mut position = Position::default();
    let delivered = dossier.delivered_on.is_some();
    // What a customer pays before the delivery is an advance of his; the delivery turns it into payment.
    let customer = if delivered { Account::Customers } else { Account::CustomerAdvances };
    if delivered {
        sale(dossier, &mut position);
        given_up(dossier, &mut position);
    }
    money(dossier, &customer, &mut position);
    for track in &dossier.amc {
        position.moves(Account::ToAllocate, insurer(track), track.paid_cents);
    }
    position
}

fn insurer(track: &AmcTrack) -> Account {
    Account::Insurers(track.card.as_ref().and_then(|card| card.operator.clone()))
}

/// On which account what is not the customer's of a share stands.
fn owed_on(track: &AmcTrack) -> Account {
    match track.state {
        // Given up with no cheque for it: nobody is asked, and it is not the insurer's either.
        TrackState::Withdrawn => Account::Doubtful,
        _ => insurer(track),
    }
}

/// What was written off, as far as it is still owed: a loss of the practice (D 654).
fn given_up(dossier: &Dossier, position: &mut Position) {
    position.moves(Account::BadDebts, Account::Customers, dossier.written_off_of_customer());
    for track in &dossier.amc {
        position.moves(Account::BadDebts, owed_on(track), dossier.written_off_of(track.rank));
    }
}

/// Who owes what of a sale, and what was sold.
fn sale(dossier: &Dossier, position: &mut Position) {
    let mut owes = vec![(Account::MandatoryInsurance, dossier.amo_share_cents)];
    owes.push((Account::Customers, dossier.customer_share_cents));
    for track in &dossier.amc {
        let by_customer = dossier.customers_part(track.rank);
        let rest = track.share_cents.remaining_after(by_customer);
        let whose = owed_on(track);
        owes.extend([(Account::Customers, by_customer), (whose, rest)]);
    }
    let mut sold = 0;
    for (account, amount) in owes {
        position.add(account, amount.get());
        sold += amount.get();
    }
    match taxes(&dossier.lines, sold) {
        Some(taxes) => {
            let net = sold - taxes.values().sum::<i64>();
            taxes.into_iter().for_each(|(rate, tax)| position.add(Account::VatCollected(rate), -tax));
            position.add(Account::Sales, -net);
        }
        None => position.add(Account::SalesTaxIncluded, -sold),
    }
}

/// The VAT inside the lines by rate, each line rounded by itself; none when the lines are not the whole sale.
fn taxes(lines: &[DossierLine], sold: i64) -> Option<BTreeMap<u32, i64>> {
    let mut taxes = BTreeMap::new();
    let mut total = 0;
    for line in lines {
        let price = line.unit_price_cents.times(line.quantity).ok()?;
        total += price.get();
        *taxes.entry(line.vat_rate_bp).or_default() += price.tax_inside(line.vat_rate_bp).get();
    }
    taxes.retain(|_, tax| *tax != 0);
    (total == sold && !lines.is_empty()).then_some(taxes)
}

/// What the customer paid, was given back, and left as cheques.
fn money(dossier: &Dossier, customer: &Account, position: &mut Position) {
    for payment in &dossier.customer_payments {
        position.moves(received_on(payment.means), customer.clone(), payment.amount_cents);
    }
    for held in &dossier.down_payments {
        down_payment(held, customer, dossier.delivered_on.is_some(), position);
    }
    let in_cash = dossier.refunded_in_cash_cents;
    position.moves(customer.clone(), Account::Cash, in_cash);
    position.moves(customer.clone(), Account::Bank, dossier.refunded_cents.remaining_after(in_cash));
    for cover in &dossier.cheques_deposited {
        position.moves(Account::ChequesToCollect, customer.clone(), cover.covered_cents);
    }
    for cover in &dossier.cheques_kept {
        let claimed = dossier.track(cover.rank).is_some_and(|track| track.claimed_by_customer);
        match cover.booking {
            // Agreement B: accepted in payment, although it is deposited later.
            _ if claimed => position.moves(Account::ChequesToCollect, customer.clone(), cover.covered_cents),
            KeptChequeBooking::OffBooks => {}
            KeptChequeBooking::AgainstDebt => {
                position.moves(Account::ChequesToCollect, Account::ChequesToReturn, cover.covered_cents);
            }
        }
    }
}

/// An acompte (pattern 4): held on 4191 until it pays a share or goes back; where the practice chose to book its VAT on its
/// receipt, that waits on 4458 until the sale books its own.
fn down_payment(held: &DownPayment, customer: &Account, delivered: bool, position: &mut Position) {
    position.moves(received_on(held.received.means), Account::CustomerAdvances, held.amount());
    position.moves(Account::InterestCharges, Account::CustomerAdvances, held.interest_cents);
    position.moves(Account::CustomerAdvances, customer.clone(), held.allocated());
    let in_cash = held.refunded_in_cash_cents;
    position.moves(Account::CustomerAdvances, Account::Cash, in_cash);
    position.moves(Account::CustomerAdvances, Account::Bank, held.refunded_cents.remaining_after(in_cash));
    if let Some(rate) = held.received.vat_rate_bp {
        let received = held.amount().remaining_after(held.refunded_cents);
        let waits = if delivered { received.remaining_after(held.allocated()) } else { received };
        position.moves(Account::VatToSettle(rate), Account::VatCollected(rate), waits.tax_inside(rate));
    }
}

const fn received_on(means: PaymentMeans) -> Account {
    match means {
        PaymentMeans::Cash => Account::Cash,
        PaymentMeans::Cheque => Account::ChequesToCollect,
        PaymentMeans::Card | PaymentMeans::Transfer => Account::Bank,
    }
}

/// A bank credit waits among what is to be allocated; the dossiers take their shares from there.
pub(super) fn of_bank_credit(credit: &BankCredit) -> Position {
    let mut position = Position::default();
    for recorded in credit.standing() {
        position.moves(Account::Bank, Account::ToAllocate, recorded.amount_cents);
        position.moves(Account::ToAllocate, Account::LatePenalties, credit.penalty_cents);
    }
    position
}

/// An operator's advance is a debt until it goes back: out of the bank, or out of a transfer smaller than its advice, whose
/// shares take it from what is to be allocated.
pub(super) fn of_operator_advance(advance: &OperatorAdvance) -> Position {
    let mut position = Position::default();
    let Some(received) = advance.received.as_ref().filter(|_| !advance.cancelled) else { return position };
    let debt = || Account::OperatorAdvances(received.platform.clone());
    let came = if received.bank_credit.is_some() { Account::ToAllocate } else { Account::Bank };
    position.moves(came, debt(), received.amount_cents);
    position.moves(debt(), Account::ToAllocate, advance.recouped_cents());
    for repayment in &advance.repaid {
        let from = if repayment.means == PaymentMeans::Cash { Account::Cash } else { Account::Bank };
        position.moves(debt(), from, repayment.amount_cents);
    }
    position
}

/// A deposit slip: the bank's credit takes its cheques off those to collect, and a rejection puts one back there, from where
/// its dossier takes it back to the customer (pattern 2).
pub(super) fn of_slip(slip: &Slip) -> Position {
    let mut position = Position::default();
    if let Some(credited) = &slip.credited {
        position.moves(Account::Bank, Account::ChequesToCollect, credited.amount_cents);
        for cheque in slip.cheques.iter().filter(|cheque| cheque.rejected.is_some_and(|rejected| rejected.after_credit))
        {
            position.moves(Account::ChequesToCollect, Account::Bank, cheque.amount_cents);
        }
    }
    position
}

/// A cheque the bank did not pay: what it charged for that (pattern 2: « + fees 627 ») is a charge, less what the customer
/// repaid. What was left to the practice stays one.
pub(super) fn of_cheque(cheque: &Cheque) -> Position {
    let mut position = Position::default();
    for moved in &cheque.fees {
        match moved {
            FeesMove::Charged { amount_cents, .. } => {
                position.moves(Account::BankCharges, Account::Bank, *amount_cents);
            }
            FeesMove::Repaid { amount_cents, means } => {
                position.moves(received_on(*means), Account::BankCharges, *amount_cents);
            }
            FeesMove::Left { .. } => {}
        }
    }
    position
}
