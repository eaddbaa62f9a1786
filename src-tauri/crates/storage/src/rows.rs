//! What queries give back: plain rows of the lists people look at, in the rules' own types.
//!
//! No age and no sentence: ages are computed for a date, sentences belong to the catalogues.

use jiff::{Timestamp, civil::Date};
use relais_domain::{
    bank_credit::Allocation,
    cheque::{ChequeAgreement, ChequePosition, ChequeState, Cover, TrackFacts},
    context::{Activity, PaymentMeans, Role},
    dossier::{PaymentPurpose, RecheckColour, TrackState, Way},
    event::Event,
    identifiers::RlmcStatus,
    ids::{
        BankCreditId, ChequeId, CommandId, DossierId, EvidenceId, IncidentId, PersonId, PracticeId, RequestId, TextId,
        UserId,
    },
    money::Cents,
    platform::{Channel, FailureCode, Function, FunctionState, PlatformCode, StateSource},
    practice::PracticeKind,
    request::RequestState,
    stream::StreamKind,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The name people read, joined from the erasable places; empty once erased.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PersonName {
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Telephone.
    pub phone: String,
}

impl std::fmt::Debug for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonName(…)")
    }
}

/// A dossier in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierRow {
    /// The dossier.
    pub id: DossierId,
    /// Its number in the year.
    pub number: u32,
    /// The year of the number.
    pub year: i16,
    /// The customer.
    pub person: PersonId,
    /// The customer's name.
    pub name: PersonName,
    /// The trade.
    pub activity: Activity,
    /// The main software's number.
    pub reference: Option<String>,
    /// The business date it was opened on.
    pub opened_on: Date,
    /// In cents.
    pub total_cents: Cents,
    /// In cents.
    pub amo_share_cents: Cents,
    /// All complementaries together, in cents.
    pub amc_share_cents: Cents,
    /// In cents.
    pub customer_share_cents: Cents,
    /// What the customer still owes of his share, in cents.
    pub customer_due_cents: Cents,
    /// What the insurers did not cover and nobody paid, in cents.
    pub difference_due_cents: Cents,
    /// What of the AMC share the customer advanced, in cents.
    pub advanced_cents: Cents,
    /// « Commande ».
    pub ordered_on: Option<Date>,
    /// Planned delivery.
    pub delivery_planned_on: Option<Date>,
    /// « Délivrance ».
    pub delivered_on: Option<Date>,
    /// Date of the prescription.
    pub prescription_date: Option<Date>,
    /// The way through.
    pub way: Option<Way>,
    /// The incident it answers.
    pub incident: Option<IncidentId>,
    /// Covers of cheques still kept.
    pub cheques_kept: u32,
    /// Nothing is due or awaited.
    pub settled: bool,
    /// The last attempt to verify the rights.
    pub rights: Option<RightsRow>,
    /// The last attempt that gave an answer.
    pub answer: Option<AnswerRow>,
    /// Its tracks, in rank order.
    pub tracks: Vec<TrackRow>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// The entry it last changed with.
    pub updated_seq: i64,
}

impl DossierRow {
    /// « 2024-0187 ».
    pub fn label(&self) -> String {
        dossier_label(self.year, self.number)
    }
}

/// « 2024-0187 »: a dossier's number as people read it.
pub fn dossier_label(year: i16, number: u32) -> String {
    format!("{year}-{number:04}")
}

/// The last attempt to verify rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightsRow {
    /// Who was asked.
    pub platform: PlatformCode,
    /// When.
    pub asked_at: Timestamp,
    /// From whom it is known.
    pub source: StateSource,
    /// Why it is « non vérifié »; none when an answer came.
    pub failure: Option<FailureCode>,
    /// Since when the function is out, when known.
    pub since: Option<Timestamp>,
}

/// The last answer about rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// Who answered.
    pub platform: PlatformCode,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// From whom it is known.
    pub source: StateSource,
    /// Whether the coverage was in force, if said.
    pub in_force: Option<bool>,
    /// What it covers, in cents, if said.
    pub covered_cents: Option<Cents>,
}

/// One AMC track.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // As `AmcTrack` and `CardRecorded` of the rules.
pub struct TrackRow {
    pub rank: u8,
    pub state: TrackState,
    pub share_cents: Cents,
    pub advised_cents: Option<Cents>,
    pub paid_cents: Cents,
    pub amc_number: Option<String>,
    pub convention: Option<String>,
    pub csr: Option<String>,
    pub operator: Option<PlatformCode>,
    pub network: Option<String>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub agreement_reference: Option<String>,
    pub agreement_cents: Option<Cents>,
    pub agreement_valid_until: Option<Date>,
    pub recheck: Option<RecheckColour>,
}

/// What the customer paid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // As `CustomerPayment` of the rules.
pub struct CustomerPaymentRow {
    pub amount_cents: Cents,
    pub means: PaymentMeans,
    pub on: Date,
    pub purpose: PaymentPurpose,
}

/// A cheque in a list, with what its rules need of the tracks it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChequeRow {
    /// The cheque.
    pub id: ChequeId,
    /// The receipt's number in the year.
    pub receipt_number: u32,
    /// The year of the number.
    pub receipt_year: i16,
    /// Where it is.
    pub state: ChequeState,
    /// A or B.
    pub agreement: ChequeAgreement,
    /// In cents.
    pub amount_cents: Cents,
    /// The date written on it.
    pub written_on: Date,
    /// The day it was received.
    pub received_on: Date,
    /// Whether its key was checked.
    pub rlmc: RlmcStatus,
    /// Not before this day, as promised.
    pub deposit_not_before: Option<Date>,
    /// A decision is taken before this day.
    pub decide_by: Date,
    /// From when the announced deposit may take place.
    pub notice_deposit_from: Option<Date>,
    /// How many times the receipt was printed.
    pub receipts_printed: u32,
    /// The day it left.
    pub left_on: Option<Date>,
    /// The shares it covers.
    pub covers: Vec<Cover>,
    /// The tracks of those shares as they stand.
    pub tracks: Vec<TrackFacts>,
    /// The customer of the first share.
    pub name: PersonName,
    /// The number of the first share's dossier, as people read it.
    pub dossier_label: String,
    /// The bank's name, from the erasable place; empty if none.
    pub bank_name: String,
    /// The entry it last changed with.
    pub updated_seq: i64,
}

impl ChequeRow {
    /// Under which tab it stands on a day.
    pub fn position(&self, today: Date) -> ChequePosition {
        let cheque = relais_domain::cheque::Cheque {
            kept: None,
            agreement: Some(self.agreement),
            state: self.state,
            notice_deposit_from: self.notice_deposit_from,
            receipts_printed: self.receipts_printed,
            left_on: self.left_on,
        };
        // The agreed date of B is the one thing the position takes from the intake.
        let agreed = self.deposit_not_before.is_some_and(|date| date <= today);
        match (cheque.position(&self.tracks, today), self.agreement) {
            (ChequePosition::Kept, ChequeAgreement::DepositedLater) if agreed => ChequePosition::ToDeposit,
            (position, _) => position,
        }
    }
}

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
    /// In cents.
    pub amount_cents: Cents,
    /// The incident it waits behind.
    pub incident: Option<IncidentId>,
    /// Where it stands.
    pub state: RequestState,
    /// Attempts started.
    pub attempts: u32,
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

/// What a request was answered, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// Agreed.
    Agreed,
    /// Received, the decision comes later.
    Pending,
    /// Refused.
    Refused,
}

/// Which requests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RequestFilter {
    /// What waits, is leaving, or may have arrived: the queue.
    #[default]
    Waiting,
    /// Those of an incident, whatever became of them.
    OfIncident(IncidentId),
    /// Those of a dossier's track.
    OfTrack(DossierId, u8),
    /// All of a dossier.
    OfDossier(DossierId),
    /// Every request.
    All,
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
    /// Its functions.
    pub functions: Vec<FunctionRow>,
}

/// One function as last known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

/// A bank credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankCreditRow {
    /// The credit.
    pub id: BankCreditId,
    /// In cents.
    pub amount_cents: Cents,
    /// The booking date.
    pub on: Date,
    /// The operator that pays.
    pub payer: Option<PlatformCode>,
    /// The statement's label.
    pub label: Option<TextId>,
    /// To which AMC shares.
    pub allocations: Vec<Allocation>,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The user.
    pub id: UserId,
    /// The role.
    pub role: Role,
    /// The name, from the erasable place.
    pub name: String,
}

/// The practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeRow {
    /// The practice.
    pub id: PracticeId,
    /// What it is for.
    pub kind: PracticeKind,
    /// IANA name of its time zone.
    pub time_zone: String,
    /// The activities ticked.
    pub activities: Vec<Activity>,
    /// FINESS.
    pub finess: Option<String>,
    /// SIRET.
    pub siret: Option<String>,
    /// Name and address, from the erasable place.
    pub letterhead: Letterhead,
}

/// The practice's name and address; every field may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letterhead {
    /// The name on the shop front.
    pub name: String,
    /// Street, postal code and town, a line each.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Name and address of the consumer mediator.
    pub mediator: String,
}

/// An entry of the journal, read.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalRow {
    /// The local number.
    pub seq: i64,
    /// The number on its post.
    pub post_seq: u64,
    /// What it is about.
    pub stream: StreamKind,
    /// Which one.
    pub stream_id: Uuid,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The clock had been set back.
    pub clock_suspect: bool,
    /// Who acted.
    pub actor: UserId,
    /// The command it came from.
    pub command: CommandId,
    /// What kind.
    pub kind: String,
    /// Its hash, in hex.
    pub hash: String,
    /// What happened.
    pub event: Event,
}

/// The counts beside the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Requests waiting, leaving or to confirm.
    pub queue_waiting: u32,
    /// Of which may or may not have arrived.
    pub queue_to_confirm: u32,
    /// Cheques in the drawer.
    pub cheques_kept: u32,
    /// Incidents not closed.
    pub recoveries_open: u32,
}

/// A slice of a long list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Rows skipped.
    pub offset: u32,
    /// Rows wanted.
    pub limit: u32,
}

impl Page {
    /// The first `limit` rows.
    pub const fn first(limit: u32) -> Self {
        Page { offset: 0, limit }
    }
}
