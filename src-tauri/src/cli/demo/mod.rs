//! `relais demo`: the whole story of an outage, played without a window on a temporary practice, the real encrypted
//! database and the simulated platforms, on the story's clock. Each step says one line; after each, what must always
//! hold is checked, and the first thing that does not hold ends the story with its name.

mod counter;
mod customers;
mod invariants;
mod money;
mod pharmacy;
mod portal;
mod proof;
mod recovery;
mod scratch;
mod stage;

use super::{Ended, voice::Voice};
use clap::{Args, ValueEnum};
use relais_domain::context::Activity;
use scratch::Scratch;
use stage::Stage;
use std::path::PathBuf;

/// `relais demo [--activity optique|officine] [--out DOSSIER] [--json]`
#[derive(Args)]
pub(crate) struct Arguments {
    /// Le métier : optique (coupée le 31 janvier 2024, par défaut) ou officine (le 29 janvier à 15 h)
    #[arg(
        long,
        value_name = "MÉTIER",
        default_value = "optique",
        hide_default_value = true,
        hide_possible_values = true
    )]
    activity: Trade,
    /// Où laisser les PDF et l’archive (par défaut : un dossier temporaire, nommé à la fin)
    #[arg(long, value_name = "DOSSIER")]
    out: Option<PathBuf>,
    /// Une ligne JSON par étape
    #[arg(long)]
    json: bool,
}

/// The trades whose story is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Trade {
    /// An optician.
    Optique,
    /// A pharmacy.
    Officine,
}

/// Why the story stopped before its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    /// Something that must always hold does not.
    #[error("« {step} » : {what}")]
    Invariant {
        /// After which step.
        step: String,
        /// What does not hold.
        what: String,
    },
    /// A step did not give what the story tells.
    #[error("{0}")]
    Step(String),
    /// A step was refused.
    #[error("« {command} » a été refusé : {sentence}")]
    Refused {
        /// The command.
        command: &'static str,
        /// Why, in words.
        sentence: String,
    },
}

impl From<Broken> for Ended {
    fn from(broken: Broken) -> Self {
        Ended::fault(format!("L’histoire s’arrête. {broken}"))
    }
}

/// What a step comes to.
pub(super) type Told<T = ()> = Result<T, Broken>;

/// Plays the story.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Ended> {
    let scratch = Scratch::new()?;
    let out = scratch::out(arguments.out)?;
    let trade = match arguments.activity {
        Trade::Optique => Activity::Optics,
        Trade::Officine => Activity::Pharmacy,
    };
    let mut stage = Stage::new(Voice::new(arguments.json), &scratch, out, trade)?;
    let told = match arguments.activity {
        Trade::Optique => optician(&mut stage).await,
        Trade::Officine => pharmacy::story(&mut stage).await,
    };
    // Closed whatever happened, so that nothing of the temporary practice stays.
    let closed = stage.close().await;
    told?;
    closed?;
    stage.ends();
    Ok(())
}

/// The optician's story: three dossiers that will be green, orange and red, one who pays all, one who comes back, one
/// whose platform has only a portal.
async fn optician(stage: &mut Stage) -> Told {
    stage.opens().await?;
    let sold = counter::outage_afternoon(stage).await?;
    recovery::rights_come_back(stage, &sold).await?;
    recovery::authorisations_come_back(stage, &sold).await?;
    portal::next_dossier(stage).await?;
    money::advised_is_not_paid(stage, &sold).await?;
    money::the_transfer_arrives(stage, &sold).await?;
    money::the_cheque_goes_back(stage, &sold).await?;
    proof::the_journal_is_whole(stage).await
}
