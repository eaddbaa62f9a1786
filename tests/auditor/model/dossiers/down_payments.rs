//! What the auditor checks of acomptes: what is held of each, what it pays, what it bore, what went back.

use super::{
    super::{Auditor, CASH_LIMIT_CENTS, Entry, cents, day, number, text},
    Dossier,
};
use jiff::{ToSpan, civil::Date};
use serde_json::Value;
use std::collections::BTreeMap;

/// « Three months after it was paid, a sum paid in advance bears interest at the legal rate » (money and law, C. conso L214-2).
const BEARS_AFTER_MONTHS: i64 = 3;
/// The legal rate in all that is played, in basis points.
const LEGAL_RATE_BP: i64 = 801;
/// What a principal over days at a rate in basis points is divided by.
const DAYS_AND_POINTS: i64 = 365 * 10_000;

/// An acompte.
#[derive(Debug, Clone, Default)]
pub(super) struct Acompte {
    amount: i64,
    in_cash: bool,
    /// Made to order on a quote: it bears nothing.
    made_to_order: bool,
    received_on: Option<Date>,
    /// What it pays, by purpose.
    pays: BTreeMap<String, i64>,
    /// The interest granted.
    interest: i64,
    /// What went back, and when.
    back: Vec<(Date, i64)>,
    /// Recorded by mistake.
    wrong: bool,
}

impl Acompte {
    fn given_back(&self) -> i64 {
        self.back.iter().map(|(_, amount)| amount).sum()
    }

    /// What of it is held and pays nothing.
    fn held(&self) -> i64 {
        let came = if self.wrong { 0 } else { self.amount + self.interest };
        came - self.pays.values().sum::<i64>() - self.given_back()
    }

    fn bears_from(&self) -> Option<Date> {
        self.received_on?.checked_add(BEARS_AFTER_MONTHS.months()).ok()
    }

    /// The interest it bore until a day, counted day by day on what had not gone back.
    fn bore(&self, until: Date) -> i64 {
        let Some(mut today) = self.bears_from().filter(|_| !self.made_to_order && !self.wrong) else { return 0 };
        let mut weighed = 0;
        while today < until {
            let gone: i64 = self.back.iter().filter(|(on, _)| *on <= today).map(|(_, amount)| amount).sum();
            weighed += (self.amount - gone).max(0) * LEGAL_RATE_BP;
            let Ok(next) = today.tomorrow() else { break };
            today = next;
        }
        (weighed + DAYS_AND_POINTS / 2) / DAYS_AND_POINTS
    }
}

impl Dossier {
    /// What is held of the acomptes.
    pub(in super::super) fn acomptes_held(&self) -> i64 {
        self.acomptes.iter().map(Acompte::held).sum()
    }

    /// Every cent of his that is here for a share: paid, deposited, or of an acompte, and not given back.
    pub(in super::super) fn money_for_shares(&self) -> i64 {
        let deposited: i64 = self.tracks.values().map(|track| track.deposited).sum();
        self.customer.1 + self.paid_for_insurers + deposited - self.deposits_refunded
    }

    /// « Never more than what the customer may come to owe »: his own share, and what nobody has paid of the insurers'.
    fn may_come_to_owe(&self) -> i64 {
        (self.customer.0 - self.customer.1).max(0) + (self.open() - self.money()).max(0)
    }

    /// Interest stops where the acompte becomes a payment: at the delivery.
    fn bears_until(&self, day: Date) -> Date {
        self.delivered_on.map_or(day, |delivered| delivered.min(day))
    }
}

impl Auditor {
    pub(super) fn read_down_payment(&mut self, id: &str, entry: &Entry) {
        let body = &entry.body;
        if entry.kind == "dossier.down_payment_received" {
            return self.read_acompte(id, body);
        }
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let at = usize::try_from(number(body, "down_payment") - 1).unwrap_or(usize::MAX);
        if dossier.acomptes.get(at).is_none_or(|acompte| acompte.wrong) {
            return self.report("acompte", format!("{id} has no such acompte: {body}"));
        }
        let before = dossier.clone();
        let (amount, purpose) = (cents(body, "amount_cents"), text(body, "purpose"));
        let holds = match entry.kind.as_str() {
            "dossier.down_payment_allocated" => {
                *dossier.acomptes[at].pays.entry(purpose.clone()).or_default() += amount;
                dossier.pay(body, 1);
                let due = match purpose.as_str() {
                    "customer_share" => before.customer.0 - before.customer.1,
                    _ => before.owed_for_insurers() - before.money(),
                };
                amount > 0 && amount <= due
            }
            // Another entry, never an erasure; what went back since cannot be held again.
            "dossier.down_payment_released" => {
                *dossier.acomptes[at].pays.entry(purpose.clone()).or_default() -= amount;
                dossier.reverse(body);
                let stands = dossier.acomptes[at].pays.values().all(|pays| *pays >= 0);
                amount > 0
                    && stands
                    && (purpose == "customer_share" || dossier.money_for_shares() >= dossier.customer.1)
            }
            "dossier.down_payment_interest" => return self.read_interest(id, at, body),
            "dossier.down_payment_refunded" => return self.read_given_back(id, at, body),
            "dossier.down_payment_reversed" => {
                let acompte = &mut dossier.acomptes[at];
                let untouched = acompte.held() == acompte.amount && acompte.interest == 0;
                acompte.wrong = true;
                dossier.cash -= if acompte.in_cash { acompte.amount } else { 0 };
                untouched
            }
            _ => true,
        };
        let held = dossier.acomptes[at].held();
        self.check(holds && held >= 0, "acompte", || format!("{id}, {held} is held then: {} {body}", entry.kind));
    }

    /// « Acompte at the order »: before the delivery, and never more than he may come to owe with what is held already.
    fn read_acompte(&mut self, id: &str, body: &Value) {
        self.check_number("acompte", number(body, "year"), number(body, "number"));
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let amount = cents(body, "amount_cents");
        let room = dossier.may_come_to_owe() - dossier.acomptes_held();
        let undelivered = dossier.delivered_on.is_none();
        let in_cash = text(body, "means") == "cash";
        dossier.cash += if in_cash { amount } else { 0 };
        dossier.acomptes.push(Acompte {
            amount,
            in_cash,
            made_to_order: body["made_to_order"] == true,
            received_on: day(body, "on"),
            ..Acompte::default()
        });
        let (cash, off) = (dossier.cash, dossier.written_off.is_some());
        let holds = amount > 0 && amount <= room && undelivered && !off;
        self.check(holds, "acompte", || format!("{id}, {room} could come to be owed: {body}"));
        self.check(cash <= CASH_LIMIT_CENTS, "cash-limit", || format!("{id} took {cash} in cash"));
    }

    /// Interest begins after three months, on what had not gone back, at the legal rate, to the cent, and never on what is made
    /// to order.
    fn read_interest(&mut self, id: &str, at: usize, body: &Value) {
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let until = day(body, "to").map(|to| dossier.bears_until(to));
        let acompte = &mut dossier.acomptes[at];
        acompte.interest += cents(body, "amount_cents");
        let bore = until.map_or(0, |until| acompte.bore(until));
        let holds = cents(body, "amount_cents") > 0
            && acompte.interest == bore
            && day(body, "from") == acompte.bears_from()
            && day(body, "to") == until;
        let granted = acompte.interest;
        self.check(holds, "acompte-interest", || format!("{id} bore {bore}, {granted} is granted: {body}"));
    }

    /// What goes back is held, with the interest it bore by then.
    fn read_given_back(&mut self, id: &str, at: usize, body: &Value) {
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let amount = cents(body, "amount_cents");
        let on = day(body, "on").unwrap_or_default();
        let until = dossier.bears_until(on);
        if text(body, "means") == "cash" {
            dossier.cash_back += amount;
        }
        let cash = dossier.cash_back;
        let acompte = &mut dossier.acomptes[at];
        let missing = acompte.bore(until) - acompte.interest;
        let came = acompte.received_on <= Some(on);
        acompte.back.push((on, amount));
        let held = acompte.held();
        self.check(missing <= 0, "acompte-interest", || format!("{id}: {missing} of interest is missing: {body}"));
        self.check(amount > 0 && held >= 0 && came, "acompte", || format!("{id}, {held} is held then: {body}"));
        self.check(cash <= CASH_LIMIT_CENTS, "cash-limit", || format!("{id} gave {cash} back in cash"));
    }

    /// What his acomptes bore until the delivery is his, and is granted before it.
    pub(super) fn check_interest_granted(&mut self, id: &str) {
        let Some(dossier) = self.dossiers.get(id) else { return };
        let Some(delivered) = dossier.delivered_on else { return };
        let missing: i64 = dossier.acomptes.iter().map(|a| (a.bore(delivered) - a.interest).max(0)).sum();
        self.check(missing == 0, "acompte-interest", || format!("{id} is delivered, {missing} of interest is missing"));
    }
}
