//! The mandatory insurance (AMO): channels of its own, which no operator of the complementary ones carries.
//!
//! They keep working when an operator is down, and their state is never mixed with an operator's functions: another type, no
//! incident, no queue. The AMO flow itself stays in the main software; what is known of its channels is declared by a person.

use crate::platform::{FunctionState, StateSource};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A way to the mandatory insurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AmoChannel {
    /// SESAM-Vitale: invoices (FSE) and their returns, through the main software.
    SesamVitale,
    /// AmeliPro: the mandatory insurance's own portal.
    AmeliPro,
}

impl AmoChannel {
    /// Every channel, in the order of the strip.
    pub const ALL: [AmoChannel; 2] = [AmoChannel::SesamVitale, AmoChannel::AmeliPro];
}

/// What is known of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmoStatus {
    /// Its state.
    pub state: FunctionState,
    /// From whom.
    pub source: StateSource,
    /// Since when.
    pub since: Timestamp,
}
