//! What an outage leaves to look at: requests of the outbox, incidents, the strip of platforms.

use super::sales::PersonName;
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    conduct::PlatformConduct,
    formality::Formality,
    ids::{DossierId, EvidenceId, IncidentId, PersonId, RequestId, TextId},
    incident::IncidentNature,
    money::Cents,
    platform::{Channel, FailureCode, Function, FunctionState, PlatformCode, StateSource},
    request::RequestState,
    source::SourceCode,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A request of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// The request.
    pub id: RequestId,
    /// The dossier.
    pub dossier: DossierId,
    /// Its number, as people read it.
    pub dossier_label: String,
    /// The customer's name.
    pub name: PersonName,
    /// The complementary's rank.
    pub rank: u8,
    /// To whom.
    pub platform: PlatformCode,
    /// For what.
    pub function: Function,
    /// It takes back what was asked before.
    pub cancels: bool,
    /// In cents.
    pub amount_cents: Cents,
    /// The incident it waits behind.
    pub incident: Option<IncidentId>,
    /// Where it stands.
    pub state: RequestState,
    /// Attempts started.
    pub attempts: u32,
    /// Attempts that reached out in vain since it was queued or put back.
    pub tries: u32,
    /// The last failure.
    pub last_failure: Option<FailureCode>,
    /// What was answered, in one word.
    pub answer: Option<AnswerKind>,
    /// The sealed exchange of the answer.
    pub evidence: Option<EvidenceId>,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it was last tried.
    pub tried_at: Option<Timestamp>,
    /// Not before, as the platform asked.
    pub retry_at: Option<Timestamp>,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// The entry it last changed with.
    pub updated_seq: i64,
}

impl RequestRow {
    /// What is asked for.
    pub fn formality(&self) -> Formality {
        Formality::of(self.function, self.cancels).unwrap_or(Formality::PriorAuthorisation)
    }
}

/// What a request was answered, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// Agreed, or accepted.
    Agreed,
    /// A quote was priced.
    Quoted,
    /// What was to be taken back is.
    Cancelled,
    /// Received, the decision comes later.
    Pending,
    /// Refused.
    Refused,
}

/// Which requests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RequestFilter {
    /// What waits, is leaving, may have arrived, met a conflict, or was given up until a person says: the queue.
    #[default]
    Waiting,
    /// Those of an incident, whatever became of them.
    OfIncident(IncidentId),
    /// Those of a dossier's track.
    OfTrack(DossierId, u8),
    /// All of a dossier.
    OfDossier(DossierId),
    /// Answered or withdrawn.
    Done,
}

/// An incident, with its dossiers counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRow {
    /// The incident.
    pub id: IncidentId,
    /// Which platform.
    pub platform: PlatformCode,
    /// Since when.
    pub since: Timestamp,
    /// Why.
    pub cause: Option<FailureCode>,
    /// From whom it is known.
    pub source: StateSource,
    /// Functions still out.
    pub functions_out: BTreeSet<Function>,
    /// Functions touched at any time.
    pub functions_touched: BTreeSet<Function>,
    /// What befell the platform.
    pub nature: IncidentNature,
    /// When it ended; none while a function is out.
    pub ended_at: Option<Timestamp>,
    /// The recovery began.
    pub recovering: bool,
    /// Closed.
    pub closed: bool,
    /// When the recovery began.
    pub recovery_started_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Dossiers that answer it.
    pub dossiers: u32,
    /// Of which not settled.
    pub dossiers_open: u32,
}

/// What is carried of one dossier, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedRow {
    /// The dossier.
    pub dossier: DossierId,
    /// Its person.
    pub person: PersonId,
    /// His name and telephone.
    pub name: PersonName,
    /// In cents.
    pub carried_cents: Cents,
}

/// What an incident makes of one of its dossiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutageRow {
    /// The dossier.
    pub dossier: DossierId,
    /// What the practice carries of it, in cents.
    pub carried_cents: Cents,
    /// What was written off, in cents; none when nobody did.
    pub written_off_cents: Option<Cents>,
    /// From when on what one person asked to write off can be confirmed, if it is asked.
    pub write_off_from: Option<Timestamp>,
    /// All that is still owed is written off.
    pub given_up: bool,
}

/// A platform of the strip, with the functions of which something is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformRow {
    /// Its stream.
    pub id: Uuid,
    /// Its code.
    pub platform: PlatformCode,
    /// The name people read.
    pub label: String,
    /// How it is spoken to.
    pub channel: Channel,
    /// Base URL of the connector.
    pub base_url: Option<String>,
    /// URL of the token endpoint.
    pub token_url: Option<String>,
    /// OAuth2 client id.
    pub client_id: Option<String>,
    /// URL of the portal.
    pub portal_url: Option<String>,
    /// How the practice behaves towards it.
    pub conduct: PlatformConduct,
    /// Since when the tiers payant it pays is suspended, if it is.
    pub suspended_on: Option<Date>,
    /// Its functions.
    pub functions: Vec<FunctionRow>,
}

/// One function as last known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionRow {
    /// Which.
    pub function: Function,
    /// Its state.
    pub state: FunctionState,
    /// Why.
    pub cause: Option<FailureCode>,
    /// From whom.
    pub source: StateSource,
    /// Since when.
    pub since: Timestamp,
    /// Who said it, when a person passed it on.
    pub said_by: Option<SourceCode>,
    /// In which words.
    pub text: Option<TextId>,
}
