//! The verifier of an access log: one pass, and reading on only to name what is wrong.
//!
//! A month's entries must chain from its opening to its seal, each month's opening must repeat the seal of the month
//! before, and the first month kept must begin the log or follow what the log says was erased. Where the log ends, an
//! outside head says so, or nobody does.

use serde::Deserialize;
use uuid::Uuid;

use super::{AccessFault, AccessHead, ERASED_KIND, OPENED_KIND, SEALED_KIND, Segment};
use crate::chain::uuid;
use crate::entry::EntryView;
use crate::hash::{Hash, chain};

/// What is known of a log that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessReport {
    /// The practice; none of an empty log.
    pub practice: Option<Uuid>,
    /// How many entries, those of the segments themselves included.
    pub entries: u64,
    /// How many months.
    pub segments: u64,
    /// The first month kept.
    pub first: Option<Segment>,
    /// Where the log ends.
    pub head: Option<AccessHead>,
}

/// Where a month ended, as other entries spell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ended {
    entries: u64,
    hash: Hash,
    segment: Segment,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenedBody {
    previous: Option<Ended>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedBody {
    entries: u64,
    hash: Hash,
}

#[derive(Deserialize)]
struct ErasedBody {
    last: Ended,
}

/// Follows a log, entry after entry.
#[derive(Debug, Clone, Default)]
pub struct AccessVerifier {
    /// Practice and post of the first entry, which are everyone's.
    owner: Option<(String, String)>,
    head: Option<AccessHead>,
    sealed: bool,
    entries: u64,
    segments: u64,
    first: Option<Segment>,
    /// What the first opening says came before.
    before_first: Option<Ended>,
    /// The last of the erased months, each time some were.
    erased: Vec<Ended>,
}

/// Why an entry was not taken.
pub(super) enum Break {
    /// It does not come next; reading on may tell what happened.
    Chain,
    /// It comes next, and is wrong.
    Fault(AccessFault),
}

impl AccessVerifier {
    /// A verifier before the first entry.
    pub fn new() -> Self {
        AccessVerifier::default()
    }

    /// Takes the next entry. After a fault nothing has moved.
    pub fn push(&mut self, bytes: &[u8], recorded: &Hash) -> Result<(), AccessFault> {
        self.take(bytes, recorded).map_err(|broken| match broken {
            Break::Fault(fault) => fault,
            Break::Chain => {
                let (segment, number) = self.slot();
                let (segment, number) = (segment.or(place(bytes).map(|(at, _)| at)), number);
                segment.map_or(AccessFault::NotAnAccessLog, |segment| AccessFault::ChangedEntry { segment, number })
            }
        })
    }

    /// Where it stands.
    pub const fn head(&self) -> Option<AccessHead> {
        self.head
    }

    /// How many entries were taken.
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// The practice of the log, once an entry was taken.
    pub fn practice(&self) -> Option<Uuid> {
        self.owner.as_ref().map(|(practice, _)| uuid(practice))
    }

    /// Everything was taken: is the beginning accounted for, and is the end the one that is known?
    pub fn finish(&self, expected: Option<&AccessHead>) -> Result<AccessReport, AccessFault> {
        if let Some(before) = self.before_first.filter(|before| !self.erased.contains(before)) {
            return Err(AccessFault::CutBeginning { segment: before.segment });
        }
        match (expected, self.head) {
            (Some(expected), None) => {
                return Err(AccessFault::CutTail { segment: expected.segment, after: 0 });
            }
            (Some(expected), Some(found)) if found != *expected => {
                let AccessHead { segment, number, .. } = found;
                let shorter = (segment, number) < (expected.segment, expected.number);
                return Err(if shorter {
                    AccessFault::CutTail { segment, after: number }
                } else {
                    AccessFault::OtherEnd { segment, number }
                });
            }
            _ => {}
        }
        Ok(AccessReport {
            practice: self.practice(),
            entries: self.entries,
            segments: self.segments,
            first: self.first,
            head: self.head,
        })
    }

    pub(super) fn take(&mut self, bytes: &[u8], recorded: &Hash) -> Result<(), Break> {
        let view = EntryView::read(bytes).map_err(|_| Break::Chain)?;
        let segment = Segment::of_stream(view.stream).ok_or(Break::Chain)?;
        let here = self.head.filter(|head| head.segment == segment && !self.sealed);
        let begun = here.unwrap_or(AccessHead { segment, number: 0, hash: Hash::GENESIS });
        if view.post_seq != begun.number + 1 || chain(&begun.hash, bytes) != *recorded {
            return Err(Break::Chain);
        }
        let head = AccessHead { number: view.post_seq, hash: *recorded, ..begun };
        self.check_owner(&view, &head).map_err(Break::Fault)?;
        match here {
            Some(before) => self.go_on(&view, &before).map_err(Break::Fault)?,
            None => self.begin(&view, segment).map_err(Break::Fault)?,
        }
        if self.owner.is_none() {
            self.owner = Some((view.practice.to_owned(), view.post.to_owned()));
        }
        self.head = Some(head);
        self.entries += 1;
        Ok(())
    }

    fn check_owner(&self, view: &EntryView<'_>, at: &AccessHead) -> Result<(), AccessFault> {
        match &self.owner {
            Some((practice, post)) if view.practice != practice || view.post != post => {
                Err(AccessFault::OtherPractice { segment: at.segment, number: at.number })
            }
            _ => Ok(()),
        }
    }

    /// An entry of the month that is open.
    fn go_on(&mut self, view: &EntryView<'_>, before: &AccessHead) -> Result<(), AccessFault> {
        let segment = before.segment;
        match view.kind {
            SEALED_KIND => {
                let body: Option<SealedBody> = serde_json::from_str(view.body).ok();
                let right = body.is_some_and(|seal| seal.entries == before.number && seal.hash == before.hash);
                self.sealed = right;
                if right { Ok(()) } else { Err(AccessFault::SealWrong { segment }) }
            }
            ERASED_KIND => {
                let body: ErasedBody = serde_json::from_str(view.body)
                    .map_err(|_| AccessFault::ChangedEntry { segment, number: view.post_seq })?;
                self.erased.push(body.last);
                Ok(())
            }
            OPENED_KIND => Err(AccessFault::OpeningMissing { segment }),
            _ => Ok(()),
        }
    }

    /// The first entry of a month.
    fn begin(&mut self, view: &EntryView<'_>, segment: Segment) -> Result<(), AccessFault> {
        let body: Option<OpenedBody> =
            Some(view).filter(|view| view.kind == OPENED_KIND).and_then(|view| serde_json::from_str(view.body).ok());
        let previous = body.ok_or(AccessFault::OpeningMissing { segment })?.previous;
        match (self.head, previous) {
            (None, previous) => {
                self.first = Some(segment);
                self.before_first = previous;
            }
            (Some(head), _) if !self.sealed => {
                return Err(AccessFault::CutSegment { segment: head.segment, after: head.number });
            }
            (Some(head), Some(previous)) if previous.segment != head.segment => {
                return Err(AccessFault::MissingSegment { segment: previous.segment });
            }
            (Some(head), previous) => {
                let right = previous.is_some_and(|it| it.entries == head.number && it.hash == head.hash);
                if !right || segment <= head.segment {
                    return Err(AccessFault::SealWrong { segment: head.segment });
                }
            }
        }
        self.segments += 1;
        self.sealed = false;
        Ok(())
    }

    /// The place the next entry has: the month, when one is open, and the number.
    fn slot(&self) -> (Option<Segment>, u64) {
        match self.head.filter(|_| !self.sealed) {
            Some(head) => (Some(head.segment), head.number + 1),
            None => (None, 1),
        }
    }

    /// Whether `bytes` follow an entry of hash `recorded` in the slot where this verifier stopped; gives its month.
    fn follows_slot(&self, recorded: &Hash, bytes: &[u8], hash: &Hash) -> Option<Segment> {
        let view = EntryView::read(bytes).ok()?;
        let (segment, number) = self.slot();
        let at = Segment::of_stream(view.stream)?;
        let in_month = view.post_seq == number + 1 && chain(recorded, bytes) == *hash;
        if in_month && segment.is_none_or(|segment| segment == at) {
            return Some(at);
        }
        let opened: OpenedBody = serde_json::from_str(view.body).ok()?;
        let sealed = opened.previous.filter(|it| it.entries == number && it.hash == *recorded)?.segment;
        segment.is_none_or(|segment| segment == sealed).then_some(sealed)
    }
}

/// Says that a log is whole up to `expected`, or names the first thing wrong with it. The outer error is the source's.
pub fn verify_access<E>(
    entries: impl IntoIterator<Item = Result<(Hash, Vec<u8>), E>>,
    expected: Option<&AccessHead>,
) -> Result<Result<AccessReport, AccessFault>, E> {
    let mut verifier = AccessVerifier::new();
    let mut entries = entries.into_iter();
    while let Some(entry) = entries.next() {
        let (recorded, bytes) = entry?;
        match verifier.take(&bytes, &recorded) {
            Ok(()) => {}
            Err(Break::Fault(fault)) => return Ok(Err(fault)),
            Err(Break::Chain) => return name(&verifier, (recorded, bytes), entries, expected).map(Err),
        }
    }
    Ok(verifier.finish(expected))
}

/// Where bytes say they belong.
fn place(bytes: &[u8]) -> Option<(Segment, u64)> {
    let view = EntryView::read(bytes).ok()?;
    Some((Segment::of_stream(view.stream)?, view.post_seq))
}

/// Names what is wrong with an entry that does not come next, reading on where that tells.
fn name<E>(
    verifier: &AccessVerifier,
    (recorded, bytes): (Hash, Vec<u8>),
    mut rest: impl Iterator<Item = Result<(Hash, Vec<u8>), E>>,
    expected: Option<&AccessHead>,
) -> Result<AccessFault, E> {
    let next = rest.next().transpose()?;
    let found = place(&bytes);
    let (open, number) = verifier.slot();
    // What comes after goes on from the recorded hash: only the bytes were changed.
    let followed = match &next {
        Some((hash, bytes)) => verifier.follows_slot(&recorded, bytes, hash),
        None => expected.filter(|head| head.number == number && head.hash == recorded).map(|head| head.segment),
    };
    if let Some(segment) = followed {
        return Ok(AccessFault::ChangedEntry { segment, number });
    }
    let Some((segment, at)) = found else {
        let known = open.or(verifier.head.map(|head| head.segment));
        return Ok(known.map_or(AccessFault::NotAnAccessLog, |segment| AccessFault::ChangedEntry { segment, number }));
    };
    if open.is_none() && verifier.head.is_some_and(|head| head.segment == segment) {
        return Ok(AccessFault::AfterSeal { segment });
    }
    let wanted = open.unwrap_or(segment);
    if wanted == segment && at <= number {
        let fault = if at == number { AccessFault::ChangedEntry { segment, number } } else { repeated(segment, at) };
        return Ok(fault);
    }
    let mut position = number;
    for entry in next.into_iter().map(Ok).chain(rest) {
        position += 1;
        if place(&entry?.1) == Some((wanted, number)) {
            let swapped = wanted == segment && position == at;
            return Ok(if swapped {
                AccessFault::SwappedEntries { segment, number, with: at }
            } else {
                AccessFault::MovedEntry { segment: wanted, number }
            });
        }
    }
    Ok(match (wanted == segment, open) {
        (true, None) => AccessFault::OpeningMissing { segment },
        (true, Some(_)) => AccessFault::MissingEntries { segment, first: number, last: at - 1 },
        (false, _) => AccessFault::CutSegment { segment: wanted, after: number - 1 },
    })
}

fn repeated(segment: Segment, number: u64) -> AccessFault {
    AccessFault::RepeatedEntry { segment, number }
}
