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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{context::Role, ids::UserId};
    use jiff::civil::date;
    use rstest::rstest;
    use uuid::Uuid;

    const RIGHTS: Function = Function::Rights;
    const CLAIM: Function = Function::Claim;

    fn decided(state: &Incident, command: IncidentCommand) -> Result<Vec<IncidentEvent>, Refusal> {
        let actor = UserId(Uuid::from_u128(1));
        let now = Timestamp::UNIX_EPOCH;
        decide(state, command, &Context { now, today: date(2024, 2, 5), actor, role: Role::Counter })
    }

    fn open() -> IncidentCommand {
        IncidentCommand::Open(IncidentOpened {
            incident: IncidentId(Uuid::from_u128(2)),
            platform: PlatformCode::parse("viamedis").unwrap(),
            function: RIGHTS,
            since: Timestamp::UNIX_EPOCH,
            cause: Some(FailureCode::TimedOut),
            source: StateSource::Measured,
        })
    }

    fn after(commands: impl IntoIterator<Item = IncidentCommand>) -> Incident {
        commands.into_iter().fold(Incident::default(), |mut state, command| {
            decided(&state, command).unwrap().iter().for_each(|event| state.apply(event));
            state
        })
    }

    const CLOSE: IncidentCommand = IncidentCommand::Close { open_dossiers: 0 };

    #[rstest]
    #[case::open(vec![], open(), Ok(1))]
    #[case::open_twice(vec![open()], open(), Err(Refusal::AlreadyExists))]
    #[case::nothing_before_it_opens(vec![], IncidentCommand::StartRecovery, Err(Refusal::IncidentClosed))]
    #[case::another_function(vec![open()], IncidentCommand::JoinFunction { function: CLAIM }, Ok(1))]
    #[case::the_same_function(vec![open()], IncidentCommand::JoinFunction { function: RIGHTS }, Ok(0))]
    #[case::a_function_is_back(vec![open()], IncidentCommand::RestoreFunction { function: RIGHTS }, Ok(1))]
    #[case::a_function_was_never_out(vec![open()], IncidentCommand::RestoreFunction { function: CLAIM }, Ok(0))]
    #[case::recovery(vec![open()], IncidentCommand::StartRecovery, Ok(1))]
    #[case::recovery_goes_on(vec![open(), IncidentCommand::StartRecovery], IncidentCommand::StartRecovery, Ok(0))]
    #[case::close(vec![open()], CLOSE, Ok(1))]
    #[case::close_over_a_dossier(
        vec![open()],
        IncidentCommand::Close { open_dossiers: 1 },
        Err(Refusal::IncidentHasOpenDossiers { open: 1 })
    )]
    #[case::close_twice(vec![open(), CLOSE], CLOSE, Err(Refusal::IncidentClosed))]
    #[case::join_what_is_closed(
        vec![open(), CLOSE], IncidentCommand::JoinFunction { function: CLAIM }, Err(Refusal::IncidentClosed)
    )]
    fn each_command(
        #[case] before: Vec<IncidentCommand>,
        #[case] command: IncidentCommand,
        #[case] expected: Result<usize, Refusal>,
    ) {
        assert_eq!(decided(&after(before), command).map(|events| events.len()), expected);
    }

    /// « Rights back is not PEC back »: each function goes and comes on its own, and what was touched is remembered.
    #[test]
    fn functions_go_and_come_each_on_its_own() {
        let state = after([
            open(),
            IncidentCommand::JoinFunction { function: CLAIM },
            IncidentCommand::RestoreFunction { function: RIGHTS },
        ]);
        assert_eq!(state.functions_out, BTreeSet::from([CLAIM]));
        assert_eq!(state.functions_touched, BTreeSet::from([RIGHTS, CLAIM]));
    }
}
