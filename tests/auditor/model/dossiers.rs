//! What the auditor checks of dossiers: shares, money, and where each insurer's share stands.

mod delivery;
mod down_payments;
mod held;
mod lists;

use super::{Auditor, CASH_LIMIT_CENTS, Entry, cents, day, given, list, number, outage::WrittenOff, text};
use jiff::civil::Date;
use serde_json::Value;
use std::collections::BTreeMap;

/// One insurer's share.
#[derive(Debug, Clone, Default)]
pub(super) struct Track {
    pub(super) share: i64,
    pub(super) state: String,
    /// What reached the bank.
    pub(super) bank: i64,
    /// What the insurer said it covers.
    pub(super) agreed: Option<i64>,
    /// The customer claims it back himself.
    pub(super) claimed: bool,
    /// What he paid of it by cheques handed to the bank.
    pub(super) deposited: i64,
    /// The request of the last invoice, and where that stands; empty before one.
    invoice: (String, String),
    /// A cancellation is under way.
    cancelling: bool,
    /// The pharmacy's software transmitted it, and the concentrator has not given it back.
    carried: bool,
    /// The invoice that waited here when the concentrator took it over; empty where none did.
    taken_over: String,
    /// Where it stood before its last movement: state, agreed amount, what had reached the bank.
    replaced: (String, Option<i64>, i64),
    /// Before the list that touched it last.
    before: Option<lists::Before>,
    /// The cheques left for it that pay nothing.
    unpaid: i64,
    /// The day of the last letter to its payer.
    pub(super) reminded_on: Option<Date>,
}

/// Whether nothing stands of an invoice.
fn invoice_is_over(state: &str) -> bool {
    matches!(state, "" | "refused" | "withdrawn" | "cancelled")
}

impl Track {
    /// An invoice waits, is known of or was accepted. One that waited here when the concentrator took the share over is over with
    /// what the concentrator had.
    fn invoice_stands(&self) -> bool {
        let (request, state) = &self.invoice;
        let taken_over = state == "waiting" && *request == self.taken_over && !self.carried;
        !invoice_is_over(state) && !taken_over
    }

    /// « Refused, cancelled, or never sent and withdrawn » (design §1.3).
    pub(super) fn is_dead(&self) -> bool {
        matches!(self.state.as_str(), "refused" | "cancelled" | "withdrawn")
    }

    /// No insurer is to pay it any more: it has, it will not, or the customer claims it himself.
    pub(super) fn is_over(&self) -> bool {
        self.is_dead() || matches!(self.state.as_str(), "paid" | "claimed_by_customer")
    }
}

/// One sale.
#[derive(Debug, Clone, Default)]
pub(super) struct Dossier {
    pub(super) tracks: BTreeMap<i64, Track>,
    /// The customer's own share, and what he paid of it.
    pub(super) customer: (i64, i64),
    /// What he paid of the insurers' shares by anything but a cheque handed to the bank, less what he was given back.
    pub(super) paid_for_insurers: i64,
    /// What he was given back of cheques handed to the bank.
    deposits_refunded: i64,
    /// His acomptes, in their order.
    acomptes: Vec<down_payments::Acompte>,
    cash: i64,
    /// What he was given back in cash.
    cash_back: i64,
    /// The cheques that rest on it: cheque and rank, cents.
    pub(super) covers: BTreeMap<(String, i64), i64>,
    /// Those handed to the bank.
    deposits: BTreeMap<(String, i64), i64>,
    /// Those that pay nothing.
    unpaid: BTreeMap<(String, i64), i64>,
    pub(super) way: String,
    pub(super) incident: String,
    /// The customer.
    pub(super) person: String,
    /// What the owner gave up of it.
    pub(super) written_off: Option<WrittenOff>,
    /// When one person alone asked to give up how much of it.
    pub(super) asked_off: Option<(Date, i64)>,
    ordered_on: Option<Date>,
    planned_on: Option<Date>,
    pub(super) delivered_on: Option<Date>,
    /// What went back of its cheques because the money had come, by rank.
    pub(super) returned: BTreeMap<i64, i64>,
}

impl Dossier {
    pub(super) fn covered(&self, rank: i64) -> i64 {
        self.covers.iter().filter(|((_, of), _)| *of == rank).map(|(_, covered)| covered).sum()
    }

    /// What the customer owes of the insurers' shares beside the cheques handed to the bank: what he claims back himself,
    /// what was refused or cancelled, what was withdrawn as far as he left a cheque, and what was agreed or paid for less.
    pub(super) fn owed_for_insurers(&self) -> i64 {
        self.tracks.iter().map(|(rank, track)| self.owed(*rank, track)).sum()
    }

    /// The same of one share.
    pub(super) fn owed(&self, rank: i64, track: &Track) -> i64 {
        let owed = match track.state.as_str() {
            "claimed_by_customer" | "refused" | "cancelled" => track.share,
            // « la créance originaire … subsiste jusqu'au paiement » (CMF L131-67): what he left a cheque for.
            "withdrawn" => (self.covered(rank) + track.deposited + track.unpaid).min(track.share),
            "paid" => track.share - track.bank,
            "accepted" | "advised" => track.agreed.map_or(0, |agreed| track.share - agreed),
            _ => 0,
        };
        (owed - track.deposited).max(0)
    }

    /// His money for the insurers' shares that is here: what he was given back of a cheque that then paid nothing is missing.
    pub(super) fn money(&self) -> i64 {
        self.paid_for_insurers + self.deposits_beyond().min(0)
    }

    /// What nobody has paid yet of the insurers' shares, counting no money of the customer but deposited cheques.
    pub(super) fn open(&self) -> i64 {
        self.tracks.values().map(|track| (track.share - track.bank - track.deposited).max(0)).sum()
    }

    /// What was paid twice, by the insurer and by a cheque handed to the bank, and not given back.
    fn deposits_beyond(&self) -> i64 {
        let beyond = |track: &Track| (track.deposited - (track.share - track.bank).max(0)).max(0);
        self.tracks.values().map(beyond).sum::<i64>() - self.deposits_refunded
    }

    /// What the practice owes him.
    pub(super) fn overpaid(&self) -> i64 {
        (self.money() - self.open()).max(0) + self.deposits_beyond().max(0)
    }

    /// What went back of its cheques for shares that no insurer is to pay any more.
    pub(super) fn returned_for_good(&self) -> i64 {
        let kept = |(rank, cents): (&i64, &i64)| self.tracks.get(rank).is_some_and(Track::is_over).then_some(*cents);
        self.returned.iter().filter_map(kept).sum()
    }

    /// « tiers payant barred » (design §1.3): the customer claims back himself.
    pub(super) fn is_barred(&self, rank: i64) -> bool {
        way_bars(&self.way) || self.tracks.get(&rank).is_some_and(|track| track.claimed)
    }

    /// The concentrator has it: nothing of it leaves from here.
    pub(super) fn is_carried(&self, rank: i64) -> bool {
        self.tracks.get(&rank).is_some_and(|track| track.carried || track.state == "entrusted")
    }

    /// From when « delivery + 45 days » is counted: the delivery, the day it is planned for, or today.
    pub(super) fn keeping_starts_on(&self, today: Date) -> Date {
        let planned = self.planned_on.filter(|planned| *planned > today);
        self.delivered_on.or(planned).unwrap_or(today)
    }
}

fn way_bars(way: &str) -> bool {
    matches!(way, "cheque_deposited_later" | "customer_advances")
}

impl Auditor {
    pub(super) fn read_dossier(&mut self, id: &str, entry: &Entry) {
        let body = &entry.body;
        match entry.kind.as_str() {
            "dossier.way_chosen" => self.note_carrying(id, &text(body, "incident")),
            "dossier.priced" => {
                let incident = self.dossiers.get(id).map(|dossier| dossier.incident.clone()).unwrap_or_default();
                self.note_carrying(id, &incident);
            }
            "dossier.transmitted" if body["opened"] == true => self.listed.push(id.to_owned()),
            _ => {}
        }
        let dossier = self.dossiers.entry(id.to_owned()).or_default();
        match entry.kind.as_str() {
            "dossier.opened" => {
                dossier.person = text(body, "person");
                self.check_number("dossier", number(body, "year"), number(body, "number"));
            }
            "dossier.written_off" => self.read_written_off(id, entry),
            "dossier.write_off_asked" => dossier.asked_off = Some((entry.on, cents(body, "amount_cents"))),
            "dossier.write_off_withdrawn" => dossier.asked_off = None,
            "dossier.write_off_seconded" => self.seconded.push(id.to_owned()),
            "dossier.write_off_undone" => self.read_write_off_undone(id, entry),
            "dossier.priced" => self.read_priced(id, body),
            "dossier.ordered" => dossier.ordered_on = day(body, "on"),
            "dossier.order_cancelled" => dossier.ordered_on = None,
            "dossier.delivery_planned" => dossier.planned_on = day(body, "on"),
            "dossier.delivered" => self.read_delivered(id, entry),
            "dossier.delivery_undone" => self.read_delivery_undone(id),
            "dossier.way_chosen" => (dossier.way, dossier.incident) = (text(body, "way"), text(body, "incident")),
            "dossier.cheque_attached" => {
                let share = (text(body, "cheque"), number(body, "rank"));
                dossier.covers.insert(share, cents(body, "covered_cents"));
            }
            "dossier.cheque_released" => self.read_released(id, body),
            "dossier.cheque_unpaid" => self.read_unpaid(id, body),
            "dossier.cheque_taken_back" => self.read_taken_back(id, body),
            "dossier.customer_paid" => self.read_payment(id, entry),
            "dossier.customer_payment_reversed" => dossier.reverse(body),
            kind if kind.starts_with("dossier.down_payment_") => self.read_down_payment(id, entry),
            "dossier.customer_refunded" => self.read_refund(id, body),
            "dossier.invoiced" => self.read_invoiced(id, body),
            "dossier.invoice_moved" => self.read_invoice_moved(id, body),
            "dossier.cancellation_asked" => self.read_cancellation(id, body, true),
            "dossier.cancellation_ended" => self.read_cancellation(id, body, false),
            "dossier.track_moved" => self.read_movement(id, entry),
            "dossier.rechecked" => self.check_colour(id, body),
            "dossier.transmitted" | "dossier.returned" => self.read_circuit(id, entry),
            "dossier.advised" | "dossier.paid_by_list" => self.read_list_word(id, entry),
            "dossier.work_assigned" | "dossier.work_snoozed" | "dossier.work_resumed" => self.check_work(id, entry),
            "dossier.payer_reminded" => self.check_reminder(id, entry),
            "dossier.import_undone" => self.read_undone(id, body),
            _ => {}
        }
        let dates = [
            "dossier.opened",
            "dossier.ordered",
            "dossier.delivered",
            "dossier.amo_paid",
            "dossier.customer_paid",
            "dossier.customer_refunded",
            "dossier.down_payment_received",
            "dossier.down_payment_allocated",
            "dossier.down_payment_refunded",
        ];
        let fact = dates.contains(&entry.kind.as_str());
        self.check(!fact || day(body, "on") <= Some(entry.on), "not-in-future", || format!("{}: {body}", entry.kind));
    }

    /// « Only after delivery, barred when the customer claims himself, when it is at the concentrator, or the share is invoiced
    /// already »: and never for more than the share.
    fn read_invoiced(&mut self, id: &str, body: &Value) {
        let rank = number(body, "rank");
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let (barred, delivered) = (dossier.is_barred(rank), dossier.delivered_on.is_some());
        let Some(track) = dossier.tracks.get_mut(&rank) else { return };
        let free = !track.invoice_stands() && !track.cancelling;
        let reachable = !matches!(track.state.as_str(), "entrusted" | "advised" | "paid" | "sent" | "outcome_unknown");
        let fits = (1..=track.share).contains(&cents(body, "amount_cents"));
        track.invoice = (text(body, "request"), "waiting".to_owned());
        let holds = delivered && !barred && free && reachable && fits && given(body, "invoice");
        self.check(holds, "invoice", || format!("{id} is invoiced {body}"));
    }

    /// « A claim accepted is not paid », and each goes where its request went.
    fn read_invoice_moved(&mut self, id: &str, body: &Value) {
        let (rank, to) = (number(body, "rank"), text(body, "to"));
        let Some(track) = self.dossiers.get_mut(id).and_then(|dossier| dossier.tracks.get_mut(&rank)) else { return };
        let from = std::mem::replace(&mut track.invoice.1, to.clone());
        let holds = match to.as_str() {
            "waiting" => from == "outcome_unknown",
            "outcome_unknown" | "withdrawn" => from == "waiting",
            "cancelled" => matches!(from.as_str(), "accepted" | "received"),
            _ => !invoice_is_over(&from) && from != "accepted",
        };
        let its_own = track.invoice.0 == text(body, "request");
        self.check(holds && its_own, "invoice", || format!("the invoice of {id} was {from}: {body}"));
    }

    /// « An agreed PEC that must be cancelled »: one cancellation at a time.
    fn read_cancellation(&mut self, id: &str, body: &Value, asked: bool) {
        let rank = number(body, "rank");
        let Some(track) = self.dossiers.get_mut(id).and_then(|dossier| dossier.tracks.get_mut(&rank)) else { return };
        let before = std::mem::replace(&mut track.cancelling, asked);
        self.check(before != asked, "invoice", || format!("{id}, a cancellation under way: {before}: {body}"));
    }

    /// « Total, customer's share, AMC share » (First light, 3): they add up, to the cent, and none is negative.
    fn read_priced(&mut self, id: &str, body: &Value) {
        let shares: Vec<i64> = list(body, "amc_share_cents").iter().filter_map(Value::as_i64).collect();
        let own = cents(body, "customer_share_cents");
        let parts = [&[cents(body, "amo_share_cents"), own], shares.as_slice()].concat();
        let adds_up = parts.iter().sum::<i64>() == cents(body, "total_cents") && parts.iter().all(|part| *part >= 0);
        self.check(adds_up && !shares.is_empty(), "shares-add-up", || format!("{id} is priced {body}"));
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        dossier.customer.0 = own;
        let before = std::mem::take(&mut dossier.tracks);
        let fresh = || Track { state: "not_sent".to_owned(), ..Track::default() };
        for (rank, share) in (1..).zip(shares) {
            let track = before.get(&rank).cloned().unwrap_or_else(fresh);
            dossier.tracks.insert(rank, Track { share, ..track });
        }
    }

    /// A cheque that left rests on nothing any more; one that went to the bank has paid its share, which was still open.
    fn read_released(&mut self, id: &str, body: &Value) {
        let (rank, deposited) = (number(body, "rank"), body["deposited"] == true);
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let share = (text(body, "cheque"), rank);
        let held = dossier.covers.remove(&share).or_else(|| dossier.take_unpaid(&share));
        let amount = held.unwrap_or(0);
        let room = (dossier.open() - dossier.money())
            .min(dossier.tracks.get(&rank).map_or(0, |track| track.share - track.bank - track.deposited));
        if let Some(track) = dossier.tracks.get_mut(&rank).filter(|_| deposited) {
            track.deposited += amount;
            dossier.deposits.insert(share, amount);
        }
        let noted = self.deposits.iter().position(|known| *known == (id.to_owned(), amount));
        if let Some(at) = noted.filter(|_| deposited) {
            self.deposits.remove(at);
        }
        self.check(held.is_some(), "cheque-once", || format!("{id} released a cheque it did not hold: {body}"));
        self.check(!deposited || noted.is_some(), "deposit-noted", || format!("{id} notes no deposit: {body}"));
        let fits = !deposited || amount <= room;
        self.check(fits, "never-more-than-due", || format!("{id}: {amount} deposited, {room} were open: {body}"));
    }

    /// « a rejected cheque … re-creates the claim »: what it covered is not paid any more.
    fn read_unpaid(&mut self, id: &str, body: &Value) {
        let share = (text(body, "cheque"), number(body, "rank"));
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let held = dossier.covers.remove(&share).or_else(|| dossier.take_deposit(&share));
        let amount = held.unwrap_or(0);
        if let Some(track) = dossier.tracks.get_mut(&share.1) {
            track.unpaid += amount;
        }
        dossier.unpaid.insert(share, amount);
        let noted = self.bounces.iter().position(|known| *known == (id.to_owned(), amount));
        if let Some(at) = noted {
            self.bounces.remove(at);
        }
        self.check(held.is_some() && noted.is_some(), "bounce-noted", || format!("{id}: {body}"));
    }

    /// A slip taken apart, or a cheque found: it is where it was.
    fn read_taken_back(&mut self, id: &str, body: &Value) {
        let share = (text(body, "cheque"), number(body, "rank"));
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let held = dossier.take_deposit(&share).or_else(|| dossier.take_unpaid(&share));
        let amount = held.unwrap_or(0);
        if body["kept"] == true {
            dossier.covers.insert(share, amount);
        } else if let Some(track) = dossier.tracks.get_mut(&share.1) {
            track.unpaid += amount;
            dossier.unpaid.insert(share, amount);
            // What it paid on the slip is due again, and this says so.
            self.bounces.retain(|known| *known != (id.to_owned(), amount));
        }
        self.check(held.is_some(), "cheque-rests", || format!("{id} held nothing of it: {body}"));
    }

    /// « Paid less: the difference is due » and nothing else: a customer never pays more than he owes.
    fn read_payment(&mut self, id: &str, entry: &Entry) {
        let (body, amount) = (&entry.body, cents(&entry.body, "amount_cents"));
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let room = match text(body, "purpose").as_str() {
            "customer_share" => dossier.customer.0 - dossier.customer.1,
            _ => dossier.owed_for_insurers() - dossier.money(),
        };
        dossier.pay(body, 1);
        let cash = dossier.cash;
        self.check(amount > 0 && amount <= room, "never-more-than-due", || format!("{id}: {body}, {room} were due"));
        self.check(cash <= CASH_LIMIT_CENTS, "cash-limit", || format!("{id} took {cash} in cash"));
    }

    /// Only what was paid beyond every share is given back.
    fn read_refund(&mut self, id: &str, body: &Value) {
        let amount = cents(body, "amount_cents");
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let room = dossier.overpaid();
        let of_deposits = amount.min(dossier.deposits_beyond());
        dossier.deposits_refunded += of_deposits;
        dossier.paid_for_insurers -= amount - of_deposits;
        if text(body, "means") == "cash" {
            dossier.cash_back += amount;
        }
        let cash = dossier.cash_back;
        let fits = amount > 0 && amount <= room;
        self.check(fits, "never-more-than-due", || format!("{id} gives back {amount}, {room} were paid beyond"));
        self.check(cash <= CASH_LIMIT_CENTS, "cash-limit", || format!("{id} gave {cash} back in cash"));
    }

    /// A movement starts where the track stands, goes where the design lets it go, and rests on what it names.
    fn read_movement(&mut self, id: &str, entry: &Entry) {
        let (body, rank, to) = (&entry.body, number(&entry.body, "rank"), text(&entry.body, "to"));
        let Some(track) = self.dossiers.get_mut(id).and_then(|dossier| dossier.tracks.get_mut(&rank)) else {
            return self.report("track-continues", format!("{id} has no track {rank}"));
        };
        let from = std::mem::replace(&mut track.state, to.clone());
        track.replaced = (from.clone(), track.agreed, track.bank);
        let was_dead = matches!(from.as_str(), "refused" | "cancelled" | "withdrawn");
        let allowed = match to.as_str() {
            // « Never sent and withdrawn » (design §1.3).
            "withdrawn" => matches!(from.as_str(), "not_sent" | "queued" | "entrusted") && given(body, "reason"),
            // « withdraw from the queue, then deposit » (design §1.3): he claims what nobody here asks for any more.
            "claimed_by_customer" => was_dead || from == "not_sent",
            "not_sent" => from == "claimed_by_customer",
            // « Nothing is sent twice »: what left from here is not the concentrator's.
            "entrusted" => (was_dead || matches!(from.as_str(), "not_sent" | "queued")) && !track.claimed,
            // « An advice moves a track to advised; only a bank credit moves it to paid »: and it stays there.
            "paid" | "advised" => cents(body, "amount_cents") > 0,
            _ => true,
        };
        match to.as_str() {
            "claimed_by_customer" => track.claimed = true,
            "not_sent" => track.claimed = false,
            // What is said anew holds, an amount that is no longer said too.
            "accepted" if given(body, "agreement") => track.agreed = body["agreement"]["covered_cents"].as_i64(),
            "refused" | "cancelled" => track.agreed = None,
            "withdrawn" => track.carried = false,
            "paid" => track.bank += cents(body, "amount_cents"),
            _ => {}
        }
        let stands = text(body, "from") == from;
        self.check(stands, "track-continues", || format!("{id} track {rank} stood {from}: {body}"));
        if !(allowed && (from != "paid" || to == "paid")) {
            // A list that is undone gives back what it took: its entry must follow in the same command.
            self.unexplained.push((id.to_owned(), format!("{id}: {body}")));
        }
        if to == "paid" {
            self.spend_credit(id, rank, body);
        }
        if to == "not_sent" && from == "claimed_by_customer" {
            self.check_reopened(id, rank);
        }
        self.check_movement_follows_request(id, rank, &to, body);
    }

    /// « Client later says he sent the invoice to his mutuelle himself → file is locked out of the TP queue: double
    /// payment » (practice and market, §3.2): a share he has paid does not come back to the tiers payant.
    fn check_reopened(&mut self, id: &str, rank: i64) {
        let dossier = &self.dossiers[id];
        let deposited = dossier.tracks.get(&rank).is_some_and(|track| track.deposited > 0);
        let paid = deposited || dossier.money() > dossier.owed_for_insurers();
        self.check(!paid, "barred", || format!("{id} track {rank} comes back though the customer has paid it"));
    }

    /// « Only a bank credit moves it to paid » (design §1.2), for what that credit allocates.
    fn spend_credit(&mut self, id: &str, rank: i64, body: &Value) {
        let share = (text(body, "bank_credit"), id.to_owned(), rank);
        let amount = cents(body, "amount_cents");
        let covered = self.credits.get_mut(&share).is_some_and(|left| {
            *left -= amount;
            *left >= 0
        });
        self.check(covered, "paid-by-credit", || format!("{id} track {rank} is paid by no bank credit: {body}"));
    }

    /// « green (the insurer covers at least the estimate), orange (less), red (refused) » (First light, 7).
    fn check_colour(&mut self, id: &str, body: &Value) {
        let estimate = cents(body, "estimate_cents");
        let state = self.dossiers[id].tracks.get(&number(body, "rank")).map(|track| track.state.clone());
        let colour = match (state.as_deref(), body["covered_cents"].as_i64()) {
            (Some("refused"), covered) if covered.unwrap_or(0) <= 0 => "red",
            (Some("accepted"), Some(covered)) if covered >= estimate => "green",
            (Some("accepted"), covered) if covered != Some(0) => "orange",
            _ => "none",
        };
        self.check(colour == text(body, "colour"), "colour", || format!("{id} should be {colour}: {body}"));
    }

    /// « One or more cheques are kept only for the AMC share » (design §1.3), and none for what is barred or claimed
    /// under another agreement.
    pub(super) fn check_shares_hold(&mut self) {
        let mut broken = Vec::new();
        for (id, dossier) in &self.dossiers {
            for (rank, track) in &dossier.tracks {
                let covered = dossier.covered(*rank);
                if covered > track.share {
                    broken.push(("cheques-within-share", format!("{id}: {covered} kept for {}", track.share)));
                }
                if way_bars(&dossier.way) && track.state == "not_sent" {
                    broken.push(("barred", format!("{id} track {rank} is open to tiers payant")));
                }
            }
        }
        for (rule, seen) in broken {
            self.report(rule, seen);
        }
    }
}
