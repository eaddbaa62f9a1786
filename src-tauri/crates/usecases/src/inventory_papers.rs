//! The papers of an inventory: the list to count by, and the sheet to sign.

use crate::{
    cheque_papers::or,
    contract::{DrawerChequeView, Problem, ProblemCode},
    fields, inventory, papers, people, view_practice,
};
use jiff::civil::Date;
use relais_documents as documents;
use relais_domain::{
    cheque::ChequeState,
    context::Context,
    document::Paper,
    ids::{ChequeId, DocumentId, InventoryId},
    inventory::{Counted, Inventory},
    refusal::Refusal,
};
use relais_storage::{Queries, Tx};

/// The blank list.
pub(crate) fn list(queries: &Queries<'_>, today: Date) -> Result<Vec<u8>, Problem> {
    let cheques = queries.drawer()?.into_iter().map(|line| printed(queries, line.cheque));
    let model = documents::InventoryList {
        practice: letterhead(queries)?,
        reference: documents::Reference { number: "comptage".to_owned(), issued_on: today },
        cheques: cheques.collect::<Result<_, _>>()?,
    };
    Ok(documents::inventory_list(&model)?)
}

/// The sheet, inside the transaction of the inventory.
pub(crate) fn issue_sheet(
    tx: &mut Tx<'_>,
    context: &Context,
    inventory: InventoryId,
    user: &str,
) -> Result<DocumentId, Problem> {
    let counted = tx.load::<Inventory>(inventory.0)?.counted.ok_or(Refusal::UnknownInventory)?;
    let model = sheet_model(&tx.queries()?, &counted, user)?;
    let number = model.reference.number.clone();
    papers::issue_of_house(
        tx,
        context,
        (counted.sheet, Paper::InventorySheet, number),
        &documents::inventory_sheet(&model)?,
    )
}

fn sheet_model(queries: &Queries<'_>, counted: &Counted, user: &str) -> Result<documents::InventorySheet, Problem> {
    let head = queries.journal_head()?;
    let found = counted.found.iter().map(|found| printed(queries, found.cheque));
    let missing = counted.missing.iter().map(|missing| {
        let reason = inventory::text(queries, missing.reason)?;
        Ok(documents::MissingFromDrawer { cheque: printed(queries, missing.cheque)?, reason })
    });
    let unknown = counted.unknown.iter().map(|paper| {
        Ok(documents::UnknownInDrawer {
            number: inventory::text(queries, paper.number)?,
            from: inventory::text(queries, paper.from)?,
            amount_cents: paper.amount_cents.get(),
            reason: inventory::text(queries, paper.reason)?,
        })
    });
    Ok(documents::InventorySheet {
        practice: letterhead(queries)?,
        reference: documents::Reference {
            number: fields::inventory_number(counted.year, counted.number),
            issued_on: counted.on,
        },
        counted_by: user.to_owned(),
        counted_with: counted.counted_with.map(|name| inventory::text(queries, name)).transpose()?,
        found: found.collect::<Result<_, _>>()?,
        missing: missing.collect::<Result<_, Problem>>()?,
        unknown: unknown.collect::<Result<_, Problem>>()?,
        head: (head.seq, head.hash.to_string()),
    })
}

fn letterhead(queries: &Queries<'_>) -> Result<documents::Practice, Problem> {
    let practice = queries.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    Ok(view_practice::letterhead(&practice))
}

fn printed(queries: &Queries<'_>, cheque: ChequeId) -> Result<documents::DrawerCheque, Problem> {
    let DrawerChequeView {
        cheque_number, bank_name, drawer_name, customer, receipt_number, amount_cents, state, ..
    } = inventory::cheque(queries, cheque)?;
    Ok(documents::DrawerCheque {
        number: cheque_number,
        bank: bank_name,
        drawer: or(&drawer_name, &people::listed(&customer)),
        receipt: receipt_number,
        amount_cents: amount_cents.get(),
        standing: standing(state).map(str::to_owned),
    })
}

/// Where a cheque that is not simply kept is; papers are in French whatever the interface.
const fn standing(state: ChequeState) -> Option<&'static str> {
    match state {
        ChequeState::Rejected => Some("rejeté"),
        ChequeState::CertificateRequested => Some("certificat demandé"),
        ChequeState::CertificateReceived => Some("certificat reçu"),
        ChequeState::Opposed => Some("opposé"),
        _ => None,
    }
}
