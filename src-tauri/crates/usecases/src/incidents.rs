//! An incident by hand: opened from what was heard, its nature and times said, a log of who said what, pieces kept with
//! it, the dossiers it touched noted, and opened again when it was closed too soon.
//!
//! What is typed goes to its erasable place, what is attached is sealed; the journal holds ids, codes and instants.

use crate::{
    app::{App, OpenPractice, blocking},
    breach,
    call::Call,
    contract::{
        AddIncidentLineRequest, AttachPieceRequest, BreachTaskState, CorrectIncidentTimesRequest, DocumentReady,
        IncidentDossier, IncidentLogRow, IncidentPiece, IncidentPieceRef, IncidentRef, IncidentView, LoggedLeak,
        LoggedTask, OpenIncidentRequest, Problem, ProblemCode, ReclassifyIncidentRequest, Topic, TypedMoment,
    },
    fields, papers, people, platforms, recovery, step, view_dossier,
};
use jiff::{SignedDuration, Timestamp, civil::Time};
use relais_domain::{
    context::Context,
    event::Event,
    ids::{DocumentId, IncidentId, TextId},
    incident::{
        AttachedPiece, Incident, IncidentCommand, IncidentEvent, IncidentNature, LogLine, PieceMedia, StatementFound,
    },
    platform::{FailureCode, FunctionState, FunctionStatus, Said as Heard, StateSource},
    source::SourceCode,
    stream::StreamKind,
};
use relais_storage::{MAX_PIECE_BYTES, Queries, Tx};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read as _,
    path::Path,
    sync::Arc,
};

/// Longest line of a log: a press release's first paragraphs.
const MAX_LINE_CHARS: usize = 2_000;
/// Longest name of a piece.
const MAX_NAME_CHARS: usize = 120;
/// An incident takes in what failed within this before it was known.
const BEFORE_THE_INCIDENT: SignedDuration = SignedDuration::from_hours(1);

/// One incident in full.
pub async fn view(app: &App, _call: Call, request: IncidentRef) -> Result<IncidentView, Problem> {
    show(&app.practice()?, request.incident).await
}

async fn show(practice: &Arc<OpenPractice>, incident: IncidentId) -> Result<IncidentView, Problem> {
    let known = practice.clone();
    practice
        .read(move |queries| {
            let row = recovery::one(&known, queries, incident)?;
            let state = queries.stream::<Incident>(incident.0)?.unwrap_or_default();
            let log = log(queries, incident)?;
            let attached: BTreeMap<DocumentId, Timestamp> =
                log.iter().filter_map(|(row, piece)| Some(((*piece)?, row.at))).collect();
            let pieces = state.pieces.iter().map(|piece| {
                Ok(IncidentPiece {
                    piece: piece.piece,
                    name: queries.text(piece.name)?.unwrap_or_default(),
                    media: piece.media,
                    bytes: piece.seal.length_bytes,
                    attached_at: attached.get(&piece.piece).copied(),
                })
            });
            let mut touched = state.dossiers.clone();
            touched.extend(queries.incident_dossiers(incident)?.into_iter().map(|row| row.id));
            let mut dossiers = Vec::new();
            for id in touched {
                let Some(row) = queries.dossier(id)? else { continue };
                dossiers.push(IncidentDossier {
                    dossier: row.id,
                    number: row.label(),
                    customer: people::display(&row.name),
                    settled: row.settled,
                });
            }
            dossiers.sort_by(|a, b| a.number.cmp(&b.number));
            Ok(IncidentView {
                incident: row,
                pieces: pieces.collect::<Result<_, Problem>>()?,
                log: log.into_iter().rev().map(|(row, _)| row).collect(),
                dossiers,
            })
        })
        .await
}

/// Something that was said of an incident and that nothing corrects.
pub(crate) struct Said {
    pub(crate) said_at: Timestamp,
    pub(crate) said_by: SourceCode,
    pub(crate) text: String,
    pub(crate) author: String,
}

/// What was said of an incident, the latest first; what was erased since is left out.
pub(crate) fn said(queries: &Queries<'_>, incident: IncidentId) -> Result<Vec<Said>, Problem> {
    let standing = log(queries, incident)?.into_iter().rev().map(|(row, _)| row).filter(|row| !row.corrected);
    let said = standing.filter(|row| row.line.is_some()).filter_map(|row| {
        Some(Said { said_at: row.said_at?, said_by: row.said_by?, text: row.text?, author: row.author })
    });
    Ok(said.collect())
}

/// What happened to an incident and what was said of it, in order; with the piece an entry attached.
fn log(queries: &Queries<'_>, incident: IncidentId) -> Result<Vec<(IncidentLogRow, Option<DocumentId>)>, Problem> {
    let users = view_dossier::names(queries)?;
    let mut rows = Vec::new();
    let entries = queries.stream_entries(StreamKind::Incident, incident.0)?;
    let corrected: BTreeSet<TextId> = entries.iter().filter_map(|entry| corrects(&entry.event)).collect();
    for entry in entries {
        let mut row = IncidentLogRow {
            at: entry.recorded_at,
            author: users.get(&entry.actor).cloned().unwrap_or_default(),
            kind: entry.kind,
            function: None,
            nature: None,
            said_by: None,
            said_at: None,
            until: None,
            text: None,
            line: None,
            corrects: None,
            corrected: false,
            way: None,
            dossiers: 0,
            leak: None,
            task: None,
        };
        let mut piece = None;
        let Event::Incident(event) = entry.event else { continue };
        match event {
            IncidentEvent::Opened(opened) => {
                row.function = Some(opened.function);
                row.said_at = Some(opened.since);
            }
            IncidentEvent::FunctionJoined { function } | IncidentEvent::FunctionRestored { function } => {
                row.function = Some(function);
            }
            IncidentEvent::Reclassified { nature } => row.nature = Some(nature),
            IncidentEvent::TimesCorrected { since, until } => (row.said_at, row.until) = (Some(since), until),
            IncidentEvent::LineAdded(line) => {
                (row.said_by, row.said_at) = (Some(line.said_by), Some(line.said_at));
                (row.line, row.corrected) = (Some(line.text), corrected.contains(&line.text));
                row.text = queries.text(line.text)?;
            }
            IncidentEvent::LineCorrected { corrects, line } => {
                (row.said_by, row.said_at) = (Some(line.said_by), Some(line.said_at));
                (row.line, row.corrects, row.corrected) =
                    (Some(line.text), Some(corrects), corrected.contains(&line.text));
                row.text = queries.text(line.text)?;
            }
            IncidentEvent::PieceAttached(attached) => {
                row.text = queries.text(attached.name)?;
                piece = Some(attached.piece);
            }
            IncidentEvent::DossiersTouched { dossiers } => {
                row.dossiers = u32::try_from(dossiers.len()).unwrap_or(u32::MAX);
            }
            IncidentEvent::ModeSet(mode) => row.way = mode.default_way,
            IncidentEvent::CeilingExceeded(gone) => {
                row.text = queries.text(gone.reason)?;
                row.dossiers = 1;
            }
            IncidentEvent::RotationLeftOut { reason, .. } => row.text = queries.text(reason)?,
            IncidentEvent::LeakNoted(noted) => {
                (row.said_by, row.leak) =
                    (Some(noted.told_by), Some(LoggedLeak { field: noted.field, state: noted.state }));
            }
            IncidentEvent::BreachTaskNoted(noted) => row.task = Some(breach::logged(&noted)),
            IncidentEvent::BreachLetterPrinted { task, .. } => {
                row.task = Some(LoggedTask { task, state: BreachTaskState::ToDo });
            }
            IncidentEvent::AwarenessNoted { at } => row.said_at = Some(at),
            IncidentEvent::DebitWatchSet { .. } => {}
            IncidentEvent::StatementChecked(checked) => {
                if let StatementFound::Unknown { note } = checked.found {
                    row.text = queries.text(note)?;
                }
            }
            IncidentEvent::NotifierDetermined(_)
            | IncidentEvent::BreachDescribed(_)
            | IncidentEvent::AccessSecured { .. }
            | IncidentEvent::RotationPlanned { .. }
            | IncidentEvent::SecretRotated { .. }
            | IncidentEvent::RecoveryStarted
            | IncidentEvent::Closed
            | IncidentEvent::Reopened => {}
        }
        rows.push((row, piece));
    }
    Ok(rows)
}

/// The line an entry corrects, if it does.
fn corrects(event: &Event) -> Option<TextId> {
    match event {
        Event::Incident(IncidentEvent::LineCorrected { corrects, .. }) => Some(*corrects),
        _ => None,
    }
}

/// Opens an incident from what was heard, or joins the open one of the platform: each function is declared, the words go
/// to the log, the dossiers touched are noted.
pub async fn open_by_hand(app: &App, call: Call, request: OpenIncidentRequest) -> Result<IncidentView, Problem> {
    let practice = app.practice()?;
    if request.functions.is_empty() {
        return Err(Problem::field("functions", "empty"));
    }
    let since = request.since.as_ref().map(|typed| moment(&practice, "since", typed)).transpose()?;
    let words = line("text", &request.text)?;
    let (fresh, text) = (IncidentId(practice.fresh()), TextId(practice.fresh()));
    let typed = request.clone();
    let incident: IncidentId = practice
        .command(call, &request, move |tx, context| {
            let since = since.unwrap_or(context.now);
            tx.put_text(text, None, &words)?;
            let state = match typed.nature {
                IncidentNature::PrecautionaryClosure | IncidentNature::Breach => FunctionState::Closed,
                IncidentNature::Failure => FunctionState::Down,
            };
            for function in &typed.functions {
                let cause = Some(FailureCode::DeclaredByStaff);
                let seen = FunctionStatus { state, cause, source: StateSource::Declared, since };
                let said = Heard { by: typed.said_by.clone(), text: Some(text) };
                platforms::observe_said(tx, context, &typed.platform, *function, seen, (fresh, Some(said)))?;
            }
            let open = tx.queries()?.open_incident(&typed.platform)?.map(|row| row.id);
            let incident = open.ok_or_else(|| Problem::code(ProblemCode::IncidentClosed))?;
            step::incident(tx, incident, IncidentCommand::Reclassify { nature: typed.nature }, context)?;
            note_dossiers(tx, context, incident)?;
            Ok(incident)
        })
        .await?;
    for function in &request.functions {
        practice.lines.declared(&request.platform, *function);
    }
    app.announce(Topic::Platforms, None);
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

/// Notes the dossiers an incident touched so far, beside those noted before.
pub(crate) fn note_dossiers(tx: &mut Tx<'_>, context: &Context, incident: IncidentId) -> Result<(), Problem> {
    let state = tx.load::<Incident>(incident.0)?;
    let (Some(opened), Some(since)) = (&state.opened, state.since()) else { return Ok(()) };
    let from = since.checked_sub(BEFORE_THE_INCIDENT).unwrap_or(since);
    let ended = state.corrected.and_then(|(_, until)| until);
    let queries = tx.queries()?;
    let until = ended.or(queries.incident(incident)?.and_then(|row| row.ended_at)).unwrap_or(context.now);
    let dossiers = queries.dossiers_touched(incident, &opened.platform, (from, until))?;
    step::incident(tx, incident, IncidentCommand::NoteDossiers { dossiers }, context)
}

/// Says of what nature it is.
pub async fn reclassify(app: &App, call: Call, request: ReclassifyIncidentRequest) -> Result<IncidentView, Problem> {
    let command = IncidentCommand::Reclassify { nature: request.nature };
    decide(app, call, request.incident, &request, command).await
}

/// Corrects when it began and ended.
pub async fn correct_times(
    app: &App,
    call: Call,
    request: CorrectIncidentTimesRequest,
) -> Result<IncidentView, Problem> {
    let practice = app.practice()?;
    let since = moment(&practice, "since", &request.since)?;
    let until = request.until.as_ref().map(|typed| moment(&practice, "until", typed)).transpose()?;
    if until.is_some_and(|until| until < since) {
        return Err(Problem::field("until", "ends_before_it_begins"));
    }
    let in_future = |at: Timestamp| at > practice.now();
    for (field, at) in [("since", Some(since)), ("until", until)] {
        if at.is_some_and(in_future) {
            return Err(Problem::field(field, "in_future"));
        }
    }
    decide(app, call, request.incident, &request, IncidentCommand::CorrectTimes { since, until }).await
}

/// Adds a line to its log.
pub async fn add_line(app: &App, call: Call, request: AddIncidentLineRequest) -> Result<IncidentView, Problem> {
    let practice = app.practice()?;
    let words = line("text", &request.text)?;
    let said_at = request.said_at.as_ref().map(|typed| moment(&practice, "said_at", typed)).transpose()?;
    if said_at.is_some_and(|at| at > practice.now()) {
        return Err(Problem::field("said_at", "in_future"));
    }
    let (incident, corrects) = (request.incident, request.corrects);
    let (said_by, text) = (request.said_by.clone(), TextId(practice.fresh()));
    practice
        .command(call, &request, move |tx, context| {
            tx.put_text(text, None, &words)?;
            let line = LogLine { text, said_by, said_at: said_at.unwrap_or(context.now) };
            let command = match corrects {
                Some(corrects) => IncidentCommand::CorrectLine { corrects, line },
                None => IncidentCommand::AddLine(line),
            };
            step::incident(tx, incident, command, context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

/// Keeps a file with it: sealed like every paper, shown again byte for byte.
pub async fn attach_piece(app: &App, call: Call, request: AttachPieceRequest) -> Result<IncidentView, Problem> {
    let practice = app.practice()?;
    let path = request.path.clone();
    let bytes = blocking(move || read_piece(Path::new(&path))).await?;
    let media = PieceMedia::of(&bytes).ok_or_else(|| Problem::field("path", "not_a_piece"))?;
    let typed = fields::bounded("name", &request.name, MAX_NAME_CHARS)?;
    let file = Path::new(&request.path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = if typed.is_empty() { file.unwrap_or_default().chars().take(MAX_NAME_CHARS).collect() } else { typed };
    let (incident, piece, text) = (request.incident, DocumentId(practice.fresh()), TextId(practice.fresh()));
    practice
        .command(call, &request, move |tx, context| {
            tx.put_text(text, None, &name)?;
            let seal = tx.put_incident_piece(piece, &bytes)?;
            let attached = AttachedPiece { piece, name: text, media, seal };
            step::incident(tx, incident, IncidentCommand::AttachPiece(attached), context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

fn read_piece(path: &Path) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: std::io::Error| {
        let reason = error.to_string();
        Problem::with(ProblemCode::FileNotReadable, json!({ "path": path.display().to_string(), "reason": reason }))
    };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(MAX_PIECE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > MAX_PIECE_BYTES {
        let most = json!({ "field": "path", "reason": "too_large", "max": MAX_PIECE_BYTES / (1024 * 1024) });
        return Err(Problem::with(ProblemCode::InvalidField, most));
    }
    Ok(bytes)
}

/// Takes a piece out, for the window to show.
pub async fn open_piece(app: &App, _call: Call, request: IncidentPieceRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let IncidentPieceRef { incident, piece } = request;
    let unknown = || Problem::code(ProblemCode::UnknownDocument);
    let row = practice.read(move |queries| Ok(queries.incident_piece(incident, piece)?)).await?.ok_or_else(unknown)?;
    let reading = practice.clone();
    let bytes = blocking(move || Ok(reading.database.open_incident_piece(incident, piece)?)).await?;
    let bytes = bytes.ok_or_else(unknown)?;
    // The name a person gave may be no file's name: the piece's own is.
    let file_name = format!("incident-{piece}.{}", row.media.extension());
    papers::put(&practice, &file_name, bytes.to_vec()).await
}

/// Opens it again.
pub async fn reopen(app: &App, call: Call, request: IncidentRef) -> Result<IncidentView, Problem> {
    let practice = app.practice()?;
    let incident = request.incident;
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Incident>(incident.0)?;
            let platform = state.opened.map(|opened| opened.platform);
            let open = platform.map(|platform| tx.queries()?.open_incident(&platform)).transpose()?.flatten();
            let another_is_open = open.is_some_and(|open| open.id != incident);
            step::incident(tx, incident, IncidentCommand::Reopen { another_is_open }, context)
        })
        .await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

async fn decide<Request: serde::Serialize>(
    app: &App,
    call: Call,
    incident: IncidentId,
    request: &Request,
    command: IncidentCommand,
) -> Result<IncidentView, Problem> {
    let practice = app.practice()?;
    practice.command(call, request, move |tx, context| step::incident(tx, incident, command, context)).await?;
    app.announce(Topic::Recovery, None);
    show(&practice, incident).await
}

/// Words that must be there, lines kept.
fn line(field: &str, typed: &str) -> Result<String, Problem> {
    let text = typed.trim();
    if text.is_empty() {
        return Err(Problem::field(field, "empty"));
    }
    if text.chars().count() > MAX_LINE_CHARS {
        let params = json!({ "field": field, "reason": "too_long", "max": MAX_LINE_CHARS });
        return Err(Problem::with(ProblemCode::InvalidField, params));
    }
    let strange = text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    if strange { Err(Problem::field(field, "character")) } else { Ok(text.to_owned()) }
}

/// A moment as it is typed on the practice's clock: `14:30`, `14h30`, `1430`, `14h`.
pub(crate) fn moment(practice: &OpenPractice, field: &str, typed: &TypedMoment) -> Result<Timestamp, Problem> {
    let time = time_of(&typed.time).ok_or_else(|| Problem::field(field, "not_a_time"))?;
    let local = typed.on.to_datetime(time).to_zoned(practice.time_zone.clone()).map_err(Problem::internal)?;
    Ok(local.timestamp())
}

fn time_of(typed: &str) -> Option<Time> {
    let text = typed.trim().to_lowercase().replace(['h', '.', ' '], ":");
    let text = text.trim_end_matches(':');
    let (hour, minute) = match text.split_once(':') {
        Some((hour, minute)) => (hour, minute),
        None if text.len() == 4 && text.is_ascii() => text.split_at(2),
        None => (text, "0"),
    };
    let digits = |part: &str| (!part.is_empty() && part.len() <= 2).then(|| part.parse::<i8>().ok()).flatten();
    Time::new(digits(hour)?, digits(minute)?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::usual("14:30", Some((14, 30)))]
    #[case::french("9h05", Some((9, 5)))]
    #[case::on_the_hour("15h", Some((15, 0)))]
    #[case::digits("0815", Some((8, 15)))]
    #[case::hour_alone("7", Some((7, 0)))]
    #[case::too_late("25:00", None)]
    #[case::no_minute("14:60", None)]
    #[case::words("midi", None)]
    #[case::nothing("", None)]
    fn an_hour_is_read_as_people_type_it(#[case] typed: &str, #[case] expected: Option<(i8, i8)>) {
        assert_eq!(time_of(typed).map(|time| (time.hour(), time.minute())), expected);
    }

    #[test]
    fn a_line_has_words_and_an_end() {
        assert_eq!(line("text", "  Portail fermé\npar précaution ").unwrap(), "Portail fermé\npar précaution");
        for bad in ["  ", &"é".repeat(MAX_LINE_CHARS + 1), "a\u{0}b"] {
            assert_eq!(line("text", bad).unwrap_err().code, ProblemCode::InvalidField);
        }
    }
}
