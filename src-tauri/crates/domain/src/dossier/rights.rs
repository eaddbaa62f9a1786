//! What is known of one complementary's cover in a dossier: what platforms answered, what people saw, and which of it says
//! the most today.
//!
//! Everything is kept; nothing here turns an absence into a right. A correction is another entry that names the one it
//! takes the place of.

use super::{AmcTrack, CardRecorded, Dossier, DossierEvent};
use crate::{
    context::Context,
    coverage::{Certainty, CoverageAnswer},
    ids::{DocumentId, EvidenceId, SightingId, TextId, UserId},
    platform::{FailureCode, Function, PlatformCode, StateSource},
    refusal::Refusal,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// `dossier.rights_checked`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightsChecked {
    /// Of which complementary.
    pub rank: u8,
    /// Who was asked.
    pub platform: PlatformCode,
    /// When the key was pressed.
    pub asked_at: Timestamp,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u32,
    /// The date of care it was asked for.
    pub service_date: Date,
    /// The operator that comes before it and gave nothing, when it was asked in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<PlatformCode>,
    /// From whom the answer or the failure is known.
    pub source: StateSource,
    /// The sealed request and answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceId>,
    /// SHA-256 of the sealed evidence, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_digest: Option<String>,
    /// What came back.
    pub outcome: RightsOutcome,
}

/// What a check of rights gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum RightsOutcome {
    /// The platform answered.
    Answered {
        /// What it said, codes, dates and cents; its sentence is in an erasable place.
        answer: Box<CoverageAnswer>,
        /// Its sentence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<TextId>,
    },
    /// « Non vérifié ».
    NotVerified {
        /// Why.
        failure: FailureCode,
        /// Since when the function is out, when known.
        since: Option<Timestamp>,
    },
}

impl RightsChecked {
    /// The answer, when one came.
    pub fn answer(&self) -> Option<&CoverageAnswer> {
        match &self.outcome {
            RightsOutcome::Answered { answer, .. } => Some(answer),
            RightsOutcome::NotVerified { .. } => None,
        }
    }
}

/// `dossier.coverage_seen`: what a person saw or heard, as he wrote it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageSeen {
    /// Its own id, by which another corrects it.
    pub sighting: SightingId,
    /// Of which complementary.
    pub rank: u8,
    /// What was looked for: the rights, or what a quote would be covered for.
    pub function: Function,
    /// Who wrote it down.
    pub by: UserId,
    /// What it says; the way is one of [`crate::coverage::CoverageWay::SEEN`].
    pub answer: CoverageAnswer,
    /// Who was spoken with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken_with: Option<TextId>,
    /// What was said or read, in the person's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<TextId>,
    /// The picture or copy of the paper, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub piece: Option<DocumentId>,
    /// The sighting it takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<SightingId>,
}

/// What is known of one complementary's cover.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownRights {
    /// The last attempt at a platform; of one question put to several operators, the one that gave an answer.
    pub last_check: Option<RightsChecked>,
    /// The last attempt that gave an answer.
    pub last_answer: Option<RightsChecked>,
    /// What people saw, corrected ones removed, in the order they were written down.
    pub seen: Vec<CoverageSeen>,
}

/// The best answer a dossier holds of a cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BestKnown<'r> {
    /// A platform's.
    Answered(&'r RightsChecked, &'r CoverageAnswer),
    /// A person's.
    Seen(&'r CoverageSeen),
}

impl<'r> BestKnown<'r> {
    /// What it says.
    pub const fn answer(self) -> &'r CoverageAnswer {
        match self {
            BestKnown::Answered(_, answer) => answer,
            BestKnown::Seen(seen) => &seen.answer,
        }
    }
}

impl KnownRights {
    /// The latest thing known: what a platform answered, or what a person saw since. What was found as it was answered
    /// comes before what was written down at the same instant.
    pub fn best(&self) -> Option<BestKnown<'_>> {
        let answered = self.last_answer.as_ref().and_then(|check| Some(BestKnown::Answered(check, check.answer()?)));
        let seen = self.seen.iter().filter(|seen| seen.function == Function::Rights).map(BestKnown::Seen);
        seen.chain(answered).max_by_key(|best| best.answer().answered_at)
    }

    /// Whether an answer is the last word of the platforms: nothing asked since was left without one.
    pub fn is_last_word(&self, answer: &CoverageAnswer) -> bool {
        self.last_check.as_ref().and_then(RightsChecked::answer) == Some(answer)
    }

    /// Takes an attempt, in the order they are recorded. What was asked earlier and failed late takes nothing away: not
    /// from a later question, nor from the operator that answered the same one.
    pub(super) fn take_check(&mut self, check: &RightsChecked) {
        let told_later = |before: &RightsChecked, answer: &CoverageAnswer| {
            before.answer().is_none_or(|before| before.answered_at <= answer.answered_at)
        };
        if check.answer().is_some_and(|now| self.last_answer.as_ref().is_none_or(|before| told_later(before, now))) {
            self.last_answer = Some(check.clone());
        }
        let counts = self.last_check.as_ref().is_none_or(|before| match check.answer() {
            Some(answer) => told_later(before, answer),
            None if before.answer().is_some() => check.asked_at > before.asked_at,
            None => check.asked_at >= before.asked_at,
        });
        if counts {
            self.last_check = Some(check.clone());
        }
    }

    pub(super) fn take_seen(&mut self, seen: &CoverageSeen) {
        self.seen.retain(|before| Some(before.sighting) != seen.corrects);
        self.seen.push(seen.clone());
    }
}

/// Whether two cards are of different covers: what was known of one then says nothing of the other.
pub(super) fn other_cover(before: &CardRecorded, now: &CardRecorded) -> bool {
    let differs = |before: Option<&str>, now: Option<&str>| before.zip(now).is_some_and(|(before, now)| before != now);
    let amc = |card: &'_ CardRecorded| card.amc_number.as_ref().map(|number| number.padded());
    let proof = |card: &CardRecorded| card.member_number_proof.as_ref().map(|proof| proof.0.clone());
    differs(amc(before).as_deref(), amc(now).as_deref()) || differs(proof(before).as_deref(), proof(now).as_deref())
}

/// Keeps what a person saw.
pub(super) fn see(state: &Dossier, mut seen: CoverageSeen, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    let track = state.track(seen.rank).ok_or(Refusal::UnknownTrack)?;
    // Whatever is said of it, what a person saw is no live answer, and no free text goes into the journal.
    (seen.answer.certainty, seen.answer.message) = (Certainty::B, None);
    if seen.answer.answered_at > context.now {
        return Err(Refusal::DateInFuture);
    }
    let known = |sighting: SightingId| track.rights.seen.iter().any(|seen| seen.sighting == sighting);
    match seen.corrects {
        Some(corrects) if !known(corrects) => return Err(Refusal::UnknownSighting),
        _ if known(seen.sighting) => return Err(Refusal::AlreadyExists),
        _ => {}
    }
    Ok(vec![DossierEvent::CoverageSeen(seen)])
}

impl Dossier {
    /// The last attempt to verify rights, of whichever complementary.
    pub fn last_rights_check(&self) -> Option<&RightsChecked> {
        latest(self.amc.iter().filter_map(|track| track.rights.last_check.as_ref()))
    }

    /// The last attempt that gave an answer, of whichever complementary.
    pub fn last_rights_answer(&self) -> Option<&RightsChecked> {
        latest(self.amc.iter().filter_map(|track| track.rights.last_answer.as_ref()))
    }

    /// When anything was last known of any of its covers.
    pub fn cover_known_at(&self) -> Option<Timestamp> {
        let best = |track: &AmcTrack| track.rights.best().map(|best| best.answer().answered_at);
        self.amc.iter().filter_map(best).max()
    }
}

fn latest<'r>(checks: impl Iterator<Item = &'r RightsChecked>) -> Option<&'r RightsChecked> {
    checks.max_by_key(|check| (check.asked_at, check.elapsed_ms))
}
