//! « Clé de secours »: the sheet that opens the practice again when its PC or its passphrase is lost.
//!
//! The groups of the key are a secret: the view model shows nothing in `Debug`, is never serialised and wipes itself
//! when dropped. The printed bytes are the caller's to hand over and forget.

use jiff::civil::Date;
use zeroize::Zeroize;

use crate::error::PrintError;
use crate::french::date;
use crate::length::Length;
use crate::parts::{self, Title, compose, fact, facts, heading, numbered, paragraph};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Column, Mark, Sheet};
use crate::text::{Ink, Rich, Style};

/// How many groups stand on a line.
const GROUPS_PER_LINE: usize = 4;
/// How a group is set: large, to be copied by hand without a mistake.
const GROUP: Style = Style { size: Length::pt(20), leading: Length::pt(26), ink: Ink::Strong };
/// The height of a group's box, and its inner margin.
const BOX_HEIGHT: Length = Length::pt(46);

/// What the sheet says.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryKeySheet {
    /// The practice that the key opens.
    pub practice: Practice,
    /// The number of this key (`1` for the first) and the day it was made.
    pub reference: Reference,
    /// The groups of the key, in order.
    pub groups: Vec<String>,
    /// The day the key was made.
    pub made_on: Date,
    /// The folder or name by which the practice is found on the PC, if it helps to say.
    pub practice_folder: Option<String>,
}

impl std::fmt::Debug for RecoveryKeySheet {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RecoveryKeySheet")
            .field("practice", &self.practice.name)
            .field("made_on", &self.made_on)
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
                .then_strong("toutes les données de ce cabinet dans Relais")
                .then("\u{a0}: les dossiers, les chèques conservés et le journal."),
        )?;
        sheet.skip(Length::pt(4));
        for (line, groups) in self.groups.chunks(GROUPS_PER_LINE).enumerate() {
            group_line(sheet, line * GROUPS_PER_LINE, groups)?;
        }
        sheet.skip(parts::GAP);
        heading(sheet, "À quoi elle sert")?;
        paragraph(
            sheet,
            &Rich::plain(
                "Quand le PC est remplacé, ou quand le mot de passe est perdu, Relais la demande à l’ouverture. \
                Saisissez les groupes dans l’ordre de leurs numéros.",
            ),
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
                    "Si cette feuille est perdue ou a été vue, faites une nouvelle clé dans Relais\u{a0}: celle-ci n’ouvre alors plus rien.",
                ),
                Rich::plain("Sans cette feuille et sans le mot de passe, ")
                    .then_strong("personne ne peut rouvrir les données")
                    .then(", nous non plus."),
            ],
        )?;
        sheet.skip(Length::pt(8));
        self.custody(sheet)
    }

    /// What was made when, and lines to write down who keeps the sheet.
    fn custody(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let mut known = vec![fact("Cabinet", &self.practice.name)];
        let made_on = date(self.made_on);
        known.push(fact("Clé faite le", &made_on));
        if let Some(folder) = &self.practice_folder {
            known.push(fact("Dossier sur le PC", folder));
        }
        facts(sheet, COLUMN, 3, &known)?;
        sheet.skip(Length::pt(6));
        sheet.keep_together(|sheet| {
            for label in ["Confiée à", "Rangée à", "Le"] {
                sheet.text(&Rich::plain(label), parts::SMALL, COLUMN, Align::Left)?;
                sheet.skip(Length::pt(9));
                sheet.rule(COLUMN.indented(Length::mm(20)), Length::mpt(500), Ink::Soft);
                sheet.skip(Length::pt(4));
            }
            Ok(())
        })
    }
}

/// One line of groups, each in its box under its number.
fn group_line(sheet: &mut Sheet<'_>, before: usize, groups: &[String]) -> Result<(), PrintError> {
    sheet.reserve(BOX_HEIGHT)?;
    let top = sheet.cursor();
    for (index, group) in (0..).zip(groups) {
        let column = COLUMN.part(index, 4, Length::mm(4));
        sheet.draw(Mark::Box { column, top, height: BOX_HEIGHT, fill: Some(Ink::Ground), outline: Some(Ink::Line) });
        let number = before + usize::try_from(index).unwrap_or(0) + 1;
        sheet.go_to(top + Length::pt(4));
        let corner = Column { left: column.left + Length::pt(6), width: column.width };
        sheet.text(&Rich::plain(&number.to_string()), parts::SMALL, corner, Align::Left)?;
        sheet.go_to(top + Length::pt(14));
        sheet.text(&Rich::strong(group), GROUP, column, Align::Centre)?;
    }
    sheet.go_to(top + BOX_HEIGHT + Length::mm(4));
    Ok(())
}
