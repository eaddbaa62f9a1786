//! Who may call what: the one matrix of roles and needs.

use relais_domain::context::Role;

/// What a command needs of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Needs {
    /// Works before a practice is open.
    Anyone,
    /// Reads.
    Read,
    /// Sees what the practice is owed and by whom: the back office, the owner, and their accountant.
    Oversee,
    /// Records the day's work.
    Work,
    /// The owner's deeds: configuration, export of the whole journal.
    Own,
}

/// Whether a role has what a command needs.
pub const fn allows(role: Role, needs: Needs) -> bool {
    match needs {
        Needs::Anyone | Needs::Read => true,
        Needs::Oversee => !matches!(role, Role::Counter),
        Needs::Work => !matches!(role, Role::Accountant),
        Needs::Own => matches!(role, Role::Owner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::counter(Role::Counter, [true, true, false, true, false])]
    #[case::billing(Role::Billing, [true, true, true, true, false])]
    #[case::owner(Role::Owner, [true, true, true, true, true])]
    #[case::accountant(Role::Accountant, [true, true, true, false, false])]
    fn the_matrix(#[case] role: Role, #[case] expected: [bool; 5]) {
        let needs = [Needs::Anyone, Needs::Read, Needs::Oversee, Needs::Work, Needs::Own];
        assert_eq!(needs.map(|needs| allows(role, needs)), expected);
    }
}
