//! The shape every stream shares: a state folded from its events.
//!
//! A stream is a pure pair: `decide(&state, command, context) -> Result<Vec<Event>, Refusal>` and `apply(&mut state, &event)`.
//! Storage loads and folds through this trait; it never looks inside a body.

use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// A folded stream.
pub trait Stream: Default {
    /// What happens to it. Serialised adjacently tagged: `{"kind": "cheque.kept", "body": {…}}`.
    type Event: Serialize + DeserializeOwned + Clone + Into<crate::event::Event>;
    /// The first word of the stream's name and of its kinds: `cheque`.
    const KIND: StreamKind;
    /// Takes one event into the state. Total: an event that was recorded is always taken.
    fn apply(&mut self, event: &Self::Event);
    /// The state after all of `events`.
    fn fold<'e>(events: impl IntoIterator<Item = &'e Self::Event>) -> Self
    where
        Self::Event: 'e,
    {
        let mut state = Self::default();
        events.into_iter().for_each(|event| state.apply(event));
        state
    }
}

/// The kinds of stream there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamKind {
    /// A dossier and its tracks.
    Dossier,
    /// A cheque.
    Cheque,
    /// One bank credit and its allocations.
    BankCredit,
    /// One deposit slip and what became of its cheques.
    Slip,
    /// One count of the drawer.
    Inventory,
    /// One request of the outbox.
    Request,
    /// An incident.
    Incident,
    /// A platform: its configuration and the state of its functions. Its id is derived from the practice and the code.
    Platform,
    /// What was measured of a platform on one day. Its id is derived from the practice, the code and the day.
    Availability,
    /// A paper that was issued.
    Document,
    /// A list that was imported.
    Import,
    /// Money an operator paid ahead, and how it goes back.
    OperatorAdvance,
    /// An account at a portal, and its secrets' life.
    Credential,
    /// What is erased together, and its certificate.
    Purge,
    /// The practice itself.
    Practice,
    /// A user.
    User,
}

impl StreamKind {
    /// Every kind.
    pub const ALL: &[StreamKind] = &[
        StreamKind::Dossier,
        StreamKind::Cheque,
        StreamKind::BankCredit,
        StreamKind::Slip,
        StreamKind::Inventory,
        StreamKind::Request,
        StreamKind::Incident,
        StreamKind::Platform,
        StreamKind::Availability,
        StreamKind::Document,
        StreamKind::Import,
        StreamKind::OperatorAdvance,
        StreamKind::Credential,
        StreamKind::Purge,
        StreamKind::Practice,
        StreamKind::User,
    ];

    /// The word in stream names and kinds.
    pub const fn word(self) -> &'static str {
        match self {
            StreamKind::Dossier => "dossier",
            StreamKind::Cheque => "cheque",
            StreamKind::BankCredit => "bank_credit",
            StreamKind::Slip => "slip",
            StreamKind::Inventory => "inventory",
            StreamKind::Request => "request",
            StreamKind::Incident => "incident",
            StreamKind::Platform => "platform",
            StreamKind::Availability => "availability",
            StreamKind::Document => "document",
            StreamKind::Import => "import",
            StreamKind::OperatorAdvance => "operator_advance",
            StreamKind::Credential => "credential",
            StreamKind::Purge => "purge",
            StreamKind::Practice => "practice",
            StreamKind::User => "user",
        }
    }
}

/// The name of one stream: `cheque/0190…`.
pub fn stream_name(kind: StreamKind, id: Uuid) -> String {
    format!("{}/{id}", kind.word())
}
