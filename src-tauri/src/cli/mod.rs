//! The command line: one file a sub-command, on the same core as the window. Reading the line, and how a command ends,
//! are here; what it does is not.

mod backup;
mod demo;
mod ended;
mod export;
mod given;
mod lookup;
mod place;
mod platform;
mod platform_words;
mod rebuild;
mod restore;
mod simulate;
mod verify;
mod voice;
mod words;

pub(crate) use ended::Ended;

use clap::{ArgAction, Args, Parser, Subcommand, error::ErrorKind};
use std::{ffi::OsString, process::ExitCode};

/// macOS gives a program opened from the Finder an argument that nobody typed.
const FINDER: &str = "-psn_";

/// The codes of the commands that speak to a platform, under their help.
const CODES: &str = "Codes de sortie : 0 une réponse ; 1 quelque chose manque ; 2 fichier ou ligne à corriger ; \
3 refusé par la plateforme ; 4 plateforme injoignable ; 5 réponse écartée.";

/// What was asked.
pub(crate) enum Wanted {
    /// The window.
    Window,
    /// A command.
    Command(Command),
}

/// A command and how it is to speak.
pub(crate) struct Command {
    deed: Deed,
    verbose: bool,
}

/// Relais, le relais du tiers payant. Sans commande, ouvre la fenêtre.
#[derive(Parser)]
#[command(
    name = "relais",
    version,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true,
    subcommand_help_heading = "Commandes",
    next_help_heading = "Options",
    override_usage = "relais [COMMANDE] [OPTIONS]",
    help_template = "{about}\n\nUsage : {usage}\n\n{all-args}"
)]
struct Line {
    #[command(subcommand)]
    deed: Option<Deed>,
    #[command(flatten)]
    everywhere: Everywhere,
}

#[derive(Args)]
struct Everywhere {
    /// Dit aussi ce qui se passe en dessous, sur la sortie d’erreur
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Affiche cette aide
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Affiche la version
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Subcommand)]
#[command(help_template = "{about}\n\nUsage : {usage}\n\n{all-args}")]
enum Deed {
    /// Joue toute l’histoire d’une panne, sans fenêtre, sur un cabinet temporaire et des plateformes simulées
    Demo(demo::Arguments),
    /// Sert les plateformes simulées seules, avec leur page de commande
    Simulate(simulate::Arguments),
    /// Vérifie la description d’une plateforme et s’y connecte
    Platform(platform::Arguments),
    /// Demande à une plateforme les droits d’une personne
    Lookup(lookup::Arguments),
    /// Vérifie une archive du journal
    Verify(verify::Arguments),
    /// Reconstruit les listes à partir du journal
    Rebuild(rebuild::Arguments),
    /// Exporte le journal en une archive vérifiable
    Export(export::Arguments),
    /// Écrit une sauvegarde chiffrée du cabinet
    Backup(backup::Arguments),
    /// Remet une sauvegarde en place, dans un dossier neuf
    Restore(restore::Arguments),
    /// Affiche cette aide, ou celle d’une commande
    Help(HelpOf),
}

#[derive(Args)]
struct HelpOf {
    /// La commande
    #[arg(value_name = "COMMANDE")]
    of: Vec<String>,
}

/// Reads the line. Help and version are an end too: a good one.
pub(crate) fn read(arguments: impl Iterator<Item = OsString>) -> Result<Wanted, Ended> {
    let typed = arguments.filter(|argument| !argument.to_string_lossy().starts_with(FINDER));
    let line = Line::try_parse_from(typed).map_err(|error| misread(&error))?;
    Ok(match line.deed {
        None => Wanted::Window,
        Some(Deed::Help(asked)) => return Err(help(&asked.of)),
        Some(deed) => Wanted::Command(Command { deed, verbose: line.everywhere.verbose }),
    })
}

/// The help of a command, or of all.
fn help(of: &[String]) -> Ended {
    let words = std::iter::once("relais").chain(of.iter().map(String::as_str)).chain(std::iter::once("--help"));
    match Line::try_parse_from(words) {
        Ok(_) => Ended::misuse("La ligne n’a pas été comprise."),
        Err(error) => misread(&error),
    }
}

/// What was wrong with the line, in one sentence.
fn misread(error: &clap::Error) -> Ended {
    use clap::error::{ContextKind, ContextValue};
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let sentence = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return Ended::told(error.render().to_string()),
        ErrorKind::UnknownArgument => format!("« {} » n’est pas compris ici.", named(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => {
            format!("« {} » n’est pas une commande de Relais.", named(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("Il manque {}.", named(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match named(ContextKind::InvalidValue).as_str() {
            "" => format!("Il manque la valeur de {}.", named(ContextKind::InvalidArg)),
            value => format!("« {value} » ne convient pas à {}.", named(ContextKind::InvalidArg)),
        },
        ErrorKind::ArgumentConflict => format!("{} est donné une fois de trop.", named(ContextKind::InvalidArg)),
        _ => "La ligne n’a pas été comprise.".to_owned(),
    };
    Ended::misuse(format!("{sentence} « relais --help » décrit les commandes."))
}

/// Runs a command to its end.
pub(crate) fn run(command: Command) -> ExitCode {
    if command.verbose {
        crate::logging::to_stderr();
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Ended::fault(format!("La commande n’a pas pu commencer : {error}.")).say(),
    };
    let ended = runtime.block_on(async {
        match command.deed {
            Deed::Demo(arguments) => demo::run(arguments).await,
            Deed::Simulate(arguments) => simulate::run(arguments).await,
            Deed::Platform(arguments) => platform::run(arguments).await,
            Deed::Lookup(arguments) => lookup::run(arguments).await,
            Deed::Verify(arguments) => verify::run(arguments).await,
            Deed::Rebuild(arguments) => rebuild::run(arguments).await,
            Deed::Export(arguments) => export::run(arguments).await,
            Deed::Backup(arguments) => backup::run(arguments).await,
            Deed::Restore(arguments) => restore::run(arguments).await,
            // Answered when the line was read.
            Deed::Help(_) => Ok(()),
        }
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(ended) => ended.say(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use rstest::rstest;

    fn read_words(words: &[&str]) -> Result<Wanted, Ended> {
        read(std::iter::once("relais").chain(words.iter().copied()).map(OsString::from))
    }

    #[test]
    fn the_line_is_well_formed() {
        Line::command().debug_assert();
    }

    #[test]
    fn nothing_typed_is_the_window() {
        assert!(matches!(read_words(&[]), Ok(Wanted::Window)));
        assert!(matches!(read_words(&["-psn_0_12345"]), Ok(Wanted::Window)));
    }

    #[rstest]
    #[case::unknown_command(&["danse"], "« danse » n’est pas une commande de Relais.")]
    #[case::unknown_argument(&["demo", "--vite"], "« --vite » n’est pas compris ici.")]
    #[case::missing_argument(&["export"], "Il manque --out <FICHIER>.")]
    #[case::bad_number(&["simulate", "--port", "beaucoup"], "« beaucoup » ne convient pas à --port <N>.")]
    #[case::missing_value(&["simulate", "--port"], "Il manque la valeur de --port <N>.")]
    fn a_line_that_is_not_understood_gets_one_sentence(#[case] words: &[&str], #[case] expected: &str) {
        let Err(ended) = read_words(words) else { panic!("it was understood") };
        assert_eq!(ended.sentence(), format!("{expected} « relais --help » décrit les commandes."));
    }
}
