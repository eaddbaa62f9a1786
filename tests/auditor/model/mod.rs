//! The auditor: a second, simpler model of the trade, written from the design's sentences, which reads a journal as plain
//! JSON and says where it breaks them. It imports nothing of the rules, so that a mistake there is not repeated here.
//!
//! It refuses nothing and decides nothing: it looks at what was recorded, entry by entry, and again at the end of each
//! command, when all that a command does must hold together. The sentence a check comes from stands above it.

mod advances;
mod cheques;
mod dossiers;
mod inventories;
mod outage;
mod reminders;
mod requests;
mod slips;
mod work;

use jiff::{ToSpan, civil::Date};
use serde_json::Value;
use std::collections::BTreeMap;

use advances::Advance;
use cheques::Cheque;
use dossiers::Dossier;
use outage::{Carrying, Ceilings};
use requests::{Incident, Request};
use slips::Slip;

/// « you are told 8 days before deposit » (First light, 5).
const NOTICE_DAYS: i64 = 8;
/// « A cheque is kept at most until delivery + 45 days by default, stopped at 50 » (design §1.4).
const KEPT_AT_MOST_DAYS: i64 = 50;
/// « Cash from a consumer to a professional ≤ 1 000 € » (money and law, §1.4).
const CASH_LIMIT_CENTS: i64 = 100_000;

/// Every rule that can be found broken. Each has a doctored journal that breaks it.
pub(crate) const RULES: &[&str] = &[
    "access",
    "acompte",
    "acompte-interest",
    "advance-balance",
    "advance-tied",
    "agreement",
    "barred",
    "bounce-noted",
    "cash-limit",
    "ceiling",
    "certificate",
    "cheque-covers",
    "cheque-date",
    "cheque-expired",
    "cheque-once",
    "cheque-order",
    "cheque-rests",
    "cheques-within-share",
    "colour",
    "credit-allocated",
    "credit-spent",
    "credit-withdrawn",
    "delivery",
    "delivery-undone",
    "deposit-noted",
    "deposited-early",
    "deposited-though-paid",
    "deposited-untold",
    "deposited-without-owner",
    "fees",
    "gap-free",
    "incident-closed",
    "inventory-ties",
    "invoice",
    "kept-for-paid",
    "kept-too-long",
    "never-more-than-due",
    "not-in-future",
    "notice",
    "paid-as-allocated",
    "paid-by-credit",
    "promises-agree",
    "reminder",
    "request-order",
    "returned-unpaid",
    "second-person",
    "sent-twice",
    "shares-add-up",
    "slip-agrees",
    "slip-closed",
    "slip-once",
    "slip-total",
    "track-continues",
    "track-follows",
    "track-movement",
    "undone-whole",
    "work",
    "write-off",
];

/// One entry of a journal, as anybody can read it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The command it belongs to; entries of one command are recorded together or not at all.
    pub(crate) command: u64,
    /// The business date.
    pub(crate) on: Date,
    /// The role of who acted: `owner`, `counter`, `billing`, `accountant`.
    pub(crate) role: String,
    /// `cheque/…`, `dossier/…`.
    pub(crate) stream: String,
    /// `cheque.deposited`.
    pub(crate) kind: String,
    /// Its body.
    pub(crate) body: Value,
}

/// A sentence that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Violation {
    /// The index of the entry after which it shows.
    pub(crate) entry: usize,
    /// The rule broken, in a word.
    pub(crate) rule: &'static str,
    /// What was seen.
    pub(crate) seen: String,
}

/// Every sentence a journal breaks.
pub(crate) fn audit(entries: &[Entry]) -> Vec<Violation> {
    let mut auditor = Auditor::default();
    for (index, entry) in entries.iter().enumerate() {
        auditor.entry = index;
        auditor.read(entry);
        if entries.get(index + 1).is_none_or(|next| next.command != entry.command) {
            auditor.close_command();
        }
    }
    auditor.violations
}

/// What the auditor remembers of what it read.
#[derive(Debug, Default)]
struct Auditor {
    dossiers: BTreeMap<String, Dossier>,
    cheques: BTreeMap<String, Cheque>,
    requests: BTreeMap<String, Request>,
    incidents: BTreeMap<String, Incident>,
    slips: BTreeMap<String, Slip>,
    advances: BTreeMap<String, Advance>,
    /// What the command being read says of advances on one side and on the other, which must be the same.
    ties: advances::Ties,
    /// What each bank credit was, and what it is allocated for in all.
    credited: BTreeMap<String, (i64, i64)>,
    /// What each bank credit that stands gives to each share: by dossier and rank, then by credit.
    allocated: BTreeMap<(String, i64), BTreeMap<String, i64>>,
    /// The statement each credit was read from, and whether it was allocated further since.
    statements: BTreeMap<String, (String, bool)>,
    /// What is left to pay of what each bank credit allocates to each share.
    credits: BTreeMap<(String, String, i64), i64>,
    /// The last number given, by series and year.
    numbers: BTreeMap<(&'static str, i64), i64>,
    /// Deposits of the command being read, which its dossiers must take note of: dossier and cents.
    deposits: Vec<(String, i64)>,
    /// Movements no sentence allows, unless what follows in their command explains them: dossier and what was seen.
    unexplained: Vec<(String, String)>,
    /// What pays nothing any more in the command being read, which its dossiers must take note of.
    bounces: Vec<(String, i64)>,
    /// Above what loss one person alone is not enough, in cents, once the practice said.
    second_look: Option<i64>,
    /// The sales of which another person looked at the loss in the command being read.
    seconded: Vec<String>,
    /// The cheques of which a rule was passed over in the command being read, and whether one alone had slept on it.
    overriding: Vec<(String, bool)>,
    /// The ceilings of each incident.
    ceilings: BTreeMap<String, Ceilings>,
    /// What the command being read may make the practice carry.
    carrying: Vec<Carrying>,
    /// The sales the owner carried beyond a ceiling in it.
    exceeded: Vec<String>,
    /// The sales a list brought in it: they were delivered already, and are recorded as they are.
    listed: Vec<String>,
    /// The incidents in which data went out, and those whose passwords were changed.
    breached: Vec<String>,
    secured: Vec<String>,
    entry: usize,
    violations: Vec<Violation>,
}

impl Auditor {
    fn read(&mut self, entry: &Entry) {
        let (stream, id) = entry.stream.split_once('/').unwrap_or_default();
        match stream {
            "practice" if entry.kind == "practice.second_look_limit_set" => {
                self.second_look = Some(cents(&entry.body, "limit_cents"));
            }
            "dossier" => self.read_dossier(id, entry),
            "cheque" => self.read_cheque(id, entry),
            "request" => self.read_request(id, entry),
            "incident" => self.read_incident(id, entry),
            "bank_credit" => self.read_bank_credit(id, entry),
            "slip" => self.read_slip(id, entry),
            "inventory" => self.read_inventory(id, entry),
            "operator_advance" => self.read_advance(id, entry),
            _ => {}
        }
    }

    /// Looks at what a command left behind, once all of it is recorded.
    fn close_command(&mut self) {
        let seconded = std::mem::take(&mut self.seconded);
        for (id, slept) in std::mem::take(&mut self.overriding) {
            let looked_at = slept || seconded.contains(&id);
            self.check(looked_at, "second-person", || format!("{id}: a rule was passed over by one alone"));
        }
        for (_, seen) in std::mem::take(&mut self.unexplained) {
            self.report("track-movement", seen);
        }
        self.check_cheques_rest_on_dossiers();
        self.check_tracks_follow_requests();
        self.check_shares_hold();
        self.check_slips_agree();
        self.check_paid_as_allocated();
        self.check_ceilings();
        self.check_advances_tie();
        // « Only a bank credit moves it to paid »: and all of it does, where it says.
        if let Some(((credit, dossier, rank), left)) = self.credits.iter().find(|(_, left)| **left != 0) {
            let seen = format!("credit {credit} left {left} of what it allocates to track {rank} of {dossier}");
            self.report("credit-spent", seen);
            self.credits.clear();
        }
        if let Some((dossier, cents)) = self.deposits.pop() {
            self.report("deposit-noted", format!("dossier {dossier} knows nothing of {cents} deposited"));
            self.deposits.clear();
        }
        if let Some((dossier, cents)) = self.bounces.pop() {
            self.report("bounce-noted", format!("{cents} are due again and dossier {dossier} does not know"));
            self.bounces.clear();
        }
    }

    fn report(&mut self, rule: &'static str, seen: String) {
        assert!(RULES.contains(&rule), "{rule} must be named in RULES");
        self.violations.push(Violation { entry: self.entry, rule, seen });
    }

    /// Reports when `holds` is false.
    fn check(&mut self, holds: bool, rule: &'static str, seen: impl FnOnce() -> String) {
        if !holds {
            self.report(rule, seen());
        }
    }

    /// « Receipt, slip and letter numbers are gap-free per post and year » (design §3).
    fn check_number(&mut self, series: &'static str, year: i64, number: i64) {
        let last = self.numbers.insert((series, year), number).unwrap_or(0);
        self.check(number == last + 1, "gap-free", || format!("{series} {year}-{number} follows {last}"));
    }

    /// « Never more allocated than credited », at once or later, and money is counted once it is there.
    fn read_bank_credit(&mut self, id: &str, entry: &Entry) {
        if entry.kind == "bank_credit.withdrawn" {
            return self.read_withdrawn(id, entry);
        }
        let further = matches!(entry.kind.as_str(), "bank_credit.allocated" | "bank_credit.withheld");
        let list = text(&entry.body["statement"], "import");
        self.statements.entry(id.to_owned()).and_modify(|known| known.1 |= further).or_insert((list, further));
        let allocations = self::list(&entry.body, "allocations");
        let (mut amount, mut allocated) = self.credited.get(id).copied().unwrap_or_default();
        if entry.kind == "bank_credit.recorded" {
            let known = std::mem::replace(&mut amount, cents(&entry.body, "amount_cents"));
            self.check(known == 0, "credit-allocated", || format!("credit {id} came twice"));
            self.check(day(&entry.body, "on") <= Some(entry.on), "not-in-future", || format!("credit {id} to come"));
        }
        allocated += allocations.iter().map(|part| cents(part, "amount_cents")).sum::<i64>();
        let mut each = allocations.iter().all(|part| cents(part, "amount_cents") > 0);
        if entry.kind == "bank_credit.penalty_taken" {
            // A penalty is taken out of the same money.
            allocated += cents(&entry.body, "amount_cents");
            each = cents(&entry.body, "amount_cents") > 0;
        }
        self.read_credit_of_advance(id, entry, (&mut amount, &mut allocated));
        self.check(each && allocated <= amount && amount > 0, "credit-allocated", || {
            format!("credit {id} of {amount} is allocated for {allocated}")
        });
        self.credited.insert(id.to_owned(), (amount, allocated));
        for part in allocations {
            let share = (id.to_owned(), text(part, "dossier"), number(part, "rank"));
            *self.credits.entry(share).or_default() += cents(part, "amount_cents");
            let given = self.allocated.entry((text(part, "dossier"), number(part, "rank"))).or_default();
            *given.entry(id.to_owned()).or_default() += cents(part, "amount_cents");
        }
    }

    /// « Undone as far as nothing else happened »: a credit goes with the statement it was read from, and with no other; one
    /// that somebody allocated since stays.
    fn read_withdrawn(&mut self, id: &str, entry: &Entry) {
        let (list, further) = self.statements.remove(id).unwrap_or_default();
        let given = self.given_of(id) != 0;
        let holds = !list.is_empty() && list == text(&entry.body, "import") && !further && !given;
        self.check(holds, "credit-withdrawn", || format!("credit {id} of « {list} »: {}", entry.body));
        self.credited.insert(id.to_owned(), (0, 0));
        for given in self.allocated.values_mut() {
            given.remove(id);
        }
    }
}

// --- Reading plain JSON ----------------------------------------------------------------------------------------------

fn text(body: &Value, field: &str) -> String {
    body[field].as_str().unwrap_or_default().to_owned()
}

fn number(body: &Value, field: &str) -> i64 {
    body[field].as_i64().unwrap_or_default()
}

fn cents(body: &Value, field: &str) -> i64 {
    number(body, field)
}

fn list<'b>(body: &'b Value, field: &str) -> &'b [Value] {
    body[field].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn day(body: &Value, field: &str) -> Option<Date> {
    body[field].as_str().and_then(|text| text.parse().ok())
}

fn given(body: &Value, field: &str) -> bool {
    !body[field].is_null()
}

fn days_after(date: Date, days: i64) -> Date {
    date.saturating_add(days.days())
}
