//! An incident: one platform, the functions touched, since when and why, until its last dossier is settled.

use crate::{
    context::Context,
    ids::IncidentId,
    platform::{FailureCode, Function, PlatformCode, StateSource},
    refusal::Refusal,
    stream::{Stream, StreamKind},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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

/// An incident folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incident {
    /// None before it opens.
    pub opened: Option<IncidentOpened>,
    /// Functions still out.
    pub functions_out: BTreeSet<Function>,
    /// Functions that were touched at any time.
    pub functions_touched: BTreeSet<Function>,
    /// The recovery began.
    pub recovering: bool,
    /// Closed.
    pub closed: bool,
}

/// Something asked of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // Fields are those of the events they lead to, documented there.
pub enum IncidentCommand {
    /// Opens it.
    Open(IncidentOpened),
    /// A function goes out.
    JoinFunction { function: Function },
    /// A function is back.
    RestoreFunction { function: Function },
    /// Starts the recovery.
    StartRecovery,
    /// Closes it; `open_dossiers` is counted in the same transaction.
    Close { open_dossiers: u32 },
}

/// Decides a command on an incident.
pub fn decide(state: &Incident, command: IncidentCommand, _context: &Context) -> Result<Vec<IncidentEvent>, Refusal> {
    if let IncidentCommand::Open(opened) = command {
        return if state.opened.is_some() {
            Err(Refusal::AlreadyExists)
        } else {
            Ok(vec![IncidentEvent::Opened(opened)])
        };
    }
    if state.opened.is_none() || state.closed {
        return Err(Refusal::IncidentClosed);
    }
    Ok(match command {
        IncidentCommand::Open(_) => Vec::new(),
        IncidentCommand::JoinFunction { function } if state.functions_out.contains(&function) => Vec::new(),
        IncidentCommand::JoinFunction { function } => vec![IncidentEvent::FunctionJoined { function }],
        IncidentCommand::RestoreFunction { function } if state.functions_out.contains(&function) => {
            vec![IncidentEvent::FunctionRestored { function }]
        }
        IncidentCommand::RestoreFunction { .. } => Vec::new(),
        IncidentCommand::StartRecovery if state.recovering => Vec::new(),
        IncidentCommand::StartRecovery => vec![IncidentEvent::RecoveryStarted],
        IncidentCommand::Close { open_dossiers: 0 } => vec![IncidentEvent::Closed],
        IncidentCommand::Close { open_dossiers } => {
            return Err(Refusal::IncidentHasOpenDossiers { open: open_dossiers });
        }
    })
}

impl Stream for Incident {
    type Event = IncidentEvent;
    const KIND: StreamKind = StreamKind::Incident;

    fn apply(&mut self, event: &IncidentEvent) {
        match event {
            IncidentEvent::Opened(opened) => {
                self.functions_out.insert(opened.function);
                self.functions_touched.insert(opened.function);
                self.opened = Some(opened.clone());
            }
            IncidentEvent::FunctionJoined { function } => {
                self.functions_out.insert(*function);
                self.functions_touched.insert(*function);
            }
            IncidentEvent::FunctionRestored { function } => {
                self.functions_out.remove(function);
            }
            IncidentEvent::RecoveryStarted => self.recovering = true,
            IncidentEvent::Closed => self.closed = true,
        }
    }
}
