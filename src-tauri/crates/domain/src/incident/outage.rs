//! The mode an incident is lived through in: the way the practice proposes while it lasts, and how much it is ready to carry.
//!
//! What is carried is what was delivered under tiers payant and that nobody has paid, counted from the minute the way was
//! chosen. A ceiling warns at four fifths and stops at its end, where only the owner goes further, with a reason.

use super::{Incident, IncidentEvent};
use crate::{
    context::{Activity, Context, Role},
    dossier::Way,
    ids::{DossierId, TextId},
    money::Cents,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// From how much of a ceiling one is warned, in basis points: 80 %.
pub const WARNED_FROM_BP: u32 = 8_000;
const WHOLE_BP: i64 = 10_000;

/// How an incident is lived through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OutageMode {
    /// The way proposed at the counter while it lasts; none, the one of the trade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_way: Option<Way>,
    /// Most that is carried for one customer, in cents; none without a ceiling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_customer_cents: Option<Cents>,
    /// Most that is carried in all, in cents; none without a ceiling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_all_cents: Option<Cents>,
}

/// Which of the two ceilings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Ceiling {
    /// Of one customer.
    PerCustomer,
    /// Of the whole incident.
    InAll,
}

/// Where what is carried stands against its ceilings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CeilingStanding {
    /// Below four fifths, or without a ceiling.
    Within,
    /// From four fifths on.
    Near,
    /// Above it.
    Beyond,
}

/// What is carried, a sale that is being decided upon with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exposure {
    /// Of its customer, in cents.
    pub customer_cents: Cents,
    /// Of the incident, in cents.
    pub in_all_cents: Cents,
}

impl OutageMode {
    /// What is proposed to an owner who has fixed nothing: two dossiers' worth a customer, and some two weeks' worth in all, by
    /// trade (practice-and-market §4.4: 400 € a dossier of optics, 15 of them in one shop; a pharmacy's shares are small and
    /// many; one hearing aid is worth several pairs of glasses). A proposal, for the owner to change.
    pub fn proposed(activity: Activity) -> OutageMode {
        let (per_customer, in_all) = match activity {
            Activity::Optics => (80_000, 600_000),
            Activity::Hearing => (200_000, 1_000_000),
            Activity::Pharmacy => (15_000, 800_000),
        };
        OutageMode {
            default_way: Some(Way::default_for(activity)),
            per_customer_cents: Cents::new(per_customer).ok(),
            in_all_cents: Cents::new(in_all).ok(),
        }
    }

    const fn ceiling(&self, which: Ceiling) -> Option<Cents> {
        match which {
            Ceiling::PerCustomer => self.per_customer_cents,
            Ceiling::InAll => self.in_all_cents,
        }
    }

    /// Where an amount stands against one ceiling.
    pub fn standing(&self, which: Ceiling, amount: Cents) -> CeilingStanding {
        match self.ceiling(which) {
            Some(ceiling) if amount > ceiling => CeilingStanding::Beyond,
            Some(ceiling)
                if amount.get().saturating_mul(WHOLE_BP) >= ceiling.get().saturating_mul(i64::from(WARNED_FROM_BP)) =>
            {
                CeilingStanding::Near
            }
            _ => CeilingStanding::Within,
        }
    }

    /// The ceiling an exposure goes beyond, the customer's before the whole incident's, with that ceiling and the amount.
    pub fn beyond(&self, exposure: Exposure) -> Option<(Ceiling, Cents, Cents)> {
        let amounts = [(Ceiling::PerCustomer, exposure.customer_cents), (Ceiling::InAll, exposure.in_all_cents)];
        amounts.into_iter().find_map(|(which, amount)| {
            let ceiling = self.ceiling(which)?;
            (self.standing(which, amount) == CeilingStanding::Beyond).then_some((which, ceiling, amount))
        })
    }
}

/// `incident.ceiling_exceeded`: the owner went further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CeilingExceeded {
    /// For which sale.
    pub dossier: DossierId,
    /// Which ceiling.
    pub ceiling: Ceiling,
    /// What it was, in cents.
    pub ceiling_cents: Cents,
    /// What is carried with this sale, in cents.
    pub carried_cents: Cents,
    /// Why, in its erasable place.
    pub reason: TextId,
}

/// Sets the mode: the owner's deed. What is so already records nothing.
pub(super) fn set_mode(state: &Incident, mode: OutageMode, context: &Context) -> Result<Vec<IncidentEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    let ceilings = [mode.per_customer_cents, mode.in_all_cents];
    if ceilings.into_iter().flatten().any(|ceiling| !ceiling.is_positive()) {
        return Err(Refusal::AmountNotPositive);
    }
    Ok(if state.mode == Some(mode) { Vec::new() } else { vec![IncidentEvent::ModeSet(mode)] })
}

/// Whether a sale may be carried on top of what is: within the ceilings nothing is recorded, beyond one the owner says why.
pub(super) fn carry(
    state: &Incident,
    dossier: DossierId,
    exposure: Exposure,
    reason: Option<TextId>,
    context: &Context,
) -> Result<Vec<IncidentEvent>, Refusal> {
    let mode = state.mode.unwrap_or_default();
    let Some((ceiling, ceiling_cents, carried_cents)) = mode.beyond(exposure) else { return Ok(Vec::new()) };
    match reason {
        Some(reason) if context.role == Role::Owner => {
            let exceeded = CeilingExceeded { dossier, ceiling, ceiling_cents, carried_cents, reason };
            Ok(vec![IncidentEvent::CeilingExceeded(exceeded)])
        }
        _ => Err(Refusal::ExposureAboveCeiling {
            ceiling,
            ceiling_cents: ceiling_cents.get(),
            carried_cents: carried_cents.get(),
        }),
    }
}

/// Corrects a line of the log by another: the one corrected must be there, and is corrected once.
pub(super) fn may_correct(state: &Incident, corrected: TextId) -> Result<(), Refusal> {
    let known = state.lines.iter().any(|line| line.text == corrected);
    if known && !state.lines_corrected.contains(&corrected) { Ok(()) } else { Err(Refusal::UnknownLine) }
}

impl Incident {
    /// The way proposed at the counter while it lasts, when the owner chose one.
    pub fn proposed_way(&self) -> Option<Way> {
        let lasts = self.opened.is_some() && !self.closed && !self.functions_out.is_empty();
        self.mode.filter(|_| lasts).and_then(|mode| mode.default_way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;
    use jiff::{Timestamp, civil::date};
    use rstest::rstest;
    use uuid::Uuid;

    fn cents(amount: i64) -> Cents {
        Cents::new(amount).unwrap()
    }

    fn mode(per_customer: i64, in_all: i64) -> OutageMode {
        OutageMode {
            default_way: Some(Way::SetAside),
            per_customer_cents: Some(cents(per_customer)),
            in_all_cents: Some(cents(in_all)),
        }
    }

    fn by(role: Role) -> Context {
        let now = Timestamp::UNIX_EPOCH;
        Context { now, today: date(2024, 2, 5), actor: UserId(Uuid::from_u128(1)), role }
    }

    fn asked(role: Role, customer: i64, in_all: i64, reason: bool) -> Result<usize, Refusal> {
        let state = Incident { mode: Some(mode(50_000, 100_000)), ..Incident::default() };
        let exposure = Exposure { customer_cents: cents(customer), in_all_cents: cents(in_all) };
        let reason = reason.then_some(TextId(Uuid::from_u128(3)));
        carry(&state, DossierId(Uuid::from_u128(2)), exposure, reason, &by(role)).map(|events| events.len())
    }

    fn above(ceiling: Ceiling, ceiling_cents: i64, carried_cents: i64) -> Result<usize, Refusal> {
        Err(Refusal::ExposureAboveCeiling { ceiling, ceiling_cents, carried_cents })
    }

    #[rstest]
    #[case::within(Role::Counter, 40_000, 90_000, false, Ok(0))]
    #[case::at_the_ceiling(Role::Counter, 50_000, 100_000, false, Ok(0))]
    #[case::one_cent_above(Role::Counter, 50_001, 60_000, false, above(Ceiling::PerCustomer, 50_000, 50_001))]
    #[case::above_in_all(Role::Billing, 40_000, 100_001, true, above(Ceiling::InAll, 100_000, 100_001))]
    #[case::both_the_customers_first(Role::Owner, 60_000, 120_000, false, above(Ceiling::PerCustomer, 50_000, 60_000))]
    #[case::staff_with_a_reason(Role::Counter, 60_000, 60_000, true, above(Ceiling::PerCustomer, 50_000, 60_000))]
    #[case::the_owner_without(Role::Owner, 60_000, 60_000, false, above(Ceiling::PerCustomer, 50_000, 60_000))]
    #[case::the_owner_with_a_reason(Role::Owner, 60_000, 60_000, true, Ok(1))]
    #[case::a_reason_for_nothing(Role::Owner, 10, 10, true, Ok(0))]
    fn a_ceiling_stops(
        #[case] role: Role,
        #[case] customer: i64,
        #[case] in_all: i64,
        #[case] reason: bool,
        #[case] expected: Result<usize, Refusal>,
    ) {
        assert_eq!(asked(role, customer, in_all, reason), expected);
    }

    #[rstest]
    #[case(79_999, CeilingStanding::Within)]
    #[case(80_000, CeilingStanding::Near)]
    #[case(100_000, CeilingStanding::Near)]
    #[case(100_001, CeilingStanding::Beyond)]
    fn one_is_warned_from_four_fifths_on(#[case] amount: i64, #[case] expected: CeilingStanding) {
        assert_eq!(mode(50_000, 100_000).standing(Ceiling::InAll, cents(amount)), expected);
        assert_eq!(OutageMode::default().standing(Ceiling::InAll, cents(amount)), CeilingStanding::Within);
    }

    #[rstest]
    #[case::owner(Role::Owner, mode(1, 2), Ok(1))]
    #[case::counter(Role::Counter, mode(1, 2), Err(Refusal::RoleNotAllowed))]
    #[case::nothing_carried_at_all(Role::Owner, mode(0, 2), Err(Refusal::AmountNotPositive))]
    #[case::no_ceiling(Role::Owner, OutageMode::default(), Ok(1))]
    fn the_mode_is_the_owners(
        #[case] role: Role,
        #[case] wanted: OutageMode,
        #[case] expected: Result<usize, Refusal>,
    ) {
        assert_eq!(set_mode(&Incident::default(), wanted, &by(role)).map(|events| events.len()), expected);
        let set = Incident { mode: Some(wanted), ..Incident::default() };
        let again = if expected.is_ok() { Ok(0) } else { expected };
        assert_eq!(set_mode(&set, wanted, &by(role)).map(|events| events.len()), again);
    }

    #[test]
    fn every_trade_has_its_scale() {
        for activity in [Activity::Optics, Activity::Hearing, Activity::Pharmacy] {
            let proposed = OutageMode::proposed(activity);
            assert_eq!(proposed.default_way, Some(Way::default_for(activity)));
            assert!(proposed.per_customer_cents < proposed.in_all_cents);
        }
    }
}
