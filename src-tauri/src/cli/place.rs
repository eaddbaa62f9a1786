//! Which practice a command works on, and how it is opened without a window: by the OS keyring, or by a passphrase read
//! from a file, never from the line, which others can see.

use super::Ended;
use crate::home::Home;
use clap::Args;
use relais_usecases::{
    access,
    app::{App, OpenPractice},
    call::Call,
    contract::{Nothing, OpenPracticeRequest, Unlock},
    opening::{Nameplate, practices},
    permission::Needs,
    ports::{Clock as _, Ids as _, MachineClock, RandomIds},
};
use std::{
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

/// A passphrase or a recovery key longer than this is a file of another kind.
const MAX_SECRET_BYTES: u64 = 4096;

/// Which practice, and its key.
#[derive(Args)]
pub(crate) struct Place {
    /// Dossier du cabinet (par défaut : le seul cabinet de ce poste)
    #[arg(long, value_name = "DOSSIER")]
    pub(crate) practice: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) key: Key,
}

/// How it is unlocked.
#[derive(Args)]
pub(crate) struct Key {
    /// Fichier de la phrase de passe, « - » pour l’entrée standard (par défaut : le trousseau de clés du poste)
    #[arg(long, value_name = "FICHIER")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

impl Key {
    /// The way in.
    pub(crate) fn unlock(&self) -> Result<Unlock, Ended> {
        let Some(file) = &self.passphrase_file else { return Ok(Unlock::Keyring) };
        Ok(Unlock::Passphrase { passphrase: typed_in(file, "La phrase de passe")? })
    }
}

/// A secret written in a file, or on standard input for « - ».
pub(crate) fn typed_in(file: &Path, what: &str) -> Result<String, Ended> {
    let mut typed = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(MAX_SECRET_BYTES).read_to_string(&mut typed)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(MAX_SECRET_BYTES).read_to_string(&mut typed))
    };
    read.map_err(|error| Ended::misuse(format!("{what} n’a pas pu être lue dans « {} » ({error}).", file.display())))?;
    Ok(typed.trim_end_matches(['\r', '\n']).to_owned())
}

impl Place {
    /// Opens the practice, with an application of its own around it. Nothing is simulated here: a demonstration is read
    /// and exported like any other.
    pub(crate) async fn open(&self) -> Result<(App, Arc<OpenPractice>), Ended> {
        let home = Home::of_this_machine()?;
        let folder = match &self.practice {
            Some(folder) => folder.canonicalize().map_err(|_| nothing_in(folder))?,
            None => the_only_one(&home)?,
        };
        if Nameplate::read(&folder).is_none() {
            return Err(nothing_in(&folder));
        }
        let app = application(&home)?;
        let request = OpenPracticeRequest { folder: folder.display().to_string(), unlock: self.key.unlock()? };
        access::open_practice(&app, call(), request).await?;
        let practice = app.practice()?;
        // A command of the line reads, exports and rebuilds everything: it is the owner's.
        if let Err(refusal) = app.check(Needs::Own) {
            close(&app).await?;
            return Err(refusal.into());
        }
        Ok((app, practice))
    }
}

/// The application of a command: it announces to nobody and simulates nothing.
pub(crate) fn application(home: &Home) -> Result<App, Ended> {
    Ok(App::new(home.setup(Box::new(|_| {}), None)?))
}

/// A call of the command's own.
pub(crate) fn call() -> Call {
    Call { command_id: relais_domain::ids::CommandId(RandomIds.fresh(MachineClock.now())) }
}

/// Closes what was opened: anchors written, papers cleared.
pub(crate) async fn close(app: &App) -> Result<(), Ended> {
    access::close(app, call(), Nothing {}).await?;
    Ok(())
}

fn the_only_one(home: &Home) -> Result<PathBuf, Ended> {
    let found = practices(&home.practices);
    match found.as_slice() {
        [] => Err(Ended::misuse(format!("Il n’y a pas de cabinet dans « {} ».", home.practices.display()))),
        [(folder, _)] => Ok(folder.clone()),
        several => {
            let names: Vec<_> =
                several.iter().map(|(folder, plate)| format!("{} ({})", folder.display(), plate.name)).collect();
            Err(Ended::misuse(format!(
                "Ce poste a plusieurs cabinets, choisissez avec --practice : {}.",
                names.join(", ")
            )))
        }
    }
}

fn nothing_in(folder: &Path) -> Ended {
    Ended::misuse(format!("Il n’y a pas de cabinet dans « {} ».", folder.display()))
}
