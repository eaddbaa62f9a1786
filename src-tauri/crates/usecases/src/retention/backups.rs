//! Which backups there are: what was erased since they were written is still in them, until each is destroyed.

use super::view;
use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{BackupCopy, DestroyBackupRequest, Problem, RetentionView, Topic},
};
use jiff::{ToSpan, civil::Date};
use relais_domain::retention::{DataKind, KeptMonths, Retention};
use relais_storage::{Queries, backup, rows::BackupRow};
use std::{fs::File, io::BufReader, path::Path, sync::Arc};

/// Notes that a backup was written, so that it is known what it holds and until when.
pub async fn noted(practice: &Arc<OpenPractice>, path: String, entries: u64) -> Result<(), Problem> {
    let at = practice.now();
    practice
        .command(practice.own_call(), &("backup.noted", path.clone(), entries), move |tx, _| {
            tx.put_backup(at, &path, entries)?;
            Ok(())
        })
        .await
}

/// A backup was destroyed: its file is removed if it is here and is one, and what is elsewhere is taken at the owner's word.
pub async fn destroyed(app: &App, call: Call, request: DestroyBackupRequest) -> Result<RetentionView, Problem> {
    let practice = app.practice()?;
    let id = request.id;
    let row = practice.read(move |queries| Ok(queries.backups()?.into_iter().find(|row| row.id == id))).await?;
    let row = row.ok_or_else(|| Problem::field("id", "unknown"))?;
    blocking(move || remove(Path::new(&row.path))).await?;
    practice
        .command(call, &request, move |tx, _| {
            tx.backup_destroyed(id)?;
            Ok(())
        })
        .await?;
    app.announce(Topic::Retention, None);
    view::show(&practice).await
}

/// Removes the file of a backup; whatever else lies there now is not ours to remove.
fn remove(path: &Path) -> Result<(), Problem> {
    let is_ours = File::open(path).is_ok_and(|file| backup::read_keys(BufReader::new(file)).is_ok());
    if !is_ours {
        return Ok(());
    }
    std::fs::remove_file(path).map_err(|error| Problem::not_writable(path, &error))
}

/// The backups that are not destroyed, each with the day it is to be.
pub(crate) fn standing(
    queries: &Queries<'_>,
    clocks: &Retention,
    day_of: impl Fn(&BackupRow) -> Date,
) -> Result<Vec<(BackupRow, Date)>, Problem> {
    let rows = queries.backups()?.into_iter().filter(|row| row.destroyed_at.is_none());
    let clock = clocks.months(DataKind::Backup);
    Ok(rows.map(|row| (destroyed_on(day_of(&row), clock), row)).map(|(on, row)| (row, on)).collect())
}

/// The day the retention clock destroys a backup written that day.
pub(crate) fn destroyed_on(written_on: Date, clock: Option<KeptMonths>) -> Date {
    written_on.saturating_add(clock.map_or(0, |kept| i64::from(kept.months())).months())
}

/// One for the window.
pub(crate) fn shown((row, destroy_on): (BackupRow, Date), today: Date) -> BackupCopy {
    BackupCopy {
        id: row.id,
        written_at: row.written_at,
        here: Path::new(&row.path).is_file(),
        path: row.path,
        destroy_on,
        overdue: destroy_on <= today,
    }
}
