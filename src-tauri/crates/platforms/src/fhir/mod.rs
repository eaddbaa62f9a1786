//! HL7 FHIR R4, only as much of it as the exchanges need: values to bytes and bytes to values, without HTTP.
//!
//! `docs/fhir-profile.md` says what is spoken. Reading follows the standard, not a server: unknown fields and extensions
//! pass, what may turn the meaning around is refused, what is absent is said to be unknown.

pub(crate) mod claim;
pub(crate) mod claim_answer;
pub(crate) mod decimal;
pub(crate) mod eligibility;
pub(crate) mod eligibility_answer;
pub(crate) mod envelope;
pub(crate) mod outcome;
pub(crate) mod strict;
pub(crate) mod subject;
pub(crate) mod systems;
pub(crate) mod wire;
