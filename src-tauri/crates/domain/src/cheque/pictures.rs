//! The pictures of a cheque, its front and its back: kept while it is still to be settled, erased when somebody says so, and by
//! themselves some days after it is settled for good. They show an account and a signature: nothing needs them any longer then.

use super::{Cheque, ChequeEvent, ChequeState, clock::final_from};
use crate::{
    context::{Context, Role},
    picture::{Picture, Side},
    practice::{NotAChoice, Practice, PracticeEvent},
    reference::Limits,
    refusal::Refusal,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use ts_rs::TS;

/// Why a picture was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PictureErasedWhy")]
pub enum WhyErased {
    /// Somebody asked.
    Asked,
    /// Another of the same side took its place.
    Replaced,
    /// The cheque is settled since long enough.
    Due,
}

/// Days after which the pictures of a settled cheque are erased. No text says how many: it is the practice's choice
/// (« à vérifier »).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct PictureDays(u32);

impl PictureDays {
    /// What may be chosen: a day, for whoever wants none of it, to a year.
    pub const DAYS: RangeInclusive<u32> = 1..=365;

    /// So many days.
    pub fn parse(days: u32) -> Result<Self, NotAChoice> {
        if Self::DAYS.contains(&days) { Ok(Self(days)) } else { Err(NotAChoice) }
    }

    /// The days.
    pub const fn days(self) -> u32 {
        self.0
    }
}

impl Default for PictureDays {
    fn default() -> Self {
        Self(30)
    }
}

impl TryFrom<u32> for PictureDays {
    type Error = NotAChoice;
    fn try_from(days: u32) -> Result<Self, Self::Error> {
        Self::parse(days)
    }
}

impl From<PictureDays> for u32 {
    fn from(days: PictureDays) -> u32 {
        days.0
    }
}

/// The days in force, and since when they were chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PictureKeeping {
    /// After so many.
    pub days: PictureDays,
    /// The day the owner chose them; none: as the program comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_on: Option<Date>,
}

/// Chooses after how many days the pictures of a settled cheque are erased; the owner's deed. What is so already records nothing.
pub fn set_picture_days(state: &Practice, days: PictureDays, context: &Context) -> Result<Vec<PracticeEvent>, Refusal> {
    if context.role != Role::Owner {
        return Err(Refusal::RoleNotAllowed);
    }
    let same = state.cheque_pictures.days == days;
    let chosen = PictureKeeping { days, chosen_on: Some(context.today) };
    Ok(if same { Vec::new() } else { vec![PracticeEvent::ChequePictureDaysSet(chosen)] })
}

impl Cheque {
    /// The picture kept of one side.
    pub fn picture(&self, side: Side) -> Option<&Picture> {
        self.pictures.iter().find(|kept| kept.side == side)
    }

    /// Whether a picture of it may still be kept: not once it is settled for good.
    pub const fn may_be_pictured(&self) -> bool {
        !matches!(self.state, ChequeState::Absent | ChequeState::Returned | ChequeState::Final)
    }

    /// The day it was settled for good: it went back or was destroyed, or its credit is final, whether somebody noted that or
    /// not. None while it may still come back.
    pub fn settled_on(&self, limits: &Limits) -> Option<Date> {
        match self.state {
            ChequeState::Returned | ChequeState::Final => self.since,
            ChequeState::Credited => self.credited_on.map(|on| final_from(on, limits)),
            _ => None,
        }
    }

    /// The day its pictures are erased by themselves: so many days after it was settled for good.
    pub fn pictures_erased_on(&self, keeping: PictureKeeping, limits: &Limits) -> Option<Date> {
        self.settled_on(limits).map(|on| on.saturating_add(i64::from(keeping.days.days()).days()))
    }
}

/// Keeps a picture; the one kept of the same side goes.
pub(super) fn keep(state: &Cheque, picture: Picture) -> Result<Vec<ChequeEvent>, Refusal> {
    if !state.may_be_pictured() {
        return Err(Refusal::ChequeElsewhere { state: state.state });
    }
    let former = state.picture(picture.side).map(|former| erased(former, WhyErased::Replaced));
    Ok(former.into_iter().chain([ChequeEvent::PictureKept(picture)]).collect())
}

/// Erases the picture of one side.
pub(super) fn erase(state: &Cheque, side: Side, why: WhyErased) -> Result<Vec<ChequeEvent>, Refusal> {
    let kept = state.picture(side).ok_or(Refusal::NothingToErase)?;
    Ok(vec![erased(kept, why)])
}

fn erased(kept: &Picture, why: WhyErased) -> ChequeEvent {
    ChequeEvent::PictureErased { side: kept.side, picture: kept.picture, why }
}
