//! The paper and the flow down it: pages, what is drawn on them, where the next thing goes, when a page is full.
//!
//! Places are measured from the top left corner. This room knows nothing of cheques or letters, and nothing of PDF: it
//! hands its pages to [`crate::press`].

use crate::MAX_PAGES;
use crate::error::PrintError;
use crate::length::Length;
use crate::text::{Ink, Line, Rich, Run, Style};

/// The height of an A4 page, upright.
pub(crate) const PAGE_HEIGHT: Length = Length::mm(297);
/// The left and right margins.
pub(crate) const SIDE: Length = Length::mm(20);
/// Where the first line of a page may begin.
const TOP: Length = Length::mm(16);
/// Where the last line of a page must end; the footer stands below.
const BOTTOM: Length = Length::mm(277);
/// The column between the margins.
pub(crate) const COLUMN: Column = Column { left: SIDE, width: Length::mm(170) };

/// A column of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) left: Length,
    pub(crate) width: Length,
}

impl Column {
    /// The same column with this much less on either side.
    pub(crate) fn inset(self, by: Length) -> Column {
        Column { left: self.left + by, width: self.width - by * 2 }
    }

    /// The column from this much further right.
    pub(crate) fn indented(self, by: Length) -> Column {
        Column { left: self.left + by, width: self.width - by }
    }

    pub(crate) fn right(self) -> Length {
        self.left + self.width
    }

    /// One of `count` equal columns with a gutter between them.
    pub(crate) fn part(self, index: i64, count: i64, gutter: Length) -> Column {
        let width = (self.width - gutter * (count - 1)) / count;
        Column { left: self.left + (width + gutter) * index, width }
    }
}

/// On which side of its column a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
    Centre,
}

/// Something drawn on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A line of text on its baseline.
    Text { left: Length, baseline: Length, size: Length, ink: Ink, runs: Vec<Run> },
    /// A horizontal rule.
    Rule { column: Column, at: Length, thickness: Length, ink: Ink },
    /// A rectangle, filled, outlined or both.
    Box { column: Column, top: Length, height: Length, fill: Option<Ink>, outline: Option<Ink> },
}

/// A page and the copy it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) copy: usize,
    pub(crate) marks: Vec<Mark>,
}

/// What a new page of a document begins with: called with the sheet and whether it is the first page of its copy.
pub(crate) type Head<'a> = &'a dyn Fn(&mut Sheet<'_>, bool) -> Result<(), PrintError>;

/// The pages being filled.
pub(crate) struct Sheet<'a> {
    head: Head<'a>,
    pages: Vec<Page>,
    copy: usize,
    cursor: Length,
}

impl<'a> Sheet<'a> {
    /// No page yet; `head` draws the top of each.
    pub(crate) fn new(head: Head<'a>) -> Self {
        Sheet { head, pages: Vec::new(), copy: 0, cursor: TOP }
    }

    /// Begins a copy on a page of its own, with its own page numbers.
    pub(crate) fn begin_copy(&mut self) -> Result<(), PrintError> {
        if !self.pages.is_empty() {
            self.copy += 1;
        }
        self.new_page(true)
    }

    /// The copy being filled, from 0.
    pub(crate) fn copy(&self) -> usize {
        self.copy
    }

    /// Where the next thing goes.
    pub(crate) fn cursor(&self) -> Length {
        self.cursor
    }

    /// Moves to a place of the page.
    pub(crate) fn go_to(&mut self, place: Length) {
        self.cursor = place;
    }

    /// Leaves a space.
    pub(crate) fn skip(&mut self, space: Length) {
        self.cursor += space;
    }

    /// The pages, each with its marks.
    pub(crate) fn into_pages(self) -> Vec<Page> {
        self.pages
    }

    fn new_page(&mut self, first: bool) -> Result<(), PrintError> {
        if self.pages.len() == MAX_PAGES {
            return Err(PrintError::TooManyPages { max_pages: MAX_PAGES });
        }
        self.pages.push(Page { copy: self.copy, marks: Vec::new() });
        self.cursor = TOP;
        let head = self.head;
        head(self, first)
    }

    /// Makes sure that `height` fits below the cursor, on a new page if it must.
    pub(crate) fn reserve(&mut self, height: Length) -> Result<(), PrintError> {
        if self.has_room(height) { Ok(()) } else { self.break_page() }
    }

    /// Whether `height` fits below the cursor.
    pub(crate) fn has_room(&self, height: Length) -> bool {
        self.cursor + height <= BOTTOM
    }

    /// Goes on at the top of a new page of the same copy.
    pub(crate) fn break_page(&mut self) -> Result<(), PrintError> {
        self.new_page(false)
    }

    /// Draws a mark on the page being filled.
    pub(crate) fn draw(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    /// Draws all of `body` on one page, beginning a new one when the current has no room for it; a body longer than a
    /// page flows.
    pub(crate) fn keep_together(
        &mut self,
        body: impl Fn(&mut Sheet<'a>) -> Result<(), PrintError>,
    ) -> Result<(), PrintError> {
        let (pages, cursor) = (self.pages.len(), self.cursor);
        let marks = self.pages.last().map_or(0, |page| page.marks.len());
        body(self)?;
        if self.pages.len() == pages {
            return Ok(());
        }
        self.pages.truncate(pages);
        if let Some(page) = self.pages.last_mut() {
            page.marks.truncate(marks);
        }
        self.cursor = cursor;
        self.new_page(false)?;
        body(self)
    }

    /// Draws `body` with a box behind it, `padding` around; the body is kept on one page.
    pub(crate) fn boxed(
        &mut self,
        column: Column,
        padding: Length,
        (fill, outline): (Option<Ink>, Option<Ink>),
        body: impl Fn(&mut Sheet<'a>, Column) -> Result<(), PrintError>,
    ) -> Result<(), PrintError> {
        self.keep_together(|sheet| {
            let (page, top) = (sheet.pages.len(), sheet.cursor);
            let below = sheet.pages.last().map_or(0, |page| page.marks.len());
            sheet.skip(padding);
            body(sheet, column.inset(padding))?;
            sheet.reserve(padding)?;
            sheet.skip(padding);
            if let (true, Some(current)) = (sheet.pages.len() == page, sheet.pages.last_mut()) {
                let height = sheet.cursor - top;
                current.marks.insert(below, Mark::Box { column, top, height, fill, outline });
            }
            Ok(())
        })
    }

    /// Sets a text down a column, from page to page.
    pub(crate) fn text(&mut self, rich: &Rich, style: Style, column: Column, align: Align) -> Result<(), PrintError> {
        for line in rich.lines(style.size, column.width)? {
            self.reserve(style.leading)?;
            self.line(line, style, column, align);
            self.cursor += style.leading;
        }
        Ok(())
    }

    /// Sets one line at the cursor, without moving on.
    pub(crate) fn line(&mut self, line: Line, style: Style, column: Column, align: Align) {
        let left = match align {
            Align::Left => column.left,
            Align::Right => column.right() - line.width,
            Align::Centre => column.left + (column.width - line.width) / 2,
        };
        let baseline = self.cursor + style.baseline();
        self.draw(Mark::Text { left, baseline, size: style.size, ink: style.ink, runs: line.runs });
    }

    /// A hairline across a column, at the cursor.
    pub(crate) fn rule(&mut self, column: Column, thickness: Length, ink: Ink) {
        let at = self.cursor;
        self.draw(Mark::Rule { column, at, thickness, ink });
    }
}
