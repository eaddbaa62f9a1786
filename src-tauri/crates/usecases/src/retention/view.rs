//! « Conservation » as the window shows it.

use super::{SHELF, backups, due, in_use};
use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{ClockRow, Nothing, Problem, PurgeView, RetentionView},
    reference_files, second_look, team,
};
use relais_domain::{
    context::Role,
    credential,
    ids::{PurgeId, UserId},
    purge::{MAX_SUBJECTS, PurgeState},
    retention::{Clock, DataKind},
    stream::StreamKind,
};
use relais_storage::{Queries, rows::PurgeRow};
use std::sync::Arc;

/// Everything.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<RetentionView, Problem> {
    show(&app.practice()?).await
}

pub(crate) async fn show(practice: &Arc<OpenPractice>) -> Result<RetentionView, Problem> {
    let (today, me, role) = (practice.retention_day(), practice.user.id, practice.user.role);
    let running = practice.purging.try_lock().is_err();
    practice
        .read(move |queries| {
            let known = in_use(queries)?;
            let mut clocks = Vec::new();
            for clock in &known.set.clocks {
                let due = match clock.kind.is_purged() {
                    true => {
                        let due = due::of(queries, &known.set, clock.kind, &today)?.len();
                        Some(u32::try_from(due).unwrap_or(u32::MAX))
                    }
                    false => None,
                };
                clocks.push(clock_row(queries, clock, due)?);
            }
            let copies = backups::standing(queries, &known.set, |row| today.day_of(row.written_at))?;
            let overdue = copies.iter().filter(|(_, on)| *on <= today.today).count();
            if let Some(row) = clocks.iter_mut().find(|row| row.kind == DataKind::Backup) {
                row.due = u32::try_from(overdue).ok();
            }
            let purges = queries.purges()?.into_iter().map(|row| purge_view(queries, row, &today, running));
            let may_second = match role {
                Role::Owner => second_look::candidates(queries, me)?,
                _ => Vec::new(),
            };
            Ok(RetentionView {
                set: known.summary,
                shipped_version: SHELF.shipped()?.set.version.clone(),
                clocks,
                purges: purges.collect::<Result<_, _>>()?,
                backups: copies.into_iter().map(|copy| backups::shown(copy, today.today)).collect(),
                may_second: may_second.into_iter().map(|user| team::choice(queries, user)).collect::<Result<_, _>>()?,
                most: u32::try_from(MAX_SUBJECTS).unwrap_or(u32::MAX),
            })
        })
        .await
}

/// Every clock, without what is due.
pub(crate) fn every_clock(queries: &Queries<'_>) -> Result<(String, Vec<ClockRow>), Problem> {
    let known = in_use(queries)?;
    let rows = known.set.clocks.iter().map(|clock| clock_row(queries, clock, None)).collect::<Result<_, _>>()?;
    Ok((known.set.version.clone(), rows))
}

/// A clock; the kinds that have a setting of their own say what that is.
fn clock_row(queries: &Queries<'_>, clock: &Clock, due: Option<u32>) -> Result<ClockRow, Problem> {
    let (months, days) = match clock.kind {
        DataKind::ChequePicture => (None, Some(reference_files::practice_state(queries)?.cheque_pictures.days.days())),
        DataKind::Account => (None, Some(u32::try_from(credential::REMOVED_FOR_DAYS).unwrap_or(u32::MAX))),
        DataKind::AccessLog => (Some(queries.access_keep_months()?), None),
        _ => (clock.months.map(|kept| kept.months()), None),
    };
    let (at_least, obliges) =
        clock.at_least.clone().map_or((None, None), |(least, law)| (Some(least.months()), Some(law)));
    Ok(ClockRow {
        kind: clock.kind,
        months,
        days,
        at_least,
        obliges,
        too_short: clock.is_too_short(),
        from: clock.from,
        status: clock.status,
        source: clock.source.clone(),
        reason: clock.reason.clone(),
        goes_by_itself: clock.kind.goes_by_itself(),
        purged: clock.kind.is_purged(),
        due,
    })
}

/// Who asked for a purge, and who said so again or looked at it.
pub(crate) fn who(queries: &Queries<'_>, purge: PurgeId) -> Result<(UserId, UserId), Problem> {
    let entries = queries.stream_entries(StreamKind::Purge, purge.0)?;
    let of = |kind: &str| entries.iter().find(|row| row.kind == kind).map(|row| row.actor);
    let asked = of("purge.asked").unwrap_or(UserId(uuid::Uuid::nil()));
    Ok((asked, of("purge.confirmed").unwrap_or(asked)))
}

pub(crate) fn name_of(queries: &Queries<'_>, user: UserId) -> Result<String, Problem> {
    let row = queries.users()?.into_iter().find(|row| row.id == user);
    Ok(row.map(|row| row.name).unwrap_or_default())
}

/// « PV-2034-0001 ».
pub(crate) fn number(year: i16, number: u32) -> String {
    format!("PV-{year}-{number:04}")
}

fn purge_view(queries: &Queries<'_>, row: PurgeRow, today: &due::Today, running: bool) -> Result<PurgeView, Problem> {
    let (asked_by, _) = who(queries, row.id)?;
    Ok(PurgeView {
        purge: row.id,
        why: row.why,
        state: row.state,
        subjects: row.subjects,
        done: row.done,
        kept: row.kept,
        erased: row.erased,
        asked_by: name_of(queries, asked_by)?,
        asked_at: row.asked_at,
        may_confirm: row.confirm_from.is_some_and(|from| from <= today.now),
        confirm_from: row.confirm_from,
        seconded_by: row.seconded_by.map(|user| name_of(queries, user)).transpose()?,
        agreed_at: row.agreed_at,
        certified_at: row.certified_at,
        number: row.certificate.map(|(it, year, _)| number(year, it)),
        certificate: row.certificate.map(|(_, _, paper)| paper),
        running: running && row.state == PurgeState::Agreed,
    })
}
