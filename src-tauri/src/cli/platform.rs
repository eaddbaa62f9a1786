//! `relais platform check`: what a described platform says it can do, and what is missing. Asks nothing about anybody.

use super::{
    Ended,
    given::{self, Proof},
    platform_words,
    voice::Voice,
};
use clap::{Args, Subcommand};
use relais_domain::{
    coverage::CoverageWay,
    platform::{Function, RepeatMode},
};
use relais_usecases::{
    check_platform,
    contract::{DryRun, PlatformChecked, ProbeResult, ProblemCode},
    described_platform::DescribedPlatform,
    dry_run::{self, MAX_RECORDED_BYTES, Recorded},
};
use std::path::{Path, PathBuf};

/// `relais platform check FICHIER [--secret-file FICHIER] [--key-file FICHIER] [--practice DOSSIER] [--json]`, or
/// `relais platform check FICHIER --dry-run --request FICHIER|- [--answer FICHIER [--status N]] [--json]`
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
    /// N’envoie rien : montre ce qui partirait pour une question, secrets masqués
    #[arg(long, requires = "request")]
    dry_run: bool,
    /// La question (JSON), « - » pour l’entrée standard ; ses champs : relais help lookup
    #[arg(long, value_name = "FICHIER", requires = "dry_run")]
    request: Option<PathBuf>,
    /// Une réponse enregistrée, lue comme le serait une vraie
    #[arg(long, value_name = "FICHIER", requires = "dry_run")]
    answer: Option<PathBuf>,
    /// Le statut HTTP de cette réponse
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u16).range(100..=599), requires = "answer")]
    status: u16,
    /// Répond en JSON
    #[arg(long)]
    json: bool,
}

/// Checks.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Ended> {
    let Deed::Check(arguments) = arguments.deed;
    let platform = given::description(&arguments.file)?;
    if let Some(request) = &arguments.request {
        return rehearse(&platform, request, &arguments);
    }
    let secrets = arguments.proof.secrets(&platform, None).await?;
    let found = check_platform::check(&platform, secrets).await;
    let found = found.map_err(|why| Ended::misuse(platform_words::unusable(&why)))?;
    Voice::new(arguments.json).say(&report(&found), &found);
    let failed = [&found.proof, &found.rights, &found.search].into_iter().find_map(|it| it.failure.as_ref());
    match failed {
        Some(failure) => Err(Ended::failed(failure.kind, platform_words::failure(failure))),
        None if found.missing.iter().any(|it| it.is_needed) => {
            Err(Ended::fault("La plateforme ne dit pas savoir tout ce que sa description demande."))
        }
        None => Ok(()),
    }
}

/// Shows what would leave, and what a recorded answer says; nothing is sent.
fn rehearse(platform: &DescribedPlatform, request: &Path, arguments: &Check) -> Result<(), Ended> {
    let lookup = super::lookup::question(request)?;
    let body = arguments.answer.as_deref().map(|file| given::read(file, MAX_RECORDED_BYTES as u64)).transpose()?;
    let recorded = body.map(|body| Recorded { status: arguments.status, body: body.into_bytes() });
    let drawn = dry_run::rehearse(platform, &lookup, recorded).map_err(|problem| match problem.code {
        ProblemCode::InvalidField => Ended::misuse("Cette description n’a pas de droits : rien ne partirait."),
        _ => problem.into(),
    })?;
    Voice::new(arguments.json).say(&shown(&drawn), &drawn);
    if let Some(name) = &drawn.needs {
        return Err(Ended::misuse(format!(
            "La plateforme demande « {name} », que la question n’a pas : rien ne partirait."
        )));
    }
    match &drawn.failure {
        Some(failure) => Err(Ended::failed(failure.kind, platform_words::failure(failure))),
        None => Ok(()),
    }
}

fn shown(drawn: &DryRun) -> String {
    let mut lines = Vec::new();
    for step in &drawn.steps {
        lines.push(format!("{} {}", step.method, step.url));
        lines.extend(step.headers.iter().map(|header| format!("  {header}")));
        // A body that is JSON is laid out; a form stays on its line.
        let laid_out = serde_json::from_str::<serde_json::Value>(&step.body).ok();
        let body = laid_out.and_then(|value| serde_json::to_string_pretty(&value).ok());
        lines.push(body.unwrap_or_else(|| step.body.clone()));
        lines.push(String::new());
    }
    lines.push("Rien n’a été envoyé.".to_owned());
    if let Some(answer) = &drawn.answer {
        lines.push("La réponse enregistrée se lit :".to_owned());
        lines.push(super::lookup::told(answer));
    }
    lines.join("\n")
}

fn report(found: &PlatformChecked) -> String {
    let mut lines = vec![format!("{} ({})", found.name, found.platform.as_str())];
    if found.way == CoverageWay::Http {
        lines.push("Sa description dit :".to_owned());
        lines.extend(found.functions.iter().map(|it| format!("  {} : {}", function(it.function), repeat(it.repeat))));
        lines.push(answers("Identification", &found.proof));
    } else if found.states_capabilities {
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
        None if !probe.asked => {
            format!("{what} : la description n’a pas de question sans personne, rien n’est demandé")
        }
        None => format!("{what} : répond"),
        Some(failure) => format!("{what} : {}", platform_words::failure(failure)),
    }
}

const fn function(function: Function) -> &'static str {
    match function {
        Function::Rights => "droits",
        Function::Quote => "devis",
        Function::PriorAuthorisation => "prise en charge",
        Function::Claim => "facture",
        Function::PaymentAdvice => "avis de paiement",
        Function::Payment => "virement",
    }
}

const fn repeat(repeat: RepeatMode) -> &'static str {
    match repeat {
        RepeatMode::SameIdentifier => "répétée sans danger, sous le même identifiant",
        RepeatMode::QueryFirst => "jamais répétée sans avoir demandé ce qu’il en est",
        RepeatMode::Never => "jamais répétée par le programme",
    }
}
