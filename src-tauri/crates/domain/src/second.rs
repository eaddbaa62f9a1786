//! What one person alone does not decide: a loss above the practice's limit, the override of a cheque's rule, an erasure. Another
//! person, who may, looks at it in the same deed; where nobody else works who may, the owner asks one day and confirms the next.
//!
//! That the other proved who he is belongs to the use cases; what he looked at is recorded beside the deed, which each stream
//! words for itself.

use crate::{
    context::{Context, Role},
    ids::UserId,
};
use jiff::{SignedDuration, Timestamp};

/// Between what one person asks alone and what he confirms.
const WAIT: SignedDuration = SignedDuration::from_hours(24);

/// Who else looked in this deed, and whether anybody else may.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Second {
    /// Who else proved himself in this deed.
    pub by: Option<UserId>,
    /// Whether anybody else works here who may.
    pub somebody_may: bool,
}

/// How far a deed is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// By him, now.
    By(UserId),
    /// By nobody, though somebody may.
    Missing,
    /// Asked alone, and not slept on yet: from this instant on.
    Waiting(Timestamp),
    /// Asked alone, and slept on.
    SleptOn,
    /// Not asked yet, where one person alone asks first: could be confirmed from this instant on.
    ToAsk(Timestamp),
}

/// Whether a role may look at what an owner decides, beside himself: whoever follows what is owed.
pub const fn may_second(role: Role) -> bool {
    matches!(role, Role::Owner | Role::Billing)
}

/// How far a deed is looked at; `asked` is from when on it can be confirmed, when one person asked for it alone.
pub fn looked(second: Second, asked: Option<Timestamp>, context: &Context) -> Looked {
    match (second.by.filter(|by| *by != context.actor), asked) {
        (Some(by), _) => Looked::By(by),
        (None, _) if second.somebody_may => Looked::Missing,
        (None, Some(from)) if context.now < from => Looked::Waiting(from),
        (None, Some(_)) => Looked::SleptOn,
        (None, None) => Looked::ToAsk(context.now.checked_add(WAIT).unwrap_or(Timestamp::MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use uuid::Uuid;

    const ME: UserId = UserId(Uuid::from_u128(1));
    const HER: UserId = UserId(Uuid::from_u128(2));
    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn from(hours: i64) -> Timestamp {
        NOW + SignedDuration::from_hours(hours)
    }

    #[rstest]
    #[case::she_looks(Some(HER), true, None, Looked::By(HER))]
    #[case::she_looks_at_what_was_asked(Some(HER), true, Some(5), Looked::By(HER))]
    #[case::oneself_is_no_second(Some(ME), true, None, Looked::Missing)]
    #[case::she_could(None, true, None, Looked::Missing)]
    #[case::she_came_meanwhile(None, true, Some(-1), Looked::Missing)]
    #[case::alone_and_not_asked(None, false, None, Looked::ToAsk(from(24)))]
    #[case::alone_too_soon(None, false, Some(1), Looked::Waiting(from(1)))]
    #[case::alone_the_next_day(None, false, Some(0), Looked::SleptOn)]
    fn a_deed_is_looked_at_by_another_or_slept_on(
        #[case] by: Option<UserId>,
        #[case] somebody_may: bool,
        #[case] asked_in_hours: Option<i64>,
        #[case] expected: Looked,
    ) {
        let context = Context { now: NOW, today: jiff::civil::date(1970, 1, 1), actor: ME, role: Role::Owner };
        assert_eq!(looked(Second { by, somebody_may }, asked_in_hours.map(from), &context), expected);
    }

    #[test]
    fn who_may_look_follows_what_is_owed() {
        let may = [Role::Counter, Role::Billing, Role::Owner, Role::Accountant].map(may_second);
        assert_eq!(may, [false, true, true, false]);
    }
}
