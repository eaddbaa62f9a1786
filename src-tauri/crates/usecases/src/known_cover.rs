//! What is known of a cover today: the last answer of this dossier, what people saw, what is kept of the same cover in other
//! dossiers, else the card, else a supposition. Reads only; how each stands is the rules' ([`relais_domain::known_cover`]).

use crate::{
    app::{App, OpenPractice},
    call::Call,
    contract::{
        CoverageView, DossierOfAnswer, KeptAnswers, KeptAnswersRequest, Problem, ProblemCode, RightsOutcomeView,
        RightsView, SightingView,
    },
    estimate_reference, platform_request, view_dossier,
};
use jiff::{Timestamp, civil::Date};
use relais_domain::{
    coverage::{Certainty, CoverageAnswer},
    dossier::{AmcTrack, BestKnown, CoverageSeen, Dossier, KnownRights, RightsChecked, RightsOutcome},
    ids::{DossierId, TextId, UserId},
    known_cover::{self, Days},
    platform::Function,
};
use relais_storage::{CoverOf, Queries};
use std::collections::HashMap;

/// Other dossiers whose answers are read for one cover: enough for a family's years, few enough to be read at once.
const MAX_KEPT: usize = 8;

/// What is kept of a cover, in this dossier and in others, the latest first.
pub async fn kept(app: &App, _call: Call, request: KeptAnswersRequest) -> Result<KeptAnswers, Problem> {
    let practice = app.practice()?;
    let reading = practice.clone();
    practice
        .read(move |queries| {
            let unknown = || Problem::code(ProblemCode::UnknownDossier);
            let state = queries.stream::<Dossier>(request.dossier.0)?.ok_or_else(unknown)?;
            let track = state.track(request.rank).ok_or_else(|| Problem::code(ProblemCode::UnknownTrack))?;
            let cover = Cover::read(queries, &reading, request.dossier, &state)?;
            let mut answers: Vec<CoverageView> = Vec::new();
            for seen in track.rights.seen.iter().rev() {
                answers.push(cover.seen(&track.rights, seen)?);
            }
            if let Some((check, answer)) = track.rights.last_answer.as_ref().and_then(|c| Some((c, c.answer()?))) {
                answers.push(cover.view(answer, track.rights.is_last_word(answer), message_of(check))?);
            }
            answers.extend(cover.elsewhere(track, MAX_KEPT)?);
            answers.sort_by_key(|answer| std::cmp::Reverse(answer.answered_at));
            Ok(KeptAnswers { answers })
        })
        .await
}

/// What one looks with: the dossier, the day, and how long an answer counts as recent.
pub(crate) struct Cover<'q> {
    queries: &'q Queries<'q>,
    practice: &'q OpenPractice,
    dossier: DossierId,
    state: &'q Dossier,
    users: HashMap<UserId, String>,
    service_date: Date,
    recent_days: i64,
}

impl<'q> Cover<'q> {
    pub(crate) fn read(
        queries: &'q Queries<'q>,
        practice: &'q OpenPractice,
        dossier: DossierId,
        state: &'q Dossier,
    ) -> Result<Self, Problem> {
        let today = practice.today();
        Ok(Cover {
            queries,
            practice,
            dossier,
            state,
            users: view_dossier::names(queries)?,
            service_date: platform_request::service_date(state, today),
            recent_days: estimate_reference::recent_days(queries, today)?,
        })
    }

    /// The dossier looked at.
    pub(crate) const fn state(&self) -> &Dossier {
        self.state
    }

    /// The best that is known of a track's cover today.
    pub(crate) fn best(&self, track: &AmcTrack) -> Result<CoverageView, Problem> {
        let own = match track.rights.best() {
            Some(BestKnown::Answered(check, answer)) => {
                Some(self.view(answer, track.rights.is_last_word(answer), message_of(check))?)
            }
            Some(BestKnown::Seen(seen)) => Some(self.seen(&track.rights, seen)?),
            None => None,
        };
        if let Some(live) = own.as_ref().filter(|own| own.certainty == Certainty::A) {
            return Ok(live.clone());
        }
        let kept = self.elsewhere(track, 1)?.into_iter().next();
        match own.into_iter().chain(kept).max_by_key(|answer| answer.answered_at) {
            Some(known) => Ok(known),
            None => self.without_answer(track),
        }
    }

    /// The card, else a supposition.
    fn without_answer(&self, track: &AmcTrack) -> Result<CoverageView, Problem> {
        let opened = self.state.opened.as_ref().map_or(self.practice.today(), |opened| opened.on);
        let said_at = opened.to_zoned(self.practice.time_zone.clone()).map_err(Problem::internal)?.timestamp();
        let card = track.card.as_ref().and_then(|card| known_cover::from_card(card, said_at, self.service_date));
        let answer = card.unwrap_or_else(|| known_cover::supposed(track.share_cents, said_at, self.service_date));
        self.view(&answer, true, None)
    }

    /// The attempt as it is shown, with what is known beside it when it failed.
    pub(crate) fn rights(&self, track: &AmcTrack, check: &RightsChecked) -> Result<RightsView, Problem> {
        let outcome = match &check.outcome {
            RightsOutcome::Answered { answer, .. } => {
                let last_word = track.rights.is_last_word(answer);
                RightsOutcomeView::Answered { answer: Box::new(self.view(answer, last_word, message_of(check))?) }
            }
            RightsOutcome::NotVerified { failure, since } => RightsOutcomeView::NotVerified {
                failure: *failure,
                since: *since,
                fallback: Box::new(self.best(track)?),
            },
        };
        Ok(RightsView {
            rank: check.rank,
            platform: check.platform.clone(),
            platform_label: self.practice.lines.label(&check.platform),
            asked_at: check.asked_at,
            elapsed_ms: check.elapsed_ms,
            source: check.source,
            outcome,
            service_date: check.service_date,
            instead_of: check.instead_of.as_ref().map(|code| self.practice.lines.label(code)),
            still_waiting: false,
            evidence_kept: check.evidence.is_some(),
        })
    }

    /// What a portal said a quote would be covered for, the last time.
    pub(crate) fn quoted(&self, track: &AmcTrack) -> Result<Option<CoverageView>, Problem> {
        let quote = track.rights.seen.iter().rev().find(|seen| seen.function == Function::Quote);
        quote.map(|quote| self.seen(&track.rights, quote)).transpose()
    }

    /// What is kept of the same cover in other dossiers, the latest first.
    fn elsewhere(&self, track: &AmcTrack, most: usize) -> Result<Vec<CoverageView>, Problem> {
        let amc = track.card.as_ref().and_then(|card| card.amc_number.as_ref());
        let person = self.state.person().map(|person| self.queries.person(person)).transpose()?.flatten();
        let (Some(amc), Some(person)) = (amc, person) else { return Ok(Vec::new()) };
        let identities = self.queries.card_identities(self.dossier)?;
        let card = identities.iter().find(|card| card.rank == track.rank);
        let of = CoverOf { dossier: self.dossier, person: &person, card, amc_number: &amc.padded() };
        let mut views = Vec::new();
        for row in self.queries.covers_known(of)? {
            if views.len() == most {
                break;
            }
            let Some(other) = self.queries.stream::<Dossier>(row.dossier.0)? else { continue };
            let Some(track) = other.track(row.rank) else { continue };
            let view = match track.rights.best() {
                Some(BestKnown::Answered(check, answer)) => self.view(answer, false, message_of(check))?,
                Some(BestKnown::Seen(seen)) => self.seen(&track.rights, seen)?,
                None => continue,
            };
            let from = DossierOfAnswer { dossier: row.dossier, number: row.label() };
            views.push(CoverageView { from_dossier: Some(from), ..view });
        }
        Ok(views)
    }

    fn seen(&self, rights: &KnownRights, seen: &CoverageSeen) -> Result<CoverageView, Problem> {
        let view = self.view(&seen.answer, rights.is_last_word(&seen.answer), None)?;
        let sighting = SightingView {
            sighting: seen.sighting,
            function: seen.function,
            by: self.users.get(&seen.by).cloned().unwrap_or_default(),
            spoken_with: self.text(seen.spoken_with)?.unwrap_or_default(),
            note: self.text(seen.note)?.unwrap_or_default(),
            piece: seen.piece,
        };
        Ok(CoverageView { seen: Some(sighting), ..view })
    }

    fn text(&self, id: Option<TextId>) -> Result<Option<String>, Problem> {
        Ok(id.map(|id| self.queries.text(id)).transpose()?.flatten())
    }

    fn view(&self, answer: &CoverageAnswer, last_word: bool, message: Option<TextId>) -> Result<CoverageView, Problem> {
        let answered_on = self.practice.date_of(answer.answered_at);
        let days = Days {
            today: self.practice.today(),
            service_date: self.service_date,
            answered_on,
            recent_days: self.recent_days,
        };
        let stands = known_cover::stands(answer, last_word, days);
        let platform = answer.source.platform.as_ref();
        Ok(CoverageView {
            standing: stands.standing,
            certainty: stands.certainty,
            way: answer.source.way,
            platform_label: platform.map(|code| self.practice.lines.label(code)).unwrap_or_default(),
            answered_at: answer.answered_at,
            age_days: u32::try_from(stands.age_days).unwrap_or_default(),
            recent_days: u32::try_from(self.recent_days).unwrap_or_default(),
            service_date: answer.service_date,
            of_the_past: answer.service_date < answered_on,
            outcome: answer.outcome,
            in_force: answer.in_force,
            covered_cents: answer.covered_cents,
            authorisation_required: answer.authorisation_required,
            valid_from: answer.period.and_then(|period| period.start),
            valid_until: answer.period.and_then(|period| period.end),
            domains: answer.domains.clone(),
            reference: answer.reference.clone(),
            error_codes: answer.error_codes.clone(),
            message: self.text(message)?,
            not_known: answer.not_known.iter().copied().collect(),
            from_dossier: None,
            seen: None,
        })
    }
}

/// Where the platform's own sentence is.
const fn message_of(check: &RightsChecked) -> Option<TextId> {
    match &check.outcome {
        RightsOutcome::Answered { message, .. } => *message,
        RightsOutcome::NotVerified { .. } => None,
    }
}

/// What of an answer goes into the journal: codes, dates and cents. Its sentence is given apart, for an erasable place; a
/// code that reads like a sentence stays in the sealed proof alone.
pub(crate) fn journaled(mut answer: CoverageAnswer) -> (CoverageAnswer, Option<String>) {
    let message = answer.message.take();
    let code = |text: &mut Option<String>| *text = text.take().filter(|text| is_code(text));
    answer.reference = answer.reference.filter(|text| is_reference(text));
    answer.error_codes.retain(|text| is_code(text));
    answer.error_codes.truncate(MAX_CODES);
    answer.domains.truncate(MAX_CODES);
    for domain in &mut answer.domains {
        code(&mut domain.domain);
        code(&mut domain.product);
        domain.benefits.truncate(MAX_CODES);
        domain.benefits.iter_mut().for_each(|benefit| code(&mut benefit.kind));
    }
    (answer.with_not_known(), message)
}

/// Most lines, benefits and codes of an answer that are journaled; the sealed proof has them all.
const MAX_CODES: usize = 40;
/// Longest code or reference.
const MAX_CODE_CHARS: usize = 64;

/// Whether a text is one code: no space, so no sentence and no name with its given name.
fn is_code(text: &str) -> bool {
    is_reference(text) && !text.contains(' ')
}

/// Whether a text is made as references are.
pub(crate) fn is_reference(text: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ':' | '/' | '|' | '#');
    !text.is_empty() && text.chars().count() <= MAX_CODE_CHARS && text.chars().all(known)
}

/// When a thing seen on a day is said to have been seen: now when it is today, else the middle of that day.
pub(crate) fn seen_at(practice: &OpenPractice, on: Date) -> Result<Timestamp, Problem> {
    if on == practice.today() {
        return Ok(practice.now());
    }
    let noon = on.at(12, 0, 0, 0).to_zoned(practice.time_zone.clone()).map_err(Problem::internal)?;
    Ok(noon.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::domain("OPTI", true)]
    #[case::system_and_code("http://terminology.hl7.org/x|benefit", true)]
    #[case::a_name("Anne Bernard", false)]
    #[case::accents("Réponse", false)]
    #[case::nothing("", false)]
    fn only_codes_go_into_the_journal(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_code(text), expected);
    }
}
