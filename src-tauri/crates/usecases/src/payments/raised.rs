//! What somebody must look at about money in, worked out for a day and stored nowhere: announced and not come, come and not
//! announced, come for less, and an operator that pays no more.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        DossierView, ExplainShortfallRequest, Nothing, Problem, RaisedItem, RaisedKind, RaisedView,
        SetAdviceDelayRequest, Topic,
    },
    people, reference_files, step, view_dossier,
};
use jiff::{ToSpan, civil::Date};
use relais_domain::{
    advice::{self, AdviceDelay},
    context::Context,
    dossier::{DossierCommand, TrackState},
    ids::TextId,
    money::Cents,
    payer::Payer,
    platform::PlatformCode,
    practice::Practice,
    rhythm::{Silence, silence},
    working_days,
};
use relais_storage::{
    Queries,
    rows::{AdviceRow, CreditRow},
};
use std::{collections::BTreeMap, sync::Arc};

/// A rhythm is told from the payments of a year.
const RHYTHM_DAYS: i64 = 365;
/// Most items of one kind.
const MOST: usize = 2_000;

/// What must be looked at, on this day.
pub async fn view(app: &App, _call: Call, _request: Nothing) -> Result<RaisedView, Problem> {
    raised(&app.practice()?).await
}

async fn raised(practice: &Arc<OpenPractice>) -> Result<RaisedView, Problem> {
    let context = practice.context();
    practice
        .read(move |queries| {
            let after_days = reference_files::practice_state(queries)?.advice_delay;
            let mut items = Vec::new();
            let mut waiting = BTreeMap::<PlatformCode, (Cents, Date)>::new();
            for row in queries.advices_awaited()? {
                let since = since(&row, context.today);
                if let Some(operator) = &row.operator {
                    let known = waiting.entry(operator.clone()).or_insert((Cents::ZERO, since));
                    known.0 = known.0.plus(rest(&row)).unwrap_or(known.0);
                    known.1 = known.1.min(since);
                }
                items.extend(of_advice(row, since, after_days, &context));
            }
            items.extend(queries.credits_left()?.into_iter().take(MOST).map(|row| of_credit(row, &context)));
            for (platform, silent) in silences(queries, context.today)? {
                let amount_cents = waiting.get(&platform).map_or(Cents::ZERO, |(cents, _)| *cents);
                items.push(of_silence(platform, silent, amount_cents));
            }
            items.sort_by_key(|item| {
                (item.kind, std::cmp::Reverse(item.working_days), std::cmp::Reverse(item.amount_cents))
            });
            Ok(RaisedView { as_of: context.today, after_days: after_days.days(), items })
        })
        .await
}

/// The day from which money is late: the day it was announced for, else the advice's, else the day it became known.
fn since(row: &AdviceRow, today: Date) -> Date {
    let known = row.announced_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    row.pays_on.or(row.advised_on).unwrap_or(known).min(today)
}

fn rest(row: &AdviceRow) -> Cents {
    row.advised_cents.remaining_after(row.paid_cents)
}

fn blank(kind: RaisedKind, since: Date, working_days: u32) -> RaisedItem {
    RaisedItem {
        kind,
        since,
        working_days,
        amount_cents: Cents::ZERO,
        announced_cents: None,
        paid_cents: None,
        payer: None,
        dossier: None,
        rank: 1,
        number: String::new(),
        customer: String::new(),
        bank_credit: None,
        label: String::new(),
        reference: String::new(),
        usual_days: None,
    }
}

fn of_advice(row: AdviceRow, since: Date, after: AdviceDelay, context: &Context) -> Option<RaisedItem> {
    let days = working_days::between(since, context.today);
    let kind = match row.state {
        TrackState::Paid => RaisedKind::BelowAdvice,
        _ if days > after.days() => RaisedKind::AdvisedUnpaid,
        _ => return None,
    };
    Some(RaisedItem {
        amount_cents: rest(&row),
        announced_cents: Some(row.advised_cents),
        paid_cents: Some(row.paid_cents),
        payer: row.operator.map(|platform| Payer::Operator { platform }),
        dossier: Some(row.dossier),
        rank: row.rank,
        number: row.label,
        customer: people::display(&row.name),
        reference: row.reference.unwrap_or_default(),
        ..blank(kind, since, days)
    })
}

fn of_credit(row: CreditRow, context: &Context) -> RaisedItem {
    let insurer = row.insurer.map(|name| Payer::Insurer { name });
    RaisedItem {
        amount_cents: row.left_cents,
        paid_cents: Some(row.amount_cents),
        payer: row.payer.map(|platform| Payer::Operator { platform }).or(insurer),
        bank_credit: Some(row.id),
        label: row.label,
        reference: row.reference,
        ..blank(RaisedKind::CreditWithoutAdvice, row.on, working_days::between(row.on, context.today))
    }
}

fn of_silence(platform: PlatformCode, silent: Silence, amount_cents: Cents) -> RaisedItem {
    RaisedItem {
        amount_cents,
        payer: Some(Payer::Operator { platform }),
        usual_days: Some(silent.usual_days),
        ..blank(RaisedKind::OperatorSilent, silent.last_on, silent.silent_days)
    }
}

/// The operators that have not paid for longer than they ever do.
pub(crate) fn silences(queries: &Queries<'_>, today: Date) -> Result<Vec<(PlatformCode, Silence)>, Problem> {
    let mut days = BTreeMap::<PlatformCode, Vec<Date>>::new();
    for (platform, on) in queries.days_paid(today.saturating_sub(RHYTHM_DAYS.days()))? {
        days.entry(platform).or_default().push(on);
    }
    Ok(days.into_iter().filter_map(|(platform, days)| Some((platform, silence(&days, today)?))).collect())
}

/// Chooses after how many working days an announced payment is late.
pub async fn set_delay(app: &App, call: Call, request: SetAdviceDelayRequest) -> Result<RaisedView, Problem> {
    let practice = app.practice()?;
    let chosen = AdviceDelay::parse(request.days).map_err(|_| Problem::field("days", "out_of_range"))?;
    let stream = practice.id.0;
    practice
        .command(call, &request, move |tx, context| {
            let events = advice::set_delay(&tx.load::<Practice>(stream)?, chosen, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(())
        })
        .await?;
    app.announce(Topic::Cheques, None);
    raised(&practice).await
}

/// Says why less came than was announced.
pub async fn explain(app: &App, call: Call, request: ExplainShortfallRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let text = TextId(practice.fresh());
    let typed = request.clone();
    practice
        .command(call, &request, move |tx, context| {
            let person = step::existing_dossier(tx, typed.dossier)?.person();
            let text = step::reason(tx, text, person, Some(&typed.text))?;
            let explain = DossierCommand::ExplainShortfall { rank: typed.rank, cause: typed.cause, text };
            step::dossier(tx, typed.dossier, explain, context)
        })
        .await?;
    app.announce(Topic::Dossiers, Some(request.dossier));
    view_dossier::one(&practice, request.dossier).await
}
