//! « Inventaire du coffre »: what the books say is in the drawer, the count under way, and its record in one transaction with
//! the sheet to sign.
//!
//! A count left half-way is kept beside the journal, under one name, and is forgotten by the inventory that ends it: nothing of it
//! is a fact before.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        CountDrawerRequest, DocumentReady, Done, DrawerChequeView, DrawerCounted, DrawerView, InventoryDraft,
        InventoryList, InventoryRef, InventoryRow, InventoryView, KeepInventoryDraftRequest, ListInventoriesRequest,
        MissingTyped, MissingView, Nothing, Problem, Topic, UnknownTyped,
    },
    fields, inventory_papers, papers, paste_line, people, step, view_dossier,
};
use jiff::civil::Date;
use relais_domain::{
    ids::{ChequeId, DocumentId, InventoryId, TextId},
    inventory::{self, Count, Inventory, Said, UnknownPaper},
    money::Cents,
    refusal::Refusal,
    stream::StreamKind,
};
use relais_storage::{
    NumberSeries, Queries, Tx,
    rows::{self, Page},
};
use std::sync::Arc;

/// Most rows of one page.
const MAX_ROWS: u32 = 500;
/// The name the count under way is kept under.
const DRAFT: &str = "inventory.draft";
/// Longest number of a paper the books do not know: a cheque's has seven digits, a lettre-chèque's some more.
const MAX_NUMBER_CHARS: usize = 20;
/// « Two-person count of the physical cheques weekly » (practice and market, §3.2).
const EVERY_DAYS: u16 = 7;

/// What is to be counted, and the count that was left half-way.
pub async fn drawer(app: &App, _call: Call, _: Nothing) -> Result<DrawerView, Problem> {
    let practice = app.practice()?;
    let counted_by = practice.user.name.clone();
    practice
        .read(move |queries| {
            let books = queries.drawer()?;
            let cheques = books.iter().map(|line| cheque(queries, line.cheque)).collect::<Result<_, _>>()?;
            let total_cents = Cents::sum(books.iter().map(|line| line.amount_cents))?;
            let kept = queries.setting(DRAFT)?;
            // A draft this build cannot read is none: it is no fact, and is counted again.
            let draft = kept.and_then(|kept| serde_json::from_value::<Option<InventoryDraft>>(kept).ok()).flatten();
            Ok(DrawerView { cheques, total_cents, draft, counted_by })
        })
        .await
}

/// Keeps the count under way.
pub async fn keep_draft(app: &App, call: Call, request: KeepInventoryDraftRequest) -> Result<Done, Problem> {
    let practice = app.practice()?;
    let draft = serde_json::to_value(&request.draft).map_err(Problem::internal)?;
    practice.command(call, &request, move |tx, _| Ok(tx.put_setting(DRAFT, &draft)?)).await?;
    Ok(Done {})
}

/// The blank list to count by.
pub async fn print_list(app: &App, _call: Call, _: Nothing) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let today = practice.today();
    let bytes = practice.read(move |queries| inventory_papers::list(queries, today)).await?;
    papers::put(&practice, &format!("comptage-{today}.pdf"), bytes).await
}

/// Records the inventory and prints its sheet.
pub async fn count(app: &App, call: Call, request: CountDrawerRequest) -> Result<DrawerCounted, Problem> {
    let practice = app.practice()?;
    let (inventory, sheet) = (InventoryId(practice.fresh()), DocumentId(practice.fresh()));
    let texts: Vec<TextId> =
        (0..1 + request.missing.len() + 3 * request.unknown.len()).map(|_| TextId(practice.fresh())).collect();
    let user = practice.user.name.clone();
    let typed = request.clone();
    let (inventory, sheet) = practice
        .command(call, &request, move |tx, context| {
            let mut texts = texts.into_iter();
            let year = context.today.year();
            let count = Count {
                inventory,
                number: tx.next_number(NumberSeries::Inventory, year)?,
                year,
                counted_with: second_person(tx, &mut texts, &typed, &user)?,
                said: said(tx, &mut texts, &typed)?,
                unknown: unknown(tx, &mut texts, &typed.unknown)?,
                sheet,
            };
            let books = tx.queries()?.drawer()?;
            let state = tx.load::<Inventory>(inventory.0)?;
            tx.append::<Inventory>(inventory.0, inventory::count(&state, &books, count, context)?)?;
            tx.put_setting(DRAFT, &serde_json::Value::Null)?;
            Ok((inventory, inventory_papers::issue_sheet(tx, context, inventory, &user)?))
        })
        .await?;
    app.announce(Topic::Cheques, None);
    Ok(DrawerCounted { inventory: one(&practice, inventory).await?, sheet: papers::open(&practice, sheet).await? })
}

/// The next of the ids made outside: there is one for each text.
fn next(texts: &mut impl Iterator<Item = TextId>) -> Result<TextId, Problem> {
    texts.next().ok_or_else(|| Problem::field("reason", "too_long"))
}

/// Two people count, or one who says that he is alone.
fn second_person(
    tx: &mut Tx<'_>,
    texts: &mut impl Iterator<Item = TextId>,
    typed: &CountDrawerRequest,
    user: &str,
) -> Result<Option<TextId>, Problem> {
    let name = fields::optional_name("counted_with", &typed.counted_with)?;
    match (name.is_empty(), typed.alone) {
        (true, false) => Err(Problem::field("counted_with", "empty")),
        (true, true) => Ok(None),
        _ if paste_line::fold(&name) == paste_line::fold(user) => Err(Problem::field("counted_with", "same_person")),
        _ => {
            let id = next(texts)?;
            tx.put_text(id, None, &name)?;
            Ok(Some(id))
        }
    }
}

fn said(
    tx: &mut Tx<'_>,
    texts: &mut impl Iterator<Item = TextId>,
    typed: &CountDrawerRequest,
) -> Result<Vec<(ChequeId, Said)>, Problem> {
    let mut said: Vec<_> = typed.found.iter().map(|cheque| (*cheque, Said::Found)).collect();
    for MissingTyped { cheque, reason } in &typed.missing {
        said.push((*cheque, Said::Missing(step::reason(tx, next(texts)?, None, Some(reason))?)));
    }
    Ok(said)
}

fn unknown(
    tx: &mut Tx<'_>,
    texts: &mut impl Iterator<Item = TextId>,
    typed: &[UnknownTyped],
) -> Result<Vec<UnknownPaper>, Problem> {
    let mut papers = Vec::with_capacity(typed.len());
    for paper in typed {
        let (number, from) = (next(texts)?, next(texts)?);
        let text = fields::bounded("unknown_number", &paper.number, MAX_NUMBER_CHARS)?;
        tx.put_text(number, None, &text)?;
        tx.put_text(from, None, &fields::name("unknown_from", &paper.from)?)?;
        let reason = step::reason(tx, next(texts)?, None, Some(&paper.reason))?.ok_or(Refusal::ReasonNeeded)?;
        let amount_cents = paper.amount_cents.ok_or_else(|| Problem::field("unknown_amount", "empty"))?;
        papers.push(UnknownPaper { amount_cents, number, from, reason });
    }
    Ok(papers)
}

/// The inventories, the latest first, and whether the next is due.
pub async fn list(app: &App, _call: Call, request: ListInventoriesRequest) -> Result<InventoryList, Problem> {
    let practice = app.practice()?;
    let today = practice.today();
    practice
        .read(move |queries| {
            let page = Page { offset: request.offset, limit: request.limit.clamp(1, MAX_ROWS) };
            let latest = queries.inventories(Page::first(1))?.pop();
            let days = |on: Date| (today - on).get_days();
            let rows = queries.inventories(page)?;
            Ok(InventoryList {
                rows: rows.iter().map(|known| row(queries, known)).collect::<Result<_, _>>()?,
                total: queries.inventories_count()?,
                in_drawer: counted(queries.drawer()?.len()),
                days_since: latest.map(|latest| days(latest.counted_on)),
                every_days: EVERY_DAYS,
            })
        })
        .await
}

/// One inventory.
pub async fn view(app: &App, _call: Call, request: InventoryRef) -> Result<InventoryView, Problem> {
    one(&app.practice()?, request.inventory).await
}

/// The sheet that was printed with it, the very same paper.
pub async fn sheet(app: &App, _call: Call, request: InventoryRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let known = practice.read(move |queries| Ok(queries.inventory(request.inventory)?)).await?;
    papers::open(&practice, known.ok_or(Refusal::UnknownInventory)?.sheet).await
}

/// The sheet again, marked and counted as a duplicate.
pub async fn reprint(app: &App, call: Call, request: InventoryRef) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let inventory = request.inventory;
    let known = practice.read(move |queries| Ok(queries.inventory(inventory)?)).await?;
    let sheet = known.ok_or(Refusal::UnknownInventory)?.sheet;
    papers::again(&practice, call, &("inventory_sheet_reprint", inventory), sheet).await
}

async fn one(practice: &Arc<OpenPractice>, inventory: InventoryId) -> Result<InventoryView, Problem> {
    practice
        .read(move |queries| {
            let known = queries.inventory(inventory)?.ok_or(Refusal::UnknownInventory)?;
            let users = view_dossier::names(queries)?;
            let entry = queries.stream_entries(StreamKind::Inventory, inventory.0)?.pop();
            let counted_by = entry.and_then(|entry| users.get(&entry.actor).cloned()).unwrap_or_default();
            let missing = known.missing.iter().map(|missing| {
                let cheque = cheque(queries, missing.cheque)?;
                let reason = text(queries, missing.reason)?;
                Ok(MissingView { can_be_lost: cheque.state.is_in_the_drawer(), cheque, reason })
            });
            let unknown = known.unknown.iter().map(|paper| {
                Ok(UnknownTyped {
                    number: text(queries, paper.number)?,
                    from: text(queries, paper.from)?,
                    amount_cents: Some(paper.amount_cents),
                    reason: text(queries, paper.reason)?,
                })
            });
            Ok(InventoryView {
                counted_by,
                missing: missing.collect::<Result<_, Problem>>()?,
                unknown: unknown.collect::<Result<_, Problem>>()?,
                row: row(queries, &known)?,
            })
        })
        .await
}

fn row(queries: &Queries<'_>, known: &rows::InventoryRow) -> Result<InventoryRow, Problem> {
    Ok(InventoryRow {
        inventory: known.id,
        number: fields::inventory_number(known.year, known.number),
        counted_on: known.counted_on,
        counted_with: known.counted_with.map(|name| text(queries, name)).transpose()?,
        found: counted(known.found.len()),
        missing: counted(known.missing.len()),
        unknown: counted(known.unknown.len()),
        expected_cents: known.expected_cents,
        found_cents: known.found_cents,
        unknown_cents: Cents::sum(known.unknown.iter().map(|paper| paper.amount_cents))?,
    })
}

/// A typed text; once erased, nothing.
pub(crate) fn text(queries: &Queries<'_>, id: TextId) -> Result<String, Problem> {
    Ok(queries.text(id)?.unwrap_or_default())
}

fn counted(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A cheque as it is recognised on paper.
pub(crate) fn cheque(queries: &Queries<'_>, id: ChequeId) -> Result<DrawerChequeView, Problem> {
    let row = queries.cheque(id)?.ok_or(Refusal::ChequeNotKept)?;
    let paper = queries.cheque_paper(id)?;
    Ok(DrawerChequeView {
        cheque: id,
        cheque_number: view_dossier::cheque_number(queries, &row)?,
        drawer_name: paper.map(|paper| paper.drawer_name).unwrap_or_default(),
        customer: people::display(&row.name),
        dossier: row.covers.first().map(|cover| cover.dossier).ok_or(Refusal::UnknownDossier)?,
        receipt_number: fields::receipt_number(row.receipt_year, row.receipt_number),
        amount_cents: row.amount_cents,
        state: row.state,
        bank_name: row.bank_name,
        dossier_number: row.dossier_label,
    })
}
