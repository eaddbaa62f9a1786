//! One letter: what is still owed of the plan when it is written, its number, its bytes and the entry of each dossier, in one
//! transaction.

use super::plan::Planned;
use crate::{
    cheque_papers,
    contract::{Problem, ProblemCode},
    papers, step, view_practice,
};
use jiff::civil::Date;
use relais_documents as documents;
use relais_domain::{
    context::Context,
    document::Paper,
    dossier::{Dossier, DossierCommand, Reminder, ReminderLevel},
    ids::{DocumentId, DossierId},
};
use relais_storage::Tx;

/// Within how many days an answer is asked for, step by step.
const ANSWER_DAYS: [(ReminderLevel, u32); 3] =
    [(ReminderLevel::First, 15), (ReminderLevel::Second, 8), (ReminderLevel::FormalNotice, 8)];

/// Writes it; false when nothing of it is owed any more.
pub(super) fn issue(
    tx: &mut Tx<'_>,
    context: &Context,
    planned: &Planned,
    document: DocumentId,
    user: &str,
) -> Result<bool, Problem> {
    let Asked { lines, shares, former } = asked(tx, context, planned)?;
    if lines.is_empty() {
        return Ok(false);
    }
    let number = cheque_papers::letter_number(tx, context)?;
    for (dossier, rank) in shares {
        let wanted = Reminder { rank, level: planned.level, document, number: number.clone() };
        step::dossier(tx, dossier, DossierCommand::RemindPayer(wanted), context)?;
    }
    let practice = tx.queries()?.practice()?.ok_or_else(|| Problem::code(ProblemCode::NotADatabase))?;
    let penalised = lines.iter().any(|line| line.penalty_cents.is_some());
    let letter = documents::PayerReminder {
        practice: view_practice::letterhead(&practice),
        reference: documents::Reference { number: number.clone(), issued_on: context.today },
        payer: documents::Addressee {
            name: planned.payer_label.clone(),
            address_lines: vec!["Service tiers payant".to_owned()],
        },
        operator: planned.operator_label.clone().filter(|operator| *operator != planned.payer_label),
        step: match planned.level {
            ReminderLevel::First => documents::ReminderStep::First,
            ReminderLevel::Second => documents::ReminderStep::Second,
            ReminderLevel::FormalNotice => documents::ReminderStep::FormalNotice,
        },
        former,
        lines,
        penalty: planned.penalty.clone().filter(|_| penalised),
        answer_days: ANSWER_DAYS.iter().find(|(level, _)| *level == planned.level).map_or(15, |(_, days)| *days),
        signed_by: user.to_owned(),
    };
    papers::issue_of_house(
        tx,
        context,
        (document, Paper::PayerReminder, number),
        &documents::payer_reminder(&letter)?,
    )?;
    Ok(true)
}

/// What a letter asks for.
#[derive(Default)]
struct Asked {
    lines: Vec<documents::ReminderLine>,
    shares: Vec<(DossierId, u8)>,
    /// The latest letter before this one about any of them.
    former: Option<(String, Date)>,
}

/// What of the plan is still owed: money may have come since it was made.
fn asked(tx: &mut Tx<'_>, context: &Context, planned: &Planned) -> Result<Asked, Problem> {
    let mut asked = Asked::default();
    for share in &planned.shares {
        let state = tx.load::<Dossier>(share.dossier.0)?;
        let Ok(standing) = state.remindable(share.rank, context.today) else { continue };
        if let Some(last) = state.last_reminder(share.rank)
            && asked.former.as_ref().is_none_or(|(_, on)| *on < last.on)
        {
            asked.former = Some((last.number.clone(), last.on));
        }
        asked.lines.push(documents::ReminderLine {
            dossier: share.number.clone(),
            invoice: invoice(&state, share.rank),
            delivered_on: standing.since,
            waited_days: share.waited,
            late_days: share.late,
            amount_cents: standing.cents,
            penalty_cents: share.penalty_on(standing.cents),
        });
        asked.shares.push((share.dossier, share.rank));
    }
    Ok(asked)
}

/// The number the payer knows the sale by: of the lot it was transmitted in, else the main software's.
fn invoice(state: &Dossier, rank: u8) -> Option<String> {
    let transmissions = state.track(rank).into_iter().flat_map(|track| track.circuit.transmissions.iter());
    let transmitted = transmissions.filter_map(|sent| sent.invoice.as_ref()).next_back();
    let known = transmitted.or_else(|| state.sale_invoice()).map(|invoice| invoice.as_str().to_owned());
    known.or_else(|| state.opened.as_ref().and_then(|opened| opened.reference.clone()))
}
