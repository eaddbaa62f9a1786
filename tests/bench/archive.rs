//! `archive.verify`: the whole verification of an archive, beside SHA-256 over the same bytes.

use std::fs::File;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use relais_journal::verify_archive;
use relais_tests::Outcome;
use relais_usecases::journal;
use relais_usecases::ports::NoKeyring;
use sha2::{Digest, Sha256};

use crate::practice::{self, Size};
use crate::rounds::{ROUNDS, interleaved, timed};
use crate::row::{Bar, Reference, Row, Unit};
use crate::say;
use crate::shop::{Shop, refused};

/// What both read at once.
const READ_BYTES: usize = 128 * 1024;
/// Passes a round on a small archive, so that a round is long enough to be measured.
const SHORT: u64 = 64 * 1024 * 1024;

/// Measures on the archive of the practice of this size.
pub(crate) fn measure(size: Size) -> Outcome<Row> {
    say(&format!("archive.verify on {} dossiers", size.dossiers()));
    let root = practice::copy(size, "archive")?;
    let shop = Shop::on(&root, practice::evening(), 0xa4c1, Arc::new(NoKeyring))?;
    let archive = root.join("journal.relais");
    let exported = journal::export_to(&shop.open()?, &archive).map_err(refused)?;
    shop.close()?;
    let passes = (SHORT / exported.bytes.max(1)).max(1);
    let each = |work: &dyn Fn() -> Outcome<()>| {
        let (took, ()) = timed(|| (0..passes).try_for_each(|_| work()))?;
        Ok(took / passes)
    };
    let ours = || {
        let report = verify_archive(File::open(&archive)?, None, &mut |_| {})?;
        if report.entries == exported.entries { Ok(()) } else { Err("entries are missing".into()) }
    };
    let reference = || hash(&archive);
    // Both once before: the file is in the system's memory for both.
    ours()?;
    reference()?;
    let rounds = interleaved(ROUNDS, |_| each(&ours), |_| each(&reference))?;
    std::fs::remove_dir_all(root)?;
    Ok(Row {
        id: "archive.verify",
        metric: "a whole archive verified",
        size: size.dossiers(),
        unit: Unit::Microseconds,
        bar: Bar::Ratio(4_000),
        samples: rounds.ours,
        reference: Some(Reference {
            name: format!("SHA-256 over its {} MiB", exported.bytes / (1 << 20)),
            samples: rounds.reference,
        }),
    })
}

fn hash(archive: &Path) -> Outcome {
    use std::io::Read as _;
    let mut file = File::open(archive)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; READ_BYTES];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            black_box(hasher.finalize());
            return Ok(());
        }
        hasher.update(&buffer[..read]);
    }
}
