//! What the page may have opened: the practice's own papers, and the portals somebody configured. Pure checks; opening
//! is `errands`' part.

use relais_usecases::contract::{Problem, ProblemCode};
use serde_json::json;
use std::path::{Path, PathBuf};

/// The only kind of file that is shown.
const PAPER: &str = "pdf";
/// Longest name proposed for a file; file systems stop at 255 bytes.
const MAX_NAME_CHARS: usize = 120;

/// A paper of the practice: a PDF whose real place is in the practice's folder, whatever links lead to it.
pub(crate) fn paper(folder: &Path, asked: &Path) -> Result<PathBuf, Problem> {
    let refused = |reason: &str| {
        let params = json!({ "path": asked.display().to_string(), "reason": reason });
        Problem::with(ProblemCode::FileNotReadable, params)
    };
    let folder = folder.canonicalize().map_err(|error| refused(&error.to_string()))?;
    let real = asked.canonicalize().map_err(|error| refused(&error.to_string()))?;
    let is_paper = real.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(PAPER)) && real.is_file();
    if is_paper && real.starts_with(&folder) { Ok(real) } else { Err(refused("not_a_paper_of_the_practice")) }
}

/// A portal of a configured platform, given back as it was configured.
pub(crate) fn portal(known: impl IntoIterator<Item = String>, asked: &str) -> Result<String, Problem> {
    let bare = |url: &str| url.trim().trim_end_matches('/').to_owned();
    let web = |url: &str| url.starts_with("https://") || url.starts_with("http://");
    let mut known = known.into_iter().filter(|url| web(url));
    known.find(|url| bare(url) == bare(asked)).ok_or_else(|| Problem::field("url", "not_a_configured_portal"))
}

/// A name to propose in a dialog: no folder, nothing a file system would refuse.
pub(crate) fn file_name(suggested: &str) -> String {
    let kept = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c };
    let name: String = suggested.trim().chars().take(MAX_NAME_CHARS).map(kept).collect();
    if name.trim_matches('.').is_empty() { "relais".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::fs;

    fn practice() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("cabinet/papiers")).unwrap();
        for file in ["cabinet/papiers/recu.pdf", "cabinet/base.db", "voisin.pdf"] {
            fs::write(folder.path().join(file), b"%PDF-").unwrap();
        }
        folder
    }

    #[rstest]
    #[case::a_paper("cabinet/papiers/recu.pdf", true)]
    #[case::a_paper_by_a_detour("cabinet/papiers/../papiers/recu.pdf", true)]
    #[case::the_database("cabinet/base.db", false)]
    #[case::a_folder("cabinet/papiers", false)]
    #[case::beside_the_practice("voisin.pdf", false)]
    #[case::out_by_a_detour("cabinet/papiers/../../voisin.pdf", false)]
    #[case::missing("cabinet/papiers/autre.pdf", false)]
    fn only_papers_of_the_practice(#[case] asked: &str, #[case] allowed: bool) {
        let root = practice();
        assert_eq!(paper(&root.path().join("cabinet"), &root.path().join(asked)).is_ok(), allowed);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_lead_out() {
        let root = practice();
        let link = root.path().join("cabinet/papiers/lien.pdf");
        std::os::unix::fs::symlink(root.path().join("voisin.pdf"), &link).unwrap();
        assert!(paper(&root.path().join("cabinet"), &link).is_err());
    }

    #[rstest]
    #[case::as_configured("https://portail.example/pro", true)]
    #[case::with_a_final_slash("https://portail.example/pro/", true)]
    #[case::another_page("https://portail.example/pro/autre", false)]
    #[case::another_host("https://portail.example.org/pro", false)]
    #[case::a_file("file:///etc/passwd", false)]
    fn only_configured_portals(#[case] asked: &str, #[case] allowed: bool) {
        let known = ["https://portail.example/pro".to_owned(), "file:///etc/passwd".to_owned()];
        assert_eq!(portal(known, asked).is_ok(), allowed);
    }

    #[rstest]
    #[case::plain("archive.relais", "archive.relais")]
    #[case::a_path("../../etc/passwd", "..-..-etc-passwd")]
    #[case::nothing("  ", "relais")]
    #[case::dots("..", "relais")]
    fn names_are_names(#[case] suggested: &str, #[case] name: &str) {
        assert_eq!(file_name(suggested), name);
    }
}
