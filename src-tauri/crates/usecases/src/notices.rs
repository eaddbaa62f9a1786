//! « À prévenir »: the customers whose insurer refused, or has kept silent beyond the named day, told of the deposit to come one by
//! one or together. Told together or not at all: a cheque that is refused names itself, and nobody was told.

use crate::{
    app::App,
    call::Call,
    cheque_papers,
    contract::{GiveNoticesRequest, Nothing, NoticesGiven, Problem, ToTellList, ToTellRow, Topic},
    papers, people, slips, step, view_dossier,
};
use jiff::{ToSpan, civil::Date};
use relais_domain::{
    cheque::{ChequeCommand, ToTell, to_tell},
    ids::{ChequeId, DocumentId},
    money::Cents,
    reference::Limits,
    refusal::Refusal,
};
use relais_storage::{Queries, rows};

/// Most letters of one batch: what one prints and puts in envelopes in a morning.
const MAX_LETTERS: usize = 200;

/// Whether the customer of a cheque is to be told, as its row says.
pub(crate) fn of(row: &rows::ChequeRow, today: Date, limits: &Limits) -> Option<ToTell> {
    let told = (row.agreement, row.notice_deposit_from.is_some());
    let promised = (row.deposit_not_before, row.decide_by);
    to_tell(told, promised, row.position(today), &row.tracks, today, limits)
}

/// Who is to be told today.
pub async fn list(app: &App, _call: Call, _: Nothing) -> Result<ToTellList, Problem> {
    let practice = app.practice()?;
    let (today, limits) = (practice.today(), practice.limits());
    practice
        .read(move |queries| {
            let mut found: Vec<_> = queries
                .cheques_kept()?
                .into_iter()
                .filter_map(|row| of(&row, today, &limits).map(|to_tell| (to_tell, row)))
                .collect();
            found.sort_by_key(|(to_tell, row)| (to_tell.tell_by, row.updated_seq));
            let total_cents = Cents::sum(found.iter().map(|(_, row)| row.amount_cents))?;
            let deposit_from = today.saturating_add(i64::from(limits.notice_days).days());
            let rows = found.into_iter().map(|(to_tell, row)| shown(queries, row, to_tell, deposit_from));
            Ok(ToTellList { rows: rows.collect::<Result<_, _>>()?, total_cents, notice_days: limits.notice_days })
        })
        .await
}

fn shown(
    queries: &Queries<'_>,
    row: rows::ChequeRow,
    to_tell: ToTell,
    notice_over: Date,
) -> Result<ToTellRow, Problem> {
    let promised = row.deposit_not_before.unwrap_or(notice_over);
    Ok(ToTellRow {
        cheque: row.id,
        cheque_number: view_dossier::cheque_number(queries, &row)?,
        customer: people::display(&row.name),
        phone: row.name.phone.clone(),
        dossier: row.covers.first().map(|cover| cover.dossier).ok_or(Refusal::UnknownDossier)?,
        amount_cents: row.amount_cents,
        to_tell,
        deposit_from: notice_over.max(promised),
        dossier_number: row.dossier_label,
    })
}

/// Tells several customers today: each cheque's notice and its letter, in one transaction.
pub async fn give(app: &App, call: Call, request: GiveNoticesRequest) -> Result<NoticesGiven, Problem> {
    let practice = app.practice()?;
    if request.cheques.is_empty() {
        return Err(Problem::field("cheques", "empty"));
    }
    if request.cheques.len() > MAX_LETTERS {
        return Err(Problem::field("cheques", "too_many"));
    }
    let limits = practice.limits();
    let letters: Vec<(ChequeId, DocumentId)> =
        request.cheques.iter().map(|cheque| (*cheque, DocumentId(practice.fresh()))).collect();
    let today = practice.today();
    let told = letters.clone();
    practice
        .command(call, &request, move |tx, context| {
            for (cheque, document) in told {
                let on = context.today;
                step::cheque(tx, cheque, ChequeCommand::GiveNotice { on, limits }, context)
                    .and_then(|_| cheque_papers::issue_notice(tx, context, cheque, document))
                    .map_err(|problem| slips::of_cheque(problem, cheque))?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Cheques, None);
    // What is printed are the very letters that were kept, one after another.
    let count = u32::try_from(letters.len()).unwrap_or(u32::MAX);
    let documents = letters.into_iter().map(|(_, document)| document).collect();
    Ok(NoticesGiven {
        count,
        letters: papers::open_bundle(&practice, documents, &format!("prevenances-{today}.pdf")).await?,
    })
}
