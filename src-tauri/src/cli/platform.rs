//! `relais platform check`: what a described platform says it can do, and what is missing. Asks nothing about anybody.

use super::{
    Ended,
    given::{self, Proof},
    platform_words,
    voice::Voice,
};
use clap::{Args, Subcommand};
use relais_usecases::{
    check_platform,
    contract::{PlatformChecked, ProbeResult},
};
use std::path::PathBuf;

/// `relais platform check FICHIER [--secret-file FICHIER] [--key-file FICHIER] [--practice DOSSIER] [--json]`
#[derive(Args)]
#[command(subcommand_help_heading = "Commandes", help_template = "{about}\n\nUsage : {usage}\n\n{all-args}")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Subcommand)]
enum Deed {
    /// Lit la description d’une plateforme, s’y connecte, et dit ce qu’elle sait faire et ce qui manque
    #[command(help_template = "{about}\n\nUsage : {usage}\n\n{all-args}{after-help}", after_help = super::CODES)]
    Check(Check),
}

#[derive(Args)]
struct Check {
    /// La description (TOML)
    #[arg(value_name = "FICHIER")]
    file: PathBuf,
    #[command(flatten)]
    proof: Proof,
    /// Répond en JSON
    #[arg(long)]
    json: bool,
}

/// Checks.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Ended> {
    let Deed::Check(arguments) = arguments.deed;
    let platform = given::description(&arguments.file)?;
    let secrets = arguments.proof.secrets(&platform).await?;
    let found = check_platform::check(&platform, secrets).await;
    let found = found.map_err(|why| Ended::misuse(platform_words::unusable(&why)))?;
    Voice::new(arguments.json).say(&report(&found), &found);
    let failed = found.rights.failure.as_ref().or(found.search.failure.as_ref());
    match failed {
        Some(failure) => Err(Ended::failed(failure.kind, platform_words::failure(failure))),
        None if found.missing.iter().any(|it| it.is_needed) => {
            Err(Ended::fault("La plateforme ne dit pas savoir tout ce que sa description demande."))
        }
        None => Ok(()),
    }
}

fn report(found: &PlatformChecked) -> String {
    let mut lines = vec![format!("{} ({})", found.name, found.platform.as_str())];
    if found.states_capabilities {
        let version = found.fhir_version.as_deref().unwrap_or("de version non dite");
        let software = found.software.as_deref().unwrap_or("logiciel non dit");
        lines.push(format!("Elle dit parler FHIR {version}, {software}."));
        for it in &found.resources {
            let operations = it.operations.iter().map(|name| format!("${name}"));
            let abilities: Vec<String> = it.interactions.iter().cloned().chain(operations).collect();
            lines.push(format!("  {} : {}", it.resource, abilities.join(", ")));
        }
    } else {
        lines.push("Elle ne dit pas ce qu’elle sait faire ; cela n’empêche rien.".to_owned());
    }
    for it in &found.missing {
        let hand = if it.is_needed { "" } else { " (à faire à la main)" };
        lines.push(format!("Il manque : {} {}{hand}", it.resource, it.ability));
    }
    lines.push(answers("Droits", &found.rights));
    lines.push(answers("Recherche d’une réponse", &found.search));
    lines.join("\n")
}

fn answers(what: &str, probe: &ProbeResult) -> String {
    match &probe.failure {
        None => format!("{what} : répond"),
        Some(failure) => format!("{what} : {}", platform_words::failure(failure)),
    }
}
