//! What the papers of data protection share: who answers, what is processed, where it goes, how long it is kept, what protects it;
//! and the lines and boxes left to fill by hand where the program knows nothing.

use crate::error::PrintError;
use crate::french;
use crate::length::Length;
use crate::parts::{self, BODY, SMALL};
use crate::practice::Practice;
use crate::sheet::{Align, COLUMN, Column, Mark, Sheet};
use crate::table::{Head, Table};
use crate::text::{Ink, Rich};
use jiff::civil::Date;

/// Who answers for the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Controller {
    /// The practice.
    pub practice: Practice,
    /// Who signs for it; possibly empty.
    pub representative: String,
    /// Its data protection officer and how to reach him; possibly empty.
    pub dpo: String,
}

/// Where something that is said comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Which text.
    pub text: String,
    /// Since when it is known so.
    pub from: Date,
    /// Whether nobody of the practice read it yet.
    pub to_verify: bool,
}

impl Source {
    /// « RGPD, article 6 (au 01/02/2024, à vérifier) ».
    pub(crate) fn words(&self) -> String {
        let read = if self.to_verify { "à\u{a0}vérifier" } else { "vérifié" };
        format!("{} (au\u{a0}{}, {read})", self.text, french::date(self.from))
    }
}

/// A processing activity, as the program carries it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessingSheet {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Of whom.
    pub people: String,
    /// Which data, a category each.
    pub data: Vec<String>,
    /// On which ground.
    pub basis: String,
    /// What lifts the ban on data of health; possibly empty.
    pub condition: String,
    /// Where the ground comes from.
    pub source: Source,
    /// Whether it is about customers.
    pub of_customers: bool,
    /// Who receives what: « Viamedis\u{a0}: droits, prise en charge »; possibly nobody.
    pub recipients: Vec<String>,
    /// The ways out of the PC it takes beside: « Archive du journal\u{a0}: l’endroit choisi »; possibly none.
    pub exits: Vec<String>,
    /// What is kept, and how long.
    pub kept: Vec<RetentionLine>,
}

/// How long something is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionLine {
    /// « Numéros de sécurité sociale ».
    pub what: String,
    /// « 2 ans après la fin du dossier ».
    pub how_long: String,
    /// Where that comes from.
    pub source: Source,
}

/// Something that protects the data, as it is set in this practice today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// What.
    pub says: String,
    /// Whether it is missing.
    pub missing: bool,
}

/// A line to write on, after what it asks for.
pub(crate) fn blank(sheet: &mut Sheet<'_>, column: Column, label: &str) -> Result<(), PrintError> {
    sheet.keep_together(|sheet| {
        sheet.text(&Rich::plain(label), SMALL, column, Align::Left)?;
        sheet.skip(Length::pt(15));
        sheet.rule(column, Length::mpt(500), Ink::Soft);
        sheet.skip(Length::pt(7));
        Ok(())
    })
}

/// What is known, or a line to write it on.
pub(crate) fn known_or_blank(sheet: &mut Sheet<'_>, label: &str, known: &str) -> Result<(), PrintError> {
    if known.is_empty() {
        return blank(sheet, COLUMN, label);
    }
    parts::facts(sheet, COLUMN, 1, &[parts::fact(label, known)])
}

/// Boxes to tick, on a line each.
pub(crate) fn choices(sheet: &mut Sheet<'_>, choices: &[Rich]) -> Result<(), PrintError> {
    const SIDE: Length = Length::mm(3);
    for choice in choices {
        sheet.keep_together(|sheet| {
            let top = sheet.cursor() + Length::mpt(2_600);
            let column = Column { width: SIDE, ..COLUMN };
            sheet.draw(Mark::Box { column, top, height: SIDE, fill: None, outline: Some(Ink::Soft) });
            sheet.text(choice, BODY, COLUMN.indented(Length::mm(6)), Align::Left)
        })?;
        sheet.skip(Length::pt(2));
    }
    sheet.skip(Length::pt(4));
    Ok(())
}

/// Points, each after a dash: what is, and is in no order.
pub(crate) fn dashes(sheet: &mut Sheet<'_>, points: &[Rich]) -> Result<(), PrintError> {
    for point in points {
        sheet.keep_together(|sheet| {
            let begin = sheet.cursor();
            sheet.text(&Rich::plain("–"), BODY.in_ink(Ink::Accent), COLUMN, Align::Left)?;
            sheet.go_to(begin);
            sheet.text(point, BODY, COLUMN.indented(Length::mm(5)), Align::Left)
        })?;
        sheet.skip(Length::pt(1));
    }
    sheet.skip(Length::pt(6));
    Ok(())
}

/// What protects the data; what is missing says so.
pub(crate) fn measures(sheet: &mut Sheet<'_>, measures: &[Measure]) -> Result<(), PrintError> {
    let points: Vec<Rich> = measures
        .iter()
        .map(|measure| match measure.missing {
            true => Rich::strong("Manque\u{a0}: ").then(&measure.says),
            false => Rich::plain(&measure.says),
        })
        .collect();
    dashes(sheet, &points)
}

impl ProcessingSheet {
    /// How long each kind is kept, with where that comes from.
    pub(crate) fn kept(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let heads = [
            Head { title: "Donnée", per_mille: 300, align: Align::Left },
            Head { title: "Gardée", per_mille: 270, align: Align::Left },
            Head { title: "Source", per_mille: 430, align: Align::Left },
        ];
        let row = |kept: &RetentionLine| vec![kept.what.clone(), kept.how_long.clone(), kept.source.words()];
        Table { heads: &heads, rows: self.kept.iter().map(row).collect(), total: None }.draw_dense(sheet)
    }
}
