//! What is on show of a work-list, on paper and as a list for a spreadsheet, in French whatever the interface.

use super::{People, filter, order, shown, shown_row};
use crate::{
    app::{App, OpenPractice, blocking},
    call::Call,
    contract::{
        DocumentReady, ExportWorkRequest, ListExported, PrintWorkRequest, Problem, ProblemCode, WorkItemRow, WorkNext,
        WorkStanding,
    },
    papers, people,
    pilotage::Ground,
    spreadsheet::{Sheet, day, euros},
    view_practice, whole_file,
};
use relais_documents::{self as documents, OwedColumn, OwedSection, WorkPage, euros_fr};
use relais_domain::dossier::{WorkList, WorkWhy};
use relais_storage::{MAX_ROWS, Queries, rows::Page};
use std::path::Path;

/// Rows written in a file at most.
const MAX_WRITTEN: usize = 100_000;
/// Rows printed at most: with more, a file says it better.
const MAX_PRINTED: usize = 400;

/// Prints what is on show: a sheet to work down, away from the screen.
pub async fn print(app: &App, _call: Call, request: PrintWorkRequest) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    let page = practice
        .read(move |queries| {
            let row = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
            let rows = every_row(&asked, queries, &request)?;
            Ok(WorkPage {
                practice: view_practice::letterhead(&row),
                issued_on: asked.today(),
                figures: vec![
                    ("Liste".to_owned(), list_words(request.list).to_owned()),
                    ("Parts".to_owned(), format!("{}, {}", rows.len(), standing_words(request.show))),
                    ("Montant".to_owned(), euros_fr(rows.iter().map(|row| row.cents).sum())),
                ],
                list: section(request.list, &rows),
            })
        })
        .await?;
    let name = format!("a-faire-{}.pdf", page.issued_on);
    let bytes = blocking(move || Ok(documents::work_page(&page)?)).await?;
    papers::put(&practice, &name, bytes).await
}

/// Writes it where the person says.
pub async fn export(app: &App, _call: Call, request: ExportWorkRequest) -> Result<ListExported, Problem> {
    let practice = app.practice()?;
    blocking(move || {
        let rows = practice.database.read(|queries| every_row(&practice, queries, &request.asked))?;
        let mut sheet = Sheet::new(&[
            "Dossier",
            "Client",
            "Téléphone",
            "Opérateur",
            "Complémentaire",
            "Depuis",
            "Jours",
            "Pourquoi",
            "À faire",
            "Responsable",
            "Revient le",
            "Motif",
            "Montant",
        ]);
        for row in &rows {
            sheet.row([
                row.number.clone(),
                people::listed(&row.customer),
                row.phone.clone(),
                row.operator_label.clone().unwrap_or_default(),
                row.payer_label.clone().unwrap_or_default(),
                day(row.since),
                row.days.to_string(),
                why_words(row.why).to_owned(),
                next_words(row.next).to_owned(),
                assignee(row),
                row.snoozed_until.map(day).unwrap_or_default(),
                row.snooze_reason.clone().unwrap_or_default(),
                euros(row.cents),
            ]);
        }
        let bytes = whole_file::put(Path::new(&request.path), &sheet.into_bytes())?;
        let rows = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        Ok(ListExported { path: request.path.clone(), rows, bytes })
    })
    .await
}

fn every_row(
    practice: &OpenPractice,
    queries: &Queries<'_>,
    asked: &PrintWorkRequest,
) -> Result<Vec<WorkItemRow>, Problem> {
    let ground = Ground::of(practice, queries)?;
    let filter = filter(&ground, queries, asked.mine)?;
    let people = People::read(queries)?;
    let mut rows = Vec::new();
    while rows.len() < MAX_WRITTEN {
        let page = Page { offset: u32::try_from(rows.len()).unwrap_or(u32::MAX), limit: MAX_ROWS };
        let sorted = (order(asked.sort), asked.descending);
        let found = queries.work((asked.list, shown(asked.show)), &filter, sorted, page)?;
        let last = found.len() < MAX_ROWS as usize;
        for row in found {
            rows.push(shown_row(&ground, queries, &people, row)?);
        }
        if last {
            break;
        }
    }
    Ok(rows)
}

fn section(list: WorkList, rows: &[WorkItemRow]) -> OwedSection {
    let heads = [
        ("Dossier", 120, false),
        ("Client", 155, false),
        ("Payeur", 145, false),
        ("Depuis", 130, false),
        ("Jours", 55, true),
        ("Pourquoi, et ce qui est à faire", 195, false),
        ("Qui", 95, false),
        ("Montant", 105, true),
    ];
    let column =
        |(title, per_mille, figures): (&str, i64, bool)| OwedColumn { title: title.to_owned(), per_mille, figures };
    let row = |row: &WorkItemRow| {
        vec![
            row.number.clone(),
            people::listed(&row.customer),
            row.payer_label.clone().or_else(|| row.operator_label.clone()).unwrap_or_default(),
            day(row.since),
            row.days.to_string(),
            paper_why(row),
            assignee(row),
            euros_fr(row.cents).trim_end_matches(['€', '\u{a0}', '\u{202f}']).to_owned(),
        ]
    };
    let left = rows.len().saturating_sub(MAX_PRINTED);
    OwedSection {
        title: list_words(list).to_owned(),
        note: if left > 0 {
            format!("Montants en euros. {left} autres lignes : voir l’export.")
        } else {
            "Montants en euros.".to_owned()
        },
        columns: heads.map(column).into(),
        rows: rows.iter().take(MAX_PRINTED).map(row).collect(),
    }
}

fn paper_why(row: &WorkItemRow) -> String {
    let plain = format!("{} : {}", why_words(row.why), next_words(row.next));
    match (row.snoozed_until, &row.snooze_reason) {
        (Some(until), Some(reason)) => format!("{plain} (revient le {}, {reason})", day(until)),
        (Some(until), None) => format!("{plain} (revient le {})", day(until)),
        _ => plain,
    }
}

fn assignee(row: &WorkItemRow) -> String {
    row.assignee.as_ref().map(|person| person.name.clone()).unwrap_or_default()
}

const fn list_words(list: WorkList) -> &'static str {
    match list {
        WorkList::NotInvoiced => "Délivré, non facturé",
        WorkList::NotGone => "Facturé, non parti",
        WorkList::NoReturn => "Parti, sans retour",
        WorkList::AdvisedUnpaid => "Avisé, sans virement",
        WorkList::Rejected => "Rejeté",
        WorkList::Difference => "Écart",
    }
}

const fn standing_words(standing: WorkStanding) -> &'static str {
    match standing {
        WorkStanding::Due => "à traiter",
        WorkStanding::Waiting => "dans les délais",
        WorkStanding::Snoozed => "mises de côté",
    }
}

const fn why_words(why: WorkWhy) -> &'static str {
    match why {
        WorkWhy::NeverAsked => "rien n’a été demandé",
        WorkWhy::AgreedNotInvoiced => "accordé, pas facturé",
        WorkWhy::Withdrawn => "retiré, jamais envoyé",
        WorkWhy::RequestWaits => "demande en file",
        WorkWhy::InvoiceWaits => "facture en file",
        WorkWhy::OutcomeUnknown => "peut-être arrivé",
        WorkWhy::Unanswered => "demande sans réponse",
        WorkWhy::InvoiceUndecided => "facture sans décision",
        WorkWhy::Entrusted => "à l’OCT, sans retour",
        WorkWhy::AcceptedNotAdvised => "accepté, aucun paiement annoncé",
        WorkWhy::Advised => "annoncé, pas en banque",
        WorkWhy::Refused => "refusé",
        WorkWhy::AgreementCancelled => "accord annulé",
        WorkWhy::PaidLess => "payé moins qu’annoncé",
        WorkWhy::CustomerOwes => "le client doit la différence",
        WorkWhy::OwedToCustomer => "trop perçu du client",
    }
}

const fn next_words(next: WorkNext) -> &'static str {
    match next {
        WorkNext::Invoice => "facturer",
        WorkNext::Transmit => "transmettre par le logiciel",
        WorkNext::Decide => "facturer ou abandonner",
        WorkNext::Send => "envoyer",
        WorkNext::Confirm => "vérifier l’arrivée",
        WorkNext::Ask => "interroger l’opérateur",
        WorkNext::Remind => "relancer le payeur",
        WorkNext::Reconcile => "chercher le virement",
        WorkNext::Correct => "corriger et refaire",
        WorkNext::Explain => "expliquer l’écart",
        WorkNext::Collect => "encaisser",
        WorkNext::GiveBack => "rendre",
    }
}
