//! The practice, from the genesis entry on, and its users. Names and addresses are in erasable places.

pub use crate::{
    idle_lock::{IdleLockMinutes, IdleLocks, NotAChoice, set_idle_lock},
    user::{User, UserEvent, change_role, create_user, readmit, retire},
};

use crate::{
    advice::AdviceDelay,
    amo::{AmoChannel, AmoStatus},
    books::{DownPaymentVat, KeptChequeBooking},
    cheque::PictureKeeping,
    context::{Activity, Context, Role},
    dossier::SecondLookLimit,
    identifiers::{Finess, Siret},
    ids::PracticeId,
    payer::{self, PayerWords},
    privacy::{Privacy, PrivacySet},
    refusal::Refusal,
    routing::RowChange,
    stream::{Stream, StreamKind},
    tabular::{self, SavedMapping, TableKind},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// What a practice is for; marked from its genesis entry and never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PracticeKind {
    /// Real work; refuses the simulator.
    Real,
    /// The demonstration; loopback platforms only.
    Demonstration,
    /// An exercise; loopback platforms only.
    Exercise,
}

/// An event of the practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum PracticeEvent {
    /// The genesis entry.
    #[serde(rename = "practice.created")]
    Created(PracticeCreated),
    /// Its public numbers and activities.
    #[serde(rename = "practice.profile_set")]
    ProfileSet(PracticeProfileSet),
    /// When the window locks itself. Not written any more: `practice.role_idle_lock_set` names its role.
    #[serde(rename = "practice.idle_lock_set")]
    IdleLockSet {
        /// After so many minutes alone.
        minutes: IdleLockMinutes,
    },
    /// When the window locks itself behind a role.
    #[serde(rename = "practice.role_idle_lock_set")]
    RoleIdleLockSet {
        /// Which.
        role: Role,
        /// After so many minutes alone.
        minutes: IdleLockMinutes,
    },
    /// The numbers of the estimate are these from now on. Not written any more: `practice.reference_set` names its set.
    #[serde(rename = "practice.estimate_reference_set")]
    EstimateReferenceSet(ChosenReference),
    /// A set of reference data is this file from now on.
    #[serde(rename = "practice.reference_set")]
    ReferenceSet {
        /// Which set.
        reference: ReferenceName,
        /// Which file.
        #[serde(flatten)]
        chosen: ChosenReference,
    },
    /// A row of the routing table was added, corrected, ended or taken out.
    #[serde(rename = "practice.routing_row_changed")]
    RoutingRowChanged(Box<RowChange>),
    /// The last change of a row that still stood was undone.
    #[serde(rename = "practice.routing_change_undone")]
    RoutingChangeUndone {
        /// How many changes stand after it.
        standing: u32,
    },
    /// The state of a channel of the mandatory insurance.
    #[serde(rename = "practice.amo_channel_stated")]
    AmoChannelStated {
        /// Which.
        channel: AmoChannel,
        /// In which state, from whom and since when.
        #[serde(flatten)]
        status: AmoStatus,
    },
    /// What may leave, whom it is asked of, and how many look-ups are usual.
    #[serde(rename = "practice.privacy_set")]
    PrivacySet(PrivacySet),
    /// How cheques kept from now on are booked.
    #[serde(rename = "practice.kept_cheque_booking_set")]
    KeptChequeBookingSet {
        /// The accountant's choice.
        booking: KeptChequeBooking,
    },
    /// Where the VAT of the acomptes to come is booked.
    #[serde(rename = "practice.down_payment_vat_set")]
    DownPaymentVatSet {
        /// The accountant's choice.
        vat: DownPaymentVat,
    },
    /// Which column says what in a list that is imported, under a name.
    #[serde(rename = "practice.mapping_saved")]
    MappingSaved(Box<SavedMapping>),
    /// A saved mapping was forgotten.
    #[serde(rename = "practice.mapping_removed")]
    MappingRemoved {
        /// Of which list.
        table: TableKind,
        /// What it was called.
        name: String,
    },
    /// Words of a bank's label mean this payer from now on.
    #[serde(rename = "practice.payer_words_set")]
    PayerWordsSet(PayerWords),
    /// Words of a bank's label mean nobody any more.
    #[serde(rename = "practice.payer_words_forgotten")]
    PayerWordsForgotten {
        /// Which.
        words: String,
    },
    /// An announced payment is late after so many working days from now on.
    #[serde(rename = "practice.advice_delay_set")]
    AdviceDelaySet {
        /// French working days.
        days: AdviceDelay,
    },
    /// Above which loss one person alone is not enough.
    #[serde(rename = "practice.second_look_limit_set")]
    SecondLookLimitSet {
        /// In cents.
        limit_cents: SecondLookLimit,
    },
    /// After how many days the pictures of a settled cheque are erased.
    #[serde(rename = "practice.cheque_picture_days_set")]
    ChequePictureDaysSet(PictureKeeping),
    /// A backup was put back: what was recorded after it is not in this chain.
    #[serde(rename = "practice.restored")]
    Restored {
        /// Entries of the journal in the backup.
        entries: u64,
        /// When the backup was written.
        written_at: Timestamp,
    },
}

/// `practice.created`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeCreated {
    /// The practice.
    pub practice: PracticeId,
    /// What it is for.
    pub practice_kind: PracticeKind,
    /// IANA name of its time zone, overseas too.
    pub time_zone: String,
}

/// `practice.profile_set`; the name, address and mediator are kept beside, they belong to a legal person or to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeProfileSet {
    /// The activities ticked.
    pub activities: Vec<Activity>,
    /// FINESS, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finess: Option<Finess>,
    /// SIRET, if given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub siret: Option<Siret>,
}

/// The sets of reference data a file can replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceName {
    /// The dated numbers of the estimate.
    Estimate,
    /// Who answers for an insurer.
    Routing,
    /// What each function of a platform takes.
    FieldLists,
    /// Whom one writes to and calls after a breach.
    BreachProfile,
    /// How long each kind of data is kept.
    Retention,
    /// On which ground personal data are processed.
    Processing,
}

/// Which file a set is read from. The file is here whole, so that what rested on it can be made again from the journal
/// alone; it says nothing of anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenReference {
    /// The set's own name.
    pub version: String,
    /// SHA-256 of the file, in hex.
    pub checksum: String,
    /// The file; none for the one that ships with the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The practice folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Practice {
    /// None before genesis.
    pub created: Option<PracticeCreated>,
    /// The profile, once set.
    pub profile: Option<PracticeProfileSet>,
    /// When the window locks itself behind each role.
    pub idle_locks: IdleLocks,
    /// The files the sets are read from, where one was chosen.
    pub references: BTreeMap<ReferenceName, ChosenReference>,
    /// What was changed by hand in the routing table since its file was chosen.
    pub routing_changes: Vec<RowChange>,
    /// The channels of the mandatory insurance of which something is known.
    pub amo: BTreeMap<AmoChannel, AmoStatus>,
    /// What may leave, and how many look-ups are usual.
    pub privacy: Privacy,
    /// How a cheque kept under agreement A is booked.
    pub kept_cheque_booking: KeptChequeBooking,
    /// Where the VAT of an acompte is booked.
    pub down_payment_vat: DownPaymentVat,
    /// Which column says what in the lists that are imported, the one saved last at the end.
    pub mappings: Vec<SavedMapping>,
    /// Who words of a bank's label mean, those said last at the end.
    pub payer_words: Vec<PayerWords>,
    /// After how many working days an announced payment is late.
    pub advice_delay: AdviceDelay,
    /// Above which loss one person alone is not enough.
    pub second_look_limit: SecondLookLimit,
    /// After how many days the pictures of a settled cheque are erased.
    pub cheque_pictures: PictureKeeping,
}

/// Creates the practice and sets its profile: the first entries of the chain.
pub fn create(
    state: &Practice,
    created: PracticeCreated,
    profile: PracticeProfileSet,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if state.created.is_some() {
        return Err(Refusal::AlreadyExists);
    }
    Ok(vec![PracticeEvent::Created(created), PracticeEvent::ProfileSet(profile)])
}

/// Sets the profile anew; the owner's deed. What is so already records nothing.
pub fn set_profile(
    state: &Practice,
    profile: PracticeProfileSet,
    context: &Context,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    let same = state.profile.as_ref() == Some(&profile);
    Ok(if same { Vec::new() } else { vec![PracticeEvent::ProfileSet(profile)] })
}

/// Chooses how cheques kept from now on are booked; the owner's deed, on his accountant's word. What is so already records
/// nothing, and what was kept before stays as it was booked.
pub fn set_kept_cheque_booking(
    state: &Practice,
    booking: KeptChequeBooking,
    context: &Context,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    let same = state.kept_cheque_booking == booking;
    Ok(if same { Vec::new() } else { vec![PracticeEvent::KeptChequeBookingSet { booking }] })
}

/// Chooses where the VAT of the acomptes to come is booked; the owner's deed, on his accountant's word. What is so already
/// records nothing.
pub fn set_down_payment_vat(
    state: &Practice,
    vat: DownPaymentVat,
    context: &Context,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    Ok(if state.down_payment_vat == vat { Vec::new() } else { vec![PracticeEvent::DownPaymentVatSet { vat }] })
}

/// Chooses above which loss one person alone is not enough; the owner's deed. What is so already records nothing.
pub fn set_second_look_limit(
    state: &Practice,
    limit_cents: SecondLookLimit,
    context: &Context,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    let same = state.second_look_limit == limit_cents;
    Ok(if same { Vec::new() } else { vec![PracticeEvent::SecondLookLimitSet { limit_cents }] })
}

/// Chooses the file a set is read from; the owner's deed. What is so already records nothing, unless rows were changed by
/// hand since: the file is then as it was again.
pub fn set_reference(
    state: &Practice,
    reference: ReferenceName,
    chosen: ChosenReference,
    context: &Context,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    let changed = reference == ReferenceName::Routing && !state.routing_changes.is_empty();
    let same = !changed && state.references.get(&reference) == Some(&chosen);
    Ok(if same { Vec::new() } else { vec![PracticeEvent::ReferenceSet { reference, chosen }] })
}

/// Records a change of a row; the owner's deed. That the row is there, and meets no other, is the table's to say.
pub fn change_routing(change: RowChange, context: &Context) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    Ok(vec![PracticeEvent::RoutingRowChanged(Box::new(change))])
}

/// Undoes the last change of a row; the owner's deed. Without one, nothing is recorded.
pub fn undo_routing(state: &Practice, context: &Context) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    let standing = state.routing_changes.len().checked_sub(1).and_then(|left| u32::try_from(left).ok());
    Ok(standing.map(|standing| PracticeEvent::RoutingChangeUndone { standing }).into_iter().collect())
}

/// Records the state of a channel of the mandatory insurance; the same from the same source again records nothing.
pub fn state_amo(state: &Practice, channel: AmoChannel, status: AmoStatus) -> Vec<PracticeEvent> {
    let known = state.amo.get(&channel);
    if known.is_some_and(|known| (known.state, known.source) == (status.state, status.source)) {
        return Vec::new();
    }
    vec![PracticeEvent::AmoChannelStated { channel, status }]
}

/// Records that a backup was put back, and which; the owner's deed.
pub fn restore(
    state: &Practice,
    entries: u64,
    written_at: Timestamp,
    context: &Context,
) -> Result<Vec<PracticeEvent>, Refusal> {
    if state.created.is_none() || context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    Ok(vec![PracticeEvent::Restored { entries, written_at }])
}

impl Stream for Practice {
    type Event = PracticeEvent;
    const KIND: StreamKind = StreamKind::Practice;

    fn apply(&mut self, event: &PracticeEvent) {
        match event {
            PracticeEvent::Created(created) => self.created = Some(created.clone()),
            PracticeEvent::ProfileSet(profile) => self.profile = Some(profile.clone()),
            PracticeEvent::KeptChequeBookingSet { booking } => self.kept_cheque_booking = *booking,
            PracticeEvent::DownPaymentVatSet { vat } => self.down_payment_vat = *vat,
            PracticeEvent::IdleLockSet { minutes } => self.idle_locks.set_all(*minutes),
            PracticeEvent::RoleIdleLockSet { role, minutes } => self.idle_locks.set(*role, *minutes),
            PracticeEvent::EstimateReferenceSet(chosen) => {
                self.references.insert(ReferenceName::Estimate, chosen.clone());
            }
            PracticeEvent::ReferenceSet { reference, chosen } => {
                if *reference == ReferenceName::Routing {
                    self.routing_changes.clear();
                }
                self.references.insert(*reference, chosen.clone());
            }
            PracticeEvent::RoutingRowChanged(change) => self.routing_changes.push(RowChange::clone(change)),
            PracticeEvent::RoutingChangeUndone { .. } => drop(self.routing_changes.pop()),
            PracticeEvent::AmoChannelStated { channel, status } => drop(self.amo.insert(*channel, *status)),
            PracticeEvent::PrivacySet(set) => self.privacy.take(set),
            PracticeEvent::MappingSaved(mapping) => tabular::take_mapping(&mut self.mappings, mapping),
            PracticeEvent::MappingRemoved { table, name } => tabular::forget_mapping(&mut self.mappings, *table, name),
            PracticeEvent::AdviceDelaySet { days } => self.advice_delay = *days,
            PracticeEvent::PayerWordsSet(said) => payer::take(&mut self.payer_words, said),
            PracticeEvent::PayerWordsForgotten { words } => self.payer_words.retain(|known| known.words != *words),
            PracticeEvent::SecondLookLimitSet { limit_cents } => self.second_look_limit = *limit_cents,
            PracticeEvent::ChequePictureDaysSet(chosen) => self.cheque_pictures = *chosen,
            PracticeEvent::Restored { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests;
