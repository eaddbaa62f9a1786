//! Pages into a PDF file: the one place where printpdf's page description is written.
//!
//! The file holds no clock and no chance: its dates are the document's own and it carries no random identifier, so the
//! same document printed twice is the same file. Streams are compressed and fonts hold only the glyphs in use.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use flate2::{Compress, CompressError, Compression, FlushCompress, Status};
use jiff::civil::Date;
use lopdf::{Object, dictionary};
use printpdf::{
    Color, FontId, Line, LinePoint, Mm, OffsetDateTime, Op, PaintMode, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Pt, Rect, Rgb, WindingOrder,
};

use crate::error::PrintError;
use crate::face::{Face, Weight};
use crate::length::Length;
use crate::sheet::{Column, Mark, PAGE_HEIGHT, Page};
use crate::text::{Ink, printable};

/// How thick the outline of a box is.
const OUTLINE: Length = Length::mpt(600);

/// The version of PDF that knows the language and the title of a document.
const PDF_VERSION: &str = "1.7";

/// What naming its filter adds to a stream, in bytes: less is not gained by compressing it.
const FILTER_NAMED: usize = "/Filter/FlateDecode".len();

/// The name each weight has in the file.
type FontNames = BTreeMap<Weight, FontId>;

/// What the file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label<'a> {
    /// The title shown by a viewer: kind and number.
    pub(crate) title: &'a str,
    /// The practice.
    pub(crate) author: &'a str,
    /// The day the document was issued; its file has no other time.
    pub(crate) issued_on: Date,
}

/// The PDF of these pages.
pub(crate) fn print(pages: &[Page], label: &Label<'_>) -> Result<Vec<u8>, PrintError> {
    save(assemble(pages, label)?)
}

/// The same before it is a file.
pub(crate) fn assemble(pages: &[Page], label: &Label<'_>) -> Result<lopdf::Document, PrintError> {
    let mut document = PdfDocument::new(&printable(label.title));
    describe(&mut document, label);
    let used = glyphs_used(pages)?;
    let mut names = FontNames::new();
    for (weight, glyphs) in &used {
        let name = FontId(format!("{}+{}", subset_tag(glyphs), weight.font_name()));
        document.resources.fonts.map.insert(name.clone(), PdfFont::new(Face::of(*weight)?.thinned(glyphs)?));
        names.insert(*weight, name);
    }
    for page in pages {
        let mut pen = Pen::default();
        for mark in &page.marks {
            pen.put(mark, &names)?;
        }
        document.pages.push(PdfPage::new(Mm(210.0), Mm(297.0), pen.ops));
    }
    finish(&document)
}

fn describe(document: &mut PdfDocument, label: &Label<'_>) {
    let info = &mut document.metadata.info;
    info.author = printable(label.author);
    info.creator = "Relais".to_owned();
    info.producer = "Relais".to_owned();
    let midnight = label.issued_on.to_zoned(jiff::tz::TimeZone::UTC).map(|day| day.timestamp().as_second());
    if let Ok(Ok(day)) = midnight.map(OffsetDateTime::from_unix_timestamp) {
        (info.creation_date, info.modification_date, info.metadata_date) = (day, day, day);
    }
}

/// Without the random identifiers, and with the language of the text.
fn finish(document: &PdfDocument) -> Result<lopdf::Document, PrintError> {
    let options = PdfSaveOptions { subset_fonts: false, image_optimization: None, ..PdfSaveOptions::default() };
    let mut file = document.to_lopdf_document(&options, &mut Vec::new());
    file.trailer.remove(b"ID");
    file.version = PDF_VERSION.to_owned();
    // printpdf writes these keys even when they are empty, and an empty one still claims to be PDF/X.
    let about = file.trailer.get(b"Info").and_then(Object::as_reference).and_then(|id| file.get_dictionary_mut(id));
    if let Ok(about) = about {
        for key in ["GTS_PDFXVersion", "Identifier", "Keywords", "Subject", "Trapped"] {
            about.remove(key.as_bytes());
        }
    }
    let catalog = file.catalog_mut().map_err(|_| PrintError::NotWritten)?;
    catalog.set("Lang", Object::string_literal("fr-FR"));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    Ok(file)
}

/// The bytes of the file, its streams compressed.
pub(crate) fn save(mut file: lopdf::Document) -> Result<Vec<u8>, PrintError> {
    compress(&mut file).map_err(|_| PrintError::NotWritten)?;
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|_| PrintError::NotWritten)?;
    Ok(bytes)
}

/// Compresses every stream, by one compressor for all. lopdf's own way asks for the last byte at several times the cost,
/// and a letter is one of hundreds.
fn compress(file: &mut lopdf::Document) -> Result<(), CompressError> {
    COMPRESSOR.with_borrow_mut(|compressor| compress_by(compressor, file))
}

thread_local! {
    /// Its tables are larger than a letter: they are made once.
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(Compression::default(), true));
}

fn compress_by(compressor: &mut Compress, file: &mut lopdf::Document) -> Result<(), CompressError> {
    for object in file.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict.has(b"Filter") {
            continue;
        }
        // No more than it takes now: what does not fit is not gained.
        let mut compressed = Vec::with_capacity(stream.content.len().saturating_sub(FILTER_NAMED));
        compressor.reset();
        if compressor.compress_vec(&stream.content, &mut compressed, FlushCompress::Finish)? == Status::StreamEnd {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(compressed);
        }
    }
    Ok(())
}

/// The glyphs that each weight shows.
fn glyphs_used(pages: &[Page]) -> Result<BTreeMap<Weight, BTreeSet<u16>>, PrintError> {
    let mut used: BTreeMap<Weight, BTreeSet<u16>> = BTreeMap::new();
    for mark in pages.iter().flat_map(|page| &page.marks) {
        let Mark::Text { runs, .. } = mark else { continue };
        for run in runs {
            let face = Face::of(run.weight)?;
            for character in run.text.chars() {
                used.entry(run.weight).or_default().insert(face.glyph(character)?);
            }
        }
    }
    Ok(used)
}

/// The six capitals that mark a font as a part of itself (ISO 32000-1, 9.6.4), drawn from the glyphs it holds: two
/// documents put together by a viewer never take one part for the other.
fn subset_tag(glyphs: &BTreeSet<u16>) -> String {
    // FNV-1a over the glyph numbers.
    let mut hash = glyphs
        .iter()
        .flat_map(|glyph| glyph.to_be_bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut tag = String::new();
    for _ in 0..6 {
        tag.push(char::from(b'A' + u8::try_from(hash % 26).unwrap_or(0)));
        hash /= 26;
    }
    tag
}

/// What a page is written with; it says a colour or a thickness only when it changes, which is once in many marks.
#[derive(Default)]
struct Pen {
    ops: Vec<Op>,
    fill: Option<Ink>,
    outline: Option<Ink>,
    thickness: Option<Length>,
}

impl Pen {
    fn fills_with(&mut self, ink: Ink) {
        if self.fill.replace(ink) != Some(ink) {
            self.ops.push(Op::SetFillColor { col: colour(ink) });
        }
    }

    fn outlines_with(&mut self, ink: Ink, thickness: Length) {
        if self.outline.replace(ink) != Some(ink) {
            self.ops.push(Op::SetOutlineColor { col: colour(ink) });
        }
        if self.thickness.replace(thickness) != Some(thickness) {
            self.ops.push(Op::SetOutlineThickness { pt: thickness.to_points() });
        }
    }

    /// The operators of one mark.
    fn put(&mut self, mark: &Mark, names: &FontNames) -> Result<(), PrintError> {
        match mark {
            Mark::Text { left, baseline, size, ink, runs } => {
                self.fills_with(*ink);
                let ops = &mut self.ops;
                ops.push(Op::StartTextSection);
                ops.push(Op::SetTextCursor { pos: place(*left, *baseline) });
                for run in runs {
                    let font = names.get(&run.weight).cloned().ok_or(PrintError::FontUnreadable)?;
                    ops.push(Op::SetFont { font: PdfFontHandle::External(font), size: size.to_points() });
                    ops.push(Op::ShowText { items: Face::of(run.weight)?.items(&run.text)? });
                }
                ops.push(Op::EndTextSection);
            }
            Mark::Rule { column, at, thickness, ink } => {
                self.outlines_with(*ink, *thickness);
                let ends = [place(column.left, *at), place(column.right(), *at)];
                let points = ends.map(|p| LinePoint { p, bezier: false }).to_vec();
                self.ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
            }
            Mark::Box { column, top, height, fill, outline } => {
                let mode = match (fill, outline) {
                    (Some(_), Some(_)) => PaintMode::FillStroke,
                    (Some(_), None) => PaintMode::Fill,
                    (None, _) => PaintMode::Stroke,
                };
                if let Some(fill) = fill {
                    self.fills_with(*fill);
                }
                if let Some(outline) = outline {
                    self.outlines_with(*outline, OUTLINE);
                }
                self.ops.push(Op::DrawRectangle { rectangle: rectangle(*column, *top, *height, mode) });
            }
        }
        Ok(())
    }
}

/// A place of the page, turned to PDF's origin at the bottom left.
fn place(left: Length, down: Length) -> Point {
    Point { x: left.to_points(), y: (PAGE_HEIGHT - down).to_points() }
}

fn rectangle(column: Column, top: Length, height: Length, mode: PaintMode) -> Rect {
    let Point { x, y } = place(column.left, top + height);
    let (width, height): (Pt, Pt) = (column.width.to_points(), height.to_points());
    Rect { x, y, width, height, mode: Some(mode), winding_order: Some(WindingOrder::NonZero) }
}

/// The colour of an ink, red, green and blue from 0 to 1.
fn colour(ink: Ink) -> Color {
    let (r, g, b) = match ink {
        Ink::Strong => (0.11, 0.13, 0.115),
        Ink::Soft => (0.34, 0.37, 0.345),
        Ink::Accent => (0.043, 0.42, 0.365),
        Ink::Amber => (0.54, 0.325, 0.0),
        Ink::Line => (0.78, 0.8, 0.77),
        Ink::Ground => (0.955, 0.965, 0.955),
        Ink::AmberGround => (0.985, 0.94, 0.84),
    };
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}
