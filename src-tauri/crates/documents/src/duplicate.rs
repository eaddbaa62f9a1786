//! « DUPLICATA »: a document that was issued, printed again. The paper stays as it was, byte for byte behind the mark; the
//! mark says which reprint this is, and on which day.
//!
//! It stands upright in the right margin of every page, where no document writes: one mechanism for all of them, those of
//! former versions included.

use jiff::civil::Date;
use lopdf::{Object, Stream, dictionary};

use crate::error::PrintError;
use crate::french;
use crate::length::Length;
use crate::parts::LEAD;
use crate::press::{self, Label};
use crate::sheet::{COLUMN, Column, Mark, PAGE_HEIGHT, Page};
use crate::text::{Ink, Rich, Style};

/// The mark, before it is turned upright.
const HEIGHT: Length = Length::mm(8);
const PADDING: Length = Length::mm(4);
const WORDS: Style = LEAD.in_ink(Ink::Amber);
/// From the column's edge to the mark, on its way to the edge of the paper.
const OFF: Length = Length::mm(4);
/// The name the mark has inside a page.
const NAME: &str = "Duplicata";

/// The PDF of an issued document, marked as its reprint number `count`.
pub fn duplicate(issued: &[u8], count: u32, printed_on: Date) -> Result<Vec<u8>, PrintError> {
    let unreadable = |_| PrintError::NotWritten;
    let mut file = lopdf::Document::load_mem(issued).map_err(unreadable)?;
    let (width, page) = stamp(count, printed_on)?;
    let mut drawn = press::assemble(&[page], &Label { title: NAME, author: "", issued_on: printed_on })?;
    drawn.renumber_objects_with(file.max_id + 1);
    let stamp_page = drawn.page_iter().next().ok_or(PrintError::NotWritten)?;
    let resources = drawn.get_dictionary(stamp_page).and_then(|page| page.get(b"Resources")).map_err(unreadable)?;
    let form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => Object::Array(vec![0.into(), 0.into(), points(width), points(PAGE_HEIGHT)]),
        "Resources" => resources.clone(),
    };
    let form = Stream::new(form, drawn.get_page_content(stamp_page));
    file.max_id = drawn.max_id;
    file.objects.append(&mut drawn.objects);
    let form = file.add_object(form);
    // A quarter turn to the left; what was at the top left of the stamp's page is now low at the left of the margin.
    let right = (COLUMN.right() + OFF + PAGE_HEIGHT).to_points().0;
    let up = ((PAGE_HEIGHT - width) / 2).to_points().0;
    let placed = format!("q 0 1 -1 0 {right} {up} cm /{NAME} Do Q");
    let pages: Vec<_> = file.page_iter().collect();
    for page in pages {
        // The page's own state is put back before the mark is drawn over it.
        let own = file.get_page_contents(page).into_iter().map(Object::Reference);
        let before = file.add_object(Stream::new(dictionary! {}, b"q".to_vec()));
        let after = file.add_object(Stream::new(dictionary! {}, format!("Q {placed}").into_bytes()));
        let contents = std::iter::once(Object::Reference(before)).chain(own).chain([Object::Reference(after)]);
        let contents: Vec<Object> = contents.collect();
        file.get_dictionary_mut(page).map_err(unreadable)?.set("Contents", contents);
        file.add_xobject(page, NAME, form).map_err(unreadable)?;
    }
    file.prune_objects();
    press::save(file)
}

/// How wide the mark is, and the page it is drawn on, at its top left.
fn stamp(count: u32, printed_on: Date) -> Result<(Length, Page), PrintError> {
    let words = Rich::strong(&format!("DUPLICATA n°\u{a0}{count}"))
        .then(&format!("  ·  imprimé le {}", french::date(printed_on)));
    let line = words.lines(WORDS.size, COLUMN.width)?.into_iter().next().ok_or(PrintError::NotWritten)?;
    let width = line.width + PADDING * 2;
    let column = Column { left: Length::ZERO, width };
    let frame = Mark::Box {
        column: column.inset(Length::pt(1)),
        top: Length::pt(1),
        height: HEIGHT - Length::pt(2),
        fill: None,
        outline: Some(WORDS.ink),
    };
    let baseline = (HEIGHT - WORDS.leading) / 2 + WORDS.baseline();
    let text = Mark::Text { left: PADDING, baseline, size: WORDS.size, ink: WORDS.ink, runs: line.runs };
    Ok((width, Page { copy: 0, marks: vec![frame, text] }))
}

fn points(length: Length) -> Object {
    Object::Real(length.to_points().0)
}
