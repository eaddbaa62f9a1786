//! The outage of February 2024 at a counter, as the commands that a practice gave: a platform declared down, customers served by every
//! way there is, and all of them settled.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::Chance;
use crate::shop::{Asked, SHARE_CENTS, asked, cheque_for, fresh_sale};

/// The next command and what its answer names, from the first minute on.
#[derive(Debug)]
pub(super) struct Outage {
    chance: Chance,
    customers: u64,
    /// What is still to be done for the customer at the counter, last first.
    steps: Vec<Step>,
    /// What answers named: `dossier`, `cheque`, `slip`.
    named: BTreeMap<&'static str, Value>,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Configure,
    Declare,
    Open,
    Consent,
    Choose(&'static str),
    Pay(&'static str, i64),
    Keep(&'static str),
    Receipt,
    Moment(&'static str),
    Advise,
    Credit,
    Return,
    HandIn,
    CreditSlip,
}

impl Outage {
    pub(super) fn seeded(seed: u64) -> Self {
        let steps = vec![Step::Declare, Step::Configure];
        Outage { chance: Chance::seeded(seed), customers: 0, steps, named: BTreeMap::new() }
    }

    pub(super) fn next(&mut self, today: Date) -> Asked {
        if self.steps.is_empty() {
            self.steps = customer(self.customers);
            self.steps.reverse();
            self.customers += 1;
        }
        let step = *self.steps.last().unwrap();
        let the = |name: &str| self.named.get(name).cloned().unwrap_or_default();
        let dossier = the("dossier");
        match step {
            Step::Configure => asked(
                "platform.configure",
                json!({ "platform": "viamedis", "label": "Viamedis", "channel": "assisted_portal", "base_url": null,
                        "token_url": null, "client_id": null, "client_secret": null,
                        "portal_url": "https://viamedis.example/" }),
            ),
            Step::Declare => asked(
                "incident.open",
                json!({ "platform": "viamedis", "functions": ["rights", "prior_authorisation"], "nature": "breach",
                        "since": null, "said_by": "press", "text": "Comptes de professionnels usurpés." }),
            ),
            Step::Open => asked("dossier.open", fresh_sale(&mut self.chance, self.customers)),
            Step::Consent => {
                asked("consent.record", json!({ "dossier": dossier, "rank": 1, "decision": "given", "how": "oral" }))
            }
            Step::Choose(way) => asked("dossier.choose_way", json!({ "dossier": dossier, "way": way })),
            Step::Pay(purpose, cents) => asked(
                "dossier.record_payment",
                json!({ "dossier": dossier, "amount_cents": cents, "means": "card", "purpose": purpose,
                        "on": today }),
            ),
            Step::Keep(agreement) => {
                let line =
                    format!("{:07}042014506908{:012}", self.chance.below(10_000_000), self.chance.below(1 << 39));
                let mut cheque = cheque_for(&dossier, &line, today);
                cheque["agreement"] = json!(agreement);
                if agreement == "deposited_later" {
                    cheque["agreed_date"] = json!(today);
                }
                asked("cheque.keep", cheque)
            }
            Step::Receipt => asked("cheque.receipt", json!({ "cheque": the("cheque") })),
            Step::Moment(moment) => {
                asked("dossier.record_moment", json!({ "dossier": dossier, "moment": moment, "on": today }))
            }
            Step::Advise => asked(
                "advice.record",
                json!({ "dossier": dossier, "rank": 1, "amount_cents": SHARE_CENTS, "on": today }),
            ),
            Step::Credit => asked(
                "bank_credit.record",
                json!({ "amount_cents": SHARE_CENTS, "on": today, "payer": "viamedis", "label": "VIR VIAMEDIS",
                        "allocations": [{ "dossier": dossier, "rank": 1, "amount_cents": SHARE_CENTS }] }),
            ),
            Step::Return => {
                asked("cheque.return", json!({ "cheque": the("cheque"), "on": today, "manner": "in_person" }))
            }
            Step::HandIn => asked(
                "slip.make",
                json!({ "on": today, "bank_number": "", "cheques": [
                    { "cheque": the("cheque"), "override_reason": null }] }),
            ),
            Step::CreditSlip => asked(
                "slip.credit",
                json!({ "slip": the("slip"), "on": today, "amount_cents": SHARE_CENTS, "reason": null }),
            ),
        }
    }

    /// Moves on once it was acknowledged.
    pub(super) fn done(&mut self, asked: &Asked, reply: &Value) {
        self.steps.pop();
        match asked.name.as_str() {
            "dossier.open" => drop(self.named.insert("dossier", reply["dossier"].clone())),
            "cheque.keep" => drop(self.named.insert("cheque", reply["cheque"].clone())),
            "slip.make" => drop(self.named.insert("slip", reply["slip"]["row"]["slip"].clone())),
            _ => {}
        }
    }
}

/// One customer, by each of the ways in turn.
fn customer(nth: u64) -> Vec<Step> {
    use Step as S;
    let mut steps = vec![S::Open, S::Consent];
    steps.extend(match nth % 5 {
        // A cheque kept, and given back once the insurer has paid.
        0 => vec![
            S::Choose("cheque_kept"),
            S::Pay("customer_share", 10_000),
            S::Keep("kept_and_returned"),
            S::Receipt,
            S::Moment("order"),
            S::Moment("delivery"),
            S::Advise,
            S::Credit,
            S::Return,
        ],
        // A cheque for a later day, which went to the bank.
        1 => vec![
            S::Choose("cheque_deposited_later"),
            S::Pay("customer_share", 10_000),
            S::Keep("deposited_later"),
            S::Receipt,
            S::HandIn,
            S::CreditSlip,
        ],
        // Carried by the practice, paid at last.
        2 => vec![
            S::Choose("delivered_third_party_payment"),
            S::Pay("customer_share", 10_000),
            S::Moment("order"),
            S::Moment("delivery"),
            S::Advise,
            S::Credit,
        ],
        // Set aside: nothing is ordered.
        3 => vec![S::Choose("set_aside")],
        // The customer pays all and claims back himself.
        _ => vec![
            S::Choose("customer_advances"),
            S::Pay("customer_share", 10_000),
            S::Pay("amc_share_advanced", SHARE_CENTS),
        ],
    });
    steps
}
