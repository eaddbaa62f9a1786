//! « Tiers payant suspendu » with an operator: what USPO announced as the alternative to an acompte. A switch of the practice,
//! that bars the ways through which need the operator's money, and can be lifted.
//!
//! It sends nothing and takes nothing back: what was delivered before is still asked for.

use crate::{
    context::{Context, Role},
    dossier::Way,
    ids::TextId,
    platform::{Platform, PlatformEvent},
    refusal::Refusal,
};
use jiff::civil::Date;

/// Since when, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    /// The first day.
    pub on: Date,
    /// Why, in its erasable place.
    pub reason: Option<TextId>,
}

/// Whether a way through rests on the operator's money.
pub const fn needs_operator(way: Way) -> bool {
    matches!(way, Way::DeliveredThirdPartyPayment | Way::ChequeKept)
}

/// Suspends the tiers payant; the owner's deed. What is so already records nothing.
pub fn suspend(
    state: &Platform,
    on: Date,
    reason: Option<TextId>,
    context: &Context,
) -> Result<Vec<PlatformEvent>, Refusal> {
    let platform = state.configured.as_ref().ok_or(Refusal::UnknownPlatform)?.platform.clone();
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    if on > context.today {
        return Err(Refusal::DateInFuture);
    }
    let already = state.suspension.is_some();
    Ok(if already { Vec::new() } else { vec![PlatformEvent::ThirdPartyPaymentSuspended { platform, on, reason }] })
}

/// Lifts it; the owner's deed. What is not suspended records nothing.
pub fn lift(state: &Platform, context: &Context) -> Result<Vec<PlatformEvent>, Refusal> {
    let platform = state.configured.as_ref().ok_or(Refusal::UnknownPlatform)?.platform.clone();
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    let lifted = PlatformEvent::ThirdPartyPaymentResumed { platform, on: context.today };
    Ok(state.suspension.map(|_| lifted).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::UserId,
        platform::{Channel, PlatformCode, PlatformConfigured},
        stream::Stream,
    };
    use jiff::civil::date;
    use rstest::rstest;
    use uuid::Uuid;

    fn by(role: Role) -> Context {
        let actor = UserId(Uuid::from_u128(1));
        Context { now: jiff::Timestamp::UNIX_EPOCH, today: date(2024, 2, 12), actor, role }
    }

    fn viamedis() -> Platform {
        Platform::fold(&[PlatformEvent::Configured(PlatformConfigured {
            platform: PlatformCode::parse("viamedis").unwrap(),
            label: "Viamedis".to_owned(),
            channel: Channel::Fhir,
            base_url: None,
            token_url: None,
            client_id: None,
            portal_url: None,
        })])
    }

    #[rstest]
    #[case::by_the_owner(Role::Owner, date(2024, 2, 12), None)]
    #[case::by_the_counter(Role::Counter, date(2024, 2, 12), Some(Refusal::RoleNotAllowed))]
    #[case::by_who_only_reads(Role::Accountant, date(2024, 2, 12), Some(Refusal::RoleNotAllowed))]
    #[case::from_tomorrow(Role::Owner, date(2024, 2, 13), Some(Refusal::DateInFuture))]
    fn the_switch_is_the_owners(#[case] role: Role, #[case] on: Date, #[case] refused: Option<Refusal>) {
        assert_eq!(suspend(&viamedis(), on, None, &by(role)).err(), refused);
    }

    #[test]
    fn it_is_put_once_and_lifted_once() {
        let (owner, on) = (by(Role::Owner), date(2024, 2, 10));
        let mut state = viamedis();
        assert_eq!(lift(&state, &owner), Ok(Vec::new()));
        suspend(&state, on, None, &owner).unwrap().iter().for_each(|event| state.apply(event));
        assert_eq!(state.suspension, Some(Suspension { on, reason: None }));
        assert_eq!(suspend(&state, on, None, &owner), Ok(Vec::new()));
        assert_eq!(lift(&state, &by(Role::Billing)), Err(Refusal::RoleNotAllowed));
        lift(&state, &owner).unwrap().iter().for_each(|event| state.apply(event));
        assert_eq!(state.suspension, None);
        assert_eq!(suspend(&Platform::default(), on, None, &owner), Err(Refusal::UnknownPlatform));
    }

    #[test]
    fn it_bars_what_needs_the_operators_money() {
        let barred: Vec<Way> = Way::ALL.into_iter().filter(|way| needs_operator(*way)).collect();
        assert_eq!(barred, [Way::DeliveredThirdPartyPayment, Way::ChequeKept]);
    }
}
