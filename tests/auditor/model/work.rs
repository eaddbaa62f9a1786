//! What the auditor checks of who does what is left to do, and of what is put off.

use super::{Auditor, Entry, day, given};

impl Auditor {
    /// « Snooze until a day with a typed reason »: a later day, a reason, and by somebody who does more than read.
    pub(super) fn check_work(&mut self, id: &str, entry: &Entry) {
        let works = entry.role != "accountant";
        let put_off = entry.kind == "dossier.work_snoozed";
        let comes_back = day(&entry.body, "until") > Some(entry.on) && given(&entry.body, "reason");
        self.check(works && (!put_off || comes_back), "work", || {
            format!("{id}, by {} on {}: {}", entry.role, entry.on, entry.body)
        });
    }
}
