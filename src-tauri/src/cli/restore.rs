//! `relais restore`: puts a backup back into a folder of its own, never over a practice.

use super::{
    Ended,
    place::{self, Key},
    voice::Voice,
};
use crate::home::Home;
use clap::Args;
use relais_usecases::safekeeping;
use std::path::PathBuf;

/// `relais restore FICHIER --into DOSSIER [--json]`
#[derive(Args)]
pub(crate) struct Arguments {
    /// La sauvegarde
    file: PathBuf,
    /// Le dossier à créer
    #[arg(long, value_name = "DOSSIER")]
    into: PathBuf,
    #[command(flatten)]
    key: Key,
    /// Répond en JSON
    #[arg(long)]
    json: bool,
}

/// Puts it back.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Ended> {
    let voice = Voice::new(arguments.json);
    let app = place::application(&Home::of_this_machine()?)?;
    let unlock = arguments.key.unlock()?;
    let put_back = safekeeping::restore(&app, &arguments.file, unlock, &arguments.into).await?;
    let sentence = format!(
        "« {} » remis en place dans « {} » : {} entrées, telles qu’elles étaient le {}.",
        put_back.name,
        put_back.folder,
        put_back.entries,
        put_back.written_at.to_zoned(jiff::tz::TimeZone::system()).strftime("%d/%m/%Y à %H:%M")
    );
    let papers = match put_back.papers.unsound.is_empty() {
        true => format!(" Les {} papiers gardés sont entiers.", put_back.papers.issued),
        false => format!(" {}", super::verify::unsound(&put_back.papers)),
    };
    voice.say(&(sentence + &papers), &put_back);
    Ok(())
}
