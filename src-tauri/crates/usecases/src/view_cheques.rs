//! « Coffre des chèques »: the tabs, the limit dates, and one cheque with what may be done to it now.

use crate::{
    app::{App, OpenPractice},
    bank_credit,
    call::Call,
    cheque_life, cheque_pictures,
    contract::{
        ChequeCount, ChequeLimit, ChequeList, ChequeOfShare, ChequeOverrideAsked, ChequeOverrides, ChequeRef,
        ChequeRow, ChequeSort, ChequeView, ExpiryCount, ListChequesRequest, Nothing, Problem, SecondLookNeed,
        TimelineRow,
    },
    fields, keep_cheque, notices, people, pictures, second_look, view_dossier,
};
use jiff::{civil::Date, tz::TimeZone};
use relais_domain::{
    cheque::{
        Cheque, ChequeAgreement, ChequeCommand, ChequePosition, ChequeState, ExpiryWarning, Override, ReturnManner,
        clock, decide, deposit_verdict, expiry_warning,
    },
    context::Context,
    ids::{ChequeId, SlipId, TextId},
    money::Cents,
    reference::Limits,
    refusal::Refusal,
    stream::StreamKind,
};
use relais_storage::{
    Queries,
    rows::{self, Page},
};
use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

/// Most rows of one page.
pub const MAX_ROWS: u32 = 500;
/// Cheques that left, looked at for their tabs.
const LEFT_ROWS: u32 = 5_000;

/// The tab asked for, sorted and paged, with the counts of every tab.
pub async fn list(app: &App, _call: Call, request: ListChequesRequest) -> Result<ChequeList, Problem> {
    let practice = app.practice()?;
    let (context, rules) = (practice.context(), practice.limits());
    practice
        .read(move |queries| {
            let today = context.today;
            let mut all = queries.cheques_kept()?;
            all.extend(queries.cheques_left(Page::first(LEFT_ROWS))?);
            let counts = counts(&all, today)?;
            let expiring = expiring(&all, today, &rules)?;
            let mut asked: Vec<_> = all.iter().filter(|row| row.override_asked.is_some()).cloned().collect();
            asked.sort_by_key(|row| row.override_asked.map(|asked| asked.confirm_from));
            let asked = asked.into_iter().map(|row| shown(queries, row, &context, &rules));
            let overrides = asked.collect::<Result<_, _>>()?;
            all.retain(|row| request.position.is_none_or(|wanted| row.position(today) == wanted));
            let limits = limits(&all)?;
            let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
            let total_cents = Cents::sum(all.iter().map(|row| row.amount_cents))?;
            all.sort_by(|a, b| order(request.sort, a, b));
            if request.descending {
                all.reverse();
            }
            let limit = request.limit.clamp(1, MAX_ROWS) as usize;
            let page = all.into_iter().skip(request.offset as usize).take(limit);
            let rows = page.map(|row| shown(queries, row, &context, &rules)).collect::<Result<_, _>>()?;
            Ok(ChequeList { rows, total, total_cents, counts, limits, expiring, overrides })
        })
        .await
}

/// What was asked alone against a rule, the first to be done first, and whether anybody else may look at it by now.
pub async fn overrides(app: &App, _call: Call, _request: Nothing) -> Result<ChequeOverrides, Problem> {
    let practice = app.practice()?;
    let (context, rules) = (practice.context(), practice.limits());
    practice
        .read(move |queries| {
            let mut asked = queries.cheques_with_override_asked()?;
            asked.sort_by_key(|row| row.override_asked.map(|asked| asked.confirm_from));
            let (needs, _) = second_look::needed(queries, context.actor, context.now, None)?;
            let rows = asked.into_iter().map(|row| shown(queries, row, &context, &rules)).collect::<Result<_, _>>()?;
            Ok(ChequeOverrides { rows, somebody_may: needs == SecondLookNeed::Person })
        })
        .await
}

fn counts(all: &[rows::ChequeRow], today: Date) -> Result<Vec<ChequeCount>, Problem> {
    let mut counted: BTreeMap<ChequePosition, (u32, Vec<Cents>)> = BTreeMap::new();
    for row in all {
        let entry = counted.entry(row.position(today)).or_default();
        entry.0 += 1;
        entry.1.push(row.amount_cents);
    }
    counted
        .into_iter()
        .map(|(position, (count, amounts))| Ok(ChequeCount { position, count, amount_cents: Cents::sum(amounts)? }))
        .collect()
}

/// The days the cheques of a list that are in the drawer are decided by.
fn limits(all: &[rows::ChequeRow]) -> Result<Vec<ChequeLimit>, Problem> {
    let mut by_day: BTreeMap<Date, Vec<Cents>> = BTreeMap::new();
    for row in all.iter().filter(|row| row.state == ChequeState::Kept) {
        by_day.entry(row.decide_by).or_default().push(row.amount_cents);
    }
    by_day
        .into_iter()
        .map(|(on, amounts)| {
            let count = u32::try_from(amounts.len()).unwrap_or(u32::MAX);
            Ok(ChequeLimit { on, count, amount_cents: Cents::sum(amounts)? })
        })
        .collect()
}

/// The warning of a cheque in the practice's hands.
fn warning(row: &rows::ChequeRow, today: Date, rules: &Limits) -> Option<ExpiryWarning> {
    let here = matches!(row.state, ChequeState::Kept | ChequeState::Rejected | ChequeState::CertificateRequested);
    let until = clock(row.written_on, row.issued_in, rules).presentable_until;
    expiry_warning(until, today, rules).filter(|_| here)
}

/// How many come near their last day, the nearest first.
fn expiring(all: &[rows::ChequeRow], today: Date, rules: &Limits) -> Result<Vec<ExpiryCount>, Problem> {
    let mut by_threshold: BTreeMap<u16, Vec<Cents>> = BTreeMap::new();
    for row in all {
        if let Some(warning) = warning(row, today, rules) {
            by_threshold.entry(warning.threshold_days).or_default().push(row.amount_cents);
        }
    }
    by_threshold
        .into_iter()
        .map(|(threshold_days, amounts)| {
            let count = u32::try_from(amounts.len()).unwrap_or(u32::MAX);
            Ok(ExpiryCount { threshold_days, count, amount_cents: Cents::sum(amounts)? })
        })
        .collect()
}

fn order(sort: ChequeSort, a: &rows::ChequeRow, b: &rows::ChequeRow) -> Ordering {
    let by = match sort {
        ChequeSort::DecideBy => a.decide_by.cmp(&b.decide_by),
        ChequeSort::Customer => collated(a).cmp(&collated(b)),
        ChequeSort::Amount => a.amount_cents.cmp(&b.amount_cents),
        ChequeSort::WrittenOn => a.written_on.cmp(&b.written_on),
        ChequeSort::Dossier => a.dossier_label.cmp(&b.dossier_label),
    };
    by.then_with(|| a.updated_seq.cmp(&b.updated_seq))
}

/// Family name first, accents and case folded: the French order for names without a dictionary's subtleties.
fn collated(row: &rows::ChequeRow) -> (String, String) {
    (crate::paste_line::fold(&row.name.family_name), crate::paste_line::fold(&row.name.given_name))
}

fn shown(queries: &Queries<'_>, row: rows::ChequeRow, context: &Context, rules: &Limits) -> Result<ChequeRow, Problem> {
    let today = context.today;
    let cover = row.covers.first().copied();
    let dossier = cover.map(|cover| cover.dossier);
    let track = match cover {
        Some(cover) => {
            queries.dossier(cover.dossier)?.and_then(|d| d.tracks.into_iter().find(|t| t.rank == cover.rank))
        }
        None => None,
    };
    Ok(ChequeRow {
        cheque: row.id,
        customer: people::display(&row.name),
        dossier: dossier.ok_or(Refusal::UnknownDossier)?,
        rank: cover.map_or(1, |cover| cover.rank),
        amount_cents: row.amount_cents,
        agreement: row.agreement,
        position: row.position(today),
        state: row.state,
        warning: warning(&row, today, rules),
        to_tell: notices::of(&row, today, rules),
        written_on: row.written_on,
        track: track.as_ref().map(|track| track.state).unwrap_or_default(),
        operator: track.as_ref().and_then(|track| track.operator.clone()),
        awaited_cents: track.as_ref().map(bank_credit::to_come).unwrap_or_default(),
        advised_cents: track.as_ref().and_then(|track| track.advised_cents),
        paid_cents: track.as_ref().map(|track| track.paid_cents).unwrap_or_default(),
        difference_due_cents: Cents::sum(row.tracks.iter().map(|facts| facts.difference_due_cents))?,
        decide_by: row.decide_by,
        deposit_not_before: row.deposit_not_before,
        cheque_number: view_dossier::cheque_number(queries, &row)?,
        receipt_number: fields::receipt_number(row.receipt_year, row.receipt_number),
        bank_name: row.bank_name,
        left_on: row.left_on,
        override_asked: row.override_asked.map(|asked| ChequeOverrideAsked {
            act: asked.act,
            confirm_from: asked.confirm_from,
            may_be_done: asked.confirm_from <= context.now,
        }),
        dossier_number: row.dossier_label,
    })
}

/// One cheque.
pub async fn view(app: &App, _call: Call, request: ChequeRef) -> Result<ChequeView, Problem> {
    one(&app.practice()?, request.cheque).await
}

/// One cheque of the open practice, with the rule's word on depositing and returning it now.
pub(crate) async fn one(practice: &Arc<OpenPractice>, cheque: ChequeId) -> Result<ChequeView, Problem> {
    let context = practice.context();
    let known = practice.clone();
    practice
        .read(move |queries| {
            let row = queries.cheque(cheque)?.ok_or(Refusal::ChequeNotKept)?;
            let state = queries.stream::<Cheque>(cheque.0)?.ok_or(Refusal::ChequeNotKept)?;
            let paper = queries.cheque_paper(cheque)?;
            let rules = known.limits();
            let users = view_dossier::names(queries)?;
            let entries = queries.stream_entries(StreamKind::Cheque, cheque.0)?;
            let mut timeline = Vec::with_capacity(entries.len());
            for entry in entries {
                timeline.push(with_texts(queries, view_dossier::timeline_row(&users, entry))?);
            }
            timeline.sort_by_key(|row| std::cmp::Reverse(row.at));
            let worst = row.tracks.iter().map(|track| deposit_verdict(row.agreement, track.state, context.role)).max();
            // What the rule says, whatever was asked against it.
            let unasked = Cheque { override_asked: None, ..state.clone() };
            let try_it = |command| refusal(&unasked, &row, command, &context);
            Ok(ChequeView {
                deposit: worst.unwrap_or(relais_domain::cheque::DepositVerdict::Forbidden),
                deposit_refusal: try_it(ChequeCommand::Deposit {
                    on: context.today,
                    slip: SlipId(known.fresh()),
                    over: Override::default(),
                    limits: rules,
                }),
                return_refusal: try_it(ChequeCommand::Return {
                    on: context.today,
                    manner: ReturnManner::InPerson,
                    over: Override::default(),
                }),
                drawer_name: paper.as_ref().map(|p| p.drawer_name.clone()).unwrap_or_default(),
                written_at: paper.as_ref().map(|p| p.written_at.clone()).unwrap_or_default(),
                line: paper.map(|p| keep_cheque::grouped(&p.cmc7)).unwrap_or_default(),
                rlmc: row.rlmc,
                identity_seen: state.kept.as_ref().and_then(|kept| kept.identity_seen),
                life: cheque_life::view(queries, &state, &rules, &context)?,
                depositable_from: state.depositable_from(),
                converts_with: converts_with(queries, &row)?,
                receipts_printed: row.receipts_printed,
                pictures: pictures::views(&state.pictures),
                may_be_pictured: state.may_be_pictured(),
                pictures_erased_on: cheque_pictures::erased_on(queries, &state, &rules)?,
                timeline,
                row: shown(queries, row, &context, &rules)?,
            })
        })
        .await
}

/// A row of a timeline with the texts it names: why, and on what it rests, as they were typed.
pub(crate) fn with_texts(queries: &Queries<'_>, mut row: TimelineRow) -> Result<TimelineRow, Problem> {
    if let Some(body) = row.body.as_object_mut() {
        for (field, shown) in
            [("reason", "reason_text"), ("override_reason", "reason_text"), ("rests_on", "rests_on_text")]
        {
            let id: Option<TextId> = body.get(field).and_then(|id| id.as_str()).and_then(|id| id.parse().ok());
            let text = id.map(|id| queries.text(id)).transpose()?.flatten();
            body.extend(text.map(|text| (shown.to_owned(), text.into())));
        }
    }
    Ok(row)
}

/// The other cheques of its shares still kept under A.
fn converts_with(queries: &Queries<'_>, row: &rows::ChequeRow) -> Result<Vec<ChequeOfShare>, Problem> {
    let mut others = BTreeMap::new();
    for cover in &row.covers {
        for other in queries.dossier_cheques(cover.dossier)? {
            let same = other.covers.iter().any(|o| (o.dossier, o.rank) == (cover.dossier, cover.rank));
            let under_a = other.state == ChequeState::Kept && other.agreement == ChequeAgreement::KeptAndReturned;
            if same && under_a && other.id != row.id {
                others.insert(other.id, other);
            }
        }
    }
    let shown = |other: rows::ChequeRow| {
        let cheque_number = view_dossier::cheque_number(queries, &other)?;
        Ok(ChequeOfShare { cheque: other.id, cheque_number, amount_cents: other.amount_cents })
    };
    others.into_values().map(shown).collect()
}

/// What the rule would answer now, without recording anything.
fn refusal(state: &Cheque, row: &rows::ChequeRow, command: ChequeCommand, context: &Context) -> Option<Problem> {
    decide(state, &row.tracks, command, context).err().map(Problem::from)
}

/// The practice's zone, for business dates of entries.
pub(crate) fn time_zone(queries: &Queries<'_>) -> Result<TimeZone, Problem> {
    let name = queries.practice()?.map(|practice| practice.time_zone).unwrap_or_default();
    Ok(TimeZone::get(&name).unwrap_or(TimeZone::UTC))
}

/// Cheques to return, complete or deposit, and those of which what was asked a day ago may be done: the number beside the
/// navigation.
pub(crate) fn to_act_on(queries: &Queries<'_>, context: &Context) -> Result<u32, Problem> {
    let slept_on = |row: &rows::ChequeRow| row.override_asked.is_some_and(|asked| asked.confirm_from <= context.now);
    let waiting = |row: &rows::ChequeRow| {
        slept_on(row)
            || matches!(
                row.position(context.today),
                ChequePosition::ToReturn | ChequePosition::ToComplete | ChequePosition::ToDeposit
            )
    };
    let count = queries.cheques_kept()?.iter().filter(|row| waiting(row)).count();
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
