//! « Rotation après fuite »: what was to be changed after the leak of a platform, what was, by whom and when.
//!
//! It names accounts and identifiers, never a secret, and says what it proves: what people recorded, in a journal that can be
//! checked.

use crate::error::PrintError;
use crate::parts::{self, Signature, Title, compose, fact, facts, paragraph, signatures};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;
use jiff::civil::Date;

/// One thing to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotatedSecret {
    /// The account and its identifier, or the mailbox.
    pub what: String,
    /// Why: « Même secret ».
    pub why: String,
    /// What became of it.
    pub done: String,
    /// By whom and when; empty while it is to be done.
    pub by: String,
}

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationProof {
    /// Whose accounts.
    pub practice: Practice,
    /// The day it is printed.
    pub issued_on: Date,
    /// The platform that leaked.
    pub platform: String,
    /// How many were changed or left out, and how many there are.
    pub settled: (u32, u32),
    /// Each of those whoever prints may see, the most dangerous first.
    pub secrets: Vec<RotatedSecret>,
    /// Those he may not.
    pub hidden: u32,
    /// Entries of the journal when it is printed, and the last one's hash.
    pub head: (u64, String),
    /// Who prints it.
    pub issued_by: String,
}

/// Prints it.
pub fn rotation_proof(page: &RotationProof) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: format!("RF-{}", page.issued_on), issued_on: page.issued_on };
    let title = Title {
        kind: "Rotation après fuite",
        practice: &page.practice,
        reference: &reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| page.draw(sheet))
}

impl RotationProof {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let (settled, total) = self.settled;
        let opening = Rich::plain("Après la fuite de ").then_strong(&self.platform).then(
            ", voici chaque compte dont le secret était à changer, dans l’ordre du danger\u{a0}: le compte de la plateforme, sa boîte \
             aux lettres, ce qui portait le même secret ou un secret proche.",
        );
        paragraph(sheet, &opening)?;
        let count = format!("{settled} sur {total}");
        facts(sheet, COLUMN, 2, &[fact("Plateforme", &self.platform), fact("Réglés à ce jour", &count)])?;
        let heads = [
            Head { title: "Compte", per_mille: 350, align: Align::Left },
            Head { title: "Pourquoi", per_mille: 170, align: Align::Left },
            Head { title: "Ce qui est fait", per_mille: 250, align: Align::Left },
            Head { title: "Par qui, quand", per_mille: 230, align: Align::Left },
        ];
        let row = |it: &RotatedSecret| vec![it.what.clone(), it.why.clone(), it.done.clone(), it.by.clone()];
        Table { heads: &heads, rows: self.secrets.iter().map(row).collect(), total: None }.draw(sheet)?;
        let others = match self.hidden {
            0 => None,
            1 => Some("Un autre compte, à une autre personne, n’est pas nommé ici.".to_owned()),
            hidden => Some(format!("{hidden} autres comptes, à d’autres personnes, ne sont pas nommés ici.")),
        };
        if let Some(others) = others {
            sheet.skip(parts::GAP);
            paragraph(sheet, &Rich::plain(&others))?;
        }
        sheet.skip(parts::GAP);
        let how = format!("imprimé par {}", self.issued_by);
        signatures(sheet, &[Signature { who: "Pour l’établissement", how: &how }])?;
        let (entries, head) = &self.head;
        parts::small_print(
            sheet,
            &format!(
                "Chaque changement est une écriture du journal enchaîné de l’établissement, sans aucun secret. À l’impression le journal \
                 compte {entries} écritures\u{a0}; l’empreinte de la dernière est {head}. La commande « relais verify » le contrôle."
            ),
        )
    }
}
