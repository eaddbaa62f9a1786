//! `relais verify`: says that an archive is whole, or names what was done to it. Needs no practice and no key.

use super::{Ended, voice::Voice};
use clap::Args;
use relais_journal::verify_archive;
use relais_usecases::journal::read_anchor;
use serde_json::json;
use std::{fs::File, io::BufReader, path::PathBuf};

/// `relais verify ARCHIVE [--anchor FICHIER|EMPREINTE] [--json]`
#[derive(Args)]
pub(crate) struct Arguments {
    /// L’archive
    archive: PathBuf,
    /// Une ancre : son fichier, ou l’empreinte recopiée d’un papier
    #[arg(long, value_name = "FICHIER|EMPREINTE")]
    anchor: Option<String>,
    /// Répond en JSON
    #[arg(long)]
    json: bool,
}

/// Verifies.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Ended> {
    let voice = Voice::new(arguments.json);
    let outside = arguments.anchor.as_deref().map(read_anchor).transpose()?;
    let unreadable =
        |error| Ended::misuse(format!("« {} » n’a pas pu être lu ({error}).", arguments.archive.display()));
    let file = File::open(&arguments.archive).map_err(unreadable)?;
    let mut progress = |entries| voice.count("Entrées vérifiées", entries);
    match verify_archive(BufReader::new(file), outside.as_ref(), &mut progress) {
        Ok(report) => {
            voice.say(&report.to_string(), &json!({ "whole": true, "code": report.code(), "report": report }));
            Ok(())
        }
        Err(fault) => {
            if arguments.json {
                voice.say("", &json!({ "whole": false, "code": fault.code(), "fault": fault.to_string() }));
            }
            Err(Ended::fault(fault.to_string()))
        }
    }
}
