//! Taking a request back: a `Task` with the financial code `cancel`, and what its answer says.
//!
//! The other way, the same claim with the status `cancelled`, is written by `claim`; its answer is read here too.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::answer::CancellationVerdict;
use crate::dialect::Dialect;
use crate::failure::{AnswerFault, PlatformText};
use crate::fhir::eligibility::{instant, to_json};
use crate::fhir::eligibility_answer::kept_code;
use crate::fhir::envelope;
use crate::fhir::strict;
use crate::fhir::systems;
use crate::fhir::wire::{CodeableConcept, Identifier, Reference};

/// The resource of the standard's way.
pub(crate) const TASK: &str = "Task";
const CLAIM_RESPONSE: &str = "ClaimResponse";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TaskMessage {
    resource_type: &'static str,
    identifier: [Identifier; 1],
    status: &'static str,
    intent: &'static str,
    code: CodeableConcept,
    focus: Reference,
    authored_on: String,
    requester: Reference,
    owner: Reference,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TaskAnswer {
    id: Option<String>,
    #[serde(default)]
    identifier: Vec<Identifier>,
    status: Option<String>,
    focus: Option<Reference>,
    status_reason: Option<CodeableConcept>,
}

#[derive(Deserialize)]
struct ClaimAnswer {
    status: Option<String>,
    outcome: Option<String>,
    request: Option<Reference>,
    disposition: Option<String>,
}

/// The task, ready to send.
pub(crate) fn encode(
    id: Uuid,
    claim: Uuid,
    created_at: Timestamp,
    requester: Reference,
    owner: Reference,
    dialect: &Dialect,
) -> Vec<u8> {
    let system = &dialect.systems.request;
    let focus = Reference { identifier: Some(Identifier::of_uuid(system, claim)), ..Reference::default() };
    to_json(&TaskMessage {
        resource_type: TASK,
        identifier: [Identifier::of_uuid(system, id)],
        status: "requested",
        intent: "order",
        code: CodeableConcept::new(systems::FINANCIAL_TASK, "cancel"),
        focus,
        authored_on: instant(created_at),
        requester,
        owner,
    })
}

/// What is read of an answer.
pub(crate) struct Read {
    pub(crate) verdict: CancellationVerdict,
    pub(crate) reference: Option<String>,
    pub(crate) message: Option<PlatformText>,
}

/// Reads what came back; an answer to another request is refused.
pub(crate) fn decode(body: &[u8], (id, claim): (Uuid, Uuid)) -> Result<Read, AnswerFault> {
    let json = strict::check(body)?;
    if envelope::is_kind(json, CLAIM_RESPONSE).is_ok() {
        let answer = envelope::open::<ClaimAnswer>(json, CLAIM_RESPONSE)?.answer;
        same_request(answer.request.as_ref(), claim)?;
        let verdict = match (answer.status.as_deref(), answer.outcome.as_deref()) {
            (Some("cancelled"), _) => CancellationVerdict::Cancelled,
            (Some("active"), Some("error")) => CancellationVerdict::Refused,
            (Some("active"), Some("queued" | "complete" | "partial")) => CancellationVerdict::Pending,
            (Some("active"), _) => return Err(AnswerFault::UnknownCode),
            _ => return Err(AnswerFault::NotActive),
        };
        let message = answer.disposition.as_deref().and_then(PlatformText::new);
        return Ok(Read { verdict, reference: None, message });
    }
    let task = envelope::open::<TaskAnswer>(json, TASK)?.answer;
    same_request(task.focus.as_ref(), claim)?;
    let verdict = match task.status.as_deref() {
        Some("completed") => CancellationVerdict::Cancelled,
        Some("rejected" | "failed" | "cancelled") => CancellationVerdict::Refused,
        Some("requested" | "received" | "accepted" | "ready" | "in-progress" | "on-hold") => {
            CancellationVerdict::Pending
        }
        Some("draft" | "entered-in-error") => return Err(AnswerFault::NotActive),
        _ => return Err(AnswerFault::UnknownCode),
    };
    let reason = task.status_reason.as_ref();
    let words = reason.and_then(|reason| reason.text.as_deref().or(reason.first_code()));
    // The number the server gave it, beside our own; else its id there.
    let ours = id.hyphenated().to_string();
    let theirs = task.identifier.into_iter().filter_map(|identifier| identifier.value);
    let given = theirs.into_iter().find(|value| !value.to_ascii_lowercase().ends_with(&ours));
    let reference = kept_code(given.or(task.id));
    Ok(Read { verdict, reference, message: words.and_then(PlatformText::new) })
}

fn same_request(stated: Option<&Reference>, claim: Uuid) -> Result<(), AnswerFault> {
    let value = stated.and_then(|reference| reference.identifier.as_ref()).and_then(|it| it.value.as_deref());
    let ours = claim.hyphenated().to_string();
    match value {
        Some(value) if !value.trim_start_matches("urn:uuid:").eq_ignore_ascii_case(&ours) => {
            Err(AnswerFault::OtherRequest)
        }
        _ => Ok(()),
    }
}
