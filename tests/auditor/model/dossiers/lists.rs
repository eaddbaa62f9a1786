//! What lists say of shares: the pharmacy's own circuit, advices, statements; and what undoing one gives back.

use super::{
    super::{Auditor, Entry, cents, number, text},
    Track,
};
use serde_json::Value;

/// What stood of a share before a list touched it.
#[derive(Debug, Clone, Default)]
pub(super) struct Before {
    list: String,
    state: String,
    agreed: Option<i64>,
    carried: bool,
    taken_over: String,
    bank: i64,
}

impl Track {
    /// Keeps what stood before the first word of a list; none for what no list said.
    fn remember(&mut self, list: &str, moved: bool) {
        if list.is_empty() || self.before.as_ref().is_some_and(|before| before.list == list) {
            return;
        }
        let (state, agreed, bank) =
            if moved { self.replaced.clone() } else { (self.state.clone(), self.agreed, self.bank) };
        let (list, taken_over) = (list.to_owned(), self.taken_over.clone());
        self.before = Some(Before { list, state, agreed, carried: self.carried, taken_over, bank });
    }
}

impl Auditor {
    /// What the circuit says of a share: transmitted, the concentrator has it; rejected, it has it no more.
    pub(super) fn read_circuit(&mut self, id: &str, entry: &Entry) {
        let (body, rank) = (&entry.body, number(&entry.body, "rank"));
        let Some(track) = self.dossiers.get_mut(id).and_then(|dossier| dossier.tracks.get_mut(&rank)) else {
            return self.report("track-continues", format!("{id} has no track {rank}"));
        };
        track.remember(&text(body, "import"), !text(body, "from").is_empty());
        let returned = entry.kind == "dossier.returned";
        track.carried = !returned || text(body, "outcome") != "rejected";
        if track.carried && track.invoice.1 == "waiting" {
            track.taken_over.clone_from(&track.invoice.0);
        }
        let stands = track.state.clone();
        // « advised is not paid », and what comes back is of something that left.
        let advised = !returned || text(body, "outcome") != "advised" || cents(body, "amount_cents") > 0;
        self.check(advised, "track-movement", || format!("{id} track {rank} is {stands}: {body}"));
    }

    /// What a list of advices announces of a share, or a statement pays: an announcement has its amount, and is not money.
    pub(super) fn read_list_word(&mut self, id: &str, entry: &Entry) {
        let (body, rank) = (&entry.body, number(&entry.body, "rank"));
        let Some(track) = self.dossiers.get_mut(id).and_then(|dossier| dossier.tracks.get_mut(&rank)) else {
            return self.report("track-continues", format!("{id} has no track {rank}"));
        };
        let paid = entry.kind == "dossier.paid_by_list";
        track.remember(&text(body, "import"), paid || !text(body, "from").is_empty());
        let announced = paid || text(body, "outcome") != "announced" || cents(body, "amount_cents") > 0;
        let holds = announced && (!paid || track.state == "paid");
        let stands = track.state.clone();
        self.check(holds, "track-movement", || format!("{id} track {rank} is {stands}: {body}"));
    }

    /// « Undo of an import … as long as nothing else happened »: what it gives back is what stood before.
    pub(super) fn read_undone(&mut self, id: &str, body: &Value) {
        let (import, mut wrong) = (text(body, "import"), Vec::new());
        self.unexplained.retain(|(dossier, _)| dossier != id);
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        for (rank, track) in &mut dossier.tracks {
            let Some(before) = track.before.take_if(|before| before.list == import) else { continue };
            let Before { list, state, agreed, carried, taken_over, bank } = before;
            // A dossier the list opened keeps its number: its share is withdrawn.
            if track.state != state && track.state != "withdrawn" {
                wrong.push(format!("{id} track {rank} is {} and not {state}, before {list}", track.state));
            }
            (track.agreed, track.carried, track.bank) = (agreed, carried, bank);
            track.taken_over = taken_over;
        }
        wrong.into_iter().for_each(|seen| self.report("undone-whole", seen));
    }

    /// « Only a bank credit moves it to paid »: what is paid of each share is what credits that stand allocate to it.
    pub(in super::super) fn check_paid_as_allocated(&mut self) {
        let mut wrong = None;
        for (id, dossier) in &self.dossiers {
            for (rank, track) in &dossier.tracks {
                let given: i64 = self.allocated.get(&(id.clone(), *rank)).map_or(0, |of| of.values().sum());
                if given != track.bank {
                    wrong = Some(format!("{id} track {rank} is paid {}, credits give it {given}", track.bank));
                }
            }
        }
        if let Some(seen) = wrong {
            self.report("paid-as-allocated", seen);
        }
    }
}
