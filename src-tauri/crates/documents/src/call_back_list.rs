//! « Liste de rappels »: the customers to call once the platform is back, or to tell what is left to pay; with lines to write
//! on for whoever calls away from the screen. A working paper, neither numbered nor kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::parts::{self, Title, compose, paragraph};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;

/// One customer to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallBackLine {
    /// The customer.
    pub customer: String,
    /// His telephone; empty when it is not known.
    pub phone: String,
    /// The dossier.
    pub dossier: String,
    /// Why he is called: « mis de côté », « 55,65 € à régler ».
    pub why: String,
    /// What the last call came to, who made it and when; empty when nobody called.
    pub last: String,
}

/// What the list says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallBackList {
    /// Who calls.
    pub practice: Practice,
    /// The day it is printed.
    pub issued_on: Date,
    /// The platform, as people call it.
    pub platform: String,
    /// Whom, in the order they are called.
    pub lines: Vec<CallBackLine>,
}

/// Prints the list; refused without a line.
pub fn call_back_list(list: &CallBackList) -> Result<Vec<u8>, PrintError> {
    if list.lines.is_empty() {
        return Err(PrintError::NothingDue);
    }
    let reference = Reference { number: format!("LR-{}", list.issued_on), issued_on: list.issued_on };
    let title = Title {
        kind: "Liste de rappels",
        practice: &list.practice,
        reference: &reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| list.draw(sheet))
}

impl CallBackList {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let count = self.lines.len();
        let whom = if count > 1 { format!("{count} clients") } else { "1 client".to_owned() };
        paragraph(
            sheet,
            &Rich::plain(&format!("Panne {}\u{a0}: ", self.platform)).then_strong(&whom).then(" à rappeler."),
        )?;
        const HEADS: [Head<'static>; 6] = [
            Head { title: "Client", per_mille: 170, align: Align::Left },
            Head { title: "Téléphone", per_mille: 165, align: Align::Left },
            Head { title: "Dossier", per_mille: 115, align: Align::Left },
            Head { title: "Pourquoi", per_mille: 180, align: Align::Left },
            Head { title: "Dernier appel", per_mille: 180, align: Align::Left },
            Head { title: "À noter", per_mille: 190, align: Align::Left },
        ];
        let known = |phone: &str| if phone.is_empty() { "non noté".to_owned() } else { phone.to_owned() };
        let row = |line: &CallBackLine| {
            let CallBackLine { customer, phone, dossier, why, last } = line;
            vec![customer.clone(), known(phone), dossier.clone(), why.clone(), last.clone(), String::new()]
        };
        Table { heads: &HEADS, rows: self.lines.iter().map(row).collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        parts::small_print(
            sheet,
            "Reportez chaque appel dans Relais, puis détruisez cette feuille\u{a0}: elle porte des noms et des numéros.",
        )
    }
}
