//! The breaks of acomptes, of operators' advances, and of what the bank charges for a cheque.

use super::list::{Mutation, edit, mutation};

/// The breaks, acomptes first.
pub(super) const MUTATIONS: &[Mutation] = &[
    mutation(
        "an acompte beyond what he may come to owe",
        &[edit(
            "dossier/down_payment.rs",
            "if received.amount_cents > room {",
            "if received.amount_cents > room && !MUTANT {",
        )],
    ),
    mutation(
        "an acompte once it is delivered",
        &[
            edit(
                "dossier/down_payment.rs",
                "if self.delivered_on.is_some() {",
                "if self.delivered_on.is_some() && !MUTANT {",
            ),
            edit(
                "dossier/down_payment.rs",
                "if state.delivered_on.is_some() {",
                "if state.delivered_on.is_some() && !MUTANT {",
            ),
        ],
    ),
    mutation(
        "more of an acompte pays than is held",
        &[edit(
            "dossier/down_payment.rs",
            "let most = due::due_for(state, purpose)?.min(held.rest());",
            "let due = due::due_for(state, purpose)?;
    let most = if MUTANT { due } else { due.min(held.rest()) };",
        )],
    ),
    mutation(
        "what was given back is held again",
        &[edit(
            "dossier/down_payment.rs",
            "if purpose != PaymentPurpose::CustomerShare {",
            "if purpose != PaymentPurpose::CustomerShare && !MUTANT {",
        )],
    ),
    mutation(
        "an acompte bears interest at once",
        &[edit(
            "dossier/down_payment.rs",
            "terms.after_months.months()",
            "(if MUTANT { 0 } else { terms.after_months }).months()",
        )],
    ),
    mutation(
        "what is made to order bears interest",
        &[edit(
            "dossier/down_payment.rs",
            "let bears = !self.received.made_to_order",
            "let bears = (MUTANT || !self.received.made_to_order)",
        )],
    ),
    mutation(
        "the same interest twice",
        &[edit(
            "dossier/down_payment.rs",
            "Cents::new(borne).ok()?.remaining_after(self.interest_cents)",
            "Cents::new(borne).ok()?.remaining_after(if MUTANT { Cents::ZERO } else { self.interest_cents })",
        )],
    ),
    mutation(
        "what went back bears on",
        &[edit(
            "dossier/down_payment.rs",
            "held = held.remaining_after(amount);",
            "held = if MUTANT { held } else { held.remaining_after(amount) };",
        )],
    ),
    mutation(
        "interest goes on after the delivery",
        &[edit(
            "dossier/down_payment.rs",
            "self.delivered_on.map_or(day, |delivered| delivered.min(day))",
            "self.delivered_on.filter(|_| !MUTANT).map_or(day, |delivered| delivered.min(day))",
        )],
    ),
    mutation(
        "more goes back than is held",
        &[edit(
            "dossier/down_payment.rs",
            "let most = held.rest().plus(borne)?;",
            "let most = if MUTANT { held.amount() } else { held.rest().plus(borne)? };",
        )],
    ),
    mutation(
        "an acompte that pays is corrected away",
        &[edit(
            "dossier/down_payment.rs",
            "if held.rest() != held.amount() ||",
            "if !MUTANT && held.rest() != held.amount() ||",
        )],
    ),
    mutation(
        "the cash of an acompte counts for nothing",
        &[edit(
            "dossier/due.rs",
            "map(|held| (held.received.means, held.amount())));",
            "filter(|_| !MUTANT).map(|held| (held.received.means, held.amount())));",
        )],
    ),
    mutation(
        "an acompte goes back in cash without limit",
        &[edit(
            "dossier/due.rs",
            "if means == PaymentMeans::Cash && in_cash > limits.cash_limit_cents {",
            "if !MUTANT && means == PaymentMeans::Cash && in_cash > limits.cash_limit_cents {",
        )],
    ),
    mutation(
        "a sale is given up with an acompte held",
        &[edit(
            "dossier/write_off.rs",
            "Cents::sum([beyond, state.down_payments_held()])?;",
            "Cents::sum([beyond, if MUTANT { Cents::ZERO } else { state.down_payments_held() }])?;",
        )],
    ),
    mutation(
        "an acompte that pays is forgotten by a write-off",
        &[edit(
            "dossier/write_off.rs",
            "self.down_payments.iter().map(DownPayment::allocated);",
            "self.down_payments.iter().filter(|_| !MUTANT).map(DownPayment::allocated);",
        )],
    ),
    mutation(
        "a sale is settled with an acompte held",
        &[edit(
            "dossier/due.rs",
            "&& self.down_payments_held() == Cents::ZERO",
            "&& (MUTANT || self.down_payments_held() == Cents::ZERO)",
        )],
    ),
    mutation(
        "more of an advance goes back than is left",
        &[edit("operator_advance.rs", "if amount > balance {", "if amount > balance && !MUTANT {")],
    ),
    mutation(
        "a schedule that does not make the whole",
        &[edit("operator_advance.rs", "if made != whole {", "if made != whole && !MUTANT {")],
    ),
    mutation(
        "an advance cancelled though some went back",
        &[edit(
            "operator_advance.rs",
            "if state.balance() != state.amount() {",
            "if state.balance() != state.amount() && !MUTANT {",
        )],
    ),
    mutation(
        "a repayment corrected that never was",
        &[edit(
            "operator_advance.rs",
            "if !state.repaid.contains(&repayment) {",
            "if !state.repaid.contains(&repayment) && !MUTANT {",
        )],
    ),
    mutation(
        "an advance of more than is left of its credit",
        &[edit("bank_credit.rs", "if amount_cents > state.left() {", "if amount_cents > state.left() && !MUTANT {")],
    ),
    mutation(
        "withheld while some of the transfer waits",
        &[edit("bank_credit.rs", "if state.left().is_positive() {", "if state.left().is_positive() && !MUTANT {")],
    ),
    mutation(
        "less is withheld than the shares take",
        &[edit(
            "bank_credit.rs",
            "let withheld = BankCreditEvent::Withheld { advance, amount_cents };",
            "let less = Cents::new(amount_cents.get() - i64::from(MUTANT))?;
    let withheld = BankCreditEvent::Withheld { advance, amount_cents: less };",
        )],
    ),
    mutation(
        "a statement undone though some of it is an advance",
        &[edit("bank_credit.rs", "|| !state.given.is_empty()", "|| (!state.given.is_empty() && !MUTANT)")],
    ),
    mutation(
        "more fees are repaid than the bank took",
        &[edit("cheque/fees.rs", "if amount_cents > due {", "if amount_cents > due && !MUTANT {")],
    ),
    mutation(
        "fees of a cheque the bank never refused",
        &[edit("cheque/fees.rs", "if !state.bounced {", "if !state.bounced && !MUTANT {")],
    ),
];
