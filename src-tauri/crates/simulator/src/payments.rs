//! Advised is not paid: what becomes of accepted claims. Each platform pays one batch for a day's claims, announces it
//! (`PaymentReconciliation`) the day after, and its transfer reaches the practice's bank four days after. While one of
//! the two is suspended its share waits, and leaves on the day the function resumes; the other goes on alone.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use serde_json::{Value, json};

use crate::board::{Board, Place};
use crate::clock;
use crate::fault::Fault;
use crate::fhir::own_system;
use crate::places::{Function, Platform};
use crate::{cents, fhir};

/// Days from the claims to their advice.
pub const ADVICE_AFTER_DAYS: i64 = 1;

/// Days from the claims to the money, the delay the better payers keep.
pub const CREDIT_AFTER_DAYS: i64 = 4;

/// A claim to pay.
#[derive(Debug)]
struct Owed {
    request: Value,
    response_id: String,
    amount_cents: i64,
}

/// A day's claims of one platform.
#[derive(Debug)]
struct Batch {
    platform: Platform,
    day: Date,
    owed: Vec<Owed>,
    advised_on: Option<Date>,
    credited_on: Option<Date>,
}

/// A transfer as the practice's bank shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Credit {
    /// Who pays.
    pub platform: Platform,
    /// The day the money is there.
    pub value_date: Date,
    /// How much.
    pub amount_cents: i64,
    /// The reference the advice gave too.
    pub reference: String,
    /// The words on the statement.
    pub label: String,
}

impl Batch {
    fn reference(&self) -> String {
        format!("VIR{}{}", self.platform.agreement_prefix(), self.day.strftime("%Y%m%d"))
    }

    fn amount_cents(&self) -> i64 {
        self.owed.iter().map(|owed| owed.amount_cents).sum()
    }

    fn after(&self, days: i64) -> Date {
        self.day.checked_add(days.days()).unwrap_or(Date::MAX)
    }
}

/// The payments of one run.
#[derive(Debug, Default)]
pub(crate) struct Payments {
    batches: Vec<Batch>,
    /// Where the function was suspended when last looked at: what falls due meanwhile leaves the day it resumes.
    suspended: Vec<(Platform, Function)>,
}

impl Payments {
    /// An accepted claim will be paid.
    pub(crate) fn owe(&mut self, platform: Platform, answer: &Value, amount_cents: i64, now: Timestamp) {
        let day = clock::in_paris(now).date();
        let owed = Owed {
            request: answer["request"].clone(),
            response_id: answer["id"].as_str().unwrap_or_default().to_owned(),
            amount_cents,
        };
        let known = self.batches.iter_mut().find(|batch| batch.platform == platform && batch.day == day);
        match known.filter(|batch| batch.advised_on.is_none() && batch.credited_on.is_none()) {
            Some(batch) => batch.owed.push(owed),
            None => self.batches.push(Batch { platform, day, owed: vec![owed], advised_on: None, credited_on: None }),
        }
    }

    /// Lets out what is due at an instant, unless its function is suspended then.
    pub(crate) fn settle(&mut self, board: &Board, at: Timestamp) {
        let today = clock::in_paris(at).date();
        for platform in Platform::all() {
            for function in [Function::PaymentAdvice, Function::Payment] {
                let key = (platform, function);
                let was_suspended = self.suspended.contains(&key);
                self.suspended.retain(|known| *known != key);
                if board.fault(Place { platform, function, activity: None }) == Some(Fault::Suspended) {
                    self.suspended.push(key);
                    continue;
                }
                for batch in self.batches.iter_mut().filter(|batch| batch.platform == platform) {
                    let advice = function == Function::PaymentAdvice;
                    let due = batch.after(if advice { ADVICE_AFTER_DAYS } else { CREDIT_AFTER_DAYS });
                    let left = if advice { &mut batch.advised_on } else { &mut batch.credited_on };
                    if left.is_none() && due <= today {
                        *left = Some(if was_suspended { today } else { due });
                    }
                }
            }
        }
    }

    /// The transfers that reached the bank, oldest first.
    pub(crate) fn credits(&self) -> Vec<Credit> {
        let credit = |batch: &Batch| {
            batch.credited_on.map(|value_date| Credit {
                platform: batch.platform,
                value_date,
                amount_cents: batch.amount_cents(),
                reference: batch.reference(),
                label: format!("VIR {} TIERS PAYANT {}", batch.platform.name().to_uppercase(), batch.reference()),
            })
        };
        let mut credits: Vec<Credit> = self.batches.iter().filter_map(credit).collect();
        credits.sort_by_key(|credit| credit.value_date);
        credits
    }

    /// The advices of a platform, made between two days.
    pub(crate) fn advices(&self, platform: Platform, from: Option<Date>, to: Option<Date>) -> Vec<Value> {
        let told = |batch: &&Batch| {
            let day = batch.advised_on;
            batch.platform == platform
                && day.is_some_and(|day| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to))
        };
        self.batches.iter().filter(told).map(advice).collect()
    }
}

fn advice(batch: &Batch) -> Value {
    let paid_on = batch.after(CREDIT_AFTER_DAYS).to_string();
    let advised_on = batch.advised_on.unwrap_or(batch.day);
    let kind = fhir::concept("http://terminology.hl7.org/CodeSystem/payment-type", "payment", "Paiement");
    let detail = |owed: &Owed| {
        json!({
            "type": kind,
            "request": owed.request,
            "response": { "reference": format!("ClaimResponse/{}", owed.response_id) },
            "date": paid_on,
            "amount": cents::money(owed.amount_cents),
        })
    };
    json!({
        "resourceType": "PaymentReconciliation",
        "id": format!("avis-{}", batch.reference().to_lowercase()),
        "status": "active",
        "created": advised_on.to_string(),
        "outcome": "complete",
        "paymentIssuer": { "display": batch.platform.name() },
        "disposition": "Avis de paiement : la somme n’est pas encore sur le compte",
        "paymentDate": paid_on,
        "paymentAmount": cents::money(batch.amount_cents()),
        "paymentIdentifier": { "system": own_system(batch.platform.code(), "virement"), "value": batch.reference() },
        "detail": batch.owed.iter().map(detail).collect::<Vec<_>>(),
    })
}
