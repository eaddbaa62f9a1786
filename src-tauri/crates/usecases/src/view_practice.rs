//! The practice as the window and the papers show it.

use crate::{
    app::OpenPractice,
    contract::{PracticeSummary, Problem, ProblemCode, RoleIdleLock},
};
use relais_documents as documents;
use relais_domain::{
    context::{Activity, Role},
    practice::{IdleLockMinutes, Practice, PracticeKind},
};
use std::sync::Arc;

/// What the window shows.
pub(crate) async fn summary(practice: &Arc<OpenPractice>) -> Result<PracticeSummary, Problem> {
    practice
        .read(|queries| {
            let row = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let state = queries.stream::<Practice>(row.id.0)?.unwrap_or_default();
            Ok(PracticeSummary {
                id: row.id,
                name: row.letterhead.name,
                address: row.letterhead.address.lines().collect::<Vec<_>>().join(", "),
                kind: row.kind,
                time_zone: row.time_zone,
                activities: row.activities,
                finess: row.finess,
                siret: row.siret,
                phone: row.letterhead.phone,
                mediator: row.letterhead.mediator,
                idle_locks: Role::ALL
                    .map(|role| RoleIdleLock { role, minutes: state.idle_locks.of(role).minutes() })
                    .to_vec(),
                idle_lock_choices_minutes: IdleLockMinutes::CHOICES.to_vec(),
                second_look_limit_cents: state.second_look_limit.cents(),
                cheque_picture_days: state.cheque_pictures.days.days(),
                cheque_picture_days_chosen_on: state.cheque_pictures.chosen_on,
            })
        })
        .await
}

/// The first activity ticked: the one a new dossier starts with.
pub(crate) async fn first_activity(practice: &Arc<OpenPractice>) -> Result<Activity, Problem> {
    Ok(summary(practice).await?.activities.first().copied().unwrap_or(Activity::Optics))
}

/// The letterhead of a paper.
pub(crate) fn letterhead(row: &relais_storage::rows::PracticeRow) -> documents::Practice {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let pharmacy_only = row.activities == [Activity::Pharmacy];
    documents::Practice {
        name: row.letterhead.name.clone(),
        address_lines: row.letterhead.address.lines().map(str::to_owned).collect(),
        phone: some(&spaced(&row.letterhead.phone)),
        finess: row.finess.clone(),
        siret: row.siret.clone(),
        mediator: some(&row.letterhead.mediator),
        premises: if pharmacy_only { documents::Premises::Pharmacy } else { documents::Premises::Shop },
        kind: match row.kind {
            PracticeKind::Real => documents::PracticeKind::Real,
            PracticeKind::Demonstration => documents::PracticeKind::Demonstration,
            PracticeKind::Exercise => documents::PracticeKind::Exercise,
        },
    }
}

/// « 04 00 00 00 12 »: ten national digits by twos, anything else as typed.
pub(crate) fn spaced(phone: &str) -> String {
    let national = phone.len() == 10 && phone.bytes().all(|byte| byte.is_ascii_digit());
    if !national {
        return phone.to_owned();
    }
    phone.as_bytes().chunks(2).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}
