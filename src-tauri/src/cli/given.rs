//! What an integrator's commands are given: a platform's description, its secrets and a request, each from a file, read with
//! a limit; a secret never stands on the line, which others can see.

use super::{Ended, place, place::Place, platform_words};
use clap::Args;
use relais_usecases::{
    access_log,
    contract::AccessKind,
    described_platform::{DescribedPlatform, GivenSecrets, MAX_DESCRIPTION_BYTES},
    lookup_coverage::Lookup,
    lookup_guard,
};
use std::{
    io::Read,
    path::{Path, PathBuf},
};

/// A secret longer than this is a file of another kind; a key with its headers takes four kilobytes.
const MAX_SECRET_BYTES: u64 = 16 * 1024;

/// Where the secrets of a described platform are.
#[derive(Args)]
pub(crate) struct Proof {
    /// Fichier du secret : mot de passe, secret du client ou jeton, « - » pour l’entrée standard (par défaut : le coffre du cabinet)
    #[arg(long, value_name = "FICHIER")]
    secret_file: Option<PathBuf>,
    /// Fichier de la clé du certificat client (PEM)
    #[arg(long, value_name = "FICHIER")]
    key_file: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

/// Reads the description; every mistake is said, one a line.
pub(crate) fn description(file: &Path) -> Result<DescribedPlatform, Ended> {
    let text = read(file, u64::try_from(MAX_DESCRIPTION_BYTES).unwrap_or(u64::MAX))?;
    DescribedPlatform::read(&text).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| platform_words::mistake(file, error)).collect();
        Ended::misuse(lines.join("\n"))
    })
}

impl Proof {
    /// The secrets, from the files given, else from the vault of a practice that knows the platform.
    pub(crate) async fn secrets(
        &self,
        platform: &DescribedPlatform,
        lookup: Option<&Lookup>,
    ) -> Result<GivenSecrets, Ended> {
        let given = GivenSecrets::new(
            self.secret_file.as_deref().map(secret).transpose()?,
            self.key_file.as_deref().map(secret).transpose()?,
        );
        let is_wanting = (platform.needs_secret() && !given.has_secret())
            || (platform.needs_key() && !given.has_key() && !given.has_secret());
        Ok(if is_wanting { given.or(self.kept_secrets(platform, lookup).await?) } else { given })
    }

    async fn kept_secrets(
        &self,
        platform: &DescribedPlatform,
        lookup: Option<&Lookup>,
    ) -> Result<Option<GivenSecrets>, Ended> {
        let (app, practice) = self.place.open().await?;
        let found = async {
            // With the practice's own secret, it is one of its look-ups.
            if let Some(lookup) = lookup {
                lookup_guard::admit_alone(&practice, platform.code(), lookup).await?;
            }
            platform.secrets_of(&practice).await
        };
        let found = access_log::leaving(&practice, AccessKind::RightsLookedUp, found).await;
        place::close(&app).await?;
        let found = found?;
        if found.is_none() {
            return Err(Ended::misuse(format!(
                "Le coffre de ce cabinet n’a pas de secret pour « {} » : donnez-le par --secret-file.",
                platform.name()
            )));
        }
        Ok(found)
    }
}

fn secret(file: &Path) -> Result<String, Ended> {
    let mut text = read(file, MAX_SECRET_BYTES)?;
    // Shortened in place: a copy would stay behind in memory.
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    if text.is_empty() {
        return Err(Ended::misuse(format!("« {} » est vide.", file.display())));
    }
    Ok(text)
}

/// A text of at most this many bytes, from a file or, for « - », the standard input.
pub(crate) fn read(file: &Path, most: u64) -> Result<String, Ended> {
    let mut text = String::new();
    let mut reader: Box<dyn Read> = if file == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        let opened = std::fs::File::open(file);
        Box::new(
            opened.map_err(|error| Ended::misuse(format!("« {} » n’a pas pu être lu ({error}).", file.display())))?,
        )
    };
    let taken = reader.by_ref().take(most + 1).read_to_string(&mut text);
    taken.map_err(|error| Ended::misuse(format!("« {} » n’a pas pu être lu ({error}).", file.display())))?;
    if text.len() as u64 > most {
        return Err(Ended::misuse(format!("« {} » dépasse {most} octets : c’est un autre fichier.", file.display())));
    }
    Ok(text)
}
