//! What the auditor checks of cheques: taken in, kept, told of, deposited or given back, each once and as promised.

use super::dossiers::Track;
use super::{Auditor, Entry, KEPT_AT_MOST_DAYS, NOTICE_DAYS, cents, day, days_after, given, list, number, text};
use jiff::{ToSpan, civil::Date};

/// One cheque on paper.
#[derive(Debug, Clone, Default)]
pub(super) struct Cheque {
    /// Empty before it came; then `kept`, and where it went.
    pub(super) state: String,
    /// Where it was before it was handed in again, or lost.
    before: String,
    /// It was handed in on a slip.
    pub(super) slipped: bool,
    /// `kept_and_returned` (A) or `deposited_later` (B).
    agreement: String,
    /// Dossier, rank, cents.
    covers: Vec<(String, i64, i64)>,
    pub(super) amount: i64,
    written_on: Option<Date>,
    /// The day of its last step.
    since: Option<Date>,
    first_presented_on: Option<Date>,
    received_on: Option<Date>,
    promised: Option<Date>,
    /// The day he was told, and from when it said the cheque may be deposited.
    told: Option<(Date, Date)>,
    /// The last day the law lets it be kept without becoming credit.
    kept_until: Option<Date>,
    /// What the owner asked alone to do against a rule, and when.
    pub(super) asked: Option<(Date, String)>,
    /// The bank had it and did not pay it.
    bounced: bool,
    /// What the bank charged for that and what became of it: the word of the kind, and cents.
    fees: Vec<(String, i64)>,
}

impl Auditor {
    pub(super) fn read_cheque(&mut self, id: &str, entry: &Entry) {
        let body = &entry.body;
        let mut cheque = self.cheques.get(id).cloned().unwrap_or_default();
        self.check_order(id, entry, &cheque);
        match entry.kind.as_str() {
            "cheque.kept" => self.read_kept(id, entry, &mut cheque),
            "cheque.converted_to_deposited_later" => self.read_converted(id, entry, &mut cheque),
            "cheque.notice_given" => self.read_notice(id, entry, &mut cheque),
            "cheque.deposited" => self.read_deposited(id, entry, &mut cheque),
            "cheque.returned" => self.read_returned(id, entry, &mut cheque),
            "cheque.override_asked" => cheque.asked = Some((entry.on, text(&entry.body, "act"))),
            "cheque.override_withdrawn" => cheque.asked = None,
            "cheque.override_seconded" => self.seconded.push(id.to_owned()),
            kind if kind.starts_with("cheque.fees_") => self.read_fees(id, entry, &mut cheque),
            _ => self.read_after(id, entry, &mut cheque),
        }
        self.cheques.insert(id.to_owned(), cheque);
        let ahead = entry.kind != "cheque.kept" && day(body, "on") > Some(entry.on);
        self.check(!ahead, "not-in-future", || format!("{} of {id}: {body}", entry.kind));
    }

    fn read_kept(&mut self, id: &str, entry: &Entry, cheque: &mut Cheque) {
        let body = &entry.body;
        self.check(cheque.state.is_empty(), "cheque-once", || format!("{id} came twice"));
        self.check_number("receipt", number(body, "receipt_year"), number(body, "receipt_number"));
        let part =
            |cover: &serde_json::Value| (text(cover, "dossier"), number(cover, "rank"), cents(cover, "amount_cents"));
        *cheque = Cheque {
            state: "kept".to_owned(),
            agreement: text(body, "agreement"),
            covers: list(body, "covers").iter().map(part).collect(),
            amount: cents(body, "amount_cents"),
            received_on: day(body, "received_on"),
            written_on: day(body, "written_on"),
            since: day(body, "received_on"),
            promised: day(body, "deposit_not_before"),
            ..Cheque::default()
        };
        // « what the law forbids is refused (a blank payee, a date after today) » (First light, 5): the blank payee
        // leaves no trace here, the date does.
        let dated = day(body, "written_on") <= Some(entry.on) && cheque.received_on == Some(entry.on);
        self.check(dated, "cheque-date", || format!("{id} came on {}: {body}", entry.on));
        let covered: i64 = cheque.covers.iter().map(|(_, _, amount)| amount).sum();
        self.check(covered == cheque.amount && covered > 0, "cheque-covers", || format!("{id}: {body}"));
        let states = self.states(cheque);
        // « A … the dossier stays in tiers payant; B … tiers payant barred » (design §1.3).
        let fits = |state: &String| (state == "claimed_by_customer") == (cheque.agreement == "deposited_later");
        self.check(states.iter().all(fits), "agreement", || format!("{id} is {}: {states:?}", cheque.agreement));
        self.check(!states.iter().any(|state| state == "paid"), "kept-for-paid", || format!("{id} for a paid share"));
        self.check_keeping(id, entry, cheque);
    }

    /// « A cheque is kept at most until delivery + 45 days by default, stopped at 50 (owner override) » (design §1.4),
    /// and the customer « is told 8 days before deposit » within that.
    fn check_keeping(&mut self, id: &str, entry: &Entry, cheque: &mut Cheque) {
        let body = &entry.body;
        let starts = cheque.covers.iter().filter_map(|(dossier, _, _)| self.dossiers.get(dossier));
        let start = starts.map(|dossier| dossier.keeping_starts_on(entry.on)).min().unwrap_or(entry.on);
        cheque.kept_until = Some(days_after(start, KEPT_AT_MOST_DAYS));
        let last = day(body, "decide_by").max(cheque.promised);
        let overridden = entry.role == "owner" && given(body, "override_reason");
        if last > cheque.kept_until && overridden {
            self.overriding.push((id.to_owned(), false));
        }
        self.check(last <= cheque.kept_until || overridden, "kept-too-long", || {
            format!("{id} would be kept until {last:?}, delivered or planned on {start}")
        });
        // What the owner extended once is the limit from then on.
        cheque.kept_until = cheque.kept_until.max(last);
        let told_in_time =
            cheque.agreement == "deposited_later" || day(body, "decide_by") >= Some(days_after(entry.on, NOTICE_DAYS));
        let within = cheque.promised >= Some(entry.on) && cheque.promised <= day(body, "decide_by");
        self.check(told_in_time && within, "promises-agree", || format!("{id} came on {}: {body}", entry.on));
    }

    /// « A can become B: withdraw from the queue, then deposit » (design §1.3).
    fn read_converted(&mut self, id: &str, entry: &Entry, cheque: &mut Cheque) {
        let states = self.states(cheque);
        let claimed = states.iter().all(|state| state == "claimed_by_customer");
        self.check(claimed && given(&entry.body, "reason"), "agreement", || format!("{id} becomes B over {states:?}"));
        cheque.agreement = "deposited_later".to_owned();
        cheque.promised = day(&entry.body, "deposit_not_before");
        if entry.role == "owner" {
            if cheque.promised > cheque.kept_until {
                self.overriding.push((id.to_owned(), false));
            }
            cheque.kept_until = cheque.kept_until.max(cheque.promised);
        }
        let in_time = cheque.promised <= cheque.kept_until;
        self.check(in_time, "kept-too-long", || format!("{id} would be kept until {:?}", cheque.promised));
    }

    /// « you are told 8 days before deposit » (First light, 5).
    fn read_notice(&mut self, id: &str, entry: &Entry, cheque: &mut Cheque) {
        cheque.told = day(&entry.body, "on").zip(day(&entry.body, "deposit_from"));
        let enough = cheque.told.is_some_and(|(on, from)| from >= days_after(on, NOTICE_DAYS));
        let here = cheque.told.is_some_and(|(on, _)| Some(on) >= cheque.received_on);
        self.check(enough && here, "notice", || format!("{id}: {}", entry.body));
        // « if it refuses or has not answered by the named date »: told before either, he is told of nothing.
        let dead = self.tracks(cheque).iter().any(Track::is_dead);
        let named = cheque.promised.is_none_or(|promised| promised <= days_after(entry.on, NOTICE_DAYS));
        // « no answer by the named date »: who has agreed, advised or paid has answered.
        let answered = |track: &Track| matches!(track.state.as_str(), "accepted" | "advised" | "paid");
        let silent = !self.tracks(cheque).iter().any(answered);
        let due = dead || (named && silent) || cheque.agreement == "deposited_later";
        self.check(due, "notice", || format!("{id} announced while the answer is awaited: {:?}", cheque.promised));
    }

    /// The deposit rule of design §1.3.
    fn read_deposited(&mut self, id: &str, entry: &Entry, cheque: &mut Cheque) {
        let (body, on) = (&entry.body, day(&entry.body, "on"));
        let tracks = self.tracks(cheque);
        let overridden = entry.role == "owner" && given(body, "override_reason");
        // « in paid nobody may ».
        let paid = tracks.iter().any(|track| track.state == "paid");
        self.check(!paid, "deposited-though-paid", || format!("{id}: {body}"));
        // « A cheque under A may be deposited only if its AMC track is refused, cancelled, or never sent and withdrawn;
        // in queued, sent, outcome unknown, accepted or advised only the owner may override, with a reason ». Under B
        // « the customer claims back himself », so that nothing is asked of the insurer.
        let under_b = cheque.agreement == "deposited_later";
        let open = |track: &Track| track.is_dead() || (under_b && track.state == "claimed_by_customer");
        let free = tracks.iter().all(open);
        self.note_override(id, entry, cheque, "deposit");
        self.check(free || overridden, "deposited-without-owner", || {
            let states: Vec<_> = tracks.iter().map(|track| &track.state).collect();
            format!("{id} under {} over {states:?} by {}: {body}", cheque.agreement, entry.role)
        });
        // « deposited later on the agreed date » and « the shop promises not to deposit it before the named date ».
        self.check(on >= cheque.promised || overridden, "deposited-early", || {
            format!("{id}: {body}, promised not before {:?}", cheque.promised)
        });
        // « you are told 8 days before deposit ».
        let told = cheque.told.is_some_and(|(told, _)| on >= Some(days_after(told, NOTICE_DAYS)));
        self.check(under_b || told || overridden, "deposited-untold", || format!("{id}: {body}, {:?}", cheque.told));
        self.check(on >= cheque.received_on, "cheque-date", || format!("{id} left before it came: {body}"));
        let whole = cents(body, "amount_cents") == cheque.amount;
        self.check(whole, "cheque-covers", || format!("{id}: « a cheque amount cannot be altered »"));
        cheque.state = "deposited".to_owned();
        cheque.first_presented_on = on;
        self.read_handed_in(id, entry, cheque);
    }

    /// From the drawer or again: on a slip, before it is stale, and its dossiers take note.
    fn read_handed_in(&mut self, id: &str, entry: &Entry, cheque: &mut Cheque) {
        let on = day(&entry.body, "on");
        (cheque.since, cheque.slipped) = (on, given(&entry.body, "slip"));
        // « 1 an et 8 jours », the starting day not counted (money and law, §1.4).
        let last = cheque.written_on.map(|written| days_after(written, 8).saturating_add(1.year()));
        self.check(on <= last, "cheque-expired", || format!("{id} of {:?}: {}", cheque.written_on, entry.body));
        self.deposits.extend(cheque.covers.iter().map(|(dossier, _, amount)| (dossier.clone(), *amount)));
    }

    /// « reçu → conservé → (rendu, détruit sur demande | remis en banque → crédité → définitif) | rejeté → représenté →
    /// certificat demandé → certificat reçu → contentieux | opposé | perdu ou volé | périmé »; and « détenu → rendu, détruit
    /// ou déposé » (practice and market, §3.2) once: nothing follows a return.
    fn check_order(&mut self, id: &str, entry: &Entry, cheque: &Cheque) {
        let unpaid = ["rejected", "certificate_requested", "certificate_received", "opposed"];
        let from: &[&str] = match entry.kind.as_str() {
            "cheque.kept" | "cheque.receipt_printed" | "cheque.picture_erased" => return,
            // They come when the bank says so, wherever the paper is by then.
            kind if kind.starts_with("cheque.fees_") => return,
            // « sealed, erased n days after the return »: none is taken of one that went back.
            "cheque.picture_kept" if !matches!(cheque.state.as_str(), "returned" | "final") => return,
            "cheque.picture_kept" => &[],
            "cheque.credited" | "cheque.taken_back" => &["deposited", "represented"],
            "cheque.made_final" => &["credited"],
            "cheque.rejected" => &["deposited", "represented", "credited", "final"],
            "cheque.represented" => &unpaid,
            "cheque.certificate_requested" => &["rejected"],
            "cheque.certificate_received" => &["rejected", "certificate_requested"],
            "cheque.litigation_begun" => &["certificate_received", "opposed", "lost", "expired"],
            "cheque.opposed" => {
                &["kept", "deposited", "represented", "credited", "final", "rejected", "certificate_requested"]
            }
            "cheque.lost" => &["kept", "rejected", "certificate_requested", "certificate_received", "opposed"],
            "cheque.found" | "cheque.evidence_printed" => &["lost"],
            "cheque.expired" => &["kept", "rejected", "opposed"],
            // A rule is passed over of a paper that is here, whether the bank had it or not.
            "cheque.returned" | "cheque.override_asked" | "cheque.override_withdrawn" | "cheque.override_seconded" => {
                &[
                    "kept",
                    "rejected",
                    "certificate_requested",
                    "certificate_received",
                    "litigation",
                    "opposed",
                    "lost",
                    "expired",
                ]
            }
            _ => &["kept"],
        };
        let state = cheque.state.clone();
        let once = from.contains(&state.as_str());
        self.check(once, "cheque-once", || format!("{} on {id}, which is « {state} »", entry.kind));
        let dated = !matches!(entry.kind.as_str(), "cheque.notice_given" | "cheque.deposited" | "cheque.returned");
        let after = day(&entry.body, "on").is_none_or(|on| Some(on) >= cheque.since);
        self.check(!dated || after, "cheque-order", || format!("{id} since {:?}: {}", cheque.since, entry.body));
    }

    /// What the bank, the drawer, or nobody did with it after it left the drawer, or while it was there.
    fn read_after(&mut self, id: &str, entry: &Entry, cheque: &mut Cheque) {
        let (body, on, was) = (&entry.body, day(&entry.body, "on"), cheque.state.clone());
        let to = match entry.kind.as_str() {
            "cheque.represented" => {
                cheque.before.clone_from(&was);
                self.check_represented(id, entry, cheque);
                self.read_handed_in(id, entry, cheque);
                "represented"
            }
            "cheque.taken_back" if was == "deposited" => "kept",
            "cheque.taken_back" | "cheque.found" => &cheque.before.clone(),
            "cheque.credited" => "credited",
            "cheque.made_final" => "final",
            "cheque.rejected" => "rejected",
            "cheque.certificate_requested" => {
                // « on request after 30 days » of the first presentation (money and law, §1.4).
                let from = cheque.first_presented_on.map(|first| days_after(first, 31));
                self.check(on >= from, "certificate", || format!("{id}, first handed in {from:?}: {body}"));
                "certificate_requested"
            }
            "cheque.certificate_received" => "certificate_received",
            "cheque.litigation_begun" => "litigation",
            "cheque.opposed" => "opposed",
            "cheque.lost" => {
                cheque.before.clone_from(&was);
                "lost"
            }
            "cheque.expired" => {
                let last = cheque.written_on.map(|written| days_after(written, 8).saturating_add(1.year()));
                self.check(on > last, "cheque-expired", || format!("{id} is good until {last:?}: {body}"));
                "expired"
            }
            _ => return,
        };
        // « a rejected cheque comes out of it and re-creates the claim »: and one that is lost pays nothing either.
        let paid = matches!(was.as_str(), "kept" | "deposited" | "represented" | "credited" | "final");
        if paid && matches!(to, "rejected" | "opposed" | "lost" | "expired") {
            self.bounces.extend(cheque.covers.iter().map(|(dossier, _, amount)| (dossier.clone(), *amount)));
        }
        let presented = cheque.first_presented_on.is_some();
        cheque.bounced |= to == "rejected" || (to == "opposed" && presented);
        cheque.state = to.to_owned();
        if to == "kept" {
            (cheque.first_presented_on, cheque.slipped) = (None, false);
        }
        cheque.since = on.or(cheque.since);
    }

    /// « Unpaid: D 411 / C 512 (+ fees 627) » (money and law, §3.3): the bank charges for what it had and did not pay, and no more
    /// comes back of that than it took; the owner gives up the rest with a reason, and the last of these may be undone.
    fn read_fees(&mut self, id: &str, entry: &Entry, cheque: &mut Cheque) {
        let (body, kind) = (&entry.body, entry.kind.trim_start_matches("cheque.fees_"));
        let amount = cents(body, "amount_cents");
        let sum = |word: &str| cheque.fees.iter().filter(|(of, _)| of == word).map(|(_, cents)| cents).sum::<i64>();
        let due = sum("charged") - sum("repaid") - sum("left");
        let owner = entry.role == "owner";
        let first = cheque.first_presented_on;
        let holds = match kind {
            "charged" => cheque.bounced && amount > 0 && first.is_none_or(|first| day(body, "on") >= Some(first)),
            "repaid" => amount > 0 && amount <= due,
            "left" => owner && amount == due && amount > 0 && given(body, "reason"),
            _ => {
                let last = cheque.fees.pop();
                let its = last.as_ref().is_some_and(|(of, _)| *of == text(body, "undone") && (owner || of != "left"));
                its && given(body, "reason")
            }
        };
        self.check(holds, "fees", || format!("{} of {id}, {due} being due: {body}", entry.kind));
        if kind != "undone" {
            cheque.fees.push((kind.to_owned(), amount));
        }
    }

    /// « A second person for cheque overrides; alone, asked one day and done the next »: looked at once the command is read, since
    /// who seconded is an entry of it.
    fn note_override(&mut self, id: &str, entry: &Entry, cheque: &mut Cheque, act: &str) {
        let asked = cheque.asked.take();
        if given(&entry.body, "override_reason") {
            let slept = asked.is_some_and(|(on, asked)| on < entry.on && asked == act);
            self.overriding.push((id.to_owned(), slept));
        }
    }

    /// The deposit rule (design §1.3) holds for what is handed in again, whose promises were kept the first time.
    fn check_represented(&mut self, id: &str, entry: &Entry, cheque: &mut Cheque) {
        self.note_override(id, entry, cheque, "deposit");
        let overridden = entry.role == "owner" && given(&entry.body, "override_reason");
        let tracks = self.tracks(cheque);
        let paid = tracks.iter().any(|track| track.state == "paid");
        self.check(!paid, "deposited-though-paid", || format!("{id} again: {}", entry.body));
        let under_b = cheque.agreement == "deposited_later";
        let free = tracks.iter().all(|track| track.is_dead() || (under_b && track.state == "claimed_by_customer"));
        self.check(free || overridden, "deposited-without-owner", || format!("{id} again: {}", entry.body));
        let whole = cents(&entry.body, "amount_cents") == cheque.amount;
        self.check(whole, "cheque-covers", || format!("{id}: « a cheque amount cannot be altered »"));
    }

    /// « Only paid returns a cheque » (design §1.2), « collect the difference by other means, then return the cheque »
    /// (practice and market, §3.2), or the customer paid by other means what it stood for.
    fn read_returned(&mut self, id: &str, entry: &Entry, cheque: &mut Cheque) {
        let was = std::mem::replace(&mut cheque.state, "returned".to_owned());
        cheque.since = day(&entry.body, "on").or(cheque.since);
        let early = day(&entry.body, "on") < cheque.received_on;
        self.check(!early, "cheque-date", || format!("{id} left before it came: {}", entry.body));
        self.note_override(id, entry, cheque, "return");
        if entry.role == "owner" && given(&entry.body, "override_reason") {
            return;
        }
        if was != "kept" {
            return self.check_unpaid_returned(id, cheque);
        }
        for (dossier_id, rank, amount) in cheque.covers.clone() {
            let Some(dossier) = self.dossiers.get_mut(&dossier_id) else { continue };
            let Some(track) = dossier.tracks.get(&rank) else { continue };
            let (state, money) = (track.state.clone(), dossier.money());
            let over = track.is_over();
            // What he was given back and owes again is no part of a share that is paid.
            let complete = state != "paid" || track.share - track.bank - track.deposited <= money.max(0);
            *dossier.returned.entry(rank).or_default() += amount;
            // Money that came otherwise: from the bank, or from the customer by anything but a cheque we deposited.
            let came: i64 = dossier.tracks.values().map(|track| track.bank).sum::<i64>() + money;
            // An insurer that is to pay after all frees the customer's money that a cheque went back for.
            let matched = dossier.returned_for_good() <= came;
            self.check(over && complete && matched, "returned-unpaid", || {
                format!("{id} for {amount} on track {rank}, « {state} », while {came} came")
            });
        }
    }

    /// One that pays nothing goes back when what it stood for came otherwise, or another cheque stands for it.
    fn check_unpaid_returned(&mut self, id: &str, cheque: &Cheque) {
        for (dossier_id, rank, amount) in cheque.covers.clone() {
            let Some(dossier) = self.dossiers.get(&dossier_id) else { continue };
            let Some(track) = dossier.tracks.get(&rank) else { continue };
            let (state, left) = (track.state.clone(), dossier.owed(rank, track) - dossier.covered(rank));
            let over = track.is_over();
            let came = left <= dossier.money().max(0);
            self.check(over && came, "returned-unpaid", || {
                format!("{id} for {amount} on track {rank}, « {state} », {left} owed")
            });
        }
    }

    /// What a dossier says rests on it and what the drawer holds are one and the same.
    pub(super) fn check_cheques_rest_on_dossiers(&mut self) {
        let mut broken = Vec::new();
        for (id, cheque) in &self.cheques {
            for (dossier, rank, amount) in &cheque.covers {
                let rests = self.dossiers.get(dossier).and_then(|d| d.covers.get(&(id.clone(), *rank)));
                let expected = (cheque.state == "kept").then_some(amount);
                if rests != expected {
                    broken.push(("cheque-rests", format!("{id} is {} and {dossier} holds {rests:?}", cheque.state)));
                }
                // « A … the dossier stays in tiers payant » (design §1.3): of two cheques for one share, both become B or
                // neither does.
                let track = self.dossiers.get(dossier).and_then(|d| d.tracks.get(rank));
                let claimed = track.is_some_and(|track| track.state == "claimed_by_customer");
                let under_a = cheque.state == "kept" && cheque.agreement == "kept_and_returned";
                if under_a && claimed {
                    broken.push(("agreement", format!("{id} is kept under A and {dossier} is claimed")));
                }
            }
        }
        for (rule, seen) in broken {
            self.report(rule, seen);
        }
    }

    fn tracks(&self, cheque: &Cheque) -> Vec<Track> {
        let track = |dossier: &String, rank: &i64| self.dossiers.get(dossier)?.tracks.get(rank).cloned();
        cheque.covers.iter().filter_map(|(dossier, rank, _)| track(dossier, rank)).collect()
    }

    fn states(&self, cheque: &Cheque) -> Vec<String> {
        self.tracks(cheque).into_iter().map(|track| track.state).collect()
    }
}
