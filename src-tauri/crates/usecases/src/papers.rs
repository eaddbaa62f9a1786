//! Papers on disk: written where the window can show and print them, removed when the practice closes.
//!
//! What makes a paper the same paper is its model, kept sealed in the database; the PDF is made from it each time.

use crate::{
    app::{OpenPractice, blocking},
    contract::{DocumentReady, Problem, ProblemCode},
};
use relais_documents::PrintError;
use serde_json::json;
use std::{path::PathBuf, sync::Arc};

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
