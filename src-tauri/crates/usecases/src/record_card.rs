//! The card of one complementary: its block, its grid, on whom it rests, who is named on it, the text it was read from.
//!
//! Codes and proofs go to the journal; names, numbers and the text to their erasable places. A number of social security
//! that was not typed anew stays the one that is kept, and none is in what tells a repeated command from another.

use crate::{
    app::App,
    call::Call,
    contract::{
        CardMemberView, CardView, DossierView, GridLineView, PictureView, Problem, ProblemCode, RecordCardRequest,
    },
    fields, pictures, step, view_dossier,
};
use relais_domain::{
    card::{CardRead, GridCover, GridLine, Holder, MAX_TEXT_CHARS, ReadHow, WHOLE_BP},
    context::Context,
    dossier::{AmcTrack, CardRecorded, Dossier, DossierCommand, Priced},
    identifiers::{DomainCode, Nir},
    ids::DossierId,
    money::Cents,
    private::{CardIdentity, CardMember, MemberRole},
    refusal::Refusal,
};
use relais_storage::Tx;
use serde_json::json;

/// Most lines of a grid.
pub const MAX_GRID_LINES: usize = 30;
/// Most people named on one card: two holders, and a large family.
pub const MAX_MEMBERS: usize = 12;
/// Most holders of one card.
const MAX_HOLDERS: usize = 2;
/// Highest birth rank: sextuplets are on record.
const MAX_BIRTH_RANK: u8 = 9;

/// Records it.
pub async fn record(app: &App, call: Call, request: RecordCardRequest) -> Result<DossierView, Problem> {
    let practice = app.practice()?;
    let typed = request.clone();
    let dossier = request.dossier;
    practice
        .command(call, &without_nir(request), move |tx, context| {
            if let Some(share) = joins(tx, &typed)? {
                step::dossier(tx, typed.dossier, DossierCommand::Price(share), context)?;
            }
            card(tx, context, typed.dossier, typed.rank, &typed.card)
        })
        .await?;
    view_dossier::one(&practice, dossier).await
}

/// The request as its digest is made of: a digest of a number of thirteen digits would give the number away.
fn without_nir(mut request: RecordCardRequest) -> RecordCardRequest {
    for member in &mut request.card.members {
        member.nir = None;
    }
    request
}

/// The shares with a complementary that joins: what it is expected to pay, the customer pays no more.
fn joins(tx: &mut Tx<'_>, typed: &RecordCardRequest) -> Result<Option<Priced>, Problem> {
    let state = step::existing_dossier(tx, typed.dossier)?;
    if usize::from(typed.rank) != state.amc.len() + 1 {
        return Ok(None);
    }
    let share = typed.share_cents.unwrap_or_default();
    let left = state.customer_share_cents.minus(share)?;
    if share < Cents::ZERO || left < Cents::ZERO {
        return Err(Refusal::MoreThanDue { due_cents: state.customer_share_cents.get() }.into());
    }
    Ok(Some(Priced {
        total_cents: state.total_cents,
        amo_share_cents: state.amo_share_cents,
        amc_share_cents: state.amc.iter().map(|track| track.share_cents).chain([share]).collect(),
        customer_share_cents: left,
        lines: state.lines,
    }))
}

/// The transaction's inside; also how the demonstration fills its practice.
pub(crate) fn card(
    tx: &mut Tx<'_>,
    context: &Context,
    dossier: DossierId,
    rank: u8,
    typed: &CardView,
) -> Result<(), Problem> {
    let state = step::existing_dossier(tx, dossier)?;
    let person = state.person().ok_or(Refusal::UnknownDossier)?;
    let insurer_name = fields::optional_name("insurer_name", &typed.insurer_name)?;
    let member_number = fields::member_number(&typed.member_number)?;
    let network = fields::bounded("network", &typed.network, fields::MAX_REFERENCE_CHARS)?;
    let kept = tx.queries()?.card_members(dossier)?;
    let kept: Vec<CardMember> = kept.into_iter().filter(|(of, _)| *of == rank).map(|(_, member)| member).collect();
    let members = members(&typed.members, &kept)?;
    let holders = members.iter().filter(|member| member.role == MemberRole::Holder).count();
    check_holder(typed.holder, holders)?;
    let raw_text = raw_text(&typed.raw_text)?;
    let read = match (raw_text.is_empty(), typed.read_how) {
        (true, _) => None,
        (false, how) => Some(CardRead { how: how.unwrap_or(ReadHow::Text), proof: tx.prove(person, &raw_text)? }),
    };
    let recorded = CardRecorded {
        rank,
        amc_number: fields::amc_number(&typed.amc_number)?,
        convention: fields::convention(&typed.convention)?,
        csr: fields::csr(&typed.csr)?,
        operator: typed.operator.clone(),
        network: Some(network).filter(|network| !network.is_empty()),
        valid_from: typed.valid_from,
        valid_to: typed.valid_to,
        responsible: typed.responsible,
        solidarity: typed.solidarity,
        grid: grid(&typed.grid)?,
        holder: typed.holder,
        beneficiaries: u8::try_from(members.len() - holders).unwrap_or(u8::MAX),
        read,
        member_number_proof: if member_number.is_empty() { None } else { Some(tx.prove(person, &member_number)?) },
    };
    step::dossier(tx, dossier, DossierCommand::RecordCard(recorded), context)?;
    tx.put_card_identity(person, &CardIdentity { dossier, rank, member_number, insurer_name, raw_text })?;
    if !members.is_empty() || !kept.is_empty() {
        tx.put_card_members(person, (dossier, rank), &members)?;
    }
    Ok(())
}

/// The text as it came, no more of it than is read; what it is read for is not its form.
fn raw_text(typed: &str) -> Result<String, Problem> {
    if typed.chars().nth(MAX_TEXT_CHARS).is_some() {
        let params = json!({ "field": "raw_text", "reason": "too_long", "max": MAX_TEXT_CHARS });
        return Err(Problem::with(ProblemCode::InvalidField, params));
    }
    Ok(typed.to_owned())
}

fn check_holder(holder: Option<Holder>, holders: usize) -> Result<(), Problem> {
    let needed = match holder {
        Some(Holder::First) => 1,
        Some(Holder::Second) => 2,
        Some(Holder::Customer) | None => 0,
    };
    if holders < needed { Err(Problem::field("holder", "holder_missing")) } else { Ok(()) }
}

fn grid(typed: &[GridLineView]) -> Result<Vec<GridLine>, Problem> {
    if typed.len() > MAX_GRID_LINES {
        return Err(Problem::field("grid", "too_many"));
    }
    let mut lines: Vec<GridLine> = Vec::with_capacity(typed.len());
    for (at, line) in typed.iter().enumerate() {
        let domain =
            DomainCode::parse(&line.domain).map_err(|error| at_row(Problem::identifier("domain", &error), at))?;
        if lines.iter().any(|before| before.domain == domain) {
            return Err(at_row(Problem::field("domain", "twice"), at));
        }
        let reason = match line.cover {
            GridCover::Percent { rate_bp } if !(1..=WHOLE_BP).contains(&rate_bp) => Some("percent"),
            GridCover::Amount { cents } if !cents.is_positive() => Some("amount"),
            _ => None,
        };
        if let Some(reason) = reason {
            return Err(at_row(Problem::field("cover", reason), at));
        }
        lines.push(GridLine { domain, cover: line.cover });
    }
    Ok(lines)
}

/// The people named, holders first; a number of social security that was not typed is the one kept at that place.
fn members(typed: &[CardMemberView], kept: &[CardMember]) -> Result<Vec<CardMember>, Problem> {
    if typed.len() > MAX_MEMBERS {
        return Err(Problem::field("members", "too_many"));
    }
    let holders = typed.iter().filter(|member| member.role == MemberRole::Holder).count();
    if holders > MAX_HOLDERS {
        return Err(Problem::field("members", "too_many_holders"));
    }
    let mut members = Vec::with_capacity(typed.len());
    for (at, member) in typed.iter().enumerate() {
        members.push(one_member(member, kept, holders).map_err(|problem| at_row(problem, at))?);
    }
    members.sort_by_key(|member| member.role);
    for (place, member) in (1..).zip(&mut members) {
        member.place = place;
    }
    Ok(members)
}

fn one_member(typed: &CardMemberView, kept: &[CardMember], holders: usize) -> Result<CardMember, Problem> {
    let before = typed.place.and_then(|place| kept.iter().find(|member| member.place == place));
    let nir = match typed.nir.as_deref().map(str::trim) {
        None => before.and_then(|member| member.nir.clone()),
        Some("") => None,
        Some(text) => Some(Nir::parse(text).map_err(|error| Problem::identifier("nir", &error))?),
    };
    if typed.birth_rank.is_some_and(|rank| !(1..=MAX_BIRTH_RANK).contains(&rank)) {
        return Err(Problem::field("birth_rank", "birth_rank"));
    }
    let beneficiary = typed.role == MemberRole::Beneficiary;
    if beneficiary && (typed.under_first && holders < 1 || typed.under_second && holders < 2) {
        return Err(Problem::field("under", "holder_missing"));
    }
    Ok(CardMember {
        place: 0,
        role: typed.role,
        family_name: fields::name("member_family_name", &typed.family_name)?,
        given_name: fields::optional_name("member_given_name", &typed.given_name)?,
        birth_date: typed.birth_date,
        birth_rank: typed.birth_rank,
        under_first: beneficiary && typed.under_first,
        under_second: beneficiary && typed.under_second,
        nir,
    })
}

/// A mistake in a list, with the row it is in, from 0.
fn at_row(mut problem: Problem, at: usize) -> Problem {
    if let Some(params) = problem.params.as_object_mut() {
        params.insert("row".to_owned(), json!(at));
    }
    problem
}

/// A card as it is shown: what the journal holds, with what its erasable places still hold.
pub(crate) fn view(track: &AmcTrack, identity: Option<&CardIdentity>, members: &[(u8, CardMember)]) -> CardView {
    let card = track.card.as_ref();
    let text = |value: Option<String>| value.unwrap_or_default();
    let members = members.iter().filter(|(rank, _)| *rank == track.rank).map(|(_, member)| member_view(member));
    CardView {
        insurer_name: identity.map(|i| i.insurer_name.clone()).unwrap_or_default(),
        amc_number: text(card.and_then(|c| c.amc_number.as_ref()).map(ToString::to_string)),
        convention: text(card.and_then(|c| c.convention.as_ref()).map(ToString::to_string)),
        csr: text(card.and_then(|c| c.csr.as_ref()).map(ToString::to_string)),
        member_number: identity.map(|i| i.member_number.clone()).unwrap_or_default(),
        operator: card.and_then(|c| c.operator.clone()),
        network: text(card.and_then(|c| c.network.clone())),
        valid_from: card.and_then(|c| c.valid_from),
        valid_to: card.and_then(|c| c.valid_to),
        responsible: card.and_then(|c| c.responsible),
        solidarity: card.is_some_and(|c| c.solidarity),
        grid: card.map(|c| c.grid.iter().map(grid_line_view).collect()).unwrap_or_default(),
        holder: card.and_then(|c| c.holder),
        members: members.collect(),
        read_how: card.and_then(|c| c.read.as_ref()).map(|read| read.how),
        raw_text: identity.map(|i| i.raw_text.clone()).unwrap_or_default(),
    }
}

pub(crate) fn grid_line_view(line: &GridLine) -> GridLineView {
    GridLineView { domain: line.domain.to_string(), cover: line.cover }
}

fn member_view(member: &CardMember) -> CardMemberView {
    CardMemberView {
        place: Some(member.place),
        role: member.role,
        family_name: member.family_name.clone(),
        given_name: member.given_name.clone(),
        birth_date: member.birth_date,
        birth_rank: member.birth_rank,
        under_first: member.under_first,
        under_second: member.under_second,
        nir: None,
        nir_masked: member.nir.as_ref().map(Nir::masked),
        nir_provisional: member.nir.as_ref().is_some_and(Nir::is_provisional),
    }
}

/// The pictures kept of one card.
pub(crate) fn pictures(state: &Dossier, rank: u8) -> Vec<PictureView> {
    pictures::views(state.card_pictures.iter().filter(|card| card.rank == rank).map(|card| &card.kept))
}
