//! The books: the trial balance of a day, their file for the accountant, and the practice's choice for kept cheques.
//!
//! They are read from the journal the first time they are asked for, and carried on from there: the totals of every account
//! and day are held while the practice is open, and nothing of them is stored.

use crate::{
    app::{App, OpenPractice, blocking},
    books_words::account_name,
    call::Call,
    contract::{
        BooksExported, BooksFormat, ExportBooksRequest, Problem, SetDownPaymentVatRequest, SetKeptChequeBookingRequest,
        Topic, TrialBalanceRequest, TrialBalanceRow, TrialBalanceView,
    },
    hledger, reference_files,
    spreadsheet::{Sheet, euros},
    whole_file,
};
use jiff::civil::Date;
use relais_domain::{
    books::{Account, KeptChequeBooking, TrialBalance, TrialLine},
    practice::{self, Practice},
};
use relais_storage::{BookedRow, Queries};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

/// What is held of the books while the practice is open.
#[derive(Default)]
pub(crate) struct HeldBooks(Mutex<Held>);

#[derive(Default, Clone)]
struct Held {
    /// The journal was read up to this entry.
    read_to: i64,
    trial: TrialBalance,
}

/// The accounts up to a day, the journal read on from where it was.
fn balance(practice: &OpenPractice, queries: &Queries<'_>, as_of: Date) -> Result<Vec<TrialLine>, Problem> {
    let mut held = practice.books.0.lock().map_err(Problem::internal)?;
    // Carried on aside: a reading that fails half-way leaves what was held.
    let mut carried = held.clone();
    let last = queries.booked_after(held.read_to, &practice.time_zone, &mut |row| carried.trial.take(&row.entry))?;
    // Another reader may have gone further than this moment of the database.
    if last > held.read_to {
        carried.read_to = last;
        *held = carried;
    }
    Ok(held.trial.up_to(as_of))
}

/// The trial balance.
pub async fn trial_balance(app: &App, _call: Call, request: TrialBalanceRequest) -> Result<TrialBalanceView, Problem> {
    view(&app.practice()?, request.as_of).await
}

async fn view(practice: &Arc<OpenPractice>, as_of: Option<Date>) -> Result<TrialBalanceView, Problem> {
    let as_of = as_of.unwrap_or_else(|| practice.today());
    let asked = practice.clone();
    practice
        .read(move |queries| {
            let lines = balance(&asked, queries, as_of)?;
            let booking = queries.practice()?.map(|row| row.kept_cheques).unwrap_or_default();
            let (cheques_kept, kept_cents) = queries.cheques_to_return()?;
            let today = balance(&asked, queries, asked.today())?;
            let booked = today.iter().find(|line| line.account == Account::ChequesToReturn);
            Ok(TrialBalanceView {
                as_of,
                debit_cents: lines.iter().map(|line| line.debit_cents).sum(),
                credit_cents: lines.iter().map(|line| line.credit_cents).sum(),
                rows: lines.iter().map(|line| row(&asked, line)).collect(),
                booking,
                down_payment_vat: reference_files::practice_state(queries)?.down_payment_vat,
                cheques_kept,
                kept_cents,
                off_books_cents: kept_cents + booked.map_or(0, TrialLine::balance_cents),
            })
        })
        .await
}

fn row(practice: &OpenPractice, line: &TrialLine) -> TrialBalanceRow {
    let kind = line.account.kind();
    TrialBalanceRow {
        account: kind,
        number: kind.number().to_owned(),
        operator_label: match &line.account {
            Account::Insurers(Some(code)) | Account::OperatorAdvances(code) => Some(practice.lines.label(code)),
            _ => None,
        },
        vat_rate_bp: match line.account {
            Account::VatCollected(rate) | Account::VatToSettle(rate) => Some(rate),
            _ => None,
        },
        debit_cents: line.debit_cents,
        credit_cents: line.credit_cents,
        balance_cents: line.balance_cents(),
    }
}

/// Writes the books to a file.
pub async fn export(app: &App, _call: Call, request: ExportBooksRequest) -> Result<BooksExported, Problem> {
    let practice = app.practice()?;
    blocking(move || export_to(&practice, Path::new(&request.path), request.format)).await
}

/// The same for who is not in the window.
pub fn export_to(practice: &OpenPractice, path: &Path, format: BooksFormat) -> Result<BooksExported, Problem> {
    let (entries, bytes) = match format {
        BooksFormat::Hledger => hledger_file(practice)?,
        BooksFormat::TrialBalanceCsv => trial_balance_sheet(practice)?,
    };
    let bytes = whole_file::put(path, &bytes)?;
    tracing::info!(practice = %practice.id, entries, bytes, "the books were exported");
    Ok(BooksExported { path: PathBuf::from(path).display().to_string(), entries, bytes })
}

fn hledger_file(practice: &OpenPractice) -> Result<(u32, Vec<u8>), Problem> {
    let (rows, alone, letterhead) = practice.database.read(|queries| {
        let mut rows: Vec<BookedRow> = Vec::new();
        queries.booked_after(0, &practice.time_zone, &mut |row| rows.push(row))?;
        let name = queries.practice()?.map(|row| row.letterhead.name).unwrap_or_default();
        Ok::<_, Problem>((rows, queries.overridden_alone()?, name))
    })?;
    let name = |account: &Account| account_name(account, |code| practice.lines.label(code));
    let text = hledger::journal(&letterhead, practice.kind, rows, &alone, name);
    Ok((text.entries, text.bytes))
}

fn trial_balance_sheet(practice: &OpenPractice) -> Result<(u32, Vec<u8>), Problem> {
    let lines = practice.database.read(|queries| balance(practice, queries, practice.today()))?;
    let mut sheet = Sheet::new(&["Compte", "Débit", "Crédit", "Solde débiteur", "Solde créditeur"]);
    for line in &lines {
        let balance = line.balance_cents();
        sheet.row([
            account_name(&line.account, |code| practice.lines.label(code)),
            euros(line.debit_cents),
            euros(line.credit_cents),
            euros(balance.max(0)),
            euros((-balance).max(0)),
        ]);
    }
    Ok((u32::try_from(lines.len()).unwrap_or(u32::MAX), sheet.into_bytes()))
}

/// Chooses where the VAT of the acomptes to come is booked.
pub async fn set_down_payment_vat(
    app: &App,
    call: Call,
    request: SetDownPaymentVatRequest,
) -> Result<TrialBalanceView, Problem> {
    let practice = app.practice()?;
    let (stream, vat) = (practice.id.0, request.vat);
    practice
        .command(call, &request, move |tx, context| {
            let events = practice::set_down_payment_vat(&tx.load::<Practice>(stream)?, vat, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    view(&practice, None).await
}

/// Chooses how cheques kept from now on are booked.
pub async fn set_kept_cheques(
    app: &App,
    call: Call,
    request: SetKeptChequeBookingRequest,
) -> Result<TrialBalanceView, Problem> {
    let practice = app.practice()?;
    let (stream, booking): (_, KeptChequeBooking) = (practice.id.0, request.booking);
    practice
        .command(call, &request, move |tx, context| {
            let state = tx.load::<Practice>(stream)?;
            let events = practice::set_kept_cheque_booking(&state, booking, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Session, None);
    view(&practice, None).await
}
