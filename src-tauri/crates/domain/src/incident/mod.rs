//! An incident: one platform, the functions touched, of what nature, from when to when, what was said of it and by whom,
//! the pieces kept with it and the dossiers it touched, until the last of them is settled.
//!
//! What is typed or attached stays in erasable places; the journal holds ids, codes and instants.

mod breach;
mod event;
mod outage;
mod rotation;

pub use breach::{
    Breach, BreachDescribed, BreachTask, CLOCK_HOURS, Clock, ClockKind, DISPUTE_MONTHS, DataPart, LONGEST_WATCH_MONTHS,
    LeakField, LeakNoted, LeakOrigin, LeakRisk, LeakState, NotifierDetermined, NotifierDuty, StatementChecked,
    StatementFound, TaskNoted, TaskOutcome, TaskStanding, due,
};
pub use event::{AttachedPiece, IncidentEvent, IncidentOpened, LogLine, PieceMedia};
pub use outage::{Ceiling, CeilingExceeded, CeilingStanding, Exposure, OutageMode, WARNED_FROM_BP};
pub use rotation::{
    FactorChecked, MAX_ITEMS, RotationDanger, RotationItem, RotationOutcome, RotationStanding, RotationTarget,
};

use crate::{
    context::Context,
    ids::{CredentialId, DocumentId, DossierId, TextId},
    platform::Function,
    refusal::Refusal,
    stream::{Stream, StreamKind},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// What befell the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default, TS)]
#[serde(rename_all = "snake_case")]
pub enum IncidentNature {
    /// « Panne »: it does not answer.
    #[default]
    Failure,
    /// « Fuite »: data went out, of the platform or of the practice's accounts there; credentials are changed first.
    Breach,
    /// « Coupure préventive »: closed by the operator, nothing known to be lost.
    PrecautionaryClosure,
}

/// Most pieces kept with one incident: a folder, not an archive.
pub const MAX_PIECES: usize = 50;
/// Most lines of one incident's log: two weeks of an hour's news.
pub const MAX_LINES: usize = 1_000;

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
    /// What befell the platform, as last known.
    pub nature: IncidentNature,
    /// Since when and until when, once a person corrected it.
    pub corrected: Option<(Timestamp, Option<Timestamp>)>,
    /// What was said, in the order it was noted.
    pub lines: Vec<LogLine>,
    /// Those that another corrects.
    pub lines_corrected: BTreeSet<TextId>,
    /// What is kept with it, in the order it was attached.
    pub pieces: Vec<AttachedPiece>,
    /// The dossiers noted as touched.
    pub dossiers: BTreeSet<DossierId>,
    /// How it is lived through, once the owner said.
    pub mode: Option<OutageMode>,
    /// Whether passwords were changed, once somebody said that the accesses are in order.
    pub access_secured: Option<bool>,
    /// What is to be changed after a leak, in the order it was noted.
    pub rotation: Vec<RotationStanding>,
    /// What leaked of the practice, and what follows.
    pub breach: Breach,
}

impl Incident {
    /// Since when, as last known.
    pub fn since(&self) -> Option<Timestamp> {
        self.corrected.map(|(since, _)| since).or(self.opened.as_ref().map(|opened| opened.since))
    }
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
    /// Opens it again; `another_is_open` says whether the platform has another open incident.
    Reopen { another_is_open: bool },
    /// Says of what nature it is.
    Reclassify { nature: IncidentNature },
    /// Corrects its times.
    CorrectTimes { since: Timestamp, until: Option<Timestamp> },
    /// Notes what was said.
    AddLine(LogLine),
    /// Corrects a line by another.
    CorrectLine { corrects: TextId, line: LogLine },
    /// Keeps a piece with it.
    AttachPiece(AttachedPiece),
    /// Notes dossiers it touched.
    NoteDossiers { dossiers: BTreeSet<DossierId> },
    /// Says how it is lived through.
    SetMode(OutageMode),
    /// Carries a sale on top of what is carried.
    Carry { dossier: DossierId, exposure: Exposure, reason: Option<TextId> },
    /// Says that the accesses are in order.
    SecureAccess { changed: bool },
    /// Notes which secrets are to be changed.
    PlanRotation { items: Vec<RotationItem> },
    /// One of them was changed.
    Rotate { credential: CredentialId, target: RotationTarget, factor: FactorChecked },
    /// One of them is left as it is.
    LeaveOutOfRotation { credential: CredentialId, target: RotationTarget, reason: TextId },
    /// Notes what is known of a field that may have leaked.
    NoteLeak(LeakNoted),
    /// Notes what became of something to do after the leak.
    NoteTask(TaskNoted),
    /// A letter of it was printed.
    PrintLetter { task: BreachTask, document: DocumentId },
    /// Says since when the practice knows of the leak.
    BeAware { at: Timestamp },
    /// Says who notifies.
    Determine(NotifierDetermined),
    /// Says what is told of the leak.
    Describe(BreachDescribed),
    /// Says until when the bank's statements are read.
    WatchUntil { until: Date },
    /// Checks a month's statement off.
    CheckStatement(StatementChecked),
}

/// Decides a command on an incident.
pub fn decide(state: &Incident, command: IncidentCommand, context: &Context) -> Result<Vec<IncidentEvent>, Refusal> {
    if let IncidentCommand::Open(opened) = command {
        return if state.opened.is_some() {
            Err(Refusal::AlreadyExists)
        } else {
            Ok(vec![IncidentEvent::Opened(opened)])
        };
    }
    if state.opened.is_none() {
        return Err(Refusal::IncidentClosed);
    }
    // What becomes known later is kept with it, closed or not.
    let command = match known_later(state, command, context)? {
        Ok(events) => return Ok(events),
        Err(command) => command,
    };
    if let IncidentCommand::Reopen { another_is_open } = command {
        return match (state.closed, another_is_open) {
            (false, _) => Ok(Vec::new()),
            (true, true) => Err(Refusal::AnotherIncidentOpen),
            (true, false) => Ok(vec![IncidentEvent::Reopened]),
        };
    }
    if state.closed {
        return Err(Refusal::IncidentClosed);
    }
    Ok(match command {
        IncidentCommand::JoinFunction { function } if state.functions_out.contains(&function) => Vec::new(),
        IncidentCommand::JoinFunction { function } => vec![IncidentEvent::FunctionJoined { function }],
        IncidentCommand::RestoreFunction { function } if state.functions_out.contains(&function) => {
            vec![IncidentEvent::FunctionRestored { function }]
        }
        IncidentCommand::RestoreFunction { .. } => Vec::new(),
        IncidentCommand::StartRecovery if state.recovering => Vec::new(),
        // After a leak, nothing is sent again with what was stolen (design §1.9).
        IncidentCommand::StartRecovery
            if state.nature == IncidentNature::Breach && state.access_secured != Some(true) =>
        {
            return Err(Refusal::AccessNotSecured);
        }
        IncidentCommand::SetMode(mode) => outage::set_mode(state, mode, context)?,
        IncidentCommand::Carry { dossier, exposure, reason } => {
            outage::carry(state, dossier, exposure, reason, context)?
        }
        IncidentCommand::SecureAccess { changed: false } if state.nature == IncidentNature::Breach => {
            return Err(Refusal::AccessNotSecured);
        }
        // What was found to be dangerous is changed, or left out with a reason.
        IncidentCommand::SecureAccess { .. } if state.rotation_left() > 0 => return Err(Refusal::AccessNotSecured),
        IncidentCommand::SecureAccess { changed } if state.access_secured == Some(changed) => Vec::new(),
        IncidentCommand::SecureAccess { changed } => vec![IncidentEvent::AccessSecured { changed }],
        IncidentCommand::StartRecovery => vec![IncidentEvent::RecoveryStarted],
        IncidentCommand::Close { open_dossiers: 0 } => vec![IncidentEvent::Closed],
        IncidentCommand::Close { open_dossiers } => {
            return Err(Refusal::IncidentHasOpenDossiers { open: open_dossiers });
        }
        _ => Vec::new(),
    })
}

/// Decides what may also be noted of a closed incident; gives the command back when it is none of that.
fn known_later(
    state: &Incident,
    command: IncidentCommand,
    context: &Context,
) -> Result<Result<Vec<IncidentEvent>, IncidentCommand>, Refusal> {
    Ok(Ok(match command {
        IncidentCommand::Reclassify { nature } if nature == state.nature => Vec::new(),
        IncidentCommand::Reclassify { nature } => vec![IncidentEvent::Reclassified { nature }],
        IncidentCommand::CorrectTimes { since, until } => {
            if since > context.now || until.is_some_and(|until| until > context.now) {
                return Err(Refusal::DateInFuture);
            }
            if until.is_some_and(|until| until < since) {
                return Err(Refusal::EndsBeforeItBegins);
            }
            if state.corrected == Some((since, until)) {
                Vec::new()
            } else {
                vec![IncidentEvent::TimesCorrected { since, until }]
            }
        }
        IncidentCommand::AddLine(_) | IncidentCommand::CorrectLine { .. } if state.lines.len() >= MAX_LINES => {
            return Err(Refusal::IncidentFull);
        }
        IncidentCommand::AddLine(line) | IncidentCommand::CorrectLine { line, .. } if line.said_at > context.now => {
            return Err(Refusal::DateInFuture);
        }
        IncidentCommand::AddLine(line) => vec![IncidentEvent::LineAdded(line)],
        IncidentCommand::CorrectLine { corrects, line } => {
            outage::may_correct(state, corrects)?;
            vec![IncidentEvent::LineCorrected { corrects, line }]
        }
        IncidentCommand::PlanRotation { items } => rotation::plan(state, items)?,
        IncidentCommand::Rotate { credential, target, factor } => {
            rotation::may_settle(state, credential, target, true)?;
            vec![IncidentEvent::SecretRotated { credential, target, factor }]
        }
        IncidentCommand::LeaveOutOfRotation { credential, target, reason } => {
            rotation::may_settle(state, credential, target, false)?;
            vec![IncidentEvent::RotationLeftOut { credential, target, reason }]
        }
        IncidentCommand::NoteLeak(noted) => breach::note_leak(state, noted, context)?,
        IncidentCommand::NoteTask(noted) => breach::note_task(state, noted, context)?,
        IncidentCommand::PrintLetter { task, document } => breach::print(state, task, document)?,
        IncidentCommand::BeAware { at } => breach::be_aware(state, at, context)?,
        IncidentCommand::Determine(determined) => breach::determine(state, determined)?,
        IncidentCommand::Describe(described) => breach::describe(state, described)?,
        IncidentCommand::WatchUntil { until } => breach::watch_until(state, until)?,
        IncidentCommand::CheckStatement(checked) => breach::check(state, checked, context)?,
        IncidentCommand::AttachPiece(_) if state.pieces.len() >= MAX_PIECES => return Err(Refusal::IncidentFull),
        IncidentCommand::AttachPiece(piece) => vec![IncidentEvent::PieceAttached(piece)],
        IncidentCommand::NoteDossiers { dossiers } => {
            let new: BTreeSet<_> = dossiers.difference(&state.dossiers).copied().collect();
            if new.is_empty() { Vec::new() } else { vec![IncidentEvent::DossiersTouched { dossiers: new }] }
        }
        other => return Ok(Err(other)),
    }))
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
            IncidentEvent::Reopened => self.closed = false,
            IncidentEvent::Reclassified { nature } => self.nature = *nature,
            IncidentEvent::TimesCorrected { since, until } => self.corrected = Some((*since, *until)),
            IncidentEvent::LineAdded(line) => self.lines.push(line.clone()),
            IncidentEvent::LineCorrected { corrects, line } => {
                self.lines_corrected.insert(*corrects);
                self.lines.push(line.clone());
            }
            IncidentEvent::PieceAttached(piece) => self.pieces.push(piece.clone()),
            IncidentEvent::DossiersTouched { dossiers } => self.dossiers.extend(dossiers),
            IncidentEvent::ModeSet(mode) => self.mode = Some(*mode),
            // What went beyond is history: the ceiling stays what it is.
            IncidentEvent::CeilingExceeded(_) => {}
            IncidentEvent::AccessSecured { changed } => self.access_secured = Some(*changed),
            IncidentEvent::RotationPlanned { items } => {
                self.rotation.extend(items.iter().map(|item| RotationStanding { item: *item, outcome: None }));
            }
            IncidentEvent::SecretRotated { credential, target, factor } => {
                self.settle(*credential, *target, RotationOutcome::Changed(*factor));
            }
            IncidentEvent::RotationLeftOut { credential, target, reason } => {
                self.settle(*credential, *target, RotationOutcome::LeftOut(*reason));
            }
            IncidentEvent::LeakNoted(noted) => self.breach.note(noted),
            IncidentEvent::BreachTaskNoted(noted) => self.breach.note_task(noted),
            IncidentEvent::BreachLetterPrinted { task, document } => self.breach.letters.push((*task, *document)),
            IncidentEvent::AwarenessNoted { at } => self.breach.aware_at = Some(*at),
            IncidentEvent::NotifierDetermined(determined) => self.breach.notifier = Some(*determined),
            IncidentEvent::BreachDescribed(described) => self.breach.account = Some(*described),
            IncidentEvent::DebitWatchSet { until } => self.breach.watch_until = Some(*until),
            IncidentEvent::StatementChecked(checked) => {
                self.breach.statements.insert(checked.month, checked.found);
            }
        }
    }
}

#[cfg(test)]
mod tests;
