//! What is unusual in the accesses: weighed in the transaction that notes them, shown to the owners, acknowledged with a word.
//!
//! Which lines of the access log belong to which pattern is said here; how many are too many is the rules'
//! (`domain/src/unusual.rs`). A line about somebody is another owner's to acknowledge where there is one.

use crate::{
    access_log::{Access, DONE, kind_word, word},
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        AccessKind, AccessSubject, AcknowledgeUnusualRequest, Nothing, Problem, SetUnusualLimitsRequest, Topic,
        UnusualDefaults, UnusualLine, UnusualView, UnusualWord,
    },
    field_lists, fields, view_dossier,
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use relais_domain::{
    context::Role,
    ids::{UnusualId, UserId},
    practice::Practice,
    refusal::Refusal,
    unusual::{self as rule, Hand, Limits, Pattern, Seen, hand},
};
use relais_journal::{
    Entry,
    access::{Note, Stamp},
};
use relais_storage::{
    Queries, Raised,
    rows::{AccessFilter, Acknowledged, UnusualRow},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// Longest word.
const MAX_WORD_CHARS: usize = 500;
/// Most accesses weighed together: above any limit.
const MOST_WEIGHED: u32 = 20_000;

/// The kinds of access that belong to a pattern.
const fn kinds(pattern: Pattern) -> &'static [AccessKind] {
    use AccessKind as K;
    match pattern {
        Pattern::OutsideHours => &[
            K::SessionOpened,
            K::UserSwitched,
            K::LookupWarned,
            K::SecretCopied,
            K::SecretShown,
            K::PictureShown,
            K::CredentialShown,
            K::CredentialCopied,
            K::CredentialCodeShown,
            K::ArchiveExported,
            K::AccessLogExported,
            K::ListExported,
        ],
        Pattern::Failures => &[K::UnlockFailed, K::UserSwitched, K::Seconded],
        Pattern::Refusals => &[K::PermissionRefused],
        Pattern::Lookups => &[K::LookupWarned, K::LookupStopped],
        Pattern::AccountsSeen => &[K::CredentialShown, K::CredentialCopied, K::CredentialCodeShown],
        Pattern::CustomersSeen => &[K::SecretCopied, K::SecretShown, K::PictureShown],
        Pattern::Exports => &[K::ArchiveExported, K::AccessLogExported, K::ListExported],
    }
}

/// An access as it is weighed.
struct Told<'a> {
    kind: &'a str,
    actor: UserId,
    about: Option<&'a str>,
    outcome: &'a str,
}

impl Told<'_> {
    /// In whose accesses it is unusual, when it belongs to the pattern: whose code was tried, otherwise who did it; none when
    /// nobody known. `closed` says whether the practice was.
    fn whose(&self, pattern: Pattern, closed: bool) -> Option<Option<UserId>> {
        if !kinds(pattern).iter().any(|kind| kind_word(*kind) == self.kind) {
            return None;
        }
        let done = self.outcome == DONE;
        let known = |user: UserId| (!user.0.is_nil()).then_some(user);
        match pattern {
            Pattern::Failures if done => None,
            Pattern::Failures => {
                let tried = self.about.and_then(|about| about.strip_prefix("user/"));
                Some(tried.and_then(|id| id.parse().ok()).and_then(known))
            }
            Pattern::Refusals => Some(known(self.actor)),
            Pattern::OutsideHours if !closed => None,
            _ if !done => None,
            _ => Some(known(self.actor)),
        }
    }
}

impl<'a> Told<'a> {
    fn of_note(note: &'a Note) -> Self {
        let (kind, about, outcome) = (&note.kind, note.about.as_deref(), &note.outcome);
        Told { kind, actor: UserId(note.stamp.actor), about, outcome }
    }

    fn of_entry(entry: &'a Entry) -> Self {
        let text = |member: &str| entry.body.get(member).and_then(Value::as_str);
        let outcome = text("outcome").unwrap_or(DONE);
        Told { kind: &entry.kind, actor: UserId(entry.actor), about: text("about"), outcome }
    }
}

/// Weighs the accesses being noted, inside their transaction. That it cannot is told to the program's own log and keeps no
/// access from being noted.
pub(crate) struct Weighing {
    practice: uuid::Uuid,
    zone: TimeZone,
    notes: Vec<Note>,
    /// Ids for the lines, and instants of now.
    fresh: Vec<uuid::Uuid>,
    now: Timestamp,
}

impl Weighing {
    /// Of these notes; none when no pattern is about any of them.
    pub(crate) fn of(practice: &OpenPractice, notes: &[Note]) -> Option<Self> {
        let watched: Vec<String> = Pattern::ALL.into_iter().flat_map(kinds).map(|kind| kind_word(*kind)).collect();
        let notes: Vec<Note> = notes.iter().filter(|note| watched.contains(&note.kind)).cloned().collect();
        let fresh = notes.iter().flat_map(|_| Pattern::ALL).map(|_| practice.fresh()).collect();
        let weighing =
            Weighing { practice: practice.id.0, zone: practice.time_zone.clone(), notes, fresh, now: practice.now() };
        (!weighing.notes.is_empty()).then_some(weighing)
    }

    /// What they raise.
    pub(crate) fn raised(self, queries: &Queries<'_>) -> Vec<Raised> {
        self.weighed(queries).unwrap_or_else(|problem| {
            tracing::error!(%problem, "accesses were not weighed");
            Vec::new()
        })
    }

    fn weighed(mut self, queries: &Queries<'_>) -> Result<Vec<Raised>, Problem> {
        let state = queries.stream::<Practice>(self.practice)?.unwrap_or_default();
        let activities = state.profile.as_ref().map(|profile| profile.activities.clone()).unwrap_or_default();
        let limits = state.privacy.unusual_limits(&activities);
        let (_, hours) = state.privacy.limits(&activities);
        let zone = self.zone.clone();
        let closed = |at: Timestamp| !hours.are_open_at(at.to_zoned(zone.clone()).datetime());
        // One line each: what is raised here is not in the database yet.
        let mut raised: BTreeMap<(Pattern, Option<UserId>), Raised> = BTreeMap::new();
        for note in &std::mem::take(&mut self.notes) {
            for pattern in Pattern::ALL {
                let at = note.stamp.recorded_at_utc;
                let Some(whose) = Told::of_note(note).whose(pattern, closed(at)) else { continue };
                let Some(line) = self.weigh(queries, (pattern, whose), note, &limits, &closed)? else { continue };
                raised.insert((pattern, whose), line);
            }
        }
        Ok(raised.into_values().collect())
    }

    fn weigh(
        &mut self,
        queries: &Queries<'_>,
        (pattern, whose): (Pattern, Option<UserId>),
        note: &Note,
        limits: &Limits,
        closed: &impl Fn(Timestamp) -> bool,
    ) -> Result<Option<Raised>, Problem> {
        let at = note.stamp.recorded_at_utc;
        let filter = AccessFilter {
            kinds: kinds(pattern).iter().map(|kind| kind_word(*kind)).collect(),
            from: Some(at - pattern.window()),
            until: Some(at + SignedDuration::from_millis(1)),
            limit: MOST_WEIGHED,
            ..AccessFilter::default()
        };
        let last = queries.last_unusual(pattern, whose)?;
        // What was acknowledged is not counted a second time.
        let since = last.as_ref().and_then(|row| row.acknowledged.as_ref()).map(|word| word.at);
        let rows = queries.accesses(&filter)?;
        let seen: Vec<Seen> = rows
            .iter()
            .map(|row| &row.entry)
            .filter(|entry| since.is_none_or(|since| entry.recorded_at_utc > since))
            .filter(|entry| Told::of_entry(entry).whose(pattern, closed(entry.recorded_at_utc)) == Some(whose))
            .map(seen)
            .collect();
        let Some(unusual) = rule::weigh(pattern, &seen, limits) else { return Ok(None) };
        let goes_on = last.filter(|row| {
            row.acknowledged.is_none() && unusual.last.duration_since(row.unusual.last) <= pattern.window()
        });
        if let Some(row) = goes_on {
            return Ok(Some(Raised::Grown { id: row.id, unusual }));
        }
        let Some(id) = self.fresh.pop().map(UnusualId) else { return Ok(None) };
        let row = UnusualRow { id, pattern, about: whose, unusual, raised_at: self.now, acknowledged: None };
        let told = of_line(AccessKind::UnusualRaised, &row);
        Ok(Some(Raised::New { note: Box::new(told.note(note.stamp)), row: Box::new(row) }))
    }
}

fn seen(entry: &Entry) -> Seen {
    let times = entry.body.get("times").and_then(Value::as_u64).unwrap_or(1);
    let about = entry.body.get("about").and_then(Value::as_str).map(str::to_owned);
    Seen { at: entry.recorded_at_utc, about, times: u32::try_from(times).unwrap_or(u32::MAX) }
}

/// What the access log says of a line.
fn of_line(kind: AccessKind, row: &UnusualRow) -> Access {
    let access = Access::done(kind).detail(&word(&row.pattern));
    match row.about {
        Some(user) => access.about(AccessSubject::User, &user.0.to_string()),
        None => access,
    }
}

/// What waits for a word, what was acknowledged, and the limits.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<UnusualView, Problem> {
    show(&app.practice()?).await
}

async fn show(practice: &Arc<OpenPractice>) -> Result<UnusualView, Problem> {
    let (home, me) = (practice.id.0, practice.user.id);
    practice
        .read(move |queries| {
            let state = queries.stream::<Practice>(home)?.unwrap_or_default();
            let activities = state.profile.as_ref().map(|profile| profile.activities.clone()).unwrap_or_default();
            let proposed = rule::defaults(&activities);
            let (names, owners) = (view_dossier::names(queries)?, owners(queries)?);
            let lines = |rows: Vec<UnusualRow>| rows.into_iter().map(|row| line(&names, &owners, me, row)).collect();
            Ok(UnusualView {
                waiting: lines(queries.unusual_waiting()?),
                acknowledged: lines(queries.unusual_acknowledged()?),
                limits: state.privacy.unusual_limits(&activities),
                chosen: state.privacy.unusual.is_some(),
                defaults: UnusualDefaults {
                    limits: proposed.limits,
                    from: proposed.from,
                    status: proposed.status,
                    source: proposed.source.to_owned(),
                },
            })
        })
        .await
}

fn line(names: &HashMap<UserId, String>, owners: &[UserId], me: UserId, row: UnusualRow) -> UnusualLine {
    let name = |user: UserId| names.get(&user).cloned().unwrap_or_default();
    UnusualLine {
        id: row.id,
        pattern: row.pattern,
        name: row.about.map(name).unwrap_or_default(),
        count: row.unusual.count,
        above: row.unusual.above,
        first: row.unusual.first,
        last: row.unusual.last,
        raised_at: row.raised_at,
        hand: hand(row.about, me, owners),
        word: row.acknowledged.map(|said| UnusualWord {
            at: said.at,
            by: name(said.by),
            word: said.word,
            alone: said.alone,
        }),
    }
}

/// The owners who work here.
fn owners(queries: &Queries<'_>) -> Result<Vec<UserId>, Problem> {
    let users = queries.users()?.into_iter();
    Ok(users.filter(|user| user.retired_at.is_none() && user.role == Role::Owner).map(|user| user.id).collect())
}

/// An owner's word about a line. One that was acknowledged meanwhile stays as it is.
pub async fn acknowledge(app: &App, call: Call, request: AcknowledgeUnusualRequest) -> Result<UnusualView, Problem> {
    let practice = app.practice()?;
    let said = fields::bounded("word", &request.word, MAX_WORD_CHARS)?;
    if said.is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    let (id, keeping) = (request.line, practice.clone());
    blocking(move || {
        let (me, now, zone) = (keeping.user.id, keeping.now(), keeping.time_zone.clone());
        let stamp = Stamp { recorded_at_utc: now, actor: me.0, command_id: call.command_id.0 };
        keeping.database.acknowledge_unusual(id, zone, move |queries| {
            let row = queries.unusual(id)?.ok_or_else(|| Problem::field("line", "unknown"))?;
            if row.acknowledged.is_some() {
                return Ok(None);
            }
            let alone = match hand(row.about, me, &owners(queries)?) {
                Hand::AnotherOwners => return Err(Refusal::OneselfAtWork.into()),
                hand => hand == Hand::Alone,
            };
            let note = of_line(AccessKind::UnusualAcknowledged, &row).note(stamp);
            Ok(Some((Acknowledged { at: now, by: me, word: said, alone }, note)))
        })
    })
    .await?;
    app.announce(Topic::Lookups, None);
    show(&practice).await
}

/// Chooses above how many accesses a line is raised.
pub async fn set_limits(app: &App, call: Call, request: SetUnusualLimitsRequest) -> Result<UnusualView, Problem> {
    let practice = app.practice()?;
    let limits = request.limits.checked().map_err(|pattern| Problem::field(&word(&pattern), "out_of_range"))?;
    let chosen = relais_domain::privacy::PrivacySet::UnusualLimits { limits };
    field_lists::set(&practice, call, &request, chosen).await?;
    show(&practice).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access_log::KIND_WORD;
    use rstest::rstest;
    use uuid::Uuid;

    const LEA: &str = "00000000-0000-0000-0000-000000000007";

    #[rstest]
    #[case::her_code_was_tried("user_switched", Some("user"), "wrong_pin", Pattern::Failures, Some(Some(7)))]
    #[case::she_came("user_switched", Some("user"), "done", Pattern::Failures, None)]
    #[case::nobody_known("unlock_failed", None, "wrong_passphrase", Pattern::Failures, Some(None))]
    #[case::refused("permission_refused", Some("command"), "role_not_allowed", Pattern::Refusals, Some(Some(1)))]
    #[case::an_account("credential_copied", Some("credential"), "done", Pattern::AccountsSeen, Some(Some(1)))]
    #[case::an_account_refused(
        "credential_copied",
        Some("credential"),
        "unknown_credential",
        Pattern::AccountsSeen,
        None
    )]
    #[case::by_day("session_opened", None, "done", Pattern::OutsideHours, None)]
    #[case::another_kind("document_made", None, "done", Pattern::Exports, None)]
    fn an_access_belongs_to_whom_it_is_unusual_of(
        #[case] kind: &str,
        #[case] about: Option<&str>,
        #[case] outcome: &str,
        #[case] pattern: Pattern,
        #[case] whose: Option<Option<u128>>,
    ) {
        let (kind, about) = (format!("{KIND_WORD}.{kind}"), about.map(|what| format!("{what}/{LEA}")));
        let told = Told { kind: &kind, actor: UserId(Uuid::from_u128(1)), about: about.as_deref(), outcome };
        let expected = whose.map(|known| known.map(|id| UserId(Uuid::from_u128(id))));
        assert_eq!(told.whose(pattern, false), expected);
        let at_night = told.whose(Pattern::OutsideHours, true);
        let watched = kinds(Pattern::OutsideHours).iter().any(|it| kind_word(*it) == kind) && outcome == "done";
        assert_eq!(at_night.is_some(), watched);
    }
}
