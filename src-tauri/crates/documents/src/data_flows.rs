//! « Où vont mes données »: every way out of the PC on paper, for a customer or an inspector who asks.

use crate::error::PrintError;
use crate::french;
use crate::parts::{self, Title, compose, paragraph};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;
use jiff::civil::Date;

/// One way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFlow {
    /// What it is.
    pub what: String,
    /// Where it goes.
    pub to: String,
    /// What it holds.
    pub contents: String,
    /// The day it was last taken, as far as that is noted.
    pub last_on: Option<Date>,
    /// Whether each time is noted: without a day it then is « jamais ».
    pub is_noted: bool,
}

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFlows {
    /// Whose data.
    pub practice: Practice,
    /// The day it is printed.
    pub issued_on: Date,
    /// Every way out.
    pub flows: Vec<DataFlow>,
}

/// Prints it.
pub fn data_flows(page: &DataFlows) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("DF-{}", page.issued_on), issued_on: page.issued_on };
    let title = Title {
        kind: "Où vont les données",
        practice: &page.practice,
        reference: &reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| page.draw(sheet))
}

impl DataFlows {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        paragraph(
            sheet,
            &Rich::plain("Les données restent sur ce poste, chiffrées. Voici ")
                .then_strong("tout ce qui en sort, et rien d’autre")
                .then(" : Relais n’a pas de serveur, n’envoie ni mesures ni rapports d’erreur, et ne cherche pas de mise à jour."),
        )?;
        let heads = [
            Head { title: "Quoi", per_mille: 180, align: Align::Left },
            Head { title: "Vers", per_mille: 190, align: Align::Left },
            Head { title: "Ce qui sort", per_mille: 480, align: Align::Left },
            Head { title: "Dernière fois", per_mille: 150, align: Align::Left },
        ];
        let last = |flow: &DataFlow| match (flow.last_on, flow.is_noted) {
            (Some(on), _) => french::date(on),
            (None, true) => "jamais".to_owned(),
            (None, false) => "non noté".to_owned(),
        };
        let row = |flow: &DataFlow| vec![flow.what.clone(), flow.to.clone(), flow.contents.clone(), last(flow)];
        Table { heads: &heads, rows: self.flows.iter().map(row).collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        parts::small_print(sheet, "Le journal des accès de Relais dit, pour chaque sortie, qui l’a faite et quand.")
    }
}
