//! « Fiche d’appel »: what is read out on the telephone, the FINESS in large type, and lines to write the answer on.
//!
//! It is a working paper: neither signed nor numbered, and not kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, euros};
use crate::length::Length;
use crate::parts::{self, Title, compose, heading, paragraph};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::{Ink, Rich, Style};

/// How the FINESS is set: read at arm's length, digit by digit.
pub(crate) const LARGE: Style = Style { size: Length::pt(30), leading: Length::pt(38), ink: Ink::Strong };

/// What the sheet says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallSheetPage {
    /// Who calls.
    pub practice: Practice,
    /// The dossier's number, and the day.
    pub reference: Reference,
    /// The practice's FINESS number; possibly empty.
    pub finess: String,
    /// Who is called.
    pub callee: String,
    /// The insurer on the card.
    pub insurer: String,
    /// AMC number.
    pub amc_number: String,
    /// Member number.
    pub member_number: String,
    /// The customer.
    pub customer: String,
    /// Birth date, when known.
    pub birth_date: Option<Date>,
    /// The date of care.
    pub service_date: Date,
    /// Domain of the card.
    pub domain_code: String,
    /// The insurer's share that is expected.
    pub requested_cents: i64,
}

/// Prints the sheet.
pub fn call_sheet(page: &CallSheetPage) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Fiche d’appel : droits d’un client",
        practice: &page.practice,
        reference: &page.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| page.draw(sheet))
}

/// Digits in threes, as they are read out.
pub(crate) fn in_threes(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(|c| !c.is_whitespace()).collect();
    digits.chunks(3).map(|three| three.iter().collect::<String>()).collect::<Vec<_>>().join("\u{a0}")
}

impl CallSheetPage {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "FINESS de l’établissement")?;
        let finess = if self.finess.is_empty() { "à compléter".to_owned() } else { in_threes(&self.finess) };
        sheet.text(&Rich::strong(&finess), LARGE, COLUMN, Align::Left)?;
        sheet.skip(parts::GAP);
        heading(sheet, "À lire au téléphone")?;
        self.facts().draw(sheet)?;
        sheet.skip(parts::GAP);
        heading(sheet, "Ce qui est répondu")?;
        const HEADS: [Head<'static>; 2] = [
            Head { title: "À noter", per_mille: 380, align: Align::Left },
            Head { title: "Réponse", per_mille: 620, align: Align::Left },
        ];
        let asked = [
            "Interlocuteur (nom, service)",
            "Date et heure de l’appel",
            "Droits ouverts à la date des soins",
            "Période des droits",
            "Montant ou taux pris en charge",
            "Accord préalable nécessaire",
            "Référence de l’appel",
        ];
        let rows = asked.iter().map(|label| vec![(*label).to_owned(), String::new()]).collect();
        Table { heads: &HEADS, rows, total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        paragraph(
            sheet,
            &Rich::plain(
                "Une réponse au téléphone est un constat, pas une garantie de paiement\u{a0}: notez-la dans le dossier, et \
                 détruisez cette feuille.",
            ),
        )
    }

    fn facts(&self) -> Table<'static> {
        const HEADS: [Head<'static>; 2] = [
            Head { title: "Quoi", per_mille: 380, align: Align::Left },
            Head { title: "À dire", per_mille: 620, align: Align::Left },
        ];
        let said = |text: &str| if text.is_empty() { "non connu".to_owned() } else { text.to_owned() };
        let rows = vec![
            vec!["Vous appelez".to_owned(), said(&self.callee)],
            vec!["Complémentaire".to_owned(), said(&self.insurer)],
            vec!["N° AMC".to_owned(), said(&self.amc_number)],
            vec!["N° d’adhérent".to_owned(), said(&self.member_number)],
            vec!["Client".to_owned(), said(&self.customer)],
            vec!["Date de naissance".to_owned(), self.birth_date.map_or_else(|| said(""), date)],
            vec!["Date des soins".to_owned(), date(self.service_date)],
            vec!["Domaine".to_owned(), said(&self.domain_code)],
            vec!["Part complémentaire attendue".to_owned(), euros(self.requested_cents)],
        ];
        Table { heads: &HEADS, rows, total: None }
    }
}
