//! « Accord pour la transmission à un opérateur »: the fields that would be sent, read and signed by the customer. One sheet
//! an operator, since he may say yes to one and no to another.

use crate::error::PrintError;
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, heading, numbered, paragraph, signatures};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;

/// How much an operator wants a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldNeed {
    /// The request cannot be made without it.
    Required,
    /// Sent when its condition holds.
    Conditional,
    /// Sent unless the practice keeps it.
    Optional,
}

impl FieldNeed {
    const fn words(self) -> &'static str {
        match self {
            FieldNeed::Required => "obligatoire",
            FieldNeed::Conditional => "selon le cas",
            FieldNeed::Optional => "facultatif",
        }
    }
}

/// A field, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentField {
    /// What it is called.
    pub name: String,
    /// How much it is wanted.
    pub need: FieldNeed,
}

/// What the sheet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentSheet {
    /// Who asks.
    pub practice: Practice,
    /// Its number and day.
    pub reference: Reference,
    /// Who is asked.
    pub customer_name: String,
    /// The dossier it is kept with.
    pub dossier_number: String,
    /// To whom the fields would go.
    pub operator: String,
    /// The fields.
    pub fields: Vec<SentField>,
    /// The version of the list.
    pub list_version: String,
}

/// Prints the sheet.
pub fn consent_sheet(sheet: &ConsentSheet) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Accord de transmission",
        practice: &sheet.practice,
        reference: &sheet.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |paper| sheet.draw(paper))
}

impl ConsentSheet {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let about = [
            fact("Client", &self.customer_name),
            fact("Dossier", &self.dossier_number),
            fact("Opérateur", &self.operator),
        ];
        facts(sheet, COLUMN, 3, &about)?;
        sheet.skip(Length::pt(4));
        paragraph(
            sheet,
            &Rich::plain("Pour vous éviter d’avancer la part de votre mutuelle, nous devons transmettre à ")
                .then_strong(&self.operator)
                .then(", qui répond pour elle, les informations ci-dessous. Rien d’autre ne lui est transmis."),
        )?;
        let rows = self.fields.iter().map(|field| vec![field.name.clone(), field.need.words().to_owned()]);
        let heads = [
            Head { title: "Information", per_mille: 720, align: Align::Left },
            Head { title: "Pour l’opérateur", per_mille: 280, align: Align::Left },
        ];
        Table { heads: &heads, rows: rows.collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        heading(sheet, "Ce que vous pouvez faire")?;
        numbered(
            sheet,
            &[
                Rich::strong("Accepter").then("\u{a0}: nous interrogeons l’opérateur et demandons la prise en charge."),
                Rich::strong("Refuser").then(
                    "\u{a0}: rien n’est transmis. Vous réglez la totalité et demandez vous-même le remboursement à votre \
                     mutuelle, avec la facture que nous vous remettons.",
                ),
                Rich::strong("Changer d’avis").then(
                    "\u{a0}: dites-le nous à tout moment. Plus rien ne part ensuite\u{a0}; ce qui est déjà parti ne peut pas \
                     être rappelé.",
                ),
            ],
        )?;
        sheet.skip(parts::GAP);
        let agreement =
            format!("J’accepte expressément la transmission à {} des informations ci-dessus.", self.operator);
        paragraph(sheet, &Rich::strong(&agreement))?;
        signatures(
            sheet,
            &[
                Signature { who: "Le client", how: "Date et signature" },
                Signature { who: &self.practice.name, how: "Date et signature" },
            ],
        )?;
        let print =
            format!("Liste des champs\u{a0}: version {}. Cette feuille est gardée avec le dossier.", self.list_version);
        parts::small_print(sheet, &print)
    }
}
