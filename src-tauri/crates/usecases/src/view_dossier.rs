//! A dossier, whole: what the counter shows and every deed on it answers.

use crate::{
    advance_papers,
    app::{App, OpenPractice},
    call::Call,
    circuit,
    contract::{
        AdvanceOperator, ChequeOfDossier, DossierRef, DossierView, LineView, PaymentView, Problem, ProblemCode,
        TimelineRow, TrackView,
    },
    departure, down_payments, field_lists, fields,
    formality_view::Seen,
    known_cover::Cover,
    outage, outbox, papers, record_card, routing, trade_warnings, view_cheques,
};
use jiff::ToSpan;
use relais_domain::{
    cheque::{ChequeEvent, clock},
    dossier::{AmcTrack, Dossier, DossierEvent, Way, WorkAssigned, WrittenOff},
    event::Event,
    identifiers::Cmc7Line,
    ids::{DossierId, UserId},
    money::Cents,
    private::{CardIdentity, CardMember},
};
use relais_storage::{
    Queries,
    rows::{ChequeRow, JournalRow, Page, RequestFilter},
};
use std::{collections::HashMap, sync::Arc};

/// Latest things shown.
const TIMELINE_ROWS: usize = 200;

/// One dossier.
pub async fn view(app: &App, _call: Call, request: DossierRef) -> Result<DossierView, Problem> {
    one(&app.practice()?, request.dossier).await
}

/// One dossier of the open practice.
pub(crate) async fn one(practice: &Arc<OpenPractice>, dossier: DossierId) -> Result<DossierView, Problem> {
    let shown = practice.clone();
    practice.read(move |queries| read(&shown, queries, dossier)).await
}

fn read(practice: &OpenPractice, queries: &Queries<'_>, id: DossierId) -> Result<DossierView, Problem> {
    let unknown = || Problem::code(ProblemCode::UnknownDossier);
    let state = queries.stream::<Dossier>(id.0)?.ok_or_else(unknown)?;
    let opened = state.opened.clone().ok_or_else(unknown)?;
    let person = queries.person(opened.person)?;
    let identities = queries.card_identities(id)?;
    let cheques = queries.dossier_cheques(id)?;
    let users = names(queries)?;
    let members = queries.card_members(id)?;
    let history = queries.timeline(id)?;
    let birth_date = person.as_ref().and_then(|person| person.birth_date);
    let warnings = trade_warnings::of(queries, practice, (id, &state), birth_date, &history)?;
    let seen = Seen { queries, practice, dossier: id, state: &state, timeline: &history };
    let formalities = state.amc.iter().map(|track| seen.of(track)).collect::<Result<Vec<_>, _>>()?;
    let mut timeline: Vec<TimelineRow> = history.into_iter().map(|row| timeline_row(&users, row)).collect();
    timeline.sort_by_key(|row| std::cmp::Reverse(row.at));
    timeline.truncate(TIMELINE_ROWS);
    let told = timeline.into_iter().map(|row| view_cheques::with_texts(queries, row));
    let timeline = told.collect::<Result<Vec<_>, _>>()?;
    let cover = Cover::read(queries, practice, id, &state)?;
    let in_use = field_lists::in_use(queries)?;
    let mut tracks: Vec<TrackView> = state
        .amc
        .iter()
        .map(|track| track_view(practice, queries, &cover, id, track, (&identities, &members)))
        .collect::<Result<_, _>>()?;
    for row in queries.circuit_of(id)? {
        if let Some(track) = tracks.iter_mut().find(|track| track.rank == row.rank) {
            track.circuit = Some(circuit::row(row));
        }
    }
    for (track, formalities) in tracks.iter_mut().zip(formalities) {
        track.formalities = formalities;
        let operators = routing::operators_of_track(queries, id, &state, track.rank)?;
        let labels = operators.iter().map(|code| practice.lines.label(code)).collect();
        let first = operators.first();
        track.consent = first.map(|first| departure::consent_view(&in_use, &state, (first, labels), &timeline));
    }
    let person = person.as_ref();
    let (proposed_way, exposure) = outage::of_dossier(queries, id, &state)?;
    Ok(DossierView {
        dossier: id,
        number: fields::dossier_number(opened.year, opened.number),
        activity: opened.activity,
        opened_on: opened.on,
        reference: opened.reference,
        family_name: person.map(|p| p.family_name.clone()).unwrap_or_default(),
        given_name: person.map(|p| p.given_name.clone()).unwrap_or_default(),
        phone: person.map(|p| p.phone.clone()).unwrap_or_default(),
        birth_date,
        total_cents: state.total_cents,
        amo_share_cents: state.amo_share_cents,
        customer_share_cents: state.customer_share_cents,
        customer_share_due_cents: state.customer_share_due(),
        difference_due_cents: state.difference_due(),
        advance_due_cents: state.advance_due(),
        overpaid_cents: state.overpaid(),
        lines: state.lines.iter().map(line_view).collect(),
        tracks,
        payments: state
            .customer_payments
            .iter()
            .map(|p| PaymentView { amount_cents: p.amount_cents, means: p.means, purpose: p.purpose, on: p.on })
            .collect(),
        ordered_on: state.ordered_on,
        delivery_planned_on: state.delivery_planned_on,
        delivered_on: state.delivered_on,
        delivery_rests_on: state.delivered_on.and_then(|_| state.rests_on_delivery()),
        amo_paid_on: state.amo_paid_on,
        prescription_date: state.prescription_date,
        way: state.way.map(|(way, _)| way),
        default_way: proposed_way.unwrap_or(Way::default_for(opened.activity)),
        exposure,
        written_off_cents: state.written_off.as_ref().map(WrittenOff::total),
        closed_ways: departure::closed_ways(queries, id, &state)?,
        suspended: departure::suspended(queries, id, &state)?.map(|(platform, on)| AdvanceOperator {
            label: practice.lines.label(&platform),
            platform,
            suspended_on: Some(on),
        }),
        incident: state.way.and_then(|(_, incident)| incident),
        cheques: cheques.iter().map(|row| cheque_of(practice, queries, row, id)).collect::<Result<_, _>>()?,
        documents: papers::of_dossier(queries, id)?,
        settled: state.is_settled(),
        third_party_payment_barred: state.third_party_payment_barred(),
        advance: advance_papers::view(&state),
        down_payments: down_payments::view(queries, &state, id, practice.today())?,
        warnings,
        timeline,
    })
}

/// Names of the users, by id.
pub(crate) fn names(queries: &Queries<'_>) -> Result<HashMap<UserId, String>, Problem> {
    Ok(queries.users()?.into_iter().map(|user| (user.id, user.name)).collect())
}

/// One entry as a row of a timeline.
pub(crate) fn timeline_row(users: &HashMap<UserId, String>, row: JournalRow) -> TimelineRow {
    let mut body = row.event.to_parts().map(|(_, body)| body).unwrap_or_default();
    // A person is named, and an id is none: only the journal knows him by it.
    if let Event::Dossier(DossierEvent::WorkAssigned(WorkAssigned { to: Some(to), .. })) = &row.event {
        body["to_name"] = users.get(to).cloned().unwrap_or_default().into();
    }
    if let Event::Dossier(DossierEvent::WriteOffSeconded { by }) | Event::Cheque(ChequeEvent::OverrideSeconded { by }) =
        &row.event
    {
        body["by_name"] = users.get(by).cloned().unwrap_or_default().into();
    }
    let actor = users.get(&row.actor).cloned().unwrap_or_default();
    TimelineRow { at: row.recorded_at, actor, kind: row.kind, body }
}

pub(crate) fn line_view(line: &relais_domain::dossier::DossierLine) -> LineView {
    LineView {
        item: line.item,
        quantity: line.quantity,
        unit_price_cents: line.unit_price_cents,
        vat_rate_bp: line.vat_rate_bp,
        class: line.class.clone(),
    }
}

fn track_view(
    practice: &OpenPractice,
    queries: &Queries<'_>,
    cover: &Cover<'_>,
    dossier: DossierId,
    track: &AmcTrack,
    (identities, members): (&[CardIdentity], &[(u8, CardMember)]),
) -> Result<TrackView, Problem> {
    let identity = identities.iter().find(|identity| identity.rank == track.rank);
    let operator = track.card.as_ref().and_then(|card| card.operator.as_ref());
    let request = match outbox::open_request(queries, dossier, track.rank)? {
        Some(open) => Some(open),
        None => queries
            .requests(&RequestFilter::OfTrack(dossier, track.rank), Page::first(outbox::MAX_REQUESTS_OF_TRACK))?
            .last()
            .map(|row| (row.id, row.state)),
    };
    let state = cover.state();
    let kept = state.cheques_kept.iter().filter(|cover| cover.rank == track.rank).map(|cover| cover.covered_cents);
    Ok(TrackView {
        rank: track.rank,
        share_cents: track.share_cents,
        operator_label: operator.map(|code| practice.lines.label(code)),
        rights: track.rights.last_check.as_ref().map(|check| cover.rights(track, check)).transpose()?,
        known: cover.best(track)?,
        quoted: cover.quoted(track)?,
        proposal: match routing::asked(queries, dossier, state, track.rank)? {
            Some(asked) => routing::proposal(practice, queries, &asked)?,
            None => None,
        },
        card: record_card::view(track, identity, members),
        pictures: record_card::pictures(state, track.rank),
        state: track.state,
        agreement_reference: track.agreement.as_ref().and_then(|a| a.reference.clone()),
        covered_cents: track.agreement.as_ref().and_then(|a| a.covered_cents),
        agreement_valid_until: track.agreement.as_ref().and_then(|a| a.valid_until),
        advised_cents: track.advised_cents,
        paid_cents: track.paid_cents,
        recheck: track.recheck,
        request: request.map(|(id, _)| id),
        request_state: request.map(|(_, state)| state),
        cheque_cents: Cents::sum(kept)?,
        circuit: None,
        consent: None,
        formalities: Vec::new(),
    })
}

fn cheque_of(
    practice: &OpenPractice,
    queries: &Queries<'_>,
    row: &ChequeRow,
    dossier: DossierId,
) -> Result<ChequeOfDossier, Problem> {
    let clock = clock(row.written_on, row.issued_in, &practice.limits());
    let rank = row.covers.iter().find(|cover| cover.dossier == dossier).map_or(1, |cover| cover.rank);
    let notice_days = i64::from(practice.limits().notice_days);
    Ok(ChequeOfDossier {
        cheque: row.id,
        rank,
        amount_cents: row.amount_cents,
        agreement: row.agreement,
        position: row.position(practice.today()),
        receipt_number: fields::receipt_number(row.receipt_year, row.receipt_number),
        cheque_number: cheque_number(queries, row)?,
        bank_name: row.bank_name.clone(),
        written_on: row.written_on,
        deposit_not_before: row.deposit_not_before,
        decide_by: row.decide_by,
        notice_on: row.decide_by.saturating_sub(notice_days.days()),
        present_by: clock.present_by,
        presentable_until: clock.presentable_until,
        fees_charged_cents: row.fees_charged_cents,
        fees_due_cents: row.fees_due_cents,
    })
}

/// The seven digits people read on the paper.
pub(crate) fn cheque_number(queries: &Queries<'_>, row: &ChequeRow) -> Result<String, Problem> {
    let paper = queries.cheque_paper(row.id)?;
    let line = paper.and_then(|paper| Cmc7Line::parse(&paper.cmc7).ok());
    Ok(line.map(|line| line.cheque_number().to_owned()).unwrap_or_default())
}
