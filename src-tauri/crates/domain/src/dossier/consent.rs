//! « Accord exprès pour transmettre à [opérateur] les champs listés »: what a customer said, of which operator, about which
//! fields, and whether it still covers what would leave. A word given at the counter can be taken back.

use super::{Dossier, DossierEvent};
use crate::{disclosure::FieldName, ids::DocumentId, platform::PlatformCode, refusal::Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// What the customer decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConsentDecision {
    /// Yes.
    Given,
    /// No.
    Refused,
    /// Yes once, no more.
    Withdrawn,
}

/// How it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConsentHow {
    /// At the counter, by word of mouth.
    Oral,
    /// On the sheet, signed.
    SignedPaper,
}

/// `dossier.consent_recorded`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRecorded {
    /// Of sending to which operator.
    pub platform: PlatformCode,
    /// What was decided.
    pub decision: ConsentDecision,
    /// How.
    pub how: ConsentHow,
    /// Which field list was read out or signed.
    pub list_version: String,
    /// The fields it names.
    pub fields: Vec<FieldName>,
    /// The sheet that was signed, when it was printed here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<DocumentId>,
}

/// The last word about one operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// What was decided.
    pub decision: ConsentDecision,
    /// How.
    pub how: ConsentHow,
    /// About which field list.
    pub list_version: String,
    /// The fields agreed to.
    pub fields: BTreeSet<FieldName>,
}

/// Where a customer stands with an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// Never asked.
    NotAsked,
    /// Yes, and it covers all that would leave.
    Given,
    /// Yes, but more would leave now than was agreed to.
    Outgrown,
    /// No.
    Refused,
    /// No more.
    Withdrawn,
}

impl ConsentState {
    /// Whether something may leave; `asked_first` is the practice's rule.
    pub const fn lets_leave(self, asked_first: bool) -> bool {
        match self {
            ConsentState::Given => true,
            ConsentState::NotAsked | ConsentState::Outgrown => !asked_first,
            ConsentState::Refused | ConsentState::Withdrawn => false,
        }
    }

    /// Whether the customer said no: the ways that need a request are closed.
    pub const fn is_no(self) -> bool {
        matches!(self, ConsentState::Refused | ConsentState::Withdrawn)
    }
}

impl Dossier {
    /// Where the customer stands with an operator, when these fields would leave.
    pub fn consent_state(&self, platform: &PlatformCode, leaving: &BTreeSet<FieldName>) -> ConsentState {
        let Some(consent) = self.consents.get(platform) else { return ConsentState::NotAsked };
        match consent.decision {
            ConsentDecision::Refused => ConsentState::Refused,
            ConsentDecision::Withdrawn => ConsentState::Withdrawn,
            ConsentDecision::Given => {
                let outgrown = leaving.iter().any(|field| field.is_about_customer() && !consent.fields.contains(field));
                if outgrown { ConsentState::Outgrown } else { ConsentState::Given }
            }
        }
    }

    pub(super) fn take_consent(&mut self, said: &ConsentRecorded) {
        let consent = Consent {
            decision: said.decision,
            how: said.how,
            list_version: said.list_version.clone(),
            fields: said.fields.iter().copied().collect(),
        };
        self.consents.insert(said.platform.clone(), consent);
    }
}

/// Records it. What is so already says nothing new; only what was given can be taken back.
pub(super) fn record(state: &Dossier, said: ConsentRecorded) -> Result<Vec<DossierEvent>, Refusal> {
    let before = state.consents.get(&said.platform);
    if said.decision == ConsentDecision::Withdrawn
        && before.is_none_or(|before| before.decision == ConsentDecision::Refused)
    {
        return Err(Refusal::ConsentNotGiven);
    }
    let same = before.is_some_and(|before| {
        (before.decision, before.how, &before.list_version) == (said.decision, said.how, &said.list_version)
            && before.fields == said.fields.iter().copied().collect()
    });
    Ok(if same { Vec::new() } else { vec![DossierEvent::ConsentRecorded(said)] })
}
