//! `relais export`: writes the journal as an archive that anybody can verify.

use super::{
    Ended,
    place::{self, Place},
    voice::Voice,
};
use clap::Args;
use relais_usecases::{
    access_log,
    contract::{AccessKind, Problem},
    journal::export_to,
};
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
    let exporting = {
        let practice = practice.clone();
        async move { tokio::task::spawn_blocking(move || export_to(&practice, &out)).await.map_err(Problem::internal)? }
    };
    let written = access_log::leaving(&practice, AccessKind::ArchiveExported, exporting).await;
    place::close(&app).await?;
    let written = written?;
    let sentence =
        format!("{} entrées écrites dans « {} », empreinte {}.", written.entries, written.path, written.head_hash);
    voice.say(&sentence, &written);
    Ok(())
}
