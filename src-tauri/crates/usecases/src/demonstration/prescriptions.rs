//! The pharmacy's story: prescriptions handed over under tiers payant day after day, which its concentrator carries; the
//! transfers of every Thursday; and the first minutes of 29 January 2024, when the rights of Viamedis answer no more.
//!
//! Owns who comes for what and when; how it is told and recorded is the other stories'.

use super::{
    plan::{STEP, Story, next_thursday, working},
    record::{Deed, Happening, Script},
    sales::{ALMERYS, Answer, DEVICE, PRESCRIPTION, TREATMENT, VIAMEDIS},
};
use crate::contract::Problem;
use jiff::{Timestamp, ToSpan, civil::date};
use relais_domain::{
    context::PaymentMeans,
    dossier::{PaymentPurpose, Way},
    platform::{FailureCode, Function, FunctionState, StateSource},
};

/// Prescriptions before the outage, one every other day.
const QUIET: i64 = 48;
/// Days from a prescription to the transfer that pays it, at the earliest.
const TRANSFER_DAYS: i64 = 6;

/// The whole story, in order of time, the outage beginning at `outage`.
pub(super) fn script(outage: Timestamp) -> Result<Script, Problem> {
    let mut story = Story::at(outage)?;
    story.platforms_answer()?;
    let first = date(2023, 10, 24);
    for nth in 0..QUIET {
        let article = [PRESCRIPTION, TREATMENT, PRESCRIPTION, DEVICE][usize::try_from(nth % 4).unwrap_or_default()];
        let insurer = if nth % 3 == 1 { ALMERYS } else { VIAMEDIS };
        let day = working(first.saturating_add((nth * 2).days()));
        story.comes(day, article, insurer, Answer::Green)?.then(Deed::RightsAnswered);
        handed_over(&mut story);
        let transfer = next_thursday(day.saturating_add(TRANSFER_DAYS.days()));
        if transfer < date(2024, 1, 26) {
            story.is_paid(transfer)?;
        } else if day < date(2024, 1, 22) {
            story.is_advised(date(2024, 1, 25))?;
        }
    }
    story.transfers_come()?;
    the_outage(&mut story, outage);
    Ok(story.told(outage))
}

/// The few prescriptions an exercise begins with: what was prepared, for customers who come while nobody answers for their
/// rights.
pub(super) fn exercise(outage: Timestamp) -> Result<Script, Problem> {
    let mut story = Story::at(outage)?;
    story.platforms_answer()?;
    let prepared = date(2024, 1, 29);
    for (article, insurer) in [(DEVICE, VIAMEDIS), (TREATMENT, VIAMEDIS), (PRESCRIPTION, VIAMEDIS), (DEVICE, ALMERYS)] {
        story.comes(prepared, article, insurer, Answer::Green)?;
    }
    Ok(story.told(outage))
}

/// Delivered under tiers payant, which the pharmacy's own circuit carries, with what is the customer's.
fn handed_over(story: &mut Story) {
    let share = story.customer_share();
    story.then(Deed::Choose(Way::DeliveredThirdPartyPayment));
    story.pays(share, PaymentMeans::Card, PaymentPurpose::CustomerShare);
}

/// The first minutes: three customers at the counter, and nobody answers for their rights.
fn the_outage(story: &mut Story, outage: Timestamp) {
    story.at = outage + STEP;
    for (nth, article) in [PRESCRIPTION, TREATMENT, DEVICE].into_iter().enumerate() {
        story.enters(article, VIAMEDIS, Answer::Green).then(Deed::RightsFailed(match nth {
            0 => FailureCode::TimedOut,
            _ => FailureCode::CircuitOpen,
        }));
        if nth == 0 {
            let (state, source) = (FunctionState::Down, StateSource::Measured);
            let cause = Some(FailureCode::TimedOut);
            story.happens(Happening::Seen { insurer: VIAMEDIS, function: Function::Rights, state, cause, source });
        }
        handed_over(story);
    }
}
