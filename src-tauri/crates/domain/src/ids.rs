//! Opaque ids, one type a thing, so that a dossier's id can never stand where a cheque's is meant.
//!
//! They are UUIDv7 made outside (the rules make no ids) and say nothing about a person.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// A practice (cabinet).
    PracticeId;
    /// A workstation of a practice; each post has its own chain.
    PostId;
    /// A user of the practice.
    UserId;
    /// A person: a customer, a card holder. What identifies them is erasable.
    PersonId;
    /// A dossier: one sale and its shares.
    DossierId;
    /// A cheque on paper.
    ChequeId;
    /// One credit on the bank's statement.
    BankCreditId;
    /// One deposit slip: cheques handed to the bank together.
    SlipId;
    /// Money an operator paid ahead.
    OperatorAdvanceId;
    /// One count of the drawer.
    InventoryId;
    /// One request waiting in, or gone from, the outbox.
    RequestId;
    /// An incident: one platform, some of its functions, from when to when.
    IncidentId;
    /// A list that was imported.
    ImportId;
    /// A typed text (reason, note), kept in an erasable place.
    TextId;
    /// The bytes of a request or an answer, kept sealed as evidence.
    EvidenceId;
    /// What a person saw or heard of a cover; another may correct it.
    SightingId;
    /// A document that was issued: its bytes are a sealed piece under the same id.
    DocumentId;
    /// A picture of a card: its bytes are a sealed piece under the same id.
    PictureId;
    /// An account at a portal or an interface.
    CredentialId;
    /// A purge: what was due, or one customer, erased and certified.
    PurgeId;
    /// A line about unusual accesses, that an owner acknowledges.
    UnusualId;
    /// A command, made by the caller; repeated, it gives the same response.
    CommandId;
}

/// HMAC-SHA256 of a person's value under that person's salt: proves a value without holding it, and dies with the salt.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Proof(pub String);
