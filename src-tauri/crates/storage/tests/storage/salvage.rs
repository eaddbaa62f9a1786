//! A page is lost: the backup, what can still be read and the archive give back together what neither gives alone.

use crate::shop::{KEY, Shop};
use jiff::Timestamp;
use relais_storage::{
    DatabaseKey, PracticeFolder, StorageError,
    backup::{self, BackupError, Held, Remains, Restored, Salvaged, Step, to_the_end, verify},
};
use std::{
    fs,
    io::{Read, Seek, SeekFrom, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

const PAGE: u64 = 4096;
const PAPER: &[u8] = "%PDF Reçu de Monsieur Haddad".as_bytes();

/// A practice that went on after its backup, and closed.
struct Ground {
    place: tempfile::TempDir,
    container: Vec<u8>,
    archive: PathBuf,
    /// Entries in the backup, and in all.
    entries: (u64, u64),
    dump: String,
}

fn ground() -> Ground {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(&place.path().join("cabinet"));
    shop.configure("viamedis").unwrap();
    for number in 0..12 {
        let person = shop.person("Le Goff", &format!("Yann {number}"), "0600000000");
        let dossier = shop.open_dossier(person, 10_000, 500).unwrap();
        shop.keep_cheque(dossier, "").unwrap();
    }
    let mut container = Vec::new();
    let receipt = shop.db.backup(b"{}", shop.now, &mut container, &mut to_the_end).unwrap();
    for number in 0..12 {
        let person = shop.person("Haddad", &format!("Samia {number}"), "0611111111");
        let dossier = shop.open_dossier(person, 20_000, 700).unwrap();
        shop.keep_cheque(dossier, "").unwrap();
        shop.issue(dossier, &format!("R-2024-{number:04}"), PAPER).unwrap();
        shop.credit(dossier, 20_000).unwrap();
    }
    let archive = place.path().join("journal.relais-archive");
    shop.db.export_archive(fs::File::create(&archive).unwrap(), &[7; 32], shop.now).unwrap();
    let (dump, all) = (shop.dump(), shop.db.head().unwrap().seq);
    shop.db.close();
    Ground { place, container, archive, entries: (receipt.head.seq, all), dump }
}

impl Ground {
    fn folder(&self) -> PracticeFolder {
        PracticeFolder::open(&self.place.path().join("cabinet")).unwrap()
    }

    fn file(&self) -> PathBuf {
        self.folder().database_file()
    }

    /// Puts the backup back into `name`, with what remains on top of it.
    fn restored(&self, name: &str, archive: bool) -> (Restored, PathBuf) {
        let (into, from) = (self.place.path().join(name), self.folder());
        let remains = Remains { folder: Some(&from), archive: archive.then_some(&*self.archive) };
        let folder = PracticeFolder::create(&into).unwrap();
        let key = DatabaseKey::new(KEY);
        let told = backup::restore(&*self.container, &folder, &key, Some(&remains), &mut to_the_end).unwrap();
        // What was said before is what is done.
        let scratch = self.place.path().join("essai");
        let before = verify(&*self.container, &key, &scratch, Some(&remains), &mut to_the_end).unwrap();
        assert_eq!(before.salvaged, told.salvaged);
        (told, into)
    }
}

/// The practice of a folder is one that works, whose views are those its journal gives.
fn works(folder: &Path) -> (String, u64) {
    let mut shop = Shop::open(folder, 9);
    let dump = shop.dump();
    shop.db.rebuild(|_| {}).unwrap();
    assert!(shop.dump() == dump, "rebuilt, the views are others");
    let (seq, report) = (shop.db.head().unwrap().seq, shop.db.verify_access_log().unwrap());
    report.unwrap();
    shop.db.export_archive(std::io::sink(), &[7; 32], shop.now).unwrap();
    let person = shop.person("Nouveau", "Client", "");
    shop.open_dossier(person, 1_000, 0).unwrap();
    shop.db.close();
    (dump, seq)
}

fn flipped(file: &Path, page: u64, deed: impl FnOnce()) {
    let mut open = fs::File::options().read(true).write(true).open(file).unwrap();
    let at = (page - 1) * PAGE + 77;
    let mut byte = [0];
    let mut flip = || {
        open.seek(SeekFrom::Start(at)).unwrap();
        open.read_exact(&mut byte).unwrap();
        open.seek(SeekFrom::Start(at)).unwrap();
        open.write_all(&[byte[0] ^ 1]).unwrap();
    };
    flip();
    deed();
    flip();
}

#[test]
fn nothing_is_lost_of_what_can_be_read() {
    let ground = ground();
    let (told, folder) = ground.restored("entier", false);
    let Salvaged { entries, until, lost, partly, pages } = told.salvaged.unwrap();
    assert_eq!((entries, lost, partly, pages), (ground.entries.1 - ground.entries.0, 0, vec![], vec![]));
    assert!(until.is_some_and(|at: Timestamp| at > told.anchor.written_at_utc));
    let shop = Shop::open(&folder, 3);
    assert_eq!(shop.found_by("haddad").len(), 12);
    let papers = shop.db.check_pieces(|_, _| {}).unwrap();
    assert_eq!((papers.issued, papers.unsound), (12, vec![]));
    shop.db.close();
    assert!(works(&folder) == (ground.dump, ground.entries.1));
}

/// Each of its steps is told, and stopped at any of them nothing is there and the damaged practice is as it was.
#[test]
fn whoever_stops_it_finds_everything_as_it_was() {
    let ground = ground();
    let key = DatabaseKey::new(KEY);
    let (from, scratch) = (ground.folder(), ground.place.path().join("essai"));
    let remains = Remains { folder: Some(&from), archive: None };
    let before = fs::read(ground.file()).unwrap();
    for stopped_at in [Step::Reading, Step::Entries, Step::Beside, Step::Folding, Step::Papers] {
        let into = ground.place.path().join(format!("arrêté-{stopped_at:?}"));
        let folder = PracticeFolder::create(&into).unwrap();
        let (mut told, mut reached) = (0, false);
        let mut stops = |step, done, of| {
            told += 1;
            assert!(done <= of, "{step:?}: {done} of {of}");
            reached |= step == stopped_at;
            if step == stopped_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let stopped = backup::restore(&*ground.container, &folder, &key, Some(&remains), &mut stops);
        let stopped = stopped.expect_err("it was stopped");
        assert!(matches!(stopped, BackupError::Storage(StorageError::Stopped)), "{stopped_at:?}: {stopped:?}");
        assert!(reached && told > 0 && !folder.holds_practice());
        let left = fs::read_dir(&into)
            .unwrap()
            .filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().starts_with("restore.copy"));
        assert_eq!(left.count(), 0, "{stopped_at:?} left a copy");
        if stopped_at != Step::Papers {
            let mut stops =
                |step, _, _| if step == stopped_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
            let stopped = verify(&*ground.container, &key, &scratch, Some(&remains), &mut stops).unwrap_err();
            assert!(matches!(stopped, BackupError::Storage(StorageError::Stopped)), "{stopped_at:?}: {stopped:?}");
        }
    }
    assert!(fs::read(ground.file()).unwrap() == before);
    assert_eq!(ground.restored("ensuite", false).0.salvaged.map(|found| found.lost), Some(0));
}

/// Page after page, one at a time: what is told is what is there, and the archive makes the journal whole again.
#[test]
fn whichever_page_is_lost_the_journal_goes_on_as_far_as_it_can_be_read() {
    let ground = ground();
    let (mut whole, mut short) = (0, 0);
    let every = fs::metadata(ground.file()).unwrap().len() / PAGE;
    for page in (1..=every).step_by(PAGES_APART) {
        flipped(&ground.file(), page, || {
            let (told, folder) = ground.restored(&format!("page-{page}"), false);
            let (dump, seq) = works(&folder);
            let found = told.salvaged.unwrap();
            assert_eq!(found.pages, [u32::try_from(page).unwrap()]);
            assert_eq!(seq, ground.entries.0 + found.entries, "page {page}");
            if seq == ground.entries.1 {
                assert!((found.lost, dump) == (0, ground.dump.clone()), "page {page}: {found:?}");
                whole += 1;
            } else {
                // How much follows is known unless nothing at all can be read.
                assert!(seq + found.lost == ground.entries.1 || found.partly.len() == 6, "page {page}: {found:?}");
                short += 1;
            }
            let (told, folder) = ground.restored(&format!("page-{page}-archive"), true);
            let found = told.salvaged.unwrap();
            assert_eq!((found.lost, works(&folder).1), (0, ground.entries.1), "page {page}");
        });
    }
    assert!(whole > short, "{whole} without loss, {short} with");
}

const PAGES_APART: usize = 19;

#[test]
fn a_file_cut_short_gives_what_is_left_of_it() {
    let ground = ground();
    let bytes = fs::read(ground.file()).unwrap();
    fs::write(ground.file(), &bytes[..bytes.len() / 2]).unwrap();
    let (told, folder) = ground.restored("coupé", false);
    let seq = works(&folder).1;
    // How much followed is written in the half that is there, or nowhere.
    assert!(told.salvaged.is_none_or(|found| seq + found.lost == ground.entries.1 || found.lost == 0));
    assert!(seq >= ground.entries.0);
    let (told, folder) = ground.restored("coupé-archive", true);
    assert_eq!((told.salvaged.unwrap().lost, works(&folder).1), (0, ground.entries.1));
}

#[test]
fn names_that_cannot_be_read_are_those_of_the_backup() {
    let ground = ground();
    let pages = fs::metadata(ground.file()).unwrap().len() / PAGE;
    let partly = (1..=pages).find_map(|page| {
        let mut found = None;
        flipped(&ground.file(), page, || {
            let from = ground.folder();
            let remains = Remains { folder: Some(&from), archive: None };
            let (key, scratch) = (DatabaseKey::new(KEY), ground.place.path().join("essai"));
            let opened = verify(&*ground.container, &key, &scratch, Some(&remains), &mut to_the_end).unwrap();
            if opened.salvaged.is_some_and(|it| it.partly == [Held::Customers] && it.lost == 0) {
                let (_, folder) = ground.restored("noms", false);
                let shop = Shop::open(&folder, 3);
                assert_eq!(shop.found_by("goff").len(), 12, "the backup holds them");
                found = Some(shop.found_by("haddad").len());
                shop.db.close();
            }
        });
        found
    });
    assert!(partly.is_some(), "a page of names is somewhere");
}

#[test]
fn what_does_not_continue_the_backup_is_left() {
    let ground = ground();
    // The same practice, put back and worked in: its journal went another way.
    let apart = ground.place.path().join("autre");
    let folder = PracticeFolder::create(&apart).unwrap();
    let key = DatabaseKey::new(KEY);
    backup::restore(&*ground.container, &folder, &key, None, &mut to_the_end).unwrap();
    let mut shop = Shop::open(&apart, 5);
    let person = shop.person("Autre", "Suite", "");
    let dossier = shop.open_dossier(person, 5_000, 0).unwrap();
    shop.keep_cheque(dossier, "").unwrap();
    let mut later = Vec::new();
    shop.db.backup(b"{}", shop.now, &mut later, &mut to_the_end).unwrap();
    shop.db.close();
    let from = ground.folder();
    let remains = Remains { folder: Some(&from), archive: Some(&ground.archive) };
    let opened = verify(&*later, &key, &ground.place.path().join("essai"), Some(&remains), &mut to_the_end).unwrap();
    assert_eq!(opened.salvaged, None);
    // Nor is what is older than the backup.
    let older = Remains { folder: Some(&folder), archive: None };
    let mut shop = Shop::open(&ground.place.path().join("cabinet"), 6);
    let mut latest = Vec::new();
    shop.now += jiff::SignedDuration::from_hours(1);
    shop.db.backup(b"{}", shop.now, &mut latest, &mut to_the_end).unwrap();
    shop.db.close();
    let opened = verify(&*latest, &key, &ground.place.path().join("essai"), Some(&older), &mut to_the_end).unwrap();
    assert_eq!(opened.salvaged, None);
}
