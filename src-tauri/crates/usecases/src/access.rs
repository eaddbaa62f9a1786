//! Where the window stands, opening a practice, locking it.

use crate::{
    access_log::attempts,
    app::{App, blocking},
    call::Call,
    contract::{
        AppState, Badges, KeyringState, Nothing, OpenPracticeRequest, PassphraseRequest, PassphraseStrength,
        PassphraseVerdict, PracticeChoice, Problem, ProblemCode, Stage, Topic, Unlock,
    },
    opening, papers, recovery,
    team::Entrance,
    view_cheques, view_practice,
};
use relais_vault::{Holder, KeyBundle, KeyFile, Passphrase, RecoveryKey, Vault, WrappedKeys};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// An opening at the start takes a tenth of a second; one that takes longer waits for a person at the keyring, and the
/// window says so meanwhile.
const OPENING_WORTH_WAITING: Duration = Duration::from_millis(1_500);

/// Names a passphrase is weighed against: the practice's and its owner's.
const MOST_NAMES: usize = 4;

/// Everything the window needs to know where it stands.
pub async fn state(app: &App, _call: Call, _request: Nothing) -> Result<AppState, Problem> {
    // Asked while the practice opens at the start: a moment later the answer is the counter.
    let _ = tokio::time::timeout(OPENING_WORTH_WAITING, app.opening()).await;
    current(app).await
}

/// Opens what the keyring remembers as soon as the program starts, while the window is still being made. Why it could not
/// is told to the window when it asks the same.
pub async fn open_remembered(app: &App) {
    let Some((folder, _)) = opening::practices(app.home()).into_iter().next().filter(|(_, plate)| plate.remembered)
    else {
        return;
    };
    let mut failed = app.opening().await;
    *failed = open_with(app, folder.clone(), Unlock::Keyring).await.err().map(|problem| (folder, problem));
}

pub(crate) async fn current(app: &App) -> Result<AppState, Problem> {
    let plates = opening::practices(app.home());
    let keyring = keyring_known(plates.iter().map(|(_, plate)| plate.remembered));
    let practices: Vec<PracticeChoice> = plates
        .into_iter()
        .map(|(folder, plate)| PracticeChoice {
            // A practice that a person locked is opened by a person.
            remembered: plate.remembered && app.locked_folder().as_deref() != Some(folder.as_path()),
            folder: folder.display().to_string(),
            name: plate.name,
            kind: plate.kind,
        })
        .collect();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let Ok(practice) = app.practice() else {
        let now = app.setup.clock.now();
        let at_the_door = match app.inside() {
            Ok(practice) => Some(view_practice::summary(&practice).await?),
            Err(_) => None,
        };
        return Ok(AppState {
            stage: match at_the_door {
                Some(_) => Stage::Door,
                None if practices.is_empty() => Stage::Welcome,
                None => Stage::Locked,
            },
            practice: at_the_door,
            user: None,
            closed: app.closed(),
            practices,
            keyring,
            version,
            now,
            today: now.to_zoned(jiff::tz::TimeZone::system()).date(),
            badges: Badges { queue_waiting: 0, queue_unknown: 0, cheques_to_act_on: 0, recovery_open: 0 },
            journal_entries: 0,
            rollback_suspected: false,
        });
    };
    let context = practice.context();
    let today = context.today;
    let (badges, journal_entries) = practice
        .read(move |queries| {
            let counts = queries.counts()?;
            let badges = Badges {
                queue_waiting: counts.queue_waiting,
                queue_unknown: counts.queue_to_confirm,
                cheques_to_act_on: view_cheques::to_act_on(queries, &context)?,
                recovery_open: recovery::open_dossiers(queries)?,
            };
            Ok((badges, queries.journal_head()?.seq))
        })
        .await?;
    Ok(AppState {
        stage: Stage::Open,
        practice: Some(view_practice::summary(&practice).await?),
        user: Some(practice.user.clone()),
        closed: None,
        practices,
        keyring,
        version,
        now: practice.now(),
        today,
        badges,
        journal_entries,
        rollback_suspected: practice.rollback_suspected,
    })
}

/// What is known of the keyring without asking it, which can take seconds: a machine whose practices it does not remember
/// has none.
fn keyring_known(remembered: impl IntoIterator<Item = bool>) -> KeyringState {
    let mut remembered = remembered.into_iter().peekable();
    if remembered.peek().is_none() || remembered.any(|is| is) {
        KeyringState::Available
    } else {
        KeyringState::NoService
    }
}

/// How good a passphrase is, as one types; nothing of it is kept.
pub async fn passphrase_strength(
    _app: &App,
    _call: Call,
    request: PassphraseRequest,
) -> Result<PassphraseStrength, Problem> {
    let required_bits = relais_vault::PassphraseVerdict::NEEDED_BITS;
    let Ok(passphrase) = Passphrase::new(request.passphrase) else {
        return Ok(PassphraseStrength { entropy_bits: 0, required_bits, verdict: PassphraseVerdict::TooShort });
    };
    let names: Vec<&str> = request.names.iter().take(MOST_NAMES).map(String::as_str).collect();
    let strength = passphrase.strength(&names);
    Ok(PassphraseStrength {
        entropy_bits: strength.bits,
        required_bits,
        verdict: match strength.verdict {
            relais_vault::PassphraseVerdict::Accepted => PassphraseVerdict::Good,
            relais_vault::PassphraseVerdict::TooShort { .. } => PassphraseVerdict::TooShort,
            relais_vault::PassphraseVerdict::TooGuessable { .. } => PassphraseVerdict::TooWeak,
        },
    })
}

/// Opens a practice: nothing to type with the keyring, otherwise the passphrase or the recovery key.
pub async fn open_practice(app: &App, _call: Call, request: OpenPracticeRequest) -> Result<AppState, Problem> {
    let folder = PathBuf::from(&request.folder);
    if request.unlock == Unlock::Keyring && app.locked_folder().as_deref() == Some(folder.as_path()) {
        return Err(Problem::code(ProblemCode::Locked));
    }
    let mut failed = app.opening().await;
    if app.inside().is_ok_and(|open| open.folder == folder) {
        return current(app).await;
    }
    // The keyring has just been asked, and may have asked a person: it is not asked twice.
    let told = failed.take().filter(|(asked, _)| request.unlock == Unlock::Keyring && *asked == folder);
    if let Some((_, problem)) = told {
        return Err(problem);
    }
    app.leave(false)?;
    open_with(app, folder, request.unlock).await?;
    app.announce(Topic::Session, None);
    current(app).await
}

/// Opens it one way; who is not let in is remembered until somebody is.
pub(crate) async fn open_with(app: &App, folder: PathBuf, unlocking: Unlock) -> Result<(), Problem> {
    let way = attempts::way(&unlocking);
    let keys = {
        let (app, folder) = (app.clone(), folder.clone());
        blocking(move || unlock(&app, &folder, unlocking)).await
    };
    let opened = match keys {
        Ok((keys, holder)) => opening::open(app, folder.clone(), keys, Entrance { way, holder }).await.map(drop),
        Err(problem) => Err(problem),
    };
    let Err(problem) = opened else { return Ok(()) };
    let (at, refusal) = (app.setup.clock.now(), problem.clone());
    blocking(move || {
        attempts::remember(&folder, at, way, &refusal);
        Ok(())
    })
    .await?;
    Err(problem)
}

/// The keys of a practice, by one of the three ways, and whose passphrase it was. Blocking: a keyring may ask a person.
fn unlock(app: &App, folder: &Path, unlock: Unlock) -> Result<(KeyBundle, Option<Holder>), Problem> {
    let file = KeyFile::in_folder(folder);
    let wrapped = match (file.read(), &unlock) {
        (Ok(wrapped), _) => wrapped,
        // Damaged, it may still hold one whole wrap.
        (Err(_), Unlock::Passphrase { .. } | Unlock::RecoveryKey { .. }) => file.salvage()?,
        (Err(error), Unlock::Keyring) => return Err(error.into()),
    };
    if let Unlock::Passphrase { passphrase } = unlock {
        let typed = Passphrase::new(passphrase).map_err(|_| Problem::code(ProblemCode::WrongPassphrase))?;
        let (keys, holder) = wrapped.open_as(&typed)?;
        return Ok((keys, Some(holder)));
    }
    Ok((unlock_wrapped(app, &wrapped, unlock)?, None))
}

/// The same, for wrapped keys that are not in a practice's folder: a backup's.
pub(crate) fn unlock_wrapped(app: &App, wrapped: &WrappedKeys, unlock: Unlock) -> Result<KeyBundle, Problem> {
    let vault = Vault::new(wrapped.practice_id(), app.setup.secrets.clone());
    Ok(match unlock {
        Unlock::Keyring => vault.open_with_keyring(Some(wrapped))?,
        Unlock::Passphrase { passphrase } => {
            let typed = Passphrase::new(passphrase).map_err(|_| Problem::code(ProblemCode::WrongPassphrase))?;
            vault.open_with_passphrase(wrapped, &typed)?
        }
        Unlock::RecoveryKey { recovery_key } => {
            let key = RecoveryKey::parse(&recovery_key).map_err(|_| Problem::code(ProblemCode::WrongRecoveryKey))?;
            vault.open_with_recovery_key(wrapped, &key)?
        }
    })
}

/// Locks the practice: its keys leave memory, and the keyring alone does not bring them back.
pub async fn lock(app: &App, _call: Call, _request: Nothing) -> Result<AppState, Problem> {
    shut(app, true).await
}

/// Closes the practice.
pub async fn close(app: &App, _call: Call, _request: Nothing) -> Result<AppState, Problem> {
    shut(app, false).await
}

async fn shut(app: &App, lock: bool) -> Result<AppState, Problem> {
    if let Ok(practice) = app.inside() {
        papers::clear(&practice);
    }
    let leaving = app.clone();
    blocking(move || leaving.leave(lock)).await?;
    app.announce(Topic::Session, None);
    current(app).await
}
