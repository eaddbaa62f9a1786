//! « Registre des traitements »: the sheets of what this program does with personal data (GDPR article 30), to put in the practice's
//! register. One sheet an activity; what the program does not know is a line to fill by hand.

use crate::error::PrintError;
use crate::length::Length;
use crate::parts::{self, Title, compose, fact, facts, heading, paragraph};
use crate::practice::Reference;
use crate::processing::{Controller, Measure, ProcessingSheet, blank, choices, known_or_blank, measures};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::text::Rich;
use jiff::civil::Date;

/// What the register says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessingRegister {
    /// Who answers.
    pub controller: Controller,
    /// The day it is printed.
    pub issued_on: Date,
    /// The versions of the sets it was made from: « bases 2024-02, durées 2024-02 ».
    pub made_from: String,
    /// Each activity.
    pub sheets: Vec<ProcessingSheet>,
    /// What protects the data.
    pub measures: Vec<Measure>,
}

/// Prints the register.
pub fn processing_register(register: &ProcessingRegister) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("RT-{}", register.issued_on), issued_on: register.issued_on };
    let title = Title {
        kind: "Registre des traitements",
        practice: &register.controller.practice,
        reference: &reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| register.draw(sheet))
}

/// What is under a label, a line each; nobody when there is none.
fn lines(sheet: &mut Sheet<'_>, label: &str, lines: &[String]) -> Result<(), PrintError> {
    sheet.text(&Rich::plain(label), parts::SMALL, COLUMN, Align::Left)?;
    if lines.is_empty() {
        sheet.text(&Rich::plain("Personne"), parts::BODY, COLUMN, Align::Left)?;
    }
    for line in lines {
        sheet.text(&Rich::plain(line), parts::BODY, COLUMN, Align::Left)?;
    }
    sheet.skip(Length::pt(6));
    Ok(())
}

impl ProcessingRegister {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        paragraph(
            sheet,
            &Rich::plain("Ces fiches disent ce que ")
                .then_strong("le logiciel Relais")
                .then(
                    " fait des données personnelles, tel qu’il est réglé ce jour. Elles s’ajoutent au registre de l’établissement, qui \
                     a d’autres traitements (paie, logiciel de caisse, ordonnancier…).",
                ),
        )?;
        heading(sheet, "Responsable du traitement")?;
        let practice = &self.controller.practice;
        let address = practice.address_lines.join(", ");
        let reach = [address.as_str(), practice.phone.as_deref().unwrap_or_default()];
        let reach: Vec<&str> = reach.into_iter().filter(|text| !text.is_empty()).collect();
        facts(sheet, COLUMN, 1, &[fact("Établissement", &format!("{}, {}", practice.name, reach.join(", ")))])?;
        known_or_blank(sheet, "Représenté par", &self.controller.representative)?;
        known_or_blank(sheet, "Délégué à la protection des données, et comment le joindre", &self.controller.dpo)?;
        blank(sheet, COLUMN, "Responsable conjoint, s’il y en a un (groupement, enseigne)")?;
        for (number, of) in (1..).zip(&self.sheets) {
            self.sheet(sheet, number, of)?;
        }
        heading(sheet, "Ce qui protège ces données")?;
        measures(sheet, &self.measures)?;
        blank(
            sheet,
            COLUMN,
            "Mesures de l’établissement que le logiciel ne voit pas (porte, alarme, sauvegarde ailleurs, contrats)",
        )?;
        let print = format!(
            "Imprimé par le logiciel d’après ce qu’il fait et ce qui y est réglé ({}). Les lignes tracées et les cases vides sont à \
             remplir à la main\u{a0}: il ne connaît pas ce qu’elles demandent. Ce registre ne vaut pas avis de conformité.",
            self.made_from
        );
        parts::small_print(sheet, &print)
    }

    fn sheet(&self, sheet: &mut Sheet<'_>, number: u32, of: &ProcessingSheet) -> Result<(), PrintError> {
        sheet.skip(Length::pt(6));
        heading(sheet, &format!("{number}. {}", of.name))?;
        facts(sheet, COLUMN, 1, &[fact("À quoi il sert", &of.purpose)])?;
        facts(sheet, COLUMN, 2, &[fact("Personnes", &of.people), fact("Données", &of.data.join(", "))])?;
        let basis = format!("{}. {}", of.basis, of.source.words());
        let mut ground = vec![fact("Base", &basis)];
        if !of.condition.is_empty() {
            ground.push(fact("Données de santé, n° de sécurité sociale", &of.condition));
        }
        let columns = if ground.len() == 2 { 2 } else { 1 };
        facts(sheet, COLUMN, columns, &ground)?;
        lines(sheet, "Destinataires", &of.recipients)?;
        if !of.recipients.is_empty() {
            sheet.text(&Rich::plain("Hors de l’Union européenne"), parts::SMALL, COLUMN, Align::Left)?;
            let where_to = "oui, vers ………………………………………, avec les garanties ………………………………………";
            choices(sheet, &[Rich::plain("non, ils l’ont écrit"), Rich::plain(where_to)])?;
        }
        if !of.exits.is_empty() {
            lines(sheet, "Sorties de ce poste, faites par une personne", &of.exits)?;
        }
        of.kept(sheet)?;
        sheet.skip(parts::GAP);
        Ok(())
    }
}
