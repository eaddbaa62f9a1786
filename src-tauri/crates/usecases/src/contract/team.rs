//! Who works here, with which role, and who is at work.

use jiff::Timestamp;
use relais_domain::{context::Role, ids::UserId};

wire! {
    /// Everybody, who works here first.
    pub struct TeamView {
        /// Who is at work.
        pub me: UserId,
        pub members: Vec<TeamMember>,
        /// What each role may do.
        pub roles: Vec<RoleRights>,
    }
    /// What a role may do, as it is held for every command.
    pub struct RoleRights {
        pub role: Role,
        /// Records the day's work.
        pub works: bool,
        /// Sees what the practice is owed and by whom.
        pub oversees: bool,
        /// Decides for the practice: settings, people, platforms, losses, the whole journal.
        pub owns: bool,
    }
    pub struct TeamMember {
        pub user: UserId,
        pub name: String,
        pub role: Role,
        pub since: Timestamp,
        /// When he last came to work here.
        pub last_seen: Option<Timestamp>,
        /// Since when he works here no more.
        pub retired_at: Option<Timestamp>,
        pub has_passphrase: bool,
        pub has_pin: bool,
        /// Too many wrong ones: the passphrase frees it.
        pub pin_locked: bool,
    }
    /// Who may come to work, by name.
    pub struct UserChoices {
        pub users: Vec<UserChoice>,
        /// Whoever was at work last, besides whoever is now: most likely it is he who comes.
        pub last: Option<UserId>,
    }
    pub struct UserChoice {
        pub user: UserId,
        pub name: String,
        pub role: Role,
        /// A PIN may be tried.
        pub pin: bool,
        /// Too many wrong PINs: the passphrase frees it.
        pub pin_locked: bool,
    }
    pub struct SwitchUserRequest {
        pub user: UserId,
        pub proof: UserProof,
    }
    pub struct AddUserRequest {
        pub name: String,
        pub role: Role,
        pub passphrase: String,
        /// Empty for none.
        pub pin: String,
    }
    pub struct ChangeRoleRequest { pub user: UserId, pub role: Role }
    pub struct RenameUserRequest { pub user: UserId, pub name: String }
    pub struct UserRef { pub user: UserId }
    /// Back with a new passphrase.
    pub struct ReadmitUserRequest { pub user: UserId, pub passphrase: String }
    pub struct SetPassphraseRequest {
        pub user: UserId,
        /// What shows that it is one's own; an owner who resets somebody's has nothing to show.
        pub current: Option<OwnProof>,
        pub passphrase: String,
    }
    /// One's own PIN.
    pub struct SetPinRequest {
        pub passphrase: String,
        /// Empty for none.
        pub pin: String,
    }
}

wire! {
    /// What a person shows to come to work.
    #[serde(tag = "with", rename_all = "snake_case")]
    pub enum UserProof {
        Pin { pin: String },
        Passphrase { passphrase: String },
    }
}

wire! {
    /// What shows that a passphrase is one's own: itself, or, lost, the owner's recovery key.
    #[serde(tag = "with", rename_all = "snake_case")]
    pub enum OwnProof {
        Passphrase { passphrase: String },
        RecoveryKey { recovery_key: String },
    }
}
