//! The access log, read by the owner: listed with the names joined, verified, exported as a file that anyone can check.

use super::{kind_word, reference};
use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        AccessAbout, AccessKind, AccessLogExported, AccessLogPage, AccessLogRequest, AccessLogRow, AccessLogUser,
        AccessLogVerification, AccessSubject, ExportAccessLogRequest, Problem, ProblemCode, VerifyAccessLogRequest,
    },
    credentials, people, view_dossier, whole_file,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use relais_domain::{
    ids::{ChequeId, CredentialId, DossierId, IncidentId, UserId},
    platform::PlatformCode,
};
use relais_journal::access::{AccessFault, AccessReport, verify_access_export};
use relais_storage::{
    Queries,
    rows::{AccessFilter, AccessRow, Found},
};
use serde_json::{Value, json};
use std::{collections::HashMap, fs::File, io::BufReader, path::Path, sync::Arc};
use uuid::Uuid;

/// Most rows of one page.
const MAX_ROWS: u32 = 500;
/// Most dossiers a search of the log looks for: beyond it the words say too little.
const MAX_FOUND: u32 = 200;

/// One page, newest first.
pub async fn list(app: &App, _call: Call, request: AccessLogRequest) -> Result<AccessLogPage, Problem> {
    let practice = app.practice()?;
    let reading = practice.clone();
    practice
        .read(move |queries| {
            let limit = request.limit.clamp(1, MAX_ROWS);
            let users = view_dossier::names(queries)?;
            let filter = AccessFilter {
                kinds: request.kind.map(kind_word).into_iter().collect(),
                actor: request.user,
                from: request.from.map(|day| start_of(&reading, day)).transpose()?,
                until: request.until.map(|day| start_of(&reading, day.saturating_add(1.day()))).transpose()?,
                about_or_by: found(&reading, queries, &users, request.text.trim())?,
                before: request.before.map(u64::cast_signed),
                limit: limit + 1,
            };
            let mut rows = queries.accesses(&filter)?;
            let more = rows.len() > limit as usize;
            rows.truncate(limit as usize);
            let mut everybody: Vec<_> =
                users.iter().map(|(id, name)| AccessLogUser { id: *id, name: name.clone() }).collect();
            everybody.sort_by(|a, b| (&a.name, a.id.0).cmp(&(&b.name, b.id.0)));
            let mut names = Names { practice: &reading, queries, users, subjects: HashMap::new() };
            let rows = rows.into_iter().map(|row| names.row(row)).collect::<Result<_, _>>()?;
            Ok(AccessLogPage { rows, more, users: everybody, keep_months: queries.access_keep_months()? })
        })
        .await
}

/// The first instant of a business date.
fn start_of(practice: &OpenPractice, day: Date) -> Result<Timestamp, Problem> {
    Ok(day.to_zoned(practice.time_zone.clone()).map_err(Problem::internal)?.timestamp())
}

/// What the typed words are about; nothing typed, everything.
fn found(
    practice: &OpenPractice,
    queries: &Queries<'_>,
    users: &HashMap<UserId, String>,
    typed: &str,
) -> Result<Option<Found>, Problem> {
    if typed.is_empty() {
        return Ok(None);
    }
    let lowered = typed.to_lowercase();
    let says = |text: &str| text.to_lowercase().contains(&lowered);
    let mut found = Found::default();
    for row in queries.search(typed, MAX_FOUND)? {
        found.abouts.push(reference(AccessSubject::Dossier, &row.id.0.to_string()));
        for cheque in queries.dossier_cheques(row.id)? {
            found.abouts.push(reference(AccessSubject::Cheque, &cheque.id.0.to_string()));
        }
    }
    let platforms = practice.lines.known().into_iter().filter(|it| says(&it.label) || says(it.code.as_str()));
    found.abouts.extend(platforms.map(|it| reference(AccessSubject::Platform, it.code.as_str())));
    let accounts = queries.credentials()?.into_iter().filter(|row| says(&credentials::label(practice, &row.facts)));
    found.abouts.extend(accounts.map(|row| reference(AccessSubject::Credential, &row.id.0.to_string())));
    found.actors.extend(users.iter().filter(|(_, name)| says(name)).map(|(id, _)| *id));
    Ok(Some(found))
}

/// The names a page shows, each looked for once.
struct Names<'a, 'q> {
    practice: &'a OpenPractice,
    queries: &'a Queries<'q>,
    users: HashMap<UserId, String>,
    subjects: HashMap<String, Option<AccessAbout>>,
}

impl Names<'_, '_> {
    fn row(&mut self, row: AccessRow) -> Result<AccessLogRow, Problem> {
        let entry = row.entry;
        let kind = kind_of(&entry.kind).ok_or_else(|| Problem::code(ProblemCode::DatabaseDamaged))?;
        let text = |member: &str| entry.body.get(member).and_then(Value::as_str).map(str::to_owned);
        let count = |member: &str| entry.body.get(member).and_then(Value::as_u64).unwrap_or(1);
        let month = entry.stream.split_once('/').map(|(_, month)| month.to_owned()).unwrap_or_default();
        let (detail, times) = match kind {
            AccessKind::SegmentOpened => (Some(month.clone()), 1),
            AccessKind::SegmentSealed => (Some(month.clone()), count("entries")),
            AccessKind::SegmentErased => {
                (entry.body.pointer("/last/segment").and_then(Value::as_str).map(str::to_owned), count("entries"))
            }
            _ => (text("detail"), count("times")),
        };
        let about = match text("about") {
            Some(about) => self.subject(&about)?,
            None => None,
        };
        Ok(AccessLogRow {
            seq: row.seq.cast_unsigned(),
            month,
            number: entry.post_seq,
            at: entry.recorded_at_utc,
            kind,
            actor: self.users.get(&UserId(entry.actor)).cloned().unwrap_or_default(),
            about,
            detail,
            outcome: text("outcome").unwrap_or_else(|| super::DONE.to_owned()),
            times,
        })
    }

    fn subject(&mut self, about: &str) -> Result<Option<AccessAbout>, Problem> {
        if let Some(known) = self.subjects.get(about) {
            return Ok(known.clone());
        }
        let named = self.name(about)?;
        self.subjects.insert(about.to_owned(), named.clone());
        Ok(named)
    }

    fn name(&self, about: &str) -> Result<Option<AccessAbout>, Problem> {
        let Some((what, id)) = about.split_once('/') else { return Ok(None) };
        let Ok(subject) = serde_json::from_value::<AccessSubject>(json!(what)) else { return Ok(None) };
        let uuid = id.parse::<Uuid>().ok();
        let (label, dossier) = match (subject, uuid) {
            (AccessSubject::Dossier, Some(id)) => (self.dossier(DossierId(id))?, Some(DossierId(id))),
            (AccessSubject::Cheque, Some(id)) => {
                let row = self.queries.cheque(ChequeId(id))?;
                let dossier = row.as_ref().and_then(|row| row.covers.first()).map(|cover| cover.dossier);
                let label = row.map(|row| format!("{} · {}", row.dossier_label, people::display(&row.name)));
                (label.unwrap_or_default(), dossier)
            }
            (AccessSubject::Incident, Some(id)) => {
                let row = self.queries.incident(IncidentId(id))?;
                (row.map(|row| self.practice.lines.label(&row.platform)).unwrap_or_default(), None)
            }
            (AccessSubject::Credential, Some(id)) => {
                let row = self.queries.credential(CredentialId(id))?;
                (row.map(|row| credentials::label(self.practice, &row.facts)).unwrap_or_default(), None)
            }
            (AccessSubject::User, Some(id)) => (self.users.get(&UserId(id)).cloned().unwrap_or_default(), None),
            (AccessSubject::Platform, _) => {
                let code = PlatformCode::parse(id).ok();
                (code.map_or_else(|| id.to_owned(), |code| self.practice.lines.label(&code)), None)
            }
            _ => (id.to_owned(), None),
        };
        Ok(Some(AccessAbout { subject, label, dossier }))
    }

    fn dossier(&self, id: DossierId) -> Result<String, Problem> {
        let row = self.queries.dossier(id)?;
        Ok(row.map(|row| format!("{} · {}", row.label(), people::display(&row.name))).unwrap_or_default())
    }
}

/// The kind a word of the log stands for.
fn kind_of(spelled: &str) -> Option<AccessKind> {
    let (first, last) = spelled.split_once('.')?;
    let code = if first == super::KIND_WORD { last.to_owned() } else { format!("{first}_{last}") };
    serde_json::from_value(json!(code)).ok().filter(|kind| kind_word(*kind) == spelled)
}

/// Verifies an export, or the practice's own log.
pub async fn verify(app: &App, _call: Call, request: VerifyAccessLogRequest) -> Result<AccessLogVerification, Problem> {
    let practice = app.practice()?;
    blocking(move || match request.path {
        Some(path) => verify_file(Path::new(&path)),
        None => Ok(verification(practice.database.verify_access_log()?)),
    })
    .await
}

/// Verifies a file; also the command line's, which needs no practice.
pub fn verify_file(path: &Path) -> Result<AccessLogVerification, Problem> {
    let file = File::open(path).map_err(|error| {
        let params = json!({ "path": path.display().to_string(), "reason": error.to_string() });
        Problem::with(ProblemCode::FileNotReadable, params)
    })?;
    Ok(verification(verify_access_export(BufReader::new(file)).map(|(report, _)| report)))
}

fn verification(report: Result<AccessReport, AccessFault>) -> AccessLogVerification {
    match report {
        Ok(report) => AccessLogVerification {
            whole: true,
            entries: report.entries,
            months: report.segments,
            first_month: report.first.map(|month| month.to_string()),
            fault: None,
            fault_code: None,
        },
        Err(fault) => AccessLogVerification {
            whole: false,
            entries: 0,
            months: 0,
            first_month: None,
            fault: Some(fault.to_string()),
            fault_code: Some(fault.code()),
        },
    }
}

/// Exports the log.
pub async fn export(app: &App, _call: Call, request: ExportAccessLogRequest) -> Result<AccessLogExported, Problem> {
    let practice = app.practice()?;
    blocking(move || export_to(&practice, Path::new(&request.path))).await
}

/// The export itself.
pub fn export_to(practice: &Arc<OpenPractice>, path: &Path) -> Result<AccessLogExported, Problem> {
    let seed = practice.keys.archive_signing_seed().expose();
    let (receipt, bytes) = whole_file::write(path, |file| {
        practice.database.export_access_log(file, seed, practice.now())?.map_err(|fault| match fault {
            AccessFault::Read(error) => Problem::not_writable(path, &error),
            broken => Problem::with(ProblemCode::ArchiveFault, json!({ "fault": broken.to_string() })),
        })
    })?;
    Ok(AccessLogExported { path: path.display().to_string(), entries: receipt.entries, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_practices_own("access.rights_looked_up", Some(AccessKind::RightsLookedUp))]
    #[case::a_months("segment.sealed", Some(AccessKind::SegmentSealed))]
    #[case::crossed("access.segment_sealed", None)]
    #[case::unknown("access.dreamt_of", None)]
    fn a_kind_is_read_back(#[case] spelled: &str, #[case] kind: Option<AccessKind>) {
        assert_eq!(kind_of(spelled), kind);
    }
}
