//! « Vos données »: what a customer is told at the counter about his data (GDPR article 13), on a page or two to put up or hand
//! over. What the program does not know is a line to fill by hand, and the page says so.

use crate::error::PrintError;
use crate::length::Length;
use crate::parts::{self, Title, compose, heading, paragraph};
use crate::practice::Reference;
use crate::processing::{Controller, ProcessingSheet, blank, choices, dashes, known_or_blank};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;
use jiff::civil::Date;

/// What the notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivacyNotice {
    /// Who answers.
    pub controller: Controller,
    /// The day it is printed.
    pub issued_on: Date,
    /// The activities that are about customers.
    pub sheets: Vec<ProcessingSheet>,
    /// Whether a customer's word is asked for before anything leaves.
    pub asked_first: bool,
    /// Where one complains, with all that is known of it; possibly empty.
    pub authority: String,
}

/// Prints the notice.
pub fn privacy_notice(notice: &PrivacyNotice) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("VD-{}", notice.issued_on), issued_on: notice.issued_on };
    let title = Title {
        kind: "Vos données et vos droits",
        practice: &notice.controller.practice,
        reference: &reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| notice.draw(sheet))
}

impl PrivacyNotice {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let name = &self.controller.practice.name;
        paragraph(
            sheet,
            &Rich::strong(name).then(
                " enregistre ce qu’il faut pour que votre assurance paie sa part sans que vous l’avanciez, et pour suivre ce \
                 paiement. Voici quoi, pourquoi, pour qui et combien de temps.",
            ),
        )?;
        known_or_blank(sheet, "Qui répond de vos données, pour l’établissement", &self.controller.representative)?;
        known_or_blank(sheet, "Délégué à la protection des données, et comment le joindre", &self.controller.dpo)?;
        self.purposes(sheet)?;
        self.recipients(sheet)?;
        self.keeping(sheet)?;
        self.rights(sheet)?;
        sheet.skip(Length::pt(4));
        let sources: Vec<String> = self.sheets.iter().map(|sheet| sheet.source.words()).collect();
        let print = format!(
            "Textes sur lesquels cette page s’appuie\u{a0}: {}. Les lignes tracées et les cases vides sont à remplir à la main\u{a0}: \
             le logiciel ne connaît pas ce qu’elles demandent.",
            sources.join("\u{a0}; ")
        );
        parts::small_print(sheet, &print)
    }

    fn purposes(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "Quoi, et pourquoi")?;
        let heads = [
            Head { title: "Pourquoi", per_mille: 330, align: Align::Left },
            Head { title: "Données", per_mille: 360, align: Align::Left },
            Head { title: "Sur quelle base", per_mille: 310, align: Align::Left },
        ];
        let row = |sheet: &ProcessingSheet| {
            let basis = [sheet.basis.as_str(), sheet.condition.as_str()];
            let basis: Vec<&str> = basis.into_iter().filter(|text| !text.is_empty()).collect();
            vec![sheet.purpose.clone(), sheet.data.join(", "), basis.join(". ")]
        };
        Table { heads: &heads, rows: self.sheets.iter().map(row).collect(), total: None }.draw_dense(sheet)?;
        sheet.skip(Length::pt(6));
        paragraph(
            sheet,
            &Rich::plain(
                "Sans ces données, l’assureur ne peut pas répondre et vous réglez la totalité\u{a0}; la facture vous permet ensuite \
                 de demander vous-même le remboursement. Aucune décision n’est prise automatiquement à votre sujet.",
            ),
        )
    }

    fn recipients(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "Qui les reçoit")?;
        let asked = match self.asked_first {
            true => "Votre accord est demandé avant que quelque chose parte vers un opérateur de tiers payant.",
            false => "Votre refus de transmettre à un opérateur de tiers payant est respecté.",
        };
        paragraph(sheet, &Rich::plain(asked))?;
        let mut lines: Vec<&String> = self.sheets.iter().flat_map(|sheet| &sheet.recipients).collect();
        let mut seen = std::collections::BTreeSet::new();
        lines.retain(|line| seen.insert(line.as_str()));
        let points: Vec<Rich> = lines.into_iter().map(|line| Rich::plain(line)).collect();
        dashes(sheet, &points)?;
        paragraph(
            sheet,
            &Rich::plain(
                "Ce qui est imprimé ou mis dans un fichier ne va qu’à qui une personne de l’établissement le remet.",
            ),
        )?;
        paragraph(sheet, &Rich::plain("Hors de l’Union européenne, chez l’un d’eux\u{a0}:"))?;
        choices(
            sheet,
            &[
                Rich::plain("rien n’y est envoyé, ils l’ont écrit"),
                Rich::plain("voici quoi, et avec quelles garanties\u{a0}: …………………………………………………………………"),
            ],
        )
    }

    fn keeping(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "Combien de temps")?;
        let mut rows: Vec<Vec<String>> = Vec::new();
        for kept in self.sheets.iter().flat_map(|sheet| &sheet.kept) {
            let row = vec![kept.what.clone(), kept.how_long.clone()];
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        let heads = [
            Head { title: "Donnée", per_mille: 500, align: Align::Left },
            Head { title: "Gardée", per_mille: 500, align: Align::Left },
        ];
        Table { heads: &heads, rows, total: None }.draw_dense(sheet)?;
        sheet.skip(parts::GAP);
        Ok(())
    }

    fn rights(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "Vos droits")?;
        paragraph(
            sheet,
            &Rich::plain("Demandez ici, ou par écrit, ").then_strong("à voir").then(" ce que nous avons de vous, à le faire ")
                .then_strong("corriger").then(", à le recevoir dans un fichier, à le faire ")
                .then_strong("effacer")
                .then(
                    " ou à en ",
                )
                .then_strong("limiter")
                .then(
                    " l’usage, et opposez-vous à un usage que vous trouvez injustifié. Un accord donné se retire à tout moment. \
                     Nous répondons dans le mois. Ce que la loi oblige à garder reste, sans votre nom dès que c’est possible.",
                ),
        )?;
        let complaint = "Si la réponse ne vous convient pas, vous pouvez vous adresser à";
        match self.authority.is_empty() {
            true => blank(sheet, COLUMN, &format!("{complaint}\u{a0}:")),
            false => paragraph(sheet, &Rich::plain(complaint).then("\u{a0}: ").then(&self.authority).then(".")),
        }
    }
}
