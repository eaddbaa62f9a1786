//! The papers of an operator's advance: the request with its proof, the statement of what went back, and the notice that tells
//! customers that the tiers payant is suspended with it.
//!
//! The request claims nothing beyond what the practice's own payments show; the notice says what a customer can do instead.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::PrintError;
use crate::french::{date, euros};
use crate::length::Length;
use crate::parts::{self, Signature, Title, compose, fact, facts, heading, numbered, paragraph, signatures};
use crate::practice::{Addressee, Practice, Reference};
use crate::sheet::{Align, COLUMN, Sheet};
use crate::table::{Head, Table};
use crate::text::Rich;
use crate::words::amount_in_words_fr;

/// What an operator paid in a month, for how many dossiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidMonth {
    /// The first and the last day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// What it paid.
    pub paid_cents: i64,
    /// For how many dossiers.
    pub dossiers: u32,
}

/// The request for an advance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvanceRequest {
    /// Who asks.
    pub practice: Practice,
    /// The number of the letter and its day.
    pub reference: Reference,
    /// The operator.
    pub operator: String,
    /// The months it rests on.
    pub months: Vec<PaidMonth>,
    /// What is asked.
    pub asked_cents: i64,
}

/// Prints the request; refused when it asks for nothing.
pub fn advance_request(request: &AdvanceRequest) -> Result<Vec<u8>, PrintError> {
    if request.asked_cents <= 0 {
        return Err(PrintError::NothingDue);
    }
    let addressee =
        Addressee { name: request.operator.clone(), address_lines: vec!["Service tiers payant".to_owned()] };
    let title = Title {
        kind: "Demande d’acompte",
        practice: &request.practice,
        reference: &request.reference,
        addressee: Some(&addressee),
        copies: &[],
    };
    compose(&title, |sheet| request.draw(sheet))
}

impl AdvanceRequest {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        const HEADS: [Head<'static>; 4] = [
            Head { title: "Du", per_mille: 250, align: Align::Left },
            Head { title: "Au", per_mille: 250, align: Align::Left },
            Head { title: "Dossiers réglés", per_mille: 220, align: Align::Right },
            Head { title: "Vos virements", per_mille: 280, align: Align::Right },
        ];
        paragraph(sheet, &Rich::plain("Madame, Monsieur,"))?;
        paragraph(
            sheet,
            &Rich::plain(&format!(
                "Vos services ne règlent plus normalement les parts des complémentaires santé que {} avance pour ses \
                 clients. Dans l’attente du retour à la normale, nous vous demandons le versement d’un acompte égal à la \
                 moyenne mensuelle de vos trois derniers mois de règlements.",
                self.practice.name
            )),
        )?;
        parts::amount_panel(
            sheet,
            &Rich::strong("Acompte demandé"),
            self.asked_cents,
            Some(&amount_in_words_fr(self.asked_cents)),
        )?;
        heading(sheet, "Ce sur quoi repose ce montant")?;
        let (mut total, mut dossiers) = (0i64, 0u32);
        let mut rows = Vec::new();
        for month in &self.months {
            total = total.checked_add(month.paid_cents).ok_or(PrintError::AmountOutOfRange)?;
            dossiers = dossiers.saturating_add(month.dossiers);
            rows.push(vec![date(month.from), date(month.to), month.dossiers.to_string(), euros(month.paid_cents)]);
        }
        let total_row = vec!["Total".to_owned(), String::new(), dossiers.to_string(), euros(total)];
        Table { heads: &HEADS, rows, total: Some(total_row) }.draw(sheet)?;
        sheet.skip(parts::GAP);
        paragraph(
            sheet,
            &Rich::plain(&format!(
                "Soit {} ÷ {} = {}. Les virements et les dossiers ci-dessus sont ceux de nos relevés et de notre journal\u{a0}: \
                 le détail est à votre disposition.",
                euros(total),
                self.months.len(),
                euros(self.asked_cents)
            )),
        )?;
        paragraph(
            sheet,
            &Rich::plain(
                "Cet acompte vous serait rendu selon un échéancier convenu par écrit, sans retenue d’office sur nos règlements. \
                 À défaut, nous nous réservons de suspendre le tiers payant avec vos services.",
            ),
        )?;
        let for_premises = format!("Pour {}", self.practice.premises.with_article());
        signatures(sheet, &[Signature { who: &for_premises, how: "le titulaire, date et signature" }])
    }
}

/// One line of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// The day.
    pub on: Date,
    /// What happened: « retenu sur votre virement ».
    pub what: String,
    /// What it took off, or added to, what is left.
    pub amount_cents: i64,
    /// What was left after it.
    pub balance_cents: i64,
}

/// A day of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDay {
    /// The day.
    pub due_on: Date,
    /// What was agreed.
    pub amount_cents: i64,
    /// What is left of it.
    pub left_cents: i64,
}

/// The statement of an advance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvanceStatement {
    /// Whose.
    pub practice: Practice,
    /// The number of the letter and the day of the statement.
    pub reference: Reference,
    /// The number of the advance.
    pub advance: String,
    /// The operator.
    pub operator: String,
    /// What was received.
    pub amount_cents: i64,
    /// When.
    pub received_on: Date,
    /// Its terms as they were written; empty when none were.
    pub terms: String,
    /// What is left.
    pub balance_cents: i64,
    /// What happened, the earliest first.
    pub lines: Vec<StatementLine>,
    /// The schedule that holds.
    pub schedule: Vec<DueDay>,
}

/// Prints the statement.
pub fn advance_statement(statement: &AdvanceStatement) -> Result<Vec<u8>, PrintError> {
    let title = Title {
        kind: "Relevé d’avance",
        practice: &statement.practice,
        reference: &statement.reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| statement.draw(sheet))
}

impl AdvanceStatement {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        const MOVES: [Head<'static>; 4] = [
            Head { title: "Le", per_mille: 200, align: Align::Left },
            Head { title: "Mouvement", per_mille: 400, align: Align::Left },
            Head { title: "Montant", per_mille: 200, align: Align::Right },
            Head { title: "Reste", per_mille: 200, align: Align::Right },
        ];
        const DAYS: [Head<'static>; 3] = [
            Head { title: "Échéance", per_mille: 400, align: Align::Left },
            Head { title: "Convenu", per_mille: 300, align: Align::Right },
            Head { title: "Reste", per_mille: 300, align: Align::Right },
        ];
        let what = Rich::plain("Reste à rembourser à ").then_strong(&self.operator);
        parts::amount_panel(sheet, &what, self.balance_cents, None)?;
        facts(
            sheet,
            COLUMN,
            3,
            &[
                fact("Avance n°", &self.advance),
                fact("Reçue le", &date(self.received_on)),
                fact("Montant reçu", &euros(self.amount_cents)),
                fact("Conditions", if self.terms.is_empty() { "—" } else { &self.terms }),
            ],
        )?;
        sheet.skip(Length::pt(6));
        heading(sheet, "Mouvements")?;
        let rows = self.lines.iter();
        let rows = rows
            .map(|line| vec![date(line.on), line.what.clone(), euros(line.amount_cents), euros(line.balance_cents)]);
        Table { heads: &MOVES, rows: rows.collect(), total: None }.draw(sheet)?;
        sheet.skip(parts::GAP);
        if self.balance_cents > 0 {
            heading(sheet, "Échéancier")?;
            let rows = self.schedule.iter();
            let rows = rows.map(|day| vec![date(day.due_on), euros(day.amount_cents), euros(day.left_cents)]);
            Table { heads: &DAYS, rows: rows.collect(), total: None }.draw(sheet)?;
            sheet.skip(parts::GAP);
        }
        parts::small_print(
            sheet,
            "Une retenue est ce que l’opérateur a gardé sur un virement plus petit que son avis\u{a0}: les parts de ce \
             virement sont réglées, et l’avance diminue d’autant.",
        )
    }
}

/// The notice at the counter or on the door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspensionNotice {
    /// Whose.
    pub practice: Practice,
    /// The operator.
    pub operator: String,
    /// The first day.
    pub since: Date,
    /// The day it is printed.
    pub issued_on: Date,
}

/// Prints the notice.
pub fn suspension_notice(notice: &SuspensionNotice) -> Result<Vec<u8>, PrintError> {
    let reference = Reference { number: "AFF-TP".to_owned(), issued_on: notice.issued_on };
    let title = Title {
        kind: "Tiers payant suspendu",
        practice: &notice.practice,
        reference: &reference,
        addressee: None,
        copies: &[],
    };
    compose(&title, |sheet| notice.draw(sheet))
}

impl SuspensionNotice {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let premises = self.practice.premises.with_article();
        let text = Rich::plain("Depuis le ")
            .then_strong(&date(self.since))
            .then(&format!(
                ", {premises} ne pratique plus le tiers payant pour les complémentaires santé (mutuelles) gérées par "
            ))
            .then_strong(&self.operator)
            .then(", qui ne nous règle plus normalement.");
        sheet.text(&text, parts::LEAD, COLUMN, Align::Left)?;
        sheet.skip(parts::GAP);
        heading(sheet, "Ce que vous pouvez faire")?;
        numbered(
            sheet,
            &[
                Rich::strong("Vous réglez, votre mutuelle vous rembourse").then(
                    "\u{a0}: nous vous remettons la facture, une attestation de règlement et une demande de remboursement prête à \
                     envoyer.",
                ),
                Rich::strong("Votre mutuelle passe par un autre opérateur").then(
                    "\u{a0}: le tiers payant continue. Présentez votre carte, nous regardons avec vous.",
                ),
                Rich::strong("La part de l’assurance maladie").then(" n’est pas concernée."),
            ],
        )?;
        sheet.skip(parts::GAP);
        paragraph(
            sheet,
            &Rich::plain(
                "Vos droits chez votre mutuelle ne changent pas. Nous vous prévenons dès que le tiers payant reprend.",
            ),
        )?;
        parts::mediator(sheet, &self.practice)
    }
}
