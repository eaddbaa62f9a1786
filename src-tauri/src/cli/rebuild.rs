//! `relais rebuild`: makes the lists anew from the journal, and says whether they were as the journal tells.

use super::{
    Ended,
    place::{self, Place},
    voice::Voice,
};
use clap::Args;
use relais_usecases::safekeeping;
use serde_json::json;

/// `relais rebuild [--practice DOSSIER] [--json]`
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Répond en JSON
    #[arg(long)]
    json: bool,
}

/// Rebuilds.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Ended> {
    let voice = Voice::new(arguments.json);
    let (app, practice) = arguments.place.open().await?;
    let rebuilt = safekeeping::rebuild(&practice, move |view, done, total| voice.progress(view, done, total)).await;
    place::close(&app).await?;
    let rebuilt = rebuilt?;
    let found = if rebuilt.as_before { "elles étaient à jour" } else { "elles ne l’étaient pas" };
    let sentence = format!("Les listes sont reconstruites à partir de {} entrées ; {found}.", rebuilt.entries);
    voice.say(&sentence, &json!({ "entries": rebuilt.entries, "as_before": rebuilt.as_before }));
    Ok(())
}
