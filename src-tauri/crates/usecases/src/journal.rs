//! The proof: the journal read page by page, verified, and exported as an archive that anyone can check.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        AnchorRow, ArchiveExported, ExportArchiveRequest, JournalHead, JournalPage, JournalPageRequest, JournalRow,
        Nothing, Problem, ProblemCode, Verification, VerifyArchiveRequest,
    },
    opening, papers, view_dossier, whole_file,
};
use relais_journal::{Anchor, AnchorOrHash, ArchiveFault, EndAttestation, VerifyReport, verify_archive};
use relais_storage::rows::Page;
use serde_json::json;
use std::{
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Most rows of one page.
const MAX_ROWS: u32 = 500;
/// First characters of a hash shown.
const SHORT_HASH: usize = 12;

/// Where the chain stands.
pub async fn head(app: &App, _call: Call, _request: Nothing) -> Result<JournalHead, Problem> {
    let practice = app.practice()?;
    let anchors = opening::anchor_files(app, &practice.folder);
    let (head, last_at) = practice
        .read(|queries| {
            let head = queries.journal_head()?;
            let last = queries.journal_page(Page::first(1))?.first().map(|row| row.recorded_at);
            Ok((head, last))
        })
        .await?;
    let anchors = anchors.iter().filter_map(|path| {
        let anchor = Anchor::from_json(&std::fs::read(path).ok()?).ok()?;
        Some(AnchorRow { path: path.display().to_string(), seq: anchor.seq, written_at: anchor.written_at_utc })
    });
    Ok(JournalHead { entries: head.seq, hash: head.hash.to_string(), last_at, anchors: anchors.collect() })
}

/// One page, newest first.
pub async fn page(app: &App, _call: Call, request: JournalPageRequest) -> Result<JournalPage, Problem> {
    let practice = app.practice()?;
    let limit = request.limit.clamp(1, MAX_ROWS);
    practice
        .read(move |queries| {
            let entries = queries.journal_head()?.seq;
            let skipped = request.before_seq.map_or(0, |before| entries.saturating_sub(before.saturating_sub(1)));
            let offset = u32::try_from(skipped).unwrap_or(u32::MAX);
            let mut rows = queries.journal_page(Page { offset, limit: limit + 1 })?;
            let more = rows.len() > limit as usize;
            rows.truncate(limit as usize);
            let users = view_dossier::names(queries)?;
            let shown = rows.into_iter().map(|row| JournalRow {
                seq: row.post_seq,
                at: row.recorded_at,
                actor: users.get(&row.actor).cloned().unwrap_or_default(),
                stream: relais_domain::stream::stream_name(row.stream, row.stream_id),
                short_hash: row.hash.chars().take(SHORT_HASH).collect(),
                body: shown_body(&row.event),
                kind: row.kind,
            });
            Ok(JournalPage { rows: shown.collect(), more })
        })
        .await
}

/// What a page shows of an entry: all but the text of a file of reference data, of which a page may hold many.
fn shown_body(event: &relais_domain::event::Event) -> serde_json::Value {
    let (kind, mut body) = event.to_parts().unwrap_or_default();
    if kind == "practice.reference_set"
        && let Some(body) = body.as_object_mut()
    {
        body.remove("text");
    }
    body
}

/// Verifies an archive, or the practice's own journal and its kept papers, against an anchor.
pub async fn verify(app: &App, _call: Call, request: VerifyArchiveRequest) -> Result<Verification, Problem> {
    let practice = app.practice()?;
    let own_anchors = opening::anchor_files(app, &practice.folder);
    let anchor = match &request.anchor {
        Some(given) => Some(read_anchor(given)?),
        None => own_anchors.iter().find_map(|path| read_anchor(&path.display().to_string()).ok()),
    };
    let path = request.path.map(PathBuf::from);
    blocking(move || match path {
        Some(path) => verify_file(&path, anchor.as_ref()),
        None => {
            let mut archive = Vec::new();
            practice.database.export_archive(&mut archive, seed(&practice), practice.now())?;
            let found = verification(verify_archive(archive.as_slice(), anchor.as_ref(), &mut |_| {}));
            Ok(Verification { papers: Some(papers::check(&practice.database, |_, _| {})?), ..found })
        }
    })
    .await
}

/// Verifies a file; also the command line's, which needs no practice.
pub fn verify_file(path: &Path, anchor: Option<&AnchorOrHash>) -> Result<Verification, Problem> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok(verification(verify_archive(BufReader::new(file), anchor, &mut |_| {})))
}

/// Reads an anchor: a file, or a hash copied from a paper.
pub fn read_anchor(given: &str) -> Result<AnchorOrHash, Problem> {
    if let Ok(hash) = given.trim().parse() {
        return Ok(AnchorOrHash::Hash(hash));
    }
    let path = Path::new(given);
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let anchor = Anchor::from_json(&bytes);
    anchor.map(AnchorOrHash::Anchor).map_err(|error| {
        Problem::with(ProblemCode::FileNotReadable, json!({ "path": given, "reason": error.to_string() }))
    })
}

fn verification(report: Result<VerifyReport, ArchiveFault>) -> Verification {
    match report {
        Ok(report) => Verification {
            whole: true,
            entries: report.entries,
            head_hash: report.posts.first().map(|post| post.hash.to_string()).unwrap_or_default(),
            anchored: matches!(report.end, EndAttestation::Anchor { .. }),
            fault: None,
            fault_code: None,
            papers: None,
        },
        Err(fault) => Verification {
            whole: false,
            entries: 0,
            head_hash: String::new(),
            anchored: false,
            fault_code: Some(fault.code()),
            fault: Some(fault.to_string()),
            papers: None,
        },
    }
}

/// Exports the archive.
pub async fn export(app: &App, _call: Call, request: ExportArchiveRequest) -> Result<ArchiveExported, Problem> {
    let practice = app.practice()?;
    blocking(move || export_to(&practice, Path::new(&request.path))).await
}

/// The export itself; also the command line's and the story's.
pub fn export_to(practice: &Arc<OpenPractice>, path: &Path) -> Result<ArchiveExported, Problem> {
    let (_, bytes) =
        whole_file::write(path, |file| Ok(practice.database.export_archive(file, seed(practice), practice.now())?))?;
    let head = practice.database.head()?;
    Ok(ArchiveExported { path: path.display().to_string(), entries: head.seq, head_hash: head.hash.to_string(), bytes })
}

fn seed(practice: &OpenPractice) -> &[u8; 32] {
    practice.keys.archive_signing_seed().expose()
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let params = json!({ "path": path.display().to_string(), "reason": error.to_string() });
    Problem::with(ProblemCode::FileNotReadable, params)
}
