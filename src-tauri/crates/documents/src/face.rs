//! The two weights documents are set in: which characters they hold, how wide a text runs, how it is kerned.
//!
//! Widths are whole thousandths of the em, cut exactly as printpdf writes them into the file: what is measured here is
//! what a viewer advances by, so that right-aligned columns end where they should.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use printpdf::{ParsedFont, TextItem};

use crate::error::PrintError;
use crate::length::Length;
use crate::sfnt;

/// Inter Regular and SemiBold, cut by `fonts/cut.py` (SIL Open Font License, `fonts/OFL.txt`).
pub(crate) const REGULAR: &[u8] = include_bytes!("../fonts/Inter-Regular.ttf");
pub(crate) const SEMI_BOLD: &[u8] = include_bytes!("../fonts/Inter-SemiBold.ttf");

/// The height of Inter's capitals, in thousandths of the em: text is centred on it in its line.
pub(crate) const CAP_HEIGHT_PER_MILLE: i64 = 727;

/// A weight of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Weight {
    Regular,
    SemiBold,
}

impl Weight {
    /// The name of the font inside the file.
    pub(crate) fn font_name(self) -> &'static str {
        match self {
            Weight::Regular => "Inter-Regular",
            Weight::SemiBold => "Inter-SemiBold",
        }
    }

    /// The font file shipped for it.
    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Weight::Regular => REGULAR,
            Weight::SemiBold => SEMI_BOLD,
        }
    }
}

/// Characters below this have their glyph in a table: all that French writes, and the arrows and shapes.
const TABLED: u32 = 0x2800;

/// A glyph, and how far it advances in thousandths of the em.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    id: u16,
    advance_per_mille: i64,
}

/// One weight, parsed.
#[derive(Debug)]
pub(crate) struct Face {
    weight: Weight,
    parsed: ParsedFont,
    /// By character. Each character of a page is looked up some three times.
    tabled: Vec<Option<Glyph>>,
    kerning: HashMap<(u16, u16), i16>,
}

impl Face {
    /// The face of a weight, parsed once for the life of the program.
    pub(crate) fn of(weight: Weight) -> Result<&'static Face, PrintError> {
        static REGULAR_FACE: OnceLock<Option<Face>> = OnceLock::new();
        static SEMI_BOLD_FACE: OnceLock<Option<Face>> = OnceLock::new();
        let slot = match weight {
            Weight::Regular => &REGULAR_FACE,
            Weight::SemiBold => &SEMI_BOLD_FACE,
        };
        slot.get_or_init(|| Face::parse(weight)).as_ref().ok_or(PrintError::FontUnreadable)
    }

    fn parse(weight: Weight) -> Option<Face> {
        let bytes = weight.bytes();
        let parsed = ParsedFont::from_bytes(bytes, 0, &mut Vec::new())?;
        let mut face = Face { weight, kerning: sfnt::kerning(bytes)?, tabled: Vec::new(), parsed };
        face.tabled = (0..TABLED).map(|character| face.read(character)).collect();
        Some(face)
    }

    fn read(&self, character: u32) -> Option<Glyph> {
        let id = self.parsed.lookup_glyph_index(character)?;
        let units = self.parsed.get_glyph_width(id).unwrap_or(0);
        Some(Glyph { id, advance_per_mille: i64::from(units) * 1_000 / i64::from(self.parsed.units_per_em).max(1) })
    }

    fn find(&self, character: char) -> Result<Glyph, PrintError> {
        let tabled = usize::try_from(u32::from(character)).ok().and_then(|place| self.tabled.get(place).copied());
        tabled.unwrap_or_else(|| self.read(character.into())).ok_or(PrintError::MissingGlyph { character })
    }

    /// The glyph of a character, or the error that names the character.
    pub(crate) fn glyph(&self, character: char) -> Result<u16, PrintError> {
        Ok(self.find(character)?.id)
    }

    /// What is added between two glyphs, in thousandths of the em.
    fn kern_per_mille(&self, left: u16, right: u16) -> i64 {
        let units = self.kerning.get(&(left, right)).copied().unwrap_or(0);
        i64::from(units) * 1_000 / i64::from(self.parsed.units_per_em).max(1)
    }

    /// The font that goes into a file which shows these glyphs and no other. Read off this face rather than from the thinned
    /// font: a letter is one of hundreds, and printpdf copies all that a font knows several times for each file.
    pub(crate) fn thinned(&self, glyphs: &BTreeSet<u16>) -> Result<ParsedFont, PrintError> {
        let known = &self.parsed;
        Ok(ParsedFont {
            original_bytes: sfnt::thin(self.weight.bytes(), glyphs).ok_or(PrintError::FontUnreadable)?,
            font_index: known.font_index,
            font_name: known.font_name.clone(),
            codepoint_to_glyph: known
                .codepoint_to_glyph
                .iter()
                .filter(|(_, glyph)| glyphs.contains(glyph))
                .map(|(character, glyph)| (*character, *glyph))
                .collect(),
            glyph_widths: glyphs.iter().filter_map(|glyph| Some((*glyph, *known.glyph_widths.get(glyph)?))).collect(),
            units_per_em: known.units_per_em,
            font_metrics: known.font_metrics.clone(),
            font_type: known.font_type,
            pdf_font_metrics: known.pdf_font_metrics.clone(),
        })
    }

    /// How wide a text runs at a size, kerned.
    pub(crate) fn width(&self, text: &str, size: Length) -> Result<Length, PrintError> {
        let (mut total, mut left) = (0, None);
        for character in text.chars() {
            let glyph = self.find(character)?;
            total += glyph.advance_per_mille + left.map_or(0, |left| self.kern_per_mille(left, glyph.id));
            left = Some(glyph.id);
        }
        Ok(size.per_mille(total))
    }

    /// The text as the page description shows it: runs of letters with the kerning between them.
    pub(crate) fn items(&self, text: &str) -> Result<Vec<TextItem>, PrintError> {
        let (mut items, mut run, mut left) = (Vec::new(), String::new(), None);
        for character in text.chars() {
            let glyph = self.glyph(character)?;
            let kern = left.map_or(0, |left| self.kern_per_mille(left, glyph));
            if kern != 0 {
                items.push(TextItem::Text(std::mem::take(&mut run)));
                // A positive number moves the pen back, in thousandths of the em.
                items.push(TextItem::from(-kern));
            }
            run.push(character);
            left = Some(glyph);
        }
        items.push(TextItem::Text(run));
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn each_face() -> impl Iterator<Item = &'static Face> {
        [Weight::Regular, Weight::SemiBold].into_iter().map(|weight| Face::of(weight).unwrap())
    }

    #[rstest]
    #[case::ascii("abcXYZ0189 ,;:!?'\"()/%&@#*+-=_<>[]{}|~^`\\$")]
    #[case::french("àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔŒÙÛÜŸÆ«»’“”–—…€°²·")]
    #[case::neighbours("ŁódźŠčřžŐűĞışßæøåÞðĳ")]
    #[case::vietnamese("NguyễnThịẤậỹ")]
    #[case::romanian("ȘșȚț")]
    #[case::spaces("\u{a0}\u{202f}\u{2009}")]
    #[case::shapes("•→←■▲●○✓✗−")]
    fn the_cut_holds(#[case] characters: &str) {
        for face in each_face() {
            for character in characters.chars() {
                assert!(face.glyph(character).is_ok(), "U+{:04X} is not in the cut", u32::from(character));
            }
        }
    }

    #[test]
    fn a_character_outside_the_cut_is_named() {
        for face in each_face() {
            let refused = face.width("Mme 李", Length::pt(10)).unwrap_err();
            assert_eq!(refused, PrintError::MissingGlyph { character: '李' });
            assert!(refused.to_string().contains("« 李 » (U+674E)"), "{refused}");
        }
    }

    #[test]
    fn digits_all_have_one_width_whatever_stands_beside_them() {
        for face in each_face() {
            let widths: Vec<_> = ["111,11", "888,88", "174,71", "000,00"]
                .iter()
                .map(|amount| face.width(amount, Length::pt(10)).unwrap())
                .collect();
            assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "{widths:?}");
        }
    }

    #[test]
    fn pairs_are_kerned() {
        let face = Face::of(Weight::Regular).unwrap();
        let size = Length::pt(10);
        let apart = face.width("A", size).unwrap() + face.width("V", size).unwrap();
        assert!(face.width("AV", size).unwrap() < apart);
        assert_eq!(face.items("AV").unwrap().len(), 3);
    }
}
