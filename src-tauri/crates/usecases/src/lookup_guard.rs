//! The watch over the practice's own look-ups: weighed before anything leaves, in one transaction with the row that counts
//! it, so that two windows' worth of keys cannot pass where one may. Each warning, stop and unlocking is a line of the
//! access log; what is noticed survives a restart, since it is read from the database.
//!
//! It sees Relais alone, never what is looked up in a portal's own window.

use crate::{
    access_log::Access,
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        AccessKind, AccessSubject, DocumentReady, LookupDefaults, LookupGuardView, LookupStanding, LookupStopView,
        LookupUserView, Nothing, Problem, ProblemCode, SetLookupLimitsRequest, StaffNoticeView, Topic,
        UnlockLookupsRequest,
    },
    field_lists, papers, step, view_dossier, view_practice,
};
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use relais_documents as documents;
use relais_domain::{
    context::{Activity, Context},
    identifiers::Nir,
    ids::{DossierId, UserId},
    lookup_guard::{self as rule, Finding, LookUp, Mark, Reason, Standing, Verdict, judge},
    platform::PlatformCode,
    practice::Practice,
    privacy::{Privacy, PrivacySet},
    refusal::Refusal,
};
use relais_platforms::request::EligibilityRequest;
use relais_storage::{Queries, Tx, rows::LookupStopRow};
use serde_json::json;
use sha2::Sha256;
use std::{collections::HashMap, sync::Arc};

/// Marks are kept this long: the longest window is an hour, and a day shows the owner what happened.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// What was noticed of a look-up stands before the counter for this long, or until the next.
const NOTICED: SignedDuration = SignedDuration::from_mins(10);
/// What the marks are made with: a key of their own.
const MARK_KEY: &[u8] = b"relais look-up marks 1";

/// Who would be looked up, of whom, for what.
pub(crate) struct Wanted {
    platform: PlatformCode,
    /// Name, given name and birth date as they identify somebody.
    identity: String,
    nir: Option<Nir>,
    dossier: Option<DossierId>,
}

impl Wanted {
    /// Whom a check of rights is about. The given name is the dossier's, since it may not leave.
    pub(crate) fn of_request(
        request: &EligibilityRequest,
        platform: PlatformCode,
        given_name: &str,
        dossier: Option<DossierId>,
    ) -> Self {
        let subject = &request.subject;
        let birth = subject.birth_date.map(|date| date.to_string()).unwrap_or_default();
        let plain =
            |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let identity = format!("{}/{}/{birth}", plain(&subject.family_name), plain(given_name));
        Wanted { platform, identity, nir: subject.nir.clone(), dossier }
    }
}

/// Lets a look-up pass, notices it, or stops it, before anything leaves. A mark survives the program; what is noticed or
/// stopped is on the disk, by the line of the access log that says so.
pub(crate) async fn admit(practice: &Arc<OpenPractice>, wanted: Wanted) -> Result<(), Problem> {
    let guard = Guard::of(practice)?;
    practice.count(move |tx, context| guard.weigh(tx, context, wanted)).await?.told(practice).await
}

/// What look-ups are weighed with.
pub(crate) struct Guard {
    marks: Marks,
    open_at: jiff::civil::DateTime,
}

impl Guard {
    pub(crate) fn of(practice: &OpenPractice) -> Result<Self, Problem> {
        let open_at = practice.now().to_zoned(practice.time_zone.clone()).datetime();
        Ok(Guard { marks: Marks::of(practice)?, open_at })
    }

    /// Weighs a look-up and counts it; what is to be said of it is told once that stands.
    pub(crate) fn weigh(&self, tx: &mut Tx<'_>, context: &Context, wanted: Wanted) -> Result<Weighed, Problem> {
        let (actor, marks) = (context.actor, &self.marks);
        let state = tx.load::<Practice>(tx.identity().practice.0)?;
        let (limits, hours) = state.privacy.limits(&activities(&state));
        let asked = LookUp {
            at: context.now,
            has_dossier: wanted.dossier.is_some(),
            outside_hours: !hours.are_open_at(self.open_at),
            platform: wanted.platform,
            subject: marks.of_text("subject", &wanted.identity),
            nir: wanted.nir.as_ref().map(|nir| marks.of_nir(number(nir))),
        };
        let neighbours = wanted.nir.as_ref().map(|nir| marks.around(number(nir))).unwrap_or_default();
        let queries = tx.queries()?;
        let recent = queries.lookups_of(actor, context.now - rule::WINDOW)?;
        let standing = standing(queries.lookup_stop(actor)?.as_ref());
        let verdict = judge(&recent, &asked, &neighbours, &standing, &limits);
        match &verdict {
            Verdict::Stop { finding } if standing.stopped.is_none() => tx.put_lookup_stop(actor, finding)?,
            Verdict::Stop { .. } => {}
            Verdict::Pass => tx.put_lookup(actor, &asked, &[], context.now - KEPT)?,
            Verdict::Warn { findings } => tx.put_lookup(actor, &asked, findings, context.now - KEPT)?,
        }
        Ok(Weighed { verdict, actor, dossier: wanted.dossier, first: standing.stopped.is_none() })
    }
}

/// A look-up that was weighed, and whether it is the first of its stop.
#[must_use = "a look-up that is stopped must not leave"]
pub(crate) struct Weighed {
    verdict: Verdict,
    actor: UserId,
    dossier: Option<DossierId>,
    first: bool,
}

impl Weighed {
    /// Notes in the access log what was noticed or stopped; refuses what is stopped.
    pub(crate) async fn told(self, practice: &Arc<OpenPractice>) -> Result<(), Problem> {
        let line = match &self.verdict {
            Verdict::Warn { findings } => {
                Some((AccessKind::LookupWarned, findings.first().map(|finding| finding.reason)))
            }
            Verdict::Stop { finding } if self.first => Some((AccessKind::LookupStopped, Some(finding.reason))),
            Verdict::Stop { .. } | Verdict::Pass => None,
        };
        if let Some((kind, reason)) = line {
            let access = Access::done(kind).detail(reason.map_or("", Reason::word));
            let access = match (kind, self.dossier) {
                (AccessKind::LookupWarned, Some(dossier)) => {
                    access.about(AccessSubject::Dossier, &dossier.0.to_string())
                }
                _ => access.about(AccessSubject::User, &self.actor.0.to_string()),
            };
            let noting = practice.clone();
            blocking(move || {
                noting.note_access(noting.own_call(), access);
                Ok(())
            })
            .await?;
        }
        match self.verdict {
            Verdict::Stop { finding } => Err(stopped(&finding)),
            Verdict::Pass | Verdict::Warn { .. } => Ok(()),
        }
    }
}

fn stopped(finding: &Finding) -> Problem {
    let params = json!({ "reason": finding.reason, "count": finding.count, "limit": finding.limit });
    Problem::with(ProblemCode::LookupsStopped, params)
}

fn standing(stop: Option<&LookupStopRow>) -> Standing {
    match stop {
        None => Standing::default(),
        Some(row) => Standing { stopped: row.lifted_at.is_none().then_some(row.finding), since: row.lifted_at },
    }
}

fn activities(state: &Practice) -> Vec<Activity> {
    state.profile.as_ref().map(|profile| profile.activities.clone()).unwrap_or_default()
}

/// Where whoever is at work stands.
pub async fn standing_of_user(app: &App, _call: Call, _request: Nothing) -> Result<LookupStanding, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    practice
        .read(move |queries| {
            let users = view_dossier::names(queries)?;
            let actor = asked.user.id;
            let stop = queries.lookup_stop(actor)?;
            let since = stop.as_ref().and_then(|row| row.lifted_at);
            let lately = asked.now() - NOTICED;
            let findings = queries.last_lookup_findings(actor, since.map_or(lately, |since| since.max(lately)))?;
            let held = stop.filter(|row| row.lifted_at.is_none());
            let state = queries.stream::<Practice>(asked.id.0)?.unwrap_or_default();
            let (limits, _) = state.privacy.limits(&activities(&state));
            Ok(LookupStanding {
                stopped: held.map(|row| stop_view(&users, row)),
                stops_above: findings.first().and_then(|finding| limits.of(finding.reason).stop_above),
                findings,
                staff_notice: staff_notice(&state.privacy),
            })
        })
        .await
}

/// The owner's view.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<LookupGuardView, Problem> {
    show(&app.practice()?).await
}

async fn show(practice: &Arc<OpenPractice>) -> Result<LookupGuardView, Problem> {
    let asked = practice.clone();
    practice.read(move |queries| read(queries, &asked)).await
}

fn read(queries: &Queries<'_>, practice: &OpenPractice) -> Result<LookupGuardView, Problem> {
    let state = queries.stream::<Practice>(practice.id.0)?.unwrap_or_default();
    let users = view_dossier::names(queries)?;
    let proposed = rule::defaults(&activities(&state));
    let (limits, hours) = state.privacy.limits(&activities(&state));
    let mut rows = Vec::new();
    for user in queries.users()? {
        let stop = queries.lookup_stop(user.id)?.map(|row| stop_view(&users, row));
        let this_hour = queries.lookups_of(user.id, practice.now() - rule::WINDOW)?.len();
        let this_hour = u32::try_from(this_hour).unwrap_or(u32::MAX);
        rows.push(LookupUserView { user: user.id, name: user.name, this_hour, stop });
    }
    Ok(LookupGuardView {
        limits,
        hours,
        chosen: state.privacy.limits.is_some(),
        defaults: LookupDefaults {
            limits: proposed.limits,
            hours: relais_domain::lookup_guard::OpeningHours::default(),
            from: proposed.from,
            status: proposed.status,
            source: proposed.source.to_owned(),
        },
        users: rows,
        staff_notice: staff_notice(&state.privacy),
    })
}

fn stop_view(users: &HashMap<UserId, String>, row: LookupStopRow) -> LookupStopView {
    let name = |user: Option<UserId>| user.and_then(|user| users.get(&user).cloned()).unwrap_or_default();
    LookupStopView {
        user: row.actor,
        at: row.at,
        finding: row.finding,
        lifted_at: row.lifted_at,
        lifted_by: name(row.lifted_by),
        lifted_why: row.lifted_why.unwrap_or_default(),
    }
}

fn staff_notice(privacy: &Privacy) -> Option<StaffNoticeView> {
    let (version, printed_on) = privacy.staff_notice.clone()?;
    Some(StaffNoticeView { printed_on, current: version == documents::STAFF_NOTICE_VERSION })
}

/// Chooses the limits and the opening hours.
pub async fn set_limits(app: &App, call: Call, request: SetLookupLimitsRequest) -> Result<LookupGuardView, Problem> {
    let practice = app.practice()?;
    let limits = request.limits.checked().map_err(|fault| Problem::field(fault.reason.word(), "limits"))?;
    let hours = request.hours.checked().map_err(|_| Problem::field("opening_hours", "hours_reversed"))?;
    field_lists::set(&practice, call, &request, PrivacySet::LookupLimits { limits, hours }).await?;
    app.announce(Topic::Lookups, None);
    show(&practice).await
}

/// Unlocks a user who was stopped, with a reason.
pub async fn unlock(app: &App, call: Call, request: UnlockLookupsRequest) -> Result<LookupGuardView, Problem> {
    let practice = app.practice()?;
    let UnlockLookupsRequest { user, reason } = request.clone();
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    if reason.chars().count() > step::MAX_REASON_CHARS {
        return Err(Problem::field("reason", "too_long"));
    }
    practice
        .command(call, &request, move |tx, context| {
            if tx.lift_lookup_stop(user, context.actor, &reason)? {
                Ok(())
            } else {
                Err(Problem::code(ProblemCode::LookupsNotStopped))
            }
        })
        .await?;
    app.announce(Topic::Lookups, None);
    show(&practice).await
}

/// The notice to the staff, which comes before anybody is watched; that it was printed is an entry of the journal.
pub async fn print_staff_notice(app: &App, call: Call, _request: Nothing) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    let page = practice
        .read(move |queries| {
            let row = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let view = read(queries, &asked)?;
            let threshold = |reason: Reason| {
                let threshold = *view.limits.of(reason);
                documents::WatchedThreshold { warn_above: threshold.warn_above, stop_above: threshold.stop_above }
            };
            Ok(documents::StaffNotice {
                practice: view_practice::letterhead(&row),
                issued_on: asked.today(),
                kept_months: queries.access_keep_months()?,
                per_hour: threshold(Reason::PerHour),
                without_dossier: threshold(Reason::WithoutDossier),
            })
        })
        .await?;
    let bytes = documents::staff_notice(&page)?;
    let ready = papers::put(&practice, "information-du-personnel.pdf", bytes).await?;
    let printed = PrivacySet::StaffNotice { version: documents::STAFF_NOTICE_VERSION.to_owned(), on: practice.today() };
    field_lists::set(&practice, call, &"staff_notice", printed).await?;
    app.announce(Topic::Lookups, None);
    Ok(ready)
}

/// The key of the marks.
struct Marks(Hmac<Sha256>);

impl Marks {
    fn of(practice: &OpenPractice) -> Result<Self, Problem> {
        let seed = practice.keys.archive_signing_seed().expose();
        let mut derived = Hmac::<Sha256>::new_from_slice(seed).map_err(Problem::internal)?;
        derived.update(MARK_KEY);
        let key = derived.finalize().into_bytes();
        Hmac::new_from_slice(&key).map(Marks).map_err(Problem::internal)
    }

    fn of_text(&self, what: &str, text: &str) -> Mark {
        let mut mac = self.0.clone();
        mac.update(what.as_bytes());
        mac.update(b"\0");
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    fn of_nir(&self, number: u64) -> Mark {
        self.of_text("nir", &number.to_string())
    }

    /// The marks of the NIRs just before and after.
    fn around(&self, number: u64) -> Vec<Mark> {
        let near = number.saturating_sub(rule::NEIGHBOURHOOD)..=number + rule::NEIGHBOURHOOD;
        near.filter(|near| *near != number).map(|near| self.of_nir(near)).collect()
    }
}

/// The thirteen characters as a number, Corsica's departments as in the key.
fn number(nir: &Nir) -> u64 {
    let body = nir.reveal().get(..13).unwrap_or_default().replace("2A", "19").replace("2B", "18");
    body.parse().unwrap_or_default()
}

/// Notes when a look-up made outside the window, with the practice's own secret, is let through.
pub async fn admit_alone(
    practice: &Arc<OpenPractice>,
    platform: &PlatformCode,
    lookup: &crate::lookup_coverage::Lookup,
) -> Result<(), Problem> {
    let request = lookup.request();
    let given_name = request.subject.given_name.clone().unwrap_or_default();
    admit(practice, Wanted::of_request(request, platform.clone(), &given_name, None)).await
}
