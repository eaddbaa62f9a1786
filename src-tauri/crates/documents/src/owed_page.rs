//! « Pilotage »: what the practice is owed, on paper, for its owner and his accountant. No customer is named.

use crate::error::PrintError;
use crate::length::Length;
use crate::parts::{self, Title, compose, fact, facts, heading};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use jiff::civil::Date;

/// What the page says, in words and amounts as they are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedPage {
    /// Whose figures.
    pub practice: Practice,
    /// The day they are of.
    pub issued_on: Date,
    /// The figures on top: a name, an amount.
    pub figures: Vec<(String, String)>,
    /// The lists below.
    pub sections: Vec<OwedSection>,
}

/// One list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedSection {
    /// Its heading.
    pub title: String,
    /// What to know to read it; possibly nothing.
    pub note: String,
    /// Its columns.
    pub columns: Vec<OwedColumn>,
    /// Its rows, a text for each column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedColumn {
    /// Its heading.
    pub title: String,
    /// Its share of the width, in thousandths.
    pub per_mille: i64,
    /// Figures stand in it, on the right.
    pub figures: bool,
}

/// Prints it.
pub fn owed_page(page: &OwedPage) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("PI-{}", page.issued_on), issued_on: page.issued_on };
    let title =
        Title { kind: "Pilotage", practice: &page.practice, reference: &reference, addressee: None, copies: &[] };
    compose(&title, |sheet| page.draw(sheet))
}

impl OwedPage {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let told: Vec<_> = self.figures.iter().map(|(name, amount)| fact(name, amount)).collect();
        facts(sheet, COLUMN, 3, &told)?;
        for section in &self.sections {
            sheet.skip(Length::pt(6));
            section.print(sheet)?;
            sheet.skip(parts::GAP);
        }
        Ok(())
    }
}

impl OwedSection {
    /// Its heading, its rows, and what to know to read them.
    pub(crate) fn print(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        // A list begins with some of its rows under its heading.
        sheet.reserve(Length::mm(34))?;
        heading(sheet, &self.title)?;
        self.draw(sheet)?;
        if !self.note.is_empty() {
            sheet.skip(Length::pt(3));
            parts::small_print(sheet, &self.note)?;
        }
        Ok(())
    }

    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let side = |column: &OwedColumn| if column.figures { Align::Right } else { Align::Left };
        let heads: Vec<Head<'_>> = self
            .columns
            .iter()
            .map(|column| Head { title: &column.title, per_mille: column.per_mille, align: side(column) })
            .collect();
        Table { heads: &heads, rows: self.rows.clone(), total: None }.draw_dense(sheet)
    }
}
