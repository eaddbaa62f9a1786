//! The deposit rule, in one table: agreement × track state × standing (design §1.3).

use super::ChequeAgreement;
use crate::{context::Role, dossier::TrackState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the rule says of depositing a cheque now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DepositVerdict {
    /// May be deposited.
    Allowed,
    /// Only the owner, with a reason, journaled.
    OwnerOverride,
    /// Nobody.
    Forbidden,
}

/// The verdict for one covered track.
///
/// Under A a cheque may be deposited only if its AMC track is refused, cancelled, or never sent and withdrawn; in
/// every other unpaid state only the owner may override, with a reason; in paid nobody may. Under B the customer
/// claims back himself: it may be deposited (on the agreed date, checked apart) unless the insurer turns out to be
/// dealing with us after all.
pub const fn deposit_verdict(agreement: ChequeAgreement, track: TrackState, role: Role) -> DepositVerdict {
    let open = match (agreement, track) {
        (_, TrackState::Paid) => return DepositVerdict::Forbidden,
        (_, TrackState::Refused | TrackState::Cancelled | TrackState::Withdrawn) => DepositVerdict::Allowed,
        (ChequeAgreement::DepositedLater, TrackState::ClaimedByCustomer | TrackState::NotSent) => {
            DepositVerdict::Allowed
        }
        _ => DepositVerdict::OwnerOverride,
    };
    match (open, role) {
        (_, Role::Accountant) => DepositVerdict::Forbidden,
        (verdict, _) => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DepositVerdict::{Allowed, Forbidden, OwnerOverride};
    use TrackState as T;
    use rstest::rstest;

    #[rstest]
    #[case::not_sent(T::NotSent, OwnerOverride, Allowed)]
    #[case::queued(T::Queued, OwnerOverride, OwnerOverride)]
    #[case::entrusted(T::Entrusted, OwnerOverride, OwnerOverride)]
    #[case::sent(T::Sent, OwnerOverride, OwnerOverride)]
    #[case::outcome_unknown(T::OutcomeUnknown, OwnerOverride, OwnerOverride)]
    #[case::accepted(T::Accepted, OwnerOverride, OwnerOverride)]
    #[case::refused(T::Refused, Allowed, Allowed)]
    #[case::cancelled(T::Cancelled, Allowed, Allowed)]
    #[case::withdrawn(T::Withdrawn, Allowed, Allowed)]
    #[case::advised(T::Advised, OwnerOverride, OwnerOverride)]
    #[case::paid(T::Paid, Forbidden, Forbidden)]
    #[case::claimed_by_customer(T::ClaimedByCustomer, OwnerOverride, Allowed)]
    fn every_track_state_for_staff_and_owner(
        #[case] track: TrackState,
        #[case] under_a: DepositVerdict,
        #[case] under_b: DepositVerdict,
        #[values(Role::Counter, Role::Billing, Role::Owner)] role: Role,
    ) {
        assert_eq!(deposit_verdict(ChequeAgreement::KeptAndReturned, track, role), under_a);
        assert_eq!(deposit_verdict(ChequeAgreement::DepositedLater, track, role), under_b);
    }

    #[test]
    fn the_table_names_every_state() {
        assert_eq!(TrackState::ALL.len(), 12);
    }

    #[test]
    fn the_accountant_deposits_nothing() {
        for track in TrackState::ALL {
            assert_eq!(deposit_verdict(ChequeAgreement::KeptAndReturned, track, Role::Accountant), Forbidden);
        }
    }
}
