//! `relais restore`: puts a backup back into a folder of its own, never over a practice.

use super::{
    Ended,
    place::{self, Key},
    voice::Voice,
};
use crate::home::Home;
use clap::Args;
use relais_usecases::{
    contract::{Salvage, Unlock},
    restoring::{self, Beside},
};
use std::path::PathBuf;

/// `relais restore FICHIER --into DOSSIER [--dry-run] [--json]`
#[derive(Args)]
pub(crate) struct Arguments {
    /// La sauvegarde
    file: PathBuf,
    /// Le dossier à créer
    #[arg(long, value_name = "DOSSIER", required_unless_present = "dry_run")]
    into: Option<PathBuf>,
    /// Ouvre la sauvegarde et dit ce qu’elle donnerait, sans rien remettre en place
    #[arg(long)]
    dry_run: bool,
    /// Ne reprend rien de ce qui se lit encore du même cabinet sur ce poste : la sauvegarde seule
    #[arg(long)]
    backup_only: bool,
    /// Une archive du journal, pour les entrées qui ne se lisent plus ailleurs
    #[arg(long, value_name = "FICHIER")]
    archive: Option<PathBuf>,
    #[command(flatten)]
    key: Key,
    /// Fichier de la clé de récupération, « - » pour l’entrée standard
    #[arg(long, value_name = "FICHIER", conflicts_with = "passphrase_file")]
    recovery_key_file: Option<PathBuf>,
    /// Répond en JSON
    #[arg(long)]
    json: bool,
}

/// Puts it back.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Ended> {
    let voice = Voice::new(arguments.json);
    let app = place::application(&Home::of_this_machine()?)?;
    let unlock = match &arguments.recovery_key_file {
        Some(file) => Unlock::RecoveryKey { recovery_key: place::typed_in(file, "La clé de récupération")? },
        None => arguments.key.unlock()?,
    };
    let beside = Beside { here: !arguments.backup_only, archive: arguments.archive.clone() };
    let opened = restoring::preview(&app, &arguments.file, unlock.clone(), beside.clone(), voice.steps()).await?;
    let newer = opened.newer_here.as_ref().filter(|_| opened.salvage.is_none()).map_or_else(String::new, |newer| {
        format!(
            " Attention : elle est plus ancienne que ce que ce poste a connu, {} entrées jusqu’au {} n’y sont pas.",
            newer.entries,
            moment(newer.known_at)
        )
    });
    let Some(into) = arguments.into.filter(|_| !arguments.dry_run) else {
        let sentence = format!(
            "La sauvegarde de « {} » s’ouvre : {} entrées et {} papiers, tels qu’ils étaient le {}. Rien n’a été remis en place.{newer}{}",
            opened.name.as_deref().unwrap_or("?"),
            opened.entries,
            opened.papers,
            moment(opened.written_at),
            opened.salvage.as_ref().map_or_else(String::new, |found| salvaged(found, "s’y ajouteraient")),
        );
        voice.say(&sentence, &opened);
        return Ok(());
    };
    let beside = Beside { here: beside.here && opened.salvage.is_some(), ..beside };
    let put_back = restoring::restore(&app, &arguments.file, unlock, (&into, beside), voice.steps()).await?;
    let sentence = format!(
        "« {} » remis en place dans « {} » : {} entrées, telles qu’elles étaient le {}.",
        put_back.name,
        put_back.folder,
        put_back.entries,
        moment(put_back.written_at)
    );
    let papers = match put_back.papers.unsound.is_empty() {
        true => format!(" Les {} papiers gardés sont entiers.", put_back.papers.issued),
        false => format!(" {}", super::verify::unsound(&put_back.papers)),
    };
    let on_top = put_back.salvage.as_ref().map_or_else(String::new, |found| salvaged(found, "s’y sont ajoutées"));
    voice.say(&(sentence + &on_top + &newer + &papers), &put_back);
    Ok(())
}

/// What was found beside the backup, in sentences.
fn salvaged(found: &Salvage, added: &str) -> String {
    let mut said = format!(" {} entrées lues sur ce poste ou dans l’archive {added}.", found.entries);
    if !found.pages.is_empty() {
        let pages = found.pages.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        said += &format!(" Pages abîmées de la base de ce poste : {pages}.");
    }
    if found.lost > 0 {
        said += &format!(
            " {} entrées qui suivaient ne se lisent plus : une archive du journal peut les rendre (--archive).",
            found.lost
        );
    }
    if !found.partly.is_empty() {
        said += " À côté du journal, une partie ne se lit plus : elle est telle que dans la sauvegarde.";
    }
    said
}

fn moment(at: jiff::Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%d/%m/%Y à %H:%M").to_string()
}
