//! `relais verify`: says that an archive is whole, or names what was done to it; that needs no practice and no key. Without
//! an archive it looks at a practice itself: its journal, and every paper it keeps.

use super::{
    Ended,
    place::{self, Place},
    voice::Voice,
};
use clap::Args;
use relais_journal::verify_archive;
use relais_usecases::{
    contract::{PapersChecked, VerifyArchiveRequest},
    journal::{self, read_anchor},
};
use serde_json::json;
use std::{
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};

/// `relais verify [ARCHIVE] [--anchor FICHIER|EMPREINTE] [--practice DOSSIER] [--json]`
#[derive(Args)]
pub(crate) struct Arguments {
    /// L’archive (par défaut : le journal et les papiers du cabinet)
    archive: Option<PathBuf>,
    /// Une ancre : son fichier, ou l’empreinte recopiée d’un papier
    #[arg(long, value_name = "FICHIER|EMPREINTE")]
    anchor: Option<String>,
    #[command(flatten)]
    place: Place,
    /// Répond en JSON
    #[arg(long)]
    json: bool,
}

/// Verifies.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Ended> {
    let voice = Voice::new(arguments.json);
    match &arguments.archive {
        Some(archive) => verify_file(archive, &arguments, &voice),
        None => verify_practice(&arguments, &voice).await,
    }
}

fn verify_file(archive: &Path, arguments: &Arguments, voice: &Voice) -> Result<(), Ended> {
    let outside = arguments.anchor.as_deref().map(read_anchor).transpose()?;
    let unreadable = |error| Ended::misuse(format!("« {} » n’a pas pu être lu ({error}).", archive.display()));
    let file = File::open(archive).map_err(unreadable)?;
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

async fn verify_practice(arguments: &Arguments, voice: &Voice) -> Result<(), Ended> {
    let (app, practice) = arguments.place.open().await?;
    drop(practice);
    let request = VerifyArchiveRequest { path: None, anchor: arguments.anchor.clone() };
    let verified = journal::verify(&app, place::call(), request).await;
    place::close(&app).await?;
    let verified = verified?;
    let papers = verified.papers.clone().unwrap_or(PapersChecked { issued: 0, unsound: Vec::new() });
    let told = json!({
        "whole": verified.whole, "entries": verified.entries, "anchored": verified.anchored,
        "code": verified.fault_code, "papers": papers,
    });
    if let Some(fault) = verified.fault {
        voice.say("", &told);
        return Err(Ended::fault(fault));
    }
    if !papers.unsound.is_empty() {
        voice.say("", &told);
        return Err(Ended::fault(unsound(&papers)));
    }
    let sentence =
        format!("Le journal est entier : {} entrées. Les papiers gardés aussi : {}.", verified.entries, papers.issued);
    voice.say(&sentence, &told);
    Ok(())
}

/// Which papers are not as they were issued, in one sentence.
pub(crate) fn unsound(papers: &PapersChecked) -> String {
    let numbers: Vec<&str> = papers.unsound.iter().map(|paper| paper.number.as_str()).collect();
    format!(
        "{} sur {} papiers gardés manquent ou ne sont plus comme ils ont été remis : {}.",
        papers.unsound.len(),
        papers.issued,
        numbers.join(", ")
    )
}
