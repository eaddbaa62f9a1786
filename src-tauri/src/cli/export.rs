//! `relais export`: writes the journal as an archive that anybody can verify.

use super::{
    Ended,
    place::{self, Place},
    voice::Voice,
};
use clap::Args;
use relais_usecases::journal::export_to;
use std::path::PathBuf;

/// `relais export --out FICHIER [--practice DOSSIER] [--json]`
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

/// Exports.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Ended> {
    let voice = Voice::new(arguments.json);
    let (app, practice) = arguments.place.open().await?;
    let out = arguments.out;
    let written = tokio::task::spawn_blocking(move || export_to(&practice, &out)).await;
    place::close(&app).await?;
    let written = written.map_err(|_| Ended::fault("L’export n’a pas abouti."))??;
    let sentence =
        format!("{} entrées écrites dans « {} », empreinte {}.", written.entries, written.path, written.head_hash);
    voice.say(&sentence, &written);
    Ok(())
}
