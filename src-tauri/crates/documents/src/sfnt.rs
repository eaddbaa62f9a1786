//! The few tables of a TrueType font that printing touches: reading the kerning pairs, and thinning the outlines to
//! the glyphs a document uses.
//!
//! printpdf embeds a font as it is given. Thinning keeps every glyph number and empties the outlines nobody asked for,
//! so that a receipt carries a few kilobytes of font instead of the whole cut; glyph numbers and widths stay true. Only
//! the fonts of this crate come here; anything malformed gives `None`, never a panic.

use std::collections::{BTreeSet, HashMap};

/// The tables a PDF viewer reads of a font whose glyphs are asked by number (ISO 32000-1, 9.9); the others (names, kerning,
/// the map of characters) stay out of the file.
const KEPT_TABLES: [&[u8; 4]; 6] = [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"];

/// Where `head` keeps the checksum of the whole file, and the format of `loca`.
const CHECKSUM_ADJUSTMENT_AT: usize = 8;
const LOCA_FORMAT_AT: usize = 50;

/// The flags of a composite glyph's part that say how long it is and whether another follows.
const ARGUMENTS_ARE_WORDS: u16 = 0x0001;
const HAS_SCALE: u16 = 0x0008;
const MORE_PARTS: u16 = 0x0020;
const HAS_TWO_SCALES: u16 = 0x0040;
const HAS_MATRIX: u16 = 0x0080;

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn i16_at(bytes: &[u8], at: usize) -> Option<i16> {
    Some(i16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn offset_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

/// The bytes of one table.
fn table<'a>(font: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = usize::from(u16_at(font, 4)?);
    (0..count).map(|index| 12 + 16 * index).find(|at| font.get(*at..at + 4) == Some(tag)).and_then(|at| {
        let start = offset_at(font, at + 8)?;
        font.get(start..start + offset_at(font, at + 12)?)
    })
}

/// The pairs of the `kern` table, in font units: (left glyph, right glyph) to what is added between them.
pub(crate) fn kerning(font: &[u8]) -> Option<HashMap<(u16, u16), i16>> {
    let kern = table(font, b"kern")?;
    // Table header (4 bytes), one subtable header (6), then the pair count and three search hints (8).
    let count = usize::from(u16_at(kern, 10)?);
    (0..count)
        .map(|index| 18 + 6 * index)
        .map(|at| Some(((u16_at(kern, at)?, u16_at(kern, at + 2)?), i16_at(kern, at + 4)?)))
        .collect()
}

/// The same font with the outlines of `used` glyphs (and the parts they are made of) and no other.
pub(crate) fn thin(font: &[u8], used: &BTreeSet<u16>) -> Option<Vec<u8>> {
    let outlines = Outlines::read(font)?;
    let (glyf, loca) = outlines.keeping(&outlines.with_parts(used)?)?;
    let mut head = table(font, b"head")?.to_vec();
    head.get_mut(LOCA_FORMAT_AT..LOCA_FORMAT_AT + 2)?.copy_from_slice(&1u16.to_be_bytes());
    head.get_mut(CHECKSUM_ADJUSTMENT_AT..CHECKSUM_ADJUSTMENT_AT + 4)?.fill(0);

    let mut tables = Vec::new();
    for tag in KEPT_TABLES {
        let content = match tag {
            b"glyf" => glyf.clone(),
            b"loca" => loca.clone(),
            b"head" => head.clone(),
            _ => table(font, tag)?.to_vec(),
        };
        tables.push((tag, content));
    }
    assemble(&tables)
}

/// The outlines of a font and where each begins.
struct Outlines<'a> {
    glyf: &'a [u8],
    starts: Vec<usize>,
}

impl<'a> Outlines<'a> {
    fn read(font: &'a [u8]) -> Option<Self> {
        let long = u16_at(table(font, b"head")?, LOCA_FORMAT_AT)? == 1;
        let glyphs = usize::from(u16_at(table(font, b"maxp")?, 4)?);
        let loca = table(font, b"loca")?;
        let starts = (0..=glyphs)
            .map(
                |index| if long { offset_at(loca, 4 * index) } else { Some(2 * usize::from(u16_at(loca, 2 * index)?)) },
            )
            .collect::<Option<Vec<_>>>()?;
        Some(Outlines { glyf: table(font, b"glyf")?, starts })
    }

    fn outline(&self, glyph: u16) -> Option<&'a [u8]> {
        let index = usize::from(glyph);
        self.glyf.get(*self.starts.get(index)?..*self.starts.get(index + 1)?)
    }

    /// The asked glyphs, `.notdef`, and the parts of composites, down to the last.
    fn with_parts(&self, used: &BTreeSet<u16>) -> Option<BTreeSet<u16>> {
        let mut kept = BTreeSet::new();
        let mut waiting: Vec<u16> = used.iter().copied().chain([0]).collect();
        while let Some(glyph) = waiting.pop() {
            if kept.insert(glyph) {
                waiting.extend(parts(self.outline(glyph)?)?);
            }
        }
        Some(kept)
    }

    /// New `glyf` and long `loca` tables holding the kept outlines, the others empty.
    fn keeping(&self, kept: &BTreeSet<u16>) -> Option<(Vec<u8>, Vec<u8>)> {
        let (mut glyf, mut loca) = (Vec::new(), Vec::new());
        for index in 0..self.starts.len() {
            loca.extend_from_slice(&u32::try_from(glyf.len()).ok()?.to_be_bytes());
            let glyph = u16::try_from(index).ok()?;
            if kept.contains(&glyph) {
                glyf.extend_from_slice(self.outline(glyph)?);
                pad(&mut glyf);
            }
        }
        Some((glyf, loca))
    }
}

/// The glyphs a composite is made of; nothing for a plain outline or an empty one.
fn parts(outline: &[u8]) -> Option<Vec<u16>> {
    if outline.is_empty() || i16_at(outline, 0)? >= 0 {
        return Some(Vec::new());
    }
    let (mut at, mut parts) = (10, Vec::new());
    loop {
        let flags = u16_at(outline, at)?;
        parts.push(u16_at(outline, at + 2)?);
        at += if flags & ARGUMENTS_ARE_WORDS != 0 { 8 } else { 6 };
        at += match flags & (HAS_SCALE | HAS_TWO_SCALES | HAS_MATRIX) {
            HAS_SCALE => 2,
            HAS_TWO_SCALES => 4,
            HAS_MATRIX => 8,
            _ => 0,
        };
        if flags & MORE_PARTS == 0 {
            return Some(parts);
        }
    }
}

/// Pads to the four bytes every table and outline starts on.
fn pad(bytes: &mut Vec<u8>) {
    while !bytes.len().is_multiple_of(4) {
        bytes.push(0);
    }
}

/// The sum of a table's big-endian words, as its directory records it.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0u32, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

/// A font file out of its tables, given in the order of their tags.
fn assemble(tables: &[(&[u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let power = count.checked_ilog2()?;
    let range = 16 * 2u16.checked_pow(power)?;
    let mut font = Vec::new();
    font.extend_from_slice(&0x0001_0000u32.to_be_bytes());
    for field in [count, range, u16::try_from(power).ok()?, 16 * count - range] {
        font.extend_from_slice(&field.to_be_bytes());
    }
    let (mut bodies, mut head_at) = (Vec::new(), None);
    let first_body_at = font.len() + 16 * tables.len();
    for (tag, content) in tables {
        let start = first_body_at + bodies.len();
        if *tag == b"head" {
            head_at = Some(start);
        }
        font.extend_from_slice(*tag);
        for field in [checksum(content), u32::try_from(start).ok()?, u32::try_from(content.len()).ok()?] {
            font.extend_from_slice(&field.to_be_bytes());
        }
        bodies.extend_from_slice(content);
        pad(&mut bodies);
    }
    font.extend_from_slice(&bodies);
    let adjustment = 0xB1B0_AFBAu32.wrapping_sub(checksum(&font)).to_be_bytes();
    let at = head_at? + CHECKSUM_ADJUSTMENT_AT;
    font.get_mut(at..at + 4)?.copy_from_slice(&adjustment);
    Some(font)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::{REGULAR, SEMI_BOLD};

    #[test]
    fn thinning_keeps_the_asked_outlines_and_their_parts() {
        let face = crate::face::Face::of(crate::face::Weight::Regular).unwrap();
        let (plain, accented, other) = (face.glyph('e').unwrap(), face.glyph('é').unwrap(), face.glyph('W').unwrap());
        let thinned = thin(REGULAR, &BTreeSet::from([accented])).unwrap();
        let (before, after) = (Outlines::read(REGULAR).unwrap(), Outlines::read(&thinned).unwrap());
        let whole = before.outline(accented).unwrap();
        assert_eq!(&after.outline(accented).unwrap()[..whole.len()], whole);
        assert!(!after.outline(plain).unwrap().is_empty(), "a part of the composite");
        assert!(after.outline(other).unwrap().is_empty());
        assert_eq!(table(REGULAR, b"hmtx"), table(&thinned, b"hmtx"));
        assert_eq!(checksum(&thinned), 0xB1B0_AFBA, "the file sums to the constant of the format");
    }

    #[test]
    fn every_cut_of_a_font_is_refused_without_a_panic() {
        let used = BTreeSet::from([1, 2, 3]);
        for length in (0..SEMI_BOLD.len()).step_by(97) {
            let _ = thin(&SEMI_BOLD[..length], &used);
            let _ = kerning(&SEMI_BOLD[..length]);
        }
        assert!(thin(&[], &used).is_none());
        assert!(kerning(SEMI_BOLD).is_some_and(|pairs| pairs.len() > 500));
    }
}
