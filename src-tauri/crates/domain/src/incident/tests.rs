//! The rules of an incident, as tables of named cases.

use super::*;
use crate::{
    context::Role,
    document::PieceSeal,
    ids::{IncidentId, UserId},
    platform::{FailureCode, PlatformCode, StateSource},
    source::SourceCode,
};
use jiff::civil::date;
use rstest::rstest;
use uuid::Uuid;

/// So many seconds after the incident began.
fn later(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn line(said_at: Timestamp) -> IncidentCommand {
    let said_by = SourceCode::parse("union").unwrap();
    IncidentCommand::AddLine(LogLine { text: TextId(Uuid::from_u128(7)), said_by, said_at })
}

/// A line `text` that corrects the line `corrects`.
fn corrected(corrects: u128, text: u128) -> IncidentCommand {
    let (text, corrects) = (TextId(Uuid::from_u128(text)), TextId(Uuid::from_u128(corrects)));
    let said_by = SourceCode::parse("union").unwrap();
    IncidentCommand::CorrectLine { corrects, line: LogLine { text, said_by, said_at: later(30) } }
}

const fn secured(changed: bool) -> IncidentCommand {
    IncidentCommand::SecureAccess { changed }
}

fn piece() -> IncidentCommand {
    let seal = PieceSeal { length_bytes: 12, proof: crate::ids::Proof("00".to_owned()) };
    let (piece, name) = (DocumentId(Uuid::from_u128(8)), TextId(Uuid::from_u128(9)));
    IncidentCommand::AttachPiece(AttachedPiece { piece, name, media: PieceMedia::Pdf, seal })
}

fn times(since: i64, until: Option<i64>) -> IncidentCommand {
    IncidentCommand::CorrectTimes { since: later(since), until: until.map(later) }
}

fn dossiers(ids: &[u128]) -> IncidentCommand {
    IncidentCommand::NoteDossiers { dossiers: ids.iter().map(|id| DossierId(Uuid::from_u128(*id))).collect() }
}

const BREACH: IncidentCommand = IncidentCommand::Reclassify { nature: IncidentNature::Breach };
const REOPEN: IncidentCommand = IncidentCommand::Reopen { another_is_open: false };
const RIGHTS: Function = Function::Rights;
const CLAIM: Function = Function::Claim;

fn decided(state: &Incident, command: IncidentCommand) -> Result<Vec<IncidentEvent>, Refusal> {
    let actor = UserId(Uuid::from_u128(1));
    let now = later(60);
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
#[case::open_again(vec![open(), CLOSE], REOPEN, Ok(1))]
#[case::open_again_what_is_open(vec![open()], REOPEN, Ok(0))]
#[case::open_again_beside_another(
    vec![open(), CLOSE], IncidentCommand::Reopen { another_is_open: true }, Err(Refusal::AnotherIncidentOpen)
)]
#[case::join_what_was_opened_again(vec![open(), CLOSE, REOPEN], IncidentCommand::JoinFunction { function: CLAIM }, Ok(1))]
#[case::another_nature(vec![open()], BREACH, Ok(1))]
#[case::the_same_nature(vec![open(), BREACH], BREACH, Ok(0))]
#[case::another_nature_known_later(vec![open(), CLOSE], BREACH, Ok(1))]
#[case::times(vec![open()], times(10, Some(20)), Ok(1))]
#[case::the_same_times(vec![open(), times(10, None)], times(10, None), Ok(0))]
#[case::it_ends_before_it_begins(vec![open()], times(20, Some(10)), Err(Refusal::EndsBeforeItBegins))]
#[case::it_begins_tomorrow(vec![open()], times(100_000, None), Err(Refusal::DateInFuture))]
#[case::it_ended_tomorrow(vec![open()], times(10, Some(100_000)), Err(Refusal::DateInFuture))]
#[case::a_line(vec![open()], line(later(30)), Ok(1))]
#[case::a_line_that_came_after(vec![open(), CLOSE], line(later(30)), Ok(1))]
#[case::a_line_from_tomorrow(vec![open()], line(later(100_000)), Err(Refusal::DateInFuture))]
#[case::a_line_of_nothing(vec![], line(later(30)), Err(Refusal::IncidentClosed))]
#[case::a_piece_that_came_after(vec![open(), CLOSE], piece(), Ok(1))]
#[case::a_line_corrected(vec![open(), line(later(30))], corrected(7, 8), Ok(1))]
#[case::a_line_nobody_noted(vec![open()], corrected(7, 8), Err(Refusal::UnknownLine))]
#[case::a_line_corrected_twice(
    vec![open(), line(later(30)), corrected(7, 8)], corrected(7, 9), Err(Refusal::UnknownLine)
)]
#[case::a_correction_corrected(vec![open(), line(later(30)), corrected(7, 8)], corrected(8, 9), Ok(1))]
#[case::accesses_in_order(vec![open()], secured(false), Ok(1))]
#[case::said_again(vec![open(), secured(false)], secured(false), Ok(0))]
#[case::after_a_leak_nothing_is_in_order_unchanged(vec![open(), BREACH], secured(false), Err(Refusal::AccessNotSecured))]
#[case::after_a_leak_passwords_first(
    vec![open(), BREACH], IncidentCommand::StartRecovery, Err(Refusal::AccessNotSecured)
)]
#[case::what_was_in_order_before_the_leak_was_known(
    vec![open(), secured(false), BREACH], IncidentCommand::StartRecovery, Err(Refusal::AccessNotSecured)
)]
#[case::after_a_leak_once_changed(vec![open(), BREACH, secured(true)], IncidentCommand::StartRecovery, Ok(1))]
#[case::dossiers(vec![open()], dossiers(&[1, 2]), Ok(1))]
#[case::dossiers_noted_before(vec![open(), dossiers(&[1, 2])], dossiers(&[2]), Ok(0))]
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

/// What is noted of an incident stays noted, whatever becomes of it.
#[test]
fn what_was_said_and_kept_stays() {
    let full =
        vec![open(), line(later(1)), piece(), dossiers(&[1]), BREACH, times(5, None), CLOSE, REOPEN, dossiers(&[1, 2])];
    let state = after(full);
    assert_eq!((state.lines.len(), state.pieces.len(), state.dossiers.len(), state.closed), (1, 1, 2, false));
    assert_eq!((state.nature, state.since()), (IncidentNature::Breach, Some(later(5))));
}

#[test]
fn a_log_and_a_folder_have_an_end() {
    let state = after(std::iter::once(open()).chain((0..MAX_PIECES).map(|_| piece())));
    assert_eq!(decided(&state, piece()), Err(Refusal::IncidentFull));
    let state = after(std::iter::once(open()).chain((0..MAX_LINES).map(|_| line(later(1)))));
    assert_eq!(decided(&state, line(later(1))), Err(Refusal::IncidentFull));
}

#[rstest]
#[case::pdf(b"%PDF-1.7 ...", Some(PieceMedia::Pdf))]
#[case::png(b"\x89PNG\r\n\x1a\n....", Some(PieceMedia::Png))]
#[case::jpeg(&[0xff, 0xd8, 0xff, 0xe0], Some(PieceMedia::Jpeg))]
#[case::a_program(b"MZ\x90", None)]
#[case::a_page(b"<html>", None)]
#[case::nothing(b"", None)]
fn a_piece_is_known_by_how_it_begins(#[case] bytes: &[u8], #[case] media: Option<PieceMedia>) {
    assert_eq!(PieceMedia::of(bytes), media);
}
