//! « Clé de secours »: the sheet that opens the practice again when its PC or its passphrase is lost.
//!
//! The groups of the key are a secret: the view model shows nothing in `Debug`, is never serialised and wipes itself
//! when dropped. The printed bytes are the caller's to hand over and forget.

use zeroize::Zeroize;

use crate::error::PrintError;
use crate::face::{Face, Weight};
use crate::length::Length;
use crate::parts::{self, Title, compose, heading, numbered, paragraph};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Column, Mark, Sheet};
use crate::text::{Ink, Rich, Style};

/// How many groups stand on a line, at most.
const MOST_PER_LINE: i64 = 4;
/// How a group is set: large, to be copied by hand without a mistake.
const GROUP: Style = Style { size: Length::pt(20), leading: Length::pt(26), ink: Ink::Strong };
/// The box of a group: its height, the margin inside, the space to the next.
const BOX_HEIGHT: Length = Length::pt(48);
const BOX_MARGIN: Length = Length::pt(6);
const BOX_GUTTER: Length = Length::mm(4);

/// What the sheet says.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryKeySheet {
    /// The practice that the key opens.
    pub practice: Practice,
    /// The number of this key (`1` for the first) and the day it was made.
    pub reference: Reference,
    /// The groups of the key, in order.
    pub groups: Vec<String>,
}

impl std::fmt::Debug for RecoveryKeySheet {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RecoveryKeySheet")
            .field("practice", &self.practice.name)
            .field("reference", &self.reference)
            .finish_non_exhaustive()
    }
}

impl Drop for RecoveryKeySheet {
    fn drop(&mut self) {
        self.groups.zeroize();
    }
}

/// Prints the sheet.
pub fn recovery_key_sheet(sheet: &RecoveryKeySheet) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Clé de secours",
        practice: &sheet.practice,
        reference: &sheet.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |paper| sheet.draw(paper))
}

impl RecoveryKeySheet {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        paragraph(
            sheet,
            &Rich::plain("Cette clé ouvre, à elle seule, ")
                .then_strong("toutes les données de cet établissement dans Relais")
                .then("\u{a0}: les dossiers, les chèques conservés et le journal."),
        )?;
        sheet.skip(Length::pt(4));
        group_boxes(sheet, &self.groups)?;
        sheet.skip(parts::GAP);
        heading(sheet, "À quoi elle sert")?;
        paragraph(
            sheet,
            &Rich::plain(
                "Quand le PC est remplacé, ou quand le mot de passe est perdu, Relais la demande à l’ouverture. \
                Saisissez les groupes dans l’ordre.",
            )
            .then(self.alphabet_hint()),
        )?;
        heading(sheet, "Où la garder")?;
        numbered(
            sheet,
            &[
                Rich::strong("Loin du PC")
                    .then("\u{a0}: dans un coffre, chez vous, ou chez votre comptable sous enveloppe fermée."),
                Rich::plain(
                    "Ni photo, ni scan, ni courriel\u{a0}: une copie numérique peut être volée sans que vous le sachiez.",
                ),
                Rich::plain(
                    "Si cette feuille est perdue ou a été vue, faites une nouvelle clé dans Relais\u{a0}: celle-ci n’ouvrira \
                     plus rien.",
                ),
                Rich::plain("Sans cette feuille et sans le mot de passe, ")
                    .then_strong("personne ne peut rouvrir les données")
                    .then(", nous non plus."),
            ],
        )?;
        sheet.skip(Length::pt(20));
        Self::custody(sheet)
    }

    /// What helps to read the key aloud, when it is true of this one.
    fn alphabet_hint(&self) -> &'static str {
        if self.groups.iter().any(|group| group.contains(['I', 'L', 'O', 'U'])) {
            return "";
        }
        " Cette clé n’a ni I, ni L, ni O, ni U\u{a0}: lisez 1\u{a0}(un) et 0\u{a0}(zéro)."
    }

    /// Lines to write down, by hand, who keeps the sheet.
    fn custody(sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        sheet.keep_together(|sheet| {
            for label in ["Confiée à", "Rangée à", "Le"] {
                sheet.text(&Rich::plain(label), parts::BODY.in_ink(Ink::Soft), COLUMN, Align::Left)?;
                sheet.skip(-Length::pt(3));
                sheet.rule(COLUMN.indented(Length::mm(24)), Length::mpt(500), Ink::Soft);
                sheet.skip(Length::pt(14));
            }
            Ok(())
        })
    }
}

/// The groups, each in its box under its number, as many on a line as the widest allows.
fn group_boxes(sheet: &mut Sheet<'_>, groups: &[String]) -> Result<(), PrintError> {
    let face = Face::of(Weight::SemiBold)?;
    let mut widest = Length::ZERO;
    for group in groups {
        widest = widest.max(face.width(group, GROUP.size)?);
    }
    let count = i64::try_from(groups.len()).unwrap_or(1).max(1);
    let per_line = (1..=MOST_PER_LINE)
        .rev()
        .filter(|per_line| widest + BOX_MARGIN * 2 <= box_column(0, *per_line).width)
        // The fullest last line: nine groups stand three by three.
        .min_by_key(|per_line| if *per_line == 1 { MOST_PER_LINE } else { (per_line - count % per_line) % per_line })
        .unwrap_or(1);
    let mut number = 0;
    for line in groups.chunks(usize::try_from(per_line).unwrap_or(1)) {
        sheet.reserve(BOX_HEIGHT)?;
        let top = sheet.cursor();
        for (index, group) in (0..).zip(line) {
            number += 1;
            let column = box_column(index, per_line);
            sheet.draw(Mark::Box {
                column,
                top,
                height: BOX_HEIGHT,
                fill: Some(Ink::Ground),
                outline: Some(Ink::Line),
            });
            sheet.go_to(top + Length::pt(4));
            let corner = Rich::plain(&format!("{number}"));
            sheet.text(&corner, parts::SMALL, column.inset(BOX_MARGIN), Align::Left)?;
            sheet.go_to(top + Length::pt(15));
            sheet.text(&Rich::strong(group), GROUP, column, Align::Centre)?;
        }
        sheet.go_to(top + BOX_HEIGHT + BOX_GUTTER);
    }
    Ok(())
}

/// One of `count` boxes on a line.
fn box_column(index: i64, count: i64) -> Column {
    COLUMN.part(index, count, BOX_GUTTER)
}
