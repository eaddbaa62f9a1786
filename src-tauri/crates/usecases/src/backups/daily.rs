//! The backup of the day: looked at on each round of the watch while a real practice is open, and written behind whoever works.
//! What a stick that was away lacks, it gets when it is back.

use super::{KnownBackups, folders, known, local_folder, places, writing};
use crate::{
    access_log,
    app::{App, OpenPractice},
    contract::{AccessKind, Problem, Topic},
};
use jiff::SignedDuration;
use relais_domain::backup::{Hour, is_due, moment};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// After one that failed, the next is not tried before: what is full or broken is not mended in a minute.
const TRIED_AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(15);

/// Writes the backup of the day if it is due; says whether it did.
pub async fn daily(app: &App) -> Result<bool, Problem> {
    let practice = app.practice()?;
    if !practice.is_real() || tried_in_vain(&practice) {
        return Ok(false);
    }
    let (known, _) = known(&practice).await?;
    let to = due(app, &practice, &known);
    if !to.anew && to.folders.is_empty() {
        return Ok(false);
    }
    // Another one is under way: it will do, or the next round looks again.
    let Ok(run) = app.backups.begin() else { return Ok(false) };
    let written = writing::write(app, &practice, &known, to, &run);
    let written = access_log::leaving(&practice, AccessKind::BackupWritten, written).await;
    drop(run);
    app.announce(Topic::Backups, None);
    written.map(|()| true)
}

fn tried_in_vain(practice: &OpenPractice) -> bool {
    let failed_at = practice.last_backup().failed_at;
    failed_at.is_some_and(|at| practice.now().duration_since(at) < TRIED_AGAIN_AFTER)
}

/// Where one is due: names say when the last was written, so that looking costs nothing.
fn due(app: &App, practice: &Arc<OpenPractice>, known: &KnownBackups) -> writing::Places {
    let now = moment(practice.now(), &practice.time_zone);
    let lacks = |folder: &Path| {
        let found = places::named(practice, folder);
        let kept = places::kept(&found, &known.noted);
        let last = kept.iter().find(|kept| kept.sound).map(|kept| kept.written_at);
        Hour::parse(known.settings.at_minute).is_none_or(|hour| is_due(last, hour, now))
    };
    let there: Vec<PathBuf> = folders(&known.settings).into_iter().filter(|folder| folder.is_dir()).collect();
    writing::Places {
        anew: lacks(&local_folder(app, practice)),
        folders: there.into_iter().filter(|folder| lacks(folder)).collect(),
    }
}
