//! « Qui notifie ? »: a decision tree of three questions. The practice notifies the authority only of what it is the controller of:
//! whoever decides why and how data are used answers for them (GDPR art. 4 and 33, « à vérifier »). What was answered and what
//! follows are kept together: a later answer corrects both.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the data got out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeakOrigin {
    /// Of the platform's own systems.
    Platform,
    /// Through the practice's account at the platform.
    OurAccount,
    /// Of the practice's own computers, mailbox or papers.
    OurSystems,
    /// Of somebody who works for the practice: its software's maker, its host.
    OurProcessor,
}

/// What the practice is to the data that leaked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DataPart {
    /// « Responsable de traitement »: it decides why and how they are used.
    Controller,
    /// « Sous-traitant »: it holds them for somebody who does.
    Processor,
    /// Neither: they are the operator's and the insurer's.
    Neither,
}

/// What the leak may do to the people concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeakRisk {
    /// Hardly anything: unreadable, or of no use.
    Unlikely,
    /// Something.
    Likely,
    /// Much: health, numbers of social security, bank accounts, of many.
    High,
}

/// Who tells whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NotifierDuty {
    /// The operator or the insurer notifies; the practice keeps what it knows.
    OthersNotify,
    /// The practice tells whoever it holds the data for, without delay (art. 33, 2).
    TellController,
    /// Nobody is notified; the practice's own register says why (art. 33, 5).
    RegisterOnly,
    /// The practice notifies the authority (art. 33).
    NotifyAuthority,
    /// The practice notifies the authority and tells the people (art. 33 and 34).
    NotifyAuthorityAndPeople,
}

impl NotifierDuty {
    /// Whether the authority is notified by the practice.
    pub const fn notifies(self) -> bool {
        matches!(self, NotifierDuty::NotifyAuthority | NotifierDuty::NotifyAuthorityAndPeople)
    }
}

/// `incident.notifier_determined`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifierDetermined {
    /// Where the data got out.
    pub origin: LeakOrigin,
    /// What the practice is to them.
    pub part: DataPart,
    /// What it may do to the people; only of what the practice answers for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<LeakRisk>,
    /// What follows.
    pub duty: NotifierDuty,
}

impl NotifierDetermined {
    /// What follows from the answers; the risk is weighed by whoever answers for the data, and by nobody else.
    pub fn of(origin: LeakOrigin, part: DataPart, risk: Option<LeakRisk>) -> Result<Self, Refusal> {
        let (risk, duty) = match (part, risk) {
            (DataPart::Neither, _) => (None, NotifierDuty::OthersNotify),
            (DataPart::Processor, _) => (None, NotifierDuty::TellController),
            (DataPart::Controller, None) => return Err(Refusal::RiskNotWeighed),
            (DataPart::Controller, Some(LeakRisk::Unlikely)) => (risk, NotifierDuty::RegisterOnly),
            (DataPart::Controller, Some(LeakRisk::Likely)) => (risk, NotifierDuty::NotifyAuthority),
            (DataPart::Controller, Some(LeakRisk::High)) => (risk, NotifierDuty::NotifyAuthorityAndPeople),
        };
        Ok(NotifierDetermined { origin, part, risk, duty })
    }
}
