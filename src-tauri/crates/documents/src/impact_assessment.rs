//! « Aide à l’analyse d’impact »: what the program knows for an impact assessment (GDPR article 35), and the questions that only the
//! practice can answer, each with room to write. It judges no risk and declares nothing lawful.

use crate::data_flows::DataFlow;
use crate::error::PrintError;
use crate::french;
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, heading, paragraph, signatures};
use crate::practice::Reference;
use crate::processing::{Controller, Measure, ProcessingSheet, Source, blank, choices, known_or_blank, measures};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::{Ink, Rich};
use jiff::civil::Date;

/// Something that calls for an assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpactCriterion {
    /// In a sentence.
    pub says: String,
    /// Where it comes from.
    pub source: Source,
}

/// Something to fear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FearedEvent {
    /// « Accès illégitime à des données ».
    pub what: String,
    /// What may bring it about.
    pub ways: String,
    /// What stands against it today.
    pub measures: Vec<Measure>,
}

/// What the paper says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpactAssessment {
    /// Who answers.
    pub controller: Controller,
    /// The day it is printed.
    pub issued_on: Date,
    /// The versions of the sets it was made from.
    pub made_from: String,
    /// What calls for one.
    pub criteria: Vec<ImpactCriterion>,
    /// Each activity.
    pub sheets: Vec<ProcessingSheet>,
    /// Dossiers kept today, and people at work.
    pub counts: (u32, u32),
    /// Every way out.
    pub flows: Vec<DataFlow>,
    /// What keeps the data few: fields kept back, words asked for first.
    pub restraint: Vec<Measure>,
    /// What may go wrong.
    pub feared: Vec<FearedEvent>,
}

/// Prints it.
pub fn impact_assessment(page: &ImpactAssessment) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("AI-{}", page.issued_on), issued_on: page.issued_on };
    let title = Title {
        kind: "Aide à l’analyse d’impact",
        practice: &page.controller.practice,
        reference: &reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| page.draw(sheet))
}

/// A question with lines to answer on.
fn question(sheet: &mut Sheet<'_>, asked: &str) -> Result<(), PrintError> {
    sheet.keep_together(|sheet| {
        sheet.text(&Rich::strong(asked), parts::BODY, COLUMN, Align::Left)?;
        for _ in 0..2 {
            sheet.skip(Length::pt(17));
            sheet.rule(COLUMN, Length::mpt(500), Ink::Soft);
        }
        sheet.skip(Length::pt(9));
        Ok(())
    })
}

impl ImpactAssessment {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        paragraph(
            sheet,
            &Rich::plain("Relais écrit ici ce qu’il sait\u{a0}: les données, où elles vont, ce qui les protège. ")
                .then_strong("Les questions et les lignes tracées sont à vous")
                .then(
                    "\u{a0}: le logiciel ne juge aucun risque et ne dit pas si un traitement est permis. Relisez avec votre délégué ou \
                     votre conseil.",
                ),
        )?;
        known_or_blank(sheet, "Analyse menée par", &self.controller.representative)?;
        known_or_blank(sheet, "Délégué à la protection des données consulté", &self.controller.dpo)?;
        self.need(sheet)?;
        self.what_is_done(sheet)?;
        self.few_data(sheet)?;
        self.risks(sheet)?;
        self.opinions(sheet)
    }

    fn need(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "1. Est-elle nécessaire\u{a0}?")?;
        paragraph(sheet, &Rich::plain("Cochez ce qui est vrai chez vous. Chaque critère a sa source, datée."))?;
        let criteria: Vec<Rich> = self
            .criteria
            .iter()
            .map(|criterion| Rich::plain(&criterion.says).then(". ").then(&criterion.source.words()))
            .collect();
        choices(sheet, &criteria)?;
        question(sheet, "Conclusion\u{a0}: une analyse est-elle menée, et pourquoi\u{a0}?")
    }

    fn what_is_done(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "2. Ce qui est fait des données")?;
        let (dossiers, people) = self.counts;
        facts(
            sheet,
            COLUMN,
            3,
            &[
                fact("Dossiers gardés ce jour", &french::count(dossiers)),
                fact("Personnes qui travaillent dans Relais", &french::count(people)),
                fact("Fait d’après", &self.made_from),
            ],
        )?;
        let heads = [
            Head { title: "Traitement", per_mille: 200, align: Align::Left },
            Head { title: "À quoi il sert", per_mille: 270, align: Align::Left },
            Head { title: "Personnes et données", per_mille: 280, align: Align::Left },
            Head { title: "Base", per_mille: 250, align: Align::Left },
        ];
        let row = |of: &ProcessingSheet| {
            let basis = format!("{}{}{}", of.basis, if of.condition.is_empty() { "" } else { ". " }, of.condition);
            vec![of.name.clone(), of.purpose.clone(), format!("{}\u{a0}: {}", of.people, of.data.join(", ")), basis]
        };
        Table { heads: &heads, rows: self.sheets.iter().map(row).collect(), total: None }.draw_dense(sheet)?;
        sheet.skip(parts::GAP);
        heading(sheet, "Où elles vont")?;
        let heads = [
            Head { title: "Quoi", per_mille: 240, align: Align::Left },
            Head { title: "Vers", per_mille: 240, align: Align::Left },
            Head { title: "Ce qui sort", per_mille: 520, align: Align::Left },
        ];
        let row = |flow: &DataFlow| vec![flow.what.clone(), flow.to.clone(), flow.contents.clone()];
        Table { heads: &heads, rows: self.flows.iter().map(row).collect(), total: None }.draw_dense(sheet)?;
        sheet.skip(parts::GAP);
        heading(sheet, "Combien de temps elles restent")?;
        let mut kept: Vec<Vec<String>> = Vec::new();
        for data in self.sheets.iter().flat_map(|of| &of.kept) {
            let row = vec![data.what.clone(), data.how_long.clone(), data.source.words()];
            if !kept.contains(&row) {
                kept.push(row);
            }
        }
        let heads = [
            Head { title: "Donnée", per_mille: 300, align: Align::Left },
            Head { title: "Gardée", per_mille: 270, align: Align::Left },
            Head { title: "Source", per_mille: 430, align: Align::Left },
        ];
        Table { heads: &heads, rows: kept, total: None }.draw_dense(sheet)?;
        sheet.skip(parts::GAP);
        question(
            sheet,
            "Qui d’autre voit ces données chez vous (maintenance, groupement, comptable), et par quel contrat\u{a0}?",
        )?;
        question(
            sheet,
            "Un destinataire les garde-t-il hors de l’Union européenne\u{a0}? Avec quelles garanties\u{a0}?",
        )
    }

    fn few_data(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "3. Nécessité et proportion")?;
        measures(sheet, &self.restraint)?;
        for asked in [
            "Chaque donnée demandée au comptoir sert-elle vraiment\u{a0}? Lesquelles pourrait-on ne plus demander\u{a0}?",
            "Les durées ci-dessus sont-elles les plus courtes possible\u{a0}?",
            "Comment les clients et l’équipe sont-ils informés, et comment exercent-ils leurs droits\u{a0}?",
        ] {
            question(sheet, asked)?;
        }
        Ok(())
    }

    fn risks(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "4. Ce qui peut arriver aux personnes")?;
        for event in &self.feared {
            sheet.text(&Rich::strong(&event.what), parts::LEAD, COLUMN, Align::Left)?;
            facts(sheet, COLUMN, 1, &[fact("Comment cela peut arriver", &event.ways)])?;
            sheet.text(&Rich::plain("Ce qui s’y oppose dans Relais"), parts::SMALL, COLUMN, Align::Left)?;
            measures(sheet, &event.measures)?;
            blank(sheet, COLUMN, "Ce qui s’y oppose chez vous, et que Relais ne voit pas")?;
            for label in ["Gravité pour les personnes", "Vraisemblance"] {
                let scale =
                    format!("{label}\u{a0}: entourez   négligeable   ·   limitée   ·   importante   ·   maximale");
                sheet.text(&Rich::plain(&scale), parts::BODY, COLUMN, Align::Left)?;
                sheet.skip(Length::pt(3));
            }
            question(sheet, "Ce qui reste à faire, par qui et pour quand")?;
        }
        Ok(())
    }

    fn opinions(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "5. Avis et décision")?;
        question(sheet, "Avis du délégué à la protection des données")?;
        question(sheet, "Avis des personnes concernées ou de leurs représentants, ou pourquoi il n’est pas demandé")?;
        choices(
            sheet,
            &[
                Rich::plain("Les risques qui restent sont acceptés"),
                Rich::plain("Acceptés une fois fait ce qui reste à faire"),
                Rich::plain(
                    "Un risque élevé reste\u{a0}: l’autorité est consultée avant de continuer (RGPD, article 36, à vérifier)",
                ),
            ],
        )?;
        signatures(
            sheet,
            &[
                Signature { who: "Le responsable du traitement", how: "Nom, date et signature" },
                Signature { who: "Le délégué à la protection des données", how: "Nom, date et signature" },
            ],
        )?;
        parts::small_print(
            sheet,
            "Aide à la rédaction\u{a0}: elle ne vaut ni analyse d’impact, ni avis de conformité. À revoir quand une plateforme, une durée, \
             un rôle ou une façon de travailler change.",
        )
    }
}
