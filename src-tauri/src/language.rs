//! The language the window speaks: which page it opens on, and the choice kept on this machine. Owns one word in one file;
//! knows nothing of the pages (`docs/decisions/0033-one-build-a-language.md`). A file that cannot be read, or says something
//! else, means French.

use relais_usecases::contract::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};
use tauri::utils::config::WebviewUrl;

/// Where the choice is kept.
#[derive(Debug, Clone)]
pub(crate) struct Kept(pub(crate) PathBuf);

/// A language the interface was built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Language {
    /// French, at the root of what the window carries.
    #[default]
    Fr,
    /// English, in its own folder.
    En,
}

impl Language {
    /// The language last chosen on this machine.
    pub(crate) fn chosen(file: &Path) -> Self {
        let word = match fs::read_to_string(file) {
            Ok(word) => word,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Self::default(),
            Err(error) => {
                tracing::warn!(%error, "the language chosen could not be read");
                return Self::default();
            }
        };
        match word.trim() {
            "en" => Self::En,
            "fr" => Self::Fr,
            _ => {
                tracing::warn!("the language chosen is not one of ours");
                Self::default()
            }
        }
    }

    /// Keeps the choice: the file says the one before or this one, never half of one.
    ///
    /// # Errors
    /// When the preferences cannot be written; the window stays as it is.
    pub(crate) fn keep(self, file: &Path) -> Result<(), Problem> {
        self.write(file).map_err(|error| {
            let params = json!({ "path": file.display().to_string(), "reason": error.to_string() });
            Problem::with(ProblemCode::FileNotWritable, params)
        })
    }

    fn write(self, file: &Path) -> std::io::Result<()> {
        let folder = file.parent().ok_or(std::io::ErrorKind::InvalidInput)?;
        fs::create_dir_all(folder)?;
        let beside = file.with_extension("new");
        let mut written = File::create(&beside)?;
        written.write_all(self.word().as_bytes())?;
        written.sync_all()?;
        fs::rename(&beside, file)
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Its page, among those the window carries.
    pub(crate) fn page(self) -> WebviewUrl {
        WebviewUrl::App(match self {
            Self::Fr => "index.html".into(),
            Self::En => "en/index.html".into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_is_kept_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("preferences").join("langue");
        assert_eq!(Language::chosen(&file), Language::Fr);
        for language in [Language::En, Language::Fr, Language::En] {
            language.keep(&file).unwrap();
            assert_eq!(Language::chosen(&file), language);
        }
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_file_that_says_something_else_means_french() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("langue");
        for bad in ["", "de", "en\0", "../en"] {
            fs::write(&file, bad).unwrap();
            assert_eq!(Language::chosen(&file), Language::Fr, "{bad:?}");
        }
        fs::write(&file, [0xff, 0xfe]).unwrap();
        assert_eq!(Language::chosen(&file), Language::Fr);
        fs::write(&file, "en\n").unwrap();
        assert_eq!(Language::chosen(&file), Language::En);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let in_the_way = folder.path().join("preferences");
        fs::write(&in_the_way, "").unwrap();
        let refused = Language::En.keep(&in_the_way.join("langue")).unwrap_err();
        assert_eq!(refused.code, ProblemCode::FileNotWritable);
    }
}
