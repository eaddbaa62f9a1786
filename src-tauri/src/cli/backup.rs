//! `relais backup`: writes everything the practice is into one file, as unreadable without its keys as its folder.

use super::{
    Ended,
    place::{self, Place},
    voice::Voice,
};
use clap::Args;
use relais_usecases::{access_log, contract::AccessKind, safekeeping};
use std::path::PathBuf;

/// `relais backup --out FICHIER [--practice DOSSIER] [--json]`
#[derive(Args)]
pub(crate) struct Arguments {
    /// Le fichier à écrire
    #[arg(long, value_name = "FICHIER")]
    out: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Répond en JSON
    #[arg(long)]
    json: bool,
}

/// Writes it.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Ended> {
    let voice = Voice::new(arguments.json);
    let (app, practice) = arguments.place.open().await?;
    let copying = safekeeping::back_up(&practice, &arguments.out, voice.steps());
    let written = access_log::leaving(&practice, AccessKind::BackupWritten, copying).await;
    place::close(&app).await?;
    let written = written?;
    let lost = match written.papers_missing {
        0 => String::new(),
        missing => format!(" {missing} papiers manquent dans le dossier du cabinet : « relais verify » les nomme."),
    };
    let sentence = format!(
        "Sauvegarde de {} entrées et {} papiers écrite dans « {} ».{lost}",
        written.entries, written.papers, written.path
    );
    voice.say(&sentence, &written);
    Ok(())
}
