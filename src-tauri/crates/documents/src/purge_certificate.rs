//! « Procès-verbal d’effacement »: what was erased, under which rule, who asked and who agreed, and which older copies still hold
//! it until when. It names no one who was erased.

use crate::error::PrintError;
use crate::french;
use crate::parts::{self, Signature, Title, compose, fact, facts, paragraph, signatures};
use crate::practice::{Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;
use jiff::civil::Date;

/// What went of one kind of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasedLine {
    /// « Noms, téléphones et dates de naissance ».
    pub what: String,
    /// How many.
    pub count: u32,
}

/// The rule something went by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureRule {
    /// The kind of data.
    pub what: String,
    /// « 10 ans après son dernier dossier ».
    pub kept: String,
    /// Where that comes from.
    pub source: String,
}

/// A copy that still holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OlderCopy {
    /// The day it was written.
    pub written_on: Date,
    /// Where.
    pub path: String,
    /// The day it is destroyed.
    pub destroy_on: Date,
}

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgeCertificate {
    /// Whose data.
    pub practice: Practice,
    /// Its number and day.
    pub reference: Reference,
    /// « Échéance des durées de conservation », « Demande d’une personne (RGPD, article 17) ».
    pub why: String,
    /// Who asked, and when.
    pub asked: (String, String),
    /// Who agreed, and when: another person, or the same a day later at least.
    pub agreed: (String, String),
    /// Whether one person decided it alone.
    pub alone: bool,
    /// What went.
    pub erased: Vec<ErasedLine>,
    /// How many subjects were to go and stay, since they were due no more.
    pub kept: u32,
    /// Under which rules.
    pub rules: Vec<ErasureRule>,
    /// The name of the set of durations.
    pub clocks: String,
    /// The copies that still hold it.
    pub copies: Vec<OlderCopy>,
    /// Entries of the journal when it is printed, and the last one's hash.
    pub head: (u64, String),
}

/// Prints it.
pub fn purge_certificate(page: &PurgeCertificate) -> Result<Vec<u8>, PrintError> {
    let copies: &[&str] = if page.alone { &["Exemplaire du cabinet", "Copie pour l’expert-comptable"] } else { &[] };
    let title = Title {
        kind: "Procès-verbal d’effacement",
        practice: &page.practice,
        reference: &page.reference,
        addressee: None,
        copies,
    };
    compose(&title, |sheet| page.draw(sheet))
}

impl PurgeCertificate {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        paragraph(
            sheet,
            &Rich::plain("Les données comptées ici ont été ")
                .then_strong(
                    "effacées de la base, de son journal d’écriture, de son index de recherche et des fichiers scellés",
                )
                .then(" de ce cabinet. Ce procès-verbal ne nomme aucune des personnes effacées."),
        )?;
        let (asked_by, asked_at) = &self.asked;
        let (agreed_by, agreed_at) = &self.agreed;
        let agreed = if self.alone { "Confirmé seul par" } else { "Accord de" };
        let (asked, said) = (format!("{asked_by}, {asked_at}"), format!("{agreed_by}, {agreed_at}"));
        facts(
            sheet,
            COLUMN,
            2,
            &[fact("Motif", &self.why), fact("Durées", &self.clocks), fact("Demandé par", &asked), fact(agreed, &said)],
        )?;
        let heads = [
            Head { title: "Données effacées", per_mille: 800, align: Align::Left },
            Head { title: "Nombre", per_mille: 200, align: Align::Right },
        ];
        let row = |line: &ErasedLine| vec![line.what.clone(), line.count.to_string()];
        Table { heads: &heads, rows: self.erased.iter().map(row).collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        if self.kept > 0 {
            let kept = format!(
                "Restent {}, dont l’échéance n’était plus atteinte ou dont l’argent n’était pas soldé au moment d’effacer.",
                french_count(self.kept)
            );
            paragraph(sheet, &Rich::plain(&kept))?;
        }
        let heads = [
            Head { title: "Règle", per_mille: 260, align: Align::Left },
            Head { title: "Durée", per_mille: 280, align: Align::Left },
            Head { title: "Source", per_mille: 460, align: Align::Left },
        ];
        let row = |rule: &ErasureRule| vec![rule.what.clone(), rule.kept.clone(), rule.source.clone()];
        Table { heads: &heads, rows: self.rules.iter().map(row).collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        self.copies(sheet)?;
        paragraph(
            sheet,
            &Rich::plain(
                "Les écritures comptables restent, avec leurs montants et leurs dates, et ne permettent plus de savoir de qui il \
                 s’agit\u{a0}: les preuves qui pouvaient l’établir ont perdu leur clé.",
            ),
        )?;
        sheet.skip(parts::GAP);
        let asked = format!("demandé le {asked_at}");
        let said =
            if self.alone { format!("confirmé le {agreed_at}") } else { format!("accord donné le {agreed_at}") };
        let second = Signature { who: agreed_by, how: &said };
        let first = Signature { who: asked_by, how: &asked };
        signatures(sheet, &if self.alone { vec![second] } else { vec![first, second] })?;
        let (entries, head) = &self.head;
        parts::small_print(
            sheet,
            &format!(
                "Le journal enchaîné du cabinet garde ce procès-verbal et reste vérifiable\u{a0}: avant lui il compte {entries} \
                 écritures\u{a0}; l’empreinte de la dernière est {head}. La commande « relais verify » le contrôle."
            ),
        )
    }

    fn copies(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        if self.copies.is_empty() {
            return paragraph(
                sheet,
                &Rich::plain("Aucune sauvegarde connue de ce cabinet ne contient encore ces données."),
            );
        }
        paragraph(
            sheet,
            &Rich::plain("Ces sauvegardes plus anciennes, chiffrées, les contiennent jusqu’à leur destruction\u{a0}:"),
        )?;
        let heads = [
            Head { title: "Écrite le", per_mille: 200, align: Align::Left },
            Head { title: "Où", per_mille: 560, align: Align::Left },
            Head { title: "À détruire le", per_mille: 240, align: Align::Left },
        ];
        let row =
            |copy: &OlderCopy| vec![french::date(copy.written_on), copy.path.clone(), french::date(copy.destroy_on)];
        Table { heads: &heads, rows: self.copies.iter().map(row).collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        Ok(())
    }
}

fn french_count(count: u32) -> String {
    if count == 1 { "1 élément".to_owned() } else { format!("{count} éléments") }
}
