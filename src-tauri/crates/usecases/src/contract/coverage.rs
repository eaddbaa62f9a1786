//! What is known of a cover, whichever the way, and what a person writes down of what he saw.

use jiff::{Timestamp, civil::Date};
use relais_domain::{
    coverage::{Certainty, CoverageOutcome, CoverageUnknown, CoverageWay, DomainCoverage},
    ids::{DocumentId, DossierId, SightingId},
    known_cover::CoverStanding,
    money::Cents,
    platform::{FailureCode, Function, PlatformCode, StateSource},
};

wire! {
    /// F4.
    pub struct VerifyRightsRequest {
        pub dossier: DossierId,
        pub rank: u8,
        /// The date of care, when it is not the sale's own: it may lie in the past, and is asked for as such.
        pub service_date: Option<Date>,
    }
    /// The answer within three seconds of the key: live, or « non vérifié » with why, since when, and the best that is known.
    pub struct RightsView {
        pub rank: u8,
        pub platform: PlatformCode,
        pub platform_label: String,
        pub asked_at: Timestamp,
        pub elapsed_ms: u32,
        pub source: StateSource,
        pub outcome: RightsOutcomeView,
        /// The date of care it was asked for.
        pub service_date: Date,
        /// The operator that comes before and gave nothing, when this one was asked in its place.
        pub instead_of: Option<String>,
        /// An answer may still come and fill the row with its hour.
        pub still_waiting: bool,
        /// The failed attempt or the answer is kept as proof.
        pub evidence_kept: bool,
    }
    /// What is known of a cover, with its age and how sure it is today.
    pub struct CoverageView {
        /// What may be said of it: only `in_force` is a right in force.
        pub standing: CoverStanding,
        /// How sure it is today: a live answer of another day is a kept one.
        pub certainty: Certainty,
        pub way: CoverageWay,
        /// Who said it; empty when no platform did.
        pub platform_label: String,
        pub answered_at: Timestamp,
        /// Days since it was said.
        pub age_days: u32,
        /// Past these it is no more than an indication.
        pub recent_days: u32,
        /// The date of care it is about.
        pub service_date: Date,
        /// That date was over when it was asked.
        pub of_the_past: bool,
        pub outcome: CoverageOutcome,
        pub in_force: Option<bool>,
        pub covered_cents: Option<Cents>,
        pub authorisation_required: Option<bool>,
        pub valid_from: Option<Date>,
        pub valid_until: Option<Date>,
        pub domains: Vec<DomainCoverage>,
        pub reference: Option<String>,
        pub error_codes: Vec<String>,
        /// What the source says in words.
        pub message: Option<String>,
        pub not_known: Vec<CoverageUnknown>,
        /// The other dossier it was kept in.
        pub from_dossier: Option<DossierOfAnswer>,
        /// How a person came to know it.
        pub seen: Option<SightingView>,
    }
    /// Where an answer was kept.
    pub struct DossierOfAnswer { pub dossier: DossierId, pub number: String }
    /// What a person saw or heard.
    pub struct SightingView {
        pub sighting: SightingId,
        pub function: Function,
        /// Who wrote it down.
        pub by: String,
        /// Who was spoken with, possibly empty.
        pub spoken_with: String,
        /// In his own words, possibly empty.
        pub note: String,
        /// The paper, when it was kept.
        pub piece: Option<DocumentId>,
    }
    /// What is kept of the same person's cover, in this dossier and in others.
    pub struct KeptAnswersRequest { pub dossier: DossierId, pub rank: u8 }
    /// The latest first.
    pub struct KeptAnswers { pub answers: Vec<CoverageView> }
    /// What a person saw, written down.
    pub struct SeeCoverageRequest {
        pub dossier: DossierId,
        pub rank: u8,
        pub way: SeenBy,
        /// The rights, or what a quote would be covered for.
        pub function: Function,
        /// The day it was seen, said or dated.
        pub on: Date,
        pub service_date: Option<Date>,
        pub in_force: Option<bool>,
        pub valid_from: Option<Date>,
        pub valid_until: Option<Date>,
        pub covered_cents: Option<Cents>,
        pub authorisation_required: Option<bool>,
        /// The paper's or the call's reference, possibly empty.
        pub reference: String,
        /// Who was spoken with, possibly empty.
        pub spoken_with: String,
        /// Possibly empty.
        pub note: String,
        /// A picture or a PDF of the paper, on this machine.
        pub file: Option<String>,
        /// The entry it takes the place of.
        pub corrects: Option<SightingId>,
    }
    /// What the person who telephones needs before his eyes.
    pub struct CallSheetRequest { pub dossier: DossierId, pub rank: u8 }
    /// The call sheet on the screen; the same on paper.
    pub struct CallSheet {
        pub finess: String,
        pub practice: String,
        /// Who is called: the operator, or the insurer.
        pub callee: String,
        pub insurer: String,
        pub amc_number: String,
        pub member_number: String,
        pub customer: String,
        pub birth_date: Option<Date>,
        pub service_date: Date,
        pub domain_code: String,
        pub requested_cents: Cents,
    }
    /// One function of the platform's portal for one dossier.
    pub struct PortalStepRequest {
        pub dossier: DossierId,
        pub rank: u8,
        pub function: Function,
        /// What was asked for there is taken back.
        pub cancels: bool,
    }
}

wire! {
    /// What a check of rights gave.
    #[serde(tag = "result", rename_all = "snake_case")]
    pub enum RightsOutcomeView {
        Answered { answer: Box<CoverageView> },
        NotVerified {
            failure: FailureCode,
            since: Option<Timestamp>,
            /// The best that is known all the same: kept or seen, else the card, else a supposition.
            fallback: Box<CoverageView>,
        },
    }
}

wire_codes! {
    /// How a person came to know it.
    pub enum SeenBy { MemberSpace, GreenNumber, Attestation, Portal }
}
