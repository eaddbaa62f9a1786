//! The demonstration practice: who it is, and what its drawers hold on the day of the outage.

use crate::{
    app::{App, OpenPractice},
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
            finess: Some(Finess::parse("690781810").map_err(Problem::internal)?),
            siret: Some(Siret::parse("73282932000074").map_err(Problem::internal)?),
        },
        time_zone: "Europe/Paris".to_owned(),
        owner_name: "Claire Aubry".to_owned(),
        passphrase: Passphrase::new(PASSPHRASE.to_owned()).map_err(Problem::internal)?,
        remember: true,
        begins_at,
    })
}

/// Fills the practice up to the day of the outage.
pub(crate) async fn fill(
    _app: &App,
    practice: &Arc<OpenPractice>,
    ground: &dyn DemonstrationGround,
) -> Result<(), Problem> {
    if let Some(first) = ground.moments().first() {
        practice.clock.jump_to(first.at);
        ground.moved_to(first.at);
    }
    Ok(())
}
