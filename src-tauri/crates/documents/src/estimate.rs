//! « Estimation, non garantie »: what a customer will probably pay, as a range, with its reasons and its numbers.
//!
//! The page promises nothing: its title says so, the panel says so, and so does the last sentence. Which figures and
//! which reasons is decided elsewhere; they come in as cents and sentences.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::euros;
use crate::length::Length;
use crate::parts::{self, Title, compose, fact, facts, heading, numbered, paragraph, small_print};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;

/// What the page is called: the words stand on every page of it.
const TITLE: &str = "Estimation, non garantie";

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimatePage {
    /// Who estimates.
    pub practice: Practice,
    /// The number of the page and its date.
    pub reference: Reference,
    /// The customer.
    pub customer_name: String,
    /// Our number of the dossier.
    pub dossier_number: String,
    /// The quote or invoice number of the shop's main software.
    pub sale_reference: Option<String>,
    /// The price of the sale.
    pub price_cents: i64,
    /// How far the figures may be trusted.
    pub confidence: EstimateConfidence,
    /// The complementaries, in rank order.
    pub insurers: Vec<String>,
    /// One, or two side by side.
    pub scenarios: Vec<EstimateScenario>,
    /// Why, a sentence each.
    pub reasons: Vec<String>,
    /// The numbers it rests on.
    pub numbers: Vec<EstimateNumber>,
    /// The name of their set.
    pub numbers_version: String,
    /// Who prints it.
    pub given_by: String,
}

/// From a least to a most, in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimateRange {
    /// At least.
    pub low_cents: i64,
    /// At most.
    pub high_cents: i64,
}

/// How far the figures may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EstimateConfidence {
    /// A live answer gave them.
    A,
    /// A recent answer gave them.
    B,
    /// The card.
    C,
    /// An assumption.
    D,
}

impl EstimateConfidence {
    const fn words(self) -> &'static str {
        match self {
            EstimateConfidence::A => "A\u{a0}: la complémentaire a donné le chiffre",
            EstimateConfidence::B => "B\u{a0}: réponse récente de la complémentaire",
            EstimateConfidence::C => "C\u{a0}: lu sur la carte",
            EstimateConfidence::D => "D\u{a0}: supposition",
        }
    }
}

/// Which side of the care network is supposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EstimateNetwork {
    /// In the network.
    In,
    /// Out of it.
    Out,
}

/// The range on one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimateScenario {
    /// Which side, when it matters.
    pub network: Option<EstimateNetwork>,
    /// AMO.
    pub amo: EstimateRange,
    /// One per complementary.
    pub amc: Vec<EstimateRange>,
    /// The customer.
    pub customer: EstimateRange,
    /// Line by line.
    pub lines: Vec<EstimateLine>,
}

/// One line of the sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimateLine {
    /// What it is.
    pub what: String,
    /// Its price.
    pub price_cents: i64,
    /// AMO.
    pub amo: EstimateRange,
    /// The complementaries together.
    pub amc: EstimateRange,
    /// The customer.
    pub customer: EstimateRange,
}

/// A number it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimateNumber {
    /// What it is.
    pub what: String,
    /// Its value, as people read it.
    pub value: String,
    /// Since when it is in force.
    pub since: Date,
    /// Whether its source was read.
    pub confirmed: bool,
    /// Where it comes from.
    pub source: String,
}

/// Prints the page.
pub fn estimate(page: &EstimatePage) -> Result<Vec<u8>, PrintError> {
    let title =
        Title { kind: TITLE, practice: &page.practice, reference: &page.reference, addressee: None, copies: &[] };
    compose(&title, |sheet| page.draw(sheet))
}

/// « 100,00 € », or « 50,00 à 280,00 € ».
fn range(range: EstimateRange) -> String {
    if range.low_cents == range.high_cents {
        return euros(range.low_cents);
    }
    let low = euros(range.low_cents);
    let low = low.trim_end_matches(['\u{a0}', '€']);
    format!("{low} à\u{a0}{}", euros(range.high_cents))
}

impl EstimatePage {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let sale = match &self.sale_reference {
            Some(number) => format!("{}, devis ou facture {number}", self.dossier_number),
            None => self.dossier_number.clone(),
        };
        let insurers = self.insurers.join(", ");
        facts(
            sheet,
            COLUMN,
            3,
            &[
                fact("Client", &self.customer_name),
                fact("Dossier", &sale),
                fact("Prix", &euros(self.price_cents)),
                fact("Complémentaire (AMC)", &insurers),
                fact("Confiance", self.confidence.words()),
                fact("Donnée par", &self.given_by),
            ],
        )?;
        sheet.skip(Length::pt(4));
        for scenario in &self.scenarios {
            self.scenario(sheet, scenario)?;
        }
        heading(sheet, "Pourquoi")?;
        let reasons: Vec<Rich> = self.reasons.iter().map(|reason| Rich::plain(reason)).collect();
        numbered(sheet, &reasons)?;
        sheet.skip(parts::GAP);
        self.sources(sheet)?;
        sheet.skip(parts::GAP);
        paragraph(
            sheet,
            &Rich::strong("Cette estimation n’engage ni le ")
                .then_strong(self.practice.premises.noun())
                .then_strong(", ni l’assurance maladie, ni la complémentaire.")
                .then(" Seule leur réponse fixe ce qui est remboursé."),
        )?;
        parts::mediator(sheet, &self.practice)
    }

    fn scenario(&self, sheet: &mut Sheet<'_>, scenario: &EstimateScenario) -> Result<(), PrintError> {
        match scenario.network {
            Some(EstimateNetwork::In) if self.scenarios.len() > 1 => heading(sheet, "Dans le réseau de soins")?,
            Some(EstimateNetwork::Out) if self.scenarios.len() > 1 => heading(sheet, "Hors du réseau de soins")?,
            _ => {}
        }
        let what = Rich::strong("Il vous resterait à payer");
        parts::figure_panel(sheet, &what, &range(scenario.customer), Some("Estimation, non garantie."))?;
        const HEADS: [Head<'static>; 5] = [
            Head { title: "Élément", per_mille: 240, align: Align::Left },
            Head { title: "Prix", per_mille: 130, align: Align::Right },
            Head { title: "AMO", per_mille: 170, align: Align::Right },
            Head { title: "Complémentaires", per_mille: 230, align: Align::Right },
            Head { title: "Vous", per_mille: 230, align: Align::Right },
        ];
        let rows = scenario.lines.iter().map(|line| {
            let shares = [line.amo, line.amc, line.customer].map(range);
            [line.what.clone(), euros(line.price_cents)].into_iter().chain(shares).collect()
        });
        let amc = match &scenario.amc[..] {
            [] => euros(0),
            [only] => range(*only),
            several => several.iter().copied().map(range).collect::<Vec<_>>().join(" puis "),
        };
        let total =
            vec!["Total".to_owned(), euros(self.price_cents), range(scenario.amo), amc, range(scenario.customer)];
        Table { heads: &HEADS, rows: rows.collect(), total: Some(total) }.draw(sheet)?;
        sheet.skip(parts::GAP);
        Ok(())
    }

    /// The numbers, with their sources and whether those were read.
    fn sources(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "Chiffres utilisés")?;
        const HEADS: [Head<'static>; 4] = [
            Head { title: "Chiffre", per_mille: 330, align: Align::Left },
            Head { title: "Valeur", per_mille: 130, align: Align::Right },
            Head { title: "État", per_mille: 130, align: Align::Left },
            Head { title: "Source", per_mille: 410, align: Align::Left },
        ];
        let rows = self.numbers.iter().map(|number| {
            let status = if number.confirmed { "confirmé" } else { "à vérifier" };
            let since = format!("{:02}/{:02}/{}", number.since.day(), number.since.month(), number.since.year());
            vec![
                number.what.clone(),
                number.value.clone(),
                status.to_owned(),
                format!("{} (depuis le {since})", number.source),
            ]
        });
        Table { heads: &HEADS, rows: rows.collect(), total: None }.draw(sheet)?;
        sheet.skip(Length::pt(4));
        small_print(sheet, &format!("Référentiel {}.", self.numbers_version))
    }
}
