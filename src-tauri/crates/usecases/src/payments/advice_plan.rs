//! What each line of a list of advices would do: the share it is about, what it says of it, and where that leads; a line whose
//! share is not found stays as work, with what it says.

use super::advice_fields::outcome_of;
use crate::{
    contract::{AdviceLineShown, AdviceStatus, AdviceWarning, LineFault, LineFaultCode, Problem},
    fields, people,
    table_cells::{Cells, fault},
    table_reading::Reading,
};
use jiff::civil::Date;
use relais_domain::{
    advice::{Advice, AdviceOutcome},
    circuit::MAX_CODE_CHARS,
    context::Context,
    dossier::{AmcTrack, Dossier, DossierCommand, TrackState, decide},
    ids::{DossierId, ImportId},
    money::Cents,
    platform::PlatformCode,
    refusal::Refusal,
    stream::Stream,
};
use relais_exchange::tabular::fold;
use relais_storage::Queries;
use std::collections::{BTreeSet, HashMap};

/// Dossiers looked at for a name and an amount.
const DOSSIERS_LOOKED_AT: u32 = 20;

/// What a list is planned against.
pub(super) struct Ground<'q> {
    pub(super) queries: &'q Queries<'q>,
    pub(super) context: &'q Context,
    pub(super) import: ImportId,
    pub(super) operators: &'q [(String, PlatformCode)],
    /// Lines set aside that say the same as one of this list, by what they say.
    pub(super) aside: BTreeSet<String>,
    pub(super) states: HashMap<DossierId, Dossier>,
}

/// One line, and what is done when it is taken.
pub(super) struct Planned {
    pub(super) shown: AdviceLineShown,
    pub(super) deed: Option<Deed>,
}

/// What taking a line does.
pub(super) enum Deed {
    /// Says it of a share.
    Advise(DossierId, Box<Advice>),
    /// Keeps it as work: no share answers to it.
    SetAside(Box<Advice>),
}

/// Every line, in the order of the list.
pub(super) fn plan(
    ground: &mut Ground<'_>,
    reading: &Reading,
    left_out: &BTreeSet<u32>,
) -> Result<Vec<Planned>, Problem> {
    let lines = reading.sheet.lines.iter();
    lines.map(|line| one(ground, &Cells { reading, line }, !left_out.contains(&line.number))).collect()
}

fn one(ground: &mut Ground<'_>, cells: &Cells<'_>, taken: bool) -> Result<Planned, Problem> {
    let mut shown = blank(cells);
    let mut said = match read(ground, cells) {
        Ok(said) => said,
        Err(fault) => {
            shown.fault = Some(fault);
            return Ok(Planned { shown, deed: None });
        }
    };
    tell(&mut shown, &said);
    let found = match find(ground, cells, &said)? {
        Ok(found) => found,
        Err(code) => {
            shown.fault = Some(fault(code, "", ""));
            (shown.status, shown.takes) = (AdviceStatus::SetAside, true);
            if ground.aside.contains(&sentence(&shown)) {
                (shown.status, shown.takes) = (AdviceStatus::Known, false);
                return Ok(Planned { shown, deed: None });
            }
            return Ok(Planned { shown, deed: Some(Deed::SetAside(Box::new(said))) });
        }
    };
    let (dossier, rank, by_name) = found;
    said.rank = rank;
    introduce(ground, &mut shown, dossier, rank)?;
    let before = state(ground, dossier)?.track(rank).cloned();
    let context = *ground.context;
    let events = match decide(state(ground, dossier)?, DossierCommand::Advise(said.clone()), &context) {
        Ok(events) if events.is_empty() => {
            shown.status = AdviceStatus::Known;
            return Ok(Planned { shown, deed: None });
        }
        Ok(events) => events,
        Err(Refusal::AmountNotPositive) => {
            shown.fault = Some(fault(LineFaultCode::NotPositive, "amount", cells.text("amount")));
            return Ok(Planned { shown, deed: None });
        }
        Err(refusal) => return Err(refusal.into()),
    };
    if taken {
        let state = ground.states.entry(dossier).or_default();
        events.iter().for_each(|event| state.apply(event));
    }
    shown.takes = true;
    shown.status = match said.outcome {
        AdviceOutcome::Announced => AdviceStatus::Announced,
        AdviceOutcome::Rejected => AdviceStatus::Rejected,
    };
    shown.warning = before.and_then(|track| warning(&track, &said, by_name));
    Ok(Planned { shown, deed: Some(Deed::Advise(dossier, Box::new(said))) })
}

fn read(ground: &Ground<'_>, cells: &Cells<'_>) -> Result<Advice, LineFault> {
    cells.whole()?;
    let amount_cents = cells.amount("amount")?;
    let code = cells.code("code", MAX_CODE_CHARS)?;
    let outcome = match cells.text("outcome") {
        "" if code.is_some() => AdviceOutcome::Rejected,
        "" => AdviceOutcome::Announced,
        word => cells
            .reading
            .meaning(word)
            .and_then(outcome_of)
            .ok_or_else(|| fault(LineFaultCode::UnknownWord, "outcome", word))?,
    };
    let announced = outcome == AdviceOutcome::Announced;
    if announced && !amount_cents.is_some_and(Cents::is_positive) {
        let code = if amount_cents.is_none() { LineFaultCode::Missing } else { LineFaultCode::NotPositive };
        return Err(fault(code, "amount", cells.text("amount")));
    }
    if ["invoice", "dossier", "family_name"].iter().all(|field| cells.text(field).is_empty()) {
        return Err(fault(LineFaultCode::Missing, "invoice", ""));
    }
    Ok(Advice {
        rank: 1,
        from: None,
        import: ground.import,
        outcome,
        reference: cells.code("reference", MAX_CODE_CHARS)?,
        amount_cents: amount_cents.filter(|_| announced),
        on: cells.day("on", ground.context.today)?,
        pays_on: cells.any_day("pays_on")?.filter(|_| announced),
        code: code.filter(|_| !announced),
        wording: None,
    })
}

/// The share an advice is about: of the dossier or invoice it names, else of the one name and amount that fit.
fn find(
    ground: &mut Ground<'_>,
    cells: &Cells<'_>,
    said: &Advice,
) -> Result<Result<(DossierId, u8, bool), LineFaultCode>, Problem> {
    let mut dossiers = Vec::new();
    for number in [cells.text("dossier"), cells.text("invoice")].into_iter().filter(|number| !number.is_empty()) {
        for row in ground.queries.search(number, DOSSIERS_LOOKED_AT)? {
            if row.label() == number && !dossiers.contains(&row.id) {
                dossiers.push(row.id);
            }
        }
        let invoice: String = number.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        for dossier in ground.queries.dossiers_of_invoice(&invoice)? {
            if !dossiers.contains(&dossier) {
                dossiers.push(dossier);
            }
        }
    }
    let by_name = dossiers.is_empty();
    if by_name {
        dossiers = of_name(ground, cells, said)?;
    }
    let operator = operator(ground, cells.text("operator"));
    let mut shares = Vec::new();
    for dossier in &dossiers {
        for track in &state(ground, *dossier)?.amc {
            shares.push((*dossier, track.rank, fits(track, said, operator.as_ref())));
        }
    }
    let best = shares.iter().map(|(_, _, fit)| *fit).max().unwrap_or_default();
    let of_best: Vec<_> = shares.iter().filter(|(_, _, fit)| *fit == best).collect();
    Ok(match of_best.as_slice() {
        [] => Err(LineFaultCode::NoDossier),
        [(dossier, rank, _)] => Ok((*dossier, *rank, by_name)),
        [(first, ..), rest @ ..] if rest.iter().all(|(other, ..)| other == first) => Err(LineFaultCode::SeveralShares),
        _ => Err(LineFaultCode::SeveralDossiers),
    })
}

/// How well a share fits what an advice says: its operator, then its amount.
fn fits(track: &AmcTrack, said: &Advice, operator: Option<&PlatformCode>) -> (bool, bool) {
    let own = track.card.as_ref().and_then(|card| card.operator.as_ref());
    let agreed = track.agreement.as_ref().and_then(|agreement| agreement.covered_cents).unwrap_or(track.share_cents);
    (operator.is_none() || own == operator, said.amount_cents.is_none_or(|amount| amount == agreed))
}

/// Dossiers of that name whose share is that very amount.
fn of_name(ground: &mut Ground<'_>, cells: &Cells<'_>, said: &Advice) -> Result<Vec<DossierId>, Problem> {
    let (name, Some(amount)) = (cells.text("family_name"), said.amount_cents) else { return Ok(Vec::new()) };
    if name.is_empty() {
        return Ok(Vec::new());
    }
    let typed = format!("{name} {},{:02}", amount.get() / 100, amount.get() % 100);
    let rows = ground.queries.search(&typed, DOSSIERS_LOOKED_AT)?;
    let of_amount = |row: &relais_storage::rows::DossierRow| {
        row.tracks.iter().any(|track| track.agreement_cents.unwrap_or(track.share_cents) == amount)
    };
    Ok(rows.into_iter().filter(of_amount).map(|row| row.id).collect())
}

fn operator(ground: &Ground<'_>, text: &str) -> Option<PlatformCode> {
    let name = fold(text);
    ground.operators.iter().find(|(known, _)| *known == name).map(|(_, code)| code.clone())
}

fn state<'g>(ground: &'g mut Ground<'_>, dossier: DossierId) -> Result<&'g Dossier, Problem> {
    if !ground.states.contains_key(&dossier) {
        let state = ground.queries.stream::<Dossier>(dossier.0)?.unwrap_or_default();
        ground.states.insert(dossier, state);
    }
    Ok(ground.states.entry(dossier).or_default())
}

fn introduce(
    ground: &mut Ground<'_>,
    shown: &mut AdviceLineShown,
    dossier: DossierId,
    rank: u8,
) -> Result<(), Problem> {
    let known = state(ground, dossier)?;
    let (opened, track) = (known.opened.clone(), known.track(rank).cloned());
    (shown.dossier, shown.rank) = (Some(dossier), rank);
    shown.share_cents = track.map(|track| track.share_cents);
    if let Some(opened) = opened {
        shown.number = fields::dossier_number(opened.year, opened.number);
        let person = ground.queries.person(opened.person)?;
        let name = person.map(|person| relais_storage::rows::PersonName {
            family_name: person.family_name,
            given_name: person.given_name,
            phone: String::new(),
        });
        shown.customer = name.as_ref().map(people::display).unwrap_or_default();
    }
    Ok(())
}

fn warning(track: &AmcTrack, said: &Advice, by_name: bool) -> Option<AdviceWarning> {
    let expected = track.agreement.as_ref().and_then(|agreement| agreement.covered_cents).unwrap_or(track.share_cents);
    match track.state {
        _ if track.claimed_by_customer => Some(AdviceWarning::CustomerClaims),
        TrackState::Paid => Some(AdviceWarning::Paid),
        _ if by_name => Some(AdviceWarning::FoundByName),
        _ if said.amount_cents.is_some_and(|amount| amount != expected) => Some(AdviceWarning::AmountDiffers),
        _ => None,
    }
}

fn blank(cells: &Cells<'_>) -> AdviceLineShown {
    AdviceLineShown {
        line: cells.line.number,
        status: AdviceStatus::Unreadable,
        takes: false,
        fault: None,
        warning: None,
        invoice: [cells.text("dossier"), cells.text("invoice")]
            .into_iter()
            .find(|t| !t.is_empty())
            .unwrap_or_default()
            .to_owned(),
        said_name: cells.text("family_name").to_owned(),
        member_number: cells.text("member_number").to_owned(),
        operator: cells.text("operator").to_owned(),
        reference: cells.text("reference").to_owned(),
        amount_cents: None,
        share_cents: None,
        on: None,
        pays_on: None,
        code: String::new(),
        wording: cells.text("wording").to_owned(),
        dossier: None,
        rank: 1,
        number: String::new(),
        customer: String::new(),
    }
}

fn tell(shown: &mut AdviceLineShown, said: &Advice) {
    (shown.amount_cents, shown.on, shown.pays_on) = (said.amount_cents, said.on, said.pays_on);
    shown.code = said.code.clone().unwrap_or_default();
    shown.reference = said.reference.clone().unwrap_or_default();
    if said.outcome == AdviceOutcome::Announced {
        shown.wording = String::new();
    }
}

/// What a line says, in one sentence: what a person reads to find its dossier, and by which the same line is known again.
pub(super) fn sentence(shown: &AdviceLineShown) -> String {
    let amount = shown.amount_cents.map(|amount| format!("{},{:02} €", amount.get() / 100, amount.get() % 100));
    let day = |label: &str, day: Option<Date>| day.map(|day| format!("{label} {}", day.strftime("%d/%m/%Y")));
    let named = |label: &str, text: &str| (!text.is_empty()).then(|| format!("{label}{text}"));
    let parts = [
        named("", &shown.invoice),
        named("", &shown.said_name),
        named("adhérent ", &shown.member_number),
        named("", &shown.operator),
        named("avis ", &shown.reference),
        day("du", shown.on),
        amount,
        day("payé le", shown.pays_on),
        named("rejet ", &shown.code),
        named("", &shown.wording),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ").chars().take(300).collect()
}
