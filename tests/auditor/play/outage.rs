//! Deeds of an outage: its mode, its accesses, what is carried, and what is written off; composed as the use cases do.

use super::{Command, Deed, SECOND_LOOK_CENTS, Step, What, one_in, picked, sale::cents, second};
use relais_domain::{
    dossier::{Dossier, DossierCommand, SecondLook, SecondLookLimit, Way},
    ids::{DossierId, IncidentId, TextId},
    incident::{Exposure, IncidentCommand, IncidentNature, OutageMode},
    money::Cents,
    refusal::Refusal,
};

pub(super) fn upon_incident(command: &mut Command, deed: Deed) -> Step {
    let known = picked(&command.books.incidents, deed.a).map(|(id, _)| *id);
    let id = known.ok_or(Refusal::IncidentClosed)?;
    let asked = match deed.what {
        What::SetMode => IncidentCommand::SetMode(mode(deed)),
        _ => match deed.b % 4 {
            0 => IncidentCommand::Reclassify { nature: IncidentNature::Breach },
            1 => IncidentCommand::StartRecovery,
            _ => IncidentCommand::SecureAccess { changed: one_in(2, deed.c) },
        },
    };
    command.incident(id, asked)
}

/// Ceilings that one sale reaches, that two do, and none.
fn mode(deed: Deed) -> OutageMode {
    let ceiling = |pick: u8| match pick % 4 {
        0 => None,
        1 => Some(cents(38_000)),
        2 => Some(cents(60_000)),
        _ => Some(cents(90_000)),
    };
    let default_way = (deed.d < 128).then_some(Way::SetAside);
    OutageMode { default_way, per_customer_cents: ceiling(deed.b), in_all_cents: ceiling(deed.c) }
}

/// Whether a sale may be carried in an incident, on top of what is.
pub(super) fn check_ceiling(
    command: &mut Command,
    (incident, dossier): (IncidentId, DossierId),
    state: &Dossier,
    reason: Option<TextId>,
) -> Step {
    let here = state.way.is_some_and(|(_, known)| known == Some(incident));
    let carried = if here { state.carried() } else { Cents::ZERO };
    let to_carry = state.to_carry();
    if to_carry <= carried {
        return Ok(());
    }
    let mut exposure = Exposure { customer_cents: to_carry, in_all_cents: to_carry };
    for (other, known) in &command.books.dossiers {
        if *other == dossier || known.way.is_none_or(|(_, of)| of != Some(incident)) {
            continue;
        }
        exposure.in_all_cents = exposure.in_all_cents.plus(known.carried())?;
        if known.person() == state.person() {
            exposure.customer_cents = exposure.customer_cents.plus(known.carried())?;
        }
    }
    command.incident(incident, IncidentCommand::Carry { dossier, exposure, reason })
}

/// What is carried already and is priced higher is carried no further than the ceilings.
pub(super) fn grows_within_its_ceiling(command: &mut Command, dossier: DossierId, before: &Dossier) -> Step {
    let Some(mut state) = command.known_dossier(dossier).cloned() else { return Ok(()) };
    let grown = state.carried() > before.carried();
    let Some((_, Some(incident))) = state.way.take().filter(|_| grown) else { return Ok(()) };
    check_ceiling(command, (incident, dossier), &state, None)
}

/// What this practice asks of a loss, and who looks.
fn look(deed: Deed) -> SecondLook {
    let limit = SecondLookLimit::parse(SECOND_LOOK_CENTS).unwrap_or_default();
    SecondLook { limit, second: second(deed) }
}

pub(super) fn write_off(command: &mut Command, deed: Deed) -> Step {
    let (id, _) = command.pick_dossier(deed.a)?;
    let reason = command.text();
    let asked = match deed.b % 6 {
        0 if deed.c.is_multiple_of(2) => DossierCommand::UndoWriteOff { reason },
        0 => DossierCommand::WithdrawWriteOff,
        _ => DossierCommand::WriteOff { reason, look: look(deed) },
    };
    command.dossier(id, asked)
}
