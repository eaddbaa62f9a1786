//! F12: the estimate, offline. Gathers what the dossier knows, adds what was said, and asks the rules; reads only.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{EarlierEquipment, EstimateRequest, EstimateResult, EstimateView, LineView, Problem, ProblemCode},
    edit_dossier,
    estimate_reference::{self, InUse},
    view_dossier,
};
use jiff::{ToSpan, civil::Date};
use relais_domain::{
    context::Activity,
    dossier::{AmcTrack, Dossier, DossierLine},
    estimate::{
        self, AgeBand, Answer, AnswerKind, CannotEstimate, Complementary, EarlyRenewal, Estimate, Evidence,
        LastEquipment, Network, Question, Said, SaidCover, reference,
    },
    ids::DossierId,
    money::Cents,
    private::Person,
    refusal::Refusal,
};
use relais_storage::Queries;

/// Dossiers of a name looked through for an earlier equipment.
const HISTORY_ROWS: u32 = 100;

/// Everything an estimate is made of.
pub(crate) struct Prepared {
    pub(crate) dossier: Dossier,
    pub(crate) insurers: Vec<String>,
    pub(crate) history: Option<EarlierEquipment>,
    pub(crate) question: Question,
    pub(crate) reference: InUse,
}

/// Estimates a dossier.
pub async fn view(app: &App, _call: Call, request: EstimateRequest) -> Result<EstimateView, Problem> {
    let practice = app.practice()?;
    let asked = practice.clone();
    practice
        .read(move |queries| {
            let prepared = prepare(queries, &asked, request.dossier, &request.lines, request.said)?;
            Ok(EstimateView {
                result: result(prepared.estimate())?,
                lines: prepared.question.lines.iter().map(view_dossier::line_view).collect(),
                said: prepared.question.said,
                insurers: prepared.insurers,
                history: prepared.history,
                reference: prepared.reference.summary,
            })
        })
        .await
}

fn result(estimated: Result<Estimate, CannotEstimate>) -> Result<EstimateResult, Problem> {
    Ok(match estimated {
        Ok(estimate) => EstimateResult::Estimated { estimate },
        Err(CannotEstimate::PharmacyInvoice) => EstimateResult::PharmacyInvoice {},
        Err(CannotEstimate::LinesNeeded) => EstimateResult::LinesNeeded {},
        Err(CannotEstimate::MoreThanOneEquipment) => EstimateResult::MoreThanOneEquipment {},
        Err(CannotEstimate::NoNumber { key, on }) => EstimateResult::NoNumber { key, on },
        Err(CannotEstimate::AmountOutOfRange) => return Err(Refusal::AmountOutOfRange.into()),
    })
}

impl Prepared {
    pub(crate) fn estimate(&self) -> Result<Estimate, CannotEstimate> {
        estimate::estimate(&self.question, &self.reference.set)
    }
}

/// Gathers what the dossier knows; what was said counts before it.
pub(crate) fn prepare(
    queries: &Queries<'_>,
    practice: &OpenPractice,
    id: DossierId,
    typed: &[LineView],
    said: Option<Said>,
) -> Result<Prepared, Problem> {
    let unknown = || Problem::code(ProblemCode::UnknownDossier);
    let dossier = queries.stream::<Dossier>(id.0)?.ok_or_else(unknown)?;
    let opened = dossier.opened.clone().ok_or_else(unknown)?;
    let person = queries.person(opened.person)?;
    let reference = estimate_reference::in_use(queries)?;
    let today = practice.today();
    let on = dossier.ordered_on.unwrap_or(today);
    let lines: Vec<DossierLine> = if typed.is_empty() { dossier.lines.clone() } else { edit_dossier::lines(typed)? };
    let history = match &person {
        Some(person) => earlier_equipment(queries, id, person, opened.activity, on)?,
        None => None,
    };
    let recent = reference::recent_days(&reference.set, on);
    let complementaries = dossier.amc.iter().map(|track| Complementary {
        answer: answer(practice, track, (today, recent)),
        ..card(track, opened.activity, on)
    });
    let mut question = Question {
        activity: opened.activity,
        on,
        amo_share_cents: Cents::ZERO,
        complementaries: complementaries.collect(),
        delivery_on: dossier.delivered_on.or(dossier.delivery_planned_on),
        said: said.unwrap_or_else(|| known(&dossier, person.as_ref(), history.as_ref(), on)),
        lines,
    };
    question.said.covers.resize(dossier.amc.len(), SaidCover::default());
    // The AMO share of the main software is that of the whole sale: other lines have another.
    if question.price()? == dossier.total_cents {
        question.amo_share_cents = dossier.amo_share_cents;
    }
    let identities = queries.card_identities(id)?;
    let insurer = |track: &AmcTrack| {
        let identity = identities.iter().find(|identity| identity.rank == track.rank);
        identity.map(|identity| identity.insurer_name.clone()).unwrap_or_default()
    };
    Ok(Prepared { insurers: dossier.amc.iter().map(insurer).collect(), dossier, history, question, reference })
}

/// What the dossier knows by itself: what was said for the estimate printed last, else the age and our own history.
fn known(dossier: &Dossier, person: Option<&Person>, history: Option<&EarlierEquipment>, on: Date) -> Said {
    if let Some(printed) = &dossier.estimate {
        return printed.said.clone();
    }
    let last =
        |earlier: &EarlierEquipment| LastEquipment::On { date: earlier.delivered_on, evidence: Evidence::OurHistory };
    Said {
        age: person.and_then(|person| person.birth_date).map(|birth| AgeBand::on(birth, on)),
        last_equipment: history.map_or(LastEquipment::NotAsked, last),
        other_ear: None,
        early_renewal: EarlyRenewal::None,
        network: Network::Unknown,
        covers: Vec::new(),
    }
}

/// The latest equipment delivered to a customer of the same name. A namesake is possible: it is proposed with its
/// dossier's number, and may be said otherwise.
fn earlier_equipment(
    queries: &Queries<'_>,
    id: DossierId,
    person: &Person,
    activity: Activity,
    on: Date,
) -> Result<Option<EarlierEquipment>, Problem> {
    let folded = |family: &str, given: &str| (family.to_lowercase(), given.to_lowercase());
    let own = folded(&person.family_name, &person.given_name);
    let found = queries.search(&format!("{} {}", person.family_name, person.given_name), HISTORY_ROWS)?;
    let mut earlier: Vec<EarlierEquipment> = Vec::new();
    for row in found {
        let same =
            row.id != id && row.activity == activity && folded(&row.name.family_name, &row.name.given_name) == own;
        let Some(delivered_on) = row.delivered_on.filter(|delivered| same && *delivered <= on) else { continue };
        let born = queries.person(row.person)?.and_then(|other| other.birth_date);
        let other_birth = born.zip(person.birth_date).is_some_and(|(born, own)| born != own);
        if !other_birth {
            earlier.push(EarlierEquipment { dossier: row.id, number: row.label(), delivered_on });
        }
    }
    Ok(earlier.into_iter().max_by_key(|equipment| equipment.delivered_on))
}

/// The insurer's own figure: its agreement, its answer of the day, or one that was kept and is recent.
fn answer(practice: &OpenPractice, track: &AmcTrack, (today, recent_days): (Date, i64)) -> Option<Answer> {
    if let Some(covered_cents) = track.agreement.as_ref().and_then(|agreement| agreement.covered_cents) {
        return Some(Answer { kind: AnswerKind::Agreed, on: None, covered_cents, in_force: true });
    }
    let kept = track.rights.last_answer.as_ref()?;
    let answer = kept.answer()?;
    let on = practice.date_of(kept.asked_at);
    let kind = match () {
        () if track.rights.is_last_word(answer) && on == today => AnswerKind::Live,
        () if on >= today.saturating_sub(recent_days.days()) => AnswerKind::Kept,
        () => return None,
    };
    match (answer.in_force, answer.covered_cents) {
        (Some(false), _) => Some(Answer { kind, on: Some(on), covered_cents: Cents::ZERO, in_force: false }),
        (_, Some(covered)) => Some(Answer { kind, on: Some(on), covered_cents: covered, in_force: true }),
        (_, None) => None,
    }
}

/// What the card says against a cover: its grid without this trade, its last day.
fn card(track: &AmcTrack, activity: Activity, on: Date) -> Complementary {
    let Some(card) = &track.card else { return Complementary::default() };
    Complementary {
        answer: None,
        domain_missing: relais_domain::card::trade_missing(&card.grid, activity),
        expired_on: card.valid_to.filter(|valid_to| *valid_to < on),
    }
}
