//! « À faire »: one work-list on paper, to be worked down away from the screen. It names customers: it is a working paper, and
//! is not kept.

use crate::error::PrintError;
use crate::length::Length;
use crate::owed_page::OwedSection;
use crate::parts::{Title, compose, fact, facts};
use crate::practice::{Practice, Reference};
use crate::sheet::COLUMN;
use jiff::civil::Date;

/// What the page says, in words and amounts as they are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkPage {
    /// Whose work.
    pub practice: Practice,
    /// The day it is of.
    pub issued_on: Date,
    /// Which list, how many, how much: a name and what it says.
    pub figures: Vec<(String, String)>,
    /// The list.
    pub list: OwedSection,
}

/// Prints it.
pub fn work_page(page: &WorkPage) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("AF-{}", page.issued_on), issued_on: page.issued_on };
    let title =
        Title { kind: "À faire", practice: &page.practice, reference: &reference, addressee: None, copies: &[] };
    compose(&title, |sheet| {
        let told: Vec<_> = page.figures.iter().map(|(name, said)| fact(name, said)).collect();
        facts(sheet, COLUMN, 3, &told)?;
        sheet.skip(Length::pt(6));
        page.list.print(sheet)
    })
}
