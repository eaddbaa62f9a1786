//! The first run: « Créer mon cabinet », or the demonstration. Keys first, then the encrypted database, then its genesis.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        CreateDemonstrationRequest, CreatePracticeRequest, DocumentReady, Done, KeyringState, Nothing, PracticeCreated,
        Problem, ProblemCode,
    },
    demonstration, fields, opening, papers, practice_profile,
    team::Entrance,
    view_practice,
};
use jiff::tz::TimeZone;
use relais_documents as documents;
use relais_domain::{
    context::Role,
    ids::{CommandId, PostId, PracticeId, UserId},
    practice::{self, Practice, PracticeCreated as Genesis, PracticeKind, PracticeProfileSet, User},
};
use relais_storage::{CommandEnvelope, CommandError, Database, Identity, PracticeFolder, rows::Letterhead};
use relais_vault::{KdfCost, KeyFile, Passphrase, PassphraseVerdict, Vault};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use zeroize::Zeroizing;

/// What a practice is made of, parsed.
pub(crate) struct NewPractice {
    pub(crate) kind: PracticeKind,
    pub(crate) letterhead: Letterhead,
    pub(crate) profile: PracticeProfileSet,
    pub(crate) time_zone: String,
    pub(crate) owner_name: String,
    pub(crate) passphrase: Passphrase,
    pub(crate) remember: bool,
    /// The instant of its genesis, on its own clock.
    pub(crate) begins_at: jiff::Timestamp,
}

/// Creates a real practice and opens it.
pub async fn create_practice(
    app: &App,
    _call: Call,
    request: CreatePracticeRequest,
) -> Result<PracticeCreated, Problem> {
    let parsed = parse(request, app.setup.clock.now())?;
    let (_, created) = create(app, parsed).await?;
    Ok(created)
}

/// Creates the demonstration: isolated, marked from its genesis, on the story's clock, and full enough to look at.
pub async fn create_demonstration(
    app: &App,
    _call: Call,
    request: CreateDemonstrationRequest,
) -> Result<PracticeCreated, Problem> {
    let ground = app.setup.ground.clone().ok_or_else(|| Problem::code(ProblemCode::PlatformNotAllowedHere))?;
    for half in opening::unfinished(app.home()) {
        opening::discard(app, &half);
    }
    let (practice, created) =
        create(app, demonstration::practice(request.trade.unwrap_or_else(|| ground.trade()))?).await?;
    let filled = match demonstration::fill(&practice, ground.as_ref()).await {
        Ok(()) => {
            opening::mark_finished(&practice.folder).map_err(|error| Problem::not_writable(&practice.folder, &error))
        }
        refused => refused,
    };
    match filled {
        Ok(()) => Ok(created),
        Err(problem) => Err(give_up(app, &practice.folder, problem)),
    }
}

/// Nothing stays of a practice that did not come to be.
fn give_up(app: &App, folder: &Path, problem: Problem) -> Problem {
    app.forget_recovery_key();
    let _ = app.leave(false);
    opening::discard(app, folder);
    problem
}

fn parse(request: CreatePracticeRequest, now: jiff::Timestamp) -> Result<NewPractice, Problem> {
    let (letterhead, profile) = practice_profile::parse(&request.profile)?;
    let owner_name = fields::name("owner_name", &request.owner_name)?;
    TimeZone::get(&request.time_zone).map_err(|_| Problem::field("time_zone", "unknown"))?;
    let passphrase = Passphrase::new(request.passphrase).map_err(|_| Problem::field("passphrase", "empty"))?;
    let strength = passphrase.strength(&[&letterhead.name, &owner_name, &request.profile.town]);
    if strength.verdict != PassphraseVerdict::Accepted {
        return Err(Problem::with(ProblemCode::PassphraseTooWeak, json!({ "bits": strength.bits })));
    }
    Ok(NewPractice {
        kind: PracticeKind::Real,
        letterhead,
        profile,
        time_zone: request.time_zone,
        owner_name,
        passphrase,
        remember: request.remember,
        begins_at: now,
    })
}

/// Keys, database, genesis; refused or failed half-way, nothing of it stays.
pub(crate) async fn create(app: &App, new: NewPractice) -> Result<(Arc<OpenPractice>, PracticeCreated), Problem> {
    app.leave(false)?;
    let id = PracticeId(app.setup.ids.fresh(new.begins_at));
    let folder = app.home().join(opening::folder_name(new.kind, id.0));
    let made = {
        let (app, folder) = (app.clone(), folder.clone());
        blocking(move || make(&app, &folder, id, new)).await
    };
    let made = made.map_err(|problem| give_up(app, &folder, problem))?;
    let recovery_key: Vec<String> = made.recovery_key.split('-').map(str::to_owned).collect();
    app.hold_recovery_key(made.recovery_key);
    let entered =
        opening::enter(app, folder.clone(), made.keys, made.database, false, Entrance::of_owner("created")).await;
    let practice = entered.map_err(|problem| give_up(app, &folder, problem))?;
    let created = PracticeCreated {
        practice: id,
        recovery_key,
        remembered: made.keyring == KeyringState::Available,
        keyring: made.keyring,
    };
    Ok((practice, created))
}

struct Made {
    database: Database,
    keys: relais_vault::KeyBundle,
    recovery_key: Zeroizing<String>,
    keyring: KeyringState,
}

fn make(app: &App, path: &PathBuf, id: PracticeId, new: NewPractice) -> Result<Made, Problem> {
    let folder = PracticeFolder::create(path)?;
    // A demonstration until it is full; an exercise always: none stays.
    if new.kind != PracticeKind::Real {
        opening::mark_unfinished(path).map_err(|error| Problem::not_writable(path, &error))?;
    }
    let store: Arc<dyn relais_vault::SecretStore> =
        if new.remember { app.setup.secrets.clone() } else { Arc::new(relais_vault::NoKeyring) };
    let cost = match app.setup.kdf_cost {
        Some(cost) => cost,
        None => KdfCost::calibrate(KdfCost::USUAL_TARGET)?,
    };
    let created = Vault::new(id.0, store).create(&new.passphrase, cost)?;
    KeyFile::in_folder(path).write(&created.wrapped)?;
    let keyring = match &created.remembered {
        Ok(()) => KeyringState::Available,
        Err(error) => opening::keyring_state(error),
    };
    let keys = created.bundle;
    let identity = Identity { practice: id, post: PostId(app.setup.ids.fresh(new.begins_at)) };
    let options = opening::options(app, path, &keys);
    let database = Database::create(&folder, &opening::database_key(&keys), identity, options)?;
    genesis(app, &database, id, &new)?;
    let remembered = keyring == KeyringState::Available;
    let plate = opening::Nameplate { name: new.letterhead.name.clone(), kind: new.kind, remembered };
    plate.write(path).map_err(|error| Problem::not_writable(path, &error))?;
    Ok(Made { database, keys, recovery_key: created.recovery_key.reveal(), keyring })
}

/// The first entries: the practice, its profile, and the owner, who is the actor from entry 1.
fn genesis(app: &App, database: &Database, id: PracticeId, new: &NewPractice) -> Result<(), Problem> {
    let owner = UserId(app.setup.ids.fresh(new.begins_at));
    let envelope = CommandEnvelope {
        command_id: CommandId(app.setup.ids.fresh(new.begins_at)),
        request_digest: [0; 32],
        actor: owner,
        recorded_at: new.begins_at,
    };
    let created = Genesis { practice: id, practice_kind: new.kind, time_zone: new.time_zone.clone() };
    let (profile, letterhead, owner_name) = (new.profile.clone(), new.letterhead.clone(), new.owner_name.clone());
    let done: Result<(), CommandError<Problem>> = database.command(envelope, move |tx| {
        let state = tx.load::<Practice>(id.0)?;
        tx.append::<Practice>(id.0, practice::create(&state, created, profile)?)?;
        let user = tx.load::<User>(owner.0)?;
        tx.append::<User>(owner.0, practice::create_user(&user, owner, Role::Owner)?)?;
        tx.put_letterhead(&letterhead)?;
        tx.put_user_name(owner, &owner_name)?;
        Ok(())
    });
    done.map_err(crate::app::problem_of)
}

/// The recovery key's sheet, while it is still shown.
pub async fn recovery_sheet(app: &App, _call: Call, _request: Nothing) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let key = app.held_recovery_key().ok_or_else(|| Problem::code(ProblemCode::Locked))?;
    let today = practice.today();
    let letterhead = practice
        .read(|queries| {
            let row = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            Ok(view_practice::letterhead(&row))
        })
        .await?;
    let bytes = {
        let sheet = documents::RecoveryKeySheet {
            practice: letterhead,
            reference: documents::Reference { number: "CS-1".to_owned(), issued_on: today },
            groups: key.split('-').map(str::to_owned).collect(),
        };
        documents::recovery_key_sheet(&sheet)?
    };
    papers::put(&practice, "cle-de-secours.pdf", bytes).await
}

/// The person has it: it is shown no more, and its printed file goes with it.
pub async fn recovery_key_noted(app: &App, _call: Call, _request: Nothing) -> Result<Done, Problem> {
    app.forget_recovery_key();
    if let Ok(practice) = app.practice() {
        let _ = std::fs::remove_file(papers::folder_of(&practice).join("cle-de-secours.pdf"));
    }
    Ok(Done {})
}
