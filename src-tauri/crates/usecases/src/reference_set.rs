//! A set of reference data as the program holds it: the one that ships, or the file a practice took in its place, each
//! read once. A file is named by its checksum, so that what was read of it stays true. Taking one, keeping what was changed here
//! and going back are the same for every set.

use crate::{
    app::OpenPractice,
    call::Call,
    contract::{Problem, ReferenceSummary},
    reference_files,
};
use relais_domain::{
    practice::{ChosenReference, Practice, ReferenceName},
    reference_file::FileFault,
};
use std::sync::{Arc, Mutex, OnceLock};

/// How a text is read, whole or with every fault.
type Read<S> = fn(&str) -> Result<S, Vec<FileFault>>;

/// A set, and which it is.
#[derive(Debug)]
pub(crate) struct Known<S> {
    pub(crate) set: Arc<S>,
    pub(crate) summary: ReferenceSummary,
}

impl<S> Clone for Known<S> {
    fn clone(&self) -> Self {
        Known { set: self.set.clone(), summary: self.summary.clone() }
    }
}

/// Where a set is read from, and what was read last.
pub(crate) struct Shelf<S> {
    name: ReferenceName,
    ships: &'static str,
    read: Read<S>,
    version: fn(&S) -> &str,
    shipped: OnceLock<Known<S>>,
    taken: Mutex<Option<Known<S>>>,
}

impl<S> Shelf<S> {
    pub(crate) const fn new(name: ReferenceName, ships: &'static str, read: Read<S>, version: fn(&S) -> &str) -> Self {
        Shelf { name, ships, read, version, shipped: OnceLock::new(), taken: Mutex::new(None) }
    }

    /// The set a practice uses. A file taken by an earlier build which this one does not read any more gives way to the one
    /// that ships.
    pub(crate) fn of(&self, state: &Practice) -> Result<Known<S>, Problem> {
        let Some((chosen, text)) = reference_files::chosen(state, self.name) else { return self.shipped() };
        let last = self.taken.lock().ok().and_then(|last| last.clone());
        if let Some(last) = last.filter(|last| last.summary.checksum == chosen.checksum) {
            return Ok(last);
        }
        let Ok(set) = (self.read)(text) else { return self.shipped() };
        let summary = reference_files::summary((self.version)(&set), chosen.checksum.clone(), false);
        let known = Known { set: Arc::new(set), summary };
        if let Ok(mut last) = self.taken.lock() {
            *last = Some(known.clone());
        }
        Ok(known)
    }

    /// The set that ships with this build.
    pub(crate) fn shipped(&self) -> Result<Known<S>, Problem> {
        if let Some(known) = self.shipped.get() {
            return Ok(known.clone());
        }
        let set = (self.read)(self.ships).map_err(|faults| Problem::internal(format!("{faults:?}")))?;
        let checksum = reference_files::checksum(self.ships.as_bytes());
        let summary = reference_files::summary((self.version)(&set), checksum, true);
        Ok(self.shipped.get_or_init(|| Known { set: Arc::new(set), summary }).clone())
    }

    /// Takes a file in place of the set in use: whole, or not at all with every fault and its line.
    pub(crate) async fn take(
        &self,
        practice: &Arc<OpenPractice>,
        call: Call,
        file: (String, usize),
    ) -> Result<Result<(), Vec<FileFault>>, Problem> {
        let version = |text: &str| Ok((self.version)(&(self.read)(text)?).to_owned());
        reference_files::take(practice, call, self.name, file, version).await
    }

    /// Keeps the text of a set that was changed here, held to what is read from a file.
    pub(crate) async fn keep(&self, practice: &Arc<OpenPractice>, call: Call, text: String) -> Result<(), Problem> {
        let set = (self.read)(&text).map_err(|faults| Problem::internal(format!("{faults:?}")))?;
        let (version, checksum) = ((self.version)(&set).to_owned(), reference_files::checksum(text.as_bytes()));
        drop(set);
        reference_files::record(practice, call, self.name, ChosenReference { version, checksum, text: Some(text) })
            .await
    }

    /// Goes back to the set that ships with the program.
    pub(crate) async fn restore(&self, practice: &Arc<OpenPractice>, call: Call) -> Result<(), Problem> {
        let ReferenceSummary { version, checksum, .. } = self.shipped()?.summary;
        reference_files::record(practice, call, self.name, ChosenReference { version, checksum, text: None }).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_domain::practice::ChosenReference;

    static WORDS: Shelf<String> = Shelf::new(
        ReferenceName::FieldLists,
        "shipped",
        |text| if text.is_empty() { Err(Vec::new()) } else { Ok(text.to_owned()) },
        |set| set,
    );

    fn taking(text: &str) -> Practice {
        let chosen = ChosenReference {
            version: text.to_owned(),
            checksum: reference_files::checksum(text.as_bytes()),
            text: Some(text.to_owned()),
        };
        let mut state = Practice::default();
        state.references.insert(ReferenceName::FieldLists, chosen);
        state
    }

    #[test]
    fn each_practice_has_its_own_set_whichever_was_read_last() {
        for word in ["first", "second", "first"] {
            let known = WORDS.of(&taking(word)).unwrap();
            assert_eq!((known.set.as_str(), known.summary.shipped), (word, false));
        }
        let known = WORDS.of(&Practice::default()).unwrap();
        assert_eq!((known.set.as_str(), known.summary.shipped), ("shipped", true));
    }

    #[test]
    fn a_set_is_read_once() {
        let known = [WORDS.of(&taking("once")).unwrap(), WORDS.of(&taking("once")).unwrap()];
        // Another test may have taken another in between; the one that ships is never read again.
        assert_eq!(known[0].set, known[1].set);
        assert!(Arc::ptr_eq(&WORDS.shipped().unwrap().set, &WORDS.shipped().unwrap().set));
    }

    #[test]
    fn a_file_that_is_not_read_any_more_gives_way_to_the_one_that_ships() {
        assert!(WORDS.of(&taking("")).unwrap().summary.shipped);
    }
}
