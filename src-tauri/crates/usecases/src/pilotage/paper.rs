//! The page of the figures, on paper.

use super::{
    Ground,
    listing::{self, Cell},
    read,
};
use crate::{
    app::App,
    call::Call,
    contract::{DocumentReady, Nothing, PilotagePart, PilotageView, Problem, ProblemCode},
    papers, view_practice,
};
use relais_documents::{self as documents, OwedColumn, OwedPage, OwedSection, date_fr, euros_fr};

/// Lines of one list on paper: the others are in its file.
const MAX_LINES: usize = 40;

/// Prints it.
pub async fn print(app: &App, _call: Call, _request: Nothing) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    let page = practice
        .read(move |queries| {
            let row = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let ground = Ground::of(&asked, queries)?;
            let view = read(&ground, queries)?;
            Ok(OwedPage {
                practice: view_practice::letterhead(&row),
                issued_on: view.as_of,
                figures: figures(&view),
                sections: sections(&view),
            })
        })
        .await?;
    papers::put(&practice, "pilotage.pdf", documents::owed_page(&page)?).await
}

fn figures(view: &PilotageView) -> Vec<(String, String)> {
    let figures = &view.figures;
    let told = [
        ("Encours total", figures.owed_cents),
        ("Avisé, pas encaissé", figures.advised_cents),
        ("À risque, plus de 60 jours", figures.at_risk_cents),
        ("Chèques au coffre", figures.cheques_kept_cents),
        ("Pénalités dues", figures.penalties_due_cents),
        ("Pénalités reçues", figures.penalties_received_cents),
        ("Avances d’opérateurs à rembourser", figures.advances_to_repay_cents),
    ];
    told.map(|(name, cents)| (name.to_owned(), euros_fr(cents))).into()
}

fn sections(view: &PilotageView) -> Vec<OwedSection> {
    let parts = [
        (
            PilotagePart::Operators,
            "Montants en euros. Solde des comptes 411, 411 AMC et 416 ; âge compté depuis la délivrance.",
        ),
        (PilotagePart::States, ""),
        (PilotagePart::Payers, ""),
        (PilotagePart::Cheques, "Un chèque conservé n’est pas un paiement : il ne diminue pas ce qui est dû."),
        (
            PilotagePart::Exposures,
            "Moyenne par jour calendaire des quatre-vingt-dix derniers jours. Les charges de l’établissement n’y sont pas.",
        ),
        (PilotagePart::Delays, "De la facture à l’argent en banque. Jours ouvrés : du lundi au vendredi, hors fériés."),
        (
            PilotagePart::Advances,
            "Ce que l’établissement doit aux opérateurs : le remboursement, ou une retenue sur virement.",
        ),
        (PilotagePart::Penalties, "Taux « à vérifier » : données de référence datées, modifiables par le titulaire."),
    ];
    let section = |(part, note): (PilotagePart, &str)| {
        let listing = listing::of(view, part, None);
        let left = listing.rows.len().saturating_sub(MAX_LINES);
        // The last row of what is owed is its total: it is never the one left out.
        let total = listing.rows.last().filter(|_| left > 0).cloned();
        let rows = listing.rows.iter().take(MAX_LINES).chain(total.iter());
        let more = if left > 1 { format!(" {} autres lignes : voir l’export.", left - 1) } else { String::new() };
        OwedSection {
            title: listing.title.to_owned(),
            note: format!("{note}{more}").trim().to_owned(),
            columns: listing
                .heads
                .iter()
                .map(|(title, per_mille, figures)| OwedColumn {
                    title: (*title).to_owned(),
                    per_mille: *per_mille,
                    figures: *figures,
                })
                .collect(),
            rows: rows.map(|row| row.iter().map(spelled).collect()).collect(),
        }
    };
    parts.map(section).into_iter().filter(|section| !section.rows.is_empty()).collect()
}

fn spelled(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        // The unit is said once, above: a column of ages has no room for it.
        Cell::Cents(0) => String::new(),
        Cell::Cents(cents) => euros_fr(*cents).trim_end_matches(['€', '\u{a0}', '\u{202f}']).to_owned(),
        Cell::Count(count) => count.to_string(),
        Cell::Day(date) => date_fr(*date),
        Cell::None => String::new(),
    }
}
