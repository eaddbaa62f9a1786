//! Reminders to whoever is to pay a share: relance 1, relance 2, mise en demeure.
//!
//! Owns which share may be reminded of, which step comes next, and what is recorded of a letter. Does not own what is late
//! (dated reference data and what was agreed with an operator), nor the letter.

use super::{Dossier, DossierEvent};
use crate::{
    context::{Context, Role},
    identifiers::AmcNumber,
    ids::DocumentId,
    money::Cents,
    owed::{self, Debtor, Standing},
    platform::PlatformCode,
    refusal::Refusal,
};
use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Days after a letter on which the same share is not reminded of again: an answer by post takes that long.
pub const REMINDER_WAIT_DAYS: i64 = 8;

/// The steps of reminding, each firmer than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReminderLevel {
    /// Relance 1.
    First,
    /// Relance 2.
    Second,
    /// Mise en demeure.
    FormalNotice,
}

impl ReminderLevel {
    /// Every step in its order.
    pub const ALL: [ReminderLevel; 3] = [ReminderLevel::First, ReminderLevel::Second, ReminderLevel::FormalNotice];

    /// The step after the last one; a formal notice may only be repeated.
    pub const fn after(last: Option<ReminderLevel>) -> ReminderLevel {
        match last {
            None => ReminderLevel::First,
            Some(ReminderLevel::First) => ReminderLevel::Second,
            Some(ReminderLevel::Second | ReminderLevel::FormalNotice) => ReminderLevel::FormalNotice,
        }
    }
}

/// `dossier.payer_reminded`: a letter asked for this share, with others of the same payer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerReminded {
    /// Of which complementary.
    pub rank: u8,
    /// Which step.
    pub level: ReminderLevel,
    /// The letter.
    pub document: DocumentId,
    /// Its number.
    pub number: String,
    /// The business date on it.
    pub on: Date,
    /// What was owed of the share that day, in cents.
    pub owed_cents: Cents,
    /// The insurer, by the number on the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<AmcNumber>,
    /// The operator that pays for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<PlatformCode>,
}

/// A letter about to be made, as it concerns one share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Of which complementary.
    pub rank: u8,
    /// Which step.
    pub level: ReminderLevel,
    /// The letter.
    pub document: DocumentId,
    /// Its number.
    pub number: String,
}

impl Dossier {
    /// The last letter about a share.
    pub fn last_reminder(&self, rank: u8) -> Option<&PayerReminded> {
        self.reminded.iter().rev().find(|reminded| reminded.rank == rank)
    }

    /// The share as its payer may be reminded of it today: claimed, not turned down, owed, and no letter of late.
    pub fn remindable(&self, rank: u8, today: Date) -> Result<Standing, Refusal> {
        let track = self.track(rank).ok_or(Refusal::UnknownTrack)?;
        if !owed::is_claimed(track.state) {
            return Err(Refusal::TrackState { state: track.state });
        }
        let standings = owed::standings(self).into_iter();
        let mut of_share = standings.filter(|one| one.place == rank && one.debtor == Debtor::Insurer && one.cents > 0);
        let standing = of_share.next().ok_or(Refusal::AmountNotPositive)?;
        match self.last_reminder(rank).and_then(|last| again_from(last.on)) {
            Some(not_before) if not_before > today => Err(Refusal::DateTooEarly { not_before }),
            _ => Ok(standing),
        }
    }
}

/// The first day on which what was reminded of may be again.
pub fn again_from(on: Date) -> Option<Date> {
    on.checked_add(Span::new().days(REMINDER_WAIT_DAYS)).ok()
}

/// Records that a letter asks for a share.
pub(super) fn remind(state: &Dossier, wanted: Reminder, context: &Context) -> Result<Vec<DossierEvent>, Refusal> {
    if matches!(context.role, Role::Counter | Role::Accountant) {
        return Err(Refusal::RoleNotAllowed);
    }
    let Reminder { rank, level, document, number } = wanted;
    let standing = state.remindable(rank, context.today)?;
    Ok(vec![DossierEvent::PayerReminded(PayerReminded {
        rank,
        level,
        document,
        number,
        on: context.today,
        owed_cents: Cents::new(standing.cents)?,
        payer: standing.payer,
        operator: standing.operator,
    })])
}
