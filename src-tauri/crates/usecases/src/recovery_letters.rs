//! « Appels d'abord, courriers par lot »: the letters to the customers whose insurer covered less or refused, and who have none
//! yet. Which there are to write, and which were; how a batch is written is [`crate::letters`]'s.
//!
//! A cheque kept for what was refused is told of before it is deposited; every other amount that is due is asked for. What a
//! letter was written about is read in the transaction that would write another: a batch that was killed is gone on with by
//! starting it again.

use crate::{
    app::App,
    call::Call,
    cheque_papers,
    contract::{
        CustomerLetters, DocumentReady, IncidentRef, LetterProgress, LetterToWrite, LetterWritten, Nothing,
        PrintLettersRequest, Problem, Topic, WriteLettersRequest,
    },
    letters::{self, Letter},
    notices, people, recovery_papers, step,
};
use jiff::civil::Date;
use relais_domain::{
    cheque::{ChequeCommand, WhyTell},
    context::Context,
    document::Paper,
    dossier::RecheckColour,
    ids::{ChequeId, DocumentId, DossierId, IncidentId},
    reference::Limits,
};
use relais_storage::{
    Queries, Tx,
    rows::{ChequeRow, DocumentRow, DossierRow},
};
use std::collections::BTreeSet;

/// The letters a customer gets after a recheck.
const PAPERS: &[Paper] = &[Paper::DifferenceDue, Paper::DepositNotice];

/// One letter to be.
struct Planned {
    about: About,
    limits: Limits,
    shown: LetterToWrite,
}

/// What a letter is about.
#[derive(Debug, Clone, Copy)]
enum About {
    /// What is left to pay of a dossier.
    Difference(DossierId),
    /// The deposit to come of a cheque kept for a dossier.
    Deposit(DossierId, ChequeId),
}

/// Those of an incident: to write, and written.
pub async fn view(app: &App, _call: Call, request: IncidentRef) -> Result<CustomerLetters, Problem> {
    let practice = app.practice()?;
    let (today, limits) = (practice.today(), practice.limits());
    practice
        .read(move |queries| {
            let to_write = plan(queries, request.incident, today, &limits)?;
            Ok(CustomerLetters {
                to_write: to_write.into_iter().map(|letter| letter.shown).collect(),
                written: written(queries, request.incident)?,
            })
        })
        .await
}

/// Begins to write; the batch goes on behind the window.
pub async fn start(app: &App, _call: Call, request: WriteLettersRequest) -> Result<LetterProgress, Problem> {
    let practice = app.practice()?;
    let (today, limits) = (practice.today(), practice.limits());
    let WriteLettersRequest { incident, letters } = request;
    let chosen: BTreeSet<String> = letters.into_iter().collect();
    let mut todo = practice.read(move |queries| plan(queries, incident, today, &limits)).await?;
    todo.retain(|letter| chosen.contains(&letter.shown.key));
    if todo.is_empty() {
        return Err(Problem::field("letters", "empty"));
    }
    letters::begin(app, &practice, &practice.customer_letters, (todo, Topic::Recovery))
}

/// Where the batch stands.
pub async fn progress(app: &App, _call: Call, _request: Nothing) -> Result<LetterProgress, Problem> {
    Ok(app.practice()?.customer_letters.progress())
}

/// Stops it after the letter at hand.
pub async fn cancel(app: &App, _call: Call, _request: Nothing) -> Result<LetterProgress, Problem> {
    let practice = app.practice()?;
    practice.customer_letters.cancel();
    Ok(practice.customer_letters.progress())
}

/// Several letters as one file: one print for a batch.
pub async fn bundle(app: &App, _call: Call, request: PrintLettersRequest) -> Result<DocumentReady, Problem> {
    let practice = app.practice()?;
    let name = format!("courriers-clients-{}.pdf", practice.today());
    letters::bundle(&practice, request.documents, PAPERS, &name).await
}

/// The letters a dossier's customer was sent, those about its cheques included, the oldest first.
pub(crate) fn of(queries: &Queries<'_>, dossier: DossierId) -> Result<Vec<DocumentRow>, Problem> {
    let mut papers = queries.documents_of_dossier(dossier)?;
    papers.retain(|row| PAPERS.contains(&row.paper));
    Ok(papers)
}

/// What is to be written, in the order of the dossiers.
fn plan(queries: &Queries<'_>, incident: IncidentId, today: Date, limits: &Limits) -> Result<Vec<Planned>, Problem> {
    let mut planned: Vec<Planned> = Vec::new();
    let mut told: BTreeSet<ChequeId> = BTreeSet::new();
    for row in queries.incident_dossiers(incident)? {
        for about in due(queries, &row, today, limits)? {
            // A cheque may be for several dossiers: its customer is told once.
            let (key, amount_cents, paper) = match about {
                About::Difference(dossier) => (dossier.to_string(), row.difference_due_cents, Paper::DifferenceDue),
                About::Deposit(_, cheque) if !told.insert(cheque) => continue,
                About::Deposit(_, cheque) => {
                    let amount = queries.cheque(cheque)?.map(|kept| kept.amount_cents).unwrap_or_default();
                    (cheque.to_string(), amount, Paper::DepositNotice)
                }
            };
            let shown = LetterToWrite {
                key,
                paper,
                dossier: row.id,
                number: row.label(),
                customer: people::display(&row.name),
                phone: row.name.phone.clone(),
                amount_cents,
            };
            planned.push(Planned { about, limits: *limits, shown });
        }
    }
    Ok(planned)
}

/// What a dossier's customer is to be written about: nothing once he was, or once nobody is asked for anything.
fn due(queries: &Queries<'_>, row: &DossierRow, today: Date, limits: &Limits) -> Result<Vec<About>, Problem> {
    let short = |colour| matches!(colour, Some(RecheckColour::Orange | RecheckColour::Red));
    if row.settled || !row.tracks.iter().any(|track| short(track.recheck)) {
        return Ok(Vec::new());
    }
    let letters = of(queries, row.id)?;
    // One cheque of two may have been told of when a batch was killed: the other still is to be.
    if letters.iter().any(|letter| letter.paper == Paper::DifferenceDue) {
        return Ok(Vec::new());
    }
    let refused =
        |cheque: &ChequeRow| notices::of(cheque, today, limits).is_some_and(|tell| tell.why == WhyTell::Refused);
    let cheques = queries.dossier_cheques(row.id)?;
    let mut due: Vec<About> =
        cheques.iter().filter(|cheque| refused(cheque)).map(|cheque| About::Deposit(row.id, cheque.id)).collect();
    if due.is_empty() && letters.is_empty() && row.difference_due_cents.is_positive() {
        due.push(About::Difference(row.id));
    }
    Ok(due)
}

impl Letter for Planned {
    const DEED: &'static str = "customer_letter";

    fn to(&self) -> &str {
        &self.shown.customer
    }

    /// What came meanwhile — money, a letter written by hand — is read again here.
    fn write(&self, tx: &mut Tx<'_>, context: &Context, document: DocumentId, _by: &str) -> Result<bool, Problem> {
        let (About::Difference(dossier) | About::Deposit(dossier, _)) = self.about;
        let still = tx.queries()?.dossier(dossier)?;
        let still = still.map(|row| due(&tx.queries()?, &row, context.today, &self.limits)).transpose()?;
        let still = still.unwrap_or_default();
        match self.about {
            About::Difference(_) if still.iter().any(|about| matches!(about, About::Difference(_))) => {
                recovery_papers::issue_difference_letter(tx, context, dossier, document)?;
            }
            About::Deposit(_, cheque)
                if still.iter().any(|about| matches!(about, About::Deposit(_, c) if *c == cheque)) =>
            {
                let notice = ChequeCommand::GiveNotice { on: context.today, limits: self.limits };
                step::cheque(tx, cheque, notice, context)?;
                cheque_papers::issue_notice(tx, context, cheque, document)?;
            }
            About::Difference(_) | About::Deposit(..) => return Ok(false),
        }
        Ok(true)
    }
}

/// Those that were written to the customers of an incident, the latest first.
fn written(queries: &Queries<'_>, incident: IncidentId) -> Result<Vec<LetterWritten>, Problem> {
    let mut written = Vec::new();
    let mut seen: BTreeSet<DocumentId> = BTreeSet::new();
    for row in queries.incident_dossiers(incident)? {
        if row.tracks.iter().all(|track| track.recheck.is_none()) {
            continue;
        }
        for letter in of(queries, row.id)? {
            if seen.insert(letter.id) {
                written.push(LetterWritten {
                    document: letter.id,
                    number: letter.number,
                    on: letter.on,
                    paper: letter.paper,
                    dossier: row.id,
                    dossier_number: row.label(),
                    customer: people::display(&row.name),
                    duplicates: letter.duplicates,
                });
            }
        }
    }
    written.sort_by(|one, other| (other.on, &other.number).cmp(&(one.on, &one.number)));
    Ok(written)
}
