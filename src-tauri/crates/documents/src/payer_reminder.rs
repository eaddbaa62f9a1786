//! « Relance », « Deuxième relance », « Mise en demeure de payer »: the letter that asks a payer for the shares it owes, one
//! letter for all of them.
//!
//! No customer is named: a payer knows a sale by the number of its invoice. A rate of penalty comes in with its source and
//! whether it is verified; the letter says both and claims nothing without them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, euros};
use crate::length::Length;
use crate::parts::{self, Title, compose, paragraph};
use crate::practice::{Addressee, Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;

/// How firmly it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReminderStep {
    /// The first letter.
    First,
    /// The second.
    Second,
    /// The formal notice.
    FormalNotice,
}

/// What the letter says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerReminder {
    /// Who writes.
    pub practice: Practice,
    /// The number of the letter and its date.
    pub reference: Reference,
    /// The insurer, or the operator where the insurer is not known.
    pub payer: Addressee,
    /// The operator that pays for the insurer, when it is another.
    pub operator: Option<String>,
    /// How firmly.
    pub step: ReminderStep,
    /// The letter before, about any of these shares: its number and day.
    pub former: Option<(String, Date)>,
    /// The shares.
    pub lines: Vec<ReminderLine>,
    /// The penalty the trade's rule gives, where it has one.
    pub penalty: Option<LatePenalty>,
    /// Within how many days an answer is asked for.
    pub answer_days: u32,
    /// Who signs.
    pub signed_by: String,
}

/// One share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderLine {
    /// Our number of the dossier.
    pub dossier: String,
    /// The number of the invoice, when it is known.
    pub invoice: Option<String>,
    /// The day of the delivery.
    pub delivered_on: Date,
    /// Working days since the claim.
    pub waited_days: u32,
    /// Of which past the delay that was agreed; none where none is known.
    pub late_days: Option<u32>,
    /// What is owed of it, in cents.
    pub amount_cents: i64,
    /// The penalty on it, in cents; none where no rule applies.
    pub penalty_cents: Option<i64>,
}

/// The rule behind the penalties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatePenalty {
    /// The rule in words: « 1 % après 3 jours ouvrés ».
    pub rule: String,
    /// Where it stands.
    pub source: String,
    /// Nobody has verified it yet.
    pub to_verify: bool,
}

/// Prints the letter; refused when nothing is owed.
pub fn payer_reminder(letter: &PayerReminder) -> Result<Vec<u8>, PrintError> {
    let owed_cents = sum(letter.lines.iter().map(|line| line.amount_cents))?;
    let penalty_cents = sum(letter.lines.iter().filter_map(|line| line.penalty_cents))?;
    if owed_cents <= 0 {
        return Err(PrintError::NothingDue);
    }
    let kind = match letter.step {
        ReminderStep::First => "Relance",
        ReminderStep::Second => "Deuxième relance",
        ReminderStep::FormalNotice => "Mise en demeure de payer",
    };
    let title = Title {
        kind,
        practice: &letter.practice,
        reference: &letter.reference,
        addressee: Some(&letter.payer),
        copies: &[],
    };
    compose(&title, |sheet| letter.draw(sheet, owed_cents, penalty_cents))
}

fn sum(mut amounts: impl Iterator<Item = i64>) -> Result<i64, PrintError> {
    amounts.try_fold(0i64, |total, amount| total.checked_add(amount)).ok_or(PrintError::AmountOutOfRange)
}

/// « 1 part », « 12 parts ».
fn shares(count: usize) -> String {
    if count > 1 { format!("{count} parts") } else { "1 part".to_owned() }
}

impl PayerReminder {
    fn draw(&self, sheet: &mut Sheet<'_>, owed_cents: i64, penalty_cents: i64) -> Result<(), PrintError> {
        paragraph(sheet, &Rich::plain("Madame, Monsieur,"))?;
        paragraph(sheet, &self.opening())?;
        let what = Rich::plain(&format!("{} facturées en tiers payant et impayées", shares(self.lines.len())));
        let one = Rich::plain("1 part facturée en tiers payant et impayée");
        parts::amount_panel(sheet, if self.lines.len() > 1 { &what } else { &one }, owed_cents, None)?;
        paragraph(sheet, &self.demand())?;
        self.table(owed_cents, penalty_cents).draw_dense(sheet)?;
        sheet.skip(Length::pt(4));
        parts::small_print(
            sheet,
            "Attente et retard en jours ouvrés (du lundi au vendredi, hors jours fériés nationaux), comptés depuis la \
             facture\u{a0}; le retard est ce qui dépasse le délai convenu.",
        )?;
        if let Some(penalty) = self.penalty.as_ref().filter(|_| penalty_cents > 0) {
            let verified = if penalty.to_verify { ", à vérifier" } else { "" };
            parts::small_print(
                sheet,
                &format!("Pénalité de retard\u{a0}: {} (source\u{a0}: {}{verified}).", penalty.rule, penalty.source),
            )?;
        }
        sheet.skip(parts::GAP);
        sheet.keep_together(|sheet| {
            sheet.text(
                &Rich::plain("Veuillez agréer, Madame, Monsieur, nos salutations distinguées."),
                parts::BODY,
                COLUMN,
                Align::Left,
            )?;
            sheet.skip(Length::pt(8));
            sheet.text(&Rich::strong(&self.practice.name), parts::BODY, COLUMN, Align::Right)?;
            sheet.text(&Rich::plain(&self.signed_by), parts::BODY, COLUMN, Align::Right)
        })
    }

    fn opening(&self) -> Rich {
        let paid_by = match &self.operator {
            Some(operator) => format!(" (paiement par {operator})"),
            None => String::new(),
        };
        let before = match (&self.former, self.step) {
            (None, _) => "Sauf erreur de notre part, ".to_owned(),
            (Some((number, on)), ReminderStep::First | ReminderStep::Second) => {
                format!("Malgré notre courrier n°\u{a0}{number} du {}, ", date(*on))
            }
            (Some((number, on)), ReminderStep::FormalNotice) => {
                format!("Malgré nos relances, la dernière étant notre courrier n°\u{a0}{number} du {}, ", date(*on))
            }
        };
        Rich::plain(&before)
            .then("les parts de complémentaire ci-dessous, facturées en tiers payant")
            .then(&paid_by)
            .then(", ")
            .then_strong("ne nous sont pas parvenues à ce jour")
            .then(".")
    }

    fn demand(&self) -> Rich {
        let days = self.answer_days;
        match self.step {
            ReminderStep::First => Rich::plain("Merci de les ").then_strong("régler").then(&format!(
                ", ou de nous dire sous {days} jours ce qui s’y oppose (rejet, droits, pièce manquante), facture par facture."
            )),
            ReminderStep::Second => Rich::plain("Nous vous demandons de les ")
                .then_strong(&format!("régler sous {days} jours"))
                .then(", ou de nous dire par écrit, facture par facture, ce qui s’y oppose."),
            ReminderStep::FormalNotice => Rich::plain("Par la présente, nous vous ")
                .then_strong(&format!(
                    "mettons en demeure de régler cette somme sous {days} jours à compter de la réception de ce courrier"
                ))
                .then(
                    ". Passé ce délai, nous nous réservons d’en demander le paiement en justice, avec les intérêts et frais \
                     qui seraient dus.",
                ),
        }
    }

    fn table(&self, owed_cents: i64, penalty_cents: i64) -> Table<'static> {
        const PLAIN: [Head<'static>; 6] = [
            Head { title: "Dossier", per_mille: 150, align: Align::Left },
            Head { title: "N° de facture", per_mille: 270, align: Align::Left },
            Head { title: "Délivré le", per_mille: 180, align: Align::Left },
            Head { title: "Attente", per_mille: 110, align: Align::Right },
            Head { title: "Retard", per_mille: 110, align: Align::Right },
            Head { title: "Montant", per_mille: 180, align: Align::Right },
        ];
        const WITH_PENALTY: [Head<'static>; 7] = [
            Head { title: "Dossier", per_mille: 135, align: Align::Left },
            Head { title: "N° de facture", per_mille: 220, align: Align::Left },
            Head { title: "Délivré le", per_mille: 175, align: Align::Left },
            Head { title: "Attente", per_mille: 95, align: Align::Right },
            Head { title: "Retard", per_mille: 95, align: Align::Right },
            Head { title: "Montant", per_mille: 155, align: Align::Right },
            Head { title: "Pénalité", per_mille: 125, align: Align::Right },
        ];
        let penalised = penalty_cents > 0;
        let days = |days: u32| format!("{days}\u{a0}j");
        let row = |line: &ReminderLine| {
            let mut cells = vec![
                line.dossier.clone(),
                line.invoice.clone().unwrap_or_else(|| "—".to_owned()),
                date(line.delivered_on),
                days(line.waited_days),
                line.late_days.map_or("—".to_owned(), days),
                euros(line.amount_cents),
            ];
            if penalised {
                cells.push(line.penalty_cents.map_or("—".to_owned(), euros));
            }
            cells
        };
        let mut total = vec!["Total".to_owned(), String::new(), String::new(), String::new(), String::new()];
        total.push(euros(owed_cents));
        if penalised {
            total.push(euros(penalty_cents));
        }
        let heads: &'static [Head<'static>] = if penalised { &WITH_PENALTY } else { &PLAIN };
        Table { heads, rows: self.lines.iter().map(row).collect(), total: Some(total) }
    }
}
