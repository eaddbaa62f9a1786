//! What the auditor checks of the outbox and of incidents: sent once, known for what it is, closed when all is settled.

use super::{Auditor, Entry, given, number, text};
use serde_json::Value;

/// One request of the outbox.
#[derive(Debug, Clone, Default)]
pub(super) struct Request {
    /// Empty, `queued`, `sending`, `outcome_unknown`, `conflict`, `failed`, `answered`, `withdrawn`, `entrusted`.
    state: String,
    dossier: String,
    rank: i64,
    attempts: i64,
    /// Where it waited before the pharmacy's own circuit took it over.
    waited: String,
    /// Attempts that reached out in vain since it was queued or put back.
    tries: i64,
    /// Empty, `pending`, `agreed`, `quoted`, `cancelled`, `refused`.
    answer: String,
    /// `quote`, `prior_authorisation`, `claim`.
    function: String,
    /// It takes back what was asked before.
    cancels: bool,
}

/// What a request is for when its entry does not say.
const PROMISE: &str = "prior_authorisation";
/// « tried five times » before a person must look.
const MOST_TRIES: i64 = 5;

/// What our own restraint held back was no attempt at the platform.
fn reached_out(body: &Value) -> bool {
    !matches!(text(body, "failure").as_str(), "circuit_open" | "paced" | "no_connector" | "credential_out_of_reach")
}

impl Request {
    /// What an insurer's share waits for: a promise or an invoice. A quote binds nobody, and a cancellation is not asking.
    fn is_for_the_share(&self) -> bool {
        !self.cancels && matches!(self.function.as_str(), "prior_authorisation" | "claim")
    }

    /// « A quote is an estimate, an accepted invoice is not paid, and what is cancelled was to be »: each is answered as
    /// what it is.
    fn may_be_answered(&self, result: &str) -> bool {
        match result {
            "pending" | "refused" => true,
            "quoted" => self.function == "quote" && !self.cancels,
            "agreed" => self.is_for_the_share(),
            "cancelled" => self.cancels,
            _ => false,
        }
    }

    /// It waits, leaves or may have left.
    fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "queued" | "sending" | "outcome_unknown" | "conflict" | "failed")
    }
}

/// One incident.
#[derive(Debug, Clone, Default)]
pub(super) struct Incident {
    closed: bool,
}

impl Auditor {
    pub(super) fn read_request(&mut self, id: &str, entry: &Entry) {
        let (body, kind) = (&entry.body, entry.kind.as_str());
        let mut request = self.requests.get(id).cloned().unwrap_or_default();
        let (state, decided) =
            (request.state.clone(), matches!(request.answer.as_str(), "agreed" | "quoted" | "cancelled" | "refused"));
        let by_staff = body["by_staff"] == true;
        // « what was not sent … what may or may not have arrived stands under À confirmer » (First light, 6):
        // « SendStarted is durable before the first byte leaves » comes before every outcome, nothing is sent again
        // before it is known not to have arrived, and what is answered or taken out is over.
        let holds = match kind {
            "request.queued" => state.is_empty(),
            "request.send_started" => state == "queued" && number(body, "attempt") == request.attempts + 1,
            "request.outcome_unknown" | "request.conflicted" => {
                state == "sending" && number(body, "attempt") == request.attempts
            }
            // « After the last attempt a request sits in échec définitif with its last error »: the fifth that reached out.
            "request.not_sent" => {
                let more = !reached_out(body) || request.tries + 1 < MOST_TRIES;
                state == "sending" && number(body, "attempt") == request.attempts && more
            }
            "request.given_up" => {
                let last = reached_out(body) && request.tries + 1 == MOST_TRIES;
                state == "sending" && number(body, "attempt") == request.attempts && last
            }
            // « from which a person can put it back in the queue »: nothing else is put back so.
            "request.requeued" => state == "failed",
            // « Conflict is not network failure »: a person looks at what stands there.
            "request.not_received" => state == "outcome_unknown" || (by_staff && state == "conflict"),
            "request.answered" => {
                let there = matches!(state.as_str(), "sending" | "outcome_unknown" | "conflict");
                let heard = there || request.answer == "pending";
                let fits = request.may_be_answered(&text(&body["answer"], "result"));
                fits && !decided && (heard || (by_staff && matches!(state.as_str(), "queued" | "failed")))
            }
            // « settled confié à l'OCT rather than sent »: only what waits is.
            "request.withdrawn" | "request.entrusted" => matches!(state.as_str(), "queued" | "failed"),
            "request.entrusting_undone" => state == "entrusted",
            _ => true,
        };
        self.check(holds, "request-order", || format!("{kind} on {id}, which is « {state} »: {body}"));
        match kind {
            "request.queued" => {
                (request.dossier, request.rank) = (text(body, "dossier"), number(body, "rank"));
                request.function =
                    Some(text(body, "function")).filter(|it| !it.is_empty()).unwrap_or(PROMISE.to_owned());
                request.cancels = given(body, "cancels");
                request.state = "queued".to_owned();
            }
            "request.send_started" => {
                (request.state, request.attempts) = ("sending".to_owned(), number(body, "attempt"));
            }
            "request.not_sent" => {
                request.tries += i64::from(reached_out(body));
                request.state = "queued".to_owned();
            }
            "request.not_received" => request.state = "queued".to_owned(),
            "request.requeued" => (request.state, request.tries) = ("queued".to_owned(), 0),
            "request.given_up" => request.state = "failed".to_owned(),
            "request.conflicted" => request.state = "conflict".to_owned(),
            "request.outcome_unknown" => request.state = "outcome_unknown".to_owned(),
            "request.answered" => {
                (request.state, request.answer) = ("answered".to_owned(), text(&body["answer"], "result"));
            }
            "request.withdrawn" => request.state = "withdrawn".to_owned(),
            "request.entrusted" => {
                request.waited = std::mem::replace(&mut request.state, "entrusted".to_owned());
            }
            "request.entrusting_undone" => request.state = std::mem::take(&mut request.waited),
            _ => {}
        }
        if kind == "request.queued" && request.is_for_the_share() {
            self.check_not_written_off(&request.dossier, kind, body);
        }
        // « tiers payant barred » (design §1.3): « file barred from TP queue » (practice and market, §4.1).
        let leaves = matches!(kind, "request.queued" | "request.send_started");
        let barred = self.dossiers.get(&request.dossier).is_some_and(|dossier| dossier.is_barred(request.rank));
        // What gives something back asks the insurer for nothing, and a quote that may have left binds nobody.
        let asks = request.is_for_the_share() || (kind == "request.queued" && !request.cancels);
        self.check(!(leaves && asks && barred), "barred", || format!("{kind} on {id} for a barred dossier"));
        // « confié à l'OCT is a state, so that nothing is sent twice » (way 5 of the coverage).
        let theirs = self.dossiers.get(&request.dossier).is_some_and(|dossier| dossier.is_carried(request.rank));
        let share = request.is_for_the_share();
        self.check(!(kind == "request.send_started" && share && theirs), "sent-twice", || {
            format!("{id} leaves though the concentrator has it")
        });
        self.requests.insert(id.to_owned(), request);
    }

    /// A movement that names a request says what that request came to.
    pub(super) fn check_movement_follows_request(&mut self, dossier: &str, rank: i64, to: &str, body: &Value) {
        let named = text(body, "request");
        if named.is_empty() {
            return;
        }
        let request = self.requests.get(&named).cloned().unwrap_or_default();
        let (state, answer) = (request.state.as_str(), request.answer.as_str());
        let follows = match to {
            "outcome_unknown" => matches!(state, "outcome_unknown" | "conflict"),
            "queued" | "withdrawn" => state == to,
            "sent" => (state, answer) == ("answered", "pending"),
            // An invoice taken back leaves the promise before it as it was.
            "accepted" if request.cancels => (state, answer) == ("answered", "cancelled"),
            "accepted" => (state, answer) == ("answered", "agreed"),
            "cancelled" => request.cancels && (state, answer) == ("answered", "cancelled"),
            // An agreement to nothing is a refusal.
            "refused" => state == "answered" && answer != "pending",
            _ => false,
        };
        let its_own = (request.dossier.as_str(), request.rank) == (dossier, rank);
        self.check(follows && its_own, "track-follows", || format!("{body} while {named} is {state} {answer}"));
    }

    /// « Nothing is ever shown as sent, paid or covered that is not » (design §1.5), and nothing that waits is lost.
    pub(super) fn check_tracks_follow_requests(&mut self) {
        let mut broken = Vec::new();
        for (id, dossier) in &self.dossiers {
            for (rank, track) in &dossier.tracks {
                let of_track =
                    |r: &&Request| (r.dossier.as_str(), r.rank) == (id.as_str(), *rank) && r.is_for_the_share();
                let mut own = self.requests.values().filter(of_track);
                let behind = match track.state.as_str() {
                    "queued" => own.any(|request| matches!(request.state.as_str(), "queued" | "sending" | "failed")),
                    "outcome_unknown" => {
                        own.any(|request| matches!(request.state.as_str(), "outcome_unknown" | "conflict"))
                    }
                    "sent" => own.any(|request| request.answer == "pending"),
                    "not_sent" | "withdrawn" | "claimed_by_customer" => !own.any(Request::is_open),
                    // What may have left too is to be confirmed all the same.
                    "entrusted" => {
                        !own.any(|request| matches!(request.state.as_str(), "queued" | "sending" | "failed"))
                    }
                    _ => true,
                };
                if !behind {
                    broken.push(format!("{id} track {rank} is {} and its requests are not", track.state));
                }
            }
        }
        for seen in broken {
            self.report("track-follows", seen);
        }
    }

    /// « until its last dossier is settled »: an incident closes on settled dossiers only, and once.
    pub(super) fn read_incident(&mut self, id: &str, entry: &Entry) {
        self.read_outage(id, entry);
        let incident = self.incidents.entry(id.to_owned()).or_default();
        let was_closed = incident.closed;
        match entry.kind.as_str() {
            "incident.closed" => incident.closed = true,
            "incident.reopened" => incident.closed = false,
            _ => {}
        }
        // « a log of who said what, attached pieces, and the dossiers it touched »: what becomes known later is kept too.
        let later = matches!(
            entry.kind.as_str(),
            "incident.line_added"
                | "incident.line_corrected"
                | "incident.piece_attached"
                | "incident.dossiers_touched"
                | "incident.reclassified"
                | "incident.times_corrected"
        );
        let allowed = later || was_closed == (entry.kind == "incident.reopened");
        self.check(allowed, "incident-closed", || format!("{} after {id} was closed: {was_closed}", entry.kind));
        if entry.kind == "incident.closed" {
            let mut of_it = self.dossiers.iter().filter(|(_, dossier)| dossier.incident == id);
            let open = of_it.find(|(_, dossier)| !dossier.is_settled()).map(|(dossier, _)| dossier.clone());
            self.check(open.is_none(), "incident-closed", || format!("{id} closed while {open:?} is open"));
        }
    }
}
