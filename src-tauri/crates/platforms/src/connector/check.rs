//! What an integrator wants to know before anything real is asked: is the server there, does it take who we are, what does it
//! say it can do, and do the two functions a counter lives by answer. Nothing here concerns a person.

use std::time::Duration;

use relais_domain::platform::Function;

use super::FhirConnector;
use crate::connector::budget::Budget;
use crate::connector::calls::understood;
use crate::connector::session::{Message, Target};
use crate::dialect::{CancelBy, PatientBy};
use crate::failure::{CallFailure, Phase};
use crate::fhir::capability::{self, Capabilities};

/// Where a server says what it can do.
const METADATA: &str = "metadata";

/// What was found.
#[derive(Debug)]
pub struct CheckReport {
    /// What the server says it can do; a server may say nothing.
    pub statement: Result<Capabilities, CallFailure>,
    /// Whether a question about nobody is answered or refused by the rights.
    pub rights: Result<(), CallFailure>,
    /// Whether a search for nobody's answer is answered.
    pub search: Result<(), CallFailure>,
    /// What the description needs and the statement does not name; empty without a statement.
    pub missing: Vec<Missing>,
}

/// An ability the description counts on, and that the statement does not name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The resource.
    pub resource: String,
    /// The interaction, the operation with its `$`, or the parameter with its `?`.
    pub ability: String,
    /// Without it rights or claims cannot be asked for; else something is done by hand.
    pub is_needed: bool,
}

impl FhirConnector {
    /// Connects and asks; each question has its own share of the budget.
    pub async fn check(&self, domain_code: &str, budget: Duration) -> CheckReport {
        let share = budget / 3;
        let statement = self.capabilities(share).await;
        let rights = self.knock(Function::Rights, domain_code, share).await;
        let search = self.knock(Function::PriorAuthorisation, domain_code, share).await;
        let missing = statement.as_ref().map(|said| self.missing(said)).unwrap_or_default();
        CheckReport { statement, rights, search, missing }
    }

    /// The statement, openly as the standard has it, or with who we are where the server wants to know.
    async fn capabilities(&self, budget: Duration) -> Result<Capabilities, CallFailure> {
        let budget = Budget::starting_now(budget);
        let open = self.guarded.session.call_openly(METADATA, &budget).await;
        let reply = match open {
            Err(failure) if matches!(failure.http_status, Some(401 | 403)) && failure.phase == Phase::Exchange => {
                self.guarded.session.call(&Message::get(Target::Below(METADATA.to_owned()), Vec::new()), &budget).await
            }
            other => other,
        }?;
        understood(reply.status, reply.body, |body| capability::decode(&body))
    }

    fn missing(&self, said: &Capabilities) -> Vec<Missing> {
        let mut missing = Vec::new();
        let mut note = |is_needed: bool, has: bool, resource: &str, ability: &str| {
            if !has {
                missing.push(Missing { resource: resource.to_owned(), ability: ability.to_owned(), is_needed });
            }
        };
        for path in [&self.dialect.eligibility_path, &self.dialect.claim_path] {
            let path = path.trim_end_matches('/');
            match path.split_once("/$") {
                Some((resource, operation)) => {
                    note(true, said.has_operation(resource, operation), resource, &format!("${operation}"));
                }
                None => note(true, said.has(path, "create"), path, "create"),
            }
        }
        // What became of a request is then asked by telephone.
        note(false, said.has("ClaimResponse", "search-type"), "ClaimResponse", "search-type");
        if self.dialect.cancel_by == CancelBy::Task {
            note(false, said.has("Task", "create"), "Task", "create");
        }
        if self.dialect.patient_by == PatientBy::Reference {
            note(true, said.has("Patient", "search-type"), "Patient", "search-type");
        }
        missing
    }
}
