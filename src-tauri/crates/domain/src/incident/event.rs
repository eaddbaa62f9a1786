//! The events of an incident, and what each of them holds. What is typed or attached stays in erasable places; these hold ids,
//! codes and instants.

use super::{
    BreachDescribed, BreachTask, CeilingExceeded, FactorChecked, IncidentNature, LeakNoted, NotifierDetermined,
    OutageMode, RotationItem, RotationTarget, StatementChecked, TaskNoted,
};
use crate::{
    document::PieceSeal,
    ids::{CredentialId, DocumentId, DossierId, IncidentId, TextId},
    platform::{FailureCode, Function, PlatformCode, StateSource},
    source::SourceCode,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// What a piece kept with an incident is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PieceMedia {
    /// A PDF.
    Pdf,
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
}

impl PieceMedia {
    /// What the bytes are, by how they begin; none for what is kept in no incident.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(PieceMedia::Pdf),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(PieceMedia::Png),
            [0xff, 0xd8, 0xff, ..] => Some(PieceMedia::Jpeg),
            _ => None,
        }
    }

    /// How its file's name ends.
    pub const fn extension(self) -> &'static str {
        match self {
            PieceMedia::Pdf => "pdf",
            PieceMedia::Png => "png",
            PieceMedia::Jpeg => "jpg",
        }
    }
}

/// A line of an incident's log: who said what, when. The author and the instant of writing are the entry's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// The words, in their erasable place; the line's id as well.
    pub text: TextId,
    /// Who said it.
    pub said_by: SourceCode,
    /// When it was said, as far as is known.
    pub said_at: Timestamp,
}

/// A piece kept with an incident: the operator's letter of commitment, a picture of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedPiece {
    /// The piece that holds its bytes.
    pub piece: DocumentId,
    /// Its name, as a person gave it, in its erasable place.
    pub name: TextId,
    /// What it is.
    pub media: PieceMedia,
    /// What its bytes must be.
    pub seal: PieceSeal,
}

/// An event of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum IncidentEvent {
    /// It began.
    #[serde(rename = "incident.opened")]
    Opened(IncidentOpened),
    /// Another function is touched.
    #[serde(rename = "incident.function_joined")]
    FunctionJoined {
        /// Which.
        function: Function,
    },
    /// A function answers again.
    #[serde(rename = "incident.function_restored")]
    FunctionRestored {
        /// Which.
        function: Function,
    },
    /// The recovery began.
    #[serde(rename = "incident.recovery_started")]
    RecoveryStarted,
    /// Every dossier is settled.
    #[serde(rename = "incident.closed")]
    Closed,
    /// It was closed too soon.
    #[serde(rename = "incident.reopened")]
    Reopened,
    /// It turned out to be of another nature.
    #[serde(rename = "incident.reclassified")]
    Reclassified {
        /// Which.
        nature: IncidentNature,
    },
    /// A person knows better when it began, and when it ended.
    #[serde(rename = "incident.times_corrected")]
    TimesCorrected {
        /// Since when.
        since: Timestamp,
        /// Until when; none while it lasts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// Something was said of it.
    #[serde(rename = "incident.line_added")]
    LineAdded(LogLine),
    /// What was noted is corrected by another line: the first stays, and this one holds.
    #[serde(rename = "incident.line_corrected")]
    LineCorrected {
        /// The line it corrects.
        corrects: TextId,
        /// What holds.
        #[serde(flatten)]
        line: LogLine,
    },
    /// A piece is kept with it.
    #[serde(rename = "incident.piece_attached")]
    PieceAttached(AttachedPiece),
    /// These dossiers were touched too: asked about in vain, sold by one of the ways, or waiting behind it.
    #[serde(rename = "incident.dossiers_touched")]
    DossiersTouched {
        /// Which, beside those noted before.
        dossiers: BTreeSet<DossierId>,
    },
    /// The owner said how it is lived through.
    #[serde(rename = "incident.mode_set")]
    ModeSet(OutageMode),
    /// The owner carried more than a ceiling.
    #[serde(rename = "incident.ceiling_exceeded")]
    CeilingExceeded(CeilingExceeded),
    /// The accesses to the platform are in order: passwords changed, or nothing leaked that could open them.
    #[serde(rename = "incident.access_secured")]
    AccessSecured {
        /// They were changed.
        changed: bool,
    },
    /// These secrets are to be changed after a leak, beside those noted before.
    #[serde(rename = "incident.rotation_planned")]
    RotationPlanned {
        /// Which, and why each.
        items: Vec<RotationItem>,
    },
    /// One of them was changed.
    #[serde(rename = "incident.secret_rotated")]
    SecretRotated {
        /// Of which account.
        credential: CredentialId,
        /// Its own, or that of its mailbox.
        target: RotationTarget,
        /// What was found of the second factor.
        factor: FactorChecked,
    },
    /// One of them is left as it is.
    #[serde(rename = "incident.rotation_left_out")]
    RotationLeftOut {
        /// Of which account.
        credential: CredentialId,
        /// Its own, or that of its mailbox.
        target: RotationTarget,
        /// Why, in its erasable place.
        reason: TextId,
    },
    /// What is known of a field that may have leaked; a later one corrects it.
    #[serde(rename = "incident.leak_noted")]
    LeakNoted(LeakNoted),
    /// Something to do after the leak is done, left out, or to be done again.
    #[serde(rename = "incident.breach_task_noted")]
    BreachTaskNoted(TaskNoted),
    /// A letter was printed for something to do after the leak.
    #[serde(rename = "incident.breach_letter_printed")]
    BreachLetterPrinted {
        /// For what.
        task: BreachTask,
        /// The letter.
        document: DocumentId,
    },
    /// Since when the practice knows of the leak; a later one corrects it.
    #[serde(rename = "incident.awareness_noted")]
    AwarenessNoted {
        /// Since this moment.
        at: Timestamp,
    },
    /// Who notifies the leak; a later one corrects it.
    #[serde(rename = "incident.notifier_determined")]
    NotifierDetermined(NotifierDetermined),
    /// What is told of the leak; a later one corrects it.
    #[serde(rename = "incident.breach_described")]
    BreachDescribed(BreachDescribed),
    /// Until when the bank's statements are read after a leak of the account's number.
    #[serde(rename = "incident.debit_watch_set")]
    DebitWatchSet {
        /// The last day.
        until: Date,
    },
    /// A month's statement was read; a later one corrects it.
    #[serde(rename = "incident.statement_checked")]
    StatementChecked(StatementChecked),
}

/// `incident.opened`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentOpened {
    /// The incident.
    pub incident: IncidentId,
    /// Which platform.
    pub platform: PlatformCode,
    /// The function seen first.
    pub function: Function,
    /// Since when.
    pub since: Timestamp,
    /// Why, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<FailureCode>,
    /// From whom it is known.
    pub source: StateSource,
}
