//! What the auditor checks of letters to payers.

use super::{Auditor, Entry, cents, number};
use jiff::ToSpan;

/// Days an answer by post takes.
const WAIT_DAYS: i64 = 8;

impl Auditor {
    /// « Reminders to an insurer for shares that are late »: what was delivered, claimed and not turned down, for no more than
    /// is owed, by who writes letters, and not again before an answer could come.
    pub(super) fn check_reminder(&mut self, id: &str, entry: &Entry) {
        let Some(dossier) = self.dossiers.get_mut(id) else { return };
        let delivered = dossier.delivered_on.is_some();
        let Some(track) = dossier.tracks.get_mut(&number(&entry.body, "rank")) else { return };
        let claimed = matches!(track.state.as_str(), "entrusted" | "sent" | "accepted" | "advised");
        let asked = cents(&entry.body, "owed_cents");
        let within = asked > 0 && asked <= track.share - track.bank;
        let last = track.reminded_on.replace(entry.on);
        let waited = last.is_none_or(|last| entry.on >= last.saturating_add(WAIT_DAYS.days()));
        let writes = matches!(entry.role.as_str(), "billing" | "owner");
        let state = track.state.clone();
        self.check(delivered && claimed && within && waited && writes, "reminder", || {
            format!("{id}, {state}, last on {last:?}, by {}: {}", entry.role, entry.body)
        });
    }
}
