//! What is to be done after a leak: which tasks the register calls for, in the order of danger, and what became of each.

use super::{Breach, LeakField, NotifierDuty};
use crate::{document::Paper, ids::TextId, incident::Incident};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something to do after a leak. Its serialised name is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BreachTask {
    /// « Rotation »: the secrets that open something are changed.
    Rotation,
    /// The bank is told that the RIB leaked, and asked for a list of the creditors that may debit the account.
    BankLetter,
    /// The account is watched for direct debits of unknown creditors.
    DebitWatch,
    /// The staff is warned of messages and calls that pretend.
    PhishingWarning,
    /// The operators are told that the practice's numbers may be used by another.
    ImpersonationNotice,
    /// « Qui notifie ? » is answered.
    WhoNotifies,
    /// The first notification to the authority.
    InitialNotification,
    /// What was learnt since is told to the authority.
    ComplementaryNotification,
    /// Whoever the practice holds the data for is told.
    ControllerTold,
    /// The practice complains.
    Complaint,
    /// The customers concerned are told.
    CustomerNotice,
    /// Customers are told how to complain themselves.
    ComplaintHandout,
}

impl BreachTask {
    /// Every task, the most urgent first.
    pub const ALL: [BreachTask; 12] = [
        BreachTask::Rotation,
        BreachTask::BankLetter,
        BreachTask::PhishingWarning,
        BreachTask::WhoNotifies,
        BreachTask::InitialNotification,
        BreachTask::ControllerTold,
        BreachTask::Complaint,
        BreachTask::CustomerNotice,
        BreachTask::ComplaintHandout,
        BreachTask::DebitWatch,
        BreachTask::ImpersonationNotice,
        BreachTask::ComplementaryNotification,
    ];

    /// Whether it is not noted here: what settles it is recorded elsewhere.
    pub const fn is_settled_elsewhere(self) -> bool {
        matches!(self, BreachTask::Rotation | BreachTask::WhoNotifies)
    }

    /// The fields whose leak calls for it.
    pub const fn because_of(self) -> &'static [LeakField] {
        use LeakField as F;
        match self {
            BreachTask::Rotation => &[F::Login, F::Password],
            BreachTask::BankLetter | BreachTask::DebitWatch => &[F::BankAccount],
            BreachTask::PhishingWarning => &[F::Email, F::Phone, F::StaffNames],
            BreachTask::ImpersonationNotice => &[F::Finess, F::Siret, F::Address],
            BreachTask::CustomerNotice | BreachTask::ComplaintHandout => &LeakField::OF_CUSTOMERS,
            BreachTask::WhoNotifies => &LeakField::OF_PEOPLE,
            // What follows from the answer, and what a victim does whatever leaked.
            BreachTask::InitialNotification
            | BreachTask::ComplementaryNotification
            | BreachTask::ControllerTold
            | BreachTask::Complaint => &[],
        }
    }

    /// The paper that goes with it, if any.
    pub const fn paper(self) -> Option<Paper> {
        match self {
            BreachTask::BankLetter => Some(Paper::BankLetter),
            BreachTask::PhishingWarning => Some(Paper::PhishingWarning),
            BreachTask::CustomerNotice => Some(Paper::BreachNotice),
            BreachTask::Complaint => Some(Paper::Complaint),
            BreachTask::InitialNotification | BreachTask::ComplementaryNotification => Some(Paper::BreachNotification),
            BreachTask::ComplaintHandout => Some(Paper::ComplaintHandout),
            BreachTask::DebitWatch => Some(Paper::DebitWatch),
            BreachTask::ImpersonationNotice => Some(Paper::ImpersonationLetter),
            BreachTask::Rotation | BreachTask::WhoNotifies | BreachTask::ControllerTold => None,
        }
    }
}

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum TaskOutcome {
    /// « À faire », also when it was noted as done by mistake.
    ToDo,
    /// « Fait ».
    Done {
        /// When.
        at: Timestamp,
    },
    /// Left out.
    LeftOut {
        /// Why, in its erasable place.
        reason: TextId,
    },
}

/// `incident.breach_task_noted`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskNoted {
    /// Which task.
    pub task: BreachTask,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: TaskOutcome,
}

/// A task, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskStanding {
    /// Which.
    pub task: BreachTask,
    /// What became of it so far.
    pub outcome: TaskOutcome,
    /// The fields that call for it today; none for one that was called for before, or by the leak itself.
    pub because_of: Vec<LeakField>,
}

impl Breach {
    fn reasons(&self, task: BreachTask) -> Vec<LeakField> {
        task.because_of().iter().copied().filter(|field| self.state_of(*field).counts()).collect()
    }
}

impl Incident {
    /// Whether what is known calls for a task.
    pub fn calls_for(&self, task: BreachTask) -> bool {
        match task {
            // The stolen account is what others get in with: its secret is changed whatever else leaked (§1.3, line 23).
            BreachTask::Rotation | BreachTask::Complaint => true,
            BreachTask::InitialNotification | BreachTask::ComplementaryNotification => {
                self.breach.notifier.is_some_and(|determined| determined.duty.notifies())
            }
            BreachTask::ControllerTold => {
                self.breach.notifier.is_some_and(|determined| determined.duty == NotifierDuty::TellController)
            }
            other => !self.breach.reasons(other).is_empty(),
        }
    }

    /// What is called for, and what was settled though nothing calls for it any more.
    pub fn breach_tasks(&self) -> Vec<TaskStanding> {
        let standing = |task: BreachTask| {
            let noted = self.breach.tasks.get(&task).copied();
            let settled = noted.is_some_and(|outcome| outcome != TaskOutcome::ToDo);
            let answered = task == BreachTask::WhoNotifies && self.breach.notifier.is_some();
            let listed = self.calls_for(task) || settled || answered;
            listed.then(|| TaskStanding {
                task,
                outcome: noted.unwrap_or(TaskOutcome::ToDo),
                because_of: self.breach.reasons(task),
            })
        };
        BreachTask::ALL.into_iter().filter_map(standing).collect()
    }
}
