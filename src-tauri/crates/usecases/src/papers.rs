//! Papers: issued once, their very bytes kept sealed; written where the window can show and print them, removed when the
//! practice closes.
//!
//! A paper that is signed or numbered is issued inside the transaction of its deed: number, entry and bytes, or nothing.
//! Opened again it is the same paper, byte for byte.

use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        DocumentOfDossier, DocumentReady, DocumentRef, PaperFault, PapersChecked, Problem, ProblemCode, UnsoundPaper,
    },
};
use relais_documents::PrintError;
use relais_domain::{
    context::Context,
    document::{self, Document, Issued, Paper},
    ids::{ChequeId, DocumentId, DossierId, OperatorAdvanceId, SlipId},
    platform::PlatformCode,
};
use relais_storage::{Database, PieceFault, Queries, StorageError, Tx, rows::DocumentRow};
use serde::Serialize;
use serde_json::json;
use std::{path::PathBuf, sync::Arc};
use zeroize::Zeroizing;

/// The folder of printed papers, inside the practice's.
const FOLDER: &str = "papiers";

impl From<PrintError> for Problem {
    fn from(error: PrintError) -> Self {
        match error {
            PrintError::MissingGlyph { character } => {
                Problem::with(ProblemCode::GlyphMissing, json!({ "character": character.to_string() }))
            }
            PrintError::NothingDue => relais_domain::refusal::Refusal::AmountNotPositive.into(),
            PrintError::NoticeTooShort { earliest_on, .. } => {
                relais_domain::refusal::Refusal::PromisedNotBefore { not_before: earliest_on }.into()
            }
            other => Problem::with(ProblemCode::FileNotWritable, json!({ "reason": other.to_string() })),
        }
    }
}

/// A paper about to be issued.
pub(crate) struct Printed {
    /// Its id, made outside.
    pub(crate) document: DocumentId,
    /// Which paper.
    pub(crate) paper: Paper,
    /// The number printed on it.
    pub(crate) number: String,
    /// The sale it is about.
    pub(crate) dossier: DossierId,
    /// The cheque it is about, if any.
    pub(crate) cheque: Option<ChequeId>,
}

/// Issues a paper: its bytes kept, and the entry that speaks of them.
pub(crate) fn issue(tx: &mut Tx<'_>, context: &Context, printed: Printed, bytes: &[u8]) -> Result<DocumentId, Problem> {
    let Printed { document, paper, number, dossier, cheque } = printed;
    let about = About { dossier: Some(dossier), cheque, ..About::default() };
    recorded(tx, context, (document, paper, number), about, bytes)
}

/// Issues the list of a deposit slip, which is about several sales.
pub(crate) fn issue_of_slip(
    tx: &mut Tx<'_>,
    context: &Context,
    (document, slip): (DocumentId, SlipId),
    number: String,
    bytes: &[u8],
) -> Result<DocumentId, Problem> {
    let about = About { slip: Some(slip), ..About::default() };
    recorded(tx, context, (document, Paper::SlipList, number), about, bytes)
}

/// Issues a paper about an operator: the request for an advance, or the statement of one.
pub(crate) fn issue_of_operator(
    tx: &mut Tx<'_>,
    context: &Context,
    printed: (DocumentId, Paper, String),
    (platform, advance): (PlatformCode, Option<OperatorAdvanceId>),
    bytes: &[u8],
) -> Result<DocumentId, Problem> {
    let about = About { advance, platform: Some(platform), ..About::default() };
    recorded(tx, context, printed, about, bytes)
}

/// Issues a paper about several sales at once, or about the practice's own work: no sale, no one cheque.
pub(crate) fn issue_of_house(
    tx: &mut Tx<'_>,
    context: &Context,
    printed: (DocumentId, Paper, String),
    bytes: &[u8],
) -> Result<DocumentId, Problem> {
    recorded(tx, context, printed, About::default(), bytes)
}

/// What a paper is about: each if any.
#[derive(Default)]
struct About {
    dossier: Option<DossierId>,
    cheque: Option<ChequeId>,
    slip: Option<SlipId>,
    advance: Option<OperatorAdvanceId>,
    platform: Option<PlatformCode>,
}

fn recorded(
    tx: &mut Tx<'_>,
    context: &Context,
    (document, paper, number): (DocumentId, Paper, String),
    About { dossier, cheque, slip, advance, platform }: About,
    bytes: &[u8],
) -> Result<DocumentId, Problem> {
    let piece = tx.put_piece(document, paper, bytes)?;
    let issued = Issued { document, paper, number, on: context.today, dossier, cheque, slip, advance, platform, piece };
    let state = tx.load::<Document>(document.0)?;
    tx.append::<Document>(document.0, document::issue(&state, issued, context)?)?;
    Ok(document)
}

/// F10: opens an issued paper again, the very same.
pub async fn open_document(app: &App, _call: Call, request: DocumentRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let DocumentRef { dossier, document } = request;
    let its_own = practice.read(move |queries| Ok(queries.documents_of_dossier(dossier)?)).await?;
    if !its_own.iter().any(|row| row.id == document) {
        return Err(Problem::code(ProblemCode::UnknownDocument));
    }
    open(&practice, document).await
}

/// Prints an issued paper again: counted, and marked « DUPLICATA » with its count.
pub async fn reprint(app: &App, call: Call, request: DocumentRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let DocumentRef { dossier, document } = request.clone();
    let its_own = practice.read(move |queries| Ok(queries.documents_of_dossier(dossier)?)).await?;
    if !its_own.iter().any(|row| row.id == document) {
        return Err(Problem::code(ProblemCode::UnknownDocument));
    }
    again(&practice, call, &("reprint", &request), document).await
}

/// The reprint of any paper, whatever it is about. What cannot be read is not counted.
pub(crate) async fn again<R: Serialize>(
    practice: &Arc<OpenPractice>,
    call: Call,
    request: &R,
    document: DocumentId,
) -> Result<DocumentReady, Problem> {
    let (name, bytes) = bytes_of(practice, document).await?;
    let (count, on) = practice
        .command(call, request, move |tx, context| {
            let state = tx.load::<Document>(document.0)?;
            tx.append::<Document>(document.0, document::reprint(&state, context)?)?;
            Ok((state.duplicates + 1, context.today))
        })
        .await?;
    let marked = blocking(move || Ok(relais_documents::duplicate(&bytes, count, on)?)).await?;
    let name = name.strip_suffix(".pdf").unwrap_or(&name);
    put(practice, &format!("{name}-duplicata-{count}.pdf"), marked).await
}

/// Takes the bytes of an issued paper out, for the window to show.
pub(crate) async fn open(practice: &Arc<OpenPractice>, document: DocumentId) -> Result<DocumentReady, Problem> {
    let (name, bytes) = bytes_of(practice, document).await?;
    put(practice, &name, bytes.to_vec()).await
}

/// Several issued papers as one file to print.
pub(crate) async fn open_bundle(
    practice: &Arc<OpenPractice>,
    documents: Vec<DocumentId>,
    file_name: &str,
) -> Result<DocumentReady, Problem> {
    let mut issued = Vec::with_capacity(documents.len());
    for document in documents {
        issued.push(bytes_of(practice, document).await?.1);
    }
    let bytes = blocking(move || Ok(relais_documents::bundle(&issued)?)).await?;
    put(practice, file_name, bytes).await
}

/// The very bytes that were issued, and the name of their file.
async fn bytes_of(practice: &Arc<OpenPractice>, document: DocumentId) -> Result<(String, Zeroizing<Vec<u8>>), Problem> {
    let reading = practice.clone();
    blocking(move || {
        let row = reading.database.read(|queries| queries.document(document))?;
        let row = row.ok_or_else(|| Problem::code(ProblemCode::UnknownDocument))?;
        let bytes = reading.database.open_piece(document).map_err(|error| unreadable(error, &row.number))?;
        Ok((file_name(&row, &bytes), bytes))
    })
    .await
}

/// The papers of a dossier, the latest first.
pub(crate) fn of_dossier(queries: &Queries<'_>, dossier: DossierId) -> Result<Vec<DocumentOfDossier>, Problem> {
    let rows = queries.documents_of_dossier(dossier)?.into_iter().rev();
    let shown = rows.map(|row| DocumentOfDossier {
        document: row.id,
        paper: row.paper,
        number: row.number,
        issued_on: row.on,
        cheque: row.cheque,
        duplicates: row.duplicates,
        can_be_reprinted: !row.paper.is_received(),
    });
    Ok(shown.collect())
}

/// Looks at every kept paper, in memory, and says which are not as they were issued.
pub(crate) fn check(database: &Database, progress: impl FnMut(u64, u64)) -> Result<PapersChecked, Problem> {
    let report = database.check_pieces(progress)?;
    let unsound = report.unsound.into_iter().map(|piece| UnsoundPaper {
        document: piece.document,
        number: piece.number,
        fault: fault_of(&piece.fault),
    });
    Ok(PapersChecked { issued: report.issued - report.erased, unsound: unsound.collect() })
}

/// How the name of a paper's file ends, by its first bytes; none for what is no paper.
pub(crate) fn extension(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 3] = [(b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg")];
    kinds.into_iter().find(|(first, _)| bytes.starts_with(first)).map(|(_, extension)| extension)
}

/// A name people recognise.
fn file_name(row: &DocumentRow, bytes: &[u8]) -> String {
    let what = match row.paper {
        Paper::ChequeReceipt => "recu-de-cheque",
        Paper::ChequeDischarge => "decharge",
        Paper::DepositNotice => "prevenance",
        Paper::DifferenceDue => "reste-a-regler",
        Paper::Estimate => "estimation",
        Paper::CoverAttestation => "attestation",
        Paper::ConsentSheet => "accord",
        Paper::SlipList => "remise",
        Paper::EvidenceSheet => "preuve",
        Paper::PaymentAttestation => "attestation-de-reglement",
        Paper::ReimbursementRequest => "demande-de-remboursement",
        Paper::DownPaymentReceipt => "recu-d-acompte",
        Paper::RefundReceipt => "recu-de-remboursement",
        Paper::AdvanceRequest => "demande-d-acompte",
        Paper::AdvanceStatement => "releve-d-avance",
        Paper::OutageProof => "attestation-de-panne",
        Paper::SetAsideSlip => "mis-de-cote",
        Paper::PayerReminder => "relance",
        Paper::InventorySheet => "inventaire",
        Paper::BankLetter => "lettre-a-la-banque",
        Paper::BreachNotice => "information-des-clients",
        Paper::PhishingWarning => "mise-en-garde",
        Paper::Complaint => "plainte",
        Paper::BreachNotification => "notification",
        Paper::ComplaintHandout => "plainte-des-clients",
        Paper::ImpersonationLetter => "risque-d-usurpation",
        Paper::DebitWatch => "surveillance-des-prelevements",
        Paper::PurgeCertificate => "proces-verbal-d-effacement",
    };
    format!("{what}-{}.{}", row.number, extension(bytes).unwrap_or("pdf"))
}

fn unreadable(error: StorageError, number: &str) -> Problem {
    match error {
        StorageError::Piece(fault) => {
            Problem::with(ProblemCode::PaperUnreadable, json!({ "number": number, "fault": fault_of(&fault) }))
        }
        other => other.into(),
    }
}

const fn fault_of(fault: &PieceFault) -> PaperFault {
    match fault {
        PieceFault::Erased => PaperFault::Erased,
        PieceFault::Missing => PaperFault::Missing,
        PieceFault::NotAPiece => PaperFault::NotAPiece,
        PieceFault::Newer => PaperFault::Newer,
        PieceFault::OtherPractice => PaperFault::OtherPractice,
        PieceFault::OtherPiece { .. } => PaperFault::OtherPiece,
        PieceFault::Truncated => PaperFault::Truncated,
        PieceFault::Altered => PaperFault::Altered,
        PieceFault::NotAsIssued => PaperFault::NotAsIssued,
        PieceFault::Unreadable(_) => PaperFault::Unreadable,
    }
}

/// Writes the bytes under a name people recognise.
pub(crate) async fn put(
    practice: &Arc<OpenPractice>,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<DocumentReady, Problem> {
    let folder = folder_of(practice);
    let file_name = file_name.to_owned();
    blocking(move || {
        let path = folder.join(&file_name);
        let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, &bytes));
        written.map_err(|error| Problem::not_writable(&path, &error))?;
        Ok(DocumentReady { path: path.display().to_string(), file_name, pages: pages(&bytes) })
    })
    .await
}

/// Where the papers of a practice are.
pub(crate) fn folder_of(practice: &OpenPractice) -> PathBuf {
    practice.folder.join(FOLDER)
}

/// Removes what was printed: names are on those pages. A demonstration's stay, to be looked at.
pub(crate) fn clear(practice: &OpenPractice) {
    if practice.kind != relais_domain::practice::PracticeKind::Demonstration {
        let _ = std::fs::remove_dir_all(folder_of(practice));
    }
}

/// Pages of a PDF of ours: the leaves of its page tree.
fn pages(bytes: &[u8]) -> u32 {
    let needle = b"/Type/Page";
    let leaves = bytes.windows(needle.len() + 1).filter(|w| w.starts_with(needle) && w[needle.len()] != b's').count();
    u32::try_from(leaves.max(1)).unwrap_or(u32::MAX)
}
