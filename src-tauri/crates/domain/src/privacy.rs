//! What the owner decided about the customers' data: which optional fields stay, whether a yes is asked for first, how many
//! look-ups are usual, and that the staff were told. Each choice is an entry of the journal.

use crate::{
    context::{Activity, Context, Role},
    disclosure::{FieldName, Withheld},
    lookup_guard::{self, LookupLimits, OpeningHours},
    platform::{Function, PlatformCode},
    practice::{Practice, PracticeEvent},
    refusal::Refusal,
    unusual,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `practice.privacy_set`: one choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "set", rename_all = "snake_case")]
pub enum PrivacySet {
    /// An optional field is sent, or kept.
    FieldSwitched {
        /// To which platform.
        platform: PlatformCode,
        /// For which function.
        function: Function,
        /// Which field.
        field: FieldName,
        /// Whether it is sent.
        sent: bool,
    },
    /// Whether the customer's yes is asked for before anything leaves.
    ConsentRule {
        /// It is.
        asked_first: bool,
    },
    /// How many look-ups are usual, and when the practice is open.
    LookupLimits {
        /// How many.
        limits: LookupLimits,
        /// When.
        hours: OpeningHours,
    },
    /// How many accesses of a pattern raise a line.
    UnusualLimits {
        /// How many of each.
        limits: unusual::Limits,
    },
    /// The notice to the staff was printed, as it must be before anybody is watched.
    StaffNotice {
        /// Which text.
        version: String,
        /// The business date.
        on: Date,
    },
}

/// What was decided, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Privacy {
    /// The optional fields that stay.
    pub withheld: Withheld,
    /// Whether the customer's yes comes first: he must be asked before his data go to a third party
    /// (coverage-and-billing §2.2).
    pub asked_first: bool,
    /// The limits and hours, when they were chosen.
    pub limits: Option<(LookupLimits, OpeningHours)>,
    /// The limits of what is unusual, when they were chosen.
    pub unusual: Option<unusual::Limits>,
    /// The staff notice printed last.
    pub staff_notice: Option<(String, Date)>,
}

impl Default for Privacy {
    fn default() -> Self {
        Privacy { withheld: Withheld::new(), asked_first: true, limits: None, unusual: None, staff_notice: None }
    }
}

impl Privacy {
    /// The limits in force: the owner's, or those proposed to the activities.
    pub fn limits(&self, activities: &[Activity]) -> (LookupLimits, OpeningHours) {
        self.limits.unwrap_or_else(|| (lookup_guard::defaults(activities).limits, OpeningHours::default()))
    }

    /// The limits of what is unusual in force: the owner's, or those proposed to the activities.
    pub fn unusual_limits(&self, activities: &[Activity]) -> unusual::Limits {
        self.unusual.unwrap_or_else(|| unusual::defaults(activities).limits)
    }

    pub(crate) fn take(&mut self, set: &PrivacySet) {
        match set {
            PrivacySet::FieldSwitched { platform, function, field, sent } => {
                let switched = (platform.clone(), *function, *field);
                if *sent {
                    self.withheld.remove(&switched);
                } else {
                    self.withheld.insert(switched);
                }
            }
            PrivacySet::ConsentRule { asked_first } => self.asked_first = *asked_first,
            PrivacySet::LookupLimits { limits, hours } => self.limits = Some((*limits, *hours)),
            PrivacySet::UnusualLimits { limits } => self.unusual = Some(*limits),
            PrivacySet::StaffNotice { version, on } => self.staff_notice = Some((version.clone(), *on)),
        }
    }
}

/// Records a choice; the owner's deed. What is so already records nothing.
pub fn set(state: &Practice, chosen: PrivacySet, context: &Context) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    let mut after = state.privacy.clone();
    after.take(&chosen);
    Ok(if after == state.privacy { Vec::new() } else { vec![PracticeEvent::PrivacySet(chosen)] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::UserId, stream::Stream};

    fn by(role: Role) -> Context {
        let today = jiff::civil::date(2024, 1, 31);
        Context { now: jiff::Timestamp::UNIX_EPOCH, today, actor: UserId(uuid::Uuid::nil()), role }
    }

    fn choices() -> [PrivacySet; 5] {
        let platform = PlatformCode::parse("viamedis").unwrap();
        let (limits, hours) = Privacy::default().limits(&[Activity::Pharmacy]);
        [
            PrivacySet::FieldSwitched {
                platform,
                function: Function::Rights,
                field: FieldName::GivenName,
                sent: false,
            },
            PrivacySet::ConsentRule { asked_first: false },
            PrivacySet::LookupLimits { limits, hours },
            PrivacySet::UnusualLimits { limits: unusual::defaults(&[]).limits },
            PrivacySet::StaffNotice { version: "2024-01".to_owned(), on: jiff::civil::date(2024, 1, 31) },
        ]
    }

    #[test]
    fn each_choice_is_the_owners_folds_and_is_recorded_once() {
        for choice in choices() {
            let mut practice = Practice::default();
            for role in [Role::Counter, Role::Billing, Role::Accountant] {
                assert_eq!(set(&practice, choice.clone(), &by(role)), Err(Refusal::RoleNotAllowed));
            }
            let events = set(&practice, choice.clone(), &by(Role::Owner)).unwrap();
            assert_eq!(events.len(), 1, "{choice:?}");
            events.iter().for_each(|event| practice.apply(event));
            assert_eq!(set(&practice, choice.clone(), &by(Role::Owner)), Ok(Vec::new()));
            let (kind, body) = crate::event::Event::from(events[0].clone()).to_parts().unwrap();
            assert!(matches!(
                crate::event::Event::from_parts(&kind, body), Ok(crate::event::Event::Practice(back)) if back == events[0]
            ));
        }
    }

    #[test]
    fn a_field_switched_on_again_leaves_again() {
        let mut privacy = Privacy::default();
        let [off, ..] = choices();
        privacy.take(&off);
        assert_eq!(privacy.withheld.len(), 1);
        if let PrivacySet::FieldSwitched { platform, function, field, .. } = off {
            privacy.take(&PrivacySet::FieldSwitched { platform, function, field, sent: true });
        }
        assert_eq!(privacy, Privacy::default());
    }
}
