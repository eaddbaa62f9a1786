//! The demonstration practice: who it is, and what its drawers hold on the day of the outage.
//!
//! Some sixty dossiers in every state, told in [`plan`] day by day from October 2023, about the made-up people of
//! [`people`], and recorded in [`record`] by what records everybody's: every number on every screen ties because nothing
//! is written that the rules did not decide.

mod calls;
mod people;
mod plan;
mod prescriptions;
mod record;
mod sales;

use crate::{
    app::{OpenPractice, blocking},
    contract::Problem,
    first_run::NewPractice,
    story::DemonstrationGround,
};
use relais_domain::{
    context::Activity,
    identifiers::{Finess, Siret},
    practice::{PracticeKind, PracticeProfileSet},
};
use relais_storage::rows::Letterhead;
use relais_vault::Passphrase;
use std::sync::Arc;

/// Opens the demonstration where there is no keyring; said on the screen that creates it.
pub const PASSPHRASE: &str = "monture verre carte panne relais cheque accord";

/// Who the demonstration is: made up, valid in form.
pub(crate) fn practice(trade: Activity) -> Result<NewPractice, Problem> {
    let (name, activities) = match trade {
        Activity::Pharmacy => ("Pharmacie des Tilleuls", vec![Activity::Pharmacy]),
        Activity::Optics | Activity::Hearing => ("Optique des Tilleuls", vec![Activity::Optics, Activity::Hearing]),
    };
    let begins_at = "2023-10-02T07:00:00Z".parse().map_err(Problem::internal)?;
    Ok(NewPractice {
        kind: PracticeKind::Demonstration,
        letterhead: Letterhead {
            name: name.to_owned(),
            address: "12 rue des Tilleuls\n69003 Lyon".to_owned(),
            phone: "0400000012".to_owned(),
            mediator: "Médiateur de la consommation, service de démonstration".to_owned(),
        },
        profile: PracticeProfileSet {
            activities,
            finess: Some(Finess::parse("699990016").map_err(Problem::internal)?),
            siret: Some(Siret::parse("73282932000074").map_err(Problem::internal)?),
        },
        time_zone: "Europe/Paris".to_owned(),
        owner_name: "Claire Aubry".to_owned(),
        passphrase: Passphrase::new(PASSPHRASE.to_owned()).map_err(Problem::internal)?,
        remember: true,
        begins_at,
    })
}

/// Who an exercise is: the same invented shop, under another kind, and never in the keyring.
pub(crate) fn exercise(trade: Activity) -> Result<NewPractice, Problem> {
    Ok(NewPractice { kind: PracticeKind::Exercise, remember: false, ..practice(trade)? })
}

/// Puts what an exercise needs in the drawers: what is ready to be handed over, and customers who come for it while the
/// platform is down. The clock then stands a few minutes into the outage.
pub(crate) async fn fill_exercise(
    practice: &Arc<OpenPractice>,
    ground: &dyn DemonstrationGround,
) -> Result<(), Problem> {
    let Some(begins_at) = ground.moments_of(practice.trade).first().map(|moment| moment.at) else { return Ok(()) };
    let script = match practice.trade {
        Activity::Pharmacy => prescriptions::exercise(begins_at)?,
        Activity::Optics | Activity::Hearing => plan::exercise(begins_at)?,
    };
    let filling = practice.clone();
    let at = blocking(move || record::play(&filling, script)).await?;
    practice.clock.jump_to(at);
    ground.moved_to(at);
    Ok(())
}

/// Fills the practice up to the day of the outage, unless it is to be worked in from the first dossier on; its clock then
/// stands a few minutes into the outage, or at its beginning.
pub(crate) async fn fill(practice: &Arc<OpenPractice>, ground: &dyn DemonstrationGround) -> Result<(), Problem> {
    let trade = practice.trade;
    let Some(begins_at) = ground.moments_of(trade).first().map(|moment| moment.at) else { return Ok(()) };
    let at = if ground.furnished() {
        let script =
            if trade == Activity::Pharmacy { prescriptions::script(begins_at)? } else { plan::script(begins_at)? };
        let filling = practice.clone();
        blocking(move || record::play(&filling, script)).await?
    } else {
        begins_at
    };
    practice.clock.jump_to(at);
    ground.moved_to(at);
    Ok(())
}
