//! « Attestation de panne »: what a dossier's attempts at a platform came to, with their hours, and what anybody needs to
//! check that the journal says so and was not written afterwards.
//!
//! It attests what the practice tried, never what the platform did. The exact bytes of each entry follow, so that the hash can
//! be computed again with any program.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::date;
use crate::length::Length;
use crate::parts::{self, SMALL, Signature, Title, compose, fact, facts, heading, numbered, paragraph, signatures};
use crate::practice::{Dossier, Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::{Ink, Rich};

/// One attempt in vain, or a request kept from leaving because the outage was known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedAttempt {
    /// « mer. 31/01/2024 à 09:12:04 », on the practice's clock.
    pub at: String,
    /// What was asked: « Droits », « Prise en charge ».
    pub asked: String,
    /// Who was asked.
    pub platform: String,
    /// What came: « délai dépassé ».
    pub outcome: String,
    /// The entry's number in the journal of the post.
    pub entry: u64,
    /// The hash of the entry, in hex.
    pub hash: String,
    /// The hash of the one before, in hex.
    pub previous_hash: String,
    /// The entry's canonical bytes.
    pub bytes: String,
}

/// What the certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutageProof {
    /// Who attests.
    pub practice: Practice,
    /// The number of the certificate and its date.
    pub reference: Reference,
    /// The sale.
    pub dossier: Dossier,
    /// The day of the sale.
    pub sold_on: Date,
    /// What was known of the outage: « Viamedis, droits et PEC, depuis lun. 29/01/2024 15:00 »; none without an incident.
    pub incident: Option<String>,
    /// How many reached out for the platform, and how many were kept from leaving: it was known here to be out.
    pub counts: (u32, u32),
    /// The attempts, the earliest first.
    pub attempts: Vec<FailedAttempt>,
    /// Attempts that do not fit and are left out.
    pub left_out: u32,
    /// Entries of the journal when it is printed, and the last one's hash.
    pub head: (u64, String),
    /// Who prints it.
    pub issued_by: String,
}

/// Prints the certificate; refused without an attempt.
pub fn outage_proof(proof: &OutageProof) -> Result<Vec<u8>, PrintError> {
    if proof.attempts.is_empty() {
        return Err(PrintError::NothingDue);
    }
    let title = Title {
        kind: "Attestation de panne",
        practice: &proof.practice,
        reference: &proof.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| proof.draw(sheet))
}

impl OutageProof {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let opening = self.opening();
        paragraph(sheet, &opening)?;
        let sale = self.dossier.sale_reference.as_deref().unwrap_or("non noté");
        facts(
            sheet,
            COLUMN,
            4,
            &[
                fact("Dossier", &self.dossier.number),
                fact("Devis ou facture", sale),
                fact("Complémentaire santé (mutuelle)", &self.dossier.insurer),
                fact("Vente du", &date(self.sold_on)),
            ],
        )?;
        if let Some(incident) = &self.incident {
            facts(sheet, COLUMN, 1, &[fact("Panne connue de l’établissement", incident)])?;
        }
        heading(sheet, "Tentatives sans réponse")?;
        self.table().draw(sheet)?;
        if self.left_out > 0 {
            let more = format!("{} autres tentatives sont au journal et ne tiennent pas ici.", self.left_out);
            paragraph(sheet, &Rich::plain(&more))?;
        }
        sheet.skip(parts::GAP);
        let how = format!("imprimée par {}", self.issued_by);
        signatures(sheet, &[Signature { who: "Pour l’établissement", how: &how }])?;
        self.verification(sheet)?;
        self.annex(sheet)
    }

    /// What is attested: to have asked in vain, and to have been kept from asking by an outage that was known.
    fn opening(&self) -> Rich {
        const SALE: &str = " la plateforme de tiers payant pour le dossier ci-dessous, ";
        const CLOCK: &str = " Les heures sont celles de l’horloge du poste.";
        let times = |count: u32| if count > 1 { format!("{count} fois") } else { "une fois".to_owned() };
        let (reached, held) = self.counts;
        let known = "la panne était déjà constatée par ce poste";
        let attests = format!("{} atteste ", self.practice.name);
        if reached == 0 {
            return Rich::plain(&format!("{attests}avoir demandé "))
                .then_strong(&times(held))
                .then(" à interroger la plateforme de tiers payant pour le dossier ci-dessous, ")
                .then_strong("sans que rien puisse partir")
                .then(&format!("\u{a0}: {known}.{CLOCK}"));
        }
        let asked = Rich::plain(&format!("{attests}avoir interrogé "))
            .then_strong(&times(reached))
            .then(SALE)
            .then_strong("sans obtenir de réponse");
        let asked = match held {
            0 => asked.then("."),
            1 => asked.then(&format!(". Une autre demande n’est pas partie\u{a0}: {known}.")),
            more => asked.then(&format!(". {more} autres demandes ne sont pas parties\u{a0}: {known}.")),
        };
        asked.then(CLOCK)
    }

    fn table(&self) -> Table<'static> {
        const HEADS: [Head<'static>; 5] = [
            Head { title: "Date et heure", per_mille: 260, align: Align::Left },
            Head { title: "Demande", per_mille: 190, align: Align::Left },
            Head { title: "Plateforme", per_mille: 160, align: Align::Left },
            Head { title: "Résultat", per_mille: 270, align: Align::Left },
            Head { title: "Écriture", per_mille: 120, align: Align::Right },
        ];
        let row = |attempt: &FailedAttempt| {
            let FailedAttempt { at, asked, platform, outcome, entry, .. } = attempt;
            vec![at.clone(), asked.clone(), platform.clone(), outcome.clone(), format!("n° {entry}")]
        };
        Table { heads: &HEADS, rows: self.attempts.iter().map(row).collect(), total: None }
    }

    fn verification(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        heading(sheet, "Pour vérifier")?;
        let (entries, head) = &self.head;
        numbered(
            sheet,
            &[
                Rich::plain(
                    "Chaque écriture porte une empreinte\u{a0}: SHA-256 de l’empreinte de l’écriture précédente (32 octets) suivie \
                     du texte exact de l’écriture (UTF-8). Les deux sont en annexe\u{a0}: n’importe quel programme refait le calcul.",
                ),
                Rich::plain(
                    "Ces écritures sont dans le journal de l’établissement, enchaînées. Demandez l’archive du journal\u{a0}: la commande \
                     «\u{a0}relais verify ARCHIVE\u{a0}» la contrôle en entier, et son format est public (docs/archive-format.md).",
                ),
                Rich::plain(&format!(
                    "À l’impression, le journal compte {entries} écritures\u{a0}; l’empreinte de la dernière est "
                ))
                .then_strong(head)
                .then(". Une archive plus récente doit la contenir."),
            ],
        )?;
        sheet.skip(Length::pt(4));
        parts::small_print(
            sheet,
            "Cette attestation dit ce que l’établissement a tenté, et rien de ce que la plateforme a fait ou reçu. Le texte des \
             écritures ne contient ni nom, ni numéro de sécurité sociale\u{a0}: des identifiants opaques, des codes et des dates.",
        )?;
        sheet.skip(parts::GAP);
        Ok(())
    }

    fn annex(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        for (index, attempt) in self.attempts.iter().enumerate() {
            // What is hashed stands on one page, with no foot in its midst, and no heading stays behind.
            sheet.keep_together(|sheet| {
                if index == 0 {
                    heading(sheet, "Annexe\u{a0}: texte exact des écritures (retirez les retours à la ligne)")?;
                }
                let entry = Rich::strong(&format!("Écriture n° {}", attempt.entry));
                sheet.text(&entry, SMALL.in_ink(Ink::Strong), COLUMN, Align::Left)?;
                for (label, value) in [
                    ("Empreinte précédente\u{a0}: ", &attempt.previous_hash),
                    ("Empreinte\u{a0}: ", &attempt.hash),
                    ("Texte\u{a0}: ", &attempt.bytes),
                ] {
                    let told = Rich::plain(label).then(value);
                    sheet.text(&told, SMALL.in_ink(Ink::Strong), COLUMN, Align::Left)?;
                }
                Ok(())
            })?;
            sheet.skip(Length::pt(6));
        }
        Ok(())
    }
}
