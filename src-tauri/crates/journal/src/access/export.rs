//! The access log as a file: its entries as they are kept, and a signed last line that says where it ends.

use std::io::{self, Read, Write};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::verify::{AccessReport, AccessVerifier, verify_access};
use super::{AccessFault, AccessHead};
use crate::archive::{Line, Lines, MANIFEST_WORD, split_entry};
use crate::canonical;
use crate::hash::Hash;
use crate::instant;
use crate::key::{ArchiveKey, PublicKey, Signature};

/// What the first line begins with.
const HEADER_WORD: &str = "relais-access-log ";
/// The format this build writes, and the newest it reads.
const FORMAT: u32 = 1;
/// The `format` member; also what keeps this signature from passing for one over an archive.
const MANIFEST_FORMAT: &str = "relais-access-log-manifest/1";

/// What the signed last line says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessManifest {
    /// How many entries the file holds.
    pub count: u64,
    format: String,
    /// Where the log ends; null of an empty one.
    pub head: Option<AccessHead>,
    /// The practice; null of an empty log.
    pub practice: Option<Uuid>,
    /// The key that signed: that of the practice's archives.
    pub public_key: PublicKey,
    /// When the file was written.
    #[serde(with = "instant::text")]
    pub written_at_utc: Timestamp,
}

impl AccessManifest {
    fn canonical_bytes(&self) -> Option<Vec<u8>> {
        canonical::to_bytes(&serde_json::to_value(self).ok()?).ok()
    }

    /// Reads the last line, or nothing unless it has its form to the byte; then whether its key signed it.
    fn read(line: &[u8]) -> Option<(AccessManifest, bool)> {
        let (signature, bytes) = line.strip_prefix(MANIFEST_WORD.as_bytes())?.split_at_checked(128)?;
        let bytes = bytes.strip_prefix(b" ")?;
        let signature = Signature::from_hex(signature)?;
        let manifest: AccessManifest = serde_json::from_slice(bytes).ok()?;
        // Writing it again finds what the types would read in another spelling.
        let as_written = manifest.canonical_bytes()? == bytes && manifest.format == MANIFEST_FORMAT;
        let signed = manifest.public_key.signed(bytes, &signature);
        as_written.then_some((manifest, signed))
    }
}

/// Writes one export. Dropped before [`AccessExportWriter::finish`], it leaves a file that no verifier takes for whole.
pub struct AccessExportWriter<W: Write> {
    file: W,
    log: AccessVerifier,
}

impl<W: Write> AccessExportWriter<W> {
    /// Begins. Give a buffered `file`.
    pub fn new(mut file: W) -> io::Result<Self> {
        writeln!(file, "{HEADER_WORD}{FORMAT}")?;
        Ok(AccessExportWriter { file, log: AccessVerifier::new() })
    }

    /// Adds the next entry; one that does not come next is refused, so that a broken log is not exported as if whole.
    pub fn push(&mut self, bytes: &[u8], recorded: &Hash) -> Result<(), AccessFault> {
        self.log.push(bytes, recorded)?;
        write!(self.file, "{recorded} ")?;
        self.file.write_all(bytes)?;
        self.file.write_all(b"\n")?;
        Ok(())
    }

    /// Checks that the log ends where it should, writes the signed last line, and gives the file back.
    pub fn finish(
        mut self,
        expected: Option<&AccessHead>,
        key: &ArchiveKey,
        written_at_utc: Timestamp,
    ) -> Result<(W, AccessManifest), AccessFault> {
        let report = self.log.finish(expected)?;
        let manifest = AccessManifest {
            count: report.entries,
            format: MANIFEST_FORMAT.to_owned(),
            head: report.head,
            practice: report.practice,
            public_key: key.public_key(),
            written_at_utc,
        };
        let bytes = manifest.canonical_bytes().ok_or(AccessFault::BadManifest)?;
        write!(self.file, "{MANIFEST_WORD}{} ", key.sign(&bytes))?;
        self.file.write_all(&bytes)?;
        self.file.write_all(b"\n")?;
        self.file.flush()?;
        Ok((self.file, manifest))
    }
}

/// Says that an export is whole, or names the first thing wrong with it.
pub fn verify_access_export(file: impl Read) -> Result<(AccessReport, AccessManifest), AccessFault> {
    let mut entries = Entries { lines: Lines::new(file), last: None };
    entries.read_header()?;
    let verified = verify_access(&mut entries, None)?;
    let Some(last) = entries.last else {
        // Something was wrong before the end.
        return Err(verified.err().unwrap_or(AccessFault::BadManifest));
    };
    let report = verified?;
    let (manifest, signed) = AccessManifest::read(&last).ok_or(AccessFault::BadManifest)?;
    if !signed {
        return Err(AccessFault::SignatureWrong);
    }
    if !entries.lines.at_end()? {
        return Err(AccessFault::AfterManifest);
    }
    end_of(&report, &manifest)?;
    Ok((report, manifest))
}

/// Whether the entries end where the last line says.
fn end_of(report: &AccessReport, manifest: &AccessManifest) -> Result<(), AccessFault> {
    if report.head == manifest.head && report.entries == manifest.count && report.practice == manifest.practice {
        return Ok(());
    }
    Err(match (report.head, manifest.head) {
        (found, Some(signed)) if found.is_none_or(|it| (it.segment, it.number) < (signed.segment, signed.number)) => {
            let (segment, after) = found.map_or((signed.segment, 0), |it| (it.segment, it.number));
            AccessFault::CutTail { segment, after }
        }
        (Some(found), _) => AccessFault::OtherEnd { segment: found.segment, number: found.number },
        (None, _) => AccessFault::BadManifest,
    })
}

/// The entry lines of a file, up to the last line, which is put aside.
struct Entries<R> {
    lines: Lines<R>,
    last: Option<Vec<u8>>,
}

impl<R: Read> Entries<R> {
    fn read_header(&mut self) -> Result<(), AccessFault> {
        let Line::Whole(line) = self.lines.next()? else { return Err(AccessFault::NotAnAccessLog) };
        let digits = line.strip_prefix(HEADER_WORD.as_bytes()).and_then(|digits| std::str::from_utf8(digits).ok());
        let format = digits.and_then(|digits| digits.parse::<u32>().ok().filter(|it| it.to_string() == digits));
        match format {
            Some(FORMAT) => Ok(()),
            Some(format) if format > FORMAT => Err(AccessFault::NewerFormat { format }),
            _ => Err(AccessFault::NotAnAccessLog),
        }
    }
}

impl<R: Read> Iterator for &mut Entries<R> {
    type Item = Result<(Hash, Vec<u8>), AccessFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.last.is_some() {
            return None;
        }
        match self.lines.next() {
            Err(error) => Some(Err(error.into())),
            Ok(Line::Whole(line)) if line.starts_with(MANIFEST_WORD.as_bytes()) => {
                self.last = Some(line.to_vec());
                None
            }
            // A line of no form is an entry that cannot be read: the verifier says which.
            Ok(Line::Whole(line)) => {
                let (hash, bytes) = split_entry(line).unwrap_or((Hash::GENESIS, b""));
                Some(Ok((hash, bytes.to_vec())))
            }
            Ok(Line::TooLong(_)) => Some(Ok((Hash::GENESIS, Vec::new()))),
            Ok(Line::Unfinished | Line::End) => None,
        }
    }
}
