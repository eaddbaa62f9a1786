//! The books of a practice at play: whatever happened, they balance, and they say of each dossier what its rules say.

use super::{Books, Practice};
use relais_domain::{
    bank_credit::BankCredit,
    books::{Account, Booked, Position, book},
    cheque::Cheque,
    dossier::Dossier,
    operator_advance::OperatorAdvance,
    owed,
    slip::Slip,
    stream::stream_name,
};
use serde_json::json;
use uuid::Uuid;

impl Practice {
    /// What does not tie, if anything.
    pub(crate) fn untied(&self) -> Option<String> {
        let Books { dossiers, credits, advances, .. } = &self.books;
        let mut to_allocate = 0;
        for (id, dossier) in dossiers {
            let position = self.booked::<Dossier>(id.0)?;
            to_allocate += position.on(&Account::ToAllocate);
            if let Some(said) = untied_dossier(dossier, &position) {
                return Some(format!("dossier {id}: {said}"));
            }
        }
        let mut left = 0;
        for (id, credit) in credits {
            to_allocate += self.booked::<BankCredit>(id.0)?.on(&Account::ToAllocate);
            left += credit.left().get();
        }
        for (id, advance) in advances {
            let position = self.booked::<OperatorAdvance>(id.0)?;
            to_allocate += position.on(&Account::ToAllocate);
            let owed = advance.received.as_ref().map(|r| position.on(&Account::OperatorAdvances(r.platform.clone())));
            if owed.unwrap_or_default() != -advance.balance().get() {
                return Some(format!("advance {id}: {owed:?} is booked where {} is left", advance.balance().get()));
            }
        }
        if let Some(said) = self.untied_slips().or_else(|| self.untied_fees()) {
            return Some(said);
        }
        (to_allocate != -left).then(|| format!("{to_allocate} to allocate where {left} is left"))
    }

    /// The bank's account against what each slip says the bank credited and took back.
    fn untied_slips(&self) -> Option<String> {
        for (id, slip) in &self.books.slips {
            let position = self.booked::<Slip>(id.0)?;
            let credited = slip.credited.map_or(0, |credit| credit.amount_cents.get());
            let back = slip.cheques.iter().filter(|cheque| cheque.rejected.is_some_and(|out| out.after_credit));
            let stays = credited - back.map(|cheque| cheque.amount_cents.get()).sum::<i64>();
            let (bank, collect) = (position.on(&Account::Bank), position.on(&Account::ChequesToCollect));
            if (bank, collect) != (stays, -stays) {
                return Some(format!("slip {id}: {bank} on the bank where {stays} stays"));
            }
        }
        None
    }

    /// The charges against what the bank took for each cheque, less what came back of it.
    fn untied_fees(&self) -> Option<String> {
        for (id, cheque) in &self.books.cheques {
            let charge = self.booked::<Cheque>(id.0)?.on(&Account::BankCharges);
            let borne = cheque.fees_due().get() + cheque.fees_left().get();
            if charge != borne {
                return Some(format!("cheque {id}: {charge} is a charge where {borne} is borne"));
            }
        }
        None
    }

    /// The sum of what a stream's entries booked; each balances.
    fn booked<S: Booked>(&self, id: Uuid) -> Option<Position> {
        let name = stream_name(S::KIND, id);
        let mut state = S::default();
        let mut sum = Position::default();
        for entry in self.entries.iter().filter(|entry| entry.stream == name) {
            let event: S::Event = serde_json::from_value(json!({ "kind": entry.kind, "body": entry.body })).ok()?;
            let Some(booked) = book(&mut state, &event, entry.on) else { continue };
            let balance: i64 = booked.amounts.iter().map(|(_, cents)| cents).sum();
            assert_eq!(balance, 0, "{} books {:?}", entry.kind, booked.amounts);
            // What is taken off nothing is what is added.
            sum = sum.minus(Position::default().minus(booked.amounts));
        }
        assert_eq!(sum, state.position(), "the entries of {name} are not where it stands");
        Some(sum)
    }
}

/// The customer's account against what the rules say he owes.
fn untied_dossier(dossier: &Dossier, position: &Position) -> Option<String> {
    if let Some(said) = owed::untied(dossier) {
        return Some(said);
    }
    let claimed = |rank| dossier.track(rank).is_some_and(|track| track.claimed_by_customer);
    let in_payment: i64 =
        dossier.cheques_kept.iter().filter(|kept| claimed(kept.rank)).map(|kept| kept.covered_cents.get()).sum();
    let customer = position.on(&Account::Customers) + position.on(&Account::CustomerAdvances);
    let due = [dossier.customer_share_due(), dossier.difference_due(), dossier.advance_due()];
    let due: i64 = due.iter().map(|due| due.get()).sum();
    let given_up = dossier.written_off_of_customer().get();
    let held = dossier.down_payments_held().get();
    let expected = due - dossier.overpaid().get() - in_payment - given_up - held;
    let delivered = dossier.delivered_on.is_some();
    let lost = position.on(&Account::BadDebts);
    let shares: i64 = dossier.amc.iter().map(|track| dossier.written_off_of(track.rank).get()).sum();
    if lost != if delivered { given_up + shares } else { 0 } {
        return Some(format!("{lost} is lost, {given_up} and {shares} were written off"));
    }
    (delivered && customer != expected).then(|| format!("his account is {customer}, he owes {expected}"))
}
