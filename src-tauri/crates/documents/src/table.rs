//! Tables of amounts: labels that wrap on the left, figures in a column of their own on the right.
//!
//! The heading of the columns is drawn again on each page the table reaches; a row is never cut in two.

use crate::error::PrintError;
use crate::length::Length;
use crate::parts::{BODY, SMALL};
use crate::sheet::{Align, COLUMN, Column, Sheet};
use crate::text::{Ink, Rich, Style};

/// Between two columns of a table.
const CELL_GUTTER: Length = Length::mm(4);
/// Above and below the text of a row.
const ROW_PADDING: Length = Length::mpt(3_500);

/// A column of a table: its heading, its share of the width in thousandths, its side.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) title: &'a str,
    pub(crate) per_mille: i64,
    pub(crate) align: Align,
}

/// A table: its columns, its rows (a text for each column), and the row that sums them up.
#[derive(Debug, Clone)]
pub(crate) struct Table<'a> {
    pub(crate) heads: &'a [Head<'a>],
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) total: Option<Vec<String>>,
}

fn plain(texts: &[String]) -> Vec<Rich> {
    texts.iter().map(|text| Rich::plain(text)).collect()
}

impl Table<'_> {
    /// Draws the table down the page.
    pub(crate) fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        self.draw_in(sheet, BODY)
    }

    /// The same in small letters, for a table of many columns of figures.
    pub(crate) fn draw_dense(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        self.draw_in(sheet, SMALL.in_ink(Ink::Strong))
    }

    fn draw_in(&self, sheet: &mut Sheet<'_>, style: Style) -> Result<(), PrintError> {
        // A heading never stands alone at the bottom of a page: the first row goes with it.
        let first = self.rows.first().or(self.total.as_ref()).map(|row| self.height(&plain(row), style)).transpose()?;
        let headings = SMALL.leading + BODY.leading * 2 + ROW_PADDING * 5;
        sheet.reserve(headings.max(SMALL.leading + ROW_PADDING * 2 + first.unwrap_or(Length::ZERO)))?;
        self.headings(sheet)?;
        for row in &self.rows {
            self.row(sheet, row, style, false)?;
        }
        if let Some(total) = &self.total {
            self.row(sheet, total, style, true)?;
        }
        Ok(())
    }

    fn headings(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let titles: Vec<Rich> = self.heads.iter().map(|head| Rich::plain(head.title)).collect();
        self.cells(sheet, &titles, SMALL)?;
        sheet.rule(COLUMN, Length::mpt(700), Ink::Soft);
        Ok(())
    }

    /// One row; on a new page the headings come first.
    fn row(&self, sheet: &mut Sheet<'_>, texts: &[String], style: Style, total: bool) -> Result<(), PrintError> {
        let cells: Vec<Rich> =
            texts.iter().map(|text| if total { Rich::strong(text) } else { Rich::plain(text) }).collect();
        if !sheet.has_room(self.height(&cells, style)?) {
            sheet.break_page()?;
            self.headings(sheet)?;
        }
        self.cells(sheet, &cells, style)?;
        let (thickness, ink) = if total { (700, Ink::Soft) } else { (500, Ink::Line) };
        sheet.rule(COLUMN, Length::mpt(thickness), ink);
        Ok(())
    }

    fn height(&self, cells: &[Rich], style: Style) -> Result<Length, PrintError> {
        let mut lines = 1;
        for (cell, column) in cells.iter().zip(self.columns()) {
            lines = lines.max(cell.lines(style.size, column.width)?.len());
        }
        Ok(style.leading * i64::try_from(lines).unwrap_or(i64::from(u16::MAX)) + ROW_PADDING * 2)
    }

    fn cells(&self, sheet: &mut Sheet<'_>, cells: &[Rich], style: Style) -> Result<(), PrintError> {
        let top = sheet.cursor() + ROW_PADDING;
        let mut bottom = top;
        for ((cell, head), column) in cells.iter().zip(self.heads).zip(self.columns()) {
            sheet.go_to(top);
            sheet.text(cell, style, column, head.align)?;
            bottom = bottom.max(sheet.cursor());
        }
        sheet.go_to(bottom + ROW_PADDING);
        Ok(())
    }

    /// The columns, their shares of the width less the gutters.
    fn columns(&self) -> Vec<Column> {
        let gutters = CELL_GUTTER * (i64::try_from(self.heads.len()).unwrap_or(1) - 1);
        let room = COLUMN.width - gutters;
        let mut left = COLUMN.left;
        self.heads
            .iter()
            .map(|head| {
                let column = Column { left, width: room.per_mille(head.per_mille) };
                left += column.width + CELL_GUTTER;
                column
            })
            .collect()
    }
}
