//! The access log, written: which commands leave a line is said in their line of [`crate::table`]; the session's own
//! comings and goings and the window's errands are noted where they happen.
//!
//! A line holds ids and codes. It is durable before the command answers. A line that cannot be written (a full disk)
//! never closes the shop: the deed stands, and the program's own log says what is missing.

mod aboard;
pub mod attempts;
mod read;

pub(crate) use aboard::{Noting, Unnoted};
pub use read::{export, export_to, list, verify, verify_file};

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{AccessKind, AccessSubject, Problem, ProblemCode, Topic},
    unusual::Weighing,
};
use jiff::Timestamp;
use relais_domain::ids::CredentialId;
use relais_journal::access::{Note, Stamp};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use uuid::Uuid;

/// The first word of the kinds a practice notes; those of the months themselves are the journal's.
pub(crate) const KIND_WORD: &str = "access";
/// How something that was done ended.
pub(crate) const DONE: &str = "done";

/// One access, before it is stamped.
#[derive(Debug, Clone)]
pub struct Access {
    kind: AccessKind,
    about: Option<String>,
    detail: Option<String>,
    outcome: String,
    times: u32,
}

impl Access {
    /// Something that was done.
    pub fn done(kind: AccessKind) -> Self {
        Access { kind, about: None, detail: None, outcome: DONE.to_owned(), times: 1 }
    }

    /// What it was about.
    #[must_use]
    pub fn about(mut self, subject: AccessSubject, id: &str) -> Self {
        self.about = Some(reference(subject, id));
        self
    }

    /// A code that says more.
    #[must_use]
    pub fn detail(mut self, code: &str) -> Self {
        self.detail = Some(code.to_owned());
        self
    }

    /// How it ended.
    #[must_use]
    pub fn ended<T>(mut self, answer: &Result<T, Problem>) -> Self {
        if let Err(problem) = answer {
            self.outcome = word(&problem.code);
        }
        self
    }

    fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    pub(crate) fn note(self, stamp: Stamp) -> Note {
        let Access { kind, about, detail, outcome, times } = self;
        Note { stamp, kind: kind_word(kind), about, detail, outcome, times }
    }
}

/// What a command's request is about, when it names something.
pub(crate) fn of_request(kind: AccessKind, request: &Value) -> Access {
    const MEMBERS: [(&str, AccessSubject); 6] = [
        ("dossier", AccessSubject::Dossier),
        ("cheque", AccessSubject::Cheque),
        ("incident", AccessSubject::Incident),
        ("platform", AccessSubject::Platform),
        ("user", AccessSubject::User),
        ("credential", AccessSubject::Credential),
    ];
    let named = MEMBERS.iter().find_map(|(member, subject)| Some((*subject, request.get(member)?.as_str()?)));
    let access = Access::done(kind);
    match named {
        Some((subject, id)) => access.about(subject, id),
        None => access,
    }
}

/// Notes what a command left.
pub(crate) async fn left(app: &App, call: Call, access: Access) {
    let Ok(practice) = app.practice() else { return };
    match blocking(move || Ok(practice.note_access(call, access))).await {
        Ok(true) => app.announce(Topic::Lookups, None),
        Ok(false) => {}
        Err(problem) => tracing::error!(%problem, "an access was not noted"),
    }
}

/// Notes an errand of the window, which no command of the table stands for, and how it ended.
pub async fn errand<T>(app: &App, access: Access, answer: &Result<T, Problem>) {
    if let Ok(practice) = app.practice() {
        left(app, practice.own_call(), access.ended(answer)).await;
    }
}

/// Notes that the role did not allow a command; that nobody was there to ask is no refusal.
pub(crate) async fn refused(app: &App, call: Call, command: &str, problem: &Problem) {
    if problem.code == ProblemCode::RoleNotAllowed {
        let access = Access::done(AccessKind::PermissionRefused).about(AccessSubject::Command, command);
        left(app, call, access.ended::<()>(&Err(problem.clone()))).await;
    }
}

impl OpenPractice {
    /// Notes an access by whoever is at work, durably. Says whether it raised a line that an owner acknowledges. Blocking.
    pub(crate) fn note_access(&self, call: Call, access: Access) -> bool {
        self.note_all(vec![access.note(self.stamp_of(call))]).unwrap_or(false)
    }

    /// Notes that somebody came in, and before it those who did not since the last time. Blocking.
    pub(crate) fn note_opened(&self, way: &str) {
        let opened = Access::done(AccessKind::SessionOpened).detail(way);
        let mut notes: Vec<Note> = attempts::read(&self.folder)
            .into_iter()
            .map(|attempt| {
                let access = Access {
                    detail: attempt.way,
                    outcome: attempt.outcome,
                    ..Access::done(AccessKind::UnlockFailed).times(attempt.times)
                };
                access.note(Stamp { recorded_at_utc: self.at_or_now(attempt.at), actor: Uuid::nil(), ..self.stamp() })
            })
            .collect();
        notes.push(opened.note(self.stamp()));
        if self.note_all(notes).is_some() {
            attempts::forget(&self.folder);
        }
    }

    fn stamp(&self) -> Stamp {
        self.stamp_of(self.own_call())
    }

    fn stamp_of(&self, call: Call) -> Stamp {
        Stamp { recorded_at_utc: self.now(), actor: self.user.id.0, command_id: call.command_id.0 }
    }

    /// The instant of something that happened before the practice was open. A demonstration lives in another time.
    fn at_or_now(&self, at: Timestamp) -> Timestamp {
        if self.kind == relais_domain::practice::PracticeKind::Real { at.min(self.now()) } else { self.now() }
    }

    /// Whether they raised a line, once they are noted; a failure is told to the program's own log and stops nothing.
    fn note_all(&self, notes: Vec<Note>) -> Option<bool> {
        let (notes, uses) = self.with_uses(notes);
        let weighing = Weighing::of(self, &notes);
        let noted = self.database.note_accesses_and_uses(notes, uses.clone(), self.time_zone.clone(), move |queries| {
            weighing.map(|weighing| weighing.raised(queries)).unwrap_or_default()
        });
        if let Err(error) = &noted {
            self.uses.put_back(uses);
            tracing::error!(%error, "an access was not noted");
        }
        noted.ok()
    }

    /// What was used of the vault since the last line goes with this one's commit.
    fn with_uses(&self, mut notes: Vec<Note>) -> (Vec<Note>, Vec<(CredentialId, Timestamp)>) {
        let (uses, used) = self.uses.take(self.today());
        notes.extend(used.into_iter().map(|access| access.note(self.stamp())));
        (notes, uses)
    }
}

/// Runs something that leaves a line outside the table: what the command line does without a window.
pub async fn leaving<T>(
    practice: &Arc<OpenPractice>,
    kind: AccessKind,
    deed: impl Future<Output = Result<T, Problem>>,
) -> Result<T, Problem> {
    let answer = deed.await;
    let (practice, access) = (practice.clone(), Access::done(kind).ended(&answer));
    blocking(move || {
        practice.note_access(practice.own_call(), access);
        Ok(())
    })
    .await?;
    answer
}

/// `<what>/<id>` in the letters a reference has: a paper's name has capitals.
fn reference(subject: AccessSubject, id: &str) -> String {
    let kept =
        |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c.to_ascii_lowercase() } else { '-' };
    format!("{}/{}", word(&subject), id.chars().map(kept).collect::<String>())
}

/// The kind as the log spells it.
pub(crate) fn kind_word(kind: AccessKind) -> String {
    match kind {
        AccessKind::SegmentOpened => relais_journal::access::OPENED_KIND.to_owned(),
        AccessKind::SegmentSealed => relais_journal::access::SEALED_KIND.to_owned(),
        AccessKind::SegmentErased => relais_journal::access::ERASED_KIND.to_owned(),
        other => format!("{KIND_WORD}.{}", word(&other)),
    }
}

/// The word of an enum without content.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case::a_dossier(json!({ "rank": 1, "dossier": "0190-1" }), Some("dossier/0190-1"))]
    #[case::a_cheque(json!({ "cheque": "0190-2" }), Some("cheque/0190-2"))]
    #[case::a_file(json!({ "path": "une clé.relais" }), None)]
    #[case::nothing(json!({}), None)]
    fn a_request_says_what_it_is_about(#[case] request: Value, #[case] about: Option<&str>) {
        assert_eq!(of_request(AccessKind::DocumentMade, &request).about.as_deref(), about);
    }

    #[test]
    fn a_papers_name_becomes_a_reference() {
        assert_eq!(reference(AccessSubject::Paper, "recu-de-cheque-RC 2024-0001"), "paper/recu-de-cheque-rc-2024-0001");
    }
}
