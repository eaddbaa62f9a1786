//! Verifies an archive as a stream, in memory that does not grow with it.
//!
//! The control flow of section 6 of `docs/archive-format.md`: the lines one after the other, then the signed end, then
//! the anchor. Naming a break that was found belongs to `diagnose`.

use std::io::{self, Read};

use uuid::Uuid;

use super::diagnose::{Suspect, name_break, name_unreadable};
use super::fault::ArchiveFault;
use super::line::{Line, Lines, split_entry};
use super::manifest::{Manifest, SignedManifest};
use super::report::{EndAttestation, VerifyReport};
use super::{ARCHIVE_FORMAT, HEADER_WORD, MANIFEST_WORD};
use crate::anchor::{Anchor, AnchorOrHash};
use crate::chain::{ChainBreak, ChainVerifier, PostChain};
use crate::entry::EntryView;
use crate::hash::Hash;

/// The most the first line may hold, its line feed included: a file of another kind is not read far.
const MAX_HEADER_LEN: usize = 64;
/// After how many entries progress is told.
const PROGRESS_STEP: u64 = 1024;

/// Says that `archive` is whole, or names the first thing wrong with it.
///
/// `outside` is what is known of the journal from elsewhere; without it the end is attested by the archive alone.
/// `progress` is told how many entries were verified, every now and then and at the end.
pub fn verify_archive<R: Read>(
    archive: R,
    outside: Option<&AnchorOrHash>,
    progress: &mut dyn FnMut(u64),
) -> Result<VerifyReport, ArchiveFault> {
    let mut lines = Lines::new(archive);
    read_header(&mut lines)?;
    let mut chains = ChainVerifier::new();
    let mut watch = Watch { outside, seen: Seen::Nothing };
    loop {
        let entry = chains.entries() + 1;
        let (line, too_long) = match lines.next()? {
            Line::Whole(line) => (line, false),
            Line::TooLong(start) => (start, true),
            Line::Unfinished | Line::End => return Err(ArchiveFault::CutTail { after: entry - 1 }),
        };
        if line.starts_with(MANIFEST_WORD.as_bytes()) {
            let signed = (!too_long).then(|| SignedManifest::read(line)).flatten().ok_or(ArchiveFault::BadManifest)?;
            progress(chains.entries());
            let written = check_signature(&signed).map(|()| signed.manifest);
            return if lines.at_end()? {
                conclude(&chains, &written?, &watch)
            } else {
                Err(ArchiveFault::AfterManifest)
            };
        }
        let split = if too_long { None } else { split_entry(line) };
        let read = split.and_then(|(hash, bytes)| Some((hash, bytes, EntryView::read(bytes).ok()?)));
        let Some((recorded, bytes, view)) = read else {
            let fits = split.is_some_and(|(hash, bytes)| chains.fits_some_head(&hash, bytes));
            return Err(name_unreadable(fits, entry, lines.at_end()?));
        };
        match chains.push_view(&view, bytes, &recorded) {
            Ok(()) => watch.look(&chains, &view, &recorded),
            Err(ChainBreak::Number { .. } | ChainBreak::Hash { .. }) => {
                let suspect = Suspect::new(entry, &view, bytes, recorded);
                return Err(name_break(&mut lines, &chains, &suspect)?);
            }
            Err(other) => return Err(fault_of(other)),
        }
        if entry.is_multiple_of(PROGRESS_STEP) {
            progress(entry);
        }
    }
}

/// Gives each entry of an archive, with the hash recorded for it, as far as they can be read: for who checks what continues
/// what himself.
pub fn archive_entries<R: Read>(archive: R, each: &mut dyn FnMut(Hash, &[u8])) -> io::Result<()> {
    let mut lines = Lines::new(archive);
    loop {
        match lines.next()? {
            Line::Whole(line) => {
                if let Some((hash, bytes)) = split_entry(line) {
                    each(hash, bytes);
                }
            }
            Line::TooLong(_) => {}
            Line::Unfinished | Line::End => return Ok(()),
        }
    }
}

fn read_header<R: Read>(lines: &mut Lines<R>) -> Result<(), ArchiveFault> {
    let Line::Whole(line) = lines.next()? else { return Err(ArchiveFault::NotAnArchive) };
    let digits = line.strip_prefix(HEADER_WORD.as_bytes()).filter(|_| line.len() < MAX_HEADER_LEN);
    let digits = digits.ok_or(ArchiveFault::NotAnArchive)?;
    let canonical = (1..=9).contains(&digits.len()) && digits[0] != b'0' && digits.iter().all(u8::is_ascii_digit);
    let format = digits.iter().take(9).fold(0_u32, |number, digit| number * 10 + u32::from(digit.wrapping_sub(b'0')));
    match (canonical, format) {
        (true, ARCHIVE_FORMAT) => Ok(()),
        (true, format) => Err(ArchiveFault::NewerFormat { format }),
        (false, _) => Err(ArchiveFault::NotAnArchive),
    }
}

/// The fault of a break that needs no reading on.
fn fault_of(broken: ChainBreak) -> ArchiveFault {
    match broken {
        ChainBreak::OtherPractice { position } => ArchiveFault::OtherPractice { entry: position },
        ChainBreak::GenesisMissing => ArchiveFault::GenesisMissing,
        ChainBreak::GenesisRepeated { position } => ArchiveFault::GenesisRepeated { entry: position },
        ChainBreak::TooManyPosts { position } => ArchiveFault::TooManyPosts { entry: position },
        ChainBreak::Totals { position, .. } => ArchiveFault::TotalsOverflow { entry: position },
        ChainBreak::Unreadable { position, .. }
        | ChainBreak::Number { position, .. }
        | ChainBreak::Hash { position } => ArchiveFault::ChangedEntry { entry: position },
    }
}

fn check_signature(signed: &SignedManifest<'_>) -> Result<(), ArchiveFault> {
    if signed.is_signed() { Ok(()) } else { Err(ArchiveFault::SignatureWrong) }
}

/// The entries are chained and the manifest is signed: do they speak of the same journal, and what does the outside say?
fn conclude(chains: &ChainVerifier, manifest: &Manifest, watch: &Watch<'_>) -> Result<VerifyReport, ArchiveFault> {
    compare_heads(chains, manifest)?;
    if chains.order() != manifest.order {
        return Err(ArchiveFault::OrderChanged);
    }
    let totals_differ = |chain: &PostChain| manifest.head(&chain.post).is_none_or(|head| head.totals != chain.totals);
    if chains.posts().iter().any(totals_differ) {
        return Err(ArchiveFault::TotalsWrong);
    }
    let end = watch.attest(chains, manifest)?;
    let (practice, genesis) = chains.practice().ok_or(ArchiveFault::GenesisMissing)?;
    Ok(VerifyReport {
        practice,
        practice_kind: genesis.practice_kind,
        time_zone: genesis.time_zone.clone(),
        entries: chains.entries(),
        posts: chains.posts().iter().map(Into::into).collect(),
        public_key: manifest.public_key,
        written_at_utc: manifest.written_at_utc,
        end,
    })
}

fn compare_heads(chains: &ChainVerifier, manifest: &Manifest) -> Result<(), ArchiveFault> {
    if chains.practice().is_some_and(|(practice, _)| practice != manifest.practice) {
        return Err(ArchiveFault::ManifestOtherChain);
    }
    for signed in &manifest.posts {
        let (found, hash) = chains.post(&signed.post).map_or((0, Hash::GENESIS), |chain| (chain.post_seq, chain.hash));
        if found < signed.post_seq {
            return Err(ArchiveFault::MissingEntries { first: found + 1, last: signed.post_seq });
        }
        if found > signed.post_seq {
            return Err(ArchiveFault::UnsignedEntries { first: signed.post_seq + 1, last: found });
        }
        if hash != signed.hash {
            return Err(ArchiveFault::ManifestOtherChain);
        }
    }
    let unsigned = chains.posts().iter().filter(|chain| manifest.head(&chain.post).is_none());
    match unsigned.min_by_key(|chain| chain.post) {
        Some(chain) => Err(ArchiveFault::UnsignedEntries { first: 1, last: chain.post_seq }),
        None => Ok(()),
    }
}

/// Watches the entries go by for the one the outside knows.
struct Watch<'o> {
    outside: Option<&'o AnchorOrHash>,
    seen: Seen,
}

/// What was seen of it.
enum Seen {
    Nothing,
    /// The anchor's entry went by, and was or was not the anchor's.
    Anchored(bool),
    /// An entry with the hash went by.
    Hash {
        post: Uuid,
        post_seq: u64,
    },
}

impl Watch<'_> {
    /// Looks at the entry that was just taken.
    fn look(&mut self, chains: &ChainVerifier, entry: &EntryView<'_>, recorded: &Hash) {
        match (self.outside, &self.seen) {
            (Some(AnchorOrHash::Anchor(anchor)), Seen::Nothing) if anchor.seq == entry.post_seq => {
                if let Some(chain) = chains.post(&anchor.post).filter(|chain| chain.position == chains.entries()) {
                    self.seen = Seen::Anchored(chain.hash == anchor.hash && chain.totals == anchor.totals);
                }
            }
            (Some(AnchorOrHash::Hash(hash)), Seen::Nothing) if hash == recorded => {
                self.seen = Seen::Hash { post: crate::chain::uuid(entry.post), post_seq: entry.post_seq };
            }
            _ => {}
        }
    }

    /// Says who attests the end, or what the outside has against the archive.
    fn attest(&self, chains: &ChainVerifier, manifest: &Manifest) -> Result<EndAttestation, ArchiveFault> {
        let last = |post: &Uuid| chains.post(post).map_or(0, |chain| chain.post_seq);
        match (self.outside, &self.seen) {
            (None, _) => Ok(EndAttestation::ArchiveAlone),
            (Some(AnchorOrHash::Hash(_)), Seen::Hash { post, post_seq }) => {
                let beyond = last(post) - post_seq;
                Ok(EndAttestation::Anchor { post: *post, post_seq: *post_seq, beyond })
            }
            (Some(AnchorOrHash::Hash(_)), _) => Err(ArchiveFault::HashNotInChain),
            (Some(AnchorOrHash::Anchor(anchor)), seen) => {
                check_anchor(anchor, last(&anchor.post), matches!(seen, Seen::Anchored(true)), manifest)
            }
        }
    }
}

fn check_anchor(
    anchor: &Anchor,
    archive: u64,
    confirmed: bool,
    manifest: &Manifest,
) -> Result<EndAttestation, ArchiveFault> {
    if anchor.practice != manifest.practice {
        return Err(ArchiveFault::AnchorOtherPractice);
    }
    if anchor.public_key.is_some_and(|key| key != manifest.public_key) {
        return Err(ArchiveFault::KeyUnexpected);
    }
    let (post, anchored) = (anchor.post, anchor.seq);
    if archive < anchored && manifest.written_at_utc < anchor.written_at_utc {
        return Err(ArchiveFault::OldCopy { archive, anchor: anchored });
    }
    if archive < anchored {
        return Err(ArchiveFault::CutBeforeAnchor { archive, anchor: anchored });
    }
    if !confirmed {
        return Err(ArchiveFault::AnchorNotInChain { anchor: anchored });
    }
    Ok(EndAttestation::Anchor { post, post_seq: anchored, beyond: archive - anchored })
}
